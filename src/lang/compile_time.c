/* lang/compile_time.c: points in time, durations and deadlines as written,
 * into those of the normal form.
 *
 * Not here: what a point comes to once reports are known (the engine). */
#include "lang/compile_int.h"

#include "time/civil.h"

#include <inttypes.h>

/* No agreement counts longer; keeps every sum of durations in range. */
enum { MAX_DAYS = 36525 };

err make_duration(struct comp *c, const struct ast_duration *d,
                  struct duration *out)
{
    int64_t per_day = d->unit == AST_MINUTES ? 24 * 60
                      : d->unit == AST_HOURS ? 24
                                             : 1;
    int64_t days = d->unit == AST_WEEKS ? 7 : 1;
    *out = (struct duration){0};
    if (d->at.length == 0)
        return OK;
    if (d->n <= 0 || d->n > MAX_DAYS * per_day / days) {
        SPOIL(c, "E0506", d->at,
              d->n <= 0 ? "a length of %" PRId64 " is no length of time"
                        : "a length of %" PRId64
                          " of these is more than a hundred years",
              d->n);
        return OK;
    }
    switch (d->unit) {
    case AST_MINUTES:
        out->seconds = d->n * 60;
        break;
    case AST_HOURS:
        out->seconds = d->n * 3600;
        break;
    case AST_DAYS:
    case AST_WEEKS:
        out->days = d->n * days;
        break;
    }
    return OK;
}

static int32_t seconds_of_day(struct civil_clock t)
{
    return t.hour * 3600 + t.minute * 60 + t.second;
}

static err remark_clock_change(struct comp *c, enum civil_how how,
                               struct span at)
{
    if (how == CIVIL_GAP) {
        REMARK(c, "E0505", at,
               "clocks in %.*s skip this hour on this day; it is read with "
               "the clocks of before the change",
               STR_ARG(c->ag->time_zone));
    } else if (how == CIVIL_OVERLAP) {
        REMARK(c, "E0505", at,
               "clocks in %.*s show this hour twice on this day; the first is "
               "taken",
               STR_ARG(c->ag->time_zone));
    }
    return OK;
}

err make_date(struct comp *c, const struct ast_date *d,
              const struct ast_time *t, struct point *out)
{
    struct point p = point_of(POINT_INSTANT);
    if (t == NULL || t->at.length == 0) {
        struct civil_span day = civil_day_span(c->tz, d->date);
        p.whole_day = true;
        p.at = day.begin;
        p.at_end = day.end - 1;
        if (day.begin >= day.end)
            SPOIL(c, "E0503", d->at,
                  "this day does not exist in %.*s: its clocks skipped it",
                  STR_ARG(c->ag->time_zone));
    } else {
        struct civil_resolved r =
            civil_resolve(c->tz, (struct civil){d->date, t->clock});
        p.tod = seconds_of_day(t->clock);
        p.at = r.at;
        p.at_end = t->seconds ? r.at : r.at + 59;
        TRY(c->cx, remark_clock_change(c, r.how, t->at));
    }
    *out = p;
    return OK;
}

static err make_phase_point(struct comp *c, const struct ast_point *p,
                            struct point *out)
{
    if (str_eq(p->name.text, STR("agreement")) &&
        symbol(c, p->name.text) == NULL)
        return OK;
    return find_name(c, &p->name, SYM_PHASE, "a phase", &out->ref, NULL);
}

err make_point(struct comp *c, const struct ast_point *p, struct point *out)
{
    struct point r = point_of(POINT_NEVER);
    struct duration plus;
    switch (p->kind) {
    case AST_POINT_DAY:
        r = point_of(POINT_DAY_N);
        r.whole_day = p->time.at.length == 0;
        if (!r.whole_day)
            r.tod = seconds_of_day(p->time.clock);
        if (p->n < 1 || p->n > MAX_DAYS) {
            SPOIL(c, "E0501", p->at,
                  "there is no day %" PRId64 ": days are counted from 1 to %d",
                  p->n, (int)MAX_DAYS);
            break;
        }
        r.n = (int32_t)p->n;
        break;
    case AST_POINT_DATE:
        TRY(c->cx, make_date(c, &p->date, &p->time, &r));
        break;
    case AST_POINT_FORCE:
        r = point_of(POINT_FORCE);
        break;
    case AST_POINT_SIGNATURE:
        r = point_of(POINT_SIGNED);
        break;
    case AST_POINT_START:
    case AST_POINT_END:
        r = point_of(p->kind == AST_POINT_START ? POINT_PHASE_START
                                                : POINT_PHASE_END);
        TRY(c->cx, make_phase_point(c, p, &r));
        if (r.ref == NONE && p->kind == AST_POINT_START)
            r = point_of(POINT_FORCE);
        break;
    case AST_POINT_MET:
    case AST_POINT_VERIFIED:
        r = point_of(p->kind == AST_POINT_MET ? POINT_CLAUSE_MET
                                              : POINT_CLAUSE_VERIFIED);
        TRY(c->cx, find_label(c, &p->name, &r.ref));
        break;
    case AST_POINT_AFTER:
    case AST_POINT_BEFORE:
        TRY(c->cx, make_point(c, p->base, &r));
        TRY(c->cx, make_duration(c, &p->plus, &plus));
        if (p->kind == AST_POINT_BEFORE)
            plus = (struct duration){-plus.seconds, -plus.days};
        r.plus.seconds += plus.seconds;
        r.plus.days += plus.days;
        break;
    }
    *out = r;
    return OK;
}

err make_deadline(struct comp *c, const struct ast_deadline *d,
                  enum point_kind base, struct deadline *out, bool *at_once)
{
    struct deadline r = {DUE_NONE, point_of(POINT_NEVER), {"", 0}};
    struct duration within;
    r.words = str_sub(c->t->source, d->at.offset, d->at.offset + d->at.length);
    switch (d->kind) {
    case AST_DUE_AT_ONCE:
        if (at_once != NULL)
            *at_once = true;
        break;
    case AST_DUE_WITHIN:
        r.kind = DUE_END;
        if (d->point != NULL)
            TRY(c->cx, make_point(c, d->point, &r.p));
        else
            r.p = point_of(base);
        TRY(c->cx, make_duration(c, &d->within, &within));
        r.p.plus.seconds += within.seconds;
        r.p.plus.days += within.days;
        break;
    case AST_DUE_ON:
    case AST_DUE_BY:
    case AST_DUE_AT:
    case AST_DUE_BEFORE:
        r.kind = d->kind == AST_DUE_BEFORE ? DUE_START : DUE_END;
        TRY(c->cx, make_point(c, d->point, &r.p));
        break;
    }
    TRY(c->cx, check_in_life(c, &r.p, d->at));
    *out = r;
    return OK;
}

err check_in_life(struct comp *c, const struct point *p, struct span at)
{
    const struct agreement *ag = c->ag;
    int64_t day;
    if (ag->life_days == 0)
        return OK;
    if (p->kind == POINT_DAY_N)
        day = p->n + p->plus.days;
    else if (p->kind == POINT_FORCE)
        /* elapsed days end at the hour of entry into force: one of the days
         * that are counted more */
        day = p->plus.days + p->plus.seconds / 86400 + !ag->day1_after;
    else
        return OK;
    if (day <= ag->life_days)
        return OK;
    REMARK(c, "E0502", at,
           "this comes to day %" PRId64
           ", after the end of the agreement's %" PRId32 " days",
           day, ag->life_days);
    if (ag->life.n_ext > 0)
        HINT(c, "say what holds if the agreement is not extended, or write an "
                "earlier day");
    return OK;
}
