/* base/suggest.c: see suggest.h. */
#include "base/suggest.h"

#include "base/utf8.h"

/* The characters of s in lower case; their number, or SIZE_MAX if too many. */
static size_t chars(str s, uint32_t out[SUGGEST_CHARS])
{
    size_t count = 0;
    while (s.n > 0) {
        uint32_t cp;
        size_t n = utf8_decode(s, &cp);
        if (n == 0) {
            cp = 0xFFFD;
            n = 1;
        }
        if (count == SUGGEST_CHARS)
            return SIZE_MAX;
        out[count++] = cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
        s = str_sub(s, n, s.n);
    }
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t suggest_distance(str a, str b, size_t max)
{
    uint32_t x[SUGGEST_CHARS], y[SUGGEST_CHARS];
    size_t rows[3][SUGGEST_CHARS + 1];
    size_t nx = chars(a, x), ny = chars(b, y);
    if (nx == SIZE_MAX || ny == SIZE_MAX)
        return max + 1;

    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= ny; j++)
        last[j] = j;
    for (size_t i = 1; i <= nx; i++) {
        row[0] = i;
        for (size_t j = 1; j <= ny; j++) {
            size_t d = least(least(last[j], row[j - 1]) + 1,
                             last[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d = least(d, before[j - 2] + 1);
            row[j] = d;
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return least(last[ny], max + 1);
}

void suggest_init(struct suggest *s, str word)
{
    size_t n = utf8_count(word), near = n / 3;
    *s = (struct suggest){.word = word};
    s->best_distance = (n < 2 ? 0 : near < 1 ? 1 : near > 3 ? 3 : near) + 1;
}

void suggest_offer(struct suggest *s, str candidate)
{
    if (s->best_distance == 0)
        return;
    size_t d = suggest_distance(s->word, candidate, s->best_distance - 1);
    if (d < s->best_distance) {
        s->best = candidate;
        s->best_distance = d;
    }
}
