/* Local time against two other implementations, in every zone.
 *
 * zic compiles tools/tz/tzdata.zi into a folder, tz_oracle.py says what
 * Python's zoneinfo and the C library make of it, and each fact is checked
 * here: tens of thousands of (zone, instant), (zone, local time) and civil
 * days. Since both sides read the same release, none may differ.
 *
 * That shares a fault of zic, so a second test takes the machine's own
 * database, compiled elsewhere: whole if it is of the same release; else what
 * releases agree on, the past hours of a few zones of real agreements.
 *
 * Without python3 or zic the tests say SKIPPED and check nothing. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "tests/test.h"
#include "time/civil.h"

#include <time.h>
#include <unistd.h>

enum { SHOWN = 10 };

struct tally {
    size_t facts, zones, wrong;
};

static bool have_tools(void)
{
    if (system("PATH=$PATH:/usr/sbin:/sbin command -v zic >/dev/null && "
               "command -v python3 >/dev/null") == 0)
        return true;
    printf("SKIPPED: time zones against another implementation: needs zic "
           "(libc-bin) and python3\n");
    return false;
}

static bool next_number(char **p, int64_t *out)
{
    char *end;

    *out = strtoll(*p, &end, 10);
    if (end == *p || (*end != ' ' && *end != '\n'))
        return false;
    *p = end + 1;
    return true;
}

static struct civil civil_of_seconds(int64_t local)
{
    int64_t days = local / 86400 - (local % 86400 < 0);
    int64_t rest = local - days * 86400;

    return (struct civil){civil_from_days(days),
                          {(uint8_t)(rest / 3600), (uint8_t)(rest / 60 % 60),
                           (uint8_t)(rest % 60)}};
}

/* One line of tz_oracle.py; false if the zone's table says otherwise. */
static bool fact_holds(const struct tz *tz, char kind, char *p)
{
    int64_t a, b, c, d;

    switch (kind) {
    case 'I': {
        if (!next_number(&p, &a) || !next_number(&p, &b) ||
            !next_number(&p, &c))
            return false;
        struct tz_stretch s = tz_stretch_at(tz, a);
        struct civil_local l = civil_local(tz, a);
        struct civil shown = civil_of_seconds(a + b);
        return s.begin <= a && a < s.end && s.offset_s == b &&
               s.is_dst == (c == 1) && c >= 0 &&
               str_eq(s.abbrev, str_sub(str_of(p), 0, strcspn(p, "\n"))) &&
               p[s.abbrev.n] == '\n' &&
               civil_days(l.civil.date) == civil_days(shown.date) &&
               l.civil.clock.hour == shown.clock.hour &&
               l.civil.clock.minute == shown.clock.minute &&
               l.civil.clock.second == shown.clock.second;
    }
    case 'C': {
        if (!next_number(&p, &a) || !next_number(&p, &b) ||
            !next_number(&p, &c))
            return false;
        struct civil_resolved r = civil_resolve(tz, civil_of_seconds(a));
        return r.at == b && (int64_t)r.how == c && a - r.offset_s == b;
    }
    case 'D': {
        if (!next_number(&p, &a) || !next_number(&p, &c) ||
            !next_number(&p, &d))
            return false;
        struct civil_span s = civil_day_span(tz, civil_from_days(a));
        return s.begin == c && s.end == d;
    }
    default:
        return false;
    }
}

static void check_facts(FILE *f, struct tally *t)
{
    char line[256];
    char last[64] = "";

    while (fgets(line, sizeof line, f) != NULL) {
        size_t n = strlen(line) > 2 ? strcspn(line + 2, " \n") : 0;
        const struct tz *tz;

        t->facts++;
        if (n == 0 || n >= sizeof last || line[2 + n] != ' ' ||
            !is_ok(tz_find(test_cx(), (str){line + 2, n}, &tz))) {
            if (t->wrong++ < SHOWN)
                FAIL("no such zone: %s", line);
            continue;
        }
        if (strncmp(last, line + 2, n) != 0 || last[n] != '\0') {
            memcpy(last, line + 2, n);
            last[n] = '\0';
            t->zones++;
        }
        if (!fact_holds(tz, line[0], line + 2 + n + 1) && t->wrong++ < SHOWN)
            FAIL("the other implementation says: %s", line);
    }
}

static void ask(const char *folder, uint64_t seed, struct tally *t)
{
    char command[512];

    snprintf(command, sizeof command,
             "python3 tests/time/tz_oracle.py %s %" PRIu64, folder, seed);
    FILE *f = popen(command, "r");
    if (f == NULL) {
        FAIL("cannot run python3");
        return;
    }
    check_facts(f, t);
    CHECK_INT(pclose(f), 0);
}

void test_tz_oracle__all_zones_as_elsewhere(void)
{
    char folder[] = "/tmp/truce-zones-XXXXXX";
    char command[512];
    struct tally t = {0};

    if (!have_tools())
        return;
    if (mkdtemp(folder) == NULL) {
        FAIL("cannot make a folder in /tmp");
        return;
    }
    snprintf(command, sizeof command,
             "PATH=$PATH:/usr/sbin:/sbin zic -b fat -d %s "
             "tools/tz/tzdata.zi",
             folder);
    CHECK_INT(system(command), 0);
    for (uint64_t i = 0; i < test_times(); i++)
        ask(folder, 1 + i, &t);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK_INT(system(command), 0);
    CHECK_INT(t.wrong, 0);
    CHECK_INT(t.zones / test_times(), tz_count());
    CHECK(t.facts > 50000);
}

/* The machine's own files, compiled by whoever packaged them. */
void test_tz_oracle__all_zones_as_on_this_machine(void)
{
    char line[64] = "";
    char want[64];
    struct tally t = {0};
    FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "r");

    if (f != NULL) {
        if (fgets(line, sizeof line, f) == NULL)
            line[0] = '\0';
        fclose(f);
    }
    snprintf(want, sizeof want, "# version %.*s\n", STR_ARG(tz_release()));
    if (strcmp(line, want) != 0) {
        printf("SKIPPED: all time zones of this machine: its database is not "
               "%.*s, which is compiled in\n",
               STR_ARG(tz_release()));
        return;
    }
    if (!have_tools())
        return;
    ask("/usr/share/zoneinfo", 3, &t);
    CHECK_INT(t.wrong, 0);
    CHECK_INT(t.zones, tz_count());
}

/* The machine's own database may be of another release: then only what is
 * past and settled is compared, by the C library. */
void test_tz_oracle__settled_times_on_this_machine(void)
{
    static const char *const zones[] = {
        "Asia/Beirut",   "Asia/Jerusalem",  "Africa/Khartoum", "Asia/Baku",
        "Asia/Gaza",     "Europe/Belgrade", "Europe/Moscow",   "Asia/Damascus",
        "Europe/Lisbon", "America/Bogota"};
    const char *before = getenv("TZ");
    char saved[128];

    if (access("/usr/share/zoneinfo/Europe/Lisbon", R_OK) != 0) {
        printf("SKIPPED: time zones of this machine: no /usr/share/zoneinfo\n");
        return;
    }
    if (before != NULL)
        snprintf(saved, sizeof saved, "%s", before);
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        const struct tz *tz = tz_utc();
        CHECK_OK(test_cx(), tz_find(test_cx(), str_of(zones[i]), &tz));
        setenv("TZ", zones[i], 1);
        tzset();
        /* Every third hour of 1995 to 2020. */
        for (time_t at = 788918400; at < 1577836800; at += 10800) {
            struct tm tm;
            struct civil_local l = civil_local(tz, at);

            CHECK(localtime_r(&at, &tm) != NULL);
            if (tm.tm_gmtoff != l.offset_s ||
                tm.tm_hour != l.civil.clock.hour ||
                tm.tm_mday != l.civil.date.day) {
                FAIL("%s at %lld: %ld, here %d", zones[i], (long long)at,
                     tm.tm_gmtoff, l.offset_s);
                break;
            }
        }
    }
    if (before != NULL)
        setenv("TZ", saved, 1);
    else
        unsetenv("TZ");
    tzset();
}

/* The table is what tools/mktz makes of the pinned release. */
void test_tz_oracle__table_is_fresh(void)
{
    if (have_tools())
        CHECK_INT(system("tools/mktz --check"), 0);
}
