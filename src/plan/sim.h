/* plan/sim.h: rehearsing: the sides act, the engine judges.
 *
 * A rehearsal is a loop: the engine says what is owed at the end of the time
 * looked at; the sides do it, each row when its policy says; what follows from
 * that arises, and is done in turn, until nothing new does. So it is the
 * engine, and nobody else, that says what is owed, when, and what became of it.
 *
 * Read next: play.h. */
#ifndef PLAN_SIM_H
#define PLAN_SIM_H

#include "plan/play.h"

/* What departs from "each owed thing is done at its deadline". */
enum sim_kind {
    SIM_ON_TIME,
    SIM_STOPS,    /* `actor` does nothing from `at` on */
    SIM_LATE,     /* `clause` (step; NONE: all) by `seconds` */
    SIM_OMITS,    /* `clause` (step) is not done at all */
    SIM_SILENT,   /* `actor` says nothing from `at` on */
    SIM_CUT,      /* of `clause` only `num` of `den` units are done */
    SIM_AMOUNT,   /* of `clause` (step) exactly `num` units are done */
    SIM_EVENT,    /* at `at` `by` states the act `act` */
    SIM_CONDITION /* at `at` condition `clause` is found to hold (`num`) */
};
struct sim_move {
    enum sim_kind kind;
    int actor;
    int clause, step;
    instant at;
    instant to; /* until when; 0: without end */
    int64_t seconds, num, den;
    int node; /* the step by which it is told, or NONE */
    int by;   /* SIM_EVENT */
    struct play_act act;
};

/* A row of the outcome: one clause, all its bearers and instances. */
struct sim_outcome {
    int clause;
    uint32_t by_status[N_STATUS];
};
struct sim_result {
    struct sim_move move;
    struct sim_outcome *v; /* those that differ from the course on time */
    uint32_t n;
    uint32_t worse; /* instances that are no longer met */
};
struct sim_all {
    struct sim_outcome *on_time; /* every formal clause; none: no memory */
    uint32_t n_on_time;
    struct sim_result *v; /* worst first within each kind */
    uint32_t n;
    str *not_covered;
    uint32_t n_not_covered;
    uint64_t rows; /* statuses that the engine was asked for in all */
};

/* The course under some moves up to `until`, and the verdicts at `at`. Events
 * after `until` are left out. `room` holds the verdicts of the last round. */
MUST_USE err sim_course(struct cx *cx, struct arena *a, const struct plan *p,
                        const struct sim_move *moves, uint32_t n, instant until,
                        instant at, struct play **out, struct arena *room,
                        struct verdicts *verdicts);

/* Each side stopping at each step, each step late by `late_s`, each body
 * silent, each quota cut to half: all against the course on time. Where the
 * limit of memory is reached, what was played is kept, and not_covered says
 * so. */
MUST_USE err sim_rehearse(struct cx *cx, struct arena *a, const struct plan *p,
                          int64_t late_s, struct sim_all *out);

/* The last instant that is looked at: the end of the life, else a week after
 * the last deadline. */
instant sim_horizon(const struct plan *p);
/* "2.1 is done 1 day late", "Belmar stops before 2.2 step 1 (day 7)". */
void sim_words(const struct plan *p, const struct sim_move *m, struct buf *out);

#endif
