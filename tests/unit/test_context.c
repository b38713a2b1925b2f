/* test_context.c: tables of ACLED and UCDP GED, right and wrong. */
#include "facts/context.h"
#include "tests/test.h"

#include "base/buf.h"
#include "base/limits.h"

#define ACLED                                                                  \
    "event_id_cnty,event_date,event_type,latitude,longitude,fatalities\n"
#define GED                                                                    \
    "id,date_start,date_end,type_of_violence,latitude,longitude,best,low,"     \
    "high\n"

static err read_table(const char *text, struct context *c)
{
    *c = (struct context){0};
    err e =
        context_read(test_cx(), test_arena(), STR("t.csv"), str_of(text), c);
    context_settle(c);
    return e;
}

void test_context__rows(void)
{
    static const struct {
        const char *table, *wrong; /* NULL: the row is read */
    } rows[] = {
        {ACLED "A1,2025-01-19,Battles,31.5,-9.25,3\n", NULL},
        {ACLED "A1,19 January 2025,Battles,31.5,-9.25,\n", NULL},
        {ACLED "A1,2025-01-19T08:00,Battles,-0.5,+9,\n",
         "these are no degrees"},
        {ACLED "A1,2025-01-19 08:00,Battles,,,\n", NULL},
        {ACLED "A1,2025-01-19,Battles,31.5,,\n", "these are no degrees"},
        {ACLED "A1,2025-01-19,Battles,31.x,1,\n", "these are no degrees"},
        {ACLED "A1,2025-01-19,Battles,90.0000001,1,\n", "these are no degrees"},
        {ACLED "A1,2025-01-19,Battles,90,180,many\n", NULL},
        {ACLED ",2025-01-19,Battles,1,1,\n", "the event has no id"},
        {ACLED "A1,2025-02-29,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,29 February 2025,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,32 January 2025,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,19 Brumaire 2025,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,19 January,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,19 January x,Battles,1,1,\n", "that is no day"},
        {ACLED "A1,2025-01-19,Battles,1,1\n",
         "the row has not as many cells as the first line"},
        {ACLED "A1,2025-01-19,\"Battles,1,1,\n", "this quote is not closed"},
        {GED "7,2025-01-19 00:00:00.000,2025-01-20 00:00:00.000,2,1,1,1,0,4\n",
         NULL},
        {GED "7,2025-01-19,,3,1,1,,,\n", NULL},
        {GED "7,2025-01-19,,x,1,1,,,\n", NULL},
        {GED "7,2025-01-19,2025-01-18,1,1,1,,,\n",
         "that is no day, or one before the first"},
        {GED "7,2025-01-19,soon,1,1,1,,,\n",
         "that is no day, or one before the first"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct context c;
        CASE("%s", rows[i].table);
        CHECK_OK(test_cx(), read_table(rows[i].table, &c));
        CHECK_INT(c.all.n, rows[i].wrong == NULL);
        CHECK_INT(c.problems.n, rows[i].wrong != NULL);
        if (c.problems.n == 1 && rows[i].wrong != NULL) {
            str message = c.problems.p[0].message;
            if (str_find(message, str_of(rows[i].wrong)) >= message.n)
                FAIL("says %.*s", STR_ARG(message));
            CHECK(c.problems.p[0].line >= 2 && c.problems.p[0].hint.n > 0);
        }
    }
}

void test_context__values(void)
{
    struct context c;
    CHECK_OK(test_cx(),
             read_table("\n" ACLED "B,2025-01-20,x,-31.52345678,9,0\n\n"
                        "A,2025-01-19,y,0.5,-0.25,\n"
                        "C,2025-01-20,z,1,1,2\n",
                        &c));
    CHECK_INT(c.all.n, 3);
    CHECK_STR(c.all.p[0].id, STR("A"));
    CHECK_STR(c.all.p[1].id, STR("B"));
    CHECK_STR(c.all.p[2].id, STR("C"));
    CHECK_INT(c.all.p[0].at.lat_e7, 5000000);
    CHECK_INT(c.all.p[0].at.lon_e7, -2500000);
    CHECK_INT(c.all.p[1].at.lat_e7, -315234567);
    CHECK(!c.all.p[0].has_deaths && c.all.p[1].has_deaths);
    CHECK(c.has[CONTEXT_ACLED] && !c.has[CONTEXT_GED]);
    CHECK_OK(test_cx(),
             read_table(GED "7,2025-01-19,2025-01-21,3,1,1,2,1,4\n", &c));
    CHECK_INT(c.all.n, 1);
    CHECK_STR(c.all.p[0].type, STR("One-sided violence"));
    CHECK_INT(c.all.p[0].to.day, 21);
    CHECK_INT(c.all.p[0].low, 1);
    CHECK_INT(c.all.p[0].high, 4);
    CHECK_STR(context_set_name(c.all.p[0].set), STR("UCDP GED"));
    /* Both sets in one list: of one day ACLED comes first. */
    CHECK_OK(test_cx(), context_read(test_cx(), test_arena(), STR("u.csv"),
                                     STR(ACLED "A,2025-01-19,y,1,1,\n"), &c));
    context_settle(&c);
    CHECK_STR(c.all.p[0].id, STR("A"));
}

void test_context__tables_of_neither(void)
{
    static const char *const texts[] = {"", "\n\n", "a,b\n1,2\n", "\"a",
                                        "id,latitude,longitude\n7,1,1\n"};
    struct context c;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        CASE("%zu", i);
        CHECK_FAILS(test_cx(), read_table(texts[i], &c), ERR_INPUT);
    }
    CASE("problems end somewhere");
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, ACLED);
    for (int i = 0; i < LIMIT_DIAGNOSTICS + 1; i++)
        buf_c(&b, "A,soon,x,1,1,\n");
    buf_char(&b, '\0');
    CHECK_OK(test_cx(), read_table(b.p, &c));
    CHECK_INT(c.problems.n, LIMIT_DIAGNOSTICS);
}
