/* plan/search.c: bounded explicit search, for what the fixpoint of reach.c
 * cannot see: conditions that exclude each other, and where all comes to a
 * halt.
 *
 * A state says of each clause of a slice (a clause, and what it hangs on)
 * whether it is still to come, open, met, found unmet, or met late. Moves: an
 * open clause is met; the deadline of an open one passes; one found unmet is
 * met late. What waits arises as soon as its conditions hold, as in the engine:
 * `unmet` holds only until it is met late. Deadlines may pass in any order
 * here, so more courses are looked at than the calendar allows: what is
 * unreachable here is unreachable; nothing is claimed of the rest.
 *
 * Clauses that nothing but waiting links are left to reach.c: there the
 * fixpoint is exact. */
#include "base/map.h"
#include "plan/plan_int.h"
#include "plan/play.h"

enum { SLICE_MOST = 21, STATES_MOST = 400000 };
enum { S_WAITS, S_OPEN, S_MET, S_UNMET, S_LATE };

struct slice {
    int clause[SLICE_MOST];
    uint32_t n;
};
typedef uint64_t state; /* three bits for each clause */

static unsigned get(state s, uint32_t i)
{
    return (unsigned)(s >> (3 * i)) & 7;
}

static state set(state s, uint32_t i, unsigned v)
{
    return (s & ~((state)7 << (3 * i))) | (state)v << (3 * i);
}

static int index_in(const struct slice *s, int clause)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->clause[i] == clause)
            return (int)i;
    return NONE;
}

static bool is_met(unsigned v)
{
    return v == S_MET || v == S_LATE;
}

/* --- Slices
 * -------------------------------------------------------------------
 */

/* The clause from whose being met the (last) deadline counts, or NONE. */
static int counts_from(const struct clause *c)
{
    const struct deadline *d =
        c->n_steps > 0 ? &c->steps[c->n_steps - 1].due : &c->due;
    return d->kind != DUE_NONE && (d->p.kind == POINT_CLAUSE_MET ||
                                   d->p.kind == POINT_CLAUSE_VERIFIED)
               ? d->p.ref
               : NONE;
}

/* For each clause, as bits, the clauses on which it hangs, itself included:
 * nothing else decides whether it can become active. */
struct cones {
    uint32_t n, words;
    uint64_t *bits;
    bool *mixed; /* its condition can be lost, or shut others out; or it is in
                    a circle through a deadline */
};

static uint64_t *cone(const struct cones *q, uint32_t i)
{
    return q->bits + (size_t)i * q->words;
}

static bool has(const uint64_t *set, uint32_t i)
{
    return (set[i / 64] >> (i % 64) & 1) != 0;
}

static void put(uint64_t *set, uint32_t i)
{
    set[i / 64] |= (uint64_t)1 << (i % 64);
}

/* The k-th clause that c's conditions name (NONE: it names none there); false
 * after the last. */
static bool use_at(const struct clause *c, uint32_t k, int *on)
{
    *on = NONE;
    if (k >= 3 + c->guard.n)
        return false;
    if (k == 0 && c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        *on = c->trig_clause;
    if (k == 1 && c->after != POINT_NEVER)
        *on = c->after_clause;
    if (k == 2)
        *on = counts_from(c);
    if (k >= 3 && c->guard.atoms[k - 3].kind == ATOM_MET)
        *on = c->guard.atoms[k - 3].ref;
    return true;
}

static bool unite(const struct cones *q, uint32_t i, uint32_t with)
{
    bool any = false;
    for (uint32_t w = 0; w < q->words; w++) {
        uint64_t more = cone(q, with)[w] & ~cone(q, i)[w];
        cone(q, i)[w] |= more;
        any = any || more != 0;
    }
    return any;
}

static err cones_make(struct model *m, struct cones *q)
{
    q->n = m->ag->n_clauses;
    q->words = (q->n + 63) / 64;
    TRY_NEW_ARRAY(m->cx, m->a, (size_t)q->n * q->words, q->bits);
    TRY_NEW_ARRAY(m->cx, m->a, q->n, q->mixed);
    for (uint32_t i = 0; i < q->n; i++) {
        const struct guard *g = &m->ag->clauses[i].guard;
        put(cone(q, i), i);
        /* a deadline that counts from what waits for the clause passes only
         * after the clause was met */
        q->mixed[i] =
            m->ag->clauses[i].trigger == TRIG_UNMET || m->reach[i].dated;
        for (uint32_t k = 0; k < g->n; k++)
            q->mixed[i] |= g->atoms[k].kind == ATOM_MET;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < q->n; i++) {
            int on;
            for (uint32_t k = 0; use_at(&m->ag->clauses[i], k, &on); k++)
                changed |= on != NONE && unite(q, i, (uint32_t)on);
        }
    }
    return OK;
}

/* By clause: what is known of it, by reach.c where nothing in its cone is
 * mixed, else by the search. */
struct known {
    bool *settled, *arise, *meet, *fail;
};

/* Takes out of the slice of `of` what hangs on it by one thread: a clause that
 * is named once, and on which nothing else in the slice hangs, nor on what it
 * hangs on. Whatever the rest does, it can still come to either outcome. */
static bool on_one_thread(const struct model *m, const struct cones *q,
                          const uint64_t *in, uint32_t x)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < q->n; i++) {
        int on;
        if (!has(in, i) || has(cone(q, x), i))
            continue; /* on what it hangs itself */
        for (uint32_t k = 0; use_at(&m->ag->clauses[i], k, &on); k++) {
            if (on == (int)x)
                named++;
            else if (on != NONE && has(cone(q, x), (uint32_t)on))
                return false;
        }
    }
    return named == 1;
}

static void cut_threads(const struct model *m, const struct cones *q,
                        const struct known *k, uint32_t of, uint64_t *in)
{
    for (uint32_t x = 0; x < q->n; x++)
        if (x != of && has(in, x) && k->settled[x] && k->meet[x] &&
            k->fail[x] && !has(cone(q, x), of) && on_one_thread(m, q, in, x))
            for (uint32_t w = 0; w < q->words; w++)
                in[w] &= ~cone(q, x)[w];
}

/* --- One state ---------------------------------------------------------------
 */

/* Whether a condition on clause `on` holds; a clause outside the slice, or one
 * of a kind that is not played, can be either. */
static bool holds(const struct slice *s, state x, int on, bool unmet)
{
    int i = index_in(s, on);
    if (i == NONE)
        return true;
    unsigned v = get(x, (uint32_t)i);
    return unmet ? v == S_UNMET : is_met(v);
}

static bool guard_holds(const struct slice *s, state x, const struct guard *g)
{
    bool want = g->kind != GUARD_UNLESS, any = g->n == 0;
    bool disjunct = g->n == 1 || g->any == want;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        bool h = true;
        if (a->kind == ATOM_MET) /* false only once found short (sem 16) */
            h = holds(s, x, a->ref, want == a->negated);
        any = any || h;
        if (!h && !disjunct)
            return false;
    }
    return any;
}

static bool conditions(const struct model *m, const struct slice *s, state x,
                       uint32_t i)
{
    const struct clause *c = &m->ag->clauses[s->clause[i]];
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT &&
        !holds(s, x, c->trig_clause, c->trigger == TRIG_UNMET))
        return false;
    if (c->after != POINT_NEVER && !holds(s, x, c->after_clause, false))
        return false;
    return guard_holds(s, x, &c->guard);
}

/* All that can arise does; what lost its ground, and was not done, waits. */
static state arise(const struct model *m, const struct slice *s, state x)
{
    for (uint32_t i = 0; i < s->n; i++) {
        bool can = m->reach[s->clause[i]].arise && conditions(m, s, x, i);
        if (get(x, i) == S_WAITS && can)
            x = set(x, i, S_OPEN);
        else if (get(x, i) == S_OPEN && !can)
            x = set(x, i, S_WAITS);
    }
    return x;
}

/* --- The search
 * ---------------------------------------------------------------
 */

struct seen {
    uint64_t open, met, unmet;
};
struct search {
    struct model *m;
    const struct slice *s;
    struct map_u64 seen; /* state -> its number */
    VEC(state) states;
    /* Bits: has been open, met, unmet in some state; and in `all` those that
     * can be, as far as reach.c knows. */
    struct seen at, all;
    bool full;
};

static err visit(struct search *q, state x)
{
    struct model *m = q->m;
    x = arise(m, q->s, x);
    if (map_u64_get(&q->seen, x, NULL))
        return OK;
    if (q->states.n >= STATES_MOST) {
        q->full = true;
        return OK;
    }
    TRY_ROOM(m->cx, m->cx->scratch, map_u64_put(&q->seen, x, q->states.n));
    TRY_ROOM(m->cx, m->cx->scratch, vec_push(m->cx->scratch, &q->states, x));
    for (uint32_t i = 0; i < q->s->n; i++) {
        uint64_t bit = (uint64_t)1 << i;
        unsigned v = get(x, i);
        q->at.open |= v != S_WAITS ? bit : 0;
        q->at.met |= is_met(v) ? bit : 0;
        q->at.unmet |= v == S_UNMET ? bit : 0;
    }
    return OK;
}

static err expand(struct search *q, uint32_t at)
{
    const struct model *m = q->m;
    state x = q->states.p[at];
    for (uint32_t i = 0; i < q->s->n; i++) {
        const struct reach *r = &m->reach[q->s->clause[i]];
        int from = counts_from(&m->ag->clauses[q->s->clause[i]]);
        switch (get(x, i)) {
        case S_OPEN:
            if (r->meet)
                TRY(m->cx, visit(q, set(x, i, S_MET)));
            if (r->fail && (from == NONE || holds(q->s, x, from, false)))
                TRY(m->cx, visit(q, set(x, i, S_UNMET)));
            break;
        case S_UNMET:
            if (!m->ag->clauses[q->s->clause[i]].lapses)
                TRY(m->cx, visit(q, set(x, i, S_LATE)));
            break;
        default:
            break;
        }
    }
    return OK;
}

static err excluded(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct plan_finding *f = finding_new(m, PLAN_DEAD, PLAN_BREAKS, clause);
    int on[3] = {clause, NONE, NONE};
    uint32_t n = 1;
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        on[n++] = c->trig_clause;
    if (c->after != POINT_NEVER)
        on[n++] = c->after_clause;
    f->title = joined(m, "", c->label,
                      " can never become active: its conditions exclude each "
                      "other",
                      STR(""), "");
    f->detail = STR("In no course of events do all of them hold at one time.");
    f->hint = STR("split it into a clause for each condition");
    if (c->kind == CLAUSE_DUTY) {
        TRY(m->cx, witness_of(m, clause, &f->witness));
        f->about = clause;
    }
    return finding_add(m, *f, on, n);
}

static bool all_seen(const struct search *q)
{
    return q->at.open == q->all.open && q->at.met == q->all.met &&
           q->at.unmet == q->all.unmet;
}

/* What the search of a slice says of its clauses; *full if it is not all. */
static err search_slice(struct model *m, const struct slice *s,
                        struct seen *out, bool *full)
{
    struct search q = {.m = m, .s = s};
    struct arena_mark mark = arena_mark(m->cx->scratch);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct reach *r = &m->reach[s->clause[i]];
        q.all.open |= (uint64_t)r->arise << i;
        q.all.met |= (uint64_t)(r->arise && r->meet) << i;
        q.all.unmet |= (uint64_t)(r->arise && r->fail) << i;
    }
    map_u64_init(&q.seen, m->cx->scratch, m->cx);
    TRY(m->cx, visit(&q, 0));
    for (uint32_t i = 0; i < q.states.n && !all_seen(&q); i++)
        TRY(m->cx, expand(&q, i));
    m->p->searched += q.states.n;
    *out = q.at;
    *full = q.full && !all_seen(&q);
    arena_rewind(m->cx->scratch, mark);
    return OK;
}

/* The clauses on which `of` hangs, without what cannot matter; false if they
 * are too many. */
static err slice_of(struct model *m, const struct cones *q, uint32_t of,
                    const struct known *k, struct slice *s, bool *fits)
{
    uint64_t *in;
    struct arena_mark mark = arena_mark(m->cx->scratch);
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, q->words, in);
    for (uint32_t w = 0; w < q->words; w++)
        in[w] = cone(q, of)[w];
    cut_threads(m, q, k, of, in);
    *s = (struct slice){.n = 0};
    *fits = true;
    for (uint32_t i = 0; i < q->n && *fits; i++) {
        if (!has(in, i))
            continue;
        if (s->n == SLICE_MOST)
            *fits = false;
        else
            s->clause[s->n++] = (int)i;
    }
    arena_rewind(m->cx->scratch, mark);
    return OK;
}

static uint32_t size_of(const struct cones *q, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < q->n; k++)
        n += has(cone(q, i), k);
    return n;
}

static bool any_mixed(const struct cones *q, uint32_t i)
{
    for (uint32_t k = 0; k < q->n; k++)
        if (has(cone(q, i), k) && q->mixed[k])
            return true;
    return false;
}

static err one_cone(struct model *m, const struct cones *q, uint32_t of,
                    struct known *k)
{
    struct slice s;
    struct seen at = {0, 0, 0};
    bool fits, full = false;
    TRY(m->cx, slice_of(m, q, of, k, &s, &fits));
    if (fits)
        TRY(m->cx, search_slice(m, &s, &at, &full));
    if (!fits)
        return note_uncovered(m,
                              "%.*s hangs on more than %d clauses, so whether "
                              "its conditions exclude each other was not "
                              "searched",
                              STR_ARG(m->ag->clauses[of].label), SLICE_MOST);
    for (uint32_t i = 0; i < s.n; i++) {
        uint32_t c = (uint32_t)s.clause[i];
        if (k->settled[c])
            continue;
        k->settled[c] = !full;
        k->arise[c] = (at.open >> i & 1) != 0;
        k->meet[c] = (at.met >> i & 1) != 0;
        k->fail[c] = (at.unmet >> i & 1) != 0;
    }
    if (!full || k->arise[of])
        return OK;
    return note_uncovered(m,
                          "%.*s: the first %d states of the courses of what it "
                          "hangs on were searched, not all; whether its "
                          "conditions exclude each other is not settled",
                          STR_ARG(m->ag->clauses[of].label), STATES_MOST);
}

/* Smallest first: what is settled can be cut from the greater ones. */
err search_make(struct model *m)
{
    struct cones q;
    struct known k;
    uint32_t n = m->ag->n_clauses, most = 0, *size;
    TRY(m->cx, cones_make(m, &q));
    TRY_NEW_ARRAY(m->cx, m->a, n, k.settled);
    TRY_NEW_ARRAY(m->cx, m->a, n, k.arise);
    TRY_NEW_ARRAY(m->cx, m->a, n, k.meet);
    TRY_NEW_ARRAY(m->cx, m->a, n, k.fail);
    TRY_NEW_ARRAY(m->cx, m->a, n, size);
    for (uint32_t i = 0; i < n; i++) {
        const struct reach *r = &m->reach[i];
        size[i] = size_of(&q, i);
        k.settled[i] = !r->arise || !any_mixed(&q, i);
        k.arise[i] = r->arise;
        k.meet[i] = r->meet;
        k.fail[i] = r->fail;
        if (!k.settled[i] && size[i] > most)
            most = size[i];
    }
    for (uint32_t s = 1; s <= most; s++)
        for (uint32_t i = 0; i < n; i++)
            if (size[i] == s && !k.settled[i])
                TRY(m->cx, one_cone(m, &q, i, &k));
    for (uint32_t i = 0; i < n; i++) {
        struct reach *r = &m->reach[i];
        if (!k.settled[i] || !r->arise)
            continue;
        r->excluded = !k.arise[i];
        r->can_meet = r->can_meet && k.meet[i];
        r->can_fail = r->can_fail && k.fail[i];
    }
    return OK;
}

/* --- Where all comes to a halt
 * -------------------------------------------------
 */

/* What can still come about if one clause is not met. */
struct without {
    const struct model *m;
    int clause; /* the one */
    bool *arise, *meet, *fail;
};

static bool atom_can(const struct without *w, const struct atom *a, bool yes)
{
    if (a->kind != ATOM_MET)
        return true;
    return yes != a->negated ? w->meet[a->ref] : w->fail[a->ref];
}

static bool guard_can(const struct without *w, const struct guard *g)
{
    bool yes = g->kind != GUARD_UNLESS, any = g->n == 0;
    bool disjunct = g->n == 1 || g->any == yes;
    for (uint32_t i = 0; i < g->n; i++) {
        bool can = atom_can(w, &g->atoms[i], yes);
        any = any || can;
        if (!can && !disjunct)
            return false;
    }
    return any;
}

static bool arises_without(const struct without *w, uint32_t i)
{
    const struct clause *c = &w->m->ag->clauses[i];
    const struct reach *r = &w->m->reach[i];
    if (!r->arise || r->excluded)
        return false;
    if (c->trigger == TRIG_UNMET && !w->fail[c->trig_clause])
        return false;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        !w->meet[c->trig_clause])
        return false;
    if (c->after != POINT_NEVER && !w->meet[c->after_clause])
        return false;
    return guard_can(w, &c->guard);
}

/* A least fixpoint, as in reach.c, without times. */
static err without_make(struct model *m, int clause, struct without *w)
{
    uint32_t n = m->ag->n_clauses;
    *w = (struct without){.m = m, .clause = clause};
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, n, w->arise);
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, n, w->meet);
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, n, w->fail);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < n; i++) {
            const struct reach *r = &m->reach[i];
            int from = counts_from(&m->ag->clauses[i]);
            bool arise = arises_without(w, i);
            bool meet = arise && r->can_meet && (int)i != clause;
            bool fail = arise && r->can_fail && (from == NONE || w->meet[from]);
            changed = changed || arise != w->arise[i] || meet != w->meet[i] ||
                      fail != w->fail[i];
            w->arise[i] = arise;
            w->meet[i] = meet;
            w->fail[i] = fail;
        }
    }
    return OK;
}

/* Whether the text says what follows if `clause` is not kept. */
static bool is_answered(const struct model *m, int clause)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        if (c->trigger == TRIG_UNMET && c->trig_clause == clause &&
            m->reach[i].arise && !m->reach[i].excluded)
            return true;
    }
    return false;
}

/* Signed, and then nothing: what waits for the clause waits on. */
static err omission(struct model *m, int clause, int about,
                    const struct play **out)
{
    struct play *w;
    const struct plan_node *n = &m->nodes.p[m->first[clause]];
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    instant due =
        n->has_due && n->due.hi < INSTANT_MAX ? n->due.hi : m->p->force;
    if (n->cause != NONE) /* what opens it has to be played first */
        return OK;
    for (uint32_t b = 0; b < m->ag->clauses[clause].n_bearers; b++)
        TRY(m->cx, play_not_done(w, clause, (int)b, m->p->force, due + 1));
    w->at = due + 86400;
    (void)about;
    *out = w;
    return OK;
}

/* Whether it arises, in the end, only because something failed: that this does
 * not come is no halt. Waits that go round have been found before. */
static bool after_failure(const struct model *m, int clause, uint32_t depth)
{
    const struct clause *c = &m->ag->clauses[clause];
    if (c->trigger == TRIG_UNMET || depth > m->ag->n_clauses)
        return true;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        after_failure(m, c->trig_clause, depth + 1))
        return true;
    return c->after != POINT_NEVER &&
           after_failure(m, c->after_clause, depth + 1);
}

static err halt(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    uint32_t n = m->ag->n_clauses, k = 0;
    struct arena_mark mark = arena_mark(m->cx->scratch);
    struct without w;
    int *on;
    TRY_NEW_ARRAY(m->cx, m->a, n, on);
    TRY(m->cx, without_make(m, clause, &w));
    on[k++] = clause;
    for (uint32_t i = 0; i < n; i++)
        if ((int)i != clause && m->reach[i].arise && !m->reach[i].excluded &&
            !reach_outside(m, (int)i) && !w.arise[i] &&
            !after_failure(m, (int)i, 0))
            on[k++] = (int)i;
    arena_rewind(m->cx->scratch, mark);
    if (k == 1)
        return OK;
    struct plan_finding *f = finding_new(m, PLAN_STUCK, PLAN_RISK, clause);
    struct buf b;
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "If %.*s is not done, ", STR_ARG(c->label));
    for (uint32_t i = 1; i < k; i++) {
        buf_c(&b, i == 1 ? "" : i == k - 1 ? " and " : ", ");
        buf_str(&b, m->ag->clauses[on[i]].label);
    }
    buf_printf(&b, " never %s, and no clause says what follows",
               k == 2 ? "arises" : "arise");
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = STR("What waits only waits on; at the end it lapses. Nobody is "
                    "bound to do anything about it.");
    f->hint = joined(m, "add a clause: when ", c->label,
                     " is unmet, BODY shall ... within N hours", STR(""), "");
    f->about = on[1];
    TRY(m->cx, omission(m, clause, on[1], &f->witness));
    return finding_add(m, *f, on, k);
}

/* What arises only after a failure, and yet others wait for. */
static err only_after_failure(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    int on = NONE;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        ag->clauses[c->trig_clause].trigger == TRIG_UNMET)
        on = c->trig_clause;
    if (c->after != POINT_NEVER &&
        ag->clauses[c->after_clause].trigger == TRIG_UNMET)
        on = c->after_clause;
    if (on == NONE || c->trigger == TRIG_UNMET || !m->reach[clause].arise)
        return OK;
    int both[2] = {clause, on};
    struct plan_finding *f = finding_new(m, PLAN_STUCK, PLAN_RISK, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title =
        joined(m, "If everything is kept, ", c->label,
               " never arises: it waits for ", ag->clauses[on].label, "");
    f->detail =
        joined(m, "", ag->clauses[on].label, " itself arises only when ",
               ag->clauses[ag->clauses[on].trig_clause].label, " is unmet.");
    f->hint = STR("say what it waits for when nothing has failed");
    return finding_add(m, *f, both, 2);
}

err search_findings(struct model *m)
{
    for (uint32_t i = 0; i < m->ag->n_clauses; i++)
        if (m->reach[i].excluded)
            TRY(m->cx, excluded(m, (int)i));
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        const struct clause *c = &m->ag->clauses[i];
        TRY(m->cx, only_after_failure(m, (int)i));
        if (reach_is_deed(c) && m->reach[i].arise && !m->reach[i].excluded &&
            !reach_outside(m, (int)i) && c->trigger != TRIG_UNMET &&
            m->first[i] < m->last[i] && !is_answered(m, (int)i))
            TRY(m->cx, halt(m, (int)i));
    }
    return OK;
}
