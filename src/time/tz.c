/* Time zones: finding one by name, and its offset at an instant.
 *
 * The facts are in tz_table.c; here is the search in them, and the yearly rule
 * that goes on after the last recorded change. Local hours are not read here:
 * civil.c does that.
 */
#include "time/tz.h"

#include "base/cx.h"
#include "base/suggest.h"
#include "time/civil.h"
#include "time/tz_int.h"

#include <stdio.h>

enum { DAY_S = 86400 };

str tz_release(void)
{
    return str_of(tz_table_release);
}

size_t tz_count(void)
{
    return tz_table_names_n;
}

const struct tz *tz_nth(size_t i)
{
    return &tz_table_names[i];
}

str tz_name(const struct tz *tz)
{
    return (str){tz->name, tz->name_n};
}

bool tz_is_same(const struct tz *a, const struct tz *b)
{
    return a->rules == b->rules;
}

/* ---- by name ---- */

static const struct tz *lookup(str name)
{
    size_t low = 0;
    size_t high = tz_table_names_n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = str_cmp(name, tz_name(&tz_table_names[mid]));

        if (c == 0) {
            return &tz_table_names[mid];
        }
        if (c < 0) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return NULL;
}

const struct tz *tz_utc(void)
{
    const struct tz *tz = lookup(STR("Etc/UTC"));

    ASSERT(tz != NULL);
    return tz;
}

static str last_part(str name)
{
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/') {
            return (str){name.p + i, name.n - i};
        }
    }
    return name;
}

/* Which letters are in a name, without regard to case. */
static uint32_t letters(str s)
{
    uint32_t set = 0;

    for (size_t i = 0; i < s.n; i++)
        set |= (uint32_t)1 << (s.p[i] & 31);
    return set;
}

static size_t bits(uint32_t set)
{
    size_t n = 0;

    for (; set != 0; set &= set - 1)
        n++;
    return n;
}

/* The distance if it is at most `most`, else more than that. What a glance
 * rules out is not measured: a change puts in or takes away one letter of
 * each name at most. */
static size_t near(str a, str b, size_t most)
{
    size_t apart = a.n > b.n ? a.n - b.n : b.n - a.n;

    if (apart > most || bits(letters(a) ^ letters(b)) > 2 * most)
        return most + 1;
    return suggest_distance(a, b, most);
}

bool tz_suggest(str name, str *near_out)
{
    const struct tz *best = NULL;
    size_t best_d = 4; /* one more than the most that is offered */

    if (name.n < 2 || name.n > TZ_NAME_BYTES)
        return false;
    if (name.n < 10)
        best_d = name.n < 4 ? 1 : 2;
    for (size_t i = 0; i < tz_table_names_n && best_d > 0; i++) {
        str known = tz_name(&tz_table_names[i]);
        size_t d = near(name, known, best_d - 1);

        if (d < best_d) {
            best = &tz_table_names[i];
            best_d = d;
        }
    }
    /* A city without its region, only where no whole name is near. */
    for (size_t i = 0; i < tz_table_names_n && best == NULL; i++) {
        str part = last_part(tz_name(&tz_table_names[i]));

        if (near(name, part, 0) == 0)
            best = &tz_table_names[i];
    }
    for (size_t i = 0; i < tz_table_names_n && best == NULL; i++) {
        str part = last_part(tz_name(&tz_table_names[i]));

        if (part.n > 4 && near(name, part, best_d - 1) < best_d)
            best = &tz_table_names[i];
    }
    if (best == NULL)
        return false;
    *near_out = tz_name(best);
    return true;
}

err tz_find(struct cx *cx, str name, const struct tz **tz_out)
{
    const struct tz *tz = lookup(name);
    str near_name;

    if (tz != NULL) {
        *tz_out = tz;
        return OK;
    }
    err e = fail(cx, ERR_NOT_FOUND,
                 "there is no time zone '%.*s' in the IANA database %s",
                 STR_ARG(str_sub(name, 0, 60)), tz_table_release);
    if (!tz_suggest(name, &near_name))
        return fault_hint(cx, e,
                          "write the region and a city, as Europe/Lisbon");
    char hint[TZ_NAME_BYTES + 32];
    snprintf(hint, sizeof hint, "did you mean %.*s?", STR_ARG(near_name));
    return fault_hint(cx, e, hint);
}

/* ---- by instant ---- */

/* The instant at which the date of a yearly rule falls in `year`, its hour
 * being told by clocks that are `offset_s` east. */
static instant rule_at(const struct tz_rule_date *d, int64_t year,
                       int32_t offset_s)
{
    int64_t first = civil_days((struct civil_date){(int16_t)year, d->month, 1});
    int64_t next =
        d->month == 12
            ? civil_days((struct civil_date){(int16_t)(year + 1), 1, 1})
            : civil_days((struct civil_date){(int16_t)year,
                                             (uint8_t)(d->month + 1), 1});
    /* Day 0 was a Thursday, 4 where Sunday is 0. */
    int64_t weekday = ((first + 4) % 7 + 7) % 7;
    int64_t day = first + (d->weekday - weekday + 7) % 7 + 7 * (d->week - 1);

    while (day >= next) {
        day -= 7;
    }
    return day * DAY_S + d->time_s - offset_s;
}

static struct tz_stretch stretch(const struct tz_rules *r, size_t kind,
                                 instant begin, instant end)
{
    const struct tz_kind *k = &tz_table_kinds[r->kind + kind];
    const char *abbrev = &tz_table_abbrevs[k->abbrev];

    return (struct tz_stretch){
        begin, end, k->offset_s, k->is_dst, {abbrev, strlen(abbrev)}};
}

/* The stretch by the yearly rule, which holds from `since` on. */
static struct tz_stretch yearly(const struct tz_rules *r, instant since,
                                instant at)
{
    int32_t std_s = tz_table_kinds[r->kind + r->std].offset_s;
    int32_t dst_s = tz_table_kinds[r->kind + r->dst].offset_s;
    int64_t days = (at + std_s) / DAY_S - ((at + std_s) % DAY_S < 0);
    int64_t year = civil_from_days(days).year;
    instant begin = since;
    instant end = INT64_MAX;
    size_t kind = r->std;

    /* The changes next to `at` are among those of three years, since an hour
     * of up to seven days either way can carry one over the year's end. */
    for (int64_t y = year - 1; y <= year + 1; y++) {
        instant starts = rule_at(&r->dst_start, y, std_s);
        instant ends = rule_at(&r->dst_end, y, dst_s);

        if (starts <= at && starts >= begin) {
            begin = starts;
        }
        if (ends <= at && ends >= begin) {
            begin = ends;
        }
        if (starts > at && starts < end) {
            end = starts;
            kind = r->std;
        }
        if (ends > at && ends < end) {
            end = ends;
            kind = r->dst;
        }
    }
    return stretch(r, kind, begin, end);
}

struct tz_stretch tz_stretch_at(const struct tz *tz, instant at)
{
    const struct tz_rules *r = &tz_table_rules[tz->rules];
    const int64_t *t = &tz_table_at[r->transition];
    size_t low = 0;
    size_t high = r->transitions;

    at = at < INSTANT_MIN ? INSTANT_MIN : at > INSTANT_MAX ? INSTANT_MAX : at;
    /* low: how many changes were at or before `at`. */
    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t[mid] <= at) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    instant begin = low == 0 ? INT64_MIN : t[low - 1];
    if (low < r->transitions) {
        size_t kind = low == 0 ? 0 : tz_table_kind_at[r->transition + low - 1];

        return stretch(r, kind, begin, t[low]);
    }
    if (r->yearly) {
        return yearly(r, begin, at);
    }
    return stretch(r, r->std, begin, INT64_MAX);
}
