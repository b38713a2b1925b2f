/* lang/ast.h: the syntax tree of an agreement: what is written, where.
 *
 * parse.c makes it; print.c, choose.c and diff.c work on it; compile.c,
 * review.c and coverage.c read it.  Names are not resolved here (they are
 * names with a place), with one exception: the words of an act are looked up
 * while parsing, because only the vocabulary says how many words belong to it.
 *
 * Everything lives in the arena given to lang_parse and borrows the source.
 * Comments and blank lines are not in the nodes: they stand in
 * ast.comments, by offset, and the printer finds them by the spans of the
 * nodes.  A node in which a mistake was found is `broken`: it may lack parts
 * that the grammar demands, and a diagnostic has been given; later steps skip
 * it silently.  In nodes that are not broken all that the grammar demands is
 * there.
 *
 * Depth: only `point` nests (duration after point), at most
 * LIMIT_DEPTH deep; all else is flat, so walks may recurse.
 *
 * Read next: docs/language.md, parse.c, print.c. */
#ifndef LANG_AST_H
#define LANG_AST_H

#include "base/str.h"
#include "lang/norm.h"
#include "time/civil.h"

/* Bytes of the source, and the place of the first one as people count: line
 * and column from 1, the column in characters.  length 0: not written. */
struct span {
    uint32_t offset, length, line, column;
};

/* A name, label or keyword, in NFC.  Not written: at.length == 0. */
struct ast_name {
    str text;
    struct span at;
};
struct ast_names {
    struct ast_name *v;
    uint32_t n;
};

/* A string without its quotes and escapes, neighbours joined, in NFC; may be
 * empty although written: at.length says. */
struct ast_string {
    str text;
    struct span at;
};

/* WORD [ STRING ] */
struct ast_named {
    struct ast_name id;
    struct ast_string name;
};

/* The words of an act, resolved: an index into ast.acts, or NONE when the
 * words are in no act (a diagnostic has been given). */
struct ast_act {
    int act;
    struct span at;
};

/* The vocabulary: the standard acts of docs/language.md 2, then those the
 * text declares. */
struct ast_vocab {
    str id, inf, done;      /* "hand_over", "hand over", "handed over" */
    struct span at;         /* its declaration; length 0 for a standard act */
    bool of_all;            /* "of all": of all of a place (sem 4) */
    struct ast_string seen; /* "seen as"; may be not written */
};

/* --- time ---------------------------------------------------------------- */

enum ast_unit { AST_MINUTES, AST_HOURS, AST_DAYS, AST_WEEKS };
struct ast_duration {
    int64_t n;
    enum ast_unit unit;
    struct span at;
};

/* A time of day; at.length == 0: not written. */
struct ast_time {
    struct civil_clock clock;
    bool seconds; /* 08:30:00 rather than 08:30 */
    struct span at;
};
struct ast_date {
    struct civil_date date;
    struct span at;
};

enum ast_point_kind {
    AST_POINT_DAY,       /* day n [time] */
    AST_POINT_DATE,      /* date [time] */
    AST_POINT_FORCE,     /* entry into force */
    AST_POINT_SIGNATURE, /* signature */
    AST_POINT_START,     /* start of NAME: a phase, or `agreement` */
    AST_POINT_END,       /* end of NAME */
    AST_POINT_MET,       /* NAME, a label, is met */
    AST_POINT_VERIFIED,  /* NAME, a label, is verified */
    AST_POINT_AFTER,     /* plus after base */
    AST_POINT_BEFORE     /* plus before base */
};
struct ast_point {
    enum ast_point_kind kind;
    struct span at;
    int64_t n;                    /* DAY */
    struct ast_date date;         /* DATE */
    struct ast_time time;         /* DAY, DATE; may be not written */
    struct ast_name name;         /* START, END, MET, VERIFIED */
    struct ast_duration plus;     /* AFTER, BEFORE */
    const struct ast_point *base; /* AFTER, BEFORE */
};

enum ast_due_kind {
    AST_DUE_ON,
    AST_DUE_BY,
    AST_DUE_BEFORE,
    AST_DUE_AT,
    AST_DUE_WITHIN, /* within `within` [after `point`] */
    AST_DUE_AT_ONCE
};
struct ast_deadline {
    enum ast_due_kind kind;
    struct span at;
    struct ast_duration within;    /* WITHIN */
    const struct ast_point *point; /* NULL: AT_ONCE, or WITHIN without after */
};

/* --- parts of sentences --------------------------------------------------- */

/* WORD [ "of" words ]; item not written: no selection. */
struct ast_selection {
    struct ast_name item;
    struct ast_names of; /* categories of it */
    struct span at;
};

enum ast_compare { AST_BARE, AST_AT_LEAST, AST_AT_MOST, AST_EXACTLY };
enum ast_amount { AST_NO_AMOUNT, AST_NUMBER, AST_PERCENT, AST_ALL };
struct ast_quantity {
    enum ast_amount amount;
    enum ast_compare compare; /* NUMBER; bare means "at least" */
    int64_t n;                /* NUMBER, PERCENT (of hundred) */
    struct ast_name of;       /* PERCENT: the item that is the base.  The
                                 selection after it may be left out: then it
                                 is this item. */
    /* BASE_NONE: as written nothing; BASE_AT_DEADLINE, BASE_FINAL */
    enum base_kind base;
    struct span at;
};

enum ast_place_kind {
    AST_IN,
    AST_INTO,
    AST_FROM,
    AST_AT,
    AST_WITHIN, /* within `metres` of NAME */
    AST_BEYOND  /* beyond `metres` from NAME */
};
struct ast_place {
    enum ast_place_kind kind;
    struct ast_name name; /* not written: no place */
    int64_t n;            /* WITHIN, BEYOND: in km or m, as written */
    bool km;
    struct span at;
};

struct ast_step {
    int64_t n;
    struct ast_deadline due;
    struct span at;
};
struct ast_ratio {
    int64_t n;
    struct ast_name item;
    struct span at;
};

/* How reports are accepted: the standard of proof. */
enum ast_accept_kind {
    AST_NOT_STATED,
    AST_VERIFIED_BY,
    AST_COUNTED_BY,
    AST_CONFIRMED_BY, /* by k of (by) */
    AST_INTEREST      /* accepted against interest */
};
struct ast_accepted {
    enum ast_accept_kind kind;
    struct ast_names by; /* one name for VERIFIED_BY and COUNTED_BY */
    int64_t k;
    struct span at;
};

enum ast_atom_kind {
    AST_ATOM_MET,   /* LABEL is [not] met */
    AST_ATOM_HOLDS, /* WORD holds, or does not hold: a state or a condition */
    AST_ATOM_PHASE  /* phase WORD runs */
};
struct ast_atom {
    enum ast_atom_kind kind;
    bool negated;
    struct ast_name name;
    struct ast_name in; /* HOLDS "in" */
    bool there;         /* HOLDS "there" */
    struct span at;
};

/* --- clauses ---------------------------------------------------------------
 */

enum ast_trigger_word {
    AST_NO_TRIGGER,
    AST_FOR_EACH,     /* for each [per] selection DONE */
    AST_FOR_EACH_ACT, /* for each ACT */
    AST_WHEN_MET,     /* when LABEL is met */
    AST_WHEN_VERIFIED,
    AST_WHEN_UNMET
};
struct ast_trigger {
    enum ast_trigger_word kind;
    struct span at;
    int64_t per; /* FOR_EACH: 1 when not written */
    struct ast_selection selection;
    struct ast_act act;
    struct ast_names by;
    struct ast_place place;
    struct ast_name label; /* WHEN_... */
};

enum ast_sentence {
    AST_QUOTED, /* STRING, then judged by or declaratory */
    AST_SHALL,  /* a duty; bearers.n == 0: "8 captive shall ACT" */
    AST_SHALL_NOT,
    AST_MAY,
    AST_OF_THESE /* of these quantity [ of words ] */
};
enum ast_predicate {
    AST_NO_PREDICATE, /* QUOTED, OF_THESE */
    AST_ACT,
    AST_KEEP_STATE, /* keep THING STATE */
    AST_KEEP_LEVEL, /* keep quantity selection */
    AST_SUSPEND     /* suspend LABEL, LABEL: only after may */
};

/* The phrases of a body, in the order in which they are printed. */
enum ast_phrase {
    PH_PLACE,
    PH_TO,
    PH_STEPS,
    PH_RATIOS,
    PH_AFTER, /* before the deadline: "within 2 days after 2.1 is met" differs
               */
    PH_DEADLINE,
    PH_FROM, /* from, not before */
    PH_UNTIL,
    PH_THROUGHOUT,
    PH_EACH,
    PH_BETWEEN,
    PH_HOURS,
    PH_CARRY,
    PH_CHOSEN,
    PH_NOTIFIED_BY,
    PH_NOTIFIED_WITHIN,
    PH_GUARD,
    PH_ACCEPTED,
    PH_VALIDATED,
    PH_IN_ADDITION,
    PH_IN_PARALLEL,
    PH_IN_STEP,
    PH_EXCEPTION,
    PH_CURE,
    PH_LAPSES,
    PH_REPORTED,
    PH_CONFIDENTIAL,
    PH_KEY, /* matched by; also when it stands in the trigger */
    PH_COUNT
};

enum ast_tail_kind { AST_TEXT, AST_SOURCE, AST_NOTE };
struct ast_tail {
    enum ast_tail_kind kind;
    struct ast_name lang; /* TEXT */
    struct ast_string text;
    struct span at;
};

/* One formal sentence (or quoted text) with its phrases.  A plain clause has
 * one; a draft one for each alternative; a clause read in two ways one for
 * each reading. */
struct ast_body {
    bool broken;
    struct span at;
    struct ast_name id;       /* of the alternative or reading */
    struct ast_names held_by; /* of the reading */

    struct ast_trigger trigger;
    enum ast_sentence sentence;
    struct span sentence_at;   /* without trigger and phrases */
    struct ast_string quoted;  /* QUOTED */
    struct ast_name judged_by; /* QUOTED; not written: declaratory */
    struct ast_names bearers;  /* SHALL, SHALL_NOT, MAY */
    enum ast_predicate predicate;
    struct ast_act act;             /* ACT */
    struct ast_quantity quantity;   /* ACT, KEEP_LEVEL, OF_THESE */
    struct ast_selection selection; /* ACT, KEEP_LEVEL; OF_THESE: `of` only */
    struct ast_name thing, state;   /* KEEP_STATE */
    struct ast_names suspends;      /* SUSPEND: labels */

    /* Phrases: at[PH_X].length != 0 if it is written; then the fields of that
     * phrase are set. */
    struct span phrase_at[PH_COUNT];
    struct ast_place place; /* PH_PLACE */
    struct ast_names to;    /* PH_TO */
    struct ast_step *steps; /* PH_STEPS */
    uint32_t n_steps;
    struct ast_ratio *ratios; /* PH_RATIOS */
    uint32_t n_ratios;
    struct ast_deadline deadline;         /* PH_DEADLINE */
    const struct ast_point *from;         /* PH_FROM */
    bool not_before;                      /* PH_FROM */
    const struct ast_point *until;        /* PH_UNTIL */
    struct ast_name throughout;           /* PH_THROUGHOUT: a phase, or none */
    enum period_kind each;                /* PH_EACH */
    struct ast_time between, between_end; /* PH_BETWEEN */
    struct ast_duration hours;            /* PH_HOURS */
    bool unbroken;                        /* PH_HOURS "without a break" */
    struct ast_name chosen_by;            /* PH_CHOSEN */
    struct ast_time notified_by;          /* PH_NOTIFIED_BY, the day before */
    struct ast_duration notified_within;  /* PH_NOTIFIED_WITHIN */
    struct ast_name after;                /* PH_AFTER: a label */
    bool after_verified;                  /* PH_AFTER */
    enum guard_kind guard;                /* PH_GUARD */
    bool guard_any;                       /* its atoms are joined by "or" */
    struct ast_atom *atoms;               /* PH_GUARD */
    uint32_t n_atoms;
    struct ast_accepted accepted;         /* PH_ACCEPTED */
    struct ast_name validated_by;         /* PH_VALIDATED */
    struct ast_duration validated_within; /* PH_VALIDATED; may be absent */
    struct ast_name in_addition_to, in_parallel_with, in_step_with; /* labels */
    struct ast_named exception;           /* PH_EXCEPTION */
    struct ast_duration exception_notice; /* PH_EXCEPTION; may be absent */
    struct ast_name exception_decided_by; /* PH_EXCEPTION; may be absent */
    struct ast_duration cure;             /* PH_CURE */
    struct ast_duration reported_within;  /* PH_REPORTED */
    struct ast_names confidential_to;     /* PH_CONFIDENTIAL */
    enum key_kind key;                    /* PH_KEY */

    struct ast_tail *tails;
    uint32_t n_tails;
};

static inline bool ast_has(const struct ast_body *b, enum ast_phrase p)
{
    return b->phrase_at[p].length != 0;
}

enum ast_form { AST_PLAIN, AST_DRAFT, AST_READINGS };
struct ast_clause {
    bool broken; /* the clause as a whole; bodies have their own mark */
    struct span at;
    struct ast_name label;
    enum ast_form form;
    struct ast_body *bodies; /* PLAIN: one.  An open draft: its alternatives */
    uint32_t n_bodies;
    struct ast_tail *tails; /* DRAFT: what is written after the bracket */
    uint32_t n_tails;
};

struct ast_article {
    struct span at;     /* of the heading */
    struct ast_name id; /* "2", "annex" */
    struct ast_string title;
    struct ast_clause *clauses;
    uint32_t n_clauses;
};

/* --- declarations ----------------------------------------------------------
 */

enum ast_decl_kind {
    DECL_PARTY,
    DECL_FORCE,
    DECL_MEDIATOR,
    DECL_GUARANTOR,
    DECL_AGENCY,
    DECL_OBSERVER,
    DECL_PRESS,
    DECL_VERIFIER,
    DECL_ZONE,
    DECL_LINE,
    DECL_ITEM,
    DECL_LIST,
    DECL_ACT,
    DECL_STATE,
    DECL_CONDITION,
    DECL_TERM,
    DECL_STANDARD,
    DECL_REPORTING,
    DECL_CLOCK,
    DECL_PHASE,
    DECL_WAIVER,
    DECL_CAPACITY,
    DECL_INSTRUMENT,
    DECL_PUBLICATION, /* to DECL_DISPUTES: provisions of the frame */
    DECL_HOTLINE,
    DECL_AUTHORITY,
    DECL_AMENDMENT,
    DECL_TERMINATION,
    DECL_FUNDING,
    DECL_DISPUTES,
    DECL_COUNT
};

/* "extended ..." */
enum ast_cap { AST_NO_CAP, AST_CAP_FURTHER, AST_CAP_IN_ALL };
struct ast_extension {
    enum extension_kind kind;
    struct ast_names by;            /* CONSENT, ANNOUNCEMENT */
    struct ast_duration each;       /* EARNED */
    int64_t per;                    /* EARNED: for each `per` */
    struct ast_selection selection; /* EARNED */
    struct ast_act act;             /* EARNED */
    enum ast_cap cap_kind;
    struct ast_duration cap;
    struct span at;
};

/* What a verifier's declaration says. */
enum ast_option {
    OPT_CHAIRED,
    OPT_MEMBERS,
    OPT_ATTRIBUTE,
    OPT_CLASSES,
    OPT_DECIDES,
    OPT_READY,
    OPT_ACCESS,
    OPT_REPORTS,
    OPT_COUNT
};
struct ast_verifier {
    struct span option_at[OPT_COUNT]; /* length 0: not written */
    struct ast_names chaired_by, members;
    bool may_attribute;
    int64_t confidence;        /* in per cent; 0: not written */
    struct ast_named *classes; /* of breaches: conditions that it judges */
    uint32_t n_classes;
    enum decides_kind decides; /* DECIDES_KOF: k of `of` */
    int64_t k, of;
    struct ast_name else_by; /* who decides if they do not; may be absent */
    struct ast_deadline ready;
    struct ast_names access; /* zones */
    enum period_kind reports;
    struct ast_names reports_to;
};

/* "counted when DONE [in WORD] [by WORD]" */
struct ast_counted {
    struct ast_act act;
    struct ast_name in, by;
    struct span at; /* length 0: not written */
};

enum ast_clockline {
    CLOCK_ZONE,
    CLOCK_FORCE,
    CLOCK_DAY1,
    CLOCK_LASTS,
    CLOCK_COUNT
};
enum ast_force_rule {
    AST_FORCE_AT, /* in force at DATE TIME */
    AST_FORCE_ON, /* in force on DATE: from its beginning */
    AST_FORCE_SIGNED,
    AST_FORCE_ANNOUNCED
};
enum ast_lasts { AST_LASTS_DAYS, AST_LASTS_UNTIL, AST_LASTS_NO_END };
struct ast_clock {
    struct span line_at[CLOCK_COUNT]; /* length 0: not written */
    struct ast_name zone;             /* an IANA name, as written */
    enum ast_force_rule force;
    struct ast_date date;
    struct ast_time time;
    struct ast_names by; /* signatories or announcers */
    bool day1_after;
    enum ast_lasts lasts;
    int64_t days;
    struct ast_date until;
    struct ast_extension *ext;
    uint32_t n_ext;
};

/* "capacity 20 truck each hour at gate between 06:00 and 18:00 by un from ..."
 */
struct ast_capacity {
    int64_t n;
    struct ast_selection selection;
    enum capacity_per per;
    struct ast_name place, by;            /* may be absent */
    struct ast_time between, between_end; /* may be absent */
    const struct ast_point *from;         /* NULL: not written */
};

/* "hotline "..." by a, b by day 1": a text, who, by when. */
struct ast_provision {
    struct ast_string text;
    struct ast_names by;     /* may be empty */
    struct ast_deadline due; /* at.length == 0: not written */
};

struct ast_phase {
    const struct ast_point *from;
    bool has_lasts; /* else `until` */
    struct ast_duration lasts;
    const struct ast_point *until;
    struct ast_extension *ext;
    uint32_t n_ext;
};

struct ast_decl {
    enum ast_decl_kind kind;
    bool broken;
    struct span at;
    struct ast_named *names; /* what is declared: one; several for parties and
                                bodies; none for ACT, TERM, STANDARD,
                                REPORTING, CLOCK, WAIVER */
    uint32_t n_names;
    struct ast_name of;   /* FORCE: its party, if one answers for it; LIST:
                             the item or category */
    struct ast_name in;   /* ZONE */
    struct ast_name by;   /* CONDITION: who judges */
    struct ast_name unit; /* ITEM */
    struct ast_string from_file;  /* ZONE, LINE, LIST, INSTRUMENT */
    struct ast_string hash;       /* INSTRUMENT; may be absent */
    struct ast_named *categories; /* ITEM */
    uint32_t n_categories;
    int64_t count;                   /* LIST: entries, or -1 */
    int act;                         /* ACT: index into ast.acts */
    struct ast_string term, meaning; /* TERM */
    struct ast_counted counted;      /* ITEM */
    struct ast_accepted accepted;    /* STANDARD */
    enum period_kind each;           /* REPORTING */
    struct ast_duration due;         /* REPORTING; may be absent */
    struct ast_name code, label;     /* WAIVER; the label may be absent */
    struct ast_string because;       /* WAIVER */
    const struct ast_verifier *verifier;
    const struct ast_clock *clock;
    const struct ast_phase *phase;
    const struct ast_capacity *capacity;
    const struct ast_provision *provision; /* PUBLICATION to DISPUTES */
};

/* --- the whole --------------------------------------------------------------
 */

/* A declaration or an article; the other is NULL. */
struct ast_part {
    struct ast_decl *decl;
    struct ast_article *article;
};

/* A comment without its `#` and the blanks at both ends. */
struct ast_comment {
    uint32_t offset;   /* of its `#` */
    bool own_line;     /* nothing but blanks before it */
    bool blank_before; /* own_line: an empty line stands above it */
    str text;
};

struct ast {
    str file, source;
    struct span agreement_at; /* the word `agreement`; length 0: missing */
    struct ast_string title;
    struct ast_names languages;
    struct ast_name prevails; /* the language that prevails, or none */
    struct span languages_at, formal_prevails_at; /* length 0: not written */
    struct ast_part *parts;                       /* in the order of the text */
    uint32_t n_parts;
    struct ast_vocab *acts; /* the standard ones first */
    uint32_t n_acts;
    struct ast_comment *comments; /* by offset */
    uint32_t n_comments;
    uint32_t *blanks; /* offsets of the first byte that is not blank after an
                         empty line, ascending */
    uint32_t n_blanks;
};

/* "party", "zone", ...: the word that begins a declaration. */
str ast_decl_word(enum ast_decl_kind kind);

#endif
