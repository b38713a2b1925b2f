/* media/media.h: what a file of evidence says of itself, and copies that say
 * less.
 *
 * Pure functions over bytes that somebody else made: every length and offset is
 * checked against what is there, and what is broken counts as absent. What a
 * file says of itself is a claim, never a proof.
 *
 * Read: the type by its first bytes; time, place and orientation of a JPEG
 * (Exif 2.32, CIPA DC-008: the tags 0x0112, 0x9003, 0x9011 and the GPS tags 1
 * to 4). Not read: anything inside videos or documents. */
#ifndef MEDIA_MEDIA_H
#define MEDIA_MEDIA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
    MEDIA_HEAD_BYTES = 256 << 10,  /* of a file that media_read() looks at */
    MEDIA_STRIP_BYTES = 256 << 20, /* largest file that is copied without its
                                      metadata: it is held in memory */
    MEDIA_COARSE_MAX = 100000      /* metres */
};

/* The media type of a file by its beginning: "image/jpeg", ...; text/plain if
 * it is UTF-8 without control characters, else application/octet-stream. */
const char *media_type(str head);

/* Degrees times 100,000: about a metre. North and east are positive. */
struct media_place {
    int32_t latitude, longitude;
};
struct media_info {
    char taken[32]; /* 2025-01-19T12:00:00[+02:00], NUL-terminated; or empty */
    bool has_place;
    struct media_place place;
    unsigned orientation; /* 1 to 8; 0: not told */
};
/* Nothing is set that is not there, whole and in range. */
void media_read(str head, struct media_info *out);

/* Appends a copy of a JPEG or PNG file that shows the same picture and holds no
 * other metadata than the orientation and the colour profile: no time, place,
 * names, comments, thumbnails, nor anything after the picture's end. INPUT if
 * it is neither or is broken. */
MUST_USE err media_strip(struct cx *cx, str file, struct buf *out);

/* The middle of the cell in which p lies, in a fixed grid of about so many
 * metres (1 to MEDIA_COARSE_MAX): all places of a cell become the same one,
 * less than `metres` away. */
struct media_place media_coarsen(struct media_place p, uint32_t metres);

/* "31.50000": degrees with five decimals. */
void media_degrees_print(int32_t degrees_e5, struct buf *out);

#endif
