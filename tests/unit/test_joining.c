/* test_joining.c: a node that has keys and has not begun: the charter that
 * came, whose signatures are added, and who may do what with it in the browser.
 */
#include "app/node_room.h"
#include "base/html.h"
#include "http/gate.h"
#include "tests/test.h"

#include <stdlib.h>

static const str password = STR_INIT("correct horse battery");

static struct joining {
    char root[64];
    const char *node[3]; /* folders: two parties, a mediator */
} j;
static const char *const names[3] = {"ardania", "belmar", "delvia"};

static const char *path(const char *node, const char *name)
{
    str s;
    CHECK(arena_printf(test_arena(), &s, "%s/%s", node, name));
    return s.p;
}

static struct cx *join_all(void)
{
    struct cx *cx = test_cx();
    struct buf line;
    snprintf(j.root, sizeof j.root, "/tmp/truce-join-XXXXXX");
    CHECK(mkdtemp(j.root) != NULL);
    for (int i = 0; i < 3; i++) {
        buf_init(&line, test_arena(), 4096);
        j.node[i] = path(j.root, names[i]);
        CHECK_OK(cx, talks_join(cx, test_arena(), j.node[i], names[i],
                                i < 2 ? "party" : "mediator", &line));
    }
    return cx;
}

static void leave(void)
{
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", j.root);
    CHECK_INT(system(command), 0);
}

/* A charter of all; signed by those whose bit is set. */
static str charter_of(struct cx *cx, const char *name, unsigned who)
{
    static unsigned once;
    const char *lines[3], *out;
    str file;
    struct buf b;
    CHECK(arena_printf(test_arena(), &file, "%s/charter%u", j.root, ++once));
    out = file.p;
    for (int i = 0; i < 3; i++)
        lines[i] = path(j.node[i], "line");
    struct charter_job job = {.out = out,
                              .name = name,
                              .convey = "any",
                              .agreed = "whole",
                              .failed = "keep",
                              .languages = "en",
                              .lines = lines,
                              .n = 3};
    buf_init(&b, test_arena(), 65536);
    CHECK_OK(cx, talks_charter(cx, test_arena(), &job, &b));
    for (int i = 0; i < 3; i++)
        if (who & 1u << i)
            CHECK_OK(cx,
                     talks_sign_charter(cx, test_arena(), j.node[i], out, &b));
    return test_read(out);
}

void test_joining__signatures_are_added(void)
{
    struct cx *cx = join_all();
    struct coming c;
    bool there;
    CHECK_OK(cx, coming_read(cx, test_arena(), j.node[0], &there, &c));
    CHECK(!there);
    str one = charter_of(cx, "harbour", 1), two = charter_of(cx, "harbour", 6);
    CHECK_OK(cx, coming_take(cx, test_arena(), j.node[0], one));
    CHECK_OK(cx, coming_read(cx, test_arena(), j.node[0], &there, &c));
    CHECK(there && c.mine && !c.all && c.signed_by[0] && !c.signed_by[1]);
    CASE("those of the others, twice");
    for (int i = 0; i < 2; i++)
        CHECK_OK(cx, coming_take(cx, test_arena(), j.node[0], two));
    CHECK_OK(cx, coming_read(cx, test_arena(), j.node[0], &there, &c));
    CHECK(c.all);
    CASE("another charter");
    CHECK_FAILS(
        cx,
        coming_take(cx, test_arena(), j.node[0], charter_of(cx, "other", 7)),
        ERR_CONFLICT);
    CASE("a signature that does not hold");
    char *spoilt = arena_alloc(test_arena(), two.n);
    memcpy(spoilt, two.p, two.n);
    spoilt[two.n - 20] = spoilt[two.n - 20] == 'A' ? 'B' : 'A';
    CHECK_FAILS(cx,
                coming_take(cx, test_arena(), j.node[0], (str){spoilt, two.n}),
                ERR_INPUT);
    CHECK_OK(cx, coming_read(cx, test_arena(), j.node[0], &there, &c));
    CHECK(c.all); /* what was here is not lost */
    CASE("put aside, then the other");
    CHECK_OK(cx, coming_drop(cx, test_arena(), j.node[0]));
    CHECK_OK(cx, coming_take(cx, test_arena(), j.node[0],
                             charter_of(cx, "other", 0)));
    CASE("nothing at all");
    CHECK_FAILS(cx, coming_take(cx, test_arena(), j.node[1], STR("x")),
                ERR_INPUT);
    CASE("one of others");
    str of_others = charter_of(cx, "harbour", 0);
    const char *stranger = path(j.root, "stranger");
    struct buf line;
    buf_init(&line, test_arena(), 4096);
    CHECK_OK(cx,
             talks_join(cx, test_arena(), stranger, "ardania", "party", &line));
    CHECK_FAILS(cx, coming_take(cx, test_arena(), stranger, of_others),
                ERR_INPUT);
    leave();
}

/* --- in the browser
 * --------------------------------------------------------------------------
 */

static const enum role roles[] = {PERSON_HEAD, PERSON_ADMINISTRATOR,
                                  PERSON_DELEGATE, PERSON_VIEWER};
enum { NOBODY = COUNT_OF(roles) };
static struct token session[COUNT_OF(roles)];

static unsigned ask(struct node *n, size_t who, const char *target,
                    const char *deed, str *page)
{
    struct node_reply reply = {.status = 0};
    struct token t = {{0}};
    struct buf b;
    char cookie[160] = "", body[4096], room[256];
    struct node_request r = {.language = STR("en"),
                             .post = deed != NULL,
                             .host = STR("127.0.0.1:8470"),
                             .origin = STR("http://127.0.0.1:8470"),
                             .type = STR("application/x-www-form-urlencoded"),
                             .address = STR("127.0.0.1")};
    if (who != NOBODY) {
        people_form_token(str_of(session[who].hex), &t);
        snprintf(cookie, sizeof cookie, "truce-8470=%s", session[who].hex);
    }
    snprintf(body, sizeof body, "form=%s&do=%s", t.hex,
             deed == NULL ? "" : deed);
    r.body = str_of(body);
    r.cookie = str_of(cookie);
    CHECK(gate_path(str_of(target), room, sizeof room, &r.path, &r.query));
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             node_answer(test_cx(), n, &r, test_arena(), &b, &reply));
    *page = buf_view(&b);
    return reply.status;
}

static void make_accounts(struct cx *cx, const char *node)
{
    struct people *p;
    CHECK_OK(cx, people_create(cx, path(node, "people"), &p));
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct token t;
        str name = role_name(roles[i]);
        CHECK_OK(cx,
                 people_invite(cx, p, STR("-"), name, roles[i], STR(""), &t));
        CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
        CHECK_OK(cx,
                 people_login(cx, p, name, password, STR("::1"), &session[i]));
    }
    people_close(p);
}

static bool has(str s, const char *part)
{
    return str_find(s, str_of(part)) < s.n;
}

/* As a browser sends it; each line of the file `line`. */
static str form_of(const char *fields, size_t n)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "make&");
    buf_c(&b, fields);
    buf_c(&b, "&lines=");
    for (size_t i = 0; i < n; i++) {
        url_part(&b, test_read(path(j.node[i], "line")));
        buf_c(&b, "%0D%0A");
    }
    buf_char(&b, '\0');
    return buf_view(&b);
}

void test_joining__a_charter_is_made_here(void)
{
    static const struct {
        const char *fields;
        size_t n;
    } wrong[] = {{"talks=", 3},
                 {"talks=a+b", 3},
                 {"talks=x&convey=two", 3},
                 {"talks=x&convey=lead&lead=ardania", 3},
                 {"talks=x&convey=lead", 3},
                 {"talks=x&agreed=half", 3},
                 {"talks=x&failed=sold", 3},
                 {"talks=x&languages=", 0},
                 {"talks=x&relay=none", 3},
                 {"talks=x%0Aconvey+any", 3},
                 {"talks=x", 2}};
    struct cx *cx = join_all();
    struct node *n = NULL;
    struct coming c;
    bool there;
    str page;
    make_accounts(cx, j.node[2]);
    struct case_options o = {.agreement = j.node[2]};
    CHECK_OK(cx, node_open(cx, test_arena(), &o, &n));
    CHECK_INT(ask(n, 0, "/", NULL, &page), 200);
    CHECK(has(page, "name=\"lines\"") && has(page, "node delvia mediator"));
    CHECK_INT(ask(n, 0, "/charter", NULL, &page), 404);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        CASE("%s", wrong[i].fields);
        CHECK_INT(ask(n, 0, "/", form_of(wrong[i].fields, wrong[i].n).p, &page),
                  400);
        CHECK(has(page, "role=\"alert\""));
    }
    CASE("sound");
    CHECK_INT(ask(n, 0, "/",
                  form_of("talks=harbour&convey=lead&lead=delvia&agreed="
                          "articles&failed=destroy&languages=en+ar",
                          3)
                      .p,
                  &page),
              303);
    CHECK_OK(cx, coming_read(cx, test_arena(), j.node[2], &there, &c));
    CHECK(there && c.charter.convey == CONVEY_LEAD && c.charter.articles &&
          c.charter.destroy && c.charter.n_nodes == 3);
    CHECK_INT(ask(n, 0, "/", NULL, &page), 200);
    CHECK(has(page, "class=\"groups\"") && has(page, "article by article"));
    CHECK_INT(ask(n, 0, "/", "drop", &page), 303);
    CHECK_INT(ask(n, 0, "/charter", NULL, &page), 404);
    node_close(n);
    leave();
}

void test_joining__who_may(void)
{
    static const char *const deeds[] = {"make",  "take", "sign",
                                        "begin", "drop", "no-such-deed"};
    struct cx *cx = join_all();
    struct node *n = NULL;
    str page;
    make_accounts(cx, j.node[0]);
    CHECK_OK(cx, coming_take(cx, test_arena(), j.node[0],
                             charter_of(cx, "harbour", 6)));
    struct case_options o = {.agreement = j.node[0]};
    CHECK_OK(cx, node_open(cx, test_arena(), &o, &n));
    for (size_t who = 1; who <= NOBODY; who++) {
        CASE("role %zu", who);
        bool sees = who < NOBODY && roles[who] != PERSON_ADMINISTRATOR;
        unsigned status = ask(n, who, "/", NULL, &page);
        CHECK_INT(status, who == NOBODY ? 303 : 200);
        CHECK(has(page, "belmar") == sees && !has(page, "value=\"sign\""));
        CHECK_INT(ask(n, who, "/charter", NULL, &page),
                  who == NOBODY || !sees ? 403 : 200);
        for (size_t d = 0; d < COUNT_OF(deeds); d++)
            CHECK_INT(ask(n, who, "/", deeds[d], &page), 403);
    }
    CASE("the head");
    CHECK_INT(ask(n, 0, "/table", NULL, &page), 404); /* no rooms yet */
    CHECK(ask(n, 0, "/", "begin", &page) >= 400);     /* it is not signed */
    CHECK(ask(n, 0, "/", "no-such-deed", &page) >= 400);
    CHECK_INT(ask(n, 0, "/", "sign", &page), 303);
    CHECK_INT(ask(n, 0, "/", "begin", &page), 303);
    CHECK_INT(ask(n, 0, "/", NULL, &page), 303); /* others pages now */
    CHECK_INT(ask(n, 0, "/", NULL, &page), 200);
    CHECK(has(page, "What waits here") && has(page, "href=\"/draft"));
    node_close(n);
    leave();
}
