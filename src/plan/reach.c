/* plan/reach.c: what can ever arise, be met, or be found unmet, and how soon.
 *
 * A least fixpoint over and/or conditions, in instants: a clause can arise when
 * all that it waits for can have come about, and its own time, its phase and
 * its deadline are not over by then. What is left out can never arise: because
 * it is in a circle of waits, because it hangs on something that cannot be,
 * because its dates forbid it, or because its condition is asked at a time when
 * it cannot hold. These times bound every course of events, kept or not; those
 * of courses in which all is kept are narrower (times.c).
 *
 * Read next: search.c, which decides what needs a course of events; witness.c,
 * which makes the course that shows it. */
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

static instant later(instant a, instant b)
{
    return a > b ? a : b;
}

static instant moved(const struct model *m, instant at, struct duration d)
{
    return model_move(m->cx, m->p, d, at);
}

/* A phase's end as written, or its start, if the calendar fixes it alone. One
 * that may be extended has no fixed end. */
static bool phase_fixed(const struct model *m, int phase, bool end, int depth,
                        instant *out)
{
    const struct phase *ph = &m->ag->phases[phase];
    const struct point *pt = &ph->from;
    bool by_length = ph->has_lasts && ph->until.kind == POINT_NEVER;
    if (depth > (int)m->ag->n_phases || (end && ph->n_ext > 0))
        return false;
    if (end && by_length) {
        if (!phase_fixed(m, phase, false, depth + 1, out))
            return false;
        *out = moved(m, *out, ph->lasts);
        return true;
    }
    if (end)
        pt = &ph->until;
    if ((pt->kind == POINT_PHASE_START || pt->kind == POINT_PHASE_END) &&
        pt->ref != NONE) {
        if (!phase_fixed(m, pt->ref, pt->kind == POINT_PHASE_END, depth + 1,
                         out))
            return false;
        *out = moved(m, *out, pt->plus);
        return true;
    }
    return model_fixed_point(m->cx, m->p, pt, end ? AT_END : AT_BEGIN, out);
}

/* No sooner than this does a point come: INSTANT_MAX if never. */
static instant point_soonest(const struct model *m, const struct point *p,
                             int depth)
{
    instant at;
    switch (p->kind) {
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        return moved(m, m->reach[p->ref].meet_at, p->plus);
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        if (p->ref == NONE || depth > (int)m->ag->n_phases)
            break;
        if (phase_fixed(m, p->ref, p->kind == POINT_PHASE_END, 0, &at))
            return moved(m, at, p->plus);
        return moved(m,
                     point_soonest(m, &m->ag->phases[p->ref].from, depth + 1),
                     p->plus);
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
        if (model_fixed_point(m->cx, m->p, p, AT_BEGIN, &at))
            return at;
        break;
    case POINT_NEVER:
    case POINT_TRIGGER:
        break;
    }
    return m->p->force;
}

/* The deadline by which it is found unmet. */
const struct point *reach_last_due(const struct clause *c)
{
    if (c->n_steps > 0)
        return &c->steps[c->n_steps - 1].due.p;
    return c->due.kind != DUE_NONE        ? &c->due.p
           : c->until.kind != POINT_NEVER ? &c->until
                                          : NULL;
}

/* Whether a deadline is written, and can ever be known. */
static bool has_due(const struct model *m, const struct clause *c)
{
    if (c->n_steps > 0)
        return point_soonest(m, reach_last_due(c), 0) < INSTANT_MAX;
    if (c->due.kind != DUE_NONE)
        return point_soonest(m, &c->due.p, 0) < INSTANT_MAX;
    return c->period != PERIOD_NONE || c->until.kind != POINT_NEVER;
}

static bool waits_for_meeting(const struct clause *c)
{
    return c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED;
}

/* The due instant of a deadline that the calendar fixes alone. */
bool reach_due_fixed(const struct model *m, const struct clause *c,
                     instant *out)
{
    const struct deadline *d =
        c->n_steps > 0 ? &c->steps[c->n_steps - 1].due : &c->due;
    return d->kind != DUE_NONE && c->period == PERIOD_NONE &&
           model_fixed_point(m->cx, m->p, &d->p,
                             d->kind == DUE_START ? AT_DUE_START : AT_DUE_END,
                             out);
}

/* No sooner than this comes what opens the clause. */
static instant trigger_soonest(const struct model *m, const struct clause *c)
{
    switch (c->trigger) {
    case TRIG_NONE:
    case TRIG_EVENT:
        break;
    case TRIG_MET:
    case TRIG_VERIFIED:
        return m->reach[c->trig_clause].meet_at;
    case TRIG_UNMET:
        return m->reach[c->trig_clause].fail_at;
    }
    return m->p->force;
}

/* No sooner than this does the last deadline pass. */
static instant due_soonest(const struct model *m, const struct clause *c)
{
    const struct point *due = reach_last_due(c);
    const struct deadline *d =
        c->n_steps > 0 ? &c->steps[c->n_steps - 1].due : &c->due;
    instant at;
    if (due == NULL)
        return m->p->force;
    if (reach_due_fixed(m, c, &at))
        return at;
    at = due->kind == POINT_TRIGGER ? moved(m, trigger_soonest(m, c), due->plus)
                                    : point_soonest(m, due, 0);
    bool before = d->kind == DUE_START || due->kind == POINT_PHASE_END;
    return before && at < INSTANT_MAX ? at - 1 : at;
}

/* Whether the deadline of a clause is known as soon as it is active. */
static bool due_known(const struct clause *c)
{
    const struct point *due = reach_last_due(c);
    return due->kind == POINT_TRIGGER ||
           ((due->kind == POINT_CLAUSE_MET ||
             due->kind == POINT_CLAUSE_VERIFIED) &&
            ((waits_for_meeting(c) && c->trig_clause == due->ref) ||
             (c->after != POINT_NEVER && c->after_clause == due->ref)));
}

static bool endless(const struct model *m, const struct clause *c)
{
    bool life = m->ag->life_days > 0 || m->ag->life.has_lasts ||
                m->ag->life.until.kind != POINT_NEVER;
    return !life &&
           (c->until.kind == POINT_NEVER ||
            (c->until.kind == POINT_PHASE_END && c->until.ref == NONE));
}

static str when_words(const struct model *m, const char *before, instant at,
                      str after)
{
    struct buf b;
    buf_init(&b, m->a, SIZE_MAX);
    plan_when_after(m->p, before, at, &b);
    buf_str(&b, after);
    return buf_view(&b);
}

static void meets(struct model *m, const struct clause *c, struct reach *r)
{
    instant due;
    if (!can_accept(c)) {
        r->why_not_meet = STR("fewer voices are named than must concur");
    } else if (c->need.all && c->need.base == BASE_NONE) {
        r->why_not_meet = STR("nothing says how many `all` is");
    } else if (c->need.cmp != AT_LEAST && !has_due(m, c)) {
        r->why_not_meet =
            STR("a limit is kept only when its time is over, and it has none");
    } else if (c->period != PERIOD_NONE && endless(m, c)) {
        r->why_not_meet = STR("it goes on without end");
    } else if (c->lapses && reach_due_fixed(m, c, &due) && r->arise_at > due) {
        r->why_not_meet = when_words(
            m, "it cannot begin before", r->arise_at,
            when_words(m, ", and lapses at its deadline,", due, STR("")));
    } else {
        r->meet_at = r->arise_at;
        if (c->need.cmp != AT_LEAST && reach_due_fixed(m, c, &due))
            r->meet_at = later(r->meet_at, due);
    }
}

static void fails(struct model *m, const struct clause *c, struct reach *r)
{
    if (!has_due(m, c)) {
        r->why_not_fail = STR("it has no deadline, so it is never late");
        return;
    }
    if (!can_close(c)) {
        r->why_not_fail =
            c->standard.kind == STD_KOF
                ? STR("nobody is named who could state that it was not done")
                : STR("nobody is named who owes it, so nobody's statement "
                      "closes it");
        return;
    }
    r->fail_at = r->arise_at;
    if (c->period == PERIOD_NONE)
        r->fail_at = later(r->fail_at, due_soonest(m, c));
}

/* The outcome of what has arisen. */
static void outcome(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct reach *r = &m->reach[clause];
    r->meet_at = r->fail_at = INSTANT_MAX;
    if (r->arise_at < INSTANT_MAX && c->kind == CLAUSE_DUTY) {
        meets(m, c, r);
        fails(m, c, r);
    }
}

/* --- Conditions -------------------------------------------------------------
 */

static instant atom_soonest(const struct model *m, const struct atom *a,
                            bool want)
{
    if (a->kind == ATOM_PHASE && want != a->negated)
        return point_soonest(m, &m->ag->phases[a->ref].from, 0);
    if (a->kind != ATOM_MET)
        return m->p->force; /* somebody says */
    return want != a->negated ? m->reach[a->ref].meet_at
                              : m->reach[a->ref].fail_at;
}

/* Whether one atom is enough. "Unless a and b": not a or not b. */
static bool disjunct(const struct guard *g)
{
    return g->n == 1 || g->any == (g->kind != GUARD_UNLESS);
}

static instant guard_soonest(const struct model *m, const struct guard *g,
                             int *because)
{
    bool want = g->kind != GUARD_UNLESS;
    instant first = INSTANT_MAX, last = m->p->force;
    if (g->n == 0)
        return last;
    for (uint32_t i = 0; i < g->n; i++) {
        instant at = atom_soonest(m, &g->atoms[i], want);
        if (at == INSTANT_MAX)
            *because = g->atoms[i].kind == ATOM_MET ? g->atoms[i].ref : NONE;
        first = at < first ? at : first;
        last = later(at, last);
    }
    return disjunct(g) ? first : last;
}

/* The last instant from which a clause can be unmet; INSTANT_MAX where
 * others can put it off. */
static instant fails_latest(const struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    instant at;
    if (c->trigger != TRIG_NONE || c->after != POINT_NEVER ||
        c->guard.kind != GUARD_NONE || c->n_steps > 0 ||
        c->in_step_with != NONE || !reach_due_fixed(m, c, &at))
        return INSTANT_MAX;
    return later(at, m->reach[clause].arise_at);
}

/* The last instant at which a clause can be met; INSTANT_MAX without one. */
static instant meets_latest(const struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    instant due;
    return c->lapses && reach_due_fixed(m, c, &due) ? due : INSTANT_MAX;
}

/* The first and the last instant at which a clause's condition may be asked
 * (sem 16); INSTANT_MAX where others can put it off. `at` is the soonest that
 * all else holds. */
static struct plan_span asked(const struct model *m, const struct clause *c,
                              instant at)
{
    struct plan_span s = {at, INSTANT_MAX};
    bool deed = reach_is_deed(c);
    instant due;
    if (c->guard.kind == GUARD_WHILE) { /* of a duty: at its deadline */
        if (deed && reach_due_fixed(m, c, &due))
            s.lo = s.hi = due;
        else if (deed && has_due(m, c) && reach_last_due(c) != NULL)
            s.lo =
                due_known(c) || due_soonest(m, c) < at ? due_soonest(m, c) : at;
    } else if (waits_for_meeting(c)) {
        s.lo = trigger_soonest(m, c);
        s.hi = meets_latest(m, c->trig_clause);
    } else if (c->trigger == TRIG_UNMET) {
        s.lo = trigger_soonest(m, c);
        s.hi = fails_latest(m, c->trig_clause);
    } else if (c->trigger == TRIG_NONE && deed) { /* when its time begins */
        s.lo = m->p->force;
        if (c->not_before)
            s.lo = point_soonest(m, &c->from, 0);
        if (!c->not_before ||
            model_fixed_point(m->cx, m->p, &c->from, AT_BEGIN, &due))
            s.hi = s.lo;
    }
    return s;
}

/* Whether the condition can hold at a moment at which it is asked. That
 * something was not met by then may be known later (sem 16). */
static bool asked_in_time(const struct model *m, const struct clause *c,
                          struct plan_span s, int *because)
{
    const struct guard *g = &c->guard;
    bool want = g->kind != GUARD_UNLESS, any = g->n == 0;
    /* what is asked at the first second is asked before anything is done */
    bool first = c->trigger == TRIG_NONE && g->kind == GUARD_IF;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        bool yes = want != a->negated, can = true;
        instant soonest = atom_soonest(m, a, want), end;
        if (yes && a->kind == ATOM_MET && s.hi < INSTANT_MAX)
            can = first ? soonest < s.hi : soonest <= s.hi;
        if (yes && a->kind == ATOM_PHASE)
            can = soonest <= s.hi &&
                  (!phase_fixed(m, a->ref, true, 0, &end) || s.lo < end);
        any = any || can;
        if (!can)
            *because = a->kind == ATOM_MET ? a->ref : NONE;
        if (!can && !disjunct(g))
            return false;
    }
    return any;
}

/* The soonest that a clause can become active; INSTANT_MAX and the reason if
 * it never can. */
static instant can_arise(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct reach *r = &m->reach[clause];
    int because = NONE;
    instant at = m->p->force, t, end;
    r->because = NONE;
    r->why = STR("");
    r->asked = false;
    if (waits_for_meeting(c)) {
        at = later(at, t = m->reach[c->trig_clause].meet_at);
        if (t == INSTANT_MAX) {
            r->because = c->trig_clause;
            r->why = m->reach[c->trig_clause].why_not_meet;
            return t;
        }
    }
    if (c->trigger == TRIG_UNMET) {
        at = later(at, t = m->reach[c->trig_clause].fail_at);
        if (t == INSTANT_MAX) {
            r->because = c->trig_clause;
            r->why = m->reach[c->trig_clause].why_not_fail;
            return t;
        }
    }
    if (c->after != POINT_NEVER) {
        at = later(at, t = m->reach[c->after_clause].meet_at);
        if (t == INSTANT_MAX) {
            r->because = c->after_clause;
            r->why = m->reach[c->after_clause].why_not_meet;
            return t;
        }
    }
    t = point_soonest(m, &c->from, 0);
    if (t == INSTANT_MAX) {
        r->because = c->from.kind == POINT_CLAUSE_MET ||
                             c->from.kind == POINT_CLAUSE_VERIFIED
                         ? c->from.ref
                         : NONE;
        r->why = STR("the time from which it runs never comes");
        return t;
    }
    if (c->not_before || c->period != PERIOD_NONE || c->kind != CLAUSE_DUTY)
        at = later(at, t);
    t = guard_soonest(m, &c->guard, &because);
    if (t == INSTANT_MAX) {
        r->because = because;
        r->why = STR("its condition can never hold");
        return t;
    }
    bool known_early = c->guard.kind == GUARD_UNLESS ||
                       (c->guard.kind == GUARD_WHILE && reach_is_deed(c));
    if (!known_early)
        at = later(at, t);
    r->asked_at = asked(m, c, at);
    if (!asked_in_time(m, c, r->asked_at, &because)) {
        r->because = because;
        r->why = STR("when its condition is asked it cannot hold");
        r->asked = true;
        return INSTANT_MAX;
    }
    if ((c->kind != CLAUSE_DUTY || c->period != PERIOD_NONE) &&
        c->until.kind != POINT_NEVER &&
        model_fixed_point(m->cx, m->p, &c->until, AT_END, &end) && at >= end) {
        r->why = when_words(
            m, "it can come no earlier than", at,
            when_words(m, ", and its own time ends at", end - 1, STR("")));
        return INSTANT_MAX;
    }
    return at;
}

enum { ALL_KINDS = (1 << DEP_KINDS) - 1, WAITS = ALL_KINDS & ~(1 << DEP_DUE) };

static bool is_due_inside(const struct dep *e, const struct dep_groups *g)
{
    return e->kind == DEP_DUE && g->group[e->from] == g->group[e->to];
}

err reach_make(struct model *m)
{
    uint32_t n = m->ag->n_clauses;
    TRY_NEW_ARRAY(m->cx, m->a, n, m->reach);
    for (uint32_t i = 0; i < n; i++)
        m->reach[i] = (struct reach){.because = NONE,
                                     .arise_at = INSTANT_MAX,
                                     .meet_at = INSTANT_MAX,
                                     .fail_at = INSTANT_MAX};
    struct deps d;
    struct dep_groups g, waits;
    TRY(m->cx, deps_make(m->cx, m->a, m->ag, &d));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, ALL_KINDS, &g));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, WAITS, &waits));
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < n; i++) {
            struct reach *r = &m->reach[i], was = *r;
            r->arise_at = can_arise(m, (int)i);
            outcome(m, (int)i);
            changed = changed || r->arise_at != was.arise_at ||
                      r->meet_at != was.meet_at || r->fail_at != was.fail_at;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        struct reach *r = &m->reach[i];
        r->arise = r->arise_at < INSTANT_MAX;
        r->meet = r->meet_at < INSTANT_MAX;
        r->fail = r->fail_at < INSTANT_MAX;
        r->can_meet = r->meet;
        r->can_fail = r->fail;
    }
    for (uint32_t i = 0; i < n; i++)
        m->reach[i].circle =
            !m->reach[i].arise && waits.in_circle[waits.group[i]];
    for (uint32_t i = 0; i < d.n; i++)
        for (uint32_t k = 0; k < n && is_due_inside(&d.v[i], &g); k++)
            m->reach[k].dated =
                m->reach[k].dated || g.group[k] == g.group[d.v[i].from];
    return OK;
}

/* --- Findings ---------------------------------------------------------------
 */

static instant latest_due(struct model *m, const int *clauses, uint32_t n)
{
    instant at = m->p->force, after = m->p->force;
    for (uint32_t i = 0; i < n; i++) {
        const struct clause *c = &m->ag->clauses[clauses[i]];
        enum at_use use = c->due.kind == DUE_START ? AT_DUE_START : AT_DUE_END;
        instant t;
        if (c->due.kind != DUE_NONE &&
            model_fixed_point(m->cx, m->p, &c->due.p, use, &t) && t > at)
            at = t;
        after = moved(m, after, c->due.p.plus);
        for (uint32_t k = 0; k < c->n_steps; k++)
            if (c->steps[k].due.kind != DUE_NONE &&
                model_fixed_point(m->cx, m->p, &c->steps[k].due.p, AT_DUE_END,
                                  &t) &&
                t > at)
                at = t;
    }
    return later(at, after);
}

/* A circle is shown by signing and waiting: after its last deadline each of its
 * clauses waits for the next. Deadlines that count from the next have all the
 * time that they give. */
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
                     : path[i - 1].kind == DEP_GUARD ? "depends on "
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
                          const struct dep_groups *g, unsigned kinds,
                          uint32_t start)
{
    struct dep *path = NULL, *best = NULL;
    uint32_t n = 0, best_n = 0, k = 0;
    bool dated = kinds == ALL_KINDS, asked = false;
    struct plan_finding *f = finding_new(
        m, PLAN_CIRCLE, dated ? PLAN_RISK : PLAN_BREAKS, (int)start);
    struct buf b;
    /* the shortest way round: an edge, then back */
    for (uint32_t e = d->first[start]; e < d->first[start + 1]; e++) {
        const struct dep *x = &d->v[e];
        if (g->group[x->to] != g->group[start] || (kinds >> x->kind & 1) == 0)
            continue;
        TRY(m->cx,
            deps_path(m->cx, m->a, d, g, kinds, x->to, start, &path, &n));
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
    for (uint32_t i = 0; i < best_n; i++) {
        asked = asked || best[i].kind == DEP_GUARD;
        if (best[i].from < m->ag->n_clauses)
            clauses[k++] = (int)best[i].from;
    }
    buf_init(&b, m->a, SIZE_MAX);
    circle_words(m, best, best_n, start, &b);
    buf_c(&b, dated ? ": until one of them is met no such deadline has a date"
              : k == 1 ? ": it can never begin"
                       : ": none of them can begin");
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = dated ? STR("Whoever acts gives the others their dates. While "
                            "nobody does, nobody is late, and nothing follows "
                            "from that.")
                : asked
                    ? STR("Each side is right by the text to wait, and nothing "
                          "moves. When the deadlines have passed nobody is "
                          "unmet: whether one was bound depends on the other. "
                          "Only what is done unbidden would bind the other "
                          "side.")
                    : STR("Each side is right by the text to wait, and nothing "
                          "moves. When the deadlines have passed nobody is "
                          "unmet: each is waiting on the other.");
    f->hint = dated ? STR("give one of them a day of its own, or split both "
                          "into steps that alternate")
                    : STR("let one of them begin on a day, or split both into "
                          "steps that alternate");
    f->clauses = clauses;
    f->n_clauses = k;
    TRY(m->cx, circle_witness(m, f));
    return finding_add(m, *f, clauses, k);
}

/* A condition that is asked when it cannot hold. */
static void asked_words(const struct model *m, const struct clause *c,
                        const struct reach *r, struct buf *b)
{
    bool at_due = c->guard.kind == GUARD_WHILE;
    bool at_trigger = c->trigger != TRIG_NONE;
    buf_c(b, ": its condition is asked ");
    buf_c(b, c->kind == CLAUSE_BAN    ? "at each act"
             : c->kind == CLAUSE_KEEP ? "while it runs"
             : at_due                 ? "at its deadline"
             : at_trigger             ? "at its trigger"
                                      : "when it begins");
    if (r->because == NONE) {
        buf_c(b, ", when the phase does not run");
        return;
    }
    buf_c(b, ", before ");
    buf_str(b, label_of(m, r->because));
    buf_c(b, " can be met");
}

/* A prohibition under a condition is asked about at each act: so the act is
 * added, as soon as all else holds. */
static err act_against(struct model *m, int clause, struct plan_finding *f)
{
    const struct clause *c = &m->ag->clauses[clause];
    instant at = m->reach[clause].asked_at.lo;
    struct play *w;
    TRY_NEW(m->cx, m->a, w);
    *w = *f->witness;
    TRY(m->cx, play_do(w, clause, c->n_bearers > 0 ? 0 : NONE, at, 1));
    play_order(w);
    w->at = later(w->at, at + 86400);
    f->witness = w;
    return OK;
}

/* Whether the engine says of it that it stands or not; of what is only
 * permitted it does not. */
static bool has_status(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
           c->kind == CLAUSE_KEEP;
}

/* What shows that it is dead: its own status; of what is permitted, and of a
 * prohibition whose condition is never asked in vain, that of the clause for
 * which it waits. */
static err dead_witness(struct model *m, int clause, struct plan_finding *f)
{
    const struct reach *r = &m->reach[clause];
    const struct clause *c = &m->ag->clauses[clause];
    if (has_status(c) &&
        (c->kind == CLAUSE_DUTY || c->guard.kind == GUARD_NONE ||
         (r->asked && c->kind == CLAUSE_BAN)))
        f->about = clause;
    else if (r->because != NONE &&
             m->ag->clauses[r->because].kind == CLAUSE_DUTY)
        f->about = r->because;
    else
        return OK;
    TRY(m->cx, witness_of(m, clause, &f->witness));
    return c->kind == CLAUSE_BAN && r->asked ? act_against(m, clause, f) : OK;
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
    buf_init(&b, m->a, SIZE_MAX);
    buf_str(&b, c->label);
    buf_c(&b, " can never become active");
    if (r->asked) {
        asked_words(m, c, r, &b);
    } else if (r->because != NONE) {
        bool unmet = c->trigger == TRIG_UNMET && c->trig_clause == r->because;
        buf_c(&b, unmet ? ": it takes effect when " : ": it waits for ");
        buf_str(&b, label_of(m, r->because));
        buf_c(&b, unmet ? " is unmet, which can never be found"
                        : ", which can never be met");
    }
    TRY(m->cx, words_end(m, &b, &f->title));
    if (r->asked)
        f->detail =
            c->kind == CLAUSE_BAN
                ? STR("The condition of a prohibition is asked at each act.")
            : c->kind == CLAUSE_KEEP
                ? STR("The condition of a state to keep is asked as it runs.")
            : c->guard.kind == GUARD_WHILE
                ? STR("`while` is asked of a duty at its deadline.")
            : c->trigger == TRIG_NONE
                ? STR("`if` without a trigger is asked once, at the beginning "
                      "of the clause's time.")
                : STR("The condition of a clause with a trigger is asked once, "
                      "at the trigger.");
    else if (r->because != NONE && m->reach[r->because].circle)
        f->detail = joined(m, "", label_of(m, r->because),
                           " is in a circle of waits.", STR(""), "");
    else if (r->why.n > 0)
        f->detail = joined(m, "Reason: ", r->why, ".", STR(""), "");
    if (r->asked && r->because == NONE)
        f->hint = STR("let its time lie in the phase, or leave the condition "
                      "out");
    else if (r->asked)
        f->hint = STR("write `when LABEL is met` or `after LABEL is met` in "
                      "place of `if LABEL is met`, or `not before` a later "
                      "day");
    else
        f->hint = STR("mend what it waits for, or give it a day of its own");
    TRY(m->cx, dead_witness(m, clause, f));
    return finding_add(m, *f, on, r->because == NONE ? 1 : 2);
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
    f->hint = m->ag->clauses[clause].lapses
                  ? STR("move its deadline, or do not let it lapse")
                  : STR("give it a number, a day, or a voice that can state "
                        "it");
    return finding_add(m, *f, &clause, 1);
}

bool reach_outside(const struct model *m, int clause)
{
    const struct reach *r = &m->reach[clause];
    return r->arise && m->p->end < INSTANT_MAX && r->arise_at >= m->p->end;
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
    instant at = n->cause != NONE ? n->arise.lo : m->reach[n->clause].arise_at;
    bool late = at >= p->end;
    bool out =
        n->deed && n->has_due && n->due.lo >= p->end && n->due.lo < INSTANT_MAX;
    if (!late && (!out || n->optional))
        return OK;
    f = finding_new(m, late ? PLAN_DEAD : PLAN_TIME,
                    late ? PLAN_BREAKS : PLAN_NOTE, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    buf_str(&b, n->name);
    buf_c(&b, late ? " can arise no earlier " : " falls due ");
    plan_when_after(p, late ? "than" : "at", late ? at : n->due.lo, &b);
    buf_c(&b, ", after the agreement has ended (");
    plan_when(p, p->end - 1, &b);
    buf_c(&b, ")");
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = late ? STR("What is only waiting when the agreement ends, "
                           "lapses.")
                     : STR("What has arisen stays due after the end; but "
                           "nothing else is in force then.");
    f->hint = STR("bring it forward, or let the agreement last longer");
    f->outside = late;
    if (late && has_status(&m->ag->clauses[n->clause])) {
        TRY(m->cx, witness_of(m, n->clause, &f->witness));
        f->about = n->clause;
    }
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
    buf_init(&b, m->a, SIZE_MAX);
    if (n != NULL)
        buf_str(&b, n->name);
    buf_c(&b, " cannot be in time if all else is");
    if (c->over_s > 0) {
        buf_c(&b, ": it comes ");
        plan_length(c->over_s, &b);
        buf_c(&b, " too late, at least");
    }
    TRY(m->cx, words_end(m, &b, &f->title));
    buf_init(&b, m->a, SIZE_MAX);
    buf_c(&b, "These cannot all be kept:");
    for (uint32_t i = 0; i < c->n_rules; i++) {
        buf_c(&b, i == 0 ? " " : "; ");
        buf_str(&b, c->rules[i].words);
    }
    buf_char(&b, '.');
    TRY(m->cx, words_end(m, &b, &f->detail));
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
    struct dep_groups g, waits;
    bool *told, *told_waits;
    TRY(m->cx, deps_make(m->cx, m->a, m->ag, &d));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, ALL_KINDS, &g));
    TRY(m->cx, deps_groups(m->cx, m->a, &d, WAITS, &waits));
    TRY_NEW_ARRAY(m->cx, m->a, g.n, told);
    TRY_NEW_ARRAY(m->cx, m->a, waits.n, told_waits);
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct reach *r = &m->reach[i];
        const struct clause *c = &m->ag->clauses[i];
        if (r->circle && !told_waits[waits.group[i]]) {
            told_waits[waits.group[i]] = true;
            TRY(m->cx, circle_finding(m, &d, &waits, WAITS, i));
        }
        if (r->dated && r->arise && !told[g.group[i]]) {
            told[g.group[i]] = true;
            TRY(m->cx, circle_finding(m, &d, &g, ALL_KINDS, i));
        }
        if (!r->arise && !r->circle)
            TRY(m->cx, dead_finding(m, (int)i));
        if (!r->arise)
            continue;
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
