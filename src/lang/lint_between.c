/* lang/lint_between.c: checks of clauses together: what can come when, what
 * waits for what, what is counted twice, what an exchange adds up to. */
#include "lang/lint_int.h"

#include "lang/deps.h"

#include <inttypes.h>

/* --- L15: due before it can begin --------------------------------------------
 */

/* The civil midnight at or before a written point; clocks that change that day
 * move it by their hour. */
static instant midnight(const struct point *p)
{
    return p->at - (p->tod == NONE || p->whole_day ? 0 : p->tod);
}

/* Between two midnights, some of which may be an hour or two off. */
static int64_t whole_days(int64_t seconds)
{
    return seconds >= 0 ? (seconds + 43200) / 86400
                        : -((43200 - seconds) / 86400);
}

/* The civil day (day 1 is 1) of a point, as far as the text alone fixes it;
 * else `otherwise`. A date counts from entry into force if that is a date. */
int64_t lint_day_of(const struct agreement *ag, const struct point *p,
                    int64_t otherwise)
{
    switch (p->kind) {
    case POINT_DAY_N:
        return p->n + p->plus.days;
    case POINT_FORCE:
        return p->plus.days + !ag->day1_after;
    case POINT_INSTANT:
        if (ag->force != FORCE_AT)
            return otherwise;
        return whole_days(midnight(p) - midnight(&ag->force_at)) +
               !ag->day1_after + p->plus.days;
    case POINT_NEVER:
    case POINT_SIGNED:
    case POINT_PHASE_START:
    case POINT_PHASE_END:
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
    case POINT_TRIGGER:
        return otherwise;
    }
    BUG("a point of no kind");
}

/* The day of a deadline; INT64_MAX if the text alone does not fix one. */
int64_t lint_due_day(const struct agreement *ag, const struct deadline *d)
{
    if (d->kind == DUE_NONE)
        return INT64_MAX;
    return lint_day_of(ag, &d->p, INT64_MAX);
}

/* The last deadline of a clause with steps, or its own. */
int64_t lint_last_due(const struct agreement *ag, const struct clause *c)
{
    int64_t day = lint_due_day(ag, &c->due);
    for (uint32_t k = 0; k < c->n_steps; k++) {
        int64_t d = lint_due_day(ag, &c->steps[k].due);
        if (k == 0 || d > day)
            day = d;
    }
    return day;
}

/* Before this day the clause cannot arise, or performance does not count; set
 * by what it waits for. INT64_MIN: any day. */
static int64_t earliest(const struct agreement *ag, const struct clause *c,
                        const int64_t *at, const char **why, int *other)
{
    int64_t day = INT64_MIN;
    *other = NONE;
    if (c->not_before) {
        day = lint_day_of(ag, &c->from, INT64_MIN);
        *why = "performance counts only from";
    }
    if (c->trigger == TRIG_UNMET) {
        int64_t d = lint_last_due(ag, &ag->clauses[c->trig_clause]);
        if (d != INT64_MAX && d > day) {
            day = d;
            *why = "is known unmet only after";
            *other = c->trig_clause;
        }
    } else if (c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) {
        if (at[c->trig_clause] > day) {
            day = at[c->trig_clause];
            *why = "cannot be met before";
            *other = c->trig_clause;
        }
    }
    if (c->after != POINT_NEVER && at[c->after_clause] > day) {
        day = at[c->after_clause];
        *why = "cannot be met before";
        *other = c->after_clause;
    }
    return day;
}

err lint_too_early(struct review *r)
{
    const struct agreement *ag = r->ag;
    int64_t *at;
    const char *why = "";
    int other;
    bool changed = true;
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, at);
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        at[i] = INT64_MIN;
    /* days only grow, and each is one that is written: a chain of waits is as
     * long as the number of clauses at most; 64 rounds settle any real text,
     * and stopping early only finds less */
    for (int round = 0; changed && round < 64; round++) {
        changed = false;
        for (uint32_t i = 0; i < ag->n_clauses; i++) {
            int64_t d = earliest(ag, &ag->clauses[i], at, &why, &other);
            if (d > at[i]) {
                at[i] = d;
                changed = true;
            }
        }
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        int64_t due = lint_due_day(ag, &c->due);
        int64_t can = earliest(ag, c, at, &why, &other);
        for (uint32_t k = 0; k < c->n_steps; k++) {
            int64_t d = lint_due_day(ag, &c->steps[k].due);
            due = d < due ? d : due;
        }
        if (can == INT64_MIN || due == INT64_MAX || !lint_is_duty(c))
            continue;
        /* when X is unmet: the day after it was due, at the earliest */
        bool unmet = c->trigger == TRIG_UNMET && other == c->trig_clause;
        if (due > can || (due == can && !unmet))
            continue;
        if (other == NONE)
            TRY(r->cx, lint_clause(r, (int)i,
                                   "is due on day %" PRId64 ", but its %s day "
                                   "%" PRId64,
                                   due, why, can));
        else
            TRY(r->cx,
                lint_clause(r, (int)i,
                            "is due on day %" PRId64 ", but %.*s, for "
                            "which it waits, %s day %" PRId64,
                            due, STR_ARG(ag->clauses[other].label), why, can));
    }
    return OK;
}

/* --- L17: circles
 * --------------------------------------------------------------- */

static void name_node(const struct review *r, uint32_t node, struct buf *out)
{
    const struct agreement *ag = r->ag;
    if (node < ag->n_clauses) {
        buf_str(out, ag->clauses[node].label);
    } else {
        buf_c(out, "phase ");
        buf_str(out, ag->phases[node - ag->n_clauses].id);
    }
}

static const char *waits_words(const struct dep *e)
{
    switch (e->kind) {
    case DEP_TRIGGER:
    case DEP_AFTER:
        return " waits for ";
    case DEP_GUARD:
        return " depends on ";
    case DEP_START:
    case DEP_PHASE:
        return " begins by ";
    case DEP_DUE:
        return " has a deadline that counts from ";
    case DEP_KINDS:
        break;
    }
    BUG("a dependency of no kind");
}

static err tell_circle(struct review *r, const struct deps *d,
                       const struct dep_groups *g, unsigned kinds,
                       const struct dep *e, const char *end)
{
    struct dep *path;
    uint32_t n, clause = e->from;
    struct buf b;
    TRY(r->cx, deps_path(r->cx, r->a, d, g, kinds, e->to, e->from, &path, &n));
    for (uint32_t i = 0; i < n && clause >= r->ag->n_clauses; i++)
        clause = path[i].from;
    buf_init(&b, r->a, 1500);
    name_node(r, e->from, &b);
    buf_c(&b, waits_words(e));
    name_node(r, e->to, &b);
    for (uint32_t i = 0; i < n; i++) {
        buf_c(&b, ", which");
        buf_c(&b, waits_words(&path[i]));
        name_node(r, path[i].to, &b);
    }
    buf_printf(&b, ": %s", end);
    str words = buf_view(&b);
    if (clause >= r->ag->n_clauses)
        return lint_at(r, r->clock_at, "%.*s", STR_ARG(words));
    return lint_clause(r, (int)clause, "is in a circle: %.*s", STR_ARG(words));
}

/* One finding for each group that is a circle without a negation (those are
 * errors of their own, E0603, as are circles of phases alone, E0604). */
static err tell_circles(struct review *r, const struct deps *d, unsigned kinds,
                        bool *told, const char *end)
{
    struct dep_groups g;
    bool *skip;
    TRY(r->cx, deps_groups(r->cx, r->a, d, kinds, &g));
    TRY_NEW_ARRAY(r->cx, r->a, g.n, skip);
    for (uint32_t i = 0; i < d->n; i++) {
        const struct dep *e = &d->v[i];
        if (e->negated && g.group[e->from] == g.group[e->to])
            skip[g.group[e->from]] = true;
    }
    for (uint32_t i = 0; i < d->n_nodes; i++)
        if (told[i])
            skip[g.group[i]] = true;
    for (uint32_t i = 0; i < d->n; i++) {
        const struct dep *e = &d->v[i];
        uint32_t group = g.group[e->from];
        if (((kinds >> e->kind) & 1) == 0 || group != g.group[e->to] ||
            skip[group] || e->from >= r->ag->n_clauses)
            continue;
        skip[group] = true;
        for (uint32_t k = 0; k < d->n_nodes; k++)
            told[k] = told[k] || g.group[k] == group;
        TRY(r->cx, tell_circle(r, d, &g, kinds, e, end));
    }
    return OK;
}

err lint_circle(struct review *r)
{
    struct deps d;
    bool *told;
    unsigned all = (1u << DEP_KINDS) - 1;
    TRY(r->cx, deps_make(r->cx, r->a, r->ag, &d));
    TRY_NEW_ARRAY(r->cx, r->a, d.n_nodes, told);
    TRY(r->cx, tell_circles(r, &d, all & ~(1u << DEP_DUE), told,
                            "none of them can begin"));
    return tell_circles(r, &d, all, told,
                        "until one of them is met none has a day");
}

/* --- L38: exchanges
 * ------------------------------------------------------------- */

/* The number on the list of an item; -1 if there is no list, or no number. */
static int64_t listed(const struct agreement *ag, int item)
{
    return ag->items[item].registered;
}

/* Whether a list names the item, its whole, or a category of it. */
static bool has_list(const struct review *r, int item)
{
    const struct agreement *ag = r->ag;
    int top = ag->items[item].parent == NONE ? item : ag->items[item].parent;
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_LIST || d->broken)
            continue;
        for (uint32_t k = 0; k < ag->n_items; k++) {
            const struct item *it = &ag->items[k];
            str tail = str_sub(it->id, it->id.n - d->of.text.n, it->id.n);
            bool family = (int)k == top || it->parent == top;
            bool named = it->parent == NONE
                             ? str_eq(it->id, d->of.text)
                             : it->id.n > d->of.text.n &&
                                   str_eq(tail, d->of.text) &&
                                   it->id.p[it->id.n - d->of.text.n - 1] == '.';
            if (family && named)
                return true;
        }
    }
    return false;
}

static bool takes(const struct selector *s, int i)
{
    return (s->items[i / 64] >> (i % 64)) & 1;
}

static const struct ratio *ratio_of(const struct clause *c, int item)
{
    for (uint32_t i = 0; i < c->n_ratios; i++)
        if (c->ratios[i].item == item)
            return &c->ratios[i];
    return NULL;
}

/* What a list of the exchanged units comes to by the ratios, at the least and
 * at the most; false if no list has a number. */
static bool comes_to(const struct agreement *ag, const struct clause *c,
                     int64_t *lo, int64_t *hi)
{
    int top = c->trig.item;
    int64_t all = listed(ag, top), rest = all, least = INT64_MAX, most = 0;
    *lo = *hi = 0;
    for (uint32_t i = 0; i < c->n_ratios; i++) {
        int64_t n = listed(ag, c->ratios[i].item), part;
        if (c->ratios[i].item == top)
            n = -1;
        if (n < 0) {
            least = c->ratios[i].n < least ? c->ratios[i].n : least;
            most = c->ratios[i].n > most ? c->ratios[i].n : most;
            continue;
        }
        if (!mul_ok(n, c->ratios[i].n, &part) || !add_ok(*lo, part, lo))
            return false;
        *hi = *lo;
        rest -= n;
    }
    if (least == INT64_MAX)
        return true; /* a number for every category */
    if (all < 0 || rest < 0)
        return false;
    if (!mul_ok(rest, least, &least) || !mul_ok(rest, most, &most))
        return false;
    return add_ok(*lo, least, lo) && add_ok(*hi, most, hi);
}

/* "fuel" of "truck.fuel": so it is called in the text. */
static str last_word(str id)
{
    size_t dot = str_find_char(id, '.');
    return dot < id.n ? str_sub(id, dot + 1, id.n) : id;
}

err lint_exchange(struct review *r)
{
    const struct agreement *ag = r->ag;
    int64_t lo, hi;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->n_ratios > 0 &&
            (!has_list(r, c->trig.item) || !has_list(r, c->perf.item)))
            TRY(r->cx, lint_gather(r, (int)i));
    }
    TRY(r->cx,
        lint_tell(r, "exchanges without a list of those who are exchanged",
                  "exchange without a list of those who are exchanged"));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->need.all && c->need.base != BASE_FIXED &&
            !has_list(r, c->perf.item)) {
            TRY(r->cx, lint_clause(r, (int)i,
                                   "asks for all `%.*s`, and no list says how "
                                   "many there are",
                                   STR_ARG(ag->items[c->perf.item].id)));
            TRY(r->cx,
                lint_hint(r,
                          "declare how many there are: `list NAME of "
                          "%.*s N`",
                          STR_ARG(last_word(ag->items[c->perf.item].id))));
        }
        if (c->n_ratios == 0)
            continue;
        for (uint32_t k = 0; k < ag->n_items; k++) {
            int up = ag->items[k].parent;
            if (up == NONE || !takes(&c->trig, (int)k) ||
                ratio_of(c, (int)k) != NULL || ratio_of(c, up) != NULL)
                continue;
            TRY(r->cx, lint_clause(r, (int)i, "gives no ratio for `%.*s`",
                                   STR_ARG(ag->items[k].id)));
        }
        int64_t total = listed(ag, c->perf.item);
        if (total >= 0 && comes_to(ag, c, &lo, &hi) &&
            (total < lo || total > hi))
            TRY(r->cx, lint_clause(r, (int)i,
                                   "comes to %s%" PRId64
                                   " by its ratios, the list has %" PRId64,
                                   lo == hi     ? ""
                                   : total < lo ? "at least "
                                                : "at most ",
                                   total < lo ? lo : hi, total));
    }
    return OK;
}

/* --- L43: counted twice
 * ----------------------------------------------------------- */

bool lint_sets_meet(const struct selector *a, const struct selector *b)
{
    for (uint32_t w = 0; w < a->n_item_words && w < b->n_item_words; w++)
        if (a->items[w] & b->items[w])
            return true;
    return false;
}

bool lint_in_zone(const struct agreement *ag, int inner, int outer)
{
    return (ag->zones[outer].inside.w[inner / 64] >> (inner % 64)) & 1;
}

bool lint_places_meet(const struct agreement *ag, int a, int b)
{
    return a == NONE || b == NONE || lint_in_zone(ag, a, b) ||
           lint_in_zone(ag, b, a);
}

/* Whether b is, directly or through others, in addition to or part of a. */
static bool builds_on(const struct agreement *ag, int b, int a)
{
    for (int step = 0; b != NONE && step < 64; step++) {
        if (b == a)
            return true;
        const struct clause *c = &ag->clauses[b];
        b = c->subquota_of != NONE ? c->subquota_of : c->in_addition_to;
    }
    return false;
}

static bool counts(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY && c->measure == MEASURE_SUM &&
           c->perf.item != NONE && c->perf.items != NULL &&
           c->subquota_of == NONE && c->reading_of == NONE;
}

static bool overlap(const struct agreement *ag, int i, int k)
{
    const struct clause *a = &ag->clauses[i], *b = &ag->clauses[k];
    bool who = a->perf.anybody || b->perf.anybody || a->perf.performers == 0 ||
               b->perf.performers == 0 ||
               (a->perf.performers & b->perf.performers) != 0;
    bool whom =
        a->perf.to == 0 || b->perf.to == 0 || (a->perf.to & b->perf.to) != 0;
    /* a share is of a whole, not of what another clause asks for */
    return who && whom && a->perf.act == b->perf.act && !a->need.percent &&
           !b->need.percent && lint_sets_meet(&a->perf, &b->perf) &&
           lint_places_meet(ag, a->perf.place, b->perf.place) &&
           !builds_on(ag, k, i) && !builds_on(ag, i, k);
}

/* Clauses that overlap, one with the other, are told together. */
err lint_overlap(struct review *r)
{
    const struct agreement *ag = r->ag;
    uint32_t *group, n = 0;
    int *v;
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, group);
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, v);
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (counts(&ag->clauses[i]))
            v[n++] = (int)i;
    /* what is waived for a clause is waived for all it overlaps with */
    uint32_t open = 0;
    for (uint32_t i = 0; i < n && n <= 2000; i++) {
        bool any = false;
        if (!lint_is_waived(r, v[i]))
            continue;
        for (uint32_t k = 0; k < n && !any; k++)
            any = k != i && overlap(ag, v[i], v[k]);
        if (any)
            TRY(r->cx, lint_gather(r, v[i]));
    }
    TRY(r->cx, lint_tell(r, "counts units that another clause counts too",
                         "count units that others count too"));
    for (uint32_t i = 0; i < n; i++)
        if (!lint_is_waived(r, v[i]))
            v[open++] = v[i];
    n = open;
    /* every pair: no real text has more than some hundred counting clauses;
     * beyond that the check is left out rather than slow */
    if (n > 2000)
        return OK;
    for (uint32_t i = 0; i < n; i++)
        group[i] = i;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            uint32_t from = group[i], to = group[k];
            if (from == to || !overlap(ag, v[i], v[k]))
                continue;
            for (uint32_t j = 0; j <= i; j++)
                if (group[j] == from)
                    group[j] = to;
        }
    }
    for (uint32_t g = 0; g < n; g++) {
        uint32_t size = 0;
        for (uint32_t i = 0; i < n; i++)
            size += group[i] == g;
        for (uint32_t i = 0; size > 1 && i < n; i++)
            if (group[i] == g)
                TRY(r->cx, lint_gather(r, v[i]));
        TRY(r->cx, lint_tell(r, "counts units that another clause counts too",
                             "count units of each other"));
    }
    return OK;
}
