/* Duties about all of a place: sem 4, "all of a place", and what follows from
 * it in 10, 12 and 20. */
#include "tests/support/world.h"

static struct clause *leave(struct world *w, int place)
{
    struct clause *c = world_duty(w, BEA, WITHDRAW, NONE, 1);
    c->due = world_due_day(7);
    c->perf.place = place;
    c->perf.whole = true;
    return c;
}

static struct fact left(struct world *w, const char *id, int source, int zone,
                        instant at)
{
    struct fact f = world_fact(w, id, FACT_EVENT, source, at, at + 60);
    f.act = WITHDRAW;
    f.performer = BEA;
    f.zone = zone;
    f.lo = f.hi = 1;
    f.in.w[0] = (uint64_t)1 << HARBOUR | (uint64_t)1 << zone;
    return f;
}

static void expect(struct world *w, instant at, str status, unsigned marks)
{
    world_status(w, at);
    CHECK_STR(status_name(world_row(w, 0, "")->status), status);
    CHECK_INT(world_row(w, 0, "")->marks, marks);
}

/* sem 4, 10.6, 12: the part is shown, the whole is still to be done. */
void test_engine_whole__a_part_is_partly(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR);
    world_start(&w);
    struct fact f = left(&w, "a1", SRC_ARD, NORTH, day(3));
    world_add(&w, &f);
    expect(&w, day(2), STR("running"), 0);
    expect(&w, day(4), STR("running"), MARK_PART);
    expect(&w, day(8), STR("partly"), MARK_PART);
    const struct verdict *v = world_row(&w, 0, "");
    CHECK_INT(v->sure, 0);
    CHECK_INT(v->possible, 0);
    CHECK_INT(v->n_reports, 1);
    CHECK_STR(status_name(world_account(v, ARD)->status), STR("partly"));
    CHECK_INT(world_account(v, ARD)->fig.lo, 0);
    /* Another part, or the same one again, is no whole. */
    f = left(&w, "a2", SRC_ARD, NORTH, day(4));
    world_add(&w, &f);
    expect(&w, day(8), STR("partly"), MARK_PART);
    f = left(&w, "a3", SRC_ARD, HARBOUR, day(5));
    world_add(&w, &f);
    expect(&w, day(8), STR("met"), 0);
    CHECK_INT(world_row(&w, 0, "")->met_from, day(5));
    world_end(&w);
}

/* sem 4: a point lies in a place and is not the place. */
void test_engine_whole__a_point_is_a_part(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR);
    world_start(&w);
    struct fact f = left(&w, "a1", SRC_ARD, HARBOUR, day(3));
    f.zone = NONE;
    world_add(&w, &f);
    expect(&w, day(8), STR("partly"), MARK_PART);
    world_end(&w);
}

/* sem 4: an act that is done in a place is done there in any part of it. */
void test_engine_whole__other_acts(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR)->perf.whole = false;
    world_start(&w);
    struct fact f = left(&w, "a1", SRC_ARD, NORTH, day(3));
    world_add(&w, &f);
    expect(&w, day(8), STR("met"), 0);
    world_end(&w);
}

/* sem 10.5: closed, and not "unmet", since a part is done. */
void test_engine_whole__closed(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR)->standard = world_verified_by(MECH);
    world_start(&w);
    struct fact f = left(&w, "m1", SRC_MECH, HARBOUR, day(1));
    f.kind = FACT_TOTAL;
    f.to_ = day(8);
    f.lo = f.hi = 0;
    world_add(&w, &f);
    expect(&w, day(8), STR("unmet"), 0);
    f = left(&w, "m2", SRC_MECH, NORTH, day(3));
    world_add(&w, &f);
    expect(&w, day(8), STR("partly met"), MARK_PART);
    world_end(&w);
}

/* sem 4: "not done" of a part is no part done. */
void test_engine_whole__not_done(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR);
    world_start(&w);
    struct fact f = left(&w, "a1", SRC_ARD, NORTH, day(1));
    f.kind = FACT_TOTAL;
    f.to_ = day(8);
    f.lo = f.hi = 0;
    world_add(&w, &f);
    expect(&w, day(8), STR("not reported"), 0);
    world_end(&w);
}

/* sem 10: in an account by its own sources; under the own standard by all. */
void test_engine_whole__accounts(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR);
    world_start(&w);
    struct fact f = left(&w, "b1", SRC_BEA, NORTH, day(3));
    world_add(&w, &f);
    f = left(&w, "a1", SRC_ARD, NORTH, day(1));
    f.kind = FACT_TOTAL;
    f.to_ = day(8);
    f.lo = f.hi = 0;
    world_add(&w, &f);
    expect(&w, day(8), STR("partly"), MARK_PART);
    const struct verdict *v = world_row(&w, 0, "");
    CHECK_STR(status_name(world_account(v, BEA)->status), STR("partly"));
    CHECK_STR(status_name(world_account(v, ARD)->status), STR("not reported"));
    world_end(&w);
}

/* sem 20: a part completes nothing, though it ends when the whole is done. */
void test_engine_whole__completes(void)
{
    struct world w;
    world_init(&w);
    leave(&w, HARBOUR);
    world_start(&w);
    struct fact f = left(&w, "a1", SRC_ARD, HARBOUR, day(3));
    world_add(&w, &f);
    f = left(&w, "a2", SRC_ARD, NORTH, day(3) + 30);
    f.to_ = day(3) + 60;
    f.recorded = day(6);
    world_add(&w, &f);
    expect(&w, day(8), STR("met"), 0);
    CHECK_INT(world_row(&w, 0, "")->met_from, day(3));
    CHECK_INT(world_row(&w, 0, "")->n_reports, 2);
    world_end(&w);
}

/* sem 4: matched by place, a report has the place of its instance. */
void test_engine_whole__matched_by_place(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = leave(&w, HARBOUR);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(&w, ORDER, NONE);
    c->key = KEY_PLACE;
    c->due = world_due_hours(24);
    world_start(&w);
    struct fact f = left(&w, "b1", SRC_BEA, NORTH, day(2));
    f.act = ORDER;
    world_add(&w, &f);
    f = left(&w, "a2", SRC_ARD, NORTH, day(2) + 7200);
    world_add(&w, &f);
    EXPECT(&w, day(4), 0, "north", "met");
    world_end(&w);
}

/* sem 4: prohibitions: what is done in a part is done inside. */
void test_engine_whole__prohibition(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_clause(&w, CLAUSE_BAN, BEA);
    c->perf = world_selector(&w, WITHDRAW, NONE);
    c->perf.place = HARBOUR;
    world_start(&w);
    struct fact f = left(&w, "b1", SRC_BEA, NORTH, day(3));
    world_add(&w, &f);
    EXPECT(&w, day(8), 0, "overall", "admitted");
    world_end(&w);
}

/* sem 2, 4: one event of which one report tells the whole, another a part. */
void test_engine_whole__joined(void)
{
    static const str refs[] = {STR_INIT("a1"), STR_INIT("a2")};
    for (int first = 0; first < 2; first++) {
        struct world w;
        world_init(&w);
        leave(&w, HARBOUR);
        world_start(&w);
        struct fact f =
            left(&w, "a1", SRC_ARD, first == 0 ? NORTH : HARBOUR, day(3));
        world_add(&w, &f);
        f = left(&w, "a2", SRC_ARD, first == 0 ? HARBOUR : NORTH, day(3));
        world_add(&w, &f);
        expect(&w, day(8), STR("met"), 0);
        f = world_fact(&w, "inc", FACT_INCIDENT, SRC_ICRC, day(4), day(4) + 1);
        f.refs = refs;
        f.n_refs = 2;
        world_add(&w, &f);
        expect(&w, day(8), STR("reported, not verified"), MARK_PART);
        world_end(&w);
    }
}
