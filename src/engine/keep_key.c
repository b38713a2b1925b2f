/* keep_key.c - kept rows of clauses with a key: an order, a round, a place.
 *
 * A row rests on the records of its key; on which source the clause takes its
 * triggers from, for which sums by source are kept; and, where the clause
 * follows another, on the row of the same key there. Most rows are met, or run,
 * by the events of one source: those are seen at once. All others are judged
 * by judge.c from the voices of their key. */
#include "engine/engine_int.h"

/* What rows with one trigger have in common, so that most are seen from two
 * records. */
struct plan {
    bool fit;  /* nothing but the due hangs on the trigger, and the need */
    bool dues; /* the due does: it is `shift` later, of triggers in [begin, end)
                */
    bool before;
    instant begin, end;
    int64_t shift;
    bool quick, needs; /* see_quickly(); needs: the need hangs on the trigger */
    const struct form *trig, *perf; /* the last that fitted there */
    bool counts;                    /* what is of the form perf */
};

struct keyed {
    struct query *q;
    int clause;
    const struct clause *c;
    const struct clause_state *s;
    const struct phase_state *life;
    bool asks_word; /* the key's word says which row is the same of another
                       clause */
    instant begins, ends; /* triggers lie in it */
    int persp, source;    /* source: of the triggers */
    /* Of the key counted last: how many triggers of the source it has, one of
     * them, and when time alone may change which. */
    uint32_t n_triggers, trigger;
    instant wake;
    /* A row with one trigger, made before: its need, window and due. */
    bool has_brief;
    struct row brief;
    bool fixed; /* all its rows have one need and begin at one time */
    struct plan plan;
    /* What counts_alone last said, of whom. */
    bool was_asked, alone, counts;
    uint32_t asked_bearer;
    int asked_source;
};

int keep_key_source(struct query *q, int clause, int persp)
{
    const struct kept *kept = &q->e->clauses[clause].kept;
    return instance_trigger_source(q, &q->ag->clauses[clause], persp,
                                   kept->sums.p, kept->sums.n);
}

static err keyed_of(struct query *q, int clause, int persp, struct keyed *k)
{
    const struct kept *kept = &q->e->clauses[clause].kept;
    *k = (struct keyed){.q = q,
                        .clause = clause,
                        .c = &q->ag->clauses[clause],
                        .s = &q->e->clauses[clause],
                        .persp = persp,
                        .source = kept->source};
    k->fixed = k->c->trigger == TRIG_EVENT && k->s->n_bearers == 1 &&
               k->c->from.kind != POINT_TRIGGER && k->c->n_ratios == 0 &&
               (k->c->measure == MEASURE_EXISTS || k->c->perf.item == NONE);
    if (persp != OWN && k->c->trigger == TRIG_EVENT)
        k->source = keep_key_source(q, clause, persp);
    TRY(q->cx, phase_get(q, OWN, NONE, &k->life));
    k->asks_word = k->c->key != KEY_PLACE &&
                   (k->c->trigger != TRIG_EVENT || kept->n_followers > 0);
    k->begins = q->in_force ? q->force : INSTANT_MAX;
    k->ends = k->life->has_end ? k->life->end : INSTANT_MAX;
    return OK;
}

/* --- Triggers
 * ---------------------------------------------------------------------- */

/* Whether a record of a key's triggers is one now (sem 7). */
static bool is_trigger(const struct keyed *k, const struct rec *r)
{
    return rec_stands(r) && r->from <= k->q->at &&
           r->form->kind != FACT_TOTAL && r->form->kind != FACT_LEVEL &&
           rec_to(k->q->e, r) > k->begins && r->from < k->ends;
}

/* Member by member: what is copied as a whole just after is waited for. */
static void set_obs(const struct engine *e, uint32_t n, struct obs *o)
{
    const struct rec *r = rec_at(e, n);
    o->from = r->from;
    o->to = rec_to(e, r);
    o->lo = rec_lo(e, r);
    o->up = rec_hi(e, r);
    o->fact = n;
    o->source = r->form->source;
}

static struct obs trigger_obs(const struct engine *e, uint32_t n)
{
    struct obs o = {.fact = n};
    set_obs(e, n, &o);
    return o;
}

/* Brings the sums by source up to date for one key, and finds its triggers;
 * *simple: they can be kept. */
static void recount(struct keyed *k, uint32_t kinst, bool *simple)
{
    struct engine *e = k->q->e;
    struct trig_sum *sums = e->clauses[k->clause].kept.sums.p;
    k->n_triggers = 0;
    k->wake = INSTANT_MAX;
    for (uint32_t i = k->s->keys.p[kinst].trig; i != 0;) {
        struct link *l = &e->links.p[i - 1];
        const struct rec *r = rec_at(e, l->fact);
        bool is = is_trigger(k, r);
        if ((r->flags & REC_GROUPED) != 0 || rec_is_wide(r))
            *simple = false;
        if (is != (l->weight != 0)) {
            instance_sum(r->from, rec_to(e, r), rec_recorded(e, r),
                         rec_lo(e, r), is ? 1 : -1, &sums[r->form->source]);
            l->weight = is;
        }
        if (rec_stands(r))
            keep_sooner(k->q->at, r->from, &k->wake);
        if (is && r->form->source == k->source) {
            k->n_triggers++;
            k->trigger = l->fact;
        }
        i = l->next;
    }
}

/* The triggers of one key from the clause's source; most keys have one. */
struct triggers {
    struct obs *o, few[2];
    size_t n;
};

static err triggers_of(struct keyed *k, uint32_t kinst, struct triggers *t,
                       instant *wake)
{
    const struct engine *e = k->q->e;
    size_t room = COUNT_OF(t->few);
    t->n = 0;
    t->o = t->few;
    for (uint32_t i = k->s->keys.p[kinst].trig; i != 0;
         i = e->links.p[i - 1].next) {
        const struct link *l = &e->links.p[i - 1];
        const struct rec *r = rec_at(e, l->fact);
        if (rec_stands(r))
            keep_sooner(k->q->at, r->from, wake);
        if (r->form->source != k->source || !is_trigger(k, r))
            continue;
        if (t->n == room) {
            struct obs *more;
            TRY_NEW_ARRAY(k->q->cx, k->q->tmp, room * 2, more);
            memcpy(more, t->o, t->n * sizeof *more);
            t->o = more;
            room *= 2;
        }
        t->o[t->n++] = trigger_obs(e, l->fact);
    }
    return OK;
}

/* --- When time alone may change a row
 * ------------------------------------------------ */

static void wake_of_row(const struct keyed *k, const struct row *r,
                        instant *wake)
{
    const struct query *q = k->q;
    if (r->kinst != UINT32_MAX) {
        for (uint32_t i = k->s->keys.p[r->kinst].perf; i != 0;
             i = q->e->links.p[i - 1].next) {
            keep_wake_of(q, q->e->links.p[i - 1].fact, wake);
        }
    }
    if (r->window_known)
        keep_sooner(q->at, r->a, wake);
    if (r->has_due)
        keep_sooner(q->at, r->due_hi + 1, wake);
    if (k->life->has_end)
        keep_sooner(q->at, k->life->end, wake);
}

/* --- Events of one source
 * ------------------------------------------------------------ */

/* Whether the lower bound of the standard is that of one source's figure, or 0
 * where it does not count. */
static bool counts_alone(struct keyed *k, uint32_t bearer, const struct rec *r,
                         bool *counts)
{
    const struct standard *st = &k->c->standard;
    if (!k->was_asked || k->asked_bearer != bearer ||
        k->asked_source != r->form->source) {
        struct sides sides = standard_sides(k->q->ag, k->c, bearer);
        k->was_asked = true;
        k->asked_bearer = bearer;
        k->asked_source = r->form->source;
        k->alone = (st->kind != STD_INTEREST || sides.bearer != NONE) &&
                   (st->kind != STD_KOF || st->k == 1);
        k->counts =
            k->alone && standard_counts(k->q, st, &sides, k->c->need.cmp,
                                        rec_account(k->q->e, r));
    }
    *counts = k->counts;
    return k->alone;
}

/* Whose acts count for a bearer; 0: anybody's. */
static actor_set performers_of(const struct keyed *k, uint32_t bearer)
{
    const struct book *b = &k->q->e->books.p[k->s->perf];
    return b->performers == 0 || k->c->n_bearers == 0
               ? b->performers
               : k->q->ag->actors[k->c->bearers[bearer]].answers;
}

/* The sums of lower bounds of what lies in `in` and of what meets `ins`, if
 * one source speaks and all that it says are events. */
static bool sum_events(struct keyed *k, const struct sheet *s,
                       const struct row *r, instant in, instant ins,
                       int64_t *inside, int64_t *touch, instant *wake)
{
    const struct query *q = k->q;
    actor_set performers = performers_of(k, s->bearer);
    const struct rec *first = NULL;
    bool counts = false;
    *inside = *touch = 0;
    for (uint32_t i = k->s->keys.p[r->kinst].perf; i != 0;
         i = q->e->links.p[i - 1].next) {
        uint32_t fact = q->e->links.p[i - 1].fact;
        const struct rec *x = rec_at(q->e, fact);
        if (!rec_stands(x))
            continue;
        if (x->from > q->at) {
            keep_sooner(q->at, x->from, wake);
            continue;
        }
        if (performers != 0 && (x->form->performer == NONE ||
                                (performers >> x->form->performer & 1) == 0))
            continue;
        if (x->form->kind == FACT_LEVEL)
            continue;
        if (x->form->kind == FACT_TOTAL || (x->flags & REC_GROUPED) != 0 ||
            (first != NULL && first->form->source != x->form->source))
            return false;
        if (first == NULL) {
            first = x;
            if (!counts_alone(k, s->bearer, x, &counts))
                return false;
        }
        instant to = rec_to(q->e, x);
        if (to > q->at)
            keep_wake_of(q, fact, wake);
        if (!counts || to <= r->a)
            continue;
        int64_t lo = rec_lo(q->e, x);
        if (x->from >= r->a && to <= in)
            *inside = qty_add(*inside, lo);
        if (x->from < ins && r->a < ins) /* else the window is empty */
            *touch = qty_add(*touch, lo);
    }
    return true;
}

/* The status of most rows: met, or not yet due. false: ask judge.c. */
static bool see_status(struct keyed *k, const struct sheet *s,
                       const struct row *r, uint8_t *now, instant *wake)
{
    const struct query *q = k->q;
    int64_t inside = 0, touch = 0;
    instant all = q->at + 1, in = all, ins = all;
    if (!r->arises || !r->window_known || k->c->need.cmp != AT_LEAST ||
        q->at < r->a)
        return false;
    if (r->has_due) {
        in = r->due_lo + 1 < all ? r->due_lo + 1 : all;
        ins = r->due_hi + 1 < all ? r->due_hi + 1 : all;
    }
    if (r->kinst != UINT32_MAX &&
        !sum_events(k, s, r, in, ins, &inside, &touch, wake))
        return false;
    if (inside >= r->need || touch >= r->need) { /* and ever after */
        *now = ST_MET;
        return true;
    }
    if ((r->has_due && q->at > r->due_hi) || q->n_wills > 0)
        return false;
    *now = ST_RUNNING;
    if (r->has_due)
        keep_sooner(q->at, r->due_hi + 1, wake);
    return true;
}

/* --- One row
 * --------------------------------------------------------------------------
 */

/* The row of one key and bearer; wholly: with when it was met. */
static err make_row(struct keyed *k, uint32_t kinst, uint32_t bearer,
                    bool wholly, instant *wake, struct row *r, bool *there);

/* What the row of the same key gives in the clause that this one follows. */
static err make_followed(struct keyed *k, const struct sheet *s, uint32_t kinst,
                         struct row *r, bool *there)
{
    struct query *q = k->q;
    int x = keep_followed(k->c);
    enum trigger_kind kind =
        k->c->trigger != TRIG_NONE ? k->c->trigger : instance_after_kind(k->c);
    struct keyed of;
    struct row first, other;
    struct resolved t = {0}, u;
    instant never = INSTANT_MAX, recorded = 0, rec;
    uint32_t at;
    bool found;
    *there = false;
    if (!select_find_key(q->e, x, k->s->keys.p[kinst].key, &at))
        return OK;
    TRY(q->cx, keyed_of(q, x, k->persp, &of));
    TRY(q->cx, make_row(&of, at, 0, true, &never, &first, there));
    if (!*there)
        return OK;
    instance_row_trigger(&first, kind, &t, &recorded);
    for (uint32_t b = 1; t.known && b < of.s->n_bearers; b++) {
        TRY(q->cx, make_row(&of, at, b, true, &never, &other, &found));
        if (found && instance_row_trigger(&other, kind, &u, &rec))
            instance_later(&t, &u, &recorded, rec);
        else
            t.known = false;
    }
    if (!t.known)
        t = (struct resolved){0};
    return instance_chained(q, s, x, &first, &t, recorded, r);
}

static err make_row(struct keyed *k, uint32_t kinst, uint32_t bearer,
                    bool wholly, instant *wake, struct row *r, bool *there)
{
    struct query *q = k->q;
    struct sheet s = {.clause = k->clause,
                      .bearer = bearer,
                      .persp = k->persp,
                      .state = SHEET_BUSY};
    struct arena_mark m = arena_mark(q->tmp);
    struct voices vs = {0};
    uint8_t now;
    if (k->c->trigger == TRIG_EVENT) {
        struct triggers t;
        TRY(q->cx, triggers_of(k, kinst, &t, wake));
        *there = t.n > 0;
        if (*there)
            TRY(q->cx, instance_keyed(q, &s, k->s->keys.p[kinst].key, kinst,
                                      t.o, t.n, r));
    } else {
        TRY(q->cx, make_followed(k, &s, kinst, r, there));
    }
    if (!*there) {
        arena_rewind(q->tmp, m);
        return OK;
    }
    if (!wholly && k->c->trigger != TRIG_EVENT &&
        see_status(k, &s, r, &now, wake)) {
        r->status = (enum status)now;
        arena_rewind(q->tmp, m);
        return OK;
    }
    if (r->kinst != UINT32_MAX)
        TRY(q->cx, voice_key(q, k->clause, bearer, r->kinst, &vs));
    TRY(q->cx,
        wholly ? judge_duty(q, &s, r, &vs) : judge_status(q, &s, r, &vs));
    wake_of_row(k, r, wake);
    arena_rewind(q->tmp, m);
    return OK;
}

/* What rows with one trigger have in common; one is made. */
static void make_plan(struct keyed *k)
{
    const struct clause *c = k->c;
    const struct row *r = &k->brief;
    bool due = c->due.kind != DUE_NONE;
    k->plan = (struct plan){
        .fit = c->from.kind != POINT_TRIGGER &&
               (due || c->until.kind != POINT_TRIGGER),
        .dues = due && c->due.p.kind == POINT_TRIGGER,
        .before = c->due.kind == DUE_START,
        .needs = c->n_ratios > 0 ||
                 (c->measure != MEASURE_EXISTS && c->perf.item != NONE)};
    k->plan.quick = k->plan.fit && k->s->n_bearers == 1 && r->arises &&
                    r->window_known && c->need.cmp == AT_LEAST &&
                    k->q->at >= r->a;
}

/* Of the key counted last, the due that is a constant away from its trigger. */
static bool shift_due(struct keyed *k, const struct rec *r)
{
    const struct plan *p = &k->plan;
    instant lo = r->from - p->before, hi = rec_to(k->q->e, r) - 1 - p->before;
    if (!p->dues)
        return true;
    if (lo < p->begin || hi >= p->end)
        return false;
    k->brief.due_lo = lo + p->shift;
    k->brief.due_hi = hi + p->shift;
    return true;
}

/* The row of the key counted last, from its one trigger; all bearers have the
 * same. */
static err make_brief(struct keyed *k, uint32_t kinst)
{
    struct query *q = k->q;
    const struct rec *r = rec_at(q->e, k->trigger);
    struct sheet s = {.clause = k->clause, .persp = k->persp};
    struct obs o;
    if (k->plan.fit && shift_due(k, r)) {
        k->brief.kinst = kinst;
        k->brief.need = instance_need(q, k->c, r, rec_lo(q->e, r));
        return OK;
    }
    o = trigger_obs(q->e, k->trigger);
    if (k->has_brief)
        TRY(q->cx, instance_keyed_again(q, &s, kinst, &o, &k->brief));
    else
        TRY(q->cx, instance_keyed(q, &s, k->s->keys.p[kinst].key, kinst, &o, 1,
                                  &k->brief));
    if (!k->has_brief)
        make_plan(k);
    k->has_brief = true;
    if (k->plan.dues)
        phase_shift(q, k->c->due.p.plus, o.from, &k->plan.begin, &k->plan.end,
                    &k->plan.shift);
    return OK;
}

/* A row that follows one that is not there, or is not met yet: of the rows of
 * the clause that is followed, which are judged, this can be seen. */
static bool see_follower(const struct keyed *k, uint32_t kinst, instant *wake,
                         uint8_t *now)
{
    const struct query *q = k->q;
    int x = keep_followed(k->c);
    const struct clause_state *s = &q->e->clauses[x];
    uint32_t at;
    bool open = false;
    if (q->n_wills > 0 || (k->life->has_end && q->at >= k->life->end) ||
        !select_find_key(q->e, x, k->s->keys.p[kinst].key, &at) ||
        at >= s->kept.n_rows)
        return false;
    const struct kept_row *r = &s->kept.rows.p[(size_t)at * s->n_bearers];
    for (uint32_t b = 0; b < s->n_bearers; b++)
        open = open || r[b].now == ST_RUNNING || r[b].now == ST_WAITING;
    *now = r->now == NO_ROW ? NO_ROW : (uint8_t)ST_WAITING;
    if (k->life->has_end)
        keep_sooner(q->at, k->life->end, wake);
    return open || r->now == NO_ROW;
}

/* Rows of the same key in clauses that follow this one. */
static err touch_followers(struct keyed *k, uint32_t kinst, bool there)
{
    struct engine *e = k->q->e;
    uint32_t key = k->s->keys.p[kinst].key, at;
    uint32_t cause = k->s->kept.rows.p[(size_t)kinst * k->s->n_bearers].cause;
    for (uint32_t i = 0; i < k->s->kept.n_followers; i++) {
        int f = k->s->kept.followers[i];
        if (there)
            TRY(k->q->cx, select_key_of(k->q->cx, e, f, key, &at));
        else if (!select_find_key(e, f, key, &at))
            continue;
        TRY(k->q->cx, keep_dirty(k->q->cx, e, f, at, cause));
    }
    return OK;
}

/* Its place in the order may be another. Where many are, all find theirs
 * anew. */
static err note_judged(struct keyed *k, uint32_t kinst)
{
    struct engine *e = k->q->e;
    struct kept *kept = &e->clauses[k->clause].kept;
    if (kept->rejudged.n > kept->sorted.n / 8) {
        kept->sorted.n = kept->rejudged.n = 0;
        return OK;
    }
    TRY_ROOM(k->q->cx, &e->arena, vec_push(&e->arena, &kept->rejudged, kinst));
    return OK;
}

/* A row was judged. */
static err end_judging(struct keyed *k, uint32_t kinst, bool there, bool moved)
{
    if (k->s->kept.n_followers > 0)
        TRY(k->q->cx, touch_followers(k, kinst, there));
    struct kept_row *r = kept_first(k->s, kinst);
    r->dirty = false;
    if (!moved && k->q->e->keep.told)
        r->cause = 0;
    return k->s->kept.sorted.n == 0 ? OK : note_judged(k, kinst);
}

/* Rows that changed in being judged lie where their trigger is. Those of
 * several triggers, and of clauses that follow, find their places later. */
static void place_moved(const struct keyed *k, struct kept *kept, size_t first)
{
    bool none = k->n_triggers == 0;
    if (k->c->trigger != TRIG_EVENT || k->n_triggers > 1)
        return;
    for (size_t i = first; i < kept->moved.n; i++) {
        struct place *p = &kept->moved.p[i];
        p->fact = none ? NO_FACT : k->trigger;
        p->to =
            none ? INSTANT_MAX : rec_to(k->q->e, rec_at(k->q->e, k->trigger));
    }
}

/* --- Bare rows
 * ---------------------------------------------------------------------------
 */

/* Whether a row just judged, that runs by one trigger, is bare: what it hangs
 * on can then be told from its wake. */
static bool is_bare(const struct keyed *k, const struct kept_row *row)
{
    const struct row *r = &k->brief;
    if (!k->fixed || k->n_triggers != 1)
        return false;
    return r->has_due ? r->due_lo == r->due_hi && row->wake < INSTANT_MAX &&
                            row->wake == r->due_hi + 1
                      : row->wake == INSTANT_MAX;
}

/* A bare row after more reports, without a look at its trigger, which came days
 * ago and lies far away in memory. */
static bool see_bare(struct keyed *k, uint32_t kinst, instant *wake,
                     uint8_t *now)
{
    struct sheet s = {.clause = k->clause, .persp = k->persp};
    struct row *r = &k->brief;
    r->kinst = kinst;
    if (r->has_due)
        r->due_lo = r->due_hi = kept_first(k->s, kinst)->wake - 1;
    return see_status(k, &s, r, now, wake);
}

/* When the trigger of a bare row ended, from its due; INSTANT_MIN: not known.
 */
static instant trigger_end(const struct keyed *k)
{
    const struct deadline *d = &k->c->due;
    instant from;
    return d->kind == DUE_END && d->p.kind == POINT_TRIGGER &&
                   phase_moved_from(k->q, d->p.plus, k->brief.due_hi, &from)
               ? from + 1
               : INSTANT_MIN;
}

/* A row that was bare. */
static err judge_bare(struct keyed *k, uint32_t kinst, bool *done)
{
    struct query *q = k->q;
    struct kept *kept = &q->e->clauses[k->clause].kept;
    struct kept_row *r = kept_first(k->s, kinst);
    size_t first_moved = kept->moved.n;
    instant wake = INSTANT_MAX, was = r->wake;
    uint8_t now;
    *done = k->has_brief && see_bare(k, kinst, &wake, &now) &&
            wake == (now == ST_MET ? INSTANT_MAX : was);
    r->bare = *done && now == ST_RUNNING;
    if (!*done)
        return OK;
    kept->judged_again = kept->judged_again || r->moved;
    TRY(q->cx, keep_set(q, k->clause, kinst, 0, now));
    if (kept->moved.n > first_moved)
        vec_last(&kept->moved)->to = trigger_end(k);
    r->wake = wake;
    return end_judging(k, kinst, true, r->moved);
}

/* A record that stands and has begun, is joined with no other, and has nothing
 * beside it. */
static inline bool is_plain(const struct rec *r, instant at)
{
    return (r->flags & (REC_STANDS | REC_GROUPED)) == REC_STANDS &&
           r->length != MAX_SHORT && r->late != INT32_MIN &&
           r->lo != INT32_MIN && r->from + (instant)r->length <= at;
}

static bool fits_trigger(struct keyed *k, const struct form *f)
{
    bool fits = f->kind != FACT_TOTAL && f->kind != FACT_LEVEL &&
                f->hi != HI_EXT && f->source == k->source;
    if (fits)
        k->plan.trig = f;
    return fits;
}

static bool fits_event(struct keyed *k, const struct rec *r)
{
    const struct form *f = r->form;
    actor_set by = performers_of(k, 0);
    bool counts;
    if (f->kind == FACT_TOTAL || f->kind == FACT_LEVEL ||
        (by != 0 && (f->performer == NONE || (by >> f->performer & 1) == 0)) ||
        !counts_alone(k, 0, r, &counts))
        return false;
    k->plan.perf = f;
    k->plan.counts = counts;
    return true;
}

/* The trigger is counted if it was not. */
static inline void count_trigger(struct keyed *k, struct link *l,
                                 const struct rec *r)
{
    if (l->weight != 0)
        return;
    instance_sum(r->from, r->from + r->length, r->from + r->late, r->lo, 1,
                 &k->q->e->clauses[k->clause].kept.sums.p[r->form->source]);
    l->weight = 1;
}

/* What the events of a key come to, of one form and in the past, that meet the
 * window up to `end`; those inside it are no more. */
static inline bool sum_quickly(struct keyed *k, uint32_t perf, instant end,
                               int64_t *touch)
{
    const struct engine *e = k->q->e;
    instant a = k->brief.a;
    for (uint32_t i = perf; i != 0; i = e->links.p[i - 1].next) {
        const struct rec *r = rec_at(e, e->links.p[i - 1].fact);
        if (!is_plain(r, k->q->at) ||
            (r->form != k->plan.perf && (i != perf || !fits_event(k, r))))
            return false;
        if (k->plan.counts && r->from + r->length > a && r->from < end &&
            a < end) /* else the window is empty */
            *touch += r->lo;
    }
    return true;
}

/* As recount() and see_status(), of the row of one bearer with one trigger.
 * false: they are to be asked. */
static inline bool see_quickly(struct keyed *k, uint32_t kinst, uint8_t *now,
                               instant *wake)
{
    struct query *q = k->q;
    const struct kinst *x = &k->s->keys.p[kinst];
    instant end = q->at + 1;
    int64_t touch = 0;
    if (!k->plan.quick || x->trig == 0)
        return false;
    struct link *l = &q->e->links.p[x->trig - 1];
    const struct rec *r = rec_at(q->e, l->fact);
    if (l->next != 0 || !is_plain(r, q->at) ||
        (r->form != k->plan.trig && !fits_trigger(k, r->form)) ||
        r->from + r->length <= k->begins || r->from >= k->ends ||
        !shift_due(k, r))
        return false;
    if (k->brief.has_due && k->brief.due_hi < q->at)
        end = k->brief.due_hi + 1;
    if (!sum_quickly(k, x->perf, end, &touch))
        return false;
    int64_t need =
        k->plan.needs ? instance_need(q, k->c, r, r->lo) : k->c->need.n;
    *wake = INSTANT_MAX;
    *now = ST_MET;
    if (touch < need) {
        if ((k->brief.has_due && q->at > k->brief.due_hi) || q->n_wills > 0)
            return false;
        *now = ST_RUNNING;
        *wake = k->brief.has_due ? k->brief.due_hi + 1 : INSTANT_MAX;
    }
    count_trigger(k, l, r);
    k->n_triggers = 1;
    k->trigger = l->fact;
    return true;
}

/* Each bearer's status; *there: the row is, for the last. */
static err judge_bearers(struct keyed *k, uint32_t kinst, instant *wake,
                         bool *there)
{
    struct query *q = k->q;
    bool own = k->c->trigger == TRIG_EVENT;
    *wake = own ? k->wake : INSTANT_MAX;
    if (own && k->n_triggers == 1)
        TRY(q->cx, make_brief(k, kinst));
    for (uint32_t b = 0; b < k->s->n_bearers; b++) {
        struct sheet s = {.clause = k->clause, .bearer = b, .persp = OWN};
        uint8_t now = NO_ROW;
        bool seen = own ? k->n_triggers == 0 ||
                              (k->n_triggers == 1 &&
                               see_status(k, &s, &k->brief, &now, wake))
                        : see_follower(k, kinst, wake, &now);
        if (!seen) {
            struct row r;
            bool is;
            TRY(q->cx, make_row(k, kinst, b, false, wake, &r, &is));
            now = is ? (uint8_t)r.status : NO_ROW;
        }
        *there = now != NO_ROW;
        TRY(q->cx, keep_set(q, k->clause, kinst, b, now));
    }
    return OK;
}

/* *simple: the sums by source can be kept. */
static err judge_key(struct keyed *k, uint32_t kinst, bool *simple)
{
    struct query *q = k->q;
    struct kept *kept = &q->e->clauses[k->clause].kept;
    uint32_t n = k->s->n_bearers;
    struct kept_row *first = kept_first(k->s, kinst);
    size_t first_moved = kept->moved.n;
    instant wake;
    bool there = true, moved = false;
    uint8_t now;
    for (uint32_t b = 0; first_moved > 0 && b < n; b++)
        kept->judged_again = kept->judged_again || first[b].moved;
    if (see_quickly(k, kinst, &now, &wake)) {
        TRY(q->cx, keep_set(q, k->clause, kinst, 0, now));
    } else {
        if (k->c->trigger == TRIG_EVENT)
            recount(k, kinst, simple);
        if (!*simple)
            return OK;
        TRY(q->cx, judge_bearers(k, kinst, &wake, &there));
    }
    if (kept->moved.n > first_moved)
        place_moved(k, kept, first_moved);
    for (uint32_t b = 0; b < n; b++)
        moved = moved || first[b].moved;
    if (wake == INSTANT_MAX) /* what it waited for matters no longer */
        first->wake = wake;
    else
        TRY(q->cx, keep_wake(q, k->clause, kinst, wake));
    first->bare = first->now == ST_RUNNING && k->c->trigger == TRIG_EVENT &&
                  is_bare(k, first);
    return end_judging(k, kinst, there, moved);
}

/* Rows are judged in the order in which they became dirty, which is mostly not
 * that of their records in memory: what the next ones need is asked for ahead,
 * in the order in which it is found. */
static void fetch_ahead(const struct keyed *k, size_t i)
{
    enum { KEYS = 48, LINKS = 32, RECORDS = 16 };
    const struct engine *e = k->q->e;
    const u32_vec *dirty = &k->s->kept.dirty;
    if (i + KEYS < dirty->n) {
        uint32_t row = dirty->p[i + KEYS];
        PREFETCH(&k->s->keys.p[row]);
        PREFETCH(kept_first(k->s, row));
    }
    if (i + LINKS < dirty->n) {
        const struct kinst *x = &k->s->keys.p[dirty->p[i + LINKS]];
        if (x->trig != 0 && !kept_first(k->s, dirty->p[i + LINKS])->bare)
            PREFETCH(&e->links.p[x->trig - 1]);
        if (x->perf != 0)
            PREFETCH(&e->links.p[x->perf - 1]);
        if (k->asks_word)
            PREFETCH(&e->word.p[x->key - 1]);
    }
    if (i + RECORDS < dirty->n) {
        const struct kinst *x = &k->s->keys.p[dirty->p[i + RECORDS]];
        if (x->trig != 0 && !kept_first(k->s, dirty->p[i + RECORDS])->bare)
            PREFETCH(&e->recs.p[e->links.p[x->trig - 1].fact]);
        if (x->perf != 0)
            PREFETCH(&e->recs.p[e->links.p[x->perf - 1].fact]);
    }
}

/* The rows that became dirty since are judged, with triggers of the source that
 * the clause took them from before (guess: or else of the first that there is);
 * where that is another one now, all rows are judged again. *simple: the sums
 * can be kept. */
static err judge_dirty(struct keyed *k, bool guess, bool *simple)
{
    struct engine *e = k->q->e;
    struct kept *kept = &e->clauses[k->clause].kept;
    struct trig_sum none = {0};
    while (kept->sums.n < e->sources.n)
        TRY_ROOM(k->q->cx, &e->arena, vec_push(&e->arena, &kept->sums, none));
    for (size_t i = 0; i < kept->dirty.n; i++) {
        uint32_t row = kept->dirty.p[i];
        bool done = false;
        fetch_ahead(k, i);
        if (kept_first(k->s, row)->bare)
            TRY(k->q->cx, judge_bare(k, row, &done));
        if (done)
            continue;
        if (k->c->trigger == TRIG_EVENT) {
            uint32_t trig = k->s->keys.p[row].trig;
            if (guess && k->source == NONE && trig != 0)
                k->source = rec_at(e, e->links.p[trig - 1].fact)->form->source;
        }
        TRY(k->q->cx, judge_key(k, row, simple));
        if (!*simple)
            return OK;
    }
    kept->dirty.n = 0;
    return OK;
}

err keep_key_settle(struct query *q, int clause)
{
    struct kept *kept = &q->e->clauses[clause].kept;
    struct keyed k;
    bool simple = true;
    if (kept->dirty.n == 0)
        return OK;
    TRY(q->cx, keyed_of(q, clause, OWN, &k));
    bool all = kept->dirty.n == kept->n_rows;
    TRY(q->cx, judge_dirty(&k, true, &simple));
    if (k.c->trigger != TRIG_EVENT)
        return OK;
    if (!simple)
        return keep_give_up(q, clause);
    int source = keep_key_source(q, clause, OWN);
    bool judged = source == k.source && (all || source == kept->source);
    kept->source = source;
    if (judged)
        return OK;
    k.source = source;
    k.has_brief = k.was_asked = k.plan.quick = k.plan.fit = false;
    TRY(q->cx, keep_all_dirty(q->cx, q->e, clause));
    return judge_dirty(&k, false, &simple);
}

err keep_key_row(struct query *q, int clause, uint32_t bearer, int persp,
                 uint32_t kinst, struct row *out, bool *there)
{
    struct keyed k;
    instant never = INSTANT_MAX;
    TRY(q->cx, keyed_of(q, clause, persp, &k));
    return make_row(&k, kinst, bearer, true, &never, out, there);
}

/* --- The order of rows
 * ---------------------------------------------------------------------------
 */

/* Whose triggers count: of the clause that a clause's rows come from. */
static err origin_of(struct query *q, int clause, int persp, struct keyed *k)
{
    while (q->ag->clauses[clause].trigger != TRIG_EVENT)
        clause = keep_followed(&q->ag->clauses[clause]);
    return keyed_of(q, clause, persp, k);
}

/* As the triggers; those that are gone last. */
static bool comes_before(const struct engine *e, const struct place *a,
                         const struct place *b)
{
    if (a->to != b->to)
        return a->to < b->to;
    if (a->fact == NO_FACT || b->fact == NO_FACT)
        return a->fact != b->fact ? b->fact == NO_FACT : a->row < b->row;
    struct obs x = trigger_obs(e, a->fact), y = trigger_obs(e, b->fact);
    return instance_before(e, &x, &y);
}

/* k: origin_of(). */
static void place_of(const struct keyed *k, int clause, uint32_t row,
                     struct place *p)
{
    const struct engine *e = k->q->e;
    *p = (struct place){.to = INSTANT_MAX, .fact = NO_FACT, .row = row};
    if (k->clause != clause &&
        !select_find_key(e, k->clause, e->clauses[clause].keys.p[row].key,
                         &row))
        return;
    for (uint32_t i = k->s->keys.p[row].trig; i != 0;
         i = e->links.p[i - 1].next) {
        uint32_t fact = e->links.p[i - 1].fact;
        const struct rec *r = rec_at(e, fact);
        if (r->form->source != k->source || !is_trigger(k, r))
            continue;
        struct place x = {.to = rec_to(e, r), .fact = fact, .row = p->row};
        if (comes_before(e, &x, p))
            *p = x;
    }
}

/* By merging; few have to be compared by more than their time. */
static void merge_places(const struct engine *e, struct place *v,
                         struct place *room, size_t n)
{
    struct place *from = v, *to = room;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n;
            size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
            size_t x = lo, y = mid;
            for (size_t k = lo; k < hi; k++)
                to[k] =
                    x < mid && (y >= hi || !comes_before(e, &from[y], &from[x]))
                        ? from[x++]
                        : from[y++];
        }
        struct place *swap = from;
        from = to;
        to = swap;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
}

/* The time of a place counted from the first, or after the last. */
static uint64_t since(const struct place *p, instant first, uint64_t last)
{
    return p->fact == NO_FACT ? last + 1 : (uint64_t)(p->to - first);
}

/* By time alone, a digit after another, the last first: no comparison that is
 * decided by chance. false: there are too few, or they are as they should be.
 */
static bool by_digits(struct place *v, struct place *room, size_t n)
{
    enum { BITS = 8, DIGITS = 1 << BITS, FEW = 48 };
    instant first = INSTANT_MAX, last = INSTANT_MIN;
    struct place *from = v, *to = room;
    if (n < FEW)
        return false;
    for (size_t i = 0; i < n; i++) {
        first = v[i].to < first ? v[i].to : first;
        if (v[i].fact != NO_FACT)
            last = v[i].to > last ? v[i].to : last;
    }
    uint64_t span = last < first ? 0 : (uint64_t)(last - first);
    for (unsigned shift = 0; shift < 64 && (span + 1) >> shift != 0;
         shift += BITS) {
        uint32_t at[DIGITS + 1] = {0};
        for (size_t i = 0; i < n; i++)
            at[(since(&from[i], first, span) >> shift) % DIGITS + 1]++;
        for (size_t d = 0; d < DIGITS; d++)
            at[d + 1] += at[d];
        for (size_t i = 0; i < n; i++)
            to[at[(since(&from[i], first, span) >> shift) % DIGITS]++] =
                from[i];
        struct place *swap = from;
        from = to;
        to = swap;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
    return true;
}

/* Those of which the time alone is known find their facts where that does not
 * decide. k: origin_of(). */
static err sort_places(const struct keyed *k, int clause, struct place *v,
                       size_t n)
{
    struct query *q = k->q;
    struct place *room;
    size_t i = 1;
    while (i < n && v[i - 1].to < v[i].to)
        i++;
    if (i >= n)
        return OK;
    room = arena_grow_raw(q->tmp, NULL, 0, n * sizeof *room);
    if (room == NULL)
        return arena_fail(q->cx, q->tmp);
    bool sorted = by_digits(v, room, n);
    for (size_t lo = 0, hi; lo < n; lo = hi) {
        hi = sorted ? lo + 1 : n;
        while (hi < n && v[hi].to == v[lo].to)
            hi++;
        for (i = lo; i < hi && hi - lo > 1; i++)
            if (v[i].fact == UNPLACED)
                place_of(k, clause, v[i].row, &v[i]);
        if (hi - lo > 1)
            merge_places(q->e, v + lo, room, hi - lo);
    }
    return OK;
}

err keep_key_order(struct query *q, int clause, struct place *v, size_t n)
{
    struct arena_mark m = arena_mark(q->tmp);
    struct keyed k;
    if (n < 2)
        return OK;
    TRY(q->cx, origin_of(q, clause, OWN, &k));
    for (size_t i = 0; i < n; i++)
        if (v[i].to == INSTANT_MIN)
            place_of(&k, clause, v[i].row, &v[i]);
    TRY(q->cx, sort_places(&k, clause, v, n));
    arena_rewind(q->tmp, m);
    return OK;
}

/* Rows that are to find their places, sorted: all, or those judged since;
 * these are taken out of the order. */
static err misplaced(struct query *q, struct keyed *k, int clause,
                     struct place **out, size_t *n)
{
    struct kept *kept = &q->e->clauses[clause].kept;
    size_t count = 0, left = 0, rows = kept->n_rows;
    struct place *p;
    bool *is;
    TRY_NEW_ARRAY(q->cx, q->tmp, rows, is);
    for (size_t i = 0; i < kept->rejudged.n; i++) {
        count += !is[kept->rejudged.p[i]];
        is[kept->rejudged.p[i]] = true;
    }
    bool all = kept->sorted.n == 0;
    TRY_NEW_ARRAY(q->cx, q->tmp, all ? rows : count, p);
    *n = 0;
    for (uint32_t i = 0; i < rows; i++)
        if (all || is[i])
            place_of(k, clause, i, &p[(*n)++]);
    for (size_t i = 0; i < kept->sorted.n; i++)
        if (!is[kept->sorted.p[i]])
            kept->sorted.p[left++] = kept->sorted.p[i];
    kept->sorted.n = left;
    kept->rejudged.n = 0;
    *out = p;
    return sort_places(k, clause, p, *n);
}

/* The rows in their order. */
static err sort_rows(struct query *q, int clause)
{
    struct kept *kept = &q->e->clauses[clause].kept;
    struct arena_mark m = arena_mark(q->tmp);
    struct keyed k;
    struct place *p, other;
    size_t n, end;
    TRY(q->cx, origin_of(q, clause, OWN, &k));
    TRY_ROOM(
        q->cx, &q->e->arena,
        vec_room(&q->e->arena, &kept->sorted, kept->n_rows - kept->sorted.n));
    TRY(q->cx, misplaced(q, &k, clause, &p, &n));
    uint32_t *v = kept->sorted.p;
    end = kept->sorted.n;
    kept->sorted.n += n;
    while (n-- > 0) { /* the last first, so that each moves once */
        size_t lo = 0, hi = end;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            place_of(&k, clause, v[mid], &other);
            if (comes_before(q->e, &other, &p[n]))
                lo = mid + 1;
            else
                hi = mid;
        }
        memmove(v + lo + n + 1, v + lo, (end - lo) * sizeof *v);
        v[lo + n] = p[n].row;
        end = lo;
    }
    arena_rewind(q->tmp, m);
    return OK;
}

/* Of the n rows v that the own standard has not, those that an account has:
 * they are put into out and taken out of v. */
static err of_account(struct query *q, int clause, int account, uint32_t *v,
                      size_t *n, u32_vec *out)
{
    struct arena_mark m = arena_mark(q->tmp);
    struct keyed k;
    struct place *p, other;
    size_t count = 0, left = 0;
    TRY(q->cx, origin_of(q, clause, account, &k));
    TRY_NEW_ARRAY(q->cx, q->tmp, *n, p);
    for (size_t i = 0; i < *n; i++) {
        place_of(&k, clause, v[i], &other);
        if (other.fact != NO_FACT)
            p[count++] = other;
        else
            v[left++] = v[i];
    }
    TRY(q->cx, sort_places(&k, clause, p, count));
    for (size_t i = 0; i < count; i++)
        TRY_ROOM(q->cx, q->keep, vec_push(q->keep, out, p[i].row));
    *n = left;
    arena_rewind(q->tmp, m);
    return OK;
}

err keep_key_list(struct query *q, int clause, uint32_t bearer,
                  uint64_t statuses, u32_vec *out, bool *fit)
{
    const struct clause_state *s = &q->e->clauses[clause];
    u32_vec others = {0}; /* which wait, in some account */
    bool waiting = statuses == 0 || (statuses >> ST_WAITING & 1) != 0;
    if (s->kept.sorted.n == 0 || s->kept.rejudged.n > 0)
        TRY(q->cx, sort_rows(q, clause));
    for (size_t i = 0; i < s->kept.sorted.n; i++) {
        uint32_t row = s->kept.sorted.p[i];
        uint8_t now = s->kept.rows.p[(size_t)row * s->n_bearers + bearer].now;
        if (now == NO_ROW && waiting)
            TRY_ROOM(q->cx, q->keep, vec_push(q->keep, &others, row));
        if (now != NO_ROW && (statuses == 0 || (statuses >> now & 1) != 0))
            TRY_ROOM(q->cx, q->keep, vec_push(q->keep, out, row));
    }
    size_t own = out->n;
    for (size_t i = 0; i < q->e->accounts.n && others.n > 0; i++)
        TRY(q->cx, of_account(q, clause, (int)i, others.p, &others.n, out));
    *fit = out->n == own || q->ag->clauses[clause].trigger == TRIG_EVENT;
    return OK;
}
