/* base/utf8.h: Unicode text. The only part of the program that knows
 * utf8proc, whose tables fix the Unicode version.
 *
 * Text is checked once, where bytes enter; after that it is believed. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/str.h"

/* The first character of s: its length in bytes (1 to 4) and *cp. 0 if s is
 * empty or does not begin with well-formed UTF-8 (overlong, surrogate, beyond
 * U+10FFFF, cut short). */
size_t utf8_decode(str s, uint32_t *cp);

/* Writes cp, a scalar value, to at most 4 bytes; returns their number. What is
 * not a scalar value is written as U+FFFD. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Whether all of s is well-formed. Else *bad is the offset of the first byte
 * that is not (bad may be NULL). */
bool utf8_valid(str s, size_t *bad);

/* Number of characters (scalar values) in valid text. */
size_t utf8_count(str s);

/* Normal form C. *out is s itself where nothing changes, else a copy in a.
 * s must be valid. Fails with LIMIT or RESOURCE only. */
MUST_USE err utf8_nfc(struct cx *cx, struct arena *a, str s, str *out);
MUST_USE err utf8_is_nfc(struct cx *cx, str s, bool *out);

/* Case-folded NFC, for comparing without case, never for identity. */
MUST_USE err utf8_fold(struct cx *cx, struct arena *a, str s, str *out);

/* Characters of a name, by general category: a name begins with a letter (L*,
 * Nl) or '_', and goes on with letters, marks (Mn, Mc), digits (Nd) and
 * connectors (Pc). Hyphens, and joiners, are the language's own affair. */
bool utf8_is_name_start(uint32_t cp);
bool utf8_is_name_continue(uint32_t cp);

/* Characters that change the direction of what follows invisibly: U+061C,
 * U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069. */
bool utf8_is_bidi_control(uint32_t cp);

/* Columns on a terminal: 0, 1 or 2 a character; what cannot be shown counts
 * as buf_safe() would print it. */
size_t utf8_width(str s);

/* "2.8.0": for `truce version`. */
const char *utf8_library_version(void);

#endif
