/* tests/random/engine_run.c: the engine, driven with a case. */
#include "tests/random/random.h"

#include <stdio.h>
#include <stdlib.h>

static void must(struct cx *cx, err e, const char *what)
{
    if (!is_ok(e)) {
        fprintf(stderr, "%s fails: %s\n", what, cx->fault.message);
        abort();
    }
}

struct telling { /* what engine_changes told last */
    struct cx *cx;
    struct arena *a;
    const struct agreement *ag;
    struct change *v;
    uint32_t n, cap;
    const struct change *last; /* of the last call */
    uint32_t n_last;
};

static bool is_row(const struct change *x, int clause, int bearer, str instance)
{
    return x->clause == clause && x->bearer == bearer &&
           str_eq(x->instance, instance);
}

static void tell(struct telling *t, struct engine *e, instant clock,
                 bool *consistent)
{
    struct change *new_ones;
    uint32_t n;
    must(t->cx, engine_changes(t->cx, e, clock, t->a, &new_ones, &n),
         "engine_changes");
    t->last = new_ones;
    t->n_last = n;
    for (uint32_t i = 0; i < n; i++) {
        struct change *old = NULL;
        for (uint32_t k = 0; k < t->n; k++)
            if (is_row(&t->v[k], new_ones[i].clause, new_ones[i].bearer,
                       new_ones[i].instance))
                old = &t->v[k];
        if (old == NULL) {
            if (t->n == t->cap) {
                struct change *v =
                    arena_alloc_array(t->a, t->cap * 2 + 64, sizeof *v);
                if (v == NULL)
                    abort();
                if (t->n > 0)
                    memcpy(v, t->v, t->n * sizeof *v);
                t->v = v;
                t->cap = t->cap * 2 + 64;
            }
            old = &t->v[t->n++];
        } else if (old->to != new_ones[i].from) {
            *consistent = false; /* it did not say what lay between */
        }
        *old = new_ones[i];
        if (!arena_dup_str(t->a, new_ones[i].instance, &old->instance))
            abort();
    }
}

/* What was told last of one bearer is in the order of its rows. A row that now
 * waits may be there for the sake of some account alone, and is passed over. */
static bool in_order(const struct telling *t, const struct verdicts *v)
{
    uint32_t before = 0;
    for (uint32_t k = 0; k < t->n_last; k++) {
        const struct change *x = &t->last[k];
        uint32_t i = 0;
        if (k == 0 || x->clause != x[-1].clause || x->bearer != x[-1].bearer)
            before = 0;
        while (i < v->n &&
               !is_row(x, v->v[i].clause, v->v[i].bearer, v->v[i].instance))
            i++;
        if (x->to == ST_WAITING)
            continue;
        if (i < before || i == v->n)
            return false;
        before = i;
    }
    return true;
}

static bool same_numbers(const uint32_t *a, uint32_t n, const uint32_t *b,
                         uint32_t m)
{
    return n == m && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static bool same_view(const struct account_view *a,
                      const struct account_view *b)
{
    return a->account == b->account && a->arises == b->arises &&
           a->has_due == b->has_due && a->due_lo == b->due_lo &&
           a->due_hi == b->due_hi && a->status == b->status &&
           a->fig.lo == b->fig.lo && a->fig.hi == b->fig.hi &&
           a->fig.may == b->fig.may && a->required == b->required &&
           same_numbers(a->reports, a->n_reports, b->reports, b->n_reports);
}

static bool same_verdict(const struct verdict *a, const struct verdict *b)
{
    bool same =
        a->clause == b->clause && a->bearer == b->bearer &&
        str_eq(a->instance, b->instance) && a->has_window == b->has_window &&
        a->window_from == b->window_from && a->window_to == b->window_to &&
        a->has_due == b->has_due && a->due_lo == b->due_lo &&
        a->due_hi == b->due_hi && a->has_met == b->has_met &&
        a->met_from == b->met_from && a->met_to == b->met_to &&
        a->status == b->status && a->label_status == b->label_status &&
        a->marks == b->marks && a->sure == b->sure &&
        a->possible == b->possible && a->required == b->required &&
        a->before == b->before && a->unattributed == b->unattributed &&
        a->accounts_differ == b->accounts_differ &&
        a->on_status == b->on_status && a->waits_for == b->waits_for &&
        a->covering == b->covering && a->n_accounts == b->n_accounts &&
        same_numbers(a->reports, a->n_reports, b->reports, b->n_reports);
    for (uint32_t i = 0; same && i < a->n_accounts; i++)
        same = same_view(&a->accounts[i], &b->accounts[i]);
    return same;
}

/* Whether some rows of the clause and bearer of v[i], as they are asked for
 * alone, are those of the whole status. */
static bool has_rows(const struct telling *t, struct engine *e, instant clock,
                     const struct verdicts *v, uint32_t i, struct dice *d)
{
    struct rows_wanted w = {.clause = v->v[i].clause,
                            .bearer = v->v[i].bearer,
                            .first = (uint32_t)dice(d, 3),
                            .most = (uint32_t)dice(d, 6)};
    struct verdicts some;
    uint32_t total, count = 0, given = 0;
    if (chance(d, 60))
        w.statuses = (uint64_t)1 << v->v[i].status |
                     (uint64_t)1 << v->v[(uint32_t)dice(d, (int)v->n)].status;
    must(t->cx, engine_rows(t->cx, e, clock, &w, t->a, &some, &total),
         "engine_rows");
    for (uint32_t k = 0; k < v->n; k++) {
        if (v->v[k].clause != w.clause || v->v[k].bearer != w.bearer ||
            (w.statuses != 0 && (w.statuses >> v->v[k].status & 1) == 0))
            continue;
        if (count >= w.first && count - w.first < w.most) {
            if (given >= some.n || !same_verdict(&v->v[k], &some.v[given]))
                return false;
            given++;
        }
        count++;
    }
    return count == total && given == some.n && some.n_phases == v->n_phases &&
           some.at == v->at;
}

static bool same_series(const struct series *a, const struct series *b)
{
    bool same = a->clause == b->clause && a->bearer == b->bearer &&
                memcmp(a->by_status, b->by_status, sizeof a->by_status) == 0 &&
                a->need == b->need && a->sure == b->sure &&
                a->possible == b->possible && a->n_accounts == b->n_accounts;
    for (uint32_t i = 0; same && i < a->n_accounts; i++)
        same = same_view(&a->accounts[i], &b->accounts[i]);
    return same;
}

/* Whether the runs say where the rows of each clause are, and how many of each
 * status. */
static bool has_runs(const struct telling *t, const struct verdicts *v)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->ag->n_clauses; i++) {
        const struct clause_run *r = &v->runs[i];
        uint32_t by_status[N_STATUS] = {0};
        if (r->from != at)
            return false;
        for (; at < v->n && v->v[at].clause == (int)i; at++)
            by_status[v->v[at].status]++;
        if (r->to != at || memcmp(by_status, r->by_status, sizeof by_status))
            return false;
    }
    return at == v->n;
}

/* Whether what is kept of all verdicts is the status. */
static bool is_current(const struct telling *t, struct engine *e, instant clock,
                       const struct verdicts *v)
{
    struct verdicts now;
    struct series *series;
    uint32_t n;
    must(t->cx, engine_current(t->cx, e, clock, &now), "engine_current");
    must(t->cx, engine_series(t->cx, e, &now, NONE, t->a, &series, &n),
         "engine_series");
    bool same = now.n == v->n && n == v->n_series && now.at == v->at &&
                now.in_force == v->in_force && now.force == v->force &&
                now.day1 == v->day1 && now.n_phases == v->n_phases &&
                has_runs(t, &now) && has_runs(t, v);
    for (uint32_t i = 0; same && i < v->n; i++)
        same = same_verdict(&now.v[i], &v->v[i]);
    for (uint32_t i = 0; same && i < n; i++)
        same = same_series(&series[i], &v->series[i]);
    for (uint32_t i = 0; same && i < v->n_phases; i++) {
        const struct phase_view *x = &now.phases[i], *y = &v->phases[i];
        same = x->phase == y->phase && x->started == y->started &&
               x->has_end == y->has_end && x->start == y->start &&
               x->end == y->end && x->extended_days == y->extended_days;
    }
    return same;
}

/* Whether what was told so far, and the tally, are the status at that time,
 * which is made anew from all records; and so are some rows of it. */
static bool agrees(const struct telling *t, struct engine *e, instant clock,
                   struct dice *d)
{
    struct verdicts v;
    struct tally *tally;
    uint32_t n;
    must(t->cx, engine_tally(t->cx, e, clock, t->a, &tally, &n),
         "engine_tally");
    must(t->cx, engine_status(t->cx, e, clock, t->a, &v), "engine_status");
    bool same = in_order(t, &v) && is_current(t, e, clock, &v);
    for (int i = 0; i < 3 && v.n > 0; i++)
        same =
            same && has_rows(t, e, clock, &v, (uint32_t)dice(d, (int)v.n), d);
    for (uint32_t i = 0; i < v.n; i++) {
        enum status told = ST_WAITING;
        for (uint32_t k = 0; k < t->n; k++)
            if (is_row(&t->v[k], v.v[i].clause, v.v[i].bearer, v.v[i].instance))
                told = t->v[k].to;
        same = same && told == v.v[i].status;
    }
    for (uint32_t k = 0; k < t->n; k++) {
        bool there = t->v[k].to == ST_WAITING;
        for (uint32_t i = 0; i < v.n && !there; i++)
            there =
                is_row(&t->v[k], v.v[i].clause, v.v[i].bearer, v.v[i].instance);
        same = same && there;
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t by_status[N_STATUS] = {0};
        for (uint32_t i = 0; i < v.n; i++)
            if (v.v[i].clause == tally[k].clause &&
                (v.v[i].bearer == tally[k].bearer ||
                 v.v[i].status >= ST_JUDGED))
                by_status[v.v[i].status]++;
        for (int s = 0; s < N_STATUS; s++) /* accounts' rows only wait */
            same = same &&
                   (s == ST_WAITING ? tally[k].by_status[s] <= by_status[s]
                                    : tally[k].by_status[s] == by_status[s]);
    }
    return same;
}

static str id_of(const void *self, uint32_t n)
{
    struct fact f;
    const struct fact *p = engine_fact(self, n, &f);
    return p == NULL ? STR("?") : p->id;
}

static struct engine *filled(struct cx *cx, const struct rcase *c)
{
    struct engine *e;
    must(cx, engine_new(cx, &c->ag, &e), "engine_new");
    for (uint32_t i = 0; i < c->n_extra_accounts; i++) {
        int account;
        must(cx, engine_account(cx, e, STR("other"), STR("other"), &account),
             "engine_account");
        if (account != (int)(c->ag.n_actors + i))
            abort();
    }
    for (uint32_t i = 0; i < c->n_sources; i++) {
        int source;
        must(cx,
             engine_source(cx, e, c->sources[i].id, c->sources[i].name,
                           c->sources[i].account, &source),
             "engine_source");
        if (source != (int)i)
            abort();
    }
    return e;
}

/* The case's facts that an explanation rests on, without one of them. */
static void rests_on(const struct rcase *c, const struct engine *e,
                     const struct explanation *x, uint32_t without, bool *only)
{
    struct fact buffer;
    memset(only, 0, c->n_facts);
    for (uint32_t k = 0; k < x->n_minimal; k++)
        for (uint32_t i = 0; k != without && i < c->n_facts; i++)
            if (str_eq(c->facts[i].id,
                       engine_fact(e, x->minimal[k], &buffer)->id))
                only[i] = true;
}

static bool explains(struct cx *cx, struct arena *a, const struct rcase *c,
                     instant at, struct engine *e, const struct verdict *v,
                     struct buf *out)
{
    struct explanation x;
    enum status st;
    struct ref_input in = rcase_input(c);
    bool *only = arena_alloc_array(a, c->n_facts + 1, sizeof *only);
    if (only == NULL)
        abort();
    must(cx,
         engine_explain(cx, e, at, v->clause, v->bearer, v->instance, a, &x),
         "engine_explain");
    const struct verdict *w = &x.verdict;
    const char *why = NULL;
    if (w->status != v->status || w->marks != v->marks || w->sure != v->sure ||
        w->possible != v->possible || w->required != v->required ||
        w->n_reports != v->n_reports || w->has_due != v->has_due ||
        w->due_hi != v->due_hi || w->n_accounts != v->n_accounts ||
        w->unattributed != v->unattributed || w->covering != v->covering)
        why = "explains another verdict";
    for (uint32_t k = 0; why == NULL && k < v->n_accounts; k++) {
        const struct account_view *p = &v->accounts[k], *s = &w->accounts[k];
        if (p->account != s->account || p->status != s->status ||
            p->fig.lo != s->fig.lo || p->fig.hi != s->fig.hi ||
            p->fig.may != s->fig.may || p->required != s->required ||
            p->n_reports != s->n_reports || s->n_left != 0)
            why = "explains another verdict of an account";
    }
    rests_on(c, e, &x, UINT32_MAX, only);
    bool there = ref_rests_on(cx, &in, at, v->clause, v->bearer, v->instance,
                              only, a, &st);
    if (there && why == NULL && st != v->status)
        why = "the reports that it rests on give another status";
    for (uint32_t k = 0; there && why == NULL && k < x.n_minimal; k++) {
        rests_on(c, e, &x, k, only);
        if (ref_rests_on(cx, &in, at, v->clause, v->bearer, v->instance, only,
                         a, &st) &&
            st == v->status)
            why = "a report that it rests on is not needed";
    }
    if (why == NULL)
        return true;
    buf_printf(out, "%s %.*s: %s, resting on", "", STR_ARG(v->instance), why);
    struct fact buffer;
    for (uint32_t k = 0; k < x.n_minimal; k++)
        buf_printf(out, " %.*s",
                   STR_ARG(engine_fact(e, x.minimal[k], &buffer)->id));
    buf_printf(out, " of clause %d: %.*s\n", v->clause,
               STR_ARG(status_name(v->status)));
    return false;
}

str explained_text(struct cx *cx, struct arena *a, const struct rcase *c,
                   instant at)
{
    struct engine *e = filled(cx, c);
    struct verdicts v;
    struct buf out;
    buf_init(&out, a, (size_t)1 << 20);
    size_t added;
    must(cx, engine_add_many(cx, e, c->facts, c->n_facts, &added),
         "engine_add_many");
    must(cx, engine_status(cx, e, at, a, &v), "engine_status");
    for (uint32_t i = 0; i < v.n; i++) {
        enum clause_kind k = c->ag.clauses[v.v[i].clause].kind;
        if (k == CLAUSE_DUTY || k == CLAUSE_BAN || k == CLAUSE_KEEP)
            explains(cx, a, c, at, e, &v.v[i], &out);
    }
    engine_free(e);
    return buf_view(&out);
}

static void add(const struct telling *t, struct engine *e, const struct fact *f,
                bool twice, bool *told)
{
    bool dup;
    must(t->cx, engine_add(t->cx, e, f, &dup), "engine_add");
    if (!twice)
        return;
    must(t->cx, engine_add(t->cx, e, f, &dup), "engine_add again");
    *told = *told && dup;
}

/* The clock goes on as records come, at times to where a record begins or
 * ends, or jumps to and fro. */
static void arrive(struct telling *t, struct engine *e, const struct rcase *c,
                   instant clock, const struct run *r, struct dice *d,
                   bool *told)
{
    bool on = r->changes && chance(d, 60);
    instant back = on ? 21600 * (instant)(4 + dice(d, 50)) : 0;
    for (uint32_t i = 0; i < c->n_facts; i++) {
        add(t, e, &c->facts[r->order[i]], r->changes && chance(d, 10), told);
        if (!r->changes || !chance(d, on ? 60 : 30))
            continue;
        if (on)
            back -= 7200 * (instant)dice(d, 13);
        else
            back = (instant)dice(d, 12) * 43200;
        back = back < 0 ? 0 : back;
        const struct fact *near = &c->facts[dice(d, (int)c->n_facts)];
        instant edge = chance(d, 50) ? near->to_ - 1 : near->from;
        if (on && chance(d, 40) && edge >= clock - back && edge <= clock)
            back = clock - edge;
        tell(t, e, clock - back, told);
        if (chance(d, 50) && !agrees(t, e, clock - back, d))
            *told = false;
    }
}

static int by_time(const void *a, const void *b)
{
    instant x = *(const instant *)a, y = *(const instant *)b;
    return x < y ? -1 : x > y;
}

/* Most records are there; then the clock alone goes on, from one second at
 * which something may change to another. The last records come late. */
static void walk(struct telling *t, struct engine *e, const struct rcase *c,
                 instant clock, const struct run *r, struct dice *d, bool *told)
{
    instant stops[28];
    struct verdicts v;
    uint32_t late = chance(d, 40) ? (uint32_t)dice(d, 4) : 0, n = 0, i = 0;
    for (; i + late < c->n_facts; i++)
        add(t, e, &c->facts[r->order[i]], false, told);
    must(t->cx, engine_status(t->cx, e, clock, t->a, &v), "engine_status");
    /* All stops of a few records and rows. */
    for (int k = 0; k < 6 && c->n_facts > 0; k++) {
        const struct fact *f = &c->facts[dice(d, (int)c->n_facts)];
        const instant at[] = {f->from, f->to_ - 1, f->to_};
        memcpy(stops + n, at, sizeof at);
        n += COUNT_OF(at);
    }
    for (int k = 0; k < 4 && c->n_facts > 0; k++)
        stops[n++] = c->facts[dice(d, (int)c->n_facts)].effective;
    for (int k = 0; k < 3 && v.n > 0; k++) {
        const struct verdict *row = &v.v[dice(d, (int)v.n)];
        stops[n++] = row->due_hi;
        stops[n++] = row->due_hi + 1;
    }
    qsort(stops, n, sizeof *stops, by_time);
    for (uint32_t k = 0; k < n; k++) {
        if (i < c->n_facts && chance(d, 25))
            add(t, e, &c->facts[r->order[i++]], false, told);
        if (stops[k] > clock || stops[k] < INSTANT_MIN)
            continue;
        tell(t, e, stops[k], told);
        if (!agrees(t, e, stops[k], d))
            *told = false;
    }
    for (; i < c->n_facts; i++)
        add(t, e, &c->facts[r->order[i]], false, told);
}

str engine_text(struct cx *cx, struct arena *a, const struct rcase *c,
                instant at, const struct run *r, bool *told_out)
{
    struct engine *e;
    struct verdicts v;
    struct buf out;
    struct dice d = {r->salt};
    struct telling t = {.cx = cx, .a = a, .ag = &c->ag};
    bool told = true;
    e = filled(cx, c);
    instant clock = at == INSTANT_MAX
                        ? ref_latest(&(struct ref_input){.facts = c->facts,
                                                         .n_facts = c->n_facts})
                        : at;
    if (r->order == NULL && !r->changes) {
        size_t added;
        must(cx, engine_add_many(cx, e, c->facts, c->n_facts, &added),
             "engine_add_many");
    } else if (r->walk) {
        walk(&t, e, c, clock, r, &d, &told);
    } else {
        arrive(&t, e, c, clock, r, &d, &told);
    }
    if (r->changes) {
        tell(&t, e, clock, &told);
        told = told && agrees(&t, e, clock, &d);
    }
    must(cx, engine_status(cx, e, at, a, &v), "engine_status");
    for (uint32_t i = 0; r->changes && i < v.n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < t.n; k++)
            if (is_row(&t.v[k], v.v[i].clause, v.v[i].bearer,
                       v.v[i].instance)) {
                found = true;
                if (t.v[k].to != v.v[i].status)
                    told = false;
            }
        if (!found && v.v[i].status != ST_WAITING)
            told = false;
    }
    buf_init(&out, a, (size_t)64 << 20);
    struct show s = {cx, c, id_of, e, r->map, r->sorted, r->pretty};
    verdicts_print(&s, &v, a, &out);
    must(cx, buf_finish(cx, &out), "printing");
    engine_free(e);
    if (told_out != NULL)
        *told_out = told;
    return buf_view(&out);
}
