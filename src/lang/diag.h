/* lang/diag.h: adding findings to a list of diagnostics.
 *
 * For all files of this module; others only read struct diagnostics.
 * Severity, and what is said of why and remedy where the place says nothing
 * better, stand in one table (codes.c), one row a code. */
#ifndef LANG_DIAG_H
#define LANG_DIAG_H

#include "lang/ast.h"
#include "lang/lang.h"

struct diag_code {
    const char *code;
    enum severity severity;
    const char *why;  /* or "" */
    const char *hint; /* or "" */
};

/* NULL if there is none: then it is an error without why and hint. */
const struct diag_code *diag_code_find(const char *code);

/* Adds a finding about `at`; the message is one sentence without a full stop.
 * Beyond LIMIT_DIAGNOSTICS nothing is added, but that more was left out; errors
 * are counted all the same.  Fails only for lack of memory. */
MUST_USE PRINTF_LIKE(6, 7) err
    diag_add(struct cx *cx, struct arena *a, struct diagnostics *d,
             const char *code, struct span at, const char *fmt, ...);

/* Sets the hint (or the why) of the finding added last, in place of the
 * table's.  To be called right after diag_add. */
MUST_USE PRINTF_LIKE(4, 5) err
    diag_hint(struct cx *cx, struct arena *a, struct diagnostics *d,
              const char *fmt, ...);
MUST_USE PRINTF_LIKE(4, 5) err
    diag_why(struct cx *cx, struct arena *a, struct diagnostics *d,
             const char *fmt, ...);

/* Puts them in the order of place, then code; the note that more was left out
 * stays last.  Each step (parse, compile, review) does so at its end. */
void diag_sort(struct diagnostics *d);

#endif
