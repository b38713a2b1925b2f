/* record/tree.h: the hash tree of a log over its store: tiles and their tails.
 *
 * Hashes are kept in tiles of 256 (c2sp.org/tlog-tiles, height 8): tile L/N
 * holds the hashes of level 8 L from 256 N on. A full tile is a row of the view
 * "tile"; the last, partial one of each level is kept here in memory and made
 * again from the entries and the full tiles when the log is opened. So an
 * append writes nothing but its entry, and every 256th one tile.
 *
 *     level 16   [ tail 2 ]
 *     level  8   [ tile 1/0 ][ tail 1 ]
 *     level  0   [ tile 0/0 ] ... [ tile 0/256 ] ... [ tail 0 ]
 *
 * Invariants: the tail of tile level L holds (size >> 8 L) & 255 hashes; every
 * tile below it is in the view.
 *
 * Not here: what an entry is (log.h), proofs (proof/merkle.h). */
#ifndef RECORD_TREE_H
#define RECORD_TREE_H

#include "proof/merkle.h"
#include "store/store.h"

enum { TREE_TILE = 256, TREE_LEVELS = 8 };

struct tree {
    struct store *store;
    uint64_t size;
    struct {
        hash h[TREE_TILE];
        unsigned n;
    } tail[TREE_LEVELS];
    /* The full tile of each level that was read last: neighbours in a proof
     * come from the same one. */
    struct {
        hash h[TREE_TILE];
        uint64_t index;
        bool there;
    } seen[TREE_LEVELS];
};

/* The tree of what is in the store. CORRUPT if a tile is missing or has the
 * wrong length: then the views must be made again. */
MUST_USE err tree_open(struct cx *cx, struct store *s, struct tree *t);

/* Adds a leaf; needs an open transaction. After a failure t is to be opened
 * again. */
MUST_USE err tree_append(struct cx *cx, struct tree *t, hash leaf);

MUST_USE err tree_root(struct cx *cx, struct tree *t, uint64_t size,
                       hash *root);
/* A merkle_get over the tree: self is the struct tree. */
MUST_USE err tree_node(struct cx *cx, void *self, unsigned level,
                       uint64_t index, hash *out);

/* The bytes of tile L/N: all 256 hashes, or the `width` first of the partial
 * one. NOT_FOUND beyond the tree. */
MUST_USE err tree_tile(struct cx *cx, struct tree *t, struct arena *a,
                       unsigned level, uint64_t index, unsigned *width,
                       str *bytes);

#endif
