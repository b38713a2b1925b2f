/* report/ics.h: iCalendar, as RFC 5545 writes it.
 *
 * Lines end in CRLF and are folded at 75 bytes, never inside a character;
 * texts are escaped; control characters are left out. Times are in UTC, or
 * whole days. Not here: what is in a calendar (app/node_calendar.c). */
#ifndef REPORT_ICS_H
#define REPORT_ICS_H

#include "base/buf.h"
#include "base/time.h"
#include "time/civil.h"

void ics_begin(struct buf *out, str name);
/* "BEGIN:VEVENT", "STATUS:CONFIRMED": `value` as it stands, by us. */
void ics_line(struct buf *out, const char *name, str value);
/* Of others, escaped. */
void ics_text(struct buf *out, const char *name, str text);
/* 20250119T063000Z */
void ics_time(struct buf *out, const char *name, instant at);
void ics_day(struct buf *out, const char *name, struct civil_date d);
void ics_end(struct buf *out);

#endif
