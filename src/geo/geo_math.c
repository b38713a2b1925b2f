/* Where points and edges lie, in whole numbers. See geo.h.
 *
 * Coordinates are below 2^31, differences of two below 2^32 in longitude and
 * 2^31 in latitude, so a product of one of each fits 63 bits; two such products
 * are compared, never subtracted. No floating point in this file.
 */
#include "geo/geo_int.h"

enum { DEGREE_E7 = 10000000, PIECE_E7 = DEGREE_E7 / 10 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t magnitude(int64_t a)
{
    return a < 0 ? -a : a;
}

/* ---- sides, edges, rings: exact ---- */

struct geo_box geo_edge_box(struct geo_point a, struct geo_point b)
{
    return (struct geo_box){
        {(int32_t)least(a.lon_e7, b.lon_e7),
         (int32_t)least(a.lat_e7, b.lat_e7)},
        {(int32_t)most(a.lon_e7, b.lon_e7), (int32_t)most(a.lat_e7, b.lat_e7)}};
}

int geo_side(struct geo_point a, struct geo_point b, struct geo_point p)
{
    int64_t left =
        ((int64_t)b.lon_e7 - a.lon_e7) * ((int64_t)p.lat_e7 - a.lat_e7);
    int64_t right =
        ((int64_t)p.lon_e7 - a.lon_e7) * ((int64_t)b.lat_e7 - a.lat_e7);

    return (left > right) - (left < right);
}

static bool box_holds(struct geo_box b, struct geo_point p)
{
    return geo_boxes_meet(b, (struct geo_box){p, p});
}

static bool is_on_edge(struct geo_point a, struct geo_point b,
                       struct geo_point p)
{
    return box_holds(geo_edge_box(a, b), p) && geo_side(a, b, p) == 0;
}

enum geo_meeting geo_edges_meet(struct geo_point a, struct geo_point b,
                                struct geo_point c, struct geo_point d)
{
    if (!geo_boxes_meet(geo_edge_box(a, b), geo_edge_box(c, d)))
        return GEO_CLEAR;
    int sides = geo_side(a, b, c) * geo_side(a, b, d);
    int other = geo_side(c, d, a) * geo_side(c, d, b);
    if (sides < 0 && other < 0)
        return GEO_CROSS;
    if (is_on_edge(a, b, c) || is_on_edge(a, b, d) || is_on_edge(c, d, a) ||
        is_on_edge(c, d, b))
        return GEO_TOUCH;
    return GEO_CLEAR;
}

/* Counts the edges that a ray from p towards the east crosses. An edge counts
 * its lower end and not its upper one, so that a corner counts once. */
int geo_ring_side(const struct geo_point *ring, size_t n, struct geo_point p)
{
    bool inside = false;

    for (size_t i = 1; i < n; i++) {
        struct geo_point a = ring[i - 1];
        struct geo_point b = ring[i];

        if (is_on_edge(a, b, p))
            return 0;
        if ((a.lat_e7 > p.lat_e7) == (b.lat_e7 > p.lat_e7))
            continue;
        /* p is left of an edge that goes up where the ray crosses it. */
        if (geo_side(a, b, p) == (b.lat_e7 > a.lat_e7 ? 1 : -1))
            inside = !inside;
    }
    return inside ? 1 : -1;
}

static int part_side(const struct geo_map *m, const struct geo_part *part,
                     struct geo_point p)
{
    return box_holds(part->box, p)
               ? geo_ring_side(geo_points(m, part), part->n, p)
               : -1;
}

/* The same for all of an area: 1 inside, 0 on an edge, -1 outside. Inside is
 * within an exterior and in none of its holes. */
static int area_side(const struct geo_shape *s, struct geo_point p)
{
    const struct geo_part *parts = geo_parts(s);
    int side = -1;
    size_t i = 0;

    if (!box_holds(s->box, p))
        return -1;
    while (i < s->parts) {
        int of_polygon = part_side(s->map, &parts[i], p);

        for (i++; i < s->parts && parts[i].hole; i++) {
            if (of_polygon > 0)
                of_polygon = -part_side(s->map, &parts[i], p);
        }
        if (of_polygon > 0)
            return 1;
        if (of_polygon == 0)
            side = 0;
    }
    return side;
}

static bool is_on_lines(const struct geo_shape *s, struct geo_point p)
{
    for (size_t i = 0; i < s->parts; i++) {
        const struct geo_part *part = &geo_parts(s)[i];
        const struct geo_point *at = geo_points(s->map, part);

        for (size_t j = 1; j < part->n; j++) {
            if (is_on_edge(at[j - 1], at[j], p))
                return true;
        }
    }
    return false;
}

bool geo_contains(const struct geo_shape *s, struct geo_point p)
{
    switch (s->kind) {
    case GEO_NOTHING:
        return false;
    case GEO_AREA:
        return area_side(s, p) >= 0;
    case GEO_LINE:
        return is_on_lines(s, p);
    case GEO_POINT:
        return geo_same(s->box.min, p);
    }
    BUG("not a kind of shape");
}

/* ---- metres ---- */

/* Around a point p the ellipsoid is taken as a plane: x centimetres east, y
 * centimetres north, each with the scale at the latitude midway between p and
 * what is measured. A straight edge in longitude and latitude is a little bent
 * in that plane, so an edge is measured in pieces of a tenth of a degree. */

/* cos of 0 to 90 degrees, times 2^30. */
static const int64_t COS_Q30[91] = {
    1073741824, 1073578288, 1073087729, 1072270298, 1071126243, 1069655912,
    1067859754, 1065738315, 1063292242, 1060522280, 1057429273, 1054014162,
    1050277989, 1046221891, 1041847103, 1037154959, 1032146887, 1026824413,
    1021189159, 1015242840, 1008987269, 1002424350, 995556083,  988384560,
    980911966,  973140576,  965072759,  956710970,  948057759,  939115760,
    929887697,  920376381,  910584710,  900515665,  890172315,  879557810,
    868675383,  857528349,  846120104,  834454122,  822533958,  810363241,
    797945680,  785285058,  772385229,  759250125,  745883746,  732290163,
    718473518,  704438018,  690187940,  675727625,  661061475,  646193961,
    631129609,  615873009,  600428808,  584801711,  568996477,  553017922,
    536870912,  520560366,  504091252,  487468587,  470697435,  453782903,
    436730145,  419544355,  402230767,  384794656,  367241333,  349576144,
    331804471,  313931728,  295963357,  277904834,  259761657,  241539355,
    223243478,  204879599,  186453311,  167970228,  149435979,  130856211,
    112236583,  93582766,   74900443,   56195305,   37473049,   18739379,
    0};

enum { Q = 30 };

/* sin and cos of a latitude, times 2^30: the whole degree from the table, the
 * rest b by b - b^3/6 and 1 - b^2/2 + b^4/24. */
void geo_turn(int64_t lat_e7, int64_t *sin_out, int64_t *cos_out)
{
    int64_t up = magnitude(lat_e7);
    int64_t degree = up / DEGREE_E7;
    /* pi/180 * 2^30 = 18740330.4...; per 1e-7 degree, rounded at the end. */
    int64_t b = (up % DEGREE_E7) * 187403304 / ((int64_t)DEGREE_E7 * 10);
    int64_t b2 = (b * b) >> Q;
    int64_t sin_b = b - ((b * b2) >> Q) / 6;
    int64_t cos_b = ((int64_t)1 << Q) - b2 / 2 + ((b2 * b2) >> Q) / 24;
    int64_t s = COS_Q30[90 - degree];
    int64_t c = COS_Q30[degree];

    *sin_out = (s * cos_b + c * sin_b) >> Q;
    *cos_out = (c * cos_b - s * sin_b) >> Q;
}

static int64_t mul_q(int64_t a, int64_t b)
{
    return a * b / ((int64_t)1 << Q);
}

/* Nanometres of ground to 1e-7 degrees, at a latitude. The series in cosines
 * of multiples of the latitude are the usual ones for WGS 84:
 *
 *     a degree of latitude:  111132.954 - 559.822 cos 2f + 1.175 cos 4f m
 *     a degree of longitude: 111412.84 cos f - 93.5 cos 3f + 0.118 cos 5f m
 */
void geo_scale(int64_t lat_e7, int64_t *east_nm, int64_t *north_nm)
{
    const int64_t one = (int64_t)1 << Q;
    int64_t s, c;

    geo_turn(lat_e7, &s, &c);
    int64_t c2 = 2 * mul_q(c, c) - one;
    int64_t c3 = mul_q(c, 2 * c2 - one);
    int64_t c4 = 2 * mul_q(c2, c2) - one;
    int64_t c5 = 2 * mul_q(c4, c) - c3;
    *east_nm = mul_q(11141284, c) - mul_q(9350, c3) + mul_q(12, c5);
    *north_nm = 11113295 - mul_q(55982, c2) + mul_q(118, c4);
}

enum { NM_PER_CM = 10000000, SHARES = 1 << 20, FINE_E7 = DEGREE_E7 / 500 };

/* Far enough to be farther than anything, near enough to be squared. */
static const int64_t FAR_CM = 2100000000;

struct place {
    int64_t x, y; /* centimetres */
};

/* Where a point lies, seen from p; dlon_e7 is how far east, which is not
 * bound to 180 degrees. */
static struct place seen_from(struct geo_point p, int64_t dlon_e7,
                              int64_t lat_e7)
{
    int64_t east_nm, north_nm;

    geo_scale((lat_e7 + p.lat_e7) / 2, &east_nm, &north_nm);
    int64_t x = dlon_e7 * east_nm / NM_PER_CM;
    int64_t y = (lat_e7 - p.lat_e7) * north_nm / NM_PER_CM;
    return (struct place){most(-FAR_CM, least(x, FAR_CM)), y};
}

/* The whole part of the square root. */
static int64_t root(int64_t v)
{
    int64_t r = 0;

    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1) {
        int64_t next = r + bit;

        if (next <= 3037000499 && next * next <= v)
            r = next;
    }
    return r;
}

/* Where on the straight piece from a to b the point nearest to 0, 0 lies, in
 * 2^20ths of the way. */
static int64_t nearest(struct place a, struct place b)
{
    int64_t dx = b.x - a.x;
    int64_t dy = b.y - a.y;
    int64_t length = dx * dx + dy * dy;
    int64_t along = -(a.x * dx + a.y * dy);

    if (along <= 0)
        return 0;
    if (along >= length)
        return SHARES;
    /* A piece is longer than 2^21 cm only where it lies half a globe away. */
    return length < (int64_t)1 << 42 ? along * SHARES / length
                                     : least(along / (length / SHARES), SHARES);
}

static int64_t square_at(struct place a, struct place b, int64_t share)
{
    int64_t x = a.x + (b.x - a.x) * share / SHARES;
    int64_t y = a.y + (b.y - a.y) * share / SHARES;

    return x * x + y * y;
}

uint32_t geo_pieces(struct geo_point a, struct geo_point b)
{
    int64_t span = most(magnitude((int64_t)b.lon_e7 - a.lon_e7),
                        magnitude((int64_t)b.lat_e7 - a.lat_e7));

    return (uint32_t)(span / PIECE_E7 + 1);
}

/* A piece of an edge, straight in degrees, seen from p. Longitudes are those
 * east of p. */
struct piece {
    int64_t lon0, lat0, lon1, lat1;
};

/* The square of the distance from p to a piece. Where the piece is long, the
 * part about its nearest point is measured again, since the plane in which it
 * was found bends it by a metre or so. */
static int64_t piece_square(struct geo_point p, struct piece c, int64_t best)
{
    struct place from = seen_from(p, c.lon0, c.lat0);
    struct place to = seen_from(p, c.lon1, c.lat1);
    int64_t share = nearest(from, to);
    int64_t square = square_at(from, to, share);
    int64_t east = c.lon1 - c.lon0;
    int64_t north = c.lat1 - c.lat0;

    if (magnitude(east) < FINE_E7 && magnitude(north) < FINE_E7)
        return square;
    /* More than twice as far as the best, and than 200 m: no need. */
    if (square / 4 > best && square > 400000000)
        return square;
    int64_t low = most(share - SHARES / 32, 0);
    int64_t high = least(share + SHARES / 32, SHARES);
    from = seen_from(p, c.lon0 + east * low / SHARES,
                     c.lat0 + north * low / SHARES);
    to = seen_from(p, c.lon0 + east * high / SHARES,
                   c.lat0 + north * high / SHARES);
    return square_at(from, to, nearest(from, to));
}

/* The least of `best` and the square of the distance to the edge that begins
 * dlon_e7 east of p. */
static int64_t edge_at(struct geo_point p, struct geo_point a,
                       struct geo_point b, int64_t dlon_e7, int64_t best)
{
    int64_t east = (int64_t)b.lon_e7 - a.lon_e7;
    int64_t north = (int64_t)b.lat_e7 - a.lat_e7;
    int64_t pieces = geo_pieces(a, b);

    for (int64_t i = 0; i < pieces; i++) {
        struct piece c = {dlon_e7 + east * i / pieces,
                          a.lat_e7 + north * i / pieces,
                          dlon_e7 + east * (i + 1) / pieces,
                          a.lat_e7 + north * (i + 1) / pieces};

        best = least(best, piece_square(p, c, best));
    }
    return best;
}

/* The same, both ways round the globe where that can make a difference. */
static int64_t edge_square(struct geo_point p, struct geo_point a,
                           struct geo_point b, int64_t best)
{
    const int64_t half = 1800000000;
    int64_t to_a = (int64_t)a.lon_e7 - p.lon_e7;
    int64_t to_b = (int64_t)b.lon_e7 - p.lon_e7;

    best = edge_at(p, a, b, to_a, best);
    if (most(to_a, to_b) > half)
        best = edge_at(p, a, b, to_a - 2 * half, best);
    if (least(to_a, to_b) < -half)
        best = edge_at(p, a, b, to_a + 2 * half, best);
    return best;
}

int64_t geo_distance_cm(const struct geo_shape *s, struct geo_point p)
{
    int64_t best = INT64_MAX;

    for (size_t i = 0; i < s->parts; i++) {
        const struct geo_part *part = &geo_parts(s)[i];
        const struct geo_point *at = geo_points(s->map, part);

        if (part->n == 1)
            best = edge_square(p, at[0], at[0], best);
        for (size_t j = 1; j < part->n; j++)
            best = edge_square(p, at[j - 1], at[j], best);
    }
    return best == INT64_MAX ? INT64_MAX : root(best);
}

int64_t geo_error_cm(struct geo_point p, int64_t distance_cm)
{
    const int64_t km = 100000;

    if (magnitude(p.lat_e7) > 65 * (int64_t)DEGREE_E7 ||
        distance_cm > 1000 * km)
        return 5 + distance_cm / 2;
    if (distance_cm > 200 * km)
        return distance_cm / 100;
    return 5 + distance_cm / (distance_cm > 50 * km ? 4000 : 40000);
}

/* ---- answers ---- */

/* A precision in centimetres; beyond the size of the earth it is all one. */
static int64_t cm_of(int64_t metres)
{
    return 100 * most(0, least(metres, 50000000));
}

enum geo_answer geo_lies_in(const struct geo_shape *s, struct geo_point p,
                            int64_t precision_m)
{
    if (s->kind == GEO_NOTHING)
        return GEO_UNSURE;
    bool inside = geo_contains(s, p);
    if (precision_m <= 0)
        return inside ? GEO_YES : GEO_NO;
    int64_t d = geo_distance_cm(s, p);
    if (d - geo_error_cm(p, d) <= cm_of(precision_m))
        return GEO_UNSURE;
    return inside ? GEO_YES : GEO_NO;
}

enum geo_answer geo_is_near(const struct geo_shape *s, struct geo_point p,
                            int64_t precision_m, int64_t metres)
{
    if (s->kind == GEO_NOTHING)
        return GEO_UNSURE;
    bool inside = s->kind == GEO_AREA && geo_contains(s, p);
    if (inside && precision_m <= 0 && metres >= 0)
        return GEO_YES;
    int64_t d = geo_distance_cm(s, p);
    int64_t error = geo_error_cm(p, d);
    int64_t reach = cm_of(precision_m);
    int64_t bound = cm_of(metres);

    /* Distance of the farthest and the nearest place where it may have been. */
    int64_t far = inside ? reach - (d - error) : d + error + reach;
    int64_t near = inside ? 0 : d - error - reach;
    if (most(far, 0) <= bound)
        return GEO_YES;
    return near > bound ? GEO_NO : GEO_UNSURE;
}

/* ---- two areas ---- */

enum { RELATE_WORK = 20000000 };

/* Whether an edge of one crosses an edge of the other. */
static bool is_crossed(const struct geo_shape *a, const struct geo_shape *b)
{
    for (size_t i = 0; i < a->parts; i++) {
        const struct geo_part *pa = &geo_parts(a)[i];
        const struct geo_point *at = geo_points(a->map, pa);

        for (size_t k = 0; k < b->parts; k++) {
            const struct geo_part *pb = &geo_parts(b)[k];
            const struct geo_point *bt = geo_points(b->map, pb);

            if (!geo_boxes_meet(pa->box, pb->box))
                continue;
            for (size_t j = 1; j < pa->n; j++) {
                struct geo_box edge = geo_edge_box(at[j - 1], at[j]);

                if (!geo_boxes_meet(edge, pb->box))
                    continue;
                for (size_t l = 1; l < pb->n; l++) {
                    if (geo_edges_meet(at[j - 1], at[j], bt[l - 1], bt[l]) ==
                        GEO_CROSS)
                        return true;
                }
            }
        }
    }
    return false;
}

/* Whether corners of a, or the middle of its edges, lie inside of b and
 * outside of it. What is on an edge of b is neither. */
static void sides_of(const struct geo_shape *a, const struct geo_shape *b,
                     bool *inside, bool *outside)
{
    for (size_t i = 0; i < a->parts; i++) {
        const struct geo_part *part = &geo_parts(a)[i];
        const struct geo_point *at = geo_points(a->map, part);

        for (size_t j = 1; j < part->n; j++) {
            int64_t lon = (int64_t)at[j - 1].lon_e7 + at[j].lon_e7;
            int64_t lat = (int64_t)at[j - 1].lat_e7 + at[j].lat_e7;
            struct geo_point middle = {(int32_t)(lon / 2), (int32_t)(lat / 2)};
            bool exact = lon % 2 == 0 && lat % 2 == 0;
            int corner = area_side(b, at[j]);

            *inside = *inside || corner > 0;
            *outside = *outside || corner < 0;
            /* Where an edge runs along one of b's, a middle that was rounded
             * may fall beside it. */
            if (exact || corner != 0 || area_side(b, at[j - 1]) != 0) {
                int side = area_side(b, middle);

                *inside = *inside || side > 0;
                *outside = *outside || side < 0;
            }
        }
    }
}

/* All of a's edges run along edges of b: a is one of b's polygons, or fills a
 * hole. A point inside of a tells, the middle of three corners in a row. */
static enum geo_relation on_edges(const struct geo_shape *a,
                                  const struct geo_shape *b)
{
    for (size_t i = 0; i < a->parts; i++) {
        const struct geo_part *part = &geo_parts(a)[i];
        const struct geo_point *at = geo_points(a->map, part);

        for (size_t j = 2; j < part->n; j++) {
            int64_t lon =
                (int64_t)at[j - 2].lon_e7 + at[j - 1].lon_e7 + at[j].lon_e7;
            int64_t lat =
                (int64_t)at[j - 2].lat_e7 + at[j - 1].lat_e7 + at[j].lat_e7;
            struct geo_point middle = {(int32_t)(lon / 3), (int32_t)(lat / 3)};

            if (area_side(a, middle) > 0)
                return area_side(b, middle) >= 0 ? GEO_WITHIN : GEO_APART;
        }
    }
    return GEO_UNCHECKED;
}

enum geo_relation geo_relate(const struct geo_shape *a,
                             const struct geo_shape *b)
{
    if (a->kind != GEO_AREA || b->kind != GEO_AREA ||
        geo_vertices(a) > RELATE_WORK / (geo_vertices(b) + 1))
        return GEO_UNCHECKED;
    if (!geo_boxes_meet(a->box, b->box))
        return GEO_APART;
    if (is_crossed(a, b))
        return GEO_PARTLY;
    bool a_in = false;
    bool a_out = false;
    bool b_in = false;
    bool b_out = false;
    sides_of(a, b, &a_in, &a_out);
    sides_of(b, a, &b_in, &b_out);
    if (!a_out && !b_in)
        return a_in || !b_out ? GEO_WITHIN : on_edges(a, b);
    if (!a_in && !b_in)
        return GEO_APART;
    return GEO_PARTLY;
}

/* ---- what a shape is ---- */

str geo_id(const struct geo_shape *s)
{
    return s->id;
}

str geo_name(const struct geo_shape *s)
{
    return s->name;
}

enum geo_kind geo_kind(const struct geo_shape *s)
{
    return s->kind;
}

struct geo_box geo_box(const struct geo_shape *s)
{
    return s->box;
}

size_t geo_vertices(const struct geo_shape *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->parts; i++)
        n += geo_parts(s)[i].n;
    return n;
}
