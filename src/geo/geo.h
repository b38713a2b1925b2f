/* Zones and lines on the ground, read from GeoJSON (RFC 7946), and where a
 * point lies to them.
 *
 * Coordinates are whole numbers of 1e-7 degrees (about 1 cm): what is read is
 * rounded to that once, and every answer after that is integer arithmetic,
 * the same on every machine. Two kinds of question:
 *
 *   - Inside or not: exact for the coordinates as read. Edges are straight in
 *     longitude and latitude (RFC 7946, 3.1.1). A point on an edge or corner,
 *     of a hole too, is inside.
 *   - How far: metres on the WGS 84 ellipsoid, with a stated error
 *     (geo_distance). A verdict on a distance or on a point of limited
 *     precision has three values; what lies within the error is GEO_UNSURE.
 *
 * Not here: which zone lies in which (the agreement declares that; geometry
 * only checks it), projections, anything across the date line that the file
 * does not split as RFC 7946, 3.1.9 asks.
 *
 * Read next: geo_read.c for what is refused, geo_math.c for the arithmetic.
 */
#ifndef GEO_GEO_H
#define GEO_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/cc.h"
#include "base/err.h"
#include "base/str.h"

struct cx;

/* All features of one file. Lives in the arena it was read into. */
struct geo_map;

/* One feature of it. */
struct geo_shape;

struct geo_point {
    int32_t lon_e7; /* -1,800,000,000 to 1,800,000,000 */
    int32_t lat_e7; /* -900,000,000 to 900,000,000 */
};

/* Corners included. */
struct geo_box {
    struct geo_point min, max;
};

enum geo_kind {
    GEO_NOTHING, /* a feature whose geometry is null: known, not yet drawn */
    GEO_AREA,    /* Polygon, MultiPolygon */
    GEO_LINE,    /* LineString, MultiLineString */
    GEO_POINT,   /* Point */
};

enum geo_answer { GEO_NO, GEO_YES, GEO_UNSURE };

/* Something odd in a file that can still be read: shown, never decisive. */
struct geo_warning {
    size_t feature; /* its place in the file, counted from 0 */
    str id;         /* empty if it has none */
    str text;       /* one sentence, no full stop */
};

/* ---- reading ---- */

/* Reads a FeatureCollection or a Feature. `path` is for messages only. `bytes`
 * may be dropped afterwards.
 *
 * Fails with class input, and a message that begins with the path and names
 * the feature by number and id, for: what is not JSON; a wrong type; a
 * ring that is not closed or has fewer than four positions; a coordinate that
 * is no number or out of range; a `crs` member; an id used twice; a geometry
 * of another type than in enum geo_kind. Class limit beyond
 * LIMIT_SIDE_FILE_BYTES, LIMIT_DEPTH, LIMIT_GEO_VERTICES, LIMIT_GEO_FEATURES.
 *
 * An id is the member `id` of the feature, else `id` of its properties; a whole
 * number is taken as its digits. A feature without one is kept, with a
 * warning. Other warnings: a ring that crosses or touches itself or another
 * of its polygon, a hole outside its ring, an edge longer than half the globe,
 * a ring wound against RFC 7946, coordinates that look exchanged. */
MUST_USE err geo_read(struct cx *cx, struct arena *a, str bytes,
                      const char *path, const struct geo_map **map_out);

size_t geo_count(const struct geo_map *map);
/* In the order of the file. */
const struct geo_shape *geo_nth(const struct geo_map *map, size_t i);
/* NULL if there is none of this id. */
const struct geo_shape *geo_find(const struct geo_map *map, str id);
/* `*n_out` of them, in the order of the file. */
const struct geo_warning *geo_warnings(const struct geo_map *map,
                                       size_t *n_out);

enum { GEO_DEGREE = 10000000 };
/* Reads a longitude and latitude in degrees, as a report gives them. False if
 * not finite or out of range. */
MUST_USE bool geo_point_of_degrees(double lon, double lat,
                                   struct geo_point *point_out);

/* ---- one shape ---- */

str geo_id(const struct geo_shape *s);   /* empty if it has none */
str geo_name(const struct geo_shape *s); /* properties.name, or empty */
enum geo_kind geo_kind(const struct geo_shape *s);
/* The smallest box around it. GEO_NOTHING has none: a box with min over max. */
struct geo_box geo_box(const struct geo_shape *s);
size_t geo_vertices(const struct geo_shape *s);

/* A ring (its last point equals its first), a line or a single point of a
 * shape, in the order of the file; each outer ring is followed by its holes. */
struct geo_path {
    const struct geo_point *p;
    size_t n;
    bool hole;
};
size_t geo_paths(const struct geo_shape *s);
struct geo_path geo_path(const struct geo_shape *s, size_t i);

/* ---- drawing, and telling less ---- */

/* Nanometres of ground to 1e-7 degrees of longitude and of latitude, at a
 * latitude (degrees times 10^7). */
void geo_scale(int64_t lat_e7, int64_t *east_nm, int64_t *north_nm);

/* The middle of the square of about `metres` in which the point lies, of a
 * grid that is the same for every point: so that what is told says no more
 * than the square. *precision_m is then large enough to hold the place as it
 * was known. metres: 1 to GEO_COARSE_MOST. */
enum { GEO_COARSE_MOST = 500000 };
struct geo_point geo_coarsen(struct geo_point p, int64_t metres,
                             int64_t *precision_m);

/* The Web Mercator map at a zoom (0 to GEO_ZOOM_MAX), which has 2^zoom columns
 * from west to east and as many rows from north to south: the western edge of a
 * column and the northern edge of a row, degrees times 10^7 (the number of
 * columns or rows gives the last edge). */
enum { GEO_ZOOM_MAX = 22 };
int64_t geo_tile_west(unsigned zoom, uint32_t column);
int64_t geo_tile_north(unsigned zoom, uint32_t row);
/* In which column and row it lies; what is beyond lies in the outer ones. */
uint32_t geo_tile_column(unsigned zoom, int64_t lon_e7);
uint32_t geo_tile_row(unsigned zoom, int64_t lat_e7);

/* ---- where a point lies ---- */

/* Whether the point lies in the area or on its edge; on the line; at the
 * point. Exact. */
bool geo_contains(const struct geo_shape *s, struct geo_point p);

/* Centimetres from the point to the nearest of the shape's edges (to the
 * point of a GEO_POINT), also from inside an area. INT64_MAX for GEO_NOTHING.
 *
 * The error is at most geo_error_cm(), which a test measures against geodesics
 * on the ellipsoid. */
int64_t geo_distance_cm(const struct geo_shape *s, struct geo_point p);

/* The bound on that error, for distances measured from p: 5 cm and a
 * 40,000th of the distance up to 50 km; 5 cm and a 4,000th up to 200 km; a
 * hundredth up to 1,000 km. Farther, and from points beyond 65 degrees of
 * latitude, a half: the figure is then a rough one. */
int64_t geo_error_cm(struct geo_point p, int64_t distance_cm);

/* Whether what was seen at `p`, known to within `precision_m` metres, lies in
 * the area: yes or no if the whole circle does, else unsure. With precision 0
 * it is geo_contains(). For other kinds: whether it can be told to lie on it,
 * which is unsure inside of the circle, and else no. */
enum geo_answer geo_lies_in(const struct geo_shape *s, struct geo_point p,
                            int64_t precision_m);

/* Whether it lies at most `metres` from the shape (an area's inside being at
 * distance 0). Unsure where precision or error leave it open. GEO_NOTHING is
 * always unsure. */
enum geo_answer geo_is_near(const struct geo_shape *s, struct geo_point p,
                            int64_t precision_m, int64_t metres);

/* ---- two areas ---- */

enum geo_relation {
    GEO_WITHIN,    /* all of a lies in b; edges may touch */
    GEO_PARTLY,    /* some of a lies in b, or b in a */
    GEO_APART,     /* none does, but perhaps an edge */
    GEO_UNCHECKED, /* one is no area, or both have too many edges */
};

/* How area a lies to area b: for checking what an agreement declares, never for
 * a verdict. Looks at edges that cross, at corners and at the middle of
 * edges. */
enum geo_relation geo_relate(const struct geo_shape *a,
                             const struct geo_shape *b);

#endif
