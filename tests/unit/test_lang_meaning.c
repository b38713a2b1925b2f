/* Tests of lang/compile.c, review.c and their neighbours over the texts in
 * tests/lang/. A text of tests/lang/meaning/ begins with lines
 *
 *     # steps: compile          (or review: then what is left open counts too;
 *                               or review with maps: the files are read, too)
 *     # expect: E0301 31        (code and line, in the order of the text; after
 *                               them `note` if a check that else weighs more
 *                               makes a note of it, `waived`, then perhaps a
 *                               colon and the message; or `nothing`)
 *
 * and must give exactly these findings. */
#include "tests/test.h"

#include "app/agreement.h"
#include "base/buf.h"
#include "base/mem.h"
#include "lang/ast.h"
#include "lang/codes_meaning.h"
#include "lang/lang.h"
#include "lang/lint_int.h"

#include <time.h>

struct made {
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d;
};

enum steps { COMPILE, REVIEW, WITH_MAPS };

static void make(str path, str text, enum steps steps, struct made *m)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    *m = (struct made){0};
    if (steps == WITH_MAPS) {
        struct app_agreement g;
        CHECK_OK(cx, app_compile_agreement(cx, a, path.p, text, NULL, 0, &g));
        CHECK_OK(cx, app_review_agreement(cx, a, &g));
        *m = (struct made){g.ast, g.ag, g.diagnostics};
        return;
    }
    bool review = steps == REVIEW;
    CHECK_OK(cx, lang_parse(cx, a, path, text, &m->t, &m->d));
    CHECK_OK(cx, lang_compile(cx, a, m->t, &m->ag, &m->d));
    if (review)
        CHECK_OK(cx, lang_review(cx, a, m->t, m->ag, &m->d));
    if (review)
        CHECK_OK(cx, lang_review_waivers(cx, a, m->t, m->ag, &m->d));
}

/* As in `want`, whose lines may have the message too. */
static str findings(const struct diagnostics *d, str want)
{
    struct buf b;
    str line, rest = want;
    buf_init(&b, test_arena(), SIZE_MAX);
    for (uint32_t i = 0; i < d->n; i++) {
        str_cut(rest, '\n', &line, &rest);
        const struct lint *l = lint_find(str_of(d->v[i].code));
        bool note = l != NULL && l->row.severity != SEV_NOTE &&
                    d->v[i].severity == SEV_NOTE;
        buf_printf(&b, "%s %" PRIu32 "%s%s", d->v[i].code, d->v[i].line,
                   note ? " note" : "", d->v[i].waived.n > 0 ? " waived" : "");
        if (str_find_char(line, ':') < line.n)
            buf_printf(&b, ": %.*s", STR_ARG(d->v[i].message));
        buf_char(&b, '\n');
    }
    return buf_view(&b);
}

/* The lines "# expect: X" as "X\n"; what is done with the text. */
static str expected(str text, enum steps *steps)
{
    struct buf b;
    str line, rest = text;
    buf_init(&b, test_arena(), SIZE_MAX);
    *steps = COMPILE;
    do {
        str_cut(rest, '\n', &line, &rest);
        if (str_starts(line, STR("# steps: review")))
            *steps = str_starts(line, STR("# steps: review with maps"))
                         ? WITH_MAPS
                         : REVIEW;
        if (!str_starts(line, STR("# expect: ")))
            continue;
        line = str_sub(line, STR("# expect: ").n, line.n);
        if (str_eq(line, STR("nothing")))
            continue;
        buf_str(&b, line);
        buf_char(&b, '\n');
    } while (rest.n > 0);
    return buf_view(&b);
}

static void check_findings(const char *path, str text)
{
    struct made m;
    enum steps steps;
    str want = expected(text, &steps);
    make(str_of(path), text, steps, &m);
    CHECK_STR(findings(&m.d, want), want);
    uint32_t errors = 0;
    for (uint32_t i = 0; i < m.d.n; i++) {
        const struct diagnostic *d = &m.d.v[i];
        CHECK(d->message.n > 0 && d->message.p[d->message.n - 1] != '.');
        CHECK(d->hint.n > 0 || d->severity != SEV_ERROR || d->code[0] != 'L');
        CHECK((size_t)d->offset + d->length <= text.n && d->column >= 1);
        errors += d->severity == SEV_ERROR && d->waived.n == 0;
    }
    CHECK_INT(m.d.errors, errors);
}

void test_lang_meaning__findings(void)
{
    CHECK(test_each_file("tests/lang/meaning", ".truce", check_findings) > 60);
}

/* By number of the check: texts in which it finds something, and reviewed ones
 * in which it does not. */
static int lint_finds[100], lint_passes[100];
/* ... and those that almost make it find something: Lnn_near*.truce. */
static int lint_near[100];

static void mark_expected(const char *path, str text)
{
    bool here[100] = {false};
    enum steps steps;
    str line, rest = expected(text, &steps);
    bool review = steps != COMPILE;
    const char *name = strrchr(path, '/') + 1;
    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (line.n >= 3 && line.p[0] == 'L')
            here[(line.p[1] - '0') * 10 + line.p[2] - '0'] = true;
    }
    if (strlen(name) > 8 && memcmp(name + 3, "_near", 5) == 0) {
        int n = (name[1] - '0') * 10 + name[2] - '0';
        CHECK(review && !here[n]);
        lint_near[n]++;
    }
    for (int i = 0; i < 100 && review; i++) {
        lint_finds[i] += here[i];
        lint_passes[i] += !here[i];
    }
}

/* Each check finds something in one of the texts, which have one frame, and
 * nothing in the others, where what it asks for is in place; in all of them it
 * finds nothing but what they expect. */
void test_lang_meaning__every_check_finds(void)
{
    memset(lint_finds, 0, sizeof lint_finds);
    memset(lint_passes, 0, sizeof lint_passes);
    memset(lint_near, 0, sizeof lint_near);
    (void)test_each_file("tests/lang/meaning", ".truce", mark_expected);
    for (size_t i = 0; lang_lint_nth(i).n > 0; i++) {
        str code = lang_lint_nth(i);
        CASE("%.*s", STR_ARG(code));
        int n = (code.p[1] - '0') * 10 + code.p[2] - '0';
        CHECK(lint_finds[n] > 0);
        CHECK(lint_near[n] > 0);
        CHECK(lint_passes[n] >= 20);
        CHECK_INT((code.p[1] - '0') * 10 + code.p[2] - '0', (int64_t)i + 1);
    }
}

/* What the language must be able to say, one text a need, each from a real
 * agreement; NAME.norm beside it is the normal form in words. */
static void check_norm(const char *path, str text)
{
    struct made m;
    struct buf got, want_path;
    make(str_of(path), text, false, &m);
    CHECK_STR(findings(&m.d, STR("")), STR(""));
    CHECK_INT(m.ag->n_left_out, 0);
    buf_init(&got, test_arena(), SIZE_MAX);
    lang_norm_print(test_cx(), m.ag, &got);
    buf_init(&want_path, test_arena(), SIZE_MAX);
    buf_bytes(&want_path, path, strlen(path) - strlen(".truce"));
    buf_c(&want_path, ".norm");
    buf_char(&want_path, '\0');
    CHECK_STR(buf_view(&got), test_read(buf_view(&want_path).p));
}

void test_lang_meaning__what_it_can_say(void)
{
    CHECK(test_each_file("tests/lang/say", ".truce", check_norm) >= 18);
}

/* Limits: at the limit it is taken, one past it there is an E0309. */

static str many(const char *head, const char *one, size_t n, const char *tail)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, head);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%zu", one, i);
    buf_c(&b, tail);
    return buf_view(&b);
}

static str categories(size_t n)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"x\"\nitem i of (c0");
    for (size_t i = 1; i < n; i++)
        buf_printf(&b, " | c%zu", i);
    buf_c(&b, ") unit u\n");
    return buf_view(&b);
}

/* n - 2 distances from one line and the area, so n zones. */
static str distances(size_t n)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"x\"\nparty a\nline l\nzone z\narticle 1\n");
    for (size_t i = 1; i < n - 1; i++)
        buf_printf(&b, "1.%zu a shall not enter within %zu m of l\n", i, i);
    return buf_view(&b);
}

void test_lang_meaning__limits(void)
{
    struct made m;
    const struct {
        const char *what;
        str at, past;
    } rows[] = {
        {"actors", many("agreement \"x\"\n", "\nparty p", MAX_ACTORS, "\n"),
         many("agreement \"x\"\n", "\nparty p", MAX_ACTORS + 1, "\n")},
        {"zones", many("agreement \"x\"\n", "\nzone z", MAX_ZONES, "\n"),
         many("agreement \"x\"\n", "\nzone z", MAX_ZONES + 1, "\n")},
        {"distances", distances(MAX_ZONES), distances(MAX_ZONES + 1)},
        {"categories", categories(MAX_ITEMS - 1), categories(MAX_ITEMS)},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s", rows[i].what);
        make(STR("at"), rows[i].at, false, &m);
        CHECK_STR(findings(&m.d, STR("")), STR(""));
        make(STR("past"), rows[i].past, false, &m);
        CHECK_INT(m.d.n, 1);
        CHECK(m.d.n == 1 && strcmp(m.d.v[0].code, "E0309") == 0);
    }
}

/* A chain and a circle as long as a text may be: no recursion, no quadratic
 * walk. */
static str chain(size_t n, bool circle)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"x\"\nparty a\nzone z\narticle 1\n");
    for (size_t i = 1; i <= n; i++)
        buf_printf(&b, "1.%zu a shall vacate z by day 9%s%zu%s\n", i,
                   i < n || circle ? " after 1." : " # ",
                   i < n ? i + 1 : (size_t)1, i < n || circle ? " is met" : "");
    return buf_view(&b);
}

void test_lang_meaning__long_chains(void)
{
    struct made m;
    make(STR("chain"), chain(LIMIT_CLAUSES, false), true, &m);
    CHECK_INT(m.ag->n_clauses, LIMIT_CLAUSES);
    for (uint32_t i = 0; i < m.d.n; i++)
        CHECK(strcmp(m.d.v[i].code, "L17") != 0);
    make(STR("circle"), chain(LIMIT_CLAUSES, true), true, &m);
    bool found = false;
    for (uint32_t i = 0; i < m.d.n; i++)
        found = found || strcmp(m.d.v[i].code, "L17") == 0;
    CHECK(found);
}

/* Every allocation may fail; then nothing is half done, and it says so. */
void test_lang_meaning__no_memory(void)
{
    str text = test_read("examples/harbour-draft/agreement.truce");
    for (size_t n = 1;; n++) {
        struct test_heap heap = {.fail_at = n};
        struct arena scratch, a;
        struct cx cx;
        struct ast *t = NULL;
        struct agreement *ag = NULL;
        struct diagnostics d = {0};
        struct coverage cov;
        cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
        arena_init(&a, test_heap_mem(&heap), "agreement", SIZE_MAX);
        err e = lang_parse(&cx, &a, STR("draft"), text, &t, &d);
        if (is_ok(e))
            e = lang_compile(&cx, &a, t, &ag, &d);
        if (is_ok(e))
            e = lang_review(&cx, &a, t, ag, &d);
        if (is_ok(e))
            e = lang_coverage(&cx, &a, t, ag, &cov);
        bool done = is_ok(e);
        CHECK(done || e.code == ERR_RESOURCE);
        arena_release(&a);
        cx_release(&cx);
        if (done || e.code != ERR_RESOURCE)
            break;
    }
}

/* Whether a message begins with a label, or "3 clauses ". */
static bool about_clauses(const struct agreement *ag, str message)
{
    str first = str_sub(message, 0, str_find_char(message, ' '));
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (str_eq(ag->clauses[i].label, first))
            return true;
    return str_find(message, STR(" clauses ")) == first.n;
}

static unsigned told_about[100];

static void mark_told(const char *path, str text)
{
    struct made m;
    make(str_of(path), text, REVIEW, &m);
    for (uint32_t i = 0; i < m.d.n; i++) {
        const char *c = m.d.v[i].code;
        if (c[0] == 'L')
            told_about[(c[1] - '0') * 10 + c[2] - '0'] |=
                about_clauses(m.ag, m.d.v[i].message) ? LINT_OF_CLAUSES
                                                      : LINT_OF_TEXT;
    }
}

/* The page of a check says how to waive it where it finds something. */
void test_lang_meaning__waivers_fit(void)
{
    memset(told_about, 0, sizeof told_about);
    (void)test_each_file("tests/lang/meaning", ".truce", mark_told);
    for (size_t i = 0; i < lints_n; i++) {
        CASE("%s", lints[i].row.code);
        if (lints[i].run != NULL)
            CHECK_INT(told_about[i + 1], lints[i].about);
    }
}

/* Each has the case in which it was seen (L44 is about the tool) and where that
 * can be read. */
void test_lang_meaning__precedents(void)
{
    for (size_t i = 0; i < lints_n; i++) {
        const struct lint *l = &lints[i];
        CASE("%s", l->row.code);
        CHECK((l->precedent[0] == '\0') == (strcmp(l->row.code, "L44") == 0));
        CHECK(l->source[0] != '\0' && l->row.why[0] != '\0');
    }
}

/* Each check and each code has a page. */
void test_lang_meaning__pages(void)
{
    struct buf b;
    for (size_t i = 0; lang_lint_nth(i).n > 0; i++) {
        str code = lang_lint_nth(i);
        CASE("%.*s", STR_ARG(code));
        buf_init(&b, test_arena(), SIZE_MAX);
        CHECK(lang_is_lint(code) && lang_lint_title(code).n > 0);
        CHECK(lang_code_page(code, &b));
        CHECK(str_starts(buf_view(&b), code));
        struct buf small;
        char low[] = {'l', code.p[1], code.p[2], '\0'};
        buf_init(&small, test_arena(), SIZE_MAX);
        CHECK(lang_code_page(str_of(low), &small));
        CHECK_STR(buf_view(&small), buf_view(&b));
        CHECK(i == 0 || str_cmp(lang_lint_nth(i - 1), code) < 0);
    }
    for (size_t i = 0; i < meaning_code_count(); i++) {
        str code = str_of(meaning_code_nth(i)->code);
        CASE("%.*s", STR_ARG(code));
        buf_init(&b, test_arena(), SIZE_MAX);
        CHECK(lang_code_page(code, &b));
        CHECK(!lang_is_lint(code));
    }
    CHECK(!lang_code_page(STR("L99"), &b) && !lang_code_page(STR(""), &b) &&
          !lang_code_page(STR("E0301E0301E0301"), &b));
}

/* --- Remedies ---------------------------------------------------------------
 */

/* What a remedy leaves to who reads it, and what may stand there. */
static const struct {
    const char *open, *filled;
} openings[] = {
    {"REGION/CITY", "Europe/Lisbon"},
    {"HH:MM", "08:30"},
    {"DATE", "2025-01-19"},
    {"LABEL", "2.1"},
    {"LANGUAGE", "en"},
    {"hash \"...\"",
     "hash "
     "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""},
    {"ITEM", "parcel"},
    {"UNIT", "parcel"},
    {"ZONE", "harbour"},
    {"LINE", "ridge"},
    {"NAME", "fresh"},
    {"CATEGORY", "food"},
    {"PARTY", "ardania"},
    {"GUARANTOR", "norland"},
    {"MEDIATOR", "norland"},
    {"BODY", "mechanism"},
    {"A and B", "ardania and norland"},
    {"A, B", "ardania, norland"},
    {"X, Y, Z", "ardania, norland, mechanism"},
};

static str fill(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool alone = (i == 0 || strchr(" (", s.p[i - 1]) != NULL) &&
                     (i + 1 == s.n || strchr(" ,)", s.p[i + 1]) != NULL);
        if (s.p[i] == 'N' && alone)
            CHECK(arena_printf(test_arena(), &s, "%.*s3%.*s", (int)i, s.p,
                               (int)(s.n - i - 1), s.p + i + 1));
    }
    for (size_t i = 0; i < COUNT_OF(openings); i++) {
        str open = str_of(openings[i].open);
        size_t at;
        while ((at = str_find(s, open)) < s.n)
            CHECK(arena_printf(test_arena(), &s, "%.*s%s%.*s", (int)at, s.p,
                               openings[i].filled, (int)(s.n - at - open.n),
                               s.p + at + open.n));
    }
    return s;
}

/* Where a remedy may be written: it is read in one of these without an error
 * of the language (names may be of another text). */
static const char *const places[] = {
    "%.*s\n",
    "clock\n %.*s\n",
    "article 1\n1.1 %.*s\n",
    "article 1\n1.1 ardania shall attack %.*s\n",
    "verifier x \"X\" %.*s\n",
    "zone x \"X\" %.*s\n",
    "instrument x \"X\" %.*s\n",
    "article 1\n1.1 ardania shall not attack exception defence, %.*s\n",
};

static bool reads(str words, const char *place)
{
    str text, filled = fill(words);
    struct made m = {0};
    struct buf b;
    size_t at = str_find(str_of(place), STR("%.*s"));
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"x\"\n");
    buf_bytes(&b, place, at);
    buf_str(&b, filled);
    buf_c(&b, place + at + 4);
    text = buf_view(&b);
    CHECK_OK(test_cx(),
             lang_parse(test_cx(), test_arena(), STR("x"), text, &m.t, &m.d));
    return m.d.n == 0;
}

static uint32_t remedies_read;

/* What stands in a remedy between ` and `, if it is more than a word. */
static void check_remedy(str hint)
{
    str rest = hint, before, words;
    while (str_cut(rest, '`', &before, &rest)) {
        bool ok = false;
        if (!str_cut(rest, '`', &words, &rest)) {
            FAIL("a ` without another: %.*s", STR_ARG(hint));
            return;
        }
        if (str_find_char(words, ' ') == words.n)
            continue;
        for (size_t i = 0; i < COUNT_OF(places) && !ok; i++)
            ok = reads(words, places[i]);
        if (!ok)
            FAIL("this cannot be pasted: %.*s", STR_ARG(words));
        remedies_read++;
    }
}

static void check_remedies_of(const char *path, str text)
{
    struct made m;
    enum steps steps;
    (void)expected(text, &steps);
    make(str_of(path), text, steps, &m);
    for (uint32_t i = 0; i < m.d.n; i++)
        if (m.d.v[i].code[0] == 'L')
            check_remedy(m.d.v[i].hint);
}

/* Every text of the language in a remedy is one that can be pasted: in the
 * table, and with the names of the text in which something was found. */
void test_lang_meaning__remedies_can_be_pasted(void)
{
    remedies_read = 0;
    for (size_t i = 0; i < lints_n; i++) {
        CASE("%s", lints[i].row.code);
        check_remedy(str_of(lints[i].row.hint));
    }
    CHECK(remedies_read > 50);
    (void)test_each_file("tests/lang/meaning", ".truce", check_remedies_of);
    CHECK(remedies_read > 300);
}

/* A text of n clauses of all kinds, at one place each. */
static str many_clauses(int n)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"Ceasefire\"\nparty a, b\nverifier v\nzone z\n"
              "item truck of (fuel | food) unit truck\n");
    for (int i = 0; i < 100; i++)
        buf_printf(&b,
                   "zone z%d in z\nitem i%d unit person\n"
                   "capacity %d i%d each day at z%d\n",
                   i, i, i + 1, i, i);
    buf_c(&b, "clock\n lasts 60 days\narticle 1\n");
    for (int i = 1; i <= n; i++) {
        int z = i % 100;
        buf_printf(&b, "1.%d ", i);
        switch (i % 6) {
        case 0:
            buf_printf(&b, "a shall hand over %d i%d in z%d by day %d\n", i, z,
                       z, i % 60 + 1);
            break;
        case 1:
            buf_printf(&b, "b shall not attack in z%d throughout\n", z);
            break;
        case 2:
            buf_c(&b, "\"The Council should endeavour, as Annex A says.\" "
                      "judged by v\n");
            break;
        case 3:
            buf_printf(&b, "a shall admit %d truck into z%d each day\n", i, z);
            break;
        case 4:
            buf_printf(&b, "b may attack in z%d\n", z);
            break;
        default:
            buf_printf(&b,
                       "when 1.%d is met a shall vacate z%d within 2 days\n",
                       i - 5, z);
            break;
        }
    }
    return buf_view(&b);
}

/* All checks of 30 clauses take less than a second, of 200 less than ten:
 * some milliseconds in fact, so a slow machine is no failure. */
void test_lang_meaning__checks_are_quick(void)
{
    static const struct {
        int clauses, seconds;
    } rows[] = {{30, 1}, {200, 10}, {1000, 10}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct made m;
        CASE("%d clauses", rows[i].clauses);
        clock_t begin = clock();
        make(STR("many"), many_clauses(rows[i].clauses), REVIEW, &m);
        CHECK(clock() - begin < (clock_t)rows[i].seconds * CLOCKS_PER_SEC);
        CHECK(m.d.n > 20);
    }
}

/* Prose without end is not compared without end, and that is said. */
void test_lang_meaning__names_are_compared_to_a_limit(void)
{
    struct made m;
    struct buf b;
    bool told = false;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "agreement \"x\"\nparty a\nverifier v\n");
    for (int i = 0; i < 900; i++)
        buf_printf(&b, "item i%d \"Name%d of the thing\" unit x\n", i, i);
    buf_c(&b, "article 1\n1.1 \"");
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "x Name%d ", i % 900);
    buf_c(&b, "\" judged by v\n");
    make(STR("many"), buf_view(&b), REVIEW, &m);
    for (uint32_t i = 0; i < m.d.n; i++)
        told = told || (strcmp(m.d.v[i].code, "L09") == 0 &&
                        str_starts(m.d.v[i].message, STR("there is too much")));
    CHECK(told);
}

/* Whatever memory there is, a text is read and compiled, or it is said that a
 * limit was reached. */
void test_lang_meaning__each_limit(void)
{
    str text = test_read("tests/lang/say/07_exchanges.truce");
    size_t refused = 0;
    for (size_t limit = 64; limit < (size_t)1 << 24; limit += 64 + limit / 64) {
        struct arena a;
        struct ast *t = NULL;
        struct agreement *ag = NULL;
        struct diagnostics d = {0};
        arena_init(&a, mem_system(), "agreement", limit);
        err e = lang_parse(test_cx(), &a, STR("a.truce"), text, &t, &d);
        if (is_ok(e))
            e = lang_compile(test_cx(), &a, t, &ag, &d);
        bool done = is_ok(e) && d.errors == 0 && ag->n_clauses > 0;
        arena_release(&a);
        if (is_ok(e)) {
            CHECK(done);
            break;
        }
        CHECK_INT(e.code, ERR_LIMIT);
        fault_clear(test_cx());
        refused++;
    }
    CHECK(refused > 10);
}
