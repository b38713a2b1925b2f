/* Distances against geodesics on the ellipsoid, by Vincenty's formula in
 * tests/geo/geo_oracle.py: the stated error bound of geo.h holds for random
 * lines from 100 m to 1,000 km away. SKIPPED without python3. */
#include "base/buf.h"
#include "geo/geo.h"
#include "tests/test.h"

void test_geo_oracle__distances_within_the_stated_error(void)
{
    char command[128];
    char line[512];
    size_t facts = 0;
    size_t count = 1000 * test_times();

    if (system("command -v python3 >/dev/null") != 0) {
        printf("SKIPPED: distances against geodesics: needs python3\n");
        return;
    }
    snprintf(command, sizeof command, "python3 tests/geo/geo_oracle.py %zu 8",
             count);
    FILE *f = popen(command, "r");
    if (f == NULL) {
        FAIL("cannot run python3");
        return;
    }
    while (fgets(line, sizeof line, f) != NULL) {
        char *p = line;
        int64_t want = strtoll(p, &p, 10);
        int32_t lon = (int32_t)strtoll(p, &p, 10);
        int32_t lat = (int32_t)strtoll(p, &p, 10);
        int64_t n = strtoll(p, &p, 10);
        struct buf b;

        arena_reset(test_arena());
        buf_init(&b, test_arena(), 1 << 16);
        buf_c(&b, "{\"type\":\"Feature\",\"id\":\"z\",\"geometry\":{\"type\":"
                  "\"LineString\",\"coordinates\":[");
        for (int64_t i = 0; i < n; i++) {
            double x = (double)strtoll(p, &p, 10) / 1e7;
            double y = (double)strtoll(p, &p, 10) / 1e7;
            buf_printf(&b, "%s[%.7f,%.7f]", i == 0 ? "" : ",", x, y);
        }
        buf_c(&b, "]}}");
        const struct geo_map *map = NULL;
        CHECK_OK(test_cx(), geo_read(test_cx(), test_arena(), buf_view(&b),
                                     "oracle", &map));
        if (map == NULL)
            break;
        struct geo_point from = {lon, lat};
        int64_t got = geo_distance_cm(geo_nth(map, 0), from);
        int64_t off = got > want ? got - want : want - got;
        if (off > geo_error_cm(from, got))
            FAIL("%" PRId64 " cm, not %" PRId64 ": %s", got, want, line);
        facts++;
    }
    CHECK_INT(pclose(f), 0);
    CHECK_INT(facts, count);
}
