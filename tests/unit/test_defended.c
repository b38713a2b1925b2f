/* What is found in real texts, and what mends it.
 *
 * Every finding of `truce check` on the examples is defended in the
 * findings.txt beside the text, and every defence has its finding, in the same
 * order: so that a check that begins to find less, or more, is seen. */
#include "tests/test.h"

#include "app/agreement.h"
#include "app/fix.h"
#include "base/buf.h"
#include "base/sys.h"
#include "lang/ast.h"

#include <glob.h>
#include <unistd.h>

/* The lines "CODE message" of a findings.txt; each has a defence below it. */
static str defended(str text, const char *path)
{
    struct buf b;
    str line, rest = text;
    bool open = false;
    buf_init(&b, test_arena(), SIZE_MAX);
    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        bool defence = str_starts(line, STR("    true")) ||
                       str_starts(line, STR("    left out")) ||
                       str_starts(line, STR("    waived because "));
        if (open != defence)
            FAIL("%s: a finding and its defence take turns: %.*s", path,
                 STR_ARG(line));
        open = !defence;
        if (defence)
            continue;
        buf_str(&b, line);
        buf_char(&b, '\n');
    }
    CHECK(!open);
    return buf_view(&b);
}

static str found(const char *path)
{
    struct app_agreement g;
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(),
             app_load_agreement(test_cx(), test_arena(), path, NULL, 0, &g));
    CHECK_OK(test_cx(), app_review_agreement(test_cx(), test_arena(), &g));
    for (uint32_t i = 0; i < g.diagnostics.n; i++) {
        const struct diagnostic *d = &g.diagnostics.v[i];
        buf_printf(&b, "%s %.*s\n", d->code, STR_ARG(d->message));
    }
    return buf_view(&b);
}

void test_defended__every_finding_of_the_examples(void)
{
    glob_t g;
    CHECK_INT(glob("examples/*/agreement.truce", 0, NULL, &g), 0);
    CHECK(g.gl_pathc >= 15);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        char path[200];
        const char *text = g.gl_pathv[i];
        CASE("%s", text);
        snprintf(path, sizeof path, "%.*s/findings.txt",
                 (int)(strlen(text) - strlen("/agreement.truce")), text);
        CHECK_STR(found(text), defended(test_read(path), path));
    }
    globfree(&g);
}

/* --- Edits ------------------------------------------------------------------
 */

static uint32_t mistakes(const struct diagnostics *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n; i++)
        n += d->v[i].code[0] == 'E';
    return n;
}

static void load(const char *path, str text, struct app_agreement *g)
{
    CHECK_OK(test_cx(), app_compile_agreement(test_cx(), test_arena(), path,
                                              text, NULL, 0, g));
    CHECK_OK(test_cx(), app_review_agreement(test_cx(), test_arena(), g));
}

static str layout(const struct app_agreement *g)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    lang_print(g->ast, &b);
    return buf_view(&b);
}

static str meaning(const struct app_agreement *g)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    lang_norm_print(test_cx(), g->ag, &b);
    return buf_view(&b);
}

/* An edit never chooses for the sides: it leaves the clause open, and with
 * `written` chosen the text means what it meant. */
static uint32_t check_left_open(const char *path, str text,
                                const struct app_agreement *before)
{
    struct app_agreement open, chosen;
    const char *choices[100];
    size_t n = 0;
    load(path, text, &open);
    for (uint32_t i = 0; i < open.ast->n_parts; i++) {
        const struct ast_article *a = open.ast->parts[i].article;
        for (uint32_t k = 0; a != NULL && k < a->n_clauses; k++) {
            const struct ast_clause *c = &a->clauses[k];
            str choice;
            if (c->form != AST_DRAFT ||
                !str_eq(c->bodies[0].id.text, STR("written")))
                continue;
            CHECK_INT(c->n_bodies, 2);
            CHECK(lang_is_lint(c->bodies[1].id.text));
            CHECK(arena_printf(test_arena(), &choice, "%.*s=written%c",
                               STR_ARG(c->label.text), '\0'));
            if (n < COUNT_OF(choices))
                choices[n++] = choice.p;
        }
    }
    CHECK(n < COUNT_OF(choices));
    CHECK_OK(test_cx(), app_compile_agreement(test_cx(), test_arena(), path,
                                              text, choices, n, &chosen));
    CHECK_STR(meaning(&chosen), meaning(before));
    return (uint32_t)n;
}

static uint32_t mended, opened;

/* What comes of all edits reads as well as before, has no more errors (a
 * verifier that now verifies may be asked for its mandate: a warning), is in
 * the layout of `truce fmt` if the text was, and has nothing more to mend. */
static void check_fix(const char *path, str text)
{
    struct app_agreement before, after;
    struct fix_result r, again;
    struct buf diff, none;
    buf_init(&diff, test_arena(), SIZE_MAX);
    buf_init(&none, test_arena(), SIZE_MAX);
    load(path, text, &before);
    CHECK_OK(test_cx(), app_fix(test_cx(), test_arena(), path, &diff, &r));
    load(path, r.source, &after);
    CHECK(mistakes(&after.diagnostics) <= mistakes(&before.diagnostics));
    CHECK(after.diagnostics.errors <= before.diagnostics.errors);
    CHECK_INT(after.diagnostics.errors, r.errors);
    CHECK_INT(diff.n > 0, r.mended > 0);
    if (str_eq(layout(&before), text))
        CHECK_STR(layout(&after), r.source);
    mended += r.mended;
    opened += check_left_open(path, r.source, &before);

    /* once more, of a file that holds the result */
    char name[100];
    snprintf(name, sizeof name, "/tmp/truce-fix-%ld", (long)getpid());
    CHECK_OK(test_cx(), sys_write_file(test_cx(), name, r.source));
    CHECK_OK(test_cx(), app_fix(test_cx(), test_arena(), name, &none, &again));
    (void)unlink(name);
    CHECK_INT(again.mended, 0);
    CHECK_STR(buf_view(&none), STR(""));
}

void test_defended__edits_mend(void)
{
    static const char *const examples[] = {"harbour-draft", "cambodia-1991",
                                           "gaza-2025-07-proposal",
                                           "dayton-1995", "kumanovo-1999"};
    mended = opened = 0;
    (void)test_each_file("tests/lang/meaning", ".truce", check_fix);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char path[200];
        CASE("%s", examples[i]);
        snprintf(path, sizeof path, "examples/%s/agreement.truce", examples[i]);
        check_fix(path, test_read(path));
    }
    CHECK(mended > 5 && opened > 10);
}

static void check_diff(const char *from, const char *to, const char *want)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_OK(test_cx(), app_text_diff(test_cx(), test_arena(), STR("f"),
                                      str_of(from), str_of(to), &b));
    CHECK_STR(buf_view(&b), str_of(want));
}

void test_defended__diff(void)
{
    check_diff("a\nb\n", "a\nb\n", "");
    check_diff("a\nb\nc\n", "a\nx\nc\n",
               "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
    check_diff("", "a\n", "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n");
    check_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\n",
               "--- f\n+++ f\n@@ -6,4 +6,3 @@\n 6\n 7\n 8\n-9\n");
    check_diff("x\n1\n2\n3\n4\n5\n6\n7\ny\n", "1\n2\n3\n4\n5\n6\n7\n",
               "--- f\n+++ f\n@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n"
               "@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-y\n");
}
