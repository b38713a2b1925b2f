/* tests/tools/constant_time.c: whether code that holds keys branches on them,
 * or reads a table at a place that they decide.
 *
 * Runs under valgrind's memcheck, which knows of each bit whether it is
 * defined. A secret is marked as not defined before the code under test and its
 * result as defined after it: a jump or an address that depends on the secret
 * is then an error (A. Langley, "ctgrind", 2010). It sees the code as the
 * compiler made it, with the inputs it is given.
 *
 *     constant_time         every case; memcheck gives the exit status
 *     constant_time leak    a comparison that stops early: must be caught
 *
 * Not here: libsodium's X25519, which jumps on whether the shared secret is
 * zero, as RFC 7748 asks; reading a key's file, whose lines must be found. */
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "crypto/crypto.h"
#include "seal/seal_int.h"

enum { BYTES = 32 };
static uint8_t key[BYTES], other[BYTES];
static volatile unsigned sink;

static void secret(void *p, size_t n)
{
    VALGRIND_MAKE_MEM_UNDEFINED(p, n);
}

/* What may be known, or is looked at by the test alone. */
static void known(const void *p, size_t n)
{
    VALGRIND_MAKE_MEM_DEFINED(p, n);
    for (size_t i = 0; i < n; i++)
        sink += ((const uint8_t *)p)[i];
}

static void fill(uint8_t *p, uint8_t first)
{
    for (size_t i = 0; i < BYTES; i++)
        p[i] = (uint8_t)(first + 7 * i);
}

static void keys_as_text(void)
{
    char text[17 + BECH32_CHARS] = "AGE-SECRET-KEY-1";
    uint8_t back[BYTES];
    size_t prefix = strlen("AGE-SECRET-KEY-");
    fill(key, 9);
    secret(key, sizeof key);
    bech32_print((str){text, prefix}, true, key, text + prefix + 1);
    bool good = bech32_parse((str){text, prefix + 1 + BECH32_CHARS},
                             (str){text, prefix}, true, back);
    known(&good, sizeof good);
    known(back, sizeof back);
    known(key, sizeof key);
    if (!good || memcmp(back, key, sizeof key) != 0)
        fprintf(stderr, "constant_time: a key's text is not read back\n");
}

static void comparisons(void)
{
    for (unsigned differs = 0; differs < 2; differs++) {
        fill(key, 1);
        fill(other, 1);
        other[3] ^= (uint8_t)differs;
        secret(key, sizeof key);
        bool same = cry_equal(key, other, sizeof key);
        known(&same, sizeof same);
        known(key, sizeof key);
    }
}

static void derivations(void)
{
    uint8_t out[CRY_HASH_BYTES];
    fill(key, 2);
    secret(key, sizeof key);
    str k = {(const char *)key, sizeof key};
    cry_hmac(k, STR("message"), out);
    known(out, sizeof out);
    cry_hkdf(k, STR("salt"), STR("info"), out);
    known(out, sizeof out);
    known(key, sizeof key);
}

static void sealing(void)
{
    uint8_t nonce[CRY_AEAD_NONCE_BYTES] = {0};
    uint8_t text[100] = {0}, sealed[100 + CRY_AEAD_TAG_BYTES];
    fill(key, 3);
    secret(key, sizeof key);
    secret(text, sizeof text);
    cry_aead_seal(key, nonce, text, sizeof text, sealed);
    known(sealed, sizeof sealed);
    known(key, sizeof key);
}

static void signing(void)
{
    uint8_t signature[CRY_SIGNATURE_BYTES], point[CRY_X25519_BYTES];
    fill(key, 4);
    secret(key, sizeof key);
    cry_sign(key, STR("message"), signature);
    known(signature, sizeof signature);
    cry_x25519_public(key, point);
    known(point, sizeof point);
    known(key, sizeof key);
}

static void leak(void)
{
    fill(key, 5);
    fill(other, 5);
    secret(key, sizeof key);
    for (size_t i = 0; i < sizeof key; i++) {
        if (key[i] != other[i])
            break;
        sink++;
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "leak") == 0) {
        leak();
        return 0;
    }
    keys_as_text();
    comparisons();
    derivations();
    sealing();
    signing();
    if (RUNNING_ON_VALGRIND == 0) {
        fprintf(stderr, "constant_time: it tells nothing without valgrind\n");
        return 3;
    }
    return 0;
}
