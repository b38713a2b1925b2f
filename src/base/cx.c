/* base/cx.c: the two ways to make a context, see cx.h. */
#include "base/cx.h"

#include "base/sys.h"

#include <string.h>

static instant system_now(void *self)
{
    (void)self;
    return sys_now();
}

static err system_random(struct cx *cx, void *self, void *p, size_t n)
{
    (void)self;
    return sys_random(cx, p, n);
}

err cx_init_system(struct cx *cx, struct arena *scratch)
{
    memset(cx, 0, sizeof *cx);
    cx->mem = mem_system();
    cx->limits = LIMITS_DEFAULT;
    cx->now = system_now;
    cx->random = system_random;
    cx->scratch = scratch;
    arena_init(scratch, cx->mem, "scratch", cx->limits.scratch_bytes);
    return sys_random(cx, cx->hash_key, sizeof cx->hash_key);
}

/* splitmix64: enough for tests, and the same on every machine. */
static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

struct fixed {
    instant now;
    uint64_t state;
};

static instant fixed_now(void *self)
{
    return ((struct fixed *)self)->now;
}

static err fixed_random(struct cx *cx, void *self, void *p, size_t n)
{
    struct fixed *f = self;
    unsigned char *out = p;
    (void)cx;
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)splitmix(&f->state);
    return OK;
}

void cx_init_fixed(struct cx *cx, struct arena *scratch, struct mem m,
                   instant now, uint64_t seed)
{
    memset(cx, 0, sizeof *cx);
    cx->mem = m;
    cx->limits = LIMITS_DEFAULT;
    cx->now = fixed_now;
    cx->random = fixed_random;
    cx->scratch = scratch;
    arena_init(scratch, m, "scratch", cx->limits.scratch_bytes);
    struct fixed *f = arena_alloc(scratch, sizeof *f);
    if (f == NULL)
        BUG("no memory for a fixed context");
    f->now = now;
    f->state = seed;
    cx->self = f;
    cx->hash_key[0] = splitmix(&seed);
    cx->hash_key[1] = splitmix(&seed);
}

void cx_release(struct cx *cx)
{
    if (cx->scratch != NULL)
        arena_release(cx->scratch);
}
