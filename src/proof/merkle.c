/* proof/merkle.c: the tree of RFC 6962 and its proofs.
 *
 * A proof is made by walking down from the root to the leaf or to the old
 * edge: what is not walked into is taken whole. Only complete subtrees are
 * asked for; the incomplete one at the right is put together from them.
 * Read next: merkle.h, tests/unit/test_merkle.c (a second, naive tree). */
#include "proof/merkle.h"

#include "base/err.h"

hash merkle_leaf(str entry)
{
    return cry_sha256(STR("\0"), entry);
}

hash merkle_node(hash left, hash right)
{
    uint8_t b[1 + 2 * CRY_HASH_BYTES] = {1};
    memcpy(b + 1, left.b, CRY_HASH_BYTES);
    memcpy(b + 1 + CRY_HASH_BYTES, right.b, CRY_HASH_BYTES);
    return cry_sha256((str){(const char *)b, sizeof b}, STR(""));
}

hash merkle_empty(void)
{
    return cry_sha256(STR(""), STR(""));
}

void merkle_append(struct merkle_edge *e, hash leaf, merkle_put *put,
                   void *self)
{
    uint64_t index = e->size;
    unsigned level = 0;
    if (put != NULL)
        put(self, 0, index, leaf);
    /* Each bit set at the end of size is a subtree that is now full. */
    for (; index & 1; index >>= 1) {
        leaf = merkle_node(e->top[--e->n], leaf);
        level++;
        if (put != NULL)
            put(self, level, index >> 1, leaf);
    }
    e->top[e->n++] = leaf;
    e->size++;
}

hash merkle_root(const struct merkle_edge *e)
{
    if (e->n == 0)
        return merkle_empty();
    hash h = e->top[e->n - 1];
    for (unsigned i = e->n - 1; i-- > 0;)
        h = merkle_node(e->top[i], h);
    return h;
}

/* The greatest power of two below n, as an exponent; n >= 2. */
static unsigned split_level(uint64_t n)
{
    return 63 - (unsigned)__builtin_clzll(n - 1);
}

/* The edge of leaves [from, to), from being a multiple of the subtree's size
 * as everywhere in this tree. */
static err edge_of(struct cx *cx, uint64_t from, uint64_t to, merkle_get *get,
                   void *self, struct merkle_edge *e)
{
    *e = (struct merkle_edge){.size = to - from};
    while (from < to) {
        unsigned level = 63 - (unsigned)__builtin_clzll(to - from);
        TRY(cx, get(cx, self, level, from >> level, &e->top[e->n]));
        e->n++;
        from += (uint64_t)1 << level;
    }
    return OK;
}

static err subtree(struct cx *cx, uint64_t from, uint64_t to, merkle_get *get,
                   void *self, hash *out)
{
    struct merkle_edge e;
    TRY(cx, edge_of(cx, from, to, get, self, &e));
    *out = merkle_root(&e);
    return OK;
}

err merkle_edge_at(struct cx *cx, uint64_t size, merkle_get *get, void *self,
                   struct merkle_edge *e)
{
    return edge_of(cx, 0, size, get, self, e);
}

err merkle_root_at(struct cx *cx, uint64_t size, merkle_get *get, void *self,
                   hash *root)
{
    return subtree(cx, 0, size, get, self, root);
}

static void reverse(hash *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        hash t = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = t;
    }
}

err merkle_prove_inclusion(struct cx *cx, uint64_t index, uint64_t size,
                           merkle_get *get, void *self,
                           hash proof[MERKLE_INCLUSION_MAX], size_t *n)
{
    if (index >= size || size >> 63 != 0)
        return fail(cx, ERR_INPUT, "no entry %llu in a log of %llu entries",
                    (unsigned long long)index, (unsigned long long)size);
    uint64_t from = 0, to = size;
    size_t k = 0;
    while (to - from > 1) {
        uint64_t mid = from + ((uint64_t)1 << split_level(to - from));
        bool left = index < mid;
        TRY(cx, subtree(cx, left ? mid : from, left ? to : mid, get, self,
                        &proof[k]));
        k++;
        from = left ? from : mid;
        to = left ? mid : to;
    }
    reverse(proof, k);
    *n = k;
    return OK;
}

err merkle_prove_consistency(struct cx *cx, uint64_t old, uint64_t size,
                             merkle_get *get, void *self,
                             hash proof[MERKLE_CONSISTENCY_MAX], size_t *n)
{
    if (old > size || size >> 63 != 0)
        return fail(cx, ERR_INPUT,
                    "a log of %llu entries has no beginning of %llu",
                    (unsigned long long)size, (unsigned long long)old);
    *n = 0;
    if (old == 0 || old == size)
        return OK;
    uint64_t from = 0, to = size;
    size_t k = 0;
    while (old != to) {
        uint64_t mid = from + ((uint64_t)1 << split_level(to - from));
        bool left = old <= mid;
        TRY(cx, subtree(cx, left ? mid : from, left ? to : mid, get, self,
                        &proof[k]));
        k++;
        from = left ? from : mid;
        to = left ? mid : to;
    }
    /* The old root itself is left out where the verifier holds it. */
    if (from != 0) {
        TRY(cx, subtree(cx, from, to, get, self, &proof[k]));
        k++;
    }
    reverse(proof, k);
    *n = k;
    return OK;
}

/* RFC 9162 section 2.1.3.2. */
bool merkle_check_inclusion(hash leaf, uint64_t index, uint64_t size,
                            const hash *proof, size_t n, hash root)
{
    if (index >= size)
        return false;
    uint64_t fn = index, sn = size - 1;
    hash r = leaf;
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) != 0 || fn == sn) {
            r = merkle_node(proof[i], r);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = merkle_node(r, proof[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_eq(r, root);
}

/* RFC 9162 section 2.1.4.2. */
bool merkle_check_consistency(uint64_t old, uint64_t size, const hash *proof,
                              size_t n, hash old_root, hash root)
{
    if (old > size)
        return false;
    if (old == size)
        return n == 0 && hash_eq(old_root, root) &&
               (old != 0 || hash_eq(root, merkle_empty()));
    if (old == 0 || n == 0)
        return false;
    bool whole = (old & (old - 1)) == 0; /* the old root is a node of it */
    size_t i = whole ? 0 : 1;
    hash fr = whole ? old_root : proof[0], sr = fr;
    uint64_t fn = old - 1, sn = size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    for (; i < n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) != 0 || fn == sn) {
            fr = merkle_node(proof[i], fr);
            sr = merkle_node(proof[i], sr);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = merkle_node(sr, proof[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_eq(fr, old_root) && hash_eq(sr, root);
}
