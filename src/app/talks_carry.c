/* app/talks_carry.c: bundles: envelopes in a file, for a stick, or in the body
 * of a request to a relay.
 *
 *     truce bundle 1
 *     talks <charter's hash>
 *     envelope <bytes of the note> <bytes of what is sealed>
 *     <both>                                ... and so on, then
 *     end <number of envelopes>
 *
 * docs/talks-format.md 9. See talks.h. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "base/sys.h"

#include <inttypes.h>

enum { BUNDLE_MAX = 1 << 30 };

void bundle_begin(struct buf *b, const struct charter *c)
{
    buf_c(b, "truce bundle 1\ntalks ");
    casefile_print_hash(charter_id(c), b);
    buf_char(b, '\n');
}

void bundle_add(struct buf *b, str envelope, str sealed)
{
    buf_printf(b, "envelope %zu %zu\n", envelope.n, sealed.n);
    buf_str(b, envelope);
    buf_str(b, sealed);
}

void bundle_end(struct buf *b, size_t n)
{
    buf_printf(b, "end %zu\n", n);
}

err bundle_open(struct cx *cx, const struct charter *c, str bytes,
                struct bundle_reader *out)
{
    str first, talks, word, hex;
    hash id;
    if (!str_cut(bytes, '\n', &first, &bytes) ||
        !str_eq(first, STR("truce bundle 1")) ||
        !str_cut(bytes, '\n', &talks, &bytes) ||
        !str_cut(talks, ' ', &word, &hex) || !str_eq(word, STR("talks")) ||
        !hash_parse(hex, &id))
        return fail_hint(cx, ERR_INPUT, "truce bundle out writes one.",
                         "this is no bundle of version 1");
    if (!hash_eq(id, charter_id(c)))
        return fail(cx, ERR_INPUT, "this bundle is of other talks");
    *out = (struct bundle_reader){.rest = bytes};
    return OK;
}

bool bundle_next(struct bundle_reader *r, str *envelope, str *sealed)
{
    str line, rest, word, a, b;
    uint64_t n, m;
    if (!str_cut(r->rest, '\n', &line, &rest) || !str_cut(line, ' ', &word, &a))
        return false;
    if (str_eq(word, STR("end"))) {
        r->whole = note_decimal(a, &n) && n == r->n && rest.n == 0;
        return false;
    }
    if (!str_eq(word, STR("envelope")) || !str_cut(a, ' ', &a, &b) ||
        !note_decimal(a, &n) || !note_decimal(b, &m) || n > rest.n ||
        m > rest.n - n)
        return false;
    *envelope = str_sub(rest, 0, (size_t)n);
    *sealed = str_sub(rest, (size_t)n, (size_t)(n + m));
    r->rest = str_sub(rest, (size_t)(n + m), rest.n);
    r->n++;
    return true;
}

/* What is refused is named, and the rest taken in. */
static err take_each(struct cx *cx, struct seat_file *n,
                     struct bundle_reader *r, struct buf *out, size_t *news)
{
    str envelope, sealed;
    size_t refused = 0;
    while (bundle_next(r, &envelope, &sealed)) {
        bool is_news;
        err e = seat_receive(cx, n, envelope, sealed, &is_news);
        if (e.code == ERR_INPUT || e.code == ERR_LIMIT) {
            if (refused++ < 10) {
                buf_c(out, "  refused: ");
                buf_safe(out, str_of(cx->fault.message));
                buf_char(out, '\n');
            }
            fault_clear(cx);
            continue;
        }
        TRY(cx, e);
        *news += is_news;
    }
    if (refused > 10)
        buf_printf(out, "  refused: %zu more\n", refused - 10);
    return *news > 0 ? seat_acknowledge(cx, n) : OK;
}

err bundle_take(struct cx *cx, struct seat_file *n, struct bundle_reader *r,
                struct buf *out, size_t *news)
{
    *news = 0;
    TRY(cx, seat_batch_begin(cx, n));
    err e = take_each(cx, n, r, out, news);
    if (is_ok(e))
        return seat_batch_end(cx, n);
    n->batch = false;
    store_rollback(n->store);
    return e;
}

/* --- out
 * -----------------------------------------------------------------------------
 */

/* How many of a sender's objects in a room `by` has acknowledged. */
static uint64_t acknowledged(const struct seat_file *n, str room, str by,
                             str sender)
{
    uint64_t have = 0;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        str list, one, name, count;
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_RECEIPT || !str_eq(x->e.room, room) ||
            !str_eq(x->e.sender, by))
            continue;
        list = talks_field(&x->o, "have");
        bool more = true;
        while (more) {
            uint64_t v;
            more = str_cut(list, ',', &one, &list);
            if (str_cut(one, ':', &name, &count) && str_eq(name, sender) &&
                note_decimal(count, &v) && v > have)
                have = v;
        }
    }
    return have;
}

err bundle_make(struct cx *cx, struct seat_file *n, const struct talks_node *to,
                bool all, struct buf *b, size_t *count)
{
    uint64_t have = 0;
    const struct talks_item *before = NULL;
    *count = 0;
    bundle_begin(b, &n->charter);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        str envelope, sealed;
        if (!talks_is_member(&n->charter, x->e.room, to))
            continue;
        if (before == NULL || !str_eq(before->e.room, x->e.room) ||
            !str_eq(before->e.sender, x->e.sender))
            have = acknowledged(n, x->e.room, to->name, x->e.sender);
        before = x;
        /* Its own it has, and what it has acknowledged: unless it lost them. */
        if (!all && (x->e.number < have || str_eq(x->e.sender, to->name)))
            continue;
        struct arena_mark mark = arena_mark(cx->scratch);
        TRY(cx, seat_envelope(cx, n, cx->scratch, &x->e, &envelope, &sealed));
        bundle_add(b, envelope, sealed);
        arena_rewind(cx->scratch, mark);
        ++*count;
    }
    bundle_end(b, *count);
    return buf_finish(cx, b);
}

static err write_for(struct cx *cx, struct arena *a, struct seat_file *n,
                     const struct talks_node *to, bool all, const char *file,
                     struct buf *out)
{
    struct buf b;
    size_t count;
    buf_init(&b, a, BUNDLE_MAX);
    TRY(cx, bundle_make(cx, n, to, all, &b, &count));
    TRY(cx, sys_write_new(cx, file, false, buf_view(&b)));
    buf_safe(out, str_of(file));
    buf_printf(out, ": %zu envelope%s for %.*s\n", count, count == 1 ? "" : "s",
               STR_ARG(to->name));
    return OK;
}

static err find_receiver(struct cx *cx, const struct seat_file *n,
                         const char *to, const struct talks_node **out)
{
    *out = charter_node(&n->charter, str_of(to));
    if (*out == NULL || *out == n->self)
        return fail_hint(cx, ERR_INPUT, "truce talks show NODE names them.",
                         "%s is no other node of these talks", to);
    return OK;
}

err bundle_write(struct cx *cx, struct arena *a, const char *node,
                 const char *to, bool all, const char *file, struct buf *out)
{
    struct seat_file n;
    const struct talks_node *receiver;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = find_receiver(cx, &n, to, &receiver);
    if (is_ok(e))
        e = write_for(cx, a, &n, receiver, all, file, out);
    seat_close(&n);
    return e;
}

/* --- in
 * ------------------------------------------------------------------------------
 */

static err read_in(struct cx *cx, struct seat_file *n, str bytes,
                   const char *file, struct buf *out, bool *whole)
{
    struct bundle_reader r;
    size_t news;
    TRY(cx, bundle_open(cx, &n->charter, bytes, &r));
    TRY(cx, bundle_take(cx, n, &r, out, &news));
    *whole = r.whole;
    buf_safe(out, str_of(file));
    buf_printf(out, ": %zu envelope%s, %zu new\n", r.n, r.n == 1 ? "" : "s",
               news);
    if (!r.whole)
        buf_c(out, "  the file was cut or damaged at its end: what came is "
                   "taken in; ask for it again\n");
    return OK;
}

err bundle_read(struct cx *cx, struct arena *a, const char *node,
                const char *file, struct buf *out, bool *whole)
{
    struct seat_file n;
    str bytes;
    TRY(cx, sys_read_file(cx, a, file, BUNDLE_MAX, &bytes));
    TRY(cx, seat_open(cx, a, node, &n));
    err e = read_in(cx, &n, bytes, file, out, whole);
    seat_close(&n);
    return e;
}
