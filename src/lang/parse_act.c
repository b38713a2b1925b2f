/* lang/parse_act.c: the words of acts, "hand over" and "handed over".
 *
 * Before parsing, the text is read once for its `act` declarations, so that an
 * act may be used before the line that declares it, and so that the parser
 * always knows how many words belong to one.
 *
 * spec: lang 2 (act).  The standard acts are in vocab.c. */
#include "base/buf.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "lang/parse_int.h"
#include "lang/vocab.h"

/* What the pass before parsing found at an `act` line. */
struct vocab_decl {
    uint32_t offset; /* of the id */
    int act;         /* or NONE: why not is diagnosed while parsing */
    const char *fault, *code;
    str what;
};

/* --- declared acts
 * ---------------------------------------------------------------- */

/* Whether `s` is one to ACT_WORDS names with one blank between them. */
static bool words_are_good(str s)
{
    uint32_t words = 0;
    while (s.n > 0) {
        str word;
        bool more = str_cut(s, ' ', &word, &s);
        for (size_t i = 0; i < word.n;) {
            uint32_t cp;
            size_t n = utf8_decode(str_sub(word, i, word.n), &cp);
            if (n == 0 || !(i == 0 ? utf8_is_name_start(cp) && cp != '_'
                                   : utf8_is_name_continue(cp)))
                return false;
            i += n;
        }
        words++;
        if (word.n == 0 || (more && s.n == 0))
            return false;
    }
    return words >= 1 && words <= ACT_WORDS;
}

/* Words with which the grammar goes on where an act may stand. */
static bool begins_otherwise(str s)
{
    str first, rest;
    (void)str_cut(s, ' ', &first, &rest);
    return str_eq(first, STR("keep")) || str_eq(first, STR("not")) ||
           str_eq(first, STR("of")) || str_eq(first, STR("shall"));
}

static bool put_act(struct parser *p, struct ast_vocab v)
{
    uint64_t i = p->acts.n;
    PUSH(p, &p->acts, v);
    if (!is_ok(p->lex.e))
        return false;
    if (!map_put(&p->by_id, v.id, i) || !map_put(&p->by_inf, v.inf, i) ||
        !map_put(&p->by_done, v.done, i)) {
        parse_note(p, arena_fail(p->cx, p->a));
        return false;
    }
    return true;
}

/* The words of a string token, in NFC. */
static str words_of(struct parser *p, const struct lexer *l,
                    const struct token *t)
{
    struct buf b;
    str s = {0};
    buf_init(&b, p->a, LIMIT_TEXT_BYTES);
    lex_string(l, t, &b);
    err e = buf_finish(p->cx, &b);
    if (is_ok(e))
        e = utf8_nfc(p->cx, p->a, buf_view(&b), &s);
    parse_note(p, e);
    return s;
}

/* An `act` line found: its id and two strings follow. */
static void found_act(struct parser *p, struct lexer *l)
{
    const struct token *id = lex_peek(l, 1);
    struct vocab_decl d = {.offset = id->at.offset, .act = NONE};
    if (id->kind != T_WORD || id->bad || lex_peek(l, 2)->kind != T_STRING ||
        lex_peek(l, 3)->kind != T_STRING)
        return; /* the parser says what is expected */
    struct ast_vocab v = {.at = id->at};
    parse_note(p, utf8_nfc(p->cx, p->a, lex_bytes(l, id), &v.id));
    v.inf = words_of(p, l, lex_peek(l, 2));
    v.done = words_of(p, l, lex_peek(l, 3));
    if (!is_ok(p->lex.e))
        return;
    if (lex_peek(l, 2)->bad || lex_peek(l, 3)->bad) {
        /* diagnosed by the lexer */
    } else if (!words_are_good(v.inf) || !words_are_good(v.done)) {
        d.code = "E0216";
        d.fault = "an act has one to six words with one blank between them: "
                  "its bare form, and the form after \"for each ...\"";
    } else if (begins_otherwise(v.inf) || begins_otherwise(v.done)) {
        d.code = "E0216";
        d.fault = "the words of an act begin with none of keep, not, of, shall";
    } else if (map_get(&p->by_id, v.id, NULL)) {
        d.code = "E0217";
        d.fault = "there is already an act of this name";
        d.what = v.id;
    } else if (map_get(&p->by_inf, v.inf, NULL)) {
        d.code = "E0217";
        d.fault = "these words already stand for an act";
        d.what = v.inf;
    } else if (map_get(&p->by_done, v.done, NULL)) {
        d.code = "E0217";
        d.fault = "these words already stand for an act";
        d.what = v.done;
    } else {
        d.act = (int)p->acts.n;
        if (!put_act(p, v))
            return;
    }
    PUSH(p, &p->act_decls, d);
}

void vocab_init(struct parser *p)
{
    struct lexer l;
    map_init(&p->by_id, p->a, p->cx);
    map_init(&p->by_inf, p->a, p->cx);
    map_init(&p->by_done, p->a, p->cx);
    for (uint32_t i = 0; i < lang_vocab_n; i++) {
        struct ast_vocab v = {.id = lang_vocab[i].id,
                              .inf = lang_vocab[i].inf,
                              .done = lang_vocab[i].done};
        if (!put_act(p, v))
            return;
    }
    lex_init(&l, p->cx, p->a, p->lex.s, NULL, NULL);
    while (lex_peek(&l, 0)->kind != T_END) {
        const struct token *t = lex_peek(&l, 0);
        if (t->line_start && t->kind == T_WORD && t->kw == KW_act &&
            p->act_decls.n < LIMIT_DECLARATIONS)
            found_act(p, &l);
        lex_skip(&l);
    }
    parse_note(p, l.e);
}

bool parse_act_decl(struct parser *p, int *act)
{
    struct span id = peek(p, 0)->at;
    struct ast_name name;
    struct ast_string inf, done;
    if (!parse_new_name(p, "a name for the act", &name) ||
        !parse_one_string(p, "its words in quotes, such as \"hand over\"",
                          &inf) ||
        !parse_one_string(p, "its done form in quotes, such as \"handed over\"",
                          &done))
        return false;
    while (p->next_act_decl < p->act_decls.n &&
           p->act_decls.p[p->next_act_decl].offset < id.offset)
        p->next_act_decl++;
    if (p->next_act_decl == p->act_decls.n ||
        p->act_decls.p[p->next_act_decl].offset != id.offset) {
        /* Not at the beginning of its line: the pass before did not see it. */
        FOUND(p, "E0203", id, "an `act` declaration begins a new line");
        return false;
    }
    const struct vocab_decl *d = &p->act_decls.p[p->next_act_decl];
    *act = d->act;
    if (accept_kw(p, KW_of)) {
        if (!expect_kw(p, KW_all))
            return false;
        if (d->act != NONE)
            p->acts.p[d->act].of_all = true;
    }
    if (accept_kw(p, KW_seen)) {
        struct ast_string seen;
        if (!expect_kw(p, KW_as) ||
            !parse_string(p, "by what it is seen, in quotes", &seen))
            return false;
        if (d->act != NONE)
            p->acts.p[d->act].seen = seen;
    }
    if (d->code != NULL && d->what.n > 0)
        FOUND(p, d->code, id, "%s: `%.*s`", d->fault, STR_ARG(d->what));
    else if (d->code != NULL)
        FOUND(p, d->code, id, "%s", d->fault);
    return d->act != NONE;
}

/* --- acts in sentences
 * ------------------------------------------------------------- */

bool act_at(struct parser *p, uint32_t k, bool done, uint32_t *n, int *act)
{
    char words[ACT_WORDS * (LIMIT_NAME_BYTES + 1)];
    size_t used = 0;
    bool found = false;
    for (uint32_t i = 0; i < ACT_WORDS; i++) {
        const struct token *t = peek(p, k + i);
        if (t->kind != T_WORD || t->bad)
            break;
        str s = parse_text(p, t);
        if (s.n > LIMIT_NAME_BYTES)
            break;
        if (i > 0)
            words[used++] = ' ';
        if (s.n > 0)
            memcpy(words + used, s.p, s.n);
        used += s.n;
        uint64_t index;
        if (map_get(done ? &p->by_done : &p->by_inf, (str){words, used},
                    &index)) {
            found = true;
            *n = i + 1;
            *act = (int)index;
        }
    }
    return found;
}

static bool unknown_act(struct parser *p, bool done)
{
    enum { OFFERED = 500 };
    str first = parse_text(p, peek(p, 0)), two = first;
    if (peek(p, 1)->kind == T_WORD) {
        str second = parse_text(p, peek(p, 1));
        if (!arena_printf(p->a, &two, "%.*s %.*s", STR_ARG(first),
                          STR_ARG(second)))
            parse_note(p, arena_fail(p->cx, p->a));
    }
    struct suggest one, both;
    bool exact = false;
    suggest_init(&one, first);
    suggest_init(&both, two);
    for (size_t i = 0; i < p->acts.n && i < OFFERED; i++) {
        str s = done ? p->acts.p[i].done : p->acts.p[i].inf;
        suggest_offer(&one, s);
        suggest_offer(&both, s);
        /* "for each captive release": the other form of the right act. */
        str other = done ? p->acts.p[i].inf : p->acts.p[i].done;
        if (str_eq(other, first) || str_eq(other, two)) {
            one.best = s;
            exact = true;
        }
    }
    FOUND(p, "E0209", peek(p, 0)->at, "`%.*s` is no act in this form",
          STR_ARG(first));
    str best = both.best.n > 0 ? both.best : one.best;
    if (!exact && parse_usage(p))
        return false;
    if (best.n > 0)
        FOUND_HINT(p, "did you mean `%.*s`?", STR_ARG(best));
    else if (str_find_char(first, '_') < first.n)
        FOUND_HINT(p, "write the words of the act, with blanks");
    return false;
}

bool parse_act(struct parser *p, bool done, struct ast_act *out)
{
    uint32_t n;
    int act;
    struct span first = peek(p, 0)->at;
    out->act = NONE;
    if (!at(p, T_WORD))
        return expected(p, done ? "what is done to it, such as `handed over`"
                                : "an act, such as `hand over`");
    if (!act_at(p, 0, done, &n, &act))
        return unknown_act(p, done);
    while (n-- > 0)
        take(p);
    out->act = act;
    out->at = span_since(p, first);
    return true;
}
