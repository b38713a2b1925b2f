/* test_http.c: the server over a socket, in a process of its own; the client
 * against it. */
#include "base/buf.h"
#include "base/sys.h"
#include "crypto/crypto.h"
#include "http/gate.h"
#include "tests/support/served.h"
#include "tests/test.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: a.example\r\n"
#define END  "Connection: close\r\n\r\n"

static const char page[] = "0123456789";

/* The streams of a server, which is a process of its own. */
static struct http_stream *streams[8];
static unsigned n_streams, n_gone, n_held_back;

static void on_gone(void *self)
{
    *(struct http_stream **)self = NULL;
    n_gone++;
}

static void begin_stream(struct http_call *c)
{
    static const struct http_answer a = {.type = "text/event-stream"};
    struct http_stream **at = &streams[n_streams];
    struct http_stream *s = n_streams == COUNT_OF(streams)
                                ? NULL
                                : http_stream_begin(c, &a, on_gone, at);
    if (s == NULL)
        return;
    *at = s;
    n_streams++;
    http_stream_send(s, STR("begun\n"));
}

/* A kilobyte to each that takes it. */
static void tick(struct cx *cx, void *self)
{
    char text[1024];
    (void)cx;
    (void)self;
    memset(text, '.', sizeof text);
    for (unsigned i = 0; i < n_streams; i++)
        if (streams[i] != NULL && http_stream_is_clear(streams[i]))
            http_stream_send(streams[i], (str){text, sizeof text});
        else if (streams[i] != NULL)
            n_held_back++;
}

/* /echo: the body; /large: a megabyte; /page: with a tag; /slow: after 300 ms;
 * /fails, /silent; /stream, /streams: how they fare, /end: of the first. */
static err handler(struct cx *cx, void *self, struct http_call *c)
{
    struct http_answer a = {.status = 200, .type = "text/plain"};
    (void)self;
    if (str_eq(c->path, STR("/echo"))) {
        a.body = c->body;
    } else if (str_eq(c->path, STR("/where"))) {
        a.body = c->query;
    } else if (str_eq(c->path, STR("/agent"))) {
        a.body = http_header(c, "user-AGENT");
    } else if (str_eq(c->path, STR("/page"))) {
        a.body = str_of(page);
        a.lasting = true;
        a.etag = "\"p1\"";
        a.cache = "max-age=60";
    } else if (str_eq(c->path, STR("/large"))) {
        char *p = arena_alloc(cx->scratch, 1 << 20);
        TRY_ROOM(cx, cx->scratch, p != NULL);
        memset(p, 'L', 1 << 20);
        a.body = (str){p, 1 << 20};
    } else if (str_eq(c->path, STR("/slow"))) {
        sys_sleep_ms(300);
        a.body = STR("slow");
    } else if (str_eq(c->path, STR("/fails"))) {
        return fail(cx, ERR_RESOURCE, "the secret reason");
    } else if (str_eq(c->path, STR("/silent"))) {
        return OK;
    } else if (str_eq(c->path, STR("/stream"))) {
        begin_stream(c);
        return OK;
    } else if (str_eq(c->path, STR("/streams"))) {
        TRY_ROOM(cx, cx->scratch,
                 arena_printf(cx->scratch, &a.body, "%u begun, %u gone%s",
                              n_streams, n_gone,
                              n_held_back > 0 ? ", some held back" : ""));
    } else if (str_eq(c->path, STR("/end"))) {
        http_stream_end(streams[0]);
        streams[0] = NULL;
    } else {
        http_send_text(c, 404, STR("there is nothing here"));
        return OK;
    }
    http_send(c, &a);
    return OK;
}

static struct served begin(struct http_options o)
{
    o.handler = handler;
    o.tick = tick;
    struct served s = served_begin(o);
    CHECK(s.pid > 0);
    return s;
}

static bool has(str s, const char *part)
{
    return str_find(s, str_of(part)) < s.n;
}

static str body_of(str answer)
{
    size_t at = str_find(answer, STR("\r\n\r\n"));
    return str_sub(answer, at + 4, answer.n);
}

/* "HTTP/1.1 200 OK": the number; 0 without an answer. */
static int status_of(str answer)
{
    int64_t n;
    return answer.n > 12 && str_int(str_sub(answer, 9, 12), 0, 999, &n) ? (int)n
                                                                        : 0;
}

void test_http__answers(void)
{
    struct served s = begin((struct http_options){0});
    struct arena *a = test_arena();
    str r = served_ask(a, &s, STR("GET /where?a=b HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 200);
    CHECK_STR(body_of(r), STR("a=b"));
    CHECK(has(r, "Cache-Control: no-store\r\n"));
    CHECK(has(r, "X-Content-Type-Options: nosniff\r\n"));
    CHECK(has(r, "Content-Length: 3\r\n"));
    CHECK(!has(r, "Server:"));

    r = served_ask(a, &s,
                   STR("POST /echo HTTP/1.1\r\n" HOST
                       "Content-Length: 5\r\n" END "hello"));
    CHECK_STR(body_of(r), STR("hello"));
    r = served_ask(
        a, &s, STR("GET /agent HTTP/1.1\r\n" HOST "User-Agent: x/1\r\n" END));
    CHECK_STR(body_of(r), STR("x/1"));
    r = served_ask(a, &s,
                   STR("GET http://a.example/page HTTP/1.1\r\n" HOST END));
    CHECK_STR(body_of(r), str_of(page));
    CHECK(has(r, "ETag: \"p1\"\r\n") && has(r, "max-age=60"));
    r = served_ask(a, &s,
                   STR("GET /page HTTP/1.1\r\n" HOST
                       "If-None-Match: \"o\", W/\"p1\"\r\n" END));
    CHECK_INT(status_of(r), 304);
    CHECK_INT(body_of(r).n, 0);
    r = served_ask(
        a, &s,
        STR("GET /page HTTP/1.1\r\n" HOST "If-None-Match: \"o\"\r\n" END));
    CHECK_INT(status_of(r), 200);
    r = served_ask(a, &s, STR("HEAD /page HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 200);
    CHECK(has(r, "Content-Length: 10\r\n"));
    CHECK_INT(body_of(r).n, 0);
    r = served_ask(a, &s, STR("GET /page HTTP/1.0\r\n\r\n"));
    CHECK_INT(status_of(r), 200);
    r = served_ask(a, &s, STR("GET /none HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 404);
    r = served_ask(a, &s, STR("GET /a/%2e%2e/b HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 400);
    r = served_ask(a, &s, STR("GET /fails HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 500);
    CHECK(!has(r, "secret"));
    r = served_ask(a, &s, STR("GET /silent HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 500);
    r = served_ask(a, &s, STR("GET /large HTTP/1.1\r\n" HOST END));
    CHECK_INT(body_of(r).n, 1 << 20);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__refuses_over_the_wire(void)
{
    static const struct {
        const char *name;
        str bytes;
        int status;
    } rows[] = {
        {"two equal Content-Length",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                  "Content-Length: 5\r\n\r\nhello"),
         400},
        {"two different Content-Length",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                  "Content-Length: 6\r\n\r\nhello"),
         400},
        {"Content-Length and Transfer-Encoding",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n"),
         400},
        {"Transfer-Encoding: xchunked",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST
                  "Transfer-Encoding: xchunked\r\n\r\n"),
         501},
        {"no Host", STR_INIT("GET /page HTTP/1.1\r\n\r\n"), 400},
        {"two Host", STR_INIT("GET /page HTTP/1.1\r\n" HOST HOST "\r\n"), 400},
        {"space before colon",
         STR_INIT("GET /page HTTP/1.1\r\n" HOST "X : a\r\n\r\n"), 400},
        {"obs-fold",
         STR_INIT("GET /page HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"), 400},
        {"bare LF", STR_INIT("GET /page HTTP/1.1\nHost: a\n\n"), 400},
        {"Content-Length: +5",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST
                  "Content-Length: +5\r\n\r\nhello"),
         400},
        {"NUL in a header",
         STR_INIT("GET /page HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"), 400},
        {"chunked",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
         411},
        {"a body too long",
         STR_INIT("POST /echo HTTP/1.1\r\n" HOST
                  "Content-Length: 104857600\r\n\r\n"),
         413},
        {"another method", STR_INIT("PUT /page HTTP/1.1\r\n" HOST "\r\n"), 501},
        {"the gate's own target", STR_INIT("GET !200 HTTP/1.1\r\n" HOST "\r\n"),
         400},
        {"nothing of HTTP", STR_INIT("\x16\x03\x01\r\n"), 400},
    };
    struct served s = begin((struct http_options){0});
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].name);
        /* It ends the connection by itself. */
        CHECK_INT(status_of(served_ask(test_arena(), &s, rows[i].bytes)),
                  rows[i].status);
        /* In pieces, behind a sound request: that is answered first. */
        int fd = served_connect(&s);
        CHECK(served_send(fd, STR("GET /page HTTP/1.1\r\n" HOST "\r\n")));
        for (size_t at = 0; at < rows[i].bytes.n; at++)
            if (!served_send(fd, str_sub(rows[i].bytes, at, at + 1)))
                break;
        str both = served_receive(test_arena(), fd, 5000);
        CHECK_INT(status_of(both), 200);
        char want[20];
        snprintf(want, sizeof want, "HTTP/1.1 %d ", rows[i].status);
        CHECK(has(body_of(both), want));
        close(fd);
    }
    CASE("ends well");
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__keeps_order_and_bodies(void)
{
    struct served s = begin((struct http_options){0});
    struct arena *a = test_arena();
    /* A hundred at once, in order. */
    struct buf b, want;
    buf_init(&b, a, 1 << 20);
    buf_init(&want, a, 1 << 20);
    for (int i = 0; i < 100; i++)
        buf_printf(&b,
                   "POST /echo HTTP/1.1\r\n" HOST
                   "Content-Length: 4\r\n%s\r\n%04d",
                   i == 99 ? "Connection: close\r\n" : "", i);
    str all = served_ask(a, &s, buf_view(&b));
    for (int i = 0; i < 100; i++) {
        char body[5];
        size_t at = str_find(all, STR("\r\n\r\n"));
        snprintf(body, sizeof body, "%04d", i);
        CHECK_STR(str_sub(all, at + 4, at + 8), str_of(body));
        all = str_sub(all, at + 8, all.n);
    }
    CHECK_INT(all.n, 0);

    /* The largest body comes back whole; one byte more is refused. */
    size_t n = GATE_BODY_MAX;
    char *body = arena_alloc(a, n);
    struct test_rand r = {3};
    for (size_t i = 0; i < n; i++)
        body[i] = (char)test_rand_u64(&r);
    buf_clear(&b);
    buf_init(&b, a, 2 * n);
    buf_printf(&b, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n" END,
               n);
    buf_bytes(&b, body, n);
    str back = body_of(served_ask(a, &s, buf_view(&b)));
    CHECK_INT(back.n, n);
    CHECK(str_eq(back, (str){body, n}));
    buf_clear(&b);
    buf_printf(&b, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n",
               n + 1);
    buf_bytes(&b, body, n);
    buf_char(&b, 'x');
    CHECK_INT(status_of(served_ask(a, &s, buf_view(&b))), 413);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__slow_clients_are_let_go(void)
{
    struct served s = begin(
        (struct http_options){.head_ms = 300, .body_ms = 300, .idle_ms = 600});
    uint64_t begun = sys_ticks_ns();
    static const char *const parts[] = {
        "GET /page HT", /* half a head */
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhel",
        "", /* nothing */
    };
    int fd[COUNT_OF(parts)];
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        fd[i] = served_connect(&s);
        CHECK(served_send(fd[i], str_of(parts[i])));
    }
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        str r = served_receive(test_arena(), fd[i], 5000);
        CHECK_INT(r.n, 0);
        close(fd[i]);
    }
    uint64_t ms = (sys_ticks_ns() - begun) / 1000000;
    CHECK(ms >= 500 && ms < 4000);
    /* A byte now and then does not keep it open. */
    int one = served_connect(&s);
    begun = sys_ticks_ns();
    for (int i = 0; i < 40; i++) {
        if (!served_send(one, STR("G")))
            break;
        sys_sleep_ms(50);
    }
    ms = (sys_ticks_ns() - begun) / 1000000;
    CHECK(ms < 1500);
    close(one);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

#define STREAM "GET /stream HTTP/1.1\r\n" HOST "\r\n"

static str streams_of(const struct served *s)
{
    return body_of(
        served_ask(test_arena(), s, STR("GET /streams HTTP/1.1\r\n" HOST END)));
}

/* What comes, until this is in it, or nothing comes for 10 s. */
static str receive_until(int fd, const char *what)
{
    static char room[4096];
    size_t n = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (n < sizeof room && !has((str){room, n}, what) &&
           poll(&p, 1, 10000) > 0) {
        ssize_t got = recv(fd, room + n, sizeof room - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return (str){room, n};
}

/* Asked until it says so, for at most 10 s. */
static bool comes_to(const struct served *s, const char *what)
{
    for (int i = 0; i < 200; i++) {
        if (has(streams_of(s), what))
            return true;
        sys_sleep_ms(50);
    }
    return false;
}

/* At once: one more than may be, which waits in the server. */
void test_http__more_connections_wait(void)
{
    struct served s = begin((struct http_options){
        .connections = 3, .streams = 4, .tick_ms = 60000});
    int fd[4];
    for (int i = 0; i < 4; i++) {
        fd[i] = served_connect(&s);
        CHECK(served_send(fd[i], STR(STREAM)));
        CHECK(has(receive_until(fd[i], "begun"), "begun"));
    }
    int fifth = served_connect(&s);
    CHECK(served_send(fifth, STR("GET /page HTTP/1.1\r\n" HOST END)));
    CHECK_INT(served_receive(test_arena(), fifth, 200).n, 0);
    close(fd[0]);
    CHECK_INT(status_of(served_receive(test_arena(), fifth, 10000)), 200);
    for (int i = 1; i < 4; i++)
        close(fd[i]);
    close(fifth);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__idle_connections_make_room(void)
{
    enum { MORE = 30, AT_ONCE = 4 };
    struct served s = begin((struct http_options){.connections = AT_ONCE});
    int fd[MORE];
    for (int i = 0; i < MORE; i++) {
        fd[i] = served_connect(&s);
        CHECK(served_send(fd[i], STR("GET /page HTTP/1.1\r\n" HOST "\r\n")));
        CHECK(has(receive_until(fd[i], page), page));
    }
    /* The first are gone, the last is still there. */
    CHECK_INT(served_receive(test_arena(), fd[0], 10000).n, 0);
    CHECK(served_send(fd[MORE - 1], STR("GET /page HTTP/1.1\r\n" HOST END)));
    CHECK_INT(status_of(served_receive(test_arena(), fd[MORE - 1], 10000)),
              200);
    for (int i = 0; i < MORE; i++)
        close(fd[i]);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__streams(void)
{
    struct served s = begin((struct http_options){.streams = 2, .tick_ms = 20});
    struct arena *a = test_arena();
    int one = served_connect(&s), two = served_connect(&s);
    CHECK(served_send(one, STR(STREAM)) && served_send(two, STR(STREAM)));
    CHECK(comes_to(&s, "2 begun, 0 gone"));
    /* No more of them; and HEAD begins none. */
    str r = served_ask(a, &s, STR(STREAM));
    CHECK_INT(status_of(r), 503);
    r = served_ask(a, &s, STR("HEAD /stream HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 200);
    CHECK(has(r, "text/event-stream"));
    CHECK(has(streams_of(&s), "2 begun, 0 gone"));
    /* One leaves; the other gets what is sent, until it is ended. */
    close(one);
    CHECK(comes_to(&s, "2 begun, 1 gone"));
    int three = served_connect(&s);
    CHECK(served_send(three, STR("GET /stream HTTP/1.0\r\n\r\n")));
    CHECK(comes_to(&s, "3 begun"));
    CHECK(kill(s.pid, SIGTERM) == 0);
    r = served_receive(a, two, 5000);
    CHECK_INT(status_of(r), 200);
    CHECK(has(r, "begun\n") && has(r, ".....") && !has(r, "Content-Length"));
    r = served_receive(a, three, 5000);
    CHECK_INT(status_of(r), 200);
    CHECK(has(body_of(r), "begun\n") && !has(r, "chunked"));
    close(two);
    close(three);
    CHECK_INT(served_end(&s, 0), 0); /* it has had its signal */
}

void test_http__a_stream_is_ended(void)
{
    struct served s = begin((struct http_options){.tick_ms = 5000});
    int one = served_connect(&s);
    CHECK(served_send(one, STR(STREAM)));
    CHECK(comes_to(&s, "1 begun"));
    (void)served_ask(test_arena(), &s, STR("GET /end HTTP/1.1\r\n" HOST END));
    str r = served_receive(test_arena(), one, 5000);
    CHECK(has(r, "begun\n") && has(r, "\r\n0\r\n\r\n"));
    CHECK(has(streams_of(&s), "1 begun, 0 gone"));
    close(one);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

/* Who takes nothing costs no memory, holds up nobody, and is let go. */
void test_http__a_stream_that_is_not_read(void)
{
    struct served s =
        begin((struct http_options){.tick_ms = 2, .idle_ms = 1500});
    int one = served_connect(&s);
    CHECK(served_send(one, STR(STREAM)));
    CHECK(comes_to(&s, "1 begun"));
    CHECK(comes_to(&s, "held back"));
    CHECK(comes_to(&s, "1 gone"));
    close(one);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__bodies_have_a_budget(void)
{
    struct served s = begin((struct http_options){.all_body_bytes = 100});
    int fd = served_connect(&s);
    CHECK(served_send(fd, STR("POST /echo HTTP/1.1\r\n" HOST
                              "Content-Length: 60\r\n\r\nabc")));
    sys_sleep_ms(100);
    static const char more[] =
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 60\r\n" END
        "123456789012345678901234567890123456789012345678901234567890";
    CHECK_INT(status_of(served_ask(test_arena(), &s, str_of(more))), 503);
    close(fd);
    sys_sleep_ms(100);
    CHECK_INT(status_of(served_ask(test_arena(), &s, str_of(more))), 200);
    CHECK_INT(status_of(served_ask(test_arena(), &s, str_of(more))), 200);
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__finishes_what_has_begun(void)
{
    struct served s = begin((struct http_options){0});
    int idle = served_connect(&s), busy = served_connect(&s);
    CHECK(served_send(busy, STR("POST /echo HTTP/1.1\r\n" HOST
                                "Content-Length: 5\r\n\r\nhel")));
    sys_sleep_ms(100);
    kill(s.pid, SIGTERM);
    sys_sleep_ms(100);
    CHECK_INT(served_receive(test_arena(), idle, 2000).n, 0);
    CHECK(served_send(busy, STR("lo")));
    str r = served_receive(test_arena(), busy, 2000);
    CHECK_INT(status_of(r), 200);
    CHECK(has(r, "Connection: close\r\n"));
    CHECK_STR(body_of(r), STR("hello"));
    /* It was told already; told again as it goes, it would die of it. */
    CHECK_INT(served_end(&s, 0), 0);
    CHECK_INT(served_connect(&s), -1);
    close(idle);
    close(busy);
    /* One that never ends does not keep it. */
    s = begin((struct http_options){.stop_ms = 200});
    busy = served_connect(&s);
    CHECK(served_send(busy, STR("POST /echo HTTP/1.1\r\n" HOST
                                "Content-Length: 5\r\n\r\nhel")));
    sys_sleep_ms(100);
    CHECK_INT(served_end(&s, SIGTERM), 0);
    close(busy);
}

/* Connections end at the same moment as the server: each is freed once. */
void test_http__stops_while_clients_come_and_go(void)
{
    struct test_rand r = {11};
    for (int i = 0; i < 30; i++) {
        struct served s = begin((struct http_options){0});
        for (uint64_t n = test_rand_below(&r, 20); n > 0; n--) {
            int fd = served_connect(&s);
            (void)served_send(fd,
                              test_rand_below(&r, 3) == 0
                                  ? STR("GET")
                                  : STR("GET /page HTTP/1.1\r\n" HOST "\r\n"));
            close(fd);
        }
        CHECK_INT(served_end(&s, SIGTERM), 0);
    }
}

void test_http__addresses(void)
{
    struct cx *cx = test_cx();
    struct http_server *s = NULL;
    static const char *const bad[] = {"",      "8080",           "127.0.0.1",
                                      ":8080", "127.0.0.1:x",    "::1:80",
                                      "[::1]", "127.0.0.1:65536"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct http_options o = {.listen = bad[i], .handler = handler};
        CHECK_FAILS(cx, http_server_new(cx, &o, &s), ERR_INPUT);
    }
    struct http_options o = {.listen = "127.0.0.1:0", .handler = handler};
    CHECK_OK(cx, http_server_new(cx, &o, &s));
    char again[40];
    snprintf(again, sizeof again, "127.0.0.1:%u", http_server_port(s));
    struct http_options second = {.listen = again, .handler = handler};
    struct http_server *t = NULL;
    CHECK_FAILS(cx, http_server_new(cx, &second, &t), ERR_CONFLICT);
    http_server_free(s);
}

void test_http__client(void)
{
    struct cx *cx = test_cx();
    struct served s = begin((struct http_options){0});
    struct http_reply r = {0};
    char url[80];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/echo", s.port);
    CHECK_OK(cx, http_post(cx, test_arena(), url, "text/x", STR("a\nb"), 100,
                           5000, &r));
    CHECK_INT(r.status, 200);
    CHECK_STR(r.body, STR("a\nb"));
    CHECK_STR(r.type, STR("text/plain"));
    snprintf(url, sizeof url, "http://127.0.0.1:%u/none", s.port);
    CHECK_OK(cx, http_post(cx, test_arena(), url, "text/x", STR("x"), 100, 5000,
                           &r));
    CHECK_INT(r.status, 404);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/large", s.port);
    CHECK_FAILS(
        cx,
        http_post(cx, test_arena(), url, "text/x", STR("x"), 1000, 5000, &r),
        ERR_LIMIT);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/slow", s.port);
    CHECK_FAILS(
        cx, http_post(cx, test_arena(), url, "text/x", STR("x"), 1000, 100, &r),
        ERR_RESOURCE);
    snprintf(url, sizeof url, "https://127.0.0.1:%u/echo", s.port);
    CHECK_FAILS(
        cx,
        http_post(cx, test_arena(), url, "text/x", STR("x"), 1000, 2000, &r),
        ERR_RESOURCE);
    CHECK_INT(served_end(&s, SIGTERM), 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/echo", s.port);
    CHECK_FAILS(
        cx,
        http_post(cx, test_arena(), url, "text/x", STR("x"), 1000, 2000, &r),
        ERR_RESOURCE);
    static const char *const bad[] = {"",
                                      "a",
                                      "ftp://a/",
                                      "http://",
                                      "http://u:p@a/",
                                      "http:///x",
                                      "http://a:99999/"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK_FAILS(cx,
                    http_post(cx, test_arena(), bad[i], "text/x", STR("x"),
                              1000, 1000, &r),
                    ERR_INPUT);
}

/* --- TLS ------------------------------------------------------------------ */

static const char cert_file[] = "build/test-tls-cert.pem";
static const char key_file[] = "build/test-tls-key.pem";

/* A key and a certificate that it signed itself. */
static void make_pair(const char *cert, const char *key)
{
    EVP_PKEY *k = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    FILE *f = fopen(key, "w");
    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 86400);
    X509_set_pubkey(x, k);
    X509_sign(x, k, EVP_sha256());
    CHECK(f != NULL && PEM_write_PrivateKey(f, k, NULL, NULL, 0, NULL, NULL));
    fclose(f);
    f = fopen(cert, "w");
    CHECK(f != NULL && PEM_write_X509(f, x));
    fclose(f);
    X509_free(x);
    EVP_PKEY_free(k);
}

/* What comes over TLS until the other side closes. 0: any version. */
static str ask_tls(const struct served *s, int version, str bytes)
{
    static char room[1000];
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    struct buf b;
    int fd = served_connect(s), n;
    buf_init(&b, test_arena(), SIZE_MAX);
    SSL_CTX_set_security_level(ctx, 0);
    SSL_CTX_set_max_proto_version(ctx, version);
    SSL *tls = SSL_new(ctx);
    SSL_set_fd(tls, fd);
    if (SSL_connect(tls) == 1) {
        CHECK(SSL_write(tls, bytes.p, (int)bytes.n) == (int)bytes.n);
        while ((n = SSL_read(tls, room, sizeof room)) > 0)
            buf_bytes(&b, room, (size_t)n);
    }
    SSL_free(tls);
    SSL_CTX_free(ctx);
    close(fd);
    return buf_view(&b);
}

void test_http__tls(void)
{
    make_pair(cert_file, key_file);
    struct served s = begin(
        (struct http_options){.tls_cert = cert_file, .tls_key = key_file});
    str r = ask_tls(&s, 0, STR("GET /where?a=b HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 200);
    CHECK_STR(body_of(r), STR("a=b"));
    r = ask_tls(&s, TLS1_2_VERSION, STR("GET /page HTTP/1.1\r\n" HOST END));
    CHECK_INT(status_of(r), 200);
    r = ask_tls(&s, TLS1_1_VERSION, STR("GET /page HTTP/1.1\r\n" HOST END));
    CHECK_INT(r.n, 0);
    /* More than any buffer holds; and what is refused is still said. */
    r = ask_tls(&s, 0,
                STR("GET /large HTTP/1.1\r\n" HOST
                    "\r\nGET /large HTTP/1.1\r\n" HOST END));
    CHECK(r.n > 2 << 20);
    r = ask_tls(&s, 0, STR("GET /page HTTP/1.1\nHost: a\n\n"));
    CHECK_INT(status_of(r), 400);
    r = served_ask(test_arena(), &s, STR("GET /page HTTP/1.1\r\n" HOST END));
    CHECK(!has(r, "HTTP"));
    CHECK_INT(served_end(&s, SIGTERM), 0);
}

void test_http__tls_needs_a_pair(void)
{
    static const char other[] = "build/test-tls-other.pem";
    static const struct {
        const char *cert, *key;
    } rows[] = {{"tests/test.h", key_file},
                {cert_file, "tests/test.h"},
                {cert_file, other},
                {"build/none.pem", key_file}};
    struct http_server *s;
    make_pair(cert_file, other);
    make_pair(cert_file, key_file);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s and %s", rows[i].cert, rows[i].key);
        struct http_options o = {.listen = "127.0.0.1:0",
                                 .handler = handler,
                                 .tls_cert = rows[i].cert,
                                 .tls_key = rows[i].key};
        CHECK_FAILS(test_cx(), http_server_new(test_cx(), &o, &s), ERR_INPUT);
    }
    unlink(cert_file);
    unlink(key_file);
    unlink(other);
}
