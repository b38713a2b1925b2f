/* app/node.h: a case as pages: what an address means, and its answer.
 *
 * The node holds one case open and answers requests one after the other.
 * Where the case has accounts beside it (people/people.h) whoever asks is
 * logged in, and may send forms; else it only reads. Sockets are http's
 * business, markup is web's.
 *
 * Read next: node.c, then web/web.h; serve.c puts it behind a socket. */
#ifndef APP_NODE_H
#define APP_NODE_H

#include "app/case.h"

struct node;

/* Opens the case that the options name, or the node of talks (app/talks.h);
 * they must outlive the node. As with case_open(), *out is set on failure too,
 * for node_messages(). */
MUST_USE err node_open(struct cx *cx, struct arena *a,
                       const struct case_options *o, struct node **out);
/* The same, but a case that takes longer than that to be read is opened beside
 * the answers: until it is there they say how far it is, with status 503. After
 * node_leave_opening(), which fails if the case is known not to be readable,
 * the program is asked to end if it cannot be read, and node_opened() says why.
 */
MUST_USE err node_open_beside(struct cx *cx, struct arena *a,
                              const struct case_options *o,
                              unsigned patience_ms, struct node **out);
MUST_USE err node_leave_opening(struct cx *cx, struct node *n);
MUST_USE err node_opened(struct cx *cx, struct node *n);
void node_close(struct node *n); /* accepts NULL */
str node_messages(const struct node *n);
str node_title(const struct node *n); /* of the agreement */

/* A node of talks shows nothing to who is not logged in. */
bool node_is_talks(const struct node *n);
/* Whether there are accounts: only then is anything written. */
bool node_has_people(const struct node *n);
/* For who has the file itself: no login, and nothing is written. */
void node_forget_people(struct node *n);
/* Whether browsers reach it by https: cookies and origins are of that. */
void node_set_secure(struct node *n, bool secure);
/* What is shown beside the case. */
struct node_extras {
    /* Under the map: at most one GeoJSON file, and one of tiles/tiles.h. */
    const char *const *base_maps;
    size_t base_maps_n;
    /* Points of reports are told to so many metres; 0: as reported. */
    int64_t coarse_m;
    const char *const *statements; /* registers; app/statements.h */
    size_t statements_n;
    /* Tables of events in the columns of ACLED or UCDP GED (facts/context.h).
     */
    const char *const *context;
    size_t context_n;
    const char *relay; /* of a node of talks: where its relay is; or NULL */
    /* Begins an exchange with it in a process of its own (truce sync), so that
     * requests do not wait for the network; whether one is under way. Both or
     * neither. */
    err (*exchange)(struct cx *cx, void *self, const char *node,
                    const char *relay);
    bool (*exchanges)(void *self);
    void *self;
};
MUST_USE err node_extend(struct cx *cx, struct node *n,
                         const struct node_extras *x);

/* What who follows under a session (empty: nobody is logged in) may know. To
 * ask does not count as a use of the session. Who sees all of the record is
 * told the number of its entries, which costs little; who sees part of it, the
 * number of the reports in that part, for which it may have to be read. */
struct node_follow {
    bool may; /* false: nobody under it may any more */
    bool all;
    uint64_t number;
};
struct node_request {
    str path;     /* decoded, as http/gate.h gives it: "/clause/2.1" */
    str query;    /* as it came: "at=2025-01-25" */
    str language; /* Accept-Language, or empty */
    bool post;
    str body;                       /* of a POST */
    str type, cookie, origin, host; /* headers of that name, or empty */
    str address;                    /* of who asks: "192.0.2.7" */
    str last_event;                 /* Last-Event-ID, or empty */
};
struct node_reply {
    unsigned status; /* 200, 204, 303, 400, 403, 404, 405, 409, 429, 500, 503 */
    const char *type; /* of the content */
    bool keep;        /* it stays the same for as long as the program runs */
    str location;     /* 303: where to go; else empty */
    str cookie;       /* Set-Cookie, or empty */
    bool renew;       /* a page on a wall: to be asked again in a minute */
    bool soon;        /* in a second: what it shows is being done */
    /* A stream of numbers (live.h), to who knows of `seen`, as long as that may
     * be under this session. */
    bool follow;
    uint64_t seen;
    struct node_follow follows;
    str session;
};
/* Answers into body. Fails only where not even an error can be shown. */
MUST_USE err node_answer(struct cx *cx, struct node *n,
                         const struct node_request *r, struct arena *a,
                         struct buf *body, struct node_reply *reply);

/* The number of entries of the record; 0 without one. Costs one query. */
MUST_USE err node_number(struct cx *cx, struct node *n, uint64_t *number);
/* To ask reads the case only for who sees part of it. out->number is what is
 * known already, and stays while that part cannot be read. */
MUST_USE err node_followed(struct cx *cx, struct node *n, str session,
                           struct node_follow *out);

/* serve.c. Answers at `listen` ("127.0.0.1:8470") until a signal
 * comes. ready is told the address once it can be asked; messages about text
 * and reports are in *messages, also on failure. *found is false if the page
 * to print is not there. */
struct serve_options {
    struct case_options base;
    struct node_extras extras;
    const char *listen;
    const char *tls_cert, *tls_key; /* paths; both, or neither: no https */
    bool behind_proxy;              /* which speaks https to the outside */
    const char *print;              /* only this page, into out; NULL: serve */
    struct buf *out;
    void (*ready)(void *self, str title, str url);
    /* A request that failed for no reason of its own: for the terminal. */
    void (*fault)(void *self, const struct fault *f);
    void *self;
};
/* Fails if passwords would cross a network in the clear. */
MUST_USE err serve_must_be_private(struct cx *cx,
                                   const struct serve_options *o);
MUST_USE err app_serve(struct cx *cx, struct arena *a,
                       const struct serve_options *o, str *messages,
                       bool *found);

#endif
