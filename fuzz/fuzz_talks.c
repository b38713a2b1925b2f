/* fuzz/fuzz_talks.c: texts of proximity talks. The first byte chooses: 'c' a
 * charter, 'e' an envelope, 'o' an object, 'v' a conveyance, 'b' a bundle; all
 * but the first under the charter below. Signatures of envelopes and objects
 * are not asked for, so that what follows them is reached. What has one
 * spelling and is accepted prints as itself. */
#include "app/talks_int.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char charter_text[] =
    "truce charter 1\n"
    "name harbour\n"
    "convey any\n"
    "agreed whole\n"
    "failed keep\n"
    "languages en\n"
    "relay relay+8cf4065b+AVL5f5n6oyKQsPoSRl4T1ZU6sKbAH86NRqslb2UBUkfS\n"
    "node ardania party "
    "ardania+0df5fea3+AZdvVFUXSXujAmcD/KdHWLQlnRu4SzJXYLw5VafdUzbd "
    "age1gwu8zf09s56x0gyz00drcyz0zd896frjmeg7h3cqr6tlyzhqlp2q6j99dd\n"
    "node belmar party "
    "belmar+ea8b8e70+Ab2c8DLcv1fMKugVcdIpSXvrgFWFDdL84qCjov0YJREd "
    "age184u3hy6n8gppsf0ufmj90vr4jczc5ysvslu03u8lkze03g7q4c9q2g2egg\n"
    "node delvia mediator "
    "delvia+cb5c66b3+AbcTz+ei8cwG5bcI6nJEc++NI75CHtId93eWyFZYpyBZ "
    "age1la7506e4s5grhmj89sqlf55dyuc69u9rc4txpasrkc5cr855cpkst8uve5\n";

static void must(bool condition)
{
    if (!condition)
        abort();
}

static bool must_tell(const struct cx *cx, err e)
{
    if (is_ok(e))
        return true;
    must(e.code == ERR_INPUT || e.code == ERR_LIMIT ||
         e.code == ERR_CORRUPT); /* of what is kept */
    must(cx->fault.message[0] != '\0');
    return false;
}

static void one_charter(struct cx *cx, struct arena *a, str s)
{
    struct charter *c = arena_alloc(a, sizeof *c);
    struct buf b;
    if (c == NULL || !must_tell(cx, charter_parse(cx, s, c)))
        return;
    buf_init(&b, a, SIZE_MAX);
    charter_print(c, &b);
    must(str_eq(buf_view(&b), s));
}

static void one_envelope(struct cx *cx, struct arena *a,
                         const struct charter *c, str s)
{
    struct envelope e;
    struct buf b;
    if (!must_tell(cx, envelope_open(cx, c, s, TALKS_KEPT, &e)))
        return;
    buf_init(&b, a, SIZE_MAX);
    envelope_print(c, &e, &b);
    must(str_starts(s, buf_view(&b)));
}

static void one_object(struct cx *cx, struct arena *a, const struct charter *c,
                       str s)
{
    struct talks_object o;
    struct talks t;
    struct buf b;
    if (!must_tell(cx, talks_object_open(cx, c, s, TALKS_KEPT, &o)))
        return;
    buf_init(&b, a, SIZE_MAX);
    must(is_ok(talks_object_print(cx, c, &o, &b)));
    must(str_eq(buf_view(&b), o.text));
    struct envelope e = {
        .room = o.room, .sender = o.sender, .number = o.number, .id = o.id};
    talks_init(cx, &t, c, a);
    must(is_ok(talks_take(cx, &t, &e, &o)));
    must(is_ok(talks_settle(cx, &t)) && t.items.n == 1);
}

static void one_conveyance(struct cx *cx, struct arena *a,
                           const struct charter *c, str s)
{
    struct conveyance v;
    struct buf b;
    bool allowed;
    if (!must_tell(cx, conveyance_open(cx, c, s, &v, &allowed)))
        return;
    buf_init(&b, a, SIZE_MAX);
    must(is_ok(conveyance_print(cx, c, &v, &b)));
    must(str_eq(buf_view(&b), v.text));
}

static void one_bundle(struct cx *cx, struct arena *a, const struct charter *c,
                       str s)
{
    struct bundle_reader r;
    str note, sealed;
    if (!must_tell(cx, bundle_open(cx, c, s, &r)))
        return;
    while (bundle_next(&r, &note, &sealed)) {
        must(note.p >= s.p && sealed.p + sealed.n <= s.p + s.n);
        one_envelope(cx, a, c, note);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct charter c;
    if (size == 0)
        return 0;
    cx_init_fixed(&cx, &scratch, mem_system(), 1700000000, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)256 << 20);
    must(is_ok(charter_parse(&cx, str_of(charter_text), &c)));
    str s = {(const char *)data + 1, size - 1};
    switch (data[0]) {
    case 'c':
        one_charter(&cx, &a, s);
        break;
    case 'e':
        one_envelope(&cx, &a, &c, s);
        break;
    case 'o':
        one_object(&cx, &a, &c, s);
        break;
    case 'v':
        one_conveyance(&cx, &a, &c, s);
        break;
    default:
        one_bundle(&cx, &a, &c, s);
        break;
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
