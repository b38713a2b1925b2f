/* crypto/secret.h: guarded memory for secret keys.
 *
 * A secret lies on pages of its own between pages that cannot be touched, is
 * kept out of swap where the system allows it and out of dumps, and is
 * overwritten when it is released. Making the first one also forbids dumps of
 * the whole process: no core file, no other process of the user may look in.
 *
 * So a secret key is read from its file into one, and written from one: it is
 * never in an arena, a buf, a fault's message or standard output's buffer.
 * Copies of the struct share the memory: one owner releases it.
 * Read next: record/log.h (struct signer), seal/seal.h (struct identity). */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include "base/cx.h"
#include "base/str.h"

struct secret {
    uint8_t *p; /* NULL: none */
    size_t n;
};

/* n zero bytes. RESOURCE if the machine refuses. */
MUST_USE err secret_make(struct cx *cx, size_t n, struct secret *out);
/* Overwrites and gives back; accepts a zeroed one, and leaves one. */
void secret_release(struct secret *s);

/* A whole file ("-": standard input). Fails as sys_read_file() does. */
MUST_USE err secret_read_file(struct cx *cx, const char *path, size_t max_bytes,
                              struct secret *out);

/* Its bytes, to be looked at only. */
static inline str secret_view(const struct secret *s)
{
    return (str){s->p == NULL ? "" : (const char *)s->p, s->n};
}

/* Makes text in a secret of a fixed size: what does not fit is a programmer's
 * mistake. */
struct secret_text {
    struct secret room;
    size_t n;
};
void secret_put(struct secret_text *t, str s);
static inline str secret_text_view(const struct secret_text *t)
{
    return (str){(const char *)t->room.p, t->n};
}

#endif
