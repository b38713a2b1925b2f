/* lang/lint_int.h: the frame of the checks of review.c.
 *
 * A check is one row in the table `lints` (review.c) and one function in a
 * lint_*.c. It reads the tree and the normal form, and calls lint_clause or
 * lint_at for each finding; waivers, grouping and order are the frame's.
 *
 *     lint_frame.c    the clock, phases, places, bodies
 *     lint_clauses.c  sentences: who, what, by when, verified by whom
 *     lint_between.c  clauses together: order, circles, overlap, exchanges */
#ifndef LANG_LINT_INT_H
#define LANG_LINT_INT_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/lang.h"

struct review;
typedef err lint_fn(struct review *r);

struct lint {
    struct diag_code row; /* code, severity, why in one sentence, hint */
    const char *title;    /* what it finds: "No deadline" */
    const char *checks;   /* what exactly is looked at */
    const char *source;   /* the cases and studies that teach it */
    lint_fn *run;
};

extern const struct lint lints[];
extern const size_t lints_n;

/* NULL if code is no lint. */
const struct diag_code *lint_code_find(const char *code);

/* Clauses found by one check: told as one finding, "7 clauses have ...". */
struct lint_group {
    int *v;
    uint32_t n, cap;
};

struct review {
    struct cx *cx;
    struct arena *a;
    const struct ast *t;
    const struct agreement *ag;
    struct diagnostics *d;
    const struct lint *lint; /* the one that runs */

    /* the tree of each clause of the normal form */
    const struct ast_clause **clauses;
    const struct ast_body **bodies;
    const struct ast_clock *clock; /* NULL: none */
    struct span clock_at, title_at;
    struct lint_group group;
};

/* One finding at a place that belongs to no clause. */
MUST_USE PRINTF_LIKE(3, 4) err
    lint_at(struct review *r, struct span at, const char *fmt, ...);
/* One finding about a clause; the message begins after its label. */
MUST_USE PRINTF_LIKE(3, 4) err
    lint_clause(struct review *r, int clause, const char *fmt, ...);
/* The same for any number: gather, then tell. `one` follows "4.1 ", `many`
 * follows "3 clauses ". Those that are waived are told apart. */
MUST_USE err lint_gather(struct review *r, int clause);
MUST_USE err lint_tell(struct review *r, const char *one, const char *many);

/* Whether the text waives the check that runs for this clause. */
bool lint_is_waived(const struct review *r, int clause);

/* Hint, or why, of the finding just made, in place of the row's. */
MUST_USE PRINTF_LIKE(2, 3) err lint_why(struct review *r, const char *fmt, ...);
MUST_USE PRINTF_LIKE(2, 3) err
    lint_hint(struct review *r, const char *fmt, ...);

/* --- Reading the normal form ---------------------------------------------- */

static inline bool lint_is_duty(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY;
}
static inline bool lint_binds(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
           c->kind == CLAUSE_KEEP;
}
/* The act by its id in the standard vocabulary. */
bool lint_is_act(const struct review *r, int act, const char *const *ids);

lint_fn lint_force, lint_phase_start, lint_gap, lint_duration, lint_open_end,
    lint_scope, lint_map, lint_bearer, lint_deadline, lint_too_early,
    lint_circle, lint_verifier, lint_access, lint_ready, lint_reports,
    lint_dispute, lint_exception, lint_quantity, lint_exchange, lint_time,
    lint_overlap;

#endif
