/* seal/roster.h: who is in a compartment: to whom is sealed from now on.
 *
 * docs/record-format.md 12.1 is the specification. A roster is a signed note;
 * this reads and writes its text, and judges whether it goes on from the one
 * before it:
 *
 *     truce roster 1
 *     log mediators.example/harbour/room-1
 *     number 1
 *     epoch 0
 *     after -
 *     until 2026-06-30T00:00:00Z
 *     sign 2
 *     owner ardania-1+530d903a+AekyeRrm56hA... -
 *     person ardania-2 age1... age1...
 *
 * Not here: whether a log proves it (app/compartment.h).
 * Read next: roster.c. */
#ifndef SEAL_ROSTER_H
#define SEAL_ROSTER_H

#include "proof/entry.h"
#include "seal/seal.h"

enum {
    ROSTER_BYTES_MAX = 65535,
    ROSTER_OWNERS_MAX = 32,
    ROSTER_PERSONS_MAX = 64,
    ROSTER_PERSONS_LEAST = 2, /* one alone can lose both keys */
    ROSTER_NAME_MAX = 64
};

struct roster_owner {
    struct note_key key;
    str vkey; /* key as text */
    bool has_next;
    hash next; /* SHA-256 of the vkey that may take its place */
};
struct roster_person {
    str name;
    struct recipient device, recovery;
};
/* Strings are borrowed from text. */
struct roster {
    str text;
    str log;
    uint64_t number, epoch;
    bool has_after;
    hash after;
    str until;
    unsigned sign; /* owners that must sign the next one */
    size_t n_owners, n_persons;
    struct roster_owner owner[ROSTER_OWNERS_MAX];
    struct roster_person person[ROSTER_PERSONS_MAX];
};

/* Letters, digits, - _ . ; 1 to ROSTER_NAME_MAX. */
bool roster_name_is_valid(str name);
/* Reads the text of a note; borrows it. INPUT with the line. */
MUST_USE err roster_parse(struct cx *cx, str text, struct roster *out);
void roster_print(const struct roster *r, struct buf *out);
/* Reads lines `owner` and `person`, any number of times, in any order, with
 * comments: what a person writes. For the rest of r see record-format. */
MUST_USE err roster_read_lines(struct cx *cx, const char *name, str text,
                               struct roster *r);
/* Of its text: what the next one names. */
hash roster_hash(const struct roster *r);

/* Whether r, the roster of note n, is valid after `before` (NULL: as the
 * first). INPUT says which rule it breaks; *signed_by counts owners. */
MUST_USE err roster_check(struct cx *cx, const struct note *n,
                          const struct roster *r, const struct roster *before,
                          unsigned *signed_by);

#endif
