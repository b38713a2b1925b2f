/* talks/package.c: combinations of alternatives that no other combination beats
 * for both parties.
 *
 * The value of a combination for a party is the sum of the weights that it gave
 * to its alternatives. Clause by clause: a part that another part beats for
 * both can end in nothing that is not beaten too, so it is dropped at once.
 * What remains at the end is exact. Whole numbers throughout.
 * docs/talks-format.md 8. */
#include "talks/talks.h"

static int order(const struct package *a, const struct package *b)
{
    for (size_t p = 0; p < 2; p++)
        if (a->value[p] != b->value[p])
            return a->value[p] > b->value[p] ? -1 : 1;
    return memcmp(a->choice, b->choice, sizeof a->choice);
}

static void sort(struct package *p, struct package *room, size_t n)
{
    struct package *from = p, *to = room;
    for (size_t w = 1; w < n; w *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * w) {
            size_t mid = lo + w < n ? lo + w : n, i = lo, k = mid;
            size_t hi = lo + 2 * w < n ? lo + 2 * w : n;
            for (size_t o = lo; o < hi; o++) {
                bool left =
                    k >= hi || (i < mid && order(&from[i], &from[k]) <= 0);
                to[o] = left ? from[i++] : from[k++];
            }
        }
        struct package *x = from;
        from = to;
        to = x;
    }
    if (from != p && n > 0)
        memcpy(p, from, n * sizeof *p);
}

/* Leaves of sorted ones those that none before beats or equals. */
static size_t drop_beaten(struct package *p, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || p[i].value[1] > p[kept - 1].value[1])
            p[kept++] = p[i];
    return kept;
}

static err check(struct cx *cx, const struct package_clause *clause, size_t n)
{
    if (n > PACKAGE_CLAUSES_MAX)
        return fail(cx, ERR_LIMIT, "packages of %zu clauses; at most %d", n,
                    PACKAGE_CLAUSES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (clause[i].n < 1 || clause[i].n > PACKAGE_ALTERNATIVES_MAX)
            return fail(cx, ERR_LIMIT, "%zu alternatives of a clause; 1 to %d",
                        clause[i].n, PACKAGE_ALTERNATIVES_MAX);
        for (size_t k = 0; k < clause[i].n; k++)
            for (size_t p = 0; p < 2; p++)
                if (clause[i].weight[p][k] < 0 ||
                    clause[i].weight[p][k] > PACKAGE_WEIGHT_MAX)
                    return fail(cx, ERR_INPUT, "a weight is 0 to %d",
                                PACKAGE_WEIGHT_MAX);
    }
    return OK;
}

/* Every part with every alternative of clause i. */
static err extend(struct cx *cx, struct arena *a,
                  const struct package_clause *c, size_t i,
                  struct package **front, size_t *n)
{
    struct package *next, *room, *kept;
    struct arena_mark mark = arena_mark(cx->scratch);
    size_t m = 0;
    TRY_NEW_ARRAY(cx, cx->scratch, *n * c->n, next);
    TRY_NEW_ARRAY(cx, cx->scratch, *n * c->n, room);
    for (size_t f = 0; f < *n; f++)
        for (size_t k = 0; k < c->n; k++) {
            next[m] = (*front)[f];
            next[m].choice[i] = (uint8_t)k;
            next[m].value[0] += c->weight[0][k];
            next[m].value[1] += c->weight[1][k];
            m++;
        }
    sort(next, room, m);
    m = drop_beaten(next, m);
    if (m > PACKAGE_FRONT_MAX)
        return fail_hint(cx, ERR_LIMIT, "Give smaller weights.",
                         "more than %d packages are not beaten",
                         PACKAGE_FRONT_MAX);
    TRY_NEW_ARRAY(cx, a, m, kept);
    memcpy(kept, next, m * sizeof *kept);
    arena_rewind(cx->scratch, mark);
    *front = kept;
    *n = m;
    return OK;
}

err package_front(struct cx *cx, struct arena *a,
                  const struct package_clause *clause, size_t n,
                  struct package **out, size_t *n_out)
{
    struct package *front;
    size_t m = 1;
    TRY(cx, check(cx, clause, n));
    TRY_NEW(cx, a, front);
    for (size_t i = 0; i < n; i++)
        TRY(cx, extend(cx, a, &clause[i], i, &front, &m));
    *out = front;
    *n_out = m;
    return OK;
}

/* The best of each: the first has most for party 0, the last for party 1. */
static int64_t best(const struct package *p, size_t n, size_t party)
{
    return party == 0 ? p[0].value[0] : p[n - 1].value[1];
}

/* The smaller share of what could be had, in parts of best(0) * best(1). */
static int64_t smaller_share(const struct package *p, size_t n, size_t i)
{
    int64_t a = p[i].value[0] * best(p, n, 1);
    int64_t b = p[i].value[1] * best(p, n, 0);
    return a < b ? a : b;
}

static int64_t product(const struct package *p)
{
    return p->value[0] * p->value[1];
}

size_t package_nash(const struct package *p, size_t n)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (product(&p[i]) > product(&p[at]) ||
            (product(&p[i]) == product(&p[at]) &&
             smaller_share(p, n, i) > smaller_share(p, n, at)))
            at = i;
    return at;
}

size_t package_maxmin(const struct package *p, size_t n)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (smaller_share(p, n, i) > smaller_share(p, n, at) ||
            (smaller_share(p, n, i) == smaller_share(p, n, at) &&
             product(&p[i]) > product(&p[at])))
            at = i;
    return at;
}
