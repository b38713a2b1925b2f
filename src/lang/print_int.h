/* lang/print_int.h: the words of each part of an agreement, on one line.
 *
 * print_words.c writes them; print.c lays them out; diff.c compares them.  A
 * part that is written in two ways with one meaning has one form here. */
#ifndef LANG_PRINT_INT_H
#define LANG_PRINT_INT_H

#include "base/buf.h"
#include "lang/ast.h"

enum { LINE_WIDTH = 96 }; /* in characters */

/* In quotes, escaped. */
void put_string(struct buf *b, str s);
/* 600, 9999, 10_000 */
void put_number(struct buf *b, int64_t n);
void put_name(struct buf *b, struct ast_name n);
/* a, b, c */
void put_names(struct buf *b, const struct ast_names *n);
/* a, b and c */
void put_names_and(struct buf *b, const struct ast_names *n);
/* id "Name" */
void put_named(struct buf *b, const struct ast_named *n);

void put_duration(struct buf *b, const struct ast_duration *d);
void put_time(struct buf *b, const struct ast_time *t);
void put_date(struct buf *b, const struct ast_date *d);
void put_point(struct buf *b, const struct ast_point *p);
void put_deadline(struct buf *b, const struct ast_deadline *d);

void put_selection(struct buf *b, const struct ast_selection *s);
void put_quantity(struct buf *b, const struct ast_quantity *q);
void put_place(struct buf *b, const struct ast_place *p);
void put_accepted(struct buf *b, const struct ast_accepted *a);
void put_period(struct buf *b, enum period_kind k);
void put_extension(struct buf *b, const struct ast *t,
                   const struct ast_extension *e);
void put_option(struct buf *b, const struct ast_verifier *v, enum ast_option o);
void put_capacity(struct buf *b, const struct ast_capacity *c);
void put_clockline(struct buf *b, const struct ast_clock *c,
                   enum ast_clockline l); /* without extensions */

void put_act(struct buf *b, const struct ast *t, struct ast_act a, bool done);
/* The trigger, with "matched by" if the body has it. */
void put_trigger(struct buf *b, const struct ast *t, const struct ast_body *v);
/* Who is bound and how: "ardania, belmar shall not". */
void put_bearers(struct buf *b, const struct ast_body *v);
/* What is to be done: "hand over 8 captive". */
void put_predicate(struct buf *b, const struct ast *t,
                   const struct ast_body *v);
void put_guard(struct buf *b, const struct ast_body *v);
void put_step(struct buf *b, const struct ast_step *s);
void put_ratio(struct buf *b, const struct ast_ratio *r);
/* The phrase `p`, which is written. */
void put_phrase(struct buf *b, const struct ast_body *v, enum ast_phrase p);

/* Whether "matched by" belongs to the trigger. */
static inline bool key_in_trigger(const struct ast_body *v)
{
    return v->trigger.kind == AST_FOR_EACH ||
           v->trigger.kind == AST_FOR_EACH_ACT;
}

#endif
