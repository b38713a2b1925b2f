/* seal/key.c: recipients and identities, as text and in memory.
 * Read next: seal.h, bech32.c. */
#include "seal/seal_int.h"

#define PUBLIC STR("age")
#define SECRET STR("AGE-SECRET-KEY-")
enum { PATH_BYTES = 4096 };

/* Types of age that are not supported; each is named. */
static const struct other {
    const char *begins, *what;
} others[] = {
    {"age1pq1", "of the hybrid type (age 1.3 and later), which needs a newer "
                "libsodium"},
    {"AGE-SECRET-KEY-PQ-1", "of the hybrid type (age 1.3 and later), which "
                            "needs a newer libsodium"},
    {"AGE-PLUGIN-", "for a plugin of age, and plugins are not run"},
    {"age1tag", "for a plugin of age, and plugins are not run"},
    {"age1yubikey1", "for a plugin of age, and plugins are not run"},
    {"age1se1", "for a plugin of age, and plugins are not run"},
    {"age1tpm1", "for a plugin of age, and plugins are not run"},
    {"ssh-", "an SSH key, and age's SSH recipients are not supported"},
    {"-----BEGIN OPENSSH", "an SSH key, and age's SSH recipients are not "
                           "supported"},
};

static err other_type(struct cx *cx, const char *place, str text,
                      const char *what)
{
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_starts(text, str_of(others[i].begins)))
            return fail_hint(cx, ERR_INPUT,
                             "Ask for an X25519 key, age1... with 62 "
                             "characters; `truce seal keygen` makes one.",
                             "%s%s is %s", place, what, others[i].what);
    return OK;
}

/* A point of small order gives the same shared secret for everybody. */
static bool is_sound(const struct recipient *r)
{
    static const uint8_t any[CRY_X25519_BYTES] = {9};
    uint8_t shared[CRY_X25519_BYTES];
    return cry_x25519(any, r->key, shared);
}

err recipient_parse(struct cx *cx, const char *place, str text,
                    struct recipient *out)
{
    struct recipient r;
    TRY(cx, other_type(cx, place, text, "the recipient"));
    if (str_starts(text, SECRET))
        return fail_hint(cx, ERR_INPUT,
                         "Give the public key, age1...; and make a new pair if "
                         "others may have seen this one.",
                         "%sthis is a secret key, not a recipient", place);
    if (!bech32_parse(text, PUBLIC, false, r.key))
        return fail_hint(cx, ERR_INPUT,
                         "A recipient is age1 and 58 lower-case letters and "
                         "digits; copy it whole.",
                         "%s\"%.*s\" is not a recipient: its checksum does "
                         "not hold, or it is not of this form",
                         place, STR_ARG(str_sub(text, 0, 80)));
    if (!is_sound(&r))
        return fail(cx, ERR_INPUT,
                    "%sthe recipient is a point of small order: everybody "
                    "could open what is sealed to it",
                    place);
    *out = r;
    return OK;
}

void recipient_print(const struct recipient *r, struct buf *out)
{
    char text[BECH32_CHARS];
    bech32_print(PUBLIC, false, r->key, text);
    buf_str(out, PUBLIC);
    buf_char(out, '1');
    buf_bytes(out, text, sizeof text);
}

bool recipient_eq(const struct recipient *a, const struct recipient *b)
{
    return memcmp(a->key, b->key, sizeof a->key) == 0;
}

err identity_make(struct cx *cx, struct identity *out)
{
    CLEANUP(identity_release) struct identity i = {0};
    TRY(cx, secret_make(cx, CRY_X25519_BYTES, &i.key));
    TRY(cx, cx->random(cx, cx->self, i.key.p, i.key.n));
    cry_x25519_public(i.key.p, i.recipient.key);
    *out = i;
    i.key = (struct secret){0};
    return OK;
}

/* Never quotes the text: it may be a secret key with one wrong letter. */
err identity_parse(struct cx *cx, const char *place, str text,
                   struct identity *out)
{
    CLEANUP(identity_release) struct identity i = {0};
    struct recipient public;
    TRY(cx, other_type(cx, place, text, "the secret key"));
    if (str_starts(text, PUBLIC) &&
        bech32_parse(text, PUBLIC, false, public.key))
        return fail_hint(cx, ERR_INPUT,
                         "The secret key begins with AGE-SECRET-KEY-1.",
                         "%sthis is a recipient, the public key", place);
    TRY(cx, secret_make(cx, CRY_X25519_BYTES, &i.key));
    if (!bech32_parse(text, SECRET, true, i.key.p))
        return fail_hint(cx, ERR_INPUT,
                         "It reads AGE-SECRET-KEY-1 and 58 capital letters and "
                         "digits; from paper, compare letter by letter.",
                         "%sthis is not a secret key: its checksum does not "
                         "hold, or it is not of this form",
                         place);
    cry_x25519_public(i.key.p, i.recipient.key);
    *out = i;
    i.key = (struct secret){0};
    return OK;
}

void identity_put(const struct identity *i, struct secret_text *out)
{
    char text[BECH32_CHARS];
    bech32_print(SECRET, true, i->key.p, text);
    secret_put(out, SECRET);
    secret_put(out, STR("1"));
    secret_put(out, (str){text, sizeof text});
    cry_wipe(text, sizeof text);
}

void identity_release(struct identity *i)
{
    secret_release(&i->key);
}

err identities_add(struct cx *cx, const char *name, str text,
                   struct identities *out)
{
    char place[PATH_BYTES];
    str line;
    size_t before = out->n, number = 0;
    if (str_starts(text, STR("age-encryption.org/")) ||
        str_starts(text, STR("-----BEGIN AGE")))
        return fail_hint(cx, ERR_INPUT,
                         "Open it first: truce open KEYFILE --passphrase FILE.",
                         "%s: the key file is sealed itself", name);
    while (text.n > 0) {
        number++;
        (void)str_cut(text, '\n', &line, &text);
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (out->n == SEAL_IDENTITIES_MAX)
            return fail(cx, ERR_LIMIT, "%s: more than %d secret keys", name,
                        SEAL_IDENTITIES_MAX);
        (void)snprintf(place, sizeof place, "%s:%zu: ", name, number);
        TRY(cx, identity_parse(cx, place, line, &out->id[out->n]));
        out->n++;
    }
    if (out->n == before)
        return fail_hint(cx, ERR_INPUT, "truce seal keygen makes one.",
                         "%s holds no secret key", name);
    return OK;
}

void identities_release(struct identities *ids)
{
    for (size_t i = 0; i < ids->n; i++)
        identity_release(&ids->id[i]);
    ids->n = 0;
}
