/* people/webauthn.h: what a browser says of a passkey, checked.
 *
 * Web Authentication Level 2 (W3C, 8 April 2021), the part that a login needs:
 * a key is made (7.1) and signs (7.2), after its owner showed who they are by
 * PIN, face or finger. Keys are Ed25519 (COSE -8) and P-256 (COSE -7). Who made
 * the device is not asked: attestation is passed over. Pure: no storage, no
 * clock. Read strictly: CBOR (RFC 8949) of definite lengths and shortest
 * numbers, clientDataJSON as section 5.8.1.1 serialises it.
 *
 * Not here: whose a passkey is, which challenges are good (people.h). */
#ifndef PEOPLE_WEBAUTHN_H
#define PEOPLE_WEBAUTHN_H

#include "base/cx.h"
#include "crypto/crypto.h"

enum {
    WEBAUTHN_ID_MAX = 1023,   /* bytes of the id of a credential */
    WEBAUTHN_DATA_MAX = 65536 /* of what a browser sends, in any field */
};
enum webauthn_alg { WEBAUTHN_ED25519 = -8, WEBAUTHN_P256 = -7 };

struct webauthn_key {
    enum webauthn_alg alg;
    size_t n; /* 32, or 65: a point as in crypto.h */
    uint8_t bytes[CRY_P256_POINT_BYTES];
};
/* What was asked of the browser. */
struct webauthn_ask {
    str challenge; /* as base64url without padding, as it was sent */
    str origin;    /* "https://node.example:8443" */
    str rp_id;     /* "node.example" */
};
struct webauthn_made {
    str id; /* borrowed from the attestation object */
    struct webauthn_key key;
    uint32_t count; /* of signatures so far, or 0 always */
};

/* A passkey was made: clientDataJSON and attestationObject. INPUT, with the
 * reason, if it is not what was asked for. */
MUST_USE err webauthn_make(struct cx *cx, const struct webauthn_ask *ask,
                           str client, str attestation,
                           struct webauthn_made *out);
/* It signed: clientDataJSON, authenticatorData, signature. */
MUST_USE err webauthn_sign(struct cx *cx, const struct webauthn_ask *ask,
                           const struct webauthn_key *key, str client, str data,
                           str signature, uint32_t *count);

/* The same, and what a signature of OpenSSH's is made of. Borrows data. */
struct webauthn_signed {
    uint8_t flags;
    uint32_t count;
    str extensions;                         /* CBOR, or empty */
    uint8_t p256[CRY_P256_SIGNATURE_BYTES]; /* of such a key: r, s */
};
MUST_USE err webauthn_sign_whole(struct cx *cx, const struct webauthn_ask *ask,
                                 const struct webauthn_key *key, str client,
                                 str data, str signature,
                                 struct webauthn_signed *out);

/* base64url without padding (RFC 4648 section 5), strictly; lives in a. */
MUST_USE err webauthn_decode(struct cx *cx, struct arena *a, str text,
                             str *out);
/* out has room for 4 * (n + 2) / 3 + 1 characters; ends in NUL. */
void webauthn_encode(const uint8_t *p, size_t n, char *out);

#endif
