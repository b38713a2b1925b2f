/* tiles/tiles.c: which kind of file it is, and what is handed on of it. */
#include "tiles/tiles_int.h"

#include "base/mem.h"
#include "base/sys.h"
#include "base/utf8.h"
#include "store/store.h"

/* A case is an SQLite file too, and may be open in this process: so it is never
 * read past SQLite (store_is_file). */
static bool is_pmtiles(const char *path)
{
    static const char magic[] = "PMTiles";
    char begin[sizeof magic - 1];
    struct cx quiet;
    struct arena scratch;
    CLEANUP(sys_close) int fd = -1;
    size_t n = 0;
    cx_init_fixed(&quiet, &scratch, mem_system(), 0, 0);
    bool is = sys_is_file(path) && is_ok(sys_open_read(&quiet, path, &fd)) &&
              is_ok(sys_read(&quiet, fd, path, begin, sizeof begin, &n)) &&
              n == sizeof begin && memcmp(begin, magic, n) == 0;
    cx_release(&quiet);
    return is;
}

bool tiles_is_file(const char *path)
{
    return store_is_file(path) || is_pmtiles(path);
}

err tiles_open(struct cx *cx, struct arena *a, const char *path,
               struct tiles **out)
{
    return store_is_file(path) ? mbtiles_open(cx, a, path, out)
                               : pmtiles_open(cx, a, path, out);
}

void tiles_close(struct tiles *t)
{
    if (t != NULL)
        t->kind->close(t);
}

const struct tiles_about *tiles_about(const struct tiles *t)
{
    return &t->about;
}

static bool is_in_range(const struct tiles *t, unsigned zoom, uint32_t x,
                        uint32_t y)
{
    return zoom >= t->about.zoom_min && zoom <= t->about.zoom_max &&
           x < (uint32_t)1 << zoom && y < (uint32_t)1 << zoom;
}

bool tiles_has(struct cx *cx, struct tiles *t, unsigned zoom, uint32_t x,
               uint32_t y)
{
    return is_in_range(t, zoom, x, y) && t->kind->has(cx, t, zoom, x, y);
}

err tiles_get(struct cx *cx, struct tiles *t, struct arena *a, unsigned zoom,
              uint32_t x, uint32_t y, str *bytes, const char **type)
{
    if (!is_in_range(t, zoom, x, y))
        return fail(cx, ERR_NOT_FOUND, "the map has no such piece");
    TRY(cx, t->kind->get(cx, t, a, zoom, x, y, bytes));
    *type = tiles_type(*bytes);
    if (*type == NULL)
        return fail(cx, ERR_INPUT,
                    "%s: piece %u/%u/%u is no PNG, JPEG or WebP picture",
                    t->path, zoom, x, y);
    return OK;
}

const char *tiles_type(str p)
{
    if (str_starts(p, STR("\x89PNG\r\n\x1a\n")))
        return "image/png";
    if (str_starts(p, STR("\xff\xd8\xff")))
        return "image/jpeg";
    if (str_starts(p, STR("RIFF")) && p.n >= 12 &&
        str_eq(str_sub(p, 8, 12), STR("WEBP")))
        return "image/webp";
    return NULL;
}

err tiles_are_vectors(struct cx *cx, const char *path)
{
    return fail_hint(
        cx, ERR_INPUT, "export pictures instead: PNG, JPEG or WebP tiles",
        "%s: a map of vector tiles, which are not drawn here", path);
}

err tiles_check_zooms(struct cx *cx, const struct tiles *t)
{
    if (t->about.zoom_min <= t->about.zoom_max &&
        t->about.zoom_max <= TILES_ZOOM_MAX)
        return OK;
    return fail(cx, ERR_INPUT,
                "%s: zooms %u to %u: they go from 0 to %d, the least first",
                t->path, t->about.zoom_min, t->about.zoom_max, TILES_ZOOM_MAX);
}

/* --- Text ----------------------------------------------------------------- */

/* What "&copy;" and its like stand for; 0: not known. */
static uint32_t entity(str name)
{
    static const struct {
        const char *name;
        uint32_t is;
    } known[] = {{"amp", '&'},     {"lt", '<'},      {"gt", '>'},
                 {"quot", '"'},    {"apos", '\''},   {"#39", '\''},
                 {"copy", 0xa9},   {"#169", 0xa9},   {"nbsp", ' '},
                 {"middot", 0xb7}, {"bull", 0x2022}, {"ndash", 0x2013}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(name, str_of(known[i].name)))
            return known[i].is;
    return 0;
}

/* Writes what begins at s; how many bytes of it are done. */
static size_t put_piece(struct buf *b, str s)
{
    enum { LONGEST = 8 };
    if (s.p[0] == '<') {
        size_t end = str_find_char(s, '>');
        return end < s.n ? end + 1 : s.n;
    }
    size_t semicolon = str_find_char(s, ';');
    uint32_t cp = s.p[0] == '&' && semicolon < s.n && semicolon <= LONGEST
                      ? entity(str_sub(s, 1, semicolon))
                      : 0;
    if (cp != 0) {
        buf_codepoint(b, cp);
        return semicolon + 1;
    }
    unsigned char c = (unsigned char)s.p[0];
    buf_char(b, c < ' ' || c == 0x7f ? ' ' : (char)c);
    return 1;
}

err tiles_plain(struct cx *cx, struct arena *a, str html, str *out)
{
    enum { MOST = 500 };
    struct buf b;
    size_t bad;
    *out = STR("");
    if (!utf8_valid(html, &bad))
        return OK;
    buf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < html.n;)
        i += put_piece(&b, str_sub(html, i, html.n));
    TRY(cx, buf_finish(cx, &b));
    *out = str_trim(buf_view(&b));
    while (out->n > MOST || (out->n > 0 && !utf8_valid(*out, &bad)))
        out->n--;
    return OK;
}
