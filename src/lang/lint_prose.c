/* lang/lint_prose.c: checks of what the prose says: quoted clauses, and the
 * authentic texts beside formal ones.
 *
 * What is only declaratory binds nobody and is left alone. The words looked
 * for are in lint_words.c; a language that is not there is not read. */
#include "lang/lint_int.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/lint_words.h"

#include <inttypes.h>

static const struct lint_language *language_of(const struct lint_prose *p)
{
    return lint_language(p->lang);
}

static bool is_binding(const struct review *r, const struct lint_prose *p)
{
    return r->ag->clauses[p->clause].kind != CLAUSE_DECLARATORY;
}

/* The place of a word of the prose in the source: the prose may stand in
 * several strings, and the word across two of them; then the whole. */
static struct span word_span(const struct review *r, const struct lint_prose *p,
                             str word)
{
    struct span at = p->at;
    str s = str_sub(r->t->source, at.offset, (size_t)at.offset + at.length);
    size_t i = str_find(s, word);
    if (i == s.n)
        return at;
    for (size_t k = 0; k < i; k++) {
        if (s.p[k] == '\n') {
            at.line++;
            at.column = 0;
        }
        at.column += ((unsigned char)s.p[k] & 0xC0) != 0x80;
    }
    at.offset += (uint32_t)i;
    at.length = (uint32_t)word.n;
    return at;
}

/* --- L09: words that are nowhere defined ------------------------------------
 */

struct known {
    str *v;
    uint32_t n;
    uint64_t compared; /* bytes of names, so far */
};

static void know(struct known *k, str name)
{
    if (name.n > 0)
        k->v[k->n++] = name;
}

/* Every name in words that the text declares. */
static err known_names(struct review *r, struct known *k)
{
    const struct agreement *ag = r->ag;
    size_t most = 2 + 2 * ((size_t)ag->n_actors + ag->n_zones + ag->n_items +
                           ag->n_states + ag->n_conditions + ag->n_phases +
                           ag->n_instruments + r->t->n_parts);
    TRY_NEW_ARRAY(r->cx, r->a, most, k->v);
    know(k, ag->title);
    for (uint32_t i = 0; i < ag->n_actors; i++)
        know(k, ag->actors[i].name);
    for (uint32_t i = 0; i < ag->n_zones; i++)
        know(k, ag->zones[i].name);
    for (uint32_t i = 0; i < ag->n_items; i++)
        know(k, ag->items[i].name);
    for (uint32_t i = 0; i < ag->n_states; i++)
        know(k, ag->states[i].name);
    for (uint32_t i = 0; i < ag->n_conditions; i++)
        know(k, ag->conditions[i].name);
    for (uint32_t i = 0; i < ag->n_phases; i++)
        know(k, ag->phases[i].name);
    for (uint32_t i = 0; i < ag->n_instruments; i++)
        know(k, ag->instruments[i].name);
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        const struct ast_article *a = r->t->parts[i].article;
        if (d != NULL && d->kind == DECL_TERM) {
            know(k, d->term.text);
            know(k, d->meaning.text);
        }
        if (a != NULL)
            know(k, a->title.text);
    }
    return OK;
}

/* Whether a name holds the words, without regard to case. */
static bool is_known(struct known *k, str words)
{
    char room[200];
    size_t at, n;
    bool plural = true;
    /* "both Governments": the plural of a name */
    if (words.n > 4 && words.p[words.n - 1] == 's')
        words.n--;
    else
        plural = false;
    if (!str_to_c(words, room, sizeof room - 1))
        return true; /* no name is so long */
    if (plural)
        memcpy(room + words.n, "*", 2);
    for (uint32_t i = 0; i < k->n; i++) {
        k->compared += k->v[i].n + words.n;
        if (phrase_find(k->v[i], 0, room, &at, &n))
            return true;
        char name[200];
        if (str_to_c(k->v[i], name, sizeof name) && k->v[i].n > 3 &&
            phrase_find(words, 0, name, &at, &n))
            return true;
    }
    return false;
}

static bool is_capital(str s)
{
    uint32_t c = 0;
    if (utf8_decode(s, &c) == 0)
        return false;
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           (c >= 0x400 && c <= 0x42F);
}

static bool is_word_char(str s, size_t *n)
{
    uint32_t c = 0;
    *n = utf8_decode(s, &c);
    return *n > 0 && (utf8_is_name_continue(c) || c == '-');
}

/* The next word from *at on; false at the end. *begins: a sentence begins
 * with it. */
static bool next_word(str s, size_t *at, str *word, bool *begins)
{
    size_t n, i = *at;
    *begins = i == 0;
    while (i < s.n && !is_word_char(str_sub(s, i, s.n), &n)) {
        if (strchr(".:;!?\"(", s.p[i]) != NULL)
            *begins = true;
        i += n > 0 ? n : 1;
    }
    size_t from = i;
    while (i < s.n && is_word_char(str_sub(s, i, s.n), &n))
        i += n;
    *word = str_sub(s, from, i);
    *at = i;
    return i > from;
}

/* "Salah al-Din": an article of a name, and its name. */
static bool is_name_word(str s)
{
    size_t dash = str_find_char(s, '-');
    return is_capital(s) || (dash > 0 && dash <= 3 && dash < s.n &&
                             is_capital(str_sub(s, dash + 1, s.n)));
}

/* "Ardanian", "Belmarese": of where, and no name of anything. English only. */
static bool is_origin(const struct lint_language *l, str word)
{
    static const char *const ends[] = {"ian", "ean", "yan", "ese", "ish",
                                       "eli", "aqi", "eni", "ani"};
    if (word.n > 1 && word.p[word.n - 1] == 's')
        word.n--;
    for (size_t i = 0; strcmp(l->code, "en") == 0 && i < COUNT_OF(ends); i++)
        if (str_ends(word, str_of(ends[i])))
            return true;
    return false;
}

static bool is_calendar(const struct lint_language *l, str word)
{
    size_t at, n;
    return phrase_any(word, l->calendar, &at, &n) && n == word.n;
}

/* A run of words with capitals, from the word that ends at *at on. Small words
 * may stand between them ("Commission of the Two Banks"). */
static str take_run(str s, str first, size_t *at)
{
    static const char *const between[] = {
        "of", "the", "for", "and", "de", "la",  "des", "du",
        "y",  "e",   "da",  "das", "do", "dos", "del", NULL};
    size_t end = *at, from = (size_t)(first.p - s.p), look = end, a, n;
    str word;
    bool begins;
    for (int small = 0; small < 3 && next_word(s, &look, &word, &begins);) {
        size_t gap = (size_t)(word.p - s.p) - end;
        bool joined = small > 0 || gap == 1; /* one blank, no comma */
        if (begins || !joined)
            break;
        if (is_name_word(word)) {
            end = look;
            small = 0;
        } else if (phrase_any(word, between, &a, &n) && n == word.n) {
            small++;
        } else {
            break;
        }
    }
    *at = end;
    return str_sub(s, from, end);
}

static err define(struct review *r, str words)
{
    return diag_hint(
        r->cx, r->a, r->d,
        "define it: `term \"%.*s\" \"...\"`; or declare the actor, "
        "place or thing and use its name",
        STR_ARG(words));
}

static err check_names(struct review *r, const struct lint_prose *p,
                       const struct lint_language *l, struct known *k)
{
    size_t at = 0;
    str word;
    bool begins;
    while (k->compared < LIMIT_NAMES_COMPARED &&
           next_word(p->text, &at, &word, &begins)) {
        if (!is_capital(word) || is_calendar(l, word))
            continue;
        size_t before = at;
        str run = take_run(p->text, word, &at);
        /* one word at the beginning of a sentence has its capital from there */
        if (begins && at == before)
            continue;
        if (begins && !is_known(k, run)) {
            /* "The Joint Commission": without its first word */
            size_t skip = before;
            str rest;
            bool b;
            if (!next_word(p->text, &skip, &rest, &b) || !is_capital(rest)) {
                at = before; /* "Posts of the Council": from the next word on */
                continue;
            }
            run = str_sub(p->text, (size_t)(rest.p - p->text.p), at);
        }
        if (is_known(k, run) || is_calendar(l, run) || is_origin(l, run))
            continue;
        TRY(r->cx, lint_clause_at(r, p->clause, word_span(r, p, run),
                                  "speaks of \"%.*s\", which the text does not "
                                  "define",
                                  STR_ARG(run)));
        TRY(r->cx, define(r, run));
    }
    return OK;
}

err lint_terms(struct review *r)
{
    struct known k = {NULL, 0, 0};
    size_t at, n;
    TRY(r->cx, known_names(r, &k));
    for (uint32_t i = 0; i < r->n_prose; i++) {
        const struct lint_prose *p = &r->prose[i];
        const struct lint_language *l = language_of(p);
        if (l == NULL || !is_binding(r, p))
            continue;
        str rest = p->text;
        while (phrase_any(rest, l->vague, &at, &n)) {
            str words = str_sub(rest, at, at + n);
            rest = str_sub(rest, at + n, rest.n);
            if (is_known(&k, words))
                continue;
            TRY(r->cx, lint_clause_at(r, p->clause, word_span(r, p, words),
                                      "speaks of \"%.*s\", and nobody is "
                                      "named by that",
                                      STR_ARG(words)));
            TRY(r->cx, define(r, words));
            break;
        }
        /* what was first written in another language is not read for names */
        if (l->capitals)
            TRY(r->cx, check_names(r, p, l, &k));
    }
    if (k.compared < LIMIT_NAMES_COMPARED)
        return OK;
    return lint_at(r, r->title_at,
                   "there is too much prose: not all of it was read for names "
                   "that are not defined");
}

/* --- L10: what is forbidden --------------------------------------------------
 */

static const char *const *cease_words(const struct lint_language *l)
{
    return l->cease;
}
static const char *const *breach_words(const struct lint_language *l)
{
    return l->breach;
}

static bool defines_breach(const struct review *r)
{
    str lang = lint_text_language(r);
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d != NULL && d->kind == DECL_TERM &&
            (words_in(d->term.text, lang, breach_words) ||
             words_in(d->term.text, lang, cease_words)))
            return true;
    }
    return false;
}

err lint_acts(struct review *r)
{
    const struct agreement *ag = r->ag;
    struct span at = {0, 0, 0, 0};
    str lang = lint_text_language(r);
    bool cease = words_in(ag->title, lang, cease_words);
    at = r->title_at;
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (ag->clauses[i].kind == CLAUSE_BAN)
            return OK;
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_article *a = r->t->parts[i].article;
        if (a == NULL || cease || !words_in(a->title.text, lang, cease_words))
            continue;
        cease = true;
        at = a->title.at;
    }
    for (uint32_t i = 0; i < r->n_prose && !cease; i++) {
        const struct lint_prose *p = &r->prose[i];
        if (!is_binding(r, p) || !words_in(p->text, p->lang, cease_words))
            continue;
        cease = true;
        at = r->clauses[p->clause]->label.at;
    }
    if (!cease || !lint_has_clauses(r) || defines_breach(r))
        return OK;
    return lint_at(r, at,
                   "hostilities cease, and no clause says which acts are "
                   "forbidden");
}

/* --- L11: modals that bind nobody
 * --------------------------------------------- */

static bool is_word_before(str text, size_t at, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t n = strlen(words[i]), a, k;
        size_t from = at > n + 2 ? at - n - 2 : 0;
        if (phrase_find(str_sub(text, from, at), 0, words[i], &a, &k) &&
            from + a + k + 1 >= at)
            return true;
    }
    return false;
}

static bool is_word_after(str text, size_t at, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t a, k;
        if (phrase_find(str_sub(text, at, text.n), 0, words[i], &a, &k) &&
            a <= 1)
            return true;
    }
    return false;
}

static err weak_in(struct review *r, const struct lint_prose *p,
                   const struct lint_language *l, const struct weak_modal *m)
{
    size_t at = 0, n, from = 0;
    if (m->of_duty && (p->quoted || !lint_binds(&r->ag->clauses[p->clause])))
        return OK;
    while (phrase_find(p->text, from, m->phrase, &at, &n)) {
        str word = str_sub(p->text, at, at + n);
        from = at + n;
        bool ban = m->of_duty && (is_word_before(p->text, at, l->not_before) ||
                                  is_word_after(p->text, from, l->not_after));
        bool month = is_capital(word) && m->of_duty && at > 0;
        if (ban || month)
            continue;
        struct span span = word_span(r, p, word);
        TRY(r->cx,
            lint_clause_at(r, p->clause, span,
                           "says \"%.*s\": that binds nobody", STR_ARG(word)));
        if (m->strong != NULL && span.length == word.n)
            TRY(r->cx, lint_propose(r, p->clause, span.offset, span.length,
                                    str_of(m->strong)));
        return OK; /* once is enough for each word of a clause */
    }
    return OK;
}

err lint_weak(struct review *r)
{
    for (uint32_t i = 0; i < r->n_prose; i++) {
        const struct lint_prose *p = &r->prose[i];
        const struct lint_language *l = language_of(p);
        bool may = r->ag->clauses[p->clause].kind == CLAUSE_MAY;
        if (l == NULL || !is_binding(r, p) || may)
            continue;
        for (size_t k = 0; l->weak[k].phrase != NULL; k++)
            TRY(r->cx, weak_in(r, p, l, &l->weak[k]));
    }
    return OK;
}

/* --- L13: armed actors for whom nobody answers
 * --------------------------------- */

err lint_proxies(struct review *r)
{
    bool forces = false;
    size_t at, n;
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_FORCE || d->broken)
            continue;
        forces = true;
        if (d->of.at.length == 0)
            TRY(r->cx, lint_at(r, d->names[0].id.at,
                               "no party answers for the force `%.*s`",
                               STR_ARG(d->names[0].id.text)));
    }
    for (uint32_t i = 0; i < r->n_prose && !forces; i++) {
        const struct lint_prose *p = &r->prose[i];
        const struct lint_language *l = language_of(p);
        if (l == NULL || !is_binding(r, p) ||
            !phrase_any(p->text, l->armed, &at, &n))
            continue;
        str word = str_sub(p->text, at, at + n);
        TRY(r->cx,
            lint_clause_at(r, p->clause, word_span(r, p, word),
                           "speaks of \"%.*s\", and no party answers for "
                           "them",
                           STR_ARG(word)));
    }
    return OK;
}

/* --- L35: papers beside the text
 * ------------------------------------------------ */

static bool is_heading(const struct review *r, str word)
{
    char room[64];
    size_t at, n;
    if (!str_to_c(word, room, sizeof room))
        return false;
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_article *a = r->t->parts[i].article;
        if (a != NULL && (phrase_find(a->title.text, 0, room, &at, &n) ||
                          phrase_find(a->id.text, 0, room, &at, &n)))
            return true;
    }
    return false;
}

/* Whether a declared instrument, or a term, is what a prose speaks of. */
static bool has_paper(const struct review *r, str text, str word)
{
    char room[200];
    size_t at, n;
    for (uint32_t i = 0; i < r->ag->n_instruments; i++) {
        const struct instrument *x = &r->ag->instruments[i];
        if (str_to_c(x->name, room, sizeof room) &&
            phrase_find(text, 0, room, &at, &n))
            return true;
        /* the only one of its kind */
        if (str_to_c(word, room, sizeof room) &&
            phrase_find(x->name, 0, room, &at, &n))
            return true;
    }
    return false;
}

err lint_papers(struct review *r)
{
    size_t at, n;
    for (uint32_t i = 0; i < r->ag->n_instruments; i++) {
        const struct instrument *x = &r->ag->instruments[i];
        struct span where = r->title_at;
        if (x->hash.n > 0)
            continue;
        for (uint32_t k = 0; k < r->t->n_parts; k++) {
            const struct ast_decl *d = r->t->parts[k].decl;
            if (d != NULL && d->kind == DECL_INSTRUMENT && d->n_names > 0 &&
                str_eq(d->names[0].id.text, x->id))
                where = d->names[0].id.at;
        }
        TRY(r->cx, lint_at(r, where,
                           "the instrument `%.*s` has no hash: nothing fixes "
                           "which paper it is",
                           STR_ARG(x->id)));
        TRY(r->cx, lint_hint(r,
                             "add the SHA-256 of its file: `from \"%.*s\" hash "
                             "\"...\"`",
                             STR_ARG(x->file.n > 0 ? x->file : STR("FILE"))));
    }
    for (uint32_t i = 0; i < r->n_prose; i++) {
        const struct lint_prose *p = &r->prose[i];
        const struct lint_language *l = language_of(p);
        if (l == NULL || !is_binding(r, p) ||
            !phrase_any(p->text, l->papers, &at, &n))
            continue;
        str word = str_sub(p->text, at, at + n);
        if (has_paper(r, p->text, word) || is_heading(r, word))
            continue;
        TRY(r->cx, lint_clause_at(r, p->clause, word_span(r, p, word),
                                  "refers to a paper, \"%.*s\", that is not "
                                  "declared",
                                  STR_ARG(word)));
        TRY(r->cx, diag_hint(r->cx, r->a, r->d,
                             "declare it, with the SHA-256 of its file: "
                             "`instrument NAME \"%.*s\" from \"FILE\" hash "
                             "\"...\"`",
                             STR_ARG(word)));
    }
    return OK;
}
