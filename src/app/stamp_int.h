/* app/stamp_int.h: what stamping and exporting share. */
#ifndef APP_STAMP_INT_H
#define APP_STAMP_INT_H

#include "app/casefile_int.h"
#include "app/stamp.h"

/* A `stamp` entry's content. Borrows it. */
struct stamp_item {
    uint64_t number; /* of the entry */
    uint64_t size;   /* entries of the head */
    str authority, tsr, certificates;
};
MUST_USE err stamp_item_read(struct cx *cx, const struct casefile_entry *e,
                             struct stamp_item *out);
/* The head of exactly `size` entries as it is stamped. NOT_FOUND. */
MUST_USE err stamp_head(struct cx *cx, struct arena *a,
                        const struct casefile *c, uint64_t size, str *out);

#endif
