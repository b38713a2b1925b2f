/* base/utf8_tables.c: what depends on Unicode's tables, which are utf8proc's.
 * Apart from utf8.c so that a verifier of packages needs no library for text.
 * See utf8.h. */
#include "base/utf8.h"

#include "base/cx.h"

#include <utf8proc.h>

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* Runs utf8proc with options over s, in memory of a. */
static err transform(struct cx *cx, struct arena *a, str s,
                     utf8proc_option_t options, str *out)
{
    if (s.n > INT32_MAX / 8)
        return fail(cx, ERR_LIMIT,
                    "a text of %zu bytes is too long to be "
                    "normalised",
                    s.n);
    const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s.p;
    utf8proc_ssize_t n =
        utf8proc_decompose(in, (utf8proc_ssize_t)s.n, NULL, 0, options);
    if (n < 0)
        return fail(cx, ERR_INPUT, "a text cannot be normalised: %s",
                    utf8proc_errmsg(n));
    /* utf8proc_reencode works in place and writes a NUL after the text. */
    utf8proc_int32_t *room = arena_alloc_array(a, (size_t)n + 1, sizeof *room);
    if (room == NULL)
        return arena_fail(cx, a);
    n = utf8proc_decompose(in, (utf8proc_ssize_t)s.n, room, n, options);
    if (n >= 0)
        n = utf8proc_reencode(room, n, options);
    if (n < 0)
        return fail(cx, ERR_INPUT, "a text cannot be normalised: %s",
                    utf8proc_errmsg(n));
    *out = (str){(const char *)room, (size_t)n};
    return OK;
}

err utf8_nfc(struct cx *cx, struct arena *a, str s, str *out)
{
    str copy;
    if (is_ascii(s)) {
        *out = s;
        return OK;
    }
    TRY(cx, transform(cx, a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &copy));
    *out = str_eq(copy, s) ? s : copy;
    return OK;
}

err utf8_is_nfc(struct cx *cx, str s, bool *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    str nfc = {0};
    err e = utf8_nfc(cx, cx->scratch, s, &nfc);
    if (is_ok(e))
        *out = nfc.p == s.p;
    arena_rewind(cx->scratch, mark);
    return e;
}

err utf8_fold(struct cx *cx, struct arena *a, str s, str *out)
{
    return transform(
        cx, a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD, out);
}

static unsigned category_bit(uint32_t cp)
{
    return 1u << (unsigned)utf8proc_category((utf8proc_int32_t)cp);
}

bool utf8_is_name_start(uint32_t cp)
{
    const unsigned start =
        1u << UTF8PROC_CATEGORY_LU | 1u << UTF8PROC_CATEGORY_LL |
        1u << UTF8PROC_CATEGORY_LT | 1u << UTF8PROC_CATEGORY_LM |
        1u << UTF8PROC_CATEGORY_LO | 1u << UTF8PROC_CATEGORY_NL;
    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
               cp == '_';
    return cp <= 0x10FFFF && (category_bit(cp) & start) != 0;
}

bool utf8_is_name_continue(uint32_t cp)
{
    const unsigned more =
        1u << UTF8PROC_CATEGORY_MN | 1u << UTF8PROC_CATEGORY_MC |
        1u << UTF8PROC_CATEGORY_ND | 1u << UTF8PROC_CATEGORY_PC;
    if (cp >= '0' && cp <= '9')
        return true;
    return utf8_is_name_start(cp) ||
           (cp >= 0x80 && cp <= 0x10FFFF && (category_bit(cp) & more) != 0);
}

size_t utf8_width(str s)
{
    size_t width = 0;
    while (s.n > 0) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        if (n == 0) {
            width += 6; /* \x{ff} */
            n = 1;
        } else if (cp == '\n' || cp == '\t' || cp == '\r') {
            width += 2;
        } else if (cp < 0x10) {
            width += 5; /* \u{7} */
        } else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
            width += 6;
        } else if (cp == 0x061C) {
            width += 7; /* \u{61c} */
        } else if (utf8_is_bidi_control(cp) || cp == 0x2028 || cp == 0x2029) {
            width += 8;
        } else if (cp < 0x7F) {
            width += 1;
        } else {
            int w = utf8proc_charwidth((utf8proc_int32_t)cp);
            width += w > 0 ? (size_t)w : 0;
        }
        s = str_sub(s, n, s.n);
    }
    return width;
}

const char *utf8_library_version(void)
{
    return utf8proc_version();
}
