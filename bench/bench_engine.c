/*
 * bench_engine.c - what a verdict costs, beside what the machine could do.
 *
 * The trace of trace.h through the agreement five.truce, in one process:
 *
 *   hand     a hand-written pass over the events (ceiling.c has the same one)
 *   scan     a bare scan of the JSON Lines for names and values
 *   read     the reader of reports alone
 *   engine   facts in, made without text; then every status, own standard,
 *            counted (engine_tally)
 *   both     JSON Lines to the same
 *   late     one late report, one retraction, into the whole history
 *   explain  one obligation explained
 *   page     a report comes, rows are counted (engine_tally), 50 of a clause
 *            shown (engine_rows)
 *   status   every status with all accounts and reports (engine_status)
 *   always   10 % late, 2 % retracted, the changes asked for every 1000 records
 *   each     the same, asked for after each
 *   growth   the rate at N / 100 events and at N, of each pattern alone
 *
 * Seconds are CPU seconds of this process; each row gives its ratio to its
 * ceiling, measured in the same run.  `bench_engine [N [facts | engine |
 * text]]`: 1,000,000 events unless told; only the first row, only those of the
 * engine alone, or only those of the reader.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/sys.h"
#include "bench/trace.h"
#include "engine/engine.h"
#include "facts/facts.h"
#include "lang/lang.h"
#include "time/civil.h"

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of which the system: mostly giving memory. */
static double cpu_system(void)
{
    struct rusage ru;
    getrusage(RUSAGE_SELF, &ru);
    return (double)ru.ru_stime.tv_sec + 1e-6 * (double)ru.ru_stime.tv_usec;
}

static double memory_mb(void)
{
    struct rusage ru;
    getrusage(RUSAGE_SELF, &ru);
    return (double)ru.ru_maxrss / 1024;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Sorts them. */
static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_time);
    return v[n / 2];
}

static void must(struct cx *cx, err e)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "bench: %s\n", cx->fault.message);
    exit(3);
}

static const struct agreement *load(struct cx *cx, struct arena *a)
{
    str text;
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d = {0};
    must(cx, sys_read_file(cx, a, "bench/five.truce", 1 << 20, &text));
    must(cx, lang_parse(cx, a, STR("five.truce"), text, &t, &d));
    must(cx, lang_compile(cx, a, t, &ag, &d));
    if (d.errors != 0) {
        fprintf(stderr, "bench: five.truce: %.*s\n", STR_ARG(d.v[0].message));
        exit(3);
    }
    return ag;
}

/* --- facts without text --------------------------------------------------- */

struct world {
    const struct agreement *ag;
    struct engine *e;
    int source, act[TRACE_KINDS], ardania, belmar, truck, captive, prisoner;
    int quiet, zone[50];
    instant day0;
    struct fact of[TRACE_KINDS]; /* what all of a kind have in common */
    size_t fact_bytes; /* of one: not a constant, or it is copied slowly */
};

static int find_act(const struct agreement *ag, const char *id)
{
    for (uint32_t i = 0; i < ag->n_acts; i++)
        if (str_eq(ag->acts[i].id, str_of(id)))
            return (int)i;
    fprintf(stderr, "bench: no act %s\n", id);
    exit(3);
}

static int find_actor(const struct agreement *ag, const char *id)
{
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, str_of(id)))
            return (int)i;
    exit(3);
}

static int find_item(const struct agreement *ag, const char *id)
{
    for (uint32_t i = 0; i < ag->n_items; i++)
        if (str_eq(ag->items[i].id, str_of(id)))
            return (int)i;
    exit(3);
}

/* What facts of a kind have in common. */
static void prepare(struct world *w, enum trace_kind kind)
{
    struct fact *f = &w->of[kind];
    *f = fact_begin(FACT_EVENT, w->source, 0, 0);
    f->act = w->act[kind];
    f->lo = f->hi = 1;
    switch (kind) {
    case TRACE_ORDER:
    case TRACE_COMMIT:
    case TRACE_KEEP:
        f->performer = w->belmar;
        break;
    case TRACE_FULFIL:
    case TRACE_WITHDRAW:
        f->performer = w->ardania;
        break;
    case TRACE_QUIET:
        f->kind = FACT_STATE;
        f->state = 0;
        break;
    case TRACE_TRUCK:
        f->item = w->truck;
        break;
    case TRACE_DAY_END:
        f->kind = FACT_TOTAL;
        f->final = true;
        f->item = w->truck;
        break;
    case TRACE_CAPTIVES:
    case TRACE_PRISONERS:
        f->performer = kind == TRACE_CAPTIVES ? w->belmar : w->ardania;
        f->item = kind == TRACE_CAPTIVES ? w->captive : w->prisoner;
        break;
    case TRACE_ATTACK:
    case TRACE_OTHER:
    case TRACE_KINDS:
        break;
    }
}

static void open_world(struct cx *cx, const struct agreement *ag,
                       struct world *w)
{
    static const char *const act[TRACE_KINDS] = {
        "order",   "fulfil",  "attack", NULL,     "enter",    "enter",
        "release", "release", "commit", "honour", "withdraw", "inspect"};
    *w = (struct world){
        .ag = ag, .day0 = 1735689600, .fact_bytes = sizeof(struct fact)};
    must(cx, engine_new(cx, ag, &w->e));
    for (int k = 0; k < TRACE_KINDS; k++)
        w->act[k] = act[k] == NULL ? NONE : find_act(ag, act[k]);
    w->ardania = find_actor(ag, "ardania");
    w->belmar = find_actor(ag, "belmar");
    w->truck = find_item(ag, "truck");
    w->captive = find_item(ag, "captive");
    w->prisoner = find_item(ag, "prisoner");
    int mechanism = find_actor(ag, "mechanism");
    must(cx, engine_source(cx, w->e, STR("mechanism"), STR("mechanism"),
                           mechanism, &w->source));
    for (uint32_t i = 0; i < ag->n_zones && i < 50; i++)
        w->zone[i] = (int)i;
    for (int k = 0; k < TRACE_KINDS; k++)
        prepare(w, (enum trace_kind)k);
}

static void set_zone(struct fact *f, int zone)
{
    f->zone = zone;
    f->in.w[zone / 64] |= (uint64_t)1 << (zone % 64);
}

/* A letter and a number, without the cost of printf. */
static str numbered(char room[32], char letter, uint64_t n)
{
    static const char pairs[] = "00010203040506070809"
                                "10111213141516171819"
                                "20212223242526272829"
                                "30313233343536373839"
                                "40414243444546474849"
                                "50515253545556575859"
                                "60616263646566676869"
                                "70717273747576777879"
                                "80818283848586878889"
                                "90919293949596979899";
    char *end = room + 31, *p = end;
    for (; n >= 100; n /= 100)
        memcpy(p -= 2, pairs + n % 100 * 2, 2);
    if (n >= 10)
        memcpy(p -= 2, pairs + n * 2, 2);
    else
        *--p = (char)('0' + n);
    *--p = letter;
    return (str){p, (size_t)(end - p)};
}

/* Texts of the fact are kept in room. */
static void make_fact(const struct world *w, const struct arrival *v,
                      char room[3][32], struct reply *reply, struct fact *f)
{
    const struct trace_event *e = &v->event;
    memcpy(f, &w->of[e->kind], w->fact_bytes);
    f->from = w->day0 + e->at;
    f->to_ = w->day0 + e->at + 1;
    f->recorded = w->day0 + v->arrives;
    f->id = numbered(room[0], 'e', v->number);
    if (v->retracts != TRACE_NOTHING) {
        *f = w->of[TRACE_OTHER];
        f->id = numbered(room[0], 'x', v->number);
        f->kind = FACT_REPLY;
        f->act = NONE;
        f->from = f->recorded = w->day0 + v->arrives;
        f->to_ = f->from + 1;
        *reply =
            (struct reply){REPLY_RETRACTS, numbered(room[1], 'e', v->retracts)};
        f->replies = reply;
        f->n_replies = 1;
        return;
    }
    switch (e->kind) {
    case TRACE_COMMIT:
    case TRACE_KEEP:
    case TRACE_WITHDRAW:
    case TRACE_OTHER:
        f->object = numbered(room[2], 'c', e->a);
        break;
    case TRACE_ORDER:
    case TRACE_FULFIL:
        f->object = numbered(room[2], 'o', e->a);
        break;
    case TRACE_ATTACK:
        f->performer = e->b ? w->belmar : w->ardania;
        set_zone(f, w->zone[e->a]);
        break;
    case TRACE_QUIET:
        f->holds = e->b != 0;
        set_zone(f, w->zone[e->a]);
        break;
    case TRACE_DAY_END:
        f->from = w->day0 + e->at - 86399;
        f->lo = f->hi = (int64_t)e->b;
        break;
    case TRACE_CAPTIVES:
    case TRACE_PRISONERS:
        f->round = numbered(room[2], 'o', e->a);
        f->lo = f->hi = (int64_t)e->b;
        break;
    case TRACE_TRUCK:
        f->lo = f->hi = (int64_t)e->b;
        break;
    case TRACE_KINDS:
        break;
    }
}

static void add_arrival(struct cx *cx, struct world *w, const struct arrival *v)
{
    char room[3][32];
    struct reply reply;
    struct fact f;
    bool dup;
    make_fact(w, v, room, &reply, &f);
    must(cx, engine_add(cx, w->e, &f, &dup));
}

/* Adds n of them, a page of facts at a time. */
static void add_arrivals(struct cx *cx, struct world *w,
                         const struct arrival *v, uint64_t n)
{
    enum { PAGE = 48 };
    char room[PAGE][3][32];
    struct reply reply[PAGE];
    struct fact f[PAGE];
    for (uint64_t from = 0; from < n; from += PAGE) {
        size_t m = n - from < PAGE ? (size_t)(n - from) : PAGE, added;
        for (size_t i = 0; i < m; i++)
            make_fact(w, &v[from + i], room[i], &reply[i], &f[i]);
        must(cx, engine_add_many(cx, w->e, f, m, &added));
    }
}

static void print_short(const struct world *w, const struct tally *t,
                        uint32_t n_tallies)
{
    uint32_t n[8] = {0}, rows = 0;
    for (uint32_t i = 0; i < n_tallies; i++) {
        const uint32_t *by = t[i].by_status;
        int c = t[i].clause;
        for (int s = 0; s < N_STATUS; s++)
            rows += by[s];
        if (w->ag->clauses[c].kind == CLAUSE_BAN)
            n[c] += by[ST_REPORTED] + by[ST_ADMITTED] + by[ST_FOUND];
        else
            n[c] += by[ST_NOT_REPORTED] + by[ST_PARTLY] + by[ST_UNMET] +
                    by[ST_PARTLY_MET] + by[ST_MET_LATE];
    }
    printf("#   instances %" PRIu32 ", not met in time: P1 %" PRIu32
           " P3 %" PRIu32 " P4 %" PRIu32 " P5 %" PRIu32
           "; prohibitions broken: P2 %" PRIu32 "\n",
           rows, n[0], n[2], n[3], n[5], n[1]);
}

/* Facts in; then the status of every row, counted, or what changed asked for
 * every `every` records.  Seconds; *facts_s: of which the facts alone. */
static double run_engine(struct cx *cx, const struct agreement *ag,
                         const struct arrival *v, uint64_t n, uint64_t every,
                         double *facts_s, struct world *w, bool quiet)
{
    open_world(cx, ag, w);
    struct arena a;
    arena_init(&a, cx->mem, "verdicts", (size_t)8 << 30);
    double from = cpu();
    struct change *c;
    struct tally *t;
    uint32_t n_out;
    for (uint64_t i = 0; i < n;) {
        uint64_t m = every > 0 && every < n - i ? every : n - i;
        add_arrivals(cx, w, &v[i], m);
        i += m;
        if (every > 0 && m == every) {
            must(cx, engine_changes(cx, w->e, w->day0 + v[i - 1].arrives, &a,
                                    &c, &n_out));
            arena_reset(&a);
        }
    }
    *facts_s = cpu() - from;
    must(cx, engine_tally(cx, w->e, INSTANT_MAX, &a, &t, &n_out));
    double s = cpu() - from;
    if (!quiet)
        print_short(w, t, n_out);
    arena_release(&a);
    return s;
}

/* What making the facts of the benchmark costs, without the engine. */
static double run_nothing(const struct world *w, const struct arrival *v,
                          uint64_t n)
{
    char room[3][32];
    struct reply reply;
    struct fact f;
    volatile size_t sum = 0;
    double from = cpu();
    for (uint64_t i = 0; i < n; i++) {
        make_fact(w, &v[i], room, &reply, &f);
        sum += f.id.n + f.object.n;
    }
    return cpu() - from;
}

/* --- text ------------------------------------------------------------------
 */

static str read_all(struct cx *cx, struct arena *a, const char *path)
{
    str s;
    must(cx, sys_read_file(cx, a, path, (size_t)8 << 30, &s));
    return s;
}

static double run_facts(struct cx *cx, const struct agreement *ag, str text,
                        bool judge, uint64_t *records)
{
    struct arena a, b;
    struct facts *f;
    struct facts_record r;
    struct facts_options options = {.trust_ids = true};
    struct engine *e = NULL;
    int counter[2];
    bool dup;
    arena_init(&a, cx->mem, "reader", (size_t)8 << 30);
    arena_init(&b, cx->mem, "verdicts", (size_t)8 << 30);
    double from = cpu();
    must(cx, facts_new(cx, &a, ag, &options, &f));
    must(cx, facts_add_bytes(cx, f, STR("trace"), text));
    if (judge)
        must(cx, engine_new(cx, ag, &e));
    must(cx,
         facts_begin(cx, f,
                     judge ? facts_sink_engine(e) : facts_sink_none(counter)));
    *records = 0;
    for (;;) {
        must(cx, facts_next(cx, f, &r));
        if (r.line == 0)
            break;
        (*records)++;
        if (judge)
            must(cx, engine_add(cx, e, &r.fact, &dup));
    }
    if (judge) {
        struct tally *out;
        uint32_t n;
        must(cx, engine_tally(cx, e, INSTANT_MAX, &b, &out, &n));
    }
    double s = cpu() - from;
    size_t problems;
    uint64_t more;
    const struct facts_problem *p = facts_problems(f, &problems, &more);
    if (problems)
        printf("#   problem: line %" PRIu32 " %.*s\n", p[0].line,
               STR_ARG(p[0].message));
    engine_free(e);
    facts_free(f);
    arena_release(&a);
    arena_release(&b);
    return s;
}

/* A line of a command's output: seconds stand third. */
static double ceiling(const char *mode, const char *file)
{
    char command[256];
    double s = -1;
    snprintf(command, sizeof command, "build/bench/ceiling %s %s", mode, file);
    FILE *p = popen(command, "r");
    if (p == NULL || fscanf(p, "%*s %*s %lf", &s) != 1)
        s = -1;
    if (p != NULL)
        pclose(p);
    return s;
}

static void row(const char *what, uint64_t n, double s, const char *ceiling_of,
                double top)
{
    printf("%-8s %10.3f s %8.2f M/s", what, s, (double)n / s / 1e6);
    if (ceiling_of != NULL)
        printf("   %5.1f %% of %s (%.2f M/s)", 100 * top / s, ceiling_of,
               (double)n / top / 1e6);
    putchar('\n');
}

/* What several runs took, each with an engine of its own and beside it a
 * hand-written pass; seconds, the medians. */
struct taken {
    double s, facts, hand, given;
    double first; /* of the first, to which the system gives fresh memory */
};

static struct taken run_engine_often(struct cx *cx, const struct agreement *ag,
                                     const struct arrival *v, uint64_t n,
                                     uint64_t every, struct world *w)
{
    enum { RUNS = 5 };
    double s[RUNS], facts[RUNS], hand[RUNS], given[RUNS];
    for (int i = 0; i < RUNS; i++) {
        if (i > 0)
            engine_free(w->e);
        hand[i] = ceiling("check", "build/bench/trace.txt");
        given[i] = cpu_system();
        s[i] = run_engine(cx, ag, v, n, every, &facts[i], w,
                          every > 0 || i < RUNS - 1);
        given[i] = cpu_system() - given[i];
    }
    struct taken t = {.first = s[0]};
    t.s = median(s, RUNS);
    t.facts = median(facts, RUNS);
    t.hand = median(hand, RUNS);
    t.given = median(given, RUNS);
    return t;
}

/* One more fulfilment of an order from the middle of the history; then its
 * retraction.  Verdicts are asked for after each.  Ends after some seconds,
 * however few it did. */
static void one_late(struct cx *cx, struct world *w, uint64_t n)
{
    enum { TRIES = 2000, SECONDS = 3 };
    struct arena a;
    struct change *c;
    uint32_t n_changes;
    double spent[2] = {0, 0}, worst = 0;
    int done = 0;
    arena_init(&a, cx->mem, "changes", (size_t)8 << 30);
    must(cx, engine_changes(cx, w->e, engine_latest(w->e), &a, &c, &n_changes));
    for (; done < TRIES && spent[0] + spent[1] < SECONDS; done++) {
        uint64_t number = n + 10 + (uint64_t)done;
        uint64_t order = 1 + (n / 7 + (uint64_t)done * 131) % (n * 3 / 10);
        for (int take = 0; take < 2; take++) {
            struct arrival v = {
                .number = number,
                .retracts = take ? number : TRACE_NOTHING,
                .event = {(int64_t)n * 4, TRACE_FULFIL, order, 0}};
            arena_reset(&a);
            double t = cpu();
            add_arrival(cx, w, &v);
            must(cx, engine_changes(cx, w->e, engine_latest(w->e), &a, &c,
                                    &n_changes));
            t = cpu() - t;
            spent[take] += t;
            worst = t > worst ? t : worst;
        }
    }
    printf("late     %10.2f us a report, %.2f us a retraction, worst %.0f us; "
           "%d of each into %" PRIu64 " reports\n",
           1e6 * spent[0] / done, 1e6 * spent[1] / done, 1e6 * worst, done, n);
    arena_release(&a);
}

/* Instances of one clause explained, anywhere in the history: of an order, of a
 * day, of all time. The first of each kind also makes the lists of the act. */
static void explain_some(struct cx *cx, struct world *w, uint64_t n, int clause)
{
    enum { TRIES = 200, SECONDS = 3 };
    struct arena a;
    char room[32];
    double spent[TRIES], all = 0;
    uint64_t listed = 0;
    int done = 0;
    const struct clause *c = &w->ag->clauses[clause];
    arena_init(&a, cx->mem, "explanation", (size_t)8 << 30);
    for (; done < TRIES && all < SECONDS; done++) {
        struct explanation x;
        str name = STR("overall");
        uint64_t k = (uint64_t)done * 7919;
        if (c->key != KEY_NONE)
            name = numbered(room, 'o', 1 + k % (n * 3 / 10));
        else if (c->period != PERIOD_NONE)
            name = civil_date_print(
                civil_from_days(w->day0 / 86400 +
                                (int64_t)(k % (n / 10000 + 1))),
                room);
        double t = cpu();
        must(cx, engine_explain(cx, w->e, INSTANT_MAX, clause,
                                c->n_bearers == 0 ? NONE : c->bearers[0], name,
                                &a, &x));
        all += spent[done] = cpu() - t;
        listed += x.n_reports;
        arena_reset(&a);
    }
    double first = spent[0];
    qsort(spent, (size_t)done, sizeof *spent, by_time);
    printf("explain  %10.2f us for an instance of %.*s in the median, worst "
           "%.0f, first %.0f us; %.0f reports listed in the mean\n",
           1e6 * spent[done / 2], STR_ARG(c->label), 1e6 * spent[done - 1],
           1e6 * first, (double)listed / done);
    arena_release(&a);
}

/* A page: the numbers of rows of each status, and 50 rows of a clause, after
 * one more report each time. */
static void pages(struct cx *cx, struct world *w, uint64_t n)
{
    enum { TRIES = 100, MOST = 50 };
    struct arena a;
    arena_init(&a, cx->mem, "page", (size_t)8 << 30);
    for (int c = 0; c < (int)w->ag->n_clauses; c++) {
        double spent[TRIES], first = 0;
        uint32_t total = 0, of[2] = {0, 0}, n_tallies;
        for (int i = 0; i < TRIES; i++) {
            uint64_t number = 2 * n + 1000 * (uint64_t)c + (uint64_t)i;
            struct arrival v = {.number = number,
                                .retracts = TRACE_NOTHING,
                                .event = {(int64_t)n * 4, TRACE_FULFIL,
                                          1 + (uint64_t)i * 131 % (n * 3 / 10),
                                          0}};
            struct rows_wanted want = {.clause = c,
                                       .bearer =
                                           w->ag->clauses[c].n_bearers == 0
                                               ? NONE
                                               : w->ag->clauses[c].bearers[0],
                                       .first = 0,
                                       .most = MOST};
            struct verdicts out;
            struct tally *t;
            if (i % 2 == 1)
                want.statuses =
                    (uint64_t)1 << ST_NOT_REPORTED | (uint64_t)1 << ST_PARTLY;
            arena_reset(&a);
            if (of[i % 2] > 0) /* anywhere among them */
                want.first = (uint32_t)i * 1000 % of[i % 2];
            double from = cpu();
            add_arrival(cx, w, &v);
            must(cx, engine_tally(cx, w->e, INSTANT_MAX, &a, &t, &n_tallies));
            must(cx,
                 engine_rows(cx, w->e, INSTANT_MAX, &want, &a, &out, &total));
            spent[i] = cpu() - from;
            of[i % 2] = total;
            if (i == 0)
                first = spent[i];
        }
        qsort(spent, (size_t)TRIES, sizeof *spent, by_time);
        printf("page     %10.2f ms for at most %d rows of clause %.*s, in the "
               "median; worst %.2f, first %.2f\n",
               1e3 * spent[TRIES / 2], MOST, STR_ARG(w->ag->clauses[c].label),
               1e3 * spent[TRIES - 1], 1e3 * first);
    }
    arena_release(&a);
}

/* Every status with all accounts and the reports behind it. */
static void whole_status(struct cx *cx, struct world *w, uint64_t n)
{
    struct arena a;
    struct verdicts out;
    double before = memory_mb(), t = cpu();
    arena_init(&a, cx->mem, "verdicts", (size_t)16 << 30);
    must(cx, engine_status(cx, w->e, INSTANT_MAX, &a, &out));
    t = cpu() - t;
    printf("status   %10.2f s for %" PRIu32 " rows with all accounts, %.2f us "
           "a report; %.0f more bytes a report while it is made\n",
           t, out.n, 1e6 * t / (double)n,
           (memory_mb() - before) * 1048576 / (double)n);
    arena_release(&a);
}

/* --- Growth: each pattern alone, small and large --------------------------
 */

static bool is_of(enum trace_kind k, int pattern)
{
    static const int of[TRACE_KINDS] = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 0};
    return pattern == 0 || of[k] == pattern;
}

static double rate_of(struct cx *cx, const struct agreement *ag, uint64_t n,
                      int pattern)
{
    uint64_t m, kept = 0;
    double best = 0, facts;
    struct arrival *v = trace_arrivals(1, n, 0, 0, &m);
    for (uint64_t i = 0; i < m; i++)
        if (is_of(v[i].event.kind, pattern))
            v[kept++] = v[i];
    for (int again = 0; again < (n <= 200000 ? 5 : 1); again++) {
        struct world w;
        double s = run_engine(cx, ag, v, kept, 0, &facts, &w, true);
        best = (double)kept / s > best ? (double)kept / s : best;
        engine_free(w.e);
    }
    free(v);
    return best;
}

static void growth(struct cx *cx, const struct agreement *ag, uint64_t n)
{
    for (int p = 0; p <= 5; p++) {
        double small = rate_of(cx, ag, n / 100, p);
        double large = rate_of(cx, ag, n, p);
        printf("growth   %s%c   %.2f M/s at %" PRIu64 ", %.2f M/s at %" PRIu64
               " events: falls by %.2f\n",
               p == 0 ? "al" : "P", p == 0 ? 'l' : (char)('0' + p), small / 1e6,
               n / 100, large / 1e6, n, small / large);
    }
}

static void make_file(const char *format, uint64_t n, const char *path)
{
    char command[256];
    snprintf(command, sizeof command, "build/bench/gen %" PRIu64 " 1 %s > %s",
             n, format, path);
    if (system(command) != 0)
        exit(3);
}

/* The reader alone, and with the engine: short records, then full ones; the
 * medians of several runs, with a scan beside each. */
static void read_both(struct cx *cx, struct arena *a,
                      const struct agreement *ag, uint64_t n)
{
    static const struct {
        const char *format, *path, *read, *both;
    } of[] = {{"short", "build/bench/short.jsonl", "read", "both"},
              {"full", "build/bench/full.jsonl", "read250", "both250"}};
    enum { RUNS = 5 };
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        uint64_t records;
        double scan[RUNS], read[RUNS], both[RUNS];
        make_file(of[i].format, n, of[i].path);
        str text = read_all(cx, a, of[i].path);
        for (int k = 0; k < RUNS; k++) {
            scan[k] = ceiling("scan", of[i].path);
            read[k] = run_facts(cx, ag, text, false, &records);
            both[k] = run_facts(cx, ag, text, true, &records);
        }
        double top = median(scan, RUNS);
        row(of[i].read, n, median(read, RUNS), "scan", top);
        row(of[i].both, n, median(both, RUNS), "scan", top);
    }
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000, m;
    struct arena scratch, a;
    struct cx cx;
    struct world w;
    bool only = argc > 2; /* any second word: the engine's rows alone */
    must(&cx, cx_init_system(&cx, &scratch));
    arena_init(&a, cx.mem, "bench", (size_t)16 << 30);
    const struct agreement *ag = load(&cx, &a);
    make_file("text", n, "build/bench/trace.txt");
    printf("# %" PRIu64 " events\n", n);
    if (only && strcmp(argv[2], "text") == 0) {
        read_both(&cx, &a, ag, n);
        return 0;
    }

    struct arrival *v = trace_arrivals(1, n, 0, 0, &m);
    double before = memory_mb();
    struct taken t = run_engine_often(&cx, ag, v, m, 0, &w);
    row("hand", n, t.hand, NULL, 0);
    row("engine", n, t.s, "hand", t.hand);
    printf("#   of which facts %.3f s (making them: %.3f s), statuses %.3f s; "
           "the system %.3f s; %.0f bytes a report\n"
           "#   the first run, in fresh memory: %.3f s\n",
           t.facts, run_nothing(&w, v, m), t.s - t.facts, t.given,
           (memory_mb() - before) * 1048576 / (double)n, t.first);
    if (only && strcmp(argv[2], "facts") == 0)
        return 0;
    one_late(&cx, &w, n);
    for (int c = 0; c < 3; c++)
        explain_some(&cx, &w, n, c);
    pages(&cx, &w, n);
    if (n <= 1000000)
        whole_status(&cx, &w, n);
    engine_free(w.e);
    free(v);

    static const uint64_t every[] = {1000, 1};
    v = trace_arrivals(1, n, 10, 2, &m);
    for (size_t i = 0; i < 2; i++) {
        t = run_engine_often(&cx, ag, v, m, every[i], &w);
        row(i == 0 ? "always" : "each", m, t.s, "hand",
            t.hand * (double)m / (double)n);
        engine_free(w.e);
    }
    free(v);
    if (only)
        return 0;
    growth(&cx, ag, n);

    read_both(&cx, &a, ag, n);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
