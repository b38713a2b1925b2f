/* lang/deps.h: what waits for what in a normal form, and the circles in it.
 *
 * Nodes are clauses, then phases. An edge says that the status or the times of
 * its `from` depend on the outcome of its `to`. compile.c refuses circles
 * through a negation, review.c shows the others. */
#ifndef LANG_DEPS_H
#define LANG_DEPS_H

#include "base/cx.h"
#include "lang/norm.h"

enum dep_kind {
    DEP_TRIGGER, /* when X is ... */
    DEP_AFTER,   /* after X is ... */
    DEP_GUARD,   /* if, while, unless */
    DEP_START,   /* from, not before a point of X */
    DEP_DUE,     /* a deadline counted from X */
    DEP_PHASE,   /* a phase begins or ends by X */
    DEP_KINDS
};
struct dep {
    uint32_t from, to;
    enum dep_kind kind;
    bool negated;
};
struct deps {
    struct dep *v; /* in order of `from` */
    uint32_t n;
    uint32_t *first; /* first[i] .. first[i + 1]: the edges of node i */
    uint32_t n_nodes, n_clauses;
};

/* Everything lives in a. */
MUST_USE err deps_make(struct cx *cx, struct arena *a,
                       const struct agreement *ag, struct deps *out);

/* group[i]: number of the strongly connected component of node i, and
 * in_circle[g] whether it has more than one node or an edge to itself. Only
 * edges whose kind is in `kinds` (bit 1 << kind) are followed. */
struct dep_groups {
    uint32_t *group;
    bool *in_circle;
    uint32_t n;
};
MUST_USE err deps_groups(struct cx *cx, struct arena *a, const struct deps *d,
                         unsigned kinds, struct dep_groups *out);

/* A shortest way from `from` to `to` within their group, as edges; n_out 0 if
 * they are the same node. */
MUST_USE err deps_path(struct cx *cx, struct arena *a, const struct deps *d,
                       const struct dep_groups *g, unsigned kinds,
                       uint32_t from, uint32_t to, struct dep **out,
                       uint32_t *n_out);

#endif
