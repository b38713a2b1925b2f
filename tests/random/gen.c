/* tests/random/gen.c: makes random agreements and records.
 *
 * The agreement is built as the normal form (lang/norm.h), not as text. Times
 * lie on a coarse grid, with a second more or less now and then, so that
 * boundaries coincide; quantities are small, so that sums do. Most reports are
 * made from the selector of some clause and then bent a little, so that they
 * matter.
 *
 * Clauses refer to earlier clauses only, but for deadlines and for pairs that
 * wait on each other on purpose. */
#include "tests/random/random.h"

#include "time/civil.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    A, /* party */
    B,
    FA, /* forces */
    FB,
    UN,
    MECH,
    MED,
    PRESS,
    N_ACTORS
};
/* Areas; a line and two strips along it, which reports cannot name. */
enum { HARBOUR, NORTH, SOUTH, N_AREAS, RIDGE = N_AREAS, NEAR, FAR, N_ZONES };
enum { TRUCK, FUEL, FOOD, CAPTIVE, SOLDIER, CIVILIAN, N_ITEMS };
enum { RELEASE, DELIVER, ATTACK, REGISTER, VACATE, N_ACTS };
enum { OPEN, QUIET, N_STATES };

uint64_t dice_u64(struct dice *d)
{
    uint64_t z = (d->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int dice(struct dice *d, int n)
{
    return (int)(dice_u64(d) % (uint64_t)n);
}

bool chance(struct dice *d, int pct)
{
    return dice(d, 100) < pct;
}

struct gen {
    struct cx *cx;
    struct arena *a;
    struct dice d;
    struct rcase *c;
    const struct tz *tz;
    struct civil_date base; /* a civil day; most things happen in 12 from it */
    int days;
    /* what this case has */
    bool totals, replies, wills, phases_used, levels, guards, follow, shares,
        incidents, validation, edges;
    bool plain; /* clauses whose rows the engine keeps between questions */
    bool texts; /* what the language and the format of reports can say */
    /* One or two clauses of one shape that is kept; many records aim at them,
     * and the last ones dispute, assess, retract, join or switch. */
    enum { NO_FOCUS, FOCUS_KEY, FOCUS_DAY, FOCUS_BAN } focus;
    bool orderly; /* a key for each trigger, short reports, mostly of those who
                     count: as in a long record */
};

static void *room(struct arena *a, size_t n, size_t size)
{
    void *p = arena_alloc_array(a, n, size);
    if (p == NULL)
        abort();
    return p;
}

static void *dup(struct arena *a, const void *p, size_t n, size_t size)
{
    void *out = room(a, n + 1, size);
    if (n > 0)
        memcpy(out, p, n * size);
    return out;
}

static str say(struct gen *g, const char *prefix, int n)
{
    str out;
    char text[64];
    snprintf(text, sizeof text, "%s%d", prefix, n);
    if (!arena_dup_str(g->a, str_of(text), &out))
        abort();
    return out;
}

static actor_set bit(int actor)
{
    return (actor_set)1 << actor;
}

/* --- Times -------------------------------------------------------------- */

static instant midnight(struct gen *g, int day)
{
    return civil_day_span(g->tz, civil_from_days(civil_days(g->base) + day))
        .begin;
}

/* On the grid of six hours, now and then a second beside it. */
static instant some_time(struct gen *g, int first_day, int last_day)
{
    int day = first_day + dice(&g->d, last_day - first_day + 1);
    instant t = midnight(g, day) + (instant)dice(&g->d, 4) * 21600;
    if (g->edges && chance(&g->d, 25))
        t += dice(&g->d, 3) - 1;
    return t;
}

static void some_span(struct gen *g, instant *from, instant *to)
{
    *from = some_time(g, -1, g->days);
    switch (dice(&g->d, 6)) {
    case 0:
        *to = *from + 1;
        break;
    case 1:
        *to = *from + 60;
        break;
    case 2:
        *to = *from + 21600;
        break;
    case 3:
    case 4: { /* a civil day */
        int day = dice(&g->d, g->days + 2) - 1;
        *from = midnight(g, day);
        *to = midnight(g, day + 1);
        break;
    }
    default:
        *to = *from + 3600 * (1 + dice(&g->d, 40));
        break;
    }
}

static struct duration some_duration(struct gen *g)
{
    struct duration d = {0};
    if (chance(&g->d, 50))
        d.days = chance(&g->d, 12) ? 7 : 1 + dice(&g->d, 3);
    else
        d.seconds = 3600 * (1 + dice(&g->d, 40));
    return d;
}

static struct point never(void)
{
    return (struct point){.kind = POINT_NEVER, .tod = NONE, .ref = NONE};
}

static struct point force(void)
{
    return (struct point){.kind = POINT_FORCE, .tod = NONE, .ref = NONE};
}

static struct point agreement_end(void)
{
    return (struct point){.kind = POINT_PHASE_END, .tod = NONE, .ref = NONE};
}

static struct point some_instant(struct gen *g, int first, int last)
{
    struct point p = never();
    int day = first + dice(&g->d, last - first + 1);
    p.kind = POINT_INSTANT;
    if (chance(&g->d, 50)) {
        p.whole_day = true;
        p.at = midnight(g, day);
        p.at_end = midnight(g, day + 1) - 1;
    } else {
        p.at = midnight(g, day) + 3600 * (instant)dice(&g->d, 24);
        p.at_end = chance(&g->d, 80) ? p.at + 59 : p.at;
    }
    return p;
}

static int label_of(const struct gen *g, int clause)
{
    int first = g->c->ag.clauses[clause].reading_of;
    return first == NONE ? clause : first;
}

/* One of the first n clauses; of a label with readings its first. In texts
 * one that can be met or not: the first one always is. */
static int earlier(struct gen *g, int n)
{
    int i = label_of(g, dice(&g->d, n));
    const struct clause *c = &g->c->ag.clauses[i];
    return g->texts && c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
                   c->kind != CLAUSE_KEEP
               ? 0
               : i;
}

/* `n`: the clause that is being made; only earlier ones are named. */
static struct point some_point(struct gen *g, int n, bool trigger)
{
    struct point p = never();
    switch (dice(&g->d, 12)) {
    case 0:
    case 1:
    case 2:
    case 3:
        p.kind = POINT_DAY_N;
        p.n = 1 + dice(&g->d, g->days);
        p.whole_day = true;
        if (chance(&g->d, 30)) {
            p.whole_day = false;
            p.tod = 3600 * dice(&g->d, 24) + (chance(&g->d, 15) ? 15 : 0);
        }
        break;
    case 4:
    case 5:
        p = some_instant(g, 0, g->days);
        break;
    case 6:
    case 7:
        p.kind = trigger ? POINT_TRIGGER : POINT_FORCE;
        p.plus = some_duration(g);
        break;
    case 8:
        p.kind = POINT_FORCE;
        p.plus = some_duration(g);
        break;
    case 9:
        if (g->c->ag.n_phases > 0 && n > 0) {
            p.kind = chance(&g->d, 70) ? POINT_PHASE_END : POINT_PHASE_START;
            p.ref = dice(&g->d, (int)g->c->ag.n_phases);
        } else {
            p = agreement_end();
        }
        break;
    case 10:
        if (n > 0 && g->follow) {
            p.kind =
                chance(&g->d, 70) ? POINT_CLAUSE_MET : POINT_CLAUSE_VERIFIED;
            p.ref = earlier(g, n);
            p.plus = some_duration(g);
            break;
        }
        p = some_instant(g, 0, g->days);
        break;
    default:
        p.kind = POINT_DAY_N;
        p.n = 1 + dice(&g->d, 4);
        p.whole_day = true;
        p.plus = some_duration(g);
        if (chance(&g->d, 15)) {
            p.plus.days = -p.plus.days;
            p.plus.seconds = -p.plus.seconds;
        }
        break;
    }
    return p;
}

static struct deadline some_deadline(struct gen *g, int n, bool trigger)
{
    struct deadline d = {.kind = chance(&g->d, 75) ? DUE_END : DUE_START};
    d.p = some_point(g, n, trigger);
    return d;
}

static struct deadline no_deadline(void)
{
    return (struct deadline){.kind = DUE_NONE, .p = never()};
}

/* --- Declarations ------------------------------------------------------- */

static void make_names(struct gen *g)
{
    static const char *const actors[] = {"ardania", "belmar", "force_a",
                                         "force_b", "un",     "mechanism",
                                         "delvia",  "press"};
    static const enum actor_role roles[] = {
        ROLE_PARTY,  ROLE_PARTY,    ROLE_FORCE,    ROLE_FORCE,
        ROLE_AGENCY, ROLE_VERIFIER, ROLE_MEDIATOR, ROLE_PRESS};
    static const char *const zones[] = {
        "harbour", "north", "south",
        "ridge",   "near",  "far" /* of the strips for this page only */};
    static const char *const items[] = {"truck",           "truck.fuel",
                                        "truck.food",      "captive",
                                        "captive.soldier", "captive.civilian"};
    static const int parents[] = {NONE, TRUCK, TRUCK, NONE, CAPTIVE, CAPTIVE};
    static const char *const acts[] = {"release", "deliver", "attack",
                                       "register", "vacate"};
    static const char *const done[] = {"released", "delivered", "attacked",
                                       "registered", "vacated"};
    static const char *const states[] = {"open", "quiet"};
    struct agreement *ag = &g->c->ag;
    ag->n_actors = N_ACTORS;
    ag->actors = room(g->a, N_ACTORS, sizeof *ag->actors);
    for (int i = 0; i < N_ACTORS; i++) {
        ag->actors[i] = (struct actor){.id = str_of(actors[i]),
                                       .name = str_of(actors[i]),
                                       .role = roles[i],
                                       .answers = bit(i),
                                       .of = i == FA   ? A
                                             : i == FB ? B
                                                       : NONE};
    }
    ag->actors[A].answers |= bit(FA);
    ag->actors[B].answers |= bit(FB);
    ag->n_zones = N_ZONES;
    ag->zones = room(g->a, N_ZONES, sizeof *ag->zones);
    for (int i = 0; i < N_ZONES; i++) {
        ag->zones[i] = (struct zone){.id = str_of(zones[i]),
                                     .name = str_of(zones[i]),
                                     .in = i == NORTH ? HARBOUR : NONE,
                                     .line = i == RIDGE,
                                     .base = i > RIDGE ? RIDGE : NONE,
                                     .metres = i == NEAR ? 5000 : 20000,
                                     .beyond = i == FAR};
        ag->zones[i].inside.w[0] = (uint64_t)1 << i;
    }
    ag->zones[HARBOUR].inside.w[0] |= (uint64_t)1 << NORTH;
    ag->n_items = N_ITEMS;
    ag->items = room(g->a, N_ITEMS, sizeof *ag->items);
    for (int i = 0; i < N_ITEMS; i++)
        ag->items[i] = (struct item){.id = str_of(items[i]),
                                     .name = str_of(items[i]),
                                     .parent = parents[i],
                                     .unit = STR("unit"),
                                     .act = NONE,
                                     .at = NONE,
                                     .by = NONE,
                                     .registered = -1};
    if (g->texts && chance(&g->d, 30))
        ag->items[CAPTIVE].registered = 1 + dice(&g->d, 12);
    if (g->texts && chance(&g->d, 25)) { /* counted when delivered ... */
        int at = chance(&g->d, 40) ? dice(&g->d, N_AREAS) : NONE;
        int by = chance(&g->d, 50) ? UN : NONE;
        for (int i = TRUCK; i <= FOOD; i++) {
            ag->items[i].act = DELIVER;
            ag->items[i].at = at;
            ag->items[i].by = by;
        }
    }
    ag->n_acts = N_ACTS;
    ag->acts = room(g->a, N_ACTS, sizeof *ag->acts);
    for (int i = 0; i < N_ACTS; i++)
        ag->acts[i] = (struct act){.id = str_of(acts[i]),
                                   .inf = str_of(acts[i]),
                                   .done = str_of(done[i])};
    /* In every other case by an act that the text declares `of all`. */
    if (g->c->number % 2 == 1)
        ag->acts[VACATE] = (struct act){.id = STR("demine"),
                                        .inf = STR("demine"),
                                        .done = STR("demined"),
                                        .place = PLACE_LEFT};
    ag->n_states = N_STATES;
    ag->states = room(g->a, N_STATES, sizeof *ag->states);
    for (int i = 0; i < N_STATES; i++)
        ag->states[i] = (struct state){str_of(states[i]), str_of(states[i])};
    ag->n_conditions = 1;
    ag->conditions = room(g->a, 1, sizeof *ag->conditions);
    ag->conditions[0] = (struct condition){STR("calm"), STR("calm"),
                                           chance(&g->d, 80) ? MECH : MED};
}

static void make_sources(struct gen *g)
{
    static const int accounts[] = {A,   B,     UN,       MECH, A, B,
                                   MED, PRESS, N_ACTORS, MECH, UN};
    struct rcase *c = g->c;
    int n = 2 + dice(&g->d, 5);
    c->sources = room(g->a, 16, sizeof *c->sources);
    for (int i = 0; i < n; i++) {
        int k =
            i < 2 && chance(&g->d, 80) ? i : dice(&g->d, COUNT_OF(accounts));
        c->sources[i].id = say(g, "s", i);
        c->sources[i].name = c->sources[i].id;
        c->sources[i].account = accounts[k];
        if (accounts[k] == N_ACTORS)
            c->n_extra_accounts = 1;
    }
    c->n_sources = (uint32_t)n;
    if (g->focus != FOCUS_KEY)
        return;
    /* Whom the first clause believes about its orders, and the other party. */
    const struct clause *k = &c->ag.clauses[0];
    int bearer = k->n_bearers > 0 ? k->bearers[0] : A;
    bearer = bearer == FA ? A : bearer == FB ? B : bearer;
    c->sources[0].account =
        k->standard.kind == STD_NAMED ? k->standard.by : bearer;
    c->sources[1].account = bearer == A ? B : A;
}

static struct standard some_standard(struct gen *g)
{
    struct standard s = {.kind = STD_INTEREST, .by = NONE};
    switch (dice(&g->d, 5)) {
    case 0:
    case 1:
        s.kind = STD_NAMED;
        s.by = chance(&g->d, 60)   ? MECH
               : chance(&g->d, 70) ? UN
                                   : dice(&g->d, 2);
        s.counted = chance(&g->d, 50);
        break;
    case 2:
        s.kind = STD_KOF;
        s.k = (uint32_t)(1 + dice(&g->d, 3));
        s.of = bit(A) | bit(B) | (chance(&g->d, 60) ? bit(UN) : 0) |
               (chance(&g->d, 60) ? bit(MECH) : 0);
        break;
    default:
        break;
    }
    return s;
}

/* --- Clauses ------------------------------------------------------------ */

static void set_items(struct gen *g, struct selector *s)
{
    s->items = NULL;
    s->n_item_words = 0;
    if (s->item == NONE)
        return;
    s->items = room(g->a, 1, sizeof *s->items);
    s->n_item_words = 1;
    for (int i = 0; i < N_ITEMS; i++) {
        bool in = i == s->item || g->c->ag.items[i].parent == s->item;
        if (in)
            s->items[0] |= (uint64_t)1 << i;
    }
}

static struct selector no_selector(void)
{
    return (struct selector){.act = NONE,
                             .item = NONE,
                             .place = NONE,
                             .state = NONE,
                             .state_item = NONE};
}

/* Where something is to be done: now and then along the line. */
static int some_place(struct gen *g)
{
    return chance(&g->d, 25) ? NEAR + dice(&g->d, 2) : dice(&g->d, N_AREAS);
}

static struct selector some_selector(struct gen *g)
{
    struct selector s = no_selector();
    s.act = chance(&g->d, 42)   ? DELIVER
            : chance(&g->d, 62) ? RELEASE
            : chance(&g->d, 55) ? ATTACK
                                : VACATE;
    if (s.act == DELIVER)
        s.item = chance(&g->d, 70) ? TRUCK : chance(&g->d, 50) ? FUEL : FOOD;
    else if (s.act == RELEASE)
        s.item = chance(&g->d, 70) ? CAPTIVE : SOLDIER;
    else if (chance(&g->d, 30))
        s.item = s.act == VACATE ? SOLDIER : TRUCK;
    if (s.act != ATTACK && chance(&g->d, 10))
        s.item = NONE;
    if (chance(&g->d, s.act == VACATE ? 85 : 30))
        s.place = chance(&g->d, 50) ? HARBOUR : some_place(g);
    if (chance(&g->d, 12))
        s.to = chance(&g->d, 50) ? bit(UN) : bit(dice(&g->d, 2));
    set_items(g, &s);
    return s;
}

static void some_bearers(struct gen *g, struct clause *c)
{
    static const int sets[][2] = {{A, NONE},  {B, NONE},   {A, B},
                                  {B, A},     {FA, NONE},  {FB, NONE},
                                  {UN, NONE}, {NONE, NONE}};
    int k = dice(&g->d, 100);
    const int *s = sets[k < 32   ? 0
                        : k < 64 ? 1
                        : k < 74 ? 2
                        : k < 80 ? 3
                        : k < 85 ? 4
                        : k < 90 ? 5
                        : k < 94 ? 6
                                 : 7];
    int *v = room(g->a, 2, sizeof *v);
    c->bearers = v;
    for (int i = 0; i < 2 && s[i] != NONE; i++) {
        v[c->n_bearers++] = s[i];
        c->perf.performers |= g->c->ag.actors[s[i]].answers;
    }
    if (chance(&g->d, 15))
        c->creditors = bit(dice(&g->d, 2));
}

static struct guard some_guard(struct gen *g, int n)
{
    struct guard out = {0};
    struct atom *atoms = room(g->a, 2, sizeof *atoms);
    static const enum guard_kind kinds[] = {GUARD_IF, GUARD_WHILE,
                                            GUARD_UNLESS};
    out.kind = kinds[dice(&g->d, 3)];
    out.any = chance(&g->d, 40);
    out.n = chance(&g->d, 75) ? 1 : 2;
    out.atoms = atoms;
    for (uint32_t i = 0; i < out.n; i++) {
        struct atom *a = &atoms[i];
        *a = (struct atom){.kind = ATOM_STATE, .place = NONE};
        a->negated = chance(&g->d, 25);
        switch (dice(&g->d, 5)) {
        case 0:
            if (n > 0) {
                a->kind = ATOM_MET;
                a->ref = earlier(g, n);
                break;
            }
            FALLTHROUGH;
        case 1:
        case 2:
            a->ref = dice(&g->d, N_STATES);
            if (chance(&g->d, 60))
                a->place = dice(&g->d, N_AREAS);
            else
                a->there = chance(&g->d, 30);
            break;
        case 3:
            a->kind = ATOM_CONDITION;
            break;
        default:
            if (g->c->ag.n_phases > 0 && n > 0) {
                a->kind = ATOM_PHASE;
                a->ref = dice(&g->d, (int)g->c->ag.n_phases);
            } else {
                a->kind = ATOM_CONDITION;
            }
            break;
        }
    }
    return out;
}

/* So many for each soldier, so many for each other captive. */
static void make_ratios(struct gen *g, struct clause *c)
{
    struct ratio *r = room(g->a, 2, sizeof *r);
    c->trig.item = CAPTIVE;
    set_items(g, &c->trig);
    r[0] = (struct ratio){SOLDIER, 1 + dice(&g->d, 3)};
    r[1] = (struct ratio){chance(&g->d, 50) ? CIVILIAN : CAPTIVE,
                          1 + dice(&g->d, 2)};
    c->ratios = r;
    c->n_ratios = 2;
}

static void make_trigger(struct gen *g, struct clause *c, int n)
{
    c->trigger = TRIG_EVENT;
    c->trig = some_selector(g);
    c->trig_per = chance(&g->d, 80) ? 1 : 2 + dice(&g->d, 3);
    if (chance(&g->d, 60))
        c->trig.performers = g->c->ag.actors[dice(&g->d, 2)].answers;
    if (chance(&g->d, g->plain ? 85 : 40))
        c->key = (enum key_kind)(1 + dice(&g->d, 3));
    if (chance(&g->d, 20) && c->trig.item == CAPTIVE)
        make_ratios(g, c);
    (void)n;
}

static void make_duty(struct gen *g, struct clause *c, int n)
{
    struct dice *d = &g->d;
    bool trigger = false;
    c->kind = CLAUSE_DUTY;
    c->perf = some_selector(g);
    some_bearers(g, c);
    c->measure = c->perf.item == NONE ? MEASURE_EXISTS : MEASURE_SUM;
    if (c->perf.act == VACATE && chance(d, 75)) /* "vacate soldiers in ..." */
        c->measure = MEASURE_EXISTS;
    c->need.cmp = chance(d, 82) ? AT_LEAST : chance(d, 60) ? AT_MOST : EXACTLY;
    c->need.n = chance(d, 4) ? 0 : 1 + dice(d, 9);
    if (c->measure == MEASURE_EXISTS) {
        c->need.n = 1;
        c->need.cmp = AT_LEAST;
    }
    if (g->levels && chance(d, 30)) {
        c->measure = MEASURE_LEVEL;
        c->kind = chance(d, 50) ? CLAUSE_KEEP : CLAUSE_DUTY;
        c->perf.act = NONE;
        c->perf.item = chance(d, 50) ? SOLDIER : CAPTIVE;
        set_items(g, &c->perf);
    } else if (chance(d, 3)) {
        c->measure = MEASURE_HOURS;
        c->perf.did_not = true;
        c->perf.item = NONE;
        c->perf.act = ATTACK;
        set_items(g, &c->perf);
        c->hours.seconds = 3600 * (1 + dice(d, 30));
        c->unbroken = chance(d, 50);
        c->need.cmp = AT_LEAST;
    }
    if (chance(d, 8))
        c->perf.anybody = true;
    if (chance(d, g->plain ? 50 : 22))
        make_trigger(g, c, n);
    else if (g->follow && n > 0 && chance(d, 45)) {
        c->trigger = chance(d, 60)   ? TRIG_MET
                     : chance(d, 40) ? TRIG_VERIFIED
                                     : TRIG_UNMET;
        c->trig_clause = earlier(g, n);
    }
    if (g->follow && n > 0 && chance(d, 15)) {
        c->after = chance(d, 70) ? POINT_CLAUSE_MET : POINT_CLAUSE_VERIFIED;
        c->after_clause = earlier(g, n);
    }
    trigger = c->trigger != TRIG_NONE || c->after != POINT_NEVER;
    if (c->trigger != TRIG_EVENT && c->trigger != TRIG_NONE &&
        chance(d, g->plain ? 80 : 25) &&
        g->c->ag.clauses[c->trig_clause].key != KEY_NONE)
        c->key = g->c->ag.clauses[c->trig_clause].key;
    if (c->trigger != TRIG_EVENT && chance(d, 15) &&
        c->measure == MEASURE_SUM) {
        struct step *s = room(g->a, 3, sizeof *s);
        c->steps = s;
        c->n_steps = (uint32_t)(1 + dice(d, 3));
        for (uint32_t i = 0; i < c->n_steps; i++)
            s[i] = (struct step){1 + dice(d, 5), some_deadline(g, n, trigger)};
        c->need.cmp = AT_LEAST;
        c->key = KEY_NONE;
    } else if (c->trigger != TRIG_EVENT && chance(d, 25) &&
               c->key == KEY_NONE) {
        c->period = chance(d, 75) ? PERIOD_DAY : PERIOD_WEEK;
        c->until = chance(d, 60) ? agreement_end() : some_point(g, n, false);
        c->carry = chance(d, 20) && c->measure == MEASURE_SUM;
    }
    if (c->n_steps == 0 && c->period == PERIOD_NONE) {
        if (chance(d, 80))
            c->due = some_deadline(g, n, trigger);
        else if (chance(d, 40))
            c->until = some_point(g, n, false);
    }
    if (chance(d, 25)) {
        c->from = some_point(g, n, false);
        c->not_before = true;
    }
    if (g->shares && chance(d, 35) && c->trigger != TRIG_EVENT &&
        c->measure == MEASURE_SUM && c->in_addition_to == NONE) {
        c->need.percent = true;
        c->need.n = 10 * (1 + dice(d, 10));
        c->need.all = chance(d, 20) && c->n_steps == 0;
        c->need.cmp = chance(d, 85) ? AT_LEAST : AT_MOST;
        c->need.base = (enum base_kind)dice(d, 4);
        if (c->need.base == BASE_NONE)
            c->need.all = c->n_steps == 0;
        c->need.base_fixed = 1 + dice(d, 12);
        c->need.base_item = chance(d, 60) ? CAPTIVE : c->perf.item;
    } else if (n > 0 && chance(d, 8)) {
        c->in_addition_to = earlier(g, n);
    }
    if (g->follow && n > 0 && chance(d, 18))
        c->in_step_with = earlier(g, n);
    if (chance(d, 6)) {
        c->notified_tod = 3600 * dice(d, 24) + (chance(d, 20) ? 15 : 0);
        if (chance(d, 60))
            c->chosen_by = chance(d, 50) ? MED : dice(d, 2);
    } else if (chance(d, 6)) {
        c->notified_within = some_duration(g);
    }
    if (chance(d, 8)) {
        c->has_reported_within = true;
        c->reported_within = some_duration(g);
    }
    if (g->guards && chance(d, g->plain ? 5 : 40))
        c->guard = some_guard(g, n);
    if (chance(d, 25)) {
        c->has_cure = true;
        c->cure = some_duration(g);
    } else if (chance(d, 12)) {
        c->lapses = true;
    }
    if (g->validation && chance(d, 50))
        c->validated_by = chance(d, 70) ? MECH : UN;
    if (chance(d, 5) && c->measure != MEASURE_HOURS) {
        c->tod_from = 3600 * 6;
        c->tod_to = 3600 * (12 + dice(d, 10));
    }
}

static void make_ban(struct gen *g, struct clause *c, int n)
{
    struct dice *d = &g->d;
    c->kind = CLAUSE_BAN;
    c->measure = MEASURE_EXISTS;
    c->perf = some_selector(g);
    if (chance(d, 70)) {
        c->perf.act = ATTACK;
        c->perf.item = NONE;
        set_items(g, &c->perf);
    }
    c->need.cmp = AT_MOST;
    if (chance(d, 30)) {
        c->kind = CLAUSE_KEEP;
        c->perf = no_selector();
        c->perf.state = dice(d, N_STATES);
        if (chance(d, 70))
            c->perf.place = dice(d, N_AREAS);
        else
            c->perf.state_item = TRUCK;
    }
    some_bearers(g, c);
    c->until = chance(d, 75) ? agreement_end() : some_point(g, n, false);
    if (chance(d, 25))
        c->from = some_point(g, n, false);
    if (g->guards && chance(d, 40))
        c->guard = some_guard(g, n);
    if (g->follow && n > 0 && chance(d, 10)) {
        c->after = POINT_CLAUSE_MET;
        c->after_clause = earlier(g, n);
    }
    if (chance(d, 30) && c->kind == CLAUSE_BAN) {
        c->has_exception = true;
        c->exception.id = c->exception.name = STR("self_defence");
        c->exception.decided_by = chance(d, 60) ? MECH : NONE;
    }
    if (chance(d, 5) && c->kind == CLAUSE_BAN) {
        c->tod_from = 3600 * 6;
        c->tod_to = 3600 * 18;
    }
}

static struct clause no_clause(struct gen *g, int n)
{
    struct clause c = {.label = say(g, "1.", n + 1),
                       .article = STR("1"),
                       .judged_by = NONE,
                       .reading_of = NONE,
                       .trig = no_selector(),
                       .trig_per = 1,
                       .trig_clause = NONE,
                       .after = POINT_NEVER,
                       .after_clause = NONE,
                       .perf = no_selector(),
                       .need = {.base_item = NONE},
                       .from = force(),
                       .until = never(),
                       .due = no_deadline(),
                       .tod_from = NONE,
                       .tod_to = NONE,
                       .chosen_by = NONE,
                       .notified_tod = NONE,
                       .validated_by = NONE,
                       .in_addition_to = NONE,
                       .in_parallel_with = NONE,
                       .in_step_with = NONE,
                       .subquota_of = NONE,
                       .exception = {.decided_by = NONE}};
    c.standard = chance(&g->d, 60) ? some_standard(g) : g->c->ag.standard;
    return c;
}

/* --- What the language can say ------------------------------------------ */

static void fit_point(struct gen *g, struct point *p)
{
    if (p->kind != POINT_INSTANT || p->whole_day)
        return;
    for (;;) { /* an hour that its clock shows once */
        struct civil_local l = civil_local(g->tz, p->at);
        if (civil_resolve(g->tz, l.civil).at == p->at)
            return;
        p->at += 3600;
        p->at_end += 3600;
    }
}

static void fit_deadline(struct gen *g, struct deadline *d, bool trigger)
{
    fit_point(g, &d->p);
    if (d->p.kind == POINT_TRIGGER && !trigger)
        d->p.kind = POINT_FORCE; /* "within D": from entry into force */
    if (d->p.kind == POINT_TRIGGER)
        d->kind = DUE_END;
}

static int of_item(int item)
{
    return item == FUEL || item == FOOD          ? TRUCK
           : item == SOLDIER || item == CIVILIAN ? CAPTIVE
                                                 : item;
}

static void fit_share(struct gen *g, struct clause *c)
{
    struct need *n = &c->need;
    if (n->all)
        n->base_item = c->perf.item;
    n->base_item = n->all ? n->base_item : of_item(n->base_item);
    int64_t registered = g->c->ag.items[n->base_item].registered;
    n->cmp = AT_LEAST;
    n->base_fixed = 0;
    if (n->all || n->base == BASE_NONE || n->base == BASE_FIXED)
        n->base = registered >= 0 ? BASE_FIXED : BASE_FINAL;
    if (n->base == BASE_FIXED)
        n->base_fixed = registered;
    if (n->all)
        n->n = 100;
}

static void fit_standard(const struct clause *c, struct standard *s)
{
    uint32_t members = 0;
    for (int i = 0; i < MAX_ACTORS; i++)
        members += (s->of >> i & 1) != 0;
    if (s->kind == STD_KOF && s->k > members)
        s->k = members;
    for (uint32_t i = 0; c != NULL && i < c->n_bearers; i++)
        if (s->kind == STD_NAMED && s->by == c->bearers[i])
            s->by = s->by == MECH ? UN : MECH;
}

static void fit_bearers(struct gen *g, struct clause *c)
{
    bool bare = c->kind == CLAUSE_DUTY && c->measure == MEASURE_SUM &&
                c->n_ratios == 0 && !c->need.percent && c->n_steps == 0;
    if (c->n_bearers == 0 && !bare) {
        int *v = room(g->a, 1, sizeof *v);
        *v = dice(&g->d, 2);
        c->bearers = v;
        c->n_bearers = 1;
    }
    c->perf.performers = 0;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        c->perf.performers |= g->c->ag.actors[c->bearers[i]].answers;
    c->creditors = c->perf.to & (bit(A) | bit(B));
    c->perf.anybody = false;
}

static void fit_guard(struct guard *v)
{
    struct atom *atoms = (struct atom *)(uintptr_t)v->atoms;
    for (uint32_t i = 0; i < v->n; i++)
        if (atoms[i].kind == ATOM_PHASE)
            atoms[i].negated = false;
}

static void fit_trigger(struct clause *c)
{
    c->trig.to = 0;
    c->trig.anybody = false;
    if (c->trig.item == NONE)
        c->trig_per = 1;
    if (c->perf.item == NONE || c->measure == MEASURE_LEVEL ||
        c->measure == MEASURE_HOURS)
        c->n_ratios = 0;
    if (c->n_ratios > 0) {
        c->measure = MEASURE_SUM;
        c->need = (struct need){.cmp = AT_LEAST, .n = 1, .base_item = NONE};
    }
    if (c->trig_per > 1 && c->trig.item == NONE)
        c->trig_per = 1;
}

/* What follows another clause is matched by the key of that one. */
static bool follows_key(const struct gen *g, const struct clause *c)
{
    enum key_kind key = c->key;
    for (int depth = 0; depth < 8 && c->trigger != TRIG_EVENT; depth++) {
        if (c->n_steps > 0 || c->period != PERIOD_NONE ||
            (c->kind != CLAUSE_DUTY && c->measure != MEASURE_LEVEL))
            return false;
        if (c->trigger != TRIG_NONE)
            c = &g->c->ag.clauses[c->trig_clause];
        else if (c->after != POINT_NEVER)
            c = &g->c->ag.clauses[c->after_clause];
        else
            return false;
    }
    return c->trigger == TRIG_EVENT && c->key == key;
}

/* A number of an item that is counted when an act: that act, by anybody. */
static void fit_counting(const struct gen *g, struct clause *c)
{
    const struct item *it =
        &g->c->ag.items[c->perf.item < 0 ? 0 : c->perf.item];
    if (c->kind != CLAUSE_DUTY || c->perf.item == NONE || it->act == NONE ||
        c->measure != MEASURE_SUM)
        return;
    c->perf.act = it->act;
    c->perf.anybody = true;
    if (c->perf.place == NONE)
        c->perf.place = it->at;
    if (it->by != NONE && c->standard.kind == STD_INTEREST)
        c->standard =
            (struct standard){.kind = STD_NAMED, .by = it->by, .counted = true};
}

static void fit_clause(struct gen *g, struct clause *c)
{
    bool trigger = c->trigger != TRIG_NONE;
    struct step *steps = (struct step *)(uintptr_t)c->steps;
    if (c->kind == CLAUSE_JUDGED || c->kind == CLAUSE_DECLARATORY) {
        c->standard = g->c->ag.standard;
        return;
    }
    if (c->measure == MEASURE_LEVEL) {
        c->kind = CLAUSE_KEEP;
        c->n_steps = 0;
        c->due = no_deadline();
        c->has_cure = c->lapses = false;
        c->need.percent = c->need.all = false;
        c->need.n = c->need.n % 9;
        if (c->until.kind == POINT_NEVER)
            c->until = agreement_end();
    }
    if (c->measure == MEASURE_HOURS && c->period == PERIOD_DAY)
        c->hours.seconds %= 86400;
    if (c->measure == MEASURE_HOURS && c->hours.seconds == 0)
        c->hours.seconds = 3600;
    if (c->measure == MEASURE_SUM && c->perf.item == NONE)
        c->measure = MEASURE_EXISTS;
    if (c->kind == CLAUSE_DUTY && (c->need.percent || c->need.all)) {
        if (c->n_steps > 0 || c->perf.item == NONE ||
            c->measure != MEASURE_SUM) {
            c->need = (struct need){.cmp = AT_LEAST, .n = 1, .base_item = NONE};
        } else {
            c->need.percent = true;
            fit_share(g, c);
        }
    }
    if (c->n_steps > 0 && c->measure != MEASURE_SUM)
        c->n_steps = 0;
    if (c->key != KEY_NONE && !follows_key(g, c))
        c->key = KEY_NONE;
    if (c->trigger == TRIG_EVENT)
        fit_trigger(c);
    if (c->kind == CLAUSE_BAN)
        c->need = (struct need){.cmp = AT_MOST, .n = 0, .base_item = NONE};
    if (c->n_steps > 0) {
        c->need.n = 0;
        for (uint32_t i = 0; i < c->n_steps; i++)
            c->need.n += steps[i].n;
    }
    if (c->in_addition_to != NONE) {
        const struct clause *x = &g->c->ag.clauses[c->in_addition_to];
        if (c->measure != MEASURE_SUM || x->measure != MEASURE_SUM ||
            x->perf.item == NONE || x->kind != CLAUSE_DUTY)
            c->in_addition_to = NONE;
    }
    fit_bearers(g, c);
    fit_counting(g, c);
    fit_standard(c, &c->standard);
    fit_guard(&c->guard);
    fit_deadline(g, &c->due, trigger);
    for (uint32_t i = 0; i < c->n_steps; i++)
        fit_deadline(g, &steps[i].due, trigger);
    fit_point(g, &c->from);
    fit_point(g, &c->until);
}

/* The same of a record: what its format has room for. */
static void fit_fact(struct gen *g, struct fact *f)
{
    bool will = f->kind == FACT_CONSENT || f->kind == FACT_ANNOUNCEMENT ||
                f->kind == FACT_NOTICE;
    bool stated = f->kind == FACT_EVENT || f->kind == FACT_TOTAL;
    struct reply *r = (struct reply *)(uintptr_t)f->replies;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n_replies; i++) {
        if (f->kind == FACT_REPLY && r[i].kind == REPLY_AMENDS)
            r[i].kind = REPLY_RETRACTS;
        if (!str_eq(r[i].id, f->id)) /* a record cannot name itself */
            r[n++] = r[i];
    }
    f->n_replies = n;
    if (f->kind == FACT_REPLY && n == 0)
        f->kind = FACT_INCIDENT;
    str *refs = (str *)(uintptr_t)f->refs;
    for (uint32_t i = n = 0; i < f->n_refs; i++)
        if (!str_eq(refs[i], f->id))
            refs[n++] = refs[i];
    f->n_refs = n;
    if ((f->kind == FACT_INCIDENT || f->kind == FACT_ASSESSMENT) && n == 0) {
        refs = room(g->a, 1, sizeof *refs);
        *refs = STR("nowhere");
        f->refs = refs;
        f->n_refs = 1;
    }
    if (stated && f->act == NONE)
        f->act = RELEASE;
    if (f->kind == FACT_FINDING && f->will == WILL_NONE && f->act == NONE)
        f->act = RELEASE;
    if (f->kind == FACT_FINDING && f->item == NONE)
        f->lo = f->hi = 1;
    if (f->kind == FACT_LEVEL && f->item == NONE)
        f->item = CAPTIVE;
    if (f->kind == FACT_STATE)
        f->act = NONE;
    else
        f->state = NONE;
    if (f->kind == FACT_INCIDENT || f->kind == FACT_REPLY) {
        f->act = f->item = f->state = f->performer = f->to = f->zone = NONE;
        f->in = (zone_set){{0}};
        f->object = f->round = f->instance = (str){0};
        f->did_not = false;
    }
    if (f->recorded < f->from)
        f->recorded = f->from;
    if (f->kind == FACT_INCIDENT) {
        f->from = f->recorded;
        f->to_ = f->from + 1;
    }
    if (!will)
        f->effective = f->from;
}

/* A point, mostly where the place is that was meant. */
static void at_point(struct gen *g, struct fact *f, int place)
{
    const struct spot *p = &rcase_spots[dice(&g->d, N_SPOTS)];
    for (int i = 0; i < 8 && place != NONE && (p->in >> place & 1) == 0; i++)
        p = &rcase_spots[dice(&g->d, N_SPOTS)];
    f->zone = NONE;
    f->in = (zone_set){{p->in}};
    f->in.w[SOMEWHERE / 64] |= (uint64_t)1 << (SOMEWHERE % 64);
}

/* Clause i is read in another way than the one before it. */
static void make_reading(struct gen *g, int i)
{
    struct clause *c = &g->c->ag.clauses[i], *other = c - 1;
    if (other->reading_of == NONE) {
        other->reading = STR("first");
        other->reading_holders = bit(A);
    }
    c->reading_of = other->reading_of == NONE ? i - 1 : other->reading_of;
    c->label = other->label;
    c->reading = say(g, "other", i);
    c->reading_holders = bit(B);
}

static void make_focused(struct gen *g, struct clause *c)
{
    struct dice *d = &g->d;
    *c = no_clause(g, (int)g->c->ag.n_clauses++);
    bool both = g->focus == FOCUS_KEY && chance(d, 30);
    do {
        c->n_bearers = 0;
        some_bearers(g, c);
    } while (both && c->n_bearers < 2);
    c->kind = g->focus == FOCUS_BAN ? CLAUSE_BAN : CLAUSE_DUTY;
    c->perf = no_selector();
    c->perf.act = chance(d, 50)                            ? DELIVER
                  : g->focus != FOCUS_BAN && chance(d, 30) ? VACATE
                                                           : ATTACK;
    c->perf.item = c->perf.act == DELIVER ? TRUCK : NONE;
    c->perf.place = c->perf.act == VACATE ? HARBOUR : NONE;
    c->measure = c->perf.item == NONE ? MEASURE_EXISTS : MEASURE_SUM;
    set_items(g, &c->perf);
    c->need.cmp = AT_LEAST;
    c->need.n = 1 + dice(d, g->focus == FOCUS_KEY ? 3 : 5);
    if (c->measure == MEASURE_SUM && chance(d, 25))
        c->need.cmp = chance(d, 60) ? AT_MOST : EXACTLY;
    switch (g->focus) {
    case FOCUS_KEY:
        c->trigger = TRIG_EVENT;
        c->trig = no_selector();
        c->trig.act = RELEASE;
        c->key = KEY_OBJECT;
        if (c->measure == MEASURE_SUM && chance(d, 30))
            make_ratios(g, c);
        if (chance(d, 20)) { /* no text says it; the normal form can */
            c->from = never();
            c->from.kind = POINT_TRIGGER;
            c->from.plus = some_duration(g);
        }
        c->due.kind = DUE_END;
        c->due.p = never();
        c->due.p.kind = POINT_TRIGGER;
        c->due.p.plus = some_duration(g);
        break;
    case FOCUS_DAY:
        c->period = chance(d, 75) ? PERIOD_DAY : PERIOD_WEEK;
        c->until = agreement_end();
        break;
    case FOCUS_BAN: {
        struct atom *a = room(g->a, 1, sizeof *a);
        c->measure = MEASURE_EXISTS;
        c->need.cmp = AT_MOST;
        c->need.n = 0;
        *a = (struct atom){.kind = ATOM_STATE,
                           .ref = dice(d, N_STATES),
                           .there = chance(d, 60),
                           .place = NONE};
        if (chance(d, 60))
            c->guard = (struct guard){.kind = GUARD_WHILE, .n = 1, .atoms = a};
        break;
    }
    case NO_FOCUS:
        break;
    }
}

/* Whether some clause hangs on what another does not do: the compiler refuses
 * that in a circle (E0603). */
static bool has_negation(const struct agreement *ag)
{
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->kind != CLAUSE_MAY && c->trigger == TRIG_UNMET)
            return true;
        for (uint32_t k = 0; k < c->guard.n; k++)
            if (c->guard.atoms[k].kind != ATOM_STATE &&
                c->guard.atoms[k].kind != ATOM_CONDITION &&
                c->guard.atoms[k].negated != (c->guard.kind == GUARD_UNLESS))
                return true;
    }
    return false;
}

static void count_from(struct gen *g, struct clause *c, int of)
{
    struct dice *d = &g->d;
    struct step *steps = (struct step *)(uintptr_t)c->steps;
    struct deadline due = {.kind = chance(d, 85) ? DUE_END : DUE_START,
                           .p = never()};
    due.p.kind = chance(d, 80) ? POINT_CLAUSE_MET : POINT_CLAUSE_VERIFIED;
    due.p.ref = of;
    due.p.plus = some_duration(g);
    if (c->kind != CLAUSE_DUTY || c->period != PERIOD_NONE)
        c->until = due.p;
    else if (c->n_steps > 0)
        steps[dice(d, (int)c->n_steps)].due = due;
    else if (chance(d, 85))
        c->due = due;
    else if (c->due.kind == DUE_NONE)
        c->until = due.p;
}

/* A condition that asks for another clause, alone or beside a state. */
static void asks_whether(struct gen *g, struct clause *c, int of)
{
    struct dice *d = &g->d;
    struct atom *atoms = room(g->a, 2, sizeof *atoms);
    atoms[0] = (struct atom){.kind = ATOM_MET, .ref = of, .place = NONE};
    atoms[1] = (struct atom){
        .kind = ATOM_STATE, .ref = dice(d, N_STATES), .place = NONE};
    c->guard = (struct guard){.kind = chance(d, 60) ? GUARD_WHILE : GUARD_IF,
                              .any = chance(d, 50),
                              .atoms = atoms,
                              .n = chance(d, 75) ? 1 : 2};
}

/* Deadlines that count from clauses that are named later, and conditions that
 * ask for them: most of them are in a circle. */
static void make_circles(struct gen *g, int n)
{
    struct agreement *ag = &g->c->ag;
    struct dice *d = &g->d;
    if (n < 2 || !chance(d, 12) || (g->texts && has_negation(ag)))
        return;
    for (int times = 1 + dice(d, 3); times > 0; times--) {
        int i = dice(d, n - 1);
        int j = label_of(g, i + 1 + dice(d, n - i - 1));
        struct clause *a = &ag->clauses[i], *b = &ag->clauses[j];
        if (j <= i || a->subquota_of != NONE || b->subquota_of != NONE ||
            a->kind == CLAUSE_MAY || a->kind == CLAUSE_JUDGED ||
            a->kind == CLAUSE_DECLARATORY || b->kind != CLAUSE_DUTY)
            continue;
        if (chance(d, 40))
            asks_whether(g, a, j);
        else
            count_from(g, a, j);
        /* a label is asked for its first reading, which may be judged */
        int label = label_of(g, i);
        bool back = a->kind == CLAUSE_DUTY &&
                    (label == i || ag->clauses[label].kind == CLAUSE_DUTY);
        if (back && chance(d, 40))
            count_from(g, b, label);
        else if (back && chance(d, 50))
            asks_whether(g, b, label);
    }
}

/* What is vacated is all of a place, unless it says `into` or `at`. */
static void make_wholes(struct gen *g)
{
    struct agreement *ag = &g->c->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        struct clause *c = &ag->clauses[i];
        c->perf.whole = c->kind == CLAUSE_DUTY && c->perf.act == VACATE &&
                        c->perf.place != NONE && c->perf.place < N_AREAS &&
                        c->measure == MEASURE_EXISTS &&
                        c->need.cmp == AT_LEAST && c->n_ratios == 0 &&
                        chance(&g->d, 85);
    }
}

/* --- Parts: `of these` ---------------------------------------------------- */

/* The clause of which one at i would be a part, or NONE. */
static int whole_of(const struct gen *g, int i)
{
    const struct clause *v = g->c->ag.clauses;
    while (i > 0 && v[i - 1].subquota_of != NONE)
        i--;
    int of = i == 0 ? NONE : label_of(g, i - 1);
    return of != NONE && v[of].kind == CLAUSE_DUTY &&
                   v[of].measure == MEASURE_SUM && v[of].perf.item != NONE &&
                   v[of].n_ratios == 0
               ? of
               : NONE;
}

/* All that the clause of the whole says and the part does not. */
static void make_part(struct gen *g, int i, int of)
{
    struct clause *c = &g->c->ag.clauses[i], *up = &g->c->ag.clauses[of];
    str label = c->label;
    *c = *up;
    c->label = label;
    c->reading = (str){0};
    c->reading_holders = 0;
    c->reading_of = NONE;
    c->subquota_of = of;
    c->in_addition_to = NONE;
    if (up->n_steps > 0)
        c->due = up->steps[up->n_steps - 1].due;
    c->n_steps = 0;
}

static void narrow_items(struct gen *g, struct selector *s)
{
    int first = s->item == TRUCK ? FUEL : s->item == CAPTIVE ? SOLDIER : NONE;
    if (first == NONE || !chance(&g->d, 70))
        return;
    bool both = chance(&g->d, 30);
    int item = first + dice(&g->d, 2);
    s->items = room(g->a, 1, sizeof *s->items);
    s->items[0] = both ? (uint64_t)3 << first : (uint64_t)1 << item;
    s->item = both ? s->item : item;
}

static void narrow(struct gen *g, struct clause *c)
{
    const struct clause *up = &g->c->ag.clauses[c->subquota_of];
    struct dice *d = &g->d;
    narrow_items(g, &c->perf);
    if (chance(d, 30))
        c->perf.place = some_place(g);
    c->need = (struct need){.cmp = up->need.n == 0 ? AT_MOST
                                   : chance(d, 70) ? AT_LEAST
                                   : chance(d, 50) ? AT_MOST
                                                   : EXACTLY,
                            .base_item = NONE};
    c->need.n = up->need.percent
                    ? 1 + dice(d, 9)
                    : 1 + dice(d, up->need.n > 0 ? (int)up->need.n : 4);
    if (c->period == PERIOD_NONE && chance(d, 20)) {
        c->due = some_deadline(g, 0, false);
        if (g->texts)
            fit_deadline(g, &c->due, c->trigger != TRIG_NONE);
    }
    if (chance(d, 20)) {
        c->standard = some_standard(g);
        if (g->texts)
            fit_standard(c, &c->standard);
    }
}

/* Parts follow what became of the clauses that they are parts of; and what the
 * compiler refuses (E0415) is no agreement. */
static void finish_parts(struct gen *g)
{
    struct agreement *ag = &g->c->ag;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < (int)ag->n_clauses; i++) {
            struct clause *c = &ag->clauses[i];
            if (pass == 0 && c->subquota_of != NONE) {
                make_part(g, i, c->subquota_of);
                narrow(g, c);
            }
            if (c->key != KEY_NONE && !follows_key(g, c))
                c->key = KEY_NONE;
        }
    }
}

static void make_clauses(struct gen *g)
{
    struct agreement *ag = &g->c->ag;
    int n = 1 + (int)((unsigned)dice(&g->d, 16) % 7 % 4);
    bool parts = false;
    ag->clauses = room(g->a, 8, sizeof *ag->clauses);
    for (int i = 0; g->focus != NO_FOCUS && i < 1 + n % 2; i++) {
        make_focused(g, &ag->clauses[i]);
        if (i > 0 && g->focus == FOCUS_BAN && chance(&g->d, 40))
            make_reading(g, i);
    }
    if (g->focus != NO_FOCUS)
        return;
    for (int i = 0; i < n; i++) {
        struct clause *c = &ag->clauses[i];
        int k = dice(&g->d, g->texts && i == 0 ? 94 : 100);
        *c = no_clause(g, i);
        ag->n_clauses = (uint32_t)i + 1;
        int whole = i > 0 ? whole_of(g, i) : NONE;
        if (whole != NONE && chance(&g->d, 20)) {
            make_part(g, i, whole);
            parts = true;
            continue;
        }
        bool ban =
            i > 0 &&
            (c[-1].kind == CLAUSE_BAN ||
             (c[-1].kind == CLAUSE_KEEP && c[-1].measure != MEASURE_LEVEL));
        if (i > 0 && c[-1].subquota_of == NONE && chance(&g->d, ban ? 25 : 5))
            make_reading(g, i);
        if (ban && c->reading_of != NONE && chance(&g->d, 70))
            k = 80;                  /* two prohibitions of one label */
        int before = label_of(g, i); /* it refers to these */
        if (k < 78) {
            make_duty(g, c, before);
        } else if (k < 94) {
            make_ban(g, c, before);
        } else if (k < 97 || before == 0) {
            c->kind = chance(&g->d, 60) ? CLAUSE_JUDGED : CLAUSE_DECLARATORY;
            c->quoted = STR("in good faith");
            c->judged_by = c->kind == CLAUSE_JUDGED ? MECH : NONE;
        } else {
            int *of = room(g->a, 1, sizeof *of);
            c->kind = CLAUSE_MAY;
            some_bearers(g, c);
            c->suspends = of;
            c->n_suspends = 1;
            *of = earlier(g, before);
            if (chance(&g->d, 80)) {
                c->trigger = TRIG_UNMET;
                c->trig_clause = earlier(g, before);
            }
        }
        if (g->texts)
            fit_clause(g, c);
    }
    if (n >= 2 && !parts && chance(&g->d, 4) &&
        ag->clauses[1].reading_of == NONE &&
        (n == 2 || ag->clauses[2].reading_of == NONE)) {
        /* two that wait on each other */
        for (int i = 0; i < 2; i++) {
            struct clause *c = &ag->clauses[i];
            *c = no_clause(g, i);
            c->kind = CLAUSE_DUTY;
            c->perf = some_selector(g);
            c->measure = c->perf.item == NONE ? MEASURE_EXISTS : MEASURE_SUM;
            c->need.n = 1;
            some_bearers(g, c);
            c->due = some_deadline(g, 0, false);
            int link = dice(&g->d, 3);
            if (link == 0) {
                c->trigger = TRIG_MET;
                c->trig_clause = 1 - i;
            } else if (link == 1) {
                c->in_step_with = 1 - i;
            } else {
                c->after = POINT_CLAUSE_MET;
                c->after_clause = 1 - i;
            }
            if (g->texts)
                fit_clause(g, c);
        }
        for (int i = 2; g->texts && i < n; i++) /* they follow others now */
            fit_clause(g, &ag->clauses[i]);
    }
    make_circles(g, n);
    finish_parts(g);
}

/* --- The clock ---------------------------------------------------------- */

static void make_extensions(struct gen *g, struct phase *ph)
{
    struct extension *e = room(g->a, 2, sizeof *e);
    ph->ext = e;
    ph->n_ext = (uint32_t)(1 + dice(&g->d, 2));
    for (uint32_t i = 0; i < ph->n_ext; i++) {
        e[i] = (struct extension){.kind = (enum extension_kind)dice(&g->d, 3),
                                  .sel = no_selector()};
        switch (e[i].kind) {
        case EXT_CONSENT:
            e[i].by = chance(&g->d, 70) ? bit(A) | bit(B) : bit(A);
            break;
        case EXT_ANNOUNCEMENT:
            e[i].by = bit(MED) | (chance(&g->d, 40) ? bit(MECH) : 0);
            break;
        case EXT_EARNED:
            e[i].sel = some_selector(g);
            if (chance(&g->d, 60))
                e[i].sel.performers = g->c->ag.actors[dice(&g->d, 2)].answers;
            if (chance(&g->d, 30))
                e[i].sel.performers = bit(dice(&g->d, 2));
            e[i].per = 1 + dice(&g->d, 5);
            e[i].each.days = 1 + dice(&g->d, 2);
            break;
        }
        if (g->texts) {
            e[i].sel.performers = e[i].sel.to = 0;
            e[i].sel.place = NONE;
            if (e[i].sel.item == NONE)
                e[i].sel.item = TRUCK;
            set_items(g, &e[i].sel);
        }
        e[i].capped = e[i].kind == EXT_EARNED || chance(&g->d, 40);
        e[i].cap_in_all = chance(&g->d, 40);
        e[i].cap.days = 1 + dice(&g->d, 12);
    }
}

static void make_clock(struct gen *g)
{
    struct agreement *ag = &g->c->ag;
    struct dice *d = &g->d;
    int k = dice(d, 100);
    ag->life = (struct phase){.from = force(), .until = never()};
    ag->force_at = never();
    ag->day1_after = chance(d, 25);
    if (k < 70) {
        ag->force = FORCE_AT;
        ag->force_at = some_instant(g, 0, 1);
    } else if (k < 85) {
        ag->force = FORCE_SIGNED;
        ag->force_by = bit(A) | bit(B);
    } else if (k < 98) {
        ag->force = FORCE_ANNOUNCED;
        ag->force_by = bit(MED) | (chance(d, 30) ? bit(UN) : 0);
    } else {
        ag->force = FORCE_UNSTATED;
    }
    if (chance(d, 65)) {
        ag->life_days = 2 + dice(d, g->days);
        ag->life.has_lasts = true;
        ag->life.lasts.days = ag->life_days;
    } else if (chance(d, 50)) {
        ag->life.until = some_instant(g, 2, g->days);
        while (g->texts && !ag->life.until.whole_day)
            ag->life.until = some_instant(g, 2, g->days);
    }
    if (g->texts)
        fit_point(g, &ag->force_at);
    if ((ag->life_days > 0 || ag->life.until.kind != POINT_NEVER) && g->wills &&
        chance(d, 50))
        make_extensions(g, &ag->life);
    if (chance(d, g->plain ? 20 : 45))
        ag->reporting = chance(d, 80) ? PERIOD_DAY : PERIOD_WEEK;
    ag->standard = some_standard(g);
    if (g->texts)
        fit_standard(NULL, &ag->standard);
}

static void make_phases(struct gen *g)
{
    struct agreement *ag = &g->c->ag;
    struct dice *d = &g->d;
    ag->phases = room(g->a, 4, sizeof *ag->phases);
    if (!g->phases_used)
        return;
    uint32_t n = (uint32_t)(1 + dice(d, 2));
    for (uint32_t i = 0; i < n; i++) {
        struct phase *p = &ag->phases[i];
        *p = (struct phase){.id = say(g, "p", (int)i), .until = never()};
        p->name = p->id;
        p->from = some_point(g, 0, false);
        if (i == 1 && chance(d, 60)) {
            p->from = never();
            p->from.kind = POINT_PHASE_END;
            p->from.ref = 0;
        }
        if (chance(d, 15)) {
            p->from = never();
            p->from.kind = POINT_CLAUSE_MET;
            p->from.ref = 0;
        }
        if (chance(d, 70)) {
            p->has_lasts = true;
            p->lasts = some_duration(g);
        } else {
            p->until = some_point(g, 0, false);
        }
        if (chance(d, 50))
            make_extensions(g, p);
        if (g->texts) {
            fit_point(g, &p->from);
            fit_point(g, &p->until);
        }
    }
    ag->n_phases = n;
}

/* --- The record --------------------------------------------------------- */

static zone_set around(const struct agreement *ag, int zone)
{
    zone_set s = {{0}};
    for (; zone != NONE; zone = ag->zones[zone].in)
        s.w[0] |= (uint64_t)1 << zone;
    return s;
}

static int some_source(struct gen *g)
{
    return dice(&g->d, (int)g->c->n_sources);
}

/* A source of that account if there is one. */
static int source_of(struct gen *g, int account)
{
    int n = (int)g->c->n_sources, first = dice(&g->d, n);
    for (int i = 0; i < n; i++)
        if (g->c->sources[(first + i) % n].account == account)
            return (first + i) % n;
    return first;
}

static const struct clause *some_clause(struct gen *g, int *index)
{
    *index = label_of(g, dice(&g->d, (int)g->c->ag.n_clauses));
    return &g->c->ag.clauses[*index];
}

static void some_quantity(struct gen *g, struct fact *f)
{
    int64_t n = dice(&g->d, 9);
    f->lo = f->hi = n;
    switch (dice(&g->d, 10)) {
    case 0:
        f->hi = QTY_INF;
        break;
    case 1:
        f->lo = 0;
        break;
    case 2:
    case 3:
        f->hi = n + dice(&g->d, 4);
        break;
    default:
        break;
    }
}

static const struct selector *some_look(struct gen *g, const struct clause **of)
{
    const struct clause *c =
        &g->c->ag.clauses[dice(&g->d, (int)g->c->ag.n_clauses)];
    *of = c;
    if (c->trigger == TRIG_EVENT && chance(&g->d, 50))
        return &c->trig;
    for (uint32_t i = 0; i < g->c->ag.n_phases; i++)
        for (uint32_t j = 0; j < g->c->ag.phases[i].n_ext; j++)
            if (g->c->ag.phases[i].ext[j].kind == EXT_EARNED &&
                chance(&g->d, 10))
                return &g->c->ag.phases[i].ext[j].sel;
    return &c->perf;
}

/* A report that some selector is likely to look at. */
static void aim(struct gen *g, struct fact *f, const struct selector *s,
                const struct clause *c)
{
    struct dice *d = &g->d;
    f->act = s->act;
    f->item = s->item;
    f->state = s->state;
    f->did_not = s->did_not;
    if (f->item != NONE && chance(d, 25)) {
        for (int i = 0; i < N_ITEMS; i++)
            if (g->c->ag.items[i].parent == s->item && chance(d, 60))
                f->item = i;
    }
    if (s->performers != 0 && !s->anybody && chance(d, 90)) {
        int first = dice(d, N_ACTORS);
        for (int i = 0; i < N_ACTORS; i++)
            if ((s->performers >> ((first + i) % N_ACTORS) & 1) != 0)
                f->performer = (first + i) % N_ACTORS;
    } else if (chance(d, 40)) {
        f->performer = dice(d, 5);
    }
    if (s->place != NONE && s->place < N_AREAS && chance(d, 92)) {
        f->zone = s->place;
        if (s->place == HARBOUR && chance(d, s->whole ? 45 : 25))
            f->zone = NORTH;
    } else if (s->place == NONE && chance(d, 12)) {
        f->zone = dice(d, N_AREAS + 1);
    }
    if (c->key == KEY_PLACE && f->zone == NONE && chance(d, 70))
        f->zone = dice(d, 2);
    f->in = around(&g->c->ag, f->zone);
    if (s->place > RIDGE && chance(d, 85))
        at_point(g, f, s->place);
    if (s->to != 0 && chance(d, 60))
        f->to = (s->to & bit(UN)) != 0 ? UN : (s->to & bit(A)) != 0 ? A : B;
    else if (chance(d, 6))
        f->to = dice(d, 5);
    if (c->key == KEY_OBJECT ? chance(d, 85) : chance(d, 4))
        f->object = say(g, "o", dice(d, g->focus == FOCUS_KEY ? 4 : 2));
    if (c->key == KEY_ROUND ? chance(d, 85) : chance(d, 4))
        f->round = say(g, "r", dice(d, 2));
    if (chance(d, 6)) { /* something else altogether */
        f->act = dice(d, N_ACTS);
        f->performer = dice(d, N_ACTORS);
    }
    if (f->item == NONE)
        f->lo = f->hi = 1;
    else
        some_quantity(g, f);
    if (s->state_item != NONE)
        f->item = s->state_item;
}

static void set_ref(struct gen *g, struct fact *f, uint32_t n)
{
    str *refs = room(g->a, 4, sizeof *refs);
    f->refs = refs;
    f->n_refs = n;
    for (uint32_t i = 0; i < n; i++)
        refs[i] = say(g, "f", dice(&g->d, (int)g->c->n_facts));
}

static void make_fact(struct gen *g, int number)
{
    struct dice *d = &g->d;
    struct fact *f = &g->c->facts[number];
    const struct clause *c;
    const struct selector *s = some_look(g, &c);
    int k = dice(d, 100), label;
    *f = fact_begin(FACT_EVENT, some_source(g), 0, 0);
    f->id = say(g, "f", number);
    some_span(g, &f->from, &f->to_);
    if (c->standard.kind == STD_NAMED && chance(d, 35))
        f->source = source_of(g, c->standard.by);
    if (g->focus != NO_FOCUS && c->n_bearers > 0 && chance(d, 50))
        f->source = source_of(g, c->bearers[0]); /* it alone decides nothing */
    some_clause(g, &label);
    bool triggers = s == &c->trig;
    const struct clause *told = &g->c->ag.clauses[label];
    bool notice = told->notified_tod != NONE && chance(d, 30);
    if (s->state != NONE && k < 60)
        k = 72;
    if (notice) { /* in time, or just not */
        f->kind = FACT_NOTICE;
        f->will = WILL_NOTIFY;
        f->clause = label;
        f->source = source_of(g, told->chosen_by != NONE ? told->chosen_by
                                 : told->n_bearers > 0   ? told->bearers[0]
                                                         : dice(d, 2));
        f->from = midnight(g, dice(d, g->days)) + told->notified_tod +
                  59 * dice(d, 3) - 60 * dice(d, 2);
        f->to_ = f->from + 1;
    } else if (k < 45 || (k < 68 && !g->totals)) {
        aim(g, f, s, c);
        if (c->measure == MEASURE_LEVEL && chance(d, 85))
            f->kind = FACT_LEVEL;
    } else if (k < 68) {
        aim(g, f, s, c);
        f->kind = FACT_TOTAL;
        f->final = chance(d, 40);
        some_quantity(g, f);
        if (chance(d, 60)) {
            int day = dice(d, g->days + 1) - 1;
            f->from = midnight(g, day);
            f->to_ = midnight(g, day + 1 + dice(d, 3));
        }
        if (chance(d, 15))
            f->lo = f->hi = 0;
        if (chance(d, 60))
            f->object = f->round = (str){0};
        if (g->focus == FOCUS_DAY && chance(d, 60)) { /* of just one day */
            int day = dice(d, g->days + 1) - 1;
            f->from = midnight(g, day);
            f->to_ = midnight(g, day + 1);
            if (chance(d, 30))
                f->object = STR("o0");
        }
    } else if (k < 72 && g->levels) {
        aim(g, f, s, c);
        f->kind = FACT_LEVEL;
    } else if (k < 78) {
        f->kind = FACT_STATE;
        f->state = s->state != NONE ? s->state : dice(d, N_STATES);
        f->holds = chance(d, 50);
        f->lo = f->hi = 1;
        if (s->state != NONE)
            aim(g, f, s, c);
        else if (chance(d, 70))
            f->zone = dice(d, N_AREAS);
        f->did_not = false;
        f->in = around(&g->c->ag, f->zone);
    } else if (k < 81 && g->shares) {
        f->act = REGISTER;
        f->item = chance(d, 60) ? CAPTIVE : SOLDIER;
        some_quantity(g, f);
        if (chance(d, 40))
            f->kind = FACT_TOTAL;
    } else if (k < 84 && g->incidents) {
        f->kind = FACT_INCIDENT;
        set_ref(g, f, (uint32_t)(2 + dice(d, 2)));
    } else if (k < 88) {
        f->kind = FACT_FINDING;
        if (chance(d, 60)) {
            f->source = source_of(g, MECH);
            aim(g, f, s, c);
        } else {
            static const enum act_of_will w[] = {WILL_EXCUSE, WILL_HOLDS,
                                                 WILL_OUTCOME};
            f->source = source_of(g, chance(d, 80) ? MECH : MED);
            f->will = w[dice(d, 3)];
            f->clause = label;
            f->condition = f->will == WILL_HOLDS ? 0 : NONE;
            f->holds = chance(d, 50);
            f->text = STR("as found");
        }
    } else if (k < 91 && (g->validation || chance(d, 30))) {
        f->kind = FACT_ASSESSMENT;
        if (chance(d, 75))
            f->source =
                source_of(g, c->validated_by != NONE ? c->validated_by : MECH);
        set_ref(g, f, 1);
        f->valid = chance(d, 85) ? dice(d, 6) : -1;
        f->invalid = chance(d, 60) ? dice(d, 4) : -1;
    } else if (k < 96 && g->wills) {
        static const enum act_of_will w[] = {WILL_EXTEND, WILL_EXTEND,
                                             WILL_WAIVE,  WILL_SUSPEND,
                                             WILL_RESUME, WILL_EXCUSE};
        f->kind = FACT_CONSENT;
        f->source = source_of(g, dice(d, 2));
        f->will = w[dice(d, 6)];
        if (f->will == WILL_EXTEND) {
            f->phase = g->c->ag.n_phases > 0 && chance(d, 60)
                           ? dice(d, (int)g->c->ag.n_phases)
                           : NONE;
            f->days = chance(d, 80) ? 1 : 2;
            f->proposal = say(g, "q", chance(d, 75) ? 0 : 1);
        } else {
            f->clause = label;
        }
    } else if (k < 98 && g->wills) {
        f->kind = FACT_ANNOUNCEMENT;
        f->source = source_of(g, MED);
        f->will = WILL_EXTEND;
        f->phase = g->c->ag.n_phases > 0 && chance(d, 60)
                       ? dice(d, (int)g->c->ag.n_phases)
                       : NONE;
        f->days = 1 + dice(d, 2);
    } else if (g->wills) {
        static const enum act_of_will w[] = {WILL_SUSPEND, WILL_RESUME,
                                             WILL_INVOKE, WILL_NOTIFY};
        f->kind = FACT_NOTICE;
        f->source = source_of(g, dice(d, 2));
        f->will = w[dice(d, 4)];
        f->clause = label;
    } else {
        aim(g, f, s, c);
    }
    /* The first source tells of the orders; of each, one of what was done. */
    if (g->focus == FOCUS_KEY && f->kind == FACT_EVENT && chance(d, 70))
        f->source = triggers           ? 0
                    : f->object.n == 0 ? 1
                                       : f->object.p[1] % (int)g->c->n_sources;
    if (f->will != WILL_NONE && f->will != WILL_EXTEND && chance(d, 15))
        f->instance = chance(d, 50) ? STR("1") : STR("overall");
    f->effective = chance(d, 75) ? f->from : some_time(g, 0, g->days);
    f->recorded = f->to_ + (instant)dice(d, 4) * 43200;
    if (chance(d, 8))
        f->recorded = some_time(g, 0, g->days + 4);
}

/* Record n speaks of one that came before it. */
/* Who is believed when it speaks of a clause's triggers, or of its acts. */
static int believed(const struct clause *c, bool trigger)
{
    int bearer = c->n_bearers > 0 ? c->bearers[0] : A;
    bearer = bearer == FA ? A : bearer == FB ? B : bearer;
    return c->standard.kind == STD_NAMED ? c->standard.by
           : trigger                     ? bearer
           : bearer == A                 ? B
                                         : A;
}

/* One of a row of triggers, each with two acts. */
static void make_orderly(struct gen *g, int number)
{
    struct dice *d = &g->d;
    struct fact *f = &g->c->facts[number];
    const struct clause *c =
        &g->c->ag.clauses[number / 24 % (int)g->c->ag.n_clauses];
    bool trigger = number % 3 == 0;
    const struct selector *s = trigger ? &c->trig : &c->perf;
    if (c->trigger != TRIG_EVENT || chance(d, 5))
        return;
    *f = fact_begin(FACT_EVENT, source_of(g, believed(c, trigger)), 0, 0);
    f->id = say(g, "f", number);
    f->act = s->act;
    f->item = s->item;
    f->zone = s->place < N_AREAS ? s->place : NONE;
    f->in = around(&g->c->ag, f->zone);
    f->performer = trigger || c->n_bearers == 0 ? A : c->bearers[0];
    if (chance(d, 5))
        f->source = some_source(g);
    if (chance(d, 5))
        f->performer = dice(d, N_ACTORS);
    f->object = say(g, "o", chance(d, 97) ? number / 3 % 12 : dice(d, 12));
    f->lo = f->hi = f->item == NONE ? 1 : 1 + dice(d, 4);
    f->from = some_time(g, trigger ? 0 : 1, trigger ? 2 : 5);
    f->to_ = f->from + (chance(d, 50) ? 1 : chance(d, 90) ? 60 : 90000);
    f->recorded = f->to_ + (chance(d, 80) ? 0 : dice(d, 3) * 86400);
}

static void make_late(struct gen *g, uint32_t n)
{
    struct dice *d = &g->d;
    struct fact *f = &g->c->facts[n];
    uint32_t of = (uint32_t)dice(d, (int)n);
    struct reply *r = room(g->a, 1, sizeof *r);
    str *refs = room(g->a, 2, sizeof *refs);
    int k = dice(d, 10);
    for (int i = 0; i < 4 && g->c->facts[of].kind != FACT_EVENT; i++)
        of = (uint32_t)dice(d, (int)n);
    for (int i = 0; i < 4 && g->c->facts[of].source == f->source; i++)
        f->source = some_source(g);
    if (k >= 9)
        return;
    if (k == 6 && g->focus == FOCUS_BAN) {
        int of_ban = g->c->ag.clauses[0].n_bearers > 0
                         ? g->c->ag.clauses[0].bearers[0]
                         : dice(d, 2);
        f->kind = FACT_CONSENT;
        f->will = chance(d, 70) ? WILL_SUSPEND : WILL_RESUME;
        f->source = source_of(g, of_ban == A || of_ban == FA ? B : A);
        f->clause = 0;
        f->act = f->item = f->performer = f->to = f->state = f->zone = NONE;
        f->in = (zone_set){{0}};
        f->object = f->round = (str){0};
        f->lo = f->hi = 0;
        return;
    }
    if (k >= 7 && g->focus == FOCUS_BAN && g->c->ag.clauses[0].guard.n > 0) {
        f->kind = FACT_STATE;
        f->state = g->c->ag.clauses[0].guard.atoms[0].ref;
        f->holds = chance(d, 50);
        f->act = f->item = f->performer = NONE;
        f->lo = f->hi = 1;
        f->zone = chance(d, 70) ? dice(d, N_AREAS) : NONE;
        f->in = around(&g->c->ag, f->zone);
        return;
    }
    f->act = f->item = f->performer = f->to = f->state = f->zone = NONE;
    f->in = (zone_set){{0}};
    f->object = f->round = (str){0};
    f->did_not = false;
    f->will = WILL_NONE;
    f->lo = f->hi = 0;
    f->to_ = f->from + 1;
    *r = (struct reply){k < 4 ? REPLY_DISPUTES : REPLY_RETRACTS,
                        say(g, "f", (int)of)};
    refs[0] = r->id;
    uint32_t with = (uint32_t)dice(d, (int)n);
    for (int i = 0; i < 6 && (with == of || g->c->facts[with].source !=
                                                g->c->facts[of].source);
         i++)
        with = (uint32_t)dice(d, (int)n);
    refs[1] = say(g, "f", (int)with);
    if (k < 4 || k >= 7) { /* disputes, or retracts */
        f->kind = FACT_REPLY;
        f->replies = r;
        f->n_replies = 1;
        if (k >= 7)
            f->source = g->c->facts[of].source;
        return;
    }
    bool joins = g->incidents && k >= (g->focus == FOCUS_BAN ? 4 : 6);
    f->kind = joins ? FACT_INCIDENT : FACT_ASSESSMENT;
    f->refs = refs;
    f->n_refs = f->kind == FACT_INCIDENT ? 2 : 1;
    f->valid = 0;
    f->invalid = 1;
}

static void make_replies(struct gen *g)
{
    struct dice *d = &g->d;
    for (uint32_t i = 0; g->replies && i < g->c->n_facts; i++) {
        struct fact *f = &g->c->facts[i];
        struct reply *r = room(g->a, 2, sizeof *r);
        if (!chance(d, 30))
            continue;
        f->replies = r;
        f->n_replies = chance(d, 90) ? 1 : 2;
        for (uint32_t k = 0; k < f->n_replies; k++) {
            int to = dice(d, (int)g->c->n_facts + 1);
            int kind = dice(d, 10);
            if (chance(d, 70)) { /* of the same source */
                for (int j = 0; j < (int)g->c->n_facts; j++) {
                    int t = (to + j) % (int)g->c->n_facts;
                    if (g->c->facts[t].source == f->source && t != (int)i) {
                        to = t;
                        break;
                    }
                }
            }
            r[k].kind = kind < 4   ? REPLY_AMENDS
                        : kind < 7 ? REPLY_RETRACTS
                        : kind < 9 ? REPLY_DISPUTES
                                   : REPLY_CORROBORATES;
            r[k].id = say(g, "f", to);
        }
        if (chance(d, 30)) {
            f->kind = FACT_REPLY;
            f->will = WILL_NONE;
        }
    }
}

static void make_signatures(struct gen *g)
{
    struct rcase *c = g->c;
    for (int i = 0; i < 2; i++) {
        if (c->n_facts == 0 || c->ag.force == FORCE_AT ||
            c->ag.force == FORCE_UNSTATED || chance(&g->d, 8))
            continue;
        struct fact *f = &c->facts[dice(&g->d, (int)c->n_facts)];
        if (f->kind == FACT_SIGNATURE)
            continue;
        instant at = some_time(g, 0, 1);
        str id = f->id;
        *f = fact_begin(FACT_SIGNATURE, source_of(g, i), at, at + 60);
        f->id = id;
        f->effective = at;
        if (c->ag.force == FORCE_ANNOUNCED) {
            f->kind = FACT_ANNOUNCEMENT;
            f->will = WILL_IN_FORCE;
            f->source = source_of(g, MED);
            f->effective = chance(&g->d, 50) ? at : some_time(g, 0, 2);
        }
    }
}

void rcase_make(struct cx *cx, struct arena *a, uint64_t seed, uint64_t number,
                bool texts, struct rcase *out)
{
    static const struct {
        const char *zone;
        int year, month, day;
    } places[] = {{"Etc/UTC", 2025, 1, 10},
                  {"Etc/UTC", 2025, 1, 10},
                  {"Europe/Lisbon", 2025, 3, 27},
                  {"Asia/Beirut", 2024, 3, 28},
                  {"Europe/Lisbon", 2025, 10, 23}};
    struct gen g = {.cx = cx, .a = a, .c = out, .texts = texts};
    g.d.state = seed * 0x100000001B3u + number;
    dice_u64(&g.d);
    *out = (struct rcase){.seed = seed, .number = number, .texts = texts};
    size_t p = (size_t)dice(&g.d, COUNT_OF(places));
    out->ag.time_zone = str_of(places[p].zone);
    out->ag.title = STR("random");
    if (!is_ok(tz_find(cx, out->ag.time_zone, &g.tz)))
        abort();
    g.base =
        (struct civil_date){(int16_t)places[p].year, (uint8_t)places[p].month,
                            (uint8_t)places[p].day};
    g.days = 3 + dice(&g.d, 7);
    g.totals = chance(&g.d, 60);
    g.replies = chance(&g.d, 50);
    g.wills = chance(&g.d, 40);
    g.phases_used = chance(&g.d, 30);
    g.levels = chance(&g.d, 15);
    g.guards = chance(&g.d, 35);
    g.follow = chance(&g.d, 50);
    g.shares = chance(&g.d, 15);
    g.incidents = chance(&g.d, 35);
    g.validation = chance(&g.d, 15);
    g.edges = chance(&g.d, 50);
    g.plain = chance(&g.d, 35);
    if (g.plain) {
        g.levels = g.shares = g.validation = false;
        g.totals = chance(&g.d, 40);
        g.incidents = g.incidents && chance(&g.d, 30);
        g.wills = g.wills && chance(&g.d, 50);
    }
    if (!texts && number % 5 == 3) {
        g.focus = (int)(1 + number / 5 % 3);
        g.orderly = g.focus == FOCUS_KEY && number / 15 % 3 != 0;
        g.plain = out->focused = true;
        g.levels = g.shares = g.validation = g.replies = g.wills = false;
        g.guards = g.phases_used = false;
        g.totals = g.focus == FOCUS_DAY ? chance(&g.d, 60)
                                        : g.totals && chance(&g.d, 25);
        g.incidents = g.focus == FOCUS_BAN ? chance(&g.d, 60) : g.incidents;
    }
    make_names(&g);
    make_clock(&g);
    make_phases(&g);
    make_clauses(&g);
    make_wholes(&g);
    make_sources(&g);
    out->n_facts = (uint32_t)(chance(&g.d, 5)        ? 0
                              : g.focus == FOCUS_BAN ? 3 + dice(&g.d, 8)
                              : g.orderly            ? 9 + dice(&g.d, 30)
                              : g.focus == FOCUS_KEY ? 8 + dice(&g.d, 20)
                              : g.focus != NO_FOCUS  ? 3 + dice(&g.d, 14)
                              : g.plain              ? 1 + dice(&g.d, 45)
                                                     : 1 + dice(&g.d, 25));
    out->facts = room(a, out->n_facts + 1, sizeof *out->facts);
    for (uint32_t i = 0; i < out->n_facts; i++)
        make_fact(&g, (int)i);
    for (uint32_t i = 0; g.orderly && i < out->n_facts; i++)
        make_orderly(&g, (int)i);
    for (uint32_t i = g.orderly              ? out->n_facts * 5 / 6
                      : g.focus == FOCUS_KEY ? out->n_facts * 2 / 3
                                             : out->n_facts / 2;
         g.focus != NO_FOCUS && i > 0 && i < out->n_facts; i++)
        make_late(&g, i);
    make_replies(&g);
    make_signatures(&g);
    for (uint32_t i = 0; i < out->n_facts; i++) {
        struct fact *f = &out->facts[i];
        if (texts)
            fit_fact(&g, f);
        if (f->zone != NONE && chance(&g.d, texts ? 25 : 5))
            at_point(&g, f, f->zone);
    }
    out->n_at = 1;
    out->at[0] = chance(&g.d, 8) && !texts
                     ? INSTANT_MAX
                     : some_time(&g, g.days / 2, g.days + 5);
    if (chance(&g.d, 40))
        out->at[out->n_at++] = some_time(&g, 0, g.days + 2);
    for (uint32_t i = 0; i < out->n_at; i++)
        if (out->at[i] != INSTANT_MAX && chance(&g.d, 30))
            out->at[i] += dice(&g.d, 3) - 1;
}

/* --- Copies ------------------------------------------------------------- */

void rcase_copy(struct arena *a, const struct rcase *from, struct rcase *to)
{
    *to = *from;
    to->ag.clauses =
        dup(a, from->ag.clauses, from->ag.n_clauses, sizeof *to->ag.clauses);
    to->ag.phases =
        dup(a, from->ag.phases, from->ag.n_phases, sizeof *to->ag.phases);
    to->ag.actors =
        dup(a, from->ag.actors, from->ag.n_actors, sizeof *to->ag.actors);
    to->ag.conditions = dup(a, from->ag.conditions, from->ag.n_conditions,
                            sizeof *to->ag.conditions);
    to->sources = dup(a, from->sources, from->n_sources, sizeof *to->sources);
    to->facts = dup(a, from->facts, from->n_facts, sizeof *to->facts);
}

static actor_set swap_set(actor_set s, const int *map)
{
    actor_set out = 0;
    for (int i = 0; i < MAX_ACTORS; i++)
        if ((s >> i & 1) != 0)
            out |= (actor_set)1 << map[i];
    return out;
}

static int swap_one(int actor, const int *map)
{
    return actor < 0 || actor >= MAX_ACTORS ? actor : map[actor];
}

static void swap_selector(struct selector *s, const int *map)
{
    s->performers = swap_set(s->performers, map);
    s->to = swap_set(s->to, map);
}

static void swap_standard(struct standard *s, const int *map)
{
    s->by = swap_one(s->by, map);
    s->of = swap_set(s->of, map);
}

static void swap_phase(struct arena *a, struct phase *p, const int *map)
{
    struct extension *e = dup(a, p->ext, p->n_ext, sizeof *e);
    p->ext = e;
    for (uint32_t i = 0; i < p->n_ext; i++) {
        e[i].by = swap_set(e[i].by, map);
        swap_selector(&e[i].sel, map);
    }
}

void rcase_swap(struct arena *a, const struct rcase *from, struct rcase *to,
                int map[MAX_ACTORS])
{
    rcase_copy(a, from, to);
    for (int i = 0; i < MAX_ACTORS; i++)
        map[i] = i;
    map[A] = B;
    map[B] = A;
    map[FA] = FB;
    map[FB] = FA;
    struct agreement *ag = &to->ag;
    ag->force_by = swap_set(ag->force_by, map);
    swap_standard(&ag->standard, map);
    swap_phase(a, &ag->life, map);
    for (uint32_t i = 0; i < ag->n_phases; i++)
        swap_phase(a, &ag->phases[i], map);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        struct clause *c = &ag->clauses[i];
        int *b = dup(a, c->bearers, c->n_bearers, sizeof *b);
        for (uint32_t k = 0; k < c->n_bearers; k++)
            b[k] = swap_one(b[k], map);
        c->bearers = b;
        c->creditors = swap_set(c->creditors, map);
        swap_selector(&c->trig, map);
        swap_selector(&c->perf, map);
        swap_standard(&c->standard, map);
        c->judged_by = swap_one(c->judged_by, map);
        c->validated_by = swap_one(c->validated_by, map);
        c->chosen_by = swap_one(c->chosen_by, map);
        c->reading_holders = swap_set(c->reading_holders, map);
        c->exception.decided_by = swap_one(c->exception.decided_by, map);
    }
    for (uint32_t i = 0; i < to->n_sources; i++)
        to->sources[i].account = swap_one(to->sources[i].account, map);
    for (uint32_t i = 0; i < to->n_facts; i++) {
        struct fact *f = &to->facts[i];
        f->performer = swap_one(f->performer, map);
        f->to = swap_one(f->to, map);
    }
}

struct ref_input rcase_input(const struct rcase *c)
{
    return (struct ref_input){.ag = &c->ag,
                              .sources = c->sources,
                              .n_sources = c->n_sources,
                              .n_accounts =
                                  c->ag.n_actors + c->n_extra_accounts,
                              .facts = c->facts,
                              .n_facts = c->n_facts};
}
