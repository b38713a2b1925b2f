/* app/stamp.h: time stamps of a case's heads (RFC 3161).
 *
 * What is stamped is a head: its text with the log's own signature and no
 * other, so that it has one spelling (docs/record-format.md 8.3). The query
 * goes to an authority by whatever way there is; its answer is checked, then
 * entered with the authority's certificates.
 *
 * Read next: crypto/stamp.h. */
#ifndef APP_STAMP_H
#define APP_STAMP_H

#include "app/casefile.h"

/* Authorities that a day's head should have stamps of. */
enum { STAMP_AUTHORITIES = 2, STAMP_NAME_MAX = 64 };

/* Writes the query for the last head to `out`, and the head to OUT.head, which
 * is what `openssl ts -verify -data` wants. */
MUST_USE err stamp_ask(struct cx *cx, struct arena *a, const char *path,
                       const char *query, struct buf *out);

struct stamp_add {
    const char *path, *key; /* key NULL: the sequencer's */
    const char *answer;     /* DER */
    const char *chain;      /* certificates, PEM */
    const char *authority;  /* a name for it */
};
/* INPUT if it does not hold over any of the last heads. */
MUST_USE err stamp_add(struct cx *cx, struct arena *a,
                       const struct stamp_add *what, struct buf *out);

/* Checks every stamp again, by these certificates (a path) or, if NULL, by
 * those entered with it. *holds: all do. Says which days lack one. */
MUST_USE err stamp_check(struct cx *cx, struct arena *a, const char *path,
                         const char *certificates, struct buf *out,
                         bool *holds);

#endif
