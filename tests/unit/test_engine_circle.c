/* Tests of the engine: circles that go through a deadline (sem 3). */
#include "tests/support/world.h"

static struct deadline after_met(int clause, int days)
{
    return (struct deadline){.kind = DUE_END,
                             .p = {.kind = POINT_CLAUSE_MET,
                                   .tod = NONE,
                                   .ref = clause,
                                   .plus = {.days = days}}};
}

/* ARD withdraws within 3 days after BEA has released 2; BEA within 4 days
 * after ARD has. In either order of the clauses: first is that of ARD. */
static void mutual(struct world *w, int first)
{
    world_init(w);
    for (int i = 0; i < 2; i++) {
        bool ard = i == first;
        struct clause *c = ard ? world_duty(w, ARD, WITHDRAW, NONE, 1)
                               : world_duty(w, BEA, RELEASE, PRISONER, 2);
        c->due = after_met(1 - i, ard ? 3 : 4);
    }
}

static void expect_due(struct world *w, instant at, int clause, bool has,
                       instant due)
{
    world_status(w, at);
    const struct verdict *v = world_row(w, clause, "");
    CHECK_INT(v->has_due, has);
    if (has)
        CHECK_INT(v->due_hi, due);
}

void test_engine_circle__either_order(void)
{
    for (int ard = 0; ard < 2; ard++) {
        struct world w;
        int bea = 1 - ard;
        mutual(&w, ard);
        world_start(&w);
        /* Nothing is done: neither has a date. */
        EXPECT(&w, day(20), ard, "", "running");
        EXPECT(&w, day(20), bea, "", "running");
        expect_due(&w, day(20), ard, false, 0);
        expect_due(&w, day(20), bea, false, 0);
        /* One has withdrawn: the other has 4 days. */
        world_event(&w, "w", SRC_BEA, WITHDRAW, NONE, ARD, day(5), 1);
        EXPECT(&w, day(9), ard, "", "met");
        EXPECT(&w, day(9), bea, "", "running");
        EXPECT(&w, day(20), bea, "", "not reported");
        expect_due(&w, day(20), ard, false, 0);
        expect_due(&w, day(20), bea, true, day(9) + 59);
        /* Half is no more than half. */
        world_event(&w, "r1", SRC_ARD, RELEASE, PRISONER, BEA, day(6), 1);
        EXPECT(&w, day(20), bea, "", "partly");
        expect_due(&w, day(20), ard, false, 0);
        /* Done late: it survives its deadline, and the other's date comes of
         * it. */
        world_event(&w, "r2", SRC_ARD, RELEASE, PRISONER, BEA, day(12), 1);
        EXPECT(&w, day(20), bea, "", "met late");
        EXPECT(&w, day(20), ard, "", "met");
        expect_due(&w, day(20), ard, true, day(15) + 59);
        expect_due(&w, day(20), bea, true, day(9) + 59);
        world_end(&w);
    }
}

/* What lapses at such a deadline, or is met only by it, gives no date. */
void test_engine_circle__lapses_or_at_most(void)
{
    for (int kind = 0; kind < 2; kind++) {
        struct world w;
        mutual(&w, 0);
        if (kind == 0)
            w.clauses[1].lapses = true;
        else
            w.clauses[1].need.cmp = AT_MOST;
        world_start(&w);
        world_event(&w, "w", SRC_BEA, WITHDRAW, NONE, ARD, day(5), 1);
        world_event(&w, "r", SRC_ARD, RELEASE, PRISONER, BEA, day(6), 2);
        world_total(&w, "t", SRC_ARD, RELEASE, PRISONER, BEA, day(1), day(10),
                    2);
        EXPECT(&w, day(20), 0, "", "met");
        expect_due(&w, day(20), 0, false, 0);
        EXPECT(&w, day(20), 1, "", "met");
        expect_due(&w, day(20), 1, true, day(9) + 59);
        world_end(&w);
    }
}

/* A deadline that counts from what waits for the clause; and from a phase that
 * begins by what does. */
void test_engine_circle__waits_and_phases(void)
{
    struct world w;
    mutual(&w, 0);
    w.clauses[1].due = world_due_hours(24);
    w.clauses[1].trigger = TRIG_MET;
    w.clauses[1].trig_clause = 0;
    w.phases[0] = (struct phase){.id = STR("after"),
                                 .name = STR("after"),
                                 .from = {.kind = POINT_CLAUSE_MET, .ref = 1},
                                 .until = {.kind = POINT_NEVER},
                                 .has_lasts = true,
                                 .lasts = {.days = 2}};
    w.ag.n_phases = 1;
    struct clause *c = world_duty(&w, ARD, RELEASE, TRUCK, 1);
    c->due = (struct deadline){
        .kind = DUE_END, .p = {.kind = POINT_PHASE_END, .tod = NONE, .ref = 0}};
    w.clauses[0].after = POINT_CLAUSE_MET;
    w.clauses[0].after_clause = 2;
    world_start(&w);
    EXPECT(&w, day(20), 0, "", "waiting");
    EXPECT(&w, day(20), 2, "", "running");
    world_event(&w, "t", SRC_BEA, RELEASE, TRUCK, ARD, day(2), 1);
    world_event(&w, "w", SRC_BEA, WITHDRAW, NONE, ARD, day(5), 1);
    world_event(&w, "r", SRC_ARD, RELEASE, PRISONER, BEA, day(7), 2);
    EXPECT(&w, day(20), 0, "", "met");
    EXPECT(&w, day(20), 1, "", "met late");
    EXPECT(&w, day(20), 2, "", "met");
    expect_due(&w, day(20), 0, true, day(10) + 59);
    expect_due(&w, day(20), 1, true, day(6) + 59);
    expect_due(&w, day(20), 2, true, day(9) - 1);
    world_end(&w);
}

/* Each day until, or from, the other is met: the end of one hangs on that of
 * the other. */
void test_engine_circle__periods(void)
{
    for (int from = 0; from < 2; from++) {
        struct world w;
        world_init(&w);
        for (int i = 0; i < 2; i++) {
            struct clause *c = world_duty(&w, i == 0 ? ARD : BEA,
                                          i == 0 ? WITHDRAW : ADMIT, NONE, 1);
            c->period = PERIOD_DAY;
            *(from != 0 ? &c->from : &c->until) = after_met(1 - i, 0).p;
        }
        world_start(&w);
        world_status(&w, day(3) - 1);
        CHECK_INT(w.v.n, from != 0 ? 0 : 4);
        world_end(&w);
    }
}

/* ARD withdraws by day 6 while BEA has released; BEA releases by day 6 while
 * ARD has withdrawn. In either order of the clauses, `if` or `while`. */
static void mutual_condition(struct world *w, int first, enum guard_kind kind,
                             struct atom *atoms)
{
    world_init(w);
    for (int i = 0; i < 2; i++) {
        bool ard = i == first;
        struct clause *c = ard ? world_duty(w, ARD, WITHDRAW, NONE, 1)
                               : world_duty(w, BEA, RELEASE, PRISONER, 1);
        c->due = world_due_day(6);
        atoms[i] = (struct atom){.kind = ATOM_MET, .ref = 1 - i, .place = NONE};
        c->guard = (struct guard){.kind = kind, .n = 1, .atoms = &atoms[i]};
    }
}

void test_engine_circle__conditions_in_either_order(void)
{
    for (int ard = 0; ard < 2; ard++) {
        struct world w;
        struct atom atoms[2];
        int bea = 1 - ard;
        mutual_condition(&w, ard, GUARD_WHILE, atoms);
        world_start(&w);
        /* Nothing is done: neither is owed. */
        EXPECT(&w, day(3), ard, "", "waiting");
        EXPECT(&w, day(20), ard, "", "depends");
        EXPECT(&w, day(20), bea, "", "depends");
        /* One has, unbidden: the other is. */
        world_event(&w, "w", SRC_BEA, WITHDRAW, NONE, ARD, day(3), 1);
        EXPECT(&w, day(20), ard, "", "met");
        EXPECT(&w, day(20), bea, "", "not reported");
        world_event(&w, "r", SRC_ARD, RELEASE, PRISONER, BEA, day(4), 1);
        EXPECT(&w, day(20), ard, "", "met");
        EXPECT(&w, day(20), bea, "", "met");
        world_end(&w);
        /* `if` is asked at the beginning: what is done later binds nobody. */
        mutual_condition(&w, ard, GUARD_IF, atoms);
        world_start(&w);
        world_event(&w, "w", SRC_BEA, WITHDRAW, NONE, ARD, day(3), 1);
        EXPECT(&w, day(20), ard, "", "met");
        EXPECT(&w, day(20), bea, "", "depends");
        world_end(&w);
    }
}
