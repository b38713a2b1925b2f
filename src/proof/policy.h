/* proof/policy.h: whose signatures make a checkpoint count.
 *
 * The file format of c2sp.org/tlog-policy: known logs, known witnesses, groups
 * of them, one quorum. A checkpoint is *recorded* if a known log signed it, and
 * *witnessed* if besides the cosignatures on it satisfy the quorum.
 *
 * Read next: note.h. */
#ifndef PROOF_POLICY_H
#define PROOF_POLICY_H

#include "proof/note.h"

enum { POLICY_MAX_LOGS = 64, POLICY_MAX_MEMBERS = 128 };

/* A witness, or a group of earlier members of which k must have cosigned. Each
 * member is in at most one group. */
struct policy_member {
    str name;
    bool group;
    struct note_key key; /* of a witness */
    unsigned k, n;       /* of a group: k of its n members */
    int in;              /* the group that it is a member of, or -1 */
};
struct policy {
    struct note_key log[POLICY_MAX_LOGS];
    size_t n_logs;
    struct policy_member member[POLICY_MAX_MEMBERS]; /* as defined */
    size_t n_members;
    int quorum; /* a member, or -1 for "none" */
};

/* Reads a policy; borrows text. INPUT names the line and the remedy. */
MUST_USE err policy_parse(struct cx *cx, str text, struct policy *out);

struct policy_verdict {
    bool recorded, witnessed;
    uint64_t witnessed_at; /* the earliest second at which the quorum was met
                              by the witnesses' own clocks; 0 without one */
    unsigned n_cosigned;   /* witnesses of the policy whose cosignature holds */
};
/* Judges a note that carries a checkpoint of the log whose origin it names.
 * INPUT if it carries none. A note that bears a false signature by a key of the
 * policy is neither recorded nor witnessed. */
MUST_USE err policy_judge(struct cx *cx, const struct policy *p,
                          const struct note *n, struct checkpoint *head,
                          struct policy_verdict *out);

#endif
