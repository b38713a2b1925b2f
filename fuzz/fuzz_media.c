/* fuzz/fuzz_media.c: pictures from outside, and small JSON objects. The first
 * byte chooses: 'j' an object, else a picture. A copy without metadata has
 * none, and is its own copy. */
#include "base/cx.h"
#include "media/media.h"
#include "proof/flat.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void one_picture(struct cx *cx, struct arena *a, str s)
{
    struct media_info i;
    struct buf once, twice;
    must(media_type(s)[0] != '\0');
    media_read(s, &i);
    must(strlen(i.taken) < sizeof i.taken && i.orientation <= 8);
    buf_init(&once, a, s.n + 100);
    buf_init(&twice, a, s.n + 200);
    err e = media_strip(cx, s, &once);
    if (!is_ok(e)) {
        must(e.code == ERR_INPUT);
        return;
    }
    must(once.state == BUF_OK && once.n <= s.n + 36);
    media_read(buf_view(&once), &i);
    must(i.taken[0] == '\0' && !i.has_place);
    must(is_ok(media_strip(cx, buf_view(&once), &twice)));
    must(str_eq(buf_view(&once), buf_view(&twice)));
}

static void one_object(struct cx *cx, struct arena *a, str s)
{
    struct flat f;
    err e = flat_parse(cx, a, s, &f);
    must(is_ok(e) ? f.n <= FLAT_MAX
                  : e.code == ERR_INPUT || e.code == ERR_LIMIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        if (data[0] == 'j')
            one_object(&cx, &a, s);
        else
            one_picture(&cx, &a, s);
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
