/* base/vec.h: a growing array of any type, in an arena.
 *
 *     VEC(struct clause) clauses = {0};
 *     TRY_ROOM(cx, a, vec_push(a, &clauses, c));
 *     for (size_t i = 0; i < clauses.n; i++) use(&clauses.p[i]);
 *
 * A name for the type where it must cross functions:
 *     typedef VEC(struct clause) clause_vec;
 *
 * Pointers into p are good until the next push. A vec always grows in the same
 * arena. Read next: map.h. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(T)                                                                 \
    struct {                                                                   \
        T *p;                                                                  \
        size_t n, cap;                                                         \
    }

/* Appends value; false when the arena refuses. */
#define vec_push(a, v, value)                                                  \
    (vec_room((a), (v), 1) && ((v)->p[(v)->n++] = (value), true))

/* Room for extra more elements; false when the arena refuses. */
#define vec_room(a, v, extra)                                                  \
    ((v)->cap - (v)->n >= (size_t)(extra) ||                                   \
     vec_grow_raw((a), (v), (size_t)(extra), sizeof *(v)->p))

/* The last element; there must be one. */
#define vec_last(v) (&(v)->p[(v)->n - 1])

/* Not for direct use: v is any VEC. */
MUST_USE bool vec_grow_raw(struct arena *a, void *v, size_t extra, size_t size);

#endif
