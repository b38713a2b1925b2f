/* fuzz/fuzz_mapping.c: any bytes as a mapping, and behind a NUL as a table.
 * Every row is used, skipped or refused, and what is made can be read. */
#include "facts/facts.h"
#include "facts/import.h"
#include "tests/support/harbour.c" /* targets are linked alone */

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
    struct arena scratch, a;
    const struct mapping *m;
    struct import_result r;
    struct buf out, notes;
    str mapping, table;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    (void)str_cut((str){(const char *)data, size}, '\0', &mapping, &table);
    if (is_ok(mapping_read(&cx, &a, STR("m"), mapping, &m))) {
        buf_init(&out, &a, SIZE_MAX);
        buf_init(&notes, &a, SIZE_MAX);
        bool named = size % 2 == 0;
        const struct import_how how = {.ag = named ? harbour() : NULL,
                                       .show = 5};
        if (is_ok(import_run(&cx, &a, m, table, &how, &out, &r))) {
            must(r.rows == r.made + r.skipped + r.refused);
            must(r.refused == 0 || r.n_problems > 0);
            import_print(&r, STR("t"), &notes);

            struct facts_options opt = {.any_names = !named};
            struct facts_record rec;
            struct facts *f;
            int counter[2];
            size_t n;
            must(is_ok(facts_new(&cx, &a, harbour(), &opt, &f)));
            must(is_ok(facts_add_bytes(&cx, f, STR("o"), buf_view(&out))));
            must(is_ok(facts_begin(&cx, f, facts_sink_none(counter))));
            do
                must(is_ok(facts_next(&cx, f, &rec)));
            while (rec.line != 0);
            (void)facts_problems(f, &n, NULL);
            must(facts_counted(f).lines == r.records);
            facts_free(f);
            import_print_shown(&r, &notes);
        }
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
