/* keep_day.c - kept rows of duties owed each day or week.
 *
 * Reports lie in the civil days that they meet: events inside one day are
 * summed by source; all else (totals, events over midnight) is listed beside
 * them. A figure over a period rests on what meets it and on what meets a
 * total that meets it (sem 5), so a report touches the rows of its days and of
 * the totals there. Rows of summed events, and of totals of just that period,
 * are judged from the sums; others from the voices of those days. */
#include "engine/engine_int.h"

enum { MAX_DAYS = 64 /* that one report meets */, MAX_VOICES = 16 };

/* --- Days
 * ---------------------------------------------------------------------------
 */

static int64_t day_of(struct engine *e, instant at)
{
    struct keep *k = &e->keep;
    if (at < k->day.begin || at >= k->day.end) {
        struct civil_date d = civil_local(e->tz, at).civil.date;
        k->day_number = civil_days(d);
        k->day = civil_day_span(e->tz, d);
    }
    return k->day_number;
}

/* Days are keyed from the first that there is. */
static uint32_t day_key(int64_t number)
{
    return (uint32_t)(number + (int64_t)1000000);
}

static bool find_day(const struct engine *e, int clause, int64_t number,
                     uint32_t *index)
{
    return number > -1000000 &&
           select_find_key(e, clause, day_key(number), index);
}

/* What is simply summed: an event inside a day, of numbers that are packed. */
static bool is_summed(const struct engine *e, const struct rec *r,
                      int64_t first, int64_t last)
{
    int64_t hi = rec_hi(e, r);
    return r->form->kind != FACT_TOTAL && r->form->kind != FACT_LEVEL &&
           first == last && (hi == QTY_INF ? rec_lo(e, r) : hi) <= INT32_MAX;
}

static err sum_of(struct cx *cx, struct engine *e, struct kept *k,
                  struct day *d, int source, struct day_sum **out)
{
    struct day_sum fresh = {.source = source, .next = d->sums};
    uint32_t i = d->sums;
    while (i != 0 && k->day_sums.p[i - 1].source != source)
        i = k->day_sums.p[i - 1].next;
    if (i == 0) {
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->day_sums, fresh));
        i = d->sums = (uint32_t)k->day_sums.n;
    }
    *out = &k->day_sums.p[i - 1];
    return OK;
}

/* It is added to the sums, or taken back: then what ends last stays, which is
 * at most. */
static err count_event(struct cx *cx, struct engine *e, struct kept *k,
                       struct day *d, const struct rec *r, int sign)
{
    struct day_sum *s;
    instant to = rec_to(e, r);
    TRY(cx, sum_of(cx, e, k, d, r->form->source, &s));
    s->lo += sign * rec_lo(e, r);
    s->up += sign * (rec_hi(e, r) == QTY_INF ? rec_lo(e, r) : rec_hi(e, r));
    s->n += (uint32_t)sign;
    d->latest = to > d->latest ? to : d->latest;
    return OK;
}

static err touch_day(struct cx *cx, struct engine *e, struct kept *k,
                     uint32_t index, uint32_t cause)
{
    struct day *d = &k->days.p[index];
    d->cause = cause;
    if (d->dirty)
        return OK;
    d->dirty = true;
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->touched, index));
    return OK;
}

err keep_day_add(struct cx *cx, struct engine *e, int clause, uint32_t n,
                 struct put *p)
{
    const struct rec r = *rec_at(e, n);
    struct kept *k = &e->clauses[clause].kept;
    int64_t first = day_of(e, r.from), last = day_of(e, rec_to(e, &r) - 1);
    bool summed = is_summed(e, &r, first, last);
    if (last - first >= MAX_DAYS || first <= -1000000) {
        k->unfit = true;
        return OK;
    }
    for (int64_t day = first; day <= last; day++) {
        uint32_t index;
        struct day fresh = {.number = day, .latest = INSTANT_MIN};
        TRY(cx, select_link_day(cx, e, clause, day_key(day),
                                summed ? LIST_PERF : LIST_TRIG, n, p, &index));
        if (index == k->days.n)
            TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->days, fresh));
        if (summed)
            TRY(cx, count_event(cx, e, k, &k->days.p[index], &r, 1));
        TRY(cx, touch_day(cx, e, k, index, n + 1));
    }
    return OK;
}

err keep_day_touch(struct cx *cx, struct engine *e, int clause, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    struct kept *k = &e->clauses[clause].kept;
    int64_t first = day_of(e, r->from), last = day_of(e, rec_to(e, r) - 1);
    bool was = (r->flags & REC_UNSUMMED) == 0, is = rec_stands(r);
    if ((r->flags & REC_GROUPED) != 0)
        k->unfit = true; /* joins reports of several days */
    if (k->unfit)
        return OK;
    for (int64_t day = first; day <= last; day++) {
        uint32_t index;
        if (!find_day(e, clause, day, &index))
            continue;
        if (is != was && is_summed(e, r, first, last))
            TRY(cx, count_event(cx, e, k, &k->days.p[index], r, is ? 1 : -1));
        TRY(cx, touch_day(cx, e, k, index, n + 1));
    }
    return OK;
}

/* --- From the sums
 * ------------------------------------------------------------------ */

struct daily {
    struct query *q;
    int clause;
    const struct clause *c;
    const struct clause_state *s;
    int64_t step; /* days of a period */
};

struct tally_of { /* one source over a period */
    int64_t lo, up, tot_lo, tot_up, hi;
    bool events, totals;
};
struct sums {
    struct voice v[MAX_VOICES];
    struct tally_of t[MAX_VOICES];
    uint32_t n;
};

static struct tally_of *tally_of(struct sums *s, int source)
{
    uint32_t i = 0;
    while (i < s->n && s->v[i].source != source)
        i++;
    if (i == MAX_VOICES)
        return NULL;
    if (i == s->n) {
        s->v[i] = (struct voice){.source = source};
        s->t[i] = (struct tally_of){.hi = QTY_INF};
        s->n++;
    }
    return &s->t[i];
}

/* A total of just this period; others need more than sums. */
static bool add_total(const struct daily *d, const struct row *r,
                      const struct rec *x, struct sums *s)
{
    const struct engine *e = d->q->e;
    struct tally_of *t = tally_of(s, x->form->source);
    if (t == NULL || x->form->kind != FACT_TOTAL || x->from != r->a ||
        rec_to(e, x) != r->end || r->end > d->q->at + 1)
        return false;
    int64_t lo = rec_lo(e, x), hi = rec_hi(e, x);
    int64_t up = hi == QTY_INF ? lo : hi;
    t->totals = true;
    t->tot_lo = lo > t->tot_lo ? lo : t->tot_lo;
    t->tot_up = up > t->tot_up ? up : t->tot_up;
    if (select_is_exact(e, &e->books.p[d->s->perf], x) && hi < t->hi)
        t->hi = hi;
    return true;
}

static bool add_day(const struct daily *d, const struct row *r, uint32_t index,
                    struct sums *s)
{
    const struct engine *e = d->q->e;
    const struct day *day = &d->s->kept.days.p[index];
    if (day->latest > d->q->at + 1)
        return false;
    for (uint32_t i = day->sums; i != 0;
         i = d->s->kept.day_sums.p[i - 1].next) {
        const struct day_sum *x = &d->s->kept.day_sums.p[i - 1];
        struct tally_of *t = x->n == 0 ? NULL : tally_of(s, x->source);
        if (x->n > 0 && t == NULL)
            return false;
        if (t == NULL)
            continue;
        t->events = true;
        t->lo = qty_add(t->lo, x->lo);
        t->up = qty_add(t->up, x->up);
    }
    for (uint32_t i = d->s->keys.p[index].trig; i != 0;
         i = e->links.p[i - 1].next) {
        const struct rec *x = rec_at(e, e->links.p[i - 1].fact);
        if (rec_stands(x) && !add_total(d, r, x, s))
            return false;
    }
    return true;
}

/* Totals of the whole period and events inside it: either counts (sem 5). */
static struct fig figure(const struct tally_of *t)
{
    struct fig f = {.hi = t->hi, .speaks = true};
    f.lo = f.touch = t->lo > t->tot_lo ? t->lo : t->tot_lo;
    f.may = t->up > t->tot_up ? t->up : t->tot_up;
    if (f.lo > f.hi)
        return (struct fig){f.hi, f.lo, f.touch, f.lo, true, true};
    f.may = f.may < f.lo ? f.lo : f.may;
    f.may = f.may > f.hi ? f.hi : f.may;
    return f;
}

static err judge_sums(struct daily *d, const struct sheet *s, struct row *r,
                      bool *done)
{
    struct sums sums = {.n = 0};
    struct fig figs[MAX_VOICES];
    *done = false;
    if (d->c->n_bearers > 1)
        return OK;
    for (int64_t day = r->ordinal; day < r->ordinal + d->step; day++) {
        uint32_t index;
        if (find_day(d->q->e, d->clause, day, &index) &&
            !add_day(d, r, index, &sums))
            return OK;
    }
    for (uint32_t i = 0; i < sums.n; i++)
        figs[i] = figure(&sums.t[i]);
    struct voices vs = {sums.v, sums.n};
    struct row copy = *r;
    TRY(d->q->cx, judge_figures(d->q, s, &copy, &vs, figs, done));
    if (*done)
        *r = copy;
    return OK;
}

/* --- From the voices of the days
 * ---------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The days of totals that meet a day, beside it. */
static void widen(struct daily *d, uint32_t index, int64_t *first,
                  int64_t *last)
{
    struct engine *e = d->q->e;
    for (uint32_t i = d->s->keys.p[index].trig; i != 0;
         i = e->links.p[i - 1].next) {
        const struct rec *r = rec_at(e, e->links.p[i - 1].fact);
        if (r->form->kind != FACT_TOTAL)
            continue;
        int64_t from = day_of(e, r->from), to = day_of(e, rec_to(e, r) - 1);
        *first = from < *first ? from : *first;
        *last = to > *last ? to : *last;
    }
}

/* All records of the days, each once. */
static err gather(struct daily *d, int64_t first, int64_t last, u32_vec *out)
{
    struct query *q = d->q;
    size_t kept = 0;
    for (int64_t day = first; day <= last; day++) {
        uint32_t index;
        if (!find_day(q->e, d->clause, day, &index))
            continue;
        const struct kinst *k = &d->s->keys.p[index];
        uint32_t heads[2] = {k->perf, k->trig};
        for (int h = 0; h < 2; h++)
            for (uint32_t i = heads[h]; i != 0; i = q->e->links.p[i - 1].next)
                TRY_ROOM(q->cx, q->tmp,
                         vec_push(q->tmp, out, q->e->links.p[i - 1].fact));
    }
    if (out->n > 1)
        qsort(out->p, out->n, sizeof *out->p, by_number);
    for (size_t i = 0; i < out->n; i++)
        if (i == 0 || out->p[i] != out->p[i - 1])
            out->p[kept++] = out->p[i];
    out->n = kept;
    return OK;
}

/* The records on which the row of a period rests. */
static err facts_of(struct daily *d, int64_t day, u32_vec *facts)
{
    int64_t first = day, last = day + d->step - 1, to = last;
    for (; day <= to; day++) {
        uint32_t index;
        if (find_day(d->q->e, d->clause, day, &index))
            widen(d, index, &first, &last);
    }
    return gather(d, first, last, facts);
}

static err judge_voices(struct daily *d, const struct sheet *s, struct row *r,
                        instant *wake)
{
    struct query *q = d->q;
    u32_vec facts = {0};
    struct voices vs;
    TRY(q->cx, facts_of(d, r->ordinal, &facts));
    for (size_t i = 0; i < facts.n; i++)
        keep_wake_of(q, facts.p[i], wake);
    TRY(q->cx, voice_facts(q, d->clause, s->bearer, facts.p, facts.n, &vs));
    return judge_status(q, s, r, &vs);
}

/* --- Rows
 * ---------------------------------------------------------------------------
 */

static err judge_row(struct daily *d, uint32_t row)
{
    struct query *q = d->q;
    struct kept *k = &q->e->clauses[d->clause].kept;
    const struct phase_state *life;
    instant wake = INSTANT_MAX;
    uint32_t n = d->s->n_bearers;
    bool moved = false;
    TRY(q->cx, phase_get(q, OWN, NONE, &life));
    for (uint32_t b = 0; b < n; b++) {
        struct sheet s = {.clause = d->clause,
                          .bearer = b,
                          .persp = OWN,
                          .state = SHEET_BUSY};
        struct row r;
        bool there, done;
        struct arena_mark m = arena_mark(q->tmp);
        TRY(q->cx,
            instance_period(q, &s, k->first + row * d->step, &r, &there));
        if (there) {
            TRY(q->cx, judge_sums(d, &s, &r, &done));
            if (!done)
                TRY(q->cx, judge_voices(d, &s, &r, &wake));
            keep_sooner(q->at, r.due_hi + 1, &wake);
        }
        keep_sooner(q->at, r.a, &wake);
        if (life->has_end)
            keep_sooner(q->at, life->end, &wake);
        arena_rewind(q->tmp, m);
        TRY(q->cx,
            keep_set(q, d->clause, row, b, there ? (uint8_t)r.status : NO_ROW));
        moved = moved || k->rows.p[(size_t)row * n + b].moved;
    }
    struct kept_row *first = &k->rows.p[(size_t)row * n];
    first->dirty = false;
    if (!moved && q->e->keep.told)
        first->cause = 0;
    return wake == INSTANT_MAX ? OK : keep_wake(q, d->clause, row, wake);
}

/* The rows of some days are dirty, as far as they exist. */
static err dirty_rows(struct daily *d, int64_t first, int64_t last,
                      uint32_t cause)
{
    const struct kept *k = &d->s->kept;
    for (int64_t day = first; day <= last; day++) {
        int64_t row = (day - k->first) / d->step;
        if (day >= k->first && row < (int64_t)k->n_rows)
            TRY(d->q->cx,
                keep_dirty(d->q->cx, d->q->e, d->clause, (uint32_t)row, cause));
    }
    return OK;
}

/* Rows that have begun by now; the last is always one that has not, so that it
 * wakes when it begins. */
static err new_rows(struct daily *d, bool *fit)
{
    struct query *q = d->q;
    struct kept *k = &q->e->clauses[d->clause].kept;
    instant from, to;
    bool known;
    *fit = true;
    if (k->n_rows > 0 && q->at < k->grown_until)
        return OK;
    TRY(q->cx, instance_span(q, d->c, OWN, &known, &from, &to));
    if (!known)
        return OK;
    int64_t first = day_of(q->e, from);
    *fit = !k->has_first || k->first == first;
    if (!*fit)
        return OK;
    k->first = first;
    k->has_first = true;
    for (;;) {
        int64_t day = k->first + (int64_t)k->n_rows * d->step;
        if (k->n_rows > 0 && phase_day(q, day - d->step).begin > q->at) {
            k->grown_until = phase_day(q, day - d->step).begin;
            return OK;
        }
        if (phase_day(q, day).begin >= to || k->n_rows >= UINT32_MAX - 1 ||
            phase_day(q, day).end >= INSTANT_MAX - 8 * 86400)
            return OK;
        TRY(q->cx, keep_dirty(q->cx, q->e, d->clause, k->n_rows, 0));
    }
}

/* What touches a day touches its row and those of the totals there. */
static err touched_rows(struct daily *d)
{
    struct kept *k = &d->q->e->clauses[d->clause].kept;
    for (size_t i = 0; i < k->touched.n; i++) {
        uint32_t index = k->touched.p[i];
        int64_t first = k->days.p[index].number, last = first;
        widen(d, index, &first, &last);
        if (k->has_first)
            TRY(d->q->cx, dirty_rows(d, first, last, k->days.p[index].cause));
        k->days.p[index].dirty = false;
    }
    k->touched.n = 0;
    return OK;
}

static struct daily daily_of(struct query *q, int clause)
{
    const struct clause *c = &q->ag->clauses[clause];
    return (struct daily){.q = q,
                          .clause = clause,
                          .c = c,
                          .s = &q->e->clauses[clause],
                          .step = c->period == PERIOD_WEEK ? 7 : 1};
}

err keep_day_settle(struct query *q, int clause)
{
    struct kept *k = &q->e->clauses[clause].kept;
    struct daily d = daily_of(q, clause);
    bool fit;
    TRY(q->cx, new_rows(&d, &fit));
    if (k->unfit || !fit)
        return keep_give_up(q, clause);
    TRY(q->cx, touched_rows(&d));
    for (size_t i = 0; i < k->dirty.n; i++)
        TRY(q->cx, judge_row(&d, k->dirty.p[i]));
    k->dirty.n = 0;
    return OK;
}

/* --- One row
 * ---------------------------------------------------------------------------
 */

bool keep_day_find(struct query *q, int clause, str name, uint32_t *row)
{
    struct daily d = daily_of(q, clause);
    const struct kept *k = &d.s->kept;
    struct civil_date date;
    char room[CIVIL_PRINT_SIZE];
    if (!is_ok(civil_date_parse(q->cx, name, &date)) ||
        !str_eq(civil_date_print(date, room), name))
        return false;
    int64_t days = civil_days(date) - k->first;
    *row = (uint32_t)(days / d.step);
    return days >= 0 && days % d.step == 0 &&
           days / d.step < (int64_t)k->n_rows;
}

err keep_day_row(struct query *q, const struct sheet *s, uint32_t row,
                 const struct voices **vs, struct row *out, bool *there)
{
    struct daily d = daily_of(q, s->clause);
    int64_t first = d.s->kept.first + row * d.step;
    TRY(q->cx, instance_period(q, s, first, out, there));
    if (*there && *vs == NULL) {
        u32_vec facts = {0};
        struct voices *made;
        TRY_NEW(q->cx, q->tmp, made);
        TRY(q->cx, facts_of(&d, first, &facts));
        TRY(q->cx,
            voice_facts(q, s->clause, s->bearer, facts.p, facts.n, made));
        *vs = made;
    }
    return *there ? judge_duty(q, s, out, *vs) : OK;
}
