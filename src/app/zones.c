/* app/zones.c: the places of an agreement on the ground.
 *
 * Reads the GeoJSON files that the text names (beside the text), and tells the
 * reader of reports in which zones a point surely lies. A zone without a shape
 * keeps what the text declares; a file that is not there is a message, since
 * everything but points works without it. */
#include "app/case_int.h"

#include "app/agreement.h"
#include "base/sys.h"
#include "geo/geo.h"

struct zone_file {
    str path;
    const struct geo_map *map; /* NULL: could not be read */
};

struct case_zones {
    const struct agreement *ag;
    const struct geo_shape **shape; /* by zone; NULL: none */
    zone_set *around;               /* by zone: itself and all around it */
};

static void add_zone(zone_set *s, uint32_t zone)
{
    s->w[zone / 64] |= (uint64_t)1 << (zone % 64);
}

static bool has_zone(const zone_set *s, uint32_t zone)
{
    return (s->w[zone / 64] >> (zone % 64)) & 1;
}

static void add_all(zone_set *to, const zone_set *from)
{
    for (size_t i = 0; i < COUNT_OF(to->w); i++)
        to->w[i] |= from->w[i];
}

/* A file's map; read once. */
static err read_file(struct app_case *c, str file, struct zone_file *files,
                     uint32_t *n, const struct geo_map **out)
{
    str path, bytes;
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(files[i].path, file)) {
            *out = files[i].map;
            return OK;
        }
    struct zone_file *f = &files[(*n)++];
    f->path = file;
    f->map = NULL;
    bool found = false;
    TRY(c->cx,
        app_side_path(c->cx, c->a, str_of(c->o->agreement), file, &path));
    if (c->record.log != NULL)
        TRY(c->cx,
            casefile_annex(c->cx, c->a, &c->record, file, &bytes, &found));
    if ((!found && !is_ok(sys_read_file(c->cx, c->a, path.p,
                                        LIMIT_SIDE_FILE_BYTES, &bytes))) ||
        !is_ok(geo_read(c->cx, c->a, bytes, path.p, &f->map))) {
        buf_printf(&c->messages,
                   "note: places have no shape: %s\n"
                   "  = help: everything but points on a map works without\n",
                   c->cx->fault.message);
        fault_clear(c->cx);
        f->map = NULL;
    }
    *out = f->map;
    return OK;
}

/* By declaration, then by geometry, until nothing is added. */
static void close_around(struct case_zones *z)
{
    const struct agreement *ag = z->ag;
    for (uint32_t i = 0; i < ag->n_zones; i++) {
        add_zone(&z->around[i], i);
        for (uint32_t k = 0; k < ag->n_zones; k++) {
            if (has_zone(&ag->zones[k].inside, i))
                add_zone(&z->around[i], k);
            if (i != k && z->shape[i] != NULL && z->shape[k] != NULL &&
                geo_kind(z->shape[i]) == GEO_AREA &&
                geo_kind(z->shape[k]) == GEO_AREA &&
                geo_relate(z->shape[i], z->shape[k]) == GEO_WITHIN)
                add_zone(&z->around[i], k);
        }
    }
    for (uint32_t round = 0; round < ag->n_zones; round++)
        for (uint32_t i = 0; i < ag->n_zones; i++)
            for (uint32_t k = 0; k < ag->n_zones; k++)
                if (has_zone(&z->around[i], k))
                    add_all(&z->around[i], &z->around[k]);
}

static bool lies_in(const struct case_zones *z, uint32_t zone,
                    struct geo_point p, int64_t precision_m)
{
    const struct zone *of = &z->ag->zones[zone];
    if (of->base == NONE)
        return z->shape[zone] != NULL &&
               geo_lies_in(z->shape[zone], p, precision_m) == GEO_YES;
    const struct geo_shape *line = z->shape[of->base];
    if (line == NULL)
        return false;
    enum geo_answer near = geo_is_near(line, p, precision_m, of->metres);
    return near == (of->beyond ? GEO_NO : GEO_YES);
}

static err locate(struct cx *cx, void *self, int64_t lon_e7, int64_t lat_e7,
                  int64_t precision_m, zone_set *in)
{
    const struct case_zones *z = self;
    struct geo_point p = {(int32_t)lon_e7, (int32_t)lat_e7};
    (void)cx;
    *in = (zone_set){{0}};
    for (uint32_t i = 0; i < z->ag->n_zones; i++)
        if (lies_in(z, i, p, precision_m))
            add_all(in, &z->around[i]);
    return OK;
}

err case_read_zones(struct app_case *c, struct facts_options *options)
{
    struct case_zones *z;
    struct zone_file *files;
    uint32_t n_files = 0;
    bool any = false;
    TRY_NEW(c->cx, c->a, z);
    z->ag = c->ag;
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)c->ag->n_zones + 1, z->shape);
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)c->ag->n_zones + 1, z->around);
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)c->ag->n_zones + 1, files);
    for (uint32_t i = 0; i < c->ag->n_zones; i++) {
        const struct geo_map *map = NULL;
        if (c->ag->zones[i].file.n == 0)
            continue;
        TRY(c->cx, read_file(c, c->ag->zones[i].file, files, &n_files, &map));
        if (map != NULL)
            z->shape[i] = geo_find(map, c->ag->zones[i].id);
        any = any || z->shape[i] != NULL;
    }
    if (!any)
        return OK;
    close_around(z);
    options->locate = locate;
    options->locate_self = z;
    options->zone_in = z->around;
    return OK;
}
