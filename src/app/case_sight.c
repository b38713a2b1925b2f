/* app/case_sight.c: what somebody may not see of a case, and that it is
 * forgotten before anything is computed.
 *
 * Withheld is the intake of incidents: allegations, and the mechanism's work on
 * them, until its body has adopted a finding on the incident, which releases it
 * whole and for good. Who speaks for an actor (c->o->sees) sees of it before
 *   - what that actor itself entered;
 *   - once an incident is taken up: the reports in it that name that actor, the
 *     groupings that name such a report or one of its own, what is asked of it
 *     and what was done, and that the incident was closed.
 * All else of the record is seen by whoever reads the case; but a record that
 * speaks of one that is withheld is withheld with it.
 *
 * There is no other place where this is decided: every page, list and status
 * for that person is computed from the case that is left
 * (docs/decisions/0061). */
#include "app/case_int.h"
#include "app/incident.h"

struct sight {
    struct app_case *c;
    struct arena *a;
    int actor; /* that sees, or NONE */
    struct incident_group *groups;
    bool *released;     /* by number of the group */
    bool *forget, *own; /* by fact */
};

static const struct fact *fact_at(const struct sight *s, uint32_t n,
                                  struct fact *buffer)
{
    return engine_fact(s->c->engine, n, buffer);
}

/* The fact of that id; false: none that was read. */
static bool find(const struct sight *s, str id, uint32_t *fact)
{
    return engine_find(s->c->engine, id, fact);
}

static bool is_own(const struct sight *s, const struct fact *f)
{
    const struct source *from = engine_source_at(s->c->engine, f->source);
    str account = engine_account_id(s->c->engine, from->account);
    return s->c->o->sees[0] != '\0' && str_eq(account, str_of(s->c->o->sees));
}

/* The actor itself, or a force of it. */
static bool is_me(const struct sight *s, int actor)
{
    const struct agreement *ag = s->c->ag;
    return actor != NONE && s->actor != NONE &&
           (actor == s->actor || (ag->actors[actor].role == ROLE_FORCE &&
                                  ag->actors[actor].of == s->actor));
}

static int find_actor(const struct agreement *ag, str id)
{
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, id))
            return (int)i;
    return NONE;
}

/* --- What is released -------------------------------------------------------
 */

static bool is_adopted(const struct sight *s, const struct incident_said *k)
{
    struct fact buffer;
    const struct fact *f = fact_at(s, k->fact, &buffer);
    struct adoption x = incident_adoption(
        s->c->ag, engine_source_at(s->c->engine, f->source)->account,
        k->adopted_by, k->n_adopted_by, k->attributed_to != NONE,
        k->confidence);
    return x.state == ADOPTION_HOLDS || x.state == ADOPTION_NO_RULE;
}

static err find_released(struct sight *s)
{
    struct app_case *c = s->c;
    uint32_t most = 0;
    for (size_t i = 0; i < c->said.n; i++)
        if (s->groups[i].number != INCIDENT_NO_GROUP &&
            s->groups[i].number >= most)
            most = s->groups[i].number + 1;
    TRY_NEW_ARRAY(c->cx, s->a, (size_t)most + 1, s->released);
    for (size_t i = 0; i < c->said.n; i++)
        if (c->said.p[i]->kind == INC_FINDING &&
            s->groups[i].number != INCIDENT_NO_GROUP &&
            is_adopted(s, c->said.p[i]))
            s->released[s->groups[i].number] = true;
    return OK;
}

/* --- What one is party to ---------------------------------------------------
 */

/* A report that names who looks: as who did it, or who denied access. */
static bool names_me(const struct sight *s, const struct incident_said *k,
                     const struct fact *f)
{
    return is_me(s,
                 k->denied ? find_actor(s->c->ag, k->denied_by) : f->performer);
}

/* Whether a grouping names a report that who looks may see. */
static bool groups_mine(const struct sight *s, const struct fact *f)
{
    struct fact buffer;
    for (uint32_t i = 0; i < f->n_refs; i++) {
        uint32_t n;
        if (!find(s, f->refs[i], &n))
            continue;
        const struct fact *r = fact_at(s, n, &buffer);
        if (is_own(s, r) || (r->kind != FACT_REPLY && is_me(s, r->performer)))
            return true;
    }
    return false;
}

/* A step names a record that stays: what is asked, or the incident. */
static bool names_what_stays(const struct sight *s, const struct fact *f)
{
    for (uint32_t i = 0; i < f->n_refs; i++) {
        uint32_t n;
        if (find(s, f->refs[i], &n) && !s->forget[n])
            return true;
    }
    return false;
}

static bool sees_report(const struct sight *s, const struct incident_said *k,
                        const struct fact *f, bool alone)
{
    return !alone && names_me(s, k, f);
}

/* Of what is not released and not one's own. Steps that follow from others are
 * looked at after those. */
static bool sees(const struct sight *s, size_t i, bool first)
{
    struct fact buffer;
    const struct incident_said *k = s->c->said.p[i];
    const struct incident_group *g = &s->groups[i];
    const struct fact *f = fact_at(s, k->fact, &buffer);
    bool any = g->number != INCIDENT_NO_GROUP;
    if (any && s->released[g->number])
        return true;
    if (is_own(s, f))
        return true;
    switch (k->kind) {
    case INC_REPORT:
        return sees_report(s, k, f, g->alone);
    case INC_GROUPING:
        return groups_mine(s, f);
    case INC_ASKED:
        return is_me(s, f->performer);
    case INC_DONE:
    case INC_CLOSING:
        return !first && names_what_stays(s, f);
    case INC_FINDING: /* one that is about no incident */
        return !any && f->n_refs == 0 && f->n_replies == 0;
    case INC_ASSIGNMENT:
    case INC_ASSESSMENT:
    case INC_RESPONSE:
        break;
    }
    return false;
}

/* What is asked of somebody is asked about an incident, which is told then. */
static void keep_what_is_asked(struct sight *s)
{
    struct fact buffer, other;
    for (size_t i = 0; i < s->c->said.n; i++) {
        const struct incident_said *k = s->c->said.p[i];
        const struct fact *f = fact_at(s, k->fact, &buffer);
        if (k->kind != INC_ASKED || s->forget[k->fact])
            continue;
        for (uint32_t r = 0; r < f->n_refs; r++) {
            uint32_t n;
            if (find(s, f->refs[r], &n) &&
                fact_at(s, n, &other)->kind == FACT_INCIDENT)
                s->forget[n] = false;
        }
    }
}

static void look(struct sight *s, bool first)
{
    for (size_t i = 0; i < s->c->said.n; i++)
        if (first || s->forget[s->c->said.p[i]->fact])
            s->forget[s->c->said.p[i]->fact] = !sees(s, i, first);
}

/* --- What speaks of it ------------------------------------------------------
 */

static bool speaks_of_hidden(const struct sight *s, const struct fact *f)
{
    uint32_t n;
    for (uint32_t i = 0; i < f->n_replies; i++)
        if (find(s, f->replies[i].id, &n) && s->forget[n])
            return true;
    if (f->kind == FACT_INCIDENT)
        return false; /* those that it groups are left out of it */
    for (uint32_t i = 0; i < f->n_refs; i++)
        if (find(s, f->refs[i], &n) && s->forget[n])
            return true;
    return false;
}

static void hide_replies(struct sight *s)
{
    struct fact buffer;
    uint32_t n = engine_n_facts(s->c->engine);
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < n; i++) {
            const struct fact *f;
            if (s->forget[i])
                continue;
            f = fact_at(s, i, &buffer);
            s->own[i] = is_own(s, f);
            if (s->own[i] || !speaks_of_hidden(s, f))
                continue;
            s->forget[i] = again = true;
        }
    }
}

err case_forget_unseen(struct app_case *c)
{
    struct sight s = {.c = c,
                      .a = &c->records,
                      .actor = find_actor(c->ag, str_of(c->o->sees))};
    size_t n = engine_n_facts(c->engine);
    if (!c->keep_shown)
        return fail_hint(c->cx, ERR_LIMIT,
                         "who sees all of the intake can look at it",
                         "so many records cannot be told apart by who may see "
                         "them");
    TRY(c->cx, incident_groups(c, s.a, &s.groups));
    TRY(c->cx, find_released(&s));
    TRY_NEW_ARRAY(c->cx, s.a, n + 1, s.forget);
    TRY_NEW_ARRAY(c->cx, s.a, n + 1, s.own);
    look(&s, true);
    keep_what_is_asked(&s);
    look(&s, false);
    hide_replies(&s);
    TRY(c->cx, case_forget(c, s.forget, s.own));
    /* What is wrong with lines of the record may be of any of them. */
    c->problems.n = 0;
    buf_clear(&c->messages);
    return OK;
}
