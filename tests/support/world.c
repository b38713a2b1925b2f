/* tests/support/world.c: see world.h. */
#include "tests/support/world.h"

#define DAY1 ((instant)1737244800) /* 2025-01-19T00:00:00Z */

instant day(int n)
{
    return DAY1 + (instant)(n - 1) * 86400;
}

static zone_set zones(int a, int b)
{
    zone_set s = {{(uint64_t)1 << a | (uint64_t)1 << b}};
    return s;
}

void world_init(struct world *w)
{
    memset(w, 0, sizeof *w);
    static const struct {
        const char *id;
        enum actor_role role;
    } actors[N_WORLD_ACTORS] = {
        {"ardania", ROLE_PARTY},      {"belmar", ROLE_PARTY},
        {"coast_guard", ROLE_FORCE},  {"icrc", ROLE_AGENCY},
        {"mechanism", ROLE_VERIFIER}, {"press", ROLE_PRESS}};
    for (int i = 0; i < N_WORLD_ACTORS; i++)
        w->actors[i] = (struct actor){.id = str_of(actors[i].id),
                                      .role = actors[i].role,
                                      .answers = (actor_set)1 << i,
                                      .of = NONE};
    w->actors[BEA].answers |= (actor_set)1 << BEA_FORCE;
    w->actors[BEA_FORCE].of = BEA;
    static const int parents[N_ITEMS] = {NONE, CAPTIVE, CAPTIVE,
                                         NONE, TRUCK,   NONE};
    for (int i = 0; i < N_ITEMS; i++) {
        w->items[i] = (struct item){.parent = parents[i],
                                    .act = NONE,
                                    .at = NONE,
                                    .by = NONE,
                                    .registered = -1};
        for (int up = i; up != NONE; up = parents[up])
            w->item_sets[up][0] |= (uint64_t)1 << i;
    }
    static const char *const acts[N_ACTS] = {
        "hand_over", "release",  "admit", "attack",
        "withdraw",  "register", "order"};
    for (int i = 0; i < N_ACTS; i++)
        w->acts[i].id = str_of(acts[i]);
    static const char *const names[N_ZONES] = {"harbour", "north", "south"};
    for (int i = 0; i < N_ZONES; i++)
        w->zones[i] = (struct zone){.id = str_of(names[i]),
                                    .in = i == NORTH ? HARBOUR : NONE,
                                    .base = NONE,
                                    .inside = zones(i, i)};
    w->zones[HARBOUR].inside = zones(HARBOUR, NORTH);
    w->conditions[0] = (struct condition){.id = STR("calm"), .by = MECH};
    w->ag = (struct agreement){
        .time_zone = STR("UTC"),
        .force = FORCE_AT,
        .force_at = {.kind = POINT_INSTANT, .at = DAY1, .at_end = DAY1 + 59},
        .life = {.until = {.kind = POINT_NEVER}},
        .life_days = 60,
        .standard = {.kind = STD_INTEREST},
        .actors = w->actors,
        .zones = w->zones,
        .items = w->items,
        .acts = w->acts,
        .states = w->states,
        .conditions = w->conditions,
        .phases = w->phases,
        .clauses = w->clauses,
        .n_actors = N_WORLD_ACTORS,
        .n_zones = N_ZONES,
        .n_items = N_ITEMS,
        .n_acts = N_ACTS,
        .n_states = N_STATES,
        .n_conditions = 1,
    };
}

void world_start(struct world *w)
{
    static const int accounts[N_SOURCES] = {ARD,  BEA,   BEA, ICRC,
                                            MECH, PRESS, ICRC};
    static const char *const ids[N_SOURCES] = {
        "ardania",   "belmar", "coast_guard", "icrc",
        "mechanism", "press",  "icrc_2"};
    CHECK_OK(test_cx(), engine_new(test_cx(), &w->ag, &w->e));
    for (int i = 0; i < N_SOURCES; i++) {
        int source;
        CHECK_OK(test_cx(),
                 engine_source(test_cx(), w->e, str_of(ids[i]), str_of(ids[i]),
                               accounts[i], &source));
        CHECK_INT(source, i);
    }
}

void world_end(struct world *w)
{
    engine_free(w->e);
    w->e = NULL;
}

struct selector world_selector(struct world *w, int act, int item)
{
    struct selector s = {.act = act,
                         .item = item,
                         .place = NONE,
                         .state = NONE,
                         .state_item = NONE};
    if (item != NONE) {
        s.items = w->item_sets[item];
        s.n_item_words = 1;
    }
    return s;
}

struct clause *world_clause(struct world *w, enum clause_kind kind, int bearer)
{
    uint32_t i = w->ag.n_clauses++;
    struct clause *c = &w->clauses[i];
    if (i >= MAX_WORLD_CLAUSES)
        BUG("too many clauses for a test");
    *c = (struct clause){.label = STR("1.1"),
                         .kind = kind,
                         .judged_by = NONE,
                         .reading_of = NONE,
                         .trig_per = 1,
                         .trig_clause = NONE,
                         .after = POINT_NEVER,
                         .after_clause = NONE,
                         .from = {.kind = POINT_FORCE},
                         .until = {.kind = POINT_NEVER},
                         .tod_from = NONE,
                         .tod_to = NONE,
                         .chosen_by = NONE,
                         .notified_tod = NONE,
                         .standard = {.kind = STD_INTEREST},
                         .validated_by = NONE,
                         .in_addition_to = NONE,
                         .in_parallel_with = NONE,
                         .in_step_with = NONE,
                         .subquota_of = NONE,
                         .exception = {.decided_by = NONE},
                         .perf = world_selector(w, NONE, NONE),
                         .trig = world_selector(w, NONE, NONE)};
    if (bearer != NONE) {
        w->bearers[i][0] = bearer;
        c->bearers = w->bearers[i];
        c->n_bearers = 1;
    }
    return c;
}

struct clause *world_duty(struct world *w, int bearer, int act, int item,
                          int64_t n)
{
    struct clause *c = world_clause(w, CLAUSE_DUTY, bearer);
    c->perf = world_selector(w, act, item);
    c->measure = item == NONE ? MEASURE_EXISTS : MEASURE_SUM;
    c->need = (struct need){.cmp = AT_LEAST, .n = n};
    return c;
}

struct point world_day(int n)
{
    return (struct point){
        .kind = POINT_DAY_N, .whole_day = true, .n = n, .tod = NONE};
}

struct deadline world_due_day(int n)
{
    return (struct deadline){.kind = DUE_END, .p = world_day(n)};
}

struct deadline world_due_hours(int hours)
{
    return (struct deadline){
        .kind = DUE_END,
        .p = {.kind = POINT_TRIGGER, .plus = {.seconds = hours * 3600}}};
}

struct standard world_verified_by(int actor)
{
    return (struct standard){.kind = STD_NAMED, .by = actor};
}

struct fact world_fact(struct world *w, const char *id, enum fact_kind kind,
                       int source, instant from, instant to)
{
    (void)w;
    struct fact f = fact_begin(kind, source, from, to);
    f.id = str_of(id);
    f.recorded = to + 3600;
    return f;
}

void world_add(struct world *w, const struct fact *f)
{
    bool dup;
    CHECK_OK(test_cx(), engine_add(test_cx(), w->e, f, &dup));
    CHECK(!dup);
}

void world_event(struct world *w, const char *id, int source, int act, int item,
                 int performer, instant at, int64_t n)
{
    struct fact f = world_fact(w, id, FACT_EVENT, source, at, at + 60);
    f.act = act;
    f.item = item;
    f.performer = performer;
    f.lo = f.hi = n;
    world_add(w, &f);
}

void world_total(struct world *w, const char *id, int source, int act, int item,
                 int performer, instant from, instant to, int64_t n)
{
    struct fact f = world_fact(w, id, FACT_TOTAL, source, from, to);
    f.act = act;
    f.item = item;
    f.performer = performer;
    f.lo = f.hi = n;
    world_add(w, &f);
}

void world_reply(struct world *w, const char *id, int source,
                 enum reply_kind kind, const char *target, instant at)
{
    struct reply r = {kind, str_of(target)};
    struct fact f = world_fact(w, id, FACT_REPLY, source, at, at + 60);
    f.replies = &r;
    f.n_replies = 1;
    world_add(w, &f);
}

void world_status(struct world *w, instant at)
{
    CHECK_OK(test_cx(),
             engine_status(test_cx(), w->e, at, test_arena(), &w->v));
}

const struct verdict *world_row(struct world *w, int clause,
                                const char *instance)
{
    static const struct verdict none = {.status = ST_DECLARATORY};
    for (uint32_t i = 0; i < w->v.n; i++)
        if (w->v.v[i].clause == clause &&
            str_eq(w->v.v[i].instance, str_of(instance)))
            return &w->v.v[i];
    FAIL("clause %d has no instance \"%s\"", clause, instance);
    return &none;
}

const struct account_view *world_account(const struct verdict *v, int account)
{
    static const struct account_view none = {.account = NONE};
    for (uint32_t i = 0; i < v->n_accounts; i++)
        if (v->accounts[i].account == account)
            return &v->accounts[i];
    FAIL("account %d does not speak", account);
    return &none;
}
