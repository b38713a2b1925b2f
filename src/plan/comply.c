/* plan/comply.c: can each bearer keep each duty, whatever the others do?
 *
 * The bearer's side does its part as soon as it can. Each step of the others is
 * done at once, or held: as late as its own deadline allows, or never where it
 * has none. The least number of held steps that makes the duty arise after its
 * deadline is the shortest way in which it is made impossible within
 * everybody's rights; where none is, one step done late may still do it. The
 * course of either is given to the engine.
 *
 * Not here: what cannot be kept even if all work together (times.c), and who
 * has to state that a duty was met (observe.c). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* Times of the nodes of a cone when the side `own` acts at once, and of the
 * others those that are `held` as late as they may. */
struct rights {
    instant *arise, *done;
    bool *held;
    int late;        /* a node that is done late, or NONE */
    instant no_date; /* when what has no deadline, or is late, is done */
    uint32_t *cone;  /* the node asked about, and what it hangs on */
    uint32_t n;
};

static bool of_side(const struct model *m, const struct plan_node *n,
                    actor_set own)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    if (c->n_bearers == 0)
        return false;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        if (((own >> c->bearers[i]) & 1) == 0)
            return false;
    return true;
}

/* Latest time of a variable of the network under these rights, for the ones
 * that a wait can name. */
static instant clause_done(const struct model *m, const struct rights *r,
                           int clause)
{
    instant at = INSTANT_MIN;
    for (uint32_t i = m->first[clause]; i < m->last[clause]; i++)
        if (r->done[i] > at)
            at = r->done[i];
    return at;
}

static instant later(instant a, instant b)
{
    return a > b ? a : b;
}

/* The nodes that a node waits for: of the cause, or of whole clauses. */
static void waited_for(const struct model *m, uint32_t i, int *cause, int on[2])
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    int of = n->cause == NONE ? NONE : m->nodes.p[n->cause].clause;
    *cause = n->cause;
    on[0] = c->trigger == TRIG_NONE || c->trigger == TRIG_EVENT ||
                    of == c->trig_clause
                ? NONE
                : c->trig_clause;
    on[1] = c->after == POINT_NEVER || of == c->after_clause ? NONE
                                                             : c->after_clause;
}

static instant node_due(const struct model *m, const struct rights *r,
                        uint32_t i);

/* When a clause on which another hangs has come about: been met, or been found
 * unmet. */
static instant came_about(const struct model *m, const struct rights *r,
                          const struct clause *c, int on)
{
    bool unmet = c->trigger == TRIG_UNMET && c->trig_clause == on;
    if (!unmet)
        return clause_done(m, r, on);
    uint32_t last = m->last[on];
    return last == m->first[on] ? INSTANT_MAX : node_due(m, r, last - 1);
}

static instant node_arises(const struct model *m, const struct rights *r,
                           uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    instant at = m->p->force, t;
    int cause, on[2];
    waited_for(m, i, &cause, on);
    if (c->not_before && model_fixed_point(m->cx, m->p, &c->from, AT_BEGIN, &t))
        at = later(at, t);
    if (cause != NONE)
        at = later(at, r->done[cause]);
    for (int k = 0; k < 2; k++)
        if (on[k] != NONE)
            at = later(at, came_about(m, r, c, on[k]));
    return at;
}

static instant node_due(const struct model *m, const struct rights *r,
                        uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct deadline *d =
        n->step == NONE ? &c->due : &c->steps[n->step].due;
    instant base = INSTANT_MAX;
    if (!n->has_due)
        return INSTANT_MAX;
    switch (d->p.kind) {
    case POINT_TRIGGER:
        base = n->cause != NONE           ? r->done[n->cause]
               : c->trigger == TRIG_NONE  ? m->p->force
               : c->trigger == TRIG_EVENT ? r->arise[i]
                                          : came_about(m, r, c, c->trig_clause);
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        base = clause_done(m, r, d->p.ref);
        break;
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return n->due.hi;
    }
    if (base >= INSTANT_MAX)
        return INSTANT_MAX;
    return model_move(m->cx, m->p, d->p.plus, base);
}

/* Times only grow, each is one that is written, so as many rounds as steps
 * settle it. */
static void settle(const struct model *m, actor_set own, struct rights *r)
{
    for (uint32_t k = 0; k < r->n; k++)
        r->arise[r->cone[k]] = r->done[r->cone[k]] = m->p->force;
    bool changed = true;
    for (uint32_t round = 0; changed && round <= r->n; round++) {
        changed = false;
        for (uint32_t k = 0; k < r->n; k++) {
            uint32_t i = r->cone[k];
            const struct plan_node *n = &m->nodes.p[i];
            if (n->never) {
                r->arise[i] = r->done[i] = INSTANT_MAX;
                continue;
            }
            instant a = node_arises(m, r, i), d = a;
            if (!n->deed) {
                d = later(a, n->done.hi);
            } else if (!of_side(m, n, own) && a < INSTANT_MAX) {
                instant due = r->held[i] ? node_due(m, r, i) : a;
                if (due >= INSTANT_MAX || r->late == (int)i)
                    due = r->no_date;
                d = later(a, due);
            }
            changed = changed || a > r->arise[i] || d > r->done[i];
            r->arise[i] = later(a, r->arise[i]);
            r->done[i] = later(d, r->done[i]);
        }
    }
}

static int64_t units(const struct clause *c, const struct plan_node *n)
{
    return n->step != NONE ? c->steps[n->step].n : c->need.n;
}

/* Node i and all on which it hangs, i first. */
static void cone_of(const struct model *m, uint32_t i, struct rights *r,
                    bool *in)
{
    for (size_t k = 0; k < m->nodes.n; k++)
        in[k] = false;
    r->n = 0;
    r->cone[r->n++] = i;
    in[i] = true;
    for (uint32_t at = 0; at < r->n; at++) {
        const struct plan_node *n = &m->nodes.p[r->cone[at]];
        const struct clause *c = &m->ag->clauses[n->clause];
        const struct deadline *d =
            n->step == NONE ? &c->due : &c->steps[n->step].due;
        int cause, on[3];
        waited_for(m, r->cone[at], &cause, on);
        on[2] =
            d->p.kind == POINT_CLAUSE_MET || d->p.kind == POINT_CLAUSE_VERIFIED
                ? d->p.ref
                : NONE;
        if (cause != NONE && !in[cause]) {
            in[cause] = true;
            r->cone[r->n++] = (uint32_t)cause;
        }
        for (int k = 0; k < 3; k++)
            for (uint32_t j = on[k] == NONE ? 0 : m->first[on[k]];
                 on[k] != NONE && j < m->last[on[k]]; j++)
                if (!in[j]) {
                    in[j] = true;
                    r->cone[r->n++] = j;
                }
    }
}

/* The course of what node i hangs on, and of i itself as soon as it can be. */
static err course_of(struct model *m, const struct rights *r, uint32_t i,
                     const struct play **out)
{
    struct play *w;
    instant end = r->done[i];
    TRY(m->cx, play_new(m->cx, m->a, m->p, &w));
    TRY(m->cx, play_sign(w));
    for (uint32_t k = r->n; k-- > 0;) {
        const struct plan_node *n = &m->nodes.p[r->cone[k]];
        const struct clause *c = &m->ag->clauses[n->clause];
        instant at = r->done[r->cone[k]];
        if (at >= INSTANT_MAX || !n->deed || n->never)
            continue;
        for (int b = 0; b < (int)c->n_bearers; b++)
            TRY(m->cx, play_do(w, n->clause, b, at, units(c, n)));
        end = later(end, at);
    }
    play_order(w);
    w->at = end + 86400;
    *out = w;
    return OK;
}

/* Whether node i arises after its deadline. */
static bool is_late(struct model *m, struct rights *r, uint32_t i,
                    actor_set own)
{
    settle(m, own, r);
    instant due = node_due(m, r, i);
    return due < INSTANT_MAX && r->arise[i] > due;
}

enum { TRIES_MOST = 4000 };

/* The next choice of k of n in order; false after the last. */
static bool next_choice(uint32_t *v, uint32_t k, uint32_t n)
{
    uint32_t i = k;
    while (i > 0 && v[i - 1] == n - k + i - 1)
        i--;
    if (i == 0)
        return false;
    v[i - 1]++;
    for (; i < k; i++)
        v[i] = v[i - 1] + 1;
    return true;
}

/* The least number of others' steps that have to be held, the first such choice
 * in the order of the text; false if not even all together make it late.
 * *least: it is known that fewer do not. */
static err fewest_held(struct model *m, struct rights *r, uint32_t i,
                       actor_set own, const uint32_t *others, uint32_t n,
                       bool *can, bool *least)
{
    uint32_t *v, tries = 0;
    struct arena_mark mark = arena_mark(m->cx->scratch);
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, (size_t)n + 1, v);
    *can = false;
    *least = true;
    for (uint32_t k = 1; k <= n && !*can; k++) {
        bool more = true;
        for (uint32_t j = 0; j < k; j++)
            v[j] = j;
        for (; more && !*can && tries < TRIES_MOST; tries++) {
            for (uint32_t j = 0; j < n; j++)
                r->held[others[j]] = false;
            for (uint32_t j = 0; j < k; j++)
                r->held[others[v[j]]] = true;
            *can = is_late(m, r, i, own);
            more = next_choice(v, k, n);
        }
    }
    arena_rewind(m->cx->scratch, mark);
    if (*can || tries < TRIES_MOST)
        return OK;
    *least = false; /* all held, less what is not needed, one after another */
    for (uint32_t j = 0; j < n; j++)
        r->held[others[j]] = true;
    *can = is_late(m, r, i, own);
    for (uint32_t j = 0; j < n && *can; j++) {
        r->held[others[j]] = false;
        r->held[others[j]] = !is_late(m, r, i, own);
    }
    (void)is_late(m, r, i, own);
    return OK;
}

/* The nearest step of another side on which node i hangs, or NONE. */
static int nearest_other(const struct model *m, const struct rights *r,
                         actor_set own)
{
    for (uint32_t k = 1; k < r->n; k++) {
        const struct plan_node *n = &m->nodes.p[r->cone[k]];
        if (n->deed && !n->never && !of_side(m, n, own))
            return (int)r->cone[k];
    }
    return NONE;
}

static err too_late(struct model *m, const struct rights *r,
                    const struct plan_hand *h, bool least)
{
    const struct plan_node *n = &m->nodes.p[h->node];
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct plan_node *o = &m->nodes.p[h->by];
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, o->clause};
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 2000);
    buf_printf(&b, "%.*s may fall due before what it waits for (%.*s) is there",
               STR_ARG(n->name), STR_ARG(o->name));
    f->title = buf_view(&b);
    buf_init(&b, m->a, 4000);
    buf_printf(&b, "%.*s is due at the ", STR_ARG(n->name));
    plan_when(m->p, h->due, &b);
    if (!o->has_due || node_due(m, r, (uint32_t)h->by) >= INSTANT_MAX) {
        buf_printf(&b,
                   "; nothing says by when %.*s has to be done, and until "
                   "then %.*s does not arise.",
                   STR_ARG(o->name), STR_ARG(c->label));
    } else {
        buf_printf(&b, "; %.*s may be done as late as the ", STR_ARG(o->name));
        plan_when(m->p, r->done[h->by], &b);
        buf_c(&b, " without being late.");
    }
    buf_c(&b, " To be in time the bearer has to act before the other side has "
              "done its part.");
    if (!least)
        buf_c(&b, " A shorter course was not ruled out.");
    f->detail = buf_view(&b);
    f->hint = STR("count the deadline from what it waits for: within N days "
                  "after LABEL is met");
    f->witness = h->witness;
    f->about = n->clause;
    return finding_add(m, *f, on, 2);
}

/* What a party may judge that binds itself or the other. */
static err own_condition(struct model *m, int clause)
{
    const struct agreement *ag = m->ag;
    const struct clause *c = &ag->clauses[clause];
    for (uint32_t k = 0; k < c->guard.n; k++) {
        const struct atom *a = &c->guard.atoms[k];
        if (a->kind != ATOM_CONDITION)
            continue;
        const struct condition *x = &ag->conditions[a->ref];
        if (ag->actors[x->by].role != ROLE_PARTY)
            continue;
        struct plan_finding *f = finding_new(m, PLAN_COMPLY, PLAN_RISK, clause);
        if (f == NULL)
            return arena_fail(m->cx, m->a);
        f->title = joined(m, "Whether ", c->label, " binds is judged by ",
                          actor_name(ag, x->by), ", a party");
        f->detail = joined(m, "Until it is judged that `", x->id,
                           "` holds or does not, ", c->label, " waits.");
        f->hint = STR("let a body judge it that is no party");
        TRY(m->cx, finding_add(m, *f, &clause, 1));
    }
    return OK;
}

/* Notice "the day before" of a duty that begins with the agreement. */
static err first_day_notice(struct model *m, int clause)
{
    const struct clause *c = &m->ag->clauses[clause];
    uint32_t i = m->first[clause];
    struct plan_finding *f;
    if (c->notified_tod == NONE || i == m->last[clause] ||
        m->nodes.p[i].never || m->nodes.p[i].arise.lo > m->p->day1)
        return OK;
    f = finding_new(m, PLAN_COMPLY, PLAN_NOTE, clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title = joined(m, "", c->label,
                      ": notice is due the day before, and it begins on the "
                      "first day",
                      STR(""), "");
    f->detail =
        STR("The notice for the first day would have to be given before "
            "the agreement is in force.");
    f->hint =
        STR("let it begin on day 2, or say how the first day is notified");
    return finding_add(m, *f, &clause, 1);
}

/* Less time than this to do a deed is shown. */
enum { SHORT_NOTICE_S = 3600 };

static err short_notice(struct model *m, const struct rights *r, uint32_t i,
                        int other_clause, instant due)
{
    const struct plan_node *n = &m->nodes.p[i];
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, other_clause};
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, 500);
    buf_printf(&b, "%.*s may leave its bearer ", STR_ARG(n->name));
    plan_length(due - r->arise[i], &b);
    buf_printf(&b, " between %.*s and its deadline",
               STR_ARG(m->ag->clauses[on[1]].label));
    f->title = buf_view(&b);
    f->detail = joined(m, "", m->ag->clauses[on[1]].label,
                       " may be done at its last moment, by another's choice.",
                       STR(""), "");
    f->hint =
        STR("count the deadline from what it waits for, with enough time");
    return finding_add(m, *f, on, 2);
}

/* The held step that comes last: the one that is waited for. */
static int last_held(const struct rights *r)
{
    int best = NONE;
    for (uint32_t k = 1; k < r->n; k++)
        if (r->held[r->cone[k]] &&
            (best == NONE || r->done[r->cone[k]] > r->done[best]))
            best = (int)r->cone[k];
    return best;
}

/* Whether the deadlines of what is asked about come of one another. */
static bool in_circle(const struct model *m, const struct rights *r)
{
    for (uint32_t j = 0; j < r->n; j++)
        if (m->reach[m->nodes.p[r->cone[j]].clause].dated)
            return true;
    return false;
}

/* h->node NONE: nothing is said. */
static err one_duty(struct model *m, struct rights *r, uint32_t i, int bearer,
                    actor_set own, struct plan_hand *h)
{
    const struct plan_node *n = &m->nodes.p[i];
    bool *in, can = false, least = true;
    uint32_t *others, k = 0;
    *h = (struct plan_hand){
        .node = (int)i, .bearer = bearer, .by = NONE, .kind = HAND_OWN};
    if (!n->has_due)
        return OK;
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, in);
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, others);
    cone_of(m, i, r, in);
    if (in_circle(m, r)) {
        h->node = NONE;
        return OK;
    }
    for (uint32_t j = 0; j < r->n; j++)
        r->held[r->cone[j]] = false;
    for (uint32_t j = 0; j < m->nodes.n; j++)
        if (in[j] && j != i && m->nodes.p[j].deed && !m->nodes.p[j].never &&
            !of_side(m, &m->nodes.p[j], own))
            others[k++] = j;
    r->late = NONE;
    r->no_date = INSTANT_MAX;
    if (is_late(m, r, i, own)) { /* even if nobody holds anything */
        h->kind = HAND_WAITS;
        return OK;
    }
    if (k == 0)
        return OK;
    TRY(m->cx, fewest_held(m, r, i, own, others, k, &can, &least));
    h->kind = can ? HAND_RIGHTS : HAND_BREACH;
    h->by = can ? last_held(r) : nearest_other(m, r, own);
    h->due = node_due(m, r, i);
    if (!can) { /* its time with all others held: is there enough? */
        for (uint32_t j = 0; j < k; j++)
            r->held[others[j]] = true;
        settle(m, own, r);
        instant due = node_due(m, r, i);
        if (due < INSTANT_MAX && due - r->arise[i] < SHORT_NOTICE_S &&
            h->by != NONE)
            TRY(m->cx, short_notice(m, r, i, m->nodes.p[h->by].clause, due));
        for (uint32_t j = 0; j < k; j++)
            r->held[others[j]] = false;
        r->late = h->by;
        settle(m, own, r);
        h->due = node_due(m, r, i);
        if (h->due >= INSTANT_MAX) { /* its deadline waits with it */
            h->kind = HAND_OWN;
            h->by = NONE;
            return OK;
        }
    }
    r->no_date = h->due + 1;
    settle(m, own, r);
    h->at = r->done[h->by];
    h->held = !can;
    for (uint32_t j = 0; j < k && can; j++)
        h->held += r->held[others[j]];
    h->due = node_due(m, r, i);
    if (r->arise[i] <= h->due) { /* the deadline moved along */
        h->kind = HAND_OWN;
        h->by = NONE;
        return OK;
    }
    TRY(m->cx, course_of(m, r, i, &h->witness));
    bool told = false; /* of another bearer */
    for (size_t j = 0; j < m->findings.n; j++)
        told = told ||
               (m->findings.p[j].topic == PLAN_COMPLY &&
                m->findings.p[j].weight == PLAN_RISK &&
                m->findings.p[j].witness != NULL &&
                m->findings.p[j].clauses[0] == n->clause && n->step == NONE);
    return can && !told ? too_late(m, r, h, least) : OK;
}

err comply_findings(struct model *m)
{
    const struct agreement *ag = m->ag;
    struct rights r = {.late = NONE};
    VEC(struct plan_hand) hands = {0};
    bool circle = false;
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.arise);
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.done);
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.held);
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, r.cone);
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        const struct clause *c = &ag->clauses[n->clause];
        for (uint32_t b = 0; b < c->n_bearers && n->deed && !n->never; b++) {
            struct plan_hand h;
            const struct actor *x = &ag->actors[c->bearers[b]];
            actor_set own = x->role == ROLE_FORCE && x->of != NONE
                                ? ag->actors[x->of].answers
                                : x->answers;
            if (n->late)
                h = (struct plan_hand){.node = (int)i,
                                       .bearer = c->bearers[b],
                                       .by = NONE,
                                       .kind = HAND_NEVER};
            else
                TRY(m->cx, one_duty(m, &r, i, c->bearers[b], own, &h));
            circle = circle || h.node == NONE;
            if (h.node != NONE)
                TRY_ROOM(m->cx, m->a, vec_push(m->a, &hands, h));
        }
    }
    if (circle)
        TRY(m->cx, note_uncovered(m, "in whose hand it lies: not asked of what "
                                     "hangs on a circle through a deadline"));
    m->p->hands = hands.p;
    m->p->n_hands = (uint32_t)hands.n;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        TRY(m->cx, own_condition(m, (int)i));
        TRY(m->cx, first_day_notice(m, (int)i));
    }
    return OK;
}
