/* Tests of base/str.h. */
#include "tests/test.h"

void test_str__int_range(void)
{
    static const struct {
        str text;
        bool ok;
        int64_t value;
    } rows[] = {
        {STR_INIT("0"), true, 0},
        {STR_INIT("-0"), true, 0},
        {STR_INIT("+7"), true, 7},
        {STR_INIT("007"), true, 7},
        {STR_INIT("9223372036854775807"), true, INT64_MAX},
        {STR_INIT("9223372036854775808"), false, 0},
        {STR_INIT("-9223372036854775808"), true, INT64_MIN},
        {STR_INIT("-9223372036854775809"), false, 0},
        {STR_INIT(""), false, 0},
        {STR_INIT("-"), false, 0},
        {STR_INIT("+"), false, 0},
        {STR_INIT("1 "), false, 0},
        {STR_INIT("1e3"), false, 0},
        {STR_INIT("--1"), false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t v = 42;
        CASE("\"%.*s\"", STR_ARG(rows[i].text));
        CHECK(str_int(rows[i].text, INT64_MIN, INT64_MAX, &v) == rows[i].ok);
        CHECK_INT(v, rows[i].ok ? rows[i].value : 42);
    }
    CASE("limits");
    int64_t v;
    CHECK(str_int(STR("31"), 1, 31, &v));
    CHECK(!str_int(STR("32"), 1, 31, &v));
    CHECK(!str_int(STR("0"), 1, 31, &v));
}

void test_str__order_is_by_bytes(void)
{
    CHECK(str_cmp(STR("a"), STR("b")) < 0);
    CHECK(str_cmp(STR("a"), STR("a")) == 0);
    CHECK(str_cmp(STR("a"), STR("ab")) < 0);
    CHECK(str_cmp(STR("\xC3\xA9"), STR("z")) > 0);
    CHECK(str_cmp(STR(""), (str){NULL, 0}) == 0);
    CHECK(str_cmp(STR("B"), STR("a")) < 0);
}

void test_str__cut_and_trim(void)
{
    str head, tail;
    CHECK(str_cut(STR("a=b=c"), '=', &head, &tail));
    CHECK_STR(head, STR("a"));
    CHECK_STR(tail, STR("b=c"));
    CHECK(!str_cut(STR("abc"), '=', &head, &tail));
    CHECK_STR(head, STR("abc"));
    CHECK_STR(tail, STR(""));
    CHECK(str_cut(STR("="), '=', &head, &tail));
    CHECK_STR(head, STR(""));
    CHECK_STR(str_trim(STR(" \t x y\r\n")), STR("x y"));
    CHECK_STR(str_trim(STR("   ")), STR(""));
}

void test_str__find_and_ends(void)
{
    CHECK_INT(str_find(STR("harbour"), STR("bo")), 3);
    CHECK_INT(str_find(STR("harbour"), STR("bx")), 7);
    CHECK_INT(str_find(STR("harbour"), STR("")), 0);
    CHECK_INT(str_find(STR("a"), STR("ab")), 1);
    CHECK(str_starts(STR("harbour"), STR("har")));
    CHECK(!str_starts(STR("ha"), STR("har")));
    CHECK(str_ends(STR("harbour"), STR("our")));
    CHECK(!str_ends(STR("ur"), STR("our")));
    CHECK_STR(str_sub(STR("harbour"), 3, 99), STR("bour"));
    CHECK_STR(str_sub(STR("harbour"), 5, 2), STR(""));
}

void test_str__to_c(void)
{
    char out[4];
    CHECK(str_to_c(STR("abc"), out, sizeof out));
    CHECK(strcmp(out, "abc") == 0);
    CHECK(!str_to_c(STR("abcd"), out, sizeof out));
    CHECK(!str_to_c(STR("a\0b"), out, sizeof out));
    CHECK(str_to_c(STR(""), out, sizeof out) && out[0] == '\0');
}
