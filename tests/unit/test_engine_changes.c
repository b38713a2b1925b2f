/* test_engine_changes.c: what is told of many rows: hundreds between two
 * questions, late, retracted, of one second, over a change of the clocks. The
 * random cases have few rows; here what is told, and its order, is compared
 * with the status made anew. */
#include "tests/support/world.h"

#include <stdlib.h>

enum { OBJECTS = 1500, RECORDS = 6000, CLAUSES = 6 };

struct crowd {
    struct world w;
    uint32_t seed;
    instant now;
    int objects, records;
    enum status told[CLAUSES][OBJECTS];
    uint32_t place[CLAUSES][OBJECTS]; /* in the status, + 1; 0: not there */
    instant begun[OBJECTS];           /* its first trigger */
};

static uint32_t draw(struct crowd *c, uint32_t below)
{
    c->seed = c->seed * 1664525u + 1013904223u;
    return (c->seed >> 8) % below;
}

static struct clause *follow(struct crowd *c, int act, enum trigger_kind t)
{
    struct clause *d = world_duty(&c->w, ARD, act, PRISONER, 1);
    d->measure = MEASURE_EXISTS;
    d->perf.item = NONE;
    d->perf.n_item_words = 0;
    d->trigger = t;
    d->key = KEY_OBJECT;
    d->standard = world_verified_by(ICRC);
    if (t == TRIG_EVENT)
        d->trig = world_selector(&c->w, HAND_OVER, CAPTIVE);
    return d;
}

static void begin(struct crowd *c, uint32_t seed)
{
    memset(c, 0, sizeof *c);
    c->seed = seed;
    for (int i = 0; i < CLAUSES; i++)
        for (int k = 0; k < OBJECTS; k++)
            c->told[i][k] = ST_WAITING;
    world_init(&c->w);
    c->w.ag.time_zone = STR("Europe/Zurich");
    c->w.ag.life_days = 200;
    struct clause *d = follow(c, RELEASE, TRIG_EVENT); /* most rows are bare */
    d->due = world_due_hours(0);
    d->due.p.plus.days = 5;
    d = follow(c, ADMIT, TRIG_EVENT); /* the need is the trigger's */
    d->measure = MEASURE_SUM;
    d->perf = world_selector(&c->w, ADMIT, PRISONER);
    d->trig_per = 1;
    d->due = world_due_hours(30);
    follow(c, WITHDRAW, TRIG_EVENT); /* no deadline */
    d = follow(c, REGISTER, TRIG_MET);
    d->trig_clause = 0;
    d->due = world_due_hours(50);
    d = follow(c, ORDER, TRIG_EVENT); /* before: the second of the trigger */
    d->due = world_due_hours(0);
    d->due.kind = DUE_START;
    d->due.p.plus.days = 5;
    d = follow(c, ATTACK, TRIG_EVENT); /* up to a time, not a deadline */
    d->until = d->due.p = world_due_hours(5 * 24).p;
    d->due.kind = DUE_NONE;
    world_start(&c->w);
    c->now = day(66); /* five days before the clocks change */
}

static void add(struct crowd *c, int act, int performer, int object, instant at,
                instant length)
{
    char id[16], name[16];
    snprintf(id, sizeof id, "r%d", c->records++);
    snprintf(name, sizeof name, "o%d", object);
    struct fact f =
        world_fact(&c->w, id, FACT_EVENT, SRC_ICRC, at, at + length);
    f.act = act;
    f.item = act == HAND_OVER ? CAPTIVE : PRISONER;
    f.performer = performer;
    f.object = str_of(name);
    f.lo = f.hi = 1 + draw(c, 3);
    world_add(&c->w, &f);
}

/* One record: a trigger, a performance, or a retraction. */
static void arrive(struct crowd *c)
{
    static const int acts[] = {RELEASE,  RELEASE,  ADMIT, ADMIT,
                               WITHDRAW, REGISTER, ORDER, ATTACK};
    static const int last[] = {RELEASE, ORDER, ATTACK};
    uint32_t what = draw(c, 100);
    instant late = draw(c, 8) == 0 ? (instant)draw(c, 200000) : 0;
    if (draw(c, 4) != 0) /* else of the same second */
        c->now += 1 + draw(c, draw(c, 2) == 0 ? 2 : 1500);
    if ((what < 40 && c->objects < OBJECTS) || c->objects == 0) {
        c->begun[c->objects] = c->now - late;
        add(c, HAND_OVER, BEA, c->objects++, c->now - late,
            draw(c, 10) == 0 ? 60 : 1);
    } else if (what < 50) { /* in the last second, or a little later */
        int k = (int)draw(c, (uint32_t)c->objects);
        instant due = c->begun[k] + 5 * 86400 - 2 + (instant)draw(c, 4);
        add(c, last[draw(c, 3)], ARD, k, due < c->now ? due : c->now, 1);
    } else if (what < 53) {
        add(c, HAND_OVER, BEA, (int)draw(c, (uint32_t)c->objects),
            c->now - late, 1);
    } else if (what < 95) {
        add(c, acts[draw(c, COUNT_OF(acts))], ARD,
            (int)draw(c, (uint32_t)c->objects), c->now - late, 1);
    } else {
        char id[16], of[16];
        snprintf(of, sizeof of, "r%u", draw(c, (uint32_t)c->records));
        snprintf(id, sizeof id, "r%d", c->records++);
        world_reply(&c->w, id, SRC_ICRC, REPLY_RETRACTS, of, c->now);
    }
}

static int object_of(str instance)
{
    CHECK(instance.n > 1 && instance.p[0] == 'o' && instance.n < 16);
    char text[16] = {0};
    memcpy(text, instance.p + 1, instance.n - 1);
    return atoi(text);
}

/* What is told now is what was not yet told of the status, in its order. */
static void compare(struct crowd *c, instant at)
{
    struct change *x;
    uint32_t n, before = 0;
    CHECK_OK(test_cx(),
             engine_changes(test_cx(), c->w.e, at, test_arena(), &x, &n));
    world_status(&c->w, at);
    memset(c->place, 0, sizeof c->place);
    for (uint32_t i = 0; i < c->w.v.n; i++)
        c->place[c->w.v.v[i].clause][object_of(c->w.v.v[i].instance)] = i + 1;
    for (uint32_t i = 0; i < n; i++) {
        int k = object_of(x[i].instance), clause = x[i].clause;
        CHECK_INT(x[i].from, c->told[clause][k]);
        c->told[clause][k] = x[i].to;
        if (i > 0 && x[i - 1].clause != clause)
            before = 0;
        if (x[i].to == ST_WAITING)
            continue;
        CHECK(c->place[clause][k] > before);
        before = c->place[clause][k];
    }
    for (int i = 0; i < CLAUSES; i++)
        for (int k = 0; k < c->objects; k++)
            CHECK_INT(c->told[i][k], c->place[i][k] == 0
                                         ? ST_WAITING
                                         : c->w.v.v[c->place[i][k] - 1].status);
}

void test_engine_changes__many(void)
{
    static const int every[] = {1, 40, 900, 300, 150, 7};
    static struct crowd c;
    for (uint32_t seed = 1; seed <= 3; seed++) {
        begin(&c, seed);
        compare(&c, c.now);
        for (size_t turn = 0; c.records < RECORDS; turn++) {
            for (int i = every[turn % COUNT_OF(every)]; i > 0; i--)
                arrive(&c);
            if (turn % 5 == 4) { /* judged, but not told */
                struct tally *t;
                uint32_t n;
                CHECK_OK(test_cx(), engine_tally(test_cx(), c.w.e, c.now,
                                                 test_arena(), &t, &n));
                arrive(&c);
            }
            if (turn % 7 == 6) /* back, and on */
                compare(&c, c.now - 90000);
            compare(&c, c.now);
        }
        compare(&c, c.now + 3 * 86400); /* what time alone does */
        compare(&c, c.now + 30 * 86400);
        world_end(&c.w);
    }
}
