/* crypto/crypto.h: hashes, signatures and ciphers, by libraries that others
 * keep.
 *
 * Front header of the module, and the only place where libcrypto (SHA-2,
 * which uses the processor's own instructions; P-256 and RSA, to check) and
 * libsodium (the rest) are included. Nothing here is our own cryptography, but
 * for HKDF: two calls of HMAC, which libsodium 1.0.18 does not put together.
 *
 * What a secret was used for leaves nothing on the stack: it is overwritten
 * before these functions return. Secrets themselves lie in guarded memory
 * (secret.h).
 * Not here: formats (proof/note.h, seal/seal.h).
 * Read next: secret.h, proof/merkle.h. */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/str.h"

enum {
    CRY_HASH_BYTES = 32,
    CRY_SIGN_PUBLIC_BYTES = 32,
    CRY_SIGN_SEED_BYTES = 32,
    CRY_SIGN_PAIR_BYTES = 64, /* a seed, then its public key */
    CRY_SIGNATURE_BYTES = 64,
    CRY_X25519_BYTES = 32, /* of a secret, a public key, a shared secret */
    CRY_AEAD_KEY_BYTES = 32,
    CRY_AEAD_NONCE_BYTES = 12,
    CRY_AEAD_TAG_BYTES = 16
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
/* Puts the public key behind the seed that the pair begins with. With a pair
 * signing takes half the time: the key is not derived each time. */
void cry_pair_complete(uint8_t pair[CRY_SIGN_PAIR_BYTES]);
/* false, and nothing is signed, if the public key is not that of the pair. */
bool cry_pair_sign(const uint8_t pair[CRY_SIGN_PAIR_BYTES],
                   const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES], str message,
                   uint8_t signature[CRY_SIGNATURE_BYTES]);
void cry_sign_public(const uint8_t seed[CRY_SIGN_SEED_BYTES],
                     uint8_t public_key[CRY_SIGN_PUBLIC_BYTES]);
/* False for points of small order, with which anything can seem signed: such
 * a key is never enrolled. */
bool cry_key_is_sound(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES]);

/* X25519 (RFC 7748). Public keys and secrets are any 32 bytes. False if the
 * shared secret would be zero: the other's key is of small order. */
void cry_x25519_public(const uint8_t secret[CRY_X25519_BYTES],
                       uint8_t public_key[CRY_X25519_BYTES]);
MUST_USE bool cry_x25519(const uint8_t secret[CRY_X25519_BYTES],
                         const uint8_t public_key[CRY_X25519_BYTES],
                         uint8_t shared[CRY_X25519_BYTES]);

/* HMAC-SHA256 (RFC 2104), and HKDF-SHA256 (RFC 5869) with 32 bytes out. */
void cry_hmac(str key, str message, uint8_t out[CRY_HASH_BYTES]);
void cry_hkdf(str key, str salt, str info, uint8_t out[CRY_HASH_BYTES]);
/* scrypt (RFC 7914) with N = 2^log_n, r = 8, p = 1; takes 1 kB * N of memory.
 * False if the machine has not so much. */
MUST_USE bool cry_scrypt(str passphrase, str salt, unsigned log_n,
                         uint8_t out[CRY_HASH_BYTES]);

/* ChaCha20-Poly1305 (RFC 8439) without additional data. seal writes n +
 * CRY_AEAD_TAG_BYTES to out; open takes n bytes, tag included, and writes so
 * many fewer, or returns false and has written nothing. out may be p. */
void cry_aead_seal(const uint8_t key[CRY_AEAD_KEY_BYTES],
                   const uint8_t nonce[CRY_AEAD_NONCE_BYTES], const uint8_t *p,
                   size_t n, uint8_t *out);
MUST_USE bool cry_aead_open(const uint8_t key[CRY_AEAD_KEY_BYTES],
                            const uint8_t nonce[CRY_AEAD_NONCE_BYTES],
                            const uint8_t *p, size_t n, uint8_t *out);

/* Whether n bytes are the same, in a time that does not depend on them. */
bool cry_equal(const uint8_t *a, const uint8_t *b, size_t n);

/* SHA-512 (FIPS 180-4): only where a format of others asks for it. */
enum { CRY_SHA512_BYTES = 64 };
void cry_sha512(str bytes, uint8_t out[CRY_SHA512_BYTES]);

/* Signatures that are only checked here: ECDSA over P-256 with SHA-256 (FIPS
 * 186-5), as security keys and browsers make them, and RSA (RFC 8017, PKCS 1
 * v1.5). A point is 0x04, x, y; a signature r, s; each number 32 bytes, big
 * endian. n and e are big endian without zeros before. False also where
 * libcrypto has no memory. */
enum { CRY_P256_POINT_BYTES = 65, CRY_P256_SIGNATURE_BYTES = 64 };
bool cry_p256_is_sound(const uint8_t point[CRY_P256_POINT_BYTES]);
bool cry_verify_p256(const uint8_t point[CRY_P256_POINT_BYTES], str message,
                     const uint8_t signature[CRY_P256_SIGNATURE_BYTES]);
enum { CRY_RSA_MAX_BYTES = 1024 };
bool cry_verify_rsa(str n, str e, bool sha512, str message, str signature);

/* Standard base64 with padding (RFC 4648 section 4). decode is strict: no
 * spaces, no missing padding, no bits left over; false otherwise, or if it does
 * not fit max. encode needs room for 4 * ((n + 2) / 3) characters. */
size_t cry_base64(const uint8_t *p, size_t n, char *out);
MUST_USE bool cry_base64_decode(str text, uint8_t *out, size_t max, size_t *n);

/* Overwrites p so that no compiler drops it. */
void cry_wipe(void *p, size_t n);

#endif
