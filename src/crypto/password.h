/* crypto/password.h: passwords, as Argon2id (RFC 9106) by libsodium.
 *
 * 64 MiB of memory and three passes: the RFC's choice for machines that cannot
 * spare 2 GiB, with the one lane that libsodium has; about a fifth of a second.
 * The parameters stand in the hash, so a later version can raise them.
 * Not here: what a password must be like, how often one may try
 * (people/people.h). */
#ifndef CRYPTO_PASSWORD_H
#define CRYPTO_PASSWORD_H

#include "base/cx.h"
#include "base/str.h"

enum {
    CRY_PASSWORD_BYTES = 128, /* of a hash, as text with its NUL */
    CRY_PASSWORD_PASSES = 3,
    CRY_PASSWORD_MEMORY = 64 << 20
};

/* "$argon2id$v=19$m=65536,t=3,p=1$...": salt from the system. RESOURCE if the
 * machine has not so much memory. */
MUST_USE err cry_password_hash(struct cx *cx, str password,
                               char out[CRY_PASSWORD_BYTES]);
/* Whether the password is that of the hash. False also for no hash. */
MUST_USE bool cry_password_check(str password, const char *hash);

/* A hash with the same parameters whose password nobody knows: to check
 * against where there is no account, in the same time. */
extern const char cry_password_nobody[];

#endif
