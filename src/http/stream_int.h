/* http/stream_int.h: answers that stay open, as server.c keeps them. */
#ifndef HTTP_STREAM_INT_H
#define HTTP_STREAM_INT_H

#include "http/http.h"

struct event_base;
struct event;
struct evhttp_request;

struct streams {
    struct cx *cx;
    struct event_base *base;
    struct event *timer; /* runs while there are streams */
    struct http_stream *first;
    unsigned n, most;
    unsigned tick_ms;
    void (*tick)(struct cx *cx, void *self); /* NULL: none */
    void *self;
};

/* base, most, tick and self are set. False: no memory. */
MUST_USE bool streams_init(struct streams *all);
/* All of them end, at the latest when the loop has turned: to those that took
 * what was sent it is said. */
void streams_end(struct streams *all);
/* Before evhttp is freed; streams_init() may have failed. */
void streams_release(struct streams *all);

/* The head of r, whose fields are set, is sent; the stream is begun. NULL: no
 * memory, or too many of them. `call` is not kept. */
struct http_stream *stream_begin(struct streams *all, struct evhttp_request *r,
                                 int fd, void (*gone)(void *self), void *self);

#endif
