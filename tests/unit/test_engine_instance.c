/* Instances: triggers, keys, steps, periods, chains, running totals, shares:
 * sem 7, 8, 16, 18, 19, 20. */
#include "tests/support/world.h"

/* sem 8: three prisoners for each captive, as running totals. */
void test_engine_instance__running_totals(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, RELEASE, PRISONER, 3);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    c->due = world_due_hours(24);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_event(&w, "t2", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(5), 1);
    world_event(&w, "t1", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(2), 2);
    world_event(&w, "p1", SRC_ICRC, RELEASE, PRISONER, ARD, day(2) + 100, 5);
    world_status(&w, day(4));
    CHECK_INT(w.v.n, 1);
    EXPECT(&w, day(4), 0, "1", "partly");
    CHECK_INT(world_row(&w, 0, "1")->required, 6);
    CHECK_INT(world_row(&w, 0, "1")->due_hi, day(3) + 59);
    world_event(&w, "p2", SRC_ICRC, RELEASE, PRISONER, ARD, day(5) + 100, 3);
    EXPECT(&w, day(8), 0, "1", "met late");
    EXPECT(&w, day(8), 0, "2", "partly");
    CHECK_INT(world_row(&w, 0, "2")->sure, 2);
    CHECK_INT(world_row(&w, 0, "2")->before, 6);
    world_event(&w, "p3", SRC_ICRC, RELEASE, PRISONER, ARD, day(5) + 500, 1);
    EXPECT(&w, day(8), 0, "2", "met");
    CHECK_INT(world_row(&w, 0, "2")->met_from, day(5) + 500);
    CHECK_INT(w.v.n_series, 1);
    CHECK_INT(w.v.series[0].need, 9);
    CHECK_INT(w.v.series[0].accounts[0].fig.lo, 9);
    world_end(&w);
}

/* sem 7: matched by round; the trigger is the sum of its events. */
void test_engine_instance__matched_by_round(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, RELEASE, PRISONER, 3);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    c->key = KEY_ROUND;
    c->due = world_due_hours(24);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    static const struct {
        const char *id, *round;
        int act, item, who;
        int hours, n;
    } facts[] = {
        {"t1", "r1", HAND_OVER, CIVILIAN, BEA, 1, 1},
        {"t2", "r2", HAND_OVER, CIVILIAN, BEA, 2, 1},
        {"t3", "r1", HAND_OVER, CIVILIAN, BEA, 3, 1},
        {"p1", "r2", RELEASE, PRISONER, ARD, 4, 3},
        {"p2", "r1", RELEASE, PRISONER, ARD, 5, 4},
        {"p3", "", RELEASE, PRISONER, ARD, 6, 9},
    };
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        instant at = day(1) + facts[i].hours * 3600;
        struct fact f =
            world_fact(&w, facts[i].id, FACT_EVENT, SRC_ICRC, at, at + 1);
        f.act = facts[i].act;
        f.item = facts[i].item;
        f.performer = facts[i].who;
        f.round = str_of(facts[i].round);
        f.lo = f.hi = facts[i].n;
        world_add(&w, &f);
    }
    EXPECT(&w, day(3), 0, "r2", "met");
    EXPECT(&w, day(3), 0, "r1", "partly");
    CHECK_INT(world_row(&w, 0, "r1")->required, 6);
    CHECK_INT(world_row(&w, 0, "r1")->sure, 4);
    CHECK_INT(w.v.n, 2);
    CHECK_STR(w.v.v[0].instance, STR("r1"));
    world_end(&w);
}

/* sem 7: against interest the debtor's account admits the trigger; an
 * instance that only the creditor reports waits in the own standard. */
void test_engine_instance__triggers_by_account(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, RELEASE, PRISONER, 1);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    c->due = world_due_hours(24);
    world_start(&w);
    world_event(&w, "b1", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    world_event(&w, "b2", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(3), 1);
    world_event(&w, "a1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    world_status(&w, day(6));
    CHECK_INT(w.v.n, 2);
    EXPECT(&w, day(6), 0, "1", "not reported");
    EXPECT(&w, day(6), 0, "2", "waiting");
    CHECK(world_account(world_row(&w, 0, "2"), BEA)->arises);
    CHECK_STR(status_name(world_account(world_row(&w, 0, "2"), BEA)->status),
              STR("not reported"));
    world_end(&w);
}

/* sem 7, 8: steps are judged on what exceeds the earlier ones. */
void test_engine_instance__steps(void)
{
    struct world w;
    struct step steps[2];
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 0);
    steps[0] = (struct step){3, world_due_day(1)};
    steps[1] = (struct step){4, world_due_day(7)};
    c->steps = steps;
    c->n_steps = 2;
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(1) + 60, 5);
    EXPECT(&w, day(3), 0, "step 1", "met");
    EXPECT(&w, day(3), 0, "step 2", "running");
    CHECK_INT(world_row(&w, 0, "step 2")->sure, 2);
    CHECK_INT(world_row(&w, 0, "step 1")->sure, 3);
    EXPECT(&w, day(9), 0, "step 2", "partly");
    world_end(&w);
}

/* sem 7: one instance for each civil day; nobody closes: never unmet. */
void test_engine_instance__each_day(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, ADMIT, TRUCK, 600);
    c->period = PERIOD_DAY;
    c->from = world_day(1);
    c->until = world_day(42);
    world_start(&w);
    world_event(&w, "i1", SRC_ICRC, ADMIT, TRUCK, ARD, day(2) + 60, 601);
    world_event(&w, "b1", SRC_BEA, ADMIT, TRUCK, ARD, day(2) + 90, 600);
    world_event(&w, "b2", SRC_BEA, ADMIT, TRUCK, ARD, day(3) + 90, 339);
    world_event(&w, "late", SRC_BEA, ADMIT, TRUCK, ARD, day(4) + 90, 300);
    world_status(&w, day(5) + 7);
    CHECK_INT(w.v.n, 5);
    EXPECT(&w, day(5), 0, "2025-01-19", "not reported");
    EXPECT(&w, day(5), 0, "2025-01-20", "met");
    EXPECT(&w, day(5), 0, "2025-01-21", "partly");
    EXPECT(&w, day(5), 0, "2025-01-23", "running");
    world_status(&w, day(100));
    CHECK_INT(w.v.n, 42);
    CHECK_INT(w.v.series[0].by_status[ST_MET], 1);
    CHECK_INT(w.v.series[0].need, 42 * 600);
    struct tally *t;
    uint32_t n;
    CHECK_OK(test_cx(),
             engine_tally(test_cx(), w.e, day(100), test_arena(), &t, &n));
    CHECK_INT(n, 1);
    CHECK_INT(
        memcmp(t->by_status, w.v.series[0].by_status, sizeof t->by_status), 0);
    world_end(&w);
}

/* sem 8: carrying over surplus compares running totals of periods. */
void test_engine_instance__carrying_over(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, ADMIT, TRUCK, 100);
    c->period = PERIOD_DAY;
    c->from = world_day(1);
    c->until = world_day(3);
    c->carry = true;
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_event(&w, "i1", SRC_ICRC, ADMIT, TRUCK, ARD, day(1) + 60, 150);
    world_event(&w, "i2", SRC_ICRC, ADMIT, TRUCK, ARD, day(2) + 60, 60);
    EXPECT(&w, day(9), 0, "2025-01-19", "met");
    EXPECT(&w, day(9), 0, "2025-01-20", "met");
    EXPECT(&w, day(9), 0, "2025-01-21", "partly");
    CHECK_INT(world_row(&w, 0, "2025-01-21")->sure, 10);
    world_end(&w);
}

/* sem 7, 20: within 24 hours after 1.1 is met; the chain moves with it. */
void test_engine_instance__after_met(void)
{
    struct world w;
    world_init(&w);
    struct clause *x = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 4);
    x->due = world_due_day(2);
    x->standard = world_verified_by(ICRC);
    struct clause *c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->trigger = TRIG_MET;
    c->trig_clause = 0;
    c->due = world_due_hours(24);
    c->standard = world_verified_by(MECH);
    struct clause *v = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    v->after = POINT_CLAUSE_VERIFIED;
    v->after_clause = 0;
    v->due = world_due_hours(24);
    v->standard = world_verified_by(MECH);
    world_start(&w);
    EXPECT(&w, day(2), 1, "", "waiting");
    CHECK_INT(world_row(&w, 1, "")->waits_for, 0);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(1) + 60, 2);
    world_event(&w, "i2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2) + 60, 2);
    EXPECT(&w, day(3), 1, "", "running");
    CHECK_INT(world_row(&w, 1, "")->due_lo, day(3) + 60);
    CHECK_INT(world_row(&w, 1, "")->due_hi, day(3) + 119);
    world_status(&w, day(3));
    CHECK_INT(world_row(&w, 2, "")->due_hi, day(3) + 120 + 3600);
    world_event(&w, "m1", SRC_MECH, WITHDRAW, NONE, ARD, day(3) + 600, 1);
    EXPECT(&w, day(4), 1, "", "met late");
    EXPECT(&w, day(4), 2, "", "met");
    world_reply(&w, "x", SRC_ICRC, REPLY_RETRACTS, "i2", day(5));
    EXPECT(&w, day(6), 1, "", "waiting");
    EXPECT(&w, day(70), 1, "", "lapsed");
    world_end(&w);
}

/* sem 3: what has its own day after the end is not at its end; what waits for
 * something that is still due arises with it, even then. */
void test_engine_instance__after_the_end(void)
{
    struct world w;
    world_init(&w); /* 60 days */
    struct clause *x = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 4);
    x->due = world_due_day(2);
    x->standard = world_verified_by(ICRC);
    struct clause *c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->from = (struct point){
        .kind = POINT_DAY_N, .n = 65, .whole_day = true, .tod = NONE};
    c->due = world_due_day(70);
    c->standard = world_verified_by(MECH);
    struct clause *f = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    f->trigger = TRIG_MET;
    f->trig_clause = 0;
    f->due = world_due_hours(24);
    f->standard = world_verified_by(MECH);
    world_start(&w);
    EXPECT(&w, day(60), 1, "", "waiting");
    EXPECT(&w, day(62), 1, "", "waiting");
    EXPECT(&w, day(66), 1, "", "running");
    EXPECT(&w, day(72), 1, "", "not reported");
    EXPECT(&w, day(62), 2, "", "lapsed");
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(63) + 60, 4);
    EXPECT(&w, day(64), 2, "", "running");
    world_end(&w);
}

/* sem 9: one source's word counts for the other party's bearer and not for its
 * own, in one row that is kept (keep_key.c). */
void test_engine_instance__one_source_two_bearers(void)
{
    struct world w;
    struct tally *t;
    uint32_t n;
    world_init(&w);
    struct clause *c = world_duty(&w, ARD, HAND_OVER, NONE, 1);
    w.bearers[0][1] = BEA;
    c->n_bearers = 2;
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(&w, ORDER, NONE);
    c->key = KEY_OBJECT;
    c->due = world_due_hours(24 * 7);
    c->standard = (struct standard){.kind = STD_INTEREST, .by = NONE};
    world_start(&w);
    static const struct {
        const char *id;
        int act, who;
    } facts[] = {
        {"o", ORDER, BEA}, {"a", HAND_OVER, ARD}, {"b", HAND_OVER, BEA}};
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        struct fact f = world_fact(&w, facts[i].id, FACT_EVENT, SRC_ARD, day(2),
                                   day(2) + 1);
        f.act = facts[i].act;
        f.performer = facts[i].who;
        f.object = STR("x");
        f.lo = f.hi = 1;
        world_add(&w, &f);
    }
    CHECK_OK(test_cx(),
             engine_tally(test_cx(), w.e, day(4), test_arena(), &t, &n));
    CHECK_INT(n, 2);
    CHECK_INT(t[0].by_status[ST_RUNNING], 1); /* its own word */
    CHECK_INT(t[1].by_status[ST_MET], 1);
    world_end(&w);
}

static uint32_t rows_of(struct world *w, instant at, int clause)
{
    struct rows_wanted want = {.clause = clause, .bearer = ARD, .most = 9};
    struct verdicts some;
    uint32_t total;
    CHECK_OK(test_cx(), engine_rows(test_cx(), w->e, at, &want, test_arena(),
                                    &some, &total));
    CHECK_INT(some.n, total);
    return total;
}

/* sem 7, 10: a row that only an account has is shown if the account has a
 * report or a trigger event of its own: what follows X has no event
 * (keep_key_list). */
void test_engine_instance__rows_of_accounts(void)
{
    struct world w;
    world_init(&w);
    struct clause *x = world_duty(&w, ARD, HAND_OVER, NONE, 1);
    x->trigger = TRIG_EVENT;
    x->trig = world_selector(&w, ORDER, NONE);
    x->key = KEY_OBJECT;
    x->due = world_due_hours(24);
    x->standard = world_verified_by(MECH);
    struct clause *c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->trigger = TRIG_MET;
    c->trig_clause = 0;
    c->key = KEY_OBJECT;
    c->due = world_due_hours(24);
    c->standard = world_verified_by(MECH);
    world_start(&w);
    struct fact f =
        world_fact(&w, "o", FACT_EVENT, SRC_BEA, day(2), day(2) + 1);
    f.act = ORDER;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    CHECK_INT(rows_of(&w, day(4), 0), 1);
    CHECK_INT(rows_of(&w, day(4), 1), 0);
    f = world_fact(&w, "d", FACT_EVENT, SRC_BEA, day(3), day(3) + 1);
    f.act = WITHDRAW;
    f.performer = ARD;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    CHECK_INT(rows_of(&w, day(4), 1), 0); /* it waits there, too */
    f = world_fact(&w, "h", FACT_EVENT, SRC_BEA, day(3), day(3) + 1);
    f.act = HAND_OVER;
    f.performer = ARD;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    CHECK_INT(rows_of(&w, day(4), 1), 1);
    world_end(&w);
}

/* sem 7: one instance for each of X's where X has triggers (bench P5). */
void test_engine_instance__chain_by_key(void)
{
    struct world w;
    world_init(&w);
    struct clause *x = world_duty(&w, BEA, HAND_OVER, NONE, 1);
    x->trigger = TRIG_EVENT;
    x->trig = world_selector(&w, ORDER, NONE);
    x->key = KEY_OBJECT;
    x->due = world_due_hours(24);
    x->standard = world_verified_by(MECH);
    struct clause *c = world_duty(&w, ARD, WITHDRAW, NONE, 1);
    c->trigger = TRIG_MET;
    c->trig_clause = 0;
    c->key = KEY_OBJECT;
    c->due = world_due_hours(7 * 24);
    c->standard = world_verified_by(MECH);
    world_start(&w);
    static const struct {
        const char *id, *object;
        int act, who, at;
    } facts[] = {{"o1", "a", ORDER, ARD, 1},
                 {"o2", "b", ORDER, ARD, 2},
                 {"f1", "b", HAND_OVER, BEA, 2},
                 {"w1", "b", WITHDRAW, ARD, 4},
                 {"w2", "z", WITHDRAW, ARD, 4}};
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        struct fact f = world_fact(&w, facts[i].id, FACT_EVENT, SRC_MECH,
                                   day(facts[i].at), day(facts[i].at) + 1);
        f.act = facts[i].act;
        f.performer = facts[i].who;
        f.object = str_of(facts[i].object);
        f.lo = f.hi = 1;
        world_add(&w, &f);
    }
    EXPECT(&w, day(20), 0, "a", "not reported");
    EXPECT(&w, day(20), 0, "b", "met");
    EXPECT(&w, day(20), 1, "a", "waiting");
    EXPECT(&w, day(20), 1, "b", "met");
    world_end(&w);
}

/* sem 16: each waits for the other. */
void test_engine_instance__waiting_on_each_other(void)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 2; i++) {
        struct clause *c = world_duty(&w, i, WITHDRAW, NONE, 1);
        c->after = POINT_CLAUSE_MET;
        c->after_clause = 1 - i;
        c->due = world_due_day(5);
    }
    world_start(&w);
    EXPECT(&w, day(3), 0, "", "waiting");
    EXPECT(&w, day(7), 0, "", "waiting on each other");
    EXPECT(&w, day(7), 1, "", "waiting on each other");
    world_end(&w);
}

/* sem 19: a share of what is registered at the deadline. */
void test_engine_instance__shares(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 30);
    c->need.percent = true;
    c->need.base = BASE_AT_DEADLINE;
    c->need.base_item = CAPTIVE;
    c->due = world_due_day(5);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    EXPECT(&w, day(7), 0, "", "depends");
    world_event(&w, "r1", SRC_ICRC, REGISTER, CAPTIVE, NONE, day(2), 101);
    world_event(&w, "r2", SRC_ICRC, REGISTER, CAPTIVE, NONE, day(6), 50);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(3), 30);
    EXPECT(&w, day(7), 0, "", "partly");
    CHECK_INT(world_row(&w, 0, "")->required, 31);
    world_event(&w, "i2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(4), 1);
    EXPECT(&w, day(7), 0, "", "met");
    world_end(&w);
}

/* sem 16: if, unless, while. */
void test_engine_instance__guards(void)
{
    struct world w;
    struct atom atom = {.kind = ATOM_CONDITION, .ref = 0, .place = NONE};
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, WITHDRAW, NONE, 1);
    c->due = world_due_day(5);
    c->from = world_day(3);
    c->guard = (struct guard){GUARD_IF, false, &atom, 1};
    world_start(&w);
    EXPECT(&w, day(4), 0, "", "waiting");
    EXPECT(&w, day(6), 0, "", "depends");
    struct fact f =
        world_fact(&w, "f1", FACT_FINDING, SRC_MECH, day(2), day(2) + 1);
    f.will = WILL_HOLDS;
    f.condition = 0;
    f.holds = true;
    world_add(&w, &f);
    EXPECT(&w, day(6), 0, "", "not reported");
    f.id = STR("f2");
    f.holds = false;
    f.from += 10;
    f.to_ += 10;
    world_add(&w, &f);
    EXPECT(&w, day(6), 0, "", "not arising");
    world_end(&w);
}
