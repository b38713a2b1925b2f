/* Time zones: the IANA database, compiled in.
 *
 * A zone is a constant that lives as long as the program: it is found by name,
 * passed by pointer and never freed. Nothing here looks at the process's
 * locale, its TZ variable or the files of the machine, so that one text gives
 * one deadline everywhere. Which release is compiled in is tz_release(); a
 * later one enters by tools/mktz
 * (docs/decisions/0010-time-zones-compiled-in.md).
 *
 * Offsets are seconds east of UTC. Instants are base/time.h's: seconds since
 * 1970-01-01T00:00:00Z, every day counted as 86,400 of them (leap seconds have
 * no number of their own, as in POSIX).
 *
 * Read next: civil.h, which turns local dates and hours into instants.
 */
#ifndef TIME_TZ_H
#define TIME_TZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

struct cx;
struct tz;

/* A stretch of time in which a zone's clocks kept one offset: [begin, end).
 * The first stretch of a zone begins at INT64_MIN, the last one of a zone that
 * no longer changes ends at INT64_MAX. */
struct tz_stretch {
    instant begin, end;
    int32_t offset_s;
    bool is_dst;
    str abbrev; /* "EET", "+03"; static storage */
};

/* The release of the database, "2026f"; static storage. */
str tz_release(void);

/* The zone of exactly this name, links included ("Asia/Tel_Aviv"). Names
 * differ by case, as in the database. An unknown name is an error of class
 * not found, whose message offers the nearest name if one is near. */
MUST_USE err tz_find(struct cx *cx, str name, const struct tz **tz_out);

/* The known name nearest to `name`, for messages of one's own: equal but for
 * case, or but for the region before the last slash ("Gaza"), or a few letters
 * apart. False if nothing is near; `*near_out` is then left alone. */
bool tz_suggest(str name, str *near_out);

/* "Etc/UTC". */
const struct tz *tz_utc(void);

/* The name by which the zone was found; static storage. */
str tz_name(const struct tz *tz);

/* Whether both have the same history and future, as a link and its target. */
bool tz_is_same(const struct tz *a, const struct tz *b);

/* All names in byte order: i < tz_count(). */
size_t tz_count(void);
const struct tz *tz_nth(size_t i);

/* The stretch that holds `at`. Before the first known change the zone's
 * first offset holds (local mean time as a rule); after the last one its
 * yearly rule goes on for ever. Neighbouring stretches may have one offset and
 * differ in abbreviation or is_dst only, or, rarely, in nothing.
 * Instants outside INSTANT_MIN to INSTANT_MAX are taken as the nearest. */
struct tz_stretch tz_stretch_at(const struct tz *tz, instant at);

#endif
