/* base/suggest.h: "did you mean". */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/str.h"

enum { SUGGEST_CHARS = 64 };

/* Least number of single-character insertions, deletions, replacements and
 * swaps of neighbours between a and b, counted in characters and without
 * regard to ASCII case; or max + 1 if it is more than max, or if either is
 * longer than SUGGEST_CHARS. */
size_t suggest_distance(str a, str b, size_t max);

/* Keeps the nearest of the candidates offered one by one. */
struct suggest {
    str word;
    str best; /* n == 0: none near enough */
    size_t best_distance;
};

/* Near enough is a third of the word's length, at least 1, at most 3; of one
 * character only itself in the other case. */
void suggest_init(struct suggest *s, str word);
/* Ties go to the one offered first. candidate's bytes are borrowed. */
void suggest_offer(struct suggest *s, str candidate);

#endif
