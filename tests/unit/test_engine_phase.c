/* Time: entry into force, day N, deadlines, phases and extensions: sem 3. */
#include "tests/support/world.h"

static void sign(struct world *w, const char *id, int source, instant at)
{
    struct fact f = world_fact(w, id, FACT_SIGNATURE, source, at, at + 60);
    world_add(w, &f);
}

void test_engine_phase__in_force_when_signed(void)
{
    struct world w;
    world_init(&w);
    w.ag.force = FORCE_SIGNED;
    w.ag.force_by = 1 << ARD | 1 << BEA;
    w.ag.day1_after = true;
    struct clause *c = world_duty(&w, BEA, WITHDRAW, NONE, 1);
    c->due = world_due_day(2);
    world_start(&w);
    sign(&w, "s1", SRC_ARD, day(3) + 100);
    EXPECT(&w, day(9), 0, "", "waiting");
    CHECK(!w.v.in_force);
    sign(&w, "s2", SRC_ICRC, day(3) + 200);
    sign(&w, "s3", SRC_BEA, day(4) + 200);
    sign(&w, "s4", SRC_BEA, day(5));
    EXPECT(&w, day(5), 0, "", "running");
    CHECK_INT(w.v.force, day(4) + 200);
    CHECK_INT(w.v.day1, day(5));
    CHECK_INT(world_row(&w, 0, "")->due_hi, day(7) - 1);
    EXPECT(&w, day(7), 0, "", "not reported");
    world_end(&w);
}

/* sem 3: days keep the wall clock, hours elapse; gaps as in RFC 5545. */
void test_engine_phase__durations_over_summer_time(void)
{
    struct world w;
    world_init(&w);
    instant force = 1743283800; /* 2025-03-29T22:30 in Lisbon (UTC+0) */
    w.ag.time_zone = STR("Europe/Lisbon");
    w.ag.force_at.at = force;
    for (int i = 0; i < 2; i++) {
        struct clause *c = world_duty(&w, BEA, WITHDRAW, NONE, 1);
        c->due = (struct deadline){
            .kind = DUE_END,
            .p = {.kind = POINT_FORCE,
                  .plus = {.days = i == 0, .seconds = i == 1 ? 86400 : 0}}};
    }
    world_start(&w);
    world_status(&w, force);
    CHECK_INT(world_row(&w, 0, "")->due_hi, force + 23 * 3600);
    CHECK_INT(world_row(&w, 1, "")->due_hi, force + 24 * 3600);
    world_end(&w);
}

static struct clause *daily(struct world *w)
{
    struct clause *c = world_duty(w, ARD, ADMIT, TRUCK, 600);
    c->period = PERIOD_DAY;
    c->from = world_day(1);
    return c;
}

static void consent(struct world *w, const char *id, int source,
                    const char *proposal, int days, instant at)
{
    struct fact f = world_fact(w, id, FACT_CONSENT, source, at, at + 1);
    f.will = WILL_EXTEND;
    f.proposal = str_of(proposal);
    f.days = days;
    world_add(w, &f);
}

/* sem 3: by consent of both to the same proposal; before and after the end. */
void test_engine_phase__extended_by_consent(void)
{
    struct world w;
    struct extension x = {.kind = EXT_CONSENT, .by = 1 << ARD | 1 << BEA};
    world_init(&w);
    w.ag.life_days = 5;
    w.ag.life.ext = &x;
    w.ag.life.n_ext = 1;
    daily(&w);
    world_start(&w);
    consent(&w, "c1", SRC_ARD, "p", 3, day(2));
    world_status(&w, day(20));
    CHECK_INT(w.v.n, 5);
    consent(&w, "c2", SRC_BEA, "q", 3, day(3));
    world_status(&w, day(20));
    CHECK_INT(w.v.n, 5);
    consent(&w, "c3", SRC_BEA, "p", 3, day(7));
    world_status(&w, day(20));
    CHECK_INT(w.v.n, 8);
    CHECK_INT(w.v.phases[0].extended_days, 3);
    CHECK_INT(w.v.phases[0].end, day(9));
    world_status(&w, day(6));
    CHECK_INT(w.v.n, 5); /* not yet given */
    world_end(&w);
}

/* sem 3: each further 10 released buy one day, at most 4 further. */
void test_engine_phase__earned(void)
{
    struct world w;
    world_init(&w);
    struct extension x = {.kind = EXT_EARNED,
                          .each = {.days = 1},
                          .per = 10,
                          .sel = world_selector(&w, HAND_OVER, CAPTIVE),
                          .capped = true,
                          .cap = {.days = 4}};
    x.sel.performers = 1 << BEA;
    w.ag.life_days = 4;
    w.ag.life.ext = &x;
    w.ag.life.n_ext = 1;
    daily(&w);
    world_start(&w);
    world_event(&w, "a1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(2), 19);
    world_status(&w, day(30));
    CHECK_INT(w.v.n, 5);
    world_event(&w, "a2", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(5) + 60, 11);
    world_status(&w, day(30)); /* in the day that was bought */
    CHECK_INT(w.v.n, 7);
    world_event(&w, "a3", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(7) + 60, 90);
    world_status(&w, day(30));
    CHECK_INT(w.v.n, 8);
    world_end(&w);
}

/* sem 3: a phase from "1.1 is met", its end as a deadline, late moves. */
void test_engine_phase__phases(void)
{
    struct world w;
    struct extension x = {.kind = EXT_ANNOUNCEMENT, .by = 1 << MECH};
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 1);
    c->due = world_due_day(2);
    c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->due = (struct deadline){.kind = DUE_END,
                               .p = {.kind = POINT_PHASE_END, .ref = 0}};
    w.phases[0] = (struct phase){.id = STR("two"),
                                 .from = {.kind = POINT_CLAUSE_MET, .ref = 0},
                                 .until = {.kind = POINT_NEVER},
                                 .has_lasts = true,
                                 .lasts = {.seconds = 7200},
                                 .ext = &x,
                                 .n_ext = 1};
    w.ag.n_phases = 1;
    world_start(&w);
    world_status(&w, day(2));
    CHECK(!world_row(&w, 1, "")->has_due);
    CHECK(!w.v.phases[1].started);
    world_event(&w, "a1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    EXPECT(&w, day(3), 1, "", "not reported");
    CHECK_INT(world_row(&w, 1, "")->due_hi, day(2) + 7199);
    struct fact f =
        world_fact(&w, "m1", FACT_ANNOUNCEMENT, SRC_MECH, day(3), day(3) + 1);
    f.will = WILL_EXTEND;
    f.phase = 0;
    f.days = 2;
    world_add(&w, &f);
    EXPECT(&w, day(4), 1, "", "running");
    CHECK_INT(world_row(&w, 1, "")->due_hi, day(4) + 7199);
    CHECK_INT(world_row(&w, 1, "")->marks, MARK_MOVED_LATE);
    world_end(&w);
}
