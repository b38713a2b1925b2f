/* http/stream.c: answers that stay open, for as long as both sides want.
 *
 * evhttp sends them in chunks. A request whose connection has ended is not
 * freed by evhttp while it is being answered: that is what on_close() is for.
 * Where evhttp itself is freed it frees its requests first, so by then no
 * stream may be left (streams_release).
 *
 * Read next: http.h (streams), server.c; app/live.c is what they are for. */
#include "http/stream_int.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <sys/socket.h>

#include "base/banned.h"

enum {
    /* What the kernel may hold for a client that takes nothing; Linux doubles
     * it. Small, so that who was asleep reads what is so, not what was. */
    KERNEL_BYTES = 8 << 10
};

struct http_stream {
    struct streams *all;
    struct http_stream *prev, *next;
    struct evhttp_request *request;
    struct evbuffer *chunk;
    void (*gone)(void *self);
    void *self;
};

static void arm(struct streams *all)
{
    struct timeval tv = {(time_t)(all->tick_ms / 1000),
                         (suseconds_t)(all->tick_ms % 1000 * 1000)};
    event_add(all->timer, &tv);
}

static void on_tick(evutil_socket_t fd, short what, void *self)
{
    struct streams *all = self;
    struct arena_mark mark = arena_mark(all->cx->scratch);
    (void)fd;
    (void)what;
    if (all->n == 0)
        return;
    all->tick(all->cx, all->self);
    arena_rewind(all->cx->scratch, mark);
    arm(all);
}

bool streams_init(struct streams *all)
{
    all->timer = evtimer_new(all->base, on_tick, all);
    return all->timer != NULL;
}

/* Out of the list, and its memory given back. */
static void forget(struct http_stream *s)
{
    struct streams *all = s->all;
    struct mem mem = all->cx->mem;
    if (s->prev != NULL)
        s->prev->next = s->next;
    else
        all->first = s->next;
    if (s->next != NULL)
        s->next->prev = s->prev;
    all->n--;
    evbuffer_free(s->chunk);
    mem_resize(&mem, s, sizeof *s, 0);
}

/* The client is gone. */
static void on_close(struct evhttp_connection *ec, void *self)
{
    struct http_stream *s = self;
    struct evhttp_request *r = s->request;
    void (*gone)(void *) = s->gone;
    void *whose = s->self;
    (void)ec;
    forget(s);
    evhttp_send_reply_end(r); /* without a connection: frees it */
    gone(whose);
}

struct http_stream *stream_begin(struct streams *all, struct evhttp_request *r,
                                 int fd, void (*gone)(void *self), void *self)
{
    struct mem mem = all->cx->mem;
    int bytes = KERNEL_BYTES;
    if (all->n >= all->most)
        return NULL;
    struct http_stream *s = mem_resize(&mem, NULL, 0, sizeof *s);
    struct evbuffer *chunk = evbuffer_new();
    if (s == NULL || chunk == NULL) {
        if (chunk != NULL)
            evbuffer_free(chunk);
        mem_resize(&mem, s, sizeof *s, 0);
        return NULL;
    }
    *s = (struct http_stream){.all = all,
                              .next = all->first,
                              .request = r,
                              .chunk = chunk,
                              .gone = gone,
                              .self = self};
    if (all->first != NULL)
        all->first->prev = s;
    all->first = s;
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    evhttp_connection_set_closecb(evhttp_request_get_connection(r), on_close,
                                  s);
    evhttp_send_reply_start(r, 200, NULL);
    if (all->n++ == 0 && all->tick != NULL)
        arm(all);
    return s;
}

void http_stream_send(struct http_stream *s, str bytes)
{
    if (evbuffer_add(s->chunk, bytes.p, bytes.n) == 0)
        evhttp_send_reply_chunk(s->request, s->chunk);
}

static struct bufferevent *connection_of(const struct http_stream *s)
{
    return evhttp_connection_get_bufferevent(
        evhttp_request_get_connection(s->request));
}

bool http_stream_is_clear(const struct http_stream *s)
{
    return evbuffer_get_length(bufferevent_get_output(connection_of(s))) == 0;
}

void http_stream_end(struct http_stream *s)
{
    struct evhttp_request *r = s->request;
    evhttp_connection_set_closecb(evhttp_request_get_connection(r), NULL, NULL);
    forget(s);
    evhttp_send_reply_end(r);
}

void streams_end(struct streams *all)
{
    for (struct http_stream *s = all->first, *next; s != NULL; s = next) {
        void (*gone)(void *) = s->gone;
        void *self = s->self;
        next = s->next;
        if (http_stream_is_clear(s)) {
            http_stream_end(s);
            gone(self);
        } else { /* who takes nothing is not waited for: on_close() */
            bufferevent_trigger_event(connection_of(s),
                                      BEV_EVENT_READING | BEV_EVENT_EOF, 0);
        }
    }
}

void streams_release(struct streams *all)
{
    while (all->first != NULL) {
        struct http_stream *s = all->first;
        void (*gone)(void *) = s->gone;
        void *self = s->self;
        evhttp_connection_set_closecb(evhttp_request_get_connection(s->request),
                                      NULL, NULL);
        forget(s);
        gone(self);
    }
    if (all->timer != NULL)
        event_free(all->timer);
    all->timer = NULL;
}
