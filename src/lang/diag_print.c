/* lang/diag_print.c: findings for a terminal, as JSON, as SARIF 2.1.0.
 *
 * What comes from the text is shown with its hidden characters made visible.
 * Of a very long line only the part around the place is shown. */
#include "lang/lang.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "lang/lint_int.h"

#include <inttypes.h>

enum { SHOWN_BEFORE = 100, SHOWN_AFTER = 80 }; /* bytes around the place */

const char *severity_name(enum severity s)
{
    switch (s) {
    case SEV_ERROR:
        return "error";
    case SEV_WARNING:
        return "warning";
    case SEV_NOTE:
        return "note";
    }
    BUG("severity");
}

static const char *severity_colour(enum severity s)
{
    switch (s) {
    case SEV_ERROR:
        return "\033[1;31m";
    case SEV_WARNING:
        return "\033[1;33m";
    case SEV_NOTE:
        return "\033[1;36m";
    }
    BUG("severity");
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Part of a line as it is shown: a tab as one blank, the rest by buf_safe(). */
static void put_line(struct buf *out, str s)
{
    while (s.n > 0) {
        size_t n = str_find_char(s, '\t');
        buf_safe(out, str_sub(s, 0, n));
        if (n < s.n)
            buf_char(out, ' ');
        s = str_sub(s, n + (n < s.n), s.n);
    }
}

static size_t line_width(str s)
{
    size_t w = 0;
    while (s.n > 0) {
        size_t n = str_find_char(s, '\t');
        w += utf8_width(str_sub(s, 0, n)) + (n < s.n);
        s = str_sub(s, n + (n < s.n), s.n);
    }
    return w;
}

/* The line of a finding, with a caret under its first character. */
static void put_excerpt(const struct diagnostic *f, str source, bool colour,
                        struct buf *out)
{
    size_t at = f->offset < source.n ? f->offset : source.n, lo = at, hi = at;
    while (lo > 0 && source.p[lo - 1] != '\n' && at - lo < SHOWN_BEFORE)
        lo--;
    while (lo < at && is_continuation(source.p[lo]))
        lo++;
    bool cut_before = lo > 0 && source.p[lo - 1] != '\n';
    while (hi < source.n && source.p[hi] != '\n' && hi - at < SHOWN_AFTER)
        hi++;
    while (hi > at && hi < source.n && is_continuation(source.p[hi]))
        hi--;
    bool cut_after = hi < source.n && source.p[hi] != '\n';
    if (hi > at && source.p[hi - 1] == '\r')
        hi--;
    size_t to = at + f->length < hi ? at + f->length : hi;
    if (lo == 0 && str_starts(source, STR("\xEF\xBB\xBF")) && at >= 3)
        lo = 3;
    size_t marked = line_width(str_sub(source, at, to < at ? at : to));

    buf_printf(out, "%6" PRIu32 " | %s", f->line, cut_before ? "..." : "");
    put_line(out, str_sub(source, lo, hi));
    buf_c(out, cut_after ? "...\n" : "\n");
    buf_c(out, "       | ");
    buf_fill(out, ' ',
             line_width(str_sub(source, lo, at)) + (cut_before ? 3 : 0));
    if (colour)
        buf_c(out, severity_colour(f->severity));
    buf_char(out, '^');
    if (marked > 1)
        buf_fill(out, '~', marked - 1);
    if (colour)
        buf_c(out, "\033[0m");
    buf_char(out, '\n');
}

/* --- Text --------------------------------------------------------------------
 *
 * What has to be mended first, then what is to be considered, then what the
 * text waives. Findings of one check stand together; what they have in common
 * (the place, why, the precedent, the remedy) is said once. Mistakes stay in
 * the order of the text: the first one is often the cause of the next. */

enum { REMARK_COLUMNS = 80 };

/* "= what: words", filled to the columns of a terminal. */
struct remark {
    struct buf *out;
    size_t column;
};

static const char remark_indent[] = "         ";

static struct remark remark_begin(struct buf *out, const char *what)
{
    buf_printf(out, "       = %s:", what);
    return (struct remark){out, strlen("       = :") + strlen(what)};
}

static void remark_words(struct remark *r, str s)
{
    while (s.n > 0) {
        str word = str_sub(s, 0, str_find_char(s, ' '));
        size_t width = utf8_width(word);
        s = str_sub(s, word.n + (word.n < s.n), s.n);
        if (r->column + 1 + width > REMARK_COLUMNS &&
            r->column > strlen(remark_indent)) {
            buf_printf(r->out, "\n%s", remark_indent);
            r->column = strlen(remark_indent);
        } else {
            buf_char(r->out, ' ');
            r->column++;
        }
        buf_safe(r->out, word);
        r->column += width;
    }
}

static void put_remark(struct buf *out, const char *what, str s)
{
    if (s.n == 0)
        return;
    struct remark r = remark_begin(out, what);
    remark_words(&r, s);
    buf_char(out, '\n');
}

/* The case in which it was seen, and where that can be read. */
static void put_precedent(struct buf *out, const char *code)
{
    const struct lint *l = lint_find(str_of(code));
    if (l == NULL || l->precedent[0] == '\0')
        return;
    struct remark r = remark_begin(out, "precedent");
    remark_words(&r, str_of(l->precedent));
    remark_words(&r, STR("[source:"));
    remark_words(&r, str_of(l->source));
    buf_c(out, "]\n");
}

/* `said`: the finding of the same check that was told before it, or NULL. */
static void put_finding(const struct diagnostic *f,
                        const struct diagnostic *said, bool same_place,
                        str file, str source, bool colour, struct buf *out)
{
    if (colour)
        buf_c(out, "\033[1m");
    buf_safe(out, file);
    buf_printf(out, ":%" PRIu32 ":%" PRIu32 ": ", f->line, f->column);
    if (colour)
        buf_printf(out, "\033[0m%s", severity_colour(f->severity));
    buf_printf(out, "%s[%s]", severity_name(f->severity), f->code);
    if (colour)
        buf_c(out, "\033[0m");
    buf_c(out, ": ");
    buf_safe(out, f->message);
    buf_char(out, '\n');
    if (!same_place)
        put_excerpt(f, source, colour, out);
    if (said == NULL || !str_eq(said->why, f->why))
        put_remark(out, "why", f->why);
    if (said == NULL)
        put_precedent(out, f->code);
    if (said == NULL || !str_eq(said->hint, f->hint))
        put_remark(out, "help", f->hint);
    put_remark(out, "waived", f->waived);
}

enum rank { RANK_MEND, RANK_CONSIDER, RANK_WAIVED, RANK_LAST, RANK_COUNT };

static enum rank rank_of(const struct diagnostic *f)
{
    if (strcmp(f->code, "E0001") == 0)
        return RANK_LAST;
    if (f->waived.n > 0)
        return RANK_WAIVED;
    return f->severity == SEV_ERROR ? RANK_MEND : RANK_CONSIDER;
}

static bool is_lint(const struct diagnostic *f)
{
    return lint_find(str_of(f->code)) != NULL;
}

/* Whether they are told together. */
static bool is_alike(const struct diagnostic *f, const struct diagnostic *g)
{
    return strcmp(f->code, g->code) == 0 && rank_of(f) == rank_of(g);
}

struct telling {
    const struct diagnostics *d;
    const struct diagnostic *last; /* told before; NULL: none */
    bool headed;                   /* parts have headings */
    str file, source;
    bool colour;
    struct buf *out;
};

/* All that are alike, from the i-th on; one, if it is a mistake. */
static void tell_alike(struct telling *t, uint32_t i)
{
    const struct diagnostic *first = &t->d->v[i], *said = NULL;
    for (uint32_t k = i; k < (is_lint(first) ? t->d->n : i + 1); k++) {
        const struct diagnostic *f = &t->d->v[k];
        if (!is_alike(f, first))
            continue;
        if (t->last != NULL)
            buf_char(t->out, '\n');
        put_finding(f, said,
                    t->last != NULL && t->last->offset == f->offset &&
                        t->last->length == f->length,
                    t->file, t->source, t->colour, t->out);
        said = t->last = f;
    }
}

static void tell_rank(struct telling *t, enum rank rank)
{
    static const char *const heads[RANK_COUNT] = {
        "To mend or waive before signature", "To consider",
        "Waived in the text", NULL};
    bool begun = false;
    for (uint32_t i = 0; i < t->d->n; i++) {
        const struct diagnostic *f = &t->d->v[i];
        bool told = rank_of(f) != rank;
        for (uint32_t k = 0; k < i && !told && is_lint(f); k++)
            told = is_alike(&t->d->v[k], f);
        if (told)
            continue;
        if (!begun && t->headed && heads[rank] != NULL) {
            buf_printf(t->out, "%s%s%s%s\n\n", t->last != NULL ? "\n" : "",
                       t->colour ? "\033[1m" : "", heads[rank],
                       t->colour ? "\033[0m" : "");
            t->last = NULL;
        }
        begun = true;
        tell_alike(t, i);
    }
}

void diagnostics_print_text(const struct diagnostics *d, str file, str source,
                            bool colour, struct buf *out)
{
    struct telling t = {
        .d = d, .file = file, .source = source, .colour = colour, .out = out};
    for (uint32_t i = 0; i < d->n; i++)
        t.headed = t.headed || is_lint(&d->v[i]);
    for (int rank = 0; rank < RANK_COUNT; rank++)
        tell_rank(&t, (enum rank)rank);
}

/* Characters of a finding's place. */
static size_t length_chars(const struct diagnostic *f, str source)
{
    str s = str_sub(source, f->offset, (size_t)f->offset + f->length);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += !is_continuation(s.p[i]);
    return n;
}

/* The precedent of a check that has one. */
static void put_case(const char *code, struct json_out *j)
{
    const struct lint *l = lint_find(str_of(code));
    if (l == NULL || l->precedent[0] == '\0')
        return;
    json_key(j, "precedent");
    json_obj_begin(j);
    json_key_c(j, "case", l->precedent);
    json_key_c(j, "source", l->source);
    json_obj_end(j);
}

/* What would mend it: bytes of the source, and what they become. */
static void put_edits(const struct diagnostic *f, struct json_out *j)
{
    json_key(j, "edits");
    json_arr_begin(j);
    for (uint32_t i = 0; i < f->n_edits; i++) {
        json_obj_begin(j);
        json_key_int(j, "offset", f->edits[i].offset);
        json_key_int(j, "length", f->edits[i].length);
        json_key_text(j, "text", f->edits[i].text);
        json_obj_end(j);
    }
    json_arr_end(j);
}

void diagnostics_print_json(const struct diagnostics *d, str file, str source,
                            struct json_out *j)
{
    json_arr_begin(j);
    for (uint32_t i = 0; i < d->n; i++) {
        const struct diagnostic *f = &d->v[i];
        json_obj_begin(j);
        json_key_c(j, "code", f->code);
        json_key_c(j, "severity", severity_name(f->severity));
        json_key_text(j, "file", file);
        json_key_int(j, "line", f->line);
        json_key_int(j, "column", f->column);
        json_key_int(j, "length", (int64_t)length_chars(f, source));
        json_key_text(j, "message", f->message);
        json_key_text(j, "why", f->why);
        json_key_text(j, "hint", f->hint);
        put_case(f->code, j);
        if (f->waived.n > 0)
            json_key_text(j, "waived", f->waived);
        if (f->n_edits > 0)
            put_edits(f, j);
        json_obj_end(j);
    }
    json_arr_end(j);
}

/* --- SARIF -------------------------------------------------------------------
 */

/* A path as a relative URI reference (RFC 3986). */
static void put_uri(struct buf *out, str path)
{
    static const char plain[] = "-._~/";
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool keep = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') ||
                    (c != 0 && c < 0x80 && strchr(plain, c) != NULL);
        if (keep)
            buf_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

static void json_text_obj(struct json_out *j, const char *key, str text)
{
    json_key(j, key);
    json_obj_begin(j);
    json_key_text(j, "text", text);
    json_obj_end(j);
}

/* Each code that occurs, in the order of first occurrence. */
static void sarif_rules(const struct diagnostics *d, struct json_out *j)
{
    json_key(j, "rules");
    json_arr_begin(j);
    for (uint32_t i = 0; i < d->n; i++) {
        const struct diagnostic *f = &d->v[i];
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = strcmp(d->v[k].code, f->code) == 0;
        if (seen)
            continue;
        const struct diag_code *row = diag_code_find(f->code);
        json_obj_begin(j);
        json_key_c(j, "id", f->code);
        if (lang_lint_title(str_of(f->code)).n > 0)
            json_text_obj(j, "shortDescription",
                          lang_lint_title(str_of(f->code)));
        if (row != NULL && row->why[0] != '\0')
            json_text_obj(j, "fullDescription", str_of(row->why));
        if (row != NULL && row->hint[0] != '\0')
            json_text_obj(j, "help", str_of(row->hint));
        if (is_lint(f)) {
            json_key(j, "properties");
            json_obj_begin(j);
            put_case(f->code, j);
            json_obj_end(j);
        }
        json_obj_end(j);
    }
    json_arr_end(j);
}

/* SARIF 2.1.0, 3.55: what would mend it, by byte. */
static void sarif_fix(const struct diagnostic *f, str uri, struct json_out *j)
{
    json_key(j, "fixes");
    json_arr_begin(j);
    json_obj_begin(j);
    json_text_obj(j, "description", f->hint);
    json_key(j, "artifactChanges");
    json_arr_begin(j);
    json_obj_begin(j);
    json_key(j, "artifactLocation");
    json_obj_begin(j);
    json_key_text(j, "uri", uri);
    json_obj_end(j);
    json_key(j, "replacements");
    json_arr_begin(j);
    for (uint32_t i = 0; i < f->n_edits; i++) {
        json_obj_begin(j);
        json_key(j, "deletedRegion");
        json_obj_begin(j);
        json_key_int(j, "byteOffset", f->edits[i].offset);
        json_key_int(j, "byteLength", f->edits[i].length);
        json_obj_end(j);
        json_text_obj(j, "insertedContent", f->edits[i].text);
        json_obj_end(j);
    }
    json_arr_end(j);
    json_obj_end(j);
    json_arr_end(j);
    json_obj_end(j);
    json_arr_end(j);
}

static void sarif_result(const struct diagnostic *f, str uri, str source,
                         struct json_out *j)
{
    json_obj_begin(j);
    json_key_c(j, "ruleId", f->code);
    json_key_c(j, "level", severity_name(f->severity));
    json_text_obj(j, "message", f->message);
    json_key(j, "locations");
    json_arr_begin(j);
    json_obj_begin(j);
    json_key(j, "physicalLocation");
    json_obj_begin(j);
    json_key(j, "artifactLocation");
    json_obj_begin(j);
    json_key_text(j, "uri", uri);
    json_obj_end(j);
    json_key(j, "region");
    json_obj_begin(j);
    json_key_int(j, "startLine", f->line);
    json_key_int(j, "startColumn", f->column);
    str at = str_sub(source, f->offset, (size_t)f->offset + f->length);
    if (str_find_char(at, '\n') == at.n)
        json_key_int(j, "endColumn",
                     (int64_t)(f->column + length_chars(f, source)));
    json_key_int(j, "byteOffset", f->offset);
    json_key_int(j, "byteLength", f->length);
    json_obj_end(j);
    json_obj_end(j);
    json_obj_end(j);
    json_arr_end(j);
    if (f->waived.n > 0) {
        json_key(j, "suppressions");
        json_arr_begin(j);
        json_obj_begin(j);
        json_key_c(j, "kind", "inSource");
        json_key_text(j, "justification", f->waived);
        json_obj_end(j);
        json_arr_end(j);
    }
    if (f->n_edits > 0)
        sarif_fix(f, uri, j);
    json_obj_end(j);
}

void diagnostics_print_sarif(const struct diagnostics *d, str file, str source,
                             struct buf *out)
{
    struct json_out j;
    struct buf uri;
    buf_init(&uri, out->arena, LIMIT_LINE_BYTES);
    put_uri(&uri, file);
    json_init(&j, out, 2);
    json_obj_begin(&j);
    json_key_c(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_key_c(&j, "version", "2.1.0");
    json_key(&j, "runs");
    json_arr_begin(&j);
    json_obj_begin(&j);
    json_key(&j, "tool");
    json_obj_begin(&j);
    json_key(&j, "driver");
    json_obj_begin(&j);
    json_key_c(&j, "name", "truce");
    sarif_rules(d, &j);
    json_obj_end(&j);
    json_obj_end(&j);
    json_key_c(&j, "columnKind", "unicodeCodePoints");
    json_key(&j, "results");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < d->n; i++)
        sarif_result(&d->v[i], buf_view(&uri), source, &j);
    json_arr_end(&j);
    json_obj_end(&j);
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
}
