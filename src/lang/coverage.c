/* lang/coverage.c: how much of a text the program can evaluate.
 *
 * Clauses are counted by label: one with several readings counts once, as
 * formal if any reading is. What is not evaluated is listed with the reason:
 * clauses kept as text, phrases of formal clauses that decide nothing, drafts
 * without a choice and what hangs on them, and clauses in which a mistake was
 * found. */
#include "lang/ast.h"
#include "lang/lang.h"

#include "base/map.h"
#include "base/vec.h"

#include <inttypes.h>

/* One entry for each label of the normal form. */
struct seen {
    bool formal, judged, declaratory;
    int judged_by;
};

struct list {
    struct cx *cx;
    struct arena *a;
    VEC(struct coverage_item) v;
};

static err add(struct list *l, str label, uint32_t line, str what)
{
    struct coverage_item item = {label, what, line};
    TRY_ROOM(l->cx, l->a, vec_push(l->a, &l->v, item));
    return OK;
}

static err add_text(struct list *l, const struct agreement *ag,
                    const struct ast_clause *c, int judged_by)
{
    str what = STR("kept as text: declaratory, there is nothing to decide");
    if (judged_by != NONE) {
        const struct actor *by = &ag->actors[judged_by];
        TRY_ROOM(l->cx, l->a,
                 arena_printf(l->a, &what, "kept as text: judged by %.*s",
                              STR_ARG(by->name.n > 0 ? by->name : by->id)));
    }
    return add(l, c->label.text, c->label.at.line, what);
}

/* "still in brackets: A, B or C" */
static err add_draft(struct list *l, const struct ast_clause *c)
{
    struct buf b;
    buf_init(&b, l->a, 4000);
    buf_c(&b, "still in brackets:");
    for (uint32_t i = 0; i < c->n_bodies && i < 60; i++) {
        buf_c(&b, i == 0 ? " " : i + 1 == c->n_bodies ? " or " : ", ");
        buf_str(&b, c->bodies[i].id.text);
    }
    TRY(l->cx, buf_finish(l->cx, &b));
    return add(l, c->label.text, c->label.at.line, buf_view(&b));
}

static bool is_given(const struct duration *d)
{
    return d->days != 0 || d->seconds != 0;
}

/* Phrases of a formal clause that are read and decide nothing. */
static err add_phrases(struct list *l, const struct clause *c)
{
    bool timeless = c->kind == CLAUSE_BAN ||
                    (c->kind == CLAUSE_KEEP && c->measure != MEASURE_LEVEL) ||
                    c->kind == CLAUSE_MAY;
    bool notified = c->notified_tod != NONE || is_given(&c->notified_within);
    const struct {
        bool is;
        const char *what;
    } parts[] = {
        {c->at_once, "`at once`: it names no time"},
        {c->chosen_by != NONE,
         "`chosen by`: what is chosen is said in words, and takes no report "
         "out of a count"},
        {timeless && notified,
         "`notified`: only what is done has a time before it or after"},
        {timeless && c->in_step_with != NONE,
         "`in step with`: only a duty has parts"},
        {timeless && c->has_reported_within,
         "`reported within`: only a duty is completed by a report"},
        {is_given(&c->validated_within),
         "`validated ... within`: until validated it is possible only, however "
         "long that takes"},
        {c->has_exception && c->exception.has_notice,
         "the time to notify an exception: a notice names the clause, not the "
         "act"},
        {c->confidential_to != 0,
         "`confidential to`: who may read it is settled where it is recorded"},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].is)
            TRY(l->cx, add(l, c->label, c->line, str_of(parts[i].what)));
    return OK;
}

err lang_coverage(struct cx *cx, struct arena *a, const struct ast *t,
                  const struct agreement *ag, struct coverage *out)
{
    struct coverage cov = {0};
    struct list l = {cx, a, {0}};
    struct map labels, open;
    struct seen *seen;
    uint64_t at;
    map_init(&labels, a, cx);
    map_init(&open, a, cx);
    for (uint32_t i = 0; i < ag->n_left_out; i++)
        if (ag->left_out[i].open)
            TRY_ROOM(cx, a, map_put(&open, ag->left_out[i].label, i));
    TRY_NEW_ARRAY(cx, a, (size_t)ag->n_clauses, seen);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (!map_get(&labels, c->label, &at)) {
            at = i;
            seen[at].judged_by = NONE;
            TRY_ROOM(cx, a, map_put(&labels, c->label, i));
        }
        struct seen *s = &seen[at];
        if (c->kind == CLAUSE_JUDGED) {
            s->judged = true;
            s->judged_by = c->judged_by;
        } else if (c->kind == CLAUSE_DECLARATORY) {
            s->declaratory = true;
        } else {
            s->formal = true;
        }
    }
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *art = t->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++) {
            const struct ast_clause *c = &art->clauses[k];
            if (c->form == AST_DRAFT) {
                cov.open++;
                TRY(cx, add_draft(&l, c));
            } else if (map_get(&labels, c->label.text, &at)) {
                const struct seen *s = &seen[at];
                cov.formal += s->formal;
                cov.judged += !s->formal && s->judged;
                cov.declaratory += !s->formal && !s->judged && s->declaratory;
                if (s->judged || s->declaratory)
                    TRY(cx, add_text(&l, ag, c, s->judged_by));
                for (uint64_t j = at; j < ag->n_clauses; j++)
                    if (str_eq(ag->clauses[j].label, c->label.text))
                        TRY(cx, add_phrases(&l, &ag->clauses[j]));
            } else if (map_get(&open, c->label.text, NULL)) {
                cov.open++;
                TRY(cx, add(&l, c->label.text, c->label.at.line,
                            STR("hangs on a clause that is still in "
                                "brackets")));
            } else {
                TRY(cx, add(&l, c->label.text, c->label.at.line,
                            STR("not read: a mistake was found in it, or in "
                                "what it refers to")));
            }
        }
    }
    cov.items = l.v.p;
    cov.n_items = (uint32_t)l.v.n;
    *out = cov;
    return OK;
}
