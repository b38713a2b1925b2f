/* tiles/mbtiles.c: MBTiles 1.3: an SQLite file with the tables (or views)
 * `tiles` and `metadata`. Its rows are counted from the south.
 *
 * The schema is as foreign as the rows: nothing in it is trusted, and a
 * statement that takes too many steps is broken off. */
#include "tiles/tiles_int.h"

#include <sqlite3.h>

enum {
    STEPS_A_LOOK = 1000, /* instructions of SQLite between two looks */
    LOOKS_MAX = 20000,   /* of a statement: a second or so */
    TEXT_BYTES = 8192    /* of a text of the metadata */
};

struct mbtiles {
    struct tiles t;
    sqlite3 *db;
    sqlite3_stmt *piece;
    unsigned looks;
};

static int is_too_long(void *self)
{
    struct mbtiles *m = self;
    return ++m->looks > LOOKS_MAX;
}

static err broken(struct cx *cx, const struct mbtiles *m)
{
    return fail_hint(cx, ERR_INPUT, "a map is a file .mbtiles or .pmtiles",
                     "%s: no map in tiles can be read from it (%s)", m->t.path,
                     sqlite3_errmsg(m->db));
}

/* One use of a statement. */
static sqlite3_stmt *prepare(struct mbtiles *m, const char *sql)
{
    sqlite3_stmt *st = NULL;
    m->looks = 0;
    (void)sqlite3_prepare_v2(m->db, sql, -1, &st, NULL);
    return st;
}

static bool step(struct mbtiles *m, sqlite3_stmt *st)
{
    m->looks = 0;
    return st != NULL && sqlite3_step(st) == SQLITE_ROW;
}

/* A value of the metadata; empty without one. */
static err read_text(struct cx *cx, struct mbtiles *m, struct arena *a,
                     const char *name, str *out)
{
    sqlite3_stmt *st = prepare(
        m, "SELECT substr(value, 1, 8192) FROM metadata WHERE name = ?1");
    err e = OK;
    *out = STR("");
    if (st == NULL)
        return OK; /* the table is there by the standard, not in all files */
    (void)sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    if (step(m, st)) {
        const void *p = sqlite3_column_blob(st, 0);
        int n = sqlite3_column_bytes(st, 0);
        if (p != NULL && n > 0 && n <= 4 * TEXT_BYTES &&
            !arena_dup_str(a, (str){p, (size_t)n}, out))
            e = arena_fail(cx, a);
    }
    sqlite3_finalize(st);
    return e;
}

static err read_about(struct cx *cx, struct mbtiles *m, struct arena *a)
{
    struct tiles_about *about = &m->t.about;
    str text;
    TRY(cx, read_text(cx, m, a, "format", &text));
    if (str_eq(text, STR("pbf")) || str_eq(text, STR("mvt")))
        return tiles_are_vectors(cx, m->t.path);
    TRY(cx, read_text(cx, m, a, "name", &text));
    TRY(cx, tiles_plain(cx, a, text, &about->name));
    TRY(cx, read_text(cx, m, a, "attribution", &text));
    return tiles_plain(cx, a, text, &about->attribution);
}

/* By the index over zoom, column and row this is quick. */
static err read_zooms(struct cx *cx, struct mbtiles *m)
{
    sqlite3_stmt *st = prepare(m, "SELECT (SELECT min(zoom_level) FROM tiles),"
                                  " (SELECT max(zoom_level) FROM tiles)");
    bool any = step(m, st) && sqlite3_column_type(st, 0) == SQLITE_INTEGER;
    int64_t low = any ? sqlite3_column_int64(st, 0) : 0;
    int64_t high = any ? sqlite3_column_int64(st, 1) : 0;
    err e = any ? OK : broken(cx, m);
    sqlite3_finalize(st);
    if (!any)
        return e;
    m->t.about.zoom_min =
        low < 0 || low > TILES_ZOOM_MAX ? TILES_ZOOM_MAX + 1 : (unsigned)low;
    m->t.about.zoom_max =
        high < 0 || high > TILES_ZOOM_MAX ? TILES_ZOOM_MAX + 1 : (unsigned)high;
    return tiles_check_zooms(cx, &m->t);
}

static void bind_piece(struct mbtiles *m, unsigned zoom, uint32_t x, uint32_t y)
{
    uint32_t from_south = ((uint32_t)1 << zoom) - 1 - y;
    (void)sqlite3_bind_int64(m->piece, 1, zoom);
    (void)sqlite3_bind_int64(m->piece, 2, x);
    (void)sqlite3_bind_int64(m->piece, 3, from_south);
}

static err get(struct cx *cx, struct tiles *t, struct arena *a, unsigned zoom,
               uint32_t x, uint32_t y, str *bytes)
{
    struct mbtiles *m = (struct mbtiles *)t;
    err e = OK;
    bind_piece(m, zoom, x, y);
    m->looks = 0;
    int code = sqlite3_step(m->piece);
    if (code == SQLITE_ROW) {
        const void *p = sqlite3_column_blob(m->piece, 0);
        int n = sqlite3_column_bytes(m->piece, 0);
        str found = {p == NULL ? "" : p, n > 0 ? (size_t)n : 0};
        if (!arena_dup_str(a, found, bytes))
            e = arena_fail(cx, a);
    } else if (code == SQLITE_DONE) {
        e = fail(cx, ERR_NOT_FOUND, "the map has no such piece");
    } else {
        e = broken(cx, m);
    }
    sqlite3_reset(m->piece);
    return e;
}

static bool has(struct cx *cx, struct tiles *t, unsigned zoom, uint32_t x,
                uint32_t y)
{
    struct mbtiles *m = (struct mbtiles *)t;
    (void)cx;
    bind_piece(m, zoom, x, y);
    bool there = step(m, m->piece);
    sqlite3_reset(m->piece);
    return there;
}

static void close_db(struct tiles *t)
{
    struct mbtiles *m = (struct mbtiles *)t;
    sqlite3_finalize(m->piece);
    sqlite3_close(m->db);
    m->piece = NULL;
    m->db = NULL;
}

static const struct tiles_kind kind = {get, has, close_db};

/* Read-only also where it lies in a folder that cannot be written: immutable,
 * since nobody changes a map while it is shown. */
static err address_of(struct cx *cx, struct arena *a, const char *path,
                      str *out)
{
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    buf_c(&b, "file:");
    for (const char *p = path; *p != '\0'; p++)
        if (*p == '%' || *p == '?' || *p == '#')
            buf_printf(&b, "%%%02x", (unsigned)*p);
        else
            buf_char(&b, *p);
    buf_c(&b, "?immutable=1");
    buf_char(&b, '\0');
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* Nothing that the file brings may run but what reading needs. */
static void distrust(struct mbtiles *m)
{
    enum { PAGE_CHECKS = 1 };
    (void)sqlite3_db_config(m->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(m->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(m->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_limit(m->db, SQLITE_LIMIT_LENGTH, TILES_PIECE_BYTES);
    (void)sqlite3_limit(m->db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_exec(m->db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;",
                       NULL, NULL, NULL);
    sqlite3_progress_handler(m->db, STEPS_A_LOOK, is_too_long, m);
}

err mbtiles_open(struct cx *cx, struct arena *a, const char *path,
                 struct tiles **out)
{
    struct mbtiles *m;
    str address;
    TRY_NEW(cx, a, m);
    m->t = (struct tiles){.kind = &kind, .path = path};
    TRY(cx, address_of(cx, a, path, &address));
    int code = sqlite3_open_v2(
        address.p, &m->db,
        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    err e = OK;
    if (code == SQLITE_OK)
        distrust(m);
    if (code == SQLITE_OK)
        m->piece =
            prepare(m, "SELECT tile_data FROM tiles WHERE zoom_level = ?1"
                       " AND tile_column = ?2 AND tile_row = ?3");
    if (m->piece == NULL)
        e = broken(cx, m);
    if (is_ok(e))
        e = read_about(cx, m, a);
    if (is_ok(e))
        e = read_zooms(cx, m);
    if (!is_ok(e)) {
        close_db(&m->t);
        return e;
    }
    *out = &m->t;
    return OK;
}
