/* geo/geo_draw.c: shapes as they are drawn, and places told less exactly. */
#include "geo/geo_int.h"

size_t geo_paths(const struct geo_shape *s)
{
    return s->parts;
}

struct geo_path geo_path(const struct geo_shape *s, size_t i)
{
    const struct geo_part *part = geo_parts(s) + i;
    return (struct geo_path){geo_points(s->map, part), part->n, part->hole};
}

/* The middle of the step of a scale in which v lies. */
static int64_t middle(int64_t v, int64_t step)
{
    int64_t at = v / step;
    if (v < 0 && v % step != 0)
        at--;
    return at * step + step / 2;
}

static int32_t within(int64_t v, int64_t most)
{
    return (int32_t)(v > most ? most : v < -most ? -most : v);
}

struct geo_point geo_coarsen(struct geo_point p, int64_t metres,
                             int64_t *precision_m)
{
    enum { LON = 1800000000, LAT = 900000000 };
    int64_t east, north;
    struct geo_point out;
    /* The rows of the grid are the same everywhere; how wide their squares are
     * hangs on the row alone. */
    geo_scale(0, &east, &north);
    int64_t row = metres * 1000000000 / north;
    out.lat_e7 = within(middle(p.lat_e7, row), LAT);
    geo_scale(out.lat_e7, &east, &north);
    int64_t column = east > 0 ? metres * 1000000000 / east : 2 * (int64_t)LON;
    if (column < 1)
        column = 1;
    out.lon_e7 = within(middle(p.lon_e7, column), LON);
    /* Half the diagonal is at most 0.71 of the side; a degree of latitude is
     * up to a hundredth longer than at the equator. */
    *precision_m += metres * 72 / 100 + 1;
    return out;
}
