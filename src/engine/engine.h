/*
 * engine.h - from facts to verdicts.
 *
 * Front header of the module.  Feed facts in any order; ask for the status of
 * every obligation at any time.  docs/semantics.md ("sem") is the definition;
 * any order of arrival ends in the same answer.  Pure: no clock, files,
 * locale, floats or hash-order iteration.
 */
#ifndef TRUCE_ENGINE_ENGINE_H
#define TRUCE_ENGINE_ENGINE_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/err.h"
#include "lang/norm.h"

#define QTY_INF INT64_MAX /* no upper bound */

enum fact_kind {
    FACT_EVENT,
    FACT_TOTAL, /* also returns (`final`) and "not done" (0..0) */
    FACT_LEVEL,
    FACT_STATE,    /* `state` holds or not from `from` on */
    FACT_INCIDENT, /* groups the records in `refs` */
    FACT_ASSESSMENT,
    FACT_FINDING, /* an assessment adopted by its body */
    FACT_CONSENT,
    FACT_ANNOUNCEMENT,
    FACT_SIGNATURE,
    FACT_NOTICE, /* invokes an exception, withholding, suspension; or
                    notifies */
    FACT_REPLY   /* only retracts, corroborates or disputes */
};
enum reply_kind {
    REPLY_AMENDS,
    REPLY_RETRACTS,
    REPLY_CORROBORATES,
    REPLY_DISPUTES
};
struct reply {
    enum reply_kind kind;
    str id;
};
/* consents, announcements, notices, findings */
enum act_of_will {
    WILL_NONE,
    WILL_EXTEND,
    WILL_WAIVE,
    WILL_SUSPEND,
    WILL_RESUME,
    WILL_IN_FORCE,
    WILL_INVOKE,
    WILL_EXCUSE,
    WILL_HOLDS,   /* a condition or state is found to hold
                     (`holds`) */
    WILL_OUTCOME, /* a judged clause: `text` quotes the finding */
    WILL_NOTIFY   /* the notice that a clause asks for (sem 12) */
};

/* A source of reports and its account.  `account` is an actor index, or one
 * returned by engine_account. */
struct source {
    str id, name;
    int account;
};

/* One record, resolved against the agreement.  Strings are borrowed until
 * engine_add returns.  An index is NONE where nothing was said. */
struct fact {
    str id;
    /* From here to `final`, what many records have in common. */
    enum fact_kind kind;
    int source;
    int act, item, performer, to, state;
    /* Where: a named zone, and every zone in which the place surely lies
     * (`zone` itself and all around it; for a point, by geometry). */
    int zone;
    zone_set in;
    bool did_not, holds, final;
    str object, round;
    instant from, to_; /* occurrence or period: [from, to_) */
    instant recorded;  /* when it became part of the record */
    int64_t lo, hi;    /* quantity; hi may be QTY_INF */
    const struct reply *replies;
    uint32_t n_replies;
    /* grouping, assessments, findings, consents, announcements, notices */
    const str *refs; /* records grouped or assessed */
    uint32_t n_refs;
    int64_t valid, invalid; /* units, or -1 */
    enum act_of_will will;
    int clause, phase, condition; /* target; clause label's first reading */
    str instance, proposal, text;
    int64_t days;      /* WILL_EXTEND */
    instant effective; /* else `from` */
};
/* One that names nothing yet, recorded at its end. */
struct fact fact_begin(enum fact_kind kind, int source, instant from,
                       instant to);

struct engine;

/* An engine for one agreement, which must outlive it.  Memory from cx. */
MUST_USE err engine_new(struct cx *cx, const struct agreement *ag,
                        struct engine **out);
void engine_free(struct engine *e);

/* Declares a further account; order of declaration is order of output. */
MUST_USE err engine_account(struct cx *cx, struct engine *e, str id, str name,
                            int *account_out);
MUST_USE err engine_source(struct cx *cx, struct engine *e, str id, str name,
                           int account, int *source_out);

/* Adds a record.  The same id with the same content changes nothing and sets
 * *dup_out; with other content: ERR_CONFLICT, and that which was recorded first
 * stands (sem 2). */
MUST_USE err engine_add(struct cx *cx, struct engine *e, const struct fact *f,
                        bool *dup_out);
/* After ERR_CONFLICT: the record that had the id. If the new one has taken its
 * place (it was recorded first) there is one fact more, and that is it. */
uint32_t engine_conflict(const struct engine *e);
/* Whether record n is in a circle of replies, in which none stands (sem 2). As
 * of the last question. */
bool engine_is_broken(const struct engine *e, uint32_t n);

/* Adds n records in their order, faster than one by one. Ends at the first that
 * is refused; *added_out is the number of those before it. */
MUST_USE err engine_add_many(struct cx *cx, struct engine *e,
                             const struct fact *f, size_t n, size_t *added_out);

enum status {
    ST_WAITING,
    ST_RUNNING,
    ST_MET,
    ST_MET_LATE,
    ST_CONTESTED,
    ST_REPORTED_NOT_VERIFIED,
    ST_PARTLY_MET,
    ST_UNMET,
    ST_PARTLY,
    ST_NOT_REPORTED,
    ST_SUSPENDED,
    ST_WAIVED,
    ST_EXCUSED,
    ST_LAPSED,
    ST_NOT_ARISING,
    ST_DEPENDS,
    ST_DEPENDS_ON_READING,
    ST_WAITING_ON_EACH_OTHER,
    ST_NONE_REPORTED,
    ST_REPORTED,
    ST_ADMITTED,
    ST_FOUND,
    ST_JUDGED,
    ST_NOT_JUDGED,
    ST_DECLARATORY,
    ST_PERMITTED,
    N_STATUS
};
/* "met late", "reported, not verified" ... as in docs/semantics.md. */
str status_name(enum status s);

enum mark {
    MARK_TIME_UNCERTAIN = 1,
    MARK_CURED = 2,
    MARK_LATE = 4,
    MARK_NO_SUM = 8,
    MARK_TRIGGER_LATE = 16,
    MARK_MOVED_LATE = 32,
    MARK_INVOKED = 64,
    MARK_UNATTRIBUTED = 128,
    MARK_CONTESTED = 256,
    MARK_SUSPENSION_CLAIMED = 512,
    MARK_NOT_NOTIFIED = 1024,
    MARK_REPORTED_LATE = 2048,
    MARK_PART = 4096
};

struct figure {
    int64_t lo, hi, may; /* hi: QTY_INF if open */
};
struct account_view {
    int account;
    bool arises;
    bool has_due;
    instant due_lo, due_hi;
    enum status status;
    struct figure fig; /* less what earlier instances used (sem 8) */
    int64_t required;
    const uint32_t *reports;    /* fact numbers, in order of time, then id */
    uint32_t n_reports, n_left; /* n_left: earlier ones, not listed */
};
struct verdict {
    int clause;
    int bearer;   /* actor, or NONE where the clause names none */
    str instance; /* "", "2025-01-19", "step 2", "3", a key, "overall" */
    bool has_window;
    instant window_from, window_to; /* window_to INSTANT_MAX: open */
    bool has_due;
    instant due_lo, due_hi;
    bool has_met;
    instant met_from, met_to; /* occurrence that completed it */
    enum status status;
    enum status label_status; /* of all readings: differs if they do, sem 21 */
    unsigned marks;           /* enum mark */
    int64_t sure, possible, required; /* this instance's own, sem 8 */
    int64_t before;                   /* C of sem 8 */
    int64_t unattributed;
    bool accounts_differ, on_status;
    int waits_for; /* clause, when waiting or depending; else NONE */
    const struct account_view *accounts; /* those that speak, in order */
    uint32_t n_accounts;
    actor_set covering;      /* sem 17 */
    const uint32_t *reports; /* what the own standard counted */
    uint32_t n_reports, n_left;
};
struct series {
    int clause, bearer;
    uint32_t by_status[N_STATUS];
    int64_t need, sure, possible;
    const struct account_view *accounts;
    uint32_t n_accounts;
};
/* The verdicts of one clause, which stand together: v[from] to v[to - 1]. */
struct clause_run {
    uint32_t from, to;
    uint32_t by_status[N_STATUS];
};
struct phase_view {
    int phase; /* NONE: the agreement */
    bool started, has_end;
    instant start, end;
    int64_t extended_days;
};
struct verdicts {
    instant at;
    bool in_force;
    instant force, day1; /* entry into force; start of day 1 */
    struct verdict *v;   /* in order of the text, then of time */
    uint32_t n;
    const struct clause_run *runs; /* by clause; not of engine_rows */
    struct series *series;
    uint32_t n_series;
    struct phase_view *phases; /* the agreement first */
    uint32_t n_phases;
};

/* Every obligation at `at` (INSTANT_MAX: the latest occurrence or record).
 * Lives in `a`. */
MUST_USE err engine_status(struct cx *cx, struct engine *e, instant at,
                           struct arena *a, struct verdicts *out);
/* The same without series, kept in the engine between questions: what came
 * since the last one, and what time has passed, costs the rows that it touches.
 * That holds of the clauses whose rows are kept (docs/decisions/0040); others
 * are judged anew, and a prohibition when it is touched. An earlier `at`, acts
 * of will and a new source make it all anew. *out lives until the next one. */
MUST_USE err engine_current(struct cx *cx, struct engine *e, instant at,
                            struct verdicts *out);
/* The series of a clause (NONE: of all) in verdicts of engine_current, or of
 * engine_status, made after the last record was added. */
MUST_USE err engine_series(struct cx *cx, struct engine *e,
                           const struct verdicts *v, int clause,
                           struct arena *a, struct series **out, uint32_t *n);
/* Some rows of one clause and bearer, as engine_status gives them and in its
 * order. For pages of large records: ask engine_tally for the numbers of rows,
 * engine_rows for those to be shown. What came since the last question (of
 * this, engine_tally or engine_changes) is judged; of the rows, those shown are
 * made with their accounts and reports, and no others. That holds of the
 * clauses whose rows are kept (docs/decisions/0040); all rows of others are
 * made, of this clause alone. Of the reports of a prohibition that is kept, the
 * latest 1,000 of each source are listed, and the others counted (n_left).
 *
 *     struct rows_wanted w = {.clause = c, .bearer = b, .most = 50};
 *     w.statuses = (uint64_t)1 << ST_UNMET | (uint64_t)1 << ST_PARTLY_MET;
 *     TRY(cx, engine_rows(cx, e, INSTANT_MAX, &w, a, &out, &total));
 *
 * `at` before that of the last question is right too, but makes the engine
 * judge every kept row again, and once more when it goes forward: keep another
 * engine for the past. */
struct rows_wanted {
    int clause;        /* NONE: no rows, the rest of the verdicts alone */
    int bearer;        /* an actor of the clause, or NONE where it names none */
    uint64_t statuses; /* bits 1 << enum status; 0: all */
    uint32_t first, most; /* from number `first` on, at most so many */
};
/* out: without series. *total: how many there are. */
MUST_USE err engine_rows(struct cx *cx, struct engine *e, instant at,
                         const struct rows_wanted *want, struct arena *a,
                         struct verdicts *out, uint32_t *total);
/* How many rows of each clause and bearer have each status under its own
 * standard, as in engine_status, but without the accounts and the reports:
 * for large records. Rows that only accounts have are not counted. */
struct tally {
    int clause, bearer;
    uint32_t by_status[N_STATUS];
};
MUST_USE err engine_tally(struct cx *cx, struct engine *e, instant at,
                          struct arena *a, struct tally **out, uint32_t *n);
/* The latest time that any record speaks of, INSTANT_MIN if none. */
instant engine_latest(const struct engine *e);

/* Streaming: after adding facts and moving the clock, what changed since the
 * last call under the own standard.  Costs what changed, not the history. */
struct change {
    int clause, bearer;
    str instance;
    enum status from, to;
    uint32_t cause; /* fact number, or UINT32_MAX for the clock */
};
MUST_USE err engine_changes(struct cx *cx, struct engine *e, instant clock,
                            struct arena *a, struct change **out, uint32_t *n);

/* Reports considered for an instance and refused, with the reason. */
enum refusal {
    REF_COUNTED,
    REF_AMENDED,
    REF_RETRACTED,
    REF_BEFORE_WINDOW,
    REF_AFTER_WINDOW,
    REF_PERFORMER,
    REF_ITEM,
    REF_PLACE,
    REF_RECIPIENT,
    REF_KEY,
    REF_STANDARD,
    REF_NOT_VALID,
    REF_PART,
    REF_SAME_INCIDENT,
    REF_USED_BEFORE,
    REF_SUSPENDED,
    REF_UNDECIDING
};
struct considered {
    uint32_t fact;
    enum refusal why;
    int64_t lo, hi; /* what it gave */
};
struct explanation {
    struct verdict verdict;
    /* What made the instance arise: a report (else UINT32_MAX), when, and how
     * many units it stands for. */
    bool has_trigger;
    uint32_t trigger;
    instant trigger_from, trigger_to;
    int64_t trigger_quantity;
    struct considered *reports; /* of a clause without a key the latest 1,000 */
    uint32_t n_reports, n_left; /* n_left: earlier ones, not listed */
    /* Reports that alone give this status; none of them can be left out. Empty
     * where no report is needed. */
    const uint32_t *minimal;
    uint32_t n_minimal;
};
/* Why the own standard gives this status: every standing report of the act (or
 * state) in question, and those that were replaced, with what became of each;
 * reports more than two days outside the window, and of a clause with a key
 * those that name another, are left out. bearer: an actor
 * of the clause, or NONE where it names none. ERR_NOT_FOUND if there is no
 * such instance at `at`; the message names the nearest that exists. */
MUST_USE err engine_explain(struct cx *cx, struct engine *e, instant at,
                            int clause, int bearer, str instance,
                            struct arena *a, struct explanation *out);
/* The id, source and times of fact number n (as added). */
const struct fact *engine_fact(const struct engine *e, uint32_t n,
                               struct fact *buffer);
/* The same without its object and round, which lie elsewhere in memory: for who
 * goes through all of them. */
const struct fact *engine_fact_brief(const struct engine *e, uint32_t n,
                                     struct fact *buffer);
/* What is asked of each by who goes through a million of them; n is one. */
struct glance {
    instant from, recorded;
    str id, text;
    int source, act, item, zone;
};
void engine_glance(const struct engine *e, uint32_t n, struct glance *out);
const struct source *engine_source_at(const struct engine *e, int source);
str engine_account_id(const struct engine *e, int account);
/* As it was declared, or empty. */
str engine_account_name(const struct engine *e, int account);
uint32_t engine_n_facts(const struct engine *e);
/* How many facts were asked for and rows of obligations made so far: what an
 * answer visits must not tell of what is withheld (docs/decisions/0061). */
uint64_t engine_visited(const struct engine *e);
/* The number of the record that has this id; of two that had it, of the one
 * that stands. */
bool engine_find(struct engine *e, str id, uint32_t *n);

#endif
