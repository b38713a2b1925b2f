/* people/roles.h: who may do what: one table.
 *
 * A role is what somebody does in a mechanism; an action is what a page or a
 * use case does. The table says of each pair whether it is allowed, and if only
 * for what is one's own: a party's user speaks for its party and for nobody
 * else. Every route names its action (app/node_int.h); every use case that
 * changes a case asks role_may() with whether it concerns one's own.
 *
 * Separation of duties is in the table: who reports does not verify, who
 * verifies does not adopt, who administers people does none of these.
 * Pure: no storage here (people.h). */
#ifndef PEOPLE_ROLES_H
#define PEOPLE_ROLES_H

#include "base/str.h"

enum role {
    PERSON_ADMINISTRATOR, /* of people; not of what is entered */
    PERSON_DUTY_OFFICER,  /* takes in and assigns */
    PERSON_MONITOR,       /* reports what the mechanism saw */
    PERSON_VERIFIER,      /* assesses, proposes findings */
    PERSON_HEAD,          /* adopts findings, publishes */
    PERSON_PARTY,         /* user of one party */
    PERSON_AID,           /* coordinator: returns of counts */
    PERSON_VIEWER,        /* reads */
    PERSON_DELEGATE,      /* of a node of talks: speaks in its rooms */
    N_ROLES
};

enum action {
    MAY_READ,          /* pages over the released case. Zero: what a route
                          without an action needs */
    MAY_ENTER_NODE,    /* pages without login: login, invitation */
    MAY_OWN_ACCOUNT,   /* one's own account: password, sessions */
    MAY_REPORT,        /* enter a report or return; own: of one's own actor */
    MAY_SEE_INTAKE,    /* all of the record: incidents before they are released
                          too; own: what concerns one's own actor of these
                          (app/case_sight.c) */
    MAY_TAKE_INCIDENT, /* intake of an incident or allegation */
    MAY_ASSIGN,        /* assign, group, mark as the same */
    MAY_VERIFY,        /* assessments on the five axes */
    MAY_PROPOSE,       /* propose a finding */
    MAY_ADOPT,         /* adopt or refuse a finding */
    MAY_RESPOND,       /* a party's answer */
    MAY_FOLLOW_UP,     /* ledger of what followed */
    MAY_SEE_EVIDENCE,  /* files and their custody: each reading is noted */
    MAY_ADD_EVIDENCE,
    MAY_PUBLISH,
    MAY_KEEP_PEOPLE, /* accounts, roles, invitations, the node's own log */
    MAY_SEE_TALKS,   /* a node of talks: what is in its rooms */
    MAY_SPEAK,       /* say something in them, take positions, carry bundles */
    MAY_BIND,        /* what commits the organisation: drafts on the table,
                        consent, conveyance, rounds, the agreed text, its
                        signature */
    N_ACTIONS
};

enum role_extent {
    FOR_NOBODY,
    FOR_OWN, /* what is of one's own party or account */
    FOR_ALL
};

enum role_extent role_extent_of(enum role r, enum action a);
/* own: what it concerns is of the person's own party or account. */
bool role_may(enum role r, enum action a, bool own);

/* "duty-officer": as typed, stored and said in messages. */
str role_name(enum role r);
bool role_find(str name, enum role *out);
/* "see-intake". */
str action_name(enum action a);
/* A node of talks has administrator, head, delegate and viewer; a case has all
 * but delegate. */
bool role_is_of_talks(enum role r);
bool role_is_of_case(enum role r);
/* Whether an account of this role must speak for an actor of the agreement. */
bool role_needs_actor(enum role r);

#endif
