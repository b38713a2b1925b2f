/* record/log.c: the sequencer's rules.
 *
 * In memory: the tree's tails, and for each sender its key and the end of its
 * chain. Both are views of the entries; a rollback makes them again from the
 * store, so there is nothing to undo.
 * Read next: log.h, docs/record-format.md sections 3 to 7. */
#include "record/log_int.h"

#include "base/cx.h"
#include "base/map.h"
#include "base/sys.h"
#include "record/index.h"
#include "record/tally.h"

str log_origin(const struct log *l)
{
    return l->origin;
}

uint64_t log_size(const struct log *l)
{
    return l->tree.size;
}

struct tree *log_tree(struct log *l)
{
    return &l->tree;
}

struct sender *log_find_sender(struct log *l, str name)
{
    for (size_t i = 0; i < l->n_senders; i++)
        if (str_eq(l->senders[i].key.name, name))
            return &l->senders[i];
    return NULL;
}

err log_key(struct cx *cx, struct log *l, str name, struct note_key *out)
{
    struct sender *s = log_find_sender(l, name);
    if (s == NULL)
        return fail_hint(cx, ERR_INPUT,
                         "A key is entered before what it signs.",
                         "no key of %.*s stands in this log", STR_ARG(name));
    *out = s->key;
    return OK;
}

const struct keyring *log_keys(const struct log *l)
{
    return &l->keys;
}

err log_add_sender(struct cx *cx, struct log *l, const struct note_key *k)
{
    struct sender s = {.key = *k, .state = SIZE_MAX};
    if (log_find_sender(l, k->name) != NULL)
        return fail(cx, ERR_CONFLICT, "a key of %.*s stands already",
                    STR_ARG(k->name));
    if (l->n_senders == LOG_MAX_SENDERS)
        return fail(cx, ERR_LIMIT, "more than %d keys in a log",
                    LOG_MAX_SENDERS);
    TRY_ROOM(cx, &l->arena, arena_dup_str(&l->arena, k->name, &s.key.name));
    l->senders[l->n_senders++] = s;
    return OK;
}

/* A blob's name is its hash; its content begins after 32 random bytes. */
err log_check_blob(struct cx *cx, const struct entry *e, str blob)
{
    if (!e->has_content && blob.n == 0)
        return OK;
    if (!e->has_content || blob.n < CRY_HASH_BYTES ||
        !hash_eq(cry_sha256(blob, STR("")), e->content))
        return fail(cx, ERR_INPUT,
                    "the blob is not the one that the entry names");
    return OK;
}

/* The sender of a key that was just entered. One that takes the place of
 * another under the same name goes on with its chain. */
static err take_sender(struct cx *cx, struct log *l, uint64_t number)
{
    const struct key_state *k =
        l->keys.keys.n == 0 ? NULL : vec_last(&l->keys.keys);
    if (k == NULL || k->entry != number || k->said.purpose != KEY_SENDER)
        return OK;
    struct sender *s = log_find_sender(l, k->note.name);
    if (s == NULL || k->said.replaces.n == 0) {
        TRY(cx, log_add_sender(cx, l, &k->note));
        s = &l->senders[l->n_senders - 1];
    }
    str name = s->key.name;
    s->key = k->note;
    s->key.name = name;
    s->state = l->keys.keys.n - 1;
    return OK;
}

/* What an entry changes in the log's own views. `blob` may be empty where a
 * deletion took it: then a key cannot be read and the log cannot be opened,
 * which is why blobs of keys are never dropped. */
static err take_in(struct cx *cx, struct log *l, const struct entry *e,
                   struct sender *s, uint64_t number, str blob, hash leaf)
{
    if (entry_is_about_keys(e->type)) {
        TRY(cx, keyring_take(cx, &l->keys, number, e,
                             str_sub(blob, CRY_HASH_BYTES, blob.n)));
        TRY(cx, take_sender(cx, l, number));
    }
    s->any = true;
    s->lost = false;
    s->number = e->number;
    s->last = leaf;
    return OK;
}

/* The sequencer's own key is entered by the first entry, which it signs. */
static err check_standing(struct cx *cx, const struct log *l,
                          const struct sender *s, uint64_t number,
                          const struct entry *e)
{
    if (str_eq(e->sender, l->origin))
        return OK;
    if (s->state >= l->keys.keys.n)
        return fail_hint(
            cx, ERR_CORRUPT, "Make the views again with `truce rebuild`.",
            "the entry of the key of %.*s is not found", STR_ARG(e->sender));
    const struct key_state *k = &l->keys.keys.p[s->state];
    if (k->ended < number)
        return fail(cx, ERR_DENIED, "the key of %.*s was %s by entry %llu",
                    STR_ARG(e->sender), k->replaced ? "replaced" : "revoked",
                    (unsigned long long)k->ended);
    if (!key_stood(k, number, str_of(e->made)))
        return fail(cx, ERR_DENIED,
                    "the key of %.*s does not stand at %s: its entry says "
                    "from when until when",
                    STR_ARG(e->sender), e->made);
    return OK;
}

static err check_chain(struct cx *cx, const struct log *l,
                       const struct entry *e, const struct sender *s)
{
    if (!str_eq(e->log, l->origin))
        return fail(cx, ERR_INPUT, "the entry is for the log %.*s, not %.*s",
                    STR_ARG(e->log), STR_ARG(l->origin));
    if (s->lost)
        return OK;
    uint64_t want = s->any ? s->number + 1 : 0;
    if (e->number != want)
        return fail_hint(cx, ERR_CONFLICT, "Send what is missing first.",
                         "%.*s sent its entry %llu; here its next is %llu",
                         STR_ARG(e->sender), (unsigned long long)e->number,
                         (unsigned long long)want);
    if (s->any && !hash_eq(e->after, s->last))
        return fail(cx, ERR_CONFLICT,
                    "entry %llu of %.*s does not come after the one that is "
                    "here",
                    (unsigned long long)e->number, STR_ARG(e->sender));
    return OK;
}

err log_accept(struct cx *cx, struct log *l, uint64_t number,
               const struct note *n, const struct entry *e, str blob, hash leaf)
{
    struct sender *s = log_find_sender(l, e->sender);
    if (s == NULL)
        return fail_hint(
            cx, ERR_INPUT, "A key is entered before what it signs.",
            "no key of %.*s stands in this log", STR_ARG(e->sender));
    if (!e->in_batch)
        TRY(cx, entry_check_signature(cx, n, e, &s->key));
    TRY(cx, check_chain(cx, l, e, s));
    TRY(cx, check_standing(cx, l, s, number, e));
    TRY(cx, batch_take(cx, &l->batch, s->key.name, e, leaf));
    return take_in(cx, l, e, s, number, blob, leaf);
}

/* --- opening ------------------------------------------------------------- */

void log_sender_row(const struct sender *s, struct buf *out)
{
    char hex[2 * CRY_HASH_BYTES];
    note_key_print(&s->key, out);
    hash_print(s->last, hex);
    buf_printf(out, " %d %llu %.*s", s->any, (unsigned long long)s->number,
               (int)sizeof hex, hex);
}

/* If it changed since it was written last. A rollback forgets what was. */
static err write_sender(struct cx *cx, struct log *l, struct sender *s)
{
    struct buf b;
    struct arena_mark mark = arena_mark(cx->scratch);
    buf_init(&b, cx->scratch, 1000);
    log_sender_row(s, &b);
    err e = buf_finish(cx, &b);
    str row = buf_view(&b);
    uint64_t h = hash_bytes(cx->hash_key, row.p, row.n) | 1;
    if (is_ok(e) && h != s->row) {
        e = store_view_put(cx, l->store, STR("sender"), s->key.name, row);
        s->row = is_ok(e) ? h : 0;
    }
    arena_rewind(cx->scratch, mark);
    return e;
}

static err read_sender(struct cx *cx, void *self, str key, str value)
{
    struct log *l = self;
    str vkey, any, number, hex;
    struct note_key k;
    struct sender *s;
    if (!str_cut(value, ' ', &vkey, &value) ||
        !str_cut(value, ' ', &any, &value) ||
        !str_cut(value, ' ', &number, &hex))
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "the row of sender %.*s is damaged", STR_ARG(key));
    TRY(cx, note_key_parse(cx, vkey, &k));
    TRY(cx, log_add_sender(cx, l, &k));
    s = &l->senders[l->n_senders - 1];
    s->any = str_eq(any, STR("1"));
    if (!note_decimal(number, &s->number) || !hash_parse(hex, &s->last))
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "the row of sender %.*s is damaged", STR_ARG(key));
    return OK;
}

/* The log's own key, from its first entry. */
err log_read_origin(struct cx *cx, struct log *l)
{
    struct note *n;
    struct entry e;
    struct key_statement said;
    str note, blob;
    uint64_t size;
    TRY(cx, store_count(cx, l->store, &size));
    if (size == 0)
        return fail_hint(cx, ERR_CORRUPT,
                         "Delete it with its .key, .head and .lock, and make "
                         "it again.",
                         "the case has no entries: truce init was stopped "
                         "before it had made it");
    TRY(cx, store_entry(cx, l->store, &l->arena, 0, &note));
    TRY_NEW(cx, &l->arena, n);
    TRY(cx, note_parse(cx, &l->arena, note, n));
    TRY(cx, entry_parse(cx, n->text, &e));
    if (!e.has_content || !str_eq(e.type, STR("key")) ||
        !str_eq(e.sender, e.log))
        return fail(cx, ERR_CORRUPT,
                    "the first entry is not the key of the sequencer");
    TRY(cx, store_blob(cx, l->store, &l->arena, 0, &blob));
    TRY(cx, log_check_blob(cx, &e, blob));
    TRY(cx, key_statement_parse(cx, &l->arena,
                                str_sub(blob, CRY_HASH_BYTES, blob.n), &said));
    TRY(cx, note_key_parse(cx, said.key, &l->key));
    TRY(cx, entry_open(cx, &l->arena, note, &l->key, &e));
    l->origin = e.log;
    return OK;
}

/* A head that this log signed; CORRUPT if it is not one. */
err log_read_head(struct cx *cx, struct log *l, struct arena *a, str bytes,
                  const char *where, struct checkpoint *out)
{
    struct note *n;
    bool holds;
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, bytes, n));
    TRY(cx, checkpoint_parse(cx, n->text, out));
    TRY(cx, note_verify(cx, n, &l->key, &holds, NULL));
    if (!holds || !str_eq(out->origin, l->origin))
        return fail(cx, ERR_CORRUPT, "%s: not a head that this log signed",
                    where);
    return OK;
}

err log_read_copy(struct cx *cx, struct log *l, struct arena *a,
                  struct headfile *f, unsigned *slot, struct checkpoint *out)
{
    struct checkpoint c[2];
    bool good[2];
    TRY(cx, headfile_read(cx, a, l->head_path, f));
    for (int i = 1; i >= 0; i--) {
        err e = i == 1 && f->note[1].n == 0
                    ? (err){ERR_CORRUPT}
                    : log_read_head(cx, l, a, f->note[i], l->head_path, &c[i]);
        good[i] = is_ok(e);
        if (e.code == ERR_RESOURCE || (i == 0 && !good[0] && !good[1]))
            return e;
    }
    fault_clear(cx);
    *slot =
        good[1] && (!good[0] || c[1].size > c[0].size ||
                    (c[1].size == c[0].size && f->note[1].n > f->note[0].n));
    *out = c[*slot];
    return OK;
}

/* The copy is as f says. */
static void know_copy(struct log *l, const struct headfile *f, unsigned slot)
{
    l->copy.bytes = STR("");
    if (!f->slotted)
        return;
    memcpy(l->copy_room, f->bytes.p, HEADFILE_BYTES);
    l->copy = (struct headfile){{l->copy_room, HEADFILE_BYTES}, true, {{0}}};
    l->copy_slot = slot;
}

/* The store must hold all that a head covers. */
static err check_head(struct cx *cx, struct log *l,
                      const struct checkpoint *head, const char *where)
{
    static const char hint[] =
        "The case was restored or changed. Go on only from a copy that holds "
        "all entries of the last head; a witness has that head.";
    hash root;
    if (head->size > l->tree.size)
        return fail_hint(cx, ERR_CORRUPT, hint,
                         "%s covers %llu entries; the case has %llu", where,
                         (unsigned long long)head->size,
                         (unsigned long long)l->tree.size);
    TRY(cx, tree_root(cx, &l->tree, head->size, &root));
    if (!hash_eq(root, head->root))
        return fail_hint(cx, ERR_CORRUPT, hint,
                         "the first %llu entries of the case are not those of "
                         "%s",
                         (unsigned long long)head->size, where);
    return OK;
}

static err keep_unstored(struct cx *cx, struct log *l, str note)
{
    if (note.n > sizeof l->unstored_room)
        return arena_dup_str(&l->arena, note, &l->unstored)
                   ? OK
                   : arena_fail(cx, &l->arena);
    memcpy(l->unstored_room, note.p, note.n);
    l->unstored = (str){l->unstored_room, note.n};
    return OK;
}

/* The last head of the store, and that of the copy; of size 0 if there is
 * none. Read before the tree: a writer may be at work, and the tree must not be
 * older than they are. */
struct heads {
    struct arena room;
    struct checkpoint stored, copied;
    struct headfile file;
    unsigned slot;
};

static err read_heads(struct cx *cx, struct log *l, struct heads *h)
{
    uint64_t size;
    str bytes;
    memset(h, 0, sizeof *h);
    arena_init(&h->room, l->mem, "head", 64 << 20);
    err e = store_last_head(cx, l->store, &h->room, &size, &bytes);
    if (is_ok(e))
        e = log_read_head(cx, l, &h->room, bytes, "the last head", &h->stored);
    else if (e.code == ERR_NOT_FOUND)
        e = OK;
    if (is_ok(e) && l->head_path != NULL && sys_exists(l->head_path))
        e = log_read_copy(cx, l, &h->room, &h->file, &h->slot, &h->copied);
    return e;
}

static err take_heads(struct cx *cx, struct log *l, const struct heads *h)
{
    const struct checkpoint *last = &h->stored;
    if (l->signed_head.size > 0) /* by this process */
        TRY(cx, check_head(cx, l, &l->signed_head, "the last head"));
    if (h->stored.size > 0)
        TRY(cx, check_head(cx, l, &h->stored, "the last head"));
    if (h->file.bytes.n > 0) {
        TRY(cx, check_head(cx, l, &h->copied, l->head_path));
        know_copy(l, &h->file, h->slot);
    }
    /* Else its writer works still, or was stopped. */
    l->unstored = STR("");
    if (h->copied.size > h->stored.size) {
        TRY(cx, keep_unstored(cx, l, h->file.note[h->slot]));
        last = &h->copied;
    }
    if (last->size >= l->signed_head.size)
        l->signed_head =
            (struct checkpoint){l->origin, last->size, last->root, STR("")};
    return OK;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Entries about keys, in their order; all of them by the sequencer. */
static err load_key(struct cx *cx, struct log *l, uint64_t number)
{
    struct note *n;
    struct entry e;
    str note, blob = STR("");
    TRY(cx, store_entry(cx, l->store, cx->scratch, number, &note));
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, note_parse(cx, cx->scratch, note, n));
    TRY(cx, entry_parse(cx, n->text, &e));
    TRY(cx, entry_open(cx, cx->scratch, note, &l->key, &e));
    TRY(cx, store_blob(cx, l->store, cx->scratch, number, &blob));
    TRY(cx, log_check_blob(cx, &e, blob));
    return keyring_take(cx, &l->keys, number, &e,
                        str_sub(blob, CRY_HASH_BYTES, blob.n));
}

static err load_keys(struct cx *cx, struct log *l)
{
    static const char *const types[] = {"key", "policy", "revocation"};
    VEC(uint64_t) all = {0};
    struct arena_mark mark = arena_mark(cx->scratch);
    arena_reset(&l->key_arena);
    keyring_init(&l->keys, &l->key_arena, l->origin);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        struct index_list v;
        TRY(cx, index_list(cx, cx->scratch, l->store, str_of(types[i]), &v));
        for (size_t k = 0; k < v.count; k++)
            TRY_ROOM(cx, cx->scratch, vec_push(cx->scratch, &all, v.n[k]));
    }
    if (all.n > 1)
        qsort(all.p, all.n, sizeof *all.p, by_number);
    for (size_t i = 0; i < all.n; i++) {
        struct arena_mark one = arena_mark(cx->scratch);
        TRY(cx, load_key(cx, l, all.p[i]));
        arena_rewind(cx->scratch, one);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* Which key of the ring is whose. */
static void tie_senders(struct log *l)
{
    for (size_t i = 0; i < l->keys.keys.n; i++) {
        const struct key_state *k = &l->keys.keys.p[i];
        struct sender *s = k->said.purpose != KEY_SENDER
                               ? NULL
                               : log_find_sender(l, k->note.name);
        if (s != NULL && s->key.id == k->note.id)
            s->state = i;
    }
}

/* Senders and tree, from the views; keys, from their entries. */
static err load_views(struct cx *cx, struct log *l)
{
    l->n_senders = 0;
    l->fresh.n = 0;
    l->broken = false;
    l->batch = (struct batch){.edge.size = 0};
    TRY(cx, tree_open(cx, l->store, &l->tree));
    TRY(cx, merkle_edge_at(cx, l->tree.size, tree_node, &l->tree, &l->before));
    TRY(cx, store_view_each(cx, l->store, STR("sender"), STR(""), STR(""),
                            read_sender, l));
    TRY(cx, load_keys(cx, l));
    tie_senders(l);
    return OK;
}

static err load(struct cx *cx, struct log *l)
{
    struct heads h;
    err e = read_heads(cx, l, &h);
    if (is_ok(e))
        e = load_views(cx, l);
    if (is_ok(e))
        e = take_heads(cx, l, &h);
    arena_release(&h.room);
    return e;
}

err log_new(struct cx *cx, struct store *s, const char *head_path,
            struct log **out)
{
    struct log *l = mem_resize(&cx->mem, NULL, 0, sizeof *l);
    if (l == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a log");
    memset(l, 0, sizeof *l);
    l->mem = cx->mem;
    l->store = s;
    arena_init(&l->arena, cx->mem, "log", (size_t)1 << 30);
    arena_init(&l->key_arena, cx->mem, "keys", (size_t)256 << 20);
    l->senders =
        arena_alloc_array(&l->arena, LOG_MAX_SENDERS, sizeof *l->senders);
    str path = STR("");
    bool room = l->senders != NULL &&
                (head_path == NULL ||
                 arena_dup_str(&l->arena, str_of(head_path), &path));
    if (!room) {
        err e = arena_fail(cx, &l->arena);
        log_close(l);
        return e;
    }
    l->head_path = head_path == NULL ? NULL : (char *)(uintptr_t)path.p;
    *out = l;
    return OK;
}

void log_close(struct log *l)
{
    if (l == NULL)
        return;
    struct mem mem = l->mem;
    store_rollback(l->store);
    arena_release(&l->key_arena);
    arena_release(&l->arena);
    mem_resize(&mem, l, sizeof *l, 0);
}

err log_open(struct cx *cx, struct store *s, const char *head_path,
             struct log **out)
{
    struct log *l;
    TRY(cx, log_new(cx, s, head_path, &l));
    err e = log_read_origin(cx, l);
    if (is_ok(e))
        e = load(cx, l);
    if (!is_ok(e)) {
        log_close(l);
        return e;
    }
    *out = l;
    return OK;
}

/* --- adding -------------------------------------------------------------- */

/* The last head, where only the copy has it. Another process may have stored it
 * since, and gathered cosignatures on it. */
static err put_unstored(struct cx *cx, struct log *l)
{
    uint64_t found = 0;
    str note;
    if (l->unstored.n == 0)
        return OK;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = store_head(cx, l->store, cx->scratch, STORE_AT_LEAST,
                       l->signed_head.size, &found, &note);
    arena_rewind(cx->scratch, mark);
    if (is_ok(e) && found == l->signed_head.size)
        return OK;
    if (e.code == ERR_NOT_FOUND)
        fault_clear(cx);
    else
        TRY(cx, e);
    return tally_put_head(cx, l->store, l->signed_head.size, l->unstored);
}

err log_begin(struct cx *cx, struct log *l)
{
    uint64_t size;
    TRY(cx, store_begin(cx, l->store));
    err e = store_count(cx, l->store, &size);
    /* Another process has written since: take in what it added. */
    if (is_ok(e) && size != l->tree.size)
        e = load(cx, l);
    if (is_ok(e))
        e = put_unstored(cx, l);
    if (!is_ok(e))
        store_rollback(l->store);
    return e;
}

/* Reads and checks what somebody else made. */
static err accept_other(struct cx *cx, struct log *l, str note, str blob,
                        hash leaf, struct entry *e)
{
    struct note *n;
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, e));
    TRY(cx, log_accept(cx, l, l->tree.size, n, e, blob, leaf));
    return log_check_blob(cx, e, blob);
}

/* What was made and signed here just now: its form and its signature are not
 * looked at again. */
static err accept_own(struct cx *cx, struct log *l, const struct entry *e,
                      str blob, hash leaf)
{
    struct sender *s = log_find_sender(l, e->sender);
    if (NEVER(s == NULL))
        return fail(cx, ERR_BUG, "a sender that is not in the log");
    TRY(cx, check_chain(cx, l, e, s));
    TRY(cx, check_standing(cx, l, s, l->tree.size, e));
    TRY(cx, batch_take(cx, &l->batch, s->key.name, e, leaf));
    return take_in(cx, l, e, s, l->tree.size, blob, leaf);
}

/* own: what the note says, where it was made here; else NULL. */
static err add(struct cx *cx, struct log *l, const struct entry *own, str note,
               str blob, uint64_t *number)
{
    struct entry e;
    uint64_t n;
    hash leaf = merkle_leaf(note);
    struct arena_mark mark = arena_mark(cx->scratch);
    err r;
    if (own != NULL) {
        e = *own;
        r = accept_own(cx, l, own, blob, leaf);
    } else {
        r = accept_other(cx, l, note, blob, leaf, &e);
    }
    arena_rewind(cx->scratch, mark);
    TRY(cx, r);
    TRY(cx, store_append(cx, l->store, note, &n));
    if (e.has_content)
        TRY(cx, store_put_blob(cx, l->store, n, blob));
    if (n != l->tree.size)
        return fail(cx, ERR_CORRUPT,
                    "the entry would be number %llu in a tree of %llu",
                    (unsigned long long)n, (unsigned long long)l->tree.size);
    TRY(cx, tree_append(cx, &l->tree, leaf));
    TRY(cx, index_put(cx, l->store, e.type, n));
    TRY_ROOM(cx, &l->arena, vec_push(&l->arena, &l->fresh, leaf));
    *number = n;
    return OK;
}

static err add_checked(struct cx *cx, struct log *l, const struct entry *own,
                       str entry, str blob, uint64_t *number)
{
    if (l->broken)
        return fail(cx, ERR_BUG, "a failed batch can only be rolled back");
    if (l->fresh.n == LOG_BATCH_MAX)
        return fail_hint(cx, ERR_LIMIT, "Commit and sign before going on.",
                         "more than %d entries without a head", LOG_BATCH_MAX);
    err e = add(cx, l, own, entry, blob, number);
    l->broken = !is_ok(e);
    return e;
}

err log_add(struct cx *cx, struct log *l, str entry, str blob, uint64_t *number)
{
    return add_checked(cx, l, NULL, entry, blob, number);
}

err log_commit(struct cx *cx, struct log *l)
{
    if (l->broken)
        return fail(cx, ERR_BUG, "a failed batch can only be rolled back");
    err e = batch_is_open(&l->batch)
                ? fail(cx, ERR_INPUT,
                       "the batch of %.*s has no entry that signs it",
                       STR_ARG(l->batch.sender))
                : OK;
    for (size_t i = 0; is_ok(e) && i < l->n_senders; i++)
        e = write_sender(cx, l, &l->senders[i]);
    if (is_ok(e))
        e = store_commit(cx, l->store);
    if (is_ok(e))
        l->unstored = STR("");
    l->broken = !is_ok(e);
    return e;
}

void log_rollback(struct log *l)
{
    store_rollback(l->store);
    /* What is in memory is made again at the next begin. */
    l->tree.size = UINT64_MAX;
    l->fresh.n = 0;
    l->broken = false;
}

/* Appends to out the blob of a content: 32 random bytes, then the content. */
static err make_blob(struct cx *cx, struct log *l, str content, struct buf *out)
{
    uint8_t *salt;
    if (l->salt_left == 0) {
        TRY(cx, cx->random(cx, cx->self, l->salt, sizeof l->salt));
        l->salt_left = sizeof l->salt;
    }
    salt = l->salt + sizeof l->salt - l->salt_left;
    l->salt_left -= CRY_HASH_BYTES;
    buf_bytes(out, salt, CRY_HASH_BYTES);
    cry_wipe(salt, CRY_HASH_BYTES);
    buf_str(out, content);
    return buf_finish(cx, out);
}

/* What the next entry of this sender says, but for its content. */
static err next_entry(struct cx *cx, const struct log *l,
                      const struct signer *by, str type, str made,
                      struct entry *out)
{
    const struct sender *s =
        log_find_sender((struct log *)(uintptr_t)l, by->key.name);
    if (s == NULL || s->key.id != by->key.id)
        return fail_hint(cx, ERR_INPUT,
                         "A key is entered before what it signs.",
                         "this key of %.*s does not stand in the log",
                         STR_ARG(by->key.name));
    struct entry e = {.log = l->origin,
                      .type = type,
                      .sender = by->key.name,
                      .number = s->any ? s->number + 1 : 0,
                      .has_after = s->any,
                      .after = s->last};
    if (!str_to_c(made, e.made, sizeof e.made))
        return fail(cx, ERR_INPUT, "`%.*s` is not a time", STR_ARG(made));
    *out = e;
    return OK;
}

/* Prints it, signs it unless it is in a batch, and adds it. */
static err put_entry(struct cx *cx, struct log *l, const struct signer *by,
                     const struct entry *e, str blob, uint64_t *number)
{
    struct buf note;
    buf_init(&note, cx->scratch, ENTRY_MAX_BYTES);
    TRY(cx, e->in_batch ? entry_print(cx, e, &note)
                        : entry_sign(cx, e, &by->key, by->secret.p, &note));
    TRY(cx, buf_finish(cx, &note));
    return add_checked(cx, l, e, buf_view(&note), blob, number);
}

static err write_entry(struct cx *cx, struct log *l, const struct signer *by,
                       str type, str content, str made, bool in_batch,
                       uint64_t *number)
{
    struct buf blob;
    struct entry e;
    TRY(cx, next_entry(cx, l, by, type, made, &e));
    struct arena_mark mark = arena_mark(cx->scratch);
    buf_init(&blob, cx->scratch, STORE_BLOB_MAX);
    err r = make_blob(cx, l, content, &blob);
    if (is_ok(r)) {
        e.has_content = true;
        e.content = cry_sha256(buf_view(&blob), STR(""));
        e.in_batch = in_batch;
        r = put_entry(cx, l, by, &e, buf_view(&blob), number);
    }
    arena_rewind(cx->scratch, mark);
    return r;
}

err log_write(struct cx *cx, struct log *l, const struct signer *by, str type,
              str content, str made, uint64_t *number)
{
    return write_entry(cx, l, by, type, content, made, false, number);
}

err log_write_in_batch(struct cx *cx, struct log *l, const struct signer *by,
                       str type, str content, str made, uint64_t *number)
{
    if (entry_is_about_keys(type))
        return fail(cx, ERR_INPUT, "an entry of type %.*s is not in a batch",
                    STR_ARG(type));
    return write_entry(cx, l, by, type, content, made, true, number);
}

err log_end_batch(struct cx *cx, struct log *l, const struct signer *by,
                  str made, uint64_t *number)
{
    struct entry e;
    if (!batch_is_open(&l->batch))
        return fail(cx, ERR_BUG, "no batch has begun");
    TRY(cx, next_entry(cx, l, by, STR("batch"), made, &e));
    e.covers = l->batch.edge.size;
    e.root = merkle_root(&l->batch.edge);
    struct arena_mark mark = arena_mark(cx->scratch);
    err r = put_entry(cx, l, by, &e, STR(""), number);
    arena_rewind(cx->scratch, mark);
    return r;
}

/* --- heads --------------------------------------------------------------- */

struct compare {
    const hash *want;
    struct merkle_edge edge; /* of what is read, and all before it */
};

static err compare_leaf(struct cx *cx, void *self, uint64_t number, str note)
{
    struct compare *c = self;
    hash leaf = merkle_leaf(note);
    if (!hash_eq(leaf, *c->want++))
        return fail_hint(cx, ERR_CORRUPT,
                         "Nothing was signed. Check the disk; restore a copy.",
                         "entry %llu is not what was written",
                         (unsigned long long)number);
    merkle_append(&c->edge, leaf, NULL, NULL);
    return OK;
}

/* What no head covers yet is read back before one does: the root to be signed
 * is over what was read. */
static err read_back(struct cx *cx, struct log *l, struct merkle_edge *edge)
{
    struct compare c = {l->fresh.p, l->before};
    uint64_t size;
    TRY(cx, store_count(cx, l->store, &size));
    if (size != l->tree.size)
        return fail(cx, ERR_CONFLICT,
                    "the case has %llu entries, %llu are known here",
                    (unsigned long long)size, (unsigned long long)l->tree.size);
    TRY(cx,
        store_entries(cx, l->store, l->before.size, size, compare_leaf, &c));
    *edge = c.edge;
    return OK;
}

/* The copy must still be the head that was signed last. */
static err check_copy(struct cx *cx, struct log *l)
{
    struct headfile f;
    struct checkpoint c;
    unsigned slot;
    if (l->head_path == NULL || !sys_exists(l->head_path)) {
        l->copy.bytes = STR("");
        return OK;
    }
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = headfile_read(cx, cx->scratch, l->head_path, &f);
    /* As it was written here, byte for byte: it was checked then. */
    if (is_ok(e) && (l->copy.bytes.n == 0 || !str_eq(f.bytes, l->copy.bytes))) {
        e = log_read_copy(cx, l, cx->scratch, &f, &slot, &c);
        if (is_ok(e))
            e = check_head(cx, l, &c, l->head_path);
        if (is_ok(e))
            know_copy(l, &f, slot);
    }
    arena_rewind(cx->scratch, mark);
    return e;
}

static err sign_note(struct cx *cx, const struct checkpoint *c,
                     const struct signer *by, struct buf *out)
{
    struct buf text;
    buf_init(&text, cx->scratch, NOTE_MAX_BYTES);
    checkpoint_print(c, &text);
    TRY(cx, buf_finish(cx, &text));
    buf_str(out, buf_view(&text));
    buf_char(out, '\n');
    TRY(cx, note_sign(cx, buf_view(&text), &by->key, by->secret.p, 0, out));
    return buf_finish(cx, out);
}

/* Into the slot of the older head. */
static err keep_copy(struct cx *cx, struct log *l, str note)
{
    struct headfile f = l->copy, now;
    bool known = f.bytes.n > 0;
    unsigned slot = known ? 1 - l->copy_slot : 0;
    struct arena_mark mark = arena_mark(cx->scratch);
    l->copy.bytes = STR("");
    err e = headfile_write(cx, cx->scratch, l->head_path, known ? &f : NULL,
                           slot, note, &now);
    if (is_ok(e))
        know_copy(l, &now, slot);
    arena_rewind(cx->scratch, mark);
    return e;
}

/* First the copy, durably; the store's row comes in the next transaction, and
 * is read in the copy until then. So a head costs one file, not a commit
 * besides. With new cosignatures both are written; an earlier head may still
 * gather some: the copy is that of the last. */
static err keep_head(struct cx *cx, struct log *l, uint64_t size, str note)
{
    bool copied = l->head_path != NULL && size >= l->signed_head.size;
    if (copied)
        TRY(cx, keep_copy(cx, l, note));
    if (copied && size > l->signed_head.size)
        return keep_unstored(cx, l, note);
    TRY(cx, store_begin(cx, l->store));
    err e = tally_put_head(cx, l->store, size, note);
    if (is_ok(e))
        e = store_commit(cx, l->store);
    if (!is_ok(e))
        store_rollback(l->store);
    return e;
}

err log_sign(struct cx *cx, struct log *l, const struct signer *sequencer)
{
    struct checkpoint c = {l->origin, l->tree.size, {{0}}, STR("")};
    struct merkle_edge edge;
    struct buf note;
    if (sequencer->key.id != l->key.id)
        return fail(cx, ERR_DENIED, "only the sequencer %.*s signs heads",
                    STR_ARG(l->origin));
    TRY(cx, read_back(cx, l, &edge));
    TRY(cx, check_copy(cx, l));
    c.root = merkle_root(&edge);
    struct arena_mark mark = arena_mark(cx->scratch);
    buf_init(&note, cx->scratch, NOTE_MAX_BYTES);
    err e = sign_note(cx, &c, sequencer, &note);
    if (is_ok(e))
        e = keep_head(cx, l, c.size, buf_view(&note));
    arena_rewind(cx->scratch, mark);
    TRY(cx, e);
    l->signed_head = c;
    l->fresh.n = 0;
    l->before = edge;
    return OK;
}

err log_head_near(struct cx *cx, struct log *l, struct arena *a,
                  enum store_side side, uint64_t size, uint64_t *found,
                  str *note)
{
    /* It is the last: at most so many, or at least where no row is. */
    bool last = l->unstored.n > 0 &&
                (side == STORE_AT_MOST ? l->signed_head.size <= size
                                       : l->signed_head.size >= size);
    err e = OK;
    if (!last || side == STORE_AT_LEAST) {
        e = store_head(cx, l->store, a, side, size, found, note);
        if (!last || e.code != ERR_NOT_FOUND)
            return e;
        fault_clear(cx);
    }
    *found = l->signed_head.size;
    TRY_ROOM(cx, a, arena_dup_str(a, l->unstored, note));
    return OK;
}

err log_head(struct cx *cx, struct log *l, struct arena *a, str *note,
             struct checkpoint *head)
{
    uint64_t size;
    TRY(cx, log_head_near(cx, l, a, STORE_AT_MOST, INT64_MAX, &size, note));
    return log_read_head(cx, l, a, *note, "the last head", head);
}

/* Whether a line is a cosignature of this head by a key of the policy. */
static err is_of_head(struct cx *cx, const struct policy *policy, str text,
                      str line, bool *holds)
{
    struct buf one;
    struct note *n;
    *holds = false;
    TRY_NEW(cx, cx->scratch, n);
    buf_init(&one, cx->scratch, NOTE_MAX_BYTES);
    buf_str(&one, text);
    buf_char(&one, '\n');
    buf_str(&one, line);
    buf_char(&one, '\n');
    TRY(cx, buf_finish(cx, &one));
    if (!is_ok(note_parse(cx, cx->scratch, buf_view(&one), n))) {
        fault_clear(cx);
        return OK;
    }
    for (size_t i = 0; i < policy->n_members && !*holds; i++)
        if (!policy->member[i].group)
            TRY(cx, note_verify(cx, n, &policy->member[i].key, holds, NULL));
    return OK;
}

/* The head's note with the lines that are of it and not on it yet. */
static err add_lines(struct cx *cx, const struct policy *policy, str note,
                     str lines, struct buf *all, unsigned *of_it,
                     unsigned *added)
{
    str line, text = str_sub(note, 0, str_find(note, STR("\n\n")) + 1);
    *of_it = *added = 0;
    buf_str(all, note);
    while (str_cut(lines, '\n', &line, &lines)) {
        bool holds;
        TRY(cx, is_of_head(cx, policy, text, line, &holds));
        *of_it += holds;
        if (!holds || str_find(buf_view(all), line) < buf_view(all).n)
            continue;
        buf_str(all, line);
        buf_char(all, '\n');
        (*added)++;
    }
    return buf_finish(cx, all);
}

err log_settle(struct cx *cx, struct log *l)
{
    if (l->unstored.n == 0)
        return OK;
    TRY(cx, store_begin_lazy(cx, l->store));
    err e = put_unstored(cx, l);
    if (is_ok(e))
        e = store_commit(cx, l->store);
    if (!is_ok(e))
        store_rollback(l->store);
    else
        l->unstored = STR("");
    return e;
}

err log_cosign(struct cx *cx, struct log *l, const struct policy *policy,
               str lines, unsigned *added, uint64_t *size)
{
    /* How many heads back a request may have been made: each costs the check
     * of a signature or two. */
    enum { HEADS_BACK = 10000 };
    uint64_t at = INT64_MAX;
    *added = 0;
    TRY(cx, log_settle(cx, l));
    for (int back = 0; back < HEADS_BACK; back++) {
        struct buf all;
        struct checkpoint head;
        unsigned of_it;
        str note;
        struct arena_mark mark = arena_mark(cx->scratch);
        err e = store_head(cx, l->store, cx->scratch, STORE_AT_MOST, at, &at,
                           &note);
        if (e.code == ERR_NOT_FOUND) {
            fault_clear(cx);
            return OK;
        }
        TRY(cx, e);
        buf_init(&all, cx->scratch, NOTE_MAX_BYTES);
        TRY(cx, add_lines(cx, policy, note, lines, &all, &of_it, added));
        if (*added > 0) {
            TRY(cx, log_read_head(cx, l, cx->scratch, note, "a head", &head));
            TRY(cx, keep_head(cx, l, head.size, buf_view(&all)));
        }
        arena_rewind(cx->scratch, mark);
        if (of_it > 0) {
            *size = at;
            return OK;
        }
        if (at-- == 0)
            return OK;
    }
    return OK;
}

err log_witnessed(struct cx *cx, struct log *l, struct arena *a,
                  const struct policy *policy, uint64_t at_least, str *note,
                  struct checkpoint *head, struct policy_verdict *verdict)
{
    for (;;) {
        struct note *n;
        uint64_t size;
        struct policy_verdict v = {0};
        struct arena_mark mark = arena_mark(a);
        TRY(cx, log_head_near(cx, l, a, STORE_AT_LEAST, at_least, &size, note));
        TRY_NEW(cx, a, n);
        TRY(cx, note_parse(cx, a, *note, n));
        /* A head with its own signature only cannot be. */
        if (policy->quorum < 0 || n->n > 1)
            TRY(cx, policy_judge(cx, policy, n, head, &v));
        if (v.witnessed) {
            *verdict = v;
            return OK;
        }
        arena_rewind(a, mark);
        at_least = size + 1;
    }
}

err log_prove(struct cx *cx, struct log *l, struct arena *a,
              const struct policy *policy, uint64_t number, struct bundle *out)
{
    struct bundle b = {.index = number};
    struct checkpoint head;
    struct policy_verdict v;
    err e = OK;
    if (policy != NULL)
        e = log_witnessed(cx, l, a, policy, number + 1, &b.checkpoint, &head,
                          &v);
    if (policy == NULL || e.code == ERR_NOT_FOUND)
        e = log_head(cx, l, a, &b.checkpoint, &head);
    TRY(cx, e);
    if (number >= head.size)
        return fail(cx, ERR_NOT_FOUND,
                    "entry %llu is not under a signed head yet",
                    (unsigned long long)number);
    TRY(cx, merkle_prove_inclusion(cx, number, head.size, tree_node, &l->tree,
                                   b.path, &b.n));
    *out = b;
    return OK;
}

/* --- beginning, and beginning again --------------------------------------- */

static err write_first(struct cx *cx, struct log *l, const struct signer *by,
                       str policy, str made)
{
    struct buf key;
    uint64_t n;
    struct arena_mark mark = arena_mark(cx->scratch);
    buf_init(&key, cx->scratch, 2000);
    buf_c(&key, "{\"key\":\"");
    note_key_print(&by->key, &key);
    buf_c(&key, "\",\"purpose\":\"sequencer\"}");
    err e = buf_finish(cx, &key);
    if (is_ok(e))
        e = log_add_sender(cx, l, &by->key);
    if (is_ok(e))
        e = log_write(cx, l, by, STR("key"), buf_view(&key), made, &n);
    if (is_ok(e))
        e = log_write(cx, l, by, STR("policy"), policy, made, &n);
    if (is_ok(e))
        e = tally_write(cx, l->store, &(struct tally){0});
    arena_rewind(cx->scratch, mark);
    return e;
}

err log_begin_new(struct cx *cx, struct store *s, const char *head_path,
                  const struct signer *sequencer, str policy, str made,
                  struct log **out)
{
    struct log *l;
    struct policy *unused;
    uint64_t n;
    TRY_NEW(cx, cx->scratch, unused);
    TRY(cx, policy_parse(cx, policy, unused));
    TRY(cx, store_count(cx, s, &n));
    if (n != 0 || (head_path != NULL && sys_exists(head_path)))
        return fail(cx, ERR_CONFLICT, "a log begins in an empty case");
    TRY(cx, log_new(cx, s, head_path, &l));
    err e = OK;
    l->key = sequencer->key;
    if (!arena_dup_str(&l->arena, sequencer->key.name, &l->origin))
        e = arena_fail(cx, &l->arena);
    l->key.name = l->origin;
    if (is_ok(e))
        e = load(cx, l);
    if (is_ok(e))
        e = log_begin(cx, l);
    if (is_ok(e))
        e = write_first(cx, l, sequencer, policy, made);
    if (!is_ok(e)) {
        log_close(l);
        return e;
    }
    *out = l;
    return OK;
}

err log_create(struct cx *cx, struct store *s, const char *head_path,
               const struct signer *sequencer, str policy, str made,
               struct log **out)
{
    struct log *l;
    TRY(cx, log_begin_new(cx, s, head_path, sequencer, policy, made, &l));
    err e = log_commit(cx, l);
    if (is_ok(e))
        e = log_sign(cx, l, sequencer);
    if (!is_ok(e)) {
        log_close(l);
        return e;
    }
    *out = l;
    return OK;
}

static err rebuild_entry(struct cx *cx, void *self, uint64_t number, str note)
{
    struct log *l = self;
    struct entry e;
    struct note *n;
    str blob = STR("");
    struct arena_mark mark = arena_mark(cx->scratch);
    hash leaf = merkle_leaf(note);
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, &e));
    if (number == 0)
        TRY(cx, log_add_sender(cx, l, &l->key));
    if (entry_is_about_keys(e.type)) {
        TRY(cx, store_blob(cx, l->store, cx->scratch, number, &blob));
        TRY(cx, log_check_blob(cx, &e, blob));
    }
    TRY(cx, log_accept(cx, l, number, n, &e, blob, leaf));
    TRY(cx, index_put(cx, l->store, e.type, number));
    arena_rewind(cx->scratch, mark);
    return tree_append(cx, &l->tree, leaf);
}

static err rebuild(struct cx *cx, struct log *l)
{
    struct tally heads;
    uint64_t size;
    TRY(cx, store_count(cx, l->store, &size));
    TRY(cx, store_view_clear(cx, l->store, STR("tile")));
    TRY(cx, store_view_clear(cx, l->store, STR("sender")));
    TRY(cx, store_view_clear(cx, l->store, INDEX_VIEW));
    TRY(cx, store_view_clear(cx, l->store, TALLY_VIEW));
    l->n_senders = 0;
    keyring_init(&l->keys, &l->key_arena, l->origin);
    memset(&l->tree, 0, sizeof l->tree);
    l->tree.store = l->store;
    TRY(cx, store_entries(cx, l->store, 0, size, rebuild_entry, l));
    if (batch_is_open(&l->batch))
        return fail(cx, ERR_CORRUPT,
                    "the last batch of %.*s has no entry that signs it",
                    STR_ARG(l->batch.sender));
    for (size_t i = 0; i < l->n_senders; i++)
        TRY(cx, write_sender(cx, l, &l->senders[i]));
    TRY(cx, tally_of_rows(cx, l->store, &heads));
    return tally_write(cx, l->store, &heads);
}

err log_rebuild(struct cx *cx, struct store *s, const char *head_path)
{
    struct log *l;
    struct heads h = {0};
    TRY(cx, log_new(cx, s, head_path, &l));
    err e = log_read_origin(cx, l);
    if (is_ok(e))
        e = store_begin(cx, s);
    if (is_ok(e))
        e = rebuild(cx, l);
    if (is_ok(e))
        e = read_heads(cx, l, &h);
    if (is_ok(e))
        e = take_heads(cx, l, &h);
    arena_release(&h.room);
    if (is_ok(e))
        e = store_commit(cx, s);
    log_close(l);
    return e;
}
