/* base/map.c: open addressing with linear probing and backward-shift deletion;
 * see map.h. The hash follows the SipHash paper (Aumasson, Bernstein 2012)
 * with one compression and three finalisation rounds.
 *
 * The two maps are the same but for the key; what differs is small enough to
 * write twice, and each reads without macros. */
#include "base/map.h"

static uint64_t rotl(uint64_t x, int b)
{
    return (x << b) | (x >> (64 - b));
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotl(v[1], 13) ^ v[0];
    v[0] = rotl(v[0], 32);
    v[2] += v[3];
    v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotl(v[1], 17) ^ v[2];
    v[2] = rotl(v[2], 32);
}

static uint64_t load_le(const unsigned char *p, size_t n)
{
    uint64_t x = 0;
    for (size_t i = 0; i < n; i++)
        x |= (uint64_t)p[i] << (8 * i);
    return x;
}

uint64_t hash_bytes(const uint64_t key[2], const void *p, size_t n)
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
                     key[0] ^ 0x6c7967656e657261u,
                     key[1] ^ 0x7465646279746573u};
    const unsigned char *in = p;
    size_t left = n;

    while (left >= 8) {
        uint64_t m = load_le(in, 8);
        v[3] ^= m;
        sip_round(v);
        v[0] ^= m;
        in += 8;
        left -= 8;
    }
    uint64_t last = ((uint64_t)n << 56) | (left == 0 ? 0 : load_le(in, left));
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xFF;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* From str */

struct map_slot {
    const char *p; /* NULL: free */
    size_t n;
    uint64_t hash;
    uint64_t value;
};

void map_init(struct map *m, struct arena *a, const struct cx *cx)
{
    *m = (struct map){.arena = a, .key = {cx->hash_key[0], cx->hash_key[1]}};
}

/* The slot of key, or the free slot where it belongs. cap must not be 0. */
static size_t find(const struct map *m, str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->cap - 1);
    while (m->slots[i].p != NULL &&
           !(m->slots[i].hash == hash &&
             str_eq((str){m->slots[i].p, m->slots[i].n}, key)))
        i = (i + 1) & (m->cap - 1);
    return i;
}

bool map_get(const struct map *m, str key, uint64_t *value)
{
    if (m->cap == 0)
        return false;
    size_t i = find(m, key, hash_bytes(m->key, key.p, key.n));
    if (m->slots[i].p == NULL)
        return false;
    if (value != NULL)
        *value = m->slots[i].value;
    return true;
}

static bool grow(struct map *m)
{
    size_t cap = m->cap == 0 ? 16 : m->cap;
    if (m->cap != 0 && !mul_ok(cap, (size_t)2, &cap))
        return false;
    struct map_slot *slots = arena_alloc_array(m->arena, cap, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].p == NULL)
            continue;
        size_t j = (size_t)m->slots[i].hash & (cap - 1);
        while (slots[j].p != NULL)
            j = (j + 1) & (cap - 1);
        slots[j] = m->slots[i];
    }
    m->slots = slots;
    m->cap = cap;
    return true;
}

bool map_put(struct map *m, str key, uint64_t value)
{
    uint64_t hash = hash_bytes(m->key, key.p, key.n);
    if (m->cap != 0) {
        size_t i = find(m, key, hash);
        if (m->slots[i].p != NULL) {
            m->slots[i].value = value;
            return true;
        }
    }
    if (m->n >= m->cap / 4 * 3 && !grow(m))
        return false;
    m->slots[find(m, key, hash)] =
        (struct map_slot){key.p == NULL ? "" : key.p, key.n, hash, value};
    m->n++;
    return true;
}

bool map_del(struct map *m, str key)
{
    if (m->cap == 0)
        return false;
    size_t mask = m->cap - 1;
    size_t hole = find(m, key, hash_bytes(m->key, key.p, key.n));
    if (m->slots[hole].p == NULL)
        return false;
    for (size_t i = (hole + 1) & mask; m->slots[i].p != NULL;
         i = (i + 1) & mask) {
        size_t home = (size_t)m->slots[i].hash & mask;
        /* i may move to the hole if its home is not between the two. */
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole] = (struct map_slot){0};
    m->n--;
    return true;
}

/* From uint64_t */

struct map_u64_slot {
    uint64_t key;
    uint64_t value;
    bool used;
};

void map_u64_init(struct map_u64 *m, struct arena *a, const struct cx *cx)
{
    *m =
        (struct map_u64){.arena = a, .key = {cx->hash_key[0], cx->hash_key[1]}};
}

/* A keyed finaliser: numbers are dense ids more often than hostile, and a
 * chosen set of collisions still needs the key. */
static size_t home_u64(const struct map_u64 *m, uint64_t key)
{
    uint64_t h = key ^ m->key[0];
    h = (h ^ (h >> 32)) * (m->key[1] | 1);
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    h ^= h >> 32;
    return (size_t)h & (m->cap - 1);
}

static size_t find_u64(const struct map_u64 *m, uint64_t key)
{
    size_t i = home_u64(m, key);
    while (m->slots[i].used && m->slots[i].key != key)
        i = (i + 1) & (m->cap - 1);
    return i;
}

bool map_u64_get(const struct map_u64 *m, uint64_t key, uint64_t *value)
{
    if (m->cap == 0)
        return false;
    size_t i = find_u64(m, key);
    if (!m->slots[i].used)
        return false;
    if (value != NULL)
        *value = m->slots[i].value;
    return true;
}

static bool grow_u64(struct map_u64 *m)
{
    struct map_u64 next = *m;
    next.cap = m->cap == 0 ? 16 : m->cap;
    if (m->cap != 0 && !mul_ok(next.cap, (size_t)2, &next.cap))
        return false;
    next.slots = arena_alloc_array(m->arena, next.cap, sizeof *next.slots);
    if (next.slots == NULL)
        return false;
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].used)
            next.slots[find_u64(&next, m->slots[i].key)] = m->slots[i];
    *m = next;
    return true;
}

bool map_u64_put(struct map_u64 *m, uint64_t key, uint64_t value)
{
    if (m->cap != 0) {
        size_t i = find_u64(m, key);
        if (m->slots[i].used) {
            m->slots[i].value = value;
            return true;
        }
    }
    if (m->n >= m->cap / 4 * 3 && !grow_u64(m))
        return false;
    m->slots[find_u64(m, key)] = (struct map_u64_slot){key, value, true};
    m->n++;
    return true;
}

bool map_u64_del(struct map_u64 *m, uint64_t key)
{
    if (m->cap == 0)
        return false;
    size_t mask = m->cap - 1;
    size_t hole = find_u64(m, key);
    if (!m->slots[hole].used)
        return false;
    for (size_t i = (hole + 1) & mask; m->slots[i].used; i = (i + 1) & mask) {
        size_t home = home_u64(m, m->slots[i].key);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole] = (struct map_u64_slot){0};
    m->n--;
    return true;
}
