/* base/sys.c: see sys.h. POSIX.1-2008, with getrandom, prctl and TIOCGWINSZ
 * where there is nothing in it. */
#include "base/sys.h"

#include "base/cx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024, REASON_BYTES = 128 };

/* The fault for a system call that failed on path; e is errno. */
static err sys_fail(struct cx *cx, const char *what, const char *path, int e)
{
    char reason[REASON_BYTES];
    enum err_class class = ERR_RESOURCE;
    if (strerror_r(e, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", e);
    if (e == ENOENT || e == ENOTDIR)
        class = ERR_NOT_FOUND;
    else if (e == EACCES || e == EPERM || e == EROFS)
        class = ERR_DENIED;
    else if (e == EISDIR || e == ENAMETOOLONG || e == EINVAL)
        class = ERR_INPUT;
    const char *hint = e == EISDIR   ? "name a file in it"
                       : e == EACCES ? "ls -l shows who may"
                                     : NULL;
    if (hint != NULL)
        return fail_hint(cx, class, hint, "%s: cannot %s: %s", path, what,
                         reason);
    return fail(cx, class, "%s: cannot %s: %s", path, what, reason);
}

void sys_close(int *fd)
{
    /* Standard input is not ours to close. */
    if (*fd > STDERR_FILENO)
        close(*fd);
    *fd = -1;
}

err sys_open_read(struct cx *cx, const char *path, int *fd)
{
    if (strcmp(path, "-") == 0) {
        *fd = STDIN_FILENO;
        return OK;
    }
    int f;
    do
        f = open(path, O_RDONLY | O_CLOEXEC);
    while (f < 0 && errno == EINTR);
    if (f < 0)
        return sys_fail(cx, "open", path, errno);
    *fd = f;
    return OK;
}

err sys_read(struct cx *cx, int fd, const char *name, void *p, size_t cap,
             size_t *n)
{
    ssize_t got;
    do
        got = read(fd, p, cap);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return sys_fail(cx, "read", name, errno);
    *n = (size_t)got;
    return OK;
}

err sys_read_at(struct cx *cx, int fd, const char *name, uint64_t offset,
                void *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        uint64_t from;
        ssize_t got = 0;
        if (add_ok(offset, (uint64_t)at, &from) && from <= INT64_MAX)
            got = pread(fd, (char *)p + at, n - at, (off_t)from);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return sys_fail(cx, "read", name, errno);
        if (got == 0)
            return fail_hint(cx, ERR_INPUT, "is the copy complete?",
                             "%s: ends before what it says is in it", name);
        at += (size_t)got;
    }
    return OK;
}

err sys_write(struct cx *cx, int fd, const char *name, const void *p, size_t n)
{
    const char *from = p;
    while (n > 0) {
        ssize_t put = write(fd, from, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return sys_fail(cx, "write", name, errno);
        from += put;
        n -= (size_t)put;
    }
    return OK;
}

err sys_read_fd(struct cx *cx, struct arena *a, int fd, const char *name,
                size_t max_bytes, str *out)
{
    char *p = NULL;
    size_t n = 0, cap = 0;
    struct stat st;
    size_t guess = READ_BYTES;

    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        (uint64_t)st.st_size < max_bytes)
        guess = (size_t)st.st_size;
    for (;;) {
        /* One byte for the NUL, and one to see that there is too much. */
        if (cap - n < 2) {
            size_t want;
            if (!add_ok(cap, cap == 0 ? guess + 2 : cap, &want))
                want = SIZE_MAX;
            if (max_bytes < SIZE_MAX - 2 && want > max_bytes + 2)
                want = max_bytes + 2;
            char *q = arena_grow(a, p, cap, want);
            if (q == NULL)
                return arena_fail(cx, a);
            p = q;
            cap = want;
        }
        size_t got = 0;
        TRY(cx, sys_read(cx, fd, name, p + n, cap - n - 1, &got));
        if (got == 0)
            break;
        n += got;
        if (n > max_bytes)
            return fail_hint(cx, ERR_LIMIT,
                             "is it the right file? a larger one can only be "
                             "given in parts",
                             "%s: longer than the limit of %zu bytes", name,
                             max_bytes);
    }
    p[n] = '\0';
    *out = (str){p, n};
    return OK;
}

err sys_read_file(struct cx *cx, struct arena *a, const char *path,
                  size_t max_bytes, str *out)
{
    CLEANUP(sys_close) int fd = -1;
    TRY(cx, sys_open_read(cx, path, &fd));
    TRY(cx, sys_read_fd(cx, a, fd, strcmp(path, "-") == 0 ? "stdin" : path,
                        max_bytes, out));
    return OK;
}

err sys_map_or_open(struct cx *cx, const char *path, struct sys_map *out,
                    int *fd_out)
{
    CLEANUP(sys_close) int fd = -1;
    struct stat st;

    TRY(cx, sys_open_read(cx, path, &fd));
    if (fstat(fd, &st) != 0)
        return sys_fail(cx, "examine", path, errno);
    if (S_ISDIR(st.st_mode))
        return sys_fail(cx, "read", path, EISDIR);
    if (!S_ISREG(st.st_mode)) {
        *fd_out = fd;
        fd = -1;
        return OK;
    }
    size_t size = (size_t)st.st_size;
    void *base = NULL;
    if (size > 0)
        base = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (base == MAP_FAILED)
        return sys_fail(cx, "map", path, errno);
    *out = (struct sys_map){{size == 0 ? "" : base, size}, base, size};
    return OK;
}

err sys_map_file(struct cx *cx, const char *path, struct sys_map *out,
                 bool *mapped)
{
    CLEANUP(sys_close) int fd = -1;
    TRY(cx, sys_map_or_open(cx, path, out, &fd));
    *mapped = fd < 0;
    return OK;
}

void sys_unmap(struct sys_map *m)
{
    if (m->base != NULL)
        munmap(m->base, m->size);
    *m = (struct sys_map){0};
}

/* A new name outlives a power cut only when its folder is synced. Some file
 * systems have nothing to sync there (EINVAL). */
static err sync_folder(struct cx *cx, const char *path)
{
    char folder[4096];
    str s = str_of(path);
    while (s.n > 0 && s.p[s.n - 1] != '/')
        s.n--;
    if (s.n == 0)
        s = STR("./");
    if (!str_to_c(s, folder, sizeof folder))
        return sys_fail(cx, "sync", path, ENAMETOOLONG);
    CLEANUP(sys_close) int fd = open(folder, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        return sys_fail(cx, "sync", folder, errno);
    return OK;
}

/* Writes and syncs fd, which is the new neighbour of path. */
static err fill(struct cx *cx, int fd, const char *path, str bytes)
{
    struct stat st;
    if (stat(path, &st) == 0 && fchmod(fd, st.st_mode & 07777) != 0)
        return sys_fail(cx, "set the permissions of", path, errno);
    TRY(cx, sys_write(cx, fd, path, bytes.p, bytes.n));
    if (fsync(fd) != 0)
        return sys_fail(cx, "sync", path, errno);
    return OK;
}

err sys_write_file(struct cx *cx, const char *path, str bytes)
{
    enum { TRIES = 16 };
    char next[4096];
    CLEANUP(sys_close) int fd = -1;

    for (int i = 0; i < TRIES && fd < 0; i++) {
        uint32_t tag;
        TRY(cx, cx->random(cx, cx->self, &tag, sizeof tag));
        int n =
            snprintf(next, sizeof next, "%s.%08x.part", path, (unsigned)tag);
        if (n < 0 || (size_t)n >= sizeof next)
            return sys_fail(cx, "write", path, ENAMETOOLONG);
        fd = open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST && errno != EINTR)
            return sys_fail(cx, "write", path, errno);
    }
    if (fd < 0)
        return sys_fail(cx, "write", path, EEXIST);
    err e = fill(cx, fd, path, bytes);
    if (is_ok(e) && rename(next, path) != 0)
        e = sys_fail(cx, "replace", path, errno);
    if (!is_ok(e)) {
        unlink(next);
        return e;
    }
    return sync_folder(cx, path);
}

err sys_write_at(struct cx *cx, const char *path, uint64_t offset, str bytes)
{
    CLEANUP(sys_close) int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return sys_fail(cx, "write", path, errno);
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n =
            pwrite(fd, bytes.p + at, bytes.n - at, (off_t)(offset + at));
        if (n < 0 && errno != EINTR)
            return sys_fail(cx, "write", path, errno);
        at += n > 0 ? (size_t)n : 0;
    }
    return fdatasync(fd) == 0 ? OK : sys_fail(cx, "sync", path, errno);
}

err sys_write_new(struct cx *cx, const char *path, bool secret, str bytes)
{
    CLEANUP(sys_close)
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                  secret ? 0600 : 0666);
    if (fd < 0 && errno == EEXIST)
        return fail(cx, ERR_CONFLICT, "%s is there already", path);
    if (fd < 0)
        return sys_fail(cx, "write", path, errno);
    err e = sys_write(cx, fd, path, bytes.p, bytes.n);
    if (is_ok(e) && fsync(fd) != 0)
        e = sys_fail(cx, "sync", path, errno);
    if (is_ok(e))
        e = sync_folder(cx, path);
    if (!is_ok(e))
        unlink(path);
    return e;
}

err sys_make_folder(struct cx *cx, const char *path)
{
    if (mkdir(path, 0700) == 0)
        return OK;
    if (errno == EEXIST)
        return fail(cx, ERR_CONFLICT, "%s is there already", path);
    return sys_fail(cx, "make the folder", path, errno);
}

err sys_lock(struct cx *cx, const char *path, unsigned wait_ms, int *fd)
{
    enum { STEP_MS = 1 };
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    CLEANUP(sys_close) int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (f < 0)
        return sys_fail(cx, "open", path, errno);
    for (unsigned waited = 0; fcntl(f, F_SETLK, &l) != 0; waited += STEP_MS) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return sys_fail(cx, "lock", path, errno);
        if (waited >= wait_ms)
            return fail_hint(cx, ERR_CONFLICT, "Try again when it has ended.",
                             "%s: another process is at work here", path);
        sys_sleep_ms(STEP_MS);
    }
    *fd = f;
    f = -1;
    return OK;
}

static void file_state(const struct stat *st, struct sys_file *out)
{
    *out = (struct sys_file){.size = (int64_t)st->st_size,
                             .device = (uint64_t)st->st_dev,
                             .inode = (uint64_t)st->st_ino};
}

bool sys_file_state(const char *path, struct sys_file *out)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    file_state(&st, out);
    return true;
}

bool sys_open_state(int fd, struct sys_file *out, int64_t *position)
{
    struct stat st;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (at < 0 || fstat(fd, &st) != 0)
        return false;
    file_state(&st, out);
    *position = (int64_t)at;
    return true;
}

bool sys_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool sys_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool sys_is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

void sys_keep_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) /* open takes the least */
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

bool sys_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

size_t sys_terminal_width(int fd, size_t otherwise)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return otherwise;
    return size.ws_col;
}

instant sys_now(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0)
        return INSTANT_NONE;
    return t.tv_sec;
}

uint64_t sys_ticks_ns(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void sys_forbid_dumps(void)
{
    /* Neither can fail: both only give something up. */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

err sys_random(struct cx *cx, void *p, size_t n)
{
    char *out = p;
    while (n > 0) {
        ssize_t got = getrandom(out, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return sys_fail(cx, "read random bytes", "system", errno);
        out += got;
        n -= (size_t)got;
    }
    return OK;
}

void sys_sleep_ms(unsigned ms)
{
    struct timespec t = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}
