/* store/store_sqlite.c: a case as one SQLite file.
 *
 * WAL and synchronous=FULL: what commit acknowledged is on the disk before it
 * returns. Statements are constants, prepared once; values are bound.
 * docs/record-format.md section 9 is the manual of the layout.
 * Read next: store_int.h. */
#include "store/store_int.h"

#include <sqlite3.h>

#include "base/banned.h"
#include "base/sys.h"

enum { APPLICATION_ID = 0x74727563, FORMAT = 1, WAIT_MS = 5000 };

/* Truth first; heads are truth too, since they carry others' signatures. */
static const char schema[] =
    "CREATE TABLE entry(n INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;"
    "CREATE TABLE head(size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;"
    "CREATE TABLE blob(n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
    "CREATE TABLE view(view TEXT NOT NULL, key BLOB NOT NULL,"
    " value BLOB NOT NULL, PRIMARY KEY(view, key)) STRICT, WITHOUT ROWID;"
    "PRAGMA application_id=0x74727563;"
    "PRAGMA user_version=1;";

enum statement {
    S_BEGIN,
    S_COMMIT,
    S_ROLLBACK,
    S_APPEND,
    S_APPEND_MANY,
    S_COUNT,
    S_ENTRIES,
    S_PUT_HEAD,
    S_HEAD_AT_MOST,
    S_HEAD_AT_LEAST,
    S_PUT_BLOB,
    S_PUT_BLOB_MANY,
    S_BLOB,
    S_DROP_BLOB,
    S_VIEW_PUT,
    S_VIEW_GET,
    S_VIEW_EACH,
    S_VIEW_CLEAR,
    STATEMENTS
};

/* Rows that one statement writes: a statement costs as much as a row. */
#define ROWS_8  "(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?)"
#define ROWS_32 ROWS_8 "," ROWS_8 "," ROWS_8 "," ROWS_8
enum { QUEUE_ROWS = 32, QUEUE_BYTES = 64 << 10 };

static const char *const sql[STATEMENTS] = {
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "INSERT INTO entry(n, note) VALUES(?1, ?2)",
    "INSERT INTO entry(n, note) VALUES" ROWS_32,
    "SELECT ifnull(max(n) + 1, 0) FROM entry",
    "SELECT n, note FROM entry WHERE n >= ?1 AND n < ?2 ORDER BY n",
    "INSERT INTO head(size, note) VALUES(?1, ?2)"
    " ON CONFLICT(size) DO UPDATE SET note = excluded.note",
    "SELECT size, note FROM head WHERE size <= ?1 ORDER BY size DESC LIMIT 1",
    "SELECT size, note FROM head WHERE size >= ?1 ORDER BY size LIMIT 1",
    "INSERT INTO blob(n, bytes) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
    "INSERT INTO blob(n, bytes) VALUES" ROWS_32 " ON CONFLICT DO NOTHING",
    "SELECT bytes FROM blob WHERE n = ?1",
    "DELETE FROM blob WHERE n = ?1",
    "INSERT INTO view(view, key, value) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(view, key) DO UPDATE SET value = excluded.value",
    "SELECT value FROM view WHERE view = ?1 AND key = ?2",
    "SELECT key, value FROM view WHERE view = ?1 AND key >= ?2 ORDER BY key",
    "DELETE FROM view WHERE view = ?1",
};

/* Rows of a table that wait for their statement: until there are enough, until
 * the table is read, or until the commit. */
struct queue {
    enum statement one, many;
    unsigned n;
    size_t used; /* of room */
    uint64_t number[QUEUE_ROWS];
    str row[QUEUE_ROWS]; /* in room */
    char room[QUEUE_BYTES];
};

struct sqlite_store {
    struct store front;
    struct mem mem;
    sqlite3 *db;
    sqlite3_stmt *stmt[STATEMENTS];
    char path[4096];
    bool lazy;     /* synchronous=NORMAL is set */
    bool counted;  /* next is that of the transaction */
    uint64_t next; /* number of the next entry */
    struct queue entries, blobs;
};

static struct sqlite_store *self_of(struct store *s)
{
    return (struct sqlite_store *)s;
}

/* The class of what SQLite said, with the file and the way out. */
static err fault(struct cx *cx, const struct sqlite_store *q, int code,
                 const char *doing)
{
    const char *why =
        q->db != NULL ? sqlite3_errmsg(q->db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail_hint(cx, ERR_CONFLICT,
                         "Wait for the other program, or stop it.",
                         "%s: another process is writing to the case", q->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail_hint(
            cx, ERR_CORRUPT,
            "Keep the file as it is; restore a copy, and go on only from a "
            "head that a witness still holds.",
            "%s: damaged (%s, %s)", q->path, doing, why);
    case SQLITE_FULL:
        return fail_hint(cx, ERR_RESOURCE,
                         "Make room; nothing acknowledged is lost.",
                         "%s: the disk is full", q->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return fail(cx, ERR_DENIED, "%s: may not be written", q->path);
    default:
        return fail(cx, ERR_RESOURCE, "%s: %s: %s", q->path, doing, why);
    }
}

/* Statements are reset when done, so that none holds the file open. */
static err done(struct cx *cx, struct sqlite_store *q, enum statement i,
                int code)
{
    sqlite3_reset(q->stmt[i]);
    sqlite3_clear_bindings(q->stmt[i]);
    return code == SQLITE_DONE || code == SQLITE_ROW
               ? OK
               : fault(cx, q, code, sql[i]);
}

static err run(struct cx *cx, struct sqlite_store *q, enum statement i)
{
    return done(cx, q, i, sqlite3_step(q->stmt[i]));
}

/* Bound values are borrowed until the statement is done. A failed binding makes
 * the step fail or insert NULL, which the schema refuses. */
static void bind_blob(struct sqlite_store *q, enum statement i, int at,
                      const void *p, size_t n)
{
    (void)sqlite3_bind_blob64(q->stmt[i], at, n == 0 ? "" : p, n,
                              SQLITE_STATIC);
}

static void bind_text(struct sqlite_store *q, enum statement i, int at, str s)
{
    (void)sqlite3_bind_text64(q->stmt[i], at, s.n == 0 ? "" : s.p, s.n,
                              SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_u64(struct sqlite_store *q, enum statement i, int at,
                     uint64_t v)
{
    (void)sqlite3_bind_int64(q->stmt[i], at,
                             v > INT64_MAX ? INT64_MAX : (int64_t)v);
}

static str column(struct sqlite_store *q, enum statement i, int at)
{
    const void *p = sqlite3_column_blob(q->stmt[i], at);
    int n = sqlite3_column_bytes(q->stmt[i], at);
    return p == NULL || n <= 0 ? STR("") : (str){p, (size_t)n};
}

/* --- rows in groups ------------------------------------------------------- */

static err put_row(struct cx *cx, struct sqlite_store *q, enum statement i,
                   uint64_t number, str bytes)
{
    bind_u64(q, i, 1, number);
    bind_blob(q, i, 2, bytes.p, bytes.n);
    return run(cx, q, i);
}

static err write_rows(struct cx *cx, struct sqlite_store *q,
                      const struct queue *w)
{
    if (w->n < QUEUE_ROWS) {
        for (unsigned i = 0; i < w->n; i++)
            TRY(cx, put_row(cx, q, w->one, w->number[i], w->row[i]));
        return OK;
    }
    for (unsigned i = 0; i < w->n; i++) {
        bind_u64(q, w->many, (int)(2 * i + 1), w->number[i]);
        bind_blob(q, w->many, (int)(2 * i + 2), w->row[i].p, w->row[i].n);
    }
    return run(cx, q, w->many);
}

/* After a failure they are still there, so that no commit can go without. */
static err queue_flush(struct cx *cx, struct sqlite_store *q, struct queue *w)
{
    TRY(cx, write_rows(cx, q, w));
    w->n = 0;
    w->used = 0;
    return OK;
}

static err queue_put(struct cx *cx, struct sqlite_store *q, struct queue *w,
                     uint64_t number, str bytes)
{
    if (w->n == QUEUE_ROWS || bytes.n > QUEUE_BYTES - w->used)
        TRY(cx, queue_flush(cx, q, w));
    if (bytes.n > QUEUE_BYTES)
        return put_row(cx, q, w->one, number, bytes);
    char *to = w->room + w->used;
    if (bytes.n > 0)
        memcpy(to, bytes.p, bytes.n);
    w->number[w->n] = number;
    w->row[w->n++] = (str){to, bytes.n};
    w->used += bytes.n;
    return OK;
}

/* --- the operations ------------------------------------------------------- */

static err sq_count(struct cx *cx, struct store *s, uint64_t *n)
{
    struct sqlite_store *q = self_of(s);
    TRY(cx, queue_flush(cx, q, &q->entries));
    int code = sqlite3_step(q->stmt[S_COUNT]);
    int64_t v =
        code == SQLITE_ROW ? sqlite3_column_int64(q->stmt[S_COUNT], 0) : 0;
    TRY(cx, done(cx, q, S_COUNT, code));
    *n = (uint64_t)v;
    return OK;
}

static err exec(struct cx *cx, struct sqlite_store *q, const char *text)
{
    int code = sqlite3_exec(q->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : fault(cx, q, code, text);
}

/* How much a commit waits for the disk. It can be set between transactions
 * only; NORMAL: the log file is synced with the next FULL commit. */
static err set_lazy(struct cx *cx, struct sqlite_store *q, bool lazy)
{
    if (q->lazy == lazy)
        return OK;
    TRY(cx,
        exec(cx, q,
             lazy ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL"));
    q->lazy = lazy;
    return OK;
}

static err sq_begin(struct cx *cx, struct store *s, bool lazy)
{
    TRY(cx, set_lazy(cx, self_of(s), lazy));
    self_of(s)->counted = false;
    return run(cx, self_of(s), S_BEGIN);
}

static err sq_commit(struct cx *cx, struct store *s)
{
    struct sqlite_store *q = self_of(s);
    TRY(cx, queue_flush(cx, q, &q->entries));
    TRY(cx, queue_flush(cx, q, &q->blobs));
    return run(cx, q, S_COMMIT);
}

static void sq_rollback(struct store *s)
{
    struct sqlite_store *q = self_of(s);
    q->entries.n = q->blobs.n = 0;
    q->entries.used = q->blobs.used = 0;
    /* SQLite rolled back by itself after some failures. */
    if (!sqlite3_get_autocommit(q->db))
        (void)sqlite3_step(q->stmt[S_ROLLBACK]);
    sqlite3_reset(q->stmt[S_ROLLBACK]);
}

static err sq_append(struct cx *cx, struct store *s, str note, uint64_t *number)
{
    struct sqlite_store *q = self_of(s);
    if (!q->counted)
        TRY(cx, sq_count(cx, s, &q->next));
    q->counted = true;
    TRY(cx, queue_put(cx, q, &q->entries, q->next, note));
    *number = q->next++;
    return OK;
}

static err sq_entries(struct cx *cx, struct store *s, uint64_t from,
                      uint64_t to, store_entry_fn *fn, void *self)
{
    struct sqlite_store *q = self_of(s);
    uint64_t next = from;
    err e = OK;
    int code;
    TRY(cx, queue_flush(cx, q, &q->entries));
    bind_u64(q, S_ENTRIES, 1, from);
    bind_u64(q, S_ENTRIES, 2, to);
    while ((code = sqlite3_step(q->stmt[S_ENTRIES])) == SQLITE_ROW) {
        int64_t n = sqlite3_column_int64(q->stmt[S_ENTRIES], 0);
        if (n < 0 || (uint64_t)n != next)
            break;
        e = fn(cx, self, next, column(q, S_ENTRIES, 1));
        if (!is_ok(e))
            break;
        next++;
    }
    err ended = done(cx, q, S_ENTRIES, code);
    if (!is_ok(e))
        return e;
    TRY(cx, ended);
    if (next < to)
        return fail_hint(cx, ERR_CORRUPT, "Restore a copy of the case.",
                         "%s: entry %llu is missing", q->path,
                         (unsigned long long)next);
    return OK;
}

static err sq_put_head(struct cx *cx, struct store *s, uint64_t size, str note)
{
    struct sqlite_store *q = self_of(s);
    bind_u64(q, S_PUT_HEAD, 1, size);
    bind_blob(q, S_PUT_HEAD, 2, note.p, note.n);
    return run(cx, q, S_PUT_HEAD);
}

/* Copies column `at` of the row that the statement stands on. */
static err copy_row(struct cx *cx, struct sqlite_store *q, enum statement i,
                    int at, struct arena *a, const char *what, str *out)
{
    int code = sqlite3_step(q->stmt[i]);
    str copy = STR("");
    bool room = true;
    if (code == SQLITE_ROW)
        room = arena_dup_str(a, column(q, i, at), &copy);
    bool there = code == SQLITE_ROW;
    TRY(cx, done(cx, q, i, code));
    TRY_ROOM(cx, a, room);
    if (!there)
        return fail(cx, ERR_NOT_FOUND, "%s: no such %s", q->path, what);
    *out = copy;
    return OK;
}

static err sq_head(struct cx *cx, struct store *s, struct arena *a,
                   enum store_side side, uint64_t size, uint64_t *found,
                   str *note)
{
    struct sqlite_store *q = self_of(s);
    enum statement i = side == STORE_AT_MOST ? S_HEAD_AT_MOST : S_HEAD_AT_LEAST;
    bind_u64(q, i, 1, size);
    int code = sqlite3_step(q->stmt[i]);
    int64_t v = 0;
    str copy = STR("");
    bool there = code == SQLITE_ROW, room = true;
    if (there) {
        v = sqlite3_column_int64(q->stmt[i], 0);
        room = arena_dup_str(a, column(q, i, 1), &copy);
    }
    TRY(cx, done(cx, q, i, code));
    TRY_ROOM(cx, a, room);
    if (!there)
        return fail(cx, ERR_NOT_FOUND, "%s: the log has no such signed head",
                    q->path);
    *found = (uint64_t)v;
    *note = copy;
    return OK;
}

static err sq_put_blob(struct cx *cx, struct store *s, uint64_t number,
                       str bytes)
{
    struct sqlite_store *q = self_of(s);
    return queue_put(cx, q, &q->blobs, number, bytes);
}

static err sq_blob(struct cx *cx, struct store *s, struct arena *a,
                   uint64_t number, str *bytes)
{
    struct sqlite_store *q = self_of(s);
    TRY(cx, queue_flush(cx, q, &q->blobs));
    bind_u64(q, S_BLOB, 1, number);
    return copy_row(cx, q, S_BLOB, 0, a, "blob", bytes);
}

static err sq_drop_blob(struct cx *cx, struct store *s, uint64_t number)
{
    struct sqlite_store *q = self_of(s);
    TRY(cx, queue_flush(cx, q, &q->blobs));
    bind_u64(q, S_DROP_BLOB, 1, number);
    return run(cx, q, S_DROP_BLOB);
}

static err sq_view_put(struct cx *cx, struct store *s, str view, str key,
                       str value)
{
    struct sqlite_store *q = self_of(s);
    bind_text(q, S_VIEW_PUT, 1, view);
    bind_blob(q, S_VIEW_PUT, 2, key.p, key.n);
    bind_blob(q, S_VIEW_PUT, 3, value.p, value.n);
    return run(cx, q, S_VIEW_PUT);
}

static err sq_view_get(struct cx *cx, struct store *s, struct arena *a,
                       str view, str key, str *value)
{
    struct sqlite_store *q = self_of(s);
    bind_text(q, S_VIEW_GET, 1, view);
    bind_blob(q, S_VIEW_GET, 2, key.p, key.n);
    return copy_row(cx, q, S_VIEW_GET, 0, a, "row", value);
}

static err sq_view_each(struct cx *cx, struct store *s, str view, str prefix,
                        str from, store_row_fn *fn, void *self)
{
    struct sqlite_store *q = self_of(s);
    err e = OK;
    int code;
    bind_text(q, S_VIEW_EACH, 1, view);
    bind_blob(q, S_VIEW_EACH, 2, from.p, from.n);
    while ((code = sqlite3_step(q->stmt[S_VIEW_EACH])) == SQLITE_ROW) {
        str key = column(q, S_VIEW_EACH, 0);
        if (!str_starts(key, prefix))
            break;
        e = fn(cx, self, key, column(q, S_VIEW_EACH, 1));
        if (!is_ok(e))
            break;
    }
    err ended = done(cx, q, S_VIEW_EACH, code);
    return is_ok(e) ? ended : e;
}

static err sq_view_clear(struct cx *cx, struct store *s, str view)
{
    struct sqlite_store *q = self_of(s);
    bind_text(q, S_VIEW_CLEAR, 1, view);
    return run(cx, q, S_VIEW_CLEAR);
}

static void sq_close(struct store *s)
{
    struct sqlite_store *q = self_of(s);
    struct mem mem = q->mem;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(q->stmt[i]);
    sqlite3_close(q->db);
    mem_resize(&mem, q, sizeof *q, 0);
}

static const struct store_ops sqlite_ops = {
    sq_begin,    sq_commit,    sq_rollback,   sq_append,
    sq_count,    sq_entries,   sq_put_head,   sq_head,
    sq_put_blob, sq_blob,      sq_drop_blob,  sq_view_put,
    sq_view_get, sq_view_each, sq_view_clear, sq_close};

static err pragma(struct cx *cx, struct sqlite_store *q, const char *text,
                  int64_t *out)
{
    sqlite3_stmt *st = NULL;
    int code = sqlite3_prepare_v2(q->db, text, -1, &st, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(st);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return code == SQLITE_ROW ? OK : fault(cx, q, code, text);
}

/* Of the layout before the first release, which is not read any more. */
static const str blobs_by_name =
    STR_INIT("CREATE TABLE blob(name BLOB PRIMARY KEY,");

/* A file from elsewhere is hostile: its schema must be exactly ours, since
 * triggers and odd types in it would run or be read with our statements. */
static err check_schema(struct cx *cx, struct sqlite_store *q)
{
    static const char ask[] =
        "SELECT group_concat(sql, ';') || ';' FROM"
        " (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)";
    sqlite3_stmt *st = NULL;
    int code = sqlite3_prepare_v2(q->db, ask, -1, &st, NULL);
    bool same = false, earlier = false;
    if (code == SQLITE_OK)
        code = sqlite3_step(st);
    if (code == SQLITE_ROW) {
        const void *p = sqlite3_column_blob(st, 0);
        int n = sqlite3_column_bytes(st, 0);
        str have = {p == NULL ? "" : p, p == NULL ? 0 : (size_t)n};
        same = have.n > 0 && str_starts(str_of(schema), have) &&
               str_starts(str_sub(str_of(schema), have.n, sizeof schema),
                          STR("PRAGMA"));
        earlier = str_find(have, blobs_by_name) < have.n;
    }
    sqlite3_finalize(st);
    if (code != SQLITE_ROW)
        return fault(cx, q, code, "reading the schema");
    if (earlier)
        return fail_hint(cx, ERR_CONFLICT,
                         "Open it with the version that made it, and enter its "
                         "reports into a new case.",
                         "%s: laid out by a version before the first release",
                         q->path);
    if (!same)
        return fail_hint(cx, ERR_INPUT,
                         "Use a file that `truce init` made, or a copy of one.",
                         "%s: not laid out as a case", q->path);
    return OK;
}

static err check_file(struct cx *cx, struct sqlite_store *q)
{
    int64_t id = 0, version = 0;
    TRY(cx, pragma(cx, q, "PRAGMA application_id", &id));
    TRY(cx, pragma(cx, q, "PRAGMA user_version", &version));
    if (id != APPLICATION_ID)
        return fail_hint(cx, ERR_INPUT,
                         "A case is made by `truce init FILE.case`.",
                         "%s: not a case file", q->path);
    if (version > FORMAT)
        return fail_hint(cx, ERR_CONFLICT, "Use a later version of truce.",
                         "%s: written by a later version (format %lld)",
                         q->path, (long long)version);
    return check_schema(cx, q);
}

static err prepare(struct cx *cx, struct sqlite_store *q, enum store_mode mode)
{
    sqlite3_extended_result_codes(q->db, 1);
    sqlite3_busy_timeout(q->db, WAIT_MS);
    /* Nothing in a file may call functions or load code. */
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    if (mode == STORE_CREATE) {
        TRY(cx, exec(cx, q, "PRAGMA journal_mode=WAL; BEGIN EXCLUSIVE;"));
        TRY(cx, exec(cx, q, schema));
        TRY(cx, exec(cx, q, "COMMIT"));
    }
    TRY(cx, check_file(cx, q));
    if (mode != STORE_READ)
        TRY(cx, exec(cx, q, "PRAGMA journal_mode=WAL;"));
    /* A checkpoint writes each page once that was written since the last one:
     * the more pages, the more often the same. */
    TRY(cx, exec(cx, q,
                 "PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON;"
                 "PRAGMA wal_autocheckpoint=4000;"));
    for (int i = 0; i < STATEMENTS; i++) {
        int code = sqlite3_prepare_v3(
            q->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &q->stmt[i], NULL);
        if (code != SQLITE_OK)
            return fault(cx, q, code, sql[i]);
    }
    return OK;
}

bool store_is_file(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char begin[sizeof magic] = {0};
    sqlite3 *db = NULL;
    sqlite3_file *f = NULL;
    int code = sqlite3_open_v2(
        path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f);
    if (code == SQLITE_OK && f != NULL && f->pMethods != NULL)
        code = f->pMethods->xRead(f, begin, sizeof begin, 0);
    sqlite3_close(db);
    return code == SQLITE_OK && memcmp(begin, magic, sizeof magic) == 0;
}

err store_open_file(struct cx *cx, const char *path, enum store_mode mode,
                    struct store **out)
{
    bool there = sys_exists(path);
    if (mode == STORE_CREATE && there)
        return fail_hint(cx, ERR_CONFLICT, "Choose another name.",
                         "%s: there is such a file already", path);
    if (mode != STORE_CREATE && !there)
        return fail_hint(cx, ERR_NOT_FOUND,
                         "A case is made by `truce init FILE.case`.",
                         "%s: no such file", path);
    struct sqlite_store *q = mem_resize(&cx->mem, NULL, 0, sizeof *q);
    if (q == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for a store");
    memset(q, 0, sizeof *q);
    q->front.ops = &sqlite_ops;
    q->entries.one = S_APPEND;
    q->entries.many = S_APPEND_MANY;
    q->blobs.one = S_PUT_BLOB;
    q->blobs.many = S_PUT_BLOB_MANY;
    q->front.readonly = mode == STORE_READ;
    q->mem = cx->mem;
    if (!str_to_c(str_of(path), q->path, sizeof q->path)) {
        sq_close(&q->front);
        return fail(cx, ERR_INPUT, "the name of the case is too long");
    }
    /* For its owner alone; what SQLite puts beside it has the same mode. */
    if (mode == STORE_CREATE) {
        err made = sys_write_new(cx, path, true, STR(""));
        if (!is_ok(made)) {
            sq_close(&q->front);
            return made;
        }
    }
    int flags =
        mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path, &q->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    err e = code == SQLITE_OK ? prepare(cx, q, mode)
                              : fault(cx, q, code, "opening");
    if (!is_ok(e)) {
        sq_close(&q->front);
        return e;
    }
    *out = &q->front;
    return OK;
}
