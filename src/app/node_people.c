/* app/node_people.c: the accounts, for an administrator. */
#include "app/node_int.h"
#include "app/people.h"

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

/* /people/log. Reading it is noted in it. */
static err log_page(struct ask *q)
{
    struct lines s = {.q = q};
    if (!str_eq(q->part[1], STR("log")))
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, ask_note(q, STR("log")));
    TRY(q->cx, people_log(q->cx, q->n->people, LOG_LINES, keep_line, &s));
    return web_people_log(q->cx, &q->view, s.v.p, (uint32_t)s.v.n, q->out);
}

static const struct form_route routes[] = {
    {{"people", 1, people, NULL, "", "The accounts."},
     MAY_KEEP_PEOPLE,
     do_people},
    {{"people", 2, log_page, NULL, "", "/people/log: the node's own log."},
     MAY_KEEP_PEOPLE,
     NULL},
};

const struct form_table node_people_routes = {routes, COUNT_OF(routes)};
