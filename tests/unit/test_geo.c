/* Geo: what is refused and warned of, and where points lie.
 *
 * Inside or not is held against a winding number counted along the other axis
 * in wider integers; distances against geodesics in test_geo_oracle.c. */
#include "base/buf.h"
#include "geo/geo.h"
#include "tests/test.h"

static const struct geo_map *read_text(str text)
{
    const struct geo_map *map = NULL;

    CHECK_OK(test_cx(),
             geo_read(test_cx(), test_arena(), text, "z.geojson", &map));
    return map;
}

/* A collection of one feature "z" with this geometry. */
static str wrapped(const char *geometry)
{
    str text = STR("");

    CHECK(arena_printf(test_arena(), &text,
                       "{\"type\":\"FeatureCollection\",\"features\":[{"
                       "\"type\":\"Feature\",\"id\":\"z\",\"properties\":{},"
                       "\"geometry\":%s}]}",
                       geometry));
    return text;
}

static const struct geo_shape *shape(const char *geometry)
{
    const struct geo_map *map = read_text(wrapped(geometry));

    return map == NULL ? NULL : geo_find(map, STR("z"));
}

static struct geo_point degrees(double lon, double lat)
{
    struct geo_point p = {0, 0};

    CHECK(geo_point_of_degrees(lon, lat, &p));
    return p;
}

static const char SQUARE[] =
    "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]],"
    "[[1,1],[1,3],[3,3],[3,1],[1,1]]]}";

/* ---- reading ---- */

void test_geo__what_is_read(void)
{
    const struct geo_map *map = read_text(STR(
        "{\"type\":\"FeatureCollection\",\"name\":\"harbour\",\"features\":["
        "{\"type\":\"Feature\",\"id\":\"harbour\",\"properties\":{\"name\":"
        "\"Harbour district\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[-9.2,38.6],[-9.1,38.6],[-9.1,38.7],"
        "[-9.2,38.6]]]}},"
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"line\"},"
        "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[0,0],"
        "[1,1,250.5]]}},"
        "{\"type\":\"Feature\",\"id\":7,\"properties\":null,\"geometry\":"
        "{\"type\":\"Point\",\"coordinates\":[179.99999995,-90]}},"
        "{\"type\":\"Feature\",\"id\":\"\xd8\xb4\xd9\x85\xd8\xa7\xd9\x84\","
        "\"properties\":{},\"geometry\":null}]}"));

    CHECK_INT(geo_count(map), 4);
    const struct geo_shape *s = geo_find(map, STR("harbour"));
    CHECK(s == geo_nth(map, 0));
    CHECK_STR(geo_name(s), STR("Harbour district"));
    CHECK_INT(geo_kind(s), GEO_AREA);
    CHECK_INT(geo_vertices(s), 4);
    CHECK_INT(geo_box(s).min.lon_e7, -92000000);
    CHECK_INT(geo_box(s).max.lat_e7, 387000000);
    s = geo_find(map, STR("line"));
    CHECK_INT(geo_kind(s), GEO_LINE);
    CHECK_STR(geo_name(s), STR(""));
    s = geo_find(map, STR("7"));
    CHECK_INT(geo_kind(s), GEO_POINT);
    CHECK_INT(geo_box(s).min.lon_e7, 1800000000); /* rounded */
    CHECK_INT(geo_box(s).min.lat_e7, -900000000);
    s = geo_find(map, STR("\xd8\xb4\xd9\x85\xd8\xa7\xd9\x84"));
    CHECK_INT(geo_kind(s), GEO_NOTHING);
    CHECK(geo_find(map, STR("quay")) == NULL);
    CHECK(geo_find(map, STR("")) == NULL);
    size_t n;
    const struct geo_warning *w = geo_warnings(map, &n);
    CHECK_INT(n, 1);
    CHECK_STR(w[0].text, STR("it has no geometry yet"));
    CHECK_INT(w[0].feature, 3);
}

void test_geo__a_single_feature(void)
{
    const struct geo_map *map =
        read_text(STR("{\"type\":\"Feature\",\"id\":\"q\",\"geometry\":"
                      "{\"type\":\"Point\",\"coordinates\":[1,2]}}"));

    CHECK_INT(geo_count(map), 1);
    CHECK(geo_find(map, STR("q")) != NULL);
}

static void check_refused(str text, enum err_class class, const char *says)
{
    const struct geo_map *map = NULL;
    struct cx *cx = test_cx();

    CHECK_FAILS(cx, geo_read(cx, test_arena(), text, "z.geojson", &map), class);
    CHECK(map == NULL);
    CHECK(strncmp(cx->fault.message, "z.geojson", 9) == 0);
    CHECK(cx->fault.hint[0] != '\0');
    if (strstr(cx->fault.message, says) == NULL)
        FAIL("'%s' does not say '%s'", cx->fault.message, says);
}

void test_geo__geometries_refused(void)
{
    static const struct {
        const char *geometry, *says;
    } cases[] = {
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}",
         "feature 1 ('z'): ring 1 is not closed: it begins at [0.0000000, "},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}",
         "a ring has 3 positions, fewer than 4"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[]]}", "0 positions"},
        {"{\"type\":\"Polygon\",\"coordinates\":[]}", "list of rings"},
        {"{\"type\":\"Polygon\"}", "list of rings"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[0,0],[1,0],[1,1],[0,0]]}",
         "fewer than 4"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[0,0,0,0]]}",
         "not a list of two numbers"},
        {"{\"type\":\"Polygon\",\"coordinates\":{}}", "list of rings"},
        {"{\"type\":\"Polygon\",\"coordinates\":[{}]}", "list of positions"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]],"
         "[[1,1],[2,1],[2,2],[1,2]]]}",
         "ring 2 is not closed"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "list of polygons"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[]]}", "list of rings"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[[0,0],[1,0],[1,1],"
         "[0,0]]]}",
         "fewer than 4"},
        {"{\"type\":\"LineString\",\"coordinates\":[[0,0]]}", "fewer than 2"},
        {"{\"type\":\"LineString\",\"coordinates\":[]}", "fewer than 2"},
        {"{\"type\":\"LineString\",\"coordinates\":7}", "list of positions"},
        {"{\"type\":\"MultiLineString\",\"coordinates\":[[0,0],[1,1]]}",
         "not a list of two numbers"},
        {"{\"type\":\"MultiLineString\",\"coordinates\":[]}", "list of lines"},
        {"{\"type\":\"Point\",\"coordinates\":[]}", "list of two numbers"},
        {"{\"type\":\"Point\",\"coordinates\":[1]}", "list of two numbers"},
        {"{\"type\":\"Point\",\"coordinates\":[\"1\",\"2\"]}",
         "list of two numbers"},
        {"{\"type\":\"Point\",\"coordinates\":[null,2]}",
         "list of two numbers"},
        {"{\"type\":\"Point\",\"coordinates\":[180.1,2]}", "[180.1, 2]"},
        {"{\"type\":\"Point\",\"coordinates\":[-180.0000001,2]}", "outside"},
        {"{\"type\":\"Point\",\"coordinates\":[38.7,-90.5]}", "outside"},
        {"{\"type\":\"Point\",\"coordinates\":[1e300,2]}", "outside"},
        {"{\"type\":\"GeometryCollection\",\"geometries\":[]}",
         "type 'GeometryCollection' is not read"},
        {"{\"type\":\"MultiPoint\",\"coordinates\":[[1,2]]}", "'MultiPoint'"},
        {"{\"type\":\"polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}",
         "'polygon'"},
        {"{\"type\":3}", "type '' is not read"},
        {"{}", "type '' is not read"},
        {"[]", "neither an object nor null"},
        {"\"Polygon\"", "neither an object nor null"},
        {"{\"type\":\"Point\",\"coordinates\":[1,2],\"crs\":null}", "'crs'"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s", cases[i].geometry);
        check_refused(wrapped(cases[i].geometry), ERR_INPUT, cases[i].says);
    }
    CASE("exchanged coordinates are guessed");
    check_refused(wrapped("{\"type\":\"Point\",\"coordinates\":[38.7,139.2]}"),
                  ERR_INPUT, "outside");
    CHECK(strstr(test_cx()->fault.hint, "exchanged") != NULL);
}

#define POINT_1_2 "{\"type\":\"Point\",\"coordinates\":[1,2]}"

void test_geo__files_refused(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "line 1"},
        {"{", "line 1"},
        {"\n\n{\"type\":}", "line 3"},
        {"nothing", "line 1"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]} x", "line 1"},
        {"{\"type\":\"\xff\"}", "unable to decode byte"},
        {"{\"type\":\"Feature\",\"type\":\"Feature\"}", "duplicate"},
        {"{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{\"type\":\"Point\","
         "\"coordinates\":[1e999,1]}}",
         "overflow"},
        {"{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\","
         "\"coordinates\":[NaN,1]}}",
         "line 1"},
        {"[]", "its type is ''"},
        {"{}", "its type is ''"},
        {POINT_1_2, "its type is 'Point'"},
        {"{\"type\":\"Topology\"}", "its type is 'Topology'"},
        {"{\"type\":\"FeatureCollection\"}", "no list 'features'"},
        {"{\"type\":\"FeatureCollection\",\"features\":{}}",
         "no list 'features'"},
        {"{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\"},"
         "\"features\":[]}",
         "'crs'"},
        {"{\"type\":\"FeatureCollection\",\"features\":[1]}",
         "feature 1: it is not an object"},
        {"{\"type\":\"FeatureCollection\",\"features\":[" POINT_1_2 "]}",
         "feature 1: its type is not 'Feature'"},
        {"{\"type\":\"Feature\",\"id\":\"a\"}",
         "feature 1 ('a'): it has no member 'geometry'"},
        {"{\"type\":\"Feature\",\"id\":\"a\",\"crs\":1,\"geometry\":null}",
         "'crs'"},
        {"{\"type\":\"Feature\",\"id\":1.5,\"geometry\":null}",
         "its id is neither"},
        {"{\"type\":\"Feature\",\"id\":[],\"geometry\":null}",
         "its id is neither"},
        {"{\"type\":\"Feature\",\"properties\":[],\"geometry\":null}",
         "its properties are neither"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
         "\"id\":\"a\",\"geometry\":null},{\"type\":\"Feature\",\"id\":\"b\","
         "\"geometry\":null},{\"type\":\"Feature\",\"properties\":{\"id\":"
         "\"a\"},\"geometry\":null}]}",
         "feature 3 ('a'): feature 1 has the same id"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
         "\"id\":\"7\",\"geometry\":null},{\"type\":\"Feature\",\"id\":7,"
         "\"geometry\":null}]}",
         "feature 1 has the same id"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s", cases[i].text);
        check_refused(str_of(cases[i].text), ERR_INPUT, cases[i].says);
    }
}

/* n copies of `piece` between two texts. */
static str repeated(const char *before, const char *piece, size_t n,
                    const char *after)
{
    struct buf b;

    buf_init(&b, test_arena(), (size_t)128 << 20);
    buf_c(&b, before);
    for (size_t i = 0; i < n; i++)
        buf_c(&b, piece);
    buf_c(&b, after);
    CHECK_OK(test_cx(), buf_finish(test_cx(), &b));
    return buf_view(&b);
}

void test_geo__limits(void)
{
    const struct geo_map *map = NULL;
    struct cx *cx = test_cx();

    CASE("depth");
    check_refused(repeated("", "[", LIMIT_DEPTH + 1, ""), ERR_LIMIT, "levels");
    check_refused(repeated("", "[", LIMIT_DEPTH, ""), ERR_INPUT, "line 1");
    check_refused(repeated("", "[", 1000000, ""), ERR_LIMIT, "levels");
    check_refused(repeated("", "{\"a\":", 100000, ""), ERR_LIMIT, "levels");

    CASE("values that take memory");
    check_refused(repeated("[", "[],", 2000000, "[]]"), ERR_LIMIT, "values");
    check_refused(repeated("[", "1,", 4000000, "1]"), ERR_LIMIT, "values");

    CASE("positions");
    str text = repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                        "\"type\":\"LineString\",\"coordinates\":[[0,0]",
                        ",[1,1]", LIMIT_GEO_VERTICES - 1, "]}}");
    CHECK_OK(cx, geo_read(cx, test_arena(), text, "z.geojson", &map));
    CHECK_INT(geo_vertices(geo_nth(map, 0)), LIMIT_GEO_VERTICES);
    check_refused(repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                           "\"type\":\"LineString\",\"coordinates\":[[0,0]",
                           ",[1,1]", LIMIT_GEO_VERTICES, "]}}"),
                  ERR_LIMIT, "more than 500000 positions");

    CASE("features");
    const char *feature = ",{\"type\":\"Feature\",\"geometry\":null}";
    text = repeated("{\"type\":\"FeatureCollection\",\"features\":["
                    "{\"type\":\"Feature\",\"geometry\":null}",
                    feature, LIMIT_GEO_FEATURES - 1, "]}");
    CHECK_OK(cx, geo_read(cx, test_arena(), text, "z.geojson", &map));
    check_refused(repeated("{\"type\":\"FeatureCollection\",\"features\":["
                           "{\"type\":\"Feature\",\"geometry\":null}",
                           feature, LIMIT_GEO_FEATURES, "]}"),
                  ERR_LIMIT, "20001 features");

    CASE("the length of an id");
    text = repeated("{\"type\":\"Feature\",\"geometry\":null,\"id\":\"", "a",
                    LIMIT_NAME_BYTES, "\"}");
    CHECK_OK(cx, geo_read(cx, test_arena(), text, "z.geojson", &map));
    check_refused(repeated("{\"type\":\"Feature\",\"geometry\":null,\"id\":\"",
                           "a", LIMIT_NAME_BYTES + 1, "\"}"),
                  ERR_INPUT, "129 bytes");

    CASE("bytes");
    static const char nothing[1];
    check_refused((str){nothing, LIMIT_SIDE_FILE_BYTES + 1}, ERR_LIMIT,
                  "bytes");
}

void test_geo__warnings(void)
{
    static const struct {
        const char *geometry;
        const char *says; /* NULL: none */
    } cases[] = {
        {SQUARE, NULL},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[4,4],"
         "[0,4],[0,0]]]}",
         NULL},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,0],[4,0],[4,4],"
         "[0,0]]]}",
         NULL},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],"
         "[0,0]]]}",
         "crosses itself"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[2,0],"
         "[0,4],[0,0]]]}",
         "touches itself"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[8,8],"
         "[4,4],[0,4],[0,0]]]}",
         "touches itself"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],"
         "[0,0]],[[3,1],[3,2],[5,2],[5,1],[3,1]]]}",
         "crosses itself"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],"
         "[0,0]],[[6,1],[6,2],[7,2],[7,1],[6,1]]]}",
         "a hole lies outside"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],"
         "[0,0]],[[0,0],[1,2],[2,1],[0,0]]]}",
         NULL},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,4],[4,4],[4,0],"
         "[0,0]]]}",
         "wound against"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[2,2],[0,0]]]}",
         "encloses nothing"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[1,1],[1,1],[1,1]]]}",
         "encloses nothing"},
        {"{\"type\":\"LineString\",\"coordinates\":[[179,0],[-179,1]]}",
         "half the globe"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[[[170,0],[180,0],"
         "[180,4],[170,0]]],[[[-180,0],[-170,0],[-180,4],[-180,0]]]]}",
         NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s", cases[i].geometry);
        size_t n;
        const struct geo_map *map = read_text(wrapped(cases[i].geometry));
        const struct geo_warning *w = geo_warnings(map, &n);
        bool found = false;
        for (size_t k = 0; k < n; k++) {
            CHECK_STR(w[k].id, STR("z"));
            found = found ||
                    (cases[i].says != NULL &&
                     str_find(w[k].text, str_of(cases[i].says)) < w[k].text.n);
        }
        if (cases[i].says == NULL)
            CHECK_INT(n, 0);
        else
            CHECK(found);
    }
    CASE("no id");
    size_t n;
    const struct geo_warning *w = geo_warnings(
        read_text(STR("{\"type\":\"Feature\",\"geometry\":" POINT_1_2 "}")),
        &n);
    CHECK_INT(n, 1);
    CHECK(n == 1 && str_starts(w[0].text, STR("it has no id")));
}

/* Files made to be slow to look at are read in time all the same. */
void test_geo__hostile_outlines(void)
{
    const struct geo_map *map = NULL;
    size_t n;
    str text = repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                        "\"type\":\"Polygon\",\"coordinates\":[[[0,0]",
                        ",[1,1],[2,0]", 50000, ",[0,0]]]}}");

    CASE("all edges over each other");
    CHECK_OK(test_cx(),
             geo_read(test_cx(), test_arena(), text, "z.geojson", &map));
    const struct geo_warning *w = geo_warnings(map, &n);
    CHECK(n > 0 && w != NULL);

    CASE("many polygons, each with a few thousand long edges");
    text = repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                    "\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],"
                    "[1,1],[0,0]]]",
                    ",[[[0,0],[9,1],[0,2],[9,3],[0,4],[9,5],[0,6],[9,7],[0,8],"
                    "[9,9],[0,10],[9,11],[0,12],[9,13],[0,14],[0,0]]]",
                    20000, "]}}");
    CHECK_OK(test_cx(),
             geo_read(test_cx(), test_arena(), text, "z.geojson", &map));

    CASE("one outline and very many holes on it");
    text = repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                    "\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],"
                    "[0,9],[0,0]]",
                    ",[[0,0],[9,9],[9,0],[0,0]]", 50000, "]}}");
    CHECK_OK(test_cx(),
             geo_read(test_cx(), test_arena(), text, "z.geojson", &map));
}

/* Reading fails cleanly at each allocation. */
void test_geo__no_memory(void)
{
    str text = repeated("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{"
                        "\"type\":\"Polygon\",\"coordinates\":[[[0,0]",
                        ",[1,1]", 20000, ",[0,0]]]}}");

    for (size_t n = 1; n < 200; n++) {
        struct test_heap heap = {0};
        struct mem mem = test_heap_mem(&heap);
        struct arena scratch;
        struct arena a;
        struct cx cx;
        const struct geo_map *map = NULL;

        cx_init_fixed(&cx, &scratch, mem, 0, 1);
        heap.fail_at = heap.calls + n;
        arena_init(&a, mem, "zones", (size_t)8 << 20);
        err e = geo_read(&cx, &a, text, "z.geojson", &map);
        bool done = is_ok(e);
        if (!done)
            CHECK(e.code == ERR_RESOURCE && map == NULL);
        arena_release(&a);
        cx_release(&cx);
        if (done) {
            CHECK(n > 4);
            return;
        }
    }
    FAIL("never enough memory");
}

/* ---- inside ---- */

void test_geo__inside_and_edges(void)
{
    const struct geo_shape *s = shape(SQUARE);
    static const struct {
        double lon, lat;
        bool in;
    } cases[] = {{0.5, 0.5, true},      {2, 2, false},
                 {1, 2, true}, /* hole's edge */
                 {1, 1, true},          {3, 3, true},
                 {0, 0, true}, /* corners */
                 {4, 2, true},          {4.0000001, 2, false},
                 {2, 4, true},          {-1, 0, false},
                 {-1, 4, false},        {5, 4, false},
                 {1.0000001, 2, false}, {0.9999999, 2, true},
                 {2, 3.5, true},        {180, 90, false},
                 {-180, -90, false}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%.7f %.7f", cases[i].lon, cases[i].lat);
        CHECK(geo_contains(s, degrees(cases[i].lon, cases[i].lat)) ==
              cases[i].in);
    }
    CASE("the whole globe");
    s = shape("{\"type\":\"Polygon\",\"coordinates\":[[[-180,-90],[180,-90],"
              "[180,90],[-180,90],[-180,-90]]]}");
    CHECK(geo_contains(s, degrees(0, 0)));
    CHECK(geo_contains(s, degrees(180, 90)));
    CASE("an island in a lake");
    s = shape("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[9,0],[9,9],"
              "[0,9],[0,0]],[[1,1],[1,8],[8,8],[8,1],[1,1]]],[[[3,3],[5,3],"
              "[5,5],[3,5],[3,3]]]]}");
    CHECK(geo_contains(s, degrees(4, 4)));
    CHECK(geo_contains(s, degrees(3, 4)));
    CHECK(!geo_contains(s, degrees(2, 2)));
    CHECK(geo_contains(s, degrees(0.5, 2)));
    CASE("lines and points");
    s = shape("{\"type\":\"LineString\",\"coordinates\":[[0,0],[4,2]]}");
    CHECK(geo_contains(s, degrees(2, 1)));
    CHECK(!geo_contains(s, degrees(2, 1.0000001)));
    s = shape(POINT_1_2);
    CHECK(geo_contains(s, degrees(1, 2)));
    CHECK(!geo_contains(s, degrees(1, 2.0000001)));
    CASE("nothing drawn");
    s = shape("null");
    CHECK(!geo_contains(s, degrees(1, 2)));
    CHECK(geo_lies_in(s, degrees(1, 2), 0) == GEO_UNSURE);
    CHECK(geo_is_near(s, degrees(1, 2), 0, 5) == GEO_UNSURE);
}

void test_geo__degrees_refused(void)
{
    static const double bad[][2] = {{180.0001, 0}, {-180.0001, 0}, {0, 90.0001},
                                    {0, -90.0001}, {1e300, 0},     {0, -1e300}};
    struct geo_point p = {1, 2};
    volatile double zero = 0;

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!geo_point_of_degrees(bad[i][0], bad[i][1], &p));
    CHECK(!geo_point_of_degrees(zero / zero, 0, &p));
    CHECK(!geo_point_of_degrees(0, 1 / zero, &p));
    CHECK(p.lon_e7 == 1 && p.lat_e7 == 2);
    CHECK(degrees(-9.1393366, 38.7222524).lon_e7 == -91393366);
    CHECK(degrees(-9.1393366, 38.7222524).lat_e7 == 387222524);
}

/* Wider than needed, and the ray goes north, not east. */
__extension__ typedef __int128 wide;

static int winding_side(const int64_t (*at)[2], size_t n, int64_t x, int64_t y)
{
    int turns = 0;

    for (size_t i = 0; i < n; i++) {
        const int64_t *a = at[i];
        const int64_t *b = at[(i + 1) % n];
        wide cross =
            (wide)(b[0] - a[0]) * (y - a[1]) - (wide)(x - a[0]) * (b[1] - a[1]);
        wide dot =
            (wide)(x - a[0]) * (x - b[0]) + (wide)(y - a[1]) * (y - b[1]);

        if (cross == 0 && dot <= 0)
            return 0;
        if (a[0] <= x && b[0] > x && cross < 0)
            turns++;
        if (a[0] > x && b[0] <= x && cross > 0)
            turns--;
    }
    return turns != 0 ? 1 : -1;
}

/* Polygons whose corners go round a middle, on grids coarse enough that points
 * fall on edges and corners, and as wide as coordinates can be. */
void test_geo__inside_as_winding_number(void)
{
    struct test_rand r = {20250119};
    size_t on_edge = 0;
    size_t inside = 0;

    for (size_t round = 0; round < 400 * test_times(); round++) {
        int64_t step = round % 3 == 0 ? 1 : round % 3 == 1 ? 1000 : 90000000;
        int64_t at[24][2];
        size_t n = 0;
        struct buf b;
        arena_reset(test_arena());
        buf_init(&b, test_arena(), 1 << 16);
        buf_c(&b, "{\"type\":\"Polygon\",\"coordinates\":[[");
        /* Eight directions with growing reach: star shaped about 0, 0. */
        static const int64_t ways[16][2] = {
            {1, 0},  {2, 1},  {1, 1},  {1, 2},   {0, 1},   {-1, 2},
            {-1, 1}, {-2, 1}, {-1, 0}, {-2, -1}, {-1, -1}, {-1, -2},
            {0, -1}, {1, -2}, {1, -1}, {2, -1}};
        for (size_t w = 0; w < 16; w++) {
            if (test_rand_below(&r, 4) == 0 && w % 4 != 0)
                continue;
            int64_t reach = 1 + (int64_t)test_rand_below(&r, 5);
            at[n][0] = ways[w][0] * reach * step;
            at[n][1] = ways[w][1] * reach * step;
            n++;
        }
        for (size_t i = 0; i <= n; i++)
            buf_printf(&b, "%s[%.7f,%.7f]", i == 0 ? "" : ",",
                       (double)at[i % n][0] / 1e7, (double)at[i % n][1] / 1e7);
        buf_c(&b, "]]}");
        buf_char(&b, '\0');
        const struct geo_shape *s = shape(buf_view(&b).p);
        if (s == NULL)
            return;
        for (int64_t x = -11; x <= 11; x++) {
            for (int64_t y = -10; y <= 10; y++) {
                struct geo_point p = {(int32_t)(x * step), (int32_t)(y * step)};
                int want = winding_side(at, n, p.lon_e7, p.lat_e7);

                on_edge += want == 0;
                inside += want > 0;
                if (geo_contains(s, p) != (want >= 0)) {
                    FAIL("round %zu: %d %d", round, p.lon_e7, p.lat_e7);
                    return;
                }
            }
        }
    }
    CHECK(on_edge > 1000);
    CHECK(inside > 1000);
}

/* ---- distance ---- */

void test_geo__distances(void)
{
    static const struct {
        const char *geometry;
        double lon, lat;
        int64_t want_cm, within_cm;
    } cases[] = {
        {POINT_1_2, 1, 2, 0, 0},
        /* A degree of the equator and of the meridian there. */
        {"{\"type\":\"Point\",\"coordinates\":[1,0]}", 0, 0, 11131949, 50},
        {"{\"type\":\"Point\",\"coordinates\":[0,1]}", 0, 0, 11057428, 50},
        /* Across the date line. */
        {"{\"type\":\"Point\",\"coordinates\":[-179.5,0]}", 179.5, 0, 11131949,
         50},
        /* Along a line, beyond its end, and on it. */
        {"{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0]]}", 0.5, 0.01,
         110574, 5},
        {"{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0]]}", 1.01, 0,
         111319, 5},
        {"{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}", 0.5, 0.5, 0,
         3},
        {"{\"type\":\"LineString\",\"coordinates\":[[5,5],[5,5]]}", 5, 5, 0, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s from %.2f %.2f", cases[i].geometry, cases[i].lon,
             cases[i].lat);
        int64_t d = geo_distance_cm(shape(cases[i].geometry),
                                    degrees(cases[i].lon, cases[i].lat));
        CHECK(d >= cases[i].want_cm - cases[i].within_cm &&
              d <= cases[i].want_cm + cases[i].within_cm);
    }
    CASE("nothing drawn");
    CHECK_INT(geo_distance_cm(shape("null"), degrees(0, 0)), INT64_MAX);
    CASE("an edge longer than half the globe");
    const struct geo_shape *l =
        shape("{\"type\":\"LineString\",\"coordinates\":[[-180,-90],[5,5]]}");
    CHECK(geo_distance_cm(l, degrees(5, 5)) == 0);
    CHECK(geo_distance_cm(l, degrees(-180, -90)) == 0);
    CASE("the ends of the earth");
    const struct geo_shape *s = shape(
        "{\"type\":\"LineString\",\"coordinates\":[[-180,-90],[180,90]]}");
    CHECK(geo_distance_cm(s, degrees(180, -90)) >= 0);
    CHECK(geo_distance_cm(s, degrees(-180, 90)) >= 0);
    CHECK(geo_distance_cm(shape(POINT_1_2), degrees(-179, -2)) > 1000000000);
}

void test_geo__verdicts_with_precision(void)
{
    const struct geo_shape *s = shape(SQUARE);

    /* About 11 m, and 1.1 km, inside of the western edge. */
    CHECK(geo_lies_in(s, degrees(0.0001, 2), 0) == GEO_YES);
    CHECK(geo_lies_in(s, degrees(0.0001, 2), 10) == GEO_YES);
    CHECK(geo_lies_in(s, degrees(0.0001, 2), 12) == GEO_UNSURE);
    CHECK(geo_lies_in(s, degrees(-0.0001, 2), 0) == GEO_NO);
    CHECK(geo_lies_in(s, degrees(-0.0001, 2), 10) == GEO_NO);
    CHECK(geo_lies_in(s, degrees(-0.0001, 2), 12) == GEO_UNSURE);
    CHECK(geo_lies_in(s, degrees(0.01, 2), 1000) == GEO_YES);
    CHECK(geo_lies_in(s, degrees(0.01, 2), INT64_MAX) == GEO_UNSURE);
    CHECK(geo_lies_in(s, degrees(2, 2), 100000) == GEO_NO);
    CHECK(geo_lies_in(s, degrees(2, 2), 120000) == GEO_UNSURE);

    const struct geo_shape *line =
        shape("{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0]]}");
    struct geo_point p = degrees(0.5, 0.01); /* 1105.74 m */
    CHECK(geo_is_near(line, p, 0, 1106) == GEO_YES);
    CHECK(geo_is_near(line, p, 0, 1105) == GEO_NO);
    /* 1106.0003 m: within the error of 1,106 m. */
    CHECK(geo_is_near(line, degrees(0.5, 0.0100024), 0, 1106) == GEO_UNSURE);
    CHECK(geo_is_near(line, p, 100, 1207) == GEO_YES);
    CHECK(geo_is_near(line, p, 100, 1150) == GEO_UNSURE);
    CHECK(geo_is_near(line, p, 100, 1000) == GEO_NO);
    CHECK(geo_is_near(line, p, 0, INT64_MAX) == GEO_YES);
    CHECK(geo_is_near(line, p, INT64_MAX, 5) == GEO_UNSURE);
    CHECK(geo_lies_in(line, degrees(0.5, 0), 50) == GEO_UNSURE);
    CHECK(geo_lies_in(line, degrees(0.5, 1), 50) == GEO_NO);

    CHECK(geo_is_near(s, degrees(0.5, 2), 0, 0) == GEO_YES);
    CHECK(geo_is_near(s, degrees(0, 2), 0, 0) == GEO_YES);
    CHECK(geo_is_near(s, degrees(0.0001, 2), 10, 0) == GEO_YES);
    CHECK(geo_is_near(s, degrees(0.0001, 2), 20, 0) == GEO_UNSURE);
    CHECK(geo_is_near(s, degrees(-0.01, 2), 0, 2000) == GEO_YES);
    CHECK(geo_is_near(s, degrees(-0.01, 2), 0, 1000) == GEO_NO);
}

/* ---- two areas ---- */

void test_geo__areas_in_areas(void)
{
#define BOX(w, s, e, n)                                                        \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" #w "," #s "],[" #e "," #s      \
    "],[" #e "," #n "],[" #w "," #n "],[" #w "," #s "]]]}"
    static const struct {
        const char *a, *b;
        enum geo_relation want;
    } cases[] = {
        {BOX(1, 1, 2, 2), BOX(0, 0, 4, 4), GEO_WITHIN},
        {BOX(0, 0, 4, 4), BOX(1, 1, 2, 2), GEO_PARTLY},
        {BOX(0, 0, 4, 4), BOX(0, 0, 4, 4), GEO_WITHIN},
        {BOX(0, 0, 2, 4), BOX(0, 0, 4, 4), GEO_WITHIN},
        {BOX(0, 0, 4, 4), BOX(3, 3, 5, 5), GEO_PARTLY},
        {BOX(0, 0, 4, 4), BOX(4, 0, 8, 4), GEO_APART},
        {BOX(0, 0, 4, 4), BOX(5, 0, 8, 4), GEO_APART},
        {BOX(0, 1, 8, 2), BOX(1, 0, 2, 8), GEO_PARTLY},
        {BOX(0, 0, 4, 4), BOX(2, 0, 8, 4), GEO_PARTLY},
        {BOX(1, 1, 3, 3), SQUARE, GEO_APART},     /* fills the hole */
        {BOX(2, 2, 2.5, 2.5), SQUARE, GEO_APART}, /* lies in the hole */
        {BOX(0.5, 0.5, 3.5, 3.5), SQUARE, GEO_PARTLY},
        {BOX(0, 0, 1, 1), SQUARE, GEO_WITHIN},
        {SQUARE, BOX(0, 0, 4, 4), GEO_WITHIN},
        {BOX(0, 0, 4, 4), SQUARE, GEO_PARTLY},
        {POINT_1_2, BOX(0, 0, 4, 4), GEO_UNCHECKED},
        {BOX(0, 0, 4, 4), "null", GEO_UNCHECKED},
        {BOX(0, 0, 1, 1),
         "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],"
         "[0,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}",
         GEO_WITHIN},
        /* Corners on the edge, the middle outside: across a notch. */
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,4],[2,0],[4,4],[0,4]]]}",
         "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[2,2],"
         "[0,4],[0,0]]]}",
         GEO_PARTLY},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CASE("%s in %s", cases[i].a, cases[i].b);
        const struct geo_shape *a = shape(cases[i].a);
        const struct geo_shape *b = shape(cases[i].b);
        CHECK_INT(geo_relate(a, b), cases[i].want);
    }
}
