/* Tests of geo/geo_draw.c. */
#include "tests/test.h"

#include "geo/geo.h"

static long long whole(int64_t v)
{
    return (long long)((v < 0 ? -v : v) / 10000000);
}
static long long rest(int64_t v)
{
    return (long long)((v < 0 ? -v : v) % 10000000);
}

/* The shape of one point, for measuring to it. */
static const struct geo_shape *shape_of(struct geo_point p)
{
    static char text[300];
    const struct geo_map *map;
    int n = snprintf(
        text, sizeof text,
        "{\"type\":\"Feature\",\"id\":\"p\",\"properties\":{},\"geometry\":{"
        "\"type\":\"Point\",\"coordinates\":[%s%lld.%07lld,%s%lld.%07lld]}}",
        p.lon_e7 < 0 ? "-" : "", whole(p.lon_e7), rest(p.lon_e7),
        p.lat_e7 < 0 ? "-" : "", whole(p.lat_e7), rest(p.lat_e7));
    CHECK_OK(test_cx(), geo_read(test_cx(), test_arena(),
                                 (str){text, (size_t)n}, "p", &map));
    return geo_nth(map, 0);
}

/* The square holds the place as it was known, and says no more: all that lies
 * in it becomes the same. */
void test_geo_draw__coarse_places(void)
{
    struct test_rand r = {11};
    for (size_t i = 0; i < 400 * test_times(); i++) {
        struct geo_point p = {
            (int32_t)((int64_t)test_rand_below(&r, 3580000000U) - 1790000000),
            (int32_t)((int64_t)test_rand_below(&r, 1300000000U) - 650000000)};
        int64_t metres = 1 + (int64_t)test_rand_below(&r, 50000);
        int64_t precision = (int64_t)test_rand_below(&r, 1000);
        int64_t told = precision;
        struct geo_point at = geo_coarsen(p, metres, &told);
        int64_t cm = geo_distance_cm(shape_of(at), p);
        CASE("%d %d to %d m", (int)p.lon_e7, (int)p.lat_e7, (int)metres);
        CHECK(cm + precision * 100 <= told * 100);
        CHECK(told <= precision + metres);
        int64_t again = 0;
        struct geo_point same = geo_coarsen(at, metres, &again);
        CHECK(same.lon_e7 == at.lon_e7 && same.lat_e7 == at.lat_e7);
    }
}

void test_geo_draw__paths(void)
{
    const struct geo_map *map;
    str text = STR(
        "{\"type\":\"Feature\",\"id\":\"a\",\"properties\":{},\"geometry\":{"
        "\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,9],[0,0]],"
        "[[1,1],[1,2],[2,2],[1,1]]]}}");
    CHECK_OK(test_cx(), geo_read(test_cx(), test_arena(), text, "a", &map));
    const struct geo_shape *s = geo_nth(map, 0);
    CHECK_INT(geo_paths(s), 2);
    CHECK(!geo_path(s, 0).hole);
    CHECK(geo_path(s, 1).hole);
    CHECK_INT(geo_path(s, 1).n, 4);
    CHECK_INT(geo_path(s, 0).p[2].lat_e7, 90000000);
}

/* Edges of the Web Mercator map, by atan(sinh(pi (1 - 2 row / 2^zoom))). */
void test_geo_draw__tiles(void)
{
    static const struct {
        unsigned zoom;
        uint32_t row;
        int64_t north_e7;
    } rows[] = {{0, 0, 850511288},
                {0, 1, -850511288},
                {1, 1, 0},
                {2, 1, 665132604},
                {5, 12, 409798981},
                {10, 388, 399097362},
                {14, 6211, 398591548},
                {18, 99000, 402543766},
                {22, 1600000, 391982053},
                {22, 3999999, -833823304}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%u/%u", rows[i].zoom, rows[i].row);
        int64_t off =
            geo_tile_north(rows[i].zoom, rows[i].row) - rows[i].north_e7;
        CHECK(off >= -20 && off <= 20); /* 20 cm */
    }
    CHECK_INT(geo_tile_west(1, 1), 0);
    CHECK_INT(geo_tile_west(10, 1024), 1800000000);
    for (uint32_t row = 0; row < 1024; row++) {
        int64_t middle =
            (geo_tile_north(10, row) + geo_tile_north(10, row + 1)) / 2;
        CHECK_INT(geo_tile_row(10, middle), row);
        CHECK_INT(geo_tile_column(10, geo_tile_west(10, row) + 1000), row);
    }
    CHECK_INT(geo_tile_row(3, 900000000), 0);
    CHECK_INT(geo_tile_row(3, -900000000), 7);
    CHECK_INT(geo_tile_column(3, 2500000000), 7);
    CHECK_INT(geo_tile_column(3, -2500000000), 0);
}
