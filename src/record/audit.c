/* record/audit.c: see audit.h. One pass over the entries; beside it a tree is
 * grown, to be compared with the tiles and with each signed head. */
#include "record/audit.h"

#include "base/cx.h"
#include "base/sys.h"
#include "record/index.h"
#include "record/log_int.h"
#include "record/tally.h"

#include <inttypes.h>

static const char restore[] =
    "restore a copy of the case: another party's, or the host's backup; then "
    "truce verify again";
static const char rebuild[] = "truce rebuild CASE";
static const char missing[] =
    "restore a copy of the case; if it was deleted by law or agreement, the "
    "entry still proves what a copy of it was";

/* A sealed file whose content is not there. */
struct dropped {
    uint64_t number;
    hash content;
};

/* The tile that is being filled, for each level. */
struct filling {
    hash h[TREE_TILE];
    unsigned n;
    uint64_t index;
};

struct auditor {
    uint64_t copy_size; /* of the copy's head; UINT64_MAX: none that holds */
    hash copy_root;
    bool copy_differs;
    struct log *log;
    const struct audit *ask;
    struct audit_counts counts;
    struct merkle_edge edge;
    struct filling level[TREE_LEVELS];
    uint64_t total, next_head; /* size of the next head; UINT64_MAX: none */
    bool origin_known;
    bool differs;                /* from the heads, from one of them on */
    uint64_t indexed, unindexed; /* entries that the index must have; lacks */
    VEC(struct dropped) dropped; /* that no entry yet says to be replaced */
};

static err tell(struct cx *cx, struct auditor *a, const char *repair,
                const char *place, const char *what)
{
    struct audit_finding f = {place, what, repair};
    a->counts.findings++;
    return a->ask->found(cx, a->ask->self, &f);
}

/* A failure that is a finding about `place`; all others are passed on. */
static err tell_fault(struct cx *cx, struct auditor *a, err e,
                      const char *repair, const char *place)
{
    char what[FAULT_MESSAGE_BYTES];
    if (e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    memcpy(what, cx->fault.message, sizeof what);
    fault_clear(cx);
    return tell(cx, a, repair, place, what);
}

static void place_of(char room[64], const char *fmt, uint64_t n)
{
    snprintf(room, 64, "%s %" PRIu64, fmt, n);
}

/* --- the tree --------------------------------------------------------------
 */

static err check_tile(struct cx *cx, struct auditor *a, unsigned level,
                      uint64_t index, const hash *h)
{
    char key[9], place[64];
    str bytes;
    key[0] = (char)level;
    for (int i = 0; i < 8; i++)
        key[1 + i] = (char)(index >> (56 - 8 * i) & 0xff);
    snprintf(place, sizeof place, "tile %u/%" PRIu64, level, index);
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = store_view_get(cx, a->log->store, cx->scratch, STR("tile"),
                           (str){key, sizeof key}, &bytes);
    if (e.code == ERR_NOT_FOUND) {
        e = tell(cx, a, rebuild, place, "it is missing");
    } else if (!is_ok(e)) {
        e = tell_fault(cx, a, e, restore, place);
    } else if (!str_eq(bytes,
                       (str){(const char *)h, TREE_TILE * CRY_HASH_BYTES})) {
        e = tell(cx, a, rebuild, place, "it is not that of the entries");
    }
    arena_rewind(cx->scratch, mark);
    return e;
}

static err add_leaf(struct cx *cx, struct auditor *a, hash leaf)
{
    merkle_append(&a->edge, leaf, NULL, NULL);
    for (unsigned level = 0; level < TREE_LEVELS; level++) {
        struct filling *f = &a->level[level];
        f->h[f->n++] = leaf;
        if (f->n < TREE_TILE)
            break;
        TRY(cx, check_tile(cx, a, level, f->index, f->h));
        /* The root of a full tile, whose parts are nodes and no leaves. */
        for (unsigned n = TREE_TILE; n > 1; n /= 2)
            for (unsigned i = 0; i < n / 2; i++)
                f->h[i] = merkle_node(f->h[2 * i], f->h[2 * i + 1]);
        leaf = f->h[0];
        f->n = 0;
        f->index++;
    }
    return OK;
}

/* --- heads -----------------------------------------------------------------
 */

static err judge_head(struct cx *cx, struct auditor *a, str note,
                      const char *place, struct checkpoint *head)
{
    err e = log_read_head(cx, a->log, cx->scratch, note, place, head);
    if (is_ok(e))
        return OK;
    *head = (struct checkpoint){.size = UINT64_MAX};
    return tell_fault(cx, a, e, restore, place);
}

static err find_next_head(struct cx *cx, struct auditor *a, uint64_t from)
{
    str note;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = store_head(cx, a->log->store, cx->scratch, STORE_AT_LEAST, from,
                       &a->next_head, &note);
    arena_rewind(cx->scratch, mark);
    if (is_ok(e))
        return OK;
    a->next_head = UINT64_MAX;
    return e.code == ERR_NOT_FOUND ? (fault_clear(cx), OK)
                                   : tell_fault(cx, a, e, restore, "the heads");
}

/* The heads of as many entries as have been read. */
static err check_heads_here(struct cx *cx, struct auditor *a)
{
    if (a->edge.size == a->copy_size &&
        !hash_eq(a->copy_root, merkle_root(&a->edge)))
        a->copy_differs = true;
    while (a->next_head <= a->edge.size) {
        struct checkpoint head;
        char place[64];
        uint64_t size;
        str note;
        place_of(place, "the head of entries up to", a->next_head);
        struct arena_mark mark = arena_mark(cx->scratch);
        TRY(cx, store_head(cx, a->log->store, cx->scratch, STORE_AT_LEAST,
                           a->next_head, &size, &note));
        TRY(cx, judge_head(cx, a, note, place, &head));
        if (head.size != UINT64_MAX && head.size != size)
            TRY(cx, tell(cx, a, restore, place, "it says another number"));
        else if (head.size == a->edge.size &&
                 !hash_eq(head.root, merkle_root(&a->edge)) && !a->differs) {
            /* Every later one differs too: the first says where. */
            a->differs = true;
            TRY(cx, tell(cx, a, restore, place,
                         "the entries are not those that were signed"));
        } else if (head.size == a->edge.size && batch_is_open(&a->log->batch)) {
            TRY(cx, tell(cx, a, restore, place, "it ends within a batch"));
        }
        a->counts.heads++;
        arena_rewind(cx->scratch, mark);
        a->counts.unsigned_entries = 0;
        TRY(cx, find_next_head(cx, a, size + 1));
    }
    return OK;
}

/* --- entries ---------------------------------------------------------------
 */

static void lose_chains(struct auditor *a)
{
    for (size_t i = 0; i < a->log->n_senders; i++)
        a->log->senders[i].lost = true;
    a->log->batch = (struct batch){.lost = true};
}

/* A sealed file may be dropped once another has taken its place, which a later
 * entry says. */
static err may_be_dropped(struct cx *cx, struct auditor *a, uint64_t number,
                          hash content)
{
    struct dropped d = {number, content};
    TRY_ROOM(cx, &a->log->arena, vec_push(&a->log->arena, &a->dropped, d));
    return OK;
}

/* A content `truce resealed 1`: docs/record-format.md 12.2. */
static void take_resealed(struct auditor *a, str content)
{
    str line;
    hash old;
    if (!str_cut(content, '\n', &line, &content) ||
        !str_eq(line, STR("truce resealed 1")) ||
        !str_cut(content, '\n', &line, &content) ||
        !str_starts(line, STR("old ")) ||
        !hash_parse(str_sub(line, 4, line.n), &old))
        return;
    for (size_t i = 0; i < a->dropped.n; i++)
        if (hash_eq(a->dropped.p[i].content, old))
            a->dropped.p[i--] = *vec_last(&a->dropped), a->dropped.n--;
}

static err check_dropped(struct cx *cx, struct auditor *a)
{
    char place[64];
    for (size_t i = 0; i < a->dropped.n; i++) {
        place_of(place, "entry", a->dropped.p[i].number);
        a->counts.missing++;
        TRY(cx, tell(cx, a, missing, place, "its content is missing"));
    }
    return OK;
}

/* The blob that an entry names; empty if it is missing. */
static err get_blob(struct cx *cx, struct auditor *a, uint64_t number,
                    const struct entry *e, const char *place, str *blob)
{
    *blob = STR("");
    if (!e->has_content)
        return OK;
    err r = store_blob(cx, a->log->store, cx->scratch, number, blob);
    if (is_ok(r)) {
        a->counts.blobs++;
        r = log_check_blob(cx, e, *blob);
        if (!is_ok(r))
            *blob = STR("");
        return is_ok(r) ? OK
                        : tell(cx, a, restore, place,
                               "its content is not the one it names");
    }
    if (r.code != ERR_NOT_FOUND)
        return tell_fault(cx, a, r, restore, place);
    fault_clear(cx);
    a->counts.left_out++;
    if (entry_is_about_keys(e->type))
        return tell(cx, a, restore, place,
                    "the content of a key, revocation or policy is missing");
    if (str_eq(e->type, STR("sealed")))
        return may_be_dropped(cx, a, number, e->content);
    a->counts.missing++;
    return tell(cx, a, missing, place, "its content is missing");
}

static err look_up(struct cx *cx, struct auditor *a, const struct entry *e,
                   uint64_t number)
{
    bool there;
    if (!index_has(e->type))
        return OK;
    TRY(cx, index_is_there(cx, a->log->store, e->type, number, &there));
    a->indexed++;
    a->unindexed += !there;
    return OK;
}

static err check_entry(struct cx *cx, struct auditor *a, uint64_t number,
                       str note, hash leaf)
{
    struct entry e;
    struct note *n;
    char place[64];
    str blob;
    place_of(place, "entry", number);
    TRY_NEW(cx, cx->scratch, n);
    err r = entry_read(cx, cx->scratch, note, n, &e);
    if (is_ok(r)) {
        TRY(cx, look_up(cx, a, &e, number));
        TRY(cx, get_blob(cx, a, number, &e, place, &blob));
        if (str_eq(e.type, STR("resealed")))
            take_resealed(a, str_sub(blob, CRY_HASH_BYTES, blob.n));
        r = log_accept(cx, a->log, number, n, &e, blob, leaf);
    }
    if (is_ok(r))
        return OK;
    lose_chains(a);
    return tell_fault(cx, a, r, restore, place);
}

static err one_entry(struct cx *cx, void *self, uint64_t number, str note)
{
    struct auditor *a = self;
    enum { EACH = 256 };
    hash leaf = merkle_leaf(note);
    struct arena_mark mark = arena_mark(cx->scratch);
    if (a->origin_known)
        TRY(cx, check_entry(cx, a, number, note, leaf));
    arena_rewind(cx->scratch, mark);
    a->counts.entries++;
    a->counts.unsigned_entries++;
    TRY(cx, add_leaf(cx, a, leaf));
    TRY(cx, check_heads_here(cx, a));
    if (a->ask->progress != NULL && number % EACH == 0)
        a->ask->progress(a->ask->progress_self, number, a->total);
    return OK;
}

/* What is missing is named; the tree then holds an impossible leaf there. */
static err all_entries(struct cx *cx, struct auditor *a)
{
    for (;;) {
        err e = store_entries(cx, a->log->store, a->edge.size, a->total,
                              one_entry, a);
        if (is_ok(e) || e.code == ERR_RESOURCE || e.code == ERR_BUG)
            return e;
        char place[64];
        place_of(place, "entry", a->edge.size);
        TRY(cx, tell_fault(cx, a, e, restore, place));
        lose_chains(a);
        if (a->edge.size + 1 >= a->total)
            return OK;
        TRY(cx, add_leaf(cx, a, (hash){{0}}));
        TRY(cx, check_heads_here(cx, a));
    }
}

/* --- what is beside the entries --------------------------------------------
 */

static err check_last_batch(struct cx *cx, struct auditor *a)
{
    char place[64];
    if (!batch_is_open(&a->log->batch))
        return OK;
    place_of(place, "entry", a->edge.size - 1);
    return tell(cx, a, restore, place,
                "no entry comes after it that signs its batch");
}

static err check_later_heads(struct cx *cx, struct auditor *a)
{
    char place[64];
    if (a->next_head == UINT64_MAX)
        return OK;
    place_of(place, "the head of entries up to", a->next_head);
    return tell(cx, a, restore, place, "entries that were signed are missing");
}

static err check_copy(struct cx *cx, struct auditor *a)
{
    struct checkpoint c;
    struct headfile f;
    unsigned slot;
    const char *path = a->log->head_path;
    if (path == NULL || !a->origin_known)
        return OK;
    err e = log_read_copy(cx, a->log, cx->scratch, &f, &slot, &c);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        if (a->counts.heads == 0)
            return tell(cx, a,
                        "restore it from a copy; if nothing was entered yet, "
                        "the next truce record add signs a head",
                        path,
                        "there is no signed head: the heads are lost, or "
                        "truce init was stopped before it had signed one");
        return tell(cx, a,
                    "compare the last head with a witness; truce record head "
                    "--copy CASE makes the file again",
                    path, "the copy of the last head is missing");
    }
    if (!is_ok(e))
        return tell_fault(cx, a, e,
                          "compare the last head with a witness; truce record "
                          "head --copy CASE makes the file again",
                          path);
    if (c.size > a->edge.size)
        return tell(cx, a, restore, path,
                    "it covers more entries than the case has");
    if (a->copy_differs)
        return tell(cx, a, restore, path,
                    "its entries are not those of the case");
    /* The store's own row for it may have been lost with the power. */
    if (a->edge.size - c.size < a->counts.unsigned_entries)
        a->counts.unsigned_entries = a->edge.size - c.size;
    return OK;
}

/* The copy, to be compared on the way; what is wrong with it is told later. */
static err read_copy(struct cx *cx, struct auditor *a)
{
    struct checkpoint c;
    struct headfile f;
    unsigned slot;
    const char *path = a->log->head_path;
    a->copy_size = UINT64_MAX;
    if (path == NULL || !a->origin_known)
        return OK;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = log_read_copy(cx, a->log, cx->scratch, &f, &slot, &c);
    if (is_ok(e)) {
        a->copy_size = c.size;
        a->copy_root = c.root;
    }
    fault_clear(cx);
    arena_rewind(cx->scratch, mark);
    return OK;
}

static err check_senders(struct cx *cx, struct auditor *a)
{
    struct log *l = a->log;
    uint64_t rows;
    TRY(cx, store_view_count(cx, l->store, STR("sender"), &rows));
    if (rows > l->n_senders && a->counts.findings == 0)
        return tell(cx, a, rebuild, "the view \"sender\"",
                    "it has more rows than the log has senders");
    for (size_t i = 0; i < l->n_senders && a->counts.findings == 0; i++) {
        const struct sender *s = &l->senders[i];
        struct buf want;
        str row;
        char place[NOTE_NAME_MAX + 20];
        snprintf(place, sizeof place, "the view of sender %.*s",
                 STR_ARG(s->key.name));
        buf_init(&want, cx->scratch, 1000);
        log_sender_row(s, &want);
        TRY(cx, buf_finish(cx, &want));
        err e = store_view_get(cx, l->store, cx->scratch, STR("sender"),
                               s->key.name, &row);
        if (e.code == ERR_NOT_FOUND)
            TRY(cx, tell(cx, a, rebuild, place, "it is missing"));
        else if (!is_ok(e))
            TRY(cx, tell_fault(cx, a, e, restore, place));
        else if (!str_eq(row, buf_view(&want)))
            TRY(cx, tell(cx, a, rebuild, place,
                         "it is not that of the "
                         "entries"));
    }
    return OK;
}

/* The index decides which agreement and which policy are the last ones, and
 * which keys stand. */
static err check_index(struct cx *cx, struct auditor *a)
{
    uint64_t rows;
    if (a->counts.findings > 0)
        return OK;
    TRY(cx, index_count(cx, a->log->store, &rows));
    if (a->unindexed == 0 && rows == a->indexed)
        return OK;
    return tell(cx, a, rebuild, "the view \"type\"",
                "it is not that of the entries");
}

/* What is wrong with the rows of heads; empty: nothing. A case of a program
 * before the tally had a row all the same, from its first two entries on. */
static err compare_tally(struct cx *cx, struct auditor *a, char what[100])
{
    struct tally was, is;
    TRY(cx, tally_of_rows(cx, a->log->store, &is));
    err e = tally_read(cx, a->log->store, &was);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        snprintf(what, 100, "%s", is.count > 0 ? "" : "none of them is there");
        return OK;
    }
    if (is_ok(e) && was.count != is.count)
        snprintf(what, 100, "%" PRIu64 " are there, %" PRIu64 " were stored",
                 is.count, was.count);
    else if (is_ok(e) && !hash_eq(was.sum, is.sum))
        snprintf(what, 100, "they are not those that were stored");
    return e;
}

/* No entry depends on an earlier head: the tally alone misses it. */
static err check_tally(struct cx *cx, struct auditor *a)
{
    static const char repair[] =
        "restore a copy of the case; if no copy has them, truce rebuild CASE "
        "goes on with those that are left";
    char what[100] = "";
    if (a->counts.findings > 0)
        return OK;
    err e = compare_tally(cx, a, what);
    if (!is_ok(e))
        return tell_fault(cx, a, e, rebuild, "the view \"heads\"");
    return what[0] == '\0' ? OK : tell(cx, a, repair, "the signed heads", what);
}

static err audit(struct cx *cx, struct auditor *a)
{
    err e = store_count(cx, a->log->store, &a->total);
    if (!is_ok(e))
        return tell_fault(cx, a, e, restore, "the entries");
    e = log_read_origin(cx, a->log);
    a->origin_known = is_ok(e);
    if (a->origin_known) {
        keyring_init(&a->log->keys, &a->log->key_arena, a->log->origin);
        e = log_add_sender(cx, a->log, &a->log->key);
    }
    if (!is_ok(e))
        TRY(cx, tell_fault(cx, a, e, restore, "entry 0"));
    TRY(cx, find_next_head(cx, a, 0));
    TRY(cx, read_copy(cx, a));
    TRY(cx, all_entries(cx, a));
    TRY(cx, check_last_batch(cx, a));
    TRY(cx, check_dropped(cx, a));
    TRY(cx, check_later_heads(cx, a));
    TRY(cx, check_copy(cx, a));
    TRY(cx, check_tally(cx, a));
    TRY(cx, check_senders(cx, a));
    return check_index(cx, a);
}

err log_audit(struct cx *cx, struct store *s, const char *head_path,
              const struct audit *ask, struct audit_counts *out)
{
    struct auditor *a;
    struct log *l;
    TRY_NEW(cx, cx->scratch, a);
    TRY(cx, log_new(cx, s, head_path, &l));
    a->log = l;
    a->ask = ask;
    err e = audit(cx, a);
    *out = a->counts;
    log_close(l);
    return e;
}
