/* app/casefile_read.c: what is in a case, and the proof of one entry. */
#include "app/casefile_int.h"

#include "base/json_out.h"
#include "base/sys.h"
#include "base/utf8.h"
#include "record/member.h"
#include "time/civil.h"
#include "time/tz.h"

#include <inttypes.h>

static err open_read(struct cx *cx, struct arena *a, const char *path,
                     struct casefile *out)
{
    TRY(cx, casefile_must_be(cx, path));
    return casefile_open(cx, a, path, STORE_READ, out);
}

/* --- how far the record is signed and witnessed
 * -------------------------------- */

struct reach {
    uint64_t recorded, witnessed; /* entries under such a head */
    const struct policy *policy;
};

/* The last head that is witnessed, going back from the last one. */
static err find_reach(struct cx *cx, struct arena *a, const struct casefile *c,
                      struct reach *out)
{
    struct policy *p;
    struct checkpoint last;
    uint64_t size = INT64_MAX;
    str text;
    *out = (struct reach){0};
    TRY(cx, casefile_policy(cx, a, c, &p, &text));
    out->policy = p;
    err found = log_head(cx, c->log, a, &text, &last);
    if (is_ok(found))
        out->recorded = last.size;
    else if (found.code != ERR_NOT_FOUND)
        return found;
    fault_clear(cx);
    for (;;) {
        struct checkpoint head;
        struct policy_verdict v = {0};
        struct note *n;
        str note;
        struct arena_mark mark = arena_mark(cx->scratch);
        err e = log_head_near(cx, c->log, cx->scratch, STORE_AT_MOST, size,
                              &size, &note);
        if (e.code == ERR_NOT_FOUND) {
            fault_clear(cx);
            return OK;
        }
        TRY(cx, e);
        TRY_NEW(cx, cx->scratch, n);
        TRY(cx, note_parse(cx, cx->scratch, note, n));
        if (p->quorum < 0 || n->n > 1)
            TRY(cx, policy_judge(cx, p, n, &head, &v));
        arena_rewind(cx->scratch, mark);
        if (v.witnessed)
            out->witnessed = size;
        if (v.witnessed || size == 0)
            return OK;
        size--;
    }
}

/* Without a quorum nothing is witnessed: recorded is all there is. */
static const char *state_of(const struct reach *r, uint64_t number)
{
    if (number >= r->recorded)
        return "unsigned";
    return r->policy->quorum >= 0 && number < r->witnessed ? "witnessed"
                                                           : "recorded";
}

/* --- list
 * ------------------------------------------------------------------------ */

struct row_of {
    const struct reach *reach;
    casefile_row_fn *fn;
    void *self;
};

static err one_row(struct cx *cx, void *self, uint64_t number, str note)
{
    struct row_of *w = self;
    struct note *n;
    struct entry e;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, entry_read(cx, cx->scratch, note, n, &e));
    const struct casefile_row row = {number, e.type, e.sender, str_of(e.made),
                                     str_of(state_of(w->reach, number))};
    TRY(cx, w->fn(cx, w->self, &row));
    arena_rewind(cx->scratch, mark);
    return OK;
}

err casefile_rows(struct cx *cx, struct arena *a, const struct casefile *c,
                  uint64_t from, uint64_t to, casefile_row_fn *fn, void *self)
{
    struct reach reach;
    struct row_of w = {&reach, fn, self};
    TRY(cx, find_reach(cx, a, c, &reach));
    return store_entries(cx, c->store, from, to, one_row, &w);
}

struct made_by {
    str until;
    uint64_t n;
    bool later; /* one that is has been met */
};

/* Of a million entries this line alone is looked for, which each has before all
 * that could look like it. */
static err made_one(struct cx *cx, void *self, uint64_t number, str note)
{
    static const str line = STR_INIT("\nmade ");
    struct made_by *m = self;
    size_t at = str_find(note, line) + line.n;
    (void)cx;
    m->later = str_cmp(str_sub(note, at, at + m->until.n), m->until) > 0;
    m->n = m->later ? m->n : number + 1;
    return m->later ? (err){ERR_LIMIT} : OK; /* ends the walk; not a fault */
}

err casefile_made_by(struct cx *cx, const struct casefile *c, instant at,
                     uint64_t *n)
{
    char room[CIVIL_PRINT_SIZE];
    struct made_by m = {.until = civil_rfc3339_print(tz_utc(), at, room)};
    err e = store_entries(cx, c->store, 0, log_size(c->log), made_one, &m);
    if (!m.later)
        TRY(cx, e);
    *n = m.n;
    return OK;
}

struct listing {
    struct json_out *json; /* NULL: text */
    struct buf *out;
};

static err list_one(struct cx *cx, void *self, const struct casefile_row *r)
{
    struct listing *l = self;
    (void)cx;
    if (l->json != NULL) {
        json_obj_begin(l->json);
        json_key(l->json, "number");
        json_uint(l->json, r->number);
        json_key_text(l->json, "type", r->type);
        json_key_text(l->json, "sender", r->sender);
        json_key_text(l->json, "made", r->made);
        json_key_text(l->json, "state", r->state);
        json_obj_end(l->json);
    } else {
        buf_printf(l->out, "%7" PRIu64 "  %-12.*s  %-20.*s  %-9.*s  ",
                   r->number, STR_ARG(r->type), STR_ARG(r->made),
                   STR_ARG(r->state));
        buf_safe(l->out, r->sender);
        buf_char(l->out, '\n');
    }
    return OK;
}

err casefile_list(struct cx *cx, struct arena *a, const char *path,
                  uint64_t last, bool json, struct buf *out)
{
    struct casefile c;
    struct json_out j;
    struct listing l = {json ? &j : NULL, out};
    TRY(cx, open_read(cx, a, path, &c));
    if (json) {
        json_init(&j, out, 2);
        json_obj_begin(&j);
        json_key_text(&j, "origin", log_origin(c.log));
        json_key(&j, "entries");
        json_arr_begin(&j);
    } else {
        buf_printf(out, "%7s  %-12s  %-20s  %-9s  %s\n", "entry", "type",
                   "made", "state", "sender");
    }
    uint64_t size = log_size(c.log);
    err e = casefile_rows(cx, a, &c, size > last ? size - last : 0, size,
                          list_one, &l);
    if (is_ok(e) && json) {
        json_arr_end(&j);
        json_obj_end(&j);
        json_line_end(&j);
    }
    casefile_close(&c);
    return e;
}

/* --- show
 * ------------------------------------------------------------------------ */

static err show_state(struct cx *cx, struct arena *a, const struct casefile *c,
                      const struct casefile_entry *x, struct buf *out)
{
    struct reach r;
    struct checkpoint head;
    struct policy_verdict v;
    str note;
    TRY(cx, find_reach(cx, a, c, &r));
    const char *state = state_of(&r, x->number);
    buf_printf(out, "state    %s", state);
    if (strcmp(state, "witnessed") == 0) {
        TRY(cx, log_witnessed(cx, c->log, a, r.policy, x->number + 1, &note,
                              &head, &v));
        buf_c(out, " since ");
        casefile_print_time((instant)v.witnessed_at, out);
        buf_printf(out, ", under a head of %" PRIu64 " entries", head.size);
    }
    buf_char(out, '\n');
    return OK;
}

static err show(struct cx *cx, struct arena *a, const struct casefile *c,
                uint64_t number, struct buf *out)
{
    struct casefile_entry x;
    TRY(cx, casefile_entry(cx, a, c, number, &x));
    buf_printf(out, "entry    %" PRIu64 "\n", number);
    TRY(cx, show_state(cx, a, c, &x, out));
    buf_c(out, "leaf     ");
    casefile_print_hash(merkle_leaf(x.note), out);
    buf_c(out, "\n\n");
    buf_str(out, x.note);
    buf_char(out, '\n');
    if (x.there && utf8_valid(x.content, NULL)) {
        /* Line by line, so that no character of it reaches a terminal. */
        for (str rest = x.content, line; rest.n > 0;) {
            str_cut(rest, '\n', &line, &rest);
            buf_safe(out, line);
            buf_char(out, '\n');
        }
    } else if (x.there) {
        buf_printf(out, "(%zu bytes that are no text)\n", x.content.n);
    } else {
        buf_c(out, x.e.has_content ? "(the content was left out)\n"
                                   : "(no content)\n");
    }
    return OK;
}

err casefile_show(struct cx *cx, struct arena *a, const char *path,
                  uint64_t number, struct buf *out)
{
    struct casefile c;
    TRY(cx, open_read(cx, a, path, &c));
    err e = show(cx, a, &c, number, out);
    casefile_close(&c);
    return e;
}

/* --- prove
 * ------------------------------------------------------------------------- */

static err write_in(struct cx *cx, struct arena *a, const char *folder,
                    uint64_t number, const char *end, str bytes,
                    struct buf *out)
{
    str path;
    if (end == NULL)
        TRY_ROOM(cx, a, arena_printf(a, &path, "%s/policy", folder));
    else
        TRY_ROOM(cx, a,
                 arena_printf(a, &path, "%s/entry-%" PRIu64 "%s", folder,
                              number, end));
    TRY(cx, sys_write_file(cx, path.p, bytes));
    buf_str(out, path);
    buf_char(out, '\n');
    return OK;
}

static err prove(struct cx *cx, struct arena *a, const struct casefile *c,
                 uint64_t number, const char *folder, struct buf *out)
{
    struct casefile_entry x;
    struct policy *p;
    struct bundle b;
    struct buf proof;
    str text, blob, batch = STR("");
    TRY(cx, casefile_entry(cx, a, c, number, &x));
    TRY(cx, casefile_policy(cx, a, c, &p, &text));
    TRY(cx, log_prove(cx, c->log, a, p, number, &b));
    if (x.e.in_batch)
        TRY(cx, member_proof(cx, c->log, a, number, &b.extra, &batch));
    buf_init(&proof, a, NOTE_MAX_BYTES * 2);
    bundle_print(&b, &proof);
    TRY(cx, buf_finish(cx, &proof));
    TRY(cx, write_in(cx, a, folder, number, "", x.note, out));
    if (x.there) {
        TRY(cx, store_blob(cx, c->store, a, number, &blob));
        TRY(cx, write_in(cx, a, folder, number, ".blob", blob, out));
    }
    TRY(cx,
        write_in(cx, a, folder, number, ".tlog-proof", buf_view(&proof), out));
    if (x.e.in_batch)
        TRY(cx, write_in(cx, a, folder, number, ".batch", batch, out));
    return write_in(cx, a, folder, number, NULL, text, out);
}

err casefile_prove(struct cx *cx, struct arena *a, const char *path,
                   uint64_t number, const char *folder, struct buf *out)
{
    struct casefile c;
    TRY(cx, open_read(cx, a, path, &c));
    err e = prove(cx, a, &c, number, folder, out);
    casefile_close(&c);
    return e;
}

/* --- head, policy
 * ------------------------------------------------------------------- */

static err copy_head(struct cx *cx, struct arena *a, const char *path,
                     struct buf *out)
{
    struct casefile c;
    struct checkpoint head;
    str note;
    CLEANUP(sys_close) int lock = -1;
    str lock_path;
    TRY_ROOM(cx, a, arena_printf(a, &lock_path, "%s.lock", path));
    TRY(cx, sys_lock(cx, lock_path.p, CASEFILE_WAIT_MS, &lock));
    TRY(cx, open_read(cx, a, path, &c));
    err e = log_head(cx, c.log, a, &note, &head);
    if (is_ok(e))
        e = sys_write_file(cx, c.head_path, note);
    if (is_ok(e))
        buf_str(out, note);
    casefile_close(&c);
    return e;
}

err casefile_head(struct cx *cx, struct arena *a, const char *path, bool copy,
                  struct buf *out)
{
    struct casefile c;
    struct checkpoint head;
    str note;
    if (copy)
        return copy_head(cx, a, path, out);
    TRY(cx, open_read(cx, a, path, &c));
    err e = log_head(cx, c.log, a, &note, &head);
    if (is_ok(e))
        buf_str(out, note);
    casefile_close(&c);
    return e;
}

err casefile_show_policy(struct cx *cx, struct arena *a, const char *path,
                         struct buf *out)
{
    struct casefile c;
    struct policy *p;
    str text;
    TRY(cx, open_read(cx, a, path, &c));
    err e = casefile_policy(cx, a, &c, &p, &text);
    if (is_ok(e))
        buf_str(out, text);
    casefile_close(&c);
    return e;
}
