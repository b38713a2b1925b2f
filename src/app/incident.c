/* app/incident.c: what the record says of incidents.
 *
 * Groupings that share a report are one incident (sem 2). Every other record
 * belongs to the incident that it names, directly, or through a report or a
 * step of it. A report that nobody grouped stands alone: an allegation. Then
 * the steps of each, in order of `recorded`, tell its stage, who holds it, and
 * for how long each had it. Nothing here is stored.
 *
 * Entering steps is incident_enter.c. */
#include "app/incident_int.h"

#include "base/suggest.h"

enum { LIKE_WITHIN_S = 3600 };

bool gathering_sees(const struct gathering *g, const struct fact *f)
{
    if (g->ever)
        return true;
    /* A step is there once it is recorded; an account by when it occurred. */
    return f->kind == FACT_INCIDENT || f->kind == FACT_EVENT ||
                   f->kind == FACT_STATE || f->kind == FACT_TOTAL ||
                   f->kind == FACT_LEVEL
               ? f->from <= g->at
               : f->recorded <= g->at;
}

bool gathering_lacks(const struct gathering *g, uint32_t fact)
{
    return !g->ever && g->c->gone[fact];
}

/* The fact of that id, if it was read. */
static bool fact_of(const struct gathering *g, str id, uint32_t *fact)
{
    return engine_find(g->c->engine, id, fact);
}

static uint32_t root_of(const struct gathering *g, uint32_t i)
{
    while (g->groups.p[i].parent != i)
        i = g->groups.p[i].parent;
    return i;
}

static err new_group(struct gathering *g, bool alone, uint32_t *out)
{
    struct inc_group n = {.parent = (uint32_t)g->groups.n, .alone = alone};
    *out = n.parent;
    TRY_ROOM(g->cx, g->tmp, vec_push(g->tmp, &g->groups, n));
    return OK;
}

static bool has_owner(const struct gathering *g, uint32_t fact, uint32_t *group)
{
    *group = g->owner[fact] - 1;
    return g->owner[fact] != 0;
}

/* Gives a fact to a group; if another has it, both are one. */
static void own(struct gathering *g, uint32_t fact, uint32_t group)
{
    uint32_t old;
    if (!has_owner(g, fact, &old)) {
        g->owner[fact] = group + 1;
        return;
    }
    uint32_t x = root_of(g, old), y = root_of(g, group);
    if (x != y)
        g->groups.p[x > y ? x : y].parent = x > y ? y : x;
}

/* The groupings, with the reports that each names. */
static err find_groups(struct gathering *g)
{
    struct fact buffer;
    for (size_t i = 0; i < g->said.n; i++) {
        const struct incident_said *s = g->said.p[i];
        uint32_t group, fact;
        if (s->kind != INC_GROUPING || gathering_lacks(g, s->fact))
            continue;
        const struct fact *f =
            engine_fact_brief(g->c->engine, s->fact, &buffer);
        if (!gathering_sees(g, f) || f->recorded > g->at)
            continue;
        TRY(g->cx, new_group(g, false, &group));
        own(g, s->fact, group);
        for (uint32_t k = 0; k < f->n_refs; k++)
            if (fact_of(g, f->refs[k], &fact))
                own(g, fact, group);
    }
    return OK;
}

/* The group that a record belongs to by what it names; false: none yet. */
static bool named_group(const struct gathering *g, const struct fact *f,
                        uint32_t *out)
{
    uint32_t fact;
    for (uint32_t k = 0; k < f->n_refs; k++)
        if (fact_of(g, f->refs[k], &fact) && has_owner(g, fact, out))
            return true;
    for (uint32_t k = 0; k < f->n_replies; k++)
        if (f->replies[k].kind == REPLY_AMENDS &&
            fact_of(g, f->replies[k].id, &fact) && has_owner(g, fact, out))
            return true;
    return false;
}

/* Steps name incidents, and each other: until nothing is added. */
static err find_steps(struct gathering *g)
{
    struct fact buffer;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < g->said.n; i++) {
            uint32_t fact = g->said.p[i]->fact, group;
            if (has_owner(g, fact, &group))
                continue;
            const struct fact *f =
                engine_fact_brief(g->c->engine, fact, &buffer);
            if (!gathering_sees(g, f) || !named_group(g, f, &group))
                continue;
            own(g, fact, group);
            again = true;
        }
    }
    return OK;
}

/* Accounts that nobody grouped. */
static err find_alone(struct gathering *g)
{
    struct fact buffer;
    for (size_t i = 0; i < g->said.n; i++) {
        const struct incident_said *s = g->said.p[i];
        uint32_t group;
        if (s->kind != INC_REPORT || gathering_lacks(g, s->fact) ||
            has_owner(g, s->fact, &group) ||
            !gathering_sees(g,
                            engine_fact_brief(g->c->engine, s->fact, &buffer)))
            continue;
        TRY(g->cx, new_group(g, true, &group));
        own(g, s->fact, group);
    }
    return OK;
}

static int by_fact(const void *a, const void *b)
{
    const struct incident_said *const *x = a, *const *y = b;
    return (*x)->fact < (*y)->fact ? -1 : (*x)->fact > (*y)->fact;
}

bool incident_is_said(const struct app_case *c, uint32_t fact, uint32_t *index)
{
    size_t lo = 0, hi = c->said.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->said.p[mid]->fact < fact)
            lo = mid + 1;
        else
            hi = mid;
    }
    *index = (uint32_t)lo;
    return lo < c->said.n && c->said.p[lo]->fact == fact;
}

/* Of reports that are accounts only because somebody grouped them, what they
 * say is not kept. */
static err add_grouped(struct gathering *g)
{
    struct fact buffer, other;
    size_t n = g->said.n;
    uint32_t index;
    for (size_t i = 0; i < n; i++) {
        if (g->said.p[i]->kind != INC_GROUPING)
            continue;
        const struct fact *f =
            engine_fact_brief(g->c->engine, g->said.p[i]->fact, &buffer);
        for (uint32_t k = 0; k < f->n_refs; k++) {
            struct incident_said s = {.kind = INC_REPORT,
                                      .confidence = -1,
                                      .attributed_to = NONE,
                                      .reported = INSTANT_MIN};
            if (!fact_of(g, f->refs[k], &s.fact) ||
                incident_is_said(g->c, s.fact, &index))
                continue;
            const struct fact *o =
                engine_fact_brief(g->c->engine, s.fact, &other);
            struct incident_said *kept;
            if (o->kind == FACT_REPLY)
                continue;
            TRY_NEW(g->cx, g->a, kept);
            *kept = s;
            TRY_ROOM(g->cx, g->tmp, vec_push(g->tmp, &g->said, kept));
        }
    }
    return OK;
}

static err fill_groups(struct gathering *g)
{
    struct fact buffer;
    uint32_t last = UINT32_MAX;
    if (g->said.n > g->n_said) /* those of the case are in order */
        qsort(g->said.p, g->said.n, sizeof *g->said.p, by_fact);
    for (size_t i = 0; i < g->said.n; i++) {
        uint32_t group;
        struct member m = {.said = (uint32_t)i, .fact = g->said.p[i]->fact};
        if (m.fact == last || gathering_lacks(g, m.fact) ||
            !has_owner(g, m.fact, &group))
            continue;
        last = m.fact;
        const struct fact *f = engine_fact_brief(g->c->engine, m.fact, &buffer);
        if (!gathering_sees(g, f))
            continue;
        m.recorded = f->recorded;
        m.id = f->id;
        struct inc_group *to = &g->groups.p[root_of(g, group)];
        TRY_ROOM(g->cx, g->tmp, vec_push(g->tmp, &to->members, m));
    }
    return OK;
}

static int by_recorded(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->recorded != y->recorded)
        return x->recorded < y->recorded ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* --- The rule of a body
 * ------------------------------------------------------- */

static uint32_t count_set(actor_set s)
{
    uint32_t n = 0;
    for (; s != 0; s &= s - 1)
        n++;
    return n;
}

static actor_set set_of(const struct agreement *ag, const str *names,
                        uint32_t n)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < ag->n_actors; k++)
            if (str_eq(ag->actors[k].id, names[i]))
                s |= (actor_set)1 << k;
    return s;
}

/* Who sits on it: the members and chairs that the text names; where it names
 * nobody, any other actor. */
static actor_set members_of(const struct agreement *ag, int body,
                            const struct mandate *m)
{
    actor_set named = m->members | m->chaired_by;
    actor_set all = ag->n_actors >= MAX_ACTORS
                        ? ~(actor_set)0
                        : ((actor_set)1 << ag->n_actors) - 1;
    return named != 0 ? named : all & ~((actor_set)1 << body);
}

static uint32_t votes_needed(const struct mandate *m, uint32_t members)
{
    switch (m->decides) {
    case DECIDES_UNSTATED:
        return 0;
    case DECIDES_CONSENSUS:
        return members;
    case DECIDES_MAJORITY:
        return members / 2 + 1;
    case DECIDES_KOF:
        return m->k;
    }
    return 0;
}

struct adoption incident_adoption(const struct agreement *ag, int body,
                                  const str *adopted_by, uint32_t n,
                                  bool attributes, int64_t confidence)
{
    struct adoption x = {.state = ADOPTION_OTHER_BODY, .body = body};
    const struct actor *b = body == NONE ? NULL : &ag->actors[body];
    if (b == NULL || b->role != ROLE_VERIFIER || b->mandate == NULL)
        return x;
    const struct mandate *m = b->mandate;
    if (attributes &&
        (!b->may_attribute || confidence < (int64_t)m->confidence)) {
        x.state = ADOPTION_NO_MANDATE;
        return x;
    }
    actor_set votes = set_of(ag, adopted_by, n);
    actor_set members = members_of(ag, body, m);
    x.needed = votes_needed(m, count_set(members));
    x.have = count_set(votes & members);
    bool other = m->else_by != NONE && (votes >> m->else_by & 1) != 0;
    x.state = m->decides == DECIDES_UNSTATED ? ADOPTION_NO_RULE
              : x.have >= x.needed || other  ? ADOPTION_HOLDS
                                             : ADOPTION_SHORT;
    return x;
}

static bool is_adopted(const struct adoption *x)
{
    return x->state == ADOPTION_HOLDS || x->state == ADOPTION_NO_RULE;
}

/* --- One incident
 * ---------------------------------------------------------- */

/* The first clause that forbids it, or keeps what it says does not hold. */
static int engaged(const struct agreement *ag, const struct fact *f)
{
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *cl = &ag->clauses[i];
        bool ban =
            cl->kind == CLAUSE_BAN && f->act != NONE && cl->perf.act == f->act;
        bool kept = cl->kind == CLAUSE_KEEP && f->state != NONE &&
                    cl->perf.state == f->state;
        bool there = cl->perf.place == NONE || f->zone == NONE ||
                     (f->in.w[cl->perf.place / 64] >> cl->perf.place % 64 & 1);
        if ((ban || kept) && there)
            return (int)i;
    }
    return NONE;
}

static void agree(int said, int *of, bool *differ)
{
    if (said == NONE || *differ)
        return;
    if (*of == NONE)
        *of = said;
    *differ = *of != said;
    if (*differ)
        *of = NONE;
}

static bool lies_in(const struct agreement *ag, int zone, int outer)
{
    return (ag->zones[outer].inside.w[zone / 64] >> zone % 64 & 1) != 0;
}

/* Of two places one of which lies in the other, the wider one. */
static void agree_place(const struct agreement *ag, int zone, int *of,
                        bool *differ)
{
    if (zone != NONE && *of != NONE && lies_in(ag, zone, *of))
        return;
    if (zone != NONE && *of != NONE && lies_in(ag, *of, zone))
        *of = zone;
    agree(zone, of, differ);
}

/* Who did it, or denied access, as this report says. */
static int named_in(const struct agreement *ag, const struct incident_said *s,
                    const struct fact *f)
{
    if (!s->denied)
        return f->performer;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, s->denied_by))
            return (int)i;
    return NONE;
}

static void take_report(const struct app_case *c, const struct incident_said *s,
                        const struct fact *f, struct incident *x, bool *acts)
{
    if (x->from == INSTANT_MIN || f->from < x->from)
        x->from = f->from;
    if (f->to_ > x->to_)
        x->to_ = f->to_;
    agree(f->act, &x->act, acts);
    agree_place(c->ag, f->zone, &x->zone, &x->places_differ);
    agree(named_in(c->ag, s, f), &x->claimed, &x->claims_differ);
    x->denial |= s->denied;
    if (x->clause == NONE && !s->denied)
        x->clause = engaged(c->ag, f);
    if (x->path.recorded == INSTANT_MIN) {
        x->path.occurred = f->from;
        x->path.recorded = f->recorded;
        x->path.reported =
            s->reported == INSTANT_MIN ? f->recorded : s->reported;
    }
}

static void first_time(instant *to, instant at)
{
    if (*to == INSTANT_MIN)
        *to = at;
}

/* What was asked is done by a record that names it, or, if it is the only one
 * that is open, that names the incident. */
static void settle_asked(const struct gathering *g, struct incident_step *steps,
                         uint32_t n, const struct fact *done, uint32_t upto)
{
    struct incident_step *only = NULL;
    uint32_t open = 0, fact;
    for (uint32_t i = 0; i < upto && i < n; i++) {
        if (steps[i].said->kind != INC_ASKED || !steps[i].open)
            continue;
        open++;
        only = &steps[i];
        for (uint32_t k = 0; k < done->n_refs; k++)
            if (fact_of(g, done->refs[k], &fact) &&
                fact == steps[i].said->fact) {
                steps[i].open = false;
                return;
            }
    }
    if (open == 1)
        only->open = false;
}

/* What others than a verifier state is shown, and verifies nothing. */
static void take_assessment(const struct gathering *g, struct incident *x,
                            struct incident_step *p, const struct fact *f)
{
    int account = engine_source_at(g->c->engine, f->source)->account;
    bool verifier = account < (int)g->c->ag->n_actors &&
                    g->c->ag->actors[account].role == ROLE_VERIFIER;
    p->verifies =
        verifier || (x->stage == STAGE_ASSIGNED && account == x->waits_for);
    if (!p->verifies)
        return;
    first_time(&x->path.verified, p->at);
    x->assessment = p;
    if (f->clause != NONE) {
        x->clause = f->clause;
        x->in_scope = true;
    }
    if (x->stage != STAGE_FOUND)
        x->stage = STAGE_VERIFIED;
}

static void take_step(const struct gathering *g, struct incident *x,
                      struct incident_step *steps, uint32_t i, bool *closed)
{
    struct fact buffer;
    struct incident_step *p = &steps[i];
    if (p->said->kind == INC_REPORT)
        return;
    const struct fact *f =
        engine_fact_brief(g->c->engine, p->said->fact, &buffer);
    switch (p->said->kind) {
    case INC_REPORT:
    case INC_RESPONSE:
        break;
    case INC_GROUPING:
        first_time(&x->path.grouped, p->at);
        break;
    case INC_ASSIGNMENT:
        first_time(&x->path.assigned, p->at);
        x->waits_for = f->performer;
        x->has_due = p->said->has_due;
        x->due = p->said->due;
        if (x->stage != STAGE_FOUND)
            x->stage = STAGE_ASSIGNED;
        break;
    case INC_ASSESSMENT:
        take_assessment(g, x, p, f);
        break;
    case INC_FINDING:
        if (f->clause != NONE) {
            x->clause = f->clause;
            x->in_scope = true;
        }
        p->adoption = incident_adoption(
            g->c->ag, engine_source_at(g->c->engine, f->source)->account,
            p->said->adopted_by, p->said->n_adopted_by,
            p->said->attributed_to != NONE, p->said->confidence);
        if (is_adopted(&p->adoption)) {
            first_time(&x->path.found, p->at);
            x->finding = p;
            x->stage = STAGE_FOUND;
        }
        *closed = false;
        break;
    case INC_ASKED:
        p->open = true;
        *closed = false;
        break;
    case INC_DONE:
        settle_asked(g, steps, i, f, i);
        break;
    case INC_CLOSING:
        *closed = true;
        first_time(&x->path.closed, p->at);
        break;
    }
}

/* The body that the clause names, else the only one, else the first. */
static int body_of(const struct agreement *ag, int clause)
{
    if (clause != NONE) {
        const struct clause *cl = &ag->clauses[clause];
        int by = cl->kind == CLAUSE_JUDGED        ? cl->judged_by
                 : cl->standard.kind == STD_NAMED ? cl->standard.by
                                                  : NONE;
        if (by != NONE && ag->actors[by].role == ROLE_VERIFIER)
            return by;
    }
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (ag->actors[i].role == ROLE_VERIFIER)
            return (int)i;
    return NONE;
}

/* For whom it waits, and until when. */
static void set_waiting(const struct gathering *g, struct incident *x,
                        bool closed)
{
    struct fact buffer;
    const struct incident_step *next = NULL;
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_step *p = &x->steps[i];
        if (p->said->kind == INC_ASKED && p->open &&
            (next == NULL ||
             (p->said->has_due &&
              (!next->said->has_due || p->said->due < next->said->due))))
            next = p;
    }
    if (closed)
        x->stage = STAGE_CLOSED;
    else if (next != NULL)
        x->stage = STAGE_FOLLOW_UP;
    if (x->stage != STAGE_ASSIGNED) {
        x->has_due = false;
        x->waits_for = x->body;
    }
    if (x->stage == STAGE_CLOSED)
        x->waits_for = NONE;
    if (x->stage == STAGE_FOLLOW_UP && next != NULL) {
        x->waits_for =
            engine_fact_brief(g->c->engine, next->said->fact, &buffer)
                ->performer;
        x->has_due = next->said->has_due;
        x->due = next->said->due;
    }
    x->overdue = x->has_due && x->due < g->at;
}

static err make_incident(struct gathering *g, const struct inc_group *from)
{
    struct fact buffer;
    struct incident_step *steps;
    bool acts = false, closed = false;
    uint32_t n = (uint32_t)from->members.n;
    struct incident x = {.clause = NONE,
                         .act = NONE,
                         .zone = NONE,
                         .claimed = NONE,
                         .waits_for = NONE,
                         .from = INSTANT_MIN,
                         .to_ = INSTANT_MIN,
                         .stage = from->alone ? STAGE_ALLEGED : STAGE_OPEN,
                         .path = {INSTANT_MIN, INSTANT_MIN, INSTANT_MIN,
                                  INSTANT_MIN, INSTANT_MIN, INSTANT_MIN,
                                  INSTANT_MIN, INSTANT_MIN}};
    if (n > 1)
        qsort(from->members.p, n, sizeof *from->members.p, by_recorded);
    TRY_NEW_ARRAY(g->cx, g->a, (size_t)n + 1, steps);
    x.steps = steps;
    x.n_steps = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct member *m = &from->members.p[i];
        const struct incident_said *s = g->said.p[m->said];
        const struct fact *f =
            engine_fact_brief(g->c->engine, m->fact, &buffer);
        steps[i] = (struct incident_step){.said = s, .at = f->recorded};
        if (s->kind == INC_REPORT)
            take_report(g->c, s, f, &x, &acts);
        if (x.id.n == 0 && (from->alone || s->kind == INC_GROUPING)) {
            TRY_ROOM(g->cx, g->a, arena_dup_str(g->a, m->id, &x.id));
            x.fact = m->fact;
        }
        take_step(g, &x, steps, i, &closed);
    }
    x.body = body_of(g->c->ag, x.clause);
    set_waiting(g, &x, closed);
    if (x.id.n > 0)
        TRY_ROOM(g->cx, g->found_room, vec_push(g->found_room, &g->found, x));
    return OK;
}

/* --- All of them
 * ------------------------------------------------------------ */

/* What belongs together, of g->said. */
static err gather(struct gathering *g)
{
    g->n_said = g->said.n;
    TRY(g->cx, add_grouped(g));
    TRY(g->cx, find_groups(g));
    TRY(g->cx, find_steps(g));
    TRY(g->cx, find_alone(g));
    return find_steps(g);
}

/* So that others can be gathered with the same table. */
static void disown(const struct gathering *g)
{
    struct fact buffer;
    uint32_t fact;
    for (size_t i = 0; i < g->said.n; i++) {
        g->owner[g->said.p[i]->fact] = 0;
        if (g->said.p[i]->kind != INC_GROUPING)
            continue;
        const struct fact *f =
            engine_fact_brief(g->c->engine, g->said.p[i]->fact, &buffer);
        for (uint32_t k = 0; k < f->n_refs; k++)
            if (fact_of(g, f->refs[k], &fact))
                g->owner[fact] = 0;
    }
}

err gathering_make(struct gathering *g)
{
    g->groups.n = 0;
    TRY(g->cx, gather(g));
    TRY(g->cx, fill_groups(g));
    for (size_t i = 0; i < g->groups.n; i++)
        if (g->groups.p[i].parent == i)
            TRY(g->cx, make_incident(g, &g->groups.p[i]));
    disown(g);
    return OK;
}

err gathering_make_alone(struct gathering *g, const struct incident_said *s,
                         const struct fact *f)
{
    struct member m = {.fact = s->fact, .recorded = f->recorded, .id = f->id};
    struct inc_group alone = {.alone = true};
    alone.members.p = &m;
    alone.members.n = 1;
    g->said.n = 0;
    TRY_ROOM(g->cx, g->tmp, vec_push(g->tmp, &g->said, s));
    return make_incident(g, &alone);
}

err incident_groups(struct app_case *c, struct arena *a,
                    struct incident_group **out)
{
    struct gathering g = {
        .c = c, .cx = c->cx, .a = a, .tmp = a, .at = INSTANT_MAX, .ever = true};
    TRY_NEW_ARRAY(c->cx, a, (size_t)engine_n_facts(c->engine) + 1, g.owner);
    for (size_t i = 0; i < c->said.n; i++)
        TRY_ROOM(c->cx, a, vec_push(a, &g.said, c->said.p[i]));
    TRY(c->cx, gather(&g));
    TRY_NEW_ARRAY(c->cx, a, c->said.n + 1, *out);
    for (size_t i = 0; i < c->said.n; i++) {
        uint32_t group;
        (*out)[i].number = INCIDENT_NO_GROUP;
        if (!has_owner(&g, c->said.p[i]->fact, &group))
            continue;
        uint32_t root = root_of(&g, group);
        (*out)[i] = (struct incident_group){root, g.groups.p[root].alone};
    }
    return OK;
}

static bool has_record(struct app_case *c, const struct incident *x, str id)
{
    struct fact buffer;
    if (str_eq(x->id, id))
        return true;
    for (uint32_t i = 0; i < x->n_steps; i++)
        if ((x->steps[i].said->kind == INC_REPORT ||
             x->steps[i].said->kind == INC_GROUPING) &&
            str_eq(engine_fact_brief(c->engine, x->steps[i].said->fact, &buffer)
                       ->id,
                   id))
            return true;
    return false;
}

err incident_find(struct app_case *c, const struct incident_list *l, str id,
                  uint32_t *index)
{
    struct suggest s;
    char hint[300] = "truce incident list CASE shows them";
    suggest_init(&s, id);
    for (uint32_t i = 0; i < l->n; i++) {
        if (has_record(c, &l->v[i], id)) {
            *index = i;
            return OK;
        }
        suggest_offer(&s, l->v[i].id);
    }
    if (s.best.n > 0)
        snprintf(hint, sizeof hint, "did you mean %.*s?", STR_ARG(s.best));
    return fail_hint(c->cx, ERR_NOT_FOUND, hint,
                     "there is no incident \"%.*s\"", STR_ARG(id));
}

static bool may_be_one_place(const struct app_case *c, const struct incident *x,
                             const struct incident *y)
{
    const struct agreement *ag = c->ag;
    if (x->zone == NONE || y->zone == NONE || x->zone == y->zone)
        return true;
    const zone_set *in_x = &ag->zones[x->zone].inside,
                   *in_y = &ag->zones[y->zone].inside;
    return (in_x->w[y->zone / 64] >> y->zone % 64 & 1) != 0 ||
           (in_y->w[x->zone / 64] >> x->zone % 64 & 1) != 0;
}

err incident_likes(struct app_case *c, const struct incident_list *l,
                   uint32_t index, struct arena *a, struct incident_like **out,
                   uint32_t *n)
{
    const struct incident *x = &l->v[index];
    VEC(struct incident_like) v = {0};
    for (uint32_t i = 0; i < l->n; i++) {
        const struct incident *y = &l->v[i];
        if (i == index || y->act != x->act || y->denial != x->denial ||
            y->from >= x->to_ + LIKE_WITHIN_S ||
            x->from >= y->to_ + LIKE_WITHIN_S || !may_be_one_place(c, x, y))
            continue;
        struct incident_like k = {i, x->claimed != NONE &&
                                         x->claimed == y->claimed};
        TRY_ROOM(c->cx, a, vec_push(a, &v, k));
    }
    *out = v.p;
    *n = (uint32_t)v.n;
    return OK;
}
