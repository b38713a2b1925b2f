/* base/cx.h: what an operation may touch beside its parameters: memory,
 * scratch room, clock, randomness, limits, and where its failure goes.
 *
 * The program's main() makes one; tests make one with a fixed clock and seed.
 * It carries no domain objects. There are no mutable globals beside it.
 *
 * Read next: arena.h, str.h. */
#ifndef BASE_CX_H
#define BASE_CX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/time.h"

struct cx {
    struct mem mem;
    struct arena *scratch;
    struct limits limits;

    /* The present; INSTANT_NONE if unknown. lang, engine and report never
     * ask: they are given the instant. */
    instant (*now)(void *self);
    /* Fills p with n unpredictable bytes (in tests: predictable). */
    err (*random)(struct cx *cx, void *self, void *p, size_t n);
    void *self; /* given to now and random */

    uint64_t hash_key[2]; /* of every map, against chosen collisions */
    struct fault fault;
};

/* Fills cx over the system's heap, clock and randomness, with the default
 * limits. scratch is made an arena of the limit scratch_bytes. Fails with
 * RESOURCE when the system gives no randomness. */
MUST_USE err cx_init_system(struct cx *cx, struct arena *scratch);

/* Fills cx for tests: heap m, the clock stands at now, randomness and the hash
 * key come from seed. */
void cx_init_fixed(struct cx *cx, struct arena *scratch, struct mem m,
                   instant now, uint64_t seed);

/* Gives the scratch arena back. */
void cx_release(struct cx *cx);

#endif
