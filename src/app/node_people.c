/* app/node_people.c: the accounts, for an administrator: pages, and the same
 * as lists for programs. */
#include "app/node_int.h"
#include "app/people.h"
#include "report/sheet.h"

enum { LOG_LINES = 200 };

struct rows {
    struct ask *q;
    VEC(struct web_account_row) v;
};

static err keep_row(struct cx *cx, void *self, const struct person *x)
{
    struct rows *r = self;
    struct web_account_row w = {.role = x->role,
                                .waiting = x->waiting,
                                .disabled = x->disabled,
                                .has_seen = x->seen != INSTANT_NONE,
                                .seen = x->seen};
    TRY_ROOM(cx, r->q->a, arena_dup_str(r->q->a, x->name, &w.name));
    TRY_ROOM(cx, r->q->a, arena_dup_str(r->q->a, x->of, &w.of));
    TRY_ROOM(cx, r->q->a, vec_push(r->q->a, &r->v, w));
    return OK;
}

/* --- The accounts --------------------------------------------------------- */

static err people_sheet(struct ask *q, bool json)
{
    static const struct sheet_column columns[] = {
        {"name", "#meta+id"}, {"role", "#contact+type"},   {"of", "#org"},
        {"state", "#status"}, {"last_seen", "#date+seen"},
    };
    struct rows r = {.q = q};
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_sheet_form(q, json, &form));
    TRY(q->cx, people_each(q->cx, q->n->people, keep_row, &r));
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (size_t i = 0; i < r.v.n; i++) {
        const struct web_account_row *w = &r.v.p[i];
        sheet_text(&s, w->name);
        sheet_text(&s, role_name(w->role));
        sheet_text(&s, w->of);
        sheet_text(&s, w->disabled  ? STR("disabled")
                       : w->waiting ? STR("invited")
                                    : STR("active"));
        node_sheet_time(q, &s, w->has_seen ? w->seen : INSTANT_MIN);
    }
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err people_csv(struct ask *q)
{
    return people_sheet(q, false);
}

static err people_json(struct ask *q)
{
    return people_sheet(q, true);
}

static err show(struct ask *q, str link, str link_for)
{
    struct rows r = {.q = q};
    TRY(q->cx, people_each(q->cx, q->n->people, keep_row, &r));
    struct web_people p = {.rows = r.v.p,
                           .n = (uint32_t)r.v.n,
                           .link = link,
                           .link_for = link_for};
    return web_people(q->cx, &q->view, &p, q->out);
}

static err people(struct ask *q)
{
    return show(q, STR(""), STR(""));
}

/* The link is shown once, in the answer itself. */
static err show_link(struct ask *q, str name, const struct token *t)
{
    str link;
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &link, "%s%.*s/invitation?token=%s",
                          q->n->secure ? "https://" : "http://",
                          STR_ARG(q->request->host), t->hex));
    return show(q, link, name);
}

static err read_role(struct ask *q, enum role *role, str *of)
{
    TRY(q->cx, people_read_role(q->cx, ask_field(q, "role"), role));
    *of = role_needs_actor(*role) ? ask_field(q, "of") : STR("");
    TRY(q->cx, people_check_place(q->cx, q->n->talks != NULL, *role));
    if (q->n->talks != NULL)
        return OK;
    return people_check_actor(q->cx, q->n->c->ag, *role, *of);
}

static err do_people(struct ask *q)
{
    struct people *p = q->n->people;
    struct token t;
    enum role role;
    str what = ask_field(q, "do"), name = ask_field(q, "name"), of;
    str by = q->who->name;
    if (str_eq(what, STR("invite"))) {
        TRY(q->cx, read_role(q, &role, &of));
        TRY(q->cx, people_invite(q->cx, p, by, name, role, of, &t));
        return show_link(q, name, &t);
    }
    if (str_eq(what, STR("link"))) {
        TRY(q->cx, people_invite_again(q->cx, p, by, name, &t));
        return show_link(q, name, &t);
    }
    if (str_eq(what, STR("role"))) {
        TRY(q->cx, read_role(q, &role, &of));
        TRY(q->cx, people_set_role(q->cx, p, by, name, role, of));
    } else if (str_eq(what, STR("disable")) || str_eq(what, STR("enable"))) {
        TRY(q->cx,
            people_disable(q->cx, p, by, name, str_eq(what, STR("disable"))));
    } else {
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    }
    ask_go_to(q, STR("/people"));
    return OK;
}

/* --- The node's log ------------------------------------------------------- */

struct lines {
    struct ask *q;
    VEC(struct web_log_line) v;
};

static err keep_line(struct cx *cx, void *self, const struct people_line *l)
{
    struct lines *s = self;
    struct arena *a = s->q->a;
    struct web_log_line w = {.number = l->number, .at = l->at};
    TRY_ROOM(cx, a,
             arena_dup_str(a, l->by, &w.by) &&
                 arena_dup_str(a, l->action, &w.action) &&
                 arena_dup_str(a, l->what, &w.what) && vec_push(a, &s->v, w));
    return OK;
}

static err log_sheet(struct ask *q, const struct lines *l, bool json)
{
    static const struct sheet_column columns[] = {
        {"number", "#meta+id"},  {"at", "#date"},          {"by", "#contact"},
        {"action", "#activity"}, {"what", "#description"},
    };
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_sheet_form(q, json, &form));
    q->reply->type = json ? TYPE_JSON : TYPE_CSV;
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (size_t i = 0; i < l->v.n; i++) {
        sheet_int(&s, l->v.p[i].number);
        node_sheet_time(q, &s, l->v.p[i].at);
        sheet_text(&s, l->v.p[i].by);
        sheet_text(&s, l->v.p[i].action);
        sheet_text(&s, l->v.p[i].what);
    }
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

/* /people/log, and for programs all of it: log.csv, log.json. Reading it is
 * noted in it. */
static err log_page(struct ask *q)
{
    struct lines s = {.q = q};
    str name = q->part[1];
    bool page = str_eq(name, STR("log")), json = str_eq(name, STR("log.json"));
    if (!page && !json && !str_eq(name, STR("log.csv")))
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, ask_note(q, name));
    TRY(q->cx, people_log(q->cx, q->n->people, page ? LOG_LINES : UINT32_MAX,
                          keep_line, &s));
    if (!page)
        return log_sheet(q, &s, json);
    return web_people_log(q->cx, &q->view, s.v.p, (uint32_t)s.v.n, q->out);
}

static const struct form_route routes[] = {
    {{"people", 1, people, NULL, "", "The accounts."},
     MAY_KEEP_PEOPLE,
     do_people},
    {{"people.csv", 1, people_csv, TYPE_CSV, "hxl", "The accounts."},
     MAY_KEEP_PEOPLE,
     NULL},
    {{"people.json", 1, people_json, TYPE_JSON, "", "The accounts."},
     MAY_KEEP_PEOPLE,
     NULL},
    {{"people", 2, log_page, NULL, "hxl",
      "/people/log: the node's own log; log.csv, log.json: all of it."},
     MAY_KEEP_PEOPLE,
     NULL},
};

const struct form_table node_people_routes = {routes, COUNT_OF(routes)};
