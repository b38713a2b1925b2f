/* web/web.h: the pages of a node.
 *
 * Front header of the module. Pure rendering, as in report/: what is known
 * comes in as values, HTML goes out; nothing is judged, looked up or remembered
 * here. The same values give the same bytes.
 *
 * Pages work without scripts, from 320 px, by keyboard, in print, and in
 * languages of both directions. Each address is a permalink: language, "as of"
 * and "as known at" stand in it.
 *
 * Read next: view.c (words, dates, links), frame.c (what is around a page),
 * then page_today.c and its neighbours. Words: words/en.txt. Looks: style.css.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/buf.h"
#include "base/cx.h"
#include "facts/context.h"
#include "facts/import.h"
#include "facts/statements.h"
#include "geo/geo.h"
#include "people/roles.h"
#include "report/incident.h"
#include "report/report.h"

enum web_lang {
    LANG_EN,
    LANG_AR,
    LANG_HE,
    LANG_FR,
    LANG_ES,
    LANG_RU,
    LANG_UK,
    LANG_PT,
    N_LANGS
};
/* "ar". false: none of ours. */
bool web_lang_find(str tag, enum web_lang *out);
str web_lang_tag(enum web_lang lang);
/* The best of an Accept-Language header (RFC 9110 12.5.4), else English. */
enum web_lang web_lang_accept(str header);

/* Who is logged in. */
struct web_person {
    str name;
    enum role role;
    str of;         /* the actor that it speaks for, or empty */
    str form_token; /* a form of this session carries it */
    str once;       /* a form is sent once under it */
};
/* Whose node of talks it is, and what is open to who looks (web/rooms.h). */
struct web_room {
    str talks, self; /* names */
    bool mediator;
    bool see, speak, bind;
};
/* What was sent and could not be done: fields are filled in again. */
struct web_field {
    str name, value;
};
struct web_form {
    const struct web_field *fields;
    size_t n;
    str problem, hint; /* in English, from an error */
    str wrong;         /* the field that it is about, or empty */
};

/* What is being looked at, and how. Strings are borrowed; `at` and `known` are
 * as they stand in the address, checked by the caller. */
struct web_view {
    enum web_lang lang;
    bool lang_given; /* in the address: else links leave it out */
    str at, known;
    str path;   /* of this page: "/clause/2.1" */
    str rest;   /* of its query, encoded, without lang, at, known: "q=x&p=2" */
    bool kiosk; /* for a wall: a big clock, no controls */
    bool has_statements; /* a register of them beside the case */
    bool has_context;    /* events of other collections */
    bool is_case;        /* a case file, which has a record of entries */
    bool withheld; /* some of the record is not for who looks: c has none of it
                    */
    bool follows;  /* the page renews itself: it shows what is known of */
    uint64_t seen; /* that much (app/live.h) */
    const struct web_person *me; /* NULL: nobody is logged in */
    const struct web_form *form; /* NULL: the form is empty */
    const struct report_case *c;
    const struct web_room *room; /* of a node of talks, which has no case: c is
                                    NULL then */
};

/* A file of evidence, as who looks sees it. */
struct web_custody {
    str act, who, when, purpose;
};
struct web_evidence {
    uint64_t number, bytes;
    str hex, name, type, received, from;
    const struct web_custody *custody;
    uint32_t n_custody;
};
/* Those that who looks may cite, newest first. */
struct web_files {
    const struct web_evidence *v;
    uint32_t n;
};

/* What of an entry of the log is shown. */
struct web_entry {
    uint64_t number;
    str type, sender, made;
    bool witnessed;
    str id; /* of the report that it holds, or empty */
};

/* A finding of truce check. */
struct web_finding {
    str code, severity, message, why, hint, waived; /* severity: "error" ... */
    str precedent, source;                          /* may be empty */
    uint32_t line;
};

/* From one step of a report or incident to the next, over those that were taken
 * since the end of the day before. */
enum web_path_step {
    PATH_RECORDED, /* from when it happened */
    PATH_TAKEN_UP, /* as an incident */
    PATH_ASSIGNED,
    PATH_ASSESSED,
    PATH_FOUND,
    PATH_CLOSED,
    N_PATH_STEPS
};
struct web_path {
    uint32_t n; /* 0: none was taken */
    int64_t median_s, longest_s;
    uint32_t longest; /* fact of the one that took so long */
};
struct web_today {
    const struct report_change *changes; /* since the end of the day before */
    uint32_t n_changes;
    const uint32_t *news; /* facts recorded since then */
    uint32_t n_news;
    const struct incident_list *incidents;
    const uint32_t *todo; /* those that wait for who looks, most urgent first */
    uint32_t n_todo;
    struct web_path path[N_PATH_STEPS];
};
MUST_USE err web_today(struct cx *cx, const struct web_view *v,
                       const struct web_today *t, struct buf *out);

/* group: index of enum group, or -1 for all. */
MUST_USE err web_agreement(struct cx *cx, const struct web_view *v, int group,
                           struct buf *out);

struct web_clause {
    int clause;           /* the first of its label */
    const uint32_t *rows; /* its verdicts that are listed, by number */
    uint32_t n, page, pages;
    bool only; /* those of one status */
    enum status status;
    str rest;           /* query that asks for the same, encoded */
    str text;           /* its lines in the file */
    const str *meaning; /* of each reading, from `clause` on */
    uint32_t n_meaning;
};
MUST_USE err web_clause(struct cx *cx, const struct web_view *v,
                        const struct web_clause *k, struct buf *out);
MUST_USE err web_occasion(struct cx *cx, const struct web_view *v,
                          const struct explanation *x, struct buf *out);

/* The calendar in three parts, since the verdicts of each day are made in turn:
 * the chart (of v->c->v as it stands), each day, the end. rows: the page of the
 * chart, at most its last one; page: that of the days. */
MUST_USE err web_calendar_begin(struct cx *cx, const struct web_view *v,
                                uint32_t rows, uint32_t page, struct buf *out);
void web_calendar_day(const struct web_view *v, const struct report_day *day,
                      struct buf *out);
/* Where there are too many reports to judge each day: before the days; a day,
 * of which only the number of reports and what is due are known. */
void web_calendar_brief_day(const struct web_view *v,
                            const struct report_day *day, struct buf *out);
void web_calendar_is_large(const struct web_view *v, struct buf *out);
MUST_USE err web_calendar_end(struct cx *cx, const struct web_view *v,
                              uint32_t rows, uint32_t page, uint32_t pages,
                              struct buf *out);

struct web_reports {
    str words;  /* as asked for, or empty */
    str day;    /* the same */
    int source; /* or NONE */
    uint32_t n_sources;
    str rest; /* query that asks for the same, encoded: "q=x&source=y" */
    const uint32_t *facts; /* those of this page, newest first */
    uint32_t n, of;        /* of so many that fit */
    uint32_t page, pages;  /* from 1 */
};
MUST_USE err web_reports(struct cx *cx, const struct web_view *v,
                         const struct web_reports *r, struct buf *out);
MUST_USE err web_report(struct cx *cx, const struct web_view *v, uint32_t fact,
                        const struct web_files *files, struct buf *out);
struct web_record {
    const struct web_entry *entries; /* of this page, newest first */
    uint32_t n;
    uint64_t size; /* of the last head */
    uint32_t page, pages;
};
MUST_USE err web_record(struct cx *cx, const struct web_view *v,
                        const struct web_record *r, struct buf *out);
MUST_USE err web_findings(struct cx *cx, const struct web_view *v,
                          const struct web_finding *f, uint32_t n,
                          struct buf *out);
/* Quantities that are owed, and reports of them as they stand. */
struct web_aid {
    int item, zone, source; /* as asked for, or NONE */
    uint32_t n_sources;
    str rest;              /* query that asks for the same, encoded */
    const uint32_t *facts; /* those of this page, newest first */
    uint32_t n, of, page, pages;
    const uint32_t *stages; /* by consignment, then by time */
    uint32_t n_stages, stages_left;
};
MUST_USE err web_aid(struct cx *cx, const struct web_view *v,
                     const struct web_aid *d, struct buf *out);
struct web_exchange {
    const uint32_t *facts; /* of rounds, by round, then by time */
    uint32_t n, page, pages;
};
MUST_USE err web_exchanges(struct cx *cx, const struct web_view *v,
                           const struct web_exchange *d, struct buf *out);
/* --- Accounts (page_people.c) --------------------------------------------- */

/* name, next: as typed or given in the address. challenge: for a passkey. */
MUST_USE err web_login(struct cx *cx, const struct web_view *v, str next,
                       str name, str challenge, struct buf *out);
/* Whoever was invited sets a password. */
MUST_USE err web_invitation(struct cx *cx, const struct web_view *v, str token,
                            const struct web_person *who, struct buf *out);
struct web_session {
    instant made, seen;
    bool current;
    int64_t number;
};
struct web_passkey {
    int64_t number;
    str name, id; /* id: base64url */
    instant made, seen;
    bool used;
};
struct web_account {
    const struct web_session *sessions;
    uint32_t n_sessions;
    const struct web_passkey *passkeys;
    uint32_t n_passkeys;
    str challenge, user; /* for a new passkey: base64url */
};
MUST_USE err web_account(struct cx *cx, const struct web_view *v,
                         const struct web_account *d, struct buf *out);

/* --- Evidence (page_evidence.c) --------------------------------------------
 */

struct web_evidence_page {
    const struct web_evidence *v; /* newest first */
    uint32_t n;
    bool may_add;
    bool has_part;     /* an upload that is not whole */
    uint64_t part, of; /* bytes of it */
};
MUST_USE err web_evidence(struct cx *cx, const struct web_view *v,
                          const struct web_evidence_page *d, struct buf *out);

/* --- Incidents (page_incidents.c, page_incident.c) -------------------------
 */

struct web_incidents {
    const struct incident_list *list;
    str stage, clause, place, waits, source, is; /* as asked for, or empty */
    str rest;             /* query that asks for the same, encoded */
    const uint32_t *rows; /* those of this page */
    uint32_t n, page, pages;
    bool may_report;
};
MUST_USE err web_incidents(struct cx *cx, const struct web_view *v,
                           const struct web_incidents *d, struct buf *out);
/* What who looks may do to it. */
struct incident_may {
    bool report, group, assign, verify, respond, adopt, follow_up, close;
    bool done; /* of what was asked of one's own */
};
struct web_incident {
    const struct incident_list *list;
    uint32_t index;
    const struct incident_like *like;
    uint32_t n_like;
    struct web_files files; /* of evidence that who looks sees */
    struct incident_may may;
};
MUST_USE err web_incident(struct cx *cx, const struct web_view *v,
                          const struct web_incident *d, struct buf *out);
/* A report is entered. own: the only source there is for who looks, or empty.
 */
MUST_USE err web_incident_new(struct cx *cx, const struct web_view *v, str own,
                              const struct web_files *files, struct buf *out);

/* A report on the map. `displaced`: told less exactly than it was reported. */
struct web_place {
    uint32_t fact;
    struct geo_point at;
    int64_t precision_m;
    bool displaced;
};
/* A map in pieces (geo_tile_north) whose pictures are at /tile/Z/X/Y. */
struct web_tiles {
    unsigned zoom_min, zoom_max;
    str attribution; /* whose it is, or empty */
    bool (*has)(void *self, unsigned zoom, uint32_t column, uint32_t row);
    void *self;
};
/* What may be asked for: degrees of latitude, metres of ground. */
enum {
    WEB_MAP_LAT_MOST = 85,
    WEB_MAP_WIDE_LEAST = 1000,
    WEB_MAP_WIDE_MOST = 20000000
};
struct web_map {
    const struct geo_shape *const *zones; /* by zone of the text; NULL: none */
    const struct geo_map *base;           /* under them, or NULL */
    const struct web_tiles *tiles;        /* under that, or NULL */
    enum { UNDER_NAMES, UNDER_LINES, UNDER_NOTHING } under; /* of them */
    const struct web_place *places;                         /* newest first */
    uint32_t n, of;          /* of so many that there are */
    int focus;               /* zone that fills the picture, or NONE */
    struct geo_point middle; /* of the picture, where wide_m > 0 */
    int64_t wide_m;          /* of ground from its west to its east; or 0 */
    int64_t coarse_m;        /* reports are told to so many metres */
    int64_t coarse_least;    /* what may not be undercut */
    /* Events of other collections, at most so many; and whether there are any
     * that could be shown. */
    const struct context_event *const *context;
    uint32_t n_context, of_context;
    bool has_context;
};
MUST_USE err web_map(struct cx *cx, const struct web_view *v,
                     const struct web_map *m, struct buf *out);
struct web_account_row {
    str name, of;
    enum role role;
    bool waiting, disabled, has_seen;
    instant seen;
};
struct web_people {
    const struct web_account_row *rows;
    uint32_t n;
    str link, link_for; /* an invitation that was just made, or empty */
};
MUST_USE err web_people(struct cx *cx, const struct web_view *v,
                        const struct web_people *p, struct buf *out);
struct web_log_line {
    int64_t number;
    instant at;
    str by, action, what;
};
MUST_USE err web_people_log(struct cx *cx, const struct web_view *v,
                            const struct web_log_line *l, uint32_t n,
                            struct buf *out);

/* --- A table becomes reports (page_import.c) --------------------------------
 */

/* Where a field of the record comes from: a column ("c-NAME" in the form: the
 * column's number), or the same in every row ("v-NAME"). */
enum web_import_kind {
    IMPORT_OF_ACTS,
    IMPORT_OF_ACTORS,
    IMPORT_OF_ITEMS,
    IMPORT_OF_PLACES,
    IMPORT_NUMBER,
    IMPORT_DAY,
    IMPORT_HOUR,
    IMPORT_TEXT
};
struct web_import_field {
    const char *name;
    enum web_import_kind kind;
};
enum { IMPORT_FIELDS = 10 };
extern const struct web_import_field web_import_fields[IMPORT_FIELDS];
/* Ways to write a day, as a mapping names them; separators of cells and of
 * thousands by the words that the form has for them. NULL-terminated. */
extern const char *const web_import_days[];
struct web_import_sign {
    const char *name;
    char sign; /* 0: none */
};
extern const struct web_import_sign web_import_delimiters[],
    web_import_thousands[];

struct web_import {
    bool has_table;
    uint64_t bytes, columns;
    const str *mappings; /* that are kept, by name */
    size_t n_mappings;
};
MUST_USE err web_import(struct cx *cx, const struct web_view *v,
                        const struct web_import *d, struct buf *out);
/* What the cells of a column mean ("m-NAME-3": of the third one). */
struct web_import_cells {
    size_t field;
    uint32_t column;
    const str *cells, *means; /* means: an id to begin with, or empty */
    uint32_t n;
};
struct web_import_columns {
    const str *columns;
    uint32_t n_columns;
    const str *rows; /* n_rows times n_columns cells */
    uint32_t n_rows;
    char delimiter;
    str table; /* which it is: its hash */
    const struct web_import_cells *cells;
    uint32_t n_cells;
};
MUST_USE err web_import_columns(struct cx *cx, const struct web_view *v,
                                const struct web_import_columns *d,
                                struct buf *out);
struct web_import_check {
    const struct import_result *r;
    str mapping; /* as text */
};
MUST_USE err web_import_check(struct cx *cx, const struct web_view *v,
                              const struct web_import_check *d,
                              struct buf *out);

/* The form of a report (page_enter.c): v->me speaks for an actor. */
MUST_USE err web_enter(struct cx *cx, const struct web_view *v,
                       const struct web_files *files, struct buf *out);

struct web_statements {
    str words;                 /* as asked for, or empty */
    int kind;                  /* enum statement_kind, or NONE */
    const struct statement *v; /* by date */
    uint32_t n, of;
    uint32_t left_out; /* lines that could not be used */
};
MUST_USE err web_statements(struct cx *cx, const struct web_view *v,
                            const struct web_statements *d, struct buf *out);

struct web_context {
    str words;                            /* as asked for, or empty */
    const struct context_event *const *v; /* those of the page, newest first */
    uint32_t n, fit, of, page, pages;
    str rest;        /* query that asks for the same, encoded */
    bool acled, ged; /* whose there are */
    const struct facts_problem *problems; /* rows that could not be used */
    uint32_t n_problems;
};
MUST_USE err web_context(struct cx *cx, const struct web_view *v,
                         const struct web_context *d, struct buf *out);

MUST_USE err web_keys(struct cx *cx, const struct web_view *v, struct buf *out);

/* Something is wrong: a status from 400 on. `what` and `hint` say it, in
 * English where they come from an error. v->c may be NULL. */
/* The case is being opened, so far. */
MUST_USE err web_opening(struct cx *cx, const struct web_view *v,
                         unsigned percent, struct buf *out);
MUST_USE err web_problem(struct cx *cx, const struct web_view *v,
                         unsigned status, str what, str hint, struct buf *out);

/* The style sheet: static storage. */
str web_style(void);
/* ES modules, without which pages are whole: of every page, /page.js; of those
 * with a form that it helps, /entry.js. */
str web_script(void);
str web_entry_script(void);

#endif
