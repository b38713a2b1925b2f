/* tests/support/passkey.h: what a browser sends of a passkey, which is one in
 * software here (authenticator.h). */
#ifndef TESTS_SUPPORT_PASSKEY_H
#define TESTS_SUPPORT_PASSKEY_H

#include "base/buf.h"

/* A passkey in software, and what can be wrong with it. */
struct passkey {
    bool ed25519;
    uint8_t seed;
    const char *rp; /* NULL: node.example */
    unsigned flags; /* 0: present and verified */
    uint32_t count;
    const char *challenge, *origin, *type; /* NULL: as asked */
    const char *client;                    /* instead of all of it */
    const char *after;                     /* what follows the origin */
    const char *cose;     /* instead of the key, in hexadecimal */
    const char *more;     /* behind the data, in hexadecimal */
    const char *envelope; /* before "authData", in hexadecimal */
    size_t id;            /* bytes of the id; 0: 16 */
};

void passkey_put_hex(struct buf *b, const char *hex);
/* clientDataJSON; type: "create" or "get". */
str passkey_client(const struct passkey *k, const char *type, str challenge);
/* authenticatorData; made: with the key. */
str passkey_data(const struct passkey *k, bool made);
str passkey_attestation(const struct passkey *k);
str passkey_signature(const struct passkey *k, str data, str client);

#endif
