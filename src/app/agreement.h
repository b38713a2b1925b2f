/* app/agreement.h: opening an agreement's text from a file: read, choose
 * among its drafts, compile, and, where asked, review.
 *
 * Every command that works on an agreement begins here. Findings about the
 * text are data, not failures: a caller that evaluates must refuse a text
 * with app_agreement_is_sound() false.
 *
 * Read next: check.h. */
#ifndef APP_AGREEMENT_H
#define APP_AGREEMENT_H

#include "base/cx.h"
#include "lang/lang.h"

struct casefile;

struct app_agreement {
    str path, source;
    /* Whose annexes its maps are, before files beside `path`; NULL: none's. */
    const struct casefile *record;
    struct ast *ast;
    struct agreement *ag;
    struct diagnostics diagnostics;
};

/* Reads `path` ("-": standard input), takes the alternatives in `choices`
 * ("2.1=B", ...) and compiles. Everything lives in a. Fails for a file that
 * cannot be read, a limit, or a choice that does not exist. */
MUST_USE err app_load_agreement(struct cx *cx, struct arena *a,
                                const char *path, const char *const *choices,
                                size_t n_choices, struct app_agreement *out);

/* The same of a text that is in memory already, and outlives it; name is for
 * messages. */
MUST_USE err app_compile_agreement(struct cx *cx, struct arena *a,
                                   const char *name, str source,
                                   const char *const *choices, size_t n_choices,
                                   struct app_agreement *out);

/* What the text leaves open, added to the diagnostics; and whether each map it
 * names is there, and can be read. */
MUST_USE err app_review_agreement(struct cx *cx, struct arena *a,
                                  struct app_agreement *ag);

/* No errors: what was compiled is all that the text says. Open checks (L...)
 * are no errors in this sense. */
bool app_agreement_is_sound(const struct app_agreement *ag);

/* Whether `bytes` are those of a file whose hash the text gives, in an
 * instrument that names it; true where it gives none. *any (or NULL): whether
 * it gives one. */
bool app_is_fixed(const struct agreement *ag, str file, str bytes, bool *any);
/* A line for each map that the text names and does not fix. */
MUST_USE err app_note_loose_maps(struct cx *cx, const struct agreement *ag,
                                 struct buf *out);

/* A GeoJSON file as a zone names it: beside the agreement, unless its path is
 * absolute. */
MUST_USE err app_side_path(struct cx *cx, struct arena *a, str agreement,
                           str file, str *out);

#endif
