/* app/node_login.c: login, invitation, and one's own account. */
#include "app/node_int.h"

#include "crypto/crypto.h"
#include "people/webauthn.h"

/* --- Login -----------------------------------------------------------------
 */

static err challenge_of(struct ask *q, str *out)
{
    char room[PEOPLE_CHALLENGE_CHARS + 1];
    TRY(q->cx, people_challenge(q->cx, q->n->people, q->session, room));
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, str_of(room), out));
    return OK;
}

static err login(struct ask *q)
{
    str next = ask_field(q, "next"), name = ask_field(q, "name"), challenge;
    if (next.n == 0)
        TRY(q->cx, param(q, "next", &next));
    if (name.n == 0)
        TRY(q->cx, param(q, "name", &name));
    q->session = STR(""); /* who logs in again does so as nobody */
    TRY(q->cx, challenge_of(q, &challenge));
    return web_login(q->cx, &q->view, node_local(next), name, challenge,
                     q->out);
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

err ask_passkey(struct ask *q, struct passkey_sent *out)
{
    str host = q->request->host;
    size_t end = host.n;
    while (end > 0 && host.p[end - 1] != ':' && host.p[end - 1] != ']')
        end--;
    *out = (struct passkey_sent){.challenge = ask_field(q, "challenge"),
                                 .client = ask_field(q, "client"),
                                 .attestation = ask_field(q, "attestation"),
                                 .id = ask_field(q, "id"),
                                 .data = ask_field(q, "data"),
                                 .signature = ask_field(q, "signature"),
                                 .rp_id = end > 0 && host.p[end - 1] == ':'
                                              ? str_sub(host, 0, end - 1)
                                              : host};
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &out->origin, "http%s://%.*s",
                          q->n->secure ? "s" : "", STR_ARG(host)));
    return OK;
}

static err do_login(struct ask *q)
{
    struct passkey_sent sent;
    struct token t;
    if (str_eq(ask_field(q, "do"), STR("passkey"))) {
        TRY(q->cx, ask_passkey(q, &sent));
        TRY(q->cx, people_passkey_login(q->cx, q->n->people, &sent,
                                        network_of(q->request->address), &t));
    } else
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
    return fail_hint(q->cx, ERR_INPUT, "type it twice, the same",
                     "the two passwords are not the same");
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

struct own {
    struct ask *q;
    VEC(struct web_session) sessions;
    VEC(struct web_passkey) passkeys;
};

static err keep_session(struct cx *cx, void *self,
                        const struct people_session_row *s)
{
    struct own *o = self;
    struct web_session w = {s->made, s->seen, s->current, s->number};
    TRY_ROOM(cx, o->q->a, vec_push(o->q->a, &o->sessions, w));
    return OK;
}

static err keep_passkey(struct cx *cx, void *self,
                        const struct people_passkey *k)
{
    struct own *o = self;
    struct arena *a = o->q->a;
    struct web_passkey w = {.number = k->number,
                            .made = k->made,
                            .seen = k->seen,
                            .used = k->seen != INSTANT_NONE};
    TRY_ROOM(cx, a,
             arena_dup_str(a, k->name, &w.name) &&
                 arena_dup_str(a, k->id, &w.id) &&
                 vec_push(a, &o->passkeys, w));
    return OK;
}

/* What a device calls the account by: nothing that says more than its name. */
static err user_of(struct ask *q, str *out)
{
    char room[4 * (CRY_HASH_BYTES + 2) / 3 + 1];
    hash h = cry_sha256(STR("truce user\n"), q->who->name);
    webauthn_encode(h.b, sizeof h.b, room);
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, str_of(room), out));
    return OK;
}

static err account(struct ask *q)
{
    struct own o = {.q = q};
    struct web_account d = {.n_sessions = 0};
    TRY(q->cx, people_sessions(q->cx, q->n->people, q->who->id, q->session,
                               keep_session, &o));
    TRY(q->cx,
        people_passkeys(q->cx, q->n->people, q->who->id, keep_passkey, &o));
    TRY(q->cx, challenge_of(q, &d.challenge));
    TRY(q->cx, user_of(q, &d.user));
    d.sessions = o.sessions.p;
    d.n_sessions = (uint32_t)o.sessions.n;
    d.passkeys = o.passkeys.p;
    d.n_passkeys = (uint32_t)o.passkeys.n;
    return web_account(q->cx, &q->view, &d, q->out);
}

static err number_of(struct ask *q, int64_t *out)
{
    if (!str_int(ask_field(q, "number"), 0, INT64_MAX, out))
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    return OK;
}

static err add_passkey(struct ask *q)
{
    struct passkey_sent sent;
    TRY(q->cx, ask_passkey(q, &sent));
    return people_add_passkey(q->cx, q->n->people, q->who, q->session,
                              form_value(&q->form, "password"),
                              ask_field(q, "passkey-name"), &sent);
}

static err do_account(struct ask *q)
{
    struct people *p = q->n->people;
    str what = ask_field(q, "do");
    int64_t number;
    if (str_eq(what, STR("password"))) {
        TRY(q->cx, must_be_twice_the_same(q));
        TRY(q->cx, people_change_password(
                       q->cx, p, q->who, form_value(&q->form, "password-old"),
                       form_value(&q->form, "password"), q->session));
        ask_go_to(q, STR("/account"));
    } else if (str_eq(what, STR("passkey"))) {
        TRY(q->cx, add_passkey(q));
        ask_go_to(q, STR("/account"));
    } else if (str_eq(what, STR("remove"))) {
        TRY(q->cx, number_of(q, &number));
        TRY(q->cx, people_drop_passkey(q->cx, p, q->who, number));
        ask_go_to(q, STR("/account"));
    } else if (str_eq(what, STR("end"))) {
        TRY(q->cx, number_of(q, &number));
        TRY(q->cx, people_end_session(q->cx, p, q->who, number));
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
