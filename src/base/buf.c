/* base/buf.c: see buf.h. */
#include "base/buf.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { SINK_BYTES = 32 * 1024 };

void buf_init(struct buf *b, struct arena *a, size_t max)
{
    *b = (struct buf){.arena = a, .max = max};
}

void buf_init_sink(struct buf *b, struct arena *a, buf_sink *sink, void *self)
{
    *b = (struct buf){
        .arena = a, .max = SIZE_MAX, .sink = sink, .sink_self = self};
}

static void flush(struct buf *b)
{
    if (b->state == BUF_OK && b->n > 0 && !b->sink(b->sink_self, b->p, b->n))
        b->state = BUF_SINK;
    b->n = 0;
}

/* Room for n more bytes at p + n, or a failure noted. */
static bool room(struct buf *b, size_t n)
{
    size_t want;
    if (b->state != BUF_OK)
        return false;
    if (!add_ok(b->n, n, &want) || want > b->max) {
        b->state = BUF_FULL;
        return false;
    }
    if (want <= b->cap)
        return true;
    size_t cap = b->cap < 256 ? 256 : b->cap;
    while (cap < want)
        if (!mul_ok(cap, (size_t)2, &cap))
            cap = want;
    if (cap > b->max)
        cap = b->max;
    char *p = arena_grow_raw(b->arena, b->p, b->cap, cap);
    if (p == NULL) {
        b->state = BUF_ROOM;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_bytes(struct buf *b, const void *p, size_t n)
{
    const char *in = p;
    while (b->sink != NULL && n > SINK_BYTES) {
        flush(b);
        buf_bytes(b, in, SINK_BYTES);
        in += SINK_BYTES;
        n -= SINK_BYTES;
    }
    if (b->sink != NULL && b->n > 0 && b->n + n > SINK_BYTES)
        flush(b);
    if (n == 0 || !room(b, n))
        return;
    memcpy(b->p + b->n, in, n);
    b->n += n;
}

void buf_str(struct buf *b, str s)
{
    buf_bytes(b, s.p, s.n);
}

void buf_c(struct buf *b, const char *c_string)
{
    buf_bytes(b, c_string, strlen(c_string));
}

void buf_char(struct buf *b, char c)
{
    buf_bytes(b, &c, 1);
}

void buf_fill(struct buf *b, char c, size_t n)
{
    for (size_t i = 0; i < n && b->state == BUF_OK; i++)
        buf_char(b, c);
}

void buf_uint_pad(struct buf *b, uint64_t v, size_t width)
{
    char digits[20];
    size_t n = 0;
    do {
        digits[sizeof digits - ++n] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    if (width > n)
        buf_fill(b, '0', width - n);
    buf_bytes(b, digits + sizeof digits - n, n);
}

void buf_uint(struct buf *b, uint64_t v)
{
    buf_uint_pad(b, v, 1);
}

void buf_int(struct buf *b, int64_t v)
{
    if (v < 0)
        buf_char(b, '-');
    buf_uint(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void buf_degrees(struct buf *b, int64_t e7)
{
    enum { ONE = 10000000, PLACES = 7 };
    uint64_t all = e7 < 0 ? (uint64_t)0 - (uint64_t)e7 : (uint64_t)e7;
    buf_c(b, e7 < 0 ? "-" : "");
    buf_uint(b, all / ONE);
    buf_char(b, '.');
    buf_uint_pad(b, all % ONE, PLACES);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    if (b->state != BUF_OK)
        return;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->state = BUF_ROOM;
    } else if ((size_t)n < sizeof text) {
        buf_bytes(b, text, (size_t)n);
    } else {
        /* Rare: format again in the arena, and take the copy from there. */
        size_t size = (size_t)n + 1;
        char *p = arena_alloc(b->arena, size);
        if (p == NULL) {
            b->state = BUF_ROOM;
            return;
        }
        va_start(ap, fmt);
        vsnprintf(p, size, fmt, ap);
        va_end(ap);
        buf_bytes(b, p, (size_t)n);
    }
}

void buf_codepoint(struct buf *b, uint32_t cp)
{
    char out[4];
    buf_bytes(b, out, utf8_encode(cp, out));
}

void buf_safe(struct buf *b, str s)
{
    while (s.n > 0) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        if (n == 0) {
            buf_printf(b, "\\x{%02x}", (unsigned)(unsigned char)s.p[0]);
            n = 1;
        } else if (cp == '\n') {
            buf_c(b, "\\n");
        } else if (cp == '\t') {
            buf_c(b, "\\t");
        } else if (cp == '\r') {
            buf_c(b, "\\r");
        } else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ||
                   utf8_is_bidi_control(cp) || cp == 0x2028 || cp == 0x2029) {
            buf_printf(b, "\\u{%x}", (unsigned)cp);
        } else {
            buf_bytes(b, s.p, n);
        }
        s = str_sub(s, n, s.n);
    }
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->state = BUF_OK;
}

err buf_finish(struct cx *cx, struct buf *b)
{
    if (b->sink != NULL)
        flush(b);
    switch (b->state) {
    case BUF_OK:
        return OK;
    case BUF_FULL:
        return fail(cx, ERR_LIMIT,
                    "the output is longer than its limit of "
                    "%zu bytes",
                    b->max);
    case BUF_ROOM:
        return arena_fail(cx, b->arena);
    case BUF_SINK:
        return fail(cx, ERR_RESOURCE, "the output cannot be written");
    }
    BUG("not a buffer state");
}
