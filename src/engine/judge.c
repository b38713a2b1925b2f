/* judge.c - the status of one duty (sem 10 to 12, 15, 20).
 *
 * A pure function of the row (window, due, need), the figures of the sources
 * and the instant. The same table serves the own standard and each account:
 * only what is "accepted" differs. */
#include "engine/engine_int.h"

struct trial {
    struct query *q;
    const struct sheet *s;
    const struct clause *c;
    struct row *r;
    const struct voices *vs;
    struct sides sides;
    int64_t n;            /* need with C */
    instant in, ins, all; /* ends of the windows, cut at t + 1 */
    struct fig *f_in, *f_ins, *f_all;
    struct accepted a_in, a_ins, a_all;
    bool by_touch; /* met, time uncertain */
    bool brief;    /* the status alone: not when it was met */
    bool given;    /* the figures are those given; disputes are not asked */
    bool unsure;   /* but they would have to be */
};

static void accept(const struct trial *t, const struct fig *figs,
                   struct accepted *out)
{
    if (t->s->persp == OWN)
        standard_accept(t->q, &t->c->standard, &t->sides, t->c->need.cmp, t->n,
                        t->vs, figs, out);
    else
        standard_account(t->q, t->s->persp, t->vs, figs, out);
}

static err figures_to(struct trial *t, instant end, struct fig **figs,
                      struct accepted *a)
{
    TRY(t->q->cx, standard_figures(t->q, t->vs, t->r->a, end, figs));
    accept(t, *figs, a);
    return OK;
}

static instant least(instant a, instant b)
{
    return a < b ? a : b;
}

static err windows(struct trial *t)
{
    struct row *r = t->r;
    instant now = t->q->at + 1;
    t->all = least(r->end, now);
    t->in = r->has_due ? least(r->due_lo + 1, t->all) : t->all;
    t->ins = r->has_due ? least(r->due_hi + 1, t->all) : t->all;
    if (t->given) {
        accept(t, t->f_all, &t->a_all);
        t->a_in = t->a_ins = t->a_all;
        t->f_in = t->f_ins = t->f_all;
        return OK;
    }
    TRY(t->q->cx, figures_to(t, t->all, &t->f_all, &t->a_all));
    t->f_ins = t->f_all;
    t->a_ins = t->a_all;
    if (t->ins != t->all)
        TRY(t->q->cx, figures_to(t, t->ins, &t->f_ins, &t->a_ins));
    t->f_in = t->f_ins;
    t->a_in = t->a_ins;
    if (t->in != t->ins)
        TRY(t->q->cx, figures_to(t, t->in, &t->f_in, &t->a_in));
    return OK;
}

/* --- When it was met (sem 20)
 * ---------------------------------------------------------- */

static bool counts(const struct trial *t, const struct voice *v)
{
    int account = t->q->e->sources.p[v->source].account;
    return t->s->persp == OWN
               ? standard_counts(t->q, &t->c->standard, &t->sides,
                                 t->c->need.cmp, account)
               : account == t->s->persp;
}

static int by_instant(const void *a, const void *b)
{
    instant x = *(const instant *)a, y = *(const instant *)b;
    return x < y ? -1 : x > y;
}

/* The ends of reports that may complete the need, ascending. */
static err candidate_ends(struct trial *t, instant **out, size_t *n)
{
    VEC(instant) ends = {0};
    for (uint32_t i = 0; i < t->vs->n; i++) {
        const struct voice *v = &t->vs->v[i];
        if (!counts(t, v))
            continue;
        for (uint32_t k = 0; k < v->n_ev + v->n_tot; k++)
            if (v->ev[k].to > t->r->a && v->ev[k].from < t->all &&
                !v->ev[k].part)
                TRY_ROOM(t->q->cx, t->q->tmp,
                         vec_push(t->q->tmp, &ends, v->ev[k].to));
    }
    bool sorted = true;
    for (size_t i = 1; i < ends.n; i++)
        sorted = sorted && ends.p[i - 1] <= ends.p[i];
    if (!sorted)
        qsort(ends.p, ends.n, sizeof *ends.p, by_instant);
    *out = ends.p;
    *n = ends.n;
    return OK;
}

static err met_by(struct trial *t, instant end, bool *yes)
{
    struct fig *figs;
    struct accepted a;
    struct arena_mark m = arena_mark(t->q->tmp);
    TRY(t->q->cx, figures_to(t, end, &figs, &a));
    *yes = (t->by_touch ? a.fig.touch : a.fig.lo) >= t->n;
    arena_rewind(t->q->tmp, m);
    return OK;
}

/* Whether some source may come to the need by then; what is accepted is never
 * more than one of them says. */
static err may_be_met(struct trial *t, instant end, bool *yes)
{
    int64_t most = 0;
    for (uint32_t i = 0; i < t->vs->n && most < t->n; i++)
        TRY(t->q->cx, figure_most(t->q->cx, t->q->tmp, &t->vs->v[i], t->r->a,
                                  end, t->q->at + 1, &most));
    *yes = most >= t->n;
    return OK;
}

/* Whether the accepted bound can only grow: no totals, and accounts of which
 * several sources are compared by their least. */
static bool is_monotone(const struct trial *t)
{
    uint32_t speaking = 0;
    bool least_of = t->s->persp != OWN || t->c->standard.kind == STD_NAMED;
    for (uint32_t i = 0; i < t->vs->n; i++) {
        if (!figure_is_monotone(&t->vs->v[i], t->r->a, t->all))
            return false;
        speaking += counts(t, &t->vs->v[i]);
    }
    return !least_of || speaking <= 1;
}

/* Of the counted reports that end then, the last in order. */
static void completing_report(const struct trial *t, instant end)
{
    struct row *r = t->r;
    for (uint32_t i = 0; i < t->vs->n; i++) {
        const struct voice *v = &t->vs->v[i];
        if (!counts(t, v))
            continue;
        for (uint32_t k = 0; k < v->n_ev + v->n_tot; k++) {
            const struct obs *o = &v->ev[k];
            if (o->to != end || o->from >= t->all || o->part)
                continue;
            if (r->met_fact != UINT32_MAX &&
                rec_order(t->q->e, o->fact, r->met_fact) < 0)
                continue;
            r->met_fact = o->fact;
            r->met_from = o->from;
        }
    }
    r->met_to = end;
    r->has_met = r->met_fact != UINT32_MAX;
    if (r->has_met)
        r->met_recorded = rec_recorded(t->q->e, rec_at(t->q->e, r->met_fact));
}

static err find_completion(struct trial *t)
{
    instant *ends;
    size_t n, at;
    if (t->brief)
        return OK;
    TRY(t->q->cx, candidate_ends(t, &ends, &n));
    if (n == 0 || t->n <= 0) { /* a need of nothing */
        t->r->has_met = true;
        t->r->met_from = t->r->a;
        t->r->met_to = t->r->a + 1;
        t->r->met_recorded = t->r->a;
        return OK;
    }
    if (is_monotone(t)) {
        size_t lo = 0, hi = n;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            bool yes;
            TRY(t->q->cx, met_by(t, ends[mid], &yes));
            if (yes)
                hi = mid;
            else
                lo = mid + 1;
        }
        at = lo;
    } else {
        bool yes = false;
        for (at = 0; at < n; at++) {
            if (at > 0 && ends[at] == ends[at - 1])
                continue;
            TRY(t->q->cx, may_be_met(t, ends[at], &yes));
            if (yes)
                TRY(t->q->cx, met_by(t, ends[at], &yes));
            if (yes)
                break;
        }
    }
    completing_report(t, ends[at < n ? at : n - 1]);
    return OK;
}

/* --- Who states otherwise
 * ---------------------------------------------------------------- */

static bool other_account_disputes(const struct query *q, uint32_t fact)
{
    uint32_t at = 0;
    struct edge x;
    while (stand_next_reply(q->e, fact, &at, &x)) {
        const struct rec *r = rec_at(q->e, x.replier);
        if (x.kind == REPLY_DISPUTES && rec_stands(r) && r->from <= q->at &&
            rec_account(q->e, r) != rec_account(q->e, rec_at(q->e, fact)))
            return true;
    }
    return false;
}

/* An assessment by another account finds units of it not valid (sem 14). */
static err assessed_invalid(struct query *q, struct map_u64 **out)
{
    struct engine *e = q->e;
    struct map_u64 *m;
    *out = q->invalid;
    if (q->invalid != NULL)
        return OK;
    TRY_NEW(q->cx, q->keep, m);
    map_u64_init(m, q->keep, q->cx);
    for (size_t i = 0; i < e->assessments.n; i++) {
        const struct rec *r = rec_at(e, e->assessments.p[i]);
        const struct fact *f = rec_ext(e, r);
        if (!rec_stands(r) || r->from > q->at || f->invalid < 1)
            continue;
        for (uint32_t k = 0; k < f->n_refs; k++) {
            uint32_t n;
            if (log_find(e, f->refs[k], &n) &&
                rec_account(e, r) != rec_account(e, rec_at(e, n)))
                TRY_ROOM(q->cx, q->keep, map_u64_put(m, n, 1));
        }
    }
    *out = q->invalid = m;
    return OK;
}

err judge_disputed(struct query *q, const struct clause *c,
                   const struct voices *vs, instant a, instant b, bool *out)
{
    struct map_u64 *invalid;
    TRY(q->cx, assessed_invalid(q, &invalid));
    *out = false;
    for (uint32_t i = 0; i < vs->n && !*out; i++) {
        const struct voice *v = &vs->v[i];
        for (uint32_t k = 0; k < v->n_ev + v->n_tot && !*out; k++) {
            const struct obs *o = &v->ev[k];
            if (o->from >= b || o->to <= a)
                continue;
            *out = other_account_disputes(q, o->fact) ||
                   (c->validated_by == NONE && invalid->n > 0 &&
                    map_u64_get(invalid, o->fact, NULL));
        }
    }
    return OK;
}

/* Whether a voice is of another account than one of those with the greatest
 * may. */
bool judge_is_other(const struct query *q, const struct voices *vs,
                    const struct fig *figs, uint32_t voice)
{
    int64_t may = 0;
    int account = q->e->sources.p[vs->v[voice].source].account;
    for (uint32_t i = 0; i < vs->n; i++)
        if (figs[i].speaks && figs[i].may > may)
            may = figs[i].may;
    for (uint32_t i = 0; i < vs->n; i++)
        if (figs[i].speaks && figs[i].may == may &&
            q->e->sources.p[vs->v[i].source].account != account)
            return true;
    return false;
}

static err contested(struct trial *t, bool *out)
{
    for (uint32_t i = 0; i < t->vs->n; i++) {
        const struct fig *f = &t->f_ins[i];
        if (f->speaks && refutes(t->c->need.cmp, t->n, f->lo, f->hi) &&
            judge_is_other(t->q, t->vs, t->f_all, i)) {
            *out = true;
            return OK;
        }
    }
    if (t->given) {
        t->unsure = true;
        return OK;
    }
    return judge_disputed(t->q, t->c, t->vs, t->r->a, t->all, out);
}

/* --- The tables
 * ----------------------------------------------------------------------------
 */

/* Whether it is stated that a part of the place is dealt with (sem 4). */
static bool in_part(const struct trial *t)
{
    for (uint32_t i = 0; t->c->perf.whole && i < t->vs->n; i++) {
        const struct voice *v = &t->vs->v[i];
        if (t->s->persp != OWN &&
            t->q->e->sources.p[v->source].account != t->s->persp)
            continue;
        for (uint32_t k = 0; k < v->n_ev + v->n_tot; k++)
            if (v->ev[k].part && v->ev[k].to > t->r->a &&
                v->ev[k].from < t->all)
                return true;
    }
    return false;
}

static err at_least(struct trial *t)
{
    struct row *r = t->r;
    const struct query *q = t->q;
    bool past = r->has_due && q->at > r->due_hi, disputed = false;
    bool done = t->a_in.fig.lo >= t->n || t->a_ins.fig.touch >= t->n;
    /* whether it was in time decides whether it is met at all (sem 3) */
    if (done && !(r->undated && t->c->lapses)) {
        r->status = ST_MET;
        t->by_touch = t->a_in.fig.lo < t->n;
        if (t->by_touch)
            r->marks |= MARK_TIME_UNCERTAIN;
        return find_completion(t);
    }
    bool part = in_part(t);
    if (!past) {
        r->status = q->at < r->a ? ST_WAITING : ST_RUNNING;
        r->marks |= part ? MARK_PART : 0;
        return OK;
    }
    if (!t->c->lapses && t->a_all.fig.lo >= t->n) {
        r->status = ST_MET_LATE;
        TRY(q->cx, find_completion(t));
        if (t->c->has_cure && !t->brief) {
            instant end;
            TRY(q->cx, phase_move(t->q, t->c->cure, r->due_hi, &end));
            if (r->has_met && r->met_to - 1 <= end)
                r->marks |= MARK_CURED;
        }
        return OK;
    }
    r->marks |= part ? MARK_PART : 0;
    if (t->a_all.fig.may >= t->n) {
        if (t->s->persp == OWN)
            TRY(q->cx, contested(t, &disputed));
        r->status = disputed ? ST_CONTESTED : ST_REPORTED_NOT_VERIFIED;
        if (t->a_ins.fig.may < t->n)
            r->marks |= MARK_LATE;
        return OK;
    }
    bool some = t->a_all.fig.may > r->before || part;
    if (t->a_ins.fig.hi < t->n)
        r->status = some ? ST_PARTLY_MET : ST_UNMET;
    else
        r->status = some ? ST_PARTLY : ST_NOT_REPORTED;
    return OK;
}

/* sem 5, of "at most" and "exactly". */
static bool satisfies(enum compare cmp, int64_t n, int64_t lo, int64_t hi)
{
    return hi <= n && (cmp == AT_MOST || lo == n);
}

static void at_most(struct trial *t)
{
    struct row *r = t->r;
    const struct query *q = t->q;
    enum compare cmp = t->c->need.cmp;
    bool exceeds = false, denied = false;
    bool past = r->has_due && q->at > r->due_hi;
    if (refutes(cmp, t->n, t->a_in.fig.lo,
                past || cmp != EXACTLY ? t->a_ins.fig.hi : QTY_INF)) {
        r->status = ST_UNMET;
        return;
    }
    if (!r->has_due || q->at <= r->due_hi) {
        r->status = q->at < r->a ? ST_WAITING : ST_RUNNING;
        return;
    }
    if (satisfies(cmp, t->n, t->a_ins.fig.lo, t->a_ins.fig.hi)) {
        r->status = ST_MET; /* at its due */
        r->has_met = true;
        r->met_from = r->due_lo;
        r->met_to = r->due_hi + 1;
        r->met_recorded = r->due_hi;
        return;
    }
    for (uint32_t i = 0; i < t->vs->n; i++) {
        const struct fig *f = &t->f_ins[i];
        bool mine =
            t->s->persp == OWN ||
            t->q->e->sources.p[t->vs->v[i].source].account == t->s->persp;
        if (!f->speaks || !mine)
            continue;
        exceeds = exceeds || f->may > t->n;
        denied = denied || satisfies(cmp, t->n, f->lo, f->hi);
    }
    if (exceeds)
        r->status = denied && t->s->persp == OWN ? ST_CONTESTED
                                                 : ST_REPORTED_NOT_VERIFIED;
    else
        r->status = ST_NOT_REPORTED;
}

/* What is shown as done: less C, at most n (sem 8). */
static int64_t own_part(const struct row *r, int64_t x)
{
    if (!r->running_total || x == QTY_INF)
        return x;
    x -= r->before;
    x = x < 0 ? 0 : x;
    return x > r->need ? r->need : x;
}

static void show_figures(struct trial *t)
{
    struct row *r = t->r;
    bool in_time = r->status == ST_MET || t->c->need.cmp != AT_LEAST;
    const struct accepted *shown = in_time ? &t->a_ins : &t->a_all;
    r->all = shown->fig;
    r->shown_to = in_time ? t->ins : t->all;
    r->ins = t->a_ins.fig;
    r->possible = own_part(r, shown->fig.may);
    r->closed = refutes(t->c->need.cmp, t->n, t->a_ins.fig.lo, t->a_ins.fig.hi);
    if (shown->fig.no_sum)
        r->marks |= MARK_NO_SUM;
    r->all.lo = own_part(r, r->all.lo);
    r->all.hi = own_part(r, r->all.hi);
    r->all.may = r->possible;
}

/* --- Guard and relief
 * ------------------------------------------------------------------------ */

/* The guard of a row whose trigger is there and whose window is known. */
err judge_guard(struct query *q, const struct sheet *s, struct row *r)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    instant at = r->a;
    int place = c->perf.place;
    r->guard = YES;
    r->guard_waits_for = NONE;
    if (c->guard.kind == GUARD_NONE || !r->arises || !r->window_known)
        return OK;
    if (c->guard.kind == GUARD_WHILE && r->name != NAME_DAY)
        at = r->has_due ? r->due_hi : q->at;
    else if (c->trigger != TRIG_NONE && c->guard.kind != GUARD_WHILE)
        at = r->trig_from;
    if (r->trig_fact != UINT32_MAX)
        place = rec_at(q->e, r->trig_fact)->form->zone;
    return guard_value(q, s, at, place, &r->guard, &r->guard_waits_for);
}

static void apply_guard(struct trial *t)
{
    struct row *r = t->r;
    if (t->q->at < r->a) { /* not yet asked */
        r->status = ST_WAITING;
        r->has_met = false;
    } else if (r->guard == NO) {
        r->status = ST_NOT_ARISING;
    } else if (r->guard == UNKNOWN && r->status != ST_MET) {
        bool past = r->has_due && t->q->at > r->due_hi;
        r->status = past ? ST_DEPENDS : ST_WAITING;
        r->waits_for = r->guard_waits_for;
    } else {
        return;
    }
    r->marks &= MARK_NO_SUM;
    r->has_met = false;
}

static actor_set who(const struct query *q, const struct rec *r)
{
    int a = rec_account(q->e, r);
    return a < MAX_ACTORS ? (actor_set)1 << a : 0;
}

static err aims_at(struct query *q, const struct sheet *s, const struct row *r,
                   const struct fact *f, bool *yes)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    str name;
    int first = c->reading_of == NONE ? s->clause : c->reading_of;
    *yes = f->clause == s->clause || f->clause == first;
    if (!*yes || f->instance.n == 0)
        return OK;
    TRY(q->cx, row_name(q, q->tmp, c, r, &name));
    *yes = str_eq(name, f->instance);
    return OK;
}

/* --- Notices and reports in time (sem 12)
 * ----------------------------------------------------- */

/* Who gives notice: the body that chooses, else the bearer; 0: anybody. */
static actor_set notifier(const struct query *q, const struct sheet *s)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    if (c->chosen_by == NONE)
        return standard_sides(q->ag, c, s->bearer).debtors;
    const struct actor *a = &q->ag->actors[c->chosen_by];
    return (actor_set)1 << (a->role == ROLE_FORCE ? a->of : c->chosen_by);
}

/* The last second for notice on the day before; false: no such day. */
static bool day_before(const struct query *q, const struct clause *c,
                       const struct row *r, instant *out)
{
    int64_t day = r->ordinal;
    if (c->notified_tod == NONE)
        return false;
    if (r->name != NAME_DAY) {
        if (!r->has_due)
            return false;
        day = civil_days(phase_local_date(q, r->due_lo));
    }
    struct civil at = {.date = civil_from_days(day - 1)};
    at.clock = (struct civil_clock){(uint8_t)(c->notified_tod / 3600 % 24),
                                    (uint8_t)(c->notified_tod / 60 % 60),
                                    (uint8_t)(c->notified_tod % 60)};
    *out =
        civil_resolve(q->e->tz, at).at + (c->notified_tod % 60 == 0 ? 59 : 0);
    return true;
}

static bool is_given(struct duration d)
{
    return d.days != 0 || d.seconds != 0;
}

err judge_notice_edge(struct query *q, const struct clause *c,
                      const struct row *r, instant *edge)
{
    instant end;
    if (day_before(q, c, r, &end))
        keep_sooner(q->at, end + 1, edge);
    if (!r->has_met || !is_given(c->notified_within))
        return OK;
    TRY(q->cx, phase_move(q, c->notified_within, r->met_to - 1, &end));
    keep_sooner(q->at, end + 1, edge);
    return OK;
}

static err mark_notices(struct query *q, const struct clause *c, struct row *r)
{
    instant end;
    bool met = r->status == ST_MET || r->status == ST_MET_LATE;
    if (!r->arises || !r->window_known || q->at < r->a ||
        (r->guard != YES && !met))
        return OK;
    if (day_before(q, c, r, &end) && q->at > end && r->notified > end)
        r->marks |= MARK_NOT_NOTIFIED;
    if (met && is_given(c->notified_within)) {
        TRY(q->cx, phase_move(q, c->notified_within, r->met_to - 1, &end));
        if (q->at > end && r->notified > end)
            r->marks |= MARK_NOT_NOTIFIED;
    }
    if (met && c->has_reported_within) {
        TRY(q->cx, phase_move(q, c->reported_within, r->met_to - 1, &end));
        if (r->met_recorded > end)
            r->marks |= MARK_REPORTED_LATE;
    }
    return OK;
}

err judge_relief(struct query *q, const struct sheet *s, struct row *r)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    actor_set creditors = standard_sides(q->ag, c, s->bearer).creditors;
    actor_set waive = 0, excuse = 0, notifiers = notifier(q, s);
    bool found = false;
    int body = c->has_exception && c->exception.decided_by != NONE
                   ? c->exception.decided_by
               : c->standard.kind == STD_NAMED ? c->standard.by
                                               : NONE;
    for (uint32_t i = 0; i < q->n_wills; i++) {
        const struct rec *x = rec_at(q->e, q->wills[i]);
        const struct fact *f = rec_ext(q->e, x);
        bool here;
        if (f->clause == NONE)
            continue;
        TRY(q->cx, aims_at(q, s, r, f, &here));
        if (!here)
            continue;
        if (x->form->kind == FACT_NOTICE && f->will == WILL_INVOKE)
            r->marks |= MARK_INVOKED;
        if (x->form->kind == FACT_NOTICE && f->will == WILL_NOTIFY &&
            x->from < r->notified &&
            (notifiers == 0 || (who(q, x) & notifiers) != 0))
            r->notified = x->from;
        if (rec_effective(q->e, x) > q->at)
            continue;
        if (x->form->kind == FACT_CONSENT && f->will == WILL_WAIVE)
            waive |= who(q, x);
        if (x->form->kind == FACT_CONSENT && f->will == WILL_EXCUSE)
            excuse |= who(q, x);
        if (x->form->kind == FACT_FINDING && f->will == WILL_EXCUSE &&
            rec_account(q->e, x) == body)
            found = true;
    }
    struct span *spans = NULL;
    uint32_t n = 0;
    bool claimed = false;
    if (!s->plain)
        TRY(q->cx, guard_suspensions(q, s, &spans, &n, &claimed));
    if (claimed)
        r->marks |= MARK_SUSPENSION_CLAIMED;
    if (r->status == ST_MET || r->status == ST_MET_LATE ||
        r->status == ST_NONE_REPORTED)
        return OK;
    bool waived = creditors != 0 && (waive & creditors) == creditors;
    bool excused =
        found || (creditors != 0 && (excuse & creditors) == creditors);
    if (waived) {
        r->status = ST_WAIVED;
        return OK;
    }
    if (excused) {
        r->status = ST_EXCUSED;
        return OK;
    }
    if (s->plain || !r->has_due)
        return OK;
    for (uint32_t i = 0; i < n; i++)
        if (r->status == ST_UNMET && r->due_hi >= spans[i].from &&
            r->due_hi < spans[i].to)
            r->status = ST_SUSPENDED;
    return OK;
}

/* What only waited when the agreement ended lapses (sem 3); not what waits for
 * a day that the text gives it. */
static err lapse(struct query *q, const struct sheet *s, struct row *r)
{
    const struct phase_state *life;
    bool own_day = r->arises && r->window_known && q->at < r->a;
    if (r->status != ST_WAITING || own_day)
        return OK;
    TRY(q->cx, phase_get(q, s->persp, NONE, &life));
    if (life->has_end && q->at >= life->end)
        r->status = ST_LAPSED;
    return OK;
}

static struct trial trial_of(struct query *q, const struct sheet *s,
                             struct row *r, const struct voices *vs)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    return (struct trial){.q = q,
                          .s = s,
                          .c = c,
                          .r = r,
                          .vs = vs,
                          .sides = standard_sides(q->ag, c, s->bearer),
                          .n = qty_add(r->before, r->need)};
}

static err judge(struct trial *t)
{
    struct query *q = t->q;
    const struct sheet *s = t->s;
    struct row *r = t->r;
    r->status = ST_WAITING;
    if (r->arises && r->window_known) {
        TRY(q->cx, windows(t));
        if (!r->need_known)
            r->status = ST_DEPENDS;
        else if (t->c->need.cmp == AT_LEAST)
            TRY(q->cx, at_least(t));
        else
            at_most(t);
        show_figures(t);
        apply_guard(t);
        if (r->held && r->status == ST_RUNNING && q->at > r->own_due) {
            r->status = ST_WAITING;
            r->waits_for = t->c->in_step_with;
        }
        if (r->trig_fact != UINT32_MAX && r->has_due &&
            r->trig_recorded > r->due_hi)
            r->marks |= MARK_TRIGGER_LATE;
    }
    if (r->moved && !r->held)
        r->marks |= MARK_MOVED_LATE;
    TRY(q->cx, judge_relief(q, s, r));
    if (!t->brief)
        TRY(q->cx, mark_notices(q, t->c, r));
    return lapse(q, s, r);
}

err judge_duty(struct query *q, const struct sheet *s, struct row *r,
               const struct voices *vs)
{
    struct trial t = trial_of(q, s, r, vs);
    return judge(&t);
}

err judge_status(struct query *q, const struct sheet *s, struct row *r,
                 const struct voices *vs)
{
    struct trial t = trial_of(q, s, r, vs);
    t.brief = true;
    return judge(&t);
}

err judge_figures(struct query *q, const struct sheet *s, struct row *r,
                  const struct voices *vs, struct fig *figs, bool *sure)
{
    struct trial t = trial_of(q, s, r, vs);
    t.brief = t.given = true;
    t.f_all = figs;
    TRY(q->cx, judge(&t));
    *sure = !t.unsure;
    return OK;
}

err judge_again(struct query *q, const struct sheet *s, struct row *r,
                const struct voices *vs)
{
    r->marks = 0;
    r->notified = INSTANT_MAX;
    r->has_met = false;
    r->met_fact = UINT32_MAX;
    r->waits_for = NONE;
    return judge_duty(q, s, r, vs);
}
