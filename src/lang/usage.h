/* lang/usage.h: what drafts write where the language says it otherwise. */
#ifndef LANG_USAGE_H
#define LANG_USAGE_H

#include <stdbool.h>

#include "base/str.h"

/* Words that agreements use and the language does not, such as
 * "per day|daily"; what to do about them; and a clause in the frame of
 * docs/language.md, appendix A, that says such a thing. */
struct usage {
    const char *words, *say, *clause;
    bool for_a_name; /* they are read as a name, which nothing has */
};
extern const struct usage lang_usage[];
extern const uint32_t lang_usage_n;

/* What to do about a name that is not declared; NULL: nothing is known. */
const struct usage *usage_of_name(str name);

#endif
