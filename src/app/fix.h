/* app/fix.h: `truce check --fix`: the edits that mend findings of a text.
 *
 * An edit is a proposal: it is shown as a diff, and written only on request.
 * Each one is tried alone: the text that comes of it must compile with no
 * more errors than before, and no longer have the finding; else it is left
 * out. Read next: check.h. */
#ifndef APP_FIX_H
#define APP_FIX_H

#include "base/buf.h"
#include "base/cx.h"

struct fix_result {
    str source; /* the text with all edits, in a */
    uint32_t mended;
    uint32_t errors; /* findings of the severity error that are left */
};

/* Mends what can be mended in the agreement at `path`, and writes a unified
 * diff to `out`; nothing if there is nothing to mend. A file that is in the
 * layout of `truce fmt` stays so. Fails as reading an agreement does. */
MUST_USE err app_fix(struct cx *cx, struct arena *a, const char *path,
                     struct buf *out, struct fix_result *result);

/* A unified diff of two texts, three lines of context; nothing if they are
 * the same. */
MUST_USE err app_text_diff(struct cx *cx, struct arena *a, str name, str from,
                           str to, struct buf *out);

#endif
