/* proof/note.h: signed notes, and the heads of logs that they carry.
 *
 * Formats of c2sp.org: signed-note, tlog-checkpoint v1.0.0, tlog-cosignature
 * v1. A note is text, an empty line, and signature lines:
 *
 *     example.org/log          origin      \
 *     20852163                 entries      > the text; each line ends in LF
 *     CsUYapGGPo4d...=         root hash   /
 *
 *     - example.org/log Az3grlgtz...=      with an em dash; 4 bytes of key
 *                                          hash, then the signature
 *
 * Readers here are strict: what they accept has one spelling only. Signatures
 * by unknown keys are kept and ignored, as the format wants.
 *
 * Not here: which keys are trusted, and how many (the policy).
 * Read next: merkle.h. */
#ifndef PROOF_NOTE_H
#define PROOF_NOTE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "crypto/crypto.h"

enum {
    NOTE_MAX_BYTES = 1 << 20,
    NOTE_MAX_SIGNATURES = 64,
    NOTE_NAME_MAX = 255
};

/* The type of a key is the first byte of its encoding and says what is signed:
 * 0x01 the text itself; 0x04 the text under a header with a time. */
enum note_alg { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* A public key: "name+hash+base64", e.g.
 * "example.com/foo+530d903a+AekyeRrm56hA...". name is borrowed. */
struct note_key {
    str name;
    uint32_t id; /* SHA-256(name, LF, type, key), first four bytes */
    enum note_alg alg;
    uint8_t public_key[CRY_SIGN_PUBLIC_BYTES];
};

/* Makes the key of a name; INPUT if the name is empty, too long, or has
 * spaces, control characters or a plus sign; or the key is unsound. */
MUST_USE err note_key_make(struct cx *cx, str name, enum note_alg alg,
                           const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES],
                           struct note_key *out);
/* Reads the text form: INPUT says what is wrong (hash, type, length ...). */
MUST_USE err note_key_parse(struct cx *cx, str text, struct note_key *out);
void note_key_print(const struct note_key *k, struct buf *out);

struct note_signature {
    str name;
    uint32_t id;
    str bytes; /* after the key hash */
};
struct note {
    str text; /* with its last LF: the bytes that are signed */
    struct note_signature sig[NOTE_MAX_SIGNATURES];
    size_t n;
};

/* UTF-8 without control characters but LF. */
bool note_text_is_valid(str text);
/* Splits a note. Its parts borrow `bytes`; signature bytes live in a. INPUT,
 * with the line, for anything that is not one. */
MUST_USE err note_parse(struct cx *cx, struct arena *a, str bytes,
                        struct note *out);

/* *holds: a signature of this key is there, and every one that bears its name
 * and hash holds (signed-note: a note with a false signature by a known key is
 * malformed). For a cosignature *time, the earliest in seconds since 1970, is
 * set if not NULL. Fails only for lack of memory. */
MUST_USE err note_verify(struct cx *cx, const struct note *n,
                         const struct note_key *k, bool *holds, uint64_t *time);

/* Appends to out the signature line of k over text. time is written for a
 * cosignature. INPUT if pair is not that of k, or text is none that can
 * stand in a note. */
MUST_USE err note_sign(struct cx *cx, str text, const struct note_key *k,
                       const uint8_t pair[CRY_SIGN_PAIR_BYTES], uint64_t time,
                       struct buf *out);

/* A decimal number in its one spelling: digits, no sign, no leading zero, under
 * 2^63. */
MUST_USE bool note_decimal(str s, uint64_t *out);

struct checkpoint {
    str origin;
    uint64_t size;
    hash root;
    str extensions; /* further lines, each with its LF; usually empty */
};
/* Reads a note's text; borrows it. INPUT, with the line. */
MUST_USE err checkpoint_parse(struct cx *cx, str text, struct checkpoint *out);
void checkpoint_print(const struct checkpoint *c, struct buf *out);

#endif
