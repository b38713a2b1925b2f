/* app/incident_apart.c: who may not judge an incident, whatever role it has
 * now: who reported it, assessed it, answered in it, or ever spoke for an actor
 * that it is about.
 *
 * What somebody did is read from the record, which forgets nothing; for whom an
 * account ever spoke the caller says (the node's log has it), and the record
 * adds the actors in whose name it answered or said that something was done.
 * Reports do not tell that: a duty officer takes them in for others. */
#include "app/incident.h"

#include "app/case_int.h"

static bool is_author(const struct incident_judge *who,
                      const struct incident_said *s)
{
    return str_eq(s->author, who->author);
}

static int account_of(const struct app_case *c, const struct fact *f)
{
    return engine_source_at(c->engine, f->source)->account;
}

/* Verifiers judge; what they said before is the body's own. */
static bool is_party_like(const struct agreement *ag, int actor)
{
    return actor >= 0 && actor < (int)ag->n_actors &&
           ag->actors[actor].role != ROLE_VERIFIER;
}

static void add_actor(const struct agreement *ag, int actor, bool *set)
{
    if (!is_party_like(ag, actor))
        return;
    if (ag->actors[actor].role == ROLE_FORCE && ag->actors[actor].of != NONE)
        actor = ag->actors[actor].of;
    set[actor] = true;
}

static int find_actor(const struct agreement *ag, str id)
{
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, id))
            return (int)i;
    return NONE;
}

/* Those that reported it, are named in it, or answered. */
static void read_concerned(const struct app_case *c, const struct incident *x,
                           bool *set)
{
    struct fact buffer;
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_said *s = x->steps[i].said;
        const struct fact *f = engine_fact(c->engine, s->fact, &buffer);
        if (s->kind == INC_REPORT || s->kind == INC_RESPONSE)
            add_actor(c->ag, account_of(c, f), set);
        if (s->kind == INC_REPORT || s->kind == INC_ASKED)
            add_actor(c->ag, f->performer, set);
        add_actor(c->ag, find_actor(c->ag, s->denied_by), set);
        add_actor(c->ag, s->attributed_to, set);
    }
}

static void read_spoken_for(const struct app_case *c,
                            const struct incident_judge *who, bool *set)
{
    struct fact buffer;
    for (size_t i = 0; i < who->n_spoke_for; i++)
        add_actor(c->ag, find_actor(c->ag, who->spoke_for[i]), set);
    for (size_t i = 0; i < c->said.n; i++) {
        const struct incident_said *s = c->said.p[i];
        if ((s->kind == INC_RESPONSE || s->kind == INC_DONE) &&
            is_author(who, s))
            add_actor(c->ag,
                      account_of(c, engine_fact(c->engine, s->fact, &buffer)),
                      set);
    }
}

/* The step of that kind that this author entered, or NULL. */
static const struct incident_said *own_step(const struct incident_judge *who,
                                            const struct incident *x,
                                            enum incident_kind kind)
{
    for (uint32_t i = 0; i < x->n_steps; i++)
        if (x->steps[i].said->kind == kind && is_author(who, x->steps[i].said))
            return x->steps[i].said;
    return NULL;
}

static err check_steps(struct app_case *c, const struct incident *x,
                       const struct incident_judge *who, bool adopts)
{
    const struct {
        enum incident_kind kind;
        bool bars_verifying;
        const char *did, *rule;
    } rows[] = {
        {INC_REPORT, true, "reported",
         adopts ? "who reports does not adopt" : "who reports does not verify"},
        {INC_ASSESSMENT, false, "made the assessment",
         "who verifies does not adopt"},
        {INC_RESPONSE, true, "gave the answer",
         adopts ? "who answers does not adopt" : "who answers does not verify"},
    };
    struct fact buffer;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct incident_said *s = own_step(who, x, rows[i].kind);
        if (s == NULL || (!adopts && !rows[i].bars_verifying))
            continue;
        const struct fact *f = engine_fact(c->engine, s->fact, &buffer);
        return fail_hint(c->cx, ERR_DENIED, "somebody else has to do it",
                         "%.*s %s %.*s: %s", STR_ARG(who->author), rows[i].did,
                         STR_ARG(f->id), rows[i].rule);
    }
    return OK;
}

err incident_apart(struct app_case *c, const struct incident *x,
                   const struct incident_judge *who, bool adopts)
{
    const struct agreement *ag = c->ag;
    bool concerned[MAX_ACTORS] = {false}, spoken[MAX_ACTORS] = {false};
    TRY(c->cx, check_steps(c, x, who, adopts));
    read_concerned(c, x, concerned);
    read_spoken_for(c, who, spoken);
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (concerned[i] && spoken[i])
            return fail_hint(c->cx, ERR_DENIED, "somebody else has to do it",
                             "%.*s has spoken for %.*s, which %.*s is about: "
                             "who is party to it does not judge it",
                             STR_ARG(who->author), STR_ARG(ag->actors[i].id),
                             STR_ARG(x->id));
    return OK;
}
