/* app/check.c: see check.h. The three forms say the same findings. */
#include "app/check.h"

#include "base/json_out.h"
#include "base/suggest.h"

#include <inttypes.h>

struct checked {
    const struct check_options *o;
    const struct app_agreement *g;
    struct coverage cov;
    uint32_t errors, warnings, notes, waived;
};

/* --- Text
 * --------------------------------------------------------------------- */

static void count(struct buf *b, uint32_t n, const char *one, const char *many)
{
    buf_printf(b, "%" PRIu32 " %s", n, n == 1 ? one : many);
}

static void write_summary(const struct checked *c, struct buf *b)
{
    const struct coverage *v = &c->cov;
    count(b, v->formal + v->judged + v->declaratory + v->open, "clause",
          "clauses");
    buf_printf(
        b, ": %" PRIu32 " formal, %" PRIu32 " judged, %" PRIu32 " declaratory",
        v->formal, v->judged, v->declaratory);
    if (v->open > 0)
        buf_printf(b, ", %" PRIu32 " still open", v->open);
    buf_c(b, "\n");
    if (c->errors + c->warnings + c->notes + c->waived == 0) {
        buf_c(b, "nothing found\n");
        return;
    }
    count(b, c->errors, "finding to mend or waive before signature",
          "findings to mend or waive before signature");
    buf_c(b, ", ");
    count(b, c->warnings + c->notes, "to consider", "to consider");
    if (c->waived > 0)
        buf_printf(b, ", %" PRIu32 " waived", c->waived);
    buf_c(b, "\n");
}

static void write_text(struct cx *cx, const struct checked *c, struct buf *b)
{
    const struct app_agreement *g = c->g;
    diagnostics_print_text(&g->diagnostics, g->path, g->source, c->o->colour,
                           b);
    if (c->o->norm) {
        if (g->diagnostics.n > 0)
            buf_c(b, "\n");
        lang_norm_print(cx, g->ag, b);
        buf_c(b, "\n");
    } else if (g->diagnostics.n > 0) {
        buf_c(b, "\n");
    }
    write_summary(c, b);
    if (!c->o->coverage)
        return;
    buf_c(b, c->cov.n_items == 0 ? "\nEverything is evaluated.\n"
                                 : "\nNot evaluated:\n");
    for (uint32_t i = 0; i < c->cov.n_items; i++) {
        buf_c(b, "  ");
        buf_safe(b, c->cov.items[i].label);
        buf_c(b, "  ");
        buf_safe(b, c->cov.items[i].what);
        buf_c(b, "\n");
    }
}

/* --- JSON
 * --------------------------------------------------------------------- */

static void write_json(const struct checked *c, struct buf *b)
{
    struct json_out j;
    json_init(&j, b, 2);
    json_obj_begin(&j);
    json_key_text(&j, "file", c->g->path);
    json_key_text(&j, "title", c->g->ag->title);
    json_key(&j, "diagnostics");
    diagnostics_print_json(&c->g->diagnostics, c->g->path, c->g->source, &j);
    json_key_int(&j, "errors", c->errors);
    json_key_int(&j, "warnings", c->warnings);
    json_key_int(&j, "notes", c->notes);
    json_key_int(&j, "waived", c->waived);
    json_key(&j, "coverage");
    json_obj_begin(&j);
    json_key_int(&j, "formal", c->cov.formal);
    json_key_int(&j, "judged", c->cov.judged);
    json_key_int(&j, "declaratory", c->cov.declaratory);
    json_key_int(&j, "open", c->cov.open);
    json_key(&j, "not_evaluated");
    json_arr_begin(&j);
    for (uint32_t i = 0; i < c->cov.n_items; i++) {
        json_obj_begin(&j);
        json_key_text(&j, "clause", c->cov.items[i].label);
        json_key_int(&j, "line", c->cov.items[i].line);
        json_key_text(&j, "reason", c->cov.items[i].what);
        json_obj_end(&j);
    }
    json_arr_end(&j);
    json_obj_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
}

/* --- The use case
 * ----------------------------------------------------------------- */

err app_check(struct cx *cx, struct arena *a, const struct check_options *o,
              struct buf *out, uint32_t *errors_out)
{
    struct app_agreement g;
    struct checked c = {.o = o, .g = &g};
    TRY(cx, app_load_agreement(cx, a, o->path, o->choices, o->n_choices, &g));
    TRY(cx, app_review_agreement(cx, a, &g));
    TRY(cx, lang_coverage(cx, a, g.ast, g.ag, &c.cov));
    for (uint32_t i = 0; i < g.diagnostics.n; i++) {
        const struct diagnostic *d = &g.diagnostics.v[i];
        c.waived += d->waived.n > 0;
        c.warnings += d->waived.n == 0 && d->severity == SEV_WARNING;
        c.notes += d->waived.n == 0 && d->severity == SEV_NOTE;
    }
    c.errors = g.diagnostics.errors;
    switch (o->format) {
    case CHECK_TEXT:
        write_text(cx, &c, out);
        break;
    case CHECK_JSON:
        write_json(&c, out);
        break;
    case CHECK_SARIF:
        diagnostics_print_sarif(&g.diagnostics, g.path, g.source, out);
        break;
    }
    *errors_out = c.errors;
    return OK;
}

err app_check_explain(struct cx *cx, str code, struct buf *out)
{
    struct suggest s;
    if (lang_code_page(code, out))
        return OK;
    suggest_init(&s, code);
    for (size_t i = 0; lang_lint_nth(i).n > 0; i++)
        suggest_offer(&s, lang_lint_nth(i));
    err e = fail(cx, ERR_NOT_FOUND, "there is no code \"%.*s\"", STR_ARG(code));
    if (s.best.n == 0)
        return fault_hint(cx, e, "codes are written like E0301 or L17");
    char hint[64];
    snprintf(hint, sizeof hint, "did you mean %.*s?", STR_ARG(s.best));
    return fault_hint(cx, e, hint);
}
