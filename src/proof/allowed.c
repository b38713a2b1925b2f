/* proof/allowed.c: see allowed.h. */
#include "proof/allowed.h"

#include "base/cx.h"
#include "proof/entry.h"

struct allowed {
    str holders, namespaces;
    bool has_namespaces;
    char after[21], before[21]; /* empty: none */
    struct sshkey key;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 20250119Z, 202501191000Z, 20250119100000Z as an entry has it. */
static bool read_time(str s, char out[21])
{
    char d[15] = "00000000000000";
    if (s.n == 0 || s.p[s.n - 1] != 'Z')
        return false;
    s = str_sub(s, 0, s.n - 1);
    if (s.n != 8 && s.n != 12 && s.n != 14)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            return false;
        d[i] = s.p[i];
    }
    (void)snprintf(out, 21, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6,
                   d + 8, d + 10, d + 12);
    return entry_time_is_valid(str_of(out));
}

/* NAME="VALUE" before a comma or the end. */
static bool take_option(str *rest, str *name, str *value)
{
    if (!str_cut(*rest, '=', name, rest) || rest->n < 2 || rest->p[0] != '"')
        return false;
    *rest = str_sub(*rest, 1, rest->n);
    if (!str_cut(*rest, '"', value, rest))
        return false;
    if (rest->n == 0)
        return true;
    bool more = rest->p[0] == ',' && rest->n > 1;
    *rest = str_sub(*rest, 1, rest->n);
    return more;
}

static err read_options(struct cx *cx, str options, size_t line,
                        struct allowed *out)
{
    while (options.n > 0) {
        str name, value;
        if (!take_option(&options, &name, &value))
            return fail_hint(cx, ERR_INPUT,
                             "Options read namespaces=\"...\", "
                             "valid-after=\"...\", valid-before=\"...\".",
                             "line %zu of the allowed signers is malformed",
                             line);
        bool good = true;
        if (str_eq(name, STR("namespaces"))) {
            out->namespaces = value;
            out->has_namespaces = true;
        } else if (str_eq(name, STR("valid-after"))) {
            good = read_time(value, out->after);
        } else if (str_eq(name, STR("valid-before"))) {
            good = read_time(value, out->before);
        } else {
            return fail(cx, ERR_INPUT,
                        "line %zu of the allowed signers has the option "
                        "\"%.*s\", which is not known",
                        line, STR_ARG(name));
        }
        if (!good)
            return fail_hint(cx, ERR_INPUT,
                             "For instance 20250119100000Z, with its Z.",
                             "line %zu of the allowed signers: \"%.*s\" is no "
                             "time",
                             line, STR_ARG(value));
    }
    return OK;
}

static bool has_pattern(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '!')
            return true;
    return false;
}

/* Cuts at the first space that is not between quotes. */
static void cut_word(str s, str *word, str *rest)
{
    bool quoted = false;
    size_t i = 0;
    for (; i < s.n && (quoted || s.p[i] != ' '); i++)
        quoted ^= s.p[i] == '"';
    *word = str_sub(s, 0, i);
    *rest = str_sub(s, i + 1, s.n);
}

/* Of a key in the record the words after its holder are options and a key, or
 * a key alone. */
static err read_line(struct cx *cx, struct arena *a, str text, size_t line,
                     struct allowed *out)
{
    struct allowed x = {.after = ""};
    str options, rest, key, comment;
    cut_word(text, &x.holders, &rest);
    cut_word(rest, &options, &key);
    if (str_find_char(options, '=') == options.n) {
        key = rest;
        options = STR("");
    }
    if (x.holders.n == 0 || has_pattern(x.holders) || has_pattern(options))
        return fail_hint(cx, ERR_INPUT, "Name each of them.",
                         "line %zu of the allowed signers names nobody, or a "
                         "pattern",
                         line);
    TRY(cx, read_options(cx, options, line, &x));
    TRY(cx, sshkey_parse_text(cx, a, key, &x.key, &comment));
    *out = x;
    return OK;
}

static bool list_has(str list, str name)
{
    while (list.n > 0) {
        str one;
        str_cut(list, ',', &one, &list);
        if (str_eq(one, name))
            return true;
    }
    return false;
}

/* A line that is neither empty nor a comment; false at the end. */
static bool next_line(str *text, size_t *number, str *line)
{
    while (text->n > 0) {
        str_cut(*text, '\n', line, text);
        (*number)++;
        *line = str_trim(*line);
        if (line->n > 0 && line->p[0] != '#')
            return true;
    }
    return false;
}

err allowed_find(struct cx *cx, struct arena *a, str text,
                 const struct sshkey *k, str name_space, str at, str *holder)
{
    char print[SSHKEY_FINGERPRINT_BYTES];
    const char *why = "is not among the allowed signers";
    size_t number = 0;
    str line;
    while (next_line(&text, &number, &line)) {
        struct allowed x;
        struct arena_mark mark = arena_mark(a);
        TRY(cx, read_line(cx, a, line, number, &x));
        bool same = sshkey_eq(&x.key, k);
        arena_rewind(a, mark);
        if (!same)
            continue;
        if (x.has_namespaces && !list_has(x.namespaces, name_space)) {
            why = "may not sign for this purpose";
        } else if (x.after[0] != '\0' && str_cmp(at, str_of(x.after)) < 0) {
            why = "was not valid yet at that time";
        } else if (x.before[0] != '\0' && str_cmp(at, str_of(x.before)) >= 0) {
            why = "was no longer valid at that time";
        } else {
            *holder = x.holders;
            return OK;
        }
    }
    sshkey_fingerprint(k, print);
    return fail(cx, ERR_INPUT, "the key %.*s %s", (int)sizeof print, print,
                why);
}

err revoked_has(struct cx *cx, struct arena *a, str text,
                const struct sshkey *k, bool *there)
{
    size_t number = 0;
    str line, comment;
    *there = false;
    while (next_line(&text, &number, &line)) {
        struct sshkey r;
        struct arena_mark mark = arena_mark(a);
        TRY(cx, sshkey_parse_text(cx, a, line, &r, &comment));
        *there = *there || sshkey_eq(&r, k);
        arena_rewind(a, mark);
    }
    return OK;
}
