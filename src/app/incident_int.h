/* app/incident_int.h: how incidents are gathered (incident.c), for whoever
 * keeps them as a case grows (incident_current.c). */
#ifndef APP_INCIDENT_INT_H
#define APP_INCIDENT_INT_H

#include "app/case_int.h"
#include "app/incident.h"

/* One record on its way into an incident. */
struct member {
    uint32_t said; /* index in gathering.said */
    uint32_t fact;
    instant recorded;
    str id;
};
typedef VEC(struct member) member_vec;

struct inc_group {
    uint32_t parent; /* of a union of groups; itself: a root */
    bool alone;      /* a report that nobody grouped */
    member_vec members;
};

/* Some records of a case, on their way into incidents. */
struct gathering {
    struct app_case *c;
    struct cx *cx;
    struct arena *a;   /* of what is found */
    struct arena *tmp; /* of what is on its way */
    instant at;
    bool ever; /* whatever was recorded, taken back or not */
    /* In order of fact; then those of reports that only their grouping makes
     * accounts. */
    VEC(const struct incident_said *) said;
    size_t n_said; /* the former */
    VEC(struct inc_group) groups;
    uint32_t *owner; /* by fact: its group and one; 0: none */
    VEC(struct incident) found;
    struct arena *found_room;
};

/* Whether a record is there at that time, and whether it has been taken back.
 */
bool gathering_sees(const struct gathering *g, const struct fact *f);
bool gathering_lacks(const struct gathering *g, uint32_t fact);
/* The incidents of g->said, to which all records belong that have to do with
 * each other. g->owner is zero before and after. */
MUST_USE err gathering_make(struct gathering *g);
/* The incident of a report that has to do with no other record. */
MUST_USE err gathering_make_alone(struct gathering *g,
                                  const struct incident_said *s,
                                  const struct fact *f);
/* Where a fact is, or would be, in c->said. */
bool incident_is_said(const struct app_case *c, uint32_t fact, uint32_t *index);

/* Incidents that are kept up to date; see incidents_current() in incident.h. */
struct incidents;
void incidents_free(struct incidents *x);

#endif
