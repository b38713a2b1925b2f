/* base/str.h: a piece of text or bytes: pointer and length, not terminated.
 *
 * Not here: Unicode (utf8.h), building text (buf.h, arena_printf). */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/cc.h"

#include <string.h>

typedef struct {
    const char *p;
    size_t n;
} str;

#define STR(lit) ((str){"" lit, sizeof(lit) - 1})
/* The same where a constant expression is needed. */
#define STR_INIT(lit)                                                          \
    {                                                                          \
        "" lit, sizeof(lit) - 1                                                \
    }
/* printf("%.*s", STR_ARG(s)): at most INT_MAX bytes are printed. */
#define STR_ARG(s) (int)((s).n > INT32_MAX ? INT32_MAX : (s).n), (s).p

static inline str str_of(const char *c_string)
{
    return (str){c_string, strlen(c_string)};
}

static inline bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || a.p == b.p || memcmp(a.p, b.p, a.n) == 0);
}

/* Order by bytes, a prefix first: <0, 0, >0. Never by locale. */
int str_cmp(str a, str b);

bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);

/* Offset of the first needle, or s.n. */
size_t str_find(str s, str needle);
size_t str_find_char(str s, char c);

/* s[from, to), both cut to s. */
str str_sub(str s, size_t from, size_t to);

/* Splits s at the first sep: *head is before it, *tail after it. Without sep:
 * false, *head is s, *tail empty. head or tail may be &s's own storage. */
bool str_cut(str s, char sep, str *head, str *tail);

/* Without spaces, tabs, CR and LF at both ends. */
str str_trim(str s);

/* Copies s into cap bytes with a NUL after it. false if it does not fit or has
 * an inner NUL: for the boundary to the system (paths). */
MUST_USE bool str_to_c(str s, char *out, size_t cap);

/* A whole decimal number, [+-]?[0-9]+, within [min, max]. */
MUST_USE bool str_int(str s, int64_t min, int64_t max, int64_t *out);

#endif
