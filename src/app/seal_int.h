/* app/seal_int.h: what sealing and compartments share. */
#ifndef APP_SEAL_INT_H
#define APP_SEAL_INT_H

#include "app/seal.h"

/* A file that is being made beside its place; keep puts it there. */
struct part {
    int fd;
    const char *path, *next;
};
MUST_USE err part_open(struct cx *cx, struct arena *a, const char *path,
                       struct part *out);
MUST_USE err part_keep(struct cx *cx, struct part *p);
void part_drop(struct part *p); /* after keep: nothing; accepts a zeroed one
                                   whose fd is -1 */

struct seal_source seal_from_fd(int *fd, const char *name);
struct seal_sink seal_to_part(struct part *p);
/* Bytes in memory; self lives as long as the source. */
struct seal_bytes {
    str rest;
};
struct seal_source seal_from_bytes(struct seal_bytes *b, const char *name);
struct seal_sink seal_to_buf(struct buf *b);
/* Guarded memory of a fixed size: LIMIT if there is more. */
struct seal_sink seal_to_secret(struct secret_text *t);

MUST_USE err seal_read_identities(struct cx *cx, const struct open_with *with,
                                  struct identities *ids,
                                  struct secret *passphrase);
MUST_USE err seal_find_recipients(struct cx *cx, struct arena *a,
                                  const struct seal_to *to,
                                  struct recipient *out, size_t *n);
/* Opens what is sealed into guarded memory, at most max bytes. */
MUST_USE err seal_open_small(struct cx *cx, const struct seal_keys *keys,
                             struct seal_source source, size_t max,
                             struct secret *out);

#endif
