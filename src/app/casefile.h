/* app/casefile.h: the use cases of a case file: making one, adding to it,
 * reading, proving, checking it, and the exchange with witnesses.
 *
 * Thin over record/: what is entered and how it is shown is decided here, what
 * holds is decided there. Beside CASE lie CASE.key (the sequencer's secret),
 * CASE.head (the copy of the last head) and CASE.lock (one writer at a time).
 * docs/record.md is the page for users, docs/record-format.md the format.
 * Read next: casefile.c. */
#ifndef APP_CASEFILE_H
#define APP_CASEFILE_H

#include "base/buf.h"
#include "base/cx.h"
#include "record/log.h"

struct facts_problem;

struct casefile {
    const char *path, *key_path, *head_path, *lock_path;
    struct store *store;
    struct log *log;
};

/* Whether a path is that of an SQLite file, as case files are. */
bool casefile_is(const char *path);
/* Opens a case; paths live in a. casefile_close() accepts a zeroed one. */
MUST_USE err casefile_open(struct cx *cx, struct arena *a, const char *path,
                           enum store_mode mode, struct casefile *out);
void casefile_close(struct casefile *c);

/* One entry with its content (without the 32 random bytes). `there` is false
 * where the content was left out. */
struct casefile_entry {
    uint64_t number;
    str note, content;
    bool there;
    struct entry e;
};
MUST_USE err casefile_entry(struct cx *cx, struct arena *a,
                            const struct casefile *c, uint64_t number,
                            struct casefile_entry *out);
/* The last entry of one of the indexed types (agreement, annex, custody,
 * evidence, key, policy, source, stamp); false: there is none under `below`. */
MUST_USE err casefile_last(struct cx *cx, struct arena *a,
                           const struct casefile *c, const char *type,
                           uint64_t below, struct casefile_entry *out,
                           bool *found);
/* All of a type, in order. */
typedef err casefile_fn(struct cx *cx, void *self,
                        const struct casefile_entry *e);
MUST_USE err casefile_each(struct cx *cx, const struct casefile *c,
                           const char *type, casefile_fn *fn, void *self);
/* The policy in force: the last one entered. */
MUST_USE err casefile_policy(struct cx *cx, struct arena *a,
                             const struct casefile *c, struct policy **out,
                             str *text);
/* Records of entries [0, below) as JSON Lines, in pieces (facts_add_pieces):
 * line n is entry n. Of a `signature` entry the line is what fn gives: empty if
 * it does not count. The file may be closed and opened again between two
 * passes; its index of source records is read in casefile_lines_init(). */
typedef str casefile_line_fn(void *self, uint64_t number);
struct casefile_lines {
    const struct casefile *c;
    casefile_line_fn *fn;
    void *self;
    struct arena room; /* a piece */
    uint64_t below, next;
    const uint64_t *source; /* numbers of the source records */
    size_t n_sources, next_source;
    bool sources; /* only these */
};
MUST_USE err casefile_lines_init(struct cx *cx, struct arena *a,
                                 struct casefile_lines *l,
                                 const struct casefile *c, uint64_t below,
                                 casefile_line_fn *fn, void *self);
void casefile_lines_rewind(void *lines, bool sources);
MUST_USE err casefile_lines_next(struct cx *cx, void *lines, str *bytes,
                                 uint32_t *first);
/* Accepts a zeroed one. */
void casefile_lines_release(struct casefile_lines *l);
/* The same of entries [from, to) alone: the first line is entry `from` (not 0).
 * *plain is false if one of them bears on more than its own record: a text, a
 * key, a source, a signature. */
MUST_USE err casefile_more_records(struct cx *cx, struct arena *a,
                                   const struct casefile *c, uint64_t from,
                                   uint64_t to, str *out, bool *plain);
/* A map that an agreement names: the last annex of that name. */
MUST_USE err casefile_annex(struct cx *cx, struct arena *a,
                            const struct casefile *c, str name, str *bytes,
                            bool *found);

/* --- making and adding (casefile_write.c) ----------------------------------
 */

struct casefile_init {
    const char *path, *origin;
    const char *policy;    /* path, or NULL: no witnesses */
    const char *agreement; /* path, or NULL */
    const char *const *choices;
    size_t n_choices;
};
/* Prints what was made; findings about the text go to messages. A failure
 * leaves nothing. */
MUST_USE err casefile_init(struct cx *cx, struct arena *a,
                           const struct casefile_init *what,
                           struct buf *messages, struct buf *out);

/* Enters a policy (path), or an agreement, as init does. */
MUST_USE err casefile_enter_policy(struct cx *cx, struct arena *a,
                                   const char *path, const char *policy,
                                   struct buf *out);

struct casefile_add {
    const char *path, *key;    /* key NULL: the sequencer's */
    const char *receipt;       /* a file for the receipt, or NULL */
    const char *const *inputs; /* paths, or names for `bytes` */
    const str *bytes;          /* of each input, instead of a file; or NULL */
    size_t n_inputs;
    /* Told of each line that is left out, besides messages; may be NULL. */
    void (*problem)(void *self, const struct facts_problem *p);
    void *problem_self;
    /* Only if the log has so many entries, so that nothing came in since the
     * lines were thought of: else CONFLICT. 0: in any case. */
    uint64_t expected;
    bool only_check; /* nothing is entered; `entered` counts what would be */
    void (*progress)(void *self, uint64_t done, uint64_t total);
    void *progress_self;
    /* After each batch that is recorded: entries [from, to); may be NULL. */
    void (*recorded)(void *self, uint64_t from, uint64_t to);
    void *recorded_self;
};
struct casefile_added {
    uint64_t entered, refused, size;
};
/* Lines that cannot be used are named in messages and left out. */
MUST_USE err casefile_add(struct cx *cx, struct arena *a,
                          const struct casefile_add *what, struct buf *messages,
                          struct casefile_added *out);

/* --- reading and proving (casefile_read.c) ----------------------------------
 */

/* The last entries, at most `last` of them. */
MUST_USE err casefile_list(struct cx *cx, struct arena *a, const char *path,
                           uint64_t last, bool json, struct buf *out);
/* How many entries there are before the first that was made after `at`, by its
 * sender's clock: what was entered by then is among them. */
MUST_USE err casefile_made_by(struct cx *cx, const struct casefile *c,
                              instant at, uint64_t *n);
/* Entries [from, to), in order: what a list shows of each. */
struct casefile_row {
    uint64_t number;
    str type, sender, made;
    str state; /* unsigned, recorded, witnessed */
};
typedef err casefile_row_fn(struct cx *cx, void *self,
                            const struct casefile_row *row);
MUST_USE err casefile_rows(struct cx *cx, struct arena *a,
                           const struct casefile *c, uint64_t from, uint64_t to,
                           casefile_row_fn *fn, void *self);
MUST_USE err casefile_show(struct cx *cx, struct arena *a, const char *path,
                           uint64_t number, struct buf *out);
/* Writes entry-N, entry-N.blob, entry-N.tlog-proof and policy into folder. */
MUST_USE err casefile_prove(struct cx *cx, struct arena *a, const char *path,
                            uint64_t number, const char *folder,
                            struct buf *out);
/* Writes the log under its last head as a folder of c2sp.org/tlog-tiles. */
MUST_USE err casefile_tiles(struct cx *cx, struct arena *a, const char *path,
                            const char *folder, struct buf *out);
/* The last head, as a note; with `copy` it is written to CASE.head again. */
MUST_USE err casefile_head(struct cx *cx, struct arena *a, const char *path,
                           bool copy, struct buf *out);
MUST_USE err casefile_show_policy(struct cx *cx, struct arena *a,
                                  const char *path, struct buf *out);

/* --- witnesses (casefile_witness.c) ------------------------------------------
 */

MUST_USE err casefile_ask(struct cx *cx, struct arena *a, const char *path,
                          uint64_t old, const char *request, struct buf *out);
/* *added 0: the answer was no, and out says why. */
MUST_USE err casefile_cosign(struct cx *cx, struct arena *a, const char *path,
                             const char *response, struct buf *out,
                             unsigned *added);
/* The same over HTTP: asks the witness at this address, and takes in what it
 * answers. *added 0: it said no, and out says why; where there are two
 * histories, that. */
MUST_USE err casefile_cosign_by(struct cx *cx, struct arena *a,
                                const char *path, const char *witness,
                                struct buf *out, unsigned *added);

/* --- being a witness (witness_folder.c)
 * ---------------------------------------
 */

MUST_USE err witness_folder_init(struct cx *cx, struct arena *a,
                                 const char *folder, const char *name,
                                 const char *policy, struct buf *out);
MUST_USE err witness_folder_answer(struct cx *cx, struct arena *a,
                                   const char *folder, const char *request,
                                   const char *response, struct buf *out,
                                   bool *cosigned);
/* Answers over HTTP until SIGTERM or SIGINT. note is told where it listens, and
 * of each request that could not be answered. */
MUST_USE err witness_folder_serve(struct cx *cx, struct arena *a,
                                  const char *folder, const char *listen,
                                  void (*note)(void *self, str line),
                                  void *self);
/* A folder that was copied goes on from the newest heads that it cosigned, one
 * for each log it serves: files of notes with its own cosignature. */
MUST_USE err witness_folder_restore(struct cx *cx, struct arena *a,
                                    const char *folder,
                                    const char *const *heads, size_t n,
                                    struct buf *out);

/* --- checking (casefile_verify.c) --------------------------------------------
 */

struct casefile_proof {
    const char *policy, *entry, *proof; /* paths */
    const char *blob;                   /* path, or NULL */
    const char *key;   /* verifier key of the sender, or NULL */
    const char *batch; /* path of the entry that signs its batch, or NULL */
};
MUST_USE err casefile_verify_proof(struct cx *cx, struct arena *a,
                                   const struct casefile_proof *what,
                                   struct buf *out, bool *holds);
/* Whether a case keeps the word of a receipt (record/receipt.h): the entry is
 * in its place, under a signed head. out says what is so. */
MUST_USE err casefile_verify_receipt(struct cx *cx, struct arena *a,
                                     const char *path, const char *receipt,
                                     struct buf *out, bool *holds);
struct casefile_progress {
    void (*progress)(void *self, uint64_t done, uint64_t total);
    void *self;
};
MUST_USE err casefile_verify(struct cx *cx, struct arena *a, const char *path,
                             const struct casefile_progress *p, struct buf *out,
                             bool *holds);
MUST_USE err casefile_rebuild(struct cx *cx, struct arena *a, const char *path,
                              struct buf *out);

#endif
