/* app/people.c: accounts on the command line. Read next: people.h. */
#include "app/people.h"

#include "app/case_int.h"
#include "app/casefile_int.h"
#include "app/talks_int.h"
#include "base/sys.h"
#include "crypto/secret.h"
#include "people/people.h"

static const char by[] = "-"; /* the command line */

err people_read_role(struct cx *cx, str name, enum role *out)
{
    if (role_find(name, out))
        return OK;
    return fail_hint(cx, ERR_INPUT,
                     "there are: administrator, duty-officer, monitor, "
                     "verifier, head, party, aid-coordinator, viewer, "
                     "delegate",
                     "there is no role \"%.*s\"", STR_ARG(name));
}

err people_check_place(struct cx *cx, bool talks, enum role r)
{
    if (talks ? role_is_of_talks(r) : role_is_of_case(r))
        return OK;
    return fail_hint(cx, ERR_INPUT,
                     talks ? "there are: administrator, head, delegate, viewer"
                           : "delegates are of a node of talks",
                     "%s has no %.*s", talks ? "a node of talks" : "a case",
                     STR_ARG(role_name(r)));
}

err people_check_actor(struct cx *cx, const struct agreement *ag, enum role r,
                       str of)
{
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (!str_eq(ag->actors[i].id, of))
            continue;
        if (r != PERSON_PARTY || ag->actors[i].role == ROLE_PARTY)
            return OK;
        return fail_hint(cx, ERR_INPUT,
                         "another role, or one that the text declares a party",
                         "%.*s is no party of the agreement", STR_ARG(of));
    }
    return of.n == 0 ? OK
                     : fail_hint(cx, ERR_INPUT,
                                 "its id, as the agreement declares it",
                                 "the agreement names no actor \"%.*s\"",
                                 STR_ARG(of));
}

static err file_of(struct cx *cx, struct arena *a,
                   const struct people_call *what, const char **out)
{
    str path;
    if (seat_is_folder(what->path))
        return seat_path(cx, a, what->path, "people", out);
    TRY(cx, casefile_must_be(cx, what->path));
    TRY_ROOM(cx, a, arena_printf(a, &path, "%s.people", what->path));
    *out = path.p;
    return OK;
}

static err open_people(struct cx *cx, struct arena *a,
                       const struct people_call *what, struct people **out)
{
    const char *path;
    TRY(cx, file_of(cx, a, what, &path));
    return people_open(cx, path, out);
}

static err print_link(const struct people_call *what, const struct token *t,
                      struct buf *out)
{
    str url = str_of(what->url == NULL ? "" : what->url);
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    buf_c(out, "For ");
    buf_safe(out, str_of(what->name));
    buf_c(out, ", once, within three days:\n");
    buf_safe(out, url);
    buf_printf(out, "/invitation?token=%s\n", t->hex);
    return OK;
}

/* The role and actor that the call names, checked against the agreement. */
static err read_role(struct cx *cx, struct arena *a,
                     const struct people_call *what, enum role *role, str *of)
{
    struct case_options o = {.agreement = what->path};
    struct app_case *c;
    *of = str_of(what->of == NULL ? "" : what->of);
    TRY(cx, people_read_role(cx, str_of(what->role), role));
    TRY(cx, people_check(cx, str_of(what->name), *role, *of));
    TRY(cx, people_check_place(cx, seat_is_folder(what->path), *role));
    if (of->n == 0)
        return OK;
    TRY(cx, case_new(cx, a, &o, &c));
    err e = case_read_agreement(c);
    if (is_ok(e))
        e = people_check_actor(cx, c->ag, *role, *of);
    case_close(c);
    return e;
}

static err open_or_make(struct cx *cx, struct arena *a,
                        const struct people_call *what, enum role role,
                        struct people **out)
{
    const char *path;
    TRY(cx, file_of(cx, a, what, &path));
    if (sys_exists(path))
        return people_open(cx, path, out);
    if (role != PERSON_ADMINISTRATOR)
        return fail_hint(cx, ERR_INPUT, "--role administrator",
                         "the first account is an administrator's");
    return people_create(cx, path, out);
}

err app_people_invite(struct cx *cx, struct arena *a,
                      const struct people_call *what, struct buf *out)
{
    struct people *p;
    struct token t;
    enum role role;
    str of;
    TRY(cx, read_role(cx, a, what, &role, &of));
    TRY(cx, open_or_make(cx, a, what, role, &p));
    err e = people_invite(cx, p, str_of(by), str_of(what->name), role, of, &t);
    if (is_ok(e))
        e = print_link(what, &t, out);
    people_close(p);
    return e;
}

err app_people_link(struct cx *cx, struct arena *a,
                    const struct people_call *what, struct buf *out)
{
    struct people *p;
    struct token t;
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_invite_again(cx, p, str_of(by), str_of(what->name), &t);
    if (is_ok(e))
        e = print_link(what, &t, out);
    people_close(p);
    return e;
}

err app_people_password(struct cx *cx, struct arena *a,
                        const struct people_call *what, struct buf *out)
{
    CLEANUP(secret_release) struct secret line = {0};
    struct people *p;
    struct person x;
    struct token t;
    str password, rest;
    TRY(cx, secret_read_file(cx, "-", PEOPLE_PASSWORD_MAX + 2, &line));
    (void)str_cut(secret_view(&line), '\n', &password, &rest);
    if (password.n > 0 && password.p[password.n - 1] == '\r')
        password.n--;
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_find(cx, p, a, str_of(what->name), &x);
    if (is_ok(e))
        e = people_check_password(cx, password);
    if (is_ok(e))
        e = people_invite_again(cx, p, str_of(by), str_of(what->name), &t);
    if (is_ok(e))
        e = people_accept(cx, p, str_of(t.hex), password);
    people_close(p);
    if (is_ok(e)) {
        buf_safe(out, str_of(what->name));
        buf_c(out, ": the password is set\n");
    }
    return e;
}

static void print_done(const struct people_call *what, const char *done,
                       struct buf *out)
{
    buf_safe(out, str_of(what->name));
    buf_printf(out, ": %s\n", done);
}

err app_people_role(struct cx *cx, struct arena *a,
                    const struct people_call *what, struct buf *out)
{
    struct people *p;
    enum role role;
    str of;
    TRY(cx, read_role(cx, a, what, &role, &of));
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_set_role(cx, p, str_of(by), str_of(what->name), role, of);
    people_close(p);
    if (is_ok(e))
        print_done(what, what->role, out);
    return e;
}

err app_people_disable(struct cx *cx, struct arena *a,
                       const struct people_call *what, bool disabled,
                       struct buf *out)
{
    struct people *p;
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_disable(cx, p, str_of(by), str_of(what->name), disabled);
    people_close(p);
    if (is_ok(e))
        print_done(what,
                   disabled ? "disabled; its sessions are ended" : "enabled",
                   out);
    return e;
}

static void print_time(instant at, struct buf *out)
{
    if (at == INSTANT_NONE)
        buf_c(out, "never");
    else
        casefile_print_time(at, out);
}

static err print_person(struct cx *cx, void *self, const struct person *x)
{
    struct buf *out = self;
    (void)cx;
    buf_str(out, x->name);
    buf_fill(out, ' ', x->name.n < 20 ? 20 - x->name.n : 1);
    buf_str(out, role_name(x->role));
    if (x->of.n > 0) {
        buf_c(out, " of ");
        buf_safe(out, x->of);
    }
    buf_c(out, x->disabled ? ", disabled" : x->waiting ? ", invited" : "");
    buf_c(out, "; last login ");
    print_time(x->seen, out);
    buf_char(out, '\n');
    return OK;
}

err app_people_list(struct cx *cx, struct arena *a,
                    const struct people_call *what, struct buf *out)
{
    struct people *p;
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_each(cx, p, print_person, out);
    people_close(p);
    return e;
}

struct lines {
    struct arena *a;
    VEC(str) v;
};

static err print_line(struct cx *cx, void *self, const struct people_line *l)
{
    struct lines *s = self;
    struct buf b;
    buf_init(&b, s->a, SIZE_MAX);
    buf_int(&b, l->number);
    buf_char(&b, ' ');
    print_time(l->at, &b);
    buf_char(&b, ' ');
    buf_safe(&b, l->by);
    buf_char(&b, ' ');
    buf_safe(&b, l->action);
    if (l->what.n > 0)
        buf_char(&b, ' ');
    buf_safe(&b, l->what);
    buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    TRY_ROOM(cx, s->a, vec_push(s->a, &s->v, buf_view(&b)));
    return OK;
}

err app_people_log(struct cx *cx, struct arena *a,
                   const struct people_call *what, struct buf *out)
{
    struct lines s = {.a = a};
    struct people *p;
    int64_t n;
    TRY(cx, open_people(cx, a, what, &p));
    err e = people_check_log(cx, p, &n);
    if (is_ok(e))
        e = people_log(cx, p, INT64_MAX, print_line, &s);
    people_close(p);
    TRY(cx, e);
    for (size_t i = s.v.n; i-- > 0;)
        buf_str(out, s.v.p[i]);
    return OK;
}
