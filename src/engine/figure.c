/* figure.c - the figure of one source (sem 5): pure functions of its
 * statements and a window.
 *
 *     D      sweep():  totals that do not meet, and events beside them
 *     C      cover():  the cheapest totals that cover a stretch
 *     hi     chain():  the cheapest chain of totals over the window
 *
 * A voice without totals near the window is answered from running sums. Events
 * are sorted by (from, to); so are totals. Read next: voice.c, standard.c. */
#include "engine/engine_int.h"

enum { FEW = 12 }; /* up to here plain loops are faster than running sums */

static bool before(const struct obs *a, const struct obs *b)
{
    if (a->source != b->source)
        return a->source < b->source;
    if (a->total != b->total)
        return b->total;
    if (a->from != b->from)
        return a->from < b->from;
    return a->to < b->to; /* the sort is stable */
}

static void insert_each(struct obs *o, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct obs x = o[i];
        size_t k = i;
        for (; k > 0 && before(&x, &o[k - 1]); k--)
            o[k] = o[k - 1];
        o[k] = x;
    }
}

/* One of many, by a part of what orders it. */
struct keyed {
    uint64_t key;
    uint32_t at;
};

static uint64_t key_of(const struct obs *o, int part, instant first)
{
    if (part == 0)
        return (uint64_t)o->to - (uint64_t)o->from;
    return part == 1 ? (uint64_t)o->from - (uint64_t)first
                     : 2 * (uint64_t)o->source + o->total;
}

/* By eight bits of the key, those of one value as they were. Of most keys the
 * upper bits are those of all. */
static void by_digit(struct keyed **v, struct keyed **room, size_t n, int shift)
{
    size_t at[257] = {0};
    struct keyed *from = *v, *to = *room;
    for (size_t i = 0; i < n; i++)
        at[(from[i].key >> shift & 255) + 1]++;
    if (at[(from[0].key >> shift & 255) + 1] == n)
        return;
    for (size_t i = 1; i < 256; i++)
        at[i] += at[i - 1];
    for (size_t i = 0; i < n; i++)
        to[at[from[i].key >> shift & 255]++] = from[i];
    *v = to;
    *room = from;
}

/* Hundreds of thousands, in no order that would help: by their last digit, then
 * the one before. */
static err sort_many(struct cx *cx, struct arena *a, struct obs *o, size_t n)
{
    struct keyed *v, *room;
    struct obs *to;
    instant first = o[0].from;
    uint64_t differ[3] = {0};
    TRY_NEW_ARRAY(cx, a, n, v);
    TRY_NEW_ARRAY(cx, a, n, room);
    TRY_NEW_ARRAY(cx, a, n, to);
    for (size_t i = 0; i < n; i++) {
        v[i].at = (uint32_t)i;
        first = o[i].from < first ? o[i].from : first;
        for (int part = 0; part < 3; part++)
            differ[part] |= key_of(&o[i], part, 0) ^ key_of(&o[0], part, 0);
    }
    for (int part = 0; part < 3; part++) {
        uint64_t most = 0;
        for (size_t i = 0; i < n && differ[part] != 0; i++) {
            v[i].key = key_of(&o[v[i].at], part, first);
            most |= v[i].key;
        }
        for (int shift = 0; shift < 64 && most >> shift != 0; shift += 8)
            by_digit(&v, &room, n, shift);
    }
    for (size_t i = 0; i < n; i++)
        to[i] = o[v[i].at];
    memcpy(o, to, n * sizeof *o);
    return OK;
}

err figure_sort(struct cx *cx, struct arena *a, struct obs *o, size_t n)
{
    enum { FEW_TO_SORT = 32 };
    size_t i = 1;
    while (i < n && !before(&o[i], &o[i - 1]))
        i++;
    if (i >= n)
        return OK;
    if (n > FEW_TO_SORT)
        return sort_many(cx, a, o, n);
    insert_each(o, n);
    return OK;
}

/* --- Making a voice
 * ----------------------------------------------------------- */

static int64_t upper_or_lower(const struct obs *o)
{
    return o->up == QTY_INF ? o->lo : o->up;
}

static bool ends_before(const struct obs *ev, uint32_t a, uint32_t b)
{
    return ev[a].to != ev[b].to ? ev[a].to < ev[b].to : a < b;
}

static err sort_by_to(struct cx *cx, struct arena *a, struct voice *v)
{
    uint32_t n = v->n_ev, *from, *to;
    TRY_NEW_ARRAY(cx, a, n, from);
    bool sorted = true;
    for (uint32_t i = 0; i < n; i++) {
        from[i] = i;
        sorted = sorted && (i == 0 || ends_before(v->ev, i - 1, i));
    }
    if (!sorted) {
        TRY_NEW_ARRAY(cx, a, n, to);
        for (size_t width = 1; width < n; width *= 2) {
            for (size_t lo = 0; lo < n; lo += 2 * width) {
                size_t mid = lo + width < n ? lo + width : n;
                size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
                size_t x = lo, y = mid;
                for (size_t k = lo; k < hi; k++)
                    to[k] = x < mid && (y >= hi ||
                                        !ends_before(v->ev, from[y], from[x]))
                                ? from[x++]
                                : from[y++];
            }
            uint32_t *swap = from;
            from = to;
            to = swap;
        }
    }
    v->by_to = from;
    return OK;
}

static err make_sums(struct cx *cx, struct arena *a, struct voice *v)
{
    uint32_t n = v->n_ev;
    TRY(cx, sort_by_to(cx, a, v));
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, v->sum_lo);
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, v->sum_up);
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, v->to_lo);
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, v->to_up);
    for (uint32_t i = 0; i < n; i++) {
        const struct obs *x = &v->ev[i], *y = &v->ev[v->by_to[i]];
        v->sum_lo[i + 1] = qty_add(v->sum_lo[i], x->lo);
        v->sum_up[i + 1] = qty_add(v->sum_up[i], upper_or_lower(x));
        v->to_lo[i + 1] = qty_add(v->to_lo[i], y->lo);
        v->to_up[i + 1] = qty_add(v->to_up[i], upper_or_lower(y));
    }
    /* Sums at the limit are not differences any more. */
    if (v->sum_lo[n] >= QTY_MAX || v->sum_up[n] >= QTY_MAX)
        v->sum_lo = NULL;
    return OK;
}

err figure_voice(struct cx *cx, struct arena *a, const struct obs *o, size_t n,
                 struct voice *out)
{
    struct voice v = {.source = o[0].source, .ev = o};
    while (v.n_ev < n && !o[v.n_ev].total) {
        instant length = o[v.n_ev].to - o[v.n_ev].from;
        v.longest = length > v.longest ? length : v.longest;
        v.n_ev++;
    }
    v.tot = o + v.n_ev;
    v.n_tot = (uint32_t)n - v.n_ev;
    if (v.n_tot > 0) {
        TRY_NEW_ARRAY(cx, a, v.n_tot, v.tot_max_to);
        for (uint32_t i = 0; i < v.n_tot; i++)
            v.tot_max_to[i] = i > 0 && v.tot_max_to[i - 1] > v.tot[i].to
                                  ? v.tot_max_to[i - 1]
                                  : v.tot[i].to;
    }
    if (v.n_ev > FEW)
        TRY(cx, make_sums(cx, a, &v));
    *out = v;
    return OK;
}

/* The number of statements that begin before t. */
static uint32_t begin_before(const struct obs *o, uint32_t n, instant t)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (o[mid].from < t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static uint32_t end_by(const struct voice *v, instant t)
{
    uint32_t lo = 0, hi = v->n_ev;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v->ev[v->by_to[mid]].to <= t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* --- Events alone
 * ------------------------------------------------------------- */

/* lo, touch and may over [a, b) of events, by running sums or a loop. */
static void events_alone(const struct voice *v, instant a, instant b,
                         struct fig *f)
{
    if (b <= a)
        return;
    if (v->n_ev <= FEW || v->sum_lo == NULL) {
        for (uint32_t i = 0; i < v->n_ev && v->ev[i].from < b; i++) {
            const struct obs *o = &v->ev[i];
            if (o->to <= a)
                continue;
            f->speaks = true;
            f->touch = qty_add(f->touch, o->lo);
            f->may = qty_add(f->may, upper_or_lower(o));
            if (o->from >= a && o->to <= b)
                f->lo = qty_add(f->lo, o->lo);
        }
        return;
    }
    uint32_t begun = begin_before(v->ev, v->n_ev, b);
    uint32_t over = end_by(v, a), ended = end_by(v, b);
    f->speaks = f->speaks || begun > over;
    f->touch += v->sum_lo[begun] - v->to_lo[over];
    f->may += v->sum_up[begun] - v->to_up[over];
    f->lo += v->to_lo[ended] - v->to_lo[over];
    for (uint32_t i = begin_before(v->ev, v->n_ev, a); i-- > 0;) {
        const struct obs *o = &v->ev[i]; /* those that hang over a */
        if (o->from <= a - v->longest)
            break;
        if (o->to > a && o->to <= b)
            f->lo -= o->lo;
    }
}

/* --- D: totals that do not meet, and the events beside them
 * -------------------- */

struct piece { /* an event cut to the window, or a total inside it */
    instant from, to;
    int64_t w, best;
};
typedef VEC(struct piece) piece_vec;

enum weight { BY_LO, BY_UP };

/* For each of the ascending instants q: the greatest value of pieces inside
 * [x, q). Events and totals in any order; both lists are sorted here. */
static int by_end(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static int by_begin(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* What came in order stays: most reports are of a second or a day, so that
 * order by beginning is order by end. */
static void sort_pieces(piece_vec *v, int (*order)(const void *, const void *))
{
    size_t i = 1;
    while (i < v->n && order(&v->p[i - 1], &v->p[i]) <= 0)
        i++;
    if (i < v->n)
        qsort(v->p, v->n, sizeof *v->p, order);
}

struct gap { /* from the end of the last total chosen */
    instant from;
    int64_t value;
};

/* The value of each gap grows by events inside it; `all` was added to all. */
static err sweep(struct cx *cx, struct arena *tmp, instant x, piece_vec *ev,
                 piece_vec *tot, const instant *q, size_t n_q, int64_t *out)
{
    struct gap *gaps;
    struct piece *ends;
    size_t n_gaps = 1, i = 0, k = 0, j = 0;
    int64_t all = 0, best = 0;
    TRY_NEW_ARRAY(cx, tmp, tot->n + 1, gaps);
    TRY_NEW_ARRAY(cx, tmp, tot->n + 1, ends);
    gaps[0].from = x;
    sort_pieces(ev, by_end);
    sort_pieces(tot, by_begin);
    /* Chosen totals wait in a heap until the sweep passes their end. */
    size_t n_ends = 0;
    for (size_t s = 0; s < n_q || j < tot->n;) {
        bool is_total = j < tot->n && (s >= n_q || tot->p[j].from < q[s]);
        instant t = is_total ? tot->p[j].from : q[s];
        for (;;) {
            bool have_ev = i < ev->n && ev->p[i].to <= t;
            bool have_end = n_ends > 0 && ends[0].to <= t;
            if (!have_ev && !have_end)
                break;
            if (have_end && (!have_ev || ends[0].to < ev->p[i].to)) {
                struct piece top = ends[0], last = ends[--n_ends];
                for (k = 0; 2 * k + 1 < n_ends;) {
                    size_t c = 2 * k + 1;
                    c += c + 1 < n_ends && ends[c + 1].to < ends[c].to;
                    if (last.to <= ends[c].to)
                        break;
                    ends[k] = ends[c];
                    k = c;
                }
                ends[k] = last;
                gaps[n_gaps++] = (struct gap){top.to, top.best - all};
                best = top.best > best ? top.best : best;
                continue;
            }
            const struct piece *o = &ev->p[i++];
            if (o->from >= gaps[n_gaps - 1].from) {
                all = qty_add(all, o->w);
                best = qty_add(best, o->w);
                continue;
            }
            for (size_t g = 0; g < n_gaps && gaps[g].from <= o->from; g++) {
                gaps[g].value += o->w;
                if (gaps[g].value + all > best)
                    best = gaps[g].value + all;
            }
        }
        if (!is_total) {
            out[s++] = best;
            continue;
        }
        struct piece c = tot->p[j++];
        c.best = qty_add(best, c.w);
        for (k = n_ends++; k > 0 && ends[(k - 1) / 2].to > c.to;
             k = (k - 1) / 2)
            ends[k] = ends[(k - 1) / 2];
        ends[k] = c;
    }
    return OK;
}

/* The pieces of v that lie in [a, b): events inside it, or those that meet it
 * cut to it; totals inside it. mirrored: time runs backwards. */
static err pieces(struct cx *cx, struct arena *tmp, const struct voice *v,
                  instant a, instant b, instant cut, enum weight w, bool touch,
                  bool mirrored, piece_vec *ev, piece_vec *tot)
{
    uint32_t i = begin_before(v->ev, v->n_ev, a - (touch ? v->longest : 0));
    for (; i < v->n_ev && v->ev[i].from < b && v->ev[i].from < cut; i++) {
        const struct obs *o = &v->ev[i];
        struct piece p = {o->from, o->to,
                          w == BY_LO ? o->lo : upper_or_lower(o), 0};
        if (touch ? o->to <= a : o->from < a || o->to > b)
            continue;
        p.from = p.from < a ? a : p.from;
        p.to = p.to > b ? b : p.to;
        if (mirrored)
            p = (struct piece){-p.to, -p.from, p.w, 0};
        TRY_ROOM(cx, tmp, vec_push(tmp, ev, p));
    }
    i = begin_before(v->tot, v->n_tot, a);
    for (; i < v->n_tot && v->tot[i].from < b && v->tot[i].from < cut; i++) {
        const struct obs *o = &v->tot[i];
        struct piece p = {o->from, o->to,
                          w == BY_LO ? o->lo : upper_or_lower(o), 0};
        if (o->to > b)
            continue;
        if (mirrored)
            p = (struct piece){-p.to, -p.from, p.w, 0};
        TRY_ROOM(cx, tmp, vec_push(tmp, tot, p));
    }
    return OK;
}

/* D(W), touch(W), or touch with upper bounds. */
static err best_sum(struct cx *cx, struct arena *tmp, const struct voice *v,
                    instant a, instant b, instant cut, enum weight w,
                    bool touch, int64_t *out)
{
    piece_vec ev = {0}, tot = {0};
    TRY(cx, pieces(cx, tmp, v, a, b, cut, w, touch, false, &ev, &tot));
    return sweep(cx, tmp, a, &ev, &tot, &b, 1, out);
}

/* --- C and hi
 * -------------------------------------------------------------------- */

/* Totals that matter: exact ones that meet [x, y), by end. */
struct link_cost {
    instant from, to;
    int64_t up, lo, cost;
};
typedef VEC(struct link_cost) link_vec;

static int by_link_end(const void *a, const void *b)
{
    const struct link_cost *x = a, *y = b;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static err exact_totals(struct cx *cx, struct arena *tmp, const struct voice *v,
                        instant x, instant y, instant cut, link_vec *out)
{
    uint32_t i = begin_before(v->tot, v->n_tot, y < cut ? y : cut);
    for (; i-- > 0 && v->tot_max_to[i] > x;) {
        const struct obs *o = &v->tot[i];
        struct link_cost l = {o->from, o->to, o->up, o->lo, QTY_INF};
        if (o->exact && o->to > x)
            TRY_ROOM(cx, tmp, vec_push(tmp, out, l));
    }
    if (out->n > 1)
        qsort(out->p, out->n, sizeof *out->p, by_link_end);
    return OK;
}

/* Costs of chains: links are by end; a stack of the ends so far, on which
 * cost grows with the end, gives the cheapest that reaches a beginning. */
struct reach {
    instant to;
    int64_t cost;
};

static int64_t cheapest(const struct reach *stack, size_t n, instant from,
                        instant to)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (stack[mid].to < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && stack[lo].to < to ? stack[lo].cost : QTY_INF;
}

static void push_reach(struct reach *stack, size_t *n, instant to, int64_t cost)
{
    if (cost == QTY_INF)
        return;
    while (*n > 0 && stack[*n - 1].cost >= cost)
        (*n)--;
    if (*n == 0 || stack[*n - 1].to < to)
        stack[(*n)++] = (struct reach){to, cost};
}

/* C([x, y)). */
static err cover(struct cx *cx, struct arena *tmp, const struct voice *v,
                 instant x, instant y, instant cut, int64_t *out)
{
    link_vec l = {0};
    struct reach *stack;
    size_t n = 0;
    *out = 0;
    if (x >= y)
        return OK;
    *out = QTY_INF;
    TRY(cx, exact_totals(cx, tmp, v, x, y, cut, &l));
    TRY_NEW_ARRAY(cx, tmp, l.n + 1, stack);
    for (size_t i = 0; i < l.n; i++) {
        int64_t cost =
            l.p[i].from <= x ? 0 : cheapest(stack, n, l.p[i].from, l.p[i].to);
        cost = qty_add(cost, l.p[i].up);
        if (l.p[i].to >= y && cost < *out)
            *out = cost;
        push_reach(stack, &n, l.p[i].to, cost);
    }
    return OK;
}

static int by_instant(const void *a, const void *b)
{
    instant x = *(const instant *)a, y = *(const instant *)b;
    return x < y ? -1 : x > y;
}

/* D([p, a)) for each p < a of the list (left), or D([b, p)) for each p > b. */
static err outside(struct cx *cx, struct arena *tmp, const struct voice *v,
                   bool left, instant edge, instant *points, size_t n,
                   instant cut, int64_t *out)
{
    piece_vec ev = {0}, tot = {0};
    qsort(points, n, sizeof *points, by_instant);
    if (!left) {
        TRY(cx, pieces(cx, tmp, v, edge, points[n - 1], cut, BY_LO, false,
                       false, &ev, &tot));
        return sweep(cx, tmp, edge, &ev, &tot, points, n, out);
    }
    instant *back;
    TRY_NEW_ARRAY(cx, tmp, n, back);
    for (size_t i = 0; i < n; i++)
        back[i] = -points[n - 1 - i];
    TRY(cx, pieces(cx, tmp, v, points[0], edge, cut, BY_LO, false, true, &ev,
                   &tot));
    TRY(cx, sweep(cx, tmp, -edge, &ev, &tot, back, n, out));
    for (size_t i = 0; i < n / 2; i++) {
        int64_t swap = out[i];
        out[i] = out[n - 1 - i];
        out[n - 1 - i] = swap;
    }
    return OK;
}

struct held { /* D outside the window, by point */
    instant *points;
    int64_t *d;
    size_t n;
};

static int64_t held_at(const struct held *h, instant p)
{
    for (size_t lo = 0, hi = h->n; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        if (h->points[mid] == p)
            return h->d[mid];
        if (h->points[mid] < p)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static err held_outside(struct cx *cx, struct arena *tmp, const struct voice *v,
                        const link_vec *l, bool left, instant edge, instant cut,
                        struct held *h)
{
    TRY_NEW_ARRAY(cx, tmp, l->n, h->points);
    TRY_NEW_ARRAY(cx, tmp, l->n, h->d);
    for (size_t i = 0; i < l->n; i++) {
        instant p = left ? l->p[i].from : l->p[i].to;
        if (left ? p < edge : p > edge)
            h->points[h->n++] = p;
    }
    return h->n == 0
               ? OK
               : outside(cx, tmp, v, left, edge, h->points, h->n, cut, h->d);
}

/* hi(W): chains of exact totals that each meet W and cover it. */
static err chain(struct cx *cx, struct arena *tmp, const struct voice *v,
                 instant a, instant b, instant cut, const link_vec *l,
                 int64_t *out)
{
    struct held left = {0}, right = {0};
    struct reach *stack;
    size_t n = 0;
    int64_t hi = QTY_INF;
    TRY(cx, held_outside(cx, tmp, v, l, true, a, cut, &left));
    TRY(cx, held_outside(cx, tmp, v, l, false, b, cut, &right));
    TRY_NEW_ARRAY(cx, tmp, l->n, stack);
    for (size_t i = 0; i < l->n; i++) {
        const struct link_cost *x = &l->p[i];
        int64_t cost = cheapest(stack, n, x->from, x->to);
        int64_t first = x->from < a ? -held_at(&left, x->from) : 0;
        if (x->from <= a && first < cost)
            cost = first;
        if (cost == QTY_INF || x->up == QTY_INF)
            continue;
        cost += x->up;
        cost = cost > QTY_MAX ? QTY_MAX : cost;
        push_reach(stack, &n, x->to, cost);
        if (x->to >= b) {
            int64_t end = cost - (x->to > b ? held_at(&right, x->to) : 0);
            hi = end < hi ? end : hi;
        }
    }
    *out = hi < 0 ? 0 : hi;
    return OK;
}

/* The second part of lo(W): a surrounding total less what covers the rest. */
static err surrounded(struct cx *cx, struct arena *tmp, const struct voice *v,
                      instant a, instant b, instant cut, const link_vec *l,
                      int64_t *lo)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct link_cost *x = &l->p[i];
        int64_t head, tail;
        if (x->from > a || x->to < b || x->lo <= *lo)
            continue;
        TRY(cx, cover(cx, tmp, v, x->from, a, cut, &head));
        if (head == QTY_INF)
            continue;
        TRY(cx, cover(cx, tmp, v, b, x->to, cut, &tail));
        if (tail != QTY_INF && x->lo - head - tail > *lo)
            *lo = x->lo - head - tail;
    }
    return OK;
}

/* --- Levels and hours
 * ------------------------------------------------------------ */

static void level_of(const struct voice *v, instant b, struct fig *f)
{
    uint32_t n = begin_before(v->ev, v->n_ev, b);
    if (n == 0)
        return;
    const struct obs *o = &v->ev[n - 1];
    *f = (struct fig){o->lo, o->exact ? o->up : QTY_INF, o->lo, o->lo, true,
                      false};
    if (f->hi != QTY_INF)
        f->may = f->hi;
}

static void hours_of(const struct voice *v, instant a, instant b, struct fig *f)
{
    instant end = a;
    int64_t sum = 0, run = 0, longest = 0;
    for (uint32_t i = 0; i < v->n_ev && v->ev[i].from < b; i++) {
        instant from = v->ev[i].from < a ? a : v->ev[i].from;
        instant to = v->ev[i].to > b ? b : v->ev[i].to;
        if (to <= from)
            continue;
        f->speaks = true;
        if (from > end)
            run = 0;
        from = from < end ? end : from;
        if (to <= from)
            continue;
        sum += to - from;
        run += to - from;
        longest = run > longest ? run : longest;
        end = to;
    }
    f->lo = f->touch = f->may = v->unbroken ? longest : sum;
}

/* --- The whole
 * ------------------------------------------------------------------- */

static bool has_totals(const struct voice *v, instant a, instant b)
{
    uint32_t i = begin_before(v->tot, v->n_tot, b);
    return i > 0 && v->tot_max_to[i - 1] > a;
}

static err with_totals(struct cx *cx, struct arena *tmp, const struct voice *v,
                       instant a, instant b, instant cut, struct fig *f)
{
    link_vec l = {0};
    int64_t up;
    f->speaks = true;
    TRY(cx, best_sum(cx, tmp, v, a, b, cut, BY_LO, false, &f->lo));
    TRY(cx, best_sum(cx, tmp, v, a, b, cut, BY_LO, true, &f->touch));
    TRY(cx, best_sum(cx, tmp, v, a, b, cut, BY_UP, true, &up));
    TRY(cx, exact_totals(cx, tmp, v, a, b, cut, &l));
    if (l.n > 0) {
        TRY(cx, surrounded(cx, tmp, v, a, b, cut, &l, &f->lo));
        TRY(cx, chain(cx, tmp, v, a, b, cut, &l, &f->hi));
    }
    f->may = up;
    return OK;
}

err figure_of(struct cx *cx, struct arena *tmp, const struct voice *v,
              instant a, instant b, instant cut, struct fig *out)
{
    struct fig f = {.hi = QTY_INF};
    if (b > cut)
        b = cut;
    if (b <= a) {
        *out = f;
        return OK;
    }
    if (v->level) {
        level_of(v, b, &f);
        *out = f;
        return OK;
    }
    if (v->hours) {
        hours_of(v, a, b, &f);
    } else if (v->n_tot == 0 || !has_totals(v, a, b)) {
        events_alone(v, a, b, &f);
    } else {
        struct arena_mark m = arena_mark(tmp);
        TRY(cx, with_totals(cx, tmp, v, a, b, cut, &f));
        arena_rewind(tmp, m);
    }
    if (f.lo > f.hi) {
        f = (struct fig){f.hi, f.lo, f.touch, f.lo, f.speaks, true};
    } else {
        f.may = f.may < f.lo ? f.lo : f.may;
        f.may = f.may > f.hi ? f.hi : f.may;
    }
    *out = f;
    return OK;
}

err figure_most(struct cx *cx, struct arena *tmp, const struct voice *v,
                instant a, instant b, instant cut, int64_t *out)
{
    link_vec l = {0};
    int64_t sum = 0, around = 0;
    struct arena_mark m = arena_mark(tmp);
    *out = QTY_MAX;
    if (v->level || v->hours)
        return OK;
    b = b > cut ? cut : b;
    uint32_t i = begin_before(v->ev, v->n_ev, a - v->longest);
    uint32_t n = begin_before(v->ev, v->n_ev, b);
    if (v->sum_lo != NULL && n > i)
        sum = v->sum_lo[n] - v->sum_lo[i];
    for (; v->sum_lo == NULL && i < n; i++)
        sum = qty_add(sum, v->ev[i].lo);
    i = begin_before(v->tot, v->n_tot, a);
    for (; i < v->n_tot && v->tot[i].from < b; i++)
        if (v->tot[i].to <= b)
            sum = qty_add(sum, v->tot[i].lo);
    TRY(cx, exact_totals(cx, tmp, v, a, b, cut, &l));
    TRY(cx, surrounded(cx, tmp, v, a, b, cut, &l, &around));
    arena_rewind(tmp, m);
    *out = sum > around ? sum : around;
    return OK;
}

bool figure_is_monotone(const struct voice *v, instant a, instant cut)
{
    return !v->level && (v->n_tot == 0 || !has_totals(v, a, cut));
}
