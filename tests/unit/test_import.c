/* Tests of facts/csv.h and facts/import.h. */
#include "facts/csv.h"
#include "facts/import.h"
#include "facts/place.h"
#include "tests/support/harbour.h"
#include "tests/test.h"

/* Cells in [], rows on lines; a wrong row as !line.cell. */
static str cells(str bytes, char delimiter)
{
    struct cx *cx = test_cx();
    struct csv csv;
    struct csv_row row;
    struct buf b;
    bool more;
    buf_init(&b, test_arena(), 1 << 20);
    csv_init(&csv, bytes, delimiter);
    for (;;) {
        CHECK_OK(cx, csv_next(cx, test_arena(), &csv, &row, &more));
        if (!more)
            return buf_view(&b);
        buf_printf(&b, "%u:", row.line);
        for (size_t i = 0; row.wrong == NULL && i < row.n; i++) {
            buf_char(&b, '[');
            buf_str(&b, row.cells[i]);
            buf_char(&b, ']');
        }
        if (row.wrong != NULL)
            buf_printf(&b, "!%u.%zu", row.wrong_line, row.wrong_cell);
        buf_char(&b, ' ');
    }
}

static err run(const struct mapping *m, str table, struct buf *out,
               struct import_result *r)
{
    const struct import_how how = {.ag = harbour()};
    return import_run(test_cx(), test_arena(), m, table, &how, out, r);
}

void test_import__csv(void)
{
    static const struct {
        str bytes, cells;
    } rows[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("a"), STR_INIT("1:[a] ")},
        {STR_INIT("a,b\n"), STR_INIT("1:[a][b] ")},
        {STR_INIT("a,b\r\nc,d"), STR_INIT("1:[a][b] 2:[c][d] ")},
        {STR_INIT("\xef\xbb\xbf"
                  "a"),
         STR_INIT("1:[a] ")},
        {STR_INIT(",\n"), STR_INIT("1:[][] ")},
        {STR_INIT("\n\na"), STR_INIT("1: 2: 3:[a] ")},
        {STR_INIT("\"\"\n"), STR_INIT("1:[] ")},
        {STR_INIT("\"a,\"\"b\"\"\",c"), STR_INIT("1:[a,\"b\"][c] ")},
        {STR_INIT("\"a\r\nb\",c\nd"), STR_INIT("1:[a\r\nb][c] 3:[d] ")},
        {STR_INIT("a,\"b\nc,d\n"), STR_INIT("1:!1.1 2:[c][d] ")},
        {STR_INIT("a,\"b\"c\nd\n"), STR_INIT("1:!1.1 2:[d] ")},
        {STR_INIT("a,b\"c\nd\n"), STR_INIT("1:!1.1 2:[d] ")},
        {STR_INIT("a\rb\nc\n"), STR_INIT("1:!1.0 2:[c] ")},
        {STR_INIT("\"a\n\",\"b\"c\nd\n"), STR_INIT("1:!2.1 2:!2.0 3:[d] ")},
        {STR_INIT("a\xff\nb"), STR_INIT("1:!1.0 2:[b] ")},
        {STR_INIT("a\0b\nb"), STR_INIT("1:!1.0 2:[b] ")},
        {STR_INIT("a;b"), STR_INIT("1:[a;b] ")},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("row %zu", i);
        CHECK_STR(cells(rows[i].bytes, ','), rows[i].cells);
    }
    CASE("another delimiter");
    CHECK_STR(cells(STR("a;\"b;\";c,d"), ';'), STR("1:[a][b;][c,d] "));
}

/* At the limit of cells, and one past it. */
void test_import__csv_limit(void)
{
    struct buf b;
    buf_init(&b, test_arena(), 1 << 20);
    buf_fill(&b, ',', CSV_CELLS - 1);
    CHECK_INT(cells(buf_view(&b), ',').n, 3 + 2 * CSV_CELLS);
    buf_c(&b, ",\nx");
    CHECK_STR(cells(buf_view(&b), ','), STR("1:!1.1000 2:[x] "));
}

void test_import__csv_cell(void)
{
    static const struct {
        const char *cell, *plain, *guarded;
    } rows[] = {
        {"", "", ""},
        {"a", "a", "a"},
        {"a,b", "\"a,b\"", "\"a,b\""},
        {"a\"b", "\"a\"\"b\"", "\"a\"\"b\""},
        {"a\nb", "\"a\nb\"", "\"a\nb\""},
        {"=1+1", "=1+1", "\"'=1+1\""},
        {"+cmd", "+cmd", "\"'+cmd\""},
        {"-x", "-x", "\"'-x\""},
        {"-5", "-5", "-5"},
        {"@x", "@x", "\"'@x\""},
        {"\tx", "\tx", "\"'\tx\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("%s", rows[i].cell);
        buf_init(&b, test_arena(), 1000);
        csv_cell(&b, str_of(rows[i].cell), ',', false);
        CHECK_STR(buf_view(&b), str_of(rows[i].plain));
        buf_clear(&b);
        csv_cell(&b, str_of(rows[i].cell), ',', true);
        CHECK_STR(buf_view(&b), str_of(rows[i].guarded));
    }
}

#define FIELDS_ "\"type\":\"report\",\"source\":\"north\",\"act\":\"attack\","
#define ID_     "\"id\":{\"template\":\"r{row}\"},"
#define DAY_    "\"occurred\":\"2025-01-19\""

/* A rule for one column x, and what a cell becomes: a part of the record, or of
 * the message. */
void test_import__rules(void)
{
    static const struct {
        const char *rule, *cell, *gives;
    } rows[] = {
        {"{\"column\":\"x\"}", " a b ", "\"note\":\"a b\""},
        {"{\"column\":\"x\"}", "", "\"occurred\":\"2025-01-19\"}"},
        {"{\"column\":\"x\",\"empty\":\"error\"}", "", "an empty cell"},
        {"{\"column\":\"x\",\"empty\":\"skip\"}", "", "skipped 1: x is empty"},
        {"{\"template\":\"<{x}>{row}\"}", "a", "\"note\":\"<a>1\""},
        {"{\"column\":\"x\",\"map\":{\"a\":\"b\"}}", "a", "\"note\":\"b\""},
        {"{\"column\":\"x\",\"map\":{\"a\":\"b\"}}", "c",
         "the mapping does not know \"c\""},
        {"{\"column\":\"x\",\"map\":{\"a\":\"b\"},\"otherwise\":\"skip\"}", "c",
         "skipped 1: x is \"c\""},
        {"{\"column\":\"x\",\"map\":{\"a\":\"b\"},\"otherwise\":\"keep\"}", "c",
         "\"note\":\"c\""},
        {"{\"column\":\"x\",\"map\":{\"a\":null}}", "a",
         "\"occurred\":\"2025-01-19\"}"},
        {"{\"column\":\"x\",\"date\":\"D MONTH YYYY\"}", "3 february 2025",
         "\"note\":\"2025-02-03\""},
        {"{\"column\":\"x\",\"date\":\"DD.MM.YYYY hh:mm\"}", "03.02.2025 8:05",
         "\"note\":\"2025-02-03T08:05\""},
        {"{\"column\":\"x\",\"date\":\"MON D, YYYY\"}", "Feb 3, 2025",
         "\"note\":\"2025-02-03\""},
        {"{\"column\":\"x\",\"date\":\"YYYY-MM-DD\"}", "2025-02-30",
         "\"2025-02-30\" is no such date"},
        {"{\"column\":\"x\",\"date\":[\"D/M/YYYY\",\"M/D/YYYY\"]}", "3/2/2025",
         "may be two different days"},
        {"{\"column\":\"x\",\"date\":[\"D/M/YYYY\",\"M/D/YYYY\"]}", "2/2/2025",
         "\"note\":\"2025-02-02\""},
        {"{\"column\":\"x\",\"date\":[\"D/M/YYYY\",\"M/D/YYYY\"]}", "2/22/2025",
         "\"note\":\"2025-02-22\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cx *cx = test_cx();
        const struct mapping *m;
        struct import_result r;
        struct buf out;
        str mapping, table;
        CASE("%s on \"%s\"", rows[i].rule, rows[i].cell);
        buf_init(&out, test_arena(), 1 << 20);
        CHECK(arena_printf(test_arena(), &mapping,
                           "{\"record\":{" FIELDS_ ID_ "\"note\":%s," DAY_ "}}",
                           rows[i].rule));
        CHECK(arena_printf(test_arena(), &table, "x\n\"%s\"\n", rows[i].cell));
        CHECK_OK(cx, mapping_read(cx, test_arena(), STR("m"), mapping, &m));
        CHECK_OK(cx, run(m, table, &out, &r));
        CHECK_INT(r.rows, 1);
        CHECK_INT(r.made + r.skipped + r.refused, 1);
        import_print(&r, STR("t"), &out);
        str text = buf_view(&out);
        if (str_find(text, str_of(rows[i].gives)) == text.n)
            FAIL("it gives %.*s", STR_ARG(text));
    }
}

void test_import__quantities(void)
{
    static const struct {
        const char *rule, *cell, *gives;
    } rows[] = {
        {"{\"column\":\"x\",\"number\":true}", "5", "\"quantity\":5"},
        {"{\"column\":\"x\",\"number\":true,\"thousands\":\"'\"}", "1'066",
         "\"quantity\":1066"},
        {"{\"column\":\"x\",\"number\":true,\"form\":\"more_than\"}", "5",
         "\"quantity\":{\"more_than\":5}"},
        {"{\"column\":\"x\",\"number\":true}", "5.5", "is no whole number"},
        {"{\"column\":\"x\",\"number\":true}", "-5",
         "column \"x\": quantity: a number below 0"},
        {"{\"rounded\":{\"column\":\"x\",\"number\":true},\"to\":10}", "50",
         "\"quantity\":{\"rounded\":50,\"to\":10}"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cx *cx = test_cx();
        const struct mapping *m;
        struct import_result r;
        struct buf out;
        str mapping, table;
        CASE("%s on \"%s\"", rows[i].rule, rows[i].cell);
        buf_init(&out, test_arena(), 1 << 20);
        CHECK(arena_printf(test_arena(), &mapping,
                           "{\"record\":{" FIELDS_ ID_ "\"quantity\":%s," DAY_
                           "}}",
                           rows[i].rule));
        CHECK(arena_printf(test_arena(), &table, "x\n%s\n", rows[i].cell));
        CHECK_OK(cx, mapping_read(cx, test_arena(), STR("m"), mapping, &m));
        CHECK_OK(cx, run(m, table, &out, &r));
        import_print(&r, STR("t"), &out);
        str text = buf_view(&out);
        if (str_find(text, str_of(rows[i].gives)) == text.n)
            FAIL("it gives %.*s", STR_ARG(text));
    }
}

void test_import__mapping_refused(void)
{
    static const struct {
        const char *mapping, *says;
    } rows[] = {
        {"", "m:1:"},
        {"[]", "the mapping: an object was expected"},
        {"{}", "either one record or several for each row"},
        {"{\"record\":{},\"records\":[{}]}", "either one record or several"},
        {"{\"record\":[]}", "record: an object was expected"},
        {"{\"record\":{},\"record\":{}}", "duplicate"},
        {"{\"record\":{\"a\":{\"column\":5}}}", "record.a: text was expected"},
        {"{\"record\":{\"a\":{\"column\":\"x\",\"map\":5}}}",
         "record.a.map: an object was expected"},
        {"{\"record\":{\"a\":null}}", "record.a: a field without a value"},
        {"{\"record\":{\"a\":1.5}}", "record.a: a fraction"},
        {"{\"record\":{\"a\":{\"template\":\"{x\"}}}", "a brace is not closed"},
        {"{\"record\":{\"a\":{\"column\":\"x\",\"thousands\":\",\"}}}",
         "belong to numbers"},
        {"{\"record\":{},\"delimiter\":\"ab\"}",
         "delimiter: one ASCII character"},
        {"{\"record\":{},\"where\":[{\"column\":\"x\"}]}",
         "a condition has a column, and is or is_not"},
        {"{\"record\":{},\"header\":false}", "needs names of columns"},
        {"{\"record\":{},\"prelude\":[{\"id\":{\"column\":\"x\"}}]}",
         "a record of no row cannot use a column"},
        {"{\"record\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
         "{}}}}}}}}}}",
         "nested too deep"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cx *cx = test_cx();
        const struct mapping *m;
        CASE("%s", rows[i].mapping);
        CHECK_FAILS(cx,
                    mapping_read(cx, test_arena(), STR("m"),
                                 str_of(rows[i].mapping), &m),
                    ERR_INPUT);
        str says = str_of(cx->fault.message);
        if (str_find(says, str_of(rows[i].says)) == says.n)
            FAIL("it says: %.*s", STR_ARG(says));
        if (strcmp(cx->fault.hint, "(null)") == 0)
            FAIL("no remedy: %.*s", STR_ARG(says));
    }
}

/* A million nested brackets. */
void test_import__mapping_deep(void)
{
    struct cx *cx = test_cx();
    const struct mapping *m;
    struct buf b;
    buf_init(&b, test_arena(), (size_t)4 << 20);
    buf_fill(&b, '[', 1000000);
    CHECK_FAILS(cx, mapping_read(cx, test_arena(), STR("m"), buf_view(&b), &m),
                ERR_INPUT);
    CHECK(str_starts(str_of(cx->fault.hint), STR("a mapping is JSON")));
}

/* Points lie in areas and near lines, with their precision. */
void test_import__places(void)
{
    static const char json[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
        "\"id\":\"town\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},{\"type\":"
        "\"Feature\",\"id\":\"line\",\"properties\":{},\"geometry\":{\"type\":"
        "\"LineString\",\"coordinates\":[[0,2],[1,2]]}}]}";
    static const struct {
        int64_t lon, lat, precision;
        uint64_t in;
    } rows[] = {
        {5000000, 5000000, 0, 1 << H_TOWN},
        {5000000, 5000000, 1000, 1 << H_TOWN},
        {5000000, 5000000, 100000, 0}, /* the circle is larger */
        {5000000, 15000000, 0, 0},
        {5000000, 20010000, 0, 1 << H_NEAR_LINE}, /* about 110 m */
        {5000000, 20010000, 300, 1 << H_NEAR_LINE},
        {5000000, 20010000, 450, 0}, /* may be 560 m away */
        {5000000, 20100000, 0, 0},   /* about 1.1 km */
    };
    struct cx *cx = test_cx();
    struct agreement ag = *harbour();
    struct zone zones[4];
    const struct geo_map *map;
    struct facts_map *places;
    memcpy(zones, ag.zones, sizeof zones);
    zones[H_TOWN].file = zones[H_LINE].file = STR("z");
    ag.zones = zones;
    CHECK_OK(cx, geo_read(cx, test_arena(), (str){json, sizeof json - 1}, "z",
                          &map));
    struct facts_map_file file = {STR("z"), map};
    CHECK_OK(cx, facts_map_new(cx, test_arena(), &ag, &file, 1, &places));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        zone_set in = {{0}};
        CASE("row %zu", i);
        CHECK_OK(cx, facts_map_locate(cx, places, rows[i].lon, rows[i].lat,
                                      rows[i].precision, &in));
        CHECK_INT(in.w[0], rows[i].in);
    }
    CASE("a feature that is not there");
    zones[H_HARBOUR].file = STR("z");
    CHECK_FAILS(cx, facts_map_new(cx, test_arena(), &ag, &file, 1, &places),
                ERR_INPUT);
}

/* The case has "t-1" with 5 trucks, whatever else it says. */
static enum import_seen seen(void *self, const struct fact *f)
{
    (void)self;
    if (!str_eq(f->id, STR("t-1")))
        return IMPORT_NEW;
    return f->lo == 5 ? IMPORT_SAME : IMPORT_OTHER;
}

#define OWN_REST                                                               \
    "\"id\":{\"column\":\"id\"},\"occurred\":\"2025-03-20\",\"act\":"          \
    "\"enter\","                                                               \
    "\"item\":\"truck\",\"place\":\"harbour\","                                \
    "\"quantity\":{\"column\":\"n\",\"number\":true}"

/* What an account enters is its own: nothing else can be said by a mapping. */
void test_import__records_of_one_account(void)
{
    static const struct {
        const char *mapping, *table, *gives, *says;
        int made, refused, records, same;
    } rows[] = {
        {"{\"record\":{\"type\":\"report\"," OWN_REST "}}", "id,n\na,7\n",
         "\"author\":\"aida\",\"recorded\":\"2025-04-01T08:00:00Z\","
         "\"source\":\"office\"}\n",
         "1 used", 1, 0, 1, 0},
        {"{\"record\":{\"type\":\"return\",\"source\":\"office\"," OWN_REST
         "}}",
         "id,n\na,7\n", "\"source\":\"office\"", "1 used", 1, 0, 1, 0},
        {"{\"record\":{\"type\":\"report\",\"source\":\"north\"," OWN_REST "}}",
         "id,n\na,7\n", "", "speaks for \"office\" alone", 0, 1, 0, 0},
        {"{\"record\":{\"type\":\"report\",\"author\":\"hana\"," OWN_REST "}}",
         "id,n\na,7\n", "", "author: that is put in", 0, 1, 0, 0},
        {"{\"record\":{\"type\":\"report\",\"recorded\":\"2025-03-"
         "21\"," OWN_REST "}}",
         "id,n\na,7\n", "", "recorded: that is put in", 0, 1, 0, 0},
        {"{\"record\":{\"type\":\"finding\"," OWN_REST "}}", "id,n\na,7\n", "",
         "only reports and returns", 0, 1, 0, 0},
        {"{\"prelude\":[{\"type\":\"source\",\"id\":\"x\",\"name\":\"X\","
         "\"class\":\"press\"}],\"record\":{\"type\":\"report\"," OWN_REST "}}",
         "id,n\na,7\n", "\"id\":\"a\"",
         "the mapping's own records: type: only reports and returns", 1, 0, 1,
         0},
        {"{\"record\":{\"type\":\"report\"," OWN_REST "}}",
         "id,n\na,7\nt-1,5\n", "\"id\":\"a\"", "2 used", 2, 0, 1, 1},
        {"{\"record\":{\"type\":\"report\"," OWN_REST "}}",
         "id,n\na,7\nt-1,6\n", "\"id\":\"a\"",
         "t:3: column \"id\": id: something else is entered under the id "
         "\"t-1\"",
         1, 1, 1, 0},
    };
    const struct import_own own = {.source = STR("office"),
                                   .author = STR("aida"),
                                   .recorded = STR("2025-04-01T08:00:00Z"),
                                   .seen = seen};
    const struct import_how how = {.ag = harbour(), .own = &own, .show = 2};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cx *cx = test_cx();
        const struct mapping *m;
        struct import_result r;
        struct buf out, notes;
        CASE("%s on %s", rows[i].mapping, rows[i].table);
        buf_init(&out, test_arena(), 1 << 20);
        buf_init(&notes, test_arena(), 1 << 20);
        CHECK_OK(cx, mapping_read(cx, test_arena(), STR("m"),
                                  str_of(rows[i].mapping), &m));
        CHECK_OK(cx, import_run(cx, test_arena(), m, str_of(rows[i].table),
                                &how, &out, &r));
        import_print(&r, STR("t"), &notes);
        CHECK_INT(r.made, rows[i].made);
        CHECK_INT(r.refused, rows[i].refused);
        CHECK_INT(r.records, rows[i].records);
        CHECK_INT(r.same, rows[i].same);
        CHECK_INT(r.n_shown, rows[i].records + rows[i].same);
        if (str_find(buf_view(&notes), str_of(rows[i].says)) ==
            buf_view(&notes).n)
            FAIL("it says %.*s", STR_ARG(buf_view(&notes)));
        if (rows[i].gives[0] != '\0' &&
            str_find(buf_view(&out), str_of(rows[i].gives)) == buf_view(&out).n)
            FAIL("it gives %.*s", STR_ARG(buf_view(&out)));
        CHECK(rows[i].records > 0 || buf_view(&out).n == 0);
    }
}
