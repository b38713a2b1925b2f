/* fuzz/fuzz_form.c: any bytes as the body of a form. Up to the first line end
 * is the media type. What is read obeys form.h, and lies within the body. */
#include "base/cx.h"
#include "base/utf8.h"
#include "http/form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void look_at(const struct form_field *f, str body)
{
    must(f->name.n > 0 && f->name.n <= FORM_NAME_MAX);
    if (f->is_file) {
        must(f->value.p >= body.p &&
             f->value.p + f->value.n <= body.p + body.n);
        must(utf8_valid(f->file_name, NULL) && utf8_valid(f->type, NULL));
        return;
    }
    must(f->value.n <= FORM_VALUE_MAX && utf8_valid(f->value, NULL));
    for (size_t i = 0; i < f->value.n; i++) {
        unsigned char c = (unsigned char)f->value.p[i];
        must((c >= 0x20 || c == '\n' || c == '\t') && c != 0x7f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct form f;
    str type, body, all = {(const char *)data, size};
    (void)str_cut(all, '\n', &type, &body);
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    err e = form_read(&cx, &a, type, body, &f);
    if (is_ok(e)) {
        must(f.n <= FORM_FIELDS_MAX);
        for (size_t i = 0; i < f.n; i++)
            look_at(&f.v[i], body);
    } else {
        must(e.code == ERR_INPUT);
    }
    (void)cookie_value(all, "truce");
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
