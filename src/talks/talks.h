/* talks/talks.h: proximity talks: who may know what, and what follows from it.
 *
 * Front header. docs/talks-format.md is the specification. Everything that a
 * node says is an *object*, a signed note in one *room*; it travels sealed to
 * the members of that room, under an *envelope*, a signed note that says
 * nothing but its place in the sender's chain of that room. Who is there, with
 * which keys and under which rules, is the *charter*, signed by all.
 *
 * What a node knows is a function of the set of envelopes that it has: the
 * order, repetition and time of their coming change nothing.
 *
 * Pure: no files, clock or network. Not here: sealing and storing
 * (app/talks.h), who reads what at the relay (app/talks_relay.h).
 * Read next: charter.c, object.c, state.c, table.c, package.c. */
#ifndef TALKS_TALKS_H
#define TALKS_TALKS_H

#include "base/buf.h"
#include "base/cx.h"
#include "base/map.h"
#include "base/vec.h"
#include "proof/entry.h"
#include "seal/seal.h"

enum {
    TALKS_NODES_MAX = 32,
    TALKS_NAME_MAX = 64,
    TALKS_CHARTER_MAX = 64 << 10, /* bytes */
    TALKS_BODY_MAX = 900 << 10,   /* of an object; a note has 1 MiB */
    TALKS_FIELDS_MAX = 6,
    TALKS_FIELD_MAX = 4096 /* bytes of one */
};

/* --- the charter (charter.c) ------------------------------------------------
 */

enum talks_role { TALKS_PARTY = 1, TALKS_MEDIATOR = 2, TALKS_OBSERVER = 4 };
/* Whose signatures a conveyance needs. */
enum talks_convey { CONVEY_ANY, CONVEY_ALL, CONVEY_LEAD };

struct talks_node {
    str name;
    enum talks_role role;
    str vkey;
    struct note_key key; /* its name is the node's */
    struct recipient recipient;
};
/* Strings are borrowed from text. */
struct charter {
    str text;
    hash id; /* of it */
    str name;
    enum talks_convey convey;
    str lead;      /* CONVEY_LEAD: a mediator */
    bool articles; /* agreed by article; else all or nothing */
    bool destroy;  /* if the talks fail, what was said is destroyed */
    str languages; /* of authenticity: "en ar" */
    bool has_relay;
    struct note_key relay;
    str relay_vkey;
    size_t n_nodes;
    struct talks_node node[TALKS_NODES_MAX];
};
/* Reads the text of a note; borrows it. INPUT with the line. */
MUST_USE err charter_parse(struct cx *cx, str text, struct charter *out);
void charter_print(const struct charter *c, struct buf *out);
/* The name of these talks, for good. */
hash charter_id(const struct charter *c);
const struct talks_node *charter_node(const struct charter *c, str name);
/* INPUT, naming who is missing, unless every node has signed. */
MUST_USE err charter_check(struct cx *cx, const struct note *n,
                           const struct charter *c);
/* Letters, digits, - _ . ; not the word of a room. */
bool talks_name_is_valid(str name);
const char *talks_role_name(enum talks_role role);

/* Rooms: "table" (all), "mediators", "own" (the sender alone; it never leaves
 * the node), and for each party one of its name: that party and all
 * mediators. */
bool talks_room_exists(const struct charter *c, str room);
/* Its name where it stays as long as the charter; empty: there is none. */
str talks_room(const struct charter *c, str room);
bool talks_is_member(const struct charter *c, str room,
                     const struct talks_node *n);

/* --- envelopes and objects (object.c) --------------------------------------
 */

struct envelope {
    str room, sender; /* as the charter has them: the same bytes in all */
    uint64_t number;  /* of the sender in this room, from 0 */
    bool has_after;
    hash after;     /* of the text of the envelope before */
    hash sealed;    /* of the bytes of the age file */
    hash id;        /* of its own text */
    str text;       /* of the note */
    str note;       /* whole */
    uint64_t entry; /* its place in the store of who keeps it */
};
void envelope_print(const struct charter *c, const struct envelope *e,
                    struct buf *out);
/* Reads a whole note and checks the signature of the sender; INPUT says what is
 * wrong. Borrows bytes. TALKS_KEPT: from this node's own disk, where it was
 * checked when it came. */
enum talks_origin { TALKS_CAME, TALKS_KEPT };
MUST_USE err envelope_open(struct cx *cx, const struct charter *c, str bytes,
                           enum talks_origin origin, struct envelope *out);

enum talks_type {
    TALKS_DRAFT,
    TALKS_LABEL,
    TALKS_POSITION,
    TALKS_PROPOSAL,
    TALKS_QUESTION,
    TALKS_ANSWER,
    TALKS_COMMENT,
    TALKS_MEETING,
    TALKS_CONSENT,
    TALKS_ASSENT,
    TALKS_CONVEYANCE,
    TALKS_CONVEYED,
    TALKS_RECEIPT,
    TALKS_ROUND,
    TALKS_OVERLAP,
    TALKS_WEIGHTS,
    TALKS_AGREED,
    TALKS_SIGNATURE,
    TALKS_TYPES
};
const char *talks_type_name(enum talks_type t);
/* The i-th field of a type, or NULL. */
const char *talks_type_field(enum talks_type t, size_t i);

struct talks_object {
    str room, sender;
    uint64_t number;
    str made; /* a claim */
    enum talks_type type;
    str field[TALKS_FIELDS_MAX];
    str body;
    str text; /* of the note */
    str note; /* whole */
    hash id;  /* of the text */
};
/* The text to be signed. INPUT if a field or the body cannot stand in it. */
MUST_USE err talks_object_print(struct cx *cx, const struct charter *c,
                                const struct talks_object *o, struct buf *out);
/* Reads a whole note, checks the signature, and that the sender may say this
 * here. INPUT says why not. Borrows bytes. */
MUST_USE err talks_object_open(struct cx *cx, const struct charter *c,
                               str bytes, enum talks_origin origin,
                               struct talks_object *out);
/* The value of a field; empty if the type has none of that name. */
str talks_field(const struct talks_object *o, const char *name);

/* What crosses: the words, to whom, as whose. */
struct conveyance {
    str to, wording;
    str from; /* a party, or "-" */
    str on;   /* a clause, or "-" */
    str words;
    str text;
};
/* wording: as-theirs (from names the owner), as-ours, as-hypothetical,
 * bridging (from is "-"). */
MUST_USE err conveyance_print(struct cx *cx, const struct charter *c,
                              const struct conveyance *v, struct buf *out);
/* Reads a whole note; *allowed: it has the signatures that the charter asks
 * for. INPUT if it is none, or a signature of a mediator does not hold. */
MUST_USE err conveyance_open(struct cx *cx, const struct charter *c, str bytes,
                             struct conveyance *out, bool *allowed);
bool talks_wording_is_valid(str wording);

/* --- what a node knows (state.c) --------------------------------------------
 */

enum talks_standing {
    TALKS_COUNTS,
    TALKS_WAITS,  /* something before it in its chain is missing */
    TALKS_FORKED, /* its sender wrote two of this number, here or before */
    TALKS_REFUSED /* it says what its sender may not say here */
};
struct talks_item {
    struct envelope e;
    bool open; /* the object could be read */
    struct talks_object o;
    enum talks_standing standing;
    const char *why; /* REFUSED: the reason */
    bool judged;     /* state.c: whether it may be said, and if not, why */
    const char *verdict;
    uint64_t waits_for; /* WAITS: the first number that is missing */
};
struct talks {
    const struct charter *charter;
    struct arena *arena;
    VEC(struct talks_item)
    items;            /* after talks_settle: by room, sender,
                         number, then hash */
    size_t settled;   /* the first so many are in this order */
    struct map there; /* texts of all envelopes */
};
void talks_init(const struct cx *cx, struct talks *t, const struct charter *c,
                struct arena *a);
/* Whether an envelope of this text was taken. */
bool talks_has(const struct talks *t, str text);
/* Adds an envelope with its object (open false: it could not be read). Both
 * borrow what they were read from. */
MUST_USE err talks_take(struct cx *cx, struct talks *t,
                        const struct envelope *e, const struct talks_object *o);
/* Sorts in what was taken since, drops repetitions, and says what counts. Items
 * move. */
MUST_USE err talks_settle(struct cx *cx, struct talks *t);

/* Of the last round that was closed in a party's room: its number, and how many
 * of the party's objects it covers. false: none was. */
bool talks_round(const struct talks *t, str party, uint64_t *round,
                 uint64_t *count);
/* The last item of a chain that counts; NULL: none. *count: how many do. */
const struct talks_item *talks_last(const struct talks *t, str room, str sender,
                                    uint64_t *count);
const struct talks_item *talks_by_id(const struct talks *t, hash id);
/* A consent of this room whose words, receiver and wording are those of v. */
const struct talks_item *talks_consent_for(const struct talks *t,
                                           const struct conveyance *v);

/* --- what a relay signs, and what it is asked (relay.c) ----------------------
 */

/* A word that an envelope has its place; and a word how many there are. Both by
 * the relay: a receipt for number n, and a later head with at most n, prove
 * that it dropped what it had. */
struct relay_receipt {
    str room, sender;
    uint64_t number;
    hash envelope; /* its id */
    str made;
};
struct relay_count {
    str room, sender;
    uint64_t count;
    hash last; /* id of the last one */
};
enum { RELAY_CHAINS_MAX = TALKS_NODES_MAX * TALKS_NODES_MAX };
struct relay_head {
    str node; /* who asked */
    uint64_t request;
    str made;
    size_t n;
    struct relay_count *chain;
};
void relay_receipt_print(const struct charter *c, const struct relay_receipt *r,
                         struct buf *out);
void relay_head_print(const struct charter *c, const struct relay_head *h,
                      struct buf *out);
/* Whole notes, signed by the relay of the charter; INPUT if not. */
MUST_USE err relay_receipt_open(struct cx *cx, const struct charter *c,
                                str bytes, struct relay_receipt *out);
MUST_USE err relay_head_open(struct cx *cx, struct arena *a,
                             const struct charter *c, str bytes,
                             struct relay_head *out);
/* Whether the two prove it. */
bool relay_has_dropped(const struct relay_receipt *r,
                       const struct relay_head *h);
/* What a node asks for, signed by it: number `request`, more than any before;
 * the chains that it has. made is empty. */
void relay_request_print(const struct charter *c, const struct relay_head *r,
                         struct buf *out);
MUST_USE err relay_request_open(struct cx *cx, struct arena *a,
                                const struct charter *c, str bytes,
                                struct relay_head *out);

/* --- the mediators' table (table.c) ------------------------------------------
 */

struct talks_alternative {
    str id;     /* "A"; "-" for a clause without a bracket */
    hash words; /* of its canonical text: what a position is about */
};
struct talks_clause {
    str label;
    size_t n;
    const struct talks_alternative *alternative;
};
enum talks_mark { MARK_OPEN, MARK_CONDITIONAL, MARK_AGREED, MARKS };

/* A row is an alternative of a clause; cell[row * n_parties + party]. */
struct talks_table {
    const struct talks_clause *clause;
    size_t n_clauses, n_parties, n_rows;
    const struct talks_node *party[TALKS_NODES_MAX];
    const struct talks_item **cell; /* the position in force; NULL: none */
    enum talks_mark *mark;          /* of each row */
    size_t *first;                  /* row of each clause's first */
    size_t count[MARKS];            /* clauses, each by its best row */
};
/* What a position on "rest" is about: all clauses without a bracket. */
hash talks_rest(const struct talks_clause *clause, size_t n);
/* Which positions are looked at: those of the parties' rooms, as far as this
 * node reads them. */
struct talks_limit {
    str until;   /* made at or before; empty: all */
    bool rounds; /* only what stood when the last round closed, and only with
                    standing consent */
};
MUST_USE err talks_tabulate(struct cx *cx, struct arena *a,
                            const struct talks *t,
                            const struct talks_clause *clause, size_t n,
                            const struct talks_limit *limit,
                            struct talks_table *out);
/* Chooses alternatives so that most clauses are accepted by all parties, every
 * condition being met by the choice: choice[clause] is an index, or SIZE_MAX.
 * *exact: false if the search was cut short. */
MUST_USE err talks_match(struct cx *cx, const struct talks_table *t,
                         size_t *choice, size_t *agreed, bool *exact);

/* --- packages (package.c) ----------------------------------------------------
 */

enum {
    PACKAGE_CLAUSES_MAX = 64,
    PACKAGE_ALTERNATIVES_MAX = 32,
    PACKAGE_WEIGHT_MAX = 1000000
};
struct package_clause {
    size_t n; /* alternatives, at least 1 */
    int64_t weight[2][PACKAGE_ALTERNATIVES_MAX];
};
struct package {
    uint8_t choice[PACKAGE_CLAUSES_MAX];
    int64_t value[2];
};
/* All pairs of values that no other combination beats for both, each with its
 * first combination, by falling value of the first party. LIMIT if there are
 * more than PACKAGE_FRONT_MAX. */
enum { PACKAGE_FRONT_MAX = 100000 };
MUST_USE err package_front(struct cx *cx, struct arena *a,
                           const struct package_clause *clause, size_t n,
                           struct package **out, size_t *n_out);
/* The place in the front of the greatest product of values (Nash), and of the
 * greatest smaller share of what each could have at best (max-min); ties go to
 * the more even, then to the first. */
size_t package_nash(const struct package *p, size_t n);
size_t package_maxmin(const struct package *p, size_t n);

#endif
