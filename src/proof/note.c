/* proof/note.c: reads, checks and writes signed notes and checkpoints.
 * Read next: note.h. */
#include "proof/note.h"

#include "base/cx.h"
#include "base/utf8.h"

static const char dash[] = "\xe2\x80\x94 "; /* an em dash and a space */

/* White_Space of Unicode, and what cannot be seen. */
static bool is_space(uint32_t cp)
{
    return cp <= 0x20 || (cp >= 0x7f && cp <= 0xa0) || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 ||
           cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

static bool name_is_valid(str name)
{
    uint32_t cp;
    size_t n;
    if (name.n == 0 || name.n > NOTE_NAME_MAX)
        return false;
    for (; name.n > 0; name = str_sub(name, n, name.n)) {
        n = utf8_decode(name, &cp);
        if (n == 0 || is_space(cp) || cp == '+')
            return false;
    }
    return true;
}

static uint32_t read_u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static uint64_t read_u64(const uint8_t *p)
{
    return (uint64_t)read_u32(p) << 32 | read_u32(p + 4);
}

static uint32_t key_id(const struct note_key *k)
{
    struct hasher h;
    uint8_t type[2] = {'\n', (uint8_t)k->alg};
    cry_hasher_init(&h);
    cry_hasher_add(&h, k->name);
    cry_hasher_add(&h, (str){(const char *)type, 2});
    cry_hasher_add(&h, (str){(const char *)k->public_key, 32});
    return read_u32(cry_hasher_result(&h).b);
}

err note_key_make(struct cx *cx, str name, enum note_alg alg,
                  const uint8_t public_key[CRY_SIGN_PUBLIC_BYTES],
                  struct note_key *out)
{
    if (!name_is_valid(name))
        return fail_hint(cx, ERR_INPUT,
                         "A name has 1 to 255 bytes and no spaces, control "
                         "characters or plus sign, e.g. example.org/log.",
                         "\"%.*s\" cannot be the name of a key",
                         STR_ARG(str_sub(name, 0, 100)));
    if (!cry_key_is_sound(public_key))
        return fail(cx, ERR_INPUT,
                    "the key of %.*s is no point of the curve that can be "
                    "trusted",
                    STR_ARG(name));
    struct note_key k = {.name = name, .alg = alg};
    memcpy(k.public_key, public_key, sizeof k.public_key);
    k.id = key_id(&k);
    *out = k;
    return OK;
}

/* Eight lower-case hexadecimal digits. */
static bool read_id(str s, uint32_t *out)
{
    uint32_t v = 0;
    if (s.n != 8)
        return false;
    for (size_t i = 0; i < 8; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9')
            v = v << 4 | (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = v << 4 | (uint32_t)(c - 'a' + 10);
        else
            return false;
    }
    *out = v;
    return true;
}

err note_key_parse(struct cx *cx, str text, struct note_key *out)
{
    str name, rest, id, key;
    uint8_t b[1 + CRY_SIGN_PUBLIC_BYTES];
    uint32_t want;
    size_t n;
    /* The key is base64, which has plus signs of its own: cut from the left. */
    if (!str_cut(text, '+', &name, &rest) || !str_cut(rest, '+', &id, &key) ||
        !read_id(id, &want))
        return fail_hint(cx, ERR_INPUT,
                         "It reads name+hash+key, the hash in eight digits.",
                         "this is not a public key of a log or witness");
    if (!cry_base64_decode(key, b, sizeof b, &n) || n != sizeof b)
        return fail_hint(cx, ERR_INPUT,
                         "Ed25519 keys have 44 characters of base64; other "
                         "types cannot be read yet.",
                         "the key of %.*s is not base64 of 33 bytes",
                         STR_ARG(name));
    if (b[0] != NOTE_ED25519 && b[0] != NOTE_COSIGNATURE)
        return fail(cx, ERR_INPUT, "the key of %.*s is of the unknown type %u",
                    STR_ARG(name), b[0]);
    struct note_key k;
    TRY(cx, note_key_make(cx, name, (enum note_alg)b[0], b + 1, &k));
    if (k.id != want)
        return fail_hint(cx, ERR_INPUT, "Ask its owner for it again.",
                         "name and key of %.*s do not fit its hash",
                         STR_ARG(name));
    *out = k;
    return OK;
}

void note_key_print(const struct note_key *k, struct buf *out)
{
    uint8_t b[1 + CRY_SIGN_PUBLIC_BYTES] = {(uint8_t)k->alg};
    char text[64];
    memcpy(b + 1, k->public_key, sizeof k->public_key);
    buf_str(out, k->name);
    buf_printf(out, "+%08x+", k->id);
    buf_str(out, (str){text, cry_base64(b, sizeof b, text)});
}

/* The text: valid UTF-8, and no control character but LF. */
bool note_text_is_valid(str s)
{
    if (!utf8_valid(s, NULL))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n') || s.p[i] == 0x7f)
            return false;
    return true;
}

/* One line "- name base64" without its LF. */
static err parse_signature(struct cx *cx, struct arena *a, str line,
                           size_t number, struct note_signature *out)
{
    str name, base64;
    uint8_t *b;
    size_t n = 0;
    if (!str_starts(line, STR("\xe2\x80\x94 ")) ||
        !str_cut(str_sub(line, sizeof dash - 1, line.n), ' ', &name, &base64) ||
        !name_is_valid(name))
        return fail(cx, ERR_INPUT, "signature line %zu is malformed", number);
    TRY_NEW_ARRAY(cx, a, base64.n + 1, b);
    if (!cry_base64_decode(base64, b, base64.n, &n) || n < 5)
        return fail(cx, ERR_INPUT,
                    "signature line %zu is not base64 of a signature", number);
    *out = (struct note_signature){
        name, read_u32(b), {(const char *)b + 4, n - 4}};
    return OK;
}

err note_parse(struct cx *cx, struct arena *a, str bytes, struct note *out)
{
    if (bytes.n > NOTE_MAX_BYTES)
        return fail(cx, ERR_LIMIT, "a note of %zu bytes; at most %d are read",
                    bytes.n, NOTE_MAX_BYTES);
    if (!note_text_is_valid(bytes))
        return fail(cx, ERR_INPUT,
                    "a note is UTF-8 without control characters");
    /* The signatures come after the last empty line. */
    size_t split = bytes.n;
    for (size_t i = 0; i + 1 < bytes.n; i++)
        if (bytes.p[i] == '\n' && bytes.p[i + 1] == '\n')
            split = i;
    if (split == bytes.n || bytes.p[bytes.n - 1] != '\n')
        return fail(cx, ERR_INPUT,
                    "a note is text, an empty line and signature lines");
    out->text = str_sub(bytes, 0, split + 1);
    out->n = 0;
    str rest = str_sub(bytes, split + 2, bytes.n), line;
    while (rest.n > 0) {
        if (out->n == NOTE_MAX_SIGNATURES)
            return fail(cx, ERR_LIMIT, "more than %d signatures on a note",
                        NOTE_MAX_SIGNATURES);
        (void)str_cut(rest, '\n', &line, &rest);
        TRY(cx, parse_signature(cx, a, line, out->n + 1, &out->sig[out->n]));
        out->n++;
    }
    if (out->n == 0)
        return fail(cx, ERR_INPUT, "the note has no signature");
    return OK;
}

/* What a key of this type signs: the text in up to two pieces. */
static void signed_message(str text, enum note_alg alg, uint64_t time,
                           struct buf *b)
{
    if (alg == NOTE_COSIGNATURE) {
        buf_c(b, "cosignature/v1\ntime ");
        buf_uint(b, time);
        buf_char(b, '\n');
    }
    buf_str(b, text);
}

static err signature_holds(struct cx *cx, str text, const struct note_key *k,
                           const struct note_signature *s, bool *holds,
                           uint64_t *time)
{
    size_t head = k->alg == NOTE_COSIGNATURE ? 8 : 0;
    const uint8_t *p = (const uint8_t *)s->bytes.p;
    *holds = false;
    if (s->bytes.n != head + CRY_SIGNATURE_BYTES)
        return OK;
    *time = head ? read_u64(p) : 0;
    if (*time >> 63 != 0 || (head != 0 && *time == 0))
        return OK;
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    buf_init(&b, cx->scratch, NOTE_MAX_BYTES + 64);
    signed_message(text, k->alg, *time, &b);
    err e = buf_finish(cx, &b);
    if (is_ok(e))
        *holds = cry_verify(k->public_key, buf_view(&b), p + head);
    arena_rewind(cx->scratch, mark);
    return e;
}

err note_verify(struct cx *cx, const struct note *n, const struct note_key *k,
                bool *holds, uint64_t *time)
{
    uint64_t earliest = UINT64_MAX, t = 0;
    bool all = true;
    for (size_t i = 0; i < n->n && all; i++) {
        const struct note_signature *s = &n->sig[i];
        if (s->id != k->id || !str_eq(s->name, k->name))
            continue;
        TRY(cx, signature_holds(cx, n->text, k, s, &all, &t));
        earliest = t < earliest ? t : earliest;
    }
    *holds = all && earliest != UINT64_MAX;
    if (*holds && time != NULL)
        *time = earliest;
    return OK;
}

err note_sign(struct cx *cx, str text, const struct note_key *k,
              const uint8_t pair[CRY_SIGN_PAIR_BYTES], uint64_t time,
              struct buf *out)
{
    if (!note_text_is_valid(text) || text.n == 0 ||
        text.p[text.n - 1] != '\n' || time >> 63 != 0)
        return fail(cx, ERR_INPUT,
                    "only UTF-8 text whose last line ends can be signed");
    uint8_t sig[4 + 8 + CRY_SIGNATURE_BYTES];
    size_t n = 0;
    char base64[4 * ((sizeof sig + 2) / 3)];
    for (int i = 0; i < 4; i++)
        sig[n++] = (uint8_t)(k->id >> (24 - 8 * i));
    for (int i = 0; k->alg == NOTE_COSIGNATURE && i < 8; i++)
        sig[n++] = (uint8_t)(time >> (56 - 8 * i));
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    buf_init(&b, cx->scratch, NOTE_MAX_BYTES + 64);
    signed_message(text, k->alg, time, &b);
    err e = buf_finish(cx, &b);
    if (is_ok(e) && !cry_pair_sign(pair, k->public_key, buf_view(&b), sig + n))
        e = fail(cx, ERR_INPUT, "the secret key is not that of %.*s",
                 STR_ARG(k->name));
    arena_rewind(cx->scratch, mark);
    TRY(cx, e);
    n += CRY_SIGNATURE_BYTES;
    buf_c(out, dash);
    buf_str(out, k->name);
    buf_char(out, ' ');
    buf_str(out, (str){base64, cry_base64(sig, n, base64)});
    buf_char(out, '\n');
    return OK;
}

bool note_decimal(str s, uint64_t *out)
{
    int64_t v;
    if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9' ||
        (s.n > 1 && s.p[0] == '0') || !str_int(s, 0, INT64_MAX, &v))
        return false;
    *out = (uint64_t)v;
    return true;
}

err checkpoint_parse(struct cx *cx, str text, struct checkpoint *out)
{
    str origin, size, root, rest;
    struct checkpoint c;
    size_t n;
    if (!note_text_is_valid(text) || !str_cut(text, '\n', &origin, &rest) ||
        origin.n == 0)
        return fail(cx, ERR_INPUT, "line 1 of a checkpoint names its log");
    if (!str_cut(rest, '\n', &size, &rest) || !note_decimal(size, &c.size))
        return fail(cx, ERR_INPUT,
                    "line 2 of a checkpoint is its number of entries");
    if (!str_cut(rest, '\n', &root, &rest) ||
        !cry_base64_decode(root, c.root.b, sizeof c.root.b, &n) ||
        n != sizeof c.root.b)
        return fail(cx, ERR_INPUT,
                    "line 3 of a checkpoint is base64 of its root, 32 bytes");
    if ((rest.n > 0 && rest.p[rest.n - 1] != '\n') ||
        str_starts(rest, STR("\n")) || str_find(rest, STR("\n\n")) < rest.n)
        return fail(cx, ERR_INPUT,
                    "further lines of a checkpoint are not empty, and end");
    c.origin = origin;
    c.extensions = rest;
    *out = c;
    return OK;
}

void checkpoint_print(const struct checkpoint *c, struct buf *out)
{
    char root[44];
    buf_str(out, c->origin);
    buf_char(out, '\n');
    buf_uint(out, c->size);
    buf_char(out, '\n');
    buf_str(out, (str){root, cry_base64(c->root.b, sizeof c->root.b, root)});
    buf_char(out, '\n');
    buf_str(out, c->extensions);
}
