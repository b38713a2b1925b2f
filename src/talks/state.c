/* talks/state.c: what a node knows: a function of the set of envelopes it has.
 *
 * In each room each sender has a chain: numbers from 0, each envelope naming
 * the one before. An object counts if all before it are there, and its sender
 * wrote no number twice; else it waits, or the chain ends at the fork, for all
 * nodes alike. docs/talks-format.md 6. Read next: table.c. */
#include "talks/talks_int.h"

#include <inttypes.h>

void talks_init(const struct cx *cx, struct talks *t, const struct charter *c,
                struct arena *a)
{
    *t = (struct talks){.charter = c, .arena = a};
    map_init(&t->there, a, cx);
}

bool talks_has(const struct talks *t, str text)
{
    return map_get(&t->there, text, NULL);
}

err talks_take(struct cx *cx, struct talks *t, const struct envelope *e,
               const struct talks_object *o)
{
    struct talks_item item = {.e = *e, .open = o != NULL};
    if (o != NULL) {
        if (!str_eq(o->room, e->room) || !str_eq(o->sender, e->sender) ||
            o->number != e->number)
            return fail_hint(cx, ERR_INPUT,
                             "Its sender's program is wrong, or false.",
                             "the envelope %.*s/%.*s/%" PRIu64
                             " holds an object of another place",
                             STR_ARG(e->room), STR_ARG(e->sender), e->number);
        item.o = *o;
    }
    TRY_ROOM(cx, t->arena,
             map_put(&t->there, e->text, 0) &&
                 vec_push(t->arena, &t->items, item));
    return OK;
}

/* --- sorting -----------------------------------------------------------------
 */

static int order(const struct talks_item *a, const struct talks_item *b)
{
    int c = str_cmp(a->e.room, b->e.room);
    if (c == 0)
        c = str_cmp(a->e.sender, b->e.sender);
    if (c == 0)
        c = (a->e.number > b->e.number) - (a->e.number < b->e.number);
    if (c == 0)
        c = memcmp(a->e.id.b, b->e.id.b, sizeof a->e.id.b);
    if (c == 0) /* the same envelope: first where it could be read */
        c = (int)b->open - (int)a->open;
    return c;
}

/* Merge sort: qsort's order of equals is not fixed, and its depth neither. */
static void merge(const struct talks_item *from, struct talks_item *to,
                  size_t lo, size_t mid, size_t hi)
{
    size_t i = lo, k = mid;
    for (size_t n = lo; n < hi; n++) {
        bool left = k >= hi || (i < mid && order(&from[i], &from[k]) <= 0);
        to[n] = left ? from[i++] : from[k++];
    }
}

/* n items at p; other has room for as many. */
static void sort(struct talks_item *p, struct talks_item *other, size_t n)
{
    struct talks_item *from = p, *to = other;
    for (size_t w = 1; w < n; w *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * w) {
            size_t mid = lo + w < n ? lo + w : n;
            size_t hi = lo + 2 * w < n ? lo + 2 * w : n;
            merge(from, to, lo, mid, hi);
        }
        struct talks_item *x = from;
        from = to;
        to = x;
    }
    if (from != p && n > 0)
        memcpy(p, from, n * sizeof *from);
}

/* What came since the last time is sorted, and merged in from behind: one more
 * word costs no sorting of all that were said before. */
static err sort_in(struct cx *cx, struct talks *t)
{
    struct talks_item *p = t->items.p, *tail;
    size_t old = t->settled, n = t->items.n - old, to = t->items.n;
    struct arena_mark mark = arena_mark(cx->scratch);
    if (n == 0)
        return OK;
    TRY_NEW_ARRAY(cx, cx->scratch, n, tail);
    sort(p + old, tail, n);
    memcpy(tail, p + old, n * sizeof *tail);
    while (n > 0) {
        bool from_old = old > 0 && order(&p[old - 1], &tail[n - 1]) > 0;
        p[--to] = from_old ? p[--old] : tail[--n];
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

static void drop_repeated(struct talks *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->items.n; i++)
        if (n == 0 || !hash_eq(t->items.p[n - 1].e.id, t->items.p[i].e.id)) {
            if (n != i)
                t->items.p[n] = t->items.p[i];
            n++;
        }
    t->items.n = t->settled = n;
}

/* --- what counts
 * ---------------------------------------------------------------
 */

static bool same_chain(const struct talks_item *a, const struct talks_item *b)
{
    return str_eq(a->e.room, b->e.room) && str_eq(a->e.sender, b->e.sender);
}

/* Beyond its signatures: what an object says must be possible. That is of the
 * object alone, and is found out once. */
static err check_meaning(struct cx *cx, const struct talks *t,
                         struct talks_item *i)
{
    struct conveyance v;
    bool allowed;
    if (i->judged ||
        (i->o.type != TALKS_CONVEYANCE && i->o.type != TALKS_CONVEYED))
        return OK;
    err e = conveyance_open(cx, t->charter, i->o.body, &v, &allowed);
    if (e.code == ERR_INPUT || e.code == ERR_LIMIT) {
        fault_clear(cx);
        i->verdict = "what it conveys is malformed, or falsely signed";
    } else {
        TRY(cx, e);
        if (!allowed)
            i->verdict = "the mediators' rule asks for other signatures";
        else if (i->o.type == TALKS_CONVEYANCE && !str_eq(v.to, i->o.room))
            i->verdict = "it is for another party";
    }
    i->judged = true;
    return OK;
}

/* Items [from, to) are one chain, by number. */
static err settle_chain(struct cx *cx, struct talks *t, size_t from, size_t to)
{
    enum talks_standing standing = TALKS_COUNTS;
    uint64_t next = 0;
    hash last = {{0}};
    for (size_t k = from; k < to; k++) {
        struct talks_item *i = &t->items.p[k];
        bool twice = k + 1 < to && i[1].e.number == i->e.number;
        if (standing == TALKS_COUNTS && i->e.number != next)
            standing = TALKS_WAITS;
        else if (standing == TALKS_COUNTS &&
                 (twice || (i->e.has_after && !hash_eq(i->e.after, last))))
            standing = TALKS_FORKED;
        i->standing = standing;
        i->why = NULL;
        i->waits_for = next;
        if (standing != TALKS_COUNTS)
            continue;
        last = i->e.id;
        next++;
        if (i->open)
            TRY(cx, check_meaning(cx, t, i));
        if (i->verdict != NULL) {
            i->standing = TALKS_REFUSED;
            i->why = i->verdict;
        }
    }
    return OK;
}

err talks_settle(struct cx *cx, struct talks *t)
{
    TRY(cx, sort_in(cx, t));
    drop_repeated(t);
    for (size_t i = 0; i < t->items.n;) {
        size_t end = i + 1;
        while (end < t->items.n && same_chain(&t->items.p[i], &t->items.p[end]))
            end++;
        TRY(cx, settle_chain(cx, t, i, end));
        i = end;
    }
    return OK;
}

const struct talks_item *talks_last(const struct talks *t, str room, str sender,
                                    uint64_t *count)
{
    const struct talks_item *last = NULL;
    *count = 0;
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        if (str_eq(x->e.room, room) && str_eq(x->e.sender, sender) &&
            (x->standing == TALKS_COUNTS || x->standing == TALKS_REFUSED)) {
            last = x;
            *count = x->e.number + 1;
        }
    }
    return last;
}

const struct talks_item *talks_by_id(const struct talks *t, hash id)
{
    for (size_t i = 0; i < t->items.n; i++)
        if (t->items.p[i].open && hash_eq(t->items.p[i].o.id, id))
            return &t->items.p[i];
    return NULL;
}

const struct talks_item *talks_consent_for(const struct talks *t,
                                           const struct conveyance *v)
{
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_CONSENT && str_eq(x->o.body, v->words) &&
            str_eq(talks_field(&x->o, "to"), v->to) &&
            str_eq(talks_field(&x->o, "on"), v->on) &&
            str_eq(talks_field(&x->o, "wording"), v->wording) &&
            (str_eq(v->from, STR("-")) || str_eq(v->from, x->o.sender)))
            return x;
    }
    return NULL;
}
