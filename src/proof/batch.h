/* proof/batch.h: entries that share one signature.
 *
 * docs/record-format.md 3.1. Entries in a batch stand in the log as texts; the
 * next entry, of type `batch` by the same sender, is signed and says how many
 * they are and the root of the tree of their leaf hashes:
 *
 *     log:   ... | text | text | text | batch entry, signed: covers 3 ROOT |
 * ...
 *
 * Who reads a log from its beginning lets struct batch follow it. Who has one
 * entry only needs the batch entry and a path (batch_holds).
 * Read next: entry.h, merkle.h. */
#ifndef PROOF_BATCH_H
#define PROOF_BATCH_H

#include "proof/entry.h"
#include "proof/merkle.h"

enum { BATCH_PATH_MAX = 12 };
STATIC_ASSERT(ENTRY_COVERS_MAX == 1 << BATCH_PATH_MAX,
              "a path leads to the root of the largest batch");

/* Zeroed at the beginning of a log, and to forget what is open.
 * Invariant: edge.size entries by sender wait for their signature; sender is
 * empty if there are none. */
struct batch {
    str sender; /* borrowed from the reader's list of keys */
    struct merkle_edge edge;
    /* An entry before could not be read: what is open is not known, and the
     * next signed entry is not judged. For audits only. */
    bool lost;
};
bool batch_is_open(const struct batch *b);

/* Takes the next entry of the log, after its own signature, if it has one, was
 * checked. sender: as in e, to be kept. INPUT: a batch does not end where it
 * must, covers other entries, or none; LIMIT: it is too large. */
MUST_USE err batch_take(struct cx *cx, struct batch *b, str sender,
                        const struct entry *e, hash leaf);

/* Whether the path shows that e, whose leaf hash is given, is one of those that
 * the batch entry covers. The signature of `by` is the caller's business. */
bool batch_holds(const struct entry *by, const struct entry *e, hash leaf,
                 const hash *path, size_t n);

/* A path as it stands in the line `extra` of a proof: empty for none. parse:
 * INPUT if it is no such thing. */
void batch_path_print(const hash *path, size_t n, struct buf *out);
MUST_USE err batch_path_parse(struct cx *cx, str base64,
                              hash path[BATCH_PATH_MAX], size_t *n);

#endif
