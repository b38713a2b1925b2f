/* app/changes.c: how two evaluations differ. */
#include "app/case_int.h"

/* What identifies an obligation from one evaluation to the next. */
static err key_of(struct app_case *c, struct arena *a, const struct verdict *v,
                  str *out)
{
    TRY_ROOM(c->cx, a,
             arena_printf(a, out, "%d %d %.*s", v->clause, v->bearer,
                          STR_ARG(v->instance)));
    return OK;
}

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

err case_compare(struct app_case *c, const struct verdicts *before,
                 struct arena *a, change_vec *out)
{
    struct map old;
    str key;
    *out = (change_vec){0};
    map_init(&old, a, c->cx);
    for (uint32_t i = 0; i < before->n; i++) {
        TRY(c->cx, key_of(c, a, &before->v[i], &key));
        TRY_ROOM(c->cx, a, map_put(&old, key, i));
    }
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
        uint64_t at;
        if (!is_shown(c, v))
            continue;
        TRY(c->cx, key_of(c, a, v, &key));
        if (map_get(&old, key, &at)) {
            ch.is_new = false;
            ch.from = before->v[at].status;
            if (ch.from == ch.to)
                continue;
        } else if (is_quiet(ch.to)) {
            continue;
        }
        TRY_ROOM(c->cx, a, vec_push(a, out, ch));
    }
    return OK;
}
