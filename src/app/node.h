/* app/node.h: a case as pages: what an address means, and its answer.
 *
 * The node holds one case open and answers requests one after the other. It
 * only reads: nothing that is asked changes the case. Sockets are http's
 * business, markup is web's.
 *
 * Read next: node.c, then web/web.h. */
#ifndef APP_NODE_H
#define APP_NODE_H

#include "app/case.h"

struct node;

/* Opens the case that the options name; they must outlive the node. As with
 * case_open(), *out is set on failure too, for node_messages(). */
MUST_USE err node_open(struct cx *cx, struct arena *a,
                       const struct case_options *o, struct node **out);
void node_close(struct node *n); /* accepts NULL */
str node_messages(const struct node *n);

struct node_request {
    str target;   /* "/clause/2.1?at=2025-01-25", as on the wire */
    str language; /* Accept-Language, or empty */
};
struct node_reply {
    unsigned status;  /* 200, 400, 404, 500 */
    const char *type; /* of the content */
    bool keep;        /* it stays the same for as long as the program runs */
};
/* Answers a GET into body. Fails only where not even an error can be shown. */
MUST_USE err node_answer(struct cx *cx, struct node *n,
                         const struct node_request *r, struct arena *a,
                         struct buf *body, struct node_reply *reply);

#endif
