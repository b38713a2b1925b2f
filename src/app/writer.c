/* app/writer.c: see writer.h. Two queues: one is entered while the other takes
 * what those who are told submit. */
#include "app/writer.h"

#include "app/casefile_int.h"
#include "base/sys.h"
#include "base/vec.h"
#include "record/receipt.h"

struct waiting {
    str type, content;
    writer_fn *fn;
    void *self;
    struct receipt done; /* once entered */
};

struct queue {
    struct arena room;
    VEC(struct waiting) all;
};

struct writer {
    struct mem mem;
    struct arena arena; /* paths */
    struct casefile_writer case_;
    struct queue queue[2];
    unsigned taking; /* the one that submissions go to */
};

enum { QUEUE_BYTES = 64 << 20 };

static void queue_empty(struct queue *q)
{
    arena_reset(&q->room);
    memset(&q->all, 0, sizeof q->all);
}

err writer_open(struct cx *cx, const char *path, const char *key,
                struct writer **out)
{
    struct note_key unused;
    struct writer *w = mem_resize(&cx->mem, NULL, 0, sizeof *w);
    str copy = STR("");
    if (w == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a writer");
    memset(w, 0, sizeof *w);
    w->mem = cx->mem;
    w->case_.lock = -1;
    arena_init(&w->arena, cx->mem, "writer", 64 << 20);
    for (int i = 0; i < 2; i++)
        arena_init(&w->queue[i].room, cx->mem, "submissions", QUEUE_BYTES);
    err e = arena_dup_str(&w->arena, str_of(path), &copy)
                ? casefile_writer_open(cx, &w->arena, copy.p, key, &w->case_)
                : arena_fail(cx, &w->arena);
    if (is_ok(e))
        e = log_key(cx, w->case_.c.log, w->case_.by->key.name, &unused);
    if (!is_ok(e)) {
        writer_close(cx, w);
        return e;
    }
    sys_close(&w->case_.lock);
    *out = w;
    return OK;
}

static void tell(struct cx *cx, const struct waiting *x,
                 const struct writer_result *r)
{
    if (x->fn != NULL)
        x->fn(cx, x->self, r);
}

void writer_close(struct cx *cx, struct writer *w)
{
    if (w == NULL)
        return;
    struct mem mem = w->mem;
    struct queue *q = &w->queue[w->taking];
    w->taking ^= 1;
    for (size_t i = 0; i < q->all.n; i++) {
        fault_make(cx, __FILE__, __LINE__, ERR_RESOURCE,
                   "the writer ended before the entry was made");
        tell(cx, &q->all.p[i], NULL);
    }
    casefile_writer_close(cx, &w->case_);
    for (int i = 0; i < 2; i++)
        arena_release(&w->queue[i].room);
    arena_release(&w->arena);
    mem_resize(&mem, w, sizeof *w, 0);
}

err writer_submit(struct cx *cx, struct writer *w, const char *type,
                  str content, writer_fn *fn, void *self)
{
    struct queue *q = &w->queue[w->taking];
    struct waiting x = {.fn = fn, .self = self};
    if (!entry_type_is_valid(str_of(type)) ||
        entry_is_about_keys(str_of(type)) || str_eq(str_of(type), STR("batch")))
        return fail(cx, ERR_INPUT, "no entry of type \"%s\" is made here",
                    type);
    if (content.n > WRITER_CONTENT_MAX)
        return fail(cx, ERR_LIMIT, "a content of %zu bytes; at most %d",
                    content.n, WRITER_CONTENT_MAX);
    if (q->all.n == WRITER_WAITING_MAX)
        return fail(cx, ERR_LIMIT, "%d entries wait to be made already",
                    WRITER_WAITING_MAX);
    TRY_ROOM(cx, &q->room, arena_dup_str(&q->room, str_of(type), &x.type));
    TRY_ROOM(cx, &q->room, arena_dup_str(&q->room, content, &x.content));
    TRY_ROOM(cx, &q->room, vec_push(&q->room, &q->all, x));
    return OK;
}

size_t writer_waiting(const struct writer *w)
{
    return w->queue[w->taking].all.n;
}

static err write_all(struct cx *cx, struct casefile_writer *c,
                     struct waiting *x, size_t n)
{
    char room[40];
    str made;
    uint64_t number;
    TRY(cx, casefile_now(cx, room, &made));
    for (size_t i = 0; i < n; i++) {
        TRY(cx, log_write(cx, c->c.log, c->by, x[i].type, x[i].content, made,
                          &number));
        TRY(cx, receipt_draft(cx, c->c.log, c->by->key.name, &x[i].done));
    }
    return log_commit(cx, c->c.log);
}

static err enter(struct cx *cx, struct casefile_writer *c, struct waiting *x,
                 size_t n)
{
    TRY(cx, sys_lock(cx, c->c.lock_path, CASEFILE_WAIT_MS, &c->lock));
    err e = log_begin(cx, c->c.log);
    if (is_ok(e)) {
        e = write_all(cx, c, x, n);
        if (is_ok(e))
            e = log_sign(cx, c->c.log, &c->sequencer);
        else
            log_rollback(c->c.log);
    }
    sys_close(&c->lock);
    return e;
}

static void tell_entered(struct cx *cx, struct arena *a,
                         struct casefile_writer *c, struct waiting *x)
{
    enum { RECEIPT_BYTES = 4096 };
    struct buf b;
    char room[40];
    err e = casefile_now(cx, room, &x->done.by);
    struct arena_mark mark = arena_mark(a);
    buf_init(&b, a, RECEIPT_BYTES);
    /* Without its receipt the entry is there all the same. */
    if (is_ok(e) && x->fn != NULL)
        e = receipt_sign(cx, c->c.log, &c->sequencer, &x->done, &b);
    const struct writer_result r = {x->done.entry, x->done.leaf,
                                    is_ok(e) ? buf_view(&b) : STR("")};
    fault_clear(cx);
    tell(cx, x, &r);
    arena_rewind(a, mark);
}

err writer_flush(struct cx *cx, struct writer *w)
{
    struct queue *q = &w->queue[w->taking];
    if (q->all.n == 0)
        return OK;
    w->taking ^= 1;
    err e = enter(cx, &w->case_, q->all.p, q->all.n);
    const struct fault why = cx->fault;
    for (size_t i = 0; i < q->all.n; i++) {
        if (is_ok(e)) {
            tell_entered(cx, &q->room, &w->case_, &q->all.p[i]);
        } else {
            cx->fault = why;
            tell(cx, &q->all.p[i], NULL);
        }
    }
    queue_empty(q);
    if (!is_ok(e))
        cx->fault = why;
    return e;
}
