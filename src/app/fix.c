/* app/fix.c: see fix.h. */
#include "app/fix.h"

#include "app/agreement.h"
#include "base/limits.h"

#include <inttypes.h>
#include <stdlib.h>

/* --- A diff of lines
 * ---------------------------------------------------------------- */

struct lines {
    str *v;
    uint32_t n;
};

static err split(struct cx *cx, struct arena *a, str text, struct lines *out)
{
    size_t n = 0, i = 0;
    for (size_t k = 0; k < text.n; k++)
        n += text.p[k] == '\n';
    TRY_NEW_ARRAY(cx, a, n + 1, out->v);
    out->n = 0;
    while (i < text.n) {
        size_t len = str_find_char(str_sub(text, i, text.n), '\n');
        out->v[out->n++] = str_sub(text, i, i + len);
        i += len + 1;
    }
    return OK;
}

/* One line of a diff: kept, dropped or added. */
struct change {
    char sign;
    str line;
    uint32_t from, to; /* lines before it */
};

struct diff {
    struct change *v;
    uint32_t n;
};

static void push(struct diff *d, char sign, str line, uint32_t from,
                 uint32_t to)
{
    d->v[d->n++] = (struct change){sign, line, from, to};
}

/* Beyond this the differing middle is told as a whole: a table of it would be
 * larger than the texts that `--fix` is for. */
enum { TABLE_CELLS = 4 * 1024 * 1024 };

/* The longest common lines of the middles, by the table of their lengths. */
static err middle(struct cx *cx, struct arena *a, const struct lines *x,
                  const struct lines *y, uint32_t from, uint32_t nx,
                  uint32_t ny, struct diff *d)
{
    uint32_t i = 0, k = 0;
    uint16_t *table = NULL;
    size_t w = (size_t)ny + 1;
    bool whole = nx >= UINT16_MAX || ny >= UINT16_MAX ||
                 ((size_t)nx + 1) * w > TABLE_CELLS;
    if (!whole) {
        TRY_NEW_ARRAY(cx, a, ((size_t)nx + 1) * w, table);
        for (uint32_t p = nx; p-- > 0;)
            for (uint32_t q = ny; q-- > 0;) {
                uint16_t down = table[(p + 1) * w + q],
                         right = table[p * w + q + 1];
                table[p * w + q] =
                    str_eq(x->v[from + p], y->v[from + q])
                        ? (uint16_t)(table[(p + 1) * w + q + 1] + 1)
                    : down > right ? down
                                   : right;
            }
    }
    while (i < nx || k < ny) {
        bool both = i < nx && k < ny;
        if (!whole && both && str_eq(x->v[from + i], y->v[from + k])) {
            push(d, ' ', x->v[from + i], from + i, from + k);
            i++;
            k++;
        } else if (i < nx && (whole || k == ny ||
                              table[(i + 1) * w + k] >= table[i * w + k + 1])) {
            push(d, '-', x->v[from + i], from + i, from + k);
            i++;
        } else {
            push(d, '+', y->v[from + k], from + i, from + k);
            k++;
        }
    }
    return OK;
}

static void hunk(const struct diff *d, uint32_t first, uint32_t last,
                 struct buf *out)
{
    uint32_t from = 0, to = 0;
    for (uint32_t i = first; i < last; i++) {
        from += d->v[i].sign != '+';
        to += d->v[i].sign != '-';
    }
    buf_printf(out, "@@ -%" PRIu32 ",%" PRIu32 " +%" PRIu32 ",%" PRIu32 " @@\n",
               d->v[first].from + (from > 0), from, d->v[first].to + (to > 0),
               to);
    for (uint32_t i = first; i < last; i++) {
        buf_char(out, d->v[i].sign);
        buf_safe(out, d->v[i].line);
        buf_char(out, '\n');
    }
}

err app_text_diff(struct cx *cx, struct arena *a, str name, str from, str to,
                  struct buf *out)
{
    enum { CONTEXT = 3 };
    struct lines x, y;
    struct diff d = {NULL, 0};
    uint32_t head = 0, tail = 0;
    if (str_eq(from, to))
        return OK;
    TRY(cx, split(cx, a, from, &x));
    TRY(cx, split(cx, a, to, &y));
    TRY_NEW_ARRAY(cx, a, (size_t)x.n + y.n, d.v);
    while (head < x.n && head < y.n && str_eq(x.v[head], y.v[head])) {
        push(&d, ' ', x.v[head], head, head);
        head++;
    }
    while (tail < x.n - head && tail < y.n - head &&
           str_eq(x.v[x.n - 1 - tail], y.v[y.n - 1 - tail]))
        tail++;
    TRY(cx,
        middle(cx, a, &x, &y, head, x.n - head - tail, y.n - head - tail, &d));
    for (uint32_t i = 0; i < tail; i++)
        push(&d, ' ', x.v[x.n - tail + i], x.n - tail + i, y.n - tail + i);
    buf_c(out, "--- ");
    buf_safe(out, name);
    buf_c(out, "\n+++ ");
    buf_safe(out, name);
    buf_c(out, "\n");
    for (uint32_t i = 0; i < d.n;) {
        uint32_t first, last, kept = 0;
        if (d.v[i].sign == ' ') {
            i++;
            continue;
        }
        first = i > CONTEXT ? i - CONTEXT : 0;
        for (last = i; last < d.n && kept <= 2 * CONTEXT; last++)
            kept = d.v[last].sign == ' ' ? kept + 1 : 0;
        last -= kept > CONTEXT ? kept - CONTEXT : 0;
        hunk(&d, first, last, out);
        i = last;
    }
    return OK;
}

/* --- Edits
 * -------------------------------------------------------------------------- */

static int by_offset(const void *x, const void *y)
{
    const struct text_edit *a = x, *b = y;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static err apply(struct cx *cx, struct arena *a, str source,
                 const struct diagnostic *f, str *out)
{
    struct text_edit *v;
    struct buf b;
    size_t at = 0;
    TRY_NEW_ARRAY(cx, a, f->n_edits, v);
    memcpy(v, f->edits, f->n_edits * sizeof *v);
    qsort(v, f->n_edits, sizeof *v, by_offset);
    buf_init(&b, a, LIMIT_TEXT_BYTES);
    for (uint32_t i = 0; i < f->n_edits; i++) {
        if (NEVER(v[i].offset < at || v[i].offset > source.n))
            return fail(cx, ERR_BUG, "edits that overlap");
        buf_str(&b, str_sub(source, at, v[i].offset));
        buf_str(&b, v[i].text);
        at = (size_t)v[i].offset + v[i].length;
    }
    buf_str(&b, str_sub(source, at, source.n));
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err review(struct cx *cx, struct arena *a, const char *path, str source,
                  struct app_agreement *out)
{
    TRY(cx, app_compile_agreement(cx, a, path, source, NULL, 0, out));
    return app_review_agreement(cx, a, out);
}

/* Mistakes of the text, which no edit may add to. */
static uint32_t mistakes(const struct diagnostics *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n; i++)
        n += d->v[i].code[0] == 'E';
    return n;
}

static bool has(const struct diagnostics *d, const struct diagnostic *f)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (strcmp(d->v[i].code, f->code) == 0 &&
            str_eq(d->v[i].message, f->message))
            return true;
    return false;
}

static err in_layout(struct cx *cx, struct arena *a,
                     const struct app_agreement *g, str *out)
{
    struct buf b;
    buf_init(&b, a, 4 * (size_t)LIMIT_TEXT_BYTES);
    lang_print(g->ast, &b);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* Tries what is proposed for one finding; *better is false if that does not
 * mend it. */
static err attempt(struct cx *cx, struct arena *a, const char *path,
                   const struct app_agreement *g, uint32_t i, bool layout,
                   struct app_agreement *next, bool *better)
{
    const struct diagnostic *f = &g->diagnostics.v[i];
    str text;
    *better = false;
    TRY(cx, apply(cx, a, g->source, f, &text));
    TRY(cx, review(cx, a, path, text, next));
    if (mistakes(&next->diagnostics) > mistakes(&g->diagnostics) ||
        has(&next->diagnostics, f))
        return OK;
    if (layout) {
        TRY(cx, in_layout(cx, a, next, &text));
        TRY(cx, review(cx, a, path, text, next));
    }
    *better = true;
    return OK;
}

static err refuse(struct cx *cx, struct arena *a, struct diagnostics *d,
                  const struct diagnostic *f)
{
    if ((d->n & (d->n - 1)) == 0) {
        size_t have = d->n, want = have == 0 ? 1 : have * 2;
        struct diagnostic *v =
            arena_grow(a, d->v, have * sizeof *v, want * sizeof *v);
        if (v == NULL)
            return arena_fail(cx, a);
        d->v = v;
    }
    d->v[d->n++] = *f;
    return OK;
}

err app_fix(struct cx *cx, struct arena *a, const char *path, struct buf *out,
            struct fix_result *result)
{
    /* one finding a round; what an edit opens is mended in the next ones */
    enum { ROUNDS = 100 };
    struct app_agreement g, next;
    str first, printed;
    TRY(cx, app_load_agreement(cx, a, path, NULL, 0, &g));
    TRY(cx, app_review_agreement(cx, a, &g));
    first = g.source;
    TRY(cx, in_layout(cx, a, &g, &printed));
    struct diagnostics refused = {0}; /* proposals that did not mend */
    bool layout = str_eq(printed, first), better = true;
    *result = (struct fix_result){.mended = 0};
    for (int round = 0; better && round < ROUNDS; round++) {
        better = false;
        for (uint32_t i = 0; i < g.diagnostics.n && !better; i++) {
            const struct diagnostic *f = &g.diagnostics.v[i];
            if (f->n_edits == 0 || f->waived.n > 0 || has(&refused, f))
                continue;
            TRY(cx, attempt(cx, a, path, &g, i, layout, &next, &better));
            if (!better)
                TRY(cx, refuse(cx, a, &refused, f));
        }
        if (better) {
            g = next;
            result->mended++;
        }
    }
    result->source = g.source;
    result->errors = g.diagnostics.errors;
    return app_text_diff(cx, a, str_of(path), first, g.source, out);
}
