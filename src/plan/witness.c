/* plan/witness.c: the shortest course of events after which a clause would
 * stand, if it could: all that it hangs on comes about, each as soon as it can,
 * and nothing else does; of a condition with `or` the part that takes the
 * fewest statements.
 *
 * Not here: what the engine then says of the clause (model.c asks it). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* What has to come about: by clause whether it has to be met, or found unmet;
 * and the choices that were made on the way. A condition with `or` is a choice
 * of one of its parts: `pick` holds those made so far, in the order in which
 * they are come to, `of` out of how many. */
enum { CHOICES_MOST = 32, TRIALS_MOST = 4096 };
struct wanted {
    bool *meet, *fail;
    uint8_t *atom; /* by clause: which part of its condition, plus 1 */
    uint8_t pick[CHOICES_MOST], of[CHOICES_MOST];
    uint32_t n, fixed; /* choices made, and of them those that are given */
};

static void want_conditions(const struct model *m, struct wanted *w,
                            int clause);

static void want(const struct model *m, struct wanted *w, int clause, bool meet)
{
    const struct clause *c = &m->ag->clauses[clause];
    const struct reach *r = &m->reach[clause];
    bool *mark = meet ? &w->meet[clause] : &w->fail[clause];
    if (*mark || (meet ? !r->can_meet : !r->can_fail))
        return;
    *mark = true;
    want_conditions(m, w, clause);
    const struct point *due = reach_last_due(c);
    if (!meet && due != NULL &&
        (due->kind == POINT_CLAUSE_MET || due->kind == POINT_CLAUSE_VERIFIED))
        want(m, w, due->ref, true);
}

/* Whether a part of a condition can be brought about at all. */
static bool possible(const struct model *m, const struct atom *a, bool yes)
{
    if (a->kind != ATOM_MET)
        return true;
    return yes != a->negated ? m->reach[a->ref].can_meet
                             : m->reach[a->ref].can_fail;
}

/* Which of the possible parts is taken this time, of n: as given, else the
 * first. */
static uint32_t choose(struct wanted *w, uint32_t n)
{
    if (n < 2 || w->n == CHOICES_MOST)
        return 0;
    if (w->n >= w->fixed)
        w->pick[w->n] = 0;
    w->of[w->n] = (uint8_t)(n > UINT8_MAX ? UINT8_MAX : n);
    return w->pick[w->n++];
}

static void want_guard(const struct model *m, struct wanted *w, int clause)
{
    const struct guard *g = &m->ag->clauses[clause].guard;
    bool yes = g->kind != GUARD_UNLESS;
    bool one = g->n > 1 && g->any == yes; /* "unless a and b": not a or not b */
    uint32_t n = 0, take = 0;
    if (one && w->atom[clause] > 0)
        return; /* asked once */
    for (uint32_t k = 0; k < g->n; k++)
        n += possible(m, &g->atoms[k], yes);
    if (one)
        take = choose(w, n);
    for (uint32_t k = 0, at = 0; k < g->n; k++) {
        const struct atom *a = &g->atoms[k];
        if (!possible(m, a, yes) || (one && at++ != take))
            continue;
        if (one)
            w->atom[clause] = (uint8_t)(k < UINT8_MAX ? k + 1 : UINT8_MAX);
        if (a->kind == ATOM_MET)
            want(m, w, a->ref, yes != a->negated);
    }
}

static void want_conditions(const struct model *m, struct wanted *w, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        want(m, w, c->trig_clause, c->trigger != TRIG_UNMET);
    if (c->after != POINT_NEVER)
        want(m, w, c->after_clause, true);
    if (c->from.kind == POINT_CLAUSE_MET ||
        c->from.kind == POINT_CLAUSE_VERIFIED)
        want(m, w, c->from.ref, true);
    want_guard(m, w, clause);
}

/* How many statements a course takes; no other is longer than one in which
 * what has lapsed is done all the same. */
static uint32_t cost(const struct model *m, const struct wanted *w)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        n += w->fail[i] ? c->n_bearers : 0;
        n += w->fail[i] && w->meet[i] && c->lapses ? UINT16_MAX : 0;
        if (w->meet[i])
            n += c->n_bearers * (c->n_steps > 0 ? c->n_steps : 1);
    }
    return n;
}

static void clear(const struct model *m, struct wanted *w)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        w->meet[i] = w->fail[i] = false;
        w->atom[i] = 0;
    }
    w->n = 0;
}

/* The next choices in order; false after the last. */
static bool next_choices(struct wanted *w)
{
    while (w->n > 0 && w->pick[w->n - 1] + 1 >= w->of[w->n - 1])
        w->n--;
    if (w->n == 0)
        return false;
    w->pick[w->n - 1]++;
    w->fixed = w->n;
    return true;
}

/* The choices that take the fewest statements; of equals the first in the order
 * of the text. */
static err want_fewest(struct model *m, struct wanted *w, int clause)
{
    struct wanted best = {.n = 0};
    uint32_t least = UINT32_MAX, tries = 0;
    bool more = true;
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, w->meet);
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, w->fail);
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, w->atom);
    for (; more && tries < TRIALS_MOST; tries++) {
        clear(m, w);
        want_conditions(m, w, clause);
        uint32_t n = cost(m, w);
        if (n < least) {
            least = n;
            best = *w;
        }
        more = next_choices(w);
    }
    if (more)
        TRY(m->cx,
            note_uncovered(m,
                           "%.*s: that its course of events is a shortest one "
                           "was tried for %d ways only",
                           STR_ARG(m->ag->clauses[clause].label), TRIALS_MOST));
    for (uint32_t k = 0; k < best.n; k++)
        w->pick[k] = best.pick[k];
    w->fixed = best.n;
    clear(m, w);
    want_conditions(m, w, clause);
    return OK;
}

/* Not before `from`. */
static err bring_about(struct model *m, struct play *w, int clause,
                       const struct wanted *q, instant from)
{
    const struct clause *c = &m->ag->clauses[clause];
    const struct reach *r = &m->reach[clause];
    instant at = r->meet_at > from ? r->meet_at : from;
    for (int b = 0; b < (int)c->n_bearers; b++) {
        if (q->fail[clause]) {
            TRY(m->cx,
                play_not_done(w, clause, b, m->p->force, r->fail_at + 1));
            if (at <= r->fail_at + 1)
                at = r->fail_at + 2;
        }
        for (uint32_t k = 0; q->meet[clause] && k < c->n_steps; k++)
            TRY(m->cx, play_do(w, clause, b, at, c->steps[k].n));
        if (q->meet[clause] && c->n_steps == 0)
            TRY(m->cx, play_do(w, clause, b, at, c->need.n));
    }
    return OK;
}

/* What bodies judge, and states, are as the clause needs them. */
static err suppose(struct model *m, struct play *w, int clause,
                   const struct wanted *q)
{
    const struct guard *g = &m->ag->clauses[clause].guard;
    bool yes = g->kind != GUARD_UNLESS;
    for (uint32_t k = 0; k < g->n; k++) {
        const struct atom *a = &g->atoms[k];
        if (q->atom[clause] > 0 && q->atom[clause] != k + 1)
            continue;
        if (a->kind == ATOM_CONDITION)
            TRY(m->cx,
                play_condition(w, a->ref, m->p->force, yes != a->negated));
        if (a->kind == ATOM_STATE)
            TRY(m->cx,
                play_state(w, clause, a, m->p->force, yes != a->negated));
    }
    return OK;
}

static bool asks_for(const struct clause *c, int clause)
{
    for (uint32_t k = 0; k < c->guard.n; k++)
        if (c->guard.atoms[k].kind == ATOM_MET &&
            c->guard.atoms[k].ref == clause)
            return true;
    return false;
}

err witness_of(struct model *m, int clause, const struct play **out)
{
    const struct agreement *ag = m->ag;
    const struct reach *r = &m->reach[clause];
    struct wanted q = {.n = 0};
    struct play *w;
    instant last = m->p->force, due;
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    TRY(m->cx, want_fewest(m, &q, clause));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        bool too_late = r->asked && asks_for(&ag->clauses[clause], (int)i);
        instant from = too_late ? r->asked_at.hi + 1 : m->p->force;
        if ((int)i != clause && (q.meet[i] || q.fail[i]))
            TRY(m->cx, bring_about(m, w, (int)i, &q, from));
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if ((int)i == clause || q.meet[i] || q.fail[i])
            TRY(m->cx, suppose(m, w, (int)i, &q));
    for (uint32_t i = 0; i < w->n; i++)
        last = w->v[i].f.to_ > last ? w->v[i].f.to_ : last;
    if (reach_due_fixed(m, &ag->clauses[clause], &due) && due > last)
        last = due;
    /* what only waits at the end has lapsed */
    w->at =
        last < m->p->end && m->p->end < INSTANT_MAX ? m->p->end : last + 86400;
    play_order(w);
    *out = w;
    return OK;
}
