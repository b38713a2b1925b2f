/* app/node_pages.c: the pages of the agreement, its reports and its record, and
 * the same for programs. */
#include "app/node_int.h"

#include "app/agreement.h"
#include "base/html.h"
#include "base/utf8.h"

#include <inttypes.h>

/* --- The pages -------------------------------------------------------------
 */

static err today(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_today t = {0};
    struct fact buffer;
    VEC(uint32_t) news = {0};
    change_vec changes;
    instant at = c->verdicts.at;
    struct civil_span day;
    TRY(q->cx, node_changes(q->cx, q->n, &day, &changes));
    for (uint32_t i = 0;; i++) {
        i = case_recorded_from(c, i, day.begin);
        if (i >= c->report.n_facts)
            break;
        const struct fact *f = engine_fact(c->engine, i, &buffer);
        if (f->recorded >= day.begin && f->recorded <= at && !c->gone[i])
            TRY_ROOM(q->cx, q->a, vec_push(q->a, &news, i));
    }
    t.changes = changes.p;
    t.n_changes = (uint32_t)changes.n;
    t.news = news.p;
    t.n_news = (uint32_t)news.n;
    TRY(q->cx, node_incident_todo(q, &t));
    TRY(q->cx, node_today_path(q, day.begin, &t));
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

/* show=met: only those of one status. */
static err read_only(struct ask *q, struct web_clause *k)
{
    struct buf rest;
    str show, reading;
    TRY(q->cx, param(q, "show", &show));
    TRY(q->cx, param(q, "reading", &reading));
    if (show.n == 0)
        return OK;
    while (k->status < N_STATUS && !str_eq(status_name(k->status), show))
        k->status = (enum status)(k->status + 1);
    if (k->status == N_STATUS)
        return fail(q->cx, ERR_INPUT, "show: there is no such status");
    k->only = true;
    buf_init(&rest, q->a, SIZE_MAX);
    buf_c(&rest, "show=");
    url_part(&rest, show);
    if (reading.n > 0) {
        buf_c(&rest, "&reading=");
        url_part(&rest, reading);
    }
    TRY(q->cx, buf_finish(q->cx, &rest));
    k->rest = buf_view(&rest);
    return OK;
}

static bool is_listed(const struct clause *cl, str label, str reading)
{
    return str_eq(cl->label, label) &&
           (reading.n == 0 || str_eq(cl->reading, reading));
}

/* The occasions of the label, OCCASIONS a page, in order of time. */
static err occasions(struct ask *q, struct web_clause *k)
{
    enum { OCCASIONS = 500 };
    const struct verdicts *x = &q->n->c->verdicts;
    const struct clause *all = q->n->c->ag->clauses;
    uint32_t *rows, n = 0, at = 0;
    str label = all[k->clause].label, reading;
    TRY(q->cx, read_only(q, k));
    TRY(q->cx, param(q, "reading", &reading));
    for (uint32_t i = 0; i < q->n->c->ag->n_clauses; i++)
        if (is_listed(&all[i], label, reading))
            n += k->only ? x->runs[i].by_status[k->status]
                         : x->runs[i].to - x->runs[i].from;
    TRY(q->cx, page_of(q, n, OCCASIONS, &k->page, &k->pages));
    uint32_t from = (k->page - 1) * OCCASIONS;
    TRY_NEW_ARRAY(q->cx, q->a, OCCASIONS, rows);
    for (uint32_t i = 0; i < q->n->c->ag->n_clauses; i++) {
        if (!is_listed(&all[i], label, reading))
            continue;
        for (uint32_t r = x->runs[i].from; r < x->runs[i].to; r++) {
            if (k->only && x->v[r].status != k->status)
                continue;
            if (at >= from && at - from < OCCASIONS)
                rows[k->n++] = r;
            at++;
        }
    }
    k->rows = rows;
    return OK;
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
    for (uint32_t i = 0; i < n; i++) {
        TRY(q->cx, case_clause_meaning(c, k.clause + (int)i, &meaning[i]));
        TRY(q->cx, node_series(q->cx, q->n, k.clause + (int)i));
    }
    k.text = case_clause_text(c, &all[k.clause]);
    k.meaning = meaning;
    k.n_meaning = n;
    TRY(q->cx, occasions(q, &k));
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

static err brief_day(struct app_case *c, void *self,
                     const struct report_day *day)
{
    struct ask *q = self;
    (void)c;
    web_calendar_brief_day(&q->view, day, q->out);
    return OK;
}

static bool is_large(const struct ask *q)
{
    return q->n->c->report.n_facts > q->cx->limits.daily_reports;
}

/* rows=2: the chart's second page. */
static err chart_page(struct ask *q, uint32_t *rows)
{
    str text;
    int64_t n = 1;
    TRY(q->cx, param(q, "rows", &text));
    if (text.n > 0 && !str_int(text, 1, INT32_MAX, &n))
        return fail(q->cx, ERR_INPUT, "rows: that is no page");
    *rows = (uint32_t)n;
    return OK;
}

/* What changed on a day is on the first page, as of that day. */
static err large_calendar(struct ask *q)
{
    enum { A_PAGE = 31 };
    struct app_case *c = q->n->c;
    uint32_t n, page, pages, rows;
    TRY(q->cx, case_days(c, &n));
    TRY(q->cx, page_of(q, n, A_PAGE, &page, &pages));
    uint32_t first = (page - 1) * A_PAGE;
    TRY(q->cx, chart_page(q, &rows));
    TRY(q->cx, web_calendar_begin(q->cx, &q->view, rows, page, q->out));
    web_calendar_is_large(&q->view, q->out);
    TRY(q->cx,
        case_each_day_brief(c, first, n - first < A_PAGE ? n - first : A_PAGE,
                            brief_day, q));
    return web_calendar_end(q->cx, &q->view, rows, page, pages, q->out);
}

static err calendar(struct ask *q)
{
    struct app_case *c = q->n->c;
    uint32_t rows;
    instant at = c->at;
    if (is_large(q))
        return large_calendar(q);
    TRY(q->cx, chart_page(q, &rows));
    TRY(q->cx, web_calendar_begin(q->cx, &q->view, rows, 1, q->out));
    c->at = c->verdicts.at; /* no day after it */
    err e = case_each_day(c, NULL, NULL, true, calendar_day, q);
    c->at = at;
    TRY(q->cx, e);
    return web_calendar_end(q->cx, &q->view, rows, 1, 1, q->out);
}

/* --- Reports
 * -------------------------------------------------------------------
 */

/* Words to look for, folded once. */
struct needle {
    str folded;
    bool ascii; /* then bytes can be compared as they are */
    const bool *acts, *zones, *items; /* whose names have the words */
};

static bool is_ascii(str s)
{
    uint64_t eight, all = 0;
    size_t i = 0;
    for (; i + sizeof eight <= s.n; i += sizeof eight) {
        memcpy(&eight, s.p + i, sizeof eight);
        all |= eight;
    }
    for (; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return (all & 0x8080808080808080) == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool has_ascii(str s, str needle)
{
    if (needle.n == 0)
        return true;
    char first = needle.p[0];
    char other = first >= 'a' && first <= 'z' ? (char)(first - 32) : first;
    for (size_t i = 0; i + needle.n <= s.n; i++) {
        size_t k = 1;
        if (s.p[i] != first && s.p[i] != other)
            continue;
        while (k < needle.n && lower(s.p[i + k]) == needle.p[k])
            k++;
        if (k == needle.n)
            return true;
    }
    return false;
}

/* Whether the words stand in a text, without case. */
static err is_in(struct ask *q, const struct needle *x, str s, bool *out)
{
    str folded;
    if (*out || s.n == 0)
        return OK;
    if (is_ascii(s)) {
        *out = x->ascii && has_ascii(s, x->folded);
        return OK;
    }
    struct arena_mark mark = arena_mark(q->cx->scratch);
    TRY(q->cx, utf8_fold(q->cx, q->cx->scratch, s, &folded));
    *out = str_find(folded, x->folded) < folded.n;
    arena_rewind(q->cx->scratch, mark);
    return OK;
}

static err needle_of(struct ask *q, str words, struct needle *x)
{
    const struct agreement *ag = q->n->c->ag;
    bool *acts, *zones, *items;
    TRY(q->cx, utf8_fold(q->cx, q->a, words, &x->folded));
    x->ascii = is_ascii(x->folded);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)ag->n_acts + 1, acts);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)ag->n_zones + 1, zones);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)ag->n_items + 1, items);
    for (uint32_t i = 0; i < ag->n_acts; i++)
        TRY(q->cx, is_in(q, x, ag->acts[i].done, &acts[i]));
    for (uint32_t i = 0; i < ag->n_zones; i++)
        TRY(q->cx, is_in(q, x, ag->zones[i].name, &zones[i]));
    for (uint32_t i = 0; i < ag->n_items; i++)
        TRY(q->cx, is_in(q, x, ag->items[i].name, &items[i]));
    x->acts = acts;
    x->zones = zones;
    x->items = items;
    return OK;
}

/* Whether the words stand in what is shown of a report. */
static err has_words(struct ask *q, const struct needle *x, uint32_t n,
                     const struct glance *f, bool *out)
{
    struct app_case *c = q->n->c;
    struct report_shown s = {0};
    *out = x->folded.n == 0 || (f->act != NONE && x->acts[f->act]) ||
           (f->zone != NONE && x->zones[f->zone]) ||
           (f->item != NONE && x->items[f->item]);
    if (*out)
        return OK;
    c->report.shown(c, n, &s);
    TRY(q->cx, is_in(q, x, f->id, out));
    TRY(q->cx, is_in(q, x, s.note, out));
    TRY(q->cx, is_in(q, x, s.label, out));
    TRY(q->cx, is_in(q, x, f->text, out));
    return is_in(q, x, s.url, out);
}

err node_find_source(struct ask *q, str id, int *out)
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

/* All of them, newest first. */
static err all_reports(struct ask *q, uint32_t **facts, uint32_t *n)
{
    *n = q->n->c->report.n_facts;
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)*n + 1, *facts);
    for (uint32_t i = 0; i < *n; i++)
        (*facts)[i] = *n - 1 - i;
    return OK;
}

/* Of which day (or hour, or other span) reports are asked for: any, if it is
 * not said. */
static err asked_day(struct ask *q, str *text, struct civil_span *out)
{
    *out = (struct civil_span){INSTANT_MIN, INSTANT_MAX};
    TRY(q->cx, param(q, "day", text));
    if (text->n == 0)
        return OK;
    return civil_span_parse(q->cx, *text, q->n->c->tz, out, NULL);
}

/* Whether the query asks for all that there is. */
static bool asks_for_all(const struct ask *q, str words, str source, str day)
{
    return words.n == 0 && source.n == 0 && day.n == 0 &&
           case_was_known(q->n->c, q->n->c->verdicts.at);
}

err node_find_reports(struct ask *q, uint32_t **facts, uint32_t *n)
{
    struct app_case *c = q->n->c;
    str key;
    struct glance f;
    struct needle needle;
    str words, id, day;
    int source;
    struct civil_span span;
    VEC(uint32_t) found = {0};
    TRY(q->cx, param(q, "q", &words));
    TRY(q->cx, param(q, "source", &id));
    TRY(q->cx, node_find_source(q, id, &source));
    TRY(q->cx, asked_day(q, &day, &span));
    if (asks_for_all(q, words, id, day))
        return all_reports(q, facts, n);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &key,
                          "reports %d %" PRId64 " %" PRId64 " %" PRId64 " %.*s",
                          source, c->verdicts.at, span.begin, span.end,
                          STR_ARG(words)));
    if (node_held_facts(q, key, facts, n))
        return OK;
    TRY(q->cx, needle_of(q, words, &needle));
    for (uint32_t i = c->report.n_facts; i-- > 0;) {
        bool fits;
        engine_glance(c->engine, i, &f);
        if ((source != NONE && f.source != source) ||
            f.recorded > c->verdicts.at || f.from < span.begin ||
            f.from >= span.end)
            continue;
        TRY(q->cx, has_words(q, &needle, i, &f, &fits));
        if (fits)
            TRY_ROOM(q->cx, q->a, vec_push(q->a, &found, i));
    }
    *facts = found.p;
    *n = (uint32_t)found.n;
    node_hold_facts(q, key, *facts, *n);
    return OK;
}

/* The facts of one page. */
static err page_of_reports(struct ask *q, struct web_reports *r, str source)
{
    bool all = asks_for_all(q, r->words, source, r->day);
    uint32_t *found;
    if (all)
        r->of = q->n->c->report.n_facts;
    else
        TRY(q->cx, node_find_reports(q, &found, &r->of));
    TRY(q->cx, page_number(q, r->of, &r->page, &r->pages));
    uint32_t from = (r->page - 1) * ROWS;
    r->n = r->of - from < ROWS ? r->of - from : ROWS;
    if (all) {
        TRY_NEW_ARRAY(q->cx, q->a, (size_t)r->n + 1, found);
        for (uint32_t i = 0; i < r->n; i++)
            found[i] = r->of - 1 - from - i;
        from = 0;
    }
    r->facts = found + from;
    return OK;
}

static err reports(struct ask *q)
{
    struct web_reports r = {.n_sources = q->n->c->n_sources};
    str source;
    struct buf rest;
    TRY(q->cx, param(q, "q", &r.words));
    TRY(q->cx, param(q, "source", &source));
    TRY(q->cx, node_find_source(q, source, &r.source));
    TRY(q->cx, param(q, "day", &r.day));
    TRY(q->cx, page_of_reports(q, &r, source));
    buf_init(&rest, q->a, SIZE_MAX);
    if (r.words.n > 0) {
        buf_c(&rest, "q=");
        url_part(&rest, r.words);
    }
    if (source.n > 0) {
        buf_c(&rest, rest.n > 0 ? "&source=" : "source=");
        url_part(&rest, source);
    }
    if (r.day.n > 0) {
        buf_c(&rest, rest.n > 0 ? "&day=" : "day=");
        url_part(&rest, r.day);
    }
    TRY(q->cx, buf_finish(q->cx, &rest));
    r.rest = buf_view(&rest);
    return web_reports(q->cx, &q->view, &r, q->out);
}

static err report(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_files files;
    str id;
    uint32_t n;
    TRY(q->cx, param(q, "id", &id));
    if (!engine_find(c->engine, id, &n))
        return fail(q->cx, ERR_NOT_FOUND, "there is no report \"%.*s\"",
                    STR_ARG(id));
    TRY(q->cx, node_files(q, false, &files));
    return web_report(q->cx, &q->view, n, &files, q->out);
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

/* Which report an entry holds: its line is the entry's number. */
static void name_entries(struct app_case *c, struct rows *r)
{
    struct fact buffer;
    for (uint32_t i = 0; i < c->lines.n; i++) {
        uint64_t number = c->lines.p[i];
        if (r->v.n == 0 || number < r->v.p[r->v.n - 1].number ||
            number > r->v.p[0].number)
            continue;
        struct web_entry *e = &r->v.p[r->v.p[0].number - number];
        if (e->number == number &&
            str_eq(case_file_of(c, i), str_of(c->o->agreement)))
            e->id = engine_fact(c->engine, i, &buffer)->id;
    }
}

err node_need_record(struct ask *q)
{
    if (q->n->c->record.log != NULL)
        return OK;
    return fail_hint(q->cx, ERR_NOT_FOUND, "truce init makes a case",
                     "these are files; only a case has a record");
}

err node_need_log(struct ask *q)
{
    TRY(q->cx, node_need_record(q));
    if (ask_sees_all(q))
        return OK;
    return fail_hint(q->cx, ERR_DENIED,
                     "what you may read of it stands under Reports",
                     "the log tells how much there is that your role may not "
                     "read");
}

uint64_t node_entries(const struct ask *q)
{
    const struct app_case *c = q->n->c;
    uint64_t all = log_size(c->record.log);
    return all < c->below ? all : c->below;
}

static err record(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_record w = {0};
    struct rows r = {.q = q};
    TRY(q->cx, node_need_log(q));
    w.size = node_entries(q);
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

/* What has to be mended first, what the text waives last. */
static int weight_of(const struct diagnostic *d)
{
    if (d->waived.n > 0)
        return 3;
    return d->severity == SEV_ERROR ? 0 : d->severity == SEV_WARNING ? 1 : 2;
}

/* The findings of that weight and of the check of number `i`, where that is the
 * first of them: those of one check stand together. */
static void take_like(const struct diagnostics *d, uint32_t i, int weight,
                      const struct diagnostic **v, uint32_t *n)
{
    for (uint32_t k = 0; k < d->n; k++) {
        if (weight_of(&d->v[k]) != weight ||
            strcmp(d->v[k].code, d->v[i].code) != 0)
            continue;
        if (k < i)
            return;
        v[(*n)++] = &d->v[k];
    }
}

err node_findings(struct ask *q, struct web_finding **out, uint32_t *n)
{
    struct app_case *c = q->n->c;
    const struct diagnostic **v;
    struct app_agreement g;
    struct web_finding *f;
    uint32_t at = 0;
    TRY(q->cx, app_compile_agreement(q->cx, q->a, c->o->agreement, c->source,
                                     c->o->choices, c->o->choices_n, &g));
    g.record = c->record.log == NULL ? NULL : &c->record;
    TRY(q->cx, app_review_agreement(q->cx, q->a, &g));
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)g.diagnostics.n + 1, f);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)g.diagnostics.n + 1, v);
    for (int weight = 0; weight < 4; weight++)
        for (uint32_t i = 0; i < g.diagnostics.n; i++)
            take_like(&g.diagnostics, i, weight, v, &at);
    for (uint32_t i = 0; i < g.diagnostics.n; i++) {
        const struct diagnostic *d = v[i];
        f[i] =
            (struct web_finding){.code = str_of(d->code),
                                 .severity = str_of(severity_name(d->severity)),
                                 .message = node_told(q, d->message),
                                 .why = d->why,
                                 .hint = d->hint,
                                 .waived = d->waived,
                                 .line = d->line};
        f[i].precedent = lang_lint_precedent(f[i].code, &f[i].source);
    }
    *out = f;
    *n = g.diagnostics.n;
    return OK;
}

static err findings(struct ask *q)
{
    struct web_finding *f;
    uint32_t n;
    TRY(q->cx, node_findings(q, &f, &n));
    return web_findings(q->cx, &q->view, f, n, q->out);
}

/* --- For programs
 * ----------------------------------------------------------------
 */

static err status_json(struct ask *q)
{
    TRY(q->cx, node_series(q->cx, q->n, NONE));
    return report_status_json(q->cx, &q->n->c->report, &q->n->c->choice,
                              q->out);
}

static err status_csv(struct ask *q)
{
    struct report_choice choice = q->n->c->choice;
    enum sheet_form form;
    TRY(q->cx, node_sheet_form(q, false, &form));
    choice.hxl = form == SHEET_HXL;
    return report_status_csv(q->cx, &q->n->c->report, &choice, q->out);
}

static err timeline_json(struct ask *q)
{
    struct app_case *c = q->n->c;
    instant at = c->at;
    if (is_large(q))
        return fail_hint(q->cx, ERR_INPUT,
                         "the calendar is paged; truce timeline prints all",
                         "there are too many reports to judge each day");
    c->at = c->verdicts.at;
    err e = case_timeline(c, NULL, NULL, CASE_JSON, q->out);
    c->at = at;
    return e;
}

/* --- Routes
 * ------------------------------------------------------------------------
 */

static const struct route routes[] = {
    {"", 0, today, NULL, "", "Where the truce stands."},
    {"agreement", 1, agreement, NULL, "show", "Every clause with its status."},
    {"clause", 2, clause, NULL, "occasion by reading show page",
     "A clause, or one occasion of it."},
    {"calendar", 1, calendar, NULL, "page rows",
     "When each act is owed; day by day."},
    {"reports", 1, reports, NULL, "q source day page", "The reports."},
    {"report", 1, report, NULL, "id", "One report."},
    {"record", 1, record, NULL, "page", "The entries of the case."},
    {"findings", 1, findings, NULL, "", "What truce check finds."},
    {"status.json", 1, status_json, TYPE_JSON, "", "As truce status --json."},
    {"status.csv", 1, status_csv, TYPE_CSV, "hxl", "As truce status --csv."},
    {"timeline.json", 1, timeline_json, TYPE_JSON, "",
     "As truce timeline --json."},
};

const struct route_table node_pages_routes = {routes, COUNT_OF(routes)};
