/* facts/context.h: events as data sets outside of the case tell them: tables in
 * the columns of ACLED or of UCDP GED.
 *
 * They are context: nothing of them is given to an engine, none becomes an
 * incident or a report, and their words for who did what to whom stay theirs.
 * docs/context.md names the columns that are read; others are passed over.
 * Neither asks whether the data may be used: their terms do.
 *
 * Not here: reports that a table is imported as (import.h). */
#ifndef FACTS_CONTEXT_H
#define FACTS_CONTEXT_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "facts/facts.h"
#include "geo/geo.h"
#include "time/civil.h"

enum context_set { CONTEXT_ACLED, CONTEXT_GED, CONTEXT_SETS };

/* Texts are empty where nothing was written. */
struct context_event {
    enum context_set set;
    str id, type, detail, actor1, actor2, place, source, notes;
    struct civil_date from, to;
    struct geo_point at;
    bool has_point;
    int precision; /* the set's own code of the place, 0: not told */
    /* Deaths: ACLED tells one number, GED the best and both ends. */
    bool has_deaths;
    int64_t best, low, high;
    uint32_t line;
};

struct context {
    VEC(struct context_event) all; /* by date, then in the order of the files */
    VEC(struct facts_problem) problems; /* rows that are left out */
    bool has[CONTEXT_SETS];
};

str context_set_name(enum context_set s); /* "ACLED", "UCDP GED" */

/* Adds the rows of a table; out begins zeroed, and is in order after
 * context_settle(). Rows with something wrong become problems. bytes must live
 * as long. INPUT if the first line has the columns of neither. */
MUST_USE err context_read(struct cx *cx, struct arena *a, str path, str bytes,
                          struct context *out);
void context_settle(struct context *c);

#endif
