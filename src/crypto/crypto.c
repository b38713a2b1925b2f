/* crypto/crypto.c: calls into libcrypto and libsodium.
 *
 * SHA-256 is libcrypto's (4 to 5 times the speed of libsodium's with the
 * processor's SHA instructions); signatures are libsodium's.
 * Read next: crypto.h. */
#include "crypto/crypto.h"

#include <openssl/sha.h>
#include <sodium.h>

#include "base/banned.h"

STATIC_ASSERT(sizeof(SHA256_CTX) <= sizeof(struct hasher),
              "a hasher holds libcrypto's state");

/* The low-level calls are marked deprecated in OpenSSL 3 and kept: a tree node
 * of 65 bytes costs a third less with them than through EVP. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

hash cry_sha256(str a, str b)
{
    SHA256_CTX c;
    hash h;
    SHA256_Init(&c);
    SHA256_Update(&c, a.p, a.n);
    SHA256_Update(&c, b.p, b.n);
    SHA256_Final(h.b, &c);
    return h;
}

static SHA256_CTX *state_of(struct hasher *h)
{
    return (SHA256_CTX *)(void *)h->state;
}

void cry_hasher_init(struct hasher *h)
{
    SHA256_Init(state_of(h));
}

void cry_hasher_add(struct hasher *h, str piece)
{
    SHA256_Update(state_of(h), piece.p, piece.n);
}

hash cry_hasher_result(struct hasher *h)
{
    hash out;
    SHA256_Final(out.b, state_of(h));
    return out;
}

bool cry_verify(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES], str message,
                const uint8_t signature[CRY_SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(signature,
                                       (const unsigned char *)message.p,
                                       message.n, public_key) == 0;
}

void cry_sign(const uint8_t seed[CRY_SIGN_SEED_BYTES], str message,
              uint8_t signature[CRY_SIGNATURE_BYTES])
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret, seed);
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.p,
                         message.n, secret);
    sodium_memzero(secret, sizeof secret);
}

void cry_sign_public(const uint8_t seed[CRY_SIGN_SEED_BYTES],
                     uint8_t public_key[CRY_SIGN_PUBLIC_BYTES])
{
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

bool cry_key_is_sound(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES])
{
    return crypto_core_ed25519_is_valid_point(public_key) == 1;
}

size_t cry_base64(const uint8_t *p, size_t n, char *out)
{
    static const char digit[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *q = out;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16;
        if (i + 1 < n)
            v |= (uint32_t)p[i + 1] << 8;
        if (i + 2 < n)
            v |= p[i + 2];
        *q++ = digit[v >> 18];
        *q++ = digit[v >> 12 & 63];
        *q++ = i + 1 < n ? digit[v >> 6 & 63] : '=';
        *q++ = i + 2 < n ? digit[v & 63] : '=';
    }
    return (size_t)(q - out);
}

bool cry_base64_decode(str text, uint8_t *out, size_t max, size_t *n)
{
    const char *end;
    /* libsodium 1.0.18 takes some bytes over 0x7f for digits, where char is
     * signed: a note would have two spellings. Found by fuzz_record. */
    unsigned char high = 0;
    for (size_t i = 0; i < text.n; i++)
        high |= (unsigned char)text.p[i];
    return text.n % 4 == 0 && high < 0x80 &&
           sodium_base642bin(out, max, text.p, text.n, NULL, n, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           end == text.p + text.n;
}

void cry_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}
