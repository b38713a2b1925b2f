/* lang/codes_meaning.h: the second table of codes; diag_code_find() looks into
 * it for what it does not have itself. */
#ifndef LANG_CODES_MEANING_H
#define LANG_CODES_MEANING_H

#include "lang/diag.h"

/* E03xx to E06xx, and the checks L01 ...; NULL if there is none. */
const struct diag_code *meaning_code_find(const char *code);

/* The codes from E03 to E06, for tests and pages: i < meaning_code_count(). */
size_t meaning_code_count(void);
const struct diag_code *meaning_code_nth(size_t i);

#endif
