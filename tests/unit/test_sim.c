/* Rehearsals: what the sides do under each disturbance, and what the engine
 * makes of it. What a status means is the engine's business and tested there;
 * here: that the right things are done, left out and stated. */
#include "lang/lang.h"
#include "plan/sim.h"
#include "tests/test.h"

static const char text[] =
    "agreement \"T\"\nparty p, q\nagency un\nverifier v\nzone z\n"
    "item captive of (civilian | soldier) unit person\n"
    "item prisoner unit person\nitem truck of (fuel | food) unit truck\n"
    "condition calm judged by v\n"
    "clock\n time zone UTC\n in force when p and q have signed\n"
    " day 1 is the day of entry into force\n lasts 10 days\n"
    "article 1\n"
    "1.1 p shall hand over 8 captive to un by day 2 verified by un\n"
    "1.2 for each captive handed over by p q shall release prisoner at 3 for "
    "civilian, 5 for soldier within 24 hours verified by un\n"
    "1.3 q shall withdraw from z after 1.1 is met within 2 days after 1.1 is "
    "met verified by v\n"
    "1.4 q shall admit at least 60 truck into z each day verified by un\n"
    "1.5 of these at least 5 of fuel\n"
    "1.6 when 1.3 is unmet, v shall inspect in z within 24 hours verified by "
    "un\n"
    "1.7 p shall deploy in z while calm holds by day 3 verified by v\n"
    "1.8 p shall not attack in z throughout verified by v\n";

struct show {
    struct agreement *ag;
    struct plan *p;
    struct arena room;
    struct play *w;
    struct verdicts v;
};

static void begin_with(struct show *s, str words)
{
    struct cx *cx = test_cx();
    struct ast *t;
    struct diagnostics d = {0};
    CHECK_OK(cx, lang_parse(cx, test_arena(), STR("t"), words, &t, &d));
    CHECK_OK(cx, lang_compile(cx, test_arena(), t, &s->ag, &d));
    CHECK_INT(d.errors, 0);
    CHECK_OK(cx, plan_make(cx, test_arena(), s->ag, INSTANT_NONE, &s->p));
    arena_init(&s->room, mem_system(), "verdicts", (size_t)64 << 20);
}

static void begin(struct show *s)
{
    begin_with(s, str_of(text));
}

static void play(struct show *s, struct sim_move m)
{
    struct cx *cx = test_cx();
    instant end = sim_horizon(s->p);
    CHECK_OK(cx, sim_course(cx, test_arena(), s->p, &m, 1, end, end + 86400,
                            &s->w, &s->room, &s->v));
}

/* How many rows of a clause have a status. */
static uint32_t rows(const struct show *s, const char *label, enum status st)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->v.n; i++)
        n += s->v.v[i].status == st &&
             str_eq(s->ag->clauses[s->v.v[i].clause].label, str_of(label));
    return n;
}

static int clause(const struct show *s, const char *label)
{
    for (uint32_t i = 0; i < s->ag->n_clauses; i++)
        if (str_eq(s->ag->clauses[i].label, str_of(label)))
            return (int)i;
    FAIL("no clause %s", label);
    return 0;
}

static struct sim_move of(const struct show *s, enum sim_kind kind,
                          const char *label)
{
    return (struct sim_move){.kind = kind,
                             .actor = NONE,
                             .clause = label == NULL ? NONE : clause(s, label),
                             .step = NONE,
                             .node = NONE,
                             .at = s->p->force,
                             .num = 1,
                             .den = 2,
                             .seconds = 86400};
}

void test_sim__on_time_all_is_met(void)
{
    struct show s;
    begin(&s);
    play(&s, of(&s, SIM_ON_TIME, NULL));
    CHECK_INT(rows(&s, "1.1", ST_MET), 1);
    CHECK_INT(rows(&s, "1.2", ST_MET), 1);
    CHECK_INT(rows(&s, "1.3", ST_MET), 1);
    CHECK_INT(rows(&s, "1.4", ST_MET), 10);
    CHECK_INT(rows(&s, "1.5", ST_MET), 10);
    CHECK_INT(rows(&s, "1.6", ST_LAPSED), 1);
    CHECK_INT(rows(&s, "1.7", ST_MET), 1);
    CHECK_INT(rows(&s, "1.8", ST_NONE_REPORTED), 1);
    arena_release(&s.room);
}

void test_sim__omission_stops_what_waits(void)
{
    struct show s;
    begin(&s);
    play(&s, of(&s, SIM_OMITS, "1.1"));
    CHECK_INT(rows(&s, "1.1", ST_UNMET), 1);
    CHECK_INT(rows(&s, "1.2", ST_MET), 0);
    CHECK_INT(rows(&s, "1.3", ST_LAPSED), 1);
    CHECK_INT(rows(&s, "1.4", ST_MET), 10);
    arena_release(&s.room);
}

void test_sim__stopping_and_what_follows(void)
{
    struct show s;
    begin(&s);
    struct sim_move m = of(&s, SIM_STOPS, NULL);
    m.actor = 1;
    m.at = s.p->force + 86400;
    play(&s, m);
    CHECK_INT(rows(&s, "1.1", ST_MET), 1);
    CHECK_INT(rows(&s, "1.2", ST_UNMET), 1);
    CHECK_INT(rows(&s, "1.3", ST_UNMET), 1);
    CHECK_INT(rows(&s, "1.4", ST_MET), 1);
    CHECK_INT(rows(&s, "1.4", ST_UNMET), 9);
    CHECK_INT(rows(&s, "1.6", ST_MET), 1); /* the inspection follows */
    arena_release(&s.room);
}

void test_sim__late_silent_and_cut(void)
{
    struct show s;
    begin(&s);
    play(&s, of(&s, SIM_LATE, "1.1"));
    CHECK_INT(rows(&s, "1.1", ST_MET_LATE), 1);
    CHECK_INT(rows(&s, "1.3", ST_MET), 1); /* its days begin later */
    struct sim_move m = of(&s, SIM_SILENT, NULL);
    m.actor = 2; /* un */
    play(&s, m);
    CHECK_INT(rows(&s, "1.1", ST_NOT_REPORTED), 1);
    CHECK_INT(rows(&s, "1.4", ST_NOT_REPORTED), 10);
    CHECK_INT(rows(&s, "1.3", ST_LAPSED), 1);
    play(&s, of(&s, SIM_CUT, "1.4"));
    CHECK_INT(rows(&s, "1.4", ST_PARTLY_MET), 10);
    CHECK_INT(rows(&s, "1.5", ST_MET), 10);
    play(&s, of(&s, SIM_CUT, "1.5"));
    CHECK_INT(rows(&s, "1.5", ST_PARTLY_MET), 10);
    CHECK_INT(rows(&s, "1.4", ST_MET), 10); /* others make up for it */
    arena_release(&s.room);
}

/* The sums of a clause's rows: done, and stated in closing totals. */
static int64_t sure(const struct show *s, const char *label, uint32_t day)
{
    for (uint32_t i = 0; i < s->v.n; i++)
        if (str_eq(s->ag->clauses[s->v.v[i].clause].label, str_of(label)) &&
            day-- == 0)
            return s->v.v[i].sure;
    FAIL("%s has no such row", label);
    return 0;
}

static uint32_t totals(const struct show *s, const char *label)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->w->n; i++)
        n += s->w->v[i].f.kind == FACT_TOTAL &&
             s->w->v[i].clause == clause(s, label);
    return n;
}

/* What is `of these` counts as part of the whole, whenever it is done; what is
 * ordered from a day on leaves the days before as they were. */
void test_sim__parts_of_a_whole(void)
{
    struct show s;
    begin(&s);
    play(&s, of(&s, SIM_ON_TIME, NULL));
    for (uint32_t day = 0; day < 10; day++)
        CHECK_INT(sure(&s, "1.4", day), 60);
    CHECK_INT(totals(&s, "1.4"), 0); /* nothing is missing */
    play(&s, of(&s, SIM_CUT, "1.4"));
    CHECK_INT(sure(&s, "1.4", 0), 30); /* half of the whole */
    CHECK_INT(sure(&s, "1.5", 0), 5);
    struct sim_move m = of(&s, SIM_LATE, "1.5");
    play(&s, m);
    CHECK_INT(sure(&s, "1.4", 0), 55);
    CHECK_INT(sure(&s, "1.4", 1), 60);
    CHECK_INT(rows(&s, "1.4", ST_PARTLY_MET), 1);
    m = of(&s, SIM_OMITS, "1.5");
    m.at += 3 * 86400;
    play(&s, m);
    for (uint32_t day = 0; day < 10; day++)
        CHECK_INT(sure(&s, "1.4", day), 60);
    CHECK_INT(rows(&s, "1.5", ST_MET), 3);
    m = of(&s, SIM_AMOUNT, "1.4");
    m.num = 7;
    play(&s, m);
    CHECK_INT(sure(&s, "1.4", 0), 7);
    arena_release(&s.room);
}

/* A text in which each of n clauses waits for the one before it. */
static str chain(int n)
{
    struct buf b;
    buf_init(&b, test_arena(), 100000);
    buf_c(&b, "agreement \"T\"\nparty p, q\nverifier v\n");
    for (int i = 0; i < n; i++)
        buf_printf(&b, "act do%c%c \"do%c%c\" \"did%c%c\"\n", 'a' + i / 26,
                   'a' + i % 26, 'a' + i / 26, 'a' + i % 26, 'a' + i / 26,
                   'a' + i % 26);
    buf_c(&b, "clock\n time zone UTC\n in force when p and q have signed\n"
              " day 1 is the day of entry into force\n lasts 90 days\n"
              "article 1\n1.1 p shall doaa by day 2 verified by v\n");
    for (int i = 1; i < n; i++)
        buf_printf(&b,
                   "1.%d when 1.%d is met, %s shall do%c%c within 1 day "
                   "verified by v\n",
                   i + 1, i, i % 2 == 0 ? "p" : "q", 'a' + i / 26,
                   'a' + i % 26);
    return buf_view(&b);
}

/* However long the chain, it is played to its end. */
void test_sim__long_chain(void)
{
    struct show s;
    begin_with(&s, chain(60));
    play(&s, of(&s, SIM_ON_TIME, NULL));
    CHECK_INT(rows(&s, "1.60", ST_MET), 1);
    CHECK(!s.w->cut_short);
    arena_release(&s.room);
}

/* All of them, in an order that does not depend on who it is; and bounded. */
void test_sim__rehearse(void)
{
    struct cx *cx = test_cx();
    struct show s;
    struct sim_all all;
    struct buf b;
    begin(&s);
    CHECK_OK(cx, sim_rehearse(cx, test_arena(), s.p, 86400, &all));
    CHECK(all.n > 6 && all.n_not_covered == 0);
    for (uint32_t i = 1; i < all.n; i++)
        CHECK(all.v[i - 1].move.kind < all.v[i].move.kind ||
              (all.v[i - 1].move.kind == all.v[i].move.kind &&
               all.v[i - 1].worse >= all.v[i].worse));
    for (uint32_t i = 0; i < all.n; i++) {
        buf_init(&b, test_arena(), 1000);
        sim_words(s.p, &all.v[i].move, &b);
        CHECK(buf_view(&b).n > 0);
    }
    arena_release(&s.room);
}

/* Memory refused at any point is a fault, never a crash. */
void test_sim__no_room(void)
{
    for (size_t limit = 10000; limit < 4000000; limit = limit * 3 / 2) {
        struct cx *cx = test_cx();
        struct arena a;
        struct show s;
        struct sim_all all;
        struct plan *p;
        begin(&s);
        arena_init(&a, mem_system(), "small", limit);
        err e = plan_make(cx, &a, s.ag, INSTANT_NONE, &p);
        if (is_ok(e))
            e = sim_rehearse(cx, &a, p, 86400, &all);
        CHECK(is_ok(e) || e.code == ERR_LIMIT);
        arena_release(&a);
        arena_release(&s.room);
    }
}

/* Where a rehearsal has too little memory, what was played is kept, and it is
 * said that there is more. */
void test_sim__little_memory(void)
{
    struct cx *cx = test_cx();
    struct show s;
    struct sim_all all, before = {0};
    size_t limit = cx->limits.document_bytes;
    begin(&s);
    for (size_t kb = 16; kb <= 16 << 10; kb *= 4) {
        cx->limits.document_bytes = kb << 10;
        CHECK_OK(cx, sim_rehearse(cx, test_arena(), s.p, 86400, &all));
        CHECK(all.n >= before.n && all.n_on_time >= before.n_on_time);
        if (kb == 16)
            CHECK(all.n == 0 && all.n_on_time == 0 && all.n_not_covered == 1);
        before = all;
    }
    CHECK(all.n > 6 && all.n_not_covered == 0);
    cx->limits.document_bytes = limit;
    arena_release(&s.room);
}
