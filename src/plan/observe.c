/* plan/observe.c: who sees each duty, with what access, and from when; and what
 * the declared capacities can carry.
 *
 * A demand is a number of units between a beginning and a deadline, or a number
 * each day or week. What is asked between any two moments must not exceed what
 * can be carried between them: checked for every pair of a beginning and a
 * deadline, in whole days. */
#include "plan/plan_int.h"

static str zone_name(const struct agreement *ag, int z)
{
    return ag->zones[z].name.n > 0 ? ag->zones[z].name : ag->zones[z].id;
}

/* --- Who sees it -------------------------------------------------------------
 */

static bool is_party(const struct agreement *ag, int actor)
{
    return ag->actors[actor].role == ROLE_PARTY ||
           ag->actors[actor].role == ROLE_FORCE;
}

static bool is_watched(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
           c->kind == CLAUSE_KEEP;
}

static bool in_set(const zone_set *s, int z)
{
    return (s->w[z / 64] >> (z % 64) & 1) != 0;
}

static err gap(struct model *m, int clause, enum plan_weight weight, str title,
               const char *detail, const char *hint)
{
    struct plan_finding *f = finding_new(m, PLAN_OBSERVE, weight, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title = title;
    f->detail = str_of(detail);
    f->hint = str_of(hint);
    return finding_add(m, *f, &clause, 1);
}

static bool bears(const struct agreement *ag, const struct clause *c, int by)
{
    int party = ag->actors[by].of != NONE ? ag->actors[by].of : by;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (((ag->actors[party].answers >> c->bearers[i]) & 1) != 0)
            return true;
    return false;
}

static void list(const struct agreement *ag, const int *on, uint32_t n,
                 struct buf *b)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_c(b, i == 0 ? "" : i == n - 1 ? " and " : ", ");
        buf_str(b, ag->clauses[on[i]].label);
    }
}

/* Clauses of which one thing is to be said. */
struct group {
    int *on;
    uint32_t n;
    struct buf title;
};

static err group_begin(struct model *m, struct group *g)
{
    g->n = 0;
    buf_init(&g->title, m->a, SIZE_MAX);
    TRY_NEW_ARRAY(m->cx, m->a, m->ag->n_clauses, g->on);
    return OK;
}

/* Nothing is said of none. */
static err group_tell(struct model *m, struct group *g, enum plan_weight weight,
                      str detail, str hint)
{
    struct plan_finding *f;
    if (g->n == 0)
        return OK;
    f = finding_new(m, PLAN_OBSERVE, weight, g->on[0]);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    TRY(m->cx, words_end(m, &g->title, &f->title));
    f->detail = detail;
    f->hint = hint;
    return finding_add(m, *f, g->on, g->n);
}

/* Clauses whose keeping a party decides: its own, or the other side's. */
static err by_party(struct model *m, int by, bool own)
{
    const struct agreement *ag = m->ag;
    str who = actor_name(ag, by);
    struct group g;
    TRY(m->cx, group_begin(m, &g));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->kind == CLAUSE_DUTY && c->standard.kind == STD_NAMED &&
            c->standard.by == by && bears(ag, c, by) == own)
            g.on[g.n++] = (int)i;
    }
    bool one = g.n == 1;
    list(ag, g.on, g.n, &g.title);
    if (own)
        buf_printf(&g.title, " %s verified by %.*s, who owes %s",
                   one ? "is" : "are", STR_ARG(who), one ? "it" : "them");
    else
        buf_printf(&g.title, " %s met only if %.*s, a party, states so",
                   one ? "is" : "are", STR_ARG(who));
    return group_tell(
        m, &g, PLAN_RISK,
        own ? STR("Whoever owes a thing then decides that it was done.")
            : STR("Whoever is to receive a thing then decides that it was "
                  "done; silence leaves it open."),
        STR("name a body that is no party, or two voices of several"));
}

/* Clauses that a body verifies in places to which it has no written access. */
static err no_access(struct model *m, int by, bool written)
{
    const struct agreement *ag = m->ag;
    const struct mandate *md = ag->actors[by].mandate;
    struct group g;
    if (md == NULL || md->has_access != written)
        return OK;
    TRY(m->cx, group_begin(m, &g));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        int z = c->perf.place;
        if (!is_watched(c) || c->standard.kind != STD_NAMED ||
            c->standard.by != by || z == NONE)
            continue;
        z = ag->zones[z].base != NONE ? ag->zones[z].base : z;
        if (!md->has_access || !in_set(&md->access, z))
            g.on[g.n++] = (int)i;
    }
    buf_str(&g.title, actor_name(ag, by));
    buf_c(&g.title, " verifies ");
    list(ag, g.on, g.n, &g.title);
    buf_c(&g.title, written ? " but has no right of access there"
                            : " and no right of access is written");
    return group_tell(
        m, &g, PLAN_RISK,
        written ? STR("Access is written for other zones only.")
                : STR("Monitors who are turned back have then no text to "
                      "show."),
        STR("add to the verifier: access to ZONE"));
}

/* When a body has to be ready to see the clause; INSTANT_MAX if nothing says.
 */
static instant ready_by(const struct model *m, int clause, int by)
{
    const struct mandate *md = m->ag->actors[by].mandate;
    instant ready;
    if (md == NULL || m->first[clause] == m->last[clause] || !md->has_ready ||
        m->nodes.p[m->first[clause]].never ||
        !model_fixed_point(m->cx, m->p, &md->ready.p, AT_DUE_END, &ready))
        return INSTANT_MAX;
    return ready;
}

/* Clauses that begin before the body that verifies them has to be ready; those
 * that fall due by then stand apart. */
static err not_ready(struct model *m, int by, bool due)
{
    const struct plan *p = m->p;
    struct group g;
    instant ready = INSTANT_MAX;
    TRY(m->cx, group_begin(m, &g));
    for (uint32_t i = 0; i < p->n_watches; i++) {
        const struct plan_watch *w = &p->watches[i];
        if (w->by != by || w->ready == INSTANT_MAX)
            continue;
        const struct plan_node *n = &m->nodes.p[m->first[w->clause]];
        ready = w->ready;
        /* a body that is ready by the end of the day on which a thing may first
         * be done misses no more than that day */
        if (plan_day(p, ready) > plan_day(p, n->arise.lo) &&
            (n->deed && n->has_due && n->due.hi <= ready) == due)
            g.on[g.n++] = w->clause;
    }
    if (g.n == 0)
        return OK;
    list(m->ag, g.on, g.n, &g.title);
    buf_c(&g.title,
          due ? " can be done in time only before " : " can begin before ");
    buf_str(&g.title, actor_name(m->ag, by));
    buf_c(&g.title, " has to be ready (");
    plan_when(p, ready, &g.title);
    buf_char(&g.title, ')');
    return group_tell(m, &g, due ? PLAN_BREAKS : PLAN_RISK,
                      STR("What happens before that, nobody is there to see."),
                      STR("let the verifier be ready before the first duty"));
}

static err k_of_set(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    uint32_t others = 0;
    for (int i = 0; i < (int)ag->n_actors; i++)
        if (((c->standard.of >> i) & 1) != 0 && !is_party(ag, i))
            others++;
    if (others >= c->standard.k)
        return OK;
    return gap(m, clause, PLAN_RISK,
               joined(m, "", c->label,
                      " is confirmed only with the voice of a "
                      "party",
                      STR(""), ""),
               "Fewer than enough of those who confirm are no party.",
               "name more voices that are no party");
}

static err watch_one(struct model *m, int clause, struct plan_watch *w)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    *w =
        (struct plan_watch){.clause = clause, .by = NONE, .ready = INSTANT_MAX};
    switch (c->standard.kind) {
    case STD_INTEREST:
        return OK; /* told together */
    case STD_KOF:
        w->voices = c->standard.of;
        w->k = c->standard.k;
        return k_of_set(m, clause);
    case STD_NAMED:
        break;
    }
    int by = c->standard.by;
    w->by = by;
    w->voices = (actor_set)1 << by;
    w->k = 1;
    w->party = is_party(ag, by);
    const struct mandate *md = ag->actors[by].mandate;
    int z = c->perf.place;
    if (z != NONE && ag->zones[z].base != NONE)
        z = ag->zones[z].base;
    w->access_written = md != NULL && md->has_access;
    w->access = z == NONE || (w->access_written && in_set(&md->access, z));
    w->ready = ready_by(m, clause, by);
    return OK;
}

/* Clauses that several voices confirm, and whose time nobody closes. */
static err never_closed(struct model *m)
{
    const struct agreement *ag = m->ag;
    struct group g;
    TRY(m->cx, group_begin(m, &g));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->kind == CLAUSE_DUTY && c->need.cmp == AT_LEAST &&
            c->standard.kind == STD_KOF)
            g.on[g.n++] = (int)i;
    }
    list(ag, g.on, g.n, &g.title);
    buf_c(&g.title, " can be confirmed, but never found undone");
    return group_tell(
        m, &g, PLAN_NOTE,
        STR("Several voices confirm; no one is named whose statement closes "
            "the time. It then stays not reported, and whatever follows from "
            "its being unmet does not arise."),
        STR("name a body that verifies it"));
}

/* Clauses for which no voice is named. */
static err unwatched(struct model *m)
{
    const struct agreement *ag = m->ag;
    struct group g;
    TRY(m->cx, group_begin(m, &g));
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (is_watched(&ag->clauses[i]) &&
            ag->clauses[i].standard.kind == STD_INTEREST)
            g.on[g.n++] = (int)i;
    buf_printf(&g.title, "%u %s nobody who sees %s: ", g.n,
               g.n == 1 ? "clause names" : "clauses name",
               g.n == 1 ? "it" : "them");
    for (uint32_t i = 0; i < g.n; i++) {
        buf_c(&g.title, i == 0 ? "" : ", ");
        buf_str(&g.title, ag->clauses[g.on[i]].label);
    }
    return group_tell(
        m, &g, PLAN_RISK,
        STR("A duty is then met only if the side to which it is owed "
            "states so, and undone only if the side that owes it admits "
            "it; of a prohibition there is only what each side says."),
        STR("add: verified by BODY, counted by BODY, or confirmed by 2 of (A, "
            "B, C)"));
}

/* A place of no name of its own, such as "within 5 km of LINE". */
static err nameless_place(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    int z = c->perf.place;
    if (!is_watched(c) || z == NONE || ag->zones[z].base == NONE)
        return OK;
    const struct zone *line = &ag->zones[ag->zones[z].base];
    if (line->file.n > 0)
        return OK;
    return gap(m, clause, PLAN_RISK,
               joined(m, "Where ", c->label, " holds cannot be told: ",
                      zone_name(ag, ag->zones[z].base), " has no map"),
               "A distance from a line can be measured only where the line is "
               "drawn.",
               "draw the line, and write: line NAME from \"zones.geojson\"");
}

/* --- What can be carried
 * ------------------------------------------------------
 */

struct demand {
    int clause, place;
    const struct selector *sel;
    int64_t from, to; /* days, both inclusive */
    int64_t n;        /* units in all, or in each period */
    int64_t period;   /* 0: in all; 1, 7: days */
};
typedef VEC(struct demand) demand_vec;

static bool items_meet(const struct selector *a, const struct selector *b)
{
    if (a->item == NONE || b->item == NONE)
        return false;
    for (uint32_t i = 0; i < a->n_item_words && i < b->n_item_words; i++)
        if ((a->items[i] & b->items[i]) != 0)
            return true;
    return false;
}

static err add_demand(struct model *m, uint32_t i, demand_vec *out)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    struct demand d = {n->clause, c->perf.place, &c->perf, 0, 0, 0, 0};
    instant to = n->deed ? n->due.hi : n->done.hi;
    if (c->kind != CLAUSE_DUTY || c->measure != MEASURE_SUM ||
        c->need.cmp == AT_MOST || c->need.percent || c->need.all ||
        c->subquota_of != NONE || c->n_ratios > 0 || n->never || n->optional)
        return OK;
    d.n = n->step != NONE ? c->steps[n->step].n : c->need.n;
    d.period = c->period == PERIOD_DAY ? 1 : c->period == PERIOD_WEEK ? 7 : 0;
    if (n->deed && !n->has_due)
        return OK;
    d.from = plan_day(m->p, n->arise.lo);
    d.to = to >= INSTANT_MAX ? d.from + 365 : plan_day(m->p, to);
    if (!n->deed && to < INSTANT_MAX)
        d.to = plan_day(m->p, to - 1);
    TRY_ROOM(m->cx, m->a, vec_push(m->a, out, d));
    return OK;
}

/* Units that must be moved within days [s, e]. */
static int64_t asked(const struct demand *d, int64_t s, int64_t e)
{
    int64_t from = d->from > s ? d->from : s, to = d->to < e ? d->to : e;
    int64_t n;
    if (d->period == 0)
        return d->from >= s && d->to <= e ? d->n : 0;
    if (to < from)
        return 0;
    int64_t periods = 0;
    if (d->period == 1) {
        periods = to - from + 1;
    } else { /* whole weeks, counted from the first day */
        int64_t first = (from - d->from + 6) / 7;
        int64_t last = (to - d->from + 1) / 7;
        periods = last > first ? last - first : 0;
    }
    return mul_ok(periods, d->n, &n) ? n : INT64_MAX / 4;
}

/* Units that a capacity lets through within days [s, e]; a part of a day counts
 * whole, so what is said not to fit does not. */
static int64_t carried(struct model *m, const struct capacity *c, int64_t s,
                       int64_t e)
{
    instant t;
    int64_t days, n = c->n, hours = 24;
    if (c->has_from && model_fixed_point(m->cx, m->p, &c->from, AT_BEGIN, &t) &&
        plan_day(m->p, t) > s)
        s = plan_day(m->p, t);
    days = e >= s ? e - s + 1 : 0;
    if (c->tod_from != NONE) {
        int64_t span = c->tod_to - c->tod_from;
        hours = (span <= 0 ? span + 86400 : span) / 3600;
        hours += (span % 3600) != 0;
    }
    switch (c->per) {
    case CAPACITY_IN_ALL:
        return days > 0 ? n : 0;
    case CAPACITY_HOUR:
        return mul_ok(n, days * hours, &n) ? n : INT64_MAX / 4;
    case CAPACITY_DAY:
        return mul_ok(n, days, &n) ? n : INT64_MAX / 4;
    case CAPACITY_WEEK: /* of 7 days, begun ones whole */
        return mul_ok(n, (days + 6) / 7, &n) ? n : INT64_MAX / 4;
    }
    BUG("a capacity of no period");
}

static bool serves(const struct agreement *ag, const struct capacity *c,
                   const struct demand *d)
{
    if (!items_meet(&c->what, d->sel))
        return false;
    return c->place == NONE || d->place == NONE || c->place == d->place ||
           zones_nest(ag, c->place, d->place) ||
           zones_nest(ag, d->place, c->place);
}

static bool within(const struct agreement *ag, const struct demand *x,
                   const struct demand *d)
{
    return items_meet(x->sel, d->sel) &&
           (d->place == NONE ||
            (x->place != NONE && zones_nest(ag, x->place, d->place)));
}

/* The demands looked at together, and the ways that serve them. */
struct load {
    demand_vec in;
    bool *counted;  /* by demand: part of what is summed */
    int64_t *asked; /* by demand, in the stretch of days looked at */
    bool *serves;   /* by capacity and demand */
};

/* Whether a unit could count for both: a unit counts in every clause that looks
 * at it (sem 8). */
static bool may_share(const struct agreement *ag, const struct demand *x,
                      const struct demand *y)
{
    const struct clause *c = &ag->clauses[x->clause],
                        *d = &ag->clauses[y->clause];
    actor_set who = 0, by = 0;
    if (x->clause == y->clause || c->in_addition_to == y->clause ||
        d->in_addition_to == x->clause || x->sel->act != y->sel->act ||
        x->sel->did_not != y->sel->did_not || !items_meet(x->sel, y->sel))
        return false;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        who |= ag->actors[c->bearers[i]].answers;
    for (uint32_t i = 0; i < d->n_bearers; i++)
        by |= ag->actors[d->bearers[i]].answers;
    if (who != 0 && by != 0 && (who & by) == 0)
        return false;
    if (x->sel->to != 0 && y->sel->to != 0 && (x->sel->to & y->sel->to) == 0)
        return false;
    return x->place == NONE || y->place == NONE ||
           zones_nest(ag, x->place, y->place) ||
           zones_nest(ag, y->place, x->place);
}

/* Units of the clause of demand k: its demands stand together. */
static int64_t of_clause(const struct load *q, size_t k)
{
    int64_t n = 0;
    for (size_t i = 0; i < q->in.n; i++)
        if (q->in.p[i].clause == q->in.p[k].clause &&
            !add_ok(n, q->asked[i], &n))
            n = INT64_MAX / 2;
    return n;
}

/* What must be moved in any case: of clauses that may share units the one that
 * asks most. Sets `counted`. */
static int64_t at_least(const struct agreement *ag, struct load *q)
{
    int64_t need = 0, n, most = 1;
    for (size_t i = 0; i < q->in.n; i++)
        q->counted[i] = false;
    while (most > 0) {
        size_t best = 0;
        most = 0;
        for (size_t i = 0; i < q->in.n; i++) {
            bool apart = q->asked[i] > 0 && !q->counted[i];
            for (size_t k = 0; apart && k < q->in.n; k++)
                apart =
                    !q->counted[k] || !may_share(ag, &q->in.p[i], &q->in.p[k]);
            n = apart ? of_clause(q, i) : 0;
            best = n > most ? i : best;
            most = n > most ? n : most;
        }
        for (size_t i = 0; most > 0 && i < q->in.n; i++)
            q->counted[i] =
                q->counted[i] ||
                (q->asked[i] > 0 && q->in.p[i].clause == q->in.p[best].clause);
        if (!add_ok(need, most, &need))
            need = INT64_MAX / 2;
    }
    return need;
}

/* What the ways that serve any of the counted demands let through. */
static int64_t at_most(struct model *m, const struct load *q, int64_t s,
                       int64_t e)
{
    int64_t can = 0;
    for (uint32_t k = 0; k < m->ag->n_capacities; k++) {
        bool any = false;
        for (size_t i = 0; i < q->in.n && !any; i++)
            any = q->counted[i] && q->serves[k * q->in.n + i];
        if (any)
            can = can > INT64_MAX / 4
                      ? can
                      : can + carried(m, &m->ag->capacities[k], s, e);
    }
    return can;
}

static err overload(struct model *m, const struct load *q, int64_t s, int64_t e,
                    int64_t need, int64_t can)
{
    const struct agreement *ag = m->ag;
    const struct demand *d = NULL;
    struct plan_finding *f;
    struct buf b;
    int on[16];
    uint32_t n = 0;
    for (size_t i = 0; i < q->in.n && n < COUNT_OF(on); i++) {
        bool had = !q->counted[i];
        for (uint32_t k = 0; k < n; k++)
            had = had || on[k] == q->in.p[i].clause;
        d = d == NULL && !had ? &q->in.p[i] : d;
        if (!had)
            on[n++] = q->in.p[i].clause;
    }
    if (d == NULL)
        return OK;
    f = finding_new(m, PLAN_CAPACITY, PLAN_BREAKS, d->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    list(ag, on, n, &b);
    buf_printf(&b, " %s %lld ", n == 1 ? "asks" : "ask", (long long)need);
    item_print(ag, d->sel->item, &b);
    buf_printf(&b, " on day%s %lld", s == e ? "" : "s", (long long)s);
    if (e != s)
        buf_printf(&b, " to %lld", (long long)e);
    buf_printf(&b, "; the declared capacity lets %lld through", (long long)can);
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = STR("Days count whole, and every way that the text declares is "
                    "used to the full.");
    f->hint = STR("lower the number, move the deadline, or raise and declare "
                  "the capacity");
    return finding_add(m, *f, on, n);
}

struct period {
    int64_t from, to;
};
typedef VEC(struct period) period_vec;

static bool meets_told(const period_vec *told, int64_t from, int64_t to)
{
    for (size_t i = 0; i < told->n; i++)
        if (from <= told->p[i].to && told->p[i].from <= to)
            return true;
    return false;
}

static bool was_told(const struct model *m, int clause)
{
    for (size_t i = 0; i < m->findings.n; i++) {
        const struct plan_finding *f = &m->findings.p[i];
        if (f->topic != PLAN_CAPACITY)
            continue;
        for (uint32_t k = 0; k < f->n_clauses; k++)
            if (f->clauses[k] == clause)
                return true;
    }
    return false;
}

/* The stretch of days [s, e], in which all that is counted was not told of. */
static err carry_days(struct model *m, struct load *q, int64_t s, int64_t e,
                      bool wide, period_vec *told)
{
    int64_t need = 0, can;
    bool had = false;
    for (size_t k = 0; k < q->in.n; k++) {
        q->asked[k] = asked(&q->in.p[k], s, e);
        q->counted[k] = q->asked[k] > 0;
        if (!add_ok(need, q->asked[k], &need))
            need = INT64_MAX / 2;
    }
    if (need == 0 || need <= at_most(m, q, s, e))
        return OK;
    need = at_least(m->ag, q);
    can = at_most(m, q, s, e);
    for (size_t k = 0; wide && k < q->in.n; k++)
        had = had || (q->counted[k] && was_told(m, q->in.p[k].clause));
    if (need <= can || had)
        return OK;
    TRY(m->cx, overload(m, q, s, e, need, can));
    TRY_ROOM(m->cx, m->a, vec_push(m->a, told, ((struct period){s, e})));
    return OK;
}

/* For a place and items: the stretches of days in which all that is asked of
 * them there is more than can be carried, none of which meets one that was told
 * before. `wide`: nothing of which one clause was told already. */
static err carry_one(struct model *m, const demand_vec *all,
                     const struct demand *d, bool wide)
{
    const struct agreement *ag = m->ag;
    struct load q = {.counted = NULL};
    period_vec told = {0};
    for (size_t i = 0; i < all->n; i++) {
        bool any = false;
        for (uint32_t k = 0; k < ag->n_capacities; k++)
            any = any || serves(ag, &ag->capacities[k], &all->p[i]);
        if (any && within(ag, &all->p[i], d))
            TRY_ROOM(m->cx, m->a, vec_push(m->a, &q.in, all->p[i]));
    }
    TRY_NEW_ARRAY(m->cx, m->a, q.in.n, q.counted);
    TRY_NEW_ARRAY(m->cx, m->a, q.in.n, q.asked);
    TRY_NEW_ARRAY(m->cx, m->a, q.in.n * ag->n_capacities, q.serves);
    for (uint32_t k = 0; k < ag->n_capacities; k++)
        for (size_t i = 0; i < q.in.n; i++)
            q.serves[k * q.in.n + i] =
                serves(ag, &ag->capacities[k], &q.in.p[i]);
    for (size_t x = 0; x < q.in.n; x++)
        for (size_t y = 0; y < q.in.n; y++) {
            int64_t s = q.in.p[x].from;
            int64_t e =
                q.in.p[y].period == 0 ? q.in.p[y].to : s + q.in.p[y].period - 1;
            if (e >= s && !meets_told(&told, s, e))
                TRY(m->cx, carry_days(m, &q, s, e, wide, &told));
        }
    return OK;
}

/* Whether both ask for the same items in the same place. */
static bool same_group(const struct demand *x, const struct demand *y)
{
    if (x->place != y->place || x->sel->item != y->sel->item ||
        x->sel->n_item_words != y->sel->n_item_words)
        return false;
    for (uint32_t i = 0; i < x->sel->n_item_words; i++)
        if (x->sel->items[i] != y->sel->items[i])
            return false;
    return true;
}

enum { DEMANDS_MOST = 400 };

static err capacities(struct model *m)
{
    demand_vec all = {0};
    if (m->ag->n_capacities == 0)
        return OK;
    for (uint32_t i = 0; i < m->nodes.n; i++)
        TRY(m->cx, add_demand(m, i, &all));
    if (all.n > DEMANDS_MOST) {
        TRY(m->cx,
            note_uncovered(m,
                           "capacity: only the first %d demands of %zu were "
                           "compared with each other",
                           DEMANDS_MOST, all.n));
        all.n = DEMANDS_MOST;
    }
    for (size_t i = 0; i < all.n; i++) {
        bool seen = was_told(m, all.p[i].clause);
        for (size_t k = 0; k < i && !seen; k++)
            seen = same_group(&all.p[k], &all.p[i]);
        if (!seen)
            TRY(m->cx, carry_one(m, &all, &all.p[i], false));
    }
    for (uint32_t k = 0; k < m->ag->n_capacities; k++) {
        const struct capacity *c = &m->ag->capacities[k];
        struct demand d = {.clause = NONE, .place = c->place, .sel = &c->what};
        TRY(m->cx, carry_one(m, &all, &d, true));
    }
    return OK;
}

/* An exchange against the list from which it is drawn. */
static err list_totals(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    struct plan_finding *f;
    int64_t units = 0, lo = INT64_MAX, hi = 0, least, most;
    struct buf b;
    if (c->trigger != TRIG_EVENT || c->perf.item == NONE ||
        c->kind != CLAUSE_DUTY || (c->n_ratios == 0 && c->need.cmp != AT_LEAST))
        return OK;
    const struct item *it = &ag->items[c->perf.item];
    for (uint32_t i = m->first[clause]; i < m->last[clause]; i++) {
        int cause = m->nodes.p[i].cause;
        if (cause == NONE)
            return OK;
        const struct plan_node *n = &m->nodes.p[cause];
        const struct clause *d = &ag->clauses[n->clause];
        if (d->measure != MEASURE_SUM || d->need.percent || d->need.all)
            return OK;
        units += n->step != NONE ? d->steps[n->step].n : d->need.n;
    }
    for (uint32_t i = 0; i < c->n_ratios; i++) {
        lo = c->ratios[i].n < lo ? c->ratios[i].n : lo;
        hi = c->ratios[i].n > hi ? c->ratios[i].n : hi;
    }
    if (c->n_ratios == 0)
        lo = hi = c->need.n;
    int64_t per = c->trig_per > 0 ? c->trig_per : 1;
    if (it->registered < 0 || units > INT32_MAX || hi > INT32_MAX)
        return OK;
    least = c->n_ratios > 0 ? units * lo : units / per * lo;
    most = c->n_ratios > 0 ? units * hi : units / per * hi;
    if (most <= it->registered)
        return OK;
    bool sure = least > it->registered;
    f = finding_new(m, PLAN_CAPACITY, sure ? PLAN_BREAKS : PLAN_NOTE, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "%.*s comes to ", STR_ARG(c->label));
    if (least == most)
        buf_printf(&b, "%lld", (long long)most);
    else
        buf_printf(&b, "%lld to %lld", (long long)least, (long long)most);
    buf_char(&b, ' ');
    item_print(ag, c->perf.item, &b);
    buf_printf(&b, "; the list has %lld", (long long)it->registered);
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = sure
                    ? STR("Whatever the categories, the list does not suffice.")
                    : STR("Whether the list suffices depends on how many there "
                          "are of each category.");
    f->hint = STR("state the totals of each category, or lengthen the list");
    return finding_add(m, *f, &clause, 1);
}

err observe_findings(struct model *m)
{
    const struct agreement *ag = m->ag;
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_clauses, m->p->watches);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        if (is_watched(&ag->clauses[i]))
            TRY(m->cx, watch_one(m, (int)i, &m->p->watches[m->p->n_watches++]));
        TRY(m->cx, nameless_place(m, (int)i));
        TRY(m->cx, list_totals(m, (int)i));
    }
    for (int i = 0; i < (int)ag->n_actors; i++) {
        TRY(m->cx, not_ready(m, i, true));
        TRY(m->cx, not_ready(m, i, false));
        TRY(m->cx, no_access(m, i, true));
        TRY(m->cx, no_access(m, i, false));
        if (!is_party(ag, i))
            continue;
        TRY(m->cx, by_party(m, i, true));
        TRY(m->cx, by_party(m, i, false));
    }
    TRY(m->cx, never_closed(m));
    TRY(m->cx, unwatched(m));
    return capacities(m);
}
