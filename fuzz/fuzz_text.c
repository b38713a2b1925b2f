/* fuzz/fuzz_text.c: base's readers of bytes: UTF-8, numbers, what is shown of
 * hostile text, JSON strings. */
#include "base/buf.h"
#include "base/cx.h"
#include "base/json_out.h"
#include "base/suggest.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch;
    struct buf b;
    struct json_out j;
    str s = {(const char *)data, size}, nfc, again;
    size_t bad = size;
    int64_t v;

    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    bool valid = utf8_valid(s, &bad);
    must(valid == (bad == size));
    must(utf8_valid(str_sub(s, 0, bad), NULL));

    /* What is shown is valid, has no control characters, and the width that
     * utf8_width said. */
    buf_init(&b, &scratch, SIZE_MAX);
    buf_safe(&b, s);
    must(is_ok(buf_finish(&cx, &b)));
    must(utf8_valid(buf_view(&b), NULL));
    must(utf8_width(buf_view(&b)) == utf8_width(s));
    for (size_t i = 0; i < b.n; i++)
        must((unsigned char)b.p[i] >= 0x20);

    buf_clear(&b);
    json_init(&j, &b, 0);
    json_str(&j, s);
    must(utf8_valid(buf_view(&b), NULL) && j.replaced == !valid);

    if (valid) {
        must(is_ok(utf8_nfc(&cx, &scratch, s, &nfc)));
        must(utf8_valid(nfc, NULL));
        must(is_ok(utf8_nfc(&cx, &scratch, nfc, &again)));
        must(again.p == nfc.p); /* NFC is its own NFC */
    }
    if (str_int(s, INT64_MIN, INT64_MAX, &v))
        must(size > 0 && (s.p[0] == '-' || v >= 0));
    must(suggest_distance(s, s, 3) == (utf8_count(s) > 64 ? 4 : 0) || !valid);
    cx_release(&cx);
    return 0;
}
