/* base/sys.h: the operating system: files, terminal, clock, randomness.
 *
 * Every message names the path and the reason the system gave. Not here:
 * printing (cli only), environment (cli only). */
#ifndef BASE_SYS_H
#define BASE_SYS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

/* Reads a whole file, pipe or "-" (standard input) into a; *out has a NUL
 * after it that is not counted. Fails with LIMIT if there are more than
 * max_bytes, NOT_FOUND, DENIED, or INPUT (a folder). */
MUST_USE err sys_read_file(struct cx *cx, struct arena *a, const char *path,
                           size_t max_bytes, str *out);
MUST_USE err sys_read_fd(struct cx *cx, struct arena *a, int fd,
                         const char *name, size_t max_bytes, str *out);

/* A regular file in memory, read-only. If somebody cuts the file while it is
 * mapped, reading ends the process (SIGBUS): so only for large inputs. */
struct sys_map {
    str bytes;
    void *base;
    size_t size;
};

/* *mapped is false, and nothing is mapped, when path is no regular file (a
 * pipe): read it as a stream then. An empty file gives empty bytes. */
MUST_USE err sys_map_file(struct cx *cx, const char *path, struct sys_map *out,
                          bool *mapped);
/* The same; what is not mapped stays open as *fd. */
MUST_USE err sys_map_or_open(struct cx *cx, const char *path,
                             struct sys_map *out, int *fd);
void sys_unmap(struct sys_map *m); /* accepts a zeroed one */

/* An open file or standard input, for reading in pieces. */
MUST_USE err sys_open_read(struct cx *cx, const char *path, int *fd);
/* At most cap bytes; *n = 0 at the end. */
MUST_USE err sys_read(struct cx *cx, int fd, const char *name, void *p,
                      size_t cap, size_t *n);
/* n bytes from an offset of a file on; INPUT if it ends before. */
MUST_USE err sys_read_at(struct cx *cx, int fd, const char *name,
                         uint64_t offset, void *p, size_t n);
/* All n bytes. */
MUST_USE err sys_write(struct cx *cx, int fd, const char *name, const void *p,
                       size_t n);
void sys_close(int *fd); /* accepts -1; sets -1 */

/* Writes a file that is seen either as it was or whole: to a neighbour, synced,
 * then renamed, and the name synced. Keeps the permissions of a file already
 * there. */
MUST_USE err sys_write_file(struct cx *cx, const char *path, str bytes);

/* Overwrites bytes of a file that is there, from offset on, and syncs them.
 * They may be half written after a power cut, all others are as they were. */
MUST_USE err sys_write_at(struct cx *cx, const char *path, uint64_t offset,
                          str bytes);

/* As sys_write_file, for what must not be there yet: CONFLICT if it is. With
 * `secret` only the owner can read it (0600). */
MUST_USE err sys_write_new(struct cx *cx, const char *path, bool secret,
                           str bytes);
/* No core file of this process from here on, and no other process of the same
 * user may read its memory: for whoever handles secrets. */
void sys_forbid_dumps(void);
/* A folder that only its owner can look into; CONFLICT if it is there. */
MUST_USE err sys_make_folder(struct cx *cx, const char *path);

/* Makes the file if need be and locks it for this process: CONFLICT if another
 * one holds it for longer than wait_ms. sys_close() gives it back; so does the
 * end of the process. The file itself stays, empty. */
MUST_USE err sys_lock(struct cx *cx, const char *path, unsigned wait_ms,
                      int *fd);

/* A file as it stands: to notice that it was cut or replaced. */
struct sys_file {
    int64_t size;
    uint64_t device, inode;
};
/* false: there is none, or it cannot be looked at. */
bool sys_file_state(const char *path, struct sys_file *out);
/* The same of an open file, and how far it has been read. */
bool sys_open_state(int fd, struct sys_file *out, int64_t *position);

bool sys_exists(const char *path);
bool sys_is_folder(const char *path);
/* A regular file: no pipe, which could be read only once. */
bool sys_is_file(const char *path);

/* Whichever of the three standard descriptors is closed is put where reading or
 * writing it fails: else the next file opened would take its place, and be read
 * as standard input or written to as output. At the start of a process. */
void sys_keep_standard(void);

bool sys_is_terminal(int fd);
/* Columns of the terminal fd, or otherwise. */
size_t sys_terminal_width(int fd, size_t otherwise);

/* Seconds since 1970 by the system's clock; INSTANT_NONE if it has none. */
instant sys_now(void);
/* Nanoseconds of a clock that never goes back: for progress and benchmarks. */
uint64_t sys_ticks_ns(void);
/* Waits; a signal may end it early. */
void sys_sleep_ms(unsigned ms);
MUST_USE err sys_random(struct cx *cx, void *p, size_t n);

#endif
