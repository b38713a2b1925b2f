/* explain.c - why one instance has its status: what was counted, what was
 * refused and why, and reports that alone would do.
 *
 * It asks the same functions that judge; it decides nothing itself. */
#include "engine/engine_int.h"

/* MOST_LISTED: the latest reports of the act; the others are counted. */
enum { NEAR = 2 * 86400, MOST_TRIALS = 4096, MOST_LISTED = 1000 };

struct explain {
    struct query *q;
    struct arena *a;
    const struct clause *c;
    const struct clause_state *cs;
    const struct sheet *s;
    const struct row *r; /* NULL: the own standard has no such instance */
    const struct voices *vs;
    struct sides sides;
    enum compare cmp;
    struct map_u64 seen; /* fact -> its statement in vs, index + 1 */
    VEC(const struct obs *) obs;
    VEC(struct considered) out;
    uint32_t left; /* that are not listed */
    uint32_t decides;
};

static bool has(actor_set s, int i)
{
    return i != NONE && (s >> i & 1) != 0;
}

static bool has_item(const struct selector *s, int item)
{
    return (s->item == NONE && s->n_item_words == 0) ||
           (item != NONE && (uint32_t)item / 64 < s->n_item_words &&
            (s->items[item / 64] >> (item % 64) & 1) != 0);
}

/* Why a record that does not stand was taken out. */
static enum refusal why_out(const struct engine *e, uint32_t n)
{
    uint32_t at = 0;
    struct edge x;
    while (stand_next_reply(e, n, &at, &x))
        if (x.kind == REPLY_RETRACTS && rec_stands(rec_at(e, x.replier)))
            return REF_RETRACTED;
    return REF_AMENDED;
}

/* Which part of the selector a record does not fit; REF_COUNTED: none. */
static enum refusal misfit(const struct explain *x, const struct rec *r)
{
    const struct book *b = &x->q->e->books.p[x->cs->perf];
    const struct selector *s = &b->sel;
    const zone_set *in = &x->q->e->places.p[r->form->in];
    actor_set performers =
        b->performers != 0 && x->c->n_bearers > 0
            ? x->q->ag->actors[x->c->bearers[x->s->bearer]].answers
            : b->performers;
    if (s->act != NONE && !has_item(s, r->form->item))
        return REF_ITEM;
    if (s->act != NONE && performers != 0 &&
        !has(performers, r->form->performer))
        return REF_PERFORMER;
    if (s->place != NONE && (in->w[s->place / 64] >> (s->place % 64) & 1) == 0)
        return REF_PLACE;
    if (s->act != NONE && s->to != 0 && r->form->to != NONE &&
        !has(s->to, r->form->to))
        return REF_RECIPIENT;
    if (x->c->key != KEY_NONE && select_key(x->q->e, r, x->c->key) != x->r->key)
        return REF_KEY;
    return REF_COUNTED;
}

static enum refusal judge_report(const struct explain *x, uint32_t n,
                                 const struct obs **o)
{
    const struct engine *e = x->q->e;
    const struct rec *r = rec_at(e, n);
    uint64_t i;
    *o = NULL;
    if (!rec_stands(r))
        return why_out(e, n);
    enum refusal why = misfit(x, r);
    if (why != REF_COUNTED)
        return why;
    if (rec_to(e, r) <= x->r->a)
        return REF_BEFORE_WINDOW;
    if (r->from >= x->r->shown_to)
        return REF_AFTER_WINDOW;
    if (!map_u64_get(&x->seen, n, &i))
        return x->q->e->clauses[x->s->clause].perf != NONE &&
                       (r->flags & REC_GROUPED) != 0
                   ? REF_SAME_INCIDENT
                   : REF_UNDECIDING;
    *o = x->obs.p[i - 1];
    if (x->c->validated_by != NONE && (*o)->up == 0 && rec_hi(e, r) > 0)
        return REF_NOT_VALID;
    if ((*o)->part && (*o)->up == 0)
        return REF_PART;
    if ((*o)->lo == 0 && (*o)->up == QTY_INF)
        return REF_UNDECIDING;
    if (!standard_counts(x->q, &x->c->standard, &x->sides, x->cmp,
                         rec_account(e, r)))
        return REF_STANDARD;
    return REF_COUNTED;
}

static bool is_asked(const struct explain *x, const struct rec *r)
{
    const struct selector *s = &x->q->e->books.p[x->cs->perf].sel;
    if ((r->flags & REC_DEAD) != 0 || r->from > x->q->at)
        return false;
    if (x->r->window_known && (rec_to(x->q->e, r) < x->r->a - NEAR ||
                               r->from > x->r->shown_to + NEAR))
        return false;
    if (s->act == NONE)
        return r->form->kind == FACT_STATE && r->form->state == s->state &&
               !r->form->holds;
    return form_is_statement(r->form) && r->form->act == s->act &&
           r->form->did_not == s->did_not;
}

static err consider(struct explain *x, uint32_t n)
{
    const struct obs *o;
    struct considered c = {.fact = n, .why = judge_report(x, n, &o)};
    if (o != NULL) {
        c.lo = o->lo;
        c.hi = o->up;
    }
    TRY_ROOM(x->q->cx, x->a, vec_push(x->a, &x->out, c));
    return OK;
}

/* With running totals: units that fill the needs of earlier instances. */
static void used_before(struct explain *x)
{
    const struct row *r = x->r;
    for (size_t i = 0; r->running_total && i < x->out.n; i++) {
        int64_t sum = 0;
        struct considered *c = &x->out.p[i];
        uint64_t at;
        if (c->why != REF_COUNTED || !map_u64_get(&x->seen, c->fact, &at) ||
            x->out.n > 2000)
            continue;
        const struct obs *o = x->obs.p[at - 1];
        for (size_t k = 0; k < x->obs.n; k++)
            if (x->obs.p[k]->source == o->source && x->obs.p[k]->to <= o->to)
                sum = qty_add(sum, x->obs.p[k]->lo);
        if (sum <= r->before)
            c->why = REF_USED_BEFORE;
    }
}

static err index_obs(struct explain *x)
{
    map_u64_init(&x->seen, x->q->keep, x->q->cx);
    for (uint32_t i = 0; i < x->vs->n; i++) {
        const struct voice *v = &x->vs->v[i];
        for (uint32_t k = 0; k < v->n_ev + v->n_tot; k++) {
            const struct obs *o = &v->ev[k];
            TRY_ROOM(x->q->cx, x->q->keep, vec_push(x->q->keep, &x->obs, o));
            TRY_ROOM(x->q->cx, x->q->keep,
                     map_u64_put(&x->seen, o->fact, x->obs.n));
        }
    }
    return OK;
}

/* --- A least set
 * ----------------------------------------------------------------------------
 */

static bool is_ban(const struct clause *c)
{
    return c->kind == CLAUSE_BAN ||
           (c->kind == CLAUSE_KEEP && c->measure != MEASURE_LEVEL);
}

struct subset {
    const struct obs **o;
    size_t n;
};

static err ban_without(struct explain *x, const struct subset *u, size_t from,
                       size_t to, struct row *r)
{
    struct query *q = x->q;
    struct map_u64 only;
    map_u64_init(&only, q->tmp, q->cx);
    for (size_t i = 0; i < u->n; i++)
        if (i < from || i >= to)
            TRY_ROOM(q->cx, q->tmp, map_u64_put(&only, u->o[i]->fact, 1));
    return judge_ban_again(q, x->s, r, &only);
}

static err duty_without(struct explain *x, const struct subset *u, size_t from,
                        size_t to, struct row *r)
{
    struct query *q = x->q;
    struct voices vs;
    struct obs *o;
    size_t n = 0;
    TRY_NEW_ARRAY(q->cx, q->tmp, u->n, o);
    for (size_t i = 0; i < u->n; i++)
        if (i < from || i >= to)
            o[n++] = *u->o[i];
    TRY(q->cx, voice_split(q, q->tmp, x->c, o, n, &vs));
    return judge_again(q, x->s, r, &vs);
}

/* Whether the reports but those in [from, to) give the same status. */
static err same_without(struct explain *x, const struct subset *u, size_t from,
                        size_t to, bool *yes)
{
    struct arena_mark m = arena_mark(x->q->tmp);
    struct row r = *x->r;
    TRY(x->q->cx, is_ban(x->c) ? ban_without(x, u, from, to, &r)
                               : duty_without(x, u, from, to, &r));
    *yes = r.status == x->r->status;
    arena_rewind(x->q->tmp, m);
    return OK;
}

/* Whether the status cannot depend on which of two reports is left out: they
 * say the same, lie between the same bounds of the window, no total is there
 * that could contain one of them, and nobody said anything of either. */
static bool alike(const struct explain *x, const struct obs *a,
                  const struct obs *b)
{
    const struct engine *e = x->q->e;
    const struct row *r = x->r;
    const instant bounds[] = {r->a,        r->due_lo + 1, r->due_hi + 1,
                              r->shown_to, r->end,        r->own_due + 1,
                              r->notified};
    if (a->source != b->source || a->lo != b->lo || a->up != b->up ||
        a->total || b->total || a->exact != b->exact ||
        a->finding != b->finding || a->part != b->part)
        return false;
    if (((rec_at(e, a->fact)->flags | rec_at(e, b->fact)->flags) &
         (REC_ANSWERED | REC_GROUPED)) != 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(bounds); i++)
        if ((a->from < bounds[i]) != (b->from < bounds[i]) ||
            (a->to <= bounds[i]) != (b->to <= bounds[i]))
            return false;
    return true;
}

/* Whether pieces of equal length are alike, report by report. */
static bool pieces_alike(const struct explain *x, const struct subset *u,
                         size_t from, size_t end, size_t other)
{
    for (size_t i = from; i < end; i++)
        if (!alike(x, u->o[i], u->o[i - from + other]))
            return false;
    return true;
}

/* Whether reports can be told to be alike at all. */
static bool has_alike(const struct explain *x, const struct subset *u)
{
    bool sums = x->c->kind == CLAUSE_DUTY && (x->c->measure == MEASURE_EXISTS ||
                                              x->c->measure == MEASURE_SUM);
    for (size_t i = 0; i < u->n; i++)
        sums = sums && !u->o[i]->total;
    return sums && !x->r->running_total && x->q->e->assessments.n == 0;
}

/* Leaves out what can be left out, from large pieces to single reports, until
 * none can. What is alike to a piece that is needed is needed too. */
static err shrink(struct explain *x, struct subset *u)
{
    uint32_t trials = 0;
    size_t before = u->n, chunk = u->n;
    bool likes = has_alike(x, u);
    while (chunk > 0) {
        size_t needed = SIZE_MAX;
        for (size_t end = u->n; end > 0 && trials < MOST_TRIALS;) {
            size_t from = end > chunk ? end - chunk : 0;
            bool yes = false;
            if (!likes || needed == SIZE_MAX || end - from != chunk ||
                !pieces_alike(x, u, from, end, needed)) {
                TRY(x->q->cx, same_without(x, u, from, end, &yes));
                trials++;
                needed = yes || end - from != chunk ? SIZE_MAX : from;
            }
            if (yes) {
                memmove(u->o + from, u->o + end,
                        (u->n - end) * sizeof(const struct obs *));
                u->n -= end - from;
            }
            end = from;
        }
        if (chunk == 1 && u->n < before && trials < MOST_TRIALS) {
            before = u->n; /* one that was needed may not be any more */
            continue;
        }
        chunk /= 2;
        before = u->n;
    }
    return OK;
}

/* Findings count by themselves too, also where an incident joins them. */
static err add_findings(struct explain *x)
{
    struct voices found;
    TRY(x->q->cx, voice_findings(x->q, x->s->clause, x->s->bearer, &found));
    for (uint32_t i = 0; i < found.n; i++)
        for (uint32_t k = 0; k < found.v[i].n_ev + found.v[i].n_tot; k++)
            if (!map_u64_get(&x->seen, found.v[i].ev[k].fact, NULL))
                TRY_ROOM(x->q->cx, x->q->keep,
                         vec_push(x->q->keep, &x->obs, &found.v[i].ev[k]));
    return OK;
}

/* What is tried to be enough: the one report that decides, totals in the
 * window, all reports in it, all reports. */
enum choice { CHOOSE_ONE, CHOOSE_TOTALS, CHOOSE_WINDOW, CHOOSE_ALL };

static bool is_chosen(const struct explain *x, enum choice choice,
                      const struct obs *o)
{
    bool inside = x->c->measure == MEASURE_LEVEL ||
                  (o->to > x->r->a && o->from < x->r->shown_to);
    switch (choice) {
    case CHOOSE_ONE:
        return o->fact == x->decides;
    case CHOOSE_TOTALS:
        return inside && o->total;
    case CHOOSE_WINDOW:
        return inside;
    case CHOOSE_ALL:
        break;
    }
    return true;
}

static err least_set(struct explain *x, struct explanation *out)
{
    struct subset u;
    uint32_t *facts;
    if (is_ban(x->c) && x->s->voices == NULL)
        TRY(x->q->cx, add_findings(x));
    TRY_NEW_ARRAY(x->q->cx, x->q->keep, x->obs.n, u.o);
    bool enough = false;
    for (int choice = CHOOSE_ONE; choice <= CHOOSE_ALL && !enough; choice++) {
        u.n = 0;
        for (size_t i = 0; i < x->obs.n; i++)
            if (is_chosen(x, (enum choice)choice, x->obs.p[i]))
                u.o[u.n++] = x->obs.p[i];
        if (u.n > 0 || choice == CHOOSE_WINDOW || choice == CHOOSE_ALL)
            TRY(x->q->cx, same_without(x, &u, 0, 0, &enough));
    }
    TRY(x->q->cx, shrink(x, &u));
    TRY_NEW_ARRAY(x->q->cx, x->a, u.n, facts);
    for (size_t i = 0; i < u.n; i++)
        facts[i] = u.o[i]->fact;
    TRY(x->q->cx, query_sort(x->q->cx, x->a, x->q->e, facts, u.n));
    out->minimal = facts;
    out->n_minimal = (uint32_t)u.n;
    return OK;
}

/* Of the act, near the window. */
static err consider_act(struct explain *x)
{
    struct query *q = x->q;
    const struct selector *s = &q->e->books.p[x->cs->perf].sel;
    struct span in = {x->r->a - NEAR, x->r->shown_to + NEAR + 1};
    u32_vec v = {0};
    size_t n = 0;
    if (in.to > q->at + 1)
        in.to = q->at + 1;
    TRY(q->cx,
        acts_between(q->cx, q->e, q->keep, s, in, MOST_LISTED, &v, &x->left));
    for (size_t i = 0; i < v.n; i++)
        if (is_asked(x, rec_at(q->e, v.p[i])))
            v.p[n++] = v.p[i];
    TRY(q->cx, query_sort(q->cx, q->keep, q->e, v.p, n));
    size_t first = n > MOST_LISTED ? n - MOST_LISTED : 0;
    x->left += (uint32_t)first;
    for (size_t i = first; i < n; i++)
        TRY(q->cx, consider(x, v.p[i]));
    return OK;
}

/* The reports of the key, fitting or not, and those that name none. */
static err consider_key(struct explain *x)
{
    const struct engine *e = x->q->e;
    const u32_vec *none = &e->books.p[x->cs->perf].facts;
    if (x->r->kinst != UINT32_MAX) {
        const struct kinst *k = &x->cs->keys.p[x->r->kinst];
        uint32_t heads[2] = {k->perf, k->misfit};
        for (int h = 0; h < 2; h++)
            for (uint32_t i = heads[h]; i != 0; i = e->links.p[i - 1].next)
                if (is_asked(x, rec_at(e, e->links.p[i - 1].fact)))
                    TRY(x->q->cx, consider(x, e->links.p[i - 1].fact));
    }
    for (size_t i = 0; i < none->n; i++)
        if (is_asked(x, rec_at(e, none->p[i])))
            TRY(x->q->cx, consider(x, none->p[i]));
    return OK;
}

static err explain_row(struct explain *x, struct explanation *out)
{
    struct query *q = x->q;
    struct voices own;
    bool ban = is_ban(x->c);
    if (x->s->voices != NULL)
        x->decides = x->s->decides;
    x->sides = standard_sides(q->ag, x->c, x->s->bearer);
    x->cmp = ban ? AT_MOST : x->c->need.cmp;
    TRY(q->cx, status_row_voices(q, x->s, x->r, &own, &x->vs));
    TRY(q->cx, index_obs(x));
    if (x->r->window_known && x->r->arises) {
        TRY(q->cx, x->c->key != KEY_NONE ? consider_key(x) : consider_act(x));
        used_before(x);
        TRY(q->cx, least_set(x, out));
    }
    out->has_trigger = x->r->trig_quantity > 0;
    out->trigger = x->r->trig_fact;
    out->trigger_from = x->r->trig_from;
    out->trigger_to = x->r->trig_to;
    out->trigger_quantity = x->r->trig_quantity;
    out->reports = x->out.p;
    out->n_reports = (uint32_t)x->out.n;
    out->n_left = x->left;
    return OK;
}

/* In order (from, recorded, id). */
static err sort_considered(struct explain *x)
{
    struct query *q = x->q;
    uint32_t *facts;
    struct considered *copy;
    struct map_u64 at;
    map_u64_init(&at, q->keep, q->cx);
    TRY_NEW_ARRAY(q->cx, q->keep, x->out.n, facts);
    TRY_NEW_ARRAY(q->cx, q->keep, x->out.n, copy);
    for (size_t i = 0; i < x->out.n; i++) {
        facts[i] = x->out.p[i].fact;
        copy[i] = x->out.p[i];
        TRY_ROOM(q->cx, q->keep, map_u64_put(&at, facts[i], i));
    }
    TRY(q->cx, query_sort(q->cx, q->keep, q->e, facts, x->out.n));
    for (size_t i = 0; i < x->out.n; i++) {
        uint64_t k = 0;
        map_u64_get(&at, facts[i], &k);
        x->out.p[i] = copy[k];
    }
    return OK;
}

static err explain(struct query *q, int clause, int bearer, str instance,
                   struct arena *a, struct explanation *out)
{
    const struct clause *c = &q->ag->clauses[clause];
    struct explanation made = {.trigger = UINT32_MAX};
    struct explain x = {.q = q,
                        .a = a,
                        .c = c,
                        .cs = &q->e->clauses[clause],
                        .decides = UINT32_MAX};
    uint32_t b = 0;
    while (b < c->n_bearers && c->bearers[b] != bearer)
        b++;
    if (c->n_bearers > 0 && b == c->n_bearers)
        return fail(
            q->cx, ERR_NOT_FOUND, "clause %.*s does not bind %.*s",
            STR_ARG(c->label),
            STR_ARG(bearer == NONE ? STR("nobody") : q->ag->actors[bearer].id));
    if (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
        c->kind != CLAUSE_KEEP)
        return fail(q->cx, ERR_NOT_FOUND, "clause %.*s is not evaluated",
                    STR_ARG(c->label));
    TRY(q->cx,
        status_one(q, a, clause, b, instance, &made.verdict, &x.s, &x.r));
    if (x.r != NULL) {
        TRY(q->cx, explain_row(&x, &made));
        TRY(q->cx, sort_considered(&x));
    }
    *out = made;
    return OK;
}

err engine_explain(struct cx *cx, struct engine *e, instant at, int clause,
                   int bearer, str instance, struct arena *a,
                   struct explanation *out)
{
    struct query q;
    struct arena keep;
    if (clause < 0 || (uint32_t)clause >= e->ag->n_clauses)
        return fail(cx, ERR_NOT_FOUND, "there is no such clause");
    arena_init(&keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    struct arena_mark m = arena_mark(cx->scratch);
    err x = query_begin(cx, e, at == INSTANT_MAX ? e->latest : at, &keep, &q);
    if (is_ok(x))
        x = explain(&q, clause, bearer, instance, a, out);
    arena_rewind(cx->scratch, m);
    arena_release(&keep);
    return x;
}
