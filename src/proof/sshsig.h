/* proof/sshsig.h: signatures of people: OpenSSH's public keys and SSHSIG.
 *
 * Formats: OpenSSH PROTOCOL.sshsig, PROTOCOL.u2f (security keys, browsers), RFC
 * 4253 section 6.6, RFC 8332 (RSA), RFC 5656 (P-256), RFC 8709 (Ed25519).
 * docs/record-format.md section 7.1 says all of it in one place, and where we
 * are stricter: what is accepted is accepted by `ssh-keygen -Y verify` too, and
 * apart from the line ends of the armor has one spelling.
 *
 * Pure: whose key it is, and whether it stands, is for keys.h. Secret keys on
 * disk are record/sshfile.h.
 * Read next: keys.h. */
#ifndef PROOF_SSHSIG_H
#define PROOF_SSHSIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "crypto/crypto.h"

enum {
    SSHKEY_MAX_BYTES = 4096,   /* of a public key; RSA of 8,192 bits: 1 kB */
    SSHKEY_ED25519_BYTES = 51, /* of an Ed25519 key, encoded */
    SSHKEY_FINGERPRINT_BYTES = 50, /* "SHA256:" and 43 characters */
    SSHSIG_MAX_TEXT = 24576,       /* of an armored signature */
    SSHSIG_NAMESPACE_MAX = 255
};

enum sshkey_type {
    SSHKEY_ED25519,
    SSHKEY_P256,
    SSHKEY_SK_ED25519, /* in a security key */
    SSHKEY_SK_P256,    /* in a security key, or a passkey of a browser */
    SSHKEY_RSA
};

/* A public key. Borrows what it was read from. */
struct sshkey {
    enum sshkey_type type;
    str blob;        /* its encoding, whole: two keys are equal if these are */
    str point;       /* 32 or 65 bytes; of RSA: n */
    str exponent;    /* of RSA: e */
    str application; /* of a security key: for whom it was made */
};

/* Reads an encoding; borrows it. INPUT says what is wrong: a type that is not
 * accepted, a point that cannot be trusted, bytes too many. */
MUST_USE err sshkey_parse(struct cx *cx, str blob, struct sshkey *out);
/* Reads "TYPE BASE64", or with a comment after it (a .pub file); *comment may
 * be NULL: then there must be none. The encoding lives in a. */
MUST_USE err sshkey_parse_text(struct cx *cx, struct arena *a, str text,
                               struct sshkey *out, str *comment);
void sshkey_print(const struct sshkey *k, struct buf *out);
/* "SHA256:..." as ssh-keygen -l shows it. */
void sshkey_fingerprint(const struct sshkey *k,
                        char out[SSHKEY_FINGERPRINT_BYTES]);
const char *sshkey_type_name(enum sshkey_type t); /* "ssh-ed25519" */
static inline bool sshkey_eq(const struct sshkey *a, const struct sshkey *b)
{
    return str_eq(a->blob, b->blob);
}
/* The key of an Ed25519 point; room must outlive it. */
struct sshkey sshkey_of_ed25519(const uint8_t point[CRY_SIGN_PUBLIC_BYTES],
                                uint8_t room[SSHKEY_ED25519_BYTES]);

/* The key of a browser's passkey: a point of P-256, and the name of the host
 * for which it was made; its encoding lives in a. */
MUST_USE err sshkey_of_passkey(struct cx *cx, struct arena *a,
                               const uint8_t point[CRY_P256_POINT_BYTES],
                               str host, struct sshkey *out);

/* What a security key says besides. */
enum sshsig_flag {
    SSHSIG_PRESENT = 0x01,  /* a person touched it */
    SSHSIG_VERIFIED = 0x04, /* and showed who they are: PIN, fingerprint */
    SSHSIG_ATTESTED = 0x40, /* never on a signature */
    SSHSIG_EXTENDED = 0x80
};

/* A signature. Borrows the arena it was read into. */
struct sshsig {
    struct sshkey key; /* that it says it is by */
    str name_space;
    bool sha512;  /* how the signed bytes are hashed; else SHA-256 */
    bool browser; /* WebAuthn: client, origin and extensions are there */
    bool rsa512;
    bool has_flags; /* by a security key or a browser */
    uint8_t flags;
    uint32_t counter;
    str signature; /* 64 bytes (P-256: r, s); RSA: as n */
    str origin, client, extensions;
};

/* Reads the armored signature at the beginning of *text and moves past it.
 * INPUT says what is wrong. */
MUST_USE err sshsig_take(struct cx *cx, struct arena *a, str *text,
                         struct sshsig *out);
/* The same of a text that holds nothing else. */
MUST_USE err sshsig_parse(struct cx *cx, struct arena *a, str text,
                          struct sshsig *out);
/* Armored as ssh-keygen does it: lines of 70 characters. */
MUST_USE err sshsig_print(struct cx *cx, const struct sshsig *s,
                          struct buf *out);

/* OK if s is a signature over these bytes, in this namespace, by s->key.
 * A security key's must have its flags in order; with `verified` that its
 * holder showed who they are, too (then a key in software will not do).
 * INPUT says why not. */
MUST_USE err sshsig_check(struct cx *cx, const struct sshsig *s, str name_space,
                          str bytes, bool verified);

/* What a browser is asked to sign for a signature over these bytes, hashed by
 * SHA-512: its challenge. */
MUST_USE err sshsig_challenge(struct cx *cx, str name_space, str bytes,
                              struct buf *out);
/* Appends the armored signature of seed's Ed25519 key over bytes. */
MUST_USE err sshsig_sign(struct cx *cx, const uint8_t seed[CRY_SIGN_SEED_BYTES],
                         str name_space, str bytes, struct buf *out);

#endif
