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

static void merge(const struct engine *e, const struct placed *x, size_t n_x,
                  const struct placed *y, size_t n_y, struct placed *to)
{
    for (size_t i = 0, k = 0; i + k < n_x + n_y;) {
        bool first = i < n_x && (k == n_y || !comes_before(e, &y[k], &x[i]));
        to[i + k] = first ? x[i] : y[k];
        i += first;
        k += !first;
    }
}

/* Sorted, in one of both: there is room for as many at `to`. */
static struct placed *merge_sort(const struct engine *e, struct placed *from,
                                 struct placed *to, size_t n)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n;
            size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
            merge(e, from + lo, mid - lo, from + mid, hi - mid, to + lo);
        }
        struct placed *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* Most are in order: the others are sorted alone, and go between them. */
err query_sort(struct cx *cx, struct arena *a, const struct engine *e,
               uint32_t *facts, size_t n)
{
    size_t i = 1, kept = 0, late = 0;
    struct placed *v, *rest, *room;
    while (i < n && rec_order(e, facts[i - 1], facts[i]) <= 0)
        i++;
    if (i >= n)
        return OK;
    TRY_NEW_ARRAY(cx, a, n, v);
    TRY_NEW_ARRAY(cx, a, n, rest);
    TRY_NEW_ARRAY(cx, a, n, room);
    for (i = 0; i < n; i++) {
        struct placed x = {rec_at(e, facts[i])->from, facts[i]};
        if (kept > 0 && comes_before(e, &x, &v[kept - 1]))
            rest[late++] = x;
        else
            v[kept++] = x;
    }
    rest = merge_sort(e, rest, room, late);
    while (kept + late > 0) {
        bool last = kept == 0 || (late > 0 && !comes_before(e, &rest[late - 1],
                                                            &v[kept - 1]));
        facts[kept + late - 1] = last ? rest[late - 1].n : v[kept - 1].n;
        late -= last;
        kept -= !last;
    }
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
