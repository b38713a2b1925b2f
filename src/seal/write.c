/* seal/write.c: writes an age file: header, then the padded content chunk by
 * chunk. Read next: pad.h, header.c. */
#include "seal/pad.h"
#include "seal/seal_int.h"

/* --- out, in the text form or not ------------------------------------------
 */

struct out {
    struct seal_sink sink;
    bool armor;
    uint8_t held[LINE_BYTES]; /* less than a line of the text form */
    size_t n;
};

static err put(struct cx *cx, struct out *o, str s)
{
    return o->sink.write(cx, o->sink.self, s.p, s.n);
}

static err put_line(struct cx *cx, struct out *o)
{
    char line[COLUMNS + 1];
    size_t n = cry_base64(o->held, o->n, line);
    line[n] = '\n';
    o->n = 0;
    return put(cx, o, (str){line, n + 1});
}

static err out_bytes(struct cx *cx, struct out *o, const uint8_t *p, size_t n)
{
    if (!o->armor)
        return put(cx, o, bytes_of(p, n));
    while (n > 0) {
        size_t part = LINE_BYTES - o->n < n ? LINE_BYTES - o->n : n;
        memcpy(o->held + o->n, p, part);
        o->n += part;
        p += part;
        n -= part;
        if (o->n == LINE_BYTES)
            TRY(cx, put_line(cx, o));
    }
    return OK;
}

static err out_end(struct cx *cx, struct out *o)
{
    if (!o->armor)
        return OK;
    if (o->n > 0)
        TRY(cx, put_line(cx, o));
    return put(cx, o, STR(ARMOR_END "\n"));
}

/* --- the header --------------------------------------------------------------
 */

static err random_bytes(struct cx *cx, void *p, size_t n)
{
    return cx->random(cx, cx->self, p, n);
}

static err print_stanza(struct cx *cx, struct seal_secrets *s,
                        const struct recipient *r, struct buf *b)
{
    static const uint8_t zero[CRY_AEAD_NONCE_BYTES] = {0};
    uint8_t share[CRY_X25519_BYTES], body[WRAPPED];
    char text[4 * ((WRAPPED + 2) / 3)];
    TRY(cx, random_bytes(cx, s->ephemeral, sizeof s->ephemeral));
    cry_x25519_public(s->ephemeral, share);
    if (!cry_x25519(s->ephemeral, r->key, s->shared))
        return fail(cx, ERR_INPUT, "a recipient is a point of small order");
    x25519_wrap_key(s, share, r);
    cry_aead_seal(s->wrap_key, zero, s->file_key, FILE_KEY, body);
    buf_c(b, "-> X25519 ");
    buf_bytes(b, text, raw64(share, sizeof share, text));
    buf_char(b, '\n');
    buf_bytes(b, text, raw64(body, sizeof body, text));
    buf_char(b, '\n');
    return OK;
}

/* A number under n, each as likely: n is small beside 2^64. */
static err random_under(struct cx *cx, size_t n, size_t *out)
{
    uint64_t v;
    TRY(cx, random_bytes(cx, &v, sizeof v));
    *out = (size_t)(v % n);
    return OK;
}

/* Those who are meant, and keys that nobody holds, in any order. */
static err fill_recipients(struct cx *cx, const struct seal_options *o,
                           struct recipient *all, size_t *n)
{
    size_t want = 4;
    while (want < o->n_recipients)
        want *= 2;
    memcpy(all, o->recipients, o->n_recipients * sizeof *all);
    for (size_t i = o->n_recipients; i < want; i++) {
        uint8_t secret[CRY_X25519_BYTES];
        TRY(cx, random_bytes(cx, secret, sizeof secret));
        cry_x25519_public(secret, all[i].key);
        cry_wipe(secret, sizeof secret);
    }
    for (size_t i = want; i > 1; i--) {
        size_t k;
        TRY(cx, random_under(cx, i, &k));
        struct recipient r = all[k];
        all[k] = all[i - 1];
        all[i - 1] = r;
    }
    *n = want;
    return OK;
}

static err write_header(struct cx *cx, struct seal_secrets *s,
                        const struct seal_options *o, struct out *out)
{
    struct recipient all[SEAL_RECIPIENTS_MAX];
    struct buf b;
    uint8_t mac[CRY_HASH_BYTES];
    char text[4 * ((CRY_HASH_BYTES + 2) / 3)];
    size_t n;
    TRY(cx, fill_recipients(cx, o, all, &n));
    TRY(cx, random_bytes(cx, s->file_key, sizeof s->file_key));
    buf_init(&b, cx->scratch, SEAL_HEADER_MAX);
    buf_c(&b, AGE_VERSION "\n");
    for (size_t i = 0; i < n; i++)
        TRY(cx, print_stanza(cx, s, &all[i], &b));
    buf_c(&b, "---");
    TRY(cx, buf_finish(cx, &b));
    header_mac(s, buf_view(&b), mac);
    buf_char(&b, ' ');
    buf_bytes(&b, text, raw64(mac, sizeof mac, text));
    buf_char(&b, '\n');
    TRY(cx, buf_finish(cx, &b));
    return out_bytes(cx, out, (const uint8_t *)buf_view(&b).p, b.n);
}

/* --- the content, padded
 * ------------------------------------------------------
 */

struct padded {
    struct seal_source source;
    uint64_t content; /* bytes so far; all, once ended */
    bool ended;
    uint64_t at, total; /* once ended */
    char trailer[PAD_TRAILER];
};

static err read_padded(struct cx *cx, struct padded *p, uint8_t *out,
                       size_t cap, size_t *n)
{
    if (!p->ended) {
        TRY(cx, p->source.read(cx, p->source.self, out, cap, n));
        p->content += *n;
        if (p->content > PAD_CONTENT_MAX)
            return fail(cx, ERR_LIMIT, "the content is too long");
        if (*n > 0)
            return OK;
        p->ended = true;
        p->at = p->content;
        p->total = pad_total(p->content);
        pad_trailer(p->content, p->trailer);
    }
    uint64_t zeros = p->total - PAD_TRAILER - p->at;
    if (p->at < p->total - PAD_TRAILER) {
        *n = zeros < cap ? (size_t)zeros : cap;
        memset(out, 0, *n);
    } else {
        uint64_t left = p->total - p->at;
        *n = left < cap ? (size_t)left : cap;
        memcpy(out, p->trailer + (PAD_TRAILER - left), *n);
    }
    p->at += *n;
    return OK;
}

static err write_content(struct cx *cx, struct seal_secrets *s,
                         struct padded *p, struct out *out)
{
    uint8_t nonce[NONCE], chunk_no[CRY_AEAD_NONCE_BYTES];
    size_t have = 0, n = 1;
    bool last = false;
    TRY(cx, random_bytes(cx, nonce, sizeof nonce));
    TRY(cx, out_bytes(cx, out, nonce, sizeof nonce));
    cry_hkdf(bytes_of(s->file_key, FILE_KEY), bytes_of(nonce, sizeof nonce),
             STR("payload"), s->payload_key);
    for (uint64_t i = 0; !last; i++) {
        /* A byte more than a chunk shows that this is not the last. */
        while (have <= SEAL_CHUNK && n > 0) {
            TRY(cx,
                read_padded(cx, p, s->chunk + have, SEAL_CHUNK + 1 - have, &n));
            have += n;
        }
        last = have <= SEAL_CHUNK;
        size_t now = last ? have : SEAL_CHUNK;
        uint8_t next = s->chunk[now];
        chunk_nonce(i, last, chunk_no);
        cry_aead_seal(s->payload_key, chunk_no, s->chunk, now, s->chunk);
        TRY(cx, out_bytes(cx, out, s->chunk, now + CRY_AEAD_TAG_BYTES));
        s->chunk[0] = next;
        have -= now;
    }
    return OK;
}

err seal_write(struct cx *cx, const struct seal_options *o,
               struct seal_source source, struct seal_sink sink,
               uint64_t *content_bytes)
{
    CLEANUP(secret_release) struct secret room = {0};
    struct out out = {.sink = sink, .armor = o->armor};
    struct padded p = {.source = source};
    if (o->n_recipients == 0 || o->n_recipients > SEAL_RECIPIENTS_MAX)
        return fail(cx, ERR_LIMIT, "%zu recipients; 1 to %d are possible",
                    o->n_recipients, SEAL_RECIPIENTS_MAX);
    TRY(cx, secret_make(cx, sizeof(struct seal_secrets), &room));
    struct seal_secrets *s = (struct seal_secrets *)(void *)room.p;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = o->armor ? put(cx, &out, STR(ARMOR_BEGIN "\n")) : OK;
    if (is_ok(e))
        e = write_header(cx, s, o, &out);
    arena_rewind(cx->scratch, mark);
    if (is_ok(e))
        e = write_content(cx, s, &p, &out);
    if (is_ok(e))
        e = out_end(cx, &out);
    if (is_ok(e))
        *content_bytes = p.content;
    return e;
}
