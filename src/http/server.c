/* http/server.c: evhttp behind the gate.
 *
 * Each connection is a socket's bufferevent under a filter. The filter lets one
 * sound request through at a time, the next when that is answered. For one that
 * is refused it hands evhttp a request of its own instead, whose target,
 * "!" and a status, no client can send: so the refusal waits its turn as every
 * answer does, and the connection ends with it.
 *
 *     socket (or TLS) -> filter -> evhttp -> on_request -> handler
 *     socket <-  drain <- evhttp <- http_send <----'
 *
 * Answers go past the socket's own buffer: evhttp ends a connection as soon as
 * the filter has taken its bytes, and what then lay in that buffer would be
 * lost. So drain() writes to the descriptor itself, and takes what was written.
 *
 * libevent frees what it owns from its loop; so a connection's end is where its
 * filter's context is freed (conn_free), and the server outlives the loop.
 * Read next: http.h, gate.h. */
#include "http/http.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/banned.h"
#include "http/gate.h"
#include "http/stream_int.h"

enum {
    DEFAULT_CONNECTIONS = 10000,
    DEFAULT_TICK_MS = 100,
    DEFAULT_HEAD_MS = 15000,
    DEFAULT_BODY_MS = 15000,
    DEFAULT_IDLE_MS = 60000,
    DEFAULT_STOP_MS = 10000,
    BODY_BYTES_A_SECOND = 16 << 10, /* a slow mobile line */
    /* A refused body of up to so much is taken and dropped before that is
     * said: who still writes would see the connection reset, not the answer. */
    DROP_MAX = 64 << 20,
    SPARE_FILES = 64, /* descriptors for all else */
    BACKLOG = 1024,
    /* What the kernel's buffer holds besides is the client's to wait for. */
    READ_AHEAD_BYTES = 64 << 10,
    RETRY_MS = 100 /* when the system has no descriptor left */
};
static const uint64_t DEFAULT_ALL_BODY_BYTES = (uint64_t)256 << 20;

enum timing { TIMING_NONE, TIMING_IDLE, TIMING_HEAD, TIMING_BODY };

struct conn {
    struct http_server *s;
    struct conn *prev, *next;
    struct bufferevent *bev, *socket;
    SSL *tls; /* the socket's own, or NULL */
    int fd;   /* -1 until the first bytes */
    struct gate gate;
    bool refused;  /* what comes is dropped */
    bool open;     /* a request is through, and not answered */
    bool leaving;  /* it makes room for another */
    uint64_t rest; /* of its body, still to come */
    uint64_t drop; /* of a body too long, still to come */
    uint64_t held; /* its body, in the server's account */
    enum timing timing;
    struct event deadline, writable;
};

struct http_server {
    struct cx *cx;
    struct mem mem;
    struct http_options o;
    SSL_CTX *tls; /* NULL: plain */
    struct event_base *base;
    struct evhttp *http;
    struct evhttp_bound_socket *bound;
    struct evconnlistener *listener; /* NULL once it is stopping */
    struct event *retry, *term, *interrupt, *late;
    unsigned port;
    bool stopping, full;
    struct conn *first, *last; /* newest first */
    unsigned n;
    struct streams streams;
    uint64_t held;
    struct conn **by_fd;
    size_t n_fd;
};

/* A call with what only this file sees of it. */
struct call {
    struct http_call front; /* first */
    struct http_server *s;
    bool sent;
};

static struct timeval ms_of(uint64_t ms)
{
    return (struct timeval){(time_t)(ms / 1000),
                            (suseconds_t)(ms % 1000 * 1000)};
}

/* --- connections ---------------------------------------------------------- */

static void set_timing(struct conn *c, enum timing t, uint64_t ms)
{
    struct timeval tv = ms_of(ms);
    if (t == c->timing)
        return;
    c->timing = t;
    if (t == TIMING_NONE)
        event_del(&c->deadline);
    else
        event_add(&c->deadline, &tv);
}

/* From when evhttp ends a connection until libevent's loop has freed it, its
 * bufferevent must not be touched: to take a reference on it then, as triggers
 * and flushes do, would free it twice. It has no callbacks any more, and before
 * that it always has one for events. */
static bool is_live(const struct conn *c)
{
    bufferevent_data_cb on_read, on_write;
    bufferevent_event_cb on_event;
    void *arg;
    bufferevent_getcb(c->bev, &on_read, &on_write, &on_event, &arg);
    return on_event != NULL;
}

static void end(struct conn *c, short what, int options)
{
    if (is_live(c))
        bufferevent_trigger_event(c->bev, what, options);
}

static void on_deadline(evutil_socket_t fd, short what, void *self)
{
    struct conn *c = self;
    (void)fd;
    (void)what;
    c->timing = TIMING_NONE;
    end(c, BEV_EVENT_READING | BEV_EVENT_TIMEOUT, 0);
}

static void give_back(struct conn *c)
{
    c->s->held -= c->held;
    c->held = 0;
}

/* The client takes more of the answer, or has taken none for too long. */
static void on_writable(evutil_socket_t fd, short what, void *self)
{
    struct conn *c = self;
    (void)fd;
    if (what & EV_TIMEOUT)
        end(c, BEV_EVENT_WRITING | BEV_EVENT_TIMEOUT, 0);
    else if (is_live(c))
        bufferevent_flush(c->bev, EV_WRITE, BEV_NORMAL);
}

/* Bytes to send: the loop calls drain() when evhttp is done with them. */
static void on_output(struct evbuffer *b, const struct evbuffer_cb_info *info,
                      void *self)
{
    struct conn *c = self;
    (void)b;
    if (info->n_added > 0 && c->fd >= 0)
        event_active(&c->writable, EV_WRITE, 1);
}

/* evhttp has the descriptor only after the connection is made. */
static bool remember(struct conn *c)
{
    struct http_server *s = c->s;
    if (c->fd >= 0)
        return true;
    int fd = bufferevent_getfd(c->socket);
    if (fd < 0)
        return false;
    if ((size_t)fd >= s->n_fd) {
        size_t n = (size_t)fd + 256;
        struct conn **more = mem_resize(
            &s->mem, s->by_fd, s->n_fd * sizeof *more, n * sizeof *more);
        if (more == NULL)
            return false;
        memset(more + s->n_fd, 0, (n - s->n_fd) * sizeof *more);
        s->by_fd = more;
        s->n_fd = n;
    }
    s->by_fd[fd] = c;
    c->fd = fd;
    event_assign(&c->writable, s->base, fd, EV_WRITE, on_writable, c);
    return true;
}

static void conn_free(void *self)
{
    struct conn *c = self;
    struct http_server *s = c->s;
    event_del(&c->deadline);
    if (c->fd >= 0)
        event_del(&c->writable);
    give_back(c);
    if (c->fd >= 0 && s->by_fd[c->fd] == c)
        s->by_fd[c->fd] = NULL;
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        s->first = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    else
        s->last = c->prev;
    s->n--;
    mem_resize(&s->mem, c, sizeof *c, 0);
    if (s->stopping && s->n == 0)
        event_base_loopexit(s->base, NULL);
    if (s->full && s->n <= s->o.connections && s->listener != NULL) {
        s->full = false;
        evconnlistener_enable(s->listener);
    }
}

/* --- the gate ------------------------------------------------------------- */

/* evhttp is given a request that says so instead. */
static void refuse(struct conn *c, struct evbuffer *to, unsigned status)
{
    c->refused = true;
    c->open = true;
    evbuffer_add_printf(to,
                        "GET !%u HTTP/1.1\r\nHost: gate\r\n"
                        "Connection: close\r\n\r\n",
                        status);
}

/* false: the head is not complete. */
static bool pass_head(struct conn *c, struct evbuffer *from,
                      struct evbuffer *to)
{
    struct http_server *s = c->s;
    size_t n = evbuffer_get_length(from);
    if (n > GATE_HEAD_MAX)
        n = GATE_HEAD_MAX;
    const unsigned char *p = evbuffer_pullup(from, (ev_ssize_t)n);
    if (!remember(c)) {
        c->refused = true;
        end(c, BEV_EVENT_READING | BEV_EVENT_ERROR, BEV_TRIG_DEFER_CALLBACKS);
        return true;
    }
    if (p == NULL) {
        refuse(c, to, 503);
        return true;
    }
    switch (gate_read(&c->gate, (str){(const char *)p, n})) {
    case GATE_MORE:
        return false;
    case GATE_SKIP:
        evbuffer_drain(from, c->gate.head);
        c->gate = (struct gate){.skipped = true, .body_max = s->o.body_bytes};
        return true;
    case GATE_REFUSE:
        if (c->gate.status == 413 && !c->gate.waits &&
            c->gate.body <= DROP_MAX) {
            evbuffer_drain(from, c->gate.head);
            c->drop = c->gate.body;
            return true;
        }
        refuse(c, to, c->gate.status);
        return true;
    case GATE_PASS:
        break;
    }
    if (c->gate.body > s->o.all_body_bytes - s->held) {
        refuse(c, to, 503);
        return true;
    }
    evbuffer_remove_buffer(from, to, c->gate.head);
    c->open = true;
    c->rest = c->held = c->gate.body;
    s->held += c->held;
    c->gate = (struct gate){.body_max = s->o.body_bytes};
    return true;
}

/* It is gone when the loop comes to it. */
static void leave(struct conn *c)
{
    if (c->leaving)
        return;
    c->leaving = true;
    end(c, BEV_EVENT_READING | BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
}

static void time_it(struct conn *c, struct evbuffer *from)
{
    struct http_options *o = &c->s->o;
    if (c->drop > 0 || (c->open && c->rest > 0))
        set_timing(c, TIMING_BODY,
                   o->body_ms +
                       (c->drop + c->rest) * 1000 / BODY_BYTES_A_SECOND);
    else if (c->open)
        set_timing(c, TIMING_NONE, 0);
    else if (evbuffer_get_length(from) > 0)
        set_timing(c, TIMING_HEAD, o->head_ms);
    else
        set_timing(c, TIMING_IDLE, o->idle_ms);
    if (c->s->full && c->timing == TIMING_IDLE)
        leave(c);
}

/* As evbuffer_write(), through TLS: what could be written is taken. False: the
 * connection is broken. errno plays no part. */
static bool write_tls(struct evbuffer *from, SSL *tls)
{
    struct evbuffer_iovec v;
    while (evbuffer_peek(from, -1, NULL, &v, 1) > 0 && v.iov_len > 0) {
        size_t n = 0;
        ERR_clear_error();
        if (SSL_write_ex(tls, v.iov_base, v.iov_len, &n) != 1) {
            int why = SSL_get_error(tls, 0);
            ERR_clear_error();
            return why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ;
        }
        evbuffer_drain(from, n);
    }
    return true;
}

static bool write_some(struct conn *c, struct evbuffer *from)
{
    if (c->tls != NULL)
        return write_tls(from, c->tls);
    errno = 0;
    return evbuffer_write(from, c->fd) >= 0 || errno == EAGAIN ||
           errno == EINTR;
}

/* The filter of what goes out. */
static enum bufferevent_filter_result drain(struct evbuffer *from,
                                            struct evbuffer *to,
                                            ev_ssize_t limit,
                                            enum bufferevent_flush_mode mode,
                                            void *self)
{
    struct conn *c = self;
    struct timeval tv = ms_of(c->s->o.idle_ms);
    (void)to;
    (void)limit;
    (void)mode;
    if (evbuffer_get_length(from) == 0 || c->fd < 0)
        return BEV_NEED_MORE;
    if (!write_some(c, from)) {
        end(c, BEV_EVENT_WRITING | BEV_EVENT_ERROR, BEV_TRIG_DEFER_CALLBACKS);
        return BEV_ERROR;
    }
    if (evbuffer_get_length(from) == 0)
        return BEV_OK;
    event_add(&c->writable, &tv);
    return BEV_NEED_MORE;
}

/* The filter: as libevent calls it when bytes have come. */
static enum bufferevent_filter_result filter(struct evbuffer *from,
                                             struct evbuffer *to,
                                             ev_ssize_t limit,
                                             enum bufferevent_flush_mode mode,
                                             void *self)
{
    struct conn *c = self;
    size_t before = evbuffer_get_length(to), n;
    (void)limit;
    (void)mode;
    while ((n = evbuffer_get_length(from)) > 0) {
        if (c->refused) {
            evbuffer_drain(from, n);
        } else if (c->drop > 0) {
            n = n < c->drop ? n : (size_t)c->drop;
            evbuffer_drain(from, n);
            c->drop -= n;
            if (c->drop == 0)
                refuse(c, to, 413);
        } else if (c->rest > 0) {
            n = n < c->rest ? n : (size_t)c->rest;
            if (evbuffer_remove_buffer(from, to, n) != (int)n)
                break;
            c->rest -= n;
        } else if (c->open || !pass_head(c, from, to)) {
            break;
        }
    }
    time_it(c, from);
    return evbuffer_get_length(to) > before ? BEV_OK : BEV_NEED_MORE;
}

/* The descriptor comes later; with TLS its handshake then begins. */
static struct bufferevent *new_socket(struct http_server *s,
                                      struct event_base *base, SSL **tls)
{
    if (s->tls == NULL)
        return bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
    *tls = SSL_new(s->tls);
    if (*tls == NULL)
        return NULL;
    struct bufferevent *b = bufferevent_openssl_socket_new(
        base, -1, *tls, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
    if (b == NULL)
        SSL_free(*tls);
    return b;
}

/* Beyond the limit the oldest connection that neither asks nor is answered
 * makes room. Without one the next waits, until there is one. */
static void make_room(struct http_server *s)
{
    struct conn *c = s->last;
    if (s->n <= s->o.connections || s->listener == NULL)
        return;
    while (c != NULL && (c->leaving || c->timing != TIMING_IDLE || !is_live(c)))
        c = c->prev;
    if (c != NULL)
        leave(c);
    if (c == NULL || s->n > s->o.connections + SPARE_FILES / 2) {
        s->full = true;
        evconnlistener_disable(s->listener);
    }
}

/* evhttp asks for the bufferevent of each new connection. Where this gives NULL
 * it makes one without a gate: on_request refuses what comes through that. */
static struct bufferevent *new_conn(struct event_base *base, void *self)
{
    struct http_server *s = self;
    struct conn *c = mem_resize(&s->mem, NULL, 0, sizeof *c);
    SSL *tls = NULL;
    struct bufferevent *socket = new_socket(s, base, &tls);
    if (c == NULL || socket == NULL) {
        if (socket != NULL)
            bufferevent_free(socket);
        mem_resize(&s->mem, c, sizeof *c, 0);
        return NULL;
    }
    memset(c, 0, sizeof *c);
    c->s = s;
    c->fd = -1;
    c->socket = socket;
    c->tls = tls;
    c->gate.body_max = s->o.body_bytes;
    event_assign(&c->deadline, base, -1, 0, on_deadline, c);
    bufferevent_setwatermark(socket, EV_READ, 0, READ_AHEAD_BYTES);
    c->next = s->first;
    if (s->first != NULL)
        s->first->prev = c;
    else
        s->last = c;
    s->first = c;
    s->n++;
    c->bev = bufferevent_filter_new(
        socket, filter, drain, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS,
        conn_free, c);
    if (c->bev == NULL) {
        bufferevent_free(socket);
        conn_free(c);
        return NULL;
    }
    if (evbuffer_add_cb(bufferevent_get_output(c->bev), on_output, c) == NULL)
        c->refused = true; /* no memory: what comes is dropped, until idle_ms */
    make_room(s);
    set_timing(c, TIMING_IDLE, s->o.idle_ms);
    return c->bev;
}

/* --- answers -------------------------------------------------------------- */

static struct evhttp_request *request_of(const struct http_call *c)
{
    return (struct evhttp_request *)c->request;
}

static struct conn *conn_of(struct http_server *s, struct evhttp_request *r)
{
    struct evhttp_connection *ec = evhttp_request_get_connection(r);
    struct bufferevent *bev =
        ec == NULL ? NULL : evhttp_connection_get_bufferevent(ec);
    struct bufferevent *socket =
        bev == NULL ? NULL : bufferevent_get_underlying(bev);
    int fd = socket == NULL ? -1 : bufferevent_getfd(socket);
    return fd < 0 || (size_t)fd >= s->n_fd ? NULL : s->by_fd[fd];
}

str http_header(const struct http_call *c, const char *name)
{
    const char *v = evhttp_find_header(
        evhttp_request_get_input_headers(request_of(c)), name);
    return v == NULL ? STR("") : str_of(v);
}

/* RFC 9110 13.1.2: a list of tags, or "*"; W/ does not matter here. */
static bool none_match(const struct http_call *c, const char *etag)
{
    str list = http_header(c, "If-None-Match"), one;
    while (list.n > 0) {
        (void)str_cut(list, ',', &one, &list);
        one = str_trim(one);
        if (str_starts(one, STR("W/")))
            one = str_sub(one, 2, one.n);
        if (str_eq(one, str_of(etag)) || str_eq(one, STR("*")))
            return false;
    }
    return true;
}

static void set(struct evkeyvalq *h, const char *name, const char *value)
{
    evhttp_remove_header(h, name);
    /* Values with line ends are refused by libevent. */
    (void)evhttp_add_header(h, name, value);
}

static void keep_nothing(const void *p, size_t n, void *self)
{
    (void)p;
    (void)n;
    (void)self;
}

/* The fields of a head that do not depend on the body. */
static void set_fields(struct call *c, const struct http_answer *a)
{
    struct evkeyvalq *h =
        evhttp_request_get_output_headers(request_of(&c->front));
    for (size_t i = 0; i < a->n_fields; i++)
        set(h, a->fields[i].name, a->fields[i].value);
    set(h, "Cache-Control", a->cache == NULL ? "no-store" : a->cache);
    set(h, "X-Content-Type-Options", "nosniff");
}

void http_send(struct http_call *front, const struct http_answer *a)
{
    struct call *c = (struct call *)front;
    struct evkeyvalq *h = evhttp_request_get_output_headers(request_of(front));
    unsigned status = a->status;
    char length[24];
    if (NEVER(c->sent))
        return;
    c->sent = true;
    if (a->etag != NULL && status == 200 && !none_match(front, a->etag))
        status = 304;
    set_fields(c, a);
    if (a->etag != NULL)
        set(h, "ETag", a->etag);
    if (c->s->stopping || status == 400 || status == 413)
        set(h, "Connection", "close");
    struct evbuffer *out = evbuffer_new();
    if (status != 304 && status != 204) {
        (void)snprintf(length, sizeof length, "%zu", a->body.n);
        set(h, "Content-Length", length);
        if (a->type != NULL)
            set(h, "Content-Type", a->type);
        if (out != NULL && front->method != HTTP_HEAD && a->body.n > 0) {
            if (a->lasting)
                evbuffer_add_reference(out, a->body.p, a->body.n, keep_nothing,
                                       NULL);
            else
                evbuffer_add(out, a->body.p, a->body.n);
        }
    }
    evhttp_send_reply(request_of(front), (int)status, NULL, out);
    if (out != NULL)
        evbuffer_free(out);
}

struct http_stream *http_stream_begin(struct http_call *front,
                                      const struct http_answer *a,
                                      void (*gone)(void *self), void *self)
{
    struct call *c = (struct call *)front;
    struct evhttp_request *r = request_of(front);
    struct evkeyvalq *h = evhttp_request_get_output_headers(r);
    struct conn *conn = conn_of(c->s, r);
    if (NEVER(c->sent || conn == NULL))
        return NULL;
    if (front->method == HTTP_HEAD) {
        http_send(front, &(struct http_answer){.status = 200,
                                               .type = a->type,
                                               .fields = a->fields,
                                               .n_fields = a->n_fields});
        return NULL;
    }
    if (!c->s->stopping && c->s->streams.n < c->s->streams.most) {
        set_fields(c, a);
        set(h, "Content-Type", a->type);
        set(h, "Connection", "close"); /* nothing comes after it */
        struct http_stream *s =
            stream_begin(&c->s->streams, r, conn->fd, gone, self);
        c->sent = s != NULL;
        if (c->sent)
            return s;
    }
    http_send_text(front, 503, STR("as many look on as can; try again later"));
    return NULL;
}

void http_send_text(struct http_call *c, unsigned status, str line)
{
    char text[512];
    int n = snprintf(text, sizeof text, "%.*s\n", STR_ARG(line));
    size_t all = n < 0 ? 0 : (size_t)n;
    struct http_answer a = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .body = {text, all < sizeof text ? all : sizeof text - 1}};
    http_send(c, &a);
}

static const char *why(unsigned status)
{
    switch (status) {
    case 411:
        return "a body needs Content-Length";
    case 413:
        return "the body is too long";
    case 414:
        return "the address is too long";
    case 417:
        return "this expectation cannot be met";
    case 431:
        return "the head of the request is too long";
    case 501:
        return "there are GET, HEAD and POST, without codings";
    case 503:
        return "too much at once; try again";
    case 505:
        return "this is HTTP/1.1";
    default:
        return "not a request as RFC 9112 has it";
    }
}

/* --- requests ------------------------------------------------------------- */

/* Answered: the next may come. */
static void on_complete(struct evhttp_request *r, void *self)
{
    struct conn *c = conn_of(self, r);
    if (c == NULL)
        return;
    c->open = false;
    give_back(c);
    if (!c->refused && is_live(c))
        bufferevent_flush(c->bev, EV_READ, BEV_NORMAL); /* times it, too */
}

static str body_of(struct evhttp_request *r, bool *room)
{
    struct evbuffer *b = evhttp_request_get_input_buffer(r);
    size_t n = evbuffer_get_length(b);
    const char *p = n == 0 ? "" : (const char *)evbuffer_pullup(b, -1);
    *room = p != NULL;
    return (str){p, p == NULL ? 0 : n};
}

static void handle(struct http_server *s, struct call *c)
{
    struct cx *cx = s->cx;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = s->o.handler(cx, s->o.self, &c->front);
    if (!is_ok(e) && s->o.fault != NULL)
        s->o.fault(cx, s->o.self);
    fault_clear(cx);
    if (!c->sent)
        http_send_text(&c->front, 500, STR("this could not be done here"));
    arena_rewind(cx->scratch, mark);
}

static void print_address(struct evhttp_request *r, char *out, size_t cap)
{
    char *peer = NULL;
    ev_uint16_t port;
    struct evhttp_connection *ec = evhttp_request_get_connection(r);
    if (ec != NULL)
        evhttp_connection_get_peer(ec, &peer, &port);
    (void)snprintf(out, cap, "%s", peer == NULL ? "" : peer);
}

static void on_request(struct evhttp_request *r, void *self)
{
    struct http_server *s = self;
    struct call c = {.s = s};
    const char *target = evhttp_request_get_uri(r);
    char path[GATE_TARGET_MAX + 1];
    bool room;
    enum evhttp_cmd_type m = evhttp_request_get_command(r);
    c.front.request = (struct http_request *)r;
    c.front.method = m == EVHTTP_REQ_POST   ? HTTP_POST
                     : m == EVHTTP_REQ_HEAD ? HTTP_HEAD
                                            : HTTP_GET;
    evhttp_request_set_on_complete_cb(r, on_complete, s);
    if (conn_of(s, r) == NULL) {
        http_send_text(&c.front, 503, str_of(why(503)));
        return;
    }
    if (target[0] == '!') {
        int64_t status;
        if (!str_int(str_of(target + 1), 400, 599, &status))
            status = 400;
        http_send_text(&c.front, (unsigned)status,
                       str_of(why((unsigned)status)));
        return;
    }
    c.front.body = body_of(r, &room);
    print_address(r, c.front.address, sizeof c.front.address);
    if (!room)
        http_send_text(&c.front, 503, str_of(why(503)));
    else if (!gate_path(str_of(target), path, sizeof path, &c.front.path,
                        &c.front.query))
        http_send_text(&c.front, 400, STR("this path names nothing"));
    else
        handle(s, &c);
}

/* --- beginning ------------------------------------------------------------ */

static void defaults(struct http_options *o)
{
    if (o->connections == 0)
        o->connections = DEFAULT_CONNECTIONS;
    if (o->body_bytes == 0)
        o->body_bytes = GATE_BODY_MAX;
    if (o->all_body_bytes == 0)
        o->all_body_bytes = DEFAULT_ALL_BODY_BYTES;
    if (o->head_ms == 0)
        o->head_ms = DEFAULT_HEAD_MS;
    if (o->body_ms == 0)
        o->body_ms = DEFAULT_BODY_MS;
    if (o->idle_ms == 0)
        o->idle_ms = DEFAULT_IDLE_MS;
    if (o->stop_ms == 0)
        o->stop_ms = DEFAULT_STOP_MS;
    if (o->tick_ms == 0)
        o->tick_ms = DEFAULT_TICK_MS;
}

/* Each connection is a descriptor: no more than the system gives. */
static void fit_files(struct http_options *o)
{
    struct rlimit r;
    rlim_t want = (rlim_t)o->connections + SPARE_FILES;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0)
        return;
    if (r.rlim_cur < want) {
        r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
        (void)setrlimit(RLIMIT_NOFILE, &r);
    }
    if (r.rlim_cur < want)
        o->connections = r.rlim_cur > 2 * (rlim_t)SPARE_FILES
                             ? (unsigned)r.rlim_cur - SPARE_FILES
                             : SPARE_FILES;
}

static err find_address(struct cx *cx, const char *listen,
                        struct addrinfo **out)
{
    static const char hint[] =
        "It reads HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.";
    struct addrinfo ask = {.ai_socktype = SOCK_STREAM,
                           .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    char host[256];
    str s = str_of(listen), name;
    size_t at = s.n;
    int64_t port;
    while (at > 0 && s.p[at - 1] != ':')
        at--;
    name = str_sub(s, 0, at == 0 ? 0 : at - 1);
    if (name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']')
        name = str_sub(name, 1, name.n - 1);
    else if (str_find_char(name, ':') < name.n)
        name = STR("");
    if (name.n == 0 || !str_int(str_sub(s, at, s.n), 0, 65535, &port) ||
        !str_to_c(name, host, sizeof host))
        return fail_hint(cx, ERR_INPUT, hint, "%s is no address to listen at",
                         listen);
    int code = getaddrinfo(host, listen + at, &ask, out);
    if (code != 0)
        return fail_hint(cx, ERR_INPUT, hint, "%s: %s", listen,
                         gai_strerror(code));
    return OK;
}

static unsigned port_of(int fd)
{
    struct sockaddr_storage a;
    socklen_t n = sizeof a;
    memset(&a, 0, sizeof a);
    if (getsockname(fd, (struct sockaddr *)&a, &n) != 0)
        return 0;
    return a.ss_family == AF_INET6
               ? ntohs(((struct sockaddr_in6 *)&a)->sin6_port)
               : ntohs(((struct sockaddr_in *)&a)->sin_port);
}

static void on_retry(evutil_socket_t fd, short what, void *self)
{
    struct http_server *s = self;
    (void)fd;
    (void)what;
    if (s->listener != NULL && !s->full)
        evconnlistener_enable(s->listener);
}

/* No descriptor left: without a pause the loop would turn for nothing. */
static void on_accept_error(struct evconnlistener *l, void *self)
{
    struct http_server *s = self;
    struct timeval tv = ms_of(RETRY_MS);
    evconnlistener_disable(l);
    event_add(s->retry, &tv);
}

static err listen_at(struct http_server *s)
{
    struct cx *cx = s->cx;
    struct addrinfo *a;
    TRY(cx, find_address(cx, s->o.listen, &a));
    errno = 0;
    s->listener = evconnlistener_new_bind(
        s->base, NULL, NULL,
        LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_EXEC,
        BACKLOG, a->ai_addr, (int)a->ai_addrlen);
    int code = errno;
    freeaddrinfo(a);
    if (s->listener == NULL && (code == EADDRINUSE || code == EACCES))
        return fail(cx, code == EACCES ? ERR_DENIED : ERR_CONFLICT, "%s: %s",
                    s->o.listen,
                    code == EACCES ? "not permitted to listen here"
                                   : "another program listens here");
    if (s->listener == NULL)
        return fail(cx, code == EADDRNOTAVAIL ? ERR_INPUT : ERR_RESOURCE,
                    "%s: cannot listen here", s->o.listen);
    s->port = port_of(evconnlistener_get_fd(s->listener));
    s->bound = evhttp_bind_listener(s->http, s->listener);
    if (s->bound == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    evconnlistener_set_error_cb(s->listener, on_accept_error);
    return OK;
}

static void on_signal(evutil_socket_t fd, short what, void *self)
{
    (void)fd;
    (void)what;
    http_server_stop(self);
}

static void on_late(evutil_socket_t fd, short what, void *self)
{
    struct http_server *s = self;
    (void)fd;
    (void)what;
    event_base_loopexit(s->base, NULL);
}

/* A library prints nothing: what matters comes back as a failure. */
static void print_nothing(int severity, const char *text)
{
    (void)severity;
    (void)text;
}

static err tls_fault(struct cx *cx, const char *path, const char *what)
{
    const char *why = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return fail_hint(cx, ERR_INPUT,
                     "PEM files of one pair: the server's certificate with "
                     "those above it, and its private key without passphrase",
                     "%s: %s (%s)", path, what, why == NULL ? "?" : why);
}

static err begin_tls(struct http_server *s)
{
    struct cx *cx = s->cx;
    if (s->o.tls_cert == NULL)
        return OK;
    s->tls = SSL_CTX_new(TLS_server_method());
    if (s->tls == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    SSL_CTX_set_min_proto_version(s->tls, TLS1_2_VERSION);
    SSL_CTX_set_options(s->tls, SSL_OP_NO_RENEGOTIATION |
                                    SSL_OP_NO_COMPRESSION |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(s->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(s->tls, SSL_SESS_CACHE_OFF);
    /* Of TLS 1.2 what keeps old traffic closed when a key is lost. */
    if (SSL_CTX_set_cipher_list(s->tls, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        return tls_fault(cx, s->o.tls_cert, "no ciphers for it");
    if (SSL_CTX_use_certificate_chain_file(s->tls, s->o.tls_cert) != 1)
        return tls_fault(cx, s->o.tls_cert, "no certificate");
    if (SSL_CTX_use_PrivateKey_file(s->tls, s->o.tls_key, SSL_FILETYPE_PEM) !=
            1 ||
        SSL_CTX_check_private_key(s->tls) != 1)
        return tls_fault(cx, s->o.tls_key, "not the key of the certificate");
    return OK;
}

static err build(struct http_server *s)
{
    struct cx *cx = s->cx;
    TRY(cx, begin_tls(s));
    event_set_log_callback(print_nothing);
    s->base = event_base_new();
    s->http = s->base == NULL ? NULL : evhttp_new(s->base);
    if (s->http == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    /* Its own clock is no use: a byte now and then sets it back. */
    evhttp_set_timeout(s->http, 24 * 3600);
    evhttp_set_max_headers_size(s->http, GATE_HEAD_MAX + 1024);
    evhttp_set_max_body_size(s->http, (ev_ssize_t)s->o.body_bytes);
    evhttp_set_allowed_methods(s->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD |
                                            EVHTTP_REQ_POST);
    evhttp_set_default_content_type(s->http, NULL);
    evhttp_set_bevcb(s->http, new_conn, s);
    evhttp_set_gencb(s->http, on_request, s);
    s->retry = evtimer_new(s->base, on_retry, s);
    s->late = evtimer_new(s->base, on_late, s);
    s->term = evsignal_new(s->base, SIGTERM, on_signal, s);
    s->interrupt = evsignal_new(s->base, SIGINT, on_signal, s);
    if (s->retry == NULL || s->late == NULL || s->term == NULL ||
        s->interrupt == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    s->streams = (struct streams){
        .cx = cx,
        .base = s->base,
        .most = s->o.streams > 0 ? s->o.streams : s->o.connections / 2,
        .tick = s->o.tick,
        .tick_ms = s->o.tick_ms,
        .self = s->o.self};
    if (!streams_init(&s->streams))
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    TRY(cx, listen_at(s));
    event_add(s->term, NULL);
    event_add(s->interrupt, NULL);
    return OK;
}

err http_server_new(struct cx *cx, const struct http_options *o,
                    struct http_server **out)
{
    struct http_server *s = mem_resize(&cx->mem, NULL, 0, sizeof *s);
    if (s == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a server");
    memset(s, 0, sizeof *s);
    s->cx = cx;
    s->mem = cx->mem;
    s->o = *o;
    defaults(&s->o);
    fit_files(&s->o);
    err e = build(s);
    if (!is_ok(e)) {
        http_server_free(s);
        return e;
    }
    *out = s;
    return OK;
}

unsigned http_server_port(const struct http_server *s)
{
    return s->port;
}

err http_server_run(struct http_server *s)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    int code = event_base_dispatch(s->base);
    sigaction(SIGPIPE, &before, NULL);
    if (code < 0)
        return fail(s->cx, ERR_RESOURCE, "the server's loop ended by itself");
    return OK;
}

void http_server_stop(struct http_server *s)
{
    struct timeval tv = ms_of(s->o.stop_ms);
    if (s->stopping)
        return;
    s->stopping = true;
    if (s->bound != NULL)
        evhttp_del_accept_socket(s->http, s->bound);
    s->bound = NULL;
    s->listener = NULL;
    streams_end(&s->streams);
    for (struct conn *c = s->first, *next; c != NULL; c = next) {
        next = c->next;
        if (!c->open)
            end(c, BEV_EVENT_READING | BEV_EVENT_EOF, 0);
    }
    if (s->n == 0)
        event_base_loopexit(s->base, NULL);
    else
        event_add(s->late, &tv);
}

void http_server_free(struct http_server *s)
{
    struct mem mem;
    if (s == NULL)
        return;
    struct event *events[] = {s->retry, s->late, s->term, s->interrupt};
    for (size_t i = 0; i < COUNT_OF(events); i++)
        if (events[i] != NULL)
            event_free(events[i]);
    s->stopping = true;
    if (s->bound == NULL && s->listener != NULL)
        evconnlistener_free(s->listener);
    s->listener = NULL;
    streams_release(&s->streams);
    if (s->http != NULL)
        evhttp_free(s->http);
    if (s->base != NULL)
        event_base_free(s->base); /* ends the connections */
    SSL_CTX_free(s->tls);
    mem = s->mem;
    mem_resize(&mem, s->by_fd, s->n_fd * sizeof(struct conn *), 0);
    mem_resize(&mem, s, sizeof *s, 0);
}
