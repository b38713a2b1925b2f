/* app/talks_draft.c: the draft on the table, as clauses and alternatives.
 * See talks_int.h. */
#include "app/talks_int.h"

#include "app/agreement.h"
#include "app/text.h"
#include "lang/ast.h"

/* The words of an alternative: with what follows its bracket. */
static hash words_of(const struct ast *t, const struct ast_clause *c,
                     const struct ast_body *b)
{
    struct hasher h;
    cry_hasher_init(&h);
    cry_hasher_add(&h, str_sub(t->source, b->at.offset,
                               (size_t)b->at.offset + b->at.length));
    for (uint32_t i = 0; i < c->n_tails; i++)
        cry_hasher_add(
            &h, str_sub(t->source, c->tails[i].at.offset,
                        (size_t)c->tails[i].at.offset + c->tails[i].at.length));
    return cry_hasher_result(&h);
}

static err take_clause(struct cx *cx, struct arena *a, const struct ast *t,
                       const struct ast_clause *c, struct talks_clause *out)
{
    struct talks_alternative *alt;
    bool bracket = c->form == AST_DRAFT;
    size_t n = bracket ? c->n_bodies : 1;
    TRY_NEW_ARRAY(cx, a, n, alt);
    for (size_t k = 0; k < n; k++) {
        alt[k].id = bracket ? c->bodies[k].id.text : STR("-");
        alt[k].words =
            bracket ? words_of(t, c, &c->bodies[k])
                    : cry_sha256(str_sub(t->source, c->at.offset,
                                         (size_t)c->at.offset + c->at.length),
                                 STR(""));
    }
    *out = (struct talks_clause){c->label.text, n, alt};
    return OK;
}

err draft_clauses(struct cx *cx, struct arena *a, str text,
                  struct seat_draft *out)
{
    struct ast *t;
    struct diagnostics d = {0};
    TRY(cx, lang_parse(cx, a, STR("the draft"), text, &t, &d));
    if (d.errors > 0)
        return fail(cx, ERR_INPUT, "the draft has mistakes: %.*s",
                    STR_ARG(d.v[0].message));
    size_t n = 0;
    for (uint32_t i = 0; i < t->n_parts; i++)
        n += t->parts[i].article == NULL ? 0 : t->parts[i].article->n_clauses;
    TRY_NEW_ARRAY(cx, a, n, out->clause);
    out->n = 0;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *article = t->parts[i].article;
        for (uint32_t k = 0; article != NULL && k < article->n_clauses; k++)
            TRY(cx, take_clause(cx, a, t, &article->clauses[k],
                                &out->clause[out->n++]));
    }
    return OK;
}

err seat_canonical(struct cx *cx, struct arena *a, str source, str *out)
{
    struct ast *t;
    struct diagnostics d = {0};
    struct buf b;
    TRY(cx, lang_parse(cx, a, STR("the draft"), source, &t, &d));
    for (uint32_t i = 0; i < d.n; i++)
        if (d.v[i].severity == SEV_ERROR)
            return fail_hint(cx, ERR_INPUT,
                             "truce check says more of it, and how it is "
                             "mended.",
                             "line %u of the text: %.*s", d.v[i].line,
                             STR_ARG(d.v[i].message));
    buf_init(&b, a, LIMIT_TEXT_BYTES);
    lang_print_canonical(t, &b);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* Whether another draft of the room names this one as the one before it. */
static bool is_followed(const struct seat_file *n, const struct talks_item *x)
{
    hash own = cry_sha256(x->o.body, STR("")), parent;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *y = &n->talks.items.p[i];
        if (y != x && y->open && y->standing == TALKS_COUNTS &&
            y->o.type == TALKS_DRAFT && str_eq(y->e.room, x->e.room) &&
            hash_parse(talks_field(&y->o, "parent"), &parent) &&
            hash_eq(parent, own))
            return true;
    }
    return false;
}

static const struct talks_item *last_in(const struct seat_file *n, str room)
{
    const struct talks_item *last = NULL;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_DRAFT || !str_eq(x->e.room, room) ||
            is_followed(n, x))
            continue;
        int c = last == NULL ? 1 : str_cmp(x->o.made, last->o.made);
        if (c == 0)
            c = memcmp(x->o.id.b, last->o.id.b, sizeof x->o.id.b);
        if (c > 0)
            last = x;
    }
    return last;
}

err seat_last_draft(struct cx *cx, struct arena *a, const struct seat_file *n,
                    struct seat_draft *out)
{
    *out = (struct seat_draft){.item = last_in(n, STR("table"))};
    if (out->item == NULL)
        return OK;
    out->hash = cry_sha256(out->item->o.body, STR(""));
    return draft_clauses(cx, a, out->item->o.body, out);
}
