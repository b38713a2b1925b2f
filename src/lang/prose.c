/* lang/prose.c: the normal form in plain English, one paragraph a clause.
 *
 * For hover texts, man pages, `truce explain` and the golden tests of the
 * compiler: what is printed here is read from the normal form alone, so it
 * says what the program will evaluate and not what the text meant to say.
 * Every field that can change a verdict appears in the words.
 *
 * Not here: the canonical text (print.c), other languages. */
#include "lang/lang.h"

#include "time/civil.h"
#include "time/tz.h"

#include <inttypes.h>

struct pen {
    const struct agreement *ag;
    struct buf *out;
    const struct tz *tz;
};

static void pen_c(struct pen *p, const char *text)
{
    buf_c(p->out, text);
}

/* Of the text, so made safe for a terminal. */
static void pen_str(struct pen *p, str s)
{
    buf_safe(p->out, s);
}

/* --- Names ------------------------------------------------------------- */

static str named(str id, str name)
{
    return name.n > 0 ? name : id;
}

static void actor(struct pen *p, int i)
{
    const struct actor *a = &p->ag->actors[i];
    pen_str(p, named(a->id, a->name));
}

/* "A", "A and B", "A, B and C", in the order of declaration. */
static void actors(struct pen *p, actor_set set, const char *last)
{
    uint32_t left = 0;
    bool first = true;
    for (uint32_t i = 0; i < p->ag->n_actors; i++)
        left += (set >> i) & 1;
    for (uint32_t i = 0; i < p->ag->n_actors; i++) {
        if (((set >> i) & 1) == 0)
            continue;
        if (!first)
            pen_c(p, left == 1 ? last : ", ");
        actor(p, (int)i);
        first = false;
        left--;
    }
}

static void item(struct pen *p, int i)
{
    const struct item *it = &p->ag->items[i];
    if (it->parent == NONE) {
        pen_str(p, named(it->id, it->name));
        return;
    }
    pen_str(p, named(it->id, it->name));
    pen_c(p, " (");
    while (p->ag->items[i].parent != NONE)
        i = p->ag->items[i].parent;
    pen_str(p, named(p->ag->items[i].id, p->ag->items[i].name));
    pen_c(p, ")");
}

static bool has_item(const struct selector *s, int i)
{
    return (s->items[i / 64] >> (i % 64)) & 1;
}

/* The items of a selector: its item, and, where only some of its categories
 * are taken, which. */
static void selected(struct pen *p, const struct selector *s)
{
    bool all = true, first = true;
    item(p, s->item);
    if (s->items == NULL)
        return;
    if (p->ag->items[s->item].parent != NONE || has_item(s, s->item))
        return;
    for (uint32_t i = 0; i < p->ag->n_items; i++)
        if (p->ag->items[i].parent == s->item && !has_item(s, (int)i))
            all = false;
    if (all)
        return;
    pen_c(p, " of ");
    for (uint32_t i = 0; i < p->ag->n_items; i++) {
        const struct item *it = &p->ag->items[i];
        if (it->parent != s->item || !has_item(s, (int)i))
            continue;
        if (!first)
            pen_c(p, " or ");
        pen_str(p, named(it->id, it->name));
        first = false;
    }
}

/* As the text has it; where it comes from elsewhere, `from` for what begins
 * where it is. */
static const char *preposition(const struct pen *p, enum place_word said,
                               int act)
{
    static const char *const words[] = {[PLACE_BARE] = "",
                                        [PLACE_IN] = "in ",
                                        [PLACE_INTO] = "into ",
                                        [PLACE_FROM] = "from ",
                                        [PLACE_AT] = "at "};
    static const char *const from[] = {"withdraw", "redeploy", "evacuate",
                                       "leave"};
    if (said != PLACE_UNSAID)
        return words[said];
    for (size_t i = 0; act != NONE && i < COUNT_OF(from); i++)
        if (str_ends(p->ag->acts[act].inf, str_of(from[i])))
            return "from ";
    return "in ";
}

static void zone(struct pen *p, int i, enum place_word said, int act)
{
    const struct zone *z = &p->ag->zones[i];
    if (z->base == NONE) {
        pen_c(p, preposition(p, said, act));
        pen_str(p, named(z->id, z->name));
        return;
    }
    pen_c(p, z->beyond ? "beyond " : "within ");
    if (z->metres % 1000 == 0)
        buf_printf(p->out, "%" PRId64 " km of ", z->metres / 1000);
    else
        buf_printf(p->out, "%" PRId64 " m of ", z->metres);
    z = &p->ag->zones[z->base];
    pen_str(p, named(z->id, z->name));
}

static void label(struct pen *p, int clause)
{
    pen_str(p, p->ag->clauses[clause].label);
}

/* --- Time -------------------------------------------------------------- */

static void clock_time(struct pen *p, int32_t tod)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_clock c = {(uint8_t)(tod / 3600), (uint8_t)(tod / 60 % 60),
                            (uint8_t)(tod % 60)};
    pen_str(p, civil_clock_print(c, room));
}

static void amount(struct pen *p, int64_t n, const char *one, const char *many)
{
    buf_printf(p->out, "%" PRId64 " %s", n, n == 1 ? one : many);
}

static void duration(struct pen *p, struct duration d)
{
    if (d.days != 0)
        amount(p, d.days, "day", "days");
    if (d.days != 0 && d.seconds != 0)
        pen_c(p, " and ");
    if (d.seconds != 0 || d.days == 0) {
        if (d.seconds != 0 && d.seconds % 3600 == 0)
            amount(p, d.seconds / 3600, "hour", "hours");
        else if (d.seconds % 60 == 0)
            amount(p, d.seconds / 60, "minute", "minutes");
        else
            amount(p, d.seconds, "second", "seconds");
    }
}

static void phase(struct pen *p, int i)
{
    if (i == NONE) {
        pen_c(p, "the agreement");
        return;
    }
    const struct phase *ph = &p->ag->phases[i];
    if (ph->name.n == 0 || str_eq(ph->name, ph->id))
        pen_c(p, "phase ");
    pen_str(p, named(ph->id, ph->name));
}

static void instant_words(struct pen *p, const struct point *pt)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_local l = civil_local(p->tz, pt->at);
    if (pt->whole_day)
        pen_str(p, civil_date_print(l.civil.date, room));
    else
        pen_str(p, civil_print(l.civil, room));
}

/* The moment alone: "day 7", "day 7 at 16:00", "24 hours after 2.1 is met". */
static void point(struct pen *p, const struct point *pt)
{
    struct duration d = pt->plus;
    bool before = d.days < 0 || d.seconds < 0;
    bool trigger = pt->kind == POINT_TRIGGER;
    if (d.days != 0 || d.seconds != 0) {
        if (before)
            d = (struct duration){-d.seconds, -d.days};
        duration(p, d);
        pen_c(p, before ? " before " : " after ");
    } else if (trigger) {
        pen_c(p, "the moment of ");
    }
    switch (pt->kind) {
    case POINT_NEVER:
        pen_c(p, "never");
        break;
    case POINT_INSTANT:
        instant_words(p, pt);
        break;
    case POINT_DAY_N:
        buf_printf(p->out, "day %" PRId32, pt->n);
        if (pt->tod != NONE) {
            pen_c(p, " at ");
            clock_time(p, pt->tod);
        }
        break;
    case POINT_FORCE:
        pen_c(p, "entry into force");
        break;
    case POINT_SIGNED:
        pen_c(p, "the last signature");
        break;
    case POINT_PHASE_START:
        pen_c(p, "the start of ");
        phase(p, pt->ref);
        break;
    case POINT_PHASE_END:
        pen_c(p, "the end of ");
        phase(p, pt->ref);
        break;
    case POINT_CLAUSE_MET:
        label(p, pt->ref);
        pen_c(p, " is met");
        break;
    case POINT_CLAUSE_VERIFIED:
        label(p, pt->ref);
        pen_c(p, " is verified");
        break;
    case POINT_TRIGGER:
        pen_c(p, "that");
        break;
    }
}

static bool whole(const struct point *pt)
{
    return pt->whole_day &&
           (pt->kind == POINT_DAY_N || pt->kind == POINT_INSTANT) &&
           pt->plus.seconds == 0;
}

static void deadline(struct pen *p, const struct deadline *d)
{
    bool shifted = d->p.plus.days > 0 || d->p.plus.seconds > 0;
    switch (d->kind) {
    case DUE_NONE:
        return;
    case DUE_END:
        if (whole(&d->p))
            pen_c(p, "by the end of ");
        else if (shifted)
            pen_c(p, "within ");
        else
            pen_c(p, "by ");
        point(p, &d->p);
        return;
    case DUE_START:
        pen_c(p, whole(&d->p) ? "before the start of " : "before ");
        point(p, &d->p);
        return;
    }
}

/* --- What is owed ------------------------------------------------------- */

static void need(struct pen *p, const struct need *n)
{
    if (n->all) {
        pen_c(p, "all");
    } else {
        switch (n->cmp) {
        case AT_LEAST:
            pen_c(p, "at least ");
            break;
        case AT_MOST:
            pen_c(p, "at most ");
            break;
        case EXACTLY:
            pen_c(p, "exactly ");
            break;
        }
        buf_printf(p->out, "%" PRId64, n->n);
    }
    if (n->percent && !n->all)
        pen_c(p, " %");
    if (!n->percent)
        return;
    pen_c(p, " (of ");
    switch (n->base) {
    case BASE_NONE:
        pen_c(p, "a number that is not stated");
        break;
    case BASE_FIXED:
        buf_printf(p->out, "the listed %" PRId64 " ", n->base_fixed);
        item(p, n->base_item);
        break;
    case BASE_AT_DEADLINE:
        pen_c(p, "the ");
        item(p, n->base_item);
        pen_c(p, " registered by the deadline");
        break;
    case BASE_FINAL:
        pen_c(p, "the ");
        item(p, n->base_item);
        pen_c(p, " finally registered");
        break;
    }
    pen_c(p, ")");
}

static void where_to(struct pen *p, const struct selector *s)
{
    if (s->place != NONE) {
        pen_c(p, " ");
        zone(p, s->place, s->said, s->act);
        pen_c(p, s->whole ? " (all of it)" : "");
    }
    if (s->to != 0) {
        pen_c(p, " to ");
        actors(p, s->to, " or ");
    }
}

static void trigger_words(struct pen *p, const struct clause *c)
{
    const struct selector *s = &c->trig;
    switch (c->trigger) {
    case TRIG_NONE:
        return;
    case TRIG_EVENT:
        pen_c(p, "For each ");
        if (c->trig_per != 1)
            buf_printf(p->out, "%" PRId64 " ", c->trig_per);
        if (s->item != NONE) {
            selected(p, s);
            pen_c(p, " ");
            pen_str(p, p->ag->acts[s->act].done);
            if (s->performers != 0) {
                pen_c(p, " by ");
                actors(p, s->performers, " or ");
            }
        } else {
            pen_c(p, "time that ");
            if (s->performers != 0)
                actors(p, s->performers, " or ");
            else
                pen_c(p, "somebody");
            pen_c(p, " has ");
            pen_str(p, p->ag->acts[s->act].done);
        }
        where_to(p, s);
        pen_c(p, ", ");
        return;
    case TRIG_MET:
    case TRIG_VERIFIED:
    case TRIG_UNMET:
        pen_c(p, "When ");
        label(p, c->trig_clause);
        pen_c(p, c->trigger == TRIG_MET        ? " is met, "
                 : c->trigger == TRIG_VERIFIED ? " is verified, "
                                               : " is unmet, ");
        return;
    }
}

static void bearers(struct pen *p, const struct clause *c)
{
    for (uint32_t i = 0; i < c->n_bearers; i++) {
        if (i > 0)
            pen_c(p, i + 1 == c->n_bearers ? " and " : ", ");
        actor(p, c->bearers[i]);
    }
    if (c->n_bearers == 0)
        pen_c(p, "nobody who is named");
    if (c->n_bearers > 1)
        pen_c(p, ", each for itself,");
}

static void performance(struct pen *p, const struct clause *c)
{
    const struct selector *s = &c->perf;
    const struct act *act = s->act == NONE ? NULL : &p->ag->acts[s->act];
    if (c->measure == MEASURE_HOURS) {
        duration(p, c->hours);
        pen_c(p, c->unbroken ? " without a break" : " in total");
        pen_c(p, " in which it has not ");
        pen_str(p, act->done);
        if (s->item != NONE) {
            pen_c(p, " ");
            selected(p, s);
        }
        where_to(p, s);
        return;
    }
    if (c->measure == MEASURE_EXISTS) {
        pen_c(p, "to ");
        pen_str(p, act->inf);
        if (s->item != NONE) {
            pen_c(p, " ");
            selected(p, s);
        }
        where_to(p, s);
        return;
    }
    if (c->n_ratios == 0) {
        need(p, &c->need);
        pen_c(p, " ");
    }
    selected(p, s);
    if (act != NULL) {
        pen_c(p, " ");
        pen_str(p, act->done);
        if (s->anybody)
            pen_c(p, " by anybody");
    }
    where_to(p, s);
    for (uint32_t i = 0; i < c->n_ratios; i++) {
        const struct item *it = &p->ag->items[c->ratios[i].item];
        pen_c(p, i > 0 && i + 1 == c->n_ratios ? " and " : ", ");
        buf_printf(p->out, "%" PRId64 " for each ", c->ratios[i].n);
        pen_str(p, named(it->id, it->name));
    }
}

static void ban(struct pen *p, const struct clause *c)
{
    const struct selector *s = &c->perf;
    pen_str(p, p->ag->acts[s->act].inf);
    if (s->item != NONE) {
        pen_c(p, " ");
        selected(p, s);
    }
    where_to(p, s);
}

static void kept(struct pen *p, const struct clause *c)
{
    const struct selector *s = &c->perf;
    if (s->state == NONE) {
        need(p, &c->need);
        pen_c(p, " ");
        selected(p, s);
        where_to(p, s);
        return;
    }
    if (s->state_item != NONE)
        item(p, s->state_item);
    else
        pen_str(p,
                named(p->ag->zones[s->place].id, p->ag->zones[s->place].name));
    pen_c(p, " ");
    pen_str(p, named(p->ag->states[s->state].id, p->ag->states[s->state].name));
}

static void atom(struct pen *p, const struct atom *a)
{
    switch (a->kind) {
    case ATOM_MET:
        label(p, a->ref);
        pen_c(p, a->negated ? " is not met" : " is met");
        return;
    case ATOM_STATE:
        pen_str(p, named(p->ag->states[a->ref].id, p->ag->states[a->ref].name));
        pen_c(p, a->negated ? " does not hold" : " holds");
        if (a->place != NONE) {
            pen_c(p, " ");
            zone(p, a->place, PLACE_IN, NONE);
        } else if (a->there) {
            pen_c(p, " at the place of the report");
        }
        return;
    case ATOM_CONDITION: {
        const struct condition *cond = &p->ag->conditions[a->ref];
        pen_c(p, "\"");
        pen_str(p, named(cond->id, cond->name));
        pen_c(p, a->negated ? "\" does not hold, as " : "\" holds, as ");
        actor(p, cond->by);
        pen_c(p, " judges");
        return;
    }
    case ATOM_PHASE:
        phase(p, a->ref);
        pen_c(p, a->negated ? " does not run" : " runs");
        return;
    }
}

static void guard(struct pen *p, const struct guard *g)
{
    if (g->kind == GUARD_NONE)
        return;
    pen_c(p, g->kind == GUARD_IF      ? ", if "
             : g->kind == GUARD_WHILE ? ", while "
                                      : ", unless ");
    for (uint32_t i = 0; i < g->n; i++) {
        if (i > 0)
            pen_c(p, g->any ? " or " : " and ");
        atom(p, &g->atoms[i]);
    }
}

static bool is_default_from(const struct point *pt)
{
    return pt->kind == POINT_FORCE && pt->plus.days == 0 &&
           pt->plus.seconds == 0;
}

static void when(struct pen *p, const struct clause *c)
{
    if (c->period != PERIOD_NONE)
        pen_c(p, c->period == PERIOD_DAY ? ", each day" : ", each week");
    if (c->tod_from != NONE) {
        pen_c(p, ", between ");
        clock_time(p, c->tod_from);
        pen_c(p, " and ");
        clock_time(p, c->tod_to);
    }
    if (c->not_before || !is_default_from(&c->from)) {
        pen_c(p, c->not_before ? ", not before " : ", from ");
        point(p, &c->from);
    }
    if (c->until.kind != POINT_NEVER) {
        pen_c(p, ", until ");
        point(p, &c->until);
    }
    for (uint32_t i = 0; i < c->n_steps; i++) {
        buf_printf(p->out, "%s%" PRId64 " ", i == 0 ? ", in steps: " : ", ",
                   c->steps[i].n);
        deadline(p, &c->steps[i].due);
    }
    if (c->due.kind != DUE_NONE) {
        pen_c(p, ", ");
        deadline(p, &c->due);
    }
    if (c->at_once)
        pen_c(p, ", at once");
    if (c->after != POINT_NEVER) {
        pen_c(p, ", only after ");
        label(p, c->after_clause);
        pen_c(p, c->after == POINT_CLAUSE_MET ? " is met" : " is verified");
    }
    if (c->carry)
        pen_c(p, ", surplus carried over");
    if (c->key != KEY_NONE)
        pen_c(p, c->key == KEY_OBJECT  ? ", matched by object"
                 : c->key == KEY_ROUND ? ", matched by round"
                                       : ", matched by place");
    if (c->chosen_by != NONE) {
        pen_c(p, ", at hours chosen by ");
        actor(p, c->chosen_by);
    }
    if (c->notified_tod != NONE) {
        pen_c(p, ", notified by ");
        clock_time(p, c->notified_tod);
        pen_c(p, " the day before");
    }
    if (c->notified_within.days != 0 || c->notified_within.seconds != 0) {
        pen_c(p, ", notified within ");
        duration(p, c->notified_within);
    }
}

static void standard(struct pen *p, const struct standard *s)
{
    switch (s->kind) {
    case STD_INTEREST:
        pen_c(p, " Accepted: statements against interest.");
        return;
    case STD_NAMED:
        pen_c(p, " Accepted: what ");
        actor(p, s->by);
        pen_c(p, s->counted ? " counts." : " verifies.");
        return;
    case STD_KOF:
        buf_printf(p->out, " Accepted: what %" PRIu32 " of ", s->k);
        actors(p, s->of, " and ");
        pen_c(p, " confirm.");
        return;
    }
}

static void links(struct pen *p, const struct clause *c)
{
    static const struct {
        const char *text;
    } words[] = {{" Units counted for "},
                 {" Runs in parallel with "},
                 {" Goes in step with "},
                 {" A share of what is counted for "}};
    const int to[] = {c->in_addition_to, c->in_parallel_with, c->in_step_with,
                      c->subquota_of};
    for (size_t i = 0; i < COUNT_OF(to); i++) {
        if (to[i] == NONE)
            continue;
        pen_c(p, words[i].text);
        label(p, to[i]);
        pen_c(p, i == 0 ? " do not count here." : ".");
    }
}

static void rest(struct pen *p, const struct clause *c)
{
    if (c->creditors != 0) {
        pen_c(p, " Owed to ");
        actors(p, c->creditors, " and ");
        pen_c(p, ".");
    }
    standard(p, &c->standard);
    if (c->validated_by != NONE) {
        pen_c(p, " Validated by ");
        actor(p, c->validated_by);
        if (c->validated_within.days != 0 || c->validated_within.seconds != 0) {
            pen_c(p, " within ");
            duration(p, c->validated_within);
        }
        pen_c(p, ".");
    }
    links(p, c);
    if (c->has_exception) {
        pen_c(p, " Exception that may be invoked: ");
        pen_str(p, named(c->exception.id, c->exception.name));
        if (c->exception.has_notice) {
            pen_c(p, ", notified within ");
            duration(p, c->exception.notice);
        }
        if (c->exception.decided_by != NONE) {
            pen_c(p, ", decided by ");
            actor(p, c->exception.decided_by);
        }
        pen_c(p, ".");
    }
    if (c->has_cure) {
        pen_c(p, " May be cured within ");
        duration(p, c->cure);
        pen_c(p, ".");
    }
    if (c->lapses)
        pen_c(p, " Lapses at its deadline.");
    if (c->has_reported_within) {
        pen_c(p, " To be reported within ");
        duration(p, c->reported_within);
        pen_c(p, ".");
    }
    if (c->confidential_to != 0) {
        pen_c(p, " Confidential to ");
        actors(p, c->confidential_to, " and ");
        pen_c(p, ".");
    }
}

static void body(struct pen *p, const struct clause *c)
{
    switch (c->kind) {
    case CLAUSE_JUDGED:
        pen_c(p, "Judged by ");
        actor(p, c->judged_by);
        pen_c(p, ": \"");
        pen_str(p, c->quoted);
        pen_c(p, "\"");
        break;
    case CLAUSE_DECLARATORY:
        pen_c(p, "Declaratory: \"");
        pen_str(p, c->quoted);
        pen_c(p, "\"");
        break;
    case CLAUSE_DUTY:
        trigger_words(p, c);
        bearers(p, c);
        pen_c(p, c->n_bearers <= 1 ? " owes: " : " owe: ");
        performance(p, c);
        break;
    case CLAUSE_BAN:
        trigger_words(p, c);
        bearers(p, c);
        pen_c(p, " must not ");
        ban(p, c);
        break;
    case CLAUSE_KEEP:
        trigger_words(p, c);
        bearers(p, c);
        pen_c(p, " must keep ");
        kept(p, c);
        break;
    case CLAUSE_MAY:
        trigger_words(p, c);
        bearers(p, c);
        pen_c(p, " may ");
        for (uint32_t i = 0; i < c->n_suspends; i++) {
            pen_c(p, i == 0 ? "suspend " : ", ");
            label(p, c->suspends[i]);
        }
        if (c->n_suspends == 0)
            ban(p, c);
        break;
    }
}

static const struct tz *zone_of(struct cx *cx, const struct agreement *ag)
{
    const struct tz *tz = tz_utc();
    if (!is_ok(tz_find(cx, ag->time_zone, &tz)))
        fault_clear(cx);
    return tz;
}

static void clause(struct pen *p, const struct clause *c)
{
    pen_str(p, c->label);
    if (c->reading.n > 0) {
        pen_c(p, " (reading ");
        pen_str(p, c->reading);
        pen_c(p, ", held by ");
        actors(p, c->reading_holders, " and ");
        pen_c(p, ")");
    }
    pen_c(p, ": ");
    body(p, c);
    when(p, c);
    guard(p, &c->guard);
    if (c->kind == CLAUSE_JUDGED || c->kind == CLAUSE_DECLARATORY)
        return;
    pen_c(p, ".");
    rest(p, c);
}

void lang_clause_print(struct cx *cx, const struct agreement *ag, int index,
                       struct buf *out)
{
    struct pen p = {ag, out, zone_of(cx, ag)};
    clause(&p, &ag->clauses[index]);
}

void lang_point_print(struct cx *cx, const struct agreement *ag,
                      const struct point *at, struct buf *out)
{
    struct pen p = {ag, out, zone_of(cx, ag)};
    point(&p, at);
}

void lang_duration_print(struct duration d, struct buf *out)
{
    struct pen p = {NULL, out, NULL};
    duration(&p, d);
}

void lang_deadline_print(struct cx *cx, const struct agreement *ag,
                         const struct deadline *d, struct buf *out)
{
    struct pen p = {ag, out, zone_of(cx, ag)};
    deadline(&p, d);
}

/* --- The whole ---------------------------------------------------------- */

static void extensions(struct pen *p, const struct phase *ph)
{
    for (uint32_t i = 0; i < ph->n_ext; i++) {
        const struct extension *e = &ph->ext[i];
        switch (e->kind) {
        case EXT_CONSENT:
            pen_c(p, ", extended by consent of ");
            actors(p, e->by, " and ");
            break;
        case EXT_ANNOUNCEMENT:
            pen_c(p, ", extended by announcement of ");
            actors(p, e->by, " or ");
            break;
        case EXT_EARNED:
            pen_c(p, ", extended ");
            duration(p, e->each);
            buf_printf(p->out, " for each %" PRId64 " ", e->per);
            if (e->sel.item != NONE) {
                selected(p, &e->sel);
                pen_c(p, " ");
            }
            pen_str(p, p->ag->acts[e->sel.act].done);
            break;
        }
        if (e->capped) {
            pen_c(p, ", at most ");
            duration(p, e->cap);
            pen_c(p, e->cap_in_all ? " in all" : " further");
        }
    }
}

static void length(struct pen *p, const struct phase *ph)
{
    if (ph->has_lasts) {
        pen_c(p, ", lasts ");
        duration(p, ph->lasts);
    } else if (ph->until.kind == POINT_NEVER) {
        pen_c(p, ", without end");
    } else {
        pen_c(p, ", until ");
        point(p, &ph->until);
    }
    extensions(p, ph);
}

static void capacity(struct pen *p, const struct capacity *c)
{
    static const char *const each[] = {[CAPACITY_IN_ALL] = "",
                                       [CAPACITY_HOUR] = " each hour",
                                       [CAPACITY_DAY] = " each day",
                                       [CAPACITY_WEEK] = " each week"};
    buf_printf(p->out, "Capacity: at most %" PRId64 " ", c->n);
    selected(p, &c->what);
    pen_c(p, each[c->per]);
    if (c->place != NONE) {
        pen_c(p, " at ");
        pen_str(p, p->ag->zones[c->place].name);
    }
    if (c->tod_from != NONE) {
        pen_c(p, ", between ");
        clock_time(p, c->tod_from);
        pen_c(p, " and ");
        clock_time(p, c->tod_to);
    }
    if (c->by != NONE) {
        pen_c(p, ", by ");
        actor(p, c->by);
    }
    if (c->has_from) {
        pen_c(p, ", from ");
        point(p, &c->from);
    }
    pen_c(p, ".\n");
}

static void frame(struct pen *p)
{
    const struct agreement *ag = p->ag;
    pen_str(p, ag->title);
    pen_c(p, ". Time zone ");
    pen_str(p, ag->time_zone);
    pen_c(p, ag->has_time_zone ? ". In force " : " (none written). In force ");
    switch (ag->force) {
    case FORCE_AT:
        pen_c(p, "at ");
        point(p, &ag->force_at);
        break;
    case FORCE_SIGNED:
        pen_c(p, "when ");
        actors(p, ag->force_by, " and ");
        pen_c(p, " have signed");
        break;
    case FORCE_ANNOUNCED:
        pen_c(p, "when announced by ");
        actors(p, ag->force_by, " or ");
        break;
    case FORCE_UNSTATED:
        pen_c(p, "at a time that is not stated");
        break;
    }
    pen_c(p,
          ag->day1_after ? "; day 1 is the day after" : "; day 1 is that day");
    length(p, &ag->life);
    pen_c(p, ".\n");
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        const struct phase *ph = &ag->phases[i];
        if (str_eq(ph->name, ph->id))
            pen_c(p, "Phase ");
        pen_str(p, ph->name);
        pen_c(p, ": from ");
        point(p, &ph->from);
        length(p, ph);
        pen_c(p, ".\n");
    }
    for (uint32_t i = 0; i < ag->n_capacities; i++)
        capacity(p, &ag->capacities[i]);
}

void lang_norm_print(struct cx *cx, const struct agreement *ag, struct buf *out)
{
    struct pen p = {ag, out, zone_of(cx, ag)};
    frame(&p);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        clause(&p, &ag->clauses[i]);
        pen_c(&p, "\n");
    }
}
