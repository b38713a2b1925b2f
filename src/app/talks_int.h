/* app/talks_int.h: a node that is open, and what the files of the talks share.
 */
#ifndef APP_TALKS_INT_H
#define APP_TALKS_INT_H

#include "app/talks.h"
#include "proof/sshsig.h"
#include "record/log.h"
#include "seal/seal.h"
#include "store/store.h"
#include "talks/distance.h"
#include "talks/talks.h"

enum { TALKS_SEALED_MAX = 2 << 20 };

/* A node; talks_node_close() accepts a zeroed one whose lock is -1. */
struct seat_file {
    const char *folder;
    struct signer signer;
    struct identities ids;
    struct charter charter;
    const struct talks_node *self;
    struct store *store;
    struct arena *arena;
    struct talks talks;
    uint64_t loaded; /* entries of the store that are in talks */
    unsigned batch;  /* one transaction for all until seat_batch_end() */
    int lock;
};
/* Under its lock, for reading and writing alike. */
MUST_USE err seat_open(struct cx *cx, struct arena *a, const char *folder,
                       struct seat_file *out);
/* For a program that keeps it open and lets others at it in between: gives the
 * lock back; takes it again, and what came in the meantime with it. CORRUPT if
 * the store has less than was read before: then it is to be opened afresh. */
void seat_rest(struct seat_file *n);
MUST_USE err seat_wake(struct cx *cx, struct seat_file *n);
/* Whether the folder is one of a node of talks. */
bool seat_is_folder(const char *path);
void seat_close(struct seat_file *n);
MUST_USE err seat_path(struct cx *cx, struct arena *a, const char *folder,
                       const char *name, const char **out);
MUST_USE err seat_write_key(struct cx *cx, const char *path,
                            const struct signer *s);
/* A charter in a file; with `begun` INPUT unless all have signed it. */
MUST_USE err seat_read_charter(struct cx *cx, struct arena *a, const char *path,
                               bool begun, struct charter *out);

/* The text of a charter of these terms; lines: "node ...", LF. INPUT with the
 * line. */
MUST_USE err seat_charter_text(struct cx *cx, struct arena *a,
                               const struct charter_job *job, str relay,
                               str lines, struct charter *c);

/* Before the talks (talks_join.c): a charter that came lies in the node's
 * folder until the node begins. */
struct coming {
    struct charter charter;
    const struct talks_node *self;
    str bytes, signatures;
    bool signed_by[TALKS_NODES_MAX], mine, all;
};
bool seat_has_begun(const char *folder);
/* The node's own line for a charter, and what it says first. */
MUST_USE err seat_line(struct cx *cx, struct arena *a, const char *folder,
                       str *name, str *role, str *line);
MUST_USE err coming_path(struct cx *cx, struct arena *a, const char *folder,
                         const char **out);
MUST_USE err coming_read(struct cx *cx, struct arena *a, const char *folder,
                         bool *there, struct coming *out);
/* Keeps it; its signatures are added to those of the same one. INPUT if this
 * node is not in it or a signature does not hold, CONFLICT if another one is
 * there. */
MUST_USE err coming_take(struct cx *cx, struct arena *a, const char *folder,
                         str bytes);
MUST_USE err coming_drop(struct cx *cx, struct arena *a, const char *folder);

/* What is said or received between the two is kept at the end, or not at all:
 * after a failure close the node. One may be within another. */
MUST_USE err seat_batch_begin(struct cx *cx, struct seat_file *n);
MUST_USE err seat_batch_end(struct cx *cx, struct seat_file *n);
/* Writes, seals and stores an object of this node: room, type, fields and body
 * are given, the rest is filled in. Items move: pointers to them end here. */
MUST_USE err seat_say(struct cx *cx, struct seat_file *n,
                      struct talks_object *o);
/* Takes in an envelope that came: *news: it was not there, *mine: this node may
 * have it. INPUT says what is wrong with it. */
MUST_USE err seat_receive(struct cx *cx, struct seat_file *n, str envelope,
                          str sealed, bool *news);
/* After something came: acknowledges it in each room. */
MUST_USE err seat_acknowledge(struct cx *cx, struct seat_file *n);
/* The envelope as it is in the store, and what is sealed. */
MUST_USE err seat_envelope(struct cx *cx, struct seat_file *n, struct arena *a,
                           const struct envelope *e, str *envelope,
                           str *sealed);

/* The object whose id begins so: INPUT if there is none, or several. */
MUST_USE err seat_find(struct cx *cx, const struct seat_file *n,
                       const char *digits, const struct talks_item **out);
void seat_print_id(hash id, struct buf *out); /* 12 digits */

/* The last draft that this node knows, its clauses in order, and the text. */
struct seat_draft {
    const struct talks_item *item; /* NULL: there is none */
    hash hash;                     /* of its words */
    struct talks_clause *clause;
    size_t n;
};
MUST_USE err seat_last_draft(struct cx *cx, struct arena *a,
                             const struct seat_file *n, struct seat_draft *out);
MUST_USE err draft_clauses(struct cx *cx, struct arena *a, str text,
                           struct seat_draft *out);

/* The canonical bytes of a text; INPUT says where it is wrong. */
MUST_USE err seat_canonical(struct cx *cx, struct arena *a, str source,
                            str *out);

/* What each row of the table says in figures (talks_effects.c). */
MUST_USE err talks_terms_of(struct cx *cx, struct arena *a,
                            const struct seat_draft *d,
                            struct talks_terms **out);

/* DENIED but for mediators. */
MUST_USE err talks_must_mediate(struct cx *cx, const struct seat_file *n);
/* What all accept with standing consent, as frozen by the last round: choice
 * of each clause, SIZE_MAX where they do not. */
struct frozen {
    struct seat_draft d;
    struct talks_table table;
    size_t *choice, agreed;
    uint64_t round;
};
MUST_USE err talks_find_frozen(struct cx *cx, struct arena *a,
                               struct seat_file *n, struct frozen *f);
/* Whether it was said what all accept in that round: once. */
bool talks_is_revealed(const struct seat_file *n, uint64_t round);
/* "2.2=A,4.1=B": the clauses in brackets that all accept; "-": none. */
MUST_USE err talks_choice_text(struct cx *cx, struct arena *a,
                               const struct frozen *f, str *out);

/* The agreed text on the table; NULL, CONFLICT without one (talks_agree.c). */
const struct talks_item *seat_find_agreed(const struct seat_file *n);
MUST_USE err seat_agreed(struct cx *cx, const struct seat_file *n,
                         const struct talks_item **out);
/* *holds: x is a signature on it that holds. */
MUST_USE err seat_signature(struct cx *cx, struct arena *a,
                            const struct talks_item *agreed,
                            const struct talks_item *x, struct sshsig *sig,
                            bool *holds);

/* The use cases of talks.h on a node that is open. */
MUST_USE err seat_put_draft(struct cx *cx, struct arena *a, struct seat_file *n,
                            str text, const char *room, struct buf *out);
MUST_USE err seat_position(struct cx *cx, struct arena *a, struct seat_file *n,
                           const struct position_job *job, struct buf *out);
MUST_USE err seat_speak(struct cx *cx, struct arena *a, struct seat_file *n,
                        const struct say_job *job, struct buf *out);
MUST_USE err seat_consent(struct cx *cx, struct arena *a, struct seat_file *n,
                          const struct consent_job *job, struct buf *out);
MUST_USE err seat_convey(struct cx *cx, struct arena *a, struct seat_file *n,
                         const char *id, struct buf *out);
MUST_USE err seat_bridge(struct cx *cx, struct arena *a, struct seat_file *n,
                         const char *to, const char *on, const char *text,
                         struct buf *out);
MUST_USE err seat_close_round(struct cx *cx, struct arena *a,
                              struct seat_file *n, struct buf *out);
MUST_USE err seat_reveal(struct cx *cx, struct arena *a, struct seat_file *n,
                         struct buf *out);
MUST_USE err seat_agree(struct cx *cx, struct arena *a, struct seat_file *n,
                        struct buf *out);
MUST_USE err seat_sign(struct cx *cx, struct arena *a, struct seat_file *n,
                       const char *key, const char *with, struct buf *out);
/* An SSHSIG over the agreed text, made elsewhere; INPUT if it does not hold. */
MUST_USE err seat_enter_signature(struct cx *cx, struct arena *a,
                                  struct seat_file *n, str bytes,
                                  struct buf *out);

/* talks_sync.c. As talks_sync(), on a node that is open; what it said, and
 * when, is kept. *when and *said are empty if there was none yet. */
MUST_USE err seat_sync(struct cx *cx, struct arena *a, struct seat_file *n,
                       const char *url, struct buf *out, bool *honest);
MUST_USE err seat_last_sync(struct cx *cx, struct arena *a,
                            const struct seat_file *n, str *when, str *said);

/* Bundles in memory, as files and the relay have them. */
void bundle_begin(struct buf *b, const struct charter *c);
void bundle_add(struct buf *b, str envelope, str sealed);
void bundle_end(struct buf *b, size_t n);
/* All for the node `to`, see bundle_write(). */
MUST_USE err bundle_make(struct cx *cx, struct seat_file *n,
                         const struct talks_node *to, bool all, struct buf *b,
                         size_t *count);
struct bundle_reader {
    str rest;
    size_t n;
    bool whole; /* its last line was read */
};
MUST_USE err bundle_open(struct cx *cx, const struct charter *c, str bytes,
                         struct bundle_reader *out);
/* false: there are no more. What is cut is left out. */
bool bundle_next(struct bundle_reader *r, str *envelope, str *sealed);
/* Takes in all of a bundle; refused ones are named in out. */
MUST_USE err bundle_take(struct cx *cx, struct seat_file *n,
                         struct bundle_reader *r, struct buf *out,
                         size_t *news);

#endif
