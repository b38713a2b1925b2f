/* app/node_int.h: what the files of a node share: a request taken apart, and
 * the table of routes.
 *
 * A new page is a function in a file of its area, and a line in the table at
 * the end of that file; node.c lists the tables. */
#ifndef APP_NODE_INT_H
#define APP_NODE_INT_H

#include "app/case_int.h"
#include "app/node.h"
#include "base/sys.h"
#include "base/sys_copy.h"
#include "base/sys_thread.h"
#include "http/form.h"
#include "people/people.h"
#include "report/sheet.h"
#include "tiles/tiles.h"
#include "web/web.h"

enum { PATH_PARTS = 4, ROWS = 100 };

/* struct node_extras, read. */
struct node_more {
    const struct geo_map *base;
    struct tiles *tiles; /* or NULL */
    int64_t coarse_m;
    const char *const *statements;
    size_t statements_n;
    const struct context *context; /* or NULL */
    const char *relay;
    err (*exchange)(struct cx *cx, void *self, const char *node,
                    const char *relay);
    bool (*exchanges)(void *self);
    void *self;
};

/* What a page takes of a time. */
enum view_need {
    NEED_TIME,   /* where the clock stands: perhaps no row of any obligation */
    NEED_ROWS,   /* a row of each */
    NEED_CHANGES /* the same, and what changed since the day before */
};

/* What was evaluated at a time. */
struct held_view {
    bool filled, whole;    /* whole: with a row of each obligation */
    uint32_t n_facts;      /* of the case then */
    struct sys_copy *copy; /* that made it, in its memory; or NULL */
    bool owed; /* to who waited for it: serves once, though the case grew */
    instant asked;
    uint64_t used;
    struct arena room;
    struct verdicts verdicts;
    bool has_incidents;
    struct incident_list incidents; /* as of it */
    bool has_changes;
    struct civil_span day; /* that it is in */
    change_vec changes;    /* since what was known the day before */
};
enum { HELD_VIEWS = 2 };
typedef VEC(struct series) series_vec;
/* An answer as it was sent, for who asks the same again. */
struct held_answer {
    str key, body;
    const char *type;
};
enum {
    HELD_ANSWERS = 256,
    HELD_ANSWER_BYTES = 4 << 20, /* of one */
    HELD_BYTES = 64 << 20        /* of all */
};

/* A case that is open. */
struct held_case {
    struct app_case *c;
    struct arena room;
    struct case_options options; /* those of c */
    bool all;                    /* of the record is seen; else: */
    str sees;                    /* as in struct case_options */
    str known;                   /* "as known at" of c; empty: all */
    bool stale;                  /* it has grown, and is to be opened anew; */
    bool broken;                 /* until then it cannot be asked */
    uint64_t used;
    struct sys_file file; /* as it stood when c was opened */
    char known_room[64], sees_room[64];
    /* The latest, whose verdicts the engine keeps up to date: its room holds
     * what else was made of them. */
    struct held_view latest;
    series_vec series;
    bool *has_series; /* by clause; NULL: none */
    struct held_view views[HELD_VIEWS];
    struct held_view *view; /* the one that is asked */
    struct arena answers_room;
    struct held_answer *answers;
    uint32_t n_answers;
};

/* Of all that is known as the mechanism sees it; the others as somebody sees
 * it, or as it was known. */
enum { HELD_CASES = 6, SEES_MAX = 64 };

/* A case that is being opened beside the answers (node_open.c). */
struct opening {
    struct sys_thread *thread; /* NULL: none is */
    struct held_case *h;       /* the thread's, until it has ended */
    bool is_first;             /* without it the node is of no use */
    struct cx cx;
    struct arena scratch;
    err result;
    uint64_t of; /* entries */
    _Atomic uint64_t read;
};

/* A time that is judged beside the answers (node_judge.c). */
struct judging {
    struct sys_copy *copy; /* NULL: none is */
    struct judgement *made;
    struct held_case *of;
    uint64_t dropped; /* as n->dropped was */
    bool failed;      /* and who asks for failed_at is to be told why */
    instant failed_at;
    err result;
    struct fault why;
};

struct node {
    const struct case_options *o;
    struct arena *a;
    struct held_case places[HELD_CASES + 1];
    struct held_case *held[HELD_CASES]; /* the first: of all that is known */
    struct held_case *spare;            /* where the next is opened */
    struct opening opening;
    struct judging judging;
    unsigned patience_ms;  /* so long a case is waited for; UINT_MAX: always */
    struct held_case *now; /* the one that is asked, and its case */
    struct app_case *c;
    uint64_t dropped;      /* how often memory of a case was given back */
    uint64_t uses;         /* of views: for the one used least lately */
    struct store *store;   /* of the case, to look whether it has grown */
    struct people *people; /* NULL: nobody logs in, nothing is written */
    bool secure;           /* reached by https */
    struct node_more more;
    struct room_node *talks; /* a node of talks, which has no case; else NULL */
};

/* A request taken apart. */
struct ask {
    struct cx *cx;
    struct node *n;
    struct arena *a;
    struct buf *out;
    struct node_reply *reply;
    str part[PATH_PARTS]; /* "clause", "2.1" */
    size_t parts;
    str query;
    struct web_view view;

    /* Memory of the case before this request, which is given back after it. */
    struct held_case *held;
    struct arena_mark mark;
    uint64_t dropped;

    const struct node_request *request;
    const struct route *route;
    enum action action; /* of the route */
    err (*post)(struct ask *q);
    const struct person *who; /* who is logged in, or NULL */
    str session;              /* its token, or empty */
    struct form form;         /* what was sent; empty in a GET */
    str wrong_field;          /* that a failure is about, or empty */
};

/* The value of a name in the query, decoded; empty if it is not there. */
MUST_USE err param(struct ask *q, const char *name, str *out);
MUST_USE err param_if(struct ask *q, const char *name, str *out, bool *there);
/* Of what is shown beside the record: whether it is of the time asked for, if
 * one is; whether `words` (folded) stand in its parts, as one text. */
bool node_is_by_then(const struct ask *q, struct civil_date d);
MUST_USE err node_has_words(struct ask *q, const str *parts, size_t n,
                            str words, bool *out);
/* "page" of the query, of so many rows, a_page (ROWS) of them a page. */
MUST_USE err page_of(struct ask *q, uint64_t rows, uint32_t a_page,
                     uint32_t *page, uint32_t *pages);
MUST_USE err page_number(struct ask *q, uint64_t rows, uint32_t *page,
                         uint32_t *pages);

#define TYPE_CSV     "text/csv; charset=utf-8"
#define TYPE_JSON    "application/json"
#define TYPE_GEOJSON "application/geo+json"
#define TYPE_EVENTS  "text/event-stream"
#define TYPE_IMAGE   "image/*"
#define TYPE_ICS     "text/calendar; charset=utf-8"

/* node_pages.c: what the pages and the lists for programs share. Reports that
 * fit `q` and `source` of the query, newest first. */
MUST_USE err node_find_source(struct ask *q, str id, int *out);
MUST_USE err node_find_reports(struct ask *q, uint32_t **facts, uint32_t *n);
MUST_USE err node_need_record(struct ask *q); /* fails without one */
/* The same, and DENIED for who does not see all of it: the numbers of entries
 * tell how many there are. */
MUST_USE err node_need_log(struct ask *q);
/* Of the log, as many entries as are known (known=). */
uint64_t node_entries(const struct ask *q);
MUST_USE err node_findings(struct ask *q, struct web_finding **out,
                           uint32_t *n);
/* node_aid.c: the zone named in the query, or NONE. */
MUST_USE err node_find_zone(struct ask *q, const char *name, int *out);
MUST_USE err node_sheet_reports(struct ask *q, const uint32_t *facts, size_t n,
                                bool json);
/* node_map.c: GeoJSON (RFC 7946). A collection; in it features:
 * geojson_feature, members of its properties, geojson_point. */
void geojson_begin(struct json_out *j, struct ask *q);
MUST_USE err geojson_end(struct json_out *j, struct ask *q);
void geojson_feature(struct json_out *j, str id, const char *layer);
void geojson_point(struct json_out *j, struct geo_point p);
/* To how many metres points are told (0: as reported), and how. */
MUST_USE err node_coarse(struct ask *q, int64_t *metres);
struct web_place node_place(const struct report_point *p, int64_t coarse_m);
/* node_context.c: into n->more.context. */
MUST_USE err node_read_context(struct cx *cx, struct node *n,
                               const char *const *paths, size_t n_paths);
/* Events of other collections with a point, newest first, at most so many, of
 * so many; none where context=hidden asks for none. */
MUST_USE err node_context_points(struct ask *q, uint32_t most,
                                 const struct context_event ***out, uint32_t *n,
                                 uint32_t *of);
/* What the rows of lists are made of. */
struct sheet_columns node_report_columns(void);
struct sheet_columns node_record_columns(void);
struct sheet_columns node_context_columns(void);
struct sheet_columns node_finding_columns(void);
/* node_incidents.c: what waits for whom. */
MUST_USE err node_today_path(struct ask *q, instant since, struct web_today *t);
MUST_USE err node_incident_todo(struct ask *q, struct web_today *out);
/* node_import_form.c: the form about the columns of a table (web/web.h). */
struct import_table {
    str bytes;
    char delimiter;
    str *columns;
    uint32_t n_columns;
    str *rows; /* the first ones: n_rows times n_columns cells */
    uint32_t n_rows;
    str hash; /* 64 hexadecimal characters */
};
/* Reads the header and the first rows. delimiter 0: the one with which the
 * header has most cells. INPUT if it is no table. */
MUST_USE err import_table_read(struct ask *q, str bytes, char delimiter,
                               struct import_table *out);
/* What cells of columns have to be said the meaning of, as v->form chooses
 * the columns. */
MUST_USE err import_cells_read(struct ask *q, const struct import_table *t,
                               const struct web_import_cells **out,
                               uint32_t *n);
/* The mapping that the form says, as JSON. INPUT, with wrong_field, if
 * something is missing or said twice. */
MUST_USE err import_form_print(struct ask *q, const struct import_table *t,
                               const struct web_import_cells *cells, uint32_t n,
                               struct buf *out);
/* A value of v->form; empty without one. */
str import_typed(const struct ask *q, const char *name);
/* node_research.c: whether a finding on it is adopted; where its reports say it
 * was, told to so many metres, by the most exact of them; false: nowhere. */
bool node_is_adopted(const struct incident *i);
bool node_incident_place(struct ask *q, const struct incident *i,
                         int64_t coarse_m, struct web_place *out);
/* node_incidents.c: show[i] tells of each whether it fits stage, clause, place
 * and waits of the query. */
MUST_USE err node_incidents_shown(struct ask *q, const struct incident_list *l,
                                  bool **show);
/* node_export.c. */
str node_kind_name(enum fact_kind k);
void node_sheet_time(struct ask *q, struct sheet *s, instant at);
/* hxl=1 of the query asks for the row of tags. */
MUST_USE err node_sheet_form(struct ask *q, bool json, enum sheet_form *out);

/* --- Who may, and what was sent (node_post.c) ------------------------------
 *
 * A route has an action; who may not do that at all is refused before the
 * route is called, and so is a POST from elsewhere or without the form's token.
 * A route that is about one party's asks ask_may() of it. */

/* Whether who asks may do this to what is of `of`, an actor's id; empty: to
 * what is of nobody in particular. Without accounts: MAY_READ alone. */
bool ask_may(const struct ask *q, enum action a, str of);
/* DENIED if not. Where even the existence of a thing is not to be told, fail
 * with NOT_FOUND instead, in the words for a thing that is not there. */
MUST_USE err ask_must(struct ask *q, enum action a, str of);
/* A field of the form as it was sent, without blanks around it. */
str ask_field(const struct ask *q, const char *name);
/* What a browser sent of a passkey, and this node as browsers name it: to that
 * a passkey is bound (node_login.c). */
MUST_USE err ask_passkey(struct ask *q, struct passkey_sent *out);
/* The 32 characters under which a form was made, the same when it is sent
 * twice: what it makes gets an id from them, and is made once. INPUT if they
 * are not what a form of ours has. */
MUST_USE err ask_once(struct ask *q, str *out);
/* Whether the case has a report of this id. */
bool ask_has_report(struct ask *q, str id);
/* A POST is done: the browser goes on to this page ("/report?id=..."). */
/* The page that follows a form; the language goes with it. */
void ask_go_to(struct ask *q, str location);
/* A line of the node's own log, by who asks: for changes, and for reading what
 * is sensitive. Before the answer. */
MUST_USE err ask_note(struct ask *q, str what);
/* Enters one record (a line of docs/reports.md) into the case, read as `truce
 * add` reads it: INPUT, naming the field, if it cannot be used. Done when it is
 * on the disk under a signed head. q->n->c is the case before it: the next
 * request sees it. */
MUST_USE err ask_enter(struct ask *q, str line);
/* The same of several lines. What can be used is entered, also if one cannot
 * and it fails. */
MUST_USE err ask_enter_lines(struct ask *q, str lines, uint64_t *entered);
/* What was sent, for the fields of a page: no files, passwords or tokens, and
 * no problem. */
MUST_USE err ask_keep_typed(struct ask *q, const struct form *sent,
                            struct web_form **out);

/* Called with the case as it was known, evaluated at the time asked for; with
 * MAY_ENTER_NODE, for a stream (TYPE_EVENTS) and for a picture (TYPE_IMAGE),
 * without any case. */
struct route {
    const char *name; /* the first part of the path, as it stands there */
    size_t parts;     /* of the path, this one included */
    err (*answer)(struct ask *q);
    const char *type;   /* of what is sent; NULL: HTML */
    const char *params; /* names in the query besides lang, at, known */
    const char *about;  /* one sentence for programmers */
};
struct route_table {
    const struct route *v;
    size_t n;
};
extern const struct route_table node_pages_routes, node_aid_routes,
    node_export_routes, node_map_routes, node_statements_routes,
    node_calendar_routes, node_research_routes, node_openapi_routes,
    node_incident_routes, node_incident_list_routes, node_live_routes,
    node_context_routes;
/* One that takes more than MAY_READ, or that a form is sent to. */
struct form_route {
    struct route page;
    enum action action; /* what it takes, by GET as by POST */
    /* What a POST does: ends with ask_go_to(), or fails. After a failure by
     * what was sent page.answer shows the page again, with v->form to fill in
     * what was typed. NULL: there is no POST. */
    err (*post)(struct ask *q);
};
struct form_table {
    const struct form_route *v;
    size_t n;
};
extern const struct form_table node_login_routes, node_enter_routes,
    node_people_routes, node_incident_forms, node_evidence_forms,
    node_import_routes;

/* A stream: it is about no time, and asking for it is no use of a session. */
bool node_is_stream(const struct route *r);

/* node_post.c, for node.c. Who is logged in, into q->who and the view. */
MUST_USE err node_who(struct ask *q);
/* To the login page, and back. */
/* What went wrong as whoever looks may read it: without the folder in which the
 * case lies on this machine. */
str node_told(struct ask *q, str message);
/* The same of a remedy; one for the command line is none for who logs in. */
str node_hint(struct ask *q, const char *hint);
/* node_evidence.c: the hashes of the files that a form cites, each whole: what
 * was chosen of the list (`cite`), and the beginnings of hashes in `evidence`.
 * A file that who looks sees, since else the answer would tell whether others
 * sent it. Who has the file may add it, and then cites it. */
MUST_USE err node_cited(struct ask *q, const char *const **v, size_t *n);
/* Those that who looks sees; `choose`: to choose from, which is noted as a look
 * at the list. None for who sees none. */
MUST_USE err node_files(struct ask *q, bool choose, struct web_files *out);
MUST_USE err node_ask_login(struct ask *q);
MUST_USE err node_post(struct ask *q);
/* The session's cookie; an empty token ends it. */
MUST_USE err node_set_cookie(struct ask *q, str token);
/* An address to go on to, if it is a path of this node, else "/". */
str node_local(str s);
/* Whether the role of who asks may do this to anything. */
bool ask_may_at_all(const struct ask *q, enum action a);
/* node.c */
/* Whether looking at it is noted, for who sees there what others do not. */
bool node_is_sensitive(const struct route *r);
/* The i-th of all routes, those that only read included; false: no more. */
bool node_route_at(size_t i, struct form_route *out);
/* --- A node of talks (node_talks.c) ------------------------------------------
 */

MUST_USE err room_open(struct cx *cx, struct node *n);
void room_close(struct node *n);
str room_title(const struct node *n);
/* Answers once it is known who asks: the node's lock is held meanwhile. */
MUST_USE err room_answer(struct ask *q);
/* The route of the path; NULL: there is none. */
const struct form_route *room_find_route(const struct ask *q);
/* The i-th of them, the login included; false: no more. */
bool room_route_at(size_t i, struct form_route *out);
/* node_case.c. */
void node_case_init(struct cx *cx, struct node *n);
void node_case_release(struct node *n);
/* The first case, or *ready false: it is being opened. */
MUST_USE err node_open_latest(struct cx *cx, struct node *n, bool *ready);
/* n->c is the case as `sees` sees it (NULL: all of the record), as it was known
 * then (empty: all that is). *ready false: it is being opened, and n->c is not
 * to be asked. While one that is there is opened anew for what somebody else
 * sees, or as it was known, it stays as it was. */
MUST_USE err node_case_of(struct cx *cx, struct node *n, const char *sees,
                          str known, bool *ready);
bool node_is_of(const struct held_case *h, const char *sees, str known);
/* The place of a case: its own, else that of the one used least lately. */
struct held_case **node_place_of(struct node *n, const char *sees, str known);
void node_drop(struct held_case *h);
/* Its text is read; h->c is set also on failure. */
MUST_USE err node_open_text(struct cx *cx, struct node *n, struct held_case *h,
                            const char *sees, str known);
/* node_open.c. Begins; none may be under way. */
MUST_USE err node_opening_begin(struct cx *cx, struct node *n, const char *sees,
                                str known);
bool node_opening_is_of(const struct node *n, const char *sees, str known);
/* Waits at most so long for the case that is being opened, if one is, and takes
 * it in. Fails as the opening failed. */
MUST_USE err node_opening_take(struct cx *cx, struct node *n, unsigned ms,
                               bool *taken);
unsigned node_opening_percent(const struct node *n); /* 0 to 99 */
/* Whether who asks sees all of the record. Else nothing but the case n->c may
 * be asked: not its log (c->record), where what is withheld lies too. */
bool ask_sees_all(const struct ask *q);
/* Of somebody who is logged in: whether that is so; else for which actor's eyes
 * the case is opened, "" for nobody's. */
bool node_sees_all(const struct person *x);
str node_sight_of(const struct person *x);
/* node_live.c: how much of the record a case shows (live.h). */
uint64_t node_seen(const struct held_case *h);
/* Answers as they were sent, where they are the same for whoever asks.
 * node_held() is false if it is not there; both do nothing else then. */
bool node_held(struct ask *q, str key, str *body, const char **type);
void node_hold(struct ask *q, str key, str body, const char *type);
/* The same of a list of facts. */
bool node_held_facts(struct ask *q, str key, uint32_t **facts, uint32_t *n);
void node_hold_facts(struct ask *q, str key, const uint32_t *facts, uint32_t n);
/* n->c->verdicts at this time, with what is needed. They live until the case
 * is dropped, or until HELD_VIEWS others have been asked for. *ready false: it
 * is being judged, and there are none. */
MUST_USE err node_evaluate(struct cx *cx, struct node *n, instant at,
                           enum view_need need, bool *ready);
/* Whether they are those of the case as it is: one that was judged beside the
 * answers may lack what came in meanwhile, and serves who waited for it. */
bool node_is_fresh(const struct node *n);
void node_forget_view(struct held_view *v);
/* With rows, perhaps changes. */
MUST_USE err node_fill_view(struct held_case *h, struct held_view *v,
                            instant at, enum view_need need);
/* node_judge.c. Whether a time is judged beside the answers: where it would
 * take so long that others had to wait. */
bool node_judges_beside(const struct node *n, enum view_need need);
/* What has been judged so becomes the view of its time. */
void node_judged_take(struct node *n);
/* Begins, and waits a little; while another is under way: not. *v: the view of
 * that time; NULL: it is being judged. */
MUST_USE err node_judge(struct cx *cx, struct node *n, instant at,
                        enum view_need need, struct held_view **v);
/* The place for a view, empty. */
struct held_view *node_view_place(struct held_case *h);
/* Into the view that h->view is. */
MUST_USE err node_changes_of(struct cx *cx, struct held_case *h);
MUST_USE err node_incidents_of(struct cx *cx, struct held_case *h);
/* The verdicts get the series of a clause; NONE: of all. */
MUST_USE err node_series(struct cx *cx, struct node *n, int clause);
/* incidents_read() as of these verdicts; lives as they do. */
MUST_USE err node_incidents(struct cx *cx, struct node *n,
                            struct incident_list *out);
/* How what was known then differs from what had been known at the end of the
 * day before (*day: the day): a report that comes late changes what it is about
 * on the day it comes. Live as the verdicts do. */
MUST_USE err node_changes(struct cx *cx, struct node *n, struct civil_span *day,
                          change_vec *out);
/* What the first page of a case takes, before it is asked for. */
MUST_USE err node_prepare(struct cx *cx, struct held_case *h);
unsigned node_status(err e);

#endif
