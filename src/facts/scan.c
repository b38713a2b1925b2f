/* facts/scan.c: see scan_int.h. */
#include "facts/scan_int.h"

#include "base/utf8.h"

bool scan_fail(struct scan *s, const char *at, const char *why,
               const char *hint)
{
    s->wrong = at;
    s->why = why;
    s->hint = hint;
    return false;
}

bool scan_unexpected(struct scan *s, const char *expected)
{
    /* What stands there is said by the place; these are the mistakes that
     * people make. */
    const char *hint = NULL;
    if (s->p == s->end || (*s->p == '\r' && s->p + 1 == s->end))
        hint = "the line ends too early: is it cut off, or split in two?";
    else if (*s->p == '\'')
        hint = "JSON takes double quotes only";
    else if (*s->p == 'n')
        hint = "leave out a field that has no value, instead of null";
    else if (*s->p == '[' || *s->p == '{')
        hint = "no list or object can stand here";
    return scan_fail(s, s->p, expected, hint);
}

static bool hex4(const char *p, uint32_t *out)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        uint32_t d;
        if (c >= '0' && c <= '9')
            d = (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            d = (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return false;
        v = v << 4 | d;
    }
    *out = v;
    return true;
}

/* The character after a backslash; p is behind the backslash. Moves *p behind
 * it. */
static bool escape(struct scan *s, const char **p, uint32_t *out)
{
    const char *at = *p - 1;
    char c = *(*p)++;
    switch (c) {
    case '"':
    case '\\':
    case '/':
        *out = (unsigned char)c;
        return true;
    case 'b':
        *out = '\b';
        return true;
    case 'f':
        *out = '\f';
        return true;
    case 'n':
        *out = '\n';
        return true;
    case 'r':
        *out = '\r';
        return true;
    case 't':
        *out = '\t';
        return true;
    case 'u':
        break;
    default:
        return scan_fail(s, at, "an escape that JSON does not know",
                         "write \\\\ for a backslash");
    }
    uint32_t hi;
    if (!hex4(*p, &hi))
        return scan_fail(s, at, "\\u without four hexadecimal digits", NULL);
    *p += 4;
    if (hi == 0)
        return scan_fail(s, at, "the character NUL", "leave it out");
    if (hi >= 0xdc00 && hi <= 0xdfff)
        return scan_fail(s, at, "the second half of a surrogate pair alone",
                         "write the character itself, in UTF-8");
    if (hi >= 0xd800 && hi <= 0xdbff) {
        uint32_t lo;
        if ((*p)[0] != '\\' || (*p)[1] != 'u' || !hex4(*p + 2, &lo) ||
            lo < 0xdc00 || lo > 0xdfff)
            return scan_fail(s, at, "the first half of a surrogate pair alone",
                             "write the character itself, in UTF-8");
        *p += 6;
        hi = 0x10000 + ((hi - 0xd800) << 10) + (lo - 0xdc00);
    }
    *out = hi;
    return true;
}

/* The closing quote from `at` on, everything between checked; NULL: failed. */
static const char *closing(struct scan *s, const char *begin, const char *at,
                           bool *escaped)
{
    *escaped = false;
    for (;; at = scan_plain(at)) {
        if (*at == '"')
            return at;
        if (*at == '\\') {
            uint32_t cp;
            const char *p = at + 1;
            if (!escape(s, &p, &cp))
                return NULL;
            *escaped = true;
            at = p;
        } else if ((unsigned char)*at >= 0x80) {
            uint32_t cp;
            size_t n = utf8_decode((str){at, (size_t)(s->end - at)}, &cp);
            if (n == 0) {
                scan_fail(s, at, "bytes that are not UTF-8",
                          "save the file as UTF-8");
                return NULL;
            }
            at += n;
        } else if (at == s->end || (*at == '\r' && at + 1 == s->end)) {
            scan_fail(s, begin - 1, "this text has no closing quote",
                      "a line break inside a text is written \\n");
            return NULL;
        } else {
            scan_fail(s, at, "a control character inside a text",
                      "write a tab as \\t, others as \\u00XX");
            return NULL;
        }
    }
}

bool scan_string_rest(struct scan *s, const char *begin, const char *at,
                      str *out)
{
    bool escaped;
    const char *close = closing(s, begin, at, &escaped);
    if (close == NULL)
        return false;
    s->p = close + 1;
    if (!escaped) {
        *out = (str){begin, (size_t)(close - begin)};
        return true;
    }
    char *room = arena_alloc(s->room, (size_t)(close - begin));
    if (room == NULL) {
        s->no_room = true;
        return scan_fail(s, begin, "no room for this text", NULL);
    }
    size_t n = 0;
    const char *p = begin;
    while (p < close) {
        if (*p != '\\') {
            room[n++] = *p++;
            continue;
        }
        uint32_t cp = 0;
        p++;
        if (!escape(s, &p, &cp)) /* it was checked above */
            BUG("an escape changed its mind");
        n += utf8_encode(cp, room + n);
    }
    *out = (str){room, n};
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What can follow a number. */
static bool number_ends(char c)
{
    return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' ||
           c == '\r' || c == '\n' || c == ':';
}

bool scan_int(struct scan *s, int64_t *out)
{
    const char *begin = s->p, *p = begin;
    bool negative = *p == '-';
    if (negative)
        p++;
    if (!is_digit(*p)) {
        if (*p == '"')
            return scan_fail(s, p, "a whole number was expected",
                             "write numbers without quotes");
        if (*p == '+')
            return scan_fail(s, p, "a whole number was expected",
                             "write it without a plus sign");
        return scan_unexpected(s, "a whole number was expected");
    }
    if (*p == '0' && is_digit(p[1]))
        return scan_fail(s, begin, "a number that begins with 0",
                         "JSON has no leading zeros");
    int64_t v = 0;
    for (; is_digit(*p); p++) {
        int digit = *p - '0';
        if (!mul_ok(v, 10, &v) ||
            !(negative ? sub_ok(v, digit, &v) : add_ok(v, digit, &v)))
            return scan_fail(s, begin, "a number beyond 64 bits", NULL);
    }
    if (*p == '.')
        return scan_fail(s, begin, "a fraction, where whole numbers count",
                         "write the smaller unit");
    if (*p == 'e' || *p == 'E')
        return scan_fail(s, begin, "a number with an exponent",
                         "write all its digits");
    if (!number_ends(*p))
        return scan_fail(s, p, "this cannot follow a number", NULL);
    s->p = p;
    *out = v;
    return true;
}

bool scan_decimal(struct scan *s, unsigned places, int64_t *out)
{
    const char *begin = s->p, *p = begin;
    bool negative = *p == '-';
    if (negative)
        p++;
    if (!is_digit(*p))
        return scan_unexpected(s, "a number was expected");
    if (*p == '0' && is_digit(p[1]))
        return scan_fail(s, begin, "a number that begins with 0",
                         "JSON has no leading zeros");
    int64_t v = 0;
    unsigned digits = 0, decimals = 0;
    for (; is_digit(*p); p++) {
        v = v * 10 + (*p - '0');
        if (++digits + places > 18)
            return scan_fail(s, begin, "a number that is too large", NULL);
    }
    bool up = false;
    if (*p == '.') {
        p++;
        if (!is_digit(*p))
            return scan_fail(s, begin, "a point without digits after it", NULL);
        for (; is_digit(*p); p++) {
            if (decimals < places)
                v = v * 10 + (*p - '0');
            else if (decimals == places)
                up = *p >= '5';
            if (decimals <= places)
                decimals++;
        }
    }
    if (*p == 'e' || *p == 'E')
        return scan_fail(s, begin, "a number with an exponent",
                         "write all its digits");
    if (!number_ends(*p))
        return scan_fail(s, p, "this cannot follow a number", NULL);
    for (; decimals < places; decimals++)
        v *= 10;
    v += up;
    s->p = p;
    *out = negative ? -v : v;
    return true;
}

bool scan_bool(struct scan *s, bool *out)
{
    /* SCAN_PAD allows to look ahead. */
    if (memcmp(s->p, "true", 4) == 0) {
        s->p += 4;
        *out = true;
        return true;
    }
    if (memcmp(s->p, "false", 5) == 0) {
        s->p += 5;
        *out = false;
        return true;
    }
    return scan_unexpected(s, "true or false was expected");
}

bool scan_line_end(struct scan *s)
{
    scan_space(s);
    if (*s->p == '\r' && s->p + 1 == s->end)
        s->p++;
    if (s->p == s->end)
        return true;
    return scan_fail(s, s->p, "something follows the record on its line",
                     "one record a line");
}

bool scan_skip(struct scan *s, unsigned depth)
{
    str text;
    bool truth;
    int64_t number;
    scan_space(s);
    switch (*s->p) {
    case '"':
        return scan_string(s, &text);
    case 't':
    case 'f':
        return scan_bool(s, &truth);
    case '[':
    case '{':
        break;
    case 'n':
        if (memcmp(s->p, "null", 4) != 0)
            return scan_unexpected(s, "a value was expected");
        s->p += 4;
        return true;
    default:
        return scan_decimal(s, 0, &number);
    }
    if (depth == 0)
        return scan_fail(s, s->p, "lists and objects nested too deep", NULL);
    bool object = *s->p++ == '{';
    char close = object ? '}' : ']';
    if (scan_if(s, close))
        return true;
    do {
        scan_space(s);
        if (object) {
            if (!scan_string(s, &text))
                return false;
            if (!scan_if(s, ':'))
                return scan_unexpected(s, "a colon was expected");
        }
        if (!scan_skip(s, depth - 1))
            return false;
    } while (scan_if(s, ','));
    if (!scan_if(s, close))
        return scan_unexpected(s, object ? "a comma or } was expected"
                                         : "a comma or ] was expected");
    return true;
}
