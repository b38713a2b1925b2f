/* app/people.h: the use cases of accounts on the command line.
 *
 * Who has the case file can keep its accounts: there is no login here. In the
 * node's log such changes stand under "-". Read next: people/people.h. */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "base/buf.h"
#include "base/cx.h"
#include "people/roles.h"

struct people_call {
    const char *path;             /* of the case */
    const char *name, *role, *of; /* role and of: NULL where not given */
    const char *url; /* of the node, for links; NULL: the path alone */
};

/* Makes CASE.people with the first account, which must be an administrator's.
 * Prints the link with which whoever was invited sets a password. */
MUST_USE err app_people_invite(struct cx *cx, struct arena *a,
                               const struct people_call *what, struct buf *out);
/* A new link for an account that is there. */
MUST_USE err app_people_link(struct cx *cx, struct arena *a,
                             const struct people_call *what, struct buf *out);
/* Sets the password of an account to a line of standard input. */
MUST_USE err app_people_password(struct cx *cx, struct arena *a,
                                 const struct people_call *what,
                                 struct buf *out);
MUST_USE err app_people_role(struct cx *cx, struct arena *a,
                             const struct people_call *what, struct buf *out);
MUST_USE err app_people_disable(struct cx *cx, struct arena *a,
                                const struct people_call *what, bool disabled,
                                struct buf *out);
MUST_USE err app_people_list(struct cx *cx, struct arena *a,
                             const struct people_call *what, struct buf *out);
/* The node's log, oldest first, after it was checked. */
MUST_USE err app_people_log(struct cx *cx, struct arena *a,
                            const struct people_call *what, struct buf *out);

/* For whoever makes an account: the role by name; INPUT for an actor that the
 * agreement of the case does not declare, or that is no party for a party's
 * user. */
struct agreement;
MUST_USE err people_read_role(struct cx *cx, str name, enum role *out);
/* INPUT for a role that such a place has not. */
MUST_USE err people_check_place(struct cx *cx, bool talks, enum role r);
MUST_USE err people_check_actor(struct cx *cx, const struct agreement *ag,
                                enum role r, str of);

#endif
