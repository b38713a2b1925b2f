/* query.c - one evaluation at one instant: what it keeps, and the order of
 * records. */
#include "engine/engine_int.h"

/* A record with what mostly decides, so that the record itself is seldom looked
 * at: hundreds of thousands lie all over memory. */
struct placed {
    instant from;
    uint32_t n;
};

static bool comes_before(const struct engine *e, const struct placed *x,
                         const struct placed *y)
{
    return x->from != y->from ? x->from < y->from
                              : rec_order(e, x->n, y->n) < 0;
}

/* Merges runs of so many into `to`. */
static void merge(const struct engine *e, const struct placed *from,
                  struct placed *to, size_t n, size_t width)
{
    for (size_t lo = 0; lo < n; lo += 2 * width) {
        size_t mid = lo + width < n ? lo + width : n;
        size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
        size_t x = lo, y = mid;
        for (size_t k = lo; k < hi; k++)
            to[k] = x < mid && (y >= hi || !comes_before(e, &from[y], &from[x]))
                        ? from[x++]
                        : from[y++];
    }
}

err query_sort(struct cx *cx, struct arena *a, const struct engine *e,
               uint32_t *facts, size_t n)
{
    size_t i = 1;
    struct placed *from, *to;
    while (i < n && rec_order(e, facts[i - 1], facts[i]) <= 0)
        i++;
    if (i >= n)
        return OK;
    TRY_NEW_ARRAY(cx, a, n, from);
    TRY_NEW_ARRAY(cx, a, n, to);
    for (i = 0; i < n; i++)
        from[i] = (struct placed){rec_at(e, facts[i])->from, facts[i]};
    for (size_t width = 1; width < n; width *= 2) {
        merge(e, from, to, n, width);
        struct placed *swap = from;
        from = to;
        to = swap;
    }
    for (i = 0; i < n; i++)
        facts[i] = from[i].n;
    return OK;
}

uint32_t query_n_persp(const struct query *q)
{
    return (uint32_t)q->e->accounts.n + 1;
}

static err gather_wills(struct query *q)
{
    const struct engine *e = q->e;
    TRY_NEW_ARRAY(q->cx, q->keep, e->wills.n, q->wills);
    for (size_t i = 0; i < e->wills.n; i++) {
        const struct rec *r = rec_at(e, e->wills.p[i]);
        if (rec_stands(r) && r->from <= q->at)
            q->wills[q->n_wills++] = e->wills.p[i];
    }
    return query_sort(q->cx, q->keep, e, q->wills, q->n_wills);
}

err query_begin(struct cx *cx, struct engine *e, instant at, struct arena *keep,
                struct query *q)
{
    *q = (struct query){.cx = cx,
                        .e = e,
                        .ag = e->ag,
                        .at = at,
                        .keep = keep,
                        .tmp = cx->scratch,
                        .circle = NONE};
    TRY(cx, stand_settle(cx, e));
    size_t n = query_n_persp(q);
    TRY_NEW_ARRAY(cx, keep, n * 4, q->phases);
    TRY_NEW_ARRAY(cx, keep, n * 4, q->sheets);
    TRY_NEW_ARRAY(cx, keep, e->ag->n_clauses, q->voices);
    TRY_NEW_ARRAY(cx, keep, e->ag->n_clauses, q->valid);
    TRY_NEW_ARRAY(cx, keep, e->ag->n_clauses, q->triggers);
    TRY(cx, gather_wills(q));
    return phase_force(q);
}
