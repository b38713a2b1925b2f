/* web/words.c: the words of the pages in each language.
 *
 * The texts are in the folder words; tools/mkwords makes the table of them and
 * sees to it that none is missing. Plural classes are those of CLDR for whole
 * numbers, from Unicode's supplemental data (plurals.xml, cardinal). */
#include "web/web_int.h"

enum form { ZERO, ONE, TWO, FEW, MANY, OTHER, N_FORMS };

struct text_forms {
    str form[N_FORMS]; /* OTHER is always there */
};

static const struct text_forms table[N_LANGS][N_WORDS] = {
#include "web_word_table.h"
};

static const char *const tags[N_LANGS] = {"en", "ar", "he", "fr",
                                          "es", "ru", "uk", "pt"};

str web_lang_tag(enum web_lang lang)
{
    return str_of(tags[lang]);
}

str word_in(enum web_lang lang, enum word w)
{
    return table[lang][w].form[OTHER];
}

str word(const struct web_view *v, enum word w)
{
    return word_in(v->lang, w);
}

static enum form slavic(int64_t n)
{
    int64_t ten = n % 10, hundred = n % 100;
    if (ten == 1 && hundred != 11)
        return ONE;
    if (ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14))
        return FEW;
    return MANY;
}

static enum form arabic(int64_t n)
{
    int64_t hundred = n % 100;
    if (n <= 2)
        return n == 0 ? ZERO : n == 1 ? ONE : TWO;
    if (hundred >= 3 && hundred <= 10)
        return FEW;
    return hundred >= 11 ? MANY : OTHER;
}

static enum form form_of(enum web_lang lang, int64_t n)
{
    if (n < 0)
        n = n == INT64_MIN ? INT64_MAX : -n;
    switch (lang) {
    case LANG_AR:
        return arabic(n);
    case LANG_HE:
        return n == 1 ? ONE : n == 2 ? TWO : OTHER;
    case LANG_RU:
    case LANG_UK:
        return slavic(n);
    case LANG_FR:
    case LANG_PT:
        if (n <= 1)
            return ONE;
        return n % 1000000 == 0 ? MANY : OTHER;
    case LANG_ES:
        if (n == 1)
            return ONE;
        return n != 0 && n % 1000000 == 0 ? MANY : OTHER;
    case LANG_EN:
        return n == 1 ? ONE : OTHER;
    case N_LANGS:
        break;
    }
    return OTHER;
}

str word_form(const struct web_view *v, enum word w, int64_t n)
{
    str s = table[v->lang][w].form[form_of(v->lang, n)];
    return s.n > 0 ? s : word(v, w);
}

void say_args(struct buf *b, str text, const str *args, size_t n, bool plain)
{
    while (text.n > 0) {
        size_t at = str_find_char(text, '{');
        html_text(b, str_sub(text, 0, at));
        if (at + 2 >= text.n)
            break;
        size_t which = (size_t)(text.p[at + 1] - '1');
        if (ALWAYS(which < n)) {
            buf_c(b, plain ? "" : "<bdi>");
            html_text(b, args[which]);
            buf_c(b, plain ? "" : "</bdi>");
        }
        text = str_sub(text, at + 3, text.n);
    }
}

void say(const struct web_view *v, struct buf *b, enum word w)
{
    html_text(b, word(v, w));
}

void say_count(const struct web_view *v, struct buf *b, enum word w, int64_t n)
{
    struct text t = count_text(v, n);
    str args[1] = {text_str(&t)};
    say_args(b, word_form(v, w, n), args, 1, false);
}

/* --- Choosing a language -------------------------------------------------- */

bool web_lang_find(str tag, enum web_lang *out)
{
    for (int i = 0; i < N_LANGS; i++)
        if (str_eq(tag, str_of(tags[i]))) {
            *out = (enum web_lang)i;
            return true;
        }
    return false;
}

/* The weight of ";q=0.8" in thousandths; 0 if it is no weight. */
static int weight(str s)
{
    int w = 0, place = 1000;
    s = str_trim(s);
    if (s.n < 3 || s.p[0] != 'q' || s.p[1] != '=')
        return 0;
    for (size_t i = 2; i < s.n && i < 7; i++) {
        if (s.p[i] == '.')
            continue;
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        w += (s.p[i] - '0') * place;
        place /= 10;
    }
    return w > 1000 ? 1000 : w;
}

enum web_lang web_lang_accept(str header)
{
    enum web_lang best = LANG_EN;
    int best_weight = 0;
    while (header.n > 0) {
        str item, tag, rest, sub;
        enum web_lang lang;
        str_cut(header, ',', &item, &header);
        int w = str_cut(item, ';', &tag, &rest) ? weight(rest) : 1000;
        tag = str_trim(tag);
        str_cut(tag, '-', &tag, &sub);
        if (w > best_weight && web_lang_find(tag, &lang)) {
            best = lang;
            best_weight = w;
        }
    }
    return best;
}
