/* fuzz/fuzz_webauthn.c: any bytes as what a browser says of a passkey. The
 * first byte chooses: as an attestation object; as what a key signs; as
 * base64url. A key that is accepted lies on its curve, and its id within what
 * was read. */
#include "base/cx.h"
#include "people/webauthn.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct webauthn_ask asked = {.challenge = STR_INIT("AA"),
                                          .origin =
                                              STR_INIT("https://node.example"),
                                          .rp_id = STR_INIT("node.example")};

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void make(struct cx *cx, str bytes)
{
    static const str client =
        STR_INIT("{\"type\":\"webauthn.create\",\"challenge\":\"AA\","
                 "\"origin\":\"https://node.example\"}");
    struct webauthn_made made;
    err e = webauthn_make(cx, &asked, client, bytes, &made);
    must(is_ok(e) || e.code == ERR_INPUT);
    if (!is_ok(e))
        return;
    must(made.id.n > 0 && made.id.n <= WEBAUTHN_ID_MAX);
    must(made.id.p >= bytes.p && made.id.p + made.id.n <= bytes.p + bytes.n);
    must(made.key.alg == WEBAUTHN_P256 ? cry_p256_is_sound(made.key.bytes)
                                       : cry_key_is_sound(made.key.bytes));
}

/* Client data, a line end, and the rest. */
static void sign(struct cx *cx, str bytes)
{
    static const struct webauthn_key key = {WEBAUTHN_P256, 65, {4, 1}};
    uint32_t count;
    str client, rest;
    (void)str_cut(bytes, '\n', &client, &rest);
    err e = webauthn_sign(cx, &asked, &key, client, str_sub(rest, 0, 37),
                          str_sub(rest, 37, rest.n), &count);
    must(e.code == ERR_INPUT); /* no such point: nothing can be signed by it */
}

static void decode(struct cx *cx, struct arena *a, str text)
{
    str out;
    char *back;
    if (!is_ok(webauthn_decode(cx, a, text, &out)))
        return;
    back = arena_alloc(a, 2 * out.n + 8);
    must(back != NULL);
    webauthn_encode((const uint8_t *)out.p, out.n, back);
    must(str_eq(str_of(back), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    str bytes = {(const char *)data, size};
    if (size == 0)
        return 0;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    bytes = str_sub(bytes, 1, bytes.n);
    if (data[0] == 'm')
        make(&cx, bytes);
    else if (data[0] == 's')
        sign(&cx, bytes);
    else
        decode(&cx, &a, bytes);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
