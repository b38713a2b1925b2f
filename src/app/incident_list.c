/* app/incident_list.c: incidents as they are shown: which of them, and in what
 * form. What they are is incident.c's business. */
#include "app/incident.h"

#include "app/case_int.h"
#include "base/suggest.h"

static bool is_said(const char *s)
{
    return s != NULL && *s != '\0';
}

/* What a name of the filter names among those that are offered. */
struct naming {
    const char *what;
    struct suggest near; /* of no word: everything fits */
    int found;
};

static struct naming naming_of(const char *what, const char *name)
{
    struct naming x = {.what = what, .found = NONE};
    suggest_init(&x.near, name == NULL ? STR("") : str_of(name));
    return x;
}

static void offer(struct naming *x, str id, int i)
{
    suggest_offer(&x->near, id);
    if (id.n > 0 && str_eq(id, x->near.word))
        x->found = i;
}

static err must_be_named(struct cx *cx, const struct naming *x)
{
    char hint[200] = "";
    if (x->near.word.n == 0 || x->found != NONE)
        return OK;
    if (x->near.best.n > 0)
        snprintf(hint, sizeof hint, "did you mean %.*s?",
                 STR_ARG(x->near.best));
    return fail_hint(cx, ERR_INPUT, hint, "%s: there is no \"%.*s\"", x->what,
                     STR_ARG(x->near.word));
}

static err find_stage(struct cx *cx, const char *name, int *out)
{
    struct naming x = naming_of("stage", name);
    for (int i = 0; i < N_STAGES; i++)
        offer(&x, incident_stage_name((enum incident_stage)i), i);
    *out = x.found;
    return must_be_named(cx, &x);
}

static err find_place(struct app_case *c, const char *name, int *out)
{
    struct naming x = naming_of("place", name);
    for (uint32_t i = 0; i < c->ag->n_zones; i++)
        offer(&x, c->ag->zones[i].id, (int)i);
    *out = x.found;
    return must_be_named(c->cx, &x);
}

static err find_waiting(struct app_case *c, const char *name, int *out)
{
    struct naming x = naming_of("waits for", name);
    for (uint32_t i = 0; i < c->ag->n_actors; i++)
        offer(&x, c->ag->actors[i].id, (int)i);
    *out = x.found;
    return must_be_named(c->cx, &x);
}

static err find_state(struct cx *cx, const char *name, int *out)
{
    struct naming x = naming_of("is", name);
    for (int i = 0; i < N_INC_STATES; i++)
        offer(&x, incident_state_name((enum incident_state)i), i);
    *out = x.found;
    return must_be_named(cx, &x);
}

/* Among the accounts that reported any; an actor that reported none is one that
 * nothing fits. */
static err find_source(struct app_case *c, const struct incident_list *l,
                       const char *name, int *out)
{
    enum { SILENT = -2 };
    struct naming x = naming_of("source", name);
    for (uint32_t i = 0; i < c->ag->n_actors; i++)
        offer(&x, c->ag->actors[i].id, SILENT);
    for (uint32_t i = 0; i < l->counts.n_accounts; i++) {
        int account = l->counts.accounts[i].account;
        offer(&x, engine_account_id(c->engine, account), account);
    }
    *out = x.found;
    return must_be_named(c->cx, &x);
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
