/*
 * trace.h - a synthetic record for the benchmarks: five patterns, one stream.
 *
 * Deterministic in the seed.  A simulated day has about 10,000 events:
 *
 *   P1  3,200 orders, each to be fulfilled within 7 days (1 % never, 1 % late)
 *   P2  1,500 acts in 50 zones, 5 % of them in a zone that is quiet
 *   P3    610 single trucks against a quota of 600, and a return at day's end
 *   P4    200 releases of 1 to 9 captives, each answered by three batches of
 *         prisoners within 24 hours (2 % short, 2 % partly late)
 *   P5    100 commitments; 7 days after each is met a withdrawal falls due
 *         (3 % never, 2 % late, 5 % early)
 *         380 events that no clause looks at
 *
 * Times never go back.  What reads it: gen.c writes it as text, ceiling.c is
 * the hand-written pass, bench_engine.c feeds the engine without any text.
 */
#ifndef TRUCE_BENCH_TRACE_H
#define TRUCE_BENCH_TRACE_H

#include <stdint.h>

enum trace_kind {
    TRACE_ORDER,     /* a: order */
    TRACE_FULFIL,    /* a: order */
    TRACE_ATTACK,    /* a: zone, b: 0 or 1, the party named */
    TRACE_QUIET,     /* a: zone, b: 1 holds from now on, 0 does not */
    TRACE_TRUCK,     /* a: number, b: trucks */
    TRACE_DAY_END,   /* a: day, b: trucks that day */
    TRACE_CAPTIVES,  /* a: round, b: persons */
    TRACE_PRISONERS, /* a: round, b: persons */
    TRACE_COMMIT,    /* a: commitment */
    TRACE_KEEP,      /* a: commitment: it is met */
    TRACE_WITHDRAW,  /* a: commitment */
    TRACE_OTHER,     /* a: anything */
    TRACE_KINDS
};

struct trace_event {
    int64_t at; /* seconds after the trace's first midnight */
    enum trace_kind kind;
    uint64_t a, b;
};

struct trace;
/* NULL for lack of memory. */
struct trace *trace_open(uint64_t seed);
struct trace_event trace_next(struct trace *t);
void trace_close(struct trace *t);

/* The trace as a channel delivers it: `late` per cent arrive 6 hours late in
 * the mean, `retracted` per cent are withdrawn 12 hours after they arrived.
 * Numbers are those of the events in order of time, from 0. */
struct arrival {
    int64_t arrives;
    uint64_t number;
    uint64_t retracts; /* TRACE_NOTHING, or the number it withdraws */
    struct trace_event event;
};
#define TRACE_NOTHING UINT64_MAX
/* The first n events; *out_n arrivals (more than n: the retractions), in order
 * of arrival; free() them.  NULL for lack of memory. */
struct arrival *trace_arrivals(uint64_t seed, uint64_t n, unsigned late,
                               unsigned retracted, uint64_t *out_n);

#endif
