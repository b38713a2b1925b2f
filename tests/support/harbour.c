/* tests/support/harbour.c: see harbour.h. */
#include "tests/support/harbour.h"

static struct actor actors[] = {
    {.id = STR_INIT("north"), .name = STR_INIT("North"), .of = NONE},
    {.id = STR_INIT("south"), .name = STR_INIT("South"), .of = NONE},
    {.id = STR_INIT("guard"),
     .name = STR_INIT("Guard"),
     .role = ROLE_FORCE,
     .of = H_SOUTH},
    {.id = STR_INIT("office"),
     .name = STR_INIT("Harbour office"),
     .role = ROLE_VERIFIER,
     .of = NONE},
    {.id = STR_INIT("paper"),
     .name = STR_INIT("The press"),
     .role = ROLE_PRESS,
     .of = NONE},
};
static struct zone zones[] = {
    {.id = STR_INIT("town"),
     .in = NONE,
     .base = NONE,
     .inside = {{1 << H_TOWN | 1 << H_HARBOUR}}},
    {.id = STR_INIT("harbour"),
     .in = H_TOWN,
     .base = NONE,
     .inside = {{1 << H_HARBOUR}}},
    {.in = NONE, .base = H_LINE, .metres = 500, .inside = {{1 << H_NEAR_LINE}}},
    {.id = STR_INIT("line"),
     .in = NONE,
     .base = NONE,
     .line = true,
     .inside = {{1 << H_LINE}}},
};
static struct item items[] = {
    {.id = STR_INIT("captive"),
     .parent = NONE,
     .unit = STR_INIT("person"),
     .act = NONE,
     .at = NONE,
     .by = NONE,
     .registered = -1},
    {.id = STR_INIT("captive.civilian"),
     .parent = H_CAPTIVE,
     .unit = STR_INIT("person"),
     .act = NONE,
     .at = NONE,
     .by = NONE,
     .registered = -1},
    {.id = STR_INIT("captive.soldier"),
     .parent = H_CAPTIVE,
     .unit = STR_INIT("person"),
     .act = NONE,
     .at = NONE,
     .by = NONE,
     .registered = -1},
    {.id = STR_INIT("truck"),
     .parent = NONE,
     .unit = STR_INIT("truck"),
     .act = H_ENTER,
     .at = H_HARBOUR,
     .by = NONE,
     .registered = -1},
    {.id = STR_INIT("truck.fuel"),
     .parent = H_TRUCK,
     .unit = STR_INIT("truck"),
     .act = NONE,
     .at = NONE,
     .by = NONE,
     .registered = -1},
};
static struct act acts[] = {
    {.id = STR_INIT("release"),
     .inf = STR_INIT("release"),
     .done = STR_INIT("released")},
    {.id = STR_INIT("enter"),
     .inf = STR_INIT("enter"),
     .done = STR_INIT("entered")},
    {.id = STR_INIT("attack"),
     .inf = STR_INIT("attack"),
     .done = STR_INIT("attacked")},
};
static struct state states[] = {{.id = STR_INIT("open")}};
static struct condition conditions[] = {
    {.id = STR_INIT("calm"), .by = H_OFFICE}};
static struct phase phases[] = {{.id = STR_INIT("first")}};
static struct clause clauses[] = {
    {.label = STR_INIT("1.1"), .reading_of = NONE},
    {.label = STR_INIT("1.2"),
     .reading_of = NONE,
     .has_exception = true,
     .exception = {.id = STR_INIT("self_defence")}},
    {.label = STR_INIT("2.1"), .reading_of = NONE},
};
static const struct agreement agreement = {
    .title = STR_INIT("Harbour"),
    .time_zone = STR_INIT("Africa/Cairo"),
    .has_time_zone = true,
    .force = FORCE_AT,
    .force_at = {.kind = POINT_INSTANT, .at = 1737268200, .at_end = 1737268259},
    .actors = actors,
    .n_actors = sizeof actors / sizeof *actors,
    .zones = zones,
    .n_zones = sizeof zones / sizeof *zones,
    .items = items,
    .n_items = sizeof items / sizeof *items,
    .acts = acts,
    .n_acts = sizeof acts / sizeof *acts,
    .states = states,
    .n_states = sizeof states / sizeof *states,
    .conditions = conditions,
    .n_conditions = sizeof conditions / sizeof *conditions,
    .phases = phases,
    .n_phases = sizeof phases / sizeof *phases,
    .clauses = clauses,
    .n_clauses = sizeof clauses / sizeof *clauses,
};

const struct agreement *harbour(void)
{
    return &agreement;
}
