/* fuzz/fuzz_reports.c: any bytes as a file of reports.
 *
 * Read in memory, and again as if each line were alone: what is given has the
 * invariants of struct fact, every line is given, repeated, refused, blank or a
 * source, and a second pass gives the same. */
#include "facts/facts.h"
#include "tests/support/harbour.c" /* targets are linked alone */

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static uint64_t pass(struct cx *cx, struct facts *f, bool *restart)
{
    int counter[2];
    struct facts_record r;
    uint64_t digest = 1;
    const uint64_t key[2] = {1, 2};
    must(is_ok(facts_begin(cx, f, facts_sink_none(counter))));
    for (;;) {
        must(is_ok(facts_next(cx, f, &r)));
        if (r.line == 0)
            break;
        const struct fact *o = &r.fact;
        must(o->from < o->to_);
        must(o->recorded >= o->from);
        must(o->lo >= 0 && o->lo <= o->hi);
        must(o->id.n >= 1 && o->id.n <= 200);
        must(o->source >= 0 && o->source < counter[1]);
        must(facts_compare(o, o) == 0);
        digest = digest * 31 + hash_bytes(key, o->id.p, o->id.n) +
                 (uint64_t)o->lo + (uint64_t)o->from;
    }
    *restart = facts_must_restart(f);
    struct facts_counts n = facts_counted(f);
    size_t problems;
    uint64_t left_out;
    const struct facts_problem *p = facts_problems(f, &problems, &left_out);
    must((n.refused == 0) == (problems == 0));
    must(n.lines >= n.blank + n.records + n.repeated);
    for (size_t i = 0; i < problems; i++)
        must(p[i].line >= 1 && p[i].column >= 1 && p[i].message.n > 0);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    struct facts *f;
    struct facts_options opt = {.any_names = size > 0 && data[0] % 2};
    bool restart, again;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, cx.mem, "fuzz", (size_t)1 << 30);
    must(is_ok(facts_new(&cx, &a, harbour(), &opt, &f)));
    must(is_ok(
        facts_add_bytes(&cx, f, STR("x"), (str){(const char *)data, size})));
    (void)pass(&cx, f, &restart);
    uint64_t second = pass(&cx, f, &again);
    must(!again); /* one restart is enough */
    uint64_t third = pass(&cx, f, &again);
    must(second == third && !again);
    facts_free(f);
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
