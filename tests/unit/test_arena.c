/* Tests of base/arena.h and base/vec.h. */
#include "tests/test.h"

#include "base/vec.h"

void test_arena__zeroed_and_aligned(void)
{
    struct arena *a = test_arena();
    static const size_t sizes[] = {0, 1, 7, 16, 17, 4096, 16383, 16384, 70000};
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            unsigned char *p = arena_alloc(a, sizes[i]);
            bool zero = true;
            CHECK(p != NULL && (uintptr_t)p % _Alignof(max_align_t) == 0);
            if (p == NULL)
                return;
            for (size_t k = 0; k < sizes[i]; k++)
                zero = zero && p[k] == 0;
            CHECK(zero);
            memset(p, 0xEE, sizes[i]);
        }
        arena_reset(a);
    }
}

void test_arena__limit(void)
{
    struct arena a;
    struct cx *cx = test_cx();
    arena_init(&a, mem_system(), "agreement", 10000);
    size_t got = 0;
    while (arena_alloc(&a, 128) != NULL)
        got += 128;
    CHECK(got >= 7500 && got <= 10000);
    CHECK(a.used_bytes <= 10000);
    CHECK_FAILS(cx, arena_fail(cx, &a), ERR_LIMIT);
    CHECK(strstr(cx->fault.message, "limit of 10000 bytes for the agreement"));
    CHECK(arena_alloc_array(&a, SIZE_MAX / 2, 4) == NULL);
    CHECK(arena_alloc(&a, SIZE_MAX) == NULL);
    arena_release(&a);
    CHECK_INT(a.used_bytes, 0);
    CHECK(arena_alloc(&a, 16) != NULL);
    arena_release(&a);
}

void test_arena__machine_refuses(void)
{
    struct arena a;
    struct test_heap h = {.fail_at = 2};
    struct cx *cx = test_cx();
    arena_init(&a, test_heap_mem(&h), "agreement", SIZE_MAX);
    CHECK(arena_alloc(&a, 100) != NULL);
    CHECK(arena_alloc(&a, 100000) == NULL);
    CHECK_FAILS(cx, arena_fail(cx, &a), ERR_RESOURCE);
    arena_release(&a);
}

void test_arena__mark_and_rewind(void)
{
    struct arena *a = test_arena();
    char *before = arena_alloc(a, 100);
    CHECK(before != NULL);
    memset(before, 'x', 100);
    struct arena_mark m = arena_mark(a);
    size_t used = a->used_bytes;
    for (size_t i = 0; i < 100; i++)
        CHECK(arena_alloc(a, i * 500) != NULL);
    arena_rewind(a, m);
    CHECK_INT(a->used_bytes, used);
    char *after = arena_alloc(a, 100);
    CHECK(after > before && after < before + 200);
    CHECK(before[0] == 'x' && before[99] == 'x');
}

/* The same random growth in an arena and in a plain array. */
void test_arena__grow_keeps_content(void)
{
    enum { PIECES = 5, STEPS = 3000 };
    struct arena *a = test_arena();
    struct test_rand r = {7};
    struct {
        unsigned char *p;
        size_t n;
    } piece[PIECES] = {{NULL, 0}};
    for (size_t step = 0; step < STEPS; step++) {
        size_t i = test_rand_below(&r, PIECES);
        size_t more = piece[i].n > 200000 ? 0 : test_rand_below(&r, 900);
        unsigned char *p =
            arena_grow(a, piece[i].p, piece[i].n, piece[i].n + more);
        if (p == NULL) {
            FAIL("refused");
            return;
        }
        for (size_t k = piece[i].n; k < piece[i].n + more; k++) {
            CHECK(p[k] == 0);
            p[k] = (unsigned char)(k * 31 + i);
        }
        piece[i].p = p;
        piece[i].n += more;
    }
    for (size_t i = 0; i < PIECES; i++) {
        bool same = true;
        for (size_t k = 0; k < piece[i].n; k++)
            same = same && piece[i].p[k] == (unsigned char)(k * 31 + i);
        CHECK(same);
    }
}

void test_arena__drop_gives_back(void)
{
    struct arena a;
    arena_init(&a, mem_system(), "test", (size_t)1 << 20);
    char *small = arena_alloc(&a, 100);
    char *v[3];
    for (int i = 0; i < 3; i++)
        v[i] = arena_alloc(&a, 100000);
    size_t used = a.used_bytes;
    v[0][99999] = v[2][99999] = 'x';
    arena_drop(&a, v[1], 100000);
    CHECK(a.used_bytes <= used - 100000);
    CHECK(v[0][99999] == 'x' && v[2][99999] == 'x');
    arena_drop(&a, v[2], 100000); /* the newest */
    arena_drop(&a, small, 100);   /* has no block of its own: stays */
    small[99] = 'x';
    arena_drop(&a, NULL, 0);
    v[0] = arena_grow(&a, v[0], 100000, 200000);
    CHECK(v[0] != NULL && v[0][99999] == 'x');
    arena_release(&a);
    CHECK_INT(a.used_bytes, 0);
}

/* Through the sizes at which memory comes from elsewhere and is moved. */
void test_arena__large_blocks_keep_content(void)
{
    static const size_t sizes[] = {1000,     5000000,   17000000,
                                   20000000, 120000000, 130000000};
    struct arena a;
    arena_init(&a, mem_system(), "test", (size_t)1 << 28);
    size_t n = sizes[0];
    unsigned char *p = arena_alloc(&a, n), *other = arena_alloc(&a, 20000000);
    memset(p, 1, n);
    memset(other, 99, 20000000);
    for (size_t i = 1; i < COUNT_OF(sizes); i++) {
        bool kept = true, zero = true;
        p = i % 2 == 0 ? arena_grow(&a, p, n, sizes[i])
                       : arena_grow_raw(&a, p, n, sizes[i]);
        if (p == NULL) {
            FAIL("no memory");
            break;
        }
        for (size_t k = 0; k < n; k += 997)
            kept = kept && p[k] == i;
        for (size_t k = n; i % 2 == 0 && k < sizes[i]; k += 997)
            zero = zero && p[k] == 0;
        CHECK(kept && zero && p[n - 1] == i);
        n = sizes[i];
        memset(p, (int)i + 1, n);
    }
    CHECK(other[0] == 99 && other[19999999] == 99);
    CHECK(p != NULL && arena_grow(&a, p, n, (size_t)1 << 28) == NULL &&
          a.hit_limit);
    arena_drop(&a, other, 20000000);
    CHECK(p != NULL && p[n - 1] == COUNT_OF(sizes));
    arena_release(&a);
    CHECK_INT(a.used_bytes, 0);
}

void test_arena__text(void)
{
    str s;
    CHECK(arena_dup_str(test_arena(), STR("harbour"), &s));
    CHECK_STR(s, STR("harbour"));
    CHECK(s.p[s.n] == '\0');
    CHECK(arena_printf(test_arena(), &s, "day %d of %s", 7, "60"));
    CHECK_STR(s, STR("day 7 of 60"));
}

void test_vec__push(void)
{
    VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 50000; i++)
        CHECK(vec_push(test_arena(), &v, i));
    CHECK_INT(v.n, 50000);
    bool same = true;
    for (uint32_t i = 0; i < v.n; i++)
        same = same && v.p[i] == i;
    CHECK(same);
    CHECK_INT(*vec_last(&v), 49999);
    CHECK(!vec_room(test_arena(), &v, SIZE_MAX - 10));
    CHECK(!vec_room(test_arena(), &v, SIZE_MAX / 2));
    CHECK_INT(v.n, 50000);
}
