/* app/scenario.h: table-top exercises: play days, disturb, look, go back.
 *
 * One line is one order; docs/rehearsal.md lists them. Lines come from a file
 * or from a person; with a person a wrong line is told and forgotten, in a file
 * it ends the run. Everything is judged by the engine (plan/sim.h).
 *
 * Read next: scenario.c. */
#ifndef APP_SCENARIO_H
#define APP_SCENARIO_H

#include "app/rehearse.h"
#include "plan/plan.h"

struct scenario_options {
    const char *path; /* in messages; "-": standard input */
    str text;         /* the orders, unless a person types them */
    bool person;      /* somebody types: a prompt, and errors do not end it */
    bool writes;      /* whether `write` may make a file */
    bool colour;
    size_t width;
    void (*flush)(void *self); /* after each order */
    void *self;
};

/* What stands at the top of a file, before the first order: the agreement,
 * its choices, the day on which it begins. NULL or none where unsaid. */
struct scenario_head {
    const char *agreement;
    const char *const *choices;
    size_t n_choices;
    const char *start;
};
MUST_USE err scenario_read_head(struct cx *cx, struct arena *a,
                                const char *path, str text,
                                struct scenario_head *out);

/* Runs the orders. */
MUST_USE err scenario_run(struct cx *cx, struct arena *a, const struct plan *p,
                          const struct scenario_options *o, struct buf *out);

#endif
