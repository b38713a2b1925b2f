/* crypto/stamp.h: time stamps of an authority (RFC 3161), by libcrypto's TS.
 *
 * A stamp shows that somebody held the hash of some bytes at a time that the
 * authority's clock gave. Rules beyond the RFC's, and beyond `openssl ts
 * -verify`: the signer's certificate must be valid at the stamped time, not
 * now; imprints are of SHA-256 or longer; nothing may follow the answer.
 *
 * Who signed is said by the SignerInfo; other certificates in the token mean
 * nothing (GHSA-3xxc-pwj6-jgrj). Revocation is not looked up: there may be no
 * network. The query is made here, carried by others. */
#ifndef CRYPTO_STAMP_H
#define CRYPTO_STAMP_H

#include "base/buf.h"
#include "base/err.h"
#include "crypto/crypto.h"

enum {
    CRY_STAMP_MAX = 64 << 10, /* an answer with its chain: 3 to 6 kB */
    CRY_CERTIFICATES_MAX = 256 << 10,
    CRY_AUTHORITY_MAX = 127
};

struct cry_stamp {
    int64_t at; /* seconds since 1970 */
    /* Common name of the signer's certificate, NUL-terminated; may hold any
     * bytes. */
    char authority[CRY_AUTHORITY_MAX + 1];
    hash certificate; /* SHA-256 of the signer's */
};

/* Appends the query (DER) for a stamp over bytes. */
MUST_USE err cry_stamp_query(struct cx *cx, str bytes, uint64_t nonce,
                             struct buf *out);
/* Checks the answer `tsr` (DER) over bytes. certificates (PEM) are the
 * reader's: the self-signed among them are trusted, the others fill in. INPUT
 * says what does not hold. */
MUST_USE err cry_stamp_check(struct cx *cx, str tsr, str bytes,
                             str certificates, struct cry_stamp *out);
/* INPUT unless the text holds nothing but at least one certificate. */
MUST_USE err cry_certificates_check(struct cx *cx, str pem);

#endif
