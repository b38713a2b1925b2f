/* Duties without instances of their own: sem 5, 6, 9, 10, 11, 14, 15. */
#include "tests/support/world.h"

/* sem 10, 9: against interest, the creditor's statement counts. */
void test_engine_duty__statuses_against_interest(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(7);
    world_start(&w);
    EXPECT(&w, day(3), 0, "", "running");
    EXPECT(&w, day(7) + 86399, 0, "", "running");
    EXPECT(&w, day(8), 0, "", "not reported");
    world_event(&w, "b1", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(3), 5);
    EXPECT(&w, day(4), 0, "", "running");
    EXPECT(&w, day(9), 0, "", "reported, not verified");
    world_event(&w, "a1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(3) + 5, 3);
    EXPECT(&w, day(9), 0, "", "reported, not verified");
    CHECK_INT(world_row(&w, 0, "")->sure, 3);
    CHECK_INT(world_row(&w, 0, "")->possible, 5);
    world_total(&w, "a2", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(1), day(8), 3);
    EXPECT(&w, day(9), 0, "", "contested");
    CHECK(world_row(&w, 0, "")->accounts_differ);
    CHECK(world_row(&w, 0, "")->on_status);
    world_event(&w, "a3", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(9), 2);
    EXPECT(&w, day(10), 0, "", "met late");
    CHECK_INT(world_row(&w, 0, "")->met_from, day(9));
    /* At day 8 that is not yet known. */
    EXPECT(&w, day(8) + 5, 0, "", "contested");
    world_end(&w);
}

/* sem 9, 10.5: the named body closes. */
void test_engine_duty__named_body_closes(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(7);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, SOLDIER, BEA, day(2), 2);
    EXPECT(&w, day(9), 0, "", "partly");
    world_total(&w, "i2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(1), day(8), 2);
    EXPECT(&w, day(8) - 1, 0, "", "running");
    CHECK_INT(world_account(world_row(&w, 0, ""), ICRC)->fig.lo, 2);
    CHECK_INT(world_account(world_row(&w, 0, ""), ICRC)->fig.hi, 2);
    EXPECT(&w, day(9), 0, "", "partly met");
    world_reply(&w, "x1", SRC_ICRC, REPLY_RETRACTS, "i1", day(9));
    EXPECT(&w, day(10), 0, "", "partly met");
    world_total(&w, "i3", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(1), day(8), 0);
    EXPECT(&w, day(10), 0, "", "partly met");
    EXPECT(&w, day(8) - 1, 0, "", "running");
    CHECK((world_row(&w, 0, "")->marks & MARK_NO_SUM) != 0);
    world_reply(&w, "x2", SRC_ICRC, REPLY_RETRACTS, "i2", day(9));
    EXPECT(&w, day(10), 0, "", "unmet");
    world_end(&w);
}

/* sem 10: an occurrence that may lie on both sides of the deadline. */
void test_engine_duty__time_uncertain(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, WITHDRAW, NONE, 1);
    c->due = (struct deadline){.kind = DUE_END,
                               .p = {.kind = POINT_INSTANT,
                                     .at = day(5) + 3600,
                                     .at_end = day(5) + 3659}};
    world_start(&w);
    struct fact f = world_fact(&w, "a1", FACT_EVENT, SRC_ARD, day(5), day(6));
    f.act = WITHDRAW;
    f.performer = BEA_FORCE;
    f.lo = f.hi = 1;
    world_add(&w, &f);
    EXPECT(&w, day(9), 0, "", "met");
    CHECK_INT(world_row(&w, 0, "")->marks, MARK_TIME_UNCERTAIN);
    CHECK_INT(world_row(&w, 0, "")->due_hi, day(5) + 3659);
    world_end(&w);
}

/* sem 10.3, 11: late, cured, lapsed at the deadline. */
void test_engine_duty__late_cured_lapsing(void)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 2; i++) {
        struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
        c->due = world_due_day(7);
        c->has_cure = true;
        c->cure = (struct duration){.days = 2};
        c->lapses = i == 1;
    }
    world_start(&w);
    world_event(&w, "a1", SRC_ARD, HAND_OVER, CAPTIVE, BEA, day(9), 5);
    EXPECT(&w, day(12), 0, "", "met late");
    CHECK_INT(world_row(&w, 0, "")->marks, MARK_CURED);
    EXPECT(&w, day(12), 1, "", "reported, not verified");
    CHECK_INT(world_row(&w, 1, "")->marks, MARK_LATE);
    world_end(&w);
}

/* sem 10: at most, exactly. */
void test_engine_duty__at_most(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, ADMIT, TRUCK, 10);
    c->need.cmp = AT_MOST;
    c->due = world_due_day(2);
    world_start(&w);
    EXPECT(&w, day(4), 0, "", "not reported");
    world_event(&w, "a1", SRC_ARD, ADMIT, TRUCK, BEA, day(1), 11);
    EXPECT(&w, day(4), 0, "", "reported, not verified");
    world_event(&w, "b1", SRC_BEA, ADMIT, TRUCK, BEA, day(1) + 9, 11);
    EXPECT(&w, day(1) + 3600, 0, "", "unmet");
    world_reply(&w, "x", SRC_BEA, REPLY_RETRACTS, "b1", day(2));
    world_total(&w, "b2", SRC_BEA, ADMIT, TRUCK, BEA, day(1), day(3), 9);
    EXPECT(&w, day(4), 0, "", "contested");
    world_end(&w);
}

/* sem 14: validated units count from the delivery, others nowhere. */
void test_engine_duty__validation(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 4);
    c->due = world_due_day(7);
    c->standard = world_verified_by(ICRC);
    c->validated_by = MECH;
    world_start(&w);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(3), 4);
    EXPECT(&w, day(8), 0, "", "reported, not verified");
    str refs[] = {STR("i1")};
    struct fact f =
        world_fact(&w, "m1", FACT_ASSESSMENT, SRC_MECH, day(5), day(6));
    f.refs = refs;
    f.n_refs = 1;
    f.valid = 3;
    f.invalid = 1;
    world_add(&w, &f);
    EXPECT(&w, day(8), 0, "", "partly");
    CHECK_INT(world_row(&w, 0, "")->sure, 3);
    CHECK_INT(world_row(&w, 0, "")->possible, 3);
    world_event(&w, "i2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(6), 1);
    f.id = STR("m2");
    refs[0] = STR("i2");
    f.valid = 1;
    f.invalid = 0;
    world_add(&w, &f);
    EXPECT(&w, day(8), 0, "", "met");
    CHECK_INT(world_row(&w, 0, "")->met_from, day(6));
    world_end(&w);
}

/* sem 15: waived by all creditors, excused by a finding; never over met. */
void test_engine_duty__waived_excused(void)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 2; i++) {
        struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 4);
        c->due = world_due_day(7);
        c->standard = world_verified_by(ICRC);
    }
    world_start(&w);
    struct fact f =
        world_fact(&w, "w1", FACT_CONSENT, SRC_ARD, day(5), day(5) + 1);
    f.will = WILL_WAIVE;
    f.clause = 0;
    world_add(&w, &f);
    EXPECT(&w, day(4), 0, "", "running");
    EXPECT(&w, day(6), 0, "", "waived");
    f = world_fact(&w, "e1", FACT_FINDING, SRC_ICRC, day(5), day(5) + 1);
    f.will = WILL_EXCUSE;
    f.clause = 1;
    world_add(&w, &f);
    EXPECT(&w, day(9), 1, "", "excused");
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(3), 4);
    EXPECT(&w, day(9), 0, "", "met");
    EXPECT(&w, day(9), 1, "", "met");
    world_end(&w);
}

/* sem 5: daily counts and "more than 4,200" make 4,242, not 8,442. */
void test_engine_duty__totals_and_events(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, ADMIT, TRUCK, 4200);
    c->due = world_due_day(6);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    static const int64_t daily[] = {630, 915, 897, 653, 808, 339};
    char id[8];
    for (int i = 0; i < 6; i++) {
        snprintf(id, sizeof id, "d%d", i);
        world_total(&w, id, SRC_ICRC, ADMIT, TRUCK, BEA, day(i + 1), day(i + 2),
                    daily[i]);
    }
    struct fact f = world_fact(&w, "sum", FACT_TOTAL, SRC_ICRC, day(1), day(7));
    f.act = ADMIT;
    f.item = TRUCK;
    f.performer = BEA;
    f.lo = 4201;
    f.hi = QTY_INF;
    world_add(&w, &f);
    world_event(&w, "e", SRC_ICRC, ADMIT, FUEL, BEA, day(2) + 60, 50);
    EXPECT(&w, day(8), 0, "", "met");
    const struct account_view *a = world_account(world_row(&w, 0, ""), ICRC);
    CHECK_INT(a->fig.lo, 4242);
    CHECK_INT(a->fig.hi, 4242);
    world_end(&w);
}

/* sem 5: a surrounding total less what covers the rest. */
void test_engine_duty__surrounding_total(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, ADMIT, TRUCK, 100);
    c->from = world_day(2);
    c->due = world_due_day(3);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_total(&w, "all", SRC_ICRC, ADMIT, TRUCK, BEA, day(1), day(4), 250);
    world_total(&w, "first", SRC_ICRC, ADMIT, TRUCK, BEA, day(1), day(2), 120);
    EXPECT(&w, day(5), 0, "", "met");
    const struct account_view *a = world_account(world_row(&w, 0, ""), ICRC);
    CHECK_INT(a->fig.lo, 130);
    CHECK_INT(a->fig.hi, 130);
    world_end(&w);
}

/* sem 10.4: what another account disputes is contested under the own standard,
 * not for the account itself, which is the only one that speaks. */
void test_engine_duty__contested_is_the_own_standards(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(7);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    struct fact f =
        world_fact(&w, "i1", FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
    f.act = HAND_OVER;
    f.item = CAPTIVE;
    f.performer = BEA;
    f.lo = 3;
    f.hi = 6;
    world_add(&w, &f);
    EXPECT(&w, day(9), 0, "", "reported, not verified");
    world_reply(&w, "d", SRC_ARD, REPLY_DISPUTES, "i1", day(3));
    EXPECT(&w, day(9), 0, "", "contested");
    CHECK_INT(world_account(world_row(&w, 0, ""), ICRC)->status,
              ST_REPORTED_NOT_VERIFIED);
    world_end(&w);
}

/* sem 5, 20: ten in all less the three of the last days make seven in the
 * first, so it was met by the end of the report in between. */
void test_engine_duty__met_by_a_total_around(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(15);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_total(&w, "t1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(1), day(21),
                10);
    world_total(&w, "t2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(11), day(21),
                3);
    world_event(&w, "e1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(5), 1);
    world_event(&w, "e2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(11) - 60, 1);
    EXPECT(&w, day(16), 0, "", "met");
    CHECK_INT(world_row(&w, 0, "")->sure, 7);
    CHECK_INT(world_row(&w, 0, "")->met_to, day(11));
    world_end(&w);
}
