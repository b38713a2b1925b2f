/* app/node_import.c: a table becomes reports, in the browser.
 *
 *     /import           a table is sent, perhaps with a mapping
 *     /import/columns   what its columns mean: a form, which becomes a mapping
 *     /import/check     what would be made, and what is wrong with which cell;
 *                       then it is entered, or the mapping is kept
 *
 * Table and mapping wait in files (draft.h); every page is made of them anew,
 * and what has been entered is seen by looking into the case, so that a form
 * that is sent twice enters everything once. Who may report may import, and for
 * the same source alone. */
#include "app/node_int.h"

#include "app/casefile_int.h"
#include "app/draft.h"
#include "base/html.h"
#include "facts/import.h"

enum { SHOWN = 20 };
static const char urlencoded[] = "application/x-www-form-urlencoded";

static err go_to(struct ask *q, const char *path)
{
    ask_go_to(q, str_of(path));
    return OK;
}

static err read_draft(struct ask *q, enum draft_part part, str *out,
                      bool *there)
{
    return draft_get(q->cx, q->a, q->n->o->agreement, q->who->name, part, out,
                     there);
}

static err keep_draft(struct ask *q, enum draft_part part, str bytes)
{
    return draft_put(q->cx, q->a, q->n->o->agreement, q->who->name, part,
                     bytes);
}

static void drop_draft(struct ask *q, enum draft_part part)
{
    draft_drop(q->cx, q->a, q->n->o->agreement, q->who->name, part);
}

static err no_table(struct ask *q)
{
    return fail_hint(q->cx, ERR_NOT_FOUND, "begin on the page /import",
                     "no table waits here");
}

/* --- The table
 * --------------------------------------------------------------- */

static err begin(struct ask *q)
{
    struct web_import d = {.bytes = 0};
    struct import_table t;
    str bytes;
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, mapping_names(q->cx, q->a, q->n->o->agreement, &d.mappings,
                             &d.n_mappings));
    TRY(q->cx, read_draft(q, DRAFT_TABLE, &bytes, &d.has_table));
    if (d.has_table) {
        TRY(q->cx, import_table_read(q, bytes, 0, &t));
        d.bytes = bytes.n;
        d.columns = t.n_columns;
    }
    return web_import(q->cx, &q->view, &d, q->out);
}

/* A mapping that comes with the table, by name or as a file; else none. */
static err sent_mapping(struct ask *q, str *out)
{
    const struct form_field *file = form_file(&q->form, "mapping");
    const struct mapping *m;
    str kept = ask_field(q, "kept");
    *out = STR("");
    if (kept.n > 0)
        return mapping_kept(q->cx, q->a, q->n->o->agreement, kept, out);
    if (file == NULL || file->value.n == 0)
        return OK;
    *out = file->value;
    q->wrong_field = STR("mapping");
    TRY(q->cx, mapping_read(q->cx, q->a, STR("the mapping"), *out, &m));
    q->wrong_field = STR("");
    return OK;
}

static err take_table(struct ask *q)
{
    const struct form_field *file = form_file(&q->form, "table");
    struct import_table t;
    str mapping;
    if (file == NULL || file->value.n == 0)
        return fail_hint(q->cx, ERR_INPUT, "choose one and send it",
                         "no table was sent");
    TRY(q->cx, import_table_read(q, file->value, 0, &t));
    TRY(q->cx, sent_mapping(q, &mapping));
    TRY(q->cx, keep_draft(q, DRAFT_TABLE, file->value));
    drop_draft(q, DRAFT_FORM);
    drop_draft(q, DRAFT_MAPPING);
    if (mapping.n == 0)
        return go_to(q, "/import/columns");
    TRY(q->cx, keep_draft(q, DRAFT_MAPPING, mapping));
    return go_to(q, "/import/check");
}

static err do_begin(struct ask *q)
{
    str what = ask_field(q, "do");
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, ask_must(q, MAY_REPORT, q->who->of));
    if (str_eq(what, STR("take")))
        return take_table(q);
    if (!str_eq(what, STR("drop")))
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    for (int i = 0; i < N_DRAFT_PARTS; i++)
        drop_draft(q, (enum draft_part)i);
    return go_to(q, "/import");
}

/* --- What its columns mean
 * --------------------------------------------------- */

static char delimiter_typed(const struct ask *q)
{
    str s = import_typed(q, "delimiter");
    for (size_t i = 0; web_import_delimiters[i].name != NULL; i++)
        if (str_eq(s, str_of(web_import_delimiters[i].name)))
            return web_import_delimiters[i].sign;
    return 0;
}

static err read_table(struct ask *q, struct import_table *t)
{
    str bytes;
    bool there;
    TRY(q->cx, read_draft(q, DRAFT_TABLE, &bytes, &there));
    if (!there)
        return no_table(q);
    return import_table_read(q, bytes, delimiter_typed(q), t);
}

static err show_columns(struct ask *q, const struct import_table *t,
                        const struct web_import_cells *cells, uint32_t n)
{
    const struct web_import_columns d = {.columns = t->columns,
                                         .n_columns = t->n_columns,
                                         .rows = t->rows,
                                         .n_rows = t->n_rows,
                                         .delimiter = t->delimiter,
                                         .table = t->hash,
                                         .cells = cells,
                                         .n_cells = n};
    return web_import_columns(q->cx, &q->view, &d, q->out);
}

/* The form as it was filled in last. */
static err read_form(struct ask *q)
{
    struct form form;
    struct web_form *typed;
    str bytes;
    bool there;
    TRY(q->cx, read_draft(q, DRAFT_FORM, &bytes, &there));
    if (!there)
        return OK;
    TRY(q->cx, form_read(q->cx, q->a, str_of(urlencoded), bytes, &form));
    TRY(q->cx, ask_keep_typed(q, &form, &typed));
    q->view.form = typed;
    return OK;
}

static err columns(struct ask *q)
{
    struct import_table t;
    const struct web_import_cells *cells;
    uint32_t n;
    if (q->view.form == NULL)
        TRY(q->cx, read_form(q));
    TRY(q->cx, read_table(q, &t));
    err e = import_cells_read(q, &t, &cells, &n);
    if (e.code == ERR_INPUT) { /* what was sent says so already */
        fault_clear(q->cx);
        n = 0;
        e = OK;
    }
    TRY(q->cx, e);
    return show_columns(q, &t, cells, n);
}

static err keep_form(struct ask *q)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (size_t i = 0; i < q->view.form->n; i++) {
        if (i > 0)
            buf_char(&b, '&');
        url_part(&b, q->view.form->fields[i].name);
        buf_char(&b, '=');
        url_part(&b, q->view.form->fields[i].value);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    return keep_draft(q, DRAFT_FORM, buf_view(&b));
}

/* Whether the page did not ask yet what the cells of these columns mean. */
static bool must_ask(const struct ask *q, const struct web_import_cells *cells,
                     uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        char name[40];
        int64_t column;
        snprintf(name, sizeof name, "asked-%s",
                 web_import_fields[cells[i].field].name);
        if (!str_int(import_typed(q, name), 0, UINT32_MAX, &column) ||
            column != cells[i].column)
            return true;
    }
    return !str_eq(import_typed(q, "delimiter"),
                   import_typed(q, "delimiter-was"));
}

static err do_columns(struct ask *q)
{
    struct import_table t;
    struct web_form *typed;
    const struct web_import_cells *cells;
    const struct mapping *m;
    uint32_t n;
    struct buf b;
    if (!str_eq(q->part[1], STR("columns")))
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, ask_must(q, MAY_REPORT, q->who->of));
    TRY(q->cx, ask_keep_typed(q, &q->form, &typed));
    q->view.form = typed;
    TRY(q->cx, read_table(q, &t));
    if (!str_eq(import_typed(q, "table"), t.hash))
        return fail_hint(q->cx, ERR_CONFLICT, "Look at it, and send it again.",
                         "another table has been sent since");
    TRY(q->cx, import_cells_read(q, &t, &cells, &n));
    if (must_ask(q, cells, n))
        return show_columns(q, &t, cells, n);
    buf_init(&b, q->a, SIZE_MAX);
    TRY(q->cx, import_form_print(q, &t, cells, n, &b));
    TRY(q->cx, mapping_read(q->cx, q->a, STR("the mapping"), buf_view(&b), &m));
    TRY(q->cx, keep_form(q));
    TRY(q->cx, keep_draft(q, DRAFT_MAPPING, buf_view(&b)));
    return go_to(q, "/import/check");
}

/* --- What would be made
 * ------------------------------------------------------ */

struct known {
    const struct app_case *c;
    struct map ids; /* -> fact */
};

static err known_init(struct ask *q, struct known *k)
{
    struct fact buffer;
    k->c = q->n->c;
    map_init(&k->ids, q->a, q->cx);
    for (uint32_t i = 0; i < k->c->report.n_facts; i++)
        TRY_ROOM(
            q->cx, q->a,
            map_put(&k->ids, engine_fact(k->c->engine, i, &buffer)->id, i));
    return OK;
}

/* Who entered it and when does not count: the same table may be imported twice,
 * by two people. */
static enum import_seen seen(void *self, const struct fact *f)
{
    const struct known *k = self;
    struct fact buffer, copy = *f;
    uint64_t at;
    if (!map_get(&k->ids, f->id, &at))
        return IMPORT_NEW;
    const struct fact *there = engine_fact(k->c->engine, (uint32_t)at, &buffer);
    copy.recorded = there->recorded;
    return facts_compare(&copy, there) == 0 ? IMPORT_SAME : IMPORT_OTHER;
}

struct checked {
    str mapping;
    struct import_result result;
    struct buf lines;
};

static err run_draft(struct ask *q, struct checked *out)
{
    const struct mapping *m;
    struct known known;
    char room[40];
    str table, now;
    bool there;
    TRY(q->cx, read_draft(q, DRAFT_TABLE, &table, &there));
    if (there)
        TRY(q->cx, read_draft(q, DRAFT_MAPPING, &out->mapping, &there));
    if (!there)
        return no_table(q);
    TRY(q->cx, mapping_read(q->cx, q->a, STR("the mapping"), out->mapping, &m));
    TRY(q->cx, known_init(q, &known));
    TRY(q->cx, casefile_now(q->cx, room, &now));
    const struct import_own own = {.source = q->who->of,
                                   .author = q->who->name,
                                   .recorded = now,
                                   .seen = seen,
                                   .self = &known};
    const struct import_how how = {
        .ag = q->n->c->ag, .own = &own, .show = SHOWN};
    buf_init(&out->lines, q->a, SIZE_MAX);
    TRY(q->cx,
        import_run(q->cx, q->a, m, table, &how, &out->lines, &out->result));
    return buf_finish(q->cx, &out->lines);
}

static err check(struct ask *q)
{
    struct checked c;
    TRY(q->cx, run_draft(q, &c));
    const struct web_import_check d = {.r = &c.result, .mapping = c.mapping};
    return web_import_check(q->cx, &q->view, &d, q->out);
}

static err do_check(struct ask *q)
{
    struct checked c;
    uint64_t entered;
    char what[64];
    str action = ask_field(q, "do");
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, ask_must(q, MAY_REPORT, q->who->of));
    TRY(q->cx, run_draft(q, &c));
    if (str_eq(action, STR("keep"))) {
        q->wrong_field = STR("name");
        TRY(q->cx, mapping_keep(q->cx, q->a, q->n->o->agreement,
                                ask_field(q, "name"), c.mapping));
        return go_to(q, "/import");
    }
    if (!str_eq(action, STR("enter")))
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    if (c.result.records == 0) /* it was sent twice */
        return go_to(q, "/import/check");
    TRY(q->cx, ask_enter_lines(q, buf_view(&c.lines), &entered));
    int n = snprintf(what, sizeof what, "%llu reports of a table",
                     (unsigned long long)entered);
    TRY(q->cx, ask_note(q, (str){what, n < 0 ? 0 : (size_t)n}));
    return go_to(q, "/import/check");
}

static err step(struct ask *q)
{
    TRY(q->cx, node_need_record(q));
    if (str_eq(q->part[1], STR("columns")))
        return columns(q);
    if (str_eq(q->part[1], STR("check")))
        return check(q);
    return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
}

static err do_step(struct ask *q)
{
    return str_eq(q->part[1], STR("check")) ? do_check(q) : do_columns(q);
}

static const struct form_route routes[] = {
    {{"import", 1, begin, NULL, "", "A table is sent, to become reports."},
     MAY_REPORT,
     do_begin},
    {{"import", 2, step, NULL, "",
      "/import/columns: what a table's columns mean; /import/check: what would "
      "be made of it."},
     MAY_REPORT,
     do_step},
};

const struct form_table node_import_routes = {routes, COUNT_OF(routes)};
