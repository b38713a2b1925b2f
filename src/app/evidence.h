/* app/evidence.h: files of evidence beside a case, and who had them when.
 *
 * A file is kept as it came, under its SHA-256, in the folder CASE.evidence; an
 * `evidence` entry says what it is, `custody` entries what was done with it
 * (docs/record-format.md section 8). Before an act is entered, and after it,
 * the file is hashed again; where that is not its name, nothing is entered.
 *
 * Files are read in pieces, so their size does not matter, except for copies
 * without metadata (media/media.h).
 * Read next: evidence.c, media/media.h. */
#ifndef APP_EVIDENCE_H
#define APP_EVIDENCE_H

#include "app/casefile.h"

enum { EVIDENCE_COARSE_MAX = 100000 }; /* metres: MEDIA_COARSE_MAX */

/* Who acts, and why: stands in the custody entry. */
struct evidence_by {
    const char *path;    /* the case */
    const char *key;     /* file of the secret key; NULL: the sequencer's */
    const char *who;     /* NULL: the name of the key */
    const char *purpose; /* NULL: none */
};

struct evidence_add {
    struct evidence_by by;
    const char *from;         /* from whom it came; NULL: not said */
    const char *derived_from; /* the original's hash or the beginning of it */
    const char *how;          /* what was done to derive it */
    const char *name; /* of the only file; NULL: as the files are called */
    const char *const *files;
    size_t n;
};
/* Each file is on the disk, read back, and entered under a signed head before
 * the next is begun. *kept counts those that are there now. */
MUST_USE err evidence_add(struct cx *cx, struct arena *a,
                          const struct evidence_add *what, struct buf *out,
                          size_t *kept);

struct evidence_copy {
    struct evidence_by by;
    const char *hash;  /* or the beginning of it */
    const char *out;   /* the copy; must not be there */
    bool strip;        /* without metadata: a derived file, kept too */
    uint32_t coarse_m; /* the place in its description; 0: none */
};
MUST_USE err evidence_copy(struct cx *cx, struct arena *a,
                           const struct evidence_copy *what, struct buf *out);

/* Enters that a file was opened, sealed, copied or exported. */
MUST_USE err evidence_act(struct cx *cx, struct arena *a,
                          const struct evidence_by *by, const char *prefix,
                          const char *act, struct buf *out);

/* A file that comes in pieces, one after the other, and is taken in when
 * `total` bytes are there (evidence_upload.c). What has come lies beside the
 * other files, so that it goes on where it stopped. */
enum {
    EVIDENCE_UPLOAD_MAX = 1 << 30, /* bytes of one file */
    EVIDENCE_UPLOADS_MAX = 8,      /* of one sender that have not ended */
    EVIDENCE_UPLOAD_KEPT_S = 7 * 24 * 3600 /* after its last piece */
};
struct evidence_piece {
    struct evidence_by by; /* `who` must be given */
    const char *upload;    /* its name: hexadecimal, chosen by the sender */
    uint64_t offset, total;
    str bytes;
    const char *name;   /* of the file */
    const char *from;   /* from whom it came; NULL: not said */
    const char *sha256; /* as the sender has it, or NULL: else CONFLICT */
};
struct evidence_taken {
    uint64_t size; /* bytes that are there now */
    bool whole;    /* taken in */
    str hex;       /* then its hash */
};
/* CONFLICT if the piece does not begin where the last one ended, or the whole
 * is not what the sender has; LIMIT for too large a file. */
MUST_USE err evidence_take(struct cx *cx, struct arena *a,
                           const struct evidence_piece *p,
                           struct evidence_taken *out);
/* How much of it has come; 0: nothing. */
MUST_USE err evidence_upload_size(struct cx *cx, struct arena *a,
                                  const char *path, const char *who,
                                  const char *upload, uint64_t *size);

MUST_USE err evidence_list(struct cx *cx, struct arena *a, const char *path,
                           bool json, struct buf *out);
MUST_USE err evidence_show(struct cx *cx, struct arena *a, const char *path,
                           const char *hash, struct buf *out);
/* Hashes every file again. *holds: all are there and as they were. */
MUST_USE err evidence_check(struct cx *cx, struct arena *a, const char *path,
                            struct buf *out, bool *holds);

#endif
