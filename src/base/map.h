/* base/map.h: hash maps from text or from a number to a number, in an arena.
 * The value is usually an index into a vec.
 *
 * The hash is keyed (SipHash-1-3) with cx->hash_key, so that nobody can choose
 * colliding names. There is no iteration on purpose: its order would differ
 * from run to run. Walk the vec instead. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/str.h"

struct map_slot;

/* From str. The bytes of each key are borrowed and must outlive the map. */
struct map {
    struct arena *arena;
    uint64_t key[2];
    size_t n;
    size_t cap; /* 0 or a power of two; at most 3/4 full */
    struct map_slot *slots;
};

/* An empty map in a; allocates nothing yet. */
void map_init(struct map *m, struct arena *a, const struct cx *cx);

/* true and *value (if not NULL) when key is there. */
bool map_get(const struct map *m, str key, uint64_t *value);

/* Sets key to value. false when the arena refuses. */
MUST_USE bool map_put(struct map *m, str key, uint64_t value);

/* Forgets key; false if it was not there. */
bool map_del(struct map *m, str key);

/* From uint64_t. */
struct map_u64_slot;

struct map_u64 {
    struct arena *arena;
    uint64_t key[2];
    size_t n;
    size_t cap;
    struct map_u64_slot *slots;
};

void map_u64_init(struct map_u64 *m, struct arena *a, const struct cx *cx);
bool map_u64_get(const struct map_u64 *m, uint64_t key, uint64_t *value);
MUST_USE bool map_u64_put(struct map_u64 *m, uint64_t key, uint64_t value);
bool map_u64_del(struct map_u64 *m, uint64_t key);

/* SipHash-1-3 of n bytes: for hash tables, not for signatures. */
uint64_t hash_bytes(const uint64_t key[2], const void *p, size_t n);

#endif
