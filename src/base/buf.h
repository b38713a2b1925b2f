/* base/buf.h: a growing run of bytes with a hard maximum, or a stream of them
 * into a sink.
 *
 * Sticky: after a failure every call does nothing, and buf_finish() reports
 * once. So writers need no check per line.
 *
 * Read next: json_out.h. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

/* Takes n bytes; false ends the stream. */
typedef bool buf_sink(void *self, const char *p, size_t n);

enum buf_state {
    BUF_OK = 0,
    BUF_FULL, /* more than max bytes */
    BUF_ROOM, /* the arena refused */
    BUF_SINK, /* the sink refused */
};

struct buf {
    struct arena *arena;
    char *p;
    size_t n, cap, max;
    buf_sink *sink; /* NULL: all bytes are kept */
    void *sink_self;
    enum buf_state state;
};

/* An empty buffer in a that takes at most max bytes. */
void buf_init(struct buf *b, struct arena *a, size_t max);

/* A buffer that passes its bytes to sink whenever some 32 kB have gathered. */
void buf_init_sink(struct buf *b, struct arena *a, buf_sink *sink, void *self);

void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, str s);
void buf_c(struct buf *b, const char *c_string);
void buf_char(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_uint(struct buf *b, uint64_t v);
void buf_int(struct buf *b, int64_t v);
/* At least width digits, zeros before. */
void buf_uint_pad(struct buf *b, uint64_t v, size_t width);
/* Degrees times 10^7 as a decimal: 123456789 is 12.3456789. */
void buf_degrees(struct buf *b, int64_t e7);
PRINTF_LIKE(2, 3) void buf_printf(struct buf *b, const char *fmt, ...);
/* One character as UTF-8. */
void buf_codepoint(struct buf *b, uint32_t cp);

/* Bytes of unknown origin for a terminal or a message: control characters,
 * bidi controls and bytes that are not UTF-8 are shown as \n, \t, \u{202e},
 * \x{ff}; all else as it is. */
void buf_safe(struct buf *b, str s);

/* What has been gathered; good until the next write. */
static inline str buf_view(const struct buf *b)
{
    return (str){b->p == NULL ? "" : b->p, b->n};
}

/* Forgets what has been gathered, and the failure. */
void buf_clear(struct buf *b);

/* Passes the rest to the sink, if any, and reports the first failure: LIMIT or
 * RESOURCE. */
MUST_USE err buf_finish(struct cx *cx, struct buf *b);

#endif
