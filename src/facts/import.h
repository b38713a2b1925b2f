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
#include "engine/engine.h"
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
enum { IMPORT_CELLS = 6 }; /* type, id, occurred, source, act, quantity */
struct import_shown {
    uint32_t line; /* of the table; 0: a record of the mapping's own */
    str cell[IMPORT_CELLS];
};
struct import_result {
    uint64_t rows;                 /* read, without header and HXL tags */
    uint64_t made;                 /* rows that gave at least one record */
    uint64_t skipped, refused;     /* rows = made + skipped + refused */
    uint64_t records;              /* given out, the mapping's own included */
    uint64_t same;                 /* records that are there already */
    struct import_reason *reasons; /* why rows were skipped */
    uint32_t n_reasons;
    struct import_problem *problems; /* at most LIMIT_DIAGNOSTICS ... */
    uint32_t n_problems;
    uint64_t left_out;          /* ... and so many more */
    struct import_shown *shown; /* the first records, as asked for */
    uint32_t n_shown;
};

/* Whose records these are, where the mapping has no say in it: an account
 * enters reports and returns of the one source that it speaks for. */
enum import_seen { IMPORT_NEW, IMPORT_SAME, IMPORT_OTHER };
struct import_own {
    str source; /* a record of another one is refused */
    /* Put into each record: a mapping that says one itself is refused. */
    str author, recorded;
    /* What is there already under the id of a record. The same is counted and
     * not given out, another is refused. NULL: nothing is there. */
    enum import_seen (*seen)(void *self, const struct fact *f);
    void *self;
};
struct import_how {
    const struct agreement *ag; /* NULL: names are not checked */
    const struct import_own *own;
    size_t show; /* records in result->shown, at most */
};

/* Makes records of the table `csv` and writes them to out, if it is not NULL,
 * as JSON Lines. Fails with ERR_INPUT if header and mapping do not fit. The
 * result lives in a. */
MUST_USE err import_run(struct cx *cx, struct arena *a, const struct mapping *m,
                        str csv, const struct import_how *how, struct buf *out,
                        struct import_result *result);

/* result->shown as a table, with the number of records beyond it. */
void import_print_shown(const struct import_result *r, struct buf *out);

/* The problems as text, each `name:line: column "x": message`, and the
 * counts. */
void import_print(const struct import_result *r, str name, struct buf *out);

#endif
