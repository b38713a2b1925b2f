/* record/index.c: see index.h. */
#include "record/index.h"

#include "proof/entry.h"

static const char *const types[] = {
    "agreement", "annex",      "batch",     "custody", "evidence", "key",
    "policy",    "revocation", "signature", "source",  "stamp"};

enum { KEY_MAX = ENTRY_TYPE_MAX + 9 };

static str row_key(str type, uint64_t number, char room[KEY_MAX])
{
    memcpy(room, type.p, type.n);
    room[type.n] = '\0';
    for (int i = 0; i < 8; i++)
        room[type.n + 1 + (size_t)i] = (char)(number >> (56 - 8 * i) & 0xff);
    return (str){room, type.n + 9};
}

bool index_has(str type)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(type, str_of(types[i])))
            return true;
    return false;
}

err index_put(struct cx *cx, struct store *s, str type, uint64_t number)
{
    char room[KEY_MAX];
    if (!index_has(type))
        return OK;
    return store_view_put(cx, s, INDEX_VIEW, row_key(type, number, room),
                          STR("1"));
}

err index_is_there(struct cx *cx, struct store *s, str type, uint64_t number,
                   bool *there)
{
    char room[KEY_MAX];
    str value;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = store_view_get(cx, s, cx->scratch, INDEX_VIEW,
                           row_key(type, number, room), &value);
    arena_rewind(cx->scratch, mark);
    *there = is_ok(e);
    if (e.code != ERR_NOT_FOUND)
        return e;
    fault_clear(cx);
    return OK;
}

err index_count(struct cx *cx, struct store *s, uint64_t *rows)
{
    return store_view_count(cx, s, INDEX_VIEW, rows);
}

static uint64_t number_of(str key, size_t head)
{
    uint64_t n = 0;
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | (unsigned char)key.p[head + i];
    return n;
}

struct listing {
    struct index_list *out;
    struct arena *a;
    size_t head; /* bytes of a key before its number */
};

static err add_number(struct cx *cx, void *self, str key, str value)
{
    struct listing *l = self;
    struct index_list *v = l->out;
    uint64_t n = 0;
    (void)value;
    if (key.n != l->head + 8)
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "a row of the view \"type\" is damaged");
    n = number_of(key, l->head);
    if (v->count == v->cap) {
        size_t cap = v->cap == 0 ? 64 : v->cap * 2;
        uint64_t *more =
            arena_grow(l->a, v->n, v->cap * sizeof *more, cap * sizeof *more);
        TRY_ROOM(cx, l->a, more != NULL);
        v->n = more;
        v->cap = cap;
    }
    v->n[v->count++] = n;
    return OK;
}

err index_list(struct cx *cx, struct arena *a, struct store *s, str type,
               struct index_list *out)
{
    char room[KEY_MAX];
    struct listing l = {out, a, type.n + 1};
    *out = (struct index_list){0};
    str prefix = row_key(type, 0, room);
    prefix.n -= 8;
    return store_view_each(cx, s, INDEX_VIEW, prefix, STR(""), add_number, &l);
}

struct first {
    uint64_t number;
    size_t head;
    bool found;
};

static err take_first(struct cx *cx, void *self, str key, str value)
{
    struct first *f = self;
    (void)value;
    f->found = key.n == f->head + 8;
    if (f->found)
        f->number = number_of(key, f->head);
    return fail(cx, ERR_LIMIT, "one row is enough");
}

err index_next(struct cx *cx, struct store *s, str type, uint64_t from,
               uint64_t *number)
{
    char room[KEY_MAX];
    struct first f = {.head = type.n + 1};
    str key = row_key(type, from, room);
    err e = store_view_each(cx, s, INDEX_VIEW, str_sub(key, 0, f.head), key,
                            take_first, &f);
    if (e.code != ERR_LIMIT)
        return is_ok(e) ? fail(cx, ERR_NOT_FOUND,
                               "no entry of type %.*s from %llu on",
                               STR_ARG(type), (unsigned long long)from)
                        : e;
    if (!f.found)
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "a row of the view \"type\" is damaged");
    fault_clear(cx);
    *number = f.number;
    return OK;
}
