/* crypto/password.c: calls into libsodium. Read next: password.h. */
#include "crypto/password.h"

#include <sodium.h>

#include "base/banned.h"

STATIC_ASSERT(CRY_PASSWORD_BYTES == crypto_pwhash_STRBYTES,
              "libsodium's text fits");

const char cry_password_nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$yTY4TgPG7vXhzUtwMZk/"
    "Cg$RUx0qsSnSAbJYzUsEOT1XTLRnvxhZG/mFfeRFp6esi8";

err cry_password_hash(struct cx *cx, str password, char out[CRY_PASSWORD_BYTES])
{
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(out, password.p, password.n, CRY_PASSWORD_PASSES,
                              CRY_PASSWORD_MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(cx, ERR_RESOURCE, "no memory to hash a password");
    return OK;
}

bool cry_password_check(str password, const char *hash)
{
    return sodium_init() >= 0 &&
           crypto_pwhash_str_verify(hash, password.p, password.n) == 0;
}
