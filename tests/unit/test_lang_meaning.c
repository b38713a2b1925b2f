/* Tests of lang/compile.c, review.c and their neighbours over the texts in
 * tests/lang/. A text of tests/lang/meaning/ begins with lines
 *
 *     # steps: compile          (or review: then what is left open counts too)
 *     # expect: E0301 31        (code and line, in the order of the text;
 *                               `waived` after them; or `nothing`)
 *
 * and must give exactly these findings. */
#include "tests/test.h"

#include "base/buf.h"
#include "lang/ast.h"
#include "lang/lang.h"

struct made {
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d;
};

static void make(str path, str text, bool review, struct made *m)
{
    struct cx *cx = test_cx();
    struct arena *a = test_arena();
    *m = (struct made){0};
    CHECK_OK(cx, lang_parse(cx, a, path, text, &m->t, &m->d));
    CHECK_OK(cx, lang_compile(cx, a, m->t, &m->ag, &m->d));
    if (review)
        CHECK_OK(cx, lang_review(cx, a, m->t, m->ag, &m->d));
}

static str findings(const struct diagnostics *d)
{
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    for (uint32_t i = 0; i < d->n; i++)
        buf_printf(&b, "%s %" PRIu32 "%s\n", d->v[i].code, d->v[i].line,
                   d->v[i].waived.n > 0 ? " waived" : "");
    return buf_view(&b);
}

/* The lines "# expect: X" as "X\n"; whether the text is reviewed. */
static str expected(str text, bool *review)
{
    struct buf b;
    str line, rest = text;
    buf_init(&b, test_arena(), SIZE_MAX);
    *review = false;
    do {
        str_cut(rest, '\n', &line, &rest);
        if (str_starts(line, STR("# steps: review")))
            *review = true;
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
    bool review;
    str want = expected(text, &review);
    make(str_of(path), text, review, &m);
    CHECK_STR(findings(&m.d), want);
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
