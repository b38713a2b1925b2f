/* app/casefile_int.h: what the files of the case file share. */
#ifndef APP_CASEFILE_INT_H
#define APP_CASEFILE_INT_H

#include "app/casefile.h"

/* How long a writer waits for another. */
enum { CASEFILE_WAIT_MS = 20000 };

/* "2025-01-19T10:00:00Z". Fails without a clock. */
MUST_USE err casefile_now(struct cx *cx, char room[40], str *out);
void casefile_print_time(instant at, struct buf *out);
/* A secret key from a file of one line; its name lives in a. */
MUST_USE err casefile_read_key(struct cx *cx, struct arena *a, const char *path,
                               struct signer *out);
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
void casefile_writer_close(struct cx *cx, struct casefile_writer *w);
/* One entry, made now, committed and under a signed head. */
MUST_USE err casefile_enter(struct cx *cx, struct casefile_writer *w,
                            const char *type, str content, uint64_t *number);

/* Takes away a case that this process has just made, key and all. */
void casefile_unmake(const char *path);

/* NOT_FOUND, or INPUT if it is no case file. */
MUST_USE err casefile_must_be(struct cx *cx, const char *path);
/* INPUT for a text in which something is open. */
struct ast;
MUST_USE err casefile_must_be_settled(struct cx *cx, const char *path,
                                      const struct ast *ast);
/* Prints lower-case hexadecimal. */
void casefile_print_hash(hash h, struct buf *out);

#endif
