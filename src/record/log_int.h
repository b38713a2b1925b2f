/* record/log_int.h: what log.c and audit.c share: the log in memory, and how an
 * entry is taken in. Only record/ includes it. */
#ifndef RECORD_LOG_INT_H
#define RECORD_LOG_INT_H

#include "base/vec.h"
#include "proof/batch.h"
#include "record/headfile.h"
#include "record/log.h"

struct sender {
    struct note_key key;
    bool any; /* it has an entry */
    uint64_t number;
    hash last;
    uint64_t row; /* of its row as it is in the store: a keyed hash */
    /* An entry before could not be read: where the chain stands is not known.
     * For audits only. */
    bool lost;
    size_t state; /* its key in the log's keyring; beyond its end: not known */
};

struct log {
    struct mem mem;
    struct arena arena; /* origin, names of keys */
    struct store *store;
    char *head_path; /* or NULL */
    str origin;
    struct note_key key;
    struct tree tree;
    struct keyring keys;
    struct arena key_arena; /* of keys */
    struct sender *senders;
    size_t n_senders;
    /* Leaves added since the last head, to be compared with what is read
     * back; at most LOG_BATCH_MAX a batch. */
    VEC(hash) fresh;
    struct merkle_edge before;         /* of the leaves before those */
    struct checkpoint signed_head;     /* size 0: none yet */
    uint8_t salt[32 * CRY_HASH_BYTES]; /* random bytes for contents to come */
    size_t salt_left;                  /* at its end */
    bool broken;                       /* only rollback may follow */
    struct batch batch; /* entries that wait for their signature */
    str unstored;       /* the last head, where only the copy has it yet */
    char unstored_room[HEADFILE_SLOT];
    /* The copy as it was written or judged last; bytes empty: not known. The
     * last head is the note in this slot. */
    struct headfile copy;
    unsigned copy_slot;
    char copy_room[HEADFILE_BYTES];
};

/* A log over s with nothing in it; log_close() ends it. */
MUST_USE err log_new(struct cx *cx, struct store *s, const char *head_path,
                     struct log **out);
/* Origin and key, from the first entry. */
MUST_USE err log_read_origin(struct cx *cx, struct log *l);
/* A head that this log signed; CORRUPT if it is not one. */
MUST_USE err log_read_head(struct cx *cx, struct log *l, struct arena *a,
                           str bytes, const char *where,
                           struct checkpoint *out);
/* The later of the heads in the copy, whatever the other slot holds: a power
 * cut may have spoilt that. CORRUPT if neither is one that this log signed;
 * NOT_FOUND if there is no copy. The note lives in a. */
MUST_USE err log_read_copy(struct cx *cx, struct log *l, struct arena *a,
                           struct headfile *f, unsigned *slot,
                           struct checkpoint *out);
struct sender *log_find_sender(struct log *l, str name);
MUST_USE err log_add_sender(struct cx *cx, struct log *l,
                            const struct note_key *k);
/* Checks and takes in entry `number` of the log, which entry_read() gave as n
 * and e. blob is looked at for keys, revocations and policies only. Entries in
 * a batch are taken on trust: l->batch is open until their batch entry came. */
MUST_USE err log_accept(struct cx *cx, struct log *l, uint64_t number,
                        const struct note *n, const struct entry *e, str blob,
                        hash leaf);
/* A blob's name is its hash; its content begins after 32 random bytes. */
MUST_USE err log_check_blob(struct cx *cx, const struct entry *e, str blob);
/* The row of the view "sender": key, whether it has sent, number, last leaf. */
void log_sender_row(const struct sender *s, struct buf *out);

#endif
