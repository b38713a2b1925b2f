/* test_log.c: the log's rules: growth over tile borders, what is refused, what
 * is found after damage, and proofs that a stranger checks with a policy. */
#include "base/arena.h"
#include "base/sys.h"
#include "record/log.h"
#include "store/store_int.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#define MADE STR("2025-01-19T10:00:00Z")

static struct signer sequencer, ardania, witness;
static str policy_text;

static void make_keys(void)
{
    struct cx *cx = test_cx();
    struct buf b;
    CHECK_OK(cx, signer_make(cx, STR("case.example/harbour"), NOTE_ED25519,
                             &sequencer));
    CHECK_OK(cx, signer_make(cx, STR("ardania-1"), NOTE_ED25519, &ardania));
    CHECK_OK(
        cx, signer_make(cx, STR("witness.belmar"), NOTE_COSIGNATURE, &witness));
    buf_init(&b, test_arena(), 10000);
    buf_c(&b, "log ");
    note_key_print(&sequencer.key, &b);
    buf_c(&b, "\nwitness B ");
    note_key_print(&witness.key, &b);
    buf_c(&b, "\nquorum B\n");
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &policy_text));
}

static str key_content(const struct signer *s)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 2000);
    buf_c(&b, "{\"key\":\"");
    note_key_print(&s->key, &b);
    buf_c(&b, "\",\"purpose\":\"sender\"}");
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

static uint64_t write_one(struct log *l, const struct signer *by,
                          const char *type, str content)
{
    uint64_t n = UINT64_MAX;
    CHECK_OK(test_cx(),
             log_write(test_cx(), l, by, str_of(type), content, MADE, &n));
    return n;
}

static struct log *create(struct store *s, const char *head)
{
    struct log *l = NULL;
    struct cx *cx = test_cx();
    make_keys();
    CHECK_OK(cx, log_create(cx, s, head, &sequencer, policy_text, MADE, &l));
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_INT(write_one(l, &sequencer, "key", key_content(&ardania)), 2);
    CHECK_OK(cx, log_commit(cx, l));
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    return l;
}

static void check_proof(struct log *l, uint64_t number, bool witnessed)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    struct bundle b, again;
    struct policy *p = arena_alloc(a, sizeof *p);
    struct checkpoint head;
    struct policy_verdict v = {0};
    struct buf text;
    str note;
    CHECK_OK(cx, policy_parse(cx, policy_text, p));
    CHECK_OK(cx, log_prove(cx, l, a, NULL, number, &b));
    buf_init(&text, a, 1 << 20);
    bundle_print(&b, &text);
    CHECK_OK(cx, bundle_parse(cx, buf_view(&text), &again));
    CHECK_OK(cx, store_entry(cx, log_tree(l)->store, a, number, &note));
    CHECK_OK(cx, bundle_check(cx, a, &again, note, p, &head, &v));
    CHECK(v.recorded);
    CHECK(v.witnessed == witnessed);
}

void test_tree__is_that_of_the_definition_over_tile_borders(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    struct tree t;
    struct merkle_edge e = {0};
    CHECK_OK(cx, store_open_memory(cx, &s));
    CHECK_OK(cx, tree_open(cx, s, &t));
    CHECK_OK(cx, store_begin(cx, s));
    for (uint64_t i = 0; i < 66000; i++) {
        hash leaf = cry_sha256((str){(const char *)&i, sizeof i}, STR("")),
             root;
        merkle_append(&e, leaf, NULL, NULL);
        CHECK_OK(cx, tree_append(cx, &t, leaf));
        if (i % 256 > 2 && i % 256 < 254 && i % 997 != 0)
            continue;
        CHECK_OK(cx, tree_root(cx, &t, i + 1, &root));
        CHECK(hash_eq(root, merkle_root(&e)));
    }
    unsigned width;
    str bytes;
    CHECK_OK(cx, tree_tile(cx, &t, test_arena(), 0, 0, &width, &bytes));
    CHECK_INT(width, 256);
    CHECK_OK(cx, tree_tile(cx, &t, test_arena(), 0, 257, &width, &bytes));
    CHECK_INT(width, 66000 - 257 * 256);
    CHECK_INT(bytes.n, 32 * width);
    CHECK_OK(cx, tree_tile(cx, &t, test_arena(), 2, 0, &width, &bytes));
    CHECK_INT(width, 1);
    CHECK_FAILS(cx, tree_tile(cx, &t, test_arena(), 0, 258, &width, &bytes),
                ERR_NOT_FOUND);
    store_close(s);
}

void test_log__grows_and_proves(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    struct log *l;
    CHECK_OK(cx, store_open_memory(cx, &s));
    l = create(s, NULL);
    for (int batch = 0; batch < 6; batch++) {
        CHECK_OK(cx, log_begin(cx, l));
        for (int i = 0; i < 101; i++)
            write_one(l, &ardania, "report", STR("{\"id\":\"r\"}"));
        CHECK_OK(cx, log_commit(cx, l));
        CHECK_OK(cx, log_sign(cx, l, &sequencer));
    }
    CHECK_INT(log_size(l), 3 + 606);
    check_proof(l, 0, false);
    check_proof(l, 255, false);
    check_proof(l, 256, false);
    check_proof(l, 608, false);
    struct bundle b;
    CHECK_FAILS(cx, log_prove(cx, l, test_arena(), NULL, 609, &b),
                ERR_NOT_FOUND);
    log_close(l);

    CHECK_OK(cx, log_open(cx, s, NULL, &l));
    CHECK_INT(log_size(l), 609);
    check_proof(l, 300, false);
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_INT(write_one(l, &ardania, "report", STR("{}")), 609);
    CHECK_OK(cx, log_commit(cx, l));
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    check_proof(l, 609, false);
    log_close(l);
    store_close(s);
}

void test_log__witnessed_when_the_policy_is_met(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    CHECK_OK(cx, store_open_memory(cx, &s));
    struct log *l = create(s, NULL);
    struct policy *p = arena_alloc(test_arena(), sizeof *p);
    struct checkpoint head;
    struct buf line;
    str note, text;
    unsigned added;
    uint64_t size = 0;
    CHECK_OK(cx, policy_parse(cx, policy_text, p));
    CHECK_OK(cx, log_head(cx, l, test_arena(), &note, &head));
    CHECK(str_cut(note, '\xe2', &text, &note));
    text.n--; /* the empty line */
    buf_init(&line, test_arena(), 10000);
    CHECK_OK(cx, note_sign(cx, text, &witness.key, witness.secret.p, 1737280800,
                           &line));
    CHECK_OK(cx, log_cosign(cx, l, p, STR("rubbish\n"), &added, &size));
    CHECK_INT(added, 0);
    CHECK_OK(cx, log_cosign(cx, l, p, buf_view(&line), &added, &size));
    CHECK_INT(added, 1);
    CHECK_OK(cx, log_cosign(cx, l, p, buf_view(&line), &added, &size));
    CHECK_INT(added, 0);
    check_proof(l, 1, true);
    log_close(l);
    store_close(s);
}

/* --- what is refused ------------------------------------------------------ */

static str entry_of(const struct signer *by, struct entry e)
{
    struct buf b;
    str out = STR("");
    e.sender = by->key.name;
    buf_init(&b, test_arena(), ENTRY_MAX_BYTES);
    CHECK_OK(test_cx(), entry_sign(test_cx(), &e, &by->key, by->secret.p, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

void test_log__refuses(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    CHECK_OK(cx, store_open_memory(cx, &s));
    struct log *l = create(s, NULL);
    struct signer stranger, thief;
    uint64_t n;
    CHECK_OK(cx, signer_make(cx, STR("stranger"), NOTE_ED25519, &stranger));
    CHECK_OK(cx, signer_make(cx, STR("ardania-1"), NOTE_ED25519, &thief));
    struct entry e = {.log = STR("case.example/harbour"),
                      .type = STR("report"),
                      .made = "2025-01-19T10:00:00Z"};
    struct entry other = e, skipped = e, blob = e, key = e;
    other.log = STR("case.example/other");
    skipped.number = 1;
    skipped.has_after = true;
    blob.has_content = true;
    blob.content = cry_sha256(STR("x"), STR(""));
    key.type = STR("key");
    key.has_content = true;
    str key_blob;
    CHECK(arena_printf(test_arena(), &key_blob, "%032d%.*s", 0,
                       STR_ARG(key_content(&stranger))));
    key.content = cry_sha256(key_blob, STR(""));
    struct {
        const char *what;
        str entry, blob;
        enum err_class class;
    } row[] = {
        {"an unknown key", entry_of(&stranger, e), STR(""), ERR_INPUT},
        {"another key of that name", entry_of(&thief, e), STR(""), ERR_INPUT},
        {"another log", entry_of(&ardania, other), STR(""), ERR_INPUT},
        {"a gap", entry_of(&ardania, skipped), STR(""), ERR_CONFLICT},
        {"a wrong blob", entry_of(&ardania, blob), STR("y"), ERR_INPUT},
        {"a blob that is not named", entry_of(&ardania, e), STR("y"),
         ERR_INPUT},
        {"a key by another than the sequencer", entry_of(&ardania, key),
         key_blob, ERR_DENIED},
        {"no entry at all", STR("hello\n"), STR(""), ERR_INPUT},
    };
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        CASE("%s", row[i].what);
        CHECK_OK(cx, log_begin(cx, l));
        CHECK_FAILS(cx, log_add(cx, l, row[i].entry, row[i].blob, &n),
                    row[i].class);
        CHECK_FAILS(cx, log_commit(cx, l), ERR_BUG);
        log_rollback(l);
    }
    CASE("the right one, once");
    str good = entry_of(&ardania, e);
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_OK(cx, log_add(cx, l, good, STR(""), &n));
    CHECK_INT(n, 3);
    CHECK_FAILS(cx, log_add(cx, l, good, STR(""), &n), ERR_CONFLICT);
    log_rollback(l);
    CHECK_OK(cx, log_begin(cx, l));
    CHECK_OK(cx, log_add(cx, l, good, STR(""), &n));
    CHECK_OK(cx, log_commit(cx, l));
    CHECK_FAILS(cx, log_sign(cx, l, &ardania), ERR_DENIED);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    log_close(l);
    store_close(s);
}

void test_signer__reads_what_it_prints(void)
{
    struct cx *cx = test_cx();
    struct signer back;
    struct secret_text t;
    make_keys();
    CHECK_OK(cx, signer_print(cx, &ardania, &t));
    str line = str_trim(secret_text_view(&t));
    CHECK_OK(cx, signer_parse(cx, line, &back));
    CHECK(memcmp(back.secret.p, ardania.secret.p, back.secret.n) == 0);
    CHECK_INT(back.key.id, ardania.key.id);
    signer_wipe(&back);
    for (size_t i = 0; i < line.n; i++) {
        t.room.p[i] ^= 1;
        CHECK(!is_ok(signer_parse(cx, line, &back)));
        t.room.p[i] ^= 1;
    }
    secret_release(&t.room);
}

/* --- damage ----------------------------------------------------------------
 */

static char folder[] = "/tmp/truce-log-XXXXXX";
static char case_path[64], head_path[64], old_path[64];

static void clean(void)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char p[80];
    for (size_t i = 0; i < COUNT_OF(tail); i++) {
        snprintf(p, sizeof p, "%s%s", case_path, tail[i]);
        unlink(p);
    }
    unlink(head_path);
    unlink(old_path);
    rmdir(folder);
}

static struct store *fresh_file(void)
{
    static bool made;
    struct store *s = NULL;
    if (!made)
        made = mkdtemp(folder) != NULL;
    snprintf(case_path, sizeof case_path, "%s/a.case", folder);
    snprintf(head_path, sizeof head_path, "%s/a.head", folder);
    snprintf(old_path, sizeof old_path, "%s/old", folder);
    clean();
    mkdir(folder, 0700);
    CHECK_OK(test_cx(),
             store_open_file(test_cx(), case_path, STORE_CREATE, &s));
    return s;
}

static void run_sql(const char *text)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(case_path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

static void add_reports(struct log *l, int n)
{
    struct cx *cx = test_cx();
    CHECK_OK(cx, log_begin(cx, l));
    for (int i = 0; i < n; i++)
        write_one(l, &ardania, "report", STR("{}"));
    CHECK_OK(cx, log_commit(cx, l));
}

void test_log__damage_is_found_before_anything_is_signed(void)
{
    static const struct {
        const char *what, *sql;
    } row[] = {
        {"an entry of the last tile changed",
         "UPDATE entry SET note = zeroblob(9) WHERE n = 301"},
        {"the last entries cut off", "DELETE FROM entry WHERE n >= 300"},
        {"an entry missing", "DELETE FROM entry WHERE n = 299"},
        {"a tile damaged",
         "UPDATE view SET value = zeroblob(8192) WHERE view = 'tile'"},
        {"a tile gone", "DELETE FROM view WHERE view = 'tile'"},
        {"the head changed", "UPDATE head SET note = zeroblob(99)"},
        {"the first entry gone", "DELETE FROM entry WHERE n = 0"},
        {"the key of the log gone", "DELETE FROM blob"},
        {"a sender's row damaged",
         "UPDATE view SET value = x'78' WHERE view = 'sender'"},
    };
    struct cx *cx = test_cx();
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        CASE("%s", row[i].what);
        struct store *s = fresh_file();
        struct log *l = create(s, head_path);
        add_reports(l, 300);
        CHECK_OK(cx, log_sign(cx, l, &sequencer));
        log_close(l);
        store_close(s);
        run_sql(row[i].sql);
        CHECK_OK(cx, store_open_file(cx, case_path, STORE_WRITE, &s));
        err e = log_open(cx, s, head_path, &l);
        CHECK(!is_ok(e));
        store_close(s);
    }
    clean();
}

void test_log__what_changes_between_commit_and_head_is_not_signed(void)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file();
    struct log *l = create(s, head_path);
    add_reports(l, 5);
    run_sql("UPDATE entry SET note = (SELECT note FROM entry WHERE n = 3)"
            " WHERE n = 5");
    CHECK_FAILS(cx, log_sign(cx, l, &sequencer), ERR_CORRUPT);
    log_close(l);
    store_close(s);
    clean();
}

void test_log__an_old_copy_is_not_continued(void)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file();
    struct log *l = create(s, head_path);
    log_close(l);
    store_close(s);
    str old;
    CHECK_OK(cx, sys_read_file(cx, test_arena(), case_path, 64 << 20, &old));
    CHECK_OK(cx, store_open_file(cx, case_path, STORE_WRITE, &s));
    CHECK_OK(cx, log_open(cx, s, head_path, &l));
    add_reports(l, 4);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    log_close(l);
    store_close(s);
    CHECK_OK(cx, sys_write_file(cx, case_path, old));
    CHECK_OK(cx, store_open_file(cx, case_path, STORE_WRITE, &s));
    CHECK_FAILS(cx, log_open(cx, s, head_path, &l), ERR_CORRUPT);
    /* Nor after another history of the same length was written to it. */
    CHECK_OK(cx, log_open(cx, s, NULL, &l));
    add_reports(l, 4);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    log_close(l);
    CHECK_FAILS(cx, log_open(cx, s, head_path, &l), ERR_CORRUPT);
    store_close(s);
    clean();
}

void test_log__two_writers_take_turns(void)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file(), *t;
    struct log *l = create(s, head_path), *m;
    CHECK_OK(cx, store_open_file(cx, case_path, STORE_WRITE, &t));
    CHECK_OK(cx, log_open(cx, t, head_path, &m));
    add_reports(l, 2);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    add_reports(m, 3);
    CHECK_OK(cx, log_sign(cx, m, &sequencer));
    add_reports(l, 1);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    CHECK_INT(log_size(l), 9);
    check_proof(l, 8, false);
    log_close(l);
    log_close(m);
    store_close(s);
    store_close(t);
    clean();
}

/* The row of the last head comes with the next transaction: a reader beside the
 * writer finds it in the copy, from both sides, and it is stored once. */
void test_log__a_reader_finds_a_head_that_has_no_row_yet(void)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file(), *t;
    struct log *l = create(s, head_path), *reader;
    uint64_t size = 0;
    str note;
    add_reports(l, 2);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    CHECK_OK(cx, store_last_head(cx, s, test_arena(), &size, &note));
    CHECK_INT(size, 3);
    CHECK_OK(cx, store_open_file(cx, case_path, STORE_READ, &t));
    CHECK_OK(cx, log_open(cx, t, head_path, &reader));
    CHECK_OK(cx, log_head_near(cx, reader, test_arena(), STORE_AT_MOST,
                               INT64_MAX, &size, &note));
    CHECK_INT(size, 5);
    CHECK_OK(cx, log_head_near(cx, reader, test_arena(), STORE_AT_MOST, 4,
                               &size, &note));
    CHECK_INT(size, 3);
    CHECK_OK(cx, log_head_near(cx, reader, test_arena(), STORE_AT_LEAST, 4,
                               &size, &note));
    CHECK_INT(size, 5);
    err none = log_head_near(cx, reader, test_arena(), STORE_AT_LEAST, 6, &size,
                             &note);
    CHECK(none.code == ERR_NOT_FOUND);
    log_close(reader);
    store_close(t);
    CHECK_OK(cx, log_settle(cx, l));
    CHECK_OK(cx, store_last_head(cx, s, test_arena(), &size, &note));
    CHECK_INT(size, 5);
    log_close(l);
    store_close(s);
    clean();
}

/* --- a reader beside a writer ------------------------------------------------
 * A reader's store through which a writer comes in before the n-th thing that
 * is read: the race that two processes have, at every place. */

static struct {
    const struct store_ops *ops;
    struct log *writer;
    unsigned before; /* the call before which it writes */
    unsigned calls;
    bool a_key; /* with a key, or reports alone */
} beside;

static void come_in(void)
{
    if (++beside.calls != beside.before)
        return;
    add_reports(beside.writer, 3);
    if (beside.a_key) {
        struct signer other;
        CHECK_OK(test_cx(),
                 signer_make(test_cx(), STR("belmar-1"), NOTE_ED25519, &other));
        CHECK_OK(test_cx(), log_begin(test_cx(), beside.writer));
        write_one(beside.writer, &sequencer, "key", key_content(&other));
        CHECK_OK(test_cx(), log_commit(test_cx(), beside.writer));
    }
    CHECK_OK(test_cx(), log_sign(test_cx(), beside.writer, &sequencer));
}

static err beside_count(struct cx *cx, struct store *s, uint64_t *n)
{
    come_in();
    return beside.ops->count(cx, s, n);
}
static err beside_entries(struct cx *cx, struct store *s, uint64_t from,
                          uint64_t to, store_entry_fn *fn, void *self)
{
    come_in();
    return beside.ops->entries(cx, s, from, to, fn, self);
}
static err beside_head(struct cx *cx, struct store *s, struct arena *a,
                       enum store_side side, uint64_t size, uint64_t *found,
                       str *note)
{
    come_in();
    return beside.ops->head(cx, s, a, side, size, found, note);
}
static err beside_blob(struct cx *cx, struct store *s, struct arena *a,
                       uint64_t number, str *bytes)
{
    come_in();
    return beside.ops->blob(cx, s, a, number, bytes);
}
static err beside_get(struct cx *cx, struct store *s, struct arena *a, str view,
                      str key, str *value)
{
    come_in();
    return beside.ops->view_get(cx, s, a, view, key, value);
}
static err beside_each(struct cx *cx, struct store *s, str view, str prefix,
                       str from, store_row_fn *fn, void *self)
{
    come_in();
    return beside.ops->view_each(cx, s, view, prefix, from, fn, self);
}

/* Opens beside a writer that comes in before call n, and proves the last entry
 * that is under a head; how many calls there were. */
static unsigned open_beside(unsigned n, bool a_key)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file(), *t;
    struct log *l = create(s, head_path), *reader;
    struct store_ops ops;
    CASE("a writer before call %u%s", n, a_key ? ", with a key" : "");
    add_reports(l, 250);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    CHECK_OK(cx, store_open_file(cx, case_path, STORE_READ, &t));
    ops = *t->ops;
    beside.ops = t->ops;
    beside.writer = l;
    beside.before = n;
    beside.calls = 0;
    beside.a_key = a_key;
    ops.count = beside_count;
    ops.entries = beside_entries;
    ops.head = beside_head;
    ops.blob = beside_blob;
    ops.view_get = beside_get;
    ops.view_each = beside_each;
    t->ops = &ops;
    err e = log_open(cx, t, head_path, &reader);
    CHECK_OK(cx, e);
    if (is_ok(e)) {
        struct checkpoint head;
        str note;
        CHECK_OK(cx, log_head(cx, reader, test_arena(), &note, &head));
        CHECK(log_size(reader) >= head.size && head.size >= 253);
        check_proof(reader, head.size - 1, false);
        log_close(reader);
    }
    t->ops = beside.ops;
    store_close(t);
    log_close(l);
    store_close(s);
    clean();
    return beside.calls;
}

void test_log__a_reader_beside_a_writer(void)
{
    for (int a_key = 0; a_key < 2; a_key++)
        for (unsigned n = 1; open_beside(n, a_key != 0) >= n; n++)
            ;
}

/* A clock that was set wrong, or goes back: the order is that of the log, the
 * time a claim of the sender. Nothing is refused, lost, or reordered, and a
 * witness whose clock went back refreshes its cosignature all the same. */
void test_log__clocks_that_go_back(void)
{
    static const char *const made[] = {
        "2025-01-19T10:00:00Z", "2025-01-19T09:59:59Z", "1970-01-01T00:00:01Z",
        "2099-12-31T23:59:59Z", "2025-01-19T10:00:00Z"};
    static const uint64_t cosigned[] = {1737280800, 1737280799, 1, 4102444799};
    struct cx *cx = test_cx();
    struct store *s = fresh_file();
    struct log *l = create(s, head_path);
    struct policy *p = arena_alloc(test_arena(), sizeof *p);
    struct checkpoint head;
    uint64_t n;
    CHECK_OK(cx, policy_parse(cx, policy_text, p));
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        CHECK_OK(cx, log_begin(cx, l));
        CHECK_OK(cx, log_write(cx, l, &ardania, STR("report"), STR("{}"),
                               str_of(made[i]), &n));
        CHECK_OK(cx, log_commit(cx, l));
        CHECK_OK(cx, log_sign(cx, l, &sequencer));
        CHECK_INT(n, 3 + i);
        log_close(l);
        CHECK_OK(cx, log_open(cx, s, head_path, &l));
        CHECK_INT(log_size(l), 4 + i);
    }
    for (size_t i = 0; i < COUNT_OF(cosigned); i++) {
        struct buf line;
        unsigned added;
        uint64_t size = 0;
        str note, text;
        CHECK_OK(cx, log_head(cx, l, test_arena(), &note, &head));
        CHECK(str_cut(note, '\xe2', &text, &note));
        text.n--; /* the empty line */
        buf_init(&line, test_arena(), 10000);
        CHECK_OK(cx, note_sign(cx, text, &witness.key, witness.secret.p,
                               cosigned[i], &line));
        CHECK_OK(cx, log_cosign(cx, l, p, buf_view(&line), &added, &size));
        check_proof(l, 3 + i, true);
    }
    log_close(l);
    store_close(s);
    clean();
}

void test_log__views_are_made_again(void)
{
    struct cx *cx = test_cx();
    struct store *s = fresh_file();
    struct log *l = create(s, head_path);
    add_reports(l, 600);
    CHECK_OK(cx, log_sign(cx, l, &sequencer));
    log_close(l);
    run_sql("CREATE TABLE keep AS SELECT * FROM view ORDER BY view, key");
    run_sql("DELETE FROM view WHERE view = 'tile';"
            "UPDATE view SET value = x'78'");
    CHECK_FAILS(cx, log_open(cx, s, head_path, &l), ERR_CORRUPT);
    CHECK_OK(cx, log_rebuild(cx, s, head_path));
    CHECK_OK(cx, log_open(cx, s, head_path, &l));
    check_proof(l, 77, false);
    log_close(l);
    store_close(s);
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    CHECK(sqlite3_open(case_path, &db) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(db,
                             "SELECT (SELECT count(*) FROM view),"
                             "(SELECT count(*) FROM (SELECT * FROM view"
                             " INTERSECT SELECT * FROM keep))",
                             -1, &st, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(st) == SQLITE_ROW);
    CHECK_INT(sqlite3_column_int(st, 0), 8);
    CHECK_INT(sqlite3_column_int(st, 1), 8);
    sqlite3_finalize(st);
    sqlite3_close(db);
    clean();
}
