/* Every finding of `truce check` on the examples is defended in the
 * findings.txt beside the text, and every defence has its finding, in the same
 * order: so that a check that begins to find less, or more, is seen. */
#include "tests/test.h"

#include "app/agreement.h"
#include "base/buf.h"

#include <glob.h>

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
