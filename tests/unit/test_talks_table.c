/* test_talks_table.c: the mediators' table, conditions that meet, and packages,
 * each against a search that tries everything. */
#include "talks/distance.h"
#include "tests/test.h"

/* --- packages
 * ---------------------------------------------------------------------
 */

enum { CLAUSES = 5, ALTERNATIVES = 4, COMBINATIONS = 1024 };

/* All combinations: which values no other one beats for both. */
static size_t try_all(const struct package_clause *clause, size_t n,
                      int64_t values[COMBINATIONS][2])
{
    static int64_t all[COMBINATIONS][2];
    size_t count = 1, kept = 0;
    all[0][0] = all[0][1] = 0;
    for (size_t i = 0; i < n; i++) {
        static int64_t next[COMBINATIONS][2];
        size_t m = 0;
        for (size_t c = 0; c < count; c++)
            for (size_t k = 0; k < clause[i].n; k++, m++)
                for (size_t p = 0; p < 2; p++)
                    next[m][p] = all[c][p] + clause[i].weight[p][k];
        memcpy(all, next, sizeof all);
        count = m;
    }
    for (size_t i = 0; i < count; i++) {
        bool beaten = false;
        for (size_t k = 0; k < count && !beaten; k++)
            beaten = all[k][0] >= all[i][0] && all[k][1] >= all[i][1] &&
                     (all[k][0] > all[i][0] || all[k][1] > all[i][1] || k < i);
        if (!beaten) {
            memcpy(values[kept], all[i], sizeof values[kept]);
            kept++;
        }
    }
    return kept;
}

static bool is_among(int64_t values[COMBINATIONS][2], size_t n,
                     const struct package *p)
{
    for (size_t i = 0; i < n; i++)
        if (values[i][0] == p->value[0] && values[i][1] == p->value[1])
            return true;
    return false;
}

static int64_t value_of(const struct package_clause *clause, size_t n,
                        const struct package *p, size_t party)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += clause[i].weight[party][p->choice[i]];
    return sum;
}

void test_talks_table__packages_by_trying_all(void)
{
    static int64_t values[COMBINATIONS][2];
    struct cx *cx = test_cx();
    struct test_rand r = {5};
    for (size_t t = 0; t < 400 * test_times(); t++) {
        struct package_clause clause[CLAUSES] = {0};
        struct package *front;
        struct arena_mark mark = arena_mark(test_arena());
        size_t n = 1 + (size_t)test_rand_below(&r, CLAUSES), count;
        uint64_t most = t % 3 == 0 ? 4 : t % 3 == 1 ? 60 : PACKAGE_WEIGHT_MAX;
        for (size_t i = 0; i < n; i++) {
            clause[i].n = 1 + (size_t)test_rand_below(&r, ALTERNATIVES);
            for (size_t k = 0; k < clause[i].n; k++)
                for (size_t p = 0; p < 2; p++)
                    clause[i].weight[p][k] =
                        (int64_t)test_rand_below(&r, most + 1);
        }
        CHECK_OK(cx,
                 package_front(cx, test_arena(), clause, n, &front, &count));
        size_t want = try_all(clause, n, values);
        CHECK_INT(count, want);
        int64_t nash = -1, best0 = front[0].value[0],
                best1 = front[count - 1].value[1], even = -1;
        for (size_t i = 0; i < count; i++) {
            CHECK(is_among(values, want, &front[i]));
            for (size_t p = 0; p < 2; p++)
                CHECK_INT(value_of(clause, n, &front[i], p), front[i].value[p]);
            int64_t product = front[i].value[0] * front[i].value[1];
            int64_t a = front[i].value[0] * best1;
            int64_t b = front[i].value[1] * best0;
            nash = product > nash ? product : nash;
            even = (a < b ? a : b) > even ? (a < b ? a : b) : even;
        }
        const struct package *p = &front[package_nash(front, count)];
        CHECK_INT(p->value[0] * p->value[1], nash);
        p = &front[package_maxmin(front, count)];
        int64_t a = p->value[0] * best1, b = p->value[1] * best0;
        CHECK_INT(a < b ? a : b, even);
        arena_rewind(test_arena(), mark);
    }
}

/* The parties' places are exchanged: so are the values, and nothing else. */
void test_talks_table__packages_take_no_side(void)
{
    struct cx *cx = test_cx();
    struct test_rand r = {6};
    for (size_t t = 0; t < 100 * test_times(); t++) {
        struct package_clause one[CLAUSES] = {0}, two[CLAUSES] = {0};
        struct package *a, *b;
        size_t n, m;
        for (size_t i = 0; i < CLAUSES; i++) {
            one[i].n = two[i].n = ALTERNATIVES;
            for (size_t k = 0; k < ALTERNATIVES; k++)
                for (size_t p = 0; p < 2; p++)
                    one[i].weight[p][k] = two[i].weight[1 - p][k] =
                        (int64_t)test_rand_below(&r, 50);
        }
        CHECK_OK(cx, package_front(cx, test_arena(), one, CLAUSES, &a, &n));
        CHECK_OK(cx, package_front(cx, test_arena(), two, CLAUSES, &b, &m));
        CHECK_INT(n, m);
        for (size_t i = 0; i < n && i < m; i++)
            CHECK(a[i].value[0] == b[m - 1 - i].value[1] &&
                  a[i].value[1] == b[m - 1 - i].value[0]);
    }
}

void test_talks_table__packages_have_limits(void)
{
    struct cx *cx = test_cx();
    struct package *front;
    size_t n;
    struct package_clause *c =
        arena_alloc_array(test_arena(), PACKAGE_CLAUSES_MAX + 1, sizeof *c);
    for (size_t i = 0; i <= PACKAGE_CLAUSES_MAX; i++)
        c[i].n = 1;
    CHECK_OK(cx, package_front(cx, test_arena(), c, PACKAGE_CLAUSES_MAX, &front,
                               &n));
    CHECK_INT(n, 1);
    CHECK_FAILS(
        cx,
        package_front(cx, test_arena(), c, PACKAGE_CLAUSES_MAX + 1, &front, &n),
        ERR_LIMIT);
    c[0].weight[0][0] = PACKAGE_WEIGHT_MAX;
    CHECK_OK(cx, package_front(cx, test_arena(), c, 1, &front, &n));
    c[0].weight[0][0]++;
    CHECK_FAILS(cx, package_front(cx, test_arena(), c, 1, &front, &n),
                ERR_INPUT);
    c[0].weight[0][0] = -1;
    CHECK_FAILS(cx, package_front(cx, test_arena(), c, 1, &front, &n),
                ERR_INPUT);
    c[0].n = 0;
    CHECK_FAILS(cx, package_front(cx, test_arena(), c, 1, &front, &n),
                ERR_LIMIT);
}

/* --- conditions that meet
 * ------------------------------------------------------------
 */

enum { MATCH_CLAUSES = 5, MATCH_ALTERNATIVES = 3, PARTIES = 2 };

struct scene {
    struct talks_clause clause[MATCH_CLAUSES];
    struct talks_alternative alt[MATCH_CLAUSES][MATCH_ALTERNATIVES];
    struct talks_item item[MATCH_CLAUSES][MATCH_ALTERNATIVES][PARTIES];
    const struct talks_item *cell[MATCH_CLAUSES * MATCH_ALTERNATIVES * PARTIES];
    enum talks_mark mark[MATCH_CLAUSES * MATCH_ALTERNATIVES];
    size_t first[MATCH_CLAUSES];
    /* bit j*4+k: accepting asks for alternative k of clause j */
    uint32_t asks[MATCH_CLAUSES][MATCH_ALTERNATIVES];
    struct talks_table t;
};

static void add_condition(struct scene *s, struct test_rand *r, size_t i,
                          size_t k, size_t p)
{
    str *list = &s->item[i][k][p].o.field[4];
    size_t j = (size_t)test_rand_below(r, s->t.n_clauses);
    size_t a = (size_t)test_rand_below(r, s->clause[j].n);
    CHECK(arena_printf(test_arena(), list, "%.*s%s%zu=%c",
                       STR_ARG(list->p[0] == '-' ? STR("") : *list),
                       list->p[0] == '-' ? "" : ",", j, (char)('A' + a)));
    s->asks[i][k] |= 1U << (j * 4 + a);
}

static void make_scene(struct scene *s, struct test_rand *r)
{
    static const char *const names[] = {"A", "B", "C"};
    memset(s, 0, sizeof *s);
    s->t.clause = s->clause;
    s->t.cell = s->cell;
    s->t.mark = s->mark;
    s->t.first = s->first;
    s->t.n_parties = PARTIES;
    s->t.n_clauses = 1 + (size_t)test_rand_below(r, MATCH_CLAUSES);
    for (size_t i = 0; i < s->t.n_clauses; i++) {
        s->clause[i].n = 1 + (size_t)test_rand_below(r, MATCH_ALTERNATIVES);
        s->clause[i].alternative = s->alt[i];
        s->first[i] = s->t.n_rows;
        s->t.n_rows += s->clause[i].n;
        CHECK(arena_printf(test_arena(), &s->clause[i].label, "%zu", i));
        for (size_t k = 0; k < s->clause[i].n; k++)
            s->alt[i][k].id = str_of(names[k]);
    }
    for (size_t i = 0; i < s->t.n_clauses; i++)
        for (size_t k = 0; k < s->clause[i].n; k++) {
            bool all = true, some = false;
            size_t row = s->first[i] + k;
            for (size_t p = 0; p < PARTIES; p++) {
                struct talks_item *x = &s->item[i][k][p];
                bool accept = test_rand_below(r, 5) > 0;
                x->o.type = TALKS_POSITION;
                x->o.field[3] = accept ? STR("accept") : STR("reserve");
                x->o.field[4] = STR("-");
                for (uint64_t c = test_rand_below(r, 3); accept && c-- > 0;)
                    add_condition(s, r, i, k, p);
                some = some || x->o.field[4].p[0] != '-';
                all = all && accept;
                s->cell[row * PARTIES + p] = x;
            }
            s->mark[row] = !all   ? MARK_OPEN
                           : some ? MARK_CONDITIONAL
                                  : MARK_AGREED;
        }
}

/* Whether a choice (0: open, k + 1) meets all that it asks for. */
static bool is_met(const struct scene *s, const size_t *choice, size_t *agreed)
{
    uint32_t have = 0, asked = 0;
    *agreed = 0;
    for (size_t i = 0; i < s->t.n_clauses; i++) {
        if (choice[i] == 0)
            continue;
        if (s->mark[s->first[i] + choice[i] - 1] == MARK_OPEN)
            return false;
        have |= 1U << (i * 4 + choice[i] - 1);
        asked |= s->asks[i][choice[i] - 1];
        ++*agreed;
    }
    return (asked & ~have) == 0;
}

static size_t best_by_trying(const struct scene *s)
{
    size_t choice[MATCH_CLAUSES] = {0}, best = 0;
    for (;;) {
        size_t agreed, i = 0;
        if (is_met(s, choice, &agreed) && agreed > best)
            best = agreed;
        while (i < s->t.n_clauses && choice[i] == s->clause[i].n)
            choice[i++] = 0;
        if (i == s->t.n_clauses)
            return best;
        choice[i]++;
    }
}

void test_talks_table__conditions_by_trying_all(void)
{
    struct cx *cx = test_cx();
    struct test_rand r = {9};
    size_t met = 0;
    for (size_t t = 0; t < 2000 * test_times(); t++) {
        struct scene s;
        struct arena_mark mark = arena_mark(test_arena());
        size_t choice[MATCH_CLAUSES], agreed, again;
        bool exact;
        make_scene(&s, &r);
        CHECK_OK(cx, talks_match(cx, &s.t, choice, &agreed, &exact));
        CHECK(exact);
        CHECK_INT(agreed, best_by_trying(&s));
        for (size_t i = 0; i < s.t.n_clauses; i++)
            choice[i] = choice[i] == SIZE_MAX ? 0 : choice[i] + 1;
        CHECK(is_met(&s, choice, &again) && again == agreed);
        met += agreed > 1;
        arena_rewind(test_arena(), mark);
    }
    CHECK(met > 200);
}

/* --- from day to day
 * ------------------------------------------------------------------
 */

enum { DAY_CLAUSES = 6, DAY_ROWS = 2, DAY_ITEMS = 60, DAY_DAYS = 9 };

struct history {
    struct charter charter;
    struct talks talks;
    struct talks_clause clause[DAY_CLAUSES];
    struct talks_alternative alt[DAY_CLAUSES][DAY_ROWS];
};

static str digits_of(hash h)
{
    char hex[2 * CRY_HASH_BYTES];
    str out = STR("");
    hash_print(h, hex);
    CHECK(arena_dup_str(test_arena(), (str){hex, sizeof hex}, &out));
    return out;
}

/* What a party says of a row: rarely of words that are no longer there, and of
 * all that is in no bracket. Days are in any order: senders' clocks. */
static void say_of_a_row(struct history *h, struct test_rand *r, size_t party)
{
    static const char *const stances[] = {"accept", "accept", "accept",
                                          "reject", "withdraw"};
    struct talks_item x = {.open = true, .standing = TALKS_COUNTS};
    size_t i = (size_t)test_rand_below(r, DAY_CLAUSES);
    size_t k = (size_t)test_rand_below(r, h->clause[i].n);
    hash words = h->alt[i][k].words;
    x.e.room = x.e.sender = h->charter.node[party].name;
    x.e.number = h->talks.items.n;
    x.o.type = TALKS_POSITION;
    x.o.field[0] = h->clause[i].label;
    x.o.field[1] = h->alt[i][k].id;
    if (test_rand_below(r, 6) == 0) {
        x.o.field[0] = STR("rest");
        x.o.field[1] = STR("-");
        words = talks_rest(h->clause, DAY_CLAUSES);
    }
    if (test_rand_below(r, 8) == 0)
        words.b[3] ^= 1;
    x.o.field[2] = digits_of(words);
    x.o.field[3] = str_of(stances[test_rand_below(r, COUNT_OF(stances))]);
    x.o.field[4] = test_rand_below(r, 3) == 0 ? STR("1=A") : STR("-");
    x.o.field[5] = STR("no");
    CHECK(arena_printf(test_arena(), &x.o.made, "2026-06-%02dT%02d:00:00Z",
                       1 + (int)test_rand_below(r, DAY_DAYS),
                       (int)test_rand_below(r, 24)));
    CHECK(vec_push(test_arena(), &h->talks.items, x));
}

static void make_history(struct history *h, struct test_rand *r)
{
    memset(h, 0, sizeof *h);
    h->charter.n_nodes = 2;
    h->charter.node[0].name = STR("ardania");
    h->charter.node[1].name = STR("belmar");
    h->charter.node[0].role = h->charter.node[1].role = TALKS_PARTY;
    h->talks.charter = &h->charter;
    for (size_t i = 0; i < DAY_CLAUSES; i++) {
        h->clause[i].n = i % 2 == 0 ? 1 : DAY_ROWS;
        h->clause[i].alternative = h->alt[i];
        CHECK(arena_printf(test_arena(), &h->clause[i].label, "%zu", i));
        for (size_t k = 0; k < h->clause[i].n; k++) {
            h->alt[i][k].id = h->clause[i].n == 1 ? STR("-")
                              : k == 0            ? STR("A")
                                                  : STR("B");
            h->alt[i][k].words.b[0] = (uint8_t)(10 * i + k);
        }
    }
    for (size_t party = 0; party < 2; party++)
        for (size_t n = test_rand_below(r, DAY_ITEMS); n > 0; n--)
            say_of_a_row(h, r, party);
}

/* Which of all that a party said until then is the last of this row. */
static const struct talks_item *holds(const struct history *h, size_t party,
                                      size_t i, size_t k, str until)
{
    const struct talks_item *last = NULL;
    const struct talks_alternative *alt = &h->alt[i][k];
    str words = digits_of(alt->words);
    str rest = digits_of(talks_rest(h->clause, DAY_CLAUSES));
    for (size_t n = 0; n < h->talks.items.n; n++) {
        const struct talks_item *x = &h->talks.items.p[n];
        bool here = str_eq(x->o.field[0], h->clause[i].label) &&
                    str_eq(x->o.field[1], alt->id) &&
                    str_eq(x->o.field[2], words);
        bool all = h->clause[i].n == 1 && str_eq(x->o.field[0], STR("rest")) &&
                   str_eq(x->o.field[2], rest);
        if (str_eq(x->e.sender, h->charter.node[party].name) &&
            str_cmp(x->o.made, until) <= 0 && (here || all))
            last = x;
    }
    return last;
}

static void count_by_reading(const struct history *h, str until,
                             size_t count[MARKS])
{
    memset(count, 0, MARKS * sizeof *count);
    for (size_t i = 0; i < DAY_CLAUSES; i++) {
        enum talks_mark best = MARK_OPEN;
        for (size_t k = 0; k < h->clause[i].n; k++) {
            enum talks_mark mark = MARK_AGREED;
            for (size_t p = 0; p < 2; p++) {
                const struct talks_item *x = holds(h, p, i, k, until);
                if (x == NULL || !str_eq(x->o.field[3], STR("accept")))
                    mark = MARK_OPEN;
                else if (mark != MARK_OPEN && x->o.field[4].p[0] != '-')
                    mark = MARK_CONDITIONAL;
            }
            best = mark > best ? mark : best;
        }
        count[best]++;
    }
}

/* The distance is, day by day, the table of that day. */
void test_talks_table__distance_is_the_table_of_each_day(void)
{
    struct cx *cx = test_cx();
    struct test_rand r = {10};
    size_t agreed = 0;
    for (size_t t = 0; t < 200 * test_times(); t++) {
        struct history h;
        struct talks_day *days = NULL;
        struct talks_terms terms[DAY_CLAUSES * DAY_ROWS];
        size_t n = 0;
        for (size_t i = 0; i < COUNT_OF(terms); i++)
            terms[i] = (struct talks_terms){-1, -1, STR("")};
        struct arena_mark mark = arena_mark(test_arena());
        make_history(&h, &r);
        CHECK_OK(cx, talks_distance(cx, test_arena(), &h.talks, h.clause,
                                    DAY_CLAUSES, terms, &days, &n));
        for (size_t i = 0; i < n; i++) {
            const struct talks_day *d = &days[i];
            struct talks_table table;
            struct talks_limit limit = {0};
            size_t want[MARKS];
            CHECK(i == 0 || str_cmp(d[-1].day, d->day) < 0);
            CHECK(arena_printf(test_arena(), &limit.until, "%.*sT23:59:59Z",
                               STR_ARG(d->day)));
            CHECK_OK(cx, talks_tabulate(cx, test_arena(), &h.talks, h.clause,
                                        DAY_CLAUSES, &limit, &table));
            count_by_reading(&h, limit.until, want);
            for (size_t m = 0; m < MARKS; m++) {
                CHECK_INT(d->count[m], want[m]);
                CHECK_INT(table.count[m], want[m]);
            }
            agreed += want[MARK_AGREED];
        }
        arena_rewind(test_arena(), mark);
    }
    CHECK(agreed > 100);
}
