/* keep_ban.c - kept rows of prohibitions and states to keep (sem 17).
 *
 * Without totals, the figure of a source is the sum of its events; so each
 * event is weighed once, by the guard at its time and place, and added. Events
 * lie by day, and by zone where the guard asks what holds
 * there: a statement about a state weighs again the events up to the next one.
 * A prohibition on which totals or joined reports bear is judged anew at each
 * question, and one that is or may be suspended, or has reports from the
 * future, for that question. */
#include "engine/engine_int.h"

enum { AHEAD = 24 }; /* so many links ahead their records are asked for */
enum { MOST_LISTED = 1000 /* of each source */ };
/* link.weight: does not stand; the guard takes it out, may do so, does not */
enum weight { NOTHING, TAKEN_OUT, PERHAPS, SURELY };

/* How an event weighs under the own standard at any instant of a span. */
struct steady {
    struct span in;
    unsigned weight;
};

struct ban {
    struct query *q;
    int clause;
    const struct clause *c;
    struct clause_state *s;
    struct steady *steady; /* by zone + 1, the last; NULL: for a few events */
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

/* --- Sums by source ---------------------------------------------------------
 */

static err sum_of(struct cx *cx, struct engine *e, ban_sums *v, int source,
                  struct ban_sum **out)
{
    struct ban_sum fresh = {.source = source};
    size_t i = 0;
    while (i < v->n && v->p[i].source < source)
        i++;
    if (i == v->n || v->p[i].source != source) {
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, v, fresh));
        memmove(&v->p[i + 1], &v->p[i], (v->n - 1 - i) * sizeof *v->p);
        v->p[i] = fresh;
    }
    *out = &v->p[i];
    return OK;
}

static err list_event(struct cx *cx, struct engine *e, ban_sums *v, uint32_t n)
{
    struct ban_sum *s;
    const struct rec *r = rec_at(e, n);
    TRY(cx, sum_of(cx, e, v, r->form->source, &s));
    bool last =
        s->sorted == s->facts.n &&
        (s->sorted == 0 || rec_at(e, *vec_last(&s->facts))->from < r->from);
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &s->facts, n));
    s->sorted += last;
    return OK;
}

/* Whether acts without a performer stand on the clause. */
static bool has_nobody(const struct clause *c)
{
    return c->kind == CLAUSE_BAN && c->n_bearers > 0 && !c->perf.anybody;
}

static bool is_done_by(const struct engine *e, int clause, uint32_t bearer,
                       const struct form *f)
{
    const struct clause *c = &e->ag->clauses[clause];
    const struct book *book = &e->books.p[e->clauses[clause].perf];
    actor_set performers = book->performers == 0 || c->n_bearers == 0
                               ? book->performers
                               : e->ag->actors[c->bearers[bearer]].answers;
    return performers == 0 ||
           (f->performer != NONE && (performers >> f->performer & 1) != 0);
}

/* The events that came since, by source. */
static err list_events(struct cx *cx, struct engine *e, int clause)
{
    const struct clause_state *s = &e->clauses[clause];
    struct kept *k = &e->clauses[clause].kept;
    const u32_vec *v = &e->books.p[s->perf].facts;
    for (; k->n_listed < v->n; k->n_listed++) {
        uint32_t n = v->p[k->n_listed];
        const struct form *f = rec_at(e, n)->form;
        for (uint32_t i = 0; i < s->n_bearers; i++)
            if (f->kind != FACT_LEVEL && is_done_by(e, clause, i, f))
                TRY(cx, list_event(cx, e, &k->bans[i], n));
    }
    return OK;
}

err keep_ban_add(struct cx *cx, struct engine *e, int clause, uint32_t n,
                 struct put *p)
{
    const struct rec *r = rec_at(e, n);
    struct kept *k = &e->clauses[clause].kept;
    uint32_t index;
    int64_t day = day_of(r->from);
    if (r->form->kind == FACT_LEVEL)
        return OK;
    if (r->form->kind == FACT_TOTAL || rec_is_wide(r))
        k->unfit = k->unfit || r->form->kind == FACT_TOTAL ||
                   rec_lo(e, r) > INT32_MAX ||
                   (rec_hi(e, r) != QTY_INF && rec_hi(e, r) > INT32_MAX);
    TRY(cx,
        select_link_day(cx, e, clause, rec_key(e, &e->ag->clauses[clause], r),
                        LIST_PERF, n, p, &index));
    k->first = !k->has_first || day < k->first ? day : k->first;
    k->last = !k->has_first || day > k->last ? day : k->last;
    k->has_first = true;
    if ((r->flags & REC_ANSWERED) != 0)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->answered, n));
    TRY_ROOM(cx, &e->arena,
             vec_push(&e->arena, &k->dirty, (uint32_t)e->links.n - 1));
    return keep_reported_again(cx, e, clause, 0, n + 1);
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
    if (i != 0 && (rec_at(e, n)->flags & REC_ANSWERED) != 0)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &s->kept.answered, n));
    return keep_dirty(cx, e, clause, 0, n + 1);
}

/* --- Weighing
 * --------------------------------------------------------------------------
 */

static bool meets(const struct ban *b, const struct rec *r)
{
    const struct span *in = &b->s->kept.window;
    return in->from < in->to && r->from < in->to &&
           rec_to(b->q->e, r) > in->from;
}

/* What an event that meets the window comes to. */
static struct ban_part part_of(const struct ban *b, const struct rec *r,
                               unsigned weight)
{
    const struct engine *e = b->q->e;
    const struct span *in = &b->s->kept.window;
    bool state = r->form->kind == FACT_STATE;
    if (weight < PERHAPS)
        return (struct ban_part){0};
    int64_t lo = weight == PERHAPS ? 0 : state ? 1 : rec_lo(e, r);
    int64_t up = state ? 1 : rec_hi(e, r);
    bool inside = r->from >= in->from && rec_to(e, r) <= in->to;
    return (struct ban_part){
        .n = 1,
        .lo = inside ? lo : 0,
        .touch = lo,
        .may = up == QTY_INF ? lo : up,
        .found = inside && r->form->kind == FACT_FINDING ? lo : 0};
}

static inline void add_to(struct ban_part *p, const struct ban_part *x,
                          int64_t sign)
{
    p->n += sign * x->n;
    p->lo += sign * x->lo;
    p->touch += sign * x->touch;
    p->may += sign * x->may;
    p->found += sign * x->found;
}

/* A weight is added to the sums, or taken back. */
static err count(const struct ban *b, const struct rec *r, const struct link *l,
                 int64_t sign)
{
    struct engine *e = b->q->e;
    struct kept *k = &b->s->kept;
    struct ban_sum *s;
    if (!k->window_known || l->weight == NOTHING || !meets(b, r))
        return OK;
    struct ban_part own = part_of(b, r, l->weight), mine = own;
    if (l->weight_mine != l->weight)
        mine = part_of(b, r, l->weight_mine);
    for (uint32_t i = 0; i < b->s->n_bearers; i++) {
        if (!is_done_by(e, b->clause, i, r->form))
            continue;
        TRY(b->q->cx, sum_of(b->q->cx, e, &k->bans[i], r->form->source, &s));
        s->n += sign;
        add_to(&s->own, &own, sign);
        add_to(&s->mine, &mine, sign);
    }
    if (has_nobody(b->c) && r->form->performer == NONE) {
        struct ban_part surely = part_of(b, r, SURELY);
        TRY(b->q->cx, sum_of(b->q->cx, e, &k->nobody, r->form->source, &s));
        add_to(&s->own, &surely, sign);
    }
    return OK;
}

/* What holds at an event's time does not depend on now: a statement before it
 * has begun if the event has. */
static err weigh_for(const struct ban *b, const struct rec *r, int persp,
                     unsigned *out)
{
    struct query *q = b->q;
    struct sheet s = {.clause = b->clause, .persp = persp};
    enum tri v = YES;
    int waits_for = NONE;
    instant now = q->at;
    if (b->c->guard.kind != GUARD_NONE) {
        q->at = INSTANT_MAX;
        err x = guard_value(q, &s, r->from, r->form->zone, &v, &waits_for);
        q->at = now;
        TRY(q->cx, x);
    }
    *out = v == YES ? SURELY : v == UNKNOWN ? PERHAPS : TAKEN_OUT;
    return OK;
}

/* The same under the own standard, which is asked of many events. */
static err weigh_own(const struct ban *b, const struct rec *r, unsigned *out)
{
    struct steady *s = b->steady == NULL ? NULL : &b->steady[r->form->zone + 1];
    if (s == NULL || b->c->guard.kind == GUARD_NONE)
        return weigh_for(b, r, OWN, out);
    if (r->from < s->in.from || r->from >= s->in.to) {
        TRY(b->q->cx, weigh_for(b, r, OWN, &s->weight));
        s->in = guard_steady(b->q, b->clause, r->from, r->form->zone);
    }
    *out = s->weight;
    return OK;
}

static err weigh_link(const struct ban *b, struct link *l)
{
    const struct engine *e = b->q->e;
    const struct rec *r = rec_at(e, l->fact);
    unsigned own = NOTHING, mine = NOTHING;
    if (rec_stands(r)) {
        int account = rec_account(e, r);
        TRY(b->q->cx, weigh_own(b, r, &own));
        mine = own; /* the guard is as the named body says */
        if (b->c->standard.kind != STD_NAMED || b->c->standard.by != account)
            TRY(b->q->cx, weigh_for(b, r, account, &mine));
        if (rec_to(e, r) > b->s->kept.latest)
            b->s->kept.latest = rec_to(e, r);
    }
    if (own == l->weight && mine == l->weight_mine)
        return OK;
    TRY(b->q->cx, count(b, r, l, -1));
    l->weight = own & 3;
    l->weight_mine = mine & 3;
    return count(b, r, l, 1);
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
    for (uint32_t i = 0; i <= b->s->n_bearers; i++) {
        ban_sums *v =
            i < b->s->n_bearers ? &b->s->kept.bans[i] : &b->s->kept.nobody;
        for (size_t k = 0; k < v->n; k++)
            v->p[k].own = v->p[k].mine = (struct ban_part){0}, v->p[k].n = 0;
    }
    for (size_t k = 0; k < b->s->keys.n; k++) {
        for (uint32_t i = b->s->keys.p[k].perf; i != 0;
             i = e->links.p[i - 1].next) {
            e->links.p[i - 1].weight = NOTHING;
            e->links.p[i - 1].weight_mine = NOTHING;
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

/* As judge_ban_figures. */
static enum status status_of(const struct ban *b, uint32_t bearer)
{
    const struct engine *e = b->q->e;
    const struct standard *st = &b->c->standard;
    struct sides sides = standard_sides(b->q->ag, b->c, bearer);
    enum status out = ST_NONE_REPORTED;
    for (size_t i = 0; i < b->s->kept.bans[bearer].n; i++) {
        const struct ban_sum *s = &b->s->kept.bans[bearer].p[i];
        int account = e->sources.p[s->source].account;
        if (st->kind == STD_NAMED && account == st->by && s->own.found > 0)
            return ST_FOUND;
        if (account < MAX_ACTORS && (sides.debtors >> account & 1) != 0 &&
            s->own.lo > 0)
            out = ST_ADMITTED;
        else if (out == ST_NONE_REPORTED && s->own.may > 0)
            out = ST_REPORTED;
    }
    return out;
}

static err judge_bearer(const struct ban *b, uint32_t bearer, bool anew,
                        instant *wake)
{
    struct query *q = b->q;
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
        r.status = status_of(b, bearer);
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
    struct arena_mark m = arena_mark(q->tmp);
    struct row r;
    if (k->judged && k->dirty.n == 0 && k->touched.n == 0 &&
        !k->rows.p[0].dirty) /* nor can its window be another */
        return OK;
    if (k->dirty.n > q->ag->n_zones / 8 + 1)
        TRY_NEW_ARRAY(q->cx, q->tmp, q->ag->n_zones + (size_t)1, b.steady);
    TRY(q->cx, instance_overall(q, &s, &r));
    TRY(q->cx, keep_row(q->cx, q->e, clause, 0));
    if (!k->judged)
        TRY(q->cx, keep_dirty(q->cx, q->e, clause, 0, 0));
    if (k->window_known != r.window_known || k->window.from != r.a ||
        k->window.to != r.end) {
        k->window_known = r.window_known;
        k->window = (struct span){r.a, r.end};
        if (k->judged) /* else all that there is, is new */
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
    arena_rewind(q->tmp, m);
    if (k->unfit)
        return keep_give_up(q, clause);
    k->judged = true;
    return k->rows.p[0].dirty ? judge_row(&b) : OK;
}

/* --- One row with its figures -----------------------------------------------
 */

bool keep_ban_can_make(struct query *q, int clause)
{
    return q->e->clauses[clause].kept.latest <= q->at + 1 &&
           !may_be_suspended(q);
}

/* Puts the facts of a source in order: mostly they are, and late ones are not
 * far from their places. */
static err sort_facts(struct query *q, struct ban_sum *s)
{
    size_t i = s->sorted, n = s->facts.n - i;
    uint32_t *v = s->facts.p, *late;
    TRY_NEW_ARRAY(q->cx, q->tmp, n, late);
    if (n > 0)
        memcpy(late, v + i, n * sizeof *late);
    TRY(q->cx, query_sort(q->cx, q->tmp, q->e, late, n));
    while (n > 0) {
        bool move = i > 0 && rec_order(q->e, v[i - 1], late[n - 1]) > 0;
        v[i + n - 1] = move ? v[i - 1] : late[n - 1];
        i -= move;
        n -= !move;
    }
    s->sorted = s->facts.n;
    return OK;
}

/* Whether one event gives the row's status. */
static err gives(const struct ban *b, uint32_t n, enum status status, bool *yes)
{
    unsigned weight = NOTHING;
    const struct rec *r = rec_at(b->q->e, n);
    TRY(b->q->cx, weigh_for(b, r, OWN, &weight));
    struct ban_part p = {0};
    if (rec_stands(r) && meets(b, r))
        p = part_of(b, r, weight);
    *yes = status == ST_FOUND      ? p.found > 0
           : status == ST_ADMITTED ? p.lo > 0
                                   : p.may > 0;
    return OK;
}

static bool may_give(const struct ban *b, uint32_t bearer, int source,
                     enum status status)
{
    struct sides sides = standard_sides(b->q->ag, b->c, bearer);
    int account = b->q->e->sources.p[source].account;
    if (status == ST_FOUND)
        return account == b->c->standard.by;
    if (status == ST_ADMITTED)
        return account < MAX_ACTORS && (sides.debtors >> account & 1) != 0;
    return status == ST_REPORTED;
}

/* The latest reports of each source; and the latest that gives the status. */
static err list_facts(const struct ban *b, uint32_t bearer, u32_vec *out,
                      uint32_t *decides)
{
    struct query *q = b->q;
    enum status status = status_of(b, bearer);
    *decides = UINT32_MAX;
    for (size_t i = 0; i < b->s->kept.bans[bearer].n; i++) {
        struct ban_sum *s = &b->s->kept.bans[bearer].p[i];
        bool may =
            *decides == UINT32_MAX && may_give(b, bearer, s->source, status);
        size_t listed = 0;
        TRY(q->cx, sort_facts(q, s));
        for (size_t k = s->facts.n; k-- > 0 && (listed < MOST_LISTED || may);) {
            uint32_t n = s->facts.p[k];
            bool gives_it = false;
            const struct rec *r = rec_at(q->e, n);
            if (!rec_stands(r) || !meets(b, r))
                continue;
            if (may)
                TRY(q->cx, gives(b, n, status, &gives_it));
            if (gives_it) {
                *decides = n;
                may = false;
            }
            if (listed < MOST_LISTED || gives_it)
                TRY_ROOM(q->cx, q->tmp, vec_push(q->tmp, out, n));
            listed++;
        }
    }
    return OK;
}

/* All reports of each source, to be listed. */
static err all_listed(const struct ban *b, uint32_t bearer, struct voices *out)
{
    const ban_sums *sums = &b->s->kept.bans[bearer];
    TRY_NEW_ARRAY(b->q->cx, b->q->tmp, sums->n, out->v);
    for (size_t i = 0; i < sums->n; i++) {
        TRY(b->q->cx, sort_facts(b->q, &sums->p[i]));
        out->v[out->n++] =
            (struct voice){.source = sums->p[i].source,
                           .facts = sums->p[i].facts.p,
                           .n_facts = (uint32_t)sums->p[i].facts.n};
    }
    return OK;
}

static bool is_in_book(const struct ban *b, uint32_t n)
{
    const struct form *f = rec_at(b->q->e, n)->form;
    for (uint32_t i = 0; i < f->n_puts; i++)
        if ((int)f->puts[i].book == b->s->perf && !f->puts[i].misfit)
            return true;
    return false;
}

/* The events of which somebody may say otherwise. */
static err asked_voices(const struct ban *b, const struct sheet *s,
                        const struct voices **out)
{
    struct query *q = b->q;
    struct engine *e = q->e;
    struct voices *all;
    u32_vec facts = {0};
    uint32_t n;
    for (size_t i = 0; i < b->s->kept.answered.n; i++)
        TRY_ROOM(q->cx, q->tmp,
                 vec_push(q->tmp, &facts, b->s->kept.answered.p[i]));
    for (size_t i = 0; i < e->assessments.n; i++) {
        const struct fact *f = rec_ext(e, rec_at(e, e->assessments.p[i]));
        for (uint32_t k = 0; k < f->n_refs; k++)
            if (log_find(e, f->refs[k], &n) && is_in_book(b, n))
                TRY_ROOM(q->cx, q->tmp, vec_push(q->tmp, &facts, n));
    }
    TRY_NEW(q->cx, q->tmp, all);
    TRY(q->cx, voice_facts(q, b->clause, s->bearer, facts.p, facts.n, all));
    return judge_ban_weighed(q, s, all, out);
}

static int64_t at_most(int64_t n)
{
    return n > QTY_MAX ? QTY_MAX : n;
}

static err figures(const struct ban *b, const struct sheet *s,
                   struct ban_figures *out)
{
    struct query *q = b->q;
    const struct kept *k = &b->s->kept;
    const ban_sums *sums = &k->bans[s->bearer];
    bool own = s->persp == OWN;
    struct voices *vs;
    struct fig *figs;
    TRY_NEW(q->cx, q->tmp, vs);
    TRY_NEW_ARRAY(q->cx, q->tmp, sums->n, vs->v);
    TRY_NEW_ARRAY(q->cx, q->tmp, sums->n, figs);
    *out = (struct ban_figures){.vs = vs, .figs = figs, .asked = vs};
    for (size_t i = 0; i < sums->n; i++) {
        const struct ban_part *p = own ? &sums->p[i].own : &sums->p[i].mine;
        int account = q->e->sources.p[sums->p[i].source].account;
        if (p->n == 0 || (!own && account != s->persp))
            continue;
        figs[vs->n] = (struct fig){.lo = at_most(p->lo),
                                   .hi = QTY_INF,
                                   .touch = at_most(p->touch),
                                   .may = at_most(p->may),
                                   .speaks = true};
        if (b->c->standard.kind == STD_NAMED && account == b->c->standard.by &&
            p->found > out->found)
            out->found = at_most(p->found);
        vs->v[vs->n++].source = sums->p[i].source;
    }
    for (size_t i = 0; own && i < k->nobody.n; i++)
        if (k->nobody.p[i].own.may > out->nobody)
            out->nobody = at_most(k->nobody.p[i].own.may);
    return OK;
}

uint32_t keep_ban_left(const struct query *q, const struct sheet *s,
                       int account, uint32_t n)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    const struct kept *k = &q->e->clauses[s->clause].kept;
    struct sides sides = standard_sides(q->ag, c, s->bearer);
    int64_t all = 0;
    for (size_t i = 0;
         k->shape == SHAPE_BAN && s->voices != NULL && i < k->bans[s->bearer].n;
         i++) {
        const struct ban_sum *x = &k->bans[s->bearer].p[i];
        int of = q->e->sources.p[x->source].account;
        if (account == OWN
                ? standard_counts(q, &c->standard, &sides, AT_MOST, of)
                : of == account)
            all += x->n;
    }
    return all > n ? (uint32_t)(all - n) : 0;
}

err keep_ban_row(struct query *q, struct sheet *s, const struct voices **vs,
                 struct row *out)
{
    struct ban b = {.q = q,
                    .clause = s->clause,
                    .c = &q->ag->clauses[s->clause],
                    .s = &q->e->clauses[s->clause]};
    const struct kept *k = &b.s->kept;
    struct ban_figures f;
    TRY(q->cx, instance_overall(q, s, out));
    out->status = ST_WAITING;
    if (*vs == NULL) {
        struct voices *made;
        u32_vec facts = {0};
        TRY_NEW(q->cx, q->tmp, made);
        TRY(q->cx, list_events(q->cx, q->e, s->clause));
        if (q->lists_all) {
            TRY(q->cx, all_listed(&b, s->bearer, made));
        } else {
            TRY(q->cx, list_facts(&b, s->bearer, &facts, &s->decides));
            TRY(q->cx,
                voice_facts(q, s->clause, s->bearer, facts.p, facts.n, made));
        }
        *vs = made;
    }
    if (!out->window_known || q->at < out->a)
        return OK;
    if (out->a != k->window.from || out->end != k->window.to) {
        const struct sheet *made; /* another window than the own standard's */
        TRY(q->cx,
            instance_sheet(q, s->clause, s->bearer, s->persp, false, &made));
        *out = made->rows.p[0];
        return OK;
    }
    out->shown_to = out->end < q->at + 1 ? out->end : q->at + 1;
    TRY(q->cx, figures(&b, s, &f));
    if (s->persp == OWN && status_of(&b, s->bearer) == ST_REPORTED)
        TRY(q->cx, asked_voices(&b, s, &f.asked));
    return judge_ban_figures(q, s, out, &f);
}
