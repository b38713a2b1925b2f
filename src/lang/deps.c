/* lang/deps.c: the graph of what waits for what, its strongly connected
 * components (Tarjan, without recursion) and shortest ways in it.
 *
 * Not here: what a circle means (compile.c, review.c). */
#include "lang/deps.h"

#include "base/vec.h"

struct maker {
    struct cx *cx;
    struct arena *a;
    const struct agreement *ag;
    VEC(struct dep) v;
};

static err add(struct maker *m, uint32_t from, int to, enum dep_kind kind,
               bool negated)
{
    struct dep d = {from, (uint32_t)to, kind, negated};
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->v, d));
    return OK;
}

static err add_point(struct maker *m, uint32_t from, const struct point *p,
                     enum dep_kind kind)
{
    switch (p->kind) {
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        return add(m, from, p->ref, kind, false);
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        if (p->ref == NONE)
            return OK;
        return add(m, from, (int)m->ag->n_clauses + p->ref, kind, false);
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_TRIGGER:
        return OK;
    }
    BUG("a point of no kind");
}

static err add_atom(struct maker *m, uint32_t from, const struct atom *a,
                    bool unless)
{
    if (a->kind == ATOM_MET)
        return add(m, from, a->ref, DEP_GUARD, a->negated != unless);
    if (a->kind == ATOM_PHASE)
        return add(m, from, (int)m->ag->n_clauses + a->ref, DEP_GUARD,
                   a->negated != unless);
    return OK;
}

static err add_clause(struct maker *m, uint32_t i)
{
    const struct clause *c = &m->ag->clauses[i];
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        TRY(m->cx,
            add(m, i, c->trig_clause, DEP_TRIGGER, c->trigger == TRIG_UNMET));
    if (c->after != POINT_NEVER)
        TRY(m->cx, add(m, i, c->after_clause, DEP_AFTER, false));
    for (uint32_t k = 0; k < c->guard.n; k++)
        TRY(m->cx,
            add_atom(m, i, &c->guard.atoms[k], c->guard.kind == GUARD_UNLESS));
    TRY(m->cx, add_point(m, i, &c->from, DEP_START));
    TRY(m->cx, add_point(m, i, &c->until, DEP_DUE));
    TRY(m->cx, add_point(m, i, &c->due.p, DEP_DUE));
    for (uint32_t k = 0; k < c->n_steps; k++)
        TRY(m->cx, add_point(m, i, &c->steps[k].due.p, DEP_DUE));
    return OK;
}

err deps_make(struct cx *cx, struct arena *a, const struct agreement *ag,
              struct deps *out)
{
    struct maker m = {cx, a, ag, {0}};
    struct deps d = {0};
    d.n_clauses = ag->n_clauses;
    d.n_nodes = ag->n_clauses + ag->n_phases;
    TRY_NEW_ARRAY(cx, a, (size_t)d.n_nodes + 1, d.first);
    for (uint32_t i = 0; i < d.n_nodes; i++) {
        d.first[i] = (uint32_t)m.v.n;
        if (i < ag->n_clauses) {
            TRY(cx, add_clause(&m, i));
        } else {
            const struct phase *ph = &ag->phases[i - ag->n_clauses];
            TRY(cx, add_point(&m, i, &ph->from, DEP_PHASE));
            TRY(cx, add_point(&m, i, &ph->until, DEP_PHASE));
        }
    }
    d.v = m.v.p;
    d.n = (uint32_t)m.v.n;
    d.first[d.n_nodes] = d.n;
    *out = d;
    return OK;
}

static bool follows(const struct dep *d, unsigned kinds)
{
    return (kinds >> d->kind) & 1;
}

err deps_groups(struct cx *cx, struct arena *a, const struct deps *d,
                unsigned kinds, struct dep_groups *out)
{
    /* Tarjan's algorithm; `walk` is the path being walked, each node with the
     * next edge to look at, `open` the nodes not yet in a group. */
    uint32_t n = d->n_nodes, *index, *low, *walk, *next, *open;
    uint32_t n_walk = 0, n_open = 0, count = 0;
    struct dep_groups g = {0};
    TRY_NEW_ARRAY(cx, a, n, index);
    TRY_NEW_ARRAY(cx, a, n, low);
    TRY_NEW_ARRAY(cx, a, n, walk);
    TRY_NEW_ARRAY(cx, a, n, next);
    TRY_NEW_ARRAY(cx, a, n, open);
    TRY_NEW_ARRAY(cx, a, n, g.group);
    TRY_NEW_ARRAY(cx, a, n, g.in_circle);
    for (uint32_t i = 0; i < n; i++)
        g.group[i] = UINT32_MAX;
    for (uint32_t root = 0; root < n; root++) {
        if (index[root] != 0)
            continue;
        walk[n_walk++] = root;
        while (n_walk > 0) {
            uint32_t v = walk[n_walk - 1];
            if (index[v] == 0) {
                index[v] = low[v] = ++count;
                next[v] = d->first[v];
                open[n_open++] = v;
            }
            bool deeper = false;
            while (next[v] < d->first[v + 1] && !deeper) {
                const struct dep *e = &d->v[next[v]];
                if (!follows(e, kinds)) {
                    next[v]++;
                    continue;
                }
                if (index[e->to] == 0) {
                    walk[n_walk++] = e->to;
                    deeper = true;
                } else {
                    if (g.group[e->to] == UINT32_MAX && low[e->to] < low[v])
                        low[v] = low[e->to];
                    next[v]++;
                }
            }
            if (deeper)
                continue;
            if (low[v] == index[v]) {
                uint32_t size = 0, w;
                do {
                    w = open[--n_open];
                    g.group[w] = g.n;
                    size++;
                } while (w != v);
                g.in_circle[g.n++] = size > 1;
            }
            n_walk--;
        }
    }
    for (uint32_t i = 0; i < d->n; i++)
        if (d->v[i].from == d->v[i].to && follows(&d->v[i], kinds))
            g.in_circle[g.group[d->v[i].from]] = true;
    *out = g;
    return OK;
}

err deps_path(struct cx *cx, struct arena *a, const struct deps *d,
              const struct dep_groups *g, unsigned kinds, uint32_t from,
              uint32_t to, struct dep **out, uint32_t *n_out)
{
    uint32_t *by, *queue, head = 0, tail = 0, n = 0;
    struct dep *path;
    TRY_NEW_ARRAY(cx, a, d->n_nodes, by); /* edge + 1 by which one came */
    TRY_NEW_ARRAY(cx, a, d->n_nodes, queue);
    queue[tail++] = from;
    while (head < tail && (by[to] == 0 || from == to)) {
        uint32_t v = queue[head++];
        if (v == to)
            break;
        for (uint32_t i = d->first[v]; i < d->first[v + 1]; i++) {
            const struct dep *e = &d->v[i];
            if (!follows(e, kinds) || g->group[e->to] != g->group[v] ||
                e->to == from || by[e->to] != 0)
                continue;
            by[e->to] = i + 1;
            queue[tail++] = e->to;
        }
    }
    for (uint32_t v = to; v != from && by[v] != 0; v = d->v[by[v] - 1].from)
        n++;
    TRY_NEW_ARRAY(cx, a, n, path);
    uint32_t k = n;
    for (uint32_t v = to; v != from && by[v] != 0; v = d->v[by[v] - 1].from)
        path[--k] = d->v[by[v] - 1];
    *out = path;
    *n_out = n;
    return OK;
}
