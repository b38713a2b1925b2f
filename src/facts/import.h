/* facts/import.h: records made of the rows of a table, by a mapping.
 *
 * Front header for importers; docs/import.md is the mapping's language. A row
 * becomes as many records as the mapping says, or is skipped for a reason that
 * the mapping gives, or is refused because of a cell: nothing is lost without
 * being counted. What is made is read by the reader of reports before it is
 * given out, against an agreement if there is one.
 *
 * Not here: files and options (app/import.h). */
#ifndef FACTS_IMPORT_H
#define FACTS_IMPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "lang/norm.h"

struct mapping;

/* Reads a mapping (JSON). Fails with ERR_INPUT, naming the place in it, the
 * cause and the remedy. name is for messages. Lives in a. */
MUST_USE err mapping_read(struct cx *cx, struct arena *a, str name, str bytes,
                          const struct mapping **out);

struct import_problem {
    uint32_t line; /* of the table; 0: of the mapping's own records */
    str column;    /* by name; empty: the row as a whole */
    str field;     /* of the record; may be empty */
    str message, hint;
};
struct import_reason {
    str text;
    uint64_t rows;
};
struct import_result {
    uint64_t rows;                 /* read, without header and HXL tags */
    uint64_t made;                 /* rows that gave at least one record */
    uint64_t skipped, refused;     /* rows = made + skipped + refused */
    uint64_t records;              /* given out, the mapping's own included */
    struct import_reason *reasons; /* why rows were skipped */
    uint32_t n_reasons;
    struct import_problem *problems; /* at most LIMIT_DIAGNOSTICS ... */
    uint32_t n_problems;
    uint64_t left_out; /* ... and so many more */
};

/* Makes records of the table `csv` and writes them to out as JSON Lines. ag
 * may be NULL: then names are not checked. Fails with ERR_INPUT if header and
 * mapping do not fit. The result lives in a. */
MUST_USE err import_run(struct cx *cx, struct arena *a, const struct mapping *m,
                        str csv, const struct agreement *ag, struct buf *out,
                        struct import_result *result);

/* The same, but what would be made is printed as a table of at most
 * `most_rows` rows. */
MUST_USE err import_try(struct cx *cx, struct arena *a, const struct mapping *m,
                        str csv, const struct agreement *ag, size_t most_rows,
                        struct buf *out, struct import_result *result);

/* The problems as text, each `name:line: column "x": message`, and the
 * counts. */
void import_print(const struct import_result *r, str name, struct buf *out);

#endif
