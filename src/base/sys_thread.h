/* base/sys_thread.h: one piece of work beside the caller.
 *
 * What it works on is its own until it has ended: its own cx, arenas, files.
 * Nothing here is for sharing; what a caller wants to watch meanwhile is an
 * _Atomic number. Signals go to the caller. */
#ifndef BASE_SYS_THREAD_H
#define BASE_SYS_THREAD_H

#include "base/err.h"

struct sys_thread;

/* Begins fn(self). The caller ends it with sys_thread_join(). */
MUST_USE err sys_thread_start(struct cx *cx, void (*fn)(void *self), void *self,
                              struct sys_thread **out);
/* Waits for its end, at most so long; true: it has ended. */
bool sys_thread_wait(struct sys_thread *t, unsigned ms);
/* From now on nobody waits: after(self) is called, by the thread, when it has
 * ended. False: it has ended already, and nothing is called. */
bool sys_thread_leave(struct sys_thread *t, void (*after)(void *self));
/* Waits for its end, and gives its memory back. */
void sys_thread_join(struct sys_thread *t);
/* From a thread, after which the program is of no use: as SIGTERM. */
void sys_ask_to_end(void);

#endif
