/* tests/support/cheap_curves.c: instead of the two curves something that takes
 * no time and keeps no secret, and plain memory for secrets, for
 * build/debug/unit-cheap (Makefile): what must hold of who gets what is tried
 * on thousands of talks with it. All else is the same: formats, sizes, who has
 * which key, what opens with it, what is refused. Never part of the product.
 *
 * A public key of X25519 is its secret; two share the sum of both. A signature
 * is a hash of public key and message. */
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

void *__wrap_sodium_malloc(size_t n);
void __wrap_sodium_free(void *p);
int __wrap_crypto_scalarmult_base(unsigned char *q, const unsigned char *n);
int __wrap_crypto_scalarmult(unsigned char *q, const unsigned char *n,
                             const unsigned char *p);
int __wrap_crypto_sign_detached(unsigned char *sig, unsigned long long *n_sig,
                                const unsigned char *m, unsigned long long n,
                                const unsigned char *pair);
int __wrap_crypto_sign_verify_detached(const unsigned char *sig,
                                       const unsigned char *m,
                                       unsigned long long n,
                                       const unsigned char *public_key);

void *__wrap_sodium_malloc(size_t n)
{
    return malloc(n);
}

void __wrap_sodium_free(void *p)
{
    free(p);
}

int __wrap_crypto_scalarmult_base(unsigned char *q, const unsigned char *n)
{
    memcpy(q, n, crypto_scalarmult_BYTES);
    return 0;
}

int __wrap_crypto_scalarmult(unsigned char *q, const unsigned char *n,
                             const unsigned char *p)
{
    for (size_t i = 0; i < crypto_scalarmult_BYTES; i++)
        q[i] = (unsigned char)(n[i] + p[i]);
    return 0;
}

static void sign(unsigned char sig[crypto_sign_BYTES], const unsigned char *m,
                 unsigned long long n, const unsigned char *public_key)
{
    SHA256_CTX c;
    SHA256_Init(&c);
    SHA256_Update(&c, public_key, crypto_sign_PUBLICKEYBYTES);
    SHA256_Update(&c, m, n);
    SHA256_Final(sig, &c);
    memcpy(sig + SHA256_DIGEST_LENGTH, sig, SHA256_DIGEST_LENGTH);
}

/* The pair is the seed, then the public key. */
int __wrap_crypto_sign_detached(unsigned char *sig, unsigned long long *n_sig,
                                const unsigned char *m, unsigned long long n,
                                const unsigned char *pair)
{
    sign(sig, m, n, pair + crypto_sign_SEEDBYTES);
    if (n_sig != NULL)
        *n_sig = crypto_sign_BYTES;
    return 0;
}

int __wrap_crypto_sign_verify_detached(const unsigned char *sig,
                                       const unsigned char *m,
                                       unsigned long long n,
                                       const unsigned char *public_key)
{
    unsigned char want[crypto_sign_BYTES];
    sign(want, m, n, public_key);
    return memcmp(sig, want, sizeof want) == 0 ? 0 : -1;
}
