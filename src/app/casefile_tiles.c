/* app/casefile_tiles.c: the log of a case as a folder of c2sp.org/tlog-tiles:
 * checkpoint, tile/L/N, tile/entries/N. Any web server can show it; monitors
 * and auditors of others read it. */
#include "app/casefile_int.h"

#include "base/sys.h"

#include <inttypes.h>

enum { PATH_BYTES = 64 };

struct tiling {
    struct casefile c;
    const char *folder;
    uint64_t size; /* of the head */
    uint64_t files;
};

/* "tile/L/x001/x234/067", and ".p/W" for a partial one; level -1: entries. */
static str tile_path(int level, uint64_t n, unsigned width,
                     char out[PATH_BYTES])
{
    char digits[32] = "";
    size_t at = 0;
    uint64_t top = 1;
    while (n / top >= 1000)
        top *= 1000;
    for (; top > 0; top /= 1000)
        at += (size_t)snprintf(digits + at, sizeof digits - at, "%s%03u%s",
                               top > 1 ? "x" : "", (unsigned)(n / top % 1000),
                               top > 1 ? "/" : "");
    char name[16] = "entries", part[16] = "";
    if (level >= 0)
        (void)snprintf(name, sizeof name, "%d", level);
    if (width < TREE_TILE)
        (void)snprintf(part, sizeof part, ".p/%u", width);
    int all = snprintf(out, PATH_BYTES, "tile/%s/%s%s", name, digits, part);
    return (str){out, all < 0 ? 0 : (size_t)all};
}

/* Writes one file, and makes the folders above it. */
static err write_below(struct cx *cx, struct tiling *t, str path, str bytes)
{
    str full;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_ROOM(
        cx, cx->scratch,
        arena_printf(cx->scratch, &full, "%s/%.*s", t->folder, STR_ARG(path)));
    for (size_t i = full.n - path.n; i < full.n; i++) {
        char above[4096];
        if (full.p[i] != '/')
            continue;
        if (!str_to_c(str_sub(full, 0, i), above, sizeof above))
            return fail(cx, ERR_INPUT, "the name of the folder is too long");
        if (!sys_is_folder(above))
            TRY(cx, sys_make_folder(cx, above));
    }
    TRY(cx, sys_write_file(cx, full.p, bytes));
    t->files++;
    arena_rewind(cx->scratch, mark);
    return OK;
}

static err write_tile(struct cx *cx, struct tiling *t, unsigned level,
                      uint64_t n, unsigned width)
{
    char room[PATH_BYTES];
    struct tree *tree = log_tree(t->c.log);
    struct arena_mark mark = arena_mark(cx->scratch);
    hash *h;
    unsigned full;
    str bytes;
    if (width == TREE_TILE) {
        TRY(cx, tree_tile(cx, tree, cx->scratch, level, n, &full, &bytes));
    } else {
        TRY_NEW_ARRAY(cx, cx->scratch, width, h);
        for (unsigned i = 0; i < width; i++)
            TRY(cx, tree_node(cx, tree, 8 * level, n * TREE_TILE + i, &h[i]));
        bytes = (str){(const char *)h, width * sizeof *h};
    }
    TRY(cx, write_below(cx, t, tile_path((int)level, n, width, room), bytes));
    arena_rewind(cx->scratch, mark);
    return OK;
}

static err add_to_bundle(struct cx *cx, void *self, uint64_t number, str note)
{
    struct buf *b = self;
    (void)cx;
    (void)number;
    buf_char(b, (char)(note.n >> 8 & 0xff));
    buf_char(b, (char)(note.n & 0xff));
    buf_str(b, note);
    return OK;
}

static err write_bundle(struct cx *cx, struct tiling *t, uint64_t n,
                        unsigned width)
{
    struct buf b;
    char room[PATH_BYTES];
    struct arena_mark mark = arena_mark(cx->scratch);
    buf_init(&b, cx->scratch, TREE_TILE * (STORE_NOTE_MAX + 2));
    TRY(cx, store_entries(cx, t->c.store, n * TREE_TILE, n * TREE_TILE + width,
                          add_to_bundle, &b));
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, write_below(cx, t, tile_path(-1, n, width, room), buf_view(&b)));
    arena_rewind(cx->scratch, mark);
    return OK;
}

static err write_all(struct cx *cx, struct tiling *t, str head)
{
    for (unsigned level = 0; level < TREE_LEVELS; level++) {
        uint64_t count = t->size >> (8 * level);
        for (uint64_t n = 0; n * TREE_TILE < count; n++) {
            uint64_t left = count - n * TREE_TILE;
            unsigned width = left < TREE_TILE ? (unsigned)left : TREE_TILE;
            TRY(cx, write_tile(cx, t, level, n, width));
            if (level == 0)
                TRY(cx, write_bundle(cx, t, n, width));
        }
    }
    /* Last: whoever reads it finds the tiles that it speaks of. */
    return write_below(cx, t, STR("checkpoint"), head);
}

err casefile_tiles(struct cx *cx, struct arena *a, const char *path,
                   const char *folder, struct buf *out)
{
    struct tiling t = {.folder = folder};
    struct checkpoint head;
    str note;
    TRY(cx, casefile_must_be(cx, path));
    if (!sys_is_folder(folder))
        TRY(cx, sys_make_folder(cx, folder));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &t.c));
    err e = log_head(cx, t.c.log, a, &note, &head);
    t.size = head.size;
    if (is_ok(e))
        e = write_all(cx, &t, note);
    casefile_close(&t.c);
    TRY(cx, e);
    buf_printf(out, "%s: %" PRIu64 " entries in %" PRIu64 " files\n", folder,
               t.size, t.files);
    return OK;
}
