/* Tests of base/buf.h, base/json_out.h, base/utf8.h, base/suggest.h. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/suggest.h"
#include "base/utf8.h"

void test_buf__numbers(void)
{
    struct buf b;
    buf_init(&b, test_arena(), 1000);
    buf_int(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_uint(&b, UINT64_MAX);
    buf_char(&b, ' ');
    buf_uint_pad(&b, 7, 3);
    buf_printf(&b, " %s", "x");
    CHECK_STR(buf_view(&b),
              STR("-9223372036854775808 18446744073709551615 007 x"));
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
}

void test_buf__maximum_is_sticky(void)
{
    struct buf b;
    buf_init(&b, test_arena(), 10);
    buf_c(&b, "1234567890");
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    buf_char(&b, 'x');
    buf_c(&b, "");
    CHECK_FAILS(test_cx(), buf_finish(test_cx(), &b), ERR_LIMIT);
    CHECK_INT(b.n, 10);
}

struct counted {
    uint64_t n, sum;
    bool refuse;
};

static bool take(void *self, const char *p, size_t n)
{
    struct counted *c = self;
    for (size_t i = 0; i < n; i++)
        c->sum = c->sum * 31 + (unsigned char)p[i];
    c->n += n;
    return !c->refuse;
}

void test_buf__sink_gets_every_byte(void)
{
    struct counted c = {0}, want = {0};
    struct buf b;
    static char block[100000];
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = (char)(i * 7);
    buf_init_sink(&b, test_arena(), take, &c);
    for (size_t i = 0; i < 300; i++) {
        buf_bytes(&b, block, i * 300);
        take(&want, block, i * 300);
    }
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    CHECK(c.n == want.n && c.sum == want.sum);
    c.refuse = true;
    buf_c(&b, "more");
    CHECK_FAILS(test_cx(), buf_finish(test_cx(), &b), ERR_RESOURCE);
}

void test_buf__long_printf(void)
{
    struct buf b;
    buf_init(&b, test_arena(), 10000);
    buf_printf(&b, "%0700d|", 5);
    CHECK_INT(b.n, 701);
    CHECK(b.p[699] == '5' && b.p[700] == '|');
}

void test_buf__safe_shows_what_hides(void)
{
    struct buf b;
    str in = STR("a\n\x1b[2J\xE2\x80\xAE"
                 "b\xFF\xC3\xA9\0z");
    buf_init(&b, test_arena(), 1000);
    buf_safe(&b, in);
    CHECK_STR(buf_view(&b),
              STR("a\\n\\u{1b}[2J\\u{202e}b\\x{ff}\xC3\xA9\\u{0}z"));
    /* utf8_width counts what buf_safe writes. */
    CHECK_INT(utf8_width(in), b.n - 1);
}

void test_json_out__forms(void)
{
    struct buf b;
    struct json_out j;
    buf_init(&b, test_arena(), 10000);
    json_init(&j, &b, 0);
    json_obj_begin(&j);
    json_key_text(&j, "a\"b", STR("\\ \n\t\x01 \xD7\xA9\x7F"));
    json_key(&j, "list");
    json_arr_begin(&j);
    json_int(&j, -1);
    json_bool(&j, true);
    json_null(&j);
    json_obj_begin(&j);
    json_obj_end(&j);
    json_arr_begin(&j);
    json_arr_end(&j);
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
    CHECK(!j.replaced);
    CHECK_STR(buf_view(&b),
              STR("{\"a\\\"b\":\"\\\\ \\n\\t\\u0001 \xD7\xA9\x7F\","
                  "\"list\":[-1,true,null,{},[]]}\n"));

    buf_clear(&b);
    json_init(&j, &b, 2);
    json_obj_begin(&j);
    json_key_int(&j, "n", 1);
    json_key(&j, "e");
    json_arr_begin(&j);
    json_c(&j, "x\xFFy");
    json_arr_end(&j);
    json_obj_end(&j);
    CHECK_STR(buf_view(&b), STR("{\n  \"n\": 1,\n  \"e\": [\n    "
                                "\"x\xEF\xBF\xBDy\"\n  ]\n}"));
    CHECK(j.replaced);
}

void test_utf8__validity(void)
{
    static const struct {
        str text;
        size_t bad;
    } rows[] = {
        {STR_INIT("plain ascii text"), 16},
        {STR_INIT("\xD7\xA9\xD9\x85\xE2\x82\xAC\xF0\x9F\x98\x80"), 11},
        {STR_INIT("12345678\x80"), 8},
        {STR_INIT("\xC0\xAF"), 0},
        {STR_INIT("a\xE0\x80\xAF"), 1},
        {STR_INIT("\xED\xA0\x80"), 0},
        {STR_INIT("\xF4\x90\x80\x80"), 0},
        {STR_INIT("\xF4\x8F\xBF\xBF"), 4},
        {STR_INIT("ab\xE2\x82"), 2},
        {STR_INIT("\xFE"), 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t bad = rows[i].text.n;
        CASE("row %zu", i);
        CHECK(utf8_valid(rows[i].text, &bad) ==
              (rows[i].bad == rows[i].text.n));
        CHECK_INT(bad, rows[i].bad);
    }
    CASE("every scalar value survives encode and decode");
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char out[4];
        uint32_t back = 0;
        size_t n = utf8_encode(cp, out);
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        if (utf8_decode((str){out, n}, &back) != n ||
            back != (surrogate ? 0xFFFD : cp))
            FAIL("U+%04X", (unsigned)cp);
    }
}

void test_utf8__nfc(void)
{
    struct cx *cx = test_cx();
    str out;
    bool is;
    str composed = STR("caf\xC3\xA9"), apart = STR("cafe\xCC\x81");
    CHECK_OK(cx, utf8_nfc(cx, test_arena(), apart, &out));
    CHECK_STR(out, composed);
    CHECK_OK(cx, utf8_nfc(cx, test_arena(), composed, &out));
    CHECK(out.p == composed.p);
    CHECK_OK(cx, utf8_is_nfc(cx, apart, &is));
    CHECK(!is);
    CHECK_OK(cx, utf8_is_nfc(cx, composed, &is));
    CHECK(is);
    CHECK_OK(cx, utf8_fold(cx, test_arena(),
                           STR("\xC3\x89"
                               "A"),
                           &out));
    CHECK_STR(out, STR("\xC3\xA9"
                       "a"));
}

void test_utf8__names_in_any_script(void)
{
    CHECK(utf8_is_name_start('a') && utf8_is_name_start('_'));
    CHECK(utf8_is_name_start(0x5E9) && utf8_is_name_start(0x645));
    CHECK(utf8_is_name_start(0x416) && utf8_is_name_start(0x4E2D));
    CHECK(!utf8_is_name_start('1') && utf8_is_name_continue('1'));
    CHECK(!utf8_is_name_start(0x301) && utf8_is_name_continue(0x301));
    CHECK(!utf8_is_name_continue('-') && !utf8_is_name_continue(' '));
    CHECK(!utf8_is_name_continue(0x202E) && !utf8_is_name_continue(0x200D));
    CHECK(!utf8_is_name_continue(0x1F600));
    CHECK(!utf8_is_name_continue(0x110000));
    CHECK(utf8_is_bidi_control(0x202E) && !utf8_is_bidi_control(0x5E9));
}

void test_utf8__width(void)
{
    CHECK_INT(utf8_width(STR("abc")), 3);
    CHECK_INT(utf8_width(STR("\xE4\xB8\xAD")), 2);
    CHECK_INT(utf8_width(STR("e\xCC\x81")), 1);
    CHECK_INT(utf8_width(STR("\xD7\xA9\xD7\x9C")), 2);
    CHECK_INT(utf8_count(STR("\xD7\xA9\xD7\x9C")), 2);
}

void test_suggest__distance(void)
{
    static const struct {
        str a, b;
        size_t distance;
    } rows[] = {
        {STR_INIT("status"), STR_INIT("status"), 0},
        {STR_INIT("status"), STR_INIT("Status"), 0},
        {STR_INIT("status"), STR_INIT("sttaus"), 1},
        {STR_INIT("status"), STR_INIT("statu"), 1},
        {STR_INIT("status"), STR_INIT("staatus"), 1},
        {STR_INIT("kitten"), STR_INIT("sitting"), 3},
        {STR_INIT(""), STR_INIT("abc"), 3},
        {STR_INIT("\xD7\xA9\xD7\x9C"), STR_INIT("\xD7\xA9"), 1},
        {STR_INIT("abcdefgh"), STR_INIT("zyxwvuts"), 6},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%.*s %.*s", STR_ARG(rows[i].a), STR_ARG(rows[i].b));
        CHECK_INT(suggest_distance(rows[i].a, rows[i].b, 5), rows[i].distance);
        CHECK_INT(suggest_distance(rows[i].b, rows[i].a, 5), rows[i].distance);
    }
}

void test_suggest__nearest(void)
{
    struct suggest s;
    suggest_init(&s, STR("statsu"));
    suggest_offer(&s, STR("start"));
    suggest_offer(&s, STR("status"));
    suggest_offer(&s, STR("stats"));
    CHECK_STR(s.best, STR("status"));
    suggest_init(&s, STR("b"));
    suggest_offer(&s, STR("A"));
    CHECK_STR(s.best, STR(""));
    suggest_offer(&s, STR("B"));
    CHECK_STR(s.best, STR("B"));
    suggest_init(&s, STR("xyz"));
    suggest_offer(&s, STR("status"));
    CHECK_INT(s.best.n, 0);
}
