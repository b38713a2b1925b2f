/* plan/plan_int.h: what the files of the module share. */
#ifndef PLAN_PLAN_INT_H
#define PLAN_PLAN_INT_H

#include "plan/plan.h"

#include "base/vec.h"
#include "lang/deps.h"
#include "lang/lang.h"
#include "time/civil.h"

/* --- The network of times ----------------------------------------------- */

/* A variable is an instant; a term is one moved: first by `off` seconds, then
 * by a duration (days keep the wall clock time). */
struct term {
    uint32_t var;
    int64_t off;
    struct duration d;
};
enum relation_kind {
    REL_MAX, /* y is the latest of its terms */
    REL_GE,  /* y is at or after its one term */
    REL_LE   /* y is at or before it */
};
struct relation {
    enum relation_kind kind;
    uint32_t y;
    const struct term *t;
    uint32_t n;
    bool forward; /* of something that may not happen: says nothing back */
    bool off;     /* taken out after a conflict */
    bool due;     /* a deadline, of `node` */
    int node, clause;
    str words;
};
/* Invariants: 1. lo only grows and hi only falls while the network is solved.
 * 2. lo_by, hi_by name the relation that set them last, *_from the variable
 * from which it came; NO_REL where nothing did. */
struct var {
    instant lo, hi;
    uint32_t lo_by, hi_by, lo_from, hi_from;
    bool fixed; /* a constant, or entry into force */
};
#define NO_REL UINT32_MAX

/* The variables of a node; NO_VAR: none. */
struct node_vars {
    uint32_t arise, done, due;
};
#define NO_VAR UINT32_MAX

/* What reach.c finds of a clause. */
struct reach {
    bool arise, meet, fail; /* can it ever arise, be met, be found unmet */
    /* ... and no sooner than: INSTANT_MAX if never */
    instant arise_at, meet_at, fail_at;
    bool excluded; /* by search.c: its conditions exclude each other */
    /* what a course of events may bring about: as far as search.c knows too */
    bool can_meet, can_fail;
    bool circle; /* in a circle of waits */
    bool dated;  /* in a circle through a deadline */
    bool asked;  /* its condition is asked when it cannot hold */
    struct plan_span asked_at;
    int because; /* the clause for which it waits in vain */
    str why;     /* in words, if it cannot arise */
    str why_not_meet, why_not_fail;
};

struct model {
    struct cx *cx;
    struct arena *a;
    const struct agreement *ag;
    struct plan *p;
    struct reach *reach; /* by clause */
    VEC(struct plan_node) nodes;
    VEC(struct node_vars) nv;
    VEC(struct var) vars;
    VEC(struct relation) rels;
    uint32_t *first, *last; /* nodes of a clause: first[c] .. last[c] */
    uint32_t *met;          /* by clause: variable of its last deed */
    uint32_t *ps, *pe;      /* by phase */
    uint32_t life_end;
    VEC(struct plan_finding) findings;
    VEC(str) not_covered;
};

/* Instants of points that the text and the entry into force fix alone. */
enum at_use { AT_BEGIN, AT_END, AT_DUE_END, AT_DUE_START };
instant model_move(struct cx *cx, const struct plan *p, struct duration d,
                   instant from);
bool model_fixed_point(struct cx *cx, const struct plan *p,
                       const struct point *pt, enum at_use use, instant *out);

/* reach.c */
MUST_USE err reach_make(struct model *m);
MUST_USE err reach_findings(struct model *m);
/* Whether each instance of the clause has an opener of its own (sem 7). */
bool reach_own_trigger(const struct agreement *ag, int clause, int depth);
/* Whether it can arise, but only after the end of the agreement. */
bool reach_outside(const struct model *m, int clause);
/* Whether the clause is evaluated as one with deeds to do. */
bool reach_is_deed(const struct clause *c);

/* The deadline by which it is found unmet, or NULL; and its instant, if the
 * calendar fixes it alone. */
const struct point *reach_last_due(const struct clause *c);
bool reach_due_fixed(const struct model *m, const struct clause *c,
                     instant *out);

/* witness.c: the shortest course of events after which the clause would stand,
 * if it could. */
struct play;
MUST_USE err witness_of(struct model *m, int clause, const struct play **out);

/* times.c: solves the network; conflicts are noted and taken out. */
MUST_USE err times_solve(struct model *m);

MUST_USE err clash_findings(struct model *m);
MUST_USE err observe_findings(struct model *m);
MUST_USE err comply_findings(struct model *m);
MUST_USE err expose_make(struct model *m);
/* search.c: what conditions that can exclude each other leave possible; then
 * what is found of it. */
MUST_USE err search_make(struct model *m);
MUST_USE err search_findings(struct model *m);

/* Findings. */
struct plan_finding *finding_new(struct model *m, enum plan_topic topic,
                                 enum plan_weight weight, int clause);
/* What was gathered, all of it. */
MUST_USE err words_end(struct model *m, struct buf *b, str *out);
MUST_USE err finding_add(struct model *m, struct plan_finding f,
                         const int *clauses, uint32_t n);
MUST_USE PRINTF_LIKE(2, 3) err
    note_uncovered(struct model *m, const char *fmt, ...);

/* The parts, one after the other; empty without memory. */
str joined(struct model *m, const char *a, str b, const char *c, str d,
           const char *e);

/* "Ardania", "Ardania and Belmar"; of an actor without a name its id. */
str actor_name(const struct agreement *ag, int actor);
void actors_print(const struct agreement *ag, actor_set s, struct buf *out);
/* "hostage (living)"; "Northern quays", "within 5 km of Boundary". */
void item_print(const struct agreement *ag, int item, struct buf *out);
void zone_print(const struct agreement *ag, int zone, struct buf *out);
/* Whether some report could be looked at by both selectors. */
bool selectors_meet(const struct agreement *ag, const struct clause *duty,
                    const struct selector *x);
bool zones_nest(const struct agreement *ag, int inner, int outer);

#endif
