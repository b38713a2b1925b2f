/* app/import.h: the use case of `truce import`: a table and a mapping become
 * records. Reads the files; facts/import.h does the work. */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "base/arena.h"
#include "base/buf.h"

struct app_import {
    const char *mapping, *table; /* paths; "-": standard input */
    const char *agreement;       /* path, or NULL: names are not checked */
    const char *const *choices;  /* drafts: "2.1=B", ... */
    size_t n_choices;
    bool dry_run;
};

/* Writes records to out as JSON Lines (a table of what would be made, in a dry
 * run), and problems and counts to notes. *refused: rows that could not be
 * used. */
MUST_USE err app_import(struct cx *cx, struct arena *a,
                        const struct app_import *what, struct buf *out,
                        struct buf *notes, uint64_t *refused);

#endif
