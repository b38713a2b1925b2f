/* facts/csv.h: comma-separated values, RFC 4180.
 *
 * Strict, over bytes in memory: rows end in LF or CRLF; a cell in quotes may
 * hold line ends and doubled quotes; everything is UTF-8. After a broken row
 * reading goes on at the next line. Not here: what cells mean (import.h). */
#ifndef FACTS_CSV_H
#define FACTS_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct csv {
    str bytes;
    size_t pos;
    uint32_t line; /* of pos, 1-based */
    char delimiter;
};

struct csv_row {
    str *cells; /* borrowed from the bytes, or in the arena */
    size_t n;
    uint32_t line;     /* where it begins */
    const char *wrong; /* what is wrong with it, or NULL; then: */
    const char *hint;
    uint32_t wrong_line;
    size_t wrong_cell; /* counted from 0 */
};

enum { CSV_CELLS = 1000 }; /* of a row */

/* A byte order mark at the start is passed over. */
void csv_init(struct csv *c, str bytes, char delimiter);

/* The next row; *more is false when there is none. A line without anything is
 * a row without cells. */
MUST_USE err csv_next(struct cx *cx, struct arena *a, struct csv *c,
                      struct csv_row *row, bool *more);

/* A cell as RFC 4180 writes it. `guard`: one that a spreadsheet would take for
 * a formula (= + - @, tab or CR first) gets an apostrophe before it; numbers
 * do not. */
void csv_cell(struct buf *out, str cell, char delimiter, bool guard);

#endif
