/* tests/reference/ref.h: a second evaluator, slow and from scratch.
 *
 * Written from docs/semantics.md alone, over the data of lang/norm.h and the
 * structs (not the code) of engine/engine.h. It shares no code with the
 * engine; of the program it uses base and time only. Everything is computed
 * anew for each question, and where the page says "the greatest over ..." it
 * tries them all.
 *
 * Not here: explanations, changes, limits, speed. Read next: ref.c. */
#ifndef TESTS_REFERENCE_REF_H
#define TESTS_REFERENCE_REF_H

#include "base/arena.h"
#include "base/cx.h"
#include "engine/engine.h"

struct ref_input {
    const struct agreement *ag;
    const struct source *sources; /* in order of declaration */
    uint32_t n_sources;
    uint32_t n_accounts; /* the actors and those declared beside them */
    const struct fact *facts;
    uint32_t n_facts;
};

/* What engine_status says of the same record, with fact numbers that are
 * indexes of in->facts. Lives in a. Aborts when the arena refuses. */
void ref_status(struct cx *cx, const struct ref_input *in, instant at,
                struct arena *a, struct verdicts *out);

/* Which facts stand (sem 2); n_facts flags in a. */
const bool *ref_standing(const struct ref_input *in, struct arena *a);

/* Of facts with one id, the one that is kept (sem 2, "same id"): <0 if a is
 * kept before b. */
int ref_fact_cmp(const struct fact *a, const struct fact *b);

/* The latest time that any record speaks of. */
instant ref_latest(const struct ref_input *in);

/* The status of one instance under the own standard if its performance were
 * known from these reports only (by index), all else as it is. False if there
 * is no such instance. Aborts without memory. */
bool ref_rests_on(struct cx *cx, const struct ref_input *in, instant at,
                  int clause, int bearer, str instance, const bool *only,
                  struct arena *a, enum status *out);

#endif
