/* app/case_said.c: of each record that has to do with incidents, what it says
 * beside its fact: the axes of an assessment, who adopted a finding, who made
 * an entry. Of other reports nothing is kept, since there may be millions.
 * What follows from it: incident.c. */
#include "app/case_int.h"

err case_said_init(struct app_case *c)
{
    const struct agreement *ag = c->ag;
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)ag->n_acts + 1, c->ban_acts);
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)ag->n_states + 1, c->kept_states);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *cl = &ag->clauses[i];
        if (cl->kind == CLAUSE_BAN && cl->perf.act != NONE)
            c->ban_acts[cl->perf.act] = true;
        if (cl->kind == CLAUSE_KEEP && cl->perf.state != NONE)
            c->kept_states[cl->perf.state] = true;
    }
    return OK;
}

/* A report of what a clause forbids, or of access that was denied. */
static bool is_account(const struct app_case *c, const struct facts_record *r)
{
    const struct fact *f = &r->fact;
    if (str_eq(r->shown.access, STR("denied")))
        return f->kind == FACT_EVENT;
    if (f->kind == FACT_EVENT)
        return f->act != NONE && c->ban_acts[f->act] && !f->did_not;
    return f->kind == FACT_STATE && !f->holds && f->state != NONE &&
           c->kept_states[f->state];
}

static bool kind_of(const struct app_case *c, const struct facts_record *r,
                    enum incident_kind *out)
{
    static const struct {
        str type;
        enum incident_kind kind;
    } kinds[] = {{STR_INIT("incident"), INC_GROUPING},
                 {STR_INIT("assignment"), INC_ASSIGNMENT},
                 {STR_INIT("assessment"), INC_ASSESSMENT},
                 {STR_INIT("finding"), INC_FINDING},
                 {STR_INIT("response"), INC_RESPONSE}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        *out = kinds[i].kind;
        if (str_eq(r->shown.type, kinds[i].type))
            return true;
    }
    *out = INC_REPORT;
    if (!str_eq(r->shown.type, STR("action")))
        return is_account(c, r);
    *out = str_eq(r->shown.outcome, STR("asked"))  ? INC_ASKED
           : str_eq(r->shown.outcome, STR("done")) ? INC_DONE
                                                   : INC_CLOSING;
    return true;
}

static err keep(struct app_case *c, str s, str *out)
{
    *out = STR("");
    if (s.n > 0)
        TRY_ROOM(c->cx, &c->records, arena_dup_str(&c->records, s, out));
    return OK;
}

static err keep_list(struct app_case *c, const str *v, uint32_t n,
                     const str **out)
{
    str *copy;
    *out = NULL;
    if (n == 0)
        return OK;
    TRY_NEW_ARRAY(c->cx, &c->records, n, copy);
    for (uint32_t i = 0; i < n; i++)
        TRY(c->cx, keep(c, v[i], &copy[i]));
    *out = copy;
    return OK;
}

err case_keep_said(struct app_case *c, uint32_t fact,
                   const struct facts_record *r)
{
    const struct facts_shown *s = &r->shown;
    struct incident_said k = {.fact = fact,
                              .confidence = s->confidence,
                              .attributed_to = s->attributed_to,
                              .n_evidence = s->n_evidence,
                              .n_adopted_by = s->n_adopted_by,
                              .n_dissent = s->n_dissent,
                              .denied = str_eq(s->access, STR("denied")),
                              .has_due = s->has_due,
                              .due = s->due,
                              .reported = s->reported};
    if (!c->keep_shown || !kind_of(c, r, &k.kind))
        return OK;
    const struct {
        str from;
        str *to;
    } texts[] = {
        {s->author, &k.author},     {s->how_known, &k.how_known},
        {s->observed, &k.observed}, {s->verified, &k.verified},
        {s->severity, &k.severity}, {s->reasons, &k.reasons},
        {s->response, &k.response}, {s->access_denied_by, &k.denied_by}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        TRY(c->cx, keep(c, texts[i].from, texts[i].to));
    TRY(c->cx, keep_list(c, s->evidence, s->n_evidence, &k.evidence));
    TRY(c->cx, keep_list(c, s->adopted_by, s->n_adopted_by, &k.adopted_by));
    TRY(c->cx, keep_list(c, s->dissent, 2 * s->n_dissent, &k.dissent));
    struct incident_said *kept;
    TRY_NEW(c->cx, &c->records, kept);
    *kept = k;
    TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->said, kept));
    return OK;
}
