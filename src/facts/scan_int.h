/* facts/scan_int.h: the parts of JSON that a line of reports is made of, read
 * in place.
 *
 * A strict reader of RFC 8259 for one line at a time: strings are checked to
 * be UTF-8 and borrowed from the line (copied only where they hold an escape),
 * numbers are whole, nothing is converted that was not asked for. There is no
 * tree and no nesting of its own: the caller asks for the value it expects, so
 * depth is bounded by the caller's code.
 *
 * The line must end in '\n' and SCAN_PAD readable bytes must follow it, so that
 * no byte needs a test of its own against the end: no token holds a '\n', so
 * every loop stops there.
 *
 * Not here: which fields there are (reader.c), lines and files (lines.c). */
#ifndef FACTS_SCAN_INT_H
#define FACTS_SCAN_INT_H

#include "base/arena.h"
#include "base/str.h"

enum { SCAN_PAD = 32 };

#if defined(__SSE2__)
/* Sixteen bytes at once. (The system's header for this declares functions that
 * base/banned.h forbids.) */
typedef char scan_v16 __attribute__((vector_size(16)));
#endif

struct scan {
    const char *p;      /* the next byte */
    const char *line;   /* the first */
    const char *end;    /* the '\n' */
    struct arena *room; /* for strings with escapes */
    const char *key;    /* where the last key of an object began */
    const char *wrong;  /* where it failed, with why; hint may be NULL */
    const char *why, *hint;
    bool no_room; /* it failed for lack of memory */
};

static inline void scan_init(struct scan *s, const char *line, const char *end,
                             struct arena *room)
{
    *s = (struct scan){.p = line, .line = line, .end = end, .room = room};
}

/* Whether n bytes are the same, eight at a time; the last ones overlap. */
static inline bool scan_same(const char *p, const char *q, size_t n)
{
    uint64_t x, y;
    uint32_t v, w;
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8) {
            memcpy(&x, p + i, 8);
            memcpy(&y, q + i, 8);
            if (x != y)
                return false;
        }
        memcpy(&x, p + n - 8, 8);
        memcpy(&y, q + n - 8, 8);
        return x == y;
    }
    if (n >= 4) {
        memcpy(&v, p, 4);
        memcpy(&w, q, 4);
        if (v != w)
            return false;
        memcpy(&v, p + n - 4, 4);
        memcpy(&w, q + n - 4, 4);
        return v == w;
    }
    return n == 0 ||
           (p[0] == q[0] && p[n / 2] == q[n / 2] && p[n - 1] == q[n - 1]);
}

/* str_eq for names, which are short: without a call. */
static inline bool scan_eq(str a, str b)
{
    return a.n == b.n && scan_same(a.p, b.p, a.n);
}

/* Notes what is wrong at `at`; always false. */
bool scan_fail(struct scan *s, const char *at, const char *why,
               const char *hint);

/* Says that something else was expected at p, and what stands there. */
bool scan_unexpected(struct scan *s, const char *expected);

static inline void scan_space(struct scan *s)
{
    while (*s->p == ' ' || *s->p == '\t')
        s->p++;
}

/* Takes c if it is next. */
static inline bool scan_if(struct scan *s, char c)
{
    scan_space(s);
    if (*s->p != c)
        return false;
    s->p++;
    return true;
}

/* The first byte from p on that is '"', '\\', a control or not ASCII. */
static inline const char *scan_plain(const char *p)
{
#if defined(__SSE2__)
    const scan_v16 zero = {0};
    for (;; p += 16) {
        scan_v16 b;
        memcpy(&b, p, sizeof b);
        /* As signed bytes, controls and all above ASCII are under 0x20. */
        scan_v16 m = (scan_v16)((b == zero + '"') | (b == zero + '\\') |
                                (b < zero + 0x20));
        unsigned mask = (unsigned)__builtin_ia32_pmovmskb128(m);
        if (mask != 0)
            return p + __builtin_ctz(mask);
    }
#else
    while ((signed char)*p >= 0x20 && *p != '"' && *p != '\\')
        p++;
    return p;
#endif
}

bool scan_string_rest(struct scan *s, const char *begin, const char *at,
                      str *out);

/* A string; *out is borrowed from the line or lives in room. */
static inline bool scan_string(struct scan *s, str *out)
{
    if (*s->p != '"')
        return scan_unexpected(s, "text in quotes was expected");
    const char *begin = s->p + 1;
    const char *at = scan_plain(begin);
    if (*at != '"')
        return scan_string_rest(s, begin, at, out);
    *out = (str){begin, (size_t)(at - begin)};
    s->p = at + 1;
    return true;
}

/* A whole number that fits 64 bits. */
bool scan_int(struct scan *s, int64_t *out);

/* A number with at most 18 digits, times 10^places; further decimals are
 * rounded to the nearest, halves away from 0. No exponent. */
bool scan_decimal(struct scan *s, unsigned places, int64_t *out);

bool scan_bool(struct scan *s, bool *out);

/* Nothing but blanks and one CR up to the end. */
bool scan_line_end(struct scan *s);

/* Takes any value and forgets it; nested at most `depth` deep. Keys are not
 * compared with each other. */
bool scan_skip(struct scan *s, unsigned depth);

#endif
