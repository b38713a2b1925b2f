/* engine_int.h - what the files of the engine share.
 *
 *     engine_add --> log.c  (compact records)  --> select.c (books: which
 *        |                                          clause looks at what)
 *        `--> stand.c (amended, retracted, grouped)
 *     engine_status --> status.c --> instance.c --> judge.c / ban.c
 *                                       |   |          |
 *                               phase.c (dates)  voice.c --> figure.c
 *     engine_changes, engine_tally --> keep.c --> keep_key.c, keep_day.c,
 *                                                 keep_ban.c --> judge.c
 *
 * A query (struct query) evaluates one instant; what it finds is kept in it by
 * perspective, so that clauses that depend on each other are evaluated once.
 * Read next: log.c, select.c, figure.c, judge.c. */
#ifndef ENGINE_ENGINE_INT_H
#define ENGINE_ENGINE_INT_H

#include "engine/engine.h"

#include "base/map.h"
#include "base/vec.h"
#include "time/civil.h"
#include "time/tz.h"

/* No sum of quantities exceeds it; so nothing overflows. */
#define QTY_MAX (INT64_MAX / 4)

typedef VEC(uint32_t) u32_vec;
typedef VEC(int) int_vec;

struct span {
    instant from, to;
};

/* --- The log ------------------------------------------------------------ */

enum rec_flag {
    REC_STANDS = 1,
    REC_ANSWERED = 2, /* some record replies to it */
    REC_GROUPED = 4,  /* an incident names it */
    REC_BROKEN = 8,   /* in a cycle of replies */
    REC_DEAD = 16,    /* another content of the same id came in its place */
    REC_UNSUMMED = 32 /* it is not in the sums of days (keep_day.c) */
};

/* What a form says of its records' texts, and of their upper bound. */
enum form_word { WORD_NONE, WORD_OBJECT, WORD_ROUND, WORD_EXT };
enum form_hi { HI_EXACT, HI_OPEN, HI_EXT };

/* A book that records of a form fit; misfit: they have its act and a key, but
 * are done by another, of another item or elsewhere, and are listed for
 * explanations. */
struct put {
    uint32_t book;
    bool misfit;
    uint32_t day,
        index; /* the key of the last day, and its instance; 0: none */
};

/* What many records have in common; there are few. The first FORM_BYTES tell
 * one from another. */
struct form {
    uint32_t length;     /* to - from where it is MAX_SHORT or more, else 0 */
    uint16_t source, in; /* in: index of places */
    int16_t act, item, state, zone;
    int8_t performer, to;
    uint8_t kind;
    uint8_t word, hi; /* enum form_word, form_hi */
    bool did_not, holds, final;
    bool is_bare; /* a statement without more: nothing else hangs on it than
                     the books that it fits */
    uint32_t n_puts;
    struct put *puts;
};
enum { FORM_BYTES = 24 };
STATIC_ASSERT(offsetof(struct form, is_bare) == FORM_BYTES, "no padding");

/* What facts have in common, as it stands in struct fact, and the form of those
 * that have it and nothing that needs more room; last: did_not, holds, final,
 * word and hi. */
enum { COMMON_WORDS = 8, N_COMMON = 512 };
struct common {
    uint64_t w[COMMON_WORDS], last;
    const struct form *form; /* NULL: none yet */
};
STATIC_ASSERT(offsetof(struct fact, did_not) - offsetof(struct fact, kind) ==
                  COMMON_WORDS * sizeof(uint64_t),
              "no padding");

/* One record, 32 bytes. What does not fit is in exts[word - 1]. */
enum { MAX_SHORT = UINT16_MAX };
struct rec {
    union {
        struct {
            int64_t from : 40;
            uint64_t flags : 8;   /* enum rec_flag */
            uint64_t length : 16; /* to - from; MAX_SHORT: see the form */
        };
        uint64_t head; /* all three: one store, which a load finds */
    };
    const struct form *form;
    uint32_t id;   /* offset in names */
    int32_t late;  /* recorded - from; INT32_MIN: see ext */
    int32_t lo;    /* INT32_MIN: see ext */
    uint32_t word; /* object or round, or index of ext + 1 */
};
STATIC_ASSERT(sizeof(struct rec) == 32, "two to a line of the cache");

struct ext {
    instant to, recorded;
    int64_t lo, hi;
    uint32_t object, round;  /* words */
    const struct fact *more; /* with its own copies of texts and lists; NULL
                                where a record has none */
};

/* Texts of ids: two bytes of length, then the bytes. */
struct names {
    char *pool;
    size_t n, cap;
};
struct name_slot {
    uint32_t tag, value; /* value 0: free */
};
struct last_hash { /* of all but the last byte of a text of n bytes */
    size_t n;      /* 0: none */
    uint32_t hash;
    char text[44];
};
/* Names that are one stem and a number, as e1, e2, ...: their values lie by
 * number, from `first` on, as far as the numbers are dense; the others (strays)
 * are in the table of hashes. */
enum { MAX_SERIES = 32, MAX_STEM = 15, SEEN_SERIES = 64 };
struct name_series {
    char stem[MAX_STEM];
    uint8_t n_stem;
    uint64_t last_bytes; /* of the stem */
    uint32_t first;
    uint32_t *values; /* 0: free */
    size_t n, cap, strays;
};
/* The name of at most eight bytes that was asked for last, but for its last
 * digit: the next one mostly differs in that alone. */
struct near_name {
    uint64_t text;
    size_t n; /* 0: none */
    struct name_series *series;
    uint32_t number;
};
struct name_table {
    struct name_slot *slots;
    size_t n, cap;
    struct last_hash last;
    struct near_name near;
    struct name_series series[MAX_SERIES];
    uint8_t n_series;
    uint8_t seen[SEEN_SERIES]; /* series, by a stem's last byte */
};

/* The name of an object or round, and the first of the keys that it is. */
struct word {
    uint32_t kinst; /* of `clause` */
    int16_t clause; /* NONE: none yet */
    uint8_t n;      /* bytes; WORD_LONG: text holds an offset in names */
    char text[17];
};
enum { WORD_LONG = 255 };

/* A reply seen from the record it names. */
struct edge {
    uint32_t replier;
    uint32_t next; /* index + 1 */
    uint8_t kind;
};

/* --- Books: which records a selector looks at ---------------------------- */

enum book_role { BOOK_PERF, BOOK_TRIG, BOOK_BASE, BOOK_EARN };

struct book {
    struct selector sel;
    int clause; /* NONE for BOOK_EARN */
    enum book_role role;
    enum key_kind key;
    actor_set performers; /* of all bearers; 0: anybody */
    bool anyone;          /* also reports without a performer */
    u32_vec facts;        /* in order of arrival; if keyed, without a key */
};

/* One key of one clause: an order, a round, a place; or, of the kept rows of a
 * clause without a key, a civil day. */
struct kinst {
    uint32_t key;        /* word of object or round; zone + 1 */
    uint32_t trig, perf; /* links, index + 1; newest first */
    uint32_t misfit;     /* reports of the act and key that do not fit */
};
struct link {
    uint32_t fact;
    unsigned next : 28;
    /* what the kept sums hold of it: of the own standard; of its account */
    unsigned weight : 2, weight_mine : 2;
};
enum { MAX_LINKS = (1 << 28) - 1 };
typedef VEC(struct kinst) kinst_vec;

/* --- Kept rows (keep.c) ---------------------------------------------------
 */

/* How the rows of a clause are kept between questions, if they are. */
enum shape {
    SHAPE_NONE,  /* judged anew by instance.c at each question */
    SHAPE_KEYED, /* a row for each key; keep_key.c */
    SHAPE_DAYS,  /* a row for each day or week; keep_day.c */
    SHAPE_BAN    /* one row; keep_ban.c */
};

enum { NO_ROW = 255 };

/* One row of the own standard and one bearer. Of the first bearer: what is
 * known of the row. */
struct kept_row {
    uint8_t now, seen; /* enum status, or NO_ROW; seen: last told */
    bool moved : 1;    /* in the list of those that changed since told */
    bool dirty : 1;
    bool stale : 1; /* in kept.stale */
    /* It runs, hangs on one trigger, and wakes in the second after its due, or
     * has none; nothing but reports came since (keep_key.c). */
    bool bare : 1;
    uint32_t cause; /* fact + 1 that made it dirty; 0: the clock */
    instant wake;   /* INSTANT_MAX: none */
};

/* Where a row of a clause with a key stands in the order of rows. */
enum { NO_FACT = UINT32_MAX, UNPLACED = UINT32_MAX - 1 };
struct place {
    instant to;    /* of the row's first trigger */
    uint32_t fact; /* NO_FACT: there is none; UNPLACED: to be found; then `to`
                      is known or INSTANT_MIN */
    uint32_t row;
};

/* What the triggers of one source come to (sem 7). */
struct trig_sum {
    int64_t lo, n; /* n 0: it has none */
    uint64_t to, from, recorded;
};

/* What one source's events of one civil day come to. */
struct day_sum {
    int source;
    uint32_t next, n; /* next: index + 1; n: events */
    int64_t lo, up;
};

/* A civil day of a SHAPE_DAYS clause; beside its kinst: perf are events inside
 * the day, trig all else that meets it. */
struct day {
    int64_t number; /* civil_days */
    uint32_t sums;  /* index + 1 */
    uint32_t cause;
    instant latest; /* end of its events, at most */
    bool dirty;
};

/* What the events of one source come to under a prohibition, each with the
 * weight that the guard gives it; found: of its findings alone. */
struct ban_part {
    int64_t n, lo, touch, may, found;
};
/* One source; own: under the own standard, mine: in the source's account. */
struct ban_sum {
    int source;
    int64_t n; /* in the window, whether they count or not */
    struct ban_part own, mine;
    u32_vec facts; /* of kept.n_listed events, whether they count or not */
    size_t sorted; /* of these: by (from, recorded, id) */
};
typedef VEC(struct ban_sum) ban_sums; /* by source */

/* Invariants:
 * 1. A row that is not dirty has the status that instance.c would give it at
 *    any instant from keep.at on until its wake.
 * 2. tally[b][s] is the number of rows of bearer b whose `now` is s. */
struct kept {
    enum shape shape;
    uint32_t depth;            /* how many clauses it follows */
    VEC(struct kept_row) rows; /* [row * n_bearers + bearer] */
    uint32_t n_rows;
    u32_vec dirty; /* rows */
    /* Rows that changed since told, row * n_bearers + bearer for row; with
     * their places when they changed, which are right unless judged_again. */
    VEC(struct place) moved;
    bool judged_again; /* some of them were judged since */
    uint32_t (*tally)[N_STATUS];
    int source;                /* of the triggers, or NONE */
    VEC(struct trig_sum) sums; /* by source */
    u32_vec sorted;       /* rows in their order, or none (keep_key_list) */
    u32_vec rejudged;     /* rows judged since they were sorted */
    const int *followers; /* clauses that follow this one */
    uint32_t n_followers;
    u32_vec stale; /* rows that were dirty since the last engine_current */
    bool all_stale;
    bool unfit;      /* something came that cannot be kept */
    u32_vec touched; /* days; or statements that a prohibition's guard asks */
    /* SHAPE_DAYS */
    VEC(struct day) days; /* beside keys */
    VEC(struct day_sum) day_sums;
    instant grown_until; /* no row begins before then that is not there */
    bool has_first;
    int64_t first; /* the civil day of row 0; of a prohibition, of its events */
    int64_t last;
    /* SHAPE_BAN; dirty holds links */
    ban_sums *bans;   /* by bearer */
    size_t n_listed;  /* of the book's facts, those in their lists */
    ban_sums nobody;  /* acts of which no performer is named; own.may */
    u32_vec answered; /* facts that somebody replied to */
    bool window_known, judged;
    struct span window;
    instant latest; /* end of its events, at most */
};

struct wake {
    instant at;
    uint32_t clause, row;
};

/* Wakes that came in the order of their time: those of a deadline of so many
 * days mostly do. `first` and on are left. */
struct wake_run {
    VEC(struct wake) v;
    size_t first;
};
enum { WAKE_RUNS = 4 };

struct keep {
    instant at; /* of the last question */
    struct wake_run runs[WAKE_RUNS];
    VEC(struct wake) heap; /* the others */
    int_vec order;         /* kept clauses, what is followed first */
    bool wills_changed;    /* so that all rows are to be judged again */
    instant will_wake;     /* when the next act of will begins to hold */
    instant assess_wake;
    bool told;             /* engine_changes was asked */
    struct civil_span day; /* the last civil day looked up */
    int64_t day_number;
};

/* Of a table of keys: the index in `keys` + 1, 0: free. */
struct key_slot {
    uint32_t key, index;
};

struct clause_state {
    int perf, trig, base; /* books, or NONE */
    kinst_vec keys;       /* where the clause has a key */
    struct key_slot *slots;
    size_t n_slots, n_in_slots;
    uint64_t mix;       /* of keys that reports choose: days; 0: as they are */
    uint32_t n_bearers; /* at least 1 */
    bool plain;         /* its rows rest on their own reports and on dates that
                           hang on acts of will alone */
    struct kept kept;
};

/* A kept row, of its first bearer. */
static inline struct kept_row *kept_first(const struct clause_state *s,
                                          uint32_t row)
{
    return &s->kept.rows.p[(size_t)row * s->n_bearers];
}

/* The statements of one source about a state, that bear on one place, by
 * (from, recorded, id); also those that do not stand. */
struct said {
    int source;
    u32_vec facts;
};
typedef VEC(struct said) said_vec;

struct account_name {
    str id, name;
};
typedef VEC(struct source) source_vec;

/* Records of one act, or about one state, by day (acts.c). */
struct act_day {
    int64_t day;
    uint32_t newest, n; /* newest: record + 1; the others are linked */
};
struct act_days {
    VEC(struct act_day) days;
    size_t last; /* of the record before */
};
struct acts {
    struct act_days *of; /* acts, then states */
    struct map_u64 index;
    u32_vec next; /* by record: the one before it, + 1 */
};

struct engine {
    const struct agreement *ag;
    const struct tz *tz;
    struct arena arena;
    uint64_t hash_key[2];

    VEC(struct rec) recs;
    VEC(struct ext) exts;
    VEC(zone_set) places;
    struct form **forms; /* a table; at most half full */
    size_t n_forms, cap_forms;
    struct common *common;   /* [N_COMMON], by a hash of it */
    uint16_t *place_of_zone; /* the last set seen with a zone */
    struct names names;
    struct name_table ids, words;
    VEC(struct word) word;     /* from 1 on */
    struct tz_stretch stretch; /* of tz, the last looked up */
    struct map place_index;
    instant latest;
    uint32_t conflict; /* engine_conflict() */

    source_vec sources;
    VEC(struct account_name) accounts; /* the actors first */

    VEC(struct edge) edges;
    struct map_u64 answers; /* record -> edge + 1 */
    struct map awaited;     /* id of no record yet -> edge + 1 */
    u32_vec unsettled;      /* records whose standing is to be found again */
    u32_vec incidents;
    bool groups_stale;
    struct map_u64 group; /* record -> a record of its group */

    u32_vec wills;  /* consents, announcements, signatures, notices ... */
    said_vec *said; /* statements of states, [state][place + 1] */
    u32_vec assessments;

    VEC(struct book) books;
    int_vec *by_act;   /* books that look at an act */
    int_vec *by_state; /* books that look at a state */
    int_vec no_act;    /* books that ask for neither (sem 4) */
    struct clause_state *clauses;
    int *circles; /* circle_init() */
    VEC(struct link) links;

    uint64_t version; /* grows with every change of the facts */
    instant day1_of;  /* an entry into force, INSTANT_MAX: none yet; its day: */
    int64_t day1_number; /* civil_days of day 1 */
    instant day1;
    uint64_t *visited; /* engine_visited() */
    struct changes *changes;
    bool notes_all;          /* changes_note() is to be told of all records */
    struct current *current; /* current.c; NULL: was not asked for */
    struct keep keep;
    struct acts acts;
};

/* log.c */
static inline const struct rec *rec_at(const struct engine *e, uint32_t n)
{
    return &e->recs.p[n];
}
instant rec_effective(const struct engine *e, const struct rec *r);
str rec_id(const struct engine *e, const struct rec *r);
str word_at(const struct engine *e, uint32_t word);
/* What does not fit, of a record that has such; else rec_ext_or_null. */
static inline const struct ext *rec_wide(const struct engine *e,
                                         const struct rec *r)
{
    return &e->exts.p[r->word - 1];
}
static inline instant rec_to(const struct engine *e, const struct rec *r)
{
    if (r->length != MAX_SHORT)
        return r->from + (instant)r->length;
    return r->form->length == UINT32_MAX ? rec_wide(e, r)->to
                                         : r->from + (instant)r->form->length;
}
static inline instant rec_recorded(const struct engine *e, const struct rec *r)
{
    return r->late == INT32_MIN ? rec_wide(e, r)->recorded : r->from + r->late;
}
static inline int64_t rec_lo(const struct engine *e, const struct rec *r)
{
    return r->lo == INT32_MIN ? rec_wide(e, r)->lo : r->lo;
}
static inline int64_t rec_hi(const struct engine *e, const struct rec *r)
{
    return r->form->hi == HI_EXACT  ? rec_lo(e, r)
           : r->form->hi == HI_OPEN ? QTY_INF
                                    : rec_wide(e, r)->hi;
}
/* Names of object and round, 0: none. */
static inline uint32_t rec_object(const struct engine *e, const struct rec *r)
{
    return r->form->word == WORD_OBJECT ? r->word
           : r->form->word == WORD_EXT  ? e->exts.p[r->word - 1].object
                                        : 0;
}
static inline uint32_t rec_round(const struct engine *e, const struct rec *r)
{
    return r->form->word == WORD_ROUND ? r->word
           : r->form->word == WORD_EXT ? e->exts.p[r->word - 1].round
                                       : 0;
}
/* Whether its quantities need more than 32 bits, or a range. */
static inline bool rec_is_wide(const struct rec *r)
{
    return r->lo == INT32_MIN || r->form->hi == HI_EXT;
}
/* NULL where a record has no extension. */
static inline const struct fact *rec_ext_or_null(const struct engine *e,
                                                 const struct rec *r)
{
    return r->form->word == WORD_EXT ? rec_wide(e, r)->more : NULL;
}
/* Of a record of a kind that always has one. */
static inline const struct fact *rec_ext(const struct engine *e,
                                         const struct rec *r)
{
    const struct fact *f = rec_ext_or_null(e, r);
    if (f == NULL)
        BUG("a record without its extension");
    return f;
}
static inline bool rec_stands(const struct rec *r)
{
    return (r->flags & REC_STANDS) != 0;
}
static inline int rec_account(const struct engine *e, const struct rec *r)
{
    return e->sources.p[r->form->source].account;
}
bool log_find(struct engine *e, str id, uint32_t *n);
/* Order (from, recorded, id): <0, 0, >0. */
int rec_order(const struct engine *e, uint32_t a, uint32_t b);
static inline bool form_is_statement(const struct form *f)
{
    return f->kind == FACT_EVENT || f->kind == FACT_TOTAL ||
           f->kind == FACT_LEVEL || f->kind == FACT_ASSESSMENT ||
           f->kind == FACT_FINDING;
}

/* Whether a record may change dates, conditions, reliefs: what all rows rest
 * on. */
static inline bool rec_is_will(const struct engine *e, const struct rec *r)
{
    if (r->form->kind == FACT_FINDING)
        return rec_ext(e, r)->will != WILL_NONE;
    return r->form->kind > FACT_FINDING && r->form->kind != FACT_REPLY;
}

/* stand.c: sem 2 */
MUST_USE err stand_init(struct cx *cx, struct engine *e);
MUST_USE err stand_add(struct cx *cx, struct engine *e, uint32_t n,
                       const struct fact *f);
/* Record n came in the place of another content of its id. */
MUST_USE err stand_replace(struct cx *cx, struct engine *e, uint32_t old,
                           uint32_t n);
/* Finds again what stands after replies; sets REC_GROUPED and e->group. */
MUST_USE err stand_settle(struct cx *cx, struct engine *e);
bool stand_group(const struct engine *e, uint32_t n, uint32_t *group);
/* Walks the replies to record n; *edge begins at 0 and ends at 0. */
bool stand_next_reply(const struct engine *e, uint32_t n, uint32_t *edge,
                      struct edge *out);

/* select.c: sem 4 */
MUST_USE err select_init(struct cx *cx, struct engine *e);
MUST_USE err select_add(struct cx *cx, struct engine *e, uint32_t n);
/* The books that records of a form fit. */
MUST_USE err select_form(struct cx *cx, struct engine *e, struct form *f);
static inline uint32_t select_key(const struct engine *e, const struct rec *r,
                                  enum key_kind key)
{
    switch (key) {
    case KEY_NONE:
        return 0;
    case KEY_OBJECT:
        return rec_object(e, r);
    case KEY_ROUND:
        return rec_round(e, r);
    case KEY_PLACE:
        return (uint32_t)(r->form->zone + 1);
    }
    return 0;
}
bool select_find_key(const struct engine *e, int clause, uint32_t key,
                     uint32_t *index);
bool select_is_exact(const struct engine *e, const struct book *b,
                     const struct rec *r);
/* The instance of a key, made if it is not there. */
MUST_USE err select_key_of(struct cx *cx, struct engine *e, int clause,
                           uint32_t key, uint32_t *index);
void changes_free(struct changes *ch); /* accepts NULL */
/* changes.c: record n may matter again to what looks at it. */
MUST_USE err changes_touch(struct cx *cx, struct engine *e, uint32_t n);
/* The same of a new record; e->changes is there. Of statements it wants to know
 * if e->notes_all. */
MUST_USE err changes_note(struct cx *cx, struct engine *e, uint32_t n);

/* acts.c: records of a selector's act or state that may meet a span; at least
 * `most` of them, the latest, if there are so many. *left: how many more there
 * are in the days before. */
MUST_USE err acts_between(struct cx *cx, struct engine *e, struct arena *a,
                          const struct selector *s, struct span in, size_t most,
                          u32_vec *out, uint32_t *left);

/* keep.c: rows of the own standard, kept between questions */
MUST_USE err keep_init(struct cx *cx, struct engine *e);
/* Row `row` of a clause is to be judged again; cause: record + 1, 0: none. */
MUST_USE err keep_dirty(struct cx *cx, struct engine *e, int clause,
                        uint32_t row, uint32_t cause);
/* The same for a new report of what the clause asks. */
MUST_USE err keep_reported(struct cx *cx, struct engine *e, int clause,
                           uint32_t row, uint32_t cause);
/* The same, where the row mostly is dirty. */
MUST_USE static inline err keep_reported_again(struct cx *cx, struct engine *e,
                                               int clause, uint32_t row,
                                               uint32_t cause)
{
    const struct clause_state *s = &e->clauses[clause];
    if (row >= s->kept.n_rows || e->current != NULL ||
        !kept_first(s, row)->dirty)
        return keep_reported(cx, e, clause, row, cause);
    kept_first(s, row)->cause = cause;
    return OK;
}
/* Record n is in the book of a clause without a key, as its form says. */
MUST_USE err keep_put(struct cx *cx, struct engine *e, int clause, uint32_t n,
                      struct put *p);
/* Record n, in its books, came; it stands or falls, or is disputed or
 * grouped. */
MUST_USE err keep_added(struct cx *cx, struct engine *e, uint32_t n);
MUST_USE err keep_touch(struct cx *cx, struct engine *e, uint32_t n);

/* --- Figures (sem 5) ------------------------------------------------------ */

static inline int64_t qty_add(int64_t a, int64_t b)
{
    if (a == QTY_INF || b == QTY_INF)
        return QTY_INF;
    int64_t s = a + b;
    return s > QTY_MAX ? QTY_MAX : s;
}

/* One statement as a clause sees it. up is QTY_INF if unbounded. */
struct obs {
    instant from, to;
    int64_t lo, up;
    uint32_t fact;
    uint16_t source;
    bool total, exact, finding;
    bool part; /* of a deed to a whole place: done to a part (sem 4) */
};

/* What one source says about one selector: events by (from, to), totals by
 * (from, to). Prefix sums are made for long lists only. */
struct voice {
    int source;
    const struct obs *ev, *tot;
    uint32_t n_ev, n_tot;
    /* Instead of all that, where they are but listed (keep_ban.c): events in
     * order, also those that do not stand; else NULL. */
    const uint32_t *facts;
    uint32_t n_facts;
    instant longest;          /* of the events */
    instant *tot_max_to;      /* greatest end among the totals up to i */
    int64_t *sum_lo, *sum_up; /* [n_ev + 1], of the first i by from */
    uint32_t *by_to;          /* events by to */
    int64_t *to_lo, *to_up;   /* [n_ev + 1], of the first i by to */
    bool level, hours, unbroken;
};

struct fig {
    int64_t lo, hi, touch, may;
    bool speaks, no_sum;
};

/* Makes a voice of n >= 1 statements of one source, sorted by figure_sort
 * (source; events, then totals; from, to). o stays borrowed. */
MUST_USE err figure_sort(struct cx *cx, struct arena *a, struct obs *o,
                         size_t n);
MUST_USE err figure_voice(struct cx *cx, struct arena *a, const struct obs *o,
                          size_t n, struct voice *out);
/* The figure over [a, b); totals that begin at or after cut do not exist. */
MUST_USE err figure_of(struct cx *cx, struct arena *tmp, const struct voice *v,
                       instant a, instant b, instant cut, struct fig *out);
/* No less than lo and touch of that figure, and found faster. */
MUST_USE err figure_most(struct cx *cx, struct arena *tmp,
                         const struct voice *v, instant a, instant b,
                         instant cut, int64_t *out);
/* Whether lo([a, e)) can only grow with e. */
bool figure_is_monotone(const struct voice *v, instant a, instant cut);

/* --- A query ---------------------------------------------------------------
 */

/* Perspectives: OWN, or an account. Sheets are kept by perspective + 1. */
enum { OWN = -1 };
enum tri { NO, YES, UNKNOWN };

struct resolved {
    bool known;
    instant lo, hi; /* both inclusive */
};

struct voices {
    struct voice *v;
    uint32_t n;
};

enum row_name {
    NAME_NONE,
    NAME_STEP,
    NAME_NUMBER,
    NAME_WORD,
    NAME_PLACE,
    NAME_DAY,
    NAME_OVERALL
};

/* One instance in one perspective. */
struct row {
    int64_t ordinal; /* step, number, or civil day; 0: the only one */
    uint32_t key;    /* NAME_WORD, NAME_PLACE */
    uint32_t kinst;  /* its reports, UINT32_MAX: none */
    enum row_name name;
    bool arises, lapsed, window_known, has_due, late_trigger, moved;
    bool undated; /* its deadline is left out: circle.c */
    instant trig_from, trig_to, trig_recorded;
    int64_t trig_quantity;
    uint32_t trig_fact;
    instant a, end; /* the window's beginning; end: of a period, else MAX */
    instant due_lo, due_hi;
    int64_t need, before;
    bool need_known, running_total;
    enum tri guard; /* sem 16 */
    int guard_waits_for;
    /* in step with X, and its counterpart has not happened: no due yet;
     * own_due is then the clause's own, INSTANT_MAX without one (sem 16) */
    bool held;
    instant own_due;

    enum status status;
    unsigned marks;
    struct fig all, ins; /* accepted, or the account's; all: as shown */
    instant shown_to;    /* end of the window of the figure shown */
    int64_t possible;
    bool closed, has_met;
    instant met_from, met_to, met_recorded;
    uint32_t met_fact;
    int waits_for;
    int64_t unattributed;
    actor_set covering;
    instant notified; /* the earliest notice of it, INSTANT_MAX: none */
};
typedef VEC(struct row) row_vec;

struct sheet {
    int clause;
    uint32_t bearer; /* index in clause.bearers */
    int persp;
    bool plain; /* without regard to suspensions and `in step` */
    enum { SHEET_BUSY = 1, SHEET_DONE } state;
    row_vec rows;
    const struct voices *voices; /* of its one row; NULL: as the clause's are */
    uint32_t decides; /* of these voices, of a prohibition: a report that gives
                         the status, or UINT32_MAX */
};

struct phase_state {
    enum { PHASE_NEW, PHASE_BUSY, PHASE_DONE } state;
    bool started, has_end, moved_late;
    instant start, end;
    int64_t extended_days;
};

struct query {
    struct cx *cx;
    struct engine *e;
    const struct agreement *ag;
    instant at;
    struct arena *keep; /* what lasts as long as the query */
    struct arena *tmp;  /* marked and rewound */
    bool in_force;
    instant force, day1;
    int64_t day1_number;         /* civil_days of day 1 */
    struct phase_state **phases; /* [query_level()][phase + 1] */
    struct sheet ***sheets;      /* [query_level()][clause], then by bearer */
    /* What is being made: without regard to suspensions and `in step`; without
     * the deadlines inside a circle, or NONE (circle.c). */
    bool plain;
    int circle;
    bool lists_all;         /* of kept prohibitions all reports are listed */
    struct voices **voices; /* [clause][bearer] */
    /* The same by key, in a question for all rows, which asks for each several
     * times; else NULL. v is NULL where they are not made, or not kept. */
    struct voices ***by_key;       /* [clause][bearer][kinst] */
    struct map_u64 **valid;        /* [clause] report -> assessment */
    struct trigger_set **triggers; /* [clause] */
    uint32_t *wills; /* standing, begun; by (from, recorded, id) */
    uint32_t n_wills;
    struct map_u64 *invalid; /* reports with units assessed as not valid */
    uint32_t depth;
};

/* query.c */
/* Puts facts in the order (from, recorded, id). */
MUST_USE err query_sort(struct cx *cx, struct arena *a, const struct engine *e,
                        uint32_t *facts, size_t n);
MUST_USE err query_begin(struct cx *cx, struct engine *e, instant at,
                         struct arena *keep, struct query *q);
uint32_t query_n_persp(const struct query *q);
static inline size_t query_level(int persp, bool plain, bool undated)
{
    return (size_t)(persp + 1) * 4 + plain * 2u + undated;
}

/* phase.c: sem 3 */
MUST_USE err phase_force(struct query *q);
struct civil_date phase_local_date(const struct query *q, instant at);
struct civil_span phase_day(const struct query *q, int64_t day);
MUST_USE err phase_get(struct query *q, int persp, int phase,
                       const struct phase_state **out);
/* POINT_BEGIN, POINT_END: the first second of a window, and the one after its
 * last; POINT_DUE_*: the last second in time. */
enum point_use { POINT_BEGIN, POINT_END, POINT_DUE_END, POINT_DUE_START };
MUST_USE err phase_resolve(struct query *q, int persp, const struct point *p,
                           enum point_use use, const struct row *trigger,
                           struct resolved *out);
MUST_USE err phase_move(struct query *q, struct duration d, instant from,
                        instant *out);
/* The only instant that phase_move() moves to `to`; false: this is not known
 * without much ado. */
bool phase_moved_from(struct query *q, struct duration d, instant to,
                      instant *out);
/* Where phase_move() adds a constant: from any instant in [*begin, *end). It is
 * empty where that cannot be said. */
void phase_shift(struct query *q, struct duration d, instant from,
                 instant *begin, instant *end, int64_t *shift);
/* Whether the point depends on the end of a phase moved after it had passed. */
bool phase_point_moved(struct query *q, int persp, const struct point *p);

/* circle.c: circles through a deadline or a condition (sem 3) */
/* e->circles: by clause, then by phase, the number of its circle, or NONE. */
MUST_USE err circle_init(struct cx *cx, struct engine *e);
/* Whether a clause (or number of clauses + phase) is asked for without the
 * deadlines and conditions of its circle. */
static inline bool circle_undated(const struct query *q, uint32_t node)
{
    return q->circle != NONE && q->e->circles[node] == q->circle;
}
/* A deadline or `until` of a clause, as phase_resolve(): where what it counts
 * from hangs on the clause in turn, that is taken without the deadlines of the
 * circle; and in what is taken so, the point is not known (*undated). *moved:
 * phase_point_moved(). */
MUST_USE err circle_resolve(struct query *q, const struct clause *c, int persp,
                            const struct point *p, enum point_use use,
                            const struct row *trigger, struct resolved *out,
                            bool *undated, bool *moved);
/* A part of a clause's condition is about to be asked for: what it asks, if
 * that hangs on the clause in turn, is taken without the deadlines and
 * conditions of the circle; then q->circle is to be put back. False: in what is
 * taken so, it is not known. */
MUST_USE bool circle_enter(struct query *q, int clause, const struct atom *a);

/* voice.c: statements of a clause by source */
MUST_USE err voice_clause(struct query *q, int clause, uint32_t bearer,
                          const struct voices **out);
MUST_USE err voice_key(struct query *q, int clause, uint32_t bearer,
                       uint32_t kinst, struct voices *out);
MUST_USE err voice_book(struct query *q, int book, actor_set performers,
                        struct voices *out);
/* Of some records of the clause's book. */
MUST_USE err voice_facts(struct query *q, int clause, uint32_t bearer,
                         const uint32_t *facts, size_t n, struct voices *out);
/* The same of findings alone. */
MUST_USE err voice_findings(struct query *q, int clause, uint32_t bearer,
                            struct voices *out);
/* Acts of which no performer is named. */
MUST_USE err voice_unattributed(struct query *q, int clause,
                                struct voices *out);
/* Sorts statements and makes the voices of them. */
MUST_USE err voice_split(struct query *q, struct arena *a,
                         const struct clause *c, struct obs *o, size_t n,
                         struct voices *out);
/* The events of a trigger, joined by incident, of all sources. */
MUST_USE err voice_triggers(struct query *q, int clause, struct arena *a,
                            struct obs **out, size_t *n);

/* standard.c: sem 6, 9 */
struct accepted {
    struct fig fig; /* lo, hi, touch as accepted; may: possible */
    bool speaks;    /* somebody does */
    bool decides;   /* somebody whom the standard accepts does */
};
/* Who is meant by "bearer" and "creditor" for one bearer of a clause. */
struct sides {
    int bearer;          /* actor, or NONE */
    actor_set debtors;   /* accounts that speak for it */
    actor_set creditors; /* accounts */
};
struct sides standard_sides(const struct agreement *ag, const struct clause *c,
                            uint32_t bearer);
MUST_USE err standard_figures(struct query *q, const struct voices *vs,
                              instant a, instant b, struct fig **out);
void standard_accept(const struct query *q, const struct standard *st,
                     const struct sides *sides, enum compare cmp, int64_t n,
                     const struct voices *vs, const struct fig *figs,
                     struct accepted *out);
void standard_account(const struct query *q, int account,
                      const struct voices *vs, const struct fig *figs,
                      struct accepted *out);
/* Whether the lower bound of the standard can rest on this account. */
bool standard_counts(const struct query *q, const struct standard *st,
                     const struct sides *sides, enum compare cmp, int account);
bool refutes(enum compare cmp, int64_t n, int64_t lo, int64_t hi);

/* instance.c: sem 7, 8 */
MUST_USE err instance_sheet(struct query *q, int clause, uint32_t bearer,
                            int persp, bool plain, const struct sheet **out);

/* The source from which a perspective takes its triggers; sum: by source, n of
 * them. */
int instance_trigger_source(const struct query *q, const struct clause *c,
                            int persp, const struct trig_sum *sum, size_t n);
/* What a source's triggers come to. Equal sums are told apart by what was
 * reported, not by who is named first, so that no party's place in a list
 * decides: more events, then earlier ones on the whole. sign: 1, or -1 to take
 * it away. */
static inline void instance_sum(instant from, instant to, instant recorded,
                                int64_t lo, int sign, struct trig_sum *s)
{
    uint64_t by = sign < 0 ? UINT64_MAX : 1; /* modulo 2^64 */
    s->lo = sign < 0 ? s->lo - lo : qty_add(s->lo, lo);
    s->n += sign;
    s->to += by * (uint64_t)(to - INSTANT_MIN);
    s->from += by * (uint64_t)(from - INSTANT_MIN);
    s->recorded += by * (uint64_t)(recorded - INSTANT_MIN);
}
/* What a row of a clause needs that has this one trigger, of a lower bound lo.
 */
int64_t instance_need(const struct query *q, const struct clause *c,
                      const struct rec *r, int64_t lo);
/* The row of one key from its n >= 1 triggers, with window and due; no guard.
 */
MUST_USE err instance_keyed(struct query *q, const struct sheet *s,
                            uint32_t key, uint32_t kinst, struct obs *o,
                            size_t n, struct row *out);
/* r, made of one trigger of another key of the clause, becomes the row of this
 * key and trigger, as far as its need, window and due go: only what hangs on
 * the trigger is made anew. */
MUST_USE err instance_keyed_again(struct query *q, const struct sheet *s,
                                  uint32_t kinst, const struct obs *o,
                                  struct row *r);
/* The row that follows row x of a clause; t: what all its bearers give. */
MUST_USE err instance_chained(struct query *q, const struct sheet *s,
                              int clause, const struct row *x,
                              const struct resolved *t, instant recorded,
                              struct row *out);
/* The row of a period that begins at a civil day; *there: at q->at. */
MUST_USE err instance_period(struct query *q, const struct sheet *s,
                             int64_t first_day, struct row *out, bool *there);
/* Where the clause's own time begins, and ends (INSTANT_MAX: open). */
MUST_USE err instance_span(struct query *q, const struct clause *c, int persp,
                           bool *known, instant *from, instant *to);
/* The overall row of a prohibition. */
MUST_USE err instance_overall(struct query *q, const struct sheet *s,
                              struct row *out);
enum trigger_kind instance_after_kind(const struct clause *c);
/* Whether trigger event a comes before b in the order of instances. */
bool instance_before(const struct engine *e, const struct obs *a,
                     const struct obs *b);
/* The trigger that a row of X gives; false: not yet. */
bool instance_row_trigger(const struct row *x, enum trigger_kind kind,
                          struct resolved *out, instant *recorded);
void instance_later(struct resolved *a, const struct resolved *b, instant *rec,
                    instant rec_b);

/* keep.c, in a query */
/* Whether single rows of a clause can be made at q->at; settles. */
MUST_USE err keep_can_make(struct query *q, int clause, bool *yes);
/* The number of the row of that name. */
bool keep_find(struct query *q, int clause, str name, uint32_t *row);
/* One row of the sheet's clause, bearer and perspective; the kept rows are
 * those of q->at. *vs: its voices, those of the bearer's perspectives being the
 * same, or NULL: those of its key. In q->tmp. */
MUST_USE err keep_make(struct query *q, struct sheet *s, uint32_t row,
                       const struct voices **vs, struct row *out, bool *there);
/* The numbers of the rows of a bearer that have one of the statuses (0: any),
 * in order, in q->keep. *fit: it can be said. The kept rows are those of q->at.
 */
MUST_USE err keep_list(struct query *q, int clause, uint32_t bearer,
                       uint64_t statuses, u32_vec *out, bool *fit);
/* The kept rows are those of q->at. */
MUST_USE err keep_settle(struct query *q);
/* The rows that changed since told, of one clause and bearer, in their order.
 */
MUST_USE err keep_moved(struct query *q, int clause, uint32_t bearer,
                        struct place **out, size_t *n);
/* A row that is not there waits. */
static inline enum status keep_told_as(uint8_t s)
{
    return s == NO_ROW ? ST_WAITING : (enum status)s;
}
void keep_tell(struct engine *e); /* all of it has been told */
/* The source from which a perspective takes the triggers of a kept clause. */
int keep_key_source(struct query *q, int clause, int persp);
/* current.c: a row was dirty, or may have changed in some account. */
MUST_USE err current_stale(struct cx *cx, struct engine *e, int clause,
                           uint32_t row);
void current_free(struct current *x); /* accepts NULL */
/* A row with the name of row `row`. */
struct row keep_named(const struct engine *e, int clause, uint32_t row);
/* The clause that a keyed duty without trigger events follows, or NONE. */
int keep_followed(const struct clause *c);
/* keep_day.c, keep_ban.c: record n is in the clause's book; again: it stands or
 * falls, or is disputed or joined. */
MUST_USE err keep_day_add(struct cx *cx, struct engine *e, int clause,
                          uint32_t n, struct put *p);
MUST_USE err keep_day_touch(struct cx *cx, struct engine *e, int clause,
                            uint32_t n);
MUST_USE err keep_day_settle(struct query *q, int clause);
MUST_USE err keep_ban_add(struct cx *cx, struct engine *e, int clause,
                          uint32_t n, struct put *p);
MUST_USE err keep_ban_touch(struct cx *cx, struct engine *e, int clause,
                            uint32_t n);
MUST_USE err keep_ban_settle(struct query *q, int clause);
/* Whether the row can be made from the sums at q->at; settled. */
bool keep_ban_can_make(struct query *q, int clause);
/* The row; *vs: of each source the latest reports, and s->decides is set; or
 * all reports, if q->lists_all. */
MUST_USE err keep_ban_row(struct query *q, struct sheet *s,
                          const struct voices **vs, struct row *out);
/* Of n reports listed for an account, or for the own standard: how many more
 * there are. 0 where the row is not made from sums. */
uint32_t keep_ban_left(const struct query *q, const struct sheet *s,
                       int account, uint32_t n);
/* Puts a record under a key that is made if it is not there. */
enum key_list { LIST_PERF, LIST_TRIG, LIST_MISFIT };
MUST_USE err select_link(struct cx *cx, struct engine *e, int clause,
                         uint32_t key, enum key_list list, uint32_t n,
                         uint32_t *index);
/* The same of a day's key, which is mostly that of the record before of the
 * form. */
MUST_USE err select_link_day(struct cx *cx, struct engine *e, int clause,
                             uint32_t key, enum key_list list, uint32_t n,
                             struct put *p, uint32_t *index);
/* The key that an instance of a clause with a key is named by. */
bool select_named_key(struct engine *e, int clause, str name, uint32_t *index);
/* Row `row`, all bearers, is there; not judged. */
MUST_USE err keep_row(struct cx *cx, struct engine *e, int clause,
                      uint32_t row);
static inline void keep_sooner(instant at, instant t, instant *wake)
{
    if (t > at && t < *wake)
        *wake = t;
}
/* When the bounds of windows pass a record's beginning and end, or a dispute
 * of it begins. */
void keep_wake_of(const struct query *q, uint32_t n, instant *wake);
/* keep_day.c: the row of a day, its voices too. */
MUST_USE err keep_day_row(struct query *q, const struct sheet *s, uint32_t row,
                          const struct voices **vs, struct row *out,
                          bool *there);
bool keep_day_find(struct query *q, int clause, str name, uint32_t *row);
/* keep_key.c: judges the dirty rows of a clause. */
MUST_USE err keep_key_settle(struct query *q, int clause);
/* One row, of any perspective; the kept rows are those of q->at. */
MUST_USE err keep_key_row(struct query *q, int clause, uint32_t bearer,
                          int persp, uint32_t kinst, struct row *out,
                          bool *there);
/* Puts rows in their order; finds the places of those that are not placed. */
MUST_USE err keep_key_order(struct query *q, int clause, struct place *v,
                            size_t n);
/* keep_list(); of a clause that follows another, rows that only accounts have
 * cannot be told. */
MUST_USE err keep_key_list(struct query *q, int clause, uint32_t bearer,
                           uint64_t statuses, u32_vec *out, bool *fit);
/* One more row changed since told: row * n_bearers + bearer. */
MUST_USE err keep_note_moved(struct query *q, int clause, uint32_t at);
MUST_USE static inline err keep_set(struct query *q, int clause, uint32_t row,
                                    uint32_t bearer, uint8_t now)
{
    struct clause_state *s = &q->e->clauses[clause];
    size_t at = (size_t)row * s->n_bearers + bearer;
    struct kept_row *r = &s->kept.rows.p[at];
    if (r->now == now)
        return OK;
    if (r->now != NO_ROW)
        s->kept.tally[bearer][r->now]--;
    if (now != NO_ROW)
        s->kept.tally[bearer][now]++;
    r->now = now;
    return r->moved || !q->e->keep.told
               ? OK
               : keep_note_moved(q, clause, (uint32_t)at);
}
MUST_USE err keep_wake(struct query *q, int clause, uint32_t row, instant at);
/* The clause is judged anew by instance.c from now on. */
MUST_USE err keep_give_up(struct query *q, int clause);
MUST_USE err keep_all_dirty(struct cx *cx, struct engine *e, int clause);
/* changes.c: what was told of a row that is kept no longer. */
MUST_USE err changes_was_told(struct query *q, int clause, uint32_t bearer,
                              const struct row *name, enum status status);

/* judge.c: sem 10 */
/* The status alone: without when it was met, and without marks. */
MUST_USE err judge_status(struct query *q, const struct sheet *s, struct row *r,
                          const struct voices *vs);
/* The same from the figures of the sources, over a window that ends with the
 * row's due, or now; *sure: it does not hang on who disputes what. */
MUST_USE err judge_figures(struct query *q, const struct sheet *s,
                           struct row *r, const struct voices *vs,
                           struct fig *figs, bool *sure);
/* Whether somebody of another account disputes a report of vs that meets
 * [a, b). */
MUST_USE err judge_disputed(struct query *q, const struct clause *c,
                            const struct voices *vs, instant a, instant b,
                            bool *out);
/* When a notice that was not given is late. */
MUST_USE err judge_notice_edge(struct query *q, const struct clause *c,
                               const struct row *r, instant *edge);
/* waived, excused; invoked (sem 15). */
MUST_USE err judge_guard(struct query *q, const struct sheet *s, struct row *r);
bool judge_is_other(const struct query *q, const struct voices *vs,
                    const struct fig *figs, uint32_t voice);
MUST_USE err judge_relief(struct query *q, const struct sheet *s,
                          struct row *r);
MUST_USE err judge_duty(struct query *q, const struct sheet *s, struct row *r,
                        const struct voices *vs);
/* The same table for other voices; the row's result is replaced. */
MUST_USE err judge_again(struct query *q, const struct sheet *s, struct row *r,
                         const struct voices *vs);
/* ban.c: sem 17 */
MUST_USE err judge_ban(struct query *q, struct sheet *s);
/* One row from what its sources come to; found, nobody: of the named body's
 * findings, of acts without a performer; asked: what may be disputed. */
struct ban_figures {
    const struct voices *vs;
    const struct fig *figs;
    int64_t found, nobody;
    const struct voices *asked;
};
/* What the guard and the suspensions leave of some voices. */
MUST_USE err judge_ban_weighed(struct query *q, const struct sheet *s,
                               const struct voices *all,
                               const struct voices **out);
MUST_USE err judge_ban_figures(struct query *q, const struct sheet *s,
                               struct row *r, const struct ban_figures *f);
/* A row again, from some of the reports; its result is replaced. */
MUST_USE err judge_ban_again(struct query *q, const struct sheet *s,
                             struct row *r, const struct map_u64 *only);

/* guard.c: sem 15, 16 */
MUST_USE err guard_add_state(struct cx *cx, struct engine *e, uint32_t n);
/* Whether a statement of a state bears on a zone (or NONE). */
bool guard_bears_on(const struct engine *e, const struct rec *r, int place);
/* Of a guard that asks for states alone: the instants around one at which its
 * value is the same. */
struct span guard_steady(const struct query *q, int clause, instant at,
                         int place);
/* When its source next says something else that bears on the place. */
instant guard_said_until(const struct engine *e, uint32_t n, int place);
/* The guard of the sheet's clause at an instant. place: a zone that `there`
 * means, or NONE. *waits_for: a clause it waits for, if unknown. */
MUST_USE err guard_value(struct query *q, const struct sheet *s, instant at,
                         int place, enum tri *out, int *waits_for);
/* When a clause was suspended, in order; *claimed: somebody says so without
 * an accepted ground. */
MUST_USE err guard_suspensions(struct query *q, const struct sheet *s,
                               struct span **out, uint32_t *n, bool *claimed);

/* When all instances of a clause are met (or verified) in a perspective. */
MUST_USE err guard_clause_met(struct query *q, int clause, int persp,
                              bool verified, bool plain, struct resolved *out);

/* status.c */
/* Verdicts in the making. */
typedef VEC(struct verdict) verdict_vec;
typedef VEC(instant) instant_vec;
struct show {
    struct query *q;
    struct arena *a; /* in which they lie */
    verdict_vec v;
    VEC(struct series) series;
    /* Instead of series, by verdict: when time alone may change it. Records
     * that begin or end later are not in it. */
    bool keeps_edges;
    instant_vec edges;
    instant edge; /* of the row that was made last */
};
/* The rows of a clause and bearer; of all n readings of a label, from its first
 * clause; all but the rows. */
MUST_USE err status_bearer(struct show *w, int clause, uint32_t bearer);
MUST_USE err status_label(struct show *w, int first, uint32_t n);
MUST_USE err status_frame(struct show *w, struct verdicts *out);
/* Verdicts into the runs of their clauses, which begin as zero; when all are
 * counted, where each run lies. */
void status_count(const struct verdict *v, size_t n, struct clause_run *runs);
void status_runs(struct clause_run *runs, uint32_t n_clauses);
/* The first clause of a clause's label, and how many readings it has. */
int status_label_of(const struct agreement *ag, int clause, uint32_t *n);
/* The verdict of one kept row without those of all others; *found: there is
 * one. */
MUST_USE err status_kept(struct show *w, int clause, uint32_t bearer,
                         uint32_t kept, struct verdict *out,
                         const struct sheet **sheet, const struct row **row,
                         bool *found);
/* The verdict of one instance, and its row in the own standard (NULL where
 * only accounts have it). */
MUST_USE err status_one(struct query *q, struct arena *a, int clause,
                        uint32_t bearer, str instance, struct verdict *out,
                        const struct sheet **sheet, const struct row **row);
/* The status of a row as shown: with waiting on each other (sem 16). */
MUST_USE err status_shown(struct query *q, const struct sheet *s,
                          const struct row *r, enum status *out);
/* Of a clause that is not evaluated; *finding: what is quoted, else
 * UINT32_MAX. */
enum status status_unevaluated(const struct query *q, int clause,
                               uint32_t *finding);
MUST_USE err status_row_voices(struct query *q, const struct sheet *s,
                               const struct row *r, struct voices *own,
                               const struct voices **out);
/* names of instances */
MUST_USE err row_name(struct query *q, struct arena *a, const struct clause *c,
                      const struct row *r, str *out);

#endif
