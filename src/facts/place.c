/* facts/place.c: see place.h. */
#include "facts/place.h"

struct facts_map {
    const struct agreement *ag;
    const struct geo_shape **shapes; /* by zone; NULL: none */
    zone_set *around;                /* by zone: where its shape lies */
};

static bool is_area(const struct facts_map *m, uint32_t zone)
{
    return m->shapes[zone] != NULL && geo_kind(m->shapes[zone]) == GEO_AREA;
}

static err find_around(struct cx *cx, struct arena *a, struct facts_map *m)
{
    uint32_t n = m->ag->n_zones;
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, m->around);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            if (i == k ||
                (is_area(m, i) && is_area(m, k) &&
                 geo_relate(m->shapes[i], m->shapes[k]) == GEO_WITHIN))
                m->around[i].w[k / 64] |= (uint64_t)1 << (k % 64);
    return OK;
}

const struct geo_shape *facts_map_shape(const struct facts_map *m, int zone)
{
    return m->shapes[zone];
}

const zone_set *facts_map_around(const struct facts_map *m)
{
    return m->around;
}

err facts_map_new(struct cx *cx, struct arena *a, const struct agreement *ag,
                  const struct facts_map_file *files, size_t n,
                  struct facts_map **out)
{
    struct facts_map *m;
    TRY_NEW(cx, a, m);
    m->ag = ag;
    TRY_NEW_ARRAY(cx, a, ag->n_zones + 1, m->shapes);
    for (uint32_t z = 0; z < ag->n_zones; z++) {
        const struct zone *zone = &ag->zones[z];
        if (zone->file.n == 0 || zone->base != NONE)
            continue;
        const struct geo_map *map = NULL;
        for (size_t i = 0; i < n && map == NULL; i++)
            if (str_eq(files[i].name, zone->file))
                map = files[i].map;
        if (map == NULL)
            continue;
        const struct geo_shape *shape = geo_find(map, zone->id);
        if (shape == NULL)
            return fail_hint(cx, ERR_INPUT,
                             "give a feature this id, or drop the file from "
                             "the zone's declaration",
                             "%.*s has no feature with the id \"%.*s\"",
                             STR_ARG(zone->file), STR_ARG(zone->id));
        enum geo_kind kind = geo_kind(shape);
        if (kind != GEO_NOTHING &&
            (zone->line ? kind != GEO_LINE : kind != GEO_AREA))
            return fail_hint(
                cx, ERR_INPUT,
                zone->line ? "a line is a LineString or MultiLineString"
                           : "a zone is a Polygon or MultiPolygon",
                "the feature \"%.*s\" of %.*s is no %s", STR_ARG(zone->id),
                STR_ARG(zone->file), zone->line ? "line" : "area");
        if (kind != GEO_NOTHING)
            m->shapes[z] = shape;
    }
    TRY(cx, find_around(cx, a, m));
    *out = m;
    return OK;
}

err facts_map_locate(struct cx *cx, void *self, int64_t lon_e7, int64_t lat_e7,
                     int64_t precision_m, zone_set *in)
{
    (void)cx;
    const struct facts_map *m = self;
    struct geo_point p = {(int32_t)lon_e7, (int32_t)lat_e7};
    for (uint32_t z = 0; z < m->ag->n_zones; z++) {
        const struct zone *zone = &m->ag->zones[z];
        const struct geo_shape *shape =
            m->shapes[zone->base == NONE ? z : (uint32_t)zone->base];
        if (shape == NULL)
            continue;
        bool sure;
        if (zone->base != NONE)
            sure = geo_is_near(shape, p, precision_m, zone->metres) ==
                   (zone->beyond ? GEO_NO : GEO_YES);
        else
            sure = !zone->line && geo_lies_in(shape, p, precision_m) == GEO_YES;
        if (sure)
            in->w[z / 64] |= (uint64_t)1 << (z % 64);
    }
    return OK;
}
