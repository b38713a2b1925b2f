/* lang/choose.c: replaces the bracket of a draft by one of its alternatives.
 *
 * spec: lang 3 (draft). */
#include "lang/lang.h"

#include "base/buf.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "lang/ast.h"

static const char form[] = "write LABEL=ALTERNATIVE, such as 2.1=b";

/* All drafts, or those of `label` (if it has any bytes), with their
 * alternatives: "2.1=a|b, 3.1=x|y". */
static void put_drafts(const struct ast *t, str label, struct buf *out)
{
    bool any = false;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *a = t->parts[i].article;
        for (uint32_t k = 0; a != NULL && k < a->n_clauses; k++) {
            const struct ast_clause *c = &a->clauses[k];
            if (c->form != AST_DRAFT ||
                (label.n > 0 && !str_eq(label, c->label.text)))
                continue;
            buf_c(out, any ? ", " : "");
            buf_str(out, c->label.text);
            for (uint32_t j = 0; j < c->n_bodies; j++) {
                buf_char(out, j == 0 ? '=' : '|');
                buf_str(out, c->bodies[j].id.text);
            }
            any = true;
        }
    }
    if (!any)
        buf_c(out, "none");
}

/* best: what may have been meant, or empty. */
static err unknown(struct cx *cx, struct arena *a, const struct ast *t,
                   str choice, str label, str best, const char *what)
{
    enum { SHOWN = 400 };
    struct buf b;
    str hint = str_of(form);
    if (best.n > 0)
        TRY_ROOM(cx, a,
                 arena_printf(a, &hint, "did you mean %.*s?", STR_ARG(best)));
    buf_init(&b, a, LIMIT_LINE_BYTES);
    put_drafts(t, label, &b);
    str s = buf_view(&b);
    if (str_eq(s, STR("none")))
        hint = STR("nothing is open in this text: choose nothing");
    const char *more = s.n > SHOWN ? " ..." : "";
    s = str_sub(s, 0, SHOWN);
    return fail_typed(cx, ERR_INPUT, hint.p, "%.*s: %s; open are: %.*s%s",
                      STR_ARG(choice), what, STR_ARG(s), more);
}

/* Comments between the alternatives that fall away go with them. */
static void drop_comments(struct ast *t, struct span all, struct span kept)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_comments; i++) {
        uint32_t at = t->comments[i].offset;
        bool in_all = at >= all.offset && at < all.offset + all.length;
        bool in_kept = at >= kept.offset && at < kept.offset + kept.length;
        if (!in_all || in_kept)
            t->comments[n++] = t->comments[i];
    }
    t->n_comments = n;
}

/* The clause becomes its alternative k; what follows the bracket belongs to
 * it. */
static err settle(struct cx *cx, struct arena *a, struct ast *t,
                  struct ast_clause *c, uint32_t k)
{
    struct ast_body *v = &c->bodies[k];
    struct ast_tail *tails;
    uint32_t n = v->n_tails + c->n_tails;
    struct span bracket = c->at;
    TRY_NEW_ARRAY(cx, a, n, tails);
    for (uint32_t i = 0; i < n; i++)
        tails[i] = i < v->n_tails ? v->tails[i] : c->tails[i - v->n_tails];
    if (c->n_tails > 0) /* comments after the bracket stay */
        bracket.length = c->tails[0].at.offset - bracket.offset;
    struct span kept = v->at; /* with what stands behind its last word */
    kept.length = k + 1 < c->n_bodies
                      ? c->bodies[k + 1].at.offset - kept.offset
                      : bracket.offset + bracket.length - kept.offset;
    drop_comments(t, bracket, kept);
    v->tails = tails;
    v->n_tails = n;
    v->id = (struct ast_name){0};
    c->form = AST_PLAIN;
    c->bodies = v;
    c->n_bodies = 1;
    c->tails = NULL;
    c->n_tails = 0;
    return OK;
}

static struct ast_clause *find_draft(struct ast *t, str label,
                                     struct suggest *near)
{
    for (uint32_t i = 0; i < t->n_parts; i++) {
        struct ast_article *a = t->parts[i].article;
        for (uint32_t k = 0; a != NULL && k < a->n_clauses; k++) {
            struct ast_clause *c = &a->clauses[k];
            if (c->form != AST_DRAFT)
                continue;
            if (str_eq(c->label.text, label))
                return c;
            suggest_offer(near, c->label.text);
        }
    }
    return NULL;
}

static err choose_one(struct cx *cx, struct arena *a, struct ast *t, str choice)
{
    str label, alternative, none = STR(""), both = STR("");
    struct suggest near;
    if (!str_cut(choice, '=', &label, &alternative))
        return unknown(cx, a, t, choice, none, none,
                       "a choice is LABEL=ALTERNATIVE");
    if (!utf8_valid(choice, NULL))
        return unknown(cx, a, t, STR("a choice"), none, none,
                       "it is not UTF-8 text");
    TRY(cx, utf8_nfc(cx, a, str_trim(label), &label));
    TRY(cx, utf8_nfc(cx, a, str_trim(alternative), &alternative));
    suggest_init(&near, label);
    struct ast_clause *c = find_draft(t, label, &near);
    if (c == NULL)
        return unknown(cx, a, t, choice, none, near.best,
                       "no clause of this label is open");
    suggest_init(&near, alternative);
    for (uint32_t k = 0; k < c->n_bodies; k++) {
        if (str_eq(c->bodies[k].id.text, alternative))
            return settle(cx, a, t, c, k);
        suggest_offer(&near, c->bodies[k].id.text);
    }
    if (near.best.n > 0)
        TRY_ROOM(cx, a,
                 arena_printf(a, &both, "%.*s=%.*s", STR_ARG(label),
                              STR_ARG(near.best)));
    return unknown(cx, a, t, choice, label, both,
                   "the clause has no such alternative");
}

err lang_choose(struct cx *cx, struct arena *a, struct ast *t,
                const str *choices, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        /* The same choice twice is one; another for the same clause is not. */
        bool again = false;
        for (uint32_t k = 0; k < i && !again; k++)
            again = str_eq(choices[i], choices[k]);
        if (!again)
            TRY(cx, choose_one(cx, a, t, choices[i]));
    }
    return OK;
}
