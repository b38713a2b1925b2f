/* app/talks_relay.c: a relay: a mailbox that stores sealed envelopes and gives
 * them to the members of their room. It has the charter and a key to sign
 * receipts with, and no key that opens anything.
 *
 *     POST /put   a bundle; the answer is a receipt for each chain in it
 *     POST /get   a node's signed request; the answer is a head, then a bundle
 *     GET /       whose relay this is
 *
 * docs/talks-format.md 10. See talks.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "base/sys.h"
#include "http/http.h"

#include <inttypes.h>

enum { ANSWER_MAX = 8 << 20 };
static const str view_request = STR_INIT("request");

/* --- the folder
 * -----------------------------------------------------------------------
 */

err relay_make(struct cx *cx, struct arena *a, const char *folder,
               const char *name, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    const char *key;
    TRY(cx, signer_make(cx, str_of(name), NOTE_ED25519, &s));
    TRY(cx, sys_make_folder(cx, folder));
    TRY(cx, seat_path(cx, a, folder, "relay.key", &key));
    TRY(cx, seat_write_key(cx, key, &s));
    note_key_print(&s.key, out);
    buf_char(out, '\n');
    return OK;
}

static err check_key(struct cx *cx, const struct charter *c,
                     const struct signer *s)
{
    if (!c->has_relay || memcmp(c->relay.public_key, s->key.public_key,
                                sizeof s->key.public_key) != 0)
        return fail_hint(cx, ERR_INPUT,
                         "truce talks charter --relay FILE puts it there.",
                         "the charter does not name this relay");
    return OK;
}

err relay_begin(struct cx *cx, struct arena *a, const char *folder,
                const char *charter, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    struct charter *c;
    struct store *store = NULL;
    const char *key, *path, *db;
    str bytes;
    TRY(cx, seat_path(cx, a, folder, "relay.key", &key));
    TRY(cx, seat_path(cx, a, folder, "charter", &path));
    TRY(cx, seat_path(cx, a, folder, "relay.db", &db));
    TRY(cx, casefile_read_key(cx, a, key, &s));
    TRY_NEW(cx, a, c);
    TRY(cx, seat_read_charter(cx, a, charter, true, c));
    TRY(cx, check_key(cx, c, &s));
    TRY(cx, sys_read_file(cx, a, charter, TALKS_CHARTER_MAX, &bytes));
    TRY(cx, sys_write_new(cx, path, false, bytes));
    TRY(cx, store_open_file(cx, db, STORE_CREATE, &store));
    store_close(store);
    buf_safe(out, str_of(folder));
    buf_printf(out, ": relay of the talks %.*s\n", STR_ARG(c->name));
    return OK;
}

/* --- what is stored
 * ----------------------------------------------------------------------
 */

struct relay {
    struct signer signer;
    struct charter charter;
    struct store *store;
    struct arena *arena; /* envelopes: as long as it serves */
    VEC(struct envelope) envelopes;
    int lock;
    void (*note)(void *self, str line);
    void *self;
};

static void relay_close(struct relay *r)
{
    store_close(r->store);
    signer_wipe(&r->signer);
    sys_close(&r->lock);
}

static err load_one(struct cx *cx, void *self, uint64_t number, str note)
{
    struct relay *r = self;
    struct envelope e;
    str copy;
    TRY_ROOM(cx, r->arena, arena_dup_str(r->arena, note, &copy));
    TRY(cx, envelope_open(cx, &r->charter, copy, TALKS_KEPT, &e));
    e.entry = number;
    TRY_ROOM(cx, r->arena, vec_push(r->arena, &r->envelopes, e));
    return OK;
}

static err relay_open(struct cx *cx, struct arena *a, const char *folder,
                      struct relay *r)
{
    const char *key, *path, *db, *lock;
    uint64_t count;
    TRY(cx, seat_path(cx, a, folder, "relay.key", &key));
    TRY(cx, seat_path(cx, a, folder, "charter", &path));
    TRY(cx, seat_path(cx, a, folder, "relay.db", &db));
    TRY(cx, seat_path(cx, a, folder, "lock", &lock));
    if (!sys_exists(path))
        return fail_hint(cx, ERR_CONFLICT, "truce relay begin FOLDER CHARTER.",
                         "%s has no charter yet", folder);
    TRY(cx, sys_lock(cx, lock, CASEFILE_WAIT_MS, &r->lock));
    TRY(cx, casefile_read_key(cx, a, key, &r->signer));
    TRY(cx, seat_read_charter(cx, a, path, true, &r->charter));
    TRY(cx, check_key(cx, &r->charter, &r->signer));
    TRY(cx, store_open_file(cx, db, STORE_WRITE, &r->store));
    TRY(cx, store_count(cx, r->store, &count));
    return store_entries(cx, r->store, 0, count, load_one, r);
}

/* The last of a chain, or NULL. Chains here have no gaps. */
static const struct envelope *last_of(const struct relay *r, str room,
                                      str sender)
{
    for (size_t i = r->envelopes.n; i-- > 0;)
        if (str_eq(r->envelopes.p[i].room, room) &&
            str_eq(r->envelopes.p[i].sender, sender))
            return &r->envelopes.p[i];
    return NULL;
}

static bool is_stored(const struct relay *r, hash id)
{
    for (size_t i = r->envelopes.n; i-- > 0;)
        if (hash_eq(r->envelopes.p[i].id, id))
            return true;
    return false;
}

static err write_entry(struct cx *cx, struct relay *r, struct envelope *e,
                       str sealed)
{
    TRY(cx, store_begin(cx, r->store));
    err x = store_append(cx, r->store, e->note, &e->entry);
    if (is_ok(x))
        x = store_put_blob(cx, r->store, e->entry, sealed);
    if (is_ok(x))
        x = store_commit(cx, r->store);
    if (!is_ok(x))
        store_rollback(r->store);
    return x;
}

/* INPUT or CONFLICT says why it is not taken. */
static err put_one(struct cx *cx, struct relay *r, str note, str sealed,
                   struct envelope *e)
{
    str copy;
    TRY(cx, envelope_open(cx, &r->charter, note, TALKS_CAME, e));
    if (str_eq(e->room, STR("own")))
        return fail(cx, ERR_INPUT, "the room `own` does not leave its node");
    if (!hash_eq(cry_sha256(sealed, STR("")), e->sealed))
        return fail(cx, ERR_INPUT, "what is sealed is not what it names");
    if (is_stored(r, e->id))
        return OK;
    const struct envelope *last = last_of(r, e->room, e->sender);
    uint64_t next = last == NULL ? 0 : last->number + 1;
    if (e->number != next || (last != NULL && !hash_eq(e->after, last->id)))
        return fail(cx, ERR_CONFLICT,
                    "the chain %.*s/%.*s goes on with number %" PRIu64,
                    STR_ARG(e->room), STR_ARG(e->sender), next);
    TRY_ROOM(cx, r->arena, arena_dup_str(r->arena, note, &copy));
    TRY(cx, envelope_open(cx, &r->charter, copy, TALKS_KEPT, e));
    TRY(cx, write_entry(cx, r, e, sealed));
    TRY_ROOM(cx, r->arena, vec_push(r->arena, &r->envelopes, *e));
    return OK;
}

/* --- answers
 * -----------------------------------------------------------------------------
 */

static err sign_into(struct cx *cx, struct relay *r, struct buf *text,
                     struct buf *out)
{
    struct buf note;
    TRY(cx, buf_finish(cx, text));
    buf_init(&note, cx->scratch, NOTE_MAX_BYTES);
    buf_str(&note, buf_view(text));
    buf_char(&note, '\n');
    TRY(cx, note_sign(cx, buf_view(text), &r->signer.key, r->signer.secret.p, 0,
                      &note));
    TRY(cx, buf_finish(cx, &note));
    buf_printf(out, "note %zu\n", note.n);
    buf_str(out, buf_view(&note));
    return buf_finish(cx, out);
}

static err give_receipt(struct cx *cx, struct relay *r,
                        const struct envelope *e, struct buf *out)
{
    struct buf text;
    char room[40];
    struct relay_receipt x = {.room = e->room,
                              .sender = e->sender,
                              .number = e->number,
                              .envelope = e->id};
    TRY(cx, casefile_now(cx, room, &x.made));
    buf_init(&text, cx->scratch, ENTRY_MAX_BYTES);
    relay_receipt_print(&r->charter, &x, &text);
    return sign_into(cx, r, &text, out);
}

static void send_bytes(struct http_call *c, str body)
{
    struct http_answer a = {
        .status = 200, .type = "application/octet-stream", .body = body};
    http_send(c, &a);
}

/* One receipt for the last of each chain in the bundle. */
static err put(struct cx *cx, struct relay *r, struct http_call *c)
{
    struct bundle_reader in;
    struct buf out;
    struct envelope e, before = {0};
    str note, sealed;
    buf_init(&out, cx->scratch, ANSWER_MAX);
    TRY(cx, bundle_open(cx, &r->charter, c->body, &in));
    while (bundle_next(&in, &note, &sealed)) {
        TRY(cx, put_one(cx, r, note, sealed, &e));
        if (before.note.n > 0 &&
            (!str_eq(before.room, e.room) || !str_eq(before.sender, e.sender)))
            TRY(cx, give_receipt(cx, r, &before, &out));
        before = e;
    }
    if (before.note.n > 0)
        TRY(cx, give_receipt(cx, r, &before, &out));
    send_bytes(c, buf_view(&out));
    return OK;
}

/* The number of a node's last request; 0: it had none. */
static err last_request(struct cx *cx, struct relay *r, str node,
                        uint64_t *last)
{
    str text;
    err e =
        store_view_get(cx, r->store, cx->scratch, view_request, node, &text);
    *last = 0;
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        return OK;
    }
    TRY(cx, e);
    if (!note_decimal(text, last))
        return fail(cx, ERR_CORRUPT, "the number of a request is damaged");
    return OK;
}

static err write_request(struct cx *cx, struct relay *r, str node,
                         uint64_t request)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRIu64, request);
    TRY(cx, store_begin(cx, r->store));
    err x = store_view_put(cx, r->store, view_request, node, str_of(digits));
    if (is_ok(x))
        x = store_commit(cx, r->store);
    if (!is_ok(x))
        store_rollback(r->store);
    return x;
}

/* CONFLICT with the last number as the message, if this one is not more. */
static err take_request(struct cx *cx, struct relay *r, str node,
                        uint64_t request)
{
    uint64_t last;
    TRY(cx, last_request(cx, r, node, &last));
    if (request <= last)
        return fail(cx, ERR_CONFLICT, "%" PRIu64, last);
    return write_request(cx, r, node, request);
}

/* All chains that the node may know of, and no others. */
static err make_head(struct cx *cx, const struct relay *r,
                     const struct talks_node *n, struct relay_head *h)
{
    TRY_NEW_ARRAY(cx, cx->scratch, RELAY_CHAINS_MAX, h->chain);
    for (size_t i = 0; i < r->envelopes.n; i++) {
        const struct envelope *e = &r->envelopes.p[i];
        size_t k = 0;
        if (!talks_is_member(&r->charter, e->room, n))
            continue;
        while (k < h->n && (!str_eq(h->chain[k].room, e->room) ||
                            !str_eq(h->chain[k].sender, e->sender)))
            k++;
        if (k == RELAY_CHAINS_MAX)
            return fail(cx, ERR_LIMIT, "too many chains");
        h->chain[k] =
            (struct relay_count){e->room, e->sender, e->number + 1, e->id};
        h->n += k == h->n;
    }
    return OK;
}

static uint64_t has(const struct relay_head *asked, const struct envelope *e)
{
    for (size_t i = 0; i < asked->n; i++)
        if (str_eq(asked->chain[i].room, e->room) &&
            str_eq(asked->chain[i].sender, e->sender))
            return asked->chain[i].count;
    return 0;
}

/* As much as fits an answer; the node asks again. */
static err add_envelopes(struct cx *cx, const struct relay *r,
                         const struct talks_node *n,
                         const struct relay_head *asked, struct buf *out)
{
    size_t count = 0;
    bundle_begin(out, &r->charter);
    for (size_t i = 0; i < r->envelopes.n && out->n < ANSWER_MAX / 2; i++) {
        const struct envelope *e = &r->envelopes.p[i];
        str sealed;
        if (!talks_is_member(&r->charter, e->room, n) ||
            e->number < has(asked, e))
            continue;
        struct arena_mark mark = arena_mark(cx->scratch);
        TRY(cx, store_blob(cx, r->store, cx->scratch, e->entry, &sealed));
        bundle_add(out, e->note, sealed);
        arena_rewind(cx->scratch, mark);
        count++;
    }
    bundle_end(out, count);
    return buf_finish(cx, out);
}

static err get(struct cx *cx, struct relay *r, struct arena *a,
               struct http_call *c)
{
    struct relay_head asked, head = {0};
    struct buf text, out;
    char room[40];
    TRY(cx, relay_request_open(cx, cx->scratch, &r->charter, c->body, &asked));
    TRY(cx, take_request(cx, r, asked.node, asked.request));
    const struct talks_node *n = charter_node(&r->charter, asked.node);
    head.node = asked.node;
    head.request = asked.request;
    TRY(cx, casefile_now(cx, room, &head.made));
    TRY(cx, make_head(cx, r, n, &head));
    buf_init(&text, cx->scratch, NOTE_MAX_BYTES);
    relay_head_print(&r->charter, &head, &text);
    buf_init(&out, a, ANSWER_MAX);
    TRY(cx, sign_into(cx, r, &text, &out));
    TRY(cx, add_envelopes(cx, r, n, &asked, &out));
    send_bytes(c, buf_view(&out));
    return OK;
}

static err get_answer(struct cx *cx, struct relay *r, struct http_call *c)
{
    struct arena a; /* the answer grows while scratch is marked */
    arena_init(&a, cx->mem, "answer", (size_t)4 * ANSWER_MAX);
    err e = get(cx, r, &a, c);
    arena_release(&a);
    return e;
}

static err on_call(struct cx *cx, void *self, struct http_call *c)
{
    struct relay *r = self;
    err e = OK;
    if (str_eq(c->path, STR("/")) && c->method != HTTP_POST) {
        struct buf b;
        buf_init(&b, cx->scratch, 4000);
        buf_c(&b, "relay ");
        note_key_print(&r->signer.key, &b);
        TRY(cx, buf_finish(cx, &b));
        http_send_text(c, 200, buf_view(&b));
        return OK;
    }
    if (str_eq(c->path, STR("/put")) && c->method == HTTP_POST)
        e = put(cx, r, c);
    else if (str_eq(c->path, STR("/get")) && c->method == HTTP_POST)
        e = get_answer(cx, r, c);
    else
        http_send_text(c, 404, STR("there are POST /put and POST /get"));
    unsigned status = e.code == ERR_CONFLICT ? 409
                      : e.code == ERR_INPUT  ? 400
                      : e.code == ERR_LIMIT  ? 413
                                             : 0;
    if (status == 0)
        return e;
    http_send_text(c, status, str_of(cx->fault.message));
    fault_clear(cx);
    return OK;
}

static void on_fault(struct cx *cx, void *self)
{
    struct relay *r = self;
    r->note(r->self, str_of(cx->fault.message));
}

static err serve(struct cx *cx, struct arena *a, struct relay *r,
                 const char *listen)
{
    struct http_server *s;
    str line;
    struct http_options o = {
        .listen = listen, .handler = on_call, .fault = on_fault, .self = r};
    TRY(cx, http_server_new(cx, &o, &s));
    err e = OK;
    if (arena_printf(a, &line, "%.*s listens at port %u",
                     STR_ARG(r->signer.key.name), http_server_port(s)))
        r->note(r->self, line);
    else
        e = arena_fail(cx, a);
    if (is_ok(e))
        e = http_server_run(s);
    http_server_free(s);
    return e;
}

err relay_serve(struct cx *cx, struct arena *a, const char *folder,
                const char *listen, void (*note)(void *self, str line),
                void *self)
{
    struct relay r = {.arena = a, .lock = -1, .note = note, .self = self};
    err e = relay_open(cx, a, folder, &r);
    if (is_ok(e))
        e = serve(cx, a, &r, listen);
    relay_close(&r);
    return e;
}
