/* Civil time: the calendar, local hours and instants. See civil.h.
 *
 * This is the one file in which a local hour becomes an instant. Reading and
 * printing texts is civil_text.c's.
 *
 * All arithmetic is on 64-bit seconds. Instants are kept within INSTANT_MIN and
 * INSTANT_MAX, some 3e11, so sums of a few of them cannot overflow; counts that
 * come from outside are checked first.
 */
#include "time/civil.h"

#include "base/cx.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };

/* No zone is or was more than 16 hours from UTC (Manila, Juneau: a little
 * less); a bound with room, checked against the table by a test. */
enum { REACH_S = 26 * HOUR_S };

/* Days of 0001-01-02 and 9999-12-30: a day inside of what an instant can be,
 * so that no zone carries a local date out. */
static const int64_t DAYS_MIN = INSTANT_MIN / DAY_S + 1;
static const int64_t DAYS_MAX = INSTANT_MAX / DAY_S - 1;

static int64_t clamp(int64_t v, int64_t min, int64_t max)
{
    return v < min ? min : v > max ? max : v;
}

/* Quotient towards the past, for days before 1970. b > 0. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* ---- the calendar ---- */

/* Both conversions count in years that begin in March, so that the leap day
 * comes last, and in eras of 400 years, which are 146,097 days each. */

int64_t civil_days(struct civil_date date)
{
    int64_t month = clamp(date.month, 1, 12);
    int64_t year = date.year - (month <= 2);
    int64_t era = floor_div(year, 400);
    int64_t of_era = year - era * 400;
    int64_t march = month > 2 ? month - 3 : month + 9;
    int64_t of_year = (153 * march + 2) / 5 + date.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468; /* from 0000-03-01 to 1970-01-01 */
}

struct civil_date civil_from_days(int64_t days)
{
    int64_t n = clamp(days, DAYS_MIN, DAYS_MAX) + 719468;
    int64_t era = floor_div(n, 146097);
    int64_t of_era = n - era * 146097;
    int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t march = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * march + 2) / 5 + 1;
    int64_t month = march < 10 ? march + 3 : march - 9;

    year += era * 400 + (month <= 2);
    return (struct civil_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

bool civil_date_is_valid(struct civil_date date)
{
    if (date.year < CIVIL_YEAR_MIN || date.year > CIVIL_YEAR_MAX ||
        date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    struct civil_date same = civil_from_days(civil_days(date));
    return same.month == date.month && same.day == date.day;
}

unsigned civil_weekday(struct civil_date date)
{
    /* 1970-01-01 was a Thursday. */
    int64_t n = civil_days(date) + 3;
    return (unsigned)(n - 7 * floor_div(n, 7)) + 1;
}

/* The date so many days after 1970 if its year may be used, or a failure that
 * says what was asked. */
static err date_within(struct cx *cx, struct civil_date from, int64_t n,
                       struct civil_date *date_out)
{
    int64_t days;

    if (add_ok(civil_days(from), n, &days)) {
        struct civil_date date = civil_from_days(days);

        if (date.year >= CIVIL_YEAR_MIN && date.year <= CIVIL_YEAR_MAX) {
            *date_out = date;
            return OK;
        }
    }
    char room[CIVIL_PRINT_SIZE];
    return fail_hint(cx, ERR_LIMIT, "check the number of days",
                     "%lld days from %s lies outside the years %d to %d",
                     (long long)n, civil_date_print(from, room).p,
                     CIVIL_YEAR_MIN, CIVIL_YEAR_MAX);
}

err civil_day_n(struct cx *cx, struct civil_date day1, int64_t n,
                struct civil_date *date_out)
{
    if (n < 1)
        return fail_hint(
            cx, ERR_INPUT, "day 1 is the day that the count begins with",
            "there is no day %lld: days count from 1", (long long)n);
    TRY(cx, date_within(cx, day1, n - 1, date_out));
    return OK;
}

int64_t civil_day_number(struct civil_date day1, struct civil_date date)
{
    return civil_days(date) - civil_days(day1) + 1;
}

/* ---- local time ---- */

/* What a clock that shows UTC would call the local date and time, as seconds
 * since 1970: local hours as a number. */
static int64_t local_seconds(struct civil c)
{
    int64_t days = clamp(civil_days(c.date), DAYS_MIN, DAYS_MAX);

    return days * DAY_S + c.clock.hour * HOUR_S + c.clock.minute * MINUTE_S +
           c.clock.second;
}

static struct civil from_local_seconds(int64_t local)
{
    int64_t days = floor_div(local, DAY_S);
    int64_t rest = local - days * DAY_S;

    return (struct civil){civil_from_days(days),
                          {(uint8_t)(rest / HOUR_S),
                           (uint8_t)(rest % HOUR_S / MINUTE_S),
                           (uint8_t)(rest % MINUTE_S)}};
}

struct civil_resolved civil_resolve(const struct tz *tz, struct civil civil)
{
    int64_t local = local_seconds(civil);
    struct civil_resolved found = {0};
    size_t times = 0;

    /* Every stretch in which the clocks could have shown it, in order of
     * time. Read in a stretch's offset, the local time is an instant; it
     * counts if that instant lies in the stretch. */
    struct tz_stretch s = tz_stretch_at(tz, local - REACH_S);
    for (;;) {
        instant at = local - s.offset_s;

        if (at >= s.begin && at < s.end) {
            if (times == 0)
                found = (struct civil_resolved){at, CIVIL_PLAIN, s.offset_s};
            times++;
        }
        if (s.end > local + REACH_S)
            break;
        struct tz_stretch next = tz_stretch_at(tz, s.end);
        if (times == 0 && at >= s.end && local - next.offset_s < s.end)
            found = (struct civil_resolved){at, CIVIL_GAP, s.offset_s};
        s = next;
    }
    if (times > 1)
        found.how = CIVIL_OVERLAP;
    ASSERT(times > 0 || found.how == CIVIL_GAP);
    return found;
}

struct civil_local civil_local(const struct tz *tz, instant at)
{
    struct tz_stretch s = tz_stretch_at(tz, at);
    instant inside = clamp(at, INSTANT_MIN, INSTANT_MAX);

    return (struct civil_local){from_local_seconds(inside + s.offset_s),
                                s.offset_s, s.is_dst, s.abbrev};
}

/* The first instant at which clocks show this date or a later one. That is
 * the first 00:00, or the end of the gap in which 00:00 lies. */
static instant day_begin(const struct tz *tz, int64_t days)
{
    int64_t local = clamp(days, DAYS_MIN, DAYS_MAX) * DAY_S;
    struct tz_stretch s = tz_stretch_at(tz, local - REACH_S);

    for (;;) {
        instant at = local - s.offset_s;

        at = at < s.begin ? s.begin : at;
        if (at < s.end)
            return at;
        s = tz_stretch_at(tz, s.end);
    }
}

struct civil_span civil_day_span(const struct tz *tz, struct civil_date date)
{
    int64_t days = civil_days(date);

    return (struct civil_span){day_begin(tz, days), day_begin(tz, days + 1)};
}

/* ---- durations ---- */

err civil_add_days(struct cx *cx, const struct tz *tz, instant from, int64_t n,
                   struct civil_resolved *to_out)
{
    struct civil_local l = civil_local(tz, from);

    if (n == 0) {
        /* Also where `from` is the second occurrence of its local hour. */
        *to_out = (struct civil_resolved){from, CIVIL_PLAIN, l.offset_s};
        return OK;
    }
    TRY(cx, date_within(cx, l.civil.date, n, &l.civil.date));
    *to_out = civil_resolve(tz, l.civil);
    return OK;
}

static err add_exact(struct cx *cx, instant from, int64_t n, int64_t unit_s,
                     const char *unit, instant *to_out)
{
    int64_t seconds;
    instant to;

    if (mul_ok(n, unit_s, &seconds) && add_ok(from, seconds, &to)) {
        int16_t year = civil_from_days(floor_div(to, DAY_S)).year;

        if (year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX) {
            *to_out = to;
            return OK;
        }
    }
    char room[CIVIL_PRINT_SIZE];
    return fail_hint(cx, ERR_LIMIT, "check the number",
                     "%lld %s from %s lies outside the years %d to %d",
                     (long long)n, unit,
                     civil_rfc3339_print(tz_utc(), from, room).p,
                     CIVIL_YEAR_MIN, CIVIL_YEAR_MAX);
}

err civil_add_hours(struct cx *cx, instant from, int64_t n, instant *to_out)
{
    return add_exact(cx, from, n, HOUR_S, "hours", to_out);
}

err civil_add_minutes(struct cx *cx, instant from, int64_t n, instant *to_out)
{
    return add_exact(cx, from, n, MINUTE_S, "minutes", to_out);
}

err civil_add_seconds(struct cx *cx, instant from, int64_t n, instant *to_out)
{
    return add_exact(cx, from, n, 1, "seconds", to_out);
}
