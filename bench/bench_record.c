/* bench/bench_record.c: the record beside what SQLite alone does with the same
 * bytes, in one run: single durable appends with a signed head, groups of
 * 1,000, each signed and in signed batches, entries that come at a steady
 * rate; an import of as many reports as entries are asked for, with proofs of
 * some of them; proofs and opening of a large log.
 * Ratios; the absolute figures are the machine's.
 *
 *     bench_record [ENTRIES [FOLDER [CASE]]]     CASE: only opens and proves
 *
 * The large log's entries are not signed one by one (that would take minutes):
 * opening it and proving from it do not look at their signatures. */
#include "app/casefile.h"
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
    static const char *const ends[] = {"",      "-wal", "-shm",
                                       ".head", ".key", ".lock"};
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

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void quantiles(double *each, unsigned n, double *p50, double *p99)
{
    qsort(each, n, sizeof *each, by_value);
    *p50 = each[n / 2];
    *p99 = each[n * 99 / 100];
}

/* What is entered next, written down before the clock runs. */
static char next_room[GROUP][400];
static str next_report[GROUP];

static void prepare(unsigned group)
{
    static unsigned count;
    for (unsigned i = 0; i < group; i++)
        next_report[i] = report(next_room[i], count++);
}

static void our_group(struct log *l, const struct signer *by, enum way way,
                      unsigned group)
{
    uint64_t n;
    must(log_begin(&cx, l));
    for (unsigned i = 0; i < group; i++) {
        must((way == IN_BATCHES ? log_write_in_batch : log_write)(
            &cx, l, by, STR("report"), next_report[i], MADE, &n));
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

struct side {
    double *each, took, used, p50, p99;
};

static double begun[2];

static void turn_begin(void)
{
    begun[1] = cpu();
    begun[0] = (double)sys_ticks_ns() / 1e9;
}

static void turn_end(struct side *s, unsigned i)
{
    double took = (double)sys_ticks_ns() / 1e9 - begun[0];
    s->each[i] = took * 1000;
    s->took += took;
    s->used += cpu() - begun[1];
}

/* Both in turn, a group each, so that both see the same moments of a shared
 * machine. Before that each has filled its write-ahead log once: a file that
 * grows costs more than one that is written again, and that is how a case is
 * written on most of its days. */
static void compare(const char *what, enum way way, unsigned n, unsigned group,
                    size_t bytes)
{
    enum { WARM = 20 };
    struct store *s;
    struct signer by;
    struct log *l = new_log(&s, &by);
    struct bare b;
    struct side bare = {.each = calloc(n, sizeof(double))};
    struct side ours = {.each = calloc(n, sizeof(double))};
    bare_open(&b, bytes);
    for (unsigned i = 0; i < WARM; i++) {
        bare_group(&b, GROUP);
        prepare(GROUP);
        our_group(l, &by, IN_BATCHES, GROUP);
    }
    for (unsigned i = 0; i < n; i++) {
        turn_begin();
        bare_group(&b, group);
        turn_end(&bare, i);
        prepare(group);
        turn_begin();
        our_group(l, &by, way, group);
        turn_end(&ours, i);
    }
    double all = (double)n * group;
    quantiles(bare.each, n, &bare.p50, &bare.p99);
    quantiles(ours.each, n, &ours.p50, &ours.p99);
    printf("%-20s %5.1f %% of bare (of the medians %.1f, of CPU %.1f)\n", what,
           100 * bare.took / ours.took, 100 * bare.p50 / ours.p50,
           100 * bare.used / ours.used);
    printf("%-20s %7.0f/s of %7.0f/s; p50 %.2f of %.2f, p99 %.2f of %.2f ms; "
           "CPU %.1f of %.1f us each\n",
           "", all / ours.took, all / bare.took, ours.p50, bare.p50, ours.p99,
           bare.p99, ours.used / all * 1e6, bare.used / all * 1e6);
    fflush(stdout);
    free(bare.each);
    free(ours.each);
    bare_close(&b);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    drop("log.case");
}

/* --- an import -------------------------------------------------------------
 */

/* A line for bench/five.truce. */
static void print_line(unsigned i, struct buf *out)
{
    buf_printf(out,
               "{\"type\":\"report\",\"id\":\"bench-%u\",\"source\":"
               "\"mechanism\",\"occurred\":\"2025-03-11T10:00:00Z\",\"act\":"
               "\"enter\",\"item\":\"truck\",\"quantity\":%u,\"note\":\"as "
               "counted at the gate by two observers of the mechanism\"}\n",
               i, i % 97);
}

static void count_progress(void *self, uint64_t done, uint64_t total)
{
    unsigned *told = self;
    if (done > total)
        exit(3);
    ++*told;
}

/* What `truce record prove` writes holds, by what a stranger is given. */
static void check_proof(const struct casefile *c, uint64_t number)
{
    struct arena_mark mark = arena_mark(cx.scratch);
    struct casefile_entry x;
    struct policy *p;
    struct bundle b;
    struct checkpoint head;
    struct policy_verdict v;
    str text;
    must(casefile_entry(&cx, cx.scratch, c, number, &x));
    must(casefile_policy(&cx, cx.scratch, c, &p, &text));
    must(log_prove(&cx, c->log, cx.scratch, p, number, &b));
    must(bundle_check(&cx, cx.scratch, &b, x.note, p, &head, &v));
    if (!v.recorded)
        exit(3);
    arena_rewind(cx.scratch, mark);
}

/* From the lines to a case under a signed head, as `truce record add` does it:
 * each checked against the agreement. */
static void import(uint64_t lines, size_t bytes)
{
    enum { PROOFS = 1000 };
    struct arena a;
    struct bare b;
    struct casefile c;
    struct casefile_added added;
    struct buf text, messages;
    unsigned told = 0;
    drop("import.case");
    arena_init(&a, cx.mem, "bench", (size_t)64 << 30);
    buf_init(&text, &a, (size_t)32 << 30);
    buf_init(&messages, &a, 1 << 20);
    for (uint64_t i = 0; i < lines; i++)
        print_line((unsigned)i, &text);
    must(buf_finish(&cx, &text));
    double begun_at = cpu();
    uint64_t from = sys_ticks_ns();
    bare_open(&b, bytes);
    for (uint64_t i = 0; i < lines; i += GROUP)
        bare_group(&b, GROUP);
    double bare = seconds(from), bare_cpu = cpu() - begun_at;
    bare_close(&b);
    const struct casefile_init init = {.path = path_of("import.case"),
                                       .origin = "bench.example/import",
                                       .agreement = "bench/five.truce"};
    must(casefile_init(&cx, &a, &init, &messages, &messages));
    const char *name = "lines";
    const str view = buf_view(&text);
    const struct casefile_add add = {.path = init.path,
                                     .inputs = &name,
                                     .bytes = &view,
                                     .n_inputs = 1,
                                     .progress = count_progress,
                                     .progress_self = &told};
    begun_at = cpu();
    from = sys_ticks_ns();
    must(casefile_add(&cx, &a, &add, &messages, &added));
    double took = seconds(from), used = cpu() - begun_at;
    printf(
        "%-20s %llu lines in %.1f s, CPU %.1f s: %.0f/s, %.0f/s of CPU; told "
        "%u times how far\n",
        "import", (unsigned long long)added.entered, took, used,
        (double)lines / took, (double)lines / used, told);
    printf("%-20s %5.1f %% of bare inserts of the same bytes, of CPU %.1f\n",
           "", 100 * bare / took, 100 * bare_cpu / used);
    must(casefile_open(&cx, &a, init.path, STORE_READ, &c));
    from = sys_ticks_ns();
    for (uint64_t i = 0; i < PROOFS; i++)
        check_proof(&c, i * (added.size - 1) / PROOFS);
    printf("%-20s %.3f ms each, made and checked\n", "proofs of it",
           seconds(from) * 1000 / PROOFS);
    if (added.entered != lines || told < lines / 100000)
        exit(3);
    casefile_close(&c);
    drop("import.case");
    arena_release(&a);
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
    compare("single, head signed", ONE_BY_ONE, 2000, 1, alone);
    compare("16 share a head", ONE_BY_ONE, 300, 16, alone);
    steady(500, 1000);
    compare("1,000, each signed", ONE_BY_ONE, 45, GROUP, alone);
    compare("1,000 in a batch", IN_BATCHES, 155, GROUP, in_batch);
    import(entries, in_batch);
    large(entries);
    cx_release(&cx);
    return 0;
}
