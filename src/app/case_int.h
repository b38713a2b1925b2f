/* app/case_int.h: what the files of a case share. */
#ifndef APP_CASE_INT_H
#define APP_CASE_INT_H

#include "app/case.h"
#include "app/casefile.h"
#include "base/map.h"
#include "base/vec.h"
#include "engine/engine.h"
#include "facts/facts.h"
#include "lang/lang.h"
#include "report/incident.h"
#include "report/report.h"
#include "time/civil.h"
#include "time/tz.h"

struct facts_map;

/* What is shown with a fact, where anything is. In order of `fact`. There may
 * be millions: the texts that there are lie packed, one after the other
 * (case.c). */
struct case_shown {
    uint32_t fact;
    uint16_t has; /* bit per text */
    bool intent;
    const char *texts; /* each: its length, 4 bytes, then it */
};

/* A further account, beside those of the agreement's actors. */
struct named_account {
    str id, name;
    int account;
};

/* A `signature` entry that may count. */
struct case_signed {
    uint64_t number;
    str line;
    bool verified; /* on the agreement that is evaluated; else only said */
    str id, actor;
};
/* A record that speaks of a signature and does not count. */
struct case_unsigned {
    uint32_t line;
    enum { NO_KEY, KEY_OF_FORCE, TAKES_BACK } why;
};

/* From the record `first` on the lines are of `file`. */
struct case_file {
    uint32_t first;
    str file;
};
typedef VEC(struct case_file) file_vec;

/* A reply whose target is named by id and perhaps not read yet. */
struct pending_link {
    str to;
    uint32_t by;
    bool takes_out; /* amends or retracts */
    bool is_step;   /* of an incident: it disputes nothing */
};

/* One whose target has not come, or of an incident's reports the one that has
 * not. */
#define UNTIED_TARGET UINT32_MAX
struct untied_link {
    uint32_t pending;
    uint32_t ref; /* of the incident; UNTIED_TARGET: the target itself */
};

/* Facts in the order of a page, of which so many have been put into it. */
struct case_listed {
    VEC(uint32_t) v;
    size_t ordered;
};

enum { RECORDED_EACH = 4096 };

/* What is asked of an obligation as it stood before (changes.c). */
struct case_standing {
    int clause, bearer;
    enum status status;
    str instance;
};
struct case_standings {
    const struct case_standing *v;
    uint32_t n;
};

struct app_case {
    struct cx *cx;
    struct arena *a;      /* document */
    struct arena records; /* what grows with the reports */
    struct arena settled; /* what ties them together: case_tie.c */
    struct arena judged;  /* verdicts, if o->verdicts is NULL */
    struct arena stood;   /* day_before */
    const struct case_options *o;

    struct casefile record; /* open, if the agreement came from a case file */
    struct casefile_lines entered; /* its records */
    struct arena recorded;         /* those that came later, as lines */
    uint64_t below; /* entries from this one on are not looked at */
    hash text_hash; /* of its agreement */
    VEC(struct case_signed) signatures; /* in order of number */
    struct map verified;                /* their ids, of those that are */
    VEC(struct case_unsigned) unsigned_;

    str source;
    struct ast *ast;
    struct agreement *ag;
    const struct tz *tz;
    struct report_coverage coverage;
    struct buf messages;

    struct facts *facts;
    struct engine *engine;
    VEC(struct sys_map) maps;
    VEC(int) fds;        /* of what is read as a stream */
    VEC(uint32_t) lines; /* by fact number */
    file_vec files;
    VEC(uint32_t) replaced; /* facts in whose place another of their id came */
    VEC(struct named_account) accounts;
    uint32_t n_sources;
    VEC(struct case_shown) shown;
    size_t last_shown;                /* that was asked for */
    VEC(struct incident_said *) said; /* case_said.c; in order of fact */
    struct incidents *incidents;      /* incident_current.c; NULL: none */
    bool *ban_acts, *kept_states;     /* by act, by state: some clause's */
    VEC(struct pending_link) pending;
    VEC(uint32_t) spans, labelled; /* of rounds */
    struct case_listed staged, rounds;
    VEC(uint32_t) counts; /* of quantities that somebody counted */
    VEC(struct report_point) points;
    const struct facts_map *map; /* NULL: places have no shape */
    VEC(struct report_notice) notices;
    VEC(struct report_link) links;
    VEC(struct report_open) open;
    VEC(struct report_problem) problems;
    size_t n_broken; /* the last of them: about circles */
    bool is_open;    /* messages are of the opening: no more is added */
    bool *gone;      /* by fact number: amended or retracted */
    size_t gone_room;
    VEC(uint32_t) went; /* the same, as they went */
    VEC(struct untied_link) untied;
    size_t n_tied, n_replaced, n_notices, n_spans; /* so many are tied */
    VEC(instant) recorded_to; /* the latest of each RECORDED_EACH facts */
    uint32_t n_noted;         /* so many of them */
    uint64_t n_records;
    bool keep_shown; /* false beyond a size at which it would cost too much */

    bool has_known_at, has_at;
    instant known_at, at;
    /* How all stood at a time by what was recorded by then: INSTANT_MIN: it is
     * not kept (changes.c). */
    instant day_before_at;
    struct case_standings day_before;
    struct verdicts verdicts; /* at `at` */
    struct report_case report;
    struct report_choice choice;
};

/* Reads the text of an agreement; messages go to c->messages. */
MUST_USE err case_read_agreement(struct app_case *c);
/* zones.c: what the files named by the text say of its places. */
MUST_USE err case_read_zones(struct app_case *c, struct facts_options *options);
/* An empty case; then its parts one by one. */
MUST_USE err case_new(struct cx *cx, struct arena *a,
                      const struct case_options *o, struct app_case **out);
/* A file in memory, a pipe or "-" as a stream, as an input of c->facts. */
MUST_USE err case_add_input(struct app_case *c, const char *path);
/* Begins a pass over the inputs with a new engine. */
MUST_USE err case_begin(struct app_case *c);
/* All of the options' reports, in an engine. */
MUST_USE err case_read_reports(struct app_case *c);
/* One record into the engine, with what is shown. */
MUST_USE err case_add(struct app_case *c, const struct facts_record *r);
/* case_said.c: what a record says to an incident, if it does. */
MUST_USE err case_keep_said(struct app_case *c, uint32_t fact,
                            const struct facts_record *r);
MUST_USE err case_said_init(struct app_case *c);
/* The input that record n came from. */
str case_file_of(const struct app_case *c, uint32_t n);
/* case_forget.c: before case_settle(). Forgets what was recorded after
 * c->known_at. */
MUST_USE err case_forget_after(struct app_case *c);
/* Forgets the records that `forget` marks, by number, as if they had never
 * been: nothing that is left has their numbers, sources or lines. Of what is
 * left those names of records (refs) are left out that lead to nothing that is
 * left, but where `own` marks the record. */
MUST_USE err case_forget(struct app_case *c, const bool *forget,
                         const bool *own);
/* Verdicts at an instant by what was recorded by then, in `a`: of each its
 * obligation, status and reports, no more. */
MUST_USE err case_evaluate_known(struct app_case *c, instant at,
                                 struct arena *a, struct verdicts *out);
/* Whether everything was recorded by then. Of a case that is settled. */
bool case_was_known(const struct app_case *c, instant at);
/* The first fact from `n` on that may have been recorded at `from` or later. */
uint32_t case_recorded_from(const struct app_case *c, uint32_t n, instant from);
/* case_sight.c: forgets what c->o->sees may not see. */
MUST_USE err case_forget_unseen(struct app_case *c);
/* case_grow.c: takes in what was entered since the case was read. *grown false:
 * it has to be opened anew, and is as it was until then. After a failure it
 * cannot be used. */
MUST_USE err case_grow(struct app_case *c, bool *grown);
/* Problems of the reading that c->problems has not yet; `said`: so many are
 * old. */
MUST_USE err case_keep_problems(struct app_case *c, size_t said);
MUST_USE err case_keep_unsigned(struct app_case *c, size_t said);
/* Of replies in a circle, as of the last evaluation; anew each time. */
MUST_USE err case_tell_broken(struct app_case *c);
/* case_tie.c: what ties records together: c->links, c->gone, notices and spans
 * in order. Of what came since the last time; all of it after case_untie(). */
MUST_USE err case_tie(struct app_case *c);
void case_untie(struct app_case *c);
/* After the last record: links, and the view for report/. */
MUST_USE err case_settle(struct app_case *c);
/* Verdicts at an instant, in `a`, and c->report over them. */
MUST_USE err case_evaluate(struct app_case *c, instant at, struct arena *a);
/* `2025-01-25`, `2025-01-25T08:30`, with an offset, or `day 7`: the last
 * second of it. */
MUST_USE err case_parse_time(struct app_case *c, const char *what,
                             const char *text, instant *out);
/* Index of the first clause with this label, or an error that suggests. */
MUST_USE err case_find_clause(struct app_case *c, str label, int *out);

/* timeline.c: each civil day from `from` to `to` (NULL: from day 1 to the time
 * that is looked at), its verdicts in c->verdicts. with_before: the first day
 * is compared with the day before it, else with nothing. */
typedef err case_day_fn(struct app_case *c, void *self,
                        const struct report_day *day);
MUST_USE err case_each_day(struct app_case *c, const char *from, const char *to,
                           bool with_before, case_day_fn *fn, void *self);
/* The same days for a large record, in the verdicts as they stand: what is due,
 * and how many reports there are; neither these nor what changed. `first` of
 * those that case_days() counts, and n of them. */
MUST_USE err case_days(struct app_case *c, uint32_t *n);
MUST_USE err case_each_day_brief(struct app_case *c, uint32_t first, uint32_t n,
                                 case_day_fn *fn, void *self);
/* explain.c: the lines of a clause in the file; the clause in words; one
 * obligation taken apart. */
str case_clause_text(const struct app_case *c, const struct clause *cl);
MUST_USE err case_clause_meaning(struct app_case *c, int clause, str *out);
MUST_USE err case_explain_one(struct app_case *c, const struct verdict *v,
                              struct arena *a, struct explanation *x);

/* changes.c: how two evaluations differ, under the own standard. In order of
 * the text. `quiet` ones (running, waiting and the like) that are only new are
 * left out. Lives in `a`. */
typedef VEC(struct report_change) change_vec;
MUST_USE err case_compare(struct app_case *c, const struct verdicts *before,
                          struct arena *a, change_vec *out);
MUST_USE err case_compare_with(struct app_case *c,
                               const struct case_standings *before,
                               struct arena *a, change_vec *out);
/* Of verdicts what is compared; lives in `a`, and needs them no more. */
MUST_USE err case_stand(struct app_case *c, const struct verdicts *from,
                        struct arena *a, struct case_standings *out);
/* The same at an instant by what was recorded by then. */
MUST_USE err case_stood(struct app_case *c, instant at, struct arena *a,
                        struct case_standings *out);
/* The same of a time that is asked for again and again, the end of the day
 * before the latest: kept as the case grows. */
MUST_USE err case_stood_before(struct app_case *c, instant at,
                               struct case_standings *out);
/* Before a record is added to a case that grows. With the first one of a new
 * day the day before has ended: how all stood then costs little now, and a
 * second judgement of everything later. *began: it was one. */
MUST_USE err case_keep_day(struct app_case *c, const struct fact *f,
                           bool *began);

#endif
