/* app/node_incidents.c: the pages of incidents: which are listed, what who
 * looks may do, and the forms they send. What a step takes is
 * incident_enter.c's business; here a role is asked for. */
#include "app/node_int.h"

#include "app/incident.h"
#include "base/html.h"

#include <stdlib.h>

/* --- The list
 * ---------------------------------------------------------------- */

static err c_param(struct ask *q, const char *name, const char **out)
{
    str s;
    char *room;
    TRY(q->cx, param(q, name, &s));
    TRY_NEW_ARRAY(q->cx, q->a, s.n + 1, room);
    if (!str_to_c(s, room, s.n + 1))
        return fail(q->cx, ERR_INPUT, "%s: that is no name", name);
    *out = room;
    return OK;
}

static void keep_filter(struct buf *b, const char *name, const char *value)
{
    if (value[0] == '\0')
        return;
    if (b->n > 0)
        buf_char(b, '&');
    buf_c(b, name);
    buf_char(b, '=');
    url_part(b, str_of(value));
}

static err read_filter(struct ask *q, struct incident_filter *f)
{
    TRY(q->cx, c_param(q, "stage", &f->stage));
    TRY(q->cx, c_param(q, "clause", &f->clause));
    TRY(q->cx, c_param(q, "place", &f->place));
    TRY(q->cx, c_param(q, "source", &f->source));
    TRY(q->cx, c_param(q, "is", &f->is));
    return c_param(q, "waits", &f->waits_for);
}

err node_incidents_shown(struct ask *q, const struct incident_list *l,
                         bool **show)
{
    struct incident_filter f;
    TRY(q->cx, read_filter(q, &f));
    return incident_filter(q->n->c, l, &f, q->a, show);
}

static err list(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct incident_list l;
    struct incident_filter f;
    struct buf rest;
    uint32_t *rows, n = 0;
    bool *show;
    TRY(q->cx, read_filter(q, &f));
    TRY(q->cx, node_incidents(q->cx, q->n, &l));
    TRY(q->cx, incident_filter(c, &l, &f, q->a, &show));
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)l.n + 1, rows);
    for (uint32_t i = 0; i < l.n; i++)
        if (show[i])
            rows[n++] = i;
    struct web_incidents d = {.list = &l,
                              .stage = str_of(f.stage),
                              .clause = str_of(f.clause),
                              .place = str_of(f.place),
                              .source = str_of(f.source),
                              .is = str_of(f.is),
                              .waits = str_of(f.waits_for)};
    TRY(q->cx, page_number(q, n, &d.page, &d.pages));
    uint32_t from = (d.page - 1) * ROWS;
    d.rows = rows + from;
    d.n = n - from < ROWS ? n - from : ROWS;
    buf_init(&rest, q->a, SIZE_MAX);
    keep_filter(&rest, "stage", f.stage);
    keep_filter(&rest, "clause", f.clause);
    keep_filter(&rest, "place", f.place);
    keep_filter(&rest, "waits", f.waits_for);
    keep_filter(&rest, "source", f.source);
    keep_filter(&rest, "is", f.is);
    TRY(q->cx, buf_finish(q->cx, &rest));
    d.rest = buf_view(&rest);
    d.may_report = q->who != NULL && ask_may_at_all(q, MAY_TAKE_INCIDENT);
    return web_incidents(q->cx, &q->view, &d, q->out);
}

static err list_json(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct incident_filter f;
    TRY(q->cx, read_filter(q, &f));
    return case_incidents(c, &f, CASE_JSON, q->out);
}

/* --- What may be done
 * -------------------------------------------------------- */

struct actors {
    struct ask *q;
    VEC(str) v;
};

static err keep_actor(struct cx *cx, void *self, str actor)
{
    struct actors *s = self;
    str copy;
    TRY_ROOM(cx, s->q->a, arena_dup_str(s->q->a, actor, &copy));
    TRY_ROOM(cx, s->q->a, vec_push(s->q->a, &s->v, copy));
    return OK;
}

/* Who looks, with all that it ever spoke for. */
static err read_judge(struct ask *q, struct incident_judge *out)
{
    struct actors s = {.q = q};
    *out = (struct incident_judge){.author = q->who->name};
    TRY(q->cx,
        people_spoke_for(q->cx, q->n->people, q->who->name, keep_actor, &s));
    if (q->who->of.n > 0)
        TRY_ROOM(q->cx, q->a, vec_push(q->a, &s.v, q->who->of));
    out->spoke_for = s.v.p;
    out->n_spoke_for = s.v.n;
    return OK;
}

static bool is_apart(struct ask *q, const struct incident *x,
                     const struct incident_judge *who, bool adopts)
{
    if (is_ok(incident_apart(q->n->c, x, who, adopts)))
        return true;
    fault_clear(q->cx);
    return false;
}

static err read_may(struct ask *q, const struct incident *x,
                    struct incident_may *out)
{
    const struct agreement *ag = q->n->c->ag;
    bool grouped = x->stage != STAGE_ALLEGED, live = x->stage != STAGE_CLOSED;
    bool judged = x->assessment != NULL;
    bool body = x->body != NONE && ag->actors[x->body].mandate != NULL;
    bool open = x->stage == STAGE_FOLLOW_UP;
    struct incident_judge me;
    if (q->who == NULL)
        return OK;
    TRY(q->cx, read_judge(q, &me));
    str waits = x->waits_for == NONE ? STR("") : ag->actors[x->waits_for].id;
    *out = (struct incident_may){
        .group = !grouped && ask_may(q, MAY_ASSIGN, STR("")),
        .assign = grouped && live && ask_may(q, MAY_ASSIGN, STR("")),
        .verify = grouped && live && ask_may(q, MAY_VERIFY, STR("")) &&
                  is_apart(q, x, &me, false),
        .respond = grouped && ask_may(q, MAY_RESPOND, q->who->of),
        .adopt = grouped && judged && body && ask_may(q, MAY_ADOPT, STR("")) &&
                 is_apart(q, x, &me, true),
        .follow_up =
            grouped && live && judged && ask_may(q, MAY_FOLLOW_UP, STR("")),
        .done = open && ask_may(q, MAY_FOLLOW_UP, waits),
        .close = grouped && live && !open && judged && body &&
                 ask_may(q, MAY_FOLLOW_UP, STR("")),
    };
    return OK;
}

static err one(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct incident_list l;
    struct incident_like *like;
    struct web_incident d = {.list = &l};
    TRY(q->cx, node_incidents(q->cx, q->n, &l));
    TRY(q->cx, incident_find(c, &l, q->part[1], &d.index));
    /* Once it is assessed, what else it may be is settled. */
    if (l.v[d.index].stage < STAGE_VERIFIED) {
        TRY(q->cx, incident_likes(c, &l, d.index, q->a, &like, &d.n_like));
        d.like = like;
    }
    TRY(q->cx, read_may(q, &l.v[d.index], &d.may));
    TRY(q->cx, node_files(q, d.may.verify || d.may.respond, &d.files));
    if (q->who != NULL) /* who looked at it is kept (docs/people.md) */
        TRY(q->cx, ask_note(q, l.v[d.index].id));
    return web_incident(q->cx, &q->view, &d, q->out);
}

/* Whether it waits for who looks; of nobody in particular: whether it waits at
 * all. */
static bool waits_for_me(struct ask *q, const struct incident *x,
                         const struct incident_judge *me)
{
    if (x->stage == STAGE_CLOSED || x->waits_for == NONE)
        return false;
    if (q->who == NULL)
        return true;
    switch (x->stage) {
    case STAGE_ALLEGED:
    case STAGE_OPEN:
        return ask_may(q, MAY_ASSIGN, STR(""));
    case STAGE_ASSIGNED:
        return ask_may(q, MAY_VERIFY, STR("")) && is_apart(q, x, me, false);
    case STAGE_VERIFIED:
        return ask_may(q, MAY_ADOPT, STR("")) && is_apart(q, x, me, true);
    case STAGE_FOUND:
        return ask_may(q, MAY_FOLLOW_UP, STR(""));
    case STAGE_FOLLOW_UP:
        return ask_may(q, MAY_FOLLOW_UP, q->n->c->ag->actors[x->waits_for].id);
    case STAGE_CLOSED:
    case N_STAGES:
        break;
    }
    return false;
}

struct todo {
    uint32_t index;
    bool has_due;
    instant due, from;
};

/* What has a deadline first, by deadline; then the oldest. */
static int by_urgency(const void *a, const void *b)
{
    const struct todo *x = a, *y = b;
    if (x->has_due != y->has_due)
        return x->has_due ? -1 : 1;
    if (x->has_due && x->due != y->due)
        return x->due < y->due ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

err node_incident_todo(struct ask *q, struct web_today *out)
{
    struct incident_list *l;
    struct todo *all;
    uint32_t *rows, n = 0;
    struct incident_judge me = {.n_spoke_for = 0};
    if (q->n->c->said.n == 0)
        return OK;
    if (q->who != NULL)
        TRY(q->cx, read_judge(q, &me));
    TRY_NEW(q->cx, q->a, l);
    TRY(q->cx, node_incidents(q->cx, q->n, l));
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)l->n + 1, all);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)l->n + 1, rows);
    for (uint32_t i = 0; i < l->n; i++)
        if (waits_for_me(q, &l->v[i], &me))
            all[n++] =
                (struct todo){i, l->v[i].has_due, l->v[i].due, l->v[i].from};
    if (n > 1)
        qsort(all, n, sizeof *all, by_urgency);
    for (uint32_t i = 0; i < n; i++)
        rows[i] = all[i].index;
    out->incidents = l;
    out->todo = rows;
    out->n_todo = n;
    return OK;
}

/* --- Steps
 * ------------------------------------------------------------------- */

/* A field as C text; NULL where nothing was typed. */
static err c_field(struct ask *q, const char *name, const char **out)
{
    str s = ask_field(q, name);
    char *room;
    *out = NULL;
    if (s.n == 0)
        return OK;
    TRY_NEW_ARRAY(q->cx, q->a, s.n + 1, room);
    if (!str_to_c(s, room, s.n + 1))
        return fail(q->cx, ERR_INPUT, "%s: that is no text", name);
    *out = room;
    return OK;
}

/* "vote-3" and "why-3" are those of actor 3. */
static err read_votes(struct ask *q, struct incident_words *w)
{
    const struct agreement *ag = q->n->c->ag;
    const char **members, **dissents;
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)ag->n_actors + 1, members);
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)ag->n_actors + 1, dissents);
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        char vote[32], why[32];
        str id = ag->actors[i].id, copy;
        snprintf(vote, sizeof vote, "vote-%u", (unsigned)i);
        snprintf(why, sizeof why, "why-%u", (unsigned)i);
        str said = ask_field(q, vote), reason = ask_field(q, why);
        if (str_eq(said, STR("yes"))) {
            TRY_ROOM(q->cx, q->a,
                     arena_printf(q->a, &copy, "%.*s", STR_ARG(id)));
            members[w->n_members++] = copy.p;
        } else if (str_eq(said, STR("no"))) {
            if (reason.n == 0)
                reason = STR("-");
            TRY_ROOM(q->cx, q->a,
                     arena_printf(q->a, &copy, "%.*s=%.*s", STR_ARG(id),
                                  STR_ARG(reason)));
            dissents[w->n_dissents++] = copy.p;
        }
    }
    w->members = members;
    w->dissents = dissents;
    return OK;
}

static err read_words(struct ask *q, struct incident_words *w)
{
    const char *name;
    for (size_t i = 0; i < INC_WORDS_TYPED; i++) {
        const char **to = incident_word(w, i, &name);
        TRY(q->cx, c_field(q, name, to));
    }
    w->amend = str_eq(ask_field(q, "amend"), STR("yes"));
    TRY(q->cx, node_cited(q, &w->evidence, &w->n_evidence));
    return read_votes(q, w);
}

/* Of whose account and under which id it is entered. */
static err read_entry(struct ask *q, struct incident_entry *e)
{
    str once, copy;
    if (q->view.known.n > 0 || q->view.at.n > 0)
        return fail(q->cx, ERR_INPUT,
                    "nothing is entered into a case as it was");
    TRY(q->cx, ask_once(q, &once));
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &copy, "%.*s", STR_ARG(once)));
    e->once = copy.p;
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &copy, "%.*s", STR_ARG(q->who->name)));
    struct incident_judge me;
    TRY(q->cx, read_judge(q, &me));
    e->author = copy.p;
    e->spoke_for = me.spoke_for;
    e->n_spoke_for = me.n_spoke_for;
    e->path = q->n->o->agreement;
    return read_words(q, &e->words);
}

static err go_to_incident(struct ask *q, str id)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    buf_c(&b, "/incident/");
    url_part(&b, id);
    TRY(q->cx, buf_finish(q->cx, &b));
    ask_go_to(q, buf_view(&b));
    return OK;
}

static err enter(struct ask *q, struct incident_entry *e, str show)
{
    struct incident_entered done;
    str id;
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, incident_enter_in(q->n->c, q->a, e, false, &done));
    TRY_ROOM(q->cx, q->a,
             arena_dup_str(q->a, show.n > 0 ? show : done.id, &id));
    if (!done.again)
        TRY(q->cx, ask_note(q, done.id));
    return go_to_incident(q, id);
}

static err own_id(struct ask *q, const char **out)
{
    str copy;
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &copy, "%.*s", STR_ARG(q->who->of)));
    *out = copy.p;
    return OK;
}

/* Taken up alone, or with what it was chosen to be the same as. */
static err do_group(struct ask *q, struct incident_entry *e,
                    const struct incident_list *l, const struct incident *x)
{
    const char **ids;
    str copy;
    const char *into;
    TRY_NEW_ARRAY(q->cx, q->a, 2, ids);
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &copy, "%.*s", STR_ARG(x->id)));
    ids[0] = copy.p;
    e->words.reports = ids;
    e->words.n_reports = 1;
    TRY(q->cx, c_field(q, "into", &into));
    if (into == NULL)
        return enter(q, e, STR(""));
    uint32_t other;
    TRY(q->cx, incident_find(q->n->c, l, str_of(into), &other));
    if (l->v[other].stage != STAGE_ALLEGED) {
        e->incident = into;
        return enter(q, e, str_of(into));
    }
    ids[e->words.n_reports++] = into;
    return enter(q, e, STR(""));
}

static const struct inc_step {
    const char *name;
    enum incident_act act;
    enum action may;
    bool own; /* in the name of the actor that one speaks for */
} steps[] = {
    {"assign", INC_DO_ASSIGN, MAY_ASSIGN, false},
    {"verify", INC_DO_VERIFY, MAY_VERIFY, false},
    {"respond", INC_DO_RESPOND, MAY_RESPOND, true},
    {"adopt", INC_DO_ADOPT, MAY_ADOPT, false},
    {"ask", INC_DO_ASK, MAY_FOLLOW_UP, false},
    {"close", INC_DO_CLOSE, MAY_FOLLOW_UP, false},
};

/* What was asked of one's own actor, done or not, one may say to be done; and
 * nothing that was asked of others. */
static err must_be_asked(struct ask *q, const struct incident *x)
{
    struct fact buffer;
    bool any = false;
    str which = ask_field(q, "to");
    for (uint32_t i = 0; i < x->n_steps; i++) {
        const struct incident_said *s = x->steps[i].said;
        const struct fact *f = engine_fact(q->n->c->engine, s->fact, &buffer);
        if (s->kind != INC_ASKED || f->performer == NONE ||
            (which.n > 0 && !str_eq(which, f->id)))
            continue;
        any = true;
        TRY(q->cx,
            ask_must(q, MAY_FOLLOW_UP, q->n->c->ag->actors[f->performer].id));
    }
    return any ? OK : ask_must(q, MAY_FOLLOW_UP, STR(""));
}

static err do_done(struct ask *q, struct incident_entry *e,
                   const struct incident *x)
{
    e->act = INC_DO_DONE;
    TRY(q->cx, must_be_asked(q, x));
    if (!ask_may(q, MAY_FOLLOW_UP, STR("")))
        TRY(q->cx, own_id(q, &e->words.source));
    return enter(q, e, x->id);
}

static err do_step(struct ask *q)
{
    struct incident_entry e = {.incident = NULL};
    struct incident_list l;
    uint32_t index;
    str name = ask_field(q, "do"), copy;
    if (q->who == NULL)
        return fail(q->cx, ERR_DENIED, "your role may not do this");
    TRY(q->cx, node_incidents(q->cx, q->n, &l));
    TRY(q->cx, incident_find(q->n->c, &l, q->part[1], &index));
    const struct incident *x = &l.v[index];
    TRY(q->cx, read_entry(q, &e));
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &copy, "%.*s", STR_ARG(x->id)));
    if (str_eq(name, STR("group"))) {
        TRY(q->cx, ask_must(q, MAY_ASSIGN, STR("")));
        e.act = INC_DO_GROUP;
        return do_group(q, &e, &l, x);
    }
    e.incident = copy.p;
    if (str_eq(name, STR("done")))
        return do_done(q, &e, x);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        const struct inc_step *s = &steps[i];
        if (!str_eq(name, str_of(s->name)))
            continue;
        TRY(q->cx, ask_must(q, s->may, s->own ? q->who->of : STR("")));
        e.act = s->act;
        if (s->own)
            TRY(q->cx, own_id(q, &e.words.source));
        return enter(q, &e, copy);
    }
    return fail(q->cx, ERR_INPUT, "this form is not one of ours");
}

/* --- A new report
 * ------------------------------------------------------------- */

static err must_be_new(struct ask *q)
{
    if (str_eq(q->part[1], STR("new")))
        return OK;
    return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
}

/* Whoever speaks for an actor speaks for no other. */
static str own_source(const struct ask *q)
{
    return ask_may(q, MAY_TAKE_INCIDENT, STR("")) ? STR("") : q->who->of;
}

static err new_report(struct ask *q)
{
    struct web_files files;
    TRY(q->cx, must_be_new(q));
    TRY(q->cx, node_need_record(q));
    TRY(q->cx, node_files(q, true, &files));
    return web_incident_new(q->cx, &q->view, own_source(q), &files, q->out);
}

static err do_report(struct ask *q)
{
    struct incident_entry e = {.act = INC_DO_REPORT};
    TRY(q->cx, must_be_new(q));
    TRY(q->cx, ask_must(q, MAY_TAKE_INCIDENT, ask_field(q, "source")));
    TRY(q->cx, read_entry(q, &e));
    TRY(q->cx, c_field(q, "source", &e.words.source));
    return enter(q, &e, STR(""));
}

static const struct route routes[] = {
    {"incidents", 1, list, NULL, "stage clause place waits source is page",
     "Incidents, and for whom each waits."},
    {"incidents.json", 1, list_json, TYPE_JSON,
     "stage clause place waits source is",
     "As truce incident list --format json."},
};
const struct route_table node_incident_routes = {routes, COUNT_OF(routes)};

static const struct form_route forms[] = {
    {{"incident", 2, one, NULL, "", "One incident; the forms of its steps."},
     MAY_READ,
     do_step},
    {{"incidents", 2, new_report, NULL, "", "A report is entered."},
     MAY_TAKE_INCIDENT,
     do_report},
};
const struct form_table node_incident_forms = {forms, COUNT_OF(forms)};
