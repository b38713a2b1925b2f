/* crypto/crypto.c: calls into libcrypto and libsodium.
 *
 * SHA-256 is libcrypto's (4 to 5 times the speed of libsodium's with the
 * processor's SHA instructions); all else is libsodium's.
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

/* More than any of libsodium's functions below takes of the stack. */
enum { STACK_BYTES = 8192 };

static void wipe_stack(void)
{
    sodium_stackzero(STACK_BYTES);
}

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

STATIC_ASSERT(CRY_SIGN_PAIR_BYTES == crypto_sign_SECRETKEYBYTES,
              "a pair is what libsodium calls a secret key");

void cry_sign(const uint8_t seed[CRY_SIGN_SEED_BYTES], str message,
              uint8_t signature[CRY_SIGNATURE_BYTES])
{
    uint8_t pair[CRY_SIGN_PAIR_BYTES];
    memcpy(pair, seed, CRY_SIGN_SEED_BYTES);
    cry_pair_complete(pair);
    (void)cry_pair_sign(pair, pair + CRY_SIGN_SEED_BYTES, message, signature);
    sodium_memzero(pair, sizeof pair);
}

void cry_pair_complete(uint8_t pair[CRY_SIGN_PAIR_BYTES])
{
    cry_sign_public(pair, pair + CRY_SIGN_SEED_BYTES);
}

/* With the public key of another pair a signature would give the secret away.
 */
bool cry_pair_sign(const uint8_t pair[CRY_SIGN_PAIR_BYTES],
                   const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES], str message,
                   uint8_t signature[CRY_SIGNATURE_BYTES])
{
    if (memcmp(pair + CRY_SIGN_SEED_BYTES, public_key, CRY_SIGN_PUBLIC_BYTES) !=
        0)
        return false;
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.p,
                         message.n, pair);
    wipe_stack();
    return true;
}

void cry_sign_public(const uint8_t seed[CRY_SIGN_SEED_BYTES],
                     uint8_t public_key[CRY_SIGN_PUBLIC_BYTES])
{
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret, seed);
    sodium_memzero(secret, sizeof secret);
    wipe_stack();
}

bool cry_key_is_sound(const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES])
{
    return crypto_core_ed25519_is_valid_point(public_key) == 1;
}

void cry_x25519_public(const uint8_t secret[CRY_X25519_BYTES],
                       uint8_t public_key[CRY_X25519_BYTES])
{
    (void)crypto_scalarmult_base(public_key, secret);
    wipe_stack();
}

bool cry_x25519(const uint8_t secret[CRY_X25519_BYTES],
                const uint8_t public_key[CRY_X25519_BYTES],
                uint8_t shared[CRY_X25519_BYTES])
{
    bool good = crypto_scalarmult(shared, secret, public_key) == 0;
    wipe_stack();
    return good;
}

/* The message in two pieces. */
static void hmac(str key, str a, str b, uint8_t out[CRY_HASH_BYTES])
{
    crypto_auth_hmacsha256_state s;
    crypto_auth_hmacsha256_init(&s, (const unsigned char *)key.p, key.n);
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)a.p, a.n);
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)b.p, b.n);
    crypto_auth_hmacsha256_final(&s, out);
    sodium_memzero(&s, sizeof s);
    wipe_stack();
}

void cry_hmac(str key, str message, uint8_t out[CRY_HASH_BYTES])
{
    hmac(key, message, STR(""), out);
}

void cry_hkdf(str key, str salt, str info, uint8_t out[CRY_HASH_BYTES])
{
    uint8_t prk[CRY_HASH_BYTES];
    hmac(salt, key, STR(""), prk);
    /* The first block is all that 32 bytes need. */
    hmac((str){(const char *)prk, sizeof prk}, info, STR("\x01"), out);
    sodium_memzero(prk, sizeof prk);
}

bool cry_scrypt(str passphrase, str salt, unsigned log_n,
                uint8_t out[CRY_HASH_BYTES])
{
    bool done = crypto_pwhash_scryptsalsa208sha256_ll(
                    (const uint8_t *)passphrase.p, passphrase.n,
                    (const uint8_t *)salt.p, salt.n, (uint64_t)1 << log_n, 8, 1,
                    out, CRY_HASH_BYTES) == 0;
    wipe_stack();
    return done;
}

void cry_aead_seal(const uint8_t key[CRY_AEAD_KEY_BYTES],
                   const uint8_t nonce[CRY_AEAD_NONCE_BYTES], const uint8_t *p,
                   size_t n, uint8_t *out)
{
    unsigned long long written;
    crypto_aead_chacha20poly1305_ietf_encrypt(out, &written, p, n, NULL, 0,
                                              NULL, nonce, key);
    wipe_stack();
}

bool cry_aead_open(const uint8_t key[CRY_AEAD_KEY_BYTES],
                   const uint8_t nonce[CRY_AEAD_NONCE_BYTES], const uint8_t *p,
                   size_t n, uint8_t *out)
{
    unsigned long long written;
    bool holds = n >= CRY_AEAD_TAG_BYTES &&
                 crypto_aead_chacha20poly1305_ietf_decrypt(
                     out, &written, NULL, p, n, NULL, 0, nonce, key) == 0;
    wipe_stack();
    return holds;
}

bool cry_equal(const uint8_t *a, const uint8_t *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
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
