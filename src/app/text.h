/* app/text.h: work on the text of an agreement that needs no meaning: its
 * layout, its canonical bytes, what differs between two texts.
 *
 * Nothing here compiles; see agreement.h for that. */
#ifndef APP_TEXT_H
#define APP_TEXT_H

#include "base/cx.h"
#include "crypto/crypto.h"
#include "lang/lang.h"

struct app_text {
    str path, source;
    struct ast *ast;
    struct diagnostics diagnostics;
};

/* Reads `path` ("-": standard input) and takes the alternatives in `choices`
 * ("2.1=b", ...). Mistakes in the text are in the diagnostics: with
 * diagnostics.errors the tree lacks what could not be read. */
MUST_USE err app_read_text(struct cx *cx, struct arena *a, const char *path,
                           const char *const *choices, size_t n_choices,
                           struct app_text *out);

/* The same, but a mistake in the text is a failure of class input that names
 * how many there are; before it, all findings are given to `messages`. */
MUST_USE err app_read_sound_text(struct cx *cx, struct arena *a,
                                 const char *path, const char *const *choices,
                                 size_t n_choices, bool colour,
                                 struct buf *messages, struct app_text *out);

/* The text in canonical layout, comments kept. */
MUST_USE err app_format_text(struct cx *cx, struct arena *a,
                             const struct app_text *t, str *out);

/* The canonical bytes; the SHA-256 of such, in hexadecimal. */
MUST_USE err app_canonical_text(struct cx *cx, struct arena *a,
                                const struct app_text *t, str *out);
void app_print_hash(str bytes, struct buf *out);

#endif
