/* crypto/crypto.h: hashes and signatures, by libraries that others keep.
 *
 * Front header of the module, and the only place where libcrypto (SHA-256,
 * which uses the processor's own instructions) and libsodium (Ed25519) are
 * included. Nothing here is our own cryptography.
 *
 * Not here: formats (proof/note.h), keys on disk, sealing.
 * Read next: proof/merkle.h. */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/str.h"

enum {
    CRY_HASH_BYTES = 32,
    CRY_SIGN_PUBLIC_BYTES = 32,
    CRY_SIGN_SEED_BYTES = 32,
    CRY_SIGNATURE_BYTES = 64
};

/* A SHA-256 (FIPS 180-4). */
typedef struct {
    uint8_t b[CRY_HASH_BYTES];
} hash;

static inline bool hash_eq(hash a, hash b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

/* SHA-256 of the concatenation of a and b, either of which may be empty. */
hash cry_sha256(str a, str b);

/* SHA-256 of what comes in pieces: hasher_init, then add, then result once.
 * Plain storage, nothing to release. */
struct hasher {
    uint64_t state[16]; /* libcrypto's own, not to be looked into */
};
void cry_hasher_init(struct hasher *h);
void cry_hasher_add(struct hasher *h, str piece);
hash cry_hasher_result(struct hasher *h);

/* Ed25519 (RFC 8032), as libsodium accepts it: the strictest of the common
 * programs, so that what is accepted here is accepted by every reader. */
bool cry_verify(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES], str message,
                const uint8_t signature[CRY_SIGNATURE_BYTES]);
void cry_sign(const uint8_t seed[CRY_SIGN_SEED_BYTES], str message,
              uint8_t signature[CRY_SIGNATURE_BYTES]);
void cry_sign_public(const uint8_t seed[CRY_SIGN_SEED_BYTES],
                     uint8_t public_key[CRY_SIGN_PUBLIC_BYTES]);
/* False for points of small order, with which anything can seem signed: such
 * a key is never enrolled. */
bool cry_key_is_sound(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES]);

/* Standard base64 with padding (RFC 4648 section 4). decode is strict: no
 * spaces, no missing padding, no bits left over; false otherwise, or if it does
 * not fit max. encode needs room for 4 * ((n + 2) / 3) characters. */
size_t cry_base64(const uint8_t *p, size_t n, char *out);
MUST_USE bool cry_base64_decode(str text, uint8_t *out, size_t max, size_t *n);

/* Overwrites p so that no compiler drops it. */
void cry_wipe(void *p, size_t n);

#endif
