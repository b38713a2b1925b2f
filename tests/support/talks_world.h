/* tests/support/talks_world.h: five nodes of talks in memory: two parties, two
 * mediators, and an observer, or a third party. */
#ifndef TESTS_SUPPORT_TALKS_WORLD_H
#define TESTS_SUPPORT_TALKS_WORLD_H

#include "app/talks_int.h"

enum { ARDANIA, BELMAR, DELVIA, ESTRIA, MECHANISM, NODES };

/* Keys and charter, to be shared by several worlds. fifth: the role of the
 * fifth node. */
struct talks_keys {
    struct signer signer[NODES], relay;
    struct identity identity[NODES];
    str charter; /* the text */
};
void talks_keys_make(struct cx *cx, struct arena *a, const char *convey,
                     const char *fifth, struct talks_keys *out);
void talks_keys_release(struct talks_keys *k);

struct talks_world {
    struct arena arena;
    struct seat_file seat[NODES];
    struct buf out;
};
/* Nodes that know nothing yet. */
void talks_world_begin(struct cx *cx, const struct talks_keys *k,
                       struct talks_world *w);
void talks_world_end(struct talks_world *w);

/* A draft with brackets at 2.2 (A, B) and 4.1 (A, B, C), canonical. */
str talks_world_draft(struct cx *cx, struct arena *a);
/* A bundle from one to the other; the bytes live in the world's arena. */
str talks_world_carry(struct cx *cx, struct talks_world *w, int from, int to,
                      bool all);

#endif
