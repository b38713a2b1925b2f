/* seal/header.c: reads the header of an age file, strictly: what is accepted
 * has one spelling. Also the steps of the key schedule that reading and writing
 * share. Read next: seal_int.h, open.c. */
#include "seal/seal_int.h"

#include "base/vec.h"

size_t raw64(const uint8_t *p, size_t n, char *out)
{
    size_t len = cry_base64(p, n, out);
    while (len > 0 && out[len - 1] == '=')
        len--;
    return len;
}

bool raw64_decode(str text, uint8_t *out, size_t max, size_t *n)
{
    char line[COLUMNS + 4];
    if (text.n > COLUMNS || text.n % 4 == 1 ||
        str_find_char(text, '=') < text.n)
        return false;
    memcpy(line, text.p, text.n);
    size_t len = text.n;
    while (len % 4 != 0)
        line[len++] = '=';
    return cry_base64_decode((str){line, len}, out, max, n);
}

void chunk_nonce(uint64_t counter, bool last, uint8_t out[CRY_AEAD_NONCE_BYTES])
{
    memset(out, 0, CRY_AEAD_NONCE_BYTES);
    for (size_t i = 0; i < 8; i++)
        out[10 - i] = (uint8_t)(counter >> (8 * i) & 0xff);
    out[11] = last;
}

void x25519_wrap_key(struct seal_secrets *s,
                     const uint8_t share[CRY_X25519_BYTES],
                     const struct recipient *r)
{
    uint8_t salt[2 * CRY_X25519_BYTES];
    memcpy(salt, share, CRY_X25519_BYTES);
    memcpy(salt + CRY_X25519_BYTES, r->key, CRY_X25519_BYTES);
    cry_hkdf(bytes_of(s->shared, sizeof s->shared), bytes_of(salt, sizeof salt),
             STR(AGE_X25519), s->wrap_key);
}

void header_mac(struct seal_secrets *s, str header, uint8_t out[CRY_HASH_BYTES])
{
    cry_hkdf(bytes_of(s->file_key, sizeof s->file_key), STR(""), STR("header"),
             s->mac_key);
    cry_hmac(bytes_of(s->mac_key, sizeof s->mac_key), header, out);
}

/* --- reading ---------------------------------------------------------------
 */

struct reading {
    struct arena *a;
    struct in *in;
    struct buf all; /* the header so far */
    size_t number;  /* of the line */
    VEC(struct stanza) stanzas;
    enum seal_fault *fault;
};

static err malformed(struct cx *cx, struct reading *r, const char *what)
{
    *r->fault = SEAL_HEADER;
    return fail_hint(cx, ERR_INPUT,
                     "The file was changed on its way, or another program "
                     "wrote it wrongly: ask for it again.",
                     "%s: line %zu of the header: %s", in_name(r->in),
                     r->number, what);
}

/* The next line without its LF; it lives in r->a. */
static err next_line(struct cx *cx, struct reading *r, str *out)
{
    str seen = STR("");
    size_t end = 0;
    r->number++;
    for (size_t want = 256;; want *= 2) {
        TRY(cx, in_need(cx, r->in, want, r->fault));
        seen = in_view(r->in);
        end = str_find_char(seen, '\n');
        if (end < seen.n)
            break;
        if (in_is_last(r->in))
            return malformed(cx, r, "the file ends in it: it was cut short");
        if (want >= SEAL_CHUNK)
            return malformed(cx, r, "it is too long");
    }
    if (r->all.n + end + 1 > SEAL_HEADER_MAX) {
        *r->fault = SEAL_HEADER;
        return fail(cx, ERR_LIMIT, "%s: the header has more than %d bytes",
                    in_name(r->in), SEAL_HEADER_MAX);
    }
    TRY_ROOM(cx, r->a, arena_dup_str(r->a, str_sub(seen, 0, end), out));
    buf_bytes(&r->all, seen.p, end + 1);
    in_take(r->in, end + 1);
    return OK;
}

static err read_args(struct cx *cx, struct reading *r, str line,
                     struct stanza *s)
{
    str arg;
    bool more = true;
    while (more) {
        more = str_cut(line, ' ', &arg, &line);
        if (arg.n == 0)
            return malformed(cx, r, "an argument is empty");
        for (size_t i = 0; i < arg.n; i++)
            if ((unsigned char)arg.p[i] < 33 || (unsigned char)arg.p[i] > 126)
                return malformed(cx, r, "an argument is not of plain letters");
        if (s->n_args < STANZA_ARGS)
            s->arg[s->n_args] = arg;
        s->n_args++;
    }
    return OK;
}

/* Lines of 64 columns, and one that is shorter. */
static err read_body(struct cx *cx, struct reading *r, struct stanza *s)
{
    struct buf b;
    str line;
    buf_init(&b, r->a, SEAL_HEADER_MAX);
    do {
        uint8_t part[LINE_BYTES];
        size_t n;
        TRY(cx, next_line(cx, r, &line));
        if (!raw64_decode(line, part, sizeof part, &n))
            return malformed(cx, r, "not base64 in lines of 64 columns");
        buf_bytes(&b, part, n);
    } while (line.n == COLUMNS);
    TRY(cx, buf_finish(cx, &b));
    s->body = (const uint8_t *)buf_view(&b).p;
    s->body_n = b.n;
    return OK;
}

static err read_mac(struct cx *cx, struct reading *r, str line,
                    struct header *out)
{
    size_t n;
    if (!str_starts(line, STR("--- ")) ||
        !raw64_decode(str_sub(line, 4, line.n), out->mac, sizeof out->mac,
                      &n) ||
        n != sizeof out->mac)
        return malformed(cx, r, "not --- and the header's MAC");
    TRY(cx, buf_finish(cx, &r->all));
    out->bytes = str_sub(buf_view(&r->all), 0, r->all.n - line.n - 1 + 3);
    return OK;
}

static err read_version(struct cx *cx, struct reading *r)
{
    str line;
    TRY(cx, next_line(cx, r, &line));
    if (str_eq(line, STR(AGE_VERSION)))
        return OK;
    if (str_starts(line, STR("age-encryption.org/")) &&
        str_find_char(line, '\r') == line.n)
        return malformed(cx, r, "a version of age that is not known");
    return malformed(cx, r, "not `" AGE_VERSION "`");
}

err header_read(struct cx *cx, struct arena *a, struct in *in,
                struct header *out, enum seal_fault *fault)
{
    struct reading r = {.a = a, .in = in, .fault = fault};
    str line;
    buf_init(&r.all, a, SEAL_HEADER_MAX);
    TRY(cx, read_version(cx, &r));
    for (;;) {
        struct stanza s = {0};
        TRY(cx, next_line(cx, &r, &line));
        if (!str_starts(line, STR("-> ")))
            break;
        TRY(cx, read_args(cx, &r, str_sub(line, 3, line.n), &s));
        TRY(cx, read_body(cx, &r, &s));
        TRY_ROOM(cx, a, vec_push(a, &r.stanzas, s));
    }
    if (r.stanzas.n == 0)
        return malformed(cx, &r, "no recipient");
    out->stanza = r.stanzas.p;
    out->n = r.stanzas.n;
    return read_mac(cx, &r, line, out);
}
