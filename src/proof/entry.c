/* proof/entry.c: reads, writes and signs the entries of a log.
 * Read next: entry.h, docs/record-format.md. */
#include "proof/entry.h"

#include "base/cx.h"

void hash_print(hash h, char out[2 * CRY_HASH_BYTES])
{
    for (size_t i = 0; i < CRY_HASH_BYTES; i++) {
        out[2 * i] = "0123456789abcdef"[h.b[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[h.b[i] & 15];
    }
}

bool hash_parse(str hex, hash *out)
{
    hash h = {{0}};
    if (hex.n != 2 * CRY_HASH_BYTES)
        return false;
    bool all = true; /* without a branch: which digits come is random */
    for (size_t i = 0; i < hex.n; i++) {
        unsigned digit = (unsigned char)hex.p[i] - (unsigned)'0';
        unsigned letter = (unsigned char)hex.p[i] - (unsigned)'a';
        unsigned d = digit < 10 ? digit : letter + 10;
        all = all & ((digit < 10) | (letter < 6));
        h.b[i / 2] = (uint8_t)((unsigned)h.b[i / 2] << 4 | (d & 15));
    }
    if (all)
        *out = h;
    return all;
}

bool entry_type_is_valid(str s)
{
    if (s.n == 0 || s.n > ENTRY_TYPE_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 'a' || s.p[i] > 'z') && s.p[i] != '_')
            return false;
    return true;
}

bool entry_is_about_keys(str type)
{
    return str_eq(type, STR("key")) || str_eq(type, STR("policy")) ||
           str_eq(type, STR("revocation"));
}

/* Names of logs and senders: printable, without spaces. */
static bool name_is_valid(str s)
{
    if (s.n == 0 || s.n > NOTE_NAME_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '+')
            return false;
    return true;
}

/* Two digits of s at i, or NO_DIGITS, which is over every limit. */
enum { NO_DIGITS = 100 };
static int two(str s, size_t i)
{
    if (s.p[i] < '0' || s.p[i] > '9' || s.p[i + 1] < '0' || s.p[i + 1] > '9')
        return NO_DIGITS;
    return 10 * (s.p[i] - '0') + s.p[i + 1] - '0';
}

bool entry_time_is_valid(str s)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    if (s.n != 20 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' ||
        s.p[13] != ':' || s.p[16] != ':' || s.p[19] != 'Z')
        return false;
    int century = two(s, 0), year = two(s, 2), month = two(s, 5),
        day = two(s, 8);
    bool leap = year % 4 == 0 && (year != 0 || century % 4 == 0);
    return century != NO_DIGITS && year != NO_DIGITS && month >= 1 &&
           month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || day < 29 || leap) && two(s, 11) < 24 &&
           two(s, 14) < 60 && two(s, 17) < 60;
}

/* Takes the line "NAME VALUE" from text. */
static err take(struct cx *cx, str *text, const char *name, str *value)
{
    str line, word;
    if (!str_cut(*text, '\n', &line, text) ||
        !str_cut(line, ' ', &word, value) || !str_eq(word, str_of(name)) ||
        value->n == 0)
        return fail_hint(cx, ERR_INPUT,
                         "The lines of an entry stand in a fixed order, each "
                         "a word, a space and a value.",
                         "the entry has no line `%s` where one belongs", name);
    return OK;
}

static err bad_line(struct cx *cx, const char *name, str value)
{
    return fail(cx, ERR_INPUT, "`%s %.*s` cannot stand in an entry", name,
                STR_ARG(value));
}

static err take_hash(struct cx *cx, str *text, const char *name, bool *has,
                     hash *out)
{
    str v;
    TRY(cx, take(cx, text, name, &v));
    *has = !str_eq(v, STR("-"));
    if (*has && !hash_parse(v, out))
        return bad_line(cx, name, v);
    return OK;
}

static bool is_batch(str type)
{
    return str_eq(type, STR("batch"));
}

static bool covers_are_valid(const struct entry *e)
{
    return is_batch(e->type)
               ? !e->has_content && e->covers > 0 &&
                     e->covers <= ENTRY_COVERS_MAX && e->covers <= e->number
               : e->covers == 0;
}

static err take_covers(struct cx *cx, str *text, struct entry *e)
{
    str v, count, root;
    TRY(cx, take(cx, text, "covers", &v));
    if (!str_cut(v, ' ', &count, &root) || !note_decimal(count, &e->covers) ||
        !hash_parse(root, &e->root) || !covers_are_valid(e))
        return bad_line(cx, "covers", v);
    return OK;
}

err entry_parse(struct cx *cx, str text, struct entry *out)
{
    struct entry e = {0};
    str v;
    TRY(cx, take(cx, &text, "truce", &v));
    if (!str_eq(v, STR("entry 1")))
        return fail_hint(cx, ERR_INPUT,
                         "A later version of this program may read it.",
                         "not an entry of version 1");
    TRY(cx, take(cx, &text, "log", &e.log));
    TRY(cx, take(cx, &text, "type", &e.type));
    TRY(cx, take(cx, &text, "sender", &e.sender));
    if (!name_is_valid(e.log))
        return bad_line(cx, "log", e.log);
    if (!entry_type_is_valid(e.type))
        return bad_line(cx, "type", e.type);
    if (!name_is_valid(e.sender))
        return bad_line(cx, "sender", e.sender);
    TRY(cx, take(cx, &text, "number", &v));
    if (!note_decimal(v, &e.number))
        return bad_line(cx, "number", v);
    TRY(cx, take_hash(cx, &text, "after", &e.has_after, &e.after));
    if (e.has_after != (e.number != 0))
        return fail(cx, ERR_INPUT,
                    "only a sender's entry number 0 comes after nothing");
    TRY(cx, take(cx, &text, "made", &v));
    if (!entry_time_is_valid(v))
        return bad_line(cx, "made", v);
    memcpy(e.made, v.p, v.n);
    TRY(cx, take_hash(cx, &text, "content", &e.has_content, &e.content));
    if (is_batch(e.type))
        TRY(cx, take_covers(cx, &text, &e));
    if (text.n != 0)
        return fail(cx, ERR_INPUT, "the entry goes on after its last line");
    *out = e;
    return OK;
}

static void print_hash_line(struct buf *out, const char *name, bool has, hash h)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    buf_c(out, name);
    buf_str(out, has ? (str){hex, sizeof hex} : STR("-"));
    buf_char(out, '\n');
}

static void print_line(struct buf *out, const char *name, str value)
{
    buf_c(out, name);
    buf_str(out, value);
    buf_char(out, '\n');
}

err entry_print(struct cx *cx, const struct entry *e, struct buf *out)
{
    if (!name_is_valid(e->log))
        return bad_line(cx, "log", e->log);
    if (!entry_type_is_valid(e->type))
        return bad_line(cx, "type", e->type);
    if (!name_is_valid(e->sender))
        return bad_line(cx, "sender", e->sender);
    if (e->number >> 63 != 0 || e->has_after != (e->number != 0))
        return fail(cx, ERR_INPUT,
                    "only a sender's entry number 0 comes after nothing");
    if (!entry_time_is_valid(str_of(e->made)))
        return bad_line(cx, "made", str_of(e->made));
    if (!covers_are_valid(e))
        return fail(cx, ERR_INPUT,
                    "%llu entries, and a content or not: no batch is so",
                    (unsigned long long)e->covers);
    buf_c(out, "truce entry 1\n");
    print_line(out, "log ", e->log);
    print_line(out, "type ", e->type);
    print_line(out, "sender ", e->sender);
    buf_c(out, "number ");
    buf_uint(out, e->number);
    buf_char(out, '\n');
    print_hash_line(out, "after ", e->has_after, e->after);
    print_line(out, "made ", str_of(e->made));
    print_hash_line(out, "content ", e->has_content, e->content);
    if (e->covers > 0) {
        buf_c(out, "covers ");
        buf_uint(out, e->covers);
        print_hash_line(out, " ", true, e->root);
    }
    return OK;
}

err entry_sign(struct cx *cx, const struct entry *e, const struct note_key *k,
               const uint8_t pair[CRY_SIGN_PAIR_BYTES], struct buf *out)
{
    size_t from = out->n;
    if (!str_eq(k->name, e->sender) || k->alg != NOTE_ED25519)
        return fail(cx, ERR_INPUT, "an entry of %.*s is signed by its own key",
                    STR_ARG(e->sender));
    TRY(cx, entry_print(cx, e, out));
    size_t to = out->n;
    buf_char(out, '\n');
    TRY(cx, buf_finish(cx, out));
    return note_sign(cx, str_sub(buf_view(out), from, to), k, pair, 0, out);
}

err entry_read(struct cx *cx, struct arena *a, str bytes, struct note *n,
               struct entry *out)
{
    struct entry e;
    bool in_batch = str_find(bytes, STR("\n\n")) == bytes.n;
    if (bytes.n > ENTRY_MAX_BYTES)
        return fail(cx, ERR_LIMIT, "an entry of %zu bytes; at most %d", bytes.n,
                    ENTRY_MAX_BYTES);
    if (!in_batch) {
        TRY(cx, note_parse(cx, a, bytes, n));
    } else {
        if (!note_text_is_valid(bytes))
            return fail(cx, ERR_INPUT,
                        "an entry is UTF-8 without control characters");
        n->text = bytes;
        n->n = 0;
    }
    TRY(cx, entry_parse(cx, n->text, &e));
    if (in_batch && (entry_is_about_keys(e.type) || is_batch(e.type)))
        return fail(cx, ERR_INPUT,
                    "an entry of type %.*s is not in a batch: it is signed "
                    "itself",
                    STR_ARG(e.type));
    e.in_batch = in_batch;
    *out = e;
    return OK;
}

err entry_check_signature(struct cx *cx, const struct note *n,
                          const struct entry *e, const struct note_key *k)
{
    bool holds;
    TRY(cx, note_verify(cx, n, k, &holds, NULL));
    if (n->n != 1 || !holds || !str_eq(k->name, e->sender))
        return fail(cx, ERR_INPUT,
                    "the entry is not signed by the key of %.*s, and by it "
                    "alone",
                    STR_ARG(e->sender));
    return OK;
}

err entry_open(struct cx *cx, struct arena *a, str bytes,
               const struct note_key *k, struct entry *out)
{
    struct note *n;
    struct entry e;
    TRY_NEW(cx, a, n);
    TRY(cx, entry_read(cx, a, bytes, n, &e));
    TRY(cx, entry_check_signature(cx, n, &e, k));
    *out = e;
    return OK;
}
