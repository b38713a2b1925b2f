/* The compiled-in table of time zones: what tz_table.c holds and tz.c reads.
 *
 * The table is a set of facts, made by tools/mktz from a pinned release of the
 * IANA database; nothing here is computed. All arrays are constant and free of
 * pointers, so that they stay in read-only memory.
 *
 *     tz_table_names --rules--> tz_table_rules --transition--> tz_table_at
 *      (sorted by name)            |      \                    tz_table_kind_at
 *                                  |       `-- yearly rule after the last one
 *                                  `--kind--> tz_table_kinds -->
 * tz_table_abbrevs
 *
 * Several names may share one set of rules: links, and zones that agree.
 */
#ifndef TIME_TZ_INT_H
#define TIME_TZ_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One kind of local time that a zone has known. */
struct tz_kind {
    int32_t offset_s; /* seconds east of UTC */
    uint16_t abbrev;  /* where its text begins in tz_table_abbrevs */
    bool is_dst;
};

/* "The week-th weekday of month, at time_s", as in POSIX TZ: week 5 is the
 * last one; weekday 0 is Sunday; time_s may lie outside 0 to 24 hours. */
struct tz_rule_date {
    uint8_t month, week, weekday;
    int32_t time_s;
};

/* The history of one zone, and the rule that goes on after it.
 *
 * 1. tz_table_at[transition ... + transitions) ascends strictly.
 * 2. tz_table_kind_at[i] < kinds, and neighbours differ, save that the last may
 *    repeat the one before: it then says from when on the footer holds.
 * 3. Before the first transition kind 0 holds; after the last one the footer:
 *    std always, or std and dst in turn if yearly.
 */
struct tz_rules {
    uint32_t transition;
    uint16_t transitions;
    uint16_t kind;
    uint8_t kinds;
    uint8_t std, dst;
    bool yearly;
    struct tz_rule_date dst_start; /* in local standard time */
    struct tz_rule_date dst_end;   /* in local daylight time */
};

enum { TZ_NAME_BYTES = 35 }; /* mktz.c has the same */

/* One name. Opaque outside this module (civil.h). */
struct tz {
    char name[TZ_NAME_BYTES + 1];
    uint8_t name_n;
    uint16_t rules;
};

extern const char tz_table_release[];
extern const char tz_table_abbrevs[];
extern const struct tz_kind tz_table_kinds[];
extern const int64_t tz_table_at[];
extern const uint8_t tz_table_kind_at[];
extern const struct tz_rules tz_table_rules[];
extern const struct tz tz_table_names[];
extern const size_t tz_table_names_n;

#endif
