/* tests/support/passkey.c: see passkey.h. */
#include "tests/support/passkey.h"

#include "base/buf.h"
#include "crypto/crypto.h"
#include "tests/support/authenticator.h"
#include "tests/test.h"

void passkey_put_hex(struct buf *b, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (; hex != NULL && hex[0] != '\0'; hex += 2)
        buf_char(b, (char)((strchr(digits, hex[0]) - digits) * 16 +
                           (strchr(digits, hex[1]) - digits)));
}

str passkey_client(const struct passkey *k, const char *type, str challenge)
{
    struct buf b;
    if (k->client != NULL)
        return str_of(k->client);
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_printf(&b,
               "{\"type\":\"webauthn.%s\",\"challenge\":\"%.*s\","
               "\"origin\":\"%s\"%s",
               k->type == NULL ? type : k->type, STR_ARG(challenge),
               k->origin == NULL ? "https://node.example" : k->origin,
               k->after == NULL ? ",\"crossOrigin\":false}" : k->after);
    return buf_view(&b);
}

static void put_key(struct buf *b, const struct passkey *k)
{
    uint8_t p[65];
    if (k->cose != NULL) {
        passkey_put_hex(b, k->cose);
        return;
    }
    auth_passkey_public(k->ed25519, k->seed, p);
    passkey_put_hex(b, k->ed25519 ? "a4010103272006215820"
                                  : "a5010203262001215820");
    buf_bytes(b, k->ed25519 ? p : p + 1, 32);
    if (k->ed25519)
        return;
    passkey_put_hex(b, "225820");
    buf_bytes(b, p + 33, 32);
}

str passkey_data(const struct passkey *k, bool made)
{
    struct buf b;
    size_t id = k->id == 0 ? 16 : k->id;
    unsigned flags = k->flags == 0 ? 5 : k->flags;
    hash rp =
        cry_sha256(str_of(k->rp == NULL ? "node.example" : k->rp), STR(""));
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_bytes(&b, rp.b, sizeof rp.b);
    buf_char(&b, (char)(flags | (made && k->flags == 0 ? 0x40 : 0)));
    for (int i = 3; i >= 0; i--)
        buf_char(&b, (char)(k->count >> (8 * i) & 255));
    if (made) {
        buf_fill(&b, '\0', 16);
        buf_char(&b, (char)(id >> 8));
        buf_char(&b, (char)(id & 255));
        buf_fill(&b, (char)('a' + k->seed), id);
        put_key(&b, k);
    }
    passkey_put_hex(&b, k->more);
    return buf_view(&b);
}

str passkey_attestation(const struct passkey *k)
{
    struct buf b;
    str data = passkey_data(k, true);
    buf_init(&b, test_arena(), SIZE_MAX);
    /* {"fmt": "none", "attStmt": {}, "authData": */
    passkey_put_hex(&b, k->envelope == NULL
                            ? "a363666d74646e6f6e656761747453746d74a0"
                            : k->envelope);
    passkey_put_hex(&b, "686175746844617461");
    buf_char(&b, data.n < 256 ? 0x58 : 0x59);
    if (data.n >= 256)
        buf_char(&b, (char)(data.n >> 8));
    buf_char(&b, (char)(data.n & 255));
    buf_str(&b, data);
    return buf_view(&b);
}

str passkey_signature(const struct passkey *k, str data, str client)
{
    struct buf b;
    uint8_t out[80];
    size_t n;
    str copy;
    hash h = cry_sha256(client, STR(""));
    buf_init(&b, test_arena(), SIZE_MAX);
    buf_str(&b, data);
    buf_bytes(&b, h.b, sizeof h.b);
    auth_passkey_sign(k->ed25519, k->seed, buf_view(&b), out, &n);
    CHECK(arena_dup_str(test_arena(), (str){(const char *)out, n}, &copy));
    return copy;
}
