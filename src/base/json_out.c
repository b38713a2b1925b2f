/* base/json_out.c: see json_out.h. */
#include "base/json_out.h"

#include "base/utf8.h"

void json_init(struct json_out *j, struct buf *out, unsigned indent)
{
    memset(j, 0, sizeof *j);
    j->out = out;
    j->indent = indent;
    j->in_array[0] = true; /* values may stand at the top */
}

static void new_line(struct json_out *j)
{
    if (j->indent == 0)
        return;
    buf_char(j->out, '\n');
    buf_fill(j->out, ' ', j->indent * j->depth);
}

/* What stands between the value before and the next one. */
static void separate(struct json_out *j)
{
    if (j->any[j->depth])
        buf_char(j->out, ',');
    j->any[j->depth] = true;
    if (j->depth > 0)
        new_line(j);
}

static void before_value(struct json_out *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    ASSERT(j->in_array[j->depth]);
    separate(j);
}

static void begin(struct json_out *j, char bracket, bool in_array)
{
    before_value(j);
    buf_char(j->out, bracket);
    if (j->depth + 1 >= JSON_OUT_DEPTH)
        BUG("JSON written deeper than JSON_OUT_DEPTH");
    j->depth++;
    j->in_array[j->depth] = in_array;
    j->any[j->depth] = false;
}

static void end(struct json_out *j, char bracket)
{
    if (j->depth == 0 || j->after_key)
        BUG("JSON ended where nothing was begun");
    bool any = j->any[j->depth];
    j->depth--;
    if (any)
        new_line(j);
    buf_char(j->out, bracket);
}

void json_obj_begin(struct json_out *j)
{
    begin(j, '{', false);
}

void json_obj_end(struct json_out *j)
{
    ASSERT(!j->in_array[j->depth]);
    end(j, '}');
}

void json_arr_begin(struct json_out *j)
{
    begin(j, '[', true);
}

void json_arr_end(struct json_out *j)
{
    ASSERT(j->in_array[j->depth]);
    end(j, ']');
}

static void quoted(struct json_out *j, str s)
{
    struct buf *b = j->out;
    size_t plain = 0; /* bytes at s.p that need no change */

    buf_char(b, '"');
    while (plain < s.n) {
        unsigned char c = (unsigned char)s.p[plain];
        uint32_t cp;
        size_t n = 1;
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
            plain++;
            continue;
        }
        if (c >= 0x7F) {
            n = utf8_decode(str_sub(s, plain, s.n), &cp);
            if (n > 0) {
                plain += n;
                continue;
            }
            n = 1;
        }
        buf_bytes(b, s.p, plain);
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c == '\n') {
            buf_c(b, "\\n");
        } else if (c == '\r') {
            buf_c(b, "\\r");
        } else if (c == '\t') {
            buf_c(b, "\\t");
        } else if (c == '\b') {
            buf_c(b, "\\b");
        } else if (c == '\f') {
            buf_c(b, "\\f");
        } else if (c < 0x20) {
            buf_printf(b, "\\u%04x", (unsigned)c);
        } else {
            buf_codepoint(b, 0xFFFD);
            j->replaced = true;
        }
        s = str_sub(s, plain + n, s.n);
        plain = 0;
    }
    buf_bytes(b, s.p, plain);
    buf_char(b, '"');
}

void json_key_str(struct json_out *j, str key)
{
    ASSERT(!j->in_array[j->depth] && !j->after_key);
    separate(j);
    quoted(j, key);
    buf_char(j->out, ':');
    if (j->indent > 0)
        buf_char(j->out, ' ');
    j->after_key = true;
}

void json_key(struct json_out *j, const char *key)
{
    json_key_str(j, str_of(key));
}

void json_str(struct json_out *j, str s)
{
    before_value(j);
    quoted(j, s);
}

void json_c(struct json_out *j, const char *c_string)
{
    json_str(j, str_of(c_string));
}

void json_int(struct json_out *j, int64_t v)
{
    before_value(j);
    buf_int(j->out, v);
}

void json_uint(struct json_out *j, uint64_t v)
{
    before_value(j);
    buf_uint(j->out, v);
}

void json_degrees(struct json_out *j, int64_t e7)
{
    before_value(j);
    buf_degrees(j->out, e7);
}

void json_bool(struct json_out *j, bool v)
{
    before_value(j);
    buf_c(j->out, v ? "true" : "false");
}

void json_null(struct json_out *j)
{
    before_value(j);
    buf_c(j->out, "null");
}

void json_key_c(struct json_out *j, const char *key, const char *c_string)
{
    json_key(j, key);
    json_c(j, c_string);
}

void json_key_text(struct json_out *j, const char *key, str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_key_int(struct json_out *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

void json_key_bool(struct json_out *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

void json_line_end(struct json_out *j)
{
    ASSERT(j->depth == 0);
    buf_char(j->out, '\n');
    j->any[0] = false;
}
