/* proof/zip.h: a zip file that holds a package: one spelling, nothing packed.
 *
 * docs/record-format.md 10.3 is the specification; PKWARE's APPNOTE.TXT 6.3 the
 * format that it is a small part of. Members are stored, so nothing can unfold
 * into more than is there; every byte that is not part of a member follows from
 * the members, so that no change to it goes unseen. Any zip program reads it.
 *
 * Not here: other people's zip files. They are unpacked first.
 * Read next: bag.h. */
#ifndef PROOF_ZIP_H
#define PROOF_ZIP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum { ZIP_MAX_FILES = 65535, ZIP_NAME_MAX = 255 };

/* CRC-32 (ISO 3309), eight bytes a step. The table is plain storage. */
struct zip_crc {
    uint32_t t[8][256];
};
void zip_crc_init(struct zip_crc *c);
/* crc is 0 at the beginning, then the result for what came before. */
uint32_t zip_crc_add(const struct zip_crc *c, uint32_t crc, str piece);

struct zip_member {
    str name; /* borrows the file's bytes */
    str bytes;
    uint32_t crc; /* as the file says; the reader of bytes compares */
};
/* Splits a whole file. INPUT with the offset for anything that this program
 * would not have written. Names are not looked at. */
MUST_USE err zip_parse(struct cx *cx, struct arena *a, str file,
                       struct zip_member **out, size_t *n);

/* Writes one: for each member zip_member_begin(), then its bytes to out; at
 * the end zip_finish(). LIMIT past what the format can hold. */
struct zip_writer {
    struct buf *out;
    struct arena *a;
    struct zip_written {
        str name;
        uint32_t crc, size, at;
    } * members;
    size_t n, cap;
    uint64_t at;
};
void zip_writer_init(struct zip_writer *w, struct arena *a, struct buf *out);
/* name is copied. crc and size must be those of the bytes that follow. */
MUST_USE err zip_member_begin(struct cx *cx, struct zip_writer *w, str name,
                              uint64_t size, uint32_t crc);
MUST_USE err zip_finish(struct cx *cx, struct zip_writer *w);

#endif
