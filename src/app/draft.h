/* app/draft.h: tables that wait to be imported, and mappings that are kept.
 *
 * In the folder CASE.import, which only its owner can look into: of each
 * account the last table that it sent, the form it filled in and the mapping
 * made of it; and NAME.map.json, mappings for everybody who may import, as
 * `truce import --map` takes them. None of it is in the record: what is not
 * entered yet is nobody's statement. Not here: what a mapping means
 * (facts/import.h), pages (node_import.c). */
#ifndef APP_DRAFT_H
#define APP_DRAFT_H

#include "base/arena.h"
#include "base/cx.h"

enum draft_part { DRAFT_TABLE, DRAFT_FORM, DRAFT_MAPPING, N_DRAFT_PARTS };

/* who: an account's name. Replaces what was there. */
MUST_USE err draft_put(struct cx *cx, struct arena *a, const char *path,
                       str who, enum draft_part part, str bytes);
/* *there false: nothing, and empty bytes. */
MUST_USE err draft_get(struct cx *cx, struct arena *a, const char *path,
                       str who, enum draft_part part, str *bytes, bool *there);
void draft_drop(struct cx *cx, struct arena *a, const char *path, str who,
                enum draft_part part);

/* name: 1 to 40 of a-z 0-9 . _ -, not beginning with a point. The same again
 * is nothing new; CONFLICT if another mapping has the name. */
MUST_USE err mapping_keep(struct cx *cx, struct arena *a, const char *path,
                          str name, str bytes);
/* NOT_FOUND if none has this name. */
MUST_USE err mapping_kept(struct cx *cx, struct arena *a, const char *path,
                          str name, str *bytes);
/* By name. */
MUST_USE err mapping_names(struct cx *cx, struct arena *a, const char *path,
                           const str **out, size_t *n);

#endif
