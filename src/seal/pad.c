/* seal/pad.c: see pad.h. */
#include "seal/pad.h"

#include <stdio.h>

static const char mark[] = "truce padded 1 ";
enum { MARK = sizeof mark - 1, DIGITS = 16 };
STATIC_ASSERT(MARK + DIGITS + 1 == PAD_TRAILER, "the last line has 32 bytes");

static unsigned log2_of(uint64_t v)
{
    return 63 - (unsigned)__builtin_clzll(v);
}

uint64_t pad_total(uint64_t n)
{
    uint64_t total = n + PAD_TRAILER;
    if (total <= PAD_LEAST)
        return PAD_LEAST;
    unsigned exponent = log2_of(total);
    unsigned kept = log2_of(exponent) + 1;
    uint64_t step = (uint64_t)1 << (exponent - kept);
    return (total + step - 1) & ~(step - 1);
}

void pad_trailer(uint64_t n, char out[PAD_TRAILER])
{
    memcpy(out, mark, MARK);
    for (size_t i = PAD_TRAILER - 1; i-- > MARK; n /= 10)
        out[i] = (char)('0' + n % 10);
    out[PAD_TRAILER - 1] = '\n';
}

/* One byte that is not among the last PAD_TRAILER any more. */
static void leave(struct unpad *u, uint64_t at, char c)
{
    if (c != 0)
        u->zeros = at + 1;
}

void unpad_add(struct unpad *u, const uint8_t *p, size_t n)
{
    /* What is pushed out of the tail: first of the old tail, then of p. */
    size_t all = u->tail_n + n;
    size_t out = all > PAD_TRAILER ? all - PAD_TRAILER : 0;
    size_t old = out < u->tail_n ? out : u->tail_n;
    uint64_t at = u->n - u->tail_n;
    for (size_t i = 0; i < old; i++)
        leave(u, at++, u->tail[i]);
    for (size_t i = 0; i < out - old; i++)
        leave(u, at++, (char)p[i]);
    memmove(u->tail, u->tail + old, u->tail_n - old);
    u->tail_n -= old;
    if (n > out - old)
        memcpy(u->tail + u->tail_n, p + (out - old), n - (out - old));
    u->tail_n += n - (out - old);
    u->n += n;
}

uint64_t unpad_content(const struct unpad *u)
{
    int64_t content;
    char want[PAD_TRAILER];
    if (u->tail_n < PAD_TRAILER || memcmp(u->tail, mark, MARK) != 0 ||
        !str_int((str){u->tail + MARK, DIGITS}, 0, INT64_MAX, &content))
        return u->n;
    uint64_t n = (uint64_t)content;
    pad_trailer(n, want);
    bool ours = memcmp(want, u->tail, PAD_TRAILER) == 0 &&
                n <= u->n - PAD_TRAILER && n >= u->zeros &&
                pad_total(n) == u->n;
    return ours ? n : u->n;
}
