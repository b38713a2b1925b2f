/* keep_ban.c - kept rows of prohibitions and states to keep (sem 17).
 *
 * Without totals, what is found, admitted or reported is there if some event
 * is; so each event is weighed once, by the guard at its time and place, and
 * counted. Events lie by day, and by zone where the guard asks what holds
 * there: a statement about a state weighs again the events up to the next one.
 * A prohibition on which totals or joined reports bear is judged anew at each
 * question, and one that is or may be suspended, or has reports from the
 * future, for that question. */
#include "engine/engine_int.h"

enum { AHEAD = 8 }; /* so many links ahead their records are asked for */
enum { NOTHING = 0, PERHAPS = 1, SURELY = 2 }; /* link.weight */

struct ban {
    struct query *q;
    int clause;
    const struct clause *c;
    struct clause_state *s;
};

static bool by_zone(const struct clause *c)
{
    for (uint32_t i = 0; i < c->guard.n; i++)
        if (c->guard.atoms[i].there)
            return true;
    return false;
}

static int64_t day_of(instant at)
{
    return (at - INSTANT_MIN) / 86400;
}

static uint32_t key_of(const struct engine *e, int64_t day, int zone)
{
    return (uint32_t)(day * ((int64_t)e->ag->n_zones + 1) + zone + 2);
}

static uint32_t rec_key(const struct engine *e, const struct clause *c,
                        const struct rec *r)
{
    return key_of(e, day_of(r->from), by_zone(c) ? r->form->zone : NONE);
}

err keep_ban_add(struct cx *cx, struct engine *e, int clause, uint32_t n)
{
    const struct rec r = *rec_at(e, n);
    struct kept *k = &e->clauses[clause].kept;
    uint32_t index;
    int64_t day = day_of(r.from);
    if (r.form->kind == FACT_LEVEL)
        return OK;
    if (r.form->kind == FACT_TOTAL)
        k->unfit = true;
    TRY(cx, select_link(cx, e, clause, rec_key(e, &e->ag->clauses[clause], &r),
                        LIST_PERF, n, &index));
    k->first = !k->has_first || day < k->first ? day : k->first;
    k->last = !k->has_first || day > k->last ? day : k->last;
    k->has_first = true;
    TRY_ROOM(cx, &e->arena,
             vec_push(&e->arena, &k->dirty, (uint32_t)e->links.n - 1));
    return keep_dirty(cx, e, clause, 0, n + 1);
}

err keep_ban_touch(struct cx *cx, struct engine *e, int clause, uint32_t n)
{
    struct clause_state *s = &e->clauses[clause];
    uint32_t index, i = 0;
    if (select_find_key(e, clause,
                        rec_key(e, &e->ag->clauses[clause], rec_at(e, n)),
                        &index))
        i = s->keys.p[index].perf;
    while (i != 0 && e->links.p[i - 1].fact != n)
        i = e->links.p[i - 1].next;
    if (i != 0)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &s->kept.dirty, i - 1));
    return keep_dirty(cx, e, clause, 0, n + 1);
}

/* --- Weighing
 * --------------------------------------------------------------------------
 */

static void count_for(const struct ban *b, uint32_t bearer, const struct rec *r,
                      unsigned weight, int64_t sign)
{
    const struct engine *e = b->q->e;
    const struct kept *k = &b->s->kept;
    const struct book *book = &e->books.p[b->s->perf];
    struct sides sides = standard_sides(b->q->ag, b->c, bearer);
    struct ban_count *n = &b->s->kept.counts[bearer];
    actor_set performers =
        book->performers == 0 || b->c->n_bearers == 0
            ? book->performers
            : b->q->ag->actors[b->c->bearers[bearer]].answers;
    if (k->window.to <= k->window.from)
        return;
    if (performers != 0 && (r->form->performer == NONE ||
                            (performers >> r->form->performer & 1) == 0))
        return;
    instant to = rec_to(e, r);
    int account = rec_account(e, r);
    bool state = r->form->kind == FACT_STATE;
    int64_t lo = weight == PERHAPS ? 0 : state ? 1 : rec_lo(e, r);
    int64_t up = state ? 1 : rec_hi(e, r);
    bool debtor = account < MAX_ACTORS && (sides.debtors >> account & 1) != 0;
    if (lo > 0 && r->from >= k->window.from && to <= k->window.to) {
        if (r->form->kind == FACT_FINDING && b->c->standard.kind == STD_NAMED &&
            account == b->c->standard.by)
            n->found += sign;
        if (debtor)
            n->admitted += sign;
    }
    if ((up == QTY_INF ? lo : up) > 0 && r->from < k->window.to &&
        to > k->window.from)
        n->reported += sign;
}

static void count(const struct ban *b, const struct rec *r, unsigned weight,
                  int64_t sign)
{
    for (uint32_t i = 0; i < b->s->n_bearers; i++)
        if (weight != NOTHING && b->s->kept.window_known)
            count_for(b, i, r, weight, sign);
}

/* What holds at an event's time does not depend on now: a statement before it
 * has begun if the event has. */
static err weight_of(const struct ban *b, const struct rec *r, unsigned *out)
{
    struct query *q = b->q;
    struct sheet s = {.clause = b->clause, .persp = OWN};
    enum tri v = YES;
    int waits_for = NONE;
    instant now = q->at;
    *out = NOTHING;
    if (!rec_stands(r))
        return OK;
    if (b->c->guard.kind != GUARD_NONE) {
        q->at = INSTANT_MAX;
        err x = guard_value(q, &s, r->from, r->form->zone, &v, &waits_for);
        q->at = now;
        TRY(q->cx, x);
    }
    *out = v == YES ? SURELY : v == UNKNOWN ? PERHAPS : NOTHING;
    return OK;
}

static err weigh_link(const struct ban *b, struct link *l)
{
    const struct rec *r = rec_at(b->q->e, l->fact);
    unsigned weight;
    TRY(b->q->cx, weight_of(b, r, &weight));
    if (weight != NOTHING && rec_to(b->q->e, r) > b->s->kept.latest)
        b->s->kept.latest = rec_to(b->q->e, r);
    if (weight == l->weight)
        return OK;
    count(b, r, l->weight, -1);
    count(b, r, weight, 1);
    l->weight = weight & 3;
    return OK;
}

/* The events of one zone in [from, to). */
static err weigh_span(const struct ban *b, int zone, instant from, instant to)
{
    struct engine *e = b->q->e;
    const struct kept *k = &b->s->kept;
    int64_t first = day_of(from), last = day_of(to);
    first = first < k->first ? k->first : first;
    last = last > k->last ? k->last : last;
    for (int64_t day = first; k->has_first && day <= last; day++) {
        uint32_t index;
        if (!select_find_key(e, b->clause, key_of(e, day, zone), &index))
            continue;
        for (uint32_t i = b->s->keys.p[index].perf; i != 0;
             i = e->links.p[i - 1].next) {
            const struct rec *r = rec_at(e, e->links.p[i - 1].fact);
            if (r->from >= from && r->from < to)
                TRY(b->q->cx, weigh_link(b, &e->links.p[i - 1]));
        }
    }
    return OK;
}

/* A statement came, or stands or falls: events up to its source's next. */
static err weigh_after(const struct ban *b, uint32_t n)
{
    const struct engine *e = b->q->e;
    const struct rec *r = rec_at(e, n);
    bool zones = by_zone(b->c);
    for (uint32_t i = 0; i < b->c->guard.n; i++) {
        const struct atom *a = &b->c->guard.atoms[i];
        int first = a->there ? NONE : a->place;
        int last = a->there ? (int)e->ag->n_zones - 1 : a->place;
        if (a->ref != r->form->state)
            continue;
        for (int place = first; place <= last; place++) {
            if (!guard_bears_on(e, r, place))
                continue;
            instant until = guard_said_until(e, n, place);
            int of = a->there ? place : NONE;
            int to = a->there || !zones ? of : (int)e->ag->n_zones - 1;
            for (int zone = of; zone <= to; zone++)
                TRY(b->q->cx, weigh_span(b, zone, r->from, until));
        }
    }
    return OK;
}

static err weigh_all(const struct ban *b)
{
    struct engine *e = b->q->e;
    memset(b->s->kept.counts, 0, b->s->n_bearers * sizeof *b->s->kept.counts);
    for (size_t k = 0; k < b->s->keys.n; k++) {
        for (uint32_t i = b->s->keys.p[k].perf; i != 0;
             i = e->links.p[i - 1].next) {
            e->links.p[i - 1].weight = NOTHING;
            TRY(b->q->cx, weigh_link(b, &e->links.p[i - 1]));
        }
    }
    return OK;
}

/* --- The row
 * ---------------------------------------------------------------------------
 */

static bool may_be_suspended(const struct query *q)
{
    for (uint32_t i = 0; i < q->n_wills; i++)
        if (rec_ext(q->e, rec_at(q->e, q->wills[i]))->will == WILL_SUSPEND)
            return true;
    return false;
}

static err judge_bearer(const struct ban *b, uint32_t bearer, bool anew,
                        instant *wake)
{
    struct query *q = b->q;
    const struct ban_count *n = &b->s->kept.counts[bearer];
    struct sheet s = {.clause = b->clause, .bearer = bearer, .persp = OWN};
    struct row r;
    TRY(q->cx, instance_overall(q, &s, &r));
    r.status = ST_WAITING;
    if (r.window_known)
        keep_sooner(q->at, r.a, wake);
    if (anew) {
        const struct sheet *made;
        TRY(q->cx, instance_sheet(q, b->clause, bearer, OWN, false, &made));
        r.status = made->rows.p[0].status;
    } else if (r.window_known && q->at >= r.a) {
        r.status = n->found > 0      ? ST_FOUND
                   : n->admitted > 0 ? ST_ADMITTED
                   : n->reported > 0 ? ST_REPORTED
                                     : ST_NONE_REPORTED;
        TRY(q->cx, judge_relief(q, &s, &r));
    }
    return keep_set(q, b->clause, 0, bearer, (uint8_t)r.status);
}

static err judge_row(const struct ban *b)
{
    struct query *q = b->q;
    struct kept *k = &b->s->kept;
    instant wake = INSTANT_MAX;
    bool future = k->latest > q->at + 1, moved = false;
    bool anew = future || may_be_suspended(q);
    for (uint32_t i = 0; i < b->s->n_bearers; i++) {
        TRY(q->cx, judge_bearer(b, i, anew, &wake));
        moved = moved || k->rows.p[i].moved;
    }
    k->rows.p[0].dirty = false;
    if (!moved && q->e->keep.told)
        k->rows.p[0].cause = 0;
    if (future)
        keep_sooner(q->at, q->at + 1, &wake);
    return wake == INSTANT_MAX ? OK : keep_wake(q, b->clause, 0, wake);
}

err keep_ban_settle(struct query *q, int clause)
{
    struct ban b = {.q = q,
                    .clause = clause,
                    .c = &q->ag->clauses[clause],
                    .s = &q->e->clauses[clause]};
    struct kept *k = &b.s->kept;
    struct sheet s = {.clause = clause, .persp = OWN};
    struct row r;
    TRY(q->cx, instance_overall(q, &s, &r));
    TRY(q->cx, keep_row(q->cx, q->e, clause, 0));
    if (!k->judged)
        TRY(q->cx, keep_dirty(q->cx, q->e, clause, 0, 0));
    if (k->window_known != r.window_known || k->window.from != r.a ||
        k->window.to != r.end) {
        k->window_known = r.window_known;
        k->window = (struct span){r.a, r.end};
        TRY(q->cx, weigh_all(&b));
        TRY(q->cx, keep_dirty(q->cx, q->e, clause, 0, 0));
    } else if (k->judged) {
        for (size_t i = 0; i < k->touched.n; i++)
            TRY(q->cx, weigh_after(&b, k->touched.p[i]));
    }
    for (size_t i = 0; i < k->dirty.n; i++) {
        struct link *l = &q->e->links.p[k->dirty.p[i]];
        if (i + 2 * AHEAD < k->dirty.n)
            PREFETCH(&q->e->links.p[k->dirty.p[i + 2 * AHEAD]]);
        if (i + AHEAD < k->dirty.n)
            PREFETCH(rec_at(q->e, q->e->links.p[k->dirty.p[i + AHEAD]].fact));
        if ((rec_at(q->e, l->fact)->flags & REC_GROUPED) != 0)
            k->unfit = true;
        TRY(q->cx, weigh_link(&b, l));
    }
    k->touched.n = k->dirty.n = 0;
    if (k->unfit)
        return keep_give_up(q, clause);
    k->judged = true;
    return k->rows.p[0].dirty ? judge_row(&b) : OK;
}
