/* test_store.c: one suite over every backend; then what only a file can do:
 * stay, be refused, be damaged. */
#include "base/arena.h"
#include "base/buf.h"
#include "store/store.h"
#include "tests/test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/truce-store-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    static bool made;
    if (!made)
        made = mkdtemp(folder) != NULL;
    CHECK(made);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void wipe(const char *name)
{
    char side[300];
    static const char *const tail[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(tail); i++) {
        snprintf(side, sizeof side, "%s%s", path_of(name), tail[i]);
        unlink(side);
    }
    rmdir(folder);
}

static struct store *open_backend(size_t which)
{
    struct store *s = NULL;
    if (which == 0) {
        CHECK_OK(test_cx(), store_open_memory(test_cx(), &s));
    } else {
        wipe("suite.case");
        mkdir(folder, 0700);
        CHECK_OK(test_cx(), store_open_file(test_cx(), path_of("suite.case"),
                                            STORE_CREATE, &s));
    }
    return s;
}

enum { BACKENDS = 2 };
static const char *const backend[BACKENDS] = {"memory", "sqlite"};

static err gather(struct cx *cx, void *self, uint64_t n, str note)
{
    struct buf *b = self;
    (void)cx;
    buf_uint(b, n);
    buf_char(b, '=');
    buf_str(b, note);
    buf_char(b, ' ');
    return OK;
}

static err gather_row(struct cx *cx, void *self, str key, str value)
{
    struct buf *b = self;
    (void)cx;
    buf_str(b, key);
    buf_char(b, '=');
    buf_str(b, value);
    buf_char(b, ' ');
    return OK;
}

static str entries(struct store *s, uint64_t from, uint64_t to)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 1 << 20);
    CHECK_OK(test_cx(), store_entries(test_cx(), s, from, to, gather, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

static str rows(struct store *s, const char *view, str prefix)
{
    struct buf b;
    str out = STR("");
    buf_init(&b, test_arena(), 1 << 20);
    CHECK_OK(test_cx(), store_view_each(test_cx(), s, str_of(view), prefix,
                                        STR(""), gather_row, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

static uint64_t append(struct store *s, const char *note)
{
    uint64_t n = UINT64_MAX;
    CHECK_OK(test_cx(), store_append(test_cx(), s, str_of(note), &n));
    return n;
}

void test_store__entries_grow_and_roll_back(void)
{
    struct cx *cx = test_cx();
    for (size_t i = 0; i < BACKENDS; i++) {
        CASE("%s", backend[i]);
        struct store *s = open_backend(i);
        uint64_t n;
        str note;
        CHECK_OK(cx, store_count(cx, s, &n));
        CHECK_INT(n, 0);
        CHECK_FAILS(cx, store_append(cx, s, STR("x"), &n), ERR_BUG);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_FAILS(cx, store_begin(cx, s), ERR_BUG);
        CHECK_INT(append(s, "one"), 0);
        CHECK_INT(append(s, "two"), 1);
        CHECK_STR(entries(s, 0, 2), STR("0=one 1=two "));
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_INT(append(s, "three"), 2);
        store_rollback(s);
        CHECK_OK(cx, store_count(cx, s, &n));
        CHECK_INT(n, 2);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_INT(append(s, "drei"), 2);
        CHECK_FAILS(cx, store_append(cx, s, STR(""), &n), ERR_LIMIT);
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_STR(entries(s, 1, 3), STR("1=two 2=drei "));
        CHECK_STR(entries(s, 2, 2), STR(""));
        CHECK_OK(cx, store_entry(cx, s, test_arena(), 0, &note));
        CHECK_STR(note, STR("one"));
        CHECK_FAILS(cx, store_entry(cx, s, test_arena(), 3, &note),
                    ERR_NOT_FOUND);
        struct buf b;
        buf_init(&b, test_arena(), 1000);
        CHECK_FAILS(cx, store_entries(cx, s, 2, 9, gather, &b), ERR_CORRUPT);
        store_close(s);
    }
    wipe("suite.case");
}

void test_store__limits(void)
{
    struct cx *cx = test_cx();
    static char big[STORE_NOTE_MAX + 1];
    memset(big, 'x', sizeof big);
    for (size_t i = 0; i < BACKENDS; i++) {
        CASE("%s", backend[i]);
        struct store *s = open_backend(i);
        uint64_t n;
        str note;
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_append(cx, s, (str){big, STORE_NOTE_MAX}, &n));
        CHECK_FAILS(cx, store_append(cx, s, (str){big, sizeof big}, &n),
                    ERR_LIMIT);
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_OK(cx, store_entry(cx, s, test_arena(), 0, &note));
        CHECK_INT(note.n, STORE_NOTE_MAX);
        store_close(s);
    }
    wipe("suite.case");
}

void test_store__heads_and_blobs(void)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    const uint64_t name = 7, other = (uint64_t)1 << 40;
    for (size_t i = 0; i < BACKENDS; i++) {
        CASE("%s", backend[i]);
        struct store *s = open_backend(i);
        uint64_t size;
        str note;
        CHECK_FAILS(cx, store_last_head(cx, s, a, &size, &note), ERR_NOT_FOUND);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_put_head(cx, s, 300, STR("later")));
        CHECK_OK(cx, store_put_head(cx, s, 2, STR("early")));
        CHECK_OK(cx, store_put_head(cx, s, 300, STR("later, cosigned")));
        CHECK_OK(cx, store_put_blob(cx, s, name, STR("a\0b")));
        CHECK_OK(cx, store_put_blob(cx, s, name, STR("not again")));
        CHECK_OK(cx, store_put_blob(cx, s, other, STR("")));
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_OK(cx, store_last_head(cx, s, a, &size, &note));
        CHECK_INT(size, 300);
        CHECK_STR(note, STR("later, cosigned"));
        CHECK_OK(cx, store_blob(cx, s, a, name, &note));
        CHECK_STR(note, STR("a\0b"));
        CHECK_OK(cx, store_blob(cx, s, a, other, &note));
        CHECK_INT(note.n, 0);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_drop_blob(cx, s, name));
        CHECK_FAILS(cx, store_blob(cx, s, a, name, &note), ERR_NOT_FOUND);
        store_rollback(s);
        CHECK_OK(cx, store_blob(cx, s, a, name, &note));
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_drop_blob(cx, s, name));
        CHECK_OK(cx, store_drop_blob(cx, s, name));
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_FAILS(cx, store_blob(cx, s, a, name, &note), ERR_NOT_FOUND);
        store_close(s);
    }
    wipe("suite.case");
}

void test_store__views(void)
{
    struct cx *cx = test_cx();
    str v;
    for (size_t i = 0; i < BACKENDS; i++) {
        CASE("%s", backend[i]);
        struct store *s = open_backend(i);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_view_put(cx, s, STR("t"), STR("b"), STR("2")));
        CHECK_OK(cx, store_view_put(cx, s, STR("t"), STR("a"), STR("1")));
        CHECK_OK(cx, store_view_put(cx, s, STR("t"), STR("bb"), STR("3")));
        CHECK_OK(cx, store_view_put(cx, s, STR("t"), STR("\xff"), STR("4")));
        CHECK_OK(cx, store_view_put(cx, s, STR("tt"), STR("b"), STR("5")));
        CHECK_OK(cx, store_view_put(cx, s, STR("t"), STR("b"), STR("6")));
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_STR(rows(s, "t", STR("")), STR("a=1 b=6 bb=3 \xff=4 "));
        CHECK_STR(rows(s, "t", STR("b")), STR("b=6 bb=3 "));
        CHECK_STR(rows(s, "none", STR("")), STR(""));
        CHECK_OK(cx,
                 store_view_get(cx, s, test_arena(), STR("tt"), STR("b"), &v));
        CHECK_STR(v, STR("5"));
        CHECK_FAILS(cx,
                    store_view_get(cx, s, test_arena(), STR("t"), STR("c"), &v),
                    ERR_NOT_FOUND);
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_view_clear(cx, s, STR("t")));
        CHECK_STR(rows(s, "t", STR("")), STR(""));
        store_rollback(s);
        CHECK_STR(rows(s, "t", STR("b")), STR("b=6 bb=3 "));
        CHECK_OK(cx, store_begin(cx, s));
        CHECK_OK(cx, store_view_clear(cx, s, STR("t")));
        CHECK_OK(cx, store_commit(cx, s));
        CHECK_STR(rows(s, "t", STR("")), STR(""));
        CHECK_STR(rows(s, "tt", STR("")), STR("b=5 "));
        store_close(s);
    }
    wipe("suite.case");
}

static uint64_t next_random(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

/* One random step on a store; what it shows afterwards. */
static void random_step(struct store *s, uint64_t r, bool *open)
{
    struct cx *cx = test_cx();
    char key[2] = {(char)('a' + r % 5), 0}, value[24];
    const uint64_t name = r >> 8 & 3;
    uint64_t n;
    str view = r & 64 ? STR("v") : STR("w");
    snprintf(value, sizeof value, "%llu", (unsigned long long)(r >> 20 & 999));
    if (!*open) {
        CHECK_OK(cx, store_begin(cx, s));
        *open = true;
    }
    switch (r >> 40 & 7) {
    case 0:
    case 1:
        CHECK_OK(cx, store_append(cx, s, str_of(value), &n));
        break;
    case 2:
        CHECK_OK(cx, store_put_head(cx, s, r >> 12 & 3, str_of(value)));
        break;
    case 3:
        CHECK_OK(cx, store_put_blob(cx, s, name, str_of(value)));
        break;
    case 4:
        CHECK_OK(cx, r & 1 ? store_drop_blob(cx, s, name)
                           : store_view_clear(cx, s, view));
        break;
    case 5:
        CHECK_OK(cx, store_view_put(cx, s, view, str_of(key), str_of(value)));
        break;
    case 6:
        CHECK_OK(cx, store_commit(cx, s));
        *open = false;
        break;
    case 7:
        store_rollback(s);
        *open = false;
        break;
    }
}

static str all_of(struct store *s)
{
    struct cx *cx = test_cx();
    struct buf b;
    uint64_t n = 0, size = 0;
    str v = STR(""), out = STR("");
    buf_init(&b, test_arena(), 1 << 20);
    CHECK_OK(cx, store_count(cx, s, &n));
    CHECK_OK(cx, store_entries(cx, s, 0, n, gather, &b));
    if (is_ok(store_last_head(cx, s, test_arena(), &size, &v)))
        CHECK_OK(cx, gather(cx, &b, size, v));
    for (uint8_t i = 0; i < 4; i++) {
        if (is_ok(store_blob(cx, s, test_arena(), i, &v)))
            CHECK_OK(cx, gather(cx, &b, i, v));
    }
    CHECK_OK(
        cx, store_view_each(cx, s, STR("v"), STR(""), STR(""), gather_row, &b));
    CHECK_OK(
        cx, store_view_each(cx, s, STR("w"), STR(""), STR(""), gather_row, &b));
    CHECK(arena_dup_str(test_arena(), buf_view(&b), &out));
    return out;
}

void test_store__backends_agree_on_random_steps(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct store *a = open_backend(0), *b = open_backend(1);
        uint64_t random = seed * 0x9E3779B97F4A7C15u;
        bool open_a = false, open_b = false;
        CASE("seed %llu", (unsigned long long)seed);
        for (int i = 0; i < 60; i++) {
            uint64_t r = next_random(&random);
            random_step(a, r, &open_a);
            random_step(b, r, &open_b);
            struct arena_mark mark = arena_mark(test_arena());
            CHECK_STR(all_of(a), all_of(b));
            arena_rewind(test_arena(), mark);
        }
        store_close(a);
        store_close(b);
    }
    wipe("suite.case");
}

/* --- files --------------------------------------------------------------- */

static struct store *reopen(enum store_mode mode)
{
    struct store *s = NULL;
    CHECK_OK(test_cx(),
             store_open_file(test_cx(), path_of("suite.case"), mode, &s));
    return s;
}

void test_store__what_was_committed_stays(void)
{
    struct cx *cx = test_cx();
    struct store *s = open_backend(1), *t;
    CHECK_OK(cx, store_begin(cx, s));
    append(s, "kept");
    CHECK_OK(cx, store_commit(cx, s));
    CHECK_OK(cx, store_begin(cx, s));
    append(s, "lost");
    store_close(s);
    CHECK_FAILS(cx,
                store_open_file(cx, path_of("suite.case"), STORE_CREATE, &t),
                ERR_CONFLICT);
    t = reopen(STORE_READ);
    CHECK_STR(entries(t, 0, 1), STR("0=kept "));
    CHECK_FAILS(cx, store_begin(cx, t), ERR_DENIED);
    store_close(t);
    wipe("suite.case");
}

static void run_sql(const char *text)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(path_of("suite.case"), &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

void test_store__files_that_are_no_case(void)
{
    struct cx *cx = test_cx();
    struct store *s;
    CASE("none");
    CHECK_FAILS(cx, store_open_file(cx, path_of("none"), STORE_READ, &s),
                ERR_NOT_FOUND);
    CASE("another database");
    mkdir(folder, 0700);
    run_sql("CREATE TABLE t(x)");
    CHECK_FAILS(cx, store_open_file(cx, path_of("suite.case"), STORE_WRITE, &s),
                ERR_INPUT);
    wipe("suite.case");
    static const struct {
        const char *sql;
        enum err_class class;
    } row[] = {
        {"PRAGMA user_version=2", ERR_CONFLICT},
        {"PRAGMA application_id=1", ERR_INPUT},
        {"CREATE TRIGGER t AFTER INSERT ON entry BEGIN"
         " DELETE FROM entry; END",
         ERR_INPUT},
        {"ALTER TABLE entry ADD COLUMN more TEXT", ERR_INPUT},
        {"DROP TABLE head", ERR_INPUT},
    };
    for (size_t i = 0; i < COUNT_OF(row); i++) {
        CASE("%s", row[i].sql);
        store_close(open_backend(1));
        run_sql(row[i].sql);
        CHECK_FAILS(cx,
                    store_open_file(cx, path_of("suite.case"), STORE_WRITE, &s),
                    row[i].class);
    }
    wipe("suite.case");
}

void test_store__any_bytes_as_a_file(void)
{
    struct cx *cx = test_cx();
    uint64_t random = 7;
    store_close(open_backend(1));
    struct stat st;
    CHECK(stat(path_of("suite.case"), &st) == 0);
    size_t n = (size_t)st.st_size;
    char *whole = arena_alloc(test_arena(), n);
    int fd = open(path_of("suite.case"), O_RDONLY);
    CHECK(whole != NULL && read(fd, whole, n) == (ssize_t)n);
    close(fd);
    for (int i = 0; i < 300; i++) {
        wipe("suite.case");
        mkdir(folder, 0700);
        char *b = arena_alloc(test_arena(), n);
        memcpy(b, whole, n);
        for (int k = 0; k < 1 + i % 8; k++)
            b[next_random(&random) % n] = (char)next_random(&random);
        size_t cut = i % 5 == 0 ? next_random(&random) % n : n;
        fd = open(path_of("suite.case"), O_WRONLY | O_CREAT, 0600);
        CHECK(write(fd, b, cut) == (ssize_t)cut);
        close(fd);
        /* Refused with a class of its own, or read: never a crash. */
        struct store *s;
        if (is_ok(
                store_open_file(cx, path_of("suite.case"), STORE_WRITE, &s))) {
            uint64_t count;
            if (is_ok(store_count(cx, s, &count)))
                CHECK_INT(count, 0);
            store_close(s);
        }
    }
    wipe("suite.case");
}
