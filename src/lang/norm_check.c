/* lang/norm_check.c: asserts what holds of every normal form, whatever text it
 * came from. Debug builds run it at the end of lang_compile, and so does the
 * fuzzer: readers of a normal form check no index. */
#include "lang/norm_check.h"

#include "base/cc.h"

/* In a release build ASSERT looks at nothing, so the walk is left out. */
#if defined(TRUCE_DEBUG)

static bool index_or_none(int i, uint32_t n)
{
    return i == NONE || (i >= 0 && (uint32_t)i < n);
}

static bool index_of(int i, uint32_t n)
{
    return i >= 0 && (uint32_t)i < n;
}

static void check_set(const struct agreement *ag, actor_set s)
{
    ASSERT(ag->n_actors == MAX_ACTORS || s >> ag->n_actors == 0);
}

static void check_point(const struct agreement *ag, const struct point *p,
                        bool triggered)
{
    switch (p->kind) {
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        ASSERT(index_of(p->ref, ag->n_clauses));
        break;
    case POINT_PHASE_START:
        ASSERT(index_of(p->ref, ag->n_phases));
        break;
    case POINT_PHASE_END:
        ASSERT(index_or_none(p->ref, ag->n_phases));
        break;
    case POINT_DAY_N:
        ASSERT(p->n >= 1 && p->whole_day == (p->tod == NONE));
        break;
    case POINT_INSTANT:
        ASSERT(p->at <= p->at_end && p->whole_day == (p->tod == NONE));
        break;
    case POINT_TRIGGER:
        ASSERT(triggered);
        break;
    case POINT_NEVER:
    case POINT_FORCE:
    case POINT_SIGNED:
        break;
    }
    ASSERT(p->tod == NONE || (p->tod >= 0 && p->tod < 86400));
}

static void check_selector(const struct agreement *ag, const struct selector *s)
{
    ASSERT(index_or_none(s->act, ag->n_acts));
    ASSERT(index_or_none(s->item, ag->n_items));
    ASSERT(index_or_none(s->place, ag->n_zones));
    ASSERT(index_or_none(s->state, ag->n_states));
    ASSERT(index_or_none(s->state_item, ag->n_items));
    ASSERT((s->item == NONE) == (s->items == NULL));
    ASSERT(s->items == NULL || s->n_item_words == (ag->n_items + 63) / 64);
    check_set(ag, s->performers);
    check_set(ag, s->to);
}

static void check_need(const struct agreement *ag, const struct need *n)
{
    ASSERT(n->n >= 0);
    ASSERT(!n->all || n->percent);
    ASSERT(!n->percent || (n->n >= 1 && n->n <= 100 && n->base != BASE_NONE &&
                           index_of(n->base_item, ag->n_items)));
    ASSERT((n->base == BASE_NONE) == !n->percent);
}

static void check_standard(const struct agreement *ag, const struct standard *s)
{
    switch (s->kind) {
    case STD_INTEREST:
        break;
    case STD_NAMED:
        ASSERT(index_of(s->by, ag->n_actors));
        break;
    case STD_KOF:
        ASSERT(s->k >= 1 && s->of != 0);
        check_set(ag, s->of);
        break;
    }
}

static void check_atom(const struct agreement *ag, const struct atom *a)
{
    switch (a->kind) {
    case ATOM_MET:
        ASSERT(index_of(a->ref, ag->n_clauses));
        break;
    case ATOM_STATE:
        ASSERT(index_of(a->ref, ag->n_states));
        break;
    case ATOM_CONDITION:
        ASSERT(index_of(a->ref, ag->n_conditions));
        ASSERT(index_of(ag->conditions[a->ref].by, ag->n_actors));
        break;
    case ATOM_PHASE:
        ASSERT(index_of(a->ref, ag->n_phases));
        break;
    }
    ASSERT(index_or_none(a->place, ag->n_zones));
}

static void check_times(const struct agreement *ag, const struct clause *c)
{
    bool triggered = c->trigger != TRIG_NONE;
    check_point(ag, &c->from, triggered);
    check_point(ag, &c->until, triggered);
    check_point(ag, &c->due.p, triggered);
    ASSERT(c->due.kind == DUE_NONE || c->due.p.kind != POINT_NEVER);
    for (uint32_t i = 0; i < c->n_steps; i++) {
        ASSERT(c->steps[i].n > 0 && c->steps[i].due.kind != DUE_NONE);
        check_point(ag, &c->steps[i].due.p, triggered);
    }
    ASSERT((c->tod_from == NONE) == (c->tod_to == NONE));
    ASSERT(c->after == POINT_NEVER || c->after == POINT_CLAUSE_MET ||
           c->after == POINT_CLAUSE_VERIFIED);
    ASSERT((c->after == POINT_NEVER) == (c->after_clause == NONE));
    ASSERT(c->period == PERIOD_NONE || c->until.kind != POINT_NEVER);
}

static void check_clause(const struct agreement *ag, const struct clause *c,
                         int self)
{
    const int refs[] = {c->after_clause,     c->trig_clause,  c->in_addition_to,
                        c->in_parallel_with, c->in_step_with, c->subquota_of};
    ASSERT(c->label.n > 0);
    for (size_t i = 0; i < COUNT_OF(refs); i++) {
        ASSERT(index_or_none(refs[i], ag->n_clauses));
        ASSERT(refs[i] != self);
    }
    ASSERT(c->reading_of == NONE ||
           (c->reading_of >= 0 && c->reading_of < self));
    ASSERT(index_or_none(c->judged_by, ag->n_actors));
    ASSERT((c->kind == CLAUSE_JUDGED) == (c->judged_by != NONE));
    for (uint32_t i = 0; i < c->n_bearers; i++)
        ASSERT(index_of(c->bearers[i], ag->n_actors));
    ASSERT((c->trig_clause != NONE) ==
           (c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED ||
            c->trigger == TRIG_UNMET));
    ASSERT(c->trigger != TRIG_EVENT || c->trig.act != NONE);
    ASSERT(c->trig_per >= 1);
    check_selector(ag, &c->trig);
    check_selector(ag, &c->perf);
    check_need(ag, &c->need);
    check_standard(ag, &c->standard);
    check_times(ag, c);
    ASSERT(c->n_ratios == 0 || (c->trigger == TRIG_EVENT &&
                                c->trig.item != NONE && c->perf.item != NONE));
    for (uint32_t i = 0; i < c->n_ratios; i++)
        ASSERT(index_of(c->ratios[i].item, ag->n_items));
    for (uint32_t i = 0; i < c->guard.n; i++)
        check_atom(ag, &c->guard.atoms[i]);
    for (uint32_t i = 0; i < c->n_suspends; i++)
        ASSERT(index_of(c->suspends[i], ag->n_clauses));
    switch (c->kind) {
    case CLAUSE_DUTY:
        ASSERT(c->perf.act != NONE);
        ASSERT(c->measure != MEASURE_SUM || c->perf.item != NONE);
        ASSERT(c->measure != MEASURE_LEVEL);
        ASSERT((c->measure == MEASURE_HOURS) == c->perf.did_not);
        break;
    case CLAUSE_BAN:
        ASSERT(c->perf.act != NONE && c->until.kind != POINT_NEVER);
        break;
    case CLAUSE_KEEP:
        ASSERT((c->perf.state != NONE) != (c->measure == MEASURE_LEVEL));
        ASSERT(c->until.kind != POINT_NEVER);
        break;
    case CLAUSE_MAY:
        ASSERT((c->perf.act != NONE) != (c->n_suspends > 0));
        break;
    case CLAUSE_JUDGED:
    case CLAUSE_DECLARATORY:
        break;
    }
}

void agreement_check(const struct agreement *ag)
{
    ASSERT(ag->n_actors <= MAX_ACTORS && ag->n_zones <= MAX_ZONES &&
           ag->n_items <= MAX_ITEMS);
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        const struct actor *a = &ag->actors[i];
        ASSERT((a->answers >> i) & 1);
        ASSERT(index_or_none(a->of, ag->n_actors));
        check_set(ag, a->answers);
    }
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        const struct zone *z = &ag->zones[i];
        ASSERT(index_or_none(z->in, ag->n_zones) && z->in != (int)i);
        ASSERT(index_or_none(z->base, ag->n_zones));
        ASSERT((z->inside.w[i / 64] >> (i % 64)) & 1);
    }
    for (uint32_t i = 0; i < ag->n_items; i++) {
        const struct item *it = &ag->items[i];
        ASSERT(it->parent == NONE || (index_of(it->parent, i) &&
                                      ag->items[it->parent].parent == NONE));
        ASSERT(index_or_none(it->act, ag->n_acts));
        ASSERT(index_or_none(it->at, ag->n_zones));
        ASSERT(index_or_none(it->by, ag->n_actors));
    }
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        check_point(ag, &ag->phases[i].from, false);
        check_point(ag, &ag->phases[i].until, false);
    }
    check_standard(ag, &ag->standard);
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        check_clause(ag, &ag->clauses[i], (int)i);
}

#else

void agreement_check(const struct agreement *ag)
{
    (void)ag;
}

#endif
