/* plan/play.h: a course of events, invented: who signs, does, states, and
 * says that something was not done.
 *
 * Each event is a record as the engine reads them; sources are the actors of
 * the agreement, in their order. A course can be given to the engine, or
 * written as lines of a reports file. */
#ifndef PLAN_PLAY_H
#define PLAN_PLAY_H

#include "engine/engine.h"
#include "plan/plan.h"

struct play_event {
    struct fact f;
    uint32_t number; /* in the order in which they were made */
    int clause;      /* which it performs, or NONE */
    bool shown;      /* the first of several records of one event */
};
/* An act that no clause asks for. */
struct play_act {
    int act, performer, item, zone, to; /* item, zone, to: or NONE */
    int64_t n;
};
struct play {
    struct cx *cx;
    struct arena *a;
    const struct plan *p;
    struct play_event *v;  /* by play_told_at() */
    uint32_t n, cap, made; /* made: numbers given so far */
    instant at;            /* when it is looked at */
    actor_set silent;      /* whose records are left out */
    uint64_t rows;         /* statuses that were asked for while it was made */
    bool cut_short;        /* more would follow, but was not played */
};

MUST_USE err play_new(struct cx *cx, struct arena *a, const struct plan *p,
                      struct play **out);
/* What brings the agreement into force. */
MUST_USE err play_sign(struct play *w);
/* The deed that a clause asks of a bearer (index into its bearers; NONE if it
 * has none), of n units, at an instant: a record by each account that some
 * clause needs to hear. */
MUST_USE err play_do(struct play *w, int clause, int bearer, instant at,
                     int64_t n);
/* Those who can close the clause state over [from, to) that nothing was done
 * (a total of 0). */
MUST_USE err play_not_done(struct play *w, int clause, int bearer, instant from,
                           instant to);
/* An event that opens an instance of a `for each` clause, by a record of each
 * account that the clause takes its triggers from. */
MUST_USE err play_opening(struct play *w, int clause, instant at);
/* An act as one source states it. */
MUST_USE err play_event(struct play *w, const struct play_act *x, int by,
                        instant at);
/* A condition is found to hold or not, by its body; a state of a guard of
 * `clause` is stated by those whose statement counts for it. */
MUST_USE err play_condition(struct play *w, int condition, instant at,
                            bool holds);
MUST_USE err play_state(struct play *w, int clause, const struct atom *atom,
                        instant at, bool holds);
/* When it is told: what was not done, at the end of its time. */
instant play_told_at(const struct play_event *e);
/* In order of that; events of one time stay in order. */
void play_order(struct play *w);
/* The events in an engine, and the verdicts at w->at. The engine is freed. */
MUST_USE err play_run(struct play *w, struct arena *a, struct verdicts *out);
/* As JSON Lines, for `truce status`. */
void play_lines(const struct play *w, struct buf *out);
/* One event in words: "Belmar hands over 8 captive (2.1)". */
void play_words(const struct play *w, uint32_t i, struct buf *out);

#endif
