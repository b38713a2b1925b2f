/* store/store_int.h: what a backend is. Only store/ includes it.
 *
 * A backend fills one table of functions; store.c checks arguments and limits
 * once for all of them. To add one, write store_NAME.c and put it into
 * tests/unit/test_store.c, whose suite says what must hold. */
#ifndef STORE_STORE_INT_H
#define STORE_STORE_INT_H

#include "store/store.h"

struct store_ops {
    err (*begin)(struct cx *cx, struct store *s, bool lazy);
    err (*commit)(struct cx *cx, struct store *s);
    void (*rollback)(struct store *s);
    err (*append)(struct cx *cx, struct store *s, str note, uint64_t *number);
    err (*count)(struct cx *cx, struct store *s, uint64_t *n);
    err (*entries)(struct cx *cx, struct store *s, uint64_t from, uint64_t to,
                   store_entry_fn *fn, void *self);
    err (*put_head)(struct cx *cx, struct store *s, uint64_t size, str note);
    err (*head)(struct cx *cx, struct store *s, struct arena *a,
                enum store_side side, uint64_t size, uint64_t *found,
                str *note);
    err (*put_blob)(struct cx *cx, struct store *s, uint64_t number, str bytes);
    err (*blob)(struct cx *cx, struct store *s, struct arena *a,
                uint64_t number, str *bytes);
    err (*drop_blob)(struct cx *cx, struct store *s, uint64_t number);
    err (*view_put)(struct cx *cx, struct store *s, str view, str key,
                    str value);
    err (*view_get)(struct cx *cx, struct store *s, struct arena *a, str view,
                    str key, str *value);
    err (*view_each)(struct cx *cx, struct store *s, str view, str prefix,
                     str from, store_row_fn *fn, void *self);
    err (*view_clear)(struct cx *cx, struct store *s, str view);
    void (*close)(struct store *s);
};

/* The first member of each backend's own struct. */
struct store {
    const struct store_ops *ops;
    bool writing; /* a transaction is open */
    bool readonly;
};

#endif
