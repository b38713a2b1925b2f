/* app/timeline.c: `truce timeline`, the replay of `truce demo`, and the days of
 * a page.
 *
 * A day is evaluated at its last second and compared with the day before. The
 * verdicts of two neighbouring days live in two arenas, used in turn. */
#include "app/case_int.h"

#include <inttypes.h>

struct days {
    struct app_case *c;
    struct arena arena[2];
    unsigned turn;
    struct verdicts before; /* of the day before; in arena[1 - turn] */
    uint32_t *order;        /* facts as report_order() */
    uint32_t n_order, next;
    bool *about; /* by fact: it bears on the chosen clause; NULL: all do */
    change_vec changes;
    VEC(uint32_t) facts;
    VEC(int) due;
};

static err sort_facts(struct days *d)
{
    struct app_case *c = d->c;
    uint32_t n = engine_n_facts(c->engine);
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)n + 1, d->order);
    for (uint32_t i = 0; i < n; i++)
        d->order[i] = i;
    d->n_order = n;
    return report_order(c->cx, &c->report, d->order, n);
}

static bool is_shown(const struct days *d, const struct verdict *v)
{
    const struct app_case *c = d->c;
    return c->choice.clause.n == 0 ||
           str_eq(c->choice.clause, c->ag->clauses[v->clause].label);
}

static void mark(bool *about, const uint32_t *facts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        about[facts[i]] = true;
}

/* What the chosen clause looks at, and what is said of it. */
static err find_about(struct days *d)
{
    struct app_case *c = d->c;
    if (c->choice.clause.n == 0)
        return OK;
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)engine_n_facts(c->engine) + 1, d->about);
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        if (!is_shown(d, v))
            continue;
        mark(d->about, v->reports, v->n_reports);
        for (uint32_t k = 0; k < v->n_accounts; k++)
            mark(d->about, v->accounts[k].reports, v->accounts[k].n_reports);
    }
    for (size_t i = 0; i < c->links.n; i++)
        if (d->about[c->links.p[i].to])
            d->about[c->links.p[i].by] = true;
    for (size_t i = 0; i < c->notices.n; i++)
        if (str_eq(c->choice.clause,
                   c->ag->clauses[c->notices.p[i].clause].label))
            d->about[c->notices.p[i].fact] = true;
    return OK;
}

static err gather_facts(struct days *d, struct civil_span day)
{
    struct app_case *c = d->c;
    struct fact buffer;
    d->facts.n = 0;
    for (; d->next < d->n_order; d->next++) {
        uint32_t n = d->order[d->next];
        const struct fact *f = engine_fact(c->engine, n, &buffer);
        if (f->from >= day.end)
            break;
        if (f->from < day.begin || c->gone[n] ||
            (d->about != NULL && !d->about[n]))
            continue;
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &d->facts, n));
    }
    return OK;
}

static err gather_due(struct days *d, struct civil_span day)
{
    struct app_case *c = d->c;
    d->due.n = 0;
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        if (!v->has_due || v->due_hi < day.begin || v->due_hi >= day.end ||
            c->ag->clauses[v->clause].period != PERIOD_NONE || !is_shown(d, v))
            continue;
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &d->due, (int)i));
    }
    return OK;
}

static err one_day(struct days *d, struct civil_span day,
                   struct report_day *out)
{
    struct app_case *c = d->c;
    instant at = day.end - 1 < c->at ? day.end - 1 : c->at;
    TRY(c->cx, case_evaluate(c, at, &d->arena[d->turn]));
    TRY(c->cx, case_compare(c, &d->before, &d->arena[d->turn], &d->changes));
    TRY(c->cx, gather_facts(d, day));
    TRY(c->cx, gather_due(d, day));
    *out = (struct report_day){.begin = day.begin,
                               .end = day.end,
                               .changes = d->changes.p,
                               .n_changes = (uint32_t)d->changes.n,
                               .facts = d->facts.p,
                               .n_facts = (uint32_t)d->facts.n,
                               .due = d->due.p,
                               .n_due = (uint32_t)d->due.n};
    d->before = c->verdicts;
    return OK;
}

static void next_turn(struct days *d)
{
    d->turn = 1 - d->turn;
    arena_reset(&d->arena[d->turn]);
}

static err begin_days(struct app_case *c, struct days *d)
{
    *d = (struct days){.c = c};
    for (int i = 0; i < 2; i++)
        arena_init(&d->arena[i], c->cx->mem, "days",
                   c->cx->limits.document_bytes);
    TRY(c->cx, find_about(d));
    return sort_facts(d);
}

static void end_days(struct days *d)
{
    arena_release(&d->arena[0]);
    arena_release(&d->arena[1]);
}

/* First and last civil day: the truce's own, from day 1 to `at`. */
static err range(struct app_case *c, const char *from, const char *to,
                 int64_t *first, int64_t *last)
{
    instant end = c->verdicts.at;
    instant begin = c->verdicts.in_force ? c->verdicts.day1 : end;
    if (from != NULL)
        TRY(c->cx, case_parse_time(c, "--from", from, &begin));
    if (to != NULL)
        TRY(c->cx, case_parse_time(c, "--to", to, &end));
    *first = civil_days(civil_local(c->tz, begin).civil.date);
    *last = civil_days(civil_local(c->tz, end).civil.date);
    if (*last - *first > 20000)
        return fail_hint(c->cx, ERR_LIMIT, "choose with --from and --to",
                         "%" PRId64 " days are too many to list",
                         *last - *first + 1);
    return OK;
}

/* What stood before the first day that is shown. */
static err day_before(struct days *d, int64_t first)
{
    struct app_case *c = d->c;
    struct civil_span day = civil_day_span(c->tz, civil_from_days(first));
    TRY(c->cx, case_evaluate(c, day.begin - 1, &d->arena[d->turn]));
    d->before = c->verdicts;
    next_turn(d);
    return OK;
}

static err walk(struct days *d, int64_t first, int64_t last, case_day_fn *fn,
                void *self)
{
    struct app_case *c = d->c;
    for (int64_t n = first; n <= last; n++) {
        struct civil_span day = civil_day_span(c->tz, civil_from_days(n));
        struct report_day r;
        TRY(c->cx, one_day(d, day, &r));
        TRY(c->cx, fn(c, self, &r));
        next_turn(d);
    }
    return OK;
}

err case_each_day(struct app_case *c, const char *from, const char *to,
                  bool with_before, case_day_fn *fn, void *self)
{
    struct days d;
    int64_t first, last;
    TRY(c->cx, range(c, from, to, &first, &last));
    err e = begin_days(c, &d);
    if (is_ok(e) && with_before)
        e = day_before(&d, first);
    if (is_ok(e))
        e = walk(&d, first, last, fn, self);
    end_days(&d);
    return e;
}

err case_days(struct app_case *c, uint32_t *n)
{
    int64_t first, last;
    TRY(c->cx, range(c, NULL, NULL, &first, &last));
    *n = last < first ? 0 : (uint32_t)(last - first + 1);
    return OK;
}

/* A day of a large record. */
struct brief {
    struct report_day day;
    VEC(int) due;
};

/* Which of the days a moment is on; NULL: none of them. */
static struct brief *day_of(struct brief *d, uint32_t n, instant at)
{
    if (at < d[0].day.begin || at >= d[n - 1].day.end)
        return NULL;
    /* Where clocks change a day is not of 24 hours. */
    uint32_t i = (uint32_t)((at - d[0].day.begin) / 86400);
    i = i < n ? i : n - 1;
    while (at < d[i].day.begin)
        i--;
    while (at >= d[i].day.end)
        i++;
    return &d[i];
}

static void count_facts(struct app_case *c, struct brief *d, uint32_t n)
{
    struct glance f;
    for (uint32_t i = 0; i < c->report.n_facts; i++) {
        engine_glance(c->engine, i, &f);
        struct brief *on = day_of(d, n, f.from);
        if (on != NULL && f.recorded <= c->verdicts.at)
            on->day.n_facts++;
    }
}

static err collect_due(struct app_case *c, struct brief *d, uint32_t n)
{
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        if (!v->has_due || c->ag->clauses[v->clause].period != PERIOD_NONE)
            continue;
        struct brief *on = day_of(d, n, v->due_hi);
        if (on != NULL)
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &on->due, (int)i));
    }
    return OK;
}

err case_each_day_brief(struct app_case *c, uint32_t first, uint32_t n,
                        case_day_fn *fn, void *self)
{
    struct brief *d;
    int64_t from, last;
    TRY(c->cx, range(c, NULL, NULL, &from, &last));
    if (n == 0)
        return OK;
    TRY_NEW_ARRAY(c->cx, c->a, n, d);
    for (uint32_t i = 0; i < n; i++) {
        struct civil_span s =
            civil_day_span(c->tz, civil_from_days(from + first + i));
        d[i] = (struct brief){.day = {.begin = s.begin, .end = s.end}};
    }
    count_facts(c, d, n);
    TRY(c->cx, collect_due(c, d, n));
    for (uint32_t i = 0; i < n; i++) {
        d[i].day.due = d[i].due.p;
        d[i].day.n_due = (uint32_t)d[i].due.n;
        TRY(c->cx, fn(c, self, &d[i].day));
    }
    return OK;
}

/* --- Timeline --------------------------------------------------------------
 */

struct print {
    struct json_out *json; /* NULL: text */
    struct buf *out;
};

static err print_day(struct app_case *c, void *self, const struct report_day *r)
{
    struct print *p = self;
    if (p->json != NULL)
        report_day_json(&c->report, r, p->json);
    else if (r->n_changes + r->n_facts + r->n_due > 0)
        return report_day_text(c->cx, &c->report, &c->choice, r, p->out);
    return OK;
}

err case_timeline(struct app_case *c, const char *from, const char *to,
                  enum case_format format, struct buf *out)
{
    struct json_out j;
    struct print p = {NULL, out};
    int64_t first, last;
    TRY(c->cx, range(c, from, to, &first, &last)); /* before a word is said */
    if (format == CASE_JSON) {
        p.json = &j;
        json_init(&j, out, 1);
        json_obj_begin(&j);
        json_key_text(&j, "agreement", c->ag->title);
        json_key(&j, "days");
        json_arr_begin(&j);
    } else {
        buf_safe(out, c->ag->title);
        buf_char(out, '\n');
    }
    TRY(c->cx, case_each_day(c, from, to, true, print_day, &p));
    if (format == CASE_JSON) {
        json_arr_end(&j);
        json_obj_end(&j);
        buf_char(out, '\n');
    }
    return OK;
}

/* --- Replay ----------------------------------------------------------------
 */

struct replay {
    void (*pause)(void *self);
    void *self;
    struct buf *out;
};

static err replay_day(struct app_case *c, void *self,
                      const struct report_day *r)
{
    struct replay *p = self;
    if (r->n_changes == 0)
        return OK;
    TRY(c->cx, report_replay_line(c->cx, &c->report, &c->choice, r, p->out));
    if (p->pause != NULL)
        p->pause(p->self);
    return OK;
}

err case_replay(struct app_case *c, void (*pause)(void *self), void *self,
                struct buf *out)
{
    struct replay p = {pause, self, out};
    buf_safe(out, c->ag->title);
    buf_c(out, ", day by day\n");
    report_replay_legend(&c->choice, out);
    TRY(c->cx, case_each_day(c, NULL, NULL, false, replay_day, &p));
    TRY(c->cx, case_evaluate(c, c->at, c->a));
    struct report_choice choice = c->choice;
    choice.last = true;
    return report_status_text(c->cx, &c->report, &choice, out);
}
