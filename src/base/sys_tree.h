/* base/sys_tree.h: the operating system: folders as a whole, and large files
 * that are made in pieces.
 *
 * Links are never followed: whoever packs a folder must not choose what is
 * read. Read next: sys.h. */
#ifndef BASE_SYS_TREE_H
#define BASE_SYS_TREE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum sys_kind { SYS_FILE, SYS_FOLDER, SYS_OTHER };
/* path is relative to the folder that is walked, with `/` between its parts,
 * and borrowed until fn returns. size is 0 but for files. */
typedef err sys_walk_fn(struct cx *cx, void *self, str path, enum sys_kind kind,
                        uint64_t size);
/* Calls fn with everything below folder, in no order, a folder before what is
 * in it. A link is SYS_OTHER. LIMIT if it is more than 16 deep. */
MUST_USE err sys_walk(struct cx *cx, const char *folder, sys_walk_fn *fn,
                      void *self);

/* Like sys_open_read(), but INPUT if path is not a regular file: a link too. */
MUST_USE err sys_open_plain(struct cx *cx, const char *path, int *fd,
                            uint64_t *size);

/* A new file for writing: CONFLICT if there is one. mode as for open(). */
MUST_USE err sys_create(struct cx *cx, const char *path, unsigned mode,
                        int *fd);
/* Leaves the first size bytes of what was written to fd. */
MUST_USE err sys_cut(struct cx *cx, int fd, const char *path, uint64_t size);
/* What was written to fd is on the disk. */
MUST_USE err sys_sync(struct cx *cx, int fd, const char *path);
/* That a name stands in its folder is on the disk. */
MUST_USE err sys_sync_folder(struct cx *cx, const char *folder);
/* A folder as others may see it (0777 less the umask); none is made above it.
 * CONFLICT if there is one. */
MUST_USE err sys_make_open_folder(struct cx *cx, const char *path);
MUST_USE err sys_rename(struct cx *cx, const char *from, const char *to);
/* Nothing more may be written to path. */
MUST_USE err sys_make_read_only(struct cx *cx, const char *path);
/* How long ago something was last written to it, in seconds by the system's
 * clock; -1 if it cannot be told. */
int64_t sys_age_s(const char *path);
/* Removes a file, or a folder that is this program's own work, with all in it;
 * for cleaning up, so it reports nothing. */
void sys_remove(const char *path);

#endif
