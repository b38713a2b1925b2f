/* seal/seal_int.h: what the files of seal/ share: base64 without padding, the
 * parts of a header, the text form, the steps of the key schedule. */
#ifndef SEAL_SEAL_INT_H
#define SEAL_SEAL_INT_H

#include "seal/seal.h"

enum {
    FILE_KEY = 16,
    NONCE = 16,
    WRAPPED = FILE_KEY + CRY_AEAD_TAG_BYTES,
    SALT = 16,       /* of scrypt */
    COLUMNS = 64,    /* of a line of base64 */
    LINE_BYTES = 48, /* that it holds */
    CHUNK_SEALED = SEAL_CHUNK + CRY_AEAD_TAG_BYTES
};

#define AGE_VERSION "age-encryption.org/v1"
#define AGE_X25519  AGE_VERSION "/X25519"
#define AGE_SCRYPT  AGE_VERSION "/scrypt"
#define ARMOR_BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define ARMOR_END   "-----END AGE ENCRYPTED FILE-----"

static inline str bytes_of(const uint8_t *p, size_t n)
{
    return (str){(const char *)p, n};
}

/* Base64 without padding, in its one spelling (header.c). encode needs room for
 * 4 * ((n + 2) / 3). */
size_t raw64(const uint8_t *p, size_t n, char *out);
MUST_USE bool raw64_decode(str text, uint8_t *out, size_t max, size_t *n);

/* Bech32 of 32 bytes (bech32.c; BIP 173): prefix "1" 52 + 6 characters.
 * `upper` is the case that is written and read; the other is refused. */
enum { BECH32_DATA = 32, BECH32_CHARS = 58 };
void bech32_print(str prefix, bool upper, const uint8_t data[BECH32_DATA],
                  char out[BECH32_CHARS]);
/* false: a length, character, padding bit or checksum is wrong. */
MUST_USE bool bech32_parse(str text, str prefix, bool upper,
                           uint8_t data[BECH32_DATA]);

/* The nonce of chunk number `counter` of the content. */
void chunk_nonce(uint64_t counter, bool last,
                 uint8_t out[CRY_AEAD_NONCE_BYTES]);

/* Secrets while a file is sealed or opened, in guarded memory. */
struct seal_secrets {
    uint8_t file_key[FILE_KEY];
    uint8_t ephemeral[CRY_X25519_BYTES];
    uint8_t shared[CRY_X25519_BYTES];
    uint8_t wrap_key[CRY_HASH_BYTES];
    uint8_t mac_key[CRY_HASH_BYTES];
    uint8_t payload_key[CRY_HASH_BYTES];
    uint8_t chunk[CHUNK_SEALED + 1]; /* content */
};

/* The key that wraps a file key for a recipient. */
void x25519_wrap_key(struct seal_secrets *s,
                     const uint8_t share[CRY_X25519_BYTES],
                     const struct recipient *r);
/* HMAC of the header up to and with "---". */
void header_mac(struct seal_secrets *s, str header,
                uint8_t out[CRY_HASH_BYTES]);

/* --- a header (header.c) */

enum { STANZA_ARGS = 8 };
struct stanza {
    str arg[STANZA_ARGS]; /* the type first; at most so many are kept */
    size_t n_args;
    const uint8_t *body;
    size_t body_n;
};
struct header {
    str bytes; /* up to and with "---": what the MAC is over */
    struct stanza *stanza;
    size_t n;
    uint8_t mac[CRY_HASH_BYTES];
};

/* Bytes that come from a source, the text form taken off (in.c). */
struct in;
MUST_USE err in_new(struct cx *cx, struct arena *a, struct seal_source source,
                    struct in **out);
/* Looks whether it is the text form; SEAL_NOT_AGE, if it is empty or neither.
 */
MUST_USE err in_begin(struct cx *cx, struct in *in, bool *armored,
                      enum seal_fault *fault);
/* Has at least want bytes ready (at most CHUNK_SEALED + 1), or all that are
 * left. Looking does not take. */
MUST_USE err in_need(struct cx *cx, struct in *in, size_t want,
                     enum seal_fault *fault);
const char *in_name(const struct in *in);
str in_view(const struct in *in);
void in_take(struct in *in, size_t n);
/* Whether what is ready is all that there is. */
bool in_is_last(const struct in *in);

/* Reads a header, its parts in a. INPUT. */
MUST_USE err header_read(struct cx *cx, struct arena *a, struct in *in,
                         struct header *out, enum seal_fault *fault);

#endif
