/* fuzz/fuzz_compile.c: any bytes as the text of an agreement: read, compiled,
 * reviewed, counted and put into words. The normal form keeps its invariants
 * (lang_compile asserts them), every finding has a place in the text, and what
 * is left out is accounted for. */
#include "base/cx.h"
#include "lang/ast.h"
#include "lang/lang.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void run(struct cx *cx, struct arena *a, str text)
{
    struct ast *t;
    struct agreement *ag;
    struct diagnostics d = {0};
    struct coverage cov;
    struct buf out;
    uint32_t errors = 0, clauses = 0;

    if (!is_ok(lang_parse(cx, a, STR("fuzz"), text, &t, &d)) ||
        !is_ok(lang_compile(cx, a, t, &ag, &d)) ||
        !is_ok(lang_review(cx, a, t, ag, &d)) ||
        !is_ok(lang_review_waivers(cx, a, t, ag, &d)) ||
        !is_ok(lang_coverage(cx, a, t, ag, &cov))) {
        must(cx->fault.code == ERR_LIMIT);
        return;
    }
    for (uint32_t i = 0; i < d.n; i++) {
        const struct diagnostic *f = &d.v[i];
        must(f->line >= 1 && f->column >= 1 && f->message.n > 0);
        must((size_t)f->offset + f->length <= text.n);
        for (uint32_t k = 0; k < f->n_edits; k++)
            must((size_t)f->edits[k].offset + f->edits[k].length <= text.n);
        errors += f->severity == SEV_ERROR && f->waived.n == 0;
    }
    must(d.n == LIMIT_DIAGNOSTICS || errors == d.errors);
    for (uint32_t i = 0; i < t->n_parts; i++)
        if (t->parts[i].article != NULL)
            clauses += t->parts[i].article->n_clauses;
    must(cov.formal + cov.judged + cov.declaratory + cov.open <= clauses);
    buf_init(&out, a, (size_t)64 << 20);
    lang_norm_print(cx, ag, &out);
    diagnostics_print_text(&d, STR("fuzz"), text, false, &out);
    must(out.state == BUF_OK || out.state == BUF_ROOM);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    str text = {(const char *)data, size};
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "agreement", (size_t)256 << 20);
    run(&cx, &a, text);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
