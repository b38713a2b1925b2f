/* plan/witness.c: the shortest course of events after which a clause would
 * stand, if it could: all that it hangs on comes about, each as soon as it can,
 * and nothing else does.
 *
 * Not here: what the engine then says of the clause (model.c asks it). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* By clause: what has to come about. */
struct wanted {
    bool *meet, *fail;
};

static void want_conditions(const struct model *m, struct wanted *w,
                            const struct clause *c);

static void want(const struct model *m, struct wanted *w, int clause, bool meet)
{
    const struct clause *c = &m->ag->clauses[clause];
    const struct reach *r = &m->reach[clause];
    bool *mark = meet ? &w->meet[clause] : &w->fail[clause];
    if (*mark || (meet ? !r->meet : !r->fail))
        return;
    *mark = true;
    want_conditions(m, w, c);
    const struct point *due = reach_last_due(c);
    if (!meet && due != NULL &&
        (due->kind == POINT_CLAUSE_MET || due->kind == POINT_CLAUSE_VERIFIED))
        want(m, w, due->ref, true);
}

static void want_conditions(const struct model *m, struct wanted *w,
                            const struct clause *c)
{
    bool yes = c->guard.kind != GUARD_UNLESS;
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        want(m, w, c->trig_clause, c->trigger != TRIG_UNMET);
    if (c->after != POINT_NEVER)
        want(m, w, c->after_clause, true);
    if (c->from.kind == POINT_CLAUSE_MET ||
        c->from.kind == POINT_CLAUSE_VERIFIED)
        want(m, w, c->from.ref, true);
    for (uint32_t k = 0; k < c->guard.n; k++)
        if (c->guard.atoms[k].kind == ATOM_MET)
            want(m, w, c->guard.atoms[k].ref, yes != c->guard.atoms[k].negated);
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
                play_not_done(w, clause, b, m->p->force, r->fail_at + 1, 0));
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

err witness_of(struct model *m, int clause, const struct play **out)
{
    const struct agreement *ag = m->ag;
    const struct reach *r = &m->reach[clause];
    struct wanted q;
    struct play *w;
    instant last = m->p->force, due;
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_clauses, q.meet);
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_clauses, q.fail);
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    want_conditions(m, &q, &ag->clauses[clause]);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        bool too_late = r->asked && r->because == (int)i;
        instant from = too_late ? r->asked_at.hi + 1 : m->p->force;
        if ((int)i != clause && (q.meet[i] || q.fail[i]))
            TRY(m->cx, bring_about(m, w, (int)i, &q, from));
    }
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
