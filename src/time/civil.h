/* Civil time: dates and hours as people write them, and instants.
 *
 * The calendar is the proleptic Gregorian one. What is read must lie in the
 * years 1900 to 2999; what is printed has four digits of year. There are no
 * months or weeks to add: agreements count days and hours, and which of
 * the two is never guessed here.
 *
 *     "2025-01-19", "08:30"  --parse-->  struct civil  --resolve(tz)--> instant
 *                            <--print--                <--local(tz)----
 *
 * The rule for hours that clocks skip or repeat is that of RFC 5545, section
 * 3.3.5: a skipped local time is read with the offset before the change (02:30
 * becomes what the new clocks call 03:30); a repeated one means its first
 * occurrence. The result says when either was the case.
 *
 * Nothing here depends on locale, environment or clock. Functions without an
 * `err` cannot fail: they are total over the values that the parsers and other
 * functions of this header give.
 */
#ifndef TIME_CIVIL_H
#define TIME_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/err.h"
#include "base/str.h"
#include "base/time.h"
#include "time/tz.h"

enum {
    CIVIL_YEAR_MIN = 1900,
    CIVIL_YEAR_MAX = 2999,
    CIVIL_PRINT_SIZE = 32 /* room that each print function asks for */
};

/* A day of the calendar. Reads as its fields; two are compared with
 * civil_days(). */
struct civil_date {
    int16_t year;  /* 1900 to 2999 when parsed */
    uint8_t month; /* 1 to 12 */
    uint8_t day;   /* 1 to the month's last */
};

/* A time of day on the clock: 00:00:00 to 23:59:59. */
struct civil_clock {
    uint8_t hour, minute, second;
};

/* A local date and time, no zone attached. */
struct civil {
    struct civil_date date;
    struct civil_clock clock;
};

/* A stretch of instants, `begin` included, `end` not. Empty if equal. */
struct civil_span {
    instant begin, end;
};

/* ---- text ---- */

/* Each reads the whole of `text` (no blanks around it) and fails with class
 * input, a message that names the cause and the remedy, and the offset of the
 * first byte in fault where the message has one. On failure the result is left
 * alone. */

/* `2025-01-19`. Refuses days that do not exist (2025-02-29). */
MUST_USE err civil_date_parse(struct cx *cx, str text,
                              struct civil_date *date_out);

/* `08:30` or `08:30:15`. Refuses 24:00 (it names the next day) and second 60.
 * `*seconds_given_out`, if not NULL, says which form it was. */
MUST_USE err civil_clock_parse(struct cx *cx, str text,
                               struct civil_clock *clock_out,
                               bool *seconds_given_out);

/* RFC 3339, as `2025-01-19T08:30:00Z` or `2025-01-19T10:30:00.5+02:00`. `t`
 * and `z` may be small. A fraction of up to nine digits is read and the second
 * in which it falls is given. Refuses second 60. `*offset_s_out`, if not NULL,
 * gets the offset as written (0 for Z and for -00:00). */
MUST_USE err civil_rfc3339_parse(struct cx *cx, str text, instant *at_out,
                                 int32_t *offset_s_out);

/* What a report or a text may give as a time, with its precision kept as the
 * length of the span:
 *
 *     2025-01-19                    that civil day in `tz` (23 to 25 hours)
 *     2025-01-19T08:30              that minute in `tz`; a blank for the T too
 *     2025-01-19T08:30:15           that second in `tz`
 *     2025-01-19T08:30+02:00        that minute, whatever `tz` is; Z for UTC
 *     2025-01-19T08:30:15+02:00     that second; RFC 3339, fractions included
 *
 * `*how_out`, if not NULL, is the outcome of reading the hour in the zone, and
 * CIVIL_PLAIN where no zone was needed. A skipped minute is read by the rule
 * above. */
enum civil_how { CIVIL_PLAIN, CIVIL_GAP, CIVIL_OVERLAP };

MUST_USE err civil_span_parse(struct cx *cx, str text, const struct tz *tz,
                              struct civil_span *span_out,
                              enum civil_how *how_out);

/* "January" to "December", for month 1 to 12. */
const char *civil_month_name(unsigned month);

/* Each writes into `room`, ends it with NUL, and returns the text in it. */

/* `2025-01-19` */
str civil_date_print(struct civil_date date, char room[CIVIL_PRINT_SIZE]);

/* `08:30`, or `08:30:15` where the second is not 0. */
str civil_clock_print(struct civil_clock clock, char room[CIVIL_PRINT_SIZE]);

/* `2025-01-19 08:30`, with seconds where they are not 0. */
str civil_print(struct civil civil, char room[CIVIL_PRINT_SIZE]);

/* `2025-01-19T08:30:00+02:00`, in local time of `tz`, or with Z where the
 * offset is 0. An offset that is no whole minute (local mean time, before
 * zones were laid down) has no form in RFC 3339: such instants print in UTC.
 * civil_rfc3339_parse() gives the instant back. */
str civil_rfc3339_print(const struct tz *tz, instant at,
                        char room[CIVIL_PRINT_SIZE]);

/* "Monday" ... "Sunday", English; other languages have their own tables. */
str civil_weekday_name(unsigned weekday);

/* ---- the calendar ---- */

/* Whether the day exists and its year is 1900 to 2999. */
bool civil_date_is_valid(struct civil_date date);

/* Days since 1970-01-01, which is 0; earlier days are negative. */
int64_t civil_days(struct civil_date date);

/* The inverse. Days outside the years 0 to 9999 give the nearest inside. */
struct civil_date civil_from_days(int64_t days);

/* 1 for Monday to 7 for Sunday, as in ISO 8601. */
unsigned civil_weekday(struct civil_date date);

/* Day `n` where `day1` is day 1: both ends are counted, day 1 is the day
 * itself. Fails with class input if n < 1, limit if past the year 2999. */
MUST_USE err civil_day_n(struct cx *cx, struct civil_date day1, int64_t n,
                         struct civil_date *date_out);

/* Which day `date` is where `day1` is day 1. Days before it give 0, -1 ... */
int64_t civil_day_number(struct civil_date day1, struct civil_date date);

/* ---- local time and instants ---- */

struct civil_resolved {
    instant at;
    enum civil_how how;
    int32_t offset_s; /* with which `at` was found, before a gap's change */
};

/* The instant of a local date and time in a zone, by the rule above. */
struct civil_resolved civil_resolve(const struct tz *tz, struct civil civil);

struct civil_local {
    struct civil civil;
    int32_t offset_s;
    bool is_dst;
    str abbrev; /* static storage */
};

/* What clocks in the zone show at an instant. */
struct civil_local civil_local(const struct tz *tz, instant at);

/* The civil day in a zone. It begins at its first 00:00, or where clocks skip
 * midnight at the first instant after the change (01:00 in Beirut on
 * 2024-03-31); it ends where the next day begins. Days follow each other
 * without gap or overlap. 23 to 25 hours as a rule; empty for a day that a zone
 * left out (Pacific/Apia, 2011-12-30). "By D" ends at its end, "before D" at
 * its begin. */
struct civil_span civil_day_span(const struct tz *tz, struct civil_date date);

/* The instant `n` elapsed days after `from`: the same time on the clock of the
 * zone, n dates later (earlier if negative), skipped and repeated hours by the
 * rule above. n = 0 gives `from`. Fails with class limit outside the years
 * 1900 to 2999. Not a multiple of 24 hours: that is civil_add_hours(). */
MUST_USE err civil_add_days(struct cx *cx, const struct tz *tz, instant from,
                            int64_t n, struct civil_resolved *to_out);

/* The instant exactly n hours, minutes or seconds after `from` (before it if
 * negative), whatever clocks do meanwhile. Fails with class limit outside the
 * years 1900 to 2999 (UTC). */
MUST_USE err civil_add_hours(struct cx *cx, instant from, int64_t n,
                             instant *to_out);
MUST_USE err civil_add_minutes(struct cx *cx, instant from, int64_t n,
                               instant *to_out);
MUST_USE err civil_add_seconds(struct cx *cx, instant from, int64_t n,
                               instant *to_out);

#endif
