/* Tests of app/case.h over the examples: what is shown fits the width, is the
 * same each time, and says what the record says. */
#include "tests/test.h"

#include "app/case.h"
#include "base/sys.h"
#include "base/utf8.h"

#include <jansson.h>

static const char gaza[] = "examples/gaza-2025-01/agreement.truce";
static const char *const gaza_reports[] = {
    "examples/gaza-2025-01/reports.jsonl"};
static const char harbour[] = "examples/harbour/agreement.truce";
static const char *const harbour_reports[] = {"examples/harbour/reports.jsonl"};

static struct case_options options_of(const char *agreement,
                                      const char *const *reports)
{
    return (struct case_options){.agreement = agreement,
                                 .reports = reports,
                                 .reports_n = 1,
                                 .width = 80};
}

enum what { STATUS, BRIEF, TIMELINE, REPLAY };

/* What a command prints, in the test's arena. */
static str printed(const struct case_options *o, enum what what,
                   enum case_format format)
{
    struct cx *cx = test_cx();
    struct app_case *c;
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_OK(cx, case_open(cx, test_arena(), o, &c));
    CHECK_STR(case_messages(c), STR(""));
    switch (what) {
    case STATUS:
        CHECK_OK(cx, case_status(c, format, false, &b));
        break;
    case BRIEF:
        CHECK_OK(cx, case_status(c, format, true, &b));
        break;
    case TIMELINE:
        CHECK_OK(cx, case_timeline(c, NULL, NULL, format, &b));
        break;
    case REPLAY:
        CHECK_OK(cx, case_replay(c, NULL, NULL, &b));
        break;
    }
    CHECK_OK(cx, buf_finish(cx, &b));
    case_close(c);
    return buf_view(&b);
}

static void check_width(str text, size_t width)
{
    while (text.n > 0) {
        str line;
        if (!str_cut(text, '\n', &line, &text))
            text = STR("");
        if (utf8_width(line) > width)
            FAIL("%zu columns, not %zu: %.*s", utf8_width(line), width,
                 STR_ARG(line));
    }
}

void test_case__lines_fit_the_width(void)
{
    static const size_t widths[] = {60, 72, 80, 81, 99, 120, 200};
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        struct case_options o = options_of(gaza, gaza_reports);
        CASE("gaza at %zu", widths[i]);
        o.width = widths[i];
        check_width(printed(&o, STATUS, CASE_TEXT), widths[i]);
        CASE("harbour at %zu", widths[i]);
        o = options_of(harbour, harbour_reports);
        o.width = widths[i];
        check_width(printed(&o, STATUS, CASE_TEXT), widths[i]);
    }
}

/* Several who owe the same are named beside the days where there is room. */
void test_case__the_strip_names_several_where_they_fit(void)
{
    struct case_options o = options_of(gaza, gaza_reports);
    str narrow = printed(&o, STATUS, CASE_TEXT), wide;
    o.width = 120;
    wide = printed(&o, STATUS, CASE_TEXT);
    CHECK(str_find(narrow, STR("\n  b1.1  not attack, Gaza ")) < narrow.n);
    CHECK(str_find(wide, STR("\n  b1.1  Israel, Hamas: not attack, Gaza ")) <
          wide.n);
}

void test_case__two_runs_give_equal_bytes(void)
{
    struct case_options o = options_of(gaza, gaza_reports);
    static const enum case_format formats[] = {CASE_TEXT, CASE_JSON, CASE_CSV};
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        CHECK_STR(printed(&o, STATUS, formats[i]),
                  printed(&o, STATUS, formats[i]));
    CHECK_STR(printed(&o, REPLAY, CASE_TEXT), printed(&o, REPLAY, CASE_TEXT));
}

/* Without the escape sequences, colour changes nothing. */
static str without_colour(str text)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\x1b') {
            buf_char(&b, text.p[i]);
            continue;
        }
        while (i < text.n && text.p[i] != 'm')
            i++;
    }
    return buf_view(&b);
}

void test_case__colour_adds_nothing_but_colour(void)
{
    struct case_options o = options_of(gaza, gaza_reports);
    static const enum what whats[] = {STATUS, BRIEF, TIMELINE, REPLAY};
    for (size_t i = 0; i < COUNT_OF(whats); i++) {
        o.colour = false;
        str plain = printed(&o, whats[i], CASE_TEXT);
        CHECK(str_find_char(plain, '\x1b') == plain.n);
        o.colour = true;
        str coloured = printed(&o, whats[i], CASE_TEXT);
        CHECK(str_find_char(coloured, '\x1b') < coloured.n);
        CHECK_STR(without_colour(coloured), plain);
    }
}

/* Never a word that blames (product: the program says what is reported). What
 * speakers are quoted with stands in notes of the record, so only the words of
 * the program are looked at: a record without notes. */
void test_case__no_word_takes_a_side(void)
{
    static const char *const words[] = {"violat", "guilty", "blame", "breach",
                                        "responsib"};
    struct case_options o = options_of(harbour, harbour_reports);
    str text = printed(&o, STATUS, CASE_TEXT);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        CHECK(str_find(text, str_of(words[i])) == text.n);
}

static size_t count(str text, str needle)
{
    size_t n = 0, at;
    while ((at = str_find(text, needle)) < text.n) {
        n++;
        text = str_sub(text, at + needle.n, text.n);
    }
    return n;
}

void test_case__known_at_hides_what_came_later(void)
{
    struct case_options o = options_of(harbour, harbour_reports);
    o.clause = "4.1";
    o.at = "2025-03-13";
    str now = printed(&o, STATUS, CASE_CSV);
    CHECK_INT(count(now, STR("4.1,,2025-03-12,ardania,,partly met,52,")), 1);
    /* The correction of 14 March was not there yet. */
    o.known_at = "2025-03-13";
    str then = printed(&o, STATUS, CASE_CSV);
    CHECK_INT(count(then, STR("4.1,,2025-03-12,ardania,,met,61,")), 1);
    CHECK_INT(count(then, STR("un-0312b")), 0);
}

void test_case__day_numbers_are_times(void)
{
    struct case_options a = options_of(gaza, gaza_reports), b = a;
    a.at = "day 7";
    b.at = "2025-01-25";
    CHECK_STR(printed(&a, STATUS, CASE_JSON), printed(&b, STATUS, CASE_JSON));
    a.known_at = "day 6";
    b.known_at = "2025-01-24";
    CHECK_STR(printed(&a, STATUS, CASE_JSON), printed(&b, STATUS, CASE_JSON));
}

static json_t *field(json_t *object, const char *key, json_type type)
{
    json_t *v = json_object_get(object, key);
    if (v == NULL)
        FAIL("no field %s", key);
    else if (json_typeof(v) != type && !json_is_null(v))
        FAIL("field %s is of another type", key);
    return v;
}

/* The names on which others rely, in every obligation. */
static void check_obligation(json_t *o)
{
    static const char *const texts[] = {"clause", "instance", "standard",
                                        "status"};
    const char *account;
    json_t *a;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        CHECK(json_is_string(field(o, texts[i], JSON_STRING)));
    field(o, "bearer", JSON_STRING);
    CHECK(json_is_integer(field(o, "sure", JSON_INTEGER)));
    field(o, "possible", JSON_INTEGER);
    bool differ = json_is_true(json_object_get(o, "accounts_differ"));
    CHECK(json_is_boolean(json_object_get(o, "accounts_differ")));
    CHECK(json_is_string(field(o, "contested_on", JSON_STRING)) == differ);
    json_object_foreach(field(o, "accounts", JSON_OBJECT), account, a)
    {
        field(a, "due", JSON_STRING);
        CHECK(json_is_string(field(a, "status", JSON_STRING)));
        CHECK(json_is_integer(field(a, "done", JSON_INTEGER)));
        CHECK(json_is_integer(field(a, "required", JSON_INTEGER)));
        CHECK(json_is_string(field(a, "unit", JSON_STRING)));
        CHECK(json_is_array(field(a, "reports", JSON_ARRAY)));
    }
}

static void check_json(const struct case_options *o, size_t least)
{
    json_error_t why;
    size_t i;
    json_t *obligation;
    str text = printed(o, STATUS, CASE_JSON);
    json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
    CASE("%s", o->agreement);
    if (root == NULL) {
        FAIL("line %d: %s", why.line, why.text);
        return;
    }
    field(root, "at", JSON_STRING);
    field(root, "known_at", JSON_STRING);
    json_t *all = field(root, "obligations", JSON_ARRAY);
    CHECK(json_array_size(all) >= least);
    json_array_foreach(all, i, obligation) check_obligation(obligation);
    json_decref(root);
}

void test_case__json_has_the_names_others_rely_on(void)
{
    struct case_options o = options_of(gaza, gaza_reports);
    check_json(&o, 200);
    o.known_at = "2025-02-01";
    check_json(&o, 50);
    o = options_of(harbour, harbour_reports);
    check_json(&o, 60);
    o = options_of("examples/kumanovo-1999/agreement.truce", NULL);
    o.reports_n = 0;
    check_json(&o, 10);
    o.agreement = "examples/gaza-2025-07-proposal/agreement.truce";
    check_json(&o, 10);
}

/* A case of its own, for what the examples do not have. */
static str odd(const char *text, const char *reports, enum what what,
               enum case_format format, size_t width)
{
    static const char agreement[] = "build/test-case.truce";
    static const char *const files[] = {"build/test-case.jsonl"};
    struct case_options o = options_of(agreement, files);
    struct cx *cx = test_cx();
    CHECK_OK(cx, sys_write_file(cx, agreement, str_of(text)));
    CHECK_OK(cx, sys_write_file(cx, files[0], str_of(reports)));
    o.width = width;
    return printed(&o, what, format);
}

static const char long_one[] =
    "agreement \"هدنة الميناء 港口停战\"\n"
    "party alpha \"الطرف الأول\", beta \"第二方\"\n"
    "agency un\n"
    "item truck \"شاحنة\" unit truck\n"
    "clock\n"
    "  time zone Europe/Lisbon\n"
    "  in force on 2025-03-10\n"
    "  day 1 is the day of entry into force\n"
    "  lasts 400 days, extended by consent of alpha and beta\n"
    "reporting each week\n"
    "article 1\n"
    "1.1 alpha shall enter 100 truck each week counted by un\n"
    "1.2 beta shall not attack throughout verified by un\n"
    "1.3 alpha shall release truck on day 20 accepted against interest\n"
    "1.4 for each truck entered by alpha, matched by object\n"
    "    beta shall release 1 truck within 24 hours counted by un\n";

static const char long_reports[] =
    "{\"type\":\"return\",\"id\":\"r1\",\"source\":\"un\",\"occurred\":{"
    "\"from\":"
    "\"2025-03-10\",\"to\":\"2025-03-16\"},\"act\":\"enter\",\"actor\":"
    "\"alpha\","
    "\"item\":\"truck\",\"quantity\":90}\n"
    "{\"type\":\"report\",\"id\":\"r2\",\"source\":\"beta\",\"occurred\":"
    "\"2025-03-12\",\"act\":\"release\",\"actor\":\"alpha\",\"item\":\"truck\","
    "\"note\":\"\\u001b[31m red \\u202e turned\"}\n"
    "{\"type\":\"report\",\"id\":\"r3\",\"source\":\"un\",\"occurred\":"
    "\"2025-03-20T10:00\",\"act\":\"enter\",\"actor\":\"alpha\",\"item\":"
    "\"truck\","
    "\"object\":\"=1+1\",\"quantity\":1}\n"
    "{\"type\":\"consent\",\"id\":\"c1\",\"source\":\"alpha\",\"occurred\":"
    "\"2025-03-21\",\"consents_to\":\"extend\",\"target\":\"agreement\","
    "\"days\":10,"
    "\"proposal\":\"p\"}\n"
    "{\"type\":\"consent\",\"id\":\"c2\",\"source\":\"beta\",\"occurred\":"
    "\"2025-03-22\",\"consents_to\":\"extend\",\"target\":\"agreement\","
    "\"days\":10,"
    "\"proposal\":\"p\"}\n";

void test_case__long_and_foreign(void)
{
    static const size_t widths[] = {74, 80, 133};
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        str text = odd(long_one, long_reports, STATUS, CASE_TEXT, widths[i]);
        check_width(text, widths[i]);
        CHECK(str_find(text, STR("23 Apr 2026 (extended by 10 days)")) <
              text.n);
        CHECK(str_find(text, STR("of 410")) < text.n);
        CHECK(str_find(text, STR("a cell is ")) < text.n);
        CHECK(str_find(text, STR(" of 2 weeks")) < text.n);
    }
    check_width(odd(long_one, long_reports, TIMELINE, CASE_TEXT, 80), 100);
}

void test_case__nothing_reaches_the_terminal_unseen(void)
{
    static const enum what whats[] = {STATUS, TIMELINE, REPLAY};
    for (size_t i = 0; i < COUNT_OF(whats); i++) {
        str text = odd(long_one, long_reports, whats[i], CASE_TEXT, 80);
        CHECK(str_find_char(text, '\x1b') == text.n);
        CHECK(str_find(text, STR("\u202e")) == text.n);
    }
}

/* A spreadsheet takes a cell that begins with = for a formula. */
void test_case__csv_has_no_formula(void)
{
    str text = odd(long_one, long_reports, STATUS, CASE_CSV, 80);
    CHECK(str_find(text, STR(",=")) == text.n);
    CHECK(str_find(text, STR(",'=1+1,")) < text.n);
}

static void fails(const struct case_options *o, const char *message,
                  const char *hint)
{
    struct cx *cx = test_cx();
    struct app_case *c;
    CASE("%s", message);
    err e = case_open(cx, test_arena(), o, &c);
    CHECK(!is_ok(e));
    CHECK_STR(str_of(cx->fault.message), str_of(message));
    CHECK_STR(str_of(cx->fault.hint), str_of(hint));
    case_close(c);
}

void test_case__what_is_not_there_is_named(void)
{
    struct case_options o = options_of(harbour, harbour_reports);
    o.clause = "4.11";
    fails(&o, "there is no clause \"4.11\" in examples/harbour/agreement.truce",
          "did you mean 4.1?");
    o.clause = NULL;
    o.account = "icrx";
    fails(&o, "there is no account \"icrx\"", "did you mean icrc?");
    o.account = NULL;
    o.at = "day x";
    fails(&o, "--at: \"day x\" is not a day of the truce",
          "for instance --at 'day 7'");
    o.at = NULL;
    o.agreement = "examples/nowhere.truce";
    fails(&o, "examples/nowhere.truce: cannot open: No such file or directory",
          "");
}

void test_case__statuses_are_found(void)
{
    struct case_options o = options_of(harbour, harbour_reports);
    struct cx *cx = test_cx();
    struct app_case *c;
    const char *unmet[] = {"unmet"}, *waived[] = {"waived"},
               *none[] = {"unmett"};
    bool any = false;
    CHECK_OK(cx, case_open(cx, test_arena(), &o, &c));
    CHECK_OK(cx, case_has_status(c, unmet, 1, &any));
    CHECK(any);
    CHECK_OK(cx, case_has_status(c, waived, 1, &any));
    CHECK(!any);
    CHECK_FAILS(cx, case_has_status(c, none, 1, &any), ERR_INPUT);
    CHECK_STR(str_of(cx->fault.hint), STR("did you mean 'unmet'?"));
    case_close(c);
}
