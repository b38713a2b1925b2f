/* app/compartment.h: the use cases of a compartment: its rosters, and what is
 * sealed in it.
 *
 * A compartment is a case file of its own. What a reader believes of it is read
 * from the entries themselves and compared with a head that the reader's own
 * witness cosigned: views, and the policy that stands in the log, are the
 * host's.
 * Read next: compartment.c, seal/roster.h, docs/record-format.md 12. */
#ifndef APP_COMPARTMENT_H
#define APP_COMPARTMENT_H

#include "base/buf.h"
#include "base/cx.h"
#include "seal/roster.h"

struct compartment {
    const char *path;
    str origin;
    struct roster *roster; /* in force; NULL: none */
    hash hash;             /* of it */
    hash first;            /* of the roster of epoch 0 */
    uint64_t entry;        /* that it is in */
    uint64_t head_size;
    bool witnessed;        /* by the reader's own policy */
    instant witnessed_at;  /* of the head */
    bool pending;          /* a later roster is not under that head */
    uint64_t witness_size; /* at which own.witness stands; 0: not known */
    str now;               /* 2025-01-19T10:00:00Z */
};

/* What the reader himself brings: paths. policy NULL: the last head is believed
 * as it is. witness: the folder of his witness, which knows how far it has
 * cosigned, so that an older copy of the log is noticed; or NULL. first: the
 * hash of the first roster, 64 hexadecimal digits, as an owner told it; NULL:
 * any. */
struct own_view {
    const char *policy, *witness, *first;
};
MUST_USE err compartment_read(struct cx *cx, struct arena *a, const char *path,
                              const struct own_view *own,
                              struct compartment *out);
/* INPUT or CONFLICT unless something may be sealed to its roster. */
MUST_USE err compartment_must_hold(struct cx *cx, const struct compartment *c);

/* "2025-01-19T10:00:00Z". */
MUST_USE err compartment_now(struct cx *cx, char room[40], str *out);

struct roster_draft {
    const char *path, *lines, *out; /* paths */
    const char *until;              /* NULL: 90 days from now */
    int64_t sign;                   /* 0: all owners */
    int64_t number;                 /* of the first roster */
};
/* Writes the next roster, with no signature yet; says what changes. */
MUST_USE err roster_write_draft(struct cx *cx, struct arena *a,
                                const struct roster_draft *d, struct buf *out);
/* Adds a signature to the file. */
MUST_USE err roster_sign_file(struct cx *cx, struct arena *a, const char *file,
                              const char *key, struct buf *out);
/* Enters it, if it is valid. as NULL: by the sequencer. */
MUST_USE err roster_enter(struct cx *cx, struct arena *a, const char *path,
                          const char *file, const char *as, struct buf *out);
MUST_USE err roster_show(struct cx *cx, struct arena *a, const char *path,
                         const struct own_view *own, struct buf *out,
                         bool *holds);

/* Makes a compartment of the case of: a case file with its own log. */
struct compartment_init {
    const char *path, *origin, *of, *policy;
};
MUST_USE err compartment_make(struct cx *cx, struct arena *a,
                              const struct compartment_init *what,
                              struct buf *out);

/* Enters a sealed file; with `again` >= 0 as the one that takes the place of
 * that entry, sealed to the roster in force, which may be dropped then. */
struct sealed_put {
    const char *path, *file, *as;
    int64_t again;
    bool drop;
};
MUST_USE err sealed_enter(struct cx *cx, struct arena *a,
                          const struct sealed_put *what, struct buf *out);
/* The sealed file of an entry; borrowed from a. */
MUST_USE err sealed_get(struct cx *cx, struct arena *a, const char *path,
                        uint64_t entry, str *out);

#endif
