/* test_tiles.c: maps in tiles, whole and spoilt. tests/peers/node.py reads maps
 * that another program wrote. */
#include "tests/test.h"
#include "tiles/tiles_int.h"

#include <sqlite3.h>
#include <unistd.h>
#include <zlib.h>

static const char file[] = "build/test.tiles";
static const str picture = STR_INIT("\x89PNG\r\n\x1a\n picture");

static void write_bytes(str bytes)
{
    FILE *f = fopen(file, "wb");
    CHECK(f != NULL);
    if (f == NULL)
        return;
    CHECK(fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
    fclose(f);
}

/* The examples of the format's own description, and of its reference. */
void test_tiles__numbers(void)
{
    static const struct {
        unsigned zoom;
        uint32_t x, y;
        uint64_t number;
    } rows[] = {{0, 0, 0, 0},
                {1, 0, 0, 1},
                {1, 0, 1, 2},
                {1, 1, 1, 3},
                {1, 1, 0, 4},
                {2, 0, 0, 5},
                {12, 3423, 1763, 19078479}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%u/%u/%u", rows[i].zoom, rows[i].x, rows[i].y);
        CHECK_INT(pmtiles_number(rows[i].zoom, rows[i].x, rows[i].y),
                  rows[i].number);
    }
    /* Of one zoom each number is that of one piece. */
    enum { ZOOM = 6, N = 1 << (2 * ZOOM), FIRST = (N - 1) / 3 };
    static bool seen[N];
    for (uint32_t x = 0; x < 1U << ZOOM; x++)
        for (uint32_t y = 0; y < 1U << ZOOM; y++) {
            uint64_t at = pmtiles_number(ZOOM, x, y) - FIRST;
            CHECK(at < N && !seen[at]);
            if (at < N)
                seen[at] = true;
        }
}

/* --- PMTiles -------------------------------------------------------------- */

static void put_u64(struct buf *b, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        buf_char(b, (char)(v >> (8 * i)));
}

static str gzipped(str s)
{
    char *room = arena_alloc(test_arena(), s.n + 100);
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)s.p,
                  .avail_in = (unsigned)s.n,
                  .next_out = (unsigned char *)room,
                  .avail_out = (unsigned)s.n + 100};
    CHECK(room != NULL);
    CHECK(deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9,
                       Z_DEFAULT_STRATEGY) == Z_OK);
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    size_t n = z.total_out;
    deflateEnd(&z);
    return (str){room, n};
}

struct made {
    str root, about, leaves, data;
    unsigned char version, packed, pieces_packed, type, low, high;
};

/* One picture, at zoom 1 in the north-west. */
static struct made good(void)
{
    return (struct made){.root = STR("\x01\x01\x01\x10\x01"),
                         .about = STR("{\"attribution\":\"<b>A&amp;B</b>\"}"),
                         .data = picture,
                         .version = 3,
                         .packed = 1,
                         .pieces_packed = 1,
                         .type = 2,
                         .high = 1};
}

static str bytes_of(const struct made *m)
{
    const str parts[] = {m->root, m->about, m->leaves, m->data};
    const unsigned char kinds[] = {1,       m->packed, m->pieces_packed,
                                   m->type, m->low,    m->high};
    uint64_t at = 127;
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_c(&b, "PMTiles");
    buf_char(&b, (char)m->version);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        put_u64(&b, at);
        put_u64(&b, parts[i].n);
        at += parts[i].n;
    }
    buf_fill(&b, '\0', 24);
    buf_bytes(&b, kinds, sizeof kinds);
    buf_fill(&b, '\0', 127 - b.n);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        buf_str(&b, parts[i]);
    return buf_view(&b);
}

static void check_one(struct tiles *t)
{
    struct cx *cx = test_cx();
    const char *type;
    str bytes;
    CHECK_OK(cx, tiles_get(cx, t, test_arena(), 1, 0, 0, &bytes, &type));
    CHECK_STR(bytes, picture);
    CHECK_STR(str_of(type), STR("image/png"));
    CHECK(tiles_has(cx, t, 1, 0, 0) && !tiles_has(cx, t, 1, 1, 0));
    CHECK(!tiles_has(cx, t, 0, 0, 0) && !tiles_has(cx, t, 2, 0, 0));
    CHECK_FAILS(cx, tiles_get(cx, t, test_arena(), 1, 1, 1, &bytes, &type),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, tiles_get(cx, t, test_arena(), 1, 2, 0, &bytes, &type),
                ERR_NOT_FOUND);
    CHECK_STR(tiles_about(t)->attribution, STR("A&B"));
}

static void check_opens(const struct made *m)
{
    struct cx *cx = test_cx();
    struct tiles *t = NULL;
    write_bytes(bytes_of(m));
    CHECK(tiles_is_file(file));
    CHECK_OK(cx, tiles_open(cx, test_arena(), file, &t));
    if (t != NULL)
        check_one(t);
    tiles_close(t);
}

void test_tiles__pmtiles(void)
{
    struct made m = good();
    CASE("not packed");
    check_opens(&m);
    CASE("packed");
    m.packed = m.pieces_packed = 2;
    m.root = gzipped(m.root);
    m.about = gzipped(m.about);
    m.data = gzipped(m.data);
    m.root = gzipped((str){(char[]){1, 1, 1, (char)m.data.n, 1}, 5});
    check_opens(&m);
    CASE("by way of another directory");
    m = good();
    m.leaves = m.root;
    m.root = STR("\x01\x00\x00\x05\x01");
    check_opens(&m);
    unlink(file);
}

static void check_refused(const struct made *m, const char *says)
{
    struct cx *cx = test_cx();
    struct tiles *t = NULL;
    const char *type;
    str bytes;
    write_bytes(bytes_of(m));
    err e = tiles_open(cx, test_arena(), file, &t);
    if (is_ok(e))
        e = tiles_get(cx, t, test_arena(), 1, 0, 0, &bytes, &type);
    CHECK(e.code == ERR_INPUT || e.code == ERR_LIMIT);
    str message = str_of(cx->fault.message);
    if (str_find(message, str_of(says)) >= message.n)
        FAIL("says %s", cx->fault.message);
    fault_clear(cx);
    tiles_close(t);
}

void test_tiles__pmtiles_refused(void)
{
    struct made m = good();
    CASE("another version");
    m.version = 2;
    check_refused(&m, "version 3");
    CASE("vector tiles");
    m = good();
    m.type = 1;
    check_refused(&m, "vector tiles");
    CASE("packed in another way");
    m = good();
    m.packed = 4;
    check_refused(&m, "packed in a way");
    CASE("zooms");
    m = good();
    m.high = TILES_ZOOM_MAX + 1;
    check_refused(&m, "zooms 0 to 23");
    CASE("a directory longer than it is");
    m = good();
    m.root = STR("\x7f\x01\x01\x11\x01");
    check_refused(&m, "no directory");
    CASE("a number without an end");
    m = good();
    m.root = STR("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    check_refused(&m, "no directory");
    CASE("a piece outside of the file");
    m = good();
    m.root = STR("\x01\x01\x01\x7f\x01");
    check_refused(&m, "out of bounds");
    CASE("no picture");
    m = good();
    m.data = STR("<svg onload='x()'/>");
    check_refused(&m, "is no PNG, JPEG or WebP");
    CASE("a directory that leads to itself");
    m = good();
    m.root = m.leaves = STR("\x01\x00\x00\x05\x01");
    check_refused(&m, "lead to each other");
    CASE("broken gzip");
    m = good();
    m.packed = 2;
    check_refused(&m, "cannot be unpacked");
    CASE("gzip that ends early");
    m.about = STR("");
    m.root = gzipped(good().root);
    m.root.n -= 9;
    check_refused(&m, "cannot be unpacked");
    CASE("a file that ends early");
    m = good();
    str bytes = bytes_of(&m);
    for (size_t n = 8; n < bytes.n; n++) {
        struct tiles *t = NULL;
        const char *type;
        str piece;
        write_bytes(str_sub(bytes, 0, n));
        err e = tiles_open(test_cx(), test_arena(), file, &t);
        if (is_ok(e))
            e = tiles_get(test_cx(), t, test_arena(), 1, 0, 0, &piece, &type);
        CHECK(e.code == ERR_INPUT);
        fault_clear(test_cx());
        tiles_close(t);
    }
    unlink(file);
}

/* Two gigabytes of nothing in two megabytes. */
void test_tiles__what_is_packed_has_an_end(void)
{
    enum { WIDE = 20 << 20 };
    struct made m = good();
    str zeros = {arena_alloc(test_arena(), WIDE), WIDE};
    CHECK(zeros.p != NULL);
    m.packed = 2;
    m.about = STR("");
    m.root = gzipped(zeros);
    write_bytes(bytes_of(&m));
    struct tiles *t = NULL;
    CHECK_FAILS(test_cx(), tiles_open(test_cx(), test_arena(), file, &t),
                ERR_LIMIT);
    unlink(file);
}

/* --- MBTiles -------------------------------------------------------------- */

static void write_mbtiles(const char *sql)
{
    sqlite3 *db = NULL;
    unlink(file);
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

#define TABLES                                                                 \
    "CREATE TABLE metadata(name TEXT, value TEXT);"                            \
    "CREATE TABLE tiles(zoom_level INTEGER, tile_column INTEGER,"              \
    " tile_row INTEGER, tile_data BLOB);"

void test_tiles__mbtiles(void)
{
    struct tiles *t = NULL;
    write_mbtiles(TABLES "INSERT INTO metadata VALUES('attribution',"
                         " '<b>A&amp;B</b>');"
                         "INSERT INTO tiles VALUES(1, 0, 1,"
                         " x'89504e470d0a1a0a2070696374757265');");
    CHECK(tiles_is_file(file));
    CHECK_OK(test_cx(), tiles_open(test_cx(), test_arena(), file, &t));
    if (t != NULL)
        check_one(t);
    tiles_close(t);
    unlink(file);
}

void test_tiles__mbtiles_refused(void)
{
    static const struct {
        const char *what, *sql, *says;
    } rows[] = {
        {"no map", "CREATE TABLE t(x);", "no map in tiles"},
        {"nothing in it", TABLES, "no map in tiles"},
        {"vector tiles", TABLES "INSERT INTO metadata VALUES('format', 'pbf');",
         "vector tiles"},
        {"a zoom that is none",
         TABLES "INSERT INTO tiles VALUES(99, 0, 0, x'00');", "zooms 23 to 23"},
        {"no picture", TABLES "INSERT INTO tiles VALUES(1, 0, 1, '<script>');",
         "is no PNG, JPEG or WebP"},
        {"too large",
         TABLES "INSERT INTO tiles VALUES(1, 0, 1, zeroblob(3000000));",
         "no map in tiles"},
        {"a question without an end",
         "CREATE VIEW tiles AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL"
         " SELECT n + 1 FROM c) SELECT 1 AS zoom_level, 0 AS tile_column,"
         " 1 AS tile_row, 'x' AS tile_data FROM c WHERE n < 0;",
         "no map in tiles"},
    };
    struct cx *cx = test_cx();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tiles *t = NULL;
        const char *type;
        str bytes;
        CASE("%s", rows[i].what);
        write_mbtiles(rows[i].sql);
        err e = tiles_open(cx, test_arena(), file, &t);
        if (is_ok(e))
            e = tiles_get(cx, t, test_arena(), 1, 0, 0, &bytes, &type);
        CHECK(e.code == ERR_INPUT);
        str message = str_of(cx->fault.message);
        if (str_find(message, str_of(rows[i].says)) >= message.n)
            FAIL("says %s", cx->fault.message);
        fault_clear(cx);
        tiles_close(t);
    }
    unlink(file);
}

/* --- Text ----------------------------------------------------------------- */

void test_tiles__plain_text(void)
{
    static const struct {
        str html, plain;
    } rows[] = {
        {STR_INIT("<a href='x'>&copy; A</a>, B &amp; C"),
         STR_INIT("\xc2\xa9 A, B & C")},
        {STR_INIT("a<b"), STR_INIT("a")},
        {STR_INIT("&unknown; &"), STR_INIT("&unknown; &")},
        {STR_INIT("two\nlines\x01"), STR_INIT("two lines")},
        {STR_INIT("\xff"), STR_INIT("")},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str out;
        CASE("%zu", i);
        CHECK_OK(test_cx(),
                 tiles_plain(test_cx(), test_arena(), rows[i].html, &out));
        CHECK_STR(out, rows[i].plain);
    }
}
