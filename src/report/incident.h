/* report/incident.h: what is known of incidents, as values, and their texts.
 *
 * app/incident.c computes these from the record; here they are printed, web/
 * makes pages of them. An incident's stage is never typed: it follows from the
 * records that name it. docs/incidents.md is the page for users.
 *
 * Allegations of parties are counted by who made them, and never added to what
 * was verified. Times are instants (UTC); facts are numbers of the engine. */
#ifndef REPORT_INCIDENT_H
#define REPORT_INCIDENT_H

#include "report/report.h"

/* What a record is to an incident. */
enum incident_kind {
    INC_REPORT, /* somebody's account of what happened */
    INC_GROUPING,
    INC_ASSIGNMENT,
    INC_ASSESSMENT,
    INC_FINDING,
    INC_RESPONSE,
    INC_ASKED, /* a follow-up is asked of somebody */
    INC_DONE,
    INC_CLOSING
};

/* What such a record says beside its fact. Empty where unsaid. */
struct incident_said {
    uint32_t fact;
    enum incident_kind kind;
    str author; /* the account that entered it */
    str how_known, observed, verified, severity, reasons, response;
    int64_t confidence; /* per cent, or -1 */
    int attributed_to;  /* actor, or NONE */
    const str *evidence, *adopted_by;
    const str *dissent; /* by, text, by, text ... */
    uint32_t n_evidence, n_adopted_by, n_dissent;
    bool denied; /* access was denied ... */
    str denied_by;
    bool has_due;
    instant due;      /* the last second of it */
    instant reported; /* INSTANT_MIN: not written */
};

enum incident_stage {
    STAGE_ALLEGED,   /* reported, and not yet taken up */
    STAGE_OPEN,      /* taken up, given to nobody */
    STAGE_ASSIGNED,  /* to be verified */
    STAGE_VERIFIED,  /* assessed; nothing adopted */
    STAGE_FOUND,     /* a finding is adopted */
    STAGE_FOLLOW_UP, /* something that was asked is open */
    STAGE_CLOSED,
    N_STAGES
};
/* "alleged", "open" ...: as typed and stored in addresses. */
str incident_stage_name(enum incident_stage s);

/* Whether a finding is adopted by the rule of its body. */
enum adoption_state {
    ADOPTION_HOLDS,
    ADOPTION_NO_RULE,    /* the text states none: it stands as entered */
    ADOPTION_SHORT,      /* fewer than the rule asks for */
    ADOPTION_OTHER_BODY, /* not by the body that the text names */
    ADOPTION_NO_MANDATE  /* attributes, and may not */
};
struct adoption {
    enum adoption_state state;
    uint32_t needed, have; /* members; needed 0: all of unknown number */
    int body;              /* that decides, or NONE */
};

/* A record of an incident's life that stands, in order of `recorded`. */
struct incident_step {
    const struct incident_said *said;
    instant at;               /* recorded */
    struct adoption adoption; /* of a finding */
    bool open;                /* INC_ASKED: not done */
    bool verifies; /* INC_ASSESSMENT: by a verifier, or whom it was given to */
};

/* Who had it, and how long: each is INSTANT_MIN where it has not come. */
struct incident_path {
    instant occurred, reported, recorded, grouped, assigned, verified, found,
        closed;
};

struct incident {
    str id;        /* of its grouping, else of its report */
    uint32_t fact; /* the same */
    enum incident_stage stage;
    bool denial;   /* of access */
    int clause;    /* assessed, else the first whose act it is; or NONE */
    bool in_scope; /* `clause` is said by an assessment or finding */
    int act, zone; /* of its reports, where they agree; or NONE */
    int claimed;   /* the actor that they name, where they agree; or NONE */
    bool claims_differ;
    bool places_differ;
    instant from, to_; /* of its reports together */
    const struct incident_step *steps;
    uint32_t n_steps;
    const struct incident_step *assessment, *finding; /* the last; or NULL */
    struct incident_path path;
    int body;      /* that verifies and decides, or NONE */
    int waits_for; /* actor, or NONE */
    bool has_due;
    instant due; /* for whom it waits for */
    bool overdue;
};

/* What incidents are counted as beside their stages. */
enum incident_state {
    INC_IS_VERIFIED,
    INC_IS_UNCLEAR,
    INC_IS_NOT_CONFIRMED,
    INC_IS_ADOPTED, /* a finding is */
    INC_IS_DENIAL,  /* of access */
    INC_IS_OVERDUE,
    N_INC_STATES
};
/* "verified", "overdue" ...: as typed and stored in addresses. */
str incident_state_name(enum incident_state s);
bool incident_is(const struct incident *x, enum incident_state s);

/* Reports of one account, each of which is an allegation or an observation. */
struct incident_account {
    int account;
    uint32_t reports;
};
struct incident_counts {
    uint32_t stages[N_STAGES];
    uint32_t states[N_INC_STATES];
    const struct incident_account *accounts; /* in order of the agreement */
    uint32_t n_accounts;
};
struct incident_list {
    instant at;
    const struct incident *v; /* newest first */
    uint32_t n;
    struct incident_counts counts;
};

/* Another one that may be the same event: a person decides. */
struct incident_like {
    uint32_t index; /* in the list */
    bool same_actor;
};

/* A list: those that `show` names, or all where NULL. */
struct incident_choice {
    const bool *show;
    size_t width;
    bool colour;
};
MUST_USE err report_incidents_text(struct cx *cx, const struct report_case *c,
                                   const struct incident_list *l,
                                   const struct incident_choice *choice,
                                   struct buf *out);
MUST_USE err report_incidents_json(struct cx *cx, const struct report_case *c,
                                   const struct incident_list *l,
                                   const struct incident_choice *choice,
                                   struct buf *out);
/* One of them whole. */
MUST_USE err report_incident_text(struct cx *cx, const struct report_case *c,
                                  const struct incident_list *l, uint32_t index,
                                  const struct incident_like *like,
                                  uint32_t n_like,
                                  const struct incident_choice *choice,
                                  struct buf *out);
MUST_USE err report_incident_json(struct cx *cx, const struct report_case *c,
                                  const struct incident_list *l, uint32_t index,
                                  const struct incident_like *like,
                                  uint32_t n_like, struct buf *out);

#endif
