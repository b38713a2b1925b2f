/* Time: the calendar, texts, local hours, and the hours of real agreements.
 *
 * Here single facts; that all zones are right at tens of thousands of instants
 * is test_tz_oracle.c's. */
#include "tests/test.h"
#include "time/civil.h"
#include "time/tz_int.h"

static const struct tz *zone(const char *name)
{
    const struct tz *tz = tz_utc();

    CHECK_OK(test_cx(), tz_find(test_cx(), str_of(name), &tz));
    return tz;
}

static struct civil_date date(const char *text)
{
    struct civil_date d = {1900, 1, 1};

    CHECK_OK(test_cx(), civil_date_parse(test_cx(), str_of(text), &d));
    return d;
}

static instant at(const char *rfc3339)
{
    instant t = 0;

    CHECK_OK(test_cx(),
             civil_rfc3339_parse(test_cx(), str_of(rfc3339), &t, NULL));
    return t;
}

static void check_at(int line, const struct tz *tz, instant got,
                     const char *want)
{
    char room[CIVIL_PRINT_SIZE];

    test_check_str(__FILE__, line, "instant",
                   civil_rfc3339_print(tz, got, room), str_of(want));
}

#define CHECK_AT(tz, got, want) check_at(__LINE__, (tz), (got), (want))

static struct civil_span span(const char *text, const struct tz *tz)
{
    struct civil_span s = {0, 0};

    CHECK_OK(test_cx(),
             civil_span_parse(test_cx(), str_of(text), tz, &s, NULL));
    return s;
}

/* ---- calendar ---- */

/* Every day of the range, against a calendar kept by counting. */
void test_time__calendar_by_counting(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int64_t n = -25567; /* 1900-01-01, a Monday */
    unsigned weekday = 1;

    for (int y = 1900; y <= 2999; y++) {
        bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

        for (int m = 1; m <= 12; m++) {
            int last = lengths[m - 1] + (m == 2 && leap);

            for (int d = 1; d <= 32; d++) {
                struct civil_date c = {(int16_t)y, (uint8_t)m, (uint8_t)d};

                if (civil_date_is_valid(c) != (d <= last)) {
                    FAIL("%04d-%02d-%02d: valid or not", y, m, d);
                    return;
                }
                if (d > last)
                    break;
                struct civil_date back = civil_from_days(n);
                if (civil_days(c) != n || back.year != y || back.month != m ||
                    back.day != d || civil_weekday(c) != weekday) {
                    FAIL("%04d-%02d-%02d is not day %" PRId64, y, m, d, n);
                    return;
                }
                n++;
                weekday = weekday % 7 + 1;
            }
        }
    }
    CHECK_INT(n, civil_days((struct civil_date){3000, 1, 1}));
    CHECK(!civil_date_is_valid((struct civil_date){1899, 12, 31}));
    CHECK(!civil_date_is_valid((struct civil_date){3000, 1, 1}));
    CHECK(!civil_date_is_valid((struct civil_date){2025, 0, 1}));
    CHECK(!civil_date_is_valid((struct civil_date){2025, 13, 1}));
    CHECK(!civil_date_is_valid((struct civil_date){2025, 1, 0}));
}

void test_time__days_far_away_are_held(void)
{
    CHECK_INT(civil_from_days(INT64_MAX).year, 9999);
    CHECK_INT(civil_from_days(INT64_MIN).year, 1);
    const struct tz *tz = zone("Pacific/Kiritimati");
    CHECK_INT(civil_local(tz, INT64_MAX).civil.date.year, 9999);
    CHECK_INT(civil_local(tz, INT64_MIN).civil.date.year, 1);
    struct civil odd = {{INT16_MAX, 255, 255}, {23, 59, 59}};
    CHECK(civil_resolve(tz, odd).at <= INSTANT_MAX);
    odd.date.year = INT16_MIN;
    CHECK(civil_resolve(tz, odd).at >= INSTANT_MIN);
    struct civil_span s = civil_day_span(tz, odd.date);
    CHECK(s.begin <= s.end);
}

void test_time__weekday(void)
{
    CHECK_INT(civil_weekday(date("2025-01-19")), 7);
    CHECK_INT(civil_weekday(date("1999-06-09")), 3);
    CHECK_STR(civil_weekday_name(7), STR("Sunday"));
    CHECK_STR(civil_weekday_name(3), STR("Wednesday"));
    CHECK_STR(civil_weekday_name(1), STR("Monday"));
}

void test_time__day_n(void)
{
    struct cx *cx = test_cx();
    struct civil_date d = {0};
    char room[CIVIL_PRINT_SIZE];
    static const struct {
        int64_t n;
        const char *want;
    } cases[] = {{1, "2025-01-19"},  {2, "2025-01-20"},  {7, "2025-01-25"},
                 {16, "2025-02-03"}, {42, "2025-03-01"}, {50, "2025-03-09"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("day %d", (int)cases[i].n);
        CHECK_OK(cx, civil_day_n(cx, date("2025-01-19"), cases[i].n, &d));
        CHECK_STR(civil_date_print(d, room), str_of(cases[i].want));
        CHECK_INT(civil_day_number(date("2025-01-19"), d), cases[i].n);
    }
    CASE("day 0 and earlier");
    CHECK_FAILS(cx, civil_day_n(cx, d, 0, &d), ERR_INPUT);
    CHECK_FAILS(cx, civil_day_n(cx, d, -1, &d), ERR_INPUT);
    CHECK_FAILS(cx, civil_day_n(cx, d, INT64_MIN, &d), ERR_INPUT);
    CHECK_INT(civil_day_number(date("2025-01-19"), date("2025-01-18")), 0);
    CASE("the end of the range");
    CHECK_OK(cx, civil_day_n(cx, date("2999-12-30"), 2, &d));
    CHECK_FAILS(cx, civil_day_n(cx, date("2999-12-30"), 3, &d), ERR_LIMIT);
    CHECK_FAILS(cx, civil_day_n(cx, d, INT64_MAX, &d), ERR_LIMIT);
    CHECK_INT(d.day, 31); /* left alone by the failures */
}

/* ---- texts ---- */

void test_time__date_texts(void)
{
    struct cx *cx = test_cx();
    static const char *const good[] = {"1900-01-01", "2025-01-19", "2024-02-29",
                                       "2000-02-29", "2999-12-31"};
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "is not a date"},
        {"2025-1-19", "is not a date"},
        {"2025-01-190", "is not a date"},
        {"2025/01/19", "is not a date"},
        {" 2025-01-1", "is not a date"},
        {"20250-1-19", "is not a date"},
        {"2025-01-1x", "is not a date"},
        {"+025-01-19", "is not a date"},
        {"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5\xd9\xa1", "is not a date"},
        {"1899-12-31", "outside 1900 to 2999"},
        {"3000-01-01", "outside 1900 to 2999"},
        {"2025-00-10", "no month 00"},
        {"2025-13-10", "no month 13"},
        {"2025-01-00", "no day 00"},
        {"2025-01-32", "January 2025 has 31 days"},
        {"2025-02-29", "February 2025 has 28 days"},
        {"2100-02-29", "February 2100 has 28 days"},
        {"2024-02-30", "February 2024 has 29 days"},
        {"2025-12-32", "December 2025 has 31 days"},
        {"2999-12-32", "December 2999 has 31 days"},
    };
    struct civil_date d = {0};
    char room[CIVIL_PRINT_SIZE];

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        CASE("%s", good[i]);
        CHECK_OK(cx, civil_date_parse(cx, str_of(good[i]), &d));
        CHECK_STR(civil_date_print(d, room), str_of(good[i]));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("not %s", bad[i].text);
        d = (struct civil_date){2001, 2, 3};
        CHECK_FAILS(cx, civil_date_parse(cx, str_of(bad[i].text), &d),
                    ERR_INPUT);
        CHECK(strstr(cx->fault.message, bad[i].says) != NULL);
        CHECK(cx->fault.hint[0] != '\0');
        CHECK_INT(d.year, 2001);
    }
}

void test_time__clock_texts(void)
{
    struct cx *cx = test_cx();
    static const struct {
        const char *text;
        bool seconds;
    } good[] = {{"00:00", false},
                {"08:30", false},
                {"23:59", false},
                {"08:30:15", true},
                {"23:59:59", true}};
    static const char *const bad[] = {
        "",       "8:30",     "08.30",    "24:00",    "25:00",     "08:60",
        "08:30:", "08:30:60", "23:59:60", "08:30:1",  "08:30:15Z", "-8:30",
        "08:3o",  "08-30-15", "08:30.15", "08:30:150"};
    struct civil_clock c;
    bool seconds;
    char room[CIVIL_PRINT_SIZE];

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        CASE("%s", good[i].text);
        CHECK_OK(cx, civil_clock_parse(cx, str_of(good[i].text), &c, &seconds));
        CHECK_STR(civil_clock_print(c, room), str_of(good[i].text));
        CHECK(seconds == good[i].seconds);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("not %s", bad[i]);
        CHECK_FAILS(cx, civil_clock_parse(cx, str_of(bad[i]), &c, NULL),
                    ERR_INPUT);
        CHECK(cx->fault.hint[0] != '\0');
    }
    CASE("24:00 says what to write");
    CHECK_FAILS(cx, civil_clock_parse(cx, STR("24:00"), &c, NULL), ERR_INPUT);
    CHECK(strstr(cx->fault.hint, "00:00 of the next day") != NULL);
}

void test_time__rfc3339_texts(void)
{
    struct cx *cx = test_cx();
    static const struct {
        const char *text;
        int64_t want;
        int32_t offset_s;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"1970-01-01t00:00:01z", 1, 0},
        {"1969-12-31T23:59:59Z", -1, 0},
        {"2025-01-19T08:30:00+02:00", 1737268200, 7200},
        {"2025-01-19T06:30:00Z", 1737268200, 0},
        {"2025-01-19T06:30:00-00:00", 1737268200, 0},
        {"2025-01-19T06:30:00.999999999Z", 1737268200, 0},
        {"2025-01-19T08:30:00.5+02:00", 1737268200, 7200},
        {"2025-01-18T19:00:00-11:30", 1737268200, -41400},
        {"1900-01-01T00:00:00+23:59", -2208988800 - 86340, 86340},
        {"2999-12-31T23:59:59-23:59", 32503679999 + 86340, -86340},
    };
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"2025-01-19", "no T and time"},
        {"2025-01-19 08:30:00Z", "no T and time"},
        {"2025-01-19T08:30Z", "hours, minutes and seconds"},
        {"2025-01-19T08:30+02:00", "hours, minutes and seconds"},
        {"2025-01-19T08:30:00", "has no offset"},
        {"2025-01-19T08:30:00.Z", "one to nine digits"},
        {"2025-01-19T08:30:00.1234567890Z", "one to nine digits"},
        {"2025-01-19T08:30:00+0200", "is not an offset"},
        {"2025-01-19T08:30:00+24:00", "is not an offset"},
        {"2025-01-19T08:30:00+02:60", "is not an offset"},
        {"2025-01-19T08:30:00 Z", "is not an offset"},
        {"2025-01-19T08:30:00Zx", "is not an offset"},
        {"2025-01-19T24:00:00Z", "00 to 23"},
        {"2016-12-31T23:59:60Z", "00 to 59"},
        {"2025-02-30T08:30:00Z", "has 28 days"},
        {"1899-12-31T23:59:59Z", "outside 1900"},
        {"Sunday", "is not a date"},
    };
    instant t;
    int32_t offset_s;

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        CASE("%s", good[i].text);
        CHECK_OK(cx,
                 civil_rfc3339_parse(cx, str_of(good[i].text), &t, &offset_s));
        CHECK_INT(t, good[i].want);
        CHECK_INT(offset_s, good[i].offset_s);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CASE("not %s", bad[i].text);
        CHECK_FAILS(cx, civil_rfc3339_parse(cx, str_of(bad[i].text), &t, NULL),
                    ERR_INPUT);
        if (strstr(cx->fault.message, bad[i].says) == NULL)
            FAIL("'%s' does not say '%s'", cx->fault.message, bad[i].says);
        CHECK(cx->fault.hint[0] != '\0');
    }
    CASE("a NUL inside");
    CHECK_FAILS(cx,
                civil_rfc3339_parse(cx, STR("2025-01-19T08:30:00\0"), &t, NULL),
                ERR_INPUT);
}

void test_time__local_times_print(void)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil c = civil_local(zone("Asia/Gaza"), 1737268200).civil;

    CHECK_STR(civil_print(c, room), STR("2025-01-19 08:30"));
    c.clock.second = 5;
    CHECK_STR(civil_print(c, room), STR("2025-01-19 08:30:05"));
}

void test_time__rfc3339_prints(void)
{
    CHECK_AT(zone("Asia/Gaza"), 1737268200, "2025-01-19T08:30:00+02:00");
    CHECK_AT(zone("America/St_Johns"), 1737268200, "2025-01-19T03:00:00-03:30");
    CHECK_AT(tz_utc(), 1737268200, "2025-01-19T06:30:00Z");
    /* Local mean time of Beirut was 2:22 east, of Lisbon -0:36:45. */
    CHECK_AT(zone("Europe/Lisbon"), at("1900-05-01T12:00:00Z"),
             "1900-05-01T12:00:00Z");
    struct test_rand r = {1};
    for (size_t i = 0; i < 2000; i++) {
        const struct tz *tz = tz_nth(test_rand_below(&r, tz_count()));
        instant t = (instant)test_rand_below(&r, 34000000000) - 2200000000;
        char room[CIVIL_PRINT_SIZE];
        instant back = 0;

        CHECK_OK(test_cx(),
                 civil_rfc3339_parse(
                     test_cx(), civil_rfc3339_print(tz, t, room), &back, NULL));
        CHECK_INT(back, t);
    }
}

void test_time__spans_keep_precision(void)
{
    const struct tz *tz = zone("Asia/Gaza");
    struct civil_span s = span("2025-01-19", tz);

    CHECK_AT(tz, s.begin, "2025-01-19T00:00:00+02:00");
    CHECK_AT(tz, s.end, "2025-01-20T00:00:00+02:00");
    s = span("2025-01-19T08:30", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T08:30:00+02:00");
    CHECK_AT(tz, s.end, "2025-01-19T08:31:00+02:00");
    s = span("2025-01-19 08:30:15", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T08:30:15+02:00");
    CHECK_INT(s.end - s.begin, 1);
    s = span("2025-01-19T08:30:15-05:00", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T15:30:15+02:00");
    CHECK_INT(s.end - s.begin, 1);
    s = span("2025-01-19T08:30-05:00", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T15:30:00+02:00");
    CHECK_INT(s.end - s.begin, 60);
    s = span("2025-01-19T08:30Z", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T10:30:00+02:00");
    CHECK_INT(s.end - s.begin, 60);
    s = span("2025-01-19T08:30:00.25Z", tz);
    CHECK_AT(tz, s.begin, "2025-01-19T10:30:00+02:00");
    CHECK_INT(s.end - s.begin, 1);

    static const char *const bad[] = {"",
                                      "2025",
                                      "19 January 2025",
                                      "2025-01-19T08",
                                      "2025-01-19x08:30",
                                      "2025-01-19T08:60",
                                      "2025-02-30",
                                      "2025-02-30T10:00",
                                      "2025-01-19T08:30:00.5",
                                      "2025-01-19T08:30+0200",
                                      "2025-01-19T08:30:0",
                                      "2025-01-19T08:30:00Zz",
                                      "2025-01-19T08:30 Z"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK_FAILS(test_cx(),
                    civil_span_parse(test_cx(), str_of(bad[i]), tz, &s, NULL),
                    ERR_INPUT);

    enum civil_how how;
    CHECK_OK(test_cx(), civil_span_parse(test_cx(), STR("2025-03-28T02:30"),
                                         zone("Asia/Jerusalem"), &s, &how));
    CHECK(how == CIVIL_GAP);
}

/* ---- zones ---- */

void test_time__zones_are_found(void)
{
    struct cx *cx = test_cx();
    const struct tz *tz = NULL;

    CHECK_STR(tz_release(), STR("2026f"));
    CHECK(tz_count() > 590);
    for (size_t i = 0; i < tz_count(); i++) {
        CHECK_OK(cx, tz_find(cx, tz_name(tz_nth(i)), &tz));
        CHECK(tz == tz_nth(i));
        CHECK(i == 0 ||
              str_cmp(tz_name(tz_nth(i - 1)), tz_name(tz_nth(i))) < 0);
    }
    CHECK_STR(tz_name(tz_utc()), STR("Etc/UTC"));
    CHECK(tz_is_same(zone("Asia/Tel_Aviv"), zone("Asia/Jerusalem")));
    CHECK(!tz_is_same(zone("Asia/Gaza"), zone("Asia/Jerusalem")));
}

void test_time__unknown_zones(void)
{
    struct cx *cx = test_cx();
    static const struct {
        const char *name, *hint;
    } cases[] = {
        {"asia/gaza", "did you mean Asia/Gaza?"},
        {"Asia/Gaze", "did you mean Asia/Gaza?"},
        {"Asia/Beyrut", "did you mean Asia/Beirut?"},
        {"Europe/Lisboa", "did you mean Europe/Lisbon?"},
        {"America/New York", "did you mean America/New_York?"},
        {"Gaza", "did you mean Asia/Gaza?"},
        {"khartoum", "did you mean Africa/Khartoum?"},
        {"Jerusalm", "did you mean Asia/Jerusalem?"},
        {"Nowhere/Land", "write the region and a city"},
        {"", "write the region and a city"},
        {"x", "write the region and a city"},
        {"../../etc/passwd", "write the region and a city"},
        {"Asia/Gaza ", "did you mean Asia/Gaza?"},
        {"America/Argentina/ComodRivadaviaaaaaaaaaa",
         "write the region and a city"},
    };
    const struct tz *tz = tz_utc();

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("'%s'", cases[i].name);
        CHECK_FAILS(cx, tz_find(cx, str_of(cases[i].name), &tz), ERR_NOT_FOUND);
        CHECK_STR(str_sub(str_of(cx->fault.hint), 0, strlen(cases[i].hint)),
                  str_of(cases[i].hint));
        CHECK(tz == tz_utc());
    }
}

/* The numbered invariants of tz_int.h, over the whole table. */
void test_time__table_is_sound(void)
{
    for (size_t i = 0; i < tz_count(); i++) {
        const struct tz *tz = tz_nth(i);
        const struct tz_rules *r = &tz_table_rules[tz->rules];

        CHECK(r->kinds > 0 && r->std < r->kinds && r->dst < r->kinds);
        for (size_t k = 0; k < r->kinds; k++) {
            int32_t s = tz_table_kinds[r->kind + k].offset_s;

            CHECK(s > -16 * 3600 && s < 16 * 3600); /* REACH_S in civil.c */
        }
        for (size_t j = r->transition; j < r->transition + r->transitions;
             j++) {
            CHECK(tz_table_kind_at[j] < r->kinds);
            if (j > r->transition) {
                CHECK(tz_table_at[j - 1] < tz_table_at[j]);
                CHECK(tz_table_kind_at[j - 1] != tz_table_kind_at[j] ||
                      j + 1 == (size_t)r->transition + r->transitions);
            }
        }
    }
}

/* Stretches follow each other, hold what is in them, and two in a row differ.
 */
void test_time__stretches_follow_each_other(void)
{
    for (size_t i = 0; i < tz_count(); i++) {
        const struct tz *tz = tz_nth(i);
        instant limit = 4000000000; /* 2096 */
        struct tz_stretch s = tz_stretch_at(tz, INSTANT_MIN);

        CHECK(s.begin == INT64_MIN);
        while (s.end < limit) {
            struct tz_stretch n = tz_stretch_at(tz, s.end);
            struct tz_stretch before = tz_stretch_at(tz, s.end - 1);

            CHECK(before.begin == s.begin && before.end == s.end);
            CHECK(n.begin == s.end && n.end > n.begin);
            s = n;
        }
    }
}

/* ---- hours that clocks skip and repeat ---- */

void test_time__gap_and_overlap(void)
{
    static const struct {
        const char *zone, *local, *want;
        enum civil_how how;
    } cases[] = {
        {"Asia/Jerusalem", "2025-03-28T01:59", "2025-03-28T01:59:00+02:00",
         CIVIL_PLAIN},
        {"Asia/Jerusalem", "2025-03-28T02:00", "2025-03-28T03:00:00+03:00",
         CIVIL_GAP},
        {"Asia/Jerusalem", "2025-03-28T02:30", "2025-03-28T03:30:00+03:00",
         CIVIL_GAP},
        {"Asia/Jerusalem", "2025-03-28T03:00", "2025-03-28T03:00:00+03:00",
         CIVIL_PLAIN},
        {"Asia/Jerusalem", "2025-10-26T00:59", "2025-10-26T00:59:00+03:00",
         CIVIL_PLAIN},
        {"Asia/Jerusalem", "2025-10-26T01:00", "2025-10-26T01:00:00+03:00",
         CIVIL_OVERLAP},
        {"Asia/Jerusalem", "2025-10-26T01:59", "2025-10-26T01:59:00+03:00",
         CIVIL_OVERLAP},
        {"Asia/Jerusalem", "2025-10-26T02:00", "2025-10-26T02:00:00+02:00",
         CIVIL_PLAIN},
        {"Europe/Lisbon", "2025-03-30T01:30", "2025-03-30T02:30:00+01:00",
         CIVIL_GAP},
        /* The examples of RFC 5545, 3.3.5, in the zone it uses. */
        {"America/New_York", "2007-11-04T01:30", "2007-11-04T01:30:00-04:00",
         CIVIL_OVERLAP},
        {"America/New_York", "2007-03-11T02:30", "2007-03-11T03:30:00-04:00",
         CIVIL_GAP},
        /* Half an hour, and a whole day. */
        {"Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-05T02:45:00+11:00",
         CIVIL_GAP},
        {"Pacific/Apia", "2011-12-30T12:00", "2011-12-31T12:00:00+14:00",
         CIVIL_GAP},
        /* The rule of all years to come began in October 2023, not in March. */
        {"America/Nuuk", "2023-09-24T12:00", "2023-09-24T12:00:00-02:00",
         CIVIL_PLAIN},
        /* A week before the rule that follows began, winter time held; and
         * changes that no rule says, listed until 2086. Compact output of some
         * versions of zic loses both. */
        {"America/Ojinaga", "2022-11-02T12:00", "2022-11-02T12:00:00-06:00",
         CIVIL_PLAIN},
        {"Asia/Gaza", "2073-09-03T14:34", "2073-09-03T14:34:00+02:00",
         CIVIL_PLAIN},
        /* By the yearly rule, far ahead. */
        {"Asia/Jerusalem", "2999-03-29T02:30", "2999-03-29T03:30:00+03:00",
         CIVIL_GAP},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s %s", cases[i].zone, cases[i].local);
        struct civil_span s;
        enum civil_how how;
        CHECK_OK(test_cx(), civil_span_parse(test_cx(), str_of(cases[i].local),
                                             zone(cases[i].zone), &s, &how));
        CHECK_AT(zone(cases[i].zone), s.begin, cases[i].want);
        CHECK_INT(how, cases[i].how);
    }
}

void test_time__day_spans(void)
{
    static const struct {
        const char *zone, *date, *begin;
        int64_t minutes;
    } cases[] = {
        {"Asia/Gaza", "2025-01-19", "2025-01-19T00:00:00+02:00", 1440},
        {"Asia/Jerusalem", "2025-03-28", "2025-03-28T00:00:00+02:00", 1380},
        {"Asia/Jerusalem", "2025-10-26", "2025-10-26T00:00:00+03:00", 1500},
        /* Midnight is skipped. */
        {"Asia/Beirut", "2025-03-30", "2025-03-30T01:00:00+03:00", 1380},
        {"Asia/Beirut", "2024-03-31", "2024-03-31T01:00:00+03:00", 1380},
        /* Midnight is inside of what is skipped: 23:30 became 00:30. */
        {"America/Toronto", "1919-03-30", "1919-03-30T00:00:00-05:00", 1410},
        {"America/Toronto", "1919-03-31", "1919-03-31T00:30:00-04:00", 1410},
        /* 00:00 back to 23:00 of the day before: that day has 25 hours. */
        {"Asia/Beirut", "2024-10-26", "2024-10-26T00:00:00+03:00", 1500},
        {"Asia/Beirut", "2024-10-27", "2024-10-27T00:00:00+02:00", 1440},
        /* 00:01 back to 23:01: the day begins at its first midnight. */
        {"America/St_Johns", "2006-10-28", "2006-10-28T00:00:00-02:30", 1440},
        {"America/St_Johns", "2006-10-29", "2006-10-29T00:00:00-02:30", 1500},
        {"Australia/Lord_Howe", "2025-10-05", "2025-10-05T00:00:00+10:30",
         1410},
        {"Pacific/Apia", "2011-12-29", "2011-12-29T00:00:00-10:00", 1440},
        {"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00", 0},
        {"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00", 1440},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s %s", cases[i].zone, cases[i].date);
        const struct tz *tz = zone(cases[i].zone);
        struct civil_span s = civil_day_span(tz, date(cases[i].date));
        CHECK_AT(tz, s.begin, cases[i].begin);
        CHECK_INT((s.end - s.begin) / 60, cases[i].minutes);
    }
}

/* Days follow each other in every zone, whatever its clocks do. */
void test_time__days_follow_each_other(void)
{
    for (size_t i = 0; i < tz_count(); i += 7) {
        const struct tz *tz = tz_nth(i);
        instant end = INT64_MIN;

        for (int64_t n = -2000; n < 25000; n++) {
            struct civil_span s = civil_day_span(tz, civil_from_days(n));

            if (s.begin > s.end || (end != INT64_MIN && s.begin != end)) {
                FAIL("%.*s day %" PRId64, STR_ARG(tz_name(tz)), n);
                return;
            }
            end = s.end;
        }
    }
}

void test_time__added_days_and_hours(void)
{
    struct cx *cx = test_cx();
    const struct tz *tz = zone("Asia/Jerusalem");
    struct civil_resolved to;
    instant t;

    /* Over the change of 28 March 2025: the same hour, against 24 hours. */
    instant from = at("2025-03-27T12:00:00+02:00");
    CHECK_OK(cx, civil_add_days(cx, tz, from, 1, &to));
    CHECK_AT(tz, to.at, "2025-03-28T12:00:00+03:00");
    CHECK(to.how == CIVIL_PLAIN);
    CHECK_OK(cx, civil_add_hours(cx, from, 24, &t));
    CHECK_AT(tz, t, "2025-03-28T13:00:00+03:00");
    CHECK_OK(cx, civil_add_minutes(cx, from, 90, &t));
    CHECK_AT(tz, t, "2025-03-27T13:30:00+02:00");
    CHECK_OK(cx, civil_add_seconds(cx, from, -1, &t));
    CHECK_AT(tz, t, "2025-03-27T11:59:59+02:00");

    /* Into the gap, into the overlap, and back. */
    CHECK_OK(cx,
             civil_add_days(cx, tz, at("2025-03-26T02:30:00+02:00"), 2, &to));
    CHECK_AT(tz, to.at, "2025-03-28T03:30:00+03:00");
    CHECK(to.how == CIVIL_GAP);
    CHECK_INT(to.offset_s, 7200);
    CHECK_OK(cx,
             civil_add_days(cx, tz, at("2025-10-25T01:30:00+03:00"), 1, &to));
    CHECK_AT(tz, to.at, "2025-10-26T01:30:00+03:00");
    CHECK(to.how == CIVIL_OVERLAP);
    CHECK_OK(cx,
             civil_add_days(cx, tz, at("2025-10-27T01:30:00+02:00"), -1, &to));
    CHECK_AT(tz, to.at, "2025-10-26T01:30:00+03:00");

    /* No days leave the second occurrence where it is. */
    instant second = at("2025-10-26T01:30:00+02:00");
    CHECK_OK(cx, civil_add_days(cx, tz, second, 0, &to));
    CHECK_INT(to.at, second);

    /* Limits. */
    CHECK_FAILS(cx, civil_add_days(cx, tz, from, 400000, &to), ERR_LIMIT);
    CHECK_FAILS(cx, civil_add_days(cx, tz, from, INT64_MAX, &to), ERR_LIMIT);
    CHECK_FAILS(cx, civil_add_days(cx, tz, from, INT64_MIN, &to), ERR_LIMIT);
    CHECK_FAILS(cx, civil_add_hours(cx, from, INT64_MAX, &t), ERR_LIMIT);
    CHECK_FAILS(cx, civil_add_minutes(cx, from, INT64_MIN, &t), ERR_LIMIT);
    CHECK_FAILS(cx, civil_add_seconds(cx, from, INT64_MAX, &t), ERR_LIMIT);
    instant last = at("2999-12-31T23:59:59Z");
    CHECK_OK(cx, civil_add_seconds(cx, last - 1, 1, &t));
    CHECK_FAILS(cx, civil_add_seconds(cx, last, 1, &t), ERR_LIMIT);
    instant first = at("1900-01-01T00:00:00Z");
    CHECK_FAILS(cx, civil_add_seconds(cx, first, -1, &t), ERR_LIMIT);
}

/* ---- real agreements ---- */

/* 27 November 2024: in force at 04:00 local time; 60 elapsed days. */
void test_time__lebanon_2024(void)
{
    struct civil_resolved end;

    for (int i = 0; i < 2; i++) {
        const struct tz *tz = zone(i == 0 ? "Asia/Beirut" : "Asia/Jerusalem");
        instant from = span("2024-11-27T04:00", tz).begin;

        CHECK_AT(tz_utc(), from, "2024-11-27T02:00:00Z");
        CHECK_OK(test_cx(), civil_add_days(test_cx(), tz, from, 60, &end));
        CHECK_AT(tz, end.at, "2025-01-26T04:00:00+02:00");
    }
}

/* 22 May 2023, 21:45 Khartoum time: seven days from then. */
void test_time__jeddah_2023(void)
{
    const struct tz *tz = zone("Africa/Khartoum");
    instant from = span("2023-05-22T21:45", tz).begin;
    struct civil_resolved end;

    CHECK_AT(tz_utc(), from, "2023-05-22T19:45:00Z");
    CHECK_OK(test_cx(), civil_add_days(test_cx(), tz, from, 7, &end));
    CHECK_AT(tz, end.at, "2023-05-29T21:45:00+02:00");
    /* The same zone stood at +03:00 until November 2017. */
    CHECK_AT(tz, span("2017-10-31T21:45", tz).begin,
             "2017-10-31T21:45:00+03:00");
    CHECK_AT(tz, span("2017-11-01T21:45", tz).begin,
             "2017-11-01T21:45:00+02:00");
}

/* "By 15 November" reaches to the end of that day, "before" to its begin. */
void test_time__karabakh_2020(void)
{
    const struct tz *tz = zone("Asia/Baku");
    struct civil_span day = civil_day_span(tz, date("2020-11-15"));

    CHECK_AT(tz_utc(), day.begin, "2020-11-14T20:00:00Z");
    CHECK_AT(tz_utc(), day.end, "2020-11-15T20:00:00Z");
    /* In force at 00:00 of 10 November, Moscow time: 01:00 in Baku. */
    CHECK_AT(tz, span("2020-11-10T00:00", zone("Europe/Moscow")).begin,
             "2020-11-10T01:00:00+04:00");
}

/* Day 1 is 19 January 2025, 08:30; day 7 is one date in both zones, and the
 * days from 28 March to 12 April 2025 begin at different instants. */
void test_time__gaza_2025(void)
{
    const struct tz *gaza = zone("Asia/Gaza");
    const struct tz *jerusalem = zone("Asia/Jerusalem");
    struct civil_date d;

    CHECK_AT(tz_utc(), span("2025-01-19T08:30", gaza).begin,
             "2025-01-19T06:30:00Z");
    CHECK_AT(tz_utc(), span("2025-01-19T08:30", jerusalem).begin,
             "2025-01-19T06:30:00Z");
    for (int64_t n = 1; n <= 42; n++) {
        CHECK_OK(test_cx(), civil_day_n(test_cx(), date("2025-01-19"), n, &d));
        struct civil_span a = civil_day_span(gaza, d);
        struct civil_span b = civil_day_span(jerusalem, d);
        CHECK(a.begin == b.begin && a.end == b.end);
    }
    struct civil_span a = civil_day_span(gaza, date("2025-04-01"));
    struct civil_span b = civil_day_span(jerusalem, date("2025-04-01"));
    CHECK_INT(a.begin - b.begin, 3600);
    a = civil_day_span(gaza, date("2025-04-12"));
    CHECK_INT(a.end - a.begin, 23 * 3600);
    a = civil_day_span(gaza, date("2025-04-13"));
    b = civil_day_span(jerusalem, date("2025-04-13"));
    CHECK_INT(a.begin, b.begin);
}

/* Signed on 9 June 1999; steps at entry into force + 1, 3, 6, 9, 11 days. */
void test_time__kumanovo_1999(void)
{
    struct cx *cx = test_cx();
    const struct tz *tz = zone("Europe/Belgrade");
    struct civil_span day = civil_day_span(tz, date("1999-06-09"));
    struct civil_resolved end;

    struct civil_span skopje =
        civil_day_span(zone("Europe/Skopje"), date("1999-06-09"));
    CHECK(skopje.begin == day.begin && skopje.end == day.end);
    CHECK_AT(tz, day.begin, "1999-06-09T00:00:00+02:00");
    CHECK_STR(civil_local(tz, day.begin).abbrev, STR("CEST"));
    CHECK(civil_local(tz, day.begin).is_dst);
    instant from = span("1999-06-10T12:00", tz).begin;
    CHECK_OK(cx, civil_add_days(cx, tz, from, 6, &end));
    CHECK_AT(tz, end.at, "1999-06-16T12:00:00+02:00");
    CHECK_OK(cx, civil_add_days(cx, tz, from, 11, &end));
    CHECK_AT(tz, end.at, "1999-06-21T12:00:00+02:00");
}

/* 150 hours from noon of 23 October 2019, Moscow time. Clocks in Damascus
 * went back on 25 October: 12:00 there, and 17:00, not 18:00, at the end. */
void test_time__sochi_2019(void)
{
    const struct tz *moscow = zone("Europe/Moscow");
    const struct tz *damascus = zone("Asia/Damascus");
    instant from = span("2019-10-23T12:00", moscow).begin;
    instant end;

    CHECK_AT(damascus, from, "2019-10-23T12:00:00+03:00");
    CHECK_OK(test_cx(), civil_add_hours(test_cx(), from, 150, &end));
    CHECK_AT(moscow, end, "2019-10-29T18:00:00+03:00");
    CHECK_AT(damascus, end, "2019-10-29T17:00:00+02:00");
}
