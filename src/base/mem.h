/* base/mem.h: where memory comes from. One function, so that a test can put
 * one in that fails at the n-th call.
 *
 * Not here: who owns what. Almost everything lives in an arena (arena.h). */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/cc.h"

struct mem {
    /* new_size 0 frees p and returns NULL. p NULL allocates. NULL for a
     * new_size > 0 means failure, and p is as it was. */
    void *(*resize)(void *self, void *p, size_t old_size, size_t new_size);
    void *self;
};

/* The C library's heap. */
struct mem mem_system(void);

static inline void *mem_resize(const struct mem *m, void *p, size_t old_size,
                               size_t new_size)
{
    return m->resize(m->self, p, old_size, new_size);
}

#endif
