/*
 * trace.c - makes the synthetic record of trace.h.
 *
 * Independent Poisson sources push what they cause onto one heap ordered by
 * time, then by order of making; trace_next takes from it.  Floats are used
 * here only: this is a generator, not a verdict.
 */
#include "trace.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define HOUR  3600.0
#define DAY   86400.0
#define ZONES 50

enum source {
    ORDERS,
    ATTACKS,
    SWITCHES,
    TRUCKS,
    RELEASES,
    COMMITMENTS,
    OTHERS,
    SOURCES
};
static const double per_day[SOURCES] = {3200, 1500, 40, 610, 200, 100, 380};

struct pending {
    double at;
    uint64_t order;
    enum trace_kind kind;
    uint64_t a, b;
};

struct trace {
    uint64_t random, made;
    struct pending *heap;
    size_t n, cap;
    double next[SOURCES], day_end;
    uint64_t day, orders, trucks, rounds, commitments;
    uint64_t trucks_of_day[8]; /* by day modulo 8: pushed ahead of day's end */
    bool quiet[ZONES];
};

static uint64_t random_u64(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

static double uniform(uint64_t *s)
{
    return (double)(random_u64(s) >> 11) / 9007199254740992.0;
}

static double exponential(uint64_t *s, double mean)
{
    return -mean * log(1.0 - uniform(s));
}

static bool before(const struct pending *x, const struct pending *y)
{
    return x->at < y->at || (x->at == y->at && x->order < y->order);
}

static void push(struct trace *t, double at, enum trace_kind kind, uint64_t a,
                 uint64_t b)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 4096;
        struct pending *heap = realloc(t->heap, cap * sizeof *heap);
        if (!heap)
            abort();
        t->heap = heap;
        t->cap = cap;
    }
    struct pending e = {at, t->made++, kind, a, b};
    size_t i = t->n++;
    while (i && before(&e, &t->heap[(i - 1) / 2])) {
        t->heap[i] = t->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    t->heap[i] = e;
}

static struct pending pop(struct trace *t)
{
    struct pending top = t->heap[0], e = t->heap[--t->n];
    size_t i = 0, c;
    while ((c = 2 * i + 1) < t->n) {
        if (c + 1 < t->n && before(&t->heap[c + 1], &t->heap[c]))
            c++;
        if (!before(&t->heap[c], &e))
            break;
        t->heap[i] = t->heap[c];
        i = c;
    }
    t->heap[i] = e;
    return top;
}

static void fire_order(struct trace *t, double at)
{
    uint64_t id = ++t->orders;
    double u = uniform(&t->random);
    push(t, at, TRACE_ORDER, id, 0);
    if (u < 0.01)
        return;
    double after = u < 0.02 ? 7 * DAY + 1 + uniform(&t->random) * 2 * DAY
                            : uniform(&t->random) * 6.9 * DAY;
    push(t, at + after, TRACE_FULFIL, id, 0);
}

static void fire_attack(struct trace *t, double at)
{
    bool want = uniform(&t->random) < 0.05;
    size_t z = random_u64(&t->random) % ZONES;
    for (int i = 0; i < ZONES && t->quiet[z] != want; i++)
        z = (z + 1) % ZONES;
    push(t, at, TRACE_ATTACK, z, random_u64(&t->random) % 2);
}

static void fire_switch(struct trace *t, double at)
{
    size_t z = random_u64(&t->random) % ZONES;
    bool holds = !t->quiet[z] || uniform(&t->random) >= 0.25;
    t->quiet[z] = holds;
    push(t, at, TRACE_QUIET, z, holds);
}

static void fire_release(struct trace *t, double at)
{
    uint64_t round = ++t->rounds, n = 1 + random_u64(&t->random) % 9;
    double u = uniform(&t->random);
    push(t, at, TRACE_CAPTIVES, round, n);
    for (int i = 0; i < 3; i++) {
        double after = uniform(&t->random) * 23.9 * HOUR;
        uint64_t m = n;
        if (i == 0 && u < 0.02)
            m = n - 1;
        else if (i == 0 && u < 0.04)
            after = 24 * HOUR + 2 + uniform(&t->random) * HOUR;
        if (m)
            push(t, at + after, TRACE_PRISONERS, round, m);
    }
}

static void fire_commitment(struct trace *t, double at)
{
    uint64_t id = ++t->commitments;
    double u = uniform(&t->random), met = at + uniform(&t->random) * 3 * DAY;
    push(t, at, TRACE_COMMIT, id, 0);
    push(t, met, TRACE_KEEP, id, 0);
    if (u < 0.03)
        return;
    if (u < 0.05)
        met += 7 * DAY + 2 + uniform(&t->random) * DAY;
    else if (u < 0.10)
        met = at + (met - at) * uniform(&t->random);
    else
        met += uniform(&t->random) * 6.9 * DAY;
    push(t, met, TRACE_WITHDRAW, id, 0);
}

static void fire(struct trace *t, enum source s, double at)
{
    switch (s) {
    case ORDERS:
        fire_order(t, at);
        break;
    case ATTACKS:
        fire_attack(t, at);
        break;
    case SWITCHES:
        fire_switch(t, at);
        break;
    case TRUCKS:
        push(t, at, TRACE_TRUCK, ++t->trucks, 1);
        t->trucks_of_day[t->day % 8]++;
        break;
    case RELEASES:
        fire_release(t, at);
        break;
    case COMMITMENTS:
        fire_commitment(t, at);
        break;
    case OTHERS:
        push(t, at, TRACE_OTHER, random_u64(&t->random) % 1000, 0);
        break;
    case SOURCES:
        break;
    }
}

struct trace *trace_open(uint64_t seed)
{
    struct trace *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->random = seed * 0x9E3779B97F4A7C15u + 1;
    t->day_end = DAY - 1;
    for (int s = 0; s < SOURCES; s++)
        t->next[s] = exponential(&t->random, DAY / per_day[s]);
    return t;
}

struct trace_event trace_next(struct trace *t)
{
    for (;;) {
        int s = 0;
        for (int i = 1; i < SOURCES; i++)
            if (t->next[i] < t->next[s])
                s = i;
        double at = t->next[s];
        if (t->day_end <= at) {
            push(t, t->day_end, TRACE_DAY_END, t->day,
                 t->trucks_of_day[t->day % 8]);
            t->trucks_of_day[t->day % 8] = 0;
            t->day++;
            t->day_end += DAY;
        }
        if (t->n && t->heap[0].at <= at) {
            struct pending e = pop(t);
            return (struct trace_event){(int64_t)e.at, e.kind, e.a, e.b};
        }
        fire(t, (enum source)s, at);
        t->next[s] = at + exponential(&t->random, DAY / per_day[s]);
    }
}

void trace_close(struct trace *t)
{
    if (t)
        free(t->heap);
    free(t);
}

static int by_arrival(const void *x, const void *y)
{
    const struct arrival *a = x, *b = y;
    if (a->arrives != b->arrives)
        return a->arrives < b->arrives ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->retracts != TRACE_NOTHING) - (b->retracts != TRACE_NOTHING);
}

struct arrival *trace_arrivals(uint64_t seed, uint64_t n, unsigned late,
                               unsigned retracted, uint64_t *out_n)
{
    struct trace *t = trace_open(seed);
    struct arrival *v = t ? malloc(2 * n * sizeof *v) : NULL;
    uint64_t random = seed * 0x9E3779B97F4A7C15u + 3, m = 0;
    for (uint64_t i = 0; v && i < n; i++) {
        struct trace_event e = trace_next(t);
        double at = (double)e.at;
        bool moves = e.kind != TRACE_DAY_END;
        if (moves && uniform(&random) * 100 < late)
            at += exponential(&random, 6 * HOUR);
        v[m++] = (struct arrival){(int64_t)at, i, TRACE_NOTHING, e};
        if (moves && uniform(&random) * 100 < retracted) {
            at += exponential(&random, 12 * HOUR);
            v[m++] = (struct arrival){(int64_t)at, i, i, e};
        }
    }
    trace_close(t);
    if (v && (late || retracted))
        qsort(v, m, sizeof *v, by_arrival);
    *out_n = m;
    return v;
}
