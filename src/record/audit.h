/* record/audit.h: looks over a whole log and names what is damaged.
 *
 * Everything is computed again from the entries: signatures, chains, hashes of
 * blobs, the tree and each head that was signed, then the views. Damage does
 * not end it: each finding has its place and the way to repair it. A case in
 * which it finds nothing holds what its heads say, byte for byte; what they
 * are worth is said by the policy (proof/policy.h).
 *
 * Read next: log_int.h. */
#ifndef RECORD_AUDIT_H
#define RECORD_AUDIT_H

#include "record/log.h"

struct audit_finding {
    const char *place; /* "entry 17", "the head of 40 entries" */
    const char *what;
    const char *repair;
};

struct audit_counts {
    uint64_t entries, heads;
    uint64_t blobs, left_out;  /* there; named by an entry, but not there */
    uint64_t missing;          /* of those, not sealed again: findings, too */
    uint64_t unsigned_entries; /* under no head yet */
    uint64_t findings;
};

struct audit {
    err (*found)(struct cx *cx, void *self, const struct audit_finding *f);
    /* May be NULL. */
    void (*progress)(void *self, uint64_t done, uint64_t total);
    void *self, *progress_self;
};

/* Fails only where no answer can be given (memory, or found() failed). */
MUST_USE err log_audit(struct cx *cx, struct store *s, const char *head_path,
                       const struct audit *a, struct audit_counts *out);

#endif
