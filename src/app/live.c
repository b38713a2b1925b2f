/* app/live.c: see live.h.
 *
 * To look costs one small query for all viewers. Only when the record has grown
 * is it asked for each of them what it may know. For who sees part of it the
 * case may have to be read again; that is put off so far that it takes a small
 * part of the time. */
#include "app/live.h"

#include "base/sys.h"

#include <inttypes.h>

struct viewer {
    struct live *l;
    struct mem mem;
    struct viewer *prev, *next;
    struct http_stream *stream;
    uint64_t sent;
    uint64_t number; /* to be sent, if it is another */
    bool all;        /* it sees all of the record */
    unsigned beat;   /* its turn, so that not all are sent to at once */
    uint8_t session_n;
    char session[LIVE_SESSION_MAX];
};

void live_init(struct live *l, struct node *n)
{
    *l = (struct live){.n = n, .number = UINT64_MAX};
}

static void forget(struct viewer *v)
{
    struct mem mem = v->mem;
    if (v->prev != NULL)
        v->prev->next = v->next;
    else
        v->l->first = v->next;
    if (v->next != NULL)
        v->next->prev = v->prev;
    mem_resize(&mem, v, sizeof *v, 0);
}

static void on_gone(void *self)
{
    forget(self);
}

static void end(struct viewer *v)
{
    http_stream_end(v->stream);
    forget(v);
}

static str session_of(const struct viewer *v)
{
    return (str){v->session, v->session_n};
}

/* To who has not taken the last one: with the next look. */
static void send_number(struct viewer *v)
{
    char text[64];
    if (v->number == v->sent || !http_stream_is_clear(v->stream))
        return;
    int n =
        snprintf(text, sizeof text, "id: %" PRIu64 "\ndata: %" PRIu64 "\n\n",
                 v->number, v->number);
    http_stream_send(v->stream, (str){text, n < 0 ? 0 : (size_t)n});
    v->sent = v->number;
}

/* What it may know now; false: nothing any more, and it was ended. */
static bool ask(struct cx *cx, struct viewer *v)
{
    struct node_follow now = {.number = v->number};
    if (!is_ok(node_followed(cx, v->l->n, session_of(v), &now))) {
        fault_clear(cx);
        return true; /* the disk, the memory: with the next look */
    }
    if (!now.may) {
        end(v);
        return false;
    }
    v->number = now.number;
    v->all = now.all;
    return true;
}

err live_add(struct cx *cx, struct live *l, struct http_call *call,
             const struct http_answer *a, const struct node_reply *r)
{
    struct viewer *v = mem_resize(&cx->mem, NULL, 0, sizeof *v);
    if (v == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a viewer");
    *v = (struct viewer){.l = l, .mem = cx->mem, .sent = r->seen};
    if (NEVER(r->session.n > sizeof v->session)) {
        mem_resize(&cx->mem, v, sizeof *v, 0);
        return fail(cx, ERR_BUG, "a session's token of %zu bytes",
                    r->session.n);
    }
    v->session_n = (uint8_t)r->session.n;
    memcpy(v->session, r->session.p, r->session.n);
    v->beat = (unsigned)(l->ticks % (LIVE_BEAT_MS / LIVE_TICK_MS));
    v->number = r->follows.number;
    v->all = r->follows.all;
    v->stream = http_stream_begin(call, a, on_gone, v);
    if (v->stream == NULL) {
        mem_resize(&cx->mem, v, sizeof *v, 0);
        return OK;
    }
    v->next = l->first;
    if (l->first != NULL)
        l->first->prev = v;
    l->first = v;
    http_stream_send(v->stream, STR(":\n\n")); /* it is open */
    send_number(v);
    return OK;
}

static void ask_each(struct cx *cx, struct live *l, bool all)
{
    for (struct viewer *v = l->first, *next; v != NULL; v = next) {
        next = v->next;
        if (v->all == all && ask(cx, v))
            send_number(v);
    }
}

/* Of those who see part of the record. */
static void ask_the_others(struct cx *cx, struct live *l)
{
    enum { SHARE = 20 };
    uint64_t begun = sys_ticks_ns();
    if (!l->parts_due || begun < l->parts_from)
        return;
    l->parts_due = false;
    ask_each(cx, l, false);
    uint64_t ended = sys_ticks_ns();
    l->parts_from = ended + (ended - begun) * SHARE;
}

void live_look(struct cx *cx, struct live *l)
{
    uint64_t number = l->number;
    if (l->first == NULL)
        return;
    if (!is_ok(node_number(cx, l->n, &number)))
        fault_clear(cx); /* with the next look */
    if (number != l->number) {
        l->number = number;
        l->parts_due = true;
        ask_each(cx, l, true);
    }
    ask_the_others(cx, l);
}

/* To who has not taken the last one yet; and at its turn to each, whose session
 * may have ended. */
void live_tick(struct cx *cx, struct live *l)
{
    unsigned turn = (unsigned)(++l->ticks % (LIVE_BEAT_MS / LIVE_TICK_MS));
    live_look(cx, l);
    for (struct viewer *v = l->first, *next; v != NULL; v = next) {
        next = v->next;
        if (v->beat == turn && !v->all)
            l->parts_due = true;
        else if (v->beat == turn && !ask(cx, v))
            continue;
        send_number(v);
        if (v->beat == turn && http_stream_is_clear(v->stream))
            http_stream_send(v->stream, STR(":\n\n"));
    }
}
