/* people/people_sqlite.c: the accounts as one SQLite file.
 *
 * Statements are constants, values are bound. A change and its line in the log
 * are one transaction. Read next: people.h. */
#include "people/people.h"

#include <sqlite3.h>

#include "base/banned.h"
#include "base/sys.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "crypto/password.h"
#include "people/webauthn.h"

enum { APPLICATION_ID = 0x74727065, FORMAT = 2, WAIT_MS = 5000 };

/* Hashes are SHA-256 of tokens; `at`, `made`, `seen`, `until`: UTC seconds. */
static const char schema[] =
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " role TEXT NOT NULL, of TEXT NOT NULL, password TEXT,"
    " disabled INTEGER NOT NULL, made INTEGER NOT NULL, seen INTEGER) STRICT;"
    "CREATE TABLE invitation(hash BLOB PRIMARY KEY, person INTEGER NOT NULL"
    " REFERENCES person(id), until INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE session(hash BLOB PRIMARY KEY, person INTEGER NOT NULL"
    " REFERENCES person(id), made INTEGER NOT NULL, seen INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE failure(key TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX failure_key ON failure(key);"
    "CREATE TABLE line(n INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    " by TEXT NOT NULL, action TEXT NOT NULL, what TEXT NOT NULL,"
    " hash BLOB NOT NULL) STRICT;"
    "PRAGMA application_id=0x74727065;";
/* Since format 2. used: hashes of challenges that a success has used up. */
static const char schema_passkeys[] =
    "CREATE TABLE passkey(id INTEGER PRIMARY KEY, person INTEGER NOT NULL"
    " REFERENCES person(id), credential BLOB NOT NULL UNIQUE,"
    " alg INTEGER NOT NULL, key BLOB NOT NULL, count INTEGER NOT NULL,"
    " name TEXT NOT NULL, made INTEGER NOT NULL, seen INTEGER) STRICT;"
    "CREATE TABLE used(hash BLOB PRIMARY KEY, until INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "PRAGMA user_version=2;";

struct people {
    struct mem mem;
    sqlite3 *db;
    uint8_t challenges[CRY_HASH_BYTES]; /* the key of their codes */
    char path[4096];
};

/* --- statements ----------------------------------------------------------- */

static err fault(struct cx *cx, const struct people *p, int code)
{
    const char *why =
        p->db != NULL ? sqlite3_errmsg(p->db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail_hint(cx, ERR_CONFLICT, "Try again in a moment.",
                         "%s: another process is writing to it", p->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail_hint(cx, ERR_CORRUPT,
                         "Restore a copy, or begin a new one with `truce "
                         "people invite`; the case is not touched by it.",
                         "%s: damaged (%s)", p->path, why);
    default:
        return fail(cx, ERR_RESOURCE, "%s: %s", p->path, why);
    }
}

/* One use of a statement. After a failure the rest does nothing, and
 * use_end() tells it. */
struct use {
    struct people *p;
    sqlite3_stmt *st;
    int code, at;
};

static struct use use(struct people *p, const char *sql)
{
    struct use u = {.p = p};
    u.code = sqlite3_prepare_v2(p->db, sql, -1, &u.st, NULL);
    return u;
}

static void bind_int(struct use *u, int64_t v)
{
    if (u->code == SQLITE_OK)
        u->code = sqlite3_bind_int64(u->st, ++u->at, v);
}

/* Borrowed until use_end(). */
static void bind_str(struct use *u, str s)
{
    if (u->code == SQLITE_OK)
        u->code = sqlite3_bind_text64(u->st, ++u->at, s.n == 0 ? "" : s.p, s.n,
                                      SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_hash(struct use *u, const hash *h)
{
    if (u->code == SQLITE_OK)
        u->code =
            sqlite3_bind_blob(u->st, ++u->at, h->b, sizeof h->b, SQLITE_STATIC);
}

static bool next(struct use *u)
{
    if (u->code == SQLITE_OK || u->code == SQLITE_ROW)
        u->code = sqlite3_step(u->st);
    return u->code == SQLITE_ROW;
}

static err use_end(struct cx *cx, struct use *u)
{
    int code = u->code;
    err e = code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE
                ? OK
                : fault(cx, u->p, code);
    sqlite3_finalize(u->st);
    u->st = NULL;
    return e;
}

static err run(struct cx *cx, struct use *u)
{
    (void)next(u);
    return use_end(cx, u);
}

static int64_t get_int(struct use *u, int column)
{
    return sqlite3_column_int64(u->st, column);
}

/* Good until the next step. */
static str get_str(struct use *u, int column)
{
    const void *p = sqlite3_column_blob(u->st, column);
    int n = sqlite3_column_bytes(u->st, column);
    return p == NULL || n <= 0 ? STR("") : (str){p, (size_t)n};
}

static err exec(struct cx *cx, struct people *p, const char *sql)
{
    int code = sqlite3_exec(p->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : fault(cx, p, code);
}

static err begin(struct cx *cx, struct people *p)
{
    return exec(cx, p, "BEGIN IMMEDIATE");
}

/* Commits, or rolls back what failed. */
static err finish(struct cx *cx, struct people *p, err e)
{
    if (is_ok(e))
        e = exec(cx, p, "COMMIT");
    if (!is_ok(e) && !sqlite3_get_autocommit(p->db))
        (void)sqlite3_exec(p->db, "ROLLBACK", NULL, NULL, NULL);
    return e;
}

/* --- opening -------------------------------------------------------------- */

void people_close(struct people *p)
{
    if (p == NULL)
        return;
    struct mem mem = p->mem;
    sqlite3_close(p->db);
    cry_wipe(p->challenges, sizeof p->challenges);
    mem_resize(&mem, p, sizeof *p, 0);
}

static err pragma(struct cx *cx, struct people *p, const char *sql,
                  int64_t *out)
{
    struct use u = use(p, sql);
    *out = next(&u) ? get_int(&u, 0) : 0;
    return use_end(cx, &u);
}

static err check_file(struct cx *cx, struct people *p)
{
    int64_t id, version;
    TRY(cx, pragma(cx, p, "PRAGMA application_id", &id));
    TRY(cx, pragma(cx, p, "PRAGMA user_version", &version));
    if (id != APPLICATION_ID)
        return fail_hint(cx, ERR_INPUT, "`truce people invite` makes one.",
                         "%s: not a file of accounts", p->path);
    if (version < 1 || version > FORMAT)
        return fail_hint(cx, ERR_CONFLICT, "Use a later version of truce.",
                         "%s: written by a later version", p->path);
    return OK;
}

/* A file of an earlier format becomes one of this; two may try at once. */
static err bring_up(struct cx *cx, struct people *p)
{
    int64_t version;
    TRY(cx, pragma(cx, p, "PRAGMA user_version", &version));
    if (version == FORMAT)
        return OK;
    TRY(cx, begin(cx, p));
    err e = pragma(cx, p, "PRAGMA user_version", &version);
    if (is_ok(e) && version != FORMAT)
        e = exec(cx, p, schema_passkeys);
    return finish(cx, p, e);
}

static err prepare(struct cx *cx, struct people *p, bool create)
{
    sqlite3_busy_timeout(p->db, WAIT_MS);
    sqlite3_db_config(p->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(p->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(p->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(p->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    if (create) {
        TRY(cx, exec(cx, p, "PRAGMA journal_mode=WAL; BEGIN EXCLUSIVE;"));
        TRY(cx, exec(cx, p, schema));
        TRY(cx, exec(cx, p, schema_passkeys));
        TRY(cx, exec(cx, p, "COMMIT"));
    }
    TRY(cx, check_file(cx, p));
    TRY(cx, bring_up(cx, p));
    TRY(cx, cx->random(cx, cx->self, p->challenges, sizeof p->challenges));
    return exec(cx, p,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
}

static err open_file(struct cx *cx, const char *path, bool create,
                     struct people **out)
{
    struct people *p = mem_resize(&cx->mem, NULL, 0, sizeof *p);
    if (p == NULL)
        return fail(cx, ERR_RESOURCE, "no memory for accounts");
    memset(p, 0, sizeof *p);
    p->mem = cx->mem;
    if (!str_to_c(str_of(path), p->path, sizeof p->path)) {
        people_close(p);
        return fail(cx, ERR_INPUT, "the name of the file is too long");
    }
    int code = sqlite3_open_v2(
        path, &p->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    err e = code == SQLITE_OK ? prepare(cx, p, create) : fault(cx, p, code);
    if (!is_ok(e)) {
        people_close(p);
        return e;
    }
    *out = p;
    return OK;
}

err people_create(struct cx *cx, const char *path, struct people **out)
{
    /* For the owner alone; what SQLite puts beside it has the same mode. */
    TRY(cx, sys_write_new(cx, path, true, STR("")));
    return open_file(cx, path, true, out);
}

err people_open(struct cx *cx, const char *path, struct people **out)
{
    if (!sys_exists(path))
        return fail_hint(cx, ERR_NOT_FOUND, "`truce people invite` makes it.",
                         "%s: there are no accounts", path);
    return open_file(cx, path, false, out);
}

/* --- the node's log ------------------------------------------------------- */

static hash line_hash(hash before, int64_t n, int64_t at, str by, str action,
                      str what)
{
    struct hasher h;
    char numbers[64];
    int k = snprintf(numbers, sizeof numbers, "\n%lld\n%lld\n", (long long)n,
                     (long long)at);
    cry_hasher_init(&h);
    cry_hasher_add(&h, (str){(const char *)before.b, sizeof before.b});
    cry_hasher_add(&h, (str){numbers, k < 0 ? 0 : (size_t)k});
    const str parts[] = {by, action, what};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        cry_hasher_add(&h, parts[i]);
        cry_hasher_add(&h, STR("\n"));
    }
    return cry_hasher_result(&h);
}

static instant now_of(struct cx *cx)
{
    return cx->now(cx->self);
}

static void bind_blob(struct use *u, str s)
{
    if (u->code == SQLITE_OK)
        u->code = sqlite3_bind_blob64(u->st, ++u->at, s.n == 0 ? "" : s.p, s.n,
                                      SQLITE_STATIC);
}

static hash hash_of(str bytes)
{
    hash h = {{0}};
    if (bytes.n == sizeof h.b)
        memcpy(h.b, bytes.p, sizeof h.b);
    return h;
}

/* In a transaction that is open. */
static err note(struct cx *cx, struct people *p, str by, str action, str what)
{
    int64_t n = 1, at = now_of(cx);
    hash h = {{0}};
    struct use u = use(p, "SELECT n, hash FROM line ORDER BY n DESC LIMIT 1");
    if (next(&u)) {
        n = get_int(&u, 0) + 1;
        h = hash_of(get_str(&u, 1));
    }
    TRY(cx, use_end(cx, &u));
    h = line_hash(h, n, at, by, action, what);
    u = use(p, "INSERT INTO line(n, at, by, action, what, hash)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    bind_int(&u, n);
    bind_int(&u, at);
    bind_str(&u, by);
    bind_str(&u, action);
    bind_str(&u, what);
    bind_hash(&u, &h);
    return run(cx, &u);
}

err people_note(struct cx *cx, struct people *p, str by, str action, str what)
{
    TRY(cx, begin(cx, p));
    return finish(cx, p, note(cx, p, by, action, what));
}

err people_note_again(struct cx *cx, struct people *p, str by, str action,
                      str what, int64_t within_s)
{
    enum { LAST = 500 };
    struct use u = use(p, "SELECT count(*) FROM line"
                          " WHERE n > (SELECT max(n) FROM line) - ?1"
                          " AND at > ?2 AND by = ?3 AND action = ?4"
                          " AND what = ?5");
    bind_int(&u, LAST);
    bind_int(&u, now_of(cx) - within_s);
    bind_str(&u, by);
    bind_str(&u, action);
    bind_str(&u, what);
    bool there = next(&u) && get_int(&u, 0) > 0;
    TRY(cx, use_end(cx, &u));
    return there ? OK : people_note(cx, p, by, action, what);
}

static struct people_line line_of(struct use *u)
{
    return (struct people_line){.number = get_int(u, 0),
                                .at = get_int(u, 1),
                                .by = get_str(u, 2),
                                .action = get_str(u, 3),
                                .what = get_str(u, 4)};
}

err people_log(struct cx *cx, struct people *p, int64_t most,
               people_line_fn *fn, void *self)
{
    struct use u = use(p, "SELECT n, at, by, action, what FROM line"
                          " ORDER BY n DESC LIMIT ?1");
    err e = OK;
    bind_int(&u, most);
    while (is_ok(e) && next(&u)) {
        struct people_line l = line_of(&u);
        e = fn(cx, self, &l);
    }
    err ended = use_end(cx, &u);
    return is_ok(e) ? ended : e;
}

err people_check_log(struct cx *cx, struct people *p, int64_t *lines)
{
    struct use u =
        use(p, "SELECT n, at, by, action, what, hash FROM line ORDER BY n");
    int64_t good = 0;
    bool broken = false;
    hash h = {{0}};
    while (!broken && next(&u)) {
        struct people_line l = line_of(&u);
        h = line_hash(h, good + 1, l.at, l.by, l.action, l.what);
        broken = l.number != good + 1 || !hash_eq(h, hash_of(get_str(&u, 5)));
        good += !broken;
    }
    TRY(cx, use_end(cx, &u));
    if (broken)
        return fail_hint(cx, ERR_CORRUPT,
                         "Somebody changed the file; a copy says what it was.",
                         "%s: line %lld of its log does not follow from the "
                         "one before",
                         p->path, (long long)good + 1);
    *lines = good;
    return OK;
}

/* --- tokens --------------------------------------------------------------- */

static const char digits[] = "0123456789abcdef";

static void print_hex(const uint8_t *b, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[b[i] >> 4];
        out[2 * i + 1] = digits[b[i] & 15];
    }
    out[2 * n] = '\0';
}

static err new_token(struct cx *cx, struct token *out)
{
    uint8_t b[PEOPLE_TOKEN_CHARS / 2];
    TRY(cx, cx->random(cx, cx->self, b, sizeof b));
    print_hex(b, sizeof b, out->hex);
    return OK;
}

static hash token_hash(str token)
{
    return cry_sha256(STR("truce token\n"), token);
}

void people_form_token(str session, struct token *out)
{
    uint8_t b[CRY_HASH_BYTES];
    cry_hmac(session, STR("truce form"), b);
    print_hex(b, sizeof b, out->hex);
}

err people_once(struct cx *cx, char out[33])
{
    uint8_t b[16];
    TRY(cx, cx->random(cx, cx->self, b, sizeof b));
    print_hex(b, sizeof b, out);
    return OK;
}

/* --- accounts ------------------------------------------------------------- */

static bool is_name(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && (i == 0 || (c != '.' && c != '_' && c != '-')))
            return false;
    }
    return s.n > 0 && s.n <= PEOPLE_NAME_MAX;
}

err people_check(struct cx *cx, str name, enum role r, str of)
{
    if (!is_name(name))
        return fail_hint(cx, ERR_INPUT,
                         "a pseudonym of a-z, 0-9, ., _ and -, at most 40",
                         "\"%.*s\" is no name of an account", STR_ARG(name));
    if (role_needs_actor(r) && of.n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "say for which actor of the agreement it speaks",
                         "a %.*s speaks for an actor", STR_ARG(role_name(r)));
    if (!role_needs_actor(r) && of.n > 0)
        return fail(cx, ERR_INPUT, "a %.*s speaks for no actor",
                    STR_ARG(role_name(r)));
    return OK;
}

err people_check_password(struct cx *cx, str password)
{
    if (password.n > PEOPLE_PASSWORD_MAX)
        return fail(cx, ERR_INPUT, "the password is longer than %d bytes",
                    PEOPLE_PASSWORD_MAX);
    if (!utf8_valid(password, NULL) ||
        utf8_count(password) < PEOPLE_PASSWORD_MIN)
        return fail_hint(
            cx, ERR_INPUT, "a few words that you do not use elsewhere",
            "a password has at least %d characters", PEOPLE_PASSWORD_MIN);
    return OK;
}

#define PERSON_COLUMNS                                                         \
    "person.id, person.name, person.role, person.of,"                          \
    " person.password IS NULL, person.disabled, person.made,"                  \
    " ifnull(person.seen, 0)"

static err person_of(struct cx *cx, struct use *u, struct person *out)
{
    *out = (struct person){.id = get_int(u, 0),
                           .name = get_str(u, 1),
                           .of = get_str(u, 3),
                           .waiting = get_int(u, 4) != 0,
                           .disabled = get_int(u, 5) != 0,
                           .made = get_int(u, 6),
                           .seen = get_int(u, 7)};
    if (out->seen == 0)
        out->seen = INSTANT_NONE;
    if (!role_find(get_str(u, 2), &out->role))
        return fail(cx, ERR_CORRUPT, "%s: a role that there is not",
                    u->p->path);
    return OK;
}

err people_each(struct cx *cx, struct people *p, person_fn *fn, void *self)
{
    struct use u = use(p, "SELECT " PERSON_COLUMNS " FROM person ORDER BY id");
    err e = OK;
    while (is_ok(e) && next(&u)) {
        struct person x;
        e = person_of(cx, &u, &x);
        if (is_ok(e))
            e = fn(cx, self, &x);
    }
    err ended = use_end(cx, &u);
    return is_ok(e) ? ended : e;
}

/* The row of a use that gives one person, copied; *found. Ends the use. */
static err one_person(struct cx *cx, struct use *u, struct arena *a,
                      struct person *out, bool *found)
{
    struct person x = {0};
    err e = OK;
    *found = next(u);
    if (*found) {
        e = person_of(cx, u, &x);
        if (is_ok(e) && !(arena_dup_str(a, x.name, &x.name) &&
                          arena_dup_str(a, x.of, &x.of)))
            e = arena_fail(cx, a);
    }
    err ended = use_end(cx, u);
    TRY(cx, is_ok(e) ? ended : e);
    if (*found)
        *out = x;
    return OK;
}

err people_find(struct cx *cx, struct people *p, struct arena *a, str name,
                struct person *out)
{
    struct use u =
        use(p, "SELECT " PERSON_COLUMNS " FROM person WHERE name = ?1");
    bool found;
    bind_str(&u, name);
    TRY(cx, one_person(cx, &u, a, out, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, "there is no account \"%.*s\"",
                    STR_ARG(name));
    return OK;
}

static err end_sessions(struct cx *cx, struct people *p, int64_t id,
                        const hash *but)
{
    struct use u =
        use(p, "DELETE FROM session WHERE person = ?1 AND hash != ?2");
    bind_int(&u, id);
    bind_hash(&u, but);
    return run(cx, &u);
}

static err id_of(struct cx *cx, struct people *p, str name, int64_t *id)
{
    struct use u = use(p, "SELECT id FROM person WHERE name = ?1");
    bind_str(&u, name);
    *id = next(&u) ? get_int(&u, 0) : 0;
    TRY(cx, use_end(cx, &u));
    if (*id == 0)
        return fail(cx, ERR_NOT_FOUND, "there is no account \"%.*s\"",
                    STR_ARG(name));
    return OK;
}

static err put_invitation(struct cx *cx, struct people *p, int64_t id,
                          struct token *out)
{
    TRY(cx, new_token(cx, out));
    hash h = token_hash(str_of(out->hex));
    struct use u = use(p, "DELETE FROM invitation WHERE person = ?1");
    bind_int(&u, id);
    TRY(cx, run(cx, &u));
    u = use(p, "INSERT INTO invitation(hash, person, until)"
               " VALUES(?1, ?2, ?3)");
    bind_hash(&u, &h);
    bind_int(&u, id);
    bind_int(&u, now_of(cx) + PEOPLE_INVITATION_S);
    return run(cx, &u);
}

static err what_of(struct cx *cx, str name, enum role r, str of, str *out)
{
    TRY_ROOM(cx, cx->scratch,
             arena_printf(cx->scratch, out, "%.*s as %.*s%s%.*s", STR_ARG(name),
                          STR_ARG(role_name(r)), of.n > 0 ? " of " : "",
                          STR_ARG(of)));
    return OK;
}

static err invite(struct cx *cx, struct people *p, str by, str name,
                  enum role r, str of, struct token *out)
{
    struct use u = use(p, "INSERT INTO person(name, role, of, disabled, made)"
                          " VALUES(?1, ?2, ?3, 0, ?4) ON CONFLICT DO NOTHING"
                          " RETURNING id");
    str what;
    bind_str(&u, name);
    bind_str(&u, role_name(r));
    bind_str(&u, of);
    bind_int(&u, now_of(cx));
    int64_t id = next(&u) ? get_int(&u, 0) : 0;
    if (id != 0)
        (void)next(&u);
    TRY(cx, use_end(cx, &u));
    if (id == 0)
        return fail(cx, ERR_CONFLICT, "there is an account \"%.*s\" already",
                    STR_ARG(name));
    TRY(cx, put_invitation(cx, p, id, out));
    TRY(cx, what_of(cx, name, r, of, &what));
    return note(cx, p, by, STR("invite"), what);
}

err people_invite(struct cx *cx, struct people *p, str by, str name,
                  enum role r, str of, struct token *out)
{
    TRY(cx, people_check(cx, name, r, of));
    TRY(cx, begin(cx, p));
    return finish(cx, p, invite(cx, p, by, name, r, of, out));
}

static err invite_again(struct cx *cx, struct people *p, str by, str name,
                        struct token *out)
{
    static const hash none;
    int64_t id;
    TRY(cx, id_of(cx, p, name, &id));
    TRY(cx, put_invitation(cx, p, id, out));
    /* Whoever asked for it may have lost more than a password. */
    TRY(cx, end_sessions(cx, p, id, &none));
    return note(cx, p, by, STR("invite-again"), name);
}

err people_invite_again(struct cx *cx, struct people *p, str by, str name,
                        struct token *out)
{
    TRY(cx, begin(cx, p));
    return finish(cx, p, invite_again(cx, p, by, name, out));
}

err people_invited(struct cx *cx, struct people *p, struct arena *a, str token,
                   struct person *out)
{
    hash h = token_hash(token);
    struct use u =
        use(p, "SELECT " PERSON_COLUMNS " FROM invitation JOIN person"
               " ON person.id = invitation.person"
               " WHERE hash = ?1 AND until > ?2 AND NOT disabled");
    bool found;
    bind_hash(&u, &h);
    bind_int(&u, now_of(cx));
    TRY(cx, one_person(cx, &u, a, out, &found));
    if (!found)
        return fail_hint(cx, ERR_NOT_FOUND,
                         "an invitation works once, and for three days; ask "
                         "for a new one",
                         "this invitation is not good any more");
    return OK;
}

static err put_password(struct cx *cx, struct people *p, int64_t id,
                        const char *hashed)
{
    struct use u = use(p, "UPDATE person SET password = ?1 WHERE id = ?2");
    bind_str(&u, str_of(hashed));
    bind_int(&u, id);
    return run(cx, &u);
}

static err accept(struct cx *cx, struct people *p, str token,
                  const char *hashed)
{
    static const hash none;
    struct person x;
    TRY(cx, people_invited(cx, p, cx->scratch, token, &x));
    struct use u = use(p, "DELETE FROM invitation WHERE person = ?1");
    bind_int(&u, x.id);
    TRY(cx, run(cx, &u));
    TRY(cx, put_password(cx, p, x.id, hashed));
    u = use(p, "DELETE FROM passkey WHERE person = ?1");
    bind_int(&u, x.id);
    TRY(cx, run(cx, &u));
    TRY(cx, end_sessions(cx, p, x.id, &none));
    return note(cx, p, x.name, STR("accept"), STR(""));
}

err people_accept(struct cx *cx, struct people *p, str token, str password)
{
    char hashed[CRY_PASSWORD_BYTES];
    struct person x;
    TRY(cx, people_invited(cx, p, cx->scratch, token, &x));
    TRY(cx, people_check_password(cx, password));
    TRY(cx, cry_password_hash(cx, password, hashed));
    TRY(cx, begin(cx, p));
    return finish(cx, p, accept(cx, p, token, hashed));
}

/* A node without anybody who can invite could not be kept. */
static err must_leave_one(struct cx *cx, struct people *p, int64_t id)
{
    struct use u = use(
        p, "SELECT EXISTS (SELECT 1 FROM person WHERE role = ?1 AND id = ?2)"
           " AND NOT EXISTS (SELECT 1 FROM person WHERE role = ?1"
           " AND NOT disabled AND id != ?2)");
    bind_str(&u, role_name(PERSON_ADMINISTRATOR));
    bind_int(&u, id);
    bool is_last = next(&u) && get_int(&u, 0) != 0;
    TRY(cx, use_end(cx, &u));
    if (is_last)
        return fail_hint(cx, ERR_CONFLICT, "make another one first",
                         "it is the only administrator");
    return OK;
}

static err set_role(struct cx *cx, struct people *p, str by, str name,
                    enum role r, str of)
{
    int64_t id;
    str what;
    TRY(cx, id_of(cx, p, name, &id));
    if (r != PERSON_ADMINISTRATOR)
        TRY(cx, must_leave_one(cx, p, id));
    struct use u = use(p, "UPDATE person SET role = ?1, of = ?2 WHERE id = ?3");
    bind_str(&u, role_name(r));
    bind_str(&u, of);
    bind_int(&u, id);
    TRY(cx, run(cx, &u));
    TRY(cx, what_of(cx, name, r, of, &what));
    return note(cx, p, by, STR("role"), what);
}

err people_set_role(struct cx *cx, struct people *p, str by, str name,
                    enum role r, str of)
{
    TRY(cx, people_check(cx, name, r, of));
    TRY(cx, begin(cx, p));
    return finish(cx, p, set_role(cx, p, by, name, r, of));
}

static err disable(struct cx *cx, struct people *p, str by, str name,
                   bool disabled)
{
    static const hash none;
    int64_t id;
    TRY(cx, id_of(cx, p, name, &id));
    if (disabled)
        TRY(cx, must_leave_one(cx, p, id));
    struct use u = use(p, "UPDATE person SET disabled = ?1 WHERE id = ?2");
    bind_int(&u, disabled);
    bind_int(&u, id);
    TRY(cx, run(cx, &u));
    TRY(cx, end_sessions(cx, p, id, &none));
    return note(cx, p, by, disabled ? STR("disable") : STR("enable"), name);
}

err people_disable(struct cx *cx, struct people *p, str by, str name,
                   bool disabled)
{
    TRY(cx, begin(cx, p));
    return finish(cx, p, disable(cx, p, by, name, disabled));
}

/* Lines as what_of() makes them. */
err people_spoke_for(struct cx *cx, struct people *p, str name,
                     people_actor_fn *fn, void *self)
{
    struct use u = use(p, "SELECT what FROM line"
                          " WHERE action IN ('invite', 'role') ORDER BY n");
    err e = OK;
    while (is_ok(e) && next(&u)) {
        str what = get_str(&u, 0), of;
        size_t at = str_find(what, STR(" of "));
        if (!str_starts(what, name) ||
            !str_starts(str_sub(what, name.n, what.n), STR(" as ")) ||
            at == what.n)
            continue;
        of = str_sub(what, at + 4, what.n);
        e = fn(cx, self, of);
    }
    err ended = use_end(cx, &u);
    return is_ok(e) ? ended : e;
}

/* --- logging in ----------------------------------------------------------- */

/* Keys of the table of failures: a name as it was typed, if it is one, and an
 * address. */
struct tries {
    str name, address;
};

static err tries_of(struct cx *cx, str name, str address, struct tries *out)
{
    name = is_name(name) ? name : STR("");
    address = str_sub(address, 0, 64);
    TRY_ROOM(cx, cx->scratch,
             arena_printf(cx->scratch, &out->name, "n:%.*s", STR_ARG(name)));
    TRY_ROOM(
        cx, cx->scratch,
        arena_printf(cx->scratch, &out->address, "a:%.*s", STR_ARG(address)));
    return OK;
}

static err failures(struct cx *cx, struct people *p, str key, int64_t *n)
{
    struct use u =
        use(p, "SELECT count(*) FROM failure WHERE key = ?1 AND at > ?2");
    bind_str(&u, key);
    bind_int(&u, now_of(cx) - PEOPLE_WINDOW_S);
    *n = next(&u) ? get_int(&u, 0) : 0;
    return use_end(cx, &u);
}

static err must_not_be_tried_out(struct cx *cx, struct people *p,
                                 const struct tries *t)
{
    int64_t by_name, by_address;
    TRY(cx, failures(cx, p, t->name, &by_name));
    TRY(cx, failures(cx, p, t->address, &by_address));
    if (by_name >= PEOPLE_NAME_TRIES || by_address >= PEOPLE_ADDRESS_TRIES)
        return fail_hint(cx, ERR_LIMIT, "wait a quarter of an hour",
                         "too many failed attempts");
    return OK;
}

static err count_failure(struct cx *cx, struct people *p, const struct tries *t)
{
    const str keys[] = {t->name, t->address};
    instant at = now_of(cx);
    struct use u = use(p, "DELETE FROM failure WHERE at <= ?1");
    bind_int(&u, at - PEOPLE_WINDOW_S);
    TRY(cx, run(cx, &u));
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        u = use(p, "INSERT INTO failure(key, at) VALUES(?1, ?2)");
        bind_str(&u, keys[i]);
        bind_int(&u, at);
        TRY(cx, run(cx, &u));
    }
    return OK;
}

/* The account's hash, or one of nothing: the work is the same. */
static err password_of(struct cx *cx, struct people *p, str name, int64_t *id,
                       char hashed[CRY_PASSWORD_BYTES])
{
    struct use u = use(p, "SELECT id, password FROM person WHERE name = ?1"
                          " AND NOT disabled AND password IS NOT NULL");
    bind_str(&u, name);
    *id = 0;
    memcpy(hashed, cry_password_nobody, strlen(cry_password_nobody) + 1);
    if (next(&u) && str_to_c(get_str(&u, 1), hashed, CRY_PASSWORD_BYTES))
        *id = get_int(&u, 0);
    return use_end(cx, &u);
}

static err logged_in(struct cx *cx, struct people *p, int64_t id, str name,
                     const struct tries *t, struct token *out)
{
    instant at = now_of(cx);
    TRY(cx, new_token(cx, out));
    hash h = token_hash(str_of(out->hex));
    struct use u = use(p, "DELETE FROM failure WHERE key = ?1");
    bind_str(&u, t->name);
    TRY(cx, run(cx, &u));
    u = use(p, "DELETE FROM session WHERE made <= ?1 OR seen <= ?2");
    bind_int(&u, at - PEOPLE_SESSION_S);
    bind_int(&u, at - PEOPLE_IDLE_S);
    TRY(cx, run(cx, &u));
    u = use(p, "INSERT INTO session(hash, person, made, seen)"
               " VALUES(?1, ?2, ?3, ?3)");
    bind_hash(&u, &h);
    bind_int(&u, id);
    bind_int(&u, at);
    TRY(cx, run(cx, &u));
    u = use(p, "UPDATE person SET seen = ?1 WHERE id = ?2");
    bind_int(&u, at);
    bind_int(&u, id);
    TRY(cx, run(cx, &u));
    return note(cx, p, name, STR("login"), STR(""));
}

static err not_logged_in(struct cx *cx, struct people *p, int64_t id, str name,
                         const struct tries *t)
{
    TRY(cx, count_failure(cx, p, t));
    /* What was typed may be a password: only a name that is there is kept. The
     * work is the same. */
    return note(cx, p, id == 0 ? STR("?") : name, STR("login-failed"), STR(""));
}

/* Whether the password is that of the account: *id, else 0. Failures count. */
static err try_password(struct cx *cx, struct people *p, str name, str password,
                        const struct tries *t, int64_t *id)
{
    char hashed[CRY_PASSWORD_BYTES];
    int64_t whose;
    TRY(cx, must_not_be_tried_out(cx, p, t));
    TRY(cx, password_of(cx, p, name, &whose, hashed));
    bool good =
        cry_password_check(str_sub(password, 0, PEOPLE_PASSWORD_MAX), hashed) &&
        whose != 0;
    cry_wipe(hashed, sizeof hashed);
    *id = good ? whose : 0;
    if (good)
        return OK;
    TRY(cx, begin(cx, p));
    TRY(cx, finish(cx, p, not_logged_in(cx, p, whose, name, t)));
    return fail_hint(cx, ERR_DENIED,
                     "try again; who forgot the password asks an administrator "
                     "for a new link",
                     "the name or the password is not right");
}

err people_login(struct cx *cx, struct people *p, str name, str password,
                 str address, struct token *out)
{
    struct tries t;
    int64_t id;
    TRY(cx, tries_of(cx, name, address, &t));
    TRY(cx, try_password(cx, p, name, password, &t, &id));
    TRY(cx, begin(cx, p));
    return finish(cx, p, logged_in(cx, p, id, name, &t, out));
}

err people_session_holds(struct cx *cx, struct people *p, struct arena *a,
                         str token, struct person *out)
{
    instant at = now_of(cx);
    hash h = token_hash(token);
    bool found;
    struct use u = use(p, "SELECT " PERSON_COLUMNS " FROM session JOIN person"
                          " ON person.id = session.person WHERE hash = ?1"
                          " AND session.made > ?2 AND session.seen > ?3"
                          " AND NOT disabled");
    bind_hash(&u, &h);
    bind_int(&u, at - PEOPLE_SESSION_S);
    bind_int(&u, at - PEOPLE_IDLE_S);
    TRY(cx, one_person(cx, &u, a, out, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, "nobody is logged in");
    return OK;
}

err people_session(struct cx *cx, struct people *p, struct arena *a, str token,
                   struct person *out)
{
    enum { EACH_S = 60 }; /* how exactly `seen` is kept */
    instant at = now_of(cx);
    hash h = token_hash(token);
    TRY(cx, people_session_holds(cx, p, a, token, out));
    struct use u =
        use(p, "UPDATE session SET seen = ?1 WHERE hash = ?2 AND seen < ?3");
    bind_int(&u, at);
    bind_hash(&u, &h);
    bind_int(&u, at - EACH_S);
    return run(cx, &u);
}

err people_logout(struct cx *cx, struct people *p, str token)
{
    hash h = token_hash(token);
    struct use u = use(p, "DELETE FROM session WHERE hash = ?1");
    bind_hash(&u, &h);
    return run(cx, &u);
}

err people_logout_all(struct cx *cx, struct people *p, int64_t id, str keep)
{
    hash h = token_hash(keep);
    return end_sessions(cx, p, id, &h);
}

static err change(struct cx *cx, struct people *p, const struct person *x,
                  const char *hashed, str keep)
{
    hash h = token_hash(keep);
    TRY(cx, put_password(cx, p, x->id, hashed));
    TRY(cx, end_sessions(cx, p, x->id, &h));
    return note(cx, p, x->name, STR("password"), STR(""));
}

err people_change_password(struct cx *cx, struct people *p,
                           const struct person *x, str old, str password,
                           str keep)
{
    char hashed[CRY_PASSWORD_BYTES];
    struct tries t;
    int64_t id;
    TRY(cx, people_check_password(cx, password));
    TRY(cx, tries_of(cx, x->name, STR("account"), &t));
    TRY(cx, try_password(cx, p, x->name, old, &t, &id));
    TRY(cx, cry_password_hash(cx, password, hashed));
    TRY(cx, begin(cx, p));
    return finish(cx, p, change(cx, p, x, hashed, keep));
}

/* The beginning of the hash of its token. */
static int64_t session_number(str h)
{
    int64_t n = 0;
    for (size_t i = 0; i < 7 && i < h.n; i++)
        n = n << 8 | (unsigned char)h.p[i];
    return n;
}

err people_sessions(struct cx *cx, struct people *p, int64_t id, str current,
                    people_session_fn *fn, void *self)
{
    instant at = now_of(cx);
    hash h = token_hash(current);
    struct use u =
        use(p, "SELECT made, seen, hash = ?1, hash FROM session WHERE"
               " person = ?2 AND made > ?3 AND seen > ?4"
               " ORDER BY made DESC");
    err e = OK;
    bind_hash(&u, &h);
    bind_int(&u, id);
    bind_int(&u, at - PEOPLE_SESSION_S);
    bind_int(&u, at - PEOPLE_IDLE_S);
    while (is_ok(e) && next(&u)) {
        struct people_session_row s = {get_int(&u, 0), get_int(&u, 1),
                                       get_int(&u, 2) != 0,
                                       session_number(get_str(&u, 3))};
        e = fn(cx, self, &s);
    }
    err ended = use_end(cx, &u);
    return is_ok(e) ? ended : e;
}

static err end_session(struct cx *cx, struct people *p, const struct person *x,
                       int64_t number)
{
    struct use u = use(p, "SELECT hash FROM session WHERE person = ?1");
    hash h = {{0}};
    bool found = false;
    bind_int(&u, x->id);
    while (!found && next(&u)) {
        h = hash_of(get_str(&u, 0));
        found = session_number((str){(const char *)h.b, sizeof h.b}) == number;
    }
    TRY(cx, use_end(cx, &u));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, "that login has ended already");
    u = use(p, "DELETE FROM session WHERE hash = ?1");
    bind_hash(&u, &h);
    TRY(cx, run(cx, &u));
    return note(cx, p, x->name, STR("end-session"), STR(""));
}

err people_end_session(struct cx *cx, struct people *p, const struct person *x,
                       int64_t number)
{
    TRY(cx, begin(cx, p));
    return finish(cx, p, end_session(cx, p, x, number));
}

/* --- Passkeys --------------------------------------------------------------
 *
 * A challenge is when it was made (8 bytes), 8 random bytes, and a code over
 * both and the session, of 16 bytes: so that asking for one stores nothing. */

enum { CHALLENGE = 32, CHALLENGE_TIME = 8, CHALLENGE_OPEN = 16 };

static void challenge_code(const struct people *p, const uint8_t *open,
                           str session, uint8_t out[CRY_HASH_BYTES])
{
    hash h = cry_sha256((str){(const char *)open, CHALLENGE_OPEN}, session);
    cry_hmac((str){(const char *)p->challenges, sizeof p->challenges},
             (str){(const char *)h.b, sizeof h.b}, out);
}

err people_challenge(struct cx *cx, struct people *p, str session,
                     char out[PEOPLE_CHALLENGE_CHARS + 1])
{
    uint8_t b[CHALLENGE], code[CRY_HASH_BYTES];
    char text[4 * (CHALLENGE + 2) / 3 + 1];
    uint64_t at = (uint64_t)now_of(cx);
    for (size_t i = 0; i < CHALLENGE_TIME; i++)
        b[i] = (uint8_t)(at >> (8 * (CHALLENGE_TIME - 1 - i)));
    TRY(cx, cx->random(cx, cx->self, b + CHALLENGE_TIME,
                       CHALLENGE_OPEN - CHALLENGE_TIME));
    challenge_code(p, b, session, code);
    memcpy(b + CHALLENGE_OPEN, code, CHALLENGE - CHALLENGE_OPEN);
    webauthn_encode(b, sizeof b, text);
    memcpy(out, text, PEOPLE_CHALLENGE_CHARS + 1);
    return OK;
}

/* That it is one of ours, and not too old. Used up is known at the end. */
static err check_challenge(struct cx *cx, const struct people *p, str text,
                           str session)
{
    uint8_t code[CRY_HASH_BYTES];
    uint64_t at = 0;
    str b;
    TRY(cx, webauthn_decode(cx, cx->scratch, text, &b));
    if (b.n != CHALLENGE)
        return fail(cx, ERR_INPUT, "the challenge is none of ours");
    challenge_code(p, (const uint8_t *)b.p, session, code);
    if (!cry_equal(code, (const uint8_t *)b.p + CHALLENGE_OPEN,
                   CHALLENGE - CHALLENGE_OPEN))
        return fail(cx, ERR_INPUT, "the challenge is none of ours");
    for (size_t i = 0; i < CHALLENGE_TIME; i++)
        at = at << 8 | (unsigned char)b.p[i];
    if ((uint64_t)now_of(cx) - at >= PEOPLE_CHALLENGE_S)
        return fail_hint(cx, ERR_INPUT, "load the page again",
                         "the page is too old");
    return OK;
}

/* In a transaction that is open. */
static err use_up(struct cx *cx, struct people *p, str challenge)
{
    hash h = cry_sha256(challenge, STR(""));
    struct use u = use(p, "DELETE FROM used WHERE until <= ?1");
    bind_int(&u, now_of(cx));
    TRY(cx, run(cx, &u));
    u = use(p, "INSERT INTO used(hash, until) VALUES(?1, ?2)"
               " ON CONFLICT DO NOTHING");
    bind_hash(&u, &h);
    bind_int(&u, now_of(cx) + PEOPLE_CHALLENGE_S);
    TRY(cx, run(cx, &u));
    if (sqlite3_changes(p->db) == 0)
        return fail_hint(cx, ERR_INPUT, "load the page again",
                         "this was sent already");
    return OK;
}

static struct webauthn_ask ask_of(const struct passkey_sent *s)
{
    return (struct webauthn_ask){
        .challenge = s->challenge, .origin = s->origin, .rp_id = s->rp_id};
}

static err put_passkey(struct cx *cx, struct people *p, const struct person *x,
                       str name, str challenge, const struct webauthn_made *m)
{
    TRY(cx, use_up(cx, p, challenge));
    struct use u = use(p, "SELECT count(*) FROM passkey WHERE person = ?1");
    bind_int(&u, x->id);
    int64_t n = next(&u) ? get_int(&u, 0) : 0;
    TRY(cx, use_end(cx, &u));
    if (n >= PEOPLE_PASSKEYS)
        return fail_hint(cx, ERR_CONFLICT, "remove one that is not used",
                         "an account has at most %d passkeys", PEOPLE_PASSKEYS);
    u = use(p, "INSERT INTO passkey(person, credential, alg, key, count, name,"
               " made) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
               " ON CONFLICT DO NOTHING");
    bind_int(&u, x->id);
    bind_blob(&u, m->id);
    bind_int(&u, m->key.alg);
    bind_blob(&u, (str){(const char *)m->key.bytes, m->key.n});
    bind_int(&u, m->count);
    bind_str(&u, name);
    bind_int(&u, now_of(cx));
    TRY(cx, run(cx, &u));
    if (sqlite3_changes(p->db) == 0)
        return fail(cx, ERR_CONFLICT, "this passkey is known here already");
    return note(cx, p, x->name, STR("passkey-add"), name);
}

err people_add_passkey(struct cx *cx, struct people *p, const struct person *x,
                       str session, str password, str name,
                       const struct passkey_sent *sent)
{
    const struct webauthn_ask ask = ask_of(sent);
    struct webauthn_made made;
    struct tries t;
    int64_t id;
    str client, attestation;
    if (name.n == 0 || name.n > PEOPLE_PASSKEY_NAME)
        return fail(cx, ERR_INPUT, "the name of a passkey has 1 to %d bytes",
                    PEOPLE_PASSKEY_NAME);
    TRY(cx, check_challenge(cx, p, sent->challenge, session));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->client, &client));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->attestation, &attestation));
    TRY(cx, webauthn_make(cx, &ask, client, attestation, &made));
    TRY(cx, tries_of(cx, x->name, STR("account"), &t));
    TRY(cx, try_password(cx, p, x->name, password, &t, &id));
    TRY(cx, begin(cx, p));
    return finish(cx, p, put_passkey(cx, p, x, name, sent->challenge, &made));
}

static err drop_passkey(struct cx *cx, struct people *p, const struct person *x,
                        int64_t number)
{
    struct use u = use(p, "DELETE FROM passkey WHERE person = ?1 AND id = ?2");
    bind_int(&u, x->id);
    bind_int(&u, number);
    TRY(cx, run(cx, &u));
    if (sqlite3_changes(p->db) == 0)
        return fail(cx, ERR_NOT_FOUND, "that passkey is removed already");
    return note(cx, p, x->name, STR("passkey-remove"), STR(""));
}

err people_drop_passkey(struct cx *cx, struct people *p, const struct person *x,
                        int64_t number)
{
    TRY(cx, begin(cx, p));
    return finish(cx, p, drop_passkey(cx, p, x, number));
}

err people_passkeys(struct cx *cx, struct people *p, int64_t id,
                    people_passkey_fn *fn, void *self)
{
    struct use u = use(p, "SELECT id, name, credential, made, ifnull(seen, 0)"
                          " FROM passkey WHERE person = ?1 ORDER BY id");
    err e = OK;
    bind_int(&u, id);
    while (is_ok(e) && next(&u)) {
        char text[4 * (WEBAUTHN_ID_MAX + 2) / 3 + 1];
        str credential = get_str(&u, 2);
        if (credential.n > WEBAUTHN_ID_MAX)
            continue;
        webauthn_encode((const uint8_t *)credential.p, credential.n, text);
        struct people_passkey k = {.number = get_int(&u, 0),
                                   .name = get_str(&u, 1),
                                   .id = str_of(text),
                                   .made = get_int(&u, 3),
                                   .seen = get_int(&u, 4)};
        if (k.seen == 0)
            k.seen = INSTANT_NONE;
        e = fn(cx, self, &k);
    }
    err ended = use_end(cx, &u);
    return is_ok(e) ? ended : e;
}

/* A passkey that is known, and whose. */
struct known_passkey {
    int64_t id;
    struct person x;
    struct webauthn_key key;
    int64_t count;
};

static err find_passkey(struct cx *cx, struct people *p, str credential,
                        struct known_passkey *out)
{
    struct use u = use(p, "SELECT passkey.id, person.id, person.name, alg, key,"
                          " count FROM passkey JOIN person ON person.id ="
                          " passkey.person WHERE credential = ?1"
                          " AND NOT disabled");
    bool found, room = true;
    *out = (struct known_passkey){.id = 0};
    bind_blob(&u, credential);
    found = next(&u);
    if (found) {
        str key = get_str(&u, 4);
        out->id = get_int(&u, 0);
        out->x.id = get_int(&u, 1);
        room = arena_dup_str(cx->scratch, get_str(&u, 2), &out->x.name);
        out->key.alg = (enum webauthn_alg)get_int(&u, 3);
        out->key.n =
            key.n < sizeof out->key.bytes ? key.n : sizeof out->key.bytes;
        memcpy(out->key.bytes, key.p, out->key.n);
        out->count = get_int(&u, 5);
    }
    TRY(cx, use_end(cx, &u));
    if (!room)
        return arena_fail(cx, cx->scratch);
    return found ? OK : fail(cx, ERR_INPUT, "no account has this passkey");
}

static err check_sent(struct cx *cx, struct people *p,
                      const struct passkey_sent *sent, struct known_passkey *k,
                      uint32_t *count)
{
    const struct webauthn_ask ask = ask_of(sent);
    str id, client, data, signature;
    TRY(cx, check_challenge(cx, p, sent->challenge, STR("")));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->id, &id));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->client, &client));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->data, &data));
    TRY(cx, webauthn_decode(cx, cx->scratch, sent->signature, &signature));
    TRY(cx, find_passkey(cx, p, id, k));
    TRY(cx, webauthn_sign(cx, &ask, &k->key, client, data, signature, count));
    /* 6.1.1: devices that count tell of a copy; others say 0 for ever. */
    if ((*count != 0 || k->count != 0) && (int64_t)*count <= k->count)
        return fail(cx, ERR_INPUT,
                    "its count of signatures did not grow: "
                    "there may be a copy");
    return OK;
}

static err passkey_in(struct cx *cx, struct people *p,
                      const struct known_passkey *k, uint32_t count,
                      str challenge, const struct tries *t, struct token *out)
{
    TRY(cx, use_up(cx, p, challenge));
    struct use u =
        use(p, "UPDATE passkey SET count = ?1, seen = ?2 WHERE id = ?3");
    bind_int(&u, count);
    bind_int(&u, now_of(cx));
    bind_int(&u, k->id);
    TRY(cx, run(cx, &u));
    return logged_in(cx, p, k->x.id, k->x.name, t, out);
}

static err passkey_refused(struct cx *cx, struct people *p,
                           const struct known_passkey *k, str why,
                           const struct tries *t)
{
    TRY(cx, count_failure(cx, p, t));
    return note(cx, p, k->id == 0 ? STR("?") : k->x.name, STR("login-failed"),
                why);
}

err people_passkey_login(struct cx *cx, struct people *p,
                         const struct passkey_sent *sent, str address,
                         struct token *out)
{
    struct known_passkey k = {.id = 0};
    struct tries t;
    uint32_t count = 0;
    str why;
    /* By address alone: a name that all share would shut all out. */
    TRY(cx, tries_of(cx, STR(""), address, &t));
    TRY_ROOM(cx, cx->scratch,
             arena_printf(cx->scratch, &t.name, "p:%.*s", STR_ARG(t.address)));
    TRY(cx, must_not_be_tried_out(cx, p, &t));
    err e = check_sent(cx, p, sent, &k, &count);
    if (is_ok(e)) {
        TRY(cx, begin(cx, p));
        e = finish(cx, p,
                   passkey_in(cx, p, &k, count, sent->challenge, &t, out));
    }
    if (e.code != ERR_INPUT)
        return e;
    TRY_ROOM(cx, cx->scratch,
             arena_dup_str(cx->scratch, str_of(cx->fault.message), &why));
    fault_clear(cx);
    TRY(cx, begin(cx, p));
    TRY(cx, finish(cx, p, passkey_refused(cx, p, &k, why, &t)));
    return fail_hint(cx, ERR_DENIED,
                     "load the page again, or log in with the "
                     "password",
                     "this passkey was not accepted");
}
