/* bench/bench_record.c: the record beside what SQLite alone does with the same
 * bytes, in one run: single durable appends with a signed head, groups of
 * 1,000, each signed and in signed batches, entries that come at a steady
 * rate, proofs and opening of a large log.
 * Ratios; the absolute figures are the machine's.
 *
 *     bench_record [ENTRIES [FOLDER [CASE]]]     CASE: only opens and proves
 *
 * The large log's entries are not signed one by one (that would take minutes):
 * opening it and proving from it do not look at their signatures. */
#include "base/buf.h"
#include "base/sys.h"
#include "record/log.h"
#include "record/member.h"

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

static void quantiles(double *each, unsigned n, double *p50, double *p99)
{
    for (unsigned i = 1; i < n; i++) /* insertion: a thousand */
        for (unsigned k = i; k > 0 && each[k] < each[k - 1]; k--) {
            double x = each[k];
            each[k] = each[k - 1];
            each[k - 1] = x;
        }
    *p50 = each[n / 2];
    *p99 = each[n * 99 / 100];
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
    quantiles(each, groups, p50, p99);
    free(each);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
    return groups * (double)group / t;
}

/* Entries that come at a steady rate; each waits from when it came until a head
 * covers it. What came meanwhile is in the next commit, as in app/writer.h. */
static void steady(unsigned a_second, unsigned count)
{
    struct store *s;
    struct signer by;
    struct log *l = new_log(&s, &by);
    double *each = malloc(count * sizeof *each), p50, p99;
    uint64_t step = 1000000000u / a_second, from = sys_ticks_ns(), n;
    unsigned heads = 0;
    for (unsigned done = 0; done < count; heads++) {
        char room[400];
        uint64_t due = (sys_ticks_ns() - from) / step + 1;
        unsigned to = due < count ? (unsigned)due : count, first = done;
        if (to == done) {
            sys_sleep_ms(1);
            heads--;
            continue;
        }
        must(log_begin(&cx, l));
        for (; done < to; done++)
            must(log_write(&cx, l, &by, STR("report"), report(room, done), MADE,
                           &n));
        must(log_commit(&cx, l));
        must(log_sign(&cx, l, &by));
        for (unsigned i = first; i < to; i++)
            each[i] = (double)(sys_ticks_ns() - from - i * step) / 1e6;
    }
    quantiles(each, count, &p50, &p99);
    printf("%-20s %u entries under %u heads: p50 %.2f, p99 %.2f ms\n",
           "500 a second", count, heads, p50, p99);
    free(each);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
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

/* Opening, proofs of inclusion, and of entries in a batch also their path and
 * batch entry. */
static void open_and_prove(const char *path)
{
    enum { PROOFS = 1000 };
    struct store *s;
    struct log *l;
    struct bundle b;
    uint64_t state = 1, from = sys_ticks_ns(), members = 0;
    must(store_open_file(&cx, path, STORE_READ, &s));
    must(log_open(&cx, s, NULL, &l));
    uint64_t entries = log_size(l);
    printf("%-20s %9.1f ms for %llu entries\n", "opening", seconds(from) * 1000,
           (unsigned long long)entries);
    double proofs = 0, paths = 0, proof_work = 0, path_work = 0, begun;
    for (int i = 0; i < PROOFS; i++) {
        struct note *n;
        struct entry e;
        str note, line, batch;
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint64_t number = (state >> 20) % entries;
        struct arena_mark mark = arena_mark(cx.scratch);
        begun = cpu();
        from = sys_ticks_ns();
        must(log_prove(&cx, l, cx.scratch, NULL, number, &b));
        proofs += seconds(from);
        proof_work += cpu() - begun;
        must(store_entry(&cx, s, cx.scratch, number, &note));
        n = arena_alloc(cx.scratch, sizeof *n);
        if (is_ok(entry_read(&cx, cx.scratch, note, n, &e)) && e.in_batch) {
            begun = cpu();
            from = sys_ticks_ns();
            must(member_proof(&cx, l, cx.scratch, number, &line, &batch));
            paths += seconds(from);
            path_work += cpu() - begun;
            members++;
        }
        arena_rewind(cx.scratch, mark);
    }
    printf("%-20s %9.3f ms each, at random places; CPU %.3f ms\n",
           "inclusion proofs", proofs * 1000 / PROOFS,
           proof_work * 1000 / PROOFS);
    if (members > 0)
        printf("%-20s %9.3f ms each; CPU %.3f ms\n", "paths in a batch",
               paths * 1000 / (double)members,
               path_work * 1000 / (double)members);
    log_close(l);
    store_close(s);
}

static void large(uint64_t entries)
{
    struct store *s;
    struct signer by;
    drop("large.case");
    must(store_open_file(&cx, path_of("large.case"), STORE_CREATE, &s));
    must(signer_make(&cx, STR("bench.example/large"), NOTE_ED25519, &by));
    fill(s, &by, entries);
    store_close(s);
    open_and_prove(path_of("large.case"));
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
    if (argc > 3) {
        open_and_prove(argv[3]);
        cx_release(&cx);
        return 0;
    }
    size_t alone = bytes_of_entry(ONE_BY_ONE),
           in_batch = bytes_of_entry(IN_BATCHES);
    printf("an entry and its content: %zu bytes; in a batch %zu\n", alone,
           in_batch);
    compare("single, head signed", ONE_BY_ONE, SINGLES, 1, alone);
    compare("16 share a head", ONE_BY_ONE, SINGLES / 4, 16, alone);
    steady(500, 1000);
    compare("1,000, each signed", ONE_BY_ONE, GROUPS, GROUP, alone);
    compare("1,000 in a batch", IN_BATCHES, GROUPS, GROUP, in_batch);
    large(entries);
    cx_release(&cx);
    return 0;
}
