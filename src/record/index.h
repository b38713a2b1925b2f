/* record/index.h: the view "type": which entries are of a type that is looked
 * for.
 *
 * Rows TYPE, NUL, number (eight bytes, big endian). Reports have none: there
 * may be millions, and they are read in order. log.c writes it with each entry,
 * log_rebuild() makes it again, log_audit() compares it. */
#ifndef RECORD_INDEX_H
#define RECORD_INDEX_H

#include "store/store.h"

#define INDEX_VIEW STR("type")

bool index_has(str type);
/* Puts the row of an entry, if its type has one. */
MUST_USE err index_put(struct cx *cx, struct store *s, str type,
                       uint64_t number);
MUST_USE err index_is_there(struct cx *cx, struct store *s, str type,
                            uint64_t number, bool *there);
MUST_USE err index_count(struct cx *cx, struct store *s, uint64_t *rows);

/* The entries of a type, in order; in a. CORRUPT for a damaged row. */
struct index_list {
    uint64_t *n;
    size_t count, cap;
};
MUST_USE err index_list(struct cx *cx, struct arena *a, struct store *s,
                        str type, struct index_list *out);

/* The first of a type from a number on: NOT_FOUND if there is none. */
MUST_USE err index_next(struct cx *cx, struct store *s, str type, uint64_t from,
                        uint64_t *number);

#endif
