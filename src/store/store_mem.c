/* store/store_mem.c: a store in memory, for tests and for trying things out.
 *
 * Rows are kept sorted in arrays; beginning a transaction remembers nothing but
 * a log of undo steps, which rollback plays backwards. Nothing is given back to
 * the arena before the store is closed.
 * Read next: store_int.h. */
#include "store/store_int.h"

#include "base/vec.h"

/* A row of heads, blobs or views: the table's letter and the key in one. */
struct row {
    str key, value;
};
typedef VEC(struct row) row_vec;

struct undo {
    enum { UNDO_INSERT, UNDO_REPLACE, UNDO_DELETE } what;
    struct row row; /* as it was, or for UNDO_INSERT its key */
};

struct mem_store {
    struct store front;
    struct mem mem;
    struct arena arena;
    VEC(str) entries;
    row_vec rows;
    size_t entries_before;
    VEC(struct undo) undo;
};

static struct mem_store *self_of(struct store *s)
{
    return (struct mem_store *)s;
}

/* Where key is or belongs. */
static size_t find(const row_vec *v, str key, bool *there)
{
    size_t lo = 0, hi = v->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(v->p[mid].key, key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *there = lo < v->n && str_eq(v->p[lo].key, key);
    return lo;
}

static void insert_at(row_vec *v, size_t at, struct row r)
{
    memmove(v->p + at + 1, v->p + at, (v->n - at) * sizeof *v->p);
    v->p[at] = r;
    v->n++;
}

static void remove_at(row_vec *v, size_t at)
{
    memmove(v->p + at, v->p + at + 1, (v->n - at - 1) * sizeof *v->p);
    v->n--;
}

static err put_row(struct cx *cx, struct mem_store *m, str key, str value)
{
    struct row r;
    bool there;
    TRY_ROOM(cx, &m->arena, arena_dup_str(&m->arena, value, &r.value));
    TRY_ROOM(cx, &m->arena, vec_room(&m->arena, &m->undo, 1));
    TRY_ROOM(cx, &m->arena, vec_room(&m->arena, &m->rows, 1));
    size_t at = find(&m->rows, key, &there);
    if (there) {
        m->undo.p[m->undo.n++] = (struct undo){UNDO_REPLACE, m->rows.p[at]};
        m->rows.p[at].value = r.value;
        return OK;
    }
    TRY_ROOM(cx, &m->arena, arena_dup_str(&m->arena, key, &r.key));
    m->undo.p[m->undo.n++] = (struct undo){UNDO_INSERT, r};
    insert_at(&m->rows, at, r);
    return OK;
}

static err drop_row(struct cx *cx, struct mem_store *m, size_t at)
{
    TRY_ROOM(cx, &m->arena,
             vec_push(&m->arena, &m->undo,
                      ((struct undo){UNDO_DELETE, m->rows.p[at]})));
    remove_at(&m->rows, at);
    return OK;
}

static err get_row(struct cx *cx, struct mem_store *m, struct arena *a, str key,
                   const char *what, str *value)
{
    bool there;
    size_t at = find(&m->rows, key, &there);
    if (!there)
        return fail(cx, ERR_NOT_FOUND, "no such %s in the case", what);
    TRY_ROOM(cx, a, arena_dup_str(a, m->rows.p[at].value, value));
    return OK;
}

/* table, NUL, key: in scratch. */
static err make_key(struct cx *cx, str table, const void *p, size_t n, str *out)
{
    char *b;
    TRY_NEW_ARRAY(cx, cx->scratch, table.n + 1 + n, b);
    memcpy(b, table.p, table.n);
    if (n > 0)
        memcpy(b + table.n + 1, p, n);
    *out = (str){b, table.n + 1 + n};
    return OK;
}

static err mem_begin(struct cx *cx, struct store *s, bool lazy)
{
    (void)lazy;
    struct mem_store *m = self_of(s);
    (void)cx;
    m->entries_before = m->entries.n;
    m->undo.n = 0;
    return OK;
}

static err mem_commit(struct cx *cx, struct store *s)
{
    (void)cx;
    self_of(s)->undo.n = 0;
    return OK;
}

static void mem_rollback(struct store *s)
{
    struct mem_store *m = self_of(s);
    bool there;
    m->entries.n = m->entries_before;
    while (m->undo.n > 0) {
        struct undo u = m->undo.p[--m->undo.n];
        size_t at = find(&m->rows, u.row.key, &there);
        switch (u.what) {
        case UNDO_INSERT:
            remove_at(&m->rows, at);
            break;
        case UNDO_REPLACE:
            m->rows.p[at] = u.row;
            break;
        case UNDO_DELETE:
            insert_at(&m->rows, at, u.row); /* its room is still there */
            break;
        }
    }
}

static err mem_append(struct cx *cx, struct store *s, str note,
                      uint64_t *number)
{
    struct mem_store *m = self_of(s);
    str copy;
    TRY_ROOM(cx, &m->arena, arena_dup_str(&m->arena, note, &copy));
    TRY_ROOM(cx, &m->arena, vec_push(&m->arena, &m->entries, copy));
    *number = m->entries.n - 1;
    return OK;
}

static err mem_count(struct cx *cx, struct store *s, uint64_t *n)
{
    (void)cx;
    *n = self_of(s)->entries.n;
    return OK;
}

static err mem_entries(struct cx *cx, struct store *s, uint64_t from,
                       uint64_t to, store_entry_fn *fn, void *self)
{
    struct mem_store *m = self_of(s);
    for (uint64_t i = from; i < to; i++) {
        if (i >= m->entries.n)
            return fail(cx, ERR_CORRUPT, "entry %llu is missing",
                        (unsigned long long)i);
        TRY(cx, fn(cx, self, i, m->entries.p[i]));
    }
    return OK;
}

static void put_u64(uint8_t *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (uint8_t)(v >> (56 - 8 * i));
}

static err mem_put_head(struct cx *cx, struct store *s, uint64_t size, str note)
{
    uint8_t key[8];
    str k;
    put_u64(key, size);
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = make_key(cx, STR("\1head"), key, sizeof key, &k);
    if (is_ok(e))
        e = put_row(cx, self_of(s), k, note);
    arena_rewind(cx->scratch, mark);
    return e;
}

static err mem_head(struct cx *cx, struct store *s, struct arena *a,
                    enum store_side side, uint64_t size, uint64_t *found,
                    str *note)
{
    struct mem_store *m = self_of(s);
    str table = STR("\1head"), k;
    uint8_t key[8];
    bool there;
    put_u64(key, size);
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, make_key(cx, table, key, sizeof key, &k));
    size_t at = find(&m->rows, k, &there);
    arena_rewind(cx->scratch, mark);
    if (side == STORE_AT_MOST && !there)
        at = at == 0 ? SIZE_MAX : at - 1;
    if (at >= m->rows.n || !str_starts(m->rows.p[at].key, table) ||
        m->rows.p[at].key.n != table.n + 9)
        return fail(cx, ERR_NOT_FOUND, "the log has no such signed head");
    const struct row *r = &m->rows.p[at];
    const uint8_t *p = (const uint8_t *)r->key.p + table.n + 1;
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v = v << 8 | p[i];
    TRY_ROOM(cx, a, arena_dup_str(a, r->value, note));
    *found = v;
    return OK;
}

static err blob_key(struct cx *cx, uint64_t number, str *k)
{
    uint8_t n[8];
    for (int i = 0; i < 8; i++)
        n[i] = (uint8_t)(number >> (56 - 8 * i));
    return make_key(cx, STR("\1blob"), n, sizeof n, k);
}

static err mem_put_blob(struct cx *cx, struct store *s, uint64_t number,
                        str bytes)
{
    struct mem_store *m = self_of(s);
    str k;
    bool there;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = blob_key(cx, number, &k);
    if (is_ok(e)) {
        (void)find(&m->rows, k, &there);
        if (!there)
            e = put_row(cx, m, k, bytes);
    }
    arena_rewind(cx->scratch, mark);
    return e;
}

static err mem_blob(struct cx *cx, struct store *s, struct arena *a,
                    uint64_t number, str *bytes)
{
    str k;
    TRY(cx, blob_key(cx, number, &k));
    return get_row(cx, self_of(s), a, k, "blob", bytes);
}

static err mem_drop_blob(struct cx *cx, struct store *s, uint64_t number)
{
    struct mem_store *m = self_of(s);
    str k;
    bool there;
    TRY(cx, blob_key(cx, number, &k));
    size_t at = find(&m->rows, k, &there);
    return there ? drop_row(cx, m, at) : OK;
}

static err mem_view_put(struct cx *cx, struct store *s, str view, str key,
                        str value)
{
    str k;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = make_key(cx, view, key.p, key.n, &k);
    if (is_ok(e))
        e = put_row(cx, self_of(s), k, value);
    arena_rewind(cx->scratch, mark);
    return e;
}

static err mem_view_get(struct cx *cx, struct store *s, struct arena *a,
                        str view, str key, str *value)
{
    str k;
    TRY(cx, make_key(cx, view, key.p, key.n, &k));
    return get_row(cx, self_of(s), a, k, "row", value);
}

static err mem_view_each(struct cx *cx, struct store *s, str view, str prefix,
                         str from, store_row_fn *fn, void *self)
{
    struct mem_store *m = self_of(s);
    str k, first;
    bool there;
    TRY(cx, make_key(cx, view, from.p, from.n, &first));
    TRY(cx, make_key(cx, view, prefix.p, prefix.n, &k));
    for (size_t at = find(&m->rows, first, &there);
         at < m->rows.n && str_starts(m->rows.p[at].key, k); at++) {
        struct row r = m->rows.p[at];
        TRY(cx, fn(cx, self, str_sub(r.key, view.n + 1, r.key.n), r.value));
    }
    return OK;
}

static err mem_view_clear(struct cx *cx, struct store *s, str view)
{
    struct mem_store *m = self_of(s);
    str k;
    bool there;
    TRY(cx, make_key(cx, view, NULL, 0, &k));
    size_t at = find(&m->rows, k, &there);
    while (at < m->rows.n && str_starts(m->rows.p[at].key, k))
        TRY(cx, drop_row(cx, m, at));
    return OK;
}

static void mem_close(struct store *s)
{
    struct mem_store *m = self_of(s);
    struct mem mem = m->mem;
    arena_release(&m->arena);
    mem_resize(&mem, m, sizeof *m, 0);
}

static const struct store_ops mem_ops = {
    mem_begin,    mem_commit,    mem_rollback,   mem_append,
    mem_count,    mem_entries,   mem_put_head,   mem_head,
    mem_put_blob, mem_blob,      mem_drop_blob,  mem_view_put,
    mem_view_get, mem_view_each, mem_view_clear, mem_close};

err store_open_memory(struct cx *cx, struct store **out)
{
    struct mem_store *m = mem_resize(&cx->mem, NULL, 0, sizeof *m);
    if (m == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a store");
    memset(m, 0, sizeof *m);
    m->front.ops = &mem_ops;
    m->mem = cx->mem;
    arena_init(&m->arena, cx->mem, "store", (size_t)1 << 32);
    *out = &m->front;
    return OK;
}
