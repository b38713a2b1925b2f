/* store/store.c: the front of every backend: checks arguments and limits.
 * Read next: store_int.h, store_sqlite.c. */
#include "store/store_int.h"

static err must_write(struct cx *cx, const struct store *s)
{
    if (!s->writing)
        return fail(cx, ERR_BUG, "nothing is written outside a transaction");
    return OK;
}

static err name_fits(struct cx *cx, str view)
{
    if (view.n == 0 || view.n > STORE_VIEW_MAX)
        return fail(cx, ERR_BUG, "a view's name has 1 to %d bytes",
                    STORE_VIEW_MAX);
    return OK;
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    store_rollback(s);
    s->ops->close(s);
}

static err begin(struct cx *cx, struct store *s, bool lazy)
{
    if (s->readonly)
        return fail(cx, ERR_DENIED, "the case is open for reading only");
    if (s->writing)
        return fail(cx, ERR_BUG, "transactions do not nest");
    TRY(cx, s->ops->begin(cx, s, lazy));
    s->writing = true;
    return OK;
}

err store_begin(struct cx *cx, struct store *s)
{
    return begin(cx, s, false);
}

err store_begin_lazy(struct cx *cx, struct store *s)
{
    return begin(cx, s, true);
}

err store_commit(struct cx *cx, struct store *s)
{
    TRY(cx, must_write(cx, s));
    TRY(cx, s->ops->commit(cx, s));
    s->writing = false;
    return OK;
}

void store_rollback(struct store *s)
{
    if (s->writing)
        s->ops->rollback(s);
    s->writing = false;
}

err store_append(struct cx *cx, struct store *s, str note, uint64_t *number)
{
    TRY(cx, must_write(cx, s));
    if (note.n == 0 || note.n > STORE_NOTE_MAX)
        return fail(cx, ERR_LIMIT, "an entry of %zu bytes; 1 to %d can be kept",
                    note.n, STORE_NOTE_MAX);
    return s->ops->append(cx, s, note, number);
}

err store_count(struct cx *cx, struct store *s, uint64_t *n)
{
    return s->ops->count(cx, s, n);
}

err store_entries(struct cx *cx, struct store *s, uint64_t from, uint64_t to,
                  store_entry_fn *fn, void *self)
{
    return from >= to ? OK : s->ops->entries(cx, s, from, to, fn, self);
}

struct copy {
    struct arena *a;
    str note;
};

static err copy_entry(struct cx *cx, void *self, uint64_t number, str note)
{
    struct copy *c = self;
    (void)number;
    TRY_ROOM(cx, c->a, arena_dup_str(c->a, note, &c->note));
    return OK;
}

err store_entry(struct cx *cx, struct store *s, struct arena *a,
                uint64_t number, str *note)
{
    struct copy c = {a, STR("")};
    uint64_t n;
    TRY(cx, store_count(cx, s, &n));
    if (number >= n)
        return fail(cx, ERR_NOT_FOUND, "no entry %llu; the log has %llu",
                    (unsigned long long)number, (unsigned long long)n);
    TRY(cx, store_entries(cx, s, number, number + 1, copy_entry, &c));
    *note = c.note;
    return OK;
}

err store_put_head(struct cx *cx, struct store *s, uint64_t size, str note)
{
    TRY(cx, must_write(cx, s));
    return s->ops->put_head(cx, s, size, note);
}

err store_last_head(struct cx *cx, struct store *s, struct arena *a,
                    uint64_t *size, str *note)
{
    return s->ops->head(cx, s, a, STORE_AT_MOST, INT64_MAX, size, note);
}

err store_head(struct cx *cx, struct store *s, struct arena *a,
               enum store_side side, uint64_t size, uint64_t *found, str *note)
{
    return s->ops->head(cx, s, a, side, size, found, note);
}

err store_put_blob(struct cx *cx, struct store *s, uint64_t number, str bytes)
{
    TRY(cx, must_write(cx, s));
    if (bytes.n > STORE_BLOB_MAX)
        return fail(cx, ERR_LIMIT, "a blob of %zu bytes; at most %d are kept",
                    bytes.n, STORE_BLOB_MAX);
    return s->ops->put_blob(cx, s, number, bytes);
}

err store_blob(struct cx *cx, struct store *s, struct arena *a, uint64_t number,
               str *bytes)
{
    return s->ops->blob(cx, s, a, number, bytes);
}

err store_drop_blob(struct cx *cx, struct store *s, uint64_t number)
{
    TRY(cx, must_write(cx, s));
    return s->ops->drop_blob(cx, s, number);
}

err store_view_put(struct cx *cx, struct store *s, str view, str key, str value)
{
    TRY(cx, must_write(cx, s));
    TRY(cx, name_fits(cx, view));
    return s->ops->view_put(cx, s, view, key, value);
}

err store_view_get(struct cx *cx, struct store *s, struct arena *a, str view,
                   str key, str *value)
{
    TRY(cx, name_fits(cx, view));
    return s->ops->view_get(cx, s, a, view, key, value);
}

err store_view_each(struct cx *cx, struct store *s, str view, str prefix,
                    str from, store_row_fn *fn, void *self)
{
    TRY(cx, name_fits(cx, view));
    return s->ops->view_each(cx, s, view, prefix,
                             str_cmp(from, prefix) < 0 ? prefix : from, fn,
                             self);
}

static err count_row(struct cx *cx, void *self, str key, str value)
{
    uint64_t *n = self;
    (void)cx;
    (void)key;
    (void)value;
    (*n)++;
    return OK;
}

err store_view_count(struct cx *cx, struct store *s, str view, uint64_t *rows)
{
    *rows = 0;
    return store_view_each(cx, s, view, STR(""), STR(""), count_row, rows);
}

err store_view_clear(struct cx *cx, struct store *s, str view)
{
    TRY(cx, must_write(cx, s));
    TRY(cx, name_fits(cx, view));
    return s->ops->view_clear(cx, s, view);
}
