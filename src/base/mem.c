/* base/mem.c: the C library's heap, see mem.h. */
#include "base/mem.h"

#include <stdlib.h>

static void *system_resize(void *self, void *p, size_t old_size,
                           size_t new_size)
{
    (void)self;
    (void)old_size;
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

struct mem mem_system(void)
{
    return (struct mem){system_resize, NULL};
}
