/* base/sys_tree.c: see sys_tree.h. POSIX.1-2008. */
#include "base/sys_tree.h"

#include "base/cx.h"
#include "base/sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WALK_DEPTH = 16, WALK_PATH_BYTES = 4096, TREE_REASON_BYTES = 128 };

static err tree_fail(struct cx *cx, const char *what, const char *path, int e)
{
    char reason[TREE_REASON_BYTES];
    enum err_class class = ERR_RESOURCE;
    if (strerror_r(e, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", e);
    if (e == ENOENT || e == ENOTDIR)
        class = ERR_NOT_FOUND;
    else if (e == EACCES || e == EPERM || e == EROFS)
        class = ERR_DENIED;
    else if (e == EEXIST)
        class = ERR_CONFLICT;
    else if (e == ELOOP || e == EISDIR || e == ENAMETOOLONG)
        class = ERR_INPUT;
    return fail(cx, class, "%s: cannot %s: %s", path, what, reason);
}

/* --- walking ---------------------------------------------------------------
 */

struct walk {
    sys_walk_fn *fn;
    void *self;
    const char *folder;
    char path[WALK_PATH_BYTES]; /* relative */
    size_t n;
};

static void close_dir(DIR **d)
{
    if (*d != NULL)
        closedir(*d);
}

static enum sys_kind kind_of(const struct stat *st)
{
    return S_ISREG(st->st_mode)   ? SYS_FILE
           : S_ISDIR(st->st_mode) ? SYS_FOLDER
                                  : SYS_OTHER;
}

static err walk_folder(struct cx *cx, struct walk *w, int fd, int depth);

static err walk_one(struct cx *cx, struct walk *w, int parent, const char *name,
                    int depth)
{
    struct stat st;
    size_t before = w->n, length = strlen(name);
    if (w->n + length + 2 > sizeof w->path)
        return tree_fail(cx, "walk", w->folder, ENAMETOOLONG);
    if (w->n > 0)
        w->path[w->n++] = '/';
    memcpy(w->path + w->n, name, length);
    w->n += length;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return tree_fail(cx, "examine", w->folder, errno);
    enum sys_kind kind = kind_of(&st);
    TRY(cx, w->fn(cx, w->self, (str){w->path, w->n}, kind,
                  kind == SYS_FILE ? (uint64_t)st.st_size : 0));
    if (kind == SYS_FOLDER) {
        int fd = openat(parent, name,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            return tree_fail(cx, "open", w->folder, errno);
        TRY(cx, walk_folder(cx, w, fd, depth + 1));
    }
    w->n = before;
    return OK;
}

/* Takes fd over. */
static err walk_folder(struct cx *cx, struct walk *w, int fd, int depth)
{
    CLEANUP(close_dir) DIR *d = fdopendir(fd);
    if (d == NULL) {
        err e = tree_fail(cx, "read", w->folder, errno);
        sys_close(&fd);
        return e;
    }
    if (depth > WALK_DEPTH)
        return fail(cx, ERR_LIMIT, "%s: folders are nested more than %d deep",
                    w->folder, WALK_DEPTH);
    for (;;) {
        errno = 0;
        const struct dirent *e = readdir(d);
        if (e == NULL && errno != 0)
            return tree_fail(cx, "read", w->folder, errno);
        if (e == NULL)
            return OK;
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            TRY(cx, walk_one(cx, w, dirfd(d), e->d_name, depth));
    }
}

err sys_walk(struct cx *cx, const char *folder, sys_walk_fn *fn, void *self)
{
    struct walk w = {.fn = fn, .self = self, .folder = folder};
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return tree_fail(cx, "open", folder, errno);
    return walk_folder(cx, &w, fd, 0);
}

/* --- files -----------------------------------------------------------------
 */

err sys_open_plain(struct cx *cx, const char *path, int *fd, uint64_t *size)
{
    struct stat st;
    int f = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (f < 0)
        return tree_fail(cx, "open", path, errno);
    if (fstat(f, &st) != 0 || !S_ISREG(st.st_mode)) {
        sys_close(&f);
        return fail(cx, ERR_INPUT, "%s is not a regular file", path);
    }
    *fd = f;
    *size = (uint64_t)st.st_size;
    return OK;
}

err sys_create(struct cx *cx, const char *path, unsigned mode, int *fd)
{
    int f = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (f < 0)
        return tree_fail(cx, "write", path, errno);
    *fd = f;
    return OK;
}

err sys_cut(struct cx *cx, int fd, const char *path, uint64_t size)
{
    int r;
    do
        r = ftruncate(fd, (off_t)size);
    while (r != 0 && errno == EINTR);
    if (r != 0)
        return tree_fail(cx, "cut", path, errno);
    return OK;
}

err sys_sync(struct cx *cx, int fd, const char *path)
{
    return fsync(fd) == 0 ? OK : tree_fail(cx, "sync", path, errno);
}

err sys_sync_folder(struct cx *cx, const char *folder)
{
    CLEANUP(sys_close)
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return tree_fail(cx, "open", folder, errno);
    return sys_sync(cx, fd, folder);
}

err sys_make_open_folder(struct cx *cx, const char *path)
{
    return mkdir(path, 0777) == 0
               ? OK
               : tree_fail(cx, "make the folder", path, errno);
}

err sys_rename(struct cx *cx, const char *from, const char *to)
{
    return rename(from, to) == 0 ? OK : tree_fail(cx, "replace", to, errno);
}

err sys_make_read_only(struct cx *cx, const char *path)
{
    return chmod(path, 0444) == 0
               ? OK
               : tree_fail(cx, "set the permissions of", path, errno);
}

static void remove_below(int parent, const char *name, int depth)
{
    if (unlinkat(parent, name, 0) == 0 || depth > WALK_DEPTH)
        return;
    int fd =
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    CLEANUP(close_dir) DIR *d = fd < 0 ? NULL : fdopendir(fd);
    for (const struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            remove_below(dirfd(d), e->d_name, depth + 1);
    unlinkat(parent, name, AT_REMOVEDIR);
}

int64_t sys_age_s(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return -1;
    int64_t age = sys_now() - (int64_t)st.st_mtime;
    return age < 0 ? 0 : age;
}

void sys_remove(const char *path)
{
    remove_below(AT_FDCWD, path, 0);
}
