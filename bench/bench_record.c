/* bench/bench_record.c: the record beside what SQLite alone does with the same
 * bytes, in one run: single durable appends with a signed head, groups of
 * 1,000, each signed and in signed batches, proofs and opening of a large log.
 * Ratios; the absolute figures are the machine's.
 *
 *     bench_record [ENTRIES [FOLDER]]
 *
 * The large log's entries are not signed one by one (that would take minutes):
 * opening it and proving from it do not look at their signatures. */
#include "base/buf.h"
#include "base/sys.h"
#include "record/log.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SINGLES = 1000, GROUPS = 50, GROUP = 1000, ROUNDS = 3 };
enum way { ONE_BY_ONE, IN_BATCHES };

#define MADE STR("2025-01-19T10:00:00Z")

static struct cx cx;
static char folder[300] = "build/bench";

static void must_at(err e, int line)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "bench_record:%d: %s\n", line, cx.fault.message);
    exit(3);
}
#define must(e) must_at((e), __LINE__)

static void sql(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_record: %s: %s\n", text, sqlite3_errmsg(db));
        exit(3);
    }
}

/* Of this process: what other programs on the machine do is not in it. */
static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(uint64_t from)
{
    return (double)(sys_ticks_ns() - from) / 1e9;
}

static const char *path_of(const char *name)
{
    static char path[4][400];
    static int next;
    char *p = path[next++ & 3];
    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static void drop(const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".head"};
    char path[420];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(path, sizeof path, "%s%s", path_of(name), ends[i]);
        unlink(path);
    }
}

/* A report of about 250 bytes, different each time. */
static str report(char room[400], unsigned i)
{
    int n = snprintf(
        room, 400,
        "{\"type\":\"report\",\"id\":\"bench-%08u\",\"source\":\"icrc\","
        "\"occurred\":\"2025-03-11T10:00:00Z\",\"act\":\"release\",\"actor\":"
        "\"ardania\",\"item\":\"prisoner\",\"quantity\":%u,\"place\":"
        "\"harbour\",\"note\":\"as counted at the gate by two observers of the "
        "mechanism\"}",
        i, i % 97);
    return (str){room, (size_t)n};
}

/* --- ceilings ------------------------------------------------------------- */

static sqlite3 *bare_open(sqlite3_stmt **insert)
{
    sqlite3 *db;
    drop("bare.db");
    if (sqlite3_open(path_of("bare.db"), &db) != SQLITE_OK)
        exit(3);
    sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE entry(n INTEGER PRIMARY KEY, note BLOB) STRICT");
    sqlite3_prepare_v2(db, "INSERT INTO entry(note) VALUES(?1)", -1, insert,
                       NULL);
    return db;
}

static double bare(unsigned groups, unsigned group, size_t bytes)
{
    sqlite3_stmt *insert;
    sqlite3 *db = bare_open(&insert);
    char *room = malloc(bytes);
    memset(room, 'x', bytes);
    uint64_t from = sys_ticks_ns();
    for (unsigned g = 0; g < groups; g++) {
        if (group > 1)
            sql(db, "BEGIN");
        for (unsigned i = 0; i < group; i++) {
            snprintf(room, bytes, "%u %u", g, i);
            sqlite3_bind_blob(insert, 1, room, (int)bytes, SQLITE_STATIC);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        if (group > 1)
            sql(db, "COMMIT");
    }
    double t = seconds(from);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    free(room);
    drop("bare.db");
    return groups * (double)group / t;
}

/* --- ours ----------------------------------------------------------------- */

static struct log *new_log(struct store **s, struct signer *by)
{
    struct log *l;
    drop("log.case");
    must(store_open_file(&cx, path_of("log.case"), STORE_CREATE, s));
    must(signer_make(&cx, STR("bench.example/log"), NOTE_ED25519, by));
    must(log_create(&cx, *s, path_of("log.case.head"), by, STR("quorum none\n"),
                    MADE, &l));
    return l;
}

static double ours(enum way way, unsigned groups, unsigned group, double *p50,
                   double *p99)
{
    struct store *s;
    struct signer by;
    struct log *l = new_log(&s, &by);
    double *each = malloc(groups * sizeof *each);
    uint64_t begun = sys_ticks_ns(), n;
    for (unsigned g = 0; g < groups; g++) {
        uint64_t from = sys_ticks_ns();
        must(log_begin(&cx, l));
        for (unsigned i = 0; i < group; i++) {
            char room[400];
            must((way == IN_BATCHES ? log_write_in_batch : log_write)(
                &cx, l, &by, STR("report"), report(room, g * group + i), MADE,
                &n));
        }
        if (way == IN_BATCHES)
            must(log_end_batch(&cx, l, &by, MADE, &n));
        must(log_commit(&cx, l));
        must(log_sign(&cx, l, &by));
        each[g] = seconds(from) * 1000;
    }
    double t = seconds(begun);
    for (unsigned i = 1; i < groups; i++) /* insertion: a thousand */
        for (unsigned k = i; k > 0 && each[k] < each[k - 1]; k--) {
            double x = each[k];
            each[k] = each[k - 1];
            each[k - 1] = x;
        }
    *p50 = each[groups / 2];
    *p99 = each[groups * 99 / 100];
    free(each);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
    return groups * (double)group / t;
}

/* The bytes that one entry and its blob take. */
static size_t bytes_of_entry(enum way way)
{
    struct store *s;
    struct signer by;
    struct log *l = new_log(&s, &by);
    char room[400];
    uint64_t n;
    str note;
    must(log_begin(&cx, l));
    if (way == ONE_BY_ONE) {
        must(log_write(&cx, l, &by, STR("report"), report(room, 1), MADE, &n));
    } else {
        must(log_write_in_batch(&cx, l, &by, STR("report"), report(room, 1),
                                MADE, &n));
        must(log_end_batch(&cx, l, &by, MADE, &n));
        n--;
    }
    must(log_commit(&cx, l));
    must(store_entry(&cx, s, cx.scratch, n, &note));
    size_t all = note.n + CRY_HASH_BYTES + report(room, 1).n;
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
    return all;
}

static void compare(const char *what, enum way way, unsigned groups,
                    unsigned group, size_t bytes)
{
    for (int i = 0; i < ROUNDS; i++) {
        double p50, p99;
        double begun = cpu(), ceiling = bare(groups, group, bytes);
        double bare_work = (cpu() - begun) / (groups * (double)group);
        begun = cpu();
        double rate = ours(way, groups, group, &p50, &p99);
        double work = (cpu() - begun) / (groups * (double)group);
        printf("%-20s %7.0f/s of %7.0f/s bare: %5.1f %%; p50 %.2f, p99 %.2f "
               "ms; CPU %.1f us each, %.0f/s, %.1f %% of bare\n",
               what, rate, ceiling, 100 * rate / ceiling, p50, p99, work * 1e6,
               1 / work, 100 * bare_work / work);
        fflush(stdout);
    }
}

/* --- a large log ---------------------------------------------------------- */

static void fill(struct store *s, const struct signer *by, uint64_t entries)
{
    struct log *l;
    struct tree t;
    struct buf note, text;
    struct checkpoint c = {by->key.name, entries, {{0}}, STR("")};
    uint64_t number;
    must(log_create(&cx, s, NULL, by, STR("quorum none\n"), MADE, &l));
    must(tree_open(&cx, s, &t));
    must(store_begin(&cx, s));
    while (t.size < entries) {
        char room[400], *p = room;
        memset(room, 'n', sizeof room);
        snprintf(p, sizeof room, "entry %llu", (unsigned long long)t.size);
        str bytes = {room, sizeof room};
        must(store_append(&cx, s, bytes, &number));
        must(tree_append(&cx, &t, merkle_leaf(bytes)));
        if (t.size % 100000 == 0) {
            must(store_commit(&cx, s));
            must(store_begin(&cx, s));
        }
    }
    must(tree_root(&cx, &t, entries, &c.root));
    buf_init(&text, cx.scratch, 10000);
    buf_init(&note, cx.scratch, 10000);
    checkpoint_print(&c, &text);
    buf_str(&note, buf_view(&text));
    buf_char(&note, '\n');
    must(note_sign(&cx, buf_view(&text), &by->key, by->secret.p, 0, &note));
    must(store_put_head(&cx, s, entries, buf_view(&note)));
    must(store_commit(&cx, s));
    log_close(l);
}

static void large(uint64_t entries)
{
    struct store *s;
    struct signer by;
    struct log *l;
    struct bundle b;
    struct test {
        uint64_t state;
    } r = {1};
    enum { PROOFS = 1000 };
    drop("large.case");
    must(store_open_file(&cx, path_of("large.case"), STORE_CREATE, &s));
    must(signer_make(&cx, STR("bench.example/large"), NOTE_ED25519, &by));
    fill(s, &by, entries);
    store_close(s);
    uint64_t from = sys_ticks_ns();
    must(store_open_file(&cx, path_of("large.case"), STORE_READ, &s));
    must(log_open(&cx, s, NULL, &l));
    printf("%-28s %9.1f ms for %llu entries\n", "opening", seconds(from) * 1000,
           (unsigned long long)entries);
    from = sys_ticks_ns();
    for (int i = 0; i < PROOFS; i++) {
        r.state = r.state * 6364136223846793005u + 1442695040888963407u;
        struct arena_mark mark = arena_mark(cx.scratch);
        must(
            log_prove(&cx, l, cx.scratch, NULL, (r.state >> 20) % entries, &b));
        arena_rewind(cx.scratch, mark);
    }
    printf("%-28s %9.3f ms each, at random places\n", "inclusion proofs",
           seconds(from) * 1000 / PROOFS);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("large.case");
}

int main(int argc, char **argv)
{
    struct arena scratch;
    uint64_t entries = 1000000;
    int64_t given;
    if (argc > 1 && str_int(str_of(argv[1]), 1000, 100000000, &given))
        entries = (uint64_t)given;
    if (argc > 2)
        snprintf(folder, sizeof folder, "%s", argv[2]);
    must(cx_init_system(&cx, &scratch));
    size_t alone = bytes_of_entry(ONE_BY_ONE),
           in_batch = bytes_of_entry(IN_BATCHES);
    printf("an entry and its content: %zu bytes; in a batch %zu\n", alone,
           in_batch);
    compare("single, head signed", ONE_BY_ONE, SINGLES, 1, alone);
    compare("1,000, each signed", ONE_BY_ONE, GROUPS, GROUP, alone);
    compare("1,000 in a batch", IN_BATCHES, GROUPS, GROUP, in_batch);
    large(entries);
    cx_release(&cx);
    return 0;
}
