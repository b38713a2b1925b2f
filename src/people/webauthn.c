/* people/webauthn.c: see webauthn.h. Numbers of sections are those of Web
 * Authentication Level 2. */
#include "people/webauthn.h"

#include "base/buf.h"

/* --- base64url -------------------------------------------------------------
 */

err webauthn_decode(struct cx *cx, struct arena *a, str text, str *out)
{
    char *copy;
    uint8_t *bytes;
    size_t n = text.n, got = 0;
    if (n > WEBAUTHN_DATA_MAX)
        return fail(cx, ERR_INPUT, "more than a passkey says");
    TRY_NEW_ARRAY(cx, a, n + 4, copy);
    TRY_NEW_ARRAY(cx, a, n + 4, bytes);
    for (size_t i = 0; i < n; i++) {
        char c = text.p[i];
        if (c == '+' || c == '/' || c == '=')
            return fail(cx, ERR_INPUT, "this is not base64url");
        copy[i] = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    while (n % 4 != 0)
        copy[n++] = '=';
    if (!cry_base64_decode((str){copy, n}, bytes, text.n + 3, &got))
        return fail(cx, ERR_INPUT, "this is not base64url");
    *out = (str){(const char *)bytes, got};
    return OK;
}

void webauthn_encode(const uint8_t *p, size_t n, char *out)
{
    size_t k = cry_base64(p, n, out);
    while (k > 0 && out[k - 1] == '=')
        k--;
    out[k] = '\0';
    for (size_t i = 0; i < k; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
}

/* --- CBOR (RFC 8949), as CTAP2 has it: definite lengths, shortest numbers ---
 */

struct cbor {
    str rest;
    bool bad;
};
enum { CBOR_UINT, CBOR_NINT, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP };
enum { CBOR_DEPTH = 4 }; /* CTAP2 section 6 */

static str take(struct cbor *c, uint64_t n)
{
    if (c->bad || n > c->rest.n) {
        c->bad = true;
        return STR("");
    }
    str s = str_sub(c->rest, 0, (size_t)n);
    c->rest = str_sub(c->rest, (size_t)n, c->rest.n);
    return s;
}

static uint64_t number(str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = v << 8 | (unsigned char)s.p[i];
    return v;
}

/* The major type of what comes, and its argument. */
static unsigned head(struct cbor *c, uint64_t *v)
{
    unsigned b = (unsigned)number(take(c, 1)), info = b & 31;
    *v = info;
    if (info >= 24) {
        static const uint64_t least[] = {24, 1u << 8, 1u << 16,
                                         (uint64_t)1 << 32};
        c->bad = c->bad || info > 27;
        if (c->bad)
            return 0;
        *v = number(take(c, (uint64_t)1 << (info - 24)));
        c->bad = c->bad || *v < least[info - 24];
    }
    return b >> 5;
}

static str string(struct cbor *c, unsigned major)
{
    uint64_t n;
    c->bad = head(c, &n) != major || c->bad;
    return take(c, n);
}

static int64_t integer(struct cbor *c)
{
    uint64_t v;
    unsigned major = head(c, &v);
    c->bad = c->bad || major > CBOR_NINT || v > INT32_MAX;
    if (c->bad)
        return 0;
    return major == CBOR_UINT ? (int64_t)v : -1 - (int64_t)v;
}

/* One value of any kind. */
static void skip(struct cbor *c, unsigned depth)
{
    uint64_t n;
    unsigned major = head(c, &n);
    if (c->bad)
        return;
    if (major == CBOR_BYTES || major == CBOR_TEXT)
        (void)take(c, n);
    else if (major == CBOR_ARRAY || major == CBOR_MAP) {
        /* Each element has a byte at least. */
        if (depth == 0 || n > c->rest.n) {
            c->bad = true;
            return;
        }
        for (uint64_t i = 0; i < (major == CBOR_MAP ? 2 * n : n) && !c->bad;
             i++)
            skip(c, depth - 1);
    } else {
        /* Of the rest: numbers, true, false, null. */
        c->bad = major > CBOR_MAP && (major != 7 || n < 20 || n > 22);
    }
}

/* A map of extensions. */
static void skip_map(struct cbor *c)
{
    if (c->rest.n == 0 || (unsigned char)c->rest.p[0] >> 5 != CBOR_MAP)
        c->bad = true;
    else
        skip(c, CBOR_DEPTH);
}

/* --- Keys (RFC 8152 section 13, COSE) --------------------------------------
 */

/* {1: kty, 3: alg, -1: crv, -2: x, -3: y}, in any order, each once. */
static err read_key(struct cx *cx, struct cbor *c, struct webauthn_key *out)
{
    enum { KTY = 1, ALG = 3, CRV = -1, X = -2, Y = -3 };
    enum { OKP = 1, EC2 = 2, ON_P256 = 1, ON_ED25519 = 6 };
    int64_t kty = 0, alg = 0, crv = 0;
    str x = STR(""), y = STR("");
    uint64_t n;
    unsigned seen = 0;
    c->bad = head(c, &n) != CBOR_MAP || n > 5 || c->bad;
    for (uint64_t i = 0; i < n && !c->bad; i++) {
        int64_t label = integer(c);
        unsigned bit = label >= Y && label <= ALG ? 1u << (label - Y) : 0;
        if (bit == 0 || (seen & bit) != 0) {
            c->bad = true;
            break;
        }
        seen |= bit;
        if (label == KTY)
            kty = integer(c);
        else if (label == ALG)
            alg = integer(c);
        else if (label == CRV)
            crv = integer(c);
        else if (label == X)
            x = string(c, CBOR_BYTES);
        else if (label == Y)
            y = string(c, CBOR_BYTES);
        else
            c->bad = true;
    }
    if (c->bad)
        return fail(cx, ERR_INPUT, "the key of the passkey is malformed");
    if (kty == EC2 && alg == WEBAUTHN_P256 && crv == ON_P256 && x.n == 32 &&
        y.n == 32) {
        *out = (struct webauthn_key){WEBAUTHN_P256, CRY_P256_POINT_BYTES, {4}};
        memcpy(out->bytes + 1, x.p, 32);
        memcpy(out->bytes + 33, y.p, 32);
        if (cry_p256_is_sound(out->bytes))
            return OK;
    }
    if (kty == OKP && alg == WEBAUTHN_ED25519 && crv == ON_ED25519 &&
        x.n == CRY_SIGN_PUBLIC_BYTES && y.n == 0) {
        *out =
            (struct webauthn_key){WEBAUTHN_ED25519, CRY_SIGN_PUBLIC_BYTES, {0}};
        memcpy(out->bytes, x.p, x.n);
        if (cry_key_is_sound(out->bytes))
            return OK;
    }
    return fail(cx, ERR_INPUT, "a passkey is Ed25519 or P-256 here");
}

/* --- clientDataJSON (5.8.1) ------------------------------------------------
 */

/* As 5.8.1.2 verifies it: the text begins with what was asked, byte by byte. A
 * browser that says it stands in the frame of another page is refused. */
static err check_client(struct cx *cx, const char *type,
                        const struct webauthn_ask *ask, str client)
{
    struct buf b;
    buf_init(&b, cx->scratch, WEBAUTHN_DATA_MAX);
    buf_printf(&b, "{\"type\":\"webauthn.%s\",\"challenge\":\"", type);
    buf_str(&b, ask->challenge);
    buf_c(&b, "\",\"origin\":\"");
    buf_str(&b, ask->origin);
    buf_char(&b, '"');
    TRY(cx, buf_finish(cx, &b));
    str want = buf_view(&b), rest = str_sub(client, want.n, client.n);
    if (!str_starts(client, want))
        return fail(cx, ERR_INPUT, "the browser was asked for something else");
    if (!str_eq(rest, STR("}")) &&
        !str_eq(rest, STR(",\"crossOrigin\":false}")) &&
        !str_starts(rest, STR(",\"crossOrigin\":false,")))
        return fail(cx, ERR_INPUT, "it was asked for by the page of another");
    return OK;
}

/* --- Authenticator data (6.1) ----------------------------------------------
 */

enum {
    FLAG_PRESENT = 1 << 0,
    FLAG_VERIFIED = 1 << 2,
    FLAG_MAY_BACK_UP = 1 << 3,
    FLAG_BACKED_UP = 1 << 4,
    FLAG_KEY = 1 << 6,
    FLAG_EXTENSIONS = 1 << 7
};

struct data {
    unsigned flags;
    uint32_t count;
    struct cbor rest;
};

static err read_data(struct cx *cx, str rp_id, str bytes, struct data *out)
{
    struct cbor c = {.rest = bytes};
    str rp = take(&c, CRY_HASH_BYTES);
    out->flags = (unsigned)number(take(&c, 1));
    out->count = (uint32_t)number(take(&c, 4));
    out->rest = c;
    if (c.bad)
        return fail(cx, ERR_INPUT, "what the passkey says is malformed");
    hash want = cry_sha256(rp_id, STR(""));
    if (memcmp(rp.p, want.b, sizeof want.b) != 0)
        return fail(cx, ERR_INPUT, "the passkey is of another site");
    if ((out->flags & FLAG_PRESENT) == 0 || (out->flags & FLAG_VERIFIED) == 0)
        return fail_hint(cx, ERR_INPUT, "unlock it by PIN, face or finger",
                         "the passkey did not say that its owner is there");
    if ((out->flags & FLAG_BACKED_UP) != 0 &&
        (out->flags & FLAG_MAY_BACK_UP) == 0)
        return fail(cx, ERR_INPUT, "what the passkey says is malformed");
    return OK;
}

static err end_data(struct cx *cx, struct data *d)
{
    if ((d->flags & FLAG_EXTENSIONS) != 0)
        skip_map(&d->rest);
    if (d->rest.bad || d->rest.rest.n > 0)
        return fail(cx, ERR_INPUT, "what the passkey says is malformed");
    return OK;
}

/* --- A passkey is made (7.1) ------------------------------------------------
 */

/* {"fmt": text, "attStmt": {...}, "authData": bytes} */
static err attested(struct cx *cx, str bytes, str *data)
{
    struct cbor c = {.rest = bytes};
    uint64_t n;
    unsigned seen = 0;
    c.bad = head(&c, &n) != CBOR_MAP || n != 3 || c.bad;
    for (unsigned i = 0; i < 3 && !c.bad; i++) {
        str key = string(&c, CBOR_TEXT);
        if (str_eq(key, STR("fmt"))) {
            seen |= 1;
            (void)string(&c, CBOR_TEXT);
        } else if (str_eq(key, STR("attStmt"))) {
            seen |= 2;
            skip_map(&c);
        } else if (str_eq(key, STR("authData"))) {
            seen |= 4;
            *data = string(&c, CBOR_BYTES);
        } else {
            c.bad = true;
        }
    }
    if (c.bad || seen != 7 || c.rest.n > 0)
        return fail(cx, ERR_INPUT, "what the browser sent is malformed");
    return OK;
}

err webauthn_make(struct cx *cx, const struct webauthn_ask *ask, str client,
                  str attestation, struct webauthn_made *out)
{
    enum { AAGUID = 16 };
    struct data d;
    str bytes = STR("");
    TRY(cx, check_client(cx, "create", ask, client));
    TRY(cx, attested(cx, attestation, &bytes));
    TRY(cx, read_data(cx, ask->rp_id, bytes, &d));
    if ((d.flags & FLAG_KEY) == 0)
        return fail(cx, ERR_INPUT, "there is no key in it");
    (void)take(&d.rest, AAGUID);
    uint64_t n = number(take(&d.rest, 2));
    out->id = take(&d.rest, n);
    if (d.rest.bad || n == 0 || n > WEBAUTHN_ID_MAX)
        return fail(cx, ERR_INPUT, "what the passkey says is malformed");
    TRY(cx, read_key(cx, &d.rest, &out->key));
    out->count = d.count;
    return end_data(cx, &d);
}

/* --- It signs (7.2) --------------------------------------------------------
 */

/* One INTEGER of a DER SEQUENCE into 32 bytes. */
static bool der_integer(str *s, uint8_t out[32])
{
    if (s->n < 3 || s->p[0] != 2)
        return false;
    size_t n = (unsigned char)s->p[1];
    if (n == 0 || n > 33 || n + 2 > s->n)
        return false;
    str v = str_sub(*s, 2, 2 + n);
    *s = str_sub(*s, 2 + n, s->n);
    if ((v.p[0] & 0x80) != 0)
        return false;
    if (v.n > 1 && v.p[0] == 0) {
        v = str_sub(v, 1, v.n);
        if ((v.p[0] & 0x80) == 0)
            return false; /* a needless zero */
    }
    if (v.n > 32)
        return false;
    memset(out, 0, 32);
    memcpy(out + 32 - v.n, v.p, v.n);
    return true;
}

static bool der_signature(str s, uint8_t out[CRY_P256_SIGNATURE_BYTES])
{
    if (s.n < 2 || s.p[0] != 0x30 || (unsigned char)s.p[1] != s.n - 2)
        return false;
    s = str_sub(s, 2, s.n);
    return der_integer(&s, out) && der_integer(&s, out + 32) && s.n == 0;
}

static bool holds(const struct webauthn_key *key, str message, str signature,
                  uint8_t rs[CRY_P256_SIGNATURE_BYTES])
{
    if (key->alg == WEBAUTHN_ED25519)
        return signature.n == CRY_SIGNATURE_BYTES &&
               cry_verify(key->bytes, message, (const uint8_t *)signature.p);
    return der_signature(signature, rs) &&
           cry_verify_p256(key->bytes, message, rs);
}

err webauthn_sign_whole(struct cx *cx, const struct webauthn_ask *ask,
                        const struct webauthn_key *key, str client, str data,
                        str signature, struct webauthn_signed *out)
{
    struct data d;
    struct buf b;
    TRY(cx, check_client(cx, "get", ask, client));
    TRY(cx, read_data(cx, ask->rp_id, data, &d));
    if ((d.flags & FLAG_KEY) != 0)
        return fail(cx, ERR_INPUT, "what the passkey says is malformed");
    *out = (struct webauthn_signed){
        .flags = (uint8_t)d.flags, .count = d.count, .extensions = d.rest.rest};
    TRY(cx, end_data(cx, &d));
    hash h = cry_sha256(client, STR(""));
    buf_init(&b, cx->scratch, WEBAUTHN_DATA_MAX + sizeof h.b);
    buf_str(&b, data);
    buf_bytes(&b, h.b, sizeof h.b);
    TRY(cx, buf_finish(cx, &b));
    if (!holds(key, buf_view(&b), signature, out->p256))
        return fail(cx, ERR_INPUT, "the signature is not of this passkey");
    return OK;
}

err webauthn_sign(struct cx *cx, const struct webauthn_ask *ask,
                  const struct webauthn_key *key, str client, str data,
                  str signature, uint32_t *count)
{
    struct webauthn_signed s;
    TRY(cx, webauthn_sign_whole(cx, ask, key, client, data, signature, &s));
    *count = s.count;
    return OK;
}
