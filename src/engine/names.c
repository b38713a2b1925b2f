/* names.c - texts kept once: ids of records, and words, which are names of
 * objects and rounds.
 *
 * An id is two bytes of length and its bytes in one pool. Words are numbered
 * from 1 in order of arrival. Tables hold 32 bits of the hash beside the value,
 * so that looking up a text that is not there touches no other memory, and a
 * table that grows reads no text. Texts that differ in their last byte alone
 * are neighbours in the table: numbered ids mostly come in order, and then find
 * their place in the cache. Where a run of neighbours meets another it goes on
 * as a whole elsewhere. All but that byte is hashed with the key, so nobody can
 * choose texts that collide; one run has at most 256 of them. */
#include "engine/names_int.h"

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
        char *p = arena_grow_raw(&e->arena, m->pool, m->cap, cap);
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

static bool is_short(str s)
{
    struct word w;
    return s.n <= sizeof w.text;
}

str word_at(const struct engine *e, uint32_t word)
{
    const struct word *w = &e->word.p[word - 1];
    str s = {w->text, w->n};
    uint32_t offset;
    if (w->n != WORD_LONG)
        return s;
    memcpy(&offset, w->text, sizeof offset);
    return name_at(e, offset);
}

/* What a value of the table is called. */
static str value_name(const struct engine *e, const struct name_table *t,
                      uint32_t value)
{
    return t == &e->ids ? name_at(e, rec_at(e, value - 1)->id)
                        : word_at(e, value);
}

/* How far from one place to the next that is tried: alike for neighbours. */
static size_t step_of(uint32_t h)
{
    return ((h >> 8) * 0x9E3779B1u) | 1;
}

static struct name_slot *find(const struct engine *e,
                              const struct name_table *t, uint32_t h, str s)
{
    size_t i = h & (t->cap - 1);
    while (t->slots[i].value != 0) {
        if (t->slots[i].tag == h &&
            str_eq(value_name(e, t, t->slots[i].value), s))
            break;
        i = (i + step_of(h)) & (t->cap - 1);
    }
    return &t->slots[i];
}

/* The product of two keyed halves, both of its ends (the family NH); longer
 * texts by hash_bytes. */
static uint32_t hash_of(const struct engine *e, const char *p, size_t n)
{
    uint64_t a = 0, b = 0;
    if (n > 2 * sizeof a)
        return (uint32_t)hash_bytes(e->hash_key, p, n);
    if (n >= sizeof a) {
        memcpy(&a, p, sizeof a);
        memcpy(&b, p + n - sizeof b, sizeof b);
    } else if (n >= 4) {
        uint32_t x, y;
        memcpy(&x, p, sizeof x);
        memcpy(&y, p + n - sizeof y, sizeof y);
        a = x;
        b = y;
    } else if (n > 0) {
        a = (uint64_t)(unsigned char)p[0] << 16 |
            (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
    }
    b ^= (uint64_t)n << 56;
    unsigned __int128 m =
        (unsigned __int128)(a + e->hash_key[0]) * (b + (e->hash_key[1] | 1));
    uint64_t h = (uint64_t)m ^ (uint64_t)(m >> 64);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t names_hash(const struct engine *e, struct last_hash *l, str s)
{
    if (s.n == 0)
        return 0;
    if (l->n != s.n || memcmp(l->text, s.p, s.n - 1) != 0) {
        l->hash = hash_of(e, s.p, s.n - 1);
        l->n = 0;
        if (s.n <= sizeof l->text) {
            memcpy(l->text, s.p, s.n - 1);
            l->n = s.n;
        }
    }
    return l->hash + (unsigned char)s.p[s.n - 1];
}

uint32_t names_get(const struct engine *e, const struct name_table *t,
                   uint32_t h, str s)
{
    return t->cap == 0 ? 0 : find(e, t, h, s)->value;
}

static err grow(struct cx *cx, struct engine *e, struct name_table *t)
{
    size_t cap = t->cap == 0 ? 1024 : t->cap * 2;
    struct name_slot *slots;
    if (cap > UINT32_MAX)
        return fail(cx, ERR_LIMIT, "there are more than 2 billion names");
    TRY_NEW_ARRAY(cx, &e->arena, cap, slots);
    for (size_t k = 0; k < t->cap; k++) {
        if (t->slots[k].value == 0)
            continue;
        size_t i = t->slots[k].tag & (cap - 1);
        while (slots[i].value != 0)
            i = (i + step_of(t->slots[k].tag)) & (cap - 1);
        slots[i] = t->slots[k];
    }
    arena_drop(&e->arena, t->slots, t->cap * sizeof *slots);
    t->slots = slots;
    t->cap = cap;
    return OK;
}

err names_slot(struct cx *cx, struct engine *e, struct name_table *t,
               uint32_t h, str s, uint32_t **value)
{
    if (t->n * 8 >= t->cap * 5)
        TRY(cx, grow(cx, e, t));
    struct name_slot *slot = find(e, t, h, s);
    slot->tag = h;
    *value = &slot->value;
    return OK;
}

uint32_t names_find_word(struct engine *e, str s)
{
    return s.n == 0
               ? 0
               : names_get(e, &e->words, names_hash(e, &e->last_word, s), s);
}

err names_word(struct cx *cx, struct engine *e, str s, uint32_t h,
               uint32_t *word)
{
    struct word fresh = {.clause = NONE, .n = WORD_LONG};
    uint32_t offset;
    if (s.n == 0) {
        *word = 0;
        return OK;
    }
    uint32_t *value;
    TRY(cx, names_slot(cx, e, &e->words, h, s, &value));
    *word = *value;
    if (*word != 0)
        return OK;
    if (is_short(s)) {
        fresh.n = (uint8_t)s.n;
        memcpy(fresh.text, s.p, s.n);
    } else {
        TRY(cx, names_push(cx, e, s, &offset));
        memcpy(fresh.text, &offset, sizeof offset);
    }
    if (e->word.n >= UINT32_MAX - 1)
        return fail(cx, ERR_LIMIT, "there are more than 4 billion names");
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->word, fresh));
    e->words.n++;
    *word = *value = (uint32_t)e->word.n;
    return OK;
}
