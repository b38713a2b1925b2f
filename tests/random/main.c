/* tests/random/main.c: the engine against the reference evaluator, on random
 * cases. See README.md beside it.
 *
 *     random [--cases N] [--seed N] [--case M] [--check K] [--long HOURS]
 *     random --write FOLDER [--seed N] [--case M]
 *
 * Each case compares the whole list of verdicts at one or two times, and one
 * property in turn. What differs is shrunk and printed with the command that
 * makes it again. Ends with `N passed, N failed`. */
#include "tests/random/random.h"

#include "base/sys.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum check {
    SAME,
    ORDER,
    RETRACTED,
    SWAPPED,
    MONOTONE,
    EXPLAINED,
    TEXTS,
    N_CHECKS
};
enum { TEXTS_EVERY = 4 }; /* so many cases are made for texts */

static const char *const check_names[] = {
    "engine and reference evaluator differ",
    "the order of arrival matters",
    "a retracted record leaves a trace",
    "swapping the parties changes more than their names",
    "more accepted performance makes a duty worse",
    "an explanation does not hold",
    "what is read from a text and its record differs"};

/* Memory of one case. The arena's chunks come from one block that is used
 * again for every case, so that the system is not asked for each. */
struct bench {
    struct cx cx;
    struct arena scratch, a;
    bool shrinking;
    struct arena_mark begin; /* the scratch arena holds the fixed clock */
    char *block;
    size_t used, size;
};

static void *block_resize(void *self, void *p, size_t old_size, size_t new_size)
{
    struct bench *b = self;
    struct mem m = mem_system();
    if (p != NULL && ((char *)p < b->block || (char *)p >= b->block + b->size))
        return mem_resize(&m, p, old_size, new_size);
    size_t rounded = (new_size + 63) & ~(size_t)63;
    if (new_size == 0)
        return NULL;
    if (p == NULL && rounded > b->size - b->used)
        return mem_resize(&m, NULL, 0, new_size);
    if (p != NULL)
        return new_size <= old_size ? p : NULL;
    p = b->block + b->used;
    b->used += rounded;
    return p;
}

static void bench_begin(struct bench *b)
{
    cx_init_fixed(&b->cx, &b->scratch, mem_system(), 1737268200, 7);
    b->begin = arena_mark(&b->scratch);
    b->used = 0;
    b->shrinking = false;
    b->size = (size_t)64 << 20;
    b->block = malloc(b->size);
    if (b->block == NULL)
        abort();
    arena_init(&b->a, (struct mem){block_resize, b}, "case", (size_t)2 << 30);
}

/* Empty again, with the memory kept for the next case. */
static void bench_reset(struct bench *b)
{
    arena_release(&b->a);
    arena_rewind(&b->scratch, b->begin);
    b->used = 0;
}

static void bench_end(struct bench *b)
{
    arena_release(&b->a);
    cx_release(&b->cx);
    free(b->block);
}

static str fact_name(const void *self, uint32_t n)
{
    const struct rcase *c = self;
    return n < c->n_facts ? c->facts[n].id : STR("?");
}

static str reference_text(struct bench *b, const struct rcase *c, instant at,
                          bool pretty)
{
    struct ref_input in = rcase_input(c);
    struct verdicts v;
    struct buf out;
    struct show s = {&b->cx, c, fact_name, c, NULL, false, pretty};
    ref_status(&b->cx, &in, at, &b->a, &v);
    buf_init(&out, &b->a, (size_t)64 << 20);
    verdicts_print(&s, &v, &b->a, &out);
    return buf_view(&out);
}

static uint32_t *shuffled(struct bench *b, uint32_t n, struct dice *d)
{
    uint32_t *v = arena_alloc_array(&b->a, n + 1, sizeof *v);
    if (v == NULL)
        abort();
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = (uint32_t)dice(d, (int)i + 1);
        v[i] = v[j];
        v[j] = i;
    }
    return v;
}

/* The two texts that a check compares. */
struct pair {
    str got, want;
    bool told; /* engine_changes ended where engine_status is */
};

static struct pair order_pair(struct bench *b, const struct rcase *c,
                              instant at, bool pretty)
{
    struct dice d = {c->number * 31 + 5};
    struct pair p = {.told = true};
    struct run plain = {.pretty = pretty};
    p.want = engine_text(&b->cx, &b->a, c, at, &plain, NULL);
    for (int i = 0; i < 3; i++) {
        struct run r = {.order = shuffled(b, c->n_facts, &d),
                        .changes = true,
                        .walk = i == 2 || (i == 1 && c->focused),
                        .salt = dice_u64(&d),
                        .pretty = pretty};
        p.got = engine_text(&b->cx, &b->a, c, at, &r, &p.told);
        if (!p.told || !str_eq(p.got, p.want))
            break;
    }
    return p;
}

/* Retracting a record to which nothing else replies, by a record that says
 * nothing else, is the same as never having had it. The time is given: the
 * latest of two records may differ. */
static struct pair retract_pair(struct bench *b, const struct rcase *c,
                                instant at, bool pretty)
{
    struct pair p = {.told = true};
    struct run plain = {.pretty = pretty};
    struct rcase with, without;
    struct reply reply = {REPLY_RETRACTS, {0}};
    if (c->n_facts == 0 || at == INSTANT_MAX)
        return p;
    uint32_t x = (uint32_t)(c->number % c->n_facts);
    for (uint32_t i = 0; i < c->n_facts; i++)
        for (uint32_t k = 0; k < c->facts[i].n_replies; k++)
            if (i == x || str_eq(c->facts[i].replies[k].id, c->facts[x].id))
                return p;
    rcase_copy(&b->a, c, &with);
    rcase_copy(&b->a, c, &without);
    /* Incidents join through any record that has arrived (sem 2). */
    for (uint32_t i = 0; i < c->n_facts; i++)
        for (uint32_t k = 0; k < c->facts[i].n_refs; k++)
            if (c->facts[i].kind == FACT_INCIDENT &&
                str_eq(c->facts[i].refs[k], c->facts[x].id))
                return p;
    without.facts[x] = without.facts[--without.n_facts];
    reply.id = c->facts[x].id;
    struct fact r = fact_begin(FACT_REPLY, c->facts[x].source, c->facts[x].to_,
                               c->facts[x].to_ + 1);
    r.id = STR("retraction");
    r.recorded = c->facts[x].recorded + 1;
    r.effective = r.from;
    r.replies = &reply;
    r.n_replies = 1;
    with.facts[with.n_facts++] = r;
    p.got = engine_text(&b->cx, &b->a, &with, at, &plain, NULL);
    p.want = engine_text(&b->cx, &b->a, &without, at, &plain, NULL);
    return p;
}

static struct pair swap_pair(struct bench *b, const struct rcase *c, instant at,
                             bool pretty)
{
    struct pair p = {.told = true};
    struct rcase other;
    int map[MAX_ACTORS], same[MAX_ACTORS];
    rcase_swap(&b->a, c, &other, map);
    for (int i = 0; i < MAX_ACTORS; i++)
        same[i] = i;
    struct run there = {.map = map, .sorted = true, .pretty = pretty};
    struct run here = {.map = same, .sorted = true, .pretty = pretty};
    p.got = engine_text(&b->cx, &b->a, &other, at, &there, NULL);
    p.want = engine_text(&b->cx, &b->a, c, at, &here, NULL);
    return p;
}

/* One clause, no trigger, guard or validation: a delivery that every source
 * alone in its account reports exactly, inside the window. The status must not
 * get worse, nor `sure` less. The texts are then the two lists. */
static bool is_plain(const struct rcase *c)
{
    const struct clause *k = &c->ag.clauses[0];
    return c->ag.n_clauses == 1 && k->kind == CLAUSE_DUTY &&
           k->need.cmp == AT_LEAST && k->measure == MEASURE_SUM &&
           k->trigger == TRIG_NONE && k->guard.kind == GUARD_NONE &&
           k->validated_by == NONE && !k->need.percent && !k->need.all &&
           k->tod_from == NONE && c->ag.n_phases == 0 &&
           c->ag.force == FORCE_AT && k->from.kind == POINT_FORCE &&
           c->ag.life.n_ext == 0;
}

static int rank(enum status s)
{
    /* met and met late; then what is not closed; then what is */
    return s == ST_MET ? 4 : s == ST_MET_LATE ? 3 : s == ST_UNMET ? 1 : 2;
}

static struct pair monotone_pair(struct bench *b, const struct rcase *c,
                                 instant at, bool pretty, bool *worse)
{
    struct pair p = {.told = true};
    struct rcase more;
    struct verdicts before, after;
    const struct clause *k = &c->ag.clauses[0];
    *worse = false;
    if (!is_plain(c) || at == INSTANT_MAX || c->n_facts == 0)
        return p;
    rcase_copy(&b->a, c, &more);
    more.facts = arena_alloc_array(&b->a, c->n_facts + c->n_sources + 1,
                                   sizeof *more.facts);
    if (more.facts == NULL)
        abort();
    memcpy(more.facts, c->facts, c->n_facts * sizeof *more.facts);
    struct dice d = {c->number};
    instant from = c->facts[dice(&d, (int)c->n_facts)].from;
    for (uint32_t s = 0; s < c->n_sources; s++) {
        /* the least of several sources of one account counts, so that one
         * that begins to speak may lower it (sem 6) */
        bool alone = true;
        for (uint32_t o = 0; o < c->n_sources; o++)
            if (o != s && c->sources[o].account == c->sources[s].account)
                alone = false;
        struct fact f = fact_begin(FACT_EVENT, (int)s, from, from + 1);
        f.act = k->perf.act;
        f.item = k->perf.item;
        f.performer = k->n_bearers > 0 ? k->bearers[0] : 0;
        f.zone = k->perf.place;
        f.effective = from;
        f.lo = f.hi = 2;
        char id[16];
        snprintf(id, sizeof id, "more%u", s);
        if (!alone || !arena_dup_str(&b->a, str_of(id), &f.id))
            continue;
        for (int z = f.zone; z != NONE; z = c->ag.zones[z].in)
            f.in.w[z / 64] |= (uint64_t)1 << (z % 64);
        more.facts[more.n_facts++] = f;
    }
    struct ref_input in = rcase_input(c), in_more = rcase_input(&more);
    ref_status(&b->cx, &in, at, &b->a, &before);
    ref_status(&b->cx, &in_more, at, &b->a, &after);
    for (uint32_t i = 0; i < before.n && i < after.n; i++)
        if (before.v[i].status != ST_WAITING &&
            after.v[i].status != ST_WAITING &&
            rank(after.v[i].status) < rank(before.v[i].status) &&
            rank(before.v[i].status) >= 3)
            *worse = true;
    p.want = reference_text(b, c, at, pretty);
    p.got = reference_text(b, &more, at, pretty);
    return p;
}

/* Whether the check holds. With `out` the difference is printed. What it
 * takes from b it leaves there. */
static bool holds(struct bench *b, const struct rcase *c, enum check check,
                  FILE *out)
{
    bool ok = true;
    for (uint32_t i = 0; i < c->n_at && ok; i++) {
        struct pair p = {.told = true};
        struct run plain = {.pretty = out != NULL};
        bool worse = false;
        instant at = c->at[i];
        switch (check) {
        case SAME:
            p.want = reference_text(b, c, at, out != NULL);
            p.got = engine_text(&b->cx, &b->a, c, at, &plain, NULL);
            break;
        case ORDER:
            p = order_pair(b, c, at, out != NULL);
            break;
        case RETRACTED:
            p = retract_pair(b, c, at, out != NULL);
            break;
        case SWAPPED:
            p = swap_pair(b, c, at, out != NULL);
            break;
        case MONOTONE:
            p = monotone_pair(b, c, at, out != NULL, &worse);
            break;
        case EXPLAINED:
            p.got = explained_text(&b->cx, &b->a, c, at);
            break;
        case TEXTS:
            p.want = reference_text(b, c, at, out != NULL);
            /* What the shrinker made may have no words. */
            if (!texts_run(&b->cx, &b->a, c, at, c->number, out != NULL,
                           &p.got) &&
                b->shrinking)
                p.got = p.want;
            break;
        case N_CHECKS:
            break;
        }
        ok = p.told && (check == MONOTONE ? !worse : str_eq(p.got, p.want));
        if (out == NULL || ok)
            continue;
        if (!p.told)
            fputs("what engine_changes told is not the status at the end\n",
                  out);
        str got = p.got, want = p.want, g, w;
        while (got.n > 0 || want.n > 0) {
            str_cut(got, '\n', &g, &got);
            str_cut(want, '\n', &w, &want);
            if (str_eq(g, w))
                fprintf(out, "    %.*s\n", STR_ARG(g));
            else
                fprintf(out, "got  %.*s\nwant %.*s\n", STR_ARG(g), STR_ARG(w));
        }
    }
    return ok;
}

/* The same in a process of its own: an abort or a loop is a failure too. */
static bool holds_apart(const struct rcase *c, enum check check, bool shrinking)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        signal(SIGSEGV, SIG_DFL);
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(3);
        alarm(5);
        struct bench b;
        bench_begin(&b);
        b.shrinking = shrinking;
        _exit(holds(&b, c, check, NULL) ? 0 : 1);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return true;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* --- Shrinking ---------------------------------------------------------- */

enum { CLAUSE_WAYS = 37, FACT_WAYS = 15, WAYS = 12 };

static void drop_fact(struct rcase *c, uint32_t i)
{
    for (; i + 1 < c->n_facts; i++)
        c->facts[i] = c->facts[i + 1];
    c->n_facts--;
}

static bool wants_trigger(const struct clause *k)
{
    bool wants = k->due.kind != DUE_NONE && k->due.p.kind == POINT_TRIGGER;
    for (uint32_t i = 0; i < k->n_steps; i++)
        wants = wants || k->steps[i].due.p.kind == POINT_TRIGGER;
    return wants;
}

static void take_clause(struct clause *k, int way)
{
    switch (way) {
    case 0:
        if (k->kind != CLAUSE_DECLARATORY) {
            struct clause old = *k;
            *k = (struct clause){.label = old.label,
                                 .article = old.article,
                                 .kind = CLAUSE_DECLARATORY,
                                 .judged_by = NONE,
                                 .reading = old.reading,
                                 .reading_holders = old.reading_holders,
                                 .reading_of = old.reading_of,
                                 .trig = old.trig,
                                 .perf = old.perf,
                                 .after = POINT_NEVER,
                                 .from = old.from,
                                 .until = {.kind = POINT_NEVER},
                                 .tod_from = NONE,
                                 .validated_by = NONE,
                                 .notified_tod = NONE,
                                 .chosen_by = NONE,
                                 .in_addition_to = NONE,
                                 .in_parallel_with = NONE,
                                 .in_step_with = NONE,
                                 .subquota_of = NONE};
        }
        break;
    case 1:
        k->guard = (struct guard){0};
        break;
    case 2:
        if (wants_trigger(k))
            break;
        k->trigger = TRIG_NONE;
        k->key = KEY_NONE;
        k->n_ratios = 0;
        break;
    case 3:
        if (k->trigger == TRIG_NONE && wants_trigger(k))
            break;
        k->after = POINT_NEVER;
        break;
    case 4:
        k->n_steps = 0;
        break;
    case 5:
        k->period = PERIOD_NONE;
        k->carry = false;
        break;
    case 6:
        k->key = KEY_NONE;
        break;
    case 7:
        k->validated_by = NONE;
        break;
    case 8:
        k->has_cure = false;
        break;
    case 9:
        k->lapses = false;
        break;
    case 10:
        k->carry = false;
        break;
    case 11:
        k->in_addition_to = NONE;
        break;
    case 12:
        k->need.percent = k->need.all = false;
        break;
    case 13:
        k->tod_from = k->tod_to = NONE;
        break;
    case 14:
        k->due =
            (struct deadline){.kind = DUE_NONE, .p = {.kind = POINT_NEVER}};
        break;
    case 15:
        if (k->period == PERIOD_NONE && k->kind != CLAUSE_BAN)
            k->until = (struct point){.kind = POINT_NEVER};
        break;
    case 16:
        k->from = (struct point){.kind = POINT_FORCE, .tod = NONE};
        break;
    case 17:
        k->n_ratios = 0;
        break;
    case 18:
        k->standard = (struct standard){.kind = STD_INTEREST, .by = NONE};
        break;
    case 19:
        if (k->n_bearers > 1)
            k->n_bearers = 1;
        break;
    case 20:
        k->perf.place = NONE;
        k->perf.whole = false;
        break;
    case 21:
        k->trig.place = NONE;
        break;
    case 22:
        k->perf.to = 0;
        break;
    case 23:
        k->trig.to = 0;
        break;
    case 24:
        k->creditors = 0;
        break;
    case 25:
        k->need.n = k->kind == CLAUSE_DUTY ? 1 : k->need.n;
        break;
    case 26:
        k->has_exception = false;
        break;
    case 27:
        if (k->until.kind != POINT_NEVER)
            k->until = (struct point){
                .kind = POINT_PHASE_END, .ref = NONE, .tod = NONE};
        break;
    case 28:
        k->due.p.plus = (struct duration){0};
        break;
    case 29:
        if (k->guard.n > 1)
            k->guard.n = 1;
        break;
    case 30:
        if (k->n_steps > 1)
            k->n_steps--;
        break;
    case 31:
        if (k->due.kind != DUE_NONE)
            k->due = (struct deadline){.kind = DUE_END,
                                       .p = {.kind = POINT_DAY_N,
                                             .n = 1,
                                             .tod = NONE,
                                             .whole_day = true}};
        break;
    case 32: /* counted by anybody: its words stay with the item */
        if (k->bearers == NULL || k->n_bearers == 0)
            k->perf.anybody = false;
        break;
    case 33:
        k->trig_per = 1;
        break;
    case 34:
        k->in_step_with = NONE;
        break;
    case 35:
        k->notified_tod = k->chosen_by = NONE;
        k->notified_within = (struct duration){0};
        break;
    case 36:
        k->has_reported_within = false;
        break;
    default:
        break;
    }
}

static void take_fact(struct fact *f, int way)
{
    switch (way) {
    case 0:
        f->n_replies = 0;
        break;
    case 1:
        f->zone = NONE;
        f->in = (zone_set){{0}};
        break;
    case 2:
        f->object = (str){0};
        break;
    case 3:
        f->round = (str){0};
        break;
    case 4:
        f->hi = f->lo;
        break;
    case 5:
        if (f->lo > 1 || f->hi != f->lo)
            f->lo = f->hi = 1;
        break;
    case 6:
        f->instance = (str){0};
        break;
    case 7:
        f->recorded = f->to_;
        break;
    case 8:
        f->effective = f->from;
        break;
    case 9:
        if (f->kind != FACT_TOTAL)
            f->to_ = f->from + 1;
        break;
    case 10:
        f->to = NONE;
        break;
    case 11:
        f->final = false;
        break;
    case 12:
        if (f->kind == FACT_FINDING || f->kind == FACT_ASSESSMENT)
            f->kind = FACT_EVENT;
        break;
    case 13:
        f->lo = f->hi = f->lo == 0 ? 0 : f->lo - 1;
        break;
    case 14:
        if (f->n_replies > 1)
            f->n_replies = 1;
        break;
    default:
        break;
    }
}

static void take(struct rcase *c, int way)
{
    switch (way) {
    case 0:
        if (c->n_at > 1)
            c->at[0] = c->at[1];
        c->n_at = 1;
        break;
    case 1:
        c->n_at = 1;
        break;
    case 2:
        c->ag.reporting = PERIOD_NONE;
        break;
    case 3:
        c->ag.life.n_ext = 0;
        break;
    case 4:
        c->ag.life_days = 0;
        c->ag.life.has_lasts = false;
        c->ag.life.until.kind = POINT_NEVER;
        break;
    case 5:
        if (!c->texts) /* its days would begin at other instants */
            c->ag.time_zone = STR("Etc/UTC");
        break;
    case 6:
        for (uint32_t i = 0; i < c->ag.n_phases; i++)
            c->ag.phases[i].n_ext = 0;
        break;
    case 7:
        c->ag.day1_after = false;
        break;
    case 8:
        if (c->ag.force == FORCE_AT || c->texts)
            break;
        c->ag.force = FORCE_AT;
        c->ag.force_at = (struct point){.kind = POINT_INSTANT,
                                        .at = c->at[0] - 864000,
                                        .at_end = c->at[0] - 864000 + 86399,
                                        .whole_day = true,
                                        .tod = NONE,
                                        .ref = NONE};
        break;
    case 9:
        c->ag.standard = (struct standard){.kind = STD_INTEREST, .by = NONE};
        break;
    case 10:
        for (uint32_t i = 0; i < c->ag.n_phases; i++)
            if (c->ag.phases[i].n_ext > 1)
                c->ag.phases[i].n_ext = 1;
        break;
    case 11:
        if (c->ag.life.n_ext > 1)
            c->ag.life.n_ext = 1;
        break;
    default:
        break;
    }
}

/* The k-th way to make c smaller, into `to`; false after the last one. */
static bool smaller(struct arena *a, const struct rcase *c, int k,
                    struct rcase *to)
{
    rcase_copy(a, c, to);
    if (k < (int)c->n_facts) {
        drop_fact(to, c->n_facts - 1 - (uint32_t)k);
        return true;
    }
    k -= (int)c->n_facts;
    if (k < (int)c->ag.n_clauses * CLAUSE_WAYS) {
        int of = k / CLAUSE_WAYS;
        take_clause(&to->ag.clauses[of], k % CLAUSE_WAYS);
        for (uint32_t i = 0; i < c->ag.n_clauses; i++)
            if (c->ag.clauses[i].subquota_of == of) /* it says the same */
                take_clause(&to->ag.clauses[i], k % CLAUSE_WAYS);
        return true;
    }
    k -= (int)c->ag.n_clauses * CLAUSE_WAYS;
    if (k < WAYS) {
        take(to, k);
        return true;
    }
    k -= WAYS;
    if (k < (int)c->n_facts * FACT_WAYS) {
        take_fact(&to->facts[k / FACT_WAYS], k % FACT_WAYS);
        return true;
    }
    return false;
}

static str case_text(struct bench *b, const struct rcase *c)
{
    struct buf out;
    buf_init(&out, &b->a, (size_t)64 << 20);
    rcase_print(&b->cx, c, &out);
    return buf_view(&out);
}

static void shrink(struct bench *b, struct rcase *c, enum check check)
{
    bool progress = true;
    while (progress) {
        progress = false;
        struct rcase next;
        for (int k = 0; smaller(&b->a, c, k, &next); k++) {
            if (next.n_facts == c->n_facts &&
                str_eq(case_text(b, c), case_text(b, &next)))
                continue;
            if (!holds_apart(&next, check, true)) {
                *c = next;
                progress = true;
                k--;
            }
        }
    }
}

static bool is_text(uint64_t number)
{
    return number % TEXTS_EVERY == TEXTS_EVERY - 1;
}

static void report(uint64_t seed, uint64_t number, enum check check)
{
    struct bench b;
    struct rcase c;
    bench_begin(&b);
    rcase_make(&b.cx, &b.a, seed, number, is_text(number), &c);
    printf("\n--- %s: tests/random --seed %" PRIu64 " --case %" PRIu64
           "\n    least case that shows it:\n\n",
           check_names[check], seed, number);
    str refused;
    if (check == TEXTS &&
        !texts_run(&b.cx, &b.a, &c, c.at[0], c.number, true, &refused)) {
        printf("%.*s\n", STR_ARG(refused)); /* no words: nothing to shrink */
        bench_end(&b);
        return;
    }
    shrink(&b, &c, check);
    str text = case_text(&b, &c);
    printf("%.*s\n", STR_ARG(text));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        alarm(5);
        holds(&b, &c, check, stdout);
        fflush(stdout);
        _exit(0);
    }
    int status = 0;
    if (child > 0 && waitpid(child, &status, 0) == child && !WIFEXITED(status))
        puts("(the program was ended by a signal)");
    bench_end(&b);
}

/* --- The run ------------------------------------------------------------ */

/* The comparison, and one property in turn; or only one of them. */
static bool check_case(struct bench *b, uint64_t seed, uint64_t number,
                       uint64_t only, enum check *failed)
{
    struct rcase c;
    rcase_make(&b->cx, &b->a, seed, number, is_text(number), &c);
    /* A case for texts is compared as read from its text; one in eight of them
     * as it was made, too. */
    enum check first = c.texts ? TEXTS : SAME;
    enum check second = (enum check)(1 + number / 2 % (N_CHECKS - 2));
    if (only == TEXTS && !c.texts)
        return true;
    if (only < N_CHECKS) {
        *failed = (enum check)only;
        return holds(b, &c, *failed, NULL);
    }
    *failed = first;
    if (!holds(b, &c, first, NULL))
        return false;
    if (c.focused) /* what is kept shows in what is told in between */
        second = ORDER;
    *failed = c.texts && number / TEXTS_EVERY % 8 == 0 ? SAME : second;
    second = *failed;
    return holds(b, &c, second, NULL);
}

/* Which case is running, for the handler of a crash. */
static volatile sig_atomic_t running_low, running_high;

static void crashed(int sig)
{
    static const char text[] = "crash or loop in case ";
    char digits[24];
    size_t n = sizeof digits;
    uint64_t v =
        (uint64_t)(unsigned)running_high * 1000000u + (unsigned)running_low;
    digits[--n] = '\n';
    do {
        digits[--n] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    if (write(2, text, sizeof text - 1) < 0 ||
        write(2, digits + n, sizeof digits - n) < 0)
        _exit(4);
    signal(sig, SIG_DFL);
    raise(sig);
}

static bool number_of(const char *text, uint64_t *out)
{
    int64_t n;
    if (text == NULL || !str_int(str_of(text), 0, INT64_MAX, &n))
        return false;
    *out = (uint64_t)n;
    return true;
}

static void write_file(const char *folder, const char *name, str text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (f == NULL || fwrite(text.p, 1, text.n, f) != text.n || fclose(f) != 0)
        abort();
}

/* A case as files, for tests of the whole program. */
static void write_case(const char *folder, uint64_t seed, uint64_t number)
{
    struct bench b;
    struct rcase c;
    struct buf text, reports;
    uint32_t conflicts;
    bench_begin(&b);
    rcase_make(&b.cx, &b.a, seed, number, true, &c);
    buf_init(&text, &b.a, (size_t)1 << 20);
    buf_init(&reports, &b.a, (size_t)1 << 20);
    rcase_write(&b.cx, &c, number, &text, &reports, &conflicts);
    write_file(folder, "agreement.truce", buf_view(&text));
    write_file(folder, "reports.jsonl", buf_view(&reports));
    write_file(folder, "map", str_of(rcase_map));
    bench_end(&b);
}

static int usage(const char *program)
{
    fprintf(stderr,
            "usage: %s [--cases N] [--seed N] [--case M] [--show N] "
            "[--check 0..6] [--long HOURS] [--write FOLDER]\n",
            program);
    return 2;
}

int main(int argc, char **argv)
{
    uint64_t cases = 100000, seed = 1, only = 0, hours = 0, show = 3;
    uint64_t only_check = N_CHECKS;
    bool one = false;
    const char *folder = NULL;
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        bool ok = true;
        if (strcmp(argv[i], "--cases") == 0)
            ok = number_of(value, &cases);
        else if (strcmp(argv[i], "--seed") == 0)
            ok = number_of(value, &seed);
        else if (strcmp(argv[i], "--show") == 0)
            ok = number_of(value, &show);
        else if (strcmp(argv[i], "--check") == 0)
            ok = number_of(value, &only_check);
        else if (strcmp(argv[i], "--long") == 0)
            ok = number_of(value, &hours);
        else if (strcmp(argv[i], "--write") == 0)
            ok = (folder = value) != NULL;
        else if (strcmp(argv[i], "--case") == 0)
            ok = one = number_of(value, &only);
        else
            ok = false;
        if (!ok)
            return usage(argv[0]);
    }
    if (folder != NULL) {
        write_case(folder, seed, only);
        return 0;
    }
    if (one) {
        uint64_t bad = 0;
        struct bench b;
        struct rcase c;
        bench_begin(&b);
        rcase_make(&b.cx, &b.a, seed, only, is_text(only), &c);
        for (int k = 0; k < N_CHECKS; k++) {
            if ((only_check < N_CHECKS && only_check != (uint64_t)k) ||
                (k == TEXTS && !c.texts) ||
                holds_apart(&c, (enum check)k, false))
                continue;
            report(seed, only, (enum check)k);
            bad++;
        }
        if (bad == 0) {
            str text = case_text(&b, &c);
            printf("%.*s\n", STR_ARG(text));
            for (uint32_t i = 0; i < c.n_at; i++) {
                str v = reference_text(&b, &c, c.at[i], true);
                printf("%.*s\n", STR_ARG(v));
            }
        }
        bench_end(&b);
        printf("%d passed, %" PRIu64 " failed\n", bad == 0 ? 1 : 0, bad);
        return bad == 0 ? 0 : 1;
    }
    signal(SIGABRT, crashed);
    signal(SIGSEGV, crashed);
    signal(SIGALRM, crashed); /* a case that takes ten seconds is a loop */
    uint64_t passed = 0, failed = 0;
    uint64_t begin = sys_ticks_ns();
    struct bench b;
    bench_begin(&b);
    for (uint64_t i = 0;; i++) {
        uint64_t spent = (sys_ticks_ns() - begin) / 1000000000u;
        if (hours > 0 ? spent >= hours * 3600 : i >= cases)
            break;
        enum check check;
        running_low = (sig_atomic_t)(i % 1000000u);
        running_high = (sig_atomic_t)(i / 1000000u);
        bench_reset(&b);
        alarm(10);
        bool ok = check_case(&b, seed, i, only_check, &check);
        if (ok) {
            passed++;
        } else if (failed++ < show) {
            alarm(0);
            report(seed, i, check);
        }
    }
    bench_end(&b);
    printf("%" PRIu64 " passed, %" PRIu64 " failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
