/* lang/lex_int.h: words, numbers, strings and signs of an agreement's text.
 *
 * The lexer gives one token at a time and keeps a window of a few to look
 * ahead, so its memory does not grow with the text.  It never reads beyond the
 * bytes it was given and knows no terminator.  Mistakes in characters are
 * diagnosed once, where the token is first seen, and reading goes on.
 *
 * Read next: lex.c, then parse.c. */
#ifndef LANG_LEX_INT_H
#define LANG_LEX_INT_H

#include "base/cx.h"
#include "base/vec.h"
#include "lang/ast.h"
#include "lang/diag.h"

enum token_kind {
    T_END,
    T_WORD,
    T_PATH, /* Europe/Lisbon: a word with slashes */
    T_INT,
    T_DATE,
    T_TIME,
    T_LABEL,
    T_STRING,
    T_COMMA,
    T_SEMI,
    T_COLON,
    T_PIPE,
    T_LPAREN,
    T_RPAREN,
    T_LBRACKET,
    T_RBRACKET,
    T_PERCENT
};

/* The words of the language, in byte order (lex.c has the texts).  NAMELY: a
 * word that may also be a name, because no place in the grammar confuses the
 * two.  The others are reserved. */
#define KEYWORDS(RESERVED, NAMELY)                                             \
    RESERVED(accepted)                                                         \
    RESERVED(access)                                                           \
    RESERVED(act)                                                              \
    NAMELY(addition)                                                           \
    RESERVED(after)                                                            \
    NAMELY(against)                                                            \
    NAMELY(agency)                                                             \
    RESERVED(agreement)                                                        \
    RESERVED(all)                                                              \
    NAMELY(amendment)                                                          \
    RESERVED(and)                                                              \
    NAMELY(announced)                                                          \
    NAMELY(announcement)                                                       \
    RESERVED(article)                                                          \
    RESERVED(as)                                                               \
    RESERVED(at)                                                               \
    NAMELY(attribute)                                                          \
    NAMELY(authority)                                                          \
    RESERVED(because)                                                          \
    RESERVED(before)                                                           \
    RESERVED(between)                                                          \
    RESERVED(beyond)                                                           \
    NAMELY(break)                                                              \
    RESERVED(by)                                                               \
    NAMELY(capacity)                                                           \
    RESERVED(carrying)                                                         \
    RESERVED(chaired)                                                          \
    RESERVED(chosen)                                                           \
    RESERVED(classes)                                                          \
    RESERVED(clock)                                                            \
    RESERVED(condition)                                                        \
    NAMELY(confidence)                                                         \
    RESERVED(confidential)                                                     \
    RESERVED(confirmed)                                                        \
    NAMELY(consensus)                                                          \
    NAMELY(consent)                                                            \
    RESERVED(counted)                                                          \
    RESERVED(cure)                                                             \
    RESERVED(day)                                                              \
    NAMELY(days)                                                               \
    NAMELY(deadline)                                                           \
    NAMELY(decided)                                                            \
    RESERVED(decides)                                                          \
    RESERVED(declaratory)                                                      \
    NAMELY(disputes)                                                           \
    NAMELY(does)                                                               \
    NAMELY(due)                                                                \
    RESERVED(each)                                                             \
    NAMELY(else)                                                               \
    RESERVED(end)                                                              \
    RESERVED(entry)                                                            \
    RESERVED(exactly)                                                          \
    RESERVED(exception)                                                        \
    RESERVED(extended)                                                         \
    NAMELY(finally)                                                            \
    RESERVED(for)                                                              \
    RESERVED(force)                                                            \
    RESERVED(formal)                                                           \
    RESERVED(from)                                                             \
    NAMELY(funding)                                                            \
    NAMELY(further)                                                            \
    NAMELY(guarantor)                                                          \
    NAMELY(hash)                                                               \
    RESERVED(have)                                                             \
    NAMELY(held)                                                               \
    NAMELY(hold)                                                               \
    NAMELY(holds)                                                              \
    NAMELY(hotline)                                                            \
    NAMELY(hour)                                                               \
    NAMELY(hours)                                                              \
    RESERVED(if)                                                               \
    RESERVED(in)                                                               \
    NAMELY(instrument)                                                         \
    NAMELY(interest)                                                           \
    RESERVED(into)                                                             \
    RESERVED(is)                                                               \
    RESERVED(item)                                                             \
    RESERVED(judged)                                                           \
    RESERVED(keep)                                                             \
    NAMELY(km)                                                                 \
    RESERVED(languages)                                                        \
    RESERVED(lapses)                                                           \
    RESERVED(lasts)                                                            \
    RESERVED(least)                                                            \
    RESERVED(line)                                                             \
    RESERVED(list)                                                             \
    NAMELY(m)                                                                  \
    NAMELY(majority)                                                           \
    RESERVED(matched)                                                          \
    RESERVED(may)                                                              \
    NAMELY(mediator)                                                           \
    RESERVED(members)                                                          \
    NAMELY(met)                                                                \
    NAMELY(minute)                                                             \
    NAMELY(minutes)                                                            \
    RESERVED(most)                                                             \
    RESERVED(not )                                                             \
    RESERVED(note)                                                             \
    RESERVED(notified)                                                         \
    NAMELY(object)                                                             \
    NAMELY(observer)                                                           \
    RESERVED(of)                                                               \
    RESERVED(on)                                                               \
    NAMELY(once)                                                               \
    RESERVED(or)                                                               \
    NAMELY(over)                                                               \
    NAMELY(parallel)                                                           \
    RESERVED(party)                                                            \
    RESERVED(phase)                                                            \
    NAMELY(place)                                                              \
    NAMELY(press)                                                              \
    RESERVED(prevails)                                                         \
    NAMELY(publication)                                                        \
    RESERVED(reading)                                                          \
    RESERVED(ready)                                                            \
    NAMELY(registered)                                                         \
    RESERVED(reported)                                                         \
    RESERVED(reporting)                                                        \
    RESERVED(reports)                                                          \
    NAMELY(round)                                                              \
    NAMELY(runs)                                                               \
    NAMELY(seen)                                                               \
    RESERVED(shall)                                                            \
    RESERVED(signature)                                                        \
    NAMELY(signed)                                                             \
    RESERVED(source)                                                           \
    RESERVED(standard)                                                         \
    RESERVED(start)                                                            \
    RESERVED(state)                                                            \
    NAMELY(step)                                                               \
    NAMELY(steps)                                                              \
    NAMELY(surplus)                                                            \
    NAMELY(suspend)                                                            \
    RESERVED(term)                                                             \
    NAMELY(termination)                                                        \
    RESERVED(text)                                                             \
    RESERVED(the)                                                              \
    NAMELY(there)                                                              \
    RESERVED(these)                                                            \
    RESERVED(throughout)                                                       \
    NAMELY(time)                                                               \
    RESERVED(to)                                                               \
    NAMELY(total)                                                              \
    NAMELY(unit)                                                               \
    RESERVED(unless)                                                           \
    NAMELY(unmet)                                                              \
    RESERVED(until)                                                            \
    RESERVED(validated)                                                        \
    RESERVED(verified)                                                         \
    RESERVED(verifier)                                                         \
    RESERVED(waive)                                                            \
    NAMELY(week)                                                               \
    NAMELY(weeks)                                                              \
    RESERVED(when)                                                             \
    RESERVED(while)                                                            \
    RESERVED(with)                                                             \
    RESERVED(within)                                                           \
    RESERVED(without)                                                          \
    RESERVED(zone)

#define KEYWORD_ID(w) KW_##w,
enum keyword { KW_NONE, KEYWORDS(KEYWORD_ID, KEYWORD_ID) KW_COUNT };
#undef KEYWORD_ID

str keyword_text(enum keyword k);
bool keyword_is_reserved(enum keyword k);

/* KW_NONE if `word` is none. */
enum keyword keyword_find(str word);

struct token {
    enum token_kind kind;
    enum keyword kw; /* T_WORD */
    bool line_start; /* the first of its line */
    bool bad;        /* diagnosed: its value is not to be relied upon */
    bool seconds;    /* T_TIME */
    struct span at;
    int64_t n;                /* T_INT */
    struct civil_date date;   /* T_DATE */
    struct civil_clock clock; /* T_TIME */
};

enum { LEX_WINDOW = 16 };

struct lexer {
    struct cx *cx;
    struct arena *a;
    struct diagnostics *d; /* NULL: mistakes are passed over in silence */
    struct ast *t;         /* NULL: comments and blank lines are dropped */
    str s;
    uint32_t pos, line, column; /* of the next character */
    bool fresh_line; /* nothing but blanks and comments since the line began */
    bool blank;      /* an empty line since the last token or comment */
    bool line_empty; /* nothing at all since the line began */
    err e;           /* sticky: after a failure all tokens are T_END */
    VEC(struct ast_comment) comments;
    VEC(uint32_t) blanks;
    struct token ring[LEX_WINDOW];
    uint32_t head, filled;
};

/* `s` has at most LIMIT_TEXT_BYTES. */
void lex_init(struct lexer *l, struct cx *cx, struct arena *a, str s,
              struct diagnostics *d, struct ast *t);

/* The token k places ahead, 0 <= k < LEX_WINDOW.  At the end T_END, again and
 * again.  Good until the next call of this file. */
const struct token *lex_peek(struct lexer *l, uint32_t k);
void lex_skip(struct lexer *l);

/* The bytes of a token. */
static inline str lex_bytes(const struct lexer *l, const struct token *t)
{
    return str_sub(l->s, t->at.offset, (size_t)t->at.offset + t->at.length);
}

/* Adds the text of a T_STRING, without quotes and escapes, to `out`. */
void lex_string(const struct lexer *l, const struct token *t, struct buf *out);

#endif
