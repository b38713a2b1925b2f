/* app/changes.c: how two evaluations differ, and what is kept of the one
 * before. */
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

static bool is_same(const struct case_standing *x, const struct verdict *y)
{
    return x->clause == y->clause && x->bearer == y->bearer &&
           str_eq(x->instance, y->instance);
}

/* The obligations of one clause and bearer, which stand together, as they were
 * before: [from, to). Up to `at` each has been found again. */
struct before {
    const struct case_standing *v;
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
                       const struct verdict *v,
                       const struct case_standing **out)
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

err case_compare_with(struct app_case *c, const struct case_standings *before,
                      struct arena *a, change_vec *out)
{
    struct before b = {.v = before->v, .n = before->n};
    const struct case_standing *was;
    *out = (change_vec){0};
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        struct report_change ch = {
            .clause = v->clause,
            .bearer = v->bearer,
            .instance = v->instance,
            .is_new = true,
            .to = v->status,
            .reports = v->reports,
            .n_reports = v->n_reports,
        };
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

/* The names of the instances are those of `from`. */
static err stand(struct app_case *c, const struct verdicts *from,
                 struct arena *a, struct case_standing **out)
{
    struct case_standing *v;
    TRY_NEW_ARRAY(c->cx, a, (size_t)from->n + 1, v);
    for (uint32_t i = 0; i < from->n; i++)
        v[i] = (struct case_standing){.clause = from->v[i].clause,
                                      .bearer = from->v[i].bearer,
                                      .status = from->v[i].status,
                                      .instance = from->v[i].instance};
    *out = v;
    return OK;
}

err case_compare(struct app_case *c, const struct verdicts *before,
                 struct arena *a, change_vec *out)
{
    struct arena_mark mark = arena_mark(c->cx->scratch);
    struct case_standing *v;
    TRY(c->cx, stand(c, before, c->cx->scratch, &v));
    const struct case_standings was = {v, before->n};
    err e = case_compare_with(c, &was, a, out);
    arena_rewind(c->cx->scratch, mark);
    return e;
}

/* --- As it stood ------------------------------------------------------------
 */

err case_stand(struct app_case *c, const struct verdicts *from, struct arena *a,
               struct case_standings *out)
{
    struct case_standing *v;
    TRY(c->cx, stand(c, from, a, &v));
    for (uint32_t i = 0; i < from->n; i++)
        TRY_ROOM(c->cx, a, arena_dup_str(a, v[i].instance, &v[i].instance));
    *out = (struct case_standings){v, from->n};
    return OK;
}

static err stood(struct app_case *c, instant at, struct arena *tmp,
                 struct arena *a, struct case_standings *out)
{
    struct verdicts v;
    TRY(c->cx, case_evaluate_known(c, at, tmp, &v));
    return case_stand(c, &v, a, out);
}

err case_stood(struct app_case *c, instant at, struct arena *a,
               struct case_standings *out)
{
    struct arena tmp;
    arena_init(&tmp, c->cx->mem, "verdicts", c->cx->limits.reports_bytes);
    err e = stood(c, at, &tmp, a, out);
    arena_release(&tmp);
    return e;
}

static void forget_day(struct app_case *c)
{
    arena_reset(&c->stood);
    c->day_before_at = INSTANT_MIN;
}

err case_stood_before(struct app_case *c, instant at,
                      struct case_standings *out)
{
    if (c->day_before_at != at) {
        forget_day(c);
        TRY(c->cx, case_stood(c, at, &c->stood, &c->day_before));
        c->day_before_at = at;
    }
    *out = c->day_before;
    return OK;
}

static instant day_of(const struct app_case *c, instant at)
{
    return civil_day_span(c->tz, civil_local(c->tz, at).civil.date).begin;
}

err case_keep_day(struct app_case *c, const struct fact *f, bool *began)
{
    struct verdicts v;
    instant latest = engine_latest(c->engine);
    instant at = f->recorded > f->to_ - 1 ? f->recorded : f->to_ - 1;
    *began = false;
    if (f->recorded <= c->day_before_at)
        forget_day(c); /* it was known by then */
    if (latest == INSTANT_MIN || at <= latest ||
        day_of(c, at) == day_of(c, latest))
        return OK;
    *began = true;
    forget_day(c);
    TRY(c->cx, engine_current(c->cx, c->engine, day_of(c, at) - 1, &v));
    TRY(c->cx, case_stand(c, &v, &c->stood, &c->day_before));
    c->day_before_at = v.at;
    return OK;
}
