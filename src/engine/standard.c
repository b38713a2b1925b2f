/* standard.c - whose figure counts: accounts (sem 6) and standards (sem 9).
 *
 * Pure functions of the figures of all sources over one window. */
#include "engine/engine_int.h"

bool refutes(enum compare cmp, int64_t n, int64_t lo, int64_t hi)
{
    switch (cmp) {
    case AT_LEAST:
        return hi < n;
    case AT_MOST:
        return lo > n;
    case EXACTLY:
        return lo > n || hi < n;
    }
    return false;
}

static actor_set parties(const struct agreement *ag)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (ag->actors[i].role == ROLE_PARTY)
            s |= (actor_set)1 << i;
    return s;
}

/* The account that speaks for an actor: a force's is its party's. */
static int account_of(const struct agreement *ag, int actor)
{
    const struct actor *a = &ag->actors[actor];
    return a->role == ROLE_FORCE && a->of != NONE ? a->of : actor;
}

struct sides standard_sides(const struct agreement *ag, const struct clause *c,
                            uint32_t bearer)
{
    struct sides s = {.bearer = NONE};
    if (c == NULL)
        s.bearer = (int)bearer;
    else if (c->n_bearers > 0)
        s.bearer = c->bearers[bearer];
    if (s.bearer != NONE)
        s.debtors = (actor_set)1 << account_of(ag, s.bearer);
    s.creditors = c != NULL && c->creditors != 0 ? c->creditors
                                                 : parties(ag) & ~s.debtors;
    return s;
}

err standard_figures(struct query *q, const struct voices *vs, instant a,
                     instant b, struct fig **out)
{
    struct fig *figs;
    TRY_NEW_ARRAY(q->cx, q->tmp, vs->n, figs);
    for (uint32_t i = 0; i < vs->n; i++)
        TRY(q->cx,
            figure_of(q->cx, q->tmp, &vs->v[i], a, b, q->at + 1, &figs[i]));
    *out = figs;
    return OK;
}

static int account(const struct query *q, const struct voice *v)
{
    return q->e->sources.p[v->source].account;
}

static bool in_set(actor_set s, int actor)
{
    return actor < MAX_ACTORS && (s >> actor & 1) != 0;
}

void standard_account(const struct query *q, int acc, const struct voices *vs,
                      const struct fig *figs, struct accepted *out)
{
    struct accepted a = {.fig = {.hi = QTY_INF}};
    for (uint32_t i = 0; i < vs->n; i++) {
        const struct fig *f = &figs[i];
        if (!f->speaks || account(q, &vs->v[i]) != acc)
            continue;
        if (!a.speaks) {
            a.fig = *f;
        } else {
            a.fig.lo = f->lo < a.fig.lo ? f->lo : a.fig.lo;
            a.fig.hi = f->hi > a.fig.hi ? f->hi : a.fig.hi;
            a.fig.touch = f->touch < a.fig.touch ? f->touch : a.fig.touch;
            a.fig.may = f->may > a.fig.may ? f->may : a.fig.may;
            a.fig.no_sum = a.fig.no_sum || f->no_sum;
        }
        a.speaks = a.decides = true;
    }
    a.fig.speaks = a.speaks;
    *out = a;
}

/* --- Parts of the standards
 * -------------------------------------------------------- */

struct bounds {
    int64_t lo, touch, hi;
    bool any;
};

/* Greatest lo and touch, least hi, of the sources of some accounts. */
static struct bounds best_of(const struct query *q, actor_set accounts,
                             const struct voices *vs, const struct fig *figs)
{
    struct bounds b = {0, 0, QTY_INF, false};
    for (uint32_t i = 0; i < vs->n; i++) {
        const struct fig *f = &figs[i];
        if (!f->speaks || !in_set(accounts, account(q, &vs->v[i])))
            continue;
        b.lo = f->lo > b.lo ? f->lo : b.lo;
        b.touch = f->touch > b.touch ? f->touch : b.touch;
        b.hi = f->hi < b.hi ? f->hi : b.hi;
        b.any = true;
    }
    return b;
}

/* No bearer: what all parties concur in; nothing closes. */
static struct bounds concur(const struct query *q, const struct voices *vs,
                            const struct fig *figs)
{
    struct bounds all = {0, 0, QTY_INF, false};
    bool first = true;
    for (uint32_t p = 0; p < q->ag->n_actors; p++) {
        if (q->ag->actors[p].role != ROLE_PARTY)
            continue;
        struct bounds b = best_of(q, (actor_set)1 << p, vs, figs);
        all.lo = first || b.lo < all.lo ? b.lo : all.lo;
        all.touch = first || b.touch < all.touch ? b.touch : all.touch;
        all.any = (first || all.any) && b.any;
        first = false;
    }
    return all;
}

enum which { OF_LO, OF_TOUCH, OF_HI };

static int64_t value(const struct fig *f, enum which w)
{
    return w == OF_LO ? f->lo : w == OF_TOUCH ? f->touch : f->hi;
}

/* The k-th greatest (of hi: least) among the set's sources that speak. */
static int64_t kth(const struct query *q, const struct standard *st,
                   const struct voices *vs, const struct fig *figs,
                   enum which w)
{
    for (uint32_t i = 0; i < vs->n; i++) {
        uint32_t better = 0, equal = 0;
        int64_t x = value(&figs[i], w);
        if (!figs[i].speaks || !in_set(st->of, account(q, &vs->v[i])))
            continue;
        for (uint32_t k = 0; k < vs->n; k++) {
            int64_t y = value(&figs[k], w);
            if (!figs[k].speaks || !in_set(st->of, account(q, &vs->v[k])))
                continue;
            better += w == OF_HI ? y < x : y > x;
            equal += y == x;
        }
        if (better < st->k && st->k <= better + equal)
            return x;
    }
    return w == OF_HI ? QTY_INF : 0;
}

static struct bounds k_of(const struct query *q, const struct standard *st,
                          const struct voices *vs, const struct fig *figs)
{
    struct bounds b = {kth(q, st, vs, figs, OF_LO),
                       kth(q, st, vs, figs, OF_TOUCH), QTY_INF, false};
    uint32_t n = 0;
    for (uint32_t i = 0; i < vs->n; i++)
        n += figs[i].speaks && in_set(st->of, account(q, &vs->v[i]));
    b.any = n >= st->k;
    return b;
}

static struct bounds against_interest(const struct query *q,
                                      const struct sides *s, enum compare cmp,
                                      int64_t n, const struct voices *vs,
                                      const struct fig *figs)
{
    if (s->bearer == NONE)
        return concur(q, vs, figs);
    struct bounds d = best_of(q, s->debtors, vs, figs);
    struct bounds c = best_of(q, s->creditors, vs, figs);
    switch (cmp) {
    case AT_LEAST:
        c.hi = d.hi < n ? d.hi : QTY_INF;
        return c;
    case AT_MOST:
        d.hi = c.hi;
        return d;
    case EXACTLY:
        c.hi = d.hi;
        return c;
    }
    return c;
}

void standard_accept(const struct query *q, const struct standard *st,
                     const struct sides *s, enum compare cmp, int64_t n,
                     const struct voices *vs, const struct fig *figs,
                     struct accepted *out)
{
    struct accepted a = {0};
    struct bounds b = {0, 0, QTY_INF, false};
    switch (st->kind) {
    case STD_NAMED: {
        struct accepted named;
        standard_account(q, st->by, vs, figs, &named);
        b = (struct bounds){named.fig.lo, named.fig.touch, named.fig.hi,
                            named.speaks};
        break;
    }
    case STD_INTEREST:
        b = against_interest(q, s, cmp, n, vs, figs);
        break;
    case STD_KOF:
        b = k_of(q, st, vs, figs);
        if (cmp == AT_MOST)
            b.hi = kth(q, st, vs, figs, OF_HI);
        else if (cmp == EXACTLY)
            b.hi = best_of(q, s->debtors, vs, figs).hi;
        break;
    }
    int64_t may = 0;
    for (uint32_t i = 0; i < vs->n; i++) {
        if (!figs[i].speaks)
            continue;
        a.speaks = true;
        a.fig.no_sum = a.fig.no_sum || figs[i].no_sum;
        may = figs[i].may > may ? figs[i].may : may;
    }
    may = may < b.hi ? may : b.hi;
    may = may > b.lo ? may : b.lo;
    a.fig.lo = b.lo;
    a.fig.hi = b.hi;
    a.fig.touch = b.touch;
    a.fig.may = may;
    a.fig.speaks = a.speaks;
    a.decides = b.any;
    *out = a;
}

bool standard_counts(const struct query *q, const struct standard *st,
                     const struct sides *s, enum compare cmp, int acc)
{
    switch (st->kind) {
    case STD_NAMED:
        return acc == st->by;
    case STD_KOF:
        return in_set(st->of, acc);
    case STD_INTEREST:
        if (s->bearer == NONE)
            return in_set(parties(q->ag), acc);
        return in_set(cmp == AT_MOST ? s->debtors : s->creditors, acc);
    }
    return false;
}
