/* guard.c - conditions with three values, and suspensions (sem 15, 16). */
#include "engine/engine_int.h"

/* --- Statements of a state, for one zone
 * ---------------------------------------------- */

/* The statements of one source, by (from, recorded, id). */
struct statements {
    int source;
    const uint32_t *facts;
    uint32_t n;
};
struct state_index {
    struct state_index *next;
    int state, place;
    struct statements *by_source;
    uint32_t n;
};

/* Whether a statement bears on a zone: made of it, of one around it, or of
 * none. */
static bool bears_on(const struct agreement *ag, const struct rec *r, int place)
{
    if (place == NONE || r->zone == NONE)
        return true;
    const zone_set *in = &ag->zones[r->zone].inside;
    return (in->w[place / 64] >> (place % 64) & 1) != 0;
}

static err state_statements(struct query *q, int state, int place,
                            const struct state_index **out)
{
    const struct engine *e = q->e;
    struct state_index *x;
    for (x = q->states; x != NULL; x = x->next) {
        if (x->state == state && x->place == place) {
            *out = x;
            return OK;
        }
    }
    uint32_t *facts, *by_source, n = 0, done = 0;
    TRY_NEW(q->cx, q->keep, x);
    TRY_NEW_ARRAY(q->cx, q->keep, e->states.n, facts);
    for (size_t i = 0; i < e->states.n; i++) {
        const struct rec *r = rec_at(e, e->states.p[i]);
        if (rec_stands(r) && r->from <= q->at && r->state == state &&
            bears_on(q->ag, r, place))
            facts[n++] = e->states.p[i];
    }
    TRY(q->cx, query_sort(q->cx, q->keep, e, facts, n));
    TRY_NEW_ARRAY(q->cx, q->keep, n, by_source);
    TRY_NEW_ARRAY(q->cx, q->keep, e->sources.n, x->by_source);
    uint32_t *count;
    TRY_NEW_ARRAY(q->cx, q->keep, e->sources.n, count);
    for (uint32_t i = 0; i < n; i++)
        count[rec_at(e, facts[i])->source]++;
    for (size_t s = 0; s < e->sources.n; s++) {
        if (count[s] == 0)
            continue;
        x->by_source[x->n++] = (struct statements){(int)s, by_source + done, 0};
        done += count[s];
        count[s] = x->n; /* from now on: its place + 1 */
    }
    for (uint32_t i = 0; i < n; i++) {
        struct statements *v =
            &x->by_source[count[rec_at(e, facts[i])->source] - 1];
        by_source[(size_t)(v->facts - by_source) + v->n++] = facts[i];
    }
    x->state = state;
    x->place = place;
    x->next = q->states;
    q->states = x;
    *out = x;
    return OK;
}

/* What a source last said at or before an instant. */
static enum tri last_said(const struct engine *e, const struct statements *v,
                          instant at)
{
    uint32_t lo = 0, hi = v->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (rec_at(e, v->facts[mid])->from <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return UNKNOWN;
    return (rec_at(e, v->facts[lo - 1])->flags & REC_HOLDS) != 0 ? YES : NO;
}

static err state_value(struct query *q, const struct sheet *s, int state,
                       int place, instant at, enum tri *out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    const struct state_index *x;
    int only = s->persp;
    if (s->persp == OWN && c->standard.kind == STD_NAMED)
        only = c->standard.by;
    *out = UNKNOWN;
    TRY(q->cx, state_statements(q, state, place, &x));
    for (uint32_t i = 0; i < x->n; i++) {
        const struct statements *v = &x->by_source[i];
        if (only != OWN && q->e->sources.p[v->source].account != only)
            continue;
        enum tri said = last_said(q->e, v, at);
        if (said == UNKNOWN)
            continue;
        if (*out != UNKNOWN && *out != said) {
            *out = UNKNOWN;
            return OK; /* they do not agree */
        }
        *out = said;
    }
    return OK;
}

/* --- Atoms
 * -------------------------------------------------------------------------------
 */

static err met_value(struct query *q, const struct sheet *s, int clause,
                     instant at, enum tri *out)
{
    struct resolved r;
    *out = UNKNOWN;
    TRY(q->cx, guard_clause_met(q, clause, s->persp, false, s->plain, &r));
    if (r.known && r.hi <= at) {
        *out = YES;
        return OK;
    }
    for (uint32_t b = 0; b < q->e->clauses[clause].n_bearers; b++) {
        const struct sheet *x;
        TRY(q->cx, instance_sheet(q, clause, b, s->persp, s->plain, &x));
        for (size_t i = 0; x->state == SHEET_DONE && i < x->rows.n; i++)
            if (x->rows.p[i].status == ST_UNMET ||
                x->rows.p[i].status == ST_PARTLY_MET)
                *out = NO;
    }
    return OK;
}

static enum tri condition_value(const struct query *q, int condition,
                                instant at)
{
    int body = q->ag->conditions[condition].by;
    for (uint32_t i = q->n_wills; i-- > 0;) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        if (r->kind == FACT_FINDING && f->will == WILL_HOLDS &&
            f->condition == condition && r->from <= at &&
            rec_account(q->e, r) == body)
            return (r->flags & REC_HOLDS) != 0 ? YES : NO;
    }
    return UNKNOWN;
}

static err atom_value(struct query *q, const struct sheet *s,
                      const struct atom *a, instant at, int place,
                      enum tri *out)
{
    const struct phase_state *ph;
    switch (a->kind) {
    case ATOM_MET:
        TRY(q->cx, met_value(q, s, a->ref, at, out));
        break;
    case ATOM_STATE:
        TRY(q->cx,
            state_value(q, s, a->ref, a->there ? place : a->place, at, out));
        break;
    case ATOM_CONDITION:
        *out = condition_value(q, a->ref, at);
        break;
    case ATOM_PHASE:
        TRY(q->cx, phase_get(q, s->persp, a->ref, &ph));
        *out = ph->started && ph->start <= at && (!ph->has_end || at < ph->end)
                   ? YES
                   : NO;
        break;
    }
    if (a->negated && *out != UNKNOWN)
        *out = *out == YES ? NO : YES;
    return OK;
}

err guard_value(struct query *q, const struct sheet *s, instant at, int place,
                enum tri *out, int *waits_for)
{
    const struct guard *g = &q->ag->clauses[s->clause].guard;
    bool yes = false, no = false, unknown = false;
    for (uint32_t i = 0; i < g->n; i++) {
        enum tri v = UNKNOWN;
        TRY(q->cx, atom_value(q, s, &g->atoms[i], at, place, &v));
        yes = yes || v == YES;
        no = no || v == NO;
        unknown = unknown || v == UNKNOWN;
        if (v == UNKNOWN && g->atoms[i].kind == ATOM_MET)
            *waits_for = g->atoms[i].ref;
    }
    if (g->any)
        *out = yes ? YES : unknown ? UNKNOWN : NO;
    else
        *out = no ? NO : unknown ? UNKNOWN : YES;
    if (g->kind == GUARD_UNLESS && *out != UNKNOWN)
        *out = *out == YES ? NO : YES;
    return OK;
}

/* --- Suspensions
 * -------------------------------------------------------------------------- */

typedef VEC(struct span) span_vec;

/* An act of will names a label: with readings, the first of them. */
static int label_of(const struct agreement *ag, int clause)
{
    int first = ag->clauses[clause].reading_of;
    return first == NONE ? clause : first;
}

static bool concerns(const struct agreement *ag, const struct fact *f,
                     int clause)
{
    return f->clause == label_of(ag, clause) ||
           (f->clause == NONE && f->phase == NONE);
}

/* The first resumption after an instant by one of some accounts. */
static instant resumed(const struct query *q, actor_set by, int clause,
                       instant after)
{
    instant end = INSTANT_MAX;
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        int who = rec_account(q->e, r);
        instant t = rec_effective(q->e, r);
        if ((r->kind == FACT_CONSENT || r->kind == FACT_NOTICE) &&
            f->will == WILL_RESUME && concerns(q->ag, f, clause) &&
            who < MAX_ACTORS && (by >> who & 1) != 0 && t >= after && t < end)
            end = t;
    }
    return end;
}

/* The suspension to which all creditors consented: from the latest of their
 * first times. */
static err consented(struct query *q, const struct sheet *s, span_vec *out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    actor_set need = standard_sides(q->ag, c, s->bearer).creditors;
    instant from = INSTANT_MIN;
    for (int a = 0; a < MAX_ACTORS; a++) {
        instant first = INSTANT_MAX;
        if ((need >> a & 1) == 0)
            continue;
        for (uint32_t i = 0; i < q->n_wills; i++) {
            const struct rec *r = rec_at(q->e, q->wills[i]);
            const struct fact *f = rec_ext(q->e, r);
            instant t = rec_effective(q->e, r);
            if (r->kind == FACT_CONSENT && f->will == WILL_SUSPEND &&
                concerns(q->ag, f, s->clause) && rec_account(q->e, r) == a &&
                t < first)
                first = t;
        }
        if (first == INSTANT_MAX)
            return OK;
        from = first > from ? first : from;
    }
    if (need != 0) {
        struct span x = {from, resumed(q, need, s->clause, from)};
        TRY_ROOM(q->cx, q->keep, vec_push(q->keep, out, x));
    }
    return OK;
}

static bool names_clause(const struct agreement *ag, const struct clause *may,
                         int clause)
{
    for (uint32_t i = 0; i < may->n_suspends; i++)
        if (label_of(ag, may->suspends[i]) == label_of(ag, clause))
            return true;
    return false;
}

static bool holds_right(const struct agreement *ag, const struct clause *may,
                        int account)
{
    for (uint32_t i = 0; i < may->n_bearers; i++)
        if (account < MAX_ACTORS &&
            (standard_sides(ag, may, i).debtors >> account & 1) != 0)
            return true;
    return false;
}

/* Whether the ground of a right to suspend was accepted at an instant: under
 * the own standard, without regard to suspensions. */
static err ground_accepted(struct query *q, const struct clause *may,
                           instant at, bool *yes)
{
    *yes = may->trigger == TRIG_NONE;
    if (may->trigger != TRIG_UNMET)
        return OK;
    for (uint32_t b = 0; b < q->e->clauses[may->trig_clause].n_bearers; b++) {
        const struct sheet *x;
        TRY(q->cx, instance_sheet(q, may->trig_clause, b, OWN, true, &x));
        for (size_t i = 0; x->state == SHEET_DONE && i < x->rows.n; i++) {
            const struct row *r = &x->rows.p[i];
            *yes = *yes ||
                   ((r->status == ST_UNMET || r->status == ST_PARTLY_MET) &&
                    r->due_hi < at);
        }
    }
    return OK;
}

/* A notice of suspension: by the holder of a right with an accepted ground it
 * suspends, else it is only claimed. */
static err notified(struct query *q, const struct sheet *s, const struct rec *r,
                    span_vec *out, bool *claimed)
{
    int account = rec_account(q->e, r);
    instant from = rec_effective(q->e, r);
    bool accepted = false;
    for (uint32_t i = 0; i < q->ag->n_clauses && !accepted; i++) {
        const struct clause *may = &q->ag->clauses[i];
        if (may->kind == CLAUSE_MAY && names_clause(q->ag, may, s->clause) &&
            holds_right(q->ag, may, account))
            TRY(q->cx, ground_accepted(q, may, from, &accepted));
    }
    if (!accepted) {
        *claimed = true;
        return OK;
    }
    struct span x = {from,
                     resumed(q, (actor_set)1 << account, s->clause, from)};
    TRY_ROOM(q->cx, q->keep, vec_push(q->keep, out, x));
    return OK;
}

err guard_suspensions(struct query *q, const struct sheet *s, struct span **out,
                      uint32_t *n, bool *claimed)
{
    span_vec spans = {0};
    *claimed = false;
    if (q->n_wills > 0)
        TRY(q->cx, consented(q, s, &spans));
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        if (r->kind == FACT_NOTICE && f->will == WILL_SUSPEND &&
            concerns(q->ag, f, s->clause))
            TRY(q->cx, notified(q, s, r, &spans, claimed));
    }
    *out = spans.p;
    *n = (uint32_t)spans.n;
    return OK;
}
