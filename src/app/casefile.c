/* app/casefile.c: opening a case file, and finding entries in it.
 * Read next: record/index.h, by which those of a type are found. */
#include "app/casefile_int.h"

#include "base/sys.h"
#include "record/index.h"
#include "time/civil.h"
#include "time/tz.h"

bool casefile_is(const char *path)
{
    return strcmp(path, "-") != 0 && sys_is_file(path) && store_is_file(path);
}

err casefile_must_be(struct cx *cx, const char *path)
{
    if (casefile_is(path))
        return OK;
    if (!sys_exists(path))
        return fail_hint(cx, ERR_NOT_FOUND, "truce init makes one.",
                         "%s: there is no such file", path);
    return fail_hint(cx, ERR_INPUT, "truce init makes one.",
                     "%s is no case file", path);
}

static err beside(struct cx *cx, struct arena *a, const char *path,
                  const char *end, const char **out)
{
    str s;
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s.%s", path, end));
    *out = s.p;
    return OK;
}

err casefile_open(struct cx *cx, struct arena *a, const char *path,
                  enum store_mode mode, struct casefile *out)
{
    struct casefile c = {.path = path};
    TRY(cx, beside(cx, a, path, "key", &c.key_path));
    TRY(cx, beside(cx, a, path, "head", &c.head_path));
    TRY(cx, beside(cx, a, path, "lock", &c.lock_path));
    TRY(cx, store_open_file(cx, path, mode, &c.store));
    err e =
        mode == STORE_CREATE ? OK : log_open(cx, c.store, c.head_path, &c.log);
    if (!is_ok(e)) {
        store_close(c.store);
        return e;
    }
    *out = c;
    return OK;
}

void casefile_close(struct casefile *c)
{
    log_close(c->log);
    store_close(c->store);
    *c = (struct casefile){0};
}

/* --- small things -----------------------------------------------------------
 */

void casefile_print_time(instant at, struct buf *out)
{
    char room[CIVIL_PRINT_SIZE];
    buf_str(out, civil_rfc3339_print(tz_utc(), at, room));
}

err casefile_now(struct cx *cx, char room[40], str *out)
{
    char print[CIVIL_PRINT_SIZE];
    instant now = cx->now(cx->self);
    if (now <= 0)
        return fail(cx, ERR_RESOURCE, "the machine has no clock");
    str s = civil_rfc3339_print(tz_utc(), now, print);
    if (!str_to_c(s, room, 40))
        return fail(cx, ERR_RESOURCE, "the clock stands at no time");
    *out = (str){room, s.n};
    return OK;
}

err casefile_read_key(struct cx *cx, struct arena *a, const char *path,
                      struct signer *out)
{
    enum { KEY_BYTES = 1000 };
    CLEANUP(secret_release) struct secret text = {0};
    struct signer s = {0};
    TRY(cx, secret_read_file(cx, path, KEY_BYTES, &text));
    TRY(cx, signer_parse(cx, str_trim(secret_view(&text)), &s));
    if (!arena_dup_str(a, s.key.name, &s.key.name)) {
        signer_wipe(&s);
        return arena_fail(cx, a);
    }
    *out = s;
    return OK;
}

void casefile_print_hash(hash h, struct buf *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    buf_bytes(out, hex, sizeof hex);
}

/* --- entries
 * --------------------------------------------------------------------- */

static err content_of(struct cx *cx, struct arena *a, const struct casefile *c,
                      struct casefile_entry *x)
{
    str blob;
    x->content = STR("");
    x->there = false;
    if (!x->e.has_content)
        return OK;
    err e = store_blob(cx, c->store, a, x->number, &blob);
    if (e.code == ERR_NOT_FOUND) {
        fault_clear(cx);
        return OK;
    }
    TRY(cx, e);
    if (blob.n < CRY_HASH_BYTES ||
        !hash_eq(cry_sha256(blob, STR("")), x->e.content))
        return fail_hint(cx, ERR_CORRUPT, "truce verify shows all damage.",
                         "%s: the content of entry %llu is not the one it "
                         "names",
                         c->path, (unsigned long long)x->number);
    x->there = true;
    x->content = str_sub(blob, CRY_HASH_BYTES, blob.n);
    return OK;
}

static err read_entry(struct cx *cx, struct arena *a, struct casefile_entry *x)
{
    struct note *n;
    TRY_NEW(cx, a, n);
    return entry_read(cx, a, x->note, n, &x->e);
}

err casefile_entry(struct cx *cx, struct arena *a, const struct casefile *c,
                   uint64_t number, struct casefile_entry *out)
{
    struct casefile_entry x = {.number = number};
    if (number >= log_size(c->log))
        return fail(cx, ERR_NOT_FOUND, "%s has no entry %llu; its last is %llu",
                    c->path, (unsigned long long)number,
                    (unsigned long long)(log_size(c->log) - 1));
    TRY(cx, store_entry(cx, c->store, a, number, &x.note));
    TRY(cx, read_entry(cx, a, &x));
    TRY(cx, content_of(cx, a, c, &x));
    *out = x;
    return OK;
}

err casefile_last(struct cx *cx, struct arena *a, const struct casefile *c,
                  const char *type, uint64_t below, struct casefile_entry *out,
                  bool *found)
{
    struct index_list v;
    TRY(cx, index_list(cx, a, c->store, str_of(type), &v));
    while (v.count > 0 && v.n[v.count - 1] >= below)
        v.count--;
    *found = v.count > 0;
    return *found ? casefile_entry(cx, a, c, v.n[v.count - 1], out) : OK;
}

err casefile_each(struct cx *cx, const struct casefile *c, const char *type,
                  casefile_fn *fn, void *self)
{
    struct index_list v;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, index_list(cx, cx->scratch, c->store, str_of(type), &v));
    for (size_t i = 0; i < v.count; i++) {
        struct casefile_entry x;
        struct arena_mark one = arena_mark(cx->scratch);
        TRY(cx, casefile_entry(cx, cx->scratch, c, v.n[i], &x));
        TRY(cx, fn(cx, self, &x));
        arena_rewind(cx->scratch, one);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

err casefile_policy(struct cx *cx, struct arena *a, const struct casefile *c,
                    struct policy **out, str *text)
{
    struct casefile_entry x;
    bool found;
    TRY(cx, casefile_last(cx, a, c, "policy", UINT64_MAX, &x, &found));
    /* The second entry of every log is one. */
    if (!found)
        TRY(cx, casefile_entry(cx, a, c, 1, &x));
    if (!x.there)
        return fail(cx, ERR_CORRUPT, "%s: the policy is missing", c->path);
    TRY_NEW(cx, a, *out);
    *text = x.content;
    return policy_parse(cx, x.content, *out);
}

err casefile_annex(struct cx *cx, struct arena *a, const struct casefile *c,
                   str name, str *bytes, bool *found)
{
    struct index_list v;
    *found = false;
    TRY(cx, index_list(cx, a, c->store, STR("annex"), &v));
    for (size_t i = v.count; i-- > 0 && !*found;) {
        struct casefile_entry x;
        str line, rest;
        TRY(cx, casefile_entry(cx, a, c, v.n[i], &x));
        *found = x.there && str_cut(x.content, '\n', &line, &rest) &&
                 str_eq(line, name);
        if (*found)
            *bytes = rest;
    }
    return OK;
}

/* --- records
 * ---------------------------------------------------------------------- */

struct gather {
    const struct casefile *c;
    struct buf *out;
    casefile_line_fn *signature; /* NULL: none is asked for */
    void *self;
    bool plain;
    size_t enough; /* bytes of out after which it ends; 0: none are */
    bool full;     /* it has, and entry `last` was in it */
    uint64_t last;
};

static bool is_record(str type)
{
    static const char *const types[] = {
        "source",     "report",   "return",       "incident",  "assessment",
        "finding",    "consent",  "announcement", "signature", "notice",
        "assignment", "response", "action"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(type, str_of(types[i])))
            return true;
    return false;
}

/* Whether nothing but its own record depends on it. */
static bool is_plain(str type)
{
    static const char *const others[] = {"batch", "evidence", "custody",
                                         "stamp"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_eq(type, str_of(others[i])))
            return true;
    return is_record(type) && !str_eq(type, STR("source")) &&
           !str_eq(type, STR("signature"));
}

/* Number 0 is the sequencer's key, so entry n can be line n. Of a line that is
 * too long so much is kept that it is seen to be. */
static err gather_one(struct cx *cx, void *self, uint64_t number, str note)
{
    struct gather *g = self;
    struct casefile_entry x = {.number = number, .note = note};
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, read_entry(cx, cx->scratch, &x));
    g->plain = g->plain && is_plain(x.e.type);
    if (is_record(x.e.type)) {
        TRY(cx, content_of(cx, cx->scratch, g->c, &x));
        str line = x.content;
        if (str_eq(x.e.type, STR("signature")) && g->signature != NULL)
            line = g->signature(g->self, number);
        if (str_find_char(line, '\n') == line.n)
            buf_str(g->out, str_sub(line, 0, LIMIT_LINE_BYTES + 1));
    }
    buf_char(g->out, '\n');
    arena_rewind(cx->scratch, mark);
    g->full = g->enough > 0 && g->out->n >= g->enough;
    g->last = number;
    return g->full ? (err){ERR_LIMIT} : OK; /* ends the walk; not a fault */
}

err casefile_lines_init(struct cx *cx, struct arena *a,
                        struct casefile_lines *l, const struct casefile *c,
                        uint64_t below, casefile_line_fn *fn, void *self)
{
    struct index_list v;
    TRY(cx, index_list(cx, a, c->store, STR("source"), &v));
    *l = (struct casefile_lines){.c = c, .fn = fn, .self = self};
    l->below = below < log_size(c->log) ? below : log_size(c->log);
    l->source = v.n;
    for (; l->n_sources < v.count && v.n[l->n_sources] < l->below;)
        l->n_sources++;
    arena_init(&l->room, cx->mem, "record", cx->limits.reports_bytes);
    return OK;
}

void casefile_lines_rewind(void *lines, bool sources)
{
    struct casefile_lines *l = lines;
    l->sources = sources;
    l->next_source = 0;
    l->next = 1;
}

err casefile_lines_next(struct cx *cx, void *lines, str *bytes, uint32_t *first)
{
    enum { PIECE_BYTES = 256 * 1024 };
    struct casefile_lines *l = lines;
    struct buf b;
    struct gather g = {.c = l->c,
                       .out = &b,
                       .signature = l->fn,
                       .self = l->self,
                       .enough = PIECE_BYTES};
    uint64_t from = l->next, to = l->below;
    *bytes = STR("");
    if (l->sources && l->next_source < l->n_sources) {
        from = l->source[l->next_source++];
        to = from + 1;
    } else if (l->sources || from >= to) {
        return OK;
    }
    arena_reset(&l->room);
    buf_init(&b, &l->room, cx->limits.reports_bytes);
    err e = store_entries(cx, l->c->store, from, to, gather_one, &g);
    l->next = g.full ? g.last + 1 : to;
    if (!g.full)
        TRY(cx, e);
    TRY(cx, buf_finish(cx, &b));
    *bytes = buf_view(&b);
    *first = (uint32_t)from;
    return OK;
}

void casefile_lines_release(struct casefile_lines *l)
{
    arena_release(&l->room);
}

err casefile_more_records(struct cx *cx, struct arena *a,
                          const struct casefile *c, uint64_t from, uint64_t to,
                          str *out, bool *plain)
{
    struct buf b;
    struct gather g = {.c = c, .out = &b, .plain = true};
    buf_init(&b, a, cx->limits.reports_bytes);
    TRY(cx, store_entries(cx, c->store, from, to, gather_one, &g));
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    *plain = g.plain;
    return OK;
}
