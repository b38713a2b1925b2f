/* report/sheet.h: a list as a table for programs: CSV or JSON from one
 * description.
 *
 * Rows are written as they come, nothing is kept. CSV is RFC 4180 with CRLF; a
 * text that a spreadsheet would take for a formula gets an apostrophe before
 * it; on demand a row of HXL tags (HXL 1.1) stands under the names. JSON is an
 * array of objects with the same names; what is not known is null.
 *
 * Not here: which rows (their callers). */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "base/json_out.h"

struct sheet_column {
    const char *name; /* in lower case, words joined by "_" */
    const char *hxl;  /* "#date+occurred", or "" */
};

struct sheet_columns {
    const struct sheet_column *v;
    size_t n;
};

enum sheet_form { SHEET_CSV, SHEET_HXL, SHEET_JSON };

struct sheet {
    struct buf *out;
    enum sheet_form form;
    const struct sheet_column *columns;
    size_t n, at; /* of the next cell */
    struct json_out json;
};

/* columns and out must outlive it. */
void sheet_begin(struct sheet *s, struct buf *out, enum sheet_form form,
                 const struct sheet_column *columns, size_t n);
/* A row is as many cells as there are columns: the last one ends it. */
void sheet_text(struct sheet *s, str text); /* empty: not known */
void sheet_int(struct sheet *s, int64_t n);
void sheet_none(struct sheet *s);
/* As buf_degrees(). */
void sheet_degrees(struct sheet *s, int64_t e7);
void sheet_end(struct sheet *s);

#endif
