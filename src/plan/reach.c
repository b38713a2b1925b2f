/* plan/reach.c: what can ever arise, be met, or be found unmet.
 *
 * A least fixpoint over and/or conditions: a clause can arise when all that it
 * waits for can come about. What is left out can never arise: because it is
 * in a circle of waits, because it hangs on something that cannot be, or
 * because its condition is asked at a time when it cannot hold. Times come
 * later (times.c) and only sharpen this: see reach_findings.
 *
 * Read next: search.c, which decides what needs a course of events. */
#include "plan/plan_int.h"
#include "plan/play.h"

static str label_of(const struct model *m, int clause)
{
    return m->ag->clauses[clause].label;
}

/* --- The outcome of what has arisen ----------------------------------------
 */

/* Whether a report can ever be accepted (sem 9), and whether its absence can
 * be (the accepted upper bound is ever finite). */
static bool can_accept(const struct clause *c)
{
    if (c->standard.kind != STD_KOF)
        return true;
    uint32_t n = 0;
    for (int i = 0; i < MAX_ACTORS; i++)
        n += (c->standard.of >> i) & 1;
    return n >= c->standard.k;
}

static bool can_close(const struct clause *c)
{
    if (c->need.cmp != AT_LEAST)
        return true;
    switch (c->standard.kind) {
    case STD_NAMED:
        return true;
    case STD_INTEREST:
        return c->n_bearers > 0;
    case STD_KOF:
        return false;
    }
    BUG("a standard of no kind");
}

static bool point_possible(const struct model *m, const struct point *p)
{
    if (p->kind == POINT_CLAUSE_MET || p->kind == POINT_CLAUSE_VERIFIED)
        return m->reach[p->ref].meet;
    if ((p->kind == POINT_PHASE_START || p->kind == POINT_PHASE_END) &&
        p->ref != NONE) {
        const struct phase *ph = &m->ag->phases[p->ref];
        if (ph->from.kind == POINT_CLAUSE_MET ||
            ph->from.kind == POINT_CLAUSE_VERIFIED)
            return m->reach[ph->from.ref].meet;
    }
    return true;
}

/* Whether a deadline is written, and can ever be known. */
static bool has_due(const struct model *m, const struct clause *c)
{
    if (c->n_steps > 0)
        return point_possible(m, &c->steps[c->n_steps - 1].due.p);
    if (c->due.kind != DUE_NONE)
        return point_possible(m, &c->due.p);
    return c->period != PERIOD_NONE || c->until.kind != POINT_NEVER;
}

static bool endless(const struct model *m, const struct clause *c)
{
    bool life = m->ag->life_days > 0 || m->ag->life.has_lasts ||
                m->ag->life.until.kind != POINT_NEVER;
    return !life &&
           (c->until.kind == POINT_NEVER ||
            (c->until.kind == POINT_PHASE_END && c->until.ref == NONE));
}

static void outcome(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct reach *r = &m->reach[clause];
    r->meet = r->fail = false;
    if (!r->arise || c->kind != CLAUSE_DUTY)
        return;
    r->meet = r->fail = true;
    if (!can_accept(c)) {
        r->meet = false;
        r->why_not_meet = STR("fewer voices are named than must concur");
    } else if (c->need.all && c->need.base == BASE_NONE) {
        r->meet = false;
        r->why_not_meet = STR("nothing says how many `all` is");
    } else if (c->need.cmp != AT_LEAST && !has_due(m, c)) {
        r->meet = false;
        r->why_not_meet =
            STR("a limit is kept only when its time is over, and it has none");
    } else if (c->period != PERIOD_NONE && endless(m, c)) {
        r->meet = false;
        r->why_not_meet = STR("it goes on without end");
    }
    if (!has_due(m, c)) {
        r->fail = false;
        r->why_not_fail = STR("it has no deadline, so it is never late");
    } else if (!can_close(c)) {
        r->fail = false;
        r->why_not_fail =
            c->standard.kind == STD_KOF
                ? STR("nobody is named who could state that it was not done")
                : STR("nobody is named who owes it, so nobody's statement "
                      "closes it");
    }
}

/* --- Conditions -------------------------------------------------------------
 */

static bool atom_possible(const struct model *m, const struct atom *a,
                          bool want)
{
    if (a->kind != ATOM_MET)
        return true; /* phases: by their times, below; others: somebody says */
    if (want != a->negated)
        return m->reach[a->ref].meet;
    return m->reach[a->ref].fail;
}

static bool guard_possible(const struct model *m, const struct guard *g,
                           int *because)
{
    bool want = g->kind != GUARD_UNLESS, any = g->n == 0;
    bool disjunct = g->any == want; /* "unless a and b": not a or not b */
    if (g->n == 1)
        disjunct = true;
    for (uint32_t i = 0; i < g->n; i++) {
        bool can = atom_possible(m, &g->atoms[i], want);
        any = any || can;
        if (!can)
            *because = g->atoms[i].ref;
        if (!can && !disjunct)
            return false;
    }
    return any;
}

static bool can_arise(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct reach *r = &m->reach[clause];
    int because = NONE;
    r->because = NONE;
    r->why = STR("");
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        !m->reach[c->trig_clause].meet) {
        r->because = c->trig_clause;
        r->why = m->reach[c->trig_clause].why_not_meet;
        return false;
    }
    if (c->trigger == TRIG_UNMET && !m->reach[c->trig_clause].fail) {
        r->because = c->trig_clause;
        r->why = m->reach[c->trig_clause].why_not_fail;
        return false;
    }
    if (c->after != POINT_NEVER && !m->reach[c->after_clause].meet) {
        r->because = c->after_clause;
        r->why = m->reach[c->after_clause].why_not_meet;
        return false;
    }
    if (!point_possible(m, &c->from)) {
        r->because = c->from.kind == POINT_CLAUSE_MET ||
                             c->from.kind == POINT_CLAUSE_VERIFIED
                         ? c->from.ref
                         : NONE;
        r->why = STR("the time from which it runs never comes");
        return false;
    }
    if (!guard_possible(m, &c->guard, &because)) {
        r->because = because;
        r->why = STR("its condition can never hold");
        return false;
    }
    return true;
}

enum { ALL_KINDS = (1 << DEP_KINDS) - 1 };

/* Circles through a deadline: when the engine asks for one of them, it needs
 * the others first, and so on; nothing can be said of what they come to. */
static err block_circles(struct model *m, const struct deps *d,
                         const struct dep_groups *g)
{
    bool *dated;
    TRY_NEW_ARRAY(m->cx, m->a, g->n, dated);
    for (uint32_t i = 0; i < d->n; i++)
        if (d->v[i].kind == DEP_DUE &&
            g->group[d->v[i].from] == g->group[d->v[i].to])
            dated[g->group[d->v[i].from]] = true;
    for (uint32_t i = 0; i < m->ag->n_clauses; i++)
        m->reach[i].circle = g->in_circle[g->group[i]] && dated[g->group[i]];
    return OK;
}

err reach_make(struct model *m)
{
    uint32_t n = m->ag->n_clauses;
    TRY_NEW_ARRAY(m->cx, m->a, n, m->reach);
    for (uint32_t i = 0; i < n; i++)
        m->reach[i].because = NONE;
    struct deps d;
    struct dep_groups g;
    TRY(m->cx, deps_make(m->cx, m->a, m->ag, &d));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, ALL_KINDS, &g));
    TRY(m->cx, block_circles(m, &d, &g));
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < n; i++) {
            struct reach *r = &m->reach[i], was = *r;
            if (r->circle)
                continue;
            r->arise = r->arise || can_arise(m, (int)i);
            outcome(m, (int)i);
            changed = changed || r->arise != was.arise || r->meet != was.meet ||
                      r->fail != was.fail;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if (!m->reach[i].arise)
            (void)can_arise(m, (int)i); /* for its reason */
    for (uint32_t i = 0; i < n; i++)
        m->reach[i].circle = !m->reach[i].arise && g.in_circle[g.group[i]];
    return OK;
}

/* --- Findings ---------------------------------------------------------------
 */

static instant latest_due(struct model *m, const int *clauses, uint32_t n)
{
    instant at = m->p->force;
    for (uint32_t i = 0; i < n; i++) {
        const struct clause *c = &m->ag->clauses[clauses[i]];
        enum at_use use = c->due.kind == DUE_START ? AT_DUE_START : AT_DUE_END;
        instant t;
        if (c->due.kind != DUE_NONE &&
            model_fixed_point(m->cx, m->p, &c->due.p, use, &t) && t > at)
            at = t;
        for (uint32_t k = 0; k < c->n_steps; k++)
            if (c->steps[k].due.kind != DUE_NONE &&
                model_fixed_point(m->cx, m->p, &c->steps[k].due.p, AT_DUE_END,
                                  &t) &&
                t > at)
                at = t;
    }
    return at;
}

/* A circle is shown by signing and waiting: after its last deadline each of its
 * clauses waits for the next. */
static err circle_witness(struct model *m, struct plan_finding *f)
{
    struct play *w;
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    w->at = latest_due(m, f->clauses, f->n_clauses) + 1;
    if (w->at <= m->p->force + 1)
        w->at = model_move(m->cx, m->p, (struct duration){0, 1}, m->p->force);
    f->witness = w;
    f->about = f->clauses[0];
    return OK;
}

static void circle_words(const struct model *m, const struct dep *path,
                         uint32_t n, uint32_t start, struct buf *b)
{
    uint32_t nc = m->ag->n_clauses;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t node = i == 0 ? start : path[i - 1].to;
        if (i > 0) {
            buf_c(b, i == 1 ? " " : ", which ");
            buf_c(b, path[i - 1].kind == DEP_DUE
                         ? "has a deadline that counts from "
                         : "waits for ");
        }
        if (node < nc) {
            buf_str(b, m->ag->clauses[node].label);
        } else {
            buf_c(b, "phase ");
            buf_str(b, m->ag->phases[node - nc].id);
        }
    }
}

static err circle_finding(struct model *m, const struct deps *d,
                          const struct dep_groups *g, uint32_t start)
{
    struct dep *path = NULL, *best = NULL;
    uint32_t n = 0, best_n = 0, k = 0;
    struct plan_finding *f =
        finding_new(m, PLAN_CIRCLE, PLAN_BREAKS, (int)start);
    struct buf b;
    /* the shortest way round: an edge, then back */
    for (uint32_t e = d->first[start]; e < d->first[start + 1]; e++) {
        const struct dep *x = &d->v[e];
        if (g->group[x->to] != g->group[start])
            continue;
        TRY(m->cx,
            deps_path(m->cx, m->a, d, g, ALL_KINDS, x->to, start, &path, &n));
        if (best != NULL && n + 1 >= best_n)
            continue;
        TRY_NEW_ARRAY(m->cx, m->a, (size_t)n + 1, best);
        best[0] = *x;
        for (uint32_t i = 0; i < n; i++)
            best[i + 1] = path[i];
        best_n = n + 1;
    }
    if (f == NULL || best == NULL)
        return OK;
    int *clauses;
    TRY_NEW_ARRAY(m->cx, m->a, best_n, clauses);
    for (uint32_t i = 0; i < best_n; i++)
        if (best[i].from < m->ag->n_clauses)
            clauses[k++] = (int)best[i].from;
    buf_init(&b, m->a, 4000);
    circle_words(m, best, best_n, start, &b);
    bool dated = false;
    for (uint32_t i = 0; i < best_n; i++)
        dated = dated || best[i].kind == DEP_DUE;
    buf_c(&b, dated    ? ": no date can be worked out"
              : k == 1 ? ": it can never begin"
                       : ": none of them can begin");
    f->title = buf_view(&b);
    f->detail = dated ? STR("A deadline that counts from what waits for it has "
                            "no beginning; nothing more is said here of the "
                            "clauses in the circle.")
                      : STR("Each side is right by the text to wait, and "
                            "nothing moves. When the deadlines have passed "
                            "nobody is unmet: each is waiting on the other.");
    f->hint = STR("let one of them begin on a day, or split both into steps "
                  "that alternate");
    f->clauses = clauses;
    f->n_clauses = k;
    if (!dated)
        TRY(m->cx, circle_witness(m, f));
    return finding_add(m, *f, clauses, k);
}

static err dead_finding(struct model *m, int clause)
{
    const struct reach *r = &m->reach[clause];
    const struct clause *c = &m->ag->clauses[clause];
    struct plan_finding *f = finding_new(m, PLAN_DEAD, PLAN_BREAKS, clause);
    struct buf b;
    int on[2] = {clause, r->because};
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 1000);
    buf_str(&b, c->label);
    buf_c(&b, " can never become active");
    if (r->because != NONE) {
        bool unmet = c->trigger == TRIG_UNMET && c->trig_clause == r->because;
        buf_c(&b, unmet ? ": it takes effect when " : ": it waits for ");
        buf_str(&b, label_of(m, r->because));
        buf_c(&b, unmet ? " is unmet, which can never be found"
                        : ", which can never be met");
    }
    f->title = buf_view(&b);
    if (r->because != NONE && m->reach[r->because].circle)
        f->detail = joined(m, "", label_of(m, r->because),
                           " is in a circle of waits.", STR(""), "");
    else if (r->why.n > 0)
        f->detail = joined(m, "Reason: ", r->why, ".", STR(""), "");
    f->hint = STR("mend what it waits for, or give it a day of its own");
    return finding_add(m, *f, on, r->because == NONE ? 1 : 2);
}

/* What can be asked only when it cannot hold: `if` without a trigger is asked
 * at the beginning of the window (sem 16). */
static err asked_too_early(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    if (c->guard.kind != GUARD_IF || c->trigger != TRIG_NONE ||
        c->period != PERIOD_NONE || c->kind != CLAUSE_DUTY ||
        m->first[clause] == m->last[clause])
        return OK;
    instant asked = m->p->force;
    if (c->not_before &&
        !model_fixed_point(m->cx, m->p, &c->from, AT_BEGIN, &asked))
        return OK;
    bool dead = c->guard.any && c->guard.n > 0;
    int because = NONE;
    for (uint32_t i = 0; i < c->guard.n; i++) {
        const struct atom *a = &c->guard.atoms[i];
        bool no = false;
        if (a->kind == ATOM_MET && !a->negated && m->reach[a->ref].meet) {
            no = m->vars.p[m->met[a->ref]].lo >= asked;
            because = no ? a->ref : because;
        } else if (a->kind == ATOM_PHASE && !a->negated &&
                   m->ps[a->ref] != NO_VAR) {
            no = m->vars.p[m->ps[a->ref]].lo > asked;
        }
        if (c->guard.any)
            dead = dead && no;
        else
            dead = dead || no;
    }
    if (!dead)
        return OK;
    struct plan_finding *f = finding_new(m, PLAN_DEAD, PLAN_BREAKS, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    int on[2] = {clause, because};
    str s = because == NONE
                ? STR("is asked when it begins, before the phase begins")
                : joined(m, "is asked when it begins, before ",
                         label_of(m, because), " can be met", STR(""), "");
    struct buf b;
    buf_init(&b, m->a, 1000);
    buf_printf(&b, "%.*s can never become active: its condition %.*s",
               STR_ARG(c->label), STR_ARG(s));
    f->title = buf_view(&b);
    f->detail = STR("`if` without a trigger is asked once, at the beginning of "
                    "the clause's time.");
    f->hint = STR("write `when LABEL is met` or `after LABEL is met` in place "
                  "of `if LABEL is met`, or `not before` a later day");
    return finding_add(m, *f, on, because == NONE ? 1 : 2);
}

static err never_met_finding(struct model *m, int clause)
{
    const struct reach *r = &m->reach[clause];
    struct plan_finding *f = finding_new(m, PLAN_DEAD, PLAN_RISK, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title = joined(m, "", label_of(m, clause),
                      " can never be met, whatever anybody does", STR(""), "");
    f->detail = joined(m, "Reason: ", r->why_not_meet, ".", STR(""), "");
    f->hint = STR("give it a number, a day, or a voice that can state it");
    return finding_add(m, *f, &clause, 1);
}

/* Steps whose earliest time lies after the end. */
static err outside_life(struct model *m, uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct plan *p = m->p;
    struct plan_finding *f;
    struct buf b;
    if (n->never || p->end == INSTANT_MAX)
        return OK;
    bool late = n->arise.lo >= p->end;
    bool out =
        n->deed && n->has_due && n->due.lo >= p->end && n->due.lo < INSTANT_MAX;
    if (!late && (!out || n->optional))
        return OK;
    f = finding_new(m, late ? PLAN_DEAD : PLAN_TIME,
                    late ? PLAN_BREAKS : PLAN_NOTE, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 1000);
    buf_str(&b, n->name);
    buf_c(&b, late ? " can arise no earlier than " : " falls due at the ");
    plan_when(p, late ? n->arise.lo : n->due.lo, &b);
    buf_c(&b, ", after the agreement has ended (");
    plan_when(p, p->end - 1, &b);
    buf_c(&b, ")");
    f->title = buf_view(&b);
    f->detail = late ? STR("What is only waiting when the agreement ends, "
                           "lapses.")
                     : STR("What has arisen stays due after the end; but "
                           "nothing else is in force then.");
    f->hint = STR("bring it forward, or let the agreement last longer");
    return finding_add(m, *f, &n->clause, 1);
}

static err conflict_finding(struct model *m, const struct plan_conflict *c)
{
    struct plan_finding *f;
    struct buf b;
    int clauses[64];
    uint32_t k = 0;
    const struct plan_node *n = c->node == NONE ? NULL : &m->nodes.p[c->node];
    f = finding_new(m, PLAN_TIME, PLAN_BREAKS, n == NULL ? 0 : n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    if (n != NULL)
        clauses[k++] = n->clause;
    for (uint32_t i = 0; i < c->n_rules && k < COUNT_OF(clauses); i++) {
        bool had = c->rules[i].clause == NONE;
        for (uint32_t j = 0; j < k; j++)
            had = had || clauses[j] == c->rules[i].clause;
        if (!had)
            clauses[k++] = c->rules[i].clause;
    }
    buf_init(&b, m->a, 1000);
    if (n != NULL)
        buf_str(&b, n->name);
    buf_c(&b, " cannot be in time if all else is");
    if (c->over_s > 0) {
        buf_c(&b, ": it comes ");
        plan_length(c->over_s, &b);
        buf_c(&b, " too late, at least");
    }
    f->title = buf_view(&b);
    buf_init(&b, m->a, 8000);
    buf_c(&b, "These cannot all be kept:");
    for (uint32_t i = 0; i < c->n_rules; i++) {
        buf_c(&b, i == 0 ? " " : "; ");
        buf_str(&b, c->rules[i].words);
    }
    buf_char(&b, '.');
    f->detail = buf_view(&b);
    f->hint = STR("move one of these deadlines, or cut one of these waits");
    return finding_add(m, *f, clauses, k);
}

static bool is_needed(const struct model *m, int clause)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
            c->trig_clause == clause)
            return true;
        if (c->after != POINT_NEVER && c->after_clause == clause)
            return true;
    }
    return false;
}

err reach_findings(struct model *m)
{
    struct deps d;
    struct dep_groups g;
    bool *told;
    TRY(m->cx, deps_make(m->cx, m->a, m->ag, &d));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, ALL_KINDS, &g));
    TRY_NEW_ARRAY(m->cx, m->a, g.n, told);
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct reach *r = &m->reach[i];
        const struct clause *c = &m->ag->clauses[i];
        if (r->circle && !told[g.group[i]]) {
            told[g.group[i]] = true;
            TRY(m->cx, circle_finding(m, &d, &g, i));
        } else if (!r->arise && !r->circle) {
            TRY(m->cx, dead_finding(m, (int)i));
        }
        if (!r->arise)
            continue;
        TRY(m->cx, asked_too_early(m, (int)i));
        if (c->kind == CLAUSE_DUTY && !r->meet &&
            (c->period == PERIOD_NONE || is_needed(m, (int)i)))
            TRY(m->cx, never_met_finding(m, (int)i));
    }
    for (uint32_t i = 0; i < m->nodes.n; i++)
        TRY(m->cx, outside_life(m, i));
    for (uint32_t i = 0; i < m->p->n_conflicts; i++)
        TRY(m->cx, conflict_finding(m, &m->p->conflicts[i]));
    return OK;
}
