/* proof/batch.c: see batch.h. */
#include "proof/batch.h"

#include "base/cx.h"

bool batch_is_open(const struct batch *b)
{
    return b->edge.size > 0;
}

static err end(struct cx *cx, struct batch *b, const struct entry *e)
{
    if (e->covers == 0)
        return fail(cx, ERR_INPUT,
                    "the batch of %.*s before it does not end with an entry "
                    "that signs it",
                    STR_ARG(b->sender));
    if (e->covers != b->edge.size)
        return fail(
            cx, ERR_INPUT, "it covers %llu entries; %llu stand in the batch",
            (unsigned long long)e->covers, (unsigned long long)b->edge.size);
    if (!hash_eq(e->root, merkle_root(&b->edge)))
        return fail(cx, ERR_INPUT,
                    "the entries of the batch are not those that it covers");
    *b = (struct batch){.edge.size = 0};
    return OK;
}

err batch_take(struct cx *cx, struct batch *b, str sender,
               const struct entry *e, hash leaf)
{
    if (b->lost) {
        b->lost = e->in_batch;
        return OK;
    }
    if (batch_is_open(b) && !str_eq(b->sender, sender))
        return fail(cx, ERR_INPUT,
                    "it stands within a batch of %.*s, which does not end "
                    "before it",
                    STR_ARG(b->sender));
    if (!e->in_batch)
        return batch_is_open(b) || e->covers > 0 ? end(cx, b, e) : OK;
    if (b->edge.size == ENTRY_COVERS_MAX)
        return fail(cx, ERR_LIMIT, "more than %d entries in a batch",
                    ENTRY_COVERS_MAX);
    b->sender = sender;
    merkle_append(&b->edge, leaf, NULL, NULL);
    return OK;
}

bool batch_holds(const struct entry *by, const struct entry *e, hash leaf,
                 const hash *path, size_t n)
{
    return by->covers > 0 && e->in_batch && str_eq(by->log, e->log) &&
           str_eq(by->sender, e->sender) && e->number < by->number &&
           by->number - e->number <= by->covers &&
           merkle_check_inclusion(leaf, e->number - (by->number - by->covers),
                                  by->covers, path, n, by->root);
}

void batch_path_print(const hash *path, size_t n, struct buf *out)
{
    uint8_t b[BATCH_PATH_MAX * CRY_HASH_BYTES];
    char base64[4 * ((sizeof b + 2) / 3)];
    ASSERT(n <= BATCH_PATH_MAX);
    for (size_t i = 0; i < n; i++)
        memcpy(b + i * CRY_HASH_BYTES, path[i].b, CRY_HASH_BYTES);
    buf_bytes(out, base64, cry_base64(b, n * CRY_HASH_BYTES, base64));
}

err batch_path_parse(struct cx *cx, str base64, hash path[BATCH_PATH_MAX],
                     size_t *n)
{
    uint8_t b[BATCH_PATH_MAX * CRY_HASH_BYTES];
    size_t got = 0;
    if (!cry_base64_decode(base64, b, sizeof b, &got) ||
        got % CRY_HASH_BYTES != 0)
        return fail(cx, ERR_INPUT,
                    "its path in its batch is not base64 of at most %d hashes",
                    BATCH_PATH_MAX);
    *n = got / CRY_HASH_BYTES;
    for (size_t i = 0; i < *n; i++)
        memcpy(path[i].b, b + i * CRY_HASH_BYTES, CRY_HASH_BYTES);
    return OK;
}
