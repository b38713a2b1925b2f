/* tests/support/authenticator.c: see authenticator.h. */
#include "tests/support/authenticator.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

struct bytes {
    uint8_t p[8192];
    size_t n;
};

static void add(struct bytes *b, const void *p, size_t n)
{
    if (n > sizeof b->p - b->n)
        abort();
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

static void add_u32(struct bytes *b, size_t v)
{
    uint8_t w[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8),
                    (uint8_t)v};
    add(b, w, 4);
}

static void add_string(struct bytes *b, const void *p, size_t n)
{
    add_u32(b, n);
    add(b, p, n);
}

static void add_c(struct bytes *b, const char *s)
{
    add_string(b, s, strlen(s));
}

static bool is_sk(enum auth_kind k)
{
    return k == AUTH_SK_ED25519 || k == AUTH_SK_P256 || k == AUTH_BROWSER;
}

static bool is_p256(enum auth_kind k)
{
    return k == AUTH_P256 || k == AUTH_SK_P256 || k == AUTH_BROWSER;
}

static const char *type_of(enum auth_kind k)
{
    static const char *const names[AUTH_KINDS] = {
        "ssh-ed25519", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com"};
    return names[k];
}

static const char *application_of(enum auth_kind k)
{
    return k == AUTH_BROWSER ? "sign.example" : "ssh:";
}

static void seed_of(enum auth_kind k, uint8_t seed, uint8_t out[32])
{
    uint8_t in[2] = {(uint8_t)k, seed};
    SHA256(in, sizeof in, out);
}

static EC_KEY *p256(enum auth_kind k, uint8_t seed, uint8_t point[65])
{
    uint8_t d[32];
    seed_of(k, seed, d);
    EC_KEY *key = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
    BIGNUM *n = BN_bin2bn(d, 32, NULL);
    EC_POINT *q = EC_POINT_new(EC_KEY_get0_group(key));
    if (EC_POINT_mul(EC_KEY_get0_group(key), q, n, NULL, NULL, NULL) != 1 ||
        EC_KEY_set_private_key(key, n) != 1 ||
        EC_KEY_set_public_key(key, q) != 1 ||
        EC_POINT_point2oct(EC_KEY_get0_group(key), q,
                           POINT_CONVERSION_UNCOMPRESSED, point, 65,
                           NULL) != 65)
        abort();
    EC_POINT_free(q);
    BN_free(n);
    return key;
}

static void ed25519(enum auth_kind k, uint8_t seed, uint8_t pub[32],
                    uint8_t secret[64])
{
    uint8_t d[32];
    seed_of(k, seed, d);
    crypto_sign_seed_keypair(pub, secret, d);
}

static void add_public(struct bytes *b, enum auth_kind k, uint8_t seed)
{
    uint8_t point[65], secret[64];
    add_c(b, type_of(k));
    if (is_p256(k)) {
        EC_KEY_free(p256(k, seed, point));
        add_c(b, "nistp256");
        add_string(b, point, 65);
    } else {
        ed25519(k, seed, point, secret);
        add_string(b, point, 32);
    }
    if (is_sk(k))
        add_c(b, application_of(k));
}

static void add_number(struct bytes *b, const BIGNUM *n, bool longer)
{
    uint8_t p[40] = {0};
    size_t len = (size_t)BN_num_bytes(n),
           sign = (BN_num_bits(n) % 8 == 0) + (size_t)longer;
    BN_bn2bin(n, p + sign);
    add_string(b, p, sign + len);
}

static void add_p256(struct bytes *b, enum auth_kind k, uint8_t seed,
                     const struct bytes *message, bool longer)
{
    uint8_t point[65], digest[32], nonce[32];
    struct bytes pair = {.n = 0}, both = {.n = 0};
    EC_KEY *key = p256(k, seed, point);
    const EC_GROUP *g = EC_KEY_get0_group(key);
    SHA256(message->p, message->n, digest);
    seed_of(k, seed, nonce);
    add(&both, nonce, 32);
    add(&both, digest, 32);
    SHA256(both.p, both.n, nonce);
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *n = BN_bin2bn(nonce, 32, NULL), *x = BN_new(), *inverse = BN_new();
    EC_POINT *r = EC_POINT_new(g);
    EC_POINT_mul(g, r, n, NULL, NULL, ctx);
    EC_POINT_get_affine_coordinates(g, r, x, NULL, ctx);
    BN_nnmod(x, x, EC_GROUP_get0_order(g), ctx);
    BN_mod_inverse(inverse, n, EC_GROUP_get0_order(g), ctx);
    ECDSA_SIG *s = ECDSA_do_sign_ex(digest, 32, inverse, x, key);
    if (s == NULL)
        abort();
    add_number(&pair, ECDSA_SIG_get0_r(s), longer);
    add_number(&pair, ECDSA_SIG_get0_s(s), false);
    add_string(b, pair.p, pair.n);
    ECDSA_SIG_free(s);
    EC_POINT_free(r);
    BN_free(n);
    BN_free(x);
    BN_free(inverse);
    BN_CTX_free(ctx);
    EC_KEY_free(key);
}

static void add_message(struct bytes *b, const char *name_space, str bytes,
                        const struct auth_how *how)
{
    uint8_t digest[64];
    if (how->sha256)
        SHA256((const uint8_t *)bytes.p, bytes.n, digest);
    else
        SHA512((const uint8_t *)bytes.p, bytes.n, digest);
    add(b, "SSHSIG", 6);
    add_c(b, name_space);
    add_c(b, how->reserved == NULL ? "" : how->reserved);
    add_c(b, how->sha256 ? "sha256" : "sha512");
    add_string(b, digest, how->sha256 ? 32 : 64);
}

static void base64(const struct bytes *b, char *out, size_t cap)
{
    if (4 * ((b->n + 2) / 3) >= cap)
        abort();
    EVP_EncodeBlock((uint8_t *)out, b->p, (int)b->n);
}

static void add_client(struct bytes *b, const struct bytes *message,
                       const char *origin, const struct auth_how *how)
{
    char text[8192];
    if (how->client != NULL) {
        add(b, how->client, strlen(how->client));
        return;
    }
    base64(message, text, sizeof text);
    text[strcspn(text, "=")] = '\0';
    for (char *c = text; *c != '\0'; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    static const char *const parts[] = {
        "{\"type\":\"webauthn.get\",\"challenge\":\"", "\",\"origin\":\"",
        "\",\"crossOrigin\":false}"};
    add(b, parts[0], strlen(parts[0]));
    add(b, text, strlen(text));
    add(b, parts[1], strlen(parts[1]));
    add(b, origin, strlen(origin));
    add(b, parts[2], strlen(parts[2]));
}

static void add_signature(struct bytes *b, enum auth_kind k, uint8_t seed,
                          const struct bytes *message,
                          const struct auth_how *how)
{
    static const char extensions[] = "\xa1\x63"
                                     "abc\xf5";
    const char *origin =
        how->origin == NULL ? "https://sign.example" : how->origin;
    struct bytes client = {.n = 0}, sk = {.n = 0};
    uint8_t digest[32], flags = 0, pub[32], secret[64], sig[64];
    size_t n_ext = how->extensions ? sizeof extensions - 1 : 0;
    const struct bytes *m = message;
    add_c(b, k == AUTH_BROWSER ? "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
                               : type_of(k));
    if (is_sk(k)) {
        const char *app = application_of(k);
        flags = (uint8_t)((how->no_touch ? 0 : 1) | (how->verified ? 4 : 0) |
                          (n_ext > 0 ? 0x80 : 0));
        SHA256((const uint8_t *)app, strlen(app), digest);
        add(&sk, digest, 32);
        add(&sk, &flags, 1);
        add_u32(&sk, 7);
        add(&sk, extensions, n_ext);
        if (k == AUTH_BROWSER)
            add_client(&client, message, origin, how);
        m = k == AUTH_BROWSER ? &client : message;
        SHA256(m->p, m->n, digest);
        add(&sk, digest, 32);
        m = &sk;
    }
    if (is_p256(k)) {
        add_p256(b, k, seed, m, how->long_number);
    } else {
        ed25519(k, seed, pub, secret);
        crypto_sign_detached(sig, NULL, m->p, m->n, secret);
        add_string(b, sig, 64);
    }
    if (is_sk(k)) {
        add(b, &flags, 1);
        add_u32(b, 7);
    }
    if (k == AUTH_BROWSER) {
        add_c(b, origin);
        add_string(b, client.p, client.n);
        add_string(b, extensions, n_ext);
    }
    if (how->trailing)
        add(b, "", 1);
}

void auth_public(enum auth_kind kind, uint8_t seed, char *out, size_t cap)
{
    struct bytes b = {.n = 0};
    add_public(&b, kind, seed);
    int n = snprintf(out, cap, "%s ", type_of(kind));
    base64(&b, out + n, cap - (size_t)n);
}

void auth_sign(enum auth_kind kind, uint8_t seed, const char *name_space,
               str bytes, const struct auth_how *how, char *out, size_t cap)
{
    static const struct auth_how plain;
    struct bytes b = {.n = 0}, message = {.n = 0}, key = {.n = 0},
                 sig = {.n = 0};
    char text[8192];
    if (how == NULL)
        how = &plain;
    add_message(&message, name_space, bytes, how);
    add_public(&key, kind, seed);
    add_signature(&sig, kind, seed, &message, how);
    add(&b, "SSHSIG", 6);
    add_u32(&b, 1);
    add_string(&b, key.p, key.n);
    add_c(&b, name_space);
    add_c(&b, how->reserved == NULL ? "" : how->reserved);
    add_c(&b, how->sha256 ? "sha256" : "sha512");
    add_string(&b, sig.p, sig.n);
    base64(&b, text, sizeof text);
    size_t n = 0, len = strlen(text);
    n += (size_t)snprintf(out + n, cap - n, "-----BEGIN SSH SIGNATURE-----\n");
    for (size_t i = 0; i < len; i += 70)
        n += (size_t)snprintf(out + n, cap - n, "%.70s\n", text + i);
    n += (size_t)snprintf(out + n, cap - n, "-----END SSH SIGNATURE-----\n");
    if (n >= cap)
        abort();
}

void auth_passkey_public(bool is_ed25519, uint8_t seed, uint8_t out[65])
{
    uint8_t secret[64];
    if (is_ed25519)
        ed25519(AUTH_SK_ED25519, seed, out, secret);
    else
        EC_KEY_free(p256(AUTH_SK_P256, seed, out));
}

void auth_passkey_sign(bool is_ed25519, uint8_t seed, str message,
                       uint8_t out[80], size_t *n)
{
    struct bytes m = {.n = 0}, pair = {.n = 0};
    uint8_t pub[32], secret[64];
    if (is_ed25519) {
        ed25519(AUTH_SK_ED25519, seed, pub, secret);
        crypto_sign_detached(out, NULL, (const uint8_t *)message.p, message.n,
                             secret);
        *n = 64;
        return;
    }
    add(&m, message.p, message.n);
    add_p256(&pair, AUTH_SK_P256, seed, &m, false);
    /* Two numbers, each after its length in 4 bytes, in a string: as DER. */
    *n = 2;
    for (size_t at = 4; at < pair.n;) {
        uint8_t size = pair.p[at + 3];
        out[(*n)++] = 2;
        out[(*n)++] = size;
        memcpy(out + *n, pair.p + at + 4, size);
        *n += size;
        at += 4u + size;
    }
    out[0] = 0x30;
    out[1] = (uint8_t)(*n - 2);
}
