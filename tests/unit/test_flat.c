/* Small JSON objects. */
#include "base/buf.h"
#include "proof/flat.h"
#include "tests/test.h"

void test_flat__accepted(void)
{
    static const struct {
        const char *json, *a;
        size_t n;
    } rows[] = {
        {"{}", "", 0},
        {" { \"a\" : \"x\" , \"b\" : 12 } ", "x", 2},
        {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "\"\\/\b\f\n\r\t", 1},
        {"{\"a\":\"\\u0041\\u00e9\\ud83d\\ude00z\"}",
         "A\xc3\xa9\xf0\x9f\x98\x80z", 1},
        {"{\"b\":[1,{\"a\":\"no\"}],\"a\":\"yes\"}", "yes", 2},
        {"{\"a\":-1.5e+3}", "", 1},
        {"{\"a\":null,\"b\":true,\"c\":[]}", "", 3},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct flat f;
        CASE("%s", rows[i].json);
        CHECK_OK(test_cx(),
                 flat_parse(test_cx(), test_arena(), str_of(rows[i].json), &f));
        CHECK_INT(f.n, rows[i].n);
        CHECK_STR(flat_text(&f, "a"), str_of(rows[i].a));
    }
}

void test_flat__refused(void)
{
    static const str rows[] = {
        STR_INIT(""),
        STR_INIT("[]"),
        STR_INIT("{"),
        STR_INIT("{\"a\"}"),
        STR_INIT("{\"a\":}"),
        STR_INIT("{\"a\":1,}"),
        STR_INIT("{\"a\":01}"),
        STR_INIT("{\"a\":1.}"),
        STR_INIT("{\"a\":+1}"),
        STR_INIT("{\"a\":tru}"),
        STR_INIT("{\"a\":\"x}"),
        STR_INIT("{\"a\":\"\\x\"}"),
        STR_INIT("{\"a\":\"\\ud800\"}"),
        STR_INIT("{\"a\":\"\\udc00\"}"),
        STR_INIT("{\"a\":\"\\u12\"}"),
        STR_INIT("{\"a\":\"\n\"}"),
        STR_INIT("{\"a\":\"\xff\"}"),
        STR_INIT("{\"a\":1,\"a\":2}"),
        STR_INIT("{\"a\":1,\"\\u0061\":2}"),
        STR_INIT("{\"a\":1}x"),
        STR_INIT("{\"a\":1}\0"),
        STR_INIT("{\"a\":1\0}"),
        STR_INIT("{\"a\":[1,{\"b\":]}}"),
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct flat f;
        CASE("row %zu", i);
        CHECK_FAILS(test_cx(), flat_parse(test_cx(), test_arena(), rows[i], &f),
                    ERR_INPUT);
    }
}

static str nested(size_t depth)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "{\"a\":");
    buf_fill(&b, '[', depth);
    buf_fill(&b, ']', depth);
    buf_c(&b, "}");
    return buf_view(&b);
}

static str many(size_t n)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s\"a%zu\":0", i == 0 ? "{" : ",", i);
    buf_c(&b, "}");
    return buf_view(&b);
}

void test_flat__limits(void)
{
    struct cx *cx = test_cx();
    struct flat f;
    CHECK_OK(cx, flat_parse(cx, test_arena(), nested(FLAT_DEPTH), &f));
    CHECK_FAILS(cx, flat_parse(cx, test_arena(), nested(FLAT_DEPTH + 1), &f),
                ERR_LIMIT);
    CHECK_OK(cx, flat_parse(cx, test_arena(), many(FLAT_MAX), &f));
    CHECK_FAILS(cx, flat_parse(cx, test_arena(), many(FLAT_MAX + 1), &f),
                ERR_LIMIT);
}

void test_flat__numbers(void)
{
    struct cx *cx = test_cx();
    struct flat f;
    uint64_t v = 0;
    CHECK_OK(cx,
             flat_parse(cx, test_arena(),
                        STR("{\"a\":12,\"b\":-1,\"c\":1.0,\"d\":\"3\"}"), &f));
    CHECK(flat_uint(&f, "a", &v));
    CHECK_INT(v, 12);
    CHECK(!flat_uint(&f, "b", &v) && !flat_uint(&f, "c", &v) &&
          !flat_uint(&f, "d", &v) && !flat_uint(&f, "e", &v));
}
