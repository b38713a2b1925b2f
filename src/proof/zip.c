/* proof/zip.c: see zip.h.
 *
 *     local header (30 bytes), name, bytes      once for each member
 *     central header (46 bytes), name           once for each member
 *     end record (22 bytes)
 *
 * A header is written by one function and read by comparing with what that
 * function writes: so reader and writer cannot differ. */
#include "proof/zip.h"

#include "base/cx.h"

enum {
    LOCAL_BYTES = 30,
    CENTRAL_BYTES = 46,
    END_BYTES = 22,
    VERSION_NEEDED = 10,
    MADE_BY = 0x030a,  /* Unix, 1.0 */
    DOS_DATE = 0x0021, /* 1980-01-01: the format's first day */
};
static const uint32_t regular_0644 = 0x81a40000;

/* --- CRC-32
 * ------------------------------------------------------------------ */

void zip_crc_init(struct zip_crc *c)
{
    static const uint32_t polynomial = 0xedb88320;
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t v = i;
        for (int bit = 0; bit < 8; bit++)
            v = v >> 1 ^ ((v & 1) != 0 ? polynomial : 0);
        c->t[0][i] = v;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int k = 1; k < 8; k++)
            c->t[k][i] = c->t[k - 1][i] >> 8 ^ c->t[0][c->t[k - 1][i] & 0xff];
}

uint32_t zip_crc_add(const struct zip_crc *c, uint32_t crc, str piece)
{
    const unsigned char *p = (const unsigned char *)piece.p;
    size_t n = piece.n;
    crc = ~crc;
    for (; n >= 8; n -= 8, p += 8) {
        crc ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
               (uint32_t)p[3] << 24;
        crc = c->t[7][crc & 0xff] ^ c->t[6][crc >> 8 & 0xff] ^
              c->t[5][crc >> 16 & 0xff] ^ c->t[4][crc >> 24] ^ c->t[3][p[4]] ^
              c->t[2][p[5]] ^ c->t[1][p[6]] ^ c->t[0][p[7]];
    }
    for (; n > 0; n--, p++)
        crc = crc >> 8 ^ c->t[0][(crc ^ *p) & 0xff];
    return ~crc;
}

/* --- headers
 * ----------------------------------------------------------------- */

static char *put16(char *p, uint32_t v)
{
    p[0] = (char)(v & 0xff);
    p[1] = (char)(v >> 8 & 0xff);
    return p + 2;
}

static char *put32(char *p, uint32_t v)
{
    return put16(put16(p, v & 0xffff), v >> 16);
}

static uint32_t get16(const char *p)
{
    return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8;
}

static uint32_t get32(const char *p)
{
    return get16(p) | get16(p + 2) << 16;
}

/* What both headers share: from "version needed" to the length of the extra
 * fields. */
static char *put_common(char *p, const struct zip_written *m)
{
    p = put16(p, VERSION_NEEDED);
    p = put16(p, 0); /* flags */
    p = put16(p, 0); /* stored */
    p = put16(p, 0); /* time */
    p = put16(p, DOS_DATE);
    p = put32(p, m->crc);
    p = put32(p, m->size);
    p = put32(p, m->size);
    p = put16(p, (uint32_t)m->name.n);
    return put16(p, 0); /* extra */
}

static void put_local(char p[LOCAL_BYTES], const struct zip_written *m)
{
    put_common(put32(p, 0x04034b50), m);
}

static void put_central(char p[CENTRAL_BYTES], const struct zip_written *m)
{
    char *q = put_common(put16(put32(p, 0x02014b50), MADE_BY), m);
    q = put16(q, 0); /* comment */
    q = put16(q, 0); /* disk */
    q = put16(q, 0); /* internal attributes */
    q = put32(q, regular_0644);
    put32(q, m->at);
}

static void put_end(char p[END_BYTES], size_t n, uint32_t size, uint32_t at)
{
    char *q = put32(put32(p, 0x06054b50), 0); /* two numbers of disks */
    q = put16(put16(q, (uint32_t)n), (uint32_t)n);
    q = put32(put32(q, size), at);
    put16(q, 0); /* comment */
}

/* --- reading
 * ----------------------------------------------------------------- */

static err zip_wrong(struct cx *cx, size_t at)
{
    return fail(cx, ERR_INPUT,
                "the zip file is not as truce writes it, at byte %zu (if "
                "another program made it, unpack it and check the folder)",
                at);
}

/* The member at *at; moves past it. */
static err take_member(struct cx *cx, str file, size_t *at,
                       struct zip_member *out)
{
    char want[LOCAL_BYTES];
    const char *p = file.p + *at;
    if (file.n - *at < LOCAL_BYTES)
        return zip_wrong(cx, *at);
    struct zip_written m = {.crc = get32(p + 14), .size = get32(p + 18)};
    m.name.n = get16(p + 26);
    put_local(want, &m);
    if (memcmp(p, want, sizeof want) != 0 || m.name.n == 0 ||
        m.name.n > ZIP_NAME_MAX)
        return zip_wrong(cx, *at);
    size_t begin = *at + LOCAL_BYTES;
    if (file.n - begin < m.name.n || file.n - begin - m.name.n < m.size)
        return zip_wrong(cx, *at);
    out->name = str_sub(file, begin, begin + m.name.n);
    out->bytes = str_sub(file, begin + m.name.n, begin + m.name.n + m.size);
    out->crc = m.crc;
    *at = begin + m.name.n + m.size;
    return OK;
}

static err take_central(struct cx *cx, str file, size_t *at,
                        const struct zip_member *m)
{
    char want[CENTRAL_BYTES];
    /* zip_parse() has seen that the file is under 4 GiB. */
    struct zip_written w = {m->name, m->crc, (uint32_t)m->bytes.n,
                            (uint32_t)(m->name.p - file.p) - LOCAL_BYTES};
    put_central(want, &w);
    str got = str_sub(file, *at, *at + CENTRAL_BYTES);
    str name =
        str_sub(file, *at + CENTRAL_BYTES, *at + CENTRAL_BYTES + m->name.n);
    if (!str_eq(got, (str){want, sizeof want}) || !str_eq(name, m->name))
        return zip_wrong(cx, *at);
    *at += CENTRAL_BYTES + m->name.n;
    return OK;
}

err zip_parse(struct cx *cx, struct arena *a, str file, struct zip_member **out,
              size_t *n)
{
    char want[END_BYTES];
    struct zip_member *m;
    size_t at = 0;
    if (file.n < END_BYTES || file.n > UINT32_MAX)
        return zip_wrong(cx, file.n);
    size_t count = get16(file.p + file.n - END_BYTES + 10);
    TRY_NEW_ARRAY(cx, a, count, m);
    for (size_t i = 0; i < count; i++)
        TRY(cx, take_member(cx, file, &at, &m[i]));
    size_t central = at;
    for (size_t i = 0; i < count; i++)
        TRY(cx, take_central(cx, file, &at, &m[i]));
    put_end(want, count, (uint32_t)(at - central), (uint32_t)central);
    if (!str_eq(str_sub(file, at, file.n), (str){want, sizeof want}))
        return zip_wrong(cx, at);
    *out = m;
    *n = count;
    return OK;
}

/* --- writing
 * ----------------------------------------------------------------- */

void zip_writer_init(struct zip_writer *w, struct arena *a, struct buf *out)
{
    *w = (struct zip_writer){.out = out, .a = a};
}

static err zip_full(struct cx *cx)
{
    return fail_hint(cx, ERR_LIMIT, "Write a folder instead.",
                     "a zip file holds at most %d files and 4 GiB",
                     ZIP_MAX_FILES);
}

err zip_member_begin(struct cx *cx, struct zip_writer *w, str name,
                     uint64_t size, uint32_t crc)
{
    char header[LOCAL_BYTES];
    struct zip_written m = {.crc = crc, .size = (uint32_t)size};
    if (w->n == ZIP_MAX_FILES || name.n > ZIP_NAME_MAX || size > UINT32_MAX ||
        w->at + LOCAL_BYTES + name.n + size > UINT32_MAX)
        return zip_full(cx);
    if (w->n == w->cap) {
        size_t cap = w->cap == 0 ? 256 : 2 * w->cap;
        struct zip_written *more = arena_grow(
            w->a, w->members, w->cap * sizeof *more, cap * sizeof *more);
        TRY_ROOM(cx, w->a, more != NULL);
        w->members = more;
        w->cap = cap;
    }
    TRY_ROOM(cx, w->a, arena_dup_str(w->a, name, &m.name));
    m.at = (uint32_t)w->at;
    put_local(header, &m);
    buf_bytes(w->out, header, sizeof header);
    buf_str(w->out, name);
    w->members[w->n++] = m;
    w->at += LOCAL_BYTES + name.n + size;
    return OK;
}

err zip_finish(struct cx *cx, struct zip_writer *w)
{
    char end[END_BYTES];
    uint64_t size = 0;
    for (size_t i = 0; i < w->n; i++) {
        char header[CENTRAL_BYTES];
        put_central(header, &w->members[i]);
        buf_bytes(w->out, header, sizeof header);
        buf_str(w->out, w->members[i].name);
        size += CENTRAL_BYTES + w->members[i].name.n;
    }
    if (w->at + size + END_BYTES > UINT32_MAX)
        return zip_full(cx);
    put_end(end, w->n, (uint32_t)size, (uint32_t)w->at);
    buf_bytes(w->out, end, sizeof end);
    return OK;
}
