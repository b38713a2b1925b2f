/* Prohibitions and states to keep: sem 17, 16, 15. Readings, judged: 21, 22. */
#include "tests/support/world.h"

static struct clause *no_attack(struct world *w)
{
    struct clause *c = world_clause(w, CLAUSE_BAN, BEA);
    c->perf = world_selector(w, ATTACK, NONE);
    return c;
}

static void attack(struct world *w, const char *id, int source, int who,
                   instant at, int zone)
{
    struct fact f = world_fact(w, id, FACT_EVENT, source, at, at + 60);
    f.act = ATTACK;
    f.performer = who;
    f.zone = zone;
    if (zone != NONE)
        f.in.w[0] = (uint64_t)1 << zone;
    if (zone == NORTH)
        f.in.w[0] |= (uint64_t)1 << HARBOUR;
    f.lo = f.hi = 1;
    world_add(w, &f);
}

/* sem 17: none reported, reported, admitted, found; unattributed. */
void test_engine_ban__statuses(void)
{
    struct world w;
    world_init(&w);
    no_attack(&w);
    no_attack(&w)->standard = world_verified_by(MECH);
    w.clauses[0].perf.place = HARBOUR;
    world_start(&w);
    EXPECT(&w, day(3), 0, "overall", "none reported");
    attack(&w, "p0", SRC_PRESS, BEA, day(2), SOUTH);
    EXPECT(&w, day(3), 0, "overall", "none reported");
    EXPECT(&w, day(3), 1, "overall", "reported");
    attack(&w, "p1", SRC_PRESS, BEA_FORCE, day(2), NORTH);
    EXPECT(&w, day(3), 0, "overall", "reported");
    attack(&w, "p2", SRC_PRESS, NONE, day(2) + 5, HARBOUR);
    world_status(&w, day(3));
    CHECK_INT(world_row(&w, 0, "overall")->unattributed, 1);
    CHECK_INT(world_row(&w, 0, "overall")->possible, 1);
    attack(&w, "b1", SRC_BEA, BEA, day(2), HARBOUR);
    EXPECT(&w, day(3), 0, "overall", "admitted");
    CHECK_INT(world_row(&w, 0, "overall")->sure, 1);
    attack(&w, "m1", SRC_MECH, BEA, day(2), SOUTH);
    EXPECT(&w, day(3), 1, "overall", "admitted");
    struct fact f =
        world_fact(&w, "m2", FACT_FINDING, SRC_MECH, day(2), day(2) + 60);
    f.act = ATTACK;
    f.performer = BEA;
    f.lo = f.hi = 1;
    world_add(&w, &f);
    EXPECT(&w, day(3), 1, "overall", "found");
    world_end(&w);
}

/* The one report that gives the status is listed, however early it was; no
 * other than the latest beside it, and none that is retracted or outside the
 * window. */
void test_engine_ban__one_early_report_decides(void)
{
    enum { N = 1100, MOST = 1000 };
    struct world w;
    struct verdicts some;
    uint32_t total;
    world_init(&w);
    no_attack(&w);
    world_start(&w);
    attack(&w, "before", SRC_BEA, BEA, day(1) - 86400, NONE);
    attack(&w, "first", SRC_BEA, BEA, day(2), NONE);
    for (uint32_t i = 0; i < N; i++) { /* late ones, in no order */
        char id[16];
        snprintf(id, sizeof id, "e%u", i);
        instant at = day(3) + i * 7919 % N * 60;
        struct fact f = world_fact(&w, id, FACT_EVENT, SRC_BEA, at, at + 60);
        f.act = ATTACK;
        f.performer = BEA;
        f.hi = 1; /* perhaps none */
        world_add(&w, &f);
    }
    attack(&w, "gone", SRC_BEA, BEA, day(5), NONE);
    world_reply(&w, "x", SRC_BEA, REPLY_RETRACTS, "gone", day(5) + 60);
    attack(&w, "after", SRC_BEA, BEA, day(65), NONE); /* of 60 */
    struct rows_wanted want = {.clause = 0, .bearer = BEA, .most = 1};
    CHECK_OK(test_cx(), engine_rows(test_cx(), w.e, day(70), &want,
                                    test_arena(), &some, &total));
    CHECK_INT(total, 1);
    const struct verdict *v = &some.v[0];
    CHECK_INT(v->status, ST_ADMITTED);
    CHECK_INT(v->n_reports, MOST + 1);
    CHECK_INT(v->n_left, N - MOST);
    struct fact buffer;
    CHECK_STR(engine_fact(w.e, v->reports[0], &buffer)->id, STR("first"));
    instant last = INSTANT_MIN;
    for (uint32_t i = 1; i < v->n_reports; i++) {
        const struct fact *f = engine_fact(w.e, v->reports[i], &buffer);
        CHECK(f->from > last);
        last = f->from;
    }
    CHECK_INT(engine_fact(w.e, v->reports[1], &buffer)->from,
              day(3) + (N - MOST) * 60);
    world_end(&w);
}

static void finding(struct world *w, const char *id, int source, instant at)
{
    struct fact f = world_fact(w, id, FACT_FINDING, source, at, at + 60);
    f.act = ATTACK;
    f.performer = BEA;
    f.lo = f.hi = 1;
    world_add(w, &f);
}

/* What is found is found by the named body: its finding is listed, however
 * early it was, and not that of another which comes first by its source. */
void test_engine_ban__the_named_body_s_finding_decides(void)
{
    enum { N = 1100, MOST = 1000 };
    struct world w;
    struct verdicts some;
    struct fact f;
    uint32_t total;
    world_init(&w);
    no_attack(&w)->standard = world_verified_by(MECH);
    world_start(&w);
    finding(&w, "other", SRC_ARD, day(3));
    finding(&w, "found", SRC_MECH, day(2));
    for (int i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "m%d", i);
        attack(&w, id, SRC_MECH, BEA, day(4) + i * 60, NONE);
    }
    struct rows_wanted want = {.clause = 0, .bearer = BEA, .most = 1};
    CHECK_OK(test_cx(), engine_rows(test_cx(), w.e, day(6), &want, test_arena(),
                                    &some, &total));
    CHECK_INT(some.v[0].status, ST_FOUND);
    CHECK_INT(some.v[0].n_reports, MOST + 1);
    CHECK_STR(engine_fact(w.e, some.v[0].reports[0], &f)->id, STR("found"));
    world_end(&w);
}

/* Kept up to date all reports are listed, in their order, also where one comes
 * late that was the first; and none that is retracted, of which the source has
 * no other and so says nothing: an account says the least of what its sources
 * say. */
void test_engine_ban__current(void)
{
    enum { N = 1100 };
    struct world w;
    struct verdicts now;
    struct fact f;
    world_init(&w);
    no_attack(&w);
    world_start(&w);
    attack(&w, "b0", SRC_BEA, BEA, day(3), NONE);
    CHECK_OK(test_cx(), engine_current(test_cx(), w.e, day(9), &now));
    CHECK_INT(now.v[0].n_reports, 1);
    attack(&w, "late", SRC_BEA, BEA, day(2), NONE);
    CHECK_OK(test_cx(), engine_current(test_cx(), w.e, day(9), &now));
    CHECK_INT(now.v[0].n_reports, 2);
    CHECK_STR(engine_fact(w.e, now.v[0].reports[0], &f)->id, STR("late"));
    attack(&w, "gone", SRC_FORCE, BEA, day(2), NONE);
    world_reply(&w, "r", SRC_FORCE, REPLY_RETRACTS, "gone", day(4));
    CHECK_OK(test_cx(), engine_current(test_cx(), w.e, day(9), &now));
    CHECK_INT(now.v[0].n_reports, 2);
    CHECK_STR(engine_fact(w.e, now.v[0].reports[0], &f)->id, STR("late"));
    CHECK_STR(engine_fact(w.e, now.v[0].reports[1], &f)->id, STR("b0"));
    CHECK_INT(now.v[0].n_accounts, 1);
    CHECK_INT(now.v[0].accounts[0].fig.lo, 2);
    CHECK_INT(now.v[0].sure, 2);
    for (int i = 0; i < N; i++) { /* of two sources, more than a page lists */
        char id[16];
        snprintf(id, sizeof id, "b%d", i + 1);
        attack(&w, id, i % 3 == 0 ? SRC_FORCE : SRC_BEA, BEA,
               day(4) + (N - i) * 60, NONE);
    }
    CHECK_OK(test_cx(), engine_current(test_cx(), w.e, day(9), &now));
    CHECK_INT(now.v[0].n_reports, N + 2);
    CHECK_INT(now.v[0].n_left, 0);
    for (uint32_t i = 1; i < now.v[0].n_reports; i++)
        CHECK(engine_fact(w.e, now.v[0].reports[i - 1], &f)->from <
              engine_fact(w.e, now.v[0].reports[i], &f)->from);
    world_end(&w);
}

/* Of many reports an explanation lists the latest and counts the others; what
 * gives the status is told, however early it was; and figures are of all. */
void test_engine_ban__many_reports(void)
{
    enum { N = 2500, MOST = 1000 };
    static char name[N][8];
    struct world w;
    struct explanation x;
    struct fact f;
    world_init(&w);
    no_attack(&w);
    world_start(&w);
    attack(&w, "b1", SRC_BEA, BEA, day(2), NONE);
    for (int i = 0; i < N; i++) { /* half of them in the wrong order */
        int k = i < N / 2 ? i : N - 1 - (i - N / 2);
        snprintf(name[i], sizeof name[i], "p%d", k);
        attack(&w, name[i], SRC_PRESS, k % 10 == 0 ? ARD : BEA,
               day(2) + 60 * (k + 1), NONE);
    }
    for (int again = 0; again < 2; again++) {
        CHECK_OK(test_cx(), engine_explain(test_cx(), w.e, day(5), 0, BEA,
                                           STR("overall"), test_arena(), &x));
        CHECK_STR(status_name(x.verdict.status), STR("admitted"));
        CHECK_INT(x.verdict.possible, N - N / 10 - again);
        CHECK_INT(x.n_reports, MOST);
        CHECK_INT(x.n_left, N + 1 + again - MOST);
        CHECK_STR(engine_fact(w.e, x.reports[MOST - 1].fact, &f)->id,
                  again ? STR("x") : STR("p2499"));
        CHECK_INT(x.n_minimal, 1);
        CHECK_STR(engine_fact(w.e, x.minimal[0], &f)->id, STR("b1"));
        CHECK_INT(x.verdict.n_accounts, 2);
        CHECK_INT(x.verdict.accounts[1].fig.may, N - N / 10 - again);
        CHECK_INT(x.verdict.accounts[1].n_reports, MOST);
        CHECK_INT(x.verdict.accounts[1].n_left, N - N / 10 - again - MOST);
        if (again)
            break;
        attack(&w, "x", SRC_PRESS, ARD, day(4), NONE);
        world_reply(&w, "r", SRC_PRESS, REPLY_RETRACTS, "p2499", day(4) + 60);
    }
    world_status(&w, day(5));
    CHECK_INT(world_row(&w, 0, "overall")->possible, N - N / 10 - 1);
    CHECK_INT(world_row(&w, 0, "overall")->accounts[1].n_reports,
              N - N / 10 - 1);
    world_end(&w);
}

/* sem 17: denied by a total of none; covering; reporting periods. */
void test_engine_ban__periods_and_cover(void)
{
    struct world w;
    world_init(&w);
    no_attack(&w);
    w.ag.reporting = PERIOD_DAY;
    world_start(&w);
    attack(&w, "p1", SRC_PRESS, BEA, day(2) + 60, NONE);
    world_status(&w, day(3) + 60);
    CHECK_INT(w.v.n, 4);
    EXPECT(&w, day(3) + 60, 0, "2025-01-19", "none reported");
    EXPECT(&w, day(3) + 60, 0, "2025-01-20", "reported");
    CHECK_INT(world_row(&w, 0, "2025-01-20")->marks, 0);
    world_total(&w, "b1", SRC_BEA, ATTACK, NONE, BEA, day(1), day(3), 0);
    EXPECT(&w, day(3) + 60, 0, "2025-01-20", "reported");
    CHECK_INT(world_row(&w, 0, "2025-01-20")->marks, MARK_CONTESTED);
    CHECK_INT(world_row(&w, 0, "2025-01-20")->covering, 1 << BEA);
    world_end(&w);
}

/* sem 16, 17: no act while a state holds there (bench P2). */
void test_engine_ban__while_state_there(void)
{
    struct world w;
    struct atom atom = {
        .kind = ATOM_STATE, .ref = QUIET, .place = NONE, .there = true};
    world_init(&w);
    no_attack(&w)->guard = (struct guard){GUARD_WHILE, false, &atom, 1};
    world_start(&w);
    attack(&w, "b1", SRC_BEA, BEA, day(2), NORTH);
    EXPECT(&w, day(3), 0, "overall", "reported");
    struct fact f =
        world_fact(&w, "s1", FACT_STATE, SRC_MECH, day(1), day(1) + 1);
    f.state = QUIET;
    f.zone = HARBOUR;
    f.holds = true;
    world_add(&w, &f);
    EXPECT(&w, day(3), 0, "overall", "admitted");
    f.id = STR("s2");
    f.from = day(1) + 500;
    f.to_ = f.from + 1;
    f.zone = NORTH;
    f.holds = false;
    world_add(&w, &f);
    EXPECT(&w, day(3), 0, "overall", "none reported");
    attack(&w, "b2", SRC_BEA, BEA, day(2), HARBOUR);
    EXPECT(&w, day(3), 0, "overall", "admitted");
    world_end(&w);
}

/* sem 17: a state to keep is a ban on its contrary. */
void test_engine_ban__keep_open(void)
{
    struct world w;
    world_init(&w);
    struct clause *c = world_clause(&w, CLAUSE_KEEP, ARD);
    c->perf.state = OPEN;
    c->perf.place = HARBOUR;
    world_start(&w);
    EXPECT(&w, day(3), 0, "overall", "none reported");
    struct fact f =
        world_fact(&w, "s1", FACT_STATE, SRC_BEA, day(2), day(2) + 1);
    f.state = OPEN;
    f.zone = HARBOUR;
    f.in.w[0] = 1;
    world_add(&w, &f);
    EXPECT(&w, day(3), 0, "overall", "reported");
    f.id = STR("s2");
    f.source = SRC_ARD;
    world_add(&w, &f);
    EXPECT(&w, day(3), 0, "overall", "admitted");
    world_end(&w);
}

/* sem 15: events inside a notified suspension with an accepted ground. */
void test_engine_ban__suspended(void)
{
    struct world w;
    int suspends[] = {0};
    world_init(&w);
    no_attack(&w);
    struct clause *x = world_duty(&w, ARD, HAND_OVER, CAPTIVE, 1);
    x->due = world_due_day(2);
    x->standard = world_verified_by(ICRC);
    struct clause *may = world_clause(&w, CLAUSE_MAY, BEA);
    may->trigger = TRIG_UNMET;
    may->trig_clause = 1;
    may->suspends = suspends;
    may->n_suspends = 1;
    world_start(&w);
    attack(&w, "b1", SRC_BEA, BEA, day(5), NONE);
    struct fact f =
        world_fact(&w, "n1", FACT_NOTICE, SRC_BEA, day(4), day(4) + 1);
    f.will = WILL_SUSPEND;
    f.clause = 0;
    world_add(&w, &f);
    EXPECT(&w, day(6), 0, "overall", "admitted");
    world_total(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, ARD, day(1), day(3), 0);
    EXPECT(&w, day(6), 1, "", "unmet");
    EXPECT(&w, day(6), 0, "overall", "none reported");
    f.id = STR("n2");
    f.will = WILL_RESUME;
    f.from = day(4) + 100;
    f.to_ = day(4) + 101;
    world_add(&w, &f);
    EXPECT(&w, day(6), 0, "overall", "admitted");
    EXPECT(&w, day(6), 2, "", "permitted");
    world_end(&w);
}

/* sem 21, 22: readings that differ; judged with the finding quoted. */
void test_engine_ban__readings_and_judged(void)
{
    struct world w;
    world_init(&w);
    for (int i = 0; i < 2; i++) {
        struct clause *c =
            world_duty(&w, BEA, HAND_OVER, i == 0 ? CAPTIVE : CIVILIAN, 1);
        c->reading = i == 0 ? STR("wide") : STR("narrow");
        c->reading_of = i == 0 ? NONE : 0;
    }
    world_clause(&w, CLAUSE_JUDGED, NONE)->judged_by = MECH;
    world_clause(&w, CLAUSE_DECLARATORY, NONE);
    world_start(&w);
    EXPECT(&w, day(2), 2, "", "not judged");
    EXPECT(&w, day(2), 3, "", "declaratory");
    world_event(&w, "a1", SRC_ARD, HAND_OVER, SOLDIER, BEA, day(1), 1);
    world_status(&w, day(2));
    CHECK_STR(status_name(world_row(&w, 0, "")->status), STR("met"));
    CHECK_STR(status_name(world_row(&w, 1, "")->status), STR("running"));
    CHECK_STR(status_name(world_row(&w, 0, "")->label_status),
              STR("depends on reading"));
    struct fact f =
        world_fact(&w, "m1", FACT_FINDING, SRC_MECH, day(1), day(1) + 1);
    f.will = WILL_OUTCOME;
    f.clause = 2;
    f.text = STR("kept");
    world_add(&w, &f);
    EXPECT(&w, day(2), 2, "", "judged");
    CHECK_INT(world_row(&w, 2, "")->n_reports, 1);
    world_end(&w);
}
