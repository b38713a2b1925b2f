/* base/json_out.h: writes JSON into a buf, as a stream.
 *
 * The form is fixed, so that equal values give equal bytes: keys in the order
 * written (the caller's duty), no spaces (or a fixed indent), only the escapes
 * that RFC 8259 demands, in lower case, all else as UTF-8. Numbers are
 * integers, or degrees of seven decimal places. Text that is not UTF-8 has
 * U+FFFD for each bad byte, and sets replaced.
 *
 * Misuse (a value without a key, an end without a begin) is a bug and aborts
 * in debug builds. Not here: reading. */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/buf.h"

enum { JSON_OUT_DEPTH = 64 };

struct json_out {
    struct buf *out;
    unsigned indent; /* spaces a level; 0: one line */
    size_t depth;
    bool in_array[JSON_OUT_DEPTH];
    bool any[JSON_OUT_DEPTH]; /* something was written at this depth */
    bool after_key;
    bool replaced;
};

void json_init(struct json_out *j, struct buf *out, unsigned indent);

void json_obj_begin(struct json_out *j);
void json_obj_end(struct json_out *j);
void json_arr_begin(struct json_out *j);
void json_arr_end(struct json_out *j);
void json_key(struct json_out *j, const char *key);
void json_key_str(struct json_out *j, str key);

void json_str(struct json_out *j, str s);
void json_c(struct json_out *j, const char *c_string);
void json_int(struct json_out *j, int64_t v);
void json_uint(struct json_out *j, uint64_t v);
void json_degrees(struct json_out *j, int64_t e7); /* as buf_degrees() */
void json_bool(struct json_out *j, bool v);
void json_null(struct json_out *j);

/* json_key and the value, the commonest pair. */
void json_key_c(struct json_out *j, const char *key, const char *c_string);
void json_key_text(struct json_out *j, const char *key, str s);
void json_key_int(struct json_out *j, const char *key, int64_t v);
void json_key_bool(struct json_out *j, const char *key, bool v);

/* A line break after a whole value: the end of a document, or of a line of
 * JSON Lines. */
void json_line_end(struct json_out *j);

#endif
