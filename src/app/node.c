/* app/node.c: what an address means, and its answer.
 *
 *     /  /agreement  /clause/LABEL  /clause/LABEL?occasion=...  /calendar
 *     /reports  /report?id=...  /record  /findings  /style.css
 *
 * and for programs /status.json, /status.csv, /timeline.json. Everything that
 * decides what is shown stands in the address: lang, at, known. */
#include "app/node.h"

#include "app/agreement.h"
#include "app/case_int.h"
#include "base/html.h"
#include "base/sys.h"
#include "base/utf8.h"
#include "web/web.h"

#include <inttypes.h>

enum { PATH_PARTS = 3, ROWS = 100 };

struct node {
    const struct case_options *o;
    struct arena *a;
    struct arena room; /* of the case */
    struct app_case *c;
    struct case_options options; /* those of `c` */
    str known;                   /* "as known at" of c; empty: all */
    struct sys_file file;        /* as it stood when c was opened */
    char known_room[64];
};

/* A request taken apart. */
struct ask {
    struct cx *cx;
    struct node *n;
    struct arena *a;
    struct buf *out;
    struct node_reply *reply;
    str part[PATH_PARTS]; /* "clause", "2.1", "step 1" */
    size_t parts;
    str query;
    struct web_view view;
};

/* --- The case that is asked ------------------------------------------------
 */

static void drop(struct node *n)
{
    case_close(n->c);
    n->c = NULL;
    arena_reset(&n->room);
}

/* Opens it as it was known then. */
static err open_known(struct cx *cx, struct node *n, str known)
{
    drop(n);
    n->options = *n->o;
    n->known = STR("");
    if (known.n > 0) {
        if (!str_to_c(known, n->known_room, sizeof n->known_room))
            return fail_hint(cx, ERR_INPUT, "for instance known=2025-01-25",
                             "known: that is no time");
        n->options.known_at = n->known_room;
        n->known = str_of(n->known_room);
    }
    (void)sys_file_state(n->o->agreement, &n->file);
    return case_open(cx, &n->room, &n->options, &n->c);
}

/* Whether entries came in since it was opened. */
static bool has_grown(const struct node *n)
{
    struct sys_file now;
    return sys_file_state(n->o->agreement, &now) &&
           (now.size != n->file.size || now.inode != n->file.inode ||
            now.device != n->file.device);
}

static err case_of(struct ask *q)
{
    struct node *n = q->n;
    if (n->c != NULL && str_eq(n->known, q->view.known) && !has_grown(n))
        return OK;
    err e = open_known(q->cx, n, q->view.known);
    if (!is_ok(e) && q->view.known.n > 0) {
        /* What was asked cannot be; the case itself stands. */
        struct fault why = q->cx->fault;
        TRY(q->cx, open_known(q->cx, n, STR("")));
        q->cx->fault = why;
    }
    return e;
}

err node_open(struct cx *cx, struct arena *a, const struct case_options *o,
              struct node **out)
{
    struct node *n;
    TRY_NEW(cx, a, n);
    n->o = o;
    n->a = a;
    arena_init(&n->room, cx->mem, "case", cx->limits.document_bytes);
    *out = n;
    return open_known(cx, n, STR(""));
}

void node_close(struct node *n)
{
    if (n == NULL)
        return;
    drop(n);
    arena_release(&n->room);
}

str node_messages(const struct node *n)
{
    return n == NULL ? STR("") : case_messages(n->c);
}

str node_title(const struct node *n)
{
    return n->c->ag->title;
}

/* --- Reading an address ----------------------------------------------------
 */

static err decode(struct ask *q, str s, str *out)
{
    char *room;
    TRY_NEW_ARRAY(q->cx, q->a, s.n + 1, room);
    out->p = room;
    if (!url_decode(s, room, &out->n))
        return fail(q->cx, ERR_INPUT,
                    "the query of the address is not well formed");
    return OK;
}

/* The value of a name in the query; empty if it is not there. */
static err param_if(struct ask *q, const char *name, str *out, bool *there)
{
    str rest = q->query, item, key, value;
    *out = STR("");
    *there = false;
    while (rest.n > 0) {
        str_cut(rest, '&', &item, &rest);
        str_cut(item, '=', &key, &value);
        if (!str_eq(key, str_of(name)))
            continue;
        *there = true;
        return decode(q, value, out);
    }
    return OK;
}

static err param(struct ask *q, const char *name, str *out)
{
    bool there;
    return param_if(q, name, out, &there);
}

static void read_path(struct ask *q, str path)
{
    path = str_sub(path, 1, path.n);
    while (path.n > 0 && q->parts < PATH_PARTS)
        str_cut(path, '/', &q->part[q->parts++], &path);
}

/* The path of this page, each part escaped. */
static err keep_path(struct ask *q)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (size_t i = 0; i < q->parts; i++) {
        buf_char(&b, '/');
        url_part(&b, q->part[i]);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    if (b.n > 0)
        q->view.path = buf_view(&b);
    return OK;
}

/* The other parameters of this page, as they stand: for links to itself. */
static err keep_rest(struct ask *q)
{
    struct buf b;
    str rest = q->query, item, key, value;
    buf_init(&b, q->a, SIZE_MAX);
    while (rest.n > 0) {
        str_cut(rest, '&', &item, &rest);
        str_cut(item, '=', &key, &value);
        if (item.n == 0 || str_eq(key, STR("lang")) || str_eq(key, STR("at")) ||
            str_eq(key, STR("known")))
            continue;
        if (b.n > 0)
            buf_char(&b, '&');
        buf_str(&b, item);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    q->view.rest = buf_view(&b);
    return OK;
}

static err read_view(struct ask *q, str accept)
{
    str lang;
    TRY(q->cx, param(q, "lang", &lang));
    q->view.lang_given = web_lang_find(lang, &q->view.lang);
    if (!q->view.lang_given)
        q->view.lang = web_lang_accept(accept);
    TRY(q->cx, param(q, "at", &q->view.at));
    TRY(q->cx, param(q, "known", &q->view.known));
    q->view.at = str_trim(q->view.at);
    q->view.known = str_trim(q->view.known);
    return keep_rest(q);
}

/* The time that is looked at, and the verdicts at it. */
static err evaluate(struct ask *q)
{
    struct app_case *c = q->n->c;
    instant at = c->at;
    if (q->view.at.n > 0) {
        char text[64];
        if (!str_to_c(q->view.at, text, sizeof text))
            return fail(q->cx, ERR_INPUT, "at: that is no time");
        TRY(q->cx, case_parse_time(c, "at", text, &at));
    }
    c->report.at_given = q->view.at.n > 0;
    return case_evaluate(c, at, q->a);
}

/* --- The pages -------------------------------------------------------------
 */

static err today(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_today t = {0};
    struct verdicts now = c->verdicts, before;
    struct fact buffer;
    VEC(uint32_t) news = {0};
    change_vec changes;
    instant at = now.at;
    struct civil_span day =
        civil_day_span(c->tz, civil_local(c->tz, at).civil.date);
    TRY(q->cx, case_evaluate(c, day.begin - 1, q->a));
    before = c->verdicts;
    c->verdicts = now;
    TRY(q->cx, case_compare(c, &before, q->a, &changes));
    for (uint32_t i = 0; i < c->report.n_facts; i++) {
        const struct fact *f = engine_fact(c->engine, i, &buffer);
        if (f->recorded >= day.begin && f->recorded <= at && !c->gone[i])
            TRY_ROOM(q->cx, q->a, vec_push(q->a, &news, i));
    }
    t.changes = changes.p;
    t.n_changes = (uint32_t)changes.n;
    t.news = news.p;
    t.n_news = (uint32_t)news.n;
    return web_today(q->cx, &q->view, &t, q->out);
}

static err agreement(struct ask *q)
{
    str show;
    int64_t group = -1;
    TRY(q->cx, param(q, "show", &show));
    if (show.n > 0 && !str_int(show, 0, N_GROUPS - 1, &group))
        return fail(q->cx, ERR_INPUT, "show: there is no such group");
    return web_agreement(q->cx, &q->view, (int)group, q->out);
}

static err one_clause(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_clause k = {0};
    str *meaning;
    TRY(q->cx, case_find_clause(c, q->part[1], &k.clause));
    const struct clause *all = c->ag->clauses;
    uint32_t n = 0;
    while ((uint32_t)k.clause + n < c->ag->n_clauses &&
           str_eq(all[(uint32_t)k.clause + n].label, q->part[1]))
        n++;
    TRY_NEW_ARRAY(q->cx, q->a, n, meaning);
    for (uint32_t i = 0; i < n; i++)
        TRY(q->cx, case_clause_meaning(c, k.clause + (int)i, &meaning[i]));
    k.text = case_clause_text(c, &all[k.clause]);
    k.meaning = meaning;
    k.n_meaning = n;
    return web_clause(q->cx, &q->view, &k, q->out);
}

static err occasion(struct ask *q, str instance)
{
    struct app_case *c = q->n->c;
    str by, reading;
    int first;
    TRY(q->cx, case_find_clause(c, q->part[1], &first));
    TRY(q->cx, param(q, "by", &by));
    TRY(q->cx, param(q, "reading", &reading));
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        const struct clause *cl = &c->ag->clauses[v->clause];
        struct explanation x;
        if (!str_eq(cl->label, q->part[1]) || !str_eq(v->instance, instance) ||
            (by.n > 0 &&
             (v->bearer == NONE || !str_eq(c->ag->actors[v->bearer].id, by))) ||
            (reading.n > 0 && !str_eq(cl->reading, reading)))
            continue;
        instant at = c->at;
        c->at = c->verdicts.at; /* what engine_explain is asked for */
        err e = case_explain_one(c, v, q->a, &x);
        c->at = at;
        TRY(q->cx, e);
        /* Its accounts are those of the status. */
        x.verdict.accounts = v->accounts;
        x.verdict.n_accounts = v->n_accounts;
        return web_occasion(q->cx, &q->view, &x, q->out);
    }
    return fail(q->cx, ERR_NOT_FOUND,
                "clause %.*s has no occasion \"%.*s\" at this time",
                STR_ARG(q->part[1]), STR_ARG(instance));
}

static err clause(struct ask *q)
{
    str instance;
    bool there;
    TRY(q->cx, param_if(q, "occasion", &instance, &there));
    return there ? occasion(q, instance) : one_clause(q);
}

static err calendar_day(struct app_case *c, void *self,
                        const struct report_day *day)
{
    struct ask *q = self;
    (void)c;
    web_calendar_day(&q->view, day, q->out);
    return OK;
}

static err calendar(struct ask *q)
{
    struct app_case *c = q->n->c;
    instant at = c->at;
    web_calendar_begin(&q->view, q->out);
    c->at = c->verdicts.at; /* no day after it */
    err e = case_each_day(c, NULL, NULL, true, calendar_day, q);
    c->at = at;
    TRY(q->cx, e);
    return web_calendar_end(q->cx, &q->view, q->out);
}

/* --- Reports
 * -------------------------------------------------------------------
 */

/* Whether the words stand in what is shown of a report, without case. */
static err has_words(struct ask *q, uint32_t n, const struct fact *f, str words,
                     bool *out)
{
    struct app_case *c = q->n->c;
    struct report_shown s = {0};
    struct buf b;
    str folded;
    *out = true;
    if (words.n == 0)
        return OK;
    struct arena_mark mark = arena_mark(q->cx->scratch);
    c->report.shown(c, n, &s);
    buf_init(&b, q->cx->scratch, SIZE_MAX);
    const str parts[] = {f->id,
                         s.note,
                         s.label,
                         f->text,
                         s.url,
                         f->act == NONE ? STR("") : c->ag->acts[f->act].done,
                         f->zone == NONE ? STR("") : c->ag->zones[f->zone].name,
                         f->item == NONE ? STR("")
                                         : c->ag->items[f->item].name};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        buf_str(&b, parts[i]);
        buf_char(&b, ' ');
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    TRY(q->cx, utf8_fold(q->cx, q->cx->scratch, buf_view(&b), &folded));
    *out = str_find(folded, words) < folded.n;
    arena_rewind(q->cx->scratch, mark);
    return OK;
}

static err find_source(struct ask *q, str id, int *out)
{
    struct app_case *c = q->n->c;
    *out = NONE;
    for (uint32_t i = 0; id.n > 0 && i < c->n_sources; i++)
        if (str_eq(engine_source_at(c->engine, (int)i)->id, id)) {
            *out = (int)i;
            return OK;
        }
    if (id.n > 0)
        return fail(q->cx, ERR_NOT_FOUND, "there is no source \"%.*s\"",
                    STR_ARG(id));
    return OK;
}

static err page_number(struct ask *q, uint64_t rows, uint32_t *page,
                       uint32_t *pages)
{
    str text;
    int64_t n = 1;
    *pages = rows == 0 ? 1 : (uint32_t)((rows - 1) / ROWS + 1);
    TRY(q->cx, param(q, "page", &text));
    if (text.n > 0 && !str_int(text, 1, *pages, &n))
        return fail(q->cx, ERR_NOT_FOUND, "page: there are %" PRIu32 " pages",
                    *pages);
    *page = (uint32_t)n;
    return OK;
}

static err reports(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_reports r = {.n_sources = c->n_sources};
    struct fact buffer;
    str source, folded;
    struct buf rest;
    VEC(uint32_t) found = {0};
    TRY(q->cx, param(q, "q", &r.words));
    TRY(q->cx, param(q, "source", &source));
    TRY(q->cx, find_source(q, source, &r.source));
    TRY(q->cx, utf8_fold(q->cx, q->a, r.words, &folded));
    for (uint32_t i = c->report.n_facts; i-- > 0;) {
        const struct fact *f = engine_fact(c->engine, i, &buffer);
        bool fits;
        if ((r.source != NONE && f->source != r.source) ||
            f->recorded > c->verdicts.at)
            continue;
        TRY(q->cx, has_words(q, i, f, folded, &fits));
        if (fits)
            TRY_ROOM(q->cx, q->a, vec_push(q->a, &found, i));
    }
    TRY(q->cx, page_number(q, found.n, &r.page, &r.pages));
    uint32_t from = (r.page - 1) * ROWS;
    r.of = (uint32_t)found.n;
    r.n = r.of - from < ROWS ? r.of - from : ROWS;
    r.facts = found.p + from;
    buf_init(&rest, q->a, SIZE_MAX);
    if (r.words.n > 0) {
        buf_c(&rest, "q=");
        url_part(&rest, r.words);
    }
    if (source.n > 0) {
        buf_c(&rest, rest.n > 0 ? "&source=" : "source=");
        url_part(&rest, source);
    }
    TRY(q->cx, buf_finish(q->cx, &rest));
    r.rest = buf_view(&rest);
    return web_reports(q->cx, &q->view, &r, q->out);
}

static err report(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct fact buffer;
    str id;
    TRY(q->cx, param(q, "id", &id));
    for (uint32_t i = 0; i < c->report.n_facts; i++)
        if (str_eq(engine_fact(c->engine, i, &buffer)->id, id))
            return web_report(q->cx, &q->view, i, q->out);
    return fail(q->cx, ERR_NOT_FOUND, "there is no report \"%.*s\"",
                STR_ARG(id));
}

/* --- Record and findings ---------------------------------------------------
 */

struct rows {
    struct ask *q;
    VEC(struct web_entry) v;
};

static err keep_entry(struct cx *cx, void *self, const struct casefile_row *row)
{
    struct rows *r = self;
    struct web_entry e = {.number = row->number,
                          .witnessed = str_eq(row->state, STR("witnessed"))};
    TRY_ROOM(cx, r->q->a, arena_dup_str(r->q->a, row->type, &e.type));
    TRY_ROOM(cx, r->q->a, arena_dup_str(r->q->a, row->sender, &e.sender));
    TRY_ROOM(cx, r->q->a, arena_dup_str(r->q->a, row->made, &e.made));
    TRY_ROOM(cx, r->q->a, vec_push(r->q->a, &r->v, e));
    return OK;
}

/* Which report an entry holds: its line is the entry's number and one. */
static void name_entries(struct app_case *c, struct rows *r)
{
    struct fact buffer;
    for (size_t i = 0; i < c->shown.n; i++) {
        uint64_t number = c->shown.p[i].shown.line - 1;
        if (r->v.n == 0 || number < r->v.p[r->v.n - 1].number ||
            number > r->v.p[0].number)
            continue;
        struct web_entry *e = &r->v.p[r->v.p[0].number - number];
        if (e->number == number)
            e->id = engine_fact(c->engine, c->shown.p[i].fact, &buffer)->id;
    }
}

static err record(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_record w = {0};
    struct rows r = {.q = q};
    if (c->record.log == NULL)
        return fail_hint(q->cx, ERR_NOT_FOUND, "truce init makes a case",
                         "these are files; only a case has a record");
    w.size = log_size(c->record.log);
    TRY(q->cx, page_number(q, w.size, &w.page, &w.pages));
    uint64_t to = w.size - (uint64_t)(w.page - 1) * ROWS;
    TRY(q->cx, casefile_rows(q->cx, q->a, &c->record, to > ROWS ? to - ROWS : 0,
                             to, keep_entry, &r));
    for (size_t i = 0; i < r.v.n / 2; i++) {
        struct web_entry e = r.v.p[i];
        r.v.p[i] = r.v.p[r.v.n - 1 - i];
        r.v.p[r.v.n - 1 - i] = e;
    }
    name_entries(c, &r);
    w.entries = r.v.p;
    w.n = (uint32_t)r.v.n;
    return web_record(q->cx, &q->view, &w, q->out);
}

static str severity_name(enum severity s)
{
    return s == SEV_ERROR     ? STR("error")
           : s == SEV_WARNING ? STR("warning")
                              : STR("note");
}

static err findings(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct app_agreement g;
    struct web_finding *f;
    TRY(q->cx, app_compile_agreement(q->cx, q->a, c->o->agreement, c->source,
                                     c->o->choices, c->o->choices_n, &g));
    TRY(q->cx, app_review_agreement(q->cx, q->a, &g));
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)g.diagnostics.n + 1, f);
    for (uint32_t i = 0; i < g.diagnostics.n; i++) {
        const struct diagnostic *d = &g.diagnostics.v[i];
        f[i] = (struct web_finding){.code = str_of(d->code),
                                    .severity = severity_name(d->severity),
                                    .message = d->message,
                                    .why = d->why,
                                    .hint = d->hint,
                                    .waived = d->waived,
                                    .line = d->line};
    }
    return web_findings(q->cx, &q->view, f, g.diagnostics.n, q->out);
}

/* --- For programs
 * ----------------------------------------------------------------
 */

static err status_json(struct ask *q)
{
    q->reply->type = "application/json";
    return report_status_json(q->cx, &q->n->c->report, &q->n->c->choice,
                              q->out);
}

static err status_csv(struct ask *q)
{
    q->reply->type = "text/csv; charset=utf-8";
    return report_status_csv(q->cx, &q->n->c->report, &q->n->c->choice, q->out);
}

static err timeline_json(struct ask *q)
{
    struct app_case *c = q->n->c;
    instant at = c->at;
    q->reply->type = "application/json";
    c->at = c->verdicts.at;
    err e = case_timeline(c, NULL, NULL, CASE_JSON, q->out);
    c->at = at;
    return e;
}

/* --- Routes
 * ------------------------------------------------------------------------
 */

static const struct route {
    const char *name; /* the first part of the path */
    size_t parts;
    err (*answer)(struct ask *q);
} routes[] = {
    {"", 0, today},
    {"agreement", 1, agreement},
    {"clause", 2, clause},
    {"calendar", 1, calendar},
    {"reports", 1, reports},
    {"report", 1, report},
    {"record", 1, record},
    {"findings", 1, findings},
    {"status.json", 1, status_json},
    {"status.csv", 1, status_csv},
    {"timeline.json", 1, timeline_json},
};

static const struct route *route_of(const struct ask *q)
{
    for (size_t i = 0; i < COUNT_OF(routes); i++)
        if (routes[i].parts == q->parts &&
            (q->parts == 0 || str_eq(q->part[0], str_of(routes[i].name))))
            return &routes[i];
    return NULL;
}

static err answer(struct ask *q, const struct node_request *r)
{
    read_path(q, r->path);
    q->query = r->query;
    TRY(q->cx, read_view(q, r->language));
    if (q->parts == 1 && str_eq(q->part[0], STR("style.css"))) {
        q->reply->type = "text/css; charset=utf-8";
        q->reply->keep = true;
        buf_str(q->out, web_style());
        return buf_finish(q->cx, q->out);
    }
    const struct route *to = route_of(q);

    if (to == NULL)
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, keep_path(q));
    TRY(q->cx, case_of(q));
    q->view.c = &q->n->c->report;
    q->view.is_case = q->n->c->record.log != NULL;
    TRY(q->cx, evaluate(q));
    return to->answer(q);
}

static unsigned http_status(err e)
{
    return e.code == ERR_NOT_FOUND ? 404 : e.code == ERR_INPUT ? 400 : 500;
}

err node_answer(struct cx *cx, struct node *n, const struct node_request *r,
                struct arena *a, struct buf *body, struct node_reply *reply)
{
    struct ask q = {.cx = cx, .n = n, .a = a, .out = body, .reply = reply};
    q.view.path = STR("/");
    *reply = (struct node_reply){200, "text/html; charset=utf-8", false};
    struct arena_mark mark = arena_mark(&n->room);
    const struct app_case *before = n->c;
    err e = answer(&q, r);
    if (!is_ok(e)) {
        struct fault f = cx->fault;
        fault_clear(cx);
        reply->status = http_status(e);
        reply->type = "text/html; charset=utf-8";
        reply->keep = false;
        buf_clear(body);
        q.view.c = NULL;
        e = web_problem(cx, &q.view, reply->status, str_of(f.message),
                        str_of(f.hint), body);
    }
    /* What answering took of the case's memory goes with the answer. */
    if (n->c == before)
        arena_rewind(&n->room, mark);
    return e;
}
