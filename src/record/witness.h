/* record/witness.h: cosigns the heads of logs that only ever grow.
 *
 * The add-checkpoint call of c2sp.org/tlog-witness v1.0.0, without its
 * transport: bytes in, status and bytes out, so that HTTP and files on a stick
 * are the same code. A witness shows consistency, not availability: each party
 * keeps a copy of the log besides.
 *
 * State: a folder with one file for each log it knows, the last head that it
 * cosigned, named by the SHA-256 of the origin. It is replaced, durably, before
 * a cosignature is given. A witness whose folder was restored from a copy must
 * take over the newest heads that it cosigned, or take a new key.
 * Read next: log.h, proof/policy.h. */
#ifndef RECORD_WITNESS_H
#define RECORD_WITNESS_H

#include "proof/policy.h"
#include "record/log.h"

enum { WITNESS_PROOF_MAX = 63, WITNESS_REQUEST_MAX = 1 << 20 };

enum witness_status {
    WITNESS_OK = 200,
    WITNESS_MALFORMED = 400, /* also: old size over the new one */
    WITNESS_FORBIDDEN = 403, /* not signed by the log, or falsely */
    WITNESS_UNKNOWN = 404,   /* no log of that origin */
    /* The body is the size that it stands at. If that is the size asked from
     * and for, the roots differ: two histories. */
    WITNESS_CONFLICT = 409,
    WITNESS_UNPROVEN = 422 /* not shown to go on from there */
};

struct witness {
    const struct policy *logs; /* whose `log` lines it serves */
    const char *folder;
    struct signer signer; /* of type NOTE_COSIGNATURE */
};

/* Answers one request at `now` (seconds since 1970, > 0). The caller lets only
 * one be answered at a time. out is the body: signature lines, a size, or the
 * reason in words. Fails only where no answer can be given (disk, memory):
 * then nothing was cosigned. */
MUST_USE err witness_add_checkpoint(struct cx *cx, const struct witness *w,
                                    str request, uint64_t now,
                                    enum witness_status *status,
                                    struct buf *out);

/* Stands at this head from now on: a note signed by a log of the policy and
 * cosigned by this witness. INPUT if it is not; CONFLICT if the witness stands
 * further on already, or at another root of the same size. */
MUST_USE err witness_take_over(struct cx *cx, const struct witness *w, str note,
                               struct checkpoint *head);

/* How many entries of a log the witness of a folder of heads has cosigned; 0 if
 * it does not know the log. For its own holder, who trusts the folder. */
MUST_USE err witness_stands_at(struct cx *cx, const char *folder, str origin,
                               uint64_t *size);

/* The request that asks for a cosignature of a log's last head, for a witness
 * that stands at old. */
MUST_USE err witness_request(struct cx *cx, struct log *l, uint64_t old,
                             struct buf *out);

#endif
