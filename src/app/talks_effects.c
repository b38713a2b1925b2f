/* app/talks_effects.c: what alternatives of a draft say in figures, and what
 * each of them does to checks, calendar and exposure. See node_room.h. */
#include "app/node_room.h"

#include "app/agreement.h"
#include "lang/ast.h"
#include "plan/plan.h"

/* --- a text with a choice
 * -----------------------------------------------------------------
 */

/* "2.2=A" for each bracket. */
static err choices_of(struct cx *cx, struct arena *a,
                      const struct seat_draft *d, const size_t *choice,
                      const char ***out, size_t *n)
{
    TRY_NEW_ARRAY(cx, a, d->n, *out);
    *n = 0;
    for (size_t i = 0; i < d->n; i++) {
        const struct talks_clause *c = &d->clause[i];
        str s;
        if (str_eq(c->alternative[0].id, STR("-")))
            continue;
        TRY_ROOM(cx, a,
                 arena_printf(a, &s, "%.*s=%.*s", STR_ARG(c->label),
                              STR_ARG(c->alternative[choice[i]].id)));
        (*out)[(*n)++] = s.p;
    }
    return OK;
}

static err compile(struct cx *cx, struct arena *a, const struct seat_draft *d,
                   const size_t *choice, struct app_agreement *out)
{
    const char **choices;
    size_t n;
    TRY(cx, choices_of(cx, a, d, choice, &choices, &n));
    return app_compile_agreement(cx, a, "the draft", d->item->o.body, choices,
                                 n, out);
}

/* --- figures of alternatives
 * --------------------------------------------------------------
 */

static int64_t days_of(const struct deadline *d)
{
    const struct point *p = &d->p;
    if (d->kind == DUE_NONE)
        return -1;
    int64_t plus = p->plus.days + p->plus.seconds / 86400;
    if (p->kind == POINT_DAY_N)
        return p->n + plus;
    if (p->kind == POINT_INSTANT)
        return p->at / 86400 + plus;
    /* Counted from an event: how long after it. */
    return plus >= 0 ? plus : -1;
}

static err terms_of(struct cx *cx, struct arena *a, const struct agreement *ag,
                    const struct clause *c, struct talks_terms *out)
{
    *out = (struct talks_terms){.day = days_of(&c->due), .amount = -1};
    for (uint32_t i = 0; i < c->n_steps; i++) {
        int64_t day = days_of(&c->steps[i].due);
        out->day = day > out->day ? day : out->day;
    }
    if (c->measure != MEASURE_SUM || c->need.all || c->need.percent ||
        c->need.n < 0 || c->perf.item < 0)
        return OK;
    out->amount = c->need.n;
    if (c->period == PERIOD_DAY && !mul_ok(c->need.n, 7, &out->amount))
        out->amount = -1;
    TRY_ROOM(cx, a,
             arena_printf(a, &out->unit, "%.*s%s",
                          STR_ARG(ag->items[c->perf.item].unit),
                          c->period == PERIOD_NONE ? "" : " a week"));
    return OK;
}

/* The k-th alternatives of all brackets at once: as many compilations as the
 * longest bracket has alternatives. */
err talks_terms_of(struct cx *cx, struct arena *a, const struct seat_draft *d,
                   struct talks_terms **out)
{
    size_t rows = 0, most = 1, *choice, *first;
    TRY_NEW_ARRAY(cx, a, d->n, choice);
    TRY_NEW_ARRAY(cx, a, d->n, first);
    for (size_t i = 0; i < d->n; i++) {
        first[i] = rows;
        rows += d->clause[i].n;
        most = d->clause[i].n > most ? d->clause[i].n : most;
    }
    TRY_NEW_ARRAY(cx, a, rows, *out);
    for (size_t r = 0; r < rows; r++)
        (*out)[r] = (struct talks_terms){.day = -1, .amount = -1};
    for (size_t k = 0; k < most; k++) {
        struct app_agreement g;
        struct map at;
        for (size_t i = 0; i < d->n; i++)
            choice[i] = k < d->clause[i].n ? k : d->clause[i].n - 1;
        TRY(cx, compile(cx, a, d, choice, &g));
        map_init(&at, a, cx);
        for (uint32_t c = g.ag->n_clauses; c-- > 0;)
            TRY_ROOM(cx, a, map_put(&at, g.ag->clauses[c].label, c));
        for (size_t i = 0; i < d->n; i++) {
            uint64_t c;
            if (d->clause[i].n > 1 && k < d->clause[i].n &&
                map_get(&at, d->clause[i].label, &c))
                TRY(cx, terms_of(cx, a, g.ag, &g.ag->clauses[c],
                                 &(*out)[first[i] + k]));
        }
    }
    return OK;
}

/* --- what is found in a draft
 * -----------------------------------------------------------------
 */

typedef VEC(const struct diagnostic *) finding_vec;

static bool is_known(const finding_vec *v, const struct diagnostic *d)
{
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->p[i]->code, d->code) == 0 && v->p[i]->line == d->line &&
            str_eq(v->p[i]->message, d->message))
            return true;
    return false;
}

/* The k-th alternatives of all brackets at once, as above. */
static err find_with(struct cx *cx, struct arena *a, const struct seat_draft *d,
                     size_t k, size_t *choice, finding_vec *v)
{
    struct app_agreement g;
    for (size_t i = 0; i < d->n; i++)
        choice[i] = k < d->clause[i].n ? k : d->clause[i].n - 1;
    TRY(cx, compile(cx, a, d, choice, &g));
    if (app_agreement_is_sound(&g))
        TRY(cx, lang_review(cx, a, g.ast, g.ag, &g.diagnostics));
    for (uint32_t i = 0; i < g.diagnostics.n; i++) {
        const struct diagnostic *x = &g.diagnostics.v[i];
        if (x->waived.n == 0 && !is_known(v, x))
            TRY_ROOM(cx, a, vec_push(a, v, x));
    }
    return OK;
}

err talks_findings_of(struct cx *cx, struct arena *a,
                      const struct seat_draft *d,
                      const struct diagnostic ***out, size_t *n)
{
    finding_vec v = {0};
    size_t most = 1, *choice;
    TRY_NEW_ARRAY(cx, a, d->n, choice);
    for (size_t i = 0; i < d->n; i++)
        most = d->clause[i].n > most ? d->clause[i].n : most;
    for (size_t k = 0; k < most; k++)
        TRY(cx, find_with(cx, a, d, k, choice, &v));
    *out = v.p;
    *n = v.n;
    return OK;
}

/* --- effects
 * ------------------------------------------------------------------------------
 */

struct tried {
    struct app_agreement g;
    struct plan *plan; /* NULL: it makes no whole text */
};

static str name_of(const struct agreement *ag, int actor)
{
    return ag->actors[actor].name.n > 0 ? ag->actors[actor].name
                                        : ag->actors[actor].id;
}

static err try_one(struct cx *cx, struct arena *a, const struct seat_draft *d,
                   const size_t *choice, struct tried *t,
                   struct web_effect *out)
{
    *t = (struct tried){0};
    TRY(cx, compile(cx, a, d, choice, &t->g));
    if (!app_agreement_is_sound(&t->g)) {
        out->problem = t->g.diagnostics.n > 0 ? t->g.diagnostics.v[0].message
                                              : STR("this makes no whole text");
        for (uint32_t i = 0; i < t->g.diagnostics.n; i++)
            if (t->g.diagnostics.v[i].severity == SEV_ERROR) {
                out->problem = t->g.diagnostics.v[i].message;
                break;
            }
        return OK;
    }
    if (t->g.ag->force == FORCE_UNSTATED) {
        out->problem = STR("the text states no entry into force");
        return OK;
    }
    TRY(cx, lang_review(cx, a, t->g.ast, t->g.ag, &t->g.diagnostics));
    return plan_make(cx, a, t->g.ag, INSTANT_NONE, &t->plan);
}

static void count_findings(const struct tried *t, struct web_effect *out)
{
    const struct diagnostics *d = &t->g.diagnostics;
    for (uint32_t i = 0; i < t->plan->n_findings; i++) {
        enum plan_weight w = t->plan->findings[i].weight;
        out->breaks += w == PLAN_BREAKS;
        out->risks += w == PLAN_RISK;
        out->notes += w == PLAN_NOTE;
    }
    for (uint32_t i = 0; i < d->n; i++)
        if (d->v[i].waived.n == 0) {
            out->errors += d->v[i].severity == SEV_ERROR;
            out->open += d->v[i].severity == SEV_WARNING;
        }
}

static void last_days(const struct tried *t, str label, struct web_effect *out)
{
    const struct plan *p = t->plan;
    out->last_day = out->within = -1;
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        const struct plan_node *n = &p->nodes[i];
        if (!n->has_due || n->due.hi == INSTANT_MAX || n->optional)
            continue;
        int64_t day = plan_day(p, n->due.hi);
        out->last_day = day > out->last_day ? day : out->last_day;
        if (str_eq(p->ag->clauses[n->clause].label, label) && day > out->within)
            out->within = day;
    }
}

/* The worst moment of each party; they are ranked, so it is the first one. */
static err sides(struct cx *cx, struct arena *a, const struct tried *t,
                 struct web_effect *out)
{
    const struct agreement *ag = t->g.ag;
    struct web_exposed *v;
    TRY_NEW_ARRAY(cx, a, ag->n_actors, v);
    for (uint32_t k = 0; k < ag->n_actors; k++) {
        struct web_exposed *x = &v[out->n_sides];
        if (ag->actors[k].role != ROLE_PARTY)
            continue;
        x->who = name_of(ag, (int)k);
        for (uint32_t i = 0; i < t->plan->n_moments && !x->any; i++) {
            const struct plan_moment *m = &t->plan->moments[i];
            if (m->exposed != (int)k)
                continue;
            *x = (struct web_exposed){.who = x->who,
                                      .any = true,
                                      .stopper = name_of(ag, m->stopper),
                                      .step = t->plan->nodes[m->node].name,
                                      .unreturned = m->unreturned,
                                      .days = m->days};
        }
        out->n_sides++;
    }
    out->side = v;
    return OK;
}

static bool says(const struct tried *t, str title)
{
    for (uint32_t i = 0; t->plan != NULL && i < t->plan->n_findings; i++)
        if (str_eq(t->plan->findings[i].title, title))
            return true;
    return false;
}

static err only_here(struct cx *cx, struct arena *a, const struct tried *t,
                     size_t n, size_t k, str *out)
{
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    for (uint32_t i = 0; i < t[k].plan->n_findings; i++) {
        const struct plan_finding *f = &t[k].plan->findings[i];
        bool all = true;
        for (size_t j = 0; j < n; j++)
            all = all && (t[j].plan == NULL || says(&t[j], f->title));
        if (all)
            continue;
        buf_str(&b, f->title);
        buf_char(&b, '\n');
    }
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err list_others(struct cx *cx, struct arena *a,
                       const struct seat_draft *d, const size_t *choice,
                       size_t clause, struct web_effects *out)
{
    struct web_other *v;
    TRY_NEW_ARRAY(cx, a, d->n, v);
    for (size_t i = 0; i < d->n; i++)
        if (i != clause && !str_eq(d->clause[i].alternative[0].id, STR("-")))
            v[out->n_others++] = (struct web_other){
                d->clause[i].label, d->clause[i].alternative[choice[i]].id,
                &d->clause[i]};
    out->others = v;
    return OK;
}

err talks_effects_of(struct cx *cx, struct arena *a, const struct seat_draft *d,
                     const size_t *choice, size_t clause,
                     struct web_effects *out)
{
    const struct talks_clause *c = &d->clause[clause];
    struct web_effect *v;
    struct tried *t;
    size_t *with;
    TRY_NEW_ARRAY(cx, a, c->n, v);
    TRY_NEW_ARRAY(cx, a, c->n, t);
    TRY_NEW_ARRAY(cx, a, d->n, with);
    memcpy(with, choice, d->n * sizeof *with);
    for (size_t k = 0; k < c->n; k++) {
        with[clause] = k;
        v[k].id = c->alternative[k].id;
        TRY(cx, try_one(cx, a, d, with, &t[k], &v[k]));
        if (t[k].plan == NULL)
            continue;
        count_findings(&t[k], &v[k]);
        last_days(&t[k], c->label, &v[k]);
        TRY(cx, sides(cx, a, &t[k], &v[k]));
    }
    for (size_t k = 0; k < c->n; k++)
        if (t[k].plan != NULL)
            TRY(cx, only_here(cx, a, t, c->n, k, &v[k].only));
    out->v = v;
    out->n = c->n;
    return list_others(cx, a, d, choice, clause, out);
}
