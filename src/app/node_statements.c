/* app/node_statements.c: the register of public statements beside a case. It
 * is read anew for each page, and nothing of it reaches the engine. */
#include "app/node_int.h"

#include "app/statements.h"
#include "base/html.h"
#include "base/utf8.h"

struct found {
    struct statements all;
    struct web_statements w;
};

static err has_words(struct ask *q, const struct statement *s, str words,
                     bool *out)
{
    const str parts[] = {s->speaker, s->role, s->venue,  s->about,
                         s->text,    s->unit, s->source, s->outcome};
    return node_has_words(q, parts, COUNT_OF(parts), words, out);
}

static err find(struct ask *q, struct found *f)
{
    const struct node_more *m = &q->n->more;
    str kind, folded;
    VEC(struct statement) fit = {0};
    *f = (struct found){0};
    if (m->statements_n == 0)
        return fail_hint(q->cx, ERR_NOT_FOUND,
                         "truce serve --statements TABLE shows one",
                         "there is no register of statements here");
    TRY(q->cx, app_statements_read(q->cx, q->a, m->statements, m->statements_n,
                                   &f->all));
    TRY(q->cx, param(q, "kind", &kind));
    TRY(q->cx, param(q, "q", &f->w.words));
    f->w.kind = NONE;
    if (kind.n > 0) {
        enum statement_kind k;
        if (!statement_kind_find(kind, &k))
            return fail_hint(q->cx, ERR_INPUT,
                             "statement, forecast, figure or proceeding",
                             "kind: there is no \"%.*s\"", STR_ARG(kind));
        f->w.kind = (int)k;
    }
    TRY(q->cx, utf8_fold(q->cx, q->a, f->w.words, &folded));
    for (size_t i = 0; i < f->all.all.n; i++) {
        struct statement s = f->all.all.p[i];
        bool has;
        if ((f->w.kind != NONE && (int)s.kind != f->w.kind) ||
            !node_is_by_then(q, s.date))
            continue;
        if (s.has_outcome_date && !node_is_by_then(q, s.outcome_date)) {
            s.outcome = s.outcome_source = STR("");
            s.has_outcome_date = false;
        }
        TRY(q->cx, has_words(q, &s, folded, &has));
        if (has)
            TRY_ROOM(q->cx, q->a, vec_push(q->a, &fit, s));
    }
    f->w.v = fit.p;
    f->w.n = (uint32_t)fit.n;
    f->w.of = (uint32_t)f->all.all.n;
    f->w.left_out = (uint32_t)f->all.problems.n;
    return OK;
}

static err statements(struct ask *q)
{
    struct found f;
    TRY(q->cx, find(q, &f));
    return web_statements(q->cx, &q->view, &f.w, q->out);
}

static err list(struct ask *q, bool json)
{
    struct found f;
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, find(q, &f));
    TRY(q->cx, node_sheet_form(q, json, &form));
    app_statement_head(&s, q->out, form);
    for (uint32_t i = 0; i < f.w.n; i++)
        app_statement_row(&s, &f.w.v[i]);
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err statements_csv(struct ask *q)
{
    return list(q, false);
}

static err statements_json(struct ask *q)
{
    return list(q, true);
}

static const struct route routes[] = {
    {"statements", 1, statements, NULL, "kind q",
     "What was said in public; gives no status."},
    {"statements.csv", 1, statements_csv, TYPE_CSV, "kind q hxl",
     "The register of public statements."},
    {"statements.json", 1, statements_json, TYPE_JSON, "kind q",
     "The register of public statements."},
};

const struct route_table node_statements_routes = {routes, COUNT_OF(routes)};
