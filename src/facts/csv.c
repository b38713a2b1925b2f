/* facts/csv.c: see csv.h. */
#include "facts/csv.h"

#include "base/cx.h"
#include "base/utf8.h"
#include "base/vec.h"

void csv_init(struct csv *c, str bytes, char delimiter)
{
    *c = (struct csv){.bytes = bytes, .line = 1, .delimiter = delimiter};
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        c->pos = 3;
}

typedef VEC(str) cell_vec;

struct row_state {
    struct csv *c;
    struct csv_row *row;
    size_t cell;
    const char *end;
};

static void wrong(struct row_state *s, const char *at, const char *what,
                  const char *hint)
{
    const char *begin = s->c->bytes.p + s->c->pos;
    s->row->wrong = what;
    s->row->hint = hint;
    s->row->wrong_cell = s->cell;
    s->row->wrong_line = s->row->line;
    for (const char *p = begin; (p = memchr(p, '\n', (size_t)(at - p))) != NULL;
         p++)
        s->row->wrong_line++;
}

/* A cell in quotes, *p behind the first one. false: wrong. */
static err quoted(struct cx *cx, struct arena *a, struct row_state *s,
                  const char **p, str *out, bool *good)
{
    const char *begin = *p, *q = begin;
    size_t doubled = 0;
    *good = false;
    for (;;) {
        q = memchr(q, '"', (size_t)(s->end - q));
        if (q == NULL) {
            wrong(s, begin, "this quote is not closed",
                  "close it, or double a quote that belongs to the text");
            return OK;
        }
        if (q + 1 == s->end || q[1] != '"')
            break;
        doubled++;
        q += 2;
    }
    *p = q + 1;
    *good = true;
    *out = (str){begin, (size_t)(q - begin)};
    if (doubled == 0)
        return OK;
    char *copy = arena_alloc(a, out->n - doubled);
    if (copy == NULL)
        return arena_fail(cx, a);
    size_t n = 0;
    for (const char *r = begin; r < q; r++) {
        copy[n++] = *r;
        if (*r == '"')
            r++;
    }
    *out = (str){copy, n};
    return OK;
}

static err read_row(struct cx *cx, struct arena *a, struct row_state *s,
                    cell_vec *cells, const char **at, bool *good)
{
    const char *p = *at;
    *good = false;
    for (;; s->cell++) {
        str cell;
        if (s->cell == CSV_CELLS) {
            wrong(s, p, "a row of more than 1000 cells",
                  "is the delimiter right?");
            return OK;
        }
        if (p < s->end && *p == '"') {
            bool closed;
            p++;
            TRY(cx, quoted(cx, a, s, &p, &cell, &closed));
            if (!closed)
                return OK;
            if (p < s->end && *p != s->c->delimiter && *p != '\n' &&
                !(*p == '\r' && p + 1 < s->end && p[1] == '\n') &&
                !(*p == '\r' && p + 1 == s->end)) {
                wrong(s, p, "something follows the closing quote of a cell",
                      "double a quote that belongs to the text");
                return OK;
            }
        } else {
            const char *begin = p;
            while (p < s->end && *p != s->c->delimiter && *p != '\n' &&
                   *p != '"' && *p != '\r')
                p++;
            if (p < s->end && *p == '"') {
                wrong(s, p, "a quote inside a cell without quotes",
                      "put the cell in quotes and double this one");
                return OK;
            }
            if (p < s->end && *p == '\r' && p + 1 < s->end && p[1] != '\n') {
                wrong(s, p, "a carriage return inside a row",
                      "rows end in CRLF or LF");
                return OK;
            }
            cell = (str){begin, (size_t)(p - begin)};
        }
        if (!utf8_valid(cell, NULL)) {
            wrong(s, p, "bytes that are not UTF-8", "save the file as UTF-8");
            return OK;
        }
        if (memchr(cell.p, 0, cell.n) != NULL) {
            wrong(s, p, "the character NUL",
                  "is this UTF-16? save the file as UTF-8");
            return OK;
        }
        TRY_ROOM(cx, a, vec_push(a, cells, cell));
        if (p < s->end && *p == s->c->delimiter) {
            p++;
            continue;
        }
        if (p < s->end && *p == '\r')
            p++;
        if (p < s->end && *p == '\n')
            p++;
        *at = p;
        *good = true;
        return OK;
    }
}

err csv_next(struct cx *cx, struct arena *a, struct csv *c, struct csv_row *row,
             bool *more)
{
    *row = (struct csv_row){.line = c->line};
    *more = c->pos < c->bytes.n;
    if (!*more)
        return OK;
    const char *begin = c->bytes.p + c->pos, *p = begin;
    struct row_state s = {.c = c, .row = row, .end = c->bytes.p + c->bytes.n};
    cell_vec cells = {0};
    bool good;
    TRY(cx, read_row(cx, a, &s, &cells, &p, &good));
    if (!good) { /* on at the next line: what follows is not lost */
        const char *nl = memchr(begin, '\n', (size_t)(s.end - begin));
        p = nl == NULL ? s.end : nl + 1;
    } else if (cells.n == 1 && cells.p[0].n == 0 && *begin != '"') {
        cells.n = 0;
    }
    for (const char *q = begin; (q = memchr(q, '\n', (size_t)(p - q))) != NULL;
         q++)
        c->line++;
    c->pos = (size_t)(p - c->bytes.p);
    row->cells = cells.p;
    row->n = cells.n;
    return OK;
}

static bool is_number(str s)
{
    int64_t v;
    return str_int(s, INT64_MIN, INT64_MAX, &v);
}

void csv_cell(struct buf *out, str cell, char delimiter, bool guard)
{
    bool risky = guard && cell.n > 0 &&
                 str_find_char(STR("=+-@\t\r"), cell.p[0]) < 6 &&
                 !is_number(cell);
    bool quotes = risky;
    for (size_t i = 0; i < cell.n && !quotes; i++)
        quotes = cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r' ||
                 cell.p[i] == delimiter;
    if (!quotes) {
        buf_str(out, cell);
        return;
    }
    buf_char(out, '"');
    if (risky)
        buf_char(out, '\'');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, cell.p[i]);
    }
    buf_char(out, '"');
}
