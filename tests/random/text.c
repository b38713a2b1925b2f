/* tests/random/text.c: a case written as an agreement's text and a record in
 * JSON Lines, and what the program makes of them.
 *
 * The reference evaluator gets the case as it was made; the engine gets what
 * lexer, parser, compiler, reader and resolver make of the words. Spellings
 * that mean the same are chosen by the salt. */
#include "tests/random/random.h"

#include "facts/facts.h"
#include "facts/place.h"
#include "geo/geo.h"
#include "lang/lang.h"
#include "time/civil.h"

#include <inttypes.h>
#include <stdlib.h>

struct pen {
    struct cx *cx;
    const struct rcase *c;
    const struct tz *tz;
    struct dice d;
    struct buf *b;
};

/* --- Words ---------------------------------------------------------------- */

static void w(struct pen *p, const char *text)
{
    buf_c(p->b, text);
}

static str actor_id(const struct pen *p, int actor)
{
    return p->c->ag.actors[actor].id;
}

static void w_actors(struct pen *p, actor_set set, const char *sep)
{
    bool first = true;
    for (int i = 0; i < (int)p->c->ag.n_actors; i++) {
        if ((set >> i & 1) == 0)
            continue;
        w(p, first ? "" : sep);
        buf_str(p->b, actor_id(p, i));
        first = false;
    }
}

/* `captive`, `captive of soldier`. */
static void w_selection(struct pen *p, int item)
{
    str id = p->c->ag.items[item].id, category;
    if (str_cut(id, '.', &id, &category)) {
        buf_str(p->b, id);
        w(p, " of ");
        buf_str(p->b, category);
    } else {
        buf_str(p->b, id);
    }
}

static void w_label(struct pen *p, int clause)
{
    buf_str(p->b, p->c->ag.clauses[clause].label);
}

static void w_tod(struct pen *p, int32_t tod)
{
    buf_printf(p->b, "%02d:%02d", tod / 3600, tod / 60 % 60);
    if (tod % 60 != 0 || chance(&p->d, 10))
        buf_printf(p->b, ":%02d", tod % 60);
}

static void w_duration(struct pen *p, struct duration d)
{
    int64_t n = d.days != 0 ? d.days : d.seconds;
    n = n < 0 ? -n : n;
    if (d.days != 0 && n % 7 == 0 && chance(&p->d, 50))
        buf_printf(p->b, "%" PRId64 " weeks", n / 7);
    else if (d.days != 0)
        buf_printf(p->b, "%" PRId64 " day%s", n, n == 1 ? "" : "s");
    else if (n % 3600 == 0 && chance(&p->d, 70))
        buf_printf(p->b, "%" PRId64 " hour%s", n / 3600, n == 3600 ? "" : "s");
    else
        buf_printf(p->b, "%" PRId64 " minutes", n / 60);
}

static void w_date(struct pen *p, struct civil_date d)
{
    buf_printf(p->b, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void w_instant(struct pen *p, const struct point *at)
{
    struct civil l = civil_local(p->tz, at->at).civil;
    w_date(p, l.date);
    if (at->whole_day)
        return;
    buf_printf(p->b, " %02d:%02d", l.clock.hour, l.clock.minute);
    if (at->at_end == at->at)
        buf_printf(p->b, ":%02d", l.clock.second);
}

static void w_point(struct pen *p, const struct point *at)
{
    bool before = at->plus.days < 0 || at->plus.seconds < 0;
    const struct duration day = {0, at->plus.days},
                          rest = {at->plus.seconds, 0};
    if (at->plus.seconds != 0) {
        w_duration(p, rest);
        w(p, before ? " before " : " after ");
    }
    if (at->plus.days != 0) {
        w_duration(p, day);
        w(p, before ? " before " : " after ");
    }
    switch (at->kind) {
    case POINT_NEVER:
    case POINT_TRIGGER:
        w(p, "never"); /* only the shrinker makes it: it is refused */
        break;
    case POINT_INSTANT:
        w_instant(p, at);
        break;
    case POINT_DAY_N:
        buf_printf(p->b, "day %d", at->n);
        if (!at->whole_day) {
            w(p, " ");
            w_tod(p, at->tod);
        }
        break;
    case POINT_FORCE:
        w(p, chance(&p->d, 80) ? "entry into force" : "start of agreement");
        break;
    case POINT_SIGNED:
        w(p, "signature");
        break;
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        w(p, at->kind == POINT_PHASE_START ? "start of " : "end of ");
        if (at->ref == NONE)
            w(p, "agreement");
        else
            buf_str(p->b, p->c->ag.phases[at->ref].id);
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        w_label(p, at->ref);
        w(p, at->kind == POINT_CLAUSE_MET ? " is met" : " is verified");
        break;
    }
}

static bool is_zero(struct duration d)
{
    return d.days == 0 && d.seconds == 0;
}

static void w_deadline(struct pen *p, const struct deadline *d, bool trigger)
{
    static const char *const by[] = {"by ", "on ", "at "};
    bool base = d->p.kind == (trigger ? POINT_TRIGGER : POINT_FORCE) &&
                !is_zero(d->p.plus) && d->p.plus.days >= 0 &&
                d->p.plus.seconds >= 0;
    if (base && d->kind == DUE_END &&
        (d->p.kind == POINT_TRIGGER || chance(&p->d, 50))) {
        w(p, "within ");
        w_duration(p, d->p.plus);
        return;
    }
    w(p, d->kind == DUE_START ? "before " : by[dice(&p->d, 3)]);
    w_point(p, &d->p);
}

static void w_standard(struct pen *p, const struct standard *s)
{
    switch (s->kind) {
    case STD_INTEREST:
        w(p, "accepted against interest");
        break;
    case STD_NAMED:
        w(p, s->counted ? "counted by " : "verified by ");
        buf_str(p->b, actor_id(p, s->by));
        break;
    case STD_KOF:
        buf_printf(p->b, "confirmed by %u of (", s->k);
        w_actors(p, s->of, ", ");
        w(p, ")");
        break;
    }
}

/* Between two phrases: a blank, a comma, a new line, a comment. */
static void gap(struct pen *p)
{
    static const char *const gaps[] = {" ",    " ",         " ", ", ",
                                       "\n  ", " # aha\n ", "  "};
    w(p, gaps[dice(&p->d, COUNT_OF(gaps))]);
}

/* --- The frame ------------------------------------------------------------ */

static void w_extensions(struct pen *p, const struct phase *ph)
{
    for (uint32_t i = 0; i < ph->n_ext; i++) {
        const struct extension *e = &ph->ext[i];
        w(p, ", extended ");
        if (e->kind == EXT_EARNED) {
            w_duration(p, e->each);
            buf_printf(p->b, " for each %" PRId64 " ", e->per);
            w_selection(p, e->sel.item);
            w(p, " ");
            buf_str(p->b, p->c->ag.acts[e->sel.act].done);
        } else {
            w(p, e->kind == EXT_CONSENT ? "by consent of "
                                        : "by announcement of ");
            w_actors(p, e->by, " and ");
        }
        if (e->capped) {
            w(p, " at most ");
            w_duration(p, e->cap);
            w(p, e->cap_in_all ? " in all" : " further");
        }
    }
}

static void w_clock(struct pen *p)
{
    const struct agreement *ag = &p->c->ag;
    w(p, "clock\n  time zone ");
    buf_str(p->b, ag->time_zone);
    switch (ag->force) {
    case FORCE_AT:
        w(p, ag->force_at.whole_day ? "\n  in force on " : "\n  in force at ");
        w_instant(p, &ag->force_at);
        break;
    case FORCE_SIGNED:
        w(p, "\n  in force when ");
        w_actors(p, ag->force_by, " and ");
        w(p, " have signed");
        break;
    case FORCE_ANNOUNCED:
        w(p, "\n  in force when announced by ");
        w_actors(p, ag->force_by, ", ");
        break;
    case FORCE_UNSTATED:
        break;
    }
    w(p, ag->day1_after ? "\n  day 1 is the day after entry into force"
                        : "\n  day 1 is the day of entry into force");
    if (ag->life_days > 0) {
        buf_printf(p->b, "\n  lasts %d days", ag->life_days);
    } else if (ag->life.until.kind != POINT_NEVER) {
        w(p, "\n  lasts until ");
        w_instant(p, &ag->life.until);
    } else {
        w(p, "\n  lasts without end");
    }
    w_extensions(p, &ag->life);
    w(p, "\n");
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        const struct phase *ph = &ag->phases[i];
        w(p, "phase ");
        buf_str(p->b, ph->id);
        w(p, " from ");
        w_point(p, &ph->from);
        w(p, ph->has_lasts ? " lasts " : " until ");
        if (ph->has_lasts)
            w_duration(p, ph->lasts);
        else
            w_point(p, &ph->until);
        w_extensions(p, ph);
        w(p, "\n");
    }
}

static void w_frame(struct pen *p)
{
    const struct agreement *ag = &p->c->ag;
    static const char *const roles[] = {"party",     "force",   "mediator",
                                        "guarantor", "agency",  "observer",
                                        "press",     "verifier"};
    w(p, "agreement \"random\"\n");
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        const struct actor *a = &ag->actors[i];
        buf_printf(p->b, "%s %.*s", roles[a->role], STR_ARG(a->id));
        if (a->role == ROLE_FORCE)
            buf_printf(p->b, " of %.*s", STR_ARG(actor_id(p, a->of)));
        w(p, "\n");
    }
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        const struct zone *z = &ag->zones[i];
        if (z->base != NONE)
            continue; /* a clause makes it */
        buf_printf(p->b, z->line ? "line %.*s" : "zone %.*s", STR_ARG(z->id));
        if (z->in != NONE)
            buf_printf(p->b, " in %.*s", STR_ARG(ag->zones[z->in].id));
        w(p, " from \"map\"\n");
    }
    w(p, "item captive of (soldier | civilian) unit piece\n"
         "item truck of (fuel | food) unit piece");
    const struct item *truck = &ag->items[0];
    if (truck->act != NONE)
        buf_printf(p->b, " counted when %.*s",
                   STR_ARG(ag->acts[truck->act].done));
    if (truck->at != NONE)
        buf_printf(p->b, " at %.*s", STR_ARG(ag->zones[truck->at].id));
    if (truck->by != NONE)
        buf_printf(p->b, " by %.*s", STR_ARG(actor_id(p, truck->by)));
    w(p, "\n");
    for (uint32_t i = 0; i < ag->n_items; i++)
        if (ag->items[i].registered >= 0)
            buf_printf(p->b, "list l%u of %.*s %" PRId64 "\n", i,
                       STR_ARG(ag->items[i].id), ag->items[i].registered);
    for (uint32_t i = 0; i < ag->n_states; i++)
        buf_printf(p->b, "state %.*s\n", STR_ARG(ag->states[i].id));
    for (uint32_t i = 0; i < ag->n_acts; i++)
        if (ag->acts[i].place == PLACE_LEFT)
            buf_printf(p->b, "act %.*s \"%.*s\" \"%.*s\" of all\n",
                       STR_ARG(ag->acts[i].id), STR_ARG(ag->acts[i].inf),
                       STR_ARG(ag->acts[i].done));
    for (uint32_t i = 0; i < ag->n_conditions; i++)
        buf_printf(p->b, "condition %.*s judged by %.*s\n",
                   STR_ARG(ag->conditions[i].id),
                   STR_ARG(actor_id(p, ag->conditions[i].by)));
    w(p, "standard ");
    w_standard(p, &ag->standard);
    if (ag->reporting != PERIOD_NONE)
        w(p, ag->reporting == PERIOD_DAY ? "\nreporting each day"
                                         : "\nreporting each week");
    w(p, "\n");
    w_clock(p);
}

/* --- Clauses ---------------------------------------------------------------
 */

static str act_word(const struct pen *p, int act, bool done)
{
    const struct act *a = &p->c->ag.acts[act];
    return done ? a->done : a->inf;
}

/* In an area; along a line. */
static void w_place(struct pen *p, int place, const char *in)
{
    const struct zone *z = &p->c->ag.zones[place];
    if (z->base == NONE) {
        w(p, in);
        buf_str(p->b, z->id);
        return;
    }
    w(p, z->beyond ? " beyond " : " within ");
    if (chance(&p->d, 50))
        buf_printf(p->b, "%" PRId64 " km", z->metres / 1000);
    else
        buf_printf(p->b, "%" PRId64 " m", z->metres);
    w(p, chance(&p->d, 50) ? " of " : " from ");
    buf_str(p->b, p->c->ag.zones[z->base].id);
}

static void w_trigger(struct pen *p, const struct clause *k)
{
    const struct selector *s = &k->trig;
    switch (k->trigger) {
    case TRIG_NONE:
        return;
    case TRIG_EVENT:
        w(p, "for each ");
        if (s->item == NONE) {
            buf_str(p->b, act_word(p, s->act, false));
        } else {
            if (k->trig_per != 1 || chance(&p->d, 20))
                buf_printf(p->b, "%" PRId64 " ", k->trig_per);
            w_selection(p, s->item);
            w(p, " ");
            buf_str(p->b, act_word(p, s->act, true));
        }
        actor_set by = s->performers;
        for (int i = 0; i < 2 && chance(&p->d, 50); i++)
            if (by == p->c->ag.actors[i].answers)
                by = (actor_set)1 << i; /* its forces are meant too */
        if (by != 0) {
            w(p, " by ");
            w_actors(p, by, " and ");
        }
        if (s->place != NONE)
            w_place(p, s->place, " in ");
        w(p, ",\n  ");
        return;
    case TRIG_MET:
    case TRIG_VERIFIED:
    case TRIG_UNMET:
        w(p, "when ");
        w_label(p, k->trig_clause);
        w(p, k->trigger == TRIG_MET        ? " is met"
             : k->trigger == TRIG_VERIFIED ? " is verified"
                                           : " is unmet");
        w(p, chance(&p->d, 50) ? ", " : " ");
        return;
    }
}

static void w_quantity(struct pen *p, const struct clause *k)
{
    const struct need *n = &k->need;
    if (n->all) {
        w(p, "all ");
        return;
    }
    if (n->percent) {
        buf_printf(p->b, "%" PRId64 " %% of %.*s", n->n,
                   STR_ARG(p->c->ag.items[n->base_item].id));
        w(p, n->base == BASE_AT_DEADLINE ? " as registered at the deadline "
             : n->base == BASE_FINAL     ? " as finally registered "
                                         : " ");
        return;
    }
    switch (n->cmp) {
    case AT_LEAST:
        w(p, chance(&p->d, 50) ? "at least " : "");
        break;
    case AT_MOST:
        w(p, "at most ");
        break;
    case EXACTLY:
        w(p, "exactly ");
        break;
    }
    buf_printf(p->b, "%" PRId64 " ", n->n);
}

static void w_bearers(struct pen *p, const struct clause *k)
{
    for (uint32_t i = 0; i < k->n_bearers; i++) {
        w(p, i == 0 ? "" : chance(&p->d, 50) ? ", " : " and ");
        buf_str(p->b, actor_id(p, k->bearers[i]));
    }
}

static void w_sentence(struct pen *p, const struct clause *k)
{
    const struct agreement *ag = &p->c->ag;
    w_trigger(p, k);
    if (k->n_bearers == 0) {
        w_quantity(p, k);
        w_selection(p, k->perf.item);
        w(p, " shall ");
        buf_str(p->b, act_word(p, k->perf.act, false));
        return;
    }
    w_bearers(p, k);
    if (k->kind == CLAUSE_MAY) {
        w(p, " may suspend ");
        w_label(p, k->suspends[0]);
        return;
    }
    if (k->kind == CLAUSE_KEEP) {
        w(p, " shall keep ");
        if (k->measure == MEASURE_LEVEL) {
            w_quantity(p, k);
            w_selection(p, k->perf.item);
            return;
        }
        buf_str(p->b, k->perf.state_item != NONE
                          ? ag->items[k->perf.state_item].id
                          : ag->zones[k->perf.place].id);
        w(p, " ");
        buf_str(p->b, ag->states[k->perf.state].id);
        return;
    }
    w(p, k->kind == CLAUSE_BAN || k->measure == MEASURE_HOURS ? " shall not "
                                                              : " shall ");
    buf_str(p->b, act_word(p, k->perf.act, false));
    w(p, " ");
    if (k->kind == CLAUSE_DUTY && k->measure == MEASURE_SUM && k->n_ratios == 0)
        w_quantity(p, k);
    if (k->perf.item != NONE)
        w_selection(p, k->perf.item);
}

static void w_guard(struct pen *p, const struct guard *v)
{
    const struct agreement *ag = &p->c->ag;
    if (v->kind == GUARD_NONE)
        return;
    gap(p);
    w(p, v->kind == GUARD_IF      ? "if "
         : v->kind == GUARD_WHILE ? "while "
                                  : "unless ");
    for (uint32_t i = 0; i < v->n; i++) {
        const struct atom *a = &v->atoms[i];
        w(p, i == 0 ? "" : v->any ? " or " : " and ");
        switch (a->kind) {
        case ATOM_MET:
            w_label(p, a->ref);
            w(p, a->negated ? " is not met" : " is met");
            break;
        case ATOM_STATE:
        case ATOM_CONDITION:
            buf_str(p->b, a->kind == ATOM_STATE ? ag->states[a->ref].id
                                                : ag->conditions[a->ref].id);
            w(p, a->negated ? " does not hold" : " holds");
            if (a->kind == ATOM_STATE && a->there)
                w(p, " there");
            else if (a->kind == ATOM_STATE && a->place != NONE)
                buf_printf(p->b, " in %.*s", STR_ARG(ag->zones[a->place].id));
            break;
        case ATOM_PHASE:
            buf_printf(p->b, "phase %.*s runs", STR_ARG(ag->phases[a->ref].id));
            break;
        }
    }
}

static void w_when(struct pen *p, const struct clause *k)
{
    bool trigger = k->trigger != TRIG_NONE;
    static const char *const keys[] = {"", "object", "round", "place"};
    if (k->key != KEY_NONE) {
        gap(p);
        buf_printf(p->b, "matched by %s", keys[k->key]);
    }
    if (k->n_steps > 0) {
        gap(p);
        w(p, "in steps (");
        for (uint32_t i = 0; i < k->n_steps; i++) {
            buf_printf(p->b, "%s%" PRId64 " ", i == 0 ? "" : ", ",
                       k->steps[i].n);
            w_deadline(p, &k->steps[i].due, trigger);
        }
        w(p, ")");
    }
    for (uint32_t i = 0; i < k->n_ratios; i++) {
        w(p, i == 0 ? "\n  at " : ", ");
        str id = p->c->ag.items[k->ratios[i].item].id, of;
        if (str_cut(id, '.', &id, &of))
            id = of;
        buf_printf(p->b, "%" PRId64 " for %.*s", k->ratios[i].n, STR_ARG(id));
    }
    if (k->after != POINT_NEVER) {
        gap(p);
        w(p, "after ");
        w_label(p, k->after_clause);
        w(p, k->after == POINT_CLAUSE_MET ? " is met" : " is verified");
    }
    if (k->due.kind != DUE_NONE) {
        gap(p);
        w_deadline(p, &k->due, trigger);
    }
    if (k->period != PERIOD_NONE) {
        gap(p);
        w(p, k->period == PERIOD_DAY ? "each day" : "each week");
    }
    bool from = k->from.kind != POINT_FORCE || !is_zero(k->from.plus);
    bool until = k->until.kind != POINT_NEVER;
    bool by_default = until && k->until.kind == POINT_PHASE_END &&
                      k->until.ref == NONE && is_zero(k->until.plus) &&
                      (k->period != PERIOD_NONE || k->kind != CLAUSE_DUTY);
    until = until && !(by_default && chance(&p->d, 50));
    if (from) {
        gap(p);
        w(p, until || chance(&p->d, 50) ? "from " : "not before ");
        w_point(p, &k->from);
    }
    if (until) {
        if (from)
            w(p, " until ");
        else
            w(p, "\n  until ");
        w_point(p, &k->until);
    }
    if (k->measure == MEASURE_HOURS) {
        gap(p);
        w(p, "for ");
        w_duration(p, k->hours);
        w(p, k->unbroken ? " without a break" : " in total");
    }
    if (k->tod_from != NONE) {
        gap(p);
        w(p, "between ");
        w_tod(p, k->tod_from);
        w(p, " and ");
        w_tod(p, k->tod_to);
    }
    if (k->carry) {
        gap(p);
        w(p, "carrying over surplus");
    }
}

static bool same_standard(const struct standard *s, const struct standard *d)
{
    return s->kind == d->kind && s->by == d->by && s->k == d->k &&
           s->of == d->of && s->counted == d->counted;
}

static void w_phrases(struct pen *p, const struct clause *k)
{
    const struct agreement *ag = &p->c->ag;
    bool counts = k->kind == CLAUSE_DUTY && k->measure == MEASURE_SUM &&
                  k->perf.item != NONE;
    const struct item *it = counts ? &ag->items[k->perf.item] : NULL;
    bool implied = counts && k->perf.place == it->at && chance(&p->d, 50);
    if (k->perf.place != NONE && !implied &&
        (k->kind != CLAUSE_KEEP || k->measure == MEASURE_LEVEL)) {
        static const char *const at[] = {" in ", " from ", " into ", " at "};
        bool emptied = k->perf.act != NONE &&
                       (ag->acts[k->perf.act].place == PLACE_LEFT ||
                        str_eq(ag->acts[k->perf.act].id, STR("vacate")));
        w_place(p, k->perf.place,
                at[k->perf.whole ? dice(&p->d, 2)
                   : emptied     ? 2 + dice(&p->d, 2)
                                 : dice(&p->d, 4)]);
    }
    if (k->perf.to != 0) {
        gap(p);
        w(p, "to ");
        w_actors(p, k->perf.to, ", ");
    }
    w_when(p, k);
    w_guard(p, &k->guard);
    if (k->validated_by != NONE)
        buf_printf(p->b, " validated by %.*s",
                   STR_ARG(actor_id(p, k->validated_by)));
    const struct {
        int clause;
        const char *words;
    } links[] = {{k->in_addition_to, "in addition to "},
                 {k->in_step_with, "in step with "}};
    for (size_t i = 0; i < COUNT_OF(links); i++)
        if (links[i].clause != NONE) {
            gap(p);
            w(p, links[i].words);
            w_label(p, links[i].clause);
        }
    if (k->chosen_by != NONE)
        buf_printf(p->b, "\n  chosen by %.*s",
                   STR_ARG(actor_id(p, k->chosen_by)));
    if (k->notified_tod != NONE) {
        w(p, "\n  notified by ");
        w_tod(p, k->notified_tod);
        w(p, " the day before");
    }
    if (!is_zero(k->notified_within)) {
        w(p, "\n  notified within ");
        w_duration(p, k->notified_within);
    }
    if (k->has_cure) {
        gap(p);
        w(p, "cure within ");
        w_duration(p, k->cure);
    }
    if (k->lapses) {
        gap(p);
        w(p, "lapses at the deadline");
    }
    if (k->has_reported_within) {
        gap(p);
        w(p, "reported within ");
        w_duration(p, k->reported_within);
    }
    if (k->has_exception) {
        w(p, "\n  exception self_defence");
        if (k->exception.decided_by != NONE)
            buf_printf(p->b, ", decided by %.*s",
                       STR_ARG(actor_id(p, k->exception.decided_by)));
    }
    const struct standard *s = &k->standard, *d = &ag->standard;
    struct standard counter = {.kind = STD_NAMED, .by = NONE, .counted = true};
    if (counts)
        counter.by = it->by;
    if (counter.by != NONE) /* who counts the item, where nothing is said */
        d = &counter;
    if (k->kind != CLAUSE_MAY && !(same_standard(s, d) && chance(&p->d, 50))) {
        gap(p);
        w_standard(p, s);
    }
}

static bool same_deadline(const struct deadline *a, const struct deadline *b)
{
    const struct point *p = &a->p, *q = &b->p;
    return a->kind == b->kind && p->kind == q->kind && p->n == q->n &&
           p->at == q->at && p->at_end == q->at_end && p->tod == q->tod &&
           p->ref == q->ref && p->whole_day == q->whole_day &&
           p->plus.days == q->plus.days && p->plus.seconds == q->plus.seconds;
}

/* `of these`: only in what it differs from the clause of the whole. */
static void w_part(struct pen *p, const struct clause *k)
{
    const struct agreement *ag = &p->c->ag;
    const struct clause *up = &ag->clauses[k->subquota_of];
    const struct deadline *due =
        up->n_steps > 0 ? &up->steps[up->n_steps - 1].due : &up->due;
    const char *sep = " of ";
    w(p, "of these ");
    w_quantity(p, k);
    for (int i = 0; i < (int)ag->n_items; i++)
        if (k->perf.items[0] != up->perf.items[0] &&
            (k->perf.items[0] >> i & 1) != 0) {
            str id = ag->items[i].id, of;
            if (str_cut(id, '.', &id, &of)) {
                w(p, sep);
                buf_str(p->b, of);
                sep = ", ";
            }
        }
    if (k->perf.place != up->perf.place)
        w_place(p, k->perf.place, " in ");
    if (k->due.kind != DUE_NONE &&
        (!same_deadline(&k->due, due) || chance(&p->d, 30))) {
        gap(p);
        w_deadline(p, &k->due, k->trigger != TRIG_NONE);
    }
    if (!same_standard(&k->standard, &up->standard) || chance(&p->d, 30)) {
        gap(p);
        w_standard(p, &k->standard);
    }
}

static void w_clauses(struct pen *p)
{
    const struct agreement *ag = &p->c->ag;
    w(p, "article 1 \"All\"\n");
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *k = &ag->clauses[i];
        if (k->reading_of == NONE)
            buf_str(p->b, k->label);
        if (k->reading.n > 0) {
            buf_printf(p->b, " reading %.*s held by ", STR_ARG(k->reading));
            w_actors(p, k->reading_holders, ", ");
            w(p, ":");
        }
        w(p, "  ");
        if (k->kind == CLAUSE_JUDGED || k->kind == CLAUSE_DECLARATORY) {
            buf_printf(p->b, "\"%.*s\" ", STR_ARG(k->quoted));
            if (k->kind == CLAUSE_JUDGED)
                buf_printf(p->b, "judged by %.*s",
                           STR_ARG(actor_id(p, k->judged_by)));
            else
                w(p, "declaratory");
        } else if (k->subquota_of != NONE) {
            w_part(p, k);
        } else {
            w_sentence(p, k);
            w_phrases(p, k);
        }
        w(p, chance(&p->d, 20) ? "  # a comment, of 3.1\n\n" : "\n");
    }
}

/* --- The record ------------------------------------------------------------
 */

static void j_time(struct pen *p, instant at)
{
    static const int offsets[] = {0, 0, 7200, -12600};
    int offset = offsets[dice(&p->d, 4)];
    const struct tz *utc;
    if (!is_ok(tz_find(p->cx, STR("Etc/UTC"), &utc)))
        abort();
    struct civil l = civil_local(utc, at + offset).civil;
    buf_printf(p->b, "\"%04d-%02d-%02dT%02d:%02d:%02d", l.date.year,
               l.date.month, l.date.day, l.clock.hour, l.clock.minute,
               l.clock.second);
    int away = offset < 0 ? -offset : offset;
    if (offset == 0)
        w(p, "Z\"");
    else
        buf_printf(p->b, "%c%02d:%02d\"", offset < 0 ? '-' : '+', away / 3600,
                   away / 60 % 60);
}

static void j_key(struct pen *p, const char *key)
{
    buf_printf(p->b, chance(&p->d, 90) ? ",\"%s\":" : " , \"%s\" : ", key);
}

static void j_text(struct pen *p, const char *key, str text)
{
    j_key(p, key);
    buf_printf(p->b, "\"%.*s\"", STR_ARG(text));
}

/* In the shapes of `map` below: bits for harbour, north (in its hole), south,
 * the ridge itself, 5 km along it, beyond 20 km from it. One that lies 1 km
 * from the ridge, give or take 22 km, is surely in neither of these two. */
const struct spot rcase_spots[N_SPOTS] = {
    {0x23, "\"lon\":3.0,\"lat\":3"},
    {0x21, "\"lon\":6.0000001,\"lat\":7.5"},
    {0x24, "\"lon\":25,\"lat\":5.25,\"precision_m\":50"},
    {0x11, "\"lon\":8.01,\"lat\":7,\"precision_m\":50"},
    {0x01, "\"lon\":8.01,\"lat\":7,\"precision_m\":22000"},
    {0x10, "\"lon\":8.01,\"lat\":11"},
    {0x20, "\"lat\":11,\"lon\":9"},
    {0, "\"lon\":8.1,\"lat\":11"}};

/* By the zone, the point, or a bearing. */
static void j_place(struct pen *p, const struct fact *f)
{
    bool point = (f->in.w[SOMEWHERE / 64] >> (SOMEWHERE % 64) & 1) != 0;
    if (f->zone != NONE) {
        j_text(p, "place", p->c->ag.zones[f->zone].id);
    } else if (point && f->in.w[0] == 0 && chance(&p->d, 50)) {
        j_key(p, "place");
        w(p, "{\"from\":\"north\",\"direction\":\"N\"");
        w(p, chance(&p->d, 50) ? ",\"distance_m\":2000}" : "}");
        return;
    }
    for (int i = 0; i < N_SPOTS && point && f->zone == NONE; i++)
        if (rcase_spots[i].in == f->in.w[0]) {
            j_key(p, "place");
            buf_printf(p->b, "{%s}", rcase_spots[i].written);
        }
}

static void j_quantity(struct pen *p, const struct fact *f)
{
    j_key(p, "quantity");
    if (f->lo == f->hi)
        buf_printf(p->b, "%" PRId64, f->lo);
    else if (f->hi == QTY_INF && f->lo > 0 && chance(&p->d, 50))
        buf_printf(p->b, "{\"more_than\":%" PRId64 "}", f->lo - 1);
    else if (f->hi == QTY_INF)
        buf_printf(p->b, "{\"at_least\":%" PRId64 "}", f->lo);
    else if (f->lo == 0)
        buf_printf(p->b, "{\"at_most\":%" PRId64 "}", f->hi);
    else
        buf_printf(p->b, "{\"between\":[%" PRId64 ",%" PRId64 "]}", f->lo,
                   f->hi);
}

/* What a report, a return or a finding says was done. */
static void j_what(struct pen *p, const struct fact *f, bool quantity)
{
    const struct agreement *ag = &p->c->ag;
    if (f->act != NONE)
        j_text(p, "act", ag->acts[f->act].id);
    if (f->performer != NONE)
        j_text(p, "actor", actor_id(p, f->performer));
    if (f->to != NONE)
        j_text(p, "to", actor_id(p, f->to));
    if (f->item != NONE)
        j_text(p, "item", ag->items[f->item].id);
    j_place(p, f);
    if (f->object.n > 0)
        j_text(p, "object", f->object);
    if (f->round.n > 0)
        j_text(p, "round", f->round);
    if (f->did_not || chance(&p->d, 5)) {
        j_key(p, "did_not");
        w(p, f->did_not ? "true" : "false");
    }
    if (f->state != NONE) {
        j_text(p, "state", ag->states[f->state].id);
        j_key(p, "holds");
        w(p, f->holds ? "true" : "false");
    }
    if (quantity)
        j_quantity(p, f);
}

static void j_ids(struct pen *p, const char *key, const str *v, uint32_t n)
{
    j_key(p, key);
    for (uint32_t i = 0; i < n; i++)
        buf_printf(p->b, "%s\"%.*s\"", i == 0 ? "[" : ",", STR_ARG(v[i]));
    w(p, "]");
}

static void j_replies(struct pen *p, const struct fact *f)
{
    static const char *const names[] = {"amends", "retracts", "corroborates",
                                        "disputes"};
    for (int kind = 0; kind < 4; kind++) {
        str ids[4];
        uint32_t n = 0;
        for (uint32_t i = 0; i < f->n_replies && n < COUNT_OF(ids); i++)
            if ((int)f->replies[i].kind == kind)
                ids[n++] = f->replies[i].id;
        if (n == 1 && chance(&p->d, 50))
            j_text(p, names[kind], ids[0]);
        else if (n > 0)
            j_ids(p, names[kind], ids, n);
    }
}

static void j_target(struct pen *p, const struct fact *f, const char *key)
{
    if (f->clause != NONE)
        j_text(p, key, p->c->ag.clauses[f->clause].label);
    else if (f->phase != NONE)
        j_text(p, key, p->c->ag.phases[f->phase].id);
    else if (chance(&p->d, 50))
        j_text(p, key, STR("agreement"));
    if (f->instance.n > 0)
        j_text(p, "instance", f->instance);
}

static void j_will(struct pen *p, const struct fact *f)
{
    static const char *const words[] = {
        [WILL_EXTEND] = "extend",     [WILL_WAIVE] = "waive",
        [WILL_SUSPEND] = "suspend",   [WILL_RESUME] = "resume",
        [WILL_IN_FORCE] = "in_force", [WILL_INVOKE] = "withholding",
        [WILL_EXCUSE] = "excuse",     [WILL_HOLDS] = "",
        [WILL_OUTCOME] = "",          [WILL_NOTIFY] = "notification"};
    const char *word = words[f->will];
    const char *effective = "effective";
    if (f->kind == FACT_CONSENT) {
        j_text(p, "consents_to", str_of(word));
    } else if (f->kind == FACT_ANNOUNCEMENT) {
        j_text(p, "announces", str_of(word));
        effective = f->will == WILL_IN_FORCE ? "at" : effective;
    } else {
        j_text(p, "invokes",
               str_of(f->will == WILL_SUSPEND  ? "suspension"
                      : f->will == WILL_RESUME ? "resumption"
                                               : word));
    }
    j_target(p, f, f->kind == FACT_NOTICE ? "clause" : "target");
    if (f->will == WILL_EXTEND) {
        j_key(p, "days");
        buf_printf(p->b, "%" PRId64, f->days);
    }
    if (f->proposal.n > 0)
        j_text(p, "proposal", f->proposal);
    if (f->effective != f->from || f->will == WILL_IN_FORCE ||
        chance(&p->d, 30)) {
        j_key(p, effective);
        j_time(p, f->effective);
    }
}

static void j_finding(struct pen *p, const struct fact *f)
{
    if (f->will == WILL_NONE) {
        j_what(p, f, f->item != NONE);
    } else if (f->will == WILL_HOLDS) {
        j_text(p, "condition", p->c->ag.conditions[f->condition].id);
        j_key(p, "holds");
        w(p, f->holds ? "true" : "false");
    } else {
        j_text(p, "outcome",
               f->will == WILL_EXCUSE ? STR("excused") : STR("as found"));
        j_text(p, "clause", p->c->ag.clauses[f->clause].label);
        if (f->instance.n > 0)
            j_text(p, "instance", f->instance);
    }
}

static void j_fact(struct pen *p, const struct fact *f)
{
    static const char *const types[] = {"report",    "report",   "report",
                                        "report",    "incident", "assessment",
                                        "finding",   "consent",  "announcement",
                                        "signature", "notice",   "report"};
    bool as_return = f->kind == FACT_TOTAL && (f->final || chance(&p->d, 30));
    bool none = f->kind == FACT_TOTAL && f->lo == 0 && f->hi == 0 &&
                !as_return && !f->did_not && chance(&p->d, 50);
    buf_printf(p->b, "{\"type\":\"%s\"", as_return ? "return" : types[f->kind]);
    j_text(p, "id", f->id);
    j_text(p, "source", p->c->sources[f->source].id);
    j_key(p, "recorded");
    j_time(p, f->recorded);
    if (f->kind != FACT_INCIDENT) {
        j_key(p, "occurred");
        w(p, "{\"from\":");
        j_time(p, f->from);
        w(p, ",\"to\":");
        j_time(p, f->to_);
        w(p, "}");
    }
    if (as_return && (!f->final || chance(&p->d, 50))) {
        j_key(p, "final");
        w(p, f->final ? "true" : "false");
    }
    switch (f->kind) {
    case FACT_EVENT:
        if (chance(&p->d, 20))
            j_text(p, "kind", STR("event"));
        j_what(p, f, f->item != NONE || f->lo != 1 || f->hi != 1);
        break;
    case FACT_TOTAL:
        if (!as_return)
            j_text(p, "kind", none ? STR("not_done") : STR("total"));
        j_what(p, f, !none);
        break;
    case FACT_LEVEL:
        j_text(p, "kind", STR("level"));
        j_what(p, f, true);
        break;
    case FACT_STATE:
        j_text(p, "kind", STR("state"));
        j_what(p, f, false);
        break;
    case FACT_INCIDENT:
        j_ids(p, "reports", f->refs, f->n_refs);
        break;
    case FACT_ASSESSMENT:
        j_ids(p, "reports", f->refs, f->n_refs);
        for (int i = 0; i < 2; i++)
            if ((i == 0 ? f->valid : f->invalid) >= 0) {
                j_key(p, i == 0 ? "valid" : "invalid");
                buf_printf(p->b, "%" PRId64, i == 0 ? f->valid : f->invalid);
            }
        break;
    case FACT_FINDING:
        j_finding(p, f);
        break;
    case FACT_CONSENT:
    case FACT_ANNOUNCEMENT:
    case FACT_NOTICE:
        j_will(p, f);
        break;
    case FACT_SIGNATURE:
    case FACT_REPLY:
        break;
    }
    j_replies(p, f);
    if (chance(&p->d, 20))
        j_text(p, "note", STR("a note with \\\"quotes\\\" and \\u00e9"));
    w(p, "}");
}

static void j_source(struct pen *p, uint32_t i)
{
    const struct rcase *c = p->c;
    const struct source *s = &c->sources[i];
    buf_printf(p->b, "{\"type\":\"source\",\"id\":\"%.*s\"", STR_ARG(s->id));
    if (s->account < (int)c->ag.n_actors) {
        j_text(p, "account", actor_id(p, s->account));
    } else {
        for (uint32_t k = 0; k < i; k++)
            if (c->sources[k].account == s->account) {
                j_text(p, "account", c->sources[k].id);
                break;
            }
    }
    w(p, "}");
}

void rcase_write(struct cx *cx, const struct rcase *c, uint64_t salt,
                 struct buf *agreement, struct buf *reports,
                 uint32_t *conflicts)
{
    struct pen p = {.cx = cx, .c = c, .d = {salt}, .b = agreement};
    if (!is_ok(tz_find(cx, c->ag.time_zone, &p.tz)))
        abort();
    w_frame(&p);
    w_clauses(&p);
    p.b = reports;
    *conflicts = 0;
    /* Sources in their order, anywhere among the facts. */
    uint32_t source = 0, facts = 0, n = c->n_facts;
    uint32_t *order = arena_alloc_array(cx->scratch, n + 1, sizeof *order);
    if (order == NULL)
        abort();
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = (uint32_t)dice(&p.d, (int)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    while (source < c->n_sources || facts < n) {
        if (source < c->n_sources && (facts == n || chance(&p.d, 40))) {
            j_source(&p, source++);
            w(&p, "\n");
            continue;
        }
        const struct fact *f = &c->facts[order[facts++]];
        struct fact other = *f;
        bool early = chance(&p.d, 50);
        other.recorded += 1 + dice(&p.d, 9000); /* it loses */
        bool twice = chance(&p.d, 6), conflict = !twice && chance(&p.d, 6);
        if (conflict && early)
            j_fact(&p, &other);
        w(&p, conflict && early ? "\n" : "");
        j_fact(&p, f);
        w(&p, chance(&p.d, 5) ? "\r\n" : "\n");
        if (twice)
            j_fact(&p, f);
        if (conflict && !early)
            j_fact(&p, &other);
        w(&p, twice || (conflict && !early) ? "\n" : "");
        *conflicts += conflict;
    }
}

/* --- The program's way ------------------------------------------------------
 */

const char rcase_map[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"id\":\"harbour\",\"properties\":{},\"geometry\":{"
    "\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]],"
    "[[1,1],[1,5],[5,5],[5,1],[1,1]]]}},{\"type\":\"Feature\",\"id\":\"north\","
    "\"properties\":{},\"geometry\":{"
    "\"type\":\"Polygon\",\"coordinates\":[[[2,2],[4,2],[4,4],[2,4],[2,2]]]}},"
    "{\"type\":\"Feature\",\"id\":\"south\",\"properties\":{},\"geometry\":{"
    "\"type\":\"Polygon\",\"coordinates\":[[[20,0],[30,0],[30,10],[20,10],"
    "[20,0]]]}},"
    "{\"type\":\"Feature\",\"id\":\"ridge\",\"properties\":{},"
    "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[8,6],[8,12]]"
    "}}]}";

struct reading {
    struct cx *cx;
    struct arena *a;
    const struct agreement *ag;
    struct engine *e;
    struct facts *facts;
};

static err read_all(struct reading *r, str reports)
{
    struct cx *cx = r->cx;
    const struct geo_map *shapes;
    struct facts_map *places;
    TRY(cx, geo_read(cx, r->a, str_of(rcase_map), "map", &shapes));
    struct facts_map_file file = {STR("map"), shapes};
    TRY(cx, facts_map_new(cx, r->a, r->ag, &file, 1, &places));
    struct facts_options o = {.locate = facts_map_locate,
                              .locate_self = places,
                              .zone_in = facts_map_around(places)};
    TRY(cx, facts_new(cx, r->a, r->ag, &o, &r->facts));
    TRY(cx, facts_add_bytes(cx, r->facts, STR("reports"), reports));
    do {
        struct facts_record rec;
        bool dup;
        engine_free(r->e);
        r->e = NULL;
        TRY(cx, engine_new(cx, r->ag, &r->e));
        TRY(cx, facts_begin(cx, r->facts, facts_sink_engine(r->e)));
        for (;;) {
            TRY(cx, facts_next(cx, r->facts, &rec));
            if (rec.line == 0)
                break;
            TRY(cx, engine_add(cx, r->e, &rec.fact, &dup));
        }
    } while (facts_must_restart(r->facts));
    return OK;
}

static str id_of(const void *self, uint32_t n)
{
    struct fact buffer;
    const struct fact *f = engine_fact(self, n, &buffer);
    return f == NULL ? STR("?") : f->id;
}

/* As many problems as lines that were made to lose, or what they are. */
static bool read_well(const struct reading *r, uint32_t conflicts,
                      struct buf *out)
{
    uint64_t more;
    size_t n;
    const struct facts_problem *v = facts_problems(r->facts, &n, &more);
    size_t losers = 0;
    for (size_t i = 0; i < n; i++)
        losers += str_eq(v[i].field, STR("id"));
    if (losers == n && n == conflicts && more == 0)
        return true;
    buf_printf(out, "%zu lines refused, %u in conflict\n", n, conflicts);
    for (size_t i = 0; i < n; i++)
        facts_problem_print(&v[i], out);
    return false;
}

bool texts_run(struct cx *cx, struct arena *a, const struct rcase *c,
               instant at, uint64_t salt, bool pretty, str *out)
{
    struct buf text, reports, b;
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d = {0};
    struct verdicts v;
    struct reading r = {.cx = cx, .a = a};
    uint32_t conflicts;
    bool ok = false;
    buf_init(&text, a, (size_t)1 << 20);
    buf_init(&reports, a, (size_t)1 << 20);
    buf_init(&b, a, (size_t)1 << 24);
    rcase_write(cx, c, salt, &text, &reports, &conflicts);
    err x = lang_parse(cx, a, STR("random"), buf_view(&text), &t, &d);
    if (is_ok(x))
        x = lang_compile(cx, a, t, &ag, &d);
    if (!is_ok(x)) {
        buf_c(&b, cx->fault.message);
    } else if (d.errors > 0 || ag->n_clauses != c->ag.n_clauses) {
        diagnostics_print_text(&d, STR("random"), buf_view(&text), false, &b);
        buf_printf(&b, "%u clauses of %u\n", ag->n_clauses, c->ag.n_clauses);
    } else {
        r.ag = ag;
        x = read_all(&r, buf_view(&reports));
        if (is_ok(x) && read_well(&r, conflicts, &b)) {
            x = engine_status(cx, r.e, at, a, &v);
            struct show s = {cx, c, id_of, r.e, NULL, false, pretty};
            if (is_ok(x)) {
                verdicts_print(&s, &v, a, &b);
                ok = true;
            }
        }
        if (!is_ok(x))
            buf_c(&b, cx->fault.message);
    }
    if (!ok) {
        buf_c(&b, "\n");
        buf_str(&b, buf_view(&text));
        buf_str(&b, buf_view(&reports));
    }
    facts_free(r.facts);
    engine_free(r.e);
    *out = buf_view(&b);
    return ok;
}
