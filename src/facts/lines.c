/* facts/lines.c: inputs, cut into lines.
 *
 * What is in memory is cut where it lies; only a line within SCAN_PAD bytes of
 * the end of the input, or of a piece of it, is copied, so that the scanner may
 * look ahead. A stream has a buffer that holds at least one line of the
 * greatest allowed length. A longer line is passed over without being kept. */
#include "facts/reader_int.h"

#include "base/sys.h"

enum { STREAM_FIRST = 256 * 1024 };
#define STREAM_MOST (LIMIT_LINE_BYTES + STREAM_FIRST)

err lines_pad(struct cx *cx, struct facts *f, str line, char **pad, size_t *cap)
{
    size_t need = line.n + 1 + SCAN_PAD;
    if (need > *cap) {
        size_t more = need < 4096 ? 4096 : need;
        char *p = arena_grow(&f->own, *pad, *cap, more);
        if (p == NULL)
            return arena_fail(cx, &f->own);
        *pad = p;
        *cap = more;
    }
    memmove(*pad, line.p, line.n);
    memset(*pad + line.n, '\n', 1 + SCAN_PAD);
    return OK;
}

static err memory_next(struct cx *cx, struct facts *f, struct input *in,
                       const char **line, const char **end,
                       enum line_state *state)
{
    const char *p = in->bytes.p + in->pos;
    size_t rest = in->bytes.n - in->pos;
    if (rest == 0) {
        *state = LINE_NONE;
        return OK;
    }
    size_t look = rest > LIMIT_LINE_BYTES + 1 ? LIMIT_LINE_BYTES + 1 : rest;
    const char *nl = memchr(p, '\n', look);
    in->line++;
    if (nl == NULL && rest > LIMIT_LINE_BYTES) {
        nl = memchr(p + look, '\n', rest - look);
        *line = *end = p;
        in->pos = nl == NULL ? in->bytes.n : (size_t)(nl + 1 - in->bytes.p);
        *state = LINE_TOO_LONG;
        return OK;
    }
    size_t n = nl == NULL ? rest : (size_t)(nl - p);
    in->pos += nl == NULL ? n : n + 1;
    *state = LINE_READ;
    if (rest - n > SCAN_PAD) {
        *line = p;
        *end = nl;
        return OK;
    }
    TRY(cx, lines_pad(cx, f, (str){p, n}, &f->pad, &f->pad_cap));
    *line = f->pad;
    *end = f->pad + n;
    return OK;
}

static err pieces_next(struct cx *cx, struct facts *f, struct input *in,
                       const char **line, const char **end,
                       enum line_state *state)
{
    if (in->pos == in->bytes.n) {
        uint32_t first = 1;
        in->pos = 0;
        TRY(cx, in->pieces.next(cx, in->pieces.self, &in->bytes, &first));
        in->line = first - 1;
    }
    return memory_next(cx, f, in, line, end, state);
}

/* More bytes into the buffer; *got 0: none at present, or ever. */
static err stream_fill(struct cx *cx, struct facts *f, struct input *in,
                       size_t *got)
{
    if (in->pos > 0 && ALWAYS(in->buf != NULL)) {
        memmove(in->buf, in->buf + in->pos, in->n - in->pos);
        in->n -= in->pos;
        in->pos = 0;
    }
    if (in->n == in->cap && in->cap < STREAM_MOST) {
        size_t cap = in->cap == 0 ? STREAM_FIRST : in->cap * 2;
        if (cap > STREAM_MOST)
            cap = STREAM_MOST;
        size_t old = in->cap == 0 ? 0 : in->cap + SCAN_PAD + 1;
        char *p = arena_grow(&f->own, in->buf, old, cap + SCAN_PAD + 1);
        if (p == NULL)
            return arena_fail(cx, &f->own);
        in->buf = p;
        in->cap = cap;
    }
    char name[256];
    if (!str_to_c(str_sub(in->name, 0, sizeof name - 1), name, sizeof name))
        name[0] = '\0';
    TRY(cx, sys_read(cx, in->fd, name, in->buf + in->n, in->cap - in->n, got));
    in->n += *got;
    return OK;
}

static err stream_next(struct cx *cx, struct facts *f, struct input *in,
                       const char **line, const char **end,
                       enum line_state *state)
{
    size_t seen = 0; /* bytes after pos without a line end */
    for (;;) {
        char *p = in->buf == NULL ? NULL : in->buf + in->pos;
        size_t rest = in->n - in->pos;
        char *nl = p == NULL || rest == seen
                       ? NULL
                       : memchr(p + seen, '\n', rest - seen);
        if (nl != NULL && in->skipping) { /* it was said */
            in->pos += (size_t)(nl + 1 - p);
            in->skipping = false;
            seen = 0;
            continue;
        }
        if (nl != NULL && (size_t)(nl - p) > LIMIT_LINE_BYTES) {
            in->pos += (size_t)(nl + 1 - p);
            in->line++;
            *line = *end = p;
            *state = LINE_TOO_LONG;
            return OK;
        }
        if (nl != NULL) {
            in->pos += (size_t)(nl + 1 - p);
            in->line++;
            *line = p;
            *end = nl;
            *state = LINE_READ;
            return OK;
        }
        bool begins = !in->skipping && rest > LIMIT_LINE_BYTES;
        in->skipping = in->skipping || begins;
        if (in->skipping) {
            in->pos = in->n;
            rest = 0;
        }
        if (begins) { /* said at once: its end may never come */
            in->line++;
            *line = *end = in->buf + in->pos;
            *state = LINE_TOO_LONG;
            return OK;
        }
        seen = rest;
        size_t got = 0;
        if (!in->ended)
            TRY(cx, stream_fill(cx, f, in, &got));
        if (got > 0)
            continue;
        if (in->grows && !f->ended) {
            *state = LINE_NONE;
            return OK;
        }
        in->ended = true;
        if (rest == 0) {
            *state = LINE_NONE;
            return OK;
        }
        /* The last line, without its end. The buffer has room behind cap. */
        in->line++;
        *line = in->buf + in->pos;
        *end = *line + rest;
        in->buf[in->pos + rest] = '\n';
        in->pos = in->n;
        *state = LINE_READ;
        return OK;
    }
}

err lines_next(struct cx *cx, struct facts *f, struct input *in,
               const char **line, const char **end, enum line_state *state)
{
    if (in->stream)
        return stream_next(cx, f, in, line, end, state);
    if (in->pieces.next != NULL)
        return pieces_next(cx, f, in, line, end, state);
    return memory_next(cx, f, in, line, end, state);
}
