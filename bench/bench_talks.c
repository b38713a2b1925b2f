/* bench/bench_talks.c: talks of a year: how long one waits for what.
 *
 * Four nodes on disk, a draft of 300 clauses of which 60 are in brackets, and
 * as many messages as the first argument says / 20 (50,000 for 10^6), a tenth
 * of them positions and a tenth proposals. Printed, in milliseconds of the
 * processor: opening the mediators' node, its table, the distance by day, one
 * more word said, a day's traffic (1 % of it, at most 500) taken in, and the
 * whole taken in by a node that has nothing. The ceiling of a day's traffic is
 * measured in the same run: the two signatures and the unsealing of each
 * envelope. */
#include "app/node.h"
#include "app/seal_int.h"
#include "app/talks_int.h"
#include "base/sys.h"
#include "base/sys_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CLAUSES = 300, BRACKETS = 60, DAYS = 300 };
enum { ARDANIA, BELMAR, DELVIA, ESTRIA, NODES };
static const char *const names[NODES] = {"ardania", "belmar", "delvia",
                                         "estria"};

static struct cx cx;
static struct arena scratch, arena;
static struct buf out;
static instant clock_now;

static void must(err e)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "bench_talks: %s\n", cx.fault.message);
    exit(3);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static instant day_now(void *self)
{
    (void)self;
    return clock_now;
}

static const char *path(const char *folder, const char *name)
{
    const char *p;
    must(seat_path(&cx, &arena, folder, name, &p));
    return p;
}

static void make_nodes(const char *t)
{
    const char *lines[NODES];
    const char *charter = path(t, "charter");
    for (int i = 0; i < NODES; i++) {
        const char *node = path(t, names[i]);
        must(talks_join(&cx, &arena, node, names[i],
                        i < DELVIA ? "party" : "mediator", &out));
        lines[i] = path(node, "line");
    }
    struct charter_job job = {.out = charter,
                              .name = "harbour",
                              .convey = "any",
                              .agreed = "whole",
                              .failed = "keep",
                              .languages = "en",
                              .lines = lines,
                              .n = NODES};
    must(talks_charter(&cx, &arena, &job, &out));
    for (int i = 0; i < NODES; i++)
        must(talks_sign_charter(&cx, &arena, path(t, names[i]), charter, &out));
    for (int i = 0; i < NODES; i++)
        must(talks_begin(&cx, &arena, path(t, names[i]), charter, &out));
}

static void write_draft(const char *file)
{
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    buf_c(&b, "agreement \"The long talks\"\nlanguages en\nformal text "
              "prevails\nparty ardania, belmar\nmediator delvia, estria\n"
              "agency un\nverifier joint\nzone z\nitem box unit box\nclock\n"
              "  time zone Europe/Lisbon\n  in force when ardania and belmar "
              "have signed\n  day 1 is the day of entry into force\n"
              "  lasts 400 days\n");
    for (int i = 0; i < CLAUSES; i++) {
        const char *who = i % 2 == 0 ? "ardania" : "belmar";
        if (i % 10 == 0)
            buf_printf(&b, "\narticle %d \"Part %d\"\n", i / 10 + 1,
                       i / 10 + 1);
        buf_printf(&b, "  %d.%d ", i / 10 + 1, i % 10 + 1);
        if (i % (CLAUSES / BRACKETS) != 0) {
            buf_printf(&b,
                       "%s shall provide %d box in z by day %d verified by "
                       "joint\n",
                       who, i + 1, i + 2);
            continue;
        }
        for (int k = 0; k < 3; k++)
            buf_printf(&b,
                       "%s %c: %s shall provide %d box in z by day %d "
                       "verified by joint\n",
                       k == 0 ? "[" : "|", 'A' + k, who, 10 * k + 5, i + 2 + k);
        buf_c(&b, "]\n");
    }
    must(buf_finish(&cx, &b));
    must(sys_write_file(&cx, file, buf_view(&b)));
}

static void open_seat(const char *t, int who, struct arena *a,
                      struct seat_file *n)
{
    must(seat_open(&cx, a, path(t, names[who]), n));
}

static void speak(struct seat_file *n, const char *type, const char *on,
                  const char *text)
{
    struct say_job job = {.type = type, .on = on, .text = text};
    must(seat_speak(&cx, &arena, n, &job, &out));
}

/* One party's messages of a day. */
static void talk(struct seat_file *n, int day, int messages)
{
    static const char *const stances[] = {"accept", "reserve", "reject"};
    char on[32], text[200];
    must(seat_batch_begin(&cx, n));
    for (int i = 0; i < messages; i++) {
        struct arena_mark mark = arena_mark(&arena);
        int c = (day * 7 + i) % BRACKETS * (CLAUSES / BRACKETS);
        (void)snprintf(on, sizeof on, "%d.%d=%c", c / 10 + 1, c % 10 + 1,
                       "ABC"[(day + i) % 3]);
        (void)snprintf(text, sizeof text,
                       "Of day %d, number %d: what was said of this clause, at "
                       "the length of a sentence.",
                       day, i);
        if (i % 10 == 0) {
            struct position_job job = {.on = on,
                                       .stance = stances[(day + i) % 3],
                                       .standing = (day + i) % 3 == 0};
            must(seat_position(&cx, &arena, n, &job, &out));
        } else {
            speak(n, i % 10 == 1 ? "proposal" : "comment", on, text);
        }
        arena_rewind(&arena, mark);
        buf_clear(&out);
    }
    must(seat_batch_end(&cx, n));
}

static double carry(const char *t, int from, int to, bool all, size_t *count)
{
    struct arena a;
    struct seat_file f, g;
    struct buf b;
    struct bundle_reader r;
    size_t news;
    arena_init(&a, mem_system(), "nodes", (size_t)4 << 30);
    buf_init(&b, &a, (size_t)1 << 30);
    open_seat(t, from, &a, &f);
    must(bundle_make(&cx, &f, charter_node(&f.charter, str_of(names[to])), all,
                     &b, count));
    seat_close(&f);
    double begin = now();
    open_seat(t, to, &a, &g);
    must(bundle_open(&cx, &g.charter, buf_view(&b), &r));
    must(bundle_take(&cx, &g, &r, &out, &news));
    seat_close(&g);
    double ms = now() - begin;
    *count = news;
    buf_clear(&out);
    arena_release(&a);
    return ms;
}

static double timed(const char *node, struct arena *a,
                    err (*what)(struct cx *, struct arena *, const char *,
                                struct buf *))
{
    double begin = now();
    must(what(&cx, a, node, &out));
    buf_clear(&out);
    return now() - begin;
}

/* Two Ed25519 checks and an unsealing for each of n envelopes. */
static double ceiling(size_t n)
{
    struct signer s;
    struct identity id;
    struct buf b, note, open;
    struct note *parsed;
    struct seal_keys keys;
    struct seal_opened opened;
    struct identities ids = {.n = 1};
    uint64_t size;
    bool holds;
    must(signer_make(&cx, STR("s"), NOTE_ED25519, &s));
    must(identity_make(&cx, &id));
    ids.id[0] = id;
    keys = (struct seal_keys){.ids = &ids};
    buf_init(&note, &arena, 10000);
    buf_c(&note,
          "a text of the length of an envelope, three hundred bytes\n\n");
    must(note_sign(&cx, str_sub(buf_view(&note), 0, note.n - 1), &s.key,
                   s.secret.p, 0, &note));
    parsed = arena_alloc(&arena, sizeof *parsed);
    must(note_parse(&cx, &arena, buf_view(&note), parsed));
    buf_init(&b, &arena, 1 << 20);
    buf_init(&open, &arena, 1 << 20);
    struct recipient to[3] = {id.recipient, id.recipient, id.recipient};
    struct seal_options o = {.recipients = to, .n_recipients = 3};
    struct seal_bytes bytes = {buf_view(&note)};
    must(seal_write(&cx, &o, seal_from_bytes(&bytes, "it"), seal_to_buf(&b),
                    &size));
    double begin = now();
    for (size_t i = 0; i < n; i++) {
        struct seal_bytes sealed = {buf_view(&b)};
        must(note_verify(&cx, parsed, &s.key, &holds, NULL));
        must(note_verify(&cx, parsed, &s.key, &holds, NULL));
        buf_clear(&open);
        must(seal_open(&cx, &keys, seal_from_bytes(&sealed, "it"),
                       seal_to_buf(&open), &opened));
    }
    return now() - begin;
}

/* Each page of the node in the browser: as who has the folder is shown it. */
static void pages(const char *node, const char *const *targets, size_t n)
{
    struct case_options o = {.agreement = node};
    struct node *x;
    struct arena a, room;
    arena_init(&a, mem_system(), "node", (size_t)4 << 30);
    arena_init(&room, mem_system(), "page", (size_t)4 << 30);
    must(node_open(&cx, &a, &o, &x));
    for (size_t i = 0; i < n; i++) {
        double best = 1e9;
        size_t bytes = 0;
        for (int k = 0; k < 3; k++) {
            struct node_request r = {.path = str_of(targets[i])};
            struct node_reply reply;
            struct buf b;
            arena_reset(&room);
            buf_init(&b, &room, SIZE_MAX);
            double begin = now();
            must(node_answer(&cx, x, &r, &room, &b, &reply));
            double took = now() - begin;
            best = took < best ? took : best;
            bytes = b.n;
            if (reply.status != 200)
                printf("  %s: %u\n", targets[i], reply.status);
        }
        printf("page %-20s%8.1f ms, %zu bytes\n", targets[i], best, bytes);
    }
    node_close(x);
    arena_release(&room);
    arena_release(&a);
}

int main(int argc, char **argv)
{
    int messages = argc > 1 ? atoi(argv[1]) / 20 : 50000;
    int daily = messages / DAYS / 2 > 0 ? messages / DAYS / 2 : 1;
    char t[4096]; /* beside the program: one that was killed leaves it there,
                     and the next one removes it */
    struct seat_file n;
    size_t count, day;
    arena_init(&scratch, mem_system(), "scratch", (size_t)4 << 30);
    arena_init(&arena, mem_system(), "arena", (size_t)4 << 30);
    must(cx_init_system(&cx, &scratch));
    buf_init(&out, &arena, 1 << 20);
    cx.now = day_now;
    clock_now = 1700000000;
    int length = snprintf(t, sizeof t, "%s.nodes", argv[0]);
    if (length < 0 || (size_t)length >= sizeof t)
        return 3;
    if (sys_exists(t))
        sys_remove(t);
    must(sys_make_folder(&cx, t));
    make_nodes(t);
    write_draft(path(t, "draft.truce"));
    must(talks_draft(&cx, &arena, path(t, "delvia"), path(t, "draft.truce"),
                     NULL, &out));
    for (int p = ARDANIA; p <= BELMAR; p++)
        (void)carry(t, DELVIA, p, false, &count);
    double begin = now();
    for (int p = ARDANIA; p <= BELMAR; p++) {
        struct arena a;
        arena_init(&a, mem_system(), "node", (size_t)4 << 30);
        open_seat(t, p, &a, &n);
        for (int d = 0; d < DAYS - 1; d++) {
            clock_now = 1700000000 + (instant)d * 86400;
            talk(&n, d, daily);
        }
        seat_close(&n);
        arena_release(&a);
    }
    printf("said by two parties in %d days: %.1f s\n", DAYS - 1,
           (now() - begin) / 1e3);
    double first = 0;
    for (int p = ARDANIA; p <= BELMAR; p++)
        first += carry(t, p, DELVIA, false, &count);
    printf("first import of all:     %8.0f ms, ceiling %.0f ms\n", first,
           ceiling((size_t)daily * 2 * (DAYS - 1)));
    clock_now = 1700000000 + (instant)(DAYS - 1) * 86400;
    struct arena a;
    arena_init(&a, mem_system(), "node", (size_t)4 << 30);
    open_seat(t, ARDANIA, &a, &n);
    talk(&n, DAYS - 1, 500);
    begin = now();
    speak(&n, "comment", "1.1=A", "One more.");
    double one = now() - begin;
    seat_close(&n);
    double traffic = carry(t, ARDANIA, DELVIA, false, &day);
    printf("a day's traffic (%zu):   %8.0f ms, ceiling %.0f ms\n", day, traffic,
           ceiling(day));
    begin = now();
    open_seat(t, DELVIA, &a, &n);
    printf("opening (%zu envelopes): %8.0f ms\n", n.talks.items.n,
           now() - begin);
    seat_close(&n);
    printf("one more word:           %8.0f ms\n", one);
    const char *delvia = path(t, "delvia");
    printf("the table:               %8.0f ms\n",
           timed(delvia, &a, talks_print_table));
    printf("conditions that meet:    %8.0f ms\n",
           timed(delvia, &a, talks_print_match));
    printf("distance by day:         %8.0f ms\n",
           timed(delvia, &a, talks_print_distance));
    printf("what this node has:      %8.0f ms\n",
           timed(delvia, &a, talks_show));
    arena_release(&a);
    static const char *const seen[] = {
        "/",      "/draft",    "/on/1.1",  "/on/rest", "/words",
        "/table", "/packages", "/signing", "/log",     "/effects/1.1"};
    pages(delvia, seen, COUNT_OF(seen));
    static const char *const own[] = {"/", "/draft", "/on/1.1", "/words",
                                      "/log"};
    pages(path(t, "ardania"), own, COUNT_OF(own));
    sys_remove(t);
    return 0;
}
