/* plan/search.c: bounded explicit search, for what the fixpoint of reach.c
 * cannot see: conditions that exclude each other, and where all comes to a
 * halt.
 *
 * A state says of each clause of a slice (clauses linked by waits) whether it
 * is still to come, open, met, found unmet, or met late. Moves: an open clause
 * is met; the deadline of an open one passes; one found unmet is met late. What
 * waits arises as soon as its conditions hold, as in the engine: `unmet` holds
 * only until it is met late. Deadlines may pass in any order here, so more
 * courses are looked at than the calendar allows: what is unreachable here is
 * unreachable; nothing is claimed of the rest.
 *
 * Clauses that nothing but waiting links are left to reach.c: there the
 * fixpoint is exact. */
#include "base/map.h"
#include "plan/plan_int.h"
#include "plan/play.h"

enum { SLICE_MOST = 20, STATES_MOST = 400000 };
enum { S_WAITS, S_OPEN, S_MET, S_UNMET, S_LATE };

struct slice {
    int clause[SLICE_MOST];
    uint32_t n;
};
typedef uint64_t state; /* three bits for each clause */

static unsigned get(state s, uint32_t i)
{
    return (unsigned)(s >> (3 * i)) & 7;
}

static state set(state s, uint32_t i, unsigned v)
{
    return (s & ~((state)7 << (3 * i))) | (state)v << (3 * i);
}

static int index_in(const struct slice *s, int clause)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->clause[i] == clause)
            return (int)i;
    return NONE;
}

static bool is_met(unsigned v)
{
    return v == S_MET || v == S_LATE;
}

/* --- Slices
 * -------------------------------------------------------------------
 */

static uint32_t root(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

static void join(uint32_t *up, uint32_t a, uint32_t b)
{
    up[root(up, a)] = root(up, b);
}

/* The clause from whose being met the (last) deadline counts, or NONE. */
static int counts_from(const struct clause *c)
{
    const struct deadline *d =
        c->n_steps > 0 ? &c->steps[c->n_steps - 1].due : &c->due;
    return d->kind != DUE_NONE && (d->p.kind == POINT_CLAUSE_MET ||
                                   d->p.kind == POINT_CLAUSE_VERIFIED)
               ? d->p.ref
               : NONE;
}

static void links(const struct clause *c, uint32_t i, uint32_t *up, bool *mixed)
{
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        join(up, i, (uint32_t)c->trig_clause);
    if (c->after != POINT_NEVER)
        join(up, i, (uint32_t)c->after_clause);
    if (c->trigger == TRIG_UNMET)
        mixed[i] = true;
    if (counts_from(c) != NONE)
        join(up, i, (uint32_t)counts_from(c));
    for (uint32_t k = 0; k < c->guard.n; k++) {
        if (c->guard.atoms[k].kind != ATOM_MET)
            continue;
        join(up, i, (uint32_t)c->guard.atoms[k].ref);
        mixed[i] = true;
    }
}

/* --- One state ---------------------------------------------------------------
 */

/* Whether a condition on clause `on` holds; a clause outside the slice, or one
 * of a kind that is not played, can be either. */
static bool holds(const struct slice *s, state x, int on, bool unmet)
{
    int i = index_in(s, on);
    if (i == NONE)
        return true;
    unsigned v = get(x, (uint32_t)i);
    return unmet ? v == S_UNMET : is_met(v);
}

static bool guard_holds(const struct slice *s, state x, const struct guard *g)
{
    bool want = g->kind != GUARD_UNLESS, any = g->n == 0;
    bool disjunct = g->n == 1 || g->any == want;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        bool h = true;
        if (a->kind == ATOM_MET) /* false only once found short (sem 16) */
            h = holds(s, x, a->ref, want == a->negated);
        any = any || h;
        if (!h && !disjunct)
            return false;
    }
    return any;
}

static bool conditions(const struct model *m, const struct slice *s, state x,
                       uint32_t i)
{
    const struct clause *c = &m->ag->clauses[s->clause[i]];
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT &&
        !holds(s, x, c->trig_clause, c->trigger == TRIG_UNMET))
        return false;
    if (c->after != POINT_NEVER && !holds(s, x, c->after_clause, false))
        return false;
    return guard_holds(s, x, &c->guard);
}

/* All that can arise does; what lost its ground, and was not done, waits. */
static state arise(const struct model *m, const struct slice *s, state x)
{
    for (uint32_t i = 0; i < s->n; i++) {
        bool can = m->reach[s->clause[i]].arise && conditions(m, s, x, i);
        if (get(x, i) == S_WAITS && can)
            x = set(x, i, S_OPEN);
        else if (get(x, i) == S_OPEN && !can)
            x = set(x, i, S_WAITS);
    }
    return x;
}

/* --- The search
 * ---------------------------------------------------------------
 */

struct search {
    struct model *m;
    const struct slice *s;
    struct map_u64 seen; /* state -> its number */
    VEC(state) states;
    VEC(uint32_t) from;
    uint64_t active; /* bit: has been open in some state */
    bool full;
};

static err visit(struct search *q, state x, uint32_t from)
{
    struct model *m = q->m;
    x = arise(m, q->s, x);
    if (map_u64_get(&q->seen, x, NULL))
        return OK;
    if (q->states.n >= STATES_MOST) {
        q->full = true;
        return OK;
    }
    TRY_ROOM(m->cx, m->cx->scratch, map_u64_put(&q->seen, x, q->states.n));
    TRY_ROOM(m->cx, m->cx->scratch, vec_push(m->cx->scratch, &q->states, x));
    TRY_ROOM(m->cx, m->cx->scratch, vec_push(m->cx->scratch, &q->from, from));
    for (uint32_t i = 0; i < q->s->n; i++)
        if (get(x, i) != S_WAITS)
            q->active |= (uint64_t)1 << i;
    return OK;
}

static err expand(struct search *q, uint32_t at)
{
    const struct model *m = q->m;
    state x = q->states.p[at];
    for (uint32_t i = 0; i < q->s->n; i++) {
        const struct reach *r = &m->reach[q->s->clause[i]];
        int from = counts_from(&m->ag->clauses[q->s->clause[i]]);
        switch (get(x, i)) {
        case S_OPEN:
            if (r->meet)
                TRY(m->cx, visit(q, set(x, i, S_MET), at));
            if (r->fail && (from == NONE || holds(q->s, x, from, false)))
                TRY(m->cx, visit(q, set(x, i, S_UNMET), at));
            break;
        case S_UNMET:
            if (!m->ag->clauses[q->s->clause[i]].lapses)
                TRY(m->cx, visit(q, set(x, i, S_LATE), at));
            break;
        default:
            break;
        }
    }
    return OK;
}

static err excluded(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct plan_finding *f = finding_new(m, PLAN_DEAD, PLAN_BREAKS, clause);
    int on[3] = {clause, NONE, NONE};
    uint32_t n = 1;
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        on[n++] = c->trig_clause;
    if (c->after != POINT_NEVER)
        on[n++] = c->after_clause;
    f->title = joined(m, "", c->label,
                      " can never become active: its conditions exclude each "
                      "other",
                      STR(""), "");
    f->detail = STR("In no course of events do all of them hold at one time.");
    f->hint = STR("split it into a clause for each condition");
    return finding_add(m, *f, on, n);
}

static err search_slice(struct model *m, const struct slice *s)
{
    struct search q = {.m = m, .s = s};
    struct arena_mark mark = arena_mark(m->cx->scratch);
    map_u64_init(&q.seen, m->cx->scratch, m->cx);
    TRY(m->cx, visit(&q, 0, 0));
    for (uint32_t i = 0; i < q.states.n; i++)
        TRY(m->cx, expand(&q, i));
    m->p->searched += q.states.n;
    uint64_t active = q.active;
    bool full = q.full;
    arena_rewind(m->cx->scratch, mark);
    if (full) {
        struct buf b;
        buf_init(&b, m->a, 2000);
        for (uint32_t i = 0; i < s->n; i++) {
            buf_c(&b, i == 0 ? "" : ", ");
            buf_str(&b, m->ag->clauses[s->clause[i]].label);
        }
        str labels = buf_view(&b);
        return note_uncovered(m,
                              "courses of %.*s: the first %d states were "
                              "searched, not all; whether their conditions "
                              "exclude each other is not settled",
                              STR_ARG(labels), STATES_MOST);
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (m->reach[s->clause[i]].arise && ((active >> i) & 1) == 0)
            TRY(m->cx, excluded(m, s->clause[i]));
    return OK;
}

static err mixed_slices(struct model *m)
{
    uint32_t n = m->ag->n_clauses, *up;
    bool *mixed;
    TRY_NEW_ARRAY(m->cx, m->a, n, up);
    TRY_NEW_ARRAY(m->cx, m->a, n, mixed);
    for (uint32_t i = 0; i < n; i++)
        up[i] = i;
    for (uint32_t i = 0; i < n; i++)
        links(&m->ag->clauses[i], i, up, mixed);
    for (uint32_t i = 0; i < n; i++) {
        struct slice s = {.n = 0};
        bool any = false, big = false;
        if (root(up, i) != i)
            continue;
        for (uint32_t k = 0; k < n; k++) {
            if (root(up, k) != i)
                continue;
            any = any || mixed[k];
            if (s.n == SLICE_MOST) {
                big = true;
                continue;
            }
            s.clause[s.n++] = (int)k;
        }
        if (!any)
            continue;
        if (big) {
            TRY(m->cx,
                note_uncovered(m,
                               "courses of the clauses linked with %.*s: more "
                               "than %d, so whether their conditions exclude "
                               "each other was not searched",
                               STR_ARG(m->ag->clauses[i].label), SLICE_MOST));
            continue;
        }
        TRY(m->cx, search_slice(m, &s));
    }
    return OK;
}

/* --- Where all comes to a halt
 * -------------------------------------------------
 */

static bool waits_for(const struct model *m, int clause, int on)
{
    const struct clause *c = &m->ag->clauses[clause];
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        c->trig_clause == on)
        return true;
    return c->after != POINT_NEVER && c->after_clause == on;
}

/* Whether the text says what follows if `clause` is not kept. */
static bool is_answered(const struct model *m, int clause)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        if (c->trigger == TRIG_UNMET && c->trig_clause == clause &&
            m->reach[i].arise)
            return true;
    }
    return false;
}

/* Signed, and then nothing: what waits for the clause waits on. */
static err omission(struct model *m, int clause, int about,
                    const struct play **out)
{
    struct play *w;
    const struct plan_node *n = &m->nodes.p[m->first[clause]];
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    instant due =
        n->has_due && n->due.hi < INSTANT_MAX ? n->due.hi : m->p->force;
    if (n->cause != NONE) /* what opens it has to be played first */
        return OK;
    for (uint32_t b = 0; b < m->ag->clauses[clause].n_bearers; b++)
        TRY(m->cx, play_not_done(w, clause, (int)b, m->p->force, due + 1, 0));
    w->at = due + 86400;
    (void)about;
    *out = w;
    return OK;
}

static err halt(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    uint32_t n = m->ag->n_clauses, k = 0;
    bool *stuck;
    int *on;
    TRY_NEW_ARRAY(m->cx, m->a, n, stuck);
    TRY_NEW_ARRAY(m->cx, m->a, n, on);
    stuck[clause] = true;
    on[k++] = clause;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < n; i++) {
            bool waits = false;
            if (stuck[i] || !m->reach[i].arise)
                continue;
            for (uint32_t j = 0; j < n && !waits; j++)
                waits = stuck[j] && waits_for(m, (int)i, (int)j);
            if (waits) {
                stuck[i] = changed = true;
                on[k++] = (int)i;
            }
        }
    }
    if (k == 1)
        return OK;
    struct plan_finding *f = finding_new(m, PLAN_STUCK, PLAN_RISK, clause);
    struct buf b;
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 200 + 200 * (size_t)k);
    buf_printf(&b, "If %.*s is not done, ", STR_ARG(c->label));
    for (uint32_t i = 1; i < k; i++) {
        buf_c(&b, i == 1 ? "" : i == k - 1 ? " and " : ", ");
        buf_str(&b, m->ag->clauses[on[i]].label);
    }
    buf_printf(&b, " never %s, and no clause says what follows",
               k == 2 ? "arises" : "arise");
    f->title = buf_view(&b);
    f->detail = STR("What waits only waits on; at the end it lapses. Nobody is "
                    "bound to do anything about it.");
    f->hint = joined(m, "add a clause: when ", c->label,
                     " is unmet, BODY shall ... within N hours", STR(""), "");
    f->about = on[1];
    TRY(m->cx, omission(m, clause, on[1], &f->witness));
    return finding_add(m, *f, on, k);
}

/* What arises only after a failure, and yet others wait for. */
static err only_after_failure(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    int on = NONE;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        ag->clauses[c->trig_clause].trigger == TRIG_UNMET)
        on = c->trig_clause;
    if (c->after != POINT_NEVER &&
        ag->clauses[c->after_clause].trigger == TRIG_UNMET)
        on = c->after_clause;
    if (on == NONE || c->trigger == TRIG_UNMET || !m->reach[clause].arise)
        return OK;
    int both[2] = {clause, on};
    struct plan_finding *f = finding_new(m, PLAN_STUCK, PLAN_RISK, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title =
        joined(m, "If everything is kept, ", c->label,
               " never arises: it waits for ", ag->clauses[on].label, "");
    f->detail =
        joined(m, "", ag->clauses[on].label, " itself arises only when ",
               ag->clauses[ag->clauses[on].trig_clause].label, " is unmet.");
    f->hint = STR("say what it waits for when nothing has failed");
    return finding_add(m, *f, both, 2);
}

err search_findings(struct model *m)
{
    TRY(m->cx, mixed_slices(m));
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        TRY(m->cx, only_after_failure(m, (int)i));
        if (reach_is_deed(c) && m->reach[i].arise && c->trigger != TRIG_UNMET &&
            m->first[i] < m->last[i] && !is_answered(m, (int)i))
            TRY(m->cx, halt(m, (int)i));
    }
    return OK;
}
