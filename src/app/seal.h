/* app/seal.h: the use cases of sealed files: making keys, sealing, opening,
 * sealing again.
 *
 * A result is a file that is there whole or not at all; nothing that is there
 * is overwritten. Secret keys are read into guarded memory and written from it.
 * Compartments and their rosters: compartment.h.
 * docs/sealing.md is the page for users. Read next: seal.c. */
#ifndef APP_SEAL_H
#define APP_SEAL_H

#include "base/buf.h"
#include "base/cx.h"
#include "seal/seal.h"

/* To whom: "age1...", a file with one on each line, or a compartment's case
 * file, whose roster in force must be proven by `policy` (a path; NULL where
 * there is no compartment). */
struct seal_to {
    const char *const *to;
    size_t n;
    const char *policy;
    const char *witness; /* the folder of the reader's witness, or NULL */
    const char *first;   /* as in struct own_view */
};

struct seal_job {
    const char *input;  /* path, or "-" */
    const char *output; /* path; NULL: input.age */
    struct seal_to to;
    bool armor;
    bool content_key; /* to a new key, which is sealed to them */
};
/* What was made is told in out, a line each. */
MUST_USE err app_seal(struct cx *cx, struct arena *a,
                      const struct seal_job *job, struct buf *out);

/* Files of keys; a sealed one is opened with those before it. */
struct open_with {
    const char *const *identities;
    size_t n;
    const char *passphrase; /* path of a file, or NULL */
};
struct open_job {
    const char *input;  /* path, or "-"; or a compartment's case file */
    int64_t entry;      /* of the case file; -1: input is a sealed file */
    const char *output; /* path; NULL: into `out`, once it is whole */
    struct open_with with;
    bool as_is; /* keep the padding */
};
MUST_USE err app_open(struct cx *cx, struct arena *a,
                      const struct open_job *job, struct buf *out);

/* Opens input and seals it to others: for small files and key files. */
struct again_job {
    const char *input, *output;
    int64_t entry; /* as above */
    struct open_with with;
    struct seal_to to;
    bool armor;
};
MUST_USE err app_seal_again(struct cx *cx, struct arena *a,
                            const struct again_job *job, struct buf *out);

/* Makes a key of that name (a pseudonym), in a file that only its owner can
 * read; with sheet also the recovery key, as a page to be printed. Prints the
 * recipient, or with a sheet the line for a roster. */
struct keygen_job {
    const char *name;
    const char *file;  /* NULL: NAME.key */
    const char *sheet; /* NULL: none */
};
MUST_USE err app_keygen(struct cx *cx, struct arena *a,
                        const struct keygen_job *job, struct buf *out);

#endif
