/* Explanations and changes. */
#include "tests/support/world.h"

static enum refusal why(const struct world *w, const struct explanation *x,
                        const char *id)
{
    for (uint32_t i = 0; i < x->n_reports; i++) {
        struct fact f;
        engine_fact(w->e, x->reports[i].fact, &f);
        if (str_eq(f.id, str_of(id)))
            return x->reports[i].why;
    }
    FAIL("report %s was not considered", id);
    return REF_UNDECIDING;
}

void test_engine_explain__counted_and_refused(void)
{
    struct world w;
    struct explanation x;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CIVILIAN, 5);
    c->due = world_due_day(7);
    c->from = world_day(2);
    c->standard = world_verified_by(ICRC);
    world_start(&w);
    world_event(&w, "early", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(1), 5);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(2), 3);
    world_event(&w, "i2", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(3), 1);
    world_event(&w, "i3", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(4), 2);
    world_event(&w, "sold", SRC_ICRC, HAND_OVER, SOLDIER, BEA, day(4), 2);
    world_event(&w, "who", SRC_ICRC, HAND_OVER, CIVILIAN, ARD, day(4), 2);
    world_event(&w, "b1", SRC_BEA, HAND_OVER, CIVILIAN, BEA, day(4), 9);
    world_event(&w, "gone", SRC_ICRC, HAND_OVER, CIVILIAN, BEA, day(5), 2);
    world_reply(&w, "x", SRC_ICRC, REPLY_RETRACTS, "gone", day(6));
    CHECK_OK(test_cx(), engine_explain(test_cx(), w.e, day(9), 0, BEA, STR(""),
                                       test_arena(), &x));
    CHECK_STR(status_name(x.verdict.status), STR("met"));
    CHECK_INT(why(&w, &x, "early"), REF_BEFORE_WINDOW);
    CHECK_INT(why(&w, &x, "i1"), REF_COUNTED);
    CHECK_INT(why(&w, &x, "sold"), REF_ITEM);
    CHECK_INT(why(&w, &x, "who"), REF_PERFORMER);
    CHECK_INT(why(&w, &x, "b1"), REF_STANDARD);
    CHECK_INT(why(&w, &x, "gone"), REF_RETRACTED);
    CHECK_INT(x.n_minimal, 2); /* 3 and 2 are 5 */
    CHECK_FAILS(test_cx(),
                engine_explain(test_cx(), w.e, day(9), 0, BEA, STR("2"),
                               test_arena(), &x),
                ERR_NOT_FOUND);
    CHECK_FAILS(test_cx(),
                engine_explain(test_cx(), w.e, day(9), 0, ARD, STR(""),
                               test_arena(), &x),
                ERR_NOT_FOUND);
    world_end(&w);
}

static void changes(struct world *w, instant at, struct change **c, uint32_t *n)
{
    CHECK_OK(test_cx(),
             engine_changes(test_cx(), w->e, at, test_arena(), c, n));
}

void test_engine_explain__changes(void)
{
    struct world w;
    struct change *c;
    uint32_t n;
    world_init(&w);
    struct clause *d = world_duty(&w, ARD, RELEASE, PRISONER, 1);
    d->trigger = TRIG_EVENT;
    d->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    d->key = KEY_OBJECT;
    d->due = world_due_hours(24);
    d->standard = world_verified_by(ICRC);
    world_start(&w);
    changes(&w, day(1), &c, &n);
    CHECK_INT(n, 0);
    struct fact f =
        world_fact(&w, "t1", FACT_EVENT, SRC_ICRC, day(2), day(2) + 1);
    f.act = HAND_OVER;
    f.item = CAPTIVE;
    f.performer = BEA;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    changes(&w, day(2) + 5, &c, &n);
    CHECK_INT(n, 1);
    CHECK_STR(c[0].instance, STR("x"));
    CHECK_INT(c[0].to, ST_RUNNING);
    CHECK_INT(c[0].cause, 0);
    changes(&w, day(4), &c, &n);
    CHECK_INT(n, 1);
    CHECK_INT(c[0].to, ST_NOT_REPORTED);
    CHECK(c[0].cause == UINT32_MAX);
    f.id = STR("p1");
    f.act = RELEASE;
    f.item = PRISONER;
    f.performer = ARD;
    world_add(&w, &f); /* late, but in time */
    changes(&w, day(4), &c, &n);
    CHECK_INT(n, 1);
    CHECK_INT(c[0].from, ST_NOT_REPORTED);
    CHECK_INT(c[0].to, ST_MET);
    CHECK_INT(c[0].cause, 1);
    world_reply(&w, "x", SRC_ICRC, REPLY_RETRACTS, "t1", day(4));
    changes(&w, day(5), &c, &n);
    CHECK_INT(n, 1);
    CHECK_INT(c[0].to, ST_WAITING);
    world_end(&w);
}

/* A deadline before the window begins: what happened over both was not in time,
 * in what is told of changes as in the status. */
void test_engine_explain__deadline_before_window(void)
{
    struct world w;
    struct change *c;
    uint32_t n;
    world_init(&w);
    struct clause *d = world_duty(&w, ARD, RELEASE, PRISONER, 1);
    d->trigger = TRIG_EVENT;
    d->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    d->key = KEY_OBJECT;
    d->due = world_due_day(2);
    d->from = world_day(4);
    d->standard = world_verified_by(ICRC);
    world_start(&w);
    changes(&w, day(1), &c, &n);
    struct fact f = world_fact(&w, "p1", FACT_EVENT, SRC_ICRC, day(2), day(5));
    f.act = RELEASE;
    f.item = PRISONER;
    f.performer = ARD;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    f = world_fact(&w, "t1", FACT_EVENT, SRC_ICRC, day(6), day(6) + 1);
    f.act = HAND_OVER;
    f.item = CAPTIVE;
    f.performer = BEA;
    f.object = STR("x");
    f.lo = f.hi = 1;
    world_add(&w, &f);
    changes(&w, day(8), &c, &n);
    CHECK_INT(n, 1);
    world_status(&w, day(8));
    CHECK_STR(status_name(c[0].to), status_name(world_row(&w, 0, "x")->status));
    CHECK(c[0].to != ST_MET);
    world_end(&w);
}

/* Many deadlines, most in the order of their triggers, a seventh of them late:
 * each is told of when it begins and when it has passed, and once. */
void test_engine_explain__many_deadlines(void)
{
    enum { N = 700, HOUR = 3600 };
    static char name[N][8];
    struct world w;
    struct change *c;
    uint32_t n, running = 0, passed = 0;
    world_init(&w);
    struct clause *d = world_duty(&w, ARD, RELEASE, PRISONER, 1);
    d->trigger = TRIG_EVENT;
    d->trig = world_selector(&w, HAND_OVER, CAPTIVE);
    d->key = KEY_OBJECT;
    d->due = world_due_hours(24);
    d->standard = world_verified_by(ICRC);
    world_start(&w);
    for (int i = 0; i < N + 30; i++) {
        instant now = day(3) + (instant)i * HOUR;
        if (i < N) {
            instant at = now - (i % 7 == 6 ? 5 * HOUR : 0);
            snprintf(name[i], sizeof name[i], "t%d", i);
            struct fact f =
                world_fact(&w, name[i], FACT_EVENT, SRC_ICRC, at, at + 1);
            f.act = HAND_OVER;
            f.item = CAPTIVE;
            f.performer = BEA;
            f.object = str_of(name[i]);
            f.lo = f.hi = 1;
            world_add(&w, &f);
        }
        changes(&w, now + 1, &c, &n);
        for (uint32_t k = 0; k < n; k++) {
            running += c[k].to == ST_RUNNING;
            passed += c[k].to == ST_NOT_REPORTED;
        }
        /* a due has passed a second after its 24 hours */
        uint32_t over = 0;
        for (int h = 0; h < N && h <= i; h++)
            over += i - h >= (h % 7 == 6 ? 19 : 24);
        CHECK_INT(running, i < N ? i + 1 : N);
        CHECK_INT(passed, over);
    }
    world_end(&w);
}

/* What a status rests on: totals outside the window, and no report too many. */
void test_engine_explain__rests_on_enough(void)
{
    struct world w;
    struct explanation x;
    world_init(&w);
    struct clause *c = world_duty(&w, BEA, HAND_OVER, CAPTIVE, 1);
    c->period = PERIOD_DAY;
    c->until = world_day(4);
    world_clause(&w, CLAUSE_BAN, ARD)->perf = world_selector(&w, ATTACK, NONE);
    w.clauses[1].until = world_day(9);
    world_start(&w);
    /* All of three days is one, and that one was on the first. */
    world_event(&w, "e", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(1), 1);
    world_total(&w, "t", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(1), day(4), 1);
    CHECK_OK(test_cx(), engine_explain(test_cx(), w.e, day(5), 0, BEA,
                                       STR("2025-01-20"), test_arena(), &x));
    CHECK_STR(status_name(x.verdict.status), STR("unmet"));
    CHECK_INT(x.n_minimal, 2);
    /* A prohibition rests on a total where there is no event. */
    world_total(&w, "a", SRC_BEA, ATTACK, NONE, ARD, day(1), day(2), 1);
    CHECK_OK(test_cx(), engine_explain(test_cx(), w.e, day(5), 1, ARD,
                                       STR("overall"), test_arena(), &x));
    CHECK_STR(status_name(x.verdict.status), STR("reported"));
    CHECK_INT(x.n_minimal, 1);
    world_end(&w);
}
