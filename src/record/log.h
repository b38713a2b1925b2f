/* record/log.h: an append-only log of signed entries, and its signed head.
 *
 * docs/record-format.md sections 3 to 7. The sequencer's rules are kept here:
 * an entry enters only if its sender's key stands, its signature holds and it
 * goes on the sender's chain; a head is signed only after the commit, after the
 * new rows were read back, and never for a tree that is shorter than, or
 * differs from, the last head signed, of which a copy is kept apart from the
 * store.
 *
 * Everything about senders and keys is a view of the entries.
 * Not here: what contents mean (app), whom to trust (proof/policy.h).
 * Read next: tree.h, proof/entry.h. */
#ifndef RECORD_LOG_H
#define RECORD_LOG_H

#include "crypto/secret.h"
#include "proof/bundle.h"
#include "proof/entry.h"
#include "proof/keys.h"
#include "record/tree.h"
#include "store/store.h"

enum { LOG_MAX_SENDERS = 1000, LOG_BATCH_MAX = 10000 };

/* A secret key and its public part. It has one owner, who wipes it: copies of
 * the struct share the secret. */
struct signer {
    struct note_key key;
    struct secret secret; /* CRY_SIGN_PAIR_BYTES */
};
/* A new key of that name, from cx's randomness. name is borrowed. */
MUST_USE err signer_make(struct cx *cx, str name, enum note_alg alg,
                         struct signer *out);
/* "PRIVATE+KEY+name+hash+base64", as Go's note package writes it. parse borrows
 * the name; print makes the text with an LF, to be released. */
MUST_USE err signer_parse(struct cx *cx, str text, struct signer *out);
MUST_USE err signer_print(struct cx *cx, const struct signer *s,
                          struct secret_text *out);
void signer_wipe(struct signer *s); /* accepts a zeroed one */

struct log;

/* Makes the log of an empty store: its first entry is the key of the sequencer,
 * which is the key of the log itself, the second the policy. More can be added
 * before log_commit(), so that a power cut leaves all of it or nothing.
 * head_path: where the copy of the last head lies; NULL for none (tests). */
MUST_USE err log_begin_new(struct cx *cx, struct store *s,
                           const char *head_path,
                           const struct signer *sequencer, str policy, str made,
                           struct log **out);
/* The same with nothing more in it, committed, its head signed. */
MUST_USE err log_create(struct cx *cx, struct store *s, const char *head_path,
                        const struct signer *sequencer, str policy, str made,
                        struct log **out);
/* Opens it. CORRUPT if the store is shorter than the last head, or differs from
 * it; the message says what can be done. */
MUST_USE err log_open(struct cx *cx, struct store *s, const char *head_path,
                      struct log **out);
void log_close(struct log *l); /* accepts NULL */

str log_origin(const struct log *l);
uint64_t log_size(const struct log *l);
struct tree *log_tree(struct log *l);

/* Entries come in batches: begin, add, then commit, which makes them durable,
 * or rollback. After a failed add or commit only rollback may follow. */
MUST_USE err log_begin(struct cx *cx, struct log *l);
/* Adds an entry, signed or in a batch, and, if it names one, its blob: whole,
 * with its 32 random bytes. INPUT or CONFLICT says why it is refused. */
MUST_USE err log_add(struct cx *cx, struct log *l, str entry, str blob,
                     uint64_t *number);
MUST_USE err log_commit(struct cx *cx, struct log *l);
void log_rollback(struct log *l);

/* Makes, signs and adds the next entry of this sender, with the content, which
 * gets its 32 random bytes here. made as in proof/entry.h. */
MUST_USE err log_write(struct cx *cx, struct log *l, const struct signer *by,
                       str type, str content, str made, uint64_t *number);

/* The same without a signature of its own; its batch must be ended, before any
 * other entry and before the commit. LIMIT: ENTRY_COVERS_MAX entries are in it
 * already. INPUT for types that are signed themselves. */
MUST_USE err log_write_in_batch(struct cx *cx, struct log *l,
                                const struct signer *by, str type, str content,
                                str made, uint64_t *number);
/* Makes, signs and adds the entry that signs for those in the batch. */
MUST_USE err log_end_batch(struct cx *cx, struct log *l,
                           const struct signer *by, str made, uint64_t *number);

/* Signs the head of what is committed, after reading back what no head covers
 * yet. The head is in the copy, durably, before this returns; without a copy
 * in the store. */
MUST_USE err log_sign(struct cx *cx, struct log *l,
                      const struct signer *sequencer);
/* The row of the last head, in the store: log_sign() leaves it to the next
 * batch, and readers look into the copy. Call it where none may follow. */
MUST_USE err log_settle(struct cx *cx, struct log *l);
/* The signed head of so many entries, or else the nearest on that side, as a
 * note that lives in a. NOT_FOUND if there is none. */
MUST_USE err log_head_near(struct cx *cx, struct log *l, struct arena *a,
                           enum store_side side, uint64_t size, uint64_t *found,
                           str *note);
/* The last signed head, as a note, with the cosignatures gathered so far. */
MUST_USE err log_head(struct cx *cx, struct log *l, struct arena *a, str *note,
                      struct checkpoint *head);
/* Adds cosignature lines to the head that they are of, which need not be the
 * last: entries may come while a request travels. Those that hold, by keys of
 * the policy, are added, others left out. *added counts them; *size is that of
 * the head, if there are any. */
MUST_USE err log_cosign(struct cx *cx, struct log *l,
                        const struct policy *policy, str lines, unsigned *added,
                        uint64_t *size);
/* The first head of at least so many entries that the policy calls witnessed:
 * NOT_FOUND if there is none. */
MUST_USE err log_witnessed(struct cx *cx, struct log *l, struct arena *a,
                           const struct policy *policy, uint64_t at_least,
                           str *note, struct checkpoint *head,
                           struct policy_verdict *verdict);

/* The proof of an entry as one file: under the first head by which the policy
 * calls it witnessed, else (or with policy NULL) under the last one. */
MUST_USE err log_prove(struct cx *cx, struct log *l, struct arena *a,
                       const struct policy *policy, uint64_t number,
                       struct bundle *out);

/* The key of a sender: INPUT if there is none of that name. */
MUST_USE err log_key(struct cx *cx, struct log *l, str name,
                     struct note_key *out);
/* Who may sign what, from the entries so far. Good until the next change. */
const struct keyring *log_keys(const struct log *l);
/* Makes all views of a log again from its entries, whatever they were: tiles,
 * senders, index. Checks every signature and chain on the way, and the root
 * against the last head; changes nothing if something does not hold. */
MUST_USE err log_rebuild(struct cx *cx, struct store *s, const char *head_path);

#endif
