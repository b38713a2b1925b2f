/* talks/talks_int.h: reading and writing lines `word value`. */
#ifndef TALKS_TALKS_INT_H
#define TALKS_TALKS_INT_H

#include "talks/talks.h"

/* Text that is read line by line; `what` names it in messages. */
struct lines {
    const char *what;
    str rest;
    size_t line;
};
/* Takes the line "WORD VALUE"; the value is not empty. */
MUST_USE err lines_take(struct cx *cx, struct lines *l, const char *word,
                        str *value);
MUST_USE err lines_bad(struct cx *cx, const struct lines *l, const char *what);
MUST_USE err lines_hash(struct cx *cx, struct lines *l, const char *word,
                        hash *out);
/* A hash, or "-". */
MUST_USE err lines_after(struct cx *cx, struct lines *l, const char *word,
                         bool *has, hash *out);
MUST_USE err lines_number(struct cx *cx, struct lines *l, const char *word,
                          uint64_t *out);
/* "body N", LF, N bytes, LF, and the end. */
MUST_USE err lines_body(struct cx *cx, struct lines *l, str *out);

void put_line(struct buf *b, const char *word, str value);
void put_hash(struct buf *b, const char *word, hash h);
void put_after(struct buf *b, const char *word, bool has, hash h);
void put_body(struct buf *b, str body);
/* The text of an envelope, object or conveyance begins so. */
void put_head(struct buf *b, const char *kind, const struct charter *c);
MUST_USE err take_head(struct cx *cx, struct lines *l, const char *kind,
                       const struct charter *c);
/* Parses a note that must have just the signature of k. */
MUST_USE err open_signed(struct cx *cx, str bytes, const char *what,
                         const struct note_key *k, enum talks_origin origin,
                         str *text);

#endif
