/* app/node_map.c: places: what the map shows, and the same as GeoJSON
 * (RFC 7946).
 *
 * Places of reports are told no more exactly than the node allows; who asks
 * may have them still less exact. */
#include "app/node_int.h"

#include "facts/place.h"

#include <stdlib.h>

static err shapes_of(struct ask *q, const struct geo_shape ***out)
{
    struct app_case *c = q->n->c;
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)c->ag->n_zones + 1, *out);
    for (uint32_t i = 0; c->map != NULL && i < c->ag->n_zones; i++)
        (*out)[i] = facts_map_shape(c->map, (int)i);
    return OK;
}

err node_coarse(struct ask *q, int64_t *out)
{
    str text;
    *out = q->n->more.coarse_m;
    TRY(q->cx, param(q, "coarse", &text));
    int64_t asked = 0;
    if (text.n > 0 && !str_int(text, 1, GEO_COARSE_MOST, &asked))
        return fail_hint(q->cx, ERR_INPUT, "for instance coarse=5000",
                         "coarse: metres, from 1 to %d", GEO_COARSE_MOST);
    if (asked > *out)
        *out = asked;
    return OK;
}

struct web_place node_place(const struct report_point *p, int64_t coarse_m)
{
    struct web_place w = {.fact = p->fact,
                          .at = {p->lon_e7, p->lat_e7},
                          .precision_m = p->precision_m};
    if (coarse_m > 0) {
        w.at = geo_coarsen(w.at, coarse_m, &w.precision_m);
        w.displaced = true;
    }
    return w;
}

static bool is_shown(const struct app_case *c, uint32_t fact)
{
    struct fact buffer;
    return !c->gone[fact] &&
           engine_fact(c->engine, fact, &buffer)->recorded <= c->verdicts.at;
}

/* "-30.05": degrees with at most seven decimals, at most so many of them. */
static bool read_degrees(str s, int64_t most, int32_t *out)
{
    enum { DECIMALS = 7 };
    bool minus = str_starts(s, STR("-"));
    str whole, part;
    int64_t degrees, rest = 0;
    str_cut(minus ? str_sub(s, 1, s.n) : s, '.', &whole, &part);
    if (!str_int(whole, 0, most, &degrees) || part.n > DECIMALS)
        return false;
    if (part.n > 0 && !str_int(part, 0, GEO_DEGREE - 1, &rest))
        return false;
    for (size_t i = part.n; i < DECIMALS; i++)
        rest *= 10;
    degrees = degrees * GEO_DEGREE + rest;
    if (degrees > most * GEO_DEGREE)
        return false;
    *out = (int32_t)(minus ? -degrees : degrees);
    return true;
}

/* view=LATITUDE,LONGITUDE,METRES: the middle of the picture and how wide the
 * ground on it is. A zone that is asked for beats it. */
static err read_view_of(struct ask *q, struct web_map *m)
{
    str text, lat, lon, rest;
    TRY(q->cx, param(q, "view", &text));
    if (text.n == 0 || m->focus != NONE)
        return OK;
    str_cut(text, ',', &lat, &rest);
    str_cut(rest, ',', &lon, &rest);
    if (!read_degrees(lat, WEB_MAP_LAT_MOST, &m->middle.lat_e7) ||
        !read_degrees(lon, 180, &m->middle.lon_e7) ||
        !str_int(rest, WEB_MAP_WIDE_LEAST, WEB_MAP_WIDE_MOST, &m->wide_m))
        return fail_hint(q->cx, ERR_INPUT,
                         "for instance view=40.02,-30.05,5000",
                         "view: latitude, longitude and metres from west to "
                         "east");
    return OK;
}

static bool has_tile(void *self, unsigned zoom, uint32_t x, uint32_t y)
{
    struct ask *q = self;
    return tiles_has(q->cx, q->n->more.tiles, zoom, x, y);
}

/* /tile/ZOOM/COLUMN/ROW */
static err tile(struct ask *q)
{
    int64_t at[3];
    str bytes;
    if (q->n->more.tiles == NULL)
        return fail_hint(q->cx, ERR_NOT_FOUND,
                         "truce serve --base-map FILE.mbtiles shows one",
                         "there is no map in tiles here");
    for (size_t i = 0; i < COUNT_OF(at); i++)
        if (!str_int(q->part[i + 1], 0, i == 0 ? TILES_ZOOM_MAX : UINT32_MAX,
                     &at[i]))
            return fail(q->cx, ERR_NOT_FOUND, "the map has no such piece");
    TRY(q->cx,
        tiles_get(q->cx, q->n->more.tiles, q->a, (unsigned)at[0],
                  (uint32_t)at[1], (uint32_t)at[2], &bytes, &q->reply->type));
    q->reply->keep = true;
    buf_str(q->out, bytes);
    return buf_finish(q->cx, q->out);
}

static err map(struct ask *q)
{
    enum { MOST = 1000 };
    struct app_case *c = q->n->c;
    struct web_map m = {.base = q->n->more.base,
                        .coarse_least = q->n->more.coarse_m};
    struct web_tiles tiles = {.has = has_tile, .self = q};
    const struct geo_shape **zones;
    const struct context_event **context = NULL;
    struct web_place *places;
    str under;
    TRY(q->cx, shapes_of(q, &zones));
    if (q->n->more.tiles != NULL) {
        const struct tiles_about *about = tiles_about(q->n->more.tiles);
        tiles.zoom_min = about->zoom_min;
        tiles.zoom_max = about->zoom_max;
        tiles.attribution =
            about->attribution.n > 0 ? about->attribution : about->name;
        m.tiles = &tiles;
    }
    TRY(q->cx, node_find_zone(q, "zone", &m.focus));
    TRY(q->cx, read_view_of(q, &m));
    TRY(q->cx, node_coarse(q, &m.coarse_m));
    TRY(q->cx, param(q, "under", &under));
    m.under = str_eq(under, STR("nothing")) ? UNDER_NOTHING
              : str_eq(under, STR("lines")) ? UNDER_LINES
                                            : UNDER_NAMES;
    TRY_NEW_ARRAY(q->cx, q->a, MOST, places);
    for (size_t i = c->points.n; i-- > 0;) {
        if (!is_shown(c, c->points.p[i].fact))
            continue;
        m.of++;
        if (m.n < MOST)
            places[m.n++] = node_place(&c->points.p[i], m.coarse_m);
    }
    m.places = places;
    m.has_context = q->n->more.context != NULL;
    TRY(q->cx,
        node_context_points(q, MOST, &context, &m.n_context, &m.of_context));
    m.context = context;
    m.zones = zones;
    return web_map(q->cx, &q->view, &m, q->out);
}

/* --- GeoJSON -------------------------------------------------------------- */

void geojson_begin(struct json_out *j, struct ask *q)
{
    json_init(j, q->out, 0);
    json_obj_begin(j);
    json_key_c(j, "type", "FeatureCollection");
    json_key(j, "features");
    json_arr_begin(j);
}

err geojson_end(struct json_out *j, struct ask *q)
{
    json_arr_end(j);
    json_obj_end(j);
    json_line_end(j);
    return buf_finish(q->cx, q->out);
}

void geojson_feature(struct json_out *j, str id, const char *layer)
{
    json_obj_begin(j);
    json_key_c(j, "type", "Feature");
    json_key_text(j, "id", id);
    json_key(j, "properties");
    json_obj_begin(j);
    json_key_c(j, "layer", layer);
}

static void put_position(struct json_out *j, struct geo_point p)
{
    json_arr_begin(j);
    json_degrees(j, p.lon_e7);
    json_degrees(j, p.lat_e7);
    json_arr_end(j);
}

static void put_point(struct json_out *j, struct geo_point p)
{
    json_key_c(j, "type", "Point");
    json_key(j, "coordinates");
    put_position(j, p);
}

void geojson_point(struct json_out *j, struct geo_point p)
{
    json_obj_end(j);
    json_key(j, "geometry");
    json_obj_begin(j);
    put_point(j, p);
    json_obj_end(j);
    json_obj_end(j);
}

/* Whether a ring runs against the clock, as outer rings must. */
static bool is_against_clock(struct geo_path r)
{
    int64_t most = 1, area = 0;
    int shift = 0;
    for (size_t i = 0; i < r.n; i++) {
        int64_t x = llabs((int64_t)r.p[i].lon_e7 - r.p[0].lon_e7);
        int64_t y = llabs((int64_t)r.p[i].lat_e7 - r.p[0].lat_e7);
        most = x > most ? x : y > most ? y : most;
    }
    while ((most >> shift) >= (int64_t)1 << 22)
        shift++;
    for (size_t i = 0; i + 1 < r.n; i++) {
        int64_t ax = ((int64_t)r.p[i].lon_e7 - r.p[0].lon_e7) >> shift;
        int64_t ay = ((int64_t)r.p[i].lat_e7 - r.p[0].lat_e7) >> shift;
        int64_t bx = ((int64_t)r.p[i + 1].lon_e7 - r.p[0].lon_e7) >> shift;
        int64_t by = ((int64_t)r.p[i + 1].lat_e7 - r.p[0].lat_e7) >> shift;
        area += ax * by - bx * ay;
    }
    return area >= 0;
}

static void put_line(struct json_out *j, struct geo_path r, bool backwards)
{
    json_arr_begin(j);
    for (size_t i = 0; i < r.n; i++)
        put_position(j, r.p[backwards ? r.n - 1 - i : i]);
    json_arr_end(j);
}

static void put_polygons(struct json_out *j, const struct geo_shape *s)
{
    json_key_c(j, "type", "MultiPolygon");
    json_key(j, "coordinates");
    json_arr_begin(j);
    for (size_t i = 0; i < geo_paths(s); i++) {
        struct geo_path r = geo_path(s, i);
        if (!r.hole) {
            if (i > 0)
                json_arr_end(j);
            json_arr_begin(j);
        }
        put_line(j, r, is_against_clock(r) == r.hole);
    }
    json_arr_end(j);
    json_arr_end(j);
}

static void put_lines(struct json_out *j, const struct geo_shape *s)
{
    json_key_c(j, "type", "MultiLineString");
    json_key(j, "coordinates");
    json_arr_begin(j);
    for (size_t i = 0; i < geo_paths(s); i++)
        put_line(j, geo_path(s, i), false);
    json_arr_end(j);
}

static void put_geometry(struct json_out *j, const struct geo_shape *s)
{
    json_key(j, "geometry");
    if (s == NULL || geo_kind(s) == GEO_NOTHING) {
        json_null(j);
        return;
    }
    json_obj_begin(j);
    if (geo_kind(s) == GEO_AREA) {
        put_polygons(j, s);
    } else if (geo_kind(s) == GEO_LINE) {
        put_lines(j, s);
    } else {
        put_point(j, geo_path(s, 0).p[0]);
    }
    json_obj_end(j);
}

static void put_zone(struct ask *q, struct json_out *j, uint32_t zone,
                     const struct geo_shape *s)
{
    const struct agreement *ag = q->n->c->ag;
    const struct zone *z = &ag->zones[zone];
    geojson_feature(j, z->id, z->line ? "line" : "zone");
    json_key_text(j, "name", z->name);
    if (z->in != NONE)
        json_key_text(j, "in", ag->zones[z->in].id);
    json_obj_end(j);
    put_geometry(j, s);
    json_obj_end(j);
}

static void put_time(struct ask *q, struct json_out *j, const char *key,
                     instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key_text(j, key, civil_rfc3339_print(q->n->c->tz, at, room));
}

static void put_report(struct ask *q, struct json_out *j,
                       const struct web_place *w)
{
    struct app_case *c = q->n->c;
    struct fact buffer;
    struct report_shown x = {0};
    const struct fact *f = engine_fact(c->engine, w->fact, &buffer);
    c->report.shown(c, w->fact, &x);
    geojson_feature(j, f->id, "report");
    json_key_text(j, "kind", node_kind_name(f->kind));
    if (f->act != NONE)
        json_key_text(j, "act", c->ag->acts[f->act].id);
    json_key_text(j, "source", engine_source_at(c->engine, f->source)->id);
    put_time(q, j, "from", f->from);
    put_time(q, j, "to", f->to_ - 1);
    put_time(q, j, "recorded", f->recorded);
    json_key_int(j, "precision_m", w->precision_m);
    json_key_bool(j, "displaced", w->displaced);
    str note = f->text.n > 0 ? f->text : x.note;
    if (note.n > 0)
        json_key_text(j, "note", note);
    geojson_point(j, w->at);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Those of `facts` that have a point; NULL: of all that are shown. */
static void put_points(struct ask *q, struct json_out *j, int64_t coarse_m,
                       const uint32_t *facts, uint32_t n)
{
    struct app_case *c = q->n->c;
    for (size_t i = 0; i < c->points.n; i++) {
        uint32_t fact = c->points.p[i].fact;
        if (!is_shown(c, fact) ||
            (facts != NULL &&
             bsearch(&fact, facts, n, sizeof *facts, by_number) == NULL))
            continue;
        struct web_place w = node_place(&c->points.p[i], coarse_m);
        put_report(q, j, &w);
    }
}

static err collection(struct ask *q, bool zones, const uint32_t *facts,
                      uint32_t n)
{
    struct app_case *c = q->n->c;
    const struct geo_shape **shapes;
    struct json_out j;
    int64_t coarse_m;
    TRY(q->cx, shapes_of(q, &shapes));
    TRY(q->cx, node_coarse(q, &coarse_m));
    geojson_begin(&j, q);
    for (uint32_t i = 0; zones && i < c->ag->n_zones; i++)
        if (c->ag->zones[i].base == NONE)
            put_zone(q, &j, i, shapes[i]);
    put_points(q, &j, coarse_m, facts, n);
    return geojson_end(&j, q);
}

static err map_geojson(struct ask *q)
{
    return collection(q, true, NULL, 0);
}

static err reports_geojson(struct ask *q)
{
    uint32_t *facts, n;
    TRY(q->cx, node_find_reports(q, &facts, &n));
    for (uint32_t i = 0; i < n / 2; i++) {
        uint32_t f = facts[i];
        facts[i] = facts[n - 1 - i];
        facts[n - 1 - i] = f;
    }
    return collection(q, false, facts == NULL ? &n : facts, n);
}

static const struct route routes[] = {
    {"map", 1, map, NULL, "zone view coarse under context",
     "The places of the text, and reports with a point."},
    {"tile", 4, tile, TYPE_IMAGE, "",
     "A picture of the base map: zoom, column from the west, row from the "
     "north (Web Mercator)."},
    {"map.geojson", 1, map_geojson, TYPE_GEOJSON, "coarse",
     "The places of the text, and reports with a point."},
    {"reports.geojson", 1, reports_geojson, TYPE_GEOJSON, "q source day coarse",
     "Reports with a point."},
};

const struct route_table node_map_routes = {routes, COUNT_OF(routes)};
