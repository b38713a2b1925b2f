/* phase.c - points, deadlines, entry into force, phases (sem 3).
 *
 * Everything that depends on records is taken from the query's wills (what
 * was signed, consented, announced); "X is met" from guard.c. */
#include "engine/engine_int.h"

static instant clamp(instant t)
{
    return t < INSTANT_MIN ? INSTANT_MIN : t > INSTANT_MAX ? INSTANT_MAX : t;
}

enum { MARGIN = 2 * 86400, MOST = 100000 };

/* Days from an instant well inside one stretch of the zone's clocks to
 * another: nothing to look up. */
static bool days_of_24_hours(struct engine *e, instant from, int64_t days,
                             instant *out)
{
    struct tz_stretch *s = &e->stretch;
    if (days < -MOST || days > MOST || from < INSTANT_MIN + MARGIN ||
        from > INSTANT_MAX - MARGIN)
        return false;
    instant to = from + days * 86400;
    if (from < s->begin || from >= s->end)
        *s = tz_stretch_at(e->tz, from);
    if (to < INSTANT_MIN + MARGIN || to > INSTANT_MAX - MARGIN ||
        to - MARGIN < s->begin || to + MARGIN >= s->end)
        return false;
    *out = to;
    return true;
}

err phase_move(struct query *q, struct duration d, instant from, instant *out)
{
    struct civil_resolved r = {.at = from};
    if (d.days != 0 && !days_of_24_hours(q->e, from, d.days, &r.at) &&
        !is_ok(civil_add_days(q->cx, q->e->tz, from, d.days, &r))) {
        /* Years in which no calendar is kept: days of 24 hours, cut. */
        int64_t s;
        fault_clear(q->cx);
        if (!mul_ok(d.days, 86400, &s) || !add_ok(from, s, &r.at))
            r.at = d.days < 0 ? INSTANT_MIN : INSTANT_MAX;
    }
    if (!add_ok(r.at, d.seconds, &r.at))
        r.at = d.seconds < 0 ? INSTANT_MIN : INSTANT_MAX;
    *out = clamp(r.at);
    return OK;
}

bool phase_moved_from(struct query *q, struct duration d, instant to,
                      instant *out)
{
    const struct tz_stretch *s = &q->e->stretch;
    instant end, from;
    int64_t seconds;
    if (to >= INSTANT_MAX - MARGIN || !mul_ok(d.days, 86400, &seconds) ||
        !sub_ok(to, d.seconds, &end) || !sub_ok(end, seconds, &from))
        return false;
    *out = from;
    if (d.days == 0)
        return from > INSTANT_MIN;
    return days_of_24_hours(q->e, from, d.days, &end) &&
           from - MARGIN >= s->begin && from + MARGIN < s->end;
}

static instant greater(instant a, instant b)
{
    return a > b ? a : b;
}

static instant smaller(instant a, instant b)
{
    return a < b ? a : b;
}

void phase_shift(struct query *q, struct duration d, instant from,
                 instant *begin, instant *end, int64_t *shift)
{
    struct tz_stretch *s = &q->e->stretch;
    int64_t most = (int64_t)MOST * 86400, days = 0;
    instant lo = INSTANT_MIN, hi = INSTANT_MAX;
    *begin = *end = INSTANT_MAX;
    *shift = 0;
    if (d.days < -MOST || d.days > MOST || d.seconds < -most ||
        d.seconds > most)
        return;
    if (d.days != 0) { /* days_of_24_hours() */
        days = d.days * 86400;
        if (from < s->begin || from >= s->end)
            *s = tz_stretch_at(q->e->tz, from);
        lo = greater(lo, s->begin) + MARGIN;
        hi = smaller(hi, s->end) - MARGIN;
    }
    *shift = days + d.seconds;
    *begin = greater(greater(lo, lo - days), INSTANT_MIN - *shift);
    *end = smaller(smaller(hi, hi - days), INSTANT_MAX - *shift);
}

struct civil_date phase_local_date(const struct query *q, instant at)
{
    return civil_local(q->e->tz, at).civil.date;
}

struct civil_span phase_day(const struct query *q, int64_t day)
{
    return civil_day_span(q->e->tz, civil_from_days(day));
}

/* --- Entry into force
 * ---------------------------------------------------------- */

/* The earliest signature of an actor. */
static bool first_signature(const struct query *q, int actor, instant *from,
                            instant *to)
{
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        if (r->form->kind == FACT_SIGNATURE && rec_account(q->e, r) == actor) {
            *from = r->from;
            *to = rec_to(q->e, r);
            return true;
        }
    }
    return false;
}

static struct resolved last_signature(const struct query *q, actor_set by)
{
    struct resolved r = {.known = by != 0, .lo = INSTANT_MIN};
    for (int a = 0; a < MAX_ACTORS; a++) {
        instant from, to;
        if ((by >> a & 1) == 0)
            continue;
        if (!first_signature(q, a, &from, &to))
            return (struct resolved){0};
        if (from > r.lo || (from == r.lo && to - 1 > r.hi)) {
            r.lo = from;
            r.hi = to - 1;
        }
    }
    return r;
}

static actor_set all_parties(const struct agreement *ag)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (ag->actors[i].role == ROLE_PARTY)
            s |= (actor_set)1 << i;
    return s;
}

static bool announced(const struct query *q, instant *at)
{
    bool found = false;
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        int who = rec_account(q->e, r);
        if (r->form->kind != FACT_ANNOUNCEMENT || f->will != WILL_IN_FORCE ||
            who >= MAX_ACTORS || (q->ag->force_by >> who & 1) == 0)
            continue;
        instant t = rec_effective(q->e, r);
        if (!found || t < *at)
            *at = t;
        found = true;
    }
    return found;
}

/* It is the same in nearly all questions. */
static void set_day1(const struct query *q)
{
    struct engine *e = q->e;
    e->day1_number = civil_days(phase_local_date(q, q->force));
    if (q->ag->day1_after)
        e->day1_number++;
    e->day1 = phase_day(q, e->day1_number).begin;
    if (e->day1 < q->force)
        e->day1 = q->force;
    e->day1_of = q->force;
}

err phase_force(struct query *q)
{
    const struct agreement *ag = q->ag;
    struct resolved r = {0};
    switch (ag->force) {
    case FORCE_AT:
        q->in_force = true;
        q->force = ag->force_at.at;
        break;
    case FORCE_SIGNED:
        r = last_signature(q, ag->force_by);
        q->in_force = r.known;
        q->force = r.lo;
        break;
    case FORCE_ANNOUNCED:
        q->in_force = announced(q, &q->force);
        break;
    case FORCE_UNSTATED:
        break;
    }
    if (!q->in_force)
        return OK;
    if (q->force != q->e->day1_of)
        set_day1(q);
    q->day1_number = q->e->day1_number;
    q->day1 = q->e->day1;
    return OK;
}

/* --- Points
 * ---------------------------------------------------------------------- */

/* A stretch [from, to) that a point names as a day or minute. */
static struct resolved of_stretch(enum point_use use, instant from, instant to)
{
    switch (use) {
    case POINT_BEGIN:
        return (struct resolved){true, from, from};
    case POINT_END:
        return (struct resolved){true, to, to};
    case POINT_DUE_END:
        return (struct resolved){true, to - 1, to - 1};
    case POINT_DUE_START:
        return (struct resolved){true, from - 1, from - 1};
    }
    return (struct resolved){0};
}

/* One second, or an occurrence [lo, hi]. */
static struct resolved of_instant(enum point_use use, instant lo, instant hi)
{
    if (use == POINT_DUE_START)
        return (struct resolved){true, lo - 1, hi - 1};
    if (use == POINT_BEGIN || use == POINT_END)
        hi = lo;
    return (struct resolved){true, lo, hi};
}

static struct resolved day_n(const struct query *q, const struct point *p,
                             enum point_use use)
{
    if (!q->in_force)
        return (struct resolved){0};
    int64_t day = q->day1_number + p->n - 1;
    struct civil_span s = phase_day(q, day);
    if (p->tod == NONE || p->whole_day) {
        if (p->n == 1 && use == POINT_BEGIN && s.begin < q->force)
            s.begin = q->force;
        return of_stretch(use, s.begin, s.end);
    }
    struct civil c = {.date = civil_from_days(day),
                      .clock = {(uint8_t)(p->tod / 3600),
                                (uint8_t)(p->tod / 60 % 60),
                                (uint8_t)(p->tod % 60)}};
    instant at = civil_resolve(q->e->tz, c).at;
    return of_stretch(use, at, at + (p->tod % 60 == 0 ? 60 : 1));
}

static err base_point(struct query *q, int persp, const struct point *p,
                      enum point_use use, const struct row *trigger,
                      struct resolved *out)
{
    const struct phase_state *ph;
    struct resolved r = {0};
    switch (p->kind) {
    case POINT_NEVER:
        break;
    case POINT_INSTANT:
        r = of_stretch(use, p->at, p->at_end + 1); /* inclusive */
        break;
    case POINT_DAY_N:
        r = day_n(q, p, use);
        break;
    case POINT_FORCE:
        if (q->in_force)
            r = of_instant(use, q->force, q->force);
        break;
    case POINT_SIGNED:
        r = last_signature(q, q->ag->force == FORCE_SIGNED
                                  ? q->ag->force_by
                                  : all_parties(q->ag));
        if (r.known)
            r = of_instant(use, r.lo, r.hi);
        break;
    case POINT_PHASE_START:
        TRY(q->cx, phase_get(q, persp, p->ref, &ph));
        if (ph->started)
            r = of_instant(use, ph->start, ph->start);
        break;
    case POINT_PHASE_END:
        TRY(q->cx, phase_get(q, persp, p->ref, &ph));
        if (ph->has_end) {
            bool window = use == POINT_BEGIN || use == POINT_END;
            instant t = window ? ph->end : ph->end - 1;
            r = of_instant(use, t, t);
        }
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        TRY(q->cx,
            guard_clause_met(q, p->ref, persp, p->kind == POINT_CLAUSE_VERIFIED,
                             q->plain, &r));
        if (r.known)
            r = of_instant(use, r.lo, r.hi);
        break;
    case POINT_TRIGGER:
        if (trigger != NULL && trigger->arises &&
            trigger->trig_to > trigger->trig_from)
            r = of_instant(use, trigger->trig_from, trigger->trig_to - 1);
        else if (trigger == NULL && q->in_force)
            r = of_instant(use, q->force, q->force);
        break;
    }
    *out = r;
    return OK;
}

err phase_resolve(struct query *q, int persp, const struct point *p,
                  enum point_use use, const struct row *trigger,
                  struct resolved *out)
{
    TRY(q->cx, base_point(q, persp, p, use, trigger, out));
    if (!out->known || (p->plus.days == 0 && p->plus.seconds == 0))
        return OK;
    bool one = out->lo == out->hi;
    TRY(q->cx, phase_move(q, p->plus, out->lo, &out->lo));
    if (one)
        out->hi = out->lo;
    return one ? OK : phase_move(q, p->plus, out->hi, &out->hi);
}

bool phase_point_moved(struct query *q, int persp, const struct point *p)
{
    const struct phase_state *ph = NULL;
    return p->kind == POINT_PHASE_END &&
           is_ok(phase_get(q, persp, p->ref, &ph)) && ph->moved_late;
}

/* --- Phases
 * ---------------------------------------------------------------------- */

static const struct phase *phase_decl(const struct query *q, int phase)
{
    return phase == NONE ? &q->ag->life : &q->ag->phases[phase];
}

static bool extends(const struct fact *f, int phase)
{
    return f->will == WILL_EXTEND && f->phase == phase &&
           (phase != NONE || f->clause == NONE);
}

/* The time from which all of `by` consent to the proposal of f, each from its
 * earliest. */
static bool all_consent(const struct query *q, int phase, actor_set by,
                        const struct fact *f, instant *from)
{
    *from = INSTANT_MIN;
    for (int a = 0; by >> a != 0; a++) {
        instant first = INSTANT_MAX;
        bool has = false;
        if ((by >> a & 1) == 0)
            continue;
        for (uint32_t i = 0; i < q->n_wills; i++) {
            const struct rec *r = rec_at(q->e, q->wills[i]);
            const struct fact *g = rec_ext(q->e, r);
            instant t = rec_effective(q->e, r);
            if (r->form->kind != FACT_CONSENT || !extends(g, phase) ||
                t > q->at || g->days != f->days ||
                !str_eq(g->proposal, f->proposal) || rec_account(q->e, r) != a)
                continue;
            first = t < first ? t : first;
            has = true;
        }
        if (!has)
            return false;
        *from = first > *from ? first : *from;
        if (a == MAX_ACTORS - 1)
            break;
    }
    return by != 0;
}

struct grant { /* days added from an instant on */
    instant from;
    uint32_t rule;
    str key; /* proposal, or the announcement's id */
    int64_t days;
};
typedef VEC(struct grant) grant_vec;

static bool is_granted(const grant_vec *v, const struct grant *g)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->p[i].rule == g->rule && v->p[i].days == g->days &&
            str_eq(v->p[i].key, g->key))
            return true;
    return false;
}

static err grants(struct query *q, int phase, uint32_t rule, grant_vec *out)
{
    const struct extension *x = &phase_decl(q, phase)->ext[rule];
    actor_set by = x->by;
    bool consent = x->kind == EXT_CONSENT;
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *r = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, r);
        struct grant g = {rec_effective(q->e, r), rule,
                          consent ? f->proposal : rec_id(q->e, r), f->days};
        int who = rec_account(q->e, r);
        if (!extends(f, phase) || f->days <= 0 || g.from > q->at ||
            who >= MAX_ACTORS || (by >> who & 1) == 0 ||
            r->form->kind != (consent ? FACT_CONSENT : FACT_ANNOUNCEMENT) ||
            (consent &&
             (is_granted(out, &g) || !all_consent(q, phase, by, f, &g.from))))
            continue;
        TRY_ROOM(q->cx, q->tmp, vec_push(q->tmp, out, g));
    }
    return OK;
}

/* How many of the wanted days the rule's cap leaves. */
static int64_t cut_days(const struct extension *x, int64_t want,
                        int64_t by_rule, int64_t by_all, int64_t written)
{
    int64_t left = x->cap.days - (x->cap_in_all ? written + by_all : by_rule);
    if (want > 4000000)
        want = 4000000; /* beyond every calendar */
    if (!x->capped)
        return want;
    left = left < 0 ? 0 : left;
    return want < left ? want : left;
}

/* Units counted in the phase so far, by the agreement's standard. */
static err units(struct query *q, int persp, int book,
                 const struct extension *x, const struct phase_state *s,
                 int64_t *out)
{
    struct voices vs;
    struct fig *figs;
    struct accepted acc;
    struct sides sides = {.bearer = NONE};
    struct arena_mark m = arena_mark(q->tmp);
    TRY(q->cx, voice_book(q, book, 0, &vs));
    TRY(q->cx, standard_figures(q, &vs, s->start, s->end, &figs));
    for (int a = 0; a < (int)q->ag->n_actors; a++)
        if (x->sel.performers == (actor_set)1 << a)
            sides = standard_sides(q->ag, NULL, (uint32_t)a);
    if (persp == OWN)
        standard_accept(q, &q->ag->standard, &sides, AT_LEAST, 0, &vs, figs,
                        &acc);
    else
        standard_account(q, persp, &vs, figs, &acc);
    *out = acc.fig.lo;
    arena_rewind(q->tmp, m);
    return OK;
}

static bool same_selector(const struct selector *a, const struct selector *b)
{
    return a->items == b->items && a->item == b->item && a->act == b->act &&
           a->performers == b->performers && a->anybody == b->anybody &&
           a->place == b->place && a->to == b->to && a->state == b->state &&
           a->did_not == b->did_not;
}

static int earn_book(const struct query *q, int phase, uint32_t ext)
{
    const struct extension *x = &phase_decl(q, phase)->ext[ext];
    for (size_t i = 0; i < q->e->books.n; i++)
        if (q->e->books.p[i].role == BOOK_EARN &&
            same_selector(&q->e->books.p[i].sel, &x->sel))
            return (int)i;
    return NONE;
}

/* The end before any extension, and the length in days it stands for. */
static err first_end(struct query *q, int persp, int phase,
                     struct phase_state *s, int64_t *base_days)
{
    const struct phase *p = phase_decl(q, phase);
    struct resolved r;
    *base_days = 0;
    if (phase == NONE && q->ag->life_days > 0) {
        *base_days = q->ag->life_days;
        s->end = phase_day(q, q->day1_number + q->ag->life_days - 1).end;
        s->has_end = true;
        return OK;
    }
    *base_days = p->has_lasts ? p->lasts.days : 0;
    if (p->has_lasts && p->until.kind == POINT_NEVER) {
        int64_t day = civil_days(phase_local_date(q, s->start));
        bool whole = phase_day(q, day).begin == s->start ||
                     (p->from.kind == POINT_DAY_N && p->from.n == 1 &&
                      p->from.tod == NONE && p->from.plus.days == 0 &&
                      p->from.plus.seconds == 0);
        s->has_end = true;
        if (p->lasts.seconds == 0 && whole && p->lasts.days > 0) {
            s->end = phase_day(q, day + p->lasts.days - 1).end;
            return OK;
        }
        return phase_move(q, p->lasts, s->start, &s->end);
    }
    TRY(q->cx, phase_resolve(q, persp, &p->until, POINT_END, NULL, &r));
    s->has_end = r.known;
    s->end = r.hi;
    return OK;
}

static int by_from(const void *a, const void *b)
{
    const struct grant *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    int c = str_cmp(x->key, y->key);
    return c != 0 ? c : x->days < y->days ? -1 : x->days > y->days;
}

/* Consents and announcements in order of time, then what was earned, until
 * nothing changes. */
static err extend(struct query *q, int persp, int phase, struct phase_state *s,
                  int64_t written)
{
    const struct phase *p = phase_decl(q, phase);
    grant_vec g = {0};
    int64_t *by_rule;
    TRY_NEW_ARRAY(q->cx, q->keep, p->n_ext, by_rule);
    for (uint32_t i = 0; i < p->n_ext; i++)
        if (p->ext[i].kind != EXT_EARNED)
            TRY(q->cx, grants(q, phase, i, &g));
    if (g.n > 1)
        qsort(g.p, g.n, sizeof *g.p, by_from);
    for (size_t i = 0; i < g.n; i++) {
        uint32_t r = g.p[i].rule;
        int64_t days = cut_days(&p->ext[r], g.p[i].days, by_rule[r],
                                s->extended_days, written);
        if (days > 0 && g.p[i].from >= s->end)
            s->moved_late = true;
        TRY(q->cx, phase_move(q, (struct duration){0, days}, s->end, &s->end));
        by_rule[r] += days;
        s->extended_days += days;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t r = 0; r < p->n_ext; r++) {
            const struct extension *x = &p->ext[r];
            int64_t u = 0, want = 0;
            if (x->kind != EXT_EARNED || x->per <= 0)
                continue;
            TRY(q->cx, units(q, persp, earn_book(q, phase, r), x, s, &u));
            if (!mul_ok(u / x->per, x->each.days, &want))
                want = 4000000;
            want = cut_days(x, want - by_rule[r], by_rule[r], s->extended_days,
                            written);
            if (want <= 0 || s->end >= INSTANT_MAX)
                continue;
            TRY(q->cx,
                phase_move(q, (struct duration){0, want}, s->end, &s->end));
            by_rule[r] += want;
            s->extended_days += want;
            changed = true;
        }
    }
    return OK;
}

err phase_get(struct query *q, int persp, int phase,
              const struct phase_state **out)
{
    bool undated =
        phase != NONE && circle_undated(q, q->ag->n_clauses + (uint32_t)phase);
    int was = q->circle;
    struct phase_state **all =
        &q->phases[query_level(persp, q->plain, undated)];
    struct phase_state *s;
    struct resolved r = {0};
    int64_t base_days;
    if (*all == NULL)
        TRY_NEW_ARRAY(q->cx, q->keep, q->ag->n_phases + (size_t)1, *all);
    s = &(*all)[phase + 1];
    *out = s;
    if (s->state != PHASE_NEW)
        return OK; /* one in the making has not started */
    s->state = PHASE_BUSY;
    q->circle = undated ? was : NONE;
    struct phase_state x = {.state = PHASE_DONE};
    if (phase == NONE) {
        r = (struct resolved){q->in_force, q->force, q->force};
    } else {
        TRY(q->cx, phase_resolve(q, persp, &q->ag->phases[phase].from,
                                 POINT_BEGIN, NULL, &r));
    }
    x.started = r.known;
    x.start = r.lo;
    if (x.started) {
        TRY(q->cx, first_end(q, persp, phase, &x, &base_days));
        if (x.has_end && phase_decl(q, phase)->n_ext > 0) {
            /* The end before extension is what conditions see meanwhile. */
            *s = x;
            s->state = PHASE_BUSY;
            TRY(q->cx, extend(q, persp, phase, &x, base_days));
        }
    }
    *s = x;
    q->circle = was;
    return OK;
}
