/* app/incident.h: incidents, from intake to adopted finding and follow-up.
 *
 * incident.c computes what is so from the record of a case; incident_enter.c
 * enters a step, if it may be taken: who reports does not verify, who verifies
 * does not adopt, a body decides by its own rule and attributes only with a
 * mandate. The commands and the pages are thin over both.
 *
 * Read next: report/incident.h (the values), docs/incidents.md. */
#ifndef APP_INCIDENT_H
#define APP_INCIDENT_H

#include "app/case.h"
#include "report/incident.h"

/* Everything about incidents as the case stands: after case_open(), at the
 * time that was evaluated last. Lives in a. */
MUST_USE err incidents_read(struct app_case *c, struct arena *a,
                            struct incident_list *out);
/* The same of the latest time, kept as the case grows: what was entered or
 * taken back since the last question is taken in. Lives until the next one. Of
 * a case that is open as of its latest time, after engine_current(). */
MUST_USE err incidents_current(struct app_case *c, struct incident_list *out);
/* By the id of one of its groupings, or of one of its reports. NOT_FOUND names
 * the nearest. */
MUST_USE err incident_find(struct app_case *c, const struct incident_list *l,
                           str id, uint32_t *index);
/* Those that may be the same: same act, places that can be one, times within
 * an hour of each other. In order of the list. */
MUST_USE err incident_likes(struct app_case *c, const struct incident_list *l,
                            uint32_t index, struct arena *a,
                            struct incident_like **out, uint32_t *n);
/* Whether a finding with these votes is adopted by the rule of `body` (an
 * actor). Attribution: its confidence, or -1 where it attributes to nobody. */
struct adoption incident_adoption(const struct agreement *ag, int body,
                                  const str *adopted_by, uint32_t n,
                                  bool attributes, int64_t confidence);

/* To which incident each of c->said belongs by all that was ever recorded,
 * taken back or not: those of one number are one. The case need not be
 * settled. Lives in a. */
#define INCIDENT_NO_GROUP UINT32_MAX
struct incident_group {
    uint32_t number; /* below the number of c->said and their groupings */
    bool alone;      /* a report that nobody took up */
};
MUST_USE err incident_groups(struct app_case *c, struct arena *a,
                             struct incident_group **out);

/* --- Showing (incident_list.c) ---------------------------------------------
 */

/* Which of them; NULL or empty: all. */
struct incident_filter {
    const char *stage, *clause, *place, *waits_for;
    const char *source; /* an account that reported it */
    const char *is; /* a name of incident_state_name() (report/incident.h) */
};
/* show[i] tells of each whether it fits. INPUT for what names nothing. */
MUST_USE err incident_filter(struct app_case *c, const struct incident_list *l,
                             const struct incident_filter *f, struct arena *a,
                             bool **show);
MUST_USE err case_incidents(struct app_case *c, const struct incident_filter *f,
                            enum case_format format, struct buf *out);
MUST_USE err case_incident(struct app_case *c, const char *id,
                           enum case_format format, struct buf *out);

/* --- Who may not judge (incident_apart.c) ----------------------------------
 */

struct incident_judge {
    str author; /* the account */
    /* Actors that it speaks for or ever spoke for, as far as is known beside
     * the record. */
    const str *spoke_for;
    size_t n_spoke_for;
};
/* DENIED if this account may not verify the incident (adopts: adopt a finding
 * on it), whatever its role is now: the message says what it did. */
MUST_USE err incident_apart(struct app_case *c, const struct incident *x,
                            const struct incident_judge *who, bool adopts);

/* --- Entering (incident_enter.c) ------------------------------------------ */

enum incident_act {
    INC_DO_REPORT,
    INC_DO_GROUP,
    INC_DO_ASSIGN,
    INC_DO_VERIFY,
    INC_DO_RESPOND,
    INC_DO_ADOPT,
    INC_DO_ASK,
    INC_DO_DONE,
    INC_DO_CLOSE
};

/* What is entered, as typed. NULL or empty: not said. */
struct incident_words {
    const char *source, *act, *actor, *item, *quantity, *place, *occurred,
        *reported, *recorded, *how_known, *denied_by, *note;
    const char *clause, *severity, *observed, *verified, *confidence,
        *attributed_to, *text; /* text: reasons, an answer, what is asked */
    const char *to, *team, *due;
    bool amend; /* takes the place of the finding that there is */
    const char *const *reports,
        *const *evidence, *const *members,
                              *const *dissents; /* each "ACTOR=reason" */
    size_t n_reports, n_evidence, n_members, n_dissents;
};
/* The i-th of those that are one text: where it stands in w, and its name as an
 * option or field; NULL when there are no more. The first INC_WORDS_TYPED are
 * whoever enters may type anywhere; when something was recorded is not theirs
 * to say in a form. */
enum { INC_WORDS_TYPED = 17 };
const char **incident_word(struct incident_words *w, size_t i,
                           const char **name);
struct incident_entry {
    enum incident_act act;
    const char *path;     /* the case */
    const char *key;      /* file of the secret key; NULL: the sequencer's */
    const char *author;   /* the account of who does it */
    const char *incident; /* its id; not for a report */
    const str *spoke_for; /* as in struct incident_judge */
    size_t n_spoke_for;
    /* Hexadecimal under which it is entered once, or NULL: the id of the new
     * record is made of it, and not counted. */
    const char *once;
    struct incident_words words;
};
struct incident_entered {
    str id;          /* of the new record */
    uint64_t number; /* of its entry */
    str line;        /* as entered */
    bool again;      /* it was entered before, under the same `once` */
};
/* Enters it, under a signed head. DENIED where it may not be, INPUT where
 * something is missing or wrong, NOT_FOUND for an incident, report or file of
 * evidence that is not there, CONFLICT where the case has grown meanwhile:
 * each with the remedy. With dry it is only checked, and number is 0. */
MUST_USE err incident_enter(struct cx *cx, struct arena *a,
                            const struct incident_entry *e, bool dry,
                            struct incident_entered *out);
/* The same for a case that is open as it stands; it does not see the entry. */
MUST_USE err incident_enter_in(struct app_case *c, struct arena *a,
                               const struct incident_entry *e, bool dry,
                               struct incident_entered *out);

#endif
