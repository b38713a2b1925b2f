/* seal/open.c: opens an age file: the file key by one of the keys, then the
 * header's MAC, then the content chunk by chunk.
 * Read next: header.c, in.c, pad.h. */
#include "seal/pad.h"
#include "seal/seal_int.h"

struct opening {
    struct arena *a;
    const struct seal_keys *keys;
    struct in *in;
    struct header header;
    struct seal_secrets *s;
    struct seal_sink sink;
    struct seal_opened *out;
};

static err bad_stanza(struct cx *cx, struct opening *o, size_t i,
                      const char *what)
{
    o->out->fault = SEAL_HEADER;
    return fail_hint(cx, ERR_INPUT,
                     "The file was changed on its way, or another program "
                     "wrote it wrongly: ask for it again.",
                     "%s: recipient %zu of the header: %s", in_name(o->in),
                     i + 1, what);
}

/* The file key out of a body, by the wrap key. */
static bool unwrap(struct opening *o, const struct stanza *st)
{
    static const uint8_t zero[CRY_AEAD_NONCE_BYTES] = {0};
    return cry_aead_open(o->s->wrap_key, zero, st->body, st->body_n,
                         o->s->file_key);
}

static err read_x25519(struct cx *cx, struct opening *o, size_t i,
                       uint8_t share[CRY_X25519_BYTES])
{
    const struct stanza *st = &o->header.stanza[i];
    size_t n;
    if (st->n_args != 2 ||
        !raw64_decode(st->arg[1], share, CRY_X25519_BYTES, &n) ||
        n != CRY_X25519_BYTES)
        return bad_stanza(cx, o, i, "no share of 32 bytes");
    if (st->body_n != WRAPPED)
        return bad_stanza(cx, o, i, "the wrapped key is not of 32 bytes");
    return OK;
}

static err try_x25519(struct cx *cx, struct opening *o, size_t i, bool *opened)
{
    const struct stanza *st = &o->header.stanza[i];
    uint8_t share[CRY_X25519_BYTES];
    TRY(cx, read_x25519(cx, o, i, share));
    const struct identities *ids = o->keys->ids;
    for (size_t k = 0; ids != NULL && k < ids->n && !*opened; k++) {
        if (!cry_x25519(ids->id[k].key.p, share, o->s->shared))
            return bad_stanza(cx, o, i, "its share is of small order");
        x25519_wrap_key(o->s, share, &ids->id[k].recipient);
        *opened = unwrap(o, st);
    }
    return OK;
}

/* 1 to 22, in the one spelling. */
static bool work_factor(str s, int64_t *out)
{
    return s.n > 0 && s.p[0] >= '1' && s.p[0] <= '9' &&
           str_int(s, 1, SEAL_SCRYPT_MAX, out);
}

static err try_scrypt(struct cx *cx, struct opening *o, size_t i, bool *opened)
{
    const struct stanza *st = &o->header.stanza[i];
    uint8_t salt[sizeof AGE_SCRYPT - 1 + SALT];
    int64_t log_n;
    size_t n;
    if (o->header.n != 1)
        return bad_stanza(cx, o, i, "a passphrase stands beside recipients");
    if (o->keys->passphrase.n == 0)
        return OK;
    if (st->n_args != 3 ||
        !raw64_decode(st->arg[1], salt + sizeof AGE_SCRYPT - 1, SALT, &n) ||
        n != SALT || st->body_n != WRAPPED)
        return bad_stanza(cx, o, i, "the passphrase's part is malformed");
    if (!work_factor(st->arg[2], &log_n))
        return bad_stanza(cx, o, i,
                          "the passphrase's work factor is not 1 to 20");
    memcpy(salt, AGE_SCRYPT, sizeof AGE_SCRYPT - 1);
    if (!cry_scrypt(o->keys->passphrase, bytes_of(salt, sizeof salt),
                    (unsigned)log_n, o->s->wrap_key)) {
        o->out->fault = SEAL_OTHER;
        return fail(cx, ERR_RESOURCE,
                    "%s: the passphrase needs %llu MiB of memory, more than "
                    "there is",
                    in_name(o->in), 1ull << log_n >> 10);
    }
    *opened = unwrap(o, st);
    return OK;
}

static bool is_type(const struct stanza *st, const char *type)
{
    return str_eq(st->arg[0], str_of(type));
}

static err no_match(struct cx *cx, struct opening *o)
{
    size_t n[3] = {0};
    size_t keys = o->keys->ids == NULL ? 0 : o->keys->ids->n;
    for (size_t i = 0; i < o->header.n; i++) {
        const struct stanza *st = &o->header.stanza[i];
        n[0] += is_type(st, "X25519");
        n[1] += is_type(st, "scrypt");
        n[2] += is_type(st, "mlkem768x25519");
    }
    o->out->fault = SEAL_NO_MATCH;
    if (n[1] > 0 && o->keys->passphrase.n == 0)
        return fail_hint(
            cx, ERR_INPUT, "Give it with --passphrase FILE.",
            "%s: the file is sealed with a passphrase, not to a key",
            in_name(o->in));
    if (n[1] > 0)
        return fail_hint(cx, ERR_INPUT,
                         "Capitals, spaces and signs count. A changed file "
                         "looks the same.",
                         "%s: the passphrase does not open the file",
                         in_name(o->in));
    if (n[0] == 0 && n[2] > 0)
        return fail_hint(cx, ERR_INPUT,
                         "Ask for it to be sealed to your age1... key of 62 "
                         "characters, or open it with age 1.3.",
                         "%s: the file is sealed to the hybrid type of key, "
                         "which is not supported",
                         in_name(o->in));
    if (n[0] == 0)
        return fail_hint(
            cx, ERR_INPUT, "Ask for it to be sealed to your age1... key.",
            "%s: the file is sealed to no X25519 key", in_name(o->in));
    if (keys == 0)
        return fail_hint(cx, ERR_INPUT, "Give the secret key: --identity FILE.",
                         "%s: the file is sealed to keys, not with a "
                         "passphrase",
                         in_name(o->in));
    return fail_hint(
        cx, ERR_INPUT,
        "The recovery key on paper, or an older key, may open it. Whoever was "
        "not on the roster when it was sealed cannot.",
        "%s: %s opens the file, which is sealed to others", in_name(o->in),
        keys > 1 ? "none of the keys" : "this key is not one that");
}

static err find_file_key(struct cx *cx, struct opening *o)
{
    bool opened = false;
    for (size_t i = 0; i < o->header.n; i++) {
        const struct stanza *st = &o->header.stanza[i];
        if (is_type(st, "X25519") && !opened)
            TRY(cx, try_x25519(cx, o, i, &opened));
        else if (is_type(st, "scrypt"))
            TRY(cx, try_scrypt(cx, o, i, &opened));
    }
    return opened ? OK : no_match(cx, o);
}

static err check_header(struct cx *cx, struct opening *o)
{
    uint8_t mac[CRY_HASH_BYTES];
    header_mac(o->s, o->header.bytes, mac);
    if (cry_equal(mac, o->header.mac, sizeof mac))
        return OK;
    o->out->fault = SEAL_MAC;
    return fail_hint(cx, ERR_INPUT, "Ask for it again.",
                     "%s: the header was changed after the file was sealed",
                     in_name(o->in));
}

/* --- the content ------------------------------------------------------------
 */

static err bad_chunk(struct cx *cx, struct opening *o, const char *what)
{
    o->out->fault = SEAL_PAYLOAD;
    return fail_hint(cx, ERR_INPUT,
                     "Nothing of it was kept. Ask for the file again.",
                     "%s: %s, after %llu bytes of content", in_name(o->in),
                     what, (unsigned long long)o->out->padded);
}

static err release(struct cx *cx, struct opening *o, size_t n)
{
    o->out->fault = SEAL_OTHER;
    TRY(cx, o->sink.write(cx, o->sink.self, o->s->chunk, n));
    o->out->fault = SEAL_SOUND;
    o->out->padded += n;
    return OK;
}

/* What is wrong with a chunk that does not open. One that is sound but for its
 * place is released, as the test vectors have it. */
static err explain(struct cx *cx, struct opening *o, str chunk,
                   uint64_t counter, bool last)
{
    uint8_t nonce[CRY_AEAD_NONCE_BYTES];
    chunk_nonce(counter, !last, nonce);
    bool other = cry_aead_open(o->s->payload_key, nonce,
                               (const uint8_t *)chunk.p, chunk.n, o->s->chunk);
    if (other && chunk.n == CHUNK_SEALED)
        TRY(cx, release(cx, o, SEAL_CHUNK));
    if (other && last)
        return bad_chunk(cx, o, "the file was cut short");
    if (other)
        return bad_chunk(cx, o, "something was added behind the end");
    return bad_chunk(cx, o,
                     chunk.n < CHUNK_SEALED
                         ? "the file was changed or cut short"
                         : "the file was changed");
}

static err open_chunk(struct cx *cx, struct opening *o, uint64_t counter,
                      struct unpad *u, bool *last)
{
    uint8_t nonce[CRY_AEAD_NONCE_BYTES];
    TRY(cx, in_need(cx, o->in, CHUNK_SEALED + 1, &o->out->fault));
    str all = in_view(o->in);
    *last = all.n <= CHUNK_SEALED;
    str chunk = str_sub(all, 0, CHUNK_SEALED);
    if (chunk.n < CRY_AEAD_TAG_BYTES)
        return bad_chunk(cx, o, "the file was cut short");
    chunk_nonce(counter, *last, nonce);
    if (!cry_aead_open(o->s->payload_key, nonce, (const uint8_t *)chunk.p,
                       chunk.n, o->s->chunk))
        return explain(cx, o, chunk, counter, *last);
    size_t n = chunk.n - CRY_AEAD_TAG_BYTES;
    if (n == 0 && counter > 0)
        return bad_chunk(cx, o, "the last chunk is empty");
    in_take(o->in, chunk.n);
    unpad_add(u, o->s->chunk, n);
    return release(cx, o, n);
}

static err open_content(struct cx *cx, struct opening *o)
{
    struct unpad u = {0};
    bool last = false;
    TRY(cx, in_need(cx, o->in, NONCE, &o->out->fault));
    if (in_view(o->in).n < NONCE) {
        err e = bad_chunk(cx, o, "the file was cut short behind its header");
        o->out->fault = SEAL_HEADER;
        return e;
    }
    cry_hkdf(bytes_of(o->s->file_key, FILE_KEY),
             str_sub(in_view(o->in), 0, NONCE), STR("payload"),
             o->s->payload_key);
    in_take(o->in, NONCE);
    for (uint64_t i = 0; !last; i++)
        TRY(cx, open_chunk(cx, o, i, &u, &last));
    o->out->bytes = unpad_content(&u);
    return OK;
}

static err open_with(struct cx *cx, struct opening *o)
{
    TRY(cx, in_begin(cx, o->in, &o->out->armored, &o->out->fault));
    o->out->fault = SEAL_OTHER;
    TRY(cx, header_read(cx, o->a, o->in, &o->header, &o->out->fault));
    o->out->n_recipients = o->header.n;
    TRY(cx, find_file_key(cx, o));
    TRY(cx, check_header(cx, o));
    o->out->fault = SEAL_SOUND;
    return open_content(cx, o);
}

err seal_open(struct cx *cx, const struct seal_keys *keys,
              struct seal_source source, struct seal_sink sink,
              struct seal_opened *out)
{
    CLEANUP(secret_release) struct secret room = {0};
    struct arena_mark mark = arena_mark(cx->scratch);
    struct opening o = {
        .a = cx->scratch, .keys = keys, .sink = sink, .out = out};
    *out = (struct seal_opened){.fault = SEAL_OTHER};
    TRY(cx, secret_make(cx, sizeof *o.s, &room));
    o.s = (struct seal_secrets *)(void *)room.p;
    TRY(cx, in_new(cx, cx->scratch, source, &o.in));
    err e = open_with(cx, &o);
    if (!is_ok(e) && out->fault == SEAL_SOUND)
        out->fault = SEAL_OTHER;
    arena_rewind(cx->scratch, mark);
    return e;
}

/* --- its form ---------------------------------------------------------------
 */

static err look(struct cx *cx, struct opening *o)
{
    uint8_t share[CRY_X25519_BYTES];
    TRY(cx, in_begin(cx, o->in, &o->out->armored, &o->out->fault));
    TRY(cx, header_read(cx, o->a, o->in, &o->header, &o->out->fault));
    for (size_t i = 0; i < o->header.n; i++) {
        if (is_type(&o->header.stanza[i], "scrypt"))
            return fail_hint(cx, ERR_INPUT,
                             "Seal it to the roster: truce seal FILE --to "
                             "CASE.",
                             "%s: it is sealed with a passphrase, not to keys",
                             in_name(o->in));
        if (is_type(&o->header.stanza[i], "X25519"))
            TRY(cx, read_x25519(cx, o, i, share));
    }
    TRY(cx, in_need(cx, o->in, NONCE + CRY_AEAD_TAG_BYTES, &o->out->fault));
    if (in_view(o->in).n < NONCE + CRY_AEAD_TAG_BYTES)
        return bad_chunk(cx, o, "the file was cut short behind its header");
    return OK;
}

err seal_look(struct cx *cx, struct seal_source source, size_t *n_recipients)
{
    struct seal_opened seen = {.fault = SEAL_SOUND};
    struct arena_mark mark = arena_mark(cx->scratch);
    struct opening o = {.a = cx->scratch, .out = &seen};
    *n_recipients = 0;
    TRY(cx, in_new(cx, cx->scratch, source, &o.in));
    err e = look(cx, &o);
    *n_recipients = o.header.n;
    arena_rewind(cx->scratch, mark);
    return e;
}
