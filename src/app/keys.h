/* app/keys.h: the life of keys in a case: entering, replacing and revoking
 * them, and what ordinary tools are given.
 *
 * Statements are made here, signed anywhere, and entered here; the rules are
 * proof/keys.h's. docs/record.md is the page for users.
 * Read next: keys.c, signatures.h. */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include "app/casefile.h"

struct keys_new {
    const char *path;    /* the case */
    const char *purpose; /* sender, sign or login */
    const char *name;    /* of a sender */
    const char *holder;  /* an actor; may be NULL for a sender */
    const char *out;     /* where a new secret key goes; of a sender NULL: its
                            name */
    const char *key;     /* a public key that is given; NULL: one is made */
    bool verified;
    const char *from, *until; /* "2025-01-19" or a time; or NULL */
    const char *next;         /* the public key that may replace it; or NULL */
    const char *replaces;     /* as in keys_revoke(); or NULL */
    const char *ask; /* writes the statement to this file and enters nothing */
};
MUST_USE err keys_add(struct cx *cx, struct arena *a,
                      const struct keys_new *what, struct buf *out);

/* Enters the statement in a file, with the signatures in others. */
MUST_USE err keys_enter(struct cx *cx, struct arena *a, const char *path,
                        const char *statement, const char *const *signatures,
                        size_t n, struct buf *out);

/* `which`: a .pub file, a fingerprint SHA256:..., the name of a sender, or the
 * key itself. With ask as above. */
MUST_USE err keys_revoke(struct cx *cx, struct arena *a, const char *path,
                         const char *which, const char *ask, struct buf *out);

MUST_USE err keys_list(struct cx *cx, struct arena *a, const char *path,
                       struct buf *out);
/* allowed_signers, or the list of revoked keys, as the log stood after entry
 * `last` (UINT64_MAX: the last one). */
MUST_USE err keys_print_allowed(struct cx *cx, struct arena *a,
                                const char *path, uint64_t last, bool revoked,
                                struct buf *out);

#endif
