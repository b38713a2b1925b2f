/* lang/parse.c: the frame of an agreement, and what all parts of the parser
 * use.
 *
 * Recursive descent by hand.  Deliberately not here: what names mean
 * (compile.c).  Read next: parse_clause.c.
 *
 * spec: lang 2 (file, header), 3 (article). */
#include "lang/parse_int.h"

#include "base/buf.h"
#include "base/suggest.h"
#include "base/utf8.h"

#include <inttypes.h>

/* --- tokens ----------------------------------------------------------------
 */

void parse_note(struct parser *p, err e)
{
    if (!is_ok(e) && is_ok(p->lex.e))
        p->lex.e = e;
}

void take(struct parser *p)
{
    p->prev = *peek(p, 0);
    if (p->prev.kind != T_END)
        lex_skip(&p->lex);
}

bool accept(struct parser *p, enum token_kind k)
{
    if (!at(p, k))
        return false;
    take(p);
    return true;
}

bool accept_kw(struct parser *p, enum keyword kw)
{
    if (!at_kw(p, kw))
        return false;
    take(p);
    return true;
}

bool accept_kw2(struct parser *p, enum keyword a, enum keyword b)
{
    if (!at_kw2(p, a, b))
        return false;
    take(p);
    take(p);
    return true;
}

struct span span_since(const struct parser *p, struct span first)
{
    uint32_t end = p->prev.at.offset + p->prev.at.length;
    first.length = end > first.offset ? end - first.offset : 0;
    return first;
}

/* --- diagnostics
 * --------------------------------------------------------------- */

static const char *sign_text(enum token_kind k)
{
    switch (k) {
    case T_COMMA:
        return "`,`";
    case T_SEMI:
        return "`;`";
    case T_COLON:
        return "`:`";
    case T_PIPE:
        return "`|`";
    case T_LPAREN:
        return "`(`";
    case T_RPAREN:
        return "`)`";
    case T_LBRACKET:
        return "`[`";
    case T_RBRACKET:
        return "`]`";
    case T_PERCENT:
        return "`%`";
    case T_STRING:
        return "a text in quotes";
    case T_END:
        return "the end of the file";
    case T_WORD:
    case T_PATH:
    case T_INT:
    case T_DATE:
    case T_TIME:
    case T_LABEL:
        return NULL;
    }
    BUG("token kind");
}

struct token_words token_words(struct parser *p, const struct token *t)
{
    enum { SHOWN = 48 };
    struct token_words w;
    const char *sign = sign_text(t->kind);
    if (sign != NULL) {
        (void)snprintf(w.s, sizeof w.s, "%s", sign);
        return w;
    }
    str s = lex_bytes(&p->lex, t);
    const char *dots = "";
    if (s.n > SHOWN) {
        s.n = SHOWN;
        while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
            s.n--;
        dots = "...";
    }
    (void)snprintf(w.s, sizeof w.s, "`%.*s%s`", STR_ARG(s), dots);
    return w;
}

bool expected(struct parser *p, const char *what)
{
    const struct token *t = peek(p, 0);
    if (t->bad || p->prev.bad)
        return false; /* the lexer has said what is wrong */
    if (t->line_start && p->prev.at.length > 0) {
        FOUND(p, "E0202", p->prev.at, "expected %s after %s", what,
              token_words(p, &p->prev).s);
        return false;
    }
    FOUND(p, "E0202", t->at, "expected %s, but found %s", what,
          token_words(p, t).s);
    (void)parse_usage(p);
    return false;
}

bool expect(struct parser *p, enum token_kind k, const char *what)
{
    return accept(p, k) || expected(p, what);
}

/* A word of the language is missing; perhaps it is only misspelt. */
static bool expected_kw(struct parser *p, enum keyword kw, const char *what)
{
    expected(p, what);
    if (at(p, T_WORD) && !peek(p, 0)->line_start) {
        struct suggest s;
        suggest_init(&s, lex_bytes(&p->lex, peek(p, 0)));
        suggest_offer(&s, keyword_text(kw));
        if (s.best.n > 0)
            FOUND_HINT(p, "did you mean `%.*s`?", STR_ARG(s.best));
    }
    return false;
}

bool expect_kw(struct parser *p, enum keyword kw)
{
    char what[40];
    if (accept_kw(p, kw))
        return true;
    (void)snprintf(what, sizeof what, "`%.*s`", STR_ARG(keyword_text(kw)));
    return expected_kw(p, kw, what);
}

bool expect_kw2(struct parser *p, enum keyword a, enum keyword b)
{
    char what[80];
    if (accept_kw2(p, a, b))
        return true;
    (void)snprintf(what, sizeof what, "`%.*s %.*s`", STR_ARG(keyword_text(a)),
                   STR_ARG(keyword_text(b)));
    if (!accept_kw(p, a))
        return expected_kw(p, a, what);
    return expect_kw(p, b);
}

/* --- common pieces
 * --------------------------------------------------------------- */

str parse_text(struct parser *p, const struct token *t)
{
    str s = lex_bytes(&p->lex, t);
    bool ascii = true;
    for (size_t i = 0; i < s.n; i++)
        ascii &= (unsigned char)s.p[i] < 0x80;
    if (!ascii)
        parse_note(p, utf8_nfc(p->cx, p->a, s, &s));
    return s;
}

bool parse_word(struct parser *p, const char *what, struct ast_name *out)
{
    if (!at(p, T_WORD))
        return expected(p, what);
    const struct token *t = peek(p, 0);
    *out = (struct ast_name){parse_text(p, t), t->at};
    take(p);
    return true;
}

bool parse_name(struct parser *p, const char *what, struct ast_name *out)
{
    return name_at(p, 0) ? parse_word(p, what, out) : expected(p, what);
}

bool parse_new_name(struct parser *p, const char *what, struct ast_name *out)
{
    if (at(p, T_WORD) && !name_at(p, 0) && !peek(p, 0)->line_start) {
        FOUND(p, "E0206", peek(p, 0)->at, "%s cannot be a name",
              token_words(p, peek(p, 0)).s);
        return false;
    }
    return parse_name(p, what, out);
}

bool parse_label(struct parser *p, const char *what, struct ast_name *out)
{
    if (!at(p, T_LABEL) || unit_at(p, 0)) {
        expected(p, what);
        if (at(p, T_INT))
            FOUND_HINT(p, "a label is an article's name, a dot and digits: "
                          "4.1");
        return false;
    }
    const struct token *t = peek(p, 0);
    *out = (struct ast_name){parse_text(p, t), t->at};
    take(p);
    return true;
}

/* Whether another name follows: after "," or "and", and not a word with which
 * the sentence goes on. */
static bool another_name(struct parser *p, bool commas)
{
    bool separated = (commas && at(p, T_COMMA)) || at_kw(p, KW_and);
    if (!separated || !name_at(p, 1))
        return false;
    take(p);
    return true;
}

static bool names(struct parser *p, const char *what, bool commas,
                  struct ast_names *out)
{
    VEC(struct ast_name) v = {0};
    bool good;
    do {
        struct ast_name n = {0};
        good = parse_name(p, what, &n);
        if (good)
            PUSH(p, &v, n);
    } while (good && another_name(p, commas));
    *out = (struct ast_names){v.p, (uint32_t)v.n};
    return good;
}

bool parse_names(struct parser *p, const char *what, struct ast_names *out)
{
    return names(p, what, true, out);
}

bool parse_names_and(struct parser *p, const char *what, struct ast_names *out)
{
    return names(p, what, false, out);
}

bool parse_labels(struct parser *p, struct ast_names *out)
{
    VEC(struct ast_name) v = {0};
    bool good;
    do {
        struct ast_name n = {0};
        good = parse_label(p, "a label such as `1.1`", &n);
        if (good)
            PUSH(p, &v, n);
    } while (good && accept(p, T_COMMA));
    *out = (struct ast_names){v.p, (uint32_t)v.n};
    return good;
}

static bool strings(struct parser *p, const char *what, bool several,
                    struct ast_string *out)
{
    struct span first = peek(p, 0)->at;
    struct buf b;
    if (!at(p, T_STRING))
        return expected(p, what);
    buf_init(&b, p->a, LIMIT_TEXT_BYTES * 8); /* a bad byte takes eight */
    do {
        lex_string(&p->lex, peek(p, 0), &b);
        take(p);
    } while (several && at(p, T_STRING));
    err e = buf_finish(p->cx, &b);
    if (is_ok(e))
        e = utf8_nfc(p->cx, p->a, buf_view(&b), &out->text);
    parse_note(p, e);
    out->at = span_since(p, first);
    return true;
}

bool parse_string(struct parser *p, const char *what, struct ast_string *out)
{
    return strings(p, what, true, out);
}

bool parse_one_string(struct parser *p, const char *what,
                      struct ast_string *out)
{
    return strings(p, what, false, out);
}

bool parse_named(struct parser *p, const char *what, struct ast_named *out)
{
    return parse_new_name(p, what, &out->id) &&
           (!at(p, T_STRING) || parse_string(p, "", &out->name));
}

bool parse_int(struct parser *p, const char *what, int64_t min, int64_t max,
               int64_t *out)
{
    const struct token *t = peek(p, 0);
    if (t->kind == T_LABEL && !t->line_start) {
        FOUND(p, "E0215", t->at, "expected %s, but found %s", what,
              token_words(p, t).s);
        return false;
    }
    if (t->kind != T_INT)
        return expected(p, what);
    if (!t->bad && (t->n < min || t->n > max)) {
        if (min == max) {
            FOUND(p, "E0223", t->at, "expected %s, but found %s", what,
                  token_words(p, t).s);
            return false;
        }
        FOUND(p, "E0223", t->at,
              "expected %s from %" PRId64 " to %" PRId64 ", but found %s", what,
              min, max == INT64_MAX ? 999999999999 : max, token_words(p, t).s);
        return false;
    }
    *out = t->n;
    take(p);
    return true;
}

bool parse_period(struct parser *p, enum period_kind *out)
{
    if (accept_kw(p, KW_day))
        *out = PERIOD_DAY;
    else if (accept_kw(p, KW_week))
        *out = PERIOD_WEEK;
    else
        return expected(p, "`day` or `week`");
    return true;
}

/* --- units and recovery
 * -------------------------------------------------------------- */

bool unit_at(struct parser *p, uint32_t k)
{
    const struct token *t = peek(p, k);
    if (t->kind == T_END)
        return true;
    if (!t->line_start)
        return false;
    if (t->kind == T_LABEL)
        return !kw_at(p, k + 1, KW_is);
    return t->kind == T_WORD &&
           (t->kw == KW_article || decl_of_keyword(t->kw) != DECL_COUNT);
}

bool misplaced_unit_at(struct parser *p)
{
    const struct token *t = peek(p, 0);
    if (t->kind == T_LABEL)
        return !t->line_start && !kw_at(p, 1, KW_is);
    return t->kind == T_WORD && !t->line_start &&
           (t->kw == KW_article || decl_of_keyword(t->kw) != DECL_COUNT);
}

void parse_recover(struct parser *p)
{
    while (!unit_at(p, 0))
        take(p);
}

/* What stands where a unit should: gives the reason, passes over it. */
static void no_unit(struct parser *p)
{
    const struct token *t = peek(p, 0);
    struct suggest s;
    if (t->kind == T_WORD && (t->kw == KW_agreement || t->kw == KW_languages ||
                              t->kw == KW_formal)) {
        FOUND(p, "E0205", t->at, "%s stands only once, at the beginning",
              token_words(p, t).s);
        FOUND_HINT(p, "it comes before the first declaration");
    } else {
        FOUND(p, "E0205", t->at, "%s begins no declaration, article or clause",
              token_words(p, t).s);
        if (t->kind == T_WORD) {
            suggest_init(&s, lex_bytes(&p->lex, t));
            for (uint32_t i = 0; i < DECL_COUNT; i++)
                suggest_offer(&s, ast_decl_word((enum ast_decl_kind)i));
            suggest_offer(&s, STR("article"));
            if (s.best.n > 0)
                FOUND_HINT(p, "did you mean `%.*s`?", STR_ARG(s.best));
            else if (!parse_usage(p))
                FOUND_HINT(p, "a line begins with a word such as `party`, "
                              "`zone`, `item`, `clock`, with `article`, or "
                              "with a label such as 1.1");
        }
    }
    take(p);
    parse_recover(p);
}

/* --- the frame
 * -------------------------------------------------------------------------- */

static bool languages(struct parser *p)
{
    VEC(struct ast_name) v = {0};
    bool good;
    take(p);
    do {
        struct ast_name n = {0};
        good = parse_word(p, "a language such as `en`", &n);
        if (good && at_kw(p, KW_prevails)) {
            take(p);
            p->t->prevails = n;
            break;
        }
        if (good)
            PUSH(p, &v, n);
    } while (good && accept(p, T_COMMA));
    p->t->languages = (struct ast_names){v.p, (uint32_t)v.n};
    if (good && v.n == 0) {
        FOUND(p, "E0202", p->t->prevails.at,
              "expected the languages of the text before the one that "
              "prevails");
        FOUND_HINT(p, "write: languages en, fr, en prevails");
        return false;
    }
    return good;
}

static void header(struct parser *p)
{
    bool is_languages = at_kw(p, KW_languages);
    struct span first = peek(p, 0)->at;
    struct span *where =
        is_languages ? &p->t->languages_at : &p->t->formal_prevails_at;
    if (where->length != 0)
        FOUND(p, "E0214", first, "this line stands twice");
    bool good;
    if (is_languages) {
        good = languages(p);
    } else {
        take(p);
        good = expect_kw2(p, KW_text, KW_prevails);
    }
    *where = span_since(p, first);
    if (good && !unit_at(p, 0) && !at_kw(p, KW_languages) &&
        !at_kw(p, KW_formal)) {
        FOUND(p, "E0208", peek(p, 0)->at, "%s does not belong to this line",
              token_words(p, peek(p, 0)).s);
        good = false;
    }
    if (!good)
        parse_recover(p);
}

static void frame(struct parser *p)
{
    struct span first = peek(p, 0)->at;
    if (!at_kw(p, KW_agreement)) {
        FOUND(p, "E0201", first,
              "an agreement begins with the word `agreement`, not with %s",
              token_words(p, peek(p, 0)).s);
        parse_recover(p); /* a unit there is read all the same */
        return;
    }
    take(p);
    p->t->agreement_at = first;
    if (!parse_string(p, "the title in quotes", &p->t->title)) {
        parse_recover(p);
        return;
    }
    p->t->agreement_at = span_since(p, first);
    while (at_kw(p, KW_languages) || at_kw(p, KW_formal))
        header(p);
}

/* --- articles
 * ------------------------------------------------------------------------------
 */

/* Stops reading: what follows is left out, with one word about it. */
static void stop(struct parser *p, struct span where, const char *what,
                 int limit)
{
    FOUND(p, "E0218", where, "there are more than %d %s; the rest is not read",
          limit, what);
    while (!at(p, T_END))
        take(p);
}

static void clauses(struct parser *p, struct ast_article *out)
{
    VEC(struct ast_clause) v = {0};
    while (at(p, T_LABEL)) {
        struct ast_clause c;
        if (p->n_sentences >= LIMIT_CLAUSES) {
            stop(p, peek(p, 0)->at, "clauses", LIMIT_CLAUSES);
            break;
        }
        parse_clause(p, out, &c);
        PUSH(p, &v, c);
    }
    out->clauses = v.p;
    out->n_clauses = (uint32_t)v.n;
}

/* The number of an article as a name: 010 and 10 are one. */
static str number_name(struct parser *p, int64_t n)
{
    str s = {0};
    if (!arena_printf(p->a, &s, "%" PRId64, n))
        parse_note(p, arena_fail(p->cx, p->a));
    return s;
}

static void article(struct parser *p, struct ast_article *out)
{
    struct span first = peek(p, 0)->at;
    bool good = true;
    if (!peek(p, 0)->line_start)
        FOUND(p, "E0203", first, "an article begins a new line");
    take(p);
    if (at(p, T_INT)) {
        const struct token *t = peek(p, 0);
        out->id = (struct ast_name){number_name(p, t->n), t->at};
        take(p);
    } else {
        good = parse_new_name(p, "the number or name of the article", &out->id);
    }
    if (good && at(p, T_STRING))
        good = parse_string(p, "", &out->title);
    if (good && !peek(p, 0)->line_start && !misplaced_unit_at(p)) {
        FOUND(p, "E0208", peek(p, 0)->at,
              "%s does not belong to the heading of an article",
              token_words(p, peek(p, 0)).s);
        FOUND_HINT(p,
                   "its title stands in quotes, and its clauses on lines of "
                   "their own, each with a label such as %.*s.1",
                   STR_ARG(out->id.text));
        good = false;
    }
    out->at = span_since(p, first);
    if (!good)
        parse_recover(p);
    clauses(p, out);
}

/* Clauses above which no article stands. */
static void no_article(struct parser *p, struct ast_article *out)
{
    const struct token *t = peek(p, 0);
    str label = parse_text(p, t), id;
    FOUND(p, "E0204", t->at, "the clause %.*s stands in no article",
          STR_ARG(label));
    (void)str_cut(label, '.', &id, &label);
    FOUND_HINT(p, "write a heading above it: article %.*s \"Title\"",
               STR_ARG(id));
    out->id.text = id;
    clauses(p, out);
}

static void *make_unit(struct parser *p, size_t size)
{
    void *v = arena_alloc(p->a, size);
    if (v == NULL)
        parse_note(p, arena_fail(p->cx, p->a));
    return v;
}

static void units(struct parser *p)
{
    VEC(struct ast_part) v = {0};
    while (!at(p, T_END)) {
        struct ast_part part = {0};
        const struct token *t = peek(p, 0);
        bool is_decl =
            t->kind == T_WORD && decl_of_keyword(t->kw) != DECL_COUNT;
        if (is_decl || at_kw(p, KW_article) || at(p, T_LABEL)) {
            if (p->n_decls++ >= LIMIT_DECLARATIONS) {
                stop(p, t->at, "declarations and articles", LIMIT_DECLARATIONS);
                break;
            }
        }
        if (is_decl) {
            part.decl = make_unit(p, sizeof *part.decl);
            if (part.decl != NULL)
                parse_decl(p, part.decl);
        } else if (at_kw(p, KW_article) || at(p, T_LABEL)) {
            part.article = make_unit(p, sizeof *part.article);
            if (part.article != NULL && at(p, T_LABEL))
                no_article(p, part.article);
            else if (part.article != NULL)
                article(p, part.article);
        } else {
            no_unit(p);
            continue;
        }
        PUSH(p, &v, part);
    }
    p->t->parts = v.p;
    p->t->n_parts = (uint32_t)v.n;
}

err lang_parse(struct cx *cx, struct arena *a, str file, str source,
               struct ast **out, struct diagnostics *d)
{
    struct parser *p;
    struct ast *t;
    if (source.n > LIMIT_TEXT_BYTES)
        return fail_hint(cx, ERR_LIMIT,
                         "split it, or move long annexes to files of their own",
                         "%.*s: the text has %zu bytes; an agreement may have "
                         "%zu",
                         STR_ARG(file), source.n, LIMIT_TEXT_BYTES);
    TRY_NEW(cx, a, p);
    TRY_NEW(cx, a, t);
    *t = (struct ast){.file = file, .source = source};
    p->cx = cx;
    p->a = a;
    p->d = d;
    p->t = t;
    lex_init(&p->lex, cx, a, source, d, t);
    vocab_init(p);
    t->acts = p->acts.p;
    t->n_acts = (uint32_t)p->acts.n;
    frame(p);
    units(p);
    TRY(cx, p->lex.e);
    t->comments = p->lex.comments.p;
    t->n_comments = (uint32_t)p->lex.comments.n;
    t->blanks = p->lex.blanks.p;
    t->n_blanks = (uint32_t)p->lex.blanks.n;
    diag_sort(d);
    *out = t;
    return OK;
}
