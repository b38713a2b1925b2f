/* report/order.c: records in an order that does not depend on their arrival:
 * by beginning, then recorded, then id (sem 7). See report.h. */
#include "report/report.h"

struct timed {
    instant from;
    uint32_t fact;
};
struct named {
    instant recorded;
    str id;
    uint32_t fact;
};

static int by_time(const void *a, const void *b)
{
    const struct timed *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->recorded != y->recorded)
        return x->recorded < y->recorded ? -1 : 1;
    return str_cmp(x->id, y->id);
}

/* Those that begin at one time. */
static err order_equal(struct cx *cx, const struct report_case *c,
                       struct timed *t, size_t n)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    struct named *v;
    struct fact buffer;
    TRY_NEW_ARRAY(cx, cx->scratch, n, v);
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = c->fact(c->self, t[i].fact, &buffer);
        if (NEVER(f == NULL))
            return fail(cx, ERR_BUG, "there is no such record");
        v[i] = (struct named){f->recorded, f->id, t[i].fact};
    }
    qsort(v, n, sizeof *v, by_name);
    for (size_t i = 0; i < n; i++)
        t[i].fact = v[i].fact;
    arena_rewind(cx->scratch, mark);
    return OK;
}

err report_order(struct cx *cx, const struct report_case *c, uint32_t *facts,
                 size_t n)
{
    struct timed *t;
    struct fact buffer;
    struct arena_mark mark = arena_mark(cx->scratch);
    if (n < 2)
        return OK;
    TRY_NEW_ARRAY(cx, cx->scratch, n, t);
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (NEVER(f == NULL))
            return fail(cx, ERR_BUG, "there is no such record");
        t[i] = (struct timed){f->from, facts[i]};
    }
    qsort(t, n, sizeof *t, by_time);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && t[end].from == t[i].from;)
            end++;
        if (end - i > 1)
            TRY(cx, order_equal(cx, c, t + i, end - i));
    }
    for (size_t i = 0; i < n; i++)
        facts[i] = t[i].fact;
    arena_rewind(cx->scratch, mark);
    return OK;
}
