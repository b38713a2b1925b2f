/* facts/place.h: the zones of an agreement on the ground, so that reports may
 * give points. Used with facts_options.locate.
 *
 * A point lies surely in a zone if the whole circle of its precision does (by
 * the zone's shape, or because it surely lies in a zone that is declared to be
 * in it), within n metres of a line if the greatest possible distance is at
 * most that, and beyond if the least possible one is more. What is unsure is
 * left out. A zone lies in another by declaration, or if its shape does. */
#ifndef FACTS_PLACE_H
#define FACTS_PLACE_H

#include "facts/facts.h"
#include "geo/geo.h"

struct facts_map;

/* A GeoJSON file as named in the agreement, read. */
struct facts_map_file {
    str name;
    const struct geo_map *map;
};

/* Finds the shape of each zone that names one of the files. Fails with
 * ERR_INPUT if a zone's id is not in its file, or its shape is of a kind that
 * cannot be (a line for an area). A zone whose file is not given, or whose
 * geometry is null, has no shape. Lives in a and borrows ag and the maps. */
MUST_USE err facts_map_new(struct cx *cx, struct arena *a,
                           const struct agreement *ag,
                           const struct facts_map_file *files, size_t n,
                           struct facts_map **out);

/* The shape of a zone, or NULL. */
const struct geo_shape *facts_map_shape(const struct facts_map *m, int zone);

/* For each zone those in which it lies by its shape, itself included: for
 * facts_options.zone_in. */
const zone_set *facts_map_around(const struct facts_map *m);

/* A facts_locate; self is the struct facts_map. */
MUST_USE err facts_map_locate(struct cx *cx, void *self, int64_t lon_e7,
                              int64_t lat_e7, int64_t precision_m,
                              zone_set *in);

#endif
