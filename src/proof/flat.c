/* proof/flat.c: see flat.h. */
#include "proof/flat.h"

#include "base/cx.h"
#include "base/utf8.h"
#include "proof/note.h"

struct flat_reader {
    struct cx *cx;
    struct arena *a;
    str s;
    size_t at;
};

static err flat_fail(struct flat_reader *r, const char *what)
{
    return fail(r->cx, ERR_INPUT, "the object is wrong at byte %zu: %s",
                r->at + 1, what);
}

static void skip_space(struct flat_reader *r)
{
    while (r->at < r->s.n && strchr(" \t\r\n", r->s.p[r->at]) != NULL &&
           r->s.p[r->at] != '\0')
        r->at++;
}

static bool take_char(struct flat_reader *r, char c)
{
    skip_space(r);
    if (r->at >= r->s.n || r->s.p[r->at] != c)
        return false;
    r->at++;
    return true;
}

static bool hex4(str s, size_t at, uint32_t *out)
{
    uint32_t v = 0;
    if (s.n < 4 || at > s.n - 4)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = s.p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0)
            return false;
        v = v << 4 | (uint32_t)d;
    }
    *out = v;
    return true;
}

/* The character after \u, a pair of surrogates counted as one. */
static bool escaped_codepoint(struct flat_reader *r, uint32_t *cp)
{
    uint32_t low;
    if (!hex4(r->s, r->at, cp))
        return false;
    r->at += 4;
    if (*cp < 0xd800 || *cp > 0xdfff)
        return true;
    if (*cp > 0xdbff || !str_starts(str_sub(r->s, r->at, r->s.n), STR("\\u")) ||
        !hex4(r->s, r->at + 2, &low) || low < 0xdc00 || low > 0xdfff)
        return false;
    r->at += 6;
    *cp = 0x10000 + ((*cp - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

static err read_escape(struct flat_reader *r, char *out, size_t *n)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    uint32_t cp;
    if (r->at >= r->s.n)
        return flat_fail(r, "a text does not end");
    char c = r->s.p[r->at];
    const char *p = c == '\0' ? NULL : strchr(from, c);
    r->at++;
    if (p != NULL) {
        out[(*n)++] = to[p - from];
        return OK;
    }
    if (c != 'u' || !escaped_codepoint(r, &cp))
        return flat_fail(r, "this is no escape");
    *n += utf8_encode(cp, out + *n);
    return OK;
}

/* After the opening quote. */
static err read_text(struct flat_reader *r, str *out)
{
    size_t from = r->at, n = 0;
    char *copy = NULL;
    for (;;) {
        if (r->at >= r->s.n)
            return flat_fail(r, "a text does not end");
        unsigned char c = (unsigned char)r->s.p[r->at];
        if (c < 0x20)
            return flat_fail(r, "a control character in a text");
        if (c == '"')
            break;
        if (c == '\\' && copy == NULL) {
            /* What is escaped never becomes longer. */
            copy = arena_alloc(r->a, r->s.n - from);
            TRY_ROOM(r->cx, r->a, copy != NULL);
            n = r->at - from;
            memcpy(copy, r->s.p + from, n);
        }
        r->at++;
        if (c == '\\')
            TRY(r->cx, read_escape(r, copy, &n));
        else if (copy != NULL)
            copy[n++] = (char)c;
    }
    *out = copy != NULL ? (str){copy, n} : str_sub(r->s, from, r->at);
    r->at++;
    return OK;
}

static bool is_number(str s)
{
    size_t i = 0, from;
    if (i < s.n && s.p[i] == '-')
        i++;
    from = i;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    if (i == from || (s.p[from] == '0' && i > from + 1))
        return false;
    if (i < s.n && s.p[i] == '.') {
        from = ++i;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
            i++;
        from = i;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    return i == s.n;
}

static err skip_value(struct flat_reader *r, int depth);

static err skip_members(struct flat_reader *r, char open, int depth)
{
    char close = open == '{' ? '}' : ']';
    str name;
    if (depth >= FLAT_DEPTH)
        return fail(r->cx, ERR_LIMIT, "values are nested more than %d deep",
                    FLAT_DEPTH);
    if (take_char(r, close))
        return OK;
    do {
        if (open == '{') {
            if (!take_char(r, '"'))
                return flat_fail(r, "a name is missing");
            TRY(r->cx, read_text(r, &name));
            if (!take_char(r, ':'))
                return flat_fail(r, "a colon is missing");
        }
        TRY(r->cx, skip_value(r, depth + 1));
    } while (take_char(r, ','));
    return take_char(r, close) ? OK : flat_fail(r, "a bracket is missing");
}

static err skip_value(struct flat_reader *r, int depth)
{
    str text;
    skip_space(r);
    size_t from = r->at;
    if (take_char(r, '"'))
        return read_text(r, &text);
    if (take_char(r, '{'))
        return skip_members(r, '{', depth);
    if (take_char(r, '['))
        return skip_members(r, '[', depth);
    while (r->at < r->s.n && strchr(",]} \t\r\n", r->s.p[r->at]) == NULL)
        r->at++;
    text = str_sub(r->s, from, r->at);
    if (str_eq(text, STR("true")) || str_eq(text, STR("false")) ||
        str_eq(text, STR("null")) || is_number(text))
        return OK;
    r->at = from;
    return flat_fail(r, "this is no value");
}

static err read_member(struct flat_reader *r, struct flat *out)
{
    struct flat_member m = {.is_text = false};
    if (out->n == FLAT_MAX)
        return fail(r->cx, ERR_LIMIT, "the object has more than %d members",
                    FLAT_MAX);
    if (!take_char(r, '"'))
        return flat_fail(r, "a name is missing");
    TRY(r->cx, read_text(r, &m.name));
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->m[i].name, m.name))
            return flat_fail(r, "a name is there twice");
    if (!take_char(r, ':'))
        return flat_fail(r, "a colon is missing");
    if (take_char(r, '"')) {
        m.is_text = true;
        TRY(r->cx, read_text(r, &m.value));
    } else {
        skip_space(r);
        size_t from = r->at;
        TRY(r->cx, skip_value(r, 0));
        m.value = str_sub(r->s, from, r->at);
    }
    out->m[out->n++] = m;
    return OK;
}

err flat_parse(struct cx *cx, struct arena *a, str json, struct flat *out)
{
    struct flat_reader r = {cx, a, json, 0};
    size_t bad;
    out->n = 0;
    if (!utf8_valid(json, &bad))
        return fail(cx, ERR_INPUT, "byte %zu of the object is not UTF-8",
                    bad + 1);
    if (!take_char(&r, '{'))
        return flat_fail(&r, "an object begins with a brace");
    if (!take_char(&r, '}')) {
        do
            TRY(cx, read_member(&r, out));
        while (take_char(&r, ','));
        if (!take_char(&r, '}'))
            return flat_fail(&r, "a comma or the closing brace is missing");
    }
    skip_space(&r);
    return r.at == json.n ? OK : flat_fail(&r, "something follows the object");
}

static const struct flat_member *find(const struct flat *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->m[i].name, str_of(name)))
            return &f->m[i];
    return NULL;
}

str flat_text(const struct flat *f, const char *name)
{
    const struct flat_member *m = find(f, name);
    return m != NULL && m->is_text ? m->value : STR("");
}

bool flat_uint(const struct flat *f, const char *name, uint64_t *out)
{
    const struct flat_member *m = find(f, name);
    return m != NULL && !m->is_text && note_decimal(m->value, out);
}
