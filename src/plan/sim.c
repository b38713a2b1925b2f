/* plan/sim.c: see sim.h. */
#include "plan/sim.h"

#include "base/map.h"
#include "plan/plan_int.h"

enum {
    /* of deeds and what follows from them: the longest chain of waits */
    ROUNDS_MOST = 400,
    RESULTS_MOST = 2000,
    /* rows that the engine judges in one rehearsal of everything: some seconds
     */
    ROWS_MOST = 400000
};

struct sim {
    struct cx *cx;
    struct arena *a;
    const struct plan *p;
    const struct sim_move *moves;
    uint32_t n_moves;
    instant until;
    struct play *w;
    struct map done; /* "clause bearer instance" -> 1 */
    uint64_t rows;   /* judged so far */
};

instant sim_horizon(const struct plan *p)
{
    instant at = p->force;
    if (p->end < INSTANT_MAX)
        return p->end - 1;
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        const struct plan_node *n = &p->nodes[i];
        if (!n->never && n->has_due && n->due.hi < INSTANT_MAX &&
            n->due.hi > at)
            at = n->due.hi;
    }
    return at + 7 * 86400;
}

/* --- Policy ------------------------------------------------------------------
 */

static bool answers_for(const struct agreement *ag, int actor, int bearer)
{
    return bearer != NONE && ((ag->actors[actor].answers >> bearer) & 1) != 0;
}

static bool concerns(const struct sim_move *m, int clause, int step)
{
    return m->clause == clause && (m->step == NONE || m->step == step);
}

/* "step 2" is 1. */
static int step_of(str instance)
{
    int64_t n;
    if (!str_starts(instance, STR("step ")) ||
        !str_int(str_sub(instance, 5, instance.n), 1, INT32_MAX, &n))
        return NONE;
    return (int)n - 1;
}

/* When a row is done if nothing disturbs it: at its deadline, or as early as
 * all that hangs on it needs; without a deadline when it begins. */
static instant planned(const struct sim *s, const struct verdict *v, int step)
{
    const struct plan *p = s->p;
    const struct clause *c = &p->ag->clauses[v->clause];
    instant at = v->has_window ? v->window_from : p->force;
    if (v->has_due)
        at = v->due_hi > at ? v->due_hi : at;
    if (c->measure == MEASURE_HOURS)
        return v->has_window ? v->window_from : p->force;
    for (uint32_t i = p->first[v->clause]; i < p->last[v->clause]; i++) {
        const struct plan_node *n = &p->nodes[i];
        if (!n->deed || n->never || n->cause != NONE ||
            (n->step != NONE && n->step != step))
            continue;
        if (n->done.hi < at && n->done.hi >= n->arise.lo)
            at = n->done.hi;
        if (!v->has_due && n->arise.lo > at && n->arise.lo < INSTANT_MAX)
            at = n->arise.lo;
    }
    if (!v->has_due) /* not before what it waits for was done */
        for (uint32_t i = 0; i < s->w->n; i++) {
            int of = s->w->v[i].clause;
            if (of != NONE &&
                ((c->after != POINT_NEVER && c->after_clause == of) ||
                 ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
                  c->trig_clause == of)) &&
                s->w->v[i].f.from > at)
                at = s->w->v[i].f.from;
        }
    return at;
}

static int64_t cut(const struct sim_move *m, int64_t n)
{
    return n / m->den * m->num + n % m->den * m->num / m->den;
}

/* Whether a move with a time of its own is in effect at an instant. */
static bool in_effect(const struct sim_move *m, instant at)
{
    return at >= m->at && (m->to == 0 || at < m->to);
}

/* What the moves leave of n units of a row that is done at an instant. */
static int64_t moved(const struct sim *s, int clause, int step, instant at,
                     int64_t n)
{
    for (uint32_t k = 0; k < s->n_moves; k++) {
        const struct sim_move *m = &s->moves[k];
        if (!concerns(m, clause, step) || !in_effect(m, at))
            continue;
        n = m->kind == SIM_OMITS    ? 0
            : m->kind == SIM_CUT    ? cut(m, n)
            : m->kind == SIM_AMOUNT ? m->num
                                    : n;
    }
    return n;
}

/* Units of the sub-quotas that are part of a row: done under their own clause,
 * as the moves have it. */
static int64_t parts_of(const struct sim *s, const struct verdict *v,
                        instant at)
{
    const struct agreement *ag = s->p->ag;
    int64_t n = 0;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->subquota_of == v->clause && c->need.cmp == AT_LEAST &&
            !c->need.percent && !c->need.all)
            n += moved(s, (int)i, NONE, at, c->need.n);
    }
    return n;
}

/* Owed, and not yet done or not wholly. */
static bool is_open(enum status s)
{
    return s == ST_RUNNING || s == ST_PARTLY_MET || s == ST_UNMET ||
           s == ST_PARTLY || s == ST_NOT_REPORTED;
}

static bool is_owed(const struct agreement *ag, const struct verdict *v)
{
    const struct clause *c = &ag->clauses[v->clause];
    return c->kind == CLAUSE_DUTY && c->need.cmp != AT_MOST &&
           is_open(v->status) &&
           /* a deadline that has not begun to run */
           (v->has_due || c->due.kind == DUE_NONE);
}

static int bearer_index(const struct clause *c, int bearer)
{
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (c->bearers[i] == bearer)
            return (int)i;
    return NONE;
}

/* --- One row -----------------------------------------------------------------
 */

/* What is done of a row, and when. */
enum decision { DO_NOT, DO_PART, DO_ALL, DO_LATER };
static enum decision decide(const struct sim *s, const struct verdict *v,
                            instant *at, int64_t *n)
{
    const struct agreement *ag = s->p->ag;
    int step = step_of(v->instance);
    *at = planned(s, v, step);
    for (uint32_t i = 0; i < s->n_moves; i++) {
        const struct sim_move *m = &s->moves[i];
        if (m->kind == SIM_LATE && concerns(m, v->clause, step) &&
            in_effect(m, *at))
            *at += m->seconds;
    }
    for (uint32_t i = 0; i < s->n_moves; i++) {
        const struct sim_move *m = &s->moves[i];
        if (in_effect(m, *at) &&
            ((m->kind == SIM_STOPS && answers_for(ag, m->actor, v->bearer)) ||
             (m->kind == SIM_OMITS && concerns(m, v->clause, step))))
            return DO_NOT;
    }
    if (*at > s->until)
        return DO_LATER;
    int64_t parts = parts_of(s, v, *at),
            goal = moved(s, v->clause, step, *at, v->required);
    *n = goal > parts ? goal - parts : 0;
    return *n == 0                           ? DO_NOT
           : goal < v->required || parts > 0 ? DO_PART
                                             : DO_ALL;
}

static err key_of(struct sim *s, const struct verdict *v, const char *what,
                  str *out)
{
    TRY_ROOM(s->cx, s->a,
             arena_printf(s->a, out, "%s %d %d %.*s", what, v->clause,
                          v->bearer, STR_ARG(v->instance)));
    return OK;
}

/* Whether an event is of what a total is about. What is done to a part of a
 * place is not done to the whole (sem 4). */
static bool is_of(const struct agreement *ag, const struct play_event *of,
                  const struct fact *f)
{
    const struct fact *total = &of->f;
    int item = f->item;
    if (f->from < total->from || f->from >= total->to_)
        return false;
    while (item != total->item && item != NONE)
        item = ag->items[item].parent;
    return f->kind == FACT_EVENT && f->source == total->source &&
           f->performer == total->performer && f->act == total->act &&
           f->did_not == total->did_not && item == total->item &&
           (total->zone == NONE || f->zone == total->zone ||
            (!ag->clauses[of->clause].perf.whole && f->zone != NONE &&
             zones_nest(ag, f->zone, total->zone)));
}

static int64_t sum_of(const struct sim *s, const struct play_event *total)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < s->w->n; i++)
        if (is_of(s->p->ag, total, &s->w->v[i].f))
            n += s->w->v[i].f.lo;
    return n;
}

/* Closing totals are of all that was done, also of what came about after they
 * were stated first. */
static void add_up(struct sim *s)
{
    for (uint32_t i = 0; i < s->w->n; i++) {
        struct play_event *e = &s->w->v[i];
        if (e->f.kind == FACT_TOTAL)
            e->f.lo = e->f.hi = sum_of(s, e);
    }
}

/* Does a row, if it can be decided. */
static err do_row(struct sim *s, const struct verdict *v, bool *any)
{
    const struct clause *c = &s->p->ag->clauses[v->clause];
    instant at;
    int64_t n;
    str key;
    if (!is_owed(s->p->ag, v))
        return OK;
    TRY(s->cx, key_of(s, v, "do", &key));
    if (map_get(&s->done, key, NULL))
        return OK;
    enum decision d = decide(s, v, &at, &n);
    if (d == DO_LATER)
        return OK;
    TRY_ROOM(s->cx, s->a, map_put(&s->done, key, (uint64_t)d));
    *any = true;
    return d == DO_NOT
               ? OK
               : play_do(s->w, v->clause, bearer_index(c, v->bearer), at, n);
}

/* At a deadline that has passed, those who can do so state what was done of a
 * row: after all rows were, since others may be part of it. */
static err close_row(struct sim *s, const struct verdict *v, bool *any)
{
    const struct clause *c = &s->p->ag->clauses[v->clause];
    uint64_t d = DO_LATER;
    uint32_t n = s->w->n;
    str key;
    if (!is_owed(s->p->ag, v) || !v->has_due || v->due_hi > s->until ||
        !v->has_window || c->measure == MEASURE_LEVEL ||
        c->measure == MEASURE_HOURS || v->status == ST_UNMET ||
        v->status == ST_PARTLY_MET)
        return OK;
    TRY(s->cx, key_of(s, v, "do", &key));
    if (map_get(&s->done, key, &d) && d == DO_ALL)
        return OK;
    TRY(s->cx, key_of(s, v, "close", &key));
    if (map_get(&s->done, key, NULL))
        return OK;
    TRY_ROOM(s->cx, s->a, map_put(&s->done, key, 1));
    TRY(s->cx, play_not_done(s->w, v->clause, bearer_index(c, v->bearer),
                             v->window_from, v->due_hi + 1));
    if (d == DO_PART && s->w->n > n &&
        sum_of(s, &s->w->v[n]) >= v->required + v->before)
        s->w->n = n; /* nothing is missing */
    *any = *any || s->w->n > n;
    return OK;
}

/* Conditions and states hold, until somebody plays otherwise. */
static err assume_states(struct sim *s)
{
    const struct agreement *ag = s->p->ag;
    for (uint32_t i = 0; i < ag->n_conditions; i++)
        TRY(s->cx, play_condition(s->w, (int)i, s->p->force, true));
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        for (uint32_t k = 0; k < ag->clauses[i].guard.n; k++)
            if (ag->clauses[i].guard.atoms[k].kind == ATOM_STATE)
                TRY(s->cx,
                    play_state(s->w, (int)i, &ag->clauses[i].guard.atoms[k],
                               s->p->force, true));
    return OK;
}

/* What was ordered to happen by then. */
static err happenings(struct sim *s)
{
    for (uint32_t i = 0; i < s->n_moves; i++) {
        const struct sim_move *m = &s->moves[i];
        if (m->at > s->until)
            continue;
        if (m->kind == SIM_EVENT)
            TRY(s->cx, play_event(s->w, &m->act, m->by, m->at));
        if (m->kind == SIM_CONDITION)
            TRY(s->cx, play_condition(s->w, m->clause, m->at, m->num != 0));
    }
    return OK;
}

static void silence(struct sim *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->w->n; i++) {
        const struct play_event *e = &s->w->v[i];
        bool out = false;
        for (uint32_t k = 0; k < s->n_moves; k++)
            out = out || (s->moves[k].kind == SIM_SILENT &&
                          s->moves[k].actor == e->f.source &&
                          in_effect(&s->moves[k], e->f.to_ - 1) &&
                          e->f.kind != FACT_SIGNATURE);
        if (!out)
            s->w->v[n++] = *e;
    }
    s->w->n = n;
}

err sim_course(struct cx *cx, struct arena *a, const struct plan *p,
               const struct sim_move *moves, uint32_t n, instant until,
               instant at, struct play **out, struct arena *room,
               struct verdicts *verdicts)
{
    struct sim s = {
        .cx = cx, .a = a, .p = p, .moves = moves, .n_moves = n, .until = until};
    map_init(&s.done, a, cx);
    TRY(cx, play_new(cx, a, p, &s.w));
    TRY(cx, play_sign(s.w));
    TRY(cx, assume_states(&s));
    TRY(cx, happenings(&s));
    s.w->at = at;
    *verdicts = (struct verdicts){0};
    bool more = true;
    for (int round = 0; more && round < ROUNDS_MOST && s.rows < ROWS_MOST;
         round++) {
        bool any = false;
        arena_reset(room);
        silence(&s);
        add_up(&s);
        TRY(cx, play_run(s.w, room, verdicts));
        s.rows += verdicts->n;
        for (uint32_t i = 0; i < verdicts->n; i++)
            TRY(cx, do_row(&s, &verdicts->v[i], &any));
        for (uint32_t i = 0; i < verdicts->n; i++)
            TRY(cx, close_row(&s, &verdicts->v[i], &any));
        more = any;
    }
    play_order(s.w);
    s.w->rows = s.rows;
    s.w->cut_short = more;
    *out = s.w;
    return OK;
}

/* --- All disturbances
 * ------------------------------------------------------------
 */

static err outcomes(struct cx *cx, struct arena *a, const struct plan *p,
                    const struct verdicts *v, struct sim_outcome **out,
                    uint32_t *n)
{
    struct sim_outcome *all;
    int last = NONE;
    *n = 0;
    TRY_NEW_ARRAY(cx, a, p->ag->n_clauses, all);
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->v[i].clause != last) {
            all[*n].clause = v->v[i].clause;
            (*n)++;
            last = v->v[i].clause;
        }
        all[*n - 1].by_status[v->v[i].status]++;
    }
    *out = all;
    return OK;
}

static bool same_outcome(const struct sim_outcome *x,
                         const struct sim_outcome *y)
{
    for (int i = 0; i < N_STATUS; i++)
        if (x->by_status[i] != y->by_status[i])
            return false;
    return true;
}

static err differ(struct cx *cx, struct arena *a, const struct sim_all *base,
                  const struct sim_outcome *v, uint32_t n, struct sim_result *r)
{
    TRY_NEW_ARRAY(cx, a, n, r->v);
    for (uint32_t i = 0; i < n; i++) {
        const struct sim_outcome *was = NULL;
        for (uint32_t k = 0; k < base->n_on_time; k++)
            if (base->on_time[k].clause == v[i].clause)
                was = &base->on_time[k];
        if (was != NULL && same_outcome(was, &v[i]))
            continue;
        r->v[r->n++] = v[i];
        if (was != NULL && was->by_status[ST_MET] > v[i].by_status[ST_MET])
            r->worse += was->by_status[ST_MET] - v[i].by_status[ST_MET];
    }
    return OK;
}

struct run_all {
    struct cx *cx;
    struct arena *a, *room, *work;
    const struct plan *p;
    struct sim_all *out;
    uint32_t cap;
    uint32_t left_out, cut_short;
};

static err try_move(struct run_all *q, struct sim_move m)
{
    struct play *w;
    struct verdicts v;
    struct sim_outcome *o;
    uint32_t n;
    instant end = sim_horizon(q->p), at = end + 86400;
    struct sim_result r = {.move = m};
    if (q->out->n == q->cap || q->out->rows > ROWS_MOST) {
        q->left_out++;
        return OK;
    }
    arena_reset(q->work);
    TRY(q->cx,
        sim_course(q->cx, q->work, q->p, &m, 1, end, at, &w, q->room, &v));
    q->out->rows += w->rows;
    q->cut_short += w->cut_short;
    TRY(q->cx, outcomes(q->cx, q->work, q->p, &v, &o, &n));
    TRY(q->cx, differ(q->cx, q->a, q->out, o, n, &r));
    q->out->v[q->out->n++] = r;
    return OK;
}

static err stops(struct run_all *q)
{
    for (uint32_t i = 0; i < q->p->n_moments; i++) {
        const struct plan_moment *x = &q->p->moments[i];
        bool had = false;
        for (uint32_t k = 0; k < i; k++)
            had = had || (q->p->moments[k].at == x->at &&
                          q->p->moments[k].stopper == x->stopper);
        if (!had)
            TRY(q->cx, try_move(q, (struct sim_move){.kind = SIM_STOPS,
                                                     .actor = x->stopper,
                                                     .clause = NONE,
                                                     .step = NONE,
                                                     .at = x->at,
                                                     .node = x->node}));
    }
    return OK;
}

static err lates(struct run_all *q, int64_t late_s)
{
    for (uint32_t i = 0; i < q->p->n_nodes; i++) {
        const struct plan_node *n = &q->p->nodes[i];
        if (n->deed && !n->never && !n->optional && n->has_due &&
            n->cause == NONE)
            TRY(q->cx, try_move(q, (struct sim_move){.kind = SIM_LATE,
                                                     .actor = NONE,
                                                     .clause = n->clause,
                                                     .step = n->step,
                                                     .at = q->p->force,
                                                     .seconds = late_s,
                                                     .node = (int)i}));
    }
    return OK;
}

static err silences(struct run_all *q)
{
    const struct agreement *ag = q->p->ag;
    actor_set named = 0;
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (ag->clauses[i].standard.kind == STD_NAMED)
            named |= (actor_set)1 << ag->clauses[i].standard.by;
    for (int i = 0; i < (int)ag->n_actors; i++)
        if ((named >> i) & 1)
            TRY(q->cx, try_move(q, (struct sim_move){.kind = SIM_SILENT,
                                                     .actor = i,
                                                     .clause = NONE,
                                                     .step = NONE,
                                                     .at = q->p->force,
                                                     .node = NONE}));
    return OK;
}

static err cuts(struct run_all *q)
{
    for (uint32_t i = 0; i < q->p->ag->n_clauses; i++) {
        const struct clause *c = &q->p->ag->clauses[i];
        if (c->kind == CLAUSE_DUTY && c->period != PERIOD_NONE &&
            c->measure == MEASURE_SUM && c->need.cmp == AT_LEAST &&
            q->p->first[i] < q->p->last[i] &&
            !q->p->nodes[q->p->first[i]].never)
            TRY(q->cx, try_move(q, (struct sim_move){.kind = SIM_CUT,
                                                     .actor = NONE,
                                                     .clause = (int)i,
                                                     .step = NONE,
                                                     .at = q->p->force,
                                                     .num = 1,
                                                     .den = 2,
                                                     .node = NONE}));
    }
    return OK;
}

static int worst_first(const void *a, const void *b)
{
    const struct sim_result *x = a, *y = b;
    if (x->move.kind != y->move.kind)
        return x->move.kind < y->move.kind ? -1 : 1;
    if (x->worse != y->worse)
        return x->worse > y->worse ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (x->move.at != y->move.at)
        return x->move.at < y->move.at ? -1 : 1;
    if (x->move.node != y->move.node)
        return x->move.node < y->move.node ? -1 : 1;
    return x->move.actor != y->move.actor
               ? (x->move.actor < y->move.actor ? -1 : 1)
               : (x->move.clause < y->move.clause
                      ? -1
                      : x->move.clause > y->move.clause);
}

static err run_all(struct run_all *q, int64_t late_s)
{
    struct play *w;
    struct verdicts v;
    instant end = sim_horizon(q->p);
    TRY(q->cx, sim_course(q->cx, q->work, q->p, NULL, 0, end, end + 86400, &w,
                          q->room, &v));
    q->out->rows += w->rows;
    q->cut_short += w->cut_short;
    TRY(q->cx,
        outcomes(q->cx, q->a, q->p, &v, &q->out->on_time, &q->out->n_on_time));
    TRY(q->cx, silences(q));
    TRY(q->cx, cuts(q));
    TRY(q->cx, stops(q));
    return lates(q, late_s);
}

static PRINTF_LIKE(2, 3) err
    not_covered(struct run_all *q, const char *fmt, ...)
{
    char room[400];
    str s;
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(room, sizeof room, fmt, ap);
    va_end(ap);
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, str_of(room), &s));
    q->out->not_covered[q->out->n_not_covered++] = s;
    return OK;
}

err sim_rehearse(struct cx *cx, struct arena *a, const struct plan *p,
                 int64_t late_s, struct sim_all *out)
{
    struct arena room, work;
    struct sim_all all = {0};
    struct run_all q = {
        .cx = cx, .a = a, .room = &room, .work = &work, .p = p, .out = &all};
    q.cap = RESULTS_MOST;
    TRY_NEW_ARRAY(cx, a, RESULTS_MOST, all.v);
    arena_init(&room, cx->mem, "verdicts", cx->limits.document_bytes);
    arena_init(&work, cx->mem, "rehearsal", cx->limits.document_bytes);
    err e = run_all(&q, late_s);
    arena_release(&room);
    arena_release(&work);
    /* What was played, and the analysis, are worth having all the same. */
    bool full = e.code == ERR_LIMIT;
    if (full)
        fault_clear(cx);
    else
        TRY(cx, e);
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, worst_first);
    TRY_NEW_ARRAY(cx, a, 2, all.not_covered);
    if (full)
        TRY(cx, not_covered(&q,
                            "rehearsals: %u were played; the next one needs "
                            "more memory than a rehearsal has (%zu bytes)",
                            (unsigned)all.n, cx->limits.document_bytes));
    else if (q.left_out > 0)
        TRY(cx,
            not_covered(&q,
                        "rehearsals: %u of %u were not played (%d "
                        "rehearsals or %d statuses are the most)",
                        (unsigned)q.left_out, (unsigned)(q.left_out + all.n),
                        RESULTS_MOST, ROWS_MOST));
    if (q.cut_short > 0)
        TRY(cx, not_covered(&q,
                            "rehearsals: in %u of them what follows after %d "
                            "answers to answers was not played",
                            (unsigned)q.cut_short, ROUNDS_MOST));
    *out = all;
    return OK;
}

/* --- Words
 * ----------------------------------------------------------------------
 */

void sim_words(const struct plan *p, const struct sim_move *m, struct buf *out)
{
    const struct agreement *ag = p->ag;
    str label = m->clause == NONE || m->kind == SIM_CONDITION
                    ? STR("")
                    : ag->clauses[m->clause].label;
    if (m->kind != SIM_STOPS && m->node != NONE)
        label = p->nodes[m->node].name;
    else if (label.n > 0 && m->step != NONE)
        label = p->nodes[p->first[m->clause] + (uint32_t)m->step].name;
    switch (m->kind) {
    case SIM_ON_TIME:
        buf_c(out, "everything at its deadline");
        return;
    case SIM_STOPS:
        buf_str(out, actor_name(ag, m->actor));
        buf_c(out, " stops");
        if (m->node == NONE)
            return;
        buf_c(out, " before ");
        buf_str(out, p->nodes[m->node].name);
        buf_c(out, " (");
        plan_when(p, m->at, out);
        buf_char(out, ')');
        return;
    case SIM_LATE:
        buf_str(out, label);
        buf_c(out, " is done ");
        plan_length(m->seconds, out);
        buf_c(out, " late");
        return;
    case SIM_OMITS:
        buf_str(out, label);
        buf_c(out, " is not done");
        return;
    case SIM_SILENT:
        buf_str(out, actor_name(ag, m->actor));
        buf_c(out, " reports nothing");
        return;
    case SIM_CUT:
        buf_printf(out, "of %.*s only %lld in %lld is done", STR_ARG(label),
                   (long long)m->num, (long long)m->den);
        return;
    case SIM_AMOUNT:
        buf_printf(out, "of %.*s %lld is done", STR_ARG(label),
                   (long long)m->num);
        return;
    case SIM_EVENT:
        buf_str(out, actor_name(ag, m->by));
        buf_c(out, " states: ");
        buf_str(out, actor_name(ag, m->act.performer));
        buf_printf(out, " %.*s", STR_ARG(ag->acts[m->act.act].done));
        return;
    case SIM_CONDITION:
        buf_printf(out, "%.*s %s", STR_ARG(ag->conditions[m->clause].id),
                   m->num != 0 ? "holds" : "does not hold");
        return;
    }
}
