/* keep.c - rows of the own standard, kept between questions.
 *
 * A clause whose rows rest on few records each keeps their statuses. A record
 * makes dirty what looks at it; wakes hold when time alone will change a
 * row. A question judges again what is dirty and what is due, and what follows
 * from it, in the order in which clauses follow one another; with the same
 * functions that judge whole sheets. What all rows rest on (signatures,
 * consents, findings of conditions), and a clock that goes back, make
 * everything dirty. Clauses of other shapes are judged anew at each question.
 * Read next: keep_key.c. */
#include "engine/engine_int.h"

/* --- What can be kept ------------------------------------------------------
 */

static bool is_static_phase(const struct agreement *ag, int phase,
                            uint32_t depth);

/* Whether a point depends on nothing but acts of will and the row's trigger. */
static bool is_static(const struct agreement *ag, const struct point *p,
                      uint32_t depth)
{
    switch (p->kind) {
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_TRIGGER:
        return true;
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return is_static_phase(ag, p->ref, depth + 1);
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        break;
    }
    return false;
}

static bool is_static_phase(const struct agreement *ag, int phase,
                            uint32_t depth)
{
    const struct phase *p = phase == NONE ? &ag->life : &ag->phases[phase];
    if (depth > ag->n_phases + 1)
        return false;
    for (uint32_t i = 0; i < p->n_ext; i++)
        if (p->ext[i].kind == EXT_EARNED)
            return false;
    return is_static(ag, &p->from, depth) && is_static(ag, &p->until, depth);
}

/* A duty whose rows rest on their own reports and on dates alone. */
static bool is_plain(const struct agreement *ag, const struct clause *c)
{
    return c->kind == CLAUSE_DUTY &&
           (c->measure == MEASURE_EXISTS || c->measure == MEASURE_SUM) &&
           c->perf.state == NONE && !c->perf.whole &&
           c->guard.kind == GUARD_NONE && c->validated_by == NONE &&
           c->tod_from == NONE && c->tod_to == NONE && !c->need.percent &&
           !c->need.all && c->need.base == BASE_NONE && c->n_steps == 0 &&
           c->in_addition_to == NONE && c->in_step_with == NONE && !c->carry &&
           is_static(ag, &c->from, 0) && is_static(ag, &c->until, 0) &&
           (c->due.kind == DUE_NONE || is_static(ag, &c->due.p, 0)) &&
           is_static_phase(ag, NONE, 0);
}

/* The clause that a keyed duty without trigger events follows, or NONE. */
int keep_followed(const struct clause *c)
{
    bool chain = c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT;
    bool after = c->after != POINT_NEVER;
    return chain && !after                    ? c->trig_clause
           : c->trigger == TRIG_NONE && after ? c->after_clause
                                              : NONE;
}

static bool is_keyed(const struct agreement *ag, const struct clause *c)
{
    return is_plain(ag, c) && c->key != KEY_NONE && c->period == PERIOD_NONE &&
           (c->trigger == TRIG_EVENT
                ? c->after == POINT_NEVER && c->trig.state == NONE
                : keep_followed(c) != NONE);
}

static bool is_daily(const struct agreement *ag, const struct clause *c)
{
    return is_plain(ag, c) && c->key == KEY_NONE && c->period != PERIOD_NONE &&
           c->trigger == TRIG_NONE && c->after == POINT_NEVER;
}

/* A prohibition without reporting periods, on which at most states bear. */
static bool is_simple_ban(const struct agreement *ag, const struct clause *c)
{
    bool ban = c->kind == CLAUSE_BAN ||
               (c->kind == CLAUSE_KEEP && c->measure != MEASURE_LEVEL);
    for (uint32_t i = 0; i < c->guard.n; i++)
        if (c->guard.atoms[i].kind != ATOM_STATE)
            return false;
    return ban && c->measure != MEASURE_HOURS && !c->perf.whole &&
           ag->reporting == PERIOD_NONE && c->key == KEY_NONE &&
           c->trigger == TRIG_NONE && c->after == POINT_NEVER &&
           c->validated_by == NONE && c->tod_from == NONE &&
           c->tod_to == NONE && is_static(ag, &c->from, 0) &&
           is_static(ag, &c->until, 0) && is_static_phase(ag, NONE, 0);
}

/* Clauses that follow a kept clause of the same key, by depth. */
static void find_followers(struct engine *e)
{
    const struct agreement *ag = e->ag;
    for (uint32_t depth = 1; depth <= ag->n_clauses; depth++) {
        for (uint32_t i = 0; i < ag->n_clauses; i++) {
            struct kept *k = &e->clauses[i].kept;
            const struct clause *c = &ag->clauses[i];
            if (k->shape != SHAPE_NONE || !is_keyed(ag, c) ||
                c->trigger == TRIG_EVENT)
                continue;
            int x = keep_followed(c);
            const struct kept *of = &e->clauses[x].kept;
            if (of->shape == SHAPE_KEYED && of->depth == depth - 1 &&
                ag->clauses[x].key == c->key && (uint32_t)x != i) {
                k->shape = SHAPE_KEYED;
                k->depth = depth;
            }
        }
    }
}

static err keep_clause(struct cx *cx, struct engine *e, int clause)
{
    struct kept *k = &e->clauses[clause].kept;
    const struct agreement *ag = e->ag;
    int *v;
    TRY_NEW_ARRAY(cx, &e->arena, e->clauses[clause].n_bearers, k->tally);
    TRY_NEW_ARRAY(cx, &e->arena, ag->n_clauses, v);
    TRY_NEW_ARRAY(cx, &e->arena, e->clauses[clause].n_bearers, k->bans);
    if (k->shape == SHAPE_DAYS || k->shape == SHAPE_BAN)
        e->clauses[clause].mix = e->hash_key[0] | 1;
    k->source = NONE;
    k->latest = INSTANT_MIN;
    k->followers = v;
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (e->clauses[i].kept.shape == SHAPE_KEYED &&
            e->clauses[i].kept.depth == k->depth + 1 &&
            keep_followed(&ag->clauses[i]) == clause)
            v[k->n_followers++] = (int)i;
    return OK;
}

err keep_init(struct cx *cx, struct engine *e)
{
    const struct agreement *ag = e->ag;
    e->keep.at = INSTANT_MIN;
    e->keep.will_wake = e->keep.assess_wake = INSTANT_MAX;
    e->keep.wills_changed = true;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        e->clauses[i].plain = is_plain(ag, c);
        if (is_keyed(ag, c) && c->trigger == TRIG_EVENT)
            e->clauses[i].kept.shape = SHAPE_KEYED;
        else if (is_daily(ag, c))
            e->clauses[i].kept.shape = SHAPE_DAYS;
        else if (is_simple_ban(ag, c))
            e->clauses[i].kept.shape = SHAPE_BAN;
    }
    find_followers(e);
    for (uint32_t depth = 0; depth <= ag->n_clauses; depth++) {
        for (int i = 0; i < (int)ag->n_clauses; i++) {
            struct kept *k = &e->clauses[i].kept;
            if (k->shape == SHAPE_NONE || k->depth != depth)
                continue;
            TRY(cx, keep_clause(cx, e, i));
            TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->keep.order, i));
        }
    }
    return OK;
}

/* --- Dirty rows --------------------------------------------------------------
 */

err keep_row(struct cx *cx, struct engine *e, int clause, uint32_t row)
{
    struct clause_state *s = &e->clauses[clause];
    struct kept *k = &s->kept;
    for (; k->n_rows <= row; k->n_rows++) {
        struct kept_row fresh = {
            .now = NO_ROW, .seen = NO_ROW, .wake = INSTANT_MAX};
        for (uint32_t b = 0; b < s->n_bearers; b++)
            TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->rows, fresh));
    }
    return OK;
}

err keep_dirty(struct cx *cx, struct engine *e, int clause, uint32_t row,
               uint32_t cause)
{
    struct clause_state *s = &e->clauses[clause];
    struct kept *k = &s->kept;
    if (k->shape == SHAPE_NONE)
        return OK;
    if (row >= k->n_rows)
        TRY(cx, keep_row(cx, e, clause, row));
    if (e->current != NULL)
        TRY(cx, current_stale(cx, e, clause, row));
    struct kept_row *r = kept_first(s, row);
    r->bare = false;
    if (cause != 0)
        r->cause = cause;
    if (r->dirty)
        return OK;
    r->dirty = true;
    if (k->shape != SHAPE_BAN)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->dirty, row));
    return OK;
}

err keep_reported(struct cx *cx, struct engine *e, int clause, uint32_t row,
                  uint32_t cause)
{
    const struct clause_state *s = &e->clauses[clause];
    bool bare = row < s->kept.n_rows && kept_first(s, row)->bare;
    TRY(cx, keep_dirty(cx, e, clause, row, cause));
    if (bare)
        kept_first(s, row)->bare = true;
    return OK;
}

err keep_put(struct cx *cx, struct engine *e, int clause, uint32_t n,
             struct put *p)
{
    switch (e->clauses[clause].kept.shape) {
    case SHAPE_DAYS:
        return keep_day_add(cx, e, clause, n, p);
    case SHAPE_BAN:
        return keep_ban_add(cx, e, clause, n, p);
    case SHAPE_NONE:
    case SHAPE_KEYED:
        break;
    }
    return OK;
}

static err touch_of(struct cx *cx, struct engine *e, const struct book *b,
                    uint32_t n)
{
    uint32_t row;
    switch (e->clauses[b->clause].kept.shape) {
    case SHAPE_KEYED:
        if (select_find_key(e, b->clause, select_key(e, rec_at(e, n), b->key),
                            &row))
            TRY(cx, keep_dirty(cx, e, b->clause, row, n + 1));
        break;
    case SHAPE_DAYS:
        return keep_day_touch(cx, e, b->clause, n);
    case SHAPE_BAN:
        return keep_ban_touch(cx, e, b->clause, n);
    case SHAPE_NONE:
        break;
    }
    return OK;
}

static err touch_one(struct cx *cx, struct engine *e, uint32_t n)
{
    struct rec *r = &e->recs.p[n];
    const struct form *f = r->form;
    for (uint32_t i = 0; i < f->n_puts; i++) {
        const struct book *b = &e->books.p[f->puts[i].book];
        if (b->clause != NONE && !f->puts[i].misfit)
            TRY(cx, touch_of(cx, e, b, n));
    }
    r->flags = (uint8_t)(rec_stands(r) ? r->flags & ~REC_UNSUMMED
                                       : r->flags | REC_UNSUMMED);
    return OK;
}

/* A statement of a state bears on prohibitions whose guard asks for it. */
static err switched(struct cx *cx, struct engine *e, uint32_t n)
{
    int state = rec_at(e, n)->form->state;
    for (size_t k = 0; k < e->keep.order.n; k++) {
        int clause = e->keep.order.p[k];
        const struct guard *g = &e->ag->clauses[clause].guard;
        struct kept *kept = &e->clauses[clause].kept;
        bool asks = false;
        for (uint32_t i = 0; kept->shape == SHAPE_BAN && i < g->n; i++)
            asks = asks || g->atoms[i].ref == state;
        if (!asks)
            continue;
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &kept->touched, n));
        TRY(cx, keep_dirty(cx, e, clause, 0, n + 1));
    }
    return OK;
}

/* Reports that a record assesses or disputes. */
static err touch_named(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    const struct fact *f = rec_ext_or_null(e, r);
    uint32_t other;
    if (f == NULL)
        return OK;
    bool assesses =
        r->form->kind == FACT_ASSESSMENT || r->form->kind == FACT_FINDING;
    for (uint32_t i = 0; assesses && i < f->n_refs; i++)
        if (log_find(e, f->refs[i], &other))
            TRY(cx, touch_one(cx, e, other));
    for (uint32_t i = 0; i < f->n_replies; i++)
        if (f->replies[i].kind == REPLY_DISPUTES &&
            log_find(e, f->replies[i].id, &other))
            TRY(cx, touch_one(cx, e, other));
    return OK;
}

err keep_added(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    if (r->form->kind == FACT_STATE)
        TRY(cx, switched(cx, e, n));
    if (rec_ext_or_null(e, r) == NULL)
        return OK;
    if (rec_is_will(e, r))
        e->keep.wills_changed = true;
    if ((r->form->kind == FACT_ASSESSMENT || r->form->kind == FACT_FINDING) &&
        r->from > e->keep.at && r->from < e->keep.assess_wake)
        e->keep.assess_wake = r->from;
    return touch_named(cx, e, n);
}

err keep_touch(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    if (rec_is_will(e, r))
        e->keep.wills_changed = true;
    if (r->form->kind == FACT_STATE)
        TRY(cx, switched(cx, e, n));
    TRY(cx, touch_named(cx, e, n));
    return touch_one(cx, e, n);
}

static err all_dirty(struct cx *cx, struct engine *e)
{
    e->keep.heap.n = 0;
    for (int i = 0; i < WAKE_RUNS; i++)
        e->keep.runs[i].v.n = e->keep.runs[i].first = 0;
    for (size_t i = 0; i < e->keep.order.n; i++)
        TRY(cx, keep_all_dirty(cx, e, e->keep.order.p[i]));
    return OK;
}

err keep_all_dirty(struct cx *cx, struct engine *e, int clause)
{
    struct kept *k = &e->clauses[clause].kept;
    k->all_stale = true;
    k->grown_until = INSTANT_MIN;
    for (uint32_t i = 0; k->shape != SHAPE_NONE && i < k->n_rows; i++) {
        struct kept_row *r = kept_first(&e->clauses[clause], i);
        r->wake = INSTANT_MAX;
        r->bare = false;
        if (!r->dirty)
            TRY(cx, keep_dirty(cx, e, clause, i, 0));
    }
    return OK;
}

/* --- Wakes ------------------------------------------------------------------
 */

/* A run in which a wake belongs among the last `near`, and has room; or NULL.
 */
static struct wake_run *run_near(struct keep *k, instant at, size_t near)
{
    for (int i = 0; i < WAKE_RUNS; i++) {
        struct wake_run *r = &k->runs[i];
        if (r->v.n < r->v.cap && r->v.n - r->first > near &&
            r->v.p[r->v.n - near].at <= at)
            return r;
    }
    return NULL;
}

/* Puts a wake that comes a little too early where it belongs, as those of late
 * reports do: mostly it passes few. false: into no run. */
static bool insert_near(struct keep *k, struct wake w)
{
    struct wake_run *r = run_near(k, w.at, 64);
    if (r == NULL)
        r = run_near(k, w.at, 1024);
    if (r == NULL)
        return false;
    size_t at = r->v.n;
    while (r->v.p[at - 1].at > w.at) {
        r->v.p[at] = r->v.p[at - 1];
        at--;
    }
    r->v.p[at] = w;
    r->v.n++;
    return true;
}

/* The run that ends last of those that a wake can follow, or NULL. */
static struct wake_run *run_for(struct keep *k, instant at)
{
    struct wake_run *best = NULL;
    for (int i = 0; i < WAKE_RUNS; i++) {
        struct wake_run *r = &k->runs[i];
        if (r->first == r->v.n)
            r->first = r->v.n = 0;
        if (r->v.n > 0 && vec_last(&r->v)->at > at)
            continue;
        if (best == NULL || best->v.n == 0 ||
            (r->v.n > 0 && vec_last(&r->v)->at > vec_last(&best->v)->at))
            best = r;
    }
    return best;
}

static err push_run(struct query *q, struct wake_run *r, struct wake w)
{
    if (r->first >= 64 && r->first > r->v.n / 2) {
        r->v.n -= r->first;
        memmove(r->v.p, r->v.p + r->first, r->v.n * sizeof w);
        r->first = 0;
    }
    TRY_ROOM(q->cx, &q->e->arena, vec_push(&q->e->arena, &r->v, w));
    return OK;
}

/* Entries that came too early judge a row for nothing; a row has one that is
 * early enough. */
err keep_wake(struct query *q, int clause, uint32_t row, instant at)
{
    struct engine *e = q->e;
    struct keep *k = &e->keep;
    struct wake w = {at, (uint32_t)clause, row};
    instant *has = &kept_first(&e->clauses[clause], row)->wake;
    if (at >= *has)
        return OK;
    *has = at;
    struct wake_run *r = run_for(k, at);
    if (r != NULL)
        return push_run(q, r, w);
    if (insert_near(k, w))
        return OK;
    TRY_ROOM(q->cx, &e->arena, vec_push(&e->arena, &k->heap, w));
    size_t i = k->heap.n - 1;
    for (; i > 0 && k->heap.p[(i - 1) / 2].at > at; i = (i - 1) / 2)
        k->heap.p[i] = k->heap.p[(i - 1) / 2];
    k->heap.p[i] = w;
    return OK;
}

static struct wake pop(struct keep *k)
{
    struct wake *v = k->heap.p, top = v[0], last = v[--k->heap.n];
    size_t i = 0, c;
    while ((c = 2 * i + 1) < k->heap.n) {
        c += c + 1 < k->heap.n && v[c + 1].at < v[c].at;
        if (v[c].at >= last.at)
            break;
        v[i] = v[c];
        i = c;
    }
    v[i] = last;
    return top;
}

/* --- Time --------------------------------------------------------------------
 */

void keep_wake_of(const struct query *q, uint32_t n, instant *wake)
{
    const struct rec *r = rec_at(q->e, n);
    instant to = rec_to(q->e, r);
    uint32_t at = 0;
    struct edge x;
    keep_sooner(q->at, r->from, wake);
    keep_sooner(q->at, to - 1, wake); /* windows are cut at at + 1 */
    while (stand_next_reply(q->e, n, &at, &x))
        if (x.kind == REPLY_DISPUTES)
            keep_sooner(q->at, rec_at(q->e, x.replier)->from, wake);
}

static void next_will(struct query *q)
{
    const struct engine *e = q->e;
    instant wake = INSTANT_MAX;
    for (size_t i = 0; i < e->wills.n; i++) {
        const struct rec *r = rec_at(e, e->wills.p[i]);
        if (!rec_stands(r))
            continue;
        keep_sooner(q->at, r->from, &wake);
        keep_sooner(q->at, rec_effective(e, r), &wake);
    }
    q->e->keep.will_wake = wake;
}

/* Assessments that begin in (from, at] matter to what they assess. */
static err begin_assessments(struct query *q, instant from)
{
    struct engine *e = q->e;
    instant wake = INSTANT_MAX;
    for (size_t i = 0; i < e->assessments.n; i++) {
        uint32_t n = e->assessments.p[i];
        const struct rec *r = rec_at(e, n);
        if (r->from > from && r->from <= q->at)
            TRY(q->cx, touch_named(q->cx, e, n));
        keep_sooner(q->at, r->from, &wake);
    }
    e->keep.assess_wake = wake;
    return OK;
}

static err wake_up(struct query *q, struct wake w)
{
    struct engine *e = q->e;
    const struct clause_state *s = &e->clauses[w.clause];
    if (s->kept.shape == SHAPE_NONE || kept_first(s, w.row)->wake != w.at)
        return OK; /* not the row's last word */
    kept_first(s, w.row)->wake = INSTANT_MAX;
    return keep_dirty(q->cx, e, (int)w.clause, w.row, 0);
}

/* Most wakes are of rows that wait for nothing any more; to see that, so many
 * ahead are asked for. */
enum { AHEAD = 16 };
static void fetch_wake(const struct engine *e, const struct wake *w)
{
    if (w->row < e->clauses[w->clause].kept.n_rows)
        PREFETCH(kept_first(&e->clauses[w->clause], w->row));
}

static err move_clock(struct query *q)
{
    struct engine *e = q->e;
    struct keep *k = &e->keep;
    instant from = k->at;
    if (q->at < from || k->wills_changed || q->at >= k->will_wake) {
        TRY(q->cx, all_dirty(q->cx, e));
        next_will(q);
        k->wills_changed = false;
        from = INSTANT_MIN;
    }
    if (q->at < k->at || q->at >= k->assess_wake)
        TRY(q->cx, begin_assessments(q, from));
    for (int i = 0; i < WAKE_RUNS; i++) {
        struct wake_run *r = &k->runs[i];
        while (r->first < r->v.n && r->v.p[r->first].at <= q->at) {
            if (r->first + AHEAD < r->v.n)
                fetch_wake(e, &r->v.p[r->first + AHEAD]);
            TRY(q->cx, wake_up(q, r->v.p[r->first++]));
        }
    }
    while (k->heap.n > 0 && k->heap.p[0].at <= q->at)
        TRY(q->cx, wake_up(q, pop(k)));
    k->at = q->at;
    return OK;
}

err keep_settle(struct query *q)
{
    struct keep *k = &q->e->keep;
    TRY(q->cx, move_clock(q));
    for (size_t i = 0; i < k->order.n; i++) {
        int clause = k->order.p[i];
        switch (q->e->clauses[clause].kept.shape) {
        case SHAPE_KEYED:
            TRY(q->cx, keep_key_settle(q, clause));
            break;
        case SHAPE_DAYS:
            TRY(q->cx, keep_day_settle(q, clause));
            break;
        case SHAPE_BAN:
            TRY(q->cx, keep_ban_settle(q, clause));
            break;
        case SHAPE_NONE:
            break;
        }
    }
    return OK;
}

err keep_can_make(struct query *q, int clause, bool *yes)
{
    const struct kept *k = &q->e->clauses[clause].kept;
    *yes = k->shape != SHAPE_NONE &&
           (q->e->current == NULL ? q->at >= q->e->keep.at
                                  : q->at == q->e->keep.at);
    if (*yes)
        TRY(q->cx, keep_settle(q));
    *yes = *yes && k->shape != SHAPE_NONE &&
           (k->shape != SHAPE_BAN || keep_ban_can_make(q, clause));
    return OK;
}

bool keep_find(struct query *q, int clause, str name, uint32_t *row)
{
    *row = 0;
    switch (q->e->clauses[clause].kept.shape) {
    case SHAPE_DAYS:
        return keep_day_find(q, clause, name, row);
    case SHAPE_BAN:
        return str_eq(name, STR("overall"));
    case SHAPE_KEYED:
    case SHAPE_NONE:
        break;
    }
    return select_named_key(q->e, clause, name, row);
}

err keep_make(struct query *q, struct sheet *s, uint32_t row,
              const struct voices **vs, struct row *out, bool *there)
{
    *there = true;
    if (q->e->clauses[s->clause].kept.shape == SHAPE_DAYS)
        return keep_day_row(q, s, row, vs, out, there);
    if (q->e->clauses[s->clause].kept.shape == SHAPE_BAN)
        return keep_ban_row(q, s, vs, out);
    return keep_key_row(q, s->clause, s->bearer, s->persp, row, out, there);
}

/* All accounts have the same days. */
static err list_days(struct query *q, int clause, uint32_t bearer,
                     uint64_t statuses, u32_vec *out)
{
    const struct clause_state *s = &q->e->clauses[clause];
    for (uint32_t i = 0; i < s->kept.n_rows; i++) {
        uint8_t now = s->kept.rows.p[(size_t)i * s->n_bearers + bearer].now;
        if (now != NO_ROW && (statuses == 0 || (statuses >> now & 1) != 0))
            TRY_ROOM(q->cx, q->keep, vec_push(q->keep, out, i));
    }
    return OK;
}

err keep_list(struct query *q, int clause, uint32_t bearer, uint64_t statuses,
              u32_vec *out, bool *fit)
{
    *fit = true;
    switch (q->e->clauses[clause].kept.shape) {
    case SHAPE_KEYED:
        return keep_key_list(q, clause, bearer, statuses, out, fit);
    case SHAPE_DAYS:
        return list_days(q, clause, bearer, statuses, out);
    case SHAPE_BAN:
        *fit = keep_ban_can_make(q, clause);
        return list_days(q, clause, bearer, statuses, out);
    case SHAPE_NONE:
        break;
    }
    *fit = false;
    return OK;
}

/* --- Statuses ----------------------------------------------------------------
 */

err keep_note_moved(struct query *q, int clause, uint32_t at)
{
    struct kept *k = &q->e->clauses[clause].kept;
    struct place p = {INSTANT_MIN, UNPLACED, at};
    k->rows.p[at].moved = true;
    TRY_ROOM(q->cx, &q->e->arena, vec_push(&q->e->arena, &k->moved, p));
    return OK;
}

static int by_row(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Divisions cost more than all else that is done with a row that changed. */
static uint32_t row_of(const struct clause_state *s, uint32_t at)
{
    return s->n_bearers == 1 ? at : at / s->n_bearers;
}

err keep_moved(struct query *q, int clause, uint32_t bearer, struct place **out,
               size_t *n)
{
    struct engine *e = q->e;
    const struct clause_state *s = &e->clauses[clause];
    const struct kept *k = &s->kept;
    bool told = e->keep.told, placed = told && !k->judged_again;
    size_t most = told ? k->moved.n : k->rows.n, count = 0;
    VEC(struct place) v = {0};
    TRY_ROOM(q->cx, q->keep, vec_room(q->keep, &v, most));
    for (size_t i = 0; i < most; i++) {
        uint32_t at = told ? k->moved.p[i].row : (uint32_t)i;
        const struct kept_row *r = &k->rows.p[at];
        uint32_t row = row_of(s, at);
        if (at != row * s->n_bearers + bearer ||
            keep_told_as(r->seen) == keep_told_as(r->now))
            continue;
        v.p[count] = (struct place){INSTANT_MIN, UNPLACED, row};
        if (placed) {
            v.p[count].to = k->moved.p[i].to;
            v.p[count].fact = k->moved.p[i].fact;
        }
        count++;
    }
    *out = v.p;
    *n = count;
    if (k->shape == SHAPE_KEYED)
        return keep_key_order(q, clause, v.p, count);
    if (count > 1)
        qsort(v.p, count, sizeof *v.p, by_row);
    return OK;
}

void keep_tell(struct engine *e)
{
    for (size_t c = 0; c < e->keep.order.n; c++) {
        struct clause_state *s = &e->clauses[e->keep.order.p[c]];
        struct kept *k = &s->kept;
        size_t most = e->keep.told ? k->moved.n : k->rows.n;
        if (most == 0)
            continue;
        for (size_t i = 0; i < most; i++) {
            uint32_t at = e->keep.told ? k->moved.p[i].row : (uint32_t)i;
            k->rows.p[at].seen = k->rows.p[at].now;
            k->rows.p[at].moved = false;
            k->rows.p[row_of(s, at) * s->n_bearers].cause = 0;
        }
        k->moved.n = 0;
        k->judged_again = false;
    }
    e->keep.told = true;
}

err keep_give_up(struct query *q, int clause)
{
    struct engine *e = q->e;
    struct clause_state *s = &e->clauses[clause];
    struct kept *k = &s->kept;
    if (k->shape == SHAPE_NONE)
        return OK;
    for (size_t i = 0; i < k->rows.n; i++) {
        struct row named = keep_named(e, clause, (uint32_t)(i / s->n_bearers));
        if (k->rows.p[i].seen != NO_ROW)
            TRY(q->cx,
                changes_was_told(q, clause, (uint32_t)(i % s->n_bearers),
                                 &named, (enum status)k->rows.p[i].seen));
    }
    k->shape = SHAPE_NONE;
    k->rows.n = k->dirty.n = k->moved.n = 0;
    k->n_rows = 0;
    for (uint32_t i = 0; i < k->n_followers; i++)
        TRY(q->cx, keep_give_up(q, k->followers[i]));
    return OK;
}

struct row keep_named(const struct engine *e, int clause, uint32_t row)
{
    const struct clause *c = &e->ag->clauses[clause];
    const struct clause_state *s = &e->clauses[clause];
    int64_t step = c->period == PERIOD_WEEK ? 7 : 1;
    switch (s->kept.shape) {
    case SHAPE_KEYED:
        return (struct row){.name =
                                c->key == KEY_PLACE ? NAME_PLACE : NAME_WORD,
                            .key = s->keys.p[row].key};
    case SHAPE_DAYS:
        return (struct row){.name = NAME_DAY,
                            .ordinal = s->kept.first + row * step};
    case SHAPE_BAN:
    case SHAPE_NONE:
        break;
    }
    return (struct row){.name = NAME_OVERALL};
}
