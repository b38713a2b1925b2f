/* test_distance.c: distance to agreement, in the terms of the text, day by day.
 */
#include "app/node_room.h"
#include "tests/support/talks_world.h"
#include "tests/test.h"

static instant today;

static instant now(void *self)
{
    (void)self;
    return today;
}

static struct talks_keys keys;
static struct talks_world w;

static void take(struct cx *cx, int node, const char *on, const char *stance,
                 const char *condition)
{
    struct position_job job = {
        .on = on, .stance = stance, .condition = condition};
    CHECK_OK(cx, seat_position(cx, &w.arena, &w.seat[node], &job, &w.out));
}

static void carry(struct cx *cx)
{
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < NODES; x++)
            for (int z = 0; z < NODES; z++)
                if (x != z)
                    (void)talks_world_carry(cx, &w, x, z, false);
}

static void check_day(const struct talks_day *d, const char *day, size_t agreed,
                      size_t conditional, size_t alternatives, int64_t days,
                      int64_t amount)
{
    CASE("%s", day);
    CHECK(str_eq(d->day, str_of(day)));
    CHECK_INT(d->count[MARK_AGREED], agreed);
    CHECK_INT(d->count[MARK_CONDITIONAL], conditional);
    CHECK_INT(d->count[MARK_OPEN], 6 - agreed - conditional);
    CHECK_INT(d->alternatives, alternatives);
    CHECK_INT(d->days, days);
    CHECK_INT(d->amount, amount);
}

void test_distance__day_by_day(void)
{
    struct cx *cx = test_cx();
    struct seat_draft d;
    struct talks_terms *terms;
    struct talks_day *day;
    size_t n;
    cx->now = now;
    today = 1780315200; /* 2026-06-01T12:00:00Z */
    talks_keys_make(cx, test_arena(), "any", "observer", &keys);
    talks_world_begin(cx, &keys, &w);
    CHECK_OK(cx,
             seat_put_draft(cx, &w.arena, &w.seat[DELVIA],
                            talks_world_draft(cx, &w.arena), "table", &w.out));
    carry(cx);
    take(cx, ARDANIA, "rest", "accept", NULL);
    take(cx, BELMAR, "rest", "accept", NULL);
    today += 86400; /* C of 4.1 drops out: 420, 300 a week are left */
    take(cx, BELMAR, "4.1=C", "reject", NULL);
    today += 86400; /* a red line drops, a condition does not agree */
    take(cx, ARDANIA, "4.1=A", "red-line", NULL);
    take(cx, ARDANIA, "2.2=A", "accept", "4.1=B");
    take(cx, BELMAR, "2.2=A", "accept", NULL);
    today += 86400; /* a clause that is agreed has no distance */
    take(cx, ARDANIA, "2.2=A", "accept", NULL);
    today += 86400; /* one may go back */
    take(cx, ARDANIA, "2.2=A", "withdraw", NULL);
    take(cx, ARDANIA, "4.1=A", "reserve", NULL);
    take(cx, ARDANIA, "4.1=B", "accept", NULL); /* no stance of the other */
    carry(cx);
    CHECK_OK(cx, seat_last_draft(cx, test_arena(), &w.seat[DELVIA], &d));
    CHECK_OK(cx, talks_terms_of(cx, test_arena(), &d, &terms));
    CHECK_OK(cx, talks_distance(cx, test_arena(), &w.seat[DELVIA].talks,
                                d.clause, d.n, terms, &day, &n));
    CHECK_INT(n, 5);
    check_day(&day[0], "2026-06-01", 4, 0, 5, 16, 140);
    check_day(&day[1], "2026-06-02", 4, 0, 4, 16, 120);
    check_day(&day[2], "2026-06-03", 4, 1, 3, 16, 0);
    check_day(&day[3], "2026-06-04", 5, 0, 1, 0, 0);
    check_day(&day[4], "2026-06-05", 4, 0, 4, 16, 120);
    /* The party that is asked sees what is its own, and no more. */
    CHECK_OK(cx, talks_distance(cx, test_arena(), &w.seat[MECHANISM].talks,
                                d.clause, d.n, terms, &day, &n));
    CHECK_INT(n, 0);
    talks_world_end(&w);
    talks_keys_release(&keys);
}

void test_distance__effects_of_alternatives(void)
{
    struct cx *cx = test_cx();
    struct web_effects e = {0};
    struct seat_draft d;
    size_t choice[6] = {0};
    talks_keys_make(cx, test_arena(), "any", "observer", &keys);
    talks_world_begin(cx, &keys, &w);
    CHECK_OK(cx,
             seat_put_draft(cx, &w.arena, &w.seat[DELVIA],
                            talks_world_draft(cx, &w.arena), "table", &w.out));
    CHECK_OK(cx, seat_last_draft(cx, test_arena(), &w.seat[DELVIA], &d));
    CHECK_INT(d.n, 6);
    CHECK_OK(cx, talks_effects_of(cx, test_arena(), &d, choice, 2, &e));
    CHECK_INT(e.n, 2);
    CHECK_INT(e.v[0].within, 14); /* 5 by day 7, 5 by day 14 */
    CHECK_INT(e.v[1].within, 30);
    CHECK(e.v[0].breaks >= 1); /* the circle of 2.1 and 3.1 */
    CHECK_INT(e.v[0].n_sides, 2);
    CHECK(e.v[0].side[1].any && e.v[0].side[1].who.n > 0);
    CHECK_INT(e.n_others, 1);
    CHECK(str_eq(e.others[0].label, STR("4.1")));
    CHECK(str_eq(e.others[0].chosen, STR("A")));
    talks_world_end(&w);
    talks_keys_release(&keys);
}
