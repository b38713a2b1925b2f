/* fuzz/fuzz_context.c: any bytes as a table of events of another collection.
 * What is read lies on the globe and in the calendar, in order. */
#include "base/cx.h"
#include "facts/context.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void check(const struct context_event *e)
{
    must(e->id.n > 0 && civil_date_is_valid(e->from) &&
         civil_days(e->from) <= civil_days(e->to));
    must(!e->has_point || (llabs(e->at.lat_e7) <= 900000000 &&
                           llabs(e->at.lon_e7) <= 1800000000));
    must(!e->has_deaths || e->best >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct context c = {0};
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    if (is_ok(context_read(&cx, &a, STR("t.csv"),
                           (str){(const char *)data, size}, &c))) {
        context_settle(&c);
        for (size_t i = 0; i < c.all.n; i++) {
            check(&c.all.p[i]);
            must(i == 0 || civil_days(c.all.p[i - 1].from) <=
                               civil_days(c.all.p[i].from));
        }
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
