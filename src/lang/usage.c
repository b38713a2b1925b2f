/* lang/usage.c: what drafts write, and how the language says it.
 *
 * Whoever writes a first text writes as agreements are written: "within 48
 * hours of", "no later than 15 March 2026", "the parties shall refrain from".
 * Where the parser meets such words and cannot go on, the finding's help is a
 * whole clause that says it.  Each of these clauses stands in the frame of
 * docs/language.md, appendix A; tests/lang/usage.txt has a draft for each. */
#include "lang/parse_int.h"

#include "lang/usage.h"
#include "time/civil.h"

/* clang-format off */
const struct usage lang_usage[] = {
    {"the|an",
     "a name stands without an article",
     "ardania shall withdraw from north by day 9", true},
    {"the parties|the sides|the two parties|the two sides|the signatories|both|each party|each side|neither",
     "name each side",
     "ardania, belmar shall not attack in harbour throughout", true},
    {"no",
     "say who shall not, or count with `at most`",
     "ardania, belmar shall not enter in north throughout", true},
    {"if",
     "a duty that waits for another clause begins with `when`; `if` stands after the duty, for a condition",
     "when 2.1 is met ardania shall withdraw from north within 24 hours", false},
    {"upon|once|as soon as",
     "a duty that waits for another clause begins with `when`",
     "when 2.1 is met ardania shall withdraw from north within 24 hours", true},
    {"provided that|subject to",
     "a condition is another clause, or one that a body judges",
     "ardania shall withdraw from north by day 9 if 2.1 is met", false},
    {"must|will|is to|are to|undertakes|undertake|commits|commit|agrees|agree",
     "a duty is written `shall`",
     "ardania shall withdraw from north by day 9", false},
    {"may not",
     "what is forbidden is written `shall not`",
     "ardania, belmar shall not enter in north throughout", false},
    {"can",
     "a right is written `may`",
     "ardania may inspect truck at gate", false},
    {"should",
     "what is only hoped for is kept as text",
     "\"Ardania should open the gate early.\" declaratory", false},
    {"cease|stop|halt|end|refrain|abstain|desist",
     "what must stop is what nobody shall do, and from when",
     "ardania, belmar shall not attack in harbour throughout", false},
    {"shell|bomb|strike",
     "every kind of attack is `attack`",
     "ardania, belmar shall not attack in harbour throughout", false},
    {"shoot",
     "the act is `fire`",
     "ardania, belmar shall not fire in north throughout", false},
    {"fly",
     "the act is `overfly`",
     "ardania shall not overfly harbour throughout", false},
    {"allow|let",
     "the act is `admit` for what comes in, `permit` for the rest",
     "ardania shall admit at least 50 truck into harbour each day from day 1", false},
    {"free|liberate",
     "the act is `release`",
     "ardania shall release 20 prisoner by day 5", false},
    {"hand|surrender",
     "the act is `hand over`",
     "belmar shall hand over 5 captive to icrc by day 5", false},
    {"leave|pull back|pull out|retreat|disengage",
     "the act is `withdraw`",
     "ardania shall withdraw from north by day 9", false},
    {"move|relocate",
     "the act is `redeploy`",
     "ardania shall redeploy beyond 5 km from ridge by day 9", false},
    {"demine",
     "the act is `clear`",
     "ardania shall clear north by day 9", false},
    {"remove",
     "the act is `clear` for a place, `hand over` for things",
     "ardania shall clear north by day 9", false},
    {"supply|give|furnish|submit|send",
     "the act is `provide`",
     "ardania shall provide proof to icrc by day 9", false},
    {"inform|tell|communicate",
     "the act is `notify`",
     "ardania shall notify to belmar, delvia by day 1", false},
    {"start|commence|launch",
     "the act is `begin`",
     "mechanism shall begin by day 1", false},
    {"maintain",
     "a state is kept",
     "ardania, belmar shall keep hotline staffed throughout", false},
    {"leave open",
     "a state is kept",
     "ardania shall keep gate open throughout", false},
    {"respect",
     "what nobody can count is kept as text, with who judges it",
     "\"Both respect the customs of the other.\" judged by mechanism", false},
    {"ensure",
     "what nobody can count is kept as text, with who judges it",
     "\"Both ensure that civilians move freely.\" judged by mechanism", false},
    {"facilitate",
     "what nobody can count is kept as text, with who judges it",
     "\"Both ease the work of relief agencies.\" judged by mechanism", false},
    {"cooperate",
     "what nobody can count is kept as text, with who judges it",
     "\"Both work with the mechanism.\" judged by mechanism", false},
    {"negotiate",
     "what nobody can count is kept as text, with who judges it",
     "\"Both negotiate in good faith.\" judged by mechanism", false},
    {"make",
     "what nobody can count is kept as text, with who judges it",
     "\"Both make every effort.\" judged by mechanism", false},
    {"more than|no more|not more|up to|no fewer|no less|not less|not fewer|a minimum|a maximum",
     "a bound is written `at least` or `at most`",
     "ardania shall keep at most 50 soldiers in north throughout", false},
    {"approximately|about",
     "write the number that counts as enough",
     "belmar shall hand over at least 8 captive by day 5", true},
    {"one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred",
     "numbers are written in digits",
     "belmar shall hand over 20 captive by day 5", true},
    {"including",
     "a part of them is a clause of its own that follows, `of these`",
     "of these at least 5 of fuel", false},
    {"per day|a day|every day|daily",
     "each day has its own count",
     "ardania shall admit at least 50 truck into harbour each day from day 1", false},
    {"per week|every week|weekly",
     "each week has its own count",
     "ardania shall admit at least 350 truck into harbour each week from day 1", false},
    {"no later|not later|latest",
     "a last day is `by`, a last minute is `by` with its time",
     "ardania shall withdraw from north by day 9", false},
    {"immediately|forthwith|promptly|without delay",
     "`at once` keeps that word, but only a number of hours is a deadline",
     "ardania shall open gate within 2 hours", false},
    {"during|for the duration",
     "a time is `throughout`, of a phase or of the whole, or `from` and `until`",
     "ardania shall not overfly harbour throughout one", false},
    {"following",
     "what comes after a clause is told by its label",
     "ardania shall withdraw from north within 24 hours after 2.1 is met", false},
    {"starting",
     "a beginning is `from`",
     "ardania shall admit at least 50 truck into harbour each day from day 1", false},
    {"with effect",
     "a beginning is `from`",
     "ardania shall not overfly harbour from day 3 until end of one", false},
    {"and",
     "a clause holds one act at one place; give the second a clause of its own",
     "ardania shall withdraw from north by day 9", false},
    {"or",
     "what is not yet agreed stands in brackets",
     "[ a: ardania shall open gate by day 1 | b: ardania shall open gate by day 9 ]", false},
    {"under|monitored|supervised|observed",
     "who watches is the standard of proof",
     "ardania shall withdraw from north by day 9 verified by mechanism", false},
    {"through|via",
     "a crossing is a zone",
     "ardania shall admit at least 50 truck at gate each day from day 1", false},
    {"except",
     "a right to act all the same is an `exception`, which is invoked and decided",
     "ardania, belmar shall not attack in harbour exception self_defence \"self-defence\", decided by mechanism", false},
};
/* clang-format on */

const uint32_t lang_usage_n = COUNT_OF(lang_usage);

/* Without regard to ASCII case; b is ASCII letters. */
static bool same_word(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    }
    return true;
}

/* How many words one of the phrases, "per day|daily", shares with `first`, if
 * it is not empty, and the tokens that follow; the longest; 0: others stand
 * there. */
static uint32_t words_at(struct parser *p, str first, str phrases)
{
    uint32_t most = 0;
    str phrase, word;
    while (phrases.n > 0) {
        uint32_t n = 0, k = 0;
        (void)str_cut(phrases, '|', &phrase, &phrases);
        while (phrase.n > 0) {
            (void)str_cut(phrase, ' ', &word, &phrase);
            str is = first;
            if (n > 0 || first.n == 0) {
                const struct token *t = peek(p, k++);
                is = t->kind == T_WORD && (n == 0 || !t->line_start)
                         ? lex_bytes(&p->lex, t)
                         : STR("");
            }
            if (!same_word(is, word)) {
                n = 0;
                break;
            }
            n++;
        }
        if (n > most)
            most = n;
    }
    return most;
}

/* The month that a token names in full or by three letters; 0: none. */
static unsigned month_of(struct parser *p, const struct token *t)
{
    str s = lex_bytes(&p->lex, t);
    for (unsigned m = 1; t->kind == T_WORD && m <= 12; m++) {
        str name = str_of(civil_month_name(m));
        if (same_word(s, name) || same_word(s, str_sub(name, 0, 3)))
            return m;
    }
    return 0;
}

/* "1 March 2026", met at the day or the month, or "March 1, 2026". */
static bool usage_date(struct parser *p)
{
    const struct token *before = &p->prev;
    unsigned month = month_of(p, peek(p, 0));
    int64_t day = 0, year = 0;
    uint32_t k = 1;
    if (month > 0 && before->kind == T_INT) {
        day = before->n;
    } else if (month > 0 && peek(p, 1)->kind == T_INT) {
        day = peek(p, 1)->n;
        k = peek(p, 2)->kind == T_COMMA ? 3 : 2;
    } else if (peek(p, 0)->kind == T_INT) {
        day = peek(p, 0)->n;
        month = month_of(p, peek(p, 1));
        k = 2;
    }
    if (month == 0 || day < 1 || day > 31)
        return false;
    if (peek(p, k)->kind == T_INT && !peek(p, k)->line_start)
        year = peek(p, k)->n;
    if (year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX)
        FOUND_HINT(p, "write the date as %04d-%02u-%02d", (int)year, month,
                   (int)day);
    else
        FOUND_HINT(p,
                   "write the date with its year, as in 2026-%02u-%02d, or "
                   "count days from entry into force: day 15",
                   month, (int)day);
    return true;
}

const struct usage *usage_of_name(str name)
{
    str one, rest;
    for (uint32_t i = 0; i < lang_usage_n; i++) {
        rest = lang_usage[i].for_a_name ? str_of(lang_usage[i].words) : STR("");
        while (rest.n > 0) {
            (void)str_cut(rest, '|', &one, &rest);
            if (same_word(name, one))
                return &lang_usage[i];
        }
    }
    return NULL;
}

bool parse_usage(struct parser *p)
{
    const struct usage *best = NULL;
    uint32_t most = 0;
    str before = p->prev.kind == T_WORD && !peek(p, 0)->line_start
                     ? lex_bytes(&p->lex, &p->prev)
                     : STR("");
    if (usage_date(p))
        return true;
    for (uint32_t i = 0; i < lang_usage_n; i++) {
        str words = str_of(lang_usage[i].words);
        uint32_t n = words_at(p, STR(""), words);
        /* "no | more than 8": the first word has passed for a name. */
        uint32_t back = before.n > 0 ? words_at(p, before, words) : 0;
        if (back > 1 || (back == 1 && lang_usage[i].for_a_name))
            n = back > n ? back : n;
        if (n > most) {
            most = n;
            best = &lang_usage[i];
        }
    }
    if (best != NULL)
        FOUND_HINT(p, "%s: `%s`", best->say, best->clause);
    return best != NULL;
}
