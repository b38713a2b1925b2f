/* lang/lint_order.c: checks of clauses together: which comes first, what one
 * forbids and the other asks for, and whether it can be done in the time.
 *
 * All of it is read off the text: what follows from clauses that wait for each
 * other through several steps is for the rehearsal. */
#include "lang/lint_int.h"

#include "lang/lint_words.h"

#include <inttypes.h>

/* --- L16: throughput
 * ----------------------------------------------------------
 */

/* Seconds a day in which a capacity is there. */
static int64_t open_seconds(const struct capacity *k)
{
    int64_t n = k->tod_from == NONE ? 86400 : k->tod_to - k->tod_from;
    return n <= 0 ? n + 86400 : n;
}

/* Units a day, at the most; -1 if it is no matter of time. */
static int64_t a_day(const struct capacity *k)
{
    int64_t n;
    switch (k->per) {
    case CAPACITY_HOUR:
        return mul_ok(k->n, open_seconds(k), &n) ? n / 3600 : INT64_MAX;
    case CAPACITY_DAY:
        return k->n;
    case CAPACITY_WEEK:
        return k->n; /* all of a week's may pass on one day */
    case CAPACITY_IN_ALL:
        return -1;
    }
    BUG("a capacity of no kind");
}

static int64_t a_week(const struct capacity *k)
{
    int64_t n;
    if (k->per == CAPACITY_WEEK)
        return k->n;
    return mul_ok(a_day(k), 7, &n) ? n : INT64_MAX;
}

/* Whether the units of a clause need this capacity, and no other one: it is of
 * the same items, and where the clause is. */
static bool serves(const struct agreement *ag, const struct capacity *k,
                   const struct clause *c)
{
    return k->per != CAPACITY_IN_ALL && c->perf.items != NULL &&
           lint_sets_meet(&k->what, &c->perf) &&
           lint_places_meet(ag, k->place, c->perf.place);
}

static bool asks_sum(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY && c->measure == MEASURE_SUM &&
           !c->need.percent && !c->need.all && c->need.cmp != AT_MOST &&
           c->n_ratios == 0 && c->n_steps == 0 && c->trigger == TRIG_NONE;
}

/* The units that can pass in the time a clause gives; INT64_MAX: not fixed. */
static int64_t can_pass(const struct agreement *ag, const struct clause *c)
{
    int64_t sum = 0, from, due, days, n;
    bool any = false;
    from = lint_day_of(ag, &c->from, 1);
    due = lint_due_day(ag, &c->due);
    if (c->period == PERIOD_NONE && due == INT64_MAX)
        return INT64_MAX;
    for (uint32_t i = 0; i < ag->n_capacities; i++) {
        const struct capacity *k = &ag->capacities[i];
        if (!serves(ag, k, c))
            continue;
        any = true;
        if (c->period == PERIOD_DAY) {
            n = a_day(k);
        } else if (c->period == PERIOD_WEEK) {
            n = a_week(k);
        } else {
            int64_t ready = k->has_from ? lint_day_of(ag, &k->from, 1) : 1;
            days = due - (ready > from ? ready : from) + 1;
            if (days < 0)
                days = 0;
            if (k->per == CAPACITY_WEEK ? !mul_ok(k->n, (days + 6) / 7, &n)
                                        : !mul_ok(a_day(k), days, &n))
                n = INT64_MAX;
        }
        if (!add_ok(sum, n, &sum))
            return INT64_MAX;
    }
    return any ? sum : INT64_MAX;
}

static bool asks_daily(const struct clause *c)
{
    return asks_sum(c) && c->period == PERIOD_DAY && c->subquota_of == NONE;
}

/* Whether what b counts is none of what a, the clause of index `ia`, counts. */
static bool separate(const struct clause *a, const struct clause *b, int ia)
{
    return !lint_sets_meet(&a->perf, &b->perf) || b->in_addition_to == ia;
}

err lint_throughput(struct review *r)
{
    const struct agreement *ag = r->ag;
    uint32_t *v;
    for (uint32_t i = 0; ag->n_capacities > 0 && i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        int64_t most;
        if (!asks_sum(c) || (most = can_pass(ag, c)) >= c->need.n)
            continue;
        TRY(r->cx, lint_clause(r, (int)i,
                               "asks for %" PRId64 " units%s, and by the "
                               "capacities of the text %" PRId64 " can pass",
                               c->need.n,
                               c->period == PERIOD_DAY    ? " a day"
                               : c->period == PERIOD_WEEK ? " a week"
                                                          : " in its time",
                               most));
    }
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, v);
    for (uint32_t j = 0; j < ag->n_capacities; j++) {
        const struct capacity *k = &ag->capacities[j];
        int64_t both, day = a_day(k);
        uint32_t n = 0;
        for (uint32_t i = 0; i < ag->n_clauses; i++)
            if (asks_daily(&ag->clauses[i]) && serves(ag, k, &ag->clauses[i]) &&
                ag->clauses[i].need.n <= day)
                v[n++] = i;
        for (uint32_t x = 0; x < n; x++) {
            for (uint32_t y = 0; y < x; y++) {
                const struct clause *c = &ag->clauses[v[x]];
                const struct clause *d = &ag->clauses[v[y]];
                if (!separate(d, c, (int)v[y]) ||
                    !add_ok(c->need.n, d->need.n, &both) || both <= day)
                    continue;
                TRY(r->cx,
                    lint_clause(r, (int)v[x],
                                "and %.*s need the same capacity, "
                                "%" PRId64 " a day, for %" PRId64 " units",
                                STR_ARG(d->label), day, both));
                break; /* one is enough to be told */
            }
        }
    }
    return OK;
}

/* --- L18: an order that is not said
 * ---------------------------------------------
 */

/* What cannot be taken back on the next day. */
static const char *const given[] = {
    "release", "hand_over", "return",   "withdraw", "redeploy",
    "vacate",  "evacuate",  "transfer", "disarm",   NULL};

static int party_of(const struct agreement *ag, const struct clause *c)
{
    if (c->n_bearers != 1)
        return NONE;
    const struct actor *a = &ag->actors[c->bearers[0]];
    if (a->role == ROLE_PARTY)
        return c->bearers[0];
    return a->role == ROLE_FORCE ? a->of : NONE;
}

/* A duty of one party, once, that hangs on nothing. */
static bool stands_alone(const struct review *r, const struct clause *c)
{
    return c->kind == CLAUSE_DUTY && party_of(r->ag, c) != NONE &&
           c->trigger == TRIG_NONE && c->after == POINT_NEVER &&
           c->period == PERIOD_NONE && c->subquota_of == NONE &&
           c->n_steps == 0 && c->guard.kind == GUARD_NONE &&
           c->in_parallel_with == NONE && c->in_step_with == NONE &&
           c->reading_of == NONE && lint_is_act(r, c->perf.act, given);
}

static bool same_due(const struct deadline *a, const struct deadline *b)
{
    const struct point *p = &a->p, *q = &b->p;
    if (a->kind != b->kind)
        return false;
    return a->kind == DUE_NONE ||
           (p->kind == q->kind && p->n == q->n && p->tod == q->tod &&
            p->at == q->at && p->ref == q->ref &&
            p->plus.days == q->plus.days && p->plus.seconds == q->plus.seconds);
}

/* Whether another clause puts the two in relation. */
static bool related(const struct agreement *ag, int a, int b)
{
    const struct clause *x = &ag->clauses[a], *y = &ag->clauses[b];
    return x->in_parallel_with == b || y->in_parallel_with == a ||
           x->in_step_with == b || y->in_step_with == a || x->due.p.ref == b ||
           y->due.p.ref == a;
}

err lint_order(struct review *r)
{
    const struct agreement *ag = r->ag;
    str together;
    size_t at, n;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        bool told = false;
        for (uint32_t k = 0; k < i && !told; k++) {
            const struct clause *d = &ag->clauses[k];
            if (!stands_alone(r, c) || !stands_alone(r, d) ||
                !str_eq(c->article, d->article) || c->perf.act != d->perf.act ||
                party_of(ag, c) == party_of(ag, d) ||
                !same_due(&c->due, &d->due) || related(ag, (int)i, (int)k))
                continue;
            told = true;
            TRY(r->cx,
                lint_clause(r, (int)i,
                            "and %.*s ask the same of two parties, and nothing "
                            "says which comes first, or that they go together",
                            STR_ARG(d->label)));
            if (!arena_printf(r->a, &together, " in parallel with %.*s",
                              STR_ARG(d->label)))
                return arena_fail(r->cx, r->a);
            TRY(r->cx, lint_propose(r, (int)i, AT_THE_END, 0, together));
        }
    }
    for (uint32_t i = 0; i < r->n_prose; i++) {
        const struct lint_prose *p = &r->prose[i];
        const struct lint_language *l = lint_language(p->lang);
        if (l == NULL || ag->clauses[p->clause].kind != CLAUSE_JUDGED ||
            !phrase_any(p->text, l->linked, &at, &n))
            continue;
        TRY(r->cx, lint_clause(r, p->clause,
                               "ties acts to each other (\"%.*s\"), and does "
                               "not say which comes first",
                               (int)n, p->text.p + at));
    }
    return OK;
}

/* --- L19: who gives first
 * ----------------------------------------------------------
 */

struct giving {
    uint32_t n;    /* duties to give */
    bool unknown;  /* one of them has no day that the text fixes */
    int64_t first; /* the least deadline */
    int64_t last;  /* the greatest */
    int last_clause;
};

static bool gives(const struct review *r, const struct clause *c)
{
    return c->kind == CLAUSE_DUTY && c->subquota_of == NONE &&
           lint_is_act(r, c->perf.act, given);
}

static int64_t first_due(const struct agreement *ag, const struct clause *c)
{
    int64_t day = lint_due_day(ag, &c->due);
    for (uint32_t k = 0; k < c->n_steps; k++) {
        int64_t d = lint_due_day(ag, &c->steps[k].due);
        day = d < day ? d : day;
    }
    return day;
}

/* The clause for which c waits, or NONE. */
static int waits_for(const struct clause *c)
{
    if (c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED)
        return c->trig_clause;
    return c->after != POINT_NEVER ? c->after_clause : NONE;
}

err lint_first_mover(struct review *r)
{
    const struct agreement *ag = r->ag;
    struct giving by[MAX_ACTORS] = {0};
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        int p = party_of(ag, c);
        if (p == NONE || !gives(r, c))
            continue;
        struct giving *g = &by[p];
        int64_t first = first_due(ag, c), last = lint_last_due(ag, c);
        bool alone = c->trigger == TRIG_NONE && c->after == POINT_NEVER;
        g->unknown = g->unknown || !alone || last == INT64_MAX;
        g->first = g->n == 0 || first < g->first ? first : g->first;
        if (g->n == 0 || last > g->last) {
            g->last = last;
            g->last_clause = (int)i;
        }
        g->n++;
    }
    for (int a = 0; a < (int)ag->n_actors; a++) {
        for (int b = 0; b < (int)ag->n_actors; b++) {
            bool after = a != b && by[a].n > 0 && by[b].n > 0 && !by[a].unknown;
            int begins = NONE;
            for (uint32_t i = 0; after && i < ag->n_clauses; i++) {
                const struct clause *c = &ag->clauses[i];
                if (party_of(ag, c) != b || !gives(r, c))
                    continue;
                int w = waits_for(c);
                int64_t due = first_due(ag, c);
                bool waits = w != NONE && w == by[a].last_clause;
                bool later = c->trigger == TRIG_NONE &&
                             c->after == POINT_NEVER && due != INT64_MAX &&
                             due > by[a].last;
                after = waits || later;
                begins = begins == NONE ? (int)i : begins;
            }
            if (!after || begins == NONE)
                continue;
            TRY(r->cx, lint_clause(
                           r, begins,
                           "is the first that `%.*s` gives, and comes after "
                           "all that `%.*s` gives (%.*s is the last)",
                           STR_ARG(ag->actors[b].id), STR_ARG(ag->actors[a].id),
                           STR_ARG(ag->clauses[by[a].last_clause].label)));
        }
    }
    return OK;
}

/* --- L34: forbidden and asked for
 * --------------------------------------------------
 */

static actor_set bound(const struct agreement *ag, const struct clause *c)
{
    actor_set set = 0;
    for (uint32_t k = 0; k < c->n_bearers; k++)
        set |= ag->actors[c->bearers[k]].answers;
    return set;
}

/* From the beginning of the agreement to its end, at all hours, whatever
 * happens. */
static bool always(const struct clause *c)
{
    return c->from.kind == POINT_FORCE && c->from.plus.days == 0 &&
           c->from.plus.seconds == 0 &&
           (c->until.kind == POINT_NEVER ||
            (c->until.kind == POINT_PHASE_END && c->until.ref == NONE)) &&
           c->guard.kind == GUARD_NONE && c->after == POINT_NEVER &&
           c->trigger == TRIG_NONE && c->tod_from == NONE &&
           c->period == PERIOD_NONE;
}

/* Whether what p asks for or allows falls, all of it, under the ban. */
static bool under(const struct agreement *ag, const struct clause *ban,
                  const struct clause *p)
{
    bool item = ban->perf.item == NONE ||
                (p->perf.items != NULL && lint_sets_meet(&ban->perf, &p->perf));
    bool place = ban->perf.place == NONE ||
                 (p->perf.place != NONE &&
                  lint_in_zone(ag, p->perf.place, ban->perf.place));
    bool to = ban->perf.to == 0 ||
              (p->perf.to != 0 && (p->perf.to & ~ban->perf.to) == 0);
    if (ban->perf.act != p->perf.act || !item || !place || !to ||
        (bound(ag, ban) & bound(ag, p)) == 0)
        return false;
    if (always(ban))
        return true;
    int64_t from = lint_day_of(ag, &ban->from, INT64_MAX),
            until = lint_day_of(ag, &ban->until, INT64_MAX),
            begin = lint_day_of(ag, &p->from, INT64_MAX),
            due = lint_due_day(ag, &p->due);
    return ban->guard.kind == GUARD_NONE && ban->after == POINT_NEVER &&
           ban->trigger == TRIG_NONE && ban->tod_from == NONE &&
           from != INT64_MAX && begin != INT64_MAX && begin >= from &&
           due != INT64_MAX &&
           (until == INT64_MAX
                ? ban->until.kind == POINT_PHASE_END && ban->until.ref == NONE
                : due <= until);
}

err lint_conflict(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *p = &ag->clauses[i];
        bool asks = (p->kind == CLAUSE_DUTY && p->measure != MEASURE_HOURS &&
                     p->need.cmp != AT_MOST) ||
                    (p->kind == CLAUSE_MAY && p->n_suspends == 0);
        if (!asks || p->perf.act == NONE)
            continue;
        for (uint32_t k = 0; k < ag->n_clauses; k++) {
            const struct clause *ban = &ag->clauses[k];
            if (ban->kind != CLAUSE_BAN || !under(ag, ban, p))
                continue;
            TRY(r->cx,
                lint_clause(r, (int)i, "%s what %.*s forbids",
                            p->kind == CLAUSE_MAY ? "allows" : "asks for",
                            STR_ARG(ban->label)));
            break;
        }
    }
    return OK;
}
