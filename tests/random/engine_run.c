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
    struct change *v;
    uint32_t n, cap;
};

static void tell(struct telling *t, struct engine *e, instant clock,
                 bool *consistent)
{
    struct change *new_ones;
    uint32_t n;
    must(t->cx, engine_changes(t->cx, e, clock, t->a, &new_ones, &n),
         "engine_changes");
    for (uint32_t i = 0; i < n; i++) {
        struct change *old = NULL;
        for (uint32_t k = 0; k < t->n; k++)
            if (t->v[k].clause == new_ones[i].clause &&
                t->v[k].bearer == new_ones[i].bearer &&
                str_eq(t->v[k].instance, new_ones[i].instance))
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

/* Whether what was told so far, and the tally, are the status at that time,
 * which is made anew from all records. */
static bool agrees(const struct telling *t, struct engine *e, instant clock)
{
    struct verdicts v;
    struct tally *tally;
    uint32_t n;
    bool same = true;
    must(t->cx, engine_tally(t->cx, e, clock, t->a, &tally, &n),
         "engine_tally");
    must(t->cx, engine_status(t->cx, e, clock, t->a, &v), "engine_status");
    for (uint32_t i = 0; i < v.n; i++) {
        enum status told = ST_WAITING;
        for (uint32_t k = 0; k < t->n; k++)
            if (t->v[k].clause == v.v[i].clause &&
                t->v[k].bearer == v.v[i].bearer &&
                str_eq(t->v[k].instance, v.v[i].instance))
                told = t->v[k].to;
        same = same && told == v.v[i].status;
    }
    for (uint32_t k = 0; k < t->n; k++) {
        bool there = t->v[k].to == ST_WAITING;
        for (uint32_t i = 0; i < v.n && !there; i++)
            there = t->v[k].clause == v.v[i].clause &&
                    t->v[k].bearer == v.v[i].bearer &&
                    str_eq(t->v[k].instance, v.v[i].instance);
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
        w->due_hi != v->due_hi)
        why = "explains another verdict";
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

str engine_text(struct cx *cx, struct arena *a, const struct rcase *c,
                instant at, const struct run *r, bool *told_out)
{
    struct engine *e;
    struct verdicts v;
    struct buf out;
    struct dice d = {r->salt};
    struct telling t = {.cx = cx, .a = a};
    bool told = true;
    e = filled(cx, c);
    instant clock = at == INSTANT_MAX
                        ? ref_latest(&(struct ref_input){.facts = c->facts,
                                                         .n_facts = c->n_facts})
                        : at;
    /* The clock goes on as records come, at times to where a record begins or
     * ends, or jumps to and fro. */
    bool on = r->changes && chance(&d, 60);
    instant back = on ? 21600 * (instant)(4 + dice(&d, 50)) : 0;
    bool at_once = r->order == NULL && !r->changes;
    size_t added;
    if (at_once)
        must(cx, engine_add_many(cx, e, c->facts, c->n_facts, &added),
             "engine_add_many");
    for (uint32_t i = 0; !at_once && i < c->n_facts; i++) {
        const struct fact *f = &c->facts[r->order == NULL ? i : r->order[i]];
        bool dup;
        must(cx, engine_add(cx, e, f, &dup), "engine_add");
        if (r->changes && chance(&d, 10)) {
            must(cx, engine_add(cx, e, f, &dup), "engine_add again");
            if (!dup)
                told = false;
        }
        if (!r->changes || !chance(&d, on ? 60 : 30))
            continue;
        if (on)
            back -= 7200 * (instant)dice(&d, 13);
        else
            back = (instant)dice(&d, 12) * 43200;
        back = back < 0 ? 0 : back;
        const struct fact *near = &c->facts[dice(&d, (int)c->n_facts)];
        instant edge = chance(&d, 50) ? near->to_ - 1 : near->from;
        if (on && chance(&d, 40) && edge >= clock - back && edge <= clock)
            back = clock - edge;
        tell(&t, e, clock - back, &told);
        if (chance(&d, 50) && !agrees(&t, e, clock - back))
            told = false;
    }
    if (r->changes) {
        tell(&t, e, clock, &told);
        told = told && agrees(&t, e, clock);
    }
    must(cx, engine_status(cx, e, at, a, &v), "engine_status");
    for (uint32_t i = 0; r->changes && i < v.n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < t.n; k++)
            if (t.v[k].clause == v.v[i].clause &&
                t.v[k].bearer == v.v[i].bearer &&
                str_eq(t.v[k].instance, v.v[i].instance)) {
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
