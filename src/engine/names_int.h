/* names_int.h - texts kept once, see names.c. Internal to the engine. */
#ifndef ENGINE_NAMES_INT_H
#define ENGINE_NAMES_INT_H

#include "engine/engine_int.h"

/* Of texts that differ in their last byte alone: that much apart. last: of the
 * texts before it. */
uint32_t names_hash(const struct engine *e, struct last_hash *last, str s);
/* Appends s to the pool. */
MUST_USE err names_push(struct cx *cx, struct engine *e, str s,
                        uint32_t *offset);
str name_at(const struct engine *e, uint32_t offset);
/* The value of s in t, 0 if none; h is its hash. */
uint32_t names_get(const struct engine *e, const struct name_table *t,
                   uint32_t h, str s);
/* The place of s in t, made if it is not there: then its value is 0, and who
 * sets it counts it in t->n. */
MUST_USE err names_slot(struct cx *cx, struct engine *e, struct name_table *t,
                        uint32_t h, str s, uint32_t **value);
/* The word of s, made if it is not there; 0 for an empty one. h: its hash. */
MUST_USE err names_word(struct cx *cx, struct engine *e, str s, uint32_t h,
                        uint32_t *word);
/* Where the search for a hash begins; the table has room. */
static inline const struct name_slot *names_first(const struct name_table *t,
                                                  uint32_t h)
{
    return &t->slots[h & (t->cap - 1)];
}
/* 0: there is none. */
uint32_t names_find_word(struct engine *e, str s);

#endif
