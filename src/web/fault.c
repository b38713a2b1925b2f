/* web/fault.c: errors in the language of the page.
 *
 * An error is made once, in English, with its values. The texts of
 * words/en.faults.txt are those that somebody at a browser can meet: what fits
 * one of them ({1}, {2} ... stand for values) is told in the page's language;
 * all else as it is, marked as English. tests/fault-words compares them with
 * the errors that the code can make. */
#include "web/web_int.h"

enum { VALUES = 4 };

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
static int find_fault(str text, str *values, size_t *n)
{
    for (int w = W_FAULTS_FROM; w < W_FAULTS_TO; w++)
        if (fits(word_in(LANG_EN, (enum word)w), text, values, n))
            return w;
    return N_WORDS;
}

/* A value may be an error in its turn: "occurred: '2025-13-01': there is no
 * month 13". */
static void put_filled(const struct web_view *v, struct buf *b, str text,
                       const str *values, size_t n, unsigned depth)
{
    enum { DEEP = 2 };
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
            w = find_fault(values[which], inner, &n_inner);
        if (w < N_WORDS)
            put_filled(v, b, word(v, (enum word)w), inner, n_inner, depth + 1);
        else if (which < n)
            put_bdi(b, values[which]);
        text = str_sub(text, at + 3, text.n);
    }
}

void put_fault(const struct web_view *v, struct buf *b, str text)
{
    str values[VALUES];
    size_t n;
    int w = v->lang == LANG_EN ? N_WORDS : find_fault(text, values, &n);
    if (w == N_WORDS) {
        put_prose(b, "p", STR("en"), text);
        return;
    }
    buf_c(b, "<p>");
    put_filled(v, b, word(v, (enum word)w), values, n, 0);
    buf_c(b, "</p>\n");
}
