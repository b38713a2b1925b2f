/* Tests of report/sheet.h and report/ics.h: what other programs read. */
#include "tests/test.h"

#include "report/ics.h"
#include "report/sheet.h"

static const struct sheet_column columns[] = {
    {"a", "#x"}, {"b", "#y+z"}, {"c", ""}};

static str sheet(enum sheet_form form)
{
    struct sheet s;
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    sheet_begin(&s, &b, form, columns, COUNT_OF(columns));
    sheet_text(&s, STR("=1+1"));
    sheet_int(&s, -5);
    sheet_none(&s);
    sheet_text(&s, STR("a \"b\", c\n"));
    sheet_degrees(&s, -1234567);
    sheet_text(&s, STR(""));
    sheet_end(&s);
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

void test_sheet__forms(void)
{
    CHECK_STR(
        sheet(SHEET_CSV),
        STR("a,b,c\r\n'=1+1,-5,\r\n\"a \"\"b\"\", c\n\",-0.1234567,\r\n"));
    CHECK_STR(sheet(SHEET_HXL), STR("a,b,c\r\n#x,#y+z,\r\n'=1+1,-5,\r\n"
                                    "\"a \"\"b\"\", c\n\",-0.1234567,\r\n"));
    CHECK_STR(
        sheet(SHEET_JSON),
        STR("[\n  {\n    \"a\": \"=1+1\",\n    \"b\": -5,\n    \"c\": null\n  "
            "},\n  {\n    \"a\": \"a \\\"b\\\", c\\n\",\n    \"b\": "
            "-0.1234567,\n    \"c\": null\n  }\n]\n"));
}

/* Lines of at most 75 bytes, folded between characters, that unfold to what was
 * written. */
void test_ics__folding_and_escapes(void)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"plain", "X:plain\r\n"},
        {"a;b,c\\d\ne\tf\x01", "X:a\\;b\\,c\\\\d\\nef\r\n"},
        {"\xff", "X:\xef\xbf\xbd\r\n"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("row %zu", i);
        buf_init(&b, test_arena(), SIZE_MAX);
        ics_text(&b, "X", str_of(rows[i].in));
        CHECK_STR(buf_view(&b), str_of(rows[i].out));
    }
    struct test_rand r = {3};
    for (size_t i = 0; i < 300 * test_times(); i++) {
        struct buf text, line, back;
        buf_init(&text, test_arena(), SIZE_MAX);
        buf_init(&line, test_arena(), SIZE_MAX);
        buf_init(&back, test_arena(), SIZE_MAX);
        for (size_t n = test_rand_below(&r, 200); n > 0; n--)
            buf_codepoint(&text,
                          0x61 + (uint32_t)test_rand_below(&r, 4) * 0x2a7);
        ics_text(&line, "SUMMARY", buf_view(&text));
        str s = buf_view(&line), head = STR("SUMMARY:");
        size_t since = 0;
        for (size_t k = 0; k < s.n; k++) {
            if (str_starts(str_sub(s, k, s.n), STR("\r\n"))) {
                CHECK(since <= 75);
                since = 0;
                k += str_starts(str_sub(s, k, s.n), STR("\r\n ")) ? 2 : 1;
                if (s.p[k] == ' ')
                    since = 1;
                continue;
            }
            since++;
            buf_char(&back, s.p[k]);
        }
        CHECK(str_starts(buf_view(&back), head));
        CHECK_STR(str_sub(buf_view(&back), head.n, back.n), buf_view(&text));
    }
}

void test_ics__times_are_utc(void)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    ics_time(&b, "DTSTART", 1737268200);
    ics_day(&b, "DTSTART", (struct civil_date){2025, 1, 9});
    CHECK_STR(buf_view(&b), STR("DTSTART:20250119T063000Z\r\n"
                                "DTSTART;VALUE=DATE:20250109\r\n"));
}
