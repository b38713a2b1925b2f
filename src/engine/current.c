/* current.c - every verdict of now, kept between questions.
 *
 * The verdicts of engine_status lie in a row; beside each, which kept row it
 * is of (keep.c) and when time alone may change what is shown of it, in any
 * account. A question makes again those whose kept rows were dirty since, those
 * whose time has come, and those of records that begin or end meanwhile; all
 * others stay. What is not kept row by row is made anew. A prohibition lists
 * all of its reports.
 *
 * Not here: what a verdict is (status.c). */
#include "engine/engine_int.h"

enum { NO_ID = UINT32_MAX };

/* The rows of one clause and bearer; of several readings, of the label. */
struct part {
    int clause;
    uint32_t bearer, readings;
    bool by_row;                  /* each verdict is of a kept row */
    bool stale;                   /* to be made anew */
    size_t n;                     /* verdicts */
    uint32_t by_status[N_STATUS]; /* of one clause */
};

struct current {
    struct arena room; /* what follows, and what the verdicts hold */
    size_t made;       /* of room, when all of it was made */
    instant at, edge;  /* edge: when all is to be made anew */
    uint64_t version;
    size_t n_sources, n_accounts;
    struct verdicts out;
    verdict_vec v;
    instant_vec edges;
    u32_vec ids; /* kept rows, or NO_ID */
    VEC(struct part) parts;
    struct clause_run *runs;
    int *sources;    /* of triggers: [clause][account] */
    uint32_t n_seen; /* records */
    u32_vec ahead;   /* those that begin or end later */
};

void current_free(struct current *x)
{
    if (x != NULL)
        arena_release(&x->room);
}

err current_stale(struct cx *cx, struct engine *e, int clause, uint32_t row)
{
    struct clause_state *s = &e->clauses[clause];
    struct kept *k = &s->kept;
    struct kept_row *r = &k->rows.p[(size_t)row * s->n_bearers];
    if (r->stale)
        return OK;
    r->stale = true;
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &k->stale, row));
    return OK;
}

static void forget_stale(struct engine *e)
{
    for (uint32_t i = 0; i < e->ag->n_clauses; i++) {
        struct kept *k = &e->clauses[i].kept;
        for (size_t n = 0; n < k->stale.n; n++) {
            size_t at = (size_t)k->stale.p[n] * e->clauses[i].n_bearers;
            if (at < k->rows.n) /* it may be kept no longer */
                k->rows.p[at].stale = false;
        }
        k->stale.n = 0;
        k->all_stale = false;
    }
}

/* --- What is touched ---------------------------------------------------------
 */

/* A row, and those of its key in the clauses that follow. */
static err touch_row(struct query *q, int clause, uint32_t row)
{
    struct engine *e = q->e;
    const struct clause_state *s = &e->clauses[clause];
    if (row >= s->kept.n_rows)
        return OK;
    TRY(q->cx, current_stale(q->cx, e, clause, row));
    for (uint32_t i = 0; i < s->kept.n_followers; i++) {
        uint32_t at;
        if (select_find_key(e, s->kept.followers[i], s->keys.p[row].key, &at))
            TRY(q->cx, touch_row(q, s->kept.followers[i], at));
    }
    return OK;
}

/* Verdicts whose time has come. */
static err touch_due(struct query *q, struct current *x)
{
    size_t i = 0;
    for (size_t p = 0; p < x->parts.n; p++) {
        struct part *part = &x->parts.p[p];
        for (size_t end = i + part->n; i < end; i++) {
            if (x->edges.p[i] > q->at)
                continue;
            if (part->by_row && x->ids.p[i] != NO_ID)
                TRY(q->cx, touch_row(q, part->clause, x->ids.p[i]));
            else
                part->stale = true;
        }
    }
    return OK;
}

/* Records that begin, or end, between the last question and this one. */
static err touch_ahead(struct query *q, struct current *x)
{
    struct engine *e = q->e;
    size_t left = 0;
    for (uint32_t n = x->n_seen; n < (uint32_t)e->recs.n; n++) {
        const struct rec *r = rec_at(e, n);
        if (r->from > x->at || rec_to(e, r) > x->at)
            TRY_ROOM(q->cx, &x->room, vec_push(&x->room, &x->ahead, n));
    }
    x->n_seen = (uint32_t)e->recs.n;
    for (size_t i = 0; i < x->ahead.n; i++) {
        uint32_t n = x->ahead.p[i];
        const struct rec *r = rec_at(e, n);
        instant to = rec_to(e, r); /* windows are cut at q->at + 1 */
        if ((r->from > x->at && r->from <= q->at) ||
            (to > x->at && to - 1 <= q->at))
            TRY(q->cx, keep_touch(q->cx, e, n));
        if (r->from > q->at || to > q->at)
            x->ahead.p[left++] = n;
    }
    x->ahead.n = left;
    return OK;
}

/* An account takes its triggers from another source: all its rows change. */
static void compare_sources(struct query *q, struct current *x)
{
    struct engine *e = q->e;
    for (size_t i = 0; i < e->keep.order.n; i++) {
        int clause = e->keep.order.p[i];
        struct kept *k = &e->clauses[clause].kept;
        int *was = x->sources + (size_t)clause * x->n_accounts;
        if (k->shape != SHAPE_KEYED ||
            q->ag->clauses[clause].trigger != TRIG_EVENT)
            continue;
        for (size_t a = 0; a < x->n_accounts; a++) {
            int is = keep_key_source(q, clause, (int)a);
            k->all_stale = k->all_stale || is != was[a];
            was[a] = is;
        }
    }
    for (size_t i = 0; i < e->keep.order.n; i++) { /* followed ones first */
        struct kept *k = &e->clauses[e->keep.order.p[i]].kept;
        for (uint32_t f = 0; f < k->n_followers && k->all_stale; f++)
            e->clauses[k->followers[f]].kept.all_stale = true;
    }
}

/* When a phase begins or ends, in any perspective that was asked for. */
static instant phase_edge(const struct query *q)
{
    instant edge = INSTANT_MAX;
    for (size_t i = 0; i < (size_t)query_n_persp(q) * 4; i++) {
        for (uint32_t p = 0; q->phases[i] != NULL && p <= q->ag->n_phases;
             p++) {
            const struct phase_state *s = &q->phases[i][p];
            if (s->state != PHASE_DONE)
                continue;
            if (s->started)
                keep_sooner(q->at, s->start, &edge);
            if (s->has_end)
                keep_sooner(q->at, s->end, &edge);
        }
    }
    if (q->in_force)
        keep_sooner(q->at, q->force, &edge);
    return edge;
}

/* --- A part anew -------------------------------------------------------------
 */

static bool is_evaluated(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY || c->kind == CLAUSE_BAN ||
           c->kind == CLAUSE_KEEP;
}

static enum shape shape_of(const struct query *q, const struct part *p)
{
    return p->readings > 1 ? SHAPE_NONE : q->e->clauses[p->clause].kept.shape;
}

/* The kept rows of a part; *fit: they can be told. */
static err ids_of(struct query *q, const struct part *p, u32_vec *rows,
                  bool *fit)
{
    rows->n = 0;
    *fit = shape_of(q, p) != SHAPE_NONE;
    return *fit ? keep_list(q, p->clause, p->bearer, 0, rows, fit) : OK;
}

static err make_part(struct show *w, const struct part *p)
{
    if (p->readings > 1 || !is_evaluated(&w->q->ag->clauses[p->clause]))
        return status_label(w, p->clause, p->readings);
    return status_bearer(w, p->clause, p->bearer);
}

/* Room for n more, or fewer, from number `at` on; the rest moves. */
static err make_room(struct query *q, struct current *x, size_t at, size_t old,
                     size_t n)
{
    size_t rest = x->v.n - at - old;
    if (n > old) {
        TRY_ROOM(q->cx, &x->room, vec_room(&x->room, &x->v, n - old));
        TRY_ROOM(q->cx, &x->room, vec_room(&x->room, &x->edges, n - old));
        TRY_ROOM(q->cx, &x->room, vec_room(&x->room, &x->ids, n - old));
    }
    if (n == old)
        return OK;
    memmove(x->v.p + at + n, x->v.p + at + old, rest * sizeof *x->v.p);
    memmove(x->edges.p + at + n, x->edges.p + at + old,
            rest * sizeof *x->edges.p);
    memmove(x->ids.p + at + n, x->ids.p + at + old, rest * sizeof *x->ids.p);
    x->v.n = x->edges.n = x->ids.n = at + n + rest;
    return OK;
}

static void recount(const struct current *x, struct part *p, size_t at)
{
    memset(p->by_status, 0, sizeof p->by_status);
    for (size_t i = 0; i < p->n; i++)
        p->by_status[x->v.p[at + i].status]++;
}

/* A verdict of a kept row and its edge, made. */
static err make_row(struct query *q, struct current *x, struct part *p,
                    uint32_t row, size_t to)
{
    struct show w = {.q = q, .a = &x->room, .keeps_edges = true};
    const struct sheet *s;
    const struct row *r;
    bool found;
    struct arena_mark m = arena_mark(q->tmp);
    ++*q->e->visited;
    p->by_status[x->v.p[to].status]--;
    TRY(q->cx, status_kept(&w, p->clause, p->bearer, row, &x->v.p[to], &s, &r,
                           &found));
    arena_rewind(q->tmp, m);
    if (NEVER(!found))
        return fail(q->cx, ERR_BUG, "a row that is listed is not there");
    p->by_status[x->v.p[to].status]++;
    x->edges.p[to] = w.edge;
    return OK;
}

/* A prohibition from its kept row: its reports are but listed. */
static err remake_ban(struct query *q, struct current *x, struct part *p,
                      size_t at, const u32_vec *rows)
{
    TRY(q->cx, make_room(q, x, at, p->n, rows->n));
    p->n = rows->n;
    p->by_row = true;
    for (size_t i = 0; i < rows->n; i++) {
        x->v.p[at + i] = (struct verdict){.clause = p->clause};
        x->ids.p[at + i] = rows->p[i];
    }
    recount(x, p, at);
    for (size_t i = 0; i < rows->n; i++)
        TRY(q->cx, make_row(q, x, p, rows->p[i], at + i));
    return OK;
}

/* Part p, which begins at `at`, is made anew. */
static err remake(struct query *q, struct current *x, struct part *p, size_t at)
{
    struct show w = {.q = q, .a = &x->room, .keeps_edges = true};
    u32_vec rows = {0};
    bool fit;
    TRY(q->cx, ids_of(q, p, &rows, &fit));
    if (fit && shape_of(q, p) == SHAPE_BAN)
        return remake_ban(q, x, p, at, &rows);
    TRY(q->cx, make_part(&w, p));
    fit = fit && rows.n == w.v.n;
    TRY(q->cx, make_room(q, x, at, p->n, w.v.n));
    if (w.v.n > 0) {
        memcpy(x->v.p + at, w.v.p, w.v.n * sizeof *w.v.p);
        memcpy(x->edges.p + at, w.edges.p, w.v.n * sizeof *w.edges.p);
    }
    for (size_t i = 0; i < w.v.n; i++)
        x->ids.p[at + i] = fit ? rows.p[i] : NO_ID;
    p->n = w.v.n;
    p->by_row = fit;
    recount(x, p, at);
    return OK;
}

/* --- Row by row --------------------------------------------------------------
 */

/* Those of `rows` that stay where they are, at the beginning and the end. */
static void unmoved(const uint32_t *old, size_t n_old, const u32_vec *rows,
                    size_t *head, size_t *tail)
{
    size_t least = n_old < rows->n ? n_old : rows->n;
    *head = *tail = 0;
    while (*head < least && old[*head] == rows->p[*head])
        ++*head;
    while (*tail < least - *head &&
           old[n_old - 1 - *tail] == rows->p[rows->n - 1 - *tail])
        ++*tail;
}

/* Rows that moved among each other take their verdicts with them. */
static err move_rows(struct query *q, struct current *x, struct part *p,
                     size_t at, const u32_vec *rows, size_t head, size_t tail)
{
    size_t old = p->n - head - tail, n = rows->n - head - tail;
    struct verdict *v;
    instant *edges;
    struct map_u64 where;
    TRY_NEW_ARRAY(q->cx, q->keep, old + 1, v);
    TRY_NEW_ARRAY(q->cx, q->keep, old + 1, edges);
    map_u64_init(&where, q->keep, q->cx);
    for (size_t i = 0; i < old; i++) {
        v[i] = x->v.p[at + head + i];
        p->by_status[v[i].status]--;
        edges[i] = x->edges.p[at + head + i];
        TRY_ROOM(q->cx, q->keep,
                 map_u64_put(&where, x->ids.p[at + head + i], i));
    }
    TRY(q->cx, make_room(q, x, at + head, old, n));
    for (size_t i = 0; i < n; i++) {
        uint32_t row = rows->p[head + i];
        size_t to = at + head + i;
        uint64_t from;
        x->ids.p[to] = row;
        if (map_u64_get(&where, row, &from)) {
            x->v.p[to] = v[from];
            x->edges.p[to] = edges[from];
        } else {
            x->v.p[to] = (struct verdict){.clause = p->clause}; /* till made */
            TRY(q->cx, current_stale(q->cx, q->e, p->clause, row));
        }
        p->by_status[x->v.p[to].status]++;
    }
    p->n = rows->n;
    return OK;
}

static err renew_rows(struct query *q, struct current *x, struct part *p,
                      size_t at)
{
    const struct clause_state *s = &q->e->clauses[p->clause];
    u32_vec rows = {0};
    size_t head, tail;
    bool fit;
    TRY(q->cx, keep_list(q, p->clause, p->bearer, 0, &rows, &fit));
    if (!fit)
        return remake(q, x, p, at);
    unmoved(x->ids.p + at, p->n, &rows, &head, &tail);
    if (head + tail < rows.n || head + tail < p->n)
        TRY(q->cx, move_rows(q, x, p, at, &rows, head, tail));
    for (size_t i = 0; i < p->n; i++) {
        uint32_t row = x->ids.p[at + i];
        if (s->kept.rows.p[(size_t)row * s->n_bearers].stale)
            TRY(q->cx, make_row(q, x, p, row, at + i));
    }
    return OK;
}

static err renew_part(struct query *q, struct current *x, struct part *p,
                      size_t at)
{
    const struct kept *k = &q->e->clauses[p->clause].kept;
    if (p->stale || shape_of(q, p) == SHAPE_NONE || k->all_stale ||
        k->stale.n > p->n / 4 + 1000 || (!p->by_row && k->stale.n > 0))
        return remake(q, x, p, at);
    return k->stale.n == 0 ? OK : renew_rows(q, x, p, at);
}

/* --- All ---------------------------------------------------------------------
 */

static err list_parts(struct query *q, struct current *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->ag->n_clauses; i += n) {
        struct part p = {.clause = status_label_of(q->ag, (int)i, &n)};
        p.readings = n;
        uint32_t bearers = n > 1 || !is_evaluated(&q->ag->clauses[i])
                               ? 1
                               : q->e->clauses[i].n_bearers;
        for (p.bearer = 0; p.bearer < bearers; p.bearer++)
            TRY_ROOM(q->cx, &x->room, vec_push(&x->room, &x->parts, p));
    }
    return OK;
}

/* Of several readings the rows are those of several clauses. */
static void make_runs(struct query *q, struct current *x)
{
    struct clause_run *runs = x->runs;
    memset(runs, 0, q->ag->n_clauses * sizeof *runs);
    for (size_t p = 0, at = 0; p < x->parts.n; at += x->parts.p[p++].n) {
        const struct part *part = &x->parts.p[p];
        if (part->readings > 1) {
            status_count(x->v.p + at, part->n, runs);
            continue;
        }
        runs[part->clause].to += (uint32_t)part->n;
        for (int s = 0; s < N_STATUS; s++)
            runs[part->clause].by_status[s] += part->by_status[s];
    }
    status_runs(runs, q->ag->n_clauses);
}

/* With voices by key, as all rows ask for them. */
static err make_all(struct query *q, struct current *x)
{
    TRY(q->cx, list_parts(q, x));
    TRY_NEW_ARRAY(q->cx, q->keep, q->ag->n_clauses, q->by_key);
    TRY_NEW_ARRAY(q->cx, &x->room, q->ag->n_clauses * x->n_accounts,
                  x->sources);
    TRY_NEW_ARRAY(q->cx, &x->room, q->ag->n_clauses, x->runs);
    x->at = INSTANT_MIN;
    TRY(q->cx, keep_settle(q));
    compare_sources(q, x);
    x->at = q->at;
    TRY(q->cx, touch_ahead(q, x));
    for (size_t p = 0, at = 0; p < x->parts.n; at += x->parts.p[p++].n)
        TRY(q->cx, remake(q, x, &x->parts.p[p], at));
    return OK;
}

static err renew(struct query *q, struct current *x)
{
    TRY(q->cx, touch_due(q, x));
    TRY(q->cx, touch_ahead(q, x));
    TRY(q->cx, keep_settle(q));
    compare_sources(q, x);
    for (size_t p = 0, at = 0; p < x->parts.n; at += x->parts.p[p++].n)
        TRY(q->cx, renew_part(q, x, &x->parts.p[p], at));
    return OK;
}

/* Whether what is there is of use: the same clauses' rows, mostly. */
static bool can_renew(const struct engine *e, const struct current *x,
                      instant at)
{
    return x->made > 0 && at >= x->at && at < x->edge &&
           at < e->keep.will_wake && !e->keep.wills_changed &&
           at >= e->keep.at && x->n_sources == e->sources.n &&
           x->n_accounts == e->accounts.n && x->room.used_bytes / 2 < x->made;
}

static void begin_anew(struct cx *cx, struct engine *e, struct current *x)
{
    arena_release(&x->room);
    *x = (struct current){.n_sources = e->sources.n,
                          .n_accounts = e->accounts.n};
    arena_init(&x->room, cx->mem, "verdicts", cx->limits.reports_bytes);
}

static err make(struct query *q, struct current *x)
{
    struct show w = {.q = q, .a = &x->room};
    bool can = can_renew(q->e, x, q->at);
    if (!can)
        begin_anew(q->cx, q->e, x);
    TRY(q->cx, can ? renew(q, x) : make_all(q, x));
    TRY(q->cx, status_frame(&w, &x->out));
    x->out.v = x->v.p;
    x->out.n = (uint32_t)x->v.n;
    make_runs(q, x);
    x->out.runs = x->runs;
    forget_stale(q->e);
    for (size_t p = 0; p < x->parts.n; p++)
        x->parts.p[p].stale = false;
    if (!can)
        x->made = x->room.used_bytes;
    x->edge = phase_edge(q);
    x->at = q->at;
    x->version = q->e->version;
    return OK;
}

err engine_current(struct cx *cx, struct engine *e, instant at,
                   struct verdicts *out)
{
    struct query q;
    struct arena keep;
    struct current *x = e->current;
    at = at == INSTANT_MAX ? e->latest : at;
    if (x == NULL) {
        TRY_NEW(cx, &e->arena, x);
        e->current = x;
    }
    if (x->made > 0 && x->at == at && x->version == e->version) {
        *out = x->out;
        return OK;
    }
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    err r = query_begin(cx, e, at, &keep, &q);
    q.lists_all = true;
    if (is_ok(r))
        r = make(&q, x);
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    if (!is_ok(r)) {
        x->made = 0; /* half of it is of no use */
        return r;
    }
    *out = x->out;
    return OK;
}
