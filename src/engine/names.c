/* names.c - texts kept once: ids of records, and words, which are names of
 * objects and rounds.
 *
 * An id is two bytes of length and its bytes in one pool. Words are numbered
 * from 1 in order of arrival.
 *
 * Most names are numbered: e1, e2, ... Those of one stem are found by their
 * number in an array, without a hash and without reading a text, as long as
 * the numbers are dense: below twice as many as there are, and some. So the
 * array is never much larger than the names in it, whoever chooses them. All
 * others are in a table of hashes, which holds 32 bits of the hash beside the
 * value, so that looking up a text that is not there touches no other memory,
 * and a table that grows reads no text. There texts that differ in their last
 * byte alone are neighbours; where a run of neighbours meets another it goes on
 * as a whole elsewhere. All but that byte is hashed with the key, so nobody can
 * choose texts that collide; one run has at most 256 of them. */
#include "engine/names_int.h"

str name_at(const struct engine *e, uint32_t offset)
{
    const char *p = e->names.pool + offset;
    return (str){p + 2, (size_t)(unsigned char)p[0] << 8 | (unsigned char)p[1]};
}

static err more_pool(struct cx *cx, struct engine *e)
{
    enum { FIRST = 2 * UINT16_MAX + 2 /* each step has room for any name */ };
    struct names *m = &e->names;
    size_t cap = m->cap == 0 ? FIRST : m->cap * 2;
    if (m->cap > UINT32_MAX)
        return fail(cx, ERR_LIMIT, "the names of all reports exceed 4 GB");
    char *p = arena_grow_raw(&e->arena, m->pool, m->cap, cap);
    if (p == NULL)
        return arena_fail(cx, &e->arena);
    m->pool = p;
    m->cap = cap;
    if (m->n == 0)
        m->n = 2; /* offset 0 means none */
    return OK;
}

err names_room(struct cx *cx, struct engine *e, str s)
{
    struct names *m = &e->names;
    if (s.n > UINT16_MAX)
        return fail(cx, ERR_LIMIT, "a name of %zu bytes is too long", s.n);
    return m->cap - m->n < s.n + 2 ? more_pool(cx, e) : OK;
}

static bool is_short(str s)
{
    struct word w;
    return s.n <= sizeof w.text;
}

str word_at(const struct engine *e, uint32_t word)
{
    const struct word *w = &e->word.p[word - 1];
    str s = {w->text, w->n};
    uint32_t offset;
    if (w->n != WORD_LONG)
        return s;
    memcpy(&offset, w->text, sizeof offset);
    return name_at(e, offset);
}

/* What a value of the table is called. */
static str value_name(const struct engine *e, const struct name_table *t,
                      uint32_t value)
{
    return t == &e->ids ? name_at(e, rec_at(e, value - 1)->id)
                        : word_at(e, value);
}

static struct name_slot *find(const struct engine *e,
                              const struct name_table *t, uint32_t h, str s)
{
    size_t i = h & (t->cap - 1);
    while (t->slots[i].value != 0) {
        if (t->slots[i].tag == h &&
            str_eq(value_name(e, t, t->slots[i].value), s))
            break;
        i = (i + names_step(h)) & (t->cap - 1);
    }
    return &t->slots[i];
}

/* The product of two keyed halves, both of its ends (the family NH); longer
 * texts by hash_bytes. */
static uint32_t hash_of(const struct engine *e, const char *p, size_t n)
{
    uint64_t a = 0, b = 0;
    if (n > 2 * sizeof a)
        return (uint32_t)hash_bytes(e->hash_key, p, n);
    if (n >= sizeof a) {
        memcpy(&a, p, sizeof a);
        memcpy(&b, p + n - sizeof b, sizeof b);
    } else if (n >= 4) {
        uint32_t x, y;
        memcpy(&x, p, sizeof x);
        memcpy(&y, p + n - sizeof y, sizeof y);
        a = x;
        b = y;
    } else if (n > 0) {
        a = (uint64_t)(unsigned char)p[0] << 16 |
            (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
    }
    b ^= (uint64_t)n << 56;
    unsigned __int128 m =
        (unsigned __int128)(a + e->hash_key[0]) * (b + (e->hash_key[1] | 1));
    uint64_t h = (uint64_t)m ^ (uint64_t)(m >> 64);
    return (uint32_t)(h ^ h >> 32);
}

static uint32_t names_hash(const struct engine *e, struct last_hash *l, str s)
{
    if (s.n == 0)
        return 0;
    if (l->n != s.n || memcmp(l->text, s.p, s.n - 1) != 0) {
        l->hash = hash_of(e, s.p, s.n - 1);
        l->n = 0;
        if (s.n <= sizeof l->text) {
            memcpy(l->text, s.p, s.n - 1);
            l->n = s.n;
        }
    }
    return l->hash + (unsigned char)s.p[s.n - 1];
}

/* --- Numbered names ---------------------------------------------------------
 */

enum { MAX_DIGITS = 8, DENSE = 1024 };

static inline uint32_t four_bytes(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

/* The last eight bytes of a text, the last in the highest; zeros before a
 * shorter one. */
static inline uint64_t last_bytes(str s)
{
    const unsigned char *end = (const unsigned char *)s.p + s.n;
    size_t n = s.n < MAX_DIGITS ? s.n : MAX_DIGITS;
    uint64_t w = 0;
    if (n >= 4) /* halves that overlap in a shorter one */
        return (uint64_t)four_bytes(end - 4) << 32 |
               (uint64_t)four_bytes(end - n) << 8 * (MAX_DIGITS - n);
    for (size_t i = 0; i < n; i++)
        w = w >> 8 | (uint64_t)(unsigned char)s.p[i] << 56;
    return w;
}

/* What a name is made of. */
struct parts {
    size_t n_stem;
    uint64_t stem; /* its last bytes, of a name of at most 8 all of them; the
                      last in the highest, zeros before */
    uint32_t number;
};

/* text: its last_bytes(). The number is that of at most MAX_DIGITS digits at
 * the end; it has no zero before it, but may be zero. false: the text ends with
 * none. */
static inline bool split(str s, uint64_t text, struct parts *out)
{
    uint64_t w = text ^ 0x3030303030303030u; /* digits to their values */
    uint64_t others = (((w & 0x7f7f7f7f7f7f7f7fu) + 0x7676767676767676u) | w) &
                      0x8080808080808080u;
    if (others >> 63 != 0)
        return false;
    if (others != 0) /* those before the digits to zero */
        w &= ~(uint64_t)0 << (64 - __builtin_clzll(others));
    unsigned zeros = w == 0 ? 7 : (unsigned)__builtin_ctzll(w) / 8;
    w = w * 10 + (w >> 8); /* pairs; then the first and third, and the others */
    w = (w & 0x000000ff000000ffu) * (100 + (1000000ull << 32)) +
        (w >> 16 & 0x000000ff000000ffu) * (1 + (10000ull << 32));
    out->number = (uint32_t)(w >> 32);
    out->n_stem = s.n - (MAX_DIGITS - zeros);
    out->stem = text << 8 * (7 - zeros) << 8;
    return out->n_stem <= MAX_STEM;
}

static inline bool is_of(const struct name_series *r, str s,
                         const struct parts *p)
{
    if (r->n_stem != p->n_stem)
        return false;
    return s.n <= MAX_DIGITS ? r->last_bytes == p->stem
                             : memcmp(r->stem, s.p, p->n_stem) == 0;
}

/* Where the series of a stem was found last. */
static inline uint8_t *seen_last(struct name_table *t, const struct parts *p)
{
    return &t->seen[p->stem >> 56 & (SEEN_SERIES - 1)];
}

/* NULL: there is none. */
static inline struct name_series *find_series(struct name_table *t, str s,
                                              const struct parts *p)
{
    uint8_t *seen = seen_last(t, p);
    if (*seen < t->n_series && is_of(&t->series[*seen], s, p))
        return &t->series[*seen];
    for (uint8_t i = 0; i < t->n_series; i++) {
        if (is_of(&t->series[i], s, p)) {
            *seen = i;
            return &t->series[i];
        }
    }
    return NULL;
}

/* NULL: there are too many. */
static struct name_series *new_series(struct name_table *t, str s,
                                      const struct parts *p)
{
    if (t->n_series == MAX_SERIES)
        return NULL;
    struct name_series *r = &t->series[t->n_series];
    *r = (struct name_series){.n_stem = (uint8_t)p->n_stem,
                              .last_bytes = last_bytes((str){s.p, p->n_stem}),
                              .first = p->number - p->number % DENSE};
    memcpy(r->stem, s.p, p->n_stem);
    *seen_last(t, p) = t->n_series++;
    return r;
}

void names_key(const struct engine *e, struct name_table *t, str s,
               struct name_key *k)
{
    struct parts p;
    k->series = NULL;
    k->hash = 0;
    if (s.n == 0)
        return;
    const uint64_t text = last_bytes(s);
    const uint32_t digit = (uint32_t)(text >> 56) - '0';
    if (text << 8 == t->near.text && s.n == t->near.n && digit < 10) {
        k->series = t->near.series;
        k->number = t->near.number + digit;
        return;
    }
    if (split(s, text, &p)) {
        struct name_series *r = find_series(t, s, &p);
        if (r == NULL)
            r = new_series(t, s, &p);
        if (r != NULL) {
            k->series = r;
            k->number = p.number - r->first; /* below it: no number */
            if (s.n <= MAX_DIGITS)
                t->near =
                    (struct near_name){text << 8, s.n, r, k->number - digit};
            return;
        }
    }
    k->hash = names_hash(e, &t->last, s);
}

static size_t most_dense(const struct name_series *r)
{
    return 2 * r->n + DENSE;
}

static uint32_t hash_by_key(const struct engine *e, struct name_table *t,
                            const struct name_key *k, str s)
{
    return k->series == NULL ? k->hash : names_hash(e, &t->last, s);
}

/* --- Looking up -------------------------------------------------------------
 */

uint32_t names_get(const struct engine *e, struct name_table *t, str s)
{
    struct parts p;
    const struct name_series *r = NULL;
    if (split(s, last_bytes(s), &p))
        r = find_series(t, s, &p);
    if (r != NULL) {
        uint32_t number = p.number - r->first;
        if (number < r->cap && r->values[number] != 0)
            return r->values[number];
        if (r->strays == 0)
            return 0;
    }
    return t->cap == 0 ? 0 : find(e, t, names_hash(e, &t->last, s), s)->value;
}

static err grow(struct cx *cx, struct engine *e, struct name_table *t)
{
    size_t cap = t->cap == 0 ? 1024 : t->cap * 2;
    struct name_slot *slots;
    if (cap > UINT32_MAX)
        return fail(cx, ERR_LIMIT, "there are more than 2 billion names");
    TRY_NEW_ARRAY(cx, &e->arena, cap, slots);
    for (size_t k = 0; k < t->cap; k++) {
        if (t->slots[k].value == 0)
            continue;
        size_t i = t->slots[k].tag & (cap - 1);
        while (slots[i].value != 0)
            i = (i + names_step(t->slots[k].tag)) & (cap - 1);
        slots[i] = t->slots[k];
    }
    arena_drop(&e->arena, t->slots, t->cap * sizeof *slots);
    t->slots = slots;
    t->cap = cap;
    return OK;
}

static err hashed_slot(struct cx *cx, struct engine *e, struct name_table *t,
                       const struct name_key *k, str s, uint32_t **value)
{
    uint32_t h = hash_by_key(e, t, k, s);
    if (t->n * 8 >= t->cap * 5)
        TRY(cx, grow(cx, e, t));
    struct name_slot *slot = find(e, t, h, s);
    slot->tag = h;
    *value = &slot->value;
    return OK;
}

static err more_values(struct cx *cx, struct engine *e, struct name_series *r,
                       uint32_t number)
{
    size_t cap = r->cap == 0 ? DENSE : r->cap * 2;
    cap = cap <= number ? (size_t)number + 1 : cap;
    uint32_t *values = arena_grow(&e->arena, r->values, r->cap * sizeof *values,
                                  cap * sizeof *values);
    if (values == NULL)
        return arena_fail(cx, &e->arena);
    r->values = values;
    r->cap = cap;
    return OK;
}

err names_new_slot(struct cx *cx, struct engine *e, struct name_table *t,
                   const struct name_key *k, str s, uint32_t **value)
{
    struct name_series *r = k->series;
    if (r == NULL)
        return hashed_slot(cx, e, t, k, s, value);
    bool dense = k->number < most_dense(r);
    if (!dense || r->strays > 0) {
        TRY(cx, hashed_slot(cx, e, t, k, s, value));
        if (!dense || **value != 0)
            return OK;
    }
    if (k->number >= r->cap)
        TRY(cx, more_values(cx, e, r, k->number));
    *value = &r->values[k->number];
    return OK;
}

uint32_t names_find_word(struct engine *e, str s)
{
    return names_get(e, &e->words, s);
}

err names_word(struct cx *cx, struct engine *e, str s, const struct name_key *k,
               uint32_t *word)
{
    uint32_t *value, offset;
    *word = 0;
    if (s.n == 0)
        return OK;
    TRY(cx, names_slot(cx, e, &e->words, k, s, &value));
    *word = *value;
    if (*word != 0)
        return OK;
    struct word fresh = {.clause = NONE, .n = WORD_LONG};
    if (is_short(s)) {
        fresh.n = (uint8_t)s.n;
        names_copy(fresh.text, s);
    } else {
        TRY(cx, names_push(cx, e, s, &offset));
        memcpy(fresh.text, &offset, sizeof offset);
    }
    if (e->word.n >= UINT32_MAX - 1)
        return fail(cx, ERR_LIMIT, "there are more than 4 billion names");
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->word, fresh));
    *word = *value = (uint32_t)e->word.n;
    names_taken(&e->words, k, value);
    return OK;
}
