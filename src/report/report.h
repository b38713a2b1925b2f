/* report/report.h: verdicts as text, JSON and CSV.
 *
 * Front header of the module. Pure rendering: what is known comes in as
 * struct report_case, bytes go out; nothing is judged here, and nothing is
 * looked up but through the case. The same case gives the same bytes.
 *
 * Wording is neutral throughout: a status is printed as the engine gave it,
 * figures of several accounts stand side by side in the order of declaration,
 * and no party has a colour or a place of its own.
 *
 * Read next: status_text.c (what a user sees first), strip.c (the calendar),
 * status_data.c (JSON and CSV: fields that others rely on), explain.c,
 * timeline.c; view.c has what they share. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "base/cx.h"
#include "base/json_out.h"
#include "engine/engine.h"
#include "lang/norm.h"
#include "plan/plan.h"
#include "plan/play.h"
#include "plan/sim.h"
#include "time/tz.h"

/* What a record says beside its facts; decides nothing. Empty where unsaid. */
struct report_shown {
    str note, label, url, file, stage;
    str via;    /* names joined by ", " */
    str author; /* the account that entered it */
    str access, access_denied_by;
    str evidence; /* "sha256:..." joined by " "; of more than a hundred the
                     first hundred, then how many there are */
    uint32_t line;
    bool intent; /* an announcement of an intention */
};

/* A line of the input that could not be used. */
struct report_problem {
    str file;
    uint32_t line, column;
    str field, message, hint;
};

/* A draft in which nothing was chosen. */
struct report_open {
    str label;
    str choices; /* "A, B" */
    uint32_t line;
};

/* What is said about a fact: `by` disputes, assesses or finds about `to`. In
 * order of `to`, then as report_order() of `by`. */
struct report_link {
    uint32_t to, by;
};
/* A notice, announcement or finding that names a clause. In order of `clause`,
 * then as report_order(). */
struct report_notice {
    int clause;
    uint32_t fact;
};

/* A report whose place is a point: degrees times 10^7; what is meant lies
 * within so many metres of it. In order of `fact`. */
struct report_point {
    uint32_t fact;
    int32_t lon_e7, lat_e7;
    int32_t precision_m;
};

/* How many clauses the text has of each kind, open drafts left out. */
struct report_coverage {
    uint32_t formal, judged, declaratory;
};

struct report_case {
    const struct agreement *ag;
    const struct tz *tz; /* of the agreement */
    const struct verdicts *v;
    bool has_known_at;
    instant known_at;
    bool at_given; /* else `v->at` is the latest that the record speaks of */

    /* Fact number n of a verdict, and what is shown with it. */
    void *self;
    const struct fact *(*fact)(void *self, uint32_t n, struct fact *buffer);
    void (*shown)(void *self, uint32_t n, struct report_shown *out);
    const struct source *(*source)(void *self, int source);
    str (*account)(void *self, int account);      /* its id */
    str (*account_name)(void *self, int account); /* or empty */

    uint32_t n_facts;
    const bool *gone; /* by fact: amended or retracted; NULL: none */
    uint64_t records; /* read, replies and repeats included */
    /* Facts that are totals over more than a day, as report_order(). */
    const uint32_t *spans;
    uint32_t n_spans;
    const uint32_t
        *labelled; /* facts of a round of an exchange, with a label */
    uint32_t n_labelled;
    const struct report_point *points;
    uint32_t n_points;
    const struct report_link *links;
    uint32_t n_links;
    const struct report_notice *notices;
    uint32_t n_notices;
    const struct report_problem *problems;
    uint32_t n_problems;
    const struct report_open *open;
    uint32_t n_open;
    struct report_coverage coverage;
};

/* Puts facts in the order of (from, recorded, id): whatever is listed is listed
 * so, since the order of arrival says nothing. Of c only `self` and `fact` are
 * used. */
MUST_USE err report_order(struct cx *cx, const struct report_case *c,
                          uint32_t *facts, size_t n);

/* What to show of it. */
struct report_choice {
    int account; /* index as in account_view, or NONE: all */
    str clause;  /* label, or empty: all */
    size_t width;
    bool colour;
    bool brief; /* clock, strip and counts only */
    bool last;  /* these come last, where a terminal shows them */
    bool hxl;   /* CSV: with the row of HXL tags */
};

/* `truce status`. Memory from cx->scratch, given back. Fails only for lack of
 * memory. */
MUST_USE err report_status_text(struct cx *cx, const struct report_case *c,
                                const struct report_choice *choice,
                                struct buf *out);
/* The same without head and foot: for a clause with many instances. */
MUST_USE err report_instances_text(struct cx *cx, const struct report_case *c,
                                   const struct report_choice *choice,
                                   struct buf *out);
MUST_USE err report_status_json(struct cx *cx, const struct report_case *c,
                                const struct report_choice *choice,
                                struct buf *out);
MUST_USE err report_status_csv(struct cx *cx, const struct report_case *c,
                               const struct report_choice *choice,
                               struct buf *out);

/* `truce explain`: the clause (`text` is its lines in the file, `meaning` the
 * clause in prose), then one instance of it. */
MUST_USE err report_explain_clause(struct cx *cx, const struct report_case *c,
                                   const struct report_choice *choice,
                                   int clause, str text, str meaning,
                                   struct buf *out);
MUST_USE err report_explain_text(struct cx *cx, const struct report_case *c,
                                 const struct report_choice *choice,
                                 const struct explanation *x, struct buf *out);
/* One element of the list of instances. */
MUST_USE err report_explain_json(struct cx *cx, const struct report_case *c,
                                 const struct report_choice *choice,
                                 const struct explanation *x,
                                 struct json_out *j);

/* `truce timeline`: what happened on each civil day. Verdicts by day are the
 * caller's: `days` in order, each with the verdicts at its end. */
struct report_day {
    instant begin, end;
    const struct report_change *changes;
    uint32_t n_changes;
    const uint32_t *facts; /* that occurred (began) on it */
    uint32_t n_facts;
    const int *due; /* indexes into c->v->v: due on it */
    uint32_t n_due;
};
struct report_change {
    int clause, bearer;
    str instance;
    bool is_new; /* it was not there before */
    enum status from, to;
    const uint32_t *reports; /* that hold it up now */
    uint32_t n_reports;
    /* `truce follow`: the records that changed it, in their order; or among how
     * many they are, if those were read together. Neither: time passed. */
    const uint32_t *causes;
    size_t n_causes;
    uint64_t among;
};
MUST_USE err report_day_text(struct cx *cx, const struct report_case *c,
                             const struct report_choice *choice,
                             const struct report_day *day, struct buf *out);
void report_day_json(const struct report_case *c, const struct report_day *day,
                     struct json_out *j);
/* The same in one line: what changed, but for periods of which nothing is
 * reported. Nothing, if nothing else changed. */
MUST_USE err report_replay_line(struct cx *cx, const struct report_case *c,
                                const struct report_choice *choice,
                                const struct report_day *day, struct buf *out);

/* What the symbols of such lines mean. */
void report_replay_legend(const struct report_choice *choice, struct buf *out);

/* One change, as `truce follow` prints it. */
void report_change_text(const struct report_case *c,
                        const struct report_choice *choice, instant when,
                        const struct report_change *change, struct buf *out);
void report_change_json(const struct report_case *c, instant when,
                        const struct report_change *change, struct buf *out);

/* --- For other renderings ------------------------------------------------- */

/* One character of one column, for each status. */
const char *status_symbol(enum status s);

/* Groups in which a status is shown, in the order of showing. */
enum group {
    GROUP_MET,
    GROUP_LATE,
    GROUP_PARTLY,
    GROUP_CONTESTED,
    GROUP_UNVERIFIED,
    GROUP_UNMET,
    GROUP_SILENT,
    GROUP_DEPENDS,
    GROUP_ASIDE, /* suspended, waived, excused, lapsed, not arising */
    GROUP_RUNNING,
    GROUP_BANS,
    GROUP_JUDGED,
    GROUP_DECLARED,
    N_GROUPS
};
enum group status_group(enum status s);
/* What a clause is about, by the form of the text (areas.c). */
enum report_area { AREA_NEITHER, AREA_AID, AREA_EXCHANGE };
enum report_area report_area_of(const struct agreement *ag,
                                const struct clause *cl);
bool report_is_exchanged(const struct agreement *ag, int item);
/* "Israel: permit return north on foot", in few words; bearer NONE: of all who
 * owe it, "Israel, Hamas: not attack, Gaza". The act alone: without them. */
void show_clause_words(const struct report_case *c, const struct clause *cl,
                       int bearer, struct buf *b);
void show_clause_act(const struct report_case *c, const struct clause *cl,
                     struct buf *b);

/* Shared names, for messages. */
str report_bearer(const struct agreement *ag, int bearer); /* id, or empty */

/* `truce rehearse`: what the plan of a text says; see docs/analysis.md. */
struct report_plan {
    const struct plan *p;
    str file;
    const struct sim_all *sims; /* NULL: nothing was played */
    const struct report_open *open;
    uint32_t n_open;
    size_t width;
    bool colour;
    bool all;      /* every moment, not only the first */
    bool unstated; /* the text says nothing of its entry into force */
};
MUST_USE err report_plan_text(struct cx *cx, const struct report_plan *r,
                              struct buf *out);
MUST_USE err report_plan_json(struct cx *cx, const struct report_plan *r,
                              struct buf *out);
/* One page that needs nothing else: no network, no script. */
MUST_USE err report_plan_html(struct cx *cx, const struct report_plan *r,
                              struct buf *out);

#endif
