/* lang/lex.c: from bytes to tokens.
 *
 * Deliberately not here: which word may stand where (parse.c), whether a name
 * is declared (compile.c).  Everything is bounded by the length given; a NUL is
 * a character like any other, and one that is refused.
 *
 * spec: lang 1.  Read next: parse.c. */
#include "lang/lex_int.h"

#include "base/utf8.h"

/* --- the words of the language ---------------------------------------------
 */

#define KEYWORD_ROW(w)        {STR_INIT(#w), true},
#define KEYWORD_ROW_NAMELY(w) {STR_INIT(#w), false},
static const struct {
    str text;
    bool reserved;
} keywords[KW_COUNT] = {{STR_INIT(""), false},
                        KEYWORDS(KEYWORD_ROW, KEYWORD_ROW_NAMELY)};

str keyword_text(enum keyword k)
{
    return keywords[k].text;
}

bool keyword_is_reserved(enum keyword k)
{
    return keywords[k].reserved;
}

enum keyword keyword_find(str word)
{
    size_t lo = KW_NONE + 1, hi = KW_COUNT;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(word, keywords[mid].text);
        if (c == 0)
            return (enum keyword)mid;
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return KW_NONE;
}

/* --- characters --------------------------------------------------------------
 */

#define IS_DIGIT(c) ((c) >= '0' && (c) <= '9')

/* The character at byte `pos`; n is its length, 0 at the end or where the bytes
 * are not UTF-8. */
struct ch {
    uint32_t cp;
    uint32_t n;
};

static struct ch char_at(const struct lexer *l, uint32_t pos)
{
    struct ch c = {0};
    if (pos >= l->s.n)
        return c;
    unsigned char b = (unsigned char)l->s.p[pos];
    if (b < 0x80)
        return (struct ch){b, 1};
    c.n = (uint32_t)utf8_decode(str_sub(l->s, pos, l->s.n), &c.cp);
    return c;
}

/* The byte at `pos`, or -1 past the end. */
static int byte_at(const struct lexer *l, uint32_t pos)
{
    return pos < l->s.n ? (unsigned char)l->s.p[pos] : -1;
}

/* Control characters that no text needs, and the two Unicode line ends, which
 * can make one line look like two. */
static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') ||
           (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}

/* Characters without a shape of their own that could hide in a name. */
static bool is_invisible(uint32_t cp)
{
    return utf8_is_bidi_control(cp) || cp == 0x00AD || cp == 0x034F ||
           cp == 0x115F || cp == 0x1160 || cp == 0x17B4 || cp == 0x17B5 ||
           (cp >= 0x180B && cp <= 0x180F) || (cp >= 0x200B && cp <= 0x200D) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0x3164 ||
           (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF || cp == 0xFFA0 ||
           (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0x1BCA0 && cp <= 0x1BCA3) ||
           (cp >= 0x1D173 && cp <= 0x1D17A) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

/* What is_invisible() finds within a name although Unicode calls it a mark. */
static bool is_name_char(uint32_t cp)
{
    return utf8_is_name_continue(cp) && !is_invisible(cp);
}

static struct span span_from(const struct lexer *l, uint32_t offset,
                             uint32_t column)
{
    return (struct span){offset, l->pos - offset, l->line, column};
}

/* Makes the failure sticky: from now on all tokens are T_END. */
static void note(struct lexer *l, err e)
{
    if (!is_ok(e) && is_ok(l->e))
        l->e = e;
}

#define DIAG(l, code, at, ...)                                                 \
    ((l)->d == NULL ? (void)0                                                  \
                    : note((l), diag_add((l)->cx, (l)->a, (l)->d, (code),      \
                                         (at), __VA_ARGS__)))
#define HINT(l, ...)                                                           \
    ((l)->d == NULL                                                            \
         ? (void)0                                                             \
         : note((l), diag_hint((l)->cx, (l)->a, (l)->d, __VA_ARGS__)))

static void step(struct lexer *l, uint32_t bytes)
{
    l->pos += bytes;
    l->column++;
}

/* Passes over bytes that are not UTF-8; one diagnostic for a run of them. */
static void bad_bytes(struct lexer *l)
{
    uint32_t begin = l->pos, column = l->column;
    while (l->pos < l->s.n && char_at(l, l->pos).n == 0)
        step(l, 1);
    DIAG(l, "E0101", span_from(l, begin, column),
         "the byte 0x%02X is not UTF-8 text", (unsigned char)l->s.p[begin]);
}

/* Passes over one character that no part of the text may hold. */
static void control_char(struct lexer *l, struct ch c)
{
    uint32_t begin = l->pos, column = l->column;
    step(l, c.n);
    if (c.cp == '\r')
        DIAG(l, "E0102", span_from(l, begin, column),
             "a carriage return (U+000D) stands without a line feed");
    else
        DIAG(l, "E0102", span_from(l, begin, column),
             "the control character U+%04X has no place in a text", c.cp);
}

/* --- blanks and comments
 * -------------------------------------------------------- */

static void newline(struct lexer *l)
{
    if (l->line_empty)
        l->blank = true;
    l->pos++;
    l->line++;
    l->column = 1;
    l->fresh_line = true;
    l->line_empty = true;
}

/* Length of a line end at pos: 1 or 2, or 0. */
static uint32_t line_end(const struct lexer *l, uint32_t pos)
{
    int b = byte_at(l, pos);
    if (b == '\n')
        return 1;
    return b == '\r' && byte_at(l, pos + 1) == '\n' ? 2 : 0;
}

static void comment(struct lexer *l)
{
    uint32_t begin = l->pos;
    while (l->pos < l->s.n && line_end(l, l->pos) == 0) {
        struct ch c = char_at(l, l->pos);
        if (c.n == 0)
            bad_bytes(l);
        else if (is_control(c.cp))
            control_char(l, c);
        else
            step(l, c.n);
    }
    if (l->t != NULL) {
        struct ast_comment k = {.offset = begin,
                                .own_line = l->fresh_line,
                                .blank_before = l->blank && l->fresh_line};
        k.text = str_trim(str_sub(l->s, begin + 1, l->pos));
        if (!vec_push(l->a, &l->comments, k))
            note(l, arena_fail(l->cx, l->a));
    }
    l->blank = false;
    l->line_empty = false;
}

static void skip_blanks(struct lexer *l)
{
    for (;;) {
        int b = byte_at(l, l->pos);
        if (b == ' ' || b == '\t') {
            step(l, 1);
        } else if (b == '\n') {
            newline(l);
        } else if (b == '\r' && byte_at(l, l->pos + 1) == '\n') {
            l->pos++;
            newline(l);
        } else if (b == '#') {
            comment(l);
        } else {
            return;
        }
    }
}

/* --- strings
 * ---------------------------------------------------------------------- */

/* Watches that what turns the direction of text is turned back within one
 * string: else what follows the string would be shown out of order. */
struct bidi {
    uint32_t depth;
    bool isolate[32]; /* what closes each level: U+2069, or U+202C */
    bool bad;
};

static void bidi_char(struct bidi *b, uint32_t cp)
{
    bool open_isolate = cp >= 0x2066 && cp <= 0x2068;
    bool open_embed =
        cp == 0x202A || cp == 0x202B || cp == 0x202D || cp == 0x202E;
    if (open_isolate || open_embed) {
        if (b->depth == COUNT_OF(b->isolate))
            b->bad = true;
        else
            b->isolate[b->depth++] = open_isolate;
    } else if (cp == 0x2069 || cp == 0x202C) {
        if (b->depth == 0 || b->isolate[b->depth - 1] != (cp == 0x2069))
            b->bad = true;
        else
            b->depth--;
    }
}

/* What closes a typographic quotation mark, or 0. */
static uint32_t closing_quote(uint32_t cp)
{
    switch (cp) {
    case 0x201C: /* both as an opening mark and, in German, a closing one */
    case 0x201D:
        return 0x201D;
    case 0x201E:
        return 0x201C;
    case 0x00AB:
        return 0x00BB;
    default:
        return 0;
    }
}

static void string(struct lexer *l, struct token *t, uint32_t close)
{
    uint32_t begin = l->pos, column = l->column;
    struct bidi bidi = {0};
    bool closed = false;
    t->kind = T_STRING;
    step(l, char_at(l, l->pos).n);
    while (l->pos < l->s.n && line_end(l, l->pos) == 0) {
        struct ch c = char_at(l, l->pos);
        if (c.n == 0) {
            bad_bytes(l);
            t->bad = true;
        } else if (c.cp == close || (close != '"' && c.cp == 0x201D)) {
            step(l, c.n);
            closed = true;
            break;
        } else if (is_control(c.cp)) {
            control_char(l, c);
            t->bad = true;
        } else if (c.cp == '\\' && close == '"') {
            int next = byte_at(l, l->pos + 1);
            if (next == '"' || next == '\\') {
                step(l, 1);
            } else {
                struct span at = {l->pos, 1, l->line, l->column};
                DIAG(l, "E0108", at, "`\\` stands before no `\"` and no `\\`");
                t->bad = true;
            }
            step(l, 1);
        } else {
            bidi_char(&bidi, c.cp);
            step(l, c.n);
        }
    }
    t->at = span_from(l, begin, column);
    if (!closed) {
        DIAG(l, "E0107", t->at, "the string does not end on its line");
        t->bad = true;
    } else if (close != '"') {
        DIAG(l, "E0106", t->at, "a string stands in straight quotes: \"...\"");
        t->bad = true;
    }
    if (bidi.bad || bidi.depth != 0) {
        DIAG(l, "E0105", t->at,
             "the string holds a direction control that is not closed in it");
        t->bad = true;
    }
}

void lex_string(const struct lexer *l, const struct token *t, struct buf *out)
{
    str s = lex_bytes(l, t);
    if (t->bad) { /* only shown in messages, never evaluated */
        buf_safe(out, s);
        return;
    }
    s = str_sub(s, 1, s.n - 1);
    while (s.n > 0) {
        size_t plain = str_find_char(s, '\\');
        buf_str(out, str_sub(s, 0, plain));
        if (plain == s.n)
            return;
        buf_char(out, s.p[plain + 1]);
        s = str_sub(s, plain + 2, s.n);
    }
}

/* --- words, numbers, labels
 * --------------------------------------------------------- */

#define IS_NAME_ASCII(c)                                                       \
    (IS_DIGIT(c) || ((c) >= 'a' && (c) <= 'z') ||                              \
     ((c) >= 'A' && (c) <= 'Z') || (c) == '_')

/* Passes over the characters of a name.  An invisible one is diagnosed once and
 * belongs to the name, so that it is not cut in two. */
static void name_chars(struct lexer *l, struct token *t)
{
    bool told = false;
    while (l->pos < l->s.n) {
        struct ch c = char_at(l, l->pos);
        if (c.cp < 0x80 && IS_NAME_ASCII(c.cp)) { /* nearly always */
            step(l, 1);
            continue;
        }
        if (c.n == 0)
            return;
        if (is_invisible(c.cp)) {
            struct span at = {l->pos, c.n, l->line, l->column};
            if (!told)
                DIAG(l, "E0104", at,
                     "the name holds the invisible character U+%04X, at "
                     "column %u",
                     c.cp, l->column);
            told = true;
            t->bad = true;
        } else if (!utf8_is_name_continue(c.cp)) {
            return;
        }
        step(l, c.n);
    }
}

static bool name_char_at(const struct lexer *l, uint32_t pos)
{
    struct ch c = char_at(l, pos);
    return c.n != 0 && is_name_char(c.cp);
}

/* 19.1.2025, as a date is often written. */
static bool dotted_date(str s)
{
    if (s.n < 8 || s.n > 10 || s.p[s.n - 5] != '.')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!IS_DIGIT(s.p[i]) && s.p[i] != '.')
            return false;
    return true;
}

/* After the dot of a label: digits and at most one letter. */
static void label_rest(struct lexer *l, struct token *t, uint32_t begin,
                       uint32_t column)
{
    uint32_t digits = 0;
    t->kind = T_LABEL;
    step(l, 1); /* the dot */
    for (; IS_DIGIT(byte_at(l, l->pos)); digits++)
        step(l, 1);
    struct ch c = char_at(l, l->pos);
    if (c.n != 0 && c.cp != '_' && utf8_is_name_start(c.cp)) {
        step(l, c.n);
        /* A letter may be written as a letter and its marks. */
        for (c = char_at(l, l->pos); c.n != 0 && c.cp >= 0x300 && c.cp <= 0x36F;
             c = char_at(l, l->pos))
            step(l, c.n);
    }
    bool more = name_char_at(l, l->pos) ||
                (byte_at(l, l->pos) == '.' && name_char_at(l, l->pos + 1));
    if (more) {
        while (name_char_at(l, l->pos) || byte_at(l, l->pos) == '.')
            step(l, char_at(l, l->pos).n);
    }
    t->at = span_from(l, begin, column);
    if (more || digits > 9) {
        str s = lex_bytes(l, t);
        bool date = more && dotted_date(s);
        DIAG(l, date ? "E0113" : "E0115", t->at,
             date ? "'%.*s' is not a date" : "`%.*s` is no label", STR_ARG(s));
        t->bad = true;
        if (date) {
            t->kind = T_DATE;
            t->date = (struct civil_date){2000, 1, 1};
        }
    }
}

static void word(struct lexer *l, struct token *t)
{
    uint32_t begin = l->pos, column = l->column;
    t->kind = T_WORD;
    name_chars(l, t);
    int b = byte_at(l, l->pos), next = byte_at(l, l->pos + 1);
    if (b == '.' && IS_DIGIT(next)) {
        label_rest(l, t, begin, column);
    } else if (b == '/' && name_char_at(l, l->pos + 1)) {
        t->kind = T_PATH;
        while (name_char_at(l, l->pos) || byte_at(l, l->pos) == '/' ||
               byte_at(l, l->pos) == '-' || byte_at(l, l->pos) == '+')
            step(l, char_at(l, l->pos).n);
    }
    t->at = span_from(l, begin, column);
    if (t->at.length > LIMIT_NAME_BYTES) {
        if (!t->bad)
            DIAG(l, "E0109", t->at, "the name is longer than %d bytes",
                 LIMIT_NAME_BYTES);
        t->bad = true;
    } else if (t->kind == T_WORD) {
        t->kw = keyword_find(lex_bytes(l, t));
    }
}

/* A date or a time, whose form civil.c checks.  What stands in `t->at` is read
 * whole, so that `2025-1-9` is one mistake and not five. */
static void date_or_time(struct lexer *l, struct token *t, char sep)
{
    err e;
    str s = lex_bytes(l, t);
    if (sep != ':') {
        t->kind = T_DATE;
        t->date = (struct civil_date){2000, 1, 1};
        e = civil_date_parse(l->cx, s, &t->date);
    } else {
        t->kind = T_TIME;
        e = civil_clock_parse(l->cx, s, &t->clock, &t->seconds);
    }
    if (is_ok(e))
        return;
    if (e.code != ERR_INPUT) {
        note(l, e);
        return;
    }
    t->bad = true;
    DIAG(l, sep != ':' ? "E0113" : "E0114", t->at, "%s", l->cx->fault.message);
    if (l->cx->fault.hint[0] != '\0')
        HINT(l, "%s", l->cx->fault.hint);
    fault_clear(l->cx);
}

/* Digits, with single underscores between them. */
static void whole_number(struct lexer *l, struct token *t)
{
    str s = lex_bytes(l, t);
    bool too_large = false, misplaced = false;
    t->kind = T_INT;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '_') {
            misplaced |= i + 1 == s.n || s.p[i + 1] == '_';
            continue;
        }
        t->n = t->n * 10 + (s.p[i] - '0');
        if (t->n > 999999999999) {
            t->n = 999999999999;
            too_large = true;
        }
    }
    if (misplaced) {
        DIAG(l, "E0110", t->at,
             "an underscore in a number stands between two digits");
        t->bad = true;
    } else if (too_large) {
        DIAG(l, "E0111", t->at, "the number is greater than 999 999 999 999");
        t->bad = true;
    }
}

static void number(struct lexer *l, struct token *t)
{
    uint32_t begin = l->pos, column = l->column;
    while (IS_DIGIT(byte_at(l, l->pos)) || byte_at(l, l->pos) == '_')
        step(l, 1);
    int b = byte_at(l, l->pos);
    bool digit_next = IS_DIGIT(byte_at(l, l->pos + 1));
    if ((b == '-' || b == ':' || b == '/') && digit_next) {
        while (IS_DIGIT(byte_at(l, l->pos)) ||
               (byte_at(l, l->pos) == b && IS_DIGIT(byte_at(l, l->pos + 1))))
            step(l, 1);
        t->at = span_from(l, begin, column);
        date_or_time(l, t, (char)b);
    } else if (b == '.' && digit_next) {
        label_rest(l, t, begin, column);
        return;
    } else {
        t->at = span_from(l, begin, column);
        whole_number(l, t);
    }
    if (name_char_at(l, l->pos) && !IS_DIGIT(byte_at(l, l->pos))) {
        struct token rest = {.kind = T_WORD};
        uint32_t at = l->pos, col = l->column;
        name_chars(l, &rest);
        str s = str_sub(l->s, at, l->pos);
        struct span where = span_from(l, at, col);
        t->at = span_from(l, begin, column);
        t->bad = true;
        DIAG(l, "E0112", where, "`%.*s` stands right after a number",
             STR_ARG(s));
    }
}

/* A character that begins nothing: a run of them is one mistake. */
static void stray(struct lexer *l)
{
    uint32_t begin = l->pos, column = l->column;
    struct ch first = char_at(l, l->pos);
    bool hidden = is_invisible(first.cp);
    for (struct ch c = first; c.n != 0 && c.cp == first.cp;
         c = char_at(l, l->pos))
        step(l, c.n);
    struct span at = span_from(l, begin, column);
    if (hidden) {
        DIAG(l, "E0104", at,
             "the invisible character U+%04X stands outside strings and "
             "comments, at column %u",
             first.cp, column);
        return;
    }
    str s = str_sub(l->s, begin, begin + first.n);
    DIAG(l, "E0103", at, "the character `%.*s` (U+%04X) begins nothing here",
         STR_ARG(s), first.cp);
    if (first.cp == '-' || first.cp == 0x2013)
        HINT(l, "join the parts of a name with `_`");
    else if (first.cp == '\'' || first.cp == 0x2018 || first.cp == 0x2019)
        HINT(l, "a string stands in straight double quotes: \"...\"");
    else if (first.cp == '.')
        HINT(l, "a sentence ends without a full stop; a label is an article's "
                "name, a dot and digits, without blanks: 4.1");
    else if (utf8_is_name_continue(first.cp))
        HINT(l, "numbers are written with the digits 0 to 9; a name begins "
                "with a letter");
}

static enum token_kind sign(int b)
{
    switch (b) {
    case ',':
        return T_COMMA;
    case ';':
        return T_SEMI;
    case ':':
        return T_COLON;
    case '|':
        return T_PIPE;
    case '(':
        return T_LPAREN;
    case ')':
        return T_RPAREN;
    case '[':
        return T_LBRACKET;
    case ']':
        return T_RBRACKET;
    case '%':
        return T_PERCENT;
    default:
        return T_END;
    }
}

/* Reads one token, or passes over something that is none and gives false. */
static bool one(struct lexer *l, struct token *t)
{
    struct ch c = char_at(l, l->pos);
    if (c.n == 0) {
        bad_bytes(l);
        return false;
    }
    if (is_control(c.cp)) {
        control_char(l, c);
        return false;
    }
    if (c.cp == '"') {
        string(l, t, '"');
    } else if (IS_DIGIT(c.cp)) {
        number(l, t);
    } else if (c.cp < 0x80 && sign((int)c.cp) != T_END) {
        uint32_t begin = l->pos, column = l->column;
        step(l, 1);
        t->kind = sign((int)c.cp);
        t->at = span_from(l, begin, column);
    } else if (closing_quote(c.cp) != 0) {
        string(l, t, closing_quote(c.cp));
    } else if (c.cp != '_' && utf8_is_name_start(c.cp) && !is_invisible(c.cp)) {
        word(l, t);
    } else {
        stray(l);
        return false;
    }
    return true;
}

static struct token next(struct lexer *l)
{
    struct token t = {0};
    for (;;) {
        skip_blanks(l);
        t = (struct token){.line_start = l->fresh_line};
        if (l->pos >= l->s.n || !is_ok(l->e)) {
            t.kind = T_END;
            t.line_start = true;
            t.at = (struct span){l->pos, 0, l->line, l->column};
            return t;
        }
        uint32_t begin = l->pos;
        bool got = one(l, &t);
        l->line_empty = false;
        if (!got)
            continue;
        if (l->blank && l->fresh_line && l->t != NULL &&
            !vec_push(l->a, &l->blanks, begin))
            note(l, arena_fail(l->cx, l->a));
        l->blank = false;
        l->fresh_line = false;
        return t;
    }
}

void lex_init(struct lexer *l, struct cx *cx, struct arena *a, str s,
              struct diagnostics *d, struct ast *t)
{
    *l = (struct lexer){.cx = cx,
                        .a = a,
                        .d = d,
                        .t = t,
                        .s = s,
                        .line = 1,
                        .column = 1,
                        .fresh_line = true,
                        .line_empty = true,
                        .e = OK};
    if (str_starts(s, STR("\xEF\xBB\xBF")))
        l->pos = 3; /* a byte order mark */
}

const struct token *lex_peek(struct lexer *l, uint32_t k)
{
    ASSERT(k < LEX_WINDOW);
    while (l->filled <= k) {
        l->ring[(l->head + l->filled) % LEX_WINDOW] = next(l);
        l->filled++;
    }
    return &l->ring[(l->head + k) % LEX_WINDOW];
}

void lex_skip(struct lexer *l)
{
    (void)lex_peek(l, 0);
    l->head = (l->head + 1) % LEX_WINDOW;
    l->filled--;
}
