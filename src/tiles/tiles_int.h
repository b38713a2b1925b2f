/* tiles/tiles_int.h: what the two kinds of file have in common. */
#ifndef TILES_TILES_INT_H
#define TILES_TILES_INT_H

#include "base/buf.h"
#include "tiles/tiles.h"

/* A kind of file. */
struct tiles_kind {
    /* NOT_FOUND without the piece. */
    err (*get)(struct cx *cx, struct tiles *t, struct arena *a, unsigned zoom,
               uint32_t x, uint32_t y, str *bytes);
    bool (*has)(struct cx *cx, struct tiles *t, unsigned zoom, uint32_t x,
                uint32_t y);
    void (*close)(struct tiles *t);
};

/* The first member of that of each kind. */
struct tiles {
    const struct tiles_kind *kind;
    const char *path;
    struct tiles_about about;
};

MUST_USE err mbtiles_open(struct cx *cx, struct arena *a, const char *path,
                          struct tiles **out);
MUST_USE err pmtiles_open(struct cx *cx, struct arena *a, const char *path,
                          struct tiles **out);

/* The media type of a piece by its first bytes; NULL: no picture of ours. */
const char *tiles_type(str piece);
/* A sentence of the file, which may be HTML: without its elements, control
 * characters, and at most 500 bytes of it. */
MUST_USE err tiles_plain(struct cx *cx, struct arena *a, str html, str *out);
/* Says that a file has vector tiles. */
MUST_USE err tiles_are_vectors(struct cx *cx, const char *path);
/* Where the number of a zoom stops making sense. */
MUST_USE err tiles_check_zooms(struct cx *cx, const struct tiles *t);

/* Where a piece lies in the one order of all pieces of all zooms, along
 * Hilbert's curve (PMTiles 3). */
uint64_t pmtiles_number(unsigned zoom, uint32_t x, uint32_t y);

#endif
