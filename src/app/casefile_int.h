/* app/casefile_int.h: what the files of the case file share. */
#ifndef APP_CASEFILE_INT_H
#define APP_CASEFILE_INT_H

#include "app/casefile.h"

/* How long a writer waits for another. */
enum { CASEFILE_WAIT_MS = 20000 };

/* "2025-01-19T10:00:00Z". Fails without a clock. */
MUST_USE err casefile_now(struct cx *cx, char room[40], str *out);
void casefile_print_time(instant at, struct buf *out);
/* A secret key from a file of one line. */
MUST_USE err casefile_read_key(struct cx *cx, const char *path,
                               struct signer *out);
/* log_write(), and the row of the index where the type has one. */
MUST_USE err casefile_write(struct cx *cx, struct casefile *c,
                            const struct signer *by, str type, str content,
                            str made, uint64_t *number);
/* Puts the row of one entry, if its type has one. */
MUST_USE err casefile_index(struct cx *cx, struct store *s, str type,
                            uint64_t number);
bool casefile_is_indexed(str type);
MUST_USE err casefile_in_index(struct cx *cx, struct store *s, str type,
                               uint64_t number, bool *there);

/* A case that is open for writing, under its lock. key NULL: entries are signed
 * by the sequencer. Not to be copied: `by` points into it. close accepts a
 * zeroed one whose lock is -1. */
struct casefile_writer {
    struct casefile c;
    const struct signer *by;
    struct signer sequencer, sender;
    int lock;
};
MUST_USE err casefile_writer_open(struct cx *cx, struct arena *a,
                                  const char *path, const char *key,
                                  struct casefile_writer *out);
void casefile_writer_close(struct casefile_writer *w);
/* One entry, made now, committed and under a signed head. */
MUST_USE err casefile_enter(struct cx *cx, struct casefile_writer *w,
                            const char *type, str content, uint64_t *number);

extern const char casefile_view[];
/* NOT_FOUND, or INPUT if it is no case file. */
MUST_USE err casefile_must_be(struct cx *cx, const char *path);
/* Prints lower-case hexadecimal. */
void casefile_print_hash(hash h, struct buf *out);

#endif
