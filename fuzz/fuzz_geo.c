/* fuzz/fuzz_geo.c: GeoJSON, and the arithmetic on what is accepted. */
#include "base/cx.h"
#include "geo/geo.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void check_point(const struct geo_shape *s, struct geo_point p)
{
    bool in = geo_contains(s, p);
    int64_t d = geo_distance_cm(s, p);

    must(d >= 0);
    must((d == INT64_MAX) == (geo_kind(s) == GEO_NOTHING));
    if (geo_kind(s) == GEO_NOTHING)
        return;
    must(geo_lies_in(s, p, 0) == (in ? GEO_YES : GEO_NO));
    must(geo_lies_in(s, p, INT64_MAX) == GEO_UNSURE);
    must(geo_is_near(s, p, 0, INT64_MAX) == GEO_YES);
    if (in)
        must(geo_is_near(s, p, 0, 0) != GEO_NO);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch;
    struct arena a;
    const struct geo_map *map = NULL;
    size_t warnings;

    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "zones", (size_t)64 << 20);
    str bytes = {(const char *)data, size};
    if (is_ok(geo_read(&cx, &a, bytes, "fuzz", &map))) {
        geo_warnings(map, &warnings);
        for (size_t i = 0; i < geo_count(map) && i < 8; i++) {
            const struct geo_shape *s = geo_nth(map, i);
            struct geo_box box = geo_box(s);

            must(geo_id(s).n == 0 || geo_find(map, geo_id(s)) == s);
            if (geo_kind(s) != GEO_NOTHING) {
                must(box.min.lon_e7 <= box.max.lon_e7);
                must(box.min.lat_e7 <= box.max.lat_e7);
                check_point(s, box.min);
                check_point(s, box.max);
                check_point(s, (struct geo_point){
                                   box.min.lon_e7 / 2 + box.max.lon_e7 / 2,
                                   box.min.lat_e7 / 2 + box.max.lat_e7 / 2});
            }
            check_point(s, (struct geo_point){0, 0});
            check_point(s, (struct geo_point){-1800000000, 900000000});
            for (size_t k = 0; k < geo_count(map) && k < 8; k++)
                (void)geo_relate(s, geo_nth(map, k));
        }
    } else {
        must(map == NULL && cx.fault.message[0] != '\0');
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
