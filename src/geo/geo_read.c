/* Reading GeoJSON (RFC 7946) under limits. See geo.h.
 *
 * The file is counted before jansson sees it, so that depth and memory are
 * bounded whatever the bytes are; jansson then checks JSON and UTF-8; the rest
 * is here, feature by feature. The first fault ends the reading: a zone file
 * that is half right is not used.
 *
 * The one place where a floating point number is seen: a coordinate is
 * multiplied by 10^7 and rounded, which gives back exactly what was written
 * with seven decimals or fewer.
 */
#include "geo/geo_int.h"

#include "base/buf.h"
#include "base/cx.h"
#include "base/map.h"

#include <jansson.h>

/* What is being read, for messages. */
struct reader {
    struct cx *cx;
    struct arena *arena;
    struct geo_map *map;
    const char *path;
    size_t feature; /* from 0 */
    str id;         /* of the feature; empty if it has none or none yet */
    size_t work;    /* pairs of edges looked at for warnings, in all */
};

static void json_close(json_t **j)
{
    if (*j != NULL)
        json_decref(*j);
    *j = NULL;
}

PRINTF_LIKE(3, 0)
static err bad_v(struct reader *r, const char *hint, const char *fmt,
                 va_list ap)
{
    char what[256];

    vsnprintf(what, sizeof what, fmt, ap);
    if (r->id.n > 0)
        return fail_hint(r->cx, ERR_INPUT, hint, "%s: feature %zu ('%.*s'): %s",
                         r->path, r->feature + 1,
                         STR_ARG(str_sub(r->id, 0, 60)), what);
    return fail_hint(r->cx, ERR_INPUT, hint, "%s: feature %zu: %s", r->path,
                     r->feature + 1, what);
}

/* A fault of the feature being read. */
MUST_USE PRINTF_LIKE(3, 4) static err
    bad(struct reader *r, const char *hint, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    err e = bad_v(r, hint, fmt, ap);
    va_end(ap);
    return e;
}

/* Once a feature, however many of its rings it is true of. */
MUST_USE static err warn(struct reader *r, const char *text)
{
    struct geo_warning w = {r->feature, r->id, str_of(text)};

    for (size_t i = r->map->warnings.n; i > 0; i--) {
        const struct geo_warning *have = &r->map->warnings.p[i - 1];

        if (have->feature != r->feature)
            break;
        if (str_eq(have->text, w.text))
            return OK;
    }
    TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &r->map->warnings, w));
    return OK;
}

/* ---- before jansson ---- */

/* Every value but the first of a list follows a comma; every list or object
 * begins with a bracket. A position is one of each, at least. */
enum {
    MAX_BRACKETS = 2 * LIMIT_GEO_VERTICES + 10 * LIMIT_GEO_FEATURES,
    MAX_COMMAS = 5 * LIMIT_GEO_VERTICES
};

static err prescan(struct cx *cx, str bytes, const char *path)
{
    size_t depth = 0;
    size_t brackets = 0;
    size_t commas = 0;
    size_t line = 1;
    bool in_string = false;

    if (bytes.n > LIMIT_SIDE_FILE_BYTES)
        return fail_hint(cx, ERR_LIMIT, "simplify the outlines",
                         "%s has %zu bytes; a zone file may have %zu", path,
                         bytes.n, LIMIT_SIDE_FILE_BYTES);
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];

        line += c == '\n';
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
            continue;
        }
        in_string = c == '"';
        commas += c == ',';
        if (c == '[' || c == '{') {
            brackets++;
            if (++depth > LIMIT_DEPTH)
                return fail_hint(cx, ERR_LIMIT,
                                 "GeoJSON itself needs fewer than ten",
                                 "%s: line %zu: more than %d levels of "
                                 "brackets",
                                 path, line, LIMIT_DEPTH);
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    if (brackets > MAX_BRACKETS || commas > MAX_COMMAS)
        return fail_hint(cx, ERR_LIMIT, "simplify the outlines",
                         "%s has more values than %d positions need", path,
                         LIMIT_GEO_VERTICES);
    return OK;
}

/* ---- positions ---- */

bool geo_point_of_degrees(double lon, double lat, struct geo_point *point_out)
{
    /* Written so that what is no number is refused too. */
    if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90))
        return false;
    *point_out =
        (struct geo_point){(int32_t)(lon * 1e7 + (lon < 0 ? -0.5 : 0.5)),
                           (int32_t)(lat * 1e7 + (lat < 0 ? -0.5 : 0.5))};
    return true;
}

static err position_read(struct reader *r, json_t *j, struct geo_point *out)
{
    if (!json_is_array(j) || json_array_size(j) < 2 ||
        !json_is_number(json_array_get(j, 0)) ||
        !json_is_number(json_array_get(j, 1)))
        return bad(r, "write [longitude, latitude] in degrees",
                   "a position is not a list of two numbers");
    double lon = json_number_value(json_array_get(j, 0));
    double lat = json_number_value(json_array_get(j, 1));
    if (!geo_point_of_degrees(lon, lat, out))
        return bad(r,
                   lat >= -180 && lat <= 180 && lon >= -90 && lon <= 90
                       ? "longitude comes first: the two may be exchanged"
                       : "coordinates are degrees of WGS 84, longitude first",
                   "position [%.10g, %.10g] is outside 180 and 90 degrees", lon,
                   lat);
    return OK;
}

/* ---- parts ---- */

static struct geo_box box_around(struct geo_box a, struct geo_box b)
{
    struct geo_box low = geo_edge_box(a.min, b.min);
    struct geo_box high = geo_edge_box(a.max, b.max);

    return (struct geo_box){low.min, high.max};
}

/* Appends one part whose positions are the list j, of at least `least`. */
static err part_read(struct reader *r, json_t *j, size_t least, bool hole,
                     const char *what)
{
    struct geo_map *m = r->map;
    size_t n = json_array_size(j); /* 0 if it is no list */

    if (!json_is_array(j))
        return bad(r, "see RFC 7946, section 3.1",
                   "the coordinates of %s are not a list of positions", what);
    if (n < least)
        return bad(r,
                   least == 4 ? "a ring names its first position again at its "
                                "end: a triangle has four"
                              : "a line needs two positions",
                   "%s has %zu positions, fewer than %zu", what, n, least);
    if (m->points.n + n > LIMIT_GEO_VERTICES)
        return fail_hint(r->cx, ERR_LIMIT, "simplify the outlines",
                         "%s has more than %d positions", r->path,
                         LIMIT_GEO_VERTICES);
    struct geo_part part = {
        .first = (uint32_t)m->points.n, .n = (uint32_t)n, .hole = hole};
    for (size_t i = 0; i < n; i++) {
        struct geo_point p;

        TRY(r->cx, position_read(r, json_array_get(j, i), &p));
        part.box = i == 0 ? (struct geo_box){p, p}
                          : box_around(part.box, (struct geo_box){p, p});
        TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &m->points, p));
    }
    TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &m->parts, part));
    return OK;
}

/* The corner farthest to the south, and of those to the west: at it the ring
 * turns as it does as a whole. 0 if that cannot be told. */
static int ring_turn(const struct geo_point *at, size_t n)
{
    size_t low = 0;

    for (size_t i = 1; i + 1 < n; i++) {
        if (at[i].lat_e7 < at[low].lat_e7 ||
            (at[i].lat_e7 == at[low].lat_e7 && at[i].lon_e7 < at[low].lon_e7))
            low = i;
    }
    size_t before = low;
    size_t after = low;
    for (size_t i = 0; i < n && geo_same(at[before], at[low]); i++)
        before = before == 0 ? n - 2 : before - 1;
    for (size_t i = 0; i < n && geo_same(at[after], at[low]); i++)
        after = after + 2 >= n ? 0 : after + 1;
    return geo_side(at[before], at[low], at[after]);
}

/* Whether all corners lie on one straight line. */
static bool is_flat(const struct geo_point *at, size_t n)
{
    size_t other = 1;

    while (other < n && geo_same(at[0], at[other]))
        other++;
    for (size_t i = other; i < n; i++) {
        if (geo_side(at[0], at[other], at[i]) != 0)
            return false;
    }
    return true;
}

static err polygon_read(struct reader *r, json_t *j)
{
    struct geo_map *m = r->map;

    if (!json_is_array(j) || json_array_size(j) == 0)
        return bad(r, "a polygon is a list of rings",
                   "the coordinates of a polygon are not a list of rings");
    for (size_t i = 0; i < json_array_size(j); i++) {
        TRY(r->cx, part_read(r, json_array_get(j, i), 4, i > 0, "a ring"));
        const struct geo_part *part = vec_last(&m->parts);
        const struct geo_point *at = geo_points(m, part);

        if (!geo_same(at[0], at[part->n - 1]))
            return bad(r, "repeat the first position at the end of the ring",
                       "ring %zu is not closed: it begins at [%.7f, %.7f] and "
                       "ends at [%.7f, %.7f]",
                       i + 1, at[0].lon_e7 / 1e7, at[0].lat_e7 / 1e7,
                       at[part->n - 1].lon_e7 / 1e7,
                       at[part->n - 1].lat_e7 / 1e7);
        int turn = ring_turn(at, part->n);
        if (turn == 0 && is_flat(at, part->n))
            TRY(r->cx, warn(r, "a ring encloses nothing"));
        else if (turn != 0 && (turn > 0) == part->hole)
            TRY(r->cx, warn(r, "a ring is wound against RFC 7946, 3.1.6; it is "
                               "read as meant"));
    }
    return OK;
}

static err polygons_read(struct reader *r, json_t *j)
{
    if (!json_is_array(j) || json_array_size(j) == 0)
        return bad(r, "a MultiPolygon is a list of polygons",
                   "the coordinates of a MultiPolygon are not a list of "
                   "polygons");
    for (size_t i = 0; i < json_array_size(j); i++)
        TRY(r->cx, polygon_read(r, json_array_get(j, i)));
    return OK;
}

static err lines_read(struct reader *r, json_t *j)
{
    if (!json_is_array(j) || json_array_size(j) == 0)
        return bad(r, "a MultiLineString is a list of lines",
                   "the coordinates of a MultiLineString are not a list of "
                   "lines");
    for (size_t i = 0; i < json_array_size(j); i++)
        TRY(r->cx, part_read(r, json_array_get(j, i), 2, false, "a line"));
    return OK;
}

static err point_read(struct reader *r, json_t *j)
{
    struct geo_map *m = r->map;
    struct geo_point p;

    TRY(r->cx, position_read(r, j, &p));
    struct geo_part part = {(uint32_t)m->points.n, 1, false, {p, p}};
    TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &m->points, p));
    TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &m->parts, part));
    return OK;
}

/* ---- what is odd ---- */

struct edge {
    struct geo_box box;
    uint32_t part, at; /* from point `at` of the part to the next */
    uint32_t nth, of;  /* its place among the part's edges of some length */
};

static int edge_cmp(const void *a, const void *b)
{
    const struct edge *x = a;
    const struct edge *y = b;
    int32_t l = x->box.min.lon_e7;
    int32_t r = y->box.min.lon_e7;

    if (l != r)
        return l < r ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Edges that follow each other share a corner and nothing more, unless the
 * ring turns back on itself. */
static bool is_neighbour(const struct edge *x, const struct edge *y)
{
    uint32_t apart = x->nth > y->nth ? x->nth - y->nth : y->nth - x->nth;

    return x->part == y->part && (apart == 1 || apart + 1 == x->of);
}

/* A spike: the edge after a corner runs back along the edge before it. */
static bool turns_back(struct geo_point a, struct geo_point corner,
                       struct geo_point b)
{
    struct geo_box box = geo_edge_box(a, corner);
    struct geo_box after = geo_edge_box(corner, b);

    bool east_west =
        box.min.lon_e7 < after.max.lon_e7 && after.min.lon_e7 < box.max.lon_e7;
    bool north_south =
        box.min.lat_e7 < after.max.lat_e7 && after.min.lat_e7 < box.max.lat_e7;

    return geo_side(a, corner, b) == 0 && (east_west || north_south);
}

/* Bounds what a hostile file costs: a second or so. */
enum { LOOK_WORK = 20000000 };

/* Whether two edges of one polygon (parts first to first + n) meet where they
 * should not: sorted from west to east, each is held against those that begin
 * before it ends. `*unfinished` if that were too many. */
static err polygon_crosses(struct reader *r, size_t first, size_t n,
                           bool *crosses, bool *touches, bool *unfinished)
{
    struct geo_map *m = r->map;
    struct arena *scratch = r->cx->scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct edge *edges;
    size_t total = 0;

    for (size_t i = first; i < first + n; i++)
        total += m->parts.p[i].n;
    TRY_NEW_ARRAY(r->cx, scratch, total, edges);
    total = 0;
    for (size_t i = first; i < first + n; i++) {
        const struct geo_point *at = geo_points(m, &m->parts.p[i]);
        uint32_t last = m->parts.p[i].n - 1;
        uint32_t nth = 0;

        for (uint32_t k = 0; k < last; k++) {
            if (geo_same(at[k], at[k + 1]))
                continue;
            edges[total++] = (struct edge){geo_edge_box(at[k], at[k + 1]),
                                           (uint32_t)i, k, nth++, 0};
            uint32_t next = k + 1 == last ? 1 : k + 2;
            *touches = *touches || turns_back(at[k], at[k + 1], at[next]);
        }
        for (uint32_t k = 1; k <= nth; k++)
            edges[total - k].of = nth;
    }
    qsort(edges, total, sizeof edges[0], edge_cmp);
    for (size_t i = 0; i < total && !*crosses && !*unfinished; i++) {
        const struct edge *x = &edges[i];
        const struct geo_point *xp =
            geo_points(m, &m->parts.p[x->part]) + x->at;

        for (size_t k = i + 1;
             k < total && edges[k].box.min.lon_e7 <= x->box.max.lon_e7; k++) {
            const struct edge *y = &edges[k];
            const struct geo_point *yp =
                geo_points(m, &m->parts.p[y->part]) + y->at;

            if (++r->work > LOOK_WORK) {
                *unfinished = true;
                break;
            }
            if (is_neighbour(x, y))
                continue;
            enum geo_meeting how = geo_edges_meet(xp[0], xp[1], yp[0], yp[1]);
            if (how == GEO_CROSS) {
                *crosses = true;
                break;
            }
            /* Rings of one polygon may touch at a point (RFC 7946 leaves it
             * to OGC's rule); a ring may not touch itself. */
            *touches = *touches || (how == GEO_TOUCH && x->part == y->part);
        }
    }
    arena_rewind(scratch, mark);
    return OK;
}

/* The warnings about one polygon: an exterior and its holes. */
static err polygon_look(struct reader *r, size_t first, size_t n)
{
    struct geo_map *m = r->map;
    bool crosses = false;
    bool touches = false;
    bool unfinished = false;

    TRY(r->cx, polygon_crosses(r, first, n, &crosses, &touches, &unfinished));
    if (crosses)
        TRY(r->cx, warn(r, "its outline crosses itself or another of its "
                           "rings: what is inside is decided by counting "
                           "crossings"));
    else if (touches)
        TRY(r->cx, warn(r, "a ring touches itself"));
    const struct geo_part *exterior = &m->parts.p[first];
    for (size_t i = first + 1; i < first + n && !unfinished; i++) {
        const struct geo_part *hole = &m->parts.p[i];
        const struct geo_point *at = geo_points(m, hole);
        int side = 0;

        /* The first corner that is not on the exterior itself tells. */
        for (size_t k = 0; k < hole->n && side == 0 && !unfinished; k++) {
            side = geo_ring_side(geo_points(m, exterior), exterior->n, at[k]);
            r->work += exterior->n;
            unfinished = r->work > LOOK_WORK;
        }
        if (side < 0)
            TRY(r->cx, warn(r, "a hole lies outside of its ring"));
    }
    if (unfinished)
        TRY(r->cx, warn(r, "its outline has too many edges to be looked at "
                           "whole"));
    return OK;
}

static err shape_look(struct reader *r, const struct geo_shape *s)
{
    struct geo_map *m = r->map;
    bool wide = false;

    for (size_t i = s->first_part; i < s->first_part + s->parts; i++) {
        const struct geo_part *part = &m->parts.p[i];
        const struct geo_point *at = geo_points(m, part);

        for (size_t k = 1; k < part->n; k++) {
            int64_t span = (int64_t)at[k].lon_e7 - at[k - 1].lon_e7;
            wide = wide || span > 1800000000 || span < -1800000000;
        }
    }
    if (wide)
        TRY(r->cx, warn(r, "an edge is longer than half the globe: what "
                           "crosses the date line is to be split there "
                           "(RFC 7946, 3.1.9)"));
    if (s->kind != GEO_AREA)
        return OK;
    size_t end = s->first_part + s->parts;
    for (size_t i = s->first_part; i < end;) {
        size_t next = i + 1;

        while (next < end && m->parts.p[next].hole)
            next++;
        TRY(r->cx, polygon_look(r, i, next - i));
        i = next;
    }
    return OK;
}

/* ---- features ---- */

static err no_crs(struct reader *r, json_t *j)
{
    if (json_object_get(j, "crs") != NULL)
        return bad(r,
                   "convert the file to WGS 84 longitude and latitude and "
                   "drop the member",
                   "there is a member 'crs', which RFC 7946 does not allow");
    return OK;
}

static str text_of(json_t *j)
{
    const char *type = json_string_value(j);

    return type == NULL ? STR("") : (str){type, json_string_length(j)};
}

static err geometry_read(struct reader *r, json_t *j, enum geo_kind *kind_out)
{
    if (json_is_null(j)) {
        *kind_out = GEO_NOTHING;
        return warn(r, "it has no geometry yet");
    }
    if (!json_is_object(j))
        return bad(r, "see RFC 7946, section 3.2",
                   "its geometry is neither an object nor null");
    TRY(r->cx, no_crs(r, j));
    str type = text_of(json_object_get(j, "type"));
    json_t *at = json_object_get(j, "coordinates");
    if (str_eq(type, STR("Polygon"))) {
        *kind_out = GEO_AREA;
        return polygon_read(r, at);
    }
    if (str_eq(type, STR("MultiPolygon"))) {
        *kind_out = GEO_AREA;
        return polygons_read(r, at);
    }
    if (str_eq(type, STR("LineString"))) {
        *kind_out = GEO_LINE;
        return part_read(r, at, 2, false, "a line");
    }
    if (str_eq(type, STR("MultiLineString"))) {
        *kind_out = GEO_LINE;
        return lines_read(r, at);
    }
    if (str_eq(type, STR("Point"))) {
        *kind_out = GEO_POINT;
        return point_read(r, at);
    }
    return bad(r,
               "use Polygon, MultiPolygon, LineString, MultiLineString or "
               "Point",
               "a geometry of type '%.*s' is not read",
               STR_ARG(str_sub(type, 0, 40)));
}

/* The feature's id as text: empty if there is none. */
static err id_read(struct reader *r, json_t *feature, json_t *properties,
                   str *id_out)
{
    json_t *j = json_object_get(feature, "id");

    if (j == NULL || json_is_null(j))
        j = json_object_get(properties, "id");
    *id_out = STR("");
    if (j == NULL || json_is_null(j))
        return OK;
    if (json_is_integer(j)) {
        TRY_ROOM(r->cx, r->arena,
                 arena_printf(r->arena, id_out, "%lld",
                              (long long)json_integer_value(j)));
        return OK;
    }
    if (!json_is_string(j))
        return bad(r, "an id is a text or a whole number",
                   "its id is neither a text nor a whole number");
    str id = text_of(j);
    if (id.n > LIMIT_NAME_BYTES)
        return bad(r, "shorten the id", "its id has %zu bytes; %d are allowed",
                   id.n, LIMIT_NAME_BYTES);
    TRY_ROOM(r->cx, r->arena, arena_dup_str(r->arena, id, id_out));
    return OK;
}

static err feature_read(struct reader *r, json_t *j)
{
    struct geo_map *m = r->map;
    struct geo_shape s = {.map = m, .first_part = (uint32_t)m->parts.n};

    r->id = STR("");
    if (!json_is_object(j))
        return bad(r, "see RFC 7946, section 3.2", "it is not an object");
    if (!str_eq(text_of(json_object_get(j, "type")), STR("Feature")))
        return bad(r, "write \"type\": \"Feature\"",
                   "its type is not 'Feature'");
    json_t *properties = json_object_get(j, "properties");
    if (properties != NULL && !json_is_object(properties) &&
        !json_is_null(properties))
        return bad(r, "see RFC 7946, section 3.2",
                   "its properties are neither an object nor null");
    TRY(r->cx, id_read(r, j, properties, &s.id));
    r->id = s.id;
    TRY(r->cx, no_crs(r, j));
    if (json_object_get(j, "geometry") == NULL)
        return bad(r, "write null for a zone that is not drawn yet",
                   "it has no member 'geometry'");
    if (s.id.n == 0)
        TRY(r->cx, warn(r, "it has no id: no agreement can name it"));
    TRY_ROOM(r->cx, r->arena,
             arena_dup_str(r->arena,
                           str_sub(text_of(json_object_get(properties, "name")),
                                   0, LIMIT_NAME_BYTES),
                           &s.name));
    TRY(r->cx, geometry_read(r, json_object_get(j, "geometry"), &s.kind));
    s.parts = (uint32_t)(m->parts.n - s.first_part);
    s.box = (struct geo_box){{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
    for (size_t i = s.first_part; i < m->parts.n; i++)
        s.box = box_around(s.box, m->parts.p[i].box);
    TRY(r->cx, shape_look(r, &s));
    TRY_ROOM(r->cx, r->arena, vec_push(r->arena, &m->shapes, s));
    return OK;
}

/* Remembers the ids, each once. */
static err id_note(struct reader *r, struct map *ids)
{
    uint64_t before;

    if (r->id.n == 0)
        return OK;
    if (map_get(ids, r->id, &before))
        return bad(r, "give each feature an id of its own",
                   "feature %zu has the same id", (size_t)before + 1);
    TRY_ROOM(r->cx, r->arena, map_put(ids, r->id, r->feature));
    return OK;
}

static err collection_read(struct reader *r, json_t *root, struct map *ids)
{
    json_t *list = json_object_get(root, "features");

    if (!json_is_array(list))
        return fail_hint(r->cx, ERR_INPUT, "see RFC 7946, section 3.3",
                         "%s: the FeatureCollection has no list 'features'",
                         r->path);
    if (json_array_size(list) > LIMIT_GEO_FEATURES)
        return fail_hint(r->cx, ERR_LIMIT,
                         "keep the features that the agreement names",
                         "%s has %zu features; %d are allowed", r->path,
                         json_array_size(list), LIMIT_GEO_FEATURES);
    for (size_t i = 0; i < json_array_size(list); i++) {
        r->feature = i;
        TRY(r->cx, feature_read(r, json_array_get(list, i)));
        TRY(r->cx, id_note(r, ids));
    }
    return OK;
}

err geo_read(struct cx *cx, struct arena *a, str bytes, const char *path,
             const struct geo_map **map_out)
{
    CLEANUP(json_close) json_t *root = NULL;
    struct reader r = {.cx = cx, .arena = a, .path = path};
    struct map ids;
    json_error_t e;

    TRY(cx, prescan(cx, bytes, path));
    root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &e);
    if (root == NULL && json_error_code(&e) == json_error_out_of_memory)
        return fail(cx, ERR_RESOURCE, "%s: no memory to read it", path);
    if (root == NULL)
        return fail_hint(
            cx, ERR_INPUT, "a zone file is GeoJSON (RFC 7946) in UTF-8",
            "%s: line %d, column %d: %s", path, e.line, e.column, e.text);
    TRY_NEW(cx, a, r.map);
    map_init(&ids, a, cx);
    str type = text_of(json_object_get(root, "type"));
    if (json_object_get(root, "crs") != NULL)
        return fail_hint(cx, ERR_INPUT,
                         "convert the file to WGS 84 longitude and latitude "
                         "and drop the member",
                         "%s: there is a member 'crs', which RFC 7946 does "
                         "not allow",
                         path);
    if (str_eq(type, STR("FeatureCollection")))
        TRY(cx, collection_read(&r, root, &ids));
    else if (str_eq(type, STR("Feature")))
        TRY(cx, feature_read(&r, root));
    else
        return fail_hint(cx, ERR_INPUT,
                         "wrap geometries in a FeatureCollection, each in a "
                         "Feature with an id",
                         "%s: its type is '%.*s', not FeatureCollection", path,
                         STR_ARG(str_sub(type, 0, 40)));
    *map_out = r.map;
    return OK;
}

/* ---- what was read ---- */

size_t geo_count(const struct geo_map *map)
{
    return map->shapes.n;
}

const struct geo_shape *geo_nth(const struct geo_map *map, size_t i)
{
    return &map->shapes.p[i];
}

const struct geo_shape *geo_find(const struct geo_map *map, str id)
{
    for (size_t i = 0; i < map->shapes.n && id.n > 0; i++) {
        if (str_eq(map->shapes.p[i].id, id))
            return &map->shapes.p[i];
    }
    return NULL;
}

const struct geo_warning *geo_warnings(const struct geo_map *map, size_t *n_out)
{
    *n_out = map->warnings.n;
    return map->warnings.p;
}
