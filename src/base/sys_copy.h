/* base/sys_copy.h: one piece of work in a copy of the program.
 *
 * The copy has all that the caller has, as it stood when it began, so nothing
 * is shared and nothing locked; and what it does to it changes nothing here. It
 * hands over what it made in memory that both see, at the same addresses: that
 * may point to what the caller had then. It has none of the caller's files and
 * connections, and ends with the caller.
 *
 * For work that a thread cannot do (sys_thread.h) because it needs, and
 * changes, what the caller goes on working with. */
#ifndef BASE_SYS_COPY_H
#define BASE_SYS_COPY_H

#include "base/err.h"
#include "base/mem.h"

struct sys_copy;

/* Memory that both will see, of at most so many bytes; taken as it is used. */
MUST_USE err sys_copy_new(struct cx *cx, size_t most, struct sys_copy **out);
/* For arenas; safe in the caller before the copy begins and after it ended. */
struct mem sys_copy_mem(struct sys_copy *c);
/* Begins fn(self) in the copy. RESOURCE if the system gives none. */
MUST_USE err sys_copy_begin(struct cx *cx, struct sys_copy *c,
                            bool (*fn)(void *self), void *self);
/* Waits for its end, at most so long; true: it has ended. */
bool sys_copy_wait(struct sys_copy *c, unsigned ms);
/* Of one that has ended: whether fn came to its end, and said true. */
bool sys_copy_is_done(const struct sys_copy *c);
/* Ends it, if it has not ended. */
void sys_copy_end(struct sys_copy *c);
/* The same, and gives the memory back. Accepts NULL. */
void sys_copy_free(struct sys_copy *c);

#endif
