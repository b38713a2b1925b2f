/* acts.c - records of an act or a state by day, for explanations.
 *
 * An explanation lists what was refused too: records of the act by others, of
 * other items, elsewhere. No book has them, and reading all records for one
 * row costs milliseconds; so those of each act lie by day. The lists are made
 * when first asked for, and brought up to date at each question: who asks for
 * no explanation pays nothing. */
#include "engine/engine_int.h"

/* Records longer than this stand in a list of their own. */
enum { DAY = 86400, LONGEST = 2 * DAY };
#define LONG_DAY INT64_MIN

static int64_t day_of(instant at)
{
    return (at - INSTANT_MIN) / DAY;
}

/* The list of a record, or NONE. */
static int list_of(const struct engine *e, const struct form *f)
{
    if (f->kind == FACT_STATE)
        return f->state == NONE ? NONE : (int)e->ag->n_acts + f->state;
    return form_is_statement(f) ? f->act : NONE;
}

static err day_at(struct cx *cx, struct engine *e, int list, int64_t day,
                  struct act_day **out)
{
    struct act_days *l = &e->acts.of[list];
    struct act_day fresh = {.day = day};
    uint64_t key = (uint64_t)list << 32 ^ ((uint64_t)day & UINT32_MAX), i;
    if (l->last < l->days.n && l->days.p[l->last].day == day) {
        *out = &l->days.p[l->last];
        return OK;
    }
    if (day == LONG_DAY)
        key = (uint64_t)list << 32 ^ UINT32_MAX;
    if (!map_u64_get(&e->acts.index, key, &i)) {
        i = l->days.n;
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->acts.index, key, i));
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &l->days, fresh));
    }
    l->last = (size_t)i;
    *out = &l->days.p[i];
    return OK;
}

static err bring_up(struct cx *cx, struct engine *e)
{
    struct acts *t = &e->acts;
    if (t->of == NULL) {
        TRY_NEW_ARRAY(cx, &e->arena, e->ag->n_acts + e->ag->n_states, t->of);
        map_u64_init(&t->index, &e->arena, cx);
    }
    TRY_ROOM(cx, &e->arena,
             vec_room(&e->arena, &t->next, e->recs.n - t->next.n));
    for (uint32_t n = (uint32_t)t->next.n; n < e->recs.n; n++) {
        const struct rec *r = rec_at(e, n);
        int list = list_of(e, r->form);
        struct act_day *d;
        uint32_t before = 0;
        if (list != NONE) {
            bool is_long = rec_to(e, r) - r->from > LONGEST;
            TRY(cx,
                day_at(cx, e, list, is_long ? LONG_DAY : day_of(r->from), &d));
            before = d->newest;
            d->newest = n + 1;
            d->n++;
        }
        t->next.p[t->next.n++] = before;
    }
    return OK;
}

static int latest_first(const void *a, const void *b)
{
    int64_t x = (*(const struct act_day *const *)a)->day;
    int64_t y = (*(const struct act_day *const *)b)->day;
    return x > y ? -1 : x < y;
}

err acts_between(struct cx *cx, struct engine *e, struct arena *a,
                 const struct selector *s, struct span in, size_t most,
                 u32_vec *out, uint32_t *left)
{
    int list = s->act != NONE     ? s->act
               : s->state != NONE ? (int)e->ag->n_acts + s->state
                                  : NONE;
    VEC(const struct act_day *) days = {0};
    *left = 0;
    if (list == NONE || in.to <= in.from)
        return OK;
    TRY(cx, bring_up(cx, e));
    const struct act_days *l = &e->acts.of[list];
    int64_t first = day_of(in.from > INSTANT_MIN + LONGEST ? in.from - LONGEST
                                                           : INSTANT_MIN);
    int64_t last = day_of(in.to);
    for (size_t i = 0; i < l->days.n; i++) {
        const struct act_day *d = &l->days.p[i];
        if (d->day == LONG_DAY || (d->day >= first && d->day <= last))
            TRY_ROOM(cx, a, vec_push(a, &days, d));
    }
    if (days.n > 1)
        qsort(days.p, days.n, sizeof *days.p, latest_first);
    for (size_t i = 0; i < days.n; i++) {
        const struct act_day *d = days.p[i];
        if (out->n >= most && d->day != LONG_DAY) {
            *left += d->n;
            continue;
        }
        for (uint32_t n = d->newest; n != 0; n = e->acts.next.p[n - 1])
            TRY_ROOM(cx, a, vec_push(a, out, n - 1));
    }
    for (size_t i = 0, k = out->n; i + 1 < k; i++) { /* as they came */
        uint32_t n = out->p[i];
        out->p[i] = out->p[--k];
        out->p[k] = n;
    }
    return OK;
}
