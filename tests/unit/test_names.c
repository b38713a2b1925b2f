/* Names of records against those who choose them: decision 22. */
#include "engine/names_int.h"
#include "tests/test.h"

enum { TEXTS = 6000, KEYS = 24 };

/* A family of texts: the i-th one, of at most 20 bytes. */
typedef size_t family(char *p, int i);

static size_t put(char *p, uint64_t a, uint64_t b)
{
    memcpy(p, &a, 8);
    memcpy(p + 8, &b, 8);
    p[16] = 'x'; /* the last byte is not hashed */
    return 17;
}
static size_t arbitrary(char *p, int i)
{
    uint64_t z = (uint64_t)(i + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 31) * 0xbf58476d1ce4e5b9u;
    return put(p, z ^ z >> 29, z);
}
static unsigned shift, shift_b; /* of the families below */
static size_t first_half(char *p, int i)
{
    return put(p, (uint64_t)i << shift, 77);
}
static size_t second_half(char *p, int i)
{
    return put(p, 77, (uint64_t)i << shift);
}
static size_t both_alike(char *p, int i)
{
    return put(p, (uint64_t)i << shift, (uint64_t)i << shift);
}
/* Sums, differences and products of the halves that stay the same. */
static size_t sum_stays(char *p, int i)
{
    return put(p, (uint64_t)i << shift, -((uint64_t)i << shift));
}
static size_t opposite(char *p, int i)
{
    return put(p, (uint64_t)i << shift, ~((uint64_t)i << shift));
}
static size_t product_stays(char *p, int i)
{
    uint64_t odd = 2 * (uint64_t)i + 1, inverse = odd;
    for (int k = 0; k < 5; k++)
        inverse *= 2 - odd * inverse; /* of 2^64 */
    return put(p, odd << shift, inverse);
}
static size_t grid(char *p, int i)
{
    return put(p, (uint64_t)(i % 80) << shift, (uint64_t)(i / 80) << shift_b);
}
/* One text of eight bytes: the product is a square but for the key. */
static size_t square(char *p, int i)
{
    return (size_t)snprintf(p, 20, "%07dq.", i * (1 + (int)shift));
}
/* Runs of texts that differ in their last byte alone. */
static size_t runs(char *p, int i)
{
    return (size_t)snprintf(p, 20, "%c%05dz%c", 'a' + (int)shift % 26, i / 58,
                            'A' + i % 58);
}

/* How many places of the table are looked at for one text, in the mean. */
static double probes(family *of, struct engine *e, uint32_t *same)
{
    size_t cap = 1024;
    uint64_t sum = 0;
    while ((size_t)TEXTS * 8 >= cap * 5)
        cap *= 2;
    struct name_slot *slots =
        arena_alloc_array(test_arena(), cap, sizeof *slots);
    static struct name_table t;
    t = (struct name_table){.slots = slots, .cap = cap};
    *same = 0;
    for (int i = 0; i < TEXTS; i++) {
        char text[24] = {0};
        struct name_key k;
        size_t n = of(text, i);
        names_key(e, &t, (str){text, n}, &k);
        if (k.series != NULL)
            FAIL("a numbered name");
        size_t at = k.hash & (cap - 1);
        for (sum++; slots[at].value != 0; sum++) {
            *same += slots[at].tag == k.hash;
            at = (at + names_step(k.hash)) & (cap - 1);
        }
        slots[at] = (struct name_slot){k.hash, 1};
    }
    return (double)sum / TEXTS;
}

/* Whatever the texts, a look-up costs at most three times as many places as of
 * arbitrary ones (1.5), with any of some keys that they were not made for. */
void test_names__chosen_texts_cost_no_more(void)
{
    static family *const all[] = {first_half, second_half, both_alike,
                                  sum_stays,  opposite,    product_stays,
                                  square,     runs};
    static struct engine e;
    struct test_rand r = {22};
    struct arena_mark m = arena_mark(test_arena());
    for (int key = 0; key < KEYS; key++) {
        uint32_t same;
        e.hash_key[0] = test_rand_u64(&r);
        e.hash_key[1] = test_rand_u64(&r);
        double base = probes(arbitrary, &e, &same);
        CHECK(base < 2);
        for (shift = 0; shift <= 48; shift += 8) {
            for (size_t f = 0; f < COUNT_OF(all); f++) {
                double cost = probes(all[f], &e, &same);
                if (cost > 3 * base || same > 4)
                    FAIL("family %zu shift %u: %.2f places, %u same tags", f,
                         shift, cost, same);
            }
            shift_b = 56 - shift;
            double cost = probes(grid, &e, &same);
            if (cost > 3 * base || same > 4)
                FAIL("grid %u %u: %.2f, %u", shift, shift_b, cost, same);
        }
        arena_rewind(test_arena(), m);
    }
}

/* Texts that collide under every key, so that anybody can find them: there are
 * such pairs of different lengths, as all the same characters and one more,
 * but no text has more than one partner of each length from 8 to 16. */
void test_names__what_collides_without_a_key(void)
{
    static struct engine e;
    static struct name_table t;
    struct test_rand r = {23};
    char text[32];
    for (size_t n = 4; n <= 16; n++) {
        int always = 0;
        for (int key = 0; key < 8; key++) {
            struct name_key a, b;
            e.hash_key[0] = test_rand_u64(&r);
            e.hash_key[1] = test_rand_u64(&r);
            t.last.n = 0;
            memset(text, 'a', sizeof text);
            names_key(&e, &t, (str){text, n}, &a);
            /* of the same length: any one byte but the last is different */
            for (size_t at = 0; at + 1 < n; at++) {
                text[at] = 'b';
                t.last.n = 0;
                names_key(&e, &t, (str){text, n}, &b);
                CHECK(a.hash != b.hash);
                text[at] = 'a';
            }
            for (int c = 0; c < 256; c++) { /* one longer */
                text[n - 1] = (char)c;
                t.last.n = 0;
                names_key(&e, &t, (str){text, n + 1}, &b);
                always += a.hash == b.hash;
            }
        }
        CHECK(always <= 8);
    }
}
