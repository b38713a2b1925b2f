/* proof/sshsig.c: reads, checks and makes SSHSIG signatures.
 * Read next: sshsig.h, docs/record-format.md section 7.1. */
#include "proof/sshsig.h"

#include "base/cx.h"

static const char begin_line[] = "-----BEGIN SSH SIGNATURE-----";
static const char end_line[] = "-----END SSH SIGNATURE-----";
static const char magic[] = "SSHSIG";
static const char browser_type[] =
    "webauthn-sk-ecdsa-sha2-nistp256@openssh.com";
enum { MAGIC = sizeof magic - 1, LINE = 70 };

static const char *const type_names[] = {
    [SSHKEY_ED25519] = "ssh-ed25519",
    [SSHKEY_P256] = "ecdsa-sha2-nistp256",
    [SSHKEY_SK_ED25519] = "sk-ssh-ed25519@openssh.com",
    [SSHKEY_SK_P256] = "sk-ecdsa-sha2-nistp256@openssh.com",
    [SSHKEY_RSA] = "ssh-rsa",
};

const char *sshkey_type_name(enum sshkey_type t)
{
    return type_names[t];
}

static bool is_sk(enum sshkey_type t)
{
    return t == SSHKEY_SK_ED25519 || t == SSHKEY_SK_P256;
}

static bool is_p256(enum sshkey_type t)
{
    return t == SSHKEY_P256 || t == SSHKEY_SK_P256;
}

/* --- the encoding (RFC 4251 section 5) --------------------------------------
 */

/* What is left to read; once something was missing, all is empty. */
struct reader {
    str rest;
    bool bad;
};

static str take_bytes(struct reader *r, size_t n)
{
    if (r->bad || n > r->rest.n) {
        r->bad = true;
        return STR("");
    }
    str s = str_sub(r->rest, 0, n);
    r->rest = str_sub(r->rest, n, r->rest.n);
    return s;
}

static uint32_t take_u32(struct reader *r)
{
    str s = take_bytes(r, 4);
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = v << 8 | (unsigned char)s.p[i];
    return v;
}

static str take_string(struct reader *r)
{
    return take_bytes(r, take_u32(r));
}

/* A positive number in its shortest form, without the zero byte that a set
 * first bit asks for. */
static str take_number(struct reader *r)
{
    str s = take_string(r);
    if (s.n > 0 && s.p[0] == 0) {
        s = str_sub(s, 1, s.n);
        r->bad = r->bad || s.n == 0 || (s.p[0] & 0x80) == 0;
    } else {
        r->bad = r->bad || s.n == 0 || (s.p[0] & 0x80) != 0;
    }
    return r->bad ? STR("") : s;
}

static void put_u32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_char(b, (char)(v >> shift & 0xff));
}

static void put_string(struct buf *b, str s)
{
    put_u32(b, (uint32_t)s.n);
    buf_str(b, s);
}

static void put_number(struct buf *b, str s)
{
    while (s.n > 1 && s.p[0] == 0)
        s = str_sub(s, 1, s.n);
    bool sign = (s.p[0] & 0x80) != 0;
    put_u32(b, (uint32_t)(s.n + sign));
    if (sign)
        buf_char(b, '\0');
    buf_str(b, s);
}

/* --- public keys -----------------------------------------------------------
 */

static err refuse_type(struct cx *cx, str type)
{
    static const char hint[] =
        "Accepted are Ed25519 and P-256, in software, in a security key or a "
        "passkey, and RSA from 2,048 bits.";
    if (str_find(type, STR("-cert-")) < type.n)
        return fail_hint(cx, ERR_INPUT, "Use the key itself.",
                         "certificates are not accepted");
    return fail_hint(cx, ERR_INPUT, hint,
                     "a key of type \"%.*s\" is not "
                     "accepted",
                     STR_ARG(type));
}

static bool find_type(str name, enum sshkey_type *out)
{
    for (size_t i = 0; i < COUNT_OF(type_names); i++)
        if (str_eq(name, str_of(type_names[i]))) {
            *out = (enum sshkey_type)i;
            return true;
        }
    return false;
}

static err check_rsa(struct cx *cx, const struct sshkey *k)
{
    enum { LEAST = 2048 / 8, EXPONENT = 8 };
    if (k->point.n < LEAST || k->point.n > CRY_RSA_MAX_BYTES ||
        (k->point.n == LEAST && (k->point.p[0] & 0x80) == 0))
        return fail(cx, ERR_INPUT, "RSA keys have 2,048 to %d bits",
                    CRY_RSA_MAX_BYTES * 8);
    if (k->exponent.n == 0 || k->exponent.n > EXPONENT ||
        (k->exponent.p[k->exponent.n - 1] & 1) == 0 ||
        (k->exponent.n == 1 && k->exponent.p[0] == 1))
        return fail(cx, ERR_INPUT, "the exponent of the RSA key is unsound");
    return OK;
}

static err check_point(struct cx *cx, const struct sshkey *k)
{
    const uint8_t *p = (const uint8_t *)k->point.p;
    bool p256 = is_p256(k->type);
    size_t want = p256 ? CRY_P256_POINT_BYTES : CRY_SIGN_PUBLIC_BYTES;
    if (k->point.n != want ||
        !(p256 ? cry_p256_is_sound(p) : cry_key_is_sound(p)))
        return fail(cx, ERR_INPUT,
                    "the %s key is no point of the curve that can be trusted",
                    type_names[k->type]);
    return OK;
}

err sshkey_parse(struct cx *cx, str blob, struct sshkey *out)
{
    struct reader r = {blob, blob.n > SSHKEY_MAX_BYTES};
    struct sshkey k = {.blob = blob};
    str type = take_string(&r);
    if (r.bad)
        return fail(cx, ERR_INPUT, "this is not the encoding of a public key");
    if (!find_type(type, &k.type))
        return refuse_type(cx, type);
    if (is_p256(k.type) && !str_eq(take_string(&r), STR("nistp256")))
        r.bad = true;
    if (k.type == SSHKEY_RSA) {
        k.exponent = take_number(&r);
        k.point = take_number(&r);
    } else {
        k.point = take_string(&r);
    }
    if (is_sk(k.type))
        k.application = take_string(&r);
    if (r.bad || r.rest.n > 0)
        return fail(cx, ERR_INPUT, "the encoding of the %s key is damaged",
                    type_names[k.type]);
    TRY(cx, k.type == SSHKEY_RSA ? check_rsa(cx, &k) : check_point(cx, &k));
    *out = k;
    return OK;
}

err sshkey_parse_text(struct cx *cx, struct arena *a, str text,
                      struct sshkey *out, str *comment)
{
    static const char hint[] =
        "It reads TYPE BASE64, as in a file that ssh-keygen calls .pub.";
    str type, base64, rest = STR("");
    enum sshkey_type t;
    struct sshkey k;
    uint8_t *blob;
    size_t n;
    if (!str_cut(text, ' ', &type, &base64))
        return fail_hint(cx, ERR_INPUT, hint,
                         "this is not a public key of OpenSSH");
    bool more = str_cut(base64, ' ', &base64, &rest);
    if (!find_type(type, &t))
        return refuse_type(cx, type);
    if (base64.n > 4 * ((SSHKEY_MAX_BYTES + 2) / 3))
        return fail(cx, ERR_LIMIT, "a public key of more than %d bytes",
                    SSHKEY_MAX_BYTES);
    TRY_NEW_ARRAY(cx, a, base64.n + 1, blob);
    if ((more && comment == NULL) ||
        !cry_base64_decode(base64, blob, base64.n, &n))
        return fail_hint(cx, ERR_INPUT, hint,
                         "this is not a public key of OpenSSH");
    TRY(cx, sshkey_parse(cx, (str){(const char *)blob, n}, &k));
    if (k.type != t)
        return fail(cx, ERR_INPUT, "the key says that it is %s, and is %s",
                    type_names[t], type_names[k.type]);
    if (comment != NULL)
        *comment = rest;
    *out = k;
    return OK;
}

static void put_base64(struct buf *b, str s)
{
    /* In pieces of three bytes, so that no padding comes between. */
    enum { PIECE = 48 };
    char text[4 * PIECE / 3];
    for (size_t i = 0; i < s.n; i += PIECE) {
        str piece = str_sub(s, i, i + PIECE);
        size_t n = cry_base64((const uint8_t *)piece.p, piece.n, text);
        buf_bytes(b, text, n);
    }
}

void sshkey_print(const struct sshkey *k, struct buf *out)
{
    buf_c(out, type_names[k->type]);
    buf_char(out, ' ');
    put_base64(out, k->blob);
}

void sshkey_fingerprint(const struct sshkey *k,
                        char out[SSHKEY_FINGERPRINT_BYTES])
{
    char text[44];
    hash h = cry_sha256(k->blob, STR(""));
    cry_base64(h.b, sizeof h.b, text); /* the last character is padding */
    str head = STR("SHA256:");
    memcpy(out, head.p, head.n);
    memcpy(out + head.n, text, SSHKEY_FINGERPRINT_BYTES - head.n);
}

struct sshkey sshkey_of_ed25519(const uint8_t point[CRY_SIGN_PUBLIC_BYTES],
                                uint8_t room[SSHKEY_ED25519_BYTES])
{
    static const char head[] = "\0\0\0\013ssh-ed25519\0\0\0\040";
    enum { HEAD = sizeof head - 1 };
    memcpy(room, head, HEAD);
    memcpy(room + HEAD, point, CRY_SIGN_PUBLIC_BYTES);
    str blob = {(const char *)room, SSHKEY_ED25519_BYTES};
    return (struct sshkey){.type = SSHKEY_ED25519,
                           .blob = blob,
                           .point = str_sub(blob, HEAD, blob.n)};
}

err sshkey_of_passkey(struct cx *cx, struct arena *a,
                      const uint8_t point[CRY_P256_POINT_BYTES], str host,
                      struct sshkey *out)
{
    struct buf b;
    buf_init(&b, a, SSHKEY_MAX_BYTES);
    put_string(&b, str_of(type_names[SSHKEY_SK_P256]));
    put_string(&b, STR("nistp256"));
    put_string(&b, (str){(const char *)point, CRY_P256_POINT_BYTES});
    put_string(&b, host);
    TRY(cx, buf_finish(cx, &b));
    return sshkey_parse(cx, buf_view(&b), out);
}

/* --- reading a signature -----------------------------------------------------
 */

/* Two numbers as 64 bytes. */
static err read_p256(struct cx *cx, struct arena *a, struct reader *outer,
                     str *out)
{
    struct reader r = {take_string(outer), false};
    str part[2];
    uint8_t *rs;
    part[0] = take_number(&r);
    part[1] = take_number(&r);
    outer->bad =
        outer->bad || r.bad || r.rest.n > 0 || part[0].n > 32 || part[1].n > 32;
    if (outer->bad)
        return OK;
    TRY_NEW_ARRAY(cx, a, CRY_P256_SIGNATURE_BYTES, rs);
    for (size_t i = 0; i < 2; i++)
        memcpy(rs + 32 * (i + 1) - part[i].n, part[i].p, part[i].n);
    *out = (str){(const char *)rs, CRY_P256_SIGNATURE_BYTES};
    return OK;
}

/* The inner string: by the type of the key. */
static err read_signature(struct cx *cx, struct arena *a, str bytes,
                          struct sshsig *s)
{
    struct reader r = {bytes, false};
    str type = take_string(&r), want = str_of(type_names[s->key.type]);
    enum sshkey_type t = s->key.type;
    s->browser = t == SSHKEY_SK_P256 && str_eq(type, str_of(browser_type));
    s->rsa512 = str_eq(type, STR("rsa-sha2-512"));
    if (t == SSHKEY_RSA && str_eq(type, STR("ssh-rsa")))
        return fail_hint(cx, ERR_INPUT, "Sign with rsa-sha2-512.",
                         "RSA with SHA-1 is not accepted");
    if (t == SSHKEY_RSA ? !s->rsa512 && !str_eq(type, STR("rsa-sha2-256"))
                        : !s->browser && !str_eq(type, want))
        return fail(cx, ERR_INPUT,
                    "a signature of type \"%.*s\" does not fit a key of type "
                    "%s",
                    STR_ARG(type), want.p);
    if (is_p256(t))
        TRY(cx, read_p256(cx, a, &r, &s->signature));
    else
        s->signature = take_string(&r);
    size_t n = t == SSHKEY_RSA ? s->key.point.n : CRY_SIGNATURE_BYTES;
    s->has_flags = is_sk(t);
    if (s->has_flags) {
        str flags = take_bytes(&r, 1);
        s->flags = flags.n == 1 ? (uint8_t)flags.p[0] : 0;
        s->counter = take_u32(&r);
    }
    if (s->browser) {
        s->origin = take_string(&r);
        s->client = take_string(&r);
        s->extensions = take_string(&r);
    }
    if (r.bad || r.rest.n > 0 || s->signature.n != n)
        return fail(cx, ERR_INPUT, "the %.*s signature is damaged",
                    STR_ARG(type));
    return OK;
}

static err read_blob(struct cx *cx, struct arena *a, str blob,
                     struct sshsig *out)
{
    struct reader r = {blob, false};
    struct sshsig s = {0};
    if (!str_eq(take_bytes(&r, MAGIC), str_of(magic)))
        return fail(cx, ERR_INPUT, "this is not an SSH signature");
    if (take_u32(&r) != 1 && !r.bad)
        return fail(cx, ERR_INPUT, "not an SSH signature of version 1");
    str key = take_string(&r);
    s.name_space = take_string(&r);
    str reserved = take_string(&r), hash_name = take_string(&r),
        inner = take_string(&r);
    if (r.bad || r.rest.n > 0 || s.name_space.n == 0 ||
        s.name_space.n > SSHSIG_NAMESPACE_MAX)
        return fail(cx, ERR_INPUT, "the SSH signature is damaged");
    if (reserved.n > 0)
        return fail(cx, ERR_INPUT,
                    "the SSH signature has a reserved part whose meaning is "
                    "not known");
    s.sha512 = str_eq(hash_name, STR("sha512"));
    if (!s.sha512 && !str_eq(hash_name, STR("sha256")))
        return fail(cx, ERR_INPUT,
                    "the SSH signature uses the hash \"%.*s\", not sha256 or "
                    "sha512",
                    STR_ARG(hash_name));
    TRY(cx, sshkey_parse(cx, key, &s.key));
    TRY(cx, read_signature(cx, a, inner, &s));
    *out = s;
    return OK;
}

/* A line without its LF or CR LF; false at the end of the text. */
static bool take_line(str *text, str *line)
{
    if (text->n == 0)
        return false;
    bool ended = str_cut(*text, '\n', line, text);
    if (ended && str_ends(*line, STR("\r")))
        *line = str_sub(*line, 0, line->n - 1);
    return true;
}

err sshsig_take(struct cx *cx, struct arena *a, str *text, struct sshsig *out)
{
    static const char hint[] =
        "It begins with -----BEGIN SSH SIGNATURE-----, as ssh-keygen -Y sign "
        "writes it.";
    str rest = *text, line;
    struct buf base64;
    uint8_t *blob;
    size_t n;
    if (!take_line(&rest, &line) || !str_eq(line, str_of(begin_line)))
        return fail_hint(cx, ERR_INPUT, hint, "this is not an SSH signature");
    buf_init(&base64, a, SSHSIG_MAX_TEXT);
    for (;;) {
        if (!take_line(&rest, &line))
            return fail_hint(cx, ERR_INPUT, hint,
                             "the SSH signature ends too early");
        if (str_eq(line, str_of(end_line)))
            break;
        buf_str(&base64, line);
    }
    TRY(cx, buf_finish(cx, &base64));
    str coded = buf_view(&base64);
    TRY_NEW_ARRAY(cx, a, coded.n + 1, blob);
    if (!cry_base64_decode(coded, blob, coded.n, &n))
        return fail(cx, ERR_INPUT, "the SSH signature is not base64");
    TRY(cx, read_blob(cx, a, (str){(const char *)blob, n}, out));
    *text = rest;
    return OK;
}

err sshsig_parse(struct cx *cx, struct arena *a, str text, struct sshsig *out)
{
    struct sshsig s;
    TRY(cx, sshsig_take(cx, a, &text, &s));
    if (text.n > 0)
        return fail(cx, ERR_INPUT, "something follows the SSH signature");
    *out = s;
    return OK;
}

/* --- checking ----------------------------------------------------------------
 */

/* What is signed inside: the bytes only by their hash. */
static void put_message(struct buf *b, const struct sshsig *s, str bytes)
{
    uint8_t long_hash[CRY_SHA512_BYTES];
    hash h;
    str digest = {(const char *)long_hash, sizeof long_hash};
    if (s->sha512) {
        cry_sha512(bytes, long_hash);
    } else {
        h = cry_sha256(bytes, STR(""));
        digest = (str){(const char *)h.b, sizeof h.b};
    }
    buf_c(b, magic);
    put_string(b, s->name_space);
    put_string(b, STR(""));
    put_string(b, s->sha512 ? STR("sha512") : STR("sha256"));
    put_string(b, digest);
}

static void put_base64url(struct buf *b, str s)
{
    size_t from = b->n;
    put_base64(b, s);
    if (b->state != BUF_OK)
        return;
    while (b->n > from && b->p[b->n - 1] == '=')
        b->n--;
    for (size_t i = from; i < b->n; i++)
        b->p[i] = b->p[i] == '+' ? '-' : b->p[i] == '/' ? '_' : b->p[i];
}

/* That the browser was asked to sign this, and says so. */
static err check_client(struct cx *cx, const struct sshsig *s, str message)
{
    struct buf b;
    if (str_find_char(s->origin, '"') < s->origin.n)
        return fail(cx, ERR_INPUT, "the origin of the browser is malformed");
    buf_init(&b, cx->scratch, 2 * SSHSIG_MAX_TEXT);
    buf_c(&b, "{\"type\":\"webauthn.get\",\"challenge\":\"");
    put_base64url(&b, message);
    buf_c(&b, "\",\"origin\":\"");
    buf_str(&b, s->origin);
    buf_char(&b, '"');
    TRY(cx, buf_finish(cx, &b));
    str want = buf_view(&b), after = str_sub(s->client, want.n, want.n + 1);
    if (!str_starts(s->client, want) ||
        (!str_eq(after, STR(",")) && !str_eq(after, STR("}"))))
        return fail(cx, ERR_INPUT,
                    "the browser was asked to sign something else");
    return OK;
}

static err check_flags(struct cx *cx, const struct sshsig *s, bool verified)
{
    if (verified && (s->flags & SSHSIG_VERIFIED) == 0)
        return fail_hint(cx, ERR_INPUT,
                         "Sign with the PIN or fingerprint of the security "
                         "key.",
                         "the signer did not show who they are, which this "
                         "key needs");
    if (s->has_flags && (s->flags & SSHSIG_PRESENT) == 0)
        return fail(cx, ERR_INPUT, "nobody touched the security key");
    if ((s->flags & SSHSIG_ATTESTED) != 0 ||
        ((s->flags & SSHSIG_EXTENDED) != 0) != (s->extensions.n > 0))
        return fail(cx, ERR_INPUT,
                    "the flags of the security key do not fit its signature");
    return OK;
}

/* What a security key signs of the message. */
static void put_sk_message(struct buf *b, const struct sshsig *s, str message)
{
    hash app = cry_sha256(s->key.application, STR("")),
         h = cry_sha256(s->browser ? s->client : message, STR(""));
    buf_bytes(b, app.b, sizeof app.b);
    buf_char(b, (char)s->flags);
    put_u32(b, s->counter);
    buf_str(b, s->extensions);
    buf_bytes(b, h.b, sizeof h.b);
}

static bool holds(const struct sshsig *s, str message)
{
    const uint8_t *point = (const uint8_t *)s->key.point.p,
                  *sig = (const uint8_t *)s->signature.p;
    switch (s->key.type) {
    case SSHKEY_ED25519:
    case SSHKEY_SK_ED25519:
        return cry_verify(point, message, sig);
    case SSHKEY_P256:
    case SSHKEY_SK_P256:
        return cry_verify_p256(point, message, sig);
    case SSHKEY_RSA:
        return cry_verify_rsa(s->key.point, s->key.exponent, s->rsa512, message,
                              s->signature);
    }
    return false;
}

static err check(struct cx *cx, const struct sshsig *s, str bytes,
                 bool verified)
{
    struct buf message, sk;
    TRY(cx, check_flags(cx, s, verified));
    buf_init(&message, cx->scratch, SSHSIG_MAX_TEXT);
    put_message(&message, s, bytes);
    TRY(cx, buf_finish(cx, &message));
    str m = buf_view(&message);
    if (s->browser)
        TRY(cx, check_client(cx, s, m));
    if (is_sk(s->key.type)) {
        buf_init(&sk, cx->scratch, SSHSIG_MAX_TEXT);
        put_sk_message(&sk, s, m);
        TRY(cx, buf_finish(cx, &sk));
        m = buf_view(&sk);
    }
    if (!holds(s, m))
        return fail_hint(cx, ERR_INPUT,
                         "Compare the bytes that were signed with these.",
                         "the signature does not hold over these bytes");
    return OK;
}

err sshsig_check(struct cx *cx, const struct sshsig *s, str name_space,
                 str bytes, bool verified)
{
    if (!str_eq(s->name_space, name_space))
        return fail_hint(cx, ERR_INPUT,
                         "Sign it again for this purpose, for instance with "
                         "ssh-keygen -Y sign -n NAMESPACE.",
                         "the signature is for \"%.*s\", not for \"%.*s\"",
                         STR_ARG(s->name_space), STR_ARG(name_space));
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = check(cx, s, bytes, verified);
    arena_rewind(cx->scratch, mark);
    return e;
}

/* --- writing -----------------------------------------------------------------
 */

static void put_signature(struct buf *b, const struct sshsig *s,
                          struct buf *inner)
{
    enum sshkey_type t = s->key.type;
    put_string(b, s->browser        ? str_of(browser_type)
                  : t != SSHKEY_RSA ? str_of(type_names[t])
                                    : (s->rsa512 ? STR("rsa-sha2-512")
                                                 : STR("rsa-sha2-256")));
    if (is_p256(t)) {
        put_number(inner, str_sub(s->signature, 0, 32));
        put_number(inner, str_sub(s->signature, 32, 64));
        put_string(b, buf_view(inner));
    } else {
        put_string(b, s->signature);
    }
    if (is_sk(t)) {
        buf_char(b, (char)s->flags);
        put_u32(b, s->counter);
    }
    if (s->browser) {
        put_string(b, s->origin);
        put_string(b, s->client);
        put_string(b, s->extensions);
    }
}

static void put_armor(struct buf *b, str blob)
{
    struct buf coded;
    buf_init(&coded, b->arena, SSHSIG_MAX_TEXT);
    put_base64(&coded, blob);
    if (coded.state != BUF_OK)
        b->state = coded.state; /* reported with the rest */
    buf_c(b, begin_line);
    buf_char(b, '\n');
    for (size_t i = 0; i < coded.n; i += LINE) {
        buf_str(b, str_sub(buf_view(&coded), i, i + LINE));
        buf_char(b, '\n');
    }
    buf_c(b, end_line);
    buf_char(b, '\n');
}

/* What is gathered on the way lives beside out: small, and out may be in
 * scratch itself. */
err sshsig_print(struct cx *cx, const struct sshsig *s, struct buf *out)
{
    struct buf blob, signature, inner;
    buf_init(&blob, out->arena, SSHSIG_MAX_TEXT);
    buf_init(&signature, out->arena, SSHSIG_MAX_TEXT);
    buf_init(&inner, out->arena, SSHSIG_MAX_TEXT);
    put_signature(&signature, s, &inner);
    TRY(cx, buf_finish(cx, &inner));
    TRY(cx, buf_finish(cx, &signature));
    buf_c(&blob, magic);
    put_u32(&blob, 1);
    put_string(&blob, s->key.blob);
    put_string(&blob, s->name_space);
    put_string(&blob, STR(""));
    put_string(&blob, s->sha512 ? STR("sha512") : STR("sha256"));
    put_string(&blob, buf_view(&signature));
    TRY(cx, buf_finish(cx, &blob));
    put_armor(out, buf_view(&blob));
    return buf_finish(cx, out);
}

err sshsig_challenge(struct cx *cx, str name_space, str bytes, struct buf *out)
{
    struct sshsig s = {.name_space = name_space, .sha512 = true};
    put_message(out, &s, bytes);
    return buf_finish(cx, out);
}

err sshsig_sign(struct cx *cx, const uint8_t seed[CRY_SIGN_SEED_BYTES],
                str name_space, str bytes, struct buf *out)
{
    uint8_t point[CRY_SIGN_PUBLIC_BYTES], room[SSHKEY_ED25519_BYTES],
        signature[CRY_SIGNATURE_BYTES];
    struct sshsig s = {.name_space = name_space, .sha512 = true};
    struct buf message;
    cry_sign_public(seed, point);
    s.key = sshkey_of_ed25519(point, room);
    s.signature = (str){(const char *)signature, sizeof signature};
    buf_init(&message, out->arena, SSHSIG_MAX_TEXT);
    put_message(&message, &s, bytes);
    TRY(cx, buf_finish(cx, &message));
    cry_sign(seed, buf_view(&message), signature);
    return sshsig_print(cx, &s, out);
}
