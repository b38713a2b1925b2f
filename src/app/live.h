/* app/live.h: who looks on while a case grows.
 *
 * Each viewer is sent one thing, the number of what it may see of the record,
 * when that has grown: what is new it asks for as any page, with the rights it
 * has. A number stands for all before it, so a viewer that was away, slow or
 * asleep catches up with the next one, and nothing is kept for it meanwhile.
 *
 *     id: 1234          text/event-stream; Last-Event-ID or after= says
 *     data: 1234        what a viewer knows of already
 *
 * Not here: sockets (http/http.h); what a viewer may see (node.h). */
#ifndef APP_LIVE_H
#define APP_LIVE_H

#include "app/node.h"
#include "http/http.h"

enum {
    LIVE_TICK_MS = 20,    /* how often it is looked for what others entered */
    LIVE_BEAT_MS = 15000, /* something is sent to who hears nothing else */
    LIVE_SESSION_MAX = 80 /* bytes of a session's token */
};

struct viewer;

struct live {
    struct node *n;
    struct viewer *first;
    uint64_t number; /* of the record, when it was looked for last */
    uint64_t ticks;
    bool parts_due;      /* who sees part of it has not been asked for */
    uint64_t parts_from; /* not before that: sys_ticks_ns() */
};

void live_init(struct live *l, struct node *n);
/* Answers with a stream, by what the node answered. */
MUST_USE err live_add(struct cx *cx, struct live *l, struct http_call *call,
                      const struct http_answer *a, const struct node_reply *r);
/* Looks whether there is more, and says so. Each LIVE_TICK_MS, and when this
 * node has entered something. */
void live_look(struct cx *cx, struct live *l);
/* Once each LIVE_TICK_MS: as live_look(), and the beat. */
void live_tick(struct cx *cx, struct live *l);

#endif
