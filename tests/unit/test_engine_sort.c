/* test_engine_sort.c: statements in order: few, many, of several sources, and
 * such as are alike. */
#include "engine/engine_int.h"
#include "tests/test.h"

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* As figure_sort says, and those that are alike as they were. */
static bool is_order(const struct obs *a, const struct obs *b)
{
    if (a->source != b->source)
        return a->source < b->source;
    if (a->total != b->total)
        return b->total;
    if (a->from != b->from)
        return a->from < b->from;
    if (a->to != b->to)
        return a->to < b->to;
    return a->fact < b->fact;
}

static void check(uint32_t n, uint32_t sources, uint32_t span, instant first)
{
    static struct obs o[3000];
    static bool seen[3000];
    uint32_t seed = n + sources + span;
    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < n; i++) {
        instant from = first + draw(&seed, span);
        o[i] = (struct obs){.from = from,
                            .to = from + 1 + draw(&seed, 3) * 70000,
                            .fact = i,
                            .source = (uint16_t)draw(&seed, sources),
                            .total = draw(&seed, 4) == 0};
    }
    CHECK_OK(test_cx(), figure_sort(test_cx(), test_arena(), o, n));
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            CHECK(is_order(&o[i - 1], &o[i]));
        CHECK(!seen[o[i].fact]);
        seen[o[i].fact] = true;
    }
}

void test_engine_sort__few_and_many(void)
{
    static const uint32_t n[] = {0, 1, 2, 32, 33, 500, 3000};
    for (size_t i = 0; i < COUNT_OF(n); i++) {
        check(n[i], 1, 10, 0);
        check(n[i], 3, 1u << 30, -5000000000);
        check(n[i], 300, 100000, INSTANT_MIN + 1);
    }
}
