/* plan/comply.c: can each bearer keep each duty, whatever the others do within
 * their rights?
 *
 * The others may do what they owe as late as their own deadlines allow, or
 * never where they have none; the bearer does its part as soon as it can. A
 * duty with a day of its own that can so be made to arise after that day is
 * in the others' hand. The course that shows it is given to the engine.
 *
 * Not here: what cannot be kept even if all work together (times.c), and who
 * has to state that a duty was met (observe.c). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* The latest that others can bring a node about without being late, when the
 * side `own` acts at once. INSTANT_MAX: they may never do it. */
struct rights {
    instant *arise, *done;
};

static bool of_side(const struct model *m, const struct plan_node *n,
                    actor_set own)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    if (c->n_bearers == 0)
        return false;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (((own >> c->bearers[i]) & 1) == 0)
            return false;
    return true;
}

/* Latest time of a variable of the network under these rights, for the ones
 * that a wait can name. */
static instant clause_done(const struct model *m, const struct rights *r,
                           int clause)
{
    instant at = INSTANT_MIN;
    for (uint32_t i = m->first[clause]; i < m->last[clause]; i++)
        if (r->done[i] > at)
            at = r->done[i];
    return at;
}

static instant later(instant a, instant b)
{
    return a > b ? a : b;
}

static instant node_arises(const struct model *m, const struct rights *r,
                           uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    instant at = m->p->force, t;
    if (c->not_before && model_fixed_point(m->cx, m->p, &c->from, AT_BEGIN, &t))
        at = later(at, t);
    if (n->cause != NONE)
        at = later(at, r->done[n->cause]);
    else if (c->trigger == TRIG_EVENT)
        return at;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        (n->cause == NONE || m->nodes.p[n->cause].clause != c->trig_clause))
        at = later(at, clause_done(m, r, c->trig_clause));
    if (c->after != POINT_NEVER &&
        (n->cause == NONE || m->nodes.p[n->cause].clause != c->after_clause))
        at = later(at, clause_done(m, r, c->after_clause));
    return at;
}

static instant node_due(const struct model *m, const struct rights *r,
                        uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct deadline *d =
        n->step == NONE ? &c->due : &c->steps[n->step].due;
    instant base = INSTANT_MAX;
    if (!n->has_due)
        return INSTANT_MAX;
    switch (d->p.kind) {
    case POINT_TRIGGER:
        base = n->cause != NONE ? r->done[n->cause] : r->arise[i];
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        base = clause_done(m, r, d->p.ref);
        break;
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return n->due.hi;
    }
    if (base >= INSTANT_MAX)
        return INSTANT_MAX;
    return model_move(m->cx, m->p, d->p.plus, base);
}

/* The greatest fixpoint from below: times only grow, each is one that is
 * written, so as many rounds as steps settle it. */
static void settle(const struct model *m, actor_set own, struct rights *r)
{
    for (uint32_t i = 0; i < m->nodes.n; i++)
        r->arise[i] = r->done[i] = m->p->force;
    bool changed = true;
    for (size_t round = 0; changed && round <= m->nodes.n; round++) {
        changed = false;
        for (uint32_t i = 0; i < m->nodes.n; i++) {
            const struct plan_node *n = &m->nodes.p[i];
            if (n->never) {
                r->arise[i] = r->done[i] = INSTANT_MAX;
                continue;
            }
            instant a = node_arises(m, r, i), d = a;
            if (!n->deed)
                d = later(a, n->done.hi);
            else if (!of_side(m, n, own))
                d = a >= INSTANT_MAX ? a : later(a, node_due(m, r, i));
            if (a > r->arise[i] || d > r->done[i])
                changed = true;
            r->arise[i] = later(a, r->arise[i]);
            r->done[i] = later(d, r->done[i]);
        }
    }
}

static bool absolute(const struct deadline *d)
{
    switch (d->p.kind) {
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return d->kind != DUE_NONE;
    case POINT_NEVER:
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
    case POINT_TRIGGER:
        return false;
    }
    BUG("a point of no kind");
}

static int64_t units(const struct clause *c, const struct plan_node *n)
{
    return n->step != NONE ? c->steps[n->step].n : c->need.n;
}

/* All that comes before node i, each at the latest of the others' rights. */
static err late_course(struct model *m, const struct rights *r, uint32_t i,
                       const struct play **out)
{
    struct play *w;
    bool *on;
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, on);
    on[i] = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t k = 0; k < m->nodes.n; k++) {
            const struct plan_node *n = &m->nodes.p[k];
            const struct clause *c = &m->ag->clauses[n->clause];
            if (!on[k])
                continue;
            for (uint32_t j = 0; j < m->nodes.n; j++) {
                int of = m->nodes.p[j].clause;
                bool needed =
                    n->cause == (int)j ||
                    ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
                     c->trig_clause == of) ||
                    (c->after != POINT_NEVER && c->after_clause == of);
                if (needed && !on[j])
                    on[j] = changed = true;
            }
        }
    }
    instant end = m->p->force;
    for (uint32_t k = 0; k < m->nodes.n; k++) {
        const struct plan_node *n = &m->nodes.p[k];
        const struct clause *c = &m->ag->clauses[n->clause];
        if (!on[k] || r->done[k] >= INSTANT_MAX || !n->deed)
            continue;
        end = later(end, r->done[k]);
        for (uint32_t b = 0; b < c->n_bearers; b++)
            TRY(m->cx, play_do(w, n->clause, (int)b, r->done[k], units(c, n)));
    }
    w->at = later(end, m->nodes.p[i].due.hi) + 86400;
    *out = w;
    return OK;
}

/* The clause of another side for which node i waits longest, through its own
 * side's steps; NONE. */
static int waits_on(const struct model *m, const struct rights *r, uint32_t i,
                    actor_set own)
{
    for (size_t n = 0; n <= m->nodes.n; n++) {
        const struct plan_node *x = &m->nodes.p[i];
        const struct clause *c = &m->ag->clauses[x->clause];
        int on[3] = {x->cause == NONE ? NONE : m->nodes.p[x->cause].clause,
                     c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED
                         ? c->trig_clause
                         : NONE,
                     c->after != POINT_NEVER ? c->after_clause : NONE};
        int best = NONE;
        for (int k = 0; k < 3; k++)
            if (on[k] != NONE && m->first[on[k]] < m->last[on[k]] &&
                clause_done(m, r, on[k]) >= r->arise[i])
                best = best == NONE ||
                               !of_side(m, &m->nodes.p[m->first[on[k]]], own)
                           ? on[k]
                           : best;
        if (best == NONE)
            return NONE;
        if (!of_side(m, &m->nodes.p[m->first[best]], own))
            return best;
        i = m->last[best] - 1;
    }
    return NONE;
}

static err too_late(struct model *m, const struct rights *r, uint32_t i,
                    int other_clause)
{
    struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, other_clause};
    bool never = r->arise[i] >= INSTANT_MAX;
    str other = m->ag->clauses[on[1]].label;
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 2000);
    buf_printf(&b, "%.*s may fall due before what it waits for (%.*s) is there",
               STR_ARG(n->name), STR_ARG(other));
    f->title = buf_view(&b);
    buf_init(&b, m->a, 2000);
    buf_printf(&b, "%.*s is due at the ", STR_ARG(n->name));
    plan_when(m->p, n->due.hi, &b);
    if (never) {
        buf_printf(&b,
                   "; nothing says by when %.*s has to be done, and until "
                   "then %.*s does not arise.",
                   STR_ARG(other), STR_ARG(c->label));
    } else {
        buf_printf(&b, "; %.*s may be done as late as the ", STR_ARG(other));
        plan_when(m->p,
                  r->done[m->first[on[1]]] >= INSTANT_MAX
                      ? r->arise[i]
                      : clause_done(m, r, on[1]),
                  &b);
        buf_c(&b, " without being late.");
    }
    buf_c(&b, " To be in time the bearer has to act before the other side has "
              "done its part.");
    f->detail = buf_view(&b);
    f->hint = STR("count the deadline from what it waits for: within N days "
                  "after LABEL is met");
    if (!never)
        TRY(m->cx, late_course(m, r, i, &f->witness));
    f->about = n->clause;
    return finding_add(m, *f, on, 2);
}

/* What a party may judge that binds itself or the other. */
static err own_condition(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    for (uint32_t k = 0; k < c->guard.n; k++) {
        const struct atom *a = &c->guard.atoms[k];
        if (a->kind != ATOM_CONDITION)
            continue;
        const struct condition *x = &ag->conditions[a->ref];
        if (ag->actors[x->by].role != ROLE_PARTY)
            continue;
        struct plan_finding *f = finding_new(m, PLAN_COMPLY, PLAN_RISK, clause);
        if (f == NULL)
            return arena_fail(m->cx, m->a);
        f->title = joined(m, "Whether ", c->label, " binds is judged by ",
                          actor_name(ag, x->by), ", a party");
        f->detail = joined(m, "Until it is judged that `", x->id,
                           "` holds or does not, ", c->label, " waits.");
        f->hint = STR("let a body judge it that is no party");
        TRY(m->cx, finding_add(m, *f, &clause, 1));
    }
    return OK;
}

/* Notice "the day before" of a duty that begins with the agreement. */
static err first_day_notice(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    uint32_t i = m->first[clause];
    struct plan_finding *f;
    if (c->notified_tod == NONE || i == m->last[clause] ||
        m->nodes.p[i].never || m->nodes.p[i].arise.lo > m->p->day1)
        return OK;
    f = finding_new(m, PLAN_COMPLY, PLAN_NOTE, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title = joined(m, "", c->label,
                      ": notice is due the day before, and it begins on the "
                      "first day",
                      STR(""), "");
    f->detail =
        STR("The notice for the first day would have to be given before "
            "the agreement is in force.");
    f->hint =
        STR("let it begin on day 2, or say how the first day is notified");
    return finding_add(m, *f, &clause, 1);
}

/* Less time than this to do a deed is shown. */
enum { SHORT_NOTICE_S = 3600 };

static err short_notice(struct model *m, const struct rights *r, uint32_t i,
                        int other_clause, instant due)
{
    const struct plan_node *n = &m->nodes.p[i];
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, other_clause};
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 500);
    buf_printf(&b, "%.*s may leave its bearer ", STR_ARG(n->name));
    plan_length(due - r->arise[i], &b);
    buf_printf(&b, " between %.*s and its deadline",
               STR_ARG(m->ag->clauses[on[1]].label));
    f->title = buf_view(&b);
    f->detail = joined(m, "", m->ag->clauses[on[1]].label,
                       " may be done at its last moment, by another's choice.",
                       STR(""), "");
    f->hint =
        STR("count the deadline from what it waits for, with enough time");
    return finding_add(m, *f, on, 2);
}

static err one_duty(struct model *m, const struct rights *r, uint32_t i,
                    actor_set own)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct deadline *d =
        n->step == NONE ? &c->due : &c->steps[n->step].due;
    if (c->n_bearers == 0 || ((own >> c->bearers[0]) & 1) == 0 || !n->deed ||
        n->never || n->late || !n->has_due)
        return OK;
    int on = waits_on(m, r, i, own);
    if (on == NONE)
        return OK;
    instant due = absolute(d) ? n->due.hi : node_due(m, r, i);
    if (due >= INSTANT_MAX)
        return OK;
    if (r->arise[i] > due)
        return absolute(d) ? too_late(m, r, i, on) : OK;
    return due - r->arise[i] < SHORT_NOTICE_S ? short_notice(m, r, i, on, due)
                                              : OK;
}

err comply_findings(struct model *m)
{
    const struct agreement *ag = m->ag;
    struct rights r;
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.arise);
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.done);
    for (uint32_t p = 0; p < ag->n_actors; p++) {
        const struct actor *x = &ag->actors[p];
        if (x->role == ROLE_FORCE)
            continue;
        settle(m, x->answers, &r);
        for (uint32_t i = 0; i < m->nodes.n; i++)
            TRY(m->cx, one_duty(m, &r, i, x->answers));
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        TRY(m->cx, own_condition(m, (int)i));
        TRY(m->cx, first_day_notice(m, (int)i));
    }
    return OK;
}
