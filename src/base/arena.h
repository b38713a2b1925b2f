/* base/arena.h: memory with one lifetime, released as a whole.
 *
 * There are four lifetimes: process, request (a command), document, scratch.
 * A function that returns memory takes the arena it will live in; one that
 * needs room takes cx->scratch with arena_mark/arena_rewind. Nothing in an
 * arena is freed singly.
 *
 * Not here: containers (vec.h, map.h, buf.h), all of which live in an arena. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct arena_chunk;

/* Invariants:
 * 1. used_bytes is the sum of the sizes of all chunks, and <= limit_bytes.
 * 2. head is the chunk that small allocations come from (or NULL); large
 *    allocations have a chunk each, kept in the same list behind it. */
struct arena {
    struct mem mem;
    const char *name; /* for messages: "agreement", "scratch" */
    size_t limit_bytes;
    size_t used_bytes;
    size_t refused_bytes; /* size of the request that failed, else 0 */
    bool hit_limit;       /* that failure was the limit, not the machine */
    struct arena_chunk *head;
    struct arena_chunk *big;
    /* A chunk that was given back and not counted, or NULL: what marks and
     * rewinds at the end of a chunk need again and again. */
    struct arena_chunk *spare;
};

struct arena_mark {
    struct arena_chunk *head;
    size_t head_used;
    struct arena_chunk *big;
};

/* Makes an empty arena that takes at most limit_bytes from m. Allocates
 * nothing yet. name must outlive the arena. */
void arena_init(struct arena *a, struct mem m, const char *name,
                size_t limit_bytes);

/* Gives everything back; the arena is empty and usable afterwards. A zeroed
 * arena is accepted. */
void arena_release(struct arena *a);

/* Forgets everything but keeps one chunk for what comes next. */
void arena_reset(struct arena *a);

/* Everything allocated between mark and rewind is forgotten by rewind. Marks
 * nest; an arena_grow of something older than the mark must not happen between
 * the two. */
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* size zeroed bytes, aligned for any type; size 0 gives a valid pointer.
 * NULL when the limit or the machine refuses: then arena_fail() says which. */
void *arena_alloc(struct arena *a, size_t size);

/* The same for count elements, with the product checked. */
void *arena_alloc_array(struct arena *a, size_t count, size_t size);

/* p (of old_size, from this arena, or NULL) made new_size bytes, new ones
 * zeroed; in place where possible. NULL as above, and p is as it was. */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size);

/* The same, with new bytes of any content: those of a large block that are not
 * written to take no memory. */
void *arena_grow_raw(struct arena *a, void *p, size_t old_size,
                     size_t new_size);

/* Gives back p (of size bytes, from this arena, not older than a mark that will
 * be rewound) early if it has a block of its own, as large ones have; else it
 * stays until the arena goes. For tables that grew into another. */
void arena_drop(struct arena *a, void *p, size_t size);

/* Copies s, or formats, with a NUL after it that is not counted. false as
 * above. */
MUST_USE bool arena_dup_str(struct arena *a, str s, str *out);
MUST_USE PRINTF_LIKE(3, 4) bool arena_printf(struct arena *a, str *out,
                                             const char *fmt, ...);

/* The fault of a refused allocation: LIMIT or RESOURCE, with the numbers. */
#define arena_fail(cx, a)                                                      \
    (arena_fault((cx), (a), __FILE__, __LINE__),                               \
     (err){(a)->hit_limit ? ERR_LIMIT : ERR_RESOURCE})
void arena_fault(struct cx *cx, const struct arena *a, const char *file,
                 int line);

/* p = one zeroed object (or n of them), or return from the caller. */
#define TRY_NEW(cx, a, p) TRY_NEW_ARRAY(cx, a, 1, p)
#define TRY_NEW_ARRAY(cx, a, n, p)                                             \
    do {                                                                       \
        void *try_new_ = arena_alloc_array((a), (n), sizeof *(p));             \
        if (try_new_ == NULL)                                                  \
            return arena_fail((cx), (a));                                      \
        (p) = try_new_;                                                        \
    } while (0)

/* For what returns bool or NULL on a refused allocation (vec_push, map_put,
 * arena_dup_str, ...). */
#define TRY_ROOM(cx, a, expr)                                                  \
    do {                                                                       \
        if (!(expr))                                                           \
            return arena_fail((cx), (a));                                      \
    } while (0)

#endif
