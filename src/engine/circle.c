/* circle.c - circles that go through a deadline or a condition (sem 3, "Circles
 * through a deadline or a condition").
 *
 * "1.1 within 3 days after 1.2 is met", "1.2 within 4 days after 1.1 is met":
 * when a duty was done does not hang on its own deadline. So what a deadline
 * counts from, if it hangs on that clause in turn, is evaluated without the
 * deadlines inside the circle; and so with conditions ("1.1 while 1.2 is met",
 * "1.2 while 1.1 is met"). Every circle thus ends at its first deadline or
 * condition, whichever clause is asked for first. */
#include "engine/engine_int.h"

#include "lang/deps.h"

/* The node of the graph that a point counts from, or NONE. */
static int node_of(const struct agreement *ag, const struct point *p)
{
    switch (p->kind) {
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        return p->ref;
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return p->ref == NONE ? NONE : (int)ag->n_clauses + p->ref;
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_TRIGGER:
        break;
    }
    return NONE;
}

/* With what a clause is in addition to: the needs of the other are asked. */
static err all_deps(struct cx *cx, const struct agreement *ag, struct deps *d)
{
    struct deps of;
    uint32_t n = 0;
    TRY(cx, deps_make(cx, cx->scratch, ag, &of));
    *d = of;
    TRY_NEW_ARRAY(cx, cx->scratch, (size_t)of.n + ag->n_clauses, d->v);
    TRY_NEW_ARRAY(cx, cx->scratch, (size_t)of.n_nodes + 1, d->first);
    for (uint32_t i = 0; i < of.n_nodes; i++) {
        d->first[i] = n;
        for (uint32_t e = of.first[i]; e < of.first[i + 1]; e++)
            d->v[n++] = of.v[e];
        if (i < ag->n_clauses && ag->clauses[i].in_addition_to != NONE)
            d->v[n++] = (struct dep){i, (uint32_t)ag->clauses[i].in_addition_to,
                                     DEP_GUARD, false};
    }
    d->first[of.n_nodes] = d->n = n;
    return OK;
}

err circle_init(struct cx *cx, struct engine *e)
{
    struct arena_mark m = arena_mark(cx->scratch);
    struct deps d;
    struct dep_groups g;
    bool *dated;
    TRY(cx, all_deps(cx, e->ag, &d));
    TRY(cx, deps_groups(cx, cx->scratch, &d, (1u << DEP_KINDS) - 1, &g));
    TRY_NEW_ARRAY(cx, cx->scratch, g.n, dated);
    TRY_NEW_ARRAY(cx, &e->arena, d.n_nodes, e->circles);
    for (uint32_t i = 0; i < d.n; i++)
        if ((d.v[i].kind == DEP_DUE || d.v[i].kind == DEP_GUARD) &&
            g.group[d.v[i].from] == g.group[d.v[i].to])
            dated[g.group[d.v[i].from]] = true;
    for (uint32_t i = 0; i < d.n_nodes; i++)
        e->circles[i] = dated[g.group[i]] ? (int)g.group[i] : NONE;
    arena_rewind(cx->scratch, m);
    return OK;
}

err circle_resolve(struct query *q, const struct clause *c, int persp,
                   const struct point *p, enum point_use use,
                   const struct row *trigger, struct resolved *out,
                   bool *undated, bool *moved)
{
    int node = node_of(q->ag, p), was = q->circle;
    int own = q->e->circles[c - q->ag->clauses];
    if (p->kind == POINT_TRIGGER) { /* of no circle, and no phase moves it */
        *moved = *undated = false;
        return phase_resolve(q, persp, p, use, trigger, out);
    }
    bool in_turn = node != NONE && own != NONE && q->e->circles[node] == own;
    *out = (struct resolved){0};
    *moved = false;
    *undated = in_turn && was == own;
    if (*undated)
        return OK;
    if (in_turn)
        q->circle = own;
    TRY(q->cx, phase_resolve(q, persp, p, use, trigger, out));
    *moved = phase_point_moved(q, persp, p);
    q->circle = was;
    return OK;
}

bool circle_enter(struct query *q, int clause, const struct atom *a)
{
    int own = q->e->circles[clause];
    int node = a->kind == ATOM_MET     ? a->ref
               : a->kind == ATOM_PHASE ? (int)q->ag->n_clauses + a->ref
                                       : NONE;
    if (node == NONE || own == NONE || q->e->circles[node] != own)
        return true;
    if (q->circle == own)
        return false;
    q->circle = own;
    return true;
}
