/* Tests of facts/facts.h: reading reports. */
#include "facts/facts.h"
#include "facts/scan_int.h"
#include "tests/support/harbour.h"
#include "tests/test.h"

#include <fcntl.h>
#include <unistd.h>

/* --- Help ----------------------------------------------------------------- */

struct reading {
    struct facts *f;
    int counter[2];
};

static err any_place(struct cx *cx, void *self, int64_t lon, int64_t lat,
                     int64_t precision, zone_set *in)
{
    (void)cx;
    (void)self;
    (void)precision;
    if (lon == 344512346 && lat == 315000000)
        in->w[0] |= 1 << H_TOWN | 1 << H_NEAR_LINE;
    return OK;
}

static void begin(struct reading *r, str bytes)
{
    struct cx *cx = test_cx();
    struct facts_options opt = {.locate = any_place};
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), &opt, &r->f));
    CHECK_OK(cx, facts_add_bytes(cx, r->f, STR("reports.jsonl"), bytes));
    CHECK_OK(cx, facts_begin(cx, r->f, facts_sink_none(r->counter)));
}

/* The next record, false at the end. */
static bool next(struct reading *r, struct facts_record *out)
{
    struct cx *cx = test_cx();
    CHECK_OK(cx, facts_next(cx, r->f, out));
    return out->line != 0;
}

static str first_problem(const struct reading *r, size_t *n)
{
    const struct facts_problem *p = facts_problems(r->f, n, NULL);
    struct buf b;
    buf_init(&b, test_arena(), 4096);
    if (*n > 0)
        facts_problem_print(&p[0], &b);
    return buf_view(&b);
}

static str line_of(const char *text)
{
    str s;
    if (!arena_printf(test_arena(), &s, "%s", text))
        FAIL("no room");
    return s;
}

#define DAY(n) (INT64_C(1737237600) + ((n)-19) * INT64_C(86400)) /* Cairo */

/* --- What a line may say ---------------------------------------------------
 */

void test_facts__bounds(void)
{
    static const struct {
        const char *quantity;
        int64_t lo, hi;
    } rows[] = {
        {"5", 5, 5},
        {"0", 0, 0},
        {"999999999999", 999999999999, 999999999999},
        {"{\"at_least\":5}", 5, QTY_INF},
        {"{\"more_than\":5}", 6, QTY_INF},
        {"{\"at_most\":5}", 0, 5},
        {"{\"between\":[5,9]}", 5, 9},
        {"{\"between\": [ 5 , 5 ] }", 5, 5},
        {"{\"rounded\":4200,\"to\":100}", 4150, 4249},
        {"{\"to\":5,\"rounded\":20}", 18, 22},
        {"{\"rounded\":1,\"to\":10}", 0, 5},
        {"{\"rounded\":7,\"to\":1}", 7, 7},
        {"{\"about\":700}", 0, QTY_INF},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reading r;
        struct facts_record rec;
        str line;
        CASE("%s", rows[i].quantity);
        CHECK(arena_printf(test_arena(), &line,
                           "{\"type\":\"report\",\"id\":\"a\",\"source\":"
                           "\"north\",\"act\":\"enter\",\"item\":\"truck\","
                           "\"occurred\":\"2025-01-19\",\"quantity\":%s}\n",
                           rows[i].quantity));
        begin(&r, line);
        CHECK(next(&r, &rec));
        CHECK_INT(rec.fact.lo, rows[i].lo);
        CHECK_INT(rec.fact.hi, rows[i].hi);
        facts_free(r.f);
    }
}

void test_facts__times(void)
{
    static const struct {
        const char *fields;
        int64_t from, to, recorded;
    } rows[] = {
        {"\"occurred\":\"2025-01-19\"", DAY(19), DAY(20), DAY(20) - 1},
        {"\"occurred\":\"2025-01-19T08:30\"", 1737268200, 1737268260,
         1737268259},
        {"\"occurred\":\"2025-01-19 08:30:15\"", 1737268215, 1737268216,
         1737268215},
        {"\"occurred\":\"2025-01-19T08:30Z\"", 1737275400, 1737275460,
         1737275459},
        {"\"occurred\":\"2025-01-19T08:30:00-05:30\"", 1737295200, 1737295201,
         1737295200},
        {"\"occurred\":{\"from\":\"2025-01-19\",\"to\":\"2025-01-24\"}",
         DAY(19), DAY(25), DAY(25) - 1},
        {"\"occurred\":{\"from\":\"2025-01-19T00:00\","
         "\"to\":\"2025-01-20T00:00\"}",
         DAY(19), DAY(20), DAY(20) - 1},
        {"\"occurred\":{\"from\":\"2025-01-19T08:30\","
         "\"zone\":\"Europe/Lisbon\"}",
         1737275400, 1737275460, 1737275459},
        {"\"occurred\":{\"from\":\"2025-01-19T08:30\","
         "\"precision\":\"hour\"}",
         1737268200, 1737271800, 1737271799},
        {"\"occurred\":{\"from\":\"2025-01-19T08:30\","
         "\"precision\":\"day\"}",
         DAY(19), DAY(20), DAY(20) - 1},
        {"\"occurred\":{\"precision\":\"unknown\"},"
         "\"recorded\":\"2025-01-22\"",
         1737268200, DAY(23), DAY(23) - 1},
        {"\"occurred\":\"2025-01-19\",\"reported\":\"2025-01-21\"", DAY(19),
         DAY(20), DAY(22) - 1},
        {"\"occurred\":\"2025-01-19\",\"reported\":\"2025-01-21\","
         "\"recorded\":\"2025-01-22T00:00Z\"",
         DAY(19), DAY(20), 1737504059},
        /* the night of 2025-04-25 lost an hour in Cairo, at midnight */
        {"\"occurred\":\"2025-04-25\"", 1745532000, 1745614800, 1745614799},
        {"\"occurred\":\"2025-04-25T12:00\"", 1745571600, 1745571660,
         1745571659},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reading r;
        struct facts_record rec;
        str line;
        size_t n;
        CASE("%s", rows[i].fields);
        CHECK(arena_printf(test_arena(), &line,
                           "{\"type\":\"report\",\"id\":\"a\",\"source\":"
                           "\"north\",\"act\":\"attack\",%s}",
                           rows[i].fields));
        begin(&r, line);
        CHECK(next(&r, &rec));
        CHECK_STR(first_problem(&r, &n), STR(""));
        CHECK_INT(rec.fact.from, rows[i].from);
        CHECK_INT(rec.fact.to_, rows[i].to);
        CHECK_INT(rec.fact.recorded, rows[i].recorded);
        facts_free(r.f);
    }
}

/* Each line is refused, and why. */
void test_facts__refused(void)
{
    static const struct {
        const char *line, *says;
    } rows[] = {
#define R "{\"type\":\"report\",\"id\":\"a\",\"source\":\"north\","
#define O "\"occurred\":\"2025-01-19\""
        {"x", "1:1: a record is an object in braces\n  hint: one record"},
        {"{", "1:2: the name of a field was expected\n  hint: the line ends "
              "too early: is it cut off, or split in two?"},
        {"{}",
         "1:1: type: a record without a type\n  hint: what happened, or was "
         "counted, is \"type\":\"report\""},
        {"[]", "1:1: a record is an object in braces\n  hint: one record"},
        {"{\"type\":\"report\",}", "1:18: the name of a field was expected"},
        {"{'type':1}", "hint: JSON takes double quotes only"},
        {"{\"type\":\"raport\",\"id\":\"a\"}",
         "1:9: type: \"raport\" is no type of record\n  hint: did you mean "
         "\"report\"?"},
        {"{\"tipe\":\"report\"}",
         "1:2: \"tipe\" is not a field\n  hint: did you mean \"type\"?"},
        {R "\"date\":\"2025-01-19\"}",
         "\"date\" is not a field\n  hint: did you mean \"occurred\"?"},
        {R "\"count\":5," O "}", "hint: did you mean \"quantity\"?"},
        {R "\"act\":\"attack\",\"act\":\"attack\"," O "}",
         "act: this field stands twice"},
        {R "\"\\u0061ct\":\"attack\",\"act\":\"attack\"," O "}",
         "act: this field stands twice"},
        {R "\"act\":\"atack\"," O "}", "did you mean \"attack\"?"},
        {R "\"act\":\"harbour\"," O "}",
         "\"harbour\" is not an act of this agreement\n  hint: it is a zone"},
        {R "\"act\":\"xxxxxxxxxxx\"," O "}",
         "hint: its acts: release, enter, attack"},
        {R "\"act\":\"attack\",\"place\":\"harbor\"," O "}",
         "did you mean \"harbour\"?"},
        {R "\"act\":\"enter\",\"item\":\"truck\",\"unit\":\"person\"," O "}",
         "unit: the unit \"person\" is not that of the item\n  hint: convert "
         "it: truck counts in \"truck\""},
        {R "\"act\":\"attack\",\"occurred\":\"2025-02-29\"}",
         "1:70: occurred: '2025-02-29' does not exist"},
        {R "\"act\":\"attack\",\"occurred\":\"2025-01-19T24:00\"}",
         "occurred: "},
        {R "\"act\":\"attack\",\"occurred\":{\"from\":\"2025-01-20\","
           "\"to\":\"2025-01-19\"}}",
         "it ends before it begins"},
        {R "\"act\":\"attack\",\"occurred\":{\"to\":\"2025-01-19\"}}",
         "a time without \"from\""},
        {R "\"act\":\"attack\",\"occurred\":{\"precision\":\"unknown\"}}",
         "an unknown time needs to be reported at a known one"},
        {R "\"act\":\"attack\",\"occurred\":{\"from\":\"2025-01-20\","
           "\"zone\":\"Africa/Kairo\"}}",
         "Africa/Cairo"},
        {R "\"act\":\"attack\"," O ",\"recorded\":\"2024-01-19\"}",
         "recorded before it occurred"},
        {R "\"act\":\"attack\"," O ",\"reported\":\"2025-01-22\","
           "\"recorded\":\"2025-01-20\"}",
         "recorded before it was reported"},
        {R "\"act\":\"attack\",\"quantity\":1.5," O "}",
         "quantity: a fraction, where whole numbers count"},
        {R "\"act\":\"attack\",\"quantity\":1e3," O "}",
         "quantity: a number with an exponent"},
        {R "\"act\":\"attack\",\"quantity\":99999999999999999999," O "}",
         "quantity: a number beyond 64 bits"},
        {R "\"act\":\"attack\",\"quantity\":1000000000000," O "}",
         "a number above 999999999999"},
        {R "\"act\":\"attack\",\"quantity\":-1," O "}", "a number below 0"},
        {R "\"act\":\"attack\",\"quantity\":\"5\"," O "}",
         "write numbers without quotes"},
        {R "\"act\":\"attack\",\"quantity\":007," O "}",
         "a number that begins with 0"},
        {R "\"act\":\"attack\",\"quantity\":{\"between\":[9,5]}," O "}",
         "the least is above the greatest"},
        {R "\"act\":\"attack\",\"quantity\":{\"rounded\":5}," O "}",
         "belong together"},
        {R "\"act\":\"attack\",\"quantity\":{\"about\":5,\"at_most\":5}," O "}",
         "a quantity must be one thing"},
        {R "\"act\":\"attack\",\"quantity\":null," O "}",
         "leave out a field that has no value"},
        {R "\"act\":[[[[[[[[", "act: text in quotes was expected"},
        {R "\"kind\":\"total\",\"act\":\"attack\"," O "}",
         "quantity: a total without a quantity"},
        {R "\"kind\":\"state\",\"state\":\"open\"," O "}",
         "holds: does the state hold or not?"},
        {R "\"kind\":\"sum\",\"act\":\"attack\"," O "}",
         "\"sum\" is not known here"},
        {R "\"item\":\"captive\"," O "}",
         "no act is given, and the item names none that counts it"},
        {R "\"act\":\"attack\"}", "no time is given"},
        {R "\"act\":\"attack\",\"recorded\":\"2025-01-19\"}",
         "a report must say when it occurred"},
        {R "\"act\":\"attack\",\"days\":3," O "}",
         "days: a record of type report has no such field"},
        {"{\"type\":\"report\",\"id\":\"a\",\"act\":\"attack\"," O "}",
         "source: a record of type report must have it"},
        {"{\"type\":\"report\",\"id\":\"a b\",\"source\":\"north\",\"act\":"
         "\"attack\"," O "}",
         "id: \"a b\" cannot be an id"},
        {"{\"type\":\"report\",\"id\":\"a\",\"source\":\"nroth\",\"act\":"
         "\"attack\"," O "}",
         "no source is called \"nroth\"\n  hint: did you mean \"north\"?"},
        {R "\"act\":\"attack\",\"note\":\"\xc0\x80\"," O "}",
         "note: bytes that are not UTF-8"},
        {R "\"act\":\"attack\",\"note\":\"\xed\xa0\x80\"," O "}",
         "note: bytes that are not UTF-8"},
        {R "\"act\":\"attack\",\"note\":\"\\ud800\"," O "}",
         "the first half of a surrogate pair alone"},
        {R "\"act\":\"attack\",\"note\":\"\\udc00\"," O "}",
         "the second half of a surrogate pair alone"},
        {R "\"act\":\"attack\",\"note\":\"\\u0000\"," O "}",
         "the character NUL"},
        {R "\"act\":\"attack\",\"note\":\"\\x\"," O "}",
         "an escape that JSON does not know"},
        {R "\"act\":\"attack\",\"note\":\"a\tb\"," O "}",
         "a control character inside a text"},
        {R "\"act\":\"attack\"," O ",\"note\":\"abc",
         "this text has no closing quote"},
        {R "\"act\":\"attack\"," O "} x", "something follows the record"},
        {R "\"act\":\"attack\",\"retracts\":\"a\"," O "}",
         "a record cannot name itself"},
        {R "\"amends\":\"b\",\"disputes\":\"c\"," O "}",
         "this says nothing in its place"},
        {R "\"act\":\"attack\",\"evidence\":[\"sha256:12\"]," O "}",
         "is no hash of evidence"},
        {R "\"act\":\"attack\",\"place\":{\"lon\":181,\"lat\":0}," O "}",
         "no such place on Earth"},
        {R "\"act\":\"attack\",\"place\":{\"lon\":18}," O "}",
         "neither a point nor a bearing"},
        {"{\"type\":\"consent\",\"id\":\"a\",\"source\":\"north\","
         "\"consents_to\":\"extend\"," O "}",
         "days: an extension by how many days?"},
        {"{\"type\":\"consent\",\"id\":\"a\",\"source\":\"north\","
         "\"consents_to\":\"waive\"," O "}",
         "only a clause is waived or excused"},
        {"{\"type\":\"notice\",\"id\":\"a\",\"source\":\"north\","
         "\"invokes\":\"notification\"," O "}",
         "notice of which clause?"},
        {"{\"type\":\"announcement\",\"id\":\"a\",\"source\":\"office\","
         "\"announces\":\"in_force\"," O "}",
         "at: in force from when?"},
        {"{\"type\":\"notice\",\"id\":\"a\",\"source\":\"north\","
         "\"invokes\":\"self_defense\"," O "}",
         "did you mean \"self_defence\"?"},
        {"{\"type\":\"finding\",\"id\":\"a\",\"source\":\"office\","
         "\"condition\":\"calm\"," O "}",
         "does the condition hold or not?"},
        {"{\"type\":\"finding\",\"id\":\"a\",\"source\":\"office\","
         "\"clause\":\"1.7\"," O "}",
         "\"1.7\" is not a clause of this agreement"},
        {"{\"type\":\"assessment\",\"id\":\"a\",\"source\":\"office\","
         "\"valid\":3," O "}",
         "valid or invalid units of which report?"},
        {"{\"type\":\"return\",\"id\":\"a\",\"source\":\"office\","
         "\"item\":\"truck\"," O "}",
         "quantity: a record of type return must have it"},
        {"{\"type\":\"source\",\"id\":\"north\"}",
         "\"north\" is an actor of the agreement"},
        {"{\"type\":\"source\",\"id\":\"x\",\"class\":\"pres\"}",
         "\"pres\" is no class of source"},
        {"{\"type\":\"source\",\"id\":\"x\",\"account\":\"y\"}",
         "which is unknown"},
#undef R
#undef O
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reading r;
        struct facts_record rec;
        size_t n;
        CASE("%s", rows[i].line);
        begin(&r, line_of(rows[i].line));
        CHECK(!next(&r, &rec));
        str says = first_problem(&r, &n);
        CHECK(n > 0);
        if (str_find(says, str_of(rows[i].says)) == says.n)
            FAIL("it says: %.*s", STR_ARG(says));
        facts_free(r.f);
    }
}

void test_facts__fields(void)
{
    struct reading r;
    struct facts_record rec;
    begin(&r,
          STR("{\"type\":\"report\",\"id\":\"a\",\"source\":\"guard\","
              "\"via\":[\"radio\",\"north\"],\"act\":\"release\",\"actor\":"
              "\"guard\",\"to\":\"north\",\"item\":\"captive.civilian\","
              "\"place\":\"harbour\",\"object\":\"caf\\u00e9 \\ud83d\\ude00\","
              "\"round\":\"2\",\"quantity\":4,\"unit\":\"person\","
              "\"occurred\":\"2025-01-19T08:30\",\"how_known\":\"seen\","
              "\"access\":\"full\",\"url\":\"https://example.org/\","
              "\"note\":\"\",\"label\":\"l\",\"stage\":\"entered\","
              "\"amends\":\"z\",\"disputes\":[\"y\",\"x\"]}\r\n"
              "\n \t\r\n"
              "{ \"type\" : \"report\" , \"id\" : \"b\", \"source\":\"office\","
              "\"item\":\"truck.fuel\",\"place\":{\"lon\":34.45123456,"
              "\"lat\":31.5,\"precision_m\":50},\"occurred\":\"2025-01-19\"}"));
    CHECK(next(&r, &rec));
    CHECK_INT(rec.line, 1);
    CHECK_STR(rec.fact.id, STR("a"));
    CHECK_INT(rec.fact.kind, FACT_EVENT);
    CHECK_INT(rec.fact.source, H_GUARD);
    CHECK_INT(rec.fact.act, H_RELEASE);
    CHECK_INT(rec.fact.performer, H_GUARD);
    CHECK_INT(rec.fact.to, H_NORTH);
    CHECK_INT(rec.fact.item, H_CIVILIAN);
    CHECK_INT(rec.fact.zone, H_HARBOUR);
    CHECK_INT(rec.fact.in.w[0], 1 << H_HARBOUR | 1 << H_TOWN);
    CHECK_STR(rec.fact.object, STR("caf\xc3\xa9 \xf0\x9f\x98\x80"));
    CHECK_STR(rec.fact.round, STR("2"));
    CHECK_INT(rec.fact.lo, 4);
    CHECK_INT(rec.fact.n_replies, 3);
    CHECK_INT(rec.fact.replies[0].kind, REPLY_AMENDS);
    CHECK_STR(rec.fact.replies[0].id, STR("z"));
    CHECK_INT(rec.fact.replies[2].kind, REPLY_DISPUTES);
    CHECK_STR(rec.fact.replies[2].id, STR("x"));
    CHECK_INT(rec.shown.n_via, 2);
    CHECK_STR(rec.shown.via[0], STR("radio"));
    CHECK_STR(rec.shown.url, STR("https://example.org/"));
    CHECK_STR(rec.shown.stage, STR("entered"));
    CHECK(next(&r, &rec));
    CHECK_INT(rec.line, 4);
    CHECK_INT(rec.fact.act, H_ENTER); /* the item is counted when it enters */
    CHECK_INT(rec.fact.lo, 1);
    CHECK(rec.fact.hi == QTY_INF);
    CHECK_INT(rec.fact.zone, NONE);
    CHECK_INT(rec.fact.in.w[0], 1 << H_TOWN | 1 << H_NEAR_LINE);
    CHECK(!next(&r, &rec));
    CHECK_INT(facts_counted(r.f).blank, 2);
    CHECK_INT(facts_counted(r.f).records, 2);
    facts_free(r.f);
}

/* What was said to be somewhere else is no report of everywhere. */
void test_facts__outside_all_zones(void)
{
    static const char bearing[] = "{\"from\":\"harbour\",\"direction\":\"NE\","
                                  "\"distance_m\":300}";
    static const char *const places[] = {"{\"lon\":1,\"lat\":2}", bearing,
                                         "{\"lon\":34.4512346,\"lat\":31.5}"};
    struct facts_record rec;
    struct reading r;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        str line;
        CASE("place %zu", i);
        if (!arena_printf(test_arena(), &line,
                          "{\"type\":\"report\",\"id\":\"a\",\"source\":"
                          "\"office\",\"kind\":\"not_done\",\"act\":\"attack\""
                          ",\"place\":%s,\"occurred\":\"2025-01-19\"}",
                          places[i]))
            FAIL("no room");
        begin(&r, line);
        CHECK(next(&r, &rec));
        CHECK_INT(rec.fact.zone, NONE);
        CHECK_INT(rec.fact.in.w[0],
                  i == 2 ? 1 << H_TOWN | 1 << H_NEAR_LINE : 0);
        CHECK(rec.fact.in.w[SOMEWHERE / 64] >> (SOMEWHERE % 64) & 1);
        facts_free(r.f);
    }
}

void test_facts__kinds(void)
{
    static const struct {
        const char *line;
        enum fact_kind kind;
        enum act_of_will will;
    } rows[] = {
#define T(type) "{\"type\":\"" type "\",\"id\":\"a\",\"source\":\"office\","
#define O       ",\"occurred\":\"2025-01-19\"}"
        {T("report") "\"kind\":\"total\",\"item\":\"truck\",\"quantity\":1" O,
         FACT_TOTAL, WILL_NONE},
        {T("report") "\"kind\":\"level\",\"item\":\"captive\",\"quantity\":1" O,
         FACT_LEVEL, WILL_NONE},
        {T("report") "\"kind\":\"not_done\",\"act\":\"attack\"" O, FACT_TOTAL,
         WILL_NONE},
        {T("report") "\"kind\":\"state\",\"state\":\"open\",\"holds\":false,"
                     "\"place\":\"harbour\"" O,
         FACT_STATE, WILL_NONE},
        {T("report") "\"retracts\":\"b\"" O, FACT_REPLY, WILL_NONE},
        {T("return") "\"item\":\"truck\",\"quantity\":801" O, FACT_TOTAL,
         WILL_NONE},
        {T("incident") "\"reports\":[\"b\",\"c\"]" O, FACT_INCIDENT, WILL_NONE},
        {T("assessment") "\"reports\":\"b\",\"valid\":3,\"invalid\":1" O,
         FACT_ASSESSMENT, WILL_NONE},
        {T("finding") "\"act\":\"attack\",\"quantity\":1" O, FACT_FINDING,
         WILL_NONE},
        {T("finding") "\"condition\":\"calm\",\"holds\":true" O, FACT_FINDING,
         WILL_HOLDS},
        {T("finding") "\"clause\":\"2.1\",\"outcome\":\"excused\"" O,
         FACT_FINDING, WILL_EXCUSE},
        {T("finding") "\"clause\":\"2.1\",\"outcome\":\"it was done\"" O,
         FACT_FINDING, WILL_OUTCOME},
        {T("consent") "\"consents_to\":\"extend\",\"days\":7" O, FACT_CONSENT,
         WILL_EXTEND},
        {T("consent") "\"consents_to\":\"waive\",\"target\":\"1.1\"" O,
         FACT_CONSENT, WILL_WAIVE},
        {T("announcement") "\"announces\":\"in_force\",\"at\":\"2025-01-20\"" O,
         FACT_ANNOUNCEMENT, WILL_IN_FORCE},
        {T("announcement") "\"announces\":\"intent\"" O, FACT_ANNOUNCEMENT,
         WILL_NONE},
        {T("signature") "\"text\":\"\"" O, FACT_SIGNATURE, WILL_NONE},
        {T("notice") "\"invokes\":\"self_defence\"" O, FACT_NOTICE,
         WILL_INVOKE},
        {T("notice") "\"invokes\":\"suspension\",\"clause\":\"1.1\"" O,
         FACT_NOTICE, WILL_SUSPEND},
        {T("notice") "\"invokes\":\"notification\",\"clause\":\"1.1\"" O,
         FACT_NOTICE, WILL_NOTIFY},
#undef T
#undef O
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reading r;
        struct facts_record rec;
        size_t n;
        CASE("%s", rows[i].line);
        begin(&r, line_of(rows[i].line));
        bool any = next(&r, &rec);
        CHECK_STR(first_problem(&r, &n), STR(""));
        CHECK(any);
        CHECK_INT(rec.fact.kind, rows[i].kind);
        CHECK_INT(rec.fact.will, rows[i].will);
        facts_free(r.f);
    }
}

/* --- Files -----------------------------------------------------------------
 */

#define OK_LINE(id, n)                                                         \
    "{\"type\":\"report\",\"id\":\"" id "\",\"source\":\"office\",\"item\":"   \
    "\"truck\",\"quantity\":" n ",\"occurred\":\"2025-01-19\"}\n"

void test_facts__broken_line_keeps_others(void)
{
    struct reading r;
    struct facts_record rec;
    size_t n;
    begin(&r, STR("\xef\xbb\xbf" OK_LINE("a", "1") "{\"type\":\n" OK_LINE(
                  "b", "2")));
    CHECK(next(&r, &rec));
    CHECK_STR(rec.fact.id, STR("a"));
    CHECK(next(&r, &rec));
    CHECK_STR(rec.fact.id, STR("b"));
    CHECK(!next(&r, &rec));
    const struct facts_problem *p = facts_problems(r.f, &n, NULL);
    CHECK_INT(n, 1);
    CHECK_INT(p[0].line, 2);
    CHECK_STR(p[0].field, STR("type"));
    CHECK_INT(facts_counted(r.f).refused, 1);
    facts_free(r.f);
}

void test_facts__sources(void)
{
    struct reading r;
    struct facts_record rec;
    size_t n;
    begin(&r,
          STR("{\"type\":\"report\",\"id\":\"1\",\"source\":\"desk\",\"act\":"
              "\"attack\",\"occurred\":\"2025-01-19\"}\n"
              "{\"type\":\"source\",\"id\":\"desk\",\"account\":\"bureau\"}\n"
              "{\"id\":\"bureau\",\"name\":\"B\", \"type\": \"source\"}\n"
              "{\"type\":\"source\",\"id\":\"wire\",\"class\":\"press\"}\n"
              "{\"type\":\"source\",\"id\":\"desk\",\"account\":\"bureau\"}\n"
              "{\"type\":\"source\",\"id\":\"c1\",\"account\":\"c2\"}\n"
              "{\"type\":\"source\",\"id\":\"c2\",\"account\":\"c1\"}\n"
              "{\"type\":\"source\",\"id\":\"wire\",\"class\":\"other\"}\n"));
    CHECK(next(&r, &rec));
    CHECK(rec.fact.source >= 5);
    CHECK(!next(&r, &rec));
    CHECK_INT(r.counter[0], 3); /* bureau, c1, c2; wire speaks as the press */
    const struct facts_problem *p = facts_problems(r.f, &n, NULL);
    CHECK_INT(n, 3);
    CHECK_INT(p[0].line, 8);
    CHECK_INT(p[1].line, 6);
    CHECK_INT(p[2].line, 7);
    facts_free(r.f);
}

static void collect(str bytes, str *ids, bool *restarted)
{
    struct cx *cx = test_cx();
    struct reading r;
    struct facts_record rec;
    struct buf b;
    begin(&r, bytes);
    *restarted = false;
    for (;;) {
        buf_init(&b, test_arena(), 4096);
        while (next(&r, &rec)) {
            buf_str(&b, rec.fact.id);
            buf_printf(&b, "=%" PRId64 " ", rec.fact.lo);
        }
        if (!facts_must_restart(r.f))
            break;
        CHECK(!*restarted);
        *restarted = true;
        CHECK_OK(cx, facts_begin(cx, r.f, facts_sink_none(r.counter)));
    }
    size_t n;
    const struct facts_problem *p = facts_problems(r.f, &n, NULL);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "!%u", p[i].line);
    *ids = buf_view(&b);
    facts_free(r.f);
}

void test_facts__same_id(void)
{
    static const struct {
        const char *bytes, *ids;
        bool restarted;
    } rows[] = {
        {OK_LINE("a", "1") OK_LINE("a", "1"), "a=1 ", false},
        {OK_LINE("a", "1") "{\"quantity\":1,\"type\":\"report\",\"id\":\"a\","
                           "\"source\":\"office\",\"act\":\"enter\",\"item\":"
                           "\"truck\",\"occurred\":{\"from\":\"2025-01-19\"}}",
         "a=1 ", false},
        {OK_LINE("a", "1") OK_LINE("b", "3") OK_LINE("a", "2"), "a=1 b=3 !3",
         false},
        {OK_LINE("a", "2") OK_LINE("b", "3") OK_LINE("a", "1"), "b=3 a=1 !1",
         true},
        {OK_LINE("a", "3") OK_LINE("a", "2") OK_LINE("a", "1")
             OK_LINE("a", "2"),
         "a=1 !1!2!4", true},
        {OK_LINE("a", "3") OK_LINE("a", "2") OK_LINE("a", "2") OK_LINE("a", "1")
             OK_LINE("a", "1"),
         "a=1 !1!2!3", true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str ids;
        bool restarted;
        CASE("%s", rows[i].bytes);
        collect(str_of(rows[i].bytes), &ids, &restarted);
        CHECK_STR(ids, str_of(rows[i].ids));
        CHECK(restarted == rows[i].restarted);
    }
}

void test_facts__many_ids(void)
{
    struct reading r;
    struct facts_record rec;
    struct buf b;
    enum { N = 5000 };
    buf_init(&b, test_arena(), (size_t)4 << 20);
    for (int i = 0; i < N; i++)
        buf_printf(&b,
                   "{\"type\":\"report\",\"id\":\"r%d\",\"source\":\"office\","
                   "\"item\":\"truck\",\"quantity\":%d,\"occurred\":"
                   "\"2025-01-19\"}\n",
                   i % (N - 10), i % (N - 10));
    begin(&r, buf_view(&b));
    size_t n = 0;
    while (next(&r, &rec))
        n++;
    CHECK_INT(n, N - 10);
    CHECK_INT(facts_counted(r.f).repeated, 10);
    facts_free(r.f);
}

/* At the limit of a line's length, and one past it. */
void test_facts__line_limit(void)
{
    for (int over = 0; over < 2; over++) {
        struct reading r;
        struct facts_record rec;
        struct buf b;
        size_t n;
        CASE("%s", over ? "one past it" : "at it");
        static const char head[] =
            "{\"type\":\"report\",\"id\":\"a\",\"source\":\"office\",\"act\":"
            "\"attack\",\"occurred\":\"2025-01-19\",\"note\":\"";
        buf_init(&b, test_arena(), (size_t)4 << 20);
        buf_c(&b, head);
        buf_fill(&b, 'x',
                 LIMIT_LINE_BYTES - sizeof head + 1 - 2 + (size_t)over);
        buf_c(&b, "\"}\n" OK_LINE("b", "1"));
        begin(&r, buf_view(&b));
        CHECK(next(&r, &rec));
        CHECK_STR(rec.fact.id, over ? STR("b") : STR("a"));
        CHECK(next(&r, &rec) == !over);
        const struct facts_problem *p = facts_problems(r.f, &n, NULL);
        CHECK_INT(n, over);
        if (n > 0)
            CHECK_STR(p[0].message, STR("a line of more than 1048576 bytes"));
        facts_free(r.f);
    }
}

/* --- Streams ----------------------------------------------------------------
 */

static void drain(struct facts *f, struct buf *b)
{
    struct cx *cx = test_cx();
    struct facts_record rec;
    for (;;) {
        CHECK_OK(cx, facts_next(cx, f, &rec));
        if (rec.line == 0)
            return;
        buf_str(b, rec.fact.id);
        buf_char(b, ' ');
    }
}

/* Reads bytes from a file that grows by `piece` bytes at a time; 0: from a
 * pipe. Gives ids, then the lines of problems. */
static str through_stream(str bytes, size_t piece)
{
    struct cx *cx = test_cx();
    struct facts *f;
    struct buf b;
    int counter[2], fds[2];
    char path[] = "/tmp/truce-test-XXXXXX";
    if (piece == 0) {
        CHECK(pipe(fds) == 0);
        CHECK(bytes.n <= 60000); /* what a pipe holds without a reader */
        CHECK(write(fds[1], bytes.p, bytes.n) == (ssize_t)bytes.n);
        close(fds[1]);
    } else {
        fds[1] = mkstemp(path);
        fds[0] = open(path, O_RDONLY);
        CHECK(fds[0] >= 0 && fds[1] >= 0 && unlink(path) == 0);
    }
    buf_init(&b, test_arena(), 4096);
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), NULL, &f));
    CHECK_OK(cx, facts_add_stream(cx, f, STR("pipe"), fds[0], piece != 0));
    CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
    if (piece != 0) {
        for (size_t at = 0; at < bytes.n; at += piece) {
            str s = str_sub(bytes, at, at + piece);
            CHECK(write(fds[1], s.p, s.n) == (ssize_t)s.n);
            drain(f, &b);
        }
        close(fds[1]);
        facts_end(f);
    }
    drain(f, &b);
    size_t n;
    const struct facts_problem *p = facts_problems(f, &n, NULL);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "!%u", p[i].line);
    facts_free(f);
    close(fds[0]);
    return buf_view(&b);
}

void test_facts__stream(void)
{
    static const struct {
        const char *bytes, *ids;
        const char *at_end; /* a pipe, where that differs */
    } rows[] = {
        {OK_LINE("a", "1") OK_LINE("b", "1"), "a b ", NULL},
        {"\xef\xbb\xbf" OK_LINE("a", "1") "\r\n" OK_LINE("b", "1"), "a b ",
         NULL},
        {OK_LINE("a", "1") "{\n" OK_LINE("b", "1") "{\"type\"", "a b !2!4",
         NULL},
        {OK_LINE("a", "1") OK_LINE("a", "2"), "a a ", NULL},
        {"{\"type\":\"report\",\"id\":\"1\",\"source\":\"desk\",\"act\":"
         "\"attack\",\"occurred\":\"2025-01-19\"}\n" OK_LINE(
             "a",
             "1") "{\"type\":\"report\",\"id\":\"2\",\"source\":\"none\","
                  "\"act\":"
                  "\"attack\",\"occurred\":\"2025-01-19\"}\n"
                  "{\"type\":\"source\",\"id\":\"desk\",\"account\":\"late\"}\n"
                  "{\"type\":\"source\",\"id\":\"late\"}\n" OK_LINE("b", "1"),
         "a 1 b !3", "a b 1 !3"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].bytes);
        static const size_t pieces[] = {0, 1, 7, 50, 1000};
        for (size_t k = 0; k < COUNT_OF(pieces); k++)
            CHECK_STR(through_stream(str_of(rows[i].bytes), pieces[k]),
                      str_of(pieces[k] == 0 && rows[i].at_end != NULL
                                 ? rows[i].at_end
                                 : rows[i].ids));
    }
}

/* --- The scanner -------------------------------------------------------------
 */

/* A random line, read with its first n bytes only, never reads beyond: the
 * address sanitizer watches. */
void test_facts__every_prefix(void)
{
    static const char line[] =
        "{\"type\":\"report\",\"id\":\"a\",\"source\":\"guard\",\"via\":["
        "\"radio\"],\"act\":\"release\",\"item\":\"captive\",\"place\":{\"lon"
        "\":34.5,\"lat\":-1},\"object\":\"\\ud83d\\ude00\",\"quantity\":{"
        "\"between\":[1,2]},\"did_not\":false,\"occurred\":{\"from\":"
        "\"2025-01-19\"}}";
    for (size_t n = 0; n < sizeof line; n++) {
        struct reading r;
        struct facts_record rec;
        char *copy = arena_alloc(test_arena(), n);
        memcpy(copy, line, n);
        begin(&r, (str){copy, n});
        CHECK(next(&r, &rec) == (n == sizeof line - 1));
        facts_free(r.f);
    }
}

/* --- The schema
 * ---------------------------------------------------------------- */

/* The same file is checked against the schema by tests/schema/validate.py. */
void test_facts__schema_cases(void)
{
    struct cx *cx = test_cx();
    str rest = test_read("tests/schema/cases.txt"), line;
    int counter[2];
    size_t cases = 0;
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (line.n == 0 || (line.p[0] != '+' && line.p[0] != '-'))
            continue;
        struct facts_options opt = {.any_names = true};
        struct facts_record rec;
        struct facts *f;
        size_t n;
        CASE("%.*s", STR_ARG(line));
        CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), &opt, &f));
        CHECK_OK(
            cx, facts_add_bytes(cx, f, STR("cases"), str_sub(line, 1, line.n)));
        CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
        CHECK_OK(cx, facts_next(cx, f, &rec));
        struct reading r = {.f = f};
        str says = first_problem(&r, &n);
        if ((n == 0) != (line.p[0] == '+'))
            FAIL("the reader: %.*s", STR_ARG(says));
        facts_free(f);
        cases++;
    }
    CHECK(cases > 100);
}

/* Of a stream that grows it is said before its end, which may never come; and
 * once. */
void test_facts__stream_line_without_end(void)
{
    struct cx *cx = test_cx();
    struct facts *f;
    struct facts_record rec;
    struct buf b;
    int counter[2];
    char path[] = "/tmp/truce-test-XXXXXX";
    int fd = mkstemp(path);
    size_t n;
    CHECK(fd >= 0 && unlink(path) == 0);
    buf_init(&b, test_arena(), (size_t)32 << 20);
    buf_fill(&b, 'x', (size_t)5 << 20);
    CHECK(write(fd, b.p, b.n) == (ssize_t)b.n);
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), NULL, &f));
    CHECK_OK(cx, facts_add_stream(cx, f, STR("s"), fd, true));
    CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_INT(rec.line, 0);
    facts_problems(f, &n, NULL);
    CHECK_INT(n, 1);
    static const char more[] = "x\n" OK_LINE("b", "1");
    CHECK(pwrite(fd, more, sizeof more - 1, (off_t)b.n) > 0);
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_STR(rec.fact.id, STR("b"));
    CHECK_INT(rec.line, 2);
    facts_problems(f, &n, NULL);
    CHECK_INT(n, 1);
    facts_free(f);
    close(fd);
}

/* A line too long for the buffer of a stream is passed over, not kept. */
void test_facts__stream_line_limit(void)
{
    struct cx *cx = test_cx();
    struct facts *f;
    struct facts_record rec;
    struct buf b;
    int counter[2];
    char path[] = "/tmp/truce-test-XXXXXX";
    int fd = mkstemp(path);
    size_t n;
    CHECK(fd >= 0 && unlink(path) == 0);
    buf_init(&b, test_arena(), (size_t)32 << 20);
    buf_c(&b, OK_LINE("a", "1") "{\"note\":\"");
    buf_fill(&b, 'x', (size_t)12 << 20);
    buf_c(&b, "\"}\n" OK_LINE("b", "1"));
    buf_fill(&b, '[', (size_t)3 << 20);
    CHECK(write(fd, b.p, b.n) == (ssize_t)b.n);
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), NULL, &f));
    CHECK_OK(cx, facts_add_stream(cx, f, STR("s"), fd, false));
    CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_STR(rec.fact.id, STR("a"));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_STR(rec.fact.id, STR("b"));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_INT(rec.line, 0);
    const struct facts_problem *p = facts_problems(f, &n, NULL);
    CHECK_INT(n, 2);
    CHECK_INT(p[0].line, 2);
    CHECK_INT(p[1].line, 4);
    facts_free(f);
    close(fd);
}

/* Two inputs; the same id in both; the file is named. */
void test_facts__two_inputs(void)
{
    struct cx *cx = test_cx();
    struct facts *f;
    struct facts_record rec;
    int counter[2];
    size_t n;
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), NULL, &f));
    CHECK_OK(cx, facts_add_bytes(cx, f, STR("one"), STR(OK_LINE("a", "1"))));
    CHECK_OK(cx,
             facts_add_bytes(cx, f, STR("two"),
                             STR("\n" OK_LINE("a", "2") OK_LINE("b", "2"))));
    CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_STR(rec.shown.file, STR("one"));
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_STR(rec.fact.id, STR("b"));
    CHECK_STR(rec.shown.file, STR("two"));
    CHECK_INT(rec.line, 3);
    CHECK_OK(cx, facts_next(cx, f, &rec));
    CHECK_INT(rec.line, 0);
    const struct facts_problem *p = facts_problems(f, &n, NULL);
    CHECK_INT(n, 1);
    CHECK_STR(p[0].file, STR("two"));
    CHECK_STR(p[0].message,
              STR("line 1 of one has the same id with other content"));
    facts_free(f);
}

struct three {
    int at;
    bool sources;
    unsigned passes;
};

static void three_rewind(void *self, bool sources)
{
    struct three *t = self;
    t->at = 0;
    t->sources = sources;
    t->passes += !sources;
}

static err three_next(struct cx *cx, void *self, str *bytes, uint32_t *line)
{
    static const char source[] =
        "{\"type\":\"source\",\"id\":\"x\",\"class\":\"press\"}\n";
    static const char report[] =
        "{\"type\":\"report\",\"id\":\"b\",\"source\":\"x\",\"act\":"
        "\"enter\",\"item\":\"truck\",\"quantity\":1,"
        "\"occurred\":\"2025-01-19\"}\n";
    struct three *t = self;
    const struct {
        const char *bytes;
        uint32_t line;
    } piece[] = {{"\n", 1}, {report, 2}, {"\n\n{\"typ\n", 3}, {source, 6}};
    (void)cx;
    int i = t->sources ? t->at + 3 : t->at;
    t->at++;
    *bytes = i < 4 ? str_of(piece[i].bytes) : STR("");
    *line = i < 4 ? piece[i].line : 0;
    return OK;
}

/* In pieces: a source may stand in a later one, lines have the numbers that
 * they are given, and what follows in memory is read after them. */
void test_facts__pieces(void)
{
    struct cx *cx = test_cx();
    struct facts_options opt = {.trust_ids = true};
    struct three t = {0};
    const struct facts_pieces pieces = {&t, three_rewind, three_next};
    struct facts *f;
    struct facts_record rec;
    int counter[2];
    size_t n;
    CHECK_OK(cx, facts_new(cx, test_arena(), harbour(), &opt, &f));
    CHECK_OK(cx, facts_add_pieces(cx, f, STR("case"), &pieces));
    CHECK_OK(cx, facts_add_bytes(cx, f, STR("two"), STR(OK_LINE("c", "2"))));
    for (int pass = 0; pass < 2; pass++) {
        CHECK_OK(cx, facts_begin(cx, f, facts_sink_none(counter)));
        CHECK_OK(cx, facts_next(cx, f, &rec));
        CHECK_STR(rec.fact.id, STR("b"));
        CHECK_STR(rec.shown.file, STR("case"));
        CHECK_INT(rec.line, 2);
        CHECK_OK(cx, facts_next(cx, f, &rec));
        CHECK_STR(rec.shown.file, STR("two"));
        CHECK_INT(rec.line, 1);
        CHECK_OK(cx, facts_next(cx, f, &rec));
        CHECK_INT(rec.line, 0);
        const struct facts_problem *p = facts_problems(f, &n, NULL);
        CHECK_INT(n, 1);
        CHECK_INT(p[0].line, 5);
    }
    CHECK_INT(t.passes, 2);
    facts_free(f);
}

/* Whatever allocation fails, the reader says so and gives all back (the leak
 * sanitizer watches). */
void test_facts__no_memory(void)
{
    static const char bytes[] =
        "{\"type\":\"source\",\"id\":\"x\",\"class\":\"press\"}\n" OK_LINE(
            "a", "1") OK_LINE("a", "2") "{\"typ\n"
                                        "{\"type\":\"report\",\"id\":\"b\","
                                        "\"source\":\"x\",\"retracts\":[\"c\","
                                        "\"d\"],\"note\":\"\\u00e9\","
                                        "\"occurred\":\"2025-01-19\"}\n";
    for (size_t n = 1;; n++) {
        struct test_heap heap = {.fail_at = 0};
        struct arena scratch, a;
        struct cx cx;
        struct facts *f = NULL;
        struct facts_record rec;
        int counter[2];
        cx_init_fixed(&cx, &scratch, test_heap_mem(&heap), 0, 1);
        arena_init(&a, cx.mem, "test", (size_t)64 << 20);
        heap.fail_at = heap.calls + n;
        err e = facts_new(&cx, &a, harbour(), NULL, &f);
        if (is_ok(e))
            e = facts_add_bytes(&cx, f, STR("x"),
                                (str){bytes, sizeof bytes - 1});
        if (is_ok(e))
            e = facts_begin(&cx, f, facts_sink_none(counter));
        for (rec.line = 1; is_ok(e) && rec.line != 0;)
            e = facts_next(&cx, f, &rec);
        facts_free(f);
        arena_release(&a);
        cx_release(&cx);
        if (is_ok(e)) {
            CHECK(n > 5);
            return;
        }
        CHECK(e.code == ERR_RESOURCE);
        if (n > 1000) {
            FAIL("it never succeeds");
            return;
        }
    }
}
