/* seal/seal.h: files that only those can open to whom they are sealed.
 *
 * Front header. The format is age v1 (age-encryption.org/v1; C2SP age.md), so
 * that the program `age` opens what is sealed here and the other way round. A
 * file is a header, which holds a random file key once for each recipient,
 * and the content in chunks of 64 KiB, each with a tag, the last one marked: a
 * chunk that is changed, moved, left out or put in is found.
 *
 *     age-encryption.org/v1
 *     -> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc
 *     hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B4FLE
 *     --- (HMAC of the header by the file key)
 *     (16 random bytes, then the chunks)
 *
 * What is written here is padded (pad.h), so that the length says little, and
 * the recipients are filled up with keys that nobody holds, so that their
 * number says little.
 *
 * Nothing here touches files: bytes are pulled from a source and pushed to a
 * sink. The sink is given nothing that was not authenticated; but whether the
 * file was cut short is known only at the end, so what the sink got is a result
 * only if the call succeeds.
 * Not here: rosters (roster.h), whose keys they are (app).
 * Read next: key.c, header.c, open.c, write.c. */
#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "base/buf.h"
#include "base/cx.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"

enum {
    SEAL_KEY_TEXT = 74,       /* bytes of AGE-SECRET-KEY-1... */
    SEAL_RECIPIENT_TEXT = 62, /* bytes of age1... */
    SEAL_CHUNK = 65536,
    /* Some 1,000 recipients, or 150 of the newer hybrid type. */
    SEAL_HEADER_MAX = 256 << 10,
    SEAL_RECIPIENTS_MAX = 256,
    SEAL_IDENTITIES_MAX = 64,
    /* scrypt with 2^20 takes 1 GiB and some 3 seconds; `age -p` writes 2^18. */
    SEAL_SCRYPT_MAX = 20
};

/* --- keys (key.c) ----------------------------------------------------------
 */

/* A public key, "age1...": whoever has it can seal to its holder. */
struct recipient {
    uint8_t key[CRY_X25519_BYTES];
};
/* INPUT says what is wrong: a typing error (Bech32 has a checksum), a key of
 * small order, or a type that is not supported, which is named. place comes
 * before the message: "keys:2: ", or "". */
MUST_USE err recipient_parse(struct cx *cx, const char *place, str text,
                             struct recipient *out);
void recipient_print(const struct recipient *r, struct buf *out);
bool recipient_eq(const struct recipient *a, const struct recipient *b);

/* A secret key, "AGE-SECRET-KEY-1...". One owner releases it. */
struct identity {
    struct recipient recipient;
    struct secret key; /* CRY_X25519_BYTES */
};
MUST_USE err identity_make(struct cx *cx, struct identity *out);
MUST_USE err identity_parse(struct cx *cx, const char *place, str text,
                            struct identity *out);
/* Appends the text, SEAL_KEY_TEXT bytes. */
void identity_put(const struct identity *i, struct secret_text *out);
void identity_release(struct identity *i); /* accepts a zeroed one */

/* The keys of a file as `age -i` takes it: one a line, comments after #. */
struct identities {
    struct identity id[SEAL_IDENTITIES_MAX];
    size_t n;
};
/* Adds those of text; `name` is for messages. INPUT if there is none. */
MUST_USE err identities_add(struct cx *cx, const char *name, str text,
                            struct identities *out);
void identities_release(struct identities *ids); /* accepts a zeroed one */

/* --- bytes in and out -------------------------------------------------------
 */

struct seal_source {
    /* At most cap bytes; *n = 0 at the end. */
    err (*read)(struct cx *cx, void *self, void *p, size_t cap, size_t *n);
    void *self;
    const char *name; /* of the file, for messages */
};
struct seal_sink {
    err (*write)(struct cx *cx, void *self, const void *p, size_t n);
    void *self;
};

/* --- sealing (write.c) ------------------------------------------------------
 */

struct seal_options {
    const struct recipient *recipients; /* 1 to SEAL_RECIPIENTS_MAX */
    size_t n_recipients;
    bool armor; /* as text, for mail */
};
/* Seals what comes from source, in constant memory. The recipients are filled
 * up to 4, 8, 16 ... with throw-away keys and written in a random order. */
MUST_USE err seal_write(struct cx *cx, const struct seal_options *o,
                        struct seal_source source, struct seal_sink sink,
                        uint64_t *content_bytes);

/* --- opening (open.c) -------------------------------------------------------
 */

/* Why a file could not be opened. */
enum seal_fault {
    SEAL_SOUND = 0,
    SEAL_OTHER,    /* disk, memory, the sink */
    SEAL_NOT_AGE,  /* something else */
    SEAL_ARMOR,    /* the text form is malformed */
    SEAL_HEADER,   /* the header is malformed, or of an unknown version */
    SEAL_NO_MATCH, /* none of the keys opens it */
    SEAL_MAC,      /* the header was changed */
    SEAL_PAYLOAD   /* the content was changed, or is not whole */
};

struct seal_keys {
    const struct identities *ids; /* may be NULL */
    str passphrase;               /* empty: none */
};
struct seal_opened {
    enum seal_fault fault;
    bool armored;
    size_t n_recipients; /* stanzas of the header */
    uint64_t bytes;      /* content, without padding */
    uint64_t padded;     /* what the sink was given */
};
/* Opens what comes from source. The sink gets the content with its padding:
 * out->bytes says how much of it is content. out is set also on failure, which
 * is INPUT, with cause and remedy, for all but SEAL_OTHER. */
MUST_USE err seal_open(struct cx *cx, const struct seal_keys *keys,
                       struct seal_source source, struct seal_sink sink,
                       struct seal_opened *out);

/* Whether it has the form of a file sealed to keys: the version, a header whose
 * parts are well-formed, none of them a passphrase, and room for a nonce and
 * one tag behind it. Says nothing about what the parts hold: that takes a key.
 * INPUT with cause and remedy. */
MUST_USE err seal_look(struct cx *cx, struct seal_source source,
                       size_t *n_recipients);

#endif
