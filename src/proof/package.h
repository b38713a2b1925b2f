/* proof/package.h: checks a package from a case, whole.
 *
 * docs/record-format.md section 10.2 is what it does: paths, manifests, the
 * head, then every entry with its proof and its sender's signature, contents,
 * files of evidence, stamps, people's signatures. Damage does not end it: each
 * finding has its place. It needs nothing but the package and, better, the
 * reader's own policy and authorities; no network.
 *
 * `truce verify PACKAGE` and dist/truce-verify.c are this and a main function.
 * Read next: package.c, bag.h. */
#ifndef PROOF_PACKAGE_H
#define PROOF_PACKAGE_H

#include "crypto/stamp.h"
#include "proof/bag.h"
#include "proof/bundle.h"
#include "proof/entry.h"
#include "proof/keys.h"

struct package_ask {
    const char *path;
    str policy;       /* the reader's; empty: that of the package */
    str certificates; /* authorities that the reader trusts (PEM); empty: those
                         of the package */
    /* Called with each finding: its place in the package, and what is wrong. */
    err (*found)(struct cx *cx, void *self, const char *place,
                 const char *what);
    void (*progress)(void *self, uint64_t done, uint64_t total); /* or NULL */
    void *self, *progress_self;
};

/* A stamp that holds. */
struct package_stamp {
    uint64_t size; /* entries of the head that it is of */
    int64_t at;
    char authority[CRY_AUTHORITY_MAX + 1];
};

struct package_counts {
    str origin;
    uint64_t size;                   /* entries of the head */
    uint64_t entries;                /* that are there, and hold */
    uint64_t contents, contents_out; /* there; named by an entry, not there */
    uint64_t files, bytes;           /* of the package */
    uint64_t evidence, evidence_out; /* files described: there, not there */
    /* People's signatures that hold; that do not count (another key, a text
     * that is not here). Statements without one are reports like others. */
    uint64_t signatures, signatures_void;
    /* Of the log's own entries, so many are left out before the last that is
     * there: there could be a revocation among them. */
    uint64_t own_out;
    uint64_t findings;
    bool own_policy, asks_for_witnesses, own_authorities;
    struct policy_verdict verdict;
    struct package_stamp *stamp;
    size_t n_stamps;
    uint64_t stamps_unknown; /* by authorities that the reader did not name */
};

/* Fails only where no answer can be given: the path cannot be read, memory, or
 * found() failed. What is no package at all is a finding. */
MUST_USE err package_check(struct cx *cx, struct arena *a,
                           const struct package_ask *ask,
                           struct package_counts *out);
/* The answer in words, some lines. */
void package_print(const struct package_ask *ask,
                   const struct package_counts *n, struct buf *out);

/* 2025-01-19T10:00:00Z; at must be from 1970 to 9999. */
void package_time_print(int64_t at, struct buf *out);

#endif
