/* lang/lint_int.h: the frame of the checks of review.c.
 *
 * A check is one row in the table `lints` (review.c) and one function in a
 * lint_*.c. It reads the tree and the normal form, and calls lint_clause or
 * lint_at for each finding; waivers, grouping and order are the frame's.
 *
 *     lint_frame.c    the clock, phases, places
 *     lint_bodies.c   verifiers, and what the frame says in words
 *     lint_clauses.c  sentences: who, what, by when, verified by whom
 *     lint_between.c  clauses together: circles, overlap, exchanges
 *     lint_order.c    clauses together: order, conflict, throughput
 *     lint_prose.c    what the prose says; its words are in lint_words.c */
#ifndef LANG_LINT_INT_H
#define LANG_LINT_INT_H

#include "base/map.h"
#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/lang.h"

#include <string.h>

struct review;
typedef err lint_fn(struct review *r);
/* Adds, to the finding just made, what would mend it in one clause. */
typedef err lint_fix_fn(struct review *r, int clause);

/* What a finding is about, and so what a waiver of it names. */
enum {
    LINT_UNWAIVED = 0,  /* there is nothing to waive */
    LINT_OF_TEXT = 1,   /* the text, or a declaration: waive L01 because */
    LINT_OF_CLAUSES = 2 /* waive L14 at 1.1 because */
};

struct lint {
    struct diag_code row;  /* code, severity, why in one sentence, hint */
    const char *title;     /* what it finds: "No deadline" */
    const char *checks;    /* what exactly is looked at */
    const char *precedent; /* the case in which it was seen; "" if none */
    const char *source;    /* where that, or the rule, can be read */
    unsigned about;        /* LINT_OF_... */
    lint_fn *run;
};

extern const struct lint lints[];
extern const size_t lints_n;

/* NULL if code is no lint. */
const struct lint *lint_find(str code);
const struct diag_code *lint_code_find(const char *code);

/* Clauses found by one check: told as one finding, "7 clauses have ...". */
struct lint_group {
    int *v;
    uint32_t n, cap;
};

/* The prose of a clause: its quoted text, or one of its authentic texts. */
struct lint_prose {
    int clause;
    str lang, text; /* of no language if the text names none */
    struct span at; /* its strings in the source */
    bool quoted;    /* the clause is judged or declaratory */
};

struct review {
    struct cx *cx;
    struct arena *a;
    const struct ast *t;
    const struct agreement *ag;
    struct diagnostics *d;
    const struct lint *lint; /* the one that runs */
    /* Its waivers: of a clause, by label (an index into the parts of the
     * tree), and of the whole text, or NULL. */
    struct map waiver_at;
    const struct ast_decl *waiver;

    /* the tree of each clause of the normal form */
    const struct ast_clause **clauses;
    const struct ast_body **bodies;
    const struct ast_clock *clock; /* NULL: none */
    struct span clock_at, title_at;
    struct lint_group group;
    lint_fix_fn *fix;         /* for the clauses of the group; NULL: none */
    struct lint_prose *prose; /* in the order of the text */
    uint32_t n_prose;
    uint32_t made; /* findings of d when the last one was made, and more */
};

/* One finding at a place that belongs to no clause. */
MUST_USE PRINTF_LIKE(3, 4) err
    lint_at(struct review *r, struct span at, const char *fmt, ...);
/* One finding about a clause; the message begins after its label. */
MUST_USE PRINTF_LIKE(3, 4) err
    lint_clause(struct review *r, int clause, const char *fmt, ...);
/* The same at a place of the clause that is not its label. */
MUST_USE PRINTF_LIKE(4, 5) err
    lint_clause_at(struct review *r, int clause, struct span at,
                   const char *fmt, ...);
/* The same for any number: gather, then tell. `one` follows "4.1 ", `many`
 * follows "3 clauses ". Those that are waived are told apart. */
MUST_USE err lint_gather(struct review *r, int clause);
MUST_USE err lint_tell(struct review *r, const char *one, const char *many);

/* Whether the text waives the check that runs for this clause. */
bool lint_is_waived(const struct review *r, int clause);

/* The finding just made weighs no more than a note. */
void lint_as_note(struct review *r);
/* Hint, or why, of the finding just made, in place of the row's. */
MUST_USE PRINTF_LIKE(2, 3) err lint_why(struct review *r, const char *fmt, ...);
MUST_USE PRINTF_LIKE(2, 3) err
    lint_hint(struct review *r, const char *fmt, ...);

/* Proposes other words for a part of a clause (or, AT_THE_END, more of them),
 * as an alternative beside what is written: `[ written: ... | L20: ... ]`. The
 * clause is then open, and the sides choose; no edit chooses for them. Nothing
 * if the finding just made is waived, or the clause is a draft already. */
#define AT_THE_END UINT32_MAX
MUST_USE err lint_propose(struct review *r, int clause, uint32_t offset,
                          uint32_t length, str words);

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
/* Where a verifier is declared. */
struct span lint_verifier_at(const struct review *r, int actor);
/* The one actor of a role, or NONE if there are none or several. */
int lint_only(const struct review *r, enum actor_role role);
/* The language of titles, names and provisions; "" if the text names none. */
str lint_text_language(const struct review *r);
/* Whether a text that binds anybody stands here. */
bool lint_has_clauses(const struct review *r);
/* "a, b" or "a and b", into room; "" if it is too small. */
const char *lint_ids(const struct review *r, actor_set set, const char *sep,
                     char *room, size_t n);
actor_set lint_parties(const struct review *r);
/* lint_between.c: the civil day (day 1 is 1) of a point or deadline as far as
 * the text alone fixes it, else `otherwise` or INT64_MAX; the last of a clause
 * with steps. */
int64_t lint_day_of(const struct agreement *ag, const struct point *p,
                    int64_t otherwise);
int64_t lint_due_day(const struct agreement *ag, const struct deadline *d);
int64_t lint_last_due(const struct agreement *ag, const struct clause *c);
/* Whether two selections have an item in common; where zones lie. */
bool lint_sets_meet(const struct selector *a, const struct selector *b);
bool lint_in_zone(const struct agreement *ag, int inner, int outer);
bool lint_places_meet(const struct agreement *ag, int a, int b);
/* The act by its id in the standard vocabulary. */
bool lint_is_act(const struct review *r, int act, const char *const *ids);

lint_fn lint_force, lint_phase_start, lint_gap, lint_duration, lint_open_end,
    lint_scope, lint_map, lint_bearer, lint_deadline, lint_too_early,
    lint_circle, lint_verifier, lint_access, lint_ready, lint_reports,
    lint_dispute, lint_exception, lint_quantity, lint_exchange, lint_time,
    lint_overlap, lint_terms, lint_acts, lint_weak, lint_proxies,
    lint_throughput, lint_order, lint_first_mover, lint_veto, lint_unseen,
    lint_attribution, lint_classes, lint_publication, lint_consequence,
    lint_hotline, lint_orders, lint_conflict, lint_papers, lint_cargo,
    lint_notices, lint_authority, lint_final;

#endif
