/* app/case_forget.c: a case without some of its records, as if they had never
 * been read: those recorded after a day, or those that somebody may not see.
 *
 * The engine is made anew from what stays; all lists that name facts are given
 * their new numbers. Which records go is decided by who calls (case.c,
 * case_sight.c). */
#include "app/case_int.h"

struct forgetting {
    struct app_case *c;
    struct engine *all;
    const bool *forget; /* by number, or NULL: by c->known_at */
    const bool *own;
    uint32_t *now; /* by the old number; UINT32_MAX: forgotten */
    int *sources;  /* by the old number; NONE: not needed yet */
    int *accounts; /* of c->accounts, the same */
};

static bool goes(const struct forgetting *g, uint32_t n, const struct fact *f)
{
    return g->forget != NULL ? g->forget[n] : f->recorded > g->c->known_at;
}

/* --- Sources and accounts ---------------------------------------------------
 */

/* Accounts of the agreement's actors are there; a further one when its first
 * source speaks. */
static err keep_account(struct forgetting *g, int old, int *out)
{
    struct app_case *c = g->c;
    *out = old;
    for (size_t i = 0; i < c->accounts.n; i++) {
        const struct named_account *x = &c->accounts.p[i];
        if (x->account != old)
            continue;
        if (g->accounts[i] == NONE)
            TRY(c->cx, engine_account(c->cx, c->engine, x->id, x->name,
                                      &g->accounts[i]));
        *out = g->accounts[i];
    }
    return OK;
}

static err keep_source(struct forgetting *g, int old)
{
    struct app_case *c = g->c;
    const struct source *s = engine_source_at(g->all, old);
    int account;
    if (g->sources[old] != NONE)
        return OK;
    TRY(c->cx, keep_account(g, s->account, &account));
    c->n_sources++;
    return engine_source(c->cx, c->engine, s->id, s->name, account,
                         &g->sources[old]);
}

/* All sources that were declared keep their numbers, unless even that they are
 * there is not to be told. */
static err keep_sources(struct forgetting *g)
{
    struct app_case *c = g->c;
    size_t n = c->n_sources;
    TRY_NEW_ARRAY(c->cx, &c->records, n + 1, g->sources);
    TRY_NEW_ARRAY(c->cx, &c->records, c->accounts.n + 1, g->accounts);
    for (size_t i = 0; i < n; i++)
        g->sources[i] = NONE;
    for (size_t i = 0; i < c->accounts.n; i++)
        g->accounts[i] = NONE;
    c->n_sources = 0;
    if (g->forget != NULL)
        return OK;
    for (size_t i = 0; i < c->accounts.n; i++)
        TRY(c->cx, engine_account(c->cx, c->engine, c->accounts.p[i].id,
                                  c->accounts.p[i].name, &g->accounts[i]));
    for (size_t i = 0; i < n; i++)
        TRY(c->cx, keep_source(g, (int)i));
    return OK;
}

static void rename_accounts(struct forgetting *g)
{
    struct app_case *c = g->c;
    size_t n = 0;
    for (size_t i = 0; i < c->accounts.n; i++) {
        if (g->accounts[i] == NONE)
            continue;
        c->accounts.p[n] = c->accounts.p[i];
        c->accounts.p[n++].account = g->accounts[i];
    }
    c->accounts.n = n;
}

/* --- Facts ------------------------------------------------------------------
 */

/* Of what a record groups, that which is left. */
static err keep_refs(struct forgetting *g, struct fact *f)
{
    struct app_case *c = g->c;
    str *refs;
    uint32_t n = 0;
    if (f->n_refs == 0)
        return OK;
    TRY_NEW_ARRAY(c->cx, c->cx->scratch, f->n_refs, refs);
    for (uint32_t i = 0; i < f->n_refs; i++) {
        uint32_t to;
        if (engine_find(g->all, f->refs[i], &to) && !g->forget[to])
            refs[n++] = f->refs[i];
    }
    f->refs = refs;
    f->n_refs = n;
    return OK;
}

static err keep_fact(struct forgetting *g, uint32_t i)
{
    struct app_case *c = g->c;
    struct fact buffer;
    bool dup;
    struct fact f = *engine_fact(g->all, i, &buffer);
    struct arena_mark mark = arena_mark(c->cx->scratch);
    g->now[i] = UINT32_MAX;
    if (goes(g, i, &f))
        return OK;
    TRY(c->cx, keep_source(g, f.source));
    f.source = g->sources[f.source];
    if (g->forget != NULL && !g->own[i])
        TRY(c->cx, keep_refs(g, &f));
    uint32_t n = engine_n_facts(c->engine);
    err e = engine_add(c->cx, c->engine, &f, &dup);
    arena_rewind(c->cx->scratch, mark);
    if (e.code == ERR_CONFLICT)
        fault_clear(c->cx); /* has been said */
    else
        TRY(c->cx, e);
    if (engine_n_facts(c->engine) > n)
        g->now[i] = n;
    c->n_records += is_ok(e);
    return OK;
}

static err keep_facts(struct forgetting *g)
{
    struct app_case *c = g->c;
    TRY(c->cx, engine_new(c->cx, c->ag, &c->engine));
    TRY(c->cx, keep_sources(g));
    c->n_records = 0;
    for (uint32_t i = 0; i < engine_n_facts(g->all); i++)
        TRY(c->cx, keep_fact(g, i));
    rename_accounts(g);
    return OK;
}

/* Where a record stood tells how many there were before it. */
static err keep_lines(struct app_case *c, const uint32_t *now, bool number)
{
    file_vec files = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->lines.n; i++) {
        if (now[i] == UINT32_MAX)
            continue;
        struct case_file f = {n, case_file_of(c, i)};
        if (files.n == 0 || vec_last(&files)->file.p != f.file.p)
            TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &files, f));
        c->lines.p[n] = number ? n + 1 : c->lines.p[i];
        n++;
    }
    c->lines.n = n;
    c->files = files;
    return OK;
}

static void keep_lists(struct app_case *c, const uint32_t *now)
{
    uint32_t n;
#define KEEP(v, member)                                                        \
    n = 0;                                                                     \
    for (size_t i = 0; i < (v).n; i++) {                                       \
        uint32_t to = now[(v).p[i] member];                                    \
        if (to == UINT32_MAX)                                                  \
            continue;                                                          \
        (v).p[n] = (v).p[i];                                                   \
        (v).p[n++] member = to;                                                \
    }                                                                          \
    (v).n = n
    KEEP(c->shown, .fact);
    KEEP(c->said, ->fact);
    KEEP(c->staged.v, );
    KEEP(c->rounds.v, );
    KEEP(c->counts, );
    KEEP(c->labelled, );
    KEEP(c->points, .fact);
    KEEP(c->pending, .by);
    KEEP(c->spans, );
    KEEP(c->notices, .fact);
    KEEP(c->replaced, );
#undef KEEP
}

static err forget_in(struct app_case *c, struct forgetting *g)
{
    struct engine *all = c->engine;
    c->recorded_to.n = 0;
    TRY_NEW_ARRAY(c->cx, &c->records, (size_t)engine_n_facts(all) + 1, g->now);
    g->all = all;
    c->engine = NULL;
    err e = keep_facts(g);
    engine_free(all);
    TRY(c->cx, e);
    TRY(c->cx, keep_lines(c, g->now, g->forget != NULL));
    keep_lists(c, g->now);
    return OK;
}

bool case_was_known(const struct app_case *c, instant at)
{
    for (size_t i = 0; i < c->recorded_to.n; i++)
        if (c->recorded_to.p[i] > at)
            return false;
    return true;
}

/* What case_compare() asks of verdicts, with the numbers that reports have in
 * the case, so that their engine may go. */
static err keep_statuses(struct app_case *c, struct arena *a,
                         const struct verdicts *from, const uint32_t *old,
                         struct verdicts *out)
{
    struct verdict *v;
    TRY_NEW_ARRAY(c->cx, a, (size_t)from->n + 1, v);
    for (uint32_t i = 0; i < from->n; i++) {
        const struct verdict *x = &from->v[i];
        uint32_t *reports;
        TRY_NEW_ARRAY(c->cx, a, (size_t)x->n_reports + 1, reports);
        for (uint32_t k = 0; k < x->n_reports; k++)
            reports[k] = old[x->reports[k]];
        v[i] = (struct verdict){.clause = x->clause,
                                .bearer = x->bearer,
                                .status = x->status,
                                .reports = reports,
                                .n_reports = x->n_reports};
        TRY_ROOM(c->cx, a, arena_dup_str(a, x->instance, &v[i].instance));
    }
    *out = (struct verdicts){.v = v, .n = from->n, .at = from->at};
    return OK;
}

/* c->engine is new: what `all` knew by then. old: by the new number. */
static err know(struct app_case *c, const struct engine *all, instant at,
                uint32_t *old)
{
    const struct source *s;
    struct fact buffer;
    int same;
    bool dup;
    for (size_t i = 0; i < c->accounts.n; i++)
        TRY(c->cx, engine_account(c->cx, c->engine, c->accounts.p[i].id,
                                  c->accounts.p[i].name, &same));
    for (int i = 0; (s = engine_source_at(all, i)) != NULL; i++)
        TRY(c->cx,
            engine_source(c->cx, c->engine, s->id, s->name, s->account, &same));
    for (uint32_t i = 0; i < engine_n_facts(all); i++) {
        const struct fact *f = engine_fact(all, i, &buffer);
        if (f->recorded > at)
            continue;
        old[engine_n_facts(c->engine)] = i;
        err e = engine_add(c->cx, c->engine, f, &dup);
        if (e.code == ERR_CONFLICT)
            fault_clear(c->cx); /* has been said */
        else
            TRY(c->cx, e);
    }
    return OK;
}

err case_evaluate_known(struct app_case *c, instant at, struct arena *a,
                        struct verdicts *out)
{
    struct engine *all = c->engine, *then;
    struct verdicts v;
    uint32_t *old;
    if (case_was_known(c, at))
        return engine_status(c->cx, c->engine, at, a, out);
    TRY_NEW_ARRAY(c->cx, a, (size_t)engine_n_facts(all) + 1, old);
    TRY(c->cx, engine_new(c->cx, c->ag, &then));
    c->engine = then;
    err e = know(c, all, at, old);
    c->engine = all;
    if (is_ok(e))
        e = engine_status(c->cx, then, at, a, &v);
    if (is_ok(e))
        e = keep_statuses(c, a, &v, old, out);
    engine_free(then);
    return e;
}

err case_forget_after(struct app_case *c)
{
    struct forgetting g = {.c = c};
    return forget_in(c, &g);
}

err case_forget(struct app_case *c, const bool *forget, const bool *own)
{
    struct forgetting g = {.c = c, .forget = forget, .own = own};
    return forget_in(c, &g);
}
