/* plan/plan.h: what a text makes possible, before anybody signs it.
 *
 * Front header of the module. From the normal form alone: when each step can
 * and must happen, what can never arise and why, whether each duty can be kept
 * whatever the others do, what collides, who stands exposed when somebody
 * stops, and who can see what. docs/analysis.md says exactly what each claim
 * means and where it ends. Exact integers, no solver, no clock; the same text
 * gives the same answers.
 *
 * A claim that needs a course of events carries one, as records that the
 * engine can read (plan/play.h): the engine, and nobody else, says what status
 * they lead to.
 *
 * Read next: model.c, times.c, reach.c. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/buf.h"
#include "base/cx.h"
#include "engine/engine.h"
#include "lang/norm.h"
#include "time/tz.h"

/* Both ends inclusive, in seconds. lo INSTANT_MAX: never; hi INSTANT_MAX:
 * nothing says by when. */
struct plan_span {
    instant lo, hi;
};

/* A step: one deed that a clause asks for. A clause with steps has one for
 * each; `for each Z` one for each step that brings a Z about; `each day` one
 * for the whole series. Prohibitions, states to keep and permissions have one,
 * whose `done` is their end. */
struct plan_node {
    int clause;
    int step;      /* of the clause's steps, or NONE */
    int cause;     /* the node whose deed opens this one, or NONE */
    str name;      /* "2.1", "2.2 step 1", "2.3 for 2.1" */
    bool deed;     /* something is to be done: a duty that is no series */
    bool series;   /* each day or week */
    bool optional; /* arises only if something happens that nobody owes */
    bool circle;   /* in a circle of waits, or behind one */
    bool never;    /* can never arise */
    bool outside;  /* arises only after the end of the life, if at all */
    bool late;     /* cannot be in time with all else (see conflicts) */
    /* Over all courses in which each owed step is done in time and not before
     * it arises. `has_due`: a deadline is written. */
    struct plan_span arise, done, due;
    bool has_due;
    bool critical;    /* on the longest chain of waits */
    int64_t notice_s; /* least time from arising to the due; -1: no due */
};

/* A rule of time that a conflict or a chain goes through. */
struct plan_rule {
    int clause; /* or NONE */
    str words;  /* "3.1 waits for 2.1", "2.1 is due by the end of day 3" */
};
/* Deadlines and waits that cannot all be kept: a negative cycle of the network
 * of times. */
struct plan_conflict {
    const struct plan_rule *rules; /* in order round the cycle */
    uint32_t n_rules;
    int node;       /* the step that comes too late */
    int64_t over_s; /* by how much, at least */
};

enum plan_topic {
    PLAN_CIRCLE,   /* deadlocks */
    PLAN_DEAD,     /* clauses that can never become active */
    PLAN_TIME,     /* deadlines that cannot all be kept; outside the life */
    PLAN_CLASH,    /* forbidden and required, or permitted */
    PLAN_COMPLY,   /* a duty whose keeping is in another's hand */
    PLAN_STUCK,    /* one omission after which everything waits */
    PLAN_OBSERVE,  /* who sees it */
    PLAN_CAPACITY, /* more than what was declared can carry */
    N_PLAN_TOPICS
};
enum plan_weight {
    PLAN_BREAKS, /* as written it cannot work */
    PLAN_RISK,   /* works only if somebody chooses so */
    PLAN_NOTE
};

struct play;

struct plan_finding {
    enum plan_topic topic;
    enum plan_weight weight;
    const int *clauses; /* the first is where it stands */
    uint32_t n_clauses;
    str title;  /* one sentence, without a full stop */
    str detail; /* sentences; may be empty */
    str hint;   /* what would mend it; may be empty */
    /* A course of events that shows it; NULL where the text itself does. */
    const struct play *witness;
    int about;          /* the clause whose status the witness shows, or NONE */
    bool outside;       /* it is that the clause begins after the end */
    enum status status; /* ... as the engine gives it */
};

/* Whether a bearer can keep a duty whatever the others do. */
enum plan_hand_kind {
    HAND_OWN,    /* it can */
    HAND_BREACH, /* not if another does `by` late */
    HAND_RIGHTS, /* not even if every other side is in time */
    HAND_SOON,   /* not if another does `by` as soon as it may */
    HAND_WAITS,  /* only if its own side does other steps not too soon */
    HAND_NEVER   /* not even if all work together, each in time */
};
struct plan_hand {
    int node, bearer;
    enum plan_hand_kind kind;
    bool extra;    /* opened by an event beyond those that the text asks for */
    uint32_t held; /* others' steps that are not done at once for it */
    int by;        /* the one of them that is waited for last, or NONE */
    bool event;    /* not `by` itself, but the event that opens it and that
                      nobody owes */
    instant due, at; /* its deadline, and when `by` is done in the course */
    const struct play *witness; /* the shortest course, or NULL */
    enum status status;         /* of the clause after it, by the engine */
};

/* Who sees whether a clause is kept. */
struct plan_watch {
    int clause;
    int by;                      /* the body that the text names, or NONE */
    actor_set voices;            /* all that count; 0: the sides themselves */
    uint32_t k;                  /* how many of them must concur */
    bool party;                  /* the named body is a party */
    bool access_written, access; /* a right of access; and it reaches there */
    instant ready; /* by when the body is ready; INSTANT_MAX: not written */
};

/* What an actor has done or may have done by a moment, of one item or act. */
struct plan_amount {
    int clause; /* the duty by which it was given */
    int giver;  /* actor */
    str what;   /* "captive handed over", "withdrawn, Northern quays" */
    str unit;   /* of what is counted; empty: the act itself */
    int64_t lo, hi;
};
struct plan_duty_left {
    int node;
    int bearer;
    bool falls;   /* waits, for ever, for what does not come */
    bool undated; /* stays owed, but its deadline counts from what does not
                     come */
    int64_t days; /* that it goes on: to its due or end; -1: without end */
};
/* If `stopper` does nothing from `at` on (the time at which `node` would be
 * done), where that leaves each other party. */
struct plan_moment {
    int node;
    int stopper, exposed; /* parties */
    instant at;
    const struct plan_amount *given; /* by the exposed and by the stopper */
    uint32_t n_given;
    const struct plan_duty_left *left; /* of the exposed */
    uint32_t n_left;
    uint32_t unreturned;    /* steps of the exposed that were done, and whose
                               answer by the stopper no longer comes */
    uint32_t falls, remain; /* duties of the exposed */
    int64_t days; /* that the longest deed still owed by the exposed goes on */
    int64_t ban_days; /* the same of prohibitions and states; -1 without end */
    uint32_t rank;    /* 1: the worst */
};

struct plan {
    const struct agreement *ag;
    const struct tz *tz;
    bool force_assumed; /* the text fixes no instant: `force` is the caller's */
    instant force, day1;
    int64_t day1_number;
    instant end; /* first instant after the life; INSTANT_MAX: without end */

    struct plan_node *nodes; /* those of clause c: first[c] <= i < last[c] */
    uint32_t n_nodes;
    const uint32_t *first, *last;
    int *chain; /* nodes of the critical path, first to last */
    uint32_t n_chain;
    struct plan_conflict *conflicts;
    uint32_t n_conflicts;
    struct plan_finding *findings; /* worst first, then by topic and place */
    uint32_t n_findings;
    struct plan_hand *hands; /* of deeds and series: by node, then bearer */
    uint32_t n_hands;
    struct plan_watch *watches; /* in the order of the text */
    uint32_t n_watches;
    struct plan_moment *moments; /* by rank */
    uint32_t n_moments;
    str *not_covered; /* bounds that were hit: sentences */
    uint32_t n_not_covered;
    uint64_t searched; /* states of the explicit search */
};

/* `assumed` is the entry into force to reckon with where the text fixes none
 * (INSTANT_NONE: 09:00 on the day of the earliest date that the text names,
 * else on 2030-01-07, a Monday). Everything lives in a. Fails for lack of
 * memory, or a zone that is not known. */
MUST_USE err plan_make(struct cx *cx, struct arena *a,
                       const struct agreement *ag, instant assumed,
                       struct plan **out);

/* "end of day 3", "day 2, 14:00", "no date". */
void plan_when(const struct plan *p, instant at, struct buf *out);
/* The same after a word: "after the end of day 3", "after day 2, 14:00"; of
 * "at", "on day 2, 14:00". */
void plan_when_after(const struct plan *p, const char *word, instant at,
                     struct buf *out);
/* Number of the day, day 1 being the first. */
int64_t plan_day(const struct plan *p, instant at);
/* "3 days", "5 hours", "2 days 4 hours", "none"; negative ones as "-". */
void plan_length(int64_t seconds, struct buf *out);
/* "2.1", "2.3 beyond what is owed". */
void plan_hand_name(const struct plan *p, const struct plan_hand *h,
                    struct buf *out);
/* "unless 2.1 is done after the end of day 7; then 3.1 is met late". */
void plan_hand_words(const struct plan *p, const struct plan_hand *h,
                     struct buf *out);
str plan_topic_name(enum plan_topic t);   /* "circle": for programs */
str plan_topic_title(enum plan_topic t);  /* "Circles of waits" */
str plan_weight_name(enum plan_weight w); /* "breaks", "risk", "note" */

#endif
