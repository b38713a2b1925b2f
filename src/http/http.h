/* http/http.h: a small HTTP/1.1 server and client over libevent's evhttp.
 *
 * The server gives each sound request to one handler, and sends what that
 * answers. Whatever RFC 9112 calls invalid is refused before evhttp sees it
 * (gate.h). Bounded: connections, bytes of head and body, bytes of all bodies
 * together, the time that a client may take. One thread: a handler that takes
 * long holds up the others.
 *
 * Connections: up to a number. One more takes the place of that which has been
 * idle longest; where all are busy it waits. So neither many open connections
 * nor slow clients keep others out for longer than the times below.
 *
 * On SIGTERM or SIGINT it takes no new connection, finishes the requests that
 * have begun, and returns.
 *
 * With a certificate it speaks TLS 1.2 and 1.3, without renegotiation.
 *
 * Not here: routes, who may see what (the caller's handler).
 * Read next: gate.h, server.c. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/str.h"

/* --- server --------------------------------------------------------------- */

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

struct http_request; /* the library's part: opaque */

/* A request. All of it is borrowed until the handler returns. */
struct http_call {
    enum http_method method;
    str path;  /* decoded: UTF-8, begins with "/", without "." and ".." */
    str query; /* after "?", as it came */
    str body;  /* all of it; empty without one */
    char address[48]; /* of the other end: "192.0.2.7", "2001:db8::1" */
    struct http_request *request;
};

/* The value of a header, by any case of its name; empty if there is none. */
str http_header(const struct http_call *c, const char *name);

struct http_field {
    const char *name, *value; /* no line ends within */
};

struct http_answer {
    unsigned status;  /* 200 to 599 */
    const char *type; /* media type; NULL only without a body */
    str body;
    bool lasting;      /* body outlives the server, and is not copied */
    const char *etag;  /* with its quotes, or NULL; If-None-Match is then
                          answered with 304 */
    const char *cache; /* Cache-Control; NULL: no-store */
    const struct http_field *fields; /* more of them, or NULL */
    size_t n_fields;
};

/* Sends it; at most once a request. HEAD is sent the length and no body. A
 * connection that is gone, or memory that is short, is not told. */
void http_send(struct http_call *c, const struct http_answer *a);

/* A status with one line of plain text. */
void http_send_text(struct http_call *c, unsigned status, str line);

/* --- streams: an answer that stays open ---------------------------------- */

struct http_stream;

/* Instead of http_send(): sends the head of `a` with status 200, in which body,
 * etag and status play no part. gone(self) is called once, when the client has
 * left or the server ends; not after http_stream_end(). A stream lives until
 * one of these. NULL: it was answered with 503, since there are as many as may
 * be or no memory; or it was HEAD, of which no more is to be said. */
struct http_stream *http_stream_begin(struct http_call *c,
                                      const struct http_answer *a,
                                      void (*gone)(void *self), void *self);
void http_stream_send(struct http_stream *s, str bytes);
/* Whether the client has taken what was sent, but for some kilobytes on the
 * way: more would wait in memory. */
bool http_stream_is_clear(const struct http_stream *s);
void http_stream_end(struct http_stream *s);

/* Answers one request. If it fails, or answers nothing, 500 is sent. */
typedef err http_handler(struct cx *cx, void *self, struct http_call *c);

/* 0 or NULL: what is in parentheses. Times in milliseconds. */
struct http_options {
    const char *listen;      /* "127.0.0.1:8080", "[::1]:0", "host:80" */
    const char *tls_cert;    /* PEM, a chain from the server's own on: https */
    const char *tls_key;     /* PEM; both, or neither */
    unsigned connections;    /* at once (10000, or as many as the system has
                                descriptors for) */
    unsigned streams;        /* of them (half of the connections) */
    uint64_t body_bytes;     /* of a request (10 MiB) */
    uint64_t all_body_bytes; /* of all at once (256 MiB): else 503 */
    unsigned head_ms;        /* for all of a head (15 s) */
    unsigned body_ms;        /* for a body (15 s), and 1 s more for each
                                16 KiB of it */
    unsigned idle_ms;        /* between requests; to take an answer (60 s) */
    unsigned stop_ms;        /* to finish after SIGTERM (10 s) */
    http_handler *handler;   /* must be there */
    /* Called where the handler failed, with the fault in cx; may be NULL. */
    void (*fault)(struct cx *cx, void *self);
    /* Called each tick_ms (100) while there are streams; may be NULL. */
    void (*tick)(struct cx *cx, void *self);
    unsigned tick_ms;
    void *self;
};

struct http_server;

/* Listens; from now until it is freed SIGTERM and SIGINT are its own. INPUT:
 * not an address; CONFLICT: in use; DENIED. */
MUST_USE err http_server_new(struct cx *cx, const struct http_options *o,
                             struct http_server **out);
/* The port, where the address left it to the system with 0. */
unsigned http_server_port(const struct http_server *s);
/* Serves until a signal or http_server_stop(). SIGPIPE is ignored meanwhile. */
MUST_USE err http_server_run(struct http_server *s);
void http_server_stop(struct http_server *s);
void http_server_free(struct http_server *s); /* accepts NULL */

/* --- client --------------------------------------------------------------- */

struct http_reply {
    unsigned status;
    str type; /* Content-Type, or empty */
    str body;
};

/* Sends body to an address of http or https and waits for the answer, at most
 * timeout_ms for all of it; redirects are not followed. The reply lives in a.
 * Certificates are judged by the system's list. INPUT: no such address;
 * RESOURCE: no connection, no answer in time; LIMIT: more than max_bytes. */
MUST_USE err http_post(struct cx *cx, struct arena *a, const char *url,
                       const char *type, str body, size_t max_bytes,
                       unsigned timeout_ms, struct http_reply *out);

#endif
