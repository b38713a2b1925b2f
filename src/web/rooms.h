/* web/rooms.h: the pages of a node of proximity talks.
 *
 * As in web.h: values in, HTML out; nothing is looked up or judged here. What
 * others wrote is shown as they wrote it, escaped, in an element of its own.
 * v->room is set and v->c is NULL.
 *
 * Read next: page_join.c, page_room.c, page_room_text.c, page_room_edit.c,
 * page_room_words.c, page_room_table.c, page_room_sign.c. */
#ifndef WEB_ROOMS_H
#define WEB_ROOMS_H

#include "lang/lang.h"
#include "talks/distance.h"
#include "talks/talks.h"
#include "web/web.h"

/* --- before they begin (page_join.c) -----------------------------------------
 */

struct web_joining {
    str line;   /* of this node, for a charter */
    bool there; /* a charter came; else the rest is empty */
    const struct charter *charter;
    str id;                /* its hash, in hexadecimal */
    const bool *signed_by; /* of each of its nodes */
    bool mine, all;
};
MUST_USE err web_room_joining(struct cx *cx, const struct web_view *v,
                              const struct web_joining *j, struct buf *out);

/* --- home (page_room.c) ------------------------------------------------------
 */

enum room_wait {
    WAIT_QUESTION, /* of x, that has no answer */
    WAIT_CARRY,    /* a consent: this mediator has not carried it */
    WAIT_ASSENT,   /* another mediator's assent, this one's is missing */
    WAIT_POSITION, /* n alternatives in brackets without one */
    WAIT_REST,     /* what is in no bracket has none */
    WAIT_MEET,     /* n clauses can be agreed together */
    WAIT_REVEAL,   /* round n is closed, and not revealed */
    WAIT_SIGN,     /* the agreed text is not signed by this party */
    WAIT_MISSING,  /* a chain of x's sender has a gap, from number n on */
    WAIT_FORK      /* x's sender wrote two of number n */
};
struct web_wait {
    enum room_wait kind;
    const struct talks_item *x;
    int64_t n;
};
struct web_chain {
    str room, sender;
    int64_t whole, waits, first;
    bool forked;
};
struct web_peer {
    const struct talks_node *node;
    str last;        /* when what is here of it was last made; or empty */
    int64_t lacking; /* what it may have, and has not acknowledged */
};
struct web_home {
    const struct charter *charter;
    str id; /* of the charter, in hexadecimal */
    uint64_t round;
    bool has_round;
    const struct web_wait *waits;
    size_t n_waits;
    const struct web_chain *chains;
    size_t n_chains;
    const struct web_peer *peers;
    size_t n_peers;
    str synced, said; /* when, and what the last sync said; or empty */
    bool exchanges;   /* one is under way */
    str relay;        /* where it is; empty: none is known */
};
MUST_USE err web_room_home(struct cx *cx, const struct web_view *v,
                           const struct web_home *h, struct buf *out);
/* Every object that is here, newest first. */
struct web_said_list {
    const struct talks_item *const *v;
    uint32_t n, page, pages;
};
MUST_USE err web_room_log(struct cx *cx, const struct web_view *v,
                          const struct web_said_list *l, struct buf *out);

/* --- the text (page_room_text.c) ---------------------------------------------
 */

struct web_alternative {
    str id, text, by; /* by: who proposes it, as far as known here; or empty */
    const struct talks_item *own;   /* the position in force; or NULL */
    const struct talks_item *noted; /* what was noted for oneself; or NULL */
};
struct web_room_clause {
    str label, article, title; /* title: of the article, where it begins */
    const struct web_alternative *v;
    size_t n;
    bool bracket;
    int64_t words; /* comments, questions ... about it */
};
struct web_version {
    const struct talks_item *x;
    bool on_table, last;
    str before; /* hexadecimal id of the draft before, or empty */
};
struct web_draft {
    str title, hash; /* of the last one; empty: there is none */
    const struct web_room_clause *clause;
    size_t n;
    const struct talks_item *rest; /* own position on what is in no bracket */
    const struct web_version *version; /* newest first */
    size_t n_versions;
};
MUST_USE err web_room_draft(struct cx *cx, const struct web_view *v,
                            const struct web_draft *d, struct buf *out);
struct web_on {
    const struct web_room_clause *c; /* NULL: all that is in no bracket */
    const struct talks_item *rest;
    const struct talks_item *const
        *positions; /* those of this page, newest first */
    size_t n_positions;
    const struct talks_item *const *words;
    size_t n_words;
    uint32_t page, pages; /* of both lists */
};
MUST_USE err web_room_on(struct cx *cx, const struct web_view *v,
                         const struct web_on *o, struct buf *out);
struct web_diff {
    const struct talks_item *from, *to;
    str changes; /* lines */
    int64_t n;
};
MUST_USE err web_room_diff(struct cx *cx, const struct web_view *v,
                           const struct web_diff *d, struct buf *out);

/* What each alternative of a clause does, all else alike. */
struct web_exposed {
    str who;           /* the exposed party, by name */
    bool any;          /* somebody can stop while it stands exposed */
    str stopper, step; /* the worst moment: who stops, before which step */
    int64_t unreturned, days; /* days -1: without end */
};
struct web_effect {
    str id;
    str problem; /* it makes no whole text: why; or empty */
    int64_t breaks, risks, notes;
    int64_t errors, open;     /* of truce check */
    int64_t last_day, within; /* last due day; its own, or -1 */
    str only;                 /* lines: findings that not all others have */
    const struct web_exposed *side;
    size_t n_sides;
};
struct web_other {
    str label, chosen;
    const struct talks_clause *c;
};
struct web_effects {
    str label;
    const struct web_effect *v;
    size_t n;
    const struct web_other *others; /* the other brackets, and what is taken */
    size_t n_others;
};
MUST_USE err web_room_effects(struct cx *cx, const struct web_view *v,
                              const struct web_effects *e, struct buf *out);

/* --- writing it (page_room_edit.c)
 * ----------------------------------------------- */

struct web_edit {
    str label; /* of a clause; empty: the whole text */
    str text, room;
    bool checked, sound; /* sound: it can be put */
    str print;           /* of what was checked */
    uint32_t lines_before;
    const struct diagnostic *const *finding;
    size_t n_findings;
    bool has_changes;
    str changes; /* lines */
    int64_t n_changes;
    const struct web_effects *effects; /* of the alternatives; or NULL */
};
MUST_USE err web_room_edit(struct cx *cx, const struct web_view *v,
                           const struct web_edit *e, struct buf *out);

/* --- words, and what crosses (page_room_words.c)
 * ----------------------------------------------- */

struct web_crossing {
    const struct talks_item *x;        /* a consent, an assent, a conveyance */
    const struct talks_item *conveyed; /* of a consent: the proof; or NULL */
    str to, wording, on, words, from;
    bool mine; /* this mediator has assented, or carried it */
};
struct web_words {
    const struct charter *charter;
    const struct talks_item *const *v; /* those of this page, newest first */
    uint32_t n, page, pages;
    const struct web_crossing *crossing; /* that wait, or came across */
    size_t n_crossing;
};
MUST_USE err web_room_words(struct cx *cx, const struct web_view *v,
                            const struct web_words *w, struct buf *out);
struct web_said {
    const struct charter *charter;
    const struct talks_item *x,
        *about;                   /* about: what its `re` names; or NULL */
    struct web_crossing crossing; /* x NULL: it is none */
    const struct talks_item *const *replies;
    size_t n_replies;
    const struct talks_node *const *has; /* who has acknowledged it */
    size_t n_has;
    bool may_answer, may_consent, may_convey;
};
MUST_USE err web_room_said(struct cx *cx, const struct web_view *v,
                           const struct web_said *s, struct buf *out);

/* --- the mediators' table (page_room_table.c)
 * -------------------------------------------------- */

struct web_table {
    const struct talks_item *text; /* the agreed one, or NULL */
    const struct talks_table *t;
    const struct web_room_clause *clause; /* of each its words */
    const size_t *choice; /* that meets, by clause; SIZE_MAX: none */
    size_t agreed;        /* clauses of it */
    bool exact;
    const struct talks_day *day; /* distance over time, oldest first */
    size_t n_days;
    uint64_t round;
    bool has_round, revealed;
    str accepted; /* what the last round lets be revealed; or empty */
};
MUST_USE err web_room_table(struct cx *cx, const struct web_view *v,
                            const struct web_table *t, struct buf *out);
struct web_package {
    int64_t value[2];
    const str *choice; /* "2.2=A" of each bracket */
    bool nash, maxmin;
};
struct web_packages {
    const struct talks_clause *clause; /* the brackets */
    size_t n;
    const int64_t *weight; /* a party's own, alternative by alternative; NULL */
    const struct talks_node *party[2];
    bool has[2]; /* gave weights */
    bool two;    /* there are two parties */
    const struct web_package *v;
    size_t n_shown, of;
    int64_t best[2];
};
MUST_USE err web_room_packages(struct cx *cx, const struct web_view *v,
                               const struct web_packages *p, struct buf *out);

/* --- signing (page_room_sign.c)
 * ---------------------------------------------------------------- */

struct web_signed {
    str who, key; /* its fingerprint, "SHA256:..." */
    const struct talks_item *x;
};
struct web_signing {
    const struct talks_item *agreed; /* NULL: there is no agreed text yet */
    const struct agreement *ag;      /* what it says */
    str hash;                        /* of the text, in hexadecimal */
    str choice;                      /* how the brackets were settled */
    str force;                       /* the text's rule, in English */
    const struct web_signed *v;
    size_t n;
    const str *missing; /* parties that have not signed */
    size_t n_missing;
    /* For who may sign with a passkey: what the browser is asked, and the one
     * of this account with its key's fingerprint; credential empty: there is
     * none, and challenge is to make one. user empty: may not. */
    str user, challenge, credential, print;
};
MUST_USE err web_room_signing(struct cx *cx, const struct web_view *v,
                              const struct web_signing *s, struct buf *out);

#endif
