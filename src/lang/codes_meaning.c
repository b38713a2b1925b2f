/* lang/codes_meaning.c: the codes of compile.c and its neighbours: names,
 * types and units, time, references. What codes.c says of its own holds here.
 *
 *     E03xx  names        E04xx  types and units
 *     E05xx  time         E06xx  references
 *     Lxx    what the text leaves open (review.c) */
#include "lang/codes_meaning.h"

#include "lang/lint_int.h"

static const struct diag_code codes[] = {
    {"E0301", SEV_ERROR, "", "declare it before the articles"},
    {"E0302", SEV_ERROR,
     "One name for two things would make a report mean either.",
     "give one of them another name"},
    {"E0303", SEV_ERROR, "Reports and findings name a clause by its label.",
     "give one of them another label"},
    {"E0304", SEV_ERROR, "", ""},
    {"E0306", SEV_ERROR,
     "If both held, nobody could say which one the parties meant.",
     "keep one of the two"},
    {"E0307", SEV_ERROR, "", "name an actor whose role fits"},
    {"E0308", SEV_ERROR, "", "write it into the line `languages ...`"},
    {"E0309", SEV_ERROR,
     "The limit keeps every set of them in a machine word or two, so that "
     "evaluation stays exact and fast.",
     "split the text into several agreements"},
    {"E0310", SEV_ERROR, "", "name it once"},
    {"E0401", SEV_ERROR, "Quantities of different units are never compared.",
     "take an item of the same unit as the base"},
    {"E0402", SEV_ERROR, "Quantities of different units are never added.",
     "name a clause that counts the same units"},
    {"E0403", SEV_ERROR, "Categories belong to their item.", ""},
    {"E0404", SEV_ERROR, "Categories belong to their item.", ""},
    {"E0405", SEV_ERROR, "", ""},
    {"E0406", SEV_ERROR, "Two sums in one sentence are two agreements.",
     "make the steps and the sum agree"},
    {"E0407", SEV_ERROR,
     "A share of a number that grows is another promise at every count: what "
     "is registered at the deadline, and what is registered in the end, may "
     "differ by a third.",
     ""},
    {"E0408", SEV_ERROR, "", "write a number from 1 to 100"},
    {"E0409", SEV_WARNING, "",
     "write the number that is meant, or leave the clause out"},
    {"E0410", SEV_ERROR, "", ""},
    {"E0411", SEV_ERROR, "", "keep one of the two"},
    {"E0412", SEV_ERROR, "", "write a distance on this planet"},
    {"E0413", SEV_ERROR, "", ""},
    {"E0414", SEV_ERROR,
     "`shall not` with a number can be read as a ban of more than it, of as "
     "many, or of any.",
     ""},
    {"E0415", SEV_ERROR, "", ""},
    {"E0416", SEV_ERROR, "A part cannot be more than its whole.",
     "correct one of the two numbers"},
    {"E0418", SEV_ERROR, "Totals of unnamed units never met.", ""},
    {"E0419", SEV_ERROR, "A hash that cannot be compared fixes nothing.",
     "take what `sha256sum FILE` prints"},
    {"E0420", SEV_ERROR, "", "say what is agreed, or leave the line out"},
    {"E0501", SEV_ERROR, "", "day 1 is the first day"},
    {"E0502", SEV_WARNING,
     "What is due after the end is due when nothing binds any more, unless the "
     "text says so.",
     "move the date, or let the agreement last longer"},
    {"E0503", SEV_ERROR, "", "check the date"},
    {"E0504", SEV_ERROR,
     "Zones come from the IANA database that is compiled in; see `truce "
     "version`.",
     ""},
    {"E0505", SEV_WARNING,
     "An hour that clocks skip or show twice has been read in two ways by two "
     "sides.",
     "take an hour at which no clock is changed"},
    {"E0506", SEV_ERROR, "",
     "write a length from one minute to a hundred years"},
    {"E0507", SEV_ERROR, "", "write a stretch of time that exists"},
    {"E0508", SEV_ERROR,
     "If both held, nobody could say which one the parties meant.",
     "keep one of them"},
    {"E0509", SEV_WARNING, "", "write the steps in the order of their days"},
    {"E0601", SEV_ERROR, "", ""},
    {"E0602", SEV_ERROR, "A clause cannot wait for its own outcome.",
     "name another clause"},
    {"E0603", SEV_ERROR,
     "If it applies it does not, and if it does not it applies: no order of "
     "evaluation gives an answer.",
     "cut the circle at the clause that negates"},
    {"E0604", SEV_ERROR, "Phases that wait for each other never begin.",
     "give one of them a day, a date or a clause to begin by"},
    {"E0605", SEV_ERROR, "", ""},
    {"E0606", SEV_ERROR, "", "correct one `in`"},
    {"E0607", SEV_WARNING,
     "A prohibition is not performed at some moment; it can only be found "
     "broken.",
     "wait for a finding: `condition ... judged by ...`, or for a duty"},
    {"E0608", SEV_WARNING,
     "A right to suspend is for one's own duties; who suspends another's takes "
     "it away.",
     "name duties of the one who may suspend"},
    {"E0609", SEV_ERROR, "", "cut the circle"},
    {"E0610", SEV_ERROR, "", ""},
    {"E0611", SEV_ERROR, "",
     "write it under the clause whose units it is a part of"},
};

const struct diag_code *meaning_code_find(const char *code)
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
    return lint_code_find(code);
}

size_t meaning_code_count(void)
{
    return COUNT_OF(codes);
}

const struct diag_code *meaning_code_nth(size_t i)
{
    return &codes[i];
}
