/* Tests of the pages: app/node.h and web/. Whatever an agreement, a report or
 * an address says, a page is well-formed, takes nothing of it for markup, and
 * says the same in every language. */
#include "tests/test.h"

#include "app/node.h"
#include "base/html.h"
#include "http/gate.h"
#include "web/web.h"

#include <inttypes.h>

static const char *const hostile_reports[] = {"tests/web/hostile.jsonl"};
static const char *const gaza_reports[] = {
    "examples/gaza-2025-01/reports.jsonl"};
static const struct case_options hostile = {.agreement =
                                                "tests/web/hostile.truce",
                                            .reports = hostile_reports,
                                            .reports_n = 1,
                                            .width = 80};
static const struct case_options gaza = {
    .agreement = "examples/gaza-2025-01/agreement.truce",
    .reports = gaza_reports,
    .reports_n = 1,
    .width = 80};

static struct node *opened(const struct case_options *o)
{
    struct node *n;
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), o, &n));
    return n;
}

/* The page of an address, in the test's arena. */
static str page_of(struct node *n, str target, struct node_reply *reply)
{
    struct buf b;
    struct node_request r = {.language = STR("")};
    char room[2048];
    buf_init(&b, test_arena(), SIZE_MAX);
    *reply = (struct node_reply){.status = 400, .type = ""};
    if (!gate_path(target, room, sizeof room, &r.path, &r.query))
        return STR("");
    CHECK_OK(test_cx(), node_answer(test_cx(), n, &r, test_arena(), &b, reply));
    return buf_view(&b);
}

/* --- Well-formed
 * --------------------------------------------------------------
 *
 * A small reader of what the pages write: tags in lower case that nest,
 * attributes in double quotes with names that are expected, no other character
 * reference than the four of html_text. */

static const char *const void_tags[] = {"meta",  "link", "input", "br",
                                        "line",  "rect", "path",  "circle",
                                        "image", NULL};
static const char *const known_attributes[] = {"lang",
                                               "dir",
                                               "charset",
                                               "name",
                                               "content",
                                               "rel",
                                               "href",
                                               "class",
                                               "id",
                                               "tabindex",
                                               "aria-label",
                                               "method",
                                               "action",
                                               "value",
                                               "autocomplete",
                                               "size",
                                               "scope",
                                               "placeholder",
                                               "datetime",
                                               "aria-hidden",
                                               "role",
                                               "type",
                                               "viewBox",
                                               "x",
                                               "y",
                                               "x1",
                                               "x2",
                                               "y1",
                                               "y2",
                                               "width",
                                               "height",
                                               "rx",
                                               "aria-current",
                                               "data-label",
                                               "selected",
                                               "d",
                                               "data-records",
                                               "aria-keyshortcuts",
                                               "src",
                                               "hidden",
                                               "cx",
                                               "cy",
                                               "r",
                                               "checked",
                                               "for",
                                               NULL};

static bool is_one_of(str s, const char *const *list)
{
    for (size_t i = 0; list[i] != NULL; i++)
        if (str_eq(s, str_of(list[i])))
            return true;
    return false;
}

/* Text or a value up to `end`; only known references, no '<'. */
static str take_text(str s, char end)
{
    static const char *const refs[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    while (s.n > 0 && s.p[0] != end) {
        if (s.p[0] == '&') {
            bool known = false;
            for (size_t i = 0; i < COUNT_OF(refs); i++)
                known = known || str_starts(s, str_of(refs[i]));
            if (!known)
                FAIL("reference %.12s", s.p);
        } else if (s.p[0] == '<' || s.p[0] == '>') {
            FAIL("'%c' in text: %.20s", s.p[0], s.p);
            return STR("");
        }
        s = str_sub(s, 1, s.n);
    }
    return s;
}

static str take_name(str *s)
{
    size_t n = 0;
    while (n < s->n && ((s->p[n] >= 'a' && s->p[n] <= 'z') ||
                        (s->p[n] >= 'A' && s->p[n] <= 'Z') ||
                        (s->p[n] >= '0' && s->p[n] <= '9') || s->p[n] == '-'))
        n++;
    str name = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return name;
}

static str take_attributes(str s)
{
    while (s.n > 0 && s.p[0] == ' ') {
        s = str_sub(s, 1, s.n);
        str name = take_name(&s);
        if (!is_one_of(name, known_attributes))
            FAIL("attribute %.*s", STR_ARG(name));
        if (s.n < 2 || s.p[0] != '=')
            continue; /* selected */
        if (s.p[1] != '"') {
            FAIL("value without quotes: %.20s", s.p);
            return STR("");
        }
        str value = str_sub(s, 2, s.n);
        s = take_text(value, '"');
        value = str_sub(value, 0, value.n - s.n);
        if (str_eq(name, STR("href")) && !str_starts(value, STR("/")) &&
            !str_starts(value, STR("#")) &&
            !str_starts(value, STR("https://")) &&
            !str_starts(value, STR("http://")))
            FAIL("link to %.*s", STR_ARG(value));
        s = str_sub(s, 1, s.n);
    }
    return s;
}

static void check_page(str page)
{
    enum { DEEP = 64 };
    str open[DEEP], s = page;
    size_t depth = 0;
    CHECK(str_starts(s, STR("<!DOCTYPE html>\n")));
    s = str_sub(s, 15, s.n);
    while (s.n > 0) {
        s = take_text(s, '<');
        if (s.n == 0)
            break;
        s = str_sub(s, 1, s.n);
        bool closes = s.p[0] == '/';
        if (closes)
            s = str_sub(s, 1, s.n);
        str name = take_name(&s);
        if (closes) {
            if (depth == 0 || !str_eq(open[depth - 1], name)) {
                FAIL("</%.*s> closes <%.*s>", STR_ARG(name),
                     STR_ARG(depth == 0 ? STR("-") : open[depth - 1]));
                return;
            }
            depth--;
        } else {
            s = take_attributes(s);
            if (s.n > 0 && s.p[0] == '/')
                s = str_sub(s, 1, s.n);
            else if (!is_one_of(name, void_tags) && depth < DEEP)
                open[depth++] = name;
        }
        if (s.n == 0 || s.p[0] != '>') {
            FAIL("no end of <%.*s: %.20s", STR_ARG(name), s.p);
            return;
        }
        s = str_sub(s, 1, s.n);
    }
    CHECK_INT(depth, 0);
    /* One script, of our own. */
    size_t at = str_find(page, STR("<script"));
    CHECK(
        str_starts(str_sub(page, at, page.n),
                   STR("<script type=\"module\" src=\"/page.js\"></script>")));
    CHECK(str_find(str_sub(page, at + 1, page.n), STR("<script")) ==
          page.n - at - 1);
    CHECK(str_find(page, STR("<style")) == page.n);
}

static const char *const pages[] = {"/",
                                    "/agreement",
                                    "/agreement?show=0",
                                    "/clause/1.1",
                                    "/clause/1.2",
                                    "/clause/1.3",
                                    "/clause/1.1?occasion=2025-03-10",
                                    "/clause/1.2?occasion=",
                                    "/calendar",
                                    "/reports",
                                    "/reports?q=%3Cscript%3E",
                                    "/reports?source=un2",
                                    "/report?id=a%2Fb%3Ac",
                                    "/report?id=r1",
                                    "/report?id=..",
                                    "/findings",
                                    "/aid",
                                    "/aid?item=truck&place=dock&source=un2",
                                    "/exchanges",
                                    "/keys",
                                    "/?kiosk=1",
                                    "/aid?kiosk=1",
                                    "/map",
                                    "/map?zone=dock&coarse=1000",
                                    "/?at=2025-03-11&known=2025-03-12"};

void test_web__hostile_names_stay_text_in_every_language(void)
{
    static const char *const langs[] = {"en", "ar", "he", "fr",
                                        "es", "ru", "uk", "pt"};
    struct node *n = opened(&hostile);
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        for (size_t l = 0; l < COUNT_OF(langs); l++) {
            struct node_reply reply;
            char target[200];
            CASE("%s in %s", pages[i], langs[l]);
            snprintf(target, sizeof target, "%s%clang=%s", pages[i],
                     strchr(pages[i], '?') == NULL ? '?' : '&', langs[l]);
            str page = page_of(n, str_of(target), &reply);
            CHECK_INT(reply.status, 200);
            check_page(page);
        }
    node_close(n);
}

/* A link leads to a page that answers, and has the place that it names. */
static void follow(struct node *n, str target)
{
    struct node_reply reply;
    char place[64];
    str address, name;
    str_cut(target, '#', &address, &name);
    str s = page_of(n, address, &reply);
    if (reply.status != 200)
        FAIL("%u: %.*s", reply.status, STR_ARG(target));
    snprintf(place, sizeof place, " id=\"%.*s\"", STR_ARG(name));
    if (name.n > 0 && str_find(s, str_of(place)) == s.n)
        FAIL("no such place: %.*s", STR_ARG(target));
}

/* Every link of a page leads to a page. */
void test_web__links_lead_somewhere(void)
{
    struct node *n = opened(&hostile);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct node_reply reply;
        CASE("links of %s", pages[i]);
        str s = page_of(n, str_of(pages[i]), &reply);
        for (;;) {
            char target[1024];
            size_t k = 0;
            size_t at = str_find(s, STR(" href=\"/"));
            if (at == s.n)
                break;
            s = str_sub(s, at + 7, s.n);
            size_t end = str_find_char(s, '"');
            for (size_t j = 0; j < end && k < sizeof target - 1; j++) {
                target[k++] = s.p[j];
                if (str_starts(str_sub(s, j, end), STR("&amp;")))
                    j += 4;
            }
            follow(n, (str){target, k});
            s = str_sub(s, end, s.n);
        }
    }
    node_close(n);
}

/* How often `what` stands in a text. */
static int times(str text, str what)
{
    int n = 0;
    for (size_t at; (at = str_find(text, what)) < text.n; n++)
        text = str_sub(text, at + what.n, text.n);
    return n;
}

/* What is found is told with the case in which it was seen; what a check says
 * of all its findings is said once. */
void test_web__findings_have_precedents(void)
{
    static const struct {
        const char *lang, *seen, *yemen, *why;
    } rows[] = {
        {"en", "<dt>Where it was seen</dt>", "Yemen, Stockholm 2018",
         "Without a day nothing is ever late, and everything is."},
        {"ar", "<dt>أين شوهد ذلك</dt>", "اليمن، ستوكهولم 2018",
         "بلا يوم محدد لا يتأخر شيء أبدًا، ويتأخر كل شيء."},
        {"fr", "<dt>Où cela s’est vu</dt>", "Yémen, Stockholm 2018",
         "Sans jour fixé, rien n’est jamais en retard, et tout l’est."},
        {"he", "<dt>היכן זה נראה</dt>", "תימן, סטוקהולם 2018",
         "בלי יום, שום דבר אינו מאחר לעולם, והכול מאחר."},
        {"es", "<dt>Dónde se ha visto</dt>", "Yemen, Estocolmo 2018",
         "Sin un día, nada llega nunca tarde, y todo llega tarde."},
        {"pt", "<dt>Onde já se viu</dt>", "Iémen, Estocolmo 2018",
         "Sem um dia, nada está alguma vez atrasado, e tudo está."},
        {"ru", "<dt>Где это уже было</dt>", "Йемен, Стокгольм, 2018",
         "Без указанного дня ничто никогда не опаздывает — и опаздывает всё."},
        {"uk", "<dt>Де це вже було</dt>", "Ємен, Стокгольм, 2018",
         "Без зазначеного дня ніщо ніколи не запізнюється — і запізнюється "
         "все."},
    };
    struct node *n = opened(&gaza);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct node_reply reply;
        char target[40];
        CASE("%s", rows[i].lang);
        snprintf(target, sizeof target, "/findings?lang=%s", rows[i].lang);
        str page = page_of(n, str_of(target), &reply);
        CHECK_INT(reply.status, 200);
        CHECK(str_find(page, str_of(rows[i].seen)) < page.n);
        CHECK_INT(times(page, str_of(rows[i].yemen)), 1);
        CHECK_INT(times(page, str_of(rows[i].why)), 1);
        CHECK_INT(times(page, STR("Daily Yemen, 2022-08-02")), 1);
        CHECK(str_find(page,
                       STR("<code dir=\"ltr\">list NAME of ITEM N</code>")) <
              page.n);
        /* what has to be mended comes first */
        CHECK(str_find(page, STR("<bdi>L36</bdi>")) <
              str_find(page, STR("<bdi>L28</bdi>")));
    }
    node_close(n);
}

/* All that the checks say is told in the language of the page: nothing of it
 * is in English but the sources; what is of the text, or of the language of
 * agreements, stays as it is written. */
void test_web__findings_in_every_language(void)
{
    static const char *const langs[] = {"ar", "fr", "he", "es",
                                        "pt", "ru", "uk"};
    static const char *const texts[] = {
        "examples/gaza-2025-01/agreement.truce",
        "examples/gaza-2025-07-proposal/agreement.truce",
        "examples/harbour-draft/agreement.truce",
        "examples/korea-1953/agreement.truce",
        "tests/lang/meaning/E0505_clock_change.truce",
        "tests/lang/meaning/L08_missing.truce",
        "tests/lang/meaning/L08_open.truce",
        "tests/lang/meaning/L17_circle.truce",
        "tests/lang/meaning/L35_names.truce",
    };
    for (size_t k = 0; k < COUNT_OF(texts); k++) {
        struct case_options o = {.agreement = texts[k], .width = 80};
        struct node *n = opened(&o);
        struct node_reply reply;
        str english = page_of(n, STR("/findings?lang=en"), &reply);
        int sources = times(english, STR("<dt>Source</dt>"));
        CHECK(sources > 0);
        for (size_t i = 0; i < COUNT_OF(langs); i++) {
            char target[40];
            CASE("%s, %s", texts[k], langs[i]);
            snprintf(target, sizeof target, "/findings?lang=%s", langs[i]);
            str page = page_of(n, str_of(target), &reply);
            CHECK_INT(times(page, STR("lang=\"en\" dir=")), sources);
            CHECK_INT(times(page, STR("<code ")),
                      times(english, STR("<code ")));
        }
        node_close(n);
    }
    struct node *n = opened(&gaza);
    struct node_reply reply;
    str page = page_of(n, STR("/findings?lang=ar"), &reply);
    CHECK(
        str_find(page,
                 STR("بنود بلا موعد نهائي (<bdi>8</bdi>): <bdi>b3.1, b3.2,")) <
        page.n);
    CHECK(str_find(page, STR("<bdi>b11.2</bdi> يذكر <bdi>&quot;Salah "
                             "al-Din&quot;</bdi>، والنص لا يعرّفه")) < page.n);
    node_close(n);
}

void test_web__what_is_not_there(void)
{
    static const struct {
        const char *target;
        unsigned status;
    } rows[] = {
        {"/nothing", 404},
        {"/clause", 404},
        {"/clause/9.9", 404},
        {"/clause/1.1?occasion=2030-01-01", 404},
        {"/report?id=nobody", 404},
        {"/record", 404},
        {"/reports?page=2", 404},
        {"/reports?page=x", 404},
        {"/reports?source=x", 404},
        {"/a/b/c/d/e/f", 404},
        {"/clause/1.1/a/b", 404},
        {"no-slash", 400},
        {"//evil.example/", 400},
        {"/%", 400},
        {"/%zz", 400},

        {"/reports?q=%00", 400},
        {"/%ff", 400},
        {"/%00", 400},
        {"/?at=yesterday", 400},
        {"/?at=day%200", 400},
        {"/?known=never", 400},
        {"/?known=entry:3", 400},
        {"/agreement?show=99", 400},
        {"/../../etc/passwd", 400},
    };
    struct node *n = opened(&hostile);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct node_reply reply;
        CASE("%s", rows[i].target);
        str page = page_of(n, str_of(rows[i].target), &reply);
        CHECK_INT(reply.status, rows[i].status);
        if (page.n > 0) /* else the gate had refused it */
            check_page(page);
        /* And the case still stands. */
        page_of(n, STR("/"), &reply);
        CHECK_INT(reply.status, 200);
    }
    node_close(n);
}

/* Addresses with something changed in them: an answer, and a page. */
void test_web__spoilt_addresses(void)
{
    struct test_rand r = {77};
    struct node *n = opened(&hostile);
    for (size_t i = 0; i < 400 * test_times(); i++) {
        struct node_reply reply;
        char target[256];
        size_t k = test_rand_below(&r, COUNT_OF(pages));
        size_t len = strlen(pages[k]);
        memcpy(target, pages[k], len);
        for (size_t times = 1 + test_rand_below(&r, 3); times > 0; times--)
            target[test_rand_below(&r, len)] =
                (char)(unsigned char)test_rand_below(&r, 256);
        str page = page_of(n, (str){target, len}, &reply);
        CHECK(reply.status == 200 || reply.status == 400 ||
              reply.status == 404);
        if (str_starts(str_of(reply.type), STR("text/html")))
            check_page(page);
    }
    node_close(n);
}

/* A real case: what the pages say is what the status says. */
void test_web__gaza_says_what_the_record_says(void)
{
    static const struct {
        const char *target, *says;
    } rows[] = {
        {"/clause/b13.1?occasion=2025-01-24",
         "<bdi>339</bdi> of <bdi>600</bdi>"},
        {"/clause/b13.1", "accounts differ in figure"},
        {"/clause/b10.2", "met late"},
        {"/?at=day%207", "Day <bdi>7</bdi> of <bdi>42</bdi>"},
        {"/reports?q=moH", "<bdi>0</bdi> of <bdi>95</bdi>"},
        {"/status.csv", "b13.1,,2025-01-24,"},
        {"/aid", "<bdi>Gaza Government Media Office</bdi></th>"},
        {"/calendar", "<title>b10.1 waits for b2.2</title>"},
        /* Words of ours for an occasion are in the page's language. */
        {"/exchanges?lang=ar", "<bdi>الخطوة 2</bdi></a></th>"},
        {"/clause/b1.1?lang=fr", "<bdi>dans l’ensemble</bdi></a></th>"},
        {"/calendar?lang=es", ">b2.1 paso 1<"},
        {"/exchanges", "<bdi>step 2</bdi></a></th>"},
        /* Fourteen more, in the direction of figures. */
        {"/exchanges?lang=ar", "<bdi dir=\"ltr\">+14</bdi>"},
        /* An occasion without a name is called as its clause. */
        {"/clause/b2.2", "\"><bdi>b2.2</bdi></a></th>"},
        /* Whoever owes it is named, and what a figure is of is said. */
        {"/agreement", ">Israel, Hamas: not attack, Gaza</span>"},
        {"/clause/b1.1", ">Israel, Hamas: not attack, Gaza</span>"},
        {"/agreement", "<bdi>90</bdi> of a number not reported</a>"},
        {"/clause/b7.1?lang=fr", "<bdi>90</bdi> sur un nombre non signalé"},
        {"/map", "<h2>Reports with a point</h2>\n"
                 "<p dir=\"auto\">There is nothing to show.</p>"},
    };
    struct node *n = opened(&gaza);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct node_reply reply;
        CASE("%s", rows[i].target);
        str page = page_of(n, str_of(rows[i].target), &reply);
        CHECK_INT(reply.status, 200);
        if (str_find(page, str_of(rows[i].says)) == page.n)
            FAIL("does not say %s", rows[i].says);
    }
    node_close(n);
}

/* Asking changes nothing: the same address gives the same bytes, whatever was
 * asked in between. */
void test_web__asking_changes_nothing(void)
{
    static const char *const asked[] = {"/", "/clause/b2.1?occasion=step+2",
                                        "/calendar", "/agreement", "/reports"};
    struct node *n = opened(&gaza);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct node_reply reply;
        CASE("%s", asked[i]);
        str before = page_of(n, str_of(asked[i]), &reply);
        page_of(n, STR("/?at=2025-01-25&known=2025-01-22"), &reply);
        page_of(n, STR("/calendar?at=2025-02-01"), &reply);
        page_of(n, STR("/?known=never"), &reply);
        CHECK_STR(page_of(n, str_of(asked[i]), &reply), before);
    }
    node_close(n);
}

/* The reports that a page of the calendar has links to, by day: each link leads
 * to as many as it says. Adds up days and reports. */
static void count_days(struct node *n, str page, size_t *days, size_t *reports)
{
    static const str begin = STR_INIT("<section class=\"day\">"),
                     link = STR_INIT("href=\"/reports?day=");
    for (size_t at; (at = str_find(page, begin)) < page.n; ++*days) {
        page = str_sub(page, at + begin.n, page.n);
        str day = str_sub(page, 0, str_find(page, STR("</section>")));
        CHECK(str_find(day, STR("<a href=\"/?at=2025-")) < day.n);
        if ((at = str_find(day, link)) == day.n)
            continue;
        struct node_reply reply;
        str target, said, date = str_sub(day, at + link.n, at + link.n + 10);
        int64_t count = 0;
        str text = str_sub(day, at + link.n + 10 + 7, day.n); /* "><bdi> */
        CHECK(str_int(str_sub(text, 0, str_find(text, STR("<"))), 1, 99999,
                      &count));
        CHECK(arena_printf(test_arena(), &target, "/reports?day=%.*s",
                           STR_ARG(date)));
        CHECK(arena_printf(test_arena(), &said, "<p><bdi>%" PRId64 "</bdi> of ",
                           count));
        str list = page_of(n, target, &reply);
        CHECK_INT(reply.status, 200);
        if (str_find(list, said) == list.n)
            FAIL("%.*s: not %" PRId64, STR_ARG(target), count);
        *reports += (size_t)count;
    }
}

/* Of a record that is too large to judge each day of it on one page, each day
 * is on a page, with its reports. */
void test_web__a_large_calendar_is_paged(void)
{
    struct node_reply reply;
    uint32_t most = test_cx()->limits.daily_reports;
    struct node *n = opened(&gaza);
    size_t days = 0, reports = 0, n_pages = 0;
    str whole = page_of(n, STR("/calendar"), &reply);
    CHECK_INT(reply.status, 200);
    CHECK(str_find(whole, STR("rel=\"next\"")) == whole.n);
    test_cx()->limits.daily_reports = 10;
    for (bool more = true; more && n_pages < 20;) {
        str target;
        CHECK(arena_printf(test_arena(), &target, "/calendar?page=%zu",
                           ++n_pages));
        str page = page_of(n, target, &reply);
        CHECK_INT(reply.status, 200);
        count_days(n, page, &days, &reports);
        more = str_find(page, STR("rel=\"next\"")) < page.n;
    }
    CHECK(n_pages > 1);
    CHECK(days > 31);
    CHECK(reports > 10);
    page_of(n, STR("/calendar?page=99"), &reply);
    CHECK_INT(reply.status, 404);
    page_of(n, STR("/timeline.json"), &reply);
    CHECK_INT(reply.status, 400);
    page_of(n, STR("/reports?day=soon"), &reply);
    CHECK_INT(reply.status, 400);
    test_cx()->limits.daily_reports = most;
    CHECK_STR(page_of(n, STR("/calendar"), &reply), whole);
    node_close(n);
}

/* --- Words and small things
 * ---------------------------------------------------- */

void test_web__language_of_a_browser(void)
{
    static const struct {
        const char *header;
        enum web_lang lang;
    } rows[] = {
        {"", LANG_EN},
        {"ar", LANG_AR},
        {"ar-EG,ar;q=0.9,en;q=0.8", LANG_AR},
        {"de-DE,de;q=0.9,fr;q=0.7,en;q=0.5", LANG_FR},
        {"en;q=0.1, he;q=0.2", LANG_HE},
        {"uk;q=0, ru", LANG_RU},
        {"pt-BR", LANG_PT},
        {"*;q=0.5, es;q=0.001", LANG_ES},
        {";;;,,q=1,=", LANG_EN},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].header);
        CHECK_INT(web_lang_accept(str_of(rows[i].header)), rows[i].lang);
    }
}

/* An error that tells of another one is told in the language of the page, all
 * of it; what has no text there stands as it is, marked as English. */
void test_web__errors_inside_errors(void)
{
    static const struct {
        const char *what;
        enum web_lang lang;
        const char *told;
    } rows[] = {
        {"occurred: '2025-13-01': there is no month 13", LANG_FR,
         "<p>date des faits : « <bdi>2025-13-01</bdi> » : il n’y a pas de "
         "mois <bdi>13</bdi></p>"},
        {"line 3 of the table, cell 2: occurred: '9': hours go from 00 to 23",
         LANG_ES,
         "<p>línea <bdi>3</bdi> de la tabla, celda <bdi>2</bdi>: cuándo "
         "ocurrió: «<bdi>9</bdi>»: las horas van de 00 a 23</p>"},
        {"there is no draft on the table yet", LANG_RU,
         "<p>на столе ещё нет проекта</p>"},
        {"there is no <draft>", LANG_HE,
         "<p dir=\"auto\" lang=\"en\">there is no &lt;draft&gt;</p>"},
        {"there is no draft on the table yet", LANG_EN,
         "<p dir=\"auto\" lang=\"en\">there is no draft on the table yet</p>"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct web_view v = {.lang = rows[i].lang};
        struct buf b;
        CASE("%s", rows[i].what);
        buf_init(&b, test_arena(), SIZE_MAX);
        CHECK_OK(test_cx(), web_problem(test_cx(), &v, 400,
                                        str_of(rows[i].what), STR(""), &b));
        str page = buf_view(&b);
        size_t at = str_find(page, str_of(rows[i].told));
        CHECK(at < page.n);
        if (at == page.n) {
            size_t from = str_find(page, STR("<h1>"));
            FAIL("%.*s", STR_ARG(str_sub(page, from, from + 400)));
        }
    }
}

void test_web__url_parts_come_back(void)
{
    struct test_rand r = {5};
    for (size_t i = 0; i < 2000 * test_times(); i++) {
        struct buf b;
        char text[24], room[128];
        size_t len = test_rand_below(&r, sizeof text), n = 0;
        for (size_t k = 0; k < len; k++)
            text[k] = (char)(0x20 + test_rand_below(&r, 0x5f));
        buf_init(&b, test_arena(), SIZE_MAX);
        url_part(&b, (str){text, len});
        CHECK(url_decode(buf_view(&b), room, &n));
        CHECK_STR(((str){room, n}), ((str){text, len}));
    }
}

void test_web__html_text(void)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"a<b>&\"c", "a&lt;b&gt;&amp;&quot;c"},
        {"\x01\x7f", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"a\xe2\x80\xae"
         "b",
         "ab"},
        {"\xd9\x86\xd8\xb5", "\xd9\x86\xd8\xb5"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("row %zu", i);
        buf_init(&b, test_arena(), SIZE_MAX);
        html_text(&b, str_of(rows[i].in));
        CHECK_STR(buf_view(&b), str_of(rows[i].out));
    }
}
