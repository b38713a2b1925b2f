/* instance.c - the instances of a clause in one perspective (sem 7, 8, 19).
 *
 * Makes the rows of a sheet: triggers, windows, dues, needs, running totals;
 * judge.c and ban.c then give each its status. A sheet that is asked for while
 * it is being made, in a circle of waits, answers as if nothing in it were met;
 * in a circle through a deadline none is (circle.c). */
#include "engine/engine_int.h"

/* --- Triggers
 * ---------------------------------------------------------------------- */

/* The events of all sources that trigger a clause. */
struct trigger_set {
    struct obs *o;
    size_t n;
};

/* Only what begins in the agreement's own time triggers (sem 7). */
static err while_in_force(struct query *q, struct trigger_set *t)
{
    const struct phase_state *life;
    size_t n = 0;
    TRY(q->cx, phase_get(q, OWN, NONE, &life));
    for (size_t i = 0; i < t->n; i++)
        if (q->in_force && t->o[i].to > q->force &&
            (!life->has_end || t->o[i].from < life->end))
            t->o[n++] = t->o[i];
    t->n = n;
    return OK;
}

static err triggers_of(struct query *q, int clause, struct trigger_set **out)
{
    struct trigger_set *t = q->triggers[clause];
    if (t == NULL) {
        TRY_NEW(q->cx, q->keep, t);
        TRY(q->cx, voice_triggers(q, clause, q->keep, &t->o, &t->n));
        TRY(q->cx, while_in_force(q, t));
        q->triggers[clause] = t;
    }
    *out = t;
    return OK;
}

static err sums_by_source(struct query *q, const struct trigger_set *t,
                          struct trig_sum **out)
{
    struct trig_sum *sum;
    TRY_NEW_ARRAY(q->cx, q->tmp, q->e->sources.n, sum);
    for (size_t i = 0; i < t->n; i++) {
        const struct obs *o = &t->o[i];
        instance_sum(o->from, o->to, rec_recorded(q->e, rec_at(q->e, o->fact)),
                     o->lo, 1, &sum[o->source]);
    }
    *out = sum;
    return OK;
}

/* <0: x comes to more than y. */
static int sum_cmp(const struct trig_sum *x, const struct trig_sum *y)
{
    if (x->lo != y->lo)
        return x->lo > y->lo ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->recorded != y->recorded)
        return x->recorded < y->recorded ? -1 : 1;
    return 0;
}

/* The source of an account whose triggers come to most. */
static int best_source(const struct query *q, const struct trig_sum *sum,
                       size_t n, int account)
{
    int best = NONE;
    for (size_t i = 0; i < n; i++)
        if (sum[i].n > 0 && q->e->sources.p[i].account == account &&
            (best == NONE || sum_cmp(&sum[i], &sum[best]) < 0))
            best = (int)i;
    return best;
}

static int interest_source(const struct query *q, const struct clause *c,
                           const struct trig_sum *sum, size_t n)
{
    int best = NONE;
    for (uint32_t i = 0; i < c->n_bearers; i++) {
        struct sides s = standard_sides(q->ag, c, i);
        for (int a = 0; a < MAX_ACTORS; a++) {
            if ((s.debtors >> a & 1) == 0)
                continue;
            int k = best_source(q, sum, n, a);
            if (k != NONE && (best == NONE || sum_cmp(&sum[k], &sum[best]) < 0))
                best = k;
        }
    }
    for (uint32_t a = 0; c->n_bearers == 0 && a < q->ag->n_actors; a++) {
        if (q->ag->actors[a].role != ROLE_PARTY)
            continue;
        int k = best_source(q, sum, n, (int)a);
        if (k == NONE)
            return NONE; /* not all parties concur */
        if (best == NONE || sum_cmp(&sum[k], &sum[best]) > 0)
            best = k;
    }
    return best;
}

static int kth_source(const struct query *q, const struct standard *st,
                      const struct trig_sum *sum, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t rank = 1;
        int a = q->e->sources.p[i].account;
        if (sum[i].n == 0 || a >= MAX_ACTORS || (st->of >> a & 1) == 0)
            continue;
        for (size_t k = 0; k < n; k++) {
            int b = q->e->sources.p[k].account;
            int order = sum_cmp(&sum[k], &sum[i]);
            if (k != i && sum[k].n > 0 && b < MAX_ACTORS &&
                (st->of >> b & 1) != 0)
                rank += order < 0 || (order == 0 && k < i);
        }
        if (rank == st->k)
            return (int)i;
    }
    return NONE;
}

/* The source from which a perspective takes its triggers. */
int instance_trigger_source(const struct query *q, const struct clause *c,
                            int persp, const struct trig_sum *sum, size_t n)
{
    if (persp != OWN)
        return best_source(q, sum, n, persp);
    switch (c->standard.kind) {
    case STD_NAMED:
        return best_source(q, sum, n, c->standard.by);
    case STD_KOF:
        return kth_source(q, &c->standard, sum, n);
    case STD_INTEREST:
        break;
    }
    return interest_source(q, c, sum, n);
}

struct trig_order {
    const struct obs *o;
    uint32_t key;
};

/* Order (to, from, recorded, id). */
static bool trig_before(const struct engine *e, const struct trig_order *a,
                        const struct trig_order *b)
{
    if (a->o->to != b->o->to)
        return a->o->to < b->o->to;
    if (a->o->from != b->o->from)
        return a->o->from < b->o->from;
    instant x = rec_recorded(e, rec_at(e, a->o->fact));
    instant y = rec_recorded(e, rec_at(e, b->o->fact));
    if (x != y)
        return x < y;
    return str_cmp(rec_id(e, rec_at(e, a->o->fact)),
                   rec_id(e, rec_at(e, b->o->fact))) < 0;
}

static err trig_sort(struct query *q, struct trig_order *v, size_t n)
{
    struct trig_order *from = v, *to;
    size_t i = 1;
    while (i < n && !trig_before(q->e, &v[i], &v[i - 1]))
        i++;
    if (i >= n)
        return OK;
    TRY_NEW_ARRAY(q->cx, q->tmp, n, to);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n;
            size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
            size_t x = lo, y = mid;
            for (size_t k = lo; k < hi; k++)
                to[k] = x < mid && (y >= hi ||
                                    !trig_before(q->e, &from[y], &from[x]))
                            ? from[x++]
                            : from[y++];
        }
        struct trig_order *swap = from;
        from = to;
        to = swap;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
    return OK;
}

/* --- Needs
 * -------------------------------------------------------------------------- */

static bool item_is(const struct agreement *ag, int item, int category)
{
    for (; item != NONE; item = ag->items[item].parent)
        if (item == category)
            return true;
    return false;
}

static int64_t times(int64_t a, int64_t b)
{
    int64_t p;
    return mul_ok(a, b, &p) && p < QTY_MAX ? p : QTY_MAX;
}

/* What one trigger event adds to the need through ratios. */
static int64_t ratio_need(const struct query *q, const struct clause *c,
                          int item, int64_t lo)
{
    for (uint32_t i = 0; i < c->n_ratios; i++)
        if (item_is(q->ag, item, c->ratios[i].item))
            return times(c->ratios[i].n, lo);
    return 0;
}

int64_t instance_need(const struct query *q, const struct clause *c,
                      const struct rec *r, int64_t lo)
{
    if (c->n_ratios > 0)
        return ratio_need(q, c, r->form->item, lo);
    if (c->measure == MEASURE_EXISTS || c->perf.item == NONE)
        return c->need.n;
    return times(c->need.n, lo / (c->trig_per > 0 ? c->trig_per : 1));
}

static void triggered_need(const struct query *q, const struct clause *c,
                           const struct obs *o, struct row *r)
{
    int item = rec_at(q->e, o->fact)->form->item;
    if (c->measure == MEASURE_HOURS) { /* so long, whatever triggers */
        r->need = c->hours.days * 86400 + c->hours.seconds;
        return;
    }
    r->trig_quantity = qty_add(r->trig_quantity, o->lo);
    if (c->n_ratios > 0)
        r->need = qty_add(r->need, ratio_need(q, c, item, o->lo));
    else if (c->measure == MEASURE_EXISTS || c->perf.item == NONE)
        r->need = c->need.n;
    else
        r->need = times(c->need.n,
                        r->trig_quantity / (c->trig_per > 0 ? c->trig_per : 1));
}

/* --- Rows
 * ---------------------------------------------------------------------------
 */

static struct row new_row(const struct clause *c)
{
    struct row r = {.arises = true,
                    .end = INSTANT_MAX,
                    .kinst = UINT32_MAX,
                    .need = c->need.n,
                    .need_known = true,
                    .guard = YES,
                    .all = {.hi = QTY_INF},
                    .ins = {.hi = QTY_INF},
                    .waits_for = NONE,
                    .trig_fact = UINT32_MAX,
                    .met_fact = UINT32_MAX,
                    .own_due = INSTANT_MAX,
                    .notified = INSTANT_MAX};
    if (c->measure == MEASURE_HOURS)
        r.need = c->hours.days * 86400 + c->hours.seconds;
    return r;
}

static err push_row(struct query *q, struct sheet *s, const struct row *r)
{
    TRY_ROOM(q->cx, q->keep, vec_push(q->keep, &s->rows, *r));
    return OK;
}

static void set_trigger(const struct query *q, const struct obs *o,
                        struct row *r)
{
    r->trig_from = o->from;
    r->trig_to = o->to;
    r->trig_fact = o->fact;
    r->trig_recorded = rec_recorded(q->e, rec_at(q->e, o->fact));
}

static enum row_name key_name(enum key_kind key)
{
    return key == KEY_NONE    ? NAME_NUMBER
           : key == KEY_PLACE ? NAME_PLACE
                              : NAME_WORD;
}

static struct row triggered_row(const struct query *q, const struct clause *c,
                                uint32_t key, uint32_t kinst,
                                const struct obs *o)
{
    struct row r = new_row(c);
    r.name = key_name(c->key);
    r.key = key;
    r.kinst = kinst;
    r.need = 0;
    set_trigger(q, o, &r);
    return r;
}

static err triggered_rows(struct query *q, struct sheet *s,
                          const struct clause *c)
{
    struct trigger_set *t;
    struct trig_sum *sum;
    struct trig_order *v;
    int source;
    size_t n = 0, first = s->rows.n;
    TRY(q->cx, triggers_of(q, s->clause, &t));
    TRY(q->cx, sums_by_source(q, t, &sum));
    source = instance_trigger_source(q, c, s->persp, sum, q->e->sources.n);
    TRY_NEW_ARRAY(q->cx, q->tmp, t->n, v);
    for (size_t i = 0; i < t->n; i++)
        if (t->o[i].source == source)
            v[n++] = (struct trig_order){
                &t->o[i], select_key(q->e, rec_at(q->e, t->o[i].fact), c->key)};
    TRY(q->cx, trig_sort(q, v, n));
    uint32_t *row_of = NULL; /* key instance -> row + 1 */
    if (c->key != KEY_NONE)
        TRY_NEW_ARRAY(q->cx, q->tmp, q->e->clauses[s->clause].keys.n, row_of);
    for (size_t i = 0; i < n; i++) {
        uint32_t kinst = UINT32_MAX;
        struct row *r = NULL;
        if (row_of != NULL) {
            if (NEVER(!select_find_key(q->e, s->clause, v[i].key, &kinst)))
                continue;
            if (row_of[kinst] != 0)
                r = &s->rows.p[row_of[kinst] - 1];
        }
        if (r == NULL) {
            struct row fresh = triggered_row(q, c, v[i].key, kinst, v[i].o);
            fresh.ordinal = (int64_t)(s->rows.n - first + 1);
            TRY(q->cx, push_row(q, s, &fresh));
            r = vec_last(&s->rows);
            if (row_of != NULL)
                row_of[kinst] = (uint32_t)s->rows.n;
        }
        triggered_need(q, c, v[i].o, r);
    }
    return OK;
}

/* --- After another clause
 * -------------------------------------------------------------- */

static bool own_trigger(const struct query *q, int clause)
{
    const struct clause *x = &q->ag->clauses[clause];
    if (x->trigger == TRIG_EVENT)
        return true;
    return false;
}

/* Whether clause's instances come one by one from a clause with triggers. */
static bool has_named_rows(const struct query *q, int clause)
{
    for (uint32_t depth = 0; depth <= q->ag->n_clauses; depth++) {
        const struct clause *x = &q->ag->clauses[clause];
        bool duty = x->kind == CLAUSE_DUTY ||
                    (x->kind == CLAUSE_KEEP && x->measure == MEASURE_LEVEL);
        if (x->period != PERIOD_NONE || !duty)
            return false;
        if (own_trigger(q, clause))
            return true;
        if (x->n_steps > 0)
            return false;
        if (x->trigger != TRIG_NONE)
            clause = x->trig_clause;
        else if (x->after != POINT_NEVER)
            clause = x->after_clause;
        else
            return false;
    }
    return false;
}

/* The trigger that a row of X gives; false: not yet. */
bool instance_row_trigger(const struct row *x, enum trigger_kind kind,
                          struct resolved *out, instant *recorded)
{
    *recorded = x->met_recorded;
    switch (kind) {
    case TRIG_MET:
        *out = (struct resolved){x->has_met, x->met_from, x->met_to - 1};
        return x->has_met;
    case TRIG_VERIFIED:
        *out = (struct resolved){x->has_met, x->met_recorded, x->met_recorded};
        return x->has_met;
    case TRIG_UNMET: {
        bool yes =
            x->has_due && (x->status == ST_UNMET || x->status == ST_PARTLY_MET);
        *out = (struct resolved){yes, x->due_lo, x->due_hi};
        return yes;
    }
    case TRIG_NONE:
    case TRIG_EVENT:
        break;
    }
    *out = (struct resolved){0};
    return false;
}

void instance_later(struct resolved *a, const struct resolved *b, instant *rec,
                    instant rec_b)
{
    if (b->hi > a->hi || (b->hi == a->hi && b->lo > a->lo)) {
        *a = *b;
        *rec = rec_b;
    }
}

/* Where the clause's own time ends; INSTANT_MAX: open, or not known. */
static err own_end(struct query *q, const struct clause *c, int persp,
                   instant *to)
{
    struct resolved r;
    const struct phase_state *life;
    bool undated, moved;
    *to = INSTANT_MAX;
    TRY(q->cx, phase_get(q, persp, NONE, &life));
    if (life->has_end)
        *to = life->end;
    if (c->until.kind == POINT_NEVER)
        return OK;
    TRY(q->cx, circle_resolve(q, c, persp, &c->until, POINT_END, NULL, &r,
                              &undated, &moved));
    if (r.known && r.lo < *to)
        *to = r.lo;
    return OK;
}

/* When all instances of X are met, verified or unmet. */
static err all_rows(struct query *q, int clause, int persp, bool plain,
                    enum trigger_kind kind, struct resolved *out,
                    instant *recorded)
{
    struct resolved all = {
        .known = false, .lo = INSTANT_MIN, .hi = INSTANT_MIN};
    const struct clause *c = &q->ag->clauses[clause];
    *out = (struct resolved){0};
    if (c->period != PERIOD_NONE && c->trigger != TRIG_EVENT) {
        instant to; /* complete only when its time is over */
        bool was = q->plain;
        q->plain = plain;
        TRY(q->cx, own_end(q, c, persp, &to));
        q->plain = was;
        if (to > q->at + 1)
            return OK;
    }
    for (uint32_t b = 0; b < q->e->clauses[clause].n_bearers; b++) {
        const struct sheet *x;
        TRY(q->cx, instance_sheet(q, clause, b, persp, plain, &x));
        if (x->state != SHEET_DONE)
            return OK;
        for (size_t i = 0; i < x->rows.n; i++) {
            struct resolved r;
            instant rec;
            if (!instance_row_trigger(&x->rows.p[i], kind, &r, &rec))
                return OK;
            instance_later(&all, &r, recorded, rec);
            all.known = true;
        }
    }
    *out = all;
    return OK;
}

err guard_clause_met(struct query *q, int clause, int persp, bool verified,
                     bool plain, struct resolved *out)
{
    instant recorded = 0;
    return all_rows(q, clause, persp, plain,
                    verified ? TRIG_VERIFIED : TRIG_MET, out, &recorded);
}

static bool same_name(const struct row *a, const struct row *b)
{
    return a->name == b->name && a->key == b->key && a->ordinal == b->ordinal;
}

/* The same instance for the other bearers of X: all must have happened. */
static err other_bearers(struct query *q, int clause, int persp, bool plain,
                         const struct row *x, size_t index,
                         enum trigger_kind kind, struct resolved *r,
                         instant *recorded)
{
    for (uint32_t b = 1; b < q->e->clauses[clause].n_bearers; b++) {
        const struct sheet *o;
        const struct row *y = NULL;
        struct resolved z;
        instant rec;
        TRY(q->cx, instance_sheet(q, clause, b, persp, plain, &o));
        if (o->state == SHEET_DONE && index < o->rows.n &&
            same_name(&o->rows.p[index], x))
            y = &o->rows.p[index]; /* the triggers are those of the clause */
        if (y == NULL || !instance_row_trigger(y, kind, &z, &rec)) {
            r->known = false;
            return OK;
        }
        instance_later(r, &z, recorded, rec);
    }
    return OK;
}

/* The row that follows row x of a clause; t: what x gives, of all bearers. */
static struct row chained_row(const struct query *q, int clause, int from,
                              const struct row *x, const struct resolved *t,
                              instant recorded)
{
    const struct clause *c = &q->ag->clauses[clause];
    struct row r = new_row(c);
    r.name = x->name;
    r.key = x->key;
    r.ordinal = x->ordinal;
    r.arises = t->known;
    r.trig_from = t->lo;
    r.trig_to = t->hi + 1;
    r.trig_recorded = recorded;
    r.trig_quantity = 1;
    if (!t->known)
        r.waits_for = from;
    if (c->key != KEY_NONE && !select_find_key(q->e, clause, r.key, &r.kinst))
        r.kinst = UINT32_MAX;
    return r;
}

/* One row for each row of X, of the same name. */
static err chained_rows(struct query *q, struct sheet *s,
                        const struct clause *c, int clause,
                        enum trigger_kind kind)
{
    const struct sheet *x;
    (void)c;
    TRY(q->cx, instance_sheet(q, clause, 0, s->persp, s->plain, &x));
    for (size_t i = 0; x->state == SHEET_DONE && i < x->rows.n; i++) {
        const struct row *from = &x->rows.p[i];
        struct row r;
        struct resolved t;
        instant rec;
        if (instance_row_trigger(from, kind, &t, &rec))
            TRY(q->cx, other_bearers(q, clause, s->persp, s->plain, from, i,
                                     kind, &t, &rec));
        else
            t = (struct resolved){0};
        r = chained_row(q, s->clause, clause, from, &t, rec);
        TRY(q->cx, push_row(q, s, &r));
    }
    return OK;
}

/* --- Steps, periods
 * ---------------------------------------------------------------------- */

/* Where the clause's own time begins. */
err instance_span(struct query *q, const struct clause *c, int persp,
                  bool *known, instant *from, instant *to)
{
    struct resolved r = {q->in_force, q->force, q->force};
    if (c->from.kind != POINT_NEVER)
        TRY(q->cx, phase_resolve(q, persp, &c->from, POINT_BEGIN, NULL, &r));
    *known = r.known;
    *from = r.lo;
    return own_end(q, c, persp, to);
}

/* The row of the period that begins at a civil day; *more: it begins in the
 * clause's time [from, to) and not after now. Its end is its beginning where
 * the zone left the day out. */
static struct row period_row(const struct query *q, const struct clause *c,
                             enum period_kind kind, int64_t day, instant to,
                             bool *more)
{
    struct row r = new_row(c);
    r.a = phase_day(q, day).begin;
    r.end = phase_day(q, day + (kind == PERIOD_WEEK ? 6 : 0)).end;
    *more = r.a < to && r.a <= q->at && r.end < INSTANT_MAX;
    r.window_known = true;
    r.name = NAME_DAY;
    r.ordinal = day;
    r.due_lo = r.due_hi = r.end - 1;
    return r;
}

static err period_rows(struct query *q, struct sheet *s, const struct clause *c,
                       enum period_kind kind, bool due)
{
    bool known, more = true;
    instant from, to;
    TRY(q->cx, instance_span(q, c, s->persp, &known, &from, &to));
    if (!known)
        return OK;
    for (int64_t d = civil_days(phase_local_date(q, from)); more;
         d += kind == PERIOD_WEEK ? 7 : 1) {
        struct row r = period_row(q, c, kind, d, to, &more);
        r.has_due = due;
        if (more && r.end > r.a)
            TRY(q->cx, push_row(q, s, &r));
    }
    return OK;
}

err instance_period(struct query *q, const struct sheet *s, int64_t first_day,
                    struct row *out, bool *there)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    bool known;
    instant from, to;
    TRY(q->cx, instance_span(q, c, s->persp, &known, &from, &to));
    *out = period_row(q, c, c->period, first_day, to, there);
    out->has_due = true;
    *there = *there && known && out->end > out->a;
    return OK;
}

static err step_rows(struct query *q, struct sheet *s, const struct clause *c)
{
    for (uint32_t i = 0; i < c->n_steps; i++) {
        struct row r = new_row(c);
        r.name = NAME_STEP;
        r.ordinal = (int64_t)i + 1;
        r.need = c->steps[i].n;
        TRY(q->cx, push_row(q, s, &r));
    }
    return OK;
}

/* --- Windows and dues
 * -------------------------------------------------------------------- */

static err set_due(struct query *q, const struct sheet *s,
                   const struct clause *c, struct row *r)
{
    const struct deadline *d = &c->due;
    struct resolved x = {0};
    if (r->name == NAME_STEP)
        d = &c->steps[r->ordinal - 1].due;
    if (d->kind != DUE_NONE) {
        TRY(q->cx,
            circle_resolve(q, c, s->persp, &d->p,
                           d->kind == DUE_END ? POINT_DUE_END : POINT_DUE_START,
                           r, &x, &r->undated, &r->moved));
    } else if (c->until.kind != POINT_NEVER) {
        TRY(q->cx, circle_resolve(q, c, s->persp, &c->until, POINT_END, r, &x,
                                  &r->undated, &r->moved));
        x.lo--;
        x.hi--;
    }
    r->has_due = x.known;
    r->due_lo = x.lo;
    r->due_hi = x.hi;
    return OK;
}

static err set_window(struct query *q, const struct sheet *s,
                      const struct clause *c, struct row *r)
{
    struct resolved x = {q->in_force, q->force, q->force};
    if (c->from.kind != POINT_NEVER)
        TRY(q->cx, phase_resolve(q, s->persp, &c->from, POINT_BEGIN, r, &x));
    r->window_known = x.known;
    r->a = x.lo;
    return OK;
}

/* --- In step (sem 16)
 * ----------------------------------------------------------------- */

static bool in_steps(const struct clause *c)
{
    return c->n_steps > 0 && c->period == PERIOD_NONE &&
           c->trigger != TRIG_EVENT;
}

/* Whether the instances of both clauses are parts of one kind. */
static bool parts_pair(const struct clause *a, const struct clause *b)
{
    if (a->period != PERIOD_NONE || b->period != PERIOD_NONE)
        return a->period == b->period;
    if (a->trigger == TRIG_EVENT && b->trigger == TRIG_EVENT)
        return a->key != KEY_NONE && a->key == b->key;
    return in_steps(a) && in_steps(b);
}

static uint64_t part_of(const struct row *r)
{
    return r->name == NAME_WORD || r->name == NAME_PLACE ? r->key
                                                         : (uint64_t)r->ordinal;
}

/* The due of a part is not before its counterpart has happened. */
static void hold(struct row *r, const struct resolved *other)
{
    if (!other->known) {
        r->held = true;
        r->own_due = r->has_due ? r->due_hi : INSTANT_MAX;
        r->has_due = false;
        return;
    }
    if (!r->has_due || other->lo > r->due_lo)
        r->due_lo = other->lo;
    if (!r->has_due || other->hi > r->due_hi)
        r->due_hi = other->hi;
    r->has_due = true;
}

static err keep_step(struct query *q, struct sheet *s, const struct clause *c)
{
    const struct clause *x = &q->ag->clauses[c->in_step_with];
    const struct sheet *o = NULL;
    struct map_u64 parts;
    struct resolved whole = {0};
    bool pairs = parts_pair(c, x);
    instant recorded = 0;
    if (!pairs)
        TRY(q->cx, all_rows(q, c->in_step_with, s->persp, true, TRIG_MET,
                            &whole, &recorded));
    else
        TRY(q->cx, instance_sheet(q, c->in_step_with, 0, s->persp, true, &o));
    map_u64_init(&parts, q->tmp, q->cx);
    bool done = pairs && o->state == SHEET_DONE;
    for (size_t i = 0; done && i < o->rows.n; i++)
        TRY_ROOM(q->cx, q->tmp, map_u64_put(&parts, part_of(&o->rows.p[i]), i));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct row *r = &s->rows.p[i];
        struct resolved other = whole;
        uint64_t at;
        if (done) {
            if (!map_u64_get(&parts, part_of(r), &at))
                continue; /* X has no such part */
            if (instance_row_trigger(&o->rows.p[at], TRIG_MET, &other,
                                     &recorded))
                TRY(q->cx, other_bearers(q, c->in_step_with, s->persp, true,
                                         &o->rows.p[at], at, TRIG_MET, &other,
                                         &recorded));
        }
        hold(r, &other);
    }
    return OK;
}

/* --- One row of a key, for keep_key.c
 * --------------------------------------------------- */

err instance_keyed(struct query *q, const struct sheet *s, uint32_t key,
                   uint32_t kinst, struct obs *o, size_t n, struct row *out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    struct trig_order *v;
    struct arena_mark m = arena_mark(q->tmp);
    if (n == 1) {
        *out = triggered_row(q, c, key, kinst, o);
        triggered_need(q, c, o, out);
    } else {
        TRY_NEW_ARRAY(q->cx, q->tmp, n, v);
        for (size_t i = 0; i < n; i++)
            v[i] = (struct trig_order){&o[i], key};
        TRY(q->cx, trig_sort(q, v, n));
        *out = triggered_row(q, c, key, kinst, v[0].o);
        for (size_t i = 0; i < n; i++)
            triggered_need(q, c, v[i].o, out);
        arena_rewind(q->tmp, m);
    }
    TRY(q->cx, set_window(q, s, c, out));
    return set_due(q, s, c, out);
}

/* As set_due(), of a deadline that hangs on the trigger alone. */
static err due_of_trigger(struct query *q, const struct clause *c,
                          struct row *r)
{
    bool until = c->due.kind == DUE_NONE;
    struct duration plus = until ? c->until.plus : c->due.p.plus;
    instant lo = r->trig_from, hi = until ? lo : r->trig_to - 1;
    if (c->due.kind == DUE_START) {
        lo--;
        hi--;
    }
    TRY(q->cx, phase_move(q, plus, lo, &r->due_lo));
    r->due_hi = r->due_lo;
    if (lo != hi)
        TRY(q->cx, phase_move(q, plus, hi, &r->due_hi));
    r->due_lo -= until;
    r->due_hi -= until;
    return OK;
}

err instance_keyed_again(struct query *q, const struct sheet *s, uint32_t kinst,
                         const struct obs *o, struct row *r)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    const struct point *due = c->due.kind != DUE_NONE ? &c->due.p : &c->until;
    r->kinst = kinst;
    r->need = r->trig_quantity = 0;
    r->trig_from = o->from;
    r->trig_to = o->to;
    triggered_need(q, c, o, r);
    if (c->from.kind == POINT_TRIGGER)
        TRY(q->cx, set_window(q, s, c, r));
    return due->kind == POINT_TRIGGER ? due_of_trigger(q, c, r) : OK;
}

err instance_chained(struct query *q, const struct sheet *s, int clause,
                     const struct row *x, const struct resolved *t,
                     instant recorded, struct row *out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    *out = chained_row(q, s->clause, clause, x, t, recorded);
    TRY(q->cx, set_window(q, s, c, out));
    return set_due(q, s, c, out);
}

/* Whether trigger event a comes before b in the order of instances. */
bool instance_before(const struct engine *e, const struct obs *a,
                     const struct obs *b)
{
    struct trig_order x = {a, 0}, y = {b, 0};
    return trig_before(e, &x, &y);
}

/* --- Running totals (sem 8), shares (sem 19)
 * ------------------------------------------------ */

static int64_t percent(int64_t n, int64_t base) /* ceil(n * base / 100) */
{
    int64_t p = times(n, base);
    return p / 100 + (p % 100 != 0);
}

static err base_of(struct query *q, const struct sheet *s,
                   const struct clause *c, const struct row *r, bool *known,
                   int64_t *base)
{
    struct voices vs;
    struct fig *figs;
    struct accepted a;
    *known = false;
    *base = 0;
    switch (c->need.base) {
    case BASE_NONE:
        return OK;
    case BASE_FIXED:
        *known = true;
        *base = c->need.base_fixed;
        return OK;
    case BASE_AT_DEADLINE:
    case BASE_FINAL:
        break;
    }
    struct arena_mark m = arena_mark(q->tmp);
    instant end = q->at + 1;
    if (c->need.base == BASE_AT_DEADLINE && r->has_due && r->due_hi < q->at)
        end = r->due_hi + 1;
    TRY(q->cx, voice_book(q, q->e->clauses[s->clause].base, 0, &vs));
    TRY(q->cx, standard_figures(q, &vs, INSTANT_MIN, end, &figs));
    struct sides sides = standard_sides(q->ag, c, s->bearer);
    if (s->persp == OWN)
        standard_accept(q, &c->standard, &sides, AT_LEAST, 0, &vs, figs, &a);
    else
        standard_account(q, s->persp, &vs, figs, &a);
    *known = a.decides;
    *base = a.fig.lo;
    arena_rewind(q->tmp, m);
    return OK;
}

static err set_share(struct query *q, const struct sheet *s,
                     const struct clause *c, struct row *r)
{
    int64_t base, before = r->before;
    TRY(q->cx, base_of(q, s, c, r, &r->need_known, &base));
    if (!r->need_known) {
        r->need = r->before = 0;
        return OK;
    }
    r->before = percent(before, base);
    r->need = percent(qty_add(before, r->need), base) - r->before;
    return OK;
}

struct due_order {
    size_t row;
    bool has_due;
    instant lo, hi;
};

static int by_due(const void *a, const void *b)
{
    const struct due_order *x = a, *y = b;
    if (x->has_due != y->has_due)
        return x->has_due ? -1 : 1;
    if (x->has_due && x->lo != y->lo)
        return x->lo < y->lo ? -1 : 1;
    if (x->has_due && x->hi != y->hi)
        return x->hi < y->hi ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* C: the needs of the instances before, in order of due, then of trigger. */
static err set_before(struct query *q, struct sheet *s)
{
    struct due_order *v;
    int64_t sum = 0;
    TRY_NEW_ARRAY(q->cx, q->tmp, s->rows.n, v);
    for (size_t i = 0; i < s->rows.n; i++) {
        const struct row *r = &s->rows.p[i];
        v[i] = (struct due_order){i, r->has_due, r->due_lo, r->due_hi};
    }
    if (s->rows.n > 1)
        qsort(v, s->rows.n, sizeof *v, by_due);
    for (size_t i = 0; i < s->rows.n; i++) {
        struct row *r = &s->rows.p[v[i].row];
        r->running_total = true;
        r->before = sum;
        if (r->arises && r->guard == YES)
            sum = qty_add(sum, r->need);
    }
    return OK;
}

/* in addition to X: all needs of X's instances, of the same bearer if X binds
 * it. */
static err add_other(struct query *q, struct sheet *s, const struct clause *c)
{
    const struct clause *x = &q->ag->clauses[c->in_addition_to];
    uint32_t n = q->e->clauses[c->in_addition_to].n_bearers, only = n;
    int64_t sum = 0;
    for (uint32_t b = 0; b < x->n_bearers; b++)
        if (c->n_bearers > 0 && x->bearers[b] == c->bearers[s->bearer])
            only = b;
    for (uint32_t b = 0; b < n; b++) {
        const struct sheet *o;
        if (only != n && b != only)
            continue;
        TRY(q->cx,
            instance_sheet(q, c->in_addition_to, b, s->persp, s->plain, &o));
        for (size_t i = 0; o->state == SHEET_DONE && i < o->rows.n; i++)
            if (o->rows.p[i].arises && o->rows.p[i].guard == YES)
                sum = qty_add(sum, o->rows.p[i].need);
    }
    for (size_t i = 0; i < s->rows.n; i++) {
        s->rows.p[i].running_total = true;
        s->rows.p[i].before = qty_add(s->rows.p[i].before, sum);
    }
    return OK;
}

/* --- A sheet
 * -------------------------------------------------------------------------------
 */

/* "after X": nothing arises before. The gate gives the trigger where the
 * clause has none of its own. */
static err apply_gate(struct query *q, struct sheet *s, int clause,
                      enum trigger_kind kind, bool gives_trigger)
{
    struct resolved t;
    instant recorded = 0;
    TRY(q->cx, all_rows(q, clause, s->persp, s->plain, kind, &t, &recorded));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct row *r = &s->rows.p[i];
        bool open = t.known && (r->end == INSTANT_MAX || t.lo < r->end);
        if (!open) {
            r->arises = false;
            r->waits_for = clause;
        }
        if (gives_trigger) {
            r->trig_from = t.lo;
            r->trig_to = t.hi + 1;
            r->trig_recorded = recorded;
            r->trig_quantity = 1;
        }
    }
    return OK;
}

enum trigger_kind instance_after_kind(const struct clause *c)
{
    return c->after == POINT_CLAUSE_VERIFIED ? TRIG_VERIFIED : TRIG_MET;
}

static err plain_rows(struct query *q, struct sheet *s, const struct clause *c)
{
    struct row r = new_row(c);
    if (c->n_steps > 0)
        return step_rows(q, s, c);
    return push_row(q, s, &r);
}

static err duty_rows(struct query *q, struct sheet *s, const struct clause *c)
{
    bool periods = c->period != PERIOD_NONE, numbered = false;
    bool chain = c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT;
    bool after = c->after != POINT_NEVER;
    if (periods) {
        TRY(q->cx, period_rows(q, s, c, c->period, true));
        if (chain)
            TRY(q->cx, apply_gate(q, s, c->trig_clause, c->trigger, true));
    } else if (c->trigger == TRIG_EVENT) {
        TRY(q->cx, triggered_rows(q, s, c));
        numbered = true;
    } else if (c->n_steps == 0 && chain && has_named_rows(q, c->trig_clause)) {
        TRY(q->cx, chained_rows(q, s, c, c->trig_clause, c->trigger));
        numbered = true;
    } else if (c->n_steps == 0 && !chain && after &&
               has_named_rows(q, c->after_clause)) {
        TRY(q->cx,
            chained_rows(q, s, c, c->after_clause, instance_after_kind(c)));
        numbered = true;
        after = false;
    } else {
        TRY(q->cx, plain_rows(q, s, c));
        if (chain)
            TRY(q->cx, apply_gate(q, s, c->trig_clause, c->trigger, true));
    }
    if (after)
        TRY(q->cx, apply_gate(q, s, c->after_clause, instance_after_kind(c),
                              c->trigger == TRIG_NONE && !periods));
    for (size_t i = 0; !periods && i < s->rows.n; i++) {
        TRY(q->cx, set_window(q, s, c, &s->rows.p[i]));
        TRY(q->cx, set_due(q, s, c, &s->rows.p[i]));
    }
    if (c->in_step_with != NONE && !s->plain)
        TRY(q->cx, keep_step(q, s, c));
    for (size_t i = 0; i < s->rows.n; i++) {
        if (c->need.all)
            s->rows.p[i].need = 100;
        TRY(q->cx, judge_guard(q, s, &s->rows.p[i]));
    }
    if ((numbered && c->key == KEY_NONE) || c->n_steps > 0 ||
        (periods && c->carry))
        TRY(q->cx, set_before(q, s));
    for (size_t i = 0; periods && c->carry && i < s->rows.n; i++)
        s->rows.p[i].a = s->rows.p[0].a;
    for (size_t i = 0; i < s->rows.n; i++) {
        if (c->need.all || c->need.percent)
            TRY(q->cx, set_share(q, s, c, &s->rows.p[i]));
    }
    if (c->in_addition_to != NONE)
        TRY(q->cx, add_other(q, s, c));
    return OK;
}

/* A prohibition after X begins when X has happened. */
static err gate_ban(struct query *q, struct sheet *s, int clause,
                    enum trigger_kind kind)
{
    TRY(q->cx, apply_gate(q, s, clause, kind, true));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct row *r = &s->rows.p[i];
        if (r->arises && r->trig_from > r->a)
            r->a = r->trig_from;
    }
    return OK;
}

err instance_overall(struct query *q, const struct sheet *s, struct row *out)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    struct row r = new_row(c);
    TRY(q->cx, instance_span(q, c, s->persp, &r.window_known, &r.a, &r.end));
    r.name = NAME_OVERALL;
    r.has_due = false;
    *out = r;
    return OK;
}

static err ban_rows(struct query *q, struct sheet *s, const struct clause *c)
{
    struct row r;
    TRY(q->cx, instance_overall(q, s, &r));
    TRY(q->cx, push_row(q, s, &r));
    if (q->ag->reporting != PERIOD_NONE)
        TRY(q->cx, period_rows(q, s, c, q->ag->reporting, false));
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        TRY(q->cx, gate_ban(q, s, c->trig_clause, c->trigger));
    if (c->after != POINT_NEVER)
        TRY(q->cx, gate_ban(q, s, c->after_clause, instance_after_kind(c)));
    return OK;
}

static bool is_ban(const struct clause *c)
{
    return c->kind == CLAUSE_BAN ||
           (c->kind == CLAUSE_KEEP && c->measure != MEASURE_LEVEL);
}

static err fill(struct query *q, struct sheet *s)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    const struct voices *all = NULL;
    struct arena_mark m = arena_mark(q->tmp);
    if (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
        c->kind != CLAUSE_KEEP)
        return OK;
    if (is_ban(c)) {
        TRY(q->cx, ban_rows(q, s, c));
        arena_rewind(q->tmp, m);
        return judge_ban(q, s);
    }
    TRY(q->cx, duty_rows(q, s, c));
    arena_rewind(q->tmp, m);
    if (c->key == KEY_NONE)
        TRY(q->cx, voice_clause(q, s->clause, s->bearer, &all));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct row *r = &s->rows.p[i];
        struct voices own = {0};
        m = arena_mark(q->tmp);
        if (all == NULL && r->kinst != UINT32_MAX)
            TRY(q->cx, voice_key(q, s->clause, s->bearer, r->kinst, &own));
        TRY(q->cx, judge_duty(q, s, r, all == NULL ? &own : all));
        arena_rewind(q->tmp, m);
    }
    return OK;
}

/* Whether an account's rows are those of the own standard: it is the one that
 * the clause names, nobody else speaks to it, and the same holds of what the
 * clause follows. Only what is contested is not so for an account. */
static err is_like_own(struct query *q, int clause, uint32_t bearer, int persp,
                       uint32_t depth, bool *yes)
{
    const struct clause *c = &q->ag->clauses[clause];
    const struct voices *vs;
    const struct sheet *own;
    bool chain = c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT;
    int follows[2] = {chain ? c->trig_clause : NONE,
                      c->after != POINT_NEVER ? c->after_clause : NONE};
    *yes = false;
    if (!q->e->clauses[clause].plain || c->standard.kind != STD_NAMED ||
        c->standard.by != persp || depth > q->ag->n_clauses)
        return OK;
    TRY(q->cx, voice_clause(q, clause, bearer, &vs));
    for (uint32_t i = 0; i < vs->n; i++)
        if (q->e->sources.p[vs->v[i].source].account != persp)
            return OK;
    for (int i = 0; i < 2; i++) {
        bool like = true;
        for (uint32_t b = 0; follows[i] != NONE &&
                             b < q->e->clauses[follows[i]].n_bearers && like;
             b++)
            TRY(q->cx, is_like_own(q, follows[i], b, persp, depth + 1, &like));
        if (!like)
            return OK;
    }
    TRY(q->cx, instance_sheet(q, clause, bearer, OWN, false, &own));
    for (size_t i = 0; i < own->rows.n; i++)
        if (own->rows.p[i].status == ST_CONTESTED)
            return OK;
    *yes = own->state == SHEET_DONE;
    return OK;
}

/* The rows of the own standard, where they are the account's too. */
static err share(struct query *q, struct sheet *s, bool *done)
{
    const struct sheet *own;
    *done = false;
    if (s->persp == OWN || s->plain || q->circle != NONE)
        return OK;
    TRY(q->cx, is_like_own(q, s->clause, s->bearer, s->persp, 0, done));
    if (!*done)
        return OK;
    TRY(q->cx, instance_sheet(q, s->clause, s->bearer, OWN, false, &own));
    *s = *own;
    return OK;
}

err instance_sheet(struct query *q, int clause, uint32_t bearer, int persp,
                   bool plain, const struct sheet **out)
{
    bool undated = circle_undated(q, (uint32_t)clause), was_plain = q->plain;
    int was = q->circle;
    struct sheet ***of = &q->sheets[query_level(persp, plain, undated)];
    if (*of == NULL)
        TRY_NEW_ARRAY(q->cx, q->keep, q->ag->n_clauses, *of);
    struct sheet **list = &(*of)[clause];
    if (*list == NULL)
        TRY_NEW_ARRAY(q->cx, q->keep, q->e->clauses[clause].n_bearers, *list);
    struct sheet *s = &(*list)[bearer];
    *out = s;
    if (s->state != 0)
        return OK;
    *s = (struct sheet){.clause = clause,
                        .bearer = bearer,
                        .persp = persp,
                        .plain = plain,
                        .state = SHEET_BUSY};
    if (++q->depth > LIMIT_CHAIN)
        return fail(q->cx, ERR_LIMIT,
                    "more than %d clauses depend on one another in a row",
                    LIMIT_CHAIN);
    q->plain = plain;
    q->circle = undated ? was : NONE;
    bool done;
    TRY(q->cx, share(q, s, &done));
    if (!done)
        TRY(q->cx, fill(q, s));
    s->persp = persp;
    q->plain = was_plain;
    q->circle = was;
    q->depth--;
    s->state = SHEET_DONE;
    return OK;
}
