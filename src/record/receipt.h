/* record/receipt.h: what a sequencer gives for a submission: a signed word that
 * this entry has this place in its log.
 *
 * docs/record-format.md 6.5. A sender's entries are a chain, so a receipt for
 * the last of them is one for all before it. With a log that lacks the entry,
 * or has another in its place, the receipt proves that the sequencer broke its
 * word: both are signed by its key.
 * Read next: log.h. */
#ifndef RECORD_RECEIPT_H
#define RECORD_RECEIPT_H

#include "record/log.h"

struct receipt {
    str log, sender;
    uint64_t number; /* the sender's own count */
    hash leaf;
    uint64_t entry; /* its place in the log */
    str by;         /* from this time on every signed head covers it */
};

/* Signs one for the last entry of this sender: INPUT if it has none, CONFLICT
 * if no signed head covers it yet. Gives scratch back: out lives elsewhere. */
MUST_USE err receipt_give(struct cx *cx, struct log *l,
                          const struct signer *sequencer, str sender, str by,
                          struct buf *out);
/* Reads one and checks the signature by the log's key; borrows bytes. INPUT if
 * it is none, or not signed so. */
MUST_USE err receipt_open(struct cx *cx, struct arena *a, str bytes,
                          const struct note_key *log, struct receipt *out);

#endif
