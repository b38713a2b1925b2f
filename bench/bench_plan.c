/* bench_plan.c - what it costs to rehearse a long agreement.
 *
 * A text of N clauses (200 unless told as the second argument; the first is
 * the number of events of the other benches) of the kinds that real ones have,
 * linked at random from a fixed seed: the analysis alone, then every
 * rehearsal. CPU seconds and the greatest memory; the aim is under ten seconds
 * and 1 GiB for 200 clauses. The ceiling is reading and compiling the same
 * text. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "lang/lang.h"
#include "plan/sim.h"

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(struct cx *cx, err e)
{
    if (is_ok(e))
        return;
    fprintf(stderr, "bench: %s\n", cx->fault.message);
    exit(3);
}

static uint64_t state = 88172645463325252u;
static int dice(int n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)(state % (uint64_t)n);
}

static void make_clause(struct buf *b, int art, int k, int before)
{
    int who = dice(2), kind = dice(100), a = 1, c = 1;
    if (before > 0) {
        int at = dice(before);
        a = at / 10 + 1;
        c = at % 10 + 1;
    }
    buf_printf(b, "%d.%d ", art, k);
    if (kind < 8)
        buf_printf(b,
                   "%c shall admit at least %d truck into z each day "
                   "verified by un\n",
                   "pq"[who], 5 + dice(50));
    else if (kind < 16)
        buf_printf(b, "%c shall not attack in y throughout verified by v\n",
                   "pq"[who]);
    else if (kind < 22)
        buf_printf(b,
                   "%c shall hand over %d captive to icrc by day %d verified "
                   "by icrc\n",
                   "pq"[who], 1 + dice(9), 1 + dice(100));
    else if (kind < 25)
        buf_printf(b,
                   "for each captive handed over by %c %c shall release "
                   "prisoner at 3 for civilian, 5 for soldier within 24 "
                   "hours verified by icrc\n",
                   "pq"[who], "qp"[who]);
    else if (kind < 55 && before > 0)
        buf_printf(b,
                   "%c shall provide %d box in y after %d.%d is met by day "
                   "%d verified by v\n",
                   "pq"[who], 1 + dice(40), a, c, 20 + dice(100));
    else
        buf_printf(b, "%c shall provide %d box in y by day %d verified by v\n",
                   "pq"[who], 1 + dice(40), 1 + dice(110));
}

static const char head[] =
    "agreement \"Long\"\nparty p, q\nagency un, icrc\nverifier v ready by day "
    "1; access to z\nzone z\nzone y in z\nitem captive of (civilian | soldier) "
    "unit person\nitem prisoner unit person\nitem truck unit truck\nitem box "
    "unit box\ncapacity 900 truck each day in z\ncapacity 300 box each day in "
    "y\nclock\n time zone Europe/Lisbon\n in force when p and q have signed\n "
    "day 1 is the day of entry into force\n lasts 120 days\n";

int main(int argc, char **argv)
{
    struct arena scratch, a;
    struct cx cx;
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d = {0};
    struct plan *p;
    struct sim_all all;
    struct rusage ru;
    struct buf b;
    int n = argc > 2 ? atoi(argv[2]) : 200;
    arena_init(&scratch, mem_system(), "scratch", (size_t)1 << 30);
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "bench", (size_t)1 << 30);
    buf_init(&b, &a, 1 << 22);
    buf_c(&b, head);
    for (int i = 0; i < n; i++) {
        if (i % 10 == 0)
            buf_printf(&b, "article %d\n", i / 10 + 1);
        make_clause(&b, i / 10 + 1, i % 10 + 1, i);
    }
    double at = cpu();
    must(&cx, lang_parse(&cx, &a, STR("long"), buf_view(&b), &t, &d));
    must(&cx, lang_compile(&cx, &a, t, &ag, &d));
    double read = cpu() - at;
    at = cpu();
    must(&cx, plan_make(&cx, &a, ag, INSTANT_NONE, &p));
    double plan = cpu() - at;
    at = cpu();
    must(&cx, sim_rehearse(&cx, &a, p, 86400, &all));
    double played = cpu() - at;
    getrusage(RUSAGE_SELF, &ru);
    printf("%u clauses, %u steps, %u findings, %u moments, %u rehearsals (%u "
           "bounds hit)\n",
           ag->n_clauses, p->n_nodes, p->n_findings, p->n_moments, all.n,
           all.n_not_covered + p->n_not_covered);
    printf("read %.3f s, analysed %.3f s (%.0f times), rehearsed %.2f s, %.0f "
           "MB at most\n",
           read, plan, plan / read, played, (double)ru.ru_maxrss / 1024);
    return plan + played > 10 || ru.ru_maxrss > 1 << 20;
}
