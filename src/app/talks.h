/* app/talks.h: the use cases of proximity talks: a node of one's own, what it
 * says and sees, and the two ways to the others: bundles and a relay.
 *
 * A node is a folder: node.key and age.key (secret), charter, talks.db (a
 * store: entries are envelopes, blobs what is sealed in them; the view `talk`
 * holds the objects, opened). Every function that takes `node` takes the path
 * of that folder. What holds is decided in talks/; sealing, storing and showing
 * is here. docs/talks.md is the page for users, docs/talks-format.md the
 * format. Read next: talks_node.c, talks_do.c, talks_show.c, talks_carry.c,
 * talks_relay.c. */
#ifndef APP_TALKS_H
#define APP_TALKS_H

#include "base/buf.h"
#include "base/cx.h"

/* --- a node and the charter (talks_node.c) -----------------------------------
 */

/* Makes a node with new keys; prints its line for the charter. */
MUST_USE err talks_join(struct cx *cx, struct arena *a, const char *node,
                        const char *name, const char *role, struct buf *out);

struct charter_job {
    const char *out; /* path of the charter, to be signed */
    const char *name;
    const char *convey;       /* any, all, lead NAME */
    const char *agreed;       /* whole, articles */
    const char *failed;       /* keep, destroy */
    const char *languages;    /* "en ar" */
    const char *relay;        /* path of a file with its key; NULL: none */
    const char *const *lines; /* paths of files with lines `node` */
    size_t n;
};
MUST_USE err talks_charter(struct cx *cx, struct arena *a,
                           const struct charter_job *job, struct buf *out);
MUST_USE err talks_sign_charter(struct cx *cx, struct arena *a,
                                const char *node, const char *charter,
                                struct buf *out);
/* The charter, signed by all, is that of this node from now on. */
MUST_USE err talks_begin(struct cx *cx, struct arena *a, const char *node,
                         const char *charter, struct buf *out);

/* Keys or members changed, and this node has begun under a new charter: it says
 * again what it had said itself in `old`, the folder of its former node, and
 * still stands: positions, weights, labels; a mediator also brings the draft.
 * Once more changes nothing. All or nothing (talks_over.c). */
MUST_USE err talks_carry_over(struct cx *cx, struct arena *a, const char *node,
                              const char *old, struct buf *out);

/* The talks failed: removes what was said and the keys from this node. `talks`:
 * digits of their name, so that it is not done unawares. DENIED where the
 * charter says `failed keep`. */
MUST_USE err talks_destroy(struct cx *cx, struct arena *a, const char *node,
                           const char *talks, struct buf *out);

/* --- saying something (talks_do.c)
 * --------------------------------------------
 */

/* `room` NULL: for a party its own room, for others the table. Texts are paths
 * where they are named so, else the text itself. Ids are the first digits of
 * what `log` shows. */
MUST_USE err talks_draft(struct cx *cx, struct arena *a, const char *node,
                         const char *file, const char *room, struct buf *out);

struct position_job {
    const char *on; /* "4.1=B", "1.1", or "rest": all that is in no bracket */
    const char *stance;    /* accept, reserve, reject, red-line, withdraw */
    const char *condition; /* "3.1=A,2.2=B", or NULL */
    bool standing;    /* may be revealed where the other side accepts too */
    bool own;         /* for oneself only */
    const char *text; /* why; or NULL */
};
MUST_USE err talks_position(struct cx *cx, struct arena *a, const char *node,
                            const struct position_job *job, struct buf *out);

/* proposal, question, answer, comment, meeting, label, weights. */
struct say_job {
    const char *type, *room, *on, *re, *when, *with, *by, *text;
    const char *file; /* takes the place of text */
};
MUST_USE err talks_say(struct cx *cx, struct arena *a, const char *node,
                       const struct say_job *job, struct buf *out);

struct consent_job {
    const char *id; /* of what was said */
    const char *to, *wording;
    const char *words; /* other words that may cross, or NULL */
};
MUST_USE err talks_consent(struct cx *cx, struct arena *a, const char *node,
                           const struct consent_job *job, struct buf *out);
/* A mediator conveys what a consent allows, or assents until enough have. */
MUST_USE err talks_convey(struct cx *cx, struct arena *a, const char *node,
                          const char *consent, struct buf *out);
/* A text of the mediators' own, to a party. */
MUST_USE err talks_bridge(struct cx *cx, struct arena *a, const char *node,
                          const char *to, const char *on, const char *text,
                          struct buf *out);
/* Closes a round: positions with standing consent are frozen as they are. */
MUST_USE err talks_close_round(struct cx *cx, struct arena *a, const char *node,
                               struct buf *out);
/* Tells both parties what both accept, as frozen; once a round. */
MUST_USE err talks_reveal(struct cx *cx, struct arena *a, const char *node,
                          struct buf *out);
/* The agreed text, on the table: INPUT names what is not agreed. */
MUST_USE err talks_agree(struct cx *cx, struct arena *a, const char *node,
                         struct buf *out);
/* Signs the agreed text with a key file of OpenSSH, or enters a signature that
 * was made elsewhere. */
MUST_USE err talks_sign(struct cx *cx, struct arena *a, const char *node,
                        const char *key, const char *with, struct buf *out);
/* Writes the agreed text and its signatures into a new folder. */
MUST_USE err talks_take_out(struct cx *cx, struct arena *a, const char *node,
                            const char *folder, struct buf *out);

/* --- seeing (talks_show.c)
 * ------------------------------------------------------
 */

MUST_USE err talks_show(struct cx *cx, struct arena *a, const char *node,
                        struct buf *out);
MUST_USE err talks_log(struct cx *cx, struct arena *a, const char *node,
                       const char *room, struct buf *out);
MUST_USE err talks_read(struct cx *cx, struct arena *a, const char *node,
                        const char *id, bool proof, struct buf *out);
/* What a proof says, and who signed it; by anybody who has the charter. */
MUST_USE err talks_check_proof(struct cx *cx, struct arena *a,
                               const char *charter, const char *proof,
                               struct buf *out);
MUST_USE err talks_print_table(struct cx *cx, struct arena *a, const char *node,
                               struct buf *out);
MUST_USE err talks_print_match(struct cx *cx, struct arena *a, const char *node,
                               struct buf *out);
MUST_USE err talks_print_distance(struct cx *cx, struct arena *a,
                                  const char *node, struct buf *out);
MUST_USE err talks_print_packages(struct cx *cx, struct arena *a,
                                  const char *node, struct buf *out);

/* --- to the others ----------------------------------------------------------
 */

/* talks_carry.c. What the node `to` may have and has not acknowledged; with
 * `all` everything that it may have, its own included, for one that lost it. */
MUST_USE err bundle_write(struct cx *cx, struct arena *a, const char *node,
                          const char *to, bool all, const char *file,
                          struct buf *out);
/* *whole: false if the file was cut; what came is taken in all the same. */
MUST_USE err bundle_read(struct cx *cx, struct arena *a, const char *node,
                         const char *file, struct buf *out, bool *whole);

/* talks_relay.c. */
MUST_USE err relay_make(struct cx *cx, struct arena *a, const char *folder,
                        const char *name, struct buf *out);
MUST_USE err relay_begin(struct cx *cx, struct arena *a, const char *folder,
                         const char *charter, struct buf *out);
MUST_USE err relay_serve(struct cx *cx, struct arena *a, const char *folder,
                         const char *listen, void (*note)(void *self, str line),
                         void *self);
/* talks_sync.c. *honest: false if the relay is shown to have dropped what it
 * gave a receipt for; the proof is named in out. */
MUST_USE err talks_sync(struct cx *cx, struct arena *a, const char *node,
                        const char *url, struct buf *out, bool *honest);
/* Whether a receipt and a head, both paths, prove that. */
MUST_USE err relay_check(struct cx *cx, struct arena *a, const char *charter,
                         const char *receipt, const char *head, struct buf *out,
                         bool *dropped);

#endif
