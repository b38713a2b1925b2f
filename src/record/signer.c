/* record/signer.c: secret keys of nodes, logs and witnesses.
 *
 * The text form is that of Go's sumdb/note ("PRIVATE+KEY+..."), so that a
 * stranger's tools read it. Read next: log.h, crypto/secret.h. */
#include "record/log.h"

#include "base/cx.h"

static const char prefix[] = "PRIVATE+KEY+";

err signer_make(struct cx *cx, str name, enum note_alg alg, struct signer *out)
{
    CLEANUP(signer_wipe) struct signer s = {0};
    TRY(cx, secret_make(cx, CRY_SIGN_PAIR_BYTES, &s.secret));
    TRY(cx, cx->random(cx, cx->self, s.secret.p, CRY_SIGN_SEED_BYTES));
    cry_pair_complete(s.secret.p);
    TRY(cx,
        note_key_make(cx, name, alg, s.secret.p + CRY_SIGN_SEED_BYTES, &s.key));
    *out = s;
    s.secret = (struct secret){0};
    return OK;
}

/* The text is name+hash+key as of a public key, the key being type and seed. */
err signer_parse(struct cx *cx, str text, struct signer *out)
{
    str name, id, rest, base64;
    CLEANUP(signer_wipe) struct signer s = {0};
    uint8_t b[1 + CRY_SIGN_SEED_BYTES];
    size_t n;
    static const char hint[] =
        "It reads PRIVATE+KEY+name+hash+key on one line.";
    if (!str_starts(text, str_of(prefix)))
        return fail_hint(cx, ERR_INPUT, hint, "this is not a secret key");
    TRY(cx, secret_make(cx, CRY_SIGN_PAIR_BYTES, &s.secret));
    bool good =
        str_cut(str_sub(text, sizeof prefix - 1, text.n), '+', &name, &rest) &&
        str_cut(rest, '+', &id, &base64) &&
        cry_base64_decode(base64, b, sizeof b, &n) && n == sizeof b &&
        (b[0] == NOTE_ED25519 || b[0] == NOTE_COSIGNATURE);
    enum note_alg alg = good ? (enum note_alg)b[0] : NOTE_ED25519;
    memcpy(s.secret.p, b + 1, CRY_SIGN_SEED_BYTES);
    cry_wipe(b, sizeof b);
    if (!good)
        return fail_hint(cx, ERR_INPUT, hint, "the secret key is damaged");
    cry_pair_complete(s.secret.p);
    TRY(cx,
        note_key_make(cx, name, alg, s.secret.p + CRY_SIGN_SEED_BYTES, &s.key));
    char want[9];
    (void)snprintf(want, sizeof want, "%08x", s.key.id);
    if (!str_eq(id, str_of(want)))
        return fail_hint(cx, ERR_INPUT, hint,
                         "name and secret key do not fit the hash");
    *out = s;
    s.secret = (struct secret){0};
    return OK;
}

err signer_print(struct cx *cx, const struct signer *s, struct secret_text *out)
{
    uint8_t b[1 + CRY_SIGN_SEED_BYTES] = {(uint8_t)s->key.alg};
    char text[64], id[16];
    struct secret_text t = {0};
    TRY(cx, secret_make(cx, NOTE_NAME_MAX + 128, &t.room));
    memcpy(b + 1, s->secret.p, CRY_SIGN_SEED_BYTES);
    (void)snprintf(id, sizeof id, "+%08x+", s->key.id);
    secret_put(&t, str_of(prefix));
    secret_put(&t, s->key.name);
    secret_put(&t, str_of(id));
    secret_put(&t, (str){text, cry_base64(b, sizeof b, text)});
    secret_put(&t, STR("\n"));
    cry_wipe(b, sizeof b);
    cry_wipe(text, sizeof text);
    *out = t;
    return OK;
}

void signer_wipe(struct signer *s)
{
    secret_release(&s->secret);
}
