/* lang/codes.c: every code of a finding about an agreement's text, with its
 * severity, why it matters, and what usually mends it.
 *
 * A code is never reused and keeps its meaning.  The place that finds something
 * says what is wrong; it may also say a better hint than the one here.
 *
 *     E00xx  reading as a whole        E01xx  characters and words
 *     E02xx  sentences                 E03xx  names, types, units (compile.c)
 *     Lxx    what the text leaves open (review.c)
 */
#include "lang/diag.h"

#include "lang/codes_meaning.h"

/* In byte order of the code: diag_code_find() searches it by halves. */
static const struct diag_code codes[] = {
    {"E0001", SEV_NOTE, "", "mend the findings above, then check again"},

    {"E0101", SEV_ERROR, "An agreement is text in UTF-8.",
     "save the file as UTF-8"},
    {"E0102", SEV_ERROR,
     "It could hide text, or make one line look like another.", "remove it"},
    {"E0103", SEV_ERROR, "", ""},
    {"E0104", SEV_ERROR,
     "Two names that look the same must be the same; characters without a "
     "shape, or that turn the direction of text, can make a line read "
     "differently from what it says.",
     "remove it; in a string it may stand"},
    {"E0105", SEV_ERROR,
     "What follows the string would be shown in another order than it stands.",
     "close each U+2066 to U+2068 with U+2069, and each U+202A, U+202B, "
     "U+202D, U+202E with U+202C, in the same string"},
    {"E0106", SEV_ERROR, "", "write \"...\" instead of typographic quotes"},
    {"E0107", SEV_ERROR, "",
     "end it with `\"`; a long text may go on as another string on the next "
     "line"},
    {"E0108", SEV_ERROR, "", "`\\\"` and `\\\\` are the only escapes"},
    {"E0109", SEV_ERROR, "",
     "take a short name, and put the long one in the "
     "string after it"},
    {"E0110", SEV_ERROR, "", "write 10_000 or 10000"},
    {"E0111", SEV_ERROR, "", "take a greater unit"},
    {"E0112", SEV_ERROR, "", "put a blank between them: `24 hours`"},
    {"E0113", SEV_ERROR, "", "write year-month-day: 2025-01-19"},
    {"E0114", SEV_ERROR, "", "write hours and minutes: 08:30"},
    {"E0115", SEV_ERROR, "",
     "a label is an article's name, a dot, digits and perhaps one letter: 4.1, "
     "b13.2, 4.1a"},

    {"E0201", SEV_ERROR, "", "begin with: agreement \"Title\""},
    {"E0202", SEV_ERROR, "", ""},
    {"E0203", SEV_ERROR, "", "put it on a line of its own"},
    {"E0204", SEV_ERROR, "", "write the heading above it: article 1 \"Title\""},
    {"E0205", SEV_ERROR, "", ""},
    {"E0206", SEV_ERROR, "The language uses this word itself.",
     "take another name, such as one with `_`"},
    {"E0207", SEV_ERROR,
     "If both held, nobody could say which one the parties meant.",
     "keep one of the two, or write a second clause"},
    {"E0208", SEV_ERROR, "", ""},
    {"E0209", SEV_ERROR, "",
     "declare it: act ID \"hand over\" \"handed over\""},
    {"E0210", SEV_ERROR, "", ""},
    {"E0211", SEV_ERROR, "", "give the point a clause or a phase of its own"},
    {"E0212", SEV_ERROR, "Without brackets it could be read in two ways.",
     "use one of the two, or put a part into a clause of its own"},
    {"E0213", SEV_ERROR,
     "A text that no program evaluates needs somebody who decides, or nobody "
     "can say whether it was kept.",
     "add `judged by BODY`, or `declaratory` if there is nothing to decide"},
    {"E0214", SEV_ERROR, "", "keep one of them"},
    {"E0215", SEV_ERROR, "There are no decimals: they would be rounded.",
     "write the smaller unit as a whole number; a thousand is 1_000 or 1000"},
    {"E0216", SEV_ERROR, "", "act search \"search\" \"searched\""},
    {"E0217", SEV_ERROR, "", "take other words, or use the act that is there"},
    {"E0218", SEV_ERROR, "", "split the text into several agreements"},
    {"E0219", SEV_ERROR, "",
     "write: PARTY may suspend 1.1; to forbid an act write `shall not`"},
    {"E0220", SEV_ERROR,
     "Truck-loads, tonnes and pallets were counted side by side, and the "
     "totals never met.",
     "add what one of them is: unit truck"},
    {"E0221", SEV_ERROR, "", ""},
    {"E0222", SEV_ERROR, "",
     "write the alternatives as clauses of their own, or as `a: ... | b: ...` "
     "in one bracket"},
    {"E0223", SEV_ERROR, "", ""},
};

const struct diag_code *diag_code_find(const char *code)
{
    size_t lo = 0, hi = COUNT_OF(codes);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = strcmp(code, codes[mid].code);
        if (c == 0)
            return &codes[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return meaning_code_find(code);
}
