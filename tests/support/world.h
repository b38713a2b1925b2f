/* tests/support/world.h: a small agreement built by hand, for tests of the
 * engine that need no text.
 *
 *     struct world w;
 *     world_init(&w);                 two parties, a force, an agency ...
 *     struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
 *     c->due = world_due_day(7);
 *     world_start(&w);                the engine is made; no more clauses
 *     world_event(&w, "r1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(3), 5);
 *     world_status(&w, day(10));
 *     CHECK_STR(status_name(world_row(&w, 0, "")->status), STR("met"));
 *
 * Entry into force is 2025-01-19T00:00:00Z, day 1, in UTC, unless changed
 * before world_start. */
#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include "engine/engine.h"
#include "tests/test.h"

enum { ARD, BEA, BEA_FORCE, ICRC, MECH, PRESS, N_WORLD_ACTORS };
enum { HAND_OVER, RELEASE, ADMIT, ATTACK, WITHDRAW, REGISTER, ORDER, N_ACTS };
enum { CAPTIVE, SOLDIER, CIVILIAN, TRUCK, FUEL, PRISONER, N_ITEMS };
enum { HARBOUR, NORTH, SOUTH, N_ZONES };
enum { QUIET, OPEN, N_STATES };
/* Sources of the same order as the actors, and two more. */
enum {
    SRC_ARD,
    SRC_BEA,
    SRC_FORCE,
    SRC_ICRC,
    SRC_MECH,
    SRC_PRESS,
    SRC_ICRC_2,
    N_SOURCES
};

enum { MAX_WORLD_CLAUSES = 24 };

struct world {
    struct agreement ag;
    struct actor actors[N_WORLD_ACTORS];
    struct item items[N_ITEMS];
    uint64_t item_sets[N_ITEMS][1];
    struct act acts[N_ACTS];
    struct state states[N_STATES];
    struct zone zones[N_ZONES];
    struct phase phases[4];
    struct condition conditions[1];
    struct clause clauses[MAX_WORLD_CLAUSES];
    int bearers[MAX_WORLD_CLAUSES][2];
    struct engine *e;
    struct verdicts v;
};

void world_init(struct world *w);
void world_start(struct world *w);
void world_end(struct world *w);

struct clause *world_clause(struct world *w, enum clause_kind kind, int bearer);
struct selector world_selector(struct world *w, int act, int item);
/* bearer shall act at least n item. */
struct clause *world_duty(struct world *w, int bearer, int act, int item,
                          int64_t n);
struct deadline world_due_day(int n);
struct deadline world_due_hours(int hours); /* of the trigger */
struct point world_day(int n);
struct standard world_verified_by(int actor);

instant day(int n); /* midnight at the beginning of day n */
struct fact world_fact(struct world *w, const char *id, enum fact_kind kind,
                       int source, instant from, instant to);
void world_add(struct world *w, const struct fact *f);
/* One minute from `at`; recorded an hour later. */
void world_event(struct world *w, const char *id, int source, int act, int item,
                 int performer, instant at, int64_t n);
void world_total(struct world *w, const char *id, int source, int act, int item,
                 int performer, instant from, instant to, int64_t n);
void world_reply(struct world *w, const char *id, int source,
                 enum reply_kind kind, const char *target, instant at);
void world_status(struct world *w, instant at);
const struct verdict *world_row(struct world *w, int clause,
                                const char *instance);
const struct account_view *world_account(const struct verdict *v, int account);
/* Checks the status of a row at an instant. */
#define EXPECT(w, at, clause, instance, want)                                  \
    (world_status((w), (at)),                                                  \
     CHECK_STR(status_name(world_row((w), (clause), (instance))->status),      \
               STR(want)))

#endif
