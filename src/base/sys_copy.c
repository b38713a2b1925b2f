/* base/sys_copy.c: see sys_copy.h.
 *
 * The memory is one range of addresses, handed out from its beginning. What is
 * given back at the end of it is used again; of other large blocks the pages
 * go back to the system, and their addresses are not used again. */
#define _GNU_SOURCE /* close_range, MADV_REMOVE */
#include "base/sys_copy.h"

#include "base/cx.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALIGN = _Alignof(max_align_t), PAGE = 4096, LARGE_BYTES = 16 * PAGE };

/* At the beginning of the range. */
struct range {
    size_t size, used;
};

struct sys_copy {
    struct mem mem; /* of this struct */
    struct range *range;
    pid_t id; /* 0: has not begun, or has ended */
    int ends; /* is closed by the end of the copy; -1: none */
    int status;
};

static size_t up(size_t n, size_t to)
{
    return (n + to - 1) & ~(to - 1);
}

/* Pages that are all of it. */
static void give_back(char *p, size_t n)
{
    char *first = (char *)up((uintptr_t)p, PAGE);
    if (n >= LARGE_BYTES)
        (void)madvise(first, (size_t)(p + n - first) & ~(size_t)(PAGE - 1),
                      MADV_REMOVE);
}

static void *resize(void *self, void *p, size_t old_size, size_t new_size)
{
    struct range *r = self;
    char *base = self;
    size_t old = up(old_size, ALIGN), at = r->used;
    if (new_size > r->size) /* it would not be rounded up */
        return NULL;
    bool is_last = p != NULL && base + r->used == (char *)p + old;
    if (is_last)
        at -= old;
    if (up(new_size, ALIGN) > r->size - at)
        return NULL;
    if (new_size > 0 || is_last)
        r->used = at + up(new_size, ALIGN);
    if (p != NULL && !is_last && new_size > 0)
        memcpy(base + at, p, old_size < new_size ? old_size : new_size);
    if (p != NULL && !is_last)
        give_back(p, old);
    return new_size == 0 ? NULL : base + at;
}

err sys_copy_new(struct cx *cx, size_t most, struct sys_copy **out)
{
    struct sys_copy *c = mem_resize(&cx->mem, NULL, 0, sizeof *c);
    if (c == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a copy");
    void *p = mmap(NULL, most, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) {
        mem_resize(&cx->mem, c, sizeof *c, 0);
        return fail(cx, ERR_RESOURCE, "the system gives no memory");
    }
    *c = (struct sys_copy){.mem = cx->mem, .range = p, .ends = -1};
    *c->range = (struct range){.size = most, .used = up(sizeof *c->range, 64)};
    *out = c;
    return OK;
}

struct mem sys_copy_mem(struct sys_copy *c)
{
    return (struct mem){resize, c->range};
}

/* In the copy. What the caller closes must be closed, though this lives on. */
static _Noreturn void work(int ends, bool (*fn)(void *self), void *self)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    if (ends > STDERR_FILENO + 1)
        (void)close_range(STDERR_FILENO + 1, (unsigned)ends - 1, 0);
    (void)close_range((unsigned)ends + 1, ~0U, 0);
    _exit(fn(self) ? 0 : 1);
}

err sys_copy_begin(struct cx *cx, struct sys_copy *c, bool (*fn)(void *self),
                   void *self)
{
    int pipe_of[2];
    if (pipe(pipe_of) != 0)
        return fail(cx, ERR_RESOURCE, "the system gives no pipe");
    c->id = fork();
    if (c->id == 0)
        work(pipe_of[1], fn, self);
    (void)close(pipe_of[1]);
    if (c->id < 0) {
        c->id = 0;
        (void)close(pipe_of[0]);
        return fail(cx, ERR_RESOURCE, "the system gives no process");
    }
    (void)fcntl(pipe_of[0], F_SETFD, FD_CLOEXEC);
    c->ends = pipe_of[0];
    return OK;
}

static void has_ended(struct sys_copy *c)
{
    while (waitpid(c->id, &c->status, 0) < 0 && errno == EINTR)
        ;
    c->id = 0;
    (void)close(c->ends);
    c->ends = -1;
}

bool sys_copy_wait(struct sys_copy *c, unsigned ms)
{
    struct pollfd p = {.fd = c->ends, .events = POLLIN};
    if (c->id == 0)
        return true;
    if (poll(&p, 1, (int)ms) <= 0)
        return false;
    has_ended(c);
    return true;
}

bool sys_copy_is_done(const struct sys_copy *c)
{
    return c->id == 0 && WIFEXITED(c->status) && WEXITSTATUS(c->status) == 0;
}

void sys_copy_end(struct sys_copy *c)
{
    if (c->id == 0)
        return;
    (void)kill(c->id, SIGKILL);
    has_ended(c);
}

void sys_copy_free(struct sys_copy *c)
{
    if (c == NULL)
        return;
    sys_copy_end(c);
    (void)munmap(c->range, c->range->size);
    struct mem mem = c->mem;
    mem_resize(&mem, c, sizeof *c, 0);
}
