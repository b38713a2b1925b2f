/* record/tally.h: the rows of signed heads, and a count of them beside.
 *
 * Nothing in the entries says which of their heads were signed, so a row that
 * is lost, with the cosignatures on it, would be missed by nobody. So their
 * number and the exclusive or of their hashes are kept as a view, written in
 * the transaction of each head. Whoever changes a file on purpose can change
 * both: heads that count are kept by the witnesses, too.
 *
 * Read next: audit.h, which compares them. */
#ifndef RECORD_TALLY_H
#define RECORD_TALLY_H

#include "crypto/crypto.h"
#include "store/store.h"

#define TALLY_VIEW STR("heads")

struct tally {
    uint64_t count;
    hash sum; /* of SHA-256(SIZE, LF, note), each */
};

/* As it was written: NOT_FOUND in a case of a program before this view. */
MUST_USE err tally_read(struct cx *cx, struct store *s, struct tally *out);
/* Of the rows that are there. */
MUST_USE err tally_of_rows(struct cx *cx, struct store *s, struct tally *out);
MUST_USE err tally_write(struct cx *cx, struct store *s, const struct tally *t);
/* store_put_head(), with the tally. */
MUST_USE err tally_put_head(struct cx *cx, struct store *s, uint64_t size,
                            str note);

#endif
