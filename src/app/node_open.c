/* app/node_open.c: a case is opened beside the answers.
 *
 * A case of a million reports takes seconds to read and judge. What is asked
 * meanwhile is not kept waiting: whoever asked for that case is told how far it
 * is, everybody else is answered. One case at a time is opened so, by a thread
 * that nothing else of the node is known to; it is taken in between two
 * answers.
 *
 * Which case is needed: node_case.c. */
#include "app/node_int.h"

static void note_progress(void *self, uint64_t records, uint64_t total)
{
    struct opening *o = self;
    (void)total;
    o->read = records;
}

static void work(void *self)
{
    struct opening *o = self;
    o->result = case_open_end(o->h->c);
    if (is_ok(o->result))
        o->result = node_prepare(&o->cx, o->h);
}

static void has_ended(void *self)
{
    const struct opening *o = self;
    if (!is_ok(o->result))
        sys_ask_to_end();
}

err node_leave_opening(struct cx *cx, struct node *n)
{
    struct opening *o = &n->opening;
    if (o->thread == NULL || sys_thread_leave(o->thread, has_ended))
        return OK;
    bool taken;
    return node_opening_take(cx, n, 0, &taken);
}

err node_opening_begin(struct cx *cx, struct node *n, const char *sees,
                       str known)
{
    struct opening *o = &n->opening;
    struct held_case *h = n->spare;
    TRY(cx, node_open_text(cx, n, h, sees, known));
    struct app_case *c = h->c;
    o->h = h;
    o->is_first = n->held[0]->c == NULL;
    o->of = c->record.log != NULL ? log_size(c->record.log) : 0;
    o->read = 0;
    o->cx = *cx;
    o->cx.scratch = &o->scratch;
    arena_init(&o->scratch, cx->mem, "scratch", cx->limits.scratch_bytes);
    h->options.progress = note_progress;
    h->options.progress_self = o;
    c->cx = &o->cx;
    err e = sys_thread_start(cx, work, o, &o->thread);
    if (!is_ok(e)) {
        c->cx = cx;
        arena_release(&o->scratch);
        node_drop(h);
    }
    return e;
}

bool node_opening_is_of(const struct node *n, const char *sees, str known)
{
    return n->opening.thread != NULL && node_is_of(n->opening.h, sees, known);
}

err node_opening_take(struct cx *cx, struct node *n, unsigned ms, bool *taken)
{
    struct opening *o = &n->opening;
    struct held_case *h = o->h;
    *taken = false;
    if (o->thread == NULL || !sys_thread_wait(o->thread, ms))
        return OK;
    sys_thread_join(o->thread);
    o->thread = NULL;
    *taken = true;
    h->c->cx = cx;
    h->options.progress = n->o->progress;
    h->options.progress_self = n->o->progress_self;
    struct fault why = o->cx.fault;
    arena_release(&o->scratch);
    if (!is_ok(o->result)) {
        if (!o->is_first) /* else its messages are asked for */
            node_drop(h);
        cx->fault = why;
        return o->result;
    }
    struct held_case **place =
        node_place_of(n, h->all ? NULL : h->sees.p, h->known);
    n->spare = *place;
    *place = h;
    h->used = n->spare->used;
    node_drop(n->spare);
    n->dropped++;
    return OK;
}

unsigned node_opening_percent(const struct node *n)
{
    /* The last tenth is judging. */
    uint64_t read = n->opening.read, of = n->opening.of;
    return of == 0 || read >= of ? 90 : (unsigned)(read * 90 / of);
}
