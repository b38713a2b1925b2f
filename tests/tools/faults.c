/* tests/tools/faults.c: the record under a fault at every point.
 *
 * The calls of the system that write are defined here, so that SQLite's and our
 * own go through a countdown: the n-th fails (EIO, ENOSPC), writes half, ends
 * the process, or cuts the power, which undoes what was not synced: all of it,
 * or some of it by chance. Another countdown is over allocations. Each run is a
 * process of its own over a copy of one case: it adds entries, takes in a
 * cosignature, and says which were acknowledged, and every head that it signed.
 * Afterwards the case must hold all of that, find nothing damaged, and go on.
 * At each of these calls a second process, too, sets out to do the same. Then
 * the same while a case is made: it is there and goes on, or nothing is. Then:
 * a flipped bit in each byte, a file cut anywhere, an older copy.
 *
 *     faults [--times N]      ends with `N passed, N failed` */
#define _GNU_SOURCE
#include "app/casefile_int.h"
#include "base/sys.h"
#include "record/audit.h"
#include "record/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

enum kind {
    NONE,
    COUNT,
    EIO_ONCE,
    EIO_ON,
    FULL_ON,
    SHORT_ONCE,
    KILL_BEFORE,
    KILL_AFTER,
    BESIDE,
    POWER_ALL,
    POWER_SOME,
    KINDS
};
static const char *const kind_names[KINDS] = {"none",
                                              "count",
                                              "EIO once",
                                              "EIO from then on",
                                              "disk full",
                                              "short write",
                                              "kill before",
                                              "kill after",
                                              "a second process",
                                              "power cut",
                                              "power cut, some of it written"};

static enum kind kind, kind_was; /* kind_was: of the run that is looked at */
static unsigned long at, calls, seed;
static int start[2]; /* a pipe: the second process waits for a byte */

/* --- what a power cut undoes ---------------------------------------------- */

enum { FILES = 64, PATH_BYTES = 512 };

struct change {
    enum { WRITTEN, CUT, CREATED, RENAMED } what;
    char path[PATH_BYTES], other[PATH_BYTES];
    off_t offset, old_size;
    size_t n, old_n;
    char *old, *new;
};
static struct change change[4096];
static size_t changes;
static char path_of[FILES][PATH_BYTES];

static void note_path(int fd, const char *path)
{
    if (fd >= 0 && fd < FILES)
        snprintf(path_of[fd], PATH_BYTES, "%s", path);
}

static struct change *add_change(int what, const char *path)
{
    if (kind < POWER_ALL || changes == sizeof change / sizeof *change)
        return NULL;
    struct change *c = &change[changes++];
    memset(c, 0, sizeof *c);
    c->what = what;
    snprintf(c->path, PATH_BYTES, "%s", path);
    return c;
}

static bool is_ours(int fd)
{
    return fd > STDERR_FILENO && fd < FILES && path_of[fd][0] != '\0' &&
           strstr(path_of[fd], "-shm") == NULL;
}

/* What a write over [offset, offset + n) of fd replaces. */
static void remember(int fd, const void *p, size_t n, off_t offset)
{
    struct stat st;
    struct change *c = is_ours(fd) ? add_change(WRITTEN, path_of[fd]) : NULL;
    if (c == NULL || fstat(fd, &st) != 0)
        return;
    c->offset = offset;
    c->old_size = st.st_size;
    c->n = n;
    c->old = malloc(n + 1);
    c->new = malloc(n + 1);
    memcpy(c->new, p, n);
    int r = (int)syscall(SYS_openat, AT_FDCWD, c->path, O_RDONLY | O_CLOEXEC);
    ssize_t got = r < 0 ? 0 : syscall(SYS_pread64, r, c->old, n, offset);
    c->old_n = got < 0 ? 0 : (size_t)got;
    if (r >= 0)
        syscall(SYS_close, r);
}

static void forget(const char *path)
{
    size_t kept = 0, n = strlen(path);
    struct stat st;
    bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    for (size_t i = 0; i < changes; i++) {
        bool name = change[i].what == CREATED || change[i].what == RENAMED;
        bool gone = folder ? name && strncmp(change[i].path, path, n) == 0
                           : !name && strcmp(change[i].path, path) == 0;
        if (!gone)
            change[kept++] = change[i];
    }
    changes = kept;
}

static void put(const char *path, const void *p, size_t n, off_t offset,
                off_t size)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (n > 0)
        syscall(SYS_pwrite64, fd, p, n, offset);
    if (size >= 0)
        syscall(SYS_ftruncate, fd, size);
    syscall(SYS_close, fd);
}

static void cut_power(void)
{
    struct change *c;
    for (size_t i = changes; i-- > 0;) {
        c = &change[i];
        if (c->what == WRITTEN || c->what == CUT)
            put(c->path, c->old, c->old_n, c->offset, c->old_size);
        else if (c->what == RENAMED)
            syscall(SYS_rename, c->other, c->path);
    }
    /* What happened to be written all the same. */
    for (size_t i = 0; kind == POWER_SOME && i < changes; i++) {
        c = &change[i];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        if (c->what == WRITTEN && (seed >> 40 & 1) != 0)
            put(c->path, c->new, c->n, c->offset, -1);
    }
    for (size_t i = changes; i-- > 0;)
        if (change[i].what == CREATED)
            syscall(SYS_unlink, change[i].path);
    syscall(SYS_kill, getpid(), SIGKILL);
}

/* --- the countdown -------------------------------------------------------- */

/* Whether this call fails, with errno set. */
static bool fails(bool writes)
{
    if (kind == NONE)
        return false;
    calls++;
    bool now = calls == at, on = calls >= at;
    if (kind == EIO_ONCE || kind == EIO_ON) {
        errno = EIO;
        return kind == EIO_ONCE ? now : on;
    }
    if (kind == FULL_ON) {
        errno = ENOSPC;
        return on && writes;
    }
    if (kind == BESIDE && now)
        (void)!syscall(SYS_write, start[1], "", 1);
    if (kind == KILL_BEFORE && now)
        syscall(SYS_kill, getpid(), SIGKILL);
    if (kind >= POWER_ALL && now)
        cut_power();
    return false;
}

static void after(void)
{
    if (kind == KILL_AFTER && calls == at)
        syscall(SYS_kill, getpid(), SIGKILL);
}

static size_t shortened(size_t n)
{
    return kind == SHORT_ONCE && calls == at && n > 1 ? n / 2 : n;
}

SHOWN int open64(const char *path, int flags, ...);
SHOWN int open(const char *path, int flags, ...);
SHOWN ssize_t write(int fd, const void *p, size_t n);
SHOWN ssize_t pwrite64(int fd, const void *p, size_t n, off64_t offset);
SHOWN ssize_t pwrite(int fd, const void *p, size_t n, off_t offset);
SHOWN int fsync(int fd);
SHOWN int fdatasync(int fd);
SHOWN int ftruncate64(int fd, off64_t n);
SHOWN int ftruncate(int fd, off_t n);
SHOWN int rename(const char *from, const char *to);
SHOWN int unlink(const char *path);

static int open_at(const char *path, int flags, mode_t mode)
{
    struct stat st;
    bool made = (flags & O_CREAT) != 0 && stat(path, &st) != 0;
    if (strstr(path, "faults-") != NULL && fails(made))
        return -1;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (strstr(path, "faults-") != NULL) {
        note_path(fd, path);
        if (made && fd >= 0 && strstr(path, "-shm") == NULL)
            add_change(CREATED, path);
        after();
    } else if (fd >= 0 && fd < FILES) {
        path_of[fd][0] = '\0';
    }
    return fd;
}

static mode_t mode_of(int flags, va_list ap)
{
    return (flags & O_CREAT) != 0 ? (mode_t)va_arg(ap, int) : 0;
}

int open64(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    mode_t mode = mode_of(flags, ap);
    va_end(ap);
    return open_at(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    mode_t mode = mode_of(flags, ap);
    va_end(ap);
    return open_at(path, flags, mode);
}

ssize_t write(int fd, const void *p, size_t n)
{
    if (!is_ours(fd))
        return syscall(SYS_write, fd, p, n);
    if (fails(true))
        return -1;
    remember(fd, p, n, lseek(fd, 0, SEEK_CUR));
    ssize_t r = syscall(SYS_write, fd, p, shortened(n));
    after();
    return r;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t offset)
{
    if (!is_ours(fd))
        return syscall(SYS_pwrite64, fd, p, n, offset);
    if (fails(true))
        return -1;
    remember(fd, p, n, offset);
    ssize_t r = syscall(SYS_pwrite64, fd, p, shortened(n), offset);
    after();
    return r;
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t offset)
{
    return pwrite64(fd, p, n, offset);
}

static int sync_of(long number, int fd)
{
    if (!is_ours(fd))
        return (int)syscall(number, fd);
    if (fails(false))
        return -1;
    /* What the test itself needs of it; the disk may take its time. */
    forget(path_of[fd]);
    after();
    return 0;
}

int fsync(int fd)
{
    return sync_of(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_of(SYS_fdatasync, fd);
}

int ftruncate64(int fd, off64_t n)
{
    struct stat st;
    if (is_ours(fd)) {
        if (fails(n > 0))
            return -1;
        struct change *c = add_change(CUT, path_of[fd]);
        if (c != NULL && fstat(fd, &st) == 0) {
            c->old_size = st.st_size;
            c->offset = n;
            c->n = c->old_n = st.st_size > n ? (size_t)(st.st_size - n) : 0;
            c->old = malloc(c->n + 1);
            if (syscall(SYS_pread64, fd, c->old, c->n, n) != (ssize_t)c->n)
                c->old_n = 0;
        }
    }
    int r = (int)syscall(SYS_ftruncate, fd, n);
    if (is_ours(fd))
        after();
    return r;
}

int ftruncate(int fd, off_t n)
{
    return ftruncate64(fd, n);
}

int rename(const char *from, const char *to)
{
    if (fails(true))
        return -1;
    struct change *c = add_change(RENAMED, to);
    if (c != NULL) {
        /* the old one, under another name */
        snprintf(c->other, PATH_BYTES, "%.*s.undo%zu", PATH_BYTES - 32, to,
                 changes);
        syscall(SYS_link, to, c->other);
    }
    int r = (int)syscall(SYS_rename, from, to);
    after();
    return r;
}

int unlink(const char *path)
{
    if (strstr(path, "faults-") == NULL)
        return (int)syscall(SYS_unlink, path);
    if (fails(false))
        return -1;
    /* Not undone: SQLite deletes a log file only when all of it is in the
     * database and synced. */
    forget(path);
    int r = (int)syscall(SYS_unlink, path);
    after();
    return r;
}

/* --- allocations ---------------------------------------------------------- */

static unsigned long alloc_at, allocs;
static bool alloc_on;

static bool no_room(void)
{
    allocs++;
    return alloc_at > 0 && (alloc_on ? allocs >= alloc_at : allocs == alloc_at);
}

static void *count_resize(void *self, void *p, size_t old_size, size_t new_size)
{
    (void)self;
    if (new_size > old_size && no_room())
        return NULL;
    struct mem m = mem_system();
    return mem_resize(&m, p, old_size, new_size);
}

static sqlite3_mem_methods heap;
static void *lite_malloc(int n)
{
    return no_room() ? NULL : heap.xMalloc(n);
}
static void *lite_realloc(void *p, int n)
{
    return no_room() ? NULL : heap.xRealloc(p, n);
}

/* --- one run -------------------------------------------------------------- */

static char folder[] =
    "/dev/shm/faults-XXXXXX"; /* what a disk would lose is ours to say */
static char case_path[PATH_BYTES], head_path[PATH_BYTES];
static char lock_path[PATH_BYTES], key_text[300];
static char witness_text[300], policy_text[600];
static unsigned long passed, failed;

#define MADE STR("2025-01-19T10:00:00Z")

static void check(bool holds, const char *what, const char *more)
{
    if (holds) {
        passed++;
        return;
    }
    failed++;
    if (failed < 40)
        printf("failed: %s at %lu (%s): %s\n", kind_names[kind], at, what,
               more);
}

static void copy_file(const char *from, const char *to)
{
    static char room[1 << 22];
    int in = (int)syscall(SYS_openat, AT_FDCWD, from, O_RDONLY);
    int out = (int)syscall(SYS_openat, AT_FDCWD, to,
                           O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t n = syscall(SYS_read, in, room, sizeof room);
    if (n > 0)
        syscall(SYS_write, out, room, (size_t)n);
    syscall(SYS_close, in);
    syscall(SYS_close, out);
}

static void fresh_copy(void)
{
    char from[PATH_BYTES + 20], path[PATH_BYTES + 20];
    static const char *const ends[] = {"-wal", "-shm"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s%s", case_path, ends[i]);
        syscall(SYS_unlink, path);
    }
    snprintf(from, sizeof from, "%s/template", folder);
    copy_file(from, case_path);
    snprintf(from, sizeof from, "%s/template.head", folder);
    copy_file(from, head_path);
}

struct told {
    uint64_t recorded;
    struct {
        uint64_t size;
        hash root;
    } head[16];
    unsigned heads;
    bool cosigned; /* the last of them was */
    char bad[300]; /* a failure that should not be */
};
static struct told *told; /* shared with the child; [1]: the second one's */

static err add_entries(struct cx *cx, struct log *l, const struct signer *by)
{
    for (int i = 0; i < 3; i++) {
        uint64_t n = 0;
        char content[60];
        for (int k = 0; k <= i; k++) {
            int m =
                snprintf(content, sizeof content, "{\"id\":\"%d-%d\"}", i, k);
            if (k == 0)
                TRY(cx, log_begin(cx, l));
            TRY(cx, (i == 1 ? log_write_in_batch
                            : log_write)(cx, l, by, STR("report"),
                                         (str){content, (size_t)m}, MADE, &n));
        }
        if (i == 1)
            TRY(cx, log_end_batch(cx, l, by, MADE, &n));
        TRY(cx, log_commit(cx, l));
        TRY(cx, log_sign(cx, l, by));
        struct checkpoint c;
        str note;
        TRY(cx, log_head(cx, l, cx->scratch, &note, &c));
        told->head[told->heads].size = c.size;
        told->head[told->heads].root = c.root;
        told->heads++;
        told->recorded = n + 1;
    }
    return OK;
}

/* A witness's line on the last head. */
static err cosign(struct cx *cx, struct log *l)
{
    struct signer w;
    struct policy *p;
    struct checkpoint c;
    struct buf line;
    unsigned added = 0;
    uint64_t size;
    str note;
    TRY_NEW(cx, cx->scratch, p);
    TRY(cx, policy_parse(cx, str_of(policy_text), p));
    TRY(cx, log_head(cx, l, cx->scratch, &note, &c));
    TRY(cx, signer_parse(cx, str_of(witness_text), &w));
    buf_init(&line, cx->scratch, NOTE_MAX_BYTES);
    err e = note_sign(cx, str_sub(note, 0, str_find(note, STR("\n\n")) + 1),
                      &w.key, w.secret.p, 1737280800, &line);
    signer_wipe(&w);
    TRY(cx, e);
    TRY(cx, buf_finish(cx, &line));
    TRY(cx, log_cosign(cx, l, p, buf_view(&line), &added, &size));
    told->cosigned = added == 1;
    return OK;
}

/* Under the lock that every writer takes (app/casefile_write.c). */
static err run(struct cx *cx)
{
    enum { WAIT_MS = 20000 };
    struct store *s = NULL;
    struct log *l = NULL;
    struct signer by;
    CLEANUP(sys_close) int lock = -1;
    TRY(cx, signer_parse(cx, str_of(key_text), &by));
    TRY(cx, sys_lock(cx, lock_path, WAIT_MS, &lock));
    err e = store_open_file(cx, case_path, STORE_WRITE, &s);
    if (is_ok(e))
        e = log_open(cx, s, head_path, &l);
    if (is_ok(e))
        e = add_entries(cx, l, &by);
    if (is_ok(e))
        e = cosign(cx, l);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    return e;
}

/* Instead: `truce init`, of a case of MADE_ENTRIES entries. */
static bool making;
enum { MADE_ENTRIES = 4 };

static err make_case(struct cx *cx)
{
    const struct casefile_init what = {.path = case_path,
                                       .origin = "faults.example/made",
                                       .agreement =
                                           "examples/harbour/agreement.truce"};
    struct buf messages, out;
    buf_init(&messages, cx->scratch, 1 << 20);
    buf_init(&out, cx->scratch, 1 << 20);
    TRY(cx, casefile_init(cx, cx->scratch, &what, &messages, &out));
    told->recorded = MADE_ENTRIES;
    return OK;
}

/* The calls and allocations that it made are left in told, for COUNT. */
static unsigned long counted[2];
static struct told *both_told;

static void child(void)
{
    struct cx cx;
    char byte;
    if (told != both_told && read(start[0], &byte, 1) != 1)
        _exit(0);
    struct arena scratch;
    if (!is_ok(cx_init_system(&cx, &scratch)))
        _exit(0);
    cx.mem = (struct mem){count_resize, NULL};
    arena_init(&scratch, cx.mem, "scratch", cx.limits.scratch_bytes);
    allocs = 0;
    err e = making ? make_case(&cx) : run(&cx);
    bool wrong = e.code == ERR_BUG || cx.fault.message[0] == '\0' ||
                 (kind == BESIDE && !(making && e.code == ERR_CONFLICT));
    if (!is_ok(e) && wrong)
        snprintf(told->bad, sizeof told->bad, "%.200s", cx.fault.message);
    told->head[15].size = calls;
    told->heads |= (unsigned)allocs << 8;
    _exit(0);
}

static err count_finding(struct cx *cx, void *self,
                         const struct audit_finding *f)
{
    char *first = self;
    (void)cx;
    if (first[0] == '\0')
        snprintf(first, 300, "%s: %s", f->place, f->what);
    return OK;
}

static err look_over(struct cx *cx, char first[300])
{
    struct store *s = NULL;
    struct audit a = {.found = count_finding, .self = first};
    struct audit_counts counts;
    first[0] = '\0';
    TRY(cx, store_open_file(cx, case_path, STORE_WRITE, &s));
    err e = log_audit(cx, s, head_path, &a, &counts);
    store_close(s);
    return e;
}

static err has_cosignature(struct cx *cx, struct log *l, const struct told *t,
                           char why[300])
{
    struct note *n;
    uint64_t size;
    str note;
    if (!t->cosigned)
        return OK;
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, log_head_near(cx, l, cx->scratch, STORE_AT_LEAST,
                          t->head[t->heads - 1].size, &size, &note));
    TRY(cx, note_parse(cx, cx->scratch, note, n));
    if (size != t->head[t->heads - 1].size || n->n != 2)
        snprintf(why, 300, "a cosignature is gone");
    return OK;
}

/* What was told is so, and the case goes on. */
static err afterwards(struct cx *cx, const struct told *t, char why[300])
{
    struct store *s = NULL;
    struct log *l = NULL;
    struct signer by;
    struct checkpoint c;
    hash root;
    uint64_t n;
    str note;
    TRY(cx, look_over(cx, why));
    if (why[0] != '\0')
        return OK;
    TRY(cx, signer_parse(cx, str_of(key_text), &by));
    err e = store_open_file(cx, case_path, STORE_WRITE, &s);
    if (is_ok(e))
        e = log_open(cx, s, head_path, &l);
    if (is_ok(e))
        e = log_head(cx, l, cx->scratch, &note, &c);
    if (is_ok(e) && c.size < t->recorded)
        snprintf(why, 300, "%d recorded, the head covers %d", (int)t->recorded,
                 (int)c.size);
    for (unsigned i = 0; is_ok(e) && i < t->heads; i++) {
        e = tree_root(cx, log_tree(l), t->head[i].size, &root);
        if (is_ok(e) && !hash_eq(root, t->head[i].root))
            snprintf(why, 300, "a head of %d entries was of another history",
                     (int)t->head[i].size);
    }
    if (is_ok(e))
        e = has_cosignature(cx, l, t, why);
    if (is_ok(e))
        e = log_begin(cx, l);
    if (is_ok(e))
        e = log_write(cx, l, &by, STR("report"), STR("{\"id\":\"last\"}"), MADE,
                      &n);
    if (is_ok(e))
        e = log_commit(cx, l);
    if (is_ok(e))
        e = log_sign(cx, l, &by);
    log_close(l);
    store_close(s);
    signer_wipe(&by);
    TRY(cx, e);
    return why[0] == '\0' ? look_over(cx, why) : OK;
}

/* --- a case that is being made -------------------------------------------- */

static const char *const made_ends[] = {"",     "-wal",  "-shm", "-journal",
                                        ".key", ".head", ".lock"};

/* Which of them is there, beginning at n; NULL: none. */
static const char *made_left(void)
{
    char path[PATH_BYTES + 20];
    struct stat st;
    for (size_t i = 0; i < sizeof made_ends / sizeof *made_ends; i++) {
        snprintf(path, sizeof path, "%s%s", case_path, made_ends[i]);
        if (lstat(path, &st) == 0)
            return i == 0 ? ".case" : made_ends[i];
    }
    return NULL;
}

static void nothing_made(void)
{
    char path[PATH_BYTES + 20];
    for (size_t i = 0; i < sizeof made_ends / sizeof *made_ends; i++) {
        snprintf(path, sizeof path, "%s%s", case_path, made_ends[i]);
        syscall(SYS_unlink, path);
    }
}

/* The case that is there goes on by its key, and all of it holds. */
static err made_goes_on(struct cx *cx, uint64_t entries, char why[300])
{
    struct casefile_writer w;
    uint64_t number = 0;
    TRY(cx, look_over(cx, why));
    if (why[0] != '\0')
        return OK;
    TRY(cx, casefile_writer_open(cx, cx->scratch, case_path, NULL, &w));
    err e = casefile_enter(cx, &w, "report", STR("{}"), &number);
    casefile_writer_close(cx, &w);
    TRY(cx, e);
    if (number < entries)
        snprintf(why, 300, "%d entries of %d", (int)number, (int)entries);
    return why[0] == '\0' ? look_over(cx, why) : OK;
}

/* What was told to be made is there. What failed left nothing; what was killed
 * left the whole case, or one that is refused in words. */
static err after_making(struct cx *cx, bool killed, char why[300])
{
    const char *left = made_left();
    bool made = told->recorded > 0 || told[1].recorded > 0;
    if (told->recorded > 0 && told[1].recorded > 0)
        snprintf(why, 300, "two made the same case");
    if (made)
        return made_goes_on(cx, MADE_ENTRIES, why);
    if (!killed && left != NULL && kind_was != EIO_ON)
        snprintf(why, 300, "nothing was made, and %s is there", left);
    err e = make_case(cx);
    if (is_ok(e) || e.code != ERR_CONFLICT)
        return e;
    /* It says what is there, and what can be done. */
    bool whole = strstr(cx->fault.message, "entries") != NULL &&
                 strstr(cx->fault.hint, "Go on with it") != NULL;
    if (!whole) {
        if (strstr(cx->fault.hint, "truce init") == NULL)
            snprintf(why, 300, "made again: %.200s", cx->fault.message);
        fault_clear(cx);
        return OK;
    }
    e = made_goes_on(cx, MADE_ENTRIES, why);
    if (!is_ok(e) && (e.code == ERR_BUG || cx->fault.message[0] == '\0'))
        return e;
    fault_clear(cx);
    if (strstr(why, "truce init was stopped") != NULL)
        why[0] = '\0';
    return OK;
}

/* Another process that does what the child does, once it is told to start. */
static pid_t begin_second(void)
{
    if (kind != BESIDE || pipe(start) != 0)
        return 0;
    pid_t pid = fork();
    if (pid == 0) {
        close(start[1]);
        start[1] = -1; /* it starts nobody */
        told = both_told + 1;
        child();
    }
    return pid;
}

static void end_second(pid_t pid)
{
    if (pid == 0)
        return;
    close(start[1]);
    waitpid(pid, NULL, 0);
    close(start[0]);
}

static void one_run(void)
{
    struct cx cx;
    struct arena scratch;
    char why[300] = "";
    if (making)
        nothing_made();
    else
        fresh_copy();
    memset(both_told, 0, 2 * sizeof *told);
    fflush(NULL);
    pid_t second = begin_second(), pid = fork();
    if (pid == 0)
        child();
    int status = 0;
    waitpid(pid, &status, 0);
    end_second(second);
    enum kind k = kind_was = kind;
    kind = NONE;
    unsigned long a = alloc_at;
    alloc_at = 0;
    counted[0] = told->head[15].size;
    counted[1] = told->heads >> 8;
    told->heads &= 0xff;
    if (!is_ok(cx_init_system(&cx, &scratch)))
        exit(3);
    told[1].heads &= 0xff;
    err e = making ? after_making(&cx, WIFSIGNALED(status), why)
                   : afterwards(&cx, told, why);
    if (is_ok(e) && second != 0 && why[0] == '\0' && !making)
        e = afterwards(&cx, &told[1], why);
    if (second != 0 && !making &&
        (told->recorded == 0 || told[1].recorded == 0))
        snprintf(why, sizeof why, "one of two entered nothing");
    if (!is_ok(e))
        snprintf(why, sizeof why, "%.250s", cx.fault.message);
    bool ended = WIFEXITED(status) ||
                 (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    cx_release(&cx);
    kind = k;
    alloc_at = a;
    if (!ended)
        snprintf(why, sizeof why, "ended by signal %d", WTERMSIG(status));
    for (int i = 0; i < 2; i++)
        if (told[i].bad[0] != '\0')
            snprintf(why, sizeof why, "%.250s", told[i].bad);
    check(why[0] == '\0', alloc_at > 0 ? "allocation" : "call", why);
}

/* --- files that were changed ---------------------------------------------- */

/* Everything that can be read of a case, as one hash. */
static err take_hash(struct cx *cx, void *self, uint64_t number, str note)
{
    struct entry e;
    struct note *n;
    str blob;
    struct hasher *h = self;
    struct store *s = cx->self;
    cry_hasher_add(h, note);
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, &e));
    if (!e.has_content)
        return OK;
    TRY(cx, store_blob(cx, s, cx->scratch, number, &blob));
    cry_hasher_add(h, blob);
    return OK;
}

static err contents(struct cx *cx, hash *out)
{
    struct store *s;
    struct hasher h;
    uint64_t n, size;
    str head;
    TRY(cx, store_open_file(cx, case_path, STORE_READ, &s));
    void *self = cx->self;
    cx->self = s;
    cry_hasher_init(&h);
    err e = store_count(cx, s, &n);
    if (is_ok(e))
        e = store_entries(cx, s, 0, n, take_hash, &h);
    if (is_ok(e))
        e = store_last_head(cx, s, cx->scratch, &size, &head);
    if (is_ok(e))
        cry_hasher_add(&h, head);
    store_close(s);
    cx->self = self;
    TRY(cx, e);
    *out = cry_hasher_result(&h);
    return OK;
}

/* Found, or without effect on what is read. */
static void spoilt(const char *what, unsigned long where, hash sound)
{
    struct cx cx;
    struct arena scratch;
    char first[300] = "";
    hash now;
    if (!is_ok(cx_init_system(&cx, &scratch)))
        exit(3);
    err e = look_over(&cx, first);
    bool found = !is_ok(e) || first[0] != '\0';
    if (!found)
        found = is_ok(contents(&cx, &now)) && hash_eq(now, sound);
    at = where;
    check(found, what, "neither found nor without effect");
    cx_release(&cx);
}

static void changed_files(void)
{
    struct cx cx;
    struct arena scratch;
    struct stat st;
    hash sound;
    char why[300];
    if (!is_ok(cx_init_system(&cx, &scratch)))
        exit(3);
    fresh_copy();
    check(is_ok(look_over(&cx, why)) && why[0] == '\0', "sound", why);
    check(is_ok(contents(&cx, &sound)), "read", cx.fault.message);
    fresh_copy();
    const char *const files[] = {case_path, head_path};
    for (size_t f = 0; f < 2; f++) {
        if (stat(files[f], &st) != 0)
            exit(3);
        for (off_t i = 0; i < st.st_size; i++) {
            fresh_copy();
            int fd = (int)syscall(SYS_openat, AT_FDCWD, files[f], O_RDWR);
            char b;
            if (syscall(SYS_pread64, fd, &b, 1, i) != 1)
                exit(3);
            b = (char)(b ^ 1 << (i % 8));
            syscall(SYS_pwrite64, fd, &b, 1, i);
            syscall(SYS_close, fd);
            spoilt(f == 0 ? "a bit of the case" : "a bit of the copy",
                   (unsigned long)i, sound);
        }
        for (off_t i = 0; i < st.st_size; i += f == 0 ? 256 : 16) {
            fresh_copy();
            syscall(SYS_truncate, files[f], i);
            spoilt(f == 0 ? "the case, cut" : "the copy, cut", (unsigned long)i,
                   sound);
        }
    }
    /* An older copy, beside the head of what followed. */
    char copied[PATH_BYTES + 20];
    snprintf(copied, sizeof copied, "%s/newer.head", folder);
    fresh_copy();
    memset(told, 0, sizeof *told);
    check(is_ok(run(&cx)), "goes on", cx.fault.message);
    copy_file(head_path, copied);
    fresh_copy();
    copy_file(copied, head_path);
    err e = run(&cx);
    check(e.code == ERR_CORRUPT && cx.fault.hint[0] != '\0', "an older copy",
          "was gone on with");
    cx_release(&cx);
}

/* --- all of it ------------------------------------------------------------ */

static err print_signer(struct cx *cx, const struct signer *by, char room[300])
{
    struct secret_text key;
    TRY(cx, signer_print(cx, by, &key));
    str text = str_trim(secret_text_view(&key));
    snprintf(room, 300, "%.*s", (int)text.n, text.p);
    return OK;
}

/* One witness, whose cosignature is what the policy asks for. */
static err print_policy(struct cx *cx)
{
    struct signer w;
    struct buf b;
    TRY(cx, signer_make(cx, STR("w.example"), NOTE_COSIGNATURE, &w));
    TRY(cx, print_signer(cx, &w, witness_text));
    buf_init(&b, cx->scratch, sizeof policy_text - 1);
    buf_c(&b, "witness w ");
    note_key_print(&w.key, &b);
    buf_c(&b, "\nquorum w\n");
    TRY(cx, buf_finish(cx, &b));
    str text = buf_view(&b);
    snprintf(policy_text, sizeof policy_text, "%.*s", (int)text.n, text.p);
    return OK;
}

static void make_template(int entries)
{
    struct cx cx;
    struct arena scratch;
    struct store *s;
    struct log *l;
    struct signer by;
    char path[PATH_BYTES], head[PATH_BYTES];
    uint64_t n;
    snprintf(path, sizeof path, "%s/template", folder);
    snprintf(head, sizeof head, "%s/template.head", folder);
    if (!is_ok(cx_init_system(&cx, &scratch)))
        exit(3);
    err e = signer_make(&cx, STR("faults.example/log"), NOTE_ED25519, &by);
    if (is_ok(e))
        e = store_open_file(&cx, path, STORE_CREATE, &s);
    if (is_ok(e))
        e = print_policy(&cx);
    if (is_ok(e))
        e = log_create(&cx, s, head, &by, str_of(policy_text), MADE, &l);
    if (is_ok(e))
        e = log_begin(&cx, l);
    for (int i = 0; is_ok(e) && i < entries; i++)
        e = log_write(&cx, l, &by, STR("report"), STR("{}"), MADE, &n);
    if (is_ok(e))
        e = log_commit(&cx, l);
    if (is_ok(e))
        e = log_sign(&cx, l, &by);
    if (is_ok(e))
        e = print_signer(&cx, &by, key_text);
    if (!is_ok(e)) {
        fprintf(stderr, "faults: %s\n", cx.fault.message);
        exit(3);
    }
    log_close(l);
    store_close(s);
    cx_release(&cx);
}

/* One run without a fault, to count; then one for each point and kind. */
static void at_every_point(const char *what, unsigned long times)
{
    kind = COUNT;
    one_run();
    unsigned long n_calls = counted[0], n_allocs = counted[1];
    fprintf(stderr, "faults: %s: %lu calls, %lu allocations a run\n", what,
            n_calls, n_allocs);
    check(n_calls > 20 && n_allocs > 100, "counting", "too few");
    for (int k = EIO_ONCE; k < KINDS; k++)
        for (at = 1; at <= n_calls; at++) {
            unsigned long n = k == POWER_SOME ? 4 * times : 1;
            for (unsigned long i = 0; i < n; i++) {
                kind = (enum kind)k;
                calls = 0;
                seed = at * 1000 + i;
                one_run();
            }
        }
    kind = NONE;
    for (int on = 0; on < 2; on++)
        for (unsigned long i = 1; i <= n_allocs; i++) {
            alloc_at = at = i;
            alloc_on = on;
            one_run();
        }
    alloc_at = 0;
}

int main(int argc, char **argv)
{
    unsigned long times = 1;
    if (argc == 3 && strcmp(argv[1], "--times") == 0)
        times = strtoul(argv[2], NULL, 10);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (mkdtemp(folder) == NULL)
        return 3;
    snprintf(case_path, sizeof case_path, "%s/x.case", folder);
    snprintf(head_path, sizeof head_path, "%s/x.case.head", folder);
    snprintf(lock_path, sizeof lock_path, "%s/x.case.lock", folder);
    told = both_told = mmap(NULL, 2 * sizeof *told, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &heap);
    sqlite3_mem_methods counting = heap;
    counting.xMalloc = lite_malloc;
    counting.xRealloc = lite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &counting);
    /* With --times: nearly a tile, so that one fills during the runs. */
    make_template(times > 1 ? 251 : 3);

    at_every_point("adding", times);
    making = true;
    at_every_point("making", times);
    making = false;
    nothing_made();
    changed_files();
    char clean[PATH_BYTES + 20];
    snprintf(clean, sizeof clean, "rm -rf %s", folder);
    if (system(clean) != 0)
        failed++;
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed != 0;
}
