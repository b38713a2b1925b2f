/* lang/lint_words.h: what the checks look for in prose, language by language.
 *
 * Data only (lint_words.c), and how a phrase is found. Phrases are in lower
 * case; `*` at the end takes any ending. A language that is not there has no
 * prose that the checks can read, and they say nothing of it. */
#ifndef LANG_LINT_WORDS_H
#define LANG_LINT_WORDS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* A modal that binds nobody. */
struct weak_modal {
    const char *phrase;
    const char *strong; /* what binds, in the same form; NULL: it takes more
                           than a word, or another construction */
    bool of_duty;       /* a permission elsewhere: weak only where the formal
                           clause says `shall` */
};

struct lint_language {
    const char *code;              /* BCP 47, the primary subtag */
    const struct weak_modal *weak; /* ends with a NULL phrase; so do all */
    const char *const *not_before; /* words that turn a modal into a ban */
    const char *const *not_after;
    const char *const *vague;    /* roles that name nobody */
    const char *const *linked;   /* ties two acts and gives no order */
    const char *const *armed;    /* armed actors beside the parties */
    const char *const *cease;    /* cessation of hostilities */
    const char *const *breach;   /* a breach, and what follows it */
    const char *const *orders;   /* orders, public notice */
    const char *const *notice;   /* notice of a movement of aid */
    const char *const *papers;   /* papers beside the text */
    const char *const *dispute;  /* disputes about the text */
    const char *const *contact;  /* a line between the sides */
    const char *const *calendar; /* written with a capital, and no names */
    bool capitals;               /* names, and only names, have capitals */
};

/* The words of a language, by its tag; English if none is given, NULL if there
 * are no words of it. */
const struct lint_language *lint_language(str lang);

/* Whether a text in that language, or, if none is given, in any, has one of
 * the words. */
typedef const char *const *words_of(const struct lint_language *l);
bool words_in(str text, str lang, words_of *of);

/* The first place from `from` on where the phrase stands as words of its own;
 * false if it stands nowhere. Case does not matter. */
bool phrase_find(str text, size_t from, const char *phrase, size_t *at,
                 size_t *n);
/* The first of several. */
bool phrase_any(str text, const char *const *phrases, size_t *at, size_t *n);

#endif
