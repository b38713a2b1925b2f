/* Tests of the engine: duties in step with others, notices and reports in time
 * (sem 12, 16), readings (sem 21). */
#include "tests/support/world.h"

static void in_steps(struct clause *c, struct step *s)
{
    c->steps = s;
    c->n_steps = 2;
    s[0] = (struct step){1, world_due_day(2)};
    s[1] = (struct step){1, world_due_day(4)};
}

/* sem 16: step by step, nobody has to go ahead alone. */
void test_engine_step__steps_pair(void)
{
    struct world w;
    struct step a[2], b[2];
    world_init(&w);
    in_steps(world_duty(&w, ARD, RELEASE, PRISONER, 0), a);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 0);
    in_steps(c, b);
    c->in_step_with = 0;
    world_start(&w);
    EXPECT(&w, day(2), 1, "step 1", "running");
    CHECK(!world_row(&w, 1, "step 1")->has_due);
    EXPECT(&w, day(3), 1, "step 1", "waiting");
    CHECK_INT(world_row(&w, 1, "step 1")->waits_for, 0);
    EXPECT(&w, day(3), 0, "step 1", "not reported");
    /* Its counterpart was done late, on day 3: then it is due. */
    world_event(&w, "p1", SRC_BEA, RELEASE, PRISONER, ARD, day(3) + 60, 1);
    EXPECT(&w, day(3) + 119, 1, "step 1", "running");
    CHECK_INT(world_row(&w, 1, "step 1")->due_hi, day(3) + 119);
    EXPECT(&w, day(3) + 120, 1, "step 1", "not reported");
    EXPECT(&w, day(3) + 120, 1, "step 2", "running");
    /* The second is held by its own counterpart, not by the first. */
    EXPECT(&w, day(5), 1, "step 2", "waiting");
    world_event(&w, "p2", SRC_BEA, RELEASE, PRISONER, ARD, day(1), 1);
    EXPECT(&w, day(5), 1, "step 2", "not reported");
    CHECK_INT(world_row(&w, 1, "step 2")->due_hi, day(5) - 1);
    /* Done while held: in time. */
    world_event(&w, "c1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(2), 2);
    EXPECT(&w, day(5), 1, "step 1", "met");
    world_end(&w);
}

/* sem 16: each in step with the other, and both days past. */
void test_engine_step__each_other(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->due = world_due_day(2);
    c->in_step_with = 1;
    c = world_duty(&w, BEA, WITHDRAW, NONE, 1);
    c->in_step_with = 0;
    c->due = world_due_day(3);
    c = world_duty(&w, BEA, RELEASE, NONE, 1); /* waits, in no circle */
    c->in_step_with = 1;
    c->due = world_due_day(2);
    world_start(&w);
    EXPECT(&w, day(3), 0, "", "waiting");
    EXPECT(&w, day(3), 1, "", "running");
    EXPECT(&w, day(4), 0, "", "waiting on each other");
    EXPECT(&w, day(4), 1, "", "waiting on each other");
    EXPECT(&w, day(4), 2, "", "waiting");
    world_event(&w, "a", SRC_BEA, WITHDRAW, NONE, ARD, day(2), 1);
    EXPECT(&w, day(4), 0, "", "met");
    EXPECT(&w, day(4), 1, "", "not reported");
    world_end(&w);
}

/* sem 16: by place; a part that the other has not got is not held. */
void test_engine_step__keys_pair(void)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 2; i++) {
        struct clause *c =
            world_duty(&w, i == 0 ? ARD : BEA, WITHDRAW, NONE, 1);
        c->trigger = TRIG_EVENT;
        c->trig = world_selector(&w, ORDER, NONE);
        c->trig.performers = (actor_set)1 << (i == 0 ? ICRC : MECH);
        c->key = KEY_PLACE;
        c->due = world_due_hours(12);
        c->standard = world_verified_by(MECH);
        if (i == 1)
            c->in_step_with = 0;
    }
    world_start(&w);
    static const int at[] = {NORTH, NORTH, SOUTH};
    for (int i = 0; i < 3; i++) {
        struct fact f = world_fact(&w,
                                   i == 0   ? "o1"
                                   : i == 1 ? "o2"
                                            : "o3",
                                   FACT_EVENT, SRC_MECH, day(1), day(1) + 60);
        f.act = ORDER;
        f.lo = f.hi = 1;
        f.performer = i == 0 ? ICRC : MECH;
        f.zone = at[i];
        f.in.w[0] = (uint64_t)1 << at[i];
        world_add(&w, &f);
    }
    EXPECT(&w, day(3), 1, "south", "not reported");
    EXPECT(&w, day(3), 1, "north", "waiting");
    struct fact f =
        world_fact(&w, "n", FACT_EVENT, SRC_MECH, day(2), day(2) + 60);
    f.act = WITHDRAW;
    f.lo = f.hi = 1;
    f.performer = ARD;
    f.zone = NORTH;
    f.in.w[0] = (uint64_t)1 << NORTH;
    world_add(&w, &f);
    EXPECT(&w, day(3), 1, "north", "not reported");
    CHECK_INT(world_row(&w, 1, "north")->due_hi, day(2) + 59);
    world_end(&w);
}

static struct fact notice(struct world *w, const char *id, int source,
                          instant at)
{
    struct fact f = world_fact(w, id, FACT_NOTICE, source, at, at + 60);
    f.will = WILL_NOTIFY;
    f.clause = 0;
    return f;
}

/* sem 12: notice by 18:00 the day before, by the body that chooses. */
void test_engine_step__notice_the_day_before(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, ATTACK, NONE, 1);
    c->measure = MEASURE_HOURS;
    c->perf.did_not = true;
    c->hours.seconds = 36000;
    c->period = PERIOD_DAY;
    c->until = world_day(5);
    c->chosen_by = MECH;
    c->notified_tod = 18 * 3600;
    world_start(&w);
    struct fact f = notice(&w, "n1", SRC_MECH, day(2) + 18 * 3600 + 59);
    f.instance = STR("2025-01-21");
    world_add(&w, &f);
    f = notice(&w, "n2", SRC_MECH, day(3) + 18 * 3600 + 60);
    f.instance = STR("2025-01-22");
    world_add(&w, &f);
    f = notice(&w, "n3", SRC_ARD, day(4) + 60); /* not by who chooses */
    f.instance = STR("2025-01-23");
    world_add(&w, &f);
    world_status(&w, day(6));
    CHECK_INT(world_row(&w, 0, "2025-01-21")->marks, 0);
    CHECK_INT(world_row(&w, 0, "2025-01-22")->marks, MARK_NOT_NOTIFIED);
    CHECK_INT(world_row(&w, 0, "2025-01-23")->marks, MARK_NOT_NOTIFIED);
    world_end(&w);
}

/* sem 12: within a time of what was done; the report of it within another. */
void test_engine_step__notified_and_reported_within(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 1);
    c->due = world_due_day(3);
    c->notified_within.seconds = 1800;
    c->has_reported_within = true;
    c->reported_within.seconds = 3601;
    world_start(&w);
    /* world_event: a minute long, recorded an hour after its end. */
    world_event(&w, "a", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    world_status(&w, day(2) + 1859);
    CHECK_INT(world_row(&w, 0, "")->marks, 0);
    world_status(&w, day(2) + 1860);
    CHECK_INT(world_row(&w, 0, "")->marks, MARK_NOT_NOTIFIED);
    struct fact f = notice(&w, "n", SRC_BEA, day(2) + 1859);
    world_add(&w, &f);
    world_status(&w, day(2) + 1860);
    CHECK_INT(world_row(&w, 0, "")->marks, 0);
    c = &w.clauses[0];
    c->reported_within.seconds = 3600;
    world_status(&w, day(5));
    CHECK_INT(world_row(&w, 0, "")->marks, MARK_REPORTED_LATE);
    world_end(&w);
}

/* sem 21, 15: readings of one label, and an act of will about it. */
void test_engine_step__readings(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 2);
    c->due = world_due_day(2);
    c->reading = STR("two");
    c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 1);
    c->due = world_due_day(2);
    c->reading = STR("one");
    c->reading_of = 0;
    c = world_clause(&w, CLAUSE_DECLARATORY, NONE);
    world_start(&w);
    world_status(&w, day(3));
    CHECK_INT(world_row(&w, 0, "")->label_status, ST_NOT_REPORTED);
    world_event(&w, "a", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(1), 1);
    world_status(&w, day(3));
    CHECK_INT(world_row(&w, 0, "")->status, ST_PARTLY);
    CHECK_INT(world_row(&w, 1, "")->status, ST_MET);
    CHECK_INT(world_row(&w, 0, "")->label_status, ST_DEPENDS_ON_READING);
    CHECK_INT(world_row(&w, 1, "")->label_status, ST_DEPENDS_ON_READING);
    CHECK_INT(world_row(&w, 2, "")->label_status, ST_DECLARATORY);
    struct fact f =
        world_fact(&w, "s", FACT_NOTICE, SRC_ARD, day(2), day(2) + 60);
    f.will = WILL_SUSPEND;
    f.clause = 0;
    world_add(&w, &f);
    world_status(&w, day(3));
    CHECK_INT(world_row(&w, 0, "")->marks, MARK_SUSPENSION_CLAIMED);
    CHECK_INT(world_row(&w, 1, "")->marks, MARK_SUSPENSION_CLAIMED);
    world_end(&w);
}

/* sem 4, 5, 16: a point is no zone, but it is a place. */
void test_engine_step__points(void)
{
    struct world w;
    struct atom open = {.kind = ATOM_STATE, .ref = OPEN, .place = HARBOUR};
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(2);
    c->standard = world_verified_by(ICRC);
    c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(2);
    c->guard = (struct guard){.kind = GUARD_IF, .atoms = &open, .n = 1};
    world_start(&w);
    struct fact f = world_fact(&w, "t", FACT_TOTAL, SRC_ICRC, day(1), day(3));
    f.act = HAND_OVER;
    f.item = CAPTIVE;
    f.performer = BEA;
    f.lo = f.hi = 1;
    f.in.w[0] = (uint64_t)1 << HARBOUR;
    world_add(&w, &f);
    /* One at a point in the harbour closes nothing elsewhere. */
    EXPECT(&w, day(3), 0, "", "partly");
    f = world_fact(&w, "s", FACT_STATE, SRC_ICRC, day(1), day(1) + 60);
    f.state = OPEN;
    f.holds = true;
    f.in.w[0] = (uint64_t)1 << SOUTH;
    world_add(&w, &f);
    EXPECT(&w, day(3), 1, "", "depends");
    f.id = STR("s2");
    f.in.w[0] = 0;
    world_add(&w, &f);
    EXPECT(&w, day(3), 1, "", "partly");
    world_end(&w);
}

/* sem 5: of levels of one instant, one key, the greatest id holds. */
void test_engine_step__keyed_level(void)
{
    static const char *const ids[2][2] = {{"k1", "k2"}, {"k2", "k1"}};
    for (int i = 0; i < 2; i++) {
        struct world w;
        CASE("order %d", i);
        world_init(&w);
        struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 2);
        c->kind = CLAUSE_KEEP;
        c->measure = MEASURE_LEVEL;
        c->perf.act = NONE;
        c->trigger = TRIG_EVENT;
        c->trig = world_selector(&w, ORDER, NONE);
        c->key = KEY_OBJECT;
        c->until = world_day(4);
        c->standard = world_verified_by(ICRC);
        world_start(&w);
        struct fact f =
            world_fact(&w, "o", FACT_EVENT, SRC_ICRC, day(1), day(1) + 60);
        f.act = ORDER;
        f.object = STR("x");
        f.lo = f.hi = 1;
        world_add(&w, &f);
        for (int k = 0; k < 2; k++) {
            f = world_fact(&w, ids[i][k], FACT_LEVEL, SRC_ICRC, day(2),
                           day(2) + 60);
            f.item = CAPTIVE;
            f.performer = BEA;
            f.object = STR("x");
            f.lo = f.hi = str_eq(f.id, STR("k2")) ? 7 : 1;
            world_add(&w, &f);
        }
        world_status(&w, day(3));
        CHECK_INT(world_row(&w, 0, "x")->sure, 7);
        world_end(&w);
    }
}
