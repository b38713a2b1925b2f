/* tests/support/lang_texts.h: texts for the tests of lang/: the examples of
 * docs/language.md, and random ones. */
#ifndef TESTS_LANG_TEXTS_H
#define TESTS_LANG_TEXTS_H

#include "base/buf.h"
#include "tests/test.h"

struct lang_example {
    uint32_t line; /* of docs/language.md, where the block ends */
    bool clause;   /* a block marked `truce clause`, in the frame */
    str text;      /* a whole agreement */
};

/* The frame of its examples, appendix A. */
str lang_frame(void);

/* Calls fn for each fenced block marked `truce` or `truce clause`, each as a
 * CASE; a clause stands in the frame of appendix A. Returns their number. */
size_t lang_examples(void (*fn)(const struct lang_example *e));

/* Writes a random agreement in which everything that the grammar demands is
 * there. `shuffle`: phrases stand in any order; the same `seed` without it
 * gives the same agreement with the phrases in their usual order. */
void lang_random_text(uint64_t seed, bool shuffle, struct buf *out);

#endif
