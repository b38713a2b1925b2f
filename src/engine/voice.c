/* voice.c - the statements that a clause looks at, by source (sem 2, 4, 14).
 *
 * Reads the books, leaves out what does not stand or has not begun, joins what
 * an incident joins, weighs what must be validated. What a guard or a
 * suspension takes out of a prohibition is done in ban.c. */
#include "engine/engine_int.h"

typedef VEC(struct obs) obs_vec;

struct gather {
    struct query *q;
    const struct book *b;
    const struct clause *c; /* or NULL */
    actor_set performers;   /* 0: anybody */
    bool unattributed;      /* only acts without a performer */
    struct map_u64 *valid;  /* report -> assessment, or NULL */
    struct arena *arena;
    obs_vec obs;
    bool grouped, findings;
};

/* --- Validation
 * ------------------------------------------------------------------ */

/* The latest assessment of each report by the body that validates. */
static err read_validations(struct query *q, int by, struct map_u64 *out)
{
    struct engine *e = q->e;
    map_u64_init(out, q->keep, q->cx);
    for (size_t i = 0; i < e->assessments.n; i++) {
        uint32_t n = e->assessments.p[i];
        const struct rec *r = rec_at(e, n);
        const struct fact *f = rec_ext(e, r);
        if (!rec_stands(r) || r->from > q->at || rec_account(e, r) != by ||
            f->valid < 0)
            continue;
        for (uint32_t k = 0; k < f->n_refs; k++) {
            uint32_t report;
            uint64_t old;
            if (!log_find(e, f->refs[k], &report))
                continue;
            if (map_u64_get(out, report, &old)) {
                const struct rec *o = rec_at(e, (uint32_t)old);
                instant s = rec_recorded(e, o), t = rec_recorded(e, r);
                if (s > t ||
                    (s == t && str_cmp(rec_id(e, o), rec_id(e, r)) > 0))
                    continue;
            }
            TRY_ROOM(q->cx, q->keep, map_u64_put(out, report, n));
        }
    }
    return OK;
}

static void validate(const struct gather *g, struct obs *o)
{
    uint64_t n;
    if (!map_u64_get(g->valid, o->fact, &n)) {
        o->lo = 0;
        return;
    }
    const struct fact *f = rec_ext(g->q->e, rec_at(g->q->e, (uint32_t)n));
    o->lo = f->valid < o->up ? f->valid : o->up;
    if (o->up != QTY_INF && f->invalid > 0)
        o->up -= f->invalid;
    o->up = o->up < o->lo ? o->lo : o->up;
}

/* --- Hours of the day
 * -------------------------------------------------------------- */

/* Whether [from, to) lies in, or meets, the hours of one civil day. */
static void in_hours(const struct query *q, const struct clause *c,
                     const struct obs *o, bool *inside, bool *meets)
{
    int64_t day = civil_days(phase_local_date(q, o->from));
    *inside = *meets = false;
    for (int64_t d = day - 1; d <= day + 1; d++) {
        struct civil at = {.date = civil_from_days(d)};
        int32_t tod[2] = {c->tod_from, c->tod_to};
        instant t[2] = {0, 0};
        for (int i = 0; i < 2; i++) {
            at.clock = (struct civil_clock){(uint8_t)(tod[i] / 3600 % 24),
                                            (uint8_t)(tod[i] / 60 % 60),
                                            (uint8_t)(tod[i] % 60)};
            if (i == 1 && tod[1] <= tod[0])
                at.date = civil_from_days(d + 1);
            t[i] = civil_resolve(q->e->tz, at).at;
        }
        *inside = *inside || (o->from >= t[0] && o->to <= t[1]);
        *meets = *meets || (o->from < t[1] && o->to > t[0]);
    }
    *meets = *meets || o->to - o->from >= 86400;
}

/* What is done to a part of a place is nothing yet of what is owed to the
 * whole (sem 4). */
static void take_part(const struct gather *g, const struct rec *r,
                      struct obs *o)
{
    const struct selector *s = &g->b->sel;
    if (!s->whole || g->b->key == KEY_PLACE || r->form->zone == s->place)
        return;
    o->part = o->lo > 0 || (o->up > 0 && o->up != QTY_INF);
    o->lo = o->up = 0;
}

/* --- One record
 * ------------------------------------------------------------------- */

static err take(struct gather *g, uint32_t n)
{
    const struct engine *e = g->q->e;
    const struct rec *r = rec_at(e, n);
    if (!rec_stands(r) || r->from > g->q->at)
        return OK;
    if (g->findings && r->form->kind != FACT_FINDING)
        return OK;
    if (g->unattributed ? r->form->performer != NONE
                        : g->performers != 0 &&
                              (r->form->performer == NONE ||
                               (g->performers >> r->form->performer & 1) == 0))
        return OK;
    bool level = g->c != NULL && g->c->measure == MEASURE_LEVEL;
    if ((r->form->kind == FACT_LEVEL) != level)
        return OK;
    struct obs o = {.from = r->from,
                    .to = rec_to(e, r),
                    .lo = rec_lo(e, r),
                    .up = rec_hi(e, r),
                    .fact = n,
                    .source = r->form->source,
                    .total = r->form->kind == FACT_TOTAL,
                    .exact = select_is_exact(e, g->b, r),
                    .finding = r->form->kind == FACT_FINDING};
    if (r->form->kind == FACT_STATE)
        o.lo = o.up = 1;
    if (level)
        o.to = o.from + 1;
    if (g->c != NULL && g->c->measure == MEASURE_HOURS)
        o.total = false;
    if (g->c != NULL && g->c->tod_from != NONE && g->c->tod_to != NONE) {
        bool inside, meets;
        in_hours(g->q, g->c, &o, &inside, &meets);
        if (!inside && (o.total || !meets || g->c->kind == CLAUSE_DUTY))
            return OK;
        o.lo = inside ? o.lo : 0;
    }
    if (g->valid != NULL)
        validate(g, &o);
    take_part(g, r, &o);
    g->grouped = g->grouped || (r->flags & REC_GROUPED) != 0;
    TRY_ROOM(g->q->cx, g->arena, vec_push(g->arena, &g->obs, o));
    return OK;
}

/* --- Incidents
 * -------------------------------------------------------------------- */

struct member {
    uint32_t group, key, index;
    uint16_t source;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static void join(const struct engine *e, struct obs *a, const struct obs *b)
{
    a->from = b->from < a->from ? b->from : a->from;
    a->to = b->to > a->to ? b->to : a->to;
    a->lo = b->lo < a->lo ? b->lo : a->lo;
    a->up = b->up > a->up ? b->up : a->up;
    a->exact = a->exact && b->exact;
    a->finding = a->finding && b->finding;
    a->part = a->part || b->part;
    if (rec_order(e, b->fact, a->fact) > 0)
        a->fact = b->fact;
}

/* Several reports of one source in one incident count once (sem 2). */
static err join_incidents(struct gather *g)
{
    const struct engine *e = g->q->e;
    struct obs *o = g->obs.p;
    VEC(struct member) m = {0};
    size_t kept = 0;
    for (size_t i = 0; i < g->obs.n; i++) {
        struct member x = {.index = (uint32_t)i,
                           .source = o[i].source,
                           .key =
                               select_key(e, rec_at(e, o[i].fact), g->b->key)};
        if (!o[i].total && stand_group(e, o[i].fact, &x.group))
            TRY_ROOM(g->q->cx, g->arena, vec_push(g->arena, &m, x));
    }
    if (m.n < 2)
        return OK;
    qsort(m.p, m.n, sizeof *m.p, by_group);
    for (size_t i = 1, first = 0; i < m.n; i++) {
        if (m.p[i].source != m.p[first].source ||
            m.p[i].group != m.p[first].group || m.p[i].key != m.p[first].key) {
            first = i;
            continue;
        }
        join(e, &o[m.p[first].index], &o[m.p[i].index]);
        o[m.p[i].index].from = INSTANT_NONE; /* taken */
    }
    for (size_t i = 0; i < g->obs.n; i++)
        if (o[i].from != INSTANT_NONE)
            o[kept++] = o[i];
    g->obs.n = kept;
    return OK;
}

/* --- Voices
 * ----------------------------------------------------------------------- */

err voice_split(struct query *q, struct arena *a, const struct clause *c,
                struct obs *o, size_t n, struct voices *out)
{
    size_t count = 0;
    *out = (struct voices){0};
    if (n == 0)
        return OK;
    TRY(q->cx, figure_sort(q->cx, a, o, n));
    for (size_t i = 0; i < n; i++)
        count += i == 0 || o[i].source != o[i - 1].source;
    TRY_NEW_ARRAY(q->cx, a, count, out->v);
    for (size_t i = 0, end; i < n; i = end) {
        struct voice *v = &out->v[out->n++];
        for (end = i + 1; end < n && o[end].source == o[i].source;)
            end++;
        TRY(q->cx, figure_voice(q->cx, a, o + i, end - i, v));
        v->level = c != NULL && c->measure == MEASURE_LEVEL;
        v->hours = c != NULL && c->measure == MEASURE_HOURS;
        v->unbroken = c != NULL && c->unbroken;
    }
    return OK;
}

static err finish(struct gather *g, struct voices *out)
{
    bool events = g->c == NULL || (g->c->measure != MEASURE_LEVEL &&
                                   g->c->measure != MEASURE_HOURS);
    if (g->grouped && events)
        TRY(g->q->cx, join_incidents(g));
    return voice_split(g->q, g->arena, g->c, g->obs.p, g->obs.n, out);
}

/* Of levels of one instant the last in order holds (sem 5). */
static err take_sorted(struct gather *g, const uint32_t *facts, size_t n)
{
    uint32_t *v;
    TRY_NEW_ARRAY(g->q->cx, g->arena, n, v);
    if (n > 0)
        memcpy(v, facts, n * sizeof *v);
    TRY(g->q->cx, query_sort(g->q->cx, g->arena, g->q->e, v, n));
    for (size_t i = 0; i < n; i++)
        TRY(g->q->cx, take(g, v[i]));
    return OK;
}

static bool is_level(const struct gather *g)
{
    return g->c != NULL && g->c->measure == MEASURE_LEVEL;
}

static err take_list(struct gather *g, uint32_t head)
{
    const struct engine *e = g->q->e;
    u32_vec v = {0};
    for (uint32_t i = head; i != 0; i = e->links.p[i - 1].next) {
        if (is_level(g))
            TRY_ROOM(g->q->cx, g->arena,
                     vec_push(g->arena, &v, e->links.p[i - 1].fact));
        else
            TRY(g->q->cx, take(g, e->links.p[i - 1].fact));
    }
    return v.n == 0 ? OK : take_sorted(g, v.p, v.n);
}

/* Keys come in the order of the first records of each, the others of their
 * records lie far off. */
static void fetch_ahead(const struct gather *g, const kinst_vec *keys, size_t i)
{
    enum { LINKS = 16, RECORDS = 8 };
    const struct engine *e = g->q->e;
    bool trig = g->b->role == BOOK_TRIG;
    uint32_t at[2] = {0, 0};
    if (i + LINKS < keys->n)
        at[0] = trig ? keys->p[i + LINKS].trig : keys->p[i + LINKS].perf;
    if (i + RECORDS < keys->n)
        at[1] = trig ? keys->p[i + RECORDS].trig : keys->p[i + RECORDS].perf;
    if (at[0] != 0)
        PREFETCH(&e->links.p[at[0] - 1]);
    if (at[1] != 0)
        PREFETCH(rec_at(e, e->links.p[at[1] - 1].fact));
}

static err begin(struct query *q, int clause, uint32_t bearer, bool of_trigger,
                 struct arena *arena, struct gather *g)
{
    const struct clause *c = &q->ag->clauses[clause];
    const struct clause_state *s = &q->e->clauses[clause];
    *g = (struct gather){.q = q, .c = of_trigger ? NULL : c, .arena = arena};
    g->b = &q->e->books.p[of_trigger ? s->trig : s->perf];
    if (!of_trigger && g->b->performers != 0)
        g->performers = c->n_bearers == 0
                            ? g->b->performers
                            : q->ag->actors[c->bearers[bearer]].answers;
    if (!of_trigger && c->validated_by != NONE) {
        if (q->valid[clause] == NULL) {
            struct map_u64 *m;
            TRY_NEW(q->cx, q->keep, m);
            TRY(q->cx, read_validations(q, c->validated_by, m));
            q->valid[clause] = m;
        }
        g->valid = q->valid[clause];
    }
    return OK;
}

static err take_all(struct gather *g, int clause)
{
    const struct engine *e = g->q->e;
    if (g->b->key == KEY_NONE) {
        const u32_vec facts = g->b->facts;
        if (is_level(g))
            return take_sorted(g, facts.p, facts.n);
        TRY_ROOM(g->q->cx, g->arena, vec_room(g->arena, &g->obs, facts.n));
        for (size_t i = 0; i < facts.n; i++)
            TRY(g->q->cx, take(g, facts.p[i]));
        return OK;
    }
    const kinst_vec *keys = &e->clauses[clause].keys;
    for (size_t i = 0; i < keys->n; i++) {
        fetch_ahead(g, keys, i);
        TRY(g->q->cx, take_list(g, g->b->role == BOOK_TRIG ? keys->p[i].trig
                                                           : keys->p[i].perf));
    }
    return OK;
}

err voice_clause(struct query *q, int clause, uint32_t bearer,
                 const struct voices **out)
{
    struct voices **all = &q->voices[clause];
    struct gather g;
    if (*all == NULL) {
        uint32_t n = q->e->clauses[clause].n_bearers;
        TRY_NEW_ARRAY(q->cx, q->keep, n, *all);
        for (uint32_t i = 0; i < n; i++)
            (*all)[i].n = UINT32_MAX; /* not yet */
    }
    struct voices *vs = &(*all)[bearer];
    if (vs->n == UINT32_MAX) {
        struct voices made;
        TRY(q->cx, begin(q, clause, bearer, false, q->keep, &g));
        TRY(q->cx, take_all(&g, clause));
        TRY(q->cx, finish(&g, &made));
        *vs = made;
    }
    *out = vs;
    return OK;
}

err voice_findings(struct query *q, int clause, uint32_t bearer,
                   struct voices *out)
{
    struct gather g;
    TRY(q->cx, begin(q, clause, bearer, false, q->keep, &g));
    g.findings = true;
    TRY(q->cx, take_all(&g, clause));
    return finish(&g, out);
}

static err kept_voices(struct query *q, int clause, uint32_t bearer,
                       uint32_t kinst, struct voices **out)
{
    const struct clause_state *s = &q->e->clauses[clause];
    struct voices ***of = &q->by_key[clause];
    if (*of == NULL)
        TRY_NEW_ARRAY(q->cx, q->keep, s->n_bearers, *of);
    if ((*of)[bearer] == NULL)
        TRY_NEW_ARRAY(q->cx, q->keep, s->keys.n, (*of)[bearer]);
    *out = &(*of)[bearer][kinst];
    return OK;
}

/* Those of few events, without sums, in one block. */
static err keep_voices(struct query *q, const struct voices *vs,
                       struct voices *out)
{
    size_t n = 0;
    char *p;
    for (uint32_t i = 0; i < vs->n; i++) {
        n += vs->v[i].n_ev;
        if (vs->v[i].n_tot > 0 || vs->v[i].sum_lo != NULL)
            return OK;
    }
    TRY_NEW_ARRAY(q->cx, q->keep,
                  vs->n * sizeof(struct voice) + n * sizeof(struct obs), p);
    struct voice *v = (struct voice *)(void *)p;
    struct obs *o = (struct obs *)(void *)(v + vs->n);
    for (uint32_t i = 0; i < vs->n; i++) {
        v[i] = vs->v[i];
        if (v[i].n_ev > 0)
            memcpy(o, v[i].ev, v[i].n_ev * sizeof *o);
        v[i].ev = o;
        o += v[i].n_ev;
        v[i].tot = o;
    }
    *out = (struct voices){v, vs->n};
    return OK;
}

err voice_key(struct query *q, int clause, uint32_t bearer, uint32_t kinst,
              struct voices *out)
{
    struct gather g;
    struct voices *kept = NULL;
    if (q->by_key != NULL) {
        TRY(q->cx, kept_voices(q, clause, bearer, kinst, &kept));
        if (kept->v != NULL) {
            *out = *kept;
            return OK;
        }
    }
    TRY(q->cx, begin(q, clause, bearer, false, q->tmp, &g));
    TRY(q->cx, take_list(&g, q->e->clauses[clause].keys.p[kinst].perf));
    TRY(q->cx, finish(&g, out));
    return kept == NULL ? OK : keep_voices(q, out, kept);
}

err voice_facts(struct query *q, int clause, uint32_t bearer,
                const uint32_t *facts, size_t n, struct voices *out)
{
    struct gather g;
    TRY(q->cx, begin(q, clause, bearer, false, q->tmp, &g));
    for (size_t i = 0; i < n; i++)
        TRY(q->cx, take(&g, facts[i]));
    return finish(&g, out);
}

err voice_book(struct query *q, int book, actor_set performers,
               struct voices *out)
{
    struct gather g = {.q = q, .performers = performers, .arena = q->tmp};
    *out = (struct voices){0};
    if (book == NONE)
        return OK;
    g.b = &q->e->books.p[book];
    TRY(q->cx, take_all(&g, g.b->clause));
    return finish(&g, out);
}

err voice_unattributed(struct query *q, int clause, struct voices *out)
{
    struct gather g;
    TRY(q->cx, begin(q, clause, 0, false, q->tmp, &g));
    g.unattributed = true;
    TRY(q->cx, take_all(&g, clause));
    return finish(&g, out);
}

err voice_triggers(struct query *q, int clause, struct arena *a,
                   struct obs **out, size_t *n)
{
    struct gather g;
    size_t kept = 0;
    TRY(q->cx, begin(q, clause, 0, true, a, &g));
    TRY(q->cx, take_all(&g, clause));
    if (g.grouped)
        TRY(q->cx, join_incidents(&g));
    for (size_t i = 0; i < g.obs.n; i++)
        if (!g.obs.p[i].total)
            g.obs.p[kept++] = g.obs.p[i];
    *out = g.obs.p;
    *n = kept;
    return OK;
}
