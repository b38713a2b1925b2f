/* record/sshfile.c: see sshfile.h. */
#include "record/sshfile.h"

#include "base/cx.h"

static const char begin_line[] = "-----BEGIN OPENSSH PRIVATE KEY-----";
static const char end_line[] = "-----END OPENSSH PRIVATE KEY-----";
/* Its NUL belongs to it. */
static const char magic[] = "openssh-key-v1";

enum { FILE_MAX = 16384, SECRET = 64 };

static err refuse(struct cx *cx, const char *path, const char *why)
{
    return fail_hint(cx, ERR_INPUT,
                     "Sign with `ssh-keygen -Y sign -n agreement@truce`, and "
                     "give the signature to truce sign --with.",
                     "%s: %s", path, why);
}

/* The base64 between the two lines, without line ends, decoded. */
static err decode(struct cx *cx, const char *path, str text, struct secret *out,
                  size_t *n)
{
    CLEANUP(secret_release) struct secret coded = {0}, blob = {0};
    size_t used = 0;
    str line;
    bool ended = false;
    TRY(cx, secret_make(cx, FILE_MAX + 1, &coded));
    TRY(cx, secret_make(cx, FILE_MAX + 1, &blob));
    str_cut(text, '\n', &line, &text);
    if (!str_eq(str_trim(line), str_of(begin_line)))
        return refuse(cx, path, "this is no secret key of OpenSSH");
    while (!ended && text.n > 0) {
        str_cut(text, '\n', &line, &text);
        line = str_trim(line);
        ended = str_eq(line, str_of(end_line));
        if (!ended) {
            memcpy(coded.p + used, line.p, line.n);
            used += line.n;
        }
    }
    if (!ended || !cry_base64_decode((str){(const char *)coded.p, used}, blob.p,
                                     FILE_MAX, n))
        return refuse(cx, path, "the secret key is damaged");
    *out = blob;
    blob = (struct secret){0};
    return OK;
}

static bool take(str *rest, size_t n, str *out)
{
    if (n > rest->n)
        return false;
    *out = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

static bool take_u32(str *rest, uint32_t *out)
{
    str s;
    if (!take(rest, 4, &s))
        return false;
    *out = 0;
    for (size_t i = 0; i < 4; i++)
        *out = *out << 8 | (unsigned char)s.p[i];
    return true;
}

static bool take_string(str *rest, str *out)
{
    uint32_t n;
    return take_u32(rest, &n) && take(rest, n, out);
}

/* The inner part, of one Ed25519 key. */
static bool read_secret(str s, struct ssh_signer *out)
{
    uint32_t a, b;
    str type, point, secret;
    uint8_t derived[CRY_SIGN_PUBLIC_BYTES];
    if (!take_u32(&s, &a) || !take_u32(&s, &b) || a != b ||
        !take_string(&s, &type) || !take_string(&s, &point) ||
        !take_string(&s, &secret) || point.n != CRY_SIGN_PUBLIC_BYTES ||
        secret.n != SECRET)
        return false;
    memcpy(out->seed.p, secret.p, CRY_SIGN_SEED_BYTES);
    cry_sign_public(out->seed.p, derived);
    memcpy(out->point, derived, sizeof derived);
    return memcmp(derived, point.p, sizeof derived) == 0 &&
           memcmp(derived, secret.p + CRY_SIGN_SEED_BYTES, sizeof derived) == 0;
}

static err read_blob(struct cx *cx, const char *path, str s,
                     struct ssh_signer *out)
{
    str head, cipher, kdf, options, public_key, inner, type;
    uint32_t n;
    if (!take(&s, sizeof magic, &head) ||
        memcmp(head.p, magic, sizeof magic) != 0 || !take_string(&s, &cipher) ||
        !take_string(&s, &kdf) || !take_string(&s, &options) ||
        !take_u32(&s, &n) || n != 1 || !take_string(&s, &public_key) ||
        !take_string(&s, &inner))
        return refuse(cx, path, "the secret key is damaged");
    if (!take_string(&public_key, &type) || !str_eq(type, STR("ssh-ed25519")))
        return refuse(cx, path,
                      "only Ed25519 keys are read here; others sign "
                      "elsewhere");
    if (!str_eq(cipher, STR("none")))
        return refuse(cx, path,
                      "the secret key has a passphrase, which is not asked for "
                      "here");
    TRY(cx, secret_make(cx, CRY_SIGN_SEED_BYTES, &out->seed));
    return read_secret(inner, out)
               ? OK
               : refuse(cx, path, "the secret key is damaged");
}

err ssh_signer_read(struct cx *cx, const char *path, struct ssh_signer *out)
{
    CLEANUP(secret_release) struct secret text = {0}, blob = {0};
    CLEANUP(ssh_signer_wipe) struct ssh_signer s = {0};
    size_t n;
    TRY(cx, secret_read_file(cx, path, FILE_MAX, &text));
    TRY(cx, decode(cx, path, secret_view(&text), &blob, &n));
    TRY(cx, read_blob(cx, path, str_sub(secret_view(&blob), 0, n), &s));
    *out = s;
    s.seed = (struct secret){0};
    return OK;
}

err ssh_signer_make(struct cx *cx, struct ssh_signer *out)
{
    CLEANUP(ssh_signer_wipe) struct ssh_signer s = {0};
    TRY(cx, secret_make(cx, CRY_SIGN_SEED_BYTES, &s.seed));
    TRY(cx, cx->random(cx, cx->self, s.seed.p, s.seed.n));
    cry_sign_public(s.seed.p, s.point);
    *out = s;
    s.seed = (struct secret){0};
    return OK;
}

static void put_u32(struct secret_text *t, size_t v)
{
    char b[4] = {(char)(v >> 24 & 0xff), (char)(v >> 16 & 0xff),
                 (char)(v >> 8 & 0xff), (char)(v & 0xff)};
    secret_put(t, (str){b, 4});
}

static void put_string(struct secret_text *t, str s)
{
    put_u32(t, s.n);
    secret_put(t, s);
}

static void put_key(struct secret_text *t, const struct ssh_signer *s,
                    uint32_t check)
{
    static const char padding[] = "\1\2\3\4\5\6\7";
    const str none = STR("none"), type = STR("ssh-ed25519"),
              point = {(const char *)s->point, sizeof s->point};
    uint8_t room[SSHKEY_ED25519_BYTES];
    /* Inside: check twice, type, point, seed and point, no comment. */
    size_t inner = 8 + 4 + type.n + 4 + point.n + 4 + SECRET + 4;
    size_t pad = (8 - inner % 8) % 8;
    secret_put(t, (str){magic, sizeof magic});
    put_string(t, none);
    put_string(t, none);
    put_string(t, STR(""));
    put_u32(t, 1);
    put_string(t, sshkey_of_ed25519(s->point, room).blob);
    put_u32(t, inner + pad);
    put_u32(t, check);
    put_u32(t, check);
    put_string(t, type);
    put_string(t, point);
    put_u32(t, SECRET);
    secret_put(t, secret_view(&s->seed));
    secret_put(t, point);
    put_string(t, STR(""));
    secret_put(t, (str){padding, pad});
}

err ssh_signer_print(struct cx *cx, const struct ssh_signer *s,
                     struct secret_text *out)
{
    enum { LINE = 70, ROOM = 1024 };
    CLEANUP(secret_release) struct secret coded = {0};
    struct secret_text t = {0}, blob = {0};
    uint32_t check;
    TRY(cx, cx->random(cx, cx->self, &check, sizeof check));
    TRY(cx, secret_make(cx, ROOM, &coded));
    TRY(cx, secret_make(cx, ROOM, &blob.room));
    err e = secret_make(cx, ROOM, &t.room);
    if (!is_ok(e)) {
        secret_release(&blob.room);
        return e;
    }
    put_key(&blob, s, check);
    size_t n = cry_base64(blob.room.p, blob.n, (char *)coded.p);
    secret_release(&blob.room);
    secret_put(&t, str_of(begin_line));
    secret_put(&t, STR("\n"));
    for (size_t i = 0; i < n; i += LINE) {
        secret_put(&t, str_sub((str){(const char *)coded.p, n}, i, i + LINE));
        secret_put(&t, STR("\n"));
    }
    secret_put(&t, str_of(end_line));
    secret_put(&t, STR("\n"));
    *out = t;
    return OK;
}

void ssh_signer_wipe(struct ssh_signer *s)
{
    secret_release(&s->seed);
}
