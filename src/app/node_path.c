/* app/node_path.c: how long reports and incidents took on their way: of what
 * came in since a time, from each step to the next. The median and the longest;
 * no mean, which one late report would move. */
#include "app/node_int.h"

#include <stdlib.h>

struct length {
    int64_t s;
    uint32_t fact; /* of the report or incident */
};

struct lengths {
    VEC(struct length) v;
};

static int by_length(const void *a, const void *b)
{
    const struct length *x = a, *y = b;
    if (x->s != y->s)
        return x->s < y->s ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static err add(struct ask *q, struct lengths *l, instant from, instant to,
               uint32_t fact)
{
    struct length x = {to > from ? to - from : 0, fact};
    TRY_ROOM(q->cx, q->a, vec_push(q->a, &l->v, x));
    return OK;
}

static bool is_account(enum fact_kind k)
{
    return k == FACT_EVENT || k == FACT_TOTAL || k == FACT_LEVEL ||
           k == FACT_STATE;
}

static err add_reports(struct ask *q, const struct web_today *t,
                       struct lengths *l)
{
    struct fact buffer;
    for (uint32_t i = 0; i < t->n_news; i++) {
        const struct fact *f =
            engine_fact(q->n->c->engine, t->news[i], &buffer);
        if (is_account(f->kind))
            TRY(q->cx, add(q, l, f->to_ - 1, f->recorded, t->news[i]));
    }
    return OK;
}

/* Each step that was taken in time counts from the one before it. */
static err add_incident(struct ask *q, const struct incident *x, instant since,
                        struct lengths all[N_PATH_STEPS])
{
    const instant at[N_PATH_STEPS] = {
        [PATH_RECORDED] = x->path.recorded, [PATH_TAKEN_UP] = x->path.grouped,
        [PATH_ASSIGNED] = x->path.assigned, [PATH_ASSESSED] = x->path.verified,
        [PATH_FOUND] = x->path.found,       [PATH_CLOSED] = x->path.closed};
    instant before = at[PATH_RECORDED];
    for (int i = PATH_TAKEN_UP; i < N_PATH_STEPS; i++) {
        if (at[i] == INSTANT_MIN)
            continue;
        if (at[i] >= since && before != INSTANT_MIN)
            TRY(q->cx, add(q, &all[i], before, at[i], x->fact));
        if (at[i] > before)
            before = at[i];
    }
    return OK;
}

err node_today_path(struct ask *q, instant since, struct web_today *t)
{
    struct lengths all[N_PATH_STEPS] = {0};
    TRY(q->cx, add_reports(q, t, &all[PATH_RECORDED]));
    for (uint32_t i = 0; t->incidents != NULL && i < t->incidents->n; i++)
        TRY(q->cx, add_incident(q, &t->incidents->v[i], since, all));
    for (int i = 0; i < N_PATH_STEPS; i++) {
        size_t n = all[i].v.n;
        if (n == 0)
            continue;
        qsort(all[i].v.p, n, sizeof *all[i].v.p, by_length);
        t->path[i] = (struct web_path){.n = (uint32_t)n,
                                       .median_s = all[i].v.p[(n - 1) / 2].s,
                                       .longest_s = all[i].v.p[n - 1].s,
                                       .longest = all[i].v.p[n - 1].fact};
    }
    return OK;
}
