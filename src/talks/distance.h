/* talks/distance.h: how far the parties are from one text, day by day.
 *
 * A bracket that is not agreed is counted by its alternatives that no party
 * has rejected, and by what these differ in: the greatest deadline less the
 * smallest, in days, and the same of quantities, unit by unit. An alternative
 * that drops out brings a difference down; a clause that is agreed has none.
 *
 * Times are those that senders claim; a position counts from its day on. Pure;
 * see table.c for what is agreed. */
#ifndef TALKS_DISTANCE_H
#define TALKS_DISTANCE_H

#include "talks/talks.h"

/* What an alternative says in figures. */
struct talks_terms {
    int64_t day;    /* by when, in days; -1: it names none */
    int64_t amount; /* how much; -1: none */
    str unit;       /* of the amount: "truck a week" */
};
struct talks_day {
    str day; /* "2026-06-01" */
    size_t count[MARKS];
    size_t alternatives; /* that are still open, of all brackets */
    int64_t days;        /* sum of the differences of deadlines */
    int64_t amount;      /* sum of the differences of quantities */
};
/* The state at the end of each day on which a position was taken, oldest
 * first. terms: of each row of the table; only amounts of one unit are
 * compared. */
MUST_USE err talks_distance(struct cx *cx, struct arena *a,
                            const struct talks *t,
                            const struct talks_clause *clause, size_t n,
                            const struct talks_terms *terms,
                            struct talks_day **out, size_t *n_out);

#endif
