/* app/zones.c: the maps of an agreement.
 *
 * Reads the GeoJSON files that the text names (beside the text, or annexes of
 * a case), and gives them to the reader of reports. A map that cannot be used
 * is a message: everything but points works without it.
 *
 * Read next: facts/place.h, which places a point in the zones. */
#include "app/case_int.h"

#include "app/agreement.h"
#include "base/sys.h"
#include "facts/place.h"

static void note_no_map(struct app_case *c)
{
    buf_printf(&c->messages,
               "note: places have no shape: %s\n"
               "  = help: everything but points on a map works without\n",
               c->cx->fault.message);
    fault_clear(c->cx);
}

/* A file that the text names, unless it was read before. */
static err read_file(struct app_case *c, str file, struct facts_map_file *files,
                     size_t *n)
{
    str path, bytes;
    struct facts_map_file f = {.name = file};
    bool found = false;
    for (size_t i = 0; i < *n; i++)
        if (str_eq(files[i].name, file))
            return OK;
    TRY(c->cx,
        app_side_path(c->cx, c->a, str_of(c->o->agreement), file, &path));
    if (c->record.log != NULL)
        TRY(c->cx,
            casefile_annex(c->cx, c->a, &c->record, file, &bytes, &found));
    if (!found)
        found = is_ok(
            sys_read_file(c->cx, c->a, path.p, LIMIT_SIDE_FILE_BYTES, &bytes));
    if (found && !app_is_fixed(c->ag, file, bytes, NULL))
        return fail_hint(c->cx, ERR_INPUT,
                         "Take the map that was agreed: the instrument in the "
                         "text gives its SHA-256.",
                         "%s is another map than the one that the text fixes",
                         path.p);
    if (!found || !is_ok(geo_read(c->cx, c->a, bytes, path.p, &f.map)))
        note_no_map(c);
    files[(*n)++] = f;
    return OK;
}

err case_read_zones(struct app_case *c, struct facts_options *options)
{
    struct facts_map_file *files;
    struct facts_map *map;
    size_t n = 0;
    bool any = false;
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)c->ag->n_zones + 1, files);
    for (uint32_t i = 0; i < c->ag->n_zones; i++)
        if (c->ag->zones[i].file.n > 0)
            TRY(c->cx, read_file(c, c->ag->zones[i].file, files, &n));
    for (size_t i = 0; i < n; i++)
        any = any || files[i].map != NULL;
    if (!any)
        return OK;
    err x = facts_map_new(c->cx, c->a, c->ag, files, n, &map);
    if (x.code == ERR_INPUT) {
        note_no_map(c);
        return OK;
    }
    TRY(c->cx, x);
    c->map = map;
    options->locate = facts_map_locate;
    options->locate_self = map;
    options->zone_in = facts_map_around(map);
    return OK;
}
