/* app/casefile_witness.c: how a case has its heads cosigned: by files on a
 * stick (it writes a request, the witness an answer, it takes that in), or by
 * HTTP, where it finds out by itself at what size the witness stands.
 *
 * An answer is the body of the witness protocol: signature lines. Where the
 * witness says no, a file of it has the status of the protocol on a line of its
 * own, then the body. Read next: witness_folder.c. */
#include "app/casefile_int.h"

#include "base/sys.h"
#include "http/http.h"
#include "record/witness.h"

#include <inttypes.h>

/* --- the case
 * ------------------------------------------------------------------ */

err casefile_ask(struct cx *cx, struct arena *a, const char *path, uint64_t old,
                 const char *request, struct buf *out)
{
    struct casefile c;
    struct checkpoint head;
    struct buf b;
    str note;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    buf_init(&b, a, WITNESS_REQUEST_MAX);
    err e = log_head(cx, c.log, a, &note, &head);
    if (is_ok(e) && old > head.size)
        e = fail_hint(cx, ERR_INPUT, "--old is where the witness stands.",
                      "the last head covers %" PRIu64 " entries, fewer than "
                      "%" PRIu64,
                      head.size, old);
    if (is_ok(e))
        e = witness_request(cx, c.log, old, &b);
    if (is_ok(e))
        e = sys_write_file(cx, request, buf_view(&b));
    if (is_ok(e))
        buf_printf(out, "%s: asks for a cosignature of %" PRIu64 " entries\n",
                   request, head.size);
    casefile_close(&c);
    return e;
}

/* What a refusal says; size: entries of the case. */
static bool is_refusal(str response, uint64_t size, struct buf *out)
{
    str status, body;
    uint64_t stands;
    int64_t n;
    (void)str_cut(response, '\n', &status, &body);
    if (status.n != 3 || !str_int(status, 100, 599, &n))
        return false;
    body = str_trim(body);
    buf_c(out, "the witness did not cosign: ");
    if (n == WITNESS_CONFLICT)
        buf_c(out, "it stands at another number of entries; ask with --old ");
    buf_safe(out, body);
    buf_char(out, '\n');
    if (n == WITNESS_CONFLICT && note_decimal(body, &stands) && stands == size)
        buf_c(out, "  = if that is how it was asked, it has cosigned another "
                   "history of so many entries: there are two under one\n"
                   "    key. Keep this case and the witness's head, and show "
                   "both to all parties\n");
    if (n == WITNESS_UNPROVEN)
        buf_c(out,
              "  = what it cosigned is not the beginning of this case: if the "
              "request "
              "was not damaged on its way,\n"
              "    there are two histories under one key. Keep this case and "
              "the witness's head, and show both to all parties\n");
    return true;
}

static err take_in(struct cx *cx, struct arena *a, struct casefile *c,
                   str response, struct buf *out, unsigned *added)
{
    struct policy *p;
    uint64_t size = 0;
    str text;
    TRY(cx, casefile_policy(cx, a, c, &p, &text));
    TRY(cx, log_cosign(cx, c->log, p, response, added, &size));
    if (*added > 0)
        buf_printf(out,
                   "the head of %" PRIu64 " entries has %u more "
                   "cosignature%s\n",
                   size, *added, *added == 1 ? "" : "s");
    else if (size > 0)
        buf_printf(out, "the head of %" PRIu64 " entries has it already\n",
                   size);
    else
        buf_c(out, "no line is a cosignature of a head of this case by a "
                   "witness of its policy\n");
    if (size > 0 && *added == 0)
        *added = 1;
    return OK;
}

static err take_in_locked(struct cx *cx, struct arena *a, const char *path,
                          str response, struct buf *out, unsigned *added)
{
    struct casefile c;
    str lock_path;
    CLEANUP(sys_close) int lock = -1;
    TRY_ROOM(cx, a, arena_printf(a, &lock_path, "%s.lock", path));
    TRY(cx, sys_lock(cx, lock_path.p, CASEFILE_WAIT_MS, &lock));
    TRY(cx, casefile_open(cx, a, path, STORE_WRITE, &c));
    err e = take_in(cx, a, &c, response, out, added);
    casefile_close(&c);
    return e;
}

err casefile_cosign(struct cx *cx, struct arena *a, const char *path,
                    const char *response, struct buf *out, unsigned *added)
{
    str text;
    struct casefile c;
    *added = 0;
    TRY(cx, sys_read_file(cx, a, response, WITNESS_REQUEST_MAX, &text));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    uint64_t size = log_size(c.log);
    casefile_close(&c);
    if (is_refusal(text, size, out))
        return OK;
    return take_in_locked(cx, a, path, text, out, added);
}

/* --- over the network
 * ------------------------------------------------------------ */

enum {
    ASK_MS = 20000, /* for each question to a witness */
    ASK_TIMES = 4   /* it may move on between two questions */
};

struct asking {
    struct casefile c;
    const char *witness;
    str url, note;
    struct checkpoint head;
    uint64_t old; /* where the witness is thought to stand */
    struct http_reply reply;
};

/* The size of the newest head that somebody has cosigned: a guess, which the
 * witness corrects. */
static err guess_old(struct cx *cx, struct arena *a, struct asking *x)
{
    enum { HEADS_BACK = 50 };
    uint64_t at = INT64_MAX;
    x->old = 0;
    for (int i = 0; i < HEADS_BACK; i++) {
        struct note *n;
        str note;
        struct arena_mark mark = arena_mark(a);
        err e = log_head_near(cx, x->c.log, a, STORE_AT_MOST, at, &at, &note);
        if (e.code == ERR_NOT_FOUND) {
            fault_clear(cx);
            return OK;
        }
        TRY(cx, e);
        TRY_NEW(cx, a, n);
        TRY(cx, note_parse(cx, a, note, n));
        bool cosigned = n->n > 1;
        arena_rewind(a, mark);
        if (cosigned) {
            x->old = at;
            return OK;
        }
        if (at-- == 0)
            return OK;
    }
    return OK;
}

static err ask_once(struct cx *cx, struct arena *a, struct asking *x)
{
    struct buf b;
    buf_init(&b, a, WITNESS_REQUEST_MAX);
    TRY(cx, witness_request(cx, x->c.log, x->old, &b));
    return http_post(cx, a, x->url.p, "text/plain", buf_view(&b),
                     WITNESS_REQUEST_MAX, ASK_MS, &x->reply);
}

static void say(const struct asking *x, struct buf *out, const char *what)
{
    buf_safe(out, str_of(x->witness));
    buf_c(out, ": ");
    buf_c(out, what);
}

/* What the witness holds and this case does not. */
static void say_forked(const struct asking *x, struct buf *out)
{
    say(x, out, "not cosigned: ");
    buf_printf(out,
               "its history of this log differs from this case within the "
               "first %" PRIu64 " entries\n"
               "  = there are two histories under one key: keep this case and "
               "the witness's head, and show both to all parties\n",
               x->old);
}

static void say_ahead(const struct asking *x, uint64_t size, struct buf *out)
{
    say(x, out, "not cosigned: ");
    buf_printf(out,
               "it has cosigned %" PRIu64 " entries of this log; this case has "
               "%" PRIu64 "\n"
               "  = this case is an older copy, or there are two histories: go "
               "on only from a copy with all %" PRIu64 " entries\n",
               size, x->head.size, size);
}

/* Asks until the witness agrees or has a reason. *done: out says it. */
static err ask(struct cx *cx, struct arena *a, struct asking *x,
               struct buf *out, bool *done)
{
    *done = true;
    for (int i = 0; i < ASK_TIMES; i++) {
        uint64_t size;
        TRY(cx, ask_once(cx, a, x));
        if (x->reply.status == WITNESS_OK) {
            *done = false;
            return OK;
        }
        if (x->reply.status == WITNESS_UNPROVEN && x->old > 0) {
            say_forked(x, out);
            return OK;
        }
        if (x->reply.status != WITNESS_CONFLICT ||
            !note_decimal(str_trim(x->reply.body), &size)) {
            say(x, out, "not cosigned: ");
            buf_printf(out, "%u ", x->reply.status);
            buf_safe(out, str_sub(str_trim(x->reply.body), 0, 200));
            buf_char(out, '\n');
            return OK;
        }
        if (size > x->head.size) {
            say_ahead(x, size, out);
            return OK;
        }
        if (size == x->old && size == x->head.size) {
            say_forked(x, out); /* of the same size, and another root */
            return OK;
        }
        x->old = size;
    }
    say(x, out, "not cosigned: it moved on each time that it was asked\n");
    return OK;
}

static err ask_witness(struct cx *cx, struct arena *a, struct asking *x,
                       struct buf *out, unsigned *added)
{
    str prefix = str_of(x->witness);
    bool done;
    while (str_ends(prefix, STR("/")))
        prefix.n--;
    TRY_ROOM(cx, a,
             arena_printf(a, &x->url, "%.*s/add-checkpoint", STR_ARG(prefix)));
    TRY(cx, casefile_open(cx, a, x->c.path, STORE_READ, &x->c));
    err e = log_head(cx, x->c.log, a, &x->note, &x->head);
    if (is_ok(e))
        e = guess_old(cx, a, x);
    if (is_ok(e))
        e = ask(cx, a, x, out, &done);
    const char *path = x->c.path;
    casefile_close(&x->c);
    TRY(cx, e);
    if (done)
        return OK;
    say(x, out, "");
    return take_in_locked(cx, a, path, x->reply.body, out, added);
}

err casefile_cosign_by(struct cx *cx, struct arena *a, const char *path,
                       const char *witness, struct buf *out, unsigned *added)
{
    struct asking x = {.witness = witness};
    *added = 0;
    TRY(cx, casefile_must_be(cx, path));
    x.c.path = path;
    return ask_witness(cx, a, &x, out, added);
}
