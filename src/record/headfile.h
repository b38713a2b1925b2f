/* record/headfile.h: the copy of the last head, kept apart from the store.
 *
 * docs/record-format.md section 6.4. Two slots of 4,096 bytes, each a signed
 * note and zero bytes after it; a head goes into the slot of the older one, so
 * that one sync makes it durable and a power cut spoils at most that slot. A
 * note that is too long for a slot is the whole file. What is in a slot is not
 * judged here (log.c).
 * Read next: log_int.h. */
#ifndef RECORD_HEADFILE_H
#define RECORD_HEADFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { HEADFILE_SLOT = 4096, HEADFILE_BYTES = 2 * HEADFILE_SLOT };

struct headfile {
    str bytes;    /* of the whole file */
    bool slotted; /* else note[0] is all of it */
    str note[2];  /* empty: nothing is in that slot */
};

/* Reads it; bytes live in a. NOT_FOUND if there is no such file. */
MUST_USE err headfile_read(struct cx *cx, struct arena *a, const char *path,
                           struct headfile *out);
/* Puts a note, durably: into `slot` if f, the file as it is, has slots and the
 * note fits; else the file is replaced, and it is in slot 0. f may be NULL:
 * there is no file yet. *now: the file as it is afterwards, in a. */
MUST_USE err headfile_write(struct cx *cx, struct arena *a, const char *path,
                            const struct headfile *f, unsigned slot, str note,
                            struct headfile *now);

#endif
