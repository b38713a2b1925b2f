/* tests/support/authenticator.h: keys in software that sign as OpenSSH, as a
 * security key and as a browser with a passkey would: for tests and vectors.
 *
 * Same seed, same bytes: P-256 signs with a nonce that is a hash of key and
 * message. Written from OpenSSH's PROTOCOL.u2f and PROTOCOL.sshsig, apart from
 * src/proof/sshsig.c, of which it uses nothing. */
#ifndef TESTS_SUPPORT_AUTHENTICATOR_H
#define TESTS_SUPPORT_AUTHENTICATOR_H

#include "base/str.h"

enum auth_kind {
    AUTH_ED25519,
    AUTH_P256,
    AUTH_SK_ED25519,
    AUTH_SK_P256,
    AUTH_BROWSER, /* P-256 in a passkey */
    AUTH_KINDS
};

/* What can be made wrong on purpose; all zero: as it should be. */
struct auth_how {
    bool sha256;          /* else SHA-512 */
    bool no_touch;        /* user presence is not set */
    bool verified;        /* user verification is set */
    bool extensions;      /* of a browser: some, with their flag */
    const char *client;   /* of a browser: what it says it was asked, instead */
    const char *origin;   /* of a browser, instead of https://sign.example */
    const char *reserved; /* not empty */
    bool trailing;        /* a byte after the signature */
    bool long_number;     /* P-256: r with a needless zero byte */
};

/* "TYPE BASE64" of the key made from seed. */
void auth_public(enum auth_kind kind, uint8_t seed, char *out, size_t cap);
/* The armored signature over bytes. */
void auth_sign(enum auth_kind kind, uint8_t seed, const char *name_space,
               str bytes, const struct auth_how *how, char *out, size_t cap);

/* A passkey, as WebAuthn has it: the public key, 32 bytes or a point of 65; and
 * a signature, 64 bytes or DER. */
void auth_passkey_public(bool ed25519, uint8_t seed, uint8_t out[65]);
void auth_passkey_sign(bool ed25519, uint8_t seed, str message, uint8_t out[80],
                       size_t *n);

#endif
