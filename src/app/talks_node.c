/* app/talks_node.c: a node: its keys, its charter, its store. See talks.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "app/seal.h"
#include "app/seal_int.h"
#include "base/sys.h"

#include <inttypes.h>

static const str view_talk = STR_INIT("talk");

err seat_path(struct cx *cx, struct arena *a, const char *folder,
              const char *name, const char **out)
{
    str s;
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s/%s", folder, name));
    *out = s.p;
    return OK;
}

/* --- making one
 * -----------------------------------------------------------------
 */

err seat_write_key(struct cx *cx, const char *path, const struct signer *s)
{
    struct secret_text t;
    TRY(cx, signer_print(cx, s, &t));
    err e = sys_write_new(cx, path, true, secret_text_view(&t));
    secret_release(&t.room);
    return e;
}

static err check_role(struct cx *cx, const char *role)
{
    static const char *const roles[] = {"party", "mediator", "observer"};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (strcmp(role, roles[i]) == 0)
            return OK;
    return fail(cx, ERR_INPUT,
                "the role is party, mediator or observer, not %s", role);
}

err talks_join(struct cx *cx, struct arena *a, const char *node,
               const char *name, const char *role, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    const char *key, *age, *line_path;
    struct buf recipient, line;
    TRY(cx, check_role(cx, role));
    if (!talks_name_is_valid(str_of(name)))
        return fail_hint(cx, ERR_INPUT,
                         "1 to 64 letters, digits, - _ . ; for a party the "
                         "name that the agreement gives it.",
                         "\"%s\" cannot be the name of a node", name);
    TRY(cx, sys_make_folder(cx, node));
    TRY(cx, seat_path(cx, a, node, "node.key", &key));
    TRY(cx, seat_path(cx, a, node, "age.key", &age));
    TRY(cx, seat_path(cx, a, node, "line", &line_path));
    TRY(cx, signer_make(cx, str_of(name), NOTE_ED25519, &s));
    TRY(cx, seat_write_key(cx, key, &s));
    buf_init(&recipient, a, 1000);
    struct keygen_job job = {.name = name, .file = age};
    TRY(cx, app_keygen(cx, a, &job, &recipient));
    buf_init(&line, a, 1000);
    buf_printf(&line, "node %s %s ", name, role);
    note_key_print(&s.key, &line);
    buf_char(&line, ' ');
    buf_str(&line, buf_view(&recipient));
    TRY(cx, buf_finish(cx, &line));
    TRY(cx, sys_write_file(cx, line_path, buf_view(&line)));
    buf_str(out, buf_view(&line));
    return OK;
}

/* --- the charter
 * -------------------------------------------------------------------
 */

static err add_lines(struct cx *cx, struct arena *a, const char *path,
                     struct buf *b)
{
    str text, line;
    TRY(cx, sys_read_file(cx, a, path, TALKS_CHARTER_MAX, &text));
    while (text.n > 0) {
        (void)str_cut(text, '\n', &line, &text);
        if (str_starts(line, STR("node "))) {
            buf_str(b, line);
            buf_char(b, '\n');
        }
    }
    return OK;
}

err seat_charter_text(struct cx *cx, struct arena *a,
                      const struct charter_job *job, str relay, str lines,
                      struct charter *c)
{
    struct buf b;
    buf_init(&b, a, TALKS_CHARTER_MAX);
    buf_printf(&b, "truce charter 1\nname %s\nconvey %s\nagreed %s\n",
               job->name, job->convey, job->agreed);
    buf_printf(&b, "failed %s\nlanguages %s\nrelay ", job->failed,
               job->languages);
    buf_str(&b, relay);
    buf_char(&b, '\n');
    buf_str(&b, lines);
    TRY(cx, buf_finish(cx, &b));
    return charter_parse(cx, buf_view(&b), c);
}

static err read_relay_key(struct cx *cx, struct arena *a, const char *path,
                          str *out)
{
    struct note_key key;
    TRY(cx, sys_read_file(cx, a, path, 1000, out));
    *out = str_trim(*out);
    if (!is_ok(note_key_parse(cx, *out, &key)))
        return fail_hint(cx, ERR_INPUT, "`truce relay init` prints it.",
                         "%s: not the public key of a relay", path);
    return OK;
}

err talks_charter(struct cx *cx, struct arena *a, const struct charter_job *job,
                  struct buf *out)
{
    struct charter *c;
    struct buf b;
    str relay = STR("-");
    if (job->relay != NULL)
        TRY(cx, read_relay_key(cx, a, job->relay, &relay));
    buf_init(&b, a, TALKS_CHARTER_MAX);
    for (size_t i = 0; i < job->n; i++)
        TRY(cx, add_lines(cx, a, job->lines[i], &b));
    TRY(cx, buf_finish(cx, &b));
    TRY_NEW(cx, a, c);
    TRY(cx, seat_charter_text(cx, a, job, relay, buf_view(&b), c));
    TRY(cx, sys_write_new(cx, job->out, false, c->text));
    buf_safe(out, str_of(job->out));
    buf_printf(out, ": a charter of %zu nodes, to be signed by each\n  talks  ",
               c->n_nodes);
    casefile_print_hash(charter_id(c), out);
    buf_char(out, '\n');
    return OK;
}

/* Text and signature lines of a charter that may have none yet. */
static err split_charter(struct cx *cx, struct arena *a, const char *path,
                         str *text, str *signatures)
{
    str bytes;
    TRY(cx, sys_read_file(cx, a, path, TALKS_CHARTER_MAX, &bytes));
    size_t at = str_find(bytes, STR("\n\n"));
    *text = str_sub(bytes, 0, at + (at < bytes.n));
    *signatures = str_sub(bytes, at + 2, bytes.n);
    return OK;
}

err seat_read_charter(struct cx *cx, struct arena *a, const char *path,
                      bool begun, struct charter *out)
{
    str text, signatures;
    struct note *n;
    struct buf b;
    TRY(cx, split_charter(cx, a, path, &text, &signatures));
    TRY(cx, charter_parse(cx, text, out));
    if (!begun)
        return OK;
    if (signatures.n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "Each node signs it: truce talks sign-charter.",
                         "the charter is signed by nobody");
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, text);
    buf_char(&b, '\n');
    buf_str(&b, signatures);
    TRY(cx, buf_finish(cx, &b));
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, buf_view(&b), n));
    return charter_check(cx, n, out);
}

err talks_sign_charter(struct cx *cx, struct arena *a, const char *node,
                       const char *charter, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    struct charter *c;
    const char *key;
    str text, signatures;
    struct buf b;
    TRY(cx, seat_path(cx, a, node, "node.key", &key));
    TRY(cx, casefile_read_key(cx, a, key, &s));
    TRY(cx, split_charter(cx, a, charter, &text, &signatures));
    TRY_NEW(cx, a, c);
    TRY(cx, charter_parse(cx, text, c));
    const struct talks_node *self = charter_node(c, s.key.name);
    if (self == NULL || memcmp(self->key.public_key, s.key.public_key,
                               sizeof s.key.public_key) != 0)
        return fail_hint(cx, ERR_INPUT,
                         "Its line is in the file `line` of the node's "
                         "folder.",
                         "%s: the charter has not the key of this node",
                         charter);
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, text);
    buf_char(&b, '\n');
    while (signatures.n > 0) { /* all but its own, which is made again */
        str line;
        struct buf own;
        (void)str_cut(signatures, '\n', &line, &signatures);
        buf_init(&own, a, 1000);
        buf_c(&own, "\xe2\x80\x94 ");
        buf_str(&own, s.key.name);
        buf_char(&own, ' ');
        if (!str_starts(line, buf_view(&own))) {
            buf_str(&b, line);
            buf_char(&b, '\n');
        }
    }
    TRY(cx, note_sign(cx, text, &s.key, s.secret.p, 0, &b));
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, sys_write_file(cx, charter, buf_view(&b)));
    buf_safe(out, str_of(charter));
    buf_c(out, ": signed by ");
    buf_str(out, s.key.name);
    buf_c(out, "\n  talks  ");
    casefile_print_hash(charter_id(c), out);
    buf_char(out, '\n');
    return OK;
}

err talks_begin(struct cx *cx, struct arena *a, const char *node,
                const char *charter, struct buf *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    struct charter *c;
    struct store *store = NULL;
    const char *key, *path, *db;
    str bytes;
    TRY(cx, seat_path(cx, a, node, "node.key", &key));
    TRY(cx, seat_path(cx, a, node, "charter", &path));
    TRY(cx, seat_path(cx, a, node, "talks.db", &db));
    TRY(cx, casefile_read_key(cx, a, key, &s));
    TRY_NEW(cx, a, c);
    TRY(cx, seat_read_charter(cx, a, charter, true, c));
    const struct talks_node *self = charter_node(c, s.key.name);
    if (self == NULL || memcmp(self->key.public_key, s.key.public_key,
                               sizeof s.key.public_key) != 0)
        return fail(cx, ERR_INPUT, "the charter has not the key of this node");
    TRY(cx, sys_read_file(cx, a, charter, TALKS_CHARTER_MAX, &bytes));
    TRY(cx, sys_write_new(cx, path, false, bytes));
    TRY(cx, store_open_file(cx, db, STORE_CREATE, &store));
    store_close(store);
    buf_safe(out, str_of(node));
    buf_printf(out, ": in the talks %.*s as %.*s, a %s\n", STR_ARG(c->name),
               STR_ARG(self->name), talks_role_name(self->role));
    return OK;
}

/* --- opening
 * -------------------------------------------------------------------
 */

static void key_of(uint64_t number, char out[20])
{
    (void)snprintf(out, 20, "%016" PRIx64, number);
}

/* Entries from `first` on become items from `base` on. */
struct loader {
    struct seat_file *n;
    uint64_t first;
    size_t base;
};

static err load_envelope(struct cx *cx, void *self, uint64_t number, str note)
{
    struct seat_file *n = ((struct loader *)self)->n;
    struct talks_item item = {0};
    str copy;
    TRY_ROOM(cx, n->arena, arena_dup_str(n->arena, note, &copy));
    TRY(cx, envelope_open(cx, &n->charter, copy, TALKS_KEPT, &item.e));
    item.e.entry = number;
    return talks_take(cx, &n->talks, &item.e, NULL);
}

static err load_object(struct cx *cx, void *self, str key, str value)
{
    const struct loader *l = self;
    struct seat_file *n = l->n;
    str copy;
    uint64_t number = 0;
    for (size_t i = 0; i < key.n; i++)
        number =
            number * 16 +
            (uint64_t)(key.p[i] <= '9' ? key.p[i] - '0' : key.p[i] - 'a' + 10);
    if (number < l->first || number - l->first >= n->talks.items.n - l->base ||
        value.n == 0)
        return OK; /* it could not be opened */
    struct talks_item *item =
        &n->talks.items.p[l->base + (size_t)(number - l->first)];
    TRY_ROOM(cx, n->arena, arena_dup_str(n->arena, value, &copy));
    TRY(cx, talks_object_open(cx, &n->charter, copy, TALKS_KEPT, &item->o));
    item->open = true;
    return OK;
}

static err load(struct cx *cx, struct seat_file *n)
{
    uint64_t count;
    char from[20];
    struct loader l = {n, n->loaded, n->talks.items.n};
    TRY(cx, store_count(cx, n->store, &count));
    if (count < n->loaded)
        return fail(cx, ERR_CORRUPT, "%s: its store was replaced by another",
                    n->folder);
    if (count == n->loaded)
        return OK;
    key_of(n->loaded, from);
    TRY(cx, store_entries(cx, n->store, n->loaded, count, load_envelope, &l));
    TRY(cx, store_view_each(cx, n->store, view_talk, STR(""), str_of(from),
                            load_object, &l));
    n->loaded = count;
    return talks_settle(cx, &n->talks);
}

static err open_parts(struct cx *cx, struct arena *a, struct seat_file *n)
{
    const char *key, *age, *charter, *db, *lock;
    CLEANUP(secret_release) struct secret ignored = {0};
    TRY(cx, seat_path(cx, a, n->folder, "node.key", &key));
    TRY(cx, seat_path(cx, a, n->folder, "age.key", &age));
    TRY(cx, seat_path(cx, a, n->folder, "charter", &charter));
    TRY(cx, seat_path(cx, a, n->folder, "talks.db", &db));
    TRY(cx, seat_path(cx, a, n->folder, "lock", &lock));
    if (!sys_exists(key))
        return fail_hint(cx, ERR_NOT_FOUND, "truce talks join makes one.",
                         "%s is no node of talks", n->folder);
    if (!sys_exists(charter))
        return fail_hint(cx, ERR_CONFLICT,
                         "truce talks charter, sign-charter and begin come "
                         "first.",
                         "%s has no charter yet", n->folder);
    TRY(cx, sys_lock(cx, lock, CASEFILE_WAIT_MS, &n->lock));
    TRY(cx, casefile_read_key(cx, a, key, &n->signer));
    struct open_with with = {.identities = &age, .n = 1};
    TRY(cx, seal_read_identities(cx, &with, &n->ids, &ignored));
    TRY(cx, seat_read_charter(cx, a, charter, true, &n->charter));
    n->self = charter_node(&n->charter, n->signer.key.name);
    if (n->self == NULL)
        return fail(cx, ERR_CORRUPT, "%s: its charter is of others", n->folder);
    TRY(cx, store_open_file(cx, db, STORE_WRITE, &n->store));
    talks_init(cx, &n->talks, &n->charter, a);
    return load(cx, n);
}

err seat_open(struct cx *cx, struct arena *a, const char *folder,
              struct seat_file *out)
{
    *out = (struct seat_file){.folder = folder, .arena = a, .lock = -1};
    err e = open_parts(cx, a, out);
    if (!is_ok(e))
        seat_close(out);
    return e;
}

bool seat_is_folder(const char *path)
{
    char key[4096];
    int n = snprintf(key, sizeof key, "%s/node.key", path);
    return n > 0 && (size_t)n < sizeof key && sys_exists(key);
}

void seat_rest(struct seat_file *n)
{
    sys_close(&n->lock);
}

err seat_wake(struct cx *cx, struct seat_file *n)
{
    const char *lock;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = seat_path(cx, cx->scratch, n->folder, "lock", &lock);
    if (is_ok(e))
        e = sys_lock(cx, lock, CASEFILE_WAIT_MS, &n->lock);
    arena_rewind(cx->scratch, mark);
    return is_ok(e) ? load(cx, n) : e;
}

void seat_close(struct seat_file *n)
{
    store_close(n->store);
    signer_wipe(&n->signer);
    identities_release(&n->ids);
    sys_close(&n->lock);
    n->store = NULL;
}

/* --- writing
 * --------------------------------------------------------------------
 */

/* Of the same room all seal to the same keys, which the charter proves. */
static size_t recipients(const struct charter *c, str room,
                         const struct talks_node *self, struct recipient *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_nodes; i++)
        if (talks_is_member(c, room, &c->node[i]) || &c->node[i] == self)
            out[n++] = c->node[i].recipient;
    return n;
}

static err seal_note(struct cx *cx, struct seat_file *n, str room, str note,
                     str *sealed)
{
    struct recipient to[TALKS_NODES_MAX];
    struct seal_bytes bytes = {note};
    struct buf b;
    uint64_t size;
    buf_init(&b, n->arena, TALKS_SEALED_MAX);
    struct seal_options o = {.recipients = to,
                             .n_recipients =
                                 recipients(&n->charter, room, n->self, to)};
    TRY(cx, seal_write(cx, &o, seal_from_bytes(&bytes, "the object"),
                       seal_to_buf(&b), &size));
    *sealed = buf_view(&b);
    return OK;
}

static err signed_note(struct cx *cx, struct seat_file *n, struct buf *b,
                       str *note)
{
    TRY(cx, buf_finish(cx, b));
    str text;
    TRY_ROOM(cx, n->arena, arena_dup_str(n->arena, buf_view(b), &text));
    buf_char(b, '\n');
    TRY(cx, note_sign(cx, text, &n->signer.key, n->signer.secret.p, 0, b));
    TRY(cx, buf_finish(cx, b));
    *note = buf_view(b);
    return OK;
}

static err store_in(struct cx *cx, struct seat_file *n, str envelope,
                    str sealed, str object, uint64_t *entry)
{
    char key[20];
    TRY(cx, store_append(cx, n->store, envelope, entry));
    TRY(cx, store_put_blob(cx, n->store, *entry, sealed));
    key_of(*entry, key);
    return store_view_put(cx, n->store, view_talk, str_of(key), object);
}

err seat_batch_begin(struct cx *cx, struct seat_file *n)
{
    if (n->batch == 0)
        TRY(cx, store_begin(cx, n->store));
    n->batch++;
    return OK;
}

err seat_batch_end(struct cx *cx, struct seat_file *n)
{
    return --n->batch > 0 ? OK : store_commit(cx, n->store);
}

static err keep(struct cx *cx, struct seat_file *n, str envelope, str sealed,
                str object, uint64_t *entry)
{
    err e = OK;
    if (n->batch == 0)
        e = store_begin(cx, n->store);
    if (is_ok(e))
        e = store_in(cx, n, envelope, sealed, object, entry);
    if (is_ok(e) && n->batch == 0)
        e = store_commit(cx, n->store);
    if (is_ok(e))
        n->loaded = *entry + 1;
    else if (n->batch == 0)
        store_rollback(n->store);
    return e;
}

/* Whether all that this node has of its own chain in this room counts. */
static bool is_whole(const struct seat_file *n, str room)
{
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (str_eq(x->e.room, room) && str_eq(x->e.sender, n->self->name) &&
            (x->standing == TALKS_WAITS || x->standing == TALKS_FORKED))
            return false;
    }
    return true;
}

/* Where the own chain in this room goes on. */
static err next_place(struct cx *cx, const struct seat_file *n, str room,
                      struct envelope *e)
{
    uint64_t count;
    const struct talks_item *last =
        talks_last(&n->talks, room, n->self->name, &count);
    if (!is_whole(n, room))
        return fail_hint(cx, ERR_CONFLICT,
                         "A node that was restored from an old copy first "
                         "fetches what it has said since: truce sync, or "
                         "bundle in.",
                         "this node's own chain in the room %.*s is not whole",
                         STR_ARG(room));
    e->room = room;
    e->sender = n->self->name;
    e->number = count;
    e->has_after = last != NULL;
    if (last != NULL)
        e->after = last->e.id;
    return OK;
}

err seat_say(struct cx *cx, struct seat_file *n, struct talks_object *o)
{
    struct envelope e = {0}, made;
    char room[40];
    struct buf text, header;
    str note, sealed, envelope;
    TRY(cx, next_place(cx, n, o->room, &e));
    TRY(cx, casefile_now(cx, room, &o->made));
    TRY_ROOM(cx, n->arena, arena_dup_str(n->arena, o->made, &o->made));
    o->sender = n->self->name;
    o->number = e.number;
    buf_init(&text, n->arena, NOTE_MAX_BYTES);
    TRY(cx, talks_object_print(cx, &n->charter, o, &text));
    TRY(cx, signed_note(cx, n, &text, &note));
    TRY(cx, seal_note(cx, n, o->room, note, &sealed));
    e.sealed = cry_sha256(sealed, STR(""));
    buf_init(&header, n->arena, ENTRY_MAX_BYTES);
    envelope_print(&n->charter, &e, &header);
    TRY(cx, signed_note(cx, n, &header, &envelope));
    TRY(cx, envelope_open(cx, &n->charter, envelope, TALKS_CAME, &made));
    TRY(cx, talks_object_open(cx, &n->charter, note, TALKS_CAME, o));
    TRY(cx, keep(cx, n, envelope, sealed, note, &made.entry));
    TRY(cx, talks_take(cx, &n->talks, &made, o));
    return talks_settle(cx, &n->talks);
}

/* --- receiving
 * ---------------------------------------------------------------------
 */

/* *open is false where it is sealed to others, or holds no sound object: then
 * it is a link of its chain and nothing more. */
static err open_sealed(struct cx *cx, struct seat_file *n, str sealed,
                       str *note, struct talks_object *o, bool *open)
{
    struct seal_bytes bytes = {sealed};
    struct seal_keys keys = {.ids = &n->ids};
    struct seal_opened opened;
    struct buf b;
    *note = STR("");
    buf_init(&b, n->arena, TALKS_SEALED_MAX);
    err e = seal_open(cx, &keys, seal_from_bytes(&bytes, "the envelope"),
                      seal_to_buf(&b), &opened);
    if (is_ok(e)) {
        *note = str_sub(buf_view(&b), 0, (size_t)opened.bytes);
        e = talks_object_open(cx, &n->charter, *note, TALKS_CAME, o);
    }
    *open = is_ok(e);
    if (e.code != ERR_INPUT && e.code != ERR_LIMIT)
        return e;
    fault_clear(cx);
    *note = STR("");
    return OK;
}

err seat_receive(struct cx *cx, struct seat_file *n, str envelope, str sealed,
                 bool *news)
{
    struct envelope e;
    struct talks_object o;
    bool open;
    str note;
    *news = false;
    /* A stick brings again what is here: that costs no signature. The text of a
     * note ends before its first empty line. */
    if (talks_has(&n->talks,
                  str_sub(envelope, 0, str_find(envelope, STR("\n\n")) + 1)))
        return OK;
    TRY_ROOM(cx, n->arena, arena_dup_str(n->arena, envelope, &envelope));
    TRY(cx, envelope_open(cx, &n->charter, envelope, TALKS_CAME, &e));
    if (!talks_is_member(&n->charter, e.room, n->self))
        return fail(cx, ERR_INPUT, "an envelope of the room %.*s is not for us",
                    STR_ARG(e.room));
    if (sealed.n > TALKS_SEALED_MAX)
        return fail(cx, ERR_LIMIT, "an envelope with %zu bytes; at most %d",
                    sealed.n, TALKS_SEALED_MAX);
    if (!hash_eq(cry_sha256(sealed, STR("")), e.sealed))
        return fail(cx, ERR_INPUT,
                    "what is in the envelope %.*s/%.*s/%" PRIu64
                    " is not what its sender put there",
                    STR_ARG(e.room), STR_ARG(e.sender), e.number);
    TRY(cx, open_sealed(cx, n, sealed, &note, &o, &open));
    if (open && (!str_eq(o.room, e.room) || !str_eq(o.sender, e.sender) ||
                 o.number != e.number)) {
        open = false;
        note = STR("");
    }
    TRY(cx, keep(cx, n, envelope, sealed, note, &e.entry));
    TRY(cx, talks_take(cx, &n->talks, &e, open ? &o : NULL));
    *news = true;
    return OK;
}

err seat_envelope(struct cx *cx, struct seat_file *n, struct arena *a,
                  const struct envelope *e, str *envelope, str *sealed)
{
    *envelope = e->note;
    return store_blob(cx, n->store, a, e->entry, sealed);
}

/* "ardania:3,delvia:2" of a room, receipts not counted; *n of those that are
 * not in the own last receipt. */
static bool is_receipt(const struct talks_item *x)
{
    return x->open && x->o.type == TALKS_RECEIPT;
}

/* Nothing is said where the own chain is not whole: a restored node first
 * fetches the rest. */
static err acknowledge_room(struct cx *cx, struct seat_file *n, str room)
{
    if (!is_whole(n, room))
        return OK;
    struct buf have;
    bool any = false;
    const struct talks_item *before = NULL;
    buf_init(&have, n->arena, TALKS_FIELD_MAX);
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *o = &n->charter.node[i];
        uint64_t count = 0;
        if (o == n->self || !talks_is_member(&n->charter, room, o))
            continue;
        /* Up to the last that is no receipt: receipts are not acknowledged. */
        for (size_t k = 0; k < n->talks.items.n; k++) {
            const struct talks_item *x = &n->talks.items.p[k];
            if (str_eq(x->e.room, room) && str_eq(x->e.sender, o->name) &&
                x->standing != TALKS_WAITS && x->standing != TALKS_FORKED &&
                !is_receipt(x))
                count = x->e.number + 1;
        }
        if (count == 0)
            continue;
        buf_printf(&have, "%s%.*s:%" PRIu64, any ? "," : "", STR_ARG(o->name),
                   count);
        any = true;
    }
    for (size_t k = 0; k < n->talks.items.n; k++) {
        const struct talks_item *x = &n->talks.items.p[k];
        if (str_eq(x->e.room, room) && str_eq(x->e.sender, n->self->name) &&
            is_receipt(x))
            before = x;
    }
    TRY(cx, buf_finish(cx, &have));
    if (!any || (before != NULL &&
                 str_eq(talks_field(&before->o, "have"), buf_view(&have))))
        return OK;
    struct talks_object o = {.room = room, .type = TALKS_RECEIPT};
    o.field[0] = buf_view(&have);
    return seat_say(cx, n, &o);
}

err seat_acknowledge(struct cx *cx, struct seat_file *n)
{
    TRY(cx, talks_settle(cx, &n->talks));
    TRY(cx, acknowledge_room(cx, n, STR("table")));
    if (n->self->role == TALKS_MEDIATOR)
        TRY(cx, acknowledge_room(cx, n, STR("mediators")));
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        if (p->role == TALKS_PARTY &&
            talks_is_member(&n->charter, p->name, n->self))
            TRY(cx, acknowledge_room(cx, n, p->name));
    }
    return OK;
}

/* --- finding
 * --------------------------------------------------------------------
 */

void seat_print_id(hash id, struct buf *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(id, hex);
    buf_bytes(out, hex, 12);
}

err seat_find(struct cx *cx, const struct seat_file *n, const char *digits,
              const struct talks_item **out)
{
    const struct talks_item *found = NULL;
    str want = str_of(digits);
    for (size_t i = 0; i < n->talks.items.n && want.n >= 4; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        char hex[2 * CRY_HASH_BYTES];
        if (!x->open)
            continue;
        hash_print(x->o.id, hex);
        if (!str_starts((str){hex, sizeof hex}, want))
            continue;
        if (found != NULL && !hash_eq(found->o.id, x->o.id))
            return fail(cx, ERR_INPUT, "several ids begin with %s", digits);
        found = x;
    }
    if (found == NULL)
        return fail_hint(cx, ERR_NOT_FOUND,
                         "truce talks log NODE shows the ids; four digits at "
                         "least.",
                         "nothing has an id that begins with %s", digits);
    *out = found;
    return OK;
}
