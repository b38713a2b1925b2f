/* Tests of base/map.h. */
#include "tests/test.h"

#include "base/map.h"

/* The vectors of the SipHash authors are for 2-4; these pin our 1-3 against
 * a change by accident, and show that key and length matter. */
void test_map__hash_is_keyed(void)
{
    uint64_t k1[2] = {1, 2}, k2[2] = {1, 3};
    CHECK(hash_bytes(k1, "abc", 3) == hash_bytes(k1, "abc", 3));
    CHECK(hash_bytes(k1, "abc", 3) != hash_bytes(k2, "abc", 3));
    CHECK(hash_bytes(k1, "abc", 3) != hash_bytes(k1, "abc\0", 4));
    CHECK(hash_bytes(k1, NULL, 0) == hash_bytes(k1, "", 0));
}

/* Random puts, gets and deletes, against a plain array. */
void test_map__agrees_with_an_array(void)
{
    enum { KEYS = 600, STEPS = 60000 };
    static char names[KEYS][8];
    uint64_t value[KEYS];
    bool there[KEYS] = {false};
    struct map m;
    struct map_u64 u;
    struct test_rand r = {11};
    size_t n = 0;

    map_init(&m, test_arena(), test_cx());
    map_u64_init(&u, test_arena(), test_cx());
    for (size_t i = 0; i < KEYS; i++)
        snprintf(names[i], sizeof names[i], "k%zu", i);
    for (size_t step = 0; step < STEPS; step++) {
        size_t i = test_rand_below(&r, KEYS);
        uint64_t v = test_rand_u64(&r), got = 0, got_u = 0;
        str key = str_of(names[i]);
        switch (test_rand_below(&r, 4)) {
        case 0:
        case 1:
            CHECK(map_put(&m, key, v) && map_u64_put(&u, i * 4096, v));
            n += !there[i];
            there[i] = true;
            value[i] = v;
            break;
        case 2:
            CHECK(map_del(&m, key) == there[i]);
            CHECK(map_u64_del(&u, i * 4096) == there[i]);
            n -= there[i];
            there[i] = false;
            break;
        default:
            CHECK(map_get(&m, key, &got) == there[i]);
            CHECK(map_u64_get(&u, i * 4096, &got_u) == there[i]);
            if (there[i])
                CHECK(got == value[i] && got_u == value[i]);
        }
    }
    CHECK_INT(m.n, n);
    CHECK_INT(u.n, n);
}

void test_map__refused_growth_changes_nothing(void)
{
    struct arena a;
    struct map m;
    char names[1000][8];
    size_t i = 0;
    arena_init(&a, mem_system(), "small", 8000);
    map_init(&m, &a, test_cx());
    for (; i < 1000; i++) {
        snprintf(names[i], sizeof names[i], "n%zu", i);
        if (!map_put(&m, str_of(names[i]), i))
            break;
    }
    CHECK(i > 10 && i < 1000);
    for (size_t k = 0; k < i; k++) {
        uint64_t v;
        CHECK(map_get(&m, str_of(names[k]), &v) && v == k);
    }
    CHECK(!map_get(&m, str_of(names[i]), NULL));
    arena_release(&a);
}
