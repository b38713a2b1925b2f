/* lang/norm_check.h: the invariants of the normal form. */
#ifndef LANG_NORM_CHECK_H
#define LANG_NORM_CHECK_H

#include "lang/norm.h"

/* Aborts if one does not hold; does nothing in release builds. For a text
 * with errors they hold of the clauses that were kept. */
void agreement_check(const struct agreement *ag);

#endif
