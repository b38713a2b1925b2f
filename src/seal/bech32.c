/* seal/bech32.c: Bech32 (BIP 173) of keys of 32 bytes.
 *
 * Data is often a secret key: nothing here branches on it, or reads a table at
 * a place that it decides. Read next: key.c. */
#include "seal/seal_int.h"

static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
enum { GROUPS = 52, CHECK = 6 };

/* 0xff.. where a == b, else 0; both under 2^31. */
static uint32_t same(uint32_t a, uint32_t b)
{
    return (((a ^ b) - 1) >> 31) * UINT32_MAX;
}

/* One more value of five bits into the checksum. */
static uint32_t step(uint32_t sum, uint32_t value)
{
    static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                         0x3d4233dd, 0x2a1462b3};
    uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < COUNT_OF(generator); i++)
        sum ^= (0 - (top >> i & 1)) & generator[i];
    return sum;
}

/* The checksum so far, over the prefix, which is public. */
static uint32_t begin(str prefix)
{
    uint32_t sum = 1;
    for (size_t i = 0; i < prefix.n; i++)
        sum = step(sum, ((uint32_t)(unsigned char)prefix.p[i] | 0x20) >> 5);
    sum = step(sum, 0);
    for (size_t i = 0; i < prefix.n; i++)
        sum = step(sum, ((uint32_t)(unsigned char)prefix.p[i] | 0x20) & 31);
    return sum;
}

static char digit_of(uint32_t value, bool upper)
{
    uint32_t c = 0;
    for (uint32_t i = 0; i < 32; i++) {
        uint32_t d = (unsigned char)digits[i];
        if (upper && d >= 'a')
            d -= 32;
        c |= same(i, value) & d;
    }
    return (char)c;
}

/* *bad is not 0 if c is no digit. */
static uint32_t value_of(char c, bool upper, uint32_t *bad)
{
    uint32_t value = 0, found = 0;
    for (uint32_t i = 0; i < 32; i++) {
        uint32_t d = (unsigned char)digits[i];
        if (upper && d >= 'a')
            d -= 32;
        uint32_t hit = same(d, (unsigned char)c);
        value |= hit & i;
        found |= hit;
    }
    *bad |= ~found;
    return value;
}

void bech32_print(str prefix, bool upper, const uint8_t data[BECH32_DATA],
                  char out[BECH32_CHARS])
{
    uint32_t sum = begin(prefix), bits = 0;
    unsigned n = 0;
    size_t k = 0;
    for (size_t i = 0; i < GROUPS; i++) {
        if (n < 5) {
            bits = bits << 8 | (k < BECH32_DATA ? data[k] : 0u);
            k++;
            n += 8;
        }
        uint32_t v = bits >> (n - 5) & 31;
        n -= 5;
        sum = step(sum, v);
        out[i] = digit_of(v, upper);
    }
    for (size_t i = 0; i < CHECK; i++)
        sum = step(sum, 0);
    sum ^= 1;
    for (size_t i = 0; i < CHECK; i++)
        out[GROUPS + i] = digit_of(sum >> (25 - 5 * i) & 31, upper);
}

bool bech32_parse(str text, str prefix, bool upper, uint8_t data[BECH32_DATA])
{
    uint32_t sum = begin(prefix), bad = 0, bits = 0;
    unsigned n = 0;
    size_t k = 0;
    if (text.n != prefix.n + 1 + BECH32_CHARS || !str_starts(text, prefix) ||
        text.p[prefix.n] != '1')
        return false;
    const char *p = text.p + prefix.n + 1;
    for (size_t i = 0; i < BECH32_CHARS; i++) {
        uint32_t v = value_of(p[i], upper, &bad);
        sum = step(sum, v);
        if (i >= GROUPS)
            continue;
        bits = bits << 5 | v;
        n += 5;
        if (n >= 8) {
            n -= 8;
            data[k++] = (uint8_t)(bits >> n & 0xff);
        }
    }
    /* 52 groups are 260 bits: the last four are zero. */
    p += GROUPS - 1;
    bad |= value_of(*p, upper, &bad) & 15;
    return (bad | (sum ^ 1)) == 0;
}
