/* app/serve.c: a node behind a socket: `truce serve`. */
#include "app/live.h"
#include "app/node.h"

#include "crypto/crypto.h"
#include "http/gate.h"
#include "http/http.h"
#include "proof/entry.h"
#include "web/web.h"

#include <limits.h>

struct serving {
    struct node *node;
    const struct serve_options *o;
    struct live live;
    struct arena room; /* of one request */
};

/* Nothing is loaded from elsewhere, nothing runs, nobody may frame a page. */
static const struct http_field guard[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src "
     "'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    /* With no-referrer browsers would not say from where a form is sent. */
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

/* A proxy in front adds who asked it to the end of the list. */
static str address_of(const struct serving *s, const struct http_call *call)
{
    str list = http_header(call, "X-Forwarded-For"), one;
    if (!s->o->behind_proxy || list.n == 0)
        return str_of(call->address);
    do
        (void)str_cut(list, ',', &one, &list);
    while (list.n > 0);
    return str_trim(one);
}

enum { ETAG_SIZE = 2 * CRY_HASH_BYTES + 3 };

static void print_etag(str body, char out[ETAG_SIZE])
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(cry_sha256(body, STR("")), hex);
    snprintf(out, ETAG_SIZE, "\"%.*s\"", (int)sizeof hex, hex);
}

static err handle(struct cx *cx, void *self, struct http_call *call)
{
    struct serving *s = self;
    struct node_request r = {.path = call->path,
                             .query = call->query,
                             .language = http_header(call, "Accept-Language"),
                             .post = call->method == HTTP_POST,
                             .body = call->body,
                             .type = http_header(call, "Content-Type"),
                             .cookie = http_header(call, "Cookie"),
                             .origin = http_header(call, "Origin"),
                             .host = http_header(call, "Host"),
                             .address = address_of(s, call),
                             .last_event = http_header(call, "Last-Event-ID")};
    struct node_reply reply;
    struct buf body;
    char etag[ETAG_SIZE];
    if (r.post && !node_has_people(s->node)) {
        http_send_text(call, 405, STR("this page can only be read"));
        return OK;
    }
    arena_reset(&s->room);
    buf_init(&body, &s->room, SIZE_MAX);
    TRY(cx, node_answer(cx, s->node, &r, &s->room, &body, &reply));
    struct http_field fields[COUNT_OF(guard) + 6];
    struct http_answer a = {.status = reply.status,
                            .type = reply.type,
                            .body = buf_view(&body),
                            .fields = fields,
                            .n_fields = COUNT_OF(guard)};
    memcpy(fields, guard, sizeof guard);
    if (s->o->tls_cert != NULL)
        fields[a.n_fields++] = (struct http_field){"Strict-Transport-Security",
                                                   "max-age=31536000"};
    if (reply.location.n > 0)
        fields[a.n_fields++] =
            (struct http_field){"Location", reply.location.p};
    if (reply.cookie.n > 0)
        fields[a.n_fields++] =
            (struct http_field){"Set-Cookie", reply.cookie.p};
    if (reply.renew || reply.soon)
        fields[a.n_fields++] =
            (struct http_field){"Refresh", reply.soon ? "1" : "60"};
    if (reply.status == 503)
        fields[a.n_fields++] = (struct http_field){"Retry-After", "2"};
    if (reply.follow) {
        /* A proxy that waits for more of it would spoil it. */
        fields[a.n_fields++] = (struct http_field){"X-Accel-Buffering", "no"};
        return live_add(cx, &s->live, call, &a, &reply);
    }
    if (reply.keep) {
        print_etag(a.body, etag);
        a.etag = etag;
        a.cache = "no-cache"; /* asked again, and not sent again */
    }
    http_send(call, &a);
    if (r.post)
        live_look(cx, &s->live); /* whoever looks on, at once */
    return OK;
}

static void tick(struct cx *cx, void *self)
{
    struct serving *s = self;
    live_tick(cx, &s->live);
}

static void tell_fault(struct cx *cx, void *self)
{
    struct serving *s = self;
    if (s->o->fault != NULL)
        s->o->fault(s->o->self, &cx->fault);
}

/* "http://127.0.0.1:8470/": the host as given, the port as it is. */
static err print_url(struct cx *cx, struct arena *a,
                     const struct serve_options *o, unsigned port, str *out)
{
    str host = str_of(o->listen);
    size_t colon = host.n;
    while (colon > 0 && host.p[colon - 1] != ':')
        colon--;
    if (colon > 0)
        host = str_sub(host, 0, colon - 1);
    TRY_ROOM(cx, a,
             arena_printf(a, out, "http%s://%.*s:%u/",
                          o->tls_cert == NULL ? "" : "s", STR_ARG(host), port));
    return OK;
}

static err serve(struct cx *cx, struct arena *a, struct serving *s)
{
    struct http_server *server;
    const struct http_options o = {.listen = s->o->listen,
                                   .tls_cert = s->o->tls_cert,
                                   .tls_key = s->o->tls_key,
                                   .handler = handle,
                                   .fault = tell_fault,
                                   .tick = tick,
                                   .tick_ms = LIVE_TICK_MS,
                                   .self = s};
    str url;
    live_init(&s->live, s->node);
    TRY(cx, http_server_new(cx, &o, &server));
    err e = print_url(cx, a, s->o, http_server_port(server), &url);
    if (is_ok(e)) /* signals are the server's now */
        e = node_leave_opening(cx, s->node);
    if (is_ok(e)) {
        s->o->ready(s->o->self, node_title(s->node), url);
        e = http_server_run(server);
    }
    http_server_free(server);
    return e;
}

/* Of an address HOST:PORT: whether only this machine reaches it. */
static bool is_loopback(str listen)
{
    return str_starts(listen, STR("127.")) ||
           str_starts(listen, STR("localhost:")) ||
           str_starts(listen, STR("[::1]:"));
}

err serve_must_be_private(struct cx *cx, const struct serve_options *o)
{
    str listen = str_of(o->listen);
    if (o->behind_proxy || o->tls_cert != NULL || is_loopback(listen) ||
        str_find_char(listen, ':') == listen.n) /* no address: refused there */
        return OK;
    return fail_hint(cx, ERR_INPUT,
                     "--tls-cert and --tls-key; or --behind-proxy if a web "
                     "server with https stands in "
                     "front, and nothing else reaches this address",
                     "%s: passwords would go over the network in the clear",
                     o->listen);
}

/* What is sealed is not read by whoever finds an address on this machine. */
static err must_have_people(struct cx *cx, const struct serving *s)
{
    if (!node_is_talks(s->node) || node_has_people(s->node))
        return OK;
    return fail_hint(cx, ERR_CONFLICT,
                     "truce people invite NODE NAME --role administrator makes "
                     "the first.",
                     "%s: talks are shown only to who logs in, and there are "
                     "no accounts yet",
                     s->o->base.agreement);
}

/* The page as a browser would get it. */
static err print_page(struct cx *cx, struct serving *s, bool *found)
{
    enum { ROOM = GATE_TARGET_MAX + 1 };
    char room[ROOM];
    struct node_request r = {.language = STR("")};
    struct node_reply reply;
    struct buf page;
    node_forget_people(s->node);
    buf_init(&page, &s->room, SIZE_MAX);
    if (!gate_path(str_of(s->o->print), room, sizeof room, &r.path, &r.query))
        return fail_hint(cx, ERR_INPUT, "for instance --print /agreement",
                         "\"%s\" is no address of a page", s->o->print);
    TRY(cx, node_answer(cx, s->node, &r, &s->room, &page, &reply));
    buf_str(s->o->out, buf_view(&page));
    *found = reply.status == 200;
    return OK;
}

err app_serve(struct cx *cx, struct arena *a, const struct serve_options *o,
              str *messages, bool *found)
{
    struct serving s = {.o = o};
    enum { PATIENCE_MS = 250 };
    err e = node_open_beside(
        cx, a, &o->base, o->print != NULL ? UINT_MAX : PATIENCE_MS, &s.node);
    *messages = STR("");
    if (s.node != NULL)
        TRY_ROOM(cx, a, arena_dup_str(a, node_messages(s.node), messages));
    arena_init(&s.room, cx->mem, "request", cx->limits.document_bytes);
    if (is_ok(e) && o->print == NULL)
        e = must_have_people(cx, &s);
    if (is_ok(e) && o->print == NULL && node_has_people(s.node))
        e = serve_must_be_private(cx, o);
    if (is_ok(e))
        node_set_secure(s.node, o->behind_proxy || o->tls_cert != NULL);
    if (is_ok(e))
        e = node_extend(cx, s.node, &o->extras);
    if (is_ok(e))
        e = o->print != NULL ? print_page(cx, &s, found) : serve(cx, a, &s);
    if (is_ok(e) && o->print == NULL) {
        e = node_opened(cx, s.node);
        if (messages->n == 0)
            TRY_ROOM(cx, a, arena_dup_str(a, node_messages(s.node), messages));
    }
    arena_release(&s.room);
    node_close(s.node);
    return e;
}
