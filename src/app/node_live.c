/* app/node_live.c: /events: who looks on is told that there is more.
 *
 * What is sent is a number, and nothing of what was entered: live.h. */
#include "app/node_int.h"

bool node_is_stream(const struct route *r)
{
    return r != NULL && r->type != NULL && strcmp(r->type, TYPE_EVENTS) == 0;
}

err node_number(struct cx *cx, struct node *n, uint64_t *number)
{
    if (n->store != NULL)
        return store_count(cx, n->store, number);
    *number = 0;
    return OK;
}

uint64_t node_seen(const struct held_case *h)
{
    return h->all ? log_size(h->c->record.log) : h->c->n_records;
}

/* Of the case as it is now for somebody who sees only part of it: how many
 * entries there are tells of the rest. */
static err part_of(struct cx *cx, struct node *n, const struct person *x,
                   uint64_t *number)
{
    char sees[SEES_MAX];
    if (!str_to_c(node_sight_of(x), sees, sizeof sees))
        return fail(cx, ERR_INPUT, "that is no name of an actor");
    bool ready;
    TRY(cx, node_case_of(cx, n, sees, STR(""), &ready));
    if (ready)
        *number = node_seen(n->now);
    return OK;
}

static err followed(struct cx *cx, struct node *n, str session,
                    struct node_follow *out)
{
    struct person *x;
    *out =
        (struct node_follow){.may = true, .all = true, .number = out->number};
    if (n->people == NULL)
        return node_number(cx, n, &out->number);
    TRY_NEW(cx, cx->scratch, x);
    err e = people_session_holds(cx, n->people, cx->scratch, session, x);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        out->may = false;
        return OK;
    }
    TRY(cx, e);
    out->all = node_sees_all(x);
    return out->all ? node_number(cx, n, &out->number)
                    : part_of(cx, n, x, &out->number);
}

err node_followed(struct cx *cx, struct node *n, str session,
                  struct node_follow *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = followed(cx, n, session, out);
    arena_rewind(cx->scratch, mark);
    return e;
}

/* The number that is known already, by the header that a browser sends when it
 * asks again, else by the address that the page had. */
static err known_of(struct ask *q, uint64_t *out)
{
    str text = q->request->last_event;
    int64_t n = 0;
    if (text.n == 0)
        TRY(q->cx, param(q, "after", &text));
    if (text.n > 0 && !str_int(text, 0, INT64_MAX, &n))
        return fail_hint(q->cx, ERR_INPUT, "for instance /events?after=120",
                         "after: that is no number of entries");
    *out = (uint64_t)n;
    return OK;
}

static err events(struct ask *q)
{
    if (q->n->store == NULL) { /* files: nothing will come */
        q->reply->status = 204;
        return OK;
    }
    TRY(q->cx, known_of(q, &q->reply->seen));
    q->reply->follows.number = q->reply->seen;
    TRY(q->cx, node_followed(q->cx, q->n, q->session, &q->reply->follows));
    q->reply->follow = q->reply->follows.may;
    q->reply->session = q->session;
    return OK;
}

static const struct route routes[] = {
    {"events", 1, events, TYPE_EVENTS, "after",
     "A stream: the number of entries of the record, whenever it has grown. "
     "after (or Last-Event-ID): what is known already."},
};

const struct route_table node_live_routes = {routes, COUNT_OF(routes)};
