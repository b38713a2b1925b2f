/* app/writer.h: entries of many askers, committed together.
 *
 * For a process that answers many at once, as `truce serve`. What is submitted
 * waits; writer_flush() enters all of it under one lock, in one durable commit,
 * under one signed head, and then tells each asker. In an event loop, call it
 * from a timer of 0 ms that the first submission sets: whatever comes in while
 * a commit is under way is in the next one, so nobody waits for more than the
 * commit before his own, and his own.
 *
 *     on a request:  TRY(cx, writer_submit(cx, w, "report", line, tell, self));
 *                    if (writer_waiting(w) == 1) start the timer;
 *     on the timer:  TRY(cx, writer_flush(cx, w));    calls tell() for each
 *
 * Where one entry has to be in before the answer goes out, submit and flush at
 * once. Other processes may write to the case between two flushes: the lock is
 * held for a flush only.
 *
 * Not here: whether what is submitted can stand (facts/, the agreement).
 * Read next: writer.c, record/log.h. */
#ifndef APP_WRITER_H
#define APP_WRITER_H

#include "base/cx.h"
#include "crypto/crypto.h"

enum {
    WRITER_CONTENT_MAX = 1 << 20, /* bytes of one content */
    WRITER_WAITING_MAX = 1000     /* submissions between two flushes */
};

struct writer;

/* What became of a submission: it is on the disk, under a signed head. */
struct writer_result {
    uint64_t number; /* of the entry in the log */
    hash leaf;
    str receipt; /* a signed note (record/receipt.h) */
};
/* Called once for each submission, by writer_flush() or writer_close(). r is
 * borrowed until it returns; NULL: no word is given that it was entered, and
 * cx->fault says why (it may be in the log if signing the head failed).
 * It may submit more. */
typedef void writer_fn(struct cx *cx, void *self,
                       const struct writer_result *r);

/* Opens the case at path for entries signed with the key in the file `key`;
 * NULL: by the sequencer. Fails as casefile_open() does, or INPUT if that key
 * does not stand in the case. */
MUST_USE err writer_open(struct cx *cx, const char *path, const char *key,
                         struct writer **out);
/* Tells those who wait that nothing was entered. Accepts NULL. */
void writer_close(struct cx *cx, struct writer *w);

/* Keeps an entry of this type, with this content, for the next flush; both are
 * copied. fn may be NULL. INPUT: no such type can be, or one that decides who
 * may sign (key, policy, revocation) or that signs for others (batch). LIMIT:
 * the content is too large, or too many wait: flush. Else fn will be called. */
MUST_USE err writer_submit(struct cx *cx, struct writer *w, const char *type,
                           str content, writer_fn *fn, void *self);
size_t writer_waiting(const struct writer *w);

/* Enters all that waits and calls each fn. Nothing waits afterwards but what
 * they submitted. Fails only if nothing could be entered, after telling all of
 * them; the writer can go on being used. */
MUST_USE err writer_flush(struct cx *cx, struct writer *w);

#endif
