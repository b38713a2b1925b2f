/* fuzz/fuzz_time.c: the readers of dates, hours and instants, and what local
 * time makes of what they accept. The first byte chooses the zone. */
#include "base/cx.h"
#include "time/civil.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* What is printed of an instant gives it back, and its day holds it. */
static void check_instant(struct cx *cx, const struct tz *tz, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    instant back;
    struct civil_local l = civil_local(tz, at);
    struct tz_stretch s = tz_stretch_at(tz, at);

    must(s.begin <= at && at < s.end);
    if (l.civil.date.year < CIVIL_YEAR_MIN ||
        l.civil.date.year > CIVIL_YEAR_MAX)
        return;
    str text = civil_rfc3339_print(tz, at, room);
    if (!is_ok(civil_rfc3339_parse(cx, text, &back, NULL)))
        /* Printed in UTC, whose year may be the neighbour's. */
        must(text.p[text.n - 1] == 'Z');
    else
        must(back == at);
    struct civil_resolved r = civil_resolve(tz, l.civil);
    must(r.at == at || (r.how == CIVIL_OVERLAP && r.at < at));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch;
    char room[CIVIL_PRINT_SIZE];
    struct civil_date date;
    struct civil_clock clock;
    struct civil_span span;
    enum civil_how how;
    const struct tz *tz = tz_utc();
    bool seconds;
    instant at;

    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    str s = {(const char *)data, size};
    if (size > 0) {
        tz = tz_nth((size_t)data[0] * tz_count() / 256);
        s = str_sub(s, 1, s.n);
    }
    if (is_ok(civil_date_parse(&cx, s, &date))) {
        must(civil_date_is_valid(date));
        must(str_eq(civil_date_print(date, room), s));
    }
    if (is_ok(civil_clock_parse(&cx, s, &clock, &seconds)))
        must(str_starts(s, str_sub(civil_clock_print(clock, room), 0, 5)));
    if (is_ok(civil_rfc3339_parse(&cx, s, &at, NULL)))
        check_instant(&cx, tz, at);
    if (is_ok(civil_span_parse(&cx, s, tz, &span, &how))) {
        must(span.begin < span.end || how == CIVIL_PLAIN);
        must(span.begin <= span.end);
        check_instant(&cx, tz, span.begin);
    }
    const struct tz *found;
    if (is_ok(tz_find(&cx, s, &found)))
        must(str_eq(tz_name(found), s));
    else
        must(cx.fault.hint[0] != '\0');
    cx_release(&cx);
    return 0;
}
