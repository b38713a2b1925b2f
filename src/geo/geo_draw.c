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

/* --- The Web Mercator map ------------------------------------------------- */

enum { Q = 30, TURN_E7 = 1800000000 };

/* tanh(pi / 2^k), times 2^30. */
static const int64_t TANH_Q30[GEO_ZOOM_MAX + 1] = {
    1069738996, 984784822, 704153663, 401240943, 208160484, 105076986,
    52664885,   26348299,  13176133,  6588315,   3294188,   1647098,
    823550,     411775,    205887,    102944,    51472,     25736,
    12868,      6434,      3217,      1608,      804};

int64_t geo_tile_west(unsigned zoom, uint32_t column)
{
    return (int64_t)column * 2 * TURN_E7 / ((int64_t)1 << zoom) - TURN_E7;
}

uint32_t geo_tile_column(unsigned zoom, int64_t lon_e7)
{
    int64_t n = (int64_t)1 << zoom;
    int64_t at = lon_e7 + TURN_E7;
    at = at < 0 ? 0 : at * n / (2 * (int64_t)TURN_E7);
    return (uint32_t)(at >= n ? n - 1 : at);
}

/* The sine of the latitude of a row's northern edge: that is tanh of its height
 * on the map, pi at the upper edge, added up from halves by
 * tanh(a + b) = (tanh a + tanh b) / (1 + tanh a tanh b). */
static int64_t sine_of_row(unsigned zoom, uint32_t row)
{
    const int64_t one = (int64_t)1 << Q;
    int64_t up = ((int64_t)1 << zoom) - 2 * (int64_t)row, sine = 0;
    uint64_t parts = (uint64_t)(up < 0 ? -up : up);
    for (unsigned bit = 0; bit <= zoom; bit++) {
        int64_t more = TANH_Q30[zoom - bit];
        if ((parts >> bit & 1) != 0)
            sine = (sine + more) * one / (one + sine * more / one);
    }
    return up < 0 ? -sine : sine;
}

int64_t geo_tile_north(unsigned zoom, uint32_t row)
{
    enum { EDGE_E7 = 850511288 };
    int64_t sine = sine_of_row(zoom, row), at, cosine;
    int64_t up = sine < 0 ? -sine : sine;
    int64_t low = 0, high = EDGE_E7;
    while (low < high) {
        int64_t middle_e7 = low + (high - low) / 2;
        geo_turn(middle_e7, &at, &cosine);
        if (at < up)
            low = middle_e7 + 1;
        else
            high = middle_e7;
    }
    return sine < 0 ? -low : low;
}

uint32_t geo_tile_row(unsigned zoom, int64_t lat_e7)
{
    uint32_t low = 0, high = ((uint32_t)1 << zoom) - 1;
    while (low < high) { /* the last row that begins north of it */
        uint32_t row = low + (high - low + 1) / 2;
        if (geo_tile_north(zoom, row) >= lat_e7)
            low = row;
        else
            high = row - 1;
    }
    return low;
}
