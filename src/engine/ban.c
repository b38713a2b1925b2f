/* ban.c - prohibitions and states to keep (sem 17).
 *
 * One row over all and one for each reporting period. Events that a guard or
 * a suspension takes out are taken out here, for the sheet's perspective. */
#include "engine/engine_int.h"

struct ban {
    struct query *q;
    const struct sheet *s;
    const struct clause *c;
    const struct map_u64 *only; /* reports that are looked at; NULL: all */
    const struct voices *vs;    /* what counts */
    struct voices found;        /* of the named body's findings alone */
};

/* The guard and the suspensions, event by event. */
static err weigh_event(struct ban *b, const struct span *spans, uint32_t n,
                       struct obs *o, bool *counts)
{
    enum tri v = YES;
    int waits_for = NONE;
    *counts = true;
    for (uint32_t i = 0; i < n; i++)
        if (o->from >= spans[i].from && o->to <= spans[i].to && !o->total)
            *counts = false;
    if (!*counts || b->c->guard.kind == GUARD_NONE || o->total)
        return OK;
    TRY(b->q->cx,
        guard_value(b->q, b->s, o->from, rec_at(b->q->e, o->fact)->form->zone,
                    &v, &waits_for));
    *counts = v != NO;
    if (v == UNKNOWN)
        o->lo = 0;
    return OK;
}

static err weigh(struct ban *b, const struct voices *all,
                 const struct voices **out)
{
    struct query *q = b->q;
    struct span *spans = NULL;
    uint32_t n_spans = 0;
    size_t n = 0, kept = 0;
    bool claimed;
    struct obs *o;
    struct voices *vs;
    if (!b->s->plain)
        TRY(q->cx, guard_suspensions(q, b->s, &spans, &n_spans, &claimed));
    *out = all;
    if (n_spans == 0 && b->c->guard.kind == GUARD_NONE && b->only == NULL)
        return OK;
    for (uint32_t i = 0; i < all->n; i++)
        n += all->v[i].n_ev + all->v[i].n_tot;
    TRY_NEW_ARRAY(q->cx, q->keep, n, o);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct voice *v = &all->v[i];
        for (uint32_t k = 0; k < v->n_ev + v->n_tot; k++) {
            bool counts;
            o[kept] = v->ev[k];
            if (b->only != NULL && !map_u64_get(b->only, o[kept].fact, NULL))
                continue;
            TRY(q->cx, weigh_event(b, spans, n_spans, &o[kept], &counts));
            kept += counts;
        }
    }
    TRY_NEW(q->cx, q->keep, vs);
    TRY(q->cx, voice_split(q, q->keep, b->c, o, kept, vs));
    *out = vs;
    return OK;
}

/* The findings among some voices. */
static err findings_among(struct ban *b, const struct voices *all,
                          struct voices *out)
{
    struct query *q = b->q;
    struct obs *o;
    size_t n = 0, count = 0;
    for (uint32_t i = 0; i < all->n; i++)
        n += all->v[i].n_ev + all->v[i].n_tot;
    TRY_NEW_ARRAY(q->cx, q->keep, n, o);
    for (uint32_t i = 0; i < all->n; i++)
        for (uint32_t k = 0; k < all->v[i].n_ev + all->v[i].n_tot; k++)
            if (all->v[i].ev[k].finding)
                o[count++] = all->v[i].ev[k];
    return voice_split(q, q->keep, b->c, o, count, out);
}

/* The named body's findings, of which no report that is none is part. */
static err findings(struct ban *b)
{
    struct query *q = b->q;
    struct voices all;
    const struct voices *weighed;
    uint32_t n = 0;
    TRY(q->cx, b->s->voices != NULL
                   ? findings_among(b, b->s->voices, &all)
                   : voice_findings(q, b->s->clause, b->s->bearer, &all));
    for (uint32_t i = 0; i < all.n; i++)
        if (q->e->sources.p[all.v[i].source].account == b->c->standard.by)
            all.v[n++] = all.v[i];
    all.n = n;
    TRY(q->cx, weigh(b, &all, &weighed));
    b->found = *weighed;
    return OK;
}

/* Another account's total of none denies what is reported. */
static bool denied(const struct query *q, const struct voices *vs,
                   const struct fig *figs)
{
    for (uint32_t i = 0; i < vs->n; i++)
        if (figs[i].speaks && figs[i].hi == 0 && judge_is_other(q, vs, figs, i))
            return true;
    return false;
}

static void cover(const struct query *q, const struct voices *vs,
                  const struct fig *figs, struct row *r)
{
    for (uint32_t i = 0; i < vs->n; i++) {
        int a = q->e->sources.p[vs->v[i].source].account;
        if (figs[i].speaks && figs[i].hi != QTY_INF && a < MAX_ACTORS)
            r->covering |= (actor_set)1 << a;
    }
}

/* What debtors' sources admit: the greatest lower bound. */
static int64_t admitted(const struct query *q, const struct sheet *s,
                        const struct sides *sides, const struct ban_figures *f)
{
    int64_t lo = 0;
    for (uint32_t i = 0; i < f->vs->n; i++) {
        int a = q->e->sources.p[f->vs->v[i].source].account;
        bool debtor = a < MAX_ACTORS && (sides->debtors >> a & 1) != 0 &&
                      (s->persp == OWN || a == s->persp);
        if (debtor && f->figs[i].speaks && f->figs[i].lo > lo)
            lo = f->figs[i].lo;
    }
    return lo;
}

err judge_ban_figures(struct query *q, const struct sheet *s, struct row *r,
                      const struct ban_figures *f)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    struct sides sides = standard_sides(q->ag, c, s->bearer);
    bool own = s->persp == OWN, named = c->standard.kind == STD_NAMED;
    struct accepted a;
    if (own)
        standard_accept(q, &c->standard, &sides, AT_MOST, 0, f->vs, f->figs,
                        &a);
    else
        standard_account(q, s->persp, f->vs, f->figs, &a);
    int64_t found = own || s->persp == c->standard.by ? f->found : 0;
    int64_t lo = admitted(q, s, &sides, f), may = 0;
    for (uint32_t i = 0; i < f->vs->n; i++)
        if (f->figs[i].speaks && f->figs[i].may > may &&
            (own || q->e->sources.p[f->vs->v[i].source].account == s->persp))
            may = f->figs[i].may;
    r->all = a.fig;
    r->ins = a.fig;
    if (own) {
        r->all.lo = named ? found : lo;
        cover(q, f->vs, f->figs, r);
    }
    r->possible = may > r->all.lo ? may : r->all.lo;
    r->all.may = r->possible;
    if (a.fig.no_sum)
        r->marks |= MARK_NO_SUM;
    if (found > 0) {
        r->status = ST_FOUND;
    } else if (lo > 0) {
        r->status = ST_ADMITTED;
    } else if (may > 0) {
        bool disputed = false;
        r->status = ST_REPORTED;
        if (own)
            TRY(q->cx,
                judge_disputed(q, c, f->asked, r->a, r->shown_to, &disputed));
        if (own && (disputed || denied(q, f->vs, f->figs)))
            r->marks |= MARK_CONTESTED;
    } else {
        r->status = ST_NONE_REPORTED;
    }
    if (f->nobody > 0) {
        r->unattributed = f->nobody;
        r->marks |= MARK_UNATTRIBUTED;
    }
    return judge_relief(q, s, r);
}

static err judge_row(struct ban *b, struct row *r, struct voices *nobody)
{
    struct query *q = b->q;
    instant end = r->end < q->at + 1 ? r->end : q->at + 1;
    struct ban_figures of = {.vs = b->vs, .asked = b->vs};
    struct fig *figs, *f;
    r->status = ST_WAITING;
    if (!r->arises || !r->window_known || q->at < r->a)
        return OK;
    r->shown_to = end;
    TRY(q->cx, standard_figures(q, b->vs, r->a, end, &figs));
    of.figs = figs;
    TRY(q->cx, standard_figures(q, &b->found, r->a, end, &f));
    for (uint32_t i = 0; i < b->found.n; i++)
        of.found = f[i].lo > of.found ? f[i].lo : of.found;
    if (r->name == NAME_OVERALL && nobody != NULL) {
        TRY(q->cx, standard_figures(q, nobody, r->a, end, &f));
        for (uint32_t i = 0; i < nobody->n; i++)
            of.nobody = f[i].may > of.nobody ? f[i].may : of.nobody;
    }
    return judge_ban_figures(q, b->s, r, &of);
}

static err begin(struct ban *b)
{
    const struct voices *all = b->s->voices;
    if (all == NULL)
        TRY(b->q->cx, voice_clause(b->q, b->s->clause, b->s->bearer, &all));
    TRY(b->q->cx, weigh(b, all, &b->vs));
    if (b->c->standard.kind == STD_NAMED)
        TRY(b->q->cx, findings(b));
    return OK;
}

err judge_ban_weighed(struct query *q, const struct sheet *s,
                      const struct voices *all, const struct voices **out)
{
    struct ban b = {.q = q, .s = s, .c = &q->ag->clauses[s->clause]};
    return weigh(&b, all, out);
}

err judge_ban_again(struct query *q, const struct sheet *s, struct row *r,
                    const struct map_u64 *only)
{
    struct ban b = {
        .q = q, .s = s, .c = &q->ag->clauses[s->clause], .only = only};
    r->marks = 0;
    TRY(q->cx, begin(&b));
    return judge_row(&b, r, NULL);
}

err judge_ban(struct query *q, struct sheet *s)
{
    struct ban b = {.q = q, .s = s, .c = &q->ag->clauses[s->clause]};
    struct voices nobody = {0};
    bool acts =
        b.c->kind == CLAUSE_BAN && b.c->n_bearers > 0 && !b.c->perf.anybody;
    TRY(q->cx, begin(&b));
    for (size_t i = 0; i < s->rows.n; i++) {
        struct arena_mark m = arena_mark(q->tmp);
        if (acts && i == 0 && s->persp == OWN)
            TRY(q->cx, voice_unattributed(q, s->clause, &nobody));
        TRY(q->cx,
            judge_row(&b, &s->rows.p[i],
                      acts && i == 0 && s->persp == OWN ? &nobody : NULL));
        arena_rewind(q->tmp, m);
    }
    return OK;
}
