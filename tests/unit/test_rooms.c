/* test_rooms.c: a node of talks in the browser: every role on every route, the
 * main path through forms, and that no page of one party depends on what
 * another has not released. */
#include "app/node_room.h"
#include "base/html.h"
#include "http/gate.h"
#include "people/webauthn.h"
#include "tests/support/passkey.h"
#include "tests/support/talks_world.h"
#include "tests/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

static const str password = STR_INIT("correct horse battery");
static const char origin[] = "http://127.0.0.1:8470";
static const enum role roles[] = {PERSON_ADMINISTRATOR, PERSON_HEAD,
                                  PERSON_DELEGATE, PERSON_VIEWER};
enum { NOBODY = COUNT_OF(roles), ADMIN = 0, HEAD, DELEGATE, VIEWER };

/* A world of nodes in memory, each with its pages; one file of accounts. */
static struct building {
    struct talks_keys keys;
    struct talks_world w;
    struct node *node[NODES];
    struct people *people;
    struct token session[COUNT_OF(roles)];
    char folder[64], file[96];
    int64_t later_s;
} house;

static instant noon(void *self)
{
    (void)self;
    return 1780315200 + house.later_s; /* 2026-06-01T12:00:00Z */
}

static err zeros(struct cx *cx, void *self, void *p, size_t n)
{
    (void)cx, (void)self;
    memset(p, 0, n);
    return OK;
}

static void open_people(struct cx *cx)
{
    snprintf(house.folder, sizeof house.folder, "/tmp/truce-rooms-XXXXXX");
    CHECK(mkdtemp(house.folder) != NULL);
    snprintf(house.file, sizeof house.file, "%s/people", house.folder);
    CHECK_OK(cx, people_create(cx, house.file, &house.people));
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct token t;
        str name = role_name(roles[i]);
        CHECK_OK(cx, people_invite(cx, house.people, STR("-"), name, roles[i],
                                   STR(""), &t));
        CHECK_OK(cx, people_accept(cx, house.people, str_of(t.hex), password));
        CHECK_OK(cx, people_login(cx, house.people, name, password, STR("::1"),
                                  &house.session[i]));
    }
}

static void open_nodes(struct cx *cx)
{
    talks_world_begin(cx, &house.keys, &house.w);
    for (int i = 0; i < NODES; i++) {
        CHECK_OK(cx,
                 room_over(cx, test_arena(), &house.w.seat[i], &house.node[i]));
        house.node[i]->people = house.people;
    }
}

static void close_nodes(void)
{
    for (int i = 0; i < NODES; i++) {
        house.node[i]->people = NULL;
        node_close(house.node[i]);
    }
    talks_world_end(&house.w);
}

static struct cx *open_house(const char *convey)
{
    struct cx *cx = test_cx();
    cx->now = noon;
    memset(&house, 0, sizeof house);
    talks_keys_make(cx, test_arena(), convey, "observer", &house.keys);
    open_people(cx);
    open_nodes(cx);
    return cx;
}

static void close_house(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[128];
    close_nodes();
    people_close(house.people);
    talks_keys_release(&house.keys);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(path, sizeof path, "%s%s", house.file, ends[i]);
        unlink(path);
    }
    rmdir(house.folder);
}

/* --- asking
 * ----------------------------------------------------------------------------
 */

static str ask(int node, size_t who, const char *target, str body,
               const char *type, struct node_reply *reply)
{
    struct buf b;
    char cookie[160] = "", room[1024];
    struct node_request r = {.language = STR(""),
                             .post = body.p != NULL,
                             .body = body,
                             .host = STR("127.0.0.1:8470"),
                             .origin = str_of(origin),
                             .type = str_of(type),
                             .address = STR("127.0.0.1")};
    if (who != NOBODY)
        snprintf(cookie, sizeof cookie, "truce-8470=%s",
                 house.session[who].hex);
    r.cookie = str_of(cookie);
    buf_init(&b, test_arena(), SIZE_MAX);
    *reply = (struct node_reply){.status = 0, .type = ""};
    CHECK(gate_path(str_of(target), room, sizeof room, &r.path, &r.query));
    CHECK_OK(test_cx(), node_answer(test_cx(), house.node[node], &r,
                                    test_arena(), &b, reply));
    return buf_view(&b);
}

static str get(int node, size_t who, const char *target)
{
    struct node_reply reply;
    str page = ask(node, who, target, (str){NULL, 0}, "", &reply);
    CHECK_INT(reply.status, 200);
    return page;
}

/* A form of a new page: fields are `rest`, already encoded. */
static str send_as(int node, size_t who, const char *target, const char *rest,
                   struct node_reply *reply)
{
    static unsigned once;
    char room[4096];
    struct token t = {{0}};
    if (who != NOBODY)
        people_form_token(str_of(house.session[who].hex), &t);
    snprintf(room, sizeof room, "form=%s&once=%032x&%s", t.hex, ++once, rest);
    return ask(node, who, target, str_of(room),
               "application/x-www-form-urlencoded", reply);
}

/* It must be done. */
static void send(int node, const char *target, const char *rest)
{
    struct node_reply reply;
    CASE("%s %s", target, rest);
    str page = send_as(node, HEAD, target, rest, &reply);
    CHECK_INT(reply.status, 303);
    if (reply.status != 303)
        FAIL("%.*s", STR_ARG(page));
}

/* A file, as a browser sends it. */
static str send_file(int node, size_t who, const char *target, const char *deed,
                     const char *room, str bytes, struct node_reply *reply)
{
    struct buf b;
    struct token t;
    people_form_token(str_of(house.session[who].hex), &t);
    buf_init(&b, test_arena(), SIZE_MAX);
    const char *const fields[][2] = {
        {"form", t.hex}, {"do", deed}, {"room", room}};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        buf_printf(&b,
                   "--x\r\nContent-Disposition: form-data; "
                   "name=\"%s\"\r\n\r\n%s\r\n",
                   fields[i][0], fields[i][1]);
    buf_c(&b, "--x\r\nContent-Disposition: form-data; name=\"file\"; "
              "filename=\"f\"\r\nContent-Type: "
              "application/octet-stream\r\n\r\n");
    buf_str(&b, bytes);
    buf_c(&b, "\r\n--x--\r\n");
    return ask(node, who, target, buf_view(&b),
               "multipart/form-data; boundary=x", reply);
}

static bool has(str s, const char *part)
{
    return str_find(s, str_of(part)) < s.n;
}

static void carry_all(struct cx *cx)
{
    for (int round = 0; round < 2; round++)
        for (int x = 0; x < NODES; x++)
            for (int y = 0; y < NODES; y++)
                if (x != y)
                    (void)talks_world_carry(cx, &house.w, x, y, false);
}

/* The id of the newest object of this type, as a node has it. */
static const char *id_of(int node, enum talks_type type)
{
    static char room[2 * CRY_HASH_BYTES + 1];
    const struct talks *t = &house.w.seat[node].talks;
    memset(room, 0, sizeof room);
    for (size_t i = 0; i < t->items.n; i++)
        if (t->items.p[i].open && t->items.p[i].o.type == type)
            hash_print(t->items.p[i].o.id, room);
    CHECK(room[0] != '\0');
    return room;
}

static const char *path_of(const char *page, int node, enum talks_type type)
{
    static char room[128];
    snprintf(room, sizeof room, "/%s/%.12s", page, id_of(node, type));
    return room;
}

static void put_draft(struct cx *cx)
{
    struct node_reply reply;
    struct buf b;
    str text = talks_world_draft(cx, test_arena()), line;
    buf_init(&b, test_arena(), SIZE_MAX);
    /* One clause in words too, in two languages. */
    while (str_cut(text, '\n', &line, &text)) {
        buf_str(&b, line);
        if (str_eq(line, STR("languages en")))
            buf_c(&b, ", fr");
        if (str_starts(str_trim(line), STR("1.1 ")))
            buf_c(&b, "\n       text en \"Nobody attacks.\""
                      "\n       text fr \"Nul n’attaque.\"");
        buf_char(&b, '\n');
    }
    (void)send_file(DELVIA, HEAD, "/draft", "draft", "table", buf_view(&b),
                    &reply);
    CHECK_INT(reply.status, 303);
    carry_all(cx);
}

/* --- roles
 * -----------------------------------------------------------------------------
 */

static size_t objects(void)
{
    size_t n = 0;
    for (int i = 0; i < NODES; i++)
        n += house.w.seat[i].talks.items.n;
    return n;
}

static void address_of(const struct form_route *r, int node, char *out,
                       size_t cap)
{
    str name = str_of(r->page.name);
    const char *second = str_eq(name, STR("bundle")) ? "/estria"
                         : str_eq(name, STR("on")) ||
                                 str_eq(name, STR("effects")) ||
                                 str_eq(name, STR("edit"))
                             ? "/4.1"
                         : str_eq(name, STR("people")) ? "/log"
                                                       : "/agreement.truce";
    if (str_eq(name, STR("said")) || str_eq(name, STR("proof")))
        snprintf(out, cap, "/%s/%.12s", r->page.name, id_of(node, TALKS_DRAFT));
    else
        snprintf(out, cap, "/%s%s", r->page.name,
                 r->page.parts > 1 ? second : "");
}

/* What is in the rooms, or who is. */
static void check_tells_nothing(str page)
{
    static const char *const secrets[] = {"trucks", "Harbour truce", "ardania",
                                          "mediators"};
    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        if (has(page, secrets[i]))
            FAIL("tells %s", secrets[i]);
}

static void one_route(const struct form_route *r, int node, size_t who)
{
    char path[128];
    struct node_reply reply;
    address_of(r, node, path, sizeof path);
    CASE("%s as %.*s", path,
         STR_ARG(who == NOBODY ? STR("nobody") : role_name(roles[who])));
    bool may = who == NOBODY ? r->action == MAY_ENTER_NODE
                             : role_may(roles[who], r->action, true);
    str page = ask(node, who, path, (str){NULL, 0}, "", &reply);
    if (who == NOBODY && !may) {
        CHECK_INT(reply.status, r->page.type != NULL ? 403 : 303);
        check_tells_nothing(page);
    } else if (!may) {
        CHECK_INT(reply.status, 403);
        check_tells_nothing(page);
    } else {
        CHECK(reply.status == 200 || reply.status == 403 ||
              reply.status == 404 || reply.status == 409);
    }
    if (who == ADMIN)
        check_tells_nothing(page);
    /* Forms of nothing, of deeds that are not there, and without a token. */
    (void)send_as(node, who, path, "", &reply);
    CHECK(reply.status >= 400);
    (void)send_as(node, who, path, "do=no-such-deed", &reply);
    CHECK(reply.status >= 400);
    (void)ask(node, who, path, STR("do=say&kind=comment&words=x"),
              "application/x-www-form-urlencoded", &reply);
    CHECK(reply.status >= 400);
}

void test_rooms__every_role_on_every_route(void)
{
    struct cx *cx = open_house("all");
    struct form_route r;
    put_draft(cx);
    send(BELMAR, "/words",
         "do=say&kind=proposal&on=4.1&words=300+trucks+a+week");
    size_t before = objects();
    for (size_t i = 0; room_route_at(i, &r); i++)
        for (size_t who = 0; who <= NOBODY; who++) {
            one_route(&r, BELMAR, who);
            one_route(&r, DELVIA, who);
        }
    CHECK_INT(objects(), before);
    close_house();
}

/* What commits is the head's; what is said, the delegates' too. */
void test_rooms__who_may_bind(void)
{
    struct cx *cx = open_house("any");
    struct node_reply reply;
    static const char *const binding[][2] = {
        {"/table", "do=round"},
        {"/table", "do=reveal"},
        {"/table", "do=agree"},
        {"/words", "do=bridge&to=belmar&bridge=x"},
        {"/words", "do=say&kind=comment&room=table&words=x"},
        {"/signing", "do=sign"}};
    put_draft(cx);
    for (size_t who = 0; who <= NOBODY; who++)
        for (size_t i = 0; who != HEAD && i < COUNT_OF(binding); i++) {
            CASE("%zu %s", who, binding[i][1]);
            (void)send_as(DELVIA, who, binding[i][0], binding[i][1], &reply);
            CHECK_INT(reply.status, 403);
        }
    (void)send_as(DELVIA, DELEGATE, "/words",
                  "do=say&kind=comment&words=x&room=mediators", &reply);
    CHECK_INT(reply.status, 303);
    (void)send_as(DELVIA, VIEWER, "/words",
                  "do=say&kind=comment&words=x&room=mediators", &reply);
    CHECK_INT(reply.status, 403);
    (void)send_as(BELMAR, DELEGATE, "/on/2.2",
                  "do=position&alternative=A&stance=accept", &reply);
    CHECK_INT(reply.status, 303);
    /* A delegate puts no draft on the table, and a party has no table. */
    (void)send_file(BELMAR, DELEGATE, "/draft", "draft", "table",
                    talks_world_draft(cx, test_arena()), &reply);
    CHECK_INT(reply.status, 403);
    (void)ask(BELMAR, HEAD, "/table", (str){NULL, 0}, "", &reply);
    CHECK_INT(reply.status, 403);
    close_house();
}

/* --- the main path
 * ---------------------------------------------------------------------
 */

static void say_and_carry(struct cx *cx)
{
    send(BELMAR, "/words",
         "do=say&kind=proposal&on=4.1&words=We+could+live+with+300.");
    send(BELMAR, path_of("said", BELMAR, TALKS_PROPOSAL),
         "do=consent&to=ardania&wording=as-hypothetical&words=What+if+300%3f");
    carry_all(cx);
    CHECK(!has(get(ARDANIA, HEAD, "/words"), "What if 300?"));
    CHECK(has(get(DELVIA, HEAD, "/"), "lets words cross"));
    send(DELVIA, path_of("said", DELVIA, TALKS_CONSENT), "do=convey");
    CHECK(has(get(DELVIA, HEAD, "/words"), "others are missing"));
    carry_all(cx);
    CHECK(has(get(ESTRIA, HEAD, "/"), "your assent is missing"));
    send(ESTRIA, path_of("said", ESTRIA, TALKS_ASSENT), "do=convey");
    carry_all(cx);
    str page = get(ARDANIA, HEAD, "/words");
    CHECK(has(page, "What if 300?") && has(page, "a hypothetical") &&
          !has(page, "We could live"));
    page = get(BELMAR, HEAD, path_of("said", BELMAR, TALKS_CONSENT));
    CHECK(has(page, "carried") && has(page, "Proof of conveyance"));
    CHECK(has(get(ARDANIA, HEAD, path_of("proof", ARDANIA, TALKS_CONVEYANCE)),
              "truce talk 1\n"));
}

static void ask_and_answer(struct cx *cx)
{
    send(DELVIA, "/on/4.1",
         "do=say&kind=question&room=ardania&on=4.1&words=How+many%3f");
    carry_all(cx);
    CHECK(has(get(ARDANIA, HEAD, "/"), "asks, and there is no answer yet"));
    send(ARDANIA, path_of("said", ARDANIA, TALKS_QUESTION),
         "do=answer&answer=Sixty.");
    carry_all(cx);
    CHECK(!has(get(ARDANIA, HEAD, "/"), "asks, and there is no answer yet"));
    CHECK(has(get(DELVIA, HEAD, path_of("said", DELVIA, TALKS_QUESTION)),
              "Sixty."));
    CHECK(!has(get(BELMAR, HEAD, "/words"), "How many"));
    send(ESTRIA, "/words",
         "do=meeting&when=2026-06-01+10%3a00&with=both+heads&notes=Short.");
    send(DELVIA, "/words", "do=bridge&to=belmar&on=4.1&bridge=Half+way%3f");
    carry_all(cx);
    send(ESTRIA, path_of("said", ESTRIA, TALKS_ASSENT), "do=convey");
    carry_all(cx);
    str page = get(BELMAR, HEAD, "/words");
    CHECK(has(page, "Half way?") && has(page, "a bridging text"));
    CHECK(has(get(ESTRIA, HEAD, "/words"), "both heads"));
}

static void take_positions(struct cx *cx)
{
    struct node_reply reply;
    CHECK(has(get(ARDANIA, HEAD, "/"), "Alternatives without a position"));
    send(ARDANIA, "/on/rest", "do=position&stance=accept&standing=yes");
    send(ARDANIA, "/on/4.1",
         "do=position&alternative=B&stance=accept&if=2.2%3dA&standing=yes");
    send(ARDANIA, "/on/2.2",
         "do=position&alternative=A&stance=accept&standing=yes");
    send(ARDANIA, "/on/4.1",
         "do=position&alternative=A&stance=reserve&own=yes&text=Narrow+quay.");
    send(BELMAR, "/on/rest", "do=position&stance=accept&standing=yes");
    send(BELMAR, "/on/2.2",
         "do=position&alternative=A&stance=accept&if=4.1%3dB&standing=yes");
    send(BELMAR, "/on/4.1",
         "do=position&alternative=B&stance=accept&standing=yes");
    send(BELMAR, "/on/4.1", "do=label&alternative=C&by=belmar");
    /* What cannot be is said, and what was typed is there. */
    str page = send_as(BELMAR, HEAD, "/on/4.1",
                       "do=position&alternative=B&stance=accept&if=9.9&text="
                       "because+%3cb%3e",
                       &reply);
    CHECK_INT(reply.status, 400);
    CHECK(has(page, "role=\"alert\"") && has(page, "because &lt;b&gt;") &&
          has(page, "9.9") && !has(page, "<b>"));
    carry_all(cx);
    page = get(DELVIA, HEAD, "/table");
    CHECK(has(page, "accept with <bdi>2.2=A</bdi>") &&
          has(page, "conditions meet") && !has(page, "Narrow quay"));
    CHECK(has(get(DELVIA, HEAD, "/on/4.1"), "proposed by <bdi>belmar</bdi>"));
    page = get(ARDANIA, HEAD, "/draft");
    CHECK(has(page, "Narrow quay") && has(page, "accept with"));
    CHECK(!has(get(BELMAR, HEAD, "/log"), "2.2=A</bdi></span>"));
    /* The same form twice: a page that is sent again. */
    size_t n = house.w.seat[BELMAR].talks.items.n;
    char body[256];
    struct token t;
    people_form_token(str_of(house.session[HEAD].hex), &t);
    snprintf(body, sizeof body,
             "form=%s&once=%032d&do=say&kind=comment&words=once", t.hex, 7);
    for (int i = 0; i < 2; i++) {
        (void)ask(BELMAR, HEAD, "/words", str_of(body),
                  "application/x-www-form-urlencoded", &reply);
        CHECK_INT(reply.status, 303);
    }
    CHECK_INT(house.w.seat[BELMAR].talks.items.n, n + 1);
}

/* The node is ended and begun again between the two: a browser that was closed
 * over it sends its form again. */
static void once_over_a_restart(struct cx *cx)
{
    struct node_reply reply;
    size_t n = house.w.seat[BELMAR].talks.items.n;
    char body[256];
    struct token t;
    people_form_token(str_of(house.session[HEAD].hex), &t);
    snprintf(body, sizeof body,
             "form=%s&once=%032d&do=say&kind=comment&words=once", t.hex, 8);
    for (int i = 0; i < 2; i++) {
        (void)ask(BELMAR, HEAD, "/words", str_of(body),
                  "application/x-www-form-urlencoded", &reply);
        CHECK_INT(reply.status, 303);
        house.node[BELMAR]->people = NULL;
        node_close(house.node[BELMAR]);
        CHECK_OK(cx, room_over(cx, test_arena(), &house.w.seat[BELMAR],
                               &house.node[BELMAR]));
        house.node[BELMAR]->people = house.people;
    }
    CHECK_INT(house.w.seat[BELMAR].talks.items.n, n + 1);
}

static err count_row(struct cx *cx, void *self, str key, str value)
{
    (void)cx, (void)key, (void)value;
    ++*(size_t *)self;
    return OK;
}

static size_t numbers_kept(struct cx *cx, int node)
{
    size_t n = 0;
    static const str views[] = {STR_INIT("once0"), STR_INIT("once1"),
                                STR_INIT("once2")};
    for (size_t i = 0; i < COUNT_OF(views); i++)
        CHECK_OK(cx, store_view_each(cx, house.w.seat[node].store, views[i],
                                     STR(""), STR(""), count_row, &n));
    return n;
}

/* Numbers of forms are kept as long as a session lives, over midnight too, and
 * then forgotten. */
void test_rooms__numbers_of_forms_are_forgotten(void)
{
    struct cx *cx = open_house("any");
    struct node_reply reply;
    char body[256];
    for (int day = 0; day < 12; day++) {
        /* At 20:00 and at 4:00, in one session. */
        house.later_s = day * 86400 + 8 * 3600;
        CHECK_OK(cx, people_login(cx, house.people, STR("head"), password,
                                  STR("::1"), &house.session[HEAD]));
        struct token t;
        people_form_token(str_of(house.session[HEAD].hex), &t);
        snprintf(body, sizeof body,
                 "form=%s&once=a%031d&do=say&kind=comment&words=x", t.hex, day);
        size_t n = house.w.seat[BELMAR].talks.items.n;
        for (int h = 0; h <= 8; h++) {
            (void)ask(BELMAR, HEAD, "/words", str_of(body),
                      "application/x-www-form-urlencoded", &reply);
            CHECK_INT(reply.status, 303);
            house.later_s += 3600;
        }
        CHECK_INT(house.w.seat[BELMAR].talks.items.n, n + 1);
        for (int k = 0; k < 5; k++)
            send(BELMAR, "/words", "do=say&kind=comment&words=y");
        CHECK(numbers_kept(cx, BELMAR) <= 12);
    }
    house.later_s = 0;
    close_house();
}

static void compare_packages(struct cx *cx)
{
    struct node_reply reply;
    CHECK(has(get(DELVIA, HEAD, "/packages"), "has given no weights"));
    str page = send_as(ARDANIA, HEAD, "/packages",
                       "do=weights&w0-0=30&w0-1=many", &reply);
    CHECK_INT(reply.status, 400);
    CHECK(has(page, "whole number"));
    send(ARDANIA, "/packages",
         "do=weights&w0-0=30&w0-1=80&w1-0=20&w1-1=60&w1-2=90");
    send(BELMAR, "/packages",
         "do=weights&w0-0=90&w0-1=20&w1-0=50&w1-1=70&w1-2=10");
    carry_all(cx);
    CHECK(has(get(ARDANIA, HEAD, "/packages"), "value=\"90\""));
    page = get(DELVIA, HEAD, "/packages");
    CHECK(has(page, "greatest product") && has(page, "2.2=A") &&
          has(page, "<bdi>160</bdi>"));
    CHECK(!has(get(ARDANIA, HEAD, "/packages"), "160"));
}

static void agree_and_sign(struct cx *cx)
{
    struct node_reply reply;
    CHECK(has(get(ARDANIA, HEAD, "/signing"), "no agreed text yet"));
    send(DELVIA, "/table", "do=round");
    carry_all(cx);
    CHECK(has(get(DELVIA, HEAD, "/table"), "all accept: <bdi>2.2=A,4.1=B"));
    CHECK(has(get(ESTRIA, HEAD, "/"), "is closed, and not revealed"));
    send(DELVIA, "/table", "do=reveal");
    str page = send_as(DELVIA, HEAD, "/table", "do=reveal", &reply);
    CHECK_INT(reply.status, 409);
    CHECK(has(page, "has been revealed"));
    CHECK(!has(get(DELVIA, HEAD, "/table"), "class=\"agreed\""));
    send(DELVIA, "/table", "do=agree");
    CHECK(has(get(DELVIA, HEAD, "/table"),
              "<p class=\"agreed\"><a href=\"/signing"));
    carry_all(cx);
    CHECK(has(get(BELMAR, HEAD, "/words"), "2.2=A,4.1=B"));
    CHECK(has(get(BELMAR, HEAD, "/"), "not signed by us"));
    page = get(BELMAR, HEAD, "/signing");
    hash text_hash =
        cry_sha256(get(BELMAR, HEAD, "/signing/agreement.truce"), STR(""));
    char first[24];
    snprintf(first, sizeof first, "<code>%02x%02x</code>", text_hash.b[0],
             text_hash.b[1]);
    CHECK(has(page, first) &&
          has(page, "when Ardania and Belmar have signed") &&
          has(page, "<bdi>ardania</bdi> has not signed"));
    CHECK(has(page, "<p dir=\"auto\" lang=\"fr\">Nul n’attaque.</p>"));
    str text = get(BELMAR, HEAD, "/signing/agreement.truce");
    /* Not a signature; one of another text; then a sound one. */
    (void)send_file(BELMAR, HEAD, "/signing", "sign", "", STR("nothing"),
                    &reply);
    CHECK_INT(reply.status, 400);
    uint8_t seed[CRY_SIGN_SEED_BYTES];
    struct buf sig;
    memset(seed, 7, sizeof seed);
    buf_init(&sig, test_arena(), SSHSIG_MAX_TEXT);
    CHECK_OK(cx, sshsig_sign(cx, seed, STR("agreement@truce"), STR("another"),
                             &sig));
    (void)send_file(BELMAR, HEAD, "/signing", "sign", "", buf_view(&sig),
                    &reply);
    CHECK_INT(reply.status, 400);
    buf_init(&sig, test_arena(), SSHSIG_MAX_TEXT);
    CHECK_OK(cx, sshsig_sign(cx, seed, STR("agreement@truce"), text, &sig));
    (void)send_file(BELMAR, HEAD, "/signing", "sign", "", buf_view(&sig),
                    &reply);
    CHECK_INT(reply.status, 303);
    carry_all(cx);
    page = get(ARDANIA, HEAD, "/signing");
    size_t print = str_find(page, STR("SHA256:")); /* and 43 characters */
    CHECK(str_starts(str_sub(page, print + 50, page.n), STR("</code>")));
    CHECK(has(page, "belmar.sig") &&
          has(page, "<bdi>ardania</bdi> has not signed"));
    CHECK(has(get(ARDANIA, HEAD, "/signing/belmar.pub"), "ssh-ed25519 "));
    CHECK(
        has(get(ARDANIA, HEAD, "/signing/belmar.sig"), "BEGIN SSH SIGNATURE"));
    CHECK(!has(get(BELMAR, HEAD, "/"), "not signed by us"));
}

void test_rooms__from_draft_to_signature(void)
{
    struct cx *cx = open_house("all");
    struct node_reply reply;
    CHECK(has(get(DELVIA, HEAD, "/table"), "no draft on the table"));
    CHECK(has(get(ARDANIA, HEAD, "/draft"), "no draft on the table"));
    put_draft(cx);
    say_and_carry(cx);
    ask_and_answer(cx);
    take_positions(cx);
    once_over_a_restart(cx);
    compare_packages(cx);
    agree_and_sign(cx);
    /* A second version, and what changed. */
    (void)send_file(DELVIA, HEAD, "/draft", "draft", "table",
                    STR("agreement \"x\""), &reply);
    CHECK(reply.status == 400 || reply.status == 303);
    str text = get(BELMAR, HEAD, "/signing/agreement.truce");
    (void)send_file(DELVIA, HEAD, "/draft", "draft", "table", text, &reply);
    CHECK_INT(reply.status, 303);
    str page = get(DELVIA, HEAD, "/draft");
    CHECK(has(page, "/diff?from=") && has(page, "on the table now"));
    size_t at = str_find(page, STR("/diff?from="));
    char target[96];
    snprintf(target, sizeof target, "/diff?from=%.12s&to=%.12s",
             page.p + at + 11, page.p + at + 11 + 12 + 8);
    page = get(DELVIA, HEAD, target);
    CHECK(has(page, "4.1") && has(page, "class=\"changes\""));
    close_house();
}

static str base64url(str bytes)
{
    char *room = arena_alloc(test_arena(), 2 * bytes.n + 8);
    webauthn_encode((const uint8_t *)bytes.p, bytes.n, room);
    return str_of(room);
}

static str value_after(str page, const char *head);

/* The status with which the node takes a key, or a signature, of this one. */
static unsigned make_signer(const struct passkey *k)
{
    struct node_reply reply;
    str page = get(BELMAR, HEAD, "/signing"), body;
    str challenge = value_after(page, "name=\"challenge\" value=\"");
    CHECK(arena_printf(
        test_arena(), &body, "do=make&client=%.*s&attestation=%.*s",
        STR_ARG(base64url(passkey_client(k, "create", challenge))),
        STR_ARG(base64url(passkey_attestation(k)))));
    (void)send_as(BELMAR, HEAD, "/signing", body.p, &reply);
    return reply.status;
}

static unsigned sign_with(const struct passkey *k)
{
    struct node_reply reply;
    str page = get(BELMAR, HEAD, "/signing"), body;
    str client = passkey_client(
        k, "get", value_after(page, "name=\"challenge\" value=\""));
    str data = passkey_data(k, false);
    CHECK(arena_printf(test_arena(), &body,
                       "do=passkey&id=x&client=%.*s&data=%.*s&signature=%.*s",
                       STR_ARG(base64url(client)), STR_ARG(base64url(data)),
                       STR_ARG(base64url(passkey_signature(k, data, client)))));
    (void)send_as(BELMAR, HEAD, "/signing", body.p, &reply);
    return reply.status;
}

#define HERE .origin = "http://127.0.0.1:8470", .rp = "127.0.0.1"

static void agree(struct cx *cx)
{
    static const char *const on[][2] = {
        {"/on/rest", "do=position&stance=accept&standing=yes"},
        {"/on/2.2", "do=position&alternative=A&stance=accept&standing=yes"},
        {"/on/4.1", "do=position&alternative=B&stance=accept&standing=yes"}};
    put_draft(cx);
    for (int who = ARDANIA; who <= BELMAR; who++)
        for (size_t i = 0; i < COUNT_OF(on); i++)
            send(who, on[i][0], on[i][1]);
    carry_all(cx);
    send(DELVIA, "/table", "do=round");
    send(DELVIA, "/table", "do=agree");
    carry_all(cx);
}

/* A passkey for signing alone: OpenSSH's signature, of this text and no other.
 */
void test_rooms__a_passkey_signs(void)
{
    static const struct passkey good = {HERE, .seed = 3, .count = 7};
    struct cx *cx = open_house("any");
    struct passkey k;
    struct node_reply reply;
    agree(cx);
    CASE("no key yet");
    CHECK(sign_with(&good) >= 400);
    CASE("keys that are none");
    k = good, k.ed25519 = true; /* OpenSSH knows none of a browser */
    CHECK_INT(make_signer(&k), 400);
    k = good, k.origin = "https://elsewhere.example";
    CHECK_INT(make_signer(&k), 400);
    k = good, k.rp = "elsewhere.example";
    CHECK_INT(make_signer(&k), 400);
    k = good, k.flags = 0x41; /* its owner did not show who they are */
    CHECK_INT(make_signer(&k), 400);
    CASE("one that is");
    CHECK_INT(make_signer(&good), 303);
    CHECK(has(get(BELMAR, HEAD, "/signing"), "data-passkey=\"sign\""));
    CHECK(!has(get(BELMAR, DELEGATE, "/signing"), "data-passkey"));
    CASE("signatures that are none");
    size_t before = house.w.seat[BELMAR].talks.items.n;
    k = good, k.seed = 4; /* another key */
    CHECK_INT(sign_with(&k), 400);
    k = good, k.flags = 1; /* without its owner */
    CHECK_INT(sign_with(&k), 400);
    k = good, k.origin = "https://elsewhere.example";
    CHECK_INT(sign_with(&k), 400);
    k = good, k.type = "payment.get";
    CHECK_INT(sign_with(&k), 400);
    (void)send_as(BELMAR, DELEGATE, "/signing", "do=passkey", &reply);
    CHECK_INT(reply.status, 403);
    CHECK_INT(house.w.seat[BELMAR].talks.items.n, before);
    CASE("one that holds");
    CHECK_INT(sign_with(&good), 303);
    carry_all(cx);
    CHECK(has(get(ARDANIA, HEAD, "/signing"), "belmar.sig"));
    CHECK(has(get(ARDANIA, HEAD, "/signing/belmar.pub"),
              "sk-ecdsa-sha2-nistp256@openssh.com "));
    struct sshsig sig;
    str text = get(ARDANIA, HEAD, "/signing/agreement.truce");
    CHECK_OK(cx, sshsig_parse(cx, test_arena(),
                              get(ARDANIA, HEAD, "/signing/belmar.sig"), &sig));
    CHECK_OK(cx, sshsig_check(cx, &sig, STR("agreement@truce"), text, true));
    CHECK_FAILS(cx,
                sshsig_check(cx, &sig, STR("agreement@truce"), STR("x"), true),
                ERR_INPUT);
    close_house();
}

/* The value of a hidden field, with a name before it in `head`. */
static str value_after(str page, const char *head)
{
    size_t at = str_find(page, str_of(head));
    str rest = str_sub(page, at + strlen(head), page.n), value;
    CHECK(at < page.n);
    (void)str_cut(rest, '"', &value, &rest);
    return value;
}

static str encoded(str s)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    url_part(&b, s);
    return buf_view(&b);
}

static str edit(int node, size_t who, const char *target, const char *deed,
                str text, str checked, struct node_reply *reply)
{
    char room[4096 * 4];
    struct token t;
    static unsigned once = 1000;
    people_form_token(str_of(house.session[who].hex), &t);
    snprintf(room, sizeof room,
             "form=%s&once=%032x&do=%s&room=table&checked=%.*s&text=%.*s",
             t.hex, ++once, deed, STR_ARG(checked), STR_ARG(encoded(text)));
    str copy;
    CHECK(arena_dup_str(test_arena(), str_of(room), &copy));
    return ask(node, who, target, copy, "application/x-www-form-urlencoded",
               reply);
}

/* A clause is written, checked, looked at, and only then put. */
void test_rooms__a_clause_is_written_here(void)
{
    struct cx *cx = open_house("any");
    struct node_reply reply;
    static const str three =
        STR_INIT("3.1 monitors shall report\r\n      by day 2\r\n");
    size_t before;
    put_draft(cx);
    before = house.w.seat[DELVIA].talks.items.n;
    CHECK(has(get(DELVIA, HEAD, "/draft"), "href=\"/edit\""));
    CHECK(has(get(DELVIA, HEAD, "/on/2.2"), "href=\"/edit/2.2\""));
    str page = get(DELVIA, HEAD, "/edit/2.2");
    CHECK(has(page, ">\n2.2") && !has(page, "value=\"draft\""));
    CASE("a mistake: where, and what was typed");
    page =
        edit(DELVIA, HEAD, "/edit/3.1", "check",
             STR("3.1 Ardania shall\r\n      <b> by day 2"), STR(""), &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "&lt;b&gt; by day 2") && has(page, "Line <bdi>2</bdi>") &&
          has(page, "when this is mended") && !has(page, "value=\"draft\""));
    CASE("what was not looked at is not put, but shown");
    page = edit(DELVIA, HEAD, "/edit/3.1", "draft", three, STR(""), &reply);
    CHECK_INT(reply.status, 200);
    CASE("a bracket: what changes, and what its alternatives do");
    str text = get(DELVIA, HEAD, "/edit/2.2");
    size_t at = str_find(text, STR(">\n2.2")), end;
    text = str_sub(text, at + 2, text.n);
    end = str_find(text, STR("</textarea>"));
    text = str_sub(text, 0, end);
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    for (size_t i = 0; i < text.n; i++) {
        if (str_starts(str_sub(text, i, text.n), STR("by day 30")))
            buf_c(&b, "by day 29"), i += 8;
        else
            buf_char(&b, text.p[i]);
    }
    CHECK(!str_eq(buf_view(&b), text));
    page =
        edit(DELVIA, HEAD, "/edit/2.2", "check", buf_view(&b), STR(""), &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "class=\"changes\"") && has(page, "class=\"effects\"") &&
          has(page, "value=\"draft\""));
    str print = value_after(page, "name=\"checked\" value=\"");
    CHECK_INT(print.n, 64);
    CHECK_INT(house.w.seat[DELVIA].talks.items.n, before);
    CASE("of who may not put it on the table");
    (void)edit(DELVIA, DELEGATE, "/edit/2.2", "draft", buf_view(&b), print,
               &reply);
    CHECK_INT(reply.status, 403);
    (void)edit(DELVIA, VIEWER, "/edit/2.2", "check", buf_view(&b), print,
               &reply);
    CHECK_INT(reply.status, 403);
    (void)edit(DELVIA, HEAD, "/edit/2.2", "draft", buf_view(&b), print, &reply);
    CHECK_INT(reply.status, 303);
    CHECK_INT(house.w.seat[DELVIA].talks.items.n, before + 1);
    CHECK(has(get(DELVIA, HEAD, "/draft"), "by day 29"));
    (void)ask(DELVIA, HEAD, "/edit/9.9", (str){NULL, 0}, "", &reply);
    CHECK_INT(reply.status, 404);
    close_house();
}

void test_rooms__bundles(void)
{
    struct cx *cx = open_house("any");
    struct node_reply reply;
    str text = talks_world_draft(cx, test_arena());
    (void)send_file(DELVIA, HEAD, "/draft", "draft", "table", text, &reply);
    CHECK_INT(reply.status, 303);
    str bundle = get(DELVIA, HEAD, "/bundle/belmar");
    CHECK(str_starts(bundle, STR("truce bundle 1\n")));
    (void)send_file(BELMAR, DELEGATE, "/", "bundle", "", bundle, &reply);
    CHECK_INT(reply.status, 303);
    CHECK(has(get(BELMAR, HEAD, "/draft"), "Harbour truce"));
    /* Cut, changed, of nothing: said, and nothing worse. */
    str page = send_file(BELMAR, DELEGATE, "/", "bundle", "",
                         str_sub(bundle, 0, bundle.n - 7), &reply);
    CHECK_INT(reply.status, 409);
    CHECK(has(page, "cut at its end"));
    (void)send_file(BELMAR, DELEGATE, "/", "bundle", "", STR("x"), &reply);
    CHECK_INT(reply.status, 400);
    (void)send_as(BELMAR, HEAD, "/", "do=sync", &reply);
    CHECK_INT(reply.status, 400); /* no relay was given */
    (void)ask(BELMAR, HEAD, "/bundle/belmar", (str){NULL, 0}, "", &reply);
    CHECK_INT(reply.status, 404);
    close_house();
}

/* --- nothing shows that was not released
 * ---------------------------------------------------------
 */

static struct test_rand vary;

static const char *secret(void)
{
    str s;
    CHECK(arena_printf(&house.w.arena, &s, "secret %" PRIu64,
                       test_rand_u64(&vary)));
    return s.p;
}

static void alone(struct cx *cx, int node, const char *room)
{
    static const char *const types[] = {"proposal", "question", "comment",
                                        "meeting",  "answer",   "label"};
    const char *type = types[test_rand_below(&vary, COUNT_OF(types))];
    bool label = strcmp(type, "label") == 0;
    struct say_job job = {.type = type,
                          .room = room,
                          .on = label ? "4.1=A" : "2.1",
                          .by = label ? "ardania" : NULL,
                          .text = secret()};
    CHECK_OK(cx, seat_speak(cx, &house.w.arena, &house.w.seat[node], &job,
                            &house.w.out));
}

static void consent_alone(struct cx *cx)
{
    struct say_job said = {.type = "proposal", .on = "2.1", .text = secret()};
    struct seat_file *n = &house.w.seat[ARDANIA];
    uint64_t count;
    char hex[2 * CRY_HASH_BYTES + 1] = {0};
    CHECK_OK(cx, seat_speak(cx, &house.w.arena, n, &said, &house.w.out));
    hash_print(
        talks_last(&n->talks, n->self->name, n->self->name, &count)->o.id, hex);
    struct consent_job job = {
        .id = hex, .to = "belmar", .wording = "as-ours", .words = secret()};
    CHECK_OK(cx, seat_consent(cx, &house.w.arena, n, &job, &house.w.out));
}

/* Ardania and the mediators, as they like: each type that they may keep to
 * themselves, besides rounds, of which the numbers vary. */
static void private_steps(struct cx *cx)
{
    static const char *const stances[] = {"accept", "reserve", "red-line"};
    struct arena *a = &house.w.arena;
    struct seat_file *ardania = &house.w.seat[ARDANIA];
    for (uint64_t n = test_rand_below(&vary, 4); n > 0; n--) {
        alone(cx, ARDANIA, NULL);
        alone(cx, ARDANIA, "own");
        alone(cx, DELVIA, "mediators");
        alone(cx, ESTRIA, "ardania");
        consent_alone(cx);
        CHECK_OK(cx, seat_bridge(cx, a, &house.w.seat[ESTRIA], "ardania", "4.1",
                                 secret(), &house.w.out));
        CHECK_OK(cx, seat_put_draft(cx, a, ardania, talks_world_draft(cx, a),
                                    NULL, &house.w.out));
        struct position_job job = {.on = "4.1=C",
                                   .stance = stances[test_rand_below(&vary, 3)],
                                   .text = secret()};
        CHECK_OK(cx, seat_position(cx, a, ardania, &job, &house.w.out));
        struct say_job weights = {.type = "weights", .text = "4.1=A 7\n"};
        CHECK_OK(cx, seat_speak(cx, a, ardania, &weights, &house.w.out));
    }
}

static void released_steps(struct cx *cx)
{
    put_draft(cx);
    private_steps(cx);
    send(BELMAR, "/on/4.1", "do=position&alternative=B&stance=accept");
    send(BELMAR, "/words", "do=say&kind=question&words=When%3f");
    private_steps(cx);
    send(DELVIA, "/words", "do=bridge&to=belmar&on=4.1&bridge=Half%3f");
    send(ARDANIA, "/words", "do=say&kind=comment&room=table&words=For+all");
    private_steps(cx);
    carry_all(cx);
    send(DELVIA, "/table", "do=round");
    private_steps(cx);
    carry_all(cx);
}

/* All pages of a node, as its head is shown them. */
static str pages_of(int node)
{
    static const char *const targets[] = {
        "/",      "/draft",     "/on/4.1",  "/on/2.1",    "/on/rest",
        "/words", "/packages",  "/signing", "/log",       "/effects/4.1",
        "/table", "/said/0000", "/people",  "/log?page=1"};
    struct cx *cx = test_cx();
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    err (*random)(struct cx *, void *, void *, size_t) = cx->random;
    cx->random = zeros; /* of the forms' tokens */
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        struct node_reply reply;
        buf_str(&b, ask(node, HEAD, targets[i], (str){NULL, 0}, "", &reply));
        buf_printf(&b, "%u\n", reply.status);
    }
    for (size_t i = 0; i < house.w.seat[node].talks.items.n; i++) {
        const struct talks_item *x = &house.w.seat[node].talks.items.p[i];
        char hex[2 * CRY_HASH_BYTES], path[96];
        struct node_reply reply;
        hash_print(x->o.id, hex);
        snprintf(path, sizeof path, "/said/%.12s", hex);
        buf_str(&b, ask(node, HEAD, path, (str){NULL, 0}, "", &reply));
        snprintf(path, sizeof path, "/proof/%.12s", hex);
        buf_str(&b, ask(node, HEAD, path, (str){NULL, 0}, "", &reply));
    }
    cx->random = random;
    return buf_view(&b);
}

void test_rooms__pages_show_nothing_that_was_not_released(void)
{
    struct cx *cx = open_house("any");
    str first[NODES] = {{NULL, 0}};
    size_t differ = 0;
    for (uint64_t t = 0; t < 16 + 4 * test_times(); t++) {
        CASE("run %" PRIu64, t);
        vary.state = t;
        released_steps(cx);
        str belmar = pages_of(BELMAR), observer = pages_of(MECHANISM);
        str ardania = pages_of(ARDANIA);
        if (t == 0) {
            first[BELMAR] = belmar;
            first[MECHANISM] = observer;
            first[ARDANIA] = ardania;
        }
        CHECK(belmar.n > 20000 && !has(belmar, "secret"));
        CHECK(str_eq(belmar, first[BELMAR]));
        CHECK(str_eq(observer, first[MECHANISM]));
        differ += !str_eq(ardania, first[ARDANIA]);
        close_nodes();
        open_nodes(cx);
    }
    CHECK(differ > 0); /* what differed was there to be seen */
    /* One word more that does cross is seen by the same test. */
    vary.state = 0;
    released_steps(cx);
    send(DELVIA, "/words", "do=bridge&to=belmar&bridge=x");
    carry_all(cx);
    CHECK(!str_eq(pages_of(BELMAR), first[BELMAR]));
    close_house();
}
