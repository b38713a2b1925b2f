/* base/mem.c: the C library's heap, and large blocks beside it, see mem.h.
 *
 * Tables of millions of entries are read at random places, and then each place
 * costs a walk through the page tables too. A block of LARGE_BYTES or more so
 * begins on a huge page, asks the system for such pages, and has addresses
 * reserved behind it to grow into:
 *
 *     | head | bytes ............. | reserved, no memory yet ....... |
 *     ^ on a huge page
 *
 * A system without such pages gives others. MEM_PLAIN leaves all of it out (the
 * single file of tools/amalgamate). */
#if defined(__linux__) && !defined(MEM_PLAIN)
#define _GNU_SOURCE /* mremap, madvise */
#include <sys/mman.h>
#endif

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* A leak checker does not look for pointers in memory of our own. */
#if defined(__linux__) && !defined(MEM_PLAIN) && !defined(__SANITIZE_ADDRESS__)
#if defined(__has_feature)
#if !__has_feature(address_sanitizer)
#define HAS_LARGE 1
#endif
#else
#define HAS_LARGE 1
#endif
#endif

static void *heap_resize(void *p, size_t new_size)
{
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

#if defined(HAS_LARGE)
enum {
    HUGE_PAGE = 2 * 1024 * 1024,
    LARGE_BYTES = 4 * 1024 * 1024,
    ROOM = 4 /* times its size are the addresses of a block */
};

struct head {
    size_t reserved; /* bytes from the head on */
    char pad[56];    /* what follows begins on a cache line */
};
STATIC_ASSERT(sizeof(struct head) == 64, "one line of the cache");

static struct head *head_of(void *p)
{
    return (struct head *)p - 1;
}

/* A block of `times` times the size in addresses; NULL if there are none. */
static struct head *reserve(size_t size, size_t times)
{
    size_t want, with;
    if (!mul_ok(size, times, &want) ||
        !add_ok(want, sizeof(struct head) + HUGE_PAGE - 1, &want))
        return NULL;
    want &= ~(size_t)(HUGE_PAGE - 1);
    if (!add_ok(want, (size_t)HUGE_PAGE, &with))
        return NULL;
    char *p = mmap(NULL, with, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    size_t skip = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
    if (skip > 0)
        munmap(p, skip);
    munmap(p + skip + want, with - want - skip);
    struct head *h = (struct head *)(void *)(p + skip);
    (void)madvise(h, want, MADV_HUGEPAGE); /* no matter if there are none */
    h->reserved = want;
    return h;
}

/* To or from a block of LARGE_BYTES or more. */
static void *large_resize(void *p, size_t old_size, size_t new_size)
{
    bool was = p != NULL && old_size >= LARGE_BYTES;
    if (was && new_size >= LARGE_BYTES &&
        new_size <= head_of(p)->reserved - sizeof(struct head))
        return p;
    struct head *h = NULL;
    void *to = NULL;
    if (new_size >= LARGE_BYTES) {
        h = reserve(new_size, ROOM);
        if (h == NULL)
            h = reserve(new_size, 1);
        to = h == NULL ? NULL : h + 1;
    } else if (new_size > 0) {
        to = malloc(new_size);
    }
    if (to == NULL && new_size > 0)
        return NULL;
    if (was && h != NULL) { /* its pages go over as they are */
        size_t from = head_of(p)->reserved, reserved = h->reserved;
        if (from <= reserved &&
            mremap(head_of(p), from, from, MREMAP_MAYMOVE | MREMAP_FIXED, h) !=
                MAP_FAILED) {
            h->reserved = reserved;
            return to;
        }
    }
    if (p != NULL && to != NULL)
        memcpy(to, p, old_size < new_size ? old_size : new_size);
    if (was)
        munmap(head_of(p), head_of(p)->reserved);
    else
        free(p);
    return to;
}
#endif

static void *system_resize(void *self, void *p, size_t old_size,
                           size_t new_size)
{
    (void)self;
#if defined(HAS_LARGE)
    if (new_size >= LARGE_BYTES || (p != NULL && old_size >= LARGE_BYTES))
        return large_resize(p, old_size, new_size);
#endif
    (void)old_size;
    return heap_resize(p, new_size);
}

struct mem mem_system(void)
{
    return (struct mem){system_resize, NULL};
}
