/* app/case.h: an agreement and its reports, opened and ready to be asked.
 *
 * What status, explain, timeline, follow and demo share: reading the text,
 * feeding the reports into an engine, the choice of an instant, and the names
 * that a user may type. Files are read here; what is found is rendered by
 * report/.
 *
 * Read next: case.c, then status.c. */
#ifndef APP_CASE_H
#define APP_CASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cx.h"
#include "base/err.h"
#include "base/str.h"

struct case_options {
    const char *agreement;      /* path */
    const char *const *reports; /* paths; "-" is standard input */
    size_t reports_n;
    const char *const *choices; /* "2.1=B"; alternatives of a draft */
    size_t choices_n;
    const char *at;       /* NULL: the latest that the record speaks of */
    const char *known_at; /* NULL: all that is known */
    const char *account;  /* NULL: all */
    const char *clause;   /* label, NULL: all */
    /* Whose eyes: NULL: all of the record. Else without the intake of incidents
     * but what this actor may see of it ("": nobody's; case_sight.c). */
    const char *sees;
    /* The case will be asked again as it grows: its verdicts are those of
     * engine_current, without series. */
    bool grows;
    size_t width;
    bool colour;
    /* Called now and then with the number of records read, of `total` (0: not
     * known); may be NULL. */
    void (*progress)(void *self, uint64_t records, uint64_t total);
    void *progress_self;
};

struct app_case;

/* Opens what the options name. The strings and arrays must outlive it. What is
 * wrong with the text or with lines of the reports is gathered for
 * case_messages(); the call fails if the text cannot be evaluated (then there
 * are messages too), a file cannot be read, or a name or time is unknown.
 * *out is set also on failure, for case_messages() and case_close(). */
MUST_USE err case_open(struct cx *cx, struct arena *a,
                       const struct case_options *o, struct app_case **out);
/* The same in two steps: the text, and which record there is; then, which can
 * take seconds, the reports and what follows from them. */
MUST_USE err case_open_begin(struct cx *cx, struct arena *a,
                             const struct case_options *o,
                             struct app_case **out);
MUST_USE err case_open_end(struct app_case *c);
void case_close(struct app_case *c); /* accepts NULL */

/* Findings about the text and problems of the reports, as text for standard
 * error; empty if there are none. */
str case_messages(const struct app_case *c);
/* Lines of the reports that could not be used. */
size_t case_problems(const struct app_case *c);

enum case_format { CASE_TEXT, CASE_JSON, CASE_CSV };

/* status.c. *any_out: whether an obligation that is shown has one of the
 * statuses (names as in docs/semantics.md); an unknown name is an error. */
MUST_USE err case_status(struct app_case *c, enum case_format format,
                         bool brief, struct buf *out);
MUST_USE err case_has_status(struct app_case *c, const char *const *names,
                             size_t n, bool *any_out);

/* explain.c. `instance` NULL: all, or a list of them where there are many. */
MUST_USE err case_explain(struct app_case *c, const char *label,
                          const char *instance, const char *bearer,
                          enum case_format format, struct buf *out);

/* timeline.c. Civil days from `from` to `to` ("2025-01-25"; NULL: all). */
MUST_USE err case_timeline(struct app_case *c, const char *from, const char *to,
                           enum case_format format, struct buf *out);
/* One line a day, then the whole status: what the demo shows. `pause` is
 * called after each day (NULL: never). */
MUST_USE err case_replay(struct app_case *c, void (*pause)(void *self),
                         void *self, struct buf *out);

/* follow.c: reads `path` as it grows and prints what changes. Returns when
 * `go_on` says no; with `once` at the end of the file. `out` is flushed after
 * each batch by `flush`. */
struct follow_options {
    struct case_options base; /* `reports` are read first, whole */
    const char *path;         /* the file that grows */
    bool once;
    enum case_format format;
    bool (*go_on)(void *self); /* waits a little; false ends */
    void (*flush)(void *self);
    void (*note)(void *self, const char *text); /* rotation, problems */
    void *self;
};
MUST_USE err case_follow(struct cx *cx, struct arena *a,
                         const struct follow_options *o, struct buf *out,
                         size_t *problems_out);

#endif
