/* talks/distance.c: see distance.h. One pass over the positions, in the order
 * of their days. */
#include "talks/distance.h"

#include "base/map.h"

struct taken {
    const struct talks_item *x;
    str day;
    size_t party;
    size_t row; /* SIZE_MAX: all that is in no bracket */
};
struct walk {
    const struct talks_clause *clause;
    size_t n, n_rows, n_parties;
    const struct talks_terms *terms;
    size_t *first;                          /* row of each clause's first */
    const struct talks_item **cell, **rest; /* row by party; by party */
    VEC(struct taken) list;
};

/* --- what was said
 * -----------------------------------------------------------------------
 */

static err index_rows(struct cx *cx, struct walk *w, struct map *rows)
{
    TRY_NEW_ARRAY(cx, cx->scratch, w->n + 1, w->first);
    for (size_t i = 0; i < w->n; i++) {
        w->first[i] = w->n_rows;
        for (size_t k = 0; k < w->clause[i].n; k++) {
            str key;
            TRY_ROOM(cx, cx->scratch,
                     arena_printf(cx->scratch, &key, "%.*s=%.*s",
                                  STR_ARG(w->clause[i].label),
                                  STR_ARG(w->clause[i].alternative[k].id)));
            TRY_ROOM(cx, cx->scratch,
                     map_put(rows, key, (uint64_t)i << 32 | k));
            w->n_rows++;
        }
    }
    return OK;
}

/* Which row a position is about, in the words of this draft; false: none. */
static bool find_row(const struct walk *w, const struct map *rows, hash rest,
                     const struct talks_item *x, size_t *row)
{
    char room[2 * TALKS_NAME_MAX + 2 * TALKS_FIELD_MAX];
    hash words;
    uint64_t at;
    str on = talks_field(&x->o, "on"), id = talks_field(&x->o, "alternative");
    if (!hash_parse(talks_field(&x->o, "words"), &words))
        return false;
    if (str_eq(on, STR("rest"))) {
        *row = SIZE_MAX;
        return hash_eq(words, rest);
    }
    int n = snprintf(room, sizeof room, "%.*s=%.*s", STR_ARG(on), STR_ARG(id));
    if (n < 0 || (size_t)n >= sizeof room ||
        !map_get(rows, (str){room, (size_t)n}, &at))
        return false;
    size_t i = (size_t)(at >> 32), k = (size_t)(at & UINT32_MAX);
    *row = w->first[i] + k;
    return hash_eq(words, w->clause[i].alternative[k].words);
}

static err gather(struct cx *cx, const struct talks *t, struct walk *w,
                  const struct map *rows)
{
    hash rest = talks_rest(w->clause, w->n);
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        struct taken y = {.x = x};
        const struct talks_node *s;
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_POSITION || !str_eq(x->e.room, x->e.sender) ||
            (s = charter_node(t->charter, x->e.sender)) == NULL ||
            s->role != TALKS_PARTY || !find_row(w, rows, rest, x, &y.row))
            continue;
        for (const struct talks_node *p = t->charter->node; p != s; p++)
            y.party += p->role == TALKS_PARTY;
        y.day = str_sub(x->o.made, 0, 10);
        TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &w->list, y));
    }
    return OK;
}

static err sort_by_day(struct cx *cx, struct walk *w)
{
    struct taken *from = w->list.p, *to;
    size_t n = w->list.n;
    TRY_NEW_ARRAY(cx, cx->scratch, n, to);
    for (size_t step = 1; step < n; step *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * step) {
            size_t mid = lo + step < n ? lo + step : n, i = lo, k = mid;
            size_t hi = lo + 2 * step < n ? lo + 2 * step : n;
            for (size_t o = lo; o < hi; o++) {
                bool left = k >= hi ||
                            (i < mid && str_cmp(from[i].day, from[k].day) <= 0);
                to[o] = left ? from[i++] : from[k++];
            }
        }
        struct taken *x = from;
        from = to;
        to = x;
    }
    w->list.p = from;
    return OK;
}

/* The last one of a chain holds, whenever it says it was made. */
static void take(const struct talks_item **cell, const struct talks_item *x)
{
    if (*cell == NULL || x->e.number > (*cell)->e.number)
        *cell = x;
}

/* --- how things stand
 * ------------------------------------------------------------------
 */

static const struct talks_item *held(const struct walk *w, size_t row,
                                     size_t party, bool bracket)
{
    const struct talks_item *x = w->cell[row * w->n_parties + party];
    if (!bracket && w->rest[party] != NULL)
        take(&x, w->rest[party]);
    return x;
}

static enum talks_mark mark_of(const struct walk *w, size_t row, bool bracket,
                               bool *dropped)
{
    enum talks_mark mark = MARK_AGREED;
    *dropped = false;
    for (size_t p = 0; p < w->n_parties; p++) {
        const struct talks_item *x = held(w, row, p, bracket);
        str stance = x == NULL ? STR("") : talks_field(&x->o, "stance");
        if (str_eq(stance, STR("reject")) || str_eq(stance, STR("red-line")))
            *dropped = true;
        if (!str_eq(stance, STR("accept")))
            mark = MARK_OPEN;
        else if (mark == MARK_AGREED &&
                 !str_eq(talks_field(&x->o, "if"), STR("-")))
            mark = MARK_CONDITIONAL;
    }
    return mark;
}

/* Of the alternatives of a clause that are open: greatest less smallest. */
static void add_differences(const struct walk *w, size_t first, size_t n,
                            const bool *dropped, struct talks_day *d)
{
    int64_t lo = INT64_MAX, hi = -1;
    for (size_t k = 0; k < n; k++) {
        const struct talks_terms *a = &w->terms[first + k];
        int64_t least = a->amount, most = a->amount;
        bool seen = false;
        if (dropped[k])
            continue;
        if (a->day >= 0 && a->day < lo)
            lo = a->day;
        if (a->day > hi)
            hi = a->day;
        if (a->amount < 0)
            continue;
        for (size_t j = 0; j < n; j++) {
            const struct talks_terms *b = &w->terms[first + j];
            if (dropped[j] || b->amount < 0 || !str_eq(a->unit, b->unit))
                continue;
            seen = seen || j < k; /* its unit was counted before */
            least = b->amount < least ? b->amount : least;
            most = b->amount > most ? b->amount : most;
        }
        if (!seen && !add_ok(d->amount, most - least, &d->amount))
            d->amount = INT64_MAX;
    }
    if (hi >= 0 && !add_ok(d->days, hi - lo, &d->days))
        d->days = INT64_MAX;
}

static err stand(struct cx *cx, const struct walk *w, str day,
                 struct talks_day *out)
{
    *out = (struct talks_day){.day = day};
    for (size_t i = 0; i < w->n; i++) {
        const struct talks_clause *c = &w->clause[i];
        bool bracket = !str_eq(c->alternative[0].id, STR("-")), *dropped;
        enum talks_mark best = MARK_OPEN;
        struct arena_mark mark = arena_mark(cx->scratch);
        TRY_NEW_ARRAY(cx, cx->scratch, c->n, dropped);
        for (size_t k = 0; k < c->n; k++) {
            enum talks_mark m =
                mark_of(w, w->first[i] + k, bracket, &dropped[k]);
            best = m > best ? m : best;
        }
        out->count[best]++;
        if (bracket && best != MARK_AGREED) {
            for (size_t k = 0; k < c->n; k++)
                out->alternatives += !dropped[k];
            add_differences(w, w->first[i], c->n, dropped, out);
        }
        arena_rewind(cx->scratch, mark);
    }
    return OK;
}

static err walk(struct cx *cx, struct arena *a, const struct talks *t,
                struct walk *w, struct talks_day **out, size_t *n_out)
{
    struct map rows;
    size_t days = 0;
    map_init(&rows, cx->scratch, cx);
    for (size_t i = 0; i < t->charter->n_nodes; i++)
        w->n_parties += t->charter->node[i].role == TALKS_PARTY;
    TRY(cx, index_rows(cx, w, &rows));
    TRY_NEW_ARRAY(cx, cx->scratch, w->n_rows * w->n_parties, w->cell);
    TRY_NEW_ARRAY(cx, cx->scratch, w->n_parties, w->rest);
    TRY(cx, gather(cx, t, w, &rows));
    TRY(cx, sort_by_day(cx, w));
    for (size_t i = 0; i < w->list.n; i++)
        days += i == 0 || !str_eq(w->list.p[i].day, w->list.p[i - 1].day);
    TRY_NEW_ARRAY(cx, a, days, *out);
    *n_out = 0;
    for (size_t i = 0; i < w->list.n; i++) {
        const struct taken *x = &w->list.p[i];
        take(x->row == SIZE_MAX ? &w->rest[x->party]
                                : &w->cell[x->row * w->n_parties + x->party],
             x->x);
        if (i + 1 < w->list.n && str_eq(w->list.p[i + 1].day, x->day))
            continue;
        TRY(cx, stand(cx, w, x->day, &(*out)[(*n_out)++]));
    }
    return OK;
}

err talks_distance(struct cx *cx, struct arena *a, const struct talks *t,
                   const struct talks_clause *clause, size_t n,
                   const struct talks_terms *terms, struct talks_day **out,
                   size_t *n_out)
{
    struct walk w = {.clause = clause, .n = n, .terms = terms};
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = walk(cx, a, t, &w, out, n_out);
    arena_rewind(cx->scratch, mark);
    return e;
}
