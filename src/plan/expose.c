/* plan/expose.c: if a party stops at a step, where does that leave the others?
 *
 * The course looked at is that of the plan: each owed step at its deadline;
 * a step without one is not counted on. At each step and for each party bound
 * by it: that party does nothing from then on. What each other party has given
 * and received by then is an interval over all courses in time; what it still
 * owes either falls away, because it waits for what does not come, or remains.
 *
 * The order of moments looks at steps and days only, never at who it is. */
#include "plan/plan_int.h"

enum { MOMENTS_MOST = 4000 };

/* Nobody ever owes it: it cannot arise, or only after the end. */
static bool out_of(const struct plan_node *n)
{
    return n->never || n->outside;
}

/* When the plan has a node done: at the latest that is in time; without a
 * deadline it may be put off for ever. */
static instant planned(const struct model *m, uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    if (out_of(n) || !n->has_due || n->done.hi >= INSTANT_MAX)
        return INSTANT_MAX;
    return n->done.hi > n->arise.lo ? n->done.hi : n->arise.lo;
}

static bool binds(const struct model *m, const struct plan_node *n, int party)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (((m->ag->actors[party].answers >> c->bearers[i]) & 1) != 0)
            return true;
    return false;
}

static bool alone(const struct model *m, const struct plan_node *n, int party)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (((m->ag->actors[party].answers >> c->bearers[i]) & 1) == 0)
            return false;
    return c->n_bearers > 0;
}

/* Nodes that no longer come once `stopper` stops at `at`. */
static void gone_nodes(const struct model *m, int stopper, instant at,
                       bool *gone)
{
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        gone[i] = out_of(n) ||
                  (n->deed && binds(m, n, stopper) && planned(m, i) >= at);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < m->nodes.n; i++) {
            const struct plan_node *n = &m->nodes.p[i];
            const struct clause *c = &m->ag->clauses[n->clause];
            bool lost = n->cause != NONE && gone[n->cause];
            int on[2] = {c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED
                             ? c->trig_clause
                             : NONE,
                         c->after != POINT_NEVER ? c->after_clause : NONE};
            for (int k = 0; k < 2; k++)
                for (uint32_t j = on[k] == NONE ? 0 : m->first[on[k]];
                     on[k] != NONE && j < m->last[on[k]]; j++)
                    lost = lost || (gone[j] && n->cause != (int)j &&
                                    (n->cause == NONE ||
                                     m->nodes.p[n->cause].clause != on[k]));
            for (uint32_t k = 0; k < c->guard.n; k++) {
                const struct atom *a = &c->guard.atoms[k];
                if (a->kind != ATOM_MET || a->negated || c->guard.any ||
                    c->guard.kind == GUARD_UNLESS)
                    continue;
                for (uint32_t j = m->first[a->ref]; j < m->last[a->ref]; j++)
                    lost = lost || gone[j];
            }
            if (lost && !gone[i])
                gone[i] = changed = true;
        }
    }
}

/* What is the same at every moment, found once. */
struct known {
    str *what, *unit; /* words of each clause, once they were asked for */
    bool *worded;
    uint32_t *first;   /* of each node, into answers; nodes.n + 1 */
    uint32_t *answers; /* deeds that answer it */
};

/* --- What was given ----------------------------------------------------------
 */

typedef VEC(struct plan_amount) amount_vec;

static err what_words(struct model *m, const struct clause *c, str *what,
                      str *unit)
{
    const struct agreement *ag = m->ag;
    struct buf b;
    buf_init(&b, m->a, SIZE_MAX);
    *unit = STR("");
    if (c->perf.item != NONE) {
        item_print(ag, c->perf.item, &b);
        buf_char(&b, ' ');
        *unit = ag->items[c->perf.item].unit;
    }
    if (c->perf.act != NONE)
        buf_str(&b, ag->acts[c->perf.act].done);
    if (c->perf.place != NONE) {
        buf_c(&b, ", ");
        zone_print(ag, c->perf.place, &b);
    }
    TRY(m->cx, words_end(m, &b, what));
    *what = str_trim(*what);
    return OK;
}

/* Units of one node: least and most. */
static void node_units(const struct model *m, uint32_t i, int64_t *lo,
                       int64_t *hi)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    int64_t by = 1, x;
    *lo = *hi = n->step != NONE ? c->steps[n->step].n : c->need.n;
    if (c->need.percent || c->need.all)
        *lo = *hi = 0;
    if (n->cause == NONE || c->trigger != TRIG_EVENT)
        return;
    const struct plan_node *o = &m->nodes.p[n->cause];
    const struct clause *d = &m->ag->clauses[o->clause];
    if (d->measure == MEASURE_SUM && c->trig.item != NONE)
        by = o->step != NONE ? d->steps[o->step].n : d->need.n;
    if (c->n_ratios > 0) {
        *lo = INT64_MAX;
        *hi = 0;
        for (uint32_t k = 0; k < c->n_ratios; k++) {
            *lo = c->ratios[k].n < *lo ? c->ratios[k].n : *lo;
            *hi = c->ratios[k].n > *hi ? c->ratios[k].n : *hi;
        }
    } else if (c->measure == MEASURE_SUM && c->trig_per > 0) {
        by /= c->trig_per;
    } else {
        by = 1;
    }
    *lo = mul_ok(*lo, by, &x) ? x : INT64_MAX / 2;
    *hi = mul_ok(*hi, by, &x) ? x : INT64_MAX / 2;
}

/* Of one clause by `at`, in courses in which `gone` does not come. */
static void given_by(const struct model *m, int clause, instant at,
                     const bool *gone, int64_t *lo, int64_t *hi)
{
    const struct clause *c = &m->ag->clauses[clause];
    *lo = *hi = 0;
    for (uint32_t i = m->first[clause]; i < m->last[clause]; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        int64_t a, b;
        if (out_of(n))
            continue;
        node_units(m, i, &a, &b);
        if (n->series) {
            int64_t len = c->period == PERIOD_WEEK ? 7 : 1;
            int64_t from = plan_day(m->p, n->arise.lo);
            int64_t to = plan_day(m->p, at);
            int64_t end =
                n->done.hi >= INSTANT_MAX ? to : plan_day(m->p, n->done.hi);
            to = to < end + 1 ? to : end + 1;
            int64_t whole = to > from ? (to - from) / len : 0;
            *lo += whole * a;
            *hi += (whole + (to >= from && to <= end ? 1 : 0)) * b;
            continue;
        }
        bool done = !gone[i] && !n->optional && n->has_due && n->done.hi <= at;
        bool may = !gone[i] && n->done.lo <= at;
        *lo += done ? a : 0;
        *hi += may ? b : 0;
    }
}

static err words_of(struct model *m, struct known *k, uint32_t clause,
                    struct plan_amount *x)
{
    if (!k->worded[clause])
        TRY(m->cx, what_words(m, &m->ag->clauses[clause], &k->what[clause],
                              &k->unit[clause]));
    k->worded[clause] = true;
    x->what = k->what[clause];
    x->unit = k->unit[clause];
    return OK;
}

static err amounts(struct model *m, struct known *k, int party, instant at,
                   const bool *gone, amount_vec *out)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        struct plan_amount x = {.clause = (int)i, .giver = party};
        if (c->kind != CLAUSE_DUTY || c->subquota_of != NONE ||
            c->measure == MEASURE_LEVEL || c->measure == MEASURE_HOURS ||
            m->first[i] == m->last[i] ||
            !binds(m, &m->nodes.p[m->first[i]], party))
            continue;
        given_by(m, (int)i, at, gone, &x.lo, &x.hi);
        if (x.hi == 0)
            continue;
        TRY(m->cx, words_of(m, k, i, &x));
        TRY_ROOM(m->cx, m->a, vec_push(m->a, out, x));
    }
    return OK;
}

/* --- What is left
 * --------------------------------------------------------------
 */

static int64_t days_to(instant at, instant to)
{
    return to >= INSTANT_MAX ? -1 : to <= at ? 0 : (to - at + 86399) / 86400;
}

/* Whether y comes because of x, or together with it. */
static bool follows(const struct model *m, uint32_t i,
                    const struct plan_node *y)
{
    const struct plan_node *x = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[y->clause];
    return y->cause == (int)i ||
           ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
            c->trig_clause == x->clause) ||
           (c->after != POINT_NEVER && c->after_clause == x->clause) ||
           c->in_parallel_with == x->clause || c->in_step_with == x->clause ||
           m->ag->clauses[x->clause].in_parallel_with == y->clause;
}

static err find_answers(struct model *m, struct known *k)
{
    VEC(uint32_t) v = {0};
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n + 1, k->first);
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        k->first[i] = (uint32_t)v.n;
        for (uint32_t j = 0; m->nodes.p[i].deed && j < m->nodes.n; j++) {
            const struct plan_node *y = &m->nodes.p[j];
            if (y->deed && !out_of(y) && follows(m, i, y))
                TRY_ROOM(m->cx, m->a, vec_push(m->a, &v, j));
        }
    }
    k->first[m->nodes.n] = (uint32_t)v.n;
    k->answers = v.p;
    return OK;
}

/* Steps of the exposed that are done and were to be answered by a deed of the
 * stopper that does not come. */
static uint32_t unreturned(const struct model *m, const struct known *k,
                           int exposed, int stopper, instant at,
                           const bool *gone)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *x = &m->nodes.p[i];
        bool answered = true;
        if (!x->deed || gone[i] || x->optional || !alone(m, x, exposed) ||
            planned(m, i) > at)
            continue;
        for (uint32_t j = k->first[i]; j < k->first[i + 1]; j++)
            if (gone[k->answers[j]] &&
                binds(m, &m->nodes.p[k->answers[j]], stopper))
                answered = false;
        n += !answered;
    }
    return n;
}

typedef VEC(struct plan_duty_left) left_vec;

/* Whether the deadline counts from a clause that is no longer met. */
static bool due_is_gone(const struct model *m, const struct plan_node *n,
                        const bool *gone)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct deadline *d =
        n->step == NONE ? &c->due : &c->steps[n->step].due;
    if (d->kind == DUE_NONE ||
        (d->p.kind != POINT_CLAUSE_MET && d->p.kind != POINT_CLAUSE_VERIFIED))
        return false;
    for (uint32_t j = m->first[d->p.ref]; j < m->last[d->p.ref]; j++)
        if (gone[j])
            return true;
    return false;
}

static err duties(struct model *m, struct plan_moment *x, const bool *gone)
{
    left_vec v = {0};
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        const struct clause *c = &m->ag->clauses[n->clause];
        struct plan_duty_left d = {.node = (int)i, .bearer = x->exposed};
        if (!binds(m, n, x->exposed) || c->kind == CLAUSE_MAY || out_of(n) ||
            (n->optional && !gone[i] && n->deed))
            continue;
        if (n->deed && !gone[i] && planned(m, i) <= x->at)
            continue; /* done */
        if (!n->deed && n->done.hi <= x->at)
            continue; /* over */
        d.falls =
            gone[i] && !(n->deed && binds(m, n, x->stopper) &&
                         planned(m, i) >= x->at && !alone(m, n, x->stopper));
        d.undated = !d.falls && n->deed && due_is_gone(m, n, gone);
        if (d.falls) {
            x->falls++;
        } else if (d.undated) {
            d.days = -1;
            x->remain++;
        } else {
            instant to = !n->deed     ? n->done.hi
                         : n->has_due ? n->due.hi
                                      : m->p->end;
            d.days = days_to(x->at, to);
            x->remain++;
            if (n->deed && n->has_due && d.days > x->days)
                x->days = d.days;
            if (!n->deed && x->ban_days >= 0 &&
                (d.days < 0 || d.days > x->ban_days))
                x->ban_days = d.days;
        }
        TRY_ROOM(m->cx, m->a, vec_push(m->a, &v, d));
    }
    x->left = v.p;
    x->n_left = (uint32_t)v.n;
    return OK;
}

static int worse(const void *a, const void *b)
{
    const struct plan_moment *x = a, *y = b;
    if (x->unreturned != y->unreturned)
        return x->unreturned > y->unreturned ? -1 : 1;
    if (x->days != y->days)
        return x->days > y->days ? -1 : 1;
    if (x->remain != y->remain)
        return x->remain > y->remain ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return x->exposed < y->exposed ? -1 : x->exposed > y->exposed;
}

static bool same_rank(const struct plan_moment *x, const struct plan_moment *y)
{
    return x->unreturned == y->unreturned && x->days == y->days &&
           x->remain == y->remain;
}

static err find_known(struct model *m, struct known *k)
{
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, k->what);
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, k->unit);
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, k->worded);
    return find_answers(m, k);
}

static err moment(struct model *m, struct known *k, uint32_t node, int stopper,
                  int exposed, struct plan_moment *x)
{
    amount_vec given = {0};
    bool *gone;
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, gone);
    *x = (struct plan_moment){.node = (int)node,
                              .stopper = stopper,
                              .exposed = exposed,
                              .at = planned(m, node)};
    gone_nodes(m, stopper, x->at, gone);
    TRY(m->cx, amounts(m, k, exposed, x->at, gone, &given));
    TRY(m->cx, amounts(m, k, stopper, x->at, gone, &given));
    x->given = given.p;
    x->n_given = (uint32_t)given.n;
    x->unreturned = unreturned(m, k, exposed, stopper, x->at, gone);
    return duties(m, x, gone);
}

err expose_make(struct model *m)
{
    struct plan *p = m->p;
    struct known k = {0};
    VEC(struct plan_moment) v = {0};
    TRY(m->cx, find_known(m, &k));
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        if (!n->deed || n->optional || planned(m, i) >= INSTANT_MAX)
            continue;
        for (int s = 0; s < (int)m->ag->n_actors; s++) {
            if (m->ag->actors[s].role != ROLE_PARTY || !binds(m, n, s))
                continue;
            for (int e = 0; e < (int)m->ag->n_actors; e++) {
                struct plan_moment x;
                if (e == s || m->ag->actors[e].role != ROLE_PARTY)
                    continue;
                if (v.n == MOMENTS_MOST)
                    continue;
                TRY(m->cx, moment(m, &k, i, s, e, &x));
                TRY_ROOM(m->cx, m->a, vec_push(m->a, &v, x));
            }
        }
    }
    if (v.n == MOMENTS_MOST)
        TRY(m->cx, note_uncovered(m,
                                  "exposure: only the first %d moments were "
                                  "looked at",
                                  MOMENTS_MOST));
    if (v.n > 1)
        qsort(v.p, v.n, sizeof *v.p, worse);
    for (size_t i = 0; i < v.n; i++)
        v.p[i].rank = i > 0 && same_rank(&v.p[i - 1], &v.p[i])
                          ? v.p[i - 1].rank
                          : (uint32_t)i + 1;
    p->moments = v.p;
    p->n_moments = (uint32_t)v.n;
    return OK;
}
