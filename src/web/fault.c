/* web/fault.c: errors and findings in the language of the page.
 *
 * An error is made once, in English, with its values. The texts of
 * words/en.faults.txt are those that somebody at a browser can meet: what fits
 * one of them ({1}, {2} ... stand for values) is told in the page's language;
 * all else as it is, marked as English. The same for what the checks before
 * signature find (words/en.findings.txt): there words of the language, in
 * `backquotes`, are values too, and so stay as they are written. Of texts that
 * both fit the first one is taken. tests/fault-words compares all of them with
 * what the code can say. */
#include "web/web_int.h"

enum { VALUES = 6 };
struct range {
    enum word from, to;
};
static const struct range faults = {W_FAULTS_FROM, W_FAULTS_TO};
static const struct range findings = {W_FINDINGS_FROM, W_FINDINGS_TO};

/* Whether the text fits a pattern; its values, in the order of their numbers.
 * A value ends where what follows it in the pattern begins. */
static bool fits(str pattern, str text, str *values, size_t *n)
{
    *n = 0;
    for (;;) {
        size_t at = str_find_char(pattern, '{');
        if (!str_starts(text, str_sub(pattern, 0, at)))
            return false;
        text = str_sub(text, at, text.n);
        if (at == pattern.n)
            return text.n == 0;
        pattern = str_sub(pattern, at + 3, pattern.n);
        str then = str_sub(pattern, 0, str_find_char(pattern, '{'));
        size_t end = then.n == 0 ? text.n : str_find(text, then);
        if (*n == VALUES || (end == 0 && then.n == 0))
            return false;
        values[(*n)++] = str_sub(text, 0, end);
        text = str_sub(text, end, text.n);
    }
}

/* The text that it fits, or N_WORDS; its values. */
static int find_text(struct range r, str text, str *values, size_t *n)
{
    for (int w = (int)r.from; w < (int)r.to; w++)
        if (fits(word_in(LANG_EN, (enum word)w), text, values, n))
            return w;
    return N_WORDS;
}

static void put_value(struct buf *b, str s)
{
    buf_c(b, "<bdi>");
    put_codes(b, s);
    buf_c(b, "</bdi>");
}

/* A value may be an error in its turn: "occurred: '2025-13-01': there is no
 * month 13"; or a part of a finding: "2.1, which waits for 3.1". */
static void put_filled(const struct web_view *v, struct buf *b, struct range r,
                       str text, const str *values, size_t n, unsigned depth)
{
    enum { DEEP = 16 };
    str inner[VALUES];
    size_t n_inner;
    while (text.n > 0) {
        size_t at = str_find_char(text, '{');
        html_text(b, str_sub(text, 0, at));
        if (at + 2 >= text.n)
            break;
        size_t which = (size_t)(text.p[at + 1] - '1');
        int w = N_WORDS;
        if (ALWAYS(which < n) && depth < DEEP)
            w = find_text(r, values[which], inner, &n_inner);
        if (w < N_WORDS)
            put_filled(v, b, r, word(v, (enum word)w), inner, n_inner,
                       depth + 1);
        else if (which < n)
            put_value(b, values[which]);
        text = str_sub(text, at + 3, text.n);
    }
}

void put_fault(const struct web_view *v, struct buf *b, str text)
{
    str values[VALUES];
    size_t n;
    int w = v->lang == LANG_EN ? N_WORDS : find_text(faults, text, values, &n);
    if (w == N_WORDS) {
        put_prose(b, "p", STR("en"), text);
        return;
    }
    buf_c(b, "<p>");
    put_filled(v, b, faults, word(v, (enum word)w), values, n, 0);
    buf_c(b, "</p>\n");
}

void put_found(const struct web_view *v, struct buf *b, const char *element,
               str text)
{
    str values[VALUES];
    size_t n;
    int w =
        v->lang == LANG_EN ? N_WORDS : find_text(findings, text, values, &n);
    if (w == N_WORDS) {
        put_english(b, element, text);
        return;
    }
    buf_printf(b, "<%s>", element);
    put_filled(v, b, findings, word(v, (enum word)w), values, n, 0);
    buf_printf(b, "</%s>", element);
}
