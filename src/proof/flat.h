/* proof/flat.h: reads one JSON object whose members are mostly text.
 *
 * The contents of `key`, `evidence` and `custody` entries are such objects. A
 * verifier needs no more of JSON (RFC 8259) than this, so it needs no library.
 * Strict: UTF-8, no name twice, nothing after the object. Numbers and nested
 * values are kept as they are spelled.
 *
 * Not here: reports (facts), writing (base/json_out.h). */
#ifndef PROOF_FLAT_H
#define PROOF_FLAT_H

#include "base/arena.h"
#include "base/err.h"

/* Members of one object; nesting of their values. */
enum { FLAT_MAX = 64, FLAT_DEPTH = 16 };

struct flat_member {
    str name;
    str value; /* a text, without its escapes; else the value as spelled */
    bool is_text;
};
struct flat {
    struct flat_member m[FLAT_MAX];
    size_t n;
};

/* Texts without escapes borrow json, others live in a. INPUT with the offset;
 * LIMIT for more members or deeper values. */
MUST_USE err flat_parse(struct cx *cx, struct arena *a, str json,
                        struct flat *out);
/* The text of that name; empty if there is none. */
str flat_text(const struct flat *f, const char *name);
/* A number without sign, fraction and exponent, under 2^63. */
MUST_USE bool flat_uint(const struct flat *f, const char *name, uint64_t *out);

#endif
