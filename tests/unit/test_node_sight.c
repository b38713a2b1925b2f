/* test_node_sight.c: what somebody may not see changes nothing of what it is
 * shown.
 *
 * Two cases differ only in records that are withheld from a viewer. Both are
 * walked through page by page, every link of every page and every route with
 * wrong and right names: status, headers, bytes, the rows that there are and
 * how many were visited are the same. The same walk as somebody who sees all
 * finds the difference everywhere: so it would find a leak (app/case_sight.c,
 * decision 61). */
#include "app/casefile.h"
#include "app/evidence.h"
#include "app/incident.h"
#include "app/node_int.h"
#include "http/gate.h"
#include "tests/test.h"

#include <dirent.h>
#include <unistd.h>

static const char origin[] = "http://127.0.0.1:8470";
static char folder[64];

enum viewer {
    V_ARDANIA,
    V_BELMAR,
    V_AID,
    V_VIEWER,
    V_ADMIN,
    V_MONITOR, /* who sees all */
    N_VIEWERS
};
static const struct {
    const char *name, *of;
    enum role role;
} viewers[N_VIEWERS] = {{"ardania-1", "ardania", PERSON_PARTY},
                        {"belmar-1", "belmar", PERSON_PARTY},
                        {"un-1", "un", PERSON_AID},
                        {"viewer-1", "", PERSON_VIEWER},
                        {"admin-1", "", PERSON_ADMINISTRATOR},
                        {"monitor-1", "mechanism", PERSON_MONITOR}};

/* --- Two worlds -------------------------------------------------------------
 */

struct world {
    char path[96];
    struct case_options o;
    struct node *node;
};

static instant later(void *self)
{
    (void)self;
    return 1800000000; /* after all of the reports */
}

/* So that no page differs by what is drawn by lot. */
static err no_chance(struct cx *cx, void *self, void *out, size_t n)
{
    (void)cx;
    (void)self;
    memset(out, 0x5a, n);
    return OK;
}

static void remove_all(const char *path)
{
    char name[512];
    DIR *d = opendir(path);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (unlink(name) != 0)
            remove_all(name);
    }
    if (d != NULL)
        closedir(d);
    rmdir(path);
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

static void add_lines(const char *path, const char *line)
{
    static const char *const name[] = {"lines"};
    struct buf messages;
    struct casefile_added done;
    str bytes = str_of(line);
    const struct casefile_add add = {
        .path = path, .inputs = name, .bytes = &bytes, .n_inputs = 1};
    buf_init(&messages, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             casefile_add(test_cx(), test_arena(), &add, &messages, &done));
    if (done.refused > 0)
        FAIL("refused: %.*s", STR_ARG(buf_view(&messages)));
}

static void make_base(const char *path, struct token session[N_VIEWERS])
{
    static const char *const reports[] = {"examples/harbour/reports.jsonl"};
    static const str password = STR_INIT("correct horse battery");
    struct cx *cx = test_cx();
    struct buf messages, out;
    struct casefile_added added;
    struct people *p;
    char file[160];
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
    snprintf(file, sizeof file, "%s.people", path);
    CHECK_OK(cx, people_create(cx, file, &p));
    for (int i = 0; i < N_VIEWERS; i++) {
        struct token t;
        CHECK_OK(cx, people_invite(cx, p, STR("-"), str_of(viewers[i].name),
                                   viewers[i].role, str_of(viewers[i].of), &t));
        CHECK_OK(cx, people_accept(cx, p, str_of(t.hex), password));
        CHECK_OK(cx, people_login(cx, p, str_of(viewers[i].name), password,
                                  STR("::1"), &session[i]));
    }
    people_close(p);
}

static void take(struct world *w, enum incident_act act, const char *author,
                 const char *incident, const char *once, const char *source,
                 const char *actor, const char *recorded, const char *text)
{
    const char *report[] = {incident};
    struct incident_entered done;
    struct incident_entry e = {
        .act = act, .path = w->path, .author = author, .once = once};
    e.words = (struct incident_words){.source = source, .recorded = recorded};
    e.incident = act == INC_DO_GROUP ? NULL : incident;
    if (act == INC_DO_GROUP) {
        e.words.reports = report;
        e.words.n_reports = 1;
    }
    if (act == INC_DO_REPORT) {
        e.words.act = "attack";
        e.words.actor = actor;
        e.words.place = "harbour";
        e.words.occurred = "2025-03-20T21:10";
        e.words.note = text;
    } else if (act == INC_DO_VERIFY) {
        e.words.verified = "yes";
        e.words.confidence = "90";
        e.words.clause = "1.1";
        e.words.text = text;
    } else {
        e.words.text = text;
        e.words.to = actor;
    }
    if (act == INC_DO_ASSIGN)
        e.words.team = "team-1";
    static const char *const members[] = {"delvia", "estria"};
    if (act == INC_DO_ADOPT) {
        e.words.to = NULL;
        e.words.members = members;
        e.words.n_members = 2;
    }
    CHECK_OK(test_cx(),
             incident_enter(test_cx(), test_arena(), &e, false, &done));
}

static void add_picture(struct world *w, const char *who)
{
    static const char *const picture[] = {"tests/media/camera.png"};
    struct buf out;
    size_t kept;
    const struct evidence_add add = {
        .by = {.path = w->path, .who = who}, .files = picture, .n = 1};
    buf_init(&out, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             evidence_add(test_cx(), test_arena(), &add, &out, &kept));
}

#define ONCE(c) c c c c c c c c "00000000"

/* What everybody here may see sooner or later, and between it, in a world of
 * more, what none of `of` may. `me` is the party that looks, `they` the other.
 */
static void fill(struct world *w, const char *me, const char *they, bool more)
{
    char line[1024];
    if (more) {
        take(w, INC_DO_REPORT, "duty-1", NULL, ONCE("d"), they, me,
             "2025-03-20T21:30", "HIDDEN: not taken up");
        take(w, INC_DO_REPORT, "monitor-1", NULL, ONCE("e"), "mechanism", NULL,
             "2025-03-20T21:40", "HIDDEN: what the mechanism saw");
    }
    take(w, INC_DO_REPORT, "duty-1", NULL, ONCE("1"), me, they,
         "2025-03-20T22:00", "said by the one that looks");
    take(w, INC_DO_REPORT, "duty-1", NULL, ONCE("2"), they, me,
         "2025-03-20T22:30", "said against it, and taken up");
    take(w, INC_DO_GROUP, "duty-1", "rep-22222222", ONCE("3"), NULL, NULL,
         "2025-03-21T08:00", NULL);
    if (more) {
        take(w, INC_DO_ASSIGN, "duty-1", "inc-33333333", ONCE("4"), NULL, NULL,
             "2025-03-21T08:10", NULL);
        take(w, INC_DO_VERIFY, "verifier-1", "inc-33333333", ONCE("5"), NULL,
             NULL, "2025-03-21T09:00", "HIDDEN: an assessment");
        take(w, INC_DO_RESPOND, "they-1", "inc-33333333", ONCE("6"), they, NULL,
             "2025-03-21T09:30", "HIDDEN: an answer of the other");
        take(w, INC_DO_ASK, "head-1", "inc-33333333", ONCE("7"), NULL, they,
             "2025-03-21T10:00", "HIDDEN: asked of the other");
        /* A grouping that joins what is seen with what is not. */
        snprintf(line, sizeof line,
                 "{\"type\":\"incident\",\"id\":\"grp-join\",\"source\":"
                 "\"mechanism\",\"author\":\"duty-1\",\"recorded\":"
                 "\"2025-03-21T10:30\",\"reports\":[\"inc-33333333\","
                 "\"rep-eeeeeeee\"]}\n"
                 "{\"type\":\"finding\",\"id\":\"fnd-short\",\"source\":"
                 "\"mechanism\",\"recorded\":\"2025-03-21T11:00\","
                 "\"reports\":[\"inc-33333333\"],\"verified\":\"yes\","
                 "\"clause\":\"1.1\",\"adopted_by\":[\"delvia\"],"
                 "\"reasons\":\"HIDDEN: one of two\"}\n"
                 "{\"type\":\"report\",\"id\":\"dsp-h\",\"source\":\"norland\","
                 "\"occurred\":\"2025-03-20\",\"act\":\"inspect\","
                 "\"recorded\":\"2025-03-21T11:30\",\"disputes\":"
                 "[\"rep-dddddddd\"],\"note\":\"HIDDEN: a dispute\"}\n");
        add_lines(w->path, line);
        add_picture(w, "duty-1");
    }
    snprintf(line, sizeof line, "%s-1", me);
    add_picture(w, line); /* the same file, perhaps for the second time */
    take(w, INC_DO_RESPOND, "me-1", "inc-33333333", ONCE("8"), me, NULL,
         "2025-03-21T12:00", "answered by the one that looks");
    /* Another incident, on which a finding is adopted: all see it. */
    take(w, INC_DO_REPORT, "duty-1", NULL, ONCE("9"), they, me,
         "2025-03-22T08:00", "released with its finding");
    take(w, INC_DO_GROUP, "duty-1", "rep-99999999", ONCE("a"), NULL, NULL,
         "2025-03-22T09:00", NULL);
    take(w, INC_DO_ASSIGN, "duty-1", "inc-aaaaaaaa", ONCE("0"), NULL, NULL,
         "2025-03-22T09:30", NULL);
    take(w, INC_DO_VERIFY, "verifier-1", "inc-aaaaaaaa", ONCE("b"), NULL, NULL,
         "2025-03-22T10:00", "released: an assessment");
    take(w, INC_DO_ADOPT, "head-1", "inc-aaaaaaaa", ONCE("c"), NULL, NULL,
         "2025-03-22T11:00", "released: reasons");
    if (more)
        take(w, INC_DO_REPORT, "monitor-1", NULL, ONCE("f"), "mechanism", they,
             "2025-03-25T21:40", "HIDDEN: the latest of all");
}

static void open_world(struct world *w, const char *base, const char *name,
                       const char *me, const char *they, bool more)
{
    static const char *const ends[] = {"", ".key", ".head", ".people"};
    memset(w, 0, sizeof *w);
    /* The same name: it is told in answers. */
    snprintf(w->path, sizeof w->path, "%s/%s", folder, name);
    CHECK_OK(test_cx(), sys_make_folder(test_cx(), w->path));
    snprintf(w->path, sizeof w->path, "%s/%s/h.case", folder, name);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        copy(base, w->path, ends[i]);
    fill(w, me, they, more);
    w->o = (struct case_options){.agreement = w->path, .width = 80};
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &w->o, &w->node));
    CHECK(node_has_people(w->node));
}

/* --- Asking both ------------------------------------------------------------
 */

struct answer {
    struct node_reply reply;
    str body;
    uint64_t rows;
    uint64_t visited; /* so far */
};

static void ask(struct world *w, const struct token *t, const char *target,
                const char *body, struct arena *a, struct answer *out)
{
    struct buf b;
    char cookie[160], room[2048];
    struct node_request r = {.language = STR(""),
                             .post = body != NULL,
                             .body = str_of(body == NULL ? "" : body),
                             .host = STR("127.0.0.1:8470"),
                             .origin = str_of(body == NULL ? "" : origin),
                             .type = STR("application/x-www-form-urlencoded"),
                             .address = STR("127.0.0.1")};
    snprintf(cookie, sizeof cookie, "truce-8470=%s", t->hex);
    r.cookie = str_of(cookie);
    buf_init(&b, a, SIZE_MAX);
    out->reply = (struct node_reply){.status = 0, .type = ""};
    out->rows = out->visited = 0;
    if (!gate_path(str_of(target), room, sizeof room, &r.path, &r.query)) {
        out->body = STR("no path");
        return;
    }
    CHECK_OK(test_cx(),
             node_answer(test_cx(), w->node, &r, a, &b, &out->reply));
    out->body = buf_view(&b);
    if (w->node->c != NULL)
        out->visited = engine_visited(w->node->c->engine);
    if (w->node->c != NULL)
        out->rows = w->node->c->report.n_facts +
                    1000 * (uint64_t)w->node->c->verdicts.n +
                    1000000 * (uint64_t)w->node->c->said.n;
}

static bool same(const struct answer *x, const struct answer *y)
{
    return x->reply.status == y->reply.status &&
           strcmp(x->reply.type, y->reply.type) == 0 &&
           str_eq(x->reply.location, y->reply.location) &&
           str_eq(x->reply.cookie, y->reply.cookie) &&
           x->reply.follow == y->reply.follow &&
           x->reply.follows.number == y->reply.follows.number &&
           x->reply.renew == y->reply.renew && x->reply.keep == y->reply.keep &&
           x->rows == y->rows && str_eq(x->body, y->body);
}

/* --- The walk ---------------------------------------------------------------
 */

enum { MOST_PAGES = 4000, TARGET_MAX = 400 };

struct walk {
    struct world *a, *b;
    const struct token *who;
    bool counts; /* what was visited, too */
    struct arena *strings;
    struct map seen;
    VEC(const char *) todo;
    size_t differ;
    const char *first; /* that differs */
    bool differs_at[64];
};

static void visit(struct walk *k, str target)
{
    str copy;
    if (target.n >= TARGET_MAX || target.n == 0 || target.p[0] != '/' ||
        map_get(&k->seen, target, NULL) || k->todo.n >= MOST_PAGES)
        return;
    CHECK(arena_printf(k->strings, &copy, "%.*s", STR_ARG(target)));
    CHECK(map_put(&k->seen, copy, 1));
    CHECK(vec_push(k->strings, &k->todo, copy.p));
}

/* Other languages and days are asked for by name. */
static bool is_followed(str href)
{
    return str_find(href, STR("lang=")) == href.n &&
           str_find(href, STR("at=")) == href.n &&
           str_find(href, STR("known=")) == href.n &&
           !str_starts(href, STR("/logout"));
}

static void follow_links(struct walk *k, str page)
{
    static const str mark = STR_INIT("href=\"");
    for (;;) {
        char room[TARGET_MAX];
        size_t at = str_find(page, mark), n = 0;
        if (at >= page.n)
            return;
        page = str_sub(page, at + mark.n, page.n);
        size_t end = str_find(page, STR("\""));
        str href = str_sub(page, 0, end);
        for (size_t i = 0; i < href.n && n + 1 < sizeof room; i++) {
            room[n++] = href.p[i];
            if (str_starts(str_sub(href, i, href.n), STR("&amp;")))
                i += 4;
        }
        href = (str){room, n};
        size_t part = str_find(href, STR("#"));
        if (is_followed(href))
            visit(k, str_sub(href, 0, part));
    }
}

/* For whoever looks for a leak: TRUCE_TEST_SHOW=1. */
static void show(const char *target, const char *body, const struct answer *x,
                 const struct answer *y)
{
    size_t at = 0;
    while (at < x->body.n && at < y->body.n && x->body.p[at] == y->body.p[at])
        at++;
    size_t from = at < 80 ? 0 : at - 80;
    printf("%s %s\n  %u %u, rows %" PRIu64 " %" PRIu64 ", visited %" PRIu64
           " %" PRIu64 "\n  %.*s\n  %.*s\n",
           target, body == NULL ? "" : body, x->reply.status, y->reply.status,
           x->rows, y->rows, x->visited, y->visited,
           STR_ARG(str_sub(x->body, from, at + 120)),
           STR_ARG(str_sub(y->body, from, at + 120)));
}

static void look(struct walk *k, const char *target, const char *body)
{
    struct answer x, y;
    CLEANUP(arena_release) struct arena a;
    arena_init(&a, test_cx()->mem, "walk", 1 << 30);
    ask(k->a, k->who, target, body, &a, &x);
    ask(k->b, k->who, target, body, &a, &y);
    if (!same(&x, &y) || (k->counts && x.visited != y.visited)) {
        k->differ++;
        if (k->first == NULL)
            k->first = target;
        if (getenv("TRUCE_TEST_SHOW") != NULL)
            show(target, body, &x, &y);
    }
    if (body == NULL && str_find(x.body, STR("<!DOCTYPE")) == 0)
        follow_links(k, x.body);
}

static const char *const ids[] = {
    "rep-11111111", "rep-22222222", "rep-99999999", "rep-dddddddd",
    "rep-eeeeeeee", "rep-ffffffff", "inc-33333333", "inc-aaaaaaaa",
    "asg-44444444", "ver-55555555", "rsp-66666666", "act-77777777",
    "rsp-88888888", "ver-bbbbbbbb", "fnd-cccccccc", "grp-join",
    "fnd-short",    "dsp-h",        "no-such",      "icrc-01"};
/* With and without something before. */
static const char *const views[] = {"day=2025-03-20", "at=2025-03-21",
                                    "at=day%203",     "known=2025-03-21T11:15",
                                    "known=day%2012", "known=entry:52",
                                    "lang=ar",        "page=2",
                                    "q=HIDDEN",       "source=mechanism",
                                    "source=norland", "stage=verified",
                                    "waits=belmar",   "hxl=1",
                                    "daily=1"};

static void add_targets(struct walk *k)
{
    struct form_route r;
    char target[TARGET_MAX];
    for (size_t i = 0; node_route_at(i, &r); i++) {
        const char *name = r.page.name;
        if (r.page.parts < 2) {
            snprintf(target, sizeof target, "/%s", name);
            visit(k, str_of(target));
        }
        for (size_t v = 0; r.page.parts < 2 && v < COUNT_OF(views); v++) {
            snprintf(target, sizeof target, "/%s?%s", name, views[v]);
            visit(k, str_of(target));
        }
        for (size_t v = 0; v < COUNT_OF(ids); v++) {
            snprintf(target, sizeof target,
                     r.page.parts < 2 ? "/%s?id=%s" : "/%s/%s", name, ids[v]);
            if (r.page.parts >= 2 || strcmp(name, "report") == 0)
                visit(k, str_of(target));
        }
    }
    visit(k, STR("/evidence?upload=00&total=264"));
    visit(k, STR("/incident/new"));
    visit(k, STR("/no-such-page"));
}

/* What is sent about something that is not there for who sends it. */
static void send_forms(struct walk *k)
{
    static const char *const steps[] = {
        "do=respond&text=x",
        "do=group",
        "do=done&to=act-77777777",
        "do=verify&verified=yes",
        "do=close",
        "do=respond&text=x&evidence=546a",
        ("do=respond&text=x&evidence=546a4859c33a767fd61bf8284f4137041c0f8d0d"
         "f67beba0fe31cab1e9b7bfbb")};
    struct token form;
    char target[TARGET_MAX], body[1024];
    people_form_token(str_of(k->who->hex), &form);
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        for (size_t s = 0; s < COUNT_OF(steps); s++) {
            /* What may be done is done in test_node.c; here nothing is. */
            snprintf(target, sizeof target, "/incident/%s", ids[i]);
            snprintf(body, sizeof body, "form=%s&once=%s&%s", form.hex,
                     s >= 5 ? "00000000000000000000000000000000" : "x",
                     steps[s]);
            look(k, target, body);
        }
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        snprintf(body, sizeof body,
                 "form=%s&once=%032zu&type=report&day=2025-03-20&act=attack&"
                 "place=no-such&amends=%s",
                 form.hex, i, ids[i]);
        look(k, "/report/new", body);
    }
}

/* To every address that takes a form, about each of these things under every
 * name that a field has; without a number of its own, so that nothing is done.
 */
static void send_everywhere(struct walk *k)
{
    struct form_route r;
    struct token form;
    char target[TARGET_MAX], body[1024];
    people_form_token(str_of(k->who->hex), &form);
    for (size_t i = 0; node_route_at(i, &r); i++) {
        if (r.post == NULL)
            continue;
        for (size_t s = 0; s < COUNT_OF(ids); s++) {
            const char *id = ids[s];
            snprintf(target, sizeof target, "/%s%s%s", r.page.name,
                     r.page.parts < 2 ? "" : "/", r.page.parts < 2 ? "" : id);
            snprintf(
                body, sizeof body,
                "form=%s&id=%s&report=%s&reports=%s&incident=%s&to=%s&"
                "amends=%s&evidence=%s&cite=%s&upload=%s&source=%s&name=%s",
                form.hex, id, id, id, id, id, id, id, id, id, id, id);
            look(k, target, body);
        }
    }
}

/* As it is of a record too large to judge each day of. */
static void look_at_large_calendar(struct walk *k)
{
    uint32_t most = test_cx()->limits.daily_reports;
    test_cx()->limits.daily_reports = 10;
    look(k, "/calendar", NULL);
    look(k, "/calendar?page=2", NULL);
    look(k, "/calendar?at=2025-03-21", NULL);
    test_cx()->limits.daily_reports = most;
}

/* How many answers differ between the two for this viewer. */
static size_t walk(struct world *a, struct world *b, const struct token *who,
                   bool counts, size_t *pages, const char **first)
{
    struct walk k = {
        .a = a, .b = b, .who = who, .counts = counts, .strings = test_arena()};
    map_init(&k.seen, test_arena(), test_cx());
    visit(&k, STR("/"));
    add_targets(&k);
    for (size_t i = 0; i < k.todo.n; i++)
        look(&k, k.todo.p[i], NULL);
    look_at_large_calendar(&k);
    send_forms(&k);
    send_everywhere(&k);
    *pages = k.todo.n;
    *first = k.first == NULL ? "" : k.first;
    return k.differ;
}

/* A viewer over both worlds; what is withheld from it is what they differ in,
 * but for the monitor. */
static void compare(struct world *less, struct world *more, enum viewer v,
                    const struct token *who)
{
    size_t pages, differ;
    const char *first;
    CASE("%s", viewers[v].name);
    differ = walk(less, more, who, v != V_MONITOR, &pages, &first);
    CHECK(pages > 300);
    if (v != V_MONITOR && differ > 0)
        FAIL("%zu of %zu answers differ, the first of them %s", differ, pages,
             first);
    if (v == V_MONITOR && differ < 200)
        FAIL("%zu of %zu answers differ: is everything compared?", differ,
             pages);
}

void test_node_sight__what_is_withheld_changes_nothing(void)
{
    static const struct {
        const char *me, *they;
        enum viewer from, to;
    } rounds[] = {{"ardania", "belmar", V_ARDANIA, V_ARDANIA},
                  {"belmar", "ardania", V_BELMAR, V_MONITOR}};
    struct token session[N_VIEWERS];
    char base[128];
    struct cx *cx = test_cx();
    cx->now = later;
    snprintf(folder, sizeof folder, "/tmp/truce-sight-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(base, sizeof base, "%s/base.case", folder);
    make_base(base, session);
    cx->random = no_chance;
    for (size_t i = 0; i < COUNT_OF(rounds); i++) {
        struct world less, more;
        char name[2][16];
        snprintf(name[0], sizeof name[0], "less-%zu", i);
        snprintf(name[1], sizeof name[1], "more-%zu", i);
        open_world(&less, base, name[0], rounds[i].me, rounds[i].they, false);
        open_world(&more, base, name[1], rounds[i].me, rounds[i].they, true);
        for (int v = (int)rounds[i].from; v <= (int)rounds[i].to; v++)
            compare(&less, &more, (enum viewer)v, &session[v]);
        node_close(less.node);
        node_close(more.node);
    }
    remove_all(folder);
}
