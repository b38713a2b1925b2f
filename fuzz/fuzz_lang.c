/* fuzz/fuzz_lang.c: any bytes as the text of an agreement: read, printed, read
 * again, compared, chosen from.
 *
 * - Every finding has a place in the text and can be shown.
 * - What is printed of a text without mistakes can be read, prints the same and
 *   has the same canonical bytes; diff finds nothing.
 * - A text that begins with `%` is two texts with a line `%` between them:
 * where they have the same canonical bytes diff finds nothing. */
#include "base/buf.h"
#include "base/cx.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "lang/ast.h"
#include "lang/lang.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define must(condition)                                                        \
    ((condition)                                                               \
         ? (void)0                                                             \
         : (fprintf(stderr, "line %d: %s\n", __LINE__, #condition), abort()))

struct run {
    struct cx *cx;
    struct arena *a;
};

static struct ast *parse(struct run *r, str text, struct diagnostics *d)
{
    struct ast *t = NULL;
    *d = (struct diagnostics){0};
    if (is_ok(lang_parse(r->cx, r->a, STR("fuzz"), text, &t, d)))
        return t;
    must(r->cx->fault.code == ERR_LIMIT && t == NULL);
    return NULL;
}

static void check_findings(struct run *r, const struct diagnostics *d, str text)
{
    struct buf b;
    struct json_out j;
    for (uint32_t i = 0; i < d->n; i++) {
        const struct diagnostic *f = &d->v[i];
        must(f->line >= 1 && f->column >= 1 && f->message.n > 0);
        must((size_t)f->offset + f->length <= text.n);
        must(i == 0 || f->offset >= d->v[i - 1].offset ||
             i == LIMIT_DIAGNOSTICS - 1);
    }
    buf_init(&b, r->a, SIZE_MAX);
    diagnostics_print_text(d, STR("fuzz"), text, true, &b);
    must(utf8_valid(buf_view(&b), NULL));
    buf_clear(&b);
    json_init(&j, &b, 0);
    diagnostics_print_json(d, STR("fuzz"), text, &j);
    buf_clear(&b);
    diagnostics_print_sarif(d, STR("fuzz"), text, &b);
}

static str print(struct run *r, const struct ast *t, bool canonical)
{
    struct buf b;
    buf_init(&b, r->a, SIZE_MAX);
    if (canonical)
        lang_print_canonical(t, &b);
    else
        lang_print(t, &b);
    must(b.state == BUF_OK);
    return buf_view(&b);
}

static uint32_t changes(struct run *r, const struct ast *x, const struct ast *y)
{
    struct buf b;
    uint32_t n = 0;
    buf_init(&b, r->a, SIZE_MAX);
    must(is_ok(lang_diff(r->cx, r->a, x, y, false, &b, &n)));
    must(is_ok(lang_diff(r->cx, r->a, x, y, true, &b, &n)));
    return n;
}

/* Chooses the last alternative of the first draft, if there is one. */
static void choose(struct run *r, struct ast *t)
{
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *a = t->parts[i].article;
        for (uint32_t k = 0; a != NULL && k < a->n_clauses; k++) {
            const struct ast_clause *c = &a->clauses[k];
            str choice;
            if (c->form != AST_DRAFT)
                continue;
            must(arena_printf(r->a, &choice, "%.*s=%.*s",
                              STR_ARG(c->label.text),
                              STR_ARG(c->bodies[c->n_bodies - 1].id.text)));
            must(is_ok(lang_choose(r->cx, r->a, t, &choice, 1)));
            return;
        }
    }
}

static void round_trip(struct run *r, struct ast *t)
{
    struct diagnostics d;
    str first = print(r, t, false), canonical = print(r, t, true);
    must(utf8_valid(first, NULL));
    if (first.n > LIMIT_TEXT_BYTES || canonical.n > LIMIT_TEXT_BYTES)
        return;
    const struct ast *u = parse(r, first, &d);
    must(d.n == 0);
    must(str_eq(print(r, u, false), first));
    must(str_eq(print(r, u, true), canonical));
    must(changes(r, t, u) == 0);
    u = parse(r, canonical, &d);
    must(d.n == 0);
    must(str_eq(print(r, u, true), canonical));
    choose(r, t);
    str chosen = print(r, t, false);
    u = parse(r, chosen, &d);
    must(d.n == 0);
    must(str_eq(print(r, u, false), chosen));
}

static void one(struct run *r, str text)
{
    struct diagnostics d;
    struct ast *t = parse(r, text, &d);
    if (t == NULL)
        return;
    check_findings(r, &d, text);
    if (d.errors == 0)
        round_trip(r, t);
    else
        (void)print(r, t, false);
}

static void two(struct run *r, str x, str y)
{
    struct diagnostics d, e;
    const struct ast *t = parse(r, x, &d), *u = parse(r, y, &e);
    if (t == NULL || u == NULL)
        return;
    uint32_t n = changes(r, t, u);
    if (d.errors == 0 && e.errors == 0 &&
        str_eq(print(r, t, true), print(r, u, true)))
        must(n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct run r = {&cx, &a};
    str text = {(const char *)data, size};
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "agreement", (size_t)1 << 30);
    if (str_starts(text, STR("%\n"))) {
        str rest = str_sub(text, 2, text.n);
        size_t cut = str_find(rest, STR("\n%\n"));
        two(&r, str_sub(rest, 0, cut), str_sub(rest, cut + 3, rest.n));
    } else {
        one(&r, text);
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
