/* test_form.c: bodies of forms, as browsers send them and as they do not. */
#include "base/buf.h"
#include "http/form.h"
#include "tests/test.h"

#define URLENCODED "application/x-www-form-urlencoded"
#define MULTI      "multipart/form-data; boundary=XX"
#define PART(head, body)                                                       \
    "--XX\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

/* "name=value" a line; a file as name=[file name|type|bytes]. */
static str shown(const char *type, str body)
{
    struct buf b;
    struct form f;
    buf_init(&b, test_arena(), SIZE_MAX);
    err e = form_read(test_cx(), test_arena(), str_of(type), body, &f);
    if (!is_ok(e))
        return e.code == ERR_INPUT ? STR("refused") : STR("failed");
    for (size_t i = 0; i < f.n; i++) {
        const struct form_field *v = &f.v[i];
        buf_str(&b, v->name);
        buf_char(&b, '=');
        if (v->is_file)
            buf_printf(&b, "[%.*s|%.*s|", STR_ARG(v->file_name),
                       STR_ARG(v->type));
        buf_str(&b, v->value);
        buf_c(&b, v->is_file ? "]\n" : "\n");
    }
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

void test_form__rows(void)
{
    static const struct {
        const char *type;
        str body;
        const char *want;
    } rows[] = {
        {URLENCODED, STR_INIT(""), ""},
        {URLENCODED, STR_INIT("a=b&c=d+e%20f"), "a=b\nc=d e f\n"},
        {URLENCODED "; charset=UTF-8", STR_INIT("a=%D8%A7"), "a=\xd8\xa7\n"},
        {"Application/X-WWW-Form-URLencoded", STR_INIT("a="), "a=\n"},
        {URLENCODED, STR_INIT("a=x%0D%0Ay%0Dz%0A"), "a=x\ny\nz\n\n"},
        {URLENCODED, STR_INIT("a=1&a=2"), "a=1\na=2\n"},
        {URLENCODED, STR_INIT("a"), "refused"},
        {URLENCODED, STR_INIT("=b"), "refused"},
        {URLENCODED, STR_INIT("A=b"), "refused"},
        {URLENCODED, STR_INIT("a=%"), "refused"},
        {URLENCODED, STR_INIT("a=%4"), "refused"},
        {URLENCODED, STR_INIT("a=%4g"), "refused"},
        {URLENCODED, STR_INIT("a=%00"), "refused"},
        {URLENCODED, STR_INIT("a=%1b"), "refused"},
        {URLENCODED, STR_INIT("a=%7f"), "refused"},
        {URLENCODED, STR_INIT("a=%ff"), "refused"},
        {URLENCODED, STR_INIT("a=%41"), "a=A\n"},
        {"text/plain", STR_INIT("a=b"), "refused"},
        {"", STR_INIT("a=b"), "refused"},

        {MULTI, STR_INIT(PART("name=\"a\"", "b") "--XX--\r\n"), "a=b\n"},
        {MULTI, STR_INIT(PART("name=\"a\"", "b") "--XX--"), "a=b\n"},
        {"multipart/form-data;boundary=\"XX\"",
         STR_INIT(PART("name=\"a\"", "b") "--XX--\r\n"), "a=b\n"},
        {MULTI,
         STR_INIT(PART("name=\"a\"", "x\r\ny")
                      PART("name=\"b\"", "") "--XX--\r\n"),
         "a=x\ny\nb=\n"},
        {MULTI,
         STR_INIT("--XX\r\nContent-Disposition: form-data; name=\"f\"; "
                  "filename=\"a b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
                  "\x00\xff\r\n-\r\n--X\r\n--XX--\r\n"),
         NULL},
        {MULTI, STR_INIT("--XX--\r\n"), ""},
        {MULTI, STR_INIT(""), "refused"},
        {MULTI, STR_INIT("--XX"), "refused"},
        {MULTI, STR_INIT("--XX\r\n"), "refused"},
        {MULTI, STR_INIT(PART("name=\"a\"", "b")), "refused"},
        {MULTI, STR_INIT(PART("name=\"a\"", "b") "--XX--\r\nmore"), "refused"},
        {MULTI, STR_INIT("preamble\r\n" PART("name=\"a\"", "b") "--XX--"),
         "refused"},
        {MULTI, STR_INIT(PART("name=a", "b") "--XX--"), "refused"},
        {MULTI, STR_INIT(PART("name=\"a\"; x=\"y\"", "b") "--XX--"), "refused"},
        {MULTI, STR_INIT(PART("name=\"a", "b") "--XX--"), "refused"},
        {MULTI, STR_INIT(PART("filename=\"a\"", "b") "--XX--"), "refused"},
        {MULTI, STR_INIT("--XX\r\nX-Header: 1\r\n\r\nb\r\n--XX--"), "refused"},
        {MULTI, STR_INIT("--XX\r\n\r\nb\r\n--XX--"), "refused"},
        {MULTI, STR_INIT("--XX \r\n\r\nb\r\n--XX--"), "refused"},
        {MULTI,
         STR_INIT("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"
                  "Content-Disposition: form-data; name=\"b\"\r\n\r\n"
                  "b\r\n--XX--"),
         "refused"},
        {MULTI, STR_INIT(PART("name=\"a\"", "\xff") "--XX--"), "refused"},
        {"multipart/form-data", STR_INIT("--XX--"), "refused"},
        {"multipart/form-data; boundary=", STR_INIT("----"), "refused"},
        {"multipart/form-data; boundary=\"X X\"", STR_INIT("--X X--"),
         "refused"},
        {"multipart/form-data; charset=x", STR_INIT("--x--"), "refused"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%zu %s %.*s", i, rows[i].type, STR_ARG(rows[i].body));
        str got = shown(rows[i].type, rows[i].body);
        if (rows[i].want != NULL)
            CHECK_STR(got, str_of(rows[i].want));
        else
            CHECK_STR(got,
                      STR("f=[a b.jpg|image/jpeg|\x00\xff\r\n-\r\n--X]\n"));
    }
}

void test_form__limits(void)
{
    struct buf b;
    for (size_t n = FORM_FIELDS_MAX; n <= FORM_FIELDS_MAX + 1; n++) {
        buf_init(&b, test_arena(), SIZE_MAX);
        for (size_t i = 0; i < n; i++)
            buf_c(&b, "a=&");
        CASE("%zu fields", n);
        CHECK(str_eq(shown(URLENCODED, buf_view(&b)), STR("refused")) ==
              (n > FORM_FIELDS_MAX));
    }
    for (size_t n = FORM_NAME_MAX; n <= FORM_NAME_MAX + 1; n++) {
        buf_init(&b, test_arena(), SIZE_MAX);
        buf_fill(&b, 'a', n);
        buf_char(&b, '=');
        CASE("a name of %zu", n);
        CHECK(str_eq(shown(URLENCODED, buf_view(&b)), STR("refused")) ==
              (n > FORM_NAME_MAX));
    }
    for (size_t n = FORM_VALUE_MAX; n <= FORM_VALUE_MAX + 1; n++) {
        buf_init(&b, test_arena(), SIZE_MAX);
        buf_c(&b, "a=");
        buf_fill(&b, 'a', n);
        CASE("a value of %zu", n);
        CHECK(str_eq(shown(URLENCODED, buf_view(&b)), STR("refused")) ==
              (n > FORM_VALUE_MAX));
    }
}

void test_form__values(void)
{
    struct form f;
    CHECK_OK(test_cx(), form_read(test_cx(), test_arena(), STR(MULTI),
                                  STR(PART("name=\"a\"; filename=\"x\"", "file")
                                          PART("name=\"a\"", "first") PART(
                                              "name=\"a\"", "second") "--XX--"),
                                  &f));
    CHECK_STR(form_value(&f, "a"), STR("first"));
    CHECK_STR(form_value(&f, "b"), STR(""));
    CHECK_STR(form_file(&f, "a")->value, STR("file"));
    CHECK(form_file(&f, "b") == NULL);
}

void test_form__cookies(void)
{
    CHECK_STR(cookie_value(STR("truce=abc"), "truce"), STR("abc"));
    CHECK_STR(cookie_value(STR("a=1; truce=abc; b=2"), "truce"), STR("abc"));
    CHECK_STR(cookie_value(STR("a=1;truce=abc"), "truce"), STR("abc"));
    CHECK_STR(cookie_value(STR("xtruce=abc"), "truce"), STR(""));
    CHECK_STR(cookie_value(STR("truce=a; truce=b"), "truce"), STR(""));
    CHECK_STR(cookie_value(STR(""), "truce"), STR(""));
}
