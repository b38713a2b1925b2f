/* plan/model.c: the steps of a text and the network of their times.
 *
 * A node for each deed; three variables for it: when it arises, is done, is
 * due; one for each phase's beginning and end. Relations say what the points
 * of the text say (sem 3, 7). Not here: what can arise at all (reach.c, which
 * comes first: what cannot has no times), solving (times.c). */
#include "plan/plan_int.h"
#include "plan/play.h"

/* A text whose exchanges open exchanges may unfold without end. */
enum { NODES_MOST = 4096, UNFOLD_MOST = 6 };

/* --- Instants ------------------------------------------------------------- */

instant model_move(struct cx *cx, const struct plan *p, struct duration d,
                   instant from)
{
    struct civil_resolved r = {.at = from};
    if (from <= INSTANT_MIN || from >= INSTANT_MAX)
        return from;
    if (d.days != 0 && !is_ok(civil_add_days(cx, p->tz, from, d.days, &r))) {
        fault_clear(cx); /* years in which no calendar is kept */
        return d.days < 0 ? INSTANT_MIN : INSTANT_MAX;
    }
    if (!add_ok(r.at, d.seconds, &r.at) || r.at > INSTANT_MAX)
        return INSTANT_MAX;
    return r.at < INSTANT_MIN ? INSTANT_MIN : r.at;
}

static instant of_stretch(enum at_use use, instant from, instant to)
{
    switch (use) {
    case AT_BEGIN:
        return from;
    case AT_END:
        return to;
    case AT_DUE_END:
        return to - 1;
    case AT_DUE_START:
        return from - 1;
    }
    BUG("a point of no use");
}

static struct civil_span nth_day(const struct plan *p, int64_t n)
{
    return civil_day_span(p->tz, civil_from_days(p->day1_number + n - 1));
}

/* The base of a point that needs no variable. */
static bool fixed_base(const struct plan *p, const struct point *pt,
                       enum at_use use, instant *out)
{
    if (pt->kind == POINT_INSTANT) {
        *out = of_stretch(use, pt->at, pt->at_end + 1);
        return true;
    }
    if (pt->kind != POINT_DAY_N)
        return false;
    struct civil_span s = nth_day(p, pt->n);
    if (pt->tod == NONE || pt->whole_day) {
        if (pt->n == 1 && use == AT_BEGIN && s.begin < p->force)
            s.begin = p->force;
        *out = of_stretch(use, s.begin, s.end);
        return true;
    }
    struct civil c = {.date = civil_from_days(p->day1_number + pt->n - 1),
                      .clock = {(uint8_t)(pt->tod / 3600),
                                (uint8_t)(pt->tod / 60 % 60),
                                (uint8_t)(pt->tod % 60)}};
    instant at = civil_resolve(p->tz, c).at;
    *out = of_stretch(use, at, at + (pt->tod % 60 == 0 ? 60 : 1));
    return true;
}

bool model_fixed_point(struct cx *cx, const struct plan *p,
                       const struct point *pt, enum at_use use, instant *out)
{
    instant t;
    if (pt->kind == POINT_FORCE || pt->kind == POINT_SIGNED)
        t = p->force - (use == AT_DUE_START);
    else if (!fixed_base(p, pt, use, &t))
        return false;
    *out = model_move(cx, p, pt->plus, t);
    return true;
}

/* --- Variables and relations ---------------------------------------------- */

static err new_var(struct model *m, uint32_t *out)
{
    struct var v = {m->p->force, INSTANT_MAX, NO_REL, NO_REL, 0, 0, false};
    *out = (uint32_t)m->vars.n;
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->vars, v));
    return OK;
}

static err constant(struct model *m, instant at, uint32_t *out)
{
    TRY(m->cx, new_var(m, out));
    m->vars.p[*out].lo = m->vars.p[*out].hi = at;
    m->vars.p[*out].fixed = true;
    return OK;
}

static err relate(struct model *m, struct relation r, const struct term *t,
                  uint32_t n)
{
    struct term *copy;
    TRY_NEW_ARRAY(m->cx, m->a, n, copy);
    for (uint32_t i = 0; i < n; i++)
        copy[i] = t[i];
    r.t = copy;
    r.n = n;
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->rels, r));
    return OK;
}

/* The term of a point; *known false if nothing fixes it, or ever can.
 * `trigger` is the term of the instance's own opener; NULL: none. */
static err point_term(struct model *m, const struct point *pt, enum at_use use,
                      const struct term *trigger, struct term *out, bool *known)
{
    struct term t = {0, use == AT_DUE_START ? -1 : 0, pt->plus};
    instant at;
    *known = true;
    switch (pt->kind) {
    case POINT_NEVER:
        *known = false;
        return OK;
    case POINT_INSTANT:
    case POINT_DAY_N:
        if (!fixed_base(m->p, pt, use, &at))
            BUG("a fixed point that is not");
        t.off = 0;
        TRY(m->cx, constant(m, at, &t.var));
        break;
    case POINT_FORCE:
    case POINT_SIGNED:
        break;
    case POINT_PHASE_START:
        if (pt->ref != NONE)
            t.var = m->ps[pt->ref];
        break;
    case POINT_PHASE_END:
        t.var = pt->ref == NONE ? m->life_end : m->pe[pt->ref];
        if (use == AT_DUE_END || use == AT_DUE_START)
            t.off--;
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        *known = m->reach[pt->ref].meet;
        t.var = m->met[pt->ref];
        break;
    case POINT_TRIGGER:
        if (trigger != NULL) {
            t.var = trigger->var;
            t.off += trigger->off;
        }
        break;
    }
    if (t.var == NO_VAR)
        *known = false;
    *out = t;
    return OK;
}

/* --- Nodes ---------------------------------------------------------------- */

bool reach_is_deed(const struct clause *c)
{
    return c->kind == CLAUSE_DUTY && c->period == PERIOD_NONE;
}

static err name_node(struct model *m, struct plan_node *n)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    struct buf b;
    buf_init(&b, m->a, SIZE_MAX);
    buf_str(&b, c->label);
    if (c->reading.n > 0)
        buf_printf(&b, " (%.*s)", STR_ARG(c->reading));
    if (n->step != NONE)
        buf_printf(&b, " step %d", n->step + 1);
    if (n->cause != NONE)
        buf_printf(&b, " for %.*s", STR_ARG(m->nodes.p[n->cause].name));
    return words_end(m, &b, &n->name);
}

static err add_node(struct model *m, int clause, int step, int cause)
{
    const struct clause *c = &m->ag->clauses[clause];
    struct plan_node n = {.clause = clause, .step = step, .cause = cause};
    struct node_vars v = {NO_VAR, NO_VAR, NO_VAR};
    n.deed = reach_is_deed(c);
    n.series = c->kind == CLAUSE_DUTY && c->period != PERIOD_NONE;
    n.never = !m->reach[clause].arise;
    n.circle = m->reach[clause].circle;
    TRY(m->cx, name_node(m, &n));
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->nodes, n));
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->nv, v));
    return OK;
}

/* Steps in the order of the text; they are chained in order of their dues. */
static err add_steps(struct model *m, int clause, int cause)
{
    const struct clause *c = &m->ag->clauses[clause];
    for (uint32_t k = 0; k < c->n_steps; k++)
        TRY(m->cx, add_node(m, clause, (int)k, cause));
    return c->n_steps > 0 ? OK : add_node(m, clause, NONE, cause);
}

static bool sets_meet(const struct selector *x, const struct selector *y)
{
    if (x->item == NONE || y->item == NONE)
        return true;
    for (uint32_t i = 0; i < x->n_item_words && i < y->n_item_words; i++)
        if ((x->items[i] & y->items[i]) != 0)
            return true;
    return false;
}

bool zones_nest(const struct agreement *ag, int inner, int outer)
{
    const zone_set *s = &ag->zones[outer].inside;
    return (s->w[inner / 64] >> (inner % 64) & 1) != 0;
}

static actor_set who_performs(const struct agreement *ag,
                              const struct clause *c)
{
    actor_set s = 0;
    if (c->perf.anybody)
        return 0;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        s |= ag->actors[c->bearers[i]].answers;
    return s;
}

bool selectors_meet(const struct agreement *ag, const struct clause *duty,
                    const struct selector *x)
{
    const struct selector *d = &duty->perf;
    actor_set who = who_performs(ag, duty);
    if (d->act != x->act || d->act == NONE || d->did_not != x->did_not ||
        !sets_meet(d, x))
        return false;
    if (x->performers != 0 && (who == 0 || (who & x->performers) == 0))
        return false;
    if (x->to != 0 && d->to != 0 && (x->to & d->to) == 0)
        return false;
    if (x->place == NONE)
        return true;
    return d->place != NONE && (zones_nest(ag, d->place, x->place) ||
                                zones_nest(ag, x->place, d->place));
}

bool reach_own_trigger(const struct agreement *ag, int clause, int depth)
{
    const struct clause *c = &ag->clauses[clause];
    if (depth > (int)ag->n_clauses || !reach_is_deed(c) || c->n_steps > 0)
        return false;
    if (c->trigger == TRIG_EVENT)
        return true;
    if (c->trigger != TRIG_NONE)
        return reach_own_trigger(ag, c->trig_clause, depth + 1);
    return c->after != POINT_NEVER &&
           reach_own_trigger(ag, c->after_clause, depth + 1);
}

/* The clause whose nodes open those of c, one each; NONE. */
static int opener(const struct agreement *ag, const struct clause *c)
{
    if (c->n_steps > 0 || !reach_is_deed(c))
        return NONE;
    if (c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT)
        return reach_own_trigger(ag, c->trig_clause, 0) ? c->trig_clause : NONE;
    if (c->trigger == TRIG_NONE && c->after != POINT_NEVER)
        return reach_own_trigger(ag, c->after_clause, 0) ? c->after_clause
                                                         : NONE;
    return NONE;
}

/* `for each`: one for each step that brings such an event about; if nobody
 * owes any, one for whatever may come. */
static err add_exchange(struct model *m, int clause, uint32_t before)
{
    const struct clause *c = &m->ag->clauses[clause];
    bool any = false;
    for (uint32_t i = 0; i < before; i++) {
        const struct plan_node *n = &m->nodes.p[i];
        const struct clause *d = &m->ag->clauses[n->clause];
        int depth = 0;
        for (int k = n->cause; k != NONE; k = m->nodes.p[k].cause)
            depth++;
        if (!n->deed || n->never || depth > UNFOLD_MOST ||
            !selectors_meet(m->ag, d, &c->trig))
            continue;
        if (m->nodes.n >= NODES_MOST)
            return note_uncovered(
                m, "%.*s: steps beyond the first %d were not unfolded",
                STR_ARG(c->label), NODES_MOST);
        any = true;
        TRY(m->cx, add_node(m, clause, NONE, (int)i));
    }
    return any ? OK : add_node(m, clause, NONE, NONE);
}

static err add_opened(struct model *m, int clause, int by)
{
    uint32_t from = m->first[by], to = m->last[by];
    for (uint32_t i = from; i < to && m->nodes.n < NODES_MOST; i++)
        TRY(m->cx, add_node(m, clause, NONE, (int)i));
    return OK;
}

/* Whether everything that may open instances of c has its nodes. A clause that
 * opens itself, through others, has to begin somewhere. */
static bool is_ready(const struct model *m, int clause, const bool *made)
{
    const struct clause *c = &m->ag->clauses[clause];
    int by = opener(m->ag, c);
    if (by != NONE)
        return made[by];
    if (c->trigger != TRIG_EVENT)
        return true;
    for (uint32_t i = 0; i < m->ag->n_clauses; i++)
        if ((int)i != clause && reach_is_deed(&m->ag->clauses[i]) && !made[i] &&
            selectors_meet(m->ag, &m->ag->clauses[i], &c->trig))
            return false;
    return true;
}

static err make_nodes(struct model *m)
{
    uint32_t n = m->ag->n_clauses;
    bool *made, forced = false;
    TRY_NEW_ARRAY(m->cx, m->a, n, made);
    for (uint32_t left = n; left > 0;) {
        uint32_t before = left;
        for (uint32_t i = 0; i < n; i++) {
            const struct clause *c = &m->ag->clauses[i];
            if (made[i] || !(forced || is_ready(m, (int)i, made)))
                continue;
            forced = false;
            made[i] = true;
            left--;
            m->first[i] = m->last[i] = (uint32_t)m->nodes.n;
            if (c->kind == CLAUSE_JUDGED || c->kind == CLAUSE_DECLARATORY)
                continue;
            int by = opener(m->ag, c);
            if (reach_is_deed(c) && c->trigger == TRIG_EVENT && c->n_steps == 0)
                TRY(m->cx, add_exchange(m, (int)i, (uint32_t)m->nodes.n));
            else if (by != NONE)
                TRY(m->cx, add_opened(m, (int)i, by));
            else
                TRY(m->cx, add_steps(m, (int)i, NONE));
            m->last[i] = (uint32_t)m->nodes.n;
        }
        forced = left == before; /* all that is left opens itself */
    }
    return OK;
}

/* --- What may not happen -------------------------------------------------- */

static bool clause_optional(const struct model *m, int clause)
{
    for (uint32_t i = m->first[clause]; i < m->last[clause]; i++)
        if (m->nodes.p[i].optional)
            return true;
    return m->ag->clauses[clause].kind != CLAUSE_DUTY;
}

static bool node_optional(const struct model *m, const struct plan_node *n)
{
    const struct clause *c = &m->ag->clauses[n->clause];
    if (c->trigger == TRIG_UNMET || c->guard.kind != GUARD_NONE)
        return true;
    if (c->trigger == TRIG_EVENT && n->cause == NONE)
        return true;
    if (n->cause != NONE && m->nodes.p[n->cause].optional)
        return true;
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        clause_optional(m, c->trig_clause))
        return true;
    return c->after != POINT_NEVER && clause_optional(m, c->after_clause);
}

/* What arises only after the end of the life lapses: it asks for nothing, and
 * takes no time from others. */
static void mark_optional(struct model *m)
{
    for (size_t i = 0; i < m->nodes.n; i++) {
        struct plan_node *n = &m->nodes.p[i];
        n->outside = !n->never && reach_outside(m, n->clause);
        n->optional = n->outside;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < m->nodes.n; i++)
            if (!m->nodes.p[i].optional && node_optional(m, &m->nodes.p[i]))
                m->nodes.p[i].optional = changed = true;
    }
}

/* --- Relations of a node ---------------------------------------------------
 */

static struct relation rel_of(const struct model *m, enum relation_kind kind,
                              uint32_t y, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    return (struct relation){.kind = kind,
                             .y = y,
                             .forward = n->optional,
                             .node = (int)node,
                             .clause = n->clause};
}

/* When it arises: the latest of what it waits for. */
static err relate_arise(struct model *m, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    const struct clause *c = &m->ag->clauses[n->clause];
    uint32_t arise = m->nv.p[node].arise;
    struct term t = {0};
    bool known;
    struct relation r = rel_of(m, REL_GE, arise, node);
    struct term all[6];
    uint32_t k = 0;
    all[k++] = (struct term){0};
    bool begins = false;
    if (c->not_before || c->period != PERIOD_NONE || c->kind != CLAUSE_DUTY) {
        TRY(m->cx, point_term(m, &c->from, AT_BEGIN, NULL, &t, &known));
        if (known)
            all[k++] = t;
        begins = known && c->not_before;
    }
    const char *besides =
        begins ? ", and begins no earlier than is written" : "";
    if (n->cause != NONE)
        all[k++] = (struct term){.var = m->nv.p[n->cause].done};
    if ((c->trigger == TRIG_MET || c->trigger == TRIG_VERIFIED) &&
        !(n->cause != NONE && m->nodes.p[n->cause].clause == c->trig_clause))
        all[k++] = (struct term){.var = m->met[c->trig_clause]};
    if (c->trigger == TRIG_UNMET) {
        uint32_t last = m->last[c->trig_clause];
        if (last > m->first[c->trig_clause] && m->nv.p[last - 1].due != NO_VAR)
            all[k++] = (struct term){.var = m->nv.p[last - 1].due, .off = 1};
    }
    if (c->after != POINT_NEVER &&
        !(n->cause != NONE && m->nodes.p[n->cause].clause == c->after_clause))
        all[k++] = (struct term){.var = m->met[c->after_clause]};
    uint32_t w = 0;
    for (uint32_t i = 0; i < k; i++)
        if (all[i].var != NO_VAR)
            all[w++] = all[i];
    r.kind = REL_MAX;
    int on = c->trigger != TRIG_NONE && c->trigger != TRIG_EVENT
                 ? c->trig_clause
             : c->after != POINT_NEVER ? c->after_clause
                                       : NONE;
    if (n->cause != NONE)
        r.words = joined(m, "", c->label, " waits for ",
                         m->nodes.p[n->cause].name, besides);
    else if (on != NONE)
        r.words = joined(m, "", c->label, " waits for ",
                         m->ag->clauses[on].label, besides);
    else
        r.words = joined(m, "", c->label, " begins no earlier", STR(""), "");
    return relate(m, r, all, w);
}

static err due_words(struct model *m, str label, const struct deadline *d,
                     str *out)
{
    struct buf b;
    buf_init(&b, m->a, SIZE_MAX);
    buf_str(&b, label);
    buf_c(&b, " is due ");
    lang_deadline_print(m->cx, m->ag, d, &b);
    return words_end(m, &b, out);
}

/* When the event or outcome that opens the node comes; entry into force if
 * nothing does. */
static struct term opener_term(const struct model *m, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    const struct clause *c = &m->ag->clauses[n->clause];
    if (n->cause != NONE) {
        bool unmet = c->trigger == TRIG_UNMET;
        const struct node_vars *v = &m->nv.p[n->cause];
        return (struct term){.var =
                                 unmet && v->due != NO_VAR ? v->due : v->done};
    }
    switch (c->trigger) {
    case TRIG_NONE:
        break;
    case TRIG_EVENT:
        return (struct term){.var = m->nv.p[node].arise};
    case TRIG_MET:
    case TRIG_VERIFIED:
        return (struct term){.var = m->met[c->trig_clause]};
    case TRIG_UNMET: {
        uint32_t last = m->last[c->trig_clause];
        if (last > m->first[c->trig_clause] && m->nv.p[last - 1].due != NO_VAR)
            return (struct term){.var = m->nv.p[last - 1].due};
        break;
    }
    }
    return (struct term){0};
}

/* The term of a node's deadline; *known false if it has none. */
static err due_term(struct model *m, uint32_t node, struct deadline *d,
                    struct term *t, bool *known)
{
    const struct plan_node *n = &m->nodes.p[node];
    const struct clause *c = &m->ag->clauses[n->clause];
    *known = false;
    *d = n->step == NONE ? c->due : c->steps[n->step].due;
    if (d->kind == DUE_NONE && c->until.kind != POINT_NEVER && n->deed)
        *d = (struct deadline){DUE_END, c->until, STR("")}; /* sem 3 */
    if (d->kind == DUE_NONE)
        return OK;
    /* counted from what may not happen: until it does there is no deadline */
    if (!n->optional &&
        (d->p.kind == POINT_CLAUSE_MET || d->p.kind == POINT_CLAUSE_VERIFIED) &&
        clause_optional(m, d->p.ref))
        return OK;
    struct term opens = opener_term(m, node);
    return point_term(m, &d->p,
                      d->kind == DUE_START ? AT_DUE_START : AT_DUE_END, &opens,
                      t, known);
}

/* Others may count from the deadline of a later clause, if it is unmet: so all
 * have their variable before any is related. */
static err make_due(struct model *m, uint32_t node)
{
    struct plan_node *n = &m->nodes.p[node];
    struct deadline d;
    struct term t;
    if (n->never || !n->deed)
        return OK;
    TRY(m->cx, due_term(m, node, &d, &t, &n->has_due));
    if (!n->has_due)
        return OK;
    TRY(m->cx, new_var(m, &m->nv.p[node].due));
    m->vars.p[m->nv.p[node].due].lo = INSTANT_MIN;
    return OK;
}

static err relate_due(struct model *m, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    const struct node_vars *v = &m->nv.p[node];
    struct deadline d;
    struct term t;
    bool known;
    if (!n->has_due)
        return OK;
    TRY(m->cx, due_term(m, node, &d, &t, &known));
    struct relation r = rel_of(m, REL_MAX, v->due, node);
    TRY(m->cx, due_words(m, n->name, &d, &r.words));
    TRY(m->cx, relate(m, r, &t, 1));
    if (n->outside)
        return OK;
    r = rel_of(m, REL_LE, v->done, node);
    r.due = true;
    t = (struct term){.var = v->due};
    r.words = STR("");
    return relate(m, r, &t, 1);
}

/* The end of what is no deed: of a ban, a state, a series. */
static err relate_end(struct model *m, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    const struct clause *c = &m->ag->clauses[n->clause];
    struct relation r = rel_of(m, REL_MAX, m->nv.p[node].done, node);
    struct term t;
    bool known;
    r.forward = true;
    TRY(m->cx, point_term(m, &c->until, AT_END, NULL, &t, &known));
    if (!known)
        t = (struct term){.var = m->life_end};
    r.words = joined(m, "", n->name, " ends", STR(""), "");
    if (n->series) {
        t.off--;
        r.kind = REL_LE;
        TRY(m->cx, relate(m, r, &t, 1));
        t.off++;
        t.d.days -= c->period == PERIOD_WEEK ? 7 : 1;
        r.kind = REL_GE;
        r.words =
            joined(m, "", n->name, " runs to its last period", STR(""), "");
        return relate(m, r, &t, 1);
    }
    return relate(m, r, &t, 1);
}

static err relate_node(struct model *m, uint32_t node)
{
    const struct plan_node *n = &m->nodes.p[node];
    if (n->never)
        return OK;
    TRY(m->cx, relate_arise(m, node));
    if (!n->deed)
        return relate_end(m, node);
    struct relation r = rel_of(m, REL_GE, m->nv.p[node].done, node);
    struct term t = {.var = m->nv.p[node].arise};
    r.words = STR("");
    TRY(m->cx, relate(m, r, &t, 1));
    return relate_due(m, node);
}

/* Running totals: a later step is not done before an earlier one (sem 8). */
static err chain_steps(struct model *m, uint32_t clause)
{
    uint32_t from = m->first[clause], to = m->last[clause];
    if (to - from < 2 || m->nodes.p[from].step == NONE)
        return OK;
    for (uint32_t i = from + 1; i < to; i++) {
        if (m->nodes.p[i].never)
            continue;
        struct relation r = rel_of(m, REL_GE, m->nv.p[i].done, i);
        struct term t = {.var = m->nv.p[i - 1].done};
        r.words = joined(m, "", m->nodes.p[i].name, " counts on from ",
                         m->nodes.p[i - 1].name, "");
        TRY(m->cx, relate(m, r, &t, 1));
    }
    return OK;
}

/* "X is met": when its last deed is done. */
static err relate_met(struct model *m, uint32_t clause)
{
    uint32_t from = m->first[clause], to = m->last[clause], n = 0;
    struct term *t;
    if (from == to || !m->reach[clause].meet)
        return OK;
    bool steps = m->nodes.p[from].step != NONE;
    TRY_NEW_ARRAY(m->cx, m->a, to - from, t);
    struct relation r = rel_of(m, REL_MAX, m->met[clause], from);
    for (uint32_t i = from; i < to; i++) {
        r.forward = r.forward || m->nodes.p[i].optional;
        if (!steps || i == to - 1)
            t[n++] = (struct term){.var = m->nv.p[i].done};
    }
    r.words = STR("");
    return relate(m, r, t, n);
}

/* --- Phases ----------------------------------------------------------------
 */

static err phase_end_term(struct model *m, const struct phase *ph,
                          uint32_t start, struct term *t, bool *known)
{
    if (!ph->has_lasts || ph->until.kind != POINT_NEVER)
        return point_term(m, &ph->until, AT_END, NULL, t, known);
    *known = true;
    *t = (struct term){.var = start, .d = ph->lasts};
    return OK;
}

static err relate_phase(struct model *m, uint32_t i)
{
    const struct phase *ph = &m->ag->phases[i];
    struct relation r = {
        .kind = REL_MAX, .y = m->ps[i], .node = NONE, .clause = NONE};
    struct term t;
    bool known;
    TRY(m->cx, point_term(m, &ph->from, AT_BEGIN, NULL, &t, &known));
    if (!known) {
        m->ps[i] = m->pe[i] = NO_VAR;
        return OK;
    }
    r.words = joined(m, "phase ", ph->id, " begins", STR(""), "");
    r.forward = true;
    TRY(m->cx, relate(m, r, &t, 1));
    TRY(m->cx, phase_end_term(m, ph, m->ps[i], &t, &known));
    if (!known) {
        m->pe[i] = NO_VAR;
        return OK;
    }
    r.y = m->pe[i];
    r.words = joined(m, "phase ", ph->id, " ends", STR(""), "");
    return relate(m, r, &t, 1);
}

/* The life as written; extensions need somebody's will and are left out. */
static instant life_end(struct cx *cx, const struct plan *p)
{
    const struct phase *l = &p->ag->life;
    instant at;
    if (p->ag->life_days > 0)
        return nth_day(p, p->ag->life_days).end;
    if (l->has_lasts && l->until.kind == POINT_NEVER)
        return model_move(cx, p, l->lasts, p->force);
    return model_fixed_point(cx, p, &l->until, AT_END, &at) ? at : INSTANT_MAX;
}

/* --- All of it -------------------------------------------------------------
 */

static err make_vars(struct model *m)
{
    const struct agreement *ag = m->ag;
    uint32_t force;
    TRY(m->cx, constant(m, m->p->force, &force));
    TRY(m->cx, constant(m, m->p->end, &m->life_end));
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_clauses, m->met);
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_phases, m->ps);
    TRY_NEW_ARRAY(m->cx, m->a, ag->n_phases, m->pe);
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        TRY(m->cx, new_var(m, &m->met[i]));
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        TRY(m->cx, new_var(m, &m->ps[i]));
        TRY(m->cx, new_var(m, &m->pe[i]));
        m->vars.p[m->ps[i]].lo = m->vars.p[m->pe[i]].lo = INSTANT_MIN;
    }
    for (size_t i = 0; i < m->nodes.n; i++) {
        TRY(m->cx, new_var(m, &m->nv.p[i].arise));
        TRY(m->cx, new_var(m, &m->nv.p[i].done));
    }
    return OK;
}

static err make_network(struct model *m)
{
    TRY(m->cx, make_vars(m));
    for (uint32_t i = 0; i < m->ag->n_phases; i++)
        TRY(m->cx, relate_phase(m, i));
    for (uint32_t i = 0; i < m->nodes.n; i++)
        TRY(m->cx, make_due(m, i));
    for (uint32_t i = 0; i < m->nodes.n; i++)
        TRY(m->cx, relate_node(m, i));
    for (uint32_t i = 0; i < m->ag->n_clauses; i++) {
        TRY(m->cx, chain_steps(m, i));
        TRY(m->cx, relate_met(m, i));
    }
    return OK;
}

static void earliest(instant *first, const struct point *pt)
{
    if (pt->kind == POINT_INSTANT && pt->at > INSTANT_MIN && pt->at < *first)
        *first = pt->at;
}

/* The entry into force to reckon with. Where the first date of the text is one
 * on which something ends, it lies before: by a year, so that nothing is cut
 * short by what is only assumed. */
static instant start_of(const struct agreement *ag, const struct tz *tz,
                        instant assumed, bool *is_assumed)
{
    instant first = INSTANT_MAX, ends = INSTANT_MAX;
    *is_assumed = ag->force != FORCE_AT;
    if (!*is_assumed)
        return ag->force_at.at;
    if (assumed != INSTANT_NONE)
        return assumed;
    earliest(&ends, &ag->life.until);
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        earliest(&first, &ag->phases[i].from);
        earliest(&ends, &ag->phases[i].until);
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        earliest(&first, &c->from);
        earliest(&first, &c->due.p);
        earliest(&ends, &c->until);
        for (uint32_t k = 0; k < c->n_steps; k++)
            earliest(&first, &c->steps[k].due.p);
    }
    struct civil_date d = {2030, 1, 7};
    if (ends < first)
        d = civil_from_days(civil_days(civil_local(tz, ends).civil.date) - 365);
    else if (first != INSTANT_MAX)
        d = civil_local(tz, first).civil.date;
    struct civil c = {d, {9, 0, 0}};
    return civil_resolve(tz, c).at;
}

static bool stands_not(enum status s)
{
    return s == ST_WAITING || s == ST_LAPSED || s == ST_NOT_ARISING ||
           s == ST_DEPENDS || s == ST_WAITING_ON_EACH_OTHER;
}

/* A prohibition under a condition is never waiting: its condition is asked at
 * each act. Where the course has one, and the engine does not count it, that
 * shows it; else it is told without a course. */
static bool unbound(const struct model *m, struct plan_finding *f)
{
    const struct clause *c = &m->ag->clauses[f->about];
    if (f->about != f->clauses[0])
        return true; /* it is the other that waits */
    if (c->kind == CLAUSE_DUTY || c->guard.kind == GUARD_NONE)
        return false;
    if (!m->reach[f->about].asked || f->status != ST_NONE_REPORTED)
        f->witness = NULL;
    return true;
}

/* A day of its own after the end: the engine does not say that the clause has
 * lapsed for good. */
static void stands_after(struct plan_finding *f)
{
    f->topic = PLAN_TIME;
    f->weight = PLAN_NOTE;
    f->detail = STR("Whether it still binds then, when nothing else is in "
                    "force, is open to dispute.");
    f->witness = NULL;
    f->about = NONE;
}

/* Whether the course of events leads to what the finding says, by the engine. A
 * claim that the engine does not bear out is not made. */
static err confirm(struct model *m, struct arena *room, struct plan_finding *f,
                   bool *keep)
{
    struct verdicts v;
    struct play w;
    *keep = true;
    if (f->witness == NULL || f->about == NONE)
        return OK;
    w = *f->witness;
    TRY(m->cx, play_run(&w, room, &v));
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.v[i].clause != f->about)
            continue;
        f->status = v.v[i].status;
        if (f->topic == PLAN_COMPLY)
            *keep = f->status != ST_MET;
        else if (f->outside && !stands_not(f->status))
            stands_after(f);
        else if (f->topic == PLAN_DEAD && !stands_not(f->status))
            *keep = unbound(m, f);
        break;
    }
    return OK;
}

/* The same of a duty in another's hand. */
static err confirm_hand(struct model *m, struct arena *room,
                        struct plan_hand *h)
{
    struct plan_finding f = {.topic = PLAN_COMPLY,
                             .witness = h->witness,
                             .about = m->nodes.p[h->node].clause};
    bool keep;
    TRY(m->cx, confirm(m, room, &f, &keep));
    h->status = f.status;
    if (!keep) {
        h->kind = HAND_OWN;
        h->by = NONE;
        h->event = false;
        h->held = 0;
        h->witness = NULL;
    }
    return OK;
}

static err confirm_all(struct model *m)
{
    struct arena room;
    size_t n = 0;
    err e = OK;
    arena_init(&room, m->cx->mem, "verdicts", m->cx->limits.document_bytes);
    for (size_t i = 0; i < m->findings.n && is_ok(e); i++) {
        bool keep;
        e = confirm(m, &room, &m->findings.p[i], &keep);
        if (keep)
            m->findings.p[n++] = m->findings.p[i];
        arena_reset(&room);
    }
    for (uint32_t i = 0; i < m->p->n_hands && is_ok(e); i++) {
        if (m->p->hands[i].witness == NULL)
            continue;
        e = confirm_hand(m, &room, &m->p->hands[i]);
        arena_reset(&room);
    }
    arena_release(&room);
    m->findings.n = n;
    return e;
}

static int weightier(const void *a, const void *b)
{
    const struct plan_finding *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    if (x->topic != y->topic)
        return x->topic < y->topic ? -1 : 1;
    int c = x->n_clauses > 0 ? x->clauses[0] : NONE;
    int d = y->n_clauses > 0 ? y->clauses[0] : NONE;
    return c != d ? (c < d ? -1 : 1) : str_cmp(x->title, y->title);
}

err plan_make(struct cx *cx, struct arena *a, const struct agreement *ag,
              instant assumed, struct plan **out)
{
    struct plan *p;
    TRY_NEW(cx, a, p);
    struct model m = {.cx = cx, .a = a, .ag = ag, .p = p};
    p->ag = ag;
    TRY(cx, tz_find(cx, ag->time_zone, &p->tz));
    p->force = start_of(ag, p->tz, assumed, &p->force_assumed);
    p->day1_number = civil_days(civil_local(p->tz, p->force).civil.date) +
                     (ag->day1_after ? 1 : 0);
    p->day1 = civil_day_span(p->tz, civil_from_days(p->day1_number)).begin;
    if (p->day1 < p->force)
        p->day1 = p->force;
    p->end = life_end(cx, p);
    TRY_NEW_ARRAY(cx, a, ag->n_clauses, m.first);
    TRY_NEW_ARRAY(cx, a, ag->n_clauses, m.last);
    TRY(cx, reach_make(&m));
    TRY(cx, make_nodes(&m));
    mark_optional(&m);
    TRY(cx, make_network(&m));
    TRY(cx, times_solve(&m));
    p->nodes = m.nodes.p;
    p->n_nodes = (uint32_t)m.nodes.n;
    p->first = m.first;
    p->last = m.last;
    TRY(cx, search_make(&m));
    TRY(cx, reach_findings(&m));
    TRY(cx, clash_findings(&m));
    TRY(cx, comply_findings(&m));
    TRY(cx, observe_findings(&m));
    TRY(cx, search_findings(&m));
    TRY(cx, expose_make(&m));
    TRY(cx, confirm_all(&m));
    if (m.findings.n > 1)
        qsort(m.findings.p, m.findings.n, sizeof *m.findings.p, weightier);
    p->findings = m.findings.p;
    p->n_findings = (uint32_t)m.findings.n;
    p->not_covered = m.not_covered.p;
    p->n_not_covered = (uint32_t)m.not_covered.n;
    *out = p;
    return OK;
}
