/* app/signatures.h: people's signatures on agreements, in files and in cases.
 *
 * What is signed is what `truce hash` hashes: the canonical bytes of a text; of
 * anything else than an agreement the file as it is. Formats and rules are
 * those of proof/sshsig.h, proof/keys.h and docs/record-format.md section 7.4.
 * Read next: signatures.c, keys.h. */
#ifndef APP_SIGNATURES_H
#define APP_SIGNATURES_H

#include "app/casefile.h"

/* What a `signature` entry is worth. */
struct signature_seen {
    str line;      /* the record, as in docs/reports.md */
    str actor, id; /* of that line; only set if verified */
    bool verified; /* else it has no signature: a report that there is one */
    hash text;     /* of the agreement that was signed, if verified */
    struct sshsig sig;
};
/* INPUT says why its signature does not hold; then it counts for nothing. */
MUST_USE err signature_read(struct cx *cx, struct arena *a,
                            const struct casefile *c,
                            const struct casefile_entry *e,
                            struct signature_seen *out);

struct sign_file {
    const char *path;    /* an agreement, or what else is signed */
    const char *purpose; /* agreement, approval, key, roster */
    const char *const *choices;
    size_t n_choices;
    const char *key; /* file of the secret key */
    const char *out; /* NULL: path.sig */
};
MUST_USE err sign_file(struct cx *cx, struct arena *a,
                       const struct sign_file *what, struct buf *messages,
                       struct buf *out);

struct sign_case {
    const char *path, *actor;
    const char *key;    /* signs, and leaves the signature in `out`, or */
    const char *with;   /* enters this one, made elsewhere */
    const char *sender; /* who enters it; NULL: the sequencer */
    const char *out;    /* NULL: path.actor.sig */
};
/* Signs the last agreement of a case. Nothing is entered that does not hold. */
MUST_USE err sign_case(struct cx *cx, struct arena *a,
                       const struct sign_case *what, struct buf *out);

struct signatures_check {
    const char *path, *purpose; /* as in sign_file */
    const char *const *choices;
    size_t n_choices;
    const char *allowed; /* the file allowed_signers */
    const char *revoked; /* a list of revoked keys, or NULL */
    const char *at;      /* "2025-01-19T10:00:00Z"; NULL: now */
    const char *const *signatures;
    size_t n;
};
/* *hold: all of them. */
MUST_USE err signatures_check(struct cx *cx, struct arena *a,
                              const struct signatures_check *what,
                              struct buf *messages, struct buf *out,
                              bool *hold);

/* All `signature` entries of a case: those that do not hold are named. */
MUST_USE err signatures_check_case(struct cx *cx, struct arena *a,
                                   const struct casefile *c, struct buf *out,
                                   uint64_t *good, uint64_t *bad);

/* The canonical bytes of a case's last agreement. */
MUST_USE err signatures_case_text(struct cx *cx, struct arena *a,
                                  const char *path, str *out);

#endif
