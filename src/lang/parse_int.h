/* lang/parse_int.h: what the files of the parser share.
 *
 *     parse.c         helpers, the frame, articles, recovery
 *     parse_time.c    durations, points, deadlines
 *     parse_decl.c    declarations, the clock, phases
 *     parse_clause.c  clauses: sentences and phrases
 *     parse_act.c     the words of acts
 *     usage.c         what drafts write instead
 *
 * Every function that reads a piece of the grammar begins at its first token
 * and ends after its last.  It gives false when the piece is not as the grammar
 * demands; then it has diagnosed it, and its callers give false in turn, up to
 * the declaration or clause, which is marked broken; reading goes on at the
 * next line that begins one (parse_recover).  Failures of memory are sticky:
 * from then on all tokens are T_END. */
#ifndef LANG_PARSE_INT_H
#define LANG_PARSE_INT_H

#include "base/map.h"
#include "lang/lex_int.h"

enum { ACT_WORDS = 6 }; /* words of an act, at most */

struct vocab_decl; /* an `act` declaration, as found before parsing */

struct parser {
    struct cx *cx;
    struct arena *a;
    struct diagnostics *d;
    struct ast *t;
    struct lexer lex;
    struct token prev; /* the token taken last */

    struct map by_inf, by_done, by_id; /* words of acts: index into acts */
    VEC(struct ast_vocab) acts;
    VEC(struct vocab_decl) act_decls;
    uint32_t next_act_decl;

    uint32_t n_sentences, n_decls;
    uint32_t depth; /* of points */
};

/* --- tokens --- */

static inline const struct token *peek(struct parser *p, uint32_t k)
{
    return lex_peek(&p->lex, k);
}
static inline bool at(struct parser *p, enum token_kind k)
{
    return peek(p, 0)->kind == k;
}
/* The token k places ahead is this word. */
static inline bool kw_at(struct parser *p, uint32_t k, enum keyword kw)
{
    const struct token *t = peek(p, k);
    return t->kind == T_WORD && t->kw == kw;
}
static inline bool at_kw(struct parser *p, enum keyword kw)
{
    return kw_at(p, 0, kw);
}
static inline bool at_kw2(struct parser *p, enum keyword a, enum keyword b)
{
    return kw_at(p, 0, a) && kw_at(p, 1, b);
}
/* A word that may be a name stands k places ahead. */
static inline bool name_at(struct parser *p, uint32_t k)
{
    const struct token *t = peek(p, k);
    return t->kind == T_WORD &&
           (t->kw == KW_NONE || !keyword_is_reserved(t->kw));
}
void take(struct parser *p);
bool accept(struct parser *p, enum token_kind k);
bool accept_kw(struct parser *p, enum keyword kw);
bool accept_kw2(struct parser *p, enum keyword a, enum keyword b);

/* From the beginning of `first` to the end of the token taken last. */
struct span span_since(const struct parser *p, struct span first);

/* --- diagnostics --- */

/* Notes a failure of memory. */
void parse_note(struct parser *p, err e);

#define FOUND(p, code, at, ...)                                                \
    parse_note((p),                                                            \
               diag_add((p)->cx, (p)->a, (p)->d, (code), (at), __VA_ARGS__))
#define FOUND_HINT(p, ...)                                                     \
    parse_note((p), diag_hint((p)->cx, (p)->a, (p)->d, __VA_ARGS__))

/* "expected WHAT, but found ..." (E0202) at the next token, or after the last
 * one if a new line begins; false. */
bool expected(struct parser *p, const char *what);

bool expect(struct parser *p, enum token_kind k, const char *what);
bool expect_kw(struct parser *p, enum keyword kw);
bool expect_kw2(struct parser *p, enum keyword a, enum keyword b);

/* How a token is called in a message. */
struct token_words {
    char s[96];
};
struct token_words token_words(struct parser *p, const struct token *t);

/* --- common pieces --- */

/* A name that refers to something, or declares it (then a reserved word is
 * refused as such). */
bool parse_name(struct parser *p, const char *what, struct ast_name *out);
bool parse_new_name(struct parser *p, const char *what, struct ast_name *out);
/* Any word, reserved or not: languages, units, codes. */
bool parse_word(struct parser *p, const char *what, struct ast_name *out);
bool parse_label(struct parser *p, const char *what, struct ast_name *out);
/* WORD { ("," | "and") WORD } */
bool parse_names(struct parser *p, const char *what, struct ast_names *out);
/* WORD { "and" WORD } */
bool parse_names_and(struct parser *p, const char *what, struct ast_names *out);
/* LABEL { "," LABEL } */
bool parse_labels(struct parser *p, struct ast_names *out);
/* Strings that follow each other, as one. */
bool parse_string(struct parser *p, const char *what, struct ast_string *out);
/* Only the first of them. */
bool parse_one_string(struct parser *p, const char *what,
                      struct ast_string *out);
/* WORD [ STRING ], a new name. */
bool parse_named(struct parser *p, const char *what, struct ast_named *out);
bool parse_int(struct parser *p, const char *what, int64_t min, int64_t max,
               int64_t *out);
/* "each" ( "day" | "week" ), the first word of which is taken. */
bool parse_period(struct parser *p, enum period_kind *out);

/* The name of a token, in NFC. */
str parse_text(struct parser *p, const struct token *t);

/* Adds one to a vec; notes the failure. */
#define PUSH(p, v, value)                                                      \
    (vec_push((p)->a, (v), (value))                                            \
         ? (void)0                                                             \
         : parse_note((p), arena_fail((p)->cx, (p)->a)))

/* --- parse_time.c --- */

bool parse_duration(struct parser *p, struct ast_duration *out);
bool parse_time_of_day(struct parser *p, struct ast_time *out);
bool parse_date(struct parser *p, struct ast_date *out);
/* Whether a point begins k places ahead. */
bool point_at(struct parser *p, uint32_t k);
bool parse_point(struct parser *p, const struct ast_point **out);
/* Whether a deadline begins here: on, by, before, at or within and a point. */
bool deadline_at(struct parser *p);
bool parse_deadline(struct parser *p, struct ast_deadline *out);

/* --- parse_clause.c --- */

bool parse_selection(struct parser *p, struct ast_selection *out);
bool accepted_at(struct parser *p);
bool parse_accepted(struct parser *p, struct ast_accepted *out);
/* LABEL and what follows it. */
void parse_clause(struct parser *p, const struct ast_article *in,
                  struct ast_clause *out);

/* --- parse_decl.c --- */

/* The declaration that a word begins; DECL_COUNT if none. */
enum ast_decl_kind decl_of_keyword(enum keyword kw);
void parse_decl(struct parser *p, struct ast_decl *out);

/* --- parse.c --- */

/* Whether a declaration, an article or a clause begins k places ahead. */
bool unit_at(struct parser *p, uint32_t k);
/* Whether one begins here, though not on a line of its own. */
bool misplaced_unit_at(struct parser *p);
/* Passes over tokens to the next line that begins one. */
void parse_recover(struct parser *p);

/* --- usage.c --- */

/* Gives the finding added last a hint, if such words stand here. */
bool parse_usage(struct parser *p);

/* --- parse_act.c --- */

/* Fills p->acts and the maps: the standard acts, then those that the text
 * declares anywhere. */
void vocab_init(struct parser *p);
/* ID STRING STRING, after the word `act`; *act is NONE if it is no good. */
bool parse_act_decl(struct parser *p, int *act);
/* Whether the words of an act (its done form) begin k places ahead; *n words,
 * the longest act that fits. */
bool act_at(struct parser *p, uint32_t k, bool done, uint32_t *n, int *act);
/* Takes them, or diagnoses that they are none. */
bool parse_act(struct parser *p, bool done, struct ast_act *out);

#endif
