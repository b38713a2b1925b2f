/* record/member.h: how an entry in a batch is proven alone: the batch entry,
 * and the path to the root that it signs for (proof/batch.h).
 *
 * Read next: log.h. */
#ifndef RECORD_MEMBER_H
#define RECORD_MEMBER_H

#include "proof/batch.h"
#include "record/log.h"

/* One batch of a log, whole; zeroed before the first use. Large: for an arena.
 * Good until the log is rolled back. */
struct member_batch {
    uint64_t first, at; /* entries [first, at) are in it; at: the batch entry */
    hash node[2 * ENTRY_COVERS_MAX]; /* complete nodes, level by level */
};

/* The path of entry `number`, which is in a batch; b is filled again if it is
 * another than the one before. CORRUPT if the views do not know its batch. */
MUST_USE err member_path(struct cx *cx, struct log *l, struct member_batch *b,
                         uint64_t number, hash path[BATCH_PATH_MAX], size_t *n);
/* The same as a line of a proof, in a; and the batch entry, a note. */
MUST_USE err member_proof(struct cx *cx, struct log *l, struct arena *a,
                          uint64_t number, str *path, str *batch);

#endif
