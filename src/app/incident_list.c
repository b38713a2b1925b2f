/* app/incident_list.c: incidents as they are shown: which of them, and in what
 * form. What they are is incident.c's business. */
#include "app/incident.h"

#include "app/case_int.h"
#include "base/suggest.h"

static bool is_said(const char *s)
{
    return s != NULL && *s != '\0';
}

static err no_name(struct cx *cx, const char *what, const char *name,
                   const struct suggest *s)
{
    char hint[200] = "";
    if (s->best.n > 0)
        snprintf(hint, sizeof hint, "did you mean %.*s?", STR_ARG(s->best));
    return fail_hint(cx, ERR_INPUT, hint, "%s: there is no \"%s\"", what, name);
}

static err find_stage(struct cx *cx, const char *name, int *out)
{
    struct suggest s;
    enum incident_stage stage;
    *out = NONE;
    if (!is_said(name))
        return OK;
    suggest_init(&s, str_of(name));
    for (int i = 0; i < N_STAGES; i++)
        suggest_offer(&s, incident_stage_name((enum incident_stage)i));
    if (!incident_stage_find(str_of(name), &stage))
        return no_name(cx, "stage", name, &s);
    *out = (int)stage;
    return OK;
}

static err find_place(struct app_case *c, const char *name, int *out)
{
    struct suggest s;
    *out = NONE;
    if (!is_said(name))
        return OK;
    suggest_init(&s, str_of(name));
    for (uint32_t i = 0; i < c->ag->n_zones; i++) {
        suggest_offer(&s, c->ag->zones[i].id);
        if (str_eq(c->ag->zones[i].id, str_of(name)))
            *out = (int)i;
    }
    return *out == NONE ? no_name(c->cx, "place", name, &s) : OK;
}

static err find_waiting(struct app_case *c, const char *name, int *out)
{
    struct suggest s;
    *out = NONE;
    if (!is_said(name))
        return OK;
    suggest_init(&s, str_of(name));
    for (uint32_t i = 0; i < c->ag->n_actors; i++) {
        suggest_offer(&s, c->ag->actors[i].id);
        if (str_eq(c->ag->actors[i].id, str_of(name)))
            *out = (int)i;
    }
    return *out == NONE ? no_name(c->cx, "waits for", name, &s) : OK;
}

static err find_state(struct cx *cx, const char *name, int *out)
{
    struct suggest s;
    *out = NONE;
    if (!is_said(name))
        return OK;
    suggest_init(&s, str_of(name));
    for (int i = 0; i < N_INC_STATES; i++) {
        str state = incident_state_name((enum incident_state)i);
        suggest_offer(&s, state);
        if (str_eq(state, str_of(name)))
            *out = i;
    }
    return *out == NONE ? no_name(cx, "is", name, &s) : OK;
}

/* Among the accounts that reported any; an actor that reported none is one that
 * nothing fits. */
static err find_source(struct app_case *c, const struct incident_list *l,
                       const char *name, int *out)
{
    enum { SILENT = -2 };
    struct suggest s;
    *out = NONE;
    if (!is_said(name))
        return OK;
    suggest_init(&s, str_of(name));
    for (uint32_t i = 0; i < c->ag->n_actors; i++) {
        suggest_offer(&s, c->ag->actors[i].id);
        if (str_eq(c->ag->actors[i].id, str_of(name)))
            *out = SILENT;
    }
    for (uint32_t i = 0; i < l->counts.n_accounts; i++) {
        int account = l->counts.accounts[i].account;
        str id = engine_account_id(c->engine, account);
        suggest_offer(&s, id);
        if (str_eq(id, str_of(name)))
            *out = account;
    }
    return *out == NONE ? no_name(c->cx, "source", name, &s) : OK;
}

static bool is_reported_by(const struct app_case *c, const struct incident *x,
                           int account)
{
    struct fact buffer;
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_said *s = x->steps[i].said;
        if (s->kind != INC_REPORT)
            continue;
        const struct fact *f = engine_fact(c->engine, s->fact, &buffer);
        if (engine_source_at(c->engine, f->source)->account == account)
            return true;
    }
    return false;
}

err incident_filter(struct app_case *c, const struct incident_list *l,
                    const struct incident_filter *f, struct arena *a,
                    bool **show)
{
    int stage, place, waits, clause = NONE, state, source;
    TRY(c->cx, find_state(c->cx, f->is, &state));
    TRY(c->cx, find_source(c, l, f->source, &source));
    TRY(c->cx, find_stage(c->cx, f->stage, &stage));
    TRY(c->cx, find_place(c, f->place, &place));
    TRY(c->cx, find_waiting(c, f->waits_for, &waits));
    if (is_said(f->clause))
        TRY(c->cx, case_find_clause(c, str_of(f->clause), &clause));
    TRY_NEW_ARRAY(c->cx, a, (size_t)l->n + 1, *show);
    for (uint32_t i = 0; i < l->n; i++) {
        const struct incident *x = &l->v[i];
        bool in = place == NONE || x->zone == place ||
                  (x->zone != NONE &&
                   (c->ag->zones[place].inside.w[x->zone / 64] >> x->zone % 64 &
                    1) != 0);
        (*show)[i] =
            in && (stage == NONE || (int)x->stage == stage) &&
            (waits == NONE || x->waits_for == waits) &&
            (state == NONE || incident_is(x, (enum incident_state)state)) &&
            (source == NONE || is_reported_by(c, x, source)) &&
            (clause == NONE ||
             (x->clause != NONE && str_eq(c->ag->clauses[x->clause].label,
                                          c->ag->clauses[clause].label)));
    }
    return OK;
}

err case_incidents(struct app_case *c, const struct incident_filter *f,
                   enum case_format format, struct buf *out)
{
    struct incident_list l;
    struct incident_choice choice = {.width = c->o->width,
                                     .colour = c->o->colour};
    bool *show;
    err e = incidents_read(c, c->a, &l);
    if (is_ok(e))
        e = incident_filter(c, &l, f, c->a, &show);
    if (!is_ok(e)) {
        fault_set_typed(c->cx, e.code == ERR_INPUT || e.code == ERR_NOT_FOUND);
        return e;
    }
    choice.show = show;
    return format == CASE_JSON
               ? report_incidents_json(c->cx, &c->report, &l, &choice, out)
               : report_incidents_text(c->cx, &c->report, &l, &choice, out);
}

err case_incident(struct app_case *c, const char *id, enum case_format format,
                  struct buf *out)
{
    struct incident_list l;
    struct incident_like *like;
    struct incident_choice choice = {.width = c->o->width,
                                     .colour = c->o->colour};
    uint32_t index, n;
    TRY(c->cx, incidents_read(c, c->a, &l));
    TRY(c->cx, incident_find(c, &l, str_of(id), &index));
    TRY(c->cx, incident_likes(c, &l, index, c->a, &like, &n));
    return format == CASE_JSON
               ? report_incident_json(c->cx, &c->report, &l, index, like, n,
                                      out)
               : report_incident_text(c->cx, &c->report, &l, index, like, n,
                                      &choice, out);
}
