/* test_batch.c: entries that share a signature: what a log takes, what each of
 * them proves alone, and batches that are none. */
#include "base/sys.h"
#include "proof/batch.h"
#include "record/audit.h"
#include "record/log.h"
#include "record/member.h"
#include "tests/test.h"

#define MADE STR("2025-01-19T10:00:00Z")

static struct signer sequencer, ardania, belmar;

static str key_content(const struct signer *s, const char *member)
{
    struct buf b;
    buf_init(&b, test_arena(), 2000);
    buf_printf(&b, "{\"%s\":\"", member);
    note_key_print(&s->key, &b);
    buf_c(&b,
          strcmp(member, "key") == 0 ? "\",\"purpose\":\"sender\"}" : "\"}");
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

static void commit(struct log *l)
{
    CHECK_OK(test_cx(), log_commit(test_cx(), l));
    CHECK_OK(test_cx(), log_sign(test_cx(), l, &sequencer));
}

/* Entries 0 to 3: the keys of three, and a policy. */
static struct log *create(struct store **s)
{
    struct cx *cx = test_cx();
    struct log *l = NULL;
    uint64_t n;
    CHECK_OK(cx, signer_make(cx, STR("case.example/batch"), NOTE_ED25519,
                             &sequencer));
    CHECK_OK(cx, signer_make(cx, STR("ardania-1"), NOTE_ED25519, &ardania));
    CHECK_OK(cx, signer_make(cx, STR("belmar-1"), NOTE_ED25519, &belmar));
    CHECK_OK(cx, store_open_memory(cx, s));
    CHECK_OK(cx, log_create(cx, *s, NULL, &sequencer, STR("quorum none\n"),
                            MADE, &l));
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_OK(cx, log_write(cx, l, &sequencer, STR("key"),
                           key_content(&ardania, "key"), MADE, &n));
    CHECK_OK(cx, log_write(cx, l, &sequencer, STR("key"),
                           key_content(&belmar, "key"), MADE, &n));
    commit(l);
    return l;
}

static void write_batch(struct log *l, const struct signer *by, unsigned count)
{
    struct cx *cx = test_cx();
    uint64_t n, at = log_size(l);
    for (unsigned i = 0; i < count; i++) {
        CHECK_OK(cx, log_write_in_batch(cx, l, by, STR("report"), STR("{}"),
                                        MADE, &n));
        CHECK_INT(n, at + i);
    }
    CHECK_OK(cx, log_end_batch(cx, l, by, MADE, &n));
    CHECK_INT(n, at + count);
}

static struct entry read(struct store *s, uint64_t number, str *note)
{
    struct cx *cx = test_cx();
    struct note *n = arena_alloc(test_arena(), sizeof *n);
    struct entry e = {.number = 0};
    CHECK_OK(cx, store_entry(cx, s, test_arena(), number, note));
    CHECK_OK(cx, entry_read(cx, test_arena(), *note, n, &e));
    return e;
}

/* The entry, its path as text, the batch entry: all that a stranger has. */
static void check_member(struct log *l, struct store *s, uint64_t number)
{
    struct cx *cx = test_cx();
    hash h[BATCH_PATH_MAX];
    struct entry by;
    size_t n;
    str note, path, batch;
    struct entry e = read(s, number, &note);
    hash leaf = merkle_leaf(note);
    CASE("entry %llu", (unsigned long long)number);
    CHECK(e.in_batch);
    CHECK_OK(cx, member_proof(cx, l, test_arena(), number, &path, &batch));
    CHECK_OK(cx, entry_open(cx, test_arena(), batch, &ardania.key, &by));
    CHECK_OK(cx, batch_path_parse(cx, path, h, &n));
    CHECK(batch_holds(&by, &e, leaf, h, n));
    /* Nothing of it can be another. */
    struct entry other = e;
    other.number++;
    CHECK(!batch_holds(&by, &other, leaf, h, n));
    other.number -= 2;
    CHECK(!batch_holds(&by, &other, leaf, h, n));
    other = e;
    other.sender = STR("belmar-1");
    CHECK(!batch_holds(&by, &other, leaf, h, n));
    other = e;
    other.log = STR("case.example/other");
    CHECK(!batch_holds(&by, &other, leaf, h, n));
    other = e;
    other.in_batch = false;
    CHECK(!batch_holds(&by, &other, leaf, h, n));
    CHECK(!batch_holds(&e, &e, leaf, h, n));
    CHECK(n == 0 || !batch_holds(&by, &e, leaf, h, n - 1));
    for (size_t i = 0; i < n; i++) {
        h[i].b[i] ^= 1;
        CHECK(!batch_holds(&by, &e, leaf, h, n));
        h[i].b[i] ^= 1;
    }
    leaf.b[31] ^= 1;
    CHECK(!batch_holds(&by, &e, leaf, h, n));
}

static unsigned findings;
static char first_place[100];

static err found(struct cx *cx, void *self, const struct audit_finding *f)
{
    (void)cx;
    (void)self;
    if (findings++ == 0)
        snprintf(first_place, sizeof first_place, "%s", f->place);
    return OK;
}

static unsigned audit(struct store *s)
{
    const struct audit ask = {.found = found};
    struct audit_counts counts;
    findings = 0;
    CHECK_OK(test_cx(), log_audit(test_cx(), s, NULL, &ask, &counts));
    return findings;
}

void test_batch__each_entry_is_proven_alone(void)
{
    static const unsigned sizes[] = {1, 2, 3, 255, 256, 300, 1};
    struct cx *cx = test_cx();
    struct store *s;
    struct log *l = create(&s);
    uint64_t first[COUNT_OF(sizes)];
    CHECK_OK(cx, log_begin(cx, l));
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        first[i] = log_size(l);
        write_batch(l, &ardania, sizes[i]);
    }
    commit(l);
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < COUNT_OF(sizes); i++)
            for (unsigned k = 0; k < sizes[i]; k += k < 4 ? 1 : 61)
                check_member(l, s, first[i] + k);
        CHECK_INT(audit(s), 0);
        log_close(l);
        CHECK_OK(cx, log_rebuild(cx, s, NULL));
        CHECK_OK(cx, log_open(cx, s, NULL, &l));
    }
    str path, batch;
    CHECK_FAILS(cx,
                member_proof(cx, l, test_arena(), log_size(l), &path, &batch),
                ERR_CORRUPT);
    log_close(l);
    store_close(s);
}

void test_batch__is_as_large_as_it_may_be(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    struct log *l = create(&s);
    uint64_t n;
    CHECK_OK(cx, log_begin(cx, l));
    write_batch(l, &ardania, ENTRY_COVERS_MAX);
    commit(l);
    check_member(l, s, 4);
    check_member(l, s, 4 + ENTRY_COVERS_MAX - 1);
    CHECK_OK(cx, log_begin(cx, l));
    for (int i = 0; i < ENTRY_COVERS_MAX; i++)
        CHECK_OK(cx, log_write_in_batch(cx, l, &ardania, STR("report"),
                                        STR("{}"), MADE, &n));
    CHECK_FAILS(
        cx,
        log_write_in_batch(cx, l, &ardania, STR("report"), STR("{}"), MADE, &n),
        ERR_LIMIT);
    log_rollback(l);
    log_close(l);
    store_close(s);
}

/* --- made by others ----------------------------------------------------------
 */

/* A sender's entries, made one after the other, valid or not. */
struct chain {
    const struct signer *by;
    uint64_t number;
    hash last;
    struct merkle_edge edge;
};

static str make(struct chain *c, const char *type, bool in_batch,
                uint64_t covers, hash root)
{
    struct cx *cx = test_cx();
    struct buf b;
    struct entry e = {.log = sequencer.key.name,
                      .type = str_of(type),
                      .sender = c->by->key.name,
                      .number = c->number,
                      .has_after = c->number > 0,
                      .after = c->last,
                      .made = "2025-01-19T10:00:00Z",
                      .covers = covers,
                      .root = root};
    buf_init(&b, test_arena(), ENTRY_MAX_BYTES);
    CHECK_OK(cx, in_batch
                     ? entry_print(cx, &e, &b)
                     : entry_sign(cx, &e, &c->by->key, c->by->secret.p, &b));
    CHECK_OK(cx, buf_finish(cx, &b));
    c->number++;
    c->last = merkle_leaf(buf_view(&b));
    if (in_batch)
        merkle_append(&c->edge, c->last, NULL, NULL);
    return buf_view(&b);
}

static const hash zero;

static str member(struct chain *c)
{
    return make(c, "report", true, 0, zero);
}

static str end(struct chain *c)
{
    return make(c, "batch", false, c->edge.size, merkle_root(&c->edge));
}

/* Adds them; the class of what the last of them, or the commit, says. */
static err add_all(struct log *l, const str *note, size_t n, bool *at_commit)
{
    struct cx *cx = test_cx();
    uint64_t number;
    err e = OK;
    *at_commit = false;
    CHECK_OK(cx, log_begin(cx, l));
    for (size_t i = 0; i < n; i++) {
        CHECK(is_ok(e));
        e = log_add(cx, l, note[i], STR(""), &number);
    }
    if (is_ok(e)) {
        *at_commit = true;
        e = log_commit(cx, l);
    }
    log_rollback(l);
    return e;
}

static void refused(struct log *l, const char *what, const str *note, size_t n,
                    enum err_class class, bool at_commit)
{
    bool committing;
    CASE("%s", what);
    err e = add_all(l, note, n, &committing);
    CHECK(e.code == class && committing == at_commit);
    CHECK(test_cx()->fault.message[0] != '\0');
    fault_clear(test_cx());
}

void test_batch__of_others_that_is_none(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    struct log *l = create(&s);
    struct signer thief;
    uint64_t number;
    bool committing;
    CHECK_OK(cx, signer_make(cx, STR("ardania-1"), NOTE_ED25519, &thief));
    const struct chain fresh = {.by = &ardania};
    struct chain c = fresh, d = {.by = &belmar};
    str m[5];
    for (int i = 0; i < 3; i++)
        m[i] = member(&c);
    const struct chain at = c;

    refused(l, "no end", m, 3, ERR_INPUT, true);
    m[3] = make(&c, "batch", false, 2, merkle_root(&at.edge));
    refused(l, "a count too small", m, 4, ERR_INPUT, false);
    c = at;
    m[3] = make(&c, "report", false, 0, zero);
    refused(l, "an entry of its own in place of the end", m, 4, ERR_INPUT,
            false);
    c = at;
    hash wrong = merkle_root(&at.edge);
    wrong.b[0] ^= 1;
    m[3] = make(&c, "batch", false, 3, wrong);
    refused(l, "a root of others", m, 4, ERR_INPUT, false);
    c = at;
    c.by = &thief;
    m[3] = end(&c);
    refused(l, "signed by a key that is not in the log", m, 4, ERR_INPUT,
            false);
    m[3] = member(&d);
    refused(l, "an entry of another sender within", m, 4, ERR_INPUT, false);
    c = at;
    str e = end(&c);
    const str swapped[] = {m[1], m[0], m[2], e}, dropped[] = {m[0], m[2], e},
              alone[] = {m[0], e};
    refused(l, "reordered", swapped, 1, ERR_CONFLICT, false);
    refused(l, "one left out", dropped, 2, ERR_CONFLICT, false);
    refused(l, "two left out", alone, 2, ERR_CONFLICT, false);
    c = fresh;
    m[0] = make(&c, "report", false, 0, zero);
    m[1] = make(&c, "batch", false, 1, merkle_root(&at.edge));
    refused(l, "covers what was signed before", m, 2, ERR_INPUT, false);

    /* One that is good, by somebody else's program. */
    c = fresh;
    for (int i = 0; i < 3; i++)
        m[i] = member(&c);
    m[3] = end(&c);
    CHECK_OK(cx, log_begin(cx, l));
    for (int i = 0; i < 4; i++)
        CHECK_OK(cx, log_add(cx, l, m[i], STR(""), &number));
    commit(l);
    check_member(l, s, number - 1);
    CHECK_INT(audit(s), 0);

    /* The key is revoked: its batches are at an end. */
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_OK(cx, log_write(cx, l, &sequencer, STR("revocation"),
                           key_content(&ardania, "revokes"), MADE, &number));
    commit(l);
    c.edge.size = 0;
    m[0] = member(&c);
    CASE("a revoked key");
    CHECK(add_all(l, m, 1, &committing).code == ERR_DENIED);
    fault_clear(cx);
    log_close(l);
    store_close(s);
}

void test_batch__own_mistakes(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    struct log *l = create(&s);
    uint64_t n;
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_FAILS(cx, log_end_batch(cx, l, &ardania, MADE, &n), ERR_BUG);
    CHECK_FAILS(cx,
                log_write_in_batch(cx, l, &sequencer, STR("key"),
                                   key_content(&belmar, "key"), MADE, &n),
                ERR_INPUT);
    CHECK_OK(cx, log_write_in_batch(cx, l, &ardania, STR("report"), STR("{}"),
                                    MADE, &n));
    CHECK_FAILS(cx,
                log_write(cx, l, &belmar, STR("report"), STR("{}"), MADE, &n),
                ERR_INPUT);
    log_rollback(l);
    /* Nothing of it is left open. */
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_OK(cx, log_write(cx, l, &belmar, STR("report"), STR("{}"), MADE, &n));
    commit(l);
    CHECK_INT(audit(s), 0);
    log_close(l);
    store_close(s);
}

/* --- damage ------------------------------------------------------------------
 */

/* A log whose entry `bad` says another time; the memory store cannot be
 * changed, so it is written again. */
static err copy_one(struct cx *cx, void *self, uint64_t number, str note)
{
    struct {
        struct store *to;
        uint64_t bad;
    } *w = self;
    uint64_t n;
    str blob;
    char room[1000];
    if (number == w->bad && note.n < sizeof room) {
        memcpy(room, note.p, note.n);
        room[str_find(note, STR("2025"))] = '1';
        note.p = room;
    }
    TRY(cx, store_append(cx, w->to, note, &n));
    struct store *from = cx->self;
    err e = store_blob(cx, from, cx->scratch, number, &blob);
    fault_clear(cx);
    return is_ok(e) ? store_put_blob(cx, w->to, n, blob) : OK;
}

void test_batch__damage_is_found(void)
{
    struct cx *cx = test_cx();
    struct store *s, *t;
    struct log *l = create(&s);
    CHECK_OK(cx, log_begin(cx, l));
    write_batch(l, &ardania, 5); /* 4 to 8, and 9 */
    write_batch(l, &belmar, 2);
    commit(l);
    for (uint64_t bad = 4; bad < log_size(l); bad++) {
        struct {
            struct store *to;
            uint64_t bad;
        } w = {.bad = bad};
        void *self = cx->self;
        CASE("entry %llu", (unsigned long long)bad);
        CHECK_OK(cx, store_open_memory(cx, &t));
        CHECK_OK(cx, store_begin(cx, t));
        w.to = t;
        cx->self = s;
        CHECK_OK(cx, store_entries(cx, s, 0, log_size(l), copy_one, &w));
        cx->self = self;
        CHECK_OK(cx, store_commit(cx, t));
        CHECK(audit(t) > 0);
        /* The next of its sender does not come after it; or the batch entry
         * itself is not signed. */
        char want[40];
        snprintf(want, sizeof want, "entry %llu",
                 (unsigned long long)(bad + (bad != 9 && bad != 12)));
        CHECK_STR(str_of(first_place), str_of(want));
        CHECK(!is_ok(log_rebuild(cx, t, NULL)));
        fault_clear(cx);
        store_close(t);
    }
    /* Cut within a batch. */
    for (uint64_t to = 5; to < 10; to++) {
        struct {
            struct store *to;
            uint64_t bad;
        } w = {.bad = UINT64_MAX};
        void *self = cx->self;
        CASE("cut at %llu", (unsigned long long)to);
        CHECK_OK(cx, store_open_memory(cx, &t));
        CHECK_OK(cx, store_begin(cx, t));
        w.to = t;
        cx->self = s;
        CHECK_OK(cx, store_entries(cx, s, 0, to, copy_one, &w));
        cx->self = self;
        CHECK_OK(cx, store_commit(cx, t));
        CHECK(audit(t) > 0);
        CHECK_FAILS(cx, log_rebuild(cx, t, NULL), ERR_CORRUPT);
        store_close(t);
    }
    log_close(l);
    store_close(s);
}

/* --- spelling ----------------------------------------------------------------
 */

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TEXT(type, number, after, content, more)                               \
    "truce entry 1\nlog a.b/c\ntype " type "\nsender s-1\nnumber " number      \
    "\nafter " after "\nmade 2025-01-19T10:00:00Z\ncontent " content "\n" more

void test_batch__one_spelling_only(void)
{
    static const struct {
        const char *text;
        bool good;
    } row[] = {
        {TEXT("batch", "3", HEX, "-", "covers 3 " HEX "\n"), true},
        {TEXT("batch", "5000", HEX, "-", "covers 4096 " HEX "\n"), true},
        {TEXT("batch", "5000", HEX, "-", "covers 4097 " HEX "\n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 4 " HEX "\n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 0 " HEX "\n"), false},
        {TEXT("batch", "0", "-", "-", "covers 1 " HEX "\n"), false},
        {TEXT("batch", "3", HEX, HEX, "covers 3 " HEX "\n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 03 " HEX "\n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 3 " HEX " \n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 3\n"), false},
        {TEXT("batch", "3", HEX, "-", "covers 3 " HEX), false},
        {TEXT("batch", "3", HEX, "-", "covers 3 " HEX "\nx y\n"), false},
        {TEXT("batch", "3", HEX, "-", ""), false},
        {TEXT("report", "3", HEX, "-", "covers 3 " HEX "\n"), false},
    };
    struct cx *cx = test_cx();
    struct entry e;
    struct buf b;
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        CASE("entry %zu", i);
        err r = entry_parse(cx, str_of(row[i].text), &e);
        CHECK(is_ok(r) == row[i].good);
        if (!is_ok(r))
            continue;
        buf_init(&b, test_arena(), ENTRY_MAX_BYTES);
        CHECK_OK(cx, entry_print(cx, &e, &b));
        CHECK_STR(buf_view(&b), str_of(row[i].text));
        e.covers = 0;
        CHECK_FAILS(cx, entry_print(cx, &e, &b), ERR_INPUT);
    }
    /* Alone, without a signature. */
    static const struct {
        const char *text;
        bool good;
    } alone[] = {
        {TEXT("report", "3", HEX, HEX, ""), true},
        {TEXT("key", "3", HEX, HEX, ""), false},
        {TEXT("policy", "3", HEX, HEX, ""), false},
        {TEXT("revocation", "3", HEX, HEX, ""), false},
        {TEXT("batch", "3", HEX, "-", "covers 3 " HEX "\n"), false},
        {TEXT("report", "3", HEX, HEX, "\n"), false},
        {TEXT("report", "3", HEX, "-", "\xff\n"), false},
        {"", false},
    };
    for (size_t i = 0; i < COUNT_OF(alone); i++) {
        struct note *n = arena_alloc(test_arena(), sizeof *n);
        CASE("alone %zu", i);
        CHECK(is_ok(entry_read(cx, test_arena(), str_of(alone[i].text), n,
                               &e)) == alone[i].good);
        CHECK(!alone[i].good || (e.in_batch && n->n == 0));
    }
    fault_clear(cx);
    /* Paths. */
    hash h[BATCH_PATH_MAX];
    size_t n;
    CHECK_OK(cx, batch_path_parse(cx, STR(""), h, &n));
    CHECK_INT(n, 0);
    static const char *const bad[] = {"AAAA", "A", "====", " "};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK_FAILS(cx, batch_path_parse(cx, str_of(bad[i]), h, &n), ERR_INPUT);
}
