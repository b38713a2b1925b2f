/* fuzz/fuzz_package.c: what a package is made of: zip files, manifests, time
 * stamps. The first byte chooses: 'm' a manifest, 't' an answer of an
 * authority, 'c' certificates, else a zip file. What is accepted as a zip file
 * is, written again, the same bytes. */
#include "base/cx.h"
#include "crypto/stamp.h"
#include "proof/bag.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void one_zip(struct cx *cx, struct arena *a, str s)
{
    struct zip_member *m;
    struct zip_writer w;
    struct buf out;
    size_t n;
    err e = zip_parse(cx, a, s, &m, &n);
    if (!is_ok(e)) {
        must(e.code == ERR_INPUT || e.code == ERR_LIMIT);
        return;
    }
    buf_init(&out, a, s.n);
    zip_writer_init(&w, a, &out);
    for (size_t i = 0; i < n; i++) {
        must(
            is_ok(zip_member_begin(cx, &w, m[i].name, m[i].bytes.n, m[i].crc)));
        buf_str(&out, m[i].bytes);
    }
    must(is_ok(zip_finish(cx, &w)));
    must(str_eq(buf_view(&out), s));
}

static void one_manifest(struct cx *cx, str s)
{
    struct bag_file files[] = {{.path = STR("data/a")},
                               {.path = STR("data/b/c")}};
    struct bag b = {.path = "bag", .file = files, .n = COUNT_OF(files)};
    err e = bag_take_manifest(cx, &b, s, STR("data/"));
    must(is_ok(e) || e.code == ERR_INPUT);
    must(!is_ok(e) || s.n == 0 || files[0].listed || files[1].listed);
    must(!bag_path_is_valid(s) ||
         (s.p[0] != '/' && !str_eq(s, STR("..")) &&
          !str_starts(s, STR("../")) && !str_ends(s, STR("/..")) &&
          str_find(s, STR("/../")) == s.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct cry_stamp stamp;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        if (data[0] == 'm')
            one_manifest(&cx, s);
        else if (data[0] == 't')
            /* Nobody is trusted, so nothing may be accepted. */
            must(
                !is_ok(cry_stamp_check(&cx, s, STR("hello"), STR(""), &stamp)));
        else if (data[0] == 'c')
            must(is_ok(cry_certificates_check(&cx, s)) ||
                 cx.fault.message[0] != '\0');
        else
            one_zip(&cx, &a, s);
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
