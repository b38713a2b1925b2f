/* web/web_int.h: what the pages share. See view.c and frame.c. */
#ifndef WEB_WEB_INT_H
#define WEB_WEB_INT_H

#include "base/html.h"
#include "web/web.h"

enum word {
#include "web_word_ids.h"
    N_WORDS
};

/* --- Words (words.c) ------------------------------------------------------ */

str word(const struct web_view *v, enum word w);
str word_in(enum web_lang lang, enum word w);
/* The form for n units. */
str word_form(const struct web_view *v, enum word w, int64_t n);

/* The word with {1}, {2} ... filled in: each argument isolated in a <bdi>, as
 * escaped text. `plain`: for an attribute, without elements. */
void say_args(struct buf *b, str text, const str *args, size_t n, bool plain);
#define SAY(v, b, w, ...)                                                      \
    say_args((b), word((v), (w)), (const str[]){__VA_ARGS__},                  \
             sizeof((const str[]){__VA_ARGS__}) / sizeof(str), false)
#define SAY_PLAIN(v, b, w, ...)                                                \
    say_args((b), word((v), (w)), (const str[]){__VA_ARGS__},                  \
             sizeof((const str[]){__VA_ARGS__}) / sizeof(str), true)
void say(const struct web_view *v, struct buf *b, enum word w);
/* "3 days", "3 reports". */
void say_count(const struct web_view *v, struct buf *b, enum word w, int64_t n);

/* --- Values (view.c) ------------------------------------------------------ */

/* A name or sentence that somebody wrote, in whatever script. */
void put_bdi(struct buf *b, str s);
/* The same as a paragraph or cell of its own. */
void put_prose(struct buf *b, const char *element, str lang, str s);

/* A text in which what stands between ` and ` is of the language of
 * agreements. */
void put_codes(struct buf *b, str s);
/* The same, in English whatever the page is in. */
void put_english(struct buf *b, const char *element, str s);

enum { TEXT_ROOM = 96 };
struct text {
    char room[TEXT_ROOM];
    size_t n;
};
static inline str text_str(const struct text *t)
{
    return (str){t->room, t->n};
}
/* 12000 with the language's separator. */
struct text count_text(const struct web_view *v, int64_t n);
/* "4", "at least 4", "4 to 6". */
struct text figure_text(const struct web_view *v, int64_t lo, int64_t hi);
/* The same of what a clause counts, which may be hours. */
struct text amount_text(const struct web_view *v, const struct clause *cl,
                        int64_t lo, int64_t hi);
/* "25 Jan", with the year if asked. */
struct text date_text(const struct web_view *v, instant at, bool year);
/* A whole day is a date; another instant has its minute. `end`: it is the last
 * second of what is meant. */
struct text moment_text(const struct web_view *v, instant at, bool end);
struct text span_text(const struct web_view *v, instant from, instant to);
/* <time> around any of them. */
void put_when(struct buf *b, const struct web_view *v, instant at,
              const struct text *t);

str name_of_actor(const struct web_view *v, int actor);
/* Of whoever a record or an account calls by an id. */
str name_of_id(const struct web_view *v, str id);
/* Of an occasion, from the arena if it must. */
str name_of_occasion(const struct web_view *v, struct arena *a, int clause,
                     str instance);
str name_of_item(const struct web_view *v, int item);
str name_of_zone(const struct web_view *v, int zone);
str name_of_source(const struct web_view *v, int source);
/* The actor whose account it is, or else the source that it is of. */
str name_of_account(const struct web_view *v, int account);
int64_t day_of(const struct web_view *v, instant at); /* day N */

/* The class of a status in the style sheet; with its symbol and word. */
const char *status_class(enum status s);
void put_status(const struct web_view *v, struct buf *b, enum status s);
str status_word(const struct web_view *v, enum status s);
void put_marks(const struct web_view *v, struct buf *b,
               const struct verdict *x);
void put_standard(const struct web_view *v, struct buf *b,
                  const struct clause *cl);
/* What the clause asks for: its prose in the language of the page if the text
 * has it, else its act in few words. */
void put_clause_words(const struct web_view *v, struct buf *b,
                      const struct clause *cl, int bearer);
/* "3 of 4", or nothing where nothing is counted. */
void put_done(const struct web_view *v, struct buf *b, const struct verdict *x);
/* The same as a link to the occasion, with the reports behind it. */
void link_done(const struct web_view *v, struct buf *b,
               const struct verdict *x);
bool is_counted(const struct web_view *v, const struct clause *cl);
/* Two cells: the status with figure and marks; the due date. */
void put_status_cells(const struct web_view *v, struct buf *b,
                      const struct verdict *x);
/* Accounts that speak, one line each; `here`: on the page of the occasion,
 * where a figure needs no link to it. */
void put_accounts(const struct web_view *v, struct buf *b,
                  const struct verdict *x, bool here);
/* Links to reports, at most `most`, then how many more: a link to the occasion,
 * whose page has them all. */
struct occasion {
    int clause, /* or NONE */ bearer;
    str instance;
};
static inline struct occasion occasion_of(const struct verdict *x)
{
    return (struct occasion){x->clause, x->bearer, x->instance};
}
void put_reports(const struct web_view *v, struct buf *b, const uint32_t *facts,
                 uint32_t n, uint32_t most, struct occasion of);
enum word kind_word(enum fact_kind k);
/* A report in words: source, what, how many, where. */
void put_statement(const struct web_view *v, struct buf *b, uint32_t fact);
/* A step of an incident: its record, which incident, what was done, by whom;
 * false if the record is none, or is a report. */
bool put_incident_news(const struct web_view *v, struct buf *b,
                       const struct incident_list *l, uint32_t fact);
/* An item of a list of them, which begins, with its title, at the first one;
 * whoever writes it ends it where *any. */
void put_statement_item(const struct web_view *v, struct buf *b, uint32_t fact,
                        enum word title, bool *any);

/* What statuses became, a line each (page_today.c); `none` where nothing did.
 */
void put_change_list(const struct web_view *v, struct buf *b,
                     const struct report_change *changes, uint32_t n, str none);

/* --- Links (view.c) ------------------------------------------------------- */

/* <a href="...">, keeping language and times. parts: joined by '/', each
 * escaped; NULL-terminated by a str with p NULL. */
void link_to(const struct web_view *v, struct buf *b, const str *parts,
             size_t n, const char *attributes);
#define LINK(v, b, attributes, ...)                                            \
    link_to((v), (b), (const str[]){__VA_ARGS__},                              \
            sizeof((const str[]){__VA_ARGS__}) / sizeof(str), (attributes))
/* The same, to a place on that page. */
void link_at(const struct web_view *v, struct buf *b, const str *parts,
             size_t n, const char *place);
#define LINK_AT(v, b, place, ...)                                              \
    link_at((v), (b), (const str[]){__VA_ARGS__},                              \
            sizeof((const str[]){__VA_ARGS__}) / sizeof(str), (place))
void link_end(struct buf *b);
/* The query that keeps what is looked at: "?lang=ar&at=..." or nothing. */
void put_query(const struct web_view *v, struct buf *b, enum web_lang lang,
               bool lang_given, str at, str known, str rest);
/* Address of an occasion: /clause/LABEL?occasion=...&by=... */
void link_occasion(const struct web_view *v, struct buf *b, int clause,
                   int bearer, str instance, const char *attributes);
void link_report(const struct web_view *v, struct buf *b, uint32_t fact);
void link_report_begin(const struct web_view *v, struct buf *b, str id);
void link_report_id(const struct web_view *v, struct buf *b, str id);
/* An id as people read it: of one that a form made, whose end is a long
 * number, enough to tell it from others. The whole of it is in the title. */
void put_id(struct buf *b, str id);

/* Incidents (page_incidents.c). */
void link_incident(const struct web_view *v, struct buf *b, str id);
void put_stage(const struct web_view *v, struct buf *b, enum incident_stage s);
/* "attack", "access denied". */
void put_incident_what(const struct web_view *v, struct buf *b,
                       const struct incident *x);
void put_incident_named(const struct web_view *v, struct buf *b,
                        const struct incident *x);
/* A deadline, with its year. */
/* "3 h 20 min". */
void put_length(const struct web_view *v, struct buf *b, int64_t s);
struct text due_text(const struct web_view *v, instant due);
void put_incident_waits(const struct web_view *v, struct buf *b,
                        const struct incident *x);
void put_incident_todo(const struct web_view *v, struct buf *b,
                       const struct web_today *t);
/* page_incident_forms.c: the steps that who looks may take. */
void put_incident_forms(const struct web_view *v, struct buf *b,
                        const struct web_incident *d);

/* page_evidence.c: files of the case to choose from, each by its name; those
 * that do not fit in are named by their hash. */
void put_files_choice(const struct web_view *v, struct buf *b,
                      const struct web_files *files);
/* One that is cited ("sha256:..."): by its name, with a link to it, where who
 * looks sees it; else by the beginning of its hash. */
void put_cited(const struct web_view *v, struct buf *b,
               const struct web_files *files, str id);

/* Whose events of other collections these are (page_context.c). */
void put_context_terms(const struct web_view *v, struct buf *b, bool acled,
                       bool ged);

/* An error or its remedy, in the language of the page where its words are known
 * (fault.c). */
void put_fault(const struct web_view *v, struct buf *b, str text);
/* The same for a text of a check before signature. */
void put_found(const struct web_view *v, struct buf *b, const char *element,
               str text);

/* Every clause of an area with its figures, counter by counter (page_aid.c). */
MUST_USE err put_quantities(struct cx *cx, const struct web_view *v,
                            struct buf *b, enum report_area area, bool *any);
/* --- Forms that change something (form.c) ---------------------------------
 *
 *     form_begin(v, b, "/report/new");
 *     put_problem(v, b);
 *     put_text_field(v, b, &(struct field){"note", W_NOTE});
 *     form_end(v, b, W_SEND);
 *
 * Fields are filled with what was typed (v->form). */

struct field {
    const char *name;
    const char *id; /* in the page; NULL: the name */
    enum word label;
    const char *type;         /* of the input; NULL: text */
    const char *autocomplete; /* NULL: off */
    enum word help;           /* a line under it; 0: none */
    str value;                /* where nothing was typed */
    bool required;
    bool ltr;      /* a date, an id: never in the page's direction */
    unsigned rows; /* of an area; 0: 4 */
    bool code;     /* of an area: each character as wide as another */
};
void form_begin(const struct web_view *v, struct buf *b, const char *path);
/* A form of this page, which says what it does; with `file` it sends one. */
void form_here(const struct web_view *v, struct buf *b, const char *deed,
               bool file);
/* The same where its buttons say what it does (form_deed). */
void form_open(const struct web_view *v, struct buf *b, bool file);
void form_deed(const struct web_view *v, struct buf *b, const char *deed,
               enum word button);
void put_check_field(const struct web_view *v, struct buf *b,
                     const struct field *f);
/* A file that is sent; no value. */
void put_file_field(const struct web_view *v, struct buf *b,
                    const struct field *f);
void form_end(const struct web_view *v, struct buf *b, enum word button);
/* Two fields side by side, where there is room. */
void pair_begin(struct buf *b);
void pair_end(struct buf *b);
/* qr.c: a text as a QR code; nothing if it is too long. */
void put_qr(struct buf *b, str text, str label);
/* The module that helps with the forms of this page, where there is one. */
void put_entry_script(struct buf *b);
/* What could not be done, for all forms of the page. */
void put_problem(const struct web_view *v, struct buf *b);
void put_text_field(const struct web_view *v, struct buf *b,
                    const struct field *f);
void put_area(const struct web_view *v, struct buf *b, const struct field *f);
void select_begin(const struct web_view *v, struct buf *b,
                  const struct field *f);
/* Chosen where it is what was typed, or else what the field's value says. */
void option_put(const struct web_view *v, struct buf *b, const struct field *f,
                str value, str text);
void select_end(const struct web_view *v, struct buf *b, const struct field *f);
void put_hidden_field(struct buf *b, const char *name, str value);
/* Hidden and empty, for a script to fill in; the names end in NULL. */
void put_empty_fields(struct buf *b, const char *const *names);
/* Whether this was among what was chosen of several. */
bool is_chosen(const struct web_view *v, const char *name, str value);
/* What was typed into a field, or `otherwise`. */
str typed(const struct web_view *v, const char *name, str otherwise);
enum word role_word(enum role r);
/* The same where it is shown: a node of talks has a head of its own. */
enum word person_word(const struct web_view *v, enum role r);

/* --- Around a page (frame.c) ---------------------------------------------- */

enum nav {
    NAV_NONE,
    NAV_TODAY,
    NAV_AGREEMENT,
    NAV_CALENDAR,
    NAV_INCIDENTS,
    NAV_EVIDENCE,
    NAV_AID,
    NAV_EXCHANGES,
    NAV_MAP,
    NAV_STATEMENTS,
    NAV_CONTEXT,
    NAV_REPORTS,
    NAV_RECORD,
    NAV_FINDINGS,
    NAV_ROOM, /* a node of talks from here on */
    NAV_ROOM_DRAFT,
    NAV_ROOM_WORDS,
    NAV_ROOM_TABLE,
    NAV_ROOM_PACKAGES,
    NAV_ROOM_SIGNING,
    NAV_ROOM_LOG
};
/* The pages, in the order in which they stand. */
struct nav_item {
    enum nav nav;
    enum word w;
    const char *path, *key;
};
const struct nav_item *nav_items(size_t *n);
/* Everything up to the content; `title` is plain text of the page. */
void page_begin(const struct web_view *v, struct buf *b, enum nav nav,
                str title);
/* The same of one that is about no time: nothing is entered into a case as it
 * was. */
void page_begin_now(const struct web_view *v, struct buf *b, enum nav nav,
                    str title);
void page_end(const struct web_view *v, struct buf *b);
/* Links to the same list for programs: name.csv, name.json. */
void put_export_links(const struct web_view *v, struct buf *b,
                      const char *name);
/* The same with more links between. */
void exports_begin(const struct web_view *v, struct buf *b, const char *name);
void exports_end(struct buf *b);
/* One of them, of all that there is. */
void put_export_link(const struct web_view *v, struct buf *b, const char *path,
                     const char *shown);
/* Hidden fields that keep language and times in a form. */
void put_hidden(const struct web_view *v, struct buf *b);
/* Links to the pages of a long list. */
void put_pages(const struct web_view *v, struct buf *b, uint32_t page,
               uint32_t pages, str rest);
/* The same of a list that is not the only one of its page. */
void put_pages_of(const struct web_view *v, struct buf *b, const char *name,
                  uint32_t page, uint32_t pages, str rest);
/* <table> with a caption and head; columns end with N_WORDS. A column of
 * figures has the class "num", in its head and in cells that cell_begin()
 * begins. */
void table_begin(const struct web_view *v, struct buf *b, const char *class,
                 str caption, const enum word *columns);
/* <td> with the name of its column, which narrow screens show before it. */
void cell_begin(const struct web_view *v, struct buf *b, enum word label);
void table_end(struct buf *b);

#endif
