/* stand.c - what stands: amendments, retractions, incidents (sem 2).
 *
 * Replies make a graph. A new reply marks its record; before a query the part
 * of the graph around each marked record is found and settled anew: first its
 * cycles (Tarjan), then, repliers before what they reply to, who is out, who
 * is a candidate, and the greatest candidate of each record. Records without
 * replies never get here. Read next: select.c. */
#include "engine/engine_int.h"

err stand_init(struct cx *cx, struct engine *e)
{
    map_u64_init(&e->answers, &e->arena, cx);
    map_init(&e->awaited, &e->arena, cx);
    map_u64_init(&e->group, &e->arena, cx);
    return OK;
}

static err mark(struct cx *cx, struct engine *e, uint32_t n)
{
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->unsettled, n));
    return OK;
}

/* References of incidents wait for their records under this kind. */
enum { EDGE_GROUPS = 255 };

static err link_to(struct cx *cx, struct engine *e, str id, uint32_t replier,
                   uint8_t kind)
{
    uint32_t target;
    uint64_t head = 0;
    struct edge edge = {replier, 0, kind};
    bool there = log_find(e, id, &target);
    if (there && kind == EDGE_GROUPS)
        return OK; /* found by the groups themselves */
    if (!there)
        map_get(&e->awaited, id, &head);
    else if ((rec_at(e, target)->flags & REC_ANSWERED) != 0)
        map_u64_get(&e->answers, target, &head);
    edge.next = (uint32_t)head;
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->edges, edge));
    if (there) {
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->answers, target, e->edges.n));
        e->recs.p[target].flags |= REC_ANSWERED;
        TRY(cx, mark(cx, e, target));
        return OK;
    }
    TRY_ROOM(cx, &e->arena, map_put(&e->awaited, id, e->edges.n));
    return OK;
}

/* Moves what waited for an id, or replied to another record, to record n. */
static err adopt(struct cx *cx, struct engine *e, uint64_t head, uint32_t n)
{
    for (uint64_t i = head; i != 0; i = e->edges.p[i - 1].next)
        if (e->edges.p[i - 1].kind == EDGE_GROUPS)
            e->groups_stale = true;
    TRY_ROOM(cx, &e->arena, map_u64_put(&e->answers, n, head));
    e->recs.p[n].flags |= REC_ANSWERED;
    return mark(cx, e, n);
}

err stand_add(struct cx *cx, struct engine *e, uint32_t n, const struct fact *f)
{
    uint64_t head;
    if (e->awaited.n > 0 && map_get(&e->awaited, f->id, &head)) {
        map_del(&e->awaited, f->id);
        TRY(cx, adopt(cx, e, head, n));
    }
    if (f->n_replies > 0) {
        const struct fact *own = rec_ext(e, rec_at(e, n));
        TRY(cx, mark(cx, e, n));
        for (uint32_t i = 0; i < own->n_replies; i++)
            TRY(cx, link_to(cx, e, own->replies[i].id, n,
                            (uint8_t)own->replies[i].kind));
    }
    if (f->kind == FACT_INCIDENT) {
        const struct fact *own = rec_ext(e, rec_at(e, n));
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->incidents, n));
        for (uint32_t i = 0; i < own->n_refs; i++)
            TRY(cx, link_to(cx, e, own->refs[i], n, EDGE_GROUPS));
        e->groups_stale = true;
    }
    return OK;
}

err stand_replace(struct cx *cx, struct engine *e, uint32_t old, uint32_t n)
{
    uint64_t head = 0;
    struct rec *r = &e->recs.p[old];
    r->flags = (uint8_t)((r->flags & ~REC_STANDS) | REC_DEAD);
    TRY(cx, changes_touch(cx, e, old));
    const struct fact *x = rec_ext_or_null(e, r);
    for (uint32_t i = 0; x != NULL && i < x->n_replies; i++) {
        uint32_t target;
        if (log_find(e, x->replies[i].id, &target))
            TRY(cx, mark(cx, e, target));
    }
    e->groups_stale = true;
    if (map_u64_get(&e->answers, old, &head))
        TRY(cx, adopt(cx, e, head, n));
    return mark(cx, e, n);
}

bool stand_next_reply(const struct engine *e, uint32_t n, uint32_t *edge,
                      struct edge *out)
{
    uint64_t head = 0;
    if (*edge == 0) {
        if ((rec_at(e, n)->flags & REC_ANSWERED) == 0 ||
            !map_u64_get(&e->answers, n, &head) || head == 0)
            return false;
        *edge = (uint32_t)head;
    } else {
        *edge = e->edges.p[*edge - 1].next;
        if (*edge == 0)
            return false;
    }
    *out = e->edges.p[*edge - 1];
    return true;
}

/* --- Settling ----------------------------------------------------------------
 */

struct node {
    uint32_t rec;
    uint32_t edge;       /* of the walk over its repliers */
    uint32_t seen, low;  /* Tarjan; 0: not yet */
    uint32_t best, root; /* candidates: greatest that amends it; index + 1 */
    bool on_stack, cycle, out, amended, began;
};
struct part { /* the records reached from one marked record */
    struct engine *e;
    VEC(struct node) nodes;
    struct map_u64 index;
    u32_vec order; /* repliers first */
};

static bool is_valid(const struct engine *e, const struct edge *x,
                     uint32_t target)
{
    const struct rec *r = rec_at(e, x->replier);
    return (x->kind == REPLY_AMENDS || x->kind == REPLY_RETRACTS) &&
           (r->flags & REC_DEAD) == 0 &&
           r->form->source == rec_at(e, target)->form->source;
}

static uint32_t node_of(const struct part *p, uint32_t rec)
{
    uint64_t i = 0;
    bool there = map_u64_get(&p->index, rec, &i);
    ASSERT(there);
    (void)there;
    return (uint32_t)i;
}

static err reach(struct cx *cx, struct part *p, uint32_t rec)
{
    struct node n = {.rec = rec};
    if (map_u64_get(&p->index, rec, NULL) ||
        (rec_at(p->e, rec)->flags & REC_DEAD) != 0)
        return OK;
    TRY_ROOM(cx, cx->scratch, map_u64_put(&p->index, rec, p->nodes.n));
    TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &p->nodes, n));
    return OK;
}

static err reach_all(struct cx *cx, struct part *p, uint32_t rec)
{
    struct engine *e = p->e;
    size_t first = p->nodes.n; /* those before have been followed */
    TRY(cx, reach(cx, p, rec));
    for (size_t i = first; i < p->nodes.n; i++) {
        uint32_t n = p->nodes.p[i].rec, at = 0;
        struct edge x;
        const struct fact *f = rec_ext_or_null(e, rec_at(e, n));
        while (stand_next_reply(e, n, &at, &x))
            if (is_valid(e, &x, n))
                TRY(cx, reach(cx, p, x.replier));
        for (uint32_t k = 0; f != NULL && k < f->n_replies; k++) {
            uint32_t target;
            struct edge own = {n, 0, (uint8_t)f->replies[k].kind};
            if (log_find(e, f->replies[k].id, &target) &&
                is_valid(e, &own, target))
                TRY(cx, reach(cx, p, target));
        }
    }
    return OK;
}

/* Tarjan's components without recursion, along record -> replier. */
static err find_cycles(struct cx *cx, struct part *p, uint32_t start,
                       uint32_t *counter)
{
    struct engine *e = p->e;
    u32_vec path = {0}, stack = {0};
    struct node *v = p->nodes.p;
    TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &path, start));
    while (path.n > 0) {
        uint32_t i = *vec_last(&path);
        struct edge x;
        bool deeper = false;
        if (v[i].seen == 0) {
            v[i].seen = v[i].low = ++*counter;
            v[i].on_stack = true;
            TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &stack, i));
        }
        while (!v[i].began || v[i].edge != 0) {
            v[i].began = true;
            if (!stand_next_reply(e, v[i].rec, &v[i].edge, &x))
                break;
            if (!is_valid(e, &x, v[i].rec))
                continue;
            uint32_t k = node_of(p, x.replier);
            if (k == i)
                v[i].cycle = true;
            if (v[k].seen == 0) {
                TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &path, k));
                deeper = true;
                break;
            }
            if (v[k].on_stack && v[k].seen < v[i].low)
                v[i].low = v[k].seen;
        }
        if (deeper)
            continue;
        path.n--;
        if (path.n > 0) {
            uint32_t up = *vec_last(&path);
            if (v[i].low < v[up].low)
                v[up].low = v[i].low;
        }
        if (v[i].low != v[i].seen)
            continue;
        bool alone = *vec_last(&stack) == i;
        for (uint32_t k = UINT32_MAX; k != i;) {
            k = stack.p[--stack.n];
            v[k].on_stack = false;
            v[k].cycle = v[k].cycle || !alone;
            TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &p->order, k));
        }
    }
    return OK;
}

static bool is_candidate(const struct node *n)
{
    return !n->cycle && !n->out && !n->amended;
}

/* The greater of two candidates (index + 1; 0: none) by recorded, then id. */
static uint32_t greater(const struct part *p, uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0)
        return a == 0 ? b : a;
    const struct rec *x = rec_at(p->e, p->nodes.p[a - 1].rec);
    const struct rec *y = rec_at(p->e, p->nodes.p[b - 1].rec);
    instant s = rec_recorded(p->e, x), t = rec_recorded(p->e, y);
    if (s != t)
        return s > t ? a : b;
    return str_cmp(rec_id(p->e, x), rec_id(p->e, y)) > 0 ? a : b;
}

static err set_stands(struct cx *cx, struct engine *e, uint32_t n, bool stands)
{
    struct rec *r = &e->recs.p[n];
    if (stands == rec_stands(r))
        return OK;
    r->flags = (uint8_t)(r->flags ^ REC_STANDS);
    if (r->form->kind == FACT_INCIDENT)
        e->groups_stale = true;
    return changes_touch(cx, e, n);
}

/* Nobody replies to it, and it amends nothing: it stands. */
static bool is_leaf(const struct engine *e, const struct rec *r)
{
    const struct fact *f = rec_ext_or_null(e, r);
    if ((r->flags & REC_ANSWERED) != 0)
        return false;
    for (uint32_t i = 0; f != NULL && i < f->n_replies; i++)
        if (f->replies[i].kind == REPLY_AMENDS)
            return false;
    return true;
}

/* Most that is marked is a record that replies to nothing, that nothing amends
 * and that is retracted by one to which nobody replies: it falls; and that
 * other one. Of these nothing is to be found. Amendments compete, and would
 * have to be settled with it where it came after them. */
static err settle_alone(struct cx *cx, struct engine *e, uint32_t n, bool *done)
{
    const struct rec *r = rec_at(e, n);
    const struct fact *f = rec_ext_or_null(e, r);
    struct edge x;
    uint32_t at = 0;
    bool falls = false;
    *done = (r->flags & REC_DEAD) != 0 || is_leaf(e, r);
    if (*done || (f != NULL && f->n_replies > 0))
        return OK;
    while (stand_next_reply(e, n, &at, &x)) {
        if (!is_valid(e, &x, n))
            continue;
        if (x.kind == REPLY_AMENDS)
            return OK;
        falls = falls || is_leaf(e, rec_at(e, x.replier));
    }
    *done = falls;
    return falls ? set_stands(cx, e, n, false) : OK;
}

static err settle_part(struct cx *cx, struct part *p)
{
    struct engine *e = p->e;
    struct node *v = p->nodes.p;
    uint32_t counter = 0;
    for (uint32_t i = 0; i < p->nodes.n; i++)
        if (v[i].seen == 0)
            TRY(cx, find_cycles(cx, p, i, &counter));
    for (size_t k = 0; k < p->order.n; k++) {
        struct node *n = &v[p->order.p[k]];
        uint32_t at = 0;
        struct edge x;
        while (stand_next_reply(e, n->rec, &at, &x)) {
            if (!is_valid(e, &x, n->rec))
                continue;
            uint32_t i = node_of(p, x.replier);
            if (v[i].cycle)
                continue;
            if (x.kind == REPLY_RETRACTS) {
                n->out = n->out || is_candidate(&v[i]);
                continue;
            }
            n->amended = n->amended || !v[i].out || v[i].amended;
            n->best = greater(p, n->best, v[i].best);
            if (is_candidate(&v[i]))
                n->best = greater(p, n->best, i + 1);
        }
    }
    /* What each record's amendments compete for, first records first. */
    for (size_t k = p->order.n; k-- > 0;) {
        uint32_t i = p->order.p[k];
        struct node *n = &v[i];
        const struct fact *f = rec_ext_or_null(e, rec_at(e, n->rec));
        bool first = true;
        n->root = n->best == 0 ? i + 1 : n->best;
        for (uint32_t j = 0; f != NULL && j < f->n_replies; j++) {
            uint32_t target;
            struct edge own = {n->rec, 0, (uint8_t)f->replies[j].kind};
            if (own.kind != REPLY_AMENDS ||
                !log_find(e, f->replies[j].id, &target) ||
                !is_valid(e, &own, target))
                continue;
            const struct node *t = &v[node_of(p, target)];
            if (t->cycle)
                continue;
            n->root = first || n->root == t->root ? t->root : 0;
            first = false;
        }
        bool stands = is_candidate(n) && n->root == i + 1;
        struct rec *r = &e->recs.p[n->rec];
        r->flags = (uint8_t)(n->cycle ? r->flags | REC_BROKEN
                                      : r->flags & ~REC_BROKEN);
        TRY(cx, set_stands(cx, e, n->rec, stands));
    }
    return OK;
}

/* --- Incidents ---------------------------------------------------------------
 */

static uint64_t group_root(const struct engine *e, uint64_t n)
{
    uint64_t up;
    while (map_u64_get(&e->group, n, &up) && up != n)
        n = up;
    return n;
}

/* Joins record n to the group of an incident; *root UINT64_MAX: none yet. */
static err join_group(struct cx *cx, struct engine *e, uint32_t n,
                      uint64_t *root)
{
    uint64_t other = group_root(e, n);
    e->recs.p[n].flags |= REC_GROUPED;
    if (*root == UINT64_MAX || *root == other) {
        *root = other;
    } else if (other < *root) {
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->group, *root, other));
        *root = other;
    } else {
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->group, other, *root));
    }
    if (!map_u64_get(&e->group, *root, NULL))
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->group, *root, *root));
    if (n != *root && !map_u64_get(&e->group, n, NULL))
        TRY_ROOM(cx, &e->arena, map_u64_put(&e->group, n, *root));
    return OK;
}

static err group_again(struct cx *cx, struct engine *e)
{
    map_u64_init(&e->group, &e->arena, cx);
    for (size_t i = 0; i < e->incidents.n; i++) {
        const struct rec *r = rec_at(e, e->incidents.p[i]);
        const struct fact *f = rec_ext(e, r);
        uint64_t root = UINT64_MAX;
        for (uint32_t k = 0; k < f->n_refs; k++) {
            uint32_t n;
            if (!log_find(e, f->refs[k], &n))
                continue;
            if (rec_stands(r))
                TRY(cx, join_group(cx, e, n, &root));
            TRY(cx, changes_touch(cx, e, n)); /* also what was joined */
        }
    }
    e->groups_stale = false;
    return OK;
}

bool stand_group(const struct engine *e, uint32_t n, uint32_t *group)
{
    if ((rec_at(e, n)->flags & REC_GROUPED) == 0 ||
        !map_u64_get(&e->group, n, NULL))
        return false;
    *group = (uint32_t)group_root(e, n);
    return true;
}

err stand_settle(struct cx *cx, struct engine *e)
{
    struct arena_mark m = arena_mark(cx->scratch);
    struct part p = {.e = e};
    if (e->unsettled.n == 0 && !e->groups_stale)
        return OK;
    map_u64_init(&p.index, cx->scratch, cx);
    for (size_t i = 0; i < e->unsettled.n; i++) {
        bool done;
        TRY(cx, settle_alone(cx, e, e->unsettled.p[i], &done));
        if (!done)
            TRY(cx, reach_all(cx, &p, e->unsettled.p[i]));
    }
    TRY(cx, settle_part(cx, &p));
    e->unsettled.n = 0;
    arena_rewind(cx->scratch, m);
    if (e->groups_stale)
        TRY(cx, group_again(cx, e));
    return OK;
}
