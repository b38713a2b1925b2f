/* base/sys_thread.c: see sys_thread.h. */
#include "base/sys_thread.h"

#include "base/cx.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

struct sys_thread {
    struct mem mem;
    pthread_t id;
    pthread_mutex_t lock;
    pthread_cond_t ends;
    bool ended;                /* under lock */
    void (*after)(void *self); /* the same; or NULL */
    void (*fn)(void *self);
    void *self;
};

static void *run(void *self)
{
    struct sys_thread *t = self;
    t->fn(t->self);
    pthread_mutex_lock(&t->lock);
    t->ended = true;
    void (*after)(void *self) = t->after;
    pthread_cond_signal(&t->ends);
    pthread_mutex_unlock(&t->lock);
    if (after != NULL)
        after(t->self);
    return NULL;
}

err sys_thread_start(struct cx *cx, void (*fn)(void *self), void *self,
                     struct sys_thread **out)
{
    sigset_t all, was;
    struct sys_thread *t = mem_resize(&cx->mem, NULL, 0, sizeof *t);
    if (t == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a thread");
    *t = (struct sys_thread){.mem = cx->mem, .fn = fn, .self = self};
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->ends, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &was);
    int failed = pthread_create(&t->id, NULL, run, t);
    pthread_sigmask(SIG_SETMASK, &was, NULL);
    if (failed != 0) {
        mem_resize(&cx->mem, t, sizeof *t, 0);
        return fail(cx, ERR_RESOURCE, "the system gives no thread");
    }
    *out = t;
    return OK;
}

bool sys_thread_wait(struct sys_thread *t, unsigned ms)
{
    struct timespec until;
    int rc = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&t->lock);
    while (!t->ended && rc == 0)
        rc = pthread_cond_timedwait(&t->ends, &t->lock, &until);
    bool ended = t->ended;
    pthread_mutex_unlock(&t->lock);
    return ended;
}

bool sys_thread_leave(struct sys_thread *t, void (*after)(void *self))
{
    pthread_mutex_lock(&t->lock);
    bool ended = t->ended;
    if (!ended)
        t->after = after;
    pthread_mutex_unlock(&t->lock);
    return !ended;
}

void sys_thread_join(struct sys_thread *t)
{
    struct mem mem = t->mem;
    pthread_join(t->id, NULL);
    pthread_cond_destroy(&t->ends);
    pthread_mutex_destroy(&t->lock);
    mem_resize(&mem, t, sizeof *t, 0);
}

void sys_ask_to_end(void)
{
    (void)kill(getpid(), SIGTERM);
}
