/* names_int.h - texts kept once, see names.c. Internal to the engine. */
#ifndef ENGINE_NAMES_INT_H
#define ENGINE_NAMES_INT_H

#include "engine/engine_int.h"

/* Where a text is looked for in a table. */
struct name_key {
    struct name_series *series; /* NULL: by its hash alone */
    uint32_t number;            /* less the series' first */
    uint32_t hash;              /* where there is no series */
};
void names_key(const struct engine *e, struct name_table *t, str s,
               struct name_key *k);
/* Copies a text; most are a few bytes. */
static inline void names_copy(char *to, str s)
{
    uint64_t first, last;
    uint32_t begin, end;
    if (s.n >= sizeof first && s.n <= 2 * sizeof first) {
        memcpy(&first, s.p, sizeof first);
        memcpy(&last, s.p + s.n - sizeof last, sizeof last);
        memcpy(to, &first, sizeof first);
        memcpy(to + s.n - sizeof last, &last, sizeof last);
    } else if (s.n >= sizeof begin && s.n < sizeof first) {
        memcpy(&begin, s.p, sizeof begin);
        memcpy(&end, s.p + s.n - sizeof end, sizeof end);
        memcpy(to, &begin, sizeof begin);
        memcpy(to + s.n - sizeof end, &end, sizeof end);
    } else if (s.n > 0) {
        memcpy(to, s.p, s.n);
    }
}
/* Room in the pool for one more text; refuses one that is too long. */
MUST_USE err names_room(struct cx *cx, struct engine *e, str s);
/* Appends s to the pool. */
MUST_USE static inline err names_push(struct cx *cx, struct engine *e, str s,
                                      uint32_t *offset)
{
    struct names *m = &e->names;
    if (s.n > UINT16_MAX || m->cap - m->n < s.n + 2)
        TRY(cx, names_room(cx, e, s));
    char *p = m->pool + m->n;
    p[0] = (char)(s.n >> 8);
    p[1] = (char)(s.n & 255);
    names_copy(p + 2, s);
    *offset = (uint32_t)m->n;
    m->n += s.n + 2;
    return OK;
}
str name_at(const struct engine *e, uint32_t offset);
/* The value of s in t, 0 if none. */
uint32_t names_get(const struct engine *e, struct name_table *t, str s);
MUST_USE err names_new_slot(struct cx *cx, struct engine *e,
                            struct name_table *t, const struct name_key *k,
                            str s, uint32_t **value);
/* The place of s in t, made if it is not there: then its value is 0, and who
 * sets it says so to names_taken. */
MUST_USE static inline err names_slot(struct cx *cx, struct engine *e,
                                      struct name_table *t,
                                      const struct name_key *k, str s,
                                      uint32_t **value)
{
    const struct name_series *r = k->series;
    if (r == NULL || k->number >= r->cap ||
        (r->values[k->number] == 0 && r->strays > 0))
        return names_new_slot(cx, e, t, k, s, value);
    *value = &r->values[k->number];
    return OK;
}
static inline void names_taken(struct name_table *t, const struct name_key *k,
                               const uint32_t *value)
{
    struct name_series *r = k->series;
    if (r != NULL && k->number < r->cap && value == &r->values[k->number]) {
        r->n++;
        return;
    }
    t->n++;
    if (r != NULL)
        r->strays++;
}
/* The word of s, made if it is not there; 0 for an empty one. */
MUST_USE err names_word(struct cx *cx, struct engine *e, str s,
                        const struct name_key *k, uint32_t *word);
/* 0: there is none. */
uint32_t names_find_word(struct engine *e, str s);
/* How far from one place to the next that is tried: alike for neighbours. */
static inline size_t names_step(uint32_t h)
{
    return ((h >> 8) * 0x9E3779B1u) | 1;
}
/* Asks memory for where the search begins. */
static inline void names_fetch(const struct name_table *t,
                               const struct name_key *k)
{
    if (k->series != NULL) {
        if (k->number < k->series->cap)
            PREFETCH(&k->series->values[k->number]);
    } else if (t->cap > 0) {
        PREFETCH(&t->slots[k->hash & (t->cap - 1)]);
    }
}
/* What the search finds at its beginning; 0: it goes on, or there is none. */
static inline uint32_t names_peek(const struct name_table *t,
                                  const struct name_key *k)
{
    const struct name_series *r = k->series;
    if (r != NULL)
        return k->number < r->cap ? r->values[k->number] : 0;
    if (t->cap == 0)
        return 0;
    const struct name_slot *s = &t->slots[k->hash & (t->cap - 1)];
    return s->tag == k->hash ? s->value : 0;
}

#endif
