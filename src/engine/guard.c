/* guard.c - conditions with three values, and suspensions (sem 15, 16). */
#include "engine/engine_int.h"

/* --- Statements of a state, for one zone
 * ---------------------------------------------- */

/* Whether a statement bears on a zone: made of it, of one around it, or of no
 * place at all. */
bool guard_bears_on(const struct engine *e, const struct rec *r, int place)
{
    const zone_set *at = &e->places.p[r->form->in];
    if (place == NONE)
        return true;
    if (r->form->zone == NONE) /* a point is none of these */
        return (at->w[0] | at->w[1] | at->w[2] | at->w[3]) == 0;
    const zone_set *in = &e->ag->zones[r->form->zone].inside;
    return (in->w[place / 64] >> (place % 64) & 1) != 0;
}

static said_vec *said_of(const struct engine *e, int state, int place)
{
    size_t zones = e->ag->n_zones + (size_t)1;
    return &e->said[(size_t)state * zones + (size_t)((int64_t)place + 1)];
}

/* Statements mostly come in order of time. */
static err insert(struct cx *cx, struct engine *e, said_vec *v, uint32_t n)
{
    size_t k = 0;
    struct said fresh = {.source = rec_at(e, n)->form->source};
    while (k < v->n && v->p[k].source != fresh.source)
        k++;
    if (k == v->n)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, v, fresh));
    u32_vec *f = &v->p[k].facts;
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, f, n));
    size_t i = f->n - 1;
    for (; i > 0 && rec_order(e, f->p[i - 1], n) > 0; i--)
        f->p[i] = f->p[i - 1];
    f->p[i] = n;
    return OK;
}

err guard_add_state(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec r = *rec_at(e, n);
    if (r.form->state == NONE)
        return OK;
    if (e->said == NULL)
        TRY_NEW_ARRAY(cx, &e->arena,
                      e->ag->n_states * (e->ag->n_zones + (size_t)1), e->said);
    for (int place = NONE; place < (int)e->ag->n_zones; place++)
        if (guard_bears_on(e, &r, place))
            TRY(cx, insert(cx, e, said_of(e, r.form->state, place), n));
    return OK;
}

/* The number of statements of v that begin at or before an instant. */
static size_t said_by(const struct engine *e, const u32_vec *v, instant at)
{
    size_t lo = 0, hi = v->n;
    if (hi > 0 && rec_at(e, v->p[hi - 1])->from <= at)
        return hi;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rec_at(e, v->p[mid])->from <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* What a source last said at or before an instant. */
static enum tri last_said(const struct query *q, const u32_vec *v, instant at)
{
    for (size_t i = said_by(q->e, v, at < q->at ? at : q->at); i-- > 0;) {
        const struct rec *r = rec_at(q->e, v->p[i]);
        if (rec_stands(r))
            return r->form->holds ? YES : NO;
    }
    return UNKNOWN;
}

instant guard_said_until(const struct engine *e, uint32_t n, int place)
{
    const struct rec *r = rec_at(e, n);
    const said_vec *v = said_of(e, r->form->state, place);
    for (size_t k = 0; k < v->n; k++) {
        const u32_vec *f = &v->p[k].facts;
        if (v->p[k].source != r->form->source)
            continue;
        for (size_t i = said_by(e, f, r->from); i < f->n; i++)
            if (rec_stands(rec_at(e, f->p[i])))
                return rec_at(e, f->p[i])->from;
    }
    return INSTANT_MAX;
}

struct span guard_steady(const struct query *q, int clause, instant at,
                         int place)
{
    const struct guard *g = &q->ag->clauses[clause].guard;
    struct span out = {INSTANT_MIN, INSTANT_MAX};
    for (uint32_t i = 0; q->e->said != NULL && i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        const said_vec *v = said_of(q->e, a->ref, a->there ? place : a->place);
        for (size_t k = 0; k < v->n; k++) {
            const u32_vec *f = &v->p[k].facts;
            size_t n = said_by(q->e, f, at);
            if (n > 0 && rec_at(q->e, f->p[n - 1])->from > out.from)
                out.from = rec_at(q->e, f->p[n - 1])->from;
            if (n < f->n && rec_at(q->e, f->p[n])->from < out.to)
                out.to = rec_at(q->e, f->p[n])->from;
        }
    }
    return out;
}

static enum tri state_value(const struct query *q, const struct sheet *s,
                            int state, int place, instant at)
{
    enum tri out = UNKNOWN;
    const struct clause *c = &q->ag->clauses[s->clause];
    int only = s->persp;
    if (s->persp == OWN && c->standard.kind == STD_NAMED)
        only = c->standard.by;
    if (q->e->said == NULL)
        return UNKNOWN;
    const said_vec *v = said_of(q->e, state, place);
    for (size_t i = 0; i < v->n; i++) {
        if (only != OWN && q->e->sources.p[v->p[i].source].account != only)
            continue;
        enum tri said = last_said(q, &v->p[i].facts, at);
        if (said == UNKNOWN)
            continue;
        if (out != UNKNOWN && out != said)
            return UNKNOWN; /* they do not agree */
        out = said;
    }
    return out;
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
        if (r->form->kind == FACT_FINDING && f->will == WILL_HOLDS &&
            f->condition == condition && r->from <= at &&
            rec_account(q->e, r) == body)
            return r->form->holds ? YES : NO;
    }
    return UNKNOWN;
}

static err plain_atom(struct query *q, const struct sheet *s,
                      const struct atom *a, instant at, int place,
                      enum tri *out)
{
    const struct phase_state *ph;
    switch (a->kind) {
    case ATOM_MET:
        TRY(q->cx, met_value(q, s, a->ref, at, out));
        break;
    case ATOM_STATE:
        *out = state_value(q, s, a->ref, a->there ? place : a->place, at);
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

static err atom_value(struct query *q, const struct sheet *s,
                      const struct atom *a, instant at, int place,
                      enum tri *out)
{
    int was = q->circle;
    if (!circle_enter(q, s->clause, a)) {
        *out = UNKNOWN;
        return OK;
    }
    TRY(q->cx, plain_atom(q, s, a, at, place, out));
    q->circle = was;
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
        if ((r->form->kind == FACT_CONSENT || r->form->kind == FACT_NOTICE) &&
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
            if (r->form->kind == FACT_CONSENT && f->will == WILL_SUSPEND &&
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
        if (r->form->kind == FACT_NOTICE && f->will == WILL_SUSPEND &&
            concerns(q->ag, f, s->clause))
            TRY(q->cx, notified(q, s, r, &spans, claimed));
    }
    *out = spans.p;
    *n = (uint32_t)spans.n;
    return OK;
}
