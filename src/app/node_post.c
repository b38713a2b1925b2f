/* app/node_post.c: who asks, whether they may, and what they send.
 *
 * A POST changes something only if it comes from a page of this node (Origin),
 * in the session for which that page was made (the form's token), and the role
 * allows it. What it enters is on the disk before the browser is told to go on,
 * so that a page that is loaded again sends nothing twice. */
#include "app/node_int.h"

#include "app/casefile.h"
#include "base/html.h"
#include "crypto/crypto.h"

/* --- Who -------------------------------------------------------------------
 */

enum { COOKIE_MAX = 32, PORT_DIGITS = 5 };

/* A browser keeps cookies by host and not by port: two nodes on one host would
 * log each other out if both had the same name. */
static void cookie_name(const struct ask *q, char name[COOKIE_MAX])
{
    str host = q->request->host, port = STR("");
    for (size_t i = host.n; i-- > 0 && host.n - i <= PORT_DIGITS + 1;) {
        if (host.p[i] == ':')
            port = str_sub(host, i + 1, host.n);
        if (host.p[i] < '0' || host.p[i] > '9')
            break;
    }
    /* With __Host- a browser takes it only over https, from this host. */
    snprintf(name, COOKIE_MAX, "%struce%s%.*s", q->n->secure ? "__Host-" : "",
             port.n > 0 ? "-" : "", STR_ARG(port));
}

/* The view of who is logged in. */
static err show_person(struct ask *q, const struct person *x)
{
    struct web_person *me;
    struct token *form;
    char once[33];
    str copy;
    TRY_NEW(q->cx, q->a, me);
    TRY_NEW(q->cx, q->a, form);
    people_form_token(q->session, form);
    TRY(q->cx, people_once(q->cx, once));
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, str_of(once), &copy));
    *me = (struct web_person){.name = x->name,
                              .role = x->role,
                              .of = x->of,
                              .form_token = str_of(form->hex),
                              .once = copy};
    q->view.me = me;
    return OK;
}

err node_who(struct ask *q)
{
    struct node *n = q->n;
    struct person *x;
    if (n->people == NULL)
        return OK;
    char name[COOKIE_MAX];
    cookie_name(q, name);
    str token = cookie_value(q->request->cookie, name);
    if (token.n != PEOPLE_TOKEN_CHARS)
        return OK;
    TRY_NEW(q->cx, q->a, x);
    /* To look on is no use of it. */
    err e = node_is_stream(q->route)
                ? people_session_holds(q->cx, n->people, q->a, token, x)
                : people_session(q->cx, n->people, q->a, token, x);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(q->cx);
        return OK;
    }
    TRY(q->cx, e);
    q->who = x;
    q->session = token;
    return show_person(q, x);
}

err node_set_cookie(struct ask *q, str token)
{
    bool ends = token.n == 0;
    char name[COOKIE_MAX];
    cookie_name(q, name);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &q->reply->cookie,
                          "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
                          name, STR_ARG(token), q->n->secure ? "; Secure" : "",
                          ends ? "; Max-Age=0" : ""));
    return OK;
}

bool ask_may_at_all(const struct ask *q, enum action a)
{
    if (q->n->people == NULL)
        return a == MAY_READ || a == MAY_SEE_TALKS;
    if (q->who == NULL)
        return a == MAY_ENTER_NODE;
    return role_extent_of(q->who->role, a) != FOR_NOBODY;
}

bool ask_may(const struct ask *q, enum action a, str of)
{
    if (q->n->people == NULL || q->who == NULL)
        return ask_may_at_all(q, a);
    return role_may(q->who->role, a, of.n > 0 && str_eq(of, q->who->of));
}

bool node_sees_all(const struct person *x)
{
    return role_may(x->role, MAY_SEE_INTAKE, false);
}

str node_sight_of(const struct person *x)
{
    return role_extent_of(x->role, MAY_SEE_INTAKE) != FOR_NOBODY ? x->of
                                                                 : STR("");
}

bool ask_sees_all(const struct ask *q)
{
    return q->n->people == NULL || (q->who != NULL && node_sees_all(q->who));
}

err ask_must(struct ask *q, enum action a, str of)
{
    if (ask_may(q, a, of))
        return OK;
    return fail_hint(q->cx, ERR_DENIED,
                     "an administrator of this node gives roles",
                     "your role may not do this%s%.*s", of.n > 0 ? " for " : "",
                     STR_ARG(of));
}

err ask_note(struct ask *q, str what)
{
    if (NEVER(q->n->people == NULL))
        return OK;
    return people_note(
        q->cx, q->n->people, q->who == NULL ? STR("-") : q->who->name,
        q->request->post && q->action == MAY_READ ? STR("enter")
                                                  : action_name(q->action),
        what);
}

/* --- Sent ------------------------------------------------------------------
 */

str ask_field(const struct ask *q, const char *name)
{
    return str_trim(form_value(&q->form, name));
}

err ask_once(struct ask *q, str *out)
{
    str s = form_value(&q->form, "once");
    for (size_t i = 0; i < s.n; i++)
        if (strchr("0123456789abcdef", s.p[i]) == NULL)
            s.n = 0;
    if (s.n != 32)
        return fail(q->cx, ERR_INPUT, "this form is not one of ours");
    *out = s;
    return OK;
}

bool ask_has_report(struct ask *q, str id)
{
    uint32_t n;
    return engine_find(q->n->c->engine, id, &n);
}

void ask_go_to(struct ask *q, str location)
{
    q->reply->status = 303;
    q->reply->location = location;
}

/* A path of this node, as it stands in an address. */
static bool is_local(str s)
{
    if (s.n == 0 || s.n > 2048 || s.p[0] != '/' ||
        (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= 0x20 || s.p[i] > 0x7e || s.p[i] == '\\')
            return false;
    return true;
}

str node_local(str s)
{
    return is_local(s) ? s : STR("/");
}

err node_ask_login(struct ask *q)
{
    struct buf b, next;
    if (q->route != NULL && q->route->type != NULL)
        return fail_hint(q->cx, ERR_DENIED, "the page /login asks for them",
                         "this takes a name and a password");
    if (q->request->post)
        return fail_hint(q->cx, ERR_DENIED,
                         "Log in on another page, then send this again: go "
                         "back, and what you typed is still there.",
                         "you are not logged in any more");
    buf_init(&next, q->a, SIZE_MAX);
    buf_str(&next, q->request->path);
    if (q->request->query.n > 0) {
        buf_char(&next, '?');
        buf_str(&next, q->request->query);
    }
    buf_init(&b, q->a, SIZE_MAX);
    buf_c(&b, "/login");
    if (next.n > 1 && is_local(buf_view(&next))) {
        buf_c(&b, "?next=");
        url_part(&b, buf_view(&next));
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    ask_go_to(q, buf_view(&b));
    return OK;
}

/* Browsers say with every POST from where it is. */
static bool from_here(const struct ask *q)
{
    str origin = q->request->origin;
    str scheme = q->n->secure ? STR("https://") : STR("http://");
    return str_starts(origin, scheme) && q->request->host.n > 0 &&
           str_eq(str_sub(origin, scheme.n, origin.n), q->request->host);
}

static bool has_token(const struct ask *q)
{
    struct token want;
    str got = form_value(&q->form, "form");
    if (q->who == NULL)
        return true; /* a login or an invitation: nothing to ride on */
    people_form_token(q->session, &want);
    return got.n == PEOPLE_TOKEN_CHARS &&
           cry_equal((const uint8_t *)got.p, (const uint8_t *)want.hex, got.n);
}

static bool is_secret(str name)
{
    return str_starts(name, STR("password")) || str_eq(name, STR("form")) ||
           str_eq(name, STR("once"));
}

err ask_keep_typed(struct ask *q, const struct form *sent,
                   struct web_form **out)
{
    struct web_form *form;
    struct web_field *fields;
    TRY_NEW(q->cx, q->a, form);
    TRY_NEW_ARRAY(q->cx, q->a, sent->n + 1, fields);
    for (size_t i = 0; i < sent->n; i++)
        if (!sent->v[i].is_file && !is_secret(sent->v[i].name))
            fields[form->n++] =
                (struct web_field){sent->v[i].name, sent->v[i].value};
    form->fields = fields;
    *out = form;
    return OK;
}

/* The page again, with what was typed and what is wrong with it. */
static err show_again(struct ask *q, err why)
{
    struct web_form *form;
    struct fault *f;
    TRY_NEW(q->cx, q->a, f);
    *f = q->cx->fault;
    fault_clear(q->cx);
    TRY(q->cx, ask_keep_typed(q, &q->form, &form));
    form->problem = node_told(q, str_of(f->message));
    form->hint = node_hint(q, f->hint);
    form->wrong = q->wrong_field;
    q->view.form = form;
    buf_clear(q->out);
    q->reply->status = why.code == ERR_LIMIT ? 429 : node_status(why);
    return q->route->answer(q);
}

/* Passwords do not stay in the request's memory. */
static void forget_secrets(struct ask *q)
{
    for (size_t i = 0; i < q->form.n; i++) {
        str s = q->form.v[i].value;
        char *p;
        memcpy(&p, &s.p, sizeof p); /* it is the arena's, and ours to write */
        if (s.n > 0 && !q->form.v[i].is_file &&
            str_starts(q->form.v[i].name, STR("password")))
            cry_wipe(p, s.n);
    }
}

static bool is_about_what_was_sent(err e)
{
    return e.code == ERR_INPUT || e.code == ERR_CONFLICT ||
           e.code == ERR_LIMIT || e.code == ERR_DENIED ||
           e.code == ERR_NOT_FOUND;
}

err node_post(struct ask *q)
{
    if (q->post == NULL) {
        q->reply->status = 405;
        return web_problem(q->cx, &q->view, 405, STR("this is only read"),
                           STR(""), q->out);
    }
    if (!from_here(q))
        return fail_hint(q->cx, ERR_DENIED, "open the page here and try again",
                         "this was sent from the page of another place");
    TRY(q->cx,
        form_read(q->cx, q->a, q->request->type, q->request->body, &q->form));
    err e = has_token(q) ? q->post(q)
                         : fail_hint(q->cx, ERR_CONFLICT,
                                     "Look at it, and send it again.",
                                     "the page was made for another login");
    if (!is_ok(e) && is_about_what_was_sent(e))
        e = show_again(q, e);
    forget_secrets(q);
    return e;
}

/* --- Into the case ---------------------------------------------------------
 */

static void on_problem(void *self, const struct facts_problem *p)
{
    struct ask *q = self;
    bool room = arena_dup_str(q->a, p->field, &q->wrong_field);
    (void)room; /* without it the field is not pointed at */
    fault_make(q->cx, __FILE__, __LINE__, ERR_INPUT, "%.*s%s%.*s",
               STR_ARG(p->field), p->field.n > 0 ? ": " : "",
               STR_ARG(p->message));
    char hint[FAULT_HINT_BYTES];
    if (str_to_c(p->hint, hint, sizeof hint))
        fault_add_hint(q->cx, hint);
}

err ask_enter_lines(struct ask *q, str lines, uint64_t *entered)
{
    static const char *const name[] = {"form"};
    struct casefile_add what = {.path = q->n->o->agreement,
                                .inputs = name,
                                .bytes = &lines,
                                .n_inputs = 1,
                                .problem = on_problem,
                                .problem_self = q};
    struct casefile_added done;
    struct buf messages;
    buf_init(&messages, q->a, SIZE_MAX);
    fault_clear(q->cx);
    TRY(q->cx, casefile_add(q->cx, q->a, &what, &messages, &done));
    *entered = done.entered;
    if (done.refused == 0)
        return OK;
    if (q->cx->fault.code == ERR_INPUT)
        return (err){ERR_INPUT};
    return fail(q->cx, ERR_INPUT, "this cannot be entered");
}

err ask_enter(struct ask *q, str line)
{
    uint64_t entered;
    TRY(q->cx, ask_enter_lines(q, line, &entered));
    return entered == 1 ? OK : fail(q->cx, ERR_INPUT, "this cannot be entered");
}
