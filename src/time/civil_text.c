/* Civil time as text: reading and printing. See civil.h.
 *
 * Reading is strict: fixed columns, ASCII digits, nothing left over. Each
 * failure quotes the text (its beginning, if long), says what is wrong with it
 * and what would be right. No locale is asked.
 */
#include "time/civil.h"

#include "base/cx.h"

#include <stdio.h>

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, QUOTED = 48 };

/* What is quoted in a message. */
#define QUOTE(text) STR_ARG(str_sub((text), 0, QUOTED))

static const char DATE_HINT[] = "write year-month-day, as 2025-01-19";
static const char CLOCK_HINT[] = "write hours:minutes, as 08:30, or "
                                 "hours:minutes:seconds, as 08:30:15";
static const char RFC3339_HINT[] = "write as 2025-01-19T08:30:00+02:00, or "
                                   "with Z for UTC";

/* Reads n digits at offset i. */
static bool digits(str s, size_t i, size_t n, unsigned *out)
{
    unsigned v = 0;

    if (s.n < i + n)
        return false;
    for (size_t k = i; k < i + n; k++) {
        if (s.p[k] < '0' || s.p[k] > '9')
            return false;
        v = v * 10 + (unsigned)(s.p[k] - '0');
    }
    *out = v;
    return true;
}

static bool is_at(str s, size_t i, char c)
{
    return i < s.n && s.p[i] == c;
}

static unsigned month_days(unsigned year, unsigned month)
{
    struct civil_date first = {(int16_t)year, (uint8_t)month, 1};
    struct civil_date next = {(int16_t)(year + month / 12),
                              (uint8_t)(month % 12 + 1), 1};

    return (unsigned)(civil_days(next) - civil_days(first));
}

static const char *const MONTHS[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

const char *civil_month_name(unsigned month)
{
    return MONTHS[month - 1];
}

/* The first ten bytes of `text`, which may go on. */
static err date_read(struct cx *cx, str text, struct civil_date *date_out)
{
    unsigned year, month, day;

    if (!digits(text, 0, 4, &year) || !is_at(text, 4, '-') ||
        !digits(text, 5, 2, &month) || !is_at(text, 7, '-') ||
        !digits(text, 8, 2, &day))
        return fail_hint(cx, ERR_INPUT, DATE_HINT, "'%.*s' is not a date",
                         QUOTE(text));
    if (year < CIVIL_YEAR_MIN || year > CIVIL_YEAR_MAX)
        return fail_hint(cx, ERR_INPUT, "check the year",
                         "'%.*s': the year %u is outside %d to %d", QUOTE(text),
                         year, CIVIL_YEAR_MIN, CIVIL_YEAR_MAX);
    if (month < 1 || month > 12)
        return fail_hint(cx, ERR_INPUT, DATE_HINT,
                         "'%.*s': there is no month %02u", QUOTE(text), month);
    if (day < 1)
        return fail_hint(cx, ERR_INPUT, DATE_HINT, "'%.*s': there is no day 00",
                         QUOTE(text));
    if (day > month_days(year, month))
        return fail_hint(cx, ERR_INPUT, "check the day and the month",
                         "'%.*s' does not exist: %s %u has %u days",
                         QUOTE(text), MONTHS[month - 1], year,
                         month_days(year, month));
    *date_out =
        (struct civil_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return OK;
}

err civil_date_parse(struct cx *cx, str text, struct civil_date *date_out)
{
    struct civil_date date;

    if (text.n != 10)
        return fail_hint(cx, ERR_INPUT, DATE_HINT, "'%.*s' is not a date",
                         QUOTE(text));
    TRY(cx, date_read(cx, text, &date));
    *date_out = date;
    return OK;
}

err civil_clock_parse(struct cx *cx, str text, struct civil_clock *clock_out,
                      bool *seconds_given_out)
{
    unsigned hour, minute;
    unsigned second = 0;
    bool seconds_given = text.n == 8;

    if ((text.n != 5 && text.n != 8) || !digits(text, 0, 2, &hour) ||
        !is_at(text, 2, ':') || !digits(text, 3, 2, &minute) ||
        (seconds_given &&
         (!is_at(text, 5, ':') || !digits(text, 6, 2, &second))))
        return fail_hint(cx, ERR_INPUT, CLOCK_HINT,
                         "'%.*s' is not a time of day", QUOTE(text));
    if (hour == 24)
        return fail_hint(cx, ERR_INPUT,
                         "write 00:00 of the next day, or name the day alone",
                         "'%.*s': hours go from 00 to 23", QUOTE(text));
    if (hour > 23)
        return fail_hint(cx, ERR_INPUT, CLOCK_HINT,
                         "'%.*s': hours go from 00 to 23", QUOTE(text));
    if (minute > 59)
        return fail_hint(cx, ERR_INPUT, CLOCK_HINT,
                         "'%.*s': minutes go from 00 to 59", QUOTE(text));
    if (second > 59)
        return fail_hint(cx, ERR_INPUT,
                         "leap seconds are not counted: write second 59",
                         "'%.*s': seconds go from 00 to 59", QUOTE(text));
    *clock_out =
        (struct civil_clock){(uint8_t)hour, (uint8_t)minute, (uint8_t)second};
    if (seconds_given_out != NULL)
        *seconds_given_out = seconds_given;
    return OK;
}

/* `Z` or `+02:00`. */
static bool offset_read(str s, int32_t *offset_s_out)
{
    unsigned hour, minute;

    if (s.n == 1 && (s.p[0] == 'Z' || s.p[0] == 'z')) {
        *offset_s_out = 0;
        return true;
    }
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
        !digits(s, 1, 2, &hour) || !digits(s, 4, 2, &minute) || hour > 23 ||
        minute > 59)
        return false;
    int32_t east = (int32_t)(hour * HOUR_S + minute * MINUTE_S);
    *offset_s_out = s.p[0] == '-' ? -east : east;
    return true;
}

/* The instant of a date and time of day in UTC. */
static instant utc_instant(struct civil c)
{
    return civil_days(c.date) * DAY_S + c.clock.hour * HOUR_S +
           c.clock.minute * MINUTE_S + c.clock.second;
}

err civil_rfc3339_parse(struct cx *cx, str text, instant *at_out,
                        int32_t *offset_s_out)
{
    struct civil_date date;
    struct civil_clock clock;
    int32_t offset_s;

    TRY(cx, date_read(cx, text, &date));
    if (!is_at(text, 10, 'T') && !is_at(text, 10, 't'))
        return fail_hint(cx, ERR_INPUT, RFC3339_HINT,
                         "'%.*s': no T and time of day after the date",
                         QUOTE(text));
    str after = str_sub(text, 19, text.n);
    if (text.n < 19 || !is_at(text, 16, ':'))
        return fail_hint(cx, ERR_INPUT, RFC3339_HINT,
                         "'%.*s': the time needs hours, minutes and seconds",
                         QUOTE(text));
    TRY(cx, civil_clock_parse(cx, str_sub(text, 11, 19), &clock, NULL));
    if (is_at(after, 0, '.')) {
        size_t n = 1;

        while (n < after.n && after.p[n] >= '0' && after.p[n] <= '9')
            n++;
        if (n == 1 || n > 10)
            return fail_hint(cx, ERR_INPUT, RFC3339_HINT,
                             "'%.*s': a fraction has one to nine digits",
                             QUOTE(text));
        after = str_sub(after, n, after.n);
    }
    if (after.n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "put the offset behind it, as +02:00, or Z for UTC",
                         "'%.*s' has no offset from UTC", QUOTE(text));
    if (!offset_read(after, &offset_s))
        return fail_hint(cx, ERR_INPUT, RFC3339_HINT,
                         "'%.*s': '%.*s' is not an offset from UTC",
                         QUOTE(text), QUOTE(after));
    *at_out = utc_instant((struct civil){date, clock}) - offset_s;
    if (offset_s_out != NULL)
        *offset_s_out = offset_s;
    return OK;
}

/* A date, then T or a blank, then hours and minutes: text is long enough. */
static err span_read(struct cx *cx, str text, const struct tz *tz,
                     struct civil_span *span_out, enum civil_how *how_out)
{
    struct civil civil;
    bool seconds_given;
    int32_t offset_s;

    TRY(cx, date_read(cx, text, &civil.date));
    if (!is_at(text, 10, 'T') && !is_at(text, 10, ' '))
        return fail_hint(
            cx, ERR_INPUT, "write as 2025-01-19T08:30, or the date alone",
            "'%.*s': no T between date and time of day", QUOTE(text));
    size_t end = is_at(text, 16, ':') ? 19 : 16;
    str after = str_sub(text, end, text.n);
    TRY(cx, civil_clock_parse(cx, str_sub(text, 11, end), &civil.clock,
                              &seconds_given));
    int64_t length = seconds_given ? 1 : MINUTE_S;
    if (after.n == 0) {
        struct civil_resolved r = civil_resolve(tz, civil);

        *span_out = (struct civil_span){r.at, r.at + length};
        *how_out = r.how;
        return OK;
    }
    if (!offset_read(after, &offset_s))
        return fail_hint(cx, ERR_INPUT,
                         "end with the offset, as +02:00, with Z for UTC, or "
                         "with neither for the agreement's own time zone",
                         "'%.*s': '%.*s' is not an offset from UTC",
                         QUOTE(text), QUOTE(after));
    instant at = utc_instant(civil) - offset_s;
    *span_out = (struct civil_span){at, at + length};
    *how_out = CIVIL_PLAIN;
    return OK;
}

err civil_span_parse(struct cx *cx, str text, const struct tz *tz,
                     struct civil_span *span_out, enum civil_how *how_out)
{
    enum civil_how how = CIVIL_PLAIN;

    if (text.n == 10) {
        struct civil_date date;

        TRY(cx, civil_date_parse(cx, text, &date));
        *span_out = civil_day_span(tz, date);
    } else if (is_at(text, 19, '.')) {
        instant at;

        TRY(cx, civil_rfc3339_parse(cx, text, &at, NULL));
        *span_out = (struct civil_span){at, at + 1};
    } else if (text.n >= 16) {
        TRY(cx, span_read(cx, text, tz, span_out, &how));
    } else {
        return fail_hint(cx, ERR_INPUT,
                         "write a date, as 2025-01-19, or a date and time, as "
                         "2025-01-19T08:30 or 2025-01-19T08:30:00+02:00",
                         "'%.*s' is not a date or time", QUOTE(text));
    }
    if (how_out != NULL)
        *how_out = how;
    return OK;
}

/* ---- printing ---- */

/* What snprintf says it wrote, always less than the room it was given. */
static str printed(const char *room, int n)
{
    ASSERT(n > 0 && n < CIVIL_PRINT_SIZE);
    return (str){room, (size_t)n};
}

str civil_date_print(struct civil_date date, char room[CIVIL_PRINT_SIZE])
{
    return printed(room, snprintf(room, CIVIL_PRINT_SIZE, "%04d-%02u-%02u",
                                  date.year, date.month, date.day));
}

str civil_clock_print(struct civil_clock clock, char room[CIVIL_PRINT_SIZE])
{
    int n = clock.second == 0
                ? snprintf(room, CIVIL_PRINT_SIZE, "%02u:%02u", clock.hour,
                           clock.minute)
                : snprintf(room, CIVIL_PRINT_SIZE, "%02u:%02u:%02u", clock.hour,
                           clock.minute, clock.second);

    return printed(room, n);
}

str civil_print(struct civil civil, char room[CIVIL_PRINT_SIZE])
{
    char date[CIVIL_PRINT_SIZE];
    char clock[CIVIL_PRINT_SIZE];

    civil_date_print(civil.date, date);
    civil_clock_print(civil.clock, clock);
    return printed(room,
                   snprintf(room, CIVIL_PRINT_SIZE, "%.10s %.8s", date, clock));
}

str civil_rfc3339_print(const struct tz *tz, instant at,
                        char room[CIVIL_PRINT_SIZE])
{
    struct civil_local l = civil_local(tz, at);

    if (l.offset_s % MINUTE_S != 0)
        l = civil_local(tz_utc(), at);
    int n = snprintf(room, CIVIL_PRINT_SIZE, "%04d-%02u-%02uT%02u:%02u:%02u",
                     l.civil.date.year, l.civil.date.month, l.civil.date.day,
                     l.civil.clock.hour, l.civil.clock.minute,
                     l.civil.clock.second);
    if (l.offset_s == 0)
        n += snprintf(room + n, (size_t)(CIVIL_PRINT_SIZE - n), "Z");
    else {
        unsigned off_min =
            (unsigned)(l.offset_s < 0 ? -l.offset_s : l.offset_s) / MINUTE_S;

        n += snprintf(room + n, (size_t)(CIVIL_PRINT_SIZE - n), "%c%02u:%02u",
                      l.offset_s < 0 ? '-' : '+', off_min / 60, off_min % 60);
    }
    return printed(room, n);
}

str civil_weekday_name(unsigned weekday)
{
    static const char NAMES[7][12] = {"Monday",   "Tuesday", "Wednesday",
                                      "Thursday", "Friday",  "Saturday",
                                      "Sunday"};

    return str_of(NAMES[(weekday + 6) % 7]);
}
