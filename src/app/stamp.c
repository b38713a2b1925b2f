/* app/stamp.c: see stamp.h. */
#include "app/stamp_int.h"

#include "base/sys.h"
#include "base/vec.h"
#include "crypto/stamp.h"
#include "proof/package.h"

#include <inttypes.h>

/* --- heads and items ---------------------------------------------------------
 */

err stamp_head(struct cx *cx, struct arena *a, const struct casefile *c,
               uint64_t size, str *out)
{
    uint64_t found;
    str note;
    struct buf b;
    TRY(cx, log_head_near(cx, c->log, a, STORE_AT_MOST, size, &found, &note));
    size_t text = str_find(note, STR("\n\n"));
    if (found != size || text == note.n)
        return fail(cx, ERR_NOT_FOUND, "%s has no head of %" PRIu64 " entries",
                    c->path, size);
    buf_init(&b, a, NOTE_MAX_BYTES);
    buf_str(&b, str_sub(note, 0, text + 2));
    for (str rest = str_sub(note, text + 2, note.n), line; rest.n > 0;) {
        str mark = STR("\xe2\x80\x94 "), name, tail;
        str_cut(rest, '\n', &line, &rest);
        str_cut(str_sub(line, mark.n, line.n), ' ', &name, &tail);
        if (!str_starts(line, mark) || !str_eq(name, log_origin(c->log)))
            continue;
        buf_str(&b, line);
        buf_char(&b, '\n');
        TRY(cx, buf_finish(cx, &b));
        *out = buf_view(&b);
        return OK;
    }
    return fail(cx, ERR_CORRUPT,
                "%s: the head of %" PRIu64 " entries is not signed by the log",
                c->path, size);
}

static bool authority_is_valid(str s)
{
    if (s.n == 0 || s.n > STAMP_NAME_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 'a' || s.p[i] > 'z') && (s.p[i] < '0' || s.p[i] > '9') &&
            s.p[i] != '.' && s.p[i] != '-')
            return false;
    return true;
}

err stamp_item_read(struct cx *cx, const struct casefile_entry *e,
                    struct stamp_item *out)
{
    struct stamp_item x = {.number = e->number};
    uint64_t bytes;
    str line, rest, size, count;
    if (!str_cut(e->content, '\n', &line, &rest) ||
        !str_cut(line, ' ', &size, &line) ||
        !str_cut(line, ' ', &x.authority, &count) ||
        !note_decimal(size, &x.size) || !note_decimal(count, &bytes) ||
        !authority_is_valid(x.authority) || bytes > rest.n)
        return fail(cx, ERR_INPUT, "entry %" PRIu64 " holds no stamp",
                    e->number);
    x.tsr = str_sub(rest, 0, bytes);
    x.certificates = str_sub(rest, bytes, rest.n);
    *out = x;
    return OK;
}

/* --- ask ---------------------------------------------------------------------
 */

static err ask(struct cx *cx, struct arena *a, const struct casefile *c,
               const char *query, struct buf *out)
{
    struct checkpoint head;
    struct buf b;
    uint64_t nonce;
    str note, bytes, beside;
    TRY(cx, log_head(cx, c->log, a, &note, &head));
    TRY(cx, stamp_head(cx, a, c, head.size, &bytes));
    TRY(cx, cx->random(cx, cx->self, &nonce, sizeof nonce));
    buf_init(&b, a, 4096);
    TRY(cx, cry_stamp_query(cx, bytes, nonce >> 1, &b));
    TRY(cx, buf_finish(cx, &b));
    TRY(cx, sys_write_file(cx, query, buf_view(&b)));
    TRY_ROOM(cx, a, arena_printf(a, &beside, "%s.head", query));
    TRY(cx, sys_write_file(cx, beside.p, bytes));
    buf_printf(out,
               "%s: asks for a stamp on the head of %" PRIu64
               " entries, which is in %s\n",
               query, head.size, beside.p);
    buf_c(out, "next: send it to an authority as application/timestamp-query, "
               "then\n      truce stamp add CASE ANSWER --authority NAME "
               "--chain CERTIFICATES\n");
    return OK;
}

err stamp_ask(struct cx *cx, struct arena *a, const char *path,
              const char *query, struct buf *out)
{
    struct casefile c;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = ask(cx, a, &c, query, out);
    casefile_close(&c);
    return e;
}

/* --- add ---------------------------------------------------------------------
 */

/* The head that the answer is over, going back from the last one. */
static err find_stamped(struct cx *cx, struct arena *a,
                        const struct casefile *c, str tsr, str chain,
                        uint64_t *size, struct cry_stamp *stamp)
{
    enum { BACK = 1000 }; /* heads: a day of them */
    uint64_t at = log_size(c->log);
    err e = OK;
    for (int i = 0; i < BACK; i++) {
        str note, bytes;
        struct arena_mark mark = arena_mark(a);
        e = log_head_near(cx, c->log, a, STORE_AT_MOST, at, size, &note);
        if (e.code == ERR_NOT_FOUND)
            break;
        TRY(cx, e);
        TRY(cx, stamp_head(cx, a, c, *size, &bytes));
        e = cry_stamp_check(cx, tsr, bytes, chain, stamp);
        arena_rewind(a, mark);
        /* Only that it is of other bytes is a reason to look further. */
        if (is_ok(e) || e.code != ERR_INPUT ||
            strcmp(cx->fault.message, "the stamp is of other bytes") != 0)
            return e;
        if (*size == 0)
            break;
        at = *size - 1;
    }
    return fail_hint(cx, ERR_INPUT,
                     "Ask again with truce stamp ask, and enter the answer to "
                     "that query.",
                     "the stamp is of none of the last %d heads of %s", BACK,
                     c->path);
}

static err stamp_content(struct cx *cx, struct arena *a,
                         const struct stamp_item *x, str *out)
{
    struct buf b;
    buf_init(&b, a, CRY_STAMP_MAX + CRY_CERTIFICATES_MAX + 200);
    buf_uint(&b, x->size);
    buf_char(&b, ' ');
    buf_str(&b, x->authority);
    buf_char(&b, ' ');
    buf_uint(&b, x->tsr.n);
    buf_char(&b, '\n');
    buf_str(&b, x->tsr);
    buf_str(&b, x->certificates);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err add(struct cx *cx, struct arena *a, const struct stamp_add *what,
               struct casefile_writer *w, struct buf *out)
{
    struct stamp_item x = {.authority = str_of(what->authority)};
    struct cry_stamp stamp;
    str content;
    if (!authority_is_valid(x.authority))
        return fail(cx, ERR_INPUT,
                    "--authority: a name has 1 to %d of a-z, 0-9, . and -",
                    STAMP_NAME_MAX);
    TRY(cx, sys_read_file(cx, a, what->answer, CRY_STAMP_MAX, &x.tsr));
    TRY(cx, sys_read_file(cx, a, what->chain, CRY_CERTIFICATES_MAX,
                          &x.certificates));
    TRY(cx, find_stamped(cx, a, &w->c, x.tsr, x.certificates, &x.size, &stamp));
    TRY(cx, stamp_content(cx, a, &x, &content));
    TRY(cx, casefile_enter(cx, w, "stamp", content, &x.number));
    buf_printf(out,
               "entry %" PRIu64 ": the head of %" PRIu64 " entries existed at ",
               x.number, x.size);
    casefile_print_time((instant)stamp.at, out);
    buf_c(out, ", says ");
    buf_safe(out, str_of(stamp.authority));
    buf_char(out, '\n');
    return OK;
}

err stamp_add(struct cx *cx, struct arena *a, const struct stamp_add *what,
              struct buf *out)
{
    struct casefile_writer w;
    TRY(cx, casefile_writer_open(cx, a, what->path, what->key, &w));
    err e = add(cx, a, what, &w, out);
    casefile_writer_close(cx, &w);
    return e;
}

/* --- check -------------------------------------------------------------------
 */

struct stamp_checking {
    struct arena *a;
    const struct casefile *c;
    str certificates; /* the reader's; empty: those of each stamp */
    struct buf *out;
    uint64_t n, bad;
    /* Of the latest day that is stamped: who stamped it. */
    int64_t day;
    VEC(str) authorities;
};

static err count_authority(struct cx *cx, struct stamp_checking *k,
                           const struct stamp_item *x, int64_t at)
{
    enum { DAY = 86400 };
    str name;
    if (at / DAY > k->day) {
        k->day = at / DAY;
        k->authorities.n = 0;
    }
    if (at / DAY < k->day)
        return OK;
    for (size_t i = 0; i < k->authorities.n; i++)
        if (str_eq(k->authorities.p[i], x->authority))
            return OK;
    TRY_ROOM(cx, k->a, arena_dup_str(k->a, x->authority, &name));
    TRY_ROOM(cx, k->a, vec_push(k->a, &k->authorities, name));
    return OK;
}

static err check_one(struct cx *cx, void *self, const struct casefile_entry *e)
{
    struct stamp_checking *k = self;
    struct stamp_item x = {.number = e->number};
    struct cry_stamp stamp;
    str head;
    if (!e->there)
        return OK;
    k->n++;
    err r = stamp_item_read(cx, e, &x);
    if (is_ok(r))
        r = stamp_head(cx, cx->scratch, k->c, x.size, &head);
    if (is_ok(r))
        r = cry_stamp_check(
            cx, x.tsr, head,
            k->certificates.n > 0 ? k->certificates : x.certificates, &stamp);
    if (r.code == ERR_RESOURCE)
        return r;
    buf_printf(k->out, "entry %" PRIu64 ", %" PRIu64 " entries, ", e->number,
               x.size);
    if (!is_ok(r)) {
        k->bad++;
        buf_c(k->out, "does not hold: ");
        buf_safe(k->out, str_of(cx->fault.message));
        buf_char(k->out, '\n');
        fault_clear(cx);
        return OK;
    }
    casefile_print_time((instant)stamp.at, k->out);
    buf_c(k->out, ", ");
    buf_safe(k->out, x.authority);
    buf_c(k->out, " (");
    buf_safe(k->out, str_of(stamp.authority));
    buf_c(k->out, ")\n");
    return count_authority(cx, k, &x, stamp.at);
}

static void print_today(struct cx *cx, const struct stamp_checking *k)
{
    enum { DAY = 86400 };
    instant now = cx->now(cx->self);
    if (now <= 0)
        return;
    size_t today = now / DAY == k->day ? k->authorities.n : 0;
    if (today >= STAMP_AUTHORITIES)
        buf_printf(k->out, "today's head is stamped by %zu authorities\n",
                   today);
    else
        buf_printf(k->out,
                   "today (UTC) %zu of %d authorities have stamped a head: "
                   "truce stamp ask\n",
                   today, STAMP_AUTHORITIES);
}

err stamp_check(struct cx *cx, struct arena *a, const char *path,
                const char *certificates, struct buf *out, bool *holds)
{
    struct casefile c;
    struct stamp_checking k = {.a = a, .c = &c, .out = out};
    if (certificates != NULL) {
        TRY(cx, sys_read_file(cx, a, certificates, CRY_CERTIFICATES_MAX,
                              &k.certificates));
        TRY(cx, cry_certificates_check(cx, k.certificates));
    }
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = casefile_each(cx, &c, "stamp", check_one, &k);
    casefile_close(&c);
    TRY(cx, e);
    if (k.n == 0)
        buf_c(out, "no stamps\n");
    else if (certificates == NULL)
        buf_c(out, "by the certificates that were entered with each stamp "
                   "(--authorities)\n");
    print_today(cx, &k);
    *holds = k.bad == 0;
    return OK;
}
