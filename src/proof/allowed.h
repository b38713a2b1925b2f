/* proof/allowed.h: the files by which ssh-keygen knows whose a signature is.
 *
 * Formats of ssh-keygen(1): allowed_signers (a line names holders, options and
 * a key) and lists of revoked keys (a public key a line). What truce writes
 * from a log is read, and what people write by hand, but for patterns and
 * certificates, and for times without Z, which mean another instant on each
 * machine. docs/record-format.md section 7.5.
 * Read next: sshsig.h, keys.h. */
#ifndef PROOF_ALLOWED_H
#define PROOF_ALLOWED_H

#include "proof/sshsig.h"

/* OK, and whose it is, if a line allows this key to sign in this namespace at
 * this time ("2025-01-19T10:00:00Z"). INPUT names the line that is wrong, or
 * says why no line does. *holder borrows text. */
MUST_USE err allowed_find(struct cx *cx, struct arena *a, str text,
                          const struct sshkey *k, str name_space, str at,
                          str *holder);
/* Whether a list of revoked keys has it. INPUT for a line that is none. */
MUST_USE err revoked_has(struct cx *cx, struct arena *a, str text,
                         const struct sshkey *k, bool *there);

#endif
