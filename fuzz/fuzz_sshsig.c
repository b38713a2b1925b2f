/* fuzz/fuzz_sshsig.c: signatures and public keys of OpenSSH. The first byte
 * chooses: 'k' a public key as text, 'b' its encoding; else a signature. What
 * is accepted prints as itself, apart from the line ends of the armor. */
#include "base/cx.h"
#include "proof/sshsig.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void must_tell(const struct cx *cx, err e)
{
    must(e.code == ERR_INPUT || e.code == ERR_LIMIT);
    must(cx->fault.message[0] != '\0');
}

static void one_key(struct cx *cx, struct arena *a, str s)
{
    struct sshkey k;
    struct buf b;
    err e = sshkey_parse_text(cx, a, s, &k, NULL);
    if (!is_ok(e)) {
        must_tell(cx, e);
        return;
    }
    buf_init(&b, a, SIZE_MAX);
    sshkey_print(&k, &b);
    must(str_eq(buf_view(&b), s));
}

static void one_blob(struct cx *cx, str s)
{
    struct sshkey k;
    err e = sshkey_parse(cx, s, &k);
    if (is_ok(e))
        must(str_eq(k.blob, s) && k.point.n > 0);
    else
        must_tell(cx, e);
}

static void one_signature(struct cx *cx, struct arena *a, str s)
{
    struct sshsig x, y;
    struct buf b, again;
    err e = sshsig_parse(cx, a, s, &x);
    if (!is_ok(e)) {
        must_tell(cx, e);
        return;
    }
    buf_init(&b, a, SIZE_MAX);
    buf_init(&again, a, SIZE_MAX);
    must(is_ok(sshsig_print(cx, &x, &b)));
    must(is_ok(sshsig_parse(cx, a, buf_view(&b), &y)));
    must(is_ok(sshsig_print(cx, &y, &again)));
    must(str_eq(buf_view(&b), buf_view(&again)));
    must(sshkey_eq(&x.key, &y.key));
    e = sshsig_check(cx, &x, x.name_space, STR("text"), false);
    if (!is_ok(e))
        must_tell(cx, e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        if (data[0] == 'k')
            one_key(&cx, &a, s);
        else if (data[0] == 'b')
            one_blob(&cx, s);
        else
            one_signature(&cx, &a, s);
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
