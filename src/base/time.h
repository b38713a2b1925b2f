/* base/time.h: the one type of a moment.
 *
 * Not here: calendars, zones, durations (time/). */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdint.h>

/* Seconds since 1970-01-01T00:00:00Z in the proleptic Gregorian calendar,
 * without leap seconds. */
typedef int64_t instant;

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: four-digit years, so every
 * instant can be printed as RFC 3339. Arithmetic that leaves this range is an
 * error where it happens. */
#define INSTANT_MIN ((instant)-62135596800)
#define INSTANT_MAX ((instant)253402300799)

/* What cx->now gives when there is no clock. */
#define INSTANT_NONE ((instant)INT64_MIN)

#endif
