/* http/client.c: one POST and its answer, over evhttp's client.
 *
 * Everything that is awaited happens in one loop with one deadline. What the
 * other side sends is only bytes; whoever asked verifies it.
 * Read next: http.h. */
#include "http/http.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <openssl/ssl.h>
#include <signal.h>

#include "base/banned.h"

struct exchange {
    struct cx *cx;
    const char *url, *host; /* for messages; for TLS */
    unsigned port;
    bool tls;
    char target[4096], authority[300];
    size_t max_bytes;
    struct event_base *base;
    struct evhttp_connection *connection;
    SSL_CTX *tls_ctx;
    bool done, refused, failed;
    struct arena *a;
    struct http_reply reply;
    err result;
};

static err take_reply(struct exchange *x, struct evhttp_request *r)
{
    struct cx *cx = x->cx;
    struct evbuffer *b = evhttp_request_get_input_buffer(r);
    const char *type =
        evhttp_find_header(evhttp_request_get_input_headers(r), "Content-Type");
    size_t n = evbuffer_get_length(b);
    const char *p = n == 0 ? "" : (const char *)evbuffer_pullup(b, -1);
    if (n > x->max_bytes)
        return fail(cx, ERR_LIMIT, "%s: an answer of more than %zu bytes",
                    x->url, x->max_bytes);
    if (p == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for an answer");
    x->reply.status = (unsigned)evhttp_request_get_response_code(r);
    TRY_ROOM(cx, x->a, arena_dup_str(x->a, (str){p, n}, &x->reply.body));
    TRY_ROOM(
        cx, x->a,
        arena_dup_str(x->a, str_of(type == NULL ? "" : type), &x->reply.type));
    return OK;
}

static void on_reply(struct evhttp_request *r, void *self)
{
    struct exchange *x = self;
    /* evhttp says by a status of 0, or no request, that there is no answer. */
    if (r != NULL && evhttp_request_get_response_code(r) != 0) {
        x->done = true;
        x->result = take_reply(x, r);
    }
    event_base_loopbreak(x->base);
}

static void on_error(enum evhttp_request_error e, void *self)
{
    struct exchange *x = self;
    x->failed = true;
    x->refused = e == EVREQ_HTTP_DATA_TOO_LONG;
}

/* --- the connection ------------------------------------------------------- */

static struct bufferevent *open_tls(struct exchange *x)
{
    x->tls_ctx = SSL_CTX_new(TLS_client_method());
    if (x->tls_ctx == NULL || SSL_CTX_set_default_verify_paths(x->tls_ctx) != 1)
        return NULL;
    SSL_CTX_set_min_proto_version(x->tls_ctx, TLS1_2_VERSION);
    SSL_CTX_set_verify(x->tls_ctx, SSL_VERIFY_PEER, NULL);
    SSL *ssl = SSL_new(x->tls_ctx);
    if (ssl == NULL)
        return NULL;
    if (SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 (void *)(uintptr_t)x->host) != 1 ||
        SSL_set1_host(ssl, x->host) != 1) {
        SSL_free(ssl);
        return NULL;
    }
    struct bufferevent *b = bufferevent_openssl_socket_new(
        x->base, -1, ssl, BUFFEREVENT_SSL_CONNECTING,
        BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    if (b == NULL)
        SSL_free(ssl);
    return b;
}

static err connect_to(struct exchange *x)
{
    struct cx *cx = x->cx;
    x->base = event_base_new();
    struct bufferevent *b = NULL;
    if (x->base != NULL)
        b = x->tls ? open_tls(x)
                   : bufferevent_socket_new(x->base, -1, BEV_OPT_CLOSE_ON_FREE);
    if (b != NULL)
        x->connection = evhttp_connection_base_bufferevent_new(
            x->base, NULL, b, x->host, (uint16_t)x->port);
    if (x->connection == NULL && b != NULL)
        bufferevent_free(b);
    if (x->connection == NULL)
        return fail(cx, ERR_RESOURCE, "%s: no memory for a connection", x->url);
    evhttp_connection_set_max_body_size(x->connection,
                                        (ev_ssize_t)x->max_bytes);
    evhttp_connection_set_max_headers_size(x->connection, 32 << 10);
    return OK;
}

static err send_body(struct exchange *x, const char *type, str body)
{
    struct cx *cx = x->cx;
    struct evhttp_request *r = evhttp_request_new(on_reply, x);
    if (r == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a request");
    struct evkeyvalq *h = evhttp_request_get_output_headers(r);
    evhttp_request_set_error_cb(r, on_error);
    if (evhttp_add_header(h, "Host", x->authority) != 0 ||
        evhttp_add_header(h, "Content-Type", type) != 0 ||
        evhttp_add_header(h, "Connection", "close") != 0 ||
        evbuffer_add(evhttp_request_get_output_buffer(r), body.p, body.n) !=
            0) {
        evhttp_request_free(r);
        return fail(cx, ERR_RESOURCE, "no memory for a request");
    }
    /* It takes the request over, also where it fails. */
    if (evhttp_make_request(x->connection, r, EVHTTP_REQ_POST, x->target) != 0)
        return fail(cx, ERR_RESOURCE, "%s: no connection", x->url);
    return OK;
}

/* --- the address ---------------------------------------------------------- */

static err read_url(struct exchange *x, struct evhttp_uri *u)
{
    struct cx *cx = x->cx;
    const char *scheme = u == NULL ? NULL : evhttp_uri_get_scheme(u);
    const char *host = u == NULL ? NULL : evhttp_uri_get_host(u);
    if (scheme == NULL || host == NULL || *host == '\0' ||
        (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0) ||
        evhttp_uri_get_userinfo(u) != NULL)
        return fail_hint(cx, ERR_INPUT,
                         "It reads http://HOST:PORT/PATH, or https.",
                         "%s is no address of the web", x->url);
    const char *path = evhttp_uri_get_path(u), *query = evhttp_uri_get_query(u);
    int port = evhttp_uri_get_port(u);
    x->tls = strcmp(scheme, "https") == 0;
    x->port = port >= 0 ? (unsigned)port : x->tls ? 443 : 80;
    int n = snprintf(x->target, sizeof x->target, "%s%s%s",
                     path == NULL || *path == '\0' ? "/" : path,
                     query == NULL ? "" : "?", query == NULL ? "" : query);
    int m = port >= 0 ? snprintf(x->authority, sizeof x->authority, "%s:%d",
                                 host, port)
                      : snprintf(x->authority, sizeof x->authority, "%s", host);
    str bare = str_of(host), copy;
    if (bare.n > 2 && bare.p[0] == '[')
        bare = str_sub(bare, 1, bare.n - 1);
    if (n < 0 || (size_t)n >= sizeof x->target || m < 0 ||
        (size_t)m >= sizeof x->authority)
        return fail(cx, ERR_INPUT, "the address is too long");
    TRY_ROOM(cx, cx->scratch, arena_dup_str(cx->scratch, bare, &copy));
    x->host = copy.p;
    return OK;
}

static err exchange(struct exchange *x, const char *type, str body,
                    unsigned timeout_ms)
{
    struct cx *cx = x->cx;
    struct timeval tv = {(time_t)(timeout_ms / 1000),
                         (suseconds_t)(timeout_ms % 1000 * 1000)};
    TRY(cx, connect_to(x));
    evhttp_connection_set_timeout_tv(x->connection, &tv);
    event_base_loopexit(x->base, &tv);
    TRY(cx, send_body(x, type, body));
    errno = 0;
    event_base_dispatch(x->base);
    if (x->done)
        return x->result;
    if (x->refused)
        return fail(cx, ERR_LIMIT, "%s: an answer of more than %zu bytes",
                    x->url, x->max_bytes);
    return fail_hint(cx, ERR_RESOURCE,
                     "Is it running there, and is the address right?",
                     x->tls ? "%s: no answer, or no certificate that this "
                              "machine trusts"
                            : "%s: no answer",
                     x->url);
}

err http_post(struct cx *cx, struct arena *a, const char *url, const char *type,
              str body, size_t max_bytes, unsigned timeout_ms,
              struct http_reply *out)
{
    struct exchange x = {.cx = cx, .url = url, .a = a, .max_bytes = max_bytes};
    struct evhttp_uri *u = evhttp_uri_parse(url);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    err e = read_url(&x, u);
    if (u != NULL)
        evhttp_uri_free(u);
    if (is_ok(e))
        e = exchange(&x, type, body, timeout_ms);
    if (x.connection != NULL)
        evhttp_connection_free(x.connection);
    if (x.base != NULL)
        event_base_free(x.base);
    SSL_CTX_free(x.tls_ctx);
    sigaction(SIGPIPE, &before, NULL);
    TRY(cx, e);
    *out = x.reply;
    return OK;
}
