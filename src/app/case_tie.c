/* app/case_tie.c: what ties records together: replies, which take out what they
 * amend or retract, links from what is said of a record, notices of a clause.
 *
 * A reply names its target by id, which may come later. A case that grows ties
 * what is new, and asks again for what was named and had not come: that costs
 * with what is new. Only where a record came in the place of another is all of
 * it tied anew.
 *
 * Read next: case.c (case_settle). */
#include "app/case_int.h"

static int by_link(const void *a, const void *b)
{
    const struct report_link *x = a, *y = b;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return x->by < y->by ? -1 : x->by > y->by;
}

static int by_notice(const void *a, const void *b)
{
    const struct report_notice *x = a, *y = b;
    if (x->clause != y->clause)
        return x->clause < y->clause ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* --- Links ------------------------------------------------------------------
 */

/* Links about one thing as report_order(). */
static err order_group(struct app_case *c, struct report_link *l, size_t n)
{
    uint32_t *by;
    struct arena_mark mark = arena_mark(c->cx->scratch);
    if (n < 2)
        return OK;
    TRY_NEW_ARRAY(c->cx, c->cx->scratch, n, by);
    for (size_t i = 0; i < n; i++)
        by[i] = l[i].by;
    TRY(c->cx, report_order(c->cx, &c->report, by, n));
    for (size_t i = 0; i < n; i++)
        l[i].by = by[i];
    arena_rewind(c->cx->scratch, mark);
    return OK;
}

/* In order of what they are about. */
static err sort_links(struct app_case *c)
{
    struct report_link *l = c->links.p;
    if (c->links.n < 2)
        return OK;
    qsort(l, c->links.n, sizeof *l, by_link);
    for (size_t i = 0, end; i < c->links.n; i = end) {
        for (end = i; end < c->links.n && l[end].to == l[i].to;)
            end++;
        TRY(c->cx, order_group(c, l + i, end - i));
    }
    return OK;
}

/* One more among those that are in order. */
static err insert_link(struct app_case *c, const struct report_link *x)
{
    size_t lo = 0, hi = c->links.n, end;
    TRY_ROOM(c->cx, &c->settled, vec_room(&c->settled, &c->links, 1));
    struct report_link *l = c->links.p;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l[mid].to < x->to)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (end = lo; end < c->links.n && l[end].to == x->to;)
        end++;
    memmove(l + end + 1, l + end, (c->links.n - end) * sizeof *l);
    l[end] = *x;
    c->links.n++;
    return order_group(c, l + lo, end + 1 - lo);
}

/* Few go one by one to where they belong, as many as there are anew. */
static err add_links(struct app_case *c, const struct report_link *l, size_t n)
{
    enum { FEW = 100 };
    for (size_t i = 0; i < n; i++) {
        if (c->gone[l[i].by])
            continue;
        if (n <= FEW)
            TRY(c->cx, insert_link(c, &l[i]));
        else
            TRY_ROOM(c->cx, &c->settled,
                     vec_push(&c->settled, &c->links, l[i]));
    }
    return n <= FEW ? OK : sort_links(c);
}

static err sort_notices(struct app_case *c)
{
    struct report_notice *v = c->notices.p;
    uint32_t *facts;
    struct arena_mark mark = arena_mark(c->cx->scratch);
    if (c->notices.n < 2)
        return OK;
    qsort(v, c->notices.n, sizeof *v, by_notice);
    TRY_NEW_ARRAY(c->cx, c->cx->scratch, c->notices.n, facts);
    for (size_t i = 0, end; i < c->notices.n; i = end) {
        for (end = i; end < c->notices.n && v[end].clause == v[i].clause; end++)
            facts[end] = v[end].fact;
        TRY(c->cx, report_order(c->cx, &c->report, facts + i, end - i));
        for (size_t k = i; k < end; k++)
            v[k].fact = facts[k];
    }
    arena_rewind(c->cx->scratch, mark);
    return OK;
}

/* Notices and replies that were taken back are not shown. */
static void drop_gone(struct app_case *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->notices.n; i++)
        if (!c->gone[c->notices.p[i].fact])
            c->notices.p[n++] = c->notices.p[i];
    c->notices.n = n;
    n = 0;
    for (size_t i = 0; i < c->links.n; i++)
        if (!c->gone[c->links.p[i].by])
            c->links.p[n++] = c->links.p[i];
    c->links.n = n;
    n = 0;
    for (size_t i = 0; i < c->spans.n; i++)
        if (!c->gone[c->spans.p[i]])
            c->spans.p[n++] = c->spans.p[i];
    c->spans.n = n;
}

/* --- What names what --------------------------------------------------------
 */

/* One that is under way. */
struct tying {
    struct app_case *c;
    const bool *replaced;          /* by fact; NULL: none is */
    VEC(struct report_link) links; /* new ones */
};

static err take_out(struct app_case *c, uint32_t fact)
{
    if (c->gone[fact])
        return OK;
    c->gone[fact] = true;
    TRY_ROOM(c->cx, &c->settled, vec_push(&c->settled, &c->went, fact));
    return OK;
}

static err wait_for(struct app_case *c, uint32_t pending, uint32_t ref)
{
    struct untied_link u = {pending, ref};
    TRY_ROOM(c->cx, &c->settled, vec_push(&c->settled, &c->untied, u));
    return OK;
}

static err add_link(struct tying *t, uint32_t to, uint32_t by)
{
    struct report_link l = {to, by};
    TRY_ROOM(t->c->cx, t->c->cx->scratch,
             vec_push(t->c->cx->scratch, &t->links, l));
    return OK;
}

/* To a report that an incident names. */
static err tie_ref(struct tying *t, uint32_t pending,
                   const struct fact *incident, uint32_t ref)
{
    uint32_t fact;
    if (!engine_find(t->c->engine, incident->refs[ref], &fact))
        return wait_for(t->c, pending, ref);
    return add_link(t, fact, t->c->pending.p[pending].by);
}

/* To what it names; what is said of an incident is said of its reports. */
static err tie(struct tying *t, uint32_t pending)
{
    struct app_case *c = t->c;
    const struct pending_link *p = &c->pending.p[pending];
    struct fact by, to;
    uint32_t n;
    if (t->replaced != NULL && t->replaced[p->by])
        return OK;
    if (!engine_find(c->engine, p->to, &n))
        return wait_for(c, pending, UNTIED_TARGET);
    const struct fact *f = engine_fact_brief(c->engine, n, &to);
    const struct fact *b = engine_fact_brief(c->engine, p->by, &by);
    if (p->takes_out) /* only the same source can */
        return f->source == b->source ? take_out(c, n) : OK;
    if (b->kind == FACT_INCIDENT || p->is_step)
        return OK;
    TRY(c->cx, add_link(t, n, p->by));
    for (uint32_t k = 0; f->kind == FACT_INCIDENT && k < f->n_refs; k++)
        TRY(c->cx, tie_ref(t, pending, f, k));
    return OK;
}

static err tie_again(struct tying *t, struct untied_link u)
{
    struct app_case *c = t->c;
    struct fact buffer;
    uint32_t n;
    if (u.ref == UNTIED_TARGET)
        return tie(t, u.pending);
    if (NEVER(!engine_find(c->engine, c->pending.p[u.pending].to, &n)))
        return fail(c->cx, ERR_BUG, "a record that was there is not");
    return tie_ref(t, u.pending, engine_fact_brief(c->engine, n, &buffer),
                   u.ref);
}

static err tie_all(struct tying *t)
{
    struct app_case *c = t->c;
    size_t waited = c->untied.n;
    for (size_t i = 0; i < waited; i++)
        TRY(c->cx, tie_again(t, c->untied.p[i]));
    if (waited > 0) { /* those that wait on are behind them */
        c->untied.n -= waited;
        memmove(c->untied.p, c->untied.p + waited,
                c->untied.n * sizeof *c->untied.p);
    }
    for (; c->n_tied < c->pending.n; c->n_tied++)
        TRY(c->cx, tie(t, (uint32_t)c->n_tied));
    return OK;
}

/* --- All of it --------------------------------------------------------------
 */

void case_untie(struct app_case *c)
{
    arena_reset(&c->settled);
    c->links.p = NULL;
    c->links.n = c->links.cap = 0;
    c->went.p = NULL;
    c->went.n = c->went.cap = 0;
    c->untied.p = NULL;
    c->untied.n = c->untied.cap = 0;
    c->gone = NULL;
    c->gone_room = 0;
    c->n_tied = c->n_replaced = c->n_notices = c->n_spans = 0;
}

/* Room to say of each record whether it is gone. */
static err make_room(struct app_case *c)
{
    size_t n = (size_t)engine_n_facts(c->engine) + 1;
    if (n <= c->gone_room)
        return OK;
    n += c->gone_room == 0 ? 0 : n / 8;
    bool *gone = arena_grow(&c->settled, c->gone, c->gone_room, n);
    if (gone == NULL)
        return arena_fail(c->cx, &c->settled);
    c->gone = gone;
    c->gone_room = n;
    return OK;
}

static err mark_replaced(struct tying *t)
{
    struct app_case *c = t->c;
    bool *replaced;
    if (c->replaced.n == 0)
        return OK;
    TRY_NEW_ARRAY(c->cx, c->cx->scratch, c->gone_room, replaced);
    for (size_t i = 0; i < c->replaced.n; i++) {
        replaced[c->replaced.p[i]] = true;
        TRY(c->cx, take_out(c, c->replaced.p[i]));
    }
    t->replaced = replaced;
    return OK;
}

static err tie_new(struct tying *t)
{
    struct app_case *c = t->c;
    size_t went = c->went.n;
    bool first = c->n_tied == 0;
    bool notices = c->notices.n > c->n_notices, spans = c->spans.n > c->n_spans;
    TRY(c->cx, mark_replaced(t));
    TRY(c->cx, tie_all(t));
    if (first || c->went.n > went)
        drop_gone(c);
    TRY(c->cx, add_links(c, t->links.p, t->links.n));
    if (notices)
        TRY(c->cx, sort_notices(c));
    if (spans)
        TRY(c->cx, report_order(c->cx, &c->report, c->spans.p, c->spans.n));
    c->n_notices = c->notices.n;
    c->n_spans = c->spans.n;
    return OK;
}

err case_tie(struct app_case *c)
{
    struct tying t = {.c = c};
    struct arena_mark mark = arena_mark(c->cx->scratch);
    if (c->n_replaced != c->replaced.n)
        case_untie(c);
    c->n_replaced = c->replaced.n;
    TRY(c->cx, make_room(c));
    err e = tie_new(&t);
    arena_rewind(c->cx->scratch, mark);
    return e;
}
