/*
 * norm.h - the clause normal form: what an agreement means once read.
 *
 * lang/compile.c makes it from the syntax tree; engine, check, diff and the
 * reference evaluator of the tests read it.  It is plain data: every name is
 * resolved to an index into a table below, every time rule is a `point`, every
 * place, category and actor set is closed under "in", "of" and "answers for".
 * Nothing here is computed from reports: phases, triggers and deadlines depend
 * on them and are the engine's business.  What the fields mean in a verdict is
 * docs/semantics.md (cited as "sem N").
 *
 * Everything lives in the arena given to lang_compile and is immutable.
 */
#ifndef TRUCE_LANG_NORM_H
#define TRUCE_LANG_NORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

#define NONE       (-1) /* an index that names nothing */
#define MAX_ACTORS 64   /* an actor set is one uint64_t */
#define MAX_ZONES  255  /* a zone set is four uint64_t; see SOMEWHERE */
#define MAX_ITEMS  1000 /* items and their categories together */

typedef uint64_t actor_set;
typedef struct {
    uint64_t w[4];
} zone_set;
/* In the set of a report that says where by no zone's name (a point, a
 * bearing): it may lie in none of the zones, but somewhere it is (sem 4). */
#define SOMEWHERE MAX_ZONES

enum actor_role {
    ROLE_PARTY,
    ROLE_FORCE, /* `of` is the party that answers for it */
    ROLE_MEDIATOR,
    ROLE_GUARANTOR,
    ROLE_AGENCY,
    ROLE_OBSERVER,
    ROLE_PRESS,
    ROLE_VERIFIER
};

struct actor {
    str id, name;
    enum actor_role role;
    actor_set answers;  /* this actor and the forces it answers for */
    int of;             /* ROLE_FORCE: index of its party, or NONE if the text
                           names none; else NONE */
    bool may_attribute; /* ROLE_VERIFIER */
    uint32_t line;      /* where declared, 1-based */
    const struct mandate *mandate; /* ROLE_VERIFIER: what its declaration says
                                      more; else NULL.  The engine reads
                                      nothing of it. */
};

struct zone {
    str id, name;
    int in;    /* the zone that contains it by declaration, or NONE */
    str file;  /* GeoJSON file named in the text, empty if none */
    bool line; /* a line, not an area */
    /* A zone made by "within/beyond N m of LINE": base is the line, metres
     * the distance; no id of its own can be written in a report. */
    int base; /* NONE for ordinary zones */
    int64_t metres;
    bool beyond;
    zone_set inside; /* this zone and all declared to lie in it */
    uint32_t decl_line;
};

/* Items and categories form one table; a category's parent is its item (or a
 * category above it).  `at` is what a report names. */
struct item {
    str id, name; /* a category's id as written in reports: "truck.fuel" */
    int parent;   /* NONE for an item */
    str unit;     /* "truck", "person", "hour" ...; same for its categories */
    int act;      /* "counted when": the act that counts, or NONE */
    int at;       /* "in/at ZONE": the counting point, or NONE */
    int by;       /* "by ACTOR": who counts, or NONE */
    int64_t registered; /* number of entries of its list, or -1 */
    uint32_t line;
};

/* What the place written with an act is to it (sem 4). */
enum act_place {
    PLACE_WHERE, /* it is done there: in any part of the place */
    PLACE_GIVEN, /* "open gate", without `in`: it is done to the place, to all
                    of it */
    PLACE_LEFT,  /* "vacate north", "withdraw from north": left, or made empty,
                    all of it; so too an act declared `of all` */
    PLACE_LEFT_FROM /* the same, where the text says `from` */
};
struct act {
    str id, inf, done; /* "hand_over", "hand over", "handed over" */
    enum act_place place;
    bool standard; /* of the standard vocabulary */
    str seen;      /* "seen as": by what it is observed, or empty */
};
struct state {
    str id, name;
};
struct condition {
    str id, name;
    int by; /* the actor that judges it */
};

/* A point in time, as written; the engine resolves it (sem 3). */
enum point_kind {
    POINT_NEVER,   /* no end */
    POINT_INSTANT, /* `at`; to a whole civil day if `whole_day` */
    POINT_DAY_N,   /* civil day n counted from day 1 (n >= 1); tod or whole */
    POINT_FORCE,   /* entry into force */
    POINT_SIGNED,  /* the last signature */
    POINT_PHASE_START,
    POINT_PHASE_END, /* phase index in `ref`; NONE: the agreement itself */
    POINT_CLAUSE_MET,
    POINT_CLAUSE_VERIFIED, /* clause index in `ref` (sem 20) */
    POINT_TRIGGER          /* the instance's own trigger */
};
struct duration {
    int64_t seconds; /* exact part: minutes and hours */
    int64_t days;    /* elapsed civil days (weeks times 7) */
};
struct point {
    enum point_kind kind;
    bool whole_day;       /* no time of day was written */
    int32_t n;            /* POINT_DAY_N */
    int32_t tod;          /* seconds after local midnight, or NONE */
    instant at;           /* POINT_INSTANT: its (first) instant */
    instant at_end;       /* POINT_INSTANT: the last second of that minute or
                             civil day, inclusive (sem 3); `at` itself if
                             seconds were written */
    int ref;              /* phase or clause */
    struct duration plus; /* added to the base; negative for "before" */
};
enum deadline_kind {
    DUE_NONE, /* none written, or only "at once" */
    DUE_END,  /* on, by, at, no later than: to the end of the point */
    DUE_START /* before: to its start */
};
struct deadline {
    enum deadline_kind kind;
    struct point p;
    str words; /* as written */
};

enum period_kind { PERIOD_NONE, PERIOD_DAY, PERIOD_WEEK };

enum decides_kind {
    DECIDES_UNSTATED,
    DECIDES_CONSENSUS,
    DECIDES_MAJORITY,
    DECIDES_KOF
};
struct mandate {
    actor_set chaired_by;
    actor_set members;     /* "members": who sits on it, 0 if not written */
    bool attribute_stated; /* "may [not] attribute" was written */
    uint32_t confidence;   /* from which per cent on it attributes, or 0 */
    const int *classes;    /* "classes (minor | grave)": conditions */
    uint32_t n_classes;
    enum decides_kind decides;
    uint32_t k, of; /* DECIDES_KOF: "decides by k of n" */
    int else_by;    /* who decides if they do not, or NONE */
    bool has_ready;
    struct deadline ready;
    zone_set access; /* "access to": closed under "in" */
    bool has_access;
    enum period_kind reports; /* "reports each ..." or PERIOD_NONE */
    actor_set reports_to;
};

/* What the frame of a text says in words: who publishes what, and so on. */
enum provision_kind {
    PROVISION_PUBLICATION,
    PROVISION_HOTLINE,
    PROVISION_AUTHORITY,
    PROVISION_AMENDMENT,
    PROVISION_TERMINATION,
    PROVISION_FUNDING,
    PROVISION_DISPUTES,
    PROVISION_KINDS
};
struct provision {
    enum provision_kind kind;
    str text;
    actor_set by; /* 0: nobody is named */
    struct deadline due;
    uint32_t line;
};

/* An annex, letter or map beside the text. */
struct instrument {
    str id, name;
    str file, hash; /* SHA-256 in hex; either may be empty */
    uint32_t line;
};

enum clause_kind {
    CLAUSE_DUTY,
    CLAUSE_BAN,
    CLAUSE_KEEP, /* a state to keep: a ban on its contrary (sem 17) */
    CLAUSE_MAY,
    CLAUSE_JUDGED,
    CLAUSE_DECLARATORY
};
enum trigger_kind {
    TRIG_NONE,
    TRIG_EVENT,    /* "for each": `trig` selects the events */
    TRIG_MET,      /* when/after CLAUSE is met; one instance per its instance */
    TRIG_VERIFIED, /* from notice of the finding (sem 20) */
    TRIG_UNMET     /* "when CLAUSE is unmet": from the end of its due */
};
enum key_kind { KEY_NONE, KEY_OBJECT, KEY_ROUND, KEY_PLACE };
enum measure_kind {
    MEASURE_EXISTS, /* at least one report of the act */
    MEASURE_SUM,    /* quantity of an item */
    MEASURE_LEVEL,  /* a figure that holds at an instant; never summed */
    MEASURE_HOURS   /* time without the act: reports with did_not, seconds.
                       "shall not ... for 10 hours": a CLAUSE_DUTY that needs
                       at least that many seconds */
};
enum compare { AT_LEAST, AT_MOST, EXACTLY };

/* The word before a place, for the text in plain English alone. */
enum place_word {
    PLACE_UNSAID, /* no place, or it comes from elsewhere (an item's counting)
                   */
    PLACE_BARE,   /* "open gate" */
    PLACE_IN,
    PLACE_INTO,
    PLACE_FROM,
    PLACE_AT
};

/* Which reports a clause looks at (sem 4). */
struct selector {
    int act;         /* NONE: none (a state selector) */
    int item;        /* item or category, or NONE: any */
    uint64_t *items; /* bit set over items: `item` and all its categories;
                        several categories of one item: their union */
    uint32_t n_item_words;
    actor_set performers; /* 0: anybody, named or not.  In `perf` of a clause
                             with bearers the engine narrows it to the bearer
                             and those it answers for, unless `anybody` */
    bool anybody;         /* the item is "counted when" an act by whomever */
    int place;            /* zone, or NONE: anywhere */
    enum place_word said; /* the engine reads nothing of it */
    bool whole;           /* `perf` of a duty that has no number: it is done to
                             all of the place; done to a part, it is done in
                             part (sem 4) */
    actor_set to;         /* recipients, 0: any or unstated */
    int state;            /* CLAUSE_KEEP: the state; act is NONE then */
    int state_item;       /* CLAUSE_KEEP on an item rather than a zone */
    bool did_not;         /* MEASURE_HOURS: statements of not doing */
};

/* What can be done of something: units an hour, a day or a week, or units
 * that there are (monitors, patrols).  Only checks before signature read it. */
enum capacity_per {
    CAPACITY_IN_ALL,
    CAPACITY_HOUR,
    CAPACITY_DAY,
    CAPACITY_WEEK
};
struct capacity {
    int64_t n; /* at least 1 */
    enum capacity_per per;
    struct selector what;     /* item, items */
    int place;                /* zone or line, or NONE: not said */
    int by;                   /* whose, or NONE: not said */
    int32_t tod_from, tod_to; /* "between": seconds after midnight, or NONE */
    bool has_from;
    struct point from; /* from when on it is there */
    uint32_t line;
};

struct step {
    int64_t n; /* units of this step alone */
    struct deadline due;
};
struct ratio {
    int item; /* category of the trigger */
    int64_t n;
};

enum base_kind { BASE_NONE, BASE_FIXED, BASE_AT_DEADLINE, BASE_FINAL };
struct need {
    enum compare cmp;
    int64_t n; /* units; for percent: hundredths are base * n / 100 */
    bool percent;
    bool all; /* n is unknown: needs `base` or a statement of completion */
    enum base_kind base;
    int base_item;      /* whose registered quantity */
    int64_t base_fixed; /* BASE_FIXED */
};

enum standard_kind {
    STD_INTEREST, /* statements against interest (sem 9) */
    STD_NAMED,    /* verified/counted by one body */
    STD_KOF       /* k of a set */
};
struct standard {
    enum standard_kind kind;
    int by;
    bool counted; /* STD_NAMED: "counted by" */
    uint32_t k;
    actor_set of;
};

enum atom_kind { ATOM_MET, ATOM_STATE, ATOM_CONDITION, ATOM_PHASE };
struct atom {
    enum atom_kind kind;
    bool negated;
    int ref;    /* clause, state, condition or phase */
    int place;  /* ATOM_STATE: zone, or NONE */
    bool there; /* ATOM_STATE: the place of the report or trigger */
};
enum guard_kind { GUARD_NONE, GUARD_IF, GUARD_WHILE, GUARD_UNLESS };
struct guard {
    enum guard_kind kind;
    bool any; /* atoms joined by "or" */
    const struct atom *atoms;
    uint32_t n;
};

struct clause_exception {
    str id, name;
    bool has_notice;
    struct duration notice;
    int decided_by; /* or NONE */
};

struct prose {
    str lang, text;
};

struct clause {
    str label, article;
    str article_title; /* or empty */
    uint32_t line, column;
    enum clause_kind kind;
    str quoted; /* the text of an unformalised clause */
    int judged_by;
    str reading; /* the reading's id, if the clause has several; else empty */
    actor_set reading_holders;
    int reading_of; /* index of the first reading of the same label, or NONE */

    const int *bearers; /* debtors as written; none: n_bearers 0.  Each is
                           bound for itself (sem 7) */
    uint32_t n_bearers;
    actor_set creditors; /* recipients that are parties; 0: all parties but
                            the bearer (sem 9) */

    enum trigger_kind trigger;
    struct selector trig;
    int64_t trig_per; /* "for each 10 captive": 10, else 1 */
    int trig_clause;
    enum key_kind key;
    enum point_kind after; /* phrase "after X is met|verified", or NEVER */
    int after_clause;

    struct selector perf;
    enum measure_kind measure;
    struct need need;
    const struct ratio *ratios;
    uint32_t n_ratios;
    const struct step *steps;
    uint32_t n_steps;

    enum period_kind period;
    struct point from;  /* first instant that counts; POINT_FORCE by default */
    bool not_before;    /* "not before": earlier acts do not count */
    struct point until; /* end of a recurring duty, a ban or a state: the
                           end of the agreement (POINT_PHASE_END, ref NONE)
                           where none is written; POINT_NEVER elsewhere */
    struct deadline due;
    bool at_once;
    int32_t tod_from, tod_to; /* "between": seconds after midnight, or NONE */
    struct duration hours;    /* MEASURE_HOURS: how long */
    bool unbroken;
    bool carry;
    int chosen_by;
    int32_t notified_tod; /* the day before, or NONE */
    struct duration notified_within;

    struct guard guard;
    struct standard standard;
    int validated_by; /* or NONE */
    struct duration validated_within;
    int in_addition_to, in_parallel_with, in_step_with; /* clauses or NONE */
    int subquota_of; /* "of these": the clause above it, or NONE */
    struct clause_exception exception;
    bool has_exception;
    struct duration cure;
    bool has_cure, lapses;
    struct duration reported_within;
    bool has_reported_within;
    actor_set confidential_to;
    const int *suspends; /* CLAUSE_MAY suspend: clauses */
    uint32_t n_suspends;

    const struct prose *prose;
    uint32_t n_prose;
    str source, note;
};

enum extension_kind { EXT_CONSENT, EXT_ANNOUNCEMENT, EXT_EARNED };
struct extension {
    enum extension_kind kind;
    actor_set by;
    struct duration each; /* EXT_EARNED: what each `per` units buy */
    int64_t per;
    struct selector sel;
    bool capped, cap_in_all;
    struct duration cap;
};
struct phase {
    str id, name;
    struct point from, until; /* until POINT_NEVER when `lasts` is used */
    struct duration lasts;
    bool has_lasts;
    const struct extension *ext;
    uint32_t n_ext;
    uint32_t line;
};

struct left_out {
    str label;
    bool open; /* a draft not chosen, or hangs on one; else a mistake */
};

enum force_kind { FORCE_AT, FORCE_SIGNED, FORCE_ANNOUNCED, FORCE_UNSTATED };

struct agreement {
    str title, file;
    str time_zone; /* IANA name; "UTC" if none was written */
    bool has_time_zone;
    enum force_kind force;
    struct point force_at; /* FORCE_AT */
    actor_set force_by;    /* signatories or announcers */
    bool day1_after;       /* day 1 is the day after entry into force */
    struct phase life;     /* the agreement's own length; lasts in whole days:
                              to the end of day N (inclusive) */
    int32_t life_days;     /* 0: not by days */
    enum period_kind reporting;
    struct duration reporting_due;
    struct standard standard;
    struct actor *actors;
    struct zone *zones;
    struct item *items;
    struct act *acts;
    struct state *states;
    struct condition *conditions;
    struct phase *phases;
    struct clause *clauses; /* in the order of the text */
    uint32_t n_actors, n_zones, n_items, n_acts, n_states, n_conditions,
        n_phases, n_clauses;
    struct capacity *capacities;
    struct provision *provisions;
    struct instrument *instruments;
    uint32_t n_capacities, n_provisions, n_instruments;
    const str *languages;
    uint32_t n_languages;
    str prevails; /* the language that prevails; empty: none, or the formal
                     text */
    bool formal_prevails;
    uint32_t n_open; /* clauses left out: drafts not chosen, and what hangs
                        on them */
    struct left_out *left_out; /* every clause of the text that is not here */
    uint32_t n_left_out;
};

#endif
