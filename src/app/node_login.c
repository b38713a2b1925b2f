/* app/node_login.c: login, invitation, and one's own account. */
#include "app/node_int.h"

#include "crypto/crypto.h"

/* --- Login -----------------------------------------------------------------
 */

static err login(struct ask *q)
{
    str next = ask_field(q, "next"), name = ask_field(q, "name");
    if (next.n == 0)
        TRY(q->cx, param(q, "next", &next));
    if (name.n == 0)
        TRY(q->cx, param(q, "name", &name));
    return web_login(q->cx, &q->view, node_local(next), name, q->out);
}

/* Addresses of IPv6 by their network: one line has 2^64 of them. */
static str network_of(str address)
{
    size_t colons = 0;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':' && ++colons == 4)
            return str_sub(address, 0, i);
    return address;
}

static err do_login(struct ask *q)
{
    struct token t;
    TRY(q->cx, people_login(q->cx, q->n->people, ask_field(q, "name"),
                            form_value(&q->form, "password"),
                            network_of(q->request->address), &t));
    TRY(q->cx, node_set_cookie(q, str_of(t.hex)));
    cry_wipe(&t, sizeof t);
    ask_go_to(q, node_local(ask_field(q, "next")));
    return OK;
}

/* --- Invitation ------------------------------------------------------------
 */

static err invitation(struct ask *q)
{
    struct person x;
    str token = ask_field(q, "token");
    if (token.n == 0)
        TRY(q->cx, param(q, "token", &token));
    TRY(q->cx, people_invited(q->cx, q->n->people, q->a, token, &x));
    struct web_person who = {.name = x.name, .role = x.role, .of = x.of};
    return web_invitation(q->cx, &q->view, token, &who, q->out);
}

static err must_be_twice_the_same(struct ask *q)
{
    if (str_eq(form_value(&q->form, "password"),
               form_value(&q->form, "password-again")))
        return OK;
    q->wrong_field = STR("password-again");
    return fail(q->cx, ERR_INPUT, "the two passwords are not the same");
}

static err do_accept(struct ask *q)
{
    struct person x;
    str token = ask_field(q, "token"), to;
    TRY(q->cx, people_invited(q->cx, q->n->people, q->a, token, &x));
    TRY(q->cx, must_be_twice_the_same(q));
    TRY(q->cx, people_accept(q->cx, q->n->people, token,
                             form_value(&q->form, "password")));
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &to, "/login?name=%.*s", STR_ARG(x.name)));
    ask_go_to(q, to);
    return OK;
}

/* --- One's own account -----------------------------------------------------
 */

struct own_sessions {
    struct ask *q;
    VEC(struct web_session) v;
};

static err keep_session(struct cx *cx, void *self,
                        const struct people_session_row *s)
{
    struct own_sessions *o = self;
    struct web_session w = {s->made, s->seen, s->current};
    TRY_ROOM(cx, o->q->a, vec_push(o->q->a, &o->v, w));
    return OK;
}

static err account(struct ask *q)
{
    struct own_sessions o = {.q = q};
    TRY(q->cx, people_sessions(q->cx, q->n->people, q->who->id, q->session,
                               keep_session, &o));
    return web_account(q->cx, &q->view, o.v.p, (uint32_t)o.v.n, q->out);
}

static err do_account(struct ask *q)
{
    struct people *p = q->n->people;
    str what = ask_field(q, "do");
    if (str_eq(what, STR("password"))) {
        TRY(q->cx, must_be_twice_the_same(q));
        TRY(q->cx, people_change_password(
                       q->cx, p, q->who, form_value(&q->form, "password-old"),
                       form_value(&q->form, "password"), q->session));
        ask_go_to(q, STR("/account"));
    } else if (str_eq(what, STR("others"))) {
        TRY(q->cx, people_logout_all(q->cx, p, q->who->id, q->session));
        ask_go_to(q, STR("/account"));
    } else if (str_eq(what, STR("logout"))) {
        TRY(q->cx, people_logout(q->cx, p, q->session));
        TRY(q->cx, node_set_cookie(q, STR("")));
        ask_go_to(q, STR("/login"));
    } else {
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    }
    return OK;
}

static const struct form_route routes[] = {
    {{"login", 1, login, NULL, "next name", "Where people log in."},
     MAY_ENTER_NODE,
     do_login},
    {{"invitation", 1, invitation, NULL, "token", "A new account's password."},
     MAY_ENTER_NODE,
     do_accept},
    {{"account", 1, account, NULL, "", "One's own account."},
     MAY_OWN_ACCOUNT,
     do_account},
};

const struct form_table node_login_routes = {routes, COUNT_OF(routes)};
