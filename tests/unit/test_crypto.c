/* test_crypto.c: that the libraries are called rightly; their own tests show
 * that they are right. Vectors: FIPS 180-4 example, RFC 8032 section 7.1, RFC
 * 7748 section 6.1, RFC 5869 A.1 and A.3, RFC 7914 section 12. */
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

void test_crypto__x25519(void)
{
    uint8_t a[32], b[32], a_public[32], b_public[32], want[32], got[32];
    unhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
          a);
    unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
          b);
    unhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
          want);
    cry_x25519_public(a, a_public);
    CHECK(memcmp(a_public, want, 32) == 0);
    unhex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
          want);
    cry_x25519_public(b, b_public);
    CHECK(cry_x25519(a, b_public, got));
    CHECK(memcmp(got, want, 32) == 0);
    CHECK(cry_x25519(b, a_public, got));
    CHECK(memcmp(got, want, 32) == 0);
    memset(a_public, 0, 32); /* of small order */
    CHECK(!cry_x25519(b, a_public, got));
}

void test_crypto__keys_are_derived(void)
{
    uint8_t key[22], salt[13], info[10], want[32], got[32];
    memset(key, 0x0b, sizeof key);
    unhex("000102030405060708090a0b0c", salt);
    unhex("f0f1f2f3f4f5f6f7f8f9", info);
    unhex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
          want);
    cry_hkdf((str){(char *)key, sizeof key}, (str){(char *)salt, sizeof salt},
             (str){(char *)info, sizeof info}, got);
    CHECK(memcmp(got, want, 32) == 0);
    unhex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
          want);
    cry_hkdf((str){(char *)key, sizeof key}, STR(""), STR(""), got);
    CHECK(memcmp(got, want, 32) == 0);
    unhex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
          want);
    CHECK(cry_scrypt(STR("pleaseletmein"), STR("SodiumChloride"), 14, got));
    CHECK(memcmp(got, want, 32) == 0);
}

void test_crypto__each_bit_of_a_box_counts(void)
{
    uint8_t key[32] = {1}, nonce[12] = {2}, p[20] = {3}, box[36], back[20];
    cry_aead_seal(key, nonce, p, sizeof p, box);
    CHECK(cry_aead_open(key, nonce, box, sizeof box, back));
    CHECK(cry_equal(p, back, sizeof p));
    for (size_t bit = 0; bit < 8 * sizeof box; bit++) {
        box[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        CHECK(!cry_aead_open(key, nonce, box, sizeof box, back));
        box[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    CHECK(!cry_aead_open(key, nonce, box, 15, back));
    CHECK(!cry_equal(box, box + 1, 16));
}
