/* record/member.c: see member.h. Leaves come from the tiles, so no entry but
 * the batch entry is read. */
#include "record/member.h"

#include "base/cx.h"
#include "record/index.h"
#include "record/log_int.h"

/* Where a level of nodes begins: 4,096 leaves, then half as many, ... */
static size_t level_at(unsigned level)
{
    return 2 * ENTRY_COVERS_MAX - ((size_t)2 * ENTRY_COVERS_MAX >> level);
}

static void put_node(void *self, unsigned level, uint64_t index, hash h)
{
    struct member_batch *b = self;
    b->node[level_at(level) + index] = h;
}

static err get_node(struct cx *cx, void *self, unsigned level, uint64_t index,
                    hash *out)
{
    const struct member_batch *b = self;
    (void)cx;
    *out = b->node[level_at(level) + index];
    return OK;
}

static err not_known(struct cx *cx, uint64_t number)
{
    return fail_hint(
        cx, ERR_CORRUPT, "Make the views again with `truce rebuild`.",
        "the batch of entry %llu is not found", (unsigned long long)number);
}

static err find(struct cx *cx, struct log *l, uint64_t number,
                struct member_batch *b)
{
    struct note *n;
    struct entry e;
    uint64_t at;
    str note;
    struct merkle_edge edge = {0};
    struct arena_mark mark = arena_mark(cx->scratch);
    err r = index_next(cx, l->store, STR("batch"), number, &at);
    if (r.code == ERR_NOT_FOUND)
        return not_known(cx, number);
    TRY(cx, r);
    TRY(cx, store_entry(cx, l->store, cx->scratch, at, &note));
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, &e));
    arena_rewind(cx->scratch, mark);
    if (e.covers > at || number < at - e.covers)
        return not_known(cx, number);
    b->first = b->at = 0;
    for (uint64_t i = at - e.covers; i < at; i++) {
        hash leaf;
        TRY(cx, tree_node(cx, &l->tree, 0, i, &leaf));
        put_node(b, 0, edge.size, leaf);
        merkle_append(&edge, leaf, put_node, b);
    }
    b->first = at - e.covers;
    b->at = at;
    return OK;
}

err member_path(struct cx *cx, struct log *l, struct member_batch *b,
                uint64_t number, hash path[BATCH_PATH_MAX], size_t *n)
{
    hash room[MERKLE_INCLUSION_MAX];
    if (number < b->first || number >= b->at)
        TRY(cx, find(cx, l, number, b));
    TRY(cx, merkle_prove_inclusion(cx, number - b->first, b->at - b->first,
                                   get_node, b, room, n));
    memcpy(path, room, *n * sizeof *path);
    return OK;
}

err member_proof(struct cx *cx, struct log *l, struct arena *a, uint64_t number,
                 str *path, str *batch)
{
    struct member_batch *b;
    struct buf line;
    hash h[BATCH_PATH_MAX];
    size_t n;
    TRY_NEW(cx, a, b);
    TRY(cx, member_path(cx, l, b, number, h, &n));
    buf_init(&line, a, 1000);
    batch_path_print(h, n, &line);
    TRY(cx, buf_finish(cx, &line));
    *path = buf_view(&line);
    return store_entry(cx, l->store, a, b->at, batch);
}
