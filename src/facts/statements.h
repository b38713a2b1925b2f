/* facts/statements.h: a register of what was said in public: statements,
 * forecasts, published figures, and proceedings elsewhere.
 *
 * A table (docs/statements.md), one line an utterance, each with who said it,
 * when, and who reported that. It never feeds a status: nothing of it is given
 * to an engine. Sources that disagree stand beside each other; what became of a
 * forecast is noted with a source of its own.
 *
 * Not here: reports of an agreement's acts (facts.h). */
#ifndef FACTS_STATEMENTS_H
#define FACTS_STATEMENTS_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "facts/facts.h"
#include "time/civil.h"

enum statement_kind {
    STATEMENT_SAID,
    STATEMENT_FORECAST,
    STATEMENT_FIGURE,
    STATEMENT_PROCEEDING, /* before a court or body elsewhere */
    STATEMENT_KINDS
};
enum statement_bound {
    BOUND_NONE, /* no quantity */
    BOUND_EXACTLY,
    BOUND_ABOUT,
    BOUND_AT_LEAST,
    BOUND_MORE_THAN,
    BOUND_AT_MOST,
    BOUND_LESS_THAN
};

/* Texts are empty where nothing was written. */
struct statement {
    str id, speaker, role, venue, about, text, unit, source, url;
    str outcome, outcome_source;
    enum statement_kind kind;
    enum statement_bound bound;
    int64_t quantity;
    struct civil_date date, outcome_date;
    bool has_outcome_date;
    str file;
    uint32_t line;
};

struct statements {
    VEC(struct statement) all; /* by date, then in the order of the files */
    VEC(struct facts_problem) problems; /* lines that are left out */
};

str statement_kind_name(enum statement_kind k); /* "statement" ... */
bool statement_kind_find(str name, enum statement_kind *out);
str statement_bound_name(enum statement_bound b); /* "at least" ... */

/* Adds the lines of a file; out begins zeroed, and is whole after
 * statements_settle(). Lines with something wrong become problems. bytes must
 * live as long. Fails if the first line does not name the columns. */
MUST_USE err statements_read(struct cx *cx, struct arena *a, str path,
                             str bytes, struct statements *out);
/* Order, and ids that are there twice. */
MUST_USE err statements_settle(struct cx *cx, struct arena *a,
                               struct statements *s);

#endif
