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

enum { GROUP = 1000 };
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

struct bare {
    sqlite3 *db;
    sqlite3_stmt *insert;
    char *room;
    size_t bytes;
};

static void bare_open(struct bare *b, size_t bytes)
{
    drop("bare.db");
    if (sqlite3_open(path_of("bare.db"), &b->db) != SQLITE_OK)
        exit(3);
    sql(b->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
               "CREATE TABLE entry(n INTEGER PRIMARY KEY, note BLOB) STRICT");
    sqlite3_prepare_v2(b->db, "INSERT INTO entry(note) VALUES(?1)", -1,
                       &b->insert, NULL);
    b->bytes = bytes;
    b->room = malloc(bytes);
    memset(b->room, 'x', bytes);
}

static void bare_group(struct bare *b, unsigned group)
{
    static unsigned count;
    if (group > 1)
        sql(b->db, "BEGIN");
    for (unsigned i = 0; i < group; i++) {
        snprintf(b->room, b->bytes, "%u", count++);
        sqlite3_bind_blob(b->insert, 1, b->room, (int)b->bytes, SQLITE_STATIC);
        sqlite3_step(b->insert);
        sqlite3_reset(b->insert);
    }
    if (group > 1)
        sql(b->db, "COMMIT");
}

static void bare_close(struct bare *b)
{
    sqlite3_finalize(b->insert);
    sqlite3_close(b->db);
    free(b->room);
    drop("bare.db");
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

static void our_group(struct log *l, const struct signer *by, enum way way,
                      unsigned group)
{
    static unsigned count;
    uint64_t n;
    must(log_begin(&cx, l));
    for (unsigned i = 0; i < group; i++) {
        char room[400];
        must((way == IN_BATCHES ? log_write_in_batch : log_write)(
            &cx, l, by, STR("report"), report(room, count++), MADE, &n));
    }
    if (way == IN_BATCHES)
        must(log_end_batch(&cx, l, by, MADE, &n));
    must(log_commit(&cx, l));
    must(log_sign(&cx, l, by));
}

/* Entries that come at a steady rate; each waits from when it came until a head
 * covers it. What came meanwhile is in the next commit. */
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

/* Both in turn, a slice of some groups each, so that both see the same moments
 * of a shared machine; the medians of the slices' ratios. Before that each has
 * filled its write-ahead log once: a file that grows costs more than one that
 * is written again, and that is how a case is written on most of its days. */
static void compare(const char *what, enum way way, unsigned slices,
                    unsigned groups, unsigned group, size_t bytes)
{
    enum { WARM = 20 };
    struct store *s;
    struct signer by;
    struct log *l = new_log(&s, &by);
    struct bare b;
    double *ratio = malloc(slices * sizeof *ratio), p50, p99, lowest;
    double *work = malloc(slices * sizeof *work), t[2] = {0}, w[2] = {0};
    unsigned n = slices * groups, at = 0;
    double *each = malloc(n * sizeof *each);
    bare_open(&b, bytes);
    for (unsigned i = 0; i < WARM; i++) {
        bare_group(&b, GROUP);
        our_group(l, &by, IN_BATCHES, GROUP);
    }
    for (unsigned i = 0; i < slices; i++) {
        double used[2], took[2], begun = cpu();
        uint64_t from = sys_ticks_ns();
        for (unsigned g = 0; g < groups; g++)
            bare_group(&b, group);
        took[0] = seconds(from);
        used[0] = cpu() - begun;
        begun = cpu();
        from = sys_ticks_ns();
        for (unsigned g = 0; g < groups; g++) {
            uint64_t one = sys_ticks_ns();
            our_group(l, &by, way, group);
            each[at++] = seconds(one) * 1000;
        }
        took[1] = seconds(from);
        used[1] = cpu() - begun;
        ratio[i] = took[0] / took[1];
        work[i] = used[0] / used[1];
        for (int k = 0; k < 2; k++) {
            t[k] += took[k];
            w[k] += used[k];
        }
    }
    double all = (double)n * group;
    quantiles(each, n, &p50, &p99);
    printf("%-20s %7.0f/s of %7.0f/s bare; p50 %.2f, p99 %.2f ms; CPU %.1f us "
           "each of %.1f\n",
           what, all / t[1], all / t[0], p50, p99, w[1] / all * 1e6,
           w[0] / all * 1e6);
    quantiles(ratio, slices, &p50, &p99);
    lowest = ratio[slices / 10];
    printf("%-20s %5.1f %% of bare (median; a tenth is below %.1f)", "",
           100 * p50, 100 * lowest);
    quantiles(work, slices, &p50, &p99);
    printf("; of its CPU %.1f %%\n", 100 * p50);
    fflush(stdout);
    free(ratio);
    free(work);
    free(each);
    bare_close(&b);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
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
    compare("single, head signed", ONE_BY_ONE, 31, 30, 1, alone);
    compare("16 share a head", ONE_BY_ONE, 21, 10, 16, alone);
    steady(500, 1000);
    compare("1,000, each signed", ONE_BY_ONE, 15, 3, GROUP, alone);
    compare("1,000 in a batch", IN_BATCHES, 31, 5, GROUP, in_batch);
    large(entries);
    cx_release(&cx);
    return 0;
}
