/* test_crypto.c: that the libraries are called rightly; their own tests show
 * that they are right. Vectors: FIPS 180-4 example, RFC 8032 section 7.1. */
#include "crypto/crypto.h"
#include "tests/test.h"

static void unhex(const char *s, uint8_t *out)
{
    for (size_t i = 0; s[2 * i]; i++) {
        unsigned v = 0;
        for (int k = 0; k < 2; k++) {
            char c = s[2 * i + (size_t)k];
            v = v * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        out[i] = (uint8_t)v;
    }
}

void test_crypto__sha256(void)
{
    hash want;
    unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          want.b);
    CHECK(hash_eq(cry_sha256(STR("abc"), STR("")), want));
    CHECK(hash_eq(cry_sha256(STR("a"), STR("bc")), want));
    struct hasher h;
    cry_hasher_init(&h);
    cry_hasher_add(&h, STR("ab"));
    cry_hasher_add(&h, STR(""));
    cry_hasher_add(&h, STR("c"));
    CHECK(hash_eq(cry_hasher_result(&h), want));
    CHECK(!hash_eq(cry_sha256(STR("abd"), STR("")), want));
}

void test_crypto__ed25519(void)
{
    uint8_t seed[32], public_key[32], want_key[32], sig[64], want[64];
    unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
          seed);
    unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
          want_key);
    unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
          want);
    cry_sign_public(seed, public_key);
    CHECK(memcmp(public_key, want_key, 32) == 0);
    cry_sign(seed, STR("\x72"), sig);
    CHECK(memcmp(sig, want, 64) == 0);
    CHECK(cry_verify(public_key, STR("\x72"), sig));
    CHECK(!cry_verify(public_key, STR("\x73"), sig));
    for (int bit = 0; bit < 512; bit++) {
        sig[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        CHECK(!cry_verify(public_key, STR("\x72"), sig));
        sig[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
}

void test_crypto__weak_keys_are_refused(void)
{
    uint8_t zero[32] = {0}, one[32] = {1}, good[32];
    unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
          good);
    CHECK(!cry_key_is_sound(zero));
    CHECK(!cry_key_is_sound(one));
    CHECK(cry_key_is_sound(good));
}

void test_crypto__base64_is_ascii(void)
{
    uint8_t out[64];
    size_t n;
    CHECK(cry_base64_decode(STR("10dvPiN7rk/9StpGkVGHaVfMAAAAlc08onCnHTLW6aZk"),
                            out, sizeof out, &n));
    CHECK(!cry_base64_decode(
        STR("10dvPiN7rk/9StpGkVGHaVfM\237\310\221\251lc08onCnHTLW6aZk"), out,
        sizeof out, &n));
}
