/* proof/bundle.h: a proof that one entry is in a witnessed log, as one file.
 *
 * The format of c2sp.org/tlog-proof ("c2sp.org/tlog-proof@v1"): index,
 * inclusion proof, and the checkpoint with its signatures, all as text. With
 * the entry itself and a policy it is all that a stranger needs.
 *
 * Read next: policy.h, merkle.h, entry.h. */
#ifndef PROOF_BUNDLE_H
#define PROOF_BUNDLE_H

#include "proof/merkle.h"
#include "proof/policy.h"

struct bundle {
    str extra; /* base64 as it stands, unauthenticated; empty if none */
    uint64_t index;
    hash path[MERKLE_INCLUSION_MAX];
    size_t n;
    str checkpoint; /* the signed note, whole */
};

/* Reads one; borrows text. INPUT with the line. */
MUST_USE err bundle_parse(struct cx *cx, str text, struct bundle *out);
void bundle_print(const struct bundle *b, struct buf *out);

/* What the bundle shows of these bytes as the entry; *head is its checkpoint.
 * INPUT, with the reason, if it does not show that they are entry `index` of a
 * log of the policy. */
MUST_USE err bundle_check(struct cx *cx, struct arena *a,
                          const struct bundle *b, str entry,
                          const struct policy *p, struct checkpoint *head,
                          struct policy_verdict *out);

#endif
