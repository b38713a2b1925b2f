/* proof/merkle.h: the hash tree of a log, and proofs about it.
 *
 * RFC 6962 section 2.1 (the same tree as RFC 9162 section 2.1): a leaf is
 * SHA-256(0x00 || entry), a node SHA-256(0x01 || left || right); a tree of n
 * leaves splits at the greatest power of two below n. Checking follows
 * RFC 9162 sections 2.1.3.2 and 2.1.4.2.
 *
 * Pure functions over hashes: this and note.h are what a stranger needs to
 * check a record, so they depend on base and crypto only.
 *
 * Not here: where the hashes are kept (the maker of a proof asks for them by
 * level and index), who signed the head (note.h). */
#ifndef PROOF_MERKLE_H
#define PROOF_MERKLE_H

#include "base/err.h"
#include "crypto/crypto.h"

/* Longest proofs over trees of fewer than 2^63 leaves. */
enum { MERKLE_INCLUSION_MAX = 63, MERKLE_CONSISTENCY_MAX = 64 };

hash merkle_leaf(str entry);
hash merkle_node(hash left, hash right);
/* The root of no leaves: SHA-256 of nothing. */
hash merkle_empty(void);

/* The right edge of a growing tree: the roots of its complete subtrees, from
 * the largest. 63 hashes are enough for any size.
 * Invariant: top holds one hash for each bit set in size. */
struct merkle_edge {
    uint64_t size;
    unsigned n;
    hash top[63];
};
/* Adds a leaf hash. `put`, if not NULL, is told every node that became
 * complete: level 0 is the leaves, index counts from 0 at each level. size
 * must be under 2^63 - 1. */
typedef void merkle_put(void *self, unsigned level, uint64_t index, hash h);
void merkle_append(struct merkle_edge *e, hash leaf, merkle_put *put,
                   void *self);
hash merkle_root(const struct merkle_edge *e);

/* Gives the complete node at level and index; an err stops the work. */
typedef err merkle_get(struct cx *cx, void *self, unsigned level,
                       uint64_t index, hash *out);

/* The edge of the first size leaves; their root. */
MUST_USE err merkle_edge_at(struct cx *cx, uint64_t size, merkle_get *get,
                            void *self, struct merkle_edge *e);
MUST_USE err merkle_root_at(struct cx *cx, uint64_t size, merkle_get *get,
                            void *self, hash *root);
/* That leaf `index` is in the tree of `size`: INPUT unless index < size. */
MUST_USE err merkle_prove_inclusion(struct cx *cx, uint64_t index,
                                    uint64_t size, merkle_get *get, void *self,
                                    hash proof[MERKLE_INCLUSION_MAX],
                                    size_t *n);
/* That the tree of `old` leaves is the beginning of that of `size`: INPUT
 * unless old <= size. Empty if old is 0 or size. */
MUST_USE err merkle_prove_consistency(struct cx *cx, uint64_t old,
                                      uint64_t size, merkle_get *get,
                                      void *self,
                                      hash proof[MERKLE_CONSISTENCY_MAX],
                                      size_t *n);

/* True if the proof shows it; anything else, however malformed, is false. */
bool merkle_check_inclusion(hash leaf, uint64_t index, uint64_t size,
                            const hash *proof, size_t n, hash root);
/* Every log begins with the empty one, so there is nothing to show for
 * old == 0: false, unless size is 0 too. */
bool merkle_check_consistency(uint64_t old, uint64_t size, const hash *proof,
                              size_t n, hash old_root, hash root);

#endif
