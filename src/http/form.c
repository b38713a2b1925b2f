/* http/form.c: two ways to write the fields of a form. Read next: form.h. */
#include "http/form.h"

#include "base/utf8.h"
#include "base/vec.h"

struct reading {
    struct cx *cx;
    struct arena *a;
    VEC(struct form_field) v;
};

static bool is_field_name(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' &&
            c != '-')
            return false;
    }
    return s.n > 0 && s.n <= FORM_NAME_MAX;
}

static err add(struct reading *r, const struct form_field *f)
{
    if (!is_field_name(f->name))
        return fail(r->cx, ERR_INPUT, "the form has a field of no known name");
    if (r->v.n >= FORM_FIELDS_MAX)
        return fail(r->cx, ERR_INPUT, "the form has more than %d fields",
                    FORM_FIELDS_MAX);
    TRY_ROOM(r->cx, r->a, vec_push(r->a, &r->v, *f));
    return OK;
}

/* Line ends become LF, in place. False if it is no text. */
static bool clean_text(char *p, size_t *n)
{
    size_t to = 0;
    if (!utf8_valid((str){p, *n}, NULL))
        return false;
    for (size_t i = 0; i < *n; i++) {
        char c = p[i];
        if (c == '\r') {
            if (i + 1 < *n && p[i + 1] == '\n')
                i++;
            c = '\n';
        }
        if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return false;
        p[to++] = c;
    }
    *n = to;
    return true;
}

static err text_value(struct reading *r, char *p, size_t n, str name, str *out)
{
    if (n > FORM_VALUE_MAX)
        return fail(r->cx, ERR_INPUT, "%.*s: longer than %d bytes",
                    STR_ARG(name), FORM_VALUE_MAX);
    if (!clean_text(p, &n))
        return fail(r->cx, ERR_INPUT, "%.*s: not text in UTF-8",
                    STR_ARG(is_field_name(name) ? name : STR("a field")));
    *out = (str){p, n};
    return OK;
}

/* --- application/x-www-form-urlencoded ------------------------------------ */

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Undoes percent-encoding into a copy. */
static err decode(struct reading *r, str s, char **out, size_t *n)
{
    char *p;
    size_t to = 0;
    TRY_NEW_ARRAY(r->cx, r->a, s.n + 1, p);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int hi = i + 2 < s.n ? digit_of(s.p[i + 1]) : -1;
            int lo = i + 2 < s.n ? digit_of(s.p[i + 2]) : -1;
            if (hi < 0 || lo < 0)
                return fail(r->cx, ERR_INPUT,
                            "the form is not well encoded at byte %zu", i);
            c = (char)(unsigned char)(hi * 16 + lo);
            i += 2;
        }
        p[to++] = c;
    }
    *out = p;
    *n = to;
    return OK;
}

static err read_encoded(struct reading *r, str body)
{
    str rest = body, item, key, value;
    while (rest.n > 0) {
        struct form_field f = {0};
        char *p;
        size_t n;
        (void)str_cut(rest, '&', &item, &rest);
        if (!str_cut(item, '=', &key, &value))
            return fail(r->cx, ERR_INPUT, "the form has a field without \"=\"");
        TRY(r->cx, decode(r, key, &p, &n));
        f.name = (str){p, n};
        TRY(r->cx, decode(r, value, &p, &n));
        TRY(r->cx, text_value(r, p, n, f.name, &f.value));
        TRY(r->cx, add(r, &f));
    }
    return OK;
}

/* --- multipart/form-data -------------------------------------------------- */

static bool same_word(str a, const char *lower)
{
    size_t n = strlen(lower);
    if (a.n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = a.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != lower[i])
            return false;
    }
    return true;
}

/* Of `name="value"`: browsers write a quote within as %22, and line ends as
 * %0D%0A, so there is none. */
static bool take_quoted(str *s, const char *name, str *value)
{
    str head, rest = str_trim(*s);
    if (!str_cut(rest, '=', &head, &rest) || !same_word(head, name) ||
        rest.n < 2 || rest.p[0] != '"')
        return false;
    rest = str_sub(rest, 1, rest.n);
    size_t end = str_find_char(rest, '"');
    if (end == rest.n)
        return false;
    *value = str_sub(rest, 0, end);
    rest = str_trim(str_sub(rest, end + 1, rest.n));
    if (rest.n > 0 && rest.p[0] != ';')
        return false;
    *s = str_sub(rest, rest.n > 0 ? 1 : 0, rest.n);
    return true;
}

static bool read_disposition(str value, struct form_field *f)
{
    str kind, rest;
    if (!str_cut(value, ';', &kind, &rest) ||
        !same_word(str_trim(kind), "form-data") ||
        !take_quoted(&rest, "name", &f->name))
        return false;
    if (str_trim(rest).n == 0)
        return true;
    f->is_file = take_quoted(&rest, "filename", &f->file_name) && rest.n == 0;
    return f->is_file && utf8_valid(f->file_name, NULL);
}

/* The head of a part: lines until an empty one. */
static bool read_head(str *s, struct form_field *f)
{
    bool named = false, typed = false;
    for (;;) {
        size_t end = str_find(*s, STR("\r\n"));
        str line = str_sub(*s, 0, end), name, value;
        if (end == s->n)
            return false;
        *s = str_sub(*s, end + 2, s->n);
        if (line.n == 0)
            return named && (f->is_file || !typed);
        if (!str_cut(line, ':', &name, &value))
            return false;
        value = str_trim(value);
        if (same_word(name, "content-disposition") && !named)
            named = read_disposition(value, f);
        else if (same_word(name, "content-type") && !typed)
            typed = utf8_valid(value, NULL);
        else
            return false;
        if (!named && !typed)
            return false;
        if (typed && same_word(name, "content-type"))
            f->type = value;
    }
}

static err broken(struct reading *r)
{
    return fail(r->cx, ERR_INPUT, "the parts of the form are not well formed");
}

/* *s begins behind a boundary; the delimiter has CRLF and hyphens before. */
static err read_part(struct reading *r, str *s, str delimiter)
{
    struct form_field f = {0};
    if (!read_head(s, &f))
        return broken(r);
    size_t end = str_find(*s, delimiter);
    if (end == s->n)
        return broken(r);
    f.value = str_sub(*s, 0, end);
    *s = str_sub(*s, end + delimiter.n, s->n);
    if (!f.is_file) {
        str copy;
        char *p;
        TRY_NEW_ARRAY(r->cx, r->a, f.value.n + 1, p);
        memcpy(p, f.value.p, f.value.n);
        TRY(r->cx, text_value(r, p, f.value.n, f.name, &copy));
        f.value = copy;
    }
    return add(r, &f);
}

static err read_parts(struct reading *r, str body, str boundary)
{
    str delimiter, s = body;
    TRY_ROOM(r->cx, r->a,
             arena_printf(r->a, &delimiter, "\r\n--%.*s", STR_ARG(boundary)));
    str first = str_sub(delimiter, 2, delimiter.n);
    if (!str_starts(s, first))
        return broken(r);
    s = str_sub(s, first.n, s.n);
    while (!str_starts(s, STR("--"))) {
        if (!str_starts(s, STR("\r\n")))
            return broken(r);
        s = str_sub(s, 2, s.n);
        TRY(r->cx, read_part(r, &s, delimiter));
    }
    s = str_sub(s, 2, s.n);
    return s.n == 0 || str_eq(s, STR("\r\n")) ? OK : broken(r);
}

/* RFC 2046 5.1.1: what a boundary may hold, less the blank. */
static bool is_boundary(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
            (c < '0' || c > '9') && strchr("'()+_,-./:=?", c) == NULL)
            return false;
    }
    return s.n > 0 && s.n <= FORM_BOUNDARY_MAX;
}

static bool boundary_of(str parameters, str *out)
{
    str name, value;
    if (!str_cut(str_trim(parameters), '=', &name, &value) ||
        !same_word(name, "boundary"))
        return false;
    if (value.n > 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        value = str_sub(value, 1, value.n - 1);
    *out = value;
    return is_boundary(value);
}

err form_read(struct cx *cx, struct arena *a, str content_type, str body,
              struct form *out)
{
    struct reading r = {.cx = cx, .a = a};
    str type, parameters, boundary;
    (void)str_cut(content_type, ';', &type, &parameters);
    type = str_trim(type);
    if (same_word(type, "application/x-www-form-urlencoded"))
        TRY(cx, read_encoded(&r, body));
    else if (!same_word(type, "multipart/form-data"))
        return fail(cx, ERR_INPUT, "this is no form");
    else if (!boundary_of(parameters, &boundary))
        return broken(&r);
    else
        TRY(cx, read_parts(&r, body, boundary));
    *out = (struct form){r.v.p, r.v.n};
    return OK;
}

str form_value(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (!f->v[i].is_file && str_eq(f->v[i].name, str_of(name)))
            return f->v[i].value;
    return STR("");
}

const struct form_field *form_file(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].is_file && str_eq(f->v[i].name, str_of(name)))
            return &f->v[i];
    return NULL;
}

str cookie_value(str header, const char *name)
{
    str item, key, value, found = STR("");
    unsigned n = 0;
    while (header.n > 0) {
        (void)str_cut(header, ';', &item, &header);
        (void)str_cut(str_trim(item), '=', &key, &value);
        if (str_eq(key, str_of(name))) {
            found = value;
            n++;
        }
    }
    return n == 1 ? found : STR("");
}
