/* record/sshfile.h: secret signing keys, in the files of OpenSSH.
 *
 * The format of ssh-keygen (PROTOCOL.key, "openssh-key-v1"), so that one file
 * serves both programs. Read and written are Ed25519 keys without passphrase;
 * for all others ssh-keygen -Y sign makes the signature, and `truce sign
 * --with` takes it. Secrets lie in guarded memory. Read next: proof/sshsig.h.
 */
#ifndef RECORD_SSHFILE_H
#define RECORD_SSHFILE_H

#include "crypto/secret.h"
#include "proof/sshsig.h"

/* It has one owner, who wipes it. */
struct ssh_signer {
    uint8_t point[CRY_SIGN_PUBLIC_BYTES];
    struct secret seed; /* CRY_SIGN_SEED_BYTES */
};

/* Reads a file. INPUT says what it is instead, and what to do. */
MUST_USE err ssh_signer_read(struct cx *cx, const char *path,
                             struct ssh_signer *out);
/* A new key from cx's randomness. */
MUST_USE err ssh_signer_make(struct cx *cx, struct ssh_signer *out);
/* The text of its file, to be released. */
MUST_USE err ssh_signer_print(struct cx *cx, const struct ssh_signer *s,
                              struct secret_text *out);
void ssh_signer_wipe(struct ssh_signer *s); /* accepts a zeroed one */

#endif
