/* fuzz/fuzz_seal.c: what comes from outside to sealing. The first byte chooses:
 * 'k' a key as text, 'f' a key file, 's' a file sealed here and then
 * changed as the next bytes say, else a sealed file. A key that
 * is accepted is printed as it was; a changed file does not open. */
#include "base/cx.h"
#include "seal/pad.h"
#include "seal/seal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* A failure has a class that is not a bug, and says something. */
static void must_tell(const struct cx *cx, err e)
{
    must(e.code != ERR_BUG && cx->fault.message[0] != '\0');
}

struct memory {
    str in;
    struct buf *out;
};

static err from_memory(struct cx *cx, void *self, void *p, size_t cap,
                       size_t *n)
{
    struct memory *m = self;
    (void)cx;
    *n = m->in.n < cap ? m->in.n : cap;
    if (*n > 0)
        memcpy(p, m->in.p, *n);
    m->in = str_sub(m->in, *n, m->in.n);
    return OK;
}

static err to_memory(struct cx *cx, void *self, const void *p, size_t n)
{
    struct memory *m = self;
    buf_bytes(m->out, p, n);
    return buf_finish(cx, m->out);
}

/* The identity of the age test vectors: seeds are sealed to it. */
static void make_identity(struct cx *cx, struct identities *ids)
{
    *ids = (struct identities){.n = 0};
    must(is_ok(identities_add(
        cx, "key",
        STR("AGE-SECRET-KEY-"
            "1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"),
        ids)));
}

static err open_one(struct cx *cx, const struct identities *ids, str sealed,
                    struct buf *out, struct seal_opened *o)
{
    struct seal_keys keys = {.ids = ids};
    struct memory m = {sealed, out};
    return seal_open(cx, &keys, (struct seal_source){from_memory, &m, "f"},
                     (struct seal_sink){to_memory, &m}, o);
}

static void one_file(struct cx *cx, struct arena *a, str s)
{
    static struct identities ids;
    struct seal_opened o;
    struct buf out;
    make_identity(cx, &ids);
    buf_init(&out, a, SIZE_MAX);
    err e = open_one(cx, &ids, s, &out, &o);
    must(is_ok(e) == (o.fault == SEAL_SOUND));
    must(o.bytes <= o.padded && o.padded == out.n);
    if (!is_ok(e))
        must_tell(cx, e);
    identities_release(&ids);
}

/* data: place (2 bytes), what is changed there (1), content. */
static void one_change(struct cx *cx, struct arena *a, str s)
{
    static struct identities ids;
    struct seal_opened o;
    struct buf sealed, out;
    uint64_t n;
    if (s.n < 3)
        return;
    make_identity(cx, &ids);
    struct seal_options opt = {&ids.id[0].recipient, 1, false};
    struct memory m = {str_sub(s, 3, s.n), &sealed};
    buf_init(&sealed, a, SIZE_MAX);
    buf_init(&out, a, SIZE_MAX);
    must(is_ok(seal_write(cx, &opt, (struct seal_source){from_memory, &m, "f"},
                          (struct seal_sink){to_memory, &m}, &n)));
    must(is_ok(open_one(cx, &ids, buf_view(&sealed), &out, &o)));
    must(o.bytes == s.n - 3 && o.padded == pad_total(o.bytes));
    must(str_eq(str_sub(buf_view(&out), 0, o.bytes), str_sub(s, 3, s.n)));
    size_t at = ((size_t)(uint8_t)s.p[0] << 8 | (uint8_t)s.p[1]) % sealed.n;
    if (s.p[2] != 0) {
        sealed.p[at] ^= s.p[2];
        buf_clear(&out);
        must(!is_ok(open_one(cx, &ids, buf_view(&sealed), &out, &o)));
    } else {
        buf_clear(&out);
        must(!is_ok(
            open_one(cx, &ids, str_sub(buf_view(&sealed), 0, at), &out, &o)));
    }
    identities_release(&ids);
}

static void one_key(struct cx *cx, struct arena *a, str s)
{
    struct recipient r;
    struct identity i;
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    err e = recipient_parse(cx, "", s, &r);
    if (is_ok(e)) {
        recipient_print(&r, &b);
        must(str_eq(buf_view(&b), s));
    } else {
        must_tell(cx, e);
    }
    if (is_ok(identity_parse(cx, "", s, &i))) {
        struct secret_text t = {0};
        must(is_ok(secret_make(cx, SEAL_KEY_TEXT, &t.room)));
        identity_put(&i, &t);
        must(str_eq(secret_text_view(&t), s));
        secret_release(&t.room);
        identity_release(&i);
    }
}

static void one_key_file(struct cx *cx, str s)
{
    static struct identities ids;
    ids.n = 0;
    err e = identities_add(cx, "keys", s, &ids);
    if (!is_ok(e))
        must_tell(cx, e);
    identities_release(&ids);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        switch (data[0]) {
        case 'k':
            one_key(&cx, &a, s);
            break;
        case 'f':
            one_key_file(&cx, s);
            break;
        case 's':
            one_change(&cx, &a, s);
            break;
        default:
            one_file(&cx, &a, s);
            break;
        }
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
