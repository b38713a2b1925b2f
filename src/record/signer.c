/* record/signer.c: secret keys of nodes, logs and witnesses.
 *
 * The text form is that of Go's sumdb/note ("PRIVATE+KEY+..."), so that a
 * stranger's tools read it. Read next: log.h. */
#include "record/log.h"

#include "base/cx.h"

static const char prefix[] = "PRIVATE+KEY+";

err signer_make(struct cx *cx, str name, enum note_alg alg, struct signer *out)
{
    struct signer s;
    uint8_t public_key[CRY_SIGN_PUBLIC_BYTES];
    TRY(cx, cx->random(cx, cx->self, s.seed, sizeof s.seed));
    cry_sign_public(s.seed, public_key);
    err e = note_key_make(cx, name, alg, public_key, &s.key);
    if (is_ok(e))
        *out = s;
    signer_wipe(&s);
    return e;
}

/* The text is name+hash+key as of a public key, the key being type and seed. */
err signer_parse(struct cx *cx, str text, struct signer *out)
{
    str name, id, rest, base64;
    struct signer s = {0};
    uint8_t b[1 + CRY_SIGN_SEED_BYTES], public_key[CRY_SIGN_PUBLIC_BYTES];
    size_t n;
    static const char hint[] =
        "It reads PRIVATE+KEY+name+hash+key on one line.";
    if (!str_starts(text, str_of(prefix)))
        return fail_hint(cx, ERR_INPUT, hint, "this is not a secret key");
    if (!str_cut(str_sub(text, sizeof prefix - 1, text.n), '+', &name, &rest) ||
        !str_cut(rest, '+', &id, &base64) ||
        !cry_base64_decode(base64, b, sizeof b, &n) || n != sizeof b ||
        (b[0] != NOTE_ED25519 && b[0] != NOTE_COSIGNATURE))
        return fail_hint(cx, ERR_INPUT, hint, "the secret key is damaged");
    memcpy(s.seed, b + 1, sizeof s.seed);
    cry_sign_public(s.seed, public_key);
    err e = note_key_make(cx, name, (enum note_alg)b[0], public_key, &s.key);
    char want[9];
    (void)snprintf(want, sizeof want, "%08x", s.key.id);
    if (is_ok(e) && !str_eq(id, str_of(want)))
        e = fail_hint(cx, ERR_INPUT, hint,
                      "name and secret key do not fit the hash");
    if (is_ok(e))
        *out = s;
    cry_wipe(b, sizeof b);
    signer_wipe(&s);
    return e;
}

void signer_print(const struct signer *s, struct buf *out)
{
    uint8_t b[1 + CRY_SIGN_SEED_BYTES] = {(uint8_t)s->key.alg};
    char text[64];
    memcpy(b + 1, s->seed, sizeof s->seed);
    buf_c(out, prefix);
    buf_str(out, s->key.name);
    buf_printf(out, "+%08x+", s->key.id);
    buf_str(out, (str){text, cry_base64(b, sizeof b, text)});
    cry_wipe(b, sizeof b);
    cry_wipe(text, sizeof text);
}

void signer_wipe(struct signer *s)
{
    cry_wipe(s->seed, sizeof s->seed);
}
