/* plan/times.c: the least and the greatest time of every step.
 *
 * Bounds are moved along the relations until nothing changes (Bellman and
 * Ford's way with a simple temporal network; the moves are monotone functions,
 * since a civil day has 23 to 25 hours). At the fixpoint lo is the earliest
 * and hi the latest over all courses that keep every relation. If some lo
 * passes its hi, or bounds go on moving round a circle, the relations that did
 * it are a negative cycle: it is noted, its last deadline taken out, and all
 * is solved again.
 *
 * Not here: which relations there are (model.c). */
#include "plan/plan_int.h"

enum { CONFLICTS_MOST = 50, ROUNDS_MORE = 60 };

/* --- Terms there and back --------------------------------------------------
 */

static instant value(struct model *m, const struct term *t, instant v)
{
    if (v >= INSTANT_MAX || v <= INSTANT_MIN)
        return v;
    return model_move(m->cx, m->p, t->d, v + t->off);
}

/* The greatest v with value(v) <= y; with `least`: the least one with
 * value(v) >= y. */
static instant inverse(struct model *m, const struct term *t, instant y,
                       bool least)
{
    if (y >= INSTANT_MAX || y <= INSTANT_MIN)
        return y;
    struct duration back = {-t->d.seconds, -t->d.days};
    instant guess = y - t->d.seconds;
    if (t->d.days == 0)
        return guess - t->off;
    back.seconds = 0;
    guess = model_move(m->cx, m->p, back, guess);
    if (guess >= INSTANT_MAX || guess <= INSTANT_MIN)
        return guess;
    guess -= t->off;
    /* clocks have been moved by less than a day at a time */
    instant lo = guess - 90000, hi = guess + 90000;
    while (lo < hi) {
        instant mid = least ? lo + (hi - lo) / 2 : lo + (hi - lo + 1) / 2;
        instant v = value(m, t, mid);
        if (least && v >= y)
            hi = mid;
        else if (least)
            lo = mid + 1;
        else if (v <= y)
            lo = mid;
        else
            hi = mid - 1;
    }
    return lo;
}

/* --- One relation ----------------------------------------------------------
 */

static bool lift(struct model *m, uint32_t x, instant to, uint32_t by,
                 uint32_t from)
{
    struct var *v = &m->vars.p[x];
    if (to <= v->lo)
        return false;
    v->lo = to;
    v->lo_by = by;
    v->lo_from = from;
    return true;
}

static bool lower(struct model *m, uint32_t x, instant to, uint32_t by,
                  uint32_t from)
{
    struct var *v = &m->vars.p[x];
    if (to >= v->hi)
        return false;
    v->hi = to;
    v->hi_by = by;
    v->hi_from = from;
    return true;
}

static bool is_empty(const struct model *m, uint32_t v)
{
    return m->vars.p[v].lo > m->vars.p[v].hi;
}

/* y at or after f(x). */
static bool at_or_after(struct model *m, uint32_t i, const struct term *t)
{
    const struct relation *r = &m->rels.p[i];
    bool any = lift(m, r->y, value(m, t, m->vars.p[t->var].lo), i, t->var);
    if (!r->forward && !m->vars.p[t->var].fixed)
        any |=
            lower(m, t->var, inverse(m, t, m->vars.p[r->y].hi, false), i, r->y);
    return any;
}

static bool at_or_before(struct model *m, uint32_t i, const struct term *t)
{
    const struct relation *r = &m->rels.p[i];
    bool any = lower(m, r->y, value(m, t, m->vars.p[t->var].hi), i, t->var);
    if (!r->forward && !m->vars.p[t->var].fixed)
        any |=
            lift(m, t->var, inverse(m, t, m->vars.p[r->y].lo, true), i, r->y);
    return any;
}

static bool latest_of(struct model *m, uint32_t i)
{
    const struct relation *r = &m->rels.p[i];
    instant hi = INSTANT_MIN;
    uint32_t from = 0;
    bool any = false;
    for (uint32_t k = 0; k < r->n; k++) {
        instant v = value(m, &r->t[k], m->vars.p[r->t[k].var].hi);
        any |= at_or_after(m, i, &r->t[k]);
        if (v > hi) {
            hi = v;
            from = r->t[k].var;
        }
    }
    if (r->n == 1)
        return at_or_before(m, i, &r->t[0]) || any;
    return (r->n > 0 && lower(m, r->y, hi, i, from)) || any;
}

static bool apply(struct model *m, uint32_t i)
{
    const struct relation *r = &m->rels.p[i];
    switch (r->kind) {
    case REL_MAX:
        return latest_of(m, i);
    case REL_GE:
        return at_or_after(m, i, &r->t[0]);
    case REL_LE:
        return at_or_before(m, i, &r->t[0]);
    }
    BUG("a relation of no kind");
}

/* --- Solving ---------------------------------------------------------------
 */

/* Whether a fixpoint was reached; else *bad is a variable in the conflict. */
static bool relax(struct model *m, uint32_t *bad)
{
    size_t rounds = m->vars.n + ROUNDS_MORE;
    for (size_t n = 0; n < rounds; n++) {
        bool any = false;
        for (uint32_t i = 0; i < m->rels.n; i++) {
            const struct relation *r = &m->rels.p[i];
            if (r->off || !apply(m, i))
                continue;
            any = true;
            *bad = r->y;
            for (uint32_t k = 0; k <= r->n; k++) {
                uint32_t v = k == r->n ? r->y : r->t[k].var;
                if (is_empty(m, v)) {
                    *bad = v;
                    return false;
                }
            }
        }
        if (!any)
            return true;
    }
    return false;
}

/* --- Telling a conflict ----------------------------------------------------
 */

typedef VEC(struct plan_rule) rule_vec;

/* The relations that moved a bound of v, from v back to where it is fixed or
 * comes round. The last deadline among them is *due. */
static err trace(struct model *m, uint32_t v, bool low, rule_vec *out,
                 uint32_t *due)
{
    bool *seen;
    TRY_NEW_ARRAY(m->cx, m->a, m->vars.n, seen);
    while (!seen[v]) {
        const struct var *x = &m->vars.p[v];
        uint32_t by = low ? x->lo_by : x->hi_by;
        seen[v] = true;
        if (by == NO_REL)
            break;
        const struct relation *r = &m->rels.p[by];
        struct plan_rule rule = {r->clause, r->words};
        if (r->words.n > 0 &&
            (out->n == 0 || !str_eq(vec_last(out)->words, r->words)))
            TRY_ROOM(m->cx, m->a, vec_push(m->a, out, rule));
        if (r->due && *due == NO_REL)
            *due = by;
        v = low ? x->lo_from : x->hi_from;
    }
    return OK;
}

static err keep_conflict(struct model *m, uint32_t bad, uint32_t *due)
{
    rule_vec rules = {0}, back = {0};
    struct plan_conflict c = {.node = NONE};
    *due = NO_REL;
    TRY(m->cx, trace(m, bad, false, &rules, due));
    TRY(m->cx, trace(m, bad, true, &back, due));
    for (size_t i = back.n; i-- > 0;)
        TRY_ROOM(m->cx, m->a, vec_push(m->a, &rules, back.p[i]));
    c.rules = rules.p;
    c.n_rules = (uint32_t)rules.n;
    if (m->vars.p[bad].lo < INSTANT_MAX && m->vars.p[bad].hi > INSTANT_MIN &&
        is_empty(m, bad))
        c.over_s = m->vars.p[bad].lo - m->vars.p[bad].hi;
    if (*due != NO_REL)
        c.node = m->rels.p[*due].node;
    struct plan *p = m->p;
    if (p->conflicts == NULL)
        TRY_NEW_ARRAY(m->cx, m->a, CONFLICTS_MOST, p->conflicts);
    p->conflicts[p->n_conflicts++] = c;
    return OK;
}

static void reset(struct model *m, const struct var *from)
{
    for (size_t i = 0; i < m->vars.n; i++)
        m->vars.p[i] = from[i];
}

/* --- What follows ----------------------------------------------------------
 */

static void read_node(struct model *m, uint32_t i)
{
    struct plan_node *n = &m->nodes.p[i];
    const struct node_vars *v = &m->nv.p[i];
    n->notice_s = -1;
    n->arise = n->done = n->due = (struct plan_span){INSTANT_MAX, INSTANT_MAX};
    if (n->never)
        return;
    n->arise =
        (struct plan_span){m->vars.p[v->arise].lo, m->vars.p[v->arise].hi};
    n->done = (struct plan_span){m->vars.p[v->done].lo, m->vars.p[v->done].hi};
    /* periods and prohibitions end with the agreement (sem 3) */
    if (!n->deed && n->done.lo > m->p->end)
        n->done.lo = m->p->end;
    if (!n->deed && n->done.hi > m->p->end)
        n->done.hi = m->p->end;
    if (v->due == NO_VAR) {
        n->has_due = false;
        return;
    }
    n->due = (struct plan_span){m->vars.p[v->due].lo, m->vars.p[v->due].hi};
}

/* Whether all that the node waits for is what its deadline counts from. */
static bool one_base(const struct clause *c, const struct plan_node *n,
                     const struct deadline *d)
{
    if (c->not_before)
        return false;
    if (d->p.kind == POINT_TRIGGER)
        return c->after == POINT_NEVER;
    if (n->cause != NONE ||
        (c->trigger != TRIG_NONE &&
         (c->trigger == TRIG_EVENT || c->trigger == TRIG_UNMET ||
          c->trig_clause != d->p.ref)))
        return false;
    return c->after == POINT_NEVER || c->after_clause == d->p.ref;
}

/* Least time between arising and due: with a deadline counted from what opened
 * it, that of its own duration; else due.lo less the latest arising that
 * others may choose. */
static void read_notice(struct model *m, uint32_t i)
{
    struct plan_node *n = &m->nodes.p[i];
    if (n->never || !n->has_due || n->due.lo >= INSTANT_MAX)
        return;
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct deadline *d =
        n->step == NONE ? &c->due : &c->steps[n->step].due;
    bool own = d->kind != DUE_NONE &&
               (d->p.kind == POINT_TRIGGER || d->p.kind == POINT_CLAUSE_MET ||
                d->p.kind == POINT_CLAUSE_VERIFIED) &&
               (n->cause != NONE || c->trigger != TRIG_NONE ||
                c->after != POINT_NEVER);
    if (own) {
        if (one_base(c, n, d))
            n->notice_s = n->due.lo - n->arise.lo;
        return; /* of two things that move apart nothing is said */
    }
    instant latest = n->arise.hi;
    if (latest >= INSTANT_MAX || latest > n->due.hi)
        latest = n->arise.lo;
    n->notice_s = n->due.lo > latest ? n->due.lo - latest : 0;
}

/* The node whose earliest time moved that of node i, or NONE. */
static err moved_by(struct model *m, uint32_t i, int *out)
{
    struct arena_mark mark = arena_mark(m->cx->scratch);
    bool *seen;
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, m->vars.n, seen);
    *out = NONE;
    for (uint32_t v = m->nv.p[i].done; *out == NONE && !seen[v];) {
        seen[v] = true;
        if (m->vars.p[v].lo_by == NO_REL)
            break;
        v = m->vars.p[v].lo_from;
        for (uint32_t k = 0; k < m->nodes.n && *out == NONE; k++)
            if (k != i && m->nv.p[k].done == v && m->nodes.p[k].deed)
                *out = (int)k;
    }
    arena_rewind(m->cx->scratch, mark);
    return OK;
}

/* Whether node i waits for node k, and could be done no sooner than it. */
static bool close_on(const struct model *m, uint32_t i, uint32_t k)
{
    const struct plan_node *x = &m->nodes.p[i], *y = &m->nodes.p[k];
    const struct clause *c = &m->ag->clauses[x->clause];
    bool waits = x->cause == (int)k ||
                 ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
                  c->trig_clause == y->clause && x->cause == NONE) ||
                 (c->after != POINT_NEVER && c->after_clause == y->clause);
    return waits && y->deed && !y->never && y->done.lo == x->done.lo;
}

static bool on_course(const struct plan_node *n)
{
    return !n->never && !n->optional && n->deed;
}

/* The chain of waits that ends last, by earliest times; of those that end at
 * one time the one of the most steps. */
static err critical_path(struct model *m)
{
    struct plan *p = m->p;
    uint32_t n = (uint32_t)m->nodes.n, k = 0;
    int end = NONE, *back;
    uint32_t *steps;
    TRY_NEW_ARRAY(m->cx, m->a, n, back);
    TRY_NEW_ARRAY(m->cx, m->a, n, steps);
    for (uint32_t i = 0; i < n; i++) {
        steps[i] = 1;
        back[i] = NONE;
        if (on_course(&m->nodes.p[i]))
            TRY(m->cx, moved_by(m, i, &back[i]));
    }
    bool changed = true;
    for (uint32_t round = 0; changed && round < n; round++) {
        changed = false;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n && on_course(&m->nodes.p[i]); j++)
                if (steps[j] >= steps[i] &&
                    (back[i] == (int)j || close_on(m, i, j))) {
                    steps[i] = steps[j] + 1;
                    back[i] = (int)j;
                    changed = true;
                }
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct plan_node *x = &m->nodes.p[i];
        if (!on_course(x) || (x->done.lo <= p->force && steps[i] < 2))
            continue;
        if (end == NONE || x->done.lo > m->nodes.p[end].done.lo ||
            (x->done.lo == m->nodes.p[end].done.lo && steps[i] > steps[end]))
            end = (int)i;
    }
    if (end == NONE)
        return OK;
    TRY_NEW_ARRAY(m->cx, m->a, n, p->chain);
    p->n_chain = steps[end] < n ? steps[end] : n;
    for (int i = end; k < p->n_chain && i != NONE; i = back[i]) {
        p->chain[p->n_chain - ++k] = i;
        m->nodes.p[i].critical = true;
    }
    return OK;
}

err times_solve(struct model *m)
{
    struct var *start;
    uint32_t bad = 0, due;
    TRY_NEW_ARRAY(m->cx, m->a, m->vars.n, start);
    for (size_t i = 0; i < m->vars.n; i++)
        start[i] = m->vars.p[i];
    while (!relax(m, &bad)) {
        if (m->p->n_conflicts == CONFLICTS_MOST) {
            TRY(m->cx, note_uncovered(m,
                                      "times: after %d sets of deadlines that "
                                      "cannot all be kept no more were sought",
                                      CONFLICTS_MOST));
            break;
        }
        TRY(m->cx, keep_conflict(m, bad, &due));
        if (due == NO_REL) { /* nothing can be taken out; cannot be */
            m->p->n_conflicts--;
            TRY(m->cx, note_uncovered(m, "times: a circle without a deadline "
                                         "did not settle"));
            break;
        }
        m->rels.p[due].off = true;
        m->nodes.p[m->rels.p[due].node].late = true;
        reset(m, start);
    }
    for (uint32_t i = 0; i < m->nodes.n; i++)
        read_node(m, i);
    for (uint32_t i = 0; i < m->nodes.n; i++)
        read_notice(m, i);
    return critical_path(m);
}
