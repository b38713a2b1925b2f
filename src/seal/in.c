/* seal/in.c: bytes of an age file from a source, in a buffer that is looked at
 * before it is taken; the text form ("armor") is taken off line by line.
 *
 * The text form is PEM without its freedoms: the first and the last line as
 * they are, lines of 64 columns and one last of 4 to 64, LF or CRLF. White
 * space may stand before and after. Read next: header.c. */
#include "seal/seal_int.h"

enum { RAW = 4096, READY = 2 * CHUNK_SEALED };

struct in {
    struct seal_source source;
    uint8_t raw[RAW]; /* as it came */
    size_t raw_at, raw_n;
    bool raw_end;
    uint8_t ready[READY]; /* without the text form */
    size_t at, n;
    bool end; /* nothing follows what is ready */
    bool armored, short_line;
    size_t line;
};

err in_new(struct cx *cx, struct arena *a, struct seal_source source,
           struct in **out)
{
    TRY_NEW(cx, a, *out);
    (*out)->source = source;
    return OK;
}

const char *in_name(const struct in *in)
{
    return in->source.name;
}

str in_view(const struct in *in)
{
    return bytes_of(in->ready + in->at, in->n - in->at);
}

void in_take(struct in *in, size_t n)
{
    in->at += n;
}

bool in_is_last(const struct in *in)
{
    return in->end;
}

/* --- raw bytes -------------------------------------------------------------
 */

/* Has a byte of raw ready, unless there is none left. */
static err more(struct cx *cx, struct in *in)
{
    if (in->raw_at < in->raw_n || in->raw_end)
        return OK;
    in->raw_at = in->raw_n = 0;
    TRY(cx, in->source.read(cx, in->source.self, in->raw, RAW, &in->raw_n));
    in->raw_end = in->raw_n == 0;
    return OK;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static err skip_space(struct cx *cx, struct in *in)
{
    for (;; in->raw_at++) {
        TRY(cx, more(cx, in));
        if (in->raw_at == in->raw_n || !is_space(in->raw[in->raw_at]))
            return OK;
    }
}

/* --- the text form ----------------------------------------------------------
 */

static err bad_armor(struct cx *cx, const struct in *in, enum seal_fault *fault,
                     const char *what)
{
    *fault = SEAL_ARMOR;
    return fail_hint(cx, ERR_INPUT,
                     "Take it as one piece, from -----BEGIN to -----END; mail "
                     "programs may have changed its lines.",
                     "%s: line %zu of the sealed text: %s", in->source.name,
                     in->line, what);
}

/* A line of at most 64 characters, without its end. *ended: LF or CRLF came. */
static err armor_line(struct cx *cx, struct in *in, enum seal_fault *fault,
                      char line[COLUMNS + 2], size_t *n, bool *ended)
{
    *n = 0;
    *ended = false;
    in->line++;
    for (;;) {
        TRY(cx, more(cx, in));
        if (in->raw_at == in->raw_n)
            break;
        uint8_t c = in->raw[in->raw_at++];
        if (c == '\n') {
            *ended = true;
            break;
        }
        if (*n == COLUMNS + 1)
            return bad_armor(cx, in, fault, "longer than 64 columns");
        line[(*n)++] = (char)c;
    }
    if (*ended && *n > 0 && line[*n - 1] == '\r')
        (*n)--;
    return OK;
}

/* After the last line there is white space only. */
static err armor_end(struct cx *cx, struct in *in, enum seal_fault *fault)
{
    TRY(cx, skip_space(cx, in));
    if (in->raw_at < in->raw_n)
        return bad_armor(cx, in, fault, "something follows the end");
    in->end = true;
    return OK;
}

static err armor_step(struct cx *cx, struct in *in, enum seal_fault *fault)
{
    char line[COLUMNS + 2];
    size_t n, got;
    bool ended;
    TRY(cx, armor_line(cx, in, fault, line, &n, &ended));
    str s = {line, n};
    if (str_eq(s, STR(ARMOR_END)))
        return armor_end(cx, in, fault);
    if (!ended)
        return bad_armor(cx, in, fault,
                         "the text ends without -----END: it was cut short");
    if (in->short_line)
        return bad_armor(cx, in, fault, "something follows the short line");
    if (n == 0)
        return bad_armor(cx, in, fault, "empty");
    if (!cry_base64_decode(s, in->ready + in->n, LINE_BYTES, &got))
        return bad_armor(cx, in, fault, "not base64 in lines of 64 columns");
    in->short_line = n < COLUMNS;
    /* Padding ends it, full though the line may be. */
    in->short_line = in->short_line || line[n - 1] == '=';
    in->n += got;
    return OK;
}

static err armor_begin(struct cx *cx, struct in *in, enum seal_fault *fault)
{
    char line[COLUMNS + 2];
    size_t n;
    bool ended;
    in->armored = true;
    TRY(cx, armor_line(cx, in, fault, line, &n, &ended));
    if (!ended || !str_eq((str){line, n}, STR(ARMOR_BEGIN)))
        return bad_armor(cx, in, fault, "not " ARMOR_BEGIN);
    return OK;
}

/* --- both -------------------------------------------------------------------
 */

static err plain_step(struct cx *cx, struct in *in)
{
    TRY(cx, more(cx, in));
    size_t n = in->raw_n - in->raw_at;
    if (n > READY - in->n)
        n = READY - in->n;
    memcpy(in->ready + in->n, in->raw + in->raw_at, n);
    in->raw_at += n;
    in->n += n;
    in->end = n == 0;
    return OK;
}

err in_need(struct cx *cx, struct in *in, size_t want, enum seal_fault *fault)
{
    if (in->n - in->at >= want || in->end)
        return OK;
    memmove(in->ready, in->ready + in->at, in->n - in->at);
    in->n -= in->at;
    in->at = 0;
    while (in->n < want && !in->end) {
        if (in->armored)
            TRY(cx, armor_step(cx, in, fault));
        else
            TRY(cx, plain_step(cx, in));
    }
    return OK;
}

err in_begin(struct cx *cx, struct in *in, bool *armored,
             enum seal_fault *fault)
{
    static const char version[] = "age-encryption.org/";
    TRY(cx, more(cx, in));
    bool space = !in->raw_end && is_space(in->raw[in->raw_at]);
    if (space)
        TRY(cx, skip_space(cx, in));
    *armored = in->raw_at < in->raw_n && in->raw[in->raw_at] == '-';
    if (*armored)
        return armor_begin(cx, in, fault);
    TRY(cx, in_need(cx, in, sizeof version - 1, fault));
    if (!space && str_starts(in_view(in), str_of(version)))
        return OK;
    *fault = SEAL_NOT_AGE;
    if (in_view(in).n == 0)
        return fail_hint(cx, ERR_INPUT, "Ask for it again.",
                         "%s: the file is empty", in->source.name);
    return fail_hint(cx, ERR_INPUT,
                     "A sealed file begins with `age-encryption.org/v1` or "
                     "-----BEGIN AGE ENCRYPTED FILE-----.",
                     "%s: this is not a sealed file", in->source.name);
}
