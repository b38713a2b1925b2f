/* test_gate.c: what RFC 9112 calls invalid is refused, however it is cut. */
#include "base/buf.h"
#include "http/gate.h"
#include "tests/test.h"

/* The verdicts over a stream of requests that comes in pieces: `cut` is where
 * the first piece ends, `step` the size of those after it. */
static void judge(str stream, size_t cut, size_t step, struct buf *out)
{
    size_t begin = 0, have = cut;
    uint64_t rest = 0;
    struct gate g = {0};
    for (;;) {
        size_t n = have < stream.n ? have : stream.n;
        if (rest > 0) {
            size_t take = n - begin < rest ? n - begin : (size_t)rest;
            begin += take;
            rest -= take;
        }
        if (rest == 0) {
            enum gate_verdict v = gate_read(&g, str_sub(stream, begin, n));
            if (v == GATE_REFUSE) {
                buf_printf(out, "%u ", g.status);
                return;
            }
            if (v == GATE_SKIP) {
                buf_c(out, "skip ");
                begin += g.head;
                g = (struct gate){.skipped = true};
                continue;
            }
            if (v == GATE_PASS) {
                buf_printf(out, "pass(%zu,%" PRIu64 ") ", g.head, g.body);
                begin += g.head;
                rest = g.body;
                g = (struct gate){0};
                continue;
            }
        }
        if (n == stream.n)
            break;
        have += step;
    }
    buf_printf(out, "%s", begin == stream.n && rest == 0 ? "end" : "more");
}

static str verdicts(str stream, size_t cut, size_t step)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 10000);
    judge(stream, cut, step, &b);
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

#define HOST "Host: a.example\r\n"
static const struct {
    const char *name;
    str bytes;
    const char *want;
} rows[] = {
    {"a request", STR_INIT("GET / HTTP/1.1\r\n" HOST "\r\n"), "pass(35,0) end"},
    {"two",
     STR_INIT("GET / HTTP/1.1\r\n" HOST "\r\nHEAD /a HTTP/1.1\r\n" HOST "\r\n"),
     "pass(35,0) pass(37,0) end"},
    {"a body",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Content-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n" HOST "\r\n"),
     "pass(55,5) pass(35,0) end"},
    {"half a body",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhel"),
     "pass(55,5) more"},
    {"HTTP/1.0 without Host", STR_INIT("GET / HTTP/1.0\r\n\r\n"),
     "pass(18,0) end"},
    {"absolute target",
     STR_INIT("GET http://a.example/x HTTP/1.1\r\n" HOST "\r\n"),
     "pass(52,0) end"},
    {"an empty line before", STR_INIT("\r\nGET / HTTP/1.1\r\n" HOST "\r\n"),
     "skip pass(35,0) end"},
    {"tab and obs-text in a value",
     STR_INIT("GET / HTTP/1.1\r\n" HOST "X: a\tb\xff\r\n\r\n"),
     "pass(44,0) end"},
    {"waits for leave",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
              "Content-Length: 0\r\n\r\n"),
     "pass(77,0) end"},

    /* The table of docs/dependencies.md. */
    {"two equal Content-Length",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
     "400 "},
    {"two different Content-Length",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
     "400 "},
    {"Content-Length and Transfer-Encoding",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
     "400 "},
    {"Transfer-Encoding: xchunked",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n"),
     "501 "},
    {"no Host", STR_INIT("GET / HTTP/1.1\r\n\r\n"), "400 "},
    {"two Host", STR_INIT("GET / HTTP/1.1\r\n" HOST HOST "\r\n"), "400 "},
    {"space before colon", STR_INIT("GET / HTTP/1.1\r\n" HOST "X : a\r\n\r\n"),
     "400 "},
    {"obs-fold", STR_INIT("GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"),
     "400 "},
    {"bare LF", STR_INIT("GET / HTTP/1.1\n" HOST "\r\n"), "400 "},
    {"bare LF later", STR_INIT("GET / HTTP/1.1\r\n" HOST "X: a\n\r\n"), "400 "},
    {"Content-Length: +5",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\nhello"),
     "400 "},
    {"NUL in a header", STR_INIT("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"),
     "400 "},

    /* More of the kind. */
    {"Content-Length: 5, 5",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\nhello"),
     "400 "},
    {"empty Content-Length",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"), "400 "},
    {"Content-Length: 0x5",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\nhello"),
     "400 "},
    {"a length of 2^64 + 5",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Content-Length: 18446744073709551621\r\n\r\n"),
     "413 "},
    {"10 MiB and one",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 10485761\r\n\r\n"),
     "413 "},
    {"10 MiB",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Content-Length: 10485760\r\n\r\n"),
     "pass(62,10485760) more"},
    {"chunked",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"),
     "411 "},
    {"gzip, chunked",
     STR_INIT("POST / HTTP/1.1\r\n" HOST
              "Transfer-Encoding: gzip, chunked\r\n\r\n"),
     "501 "},
    {"chunked twice",
     STR_INIT("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
              "Transfer-Encoding: chunked\r\n\r\n"),
     "400 "},
    {"chunked in HTTP/1.0",
     STR_INIT("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
     "400 "},
    {"POST without a length", STR_INIT("POST / HTTP/1.1\r\n" HOST "\r\n"),
     "411 "},
    {"GET with a body",
     STR_INIT("GET / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"),
     "400 "},
    {"another method", STR_INIT("DELETE / HTTP/1.1\r\n" HOST "\r\n"), "501 "},
    {"a lower-case method", STR_INIT("get / HTTP/1.1\r\n" HOST "\r\n"), "501 "},
    {"no method", STR_INIT(" / HTTP/1.1\r\n" HOST "\r\n"), "400 "},
    {"two spaces", STR_INIT("GET  / HTTP/1.1\r\n" HOST "\r\n"), "400 "},
    {"a space at the end", STR_INIT("GET / HTTP/1.1 \r\n" HOST "\r\n"), "400 "},
    {"HTTP/0.9", STR_INIT("GET /\r\n\r\n"), "400 "},
    {"HTTP/2", STR_INIT("GET / HTTP/2.0\r\n" HOST "\r\n"), "505 "},
    {"HTTP/1.2", STR_INIT("GET / HTTP/1.2\r\n" HOST "\r\n"), "505 "},
    {"http/1.1", STR_INIT("GET / http/1.1\r\n" HOST "\r\n"), "400 "},
    {"the gate's own target", STR_INIT("GET !200 HTTP/1.1\r\n" HOST "\r\n"),
     "400 "},
    {"a fragment", STR_INIT("GET /a#b HTTP/1.1\r\n" HOST "\r\n"), "400 "},
    {"*", STR_INIT("GET * HTTP/1.1\r\n" HOST "\r\n"), "400 "},
    {"8-bit target", STR_INIT("GET /\xc3\xa4 HTTP/1.1\r\n" HOST "\r\n"),
     "400 "},
    {"CR in a value", STR_INIT("GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n"),
     "400 "},
    {"CR CR LF", STR_INIT("GET / HTTP/1.1\r\r\n" HOST "\r\n"), "400 "},
    {"folded first header", STR_INIT("GET / HTTP/1.1\r\n " HOST "\r\n"),
     "400 "},
    {"no colon", STR_INIT("GET / HTTP/1.1\r\n" HOST "X\r\n\r\n"), "400 "},
    {"no name", STR_INIT("GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n"), "400 "},
    {"a host with a path", STR_INIT("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
     "400 "},
    {"a host with a user", STR_INIT("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
     "400 "},
    {"another expectation",
     STR_INIT("GET / HTTP/1.1\r\n" HOST "Expect: more\r\n\r\n"), "417 "},
    {"two empty lines before",
     STR_INIT("\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n"), "skip 400 "},
    {"TLS", STR_INIT("\x16\x03\x01\x02\n\x01"), "400 "},
};

void test_gate__refuses_what_the_rfc_calls_invalid(void)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str whole = verdicts(rows[i].bytes, SIZE_MAX, 1);
        CASE("%s", rows[i].name);
        CHECK_STR(whole, str_of(rows[i].want));
        for (size_t cut = 0; cut <= rows[i].bytes.n; cut++) {
            CHECK_STR(verdicts(rows[i].bytes, cut, SIZE_MAX / 4), whole);
            CHECK_STR(verdicts(rows[i].bytes, cut, 1), whole);
        }
    }
}

/* A head whose first line, or whose header, has n bytes more. */
static str long_head(size_t target, size_t value, unsigned headers)
{
    struct buf b;
    buf_init(&b, test_arena(), 1 << 20);
    buf_c(&b, "GET /");
    buf_fill(&b, 'a', target - 1);
    buf_c(&b, " HTTP/1.1\r\n" HOST);
    for (unsigned i = 1; i < headers; i++)
        buf_c(&b, "X: y\r\n");
    if (value > 0) {
        buf_c(&b, "V:");
        buf_fill(&b, 'v', value);
        buf_c(&b, "\r\n");
    }
    buf_c(&b, "\r\n");
    return buf_view(&b);
}

static void limit(const char *what, str at, str over, const char *status)
{
    CASE("%s", what);
    CHECK(str_starts(verdicts(at, SIZE_MAX, 1), STR("pass")));
    CHECK_STR(verdicts(over, SIZE_MAX, 1), str_of(status));
    CHECK_STR(verdicts(over, 0, 1), str_of(status));
    for (size_t step = 2; step < 5000; step += 511)
        CHECK_STR(verdicts(over, step, step), str_of(status));
}

void test_gate__limits(void)
{
    limit("target", long_head(GATE_TARGET_MAX, 0, 1),
          long_head(GATE_TARGET_MAX + 1, 0, 1), "414 ");
    limit("headers", long_head(1, 0, GATE_HEADERS_MAX),
          long_head(1, 0, GATE_HEADERS_MAX + 1), "431 ");
    limit("header line", long_head(1, GATE_LINE_MAX - 2, 1),
          long_head(1, GATE_LINE_MAX - 1, 1), "431 ");
    CASE("a line without end");
    str endless = long_head(100000, 0, 1);
    CHECK_STR(verdicts(endless, 0, 1), STR("414 "));
}

/* Whatever the bytes: cuts change nothing. */
void test_gate__cuts_change_nothing(void)
{
    static const char *const pieces[] = {"GET ",
                                         "POST ",
                                         "/ ",
                                         "HTTP/1.1",
                                         "\r\n",
                                         "\n",
                                         "\r",
                                         HOST,
                                         ":",
                                         " ",
                                         "Content-Length: ",
                                         "3",
                                         "Transfer-Encoding: chunked\r\n",
                                         "abc",
                                         "GET / HTTP/1.1\r\n",
                                         "POST / HTTP/1.1\r\n",
                                         "Content-Length: 3\r\n"};
    struct test_rand r = {7};
    for (size_t i = 0; i < 3000 * test_times(); i++) {
        struct arena_mark mark = arena_mark(test_arena());
        struct buf b;
        buf_init(&b, test_arena(), 10000);
        for (uint64_t n = test_rand_below(&r, 14); n > 0; n--)
            buf_c(&b, pieces[test_rand_below(&r, COUNT_OF(pieces))]);
        str s = buf_view(&b), whole = verdicts(s, SIZE_MAX, 1);
        CHECK_STR(verdicts(s, 0, 1), whole);
        for (size_t cut = 0; cut <= s.n; cut++)
            CHECK_STR(verdicts(s, cut, SIZE_MAX / 4), whole);
        arena_rewind(test_arena(), mark);
    }
}

void test_gate__paths(void)
{
    static const struct {
        const char *target, *path, *query; /* path NULL: refused */
    } table[] = {
        {"/", "/", ""},
        {"/a/b?c=%20d", "/a/b", "c=%20d"},
        {"/a/", "/a/", ""},
        {"/%61%20b", "/a b", ""},
        {"/\xd8\xb3?", "/\xd8\xb3", ""},
        {"/%D8%B3", "/\xd8\xb3", ""},
        {"http://a.example/b?c", "/b", "c"},
        {"http://a.example", "/", ""},
        {"http://a.example?c", "/", "c"},
        {"/..", NULL, ""},
        {"/a/../b", NULL, ""},
        {"/%2e%2e/b", NULL, ""},
        {"/a/./b", NULL, ""},
        {"//a", NULL, ""},
        {"/a//b", NULL, ""},
        {"/a%2fb", NULL, ""},
        {"/a%5cb", NULL, ""},
        {"/a%00b", NULL, ""},
        {"/a%0a", NULL, ""},
        {"/a%7f", NULL, ""},
        {"/%ff", NULL, ""},
        {"/%c0%ae%c0%ae", NULL, ""},
        {"/%", NULL, ""},
        {"/%4", NULL, ""},
        {"/%zz", NULL, ""},
        {"/a...b/...", "/a...b/...", ""},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        char room[64];
        str path = STR(""), query = STR("");
        CASE("%s", table[i].target);
        bool good = gate_path(str_of(table[i].target), room, sizeof room, &path,
                              &query);
        CHECK_INT(good, table[i].path != NULL);
        if (!good || table[i].path == NULL)
            continue;
        CHECK_STR(path, str_of(table[i].path));
        CHECK_STR(query, str_of(table[i].query));
    }
    char small[3];
    str path, query;
    CASE("no room");
    CHECK(gate_path(STR("/ab"), small, 3, &path, &query));
    CHECK(!gate_path(STR("/abc"), small, 3, &path, &query));
}
