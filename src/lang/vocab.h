/* lang/vocab.h: the acts that every agreement can use without declaring them
 * (docs/language.md 2, "standard vocabulary").
 *
 * Read next: compile.c, which puts them before the declared ones. */
#ifndef LANG_VOCAB_H
#define LANG_VOCAB_H

#include "lang/norm.h"

/* In the order of the specification; static storage. */
extern const struct act lang_vocab[];
extern const uint32_t lang_vocab_n;

#endif
