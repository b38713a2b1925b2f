/* app/talks_sync.c: a node and a relay: fetch what is new, leave what is new,
 * and hold the relay to its word. While the relay is waited for, the node's
 * lock is given back: others speak and read meanwhile. See talks.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "base/sys.h"
#include "http/http.h"

#include <inttypes.h>

enum {
    REPLY_MAX = 16 << 20,
    PUT_MAX = 4 << 20, /* of one request */
    TIMEOUT_MS = 60000,
    GETS_MAX = 10000 /* a relay that always has more is not believed */
};
static const str view_request = STR_INIT("request");
static const str view_receipt = STR_INIT("receipt");
static const str view_sync = STR_INIT("sync"); /* the last one, for people */

struct syncer {
    struct seat_file *n;
    const char *url;
    struct buf *out;
    struct relay_head head;
    str head_note;
    uint64_t request;
    size_t fetched, left;
    bool honest;
    VEC(str) receipts; /* that were here before the relay was asked */
};

/* --- talking to it
 * ----------------------------------------------------------------------
 */

/* Items may move meanwhile. */
static err post(struct cx *cx, struct arena *a, struct syncer *s,
                const char *path, str body, struct http_reply *out)
{
    str url;
    TRY_ROOM(cx, a, arena_printf(a, &url, "%s%s", s->url, path));
    seat_rest(s->n);
    err e = http_post(cx, a, url.p, "application/octet-stream", body, REPLY_MAX,
                      TIMEOUT_MS, out);
    struct fault before = cx->fault;
    err awake = seat_wake(cx, s->n);
    if (!is_ok(e))
        cx->fault = before;
    return is_ok(e) ? awake : e;
}

static err refused(struct cx *cx, const struct http_reply *r)
{
    str line;
    (void)str_cut(r->body, '\n', &line, &(str){0});
    return fail(cx, ERR_INPUT, "the relay refuses (%u): %.*s", r->status,
                STR_ARG(str_sub(line, 0, 300)));
}

/* "note N", LF, N bytes. */
static bool next_note(str *rest, str *note)
{
    str line, after, digits, word;
    uint64_t n;
    if (!str_cut(*rest, '\n', &line, &after) ||
        !str_cut(line, ' ', &word, &digits) || !str_eq(word, STR("note")) ||
        !note_decimal(digits, &n) || n > after.n)
        return false;
    *note = str_sub(after, 0, (size_t)n);
    *rest = str_sub(after, (size_t)n, after.n);
    return true;
}

static err keep_view(struct cx *cx, struct seat_file *n, str view, str key,
                     str value)
{
    TRY(cx, store_begin(cx, n->store));
    err e = store_view_put(cx, n->store, view, key, value);
    if (is_ok(e))
        e = store_commit(cx, n->store);
    if (!is_ok(e))
        store_rollback(n->store);
    return e;
}

/* --- fetching
 * -----------------------------------------------------------------------------
 */

/* The whole part of each chain that this node has. */
static err chains_here(struct cx *cx, struct arena *a,
                       const struct seat_file *n, struct relay_head *r)
{
    TRY_NEW_ARRAY(cx, a, RELAY_CHAINS_MAX, r->chain);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        size_t k = r->n;
        if (str_eq(x->e.room, STR("own")) || x->standing == TALKS_WAITS ||
            x->standing == TALKS_FORKED)
            continue;
        if (k > 0 && str_eq(r->chain[k - 1].room, x->e.room) &&
            str_eq(r->chain[k - 1].sender, x->e.sender))
            k--;
        else if (k == RELAY_CHAINS_MAX)
            return fail(cx, ERR_LIMIT, "too many chains");
        else
            r->n++;
        r->chain[k] = (struct relay_count){x->e.room, x->e.sender,
                                           x->e.number + 1, x->e.id};
    }
    return OK;
}

static err make_request(struct cx *cx, struct arena *a, struct syncer *s,
                        str *out)
{
    struct relay_head r = {.node = s->n->self->name, .request = ++s->request};
    struct buf text, note;
    TRY(cx, chains_here(cx, a, s->n, &r));
    buf_init(&text, a, NOTE_MAX_BYTES);
    relay_request_print(&s->n->charter, &r, &text);
    TRY(cx, buf_finish(cx, &text));
    buf_init(&note, a, NOTE_MAX_BYTES);
    buf_str(&note, buf_view(&text));
    buf_char(&note, '\n');
    TRY(cx, note_sign(cx, buf_view(&text), &s->n->signer.key,
                      s->n->signer.secret.p, 0, &note));
    TRY(cx, buf_finish(cx, &note));
    *out = buf_view(&note);
    return OK;
}

static err ask(struct cx *cx, struct arena *a, struct syncer *s,
               struct http_reply *reply)
{
    str request, line;
    for (int tries = 0; tries < 2; tries++) {
        TRY(cx, make_request(cx, a, s, &request));
        TRY(cx, post(cx, a, s, "/get", request, reply));
        if (reply->status != 409)
            break;
        /* This node was restored: the relay says where the numbers stand. */
        (void)str_cut(reply->body, '\n', &line, &(str){0});
        if (!note_decimal(str_trim(line), &s->request))
            break;
    }
    return reply->status == 200 ? OK : refused(cx, reply);
}

static err take_head(struct cx *cx, struct arena *a, struct syncer *s, str note)
{
    TRY(cx, relay_head_open(cx, a, &s->n->charter, note, &s->head));
    if (!str_eq(s->head.node, s->n->self->name) ||
        s->head.request != s->request)
        return fail(cx, ERR_INPUT,
                    "the relay answers another request than ours");
    s->head_note = note;
    return OK;
}

static err fetch(struct cx *cx, struct arena *a, struct syncer *s)
{
    char digits[24];
    for (int i = 0; i < GETS_MAX; i++) {
        struct http_reply reply;
        struct bundle_reader in;
        str note, rest;
        size_t news;
        TRY(cx, ask(cx, a, s, &reply));
        rest = reply.body;
        if (!next_note(&rest, &note))
            return fail(cx, ERR_INPUT, "the relay's answer has no head");
        TRY(cx, take_head(cx, a, s, note));
        TRY(cx, bundle_open(cx, &s->n->charter, rest, &in));
        TRY(cx, bundle_take(cx, s->n, &in, s->out, &news));
        s->fetched += news;
        if (news == 0)
            break;
    }
    (void)snprintf(digits, sizeof digits, "%" PRIu64, s->request);
    return keep_view(cx, s->n, view_request, STR("last"), str_of(digits));
}

/* --- holding it to its word
 * -----------------------------------------------------------------
 */

static err write_proof(struct cx *cx, struct arena *a, struct syncer *s,
                       str room, str receipt)
{
    str base, path;
    struct seat_file *n = s->n;
    TRY_ROOM(cx, a,
             arena_printf(a, &base, "%s/dropped-%" PRIu64 "-%.*s", n->folder,
                          s->head.request, STR_ARG(room)));
    TRY_ROOM(cx, a, arena_printf(a, &path, "%s.receipt", base.p));
    TRY(cx, sys_write_file(cx, path.p, receipt));
    TRY_ROOM(cx, a, arena_printf(a, &path, "%s.head", base.p));
    TRY(cx, sys_write_file(cx, path.p, s->head_note));
    buf_c(s->out, "  the relay has dropped what it gave a receipt for; its two "
                  "signed words:\n    ");
    buf_safe(s->out, base);
    buf_c(s->out, ".receipt and .head\n");
    s->honest = false;
    return OK;
}

static err gather_receipt(struct cx *cx, void *self, str key, str value)
{
    struct syncer *s = self;
    struct arena *a = s->n->arena;
    str copy;
    (void)key;
    TRY_ROOM(cx, a, arena_dup_str(a, value, &copy));
    TRY_ROOM(cx, a, vec_push(a, &s->receipts, copy));
    return OK;
}

/* Before the relay is asked: another exchange of this node may get a receipt
 * after the head of this one was signed, and that would prove nothing. */
static err gather_receipts(struct cx *cx, struct syncer *s)
{
    return store_view_each(cx, s->n->store, view_receipt, STR(""), STR(""),
                           gather_receipt, s);
}

static err check_receipts(struct cx *cx, struct arena *a, struct syncer *s)
{
    for (size_t i = 0; i < s->receipts.n; i++) {
        struct relay_receipt x;
        TRY(cx, relay_receipt_open(cx, &s->n->charter, s->receipts.p[i], &x));
        if (str_cmp(s->head.made, x.made) < 0)
            buf_c(s->out, "  the relay's clock goes backwards: a receipt is "
                          "later than this head\n");
        else if (relay_has_dropped(&x, &s->head))
            TRY(cx, write_proof(cx, a, s, x.room, s->receipts.p[i]));
    }
    return OK;
}

/* What it says it has must be what it gave: else it keeps something back. */
static void check_given(struct syncer *s)
{
    for (size_t i = 0; i < s->head.n; i++) {
        const struct relay_count *k = &s->head.chain[i];
        uint64_t count;
        (void)talks_last(&s->n->talks, k->room, k->sender, &count);
        if (count >= k->count)
            continue;
        buf_printf(s->out,
                   "  of the chain %.*s/%.*s the relay has %" PRIu64
                   ", and gave %" PRIu64 "\n",
                   STR_ARG(k->room), STR_ARG(k->sender), k->count, count);
        s->honest = false;
    }
}

/* --- leaving
 * ---------------------------------------------------------------------------------
 */

static uint64_t has(const struct relay_head *h, const struct envelope *e)
{
    for (size_t i = 0; i < h->n; i++)
        if (str_eq(h->chain[i].room, e->room) &&
            str_eq(h->chain[i].sender, e->sender))
            return h->chain[i].count;
    return 0;
}

static err take_receipts(struct cx *cx, struct arena *a, struct syncer *s,
                         str rest)
{
    str note;
    while (next_note(&rest, &note)) {
        struct relay_receipt r;
        TRY(cx, relay_receipt_open(cx, &s->n->charter, note, &r));
        if (str_eq(r.sender, s->n->self->name))
            TRY(cx, keep_view(cx, s->n, view_receipt, r.room, note));
    }
    (void)a;
    return OK;
}

static err send_batch(struct cx *cx, struct arena *a, struct syncer *s,
                      struct buf *b, size_t count)
{
    struct http_reply reply;
    bundle_end(b, count);
    TRY(cx, buf_finish(cx, b));
    TRY(cx, post(cx, a, s, "/put", buf_view(b), &reply));
    if (reply.status != 200)
        return refused(cx, &reply);
    s->left += count;
    return take_receipts(cx, a, s, reply.body);
}

/* All that the relay lacks, of others too: so a new relay is filled by all.
 * Copies: items move while it is sent. */
static err lacking(struct cx *cx, struct arena *a, const struct syncer *s,
                   struct envelope **out, size_t *count)
{
    const struct talks *t = &s->n->talks;
    TRY_NEW_ARRAY(cx, a, t->items.n, *out);
    *count = 0;
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        if (!str_eq(x->e.room, STR("own")) && x->standing != TALKS_WAITS &&
            x->standing != TALKS_FORKED && x->e.number >= has(&s->head, &x->e))
            (*out)[(*count)++] = x->e;
    }
    return OK;
}

static err leave(struct cx *cx, struct arena *a, struct syncer *s)
{
    struct seat_file *n = s->n;
    struct buf b;
    struct envelope *v;
    size_t n_v, count = 0;
    TRY(cx, lacking(cx, a, s, &v, &n_v));
    buf_init(&b, a, (size_t)2 * PUT_MAX + TALKS_SEALED_MAX);
    for (size_t i = 0; i < n_v; i++) {
        str envelope, sealed;
        if (count == 0)
            bundle_begin(&b, &n->charter);
        struct arena_mark mark = arena_mark(cx->scratch);
        TRY(cx, seat_envelope(cx, n, cx->scratch, &v[i], &envelope, &sealed));
        bundle_add(&b, envelope, sealed);
        arena_rewind(cx->scratch, mark);
        count++;
        if (b.n >= PUT_MAX) {
            TRY(cx, send_batch(cx, a, s, &b, count));
            buf_clear(&b);
            count = 0;
        }
    }
    return count > 0 ? send_batch(cx, a, s, &b, count) : OK;
}

/* --- the whole
 * --------------------------------------------------------------------------------
 */

static err last_request(struct cx *cx, struct arena *a, struct syncer *s)
{
    str text;
    err e =
        store_view_get(cx, s->n->store, a, view_request, STR("last"), &text);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        return OK;
    }
    TRY(cx, e);
    if (!note_decimal(text, &s->request))
        return fail(cx, ERR_CORRUPT,
                    "the number of the last request is damaged");
    return OK;
}

static err do_sync(struct cx *cx, struct arena *a, struct syncer *s)
{
    if (!s->n->charter.has_relay)
        return fail_hint(cx, ERR_CONFLICT,
                         "Carry bundles, or agree on a charter with --relay.",
                         "the charter names no relay");
    TRY(cx, last_request(cx, a, s));
    TRY(cx, gather_receipts(cx, s));
    TRY(cx, fetch(cx, a, s));
    check_given(s);
    TRY(cx, check_receipts(cx, a, s));
    TRY(cx, leave(cx, a, s));
    buf_printf(s->out, "%zu fetched, %zu left at the relay\n", s->fetched,
               s->left);
    return OK;
}

err seat_sync(struct cx *cx, struct arena *a, struct seat_file *n,
              const char *url, struct buf *out, bool *honest)
{
    struct syncer s = {.n = n, .url = url, .out = out, .honest = true};
    char room[40];
    str when;
    size_t from = out->n;
    err e = do_sync(cx, a, &s);
    *honest = s.honest;
    if (!is_ok(e)) { /* also for who did not wait for it */
        struct fault why = cx->fault;
        err kept =
            keep_view(cx, n, view_sync, STR("said"), str_of(why.message));
        (void)kept.code; /* the failure is told, whether it is kept or not */
        cx->fault = why;
        return e;
    }
    TRY(cx, casefile_now(cx, room, &when));
    TRY(cx, keep_view(cx, n, view_sync, STR("when"), when));
    return keep_view(cx, n, view_sync, STR("said"),
                     str_sub(buf_view(out), from, out->n));
}

static err get_view(struct cx *cx, struct arena *a, const struct seat_file *n,
                    str key, str *out)
{
    err e = store_view_get(cx, n->store, a, view_sync, key, out);
    if (e.code != ERR_NOT_FOUND)
        return e;
    fault_clear(cx);
    *out = STR("");
    return OK;
}

err seat_last_sync(struct cx *cx, struct arena *a, const struct seat_file *n,
                   str *when, str *said)
{
    TRY(cx, get_view(cx, a, n, STR("when"), when));
    return get_view(cx, a, n, STR("said"), said);
}

err talks_sync(struct cx *cx, struct arena *a, const char *node,
               const char *url, struct buf *out, bool *honest)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = seat_sync(cx, a, &n, url, out, honest);
    seat_close(&n);
    return e;
}

err relay_check(struct cx *cx, struct arena *a, const char *charter,
                const char *receipt, const char *head, struct buf *out,
                bool *dropped)
{
    struct charter *c;
    struct relay_receipt r;
    struct relay_head h;
    str bytes;
    TRY_NEW(cx, a, c);
    TRY(cx, seat_read_charter(cx, a, charter, true, c));
    TRY(cx, sys_read_file(cx, a, receipt, NOTE_MAX_BYTES, &bytes));
    TRY(cx, relay_receipt_open(cx, c, bytes, &r));
    TRY(cx, sys_read_file(cx, a, head, NOTE_MAX_BYTES, &bytes));
    TRY(cx, relay_head_open(cx, a, c, bytes, &h));
    *dropped = relay_has_dropped(&r, &h);
    buf_printf(out,
               "the relay %.*s gave a receipt at %.*s for number %" PRIu64
               " of %.*s in the room %.*s\n",
               STR_ARG(c->relay.name), STR_ARG(r.made), r.number,
               STR_ARG(r.sender), STR_ARG(r.room));
    buf_printf(out,
               *dropped ? "at %.*s it did not have it: dropped\n"
                        : "at %.*s nothing shows that it was dropped\n",
               STR_ARG(h.made));
    return OK;
}
