/* crypto/secret.c: libsodium's guarded allocations. Read next: secret.h. */
#include "crypto/secret.h"

#include "base/sys.h"

#include <sodium.h>

#include "base/banned.h"

err secret_make(struct cx *cx, size_t n, struct secret *out)
{
    sys_forbid_dumps();
    uint8_t *p = sodium_init() < 0 ? NULL : sodium_malloc(n);
    if (p == NULL)
        return fail(cx, ERR_RESOURCE,
                    "no guarded memory for a secret of %zu bytes", n);
    sodium_memzero(p, n);
    *out = (struct secret){p, n};
    return OK;
}

void secret_release(struct secret *s)
{
    if (s->p != NULL)
        sodium_free(s->p); /* which overwrites it */
    *s = (struct secret){0};
}

err secret_read_file(struct cx *cx, const char *path, size_t max_bytes,
                     struct secret *out)
{
    CLEANUP(sys_close) int fd = -1;
    CLEANUP(secret_release) struct secret s = {0};
    const char *name = strcmp(path, "-") == 0 ? "stdin" : path;
    size_t n = 0, got = 0;
    TRY(cx, sys_open_read(cx, path, &fd));
    TRY(cx, secret_make(cx, max_bytes + 1, &s));
    do {
        TRY(cx, sys_read(cx, fd, name, s.p + n, s.n - n, &got));
        n += got;
    } while (got > 0 && n < s.n);
    if (n > max_bytes)
        return fail(cx, ERR_LIMIT, "%s: longer than the limit of %zu bytes",
                    name, max_bytes);
    s.n = n; /* the room behind it is overwritten with it */
    *out = s;
    s.p = NULL;
    return OK;
}

void secret_put(struct secret_text *t, str s)
{
    if (s.n > t->room.n - t->n)
        BUG("a secret text is longer than its room");
    if (s.n > 0)
        memcpy(t->room.p + t->n, s.p, s.n);
    t->n += s.n;
}
