/* record/tree.c: tiles of hashes over a store.
 * Read next: tree.h, log.c. */
#include "record/tree.h"

#include "base/cx.h"

enum { KEY_BYTES = 9, TILE_BYTES = TREE_TILE * CRY_HASH_BYTES };

static str tile_key(unsigned level, uint64_t index, char key[KEY_BYTES])
{
    key[0] = (char)level;
    for (int i = 0; i < 8; i++)
        key[1 + i] = (char)(index >> (56 - 8 * i) & 0xff);
    return (str){key, KEY_BYTES};
}

/* The root of n hashes, n a power of two; overwrites them. */
static hash fold(hash *h, size_t n)
{
    for (; n > 1; n /= 2)
        for (size_t i = 0; i < n / 2; i++)
            h[i] = merkle_node(h[2 * i], h[2 * i + 1]);
    return h[0];
}

static err read_tile(struct cx *cx, struct store *s, unsigned level,
                     uint64_t index, hash out[TREE_TILE])
{
    char key[KEY_BYTES];
    str bytes;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = store_view_get(cx, s, cx->scratch, STR("tile"),
                           tile_key(level, index, key), &bytes);
    if (is_ok(e) && bytes.n == TILE_BYTES)
        memcpy(out, bytes.p, TILE_BYTES);
    arena_rewind(cx->scratch, mark);
    if (e.code == ERR_NOT_FOUND || (is_ok(e) && bytes.n != TILE_BYTES))
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "tile %u/%llu of the log is missing or damaged", level,
                         (unsigned long long)index);
    return e;
}

static err put_tile(struct cx *cx, struct tree *t, unsigned level,
                    uint64_t index)
{
    char key[KEY_BYTES];
    return store_view_put(cx, t->store, STR("tile"),
                          tile_key(level, index, key),
                          (str){(const char *)t->tail[level].h, TILE_BYTES});
}

err tree_append(struct cx *cx, struct tree *t, hash leaf)
{
    uint64_t index = t->size;
    for (unsigned level = 0; level < TREE_LEVELS; level++, index >>= 8) {
        t->tail[level].h[t->tail[level].n++] = leaf;
        if (t->tail[level].n < TREE_TILE)
            break;
        TRY(cx, put_tile(cx, t, level, index >> 8));
        leaf = fold(t->tail[level].h, TREE_TILE);
        t->tail[level].n = 0;
    }
    t->size++;
    return OK;
}

static err add_leaf(struct cx *cx, void *self, uint64_t number, str note)
{
    struct tree *t = self;
    (void)cx;
    (void)number;
    t->tail[0].h[t->tail[0].n++] = merkle_leaf(note);
    return OK;
}

err tree_open(struct cx *cx, struct store *s, struct tree *t)
{
    hash tile[TREE_TILE];
    uint64_t size;
    TRY(cx, store_count(cx, s, &size));
    memset(t, 0, sizeof *t);
    t->store = s;
    t->size = size;
    TRY(cx, store_entries(cx, s, size & ~(uint64_t)255, size, add_leaf, t));
    for (unsigned level = 1; level < TREE_LEVELS; level++) {
        uint64_t n = size >> (8 * level), first = n & ~(uint64_t)255;
        for (uint64_t i = first; i < n; i++) {
            TRY(cx, read_tile(cx, s, level - 1, i, tile));
            t->tail[level].h[t->tail[level].n++] = fold(tile, TREE_TILE);
        }
    }
    return OK;
}

static err see_tile(struct cx *cx, struct tree *t, unsigned level,
                    uint64_t index)
{
    if (t->seen[level].there && t->seen[level].index == index)
        return OK;
    t->seen[level].there = false;
    TRY(cx, read_tile(cx, t->store, level, index, t->seen[level].h));
    t->seen[level].there = true;
    t->seen[level].index = index;
    return OK;
}

err tree_node(struct cx *cx, void *self, unsigned level, uint64_t index,
              hash *out)
{
    struct tree *t = self;
    unsigned tile_level = level / 8, height = level % 8;
    uint64_t first = index << height, number = first >> 8;
    size_t n = (size_t)1 << height, at = first & 255;
    hash h[TREE_TILE / 2];
    if (NEVER(tile_level >= TREE_LEVELS))
        return fail(cx, ERR_BUG, "no log is that large");
    const hash *from = t->tail[tile_level].h;
    if (number < t->size >> (8 * (tile_level + 1))) {
        TRY(cx, see_tile(cx, t, tile_level, number));
        from = t->seen[tile_level].h;
    }
    /* height is at most 7, so n at most half a tile */
    memcpy(h, from + at, n * sizeof *h);
    *out = fold(h, n);
    return OK;
}

err tree_root(struct cx *cx, struct tree *t, uint64_t size, hash *root)
{
    if (size > t->size)
        return fail(cx, ERR_INPUT, "the log has %llu entries, not %llu",
                    (unsigned long long)t->size, (unsigned long long)size);
    return merkle_root_at(cx, size, tree_node, t, root);
}

err tree_tile(struct cx *cx, struct tree *t, struct arena *a, unsigned level,
              uint64_t index, unsigned *width, str *bytes)
{
    hash *h;
    uint64_t n = level < TREE_LEVELS ? t->size >> (8 * level) : 0;
    if (index >> 56 != 0 || index * TREE_TILE >= n)
        return fail(cx, ERR_NOT_FOUND, "no tile %u/%llu in this log", level,
                    (unsigned long long)index);
    TRY_NEW_ARRAY(cx, a, TREE_TILE, h);
    bool full = n - index * TREE_TILE >= TREE_TILE;
    *width = full ? TREE_TILE : t->tail[level].n;
    if (full)
        TRY(cx, read_tile(cx, t->store, level, index, h));
    else
        memcpy(h, t->tail[level].h, *width * sizeof *h);
    *bytes = (str){(const char *)h, *width * sizeof *h};
    return OK;
}
