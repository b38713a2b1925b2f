/* seal/pad.h: sizes that say little: content, zeros, and a last line.
 *
 *     content | zeros | "truce padded 1 " | 16 digits: bytes of content | LF
 *
 * The whole is as long as the Padmé rule says (Nikitin and others, "Reducing
 * Metadata Leakage from Encrypted Files", PoPETs 2019, section 4): its length
 * has as many significant bits as its exponent has bits, which costs at most
 * 12 %; and at least PAD_LEAST bytes, so that all short texts are of one size.
 *
 * So `age -d -i KEY FILE > out`, then `truncate -s "$(tail -c 17 out)" out`,
 * gives the content without this program.
 * Read next: write.c, open.c. */
#ifndef SEAL_PAD_H
#define SEAL_PAD_H

#include "base/str.h"

enum { PAD_TRAILER = 32, PAD_LEAST = 4096 };
/* 16 digits. */
#define PAD_CONTENT_MAX ((uint64_t)9999999999999999)

/* The length of content of n bytes with padding and last line. */
uint64_t pad_total(uint64_t n);
void pad_trailer(uint64_t n, char out[PAD_TRAILER]);

/* Finds the end of the content of bytes that go by: begin with a zeroed one,
 * add all of them, ask. */
struct unpad {
    uint64_t n;     /* bytes so far */
    uint64_t zeros; /* the first of the zeros that end what is before tail */
    char tail[PAD_TRAILER]; /* the last bytes */
    size_t tail_n;
};
void unpad_add(struct unpad *u, const uint8_t *p, size_t n);
/* Bytes of content: all of them, if they are not padded in just this way. */
uint64_t unpad_content(const struct unpad *u);

#endif
