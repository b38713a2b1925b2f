/* base/arena.c: see arena.h.
 *
 * A chunk is a header and its bytes in one block of memory:
 *
 *     +--------+----------------------+-----------+
 *     | header | used                 | free      |
 *     +--------+----------------------+-----------+
 *
 * Small requests are cut from the head chunk. A request of BIG_BYTES or more
 * has a chunk of its own, so that arena_grow can pass it to the allocator's
 * realloc instead of copying; its size alone says which kind a pointer is.
 *
 * Under AddressSanitizer the free part is poisoned, with a gap after each
 * request, so that overruns inside a chunk are found too. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#if defined(ARENA_ASAN)
#include <sanitizer/asan_interface.h>
enum { GAP_BYTES = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP_BYTES = 0 };
#endif

enum {
    ALIGN = _Alignof(max_align_t),
    FIRST_BYTES = 4096,
    CHUNK_BYTES = 64 * 1024,
    BIG_BYTES = 16 * 1024,
};

struct arena_chunk {
    struct arena_chunk *next; /* older */
    struct arena_chunk *prev; /* newer; kept for big chunks only */
    size_t size;              /* of the block, header included */
    size_t used;              /* of the bytes after the header */
};

STATIC_ASSERT(sizeof(struct arena_chunk) % ALIGN == 0, "bytes stay aligned");
STATIC_ASSERT(GAP_BYTES % ALIGN == 0, "gaps keep the alignment");

enum { CHUNK_BLOCK = CHUNK_BYTES + (int)sizeof(struct arena_chunk) };

static char *chunk_bytes(struct arena_chunk *c)
{
    return (char *)(c + 1);
}

static size_t chunk_room(const struct arena_chunk *c)
{
    return c->size - sizeof *c - c->used;
}

static bool round_up(size_t size, size_t *out)
{
    if (!add_ok(size, (size_t)(ALIGN - 1 + GAP_BYTES), out))
        return false;
    *out &= ~(size_t)(ALIGN - 1);
    return true;
}

void arena_init(struct arena *a, struct mem m, const char *name,
                size_t limit_bytes)
{
    memset(a, 0, sizeof *a);
    a->mem = m;
    a->name = name;
    a->limit_bytes = limit_bytes;
}

static void *refuse(struct arena *a, size_t size, bool limit)
{
    a->refused_bytes = size == 0 ? 1 : size;
    a->hit_limit = limit;
    return NULL;
}

static void chunk_free(struct arena *a, struct arena_chunk *c)
{
    a->used_bytes -= c->size;
    if (c->size == CHUNK_BLOCK && a->spare == NULL) {
        a->spare = c;
        ASAN_POISON_MEMORY_REGION(chunk_bytes(c), CHUNK_BYTES);
        return;
    }
    ASAN_UNPOISON_MEMORY_REGION(c, c->size);
    mem_resize(&a->mem, c, c->size, 0);
}

/* A block of payload bytes and a header, counted but not linked. */
static struct arena_chunk *chunk_new(struct arena *a, size_t payload)
{
    size_t size;
    if (!add_ok(payload, sizeof(struct arena_chunk), &size) ||
        size > a->limit_bytes - a->used_bytes)
        return refuse(a, payload, true);
    struct arena_chunk *c = a->spare;
    if (c != NULL && size == CHUNK_BLOCK)
        a->spare = NULL;
    else
        c = mem_resize(&a->mem, NULL, 0, size);
    if (c == NULL)
        return refuse(a, payload, false);
    *c = (struct arena_chunk){.size = size};
    a->used_bytes += size;
    ASAN_POISON_MEMORY_REGION(chunk_bytes(c), payload);
    return c;
}

static void free_until(struct arena *a, struct arena_chunk **list,
                       const struct arena_chunk *last)
{
    while (*list != last) {
        struct arena_chunk *c = *list;
        if (NEVER(c == NULL))
            return;
        *list = c->next;
        chunk_free(a, c);
    }
    if (*list != NULL)
        (*list)->prev = NULL;
}

void arena_release(struct arena *a)
{
    free_until(a, &a->head, NULL);
    free_until(a, &a->big, NULL);
    if (a->spare != NULL) {
        ASAN_UNPOISON_MEMORY_REGION(a->spare, a->spare->size);
        mem_resize(&a->mem, a->spare, a->spare->size, 0);
        a->spare = NULL;
    }
    a->refused_bytes = 0;
}

void arena_reset(struct arena *a)
{
    free_until(a, &a->big, NULL);
    if (a->head != NULL) {
        struct arena_chunk *keep = a->head;
        free_until(a, &keep->next, NULL);
        keep->used = 0;
        ASAN_POISON_MEMORY_REGION(chunk_bytes(keep), keep->size - sizeof *keep);
    }
    a->refused_bytes = 0;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->head, a->head == NULL ? 0 : a->head->used,
                               a->big};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
    free_until(a, &a->big, m.big);
    free_until(a, &a->head, m.head);
    if (a->head != NULL) {
        a->head->used = m.head_used;
        ASAN_POISON_MEMORY_REGION(chunk_bytes(a->head) + m.head_used,
                                  chunk_room(a->head));
    }
}

static void *alloc_big(struct arena *a, size_t size)
{
    struct arena_chunk *c = chunk_new(a, size);
    if (c == NULL)
        return NULL;
    c->used = size;
    c->next = a->big;
    if (a->big != NULL)
        a->big->prev = c;
    a->big = c;
    ASAN_UNPOISON_MEMORY_REGION(chunk_bytes(c), size);
    memset(chunk_bytes(c), 0, size);
    return chunk_bytes(c);
}

void *arena_alloc(struct arena *a, size_t size)
{
    struct arena_chunk *c;
    size_t step;
    if (size >= BIG_BYTES)
        return alloc_big(a, size);
    if (!round_up(size == 0 ? 1 : size, &step))
        return refuse(a, size, true);
    if (a->head == NULL || chunk_room(a->head) < step) {
        size_t payload = a->head == NULL ? FIRST_BYTES : CHUNK_BYTES;
        size_t left = a->limit_bytes - a->used_bytes;
        if (left > sizeof *c && payload > left - sizeof *c)
            payload = left - sizeof *c; /* the last bytes under the limit */
        if (payload < step)
            payload = step;
        c = chunk_new(a, payload);
        if (c == NULL)
            return NULL;
        c->next = a->head;
        a->head = c;
    }
    char *p = chunk_bytes(a->head) + a->head->used;
    a->head->used += step;
    ASAN_UNPOISON_MEMORY_REGION(p, size == 0 ? 1 : size);
    memset(p, 0, size);
    return p;
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    if (!mul_ok(count, size, &total))
        return refuse(a, SIZE_MAX, true);
    return arena_alloc(a, total);
}

static void *grow_big(struct arena *a, void *p, size_t new_size)
{
    struct arena_chunk *c = (struct arena_chunk *)p - 1;
    size_t block;
    if (!add_ok(new_size, sizeof *c, &block) ||
        block - c->size > a->limit_bytes - a->used_bytes)
        return refuse(a, new_size, true);
    size_t old_block = c->size;
    struct arena_chunk *moved = mem_resize(&a->mem, c, old_block, block);
    if (moved == NULL)
        return refuse(a, new_size, false);
    moved->size = block;
    moved->used = new_size;
    a->used_bytes += block - old_block;
    if (moved->prev == NULL)
        a->big = moved;
    else
        moved->prev->next = moved;
    if (moved->next != NULL)
        moved->next->prev = moved;
    return chunk_bytes(moved);
}

void *arena_grow_raw(struct arena *a, void *p, size_t old_size, size_t new_size)
{
    size_t old_step, new_step;
    if (p == NULL)
        return arena_alloc(a, new_size);
    if (new_size <= old_size)
        return p;
    if (old_size >= BIG_BYTES)
        return grow_big(a, p, new_size);

    /* The last request of the head chunk grows in place. */
    struct arena_chunk *c = a->head;
    if (new_size < BIG_BYTES && c != NULL &&
        round_up(old_size == 0 ? 1 : old_size, &old_step) &&
        (char *)p + old_step == chunk_bytes(c) + c->used &&
        round_up(new_size, &new_step) && new_step - old_step <= chunk_room(c)) {
        c->used += new_step - old_step;
        ASAN_UNPOISON_MEMORY_REGION(p, new_size);
        return p;
    }
    void *q = arena_alloc(a, new_size);
    if (q != NULL)
        memcpy(q, p, old_size);
    return q;
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size)
{
    char *q = arena_grow_raw(a, p, old_size, new_size);
    if (q != NULL && new_size > old_size)
        memset(q + old_size, 0, new_size - old_size);
    return q;
}

void arena_drop(struct arena *a, void *p, size_t size)
{
    if (p == NULL || size < BIG_BYTES)
        return;
    struct arena_chunk *c = (struct arena_chunk *)p - 1;
    if (c->prev == NULL)
        a->big = c->next;
    else
        c->prev->next = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    chunk_free(a, c);
}

bool arena_dup_str(struct arena *a, str s, str *out)
{
    size_t room;
    if (!add_ok(s.n, (size_t)1, &room))
        return refuse(a, s.n, true) != NULL;
    char *p = arena_alloc(a, room);
    if (p == NULL)
        return false;
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    *out = (str){p, s.n};
    return true;
}

bool arena_printf(struct arena *a, str *out, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        return refuse(a, 0, false) != NULL;
    char *p = arena_alloc(a, (size_t)n + 1);
    if (p == NULL)
        return false;
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    *out = (str){p, (size_t)n};
    return true;
}

void arena_fault(struct cx *cx, const struct arena *a, const char *file,
                 int line)
{
    const char *name = a->name == NULL ? "arena" : a->name;
    if (a->hit_limit) {
        fault_make(cx, file, line, ERR_LIMIT,
                   "the memory limit of %zu bytes for the %s is reached (%zu "
                   "in use, %zu more asked)",
                   a->limit_bytes, name, a->used_bytes, a->refused_bytes);
        fault_add_hint(cx, "give it less at once: a table or a file of reports "
                           "in parts");
        return;
    }
    fault_make(cx, file, line, ERR_RESOURCE,
               "the machine has no memory for the %s (%zu bytes in use, "
               "%zu more asked)",
               name, a->used_bytes, a->refused_bytes);
}
