/* tiles/tiles.h: a map in pieces, from a file: MBTiles 1.3 (an SQLite file) or
 * PMTiles 3.
 *
 * Front header of the module. Pieces are pictures (PNG, JPEG or WebP) of
 * squares of the Web Mercator map: at zoom z there are 2^z columns from west
 * to east and 2^z rows from north to south (geo/geo.h, geo_tile_lat). Whose
 * lines and names are in them is the choice of whoever made the file.
 *
 * A file is taken as made by somebody with bad intent: lengths, depths and the
 * work that a question may cost are bounded, and nothing of it is handed on but
 * pictures, by their first bytes, and plain text. Not here: vector tiles, which
 * would have to be drawn (refused, by name); anything that writes.
 *
 * Read next: tiles.c, then mbtiles.c or pmtiles.c. */
#ifndef TILES_TILES_H
#define TILES_TILES_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/err.h"
#include "base/str.h"

enum {
    TILES_ZOOM_MAX = 22,        /* a piece is then ten metres wide */
    TILES_PIECE_BYTES = 2 << 20 /* of one; those in use have 5 to 200 kB */
};

struct tiles;

/* What the file says of itself, as plain text without control characters. */
struct tiles_about {
    unsigned zoom_min, zoom_max;
    str name, attribution; /* or empty */
};

/* Whether a file is one of these, by its first bytes. */
bool tiles_is_file(const char *path);

/* Opens one, read-only; it lives in a. INPUT, naming the file, if it is broken
 * or has no pictures. */
MUST_USE err tiles_open(struct cx *cx, struct arena *a, const char *path,
                        struct tiles **out);
void tiles_close(struct tiles *t); /* accepts NULL */
const struct tiles_about *tiles_about(const struct tiles *t);

/* The piece in column x and row y of a zoom, into a, and its media type.
 * NOT_FOUND if there is none; INPUT if it is no picture or too large. */
MUST_USE err tiles_get(struct cx *cx, struct tiles *t, struct arena *a,
                       unsigned zoom, uint32_t x, uint32_t y, str *bytes,
                       const char **type);
/* Whether there is one. */
bool tiles_has(struct cx *cx, struct tiles *t, unsigned zoom, uint32_t x,
               uint32_t y);

#endif
