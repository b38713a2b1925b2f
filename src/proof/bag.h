/* proof/bag.h: a package as a set of files, whether folder or zip.
 *
 * BagIt (RFC 8493) as docs/record-format.md section 10 narrows it. Opening
 * looks at names only; every file is then read once, and the bytes that are
 * given back are those whose hash the manifest has. Whoever made the package
 * chose its names and sizes: nothing is opened outside it, no link is followed,
 * and no memory is taken for what a file merely claims.
 *
 * Read next: package.h. */
#ifndef PROOF_BAG_H
#define PROOF_BAG_H

#include "base/sys.h"
#include "crypto/crypto.h"
#include "proof/zip.h"

enum {
    BAG_MAX_FILES = 1000000, /* a package of 330,000 entries */
    BAG_MANIFEST_MAX = 128 << 20,
    BAG_PATH_MAX = 200,
    BAG_FILE_MAX = 256 << 20 /* of one that is held in memory */
};

struct bag_file {
    str path;
    uint64_t size;
    str bytes; /* of a zip file; they lie in the map */
    uint32_t crc;
    hash want; /* by a manifest */
    bool listed, read;
};
struct bag {
    const char *path;
    struct bag_file *file; /* ascending by path */
    size_t n;
    struct sys_map map;
    struct zip_crc *crc;
    bool is_zip;
};

/* The rules for a path in a package: 1 to 200 of the characters a-z A-Z 0-9
 * . _ - and /, no part of it empty, `.` or `..`. */
bool bag_path_is_valid(str path);

/* Lists a folder or zip file. INPUT if a name breaks the rules, or two are the
 * same without regard to case; LIMIT; NOT_FOUND. */
MUST_USE err bag_open(struct cx *cx, struct arena *a, const char *path,
                      struct bag *out);
void bag_close(struct bag *b); /* accepts a zeroed one */

/* NULL: there is none. */
struct bag_file *bag_find(struct bag *b, const char *path);
struct bag_file *bag_find_str(struct bag *b, str path);

/* Takes the hashes of a manifest into the files: INPUT with the line if it is
 * not one, or a file that it names is not there. Paths must be in ascending
 * order, and begin with `prefix` (or not, if `prefix` is empty). */
MUST_USE err bag_take_manifest(struct cx *cx, struct bag *b, str manifest,
                               str prefix);

/* Bytes without regard to manifests; CORRUPT if a zip's checksum differs. */
MUST_USE err bag_read_raw(struct cx *cx, struct bag *b, struct arena *a,
                          struct bag_file *f, size_t max, str *out);
/* INPUT if they are not those of the manifest. */
MUST_USE err bag_read(struct cx *cx, struct bag *b, struct arena *a,
                      struct bag_file *f, size_t max, str *out);
/* The same in pieces, for a file that is not looked into. */
MUST_USE err bag_hash(struct cx *cx, struct bag *b, struct bag_file *f);

#endif
