/* app/changes.c: how two evaluations differ. */
#include "app/case_int.h"

/* These begin quietly: what is new is not yet a change. */
static bool is_quiet(enum status s)
{
    return s == ST_WAITING || s == ST_RUNNING || s == ST_NOT_JUDGED ||
           s == ST_DECLARATORY || s == ST_PERMITTED || s == ST_NONE_REPORTED;
}

static bool is_shown(const struct app_case *c, const struct verdict *v)
{
    return c->choice.clause.n == 0 ||
           str_eq(c->choice.clause, c->ag->clauses[v->clause].label);
}

static bool is_same(const struct verdict *x, const struct verdict *y)
{
    return x->clause == y->clause && x->bearer == y->bearer &&
           str_eq(x->instance, y->instance);
}

/* The obligations of one clause and bearer, which stand together, as they were
 * before: [from, to). Up to `at` each has been found again. */
struct before {
    const struct verdict *v;
    uint32_t n, from, to, at;
    bool indexed;
    struct map others; /* instance -> number, of those that had not */
};

/* The same clause and bearer as of `v`; mostly those after the last ones. */
static void begin_before(struct before *b, const struct verdict *v)
{
    uint32_t i = b->to;
    for (uint32_t k = 0; k < b->n; k++, i++) {
        if (i >= b->n)
            i = 0;
        if (b->v[i].clause == v->clause && b->v[i].bearer == v->bearer)
            break;
    }
    b->from = b->to = b->at = i < b->n ? i : 0;
    while (b->to < b->n && b->v[b->to].clause == v->clause &&
           b->v[b->to].bearer == v->bearer)
        b->to++;
    b->indexed = false;
}

/* What it was; NULL: it was not there. */
static err find_before(struct app_case *c, struct before *b, struct arena *a,
                       const struct verdict *v, const struct verdict **out)
{
    uint64_t i;
    *out = NULL;
    if (b->at < b->to && is_same(&b->v[b->at], v)) {
        *out = &b->v[b->at++];
        return OK;
    }
    if (!b->indexed)
        map_init(&b->others, a, c->cx);
    for (uint32_t k = b->at; !b->indexed && k < b->to; k++)
        TRY_ROOM(c->cx, a, map_put(&b->others, b->v[k].instance, k));
    b->indexed = true;
    if (!map_get(&b->others, v->instance, &i))
        return OK;
    *out = &b->v[i];
    b->at = (uint32_t)i + 1;
    return OK;
}

static bool begins(const struct verdicts *x, uint32_t i)
{
    return i == 0 || x->v[i].clause != x->v[i - 1].clause ||
           x->v[i].bearer != x->v[i - 1].bearer;
}

err case_compare(struct app_case *c, const struct verdicts *before,
                 struct arena *a, change_vec *out)
{
    struct before b = {.v = before->v, .n = before->n};
    const struct verdict *was;
    *out = (change_vec){0};
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        struct report_change ch = {.clause = v->clause,
                                   .bearer = v->bearer,
                                   .instance = v->instance,
                                   .is_new = true,
                                   .to = v->status,
                                   .reports = v->reports,
                                   .n_reports = v->n_reports,
                                   .cause = UINT32_MAX};
        if (begins(&c->verdicts, i))
            begin_before(&b, v);
        if (!is_shown(c, v))
            continue;
        TRY(c->cx, find_before(c, &b, a, v, &was));
        if (was != NULL) {
            ch.is_new = false;
            ch.from = was->status;
            if (ch.from == ch.to)
                continue;
        } else if (is_quiet(ch.to)) {
            continue;
        }
        TRY_ROOM(c->cx, a, vec_push(a, out, ch));
    }
    return OK;
}
