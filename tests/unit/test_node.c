/* test_node.c: a node with accounts: every role on every route, by GET and by
 * POST, and what a form enters. */
#include "app/casefile.h"
#include "app/evidence.h"
#include "app/node_int.h"
#include "base/sys_tree.h"
#include "http/gate.h"
#include "tests/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/truce-node-XXXXXX";
static const str password = STR_INIT("correct horse battery");
static const char origin[] = "http://127.0.0.1:8470";

/* A node over the harbour example, with one account of each role. */
struct office {
    char path[128];
    struct case_options o;
    struct node *node;
    struct people *people; /* the same file, as the command line has it */
    struct token session[N_ROLES];
};

static const char *const speaks_for[N_ROLES] = {[PERSON_MONITOR] = "mechanism",
                                                [PERSON_PARTY] = "ardania",
                                                [PERSON_AID] = "un"};
static const char *const others[] = {"belmar", "ardania", "mechanism", "un"};

static void remove_case(const char *path)
{
    static const char *const ends[] = {"",        "-wal",        "-shm",
                                       ".head",   ".key",        ".lock",
                                       ".people", ".people-wal", ".people-shm"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char name[160];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    char files[160], name[512];
    snprintf(files, sizeof files, "%s.evidence", path);
    DIR *d = opendir(files);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", files, e->d_name);
        unlink(name);
    }
    if (d != NULL)
        closedir(d);
    rmdir(files);
    snprintf(files, sizeof files, "%s.import", path);
    sys_remove(files);
}

static instant later(void *self)
{
    (void)self;
    return 1800000000; /* after all of the reports */
}

static void make_case(const char *path)
{
    static const char *const reports[] = {"examples/harbour/reports.jsonl"};
    struct cx *cx = test_cx();
    struct buf messages, out;
    struct casefile_added added;
    buf_init(&messages, test_arena(), SIZE_MAX);
    buf_init(&out, test_arena(), SIZE_MAX);
    const struct casefile_init init = {.path = path,
                                       .origin = "case.example/harbour",
                                       .agreement =
                                           "examples/harbour/agreement.truce"};
    const struct casefile_add add = {
        .path = path, .inputs = reports, .n_inputs = 1};
    CHECK_OK(cx, casefile_init(cx, test_arena(), &init, &messages, &out));
    CHECK_OK(cx, casefile_add(cx, test_arena(), &add, &messages, &added));
    CHECK(added.entered > 30);
}

static void make_accounts(const char *file, struct token session[N_ROLES])
{
    struct cx *cx = test_cx();
    struct people *p;
    CHECK_OK(cx, people_create(cx, file, &p));
    for (int r = 0; r < N_ROLES; r++) {
        struct token t;
        str of = str_of(speaks_for[r] == NULL ? "" : speaks_for[r]);
        str name = role_name((enum role)r);
        CHECK_OK(cx,
                 people_invite(cx, p, STR("-"), name, (enum role)r, of, &t));
        CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
        CHECK_OK(cx,
                 people_login(cx, p, name, password, STR("::1"), &session[r]));
    }
    people_close(p);
}

static void copy(const char *from, const char *to, const char *end)
{
    char a[160], b[160];
    str bytes;
    snprintf(a, sizeof a, "%s%s", from, end);
    snprintf(b, sizeof b, "%s%s", to, end);
    CHECK_OK(test_cx(),
             sys_read_file(test_cx(), test_arena(), a, 1 << 30, &bytes));
    CHECK_OK(test_cx(), sys_write_new(test_cx(), b, true, bytes));
}

/* Made once, and copied: hashing passwords takes long. */
static void open_office(struct office *w)
{
    static struct token session[N_ROLES];
    static char first[128];
    struct cx *cx = test_cx();
    char file[160];
    memset(w, 0, sizeof *w);
    cx->now = later;
    if (first[0] == '\0') {
        CHECK(mkdtemp(folder) != NULL);
        snprintf(first, sizeof first, "%s/first.case", folder);
        snprintf(file, sizeof file, "%s.people", first);
        make_case(first);
        make_accounts(file, session);
    }
    snprintf(w->path, sizeof w->path, "%s/h.case", folder);
    remove_case(w->path);
    copy(first, w->path, "");
    copy(first, w->path, ".key");
    copy(first, w->path, ".head");
    copy(first, w->path, ".people");
    memcpy(w->session, session, sizeof session);
    snprintf(file, sizeof file, "%s.people", w->path);
    CHECK_OK(cx, people_open(cx, file, &w->people));
    w->o = (struct case_options){.agreement = w->path, .width = 80};
    CHECK_OK(cx, node_open(cx, test_arena(), &w->o, &w->node));
    CHECK(node_has_people(w->node));
}

static void close_office(struct office *w)
{
    node_close(w->node);
    people_close(w->people);
    remove_case(w->path);
}

/* What a browser sends: role N_ROLES is nobody. body NULL: GET. */
static str ask_as(struct office *w, int role, const char *target,
                  const char *body, const char *from, struct node_reply *reply)
{
    struct buf b;
    char cookie[160] = "", room[1024];
    struct node_request r = {.language = STR(""),
                             .post = body != NULL,
                             .body = str_of(body == NULL ? "" : body),
                             .host = STR("127.0.0.1:8470"),
                             .origin = str_of(from),
                             .type = STR("application/x-www-form-urlencoded"),
                             .address = STR("127.0.0.1")};
    if (role < N_ROLES)
        snprintf(cookie, sizeof cookie, "a=b; truce-8470=%s",
                 w->session[role].hex);
    r.cookie = str_of(cookie);
    buf_init(&b, test_arena(), SIZE_MAX);
    *reply = (struct node_reply){.status = 0, .type = ""};
    CHECK(gate_path(str_of(target), room, sizeof room, &r.path, &r.query));
    CHECK_OK(test_cx(),
             node_answer(test_cx(), w->node, &r, test_arena(), &b, reply));
    return buf_view(&b);
}

static str get_as(struct office *w, int role, const char *target,
                  struct node_reply *reply)
{
    return ask_as(w, role, target, NULL, "", reply);
}

/* The form's token of a role, and what else is to be sent. */
static const char *form_of(struct office *w, int role, const char *rest)
{
    static char room[2048];
    struct token t = {{0}};
    if (role < N_ROLES)
        people_form_token(str_of(w->session[role].hex), &t);
    snprintf(room, sizeof room, "form=%s&%s", t.hex, rest);
    return room;
}

static bool has(str s, const char *part)
{
    return str_find(s, str_of(part)) < s.n;
}

static uint64_t entries(const struct office *w)
{
    struct casefile c;
    CHECK_OK(test_cx(),
             casefile_open(test_cx(), test_arena(), w->path, STORE_READ, &c));
    uint64_t n = log_size(c.log);
    casefile_close(&c);
    return n;
}

static void path_of_route(const struct form_route *r, char *out, size_t cap)
{
    if (str_eq(str_of(r->page.name), STR("tile"))) {
        snprintf(out, cap, "/tile/1/0/0");
        return;
    }
    const char *second = str_eq(str_of(r->page.name), STR("clause")) ? "/4.1"
                         : r->action == MAY_KEEP_PEOPLE              ? "/log"
                                                                     : "/new";
    snprintf(out, cap, "/%s%s", r->page.name, r->page.parts > 1 ? second : "");
}

/* Nothing of the case, and nothing of the accounts. */
static void check_tells_nothing(str page)
{
    static const char *const secrets[] = {"Harbour", "ardania", "Ardania",
                                          "entry",   "reports", "mechanism"};
    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        if (has(page, secrets[i]) &&
            !(strcmp(secrets[i], "entry") == 0 && has(page, "class=\"entry\"")))
            FAIL("tells %s", secrets[i]);
}

void test_node__every_role_on_every_route(void)
{
    struct office w;
    struct form_route r;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; node_route_at(i, &r); i++)
        for (int role = 0; role <= N_ROLES; role++) {
            char path[128];
            path_of_route(&r, path, sizeof path);
            CASE("%s as %.*s", path,
                 STR_ARG(role < N_ROLES ? role_name((enum role)role)
                                        : STR("nobody")));
            str page = get_as(&w, role, path, &reply);
            bool open = r.action == MAY_ENTER_NODE;
            if (role == N_ROLES && !open) {
                CHECK_INT(reply.status, r.page.type != NULL ? 403 : 303);
                CHECK(r.page.type != NULL ||
                      str_starts(reply.location, STR("/login")));
                check_tells_nothing(page);
            } else if (role < N_ROLES &&
                       role_extent_of((enum role)role, r.action) ==
                           FOR_NOBODY) {
                CHECK_INT(reply.status, 403);
                CHECK(!has(page, "Harbour") && !has(page, "<form class"));
            } else if (str_starts(str_of(r.page.name), STR("record")) &&
                       !role_may((enum role)role, MAY_SEE_INTAKE, false)) {
                CHECK_INT(reply.status, 403);
            } else {
                CHECK(reply.status == 200 || reply.status == 400 ||
                      reply.status == 404);
            }
            /* A form of nothing, and one without its token, change nothing. */
            page =
                ask_as(&w, role, path, form_of(&w, role, ""), origin, &reply);
            CHECK(reply.status >= 400);
            if (role < N_ROLES &&
                role_extent_of((enum role)role, r.action) == FOR_NOBODY)
                CHECK_INT(reply.status, 403);
            else if (r.post == NULL && role < N_ROLES)
                CHECK_INT(reply.status, 405);
            if (role == N_ROLES)
                check_tells_nothing(page);
        }
    CHECK_INT(entries(&w), before);
    close_office(&w);
}

/* Where the case lies on this machine is nobody's business; and what one types
 * there is no help in a browser. */
/* inc-1 of the example is taken up, and given to nobody. */
static void assign_first(struct office *w)
{
    struct node_reply reply;
    ask_as(w, PERSON_DUTY_OFFICER, "/incident/inc-1",
           form_of(w, PERSON_DUTY_OFFICER,
                   "once=eeeeeeee0123456789abcdef01234567&do=assign&"
                   "team=team-1"),
           origin, &reply);
    CHECK_INT(reply.status, 303);
}

void test_node__errors_tell_no_folder(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    CHECK(w.path[0] == '/');
    str page = get_as(&w, PERSON_VIEWER, "/incidents?clause=99", &reply);
    CHECK_INT(reply.status, 404);
    CHECK(!has(page, "truce check"));
    CHECK(has(page, "no clause") && has(page, " h.case") && !has(page, folder));
    assign_first(&w);
    page = ask_as(&w, PERSON_VERIFIER, "/incident/inc-1",
                  form_of(&w, PERSON_VERIFIER,
                          "once=0123456789abcdef0123456789abcdef&do=verify&"
                          "verified=yes&evidence=dead"),
                  origin, &reply);
    CHECK_INT(reply.status, 404);
    CHECK(!has(page, "CASE"));
    CHECK(has(page, "no evidence") && has(page, "h.case has") &&
          !has(page, folder));
    close_office(&w);
}

/* What goes wrong is said in the language of the page, with a next step. */
void test_node__errors_in_the_language_of_the_page(void)
{
    static const struct {
        int role;
        const char *target, *form; /* NULL: only asked for */
        const char *says, *next;
    } rows[] = {
        {N_ROLES, "/login?lang=ar", "name=nobody&password=x",
         "<p>الاسم أو كلمة المرور غير صحيحة</p>", "<p>حاول مرة أخرى"},
        {PERSON_VIEWER, "/people?lang=fr", NULL,
         "<p>votre rôle ne voit pas cette page</p>",
         "<p>les rôles sont donnés par un administrateur"},
        /* What its title and its link say is not said twice. */
        {PERSON_VIEWER, "/nowhere?lang=he", NULL,
         "אין דף כזה</bdi></h1>\n<p dir=\"auto\">הכתובת מציינת",
         "הזה.</p><p><a href=\"/?lang=he\">לדף הראשון</a>"},
        {PERSON_VIEWER, "/account?lang=pt",
         "do=password&password=a&password-again=b",
         "<p>as duas palavras-passe não são iguais</p>",
         "<p>escreva-a duas vezes, igual</p>"},
        {PERSON_MONITOR, "/report/new?lang=es",
         "once=0123456789abcdef0123456789abcdef&act=attack&quantity=many",
         "<p>cantidad: «<bdi>many</bdi>» no es un número</p>",
         "<p>un número entero sin separadores</p>"},
        {PERSON_VIEWER, "/clause/1.1?lang=uk&show=nothing", NULL,
         "<p>show: такого статусу немає</p>", ""},
        {PERSON_VIEWER, "/context?lang=fr", NULL,
         "<p>il n’y a pas ici d’événements d’autres collections</p>", ""},
        {PERSON_MONITOR, "/report/new?lang=ru",
         "once=0123456789abcdef0123456789abcdef&act=enter&item=truck&"
         "quantity=3&day=2025-03-20&evidence=dead",
         "нет доказательства <bdi>dead</bdi></p>", ""},
        {PERSON_VERIFIER, "/incident/inc-1?lang=uk",
         "once=0123456789abcdef0123456789abcdef&do=verify&verified=yes",
         "<p><bdi>inc-1</bdi> нікому не доручено</p>",
         "<p>спочатку доручіть його</p>"},
        {PERSON_MONITOR, "/report/new?lang=fr",
         "once=0123456789abcdef0123456789abcdef&act=enter&item=truck&"
         "quantity=3&day=2025-02-30",
         "<p>date des faits : « <bdi>2025-02-30</bdi> » n’existe pas : "
         "<bdi>February 2025 has 28 days</bdi></p>",
         "<p>vérifiez le jour et le mois</p>"},
        {PERSON_MONITOR, "/report/new?lang=ru",
         "once=0123456789abcdef0123456789abcdef&act=enter&item=truck&"
         "quantity=3&day=",
         "не дата и не время</p>", "<p>напишите дату, например 2025-01-19"},
        {PERSON_DUTY_OFFICER, "/incidents/new?lang=ar",
         "once=0123456789abcdef0123456789abcdef&source=belmar&act=attack",
         "<p>ينقص متى وقع</p>", "<p>مثلاً <bdi>2025-03-14T22:40</bdi></p>"},
        {PERSON_VIEWER, "/incident/none?lang=es", NULL,
         "<p>no hay incidente «<bdi>none</bdi>»</p>", ""},
        {PERSON_ADMINISTRATOR, "/people?lang=ru",
         "do=invite&name=A+B&role=viewer",
         "<p>«<bdi>A B</bdi>» — не имя учётной записи</p>", "<p>псевдоним из"},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].target);
        str page = rows[i].form == NULL
                       ? get_as(&w, rows[i].role, rows[i].target, &reply)
                       : ask_as(&w, rows[i].role, rows[i].target,
                                form_of(&w, rows[i].role, rows[i].form), origin,
                                &reply);
        CHECK(reply.status >= 400);
        CHECK(has(page, rows[i].says));
        CHECK(has(page, rows[i].next));
    }
    close_office(&w);
}

/* The part of the first page that says what changed. */
static str changed_at(struct office *w, const char *target)
{
    struct node_reply reply;
    str page = get_as(w, PERSON_HEAD, target, &reply);
    CHECK_INT(reply.status, 200);
    size_t from = str_find(page, STR("Changed since the day before"));
    page = str_sub(page, from, page.n);
    return str_sub(page, 0, str_find(page, STR("</section>")));
}

/* On 14 March a report of 12 March comes: that day changes then, and on no day
 * on which nobody knew of it. */
void test_node__a_late_report_is_a_change_when_it_comes(void)
{
    struct office w;
    open_office(&w);
    str day = changed_at(&w, "/?at=2025-03-14&lang=en");
    CHECK(has(day, "un-0312b") && has(day, "2025-03-12") &&
          has(day, "class=\"was\""));
    CHECK(!has(changed_at(&w, "/?at=2025-03-12&lang=en"), "un-0312b"));
    CHECK(!has(changed_at(&w, "/?at=2025-03-13&lang=en"), "un-0312b"));
    CHECK(!has(changed_at(&w, "/?at=2025-03-15&lang=en"), "2025-03-12"));
    close_office(&w);
}

void test_node__links_are_of_ones_role(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (int role = 0; role < N_ROLES; role++) {
        CASE("%.*s", STR_ARG(role_name((enum role)role)));
        str page = get_as(&w, role, "/", &reply);
        CHECK_INT(reply.status, 200);
        CHECK(has(page, "\"/people\"") ==
              role_may((enum role)role, MAY_KEEP_PEOPLE, true));
        CHECK(has(page, "\"/report/new\"") ==
              role_may((enum role)role, MAY_REPORT, true));
        CHECK(has(page, "Log out"));
    }
    close_office(&w);
}

#define REPORT                                                                 \
    "type=report&act=enter&item=truck&quantity=12&day=2025-03-26&place="       \
    "harbour"
#define ONCE "once=00112233445566778899aabbccddeeff"

/* Whoever's report it is said to be, it is that of the account's own actor. */
void test_node__a_report_is_of_ones_own(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (int role = 0; role < N_ROLES; role++)
        for (size_t i = 0; i < COUNT_OF(others); i++) {
            char rest[512], target[128];
            snprintf(rest, sizeof rest,
                     "once=%030d%d%zu&source=%s&author=somebody&of=%s&" REPORT,
                     0, role, i, others[i], others[i]);
            CASE("%.*s for %s", STR_ARG(role_name((enum role)role)), others[i]);
            uint64_t before = entries(&w);
            ask_as(&w, role, "/report/new", form_of(&w, role, rest), origin,
                   &reply);
            if (!role_may((enum role)role, MAY_REPORT, true)) {
                CHECK_INT(reply.status, 403);
                CHECK_INT(entries(&w), before);
                continue;
            }
            CHECK_INT(reply.status, 303);
            CHECK_INT(entries(&w), before + 1);
            snprintf(target, sizeof target, "%.*s", STR_ARG(reply.location));
            str page = get_as(&w, PERSON_VIEWER, target, &reply);
            CHECK_INT(reply.status, 200);
            char want[128];
            snprintf(want, sizeof want, "<dt>Account</dt><dd dir=\"auto\">%s<",
                     speaks_for[role]);
            CHECK(has(page, want));
            snprintf(want, sizeof want,
                     "by the account</dt><dd dir=\"auto\">%.*s<",
                     STR_ARG(role_name((enum role)role)));
            CHECK(has(page, want));
        }
    close_office(&w);
}

void test_node__a_form_sent_twice_is_one_report(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    for (int i = 0; i < 3; i++) {
        ask_as(&w, PERSON_MONITOR, "/report/new",
               form_of(&w, PERSON_MONITOR, ONCE "&" REPORT), origin, &reply);
        CHECK_INT(reply.status, 303);
        CHECK_STR(reply.location,
                  STR("/report?id=web-00112233445566778899aabbccddeeff"));
        CHECK_INT(entries(&w), before + 1);
    }
    /* Its long id is shown short, and whole where the mouse rests. */
    CHECK(has(get_as(&w, PERSON_MONITOR, "/reports", &reply),
              "<bdi title=\"web-00112233445566778899aabbccddeeff\">"
              "web-001122…</bdi>"));
    /* One after the other, with nothing read in between. */
    for (int i = 0; i < 3; i++) {
        char rest[256];
        snprintf(rest, sizeof rest, "once=%032d&" REPORT, i);
        ask_as(&w, PERSON_MONITOR, "/report/new",
               form_of(&w, PERSON_MONITOR, rest), origin, &reply);
        CHECK_INT(reply.status, 303);
    }
    CHECK_INT(entries(&w), before + 4);
    close_office(&w);
}

void test_node__what_cannot_be_entered_stays_in_the_form(void)
{
    static const struct {
        const char *sent;
        const char *says;
        const char *keeps;
    } rows[] = {
        {"type=report&act=enter&item=truck&quantity=1.5&day=2025-03-26"
         "&note=%3Cb%3E",
         "is no number", "\n&lt;b&gt;</textarea>"},
        {"type=report&act=enter&item=truck&quantity=3&day=", "occurred", NULL},
        {"type=report&act=enter&item=truck&quantity=3&day=2025-02-30",
         "occurred", "value=\"2025-02-30\""},
        {"type=report&act=enter&item=truck&quantity=3&day=2025-03-26&hour=25:"
         "99",
         "occurred", "value=\"25:99\""},
        {"type=report&act=dance&day=2025-03-26", "dance", NULL},
        {"type=report&act=enter&item=truck&quantity=3&day=2025-03-26"
         "&place=moon",
         "moon", NULL},
        {"type=report&act=enter&item=truck&quantity=3&day=2099-03-26",
         "reported", NULL},
        {"type=return&item=truck&quantity=3&day=2025-03-26&day-to=2025-03-20",
         "occurred", "value=\"2025-03-20\""},
        {"type=report&note=x\n&day=2025-03-26", "", NULL},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char rest[512];
        CASE("%s", rows[i].sent);
        snprintf(rest, sizeof rest, ONCE "&%s", rows[i].sent);
        str page = ask_as(&w, PERSON_MONITOR, "/report/new",
                          form_of(&w, PERSON_MONITOR, rest), origin, &reply);
        CHECK_INT(reply.status, 400);
        CHECK(has(page, "role=\"alert\""));
        if (!has(page, rows[i].says))
            FAIL("does not say %s: %.*s", rows[i].says,
                 STR_ARG(str_sub(page, str_find(page, STR("role=\"alert\"")),
                                 str_find(page, STR("role=\"alert\"")) + 300)));
        if (rows[i].keeps != NULL)
            CHECK(has(page, rows[i].keeps));
        CHECK_INT(entries(&w), before);
    }
    close_office(&w);
}

void test_node__a_post_comes_from_here_and_from_this_session(void)
{
    static const char *const from[] = {"",
                                       "null",
                                       "https://127.0.0.1:8470",
                                       "http://127.0.0.1:8471",
                                       "http://evil.example",
                                       "http://127.0.0.1:8470.evil.example"};
    struct office w;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; i < COUNT_OF(from); i++) {
        CASE("from %s", from[i]);
        str page = ask_as(&w, PERSON_MONITOR, "/report/new",
                          form_of(&w, PERSON_MONITOR, ONCE "&" REPORT), from[i],
                          &reply);
        CHECK_INT(reply.status, 403);
        CHECK(!has(page, "value=\"12\""));
    }
    CASE("another session's token");
    str page = ask_as(&w, PERSON_MONITOR, "/report/new",
                      form_of(&w, PERSON_AID, ONCE "&" REPORT), origin, &reply);
    CHECK_INT(reply.status, 409);
    /* What was typed is there, with a token of this session. */
    struct token t;
    people_form_token(str_of(w.session[PERSON_MONITOR].hex), &t);
    CHECK(has(page, t.hex) && has(page, "value=\"12\""));
    CASE("no session");
    ask_as(&w, N_ROLES, "/report/new", form_of(&w, 0, ONCE "&" REPORT), origin,
           &reply);
    CHECK_INT(reply.status, 403);
    CHECK_INT(entries(&w), before);
    close_office(&w);
}

void test_node__login_and_logout(void)
{
    static const struct {
        const char *next, *goes_to;
    } rows[] = {{"/agreement?lang=ar", "/agreement?lang=ar"},
                {"", "/"},
                {"//evil.example/", "/"},
                {"/\\evil.example/", "/"},
                {"https://evil.example/", "/"},
                {"/a%0d%0aSet-Cookie: x", "/"},
                {"/%0d", "/"}};
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char body[256], cookie[128];
        CASE("then to %s", rows[i].next);
        snprintf(body, sizeof body,
                 "name=viewer&password=correct+horse+battery&next=%s",
                 rows[i].next);
        ask_as(&w, N_ROLES, "/login", body, origin, &reply);
        CHECK_INT(reply.status, 303);
        CHECK_STR(reply.location, str_of(rows[i].goes_to));
        snprintf(cookie, sizeof cookie, "%.*s", STR_ARG(reply.cookie));
        CHECK(has(str_of(cookie), "; HttpOnly; SameSite=Strict"));
    }
    CASE("the language of the page is kept, unless the next has its own");
    for (int own = 0; own < 2; own++) {
        ask_as(&w, N_ROLES, "/login?lang=ar",
               own ? "name=viewer&password=correct+horse+battery"
                     "&next=/report?id=x%26lang=fr"
                   : "name=viewer&password=correct+horse+battery"
                     "&next=/report?id=x",
               origin, &reply);
        CHECK_INT(reply.status, 303);
        CHECK_STR(reply.location, own ? STR("/report?id=x&lang=fr")
                                      : STR("/report?id=x&lang=ar"));
    }
    ask_as(&w, PERSON_VIEWER, "/account?lang=ar",
           form_of(&w, PERSON_VIEWER, "do=others"), origin, &reply);
    CHECK_STR(reply.location, STR("/account?lang=ar"));
    get_as(&w, N_ROLES, "/aid?lang=he", &reply);
    CHECK_STR(reply.location, STR("/login?next=%2Faid%3Flang%3Dhe&lang=he"));
    CASE("a wrong password");
    str page = ask_as(&w, N_ROLES, "/login", "name=viewer&password=wrong",
                      origin, &reply);
    CHECK_INT(reply.status, 403);
    CHECK_INT(reply.cookie.n, 0);
    CHECK(has(page, "value=\"viewer\"") && !has(page, "wrong"));
    CASE("logout");
    ask_as(&w, PERSON_VIEWER, "/account",
           form_of(&w, PERSON_VIEWER, "do=logout"), origin, &reply);
    CHECK_INT(reply.status, 303);
    CHECK(has(reply.cookie, "Max-Age=0"));
    get_as(&w, PERSON_VIEWER, "/", &reply);
    CHECK_INT(reply.status, 303);
    CASE("by https");
    node_set_secure(w.node, true);
    ask_as(&w, N_ROLES, "/login", "name=viewer&password=correct+horse+battery",
           "https://127.0.0.1:8470", &reply);
    CHECK(str_starts(reply.cookie, STR("__Host-truce-8470=")));
    CHECK(has(reply.cookie, "; Path=/; HttpOnly; SameSite=Strict; Secure"));
    get_as(&w, PERSON_HEAD, "/", &reply); /* the other cookie's name */
    CHECK_INT(reply.status, 303);
    close_office(&w);
}

void test_node__an_invitation_is_taken_in_the_browser(void)
{
    struct office w;
    struct node_reply reply;
    char link[128];
    int admin = PERSON_ADMINISTRATOR;
    open_office(&w);
    str page =
        ask_as(&w, admin, "/people",
               form_of(&w, admin, "do=invite&name=salim&role=party&of=belmar"),
               origin, &reply);
    CHECK_INT(reply.status, 200);
    size_t at = str_find(page, STR("/invitation?token="));
    CHECK(at < page.n);
    snprintf(link, sizeof link, "%.*s",
             STR_ARG(str_sub(page, at, at + 18 + PEOPLE_TOKEN_CHARS)));
    CHECK(!has(get_as(&w, admin, "/people", &reply), "token="));
    page = get_as(&w, N_ROLES, link, &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "salim") && has(page, "belmar") && !has(page, "Harbour"));
    char body[256];
    snprintf(body, sizeof body,
             "%s&password=correct+horse+battery&password-again=%s", link + 12,
             "other");
    ask_as(&w, N_ROLES, "/invitation", body, origin, &reply);
    CHECK_INT(reply.status, 400);
    snprintf(body, sizeof body,
             "%s&password=correct+horse+battery"
             "&password-again=correct+horse+battery",
             link + 12);
    ask_as(&w, N_ROLES, "/invitation", body, origin, &reply);
    CHECK_INT(reply.status, 303);
    CHECK_STR(reply.location, STR("/login?name=salim"));
    ask_as(&w, N_ROLES, "/invitation", body, origin, &reply);
    CHECK_INT(reply.status, 404);
    CHECK_OK(test_cx(), people_login(test_cx(), w.people, STR("salim"),
                                     password, STR("x"), &w.session[0]));
    close_office(&w);
}

void test_node__accounts_are_changed(void)
{
    static const struct {
        const char *sent;
        unsigned status;
    } rows[] = {
        {"do=invite&name=amal&role=head", 200},
        {"do=invite&name=amal&role=head", 409},
        {"do=invite&name=Amal+B&role=head", 400},
        {"do=invite&name=b&role=king", 400},
        {"do=invite&name=b&role=party", 400},
        {"do=invite&name=b&role=party&of=nowhere", 400},
        {"do=role&name=amal&role=monitor&of=mechanism", 303},
        {"do=disable&name=amal", 303},
        {"do=enable&name=amal", 303},
        {"do=link&name=amal", 200},
        {"do=link&name=none", 404},
        {"do=disable&name=administrator", 409},
        {"do=dance&name=amal", 400},
    };
    struct office w;
    struct node_reply reply;
    int admin = PERSON_ADMINISTRATOR;
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].sent);
        ask_as(&w, admin, "/people", form_of(&w, admin, rows[i].sent), origin,
               &reply);
        CHECK_INT(reply.status, rows[i].status);
    }
    CASE("the log");
    str page = get_as(&w, admin, "/people/log", &reply);
    CHECK(has(page, "amal as monitor of mechanism"));
    CHECK(has(page, "<span dir=\"ltr\">keep-people log</span>"));
    CASE("one's password");
    ask_as(&w, admin, "/account",
           form_of(&w, admin,
                   "do=password&password-old=wrong&password=another+good+one"
                   "&password-again=another+good+one"),
           origin, &reply);
    CHECK_INT(reply.status, 403);
    ask_as(&w, admin, "/account",
           form_of(&w, admin,
                   "do=password&password-old=correct+horse+battery"
                   "&password=another+good+one"
                   "&password-again=another+good+one"),
           origin, &reply);
    CHECK_INT(reply.status, 303);
    ask_as(&w, admin, "/account", form_of(&w, admin, "do=others"), origin,
           &reply);
    CHECK_INT(reply.status, 303);
    get_as(&w, admin, "/account", &reply);
    CHECK_INT(reply.status, 200);
    close_office(&w);
}

/* What another process enters is seen, though the file does not grow at once.
 */
void test_node__what_others_enter_is_seen(void)
{
    static const char *const name[] = {"x"};
    static const str line = STR_INIT(
        "{\"type\":\"report\",\"id\":\"other-1\",\"source\":\"un\",\"occurred\""
        ":\"2025-03-26\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3}");
    struct office w;
    struct node_reply reply;
    struct buf messages;
    struct casefile_added added;
    open_office(&w);
    get_as(&w, PERSON_VIEWER, "/report?id=other-1", &reply);
    CHECK_INT(reply.status, 404);
    const struct casefile_add add = {
        .path = w.path, .inputs = name, .bytes = &line, .n_inputs = 1};
    buf_init(&messages, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             casefile_add(test_cx(), test_arena(), &add, &messages, &added));
    CHECK_INT(added.entered, 1);
    get_as(&w, PERSON_VIEWER, "/report?id=other-1", &reply);
    CHECK_INT(reply.status, 200);
    close_office(&w);
}

/* A row of the record leads to what that entry holds. */
void test_node__a_row_of_the_record_is_of_its_entry(void)
{
    struct office w;
    struct node_reply reply;
    struct casefile c;
    struct casefile_entry x;
    unsigned linked = 0;
    open_office(&w);
    str page = get_as(&w, PERSON_MONITOR, "/record", &reply);
    CHECK_OK(test_cx(),
             casefile_open(test_cx(), test_arena(), w.path, STORE_READ, &c));
    for (uint64_t n = 1; n < log_size(c.log); n++) {
        char head[64];
        str row, rest, id, after;
        CASE("entry %u", (unsigned)n);
        snprintf(head, sizeof head, "<th scope=\"row\">%u</th>", (unsigned)n);
        size_t at = str_find(page, str_of(head));
        CHECK(at < page.n);
        row = str_sub(page, at, page.n);
        row = str_sub(row, 0, str_find(row, STR("</tr>")));
        at = str_find(row, STR("report?id="));
        if (at == row.n)
            continue;
        rest = str_sub(row, at + 10, row.n);
        str_cut(rest, '"', &id, &after);
        CHECK_OK(test_cx(), casefile_entry(test_cx(), test_arena(), &c, n, &x));
        snprintf(head, sizeof head, "\"id\":\"%.*s\"", STR_ARG(id));
        CHECK(x.there && has(x.content, head));
        linked++;
    }
    CHECK(linked > 30);
    casefile_close(&c);
    close_office(&w);
}

/* A node that takes in entry by entry shows what one shows that reads the case
 * anew, byte by byte: retractions, amendments, incidents, a source, circles. */
void test_node__what_comes_in_is_as_if_read_anew(void)
{
    static const char *const pages[] = {
        "/",
        "/agreement",
        "/reports",
        "/incidents",
        "/record",
        "/aid",
        "/exchanges",
        "/status.json",
        "/findings",
        "/clause/1.1",
        "/map",
        "/incident/inc-1",
        "/calendar",
        "/?at=day+5",
        "/clause/4.1",
        "/reports?source=un",
        "/reports?q=TRUCK",
    };
    static const char *const more[] = {
        "{\"type\":\"source\",\"id\":\"late\",\"name\":\"Late\"}",
        "{\"type\":\"report\",\"id\":\"n1\",\"source\":\"late\",\"occurred\":"
        "\"2025-03-26\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3}",
        "{\"type\":\"report\",\"id\":\"n1\",\"source\":\"late\",\"occurred\":"
        "\"2025-03-26\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":4}",
        "{\"type\":\"report\",\"id\":\"n2\",\"source\":\"late\",\"occurred\":"
        "\"2025-03-26\",\"retracts\":[\"n1\",\"n3\"]}",
        "{\"type\":\"report\",\"id\":\"n3\",\"source\":\"late\",\"occurred\":"
        "\"2025-03-26\",\"retracts\":[\"n2\"]}",
        /* A new day begins; something that was known before it comes late; the
         * day goes on; the next begins with what is about the one before. */
        "{\"type\":\"report\",\"id\":\"n4\",\"source\":\"un\",\"occurred\":"
        "\"2025-04-02\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3}",
        "{\"type\":\"report\",\"id\":\"n5\",\"source\":\"un\",\"occurred\":"
        "\"2025-03-12\",\"recorded\":\"2025-03-12T18:00:00Z\",\"act\":"
        "\"enter\",\"item\":\"truck\",\"quantity\":250}",
        "{\"type\":\"report\",\"id\":\"n6\",\"source\":\"un\",\"occurred\":"
        "\"2025-04-02\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":4}",
        "{\"type\":\"report\",\"id\":\"n7\",\"source\":\"un\",\"occurred\":"
        "\"2025-03-10\",\"recorded\":\"2025-04-03T08:00:00Z\",\"act\":"
        "\"enter\",\"item\":\"truck\",\"quantity\":250}",
        /* Rounds and stages go to where they belong. */
        "{\"type\":\"report\",\"id\":\"n8\",\"source\":\"un\",\"occurred\":"
        "\"2025-04-03\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3,"
        "\"round\":\"r2\",\"stage\":\"loaded\"}",
        "{\"type\":\"report\",\"id\":\"n9\",\"source\":\"un\",\"occurred\":"
        "\"2025-04-02\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3,"
        "\"round\":\"r1\",\"stage\":\"loaded\"}",
        "{\"type\":\"report\",\"id\":\"n10\",\"source\":\"un\",\"occurred\":"
        "\"2025-04-01\",\"act\":\"enter\",\"item\":\"truck\",\"quantity\":3,"
        "\"round\":\"r2\"}",
    };
    static const char *const name[] = {"x"};
    struct office w;
    struct arena room;
    struct node_reply reply;
    str text, line;
    size_t n = 0;
    open_office(&w);
    node_forget_people(w.node);
    CHECK_OK(test_cx(),
             sys_read_file(test_cx(), test_arena(),
                           "examples/harbour/reports.jsonl", 1 << 20, &text));
    arena_init(&room, mem_system(), "a node", SIZE_MAX);
    while (n < 27) {
        char again[2048];
        struct buf messages;
        struct casefile_added added;
        struct node *fresh;
        CASE("entry %zu", n);
        if (n < COUNT_OF(more)) {
            line = str_of(more[n]);
        } else { /* reports of the example, with ids of their own */
            str_cut(text, '\n', &line, &text);
            size_t at = str_find(line, STR("\"id\":\""));
            if (at == line.n) {
                n++;
                continue;
            }
            snprintf(again, sizeof again, "%.*s\"id\":\"again-%.*s", (int)at,
                     line.p, (int)(line.n - at - 6), line.p + at + 6);
            line = str_of(again);
        }
        n++;
        const struct casefile_add add = {
            .path = w.path, .inputs = name, .bytes = &line, .n_inputs = 1};
        buf_init(&messages, test_arena(), SIZE_MAX);
        CHECK_OK(test_cx(), casefile_add(test_cx(), test_arena(), &add,
                                         &messages, &added));
        CHECK_OK(test_cx(), node_open(test_cx(), &room, &w.o, &fresh));
        node_forget_people(fresh);
        struct node *kept = w.node;
        const struct app_case *held = kept->held[0]->c;
        /* How all stood the day before is kept when a day begins, until
         * something comes that was known then. */
        (void)get_as(&w, N_ROLES, "/keys", &reply);
        const struct case_standing *stood = kept->held[0]->c->day_before.v;
        if (n == 6 || n == 7 || n == 9)
            CHECK((kept->held[0]->c->day_before_at == INSTANT_MIN) == (n == 7));
        /* Another one first each time: it may need less than the next. */
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            const char *page = pages[(i + n) % COUNT_OF(pages)];
            CASE("entry %zu, %s", n, page);
            str a = get_as(&w, N_ROLES, page, &reply);
            w.node = fresh;
            str b = get_as(&w, N_ROLES, page, &reply);
            w.node = kept;
            CHECK_STR(a, b);
        }
        /* These bear on what was entered before: it is read anew. */
        bool bears = has(line, "\"type\":\"source\"") ||
                     has(line, "\"type\":\"signature\"");
        CHECK((kept->held[0]->c == held) == !bears);
        if (n == 6 || n == 9)
            CHECK(kept->held[0]->c->day_before.v == stood);
        node_close(fresh);
        arena_reset(&room);
    }
    str page = get_as(&w, N_ROLES, "/exchanges", &reply);
    size_t first = str_find(page, STR("id=n9\"")),
           second = str_find(page, STR("id=n10\"")),
           third = str_find(page, STR("id=n8\""));
    CHECK(first < second && second < third && third < page.n);
    arena_release(&room);
    close_office(&w);
}

/* Asks until the case has been opened; meanwhile it is told so. */
static str get_when_open(struct office *w, int role, const char *target,
                         struct node_reply *reply)
{
    for (int i = 0; i < 10000; i++) {
        str text = get_as(w, role, target, reply);
        if (reply->status != 503)
            return text;
        CHECK(reply->soon);
        CHECK(has(text, "<progress max=\"100\""));
        CHECK(!has(text, "Harbour"));
        sys_sleep_ms(i < 100 ? 1 : 50); /* valgrind runs one thread at a time */
    }
    CHECK(false);
    return STR("");
}

/* One record more, as another process enters it. */
static void enter_line(struct office *w, const char *text)
{
    static const char *const name[] = {"x"};
    const str line = str_of(text);
    struct buf messages;
    struct casefile_added added;
    const struct casefile_add add = {
        .path = w->path, .inputs = name, .bytes = &line, .n_inputs = 1};
    buf_init(&messages, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             casefile_add(test_cx(), test_arena(), &add, &messages, &added));
    CHECK_INT(added.entered, 1);
}

/* Of thousands of files that a report names, its page shows some. */
void test_node__a_report_names_many_files(void)
{
    struct office w;
    struct node_reply reply;
    struct buf line;
    open_office(&w);
    buf_init(&line, test_arena(), SIZE_MAX);
    buf_c(&line, "{\"type\":\"report\",\"id\":\"many\",\"source\":\"un\","
                 "\"occurred\":\"2025-03-15\",\"act\":\"enter\",\"item\":"
                 "\"truck\",\"quantity\":3,\"evidence\":[");
    for (int i = 0; i < 130; i++)
        buf_printf(&line, "%s\"sha256:%064d\"", i == 0 ? "" : ",", i);
    buf_c(&line, "]}");
    buf_char(&line, '\0');
    enter_line(&w, buf_view(&line).p);
    str page = get_as(&w, PERSON_HEAD, "/report?id=many", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "0000099") && !has(page, "0000100"));
    CHECK(has(page, "100 / 130"));
    close_office(&w);
}

/* Pages that are asked for while a case is opened say so; when it is there they
 * are those of a node that waited for it. */
void test_node__a_case_is_opened_beside_the_answers(void)
{
    static const char *const page[] = {"/",
                                       "/agreement",
                                       "/agreement?known=2025-02-01",
                                       "/incidents?known=entry:20",
                                       "/?known=day+3",
                                       "/agreement"};
    struct office w, kept;
    struct node_reply reply;
    struct node *beside;
    str text;
    open_office(&w);
    CHECK_OK(test_cx(),
             node_open_beside(test_cx(), test_arena(), &w.o, 0, &beside));
    kept = w;
    kept.node = beside;
    CHECK_STR(node_title(beside), node_title(w.node));
    text = get_as(&kept, N_ROLES, "/health", &reply);
    CHECK_STR(text, reply.status == 200 ? STR("ready\n") : STR("loading\n"));
    (void)get_as(&kept, N_ROLES, "/agreement", &reply);
    CHECK_INT(reply.status, 303); /* to the login: it needs no case */
    for (size_t i = 0; i < COUNT_OF(page); i++) {
        CASE("%s", page[i]);
        text = get_when_open(&kept, PERSON_HEAD, page[i], &reply);
        CHECK_INT(reply.status, 200);
        CHECK_STR(text, get_as(&w, PERSON_HEAD, page[i], &reply));
        text = get_when_open(&kept, PERSON_PARTY, page[i], &reply);
        CHECK_STR(text, get_as(&w, PERSON_PARTY, page[i], &reply));
    }
    text = get_as(&kept, N_ROLES, "/health", &reply);
    CHECK_STR(text, STR("ready\n"));
    CASE("others meanwhile");
    for (int i = 0; i < 10000; i++) {
        (void)get_as(&kept, PERSON_HEAD, "/agreement?known=2025-02-03", &reply);
        if (reply.status == 200)
            break;
        CHECK_INT(reply.status, 503);
        text = get_as(&kept, PERSON_HEAD, "/incidents", &reply);
        CHECK_INT(reply.status, 200);
        CHECK_STR(text, get_as(&w, PERSON_HEAD, "/incidents", &reply));
        text = get_as(&kept, PERSON_PARTY, "/reports", &reply);
        CHECK_INT(reply.status, 200);
        CHECK_STR(text, get_as(&w, PERSON_PARTY, "/reports", &reply));
    }
    CHECK_INT(reply.status, 200);
    (void)get_when_open(&kept, PERSON_HEAD, "/agreement?known=yesterday",
                        &reply);
    CHECK_INT(reply.status, 400);
    CASE("the record as known after an entry");
    static const char *const logs[] = {"/record.csv?known=entry:3",
                                       "/record?known=entry:3"};
    for (size_t i = 0; i < COUNT_OF(logs); i++) {
        text = get_when_open(&kept, PERSON_HEAD, logs[i], &reply);
        CHECK_INT(reply.status, 200);
        CHECK(has(text, i == 0 ? "\r\n3," : "<th scope=\"row\">3</th>"));
        CHECK(!has(text, i == 0 ? "\r\n4," : "<th scope=\"row\">4</th>"));
    }
    CHECK(has(text, "<td data-label=\"Sender\"><bdi>"));
    CASE("what bears on earlier entries");
    str was = get_as(&kept, PERSON_HEAD, "/reports", &reply);
    enter_line(&w, "{\"type\":\"source\",\"id\":\"late\",\"name\":\"Late\"}");
    str is = get_as(&w, PERSON_HEAD, "/reports", &reply);
    CHECK(!str_eq(was, is));
    text = get_as(&kept, PERSON_HEAD, "/reports", &reply);
    for (int i = 0; i < 10000 && !str_eq(text, is); i++) {
        CHECK_INT(reply.status, 200); /* nobody waits: it is as it was */
        CHECK_STR(text, was);
        sys_sleep_ms(1);
        text = get_as(&kept, PERSON_HEAD, "/reports", &reply);
    }
    CHECK_STR(text, is);
    CHECK_OK(test_cx(), node_opened(test_cx(), beside));
    node_close(beside);
    close_office(&w);
}

/* Whether what was asked for is being judged now; on a busy machine it may have
 * been already. */
static bool is_judging(struct office *w, const char *target)
{
    struct node_reply reply;
    (void)get_as(w, PERSON_HEAD, target, &reply);
    if (reply.status == 503)
        return true;
    CHECK_INT(reply.status, 200);
    return false;
}

/* Another time of a large case is judged in a copy of the node; then its pages
 * are those of a node that judged it itself. */
void test_node__a_time_is_judged_beside_the_answers(void)
{
    static const char *const page[] = {
        "/agreement?at=2025-02-01",  "/?at=2025-02-01", "/?at=2025-03-14",
        "/clause/1.1?at=2025-03-14", "/?at=day+3",      "/aid?at=2025-03-01",
        "/agreement?at=2025-02-01"};
    struct office w, kept;
    struct node_reply reply;
    struct node *beside;
    str text;
    struct limits usual = test_cx()->limits;
    open_office(&w);
    test_cx()->limits.daily_reports = 10;
    test_cx()->limits.reports_bytes = 64 << 20; /* valgrind notes each byte */
    CHECK_OK(test_cx(),
             node_open_beside(test_cx(), test_arena(), &w.o, 0, &beside));
    kept = w;
    kept.node = beside;
    for (size_t i = 0; i < COUNT_OF(page); i++) {
        CASE("%s", page[i]);
        text = get_when_open(&kept, PERSON_HEAD, page[i], &reply);
        CHECK_INT(reply.status, 200);
        CHECK_STR(text, get_as(&w, PERSON_HEAD, page[i], &reply));
        text = get_when_open(&kept, PERSON_PARTY, page[i], &reply);
        CHECK_STR(text, get_as(&w, PERSON_PARTY, page[i], &reply));
    }
    CASE("the case grows meanwhile");
    text = get_as(&w, PERSON_HEAD, "/?at=2025-03-16", &reply);
    bool waits = is_judging(&kept, "/?at=2025-03-16");
    while (waits && !sys_copy_wait(beside->judging.copy, 10))
        ;
    enter_line(&w, "{\"type\":\"report\",\"id\":\"other-1\",\"source\":\"un\","
                   "\"occurred\":\"2025-03-15\",\"act\":\"enter\",\"item\":"
                   "\"truck\",\"quantity\":3}");
    /* Who waited gets what was judged, once; then what came in counts. */
    if (waits) {
        (void)get_as(&kept, PERSON_HEAD, "/?at=2025-03-16", &reply);
        CHECK_INT(reply.status, 200);
    }
    str late = get_when_open(&kept, PERSON_HEAD, "/?at=2025-03-16", &reply);
    CHECK_STR(late, get_as(&w, PERSON_HEAD, "/?at=2025-03-16", &reply));
    CHECK(!str_eq(late, text));
    CASE("the copy is ended by the system");
    if (is_judging(&kept, "/agreement?at=2025-03-02")) {
        sys_copy_end(beside->judging.copy);
        (void)get_as(&kept, PERSON_HEAD, "/agreement?at=2025-03-02", &reply);
        CHECK(reply.status == 500 || reply.status == 200);
    }
    (void)get_when_open(&kept, PERSON_HEAD, "/agreement?at=2025-03-02", &reply);
    CHECK_INT(reply.status, 200);
    test_cx()->limits = usual;
    node_close(beside);
    close_office(&w);
}

/* Who looks on is told a number, and nothing of the case. */
/* What a page shows does not rest on how much was evaluated when it is asked
 * for: by itself, or after one that needs a row of each obligation. */
void test_node__a_page_has_the_rows_it_needs(void)
{
    struct office w;
    struct form_route r;
    struct node_reply reply;
    size_t asked = 0;
    open_office(&w);
    for (size_t i = 0; node_route_at(i, &r); i++) {
        char path[64], page[128], all[128];
        const char *id = "";
        if (r.action != MAY_READ || r.post != NULL || node_is_stream(&r.page))
            continue;
        path_of_route(&r, path, sizeof path);
        if (strcmp(path, "/report") == 0)
            id = "id=un-0310&";
        snprintf(page, sizeof page, "%s?%sat=2025-03-14T08:%02zu", path, id,
                 i % 60);
        snprintf(all, sizeof all, "/agreement?at=2025-03-14T08:%02zu", i % 60);
        CASE("%s", page);
        str alone = get_as(&w, PERSON_HEAD, page, &reply);
        unsigned status = reply.status;
        (void)get_as(&w, PERSON_HEAD, all, &reply);
        CHECK_INT(reply.status, 200);
        CHECK_STR(get_as(&w, PERSON_HEAD, page, &reply), alone);
        CHECK_INT(reply.status, status);
        asked += status == 200;
    }
    CHECK(asked > 25);
    close_office(&w);
}

void test_node__who_looks_on(void)
{
    struct office w;
    struct node_reply reply;
    char target[64];
    struct node_follow now;
    open_office(&w);
    uint64_t n = entries(&w);
    str body = get_as(&w, PERSON_MONITOR, "/events", &reply);
    CHECK(reply.status == 200 && reply.follow && body.n == 0);
    CHECK(reply.follows.may && reply.follows.all);
    CHECK_INT(reply.seen, 0);
    CHECK_INT(reply.follows.number, n);
    snprintf(target, sizeof target, "/events?after=%u", (unsigned)n);
    get_as(&w, PERSON_MONITOR, target, &reply);
    CHECK(reply.follow && reply.seen == n && reply.follows.number == n);
    get_as(&w, PERSON_PARTY, "/events?after=x", &reply);
    CHECK(reply.status == 400 && !reply.follow);
    body = get_as(&w, N_ROLES, "/events", &reply);
    CHECK(reply.status == 403 && !reply.follow);
    check_tells_nothing(body);
    /* A page says what it knows of; what was known then has nothing to say. */
    snprintf(target, sizeof target, "data-seen=\"%u\"", (unsigned)n);
    CHECK(has(get_as(&w, PERSON_MONITOR, "/", &reply), target));
    CHECK(!has(get_as(&w, PERSON_VIEWER, "/?known=2025-03-10", &reply),
               "data-seen"));
    /* It ends with the session, and is no use of it. */
    str session = str_of(w.session[PERSON_VIEWER].hex);
    CHECK_OK(test_cx(), node_followed(test_cx(), w.node, session, &now));
    CHECK(now.may);
    ask_as(&w, PERSON_VIEWER, "/account",
           form_of(&w, PERSON_VIEWER, "do=logout"), origin, &reply);
    CHECK_OK(test_cx(), node_followed(test_cx(), w.node, session, &now));
    CHECK(!now.may);
    close_office(&w);
}

/* Who sees part of the record is told how much it sees: not that, nor when,
 * something came in which it may not see. */
void test_node__who_looks_on_at_a_part(void)
{
    struct office w;
    struct node_reply reply;
    struct node_follow before, after;
    char seen[64];
    open_office(&w);
    str session = str_of(w.session[PERSON_PARTY].hex);
    CHECK_OK(test_cx(), node_followed(test_cx(), w.node, session, &before));
    CHECK(before.may && !before.all);
    snprintf(seen, sizeof seen, "data-seen=\"%u\"", (unsigned)before.number);
    CHECK(has(get_as(&w, PERSON_PARTY, "/", &reply), seen));
    uint64_t n = entries(&w);
    char body[512];
    snprintf(body, sizeof body,
             "once=%032d&source=mechanism&act=attack&actor=belmar"
             "&place=harbour&occurred=2025-03-20",
             7);
    ask_as(&w, PERSON_MONITOR, "/incidents/new",
           form_of(&w, PERSON_MONITOR, body), origin, &reply);
    CHECK_INT(reply.status, 303);
    CHECK(entries(&w) > n);
    CHECK_OK(test_cx(), node_followed(test_cx(), w.node, session, &after));
    CHECK(after.may && after.number == before.number);
    get_as(&w, PERSON_PARTY, "/events", &reply);
    CHECK_INT(reply.follows.number, before.number);
    /* What it may see, it is told of. */
    snprintf(body, sizeof body,
             "once=%032d&type=report&act=enter&item=truck&quantity=1"
             "&day=2025-03-26&place=harbour",
             8);
    ask_as(&w, PERSON_PARTY, "/report/new", form_of(&w, PERSON_PARTY, body),
           origin, &reply);
    CHECK_INT(reply.status, 303);
    CHECK_OK(test_cx(), node_followed(test_cx(), w.node, session, &after));
    CHECK_INT(after.number, before.number + 1);
    close_office(&w);
}

/* --- Incidents ------------------------------------------------------------ */

#define TAKE "act=attack&actor=ardania&place=harbour&occurred=2025-03-20"

/* Whoever takes a report in: of anybody, or of one's own actor alone. */
void test_node__a_report_of_an_incident_is_of_ones_own(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (int role = 0; role <= N_ROLES; role++)
        for (size_t i = 0; i < COUNT_OF(others); i++) {
            char rest[512];
            bool own = role < N_ROLES && speaks_for[role] != NULL &&
                       strcmp(speaks_for[role], others[i]) == 0;
            bool may = role < N_ROLES &&
                       role_may((enum role)role, MAY_TAKE_INCIDENT, own);
            snprintf(rest, sizeof rest, "once=%02d%zu%029d&source=%s&" TAKE,
                     role, i, 0, others[i]);
            CASE("%d for %s", role, others[i]);
            uint64_t before = entries(&w);
            ask_as(&w, role, "/incidents/new", form_of(&w, role, rest), origin,
                   &reply);
            CHECK_INT(reply.status, may ? 303 : 403);
            CHECK_INT(entries(&w), before + may);
        }
    close_office(&w);
}

/* When something was recorded is the node's to say, whatever a form sends. */
void test_node__a_form_says_no_time_of_recording(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    ask_as(&w, PERSON_DUTY_OFFICER, "/incidents/new",
           form_of(&w, PERSON_DUTY_OFFICER,
                   ONCE "&source=belmar&recorded=2025-03-21T00:00&" TAKE),
           origin, &reply);
    CHECK_INT(reply.status, 303);
    get_as(&w, PERSON_DUTY_OFFICER, "/incident/rep-00112233?known=2025-03-22",
           &reply);
    CHECK_INT(reply.status, 404);
    get_as(&w, PERSON_DUTY_OFFICER, "/incident/rep-00112233", &reply);
    CHECK_INT(reply.status, 200);
    close_office(&w);
}

struct line_wanted {
    const char *action, *what;
    bool same;
};
static err compare_line(struct cx *cx, void *self, const struct people_line *l)
{
    struct line_wanted *x = self;
    (void)cx;
    x->same = str_eq(l->action, str_of(x->action)) &&
              str_eq(l->what, str_of(x->what)) && l->by.n > 0;
    return OK;
}
/* The last line of the node's log. */
static bool last_line_is(const struct office *w, const char *action,
                         const char *what)
{
    struct line_wanted x = {action, what, false};
    CHECK_OK(test_cx(), people_log(test_cx(), w->people, 1, compare_line, &x));
    return x.same;
}

/* Whether a role is shown an incident that names Ardania, for which the party's
 * user speaks: on which a finding is adopted, or that was taken up. */
static bool is_shown(int role, bool adopted, bool taken_up)
{
    return adopted || role_may((enum role)role, MAY_SEE_INTAKE, false) ||
           (role == PERSON_PARTY && taken_up);
}

/* The way of one incident: at each step every role tries, and those that may
 * not change nothing; then the one that takes it does, twice, and it is entered
 * once. */
void test_node__every_role_on_every_step_of_an_incident(void)
{
    enum { DUTY = PERSON_DUTY_OFFICER };
    static const struct {
        const char *step;
        enum action may;
        const char *of; /* whose it is; NULL: the asker's own */
        enum role by;
        bool of_incident; /* else of the report */
    } steps[] = {
        {"do=group", MAY_ASSIGN, "", PERSON_DUTY_OFFICER, false},
        {"do=assign&team=team-3", MAY_ASSIGN, "", PERSON_DUTY_OFFICER, true},
        {"do=verify&verified=yes&confidence=90&clause=1.1&"
         "attributed-to=ardania",
         MAY_VERIFY, "", PERSON_VERIFIER, true},
        {"do=respond&text=A+drill.", MAY_RESPOND, NULL, PERSON_PARTY, true},
        {"do=adopt&vote-2=yes&vote-3=yes", MAY_ADOPT, "", PERSON_HEAD, true},
        {"do=ask&to=ardania&text=Orders.&due=2030-01-01", MAY_FOLLOW_UP, "",
         PERSON_HEAD, true},
        {"do=done&to=act-15000000&text=Sent.", MAY_FOLLOW_UP, "ardania",
         PERSON_PARTY, true},
        {"do=ask&to=belmar&text=Names.", MAY_FOLLOW_UP, "", PERSON_HEAD, true},
        {"do=done&to=act-17000000", MAY_FOLLOW_UP, "belmar",
         PERSON_DUTY_OFFICER, true},
        {"do=close", MAY_FOLLOW_UP, "", PERSON_HEAD, true},
    };
    struct office w;
    struct node_reply reply;
    char rest[512];
    open_office(&w);
    snprintf(rest, sizeof rest, "once=%032d&source=belmar&" TAKE, 0);
    ask_as(&w, DUTY, "/incidents/new", form_of(&w, DUTY, rest), origin, &reply);
    CHECK_INT(reply.status, 303);
    CHECK_STR(reply.location, STR("/incident/rep-00000000"));
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        const char *at = steps[i].of_incident ? "/incident/inc-10000000"
                                              : "/incident/rep-00000000";
        uint64_t before = entries(&w);
        for (int role = 0; role <= N_ROLES; role++) {
            bool own = role < N_ROLES && speaks_for[role] != NULL &&
                       (steps[i].of == NULL ||
                        strcmp(steps[i].of, speaks_for[role]) == 0);
            if (role < N_ROLES && role_may((enum role)role, steps[i].may, own))
                continue;
            CASE("%s as %d", steps[i].step, role);
            snprintf(rest, sizeof rest, "once=%zu9%030d&%s", i, role,
                     steps[i].step);
            ask_as(&w, role, at, form_of(&w, role, rest), origin, &reply);
            CHECK_INT(reply.status,
                      role == N_ROLES || is_shown(role, i > 4, i > 0) ? 403
                                                                      : 404);
            CHECK_INT(entries(&w), before);
            /* Nor without a form's token, nor from the page of another. */
            snprintf(rest, sizeof rest, "once=%zu1%030d&%s", i, 0,
                     steps[i].step);
            ask_as(&w, (int)steps[i].by, at, rest, origin, &reply);
            CHECK_INT(reply.status, 409);
            ask_as(&w, (int)steps[i].by, at,
                   form_of(&w, (int)steps[i].by, rest), "http://elsewhere",
                   &reply);
            CHECK_INT(reply.status, 403);
            CHECK_INT(entries(&w), before);
        }
        CASE("%s", steps[i].step);
        for (int twice = 0; twice < 2; twice++) {
            snprintf(rest, sizeof rest, "once=1%zu%030d&%s", i, 0,
                     steps[i].step);
            ask_as(&w, (int)steps[i].by, at,
                   form_of(&w, (int)steps[i].by, rest), origin, &reply);
            CHECK_INT(reply.status, 303);
            CHECK_STR(reply.location, STR("/incident/inc-10000000"));
            CHECK_INT(entries(&w), before + 1);
        }
        bool adopted = i >= 4;
        str page = get_as(&w, PERSON_VIEWER, "/incident/inc-10000000", &reply);
        CHECK_INT(reply.status, adopted ? 200 : 404);
        CHECK(last_line_is(&w, "read", "inc-10000000") == adopted);
        CHECK(!has(page, "id=\"step-"));
        for (int role = 0; role < N_ROLES; role++) {
            get_as(&w, role, "/incident/inc-10000000?lang=ar", &reply);
            CHECK_INT(reply.status, is_shown(role, adopted, true) ? 200 : 404);
            get_as(&w, role, "/?lang=fr", &reply);
            CHECK_INT(reply.status, 200);
        }
        page = get_as(&w, PERSON_DUTY_OFFICER,
                      "/incidents?clause=1.1&place=harbour&waits=mechanism",
                      &reply);
        CHECK_INT(reply.status, 200);
        CHECK(has(page, "<option value=\"mechanism\" selected>"));
    }
    /* What came in is said as what it was, with its incident. */
    static const char *const did[] = {"taken up",        "assigned", "assessed",
                                      "finding adopted", "asked",    "closed"};
    str today = get_as(&w, PERSON_VIEWER, "/?lang=en", &reply);
    for (size_t i = 0; i < COUNT_OF(did); i++) {
        char said[64];
        CASE("%s", did[i]);
        snprintf(said, sizeof said, "inc-10000000</bdi></a> <strong>%s<",
                 did[i]);
        CHECK(has(today, said));
    }
    static const char *const wrong[] = {"stage=x", "clause=9.9", "place=x",
                                        "waits=x"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        char path[64];
        snprintf(path, sizeof path, "/incidents?%s", wrong[i]);
        get_as(&w, PERSON_HEAD, path, &reply);
        CHECK(reply.status == 400 || reply.status == 404);
    }
    close_office(&w);
}

static void give_role(struct office *w, enum role who, enum role r,
                      const char *of)
{
    CHECK_OK(test_cx(), people_set_role(test_cx(), w->people, STR("-"),
                                        role_name(who), r, str_of(of)));
}

/* What somebody did and for whom it spoke holds after it has another role. The
 * incident: reported by Belmar, names Ardania. */
void test_node__who_was_party_to_it_does_not_judge_it(void)
{
    static const struct {
        enum role who;
        enum role was;
        const char *of; /* for which it spoke before */
        enum role is;
        const char *does;
        unsigned status;
        const char *says;
    } rows[] = {
        /* It answered, in the name of Ardania. */
        {PERSON_PARTY, PERSON_PARTY, "ardania", PERSON_VERIFIER,
         "do=verify&verified=no", 403, "gave the answer"},
        {PERSON_PARTY, PERSON_PARTY, "ardania", PERSON_HEAD, "do=adopt", 403,
         "gave the answer"},
        /* It did nothing, but had spoken for one that it is about. */
        {PERSON_VIEWER, PERSON_PARTY, "belmar", PERSON_HEAD, "do=adopt", 403,
         "has spoken for belmar"},
        {PERSON_VIEWER, PERSON_PARTY, "ardania", PERSON_VERIFIER,
         "do=verify&verified=no", 403, "has spoken for ardania"},
        /* It took the report in. */
        {PERSON_DUTY_OFFICER, PERSON_DUTY_OFFICER, "", PERSON_VERIFIER,
         "do=verify&verified=no", 403, "who reports does not verify"},
        {PERSON_DUTY_OFFICER, PERSON_DUTY_OFFICER, "", PERSON_HEAD, "do=adopt",
         403, "who reports does not adopt"},
        /* It assessed it. */
        {PERSON_VERIFIER, PERSON_VERIFIER, "", PERSON_HEAD, "do=adopt", 403,
         "who verifies does not adopt"},
        /* An agency that the incident is not about. */
        {PERSON_AID, PERSON_AID, "un", PERSON_VERIFIER, "do=verify&verified=no",
         303, ""},
        {PERSON_MONITOR, PERSON_MONITOR, "mechanism", PERSON_HEAD,
         "do=adopt&vote-2=yes&vote-3=yes", 303, ""},
    };
    static const struct {
        enum role by;
        const char *at, *step;
    } before[] = {
        {PERSON_DUTY_OFFICER, "/incidents/new", "source=belmar&" TAKE},
        {PERSON_DUTY_OFFICER, "/incident/rep-00000000", "do=group"},
        {PERSON_DUTY_OFFICER, "/incident/inc-10000000",
         "do=assign&team=team-1"},
        {PERSON_VERIFIER, "/incident/inc-10000000",
         "do=verify&verified=yes&confidence=90"},
        {PERSON_PARTY, "/incident/inc-10000000", "do=respond&text=A+drill."},
    };
    struct office w;
    struct node_reply reply;
    char rest[512];
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        CASE("%s", before[i].step);
        snprintf(rest, sizeof rest, "once=%zu%031d&%s", i, 0, before[i].step);
        ask_as(&w, (int)before[i].by, before[i].at,
               form_of(&w, (int)before[i].by, rest), origin, &reply);
        CHECK_INT(reply.status, 303);
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s as %s", rows[i].does, role_name(rows[i].who).p);
        give_role(&w, rows[i].who, rows[i].was, rows[i].of);
        give_role(&w, rows[i].who, rows[i].is, "");
        str page =
            get_as(&w, (int)rows[i].who, "/incident/inc-10000000", &reply);
        CHECK_INT(reply.status, 200);
        const char *form =
            rows[i].is == PERSON_HEAD ? "value=\"adopt\"" : "value=\"verify\"";
        CHECK(has(page, form) == (rows[i].status == 303));
        snprintf(rest, sizeof rest, "once=a%zu%030d&%s", i, 0, rows[i].does);
        page = ask_as(&w, (int)rows[i].who, "/incident/inc-10000000",
                      form_of(&w, (int)rows[i].who, rest), origin, &reply);
        CHECK_INT(reply.status, rows[i].status);
        CHECK(rows[i].status == 303 || has(page, rows[i].says));
    }
    close_office(&w);
}

/* Refusals of the step itself, though the role may. */
void test_node__a_step_that_may_not_be_taken(void)
{
    static const struct {
        enum role by;
        const char *at, *step;
        unsigned status;
        const char *says;
    } rows[] = {
        {PERSON_DUTY_OFFICER, "/incident/inc-1", "do=nothing", 400, "form"},
        {PERSON_DUTY_OFFICER, "/incident/inc-9", "do=assign", 404,
         "no incident"},
        {PERSON_DUTY_OFFICER, "/incident/inc-1?known=2025-03-20", "do=assign",
         400, "as it was"},
        {PERSON_DUTY_OFFICER, "/incident/inc-1", "do=assign&to=nobody", 400,
         "actor"},
        {PERSON_DUTY_OFFICER, "/incident/inc-1", "do=assign", 400,
         "to whom it is assigned is missing"},
        {PERSON_DUTY_OFFICER, "/incident/inc-1",
         "do=assign&team=team-1&due=2025-03-01", 400, "is past"},
        {PERSON_DUTY_OFFICER, "/incident/inc-1",
         "do=assign&team=team-1&due=soon", 400, "is no time"},
        {PERSON_HEAD, "/incident/inc-1",
         "do=ask&to=ardania&text=Names.&due=2025-03-01", 400, "is past"},
        {PERSON_VERIFIER, "/incident/inc-1",
         "do=verify&verified=yes&evidence=dead%2C+beef", 404, "no evidence"},
        {PERSON_VERIFIER, "/incident/inc-1", "do=verify&verified=perhaps", 400,
         "verified"},
        {PERSON_VERIFIER, "/incident/inc-1", "do=verify&observed=perhaps", 400,
         "verified"},
        {PERSON_HEAD, "/incident/inc-1", "do=adopt&vote-2=yes&vote-3=no", 403,
         "2 are needed"},
        {PERSON_HEAD, "/incident/inc-1", "do=close", 403, "no finding"},
        {PERSON_HEAD, "/incident/inc-1", "do=done&to=act-1", 404, "follow-up"},
        {PERSON_PARTY, "/incident/inc-1", "do=done&to=act-1", 403, "role"},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    assign_first(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char rest[256];
        CASE("%s", rows[i].step);
        snprintf(rest, sizeof rest, "once=%032zu&%s", i, rows[i].step);
        str page = ask_as(&w, (int)rows[i].by, rows[i].at,
                          form_of(&w, (int)rows[i].by, rest), origin, &reply);
        CHECK_INT(reply.status, rows[i].status);
        CHECK(has(page, rows[i].says));
    }
    CHECK_INT(entries(&w), before);
    close_office(&w);
}

static err count_line(struct cx *cx, void *self, const struct people_line *l)
{
    int *n = self;
    (void)cx;
    *n +=
        str_eq(l->action, STR("read")) || str_eq(l->action, STR("keep-people"));
    return OK;
}

/* Who sees what is withheld from others, and looks, is noted: once in a while
 * for one address. Who sees none of it is not. */
void test_node__a_look_at_what_others_do_not_see_is_noted(void)
{
    struct office w;
    struct form_route r;
    struct node_reply reply;
    open_office(&w);
    size_t sensitive = 0;
    for (size_t i = 0; node_route_at(i, &r); i++) {
        char path[128];
        if (!node_is_sensitive(&r.page) || r.page.parts > 1)
            continue;
        sensitive++;
        snprintf(path, sizeof path, "/%s%s", r.page.name,
                 strcmp(r.page.name, "report") == 0 ? "?id=icrc-01"
                                                    : "?lang=ar");
        for (int role = 0; role < N_ROLES; role++) {
            CASE("%s as %.*s", path, STR_ARG(role_name((enum role)role)));
            int before = 0, after = 0;
            CHECK_OK(test_cx(), people_log(test_cx(), w.people, 1000,
                                           count_line, &before));
            for (int twice = 0; twice < 2; twice++)
                get_as(&w, role, path, &reply);
            CHECK_OK(test_cx(),
                     people_log(test_cx(), w.people, 1000, count_line, &after));
            bool sees =
                r.action == MAY_KEEP_PEOPLE ||
                role_extent_of((enum role)role, MAY_SEE_INTAKE) != FOR_NOBODY;
            CHECK_INT(after - before, reply.status == 200 && sees);
            if (after > before)
                CHECK(last_line_is(&w, action_name(r.action).p, path));
        }
    }
    CHECK_INT(sensitive, 13);
    close_office(&w);
}

/* --- Evidence --------------------------------------------------------------
 */

/* A form with a file, as a browser sends it. */
static str send_to(struct office *w, int role, const char *path,
                   const char *fields, const char *file, str bytes,
                   struct node_reply *reply)
{
    struct buf b, page;
    char cookie[160];
    struct token t = {{0}};
    struct node_request r = {.path = str_of(path),
                             .query = STR(""),
                             .language = STR(""),
                             .post = true,
                             .host = STR("127.0.0.1:8470"),
                             .origin = str_of(origin),
                             .type = STR("multipart/form-data; boundary=xx-yy"),
                             .address = STR("127.0.0.1")};
    people_form_token(str_of(w->session[role].hex), &t);
    snprintf(cookie, sizeof cookie, "truce-8470=%s", w->session[role].hex);
    r.cookie = str_of(cookie);
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_init(&page, test_arena(), SIZE_MAX);
    buf_printf(&b,
               "--xx-yy\r\nContent-Disposition: form-data; name=\"form\""
               "\r\n\r\n%s\r\n",
               t.hex);
    /* "name=value;name=value" */
    for (str rest = str_of(fields), item, name, value; rest.n > 0;) {
        (void)str_cut(rest, ';', &item, &rest);
        (void)str_cut(item, '=', &name, &value);
        buf_printf(&b,
                   "--xx-yy\r\nContent-Disposition: form-data; "
                   "name=\"%.*s\"\r\n\r\n%.*s\r\n",
                   STR_ARG(name), STR_ARG(value));
    }
    buf_printf(&b,
               "--xx-yy\r\nContent-Disposition: form-data; name=\"%s\"; "
               "filename=\"../a.bin\"\r\nContent-Type: "
               "application/octet-stream\r\n\r\n",
               file);
    buf_str(&b, bytes);
    buf_c(&b, "\r\n--xx-yy--\r\n");
    r.body = buf_view(&b);
    *reply = (struct node_reply){.status = 0, .type = ""};
    CHECK_OK(test_cx(),
             node_answer(test_cx(), w->node, &r, test_arena(), &page, reply));
    return buf_view(&page);
}

static str send_file(struct office *w, int role, const char *fields, str bytes,
                     struct node_reply *reply)
{
    return send_to(w, role, "/evidence", fields, "file", bytes, reply);
}

#define ONE_FORM "once=0123456789abcdef0123456789abcdef"
/* SHA-256 of "abcdef" (FIPS 180-4, by any other program). */
#define ABCDEF                                                                 \
    "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"
#define GHIJKL                                                                 \
    "54f6ee81b58accbc57adbceb0f50264897626060071dc9e92f897e7b373deb93"

void test_node__a_file_comes_in_pieces(void)
{
    static const struct {
        const char *fields, *bytes;
        unsigned status;
        const char *says; /* of the page, or where to go */
    } rows[] = {
        {ONE_FORM ";upload=aa;offset=0;total=6", "abc", 303,
         "/evidence?upload=aa&total=6"},
        {ONE_FORM ";upload=aa;offset=0;total=6", "abc", 409, "3 bytes are"},
        {ONE_FORM ";upload=aa;offset=4;total=6", "ef", 409, "3 bytes are"},
        {ONE_FORM ";upload=aa;offset=3;total=6", "defg", 400, "more bytes"},
        {ONE_FORM ";upload=aa;offset=x;total=6", "def", 400, "no number"},
        {ONE_FORM ";upload=../a;offset=0;total=6", "abc", 400, "no name"},
        {ONE_FORM ";upload=bb;offset=0;total=2000000000", "abc", 429,
         "too large"},
        {ONE_FORM, "", 400, "without bytes"},
        {"upload=aa;offset=3;total=6", "def", 400, "not one of ours"},
        {ONE_FORM ";upload=aa;offset=3;total=6;sha256=" ABCDEF, "def", 303,
         "/evidence"},
        /* Sent again it is the same file. */
        {ONE_FORM ";from=desk", "abcdef", 303, "/evidence"},
        {ONE_FORM ";upload=cc;offset=0;total=3;sha256=" ABCDEF, "abc", 409,
         "not what was sent"},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].fields);
        str page = send_file(&w, PERSON_MONITOR, rows[i].fields,
                             str_of(rows[i].bytes), &reply);
        CHECK_INT(reply.status, rows[i].status);
        CHECK(has(rows[i].status == 303 ? reply.location : page, rows[i].says));
    }
    CHECK_INT(entries(&w), before + 2); /* the file, and who received it */
    /* A head reads and adds nothing; what others added an own role sees not. */
    send_file(&w, PERSON_HEAD, ONE_FORM, STR("abcdef"), &reply);
    CHECK_INT(reply.status, 403);
    CHECK(has(get_as(&w, PERSON_HEAD, "/evidence", &reply), ABCDEF));
    CHECK(
        has(get_as(&w, PERSON_MONITOR, "/evidence?upload=aa", &reply), ABCDEF));
    str page = get_as(&w, PERSON_PARTY, "/evidence", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(!has(page, ABCDEF) && !has(page, "a.bin"));
    /* Nor does it find by asking what there is: one may cite what one sees.
     */
    static const struct {
        enum role by;
        const char *source, *hash;
        unsigned status;
    } cited[] = {
        {PERSON_PARTY, "ardania", "bef5", 404},
        {PERSON_PARTY, "ardania", ABCDEF, 404},
        {PERSON_MONITOR, "mechanism", "bef5", 303},
        {PERSON_DUTY_OFFICER, "belmar", "bef5", 303},
    };
    for (size_t i = 0; i < COUNT_OF(cited); i++) {
        char rest[512];
        CASE("%s cites %s", cited[i].source, cited[i].hash);
        snprintf(rest, sizeof rest, "once=%zu%031d&source=%s&evidence=%s&" TAKE,
                 i, 0, cited[i].source, cited[i].hash);
        page = ask_as(&w, (int)cited[i].by, "/incidents/new",
                      form_of(&w, (int)cited[i].by, rest), origin, &reply);
        CHECK_INT(reply.status, cited[i].status);
        CHECK(cited[i].status == 303 || !has(page, ABCDEF) ||
              strcmp(cited[i].hash, ABCDEF) == 0);
    }
    /* Or chosen of a list, by its name, of what who looks sees. */
    page = get_as(&w, PERSON_MONITOR, "/report/new", &reply);
    CHECK(has(page, "name=\"cite\" value=\"" ABCDEF) && has(page, "a.bin"));
    page = get_as(&w, PERSON_PARTY, "/incidents/new", &reply);
    CHECK(!has(page, ABCDEF) && !has(page, "a.bin"));
    page = ask_as(&w, PERSON_PARTY, "/report/new",
                  form_of(&w, PERSON_PARTY,
                          "once=7000000000000000000000000000000a&" REPORT
                          "&cite=" ABCDEF),
                  origin, &reply);
    CHECK_INT(reply.status, 404);
    ask_as(&w, PERSON_MONITOR, "/report/new",
           form_of(&w, PERSON_MONITOR,
                   "once=7000000000000000000000000000000b&" REPORT
                   "&cite=" ABCDEF),
           origin, &reply);
    CHECK_INT(reply.status, 303);
    page = get_as(&w, PERSON_HEAD,
                  "/report?id=web-7000000000000000000000000000000b", &reply);
    CHECK(has(page, "#f-" ABCDEF) && has(page, "a.bin"));
    get_as(&w, PERSON_MONITOR, "/evidence?upload=aa&total=0", &reply);
    CHECK_INT(reply.status, 400);
    /* Somebody else sends the same file: it is received from that hand too,
     * once, and neither learns of the other. */
    before = entries(&w);
    for (int twice = 0; twice < 2; twice++)
        send_file(&w, PERSON_PARTY, ONE_FORM ";name=mine.bin", STR("abcdef"),
                  &reply);
    CHECK_INT(reply.status, 303);
    CHECK_INT(entries(&w), before + 1);
    page = get_as(&w, PERSON_PARTY, "/evidence?lang=fr", &reply);
    CHECK(has(page, ABCDEF) && has(page, "mine.bin") && !has(page, "a.bin") &&
          !has(page, ">monitor<") && has(page, "reçu"));
    page = get_as(&w, PERSON_MONITOR, "/evidence", &reply);
    CHECK(has(page, ABCDEF) && !has(page, "mine.bin") && !has(page, ">party<"));
    page = get_as(&w, PERSON_HEAD, "/evidence", &reply);
    CHECK(has(page, ">monitor<") && has(page, ">party<"));
    close_office(&w);
}

/* Where an upload that has not ended lies. */
static bool has_upload(const struct office *w, const char *name, bool age)
{
    char path[256];
    struct stat st;
    snprintf(path, sizeof path, "%s.evidence/.monitor.%s.upload", w->path,
             name);
    bool there = stat(path, &st) == 0;
    CHECK(!there || (st.st_mode & 0777) == 0600);
    if (there && age) {
        struct timespec old[2] = {{.tv_sec = st.st_mtime - 8 * 86400},
                                  {.tv_sec = st.st_mtime - 8 * 86400}};
        CHECK(utimensat(AT_FDCWD, path, old, 0) == 0);
    }
    return there;
}

void test_node__uploads_that_do_not_end_go(void)
{
    struct office w;
    struct node_reply reply;
    char fields[160];
    struct stat st;
    open_office(&w);
    for (int i = 0; i < EVIDENCE_UPLOADS_MAX + 1; i++) {
        CASE("upload %d", i);
        snprintf(fields, sizeof fields, ONE_FORM ";upload=a%d;total=9", i);
        send_file(&w, PERSON_MONITOR, fields, STR("abc"), &reply);
        CHECK_INT(reply.status, i < EVIDENCE_UPLOADS_MAX ? 303 : 429);
    }
    /* Another sender is not kept from it. */
    send_file(&w, PERSON_PARTY, ONE_FORM ";upload=a0;total=9", STR("abc"),
              &reply);
    CHECK_INT(reply.status, 303);
    CHECK(has_upload(&w, "a0", true) && has_upload(&w, "a1", false));
    send_file(&w, PERSON_MONITOR, ONE_FORM ";upload=bb;total=9", STR("abc"),
              &reply);
    CHECK_INT(reply.status, 303);
    CHECK(!has_upload(&w, "a0", false) && has_upload(&w, "a1", false));
    /* For the owner of the machine's account alone. */
    snprintf(fields, sizeof fields, "%s.evidence", w.path);
    CHECK(stat(fields, &st) == 0 && (st.st_mode & 0777) == 0700);
    close_office(&w);
}

/* --- A table becomes reports -----------------------------------------------
 */

#define GATE                                                                   \
    "Day;Gate;Trucks;Remark\n"                                                 \
    "#date;#loc;#reached;\n"                                                   \
    "20/03/2025;North;1'034;night\n"                                           \
    "21/03/2025;Both;29;\n"                                                    \
    "22/03/2025;Elsewhere;5;\n"                                                \
    "23/03/2025;Both;;\n"                                                      \
    "31/02/2025;Both;7;\n"
/* What the form says of it, without the cells. */
#define GATE_FORM                                                              \
    "delimiter=semicolon&delimiter-was=semicolon&type=return&id-name=gate&"    \
    "id-column=&c-act=&v-act=enter&c-actor=&v-actor=&c-item=&v-item=truck&"    \
    "c-place=1&v-place=&c-quantity=2&v-quantity=&thousands=apostrophe&"        \
    "exact=at_least&c-day=0&v-day=&day-written=DD%2FMM%2FYYYY&c-note=3&"
#define GATE_CELLS "asked-place=1&m-place-0=north&m-place-1=harbour&m-place-2=-"

static const char *gate_form(struct office *w, const char *rest)
{
    static char room[2048];
    char hex[2 * CRY_HASH_BYTES];
    hash_print(cry_sha256(STR(GATE), STR("")), hex);
    snprintf(room, sizeof room, "%stable=%.*s%s%s",
             form_of(w, PERSON_AID, GATE_FORM), (int)sizeof hex, hex,
             *rest == '\0' ? "" : "&", rest);
    return room;
}

static str post_step(struct office *w, const char *path, const char *form,
                     struct node_reply *reply)
{
    return ask_as(w, PERSON_AID, path, form, origin, reply);
}

void test_node__a_table_becomes_reports(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    uint64_t before = entries(&w);
    get_as(&w, PERSON_AID, "/import/columns", &reply);
    CHECK_INT(reply.status, 404); /* no table yet */
    send_to(&w, PERSON_AID, "/import", "do=take", "table", STR(GATE), &reply);
    CHECK_INT(reply.status, 303);
    CHECK_STR(reply.location, STR("/import/columns"));
    str page = get_as(&w, PERSON_AID, "/import/columns", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "<bdi>Remark</bdi>") && has(page, "1'034"));
    CHECK(has(page, "value=\"semicolon\" selected")); /* has most cells so */
    get_as(&w, PERSON_MONITOR, "/import/columns", &reply);
    CHECK_INT(reply.status, 404); /* somebody else's table */

    /* The cells are asked for, with what the text declares chosen. */
    page = post_step(&w, "/import/columns", gate_form(&w, ""), &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "name=\"m-place-2\"") && !has(page, "m-place-3"));
    CHECK(has(page, "value=\"north\" selected"));
    page = post_step(&w, "/import/columns",
                     gate_form(&w, "asked-place=1&m-place-0=north&m-place-1="
                                   "harbour&m-place-2="),
                     &reply);
    CHECK_INT(reply.status, 400);
    CHECK(has(page, "say what &quot;Elsewhere&quot;"));
    CHECK(has(page, "name=\"m-place-2\" aria-invalid"));
    post_step(&w, "/import/columns", gate_form(&w, GATE_CELLS), &reply);
    CHECK_INT(reply.status, 303);
    CHECK_STR(reply.location, STR("/import/check"));
    /* Going back shows the form as it was filled in. */
    page = get_as(&w, PERSON_AID, "/import/columns", &reply);
    CHECK(has(page, "value=\"-\" selected"));

    /* What would be made; nothing is entered by looking. */
    page = get_as(&w, PERSON_AID, "/import/check", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(has(page, "is no such date") && has(page, "<bdi>Day</bdi>"));
    CHECK(has(page, "Trucks is empty") && has(page, "Gate is "));
    CHECK(has(page, "at least 1034 truck") && has(page, "gate-1"));
    CHECK_INT(entries(&w), before);
    post_step(&w, "/import/check",
              form_of(&w, PERSON_AID, "do=keep&name=gate-counts"), &reply);
    CHECK_INT(reply.status, 303);
    for (int times = 0; times < 2; times++) { /* a browser that goes back */
        post_step(&w, "/import/check", form_of(&w, PERSON_AID, "do=enter"),
                  &reply);
        CHECK_INT(reply.status, 303);
        CHECK_INT(entries(&w), before + 2);
    }
    page = get_as(&w, PERSON_AID, "/import/check", &reply);
    CHECK(has(page, "Nothing new would be entered"));
    page = get_as(&w, PERSON_AID, "/report?id=gate-1", &reply);
    CHECK(has(page, "aid-coordinator") && has(page, "1,034"));

    /* The next table of this kind: with the mapping that was kept. One row has
     * been changed since, which a table cannot do. */
    send_to(&w, PERSON_AID, "/import", "do=take;kept=gate-counts", "table",
            STR("Day;Gate;Trucks;Remark\n20/03/2025;North;35;\n"
                "21/03/2025;Both;29;\n24/03/2025;North;31;\n"),
            &reply);
    CHECK_STR(reply.location, STR("/import/check"));
    page = get_as(&w, PERSON_AID, "/import/check", &reply);
    CHECK(has(page, "something else is entered under the id"));
    post_step(&w, "/import/check", form_of(&w, PERSON_AID, "do=enter"), &reply);
    CHECK_INT(entries(&w), before + 3);

    post_step(&w, "/import", form_of(&w, PERSON_AID, "do=drop"), &reply);
    CHECK_INT(reply.status, 303);
    page = get_as(&w, PERSON_AID, "/import", &reply);
    CHECK(has(page, "gate-counts") && !has(page, "A table is here"));
    close_office(&w);
}

/* A mapping from a file decides nothing that is not the account's. */
void test_node__a_table_with_a_mapping_of_others(void)
{
    static const struct {
        const char *fields, *name;
        str bytes;
        unsigned status;
        const char *says;
    } rows[] = {
        {"do=take", "table", STR_INIT(""), 400, "no table"},
        {"do=take", "other", STR_INIT("a,b\n"), 400, "no table"},
        {"do=take", "table", STR_INIT("a,\"b\n"), 400, "line 1 of the table"},
        {"do=take", "table", STR_INIT("\n\n"), 400, "no header"},
        {"do=take;kept=none", "table", STR_INIT("a,b\n"), 404,
         "no mapping is called"},
        {"do=take;kept=../x", "table", STR_INIT("a,b\n"), 400,
         "cannot have this name"},
        {"do=what", "table", STR_INIT("a,b\n"), 400, "not one of ours"},
    };
    static const char sent[] =
        "{\"records\":[{\"type\":\"report\",\"id\":{\"template\":\"x-{a}\"},"
        "\"source\":{\"column\":\"a\"},\"occurred\":\"2025-03-20\","
        "\"act\":\"enter\",\"item\":\"truck\",\"quantity\":1}]}";
    struct office w;
    struct node_reply reply;
    str page;
    open_office(&w);
    uint64_t before = entries(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].says);
        page = send_to(&w, PERSON_AID, "/import", rows[i].fields, rows[i].name,
                       rows[i].bytes, &reply);
        CHECK_INT(reply.status, rows[i].status);
        CHECK(has(page, rows[i].says));
    }
    /* As `truce import --map` takes it; kept by hand beside the case. */
    send_to(&w, PERSON_AID, "/import", "do=take", "table", STR("a\nun\n"),
            &reply);
    char path[192];
    snprintf(path, sizeof path, "%s.import/others.map.json", w.path);
    CHECK_OK(test_cx(), sys_write_new(test_cx(), path, true, str_of(sent)));
    send_to(&w, PERSON_AID, "/import", "do=take;kept=others", "table",
            STR("a\nun\nbelmar\n"), &reply);
    CHECK_STR(reply.location, STR("/import/check"));
    page = get_as(&w, PERSON_AID, "/import/check", &reply);
    CHECK(has(page, "this account speaks for &quot;un&quot; alone"));
    post_step(&w, "/import/check", form_of(&w, PERSON_AID, "do=enter"), &reply);
    CHECK_INT(entries(&w), before + 1);
    /* A name that is taken; a mapping that does not fit the table. */
    post_step(&w, "/import/check",
              form_of(&w, PERSON_AID, "do=keep&name=others"), &reply);
    CHECK_INT(reply.status, 303); /* the same one */
    send_to(&w, PERSON_AID, "/import", "do=take;kept=others", "table",
            STR("b\nun\n"), &reply);
    page = get_as(&w, PERSON_AID, "/import/check", &reply);
    CHECK_INT(reply.status, 400);
    CHECK(has(page, "the table has no column &quot;a&quot;"));
    close_office(&w);
}

/* What the form can say wrongly. */
void test_node__a_form_about_columns_that_is_wrong(void)
{
    static const struct {
        const char *instead, *says;
    } rows[] = {
        {"c-day=9", "no such column"},
        {"c-day=", "in which column the day stands"},
        {"c-day=&v-day=2025-03-20&c-hour=3", "belong to days of a column"},
        {"v-hour=08:00", "stands in a column too"},
        {"v-quantity=3", "not both"},
        {"c-quantity=&v-quantity=many", "is no whole number"},
        {"id-name=Gate", "ids begin with"},
        {"id-name=", "ids begin with"},
        {"id-column=7", "no such column"},
        {"table=00", "another table has been sent since"},
        {"day-written=YY", "how the day is written"},
        {"c-hour=3", ""},
        {"c-quantity=&v-quantity=1", ""},
        {"c-day=&v-day=2025-03-20&v-hour=08:00", ""},
        {"type=not_done", ""},
        {"id-column=1", ""},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    send_to(&w, PERSON_AID, "/import", "do=take", "table", STR(GATE), &reply);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("%s", rows[i].instead);
        buf_init(&b, test_arena(), SIZE_MAX);
        /* Fields that are given here are taken out of the form. */
        for (str rest = str_of(gate_form(&w, GATE_CELLS)), item, name, value;
             rest.n > 0;) {
            char key[40];
            (void)str_cut(rest, '&', &item, &rest);
            (void)str_cut(item, '=', &name, &value);
            snprintf(key, sizeof key, "%.*s=", STR_ARG(name));
            size_t at = str_find(str_of(rows[i].instead), str_of(key));
            if (item.n == 0 || at == 0 ||
                (at < strlen(rows[i].instead) &&
                 rows[i].instead[at - 1] == '&'))
                continue;
            buf_str(&b, item);
            buf_char(&b, '&');
        }
        buf_c(&b, rows[i].instead);
        buf_char(&b, '\0');
        str page = post_step(&w, "/import/columns", b.p, &reply);
        CHECK_INT(reply.status, rows[i].says[0] == '\0' ? 303
                                : str_find(str_of(rows[i].says), STR("since")) <
                                        strlen(rows[i].says)
                                    ? 409
                                    : 400);
        if (rows[i].says[0] != '\0' && !has(page, rows[i].says))
            FAIL("it does not say so");
    }
    /* Too many different cells to be asked about one by one. */
    struct buf many;
    buf_init(&many, test_arena(), SIZE_MAX);
    buf_c(&many, "Day;Gate;Trucks;Remark\n");
    for (int i = 0; i < 41; i++)
        buf_printf(&many, "20/03/2025;g%d;1;\n", i);
    send_to(&w, PERSON_AID, "/import", "do=take", "table", buf_view(&many),
            &reply);
    char hex[2 * CRY_HASH_BYTES], form[2048];
    hash_print(cry_sha256(buf_view(&many), STR("")), hex);
    snprintf(form, sizeof form, "%stable=%.*s",
             form_of(&w, PERSON_AID, GATE_FORM), (int)sizeof hex, hex);
    str page = post_step(&w, "/import/columns", form, &reply);
    CHECK_INT(reply.status, 400);
    CHECK(has(page, "more than 40 different cells"));
    close_office(&w);
}

/* What a browser without a device sends; the rest is in test_webauthn.c and
 * tests/ui/entry.mjs. */
void test_node__passkeys_and_logins_of_ones_own(void)
{
    static const struct {
        const char *path, *fields;
        int role;
        unsigned status;
        const char *says;
    } rows[] = {
        {"/login", "do=passkey&challenge=AAAA&id=YQ", N_ROLES, 403,
         "this passkey was not accepted"},
        {"/account", "do=passkey&passkey-name=phone&password=x", PERSON_HEAD,
         400, "none of ours"},
        {"/account", "do=remove&number=7", PERSON_HEAD, 404, "removed already"},
        {"/account", "do=remove&number=x", PERSON_HEAD, 400, "not one of ours"},
        {"/account", "do=end&number=7", PERSON_HEAD, 404, "ended already"},
        {"/account", "do=end", PERSON_HEAD, 400, "not one of ours"},
    };
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s %s", rows[i].path, rows[i].fields);
        str page =
            ask_as(&w, rows[i].role, rows[i].path,
                   form_of(&w, rows[i].role, rows[i].fields), origin, &reply);
        CHECK_INT(reply.status, rows[i].status);
        CHECK(has(page, rows[i].says));
    }
    /* A second login of the same account, and its button. */
    struct token t;
    CHECK_OK(test_cx(), people_login(test_cx(), w.people, STR("head"), password,
                                     STR("::1"), &t));
    str page = get_as(&w, PERSON_HEAD, "/account", &reply);
    size_t at = str_find(page, STR("name=\"number\" value=\""));
    CHECK(at < page.n);
    str rest = str_sub(page, at + 21, page.n), number;
    (void)str_cut(rest, '"', &number, &rest);
    char fields[80];
    snprintf(fields, sizeof fields, "do=end&number=%.*s", STR_ARG(number));
    ask_as(&w, PERSON_HEAD, "/account", form_of(&w, PERSON_HEAD, fields),
           origin, &reply);
    CHECK_INT(reply.status, 303);
    page = get_as(&w, PERSON_HEAD, "/account", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(!has(page, "name=\"number\""));
    close_office(&w);
}

/* The accounts and the node's log as lists, for who keeps them. */
void test_node__people_as_a_table(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    str page = get_as(&w, PERSON_ADMINISTRATOR, "/people.csv?hxl=1", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(str_starts(page, STR("name,role,of,state,last_seen\r\n"
                               "#meta+id,#contact+type,#org,#status,")));
    CHECK(has(page, "party,party,ardania,active,"));
    CHECK(
        last_line_is(&w, action_name(MAY_KEEP_PEOPLE).p, "/people.csv?hxl=1"));
    page = get_as(&w, PERSON_ADMINISTRATOR, "/people.json", &reply);
    CHECK(has(page, "\"role\": \"duty-officer\""));
    page = get_as(&w, PERSON_ADMINISTRATOR, "/people/log.csv", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(str_starts(str_of(reply.type), STR("text/csv")));
    CHECK(str_starts(page, STR("number,at,by,action,what\r\n")));
    CHECK(has(page, ",keep-people,log.csv\r\n"));
    page = get_as(&w, PERSON_ADMINISTRATOR, "/people/log.json", &reply);
    CHECK(str_starts(page, STR("[")) && has(page, "\"number\": 1"));
    get_as(&w, PERSON_HEAD, "/people.csv", &reply);
    CHECK_INT(reply.status, 403);
    get_as(&w, PERSON_ADMINISTRATOR, "/people/log.xml", &reply);
    CHECK_INT(reply.status, 404);
    close_office(&w);
}

/* The list of evidence, for who may see it; each look is noted. */
void test_node__evidence_as_a_table(void)
{
    struct office w;
    struct node_reply reply;
    open_office(&w);
    send_file(&w, PERSON_MONITOR, ONE_FORM, STR("abcdef"), &reply);
    CHECK_INT(reply.status, 303);
    str page = get_as(&w, PERSON_HEAD, "/evidence.csv", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(str_starts(page, STR("sha256,name,type,bytes,received,from,entry,"
                               "custody\r\n" ABCDEF ",")));
    CHECK(has(page, ",6,") && has(page, " received "));
    CHECK(last_line_is(&w, action_name(MAY_SEE_EVIDENCE).p, "the list"));
    page = get_as(&w, PERSON_HEAD, "/evidence.json", &reply);
    CHECK(has(page, "\"bytes\": 6"));
    /* A party sees what it has added itself. */
    page = get_as(&w, PERSON_PARTY, "/evidence.csv", &reply);
    CHECK_INT(reply.status, 200);
    CHECK(!has(page, ABCDEF));
    get_as(&w, PERSON_VIEWER, "/evidence.csv", &reply);
    CHECK_INT(reply.status, 403);
    close_office(&w);
}

/* Twenty minutes after everything else was entered. */
static instant much_later(void *self)
{
    (void)self;
    return 1800001200; /* 2027-01-15T08:20:00Z */
}

/* The record and the files are those that were there by then; the control for
 * it is there, and none that would change nothing. */
void test_node__what_was_entered_by_then(void)
{
    static const struct {
        const char *page;
        bool has_all, has_first;
    } rows[] = {
        {"/record.csv", true, true},
        {"/record.csv?known=2027-01-15T08:20Z", true, true},
        {"/record.csv?known=2027-01-15T08:19Z", false, true},
        {"/record.csv?known=2027-01-14", false, false},
        {"/record.json?known=2027-01-15T08:19Z", false, true},
        {"/record?known=2027-01-15T08:19Z&at=day+3", false, true},
        {"/evidence.csv", true, true},
        {"/evidence.csv?known=2027-01-15T08:19Z", false, true},
        {"/evidence.csv?known=2027-01-14", false, false},
        {"/evidence.json?known=2027-01-15T08:19Z", false, true},
        {"/evidence?known=2027-01-15T08:19Z", false, true},
    };
    struct office w;
    struct node_reply reply;
    char entry[64], last[64], number[64];
    open_office(&w);
    send_file(&w, PERSON_MONITOR, ONE_FORM, STR("abcdef"), &reply);
    CHECK_INT(reply.status, 303);
    uint64_t first = entries(&w) - 1;
    test_cx()->now = much_later;
    enter_line(&w, "{\"type\":\"source\",\"id\":\"late\",\"name\":\"Late\"}");
    send_file(&w, PERSON_MONITOR, "once=1123456789abcdef0123456789abcdef",
              STR("ghijkl"), &reply);
    CHECK_INT(reply.status, 303);
    test_cx()->now = later;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool files = str_starts(str_of(rows[i].page), STR("/evidence"));
        CASE("%s", rows[i].page);
        str page = get_when_open(&w, PERSON_HEAD, rows[i].page, &reply);
        CHECK_INT(reply.status, 200);
        CHECK(!files || has(page, ABCDEF) == rows[i].has_first);
        CHECK(!files || has(page, GHIJKL) == rows[i].has_all);
        /* In a table, a list, a page. */
        snprintf(entry, sizeof entry, "\r\n%" PRIu64 ",", first);
        snprintf(last, sizeof last, "\r\n%" PRIu64 ",", first + 1);
        if (has(page, "\"number\"")) {
            snprintf(entry, sizeof entry, "\"number\": %" PRIu64 ",", first);
            snprintf(last, sizeof last, "\"number\": %" PRIu64 ",", first + 1);
        } else if (has(page, "<html")) {
            snprintf(entry, sizeof entry, ">%" PRIu64 "</th>", first);
            snprintf(last, sizeof last, ">%" PRIu64 "</th>", first + 1);
        }
        CHECK(files || has(page, entry) == rows[i].has_first);
        CHECK(files || has(page, last) == rows[i].has_all);
    }
    CASE("the controls");
    snprintf(number, sizeof number, "As known then: <bdi>%" PRIu64 "</bdi>",
             first + 1);
    str page = get_when_open(
        &w, PERSON_HEAD, "/record?known=2027-01-15T08:19Z&at=day+3", &reply);
    CHECK(has(page, number) && has(page, "name=\"known\""));
    CHECK(has(page, "<input type=\"hidden\" name=\"at\" value=\"day 3\">"));
    CHECK(has(page, "/record.csv?at=day%203&amp;known=2027-01-15T08%3A19Z\""));
    page = get_when_open(&w, PERSON_HEAD, "/record?known=2027-01-14", &reply);
    CHECK(has(page, "There is nothing to show.") && !has(page, "<table"));
    page = get_as(&w, PERSON_MONITOR, "/evidence", &reply);
    CHECK(has(page, "<input name=\"known\"") && has(page, "type=\"file\""));
    CHECK(!has(page, "<input name=\"at\""));
    page =
        get_when_open(&w, PERSON_MONITOR, "/evidence?known=2027-01-14", &reply);
    CHECK(!has(page, ABCDEF) && !has(page, "type=\"file\""));
    page = get_when_open(&w, PERSON_HEAD, "/findings?known=2027-01-15", &reply);
    CHECK(!has(page, "name=\"known\"") && !has(page, "name=\"at\""));
    CHECK(has(page, "href=\"/agreement?known=2027-01-15\""));
    CASE("who sees its own");
    page = get_when_open(&w, PERSON_MONITOR,
                         "/evidence.csv?known=2027-01-15T08:19Z", &reply);
    CHECK(has(page, ABCDEF) && !has(page, GHIJKL));
    page = get_when_open(&w, PERSON_MONITOR, "/evidence.csv?known=2027-01-14",
                         &reply);
    CHECK(!has(page, ABCDEF));
    close_office(&w);
}

/* The maps that a text names are annexes of its case, and lie nowhere else. */
void test_node__findings_know_the_maps_of_the_case(void)
{
    static const char *const pages[] = {"/findings", "/findings.csv",
                                        "/findings.json"};
    struct office w;
    struct node_reply reply;
    open_office(&w);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        CASE("%s", pages[i]);
        str page = get_as(&w, PERSON_HEAD, pages[i], &reply);
        CHECK_INT(reply.status, 200);
        CHECK(!has(page, "zones.geojson") && !has(page, "L08"));
    }
    close_office(&w);
}
