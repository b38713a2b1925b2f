/* proof/entry.h: one entry of a log: what is signed, and its one spelling.
 *
 * docs/record-format.md section 3 is the specification. An entry is a signed
 * note; this module reads and writes its text:
 *
 *     truce entry 1
 *     log mediators.example/harbour
 *     type report
 *     sender ardania-1
 *     number 17
 *     after <hex of the sender's last leaf, or ->
 *     made 2025-01-19T10:00:00Z
 *     content <hex of a blob's SHA-256, or ->
 *
 * It holds no free text. What the content says is the reader's business. An
 * entry in a batch is this text alone; the batch entry after it (batch.h) has a
 * line more, `covers COUNT ROOT`, and signs for it. */
#ifndef PROOF_ENTRY_H
#define PROOF_ENTRY_H

#include "proof/note.h"

enum { ENTRY_MAX_BYTES = 65535, ENTRY_TYPE_MAX = 32, ENTRY_COVERS_MAX = 4096 };

struct entry {
    str log, type, sender;
    uint64_t number; /* the sender's own count in this log, from 0 */
    bool has_after;  /* false for the sender's first */
    hash after;
    char made[21]; /* 2025-01-19T10:00:00Z, NUL-terminated: a claim */
    bool has_content;
    hash content;
    bool in_batch; /* it has no signature of its own */
    /* Of type `batch`: how many entries before it, and their root; else 0. */
    uint64_t covers;
    hash root;
};

/* Reads the text of a note; borrows it. INPUT with the line. */
MUST_USE err entry_parse(struct cx *cx, str text, struct entry *out);
/* Reads an entry as it stands in a log, signed or in a batch. Signatures are
 * not checked: those of n (none in a batch) live in a, all else borrows bytes.
 * INPUT, also for an entry in a batch whose type must be signed itself. */
MUST_USE err entry_read(struct cx *cx, struct arena *a, str bytes,
                        struct note *n, struct entry *out);
/* The text. INPUT if a field cannot stand in an entry. */
MUST_USE err entry_print(struct cx *cx, const struct entry *e, struct buf *out);

/* Signs e with the pair of k, and appends the whole note to out (which
 * keeps its bytes): those whose leaf hash is merkle_leaf(). */
MUST_USE err entry_sign(struct cx *cx, const struct entry *e,
                        const struct note_key *k,
                        const uint8_t pair[CRY_SIGN_PAIR_BYTES],
                        struct buf *out);

/* That n, as entry_read() gave it, is signed by k, its sender's key, and by it
 * alone: INPUT else. */
MUST_USE err entry_check_signature(struct cx *cx, const struct note *n,
                                   const struct entry *e,
                                   const struct note_key *k);
/* Reads a whole note as an entry and checks that its one signature is that of
 * k, whose name is the sender's. INPUT otherwise. Borrows bytes. */
MUST_USE err entry_open(struct cx *cx, struct arena *a, str bytes,
                        const struct note_key *k, struct entry *out);

/* Lower-case letters and underscores, at most ENTRY_TYPE_MAX. */
bool entry_type_is_valid(str type);
/* key, revocation, policy: what decides who may sign from here on. */
bool entry_is_about_keys(str type);

/* The shape and the ranges of 2025-01-19T10:00:00Z. Such texts are in the order
 * of time. */
bool entry_time_is_valid(str s);

/* Lower-case hexadecimal, as blobs are named. decode: exactly 64 digits. */
void hash_print(hash h, char out[2 * CRY_HASH_BYTES]);
MUST_USE bool hash_parse(str hex, hash *out);

#endif
