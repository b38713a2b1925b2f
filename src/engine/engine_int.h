/* engine_int.h - what the files of the engine share.
 *
 *     engine_add --> log.c  (compact records)  --> select.c (books: which
 *        |                                          clause looks at what)
 *        `--> stand.c (amended, retracted, grouped)
 *     engine_status --> status.c --> instance.c --> judge.c / ban.c
 *                                       |   |          |
 *                               phase.c (dates)  voice.c --> figure.c
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

/* No sum of quantities exceeds it; so nothing overflows. */
#define QTY_MAX (INT64_MAX / 4)

typedef VEC(uint32_t) u32_vec;

/* --- The log ------------------------------------------------------------ */

enum rec_flag {
    REC_DID_NOT = 1,
    REC_HOLDS = 2,
    REC_FINAL = 4,
    REC_STANDS = 8,
    REC_ANSWERED = 16, /* some record replies to it */
    REC_GROUPED = 32,  /* an incident names it */
    REC_BROKEN = 64,   /* in a cycle of replies */
    REC_DEAD = 128     /* another content of the same id came in its place */
};

/* One record, 56 bytes. What does not fit is in exts[ext - 1]. */
struct rec {
    instant from;
    uint32_t id;            /* offset in names */
    uint32_t length;        /* to - from */
    int32_t late;           /* recorded - from */
    int32_t lo, hi;         /* hi INT32_MAX: no upper bound */
    uint32_t object, round; /* offsets in names, 0: none */
    uint32_t ext;
    uint16_t source, in; /* in: index of places */
    int16_t act, item, state, zone;
    int8_t performer, to;
    uint8_t kind, flags;
};

struct ext {
    struct fact f; /* with its own copies of texts and lists */
};

/* Texts, each once: two bytes of length, then the bytes. */
struct names {
    char *pool;
    size_t n, cap;
};
struct name_slot {
    uint32_t tag, value; /* value 0: free */
};
struct name_table {
    struct name_slot *slots;
    size_t n, cap;
};

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
    u32_vec facts;        /* in order of arrival; empty if keyed */
};

/* One key of one clause: an order, a round, a place. */
struct kinst {
    uint32_t key;        /* name of object or round; zone + 1 */
    uint32_t trig, perf; /* links, index + 1; newest first */
};
struct link {
    uint32_t fact, next;
};
typedef VEC(struct kinst) kinst_vec;

struct key_slot {
    uint64_t key; /* clause << 32 | key, 0: free */
    uint32_t value;
};

struct clause_state {
    int perf, trig, base;       /* books, or NONE */
    kinst_vec keys;             /* where the clause has a key */
    uint32_t n_bearers;         /* at least 1 */
    struct series_cache *cache; /* of changes.c */
};

struct account_name {
    str id, name;
};
typedef VEC(struct source) source_vec;
typedef VEC(int) int_vec;

struct engine {
    const struct agreement *ag;
    const struct tz *tz;
    struct arena arena;
    uint64_t hash_key[2];

    VEC(struct rec) recs;
    VEC(struct ext *) exts;
    VEC(zone_set) places;
    uint16_t *place_of_zone; /* the last set seen with a zone */
    struct names names;
    struct name_table ids, words;
    struct map place_index;
    instant latest;

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
    u32_vec states; /* statements of states */
    u32_vec assessments;

    VEC(struct book) books;
    int_vec *by_act;   /* books that look at an act */
    int_vec *by_state; /* books that look at a state */
    int_vec no_act;    /* books that ask for neither (sem 24, 4) */
    struct clause_state *clauses;
    VEC(struct link) links;
    struct key_slot *key_slots;
    size_t n_keys, cap_keys;

    uint64_t version; /* grows with every change of the facts */
    struct changes *changes;
};

/* log.c */
static inline const struct rec *rec_at(const struct engine *e, uint32_t n)
{
    return &e->recs.p[n];
}
instant rec_to(const struct engine *e, const struct rec *r);
instant rec_recorded(const struct engine *e, const struct rec *r);
int64_t rec_lo(const struct engine *e, const struct rec *r);
int64_t rec_hi(const struct engine *e, const struct rec *r);
instant rec_effective(const struct engine *e, const struct rec *r);
str rec_id(const struct engine *e, const struct rec *r);
str name_at(const struct engine *e, uint32_t offset);
/* NULL where a record has no extension. */
static inline const struct fact *rec_ext_or_null(const struct engine *e,
                                                 const struct rec *r)
{
    return r->ext == 0 ? NULL : &e->exts.p[r->ext - 1]->f;
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
    return e->sources.p[r->source].account;
}
bool log_find(const struct engine *e, str id, uint32_t *n);
/* Order (from, recorded, id): <0, 0, >0. */
int rec_order(const struct engine *e, uint32_t a, uint32_t b);
static inline bool rec_is_statement(const struct rec *r)
{
    return r->kind == FACT_EVENT || r->kind == FACT_TOTAL ||
           r->kind == FACT_LEVEL || r->kind == FACT_ASSESSMENT ||
           r->kind == FACT_FINDING;
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
uint32_t select_key(const struct rec *r, enum key_kind key);
bool select_find_key(const struct engine *e, int clause, uint32_t key,
                     uint32_t *index);
bool select_is_exact(const struct book *b, const struct rec *r);
/* changes.c: record n may matter again to what looks at it. */
MUST_USE err changes_touch(struct cx *cx, struct engine *e, uint32_t n);

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
};

/* What one source says about one selector: events by (from, to), totals by
 * (from, to). Prefix sums are made for long lists only. */
struct voice {
    int source;
    const struct obs *ev, *tot;
    uint32_t n_ev, n_tot;
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
    bool whole_known; /* from, until of all rows: for the series */
    instant whole_from, whole_to;
};

struct span {
    instant from, to;
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
    struct phase_state **phases; /* [perspective + 1][phase + 1] */
    struct sheet ***sheets; /* [(perspective + 1) * 2 + plain][clause], then
                               by bearer */
    struct voices **voices; /* [clause][bearer] */
    struct map_u64 **valid; /* [clause] report -> assessment */
    struct trigger_set **triggers; /* [clause] */
    uint32_t *wills; /* standing, begun; by (from, recorded, id) */
    uint32_t n_wills;
    struct map_u64 *invalid; /* reports with units assessed as not valid */
    struct state_index *states;
    uint32_t depth;
    bool met_busy; /* a sheet in the making was asked */
};

/* query.c */
/* Puts facts in the order (from, recorded, id). */
MUST_USE err query_sort(struct cx *cx, struct arena *a, const struct engine *e,
                        uint32_t *facts, size_t n);
MUST_USE err query_begin(struct cx *cx, struct engine *e, instant at,
                         struct arena *keep, struct query *q);
uint32_t query_n_persp(const struct query *q);

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
/* Whether the point depends on the end of a phase moved after it had passed. */
bool phase_point_moved(struct query *q, int persp, const struct point *p);

/* voice.c: statements of a clause by source */
MUST_USE err voice_clause(struct query *q, int clause, uint32_t bearer,
                          const struct voices **out);
MUST_USE err voice_key(struct query *q, int clause, uint32_t bearer,
                       uint32_t kinst, struct voices *out);
MUST_USE err voice_book(struct query *q, int book, actor_set performers,
                        struct voices *out);
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
bool satisfies(enum compare cmp, int64_t n, int64_t lo, int64_t hi);
bool refutes(enum compare cmp, int64_t n, int64_t lo, int64_t hi);

/* instance.c: sem 7, 8 */
MUST_USE err instance_sheet(struct query *q, int clause, uint32_t bearer,
                            int persp, bool plain, const struct sheet **out);

/* judge.c: sem 10 */
/* Whether somebody of another account disputes a report of vs that meets
 * [a, b). */
MUST_USE err judge_disputed(struct query *q, const struct clause *c,
                            const struct voices *vs, instant a, instant b,
                            bool *out);
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

/* guard.c: sem 15, 16 */
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
