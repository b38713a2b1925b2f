/* What plan/ claims of small random agreements, against brute force that shares
 * nothing with it: every assignment of times is tried, every state is visited,
 * every day is looked at; and against the reference evaluator, which is given
 * the courses of events at the ends of what the plan says can be. */
#include "lang/lang.h"
#include "plan/plan.h"
#include "plan/play.h"
#include "tests/reference/ref.h"
#include "tests/test.h"

#include <limits.h>

enum { DAY = 86400, MOST = 5, DAYS = 8 };
enum due_kind { NO_DUE, BY_DAY, BEFORE_DAY, WITHIN, AFTER_OTHER };
enum wait_kind { NO_WAIT, WHEN_MET, WHEN_UNMET };
enum cond_kind {
    NO_COND,
    IF_PHASE,
    WHILE_PHASE,
    IF_MET,
    UNLESS_MET,
    IF_EITHER /* of the first two */
};

/* A clause as the generator means it. */
struct bf {
    int who;
    enum wait_kind wait;
    int on;    /* of `wait` */
    int after; /* or -1 */
    enum due_kind due;
    int n, due_on;
    int from; /* "not before day N", or 0 */
    bool lapses;
    enum cond_kind cond;
    int cond_on; /* a phase, or a clause */
};
struct game {
    struct bf c[MOST];
    int n, unmet_of; /* one wait in so many is for what is unmet; 0: in 4 */
    bool either;     /* the third clause is under a condition with `or` */
    struct arena a;
    struct agreement *ag;
    struct plan *p;
};

static const char *const act_words[MOST] = {"dig", "fell", "haul", "lift",
                                            "pack"};

static int roll(struct test_rand *r, int n)
{
    return (int)test_rand_below(r, (uint64_t)n);
}

static int other_than(struct test_rand *r, int n, int i)
{
    int k = roll(r, n - 1);
    return k < i ? k : k + 1;
}

static void roll_clause(struct test_rand *r, struct game *g, int i)
{
    struct bf *c = &g->c[i];
    *c = (struct bf){.who = roll(r, 2), .after = -1};
    if (g->n > 1 && roll(r, 3) == 0) {
        c->wait = roll(r, g->unmet_of > 0 ? g->unmet_of : 4) == 0 ? WHEN_UNMET
                                                                  : WHEN_MET;
        c->on = other_than(r, g->n, i);
    }
    if (g->n > 1 && roll(r, 3) == 0)
        c->after = other_than(r, g->n, i);
    switch (roll(r, 6)) {
    case 0:
        break;
    case 1:
        c->due = BEFORE_DAY;
        c->n = 2 + roll(r, DAYS - 1);
        break;
    case 2:
        c->due = WITHIN;
        c->n = 1 + roll(r, 3);
        break;
    case 3:
        if (g->n > 1) {
            c->due = AFTER_OTHER;
            c->due_on = other_than(r, g->n, i);
            c->n = 1 + roll(r, 3);
            break;
        }
        FALLTHROUGH;
    default:
        c->due = BY_DAY;
        c->n = 1 + roll(r, DAYS);
        break;
    }
    if (roll(r, 4) == 0) /* now and then after the end of the life */
        c->from = 1 + roll(r, roll(r, 4) == 0 ? DAYS + 6 : DAYS);
}

static void print_clause(struct buf *b, const struct bf *c, int i)
{
    buf_printf(b, "1.%d ", i + 1);
    if (c->wait != NO_WAIT)
        buf_printf(b, "when 1.%d is %s, ", c->on + 1,
                   c->wait == WHEN_MET ? "met" : "unmet");
    buf_printf(b, "%s shall %s ", c->who == 0 ? "p" : "q", act_words[i]);
    if (c->after >= 0)
        buf_printf(b, "after 1.%d is met ", c->after + 1);
    switch (c->due) {
    case NO_DUE:
        break;
    case BY_DAY:
        buf_printf(b, "by day %d ", c->n);
        break;
    case BEFORE_DAY:
        buf_printf(b, "before day %d ", c->n);
        break;
    case WITHIN:
        buf_printf(b, "within %d days ", c->n);
        break;
    case AFTER_OTHER:
        buf_printf(b, "within %d days after 1.%d is met ", c->n, c->due_on + 1);
        break;
    }
    if (c->from > 0)
        buf_printf(b, "not before day %d ", c->from);
    buf_c(b, c->lapses ? "lapses at the deadline " : "");
    buf_c(b, "verified by v");
    switch (c->cond) {
    case NO_COND:
        break;
    case IF_PHASE:
    case WHILE_PHASE:
        buf_printf(b, " %s phase %s runs", c->cond == IF_PHASE ? "if" : "while",
                   c->cond_on == 0 ? "one" : "two");
        break;
    case IF_MET:
    case UNLESS_MET:
        buf_printf(b, " %s 1.%d is met", c->cond == IF_MET ? "if" : "unless",
                   c->cond_on + 1);
        break;
    case IF_EITHER:
        buf_c(b, " if 1.1 is met or 1.2 is met");
        break;
    }
    buf_c(b, "\n");
}

#define HEAD(days)                                                             \
    "agreement \"T\"\nparty p, q\nverifier v\n"                                \
    "act dig \"dig\" \"dug\"\nact fell \"fell\" \"felled\"\n"                  \
    "act haul \"haul\" \"hauled\"\nact lift \"lift\" \"lifted\"\n"             \
    "act pack \"pack\" \"packed\"\n"                                           \
    "zone z\nzone y in z\nzone x in y\nzone w in z\n"                          \
    "item box unit box\n"                                                      \
    "clock\n time zone UTC\n in force at 2025-01-01 00:00\n"                   \
    " day 1 is the day of entry into force\n lasts " days " days\n"

static const char head[] = HEAD("8");
static const char rich_head[] =
    HEAD("12") " phase one from day 1 until day 3\n"
               " phase two from day 4 until day 6\n";

/* False if the language refuses the text (circles through `unmet`). */
static bool compile(struct game *g, str text)
{
    struct cx *cx = test_cx();
    struct ast *t;
    struct diagnostics d = {0};
    CHECK_OK(cx, lang_parse(cx, &g->a, STR("t"), text, &t, &d));
    CHECK_OK(cx, lang_compile(cx, &g->a, t, &g->ag, &d));
    if (d.errors > 0)
        return false;
    CHECK_OK(cx, plan_make(cx, &g->a, g->ag, INSTANT_NONE, &g->p));
    return true;
}

static bool make_game(struct test_rand *r, struct game *g)
{
    struct buf b;
    struct cx *cx = test_cx();
    arena_reset(&g->a);
    g->n = 1 + roll(r, 4);
    buf_init(&b, &g->a, 8000);
    buf_c(&b, head);
    buf_c(&b, "article 1\n");
    for (int i = 0; i < g->n; i++) {
        roll_clause(r, g, i);
        print_clause(&b, &g->c[i], i);
    }
    CHECK_OK(cx, buf_finish(cx, &b));
    return compile(g, buf_view(&b));
}

static void show(const struct game *g)
{
    struct buf b;
    buf_init(&b, test_arena(), 8000);
    for (int i = 0; i < g->n; i++)
        print_clause(&b, &g->c[i], i);
    str s = buf_view(&b);
    FAIL("of:\n%.*s", STR_ARG(s));
}

/* --- Circles through deadlines: nothing is claimed of them
 * ----------------------
 */

static bool leads(const struct game *g, int from, int to, bool due, int depth)
{
    const struct bf *c = &g->c[from];
    int on[3] = {c->wait != NO_WAIT ? c->on : -1, c->after,
                 c->due == AFTER_OTHER ? c->due_on : -1};
    for (int k = 0; k < (due ? 3 : 2) && depth < MOST; k++)
        if (on[k] >= 0 && (on[k] == to || leads(g, on[k], to, due, depth + 1)))
            return true;
    return false;
}

/* ... one of whose clauses can arise: of dead ones their death is told. */
static bool dated_circle(const struct game *g)
{
    for (int i = 0; i < g->n; i++) {
        int on = g->c[i].due_on;
        if (g->c[i].due != AFTER_OTHER ||
            (on != i && !leads(g, on, i, true, 0)))
            continue;
        for (int j = 0; j < g->n; j++)
            if (!g->p->nodes[g->p->first[j]].never &&
                (j == i ||
                 (leads(g, i, j, true, 0) && leads(g, j, i, true, 0))))
                return true;
    }
    return false;
}

static bool told_circle(const struct plan *p)
{
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_CIRCLE)
            return true;
    return false;
}

/* --- What can come about, by visiting all states
 * ------------------------------
 */

enum { W, O, M, U, L, STATES };

struct walk {
    const struct game *g;
    int never; /* this one is not done, whatever comes; or -1 */
    bool seen[3125], active[MOST], met[MOST];
};

static bool met(int s)
{
    return s == M || s == L;
}

static void settle(const struct game *g, int *s)
{
    for (int i = 0; i < g->n; i++) {
        const struct bf *c = &g->c[i];
        bool ok = (c->wait != WHEN_MET || met(s[c->on])) &&
                  (c->wait != WHEN_UNMET || s[c->on] == U) &&
                  (c->after < 0 || met(s[c->after]));
        if (s[i] == W && ok)
            s[i] = O;
        else if (s[i] == O && !ok)
            s[i] = W;
    }
}

static void walk(struct walk *w, const int *from)
{
    int s[MOST] = {0}, code = 0;
    for (int i = 0; i < w->g->n; i++)
        s[i] = from[i];
    settle(w->g, s);
    for (int i = 0; i < w->g->n; i++)
        code = code * STATES + s[i];
    if (w->seen[code])
        return;
    w->seen[code] = true;
    for (int i = 0; i < w->g->n; i++) {
        const struct bf *c = &w->g->c[i];
        int was = s[i];
        w->active[i] = w->active[i] || was != W;
        w->met[i] = w->met[i] || met(was);
        if (was == O) {
            s[i] = M;
            if (i != w->never)
                walk(w, s);
            bool dated = c->due != NO_DUE &&
                         (c->due != AFTER_OTHER || met(s[c->due_on]));
            s[i] = U;
            if (dated)
                walk(w, s);
        } else if (was == U && i != w->never) {
            s[i] = L;
            walk(w, s);
        }
        s[i] = was;
    }
}

static bool told_dead(const struct plan *p, int clause)
{
    for (uint32_t i = p->first[clause]; i < p->last[clause]; i++)
        if (p->nodes[i].never)
            return true;
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_DEAD &&
            p->findings[i].clauses[0] == clause &&
            str_find(p->findings[i].title, STR("exclude")) <
                p->findings[i].title.n)
            return true;
    return false;
}

void test_plan__dead_clauses(void)
{
    struct test_rand r = {.state = 41};
    struct game g = {0};
    size_t dead = 0, games = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 600 * test_times(); k++) {
        struct walk w = {.g = &g, .never = -1};
        int start[MOST] = {W, W, W, W, W};
        if (!make_game(&r, &g))
            continue;
        bool circle = dated_circle(&g);
        for (int i = 0; i < g.n; i++)
            circle = circle || leads(&g, i, i, false, 0);
        if (circle != told_circle(g.p)) {
            FAIL("a circle is there: %d", circle);
            show(&g);
        }
        games++;
        walk(&w, start);
        for (int i = 0; i < g.n; i++) {
            bool told = told_dead(g.p, i);
            dead += told;
            if (told != !w.active[i]) {
                FAIL("1.%d: told %d, active %d", i + 1, told, w.active[i]);
                show(&g);
            }
        }
    }
    CHECK(dead > 50 && games > 300);
    arena_release(&g.a);
}

/* --- Where all comes to a halt, by leaving one thing undone in all states
 * ----------------------
 */

static void bf_core(const struct game *g, bool *on);

static const struct plan_finding *told_halt(const struct plan *p, int clause)
{
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_STUCK &&
            p->findings[i].clauses[0] == clause &&
            str_starts(p->findings[i].title, STR("If 1.")))
            return &p->findings[i];
    return NULL;
}

/* What arises in some course, but in none in which x is left undone. */
static size_t one_halt(const struct game *g, const struct walk *all, int x)
{
    static const int start[MOST] = {W, W, W, W, W};
    struct walk w = {.g = g, .never = x};
    const struct plan_finding *f = told_halt(g->p, x);
    bool answered = g->c[x].wait == WHEN_UNMET, want[MOST] = {false};
    size_t n = 0;
    bool on[MOST];
    bf_core(g, on);
    walk(&w, start);
    for (int i = 0; i < g->n; i++) {
        answered = answered || (g->c[i].wait == WHEN_UNMET && g->c[i].on == x &&
                                all->active[i]);
        /* what only follows from a failure is no halt */
        want[i] = i != x && all->active[i] && !w.active[i] && on[i];
        n += want[i];
    }
    bool told = n > 0 && !answered && all->active[x],
         same = told == (f != NULL);
    for (uint32_t k = 1; f != NULL && k < f->n_clauses; k++)
        same = same && want[f->clauses[k]];
    if (!same || (f != NULL && f->n_clauses != n + 1)) {
        FAIL("if 1.%d is not done: %zu stay out, told %u", x + 1, n,
             f == NULL ? 0 : f->n_clauses - 1);
        show(g);
    }
    return told;
}

void test_plan__halts(void)
{
    static const int start[MOST] = {W, W, W, W, W};
    struct test_rand r = {.state = 52};
    struct game g = {0};
    size_t told = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        struct walk w = {.g = &g, .never = -1};
        if (!make_game(&r, &g))
            continue;
        walk(&w, start);
        for (int x = 0; x < g.n; x++)
            told += one_halt(&g, &w, x);
    }
    CHECK(told > 50);
    arena_release(&g.a);
}

/* --- What only dates make impossible, by trying all courses day by day
 * ------------------
 */

enum { LIFE = 12, TRIED = 2 * (LIFE + 1), NEVER = 1000 * DAY };

static int64_t half_day(int k)
{
    return (int64_t)(k / 2) * DAY + (k % 2 == 0 ? 0 : DAY - 1);
}

struct course {
    const struct game *g;
    int64_t want[MOST]; /* when each is done, if it can be */
    int s[MOST];        /* W .. L */
    int64_t met_at[MOST], unmet_at[MOST], opened_by[MOST], begun[MOST];
    bool active[MOST], once_unmet[MOST];
    void (*each)(struct course *x); /* after each course, or NULL */
    void *self;
};

/* Phases end with the last second of their last day. */
static bool runs(int phase, int64_t at)
{
    return phase == 0 ? at < 3 * DAY : at >= 3 * DAY && at < 6 * DAY;
}

static int64_t course_due(const struct course *x, int i)
{
    const struct bf *c = &x->g->c[i];
    switch (c->due) {
    case NO_DUE:
        return NEVER;
    case BY_DAY:
        return (int64_t)c->n * DAY - 1;
    case BEFORE_DAY:
        return (int64_t)(c->n - 1) * DAY - 1;
    case WITHIN:
        return (c->wait == NO_WAIT ? 0 : x->opened_by[i]) + (int64_t)c->n * DAY;
    case AFTER_OTHER:
        return met(x->s[c->due_on]) ? x->met_at[c->due_on] + (int64_t)c->n * DAY
                                    : NEVER;
    }
    return NEVER;
}

static bool met_when_asked(const struct course *x, const struct bf *c, int on,
                           int64_t asked)
{
    return met(x->s[on]) && (c->wait == NO_WAIT ? x->met_at[on] < asked
                                                : x->met_at[on] <= asked);
}

static bool cond_holds(const struct course *x, int i, int64_t now)
{
    const struct bf *c = &x->g->c[i];
    int64_t asked = c->wait == NO_WAIT ? (c->from > 0 ? (c->from - 1) * DAY : 0)
                                       : x->opened_by[i];
    int64_t due = course_due(x, i);
    switch (c->cond) {
    case NO_COND:
        return true;
    case IF_PHASE:
        return runs(c->cond_on, asked);
    case WHILE_PHASE: /* of a duty: as it stands at the deadline */
        return runs(c->cond_on, due == NEVER ? now : due);
    case IF_MET:
        return met_when_asked(x, c, c->cond_on, asked);
    case IF_EITHER:
        return met_when_asked(x, c, 0, asked) || met_when_asked(x, c, 1, asked);
    case UNLESS_MET:
        return x->s[c->cond_on] == U; /* as is known by now */
    }
    return false;
}

static bool opens(struct course *x, int i, int64_t now)
{
    const struct bf *c = &x->g->c[i];
    if ((c->wait == WHEN_MET && !met(x->s[c->on])) ||
        (c->wait == WHEN_UNMET && x->s[c->on] != U) ||
        (c->after >= 0 && !met(x->s[c->after])) ||
        (c->from > 0 && now < (c->from - 1) * DAY))
        return false;
    x->opened_by[i] = c->wait == WHEN_MET     ? x->met_at[c->on]
                      : c->wait == WHEN_UNMET ? x->unmet_at[c->on]
                                              : 0;
    return cond_holds(x, i, now);
}

static bool moves(struct course *x, int i, int64_t now)
{
    const struct bf *c = &x->g->c[i];
    int was = x->s[i];
    bool can = opens(x, i, now);
    if (was == W && can && now < LIFE * DAY) {
        x->s[i] = O;
        x->begun[i] = now;
    } else if (was == O && !can)
        x->s[i] = W;
    else if (was == O && now > course_due(x, i)) {
        x->s[i] = U;
        x->unmet_at[i] =
            course_due(x, i) > x->begun[i] ? course_due(x, i) : x->begun[i];
    } else if (x->want[i] == now && (was == O || (was == U && !c->lapses))) {
        x->s[i] = was == O ? M : L;
        x->met_at[i] = now;
    }
    x->active[i] = x->active[i] || x->s[i] != W;
    x->once_unmet[i] = x->once_unmet[i] || x->s[i] == U;
    return x->s[i] != was;
}

static void run_course(struct course *x)
{
    for (int i = 0; i < x->g->n; i++) {
        x->s[i] = W;
        x->unmet_at[i] = x->met_at[i] = NEVER;
        x->once_unmet[i] = false;
    }
    for (int k = 0; k < TRIED; k++)
        for (bool any = true; any;) {
            any = false;
            for (int i = 0; i < x->g->n; i++)
                any = moves(x, i, half_day(k)) || any;
        }
}

static void all_courses(struct course *x, int i)
{
    if (i == x->g->n) {
        run_course(x);
        if (x->each != NULL)
            x->each(x);
        return;
    }
    for (int k = 0; k <= TRIED; k++) {
        x->want[i] = k == TRIED ? NEVER : half_day(k);
        all_courses(x, i + 1);
    }
}

/* Waits of the rich games go back only, so that no circle can be. */
static bool make_rich(struct test_rand *r, struct game *g)
{
    struct buf b;
    struct cx *cx = test_cx();
    arena_reset(&g->a);
    g->n = 2 + roll(r, 2);
    buf_init(&b, &g->a, 8000);
    buf_c(&b, rich_head);
    buf_c(&b, "article 1\n");
    for (int i = 0; i < g->n; i++) {
        struct bf *c = &g->c[i];
        roll_clause(r, g, i);
        c->from = c->from > LIFE ? 0 : c->from;
        if (c->wait != NO_WAIT && c->on > i)
            c->wait = NO_WAIT;
        if (c->after > i)
            c->after = -1;
        if (c->due == AFTER_OTHER && c->due_on > i)
            c->due = NO_DUE;
        c->lapses = c->due != NO_DUE && roll(r, 3) == 0;
        c->cond = c->after < 0 ? (enum cond_kind)roll(r, 8) : NO_COND;
        c->cond_on = roll(r, 2);
        if (c->cond == WHILE_PHASE && c->due == NO_DUE)
            c->cond = IF_PHASE;
        if (g->either && i == 2 && c->after < 0)
            c->cond = IF_EITHER;
        if (c->cond > IF_EITHER || (c->cond == IF_EITHER && i < 2) ||
            ((c->cond == IF_MET || c->cond == UNLESS_MET) && c->cond_on >= i))
            c->cond = NO_COND;
        print_clause(&b, c, i);
    }
    CHECK_OK(cx, buf_finish(cx, &b));
    return compile(g, buf_view(&b));
}

static bool told_any_dead(const struct plan *p, int clause)
{
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_DEAD &&
            p->findings[i].weight == PLAN_BREAKS &&
            p->findings[i].clauses[0] == clause)
            return true;
    return false;
}

void test_plan__dead_by_dates(void)
{
    struct test_rand r = {.state = 47};
    struct game g = {0};
    size_t dead = 0, unseen = 0, games = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        struct course x = {.g = &g};
        if (!make_rich(&r, &g))
            continue;
        games++;
        all_courses(&x, 0);
        for (int i = 0; i < g.n; i++) {
            bool told = told_any_dead(g.p, i);
            dead += !x.active[i];
            unseen += !told && !x.active[i];
            if (told && x.active[i]) {
                FAIL("1.%d is told to be dead", i + 1);
                show(&g);
            }
        }
    }
    /* deadlines that count from each other: docs/analysis.md */
    CHECK(unseen * 50 <= dead);
    CHECK(dead > 50 && games > 200);
    arena_release(&g.a);
}

/* --- The shortest course that shows it, by counting the statements of all
 * ------------------
 */

/* What a clause waits for of another: that it is met, found unmet. */
struct wants {
    bool met[MOST], unmet[MOST], either;
};
struct shortest {
    int of, least;               /* statements */
    bool met[MOST], unmet[MOST]; /* in some course */
    struct wants w;
};

static struct wants wants_of(const struct bf *c)
{
    struct wants w = {0};
    if (c->wait != NO_WAIT)
        (c->wait == WHEN_MET ? w.met : w.unmet)[c->on] = true;
    if (c->after >= 0)
        w.met[c->after] = true;
    if (c->cond == IF_MET || c->cond == UNLESS_MET)
        (c->cond == IF_MET ? w.met : w.unmet)[c->cond_on] = true;
    w.either = c->cond == IF_EITHER;
    return w;
}

static void see_course(struct course *x)
{
    struct shortest *s = x->self;
    for (int i = 0; i < x->g->n; i++) {
        s->met[i] = s->met[i] || met(x->s[i]);
        s->unmet[i] = s->unmet[i] || x->once_unmet[i];
    }
}

/* Each deed is one; each finding that something is unmet, if the clause or what
 * was done hangs on it, is one. */
static int statements(const struct course *x, const struct wants *w,
                      const bool *possible)
{
    bool need[MOST] = {false};
    int n = 0;
    for (int i = 0; i < x->g->n; i++) {
        need[i] = w->unmet[i] && possible[i];
        n += met(x->s[i]);
    }
    for (int k = 0; k < x->g->n; k++)
        for (int i = 0; i < x->g->n; i++) {
            struct wants o = wants_of(&x->g->c[i]);
            for (int j = 0; j < x->g->n; j++)
                need[j] = need[j] || (o.unmet[j] && (need[i] || met(x->s[i])));
        }
    for (int i = 0; i < x->g->n; i++)
        n += need[i];
    return n;
}

static void count_course(struct course *x)
{
    struct shortest *s = x->self;
    bool e0 = s->met[0], e1 = s->met[1];
    for (int i = 0; i < x->g->n; i++)
        if ((s->w.met[i] && s->met[i] && !met(x->s[i])) ||
            (s->w.unmet[i] && s->unmet[i] && !x->once_unmet[i]))
            return;
    if (s->w.either && (e0 || e1) && !met(x->s[0]) && !met(x->s[1]))
        return;
    int n = statements(x, &s->w, s->unmet);
    s->least = n < s->least ? n : s->least;
}

static int deeds_shown(const struct play *w)
{
    int n = 0;
    for (uint32_t i = 0; i < w->n; i++)
        n += w->v[i].shown;
    return n;
}

/* What the course is to bring about, by the reference evaluator. */
static void check_shown(const struct game *g, const struct plan_finding *f,
                        const struct shortest *s)
{
    struct cx *cx = test_cx();
    struct source src[3];
    struct verdicts v;
    struct fact *facts =
        arena_alloc_array(test_arena(), f->witness->n + 1, sizeof *facts);
    for (int i = 0; i < 3; i++)
        src[i] = (struct source){g->ag->actors[i].id, STR(""), i};
    for (uint32_t i = 0; i < f->witness->n; i++)
        facts[i] = f->witness->v[i].f;
    struct ref_input in = {g->ag, src, 3, 3, facts, f->witness->n};
    ref_status(cx, &in, f->witness->at, test_arena(), &v);
    for (uint32_t i = 0; i < v.n; i++) {
        int c = v.v[i].clause;
        bool done = v.v[i].status == ST_MET || v.v[i].status == ST_MET_LATE;
        if ((s->w.met[c] && s->met[c] && !done) ||
            (s->w.unmet[c] && s->unmet[c] && v.v[i].status != ST_MET_LATE &&
             v.v[i].status != ST_UNMET)) {
            FAIL("1.%d is %s in what shows 1.%d", c + 1,
                 status_name(v.v[i].status).p, s->of + 1);
            show(g);
        }
    }
}

static const struct plan_finding *dead_of(const struct plan *p, int clause)
{
    for (uint32_t i = 0; i < p->n_findings; i++) {
        const struct plan_finding *f = &p->findings[i];
        if (f->topic == PLAN_DEAD && f->weight == PLAN_BREAKS &&
            f->clauses[0] == clause && f->witness != NULL)
            return f;
    }
    return NULL;
}

void test_plan__shortest_deaths(void)
{
    struct test_rand r = {.state = 51};
    struct game g = {0};
    size_t seen[6] = {0}, either = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 300 * test_times(); k++) {
        g.either = k % 3 == 0;
        if (!make_rich(&r, &g))
            continue;
        for (int i = 0; i < g.n; i++) {
            const struct plan_finding *f = dead_of(g.p, i);
            struct shortest s = {
                .of = i, .least = INT_MAX, .w = wants_of(&g.c[i])};
            struct course x = {.g = &g, .each = see_course, .self = &s};
            if (f == NULL)
                continue;
            all_courses(&x, 0);
            x.each = count_course;
            all_courses(&x, 0);
            if (s.least == INT_MAX)
                continue; /* they exclude each other */
            int n = deeds_shown(f->witness);
            seen[n < 5 ? n : 5]++;
            either += s.w.either;
            if (n != s.least) {
                FAIL("1.%d: shown by %d statements, %d are enough", i + 1, n,
                     s.least);
                show(&g);
            }
            check_shown(&g, f, &s);
        }
    }
    CHECK(seen[0] > 10 && seen[1] > 10 && seen[2] > 5 && either > 5);
    arena_release(&g.a);
}

/* --- Times, by trying all
 * ------------------------------------------------------
 */

enum { POINTS = 2 * (DAYS + 10) };

static int64_t point(int k)
{
    return (int64_t)(k / 2) * DAY + (k % 2 == 0 ? 0 : DAY - 1);
}

static int64_t bf_due(const struct game *g, const int64_t *t, int i);
static int64_t bf_arise(const struct game *g, const int64_t *t, int i);

/* When what is left undone is found so. */
static int64_t bf_unmet(const struct game *g, const int64_t *t, int i)
{
    int64_t due = bf_due(g, t, i), arise = bf_arise(g, t, i);
    return due > arise ? due : arise;
}

static int64_t bf_arise(const struct game *g, const int64_t *t, int i)
{
    const struct bf *c = &g->c[i];
    int64_t at = 0;
    if (c->from > 0)
        at = (int64_t)(c->from - 1) * DAY;
    if (c->wait == WHEN_MET && t[c->on] > at)
        at = t[c->on];
    if (c->wait == WHEN_UNMET && bf_unmet(g, t, c->on) > at)
        at = bf_unmet(g, t, c->on);
    if (c->after >= 0 && t[c->after] > at)
        at = t[c->after];
    return at;
}

static int64_t days_on(int64_t at, int n)
{
    return at == INT64_MAX ? INT64_MAX : at + (int64_t)n * DAY;
}

static int64_t bf_due(const struct game *g, const int64_t *t, int i)
{
    const struct bf *c = &g->c[i];
    switch (c->due) {
    case NO_DUE:
        return INT64_MAX;
    case BY_DAY:
        return (int64_t)c->n * DAY - 1;
    case BEFORE_DAY:
        return (int64_t)(c->n - 1) * DAY - 1;
    case WITHIN:
        if (c->wait == NO_WAIT)
            return (int64_t)c->n * DAY;
        return days_on(c->wait == WHEN_MET ? t[c->on] : bf_unmet(g, t, c->on),
                       c->n);
    case AFTER_OTHER:
        return days_on(t[c->due_on], c->n);
    }
    return 0;
}

struct range {
    int64_t lo, hi;
};
struct times {
    struct range arise[MOST], done[MOST], due[MOST];
    int64_t notice[MOST]; /* the least from arising to the deadline */
    bool any, on[MOST];
};

static void widen(struct range *r, int64_t t)
{
    r->lo = t < r->lo ? t : r->lo;
    r->hi = t > r->hi ? t : r->hi;
}

/* The soonest that a clause can arise, whatever the deadlines; INT64_MAX if it
 * is in a circle of waits. */
static int64_t bf_soonest(const struct game *g, int i, int depth)
{
    const struct bf *c = &g->c[i];
    int64_t at = c->from > 0 ? (int64_t)(c->from - 1) * DAY : 0;
    int on[2] = {c->wait == WHEN_MET ? c->on : -1, c->after};
    if (depth > g->n)
        return INT64_MAX;
    for (int k = 0; k < 2; k++)
        if (on[k] >= 0) {
            int64_t t = bf_soonest(g, on[k], depth + 1);
            at = t > at ? t : at;
        }
    return at;
}

static bool bf_outside(const struct game *g, int i)
{
    return bf_soonest(g, i, 0) >= (int64_t)DAYS * DAY;
}

/* Clauses that are part of the course in which all is kept: not those that
 * arise after the end of the life, or what hangs on them. */
static void bf_core(const struct game *g, bool *on)
{
    for (int i = 0; i < g->n; i++)
        on[i] = false;
    for (int k = 0; k <= g->n; k++)
        for (int i = 0; i < g->n; i++) {
            const struct bf *c = &g->c[i];
            on[i] = c->wait != WHEN_UNMET &&
                    (c->wait != WHEN_MET || on[c->on]) &&
                    (c->after < 0 || on[c->after]) && !bf_outside(g, i);
        }
}

/* Tries every assignment of times to the clauses that are `on`, each as soon as
 * all that its rule looks at is chosen; `each` is called for those that keep
 * all rules, and ends it all with true. */
typedef bool bf_rule(const struct game *g, const int64_t *t, int i, void *self);
struct trial {
    const struct game *g;
    const bool *on;
    int64_t t[MOST];
    bf_rule *rule;
    bool (*each)(struct trial *q);
    void *self;
};

static bool decided(const struct game *g, int i, int k)
{
    const struct bf *c = &g->c[i];
    return i <= k && (c->wait == NO_WAIT || c->on <= k) && c->after <= k &&
           (c->due != AFTER_OTHER || c->due_on <= k) &&
           (c->wait != WHEN_UNMET || decided(g, c->on, k));
}

static bool try_from(struct trial *q, int k)
{
    const struct game *g = q->g;
    if (k == g->n)
        return q->each(q);
    for (int n = 0; n < (q->on[k] ? POINTS : 1); n++) {
        bool ok = true;
        q->t[k] = q->on[k] ? point(n) : INT64_MAX;
        for (int i = 0; i <= k && ok; i++)
            if (q->on[i] && decided(g, i, k) &&
                (k == 0 || !decided(g, i, k - 1)))
                ok = q->rule(g, q->t, i, q->self);
        if (ok && try_from(q, k + 1))
            return true;
    }
    return false;
}

static bool in_time(const struct game *g, const int64_t *t, int i, void *self)
{
    (void)self;
    return t[i] >= bf_arise(g, t, i) && t[i] <= bf_due(g, t, i);
}

static bool keep_times(struct trial *q)
{
    struct times *out = q->self;
    out->any = true;
    for (int i = 0; i < q->g->n; i++) {
        if (!out->on[i])
            continue;
        widen(&out->arise[i], bf_arise(q->g, q->t, i));
        widen(&out->done[i], q->t[i]);
        widen(&out->due[i], bf_due(q->g, q->t, i));
        int64_t left = bf_due(q->g, q->t, i) - bf_arise(q->g, q->t, i);
        out->notice[i] = left < out->notice[i] ? left : out->notice[i];
    }
    return false;
}

static void bf_times(const struct game *g, struct times *out)
{
    struct trial q = {.g = g, .rule = in_time, .each = keep_times};
    *out = (struct times){0};
    bf_core(g, out->on);
    for (int i = 0; i < g->n; i++)
        out->arise[i] = out->done[i] = out->due[i] =
            (struct range){INT64_MAX, INT64_MIN};
    for (int i = 0; i < g->n; i++)
        out->notice[i] = INT64_MAX;
    q.on = out->on;
    q.self = out;
    (void)try_from(&q, 0);
}

/* What is tried ends some days after the truce; beyond, there is no bound. */
static bool same(instant told, int64_t tried, instant force)
{
    if (tried >= point(POINTS - 1) - 4 * DAY)
        return told - force >= tried - 4 * DAY;
    return told - force == tried;
}

/* What takes effect when a step of the course is unmet: no sooner than the
 * second after its deadline. */
static void compare_failure(const struct game *g, const struct times *t, int i)
{
    const struct bf *c = &g->c[i];
    int64_t from = c->from > 0 ? (int64_t)(c->from - 1) * DAY : 0;
    if (c->wait != WHEN_UNMET || !t->on[c->on] || c->after >= 0 ||
        g->c[c->on].due == NO_DUE || t->due[c->on].lo == INT64_MAX)
        return;
    int64_t lo = g->p->nodes[g->p->first[i]].arise.lo - g->p->force,
            want = t->due[c->on].lo + 1 > from ? t->due[c->on].lo + 1 : from;
    if (lo != want) {
        FAIL("1.%d arises from %lld, tried %lld", i + 1, (long long)lo,
             (long long)want);
        show(g);
    }
}

static void compare_times(const struct game *g, const struct times *t)
{
    for (int i = 0; i < g->n; i++)
        compare_failure(g, t, i);
    for (int i = 0; i < g->n; i++) {
        const struct plan_node *n = &g->p->nodes[g->p->first[i]];
        if (!t->on[i])
            continue;
        bool ok = same(n->arise.lo, t->arise[i].lo, g->p->force) &&
                  same(n->arise.hi, t->arise[i].hi, g->p->force) &&
                  same(n->done.lo, t->done[i].lo, g->p->force) &&
                  same(n->done.hi, t->done[i].hi, g->p->force);
        if (ok && n->has_due)
            ok = same(n->due.lo, t->due[i].lo, g->p->force) &&
                 same(n->due.hi, t->due[i].hi, g->p->force);
        if (n->has_due && n->due.lo < INSTANT_MAX && n->notice_s >= 0 &&
            n->notice_s != t->notice[i]) {
            FAIL("1.%d: at least %lld, tried %lld", i + 1,
                 (long long)n->notice_s, (long long)t->notice[i]);
            show(g);
        }
        if (!ok) {
            FAIL("1.%d: arise %lld..%lld, tried %lld..%lld; done %lld..%lld, "
                 "tried %lld..%lld",
                 i + 1, (long long)(n->arise.lo - g->p->force),
                 (long long)(n->arise.hi - g->p->force),
                 (long long)t->arise[i].lo, (long long)t->arise[i].hi,
                 (long long)(n->done.lo - g->p->force),
                 (long long)(n->done.hi - g->p->force),
                 (long long)t->done[i].lo, (long long)t->done[i].hi);
            show(g);
        }
    }
}

void test_plan__times(void)
{
    struct test_rand r = {.state = 42};
    struct game g = {0};
    size_t kept = 0, broken = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 250 * test_times(); k++) {
        struct times t;
        if (!make_game(&r, &g))
            continue;
        bf_times(&g, &t);
        uint32_t told = 0; /* of what is owed in any case */
        for (uint32_t i = 0; i < g.p->n_conflicts; i++)
            told += t.on[g.p->nodes[g.p->conflicts[i].node].clause];
        if (t.any != (told == 0)) {
            FAIL("conflicts told %u, a course was found: %d", told, t.any);
            show(&g);
        }
        if (t.any)
            compare_times(&g, &t);
        kept += t.any;
        broken += !t.any;
    }
    CHECK(kept > 50 && broken > 20);
    arena_release(&g.a);
}

/* --- The longest chain, by putting each of its steps off
 * ------------------------
 */

struct put_off {
    int step, last; /* the step that is put off; the chain's last */
    int64_t step_lo, last_lo;
};

static bool in_time_but_later(const struct game *g, const int64_t *t, int i,
                              void *self)
{
    const struct put_off *o = self;
    return in_time(g, t, i, NULL) && (i != o->step || t[i] > o->step_lo);
}

/* The end could come as soon as ever though the step is put off. */
static bool ends_as_soon(struct trial *q)
{
    const struct put_off *o = q->self;
    return q->t[o->last] == o->last_lo;
}

/* Whether the earliest time of k explains that of i: i waits for it, or its
 * deadline counts from i. */
static bool explains(const struct game *g, const struct times *t, int i, int k)
{
    const struct bf *c = &g->c[i], *d = &g->c[k];
    bool from_this = (d->due == AFTER_OTHER && d->due_on == i) ||
                     (d->due == WITHIN && d->wait == WHEN_MET && d->on == i);
    if (k == i || !t->on[k])
        return false;
    return (((c->wait == WHEN_MET && c->on == k) || c->after == k) &&
            t->done[k].lo == t->done[i].lo) ||
           (from_this && t->done[k].lo - (int64_t)d->n * DAY == t->done[i].lo);
}

/* The longest chain that ends with i. */
static uint32_t bf_chain(const struct game *g, const struct times *t, int i,
                         int depth)
{
    uint32_t most = 0;
    for (int k = 0; k < g->n && depth < MOST; k++)
        if (explains(g, t, i, k)) {
            uint32_t n = bf_chain(g, t, k, depth + 1);
            most = n > most ? n : most;
        }
    return most + 1;
}

static void check_chain(const struct game *g, const struct times *t)
{
    const struct plan *p = g->p;
    int64_t end = 0;
    uint32_t most = 0;
    bool on[MOST] = {false}, ok;
    for (int i = 0; i < g->n; i++)
        end = t->on[i] && t->done[i].lo > end ? t->done[i].lo : end;
    for (int i = 0; i < g->n; i++)
        if (t->on[i] && t->done[i].lo == end) {
            uint32_t n = bf_chain(g, t, i, 0);
            most = n > most ? n : most;
        }
    for (uint32_t k = 0; k < p->n_chain; k++)
        on[p->nodes[p->chain[k]].clause] = true;
    for (int i = 0; i < g->n; i++)
        CHECK(p->nodes[p->first[i]].critical == on[i]);
    ok = p->n_chain == (end > 0 || most > 1 ? most : 0);
    for (uint32_t k = 0; k < p->n_chain && ok; k++) {
        struct put_off o = {.step = p->nodes[p->chain[k]].clause,
                            .last = p->nodes[p->chain[p->n_chain - 1]].clause,
                            .last_lo = end};
        struct trial q = {.g = g,
                          .on = t->on,
                          .rule = in_time_but_later,
                          .each = ends_as_soon,
                          .self = &o};
        o.step_lo = t->done[o.step].lo;
        ok = t->on[o.step] && t->done[o.last].lo == end && !try_from(&q, 0);
    }
    if (!ok) {
        FAIL("a chain of %u, the longest is of %u", p->n_chain, most);
        show(g);
    }
}

void test_plan__longest_chain(void)
{
    struct test_rand r = {.state = 57};
    struct game g = {0};
    size_t of[MOST + 1] = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 250 * test_times(); k++) {
        struct times t;
        if (!make_game(&r, &g) || g.p->n_conflicts > 0)
            continue;
        bf_times(&g, &t);
        of[g.p->n_chain <= MOST ? g.p->n_chain : MOST]++;
        check_chain(&g, &t);
    }
    CHECK(of[0] > 50 && of[1] > 10 && of[2] > 10 && of[3] > 5);
    arena_release(&g.a);
}

/* --- Outside the life
 * ----------------------------------------------------------
 */

/* 0: nothing is told; 1: it arises after the end; 2: it is due after it. */
static int told_outside(const struct plan *p, int clause)
{
    str end = STR(", after the agreement has ended");
    for (uint32_t i = 0; i < p->n_findings; i++) {
        const struct plan_finding *f = &p->findings[i];
        if (f->clauses[0] == clause && str_find(f->title, end) < f->title.n)
            return str_find(f->title, STR(" can arise no earlier than ")) <
                           f->title.n
                       ? 1
                       : 2;
    }
    return 0;
}

/* Whether something on which it hangs takes effect if another is unmet. */
static bool hangs_on_failure(const struct game *g, int i, int depth)
{
    const struct bf *c = &g->c[i];
    return depth > g->n || c->wait == WHEN_UNMET ||
           (c->wait == WHEN_MET && hangs_on_failure(g, c->on, depth + 1)) ||
           (c->after >= 0 && hangs_on_failure(g, c->after, depth + 1));
}

void test_plan__outside_the_life(void)
{
    struct test_rand r = {.state = 58};
    struct game g = {0};
    size_t seen[3] = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 2000 * test_times(); k++) {
        struct times t;
        if (!make_game(&r, &g) || g.p->n_conflicts > 0)
            continue;
        bf_times(&g, &t);
        for (int i = 0; i < g.n; i++) {
            int64_t end = (int64_t)DAYS * DAY, at = bf_soonest(&g, i, 0);
            if (hangs_on_failure(&g, i, 0) || at == INT64_MAX)
                continue;
            int want =
                at >= end                                                  ? 1
                : t.on[i] && t.due[i].lo >= end && t.due[i].lo < INT64_MAX ? 2
                                                                           : 0;
            int told = told_outside(g.p, i);
            seen[want]++;
            if (told != want) {
                FAIL("1.%d outside the life: told %d, is %d", i + 1, told,
                     want);
                show(&g);
            }
        }
    }
    CHECK(seen[0] > 50 && seen[1] > 50 && seen[2] > 5);
    arena_release(&g.a);
}

/* --- How much too late, by giving more time
 * ------------------------------------
 */

struct more_time {
    int clause;
    int64_t more;
};

static bool in_time_with_more(const struct game *g, const int64_t *t, int i,
                              void *self)
{
    const struct more_time *m = self;
    int64_t due = bf_due(g, t, i);
    if (i == m->clause && due < INT64_MAX)
        due += m->more;
    return t[i] >= bf_arise(g, t, i) && t[i] <= due;
}

static bool found(struct trial *q)
{
    (void)q;
    return true;
}

/* "It comes N too late, at least": with a whole day less than that more it is
 * still not to be kept. */
void test_plan__too_late_by(void)
{
    struct test_rand r = {.state = 59};
    struct game g = {0};
    size_t n = 0, exact = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 500 * test_times(); k++) {
        bool on[MOST];
        if (!make_game(&r, &g) || g.p->n_conflicts != 1)
            continue;
        const struct plan_conflict *c = &g.p->conflicts[0];
        struct more_time m = {.clause = g.p->nodes[c->node].clause};
        struct trial q = {.g = &g,
                          .on = on,
                          .rule = in_time_with_more,
                          .each = found,
                          .self = &m};
        bf_core(&g, on);
        if (!on[m.clause])
            continue;
        n++;
        CHECK(c->over_s > 0);
        for (; m.more + DAY <= c->over_s; m.more += DAY)
            if (try_from(&q, 0)) {
                FAIL("1.%d is told to be %lld too late, %lld are enough",
                     m.clause + 1, (long long)c->over_s, (long long)m.more);
                show(&g);
            }
        m.more = (c->over_s + DAY - 1) / DAY * DAY;
        exact += try_from(&q, 0);
    }
    CHECK(n > 50 && exact * 2 > n);
    arena_release(&g.a);
}

/* --- The ends of what can be, by the reference evaluator
 * ------------------------
 */

static bool all_met(const struct game *g, const struct times *t, bool late)
{
    struct cx *cx = test_cx();
    struct source s[3];
    struct fact f[MOST];
    struct verdicts v;
    uint32_t n = 0;
    bool ok = true;
    for (int i = 0; i < 3; i++)
        s[i] = (struct source){g->ag->actors[i].id, STR(""), i};
    for (int i = 0; i < g->n; i++) {
        const struct clause *c = &g->ag->clauses[i];
        const struct plan_node *x = &g->p->nodes[g->p->first[i]];
        if (!t->on[i])
            continue;
        instant at = late ? x->done.hi : x->done.lo;
        if (at >= INSTANT_MAX)
            at = g->p->end + 30 * DAY;
        str id = STR("");
        CHECK(arena_printf(test_arena(), &id, "f%d", i));
        f[n] = fact_begin(FACT_EVENT, 2, at, at + 1);
        f[n].id = id;
        f[n].act = c->perf.act;
        f[n].performer = c->bearers[0];
        f[n].effective = at;
        f[n].lo = f[n].hi = 1;
        n++;
    }
    struct ref_input in = {g->ag, s, 3, 3, f, n};
    ref_status(cx, &in, g->p->force + 400 * (instant)DAY, test_arena(), &v);
    for (uint32_t i = 0; i < v.n; i++)
        if (t->on[v.v[i].clause] && v.v[i].status != ST_MET) {
            FAIL("1.%d is %s", v.v[i].clause + 1, status_name(v.v[i].status).p);
            ok = false;
        }
    return ok;
}

void test_plan__ends_are_met(void)
{
    struct test_rand r = {.state = 43};
    struct game g = {0};
    size_t n = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        struct times t = {0};
        bool in_life = true;
        if (!make_game(&r, &g) || g.p->n_conflicts > 0)
            continue;
        bf_core(&g, t.on);
        for (int i = 0; i < g.n; i++) /* what arises after the end lapses */
            in_life = in_life && g.p->nodes[g.p->first[i]].arise.lo < g.p->end;
        if (!in_life)
            continue;
        n++;
        if (!all_met(&g, &t, false)) {
            FAIL("the earliest course is not kept");
            show(&g);
        }
        bool bounded = true;
        for (int i = 0; i < g.n; i++)
            bounded = bounded && (!t.on[i] ||
                                  g.p->nodes[g.p->first[i]].done.hi < g.p->end);
        if (bounded && !all_met(&g, &t, true)) {
            FAIL("the latest course is not kept");
            show(&g);
        }
    }
    CHECK(n > 100);
    arena_release(&g.a);
}

/* --- Every course of events, by the reference evaluator
 * --------------------------
 */

/* The status of a clause of one row after a course; true if it has one. */
static bool ref_after(const struct game *g, const struct play *w, int clause,
                      enum status *out)
{
    struct source s[3];
    struct verdicts v;
    struct fact *f = arena_alloc_array(test_arena(), w->n + 1, sizeof *f);
    for (int i = 0; i < 3; i++)
        s[i] = (struct source){g->ag->actors[i].id, STR(""), i};
    for (uint32_t i = 0; i < w->n; i++)
        f[i] = w->v[i].f;
    struct ref_input in = {g->ag, s, 3, 3, f, w->n};
    ref_status(test_cx(), &in, w->at, test_arena(), &v);
    for (uint32_t i = 0; i < v.n; i++)
        if (v.v[i].clause == clause) {
            *out = v.v[i].status;
            return true;
        }
    return false;
}

static size_t replay(const struct game *g, const struct play *w, int clause,
                     enum status told, const char *what)
{
    enum status is = ST_RUNNING;
    if (w == NULL || clause == NONE)
        return 0;
    if (!ref_after(g, w, clause, &is) || is != told) {
        FAIL("%s of 1.%d: told %s, is %s", what, clause + 1,
             status_name(told).p, status_name(is).p);
        show(g);
    }
    return 1;
}

/* What a course is said to lead to is what it leads to, and shows what is
 * claimed: what is dead, in a circle or halted does not stand; what is in
 * another's hand is not met. */
void test_plan__courses_of_events(void)
{
    struct test_rand r = {.state = 60};
    struct game g = {0};
    size_t n[N_PLAN_TOPICS] = {0}, hands = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 500 * test_times(); k++) {
        if (!(k % 2 == 0 ? make_game(&r, &g) : make_rich(&r, &g)))
            continue;
        for (uint32_t i = 0; i < g.p->n_findings; i++) {
            const struct plan_finding *f = &g.p->findings[i];
            n[f->topic] +=
                replay(&g, f->witness, f->about, f->status, "course");
            bool stands = f->status == ST_MET || f->status == ST_MET_LATE ||
                          f->status == ST_RUNNING || f->status == ST_UNMET;
            if (f->witness != NULL && f->about != NONE &&
                (f->topic == PLAN_COMPLY ? f->status == ST_MET
                 : f->topic == PLAN_CIRCLE && f->weight != PLAN_BREAKS
                     ? f->status == ST_UNMET
                     : stands)) {
                FAIL("%s: shown by %s", f->title.p, status_name(f->status).p);
                show(&g);
            }
        }
        for (uint32_t i = 0; i < g.p->n_hands; i++) {
            const struct plan_hand *h = &g.p->hands[i];
            hands += replay(&g, h->witness, g.p->nodes[h->node].clause,
                            h->status, "hand");
            CHECK(h->witness == NULL || h->status != ST_MET);
        }
    }
    CHECK(n[PLAN_CIRCLE] > 10 && n[PLAN_DEAD] > 50 && n[PLAN_COMPLY] > 10 &&
          n[PLAN_STUCK] > 20 && hands > 30);
    arena_release(&g.a);
}

/* --- In another's hand, by trying all that the others may do
 * --------------------
 */

struct hand {
    int of, held;
    bool left[MOST];
};

/* The clauses that decide when x arises and is due; of those, the ones that
 * have to be left undone for it to take effect, and not those that have to be
 * done. False if one has to be both, or is not in the game. */
static bool in_play(const struct game *g, int x, bool *on, bool *left)
{
    bool meet[MOST] = {false};
    for (int i = 0; i < MOST; i++)
        on[i] = left[i] = false;
    on[x] = true;
    for (int k = 0; k <= g->n; k++)
        for (int i = 0; i < g->n; i++) {
            const struct bf *c = &g->c[i];
            if (!on[i])
                continue;
            if (c->wait != NO_WAIT) {
                on[c->on] = true;
                (c->wait == WHEN_MET ? meet : left)[c->on] = true;
            }
            if (c->after >= 0)
                on[c->after] = meet[c->after] = true;
            if (c->due == AFTER_OTHER)
                on[c->due_on] = true;
        }
    for (int i = 0; i < g->n; i++) {
        if (on[i] && (told_dead(g->p, i) || (meet[i] && left[i])))
            return false;
        on[i] = on[i] && !left[i];
    }
    return true;
}

/* The others in time, or late through no fault of their own; one's own side as
 * soon as it can; x itself whenever. */
static bool within_rights(const struct game *g, const int64_t *t, int i,
                          void *self)
{
    int x = ((struct hand *)self)->of;
    int64_t a = bf_arise(g, t, i), due = bf_due(g, t, i);
    if (g->c[i].who == g->c[x].who)
        return t[i] == a || (i == x && t[i] > a);
    return a > due ? t[i] == a : t[i] >= a && t[i] <= due;
}

/* The others whenever they like. */
static bool whenever(const struct game *g, const int64_t *t, int i, void *self)
{
    int x = ((struct hand *)self)->of;
    int64_t a = bf_arise(g, t, i);
    return g->c[i].who == g->c[x].who && i != x ? t[i] == a : t[i] >= a;
}

/* How many of the others' steps x could wait for are not done at once. */
static bool is_late(struct trial *q)
{
    struct hand *h = q->self;
    int n = 0;
    if (bf_arise(q->g, q->t, h->of) <= bf_due(q->g, q->t, h->of))
        return false;
    for (int i = 0; i < q->g->n; i++)
        n += q->on[i] && q->g->c[i].who != q->g->c[h->of].who &&
             q->t[i] > bf_arise(q->g, q->t, i);
    h->held = n < h->held ? n : h->held;
    return false;
}

/* x in time, if all its side's steps and the others' keep their rules. */
static bool is_kept(struct trial *q)
{
    struct hand *h = q->self;
    return bf_arise(q->g, q->t, h->of) <= bf_due(q->g, q->t, h->of);
}

/* All in time, or late through no fault of their own; x itself whenever. */
static bool all_in_time(const struct game *g, const int64_t *t, int i,
                        void *self)
{
    int64_t a = bf_arise(g, t, i), due = bf_due(g, t, i);
    if (i == ((struct hand *)self)->of)
        return t[i] >= a;
    return a > due ? t[i] == a : t[i] >= a && t[i] <= due;
}

/* ... the others as soon as they can. */
static bool others_at_once(const struct game *g, const int64_t *t, int i,
                           void *self)
{
    return g->c[i].who == g->c[((struct hand *)self)->of].who
               ? all_in_time(g, t, i, self)
               : t[i] == bf_arise(g, t, i);
}

static bool can_keep(const struct game *g, const bool *on, bf_rule *rule,
                     struct hand *h)
{
    struct trial q = {
        .g = g, .on = on, .rule = rule, .each = is_kept, .self = h};
    return try_from(&q, 0);
}

static void try_hand(const struct game *g, const bool *on, bf_rule *rule,
                     struct hand *h)
{
    struct trial q = {
        .g = g, .on = on, .rule = rule, .each = is_late, .self = h};
    h->held = INT_MAX;
    (void)try_from(&q, 0);
}

/* By what it hangs on: nothing special, a circle through deadlines, something
 * that is unmet. */
struct hands_told {
    size_t of[HAND_NEVER + 1], circle[HAND_NEVER + 1], unmet[HAND_NEVER + 1];
};

static void compare_hand(const struct game *g, const struct plan_hand *p,
                         struct hands_told *told)
{
    struct hand h = {.of = g->p->nodes[p->node].clause};
    enum plan_hand_kind want = HAND_RIGHTS;
    bool on[MOST], circle = false, unmet = false;
    if (!in_play(g, h.of, on, h.left))
        return;
    try_hand(g, on, within_rights, &h);
    if (h.held == INT_MAX) {
        want = HAND_BREACH;
        try_hand(g, on, whenever, &h);
    }
    if (h.held == INT_MAX)
        want = HAND_OWN;
    else if (h.held == 0) /* who can put off what makes it late? */
        want = can_keep(g, on, others_at_once, &h) ? HAND_WAITS
               : can_keep(g, on, all_in_time, &h)  ? HAND_SOON
                                                   : HAND_NEVER;
    for (int i = 0; i < g->n; i++) {
        circle =
            circle ||
            (on[i] && g->c[i].due == AFTER_OTHER &&
             (g->c[i].due_on == i || leads(g, g->c[i].due_on, i, true, 0)));
        unmet = unmet || h.left[i];
    }
    told->of[want]++;
    told->circle[want] += circle;
    told->unmet[want] += unmet;
    bool same =
        p->kind == want && (want != HAND_RIGHTS || (int)p->held == h.held);
    if (!same) {
        FAIL("1.%d: told %d with %u held, found %d with %d", h.of + 1,
             (int)p->kind, p->held, (int)want, h.held);
        show(g);
    }
}

void test_plan__in_anothers_hand(void)
{
    struct test_rand r = {.state = 44};
    struct game g = {0};
    struct hands_told told = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 2000 * test_times(); k++) {
        g.unmet_of = k % 2 == 0 ? 4 : 2;
        if (!make_game(&r, &g))
            continue;
        for (uint32_t i = 0; i < g.p->n_hands; i++) {
            const struct plan_hand *h = &g.p->hands[i];
            if (g.c[g.p->nodes[h->node].clause].due != NO_DUE)
                compare_hand(&g, h, &told);
        }
    }
    CHECK(told.of[HAND_OWN] > 50 && told.of[HAND_BREACH] > 10 &&
          told.of[HAND_RIGHTS] > 10);
    CHECK(told.of[HAND_SOON] > 3 && told.of[HAND_WAITS] > 3 &&
          told.of[HAND_NEVER] > 10);
    CHECK(told.circle[HAND_OWN] > 5 && told.circle[HAND_RIGHTS] > 2);
    CHECK(told.unmet[HAND_OWN] > 5 &&
          told.unmet[HAND_RIGHTS] + told.unmet[HAND_WAITS] > 2);
    arena_release(&g.a);
}

/* --- The first day of a series, by trying all that the others may do
 * ---------------
 */

/* Of the clause h->of, which is a series: the least that its first day may have
 * left, and whether others can choose when it arises. */
struct first_day {
    struct hand h; /* first: the rules read it */
    int64_t arises, left;
    bool varies;
};

static bool as_soon(const struct game *g, const int64_t *t, int i, void *self)
{
    return i == ((struct hand *)self)->of ? t[i] == bf_arise(g, t, i)
                                          : within_rights(g, t, i, self);
}

static bool keep_first_day(struct trial *q)
{
    struct first_day *f = q->self;
    int64_t at = q->t[f->h.of], left = DAY - 1 - at % DAY;
    f->varies = f->varies || (f->arises >= 0 && f->arises != at);
    f->arises = at;
    if (at < (int64_t)DAYS * DAY && left < f->left)
        f->left = left;
    return false;
}

static bool told_first_day(const struct plan *p, int clause)
{
    str end = STR("the end of its first day");
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_COMPLY &&
            p->findings[i].clauses[0] == clause &&
            str_find(p->findings[i].title, end) < p->findings[i].title.n)
            return true;
    return false;
}

void test_plan__first_day_of_a_series(void)
{
    struct test_rand r = {.state = 49};
    struct game g = {0};
    size_t told = 0, not_told = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 300 * test_times(); k++) {
        struct buf b;
        struct first_day f = {.h.of = 0, .arises = -1, .left = DAY};
        bool on[MOST];
        if (!make_game(&r, &g) || g.p->n_conflicts > 0)
            continue;
        int x = g.n, wait = roll(&r, g.n);
        buf_init(&b, &g.a, 8000);
        buf_printf(&b, "%sarticle 1\n", head);
        for (int i = 0; i < g.n; i++)
            print_clause(&b, &g.c[i], i);
        buf_printf(&b,
                   "1.%d when 1.%d is met, p shall pack each day verified "
                   "by v\n",
                   x + 1, wait + 1);
        g.c[x] =
            (struct bf){.who = 0, .wait = WHEN_MET, .on = wait, .after = -1};
        g.n++;
        CHECK(compile(&g, buf_view(&b)));
        f.h.of = x;
        if (g.p->n_conflicts > 0 || !in_play(&g, x, on, f.h.left))
            continue;
        struct trial q = {.g = &g,
                          .on = on,
                          .rule = as_soon,
                          .each = keep_first_day,
                          .self = &f};
        (void)try_from(&q, 0);
        bool want = f.varies && f.left < 3600;
        told += want;
        not_told += !want;
        if (told_first_day(g.p, x) != want) {
            FAIL("first day told: %d", !want);
            show(&g);
        }
    }
    CHECK(told > 20 && not_told > 20);
    arena_release(&g.a);
}

/* --- What nobody owes, by letting it come at every moment
 * ---------------
 */

/* p owes 1.1 for each box that is packed; nobody has to pack any. */
static void one_event(struct test_rand *r, struct game *g, size_t *told)
{
    static const char *const by[] = {"", " by q", " by p"};
    struct buf b;
    int who = roll(r, 3), kind = roll(r, 3), n = 1 + roll(r, DAYS);
    int m = roll(r, DAYS + 1); /* 1.2: by that day; 0: without a deadline */
    bool after = roll(r, 2) == 0 || kind == 2;
    enum plan_hand_kind want = HAND_OWN;
    int held = INT_MAX;
    arena_reset(&g->a);
    buf_init(&b, &g->a, 4000);
    buf_printf(&b, "%sarticle 1\n1.1 for each box packed%s, p shall dig ", head,
               by[who]);
    buf_c(&b, after ? "after 1.2 is met " : "");
    if (kind == 0)
        buf_printf(&b, "by day %d ", n);
    else
        buf_printf(&b, "within %d days %s", n,
                   kind == 1 ? "" : "after 1.2 is met ");
    buf_c(&b, "verified by v\n1.2 q shall fell ");
    if (m > 0)
        buf_printf(&b, "by day %d ", m);
    buf_c(&b, "verified by v\n");
    if (!compile(g, buf_view(&b))) {
        FAIL("not compiled");
        return;
    }
    /* late: 0 within everybody's rights, 1 if 1.2 need not be in time */
    for (int late = 0; late < 2 && held == INT_MAX; late++)
        for (int e = 0; e < 2 * DAYS; e++)
            for (int k = 0; k < POINTS; k++) {
                int64_t event = point(e), other = point(k);
                int64_t arises = after && other > event ? other : event;
                int64_t due = kind == 0   ? (int64_t)n * DAY - 1
                              : kind == 1 ? event + (int64_t)n * DAY
                                          : other + (int64_t)n * DAY;
                if ((who == 2 && e > 0) || arises <= due ||
                    (late == 0 && m > 0 && other > (int64_t)m * DAY - 1))
                    continue;
                int x = (e > 0) + (k > 0);
                held = x < held ? x : held;
                want = late == 0 ? HAND_RIGHTS : HAND_BREACH;
            }
    told[want]++;
    const struct plan_hand *h = &g->p->hands[0];
    str text = buf_view(&b);
    bool same = h->kind == want && (want == HAND_OWN || (int)h->held == held);
    if (!same)
        FAIL("told %d with %u held, found %d with %d:\n%.*s", (int)h->kind,
             h->held, (int)want, held, STR_ARG(text));
}

void test_plan__events_that_nobody_owes(void)
{
    struct test_rand r = {.state = 50};
    struct game g = {0};
    size_t told[HAND_NEVER + 1] = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 300 * test_times(); k++)
        one_event(&r, &g, told);
    CHECK(told[HAND_OWN] > 20 && told[HAND_RIGHTS] > 20 &&
          told[HAND_BREACH] > 5);
    arena_release(&g.a);
}

/* --- Exposure
 * -------------------------------------------------------------------
 */

struct left_in {
    bool gone[MOST];
    bool surely[MOST], perhaps[MOST]; /* done by then */
};

static int64_t bf_planned(const struct game *g, const struct times *t, int i)
{
    if (!t->on[i] || g->c[i].due == NO_DUE ||
        t->done[i].hi >= point(POINTS - 1) - 4 * DAY)
        return INT64_MAX;
    return t->done[i].hi;
}

struct by_then {
    struct left_in *out;
    int64_t at;
};

static bool keep_left(struct trial *q)
{
    struct by_then *b = q->self;
    for (int i = 0; i < q->g->n; i++) {
        /* what has no deadline is not counted on */
        b->out->surely[i] =
            b->out->surely[i] && q->t[i] <= b->at && q->g->c[i].due != NO_DUE;
        b->out->perhaps[i] = b->out->perhaps[i] || q->t[i] <= b->at;
    }
    return false;
}

static void bf_stop(const struct game *g, const struct times *t, int stopper,
                    int64_t at, struct left_in *out)
{
    struct by_then b = {out, at};
    struct trial q = {
        .g = g, .on = t->on, .rule = in_time, .each = keep_left, .self = &b};
    *out = (struct left_in){0};
    for (int i = 0; i < g->n; i++) {
        out->gone[i] =
            g->c[i].who == stopper && t->on[i] && bf_planned(g, t, i) >= at;
        out->surely[i] = true;
    }
    for (int k = 0; k < g->n; k++)
        for (int i = 0; i < g->n; i++) {
            const struct bf *c = &g->c[i];
            if ((c->wait == WHEN_MET && out->gone[c->on]) ||
                (c->after >= 0 && out->gone[c->after]))
                out->gone[i] = true;
        }
    (void)try_from(&q, 0);
}

/* Deeds of the exposed that are done, and for which a deed of the stopper waits
 * that no longer comes. */
static int bf_unreturned(const struct game *g, const struct times *t,
                         const struct plan_moment *x, const struct left_in *in)
{
    int64_t at = x->at - g->p->force;
    int n = 0;
    for (int i = 0; i < g->n; i++) {
        bool open = false;
        if (g->c[i].who != x->exposed || !t->on[i] || in->gone[i] ||
            bf_planned(g, t, i) > at)
            continue;
        for (int j = 0; j < g->n; j++)
            open = open || (g->c[j].who == x->stopper && in->gone[j] &&
                            ((g->c[j].wait == WHEN_MET && g->c[j].on == i) ||
                             g->c[j].after == i));
        n += open;
    }
    return n;
}

/* Days, begun ones whole, to the last deadline of what the exposed still owes.
 */
static int64_t bf_days(const struct game *g, const struct times *t,
                       const struct plan_moment *x, const struct left_in *in)
{
    int64_t at = x->at - g->p->force, most = 0;
    for (int i = 0; i < g->n; i++) {
        const struct bf *c = &g->c[i];
        bool undated =
            c->due == NO_DUE || (c->due == AFTER_OTHER &&
                                 (in->gone[c->due_on] || !t->on[c->due_on]));
        if (c->who != x->exposed || !t->on[i] || in->gone[i] || undated ||
            bf_planned(g, t, i) <= at ||
            t->due[i].hi >= point(POINTS - 1) - 4 * DAY)
            continue;
        int64_t days = (t->due[i].hi - at + DAY - 1) / DAY;
        most = days > most ? days : most;
    }
    return most;
}

static void compare_moment(const struct game *g, const struct times *t,
                           const struct plan_moment *x)
{
    struct left_in want;
    uint32_t falls = 0;
    bf_stop(g, t, x->stopper, x->at - g->p->force, &want);
    for (int i = 0; i < g->n; i++) {
        int64_t lo = 0, hi = 0;
        if (g->c[i].who != x->exposed || !t->on[i])
            continue;
        for (uint32_t k = 0; k < x->n_given; k++)
            if (x->given[k].clause == i) {
                lo = x->given[k].lo;
                hi = x->given[k].hi;
            }
        falls += want.gone[i];
        if (want.gone[i]
                ? hi != 0
                : (lo == 1) != want.surely[i] || (hi == 1) != want.perhaps[i]) {
            FAIL("1.%d given %d..%d when %d stops at %lld", i + 1, (int)lo,
                 (int)hi, x->stopper, (long long)(x->at - g->p->force));
            show(g);
        }
    }
    int unreturned = bf_unreturned(g, t, x, &want);
    int64_t days = bf_days(g, t, x, &want);
    if ((int)x->unreturned != unreturned || x->days != days) {
        FAIL("%s: %u unreturned, found %d; %lld days, found %lld",
             g->p->nodes[x->node].name.p, x->unreturned, unreturned,
             (long long)x->days, (long long)days);
        show(g);
    }
    uint32_t told = 0;
    for (uint32_t k = 0; k < x->n_left; k++)
        told += x->left[k].falls && t->on[g->p->nodes[x->left[k].node].clause];
    CHECK_INT(told, falls);
}

void test_plan__exposure(void)
{
    struct test_rand r = {.state = 45};
    struct game g = {0};
    size_t n = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 60 * test_times(); k++) {
        struct times t;
        if (!make_game(&r, &g) || g.p->n_conflicts > 0)
            continue;
        bf_times(&g, &t);
        for (uint32_t i = 0; i < g.p->n_moments; i++, n++) {
            const struct plan_moment *x = &g.p->moments[i];
            compare_moment(&g, &t, x);
            /* the rank is one more than the number of worse ones */
            uint32_t worse = 0;
            for (uint32_t j = 0; j < g.p->n_moments; j++) {
                const struct plan_moment *y = &g.p->moments[j];
                worse += y->unreturned != x->unreturned
                             ? y->unreturned > x->unreturned
                         : y->days != x->days ? y->days > x->days
                                              : y->remain > x->remain;
            }
            CHECK_INT(x->rank, worse + 1);
        }
    }
    CHECK(n > 60);
    arena_release(&g.a);
}

/* --- Forbidden and required, by looking at every day of every place
 * ---------------
 */

static const struct {
    const char *name;
    unsigned places; /* bits: x, the rest of y, w, the rest of z */
} zones[] = {{"z", 15}, {"y", 3}, {"x", 1}, {"w", 4}};

static void one_clash(struct test_rand *r, struct game *g, size_t *told)
{
    struct buf b;
    int ban = roll(r, 4), duty = roll(r, 4);
    int from = 1 + roll(r, DAYS), until = from + roll(r, 3);
    int begin = 1 + roll(r, DAYS), due = begin + roll(r, 3);
    bool may = roll(r, 4) == 0;
    buf_init(&b, &g->a, 4000);
    buf_printf(&b,
               "%sarticle 1\n1.1 p shall not dig in %s from day %d until day "
               "%d verified by v\n",
               head, zones[ban].name, from, until);
    if (may)
        buf_printf(&b, "1.2 p may dig in %s from day %d until day %d\n",
                   zones[duty].name, begin, due);
    else
        buf_printf(&b,
                   "1.2 p shall dig in %s not before day %d by day %d verified "
                   "by v\n",
                   zones[duty].name, begin, due);
    if (!compile(g, buf_view(&b))) {
        FAIL("not compiled");
        return;
    }
    bool some = false, all = true;
    for (int d = begin; d <= due; d++)
        for (unsigned p = 1; p < 16; p <<= 1) {
            if ((zones[duty].places & p) == 0)
                continue;
            bool hit = d >= from && d <= until && (zones[ban].places & p) != 0;
            /* the truce lasts 8 days; what is due later stays due */
            hit = hit && d <= DAYS;
            some = some || hit;
            all = all && hit;
        }
    bool is_told = false, breaks = false;
    for (uint32_t i = 0; i < g->p->n_findings; i++)
        if (g->p->findings[i].topic == PLAN_CLASH) {
            is_told = true;
            breaks = g->p->findings[i].weight == PLAN_BREAKS;
        }
    *told += is_told;
    if (is_told != some || breaks != (some && all && !may))
        FAIL("ban %s day %d-%d, duty %s day %d-%d: told %d %d, is %d %d",
             zones[ban].name, from, until, zones[duty].name, begin, due,
             is_told, breaks, some, all);
}

void test_plan__clashes(void)
{
    struct test_rand r = {.state = 46};
    struct game g = {0};
    size_t told = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        arena_reset(&g.a);
        one_clash(&r, &g, &told);
    }
    CHECK(told > 50);
    arena_release(&g.a);
}

/* --- Amounts that cannot both be kept, by trying every amount
 * ------------------------
 */

static bool fits(int cmp, int n, int amount)
{
    return cmp == 0 ? amount >= n : cmp == 1 ? amount <= n : amount == n;
}

static void one_limit(struct test_rand *r, struct game *g, size_t *told)
{
    static const char *const words[] = {"at least", "at most", "exactly"};
    struct buf b;
    int cmp[2], n[2], place[2], day[2];
    bool kept = false, is_told = false;
    buf_init(&b, &g->a, 4000);
    buf_printf(&b, "%sarticle 1\n", head);
    for (int i = 0; i < 2; i++) {
        cmp[i] = roll(r, 3);
        n[i] = 1 + roll(r, 4);
        place[i] = roll(r, 3) == 0;
        day[i] = roll(r, 4) == 0;
        buf_printf(&b,
                   "1.%d p shall dig %s %d box in %s each %s verified by v\n",
                   i + 1, words[cmp[i]], n[i], zones[place[i]].name,
                   day[i] ? "week" : "day");
    }
    if (!compile(g, buf_view(&b))) {
        FAIL("not compiled");
        return;
    }
    for (int x = 0; x < 9; x++)
        kept = kept || (fits(cmp[0], n[0], x) && fits(cmp[1], n[1], x));
    for (uint32_t i = 0; i < g->p->n_findings; i++)
        is_told = is_told || g->p->findings[i].topic == PLAN_CLASH;
    bool want = !kept && place[0] == place[1] && day[0] == day[1];
    *told += is_told;
    if (is_told != want)
        FAIL("%s %d and %s %d: told %d", words[cmp[0]], n[0], words[cmp[1]],
             n[1], is_told);
}

void test_plan__amounts_that_exclude_each_other(void)
{
    struct test_rand r = {.state = 53};
    struct game g = {0};
    size_t told = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 300 * test_times(); k++) {
        arena_reset(&g.a);
        one_limit(&r, &g, &told);
    }
    CHECK(told > 20 && told < 250 * test_times());
    arena_release(&g.a);
}

/* --- Who sees it, place by place and day by day
 * ---------------------------------
 */

/* A duty or prohibition, and who verifies it: 0 nobody, 1 a body, 2 the other
 * party (its bearer may not: E0307). */
struct seen_by {
    bool ban;
    int place, from, due, who;
};

static bool listed(const struct plan *p, enum plan_weight weight,
                   const char *words, int clause)
{
    for (uint32_t i = 0; i < p->n_findings; i++) {
        const struct plan_finding *f = &p->findings[i];
        if (f->topic != PLAN_OBSERVE || f->weight != weight ||
            str_find(f->title, str_of(words)) == f->title.n)
            continue;
        for (uint32_t k = 0; k < f->n_clauses; k++)
            if (f->clauses[k] == clause)
                return true;
    }
    return false;
}

/* access: of the body, an index into zones, or -1; ready: its day, or 0. */
static void check_seen(const struct game *g, int i, const struct seen_by *s,
                       int access, int ready)
{
    const struct plan *p = g->p;
    const struct plan_watch *w = &p->watches[i];
    bool body = s->who == 1;
    bool reached =
        access >= 0 && (zones[s->place].places & ~zones[access].places) == 0;
    bool late = body && ready > s->from;
    CHECK_INT(w->clause, i);
    CHECK((w->by != NONE) == (s->who > 0));
    CHECK(w->party == (s->who > 1));
    CHECK(!body || w->access == reached);
    CHECK(!body || (w->ready == INSTANT_MAX) == (ready == 0));
    CHECK(listed(p, PLAN_RISK, "name", i) == (s->who == 0));
    CHECK(listed(p, PLAN_RISK, "no right of access there", i) ==
          (body && access >= 0 && !reached));
    CHECK(listed(p, PLAN_RISK, "no right of access is written", i) ==
          (body && access < 0));
    CHECK(listed(p, PLAN_RISK, "a party, states so", i) ==
          (s->who == 2 && !s->ban));
    /* nothing of what is to be seen lies after the body is ready */
    bool never = late && !s->ban && s->due <= ready;
    CHECK(listed(p, PLAN_BREAKS, "has to be ready", i) == never);
    CHECK(listed(p, PLAN_RISK, "has to be ready", i) == (late && !never));
}

void test_plan__who_sees_it(void)
{
    static const char *const voice[] = {"", " verified by u", " verified by q"};
    struct test_rand r = {.state = 54};
    struct game g = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 300 * test_times(); k++) {
        struct buf b;
        struct seen_by s[3];
        int access = roll(&r, 5) - 1, ready = roll(&r, 5);
        arena_reset(&g.a);
        buf_init(&b, &g.a, 4000);
        buf_printf(&b, "%sverifier u may not attribute", head);
        if (access >= 0)
            buf_printf(&b, "; access to %s", zones[access].name);
        if (ready > 0)
            buf_printf(&b, "; ready by day %d", ready);
        buf_c(&b, "\narticle 1\n");
        for (int i = 0; i < 3; i++) {
            s[i] = (struct seen_by){roll(&r, 3) == 0, roll(&r, 4),
                                    1 + roll(&r, 5), 0, roll(&r, 3)};
            s[i].due = s[i].from + roll(&r, 3);
            buf_printf(&b, "1.%d p shall %s%s in %s %s day %d %s day %d%s\n",
                       i + 1, s[i].ban ? "not " : "", act_words[i],
                       zones[s[i].place].name, s[i].ban ? "from" : "not before",
                       s[i].from, s[i].ban ? "until" : "by", s[i].due,
                       voice[s[i].who]);
        }
        if (!compile(&g, buf_view(&b)) || g.p->n_watches != 3) {
            FAIL("not compiled");
            continue;
        }
        for (int i = 0; i < 3; i++)
            check_seen(&g, i, &s[i], access, ready);
    }
    arena_release(&g.a);
}

/* --- What can be carried, by carrying it day by day
 * --------------------------------
 */

static void one_load(struct test_rand *r, struct game *g, size_t *told)
{
    struct buf b;
    int cap = 1 + roll(r, 6), n = 1 + roll(r, 3);
    int from[3] = {0}, due[3] = {0}, left[3] = {0},
        each = roll(r, 3) == 0 ? 1 + roll(r, 3) : 0;
    bool fits = each <= cap;
    buf_init(&b, &g->a, 4000);
    buf_printf(&b, "%scapacity %d box each day\narticle 1\n", head, cap);
    for (int i = 0; i < n; i++) {
        from[i] = 1 + roll(r, DAYS);
        due[i] = from[i] + roll(r, DAYS + 1 - from[i]);
        left[i] = 1 + roll(r, 12);
        buf_printf(&b,
                   "1.%d p shall %s %d box not before day %d by day %d "
                   "verified by v\n",
                   i + 1, act_words[i], left[i], from[i], due[i]);
    }
    if (each > 0)
        buf_printf(&b, "1.9 p shall pack %d box each day verified by v\n",
                   each);
    if (!compile(g, buf_view(&b))) {
        FAIL("not compiled");
        return;
    }
    for (int d = 1; d <= DAYS && fits; d++) {
        int room = cap - each;
        while (room > 0) { /* the one that is due first */
            int best = -1;
            for (int i = 0; i < n; i++)
                if (left[i] > 0 && from[i] <= d &&
                    (best < 0 || due[i] < due[best]))
                    best = i;
            if (best < 0)
                break;
            left[best]--;
            room--;
        }
        for (int i = 0; i < n; i++)
            fits = fits && (left[i] == 0 || due[i] > d);
    }
    bool is_told = false;
    for (uint32_t i = 0; i < g->p->n_findings; i++)
        is_told = is_told || g->p->findings[i].topic == PLAN_CAPACITY;
    *told += is_told;
    if (is_told == fits)
        FAIL("told %d, carried %d; capacity %d, each day %d, first %d in days "
             "%d-%d",
             is_told, fits, cap, each, n, from[0], due[0]);
}

void test_plan__capacity(void)
{
    struct test_rand r = {.state = 47};
    struct game g = {0};
    size_t told = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        arena_reset(&g.a);
        one_load(&r, &g, &told);
    }
    CHECK(told > 50 && told < 350 * test_times());
    arena_release(&g.a);
}

/* --- What can be carried where, by carrying it in every way
 * ----------------------
 */

/* A way, and what is asked; places are indices into zones. */
struct way {
    int n, place;
};
struct asked {
    int n, place, act, from, due;
    int more; /* in addition to the one before: the units of that */
};
struct carry {
    struct way way[3];
    struct asked ask[4];
    int n_ways, n_asks;
    int got[2][4]; /* by act and smallest place */
};

static bool told_capacity(const struct plan *p)
{
    for (uint32_t i = 0; i < p->n_findings; i++)
        if (p->findings[i].topic == PLAN_CAPACITY)
            return true;
    return false;
}

static bool is_served(const struct carry *c, const struct asked *a)
{
    for (int k = 0; k < c->n_ways; k++)
        if ((zones[c->way[k].place].places & zones[a->place].places) != 0)
            return true;
    return false;
}

/* All on one day: each unit goes through a way to a smallest place in it, and
 * counts for every clause of its act that looks there. */
static bool carried_all(struct carry *c, int way, int slot, int left)
{
    if (way == c->n_ways) {
        for (int i = 0; i < c->n_asks; i++) {
            int n = 0;
            for (int place = 0; place < 4; place++)
                if (zones[c->ask[i].place].places >> place & 1)
                    n += c->got[c->ask[i].act][place];
            if (n < c->ask[i].n + c->ask[i].more && is_served(c, &c->ask[i]))
                return false;
        }
        return true;
    }
    if (left == 0 || slot == 8)
        return carried_all(c, way + 1, 0,
                           way + 1 < c->n_ways ? c->way[way + 1].n : 0);
    int *got = &c->got[slot / 4][slot % 4];
    bool ok = false,
         reached = zones[c->way[way].place].places >> (slot % 4) & 1;
    for (int n = 0; n <= (reached ? left : 0) && !ok; n++) {
        *got += n;
        ok = carried_all(c, way, slot + 1, left - n);
        *got -= n;
    }
    return ok;
}

static void print_ways(struct buf *b, struct test_rand *r, struct carry *c,
                       int most)
{
    *c = (struct carry){.n_ways = 1 + roll(r, 2)};
    buf_c(b, head);
    for (int k = 0; k < c->n_ways; k++) {
        c->way[k] = (struct way){1 + roll(r, most), roll(r, 4)};
        buf_printf(b, "capacity %d box each day in %s\n", c->way[k].n,
                   zones[c->way[k].place].name);
    }
    buf_c(b, "article 1\n");
}

static void print_asked(struct buf *b, const struct asked *a, int i)
{
    buf_printf(b,
               "1.%d p shall %s %d box in %s not before day %d by day %d "
               "verified by v",
               i + 1, act_words[a->act], a->n, zones[a->place].name, a->from,
               a->due);
    if (a->more > 0)
        buf_printf(b, " in addition to 1.%d", i);
    buf_c(b, "\n");
}

/* Nothing is told that fits; of what does not fit hardly anything is not. */
static void weigh(bool is_told, bool fits, str text, size_t *told,
                  size_t *missed)
{
    *told += is_told;
    *missed += !is_told && !fits;
    if (is_told && fits)
        FAIL("it can be carried:\n%.*s", STR_ARG(text));
}

void test_plan__capacity_of_places(void)
{
    struct test_rand r = {.state = 55};
    struct game g = {0};
    size_t told = 0, missed = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 400 * test_times(); k++) {
        struct carry c;
        struct buf b;
        arena_reset(&g.a);
        buf_init(&b, &g.a, 4000);
        print_ways(&b, &r, &c, 3);
        c.n_asks = 1 + roll(&r, 3);
        for (int i = 0; i < c.n_asks; i++) {
            c.ask[i] = (struct asked){.n = 1 + roll(&r, 3),
                                      .place = roll(&r, 4),
                                      .act = roll(&r, 2),
                                      .from = 1,
                                      .due = 1};
            if (i > 0 && roll(&r, 3) == 0 && c.ask[i].act == c.ask[i - 1].act)
                c.ask[i].more = c.ask[i - 1].n;
            print_asked(&b, &c.ask[i], i);
        }
        if (compile(&g, buf_view(&b)))
            weigh(told_capacity(g.p), carried_all(&c, 0, 0, c.way[0].n),
                  buf_view(&b), &told, &missed);
    }
    CHECK(told > 50 && missed * 20 <= told);
    arena_release(&g.a);
}

/* Over days, each clause of an act of its own: unit by unit, each sent where
 * there is room or where another can be moved elsewhere. */
struct flow {
    const struct carry *c;
    int used[3][DAYS], unit[64][2], n_units; /* unit: way and day, or -1 */
    int of[64];
    bool seen[3][DAYS];
};

static bool send(struct flow *f, int unit)
{
    const struct asked *a = &f->c->ask[f->of[unit]];
    for (int w = 0; w < f->c->n_ways; w++) {
        if ((zones[f->c->way[w].place].places & zones[a->place].places) == 0)
            continue;
        for (int d = a->from - 1; d < a->due; d++) {
            if (f->seen[w][d])
                continue;
            f->seen[w][d] = true;
            bool room = f->used[w][d] < f->c->way[w].n;
            for (int u = 0; u < f->n_units && !room; u++)
                if (u != unit && f->unit[u][0] == w && f->unit[u][1] == d &&
                    send(f, u)) {
                    f->used[w][d]--;
                    room = true;
                }
            if (!room)
                continue;
            f->used[w][d]++;
            f->unit[unit][0] = w;
            f->unit[unit][1] = d;
            return true;
        }
    }
    return false;
}

static bool all_sent(const struct carry *c)
{
    struct flow f = {.c = c};
    for (int i = 0; i < c->n_asks; i++)
        for (int n = 0; n < c->ask[i].n && is_served(c, &c->ask[i]); n++) {
            f.of[f.n_units] = i;
            f.unit[f.n_units++][0] = -1;
        }
    for (int u = 0; u < f.n_units; u++) {
        for (int w = 0; w < 3; w++)
            for (int d = 0; d < DAYS; d++)
                f.seen[w][d] = false;
        if (!send(&f, u))
            return false;
    }
    return true;
}

void test_plan__capacity_of_places_over_days(void)
{
    struct test_rand r = {.state = 56};
    struct game g = {0};
    size_t told = 0, missed = 0;
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 600 * test_times(); k++) {
        struct carry c;
        struct buf b;
        arena_reset(&g.a);
        buf_init(&b, &g.a, 4000);
        print_ways(&b, &r, &c, 4);
        c.n_asks = 1 + roll(&r, 4);
        for (int i = 0; i < c.n_asks; i++) {
            int from = 1 + roll(&r, DAYS);
            c.ask[i] = (struct asked){.n = 1 + roll(&r, 12),
                                      .place = roll(&r, 4),
                                      .act = i,
                                      .from = from};
            c.ask[i].due = from + roll(&r, DAYS + 1 - from);
            print_asked(&b, &c.ask[i], i);
        }
        if (compile(&g, buf_view(&b)))
            weigh(told_capacity(g.p), all_sent(&c), buf_view(&b), &told,
                  &missed);
    }
    CHECK(told > 50 && missed * 20 <= told);
    arena_release(&g.a);
}

/* --- No side
 * ----------------------------------------------------------------------
 */

/* The same text with the two parties exchanged says the same of them. */
void test_plan__no_side(void)
{
    struct test_rand r = {.state = 48};
    struct game g = {0}, h = {0};
    arena_init(&g.a, mem_system(), "game", (size_t)64 << 20);
    arena_init(&h.a, mem_system(), "game", (size_t)64 << 20);
    for (size_t k = 0; k < 200 * test_times(); k++) {
        struct buf b;
        if (!make_game(&r, &g))
            continue;
        arena_reset(&h.a);
        buf_init(&b, &h.a, 8000);
        buf_printf(&b, "%sarticle 1\n", head);
        h.n = g.n;
        for (int i = 0; i < g.n; i++) {
            h.c[i] = g.c[i];
            h.c[i].who = 1 - g.c[i].who;
            print_clause(&b, &h.c[i], i);
        }
        CHECK(compile(&h, buf_view(&b)));
        CHECK_INT(h.p->n_findings, g.p->n_findings);
        CHECK_INT(h.p->n_moments, g.p->n_moments);
        for (uint32_t i = 0; i < g.p->n_findings && i < h.p->n_findings; i++)
            CHECK_STR(h.p->findings[i].title, g.p->findings[i].title);
        for (uint32_t i = 0; i < g.p->n_moments && i < h.p->n_moments; i++) {
            const struct plan_moment *x = &g.p->moments[i],
                                     *y = &h.p->moments[i];
            CHECK(x->stopper == 1 - y->stopper && x->node == y->node &&
                  x->rank == y->rank && x->days == y->days &&
                  x->unreturned == y->unreturned);
        }
    }
    arena_release(&g.a);
    arena_release(&h.a);
}
