/* proof/keys.h: which keys stand at each place of a log, and who holds them.
 *
 * docs/record-format.md sections 7.2 and 7.3 are the specification. A `key` or
 * `revocation` entry holds a statement, one line of JSON in one spelling, and
 * the signatures that authorise it. A keyring is what is left when the entries
 * of a log were taken in, in their order; it answers for every place of the log
 * that it has seen.
 *
 * Pure: it is given contents, and trusts nothing but their order and the
 * sequencer's signature, both of which the caller has checked.
 * Read next: sshsig.h; record/log.h, which keeps one. */
#ifndef PROOF_KEYS_H
#define PROOF_KEYS_H

#include "base/vec.h"
#include "proof/entry.h"
#include "proof/sshsig.h"

enum {
    KEYS_MAX = 4000,          /* of a log, those that ended included */
    KEYS_SIGNATURES_MAX = 16, /* under one statement */
    KEYS_THRESHOLD = 2,       /* unless a policy says otherwise */
    KEYS_THRESHOLD_MAX = 9,
    KEYS_HOLDER_MAX = 128,
    KEYS_STATEMENT_MAX = 16384 /* bytes of a line */
};

/* Namespaces of signatures. */
#define KEYS_NS_AGREEMENT STR("agreement@truce")
#define KEYS_NS_APPROVAL  STR("approval@truce")
#define KEYS_NS_KEY       STR("key@truce")

enum key_purpose {
    KEY_SEQUENCER, /* signs the log's heads, and entries */
    KEY_SENDER,    /* signs entries */
    KEY_WITNESS,   /* cosigns heads: for the record only, the policy decides */
    KEY_SIGN,      /* signs agreements and the like, for a person */
    KEY_LOGIN,     /* opens a session; never counts for a signature */
    KEY_PURPOSES
};
const char *key_purpose_name(enum key_purpose p);

/* Either it revokes `key`, or it enters it with what follows. */
struct key_statement {
    bool revokes;
    str key;    /* as in the line */
    str holder; /* empty: none */
    enum key_purpose purpose;
    bool verified;   /* the holder must show who they are, each time */
    str from, until; /* "2025-01-19T10:00:00Z", or empty */
    bool has_next;
    hash next;
    str replaces; /* a key, or empty */
    str log;      /* the origin, or empty */
};

/* Reads the line of a `key` or `revocation` entry. Its parts borrow line. INPUT
 * says what is wrong; one spelling only is read. */
MUST_USE err key_statement_parse(struct cx *cx, struct arena *a, str line,
                                 struct key_statement *out);
/* The line, without LF. INPUT if a field cannot stand in one. */
MUST_USE err key_statement_print(struct cx *cx, const struct key_statement *s,
                                 struct buf *out);
/* Line and signatures of a content. */
void key_content_split(str content, str *line, str *signatures);

#define KEY_STANDS UINT64_MAX

/* A key that was entered. Invariant: entry < ended. */
struct key_state {
    struct key_statement said;
    struct sshkey ssh;    /* purposes sign and login */
    struct note_key note; /* the others */
    uint64_t entry;       /* that entered it */
    char made[21];        /* the time of that entry, by its sender */
    uint64_t ended;       /* the entry that revoked or replaced it */
    char ended_made[21];
    bool replaced; /* not revoked */
};
struct keyring {
    struct arena *arena;
    str log;                    /* the origin */
    VEC(struct key_state) keys; /* as entered */
    unsigned threshold;
};

/* An empty one for the log of that origin; all of it lives in a. */
void keyring_init(struct keyring *r, struct arena *a, str origin);

/* Takes in entry `number` with its content (without the 32 random bytes).
 * Entries of other types than key, revocation and policy change nothing. INPUT,
 * CONFLICT, DENIED say which rule it breaks; then nothing is changed. */
MUST_USE err keyring_take(struct cx *cx, struct keyring *r, uint64_t number,
                          const struct entry *e, str content);

/* Whether a key may be used in entry `number`, made then by its own account. */
bool key_stood(const struct key_state *k, uint64_t number, str made);
/* Whether a holder had a signing key before this entry, whatever became of
 * it. */
bool keyring_has_signer(const struct keyring *r, str holder, uint64_t number);
/* The key with this text, or NULL; the signing key with this encoding, or
 * NULL. Good until the next keyring_take(). */
const struct key_state *keyring_find(const struct keyring *r, str key);
const struct key_state *keyring_find_ssh(const struct keyring *r,
                                         const struct sshkey *k);

/* OK if s is a signature over these bytes by a signing key of holder that
 * stood at entry `number`, made then. INPUT says why not. */
MUST_USE err keyring_check(struct cx *cx, const struct keyring *r,
                           uint64_t number, str made, str holder,
                           const struct sshsig *s, str name_space, str bytes);

/* A line of allowed_signers (ssh-keygen(1)) for a signing key; nothing for
 * others. */
void key_print_allowed(const struct key_state *k, struct buf *out);
/* Its line in a list of revoked keys: nothing while it stands. */
void key_print_revoked(const struct key_state *k, struct buf *out);

#endif
