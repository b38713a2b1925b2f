/* crypto/verify.c: signatures that others make and we only check, by libcrypto.
 *
 * A public key is given to libcrypto as the DER of a SubjectPublicKeyInfo,
 * which it checks itself (the point lies on the curve); so is a signature of
 * P-256. Written here is only that DER. Read next: crypto.h. */
#include "crypto/crypto.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "base/banned.h"

void cry_sha512(str bytes, uint8_t out[CRY_SHA512_BYTES])
{
    SHA512((const unsigned char *)bytes.p, bytes.n, out);
}

static bool verify(EVP_PKEY *key, const EVP_MD *md, str message,
                   const uint8_t *signature, size_t n)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool yes =
        ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, md, NULL, key) == 1 &&
        EVP_DigestVerify(ctx, signature, n, (const unsigned char *)message.p,
                         message.n) == 1;
    EVP_MD_CTX_free(ctx);
    return yes;
}

/* Tag and length of a DER value; returns their number of bytes. */
static size_t der_head(uint8_t *p, uint8_t tag, size_t n)
{
    p[0] = tag;
    if (n < 0x80) {
        p[1] = (uint8_t)n;
        return 2;
    }
    p[1] = 0x82;
    p[2] = (uint8_t)(n >> 8);
    p[3] = (uint8_t)n;
    return 4;
}

/* A positive number, without its zeros before. */
static size_t der_number(uint8_t *p, const uint8_t *number, size_t n)
{
    while (n > 1 && number[0] == 0) {
        number++;
        n--;
    }
    size_t sign = number[0] >> 7, head = der_head(p, 0x02, n + sign);
    p[head] = 0;
    memcpy(p + head + sign, number, n);
    return head + sign + n;
}

/* --- P-256 -----------------------------------------------------------------
 */

static EVP_PKEY *p256_key(const uint8_t point[CRY_P256_POINT_BYTES])
{
    /* SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING point } */
    static const uint8_t head[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a,
                                   0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                                   0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
                                   0x01, 0x07, 0x03, 0x42, 0x00};
    uint8_t der[sizeof head + CRY_P256_POINT_BYTES];
    const unsigned char *p = der;
    if (point[0] != 0x04)
        return NULL;
    memcpy(der, head, sizeof head);
    memcpy(der + sizeof head, point, CRY_P256_POINT_BYTES);
    return d2i_PUBKEY(NULL, &p, sizeof der);
}

bool cry_p256_is_sound(const uint8_t point[CRY_P256_POINT_BYTES])
{
    EVP_PKEY *key = p256_key(point);
    EVP_PKEY_free(key);
    return key != NULL;
}

bool cry_verify_p256(const uint8_t point[CRY_P256_POINT_BYTES], str message,
                     const uint8_t signature[CRY_P256_SIGNATURE_BYTES])
{
    uint8_t rs[2 * 35], der[2 + sizeof rs];
    size_t n = der_number(rs, signature, 32);
    n += der_number(rs + n, signature + 32, 32);
    size_t head = der_head(der, 0x30, n);
    memcpy(der + head, rs, n);
    EVP_PKEY *key = p256_key(point);
    bool yes = key != NULL && verify(key, EVP_sha256(), message, der, head + n);
    EVP_PKEY_free(key);
    return yes;
}

/* --- RSA -------------------------------------------------------------------
 */

static EVP_PKEY *rsa_key(str n, str e)
{
    /* SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { SEQUENCE { n,
     * e } } } */
    static const uint8_t kind[] = {0x30, 0x0d, 0x06, 0x09, 0x2a,
                                   0x86, 0x48, 0x86, 0xf7, 0x0d,
                                   0x01, 0x01, 0x01, 0x05, 0x00};
    uint8_t pair[2 * (CRY_RSA_MAX_BYTES + 5)], bits[sizeof pair + 16],
        der[sizeof bits + 32];
    const unsigned char *p = der;
    if (n.n == 0 || e.n == 0 || n.n > CRY_RSA_MAX_BYTES ||
        e.n > CRY_RSA_MAX_BYTES)
        return NULL;
    size_t np = der_number(pair, (const uint8_t *)n.p, n.n);
    np += der_number(pair + np, (const uint8_t *)e.p, e.n);
    size_t nb = der_head(bits, 0x30, np);
    memcpy(bits + nb, pair, np);
    nb += np;
    uint8_t inner[8];
    size_t ni = der_head(inner, 0x03, nb + 1);
    inner[ni++] = 0; /* no bits unused */
    size_t nd = der_head(der, 0x30, sizeof kind + ni + nb);
    memcpy(der + nd, kind, sizeof kind);
    nd += sizeof kind;
    memcpy(der + nd, inner, ni);
    nd += ni;
    memcpy(der + nd, bits, nb);
    nd += nb;
    return d2i_PUBKEY(NULL, &p, (long)nd);
}

bool cry_verify_rsa(str n, str e, bool sha512, str message, str signature)
{
    EVP_PKEY *key = rsa_key(n, e);
    bool yes = key != NULL && signature.n == n.n &&
               verify(key, sha512 ? EVP_sha512() : EVP_sha256(), message,
                      (const uint8_t *)signature.p, signature.n);
    EVP_PKEY_free(key);
    return yes;
}
