/* What reading and arithmetic share: how a shape is kept.
 *
 *     shape --first_part--> parts: [exterior, hole, hole, exterior, ...]
 *     part  --first-------> points of the whole map, one after the other
 */
#ifndef GEO_GEO_INT_H
#define GEO_GEO_INT_H

#include "base/vec.h"
#include "geo/geo.h"

/* A ring (its last point equals its first), a line, or a single point. */
struct geo_part {
    uint32_t first, n;
    bool hole;
    struct geo_box box;
};

/* 1. Its parts follow each other in the map; none for GEO_NOTHING.
 * 2. Of an area: each exterior is followed by its holes; n >= 4.
 *    Of a line: n >= 2. Of a point: one part, n = 1. */
struct geo_shape {
    const struct geo_map *map;
    str id, name;
    enum geo_kind kind;
    uint32_t first_part, parts;
    struct geo_box box;
};

struct geo_map {
    VEC(struct geo_point) points;
    VEC(struct geo_part) parts;
    VEC(struct geo_shape) shapes;
    VEC(struct geo_warning) warnings;
};

static inline const struct geo_part *geo_parts(const struct geo_shape *s)
{
    return s->map->parts.p + s->first_part;
}

static inline const struct geo_point *geo_points(const struct geo_map *m,
                                                 const struct geo_part *part)
{
    return m->points.p + part->first;
}

static inline bool geo_same(struct geo_point a, struct geo_point b)
{
    return a.lon_e7 == b.lon_e7 && a.lat_e7 == b.lat_e7;
}

static inline bool geo_boxes_meet(struct geo_box a, struct geo_box b)
{
    return a.min.lon_e7 <= b.max.lon_e7 && b.min.lon_e7 <= a.max.lon_e7 &&
           a.min.lat_e7 <= b.max.lat_e7 && b.min.lat_e7 <= a.max.lat_e7;
}

/* The box of two points. */
struct geo_box geo_edge_box(struct geo_point a, struct geo_point b);

/* On which side of the line from a to b the point p lies: 1 left, -1 right,
 * 0 on it. Exact. */
int geo_side(struct geo_point a, struct geo_point b, struct geo_point p);

/* How two edges meet. */
enum geo_meeting { GEO_CLEAR, GEO_TOUCH, GEO_CROSS };
enum geo_meeting geo_edges_meet(struct geo_point a, struct geo_point b,
                                struct geo_point c, struct geo_point d);

/* 1 inside, 0 on the edge, -1 outside of one ring. */
int geo_ring_side(const struct geo_point *ring, size_t n, struct geo_point p);

/* sin and cos of the distance of a latitude from the equator, times 2^30. */
void geo_turn(int64_t lat_e7, int64_t *sin_out, int64_t *cos_out);

/* How many pieces of a tenth of a degree the edge is measured in. */
uint32_t geo_pieces(struct geo_point a, struct geo_point b);

#endif
