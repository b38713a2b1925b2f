/* tests/reference/ref.c: docs/semantics.md, section by section.
 *
 * The order of the file is that of the page: what stands (2), time (3), what a
 * clause looks at (4), figures (5, 6), the standard (9), instances (7, 8, 16),
 * status (10, 15, 20), prohibitions (17), the list (13, 18). "sem N" is
 * section N with what 23 and 24 add to it.
 *
 * Deliberately simple: brute force over sets of totals, no indexes, nothing
 * kept between questions but the instances already evaluated in this one. */
#include "tests/reference/ref.h"

#include "time/civil.h"

#include <stdio.h>
#include <stdlib.h>

#define OWN (-1) /* the perspective of each clause's own standard */

enum tri { NO, UNKNOWN, YES };

struct window {
    instant from, to;
};

/* A report as one clause looks at it. */
struct ev {
    const struct fact *f; /* the last report of a joined event */
    bool total, level, hours, exact;
    bool part; /* of the place to all of which it is owed */
    instant from, to;
    int64_t lo, hi;
    uint32_t fact; /* index of f */
};
struct evs {
    struct ev *v;
    uint32_t n;
};

struct sfig { /* the figure of a source or an account */
    bool speaks, swapped;
    int64_t lo, hi, touch, may;
};
struct accepted {
    int64_t lo, touch, hi, possible;
};

struct occurrence {
    bool has;
    instant from, to;
};

struct inst {
    str name;
    bool missing;
    /* trigger */
    bool trig_ok;  /* there, or none is needed */
    bool has_trig; /* f and u are known */
    instant f, u;
    bool trig_event; /* the trigger is a report */
    instant trig_recorded;
    int trig_zone;
    int64_t qty, n_trigs, ratio_need;
    int step;
    bool is_period, is_row;
    instant p_from, p_to;
    /* dates */
    bool a_known, has_due;
    bool held;       /* in step: its counterpart has not happened (sem 16) */
    instant own_due; /* held: its own, INSTANT_MAX if none */
    bool undated;    /* its deadline is left out, in a circle (sem 3) */
    instant a, due_lo, due_hi;
    struct window in, ins, all;
    enum tri guard;
    /* need (sem 8, 19) */
    int64_t raw_n, n, c;
    bool no_base;
    /* result */
    enum status st;
    unsigned marks;
    struct accepted acc; /* own standard, over what is shown */
    struct sfig fig;     /* an account, over what is shown */
    struct sfig fig_ins;
    bool listed; /* an account: it speaks */
    struct occurrence met, verified;
    int64_t unattributed;
    actor_set covering;
    const uint32_t *reports;
    uint32_t n_reports;
};
struct insts {
    struct inst *v;
    uint32_t n;
    bool busy; /* being evaluated: a circle */
};

struct ctx {
    struct cx *cx;
    struct arena *a;
    const struct ref_input *in;
    const struct agreement *ag;
    const struct tz *tz;
    instant t;
    bool *stands;    /* and seen at t */
    uint32_t *group; /* of facts: incident they are joined in, or UINT32_MAX */
    bool plain;      /* without regard to suspensions and `in step` */
    int circle;      /* without the deadlines in the circle of this clause or
                        phase, or NONE (sem 3) */
    bool *asks;      /* [from * nodes + to], directly or in turn */
    struct insts **cache; /* [circle][plain][perspective + 1][clause][bearer] */
    uint32_t busy_phase[4];
    const bool *only; /* reports that one clause looks at, or NULL: all */
    const struct clause *only_of;
};

static void *room(struct arena *a, size_t n, size_t size)
{
    void *p = arena_alloc_array(a, n, size);
    if (p == NULL)
        abort();
    return p;
}

static int64_t min64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t max64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool actor_in(actor_set s, int actor)
{
    return actor >= 0 && actor < MAX_ACTORS && (s >> actor & 1) != 0;
}

static bool zone_in(const zone_set *s, int zone)
{
    return zone >= 0 && (s->w[zone / 64] >> (zone % 64) & 1) != 0;
}

static bool zone_none(const zone_set *s)
{
    return (s->w[0] | s->w[1] | s->w[2] | s->w[3]) == 0;
}

static bool inside(instant f, instant t, struct window w)
{
    return w.from < w.to && f >= w.from && t <= w.to;
}

static bool meets(instant f, instant t, struct window w)
{
    return max64(f, w.from) < min64(t, w.to);
}

/* --- 2 What stands ------------------------------------------------------ */

static int find_fact(const struct ref_input *in, str id)
{
    for (uint32_t i = 0; i < in->n_facts; i++)
        if (str_eq(in->facts[i].id, id))
            return (int)i;
    return NONE;
}

struct replies {
    const struct ref_input *in;
    uint32_t n;
    bool *amends, *retracts; /* [from * n + to], valid ones */
    bool *reach;             /* by one or more replies of either kind */
    bool *amends_far;        /* directly or through others outside cycles */
    int8_t *candidate;       /* -1 not known yet */
};

static bool in_cycle(const struct replies *r, uint32_t i)
{
    return r->reach[i * r->n + i];
}

static bool is_candidate(struct replies *r, uint32_t i);

static bool is_out(struct replies *r, uint32_t i)
{
    for (uint32_t j = 0; j < r->n; j++)
        if (r->retracts[j * r->n + i] && is_candidate(r, j))
            return true;
    return false;
}

static bool is_candidate(struct replies *r, uint32_t i)
{
    if (r->candidate[i] >= 0)
        return r->candidate[i] == 1;
    bool yes = !in_cycle(r, i) && !is_out(r, i);
    for (uint32_t j = 0; yes && j < r->n; j++)
        if (r->amends_far[j * r->n + i] && !in_cycle(r, j) && !is_out(r, j))
            yes = false;
    r->candidate[i] = yes;
    return yes;
}

const bool *ref_standing(const struct ref_input *in, struct arena *a)
{
    uint32_t n = in->n_facts;
    struct replies r = {.in = in, .n = n};
    bool *stands = room(a, n + 1, sizeof *stands);
    r.amends = room(a, (size_t)n * n + 1, 1);
    r.retracts = room(a, (size_t)n * n + 1, 1);
    r.reach = room(a, (size_t)n * n + 1, 1);
    r.amends_far = room(a, (size_t)n * n + 1, 1);
    r.candidate = room(a, n + 1, 1);
    for (uint32_t i = 0; i < n; i++) {
        r.candidate[i] = -1;
        for (uint32_t k = 0; k < in->facts[i].n_replies; k++) {
            const struct reply *rep = &in->facts[i].replies[k];
            int to = find_fact(in, rep->id);
            if (to == NONE || in->facts[to].source != in->facts[i].source)
                continue;
            if (rep->kind == REPLY_AMENDS)
                r.amends[i * n + (uint32_t)to] = true;
            if (rep->kind == REPLY_RETRACTS)
                r.retracts[i * n + (uint32_t)to] = true;
        }
    }
    for (uint32_t i = 0; i < n * n; i++)
        r.reach[i] = r.amends[i] || r.retracts[i];
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++)
                if (r.reach[i * n + k] && r.reach[k * n + j])
                    r.reach[i * n + j] = true;
    memcpy(r.amends_far, r.amends, (size_t)n * n);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < n && !in_cycle(&r, k); i++)
            for (uint32_t j = 0; j < n; j++)
                if (r.amends_far[i * n + k] && r.amends_far[k * n + j])
                    r.amends_far[i * n + j] = true;
    for (uint32_t i = 0; i < n; i++) {
        stands[i] = is_candidate(&r, i);
        for (uint32_t y = 0; stands[i] && y < n; y++) {
            if (!r.amends_far[i * n + y] || in_cycle(&r, y))
                continue; /* amendments of what is broken do not compete */
            for (uint32_t z = 0; z < n; z++) {
                const struct fact *fi = &in->facts[i], *fz = &in->facts[z];
                if (z == i || !r.amends_far[z * n + y] || !is_candidate(&r, z))
                    continue;
                if (fz->recorded > fi->recorded ||
                    (fz->recorded == fi->recorded &&
                     str_cmp(fz->id, fi->id) > 0))
                    stands[i] = false;
            }
        }
    }
    return stands;
}

#define CMP(x, y)                                                              \
    do {                                                                       \
        if ((x) != (y))                                                        \
            return (x) < (y) ? -1 : 1;                                         \
    } while (0)
#define CMP_STR(x, y)                                                          \
    do {                                                                       \
        int c_ = str_cmp((x), (y));                                            \
        if (c_ != 0)                                                           \
            return c_;                                                         \
    } while (0)

int ref_fact_cmp(const struct fact *a, const struct fact *b)
{
    CMP(a->recorded, b->recorded);
    CMP_STR(a->id, b->id);
    CMP(a->kind, b->kind);
    CMP(a->source, b->source);
    CMP(a->act, b->act);
    CMP(a->item, b->item);
    CMP(a->performer, b->performer);
    CMP(a->to, b->to);
    CMP(a->state, b->state);
    CMP(a->zone, b->zone);
    for (int i = 0; i < 4; i++)
        CMP(a->in.w[i], b->in.w[i]);
    CMP_STR(a->object, b->object);
    CMP_STR(a->round, b->round);
    CMP(a->did_not, b->did_not);
    CMP(a->holds, b->holds);
    CMP(a->final, b->final);
    CMP(a->from, b->from);
    CMP(a->to_, b->to_);
    CMP(a->lo, b->lo);
    CMP(a->hi, b->hi);
    return 0;
}

/* Incidents that share a report are one (sem 2). */
static void join_incidents(struct ctx *x, const bool *stands)
{
    const struct ref_input *in = x->in;
    x->group = room(x->a, in->n_facts + 1, sizeof *x->group);
    for (uint32_t i = 0; i < in->n_facts; i++)
        x->group[i] = UINT32_MAX;
    for (uint32_t i = 0; i < in->n_facts; i++) {
        const struct fact *f = &in->facts[i];
        if (f->kind != FACT_INCIDENT || !stands[i])
            continue;
        for (uint32_t k = 0; k < f->n_refs; k++) {
            int m = find_fact(in, f->refs[k]);
            if (m == NONE)
                continue;
            uint32_t old = x->group[m];
            x->group[m] = i;
            for (uint32_t j = 0; old != UINT32_MAX && j < in->n_facts; j++)
                if (x->group[j] == old)
                    x->group[j] = i;
        }
    }
}

/* A level to keep is a duty; a state to keep is a prohibition. */
static bool is_ban(const struct clause *c)
{
    return c->kind == CLAUSE_BAN ||
           (c->kind == CLAUSE_KEEP && c->measure != MEASURE_LEVEL);
}

/* --- Accounts ----------------------------------------------------------- */

static int account_of(const struct agreement *ag, int actor)
{
    if (actor >= 0 && ag->actors[actor].role == ROLE_FORCE)
        return ag->actors[actor].of;
    return actor;
}

static bool account_in(const struct agreement *ag, actor_set s, int account)
{
    for (int i = 0; i < (int)ag->n_actors; i++)
        if (actor_in(s, i) && account_of(ag, i) == account)
            return true;
    return false;
}

static int account_of_source(const struct ctx *x, int source)
{
    return x->in->sources[source].account;
}

static actor_set parties(const struct agreement *ag)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (ag->actors[i].role == ROLE_PARTY)
            s |= (actor_set)1 << i;
    return s;
}

static actor_set creditors_of(const struct agreement *ag,
                              const struct clause *c, int bearer)
{
    if (c->creditors != 0)
        return c->creditors;
    actor_set s = parties(ag);
    if (bearer != NONE)
        s &= ~((actor_set)1 << account_of(ag, bearer));
    return s;
}

/* A standing act of will of this kind, seen at t. */
static bool is_will(const struct ctx *x, uint32_t i, enum fact_kind kind,
                    enum act_of_will will)
{
    const struct fact *f = &x->in->facts[i];
    return x->stands[i] && f->kind == kind && f->will == will;
}

/* --- 3 Time ------------------------------------------------------------- */

static struct civil_date day_of(const struct ctx *x, instant at)
{
    return civil_local(x->tz, at).civil.date;
}

static struct civil_span nth_day(const struct ctx *x, struct civil_date d,
                                 int64_t more)
{
    return civil_day_span(x->tz, civil_from_days(civil_days(d) + more));
}

static instant move(struct ctx *x, instant at, struct duration d)
{
    struct civil_resolved r = {.at = at};
    if (d.days != 0 && !is_ok(civil_add_days(x->cx, x->tz, at, d.days, &r)))
        abort();
    return r.at + d.seconds;
}

static bool first_signature(const struct ctx *x, int actor, instant *out)
{
    bool has = false;
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        if (!x->stands[i] || f->kind != FACT_SIGNATURE ||
            account_of_source(x, f->source) != account_of(x->ag, actor))
            continue;
        if (!has || f->from < *out)
            *out = f->from;
        has = true;
    }
    return has;
}

static bool signed_by_all(const struct ctx *x, actor_set who, instant *out)
{
    bool any = false;
    for (int i = 0; i < (int)x->ag->n_actors; i++) {
        instant at = 0;
        if (!actor_in(who, i))
            continue;
        if (!first_signature(x, i, &at))
            return false;
        if (!any || at > *out)
            *out = at;
        any = true;
    }
    return any;
}

static instant effective(const struct fact *f)
{
    return f->effective == INSTANT_NONE ? f->from : f->effective;
}

/* Entry into force, if it is known (it may lie ahead). */
static bool in_force(const struct ctx *x, instant *out)
{
    bool has = false;
    switch (x->ag->force) {
    case FORCE_AT:
        *out = x->ag->force_at.at;
        return true;
    case FORCE_SIGNED:
        return signed_by_all(x, x->ag->force_by, out);
    case FORCE_ANNOUNCED:
        for (uint32_t i = 0; i < x->in->n_facts; i++) {
            const struct fact *f = &x->in->facts[i];
            if (!is_will(x, i, FACT_ANNOUNCEMENT, WILL_IN_FORCE) ||
                !account_in(x->ag, x->ag->force_by,
                            account_of_source(x, f->source)))
                continue;
            if (!has || effective(f) < *out)
                *out = effective(f);
            has = true;
        }
        return has;
    case FORCE_UNSTATED:
        return false;
    }
    return false;
}

static bool day1(const struct ctx *x, struct civil_date *date, instant *start)
{
    instant force;
    if (!in_force(x, &force))
        return false;
    *date = day_of(x, force);
    if (x->ag->day1_after)
        *date = civil_from_days(civil_days(*date) + 1);
    *start = max64(force, civil_day_span(x->tz, *date).begin);
    return true;
}

enum use { DUE_LAST, DUE_BEFORE, BEGIN, END };

struct dates { /* a point, from its earliest to its latest second */
    bool known;
    instant lo, hi;
};

struct phase_dates {
    bool has_start, has_end, moved_late;
    instant start, end;
    int64_t extended;
};
static struct phase_dates phase_dates(struct ctx *x, int p, int phase);
static struct occurrence clause_occurrence(struct ctx *x, int p, int clause,
                                           enum trigger_kind how,
                                           const str *name);

/* A day, a minute, a written second: [from, to). */
static struct dates of_stretch(enum use use, instant from, instant to)
{
    instant at = use == DUE_LAST     ? to - 1
                 : use == DUE_BEFORE ? from - 1
                 : use == BEGIN      ? from
                                     : to;
    return (struct dates){true, at, at};
}

/* One second, or an occurrence of which the second is not known. */
static struct dates of_occurrence(enum use use, struct occurrence o)
{
    instant less = use == DUE_BEFORE ? 1 : 0;
    return (struct dates){o.has, o.from - less, o.to - 1 - less};
}

static struct occurrence one_second(bool has, instant at)
{
    return (struct occurrence){has, at, at + 1};
}

static struct dates base_dates(struct ctx *x, int p, const struct point *pt,
                               enum use use, const struct inst *trigger)
{
    struct civil_date date;
    instant at = 0;
    bool has;
    switch (pt->kind) {
    case POINT_NEVER:
        break;
    case POINT_INSTANT:
        return of_stretch(use, pt->at, pt->at_end + 1);
    case POINT_DAY_N: {
        if (!day1(x, &date, &at))
            break;
        struct civil_span s = nth_day(x, date, pt->n - 1);
        if (pt->tod == NONE) {
            if (pt->n == 1 && use == BEGIN)
                s.begin = at;
            return of_stretch(use, s.begin, s.end);
        }
        struct civil c = {civil_from_days(civil_days(date) + pt->n - 1),
                          {(uint8_t)(pt->tod / 3600),
                           (uint8_t)(pt->tod / 60 % 60),
                           (uint8_t)(pt->tod % 60)}};
        at = civil_resolve(x->tz, c).at;
        return of_stretch(use, at, at + (pt->tod % 60 == 0 ? 60 : 1));
    }
    case POINT_FORCE:
        has = in_force(x, &at);
        return of_occurrence(use, one_second(has, at));
    case POINT_SIGNED:
        has = signed_by_all(
            x, x->ag->force == FORCE_SIGNED ? x->ag->force_by : parties(x->ag),
            &at);
        return of_occurrence(use, one_second(has, at));
    case POINT_PHASE_START: {
        struct phase_dates ph = phase_dates(x, p, pt->ref);
        return of_occurrence(use, one_second(ph.has_start, ph.start));
    }
    case POINT_PHASE_END: {
        struct phase_dates ph = phase_dates(x, p, pt->ref);
        /* as a deadline it is the last second of the phase */
        at = use == BEGIN || use == END ? ph.end : ph.end - 1;
        return of_occurrence(use, one_second(ph.has_end, at));
    }
    case POINT_CLAUSE_MET:
        return of_occurrence(use,
                             clause_occurrence(x, p, pt->ref, TRIG_MET, NULL));
    case POINT_CLAUSE_VERIFIED:
        return of_occurrence(
            use, clause_occurrence(x, p, pt->ref, TRIG_VERIFIED, NULL));
    case POINT_TRIGGER:
        if (trigger == NULL || !trigger->has_trig || !trigger->trig_ok)
            break;
        return of_occurrence(use,
                             (struct occurrence){true, trigger->f, trigger->u});
    }
    return (struct dates){0};
}

static struct dates point_dates(struct ctx *x, int p, const struct point *pt,
                                enum use use, const struct inst *trigger)
{
    struct dates d = base_dates(x, p, pt, use, trigger);
    if (d.known) {
        d.lo = move(x, d.lo, pt->plus);
        d.hi = move(x, d.hi, pt->plus);
    }
    return d;
}

/* The beginning of a window, and the end of one: the earliest they can be. */
static bool point_begin(struct ctx *x, int p, const struct point *pt,
                        const struct inst *trigger, instant *out)
{
    struct dates d = point_dates(x, p, pt, BEGIN, trigger);
    *out = d.lo;
    return d.known;
}

static bool point_end(struct ctx *x, int p, const struct point *pt,
                      const struct inst *trigger, instant *out)
{
    struct dates d = point_dates(x, p, pt, END, trigger);
    *out = d.lo;
    return d.known;
}

static bool due_of(struct ctx *x, int p, const struct deadline *dl,
                   const struct inst *trigger, instant *lo, instant *hi)
{
    if (dl->kind == DUE_NONE)
        return false;
    struct dates d = point_dates(
        x, p, &dl->p, dl->kind == DUE_START ? DUE_BEFORE : DUE_LAST, trigger);
    *lo = d.lo;
    *hi = d.hi;
    return d.known;
}

/* Extensions of a phase, or of the agreement (phase NONE). */
struct moved {
    instant at;
    uint32_t rule;
    str key;
    int64_t days;
};

static int moved_cmp(const void *pa, const void *pb)
{
    const struct moved *a = pa, *b = pb;
    CMP(a->at, b->at);
    CMP(a->rule, b->rule);
    CMP_STR(a->key, b->key);
    CMP(a->days, b->days);
    return 0;
}

static int64_t accepted_units(struct ctx *x, int p, const struct standard *std,
                              const struct selector *sel, int bearer,
                              struct window w);

static bool extends(const struct ctx *x, uint32_t i, enum fact_kind kind,
                    int phase)
{
    const struct fact *f = &x->in->facts[i];
    return is_will(x, i, kind, WILL_EXTEND) && f->phase == phase &&
           (phase != NONE || f->clause == NONE) && effective(f) <= x->t;
}

static uint32_t gather_moves(struct ctx *x, int phase, const struct phase *ph,
                             struct moved *m)
{
    const struct ref_input *in = x->in;
    uint32_t n = 0;
    for (uint32_t r = 0; r < ph->n_ext; r++) {
        const struct extension *e = &ph->ext[r];
        for (uint32_t i = 0; i < in->n_facts; i++) {
            const struct fact *f = &in->facts[i];
            int account = account_of_source(x, f->source);
            if (e->kind == EXT_ANNOUNCEMENT &&
                extends(x, i, FACT_ANNOUNCEMENT, phase) &&
                account_in(x->ag, e->by, account))
                m[n++] = (struct moved){effective(f), r, f->id, f->days};
            if (e->kind != EXT_CONSENT || !extends(x, i, FACT_CONSENT, phase))
                continue;
            bool again = false;
            for (uint32_t k = 0; k < n; k++)
                if (m[k].rule == r && m[k].days == f->days &&
                    str_eq(m[k].key, f->proposal))
                    again = true;
            bool all = e->by != 0;
            instant latest = INSTANT_NONE;
            for (int actor = 0; actor < (int)x->ag->n_actors; actor++) {
                bool has = false;
                instant first = 0;
                if (!actor_in(e->by, actor))
                    continue;
                for (uint32_t k = 0; k < in->n_facts; k++) {
                    const struct fact *g = &in->facts[k];
                    if (!extends(x, k, FACT_CONSENT, phase) ||
                        account_of_source(x, g->source) !=
                            account_of(x->ag, actor) ||
                        !str_eq(g->proposal, f->proposal) || g->days != f->days)
                        continue;
                    if (!has || effective(g) < first)
                        first = effective(g);
                    has = true;
                }
                all = all && has;
                latest = max64(latest, first);
            }
            if (all && !again)
                m[n++] = (struct moved){latest, r, f->proposal, f->days};
        }
    }
    qsort(m, n, sizeof *m, moved_cmp);
    return n;
}

static int64_t cut_days(const struct extension *e, int64_t want,
                        int64_t by_rule, int64_t by_all, int64_t written)
{
    if (!e->capped)
        return want;
    int64_t left =
        e->cap_in_all ? e->cap.days - written - by_all : e->cap.days - by_rule;
    return min64(want, max64(left, 0));
}

/* --- Circles: clauses, then phases, that ask for one another in turn */

static int n_nodes(const struct ctx *x)
{
    return (int)(x->ag->n_clauses + x->ag->n_phases);
}

static int node_at(const struct ctx *x, const struct point *p)
{
    if (p->kind == POINT_CLAUSE_MET || p->kind == POINT_CLAUSE_VERIFIED)
        return p->ref;
    if ((p->kind == POINT_PHASE_START || p->kind == POINT_PHASE_END) &&
        p->ref != NONE)
        return (int)x->ag->n_clauses + p->ref;
    return NONE;
}

static void note_ask(struct ctx *x, int from, int to)
{
    if (to != NONE)
        x->asks[from * n_nodes(x) + to] = true;
}

static void find_circles(struct ctx *x)
{
    const struct agreement *ag = x->ag;
    int nc = (int)ag->n_clauses, n = n_nodes(x);
    x->circle = NONE;
    x->asks = room(x->a, (size_t)n * (size_t)n + 1, 1);
    for (int i = 0; i < nc; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
            note_ask(x, i, c->trig_clause);
        if (c->after != POINT_NEVER)
            note_ask(x, i, c->after_clause);
        note_ask(x, i, c->in_addition_to);
        for (uint32_t k = 0; k < c->guard.n; k++) {
            const struct atom *a = &c->guard.atoms[k];
            if (a->kind == ATOM_MET)
                note_ask(x, i, a->ref);
            if (a->kind == ATOM_PHASE)
                note_ask(x, i, nc + a->ref);
        }
        note_ask(x, i, node_at(x, &c->from));
        note_ask(x, i, node_at(x, &c->until));
        note_ask(x, i, node_at(x, &c->due.p));
        for (uint32_t k = 0; k < c->n_steps; k++)
            note_ask(x, i, node_at(x, &c->steps[k].due.p));
    }
    for (int i = nc; i < n; i++) {
        note_ask(x, i, node_at(x, &ag->phases[i - nc].from));
        note_ask(x, i, node_at(x, &ag->phases[i - nc].until));
    }
    for (int k = 0; k < n; k++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (x->asks[i * n + k] && x->asks[k * n + j])
                    x->asks[i * n + j] = true;
}

static bool one_circle(const struct ctx *x, int a, int b)
{
    int n = n_nodes(x);
    return a != NONE && b != NONE && x->asks[a * n + b] && x->asks[b * n + a];
}

/* A deadline or `until` of a clause is about to be worked out: what of the
 * circle of the clause it counts from is taken without such points; then
 * x->circle is to be put back. False: it is such a point itself. */
static bool enter_circle(struct ctx *x, const struct clause *c,
                         const struct point *p)
{
    int clause = (int)(c - x->ag->clauses);
    if (!one_circle(x, clause, node_at(x, p)))
        return true;
    if (one_circle(x, clause, x->circle))
        return false;
    x->circle = clause;
    return true;
}

/* The same of a part of its condition. */
static bool enter_atom(struct ctx *x, const struct clause *c,
                       const struct atom *a)
{
    int clause = (int)(c - x->ag->clauses);
    int node = a->kind == ATOM_MET     ? a->ref
               : a->kind == ATOM_PHASE ? (int)x->ag->n_clauses + a->ref
                                       : NONE;
    if (!one_circle(x, clause, node))
        return true;
    if (one_circle(x, clause, x->circle))
        return false;
    x->circle = clause;
    return true;
}

static bool until_end(struct ctx *x, int p, const struct clause *c,
                      const struct inst *trigger, instant *out)
{
    int was = x->circle;
    bool known = enter_circle(x, c, &c->until) &&
                 point_end(x, p, &c->until, trigger, out);
    x->circle = was;
    return known;
}

static struct phase_dates dates_of_phase(struct ctx *x, int p, int phase);

static struct phase_dates phase_dates(struct ctx *x, int p, int phase)
{
    int was = x->circle;
    if (phase == NONE || !one_circle(x, was, (int)x->ag->n_clauses + phase))
        x->circle = NONE;
    struct phase_dates out = dates_of_phase(x, p, phase);
    x->circle = was;
    return out;
}

static struct phase_dates dates_of_phase(struct ctx *x, int p, int phase)
{
    struct phase_dates out = {0};
    uint32_t *busy = &x->busy_phase[(x->circle != NONE) * 2 + x->plain];
    const struct phase *ph =
        phase == NONE ? &x->ag->life : &x->ag->phases[phase];
    uint32_t bit = (uint32_t)1 << (phase == NONE ? 31 : phase);
    int64_t written;
    if ((*busy & bit) != 0)
        return out;
    *busy |= bit;
    written = ph->has_lasts ? ph->lasts.days : 0;
    if (phase == NONE) {
        struct civil_date d1;
        instant d1_start;
        out.has_start = in_force(x, &out.start);
        if (x->ag->life_days > 0) {
            written = x->ag->life_days;
            out.has_end = day1(x, &d1, &d1_start);
            if (out.has_end)
                out.end = nth_day(x, d1, x->ag->life_days - 1).end;
        }
    } else {
        out.has_start = point_begin(x, p, &ph->from, NULL, &out.start);
    }
    if (phase == NONE && x->ag->life_days > 0) {
        /* done */
    } else if (ph->until.kind != POINT_NEVER) {
        out.has_end = point_end(x, p, &ph->until, NULL, &out.end);
    } else if (ph->has_lasts && out.has_start) {
        const struct point *from = &ph->from;
        struct civil_span day = civil_day_span(x->tz, day_of(x, out.start));
        bool at_day =
            out.start == day.begin ||
            (from->kind == POINT_DAY_N && from->n == 1 && from->tod == NONE &&
             from->plus.days == 0 && from->plus.seconds == 0);
        if (at_day && ph->lasts.seconds == 0 && ph->lasts.days > 0)
            out.end = nth_day(x, day_of(x, out.start), ph->lasts.days - 1).end;
        else
            out.end = move(x, out.start, ph->lasts);
        out.has_end = true;
    }
    if (out.has_end && !out.has_start)
        out.has_end = false;
    if (out.has_end && ph->n_ext > 0) {
        int64_t by_rule[64] = {0};
        struct moved *m =
            room(x->a, (size_t)ph->n_ext * x->in->n_facts + 1, sizeof *m);
        uint32_t n = gather_moves(x, phase, ph, m);
        if (ph->n_ext > COUNT_OF(by_rule))
            abort();
        for (uint32_t i = 0; i < n; i++) {
            int64_t days = cut_days(&ph->ext[m[i].rule], m[i].days,
                                    by_rule[m[i].rule], out.extended, written);
            if (days > 0 && m[i].at >= out.end)
                out.moved_late = true;
            out.end = move(x, out.end, (struct duration){0, days});
            by_rule[m[i].rule] += days;
            out.extended += days;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (uint32_t r = 0; r < ph->n_ext; r++) {
                const struct extension *e = &ph->ext[r];
                if (e->kind != EXT_EARNED || e->per <= 0)
                    continue;
                int bearer = NONE;
                for (int i = 0; i < (int)x->ag->n_actors; i++)
                    if (e->sel.performers == (actor_set)1 << i)
                        bearer = i;
                int64_t u = accepted_units(
                    x, p, &x->ag->standard, &e->sel, bearer,
                    (struct window){out.start, min64(out.end, x->t + 1)});
                int64_t want = u / e->per * e->each.days - by_rule[r];
                want = cut_days(e, want, by_rule[r], out.extended, written);
                if (want <= 0)
                    continue;
                out.end = move(x, out.end, (struct duration){0, want});
                by_rule[r] += want;
                out.extended += want;
                changed = true;
            }
        }
    }
    *busy &= ~bit;
    return out;
}

/* --- 4 Which reports a clause looks at ---------------------------------- */

struct look {
    const struct selector *sel;
    int p;                /* perspective, for guards */
    bool anybody;         /* any performer, or none */
    actor_set performers; /* else one of these */
    bool plain;           /* whatever guards and suspensions say */
    bool only_unnamed;    /* only reports without a performer */
    bool findings_only;
    enum measure_kind measure;
    enum key_kind key;
    str key_value; /* object or round */
    int key_zone;
    bool key_open;          /* any key, but there must be one */
    const struct clause *c; /* validation, hours; NULL for triggers */
    bool ban;
    int bearer;
    const struct inst *row;
};

static bool item_is(const struct ctx *x, int item, int above)
{
    for (; item != NONE; item = x->ag->items[item].parent)
        if (item == above)
            return true;
    return false;
}

static bool looks_at(const struct ctx *x, const struct look *l, uint32_t i,
                     bool *exact)
{
    const struct fact *f = &x->in->facts[i];
    const struct selector *s = l->sel;
    if (!x->stands[i])
        return false;
    bool finding = f->kind == FACT_FINDING || f->kind == FACT_ASSESSMENT;
    if (l->findings_only && f->kind != FACT_FINDING)
        return false;
    if (s->state != NONE) {
        if (f->kind != FACT_STATE || f->state != s->state || f->holds)
            return false;
        if (s->state_item != NONE && f->item != s->state_item)
            return false;
    } else if (l->measure == MEASURE_LEVEL) {
        if (f->kind != FACT_LEVEL)
            return false;
    } else if (f->kind != FACT_EVENT && f->kind != FACT_TOTAL &&
               !(finding && f->act != NONE)) {
        return false;
    }
    if (s->act != NONE && f->act != s->act)
        return false;
    if (s->item != NONE) {
        if (f->item == NONE)
            return false;
        if (s->items != NULL && s->n_item_words > 0) {
            if ((uint32_t)f->item / 64 >= s->n_item_words ||
                (s->items[f->item / 64] >> (f->item % 64) & 1) == 0)
                return false;
        } else if (!item_is(x, f->item, s->item)) {
            return false;
        }
    }
    if (s->state != NONE) {
        /* whoever is named */
    } else if (l->only_unnamed
                   ? f->performer != NONE
                   : !l->anybody && !actor_in(l->performers, f->performer)) {
        return false;
    }
    if (s->place != NONE && !zone_in(&f->in, s->place))
        return false;
    if (s->to != 0 && f->to != NONE && !actor_in(s->to, f->to))
        return false;
    if (s->state == NONE && f->did_not != s->did_not)
        return false;
    switch (l->key) {
    case KEY_NONE:
        break;
    case KEY_OBJECT:
        if (l->key_open ? f->object.n == 0 : !str_eq(f->object, l->key_value))
            return false;
        break;
    case KEY_ROUND:
        if (l->key_open ? f->round.n == 0 : !str_eq(f->round, l->key_value))
            return false;
        break;
    case KEY_PLACE:
        if (l->key_open ? f->zone == NONE : f->zone != l->key_zone)
            return false;
        break;
    }
    bool own_item = s->item != NONE ? f->item == s->item : f->item == NONE;
    bool own_place = s->place != NONE ? f->zone == s->place
                                      : f->zone == NONE && zone_none(&f->in);
    if (l->key == KEY_PLACE)
        own_place = true;
    if (s->state != NONE)
        own_item = true;
    *exact = own_item && own_place &&
             (f->object.n == 0 || l->key == KEY_OBJECT) &&
             (f->round.n == 0 || l->key == KEY_ROUND) &&
             (f->to == NONE || s->to != 0);
    return true;
}

static bool within_hours(const struct ctx *x, const struct clause *c,
                         instant from, instant to, bool *touches)
{
    bool in = false;
    *touches = false;
    int64_t first = civil_days(day_of(x, from));
    int64_t last = civil_days(day_of(x, to - 1));
    for (int64_t d = first; d <= last; d++) {
        struct window w;
        int32_t tod[2] = {c->tod_from, c->tod_to};
        instant at[2];
        for (int i = 0; i < 2; i++) {
            struct civil cv = {civil_from_days(d),
                               {(uint8_t)(tod[i] / 3600),
                                (uint8_t)(tod[i] / 60 % 60),
                                (uint8_t)(tod[i] % 60)}};
            at[i] = civil_resolve(x->tz, cv).at;
        }
        w = (struct window){at[0], at[1]};
        in = in || inside(from, to, w);
        *touches = *touches || meets(from, to, w);
    }
    return in;
}

static enum tri guard_at(struct ctx *x, int p, const struct clause *c,
                         instant q, int there);

struct suspensions {
    struct window *v;
    uint32_t n;
    bool claimed;
};
static struct suspensions suspensions_of(struct ctx *x, int clause, int bearer);

/* The latest assessment by B of a report (sem 14). */
static const struct fact *assessment_of(const struct ctx *x, int by, str id)
{
    const struct fact *best = NULL;
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        bool names = false;
        if (!x->stands[i] ||
            (f->kind != FACT_ASSESSMENT && f->kind != FACT_FINDING) ||
            f->valid < 0 ||
            account_of_source(x, f->source) != account_of(x->ag, by))
            continue;
        for (uint32_t k = 0; k < f->n_refs; k++)
            names = names || str_eq(f->refs[k], id);
        if (names &&
            (best == NULL || f->recorded > best->recorded ||
             (f->recorded == best->recorded && str_cmp(f->id, best->id) > 0)))
            best = f;
    }
    return best;
}

static bool later(const struct ev *a, const struct ev *b)
{
    if (a->f->from != b->f->from)
        return a->f->from > b->f->from;
    if (a->f->recorded != b->f->recorded)
        return a->f->recorded > b->f->recorded;
    return str_cmp(a->f->id, b->f->id) > 0;
}

static bool same_key(const struct ev *a, const struct ev *b, enum key_kind k)
{
    switch (k) {
    case KEY_NONE:
        return true;
    case KEY_OBJECT:
        return str_eq(a->f->object, b->f->object);
    case KEY_ROUND:
        return str_eq(a->f->round, b->f->round);
    case KEY_PLACE:
        return a->f->zone == b->f->zone;
    }
    return true;
}

/* Of a prohibition: what its guard and suspensions leave. */
static struct evs weigh(struct ctx *x, const struct look *l, struct evs s)
{
    struct suspensions susp =
        suspensions_of(x, (int)(l->c - x->ag->clauses), l->bearer);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        struct ev e = s.v[i];
        bool counts = true;
        if (!e.total) {
            enum tri g = guard_at(x, l->p, l->c, e.from, e.f->zone);
            for (uint32_t k = 0; k < susp.n; k++)
                if (inside(e.from, e.to, susp.v[k]))
                    counts = false;
            counts = counts && g != NO;
            if (g == UNKNOWN)
                e.lo = 0;
        }
        if (counts)
            s.v[kept++] = e;
    }
    s.n = kept;
    return s;
}

/* What one source says, as the selector looks at it. */
static struct evs look(struct ctx *x, const struct look *l, int source)
{
    struct evs out = {room(x->a, x->in->n_facts + 1, sizeof *out.v), 0};
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        struct ev e = {.f = f,
                       .fact = i,
                       .from = f->from,
                       .to = f->to_,
                       .lo = f->lo,
                       .hi = f->hi};
        if (f->source != source || !looks_at(x, l, i, &e.exact))
            continue;
        e.total = f->kind == FACT_TOTAL;
        e.level = f->kind == FACT_LEVEL;
        if (e.level)
            e.to = e.from + 1; /* it holds at an instant */
        if (l->sel->state != NONE)
            e.lo = e.hi = 1;
        if (l->measure == MEASURE_HOURS)
            e.hours = true;
        if (l->c != NULL && l->c->validated_by != NONE) {
            const struct fact *v = assessment_of(x, l->c->validated_by, f->id);
            if (v == NULL) {
                e.lo = 0;
            } else {
                e.lo = min64(v->valid, e.hi);
                if (e.hi != QTY_INF && v->invalid >= 0)
                    e.hi -= v->invalid;
                e.hi = max64(e.hi, e.lo);
            }
        }
        if (l->c != NULL && l->c->tod_from != NONE) {
            bool touches;
            if (!within_hours(x, l->c, e.from, e.to, &touches)) {
                if (!l->ban || !touches || e.total)
                    continue;
                e.lo = 0;
            }
        }
        if (l->c != NULL && l->sel->whole && l->key != KEY_PLACE &&
            f->zone != l->sel->place) {
            e.part = e.hi == QTY_INF ? e.lo > 0 : e.hi > 0;
            e.lo = e.hi = 0;
        }
        out.v[out.n++] = e;
    }
    /* Events of one incident are one (sem 2). */
    for (uint32_t i = 0; i < out.n; i++) {
        struct ev *e = &out.v[i];
        uint32_t group = x->group[e->fact];
        if (group == UINT32_MAX || e->total || e->level || e->hours)
            continue;
        uint32_t kept = i + 1;
        struct ev joined = *e;
        for (uint32_t j = i + 1; j < out.n; j++) {
            struct ev *o = &out.v[j];
            if (x->group[o->fact] != group || o->total || o->level ||
                !same_key(e, o, l->key)) {
                out.v[kept++] = *o;
                continue;
            }
            joined.from = min64(joined.from, o->from);
            joined.to = max64(joined.to, o->to);
            joined.lo = min64(joined.lo, o->lo);
            joined.hi = max64(joined.hi, o->hi);
            joined.exact = joined.exact && o->exact;
            joined.part = joined.part || o->part;
            if (later(o, &joined)) {
                joined.f = o->f;
                joined.fact = o->fact;
            }
        }
        out.n = kept;
        out.v[i] = joined;
    }
    if (x->only != NULL && l->c == x->only_of) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < out.n; i++)
            if (x->only[out.v[i].fact])
                out.v[kept++] = out.v[i];
        out.n = kept;
    }
    return l->ban && !l->only_unnamed && !l->plain ? weigh(x, l, out) : out;
}

/* --- 5 The figure of one source ----------------------------------------- */

enum side { LOWER, UPPER };

static int64_t bound(const struct ev *e, enum side s)
{
    return s == UPPER && e->hi != QTY_INF ? e->hi : e->lo;
}

struct best {
    const struct evs *evs;
    struct window w;
    bool events_that_meet;
    enum side side;
    bool chosen[64];
    int64_t sum;
};

static void best_from(struct best *b, uint32_t i)
{
    const struct evs *s = b->evs;
    if (i < s->n) {
        const struct ev *e = &s->v[i];
        b->chosen[i] = false;
        best_from(b, i + 1);
        if (!e->total || !inside(e->from, e->to, b->w))
            return;
        for (uint32_t k = 0; k < i; k++)
            if (b->chosen[k] &&
                meets(e->from, e->to,
                      (struct window){s->v[k].from, s->v[k].to}))
                return;
        b->chosen[i] = true;
        best_from(b, i + 1);
        b->chosen[i] = false;
        return;
    }
    int64_t sum = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        const struct ev *e = &s->v[k];
        if (e->total) {
            sum += b->chosen[k] ? bound(e, b->side) : 0;
            continue;
        }
        bool counts = b->events_that_meet ? meets(e->from, e->to, b->w)
                                          : inside(e->from, e->to, b->w);
        for (uint32_t j = 0; counts && j < s->n; j++)
            if (b->chosen[j] &&
                meets(e->from, e->to,
                      (struct window){s->v[j].from, s->v[j].to}))
                counts = false;
        sum += counts ? bound(e, b->side) : 0;
    }
    b->sum = max64(b->sum, sum);
}

static int64_t best_sum(const struct evs *s, struct window w,
                        bool events_that_meet, enum side side)
{
    struct best b = {s, w, events_that_meet, side, {0}, 0};
    if (s->n > COUNT_OF(b.chosen))
        abort();
    if (w.from >= w.to)
        return 0;
    best_from(&b, 0);
    return b.sum;
}

static int64_t D(const struct evs *s, struct window w)
{
    return best_sum(s, w, false, LOWER);
}

/* The least sum of exact totals that cover v: the one that covers its first
 * second, then the rest. */
static int64_t C(const struct evs *s, struct window v)
{
    int64_t best = QTY_INF;
    if (v.from >= v.to)
        return 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct ev *e = &s->v[i];
        if (!e->total || !e->exact || e->hi == QTY_INF || e->from > v.from ||
            e->to <= v.from)
            continue;
        int64_t rest = C(s, (struct window){e->to, v.to});
        if (rest != QTY_INF)
            best = min64(best, e->hi + rest);
    }
    return best;
}

static void chain(const struct evs *s, struct window w, instant first,
                  const struct ev *last, int64_t sum, int64_t *best)
{
    if (last->to >= w.to)
        *best = min64(*best, sum - D(s, (struct window){first, w.from}) -
                                 D(s, (struct window){w.to, last->to}));
    for (uint32_t i = 0; i < s->n; i++) {
        const struct ev *e = &s->v[i];
        if (e->total && e->exact && e->hi != QTY_INF &&
            meets(e->from, e->to, w) && e->from <= last->to && e->to > last->to)
            chain(s, w, first, e, sum + e->hi, best);
    }
}

static struct sfig hours_figure(const struct evs *s, struct window w,
                                bool unbroken)
{
    struct sfig f = {.hi = QTY_INF};
    int64_t run = 0, sum = 0, longest = 0;
    instant at = w.from;
    while (at < w.to) {
        instant next = w.to;
        bool covered = false;
        for (uint32_t i = 0; i < s->n; i++) {
            const struct ev *e = &s->v[i];
            if (e->from <= at && at < e->to) {
                covered = true;
                next = min64(next, e->to);
            } else if (e->from > at) {
                next = min64(next, e->from);
            }
        }
        run = covered ? run + next - at : 0;
        sum += covered ? next - at : 0;
        longest = max64(longest, run);
        at = next;
    }
    for (uint32_t i = 0; i < s->n; i++)
        f.speaks = f.speaks || meets(s->v[i].from, s->v[i].to, w);
    f.lo = f.touch = f.may = unbroken ? longest : sum;
    return f;
}

/* The level that holds at the end of w, or NULL. */
static const struct ev *level_at(const struct evs *s, struct window w)
{
    const struct ev *last = NULL;
    for (uint32_t i = 0; i < s->n; i++)
        if (w.from < w.to && s->v[i].from < w.to &&
            (last == NULL || later(&s->v[i], last)))
            last = &s->v[i];
    return last;
}

static struct sfig figure(const struct evs *s, struct window w,
                          const struct look *l)
{
    struct sfig f = {.hi = QTY_INF};
    if (w.from >= w.to)
        return f;
    if (l->measure == MEASURE_HOURS)
        return hours_figure(s, w, l->c != NULL && l->c->unbroken);
    if (l->measure == MEASURE_LEVEL) {
        const struct ev *e = level_at(s, w);
        if (e != NULL) {
            f.speaks = true;
            f.lo = f.touch = e->lo;
            f.hi = e->exact ? e->hi : QTY_INF;
            f.may = f.hi == QTY_INF ? f.lo : f.hi;
        }
        return f;
    }
    f.lo = D(s, w);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct ev *e = &s->v[i];
        f.speaks = f.speaks || meets(e->from, e->to, w);
        if (!e->total || !e->exact || e->from > w.from)
            continue;
        if (e->to >= w.to) {
            int64_t before = C(s, (struct window){e->from, w.from});
            int64_t after = C(s, (struct window){w.to, e->to});
            if (before != QTY_INF && after != QTY_INF)
                f.lo = max64(f.lo, e->lo - before - after);
        }
        if (e->to > w.from && e->hi != QTY_INF)
            chain(s, w, e->from, e, e->hi, &f.hi);
    }
    f.hi = max64(f.hi, 0);
    f.touch = best_sum(s, w, true, LOWER);
    f.may = max64(best_sum(s, w, true, UPPER), f.lo);
    if (f.hi >= f.lo) {
        f.may = min64(f.may, f.hi);
    } else {
        int64_t lo = f.hi;
        f.hi = f.may = f.lo;
        f.lo = lo;
        f.swapped = true;
    }
    return f;
}

/* --- 6, 9 Accounts and the standard ------------------------------------- */

static struct evs *look_all(struct ctx *x, const struct look *l)
{
    struct evs *all = room(x->a, x->in->n_sources + 1, sizeof *all);
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        all[s] = look(x, l, (int)s);
    return all;
}

static struct sfig *figures(struct ctx *x, const struct evs *all,
                            const struct look *l, struct window w)
{
    struct sfig *f = room(x->a, x->in->n_sources + 1, sizeof *f);
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        f[s] = figure(&all[s], w, l);
    return f;
}

static struct sfig account_figure(const struct ctx *x, const struct sfig *f,
                                  int account)
{
    struct sfig a = {.hi = QTY_INF};
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        if (account_of_source(x, (int)s) != account || !f[s].speaks)
            continue;
        if (!a.speaks) {
            a = f[s];
        } else {
            a.lo = min64(a.lo, f[s].lo);
            a.hi = max64(a.hi, f[s].hi);
            a.touch = min64(a.touch, f[s].touch);
            a.may = max64(a.may, f[s].may);
        }
    }
    return a;
}

enum field { F_LO, F_HI, F_TOUCH };

static int64_t get(const struct sfig *f, enum field field)
{
    return field == F_LO ? f->lo : field == F_HI ? f->hi : f->touch;
}

/* Greatest (or least) over the sources whose account is in the set. */
static int64_t extreme(const struct ctx *x, const struct sfig *f, actor_set who,
                       enum field field, bool greatest)
{
    int64_t best = greatest ? 0 : QTY_INF;
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        if (account_in(x->ag, who, account_of_source(x, (int)s)))
            best = greatest ? max64(best, get(&f[s], field))
                            : min64(best, get(&f[s], field));
    return best;
}

static int64_t kth(const struct ctx *x, const struct sfig *f, actor_set who,
                   uint32_t k, enum field field, bool greatest)
{
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        uint32_t before = 0;
        if (!account_in(x->ag, who, account_of_source(x, (int)s)))
            continue;
        for (uint32_t o = 0; o < x->in->n_sources; o++) {
            int64_t a = get(&f[o], field), b = get(&f[s], field);
            if (account_in(x->ag, who, account_of_source(x, (int)o)) &&
                ((greatest ? a > b : a < b) || (a == b && o < s)))
                before++;
        }
        if (before + 1 == k)
            return get(&f[s], field);
    }
    return greatest ? 0 : QTY_INF;
}

struct terms { /* what the standard of an instance is asked about */
    const struct standard *std;
    enum compare cmp;
    int bearer;
    actor_set creditors;
    int64_t need; /* C + n */
};

static int64_t accepted_lower(const struct ctx *x, const struct terms *q,
                              const struct sfig *f, enum field field)
{
    actor_set bearer =
        q->bearer == NONE ? 0 : (actor_set)1 << account_of(x->ag, q->bearer);
    switch (q->std->kind) {
    case STD_NAMED: {
        struct sfig a = account_figure(x, f, account_of(x->ag, q->std->by));
        return get(&a, field);
    }
    case STD_KOF:
        return kth(x, f, q->std->of, q->std->k, field, true);
    case STD_INTEREST:
        if (q->bearer != NONE)
            return extreme(x, f, q->cmp == AT_MOST ? bearer : q->creditors,
                           field, true);
        int64_t least = QTY_INF;
        for (int i = 0; i < (int)x->ag->n_actors; i++)
            if (x->ag->actors[i].role == ROLE_PARTY)
                least =
                    min64(least, extreme(x, f, (actor_set)1 << i, field, true));
        return least == QTY_INF ? 0 : least;
    }
    return 0;
}

static int64_t accepted_upper(const struct ctx *x, const struct terms *q,
                              const struct sfig *f)
{
    int64_t hi;
    switch (q->std->kind) {
    case STD_NAMED:
        return account_figure(x, f, account_of(x->ag, q->std->by)).hi;
    case STD_KOF:
        if (q->cmp == EXACTLY)
            return q->bearer == NONE
                       ? QTY_INF
                       : extreme(x, f,
                                 (actor_set)1 << account_of(x->ag, q->bearer),
                                 F_HI, false);
        return q->cmp == AT_LEAST
                   ? QTY_INF
                   : kth(x, f, q->std->of, q->std->k, F_HI, false);
    case STD_INTEREST:
        if (q->bearer == NONE)
            return QTY_INF;
        if (q->cmp == AT_MOST)
            return extreme(x, f, q->creditors, F_HI, false);
        hi = extreme(x, f, (actor_set)1 << account_of(x->ag, q->bearer), F_HI,
                     false);
        return q->cmp == EXACTLY || hi < q->need ? hi : QTY_INF;
    }
    return QTY_INF;
}

static struct accepted accept_figures(const struct ctx *x,
                                      const struct terms *q,
                                      const struct sfig *f)
{
    struct accepted a;
    int64_t may = 0;
    a.lo = accepted_lower(x, q, f, F_LO);
    a.touch = accepted_lower(x, q, f, F_TOUCH);
    a.hi = accepted_upper(x, q, f);
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        may = max64(may, f[s].may);
    a.possible = max64(a.lo, min64(may, a.hi));
    return a;
}

/* Whether the standard lets a source speak for the lower bound (sem 9). */
static bool lets_speak(const struct ctx *x, const struct terms *q, int source)
{
    int account = account_of_source(x, source);
    switch (q->std->kind) {
    case STD_NAMED:
        return account == account_of(x->ag, q->std->by);
    case STD_KOF:
        return account_in(x->ag, q->std->of, account);
    case STD_INTEREST:
        if (q->bearer == NONE)
            return account_in(x->ag, parties(x->ag), account);
        if (q->cmp == AT_MOST)
            return account == account_of(x->ag, q->bearer);
        return account_in(x->ag, q->creditors, account);
    }
    return false;
}

static int64_t accepted_units(struct ctx *x, int p, const struct standard *std,
                              const struct selector *sel, int bearer,
                              struct window w)
{
    struct clause none = {0};
    struct look l = {.sel = sel,
                     .p = OWN,
                     .measure = MEASURE_SUM,
                     .anybody = sel->anybody || sel->performers == 0,
                     .performers = sel->performers,
                     .bearer = bearer};
    struct terms q = {std, AT_LEAST, bearer, 0, 0};
    q.creditors = creditors_of(x->ag, &none, bearer);
    struct sfig *f = figures(x, look_all(x, &l), &l, w);
    return p == OWN ? accept_figures(x, &q, f).lo : account_figure(x, f, p).lo;
}

/* --- 16 Guards ---------------------------------------------------------- */

static struct insts *evaluate(struct ctx *x, int p, int clause, uint32_t b);
static bool clause_end(struct ctx *x, int p, const struct clause *c,
                       instant *end);

static bool is_text(const struct clause *c)
{
    return c->kind == CLAUSE_MAY || c->kind == CLAUSE_JUDGED ||
           c->kind == CLAUSE_DECLARATORY;
}

/* How many rows of instances: one for each that is bound. */
static uint32_t n_bearers(const struct clause *c)
{
    return c->n_bearers == 0 || is_text(c) ? 1 : c->n_bearers;
}

static int bearer_at(const struct clause *c, uint32_t b)
{
    return c->n_bearers == 0 ? NONE : c->bearers[b];
}

static enum tri met_at(struct ctx *x, int p, int clause, instant q)
{
    const struct clause *c = &x->ag->clauses[clause];
    bool any = false, all = true, short_ = false;
    instant end;
    if (c->period != PERIOD_NONE && c->trigger != TRIG_EVENT &&
        (!clause_end(x, p, c, &end) || end > x->t + 1))
        all = false; /* its time is not over */
    for (uint32_t b = 0; b < n_bearers(c); b++) {
        struct insts *s = evaluate(x, p, clause, b);
        for (uint32_t i = 0; i < s->n; i++) {
            const struct inst *n = &s->v[i];
            any = true;
            if ((n->st != ST_MET && n->st != ST_MET_LATE) || n->met.to > q + 1)
                all = false;
            if (n->st == ST_UNMET || n->st == ST_PARTLY_MET)
                short_ = true;
        }
    }
    return any && all ? YES : short_ ? NO : UNKNOWN;
}

static enum tri state_at(const struct ctx *x, int p, const struct clause *c,
                         const struct atom *a, instant q, int there)
{
    bool yes = false, no = false;
    int zone = a->there ? there : a->place;
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        const struct fact *last = NULL;
        int account = account_of_source(x, (int)s);
        if (p != OWN ? account != p
                     : c->standard.kind == STD_NAMED &&
                           account != account_of(x->ag, c->standard.by))
            continue;
        for (uint32_t i = 0; i < x->in->n_facts; i++) {
            const struct fact *f = &x->in->facts[i];
            if (!x->stands[i] || f->kind != FACT_STATE || f->source != (int)s ||
                f->state != a->ref || f->from > q)
                continue;
            if (zone != NONE &&
                !(f->zone != NONE ? zone_in(&x->ag->zones[f->zone].inside, zone)
                                  : zone_none(&f->in)))
                continue;
            if (last == NULL || f->from > last->from ||
                (f->from == last->from && (f->recorded > last->recorded ||
                                           (f->recorded == last->recorded &&
                                            str_cmp(f->id, last->id) > 0))))
                last = f;
        }
        if (last != NULL && last->holds)
            yes = true;
        if (last != NULL && !last->holds)
            no = true;
    }
    return yes == no ? UNKNOWN : yes ? YES : NO;
}

static enum tri condition_at(const struct ctx *x, int condition, instant q)
{
    const struct fact *last = NULL;
    int by = account_of(x->ag, x->ag->conditions[condition].by);
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        if (!is_will(x, i, FACT_FINDING, WILL_HOLDS) ||
            f->condition != condition || f->from > q ||
            account_of_source(x, f->source) != by)
            continue;
        if (last == NULL || f->from > last->from ||
            (f->from == last->from &&
             (f->recorded > last->recorded ||
              (f->recorded == last->recorded && str_cmp(f->id, last->id) > 0))))
            last = f;
    }
    return last == NULL ? UNKNOWN : last->holds ? YES : NO;
}

static enum tri guard_at(struct ctx *x, int p, const struct clause *c,
                         instant q, int there)
{
    const struct guard *g = &c->guard;
    if (g->kind == GUARD_NONE)
        return YES;
    enum tri all = g->any ? NO : YES;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        enum tri v = UNKNOWN;
        int was = x->circle;
        if (!enter_atom(x, c, a)) {
            if (g->any ? v > all : v < all)
                all = v;
            continue;
        }
        switch (a->kind) {
        case ATOM_MET:
            v = met_at(x, p, a->ref, q);
            break;
        case ATOM_STATE:
            v = state_at(x, p, c, a, q, there);
            break;
        case ATOM_CONDITION:
            v = condition_at(x, a->ref, q);
            break;
        case ATOM_PHASE: {
            struct phase_dates ph = phase_dates(x, p, a->ref);
            v = ph.has_start && ph.start <= q && (!ph.has_end || q < ph.end)
                    ? YES
                    : NO;
            break;
        }
        }
        x->circle = was;
        if (a->negated)
            v = v == YES ? NO : v == NO ? YES : UNKNOWN;
        if (g->any ? v > all : v < all)
            all = v;
    }
    if (g->kind == GUARD_UNLESS)
        all = all == YES ? NO : all == NO ? YES : UNKNOWN;
    return all;
}

/* --- 15 Acts of will about a clause ------------------------------------- */

static int label_of(const struct agreement *ag, int clause)
{
    int first = ag->clauses[clause].reading_of;
    return first == NONE ? clause : first;
}

static bool concerns(const struct ctx *x, const struct fact *f, int clause,
                     const str *instance)
{
    return f->clause != NONE && f->clause == label_of(x->ag, clause) &&
           (f->instance.n == 0 ||
            (instance != NULL && str_eq(f->instance, *instance)));
}

/* A suspension is of the clause as a whole, or of the agreement. */
static bool suspends(const struct ctx *x, const struct fact *f, int clause)
{
    return f->clause == label_of(x->ag, clause) ||
           (f->clause == NONE && f->phase == NONE);
}

/* All creditors consented to this, from the latest of their first times. */
static bool consented(const struct ctx *x, enum act_of_will will, int clause,
                      int bearer, const str *instance, instant *from)
{
    actor_set who = creditors_of(x->ag, &x->ag->clauses[clause], bearer);
    bool any = false;
    for (int actor = 0; actor < (int)x->ag->n_actors; actor++) {
        bool has = false;
        instant first = 0;
        if (!actor_in(who, actor))
            continue;
        for (uint32_t i = 0; i < x->in->n_facts; i++) {
            const struct fact *f = &x->in->facts[i];
            if (!is_will(x, i, FACT_CONSENT, will) ||
                !concerns(x, f, clause, instance) || effective(f) > x->t ||
                account_of_source(x, f->source) != account_of(x->ag, actor))
                continue;
            if (!has || effective(f) < first)
                first = effective(f);
            has = true;
        }
        if (!has)
            return false;
        *from = any ? max64(*from, first) : first;
        any = true;
    }
    return any;
}

static bool excused(const struct ctx *x, int clause, int bearer,
                    const str *instance)
{
    const struct clause *c = &x->ag->clauses[clause];
    instant ignored;
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        int account = account_of_source(x, f->source);
        if (!is_will(x, i, FACT_FINDING, WILL_EXCUSE) ||
            !concerns(x, f, clause, instance) || effective(f) > x->t)
            continue;
        int body = c->has_exception && c->exception.decided_by != NONE
                       ? c->exception.decided_by
                   : c->standard.kind == STD_NAMED ? c->standard.by
                                                   : NONE;
        if (body != NONE && account == account_of(x->ag, body))
            return true;
    }
    return consented(x, WILL_EXCUSE, clause, bearer, instance, &ignored);
}

/* The right of an account to suspend a clause, accepted for this notice. */
static bool right_accepted(struct ctx *x, int clause, int account, instant at)
{
    for (uint32_t m = 0; m < x->ag->n_clauses; m++) {
        const struct clause *r = &x->ag->clauses[m];
        bool names = false, holds = false;
        if (r->kind != CLAUSE_MAY)
            continue;
        for (uint32_t i = 0; i < r->n_suspends; i++)
            if (label_of(x->ag, r->suspends[i]) == label_of(x->ag, clause))
                names = true;
        for (uint32_t i = 0; i < r->n_bearers; i++)
            if (account_of(x->ag, r->bearers[i]) == account)
                holds = true;
        if (!names || !holds)
            continue;
        if (r->trigger != TRIG_UNMET)
            return true;
        bool was = x->plain, accepted = false;
        const struct clause *ground = &x->ag->clauses[r->trig_clause];
        x->plain = true;
        for (uint32_t b = 0; b < n_bearers(ground); b++) {
            struct insts *s = evaluate(x, OWN, r->trig_clause, b);
            for (uint32_t i = 0; i < s->n; i++)
                if ((s->v[i].st == ST_UNMET || s->v[i].st == ST_PARTLY_MET) &&
                    s->v[i].has_due && s->v[i].due_hi < at)
                    accepted = true;
        }
        x->plain = was;
        if (accepted)
            return true;
    }
    return false;
}

/* The first resumption at or after an instant by one of some accounts. */
static instant resumed(const struct ctx *x, int clause, actor_set by,
                       instant from)
{
    instant to = INT64_MAX;
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        if ((is_will(x, i, FACT_CONSENT, WILL_RESUME) ||
             is_will(x, i, FACT_NOTICE, WILL_RESUME)) &&
            suspends(x, f, clause) && effective(f) >= from &&
            account_in(x->ag, by, account_of_source(x, f->source)))
            to = min64(to, effective(f));
    }
    return to;
}

static struct suspensions suspensions_of(struct ctx *x, int clause, int bearer)
{
    struct suspensions s = {0};
    actor_set who = creditors_of(x->ag, &x->ag->clauses[clause], bearer);
    instant from = INSTANT_MIN;
    bool all = who != 0;
    if (x->plain)
        return s;
    s.v = room(x->a, x->in->n_facts + 1, sizeof *s.v);
    for (int actor = 0; actor < (int)x->ag->n_actors; actor++) {
        instant first = INT64_MAX;
        if (!actor_in(who, actor))
            continue;
        for (uint32_t i = 0; i < x->in->n_facts; i++) {
            const struct fact *f = &x->in->facts[i];
            if (is_will(x, i, FACT_CONSENT, WILL_SUSPEND) &&
                suspends(x, f, clause) &&
                account_of_source(x, f->source) == account_of(x->ag, actor))
                first = min64(first, effective(f));
        }
        all = all && first != INT64_MAX;
        from = max64(from, first);
    }
    if (all)
        s.v[s.n++] = (struct window){from, resumed(x, clause, who, from)};
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        int account = account_of_source(x, f->source);
        if (!is_will(x, i, FACT_NOTICE, WILL_SUSPEND) ||
            !suspends(x, f, clause))
            continue;
        from = effective(f);
        if (right_accepted(x, clause, account, from))
            s.v[s.n++] = (struct window){
                from, resumed(x, clause, (actor_set)1 << account, from)};
        else
            s.claimed = true;
    }
    return s;
}

/* --- 7 Instances -------------------------------------------------------- */

static bool has_named(const struct ctx *x, int clause, uint32_t depth)
{
    const struct clause *c = &x->ag->clauses[clause];
    if (depth > x->ag->n_clauses || is_ban(c) || is_text(c))
        return false;
    if (c->trigger == TRIG_EVENT)
        return true;
    if (c->n_steps > 0 || c->period != PERIOD_NONE)
        return false;
    if (c->trigger != TRIG_NONE)
        return has_named(x, c->trig_clause, depth + 1);
    if (c->after != POINT_NEVER)
        return has_named(x, c->after_clause, depth + 1);
    return false;
}

/* The clause whose instances this one's are named after, or NONE. */
static int named_after(const struct ctx *x, const struct clause *c)
{
    if (c->trigger == TRIG_EVENT || c->n_steps > 0 ||
        c->period != PERIOD_NONE || is_ban(c))
        return NONE;
    int of = c->trigger != TRIG_NONE   ? c->trig_clause
             : c->after != POINT_NEVER ? c->after_clause
                                       : NONE;
    return of != NONE && has_named(x, of, 0) ? of : NONE;
}

static struct occurrence inst_occurrence(const struct inst *n,
                                         enum trigger_kind how)
{
    struct occurrence o = {0};
    if (how == TRIG_UNMET) {
        if ((n->st == ST_UNMET || n->st == ST_PARTLY_MET) && n->has_due)
            o = (struct occurrence){true, n->due_lo, n->due_hi + 1};
    } else if (n->st == ST_MET || n->st == ST_MET_LATE) {
        o = how == TRIG_VERIFIED ? n->verified : n->met;
    }
    return o;
}

/* Where the time of periods and prohibitions ends: `until`, or the end of the
 * agreement if that is earlier. */
static bool clause_end(struct ctx *x, int p, const struct clause *c,
                       instant *end)
{
    struct phase_dates life = phase_dates(x, p, NONE);
    bool has = until_end(x, p, c, NULL, end);
    if (life.has_end && (!has || life.end < *end))
        *end = life.end;
    return has || life.has_end;
}

/* When the clause is met, verified or unmet: its instance of that name for
 * every bearer that has it, or all its instances. */
static struct occurrence clause_occurrence(struct ctx *x, int p, int clause,
                                           enum trigger_kind how,
                                           const str *name)
{
    struct occurrence last = {0};
    const struct clause *c = &x->ag->clauses[clause];
    instant end;
    if (c->period != PERIOD_NONE && c->trigger != TRIG_EVENT &&
        (!clause_end(x, p, c, &end) || end > x->t + 1))
        return last;
    for (uint32_t b = 0; b < n_bearers(c); b++) {
        struct insts *s = evaluate(x, p, clause, b);
        for (uint32_t i = 0; i < s->n; i++) {
            if (name != NULL && !str_eq(s->v[i].name, *name))
                continue;
            struct occurrence o = inst_occurrence(&s->v[i], how);
            if (!o.has)
                return (struct occurrence){0};
            if (!last.has || o.to > last.to ||
                (o.to == last.to && o.from > last.from))
                last = o;
        }
    }
    return last;
}

static int ev_cmp(const void *pa, const void *pb)
{
    const struct ev *a = pa, *b = pb;
    CMP(a->to, b->to);
    CMP(a->from, b->from);
    CMP(a->f->recorded, b->f->recorded);
    CMP_STR(a->f->id, b->f->id);
    return 0;
}

static int64_t sum_lo(const struct evs *s)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < s->n; i++)
        sum += s->v[i].lo;
    return sum;
}

/* <0: what x lists comes to more than what y lists (sem 7). */
static int triggers_cmp(const struct evs *x, const struct evs *y)
{
    const struct evs *s[2] = {x, y};
    uint64_t to[2] = {0}, from[2] = {0}, recorded[2] = {0};
    CMP(sum_lo(y), sum_lo(x));
    CMP(y->n, x->n);
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < s[k]->n; i++) {
            const struct ev *e = &s[k]->v[i];
            to[k] += (uint64_t)(e->to - INSTANT_MIN);
            from[k] += (uint64_t)(e->from - INSTANT_MIN);
            recorded[k] += (uint64_t)(e->f->recorded - INSTANT_MIN);
        }
    CMP(to[0], to[1]);
    CMP(from[0], from[1]);
    CMP(recorded[0], recorded[1]);
    return 0;
}

/* The source of an account whose triggers come to most. */
static int fullest(const struct ctx *x, const struct evs *all, int account)
{
    int best = NONE;
    for (int s = 0; s < (int)x->in->n_sources; s++)
        if (account_of_source(x, s) == account && all[s].n > 0 &&
            (best == NONE || triggers_cmp(&all[s], &all[best]) < 0))
            best = s;
    return best;
}

static struct evs trigger_events(struct ctx *x, int p, const struct clause *c)
{
    struct evs none = {0};
    instant force;
    struct phase_dates life = phase_dates(x, OWN, NONE);
    struct look l = {.sel = &c->trig,
                     .p = p,
                     .measure = MEASURE_SUM,
                     .anybody = c->trig.anybody || c->trig.performers == 0,
                     .performers = c->trig.performers,
                     .key = c->key,
                     .key_open = true,
                     .bearer = NONE};
    if (!in_force(x, &force))
        return none;
    struct evs *all = look_all(x, &l);
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < all[s].n; i++) {
            const struct ev *e = &all[s].v[i];
            if (!e->total && e->to > force &&
                (!life.has_end || e->from < life.end))
                all[s].v[n++] = *e;
        }
        all[s].n = n;
        if (n > 0)
            qsort(all[s].v, n, sizeof *all[s].v, ev_cmp);
    }
    int source = NONE;
    if (p != OWN) {
        source = fullest(x, all, p);
    } else {
        switch (c->standard.kind) {
        case STD_NAMED:
            source = fullest(x, all, account_of(x->ag, c->standard.by));
            break;
        case STD_KOF:
            for (uint32_t s = 0; s < x->in->n_sources; s++) {
                uint32_t before = 0;
                for (uint32_t o = 0; o < x->in->n_sources; o++)
                    if (all[o].n > 0 &&
                        account_in(x->ag, c->standard.of,
                                   account_of_source(x, (int)o)) &&
                        (triggers_cmp(&all[o], &all[s]) < 0 ||
                         (triggers_cmp(&all[o], &all[s]) == 0 && o < s)))
                        before++;
                if (all[s].n > 0 && before + 1 == c->standard.k &&
                    account_in(x->ag, c->standard.of,
                               account_of_source(x, (int)s)))
                    source = (int)s;
            }
            break;
        case STD_INTEREST:
            for (uint32_t b = 0; b < c->n_bearers; b++) {
                int s = fullest(x, all, account_of(x->ag, c->bearers[b]));
                if (s != NONE &&
                    (source == NONE || triggers_cmp(&all[s], &all[source]) < 0))
                    source = s;
            }
            for (int i = 0; c->n_bearers == 0 && i < (int)x->ag->n_actors;
                 i++) {
                if (x->ag->actors[i].role != ROLE_PARTY)
                    continue;
                int s = fullest(x, all, i);
                if (s == NONE)
                    return none; /* that party admits nothing */
                if (source == NONE || triggers_cmp(&all[s], &all[source]) > 0)
                    source = s;
            }
            break;
        }
    }
    return source == NONE ? none : all[source];
}

static str key_name(const struct ctx *x, const struct ev *e, enum key_kind k)
{
    return k == KEY_OBJECT  ? e->f->object
           : k == KEY_ROUND ? e->f->round
                            : x->ag->zones[e->f->zone].id;
}

static void add_trigger(const struct ctx *x, const struct clause *c,
                        struct inst *n, const struct ev *e)
{
    if (n->n_trigs++ == 0) {
        n->has_trig = n->trig_ok = n->trig_event = true;
        n->f = e->from;
        n->u = e->to;
        n->trig_recorded = e->f->recorded;
        n->trig_zone = e->f->zone;
    }
    n->qty += e->lo;
    for (uint32_t r = 0; r < c->n_ratios; r++)
        if (item_is(x, e->f->item, c->ratios[r].item)) {
            n->ratio_need += c->ratios[r].n * e->lo;
            break;
        }
}

static struct inst new_inst(str name)
{
    return (struct inst){.name = name,
                         .trig_ok = true,
                         .step = NONE,
                         .trig_zone = NONE,
                         .guard = YES,
                         .qty = 1,
                         .st = ST_WAITING,
                         .fig = {.hi = QTY_INF},
                         .fig_ins = {.hi = QTY_INF}};
}

static str date_name(struct ctx *x, struct civil_date d)
{
    char text[CIVIL_PRINT_SIZE];
    str out;
    if (!arena_dup_str(x->a, civil_date_print(d, text), &out))
        abort();
    return out;
}

/* Days or weeks from a civil day on: those that begin before `end` and at or
 * before t. */
static void add_periods(struct ctx *x, struct insts *s, enum period_kind kind,
                        instant from, bool has_end, instant end, size_t cap)
{
    struct civil_date first = day_of(x, from);
    int64_t days = kind == PERIOD_WEEK ? 7 : 1;
    for (int64_t k = 0; s->n < cap; k += days) {
        struct civil_span b = nth_day(x, first, k);
        if (b.begin > x->t || (has_end && b.begin >= end))
            return;
        if (nth_day(x, first, k + days - 1).end <= b.begin)
            continue; /* a day that the zone left out */
        struct inst n =
            new_inst(date_name(x, civil_from_days(civil_days(first) + k)));
        n.is_period = true;
        n.p_from = b.begin;
        n.p_to = nth_day(x, first, k + days - 1).end;
        s->v[s->n++] = n;
    }
    abort(); /* more periods than the tests make */
}

enum { INSTS_MAX = 60 };

static void list_instances(struct ctx *x, int p, const struct clause *c,
                           struct insts *s)
{
    char name[32];
    int after = named_after(x, c);
    s->v = room(x->a, INSTS_MAX + 2, sizeof *s->v);
    if (c->trigger == TRIG_EVENT) {
        struct evs t = trigger_events(x, p, c);
        for (uint32_t i = 0; i < t.n; i++) {
            struct inst *n = NULL;
            for (uint32_t k = 0; c->key != KEY_NONE && k < s->n; k++)
                if (str_eq(s->v[k].name, key_name(x, &t.v[i], c->key)))
                    n = &s->v[k];
            if (n == NULL) {
                str id;
                snprintf(name, sizeof name, "%u", s->n + 1);
                if (c->key != KEY_NONE)
                    id = key_name(x, &t.v[i], c->key);
                else if (!arena_dup_str(x->a, str_of(name), &id))
                    abort();
                n = &s->v[s->n++];
                *n = new_inst(id);
                n->qty = 0;
            }
            add_trigger(x, c, n, &t.v[i]);
        }
        return;
    }
    if (c->n_steps > 0) {
        for (uint32_t i = 0; i < c->n_steps; i++) {
            str id;
            snprintf(name, sizeof name, "step %u", i + 1);
            if (!arena_dup_str(x->a, str_of(name), &id))
                abort();
            s->v[s->n] = new_inst(id);
            s->v[s->n++].step = (int)i;
        }
        return;
    }
    if (c->period != PERIOD_NONE) {
        instant from, end = 0;
        if (point_begin(x, p, &c->from, NULL, &from)) {
            bool has_end = clause_end(x, p, c, &end);
            add_periods(x, s, c->period, from, has_end, end, INSTS_MAX);
        }
        return;
    }
    if (after == NONE) {
        s->v[s->n++] = new_inst(STR(""));
        return;
    }
    const struct clause *xc = &x->ag->clauses[after];
    for (uint32_t b = 0; b < n_bearers(xc); b++) {
        struct insts *o = evaluate(x, p, after, b);
        for (uint32_t i = 0; i < o->n; i++) {
            bool has = false;
            for (uint32_t k = 0; k < s->n; k++)
                has = has || str_eq(s->v[k].name, o->v[i].name);
            if (!has)
                s->v[s->n++] = new_inst(o->v[i].name);
        }
    }
}

static enum trigger_kind after_kind(const struct clause *c)
{
    return c->after == POINT_CLAUSE_VERIFIED ? TRIG_VERIFIED : TRIG_MET;
}

/* Whether what the instance follows has happened, and when. */
static void find_trigger(struct ctx *x, int p, const struct clause *c,
                         struct inst *n)
{
    int of = named_after(x, c);
    bool chain = c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT;
    for (int k = 0; k < 2; k++) {
        bool first = k == 0;
        if (first ? !chain : c->after == POINT_NEVER)
            continue;
        bool named = of != NONE && (first || !chain);
        struct occurrence o = clause_occurrence(
            x, p, first ? c->trig_clause : c->after_clause,
            first ? c->trigger : after_kind(c), named ? &n->name : NULL);
        /* a period that was over before it does not arise */
        n->trig_ok = n->trig_ok && o.has && (!n->is_period || o.from < n->p_to);
        if (first || (c->trigger == TRIG_NONE && !n->is_period)) {
            n->has_trig = o.has;
            n->f = o.from;
            n->u = o.to;
        }
    }
}

static struct window cut(const struct ctx *x, instant from, instant to)
{
    return (struct window){from, min64(to, x->t + 1)};
}

/* sem 16, in step: whether the clauses have parts of the same kind, and which
 * kind. */
static bool in_parts(const struct clause *a, const struct clause *b)
{
    bool a_each = a->trigger == TRIG_EVENT, b_each = b->trigger == TRIG_EVENT;
    if (a->period != b->period)
        return false;
    if (a->period != PERIOD_NONE)
        return true;
    if (a_each != b_each)
        return false;
    return a_each ? a->key == b->key && a->key != KEY_NONE
                  : a->n_steps > 0 && b->n_steps > 0;
}

static void keep_in_step(struct ctx *x, int p, const struct clause *c,
                         struct inst *n)
{
    const struct clause *other = &x->ag->clauses[c->in_step_with];
    bool pairs = in_parts(c, other), has = !pairs, was = x->plain;
    struct occurrence o = {0};
    x->plain = true;
    for (uint32_t b = 0; b < n_bearers(other) && pairs; b++) {
        struct insts *s = evaluate(x, p, c->in_step_with, b);
        has = has || s->busy;
        for (uint32_t i = 0; i < s->n; i++)
            has = has || str_eq(s->v[i].name, n->name);
    }
    if (pairs && has) { /* its own part, whatever the rest does */
        for (uint32_t b = 0; b < n_bearers(other); b++) {
            struct insts *s = evaluate(x, p, c->in_step_with, b);
            struct occurrence part = {0};
            for (uint32_t i = 0; i < s->n; i++)
                if (str_eq(s->v[i].name, n->name))
                    part = inst_occurrence(&s->v[i], TRIG_MET);
            if (!part.has) {
                o.has = false;
                break;
            }
            if (!o.has || part.to > o.to ||
                (part.to == o.to && part.from > o.from))
                o = part;
        }
    } else if (has) {
        o = clause_occurrence(x, p, c->in_step_with, TRIG_MET, NULL);
    }
    x->plain = was;
    if (!has)
        return;
    if (!o.has) {
        n->held = true;
        n->own_due = n->has_due ? n->due_hi : INSTANT_MAX;
        n->has_due = false;
        return;
    }
    n->due_lo = n->has_due ? max64(n->due_lo, o.from) : o.from;
    n->due_hi = n->has_due ? max64(n->due_hi, o.to - 1) : o.to - 1;
    n->has_due = true;
}

static void find_dates(struct ctx *x, int p, const struct clause *c,
                       const struct insts *s, struct inst *n)
{
    bool step = c->in_step_with != NONE && !x->plain;
    if (n->is_period) {
        n->a_known = true;
        n->a = c->carry ? s->v[0].p_from : n->p_from;
        n->has_due = true;
        n->due_lo = n->due_hi = n->p_to - 1;
        n->in = n->ins = n->all = cut(x, n->a, n->p_to);
        if (step)
            keep_in_step(x, p, c, n);
        return;
    }
    int was = x->circle;
    const struct deadline *due =
        n->step != NONE ? &c->steps[n->step].due : &c->due;
    bool by_until = c->due.kind == DUE_NONE && n->step == NONE &&
                    c->until.kind != POINT_NEVER;
    n->a_known = point_begin(x, p, &c->from, n, &n->a);
    n->undated = !enter_circle(x, c, by_until ? &c->until : &due->p);
    x->circle = was;
    if (by_until) {
        n->has_due = until_end(x, p, c, n, &n->due_lo);
        n->due_hi = --n->due_lo;
    } else {
        n->has_due = enter_circle(x, c, &due->p) &&
                     due_of(x, p, due, n, &n->due_lo, &n->due_hi);
        x->circle = was;
    }
    if (step)
        keep_in_step(x, p, c, n);
    if (!n->a_known)
        return;
    n->all = cut(x, n->a, x->t + 1);
    n->in = n->has_due ? cut(x, n->a, n->due_lo + 1) : n->all;
    n->ins = n->has_due ? cut(x, n->a, n->due_hi + 1) : n->all;
}

static void find_guard(struct ctx *x, int p, const struct clause *c,
                       struct inst *n)
{
    instant q = n->is_period ? n->p_from : n->a;
    int there = n->trig_event ? n->trig_zone : c->perf.place;
    if (c->guard.kind == GUARD_NONE || !n->trig_ok || !n->a_known)
        return;
    if (c->guard.kind == GUARD_WHILE && !n->is_period)
        q = n->has_due ? n->due_hi : x->t;
    else if (c->guard.kind != GUARD_WHILE && c->trigger != TRIG_NONE)
        q = n->f;
    n->guard = guard_at(x, p, c, q, there);
}

static int act_register(const struct agreement *ag)
{
    for (int i = 0; i < (int)ag->n_acts; i++)
        if (str_eq(ag->acts[i].id, STR("register")))
            return i;
    return NONE;
}

/* sem 19: the base of a share, if it is known. */
static bool base_of(struct ctx *x, int p, const struct clause *c, int bearer,
                    const struct inst *n, int64_t *out)
{
    const struct need *d = &c->need;
    if (d->base == BASE_NONE)
        return false;
    if (d->base == BASE_FIXED) {
        *out = d->base_fixed;
        return true;
    }
    instant to = d->base == BASE_AT_DEADLINE && n->has_due ? n->due_hi : x->t;
    struct selector sel = {.act = act_register(x->ag),
                           .item = d->base_item,
                           .place = NONE,
                           .state = NONE,
                           .state_item = NONE};
    if (sel.act == NONE)
        return false;
    struct look l = {.sel = &sel,
                     .p = p,
                     .anybody = true,
                     .measure = MEASURE_SUM,
                     .bearer = bearer};
    struct evs *all = look_all(x, &l);
    struct sfig *f = figures(x, all, &l, cut(x, INSTANT_MIN, to + 1));
    if (p != OWN) {
        struct sfig a = account_figure(x, f, p);
        *out = a.lo;
        return a.speaks;
    }
    struct terms q = {&c->standard, AT_LEAST, bearer,
                      creditors_of(x->ag, c, bearer), 0};
    *out = accepted_lower(x, &q, f, F_LO);
    if (c->standard.kind == STD_INTEREST && bearer == NONE) {
        for (int i = 0; i < (int)x->ag->n_actors; i++)
            if (x->ag->actors[i].role == ROLE_PARTY &&
                !account_figure(x, f, i).speaks)
                return false; /* not all parties concur */
        return true;
    }
    uint32_t speak = 0;
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        if (f[s].speaks && lets_speak(x, &q, (int)s))
            speak++;
    return speak >= (c->standard.kind == STD_KOF ? c->standard.k : 1);
}

static int64_t own_number(const struct clause *c, const struct inst *n)
{
    int64_t number = c->need.all ? 100 : c->need.n;
    if (n->missing)
        return 0;
    if (n->step != NONE)
        return c->steps[n->step].n;
    if (c->measure == MEASURE_HOURS)
        return c->hours.days * 86400 + c->hours.seconds;
    if (c->trigger != TRIG_EVENT)
        return number;
    if (c->n_ratios > 0)
        return n->ratio_need;
    if (c->measure == MEASURE_EXISTS)
        return number;
    return number * (n->qty / (c->trig_per > 0 ? c->trig_per : 1));
}

/* Whether the needs of the instances before add up (sem 8). */
static bool adds_up(const struct ctx *x, const struct clause *c)
{
    if (c->trigger != TRIG_EVENT && c->period != PERIOD_NONE && c->n_steps == 0)
        return c->carry;
    if (c->trigger != TRIG_EVENT && c->n_steps > 0)
        return true;
    return c->key == KEY_NONE &&
           (c->trigger == TRIG_EVENT || named_after(x, c) != NONE);
}

/* Whether what is shown is what exceeds C. */
static bool runs_total(const struct ctx *x, const struct clause *c)
{
    return c->in_addition_to != NONE || adds_up(x, c);
}

/* Order in which needs come before one another (sem 8). */
static bool comes_before(const struct insts *s, uint32_t i, uint32_t j)
{
    const struct inst *a = &s->v[i], *b = &s->v[j];
    if (a->has_due != b->has_due)
        return a->has_due;
    if (a->has_due && a->due_lo != b->due_lo)
        return a->due_lo < b->due_lo;
    if (a->has_due && a->due_hi != b->due_hi)
        return a->due_hi < b->due_hi;
    return i < j;
}

static int64_t share(int64_t percent, int64_t base)
{
    return (percent * base + 99) / 100;
}

static void find_needs(struct ctx *x, int p, const struct clause *c, int bearer,
                       struct insts *s)
{
    bool percent = c->need.percent || c->need.all, adds = adds_up(x, c);
    for (uint32_t i = 0; i < s->n; i++)
        s->v[i].raw_n = own_number(c, &s->v[i]);
    for (uint32_t i = 0; i < s->n; i++) {
        struct inst *n = &s->v[i];
        int64_t before = 0;
        for (uint32_t j = 0; adds && j < s->n; j++)
            if (j != i && comes_before(s, j, i) && s->v[j].trig_ok &&
                s->v[j].guard == YES && !n->missing)
                before += s->v[j].raw_n;
        n->n = n->raw_n;
        n->c = before;
        if (percent && !n->missing) {
            int64_t base;
            if (base_of(x, p, c, bearer, n, &base)) {
                n->c = share(before, base);
                n->n = share(before + n->raw_n, base) - n->c;
            } else {
                n->no_base = true;
                n->n = n->c = 0;
            }
        }
        if (c->in_addition_to != NONE && !n->missing) {
            const struct clause *xc = &x->ag->clauses[c->in_addition_to];
            bool binds = false;
            for (uint32_t b = 0; b < xc->n_bearers; b++)
                binds = binds || xc->bearers[b] == bearer;
            for (uint32_t b = 0; b < n_bearers(xc); b++) {
                if (binds && bearer_at(xc, b) != bearer)
                    continue;
                struct insts *o = evaluate(x, p, c->in_addition_to, b);
                for (uint32_t k = 0; k < o->n; k++)
                    if (o->v[k].trig_ok && o->v[k].guard == YES)
                        n->c += o->v[k].n;
            }
        }
    }
}

/* --- 10, 20 The status of a duty ---------------------------------------- */

static bool counts_against(const struct ctx *x, const struct clause *c,
                           const struct evs *all, struct window w)
{
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        int account = account_of_source(x, f->source);
        if (!x->stands[i])
            continue;
        for (uint32_t s = 0; s < x->in->n_sources; s++) {
            if (account_of_source(x, (int)s) == account)
                continue;
            for (uint32_t k = 0; k < all[s].n; k++) {
                const struct ev *e = &all[s].v[k];
                if (!meets(e->from, e->to, w))
                    continue;
                str id = e->f->id;
                for (uint32_t r = 0; r < f->n_replies; r++)
                    if (f->replies[r].kind == REPLY_DISPUTES &&
                        str_eq(f->replies[r].id, id))
                        return true;
                if (c->validated_by != NONE || f->invalid < 1 ||
                    (f->kind != FACT_ASSESSMENT && f->kind != FACT_FINDING))
                    continue;
                for (uint32_t r = 0; r < f->n_refs; r++)
                    if (str_eq(f->refs[r], id))
                        return true;
            }
        }
    }
    return false;
}

static bool refutes(enum compare cmp, int64_t lo, int64_t hi, int64_t n)
{
    return cmp == AT_LEAST  ? hi < n
           : cmp == AT_MOST ? lo > n
                            : lo > n || hi < n;
}

static bool satisfies(enum compare cmp, int64_t lo, int64_t hi, int64_t n)
{
    return cmp == AT_LEAST  ? lo >= n
           : cmp == AT_MOST ? hi <= n
                            : lo == n && hi == n;
}

static int greatest_may(const struct ctx *x, const struct sfig *f)
{
    int best = NONE;
    for (int s = 0; s < (int)x->in->n_sources; s++)
        if (best == NONE || f[s].may > f[best].may)
            best = s;
    return best;
}

/* Whether a source is of another account than one of the greatest may. */
static bool is_other(const struct ctx *x, const struct sfig *f, int source)
{
    int top = greatest_may(x, f);
    for (int s = 0; s < (int)x->in->n_sources; s++)
        if (f[s].speaks && f[s].may == f[top].may &&
            account_of_source(x, s) != account_of_source(x, source))
            return true;
    return false;
}

struct asked { /* everything about one instance in one perspective */
    struct ctx *x;
    int p, clause, bearer;
    const struct clause *c;
    struct look l;
    struct terms q;
    struct evs *all;
};

/* Accepted, or the account's own, over a window. */
static struct accepted judge(struct asked *k, struct window w)
{
    struct sfig *f = figures(k->x, k->all, &k->l, w);
    if (k->p == OWN)
        return accept_figures(k->x, &k->q, f);
    struct sfig a = account_figure(k->x, f, k->p);
    return (struct accepted){a.lo, a.touch, a.hi, a.may};
}

static bool voice(const struct asked *k, int source)
{
    return k->p == OWN ? lets_speak(k->x, &k->q, source)
                       : account_of_source(k->x, source) == k->p;
}

/* sem 20: the report that completes the need. */
static void find_met(struct asked *k, struct inst *n, bool touch)
{
    struct ev *best = NULL, *last = NULL;
    instant at = n->a;
    for (uint32_t s = 0; n->c + n->n != 0 && s < k->x->in->n_sources; s++) {
        if (!voice(k, (int)s))
            continue;
        for (uint32_t i = 0; i < k->all[s].n; i++) {
            struct ev *e = &k->all[s].v[i];
            if (e->to <= n->all.from || e->from >= n->all.to || e->part)
                continue;
            if (last == NULL || e->to > last->to ||
                (e->to == last->to && later(e, last)))
                last = e;
            if (best != NULL &&
                (e->to > best->to || (e->to == best->to && !later(e, best))))
                continue;
            struct accepted a = judge(k, cut(k->x, n->a, e->to));
            if ((touch ? a.touch : a.lo) >= n->c + n->n)
                best = e;
        }
    }
    if (best == NULL)
        best = last;
    if (best == NULL) {
        n->met = n->verified = (struct occurrence){true, at, at + 1};
        return;
    }
    n->met = (struct occurrence){true, best->from, best->to};
    n->verified =
        (struct occurrence){true, best->f->recorded, best->f->recorded + 1};
}

static bool stated_otherwise(struct asked *k, const struct inst *n)
{
    struct ctx *x = k->x;
    int64_t need = n->c + n->n;
    if (k->p != OWN)
        return false;
    struct sfig *f = figures(x, k->all, &k->l, n->all);
    struct sfig *ins = figures(x, k->all, &k->l, n->ins);
    for (int s = 0; s < (int)x->in->n_sources; s++)
        if (is_other(x, f, s) && ins[s].speaks &&
            refutes(AT_LEAST, ins[s].lo, ins[s].hi, need))
            return true;
    return counts_against(x, k->c, k->all, n->all);
}

/* sem 4: a source that is asked states that a part of the place is done. */
static bool done_in_part(struct asked *k, const struct inst *n)
{
    for (uint32_t s = 0; s < k->x->in->n_sources; s++)
        for (uint32_t i = 0; i < k->all[s].n; i++) {
            const struct ev *e = &k->all[s].v[i];
            if (e->part && meets(e->from, e->to, n->all) &&
                (k->p == OWN || account_of_source(k->x, (int)s) == k->p))
                return true;
        }
    return false;
}

static enum status at_least(struct asked *k, struct inst *n)
{
    struct ctx *x = k->x;
    int64_t need = n->c + n->n;
    struct accepted in = judge(k, n->in), ins = judge(k, n->ins),
                    all = judge(k, n->all);
    bool sure = !n->undated || !k->c->lapses;
    if (in.lo >= need && sure) {
        find_met(k, n, false);
        return ST_MET;
    }
    if (ins.touch >= need && sure) {
        n->marks |= MARK_TIME_UNCERTAIN;
        find_met(k, n, true);
        return ST_MET;
    }
    bool part = done_in_part(k, n);
    if (!n->has_due || x->t <= n->due_hi) {
        n->marks |= part ? MARK_PART : 0;
        return ST_RUNNING;
    }
    if (all.lo >= need && !k->c->lapses) {
        find_met(k, n, false);
        if (k->c->has_cure) {
            if (n->met.to - 1 <= move(x, n->due_hi, k->c->cure))
                n->marks |= MARK_CURED;
        }
        return ST_MET_LATE;
    }
    n->marks |= part ? MARK_PART : 0;
    if (all.possible >= need) {
        if (ins.possible < need)
            n->marks |= MARK_LATE;
        return stated_otherwise(k, n) ? ST_CONTESTED : ST_REPORTED_NOT_VERIFIED;
    }
    if (refutes(AT_LEAST, ins.lo, ins.hi, need))
        return all.possible > n->c || part ? ST_PARTLY_MET : ST_UNMET;
    return all.possible > n->c || part ? ST_PARTLY : ST_NOT_REPORTED;
}

static enum status at_most(struct asked *k, struct inst *n)
{
    struct ctx *x = k->x;
    enum compare cmp = k->c->need.cmp;
    int64_t need = n->c + n->n;
    struct accepted in = judge(k, n->in), ins = judge(k, n->ins);
    if (in.lo > need)
        return ST_UNMET;
    if (!n->has_due || x->t <= n->due_hi)
        return ST_RUNNING;
    if (satisfies(cmp, ins.lo, ins.hi, need)) {
        n->met = (struct occurrence){true, n->due_lo, n->due_hi + 1};
        n->verified = (struct occurrence){true, n->due_hi, n->due_hi + 1};
        return ST_MET;
    }
    if (refutes(cmp, in.lo, ins.hi, need))
        return ST_UNMET;
    struct sfig *f = figures(x, k->all, &k->l, n->ins);
    if (k->p != OWN)
        return account_figure(x, f, k->p).may > need ? ST_REPORTED_NOT_VERIFIED
                                                     : ST_NOT_REPORTED;
    int top = greatest_may(x, f);
    if (top == NONE || f[top].may <= need)
        return ST_NOT_REPORTED;
    for (int s = 0; s < (int)x->in->n_sources; s++)
        if (s != top && f[s].speaks && satisfies(cmp, f[s].lo, f[s].hi, need))
            return ST_CONTESTED;
    return ST_REPORTED_NOT_VERIFIED;
}

static int report_cmp(const struct fact *a, const struct fact *b)
{
    CMP(a->from, b->from);
    CMP(a->recorded, b->recorded);
    CMP_STR(a->id, b->id);
    return 0;
}

static void list_reports(struct asked *k, struct inst *n, struct window w)
{
    struct ctx *x = k->x;
    uint32_t *v = room(x->a, x->in->n_facts + 1, sizeof *v);
    uint32_t count = 0;
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        if (!voice(k, (int)s))
            continue;
        for (uint32_t i = 0; i < k->all[s].n; i++) {
            const struct ev *e = &k->all[s].v[i];
            if (e->level ? e != level_at(&k->all[s], w)
                         : !meets(e->from, e->to, w))
                continue;
            v[count++] = e->fact;
        }
    }
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = i; j > 0 && report_cmp(&x->in->facts[v[j]],
                                                 &x->in->facts[v[j - 1]]) < 0;
             j--) {
            uint32_t swap = v[j];
            v[j] = v[j - 1];
            v[j - 1] = swap;
        }
    n->reports = v;
    n->n_reports = count;
}

static void general_marks(struct asked *k, struct inst *n, struct window w)
{
    struct ctx *x = k->x;
    struct sfig *f = figures(x, k->all, &k->l, w);
    for (uint32_t s = 0; s < x->in->n_sources; s++)
        if (f[s].swapped)
            n->marks |= MARK_NO_SUM;
    for (uint32_t i = 0; i < x->in->n_facts; i++)
        if (is_will(x, i, FACT_NOTICE, WILL_INVOKE) &&
            concerns(x, &x->in->facts[i], k->clause, &n->name))
            n->marks |= MARK_INVOKED;
    if (suspensions_of(x, k->clause, k->bearer).claimed)
        n->marks |= MARK_SUSPENSION_CLAIMED;
    if (n->trig_event && n->trig_ok && n->a_known && n->has_due &&
        n->trig_recorded > n->due_hi)
        n->marks |= MARK_TRIGGER_LATE;
    const struct point *end = NULL;
    if (n->step != NONE)
        end = &k->c->steps[n->step].due.p;
    else if (k->c->due.kind != DUE_NONE)
        end = &k->c->due.p;
    else if (k->c->until.kind != POINT_NEVER)
        end = &k->c->until;
    int was = x->circle;
    if (!n->is_period && !n->is_row && end != NULL &&
        end->kind == POINT_PHASE_END && end->plus.days == 0 &&
        end->plus.seconds == 0 && n->has_due && enter_circle(x, k->c, end) &&
        phase_dates(x, k->p, end->ref).moved_late)
        n->marks |= MARK_MOVED_LATE;
    x->circle = was;
}

/* sem 12: whether somebody who has to gave notice by then. */
static bool notified_by(struct asked *k, const struct inst *n, instant end)
{
    struct ctx *x = k->x;
    int by = k->c->chosen_by != NONE ? k->c->chosen_by : k->bearer;
    for (uint32_t i = 0; i < x->in->n_facts; i++) {
        const struct fact *f = &x->in->facts[i];
        if (is_will(x, i, FACT_NOTICE, WILL_NOTIFY) &&
            concerns(x, f, k->clause, &n->name) && f->from <= end &&
            (by == NONE ||
             account_of_source(x, f->source) == account_of(x->ag, by)))
            return true;
    }
    return false;
}

static void timely_marks(struct asked *k, struct inst *n)
{
    struct ctx *x = k->x;
    const struct clause *c = k->c;
    bool met = n->st == ST_MET || n->st == ST_MET_LATE;
    if (c->notified_tod != NONE && (n->is_period || n->has_due)) {
        struct civil_date d = day_of(x, n->is_period ? n->p_from : n->due_lo);
        struct civil cv = {civil_from_days(civil_days(d) - 1),
                           {(uint8_t)(c->notified_tod / 3600),
                            (uint8_t)(c->notified_tod / 60 % 60),
                            (uint8_t)(c->notified_tod % 60)}};
        instant end = civil_resolve(x->tz, cv).at;
        end += c->notified_tod % 60 == 0 ? 59 : 0;
        if (x->t > end && !notified_by(k, n, end))
            n->marks |= MARK_NOT_NOTIFIED;
    }
    if (met &&
        (c->notified_within.days != 0 || c->notified_within.seconds != 0)) {
        instant end = move(x, n->met.to - 1, c->notified_within);
        if (x->t > end && !notified_by(k, n, end))
            n->marks |= MARK_NOT_NOTIFIED;
    }
    if (met && c->has_reported_within &&
        n->verified.from > move(x, n->met.to - 1, c->reported_within))
        n->marks |= MARK_REPORTED_LATE;
}

static struct look look_for(struct ctx *x, int p, const struct clause *c,
                            int bearer, const struct inst *n)
{
    struct look l = {.sel = &c->perf,
                     .p = p,
                     .measure = c->measure,
                     .c = c,
                     .bearer = bearer,
                     .row = n,
                     .key = c->key,
                     .key_zone = NONE};
    if (c->perf.anybody || (bearer == NONE && c->perf.performers == 0))
        l.anybody = true;
    else
        l.performers =
            bearer != NONE ? x->ag->actors[bearer].answers : c->perf.performers;
    if (c->trigger != TRIG_EVENT && named_after(x, c) == NONE)
        l.key = KEY_NONE;
    l.key_value = n->name;
    for (int z = 0; z < (int)x->ag->n_zones; z++)
        if (str_eq(x->ag->zones[z].id, n->name))
            l.key_zone = z;
    return l;
}

static struct asked ask(struct ctx *x, int p, int clause, int bearer,
                        const struct inst *n)
{
    const struct clause *c = &x->ag->clauses[clause];
    struct asked k = {
        .x = x, .p = p, .clause = clause, .bearer = bearer, .c = c};
    k.l = look_for(x, p, c, bearer, n);
    k.l.ban = is_ban(c);
    k.q = (struct terms){&c->standard, is_ban(c) ? AT_MOST : c->need.cmp,
                         bearer, creditors_of(x->ag, c, bearer), n->c + n->n};
    k.all = look_all(x, &k.l);
    return k;
}

static bool agreement_over(struct ctx *x, int p)
{
    struct phase_dates life = phase_dates(x, p, NONE);
    return life.has_end && life.end <= x->t;
}

static void judge_duty(struct ctx *x, int p, int clause, int bearer,
                       struct inst *n)
{
    struct asked k = ask(x, p, clause, bearer, n);
    bool looked = n->trig_ok && n->a_known; /* else it shows no figures */
    enum compare cmp = k.c->need.cmp;
    struct window shown = {0, 0};
    bool begun = looked && x->t >= n->a;
    n->st = ST_WAITING;
    if (begun && n->no_base)
        n->st = ST_DEPENDS;
    else if (begun)
        n->st = cmp == AT_LEAST ? at_least(&k, n) : at_most(&k, n);
    if (looked)
        shown = cmp != AT_LEAST || n->st == ST_MET ? n->ins : n->all;
    if (begun && n->guard == NO) {
        n->st = ST_NOT_ARISING;
        n->marks = 0;
    } else if (begun && n->guard == UNKNOWN && n->st != ST_MET) {
        n->st = n->has_due && x->t > n->due_hi ? ST_DEPENDS : ST_WAITING;
        n->marks = 0;
    }
    if (n->held && n->st == ST_RUNNING && x->t > n->own_due)
        n->st = ST_WAITING;
    if (n->st != ST_MET && n->st != ST_MET_LATE) {
        struct suspensions s = suspensions_of(x, clause, bearer);
        instant ignored;
        for (uint32_t i = 0; i < s.n; i++)
            if (n->st == ST_UNMET && n->has_due && n->due_hi >= s.v[i].from &&
                n->due_hi < s.v[i].to)
                n->st = ST_SUSPENDED;
        if (excused(x, clause, bearer, &n->name))
            n->st = ST_EXCUSED;
        if (consented(x, WILL_WAIVE, clause, bearer, &n->name, &ignored))
            n->st = ST_WAIVED;
    }
    n->acc.hi = QTY_INF;
    if (looked) {
        n->acc = judge(&k, shown);
        n->fig = account_figure(x, figures(x, k.all, &k.l, shown), p);
        n->fig_ins = account_figure(x, figures(x, k.all, &k.l, n->ins), p);
        list_reports(&k, n, shown);
    }
    n->listed = n->n_reports > 0 || n->trig_event;
    general_marks(&k, n, shown);
    if (begun && (n->guard == YES || n->st == ST_MET || n->st == ST_MET_LATE))
        timely_marks(&k, n);
}

/* --- 17 Prohibitions and states to keep --------------------------------- */

static void judge_row(struct ctx *x, int p, int clause, int bearer,
                      struct inst *n)
{
    n->st = ST_WAITING;
    n->acc.hi = QTY_INF;
    if (!n->trig_ok || !n->a_known || x->t < n->a)
        return;
    struct asked k = ask(x, p, clause, bearer, n);
    const struct clause *c = k.c;
    struct window w = n->all;
    int account = bearer == NONE ? NONE : account_of(x->ag, bearer);
    struct sfig *f = figures(x, k.all, &k.l, w);
    int64_t found = 0, admitted = 0, may = 0;
    bool named = c->standard.kind == STD_NAMED;
    int body = named ? account_of(x->ag, c->standard.by) : NONE;
    if (named) {
        struct look l = k.l;
        l.findings_only = true;
        found = extreme(x, figures(x, look_all(x, &l), &l, w),
                        (actor_set)1 << body, F_LO, true);
    }
    if (account != NONE)
        admitted = extreme(x, f, (actor_set)1 << account, F_LO, true);
    for (uint32_t s = 0; s < x->in->n_sources; s++) {
        may = max64(may, f[s].may);
        if (f[s].hi != QTY_INF && account_of_source(x, (int)s) < MAX_ACTORS)
            n->covering |= (actor_set)1 << account_of_source(x, (int)s);
    }
    n->acc.lo = named ? found : admitted;
    n->acc.hi = QTY_INF;
    n->acc.possible = max64(may, n->acc.lo);
    n->fig = n->fig_ins = account_figure(x, f, p);
    struct asked plain = k;
    plain.l.plain = true;
    plain.all = look_all(x, &plain.l);
    list_reports(&plain, n, w);
    n->listed = n->n_reports > 0;
    general_marks(&k, n, w);
    if (c->kind == CLAUSE_BAN && bearer != NONE && !c->perf.anybody &&
        !n->is_period) {
        struct look l = k.l;
        l.only_unnamed = true;
        struct sfig *u = figures(x, look_all(x, &l), &l, w);
        for (uint32_t s = 0; s < x->in->n_sources; s++)
            n->unattributed = max64(n->unattributed, u[s].may);
        if (n->unattributed > 0)
            n->marks |= MARK_UNATTRIBUTED;
    }
    if (p == OWN) {
        n->st = found >= 1      ? ST_FOUND
                : admitted >= 1 ? ST_ADMITTED
                : may >= 1      ? ST_REPORTED
                                : ST_NONE_REPORTED;
    } else {
        n->st = p == body && found >= 1         ? ST_FOUND
                : p == account && admitted >= 1 ? ST_ADMITTED
                : n->fig.may >= 1               ? ST_REPORTED
                                                : ST_NONE_REPORTED;
    }
    if (p == OWN && n->st == ST_REPORTED) {
        bool contested = counts_against(x, c, k.all, w);
        for (int s = 0; s < (int)x->in->n_sources; s++)
            if (is_other(x, f, s) && f[s].hi == 0)
                contested = true;
        if (contested)
            n->marks |= MARK_CONTESTED;
    }
    if (n->st == ST_NONE_REPORTED)
        return;
    instant ignored;
    if (consented(x, WILL_WAIVE, clause, bearer, &n->name, &ignored))
        n->st = ST_WAIVED;
    else if (excused(x, clause, bearer, &n->name))
        n->st = ST_EXCUSED;
}

static void judge_rows(struct ctx *x, int p, int clause, uint32_t b,
                       struct insts *s)
{
    const struct clause *c = &x->ag->clauses[clause];
    instant from = 0, end = INSTANT_MAX;
    bool known = point_begin(x, p, &c->from, NULL, &from);
    bool has_end = known && clause_end(x, p, c, &end);
    if (!has_end)
        end = INSTANT_MAX;
    s->v = room(x->a, INSTS_MAX + 2, sizeof *s->v);
    s->v[s->n++] = new_inst(STR("overall"));
    if (known && x->ag->reporting != PERIOD_NONE)
        add_periods(x, s, x->ag->reporting, from, has_end, end, INSTS_MAX);
    for (uint32_t i = 0; i < s->n; i++) {
        struct inst *n = &s->v[i];
        instant to = n->is_period ? n->p_to : end;
        n->is_row = true;
        n->a_known = known;
        n->a = n->is_period ? n->p_from : from;
        n->n = c->need.n;
        /* after X: from then on (sem 7) */
        for (int k = 0; k < 2; k++) {
            struct occurrence o;
            if (k == 0 ? c->trigger == TRIG_NONE || c->trigger == TRIG_EVENT
                       : c->after == POINT_NEVER)
                continue;
            o = clause_occurrence(x, p,
                                  k == 0 ? c->trig_clause : c->after_clause,
                                  k == 0 ? c->trigger : after_kind(c), NULL);
            if (!o.has || o.from >= to)
                n->trig_ok = false;
            else
                n->a = max64(n->a, o.from);
        }
        if (known)
            n->in = n->ins = n->all = cut(x, n->a, to);
        judge_row(x, p, clause, bearer_at(c, b), n);
    }
}

/* --- One clause in one perspective -------------------------------------- */

static void judge_text(struct ctx *x, int clause, struct inst *n)
{
    uint32_t *last = room(x->a, 1, sizeof *last);
    n->reports = last;
    const struct clause *c = &x->ag->clauses[clause];
    n->st = c->kind == CLAUSE_MAY      ? ST_PERMITTED
            : c->kind == CLAUSE_JUDGED ? ST_NOT_JUDGED
                                       : ST_DECLARATORY;
    for (uint32_t i = 0; c->kind == CLAUSE_JUDGED && i < x->in->n_facts; i++)
        if (is_will(x, i, FACT_FINDING, WILL_OUTCOME) &&
            x->in->facts[i].clause == label_of(x->ag, clause) &&
            account_of_source(x, x->in->facts[i].source) ==
                account_of(x->ag, c->judged_by)) {
            const struct fact *f = &x->in->facts[i];
            if (n->n_reports == 0 || report_cmp(f, &x->in->facts[*last]) > 0)
                *last = i;
            n->n_reports = 1;
            n->st = ST_JUDGED;
        }
}

static void judge_one(struct ctx *x, int p, int clause, uint32_t b,
                      struct insts *s)
{
    const struct clause *c = &x->ag->clauses[clause];
    int bearer = bearer_at(c, b);
    for (uint32_t i = 0; i < s->n; i++) {
        find_trigger(x, p, c, &s->v[i]);
        find_dates(x, p, c, s, &s->v[i]);
        find_guard(x, p, c, &s->v[i]);
    }
    find_needs(x, p, c, bearer, s);
    for (uint32_t i = 0; i < s->n; i++)
        judge_duty(x, p, clause, bearer, &s->v[i]);
}

static struct insts *evaluate(struct ctx *x, int p, int clause, uint32_t b)
{
    size_t per = (size_t)x->ag->n_clauses * MAX_ACTORS;
    int was = x->circle;
    bool undated = one_circle(x, was, clause);
    size_t slot = (((size_t)undated * 2 + x->plain) * (x->in->n_accounts + 1) +
                   (size_t)(p + 1)) *
                      per +
                  (size_t)clause * MAX_ACTORS + b;
    const struct clause *c = &x->ag->clauses[clause];
    static struct insts nothing;
    struct insts *s = x->cache[slot];
    if (s != NULL)
        return s->busy ? &nothing : s;
    s = x->cache[slot] = room(x->a, 1, sizeof *s);
    s->busy = true;
    x->circle = undated ? was : NONE;
    switch (c->kind) {
    case CLAUSE_MAY:
    case CLAUSE_JUDGED:
    case CLAUSE_DECLARATORY:
        s->v = room(x->a, 1, sizeof *s->v);
        s->v[s->n++] = new_inst(STR(""));
        judge_text(x, clause, &s->v[0]);
        break;
    case CLAUSE_DUTY:
    case CLAUSE_BAN:
    case CLAUSE_KEEP:
        if (is_ban(c)) {
            judge_rows(x, p, clause, b, s);
        } else {
            list_instances(x, p, c, s);
            judge_one(x, p, clause, b, s);
        }
        break;
    }
    s->busy = false;
    x->circle = was;
    return s;
}

/* An instance of this name that only accounts have (sem 10). */
static struct inst *missing_inst(struct ctx *x, str name)
{
    struct inst *n = room(x->a, 1, sizeof *n);
    *n = new_inst(name);
    n->missing = true;
    n->trig_ok = false;
    return n;
}

/* --- The list ----------------------------------------------------------- */

/* Whether clause c waits, in turn, for itself: over clauses of which some
 * instance waits for its trigger. */
static bool waits(struct ctx *x, int p, int clause)
{
    const struct clause *c = &x->ag->clauses[clause];
    for (uint32_t b = 0; b < n_bearers(c); b++) {
        struct insts *s = evaluate(x, p, clause, b);
        for (uint32_t i = 0; i < s->n; i++)
            if (s->v[i].st == ST_WAITING && !s->v[i].trig_ok)
                return true;
    }
    return false;
}

/* Past its own due, for its counterpart (in step). */
static bool is_held(const struct ctx *x, const struct inst *n)
{
    return n->held && n->trig_ok && n->guard == YES && x->t > n->own_due;
}

static bool waits_in_step(struct ctx *x, int p, int clause)
{
    const struct clause *c = &x->ag->clauses[clause];
    for (uint32_t b = 0; b < n_bearers(c); b++) {
        struct insts *s = evaluate(x, p, clause, b);
        for (uint32_t i = 0; i < s->n; i++)
            if (s->v[i].st == ST_WAITING && is_held(x, &s->v[i]))
                return true;
    }
    return false;
}

static bool reaches(struct ctx *x, int p, int from, int to, uint32_t depth)
{
    const struct clause *c = &x->ag->clauses[from];
    bool waiting = depth <= x->ag->n_clauses && waits(x, p, from);
    bool step = depth <= x->ag->n_clauses && waits_in_step(x, p, from);
    int next[3] = {waiting && c->trigger != TRIG_NONE &&
                           c->trigger != TRIG_EVENT
                       ? c->trig_clause
                       : NONE,
                   waiting && c->after != POINT_NEVER ? c->after_clause : NONE,
                   step ? c->in_step_with : NONE};
    for (int i = 0; i < 3; i++)
        if (next[i] != NONE &&
            (next[i] == to || reaches(x, p, next[i], to, depth + 1)))
            return true;
    return false;
}

static enum status final_status(struct ctx *x, int p, int clause,
                                const struct inst *n)
{
    if (n->missing)
        return ST_WAITING;
    bool past = !n->trig_ok && n->has_due && x->t > n->due_hi;
    if (p == OWN && n->st == ST_WAITING && (past || is_held(x, n)) &&
        reaches(x, p, clause, clause, 0))
        return ST_WAITING_ON_EACH_OTHER;
    bool own_day = n->trig_ok && n->a_known && x->t < n->a;
    if (n->st == ST_WAITING && !n->is_row && !own_day && agreement_over(x, p))
        return ST_LAPSED;
    return n->st;
}

static int64_t less(int64_t v, const struct inst *n, bool runs)
{
    if (!runs || v == QTY_INF)
        return v;
    return min64(max64(v - n->c, 0), n->n);
}

static bool is_short(enum status s)
{
    return s == ST_UNMET || s == ST_PARTLY_MET;
}

static bool is_met(enum status s)
{
    return s == ST_MET || s == ST_MET_LATE;
}

static struct inst *find_inst(struct insts *s, str name)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (str_eq(s->v[i].name, name))
            return &s->v[i];
    return NULL;
}

static struct verdict view(struct ctx *x, int clause, uint32_t b,
                           struct inst *own)
{
    const struct clause *c = &x->ag->clauses[clause];
    bool runs = !is_ban(c) && c->kind != CLAUSE_MAY &&
                c->kind != CLAUSE_JUDGED && c->kind != CLAUSE_DECLARATORY &&
                runs_total(x, c);
    bool text = c->kind == CLAUSE_MAY || c->kind == CLAUSE_JUDGED ||
                c->kind == CLAUSE_DECLARATORY;
    struct verdict v = {.clause = clause,
                        .bearer = bearer_at(c, b),
                        .instance = own->name,
                        .window_from = own->a,
                        .has_due = own->has_due,
                        .due_lo = own->has_due ? own->due_lo : 0,
                        .due_hi = own->has_due ? own->due_hi : 0,
                        .status = final_status(x, OWN, clause, own),
                        .marks = own->marks,
                        .sure = less(own->acc.lo, own, runs),
                        .possible = less(own->acc.possible, own, runs),
                        .required = own->n,
                        .before = own->c,
                        .unattributed = own->unattributed,
                        .waits_for = NONE,
                        .covering = own->covering,
                        .reports = own->reports,
                        .n_reports = own->n_reports};
    if (is_met(own->st)) {
        v.has_met = true;
        v.met_from = own->met.from;
        v.met_to = own->met.to;
    }
    if (text)
        return v;
    struct account_view *views =
        room(x->a, x->in->n_accounts + 1, sizeof *views);
    struct inst **of = room(x->a, x->in->n_accounts + 1, sizeof *of);
    for (int p = 0; p < (int)x->in->n_accounts; p++) {
        struct inst *n = find_inst(evaluate(x, p, clause, b), own->name);
        if (n == NULL || !n->listed)
            continue;
        of[v.n_accounts] = n;
        views[v.n_accounts++] = (struct account_view){
            .account = p,
            .arises = n->trig_ok,
            .has_due = n->has_due,
            .due_lo = n->has_due ? n->due_lo : 0,
            .due_hi = n->has_due ? n->due_hi : 0,
            .status = final_status(x, p, clause, n),
            .fig = {less(n->fig.lo, n, runs), less(n->fig.hi, n, runs),
                    less(n->fig.may, n, runs)},
            .required = n->n,
            .reports = n->reports,
            .n_reports = n->n_reports};
    }
    v.accounts = views;
    bool figure_differs = false;
    for (uint32_t i = 0; i < v.n_accounts; i++)
        for (uint32_t j = 0; j < v.n_accounts; j++) {
            const struct sfig *a = &of[i]->fig_ins, *o = &of[j]->fig_ins;
            if (a->speaks && o->speaks && a->hi < o->lo)
                figure_differs = true;
            if (!is_ban(c) && is_met(views[i].status) &&
                is_short(views[j].status))
                v.on_status = true;
        }
    v.accounts_differ = figure_differs || v.on_status;
    return v;
}

/* sem 18: duties with periods, steps or triggers, and prohibitions with
 * reporting periods. */
static bool has_series(const struct ctx *x, const struct clause *c)
{
    if (c->kind == CLAUSE_DUTY)
        return c->period != PERIOD_NONE || c->n_steps > 0 ||
               c->trigger == TRIG_EVENT;
    return is_ban(c) && x->ag->reporting != PERIOD_NONE;
}

static struct series series_of(struct ctx *x, int clause, uint32_t b,
                               const struct verdict *v, uint32_t n)
{
    const struct clause *c = &x->ag->clauses[clause];
    int bearer = bearer_at(c, b);
    struct series s = {.clause = clause, .bearer = bearer};
    struct insts *own = evaluate(x, OWN, clause, b);
    struct account_view *views =
        room(x->a, x->in->n_accounts + 1, sizeof *views);
    for (uint32_t i = 0; i < n; i++) {
        s.by_status[v[i].status]++;
        s.need += v[i].required;
        s.sure += v[i].sure;
        s.possible += v[i].possible;
    }
    bool known = false;
    struct window w = {0, 0};
    for (uint32_t i = 0; i < own->n; i++) {
        const struct inst *o = &own->v[i];
        instant to = o->is_period ? o->p_to
                     : o->is_row  ? o->all.to
                     : o->has_due ? o->due_hi + 1
                                  : x->t + 1;
        if (!o->a_known)
            continue;
        w.from = known ? min64(w.from, o->a) : o->a;
        w.to = known ? max64(w.to, to) : to;
        known = true;
    }
    w.to = min64(w.to, x->t + 1);
    for (int p = 0; known && p < (int)x->in->n_accounts; p++) {
        struct inst whole = new_inst(STR("overall"));
        struct asked k = ask(x, p, clause, bearer, &whole);
        k.l.plain = true;
        k.all = look_all(x, &k.l);
        struct sfig f = account_figure(x, figures(x, k.all, &k.l, w), p);
        if (f.speaks)
            views[s.n_accounts++] =
                (struct account_view){.account = p,
                                      .arises = true,
                                      .fig = {f.lo, f.hi, f.may},
                                      .required = s.need};
    }
    s.accounts = views;
    return s;
}

/* sem 21: what the readings of one label say of each instance. */
static void readings(const struct agreement *ag, struct verdicts *out)
{
    for (uint32_t i = 0; i < out->n; i++) {
        struct verdict *v = &out->v[i];
        int first = label_of(ag, v->clause);
        v->label_status = v->status;
        for (int c = first; c < (int)ag->n_clauses; c++) {
            bool same = false;
            if (label_of(ag, c) != first)
                continue;
            for (uint32_t k = 0; k < out->n; k++)
                if (out->v[k].clause == c && out->v[k].bearer == v->bearer &&
                    str_eq(out->v[k].instance, v->instance) &&
                    out->v[k].status == v->status)
                    same = true;
            if (!same)
                v->label_status = ST_DEPENDS_ON_READING;
        }
    }
}

instant ref_latest(const struct ref_input *in)
{
    instant latest = INSTANT_MIN;
    for (uint32_t i = 0; i < in->n_facts; i++) {
        latest = max64(latest, in->facts[i].to_ - 1);
        latest = max64(latest, in->facts[i].recorded);
    }
    return latest;
}

static struct phase_view phase_of(struct ctx *x, int phase)
{
    struct phase_dates d = phase_dates(x, OWN, phase);
    return (struct phase_view){.phase = phase,
                               .started = d.has_start && d.start <= x->t,
                               .has_end = d.has_end,
                               .start = d.has_start ? d.start : 0,
                               .end = d.has_end ? d.end : 0,
                               .extended_days = d.extended};
}

static struct ctx begin(struct cx *cx, const struct ref_input *in, instant at,
                        struct arena *a)
{
    const struct agreement *ag = in->ag;
    struct ctx x = {.cx = cx, .a = a, .in = in, .ag = ag};
    const bool *stands = ref_standing(in, a);
    if (!is_ok(tz_find(cx, ag->time_zone, &x.tz)))
        abort();
    x.t = at == INSTANT_MAX ? ref_latest(in) : at;
    x.stands = room(a, in->n_facts + 1, sizeof *x.stands);
    join_incidents(&x, stands);
    for (uint32_t i = 0; i < in->n_facts; i++)
        x.stands[i] = stands[i] && in->facts[i].from <= x.t;
    x.cache = room(
        a, (size_t)4 * (in->n_accounts + 1) * ag->n_clauses * MAX_ACTORS + 1,
        sizeof *x.cache);
    find_circles(&x);
    return x;
}

bool ref_rests_on(struct cx *cx, const struct ref_input *in, instant at,
                  int clause, int bearer, str instance, const bool *only,
                  struct arena *a, enum status *out)
{
    const struct clause *c = &in->ag->clauses[clause];
    struct ctx x = begin(cx, in, at, a);
    for (uint32_t b = 0; b < n_bearers(c); b++) {
        if (bearer_at(c, b) != bearer)
            continue;
        struct inst *n = find_inst(evaluate(&x, OWN, clause, b), instance);
        if (n == NULL)
            return false;
        /* All dates and needs as they are; judged again from these alone. */
        struct inst again = *n;
        again.marks = 0;
        again.met = again.verified = (struct occurrence){0};
        again.n_reports = 0;
        x.only = only;
        x.only_of = c;
        if (is_ban(c))
            judge_row(&x, OWN, clause, bearer, &again);
        else
            judge_duty(&x, OWN, clause, bearer, &again);
        x.only = NULL;
        *out = final_status(&x, OWN, clause, &again);
        return true;
    }
    return false;
}

void ref_status(struct cx *cx, const struct ref_input *in, instant at,
                struct arena *a, struct verdicts *out)
{
    const struct agreement *ag = in->ag;
    struct ctx x = begin(cx, in, at, a);
    struct civil_date d1;

    *out = (struct verdicts){.at = x.t};
    out->in_force = in_force(&x, &out->force) && out->force <= x.t;
    if (!day1(&x, &d1, &out->day1))
        out->day1 = 0;
    out->v = room(a, (size_t)ag->n_clauses * 4 * INSTS_MAX + 1, sizeof *out->v);
    out->series =
        room(a, (size_t)ag->n_clauses * MAX_ACTORS + 1, sizeof *out->series);
    for (int c = 0; c < (int)ag->n_clauses; c++) {
        for (uint32_t b = 0; b < n_bearers(&ag->clauses[c]); b++) {
            uint32_t first = out->n;
            struct insts *own = evaluate(&x, OWN, c, b);
            for (uint32_t i = 0; i < own->n; i++)
                out->v[out->n++] = view(&x, c, b, &own->v[i]);
            for (int p = 0; p < (int)in->n_accounts; p++) {
                struct insts *o = evaluate(&x, p, c, b);
                for (uint32_t i = 0; i < o->n; i++) {
                    bool has = false;
                    for (uint32_t k = first; k < out->n; k++)
                        has = has || str_eq(out->v[k].instance, o->v[i].name);
                    if (has)
                        continue;
                    out->v[out->n] =
                        view(&x, c, b, missing_inst(&x, o->v[i].name));
                    if (out->v[out->n].n_accounts > 0)
                        out->n++;
                }
            }
            const struct clause *cl = &ag->clauses[c];
            if (has_series(&x, cl))
                out->series[out->n_series++] =
                    series_of(&x, c, b, &out->v[first], out->n - first);
        }
    }
    readings(ag, out);
    out->phases = room(a, ag->n_phases + 1, sizeof *out->phases);
    out->phases[out->n_phases++] = phase_of(&x, NONE);
    for (int i = 0; i < (int)ag->n_phases; i++)
        out->phases[out->n_phases++] = phase_of(&x, i);
}
