/* tiles/pmtiles.c: PMTiles 3: one file with a head of 127 bytes, directories
 * and pieces.
 *
 * A directory lists pieces by number (pmtiles_number), each with where it lies
 * and for how many numbers on end it holds; an entry that holds for none points
 * to another directory. Directories may be packed by gzip; other ways are
 * refused. */
#include "tiles/tiles_int.h"

#include "base/sys.h"

#define ZLIB_CONST
#include <jansson.h>
#include <zlib.h>

enum {
    HEAD_BYTES = 127,
    PACKED_BYTES = 4 << 20,    /* of a directory, or of what the file says */
    UNPACKED_BYTES = 16 << 20, /* the same, unpacked */
    ENTRIES_MAX = 1 << 20,     /* of a directory: what fits above */
    DEPTH_MAX = 4,             /* directories on the way to a piece */
    ROOM_BYTES = 96 << 20
};
enum packing { PACK_UNKNOWN, PACK_NONE, PACK_GZIP };
enum type { TYPE_OTHER, TYPE_VECTORS, TYPE_PNG, TYPE_JPEG, TYPE_WEBP };

struct entry {
    uint64_t number, offset; /* from where such things begin */
    uint32_t length, run;    /* run 0: a directory */
};
struct directory {
    struct entry *v;
    size_t n;
};
struct part {
    uint64_t at, n; /* of the file */
};

struct pmtiles {
    struct tiles t;
    int fd;
    struct part root_part, about_part, leaves, data;
    unsigned dirs_packed, pieces_packed;
    struct directory root;
    /* The directory that was read last: pieces are asked for in heaps. */
    struct arena room;
    struct directory leaf;
    uint64_t leaf_offset;
    bool has_leaf;
};

/* --- Reading -------------------------------------------------------------- */

static err broken(struct cx *cx, const struct pmtiles *m, const char *what)
{
    return fail_hint(cx, ERR_INPUT, "is the copy complete?",
                     "%s: no map of PMTiles 3 can be read from it: %s",
                     m->t.path, what);
}

static uint64_t number_at(const unsigned char *p)
{
    uint64_t v = 0;
    for (size_t i = 8; i-- > 0;)
        v = v << 8 | p[i];
    return v;
}

/* `n` bytes of a part, into a. */
static err read_part(struct cx *cx, const struct pmtiles *m, struct arena *a,
                     struct part part, uint64_t offset, uint64_t n,
                     uint64_t most, str *out)
{
    uint64_t end, at;
    char *p;
    if (n > most || !add_ok(offset, n, &end) || end > part.n ||
        !add_ok(part.at, offset, &at))
        return broken(cx, m, "a length is out of bounds");
    TRY_NEW_ARRAY(cx, a, (size_t)n + 1, p);
    TRY(cx, sys_read_at(cx, m->fd, m->t.path, at, p, (size_t)n));
    *out = (str){p, (size_t)n};
    return OK;
}

static err inflate_all(struct cx *cx, const struct pmtiles *m, z_stream *z,
                       struct buf *b)
{
    enum { GZIP_ONLY = 16 };
    unsigned char room[16384];
    int code = inflateInit2(z, MAX_WBITS + GZIP_ONLY);
    while (code == Z_OK) {
        z->next_out = room;
        z->avail_out = sizeof room;
        code = inflate(z, Z_NO_FLUSH);
        if (code == Z_OK || code == Z_STREAM_END)
            buf_bytes(b, room, sizeof room - z->avail_out);
        if (code == Z_OK && z->avail_in == 0 && z->avail_out > 0)
            code = Z_DATA_ERROR; /* ends too early */
        if (b->state != BUF_OK)
            break;
    }
    (void)inflateEnd(z);
    if (code != Z_STREAM_END && b->state == BUF_OK)
        return broken(cx, m, "what is packed cannot be unpacked");
    return buf_finish(cx, b);
}

static err unpack(struct cx *cx, const struct pmtiles *m, struct arena *a,
                  unsigned packing, str packed, size_t most, str *out)
{
    struct buf b;
    if (packing != PACK_GZIP) {
        *out = packed;
        return OK;
    }
    z_stream z = {.next_in = (const unsigned char *)packed.p,
                  .avail_in = (unsigned)packed.n};
    buf_init(&b, a, most);
    TRY(cx, inflate_all(cx, m, &z, &b));
    *out = buf_view(&b);
    return OK;
}

/* --- Directories ---------------------------------------------------------- */

struct varints {
    str bytes;
    bool bad;
};

static uint64_t next(struct varints *in)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && in->bytes.n > 0; shift += 7) {
        unsigned char c = (unsigned char)in->bytes.p[0];
        in->bytes = str_sub(in->bytes, 1, in->bytes.n);
        if (shift == 63 && c > 1)
            break;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return v;
    }
    in->bad = true;
    return 0;
}

static uint32_t next_u32(struct varints *in)
{
    uint64_t v = next(in);
    if (v > UINT32_MAX)
        in->bad = true;
    return (uint32_t)v;
}

/* Four columns, one after the other. */
static void read_entries(struct varints *in, struct directory *d)
{
    uint64_t number = 0;
    for (size_t i = 0; i < d->n && !in->bad; i++) {
        uint64_t more = next(in);
        if (!add_ok(number, more, &number) || (i > 0 && more == 0))
            in->bad = true;
        d->v[i].number = number;
    }
    for (size_t i = 0; i < d->n && !in->bad; i++)
        d->v[i].run = next_u32(in);
    for (size_t i = 0; i < d->n && !in->bad; i++)
        d->v[i].length = next_u32(in);
    for (size_t i = 0; i < d->n && !in->bad; i++) {
        uint64_t offset = next(in);
        if (offset > 0)
            d->v[i].offset = offset - 1;
        else if (i == 0 ||
                 !add_ok(d->v[i - 1].offset, (uint64_t)d->v[i - 1].length,
                         &d->v[i].offset))
            in->bad = true; /* 0: right after the one before */
    }
}

static err read_directory(struct cx *cx, const struct pmtiles *m,
                          struct arena *a, struct part part, uint64_t offset,
                          uint64_t n, struct directory *out)
{
    str packed, bytes;
    struct directory d;
    TRY(cx, read_part(cx, m, a, part, offset, n, PACKED_BYTES, &packed));
    TRY(cx, unpack(cx, m, a, m->dirs_packed, packed, UNPACKED_BYTES, &bytes));
    struct varints in = {bytes, false};
    d.n = (size_t)next(&in);
    /* An entry has four numbers of at least a byte. */
    if (in.bad || d.n > ENTRIES_MAX || d.n > in.bytes.n / 4)
        return broken(cx, m, "a directory is no directory");
    TRY_NEW_ARRAY(cx, a, d.n + 1, d.v);
    read_entries(&in, &d);
    if (in.bad)
        return broken(cx, m, "a directory is no directory");
    *out = d;
    return OK;
}

/* The last entry that begins at or before the number; NULL: none. */
static const struct entry *find_entry(const struct directory *d,
                                      uint64_t number)
{
    size_t low = 0, high = d->n;
    while (low < high) {
        size_t i = low + (high - low) / 2;
        if (d->v[i].number <= number)
            low = i + 1;
        else
            high = i;
    }
    return low == 0 ? NULL : &d->v[low - 1];
}

static err read_leaf(struct cx *cx, struct pmtiles *m, const struct entry *e)
{
    struct entry to = *e; /* it lies in the room that is given back */
    if (m->has_leaf && m->leaf_offset == to.offset)
        return OK;
    m->has_leaf = false;
    arena_reset(&m->room);
    TRY(cx, read_directory(cx, m, &m->room, m->leaves, to.offset, to.length,
                           &m->leaf));
    m->leaf_offset = to.offset;
    m->has_leaf = true;
    return OK;
}

/* NOT_FOUND without the piece. */
static err find_piece(struct cx *cx, struct pmtiles *m, uint64_t number,
                      struct entry *out)
{
    const struct directory *d = &m->root;
    for (int depth = 0; depth < DEPTH_MAX; depth++) {
        const struct entry *e = find_entry(d, number);
        if (e == NULL || (e->run > 0 && number - e->number >= e->run))
            return fail(cx, ERR_NOT_FOUND, "the map has no such piece");
        if (e->run > 0) {
            *out = *e;
            return OK;
        }
        TRY(cx, read_leaf(cx, m, e));
        d = &m->leaf;
    }
    return broken(cx, m, "directories lead to each other");
}

uint64_t pmtiles_number(unsigned zoom, uint32_t x, uint32_t y)
{
    uint64_t number = 0;
    for (unsigned z = 0; z < zoom; z++)
        number += (uint64_t)1 << (2 * z);
    for (unsigned z = zoom; z-- > 0;) {
        uint32_t s = (uint32_t)1 << z, rest = s - 1;
        bool right = (x & s) != 0, down = (y & s) != 0;
        number += ((uint64_t)s * s) * ((right ? 3U : 0U) ^ (down ? 1U : 0U));
        x &= rest;
        y &= rest;
        if (down)
            continue;
        uint32_t was = x; /* turned, and mirrored on the right */
        x = right ? rest - y : y;
        y = right ? rest - was : was;
    }
    return number;
}

static err get(struct cx *cx, struct tiles *t, struct arena *a, unsigned zoom,
               uint32_t x, uint32_t y, str *bytes)
{
    struct pmtiles *m = (struct pmtiles *)t;
    struct entry e;
    str packed;
    TRY(cx, find_piece(cx, m, pmtiles_number(zoom, x, y), &e));
    TRY(cx, read_part(cx, m, a, m->data, e.offset, e.length, TILES_PIECE_BYTES,
                      &packed));
    return unpack(cx, m, a, m->pieces_packed, packed, TILES_PIECE_BYTES, bytes);
}

static bool has(struct cx *cx, struct tiles *t, unsigned zoom, uint32_t x,
                uint32_t y)
{
    struct fault before = cx->fault;
    struct entry e;
    bool there = is_ok(
        find_piece(cx, (struct pmtiles *)t, pmtiles_number(zoom, x, y), &e));
    cx->fault = before;
    return there;
}

static void close_file(struct tiles *t)
{
    struct pmtiles *m = (struct pmtiles *)t;
    arena_release(&m->room);
    sys_close(&m->fd);
}

static const struct tiles_kind kind = {get, has, close_file};

/* --- Opening -------------------------------------------------------------- */

static err read_head(struct cx *cx, struct pmtiles *m)
{
    unsigned char h[HEAD_BYTES];
    TRY(cx, sys_read_at(cx, m->fd, m->t.path, 0, h, sizeof h));
    if (memcmp(h, "PMTiles", 7) != 0 || h[7] != 3)
        return broken(cx, m, "it is not of version 3");
    m->root_part = (struct part){number_at(h + 8), number_at(h + 16)};
    m->about_part = (struct part){number_at(h + 24), number_at(h + 32)};
    m->leaves = (struct part){number_at(h + 40), number_at(h + 48)};
    m->data = (struct part){number_at(h + 56), number_at(h + 64)};
    m->dirs_packed = h[97];
    m->pieces_packed = h[98];
    m->t.about.zoom_min = h[100];
    m->t.about.zoom_max = h[101];
    if (h[99] == TYPE_VECTORS)
        return tiles_are_vectors(cx, m->t.path);
    if (m->dirs_packed > PACK_GZIP || m->pieces_packed > PACK_GZIP)
        return fail_hint(cx, ERR_INPUT, "pack it by gzip, or not at all",
                         "%s: it is packed in a way that is not read here",
                         m->t.path);
    return tiles_check_zooms(cx, &m->t);
}

static err text_of(struct cx *cx, struct arena *a, const json_t *object,
                   const char *name, str *out)
{
    const json_t *v = json_object_get(object, name);
    *out = STR("");
    if (!json_is_string(v))
        return OK;
    return tiles_plain(cx, a,
                       (str){json_string_value(v), json_string_length(v)}, out);
}

/* A JSON object. What it says is only shown: a broken one says nothing. */
static err read_about(struct cx *cx, struct pmtiles *m, struct arena *a)
{
    enum { MOST = 1 << 20 };
    struct tiles_about *about = &m->t.about;
    str packed, text;
    if (m->about_part.n == 0)
        return OK;
    TRY(cx, read_part(cx, m, &m->room, m->about_part, 0, m->about_part.n,
                      PACKED_BYTES, &packed));
    TRY(cx, unpack(cx, m, &m->room, m->dirs_packed, packed, MOST, &text));
    json_t *json = json_loadb(text.p, text.n, 0, NULL);
    err e = text_of(cx, a, json, "name", &about->name);
    if (is_ok(e))
        e = text_of(cx, a, json, "attribution", &about->attribution);
    json_decref(json);
    arena_reset(&m->room);
    return e;
}

err pmtiles_open(struct cx *cx, struct arena *a, const char *path,
                 struct tiles **out)
{
    struct pmtiles *m;
    TRY_NEW(cx, a, m);
    m->t = (struct tiles){.kind = &kind, .path = path};
    m->fd = -1;
    TRY(cx, sys_open_read(cx, path, &m->fd));
    arena_init(&m->room, cx->mem, "map", ROOM_BYTES);
    err e = read_head(cx, m);
    if (is_ok(e))
        e = read_about(cx, m, a);
    if (is_ok(e))
        e = read_directory(cx, m, a, m->root_part, 0, m->root_part.n, &m->root);
    if (!is_ok(e)) {
        close_file(&m->t);
        return e;
    }
    *out = &m->t;
    return OK;
}
