/* facts/import_int.h: a mapping, read. Shared by mapping.c, which reads it, and
 * import.c, which follows it. */
#ifndef FACTS_IMPORT_INT_H
#define FACTS_IMPORT_INT_H

#include "base/cx.h"
#include "base/vec.h"
#include "facts/import.h"

enum rule_kind {
    RULE_TEXT,
    RULE_INT,
    RULE_BOOL,
    RULE_COLUMN,
    RULE_TEMPLATE, /* parts: texts and columns in turn */
    RULE_OBJECT,
    RULE_LIST,
    RULE_NOTHING /* null in a map: the field is left out */
};
/* What to do with an empty cell, or with one that a map does not know. */
enum when_not { NOT_OMIT, NOT_ERROR, NOT_SKIP, NOT_KEEP };

struct rule;
struct rule_map {
    str cell;
    struct rule *value;
};
struct rule_part {
    str text;
    int column; /* NONE: text; ROW: the row's number */
};
enum { COLUMN_ROW = -2 };
struct rule {
    enum rule_kind kind;
    str text;
    int64_t n;
    /* RULE_COLUMN */
    int column;
    int time_column; /* or NONE */
    const str *dates;
    uint32_t n_dates;
    bool number;
    char thousands; /* or 0 */
    char split;     /* or 0 */
    str form;       /* "at_least" ...: wraps a number */
    struct rule_map *map;
    uint32_t n_map;
    bool has_map;
    enum when_not otherwise, empty;
    /* RULE_TEMPLATE */
    struct rule_part *parts;
    uint32_t n_parts;
    /* RULE_OBJECT (names), RULE_LIST */
    str *names;
    struct rule **rules;
    uint32_t n_rules;
};

struct test {
    int column;
    bool negated; /* is_not */
    const str *values;
    uint32_t n_values;
};
struct record_rule {
    struct test *when;
    uint32_t n_when;
    struct rule *object;
};

struct mapping {
    str name;
    char delimiter;
    bool header;
    uint32_t skip_lines;
    str *columns; /* every column that the mapping names */
    uint32_t n_columns;
    const str *ignore;
    uint32_t n_ignore;
    bool ignore_all;
    struct test *where;
    uint32_t n_where;
    struct rule **prelude; /* records that no row makes */
    uint32_t n_prelude;
    struct record_rule *records;
    uint32_t n_records;
};

enum { MAPPING_DEPTH = 8, MAPPING_BYTES = 1 << 20 };

#endif
