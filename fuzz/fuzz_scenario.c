/* fuzz/fuzz_scenario.c: any bytes as the orders of a table-top exercise. They
 * are obeyed, or the first that cannot be is named with its line; the same
 * orders give the same words; nothing is written. */
#include "app/scenario.h"
#include "base/cx.h"
#include "lang/lang.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
    "agreement \"E\"\nparty p, q\nmediator m\nverifier v\n"
    "act dig \"dig\" \"dug\"\nact fell \"fell\" \"felled\"\n"
    "zone z\nitem box unit box\nstate open\ncondition calm judged by m\n"
    "clock\n time zone Europe/Lisbon\n in force at 2025-03-27 10:00\n"
    " day 1 is the day of entry into force\n lasts 9 days\n"
    "article 1\n"
    "1.1 p shall dig by day 2 verified by v\n"
    "1.2 q shall fell 4 box after 1.1 is met within 2 days verified by v\n"
    "1.3 p shall dig 3 box each day verified by v if calm holds\n"
    "1.4 when 1.2 is unmet, m shall fell within 1 days verified by v\n"
    "1.5 p, q shall not fell in z throughout verified by v\n";

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void nothing(void *self)
{
    (void)self;
}

static err exercise(struct cx *cx, struct arena *a, const struct plan *p,
                    str orders, struct buf *out)
{
    struct scenario_head head;
    struct scenario_options o = {
        .path = "o", .text = orders, .width = 80, .flush = nothing};
    buf_init(out, a, SIZE_MAX);
    TRY(cx, scenario_read_head(cx, a, "o", orders, &head));
    return scenario_run(cx, a, p, &o, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct ast *t;
    struct agreement *ag;
    struct plan *p;
    struct diagnostics d = {0};
    struct buf one, two;
    str orders = {(const char *)data, size};
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    must(is_ok(lang_parse(&cx, &a, STR("t"), str_of(text), &t, &d)));
    must(is_ok(lang_compile(&cx, &a, t, &ag, &d)) && d.errors == 0);
    must(is_ok(plan_make(&cx, &a, ag, INSTANT_NONE, &p)));
    err e = exercise(&cx, &a, p, orders, &one);
    must(is_ok(e) || e.code == ERR_INPUT || e.code == ERR_LIMIT);
    must(is_ok(e) || cx.fault.message[0] != '\0');
    fault_clear(&cx);
    err again = exercise(&cx, &a, p, orders, &two);
    must(again.code == e.code && str_eq(buf_view(&one), buf_view(&two)));
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
