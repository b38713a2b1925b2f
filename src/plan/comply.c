/* plan/comply.c: can each bearer keep each duty, whatever the others do?
 *
 * The bearer's side does its part as soon as it can. Each step of the others is
 * done at once, or held: as late as its own deadline allows, or never where it
 * has none; so too an event that opens a duty and that nobody owes. What the
 * duty waits for to be unmet is left undone. The least number of held steps
 * that makes the duty arise after its deadline is the shortest way in which it
 * is made impossible within everybody's rights; where none is, one step done
 * late may still do it. Where it arises too late though nobody holds anything,
 * what its deadline counts from comes too soon: its own side may be able to put
 * that off, or another. Each course is given to the engine.
 *
 * Not here: what cannot be kept even if all work together (times.c), and who
 * has to state that a duty was met (observe.c). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* Times of the nodes of a cone when the side `own` acts at once, and of the
 * others those that are `held` as late as they may. What is held is a node, or
 * the event that opens one: event_of(node). */
struct rights {
    const struct model *m;
    actor_set own;
    instant *arise, *done;
    instant *event; /* when the event comes that opens a node; nobody owes it */
    bool *held, *endless; /* endless: held, and nothing says by when */
    bool *undone;         /* the node asked about takes effect if it is unmet */
    int extra;       /* a node looked at as opened by an event beyond those that
                        are owed, or NONE */
    int late;        /* a node that is done late, or NONE */
    instant no_date; /* when what has no deadline, or is late, is done */
    uint32_t *cone;  /* the node asked about, and what it hangs on */
    uint32_t n;
    bool *in;
    uint64_t work; /* how often a time of a node was worked out */
    bool open;     /* of the duty asked about: not all choices were tried */
    uint32_t n_open;
    int first_open; /* a clause, or NONE */
};

static uint32_t event_of(const struct rights *r, uint32_t i)
{
    return (uint32_t)r->m->nodes.n + i;
}

static const struct clause *clause_of(const struct rights *r, uint32_t i)
{
    return &r->m->ag->clauses[r->m->nodes.p[i].clause];
}

static bool of_side(const struct rights *r, uint32_t i)
{
    const struct clause *c = clause_of(r, i);
    if (c->n_bearers == 0)
        return false;
    for (uint32_t k = 0; k < c->n_bearers; k++)
        if (((r->own >> c->bearers[k]) & 1) == 0)
            return false;
    return true;
}

/* The node whose deed opens node i, or NONE. */
static int cause_of(const struct rights *r, uint32_t i)
{
    return r->extra == (int)i ? NONE : r->m->nodes.p[i].cause;
}

/* Whether node i is opened by an event that nobody owes. */
static bool by_event(const struct rights *r, uint32_t i)
{
    return clause_of(r, i)->trigger == TRIG_EVENT && cause_of(r, i) == NONE;
}

/* ... and that others than `own` can bring about. */
static bool by_others_event(const struct rights *r, uint32_t i)
{
    actor_set who = clause_of(r, i)->trig.performers;
    return by_event(r, i) && (who == 0 || (who & ~r->own) != 0);
}

static instant later(instant a, instant b)
{
    return a > b ? a : b;
}

static instant clause_done(const struct rights *r, int clause)
{
    instant at = INSTANT_MIN;
    for (uint32_t i = r->m->first[clause]; i < r->m->last[clause]; i++)
        at = later(at, r->done[i]);
    return at;
}

/* The clauses that a node waits for as wholes. */
static void waited_for(const struct rights *r, uint32_t i, int on[2])
{
    const struct clause *c = clause_of(r, i);
    int cause = cause_of(r, i);
    int of = cause == NONE ? NONE : r->m->nodes.p[cause].clause;
    on[0] = c->trigger == TRIG_NONE || c->trigger == TRIG_EVENT ||
                    of == c->trig_clause
                ? NONE
                : c->trig_clause;
    on[1] = c->after == POINT_NEVER || of == c->after_clause ? NONE
                                                             : c->after_clause;
}

static instant node_due(const struct rights *r, uint32_t i);

/* When a node is found unmet, if it is not done. */
static instant unmet_at(const struct rights *r, uint32_t i)
{
    return later(node_due(r, i), r->arise[i]);
}

/* When what opens a node has come about: a deed, an event, an outcome of a
 * clause; entry into force if nothing does. */
static instant opened_at(const struct rights *r, uint32_t i)
{
    const struct clause *c = clause_of(r, i);
    int cause = cause_of(r, i);
    if (cause != NONE)
        return c->trigger == TRIG_UNMET ? unmet_at(r, (uint32_t)cause)
                                        : r->done[cause];
    switch (c->trigger) {
    case TRIG_NONE:
        break;
    case TRIG_EVENT:
        return r->event[i];
    case TRIG_MET:
    case TRIG_VERIFIED:
        return clause_done(r, c->trig_clause);
    case TRIG_UNMET: {
        uint32_t last = r->m->last[c->trig_clause];
        return last == r->m->first[c->trig_clause] ? INSTANT_MAX
                                                   : unmet_at(r, last - 1);
    }
    }
    return r->m->p->force;
}

/* A point of the text, under these rights; INSTANT_MAX while nothing fixes
 * it. */
static instant point_at(const struct rights *r, const struct point *pt,
                        enum at_use use)
{
    const struct model *m = r->m;
    const struct phase *ph;
    instant at = m->p->force;
    switch (pt->kind) {
    case POINT_NEVER:
    case POINT_TRIGGER:
        return INSTANT_MAX;
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
        return model_fixed_point(m->cx, m->p, pt, use, &at) ? at : INSTANT_MAX;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        at = clause_done(r, pt->ref);
        break;
    case POINT_PHASE_START:
        if (pt->ref != NONE)
            at = point_at(r, &m->ag->phases[pt->ref].from, AT_BEGIN);
        break;
    case POINT_PHASE_END:
        ph = pt->ref == NONE ? NULL : &m->ag->phases[pt->ref];
        if (ph == NULL)
            at = m->p->end;
        else if (!ph->has_lasts || ph->until.kind != POINT_NEVER)
            at = point_at(r, &ph->until, AT_END);
        else
            at = model_move(m->cx, m->p, ph->lasts,
                            point_at(r, &ph->from, AT_BEGIN));
        if (at < INSTANT_MAX && (use == AT_DUE_END || use == AT_DUE_START))
            at--;
        break;
    }
    if (at >= INSTANT_MAX || at <= INSTANT_MIN)
        return at;
    return model_move(m->cx, m->p, pt->plus, at - (use == AT_DUE_START));
}

/* The beginning of a node's time, if that is what it waits for. */
static const struct point *begins(const struct clause *c)
{
    return c->not_before || c->period != PERIOD_NONE ? &c->from : NULL;
}

static instant node_arises(const struct rights *r, uint32_t i)
{
    const struct clause *c = clause_of(r, i);
    instant at = later(r->m->p->force, opened_at(r, i));
    int on[2];
    waited_for(r, i, on);
    if (begins(c) != NULL)
        at = later(at, point_at(r, begins(c), AT_BEGIN));
    return on[1] == NONE ? at : later(at, clause_done(r, on[1]));
}

static const struct point *due_point(const struct rights *r, uint32_t i,
                                     enum at_use *use)
{
    const struct clause *c = clause_of(r, i);
    int step = r->m->nodes.p[i].step;
    const struct deadline *d = step == NONE ? &c->due : &c->steps[step].due;
    *use = d->kind == DUE_START ? AT_DUE_START : AT_DUE_END;
    if (d->kind == DUE_NONE) /* sem 3: due when its time ends */
        return &c->until;
    return &d->p;
}

static instant node_due(const struct rights *r, uint32_t i)
{
    enum at_use use;
    const struct point *pt = due_point(r, i, &use);
    if (pt->kind != POINT_TRIGGER)
        return point_at(r, pt, use);
    return model_move(r->m->cx, r->m->p, pt->plus, opened_at(r, i));
}

/* When the event comes that opens node i: what is ordered so, at once; held, as
 * late as it still counts (sem 7). */
static instant event_at(const struct rights *r, uint32_t i)
{
    if (!r->held[event_of(r, i)])
        return r->m->p->force;
    instant last = r->m->p->end < INSTANT_MAX ? r->m->p->end - 1 : INSTANT_MAX;
    return r->no_date < last ? r->no_date : last;
}

static instant node_done(const struct rights *r, uint32_t i, instant arises)
{
    const struct plan_node *n = &r->m->nodes.p[i];
    if (n->never || r->undone[i])
        return INSTANT_MAX;
    if (!n->deed)
        return later(arises, n->done.hi);
    if (arises >= INSTANT_MAX || (of_side(r, i) && !r->held[i]))
        return arises;
    if (r->late == (int)i || r->endless[i])
        return later(arises, r->no_date);
    return r->held[i] ? later(arises, node_due(r, i)) : arises;
}

/* From "never" down: so a circle through deadlines that are all held stays
 * without a date, as it is in the engine while nobody acts. */
static void fall(struct rights *r)
{
    for (uint32_t k = 0; k < r->n; k++)
        r->arise[r->cone[k]] = r->done[r->cone[k]] = r->event[r->cone[k]] =
            INSTANT_MAX;
    bool changed = true;
    for (uint32_t round = 0; changed && round <= 2 * r->n + 2; round++) {
        changed = false;
        r->work += r->n;
        for (uint32_t k = r->n; k-- > 0;) {
            uint32_t i = r->cone[k];
            r->event[i] = event_at(r, i);
            instant a =
                r->m->nodes.p[i].never ? INSTANT_MAX : node_arises(r, i);
            instant d = node_done(r, i, a);
            changed = changed || a != r->arise[i] || d != r->done[i];
            r->arise[i] = a;
            r->done[i] = d;
        }
    }
}

/* Twice: what is held and has no deadline is known only after the first. */
static void settle(struct rights *r)
{
    instant no_date = r->no_date;
    for (uint32_t k = 0; k < r->n; k++)
        r->endless[r->cone[k]] = false;
    r->no_date = INSTANT_MAX;
    fall(r);
    for (uint32_t k = 0; k < r->n; k++) {
        uint32_t i = r->cone[k];
        r->endless[i] = r->held[i] && node_due(r, i) >= INSTANT_MAX;
    }
    r->no_date = no_date;
    if (no_date < INSTANT_MAX)
        fall(r);
}

static int64_t units(const struct clause *c, const struct plan_node *n)
{
    return n->step != NONE ? c->steps[n->step].n : c->need.n;
}

static void add_node(struct rights *r, uint32_t i)
{
    if (!r->in[i]) {
        r->in[i] = true;
        r->cone[r->n++] = i;
    }
}

static void add_clause(struct rights *r, int clause)
{
    for (uint32_t i = r->m->first[clause]; i < r->m->last[clause]; i++)
        add_node(r, i);
}

/* What a point counts from; phases do not begin in a circle (E0604). */
static void add_point(struct rights *r, const struct point *pt)
{
    if (pt->kind == POINT_CLAUSE_MET || pt->kind == POINT_CLAUSE_VERIFIED)
        add_clause(r, pt->ref);
    if ((pt->kind != POINT_PHASE_START && pt->kind != POINT_PHASE_END) ||
        pt->ref == NONE)
        return;
    add_point(r, &r->m->ag->phases[pt->ref].from);
    if (pt->kind == POINT_PHASE_END)
        add_point(r, &r->m->ag->phases[pt->ref].until);
}

/* Node i and all on which it hangs, i first. */
static void cone_of(struct rights *r, uint32_t i)
{
    for (size_t k = 0; k < r->m->nodes.n; k++)
        r->in[k] = r->undone[k] = false;
    for (size_t k = 0; k < 2 * r->m->nodes.n; k++)
        r->held[k] = false;
    r->n = 0;
    add_node(r, i);
    for (uint32_t at = 0; at < r->n; at++) {
        uint32_t x = r->cone[at];
        const struct clause *c = clause_of(r, x);
        int cause = cause_of(r, x), on[2];
        enum at_use use;
        waited_for(r, x, on);
        if (cause != NONE)
            add_node(r, (uint32_t)cause);
        if (cause != NONE && c->trigger == TRIG_UNMET)
            r->undone[cause] = true;
        for (int k = 0; k < 2; k++)
            if (on[k] != NONE)
                add_clause(r, on[k]);
        for (uint32_t k = 0; on[0] != NONE && c->trigger == TRIG_UNMET &&
                             k < r->m->last[on[0]] - r->m->first[on[0]];
             k++)
            r->undone[r->m->first[on[0]] + k] = true;
        if (begins(c) != NULL)
            add_point(r, begins(c));
        add_point(r, due_point(r, x, &use));
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
        uint32_t x = r->cone[k];
        const struct plan_node *n = &m->nodes.p[x];
        const struct clause *c = clause_of(r, x);
        instant at = r->undone[x] ? unmet_at(r, x) : r->done[x];
        if (at >= INSTANT_MAX || !n->deed || n->never)
            continue;
        if (by_event(r, x))
            TRY(m->cx, play_opening(w, n->clause, r->event[x]));
        for (int b = 0; b < (int)c->n_bearers; b++)
            if (r->undone[x])
                TRY(m->cx, play_not_done(w, n->clause, b, m->p->force, at + 1));
            else
                TRY(m->cx, play_do(w, n->clause, b, at, units(c, n)));
        end = later(end, at);
    }
    play_order(w);
    w->at = end + 86400;
    *out = w;
    return OK;
}

/* Whether node i arises after its deadline. */
static bool is_late(struct rights *r, uint32_t i)
{
    settle(r);
    instant due = node_due(r, i);
    return due < INSTANT_MAX && r->arise[i] > due;
}

/* Choices for one question, and times of nodes for all of them: some seconds.
 */
enum { TRIES_MOST = 4000, WORK_MOST = 60 * 1000 * 1000 };

/* Whether a point moves with what is held. */
static bool is_moved(const struct point *pt)
{
    switch (pt->kind) {
    case POINT_NEVER:
    case POINT_INSTANT:
    case POINT_DAY_N:
    case POINT_FORCE:
    case POINT_SIGNED:
        return false;
    case POINT_PHASE_START:
    case POINT_PHASE_END:
        return pt->ref != NONE;
    case POINT_TRIGGER:
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        return true;
    }
    BUG("a point of no kind");
}

/* Whether its deadline counts from the very thing that it waits for. */
static bool due_follows(const struct rights *r, uint32_t i)
{
    enum at_use use;
    int on[2], from;
    const struct clause *c = clause_of(r, i);
    const struct point *due = due_point(r, i, &use);
    if (begins(c) != NULL || use == AT_DUE_START || due->plus.days < 0 ||
        due->plus.seconds < 0)
        return false;
    waited_for(r, i, on);
    if (due->kind == POINT_TRIGGER)
        return on[1] == NONE || on[1] == on[0];
    if (due->kind != POINT_CLAUSE_MET && due->kind != POINT_CLAUSE_VERIFIED)
        return false;
    from = due->ref;
    return cause_of(r, i) == NONE && c->trigger != TRIG_EVENT &&
           c->trigger != TRIG_UNMET && (on[0] == NONE || on[0] == from) &&
           (on[1] == NONE || on[1] == from);
}

/* Whatever is held besides only puts off when things arise and fall due. So no
 * choice of `others` makes node i late if, all held, it arises before it is due
 * with none held; and likewise for not late. The hour that clocks repeat is
 * allowed for: a point of a phase is moved thrice at most. */
static bool is_hopeless(struct rights *r, uint32_t i, bool late,
                        const uint32_t *others, uint32_t n)
{
    instant arise[2], due[2], slack = 0;
    if (late && due_follows(r, i))
        return true;
    for (uint32_t k = 0; k < r->n; k++) {
        enum at_use use;
        const struct point *from = begins(clause_of(r, r->cone[k]));
        slack += is_moved(due_point(r, r->cone[k], &use)) ? 3 * 7200 : 0;
        slack += from != NULL && is_moved(from) ? 3 * 7200 : 0;
    }
    for (int all = 0; all < 2; all++) {
        for (uint32_t j = 0; j < n; j++)
            r->held[others[j]] = all == 1;
        settle(r);
        arise[all] = r->arise[i];
        due[all] = node_due(r, i);
    }
    return late ? due[0] >= INSTANT_MAX || arise[1] <= due[0] - slack
                : due[1] < INSTANT_MAX && arise[0] > due[1] + slack;
}

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

/* The least number of steps that have to be held to make it late, or not late;
 * the first such choice in the order of the text; false if none does.
 * *least: it is known that fewer do not. r->open: that none does is not
 * known. */
static err fewest_held(struct model *m, struct rights *r, uint32_t i, bool late,
                       const uint32_t *others, uint32_t n, bool *can,
                       bool *least)
{
    uint32_t *v, tries = 0;
    struct arena_mark mark = arena_mark(m->cx->scratch);
    TRY_NEW_ARRAY(m->cx, m->cx->scratch, (size_t)n + 1, v);
    *can = false;
    *least = true;
    if (is_hopeless(r, i, late, others, n))
        return OK;
    bool more = n > 0;
    for (uint32_t k = 1; k <= n && !*can; k++) {
        more = true;
        for (uint32_t j = 0; j < k; j++)
            v[j] = j;
        for (; more && !*can && tries < TRIES_MOST && r->work < WORK_MOST;
             tries++) {
            for (uint32_t j = 0; j < n; j++)
                r->held[others[j]] = false;
            for (uint32_t j = 0; j < k; j++)
                r->held[others[v[j]]] = true;
            *can = is_late(r, i) == late;
            more = next_choice(v, k, n);
        }
    }
    arena_rewind(m->cx->scratch, mark);
    if (*can || !more) /* or all was tried */
        return OK;
    *least = false; /* all held, less what is not needed, one after another */
    for (uint32_t j = 0; j < n; j++)
        r->held[others[j]] = true;
    *can = is_late(r, i) == late;
    for (uint32_t j = 0; j < n && *can; j++) {
        r->held[others[j]] = false;
        r->held[others[j]] = is_late(r, i) != late;
    }
    (void)is_late(r, i);
    r->open = !*can;
    return OK;
}

/* Whether the k-th node of the cone is a step that another side owes. */
static bool others_step(const struct rights *r, uint32_t k)
{
    uint32_t x = r->cone[k];
    const struct plan_node *n = &r->m->nodes.p[x];
    return k > 0 && n->deed && !n->never && !r->undone[x] && !of_side(r, x);
}

/* The nearest step of another side on which node i hangs, or NONE. */
static int nearest_other(const struct rights *r)
{
    for (uint32_t k = 1; k < r->n; k++)
        if (others_step(r, k))
            return (int)r->cone[k];
    return NONE;
}

/* The nearest one that, done late, makes node i arise after its deadline. */
static int late_other(struct rights *r, uint32_t i)
{
    for (uint32_t k = 1; k < r->n; k++) {
        if (!others_step(r, k))
            continue;
        r->late = (int)r->cone[k];
        r->no_date = INSTANT_MAX;
        if (!is_late(r, i)) /* its deadline waits with it */
            continue;
        r->no_date = node_due(r, i) + 1;
        if (is_late(r, i))
            return r->late;
    }
    return NONE;
}

/* What is held, in words: "2.1", "what opens 2.3". */
static str held_words(struct model *m, const struct plan_hand *h)
{
    return joined(m, h->event ? "what opens " : "", m->nodes.p[h->by].name, "",
                  STR(""), "");
}

static err too_late(struct model *m, const struct rights *r,
                    const struct plan_hand *h, bool least)
{
    const struct plan_node *n = &m->nodes.p[h->node];
    const struct clause *c = &m->ag->clauses[n->clause];
    const struct plan_node *o = &m->nodes.p[h->by];
    str by = held_words(m, h);
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, o->clause};
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "%.*s may fall due before what it waits for (%.*s) is there",
               STR_ARG(n->name), STR_ARG(by));
    TRY(m->cx, words_end(m, &b, &f->title));
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "%.*s is due ", STR_ARG(n->name));
    plan_when_after(m->p, "at", h->due, &b);
    if (h->event) {
        buf_printf(&b,
                   "; nobody has to bring about %.*s, and it may come as long "
                   "as the agreement lasts.",
                   STR_ARG(by));
    } else if (r->endless[h->by]) {
        buf_printf(&b,
                   "; nothing says by when %.*s has to be done, and until "
                   "then %.*s does not arise.",
                   STR_ARG(o->name), STR_ARG(c->label));
    } else {
        buf_printf(&b, "; %.*s may be done ", STR_ARG(o->name));
        plan_when_after(m->p, "as late as", r->done[h->by], &b);
        buf_c(&b, " without being late.");
    }
    buf_c(&b, " To be in time the bearer has to act before the other side has "
              "done its part.");
    if (!least)
        buf_c(&b, " A shorter course was not ruled out.");
    TRY(m->cx, words_end(m, &b, &f->detail));
    f->hint = h->event ? STR("count the deadline from the event: within N days")
                       : STR("count the deadline from what it waits for: "
                             "within N days after LABEL is met");
    f->witness = h->witness;
    f->about = n->clause;
    return finding_add(m, *f, on, o->clause == n->clause ? 1 : 2);
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

/* `of`: "its deadline", "the end of its first day". */
static err short_notice(struct model *m, uint32_t i, int other_clause,
                        int64_t left, enum plan_weight weight, const char *of)
{
    const struct plan_node *n = &m->nodes.p[i];
    struct plan_finding *f;
    struct buf b;
    int on[2] = {n->clause, other_clause};
    f = finding_new(m, PLAN_COMPLY, weight, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "%.*s may leave its bearer ", STR_ARG(n->name));
    plan_length(left, &b);
    buf_printf(&b, " between %.*s and %s", STR_ARG(m->ag->clauses[on[1]].label),
               of);
    TRY(m->cx, words_end(m, &b, &f->title));
    f->detail = joined(m, "", m->ag->clauses[on[1]].label,
                       " may be done at its last moment, by another's choice.",
                       STR(""), "");
    f->hint = n->series
                  ? STR("let it begin on the day after, or say that its first "
                        "day is not counted")
                  : STR("count the deadline from what it waits for, with "
                        "enough time");
    return finding_add(m, *f, on, 2);
}

/* The held step or event that comes last: the one that is waited for. */
static uint32_t last_held(const struct rights *r)
{
    uint32_t best = 0;
    instant at = INSTANT_MIN;
    for (uint32_t k = 0; k < r->n; k++) {
        uint32_t x = r->cone[k];
        if (r->held[x] && k > 0 && r->done[x] > at) {
            at = r->done[x];
            best = x;
        }
        if (r->held[event_of(r, x)] && r->event[x] > at) {
            at = r->event[x];
            best = event_of(r, x);
        }
    }
    return best;
}

/* The steps and events on which the node asked about hangs and that are not
 * its bearer's side's, in the order of the text. */
static uint32_t others_of(const struct rights *r, uint32_t *out)
{
    uint32_t k = 0;
    for (uint32_t j = 0; j < r->m->nodes.n; j++) {
        const struct plan_node *n = &r->m->nodes.p[j];
        if (!r->in[j] || n->never)
            continue;
        if (by_others_event(r, j) && clause_of(r, j)->key == KEY_NONE)
            out[k++] = event_of(r, j);
        if (j != r->cone[0] && n->deed && !r->undone[j] && !of_side(r, j))
            out[k++] = j;
    }
    return k;
}

/* The steps of the bearer's side on which it hangs. */
static uint32_t own_of(const struct rights *r, uint32_t *out)
{
    uint32_t k = 0;
    for (uint32_t j = 1; j < r->n; j++) {
        const struct plan_node *n = &r->m->nodes.p[r->cone[j]];
        if (n->deed && !n->never && !r->undone[r->cone[j]] &&
            of_side(r, r->cone[j]))
            out[k++] = r->cone[j];
    }
    return k;
}

static void hold(struct rights *r, const uint32_t *others, uint32_t n, bool on)
{
    for (uint32_t j = 0; j < n; j++)
        r->held[others[j]] = on;
}

static void keeps(struct plan_hand *h)
{
    h->kind = HAND_OWN;
    h->by = NONE;
    h->event = false;
    h->held = 0;
    h->witness = NULL;
}

/* No choice within everybody's rights makes it late: is there enough time, and
 * would it be late if another were? */
static err if_late(struct model *m, struct rights *r, uint32_t i,
                   const uint32_t *others, uint32_t k, struct plan_hand *h)
{
    int by = nearest_other(r);
    hold(r, others, k, true);
    settle(r);
    instant due = node_due(r, i);
    if (due < INSTANT_MAX && due - r->arise[i] < SHORT_NOTICE_S && by != NONE)
        TRY(m->cx, short_notice(m, i, m->nodes.p[by].clause, due - r->arise[i],
                                PLAN_RISK, "its deadline"));
    hold(r, others, k, false);
    h->by = late_other(r, i);
    if (h->by == NONE)
        return OK;
    h->kind = HAND_BREACH;
    h->due = node_due(r, i);
    h->held = 1;
    return OK;
}

/* The held step or event of another that comes last, of the n. */
static uint32_t last_of(const struct rights *r, const uint32_t *others,
                        uint32_t n)
{
    uint32_t nodes = (uint32_t)r->m->nodes.n, best = others[0];
    instant at = INSTANT_MIN;
    for (uint32_t j = 0; j < n; j++) {
        uint32_t x = others[j];
        instant t = x < nodes ? r->done[x] : r->event[x - nodes];
        if (r->held[x] && t > at) {
            at = t;
            best = x;
        }
    }
    return best;
}

static bool was_told(const struct model *m, int clause);

static err early_finding(struct model *m, const struct rights *r, uint32_t i,
                         const struct plan_hand *h)
{
    const struct plan_node *n = &m->nodes.p[i];
    str by = held_words(m, h);
    int on[2] = {n->clause, m->nodes.p[h->by].clause};
    struct plan_finding *f;
    struct buf b;
    f = finding_new(m, PLAN_COMPLY, PLAN_RISK, n->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title =
        joined(m, "", n->name, " may fall due before it can begin: ", by,
               h->event ? " may come too soon" : " may be done too soon");
    buf_init(&b, m->a, SIZE_MAX);
    buf_printf(&b, "%.*s may %s ", STR_ARG(by), h->event ? "come" : "be done");
    plan_when_after(m->p, "at", h->at, &b);
    buf_printf(&b, "; then %.*s is due ", STR_ARG(n->name));
    plan_when_after(m->p, "at", h->due, &b);
    buf_c(&b, " and begins no earlier ");
    plan_when_after(m->p, "than", r->arise[i], &b);
    buf_c(&b, ".");
    TRY(m->cx, words_end(m, &b, &f->detail));
    f->hint = STR("count the deadline from the day on which it begins, or say "
                  "before which day the other is not done");
    f->witness = h->witness;
    f->about = n->clause;
    return finding_add(m, *f, on, on[0] == on[1] ? 1 : 2);
}

/* It arises after its deadline though nobody holds anything: who can put off
 * what the deadline counts from, within its own time? */
static err too_soon(struct model *m, struct rights *r, uint32_t i,
                    const uint32_t *others, uint32_t k, struct plan_hand *h)
{
    uint32_t *all, own;
    bool can, least;
    TRY_NEW_ARRAY(m->cx, m->a, 3 * m->nodes.n, all);
    own = own_of(r, all);
    h->kind = HAND_WAITS;
    TRY(m->cx, fewest_held(m, r, i, false, all, own, &can, &least));
    if (can)
        return OK;
    if (r->open) {
        keeps(h);
        return OK;
    }
    for (uint32_t j = 0; j < k; j++)
        all[own + j] = others[j];
    h->kind = HAND_NEVER;
    TRY(m->cx, fewest_held(m, r, i, false, all, own + k, &can, &least));
    if (r->open)
        keeps(h);
    if (!can)
        return OK;
    uint32_t last = last_of(r, others, k);
    h->kind = HAND_SOON;
    h->event = last >= m->nodes.n;
    h->by = (int)(last - (h->event ? (uint32_t)m->nodes.n : 0));
    hold(r, all, own + k, false);
    settle(r);
    h->due = node_due(r, i);
    h->at = h->event ? r->event[h->by] : r->done[h->by];
    TRY(m->cx, course_of(m, r, i, &h->witness));
    return m->nodes.p[i].step != NONE || !was_told(m, m->nodes.p[i].clause)
               ? early_finding(m, r, i, h)
               : OK;
}

/* Of one clause, bearer after bearer: told once. */
static bool was_told(const struct model *m, int clause)
{
    for (size_t j = 0; j < m->findings.n; j++)
        if (m->findings.p[j].topic == PLAN_COMPLY &&
            m->findings.p[j].weight == PLAN_RISK &&
            m->findings.p[j].witness != NULL &&
            m->findings.p[j].clauses[0] == clause)
            return true;
    return false;
}

static err one_duty(struct model *m, struct rights *r, uint32_t i,
                    struct plan_hand *h)
{
    const struct plan_node *n = &m->nodes.p[i];
    bool can = false, least = true;
    uint32_t *others, k;
    TRY_NEW_ARRAY(m->cx, m->a, 2 * m->nodes.n, others);
    cone_of(r, i);
    k = others_of(r, others);
    r->late = NONE;
    r->no_date = INSTANT_MAX;
    if (is_late(r, i)) /* even if nobody holds anything */
        return r->arise[i] < INSTANT_MAX ? too_soon(m, r, i, others, k, h)
                                         : OK; /* told elsewhere */
    if (k == 0)
        return OK;
    TRY(m->cx, fewest_held(m, r, i, true, others, k, &can, &least));
    if (can) {
        uint32_t last = last_held(r);
        h->kind = HAND_RIGHTS;
        h->event = last >= m->nodes.n;
        h->by = (int)(last - (h->event ? (uint32_t)m->nodes.n : 0));
        for (uint32_t j = 0; j < k; j++)
            h->held += r->held[others[j]];
        h->due = node_due(r, i);
    } else {
        TRY(m->cx, if_late(m, r, i, others, k, h));
    }
    if (h->kind == HAND_OWN)
        return OK;
    r->no_date = h->due + 1;
    settle(r);
    h->at = h->event ? r->event[h->by] : r->done[h->by];
    h->due = node_due(r, i);
    if (r->arise[i] <= h->due) { /* the deadline moved along */
        keeps(h);
        return OK;
    }
    TRY(m->cx, course_of(m, r, i, &h->witness));
    return can && (n->step != NONE || !was_told(m, n->clause))
               ? too_late(m, r, h, least)
               : OK;
}

/* Each day or week: a period that begins after it has arisen is whole. Only
 * the first, in which what it waits for is done, may be nearly over then. */
static err one_series(struct model *m, struct rights *r, uint32_t i)
{
    const struct clause *c = clause_of(r, i);
    uint32_t *others, k;
    int by;
    TRY_NEW_ARRAY(m->cx, m->a, 2 * m->nodes.n, others);
    cone_of(r, i);
    k = others_of(r, others);
    by = nearest_other(r);
    r->late = NONE;
    r->no_date = m->p->end;
    settle(r);
    instant soonest = r->arise[i];
    hold(r, others, k, true);
    settle(r);
    instant latest = r->arise[i];
    int64_t len = c->period == PERIOD_WEEK ? 7 : 1;
    if (by == NONE || latest <= soonest || soonest >= m->p->end || len != 1)
        return OK;
    if (latest >= m->p->end)
        latest = m->p->end - 1;
    /* the last second of a day that lies between them, or what the last
     * moment leaves of its day */
    struct civil_date d = civil_local(m->p->tz, latest).civil.date;
    struct civil_span day = civil_day_span(m->p->tz, d);
    int64_t left = soonest < day.begin ? 0 : day.end - 1 - latest;
    if (left >= SHORT_NOTICE_S)
        return OK;
    return short_notice(m, i, m->nodes.p[by].clause, left, PLAN_NOTE,
                        "the end of its first day");
}

/* A row of the table, unless it is of no interest. */
static err ask(struct model *m, struct rights *r, uint32_t i, int bearer,
               struct plan_hand *h, bool *row)
{
    const struct plan_node *n = &m->nodes.p[i];
    enum at_use use;
    *h = (struct plan_hand){
        .node = (int)i, .bearer = bearer, .by = NONE, .kind = HAND_OWN};
    *row = true;
    h->extra = r->extra != NONE;
    if (n->series)
        return one_series(m, r, i);
    r->open = false;
    if (due_point(r, i, &use)->kind != POINT_NEVER)
        TRY(m->cx, one_duty(m, r, i, h));
    bool unknown = r->open && (h->kind == HAND_OWN || h->kind == HAND_BREACH);
    *row = !unknown && (!h->extra || h->kind != HAND_OWN);
    if (unknown && r->n_open++ == 0)
        r->first_open = n->clause;
    return OK;
}

static err rights_make(struct model *m, struct rights *r)
{
    size_t n = m->nodes.n;
    *r = (struct rights){.m = m, .late = NONE, .extra = NONE};
    TRY_NEW_ARRAY(m->cx, m->a, n, r->arise);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->done);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->event);
    TRY_NEW_ARRAY(m->cx, m->a, 2 * n, r->held);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->endless);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->undone);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->in);
    TRY_NEW_ARRAY(m->cx, m->a, n, r->cone);
    return OK;
}

err comply_findings(struct model *m)
{
    const struct agreement *ag = m->ag;
    struct rights r;
    VEC(struct plan_hand) hands = {0};
    TRY(m->cx, rights_make(m, &r));
    for (uint32_t i = 0; i < m->nodes.n; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        const struct clause *c = &ag->clauses[n->clause];
        if (n->never || n->outside || !(n->deed || n->series))
            continue;
        /* of an exchange also: opened by more than is owed */
        bool extra = i == m->first[n->clause] && n->cause != NONE &&
                     c->trigger == TRIG_EVENT;
        for (uint32_t b = 0; b < c->n_bearers; b++) {
            const struct actor *x = &ag->actors[c->bearers[b]];
            r.own = x->role == ROLE_FORCE && x->of != NONE
                        ? ag->actors[x->of].answers
                        : x->answers;
            for (int k = 0; k <= (int)extra; k++) {
                struct plan_hand h;
                bool row;
                r.extra = k == 0 ? NONE : (int)i;
                TRY(m->cx, ask(m, &r, i, c->bearers[b], &h, &row));
                if (row)
                    TRY_ROOM(m->cx, m->a, vec_push(m->a, &hands, h));
            }
            r.extra = NONE;
        }
    }
    m->p->hands = hands.p;
    m->p->n_hands = (uint32_t)hands.n;
    if (r.n_open > 0)
        TRY(m->cx,
            note_uncovered(m,
                           "duties in another's hand: of %u, the first %.*s, "
                           "not all choices of the others were tried, and "
                           "none that was makes them late (%d choices for one, "
                           "%d times of steps for all, are the most)",
                           (unsigned)r.n_open,
                           STR_ARG(ag->clauses[r.first_open].label), TRIES_MOST,
                           WORK_MOST));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        TRY(m->cx, own_condition(m, (int)i));
        TRY(m->cx, first_day_notice(m, (int)i));
    }
    return OK;
}
