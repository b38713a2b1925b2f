/* names.c - texts kept once: ids of records, names of objects and rounds.
 *
 * A text is two bytes of length and its bytes in one pool; its name is its
 * offset. Tables hold a tag of the hash beside the value, so that looking up a
 * text that is not there touches one line of memory. */
#include "engine/names_int.h"

static uint32_t tag_of(uint64_t h)
{
    return (uint32_t)(h >> 32);
}

str name_at(const struct engine *e, uint32_t offset)
{
    const char *p = e->names.pool + offset;
    return (str){p + 2, (size_t)(unsigned char)p[0] << 8 | (unsigned char)p[1]};
}

err names_push(struct cx *cx, struct engine *e, str s, uint32_t *offset)
{
    struct names *m = &e->names;
    if (s.n > UINT16_MAX)
        return fail(cx, ERR_LIMIT, "a name of %zu bytes is too long", s.n);
    if (m->n + s.n + 2 > UINT32_MAX)
        return fail(cx, ERR_LIMIT, "the names of all reports exceed 4 GB");
    if (m->cap - m->n < s.n + 2) {
        size_t cap = m->cap < 32768 ? 65536 : m->cap * 2;
        char *p = arena_grow(&e->arena, m->pool, m->cap, cap);
        if (p == NULL)
            return arena_fail(cx, &e->arena);
        m->pool = p;
        m->cap = cap;
    }
    if (m->n == 0)
        m->n = 2; /* offset 0 means none */
    char *p = m->pool + m->n;
    p[0] = (char)(s.n >> 8);
    p[1] = (char)(s.n & 255);
    if (s.n > 0)
        memcpy(p + 2, s.p, s.n);
    *offset = (uint32_t)m->n;
    m->n += s.n + 2;
    return OK;
}

/* What a value of the table is called. */
static str value_name(const struct engine *e, const struct name_table *t,
                      uint32_t value)
{
    return name_at(e, t == &e->ids ? rec_at(e, value - 1)->id : value);
}

static struct name_slot *find(const struct engine *e,
                              const struct name_table *t, uint64_t h, str s)
{
    size_t i = (size_t)h & (t->cap - 1);
    while (t->slots[i].value != 0) {
        if (t->slots[i].tag == tag_of(h) &&
            str_eq(value_name(e, t, t->slots[i].value), s))
            break;
        i = (i + 1) & (t->cap - 1);
    }
    return &t->slots[i];
}

uint64_t names_hash(const struct engine *e, str s)
{
    return hash_bytes(e->hash_key, s.p, s.n);
}

uint32_t names_get(const struct engine *e, const struct name_table *t,
                   uint64_t h, str s)
{
    return t->cap == 0 ? 0 : find(e, t, h, s)->value;
}

err names_put(struct cx *cx, struct engine *e, struct name_table *t, uint64_t h,
              str s, uint32_t value)
{
    if (t->n * 4 >= t->cap * 3) {
        size_t cap = t->cap == 0 ? 1024 : t->cap * 2;
        struct name_slot *slots;
        TRY_NEW_ARRAY(cx, &e->arena, cap, slots);
        for (size_t k = 0; k < t->cap; k++) {
            uint32_t v = t->slots[k].value;
            if (v == 0)
                continue;
            size_t i = (size_t)names_hash(e, value_name(e, t, v)) & (cap - 1);
            while (slots[i].value != 0)
                i = (i + 1) & (cap - 1);
            slots[i] = t->slots[k];
        }
        t->slots = slots;
        t->cap = cap;
    }
    struct name_slot *slot = find(e, t, h, s);
    t->n += slot->value == 0;
    *slot = (struct name_slot){tag_of(h), value};
    return OK;
}

err names_word(struct cx *cx, struct engine *e, str s, uint32_t *word)
{
    if (s.n == 0) {
        *word = 0;
        return OK;
    }
    uint64_t h = names_hash(e, s);
    uint32_t w = names_get(e, &e->words, h, s);
    if (w == 0) {
        TRY(cx, names_push(cx, e, s, &w));
        TRY(cx, names_put(cx, e, &e->words, h, s, w));
    }
    *word = w;
    return OK;
}
