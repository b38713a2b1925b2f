/* The log: duplicates, replies, incidents, order of arrival: sem 2. */
#include "tests/support/world.h"

static void one_duty(struct world *w)
{
    world_init(w);
    struct clause *c = world_duty(w, BEA, HAND_OVER, CAPTIVE, 5);
    c->due = world_due_day(7);
    c->standard = world_verified_by(ICRC);
    world_start(w);
}

static void amended(struct world *w, const char *id, const char *target,
                    instant recorded, int64_t n)
{
    struct reply r = {REPLY_AMENDS, str_of(target)};
    struct fact f =
        world_fact(w, id, FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
    f.act = HAND_OVER;
    f.item = CAPTIVE;
    f.performer = BEA;
    f.lo = f.hi = n;
    f.recorded = recorded;
    f.replies = &r;
    f.n_replies = 1;
    world_add(w, &f);
}

static int64_t sure(struct world *w)
{
    world_status(w, day(20));
    return world_row(w, 0, "")->sure;
}

/* sem 2: in place of; back again; the greatest of several; chains. */
void test_engine_log__amendments(void)
{
    struct world w;
    one_duty(&w);
    amended(&w, "a1", "i1", day(3), 4); /* waits for its record */
    CHECK_INT(sure(&w), 4);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    CHECK_INT(sure(&w), 4);
    amended(&w, "a2", "i1", day(3), 2); /* same time, greater id */
    CHECK_INT(sure(&w), 2);
    amended(&w, "a3", "a1", day(4), 3); /* amends the first too */
    CHECK_INT(sure(&w), 3);
    world_reply(&w, "x1", SRC_BEA, REPLY_RETRACTS, "a3", day(5));
    CHECK_INT(sure(&w), 3); /* not its source */
    world_reply(&w, "x2", SRC_ICRC, REPLY_RETRACTS, "a3", day(5));
    CHECK_INT(sure(&w), 2);
    world_reply(&w, "x3", SRC_ICRC, REPLY_RETRACTS, "a2", day(5));
    CHECK_INT(sure(&w), 4);
    world_reply(&w, "x4", SRC_ICRC, REPLY_RETRACTS, "a1", day(5));
    CHECK_INT(sure(&w), 1);
    world_reply(&w, "x5", SRC_ICRC, REPLY_RETRACTS, "x4", day(6));
    CHECK_INT(sure(&w), 4);
    world_end(&w);
}

/* sem 2: amendments of what is retracted compete, also where it came last. */
void test_engine_log__amended_and_retracted(void)
{
    struct world w;
    one_duty(&w);
    amended(&w, "a1", "i1", day(3), 4);
    amended(&w, "a2", "i1", day(4), 2);
    world_reply(&w, "x", SRC_ICRC, REPLY_RETRACTS, "i1", day(5));
    CHECK_INT(sure(&w), 6); /* of a record that is not there */
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    CHECK_INT(sure(&w), 2);
    world_end(&w);
}

/* sem 2: replies in a cycle all fall; what they said of others too. */
void test_engine_log__cycles(void)
{
    struct world w;
    one_duty(&w);
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2), 1);
    struct reply r[] = {{REPLY_RETRACTS, STR("i1")},
                        {REPLY_RETRACTS, STR("y")}};
    struct fact f = world_fact(&w, "x", FACT_REPLY, SRC_ICRC, day(3), day(4));
    f.replies = r;
    f.n_replies = 2;
    world_add(&w, &f);
    CHECK_INT(sure(&w), 0);
    world_reply(&w, "y", SRC_ICRC, REPLY_RETRACTS, "x", day(3));
    CHECK_INT(sure(&w), 1);
    world_end(&w);
}

/* sem 2: the same id. */
void test_engine_log__same_id(void)
{
    struct world w;
    bool dup;
    for (int order = 0; order < 2; order++) {
        one_duty(&w);
        struct fact f[2];
        for (int i = 0; i < 2; i++) {
            f[i] =
                world_fact(&w, "i1", FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
            f[i].act = HAND_OVER;
            f[i].item = CAPTIVE;
            f[i].performer = BEA;
            f[i].lo = f[i].hi = i + 1;
            f[i].recorded = day(5) - i;
        }
        world_reply(&w, "d", SRC_BEA, REPLY_DISPUTES, "i1", day(3));
        world_add(&w, &f[order]);
        CHECK_OK(test_cx(), engine_add(test_cx(), w.e, &f[order], &dup));
        CHECK(dup);
        CHECK_FAILS(test_cx(), engine_add(test_cx(), w.e, &f[1 - order], &dup),
                    ERR_CONFLICT);
        CHECK_INT(sure(&w), 2); /* the first to be recorded */
        CHECK_FAILS(test_cx(), engine_add(test_cx(), w.e, &f[0], &dup),
                    ERR_CONFLICT);
        world_end(&w);
    }
}

/* Numbered names with and without leading zeros, near and far, of more stems
 * than are told apart, and others: each is itself alone, in any order. */
void test_engine_log__names(void)
{
    enum { N = 9000 };
    static char name[N][32];
    struct world w;
    struct fact buffer;
    bool dup;
    for (size_t i = 0; i < N; i++) {
        static const struct {
            const char *before, *after;
        } shape[] = {{"n", ""},
                     {"n0", ""},
                     {"n00", ""},
                     {"", ""},
                     {"n", "7654321"},
                     {"", "-00"},
                     {"a long stem, it is ", ""},
                     {"", "z"},
                     {"", "000"},
                     {"20250119", ""}};
        size_t k = i % 12, of = i / 12;
        if (k == 10) /* many stems */
            snprintf(name[i], sizeof name[i], "%zu/%zu", of % 50, of);
        else if (k == 11) /* far from one another; first the last */
            snprintf(name[i], sizeof name[i], "f%zu", (N - i) * 1000 + 1);
        else
            snprintf(name[i], sizeof name[i], "%s%zu%s", shape[k].before, of,
                     shape[k].after);
    }
    one_duty(&w);
    for (size_t i = 0; i < 2 * N; i++) { /* 7 and N have no common factor */
        str s = str_of(name[i * 7 % N]);
        struct fact f =
            world_fact(&w, s.p, FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
        f.act = HAND_OVER;
        f.object = s;
        CHECK_OK(test_cx(), engine_add(test_cx(), w.e, &f, &dup));
        CHECK(dup == (i >= N));
    }
    CHECK_INT(engine_n_facts(w.e), N);
    for (size_t i = 0; i < N; i++) {
        const struct fact *f = engine_fact(w.e, (uint32_t)i, &buffer);
        CHECK_STR(f->id, str_of(name[i * 7 % N]));
        CHECK_STR(f->object, str_of(name[i * 7 % N]));
    }
    world_end(&w);
}

/* Names that differ from the one before in the last byte, or nearly: each is
 * itself alone. */
void test_engine_log__near_names(void)
{
    static const char *const name[] = {
        "k8",       "k9",       "k10",      "k11",       "k1",  "k0",
        "k00",      "k01",      "k1a",      "k1/",       "k1:", "k19",
        "j19",      "19",       "18",       "8",         "9",   "08",
        "99999998", "99999999", "a9999999", "199999998", "00",  "0"};
    struct world w;
    struct fact buffer;
    uint32_t n;
    bool dup;
    one_duty(&w);
    for (size_t i = 0; i < 2 * COUNT_OF(name); i++) {
        size_t k = i < COUNT_OF(name) ? i : 2 * COUNT_OF(name) - 1 - i;
        struct fact f =
            world_fact(&w, name[k], FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
        f.act = HAND_OVER;
        f.object = str_of(name[COUNT_OF(name) - 1 - k]);
        CHECK_OK(test_cx(), engine_add(test_cx(), w.e, &f, &dup));
        CHECK(dup == (i >= COUNT_OF(name)));
        CHECK(engine_find(w.e, f.id, &n));
        CHECK_INT(n, k);
        CHECK_STR(engine_fact(w.e, n, &buffer)->object, f.object);
    }
    world_end(&w);
}

/* A name that is far from the others at first, and not any more. */
void test_engine_log__far_name(void)
{
    struct world w;
    bool dup;
    one_duty(&w);
    for (size_t i = 0; i <= 4002; i++) {
        char id[16];
        snprintf(id, sizeof id, "g%zu", i == 1 || i == 4002 ? 5000 : i);
        struct fact f =
            world_fact(&w, id, FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
        CHECK_OK(test_cx(), engine_add(test_cx(), w.e, &f, &dup));
        CHECK(dup == (i == 4002));
    }
    world_end(&w);
}

/* The longest name there may be, as the first and then again and again. */
void test_engine_log__longest_names(void)
{
    static char text[UINT16_MAX + 1];
    struct world w;
    uint32_t n;
    one_duty(&w);
    memset(text, 'x', sizeof text);
    for (uint32_t i = 0; i < 5; i++) {
        str id = {text, UINT16_MAX};
        struct fact f =
            world_fact(&w, "", FACT_EVENT, SRC_ICRC, day(2), day(2) + 60);
        text[0] = (char)('a' + i);
        f.id = id;
        f.act = HAND_OVER;
        world_add(&w, &f);
        CHECK(engine_find(w.e, id, &n));
        CHECK_INT(n, i);
    }
    struct fact f;
    CHECK_INT(engine_fact(w.e, 0, &f)->id.n, UINT16_MAX);
    CHECK_INT(f.id.p[0], 'a');
    world_end(&w);
}

/* Many at once are the same as one by one, and end at the first refused. */
void test_engine_log__many_at_once(void)
{
    enum { N = 100 };
    struct fact f[N];
    char id[N][8], key[N][40];
    for (size_t bad = 40; bad <= N; bad += 30) {
        struct world w, one;
        struct fact x = {0}, y = {0};
        size_t added;
        bool dup;
        one_duty(&w);
        one_duty(&one);
        for (size_t i = 0; i < N; i++) {
            snprintf(id[i], sizeof id[i], "i%zu", i == bad ? 3 : i);
            snprintf(key[i], sizeof key[i],
                     i % 3 == 0 ? "k%zu" : "a key too long to be kept %zu",
                     i % 7);
            f[i] = world_fact(&w, id[i], FACT_EVENT, SRC_ICRC, day(2),
                              day(2) + 60 + (instant)i * 5000);
            f[i].act = HAND_OVER;
            f[i].item = CAPTIVE;
            f[i].performer = BEA;
            f[i].lo = f[i].hi = 1 + (int64_t)i;
            f[i].object = str_of(key[i]);
            if (i % 5 == 0)
                f[i].round = str_of(key[i]);
        }
        err x_end = engine_add_many(test_cx(), w.e, f, N, &added);
        CHECK_INT(x_end.code, bad < N ? ERR_CONFLICT : ERR_OK);
        CHECK_INT(added, bad < N ? bad : N);
        for (size_t i = 0; i < added; i++)
            CHECK_OK(test_cx(), engine_add(test_cx(), one.e, &f[i], &dup));
        CHECK_INT(engine_n_facts(w.e), added);
        for (uint32_t i = 0; i < added; i++) {
            engine_fact(w.e, i, &x);
            engine_fact(one.e, i, &y);
            CHECK_STR(x.id, y.id);
            CHECK_STR(x.object, f[i].object);
            CHECK_STR(x.round, f[i].round);
            CHECK(x.to_ == f[i].to_ && x.lo == f[i].lo && x.hi == f[i].hi);
        }
        CHECK_INT(sure(&w), sure(&one));
        world_end(&w);
        world_end(&one);
    }
}

/* sem 2: reports of one source in one incident count once. */
void test_engine_log__incidents(void)
{
    struct world w;
    one_duty(&w);
    str refs[] = {STR("i1"), STR("i2"), STR("b1")};
    struct fact f =
        world_fact(&w, "inc", FACT_INCIDENT, SRC_ICRC, day(9), day(9) + 1);
    f.refs = refs;
    f.n_refs = 3;
    world_event(&w, "i1", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2), 3);
    world_add(&w, &f);
    world_event(&w, "b1", SRC_BEA, HAND_OVER, CAPTIVE, BEA, day(2), 3);
    CHECK_INT(sure(&w), 3);
    world_event(&w, "i2", SRC_ICRC, HAND_OVER, CAPTIVE, BEA, day(2) + 600, 4);
    CHECK_INT(sure(&w), 3);
    CHECK_INT(world_row(&w, 0, "")->possible, 4);
    world_reply(&w, "x", SRC_ICRC, REPLY_RETRACTS, "inc", day(10));
    CHECK_INT(sure(&w), 7);
    world_end(&w);
}

/* --- Any order of arrival ends in the same answer ---------------------------
 */

enum { MOST = 40 };

struct heap {
    struct fact f[MOST];
    struct reply replies[MOST];
    str refs[MOST][2];
    char ids[MOST][8];
    size_t n;
};

static void random_facts(struct world *w, struct heap *h, struct test_rand *r)
{
    h->n = 5 + test_rand_below(r, MOST - 5);
    for (size_t i = 0; i < h->n; i++) {
        instant at = day(1) + (instant)test_rand_below(r, 12) * 43200;
        instant len = test_rand_below(r, 2) == 0
                          ? 60
                          : (instant)(1 + test_rand_below(r, 3)) * 43200;
        int source = (int)test_rand_below(r, N_SOURCES);
        static const enum fact_kind kinds[] = {
            FACT_EVENT, FACT_EVENT, FACT_EVENT,    FACT_EVENT,     FACT_TOTAL,
            FACT_REPLY, FACT_REPLY, FACT_INCIDENT, FACT_ASSESSMENT};
        enum fact_kind kind = kinds[test_rand_below(r, COUNT_OF(kinds))];
        snprintf(h->ids[i], sizeof h->ids[i], "f%zu", i);
        struct fact f = world_fact(w, h->ids[i], kind, source, at, at + len);
        f.recorded = at + (instant)test_rand_below(r, 4) * 86400;
        size_t k = test_rand_below(r, h->n);
        snprintf(h->ids[i], sizeof h->ids[i], "f%zu", i);
        if (kind == FACT_EVENT || kind == FACT_TOTAL) {
            f.act = (int)test_rand_below(r, 2);
            f.item = f.act == 0 ? (int)test_rand_below(r, 3) : PRISONER;
            f.performer = f.act == 0 ? (int)test_rand_below(r, 3) : ARD;
            f.lo = (int64_t)test_rand_below(r, 6);
            f.hi = test_rand_below(r, 3) == 0
                       ? QTY_INF
                       : f.lo + (int64_t)test_rand_below(r, 2);
            if (test_rand_below(r, 3) == 0)
                f.round = test_rand_below(r, 2) == 0 ? STR("r1") : STR("r2");
        }
        h->replies[i] = (struct reply){(enum reply_kind)test_rand_below(r, 4),
                                       str_of(h->ids[k])};
        if (kind == FACT_REPLY || test_rand_below(r, 6) == 0) {
            f.replies = &h->replies[i];
            f.n_replies = 1;
        }
        h->refs[i][0] = str_of(h->ids[k]);
        h->refs[i][1] = str_of(h->ids[(k + 1) % h->n]);
        if (kind == FACT_INCIDENT || kind == FACT_ASSESSMENT) {
            f.refs = h->refs[i];
            f.n_refs = 2;
        }
        if (kind == FACT_ASSESSMENT) {
            f.valid = (int64_t)test_rand_below(r, 4);
            f.invalid = (int64_t)test_rand_below(r, 2);
        }
        h->f[i] = f;
    }
    for (size_t i = 0; i < h->n; i++) { /* ids are whole now */
        h->replies[i].id = str_of(h->replies[i].id.p);
        h->refs[i][0] = str_of(h->refs[i][0].p);
        h->refs[i][1] = str_of(h->refs[i][1].p);
    }
}

static void clauses(struct world *w)
{
    struct clause *c = world_duty(w, BEA, HAND_OVER, CAPTIVE, 7);
    c->due = world_due_day(3);
    c = world_duty(w, BEA, HAND_OVER, CIVILIAN, 3);
    c->standard = (struct standard){
        .kind = STD_KOF, .k = 2, .of = 1 << ARD | 1 << ICRC | 1 << PRESS};
    c->due = world_due_day(4);
    c = world_duty(w, ARD, RELEASE, PRISONER, 2);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(w, HAND_OVER, CAPTIVE);
    c->due = world_due_hours(36);
    c = world_duty(w, ARD, RELEASE, PRISONER, 2);
    c->trigger = TRIG_EVENT;
    c->trig = world_selector(w, HAND_OVER, CAPTIVE);
    c->key = KEY_ROUND;
    c->due = world_due_hours(36);
    c->standard = world_verified_by(ICRC);
    c->validated_by = MECH;
    c = world_duty(w, ARD, RELEASE, PRISONER, 4);
    c->period = PERIOD_DAY;
    c->from = world_day(1);
    c = world_duty(w, ARD, RELEASE, PRISONER, 1);
    c->trigger = TRIG_MET;
    c->trig_clause = 0;
    c->due = world_due_hours(24);
    c = world_clause(w, CLAUSE_BAN, BEA);
    c->perf = world_selector(w, HAND_OVER, NONE);
}

static void print_row(struct arena *a, const struct world *w,
                      const struct verdict *v, str *out)
{
    str s;
    CHECK(arena_printf(a, &s,
                       "%d/%.*s %d %u due %lld met %d %lld %lld/%lld/%lld"
                       " %d%d reports",
                       v->clause, STR_ARG(v->instance), (int)v->status,
                       v->marks, (long long)(v->has_due ? v->due_hi : 0),
                       v->has_met, (long long)(v->has_met ? v->met_to : 0),
                       (long long)v->sure, (long long)v->possible,
                       (long long)v->required, v->accounts_differ,
                       v->on_status));
    for (uint32_t i = 0; i < v->n_reports; i++) {
        struct fact f;
        engine_fact(w->e, v->reports[i], &f);
        CHECK(arena_printf(a, &s, "%.*s %.*s", STR_ARG(s), STR_ARG(f.id)));
    }
    for (uint32_t i = 0; i < v->n_accounts; i++)
        CHECK(arena_printf(a, &s, "%.*s | %d %d %lld %lld", STR_ARG(s),
                           v->accounts[i].account, (int)v->accounts[i].status,
                           (long long)v->accounts[i].fig.lo,
                           (long long)v->accounts[i].fig.hi));
    *out = s;
}

void test_engine_log__any_order_of_arrival(void)
{
    struct test_rand r = {5};
    struct arena *a = test_arena();
    for (size_t round = 0; round < 300 * test_times(); round++) {
        struct world w, z;
        struct heap h;
        world_init(&w);
        clauses(&w);
        world_start(&w);
        world_init(&z);
        clauses(&z);
        world_start(&z);
        random_facts(&w, &h, &r);
        for (size_t i = 0; i < h.n; i++)
            world_add(&w, &h.f[i]);
        for (size_t i = h.n; i > 1; i--) {
            size_t k = test_rand_below(&r, i);
            struct fact swap = h.f[k];
            h.f[k] = h.f[i - 1];
            h.f[i - 1] = swap;
        }
        for (size_t i = 0; i < h.n; i++) {
            world_add(&z, &h.f[i]);
            if (test_rand_below(&r, 4) == 0)
                world_status(&z, day((int)test_rand_below(&r, 9)));
        }
        for (int at = 1; at < 9; at += 3) {
            str x, y;
            world_status(&w, day(at) + 7);
            world_status(&z, day(at) + 7);
            CHECK_INT(w.v.n, z.v.n);
            for (uint32_t i = 0; i < w.v.n && i < z.v.n; i++) {
                print_row(a, &w, &w.v.v[i], &x);
                print_row(a, &z, &z.v.v[i], &y);
                CHECK_STR(x, y);
            }
        }
        world_end(&w);
        world_end(&z);
        arena_reset(a);
    }
}

/* Each allocation fails once; nothing leaks or breaks. */
void test_engine_log__no_memory(void)
{
    struct test_rand r = {9};
    struct world w;
    struct heap h;
    world_init(&w);
    clauses(&w);
    random_facts(&w, &h, &r);
    for (size_t n = 1; n < 100000; n += 1 + n / 40) {
        struct test_heap heap = {.fail_at = n};
        struct arena scratch, out;
        struct cx cx;
        struct engine *e = NULL;
        struct verdicts v;
        bool dup, done = true;
        cx_init_fixed(&cx, &scratch, mem_system(), 0, 7);
        arena_release(&scratch);
        cx.mem = test_heap_mem(&heap);
        arena_init(&scratch, cx.mem, "scratch", 1 << 28);
        arena_init(&out, cx.mem, "out", 1 << 28);
        err x = engine_new(&cx, &w.ag, &e);
        for (int i = 0; is_ok(x) && i < N_SOURCES; i++) {
            int s;
            x = engine_source(&cx, e, STR("s"), STR("s"),
                              i < N_WORLD_ACTORS ? i : ICRC, &s);
        }
        for (size_t i = 0; is_ok(x) && i < h.n; i++)
            x = engine_add(&cx, e, &h.f[i], &dup);
        if (is_ok(x))
            x = engine_status(&cx, e, INSTANT_MAX, &out, &v);
        done = is_ok(x);
        CHECK(done || x.code == ERR_RESOURCE);
        engine_free(e);
        arena_release(&out);
        arena_release(&scratch);
        if (done)
            return;
    }
    FAIL("it never succeeds");
}
