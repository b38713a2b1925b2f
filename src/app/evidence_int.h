/* app/evidence_int.h: what the files about evidence share. */
#ifndef APP_EVIDENCE_INT_H
#define APP_EVIDENCE_INT_H

#include "app/casefile_int.h"
#include "app/evidence.h"
#include "base/map.h"
#include "base/vec.h"
#include "proof/flat.h"

enum {
    EVIDENCE_HEX = 2 * CRY_HASH_BYTES,
    EVIDENCE_MAX = 100000 /* files of one case; a year of a large mission */
};

/* One evidence entry whose content is there. Texts live where it was read. */
struct evidence_item {
    uint64_t number;
    hash sha256;
    uint64_t bytes, within_m;
    str made; /* of the entry */
    str media_type, name, received, from, derived_from, how, taken;
    str latitude, longitude;
};
typedef VEC(struct evidence_item) evidence_items;

struct custody_item {
    uint64_t number;
    hash sha256;
    str act, who, when, purpose, package;
    str made; /* of the entry */
};
typedef VEC(struct custody_item) custody_items;

/* Of one entry; INPUT if the content is not such a description. */
MUST_USE err evidence_item_read(struct cx *cx, struct arena *a,
                                const struct casefile_entry *e,
                                struct evidence_item *out);
MUST_USE err custody_item_read(struct cx *cx, struct arena *a,
                               const struct casefile_entry *e,
                               struct custody_item *out);
/* All of a case, in order; what cannot be read or was left out is not among
 * them. */
MUST_USE err evidence_items_read(struct cx *cx, struct arena *a,
                                 const struct casefile *c, evidence_items *out);
MUST_USE err custody_items_read(struct cx *cx, struct arena *a,
                                const struct casefile *c, custody_items *out);

/* The one whose hash begins so. NOT_FOUND, or INPUT if there are several. */
MUST_USE err evidence_find(struct cx *cx, const evidence_items *items,
                           const char *path, const char *prefix, size_t *at);

/* CASE.evidence, and a file in it. */
MUST_USE err evidence_folder(struct cx *cx, struct arena *a, const char *path,
                             const char **out);
MUST_USE err evidence_path(struct cx *cx, struct arena *a, const char *path,
                           hash h, const char **out);
/* SHA-256 and length of a file, in pieces. */
MUST_USE err evidence_hash(struct cx *cx, const char *path, hash *h,
                           uint64_t *bytes);

/* The content of a custody entry. package may be NULL. */
MUST_USE err custody_content(struct cx *cx, struct arena *a, hash sha256,
                             const char *act, str who, str when, str purpose,
                             const hash *package, str *out);

/* Fails if no entry could be made in this name. */
MUST_USE err evidence_may_write(struct cx *cx, struct arena *a,
                                const struct evidence_by *by);

/* Several entries in one batch, under one head. *first is the number of the
 * first. */
struct evidence_entry {
    const char *type;
    str content;
};
MUST_USE err evidence_enter(struct cx *cx, struct casefile_writer *w,
                            const struct evidence_entry *entries, size_t n,
                            str made, uint64_t *first);

#endif
