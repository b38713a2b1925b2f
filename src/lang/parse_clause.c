/* lang/parse_clause.c: clauses: label, drafts, readings, sentences, phrases.
 *
 * One function for each line of the grammar, in its order from the bottom up.
 *
 * spec: lang 3.  Read next: print.c, which writes the same back. */
#include "lang/parse_int.h"

#include "base/suggest.h"

/* --- selections, quantities, places
 * ---------------------------------------------- */

/* "of" and a category, k places ahead; "of these" begins a sentence. */
static bool of_at(struct parser *p, uint32_t k)
{
    return kw_at(p, k, KW_of) && !kw_at(p, k + 1, KW_these);
}

/* [ "of" words ] */
static bool of_categories(struct parser *p, struct ast_names *out)
{
    if (!of_at(p, 0))
        return true;
    take(p);
    return parse_names(p, "a category", out);
}

bool parse_selection(struct parser *p, struct ast_selection *out)
{
    struct span first = peek(p, 0)->at;
    if (!parse_name(p, "what it is about: an item such as `captive`",
                    &out->item) ||
        !of_categories(p, &out->of))
        return false;
    out->at = span_since(p, first);
    return true;
}

static bool quantity_at(struct parser *p, uint32_t k)
{
    return peek(p, k)->kind == T_INT || kw_at(p, k, KW_all) ||
           kw_at(p, k, KW_exactly) ||
           (kw_at(p, k, KW_at) &&
            (kw_at(p, k + 1, KW_least) || kw_at(p, k + 1, KW_most)));
}

/* After `N % of X`. */
static bool percent_base(struct parser *p, struct ast_quantity *out)
{
    if (!accept_kw(p, KW_as))
        return true;
    if (accept_kw(p, KW_finally)) {
        out->base = BASE_FINAL;
        return expect_kw(p, KW_registered);
    }
    out->base = BASE_AT_DEADLINE;
    if (!accept_kw(p, KW_registered))
        return expected(p, "`registered at the deadline` or `finally "
                           "registered`");
    return expect_kw2(p, KW_at, KW_the) && expect_kw(p, KW_deadline);
}

/* `10,000`: nothing else begins with a number, a comma right after it and three
 * digits right after that. */
static void number_with_comma(struct parser *p)
{
    const struct token *comma = peek(p, 0), *rest = peek(p, 1);
    struct span first = p->prev.at;
    if (comma->kind != T_COMMA || rest->kind != T_INT || rest->at.length != 3 ||
        comma->at.offset != first.offset + first.length ||
        rest->at.offset != comma->at.offset + 1)
        return;
    take(p);
    take(p);
    FOUND(p, "E0110", span_since(p, first),
          "there is a comma within the number");
}

static bool quantity(struct parser *p, struct ast_quantity *out)
{
    struct span first = peek(p, 0)->at;
    if (accept_kw(p, KW_all)) {
        out->amount = AST_ALL;
        out->at = first;
        return true;
    }
    if (accept_kw2(p, KW_at, KW_least))
        out->compare = AST_AT_LEAST;
    else if (accept_kw2(p, KW_at, KW_most))
        out->compare = AST_AT_MOST;
    else if (accept_kw(p, KW_exactly))
        out->compare = AST_EXACTLY;
    if (!parse_int(p, "a number", 0, INT64_MAX, &out->n))
        return false;
    number_with_comma(p);
    out->amount = AST_NUMBER;
    if (at(p, T_PERCENT)) {
        struct span number = p->prev.at;
        if (out->compare != AST_BARE) {
            FOUND(p, "E0208", first,
                  "a share stands without `at least`, `at most` or `exactly`");
            FOUND_HINT(p, "`30 %% of X` means at least that share");
            return false;
        }
        if (out->n > 100) {
            FOUND(p, "E0223", number, "a share is 0 to 100 %%");
            return false;
        }
        take(p);
        out->amount = AST_PERCENT;
        if (!expect_kw(p, KW_of) ||
            !parse_name(p, "the item that is the base of the share",
                        &out->of) ||
            !percent_base(p, out))
            return false;
    }
    out->at = span_since(p, first);
    return true;
}

/* A quantity and its item; after a share the item may be left out. */
static bool amount(struct parser *p, struct ast_body *b)
{
    if (!quantity(p, &b->quantity))
        return false;
    if (b->quantity.amount == AST_PERCENT && !name_at(p, 0))
        return of_categories(p, &b->selection.of);
    return parse_selection(p, &b->selection);
}

static bool metres_at(struct parser *p, uint32_t k)
{
    return peek(p, k)->kind == T_INT &&
           (kw_at(p, k + 1, KW_km) || kw_at(p, k + 1, KW_m));
}

/* Whether a place begins here, and not a phrase with the same first word. */
static bool place_at(struct parser *p)
{
    if (at_kw(p, KW_in)) {
        if (kw_at(p, 1, KW_steps) && peek(p, 2)->kind == T_LPAREN)
            return false;
        bool with = (kw_at(p, 1, KW_parallel) || kw_at(p, 1, KW_step)) &&
                    kw_at(p, 2, KW_with);
        bool addition = kw_at(p, 1, KW_addition) && kw_at(p, 2, KW_to) &&
                        peek(p, 3)->kind == T_LABEL;
        return !with && !addition;
    }
    if (at_kw(p, KW_into) || at_kw(p, KW_beyond))
        return true;
    if (at_kw(p, KW_from))
        return !point_at(p, 1);
    if (at_kw(p, KW_at))
        return name_at(p, 1) && !kw_at(p, 1, KW_once);
    return at_kw(p, KW_within) && metres_at(p, 1);
}

static bool place(struct parser *p, struct ast_place *out)
{
    struct span first = peek(p, 0)->at;
    bool distance = false;
    if (accept_kw(p, KW_in))
        out->kind = AST_IN;
    else if (accept_kw(p, KW_into))
        out->kind = AST_INTO;
    else if (accept_kw(p, KW_from))
        out->kind = AST_FROM;
    else if (accept_kw(p, KW_at))
        out->kind = AST_AT;
    else
        distance = true;
    if (distance) {
        out->kind = at_kw(p, KW_within) ? AST_WITHIN : AST_BEYOND;
        take(p);
        if (!parse_int(p, "a distance such as `5 km`", 0, 1000000, &out->n))
            return false;
        out->km = at_kw(p, KW_km);
        if (!accept_kw(p, KW_km) && !accept_kw(p, KW_m))
            return expected(p, "`km` or `m`");
        if (!accept_kw(p, KW_of) && !accept_kw(p, KW_from))
            return expected(p, "`of` or `from` and a line");
    }
    if (!parse_name(p, distance ? "a line" : "a zone", &out->name))
        return false;
    out->at = span_since(p, first);
    return true;
}

/* --- standards and conditions
 * --------------------------------------------------------- */

bool accepted_at(struct parser *p)
{
    return at_kw(p, KW_verified) || at_kw(p, KW_counted) ||
           at_kw(p, KW_confirmed) || at_kw(p, KW_accepted);
}

static bool one_name(struct parser *p, const char *what, struct ast_names *out)
{
    struct ast_name *n = arena_alloc(p->a, sizeof *n);
    if (n == NULL) {
        parse_note(p, arena_fail(p->cx, p->a));
        return false;
    }
    if (!parse_name(p, what, n))
        return false;
    *out = (struct ast_names){n, 1};
    return true;
}

static bool confirmed(struct parser *p, struct ast_accepted *out)
{
    out->kind = AST_CONFIRMED_BY;
    struct span number = {0};
    if (!expect_kw(p, KW_by))
        return false;
    number = peek(p, 0)->at;
    if (!parse_int(p, "how many confirm it", 1, MAX_ACTORS, &out->k) ||
        !expect_kw(p, KW_of) ||
        !expect(p, T_LPAREN, "`(` and who may confirm it") ||
        !parse_names(p, "who may confirm it", &out->by) ||
        !expect(p, T_RPAREN, "`,` and another name, or `)`"))
        return false;
    if (out->k > out->by.n) {
        FOUND(p, "E0223", number, "%lld of %u cannot be reached",
              (long long)out->k, out->by.n);
        return false;
    }
    return true;
}

bool parse_accepted(struct parser *p, struct ast_accepted *out)
{
    struct span first = peek(p, 0)->at;
    bool good;
    if (accept_kw(p, KW_verified)) {
        out->kind = AST_VERIFIED_BY;
        good = expect_kw(p, KW_by) && one_name(p, "who verifies", &out->by);
    } else if (accept_kw(p, KW_counted)) {
        out->kind = AST_COUNTED_BY;
        good = expect_kw(p, KW_by) && one_name(p, "who counts", &out->by);
    } else if (accept_kw(p, KW_confirmed)) {
        good = confirmed(p, out);
    } else if (accept_kw(p, KW_accepted)) {
        out->kind = AST_INTEREST;
        good = expect_kw2(p, KW_against, KW_interest);
    } else {
        good = expected(p, "`verified by`, `counted by`, `confirmed by` or "
                           "`accepted against interest`");
    }
    out->at = span_since(p, first);
    return good;
}

static bool holds(struct parser *p, struct ast_atom *out)
{
    out->kind = AST_ATOM_HOLDS;
    if (!parse_name(p,
                    "a condition: `4.1 is met`, a state or condition that "
                    "`holds`, or `phase ... runs`",
                    &out->name))
        return false;
    if (accept_kw(p, KW_does)) {
        out->negated = true;
        if (!expect_kw2(p, KW_not, KW_hold))
            return false;
    } else if (!accept_kw(p, KW_holds)) {
        return expected(p, "`holds` or `does not hold`");
    }
    if (accept_kw(p, KW_there))
        out->there = true;
    else if (at_kw(p, KW_in) && place_at(p)) {
        take(p);
        return parse_name(p, "a zone", &out->in);
    }
    return true;
}

static bool atom(struct parser *p, struct ast_atom *out)
{
    struct span first = peek(p, 0)->at;
    bool good;
    if (at(p, T_LABEL)) {
        out->kind = AST_ATOM_MET;
        good = parse_label(p, "a label", &out->name) && expect_kw(p, KW_is);
        out->negated = good && accept_kw(p, KW_not);
        good = good && expect_kw(p, KW_met);
    } else if (accept_kw(p, KW_phase)) {
        out->kind = AST_ATOM_PHASE;
        good = parse_name(p, "the name of a phase", &out->name) &&
               expect_kw(p, KW_runs);
    } else {
        good = holds(p, out);
    }
    out->at = span_since(p, first);
    return good;
}

static bool guard(struct parser *p, struct ast_body *b)
{
    VEC(struct ast_atom) v = {0};
    b->guard = at_kw(p, KW_if)      ? GUARD_IF
               : at_kw(p, KW_while) ? GUARD_WHILE
                                    : GUARD_UNLESS;
    take(p);
    for (;;) {
        struct ast_atom a = {0};
        if (!atom(p, &a))
            return false;
        PUSH(p, &v, a);
        bool is_or = at_kw(p, KW_or);
        if (!is_or && !at_kw(p, KW_and))
            break;
        if (v.n == 1) {
            b->guard_any = is_or;
        } else if (b->guard_any != is_or) {
            FOUND(p, "E0212", peek(p, 0)->at,
                  "`and` and `or` stand in one condition");
            return false;
        }
        take(p);
    }
    b->atoms = v.p;
    b->n_atoms = (uint32_t)v.n;
    return true;
}

/* --- phrases
 * ------------------------------------------------------------------------------
 */

/* How each is called in a message. */
static const char *const phrase_names[PH_COUNT] = {
    [PH_PLACE] = "a place",
    [PH_TO] = "`to`",
    [PH_STEPS] = "`in steps`",
    [PH_RATIOS] = "`at N for`",
    [PH_DEADLINE] = "a deadline",
    [PH_FROM] = "`from` or `not before`",
    [PH_UNTIL] = "`until`",
    [PH_THROUGHOUT] = "`throughout`",
    [PH_EACH] = "`each`",
    [PH_BETWEEN] = "`between`",
    [PH_HOURS] = "`for` a duration",
    [PH_CARRY] = "`carrying over surplus`",
    [PH_CHOSEN] = "`chosen by`",
    [PH_NOTIFIED_BY] = "`notified by`",
    [PH_NOTIFIED_WITHIN] = "`notified within`",
    [PH_AFTER] = "`after`",
    [PH_GUARD] = "`if`, `while` or `unless`",
    [PH_ACCEPTED] = "a standard (`verified by` and the like)",
    [PH_VALIDATED] = "`validated by`",
    [PH_IN_ADDITION] = "`in addition to`",
    [PH_IN_PARALLEL] = "`in parallel with`",
    [PH_IN_STEP] = "`in step with`",
    [PH_EXCEPTION] = "`exception`",
    [PH_CURE] = "`cure`",
    [PH_LAPSES] = "`lapses`",
    [PH_REPORTED] = "`reported within`",
    [PH_CONFIDENTIAL] = "`confidential to`",
    [PH_KEY] = "`matched by`",
};

/* The phrase that begins here; PH_COUNT if none does. */
static enum ast_phrase phrase_at(struct parser *p)
{
    static const struct {
        enum keyword kw;
        enum ast_phrase phrase;
    } by_word[] = {
        {KW_to, PH_TO},
        {KW_not, PH_FROM},
        {KW_from, PH_FROM},
        {KW_until, PH_UNTIL},
        {KW_throughout, PH_THROUGHOUT},
        {KW_each, PH_EACH},
        {KW_between, PH_BETWEEN},
        {KW_for, PH_HOURS},
        {KW_carrying, PH_CARRY},
        {KW_chosen, PH_CHOSEN},
        {KW_after, PH_AFTER},
        {KW_if, PH_GUARD},
        {KW_while, PH_GUARD},
        {KW_unless, PH_GUARD},
        {KW_validated, PH_VALIDATED},
        {KW_exception, PH_EXCEPTION},
        {KW_cure, PH_CURE},
        {KW_lapses, PH_LAPSES},
        {KW_reported, PH_REPORTED},
        {KW_confidential, PH_CONFIDENTIAL},
        {KW_matched, PH_KEY},
    };
    if (!at(p, T_WORD))
        return PH_COUNT;
    if (place_at(p))
        return PH_PLACE;
    if (at_kw(p, KW_at) && peek(p, 1)->kind == T_INT && kw_at(p, 2, KW_for))
        return PH_RATIOS;
    if (deadline_at(p))
        return PH_DEADLINE;
    if (accepted_at(p))
        return PH_ACCEPTED;
    if (at_kw(p, KW_in))
        return kw_at(p, 1, KW_steps)      ? PH_STEPS
               : kw_at(p, 1, KW_addition) ? PH_IN_ADDITION
               : kw_at(p, 1, KW_parallel) ? PH_IN_PARALLEL
                                          : PH_IN_STEP;
    if (at_kw(p, KW_notified))
        return kw_at(p, 1, KW_within) ? PH_NOTIFIED_WITHIN : PH_NOTIFIED_BY;
    if (at_kw(p, KW_at) || at_kw(p, KW_within))
        return PH_DEADLINE; /* it will say what is expected */
    for (size_t i = 0; i < COUNT_OF(by_word); i++) {
        if (at_kw(p, by_word[i].kw))
            return by_word[i].phrase;
    }
    return PH_COUNT;
}

static bool steps(struct parser *p, struct ast_body *b)
{
    VEC(struct ast_step) v = {0};
    if (!expect(p, T_LPAREN,
                "`(` and the steps, such as `(3 on day 1, 4 on "
                "day 7)`"))
        return false;
    do {
        struct ast_step s = {.at = peek(p, 0)->at};
        if (!parse_int(p, "how many in this step", 0, INT64_MAX, &s.n) ||
            !parse_deadline(p, &s.due))
            return false;
        s.at = span_since(p, s.at);
        PUSH(p, &v, s);
    } while (accept(p, T_COMMA));
    b->steps = v.p;
    b->n_steps = (uint32_t)v.n;
    return expect(p, T_RPAREN, "`,` and another step, or `)`");
}

static bool ratios(struct parser *p, struct ast_body *b)
{
    VEC(struct ast_ratio) v = {0};
    do {
        struct ast_ratio r = {.at = peek(p, 0)->at};
        if (!parse_int(p, "how many", 0, INT64_MAX, &r.n) ||
            !expect_kw(p, KW_for) ||
            !parse_name(p, "for what: a category", &r.item))
            return false;
        r.at = span_since(p, r.at);
        PUSH(p, &v, r);
    } while (at(p, T_COMMA) && peek(p, 1)->kind == T_INT && accept(p, T_COMMA));
    b->ratios = v.p;
    b->n_ratios = (uint32_t)v.n;
    return true;
}

static bool from(struct parser *p, struct ast_body *b)
{
    if (accept_kw(p, KW_not)) {
        b->not_before = true;
        return expect_kw(p, KW_before) && parse_point(p, &b->from);
    }
    take(p);
    if (!parse_point(p, &b->from))
        return false;
    /* "from day 1 to day 7" is "from day 1 until day 7". */
    if (at_kw(p, KW_to) && point_at(p, 1)) {
        struct span first = peek(p, 0)->at;
        if (ast_has(b, PH_UNTIL)) {
            FOUND(p, "E0207", first, "the end stands twice in this clause");
            return false;
        }
        take(p);
        if (!parse_point(p, &b->until))
            return false;
        b->phrase_at[PH_UNTIL] = span_since(p, first);
    }
    return true;
}

static bool hours(struct parser *p, struct ast_body *b)
{
    if (!parse_duration(p, &b->hours))
        return false;
    if (accept_kw2(p, KW_in, KW_total))
        return true;
    b->unbroken = true;
    if (accept_kw(p, KW_without)) {
        if (!str_eq(lex_bytes(&p->lex, peek(p, 0)), STR("a")))
            return expected(p, "`a break`");
        take(p);
        return expect_kw(p, KW_break);
    }
    return expected(p, "`in total` or `without a break`");
}

static bool after(struct parser *p, struct ast_body *b)
{
    if (!at(p, T_LABEL)) {
        expected(p, "the clause after which it arises, such as `2.1 is met`");
        FOUND_HINT(p, "for a time write `not before ...`, or `within ... after "
                      "...`");
        return false;
    }
    if (!parse_label(p, "a label", &b->after) || !expect_kw(p, KW_is))
        return false;
    b->after_verified = at_kw(p, KW_verified);
    if (!accept_kw(p, KW_verified) && !accept_kw(p, KW_met))
        return expected(p, "`met` or `verified`");
    return true;
}

static bool exception(struct parser *p, struct ast_body *b)
{
    if (!parse_new_name(p, "a name for the exception", &b->exception.id) ||
        (at(p, T_STRING) && !parse_string(p, "", &b->exception.name)))
        return false;
    if (at(p, T_COMMA) && kw_at(p, 1, KW_notified) && kw_at(p, 2, KW_within)) {
        take(p);
        take(p);
        take(p);
        if (!parse_duration(p, &b->exception_notice))
            return false;
    }
    if (at(p, T_COMMA) && kw_at(p, 1, KW_decided)) {
        take(p);
        take(p);
        return expect_kw(p, KW_by) &&
               parse_name(p, "who decides", &b->exception_decided_by);
    }
    return true;
}

static bool key(struct parser *p, enum key_kind *out)
{
    if (accept_kw(p, KW_object))
        *out = KEY_OBJECT;
    else if (accept_kw(p, KW_round))
        *out = KEY_ROUND;
    else if (accept_kw(p, KW_place))
        *out = KEY_PLACE;
    else
        return expected(p, "`object`, `round` or `place`");
    return true;
}

static bool notified_by(struct parser *p, struct ast_body *b)
{
    if (!expect_kw(p, KW_by))
        return false;
    return parse_time_of_day(p, &b->notified_by) &&
           expect_kw2(p, KW_the, KW_day) && expect_kw(p, KW_before);
}

/* The phrase `ph`, which begins here. */
static bool phrase(struct parser *p, enum ast_phrase ph, struct ast_body *b)
{
    /* These begin with a word that belongs to what is parsed. */
    if (ph == PH_PLACE)
        return place(p, &b->place);
    if (ph == PH_DEADLINE)
        return parse_deadline(p, &b->deadline);
    if (ph == PH_FROM)
        return from(p, b);
    if (ph == PH_GUARD)
        return guard(p, b);
    if (ph == PH_ACCEPTED)
        return parse_accepted(p, &b->accepted);
    take(p);
    switch (ph) {
    case PH_TO:
        return parse_names(p, "who receives it", &b->to);
    case PH_STEPS:
        take(p);
        return steps(p, b);
    case PH_RATIOS:
        return ratios(p, b);
    case PH_UNTIL:
        return parse_point(p, &b->until);
    case PH_THROUGHOUT:
        return !name_at(p, 0) || peek(p, 0)->line_start ||
               parse_name(p, "a phase", &b->throughout);
    case PH_EACH:
        return parse_period(p, &b->each);
    case PH_BETWEEN:
        return parse_time_of_day(p, &b->between) && expect_kw(p, KW_and) &&
               parse_time_of_day(p, &b->between_end);
    case PH_HOURS:
        return hours(p, b);
    case PH_CARRY:
        return expect_kw2(p, KW_over, KW_surplus);
    case PH_CHOSEN:
        return expect_kw(p, KW_by) &&
               parse_name(p, "who chooses", &b->chosen_by);
    case PH_NOTIFIED_BY:
        return notified_by(p, b);
    case PH_NOTIFIED_WITHIN:
        take(p);
        return parse_duration(p, &b->notified_within);
    case PH_AFTER:
        return after(p, b);
    case PH_VALIDATED:
        return expect_kw(p, KW_by) &&
               parse_name(p, "who validates it", &b->validated_by) &&
               (!at_kw(p, KW_within) || metres_at(p, 1) ||
                (accept_kw(p, KW_within) &&
                 parse_duration(p, &b->validated_within)));
    case PH_IN_ADDITION:
        return expect_kw2(p, KW_addition, KW_to) &&
               parse_label(p, "a label", &b->in_addition_to);
    case PH_IN_PARALLEL:
        return expect_kw2(p, KW_parallel, KW_with) &&
               parse_label(p, "a label", &b->in_parallel_with);
    case PH_IN_STEP:
        return expect_kw2(p, KW_step, KW_with) &&
               parse_label(p, "a label", &b->in_step_with);
    case PH_EXCEPTION:
        return exception(p, b);
    case PH_CURE:
        return expect_kw(p, KW_within) && parse_duration(p, &b->cure);
    case PH_LAPSES:
        return expect_kw2(p, KW_at, KW_the) && expect_kw(p, KW_deadline);
    case PH_REPORTED:
        return expect_kw(p, KW_within) &&
               parse_duration(p, &b->reported_within);
    case PH_CONFIDENTIAL:
        return expect_kw(p, KW_to) &&
               parse_names(p, "who may know it", &b->confidential_to);
    case PH_KEY:
        return expect_kw(p, KW_by) && key(p, &b->key);
    case PH_PLACE:
    case PH_DEADLINE:
    case PH_FROM:
    case PH_GUARD:
    case PH_ACCEPTED:
    case PH_COUNT:
        break;
    }
    BUG("phrase");
}

/* --- tails
 * ----------------------------------------------------------------------------------
 */

static bool tail_at(struct parser *p)
{
    return at_kw(p, KW_text) || at_kw(p, KW_source) || at_kw(p, KW_note);
}

static bool same_tail(const struct ast_tail *a, const struct ast_tail *b)
{
    return a->kind == b->kind && str_eq(a->lang.text, b->lang.text);
}

/* { tail }; those before are in `out` already. */
static bool tails(struct parser *p, struct ast_tail **out, uint32_t *n)
{
    VEC(struct ast_tail) v = {0};
    for (uint32_t i = 0; i < *n; i++)
        PUSH(p, &v, (*out)[i]);
    bool good = true;
    while (good && tail_at(p)) {
        struct ast_tail t = {.at = peek(p, 0)->at};
        t.kind = at_kw(p, KW_text)     ? AST_TEXT
                 : at_kw(p, KW_source) ? AST_SOURCE
                                       : AST_NOTE;
        take(p);
        good = (t.kind != AST_TEXT ||
                parse_word(p, "the language of the text, such as `en`",
                           &t.lang)) &&
               parse_string(p, "a text in quotes", &t.text);
        t.at = span_since(p, t.at);
        if (good && v.n < MAX_ACTORS) {
            for (size_t i = 0; i < v.n; i++) {
                if (same_tail(&v.p[i], &t)) {
                    FOUND(p, "E0207", t.at,
                          "this stands twice in this clause; the first one is "
                          "in line %u",
                          v.p[i].at.line);
                    good = false;
                    break;
                }
            }
        } else if (good) {
            FOUND(p, "E0218", t.at, "a clause has more than %d texts and notes",
                  MAX_ACTORS);
            good = false;
        }
        if (good)
            PUSH(p, &v, t);
    }
    *out = v.p;
    *n = (uint32_t)v.n;
    return good;
}

/* --- sentences
 * ---------------------------------------------------------------------------------
 */

static bool trigger_each(struct parser *p, struct ast_body *b)
{
    struct ast_trigger *t = &b->trigger;
    uint32_t n;
    int act;
    t->per = 1;
    /* "for each attack" names an act; "for each report published" an item,
     * though `report` is an act as well. */
    if (act_at(p, 0, false, &n, &act)) {
        uint32_t done_n;
        int done;
        bool selection =
            of_at(p, n) || (n == 1 && act_at(p, 1, true, &done_n, &done) &&
                            !kw_at(p, 1, KW_by));
        if (!selection) {
            t->kind = AST_FOR_EACH_ACT;
            if (!parse_act(p, false, &t->act))
                return false;
        }
    }
    if (t->kind == AST_NO_TRIGGER) {
        t->kind = AST_FOR_EACH;
        if (at(p, T_INT) &&
            !parse_int(p, "a number of items", 1, INT64_MAX, &t->per))
            return false;
        if (!parse_selection(p, &t->selection) || !parse_act(p, true, &t->act))
            return false;
    }
    /* A comma ends the list: "by belmar, ardania shall ..." */
    if (accept_kw(p, KW_by) &&
        !parse_names_and(p, "by whom it is done", &t->by))
        return false;
    if (place_at(p) && !place(p, &t->place))
        return false;
    if ((at(p, T_COMMA) && kw_at(p, 1, KW_matched)) || at_kw(p, KW_matched)) {
        (void)accept(p, T_COMMA);
        struct span first = peek(p, 0)->at;
        take(p);
        if (!expect_kw(p, KW_by) || !key(p, &b->key))
            return false;
        b->phrase_at[PH_KEY] = span_since(p, first);
    }
    return true;
}

static bool trigger(struct parser *p, struct ast_body *b)
{
    struct ast_trigger *t = &b->trigger;
    struct span first = peek(p, 0)->at;
    if (accept_kw2(p, KW_for, KW_each)) {
        if (!trigger_each(p, b))
            return false;
    } else {
        take(p);
        if (!parse_label(p,
                         "the clause on which it depends, such as `2.1 is "
                         "met`",
                         &t->label) ||
            !expect_kw(p, KW_is))
            return false;
        if (accept_kw(p, KW_met))
            t->kind = AST_WHEN_MET;
        else if (accept_kw(p, KW_verified))
            t->kind = AST_WHEN_VERIFIED;
        else if (accept_kw(p, KW_unmet))
            t->kind = AST_WHEN_UNMET;
        else
            return expected(p, "`met`, `verified` or `unmet`");
    }
    t->at = span_since(p, first);
    (void)accept(p, T_COMMA);
    return true;
}

static bool keep(struct parser *p, struct ast_body *b)
{
    if (quantity_at(p, 0)) {
        b->predicate = AST_KEEP_LEVEL;
        return amount(p, b);
    }
    b->predicate = AST_KEEP_STATE;
    return parse_name(p, "a zone or item, or a quantity, to keep", &b->thing) &&
           parse_name(p, "the state in which to keep it", &b->state);
}

static bool predicate(struct parser *p, struct ast_body *b)
{
    if (accept_kw(p, KW_keep))
        return keep(p, b);
    if (at_kw(p, KW_suspend) && peek(p, 1)->kind == T_LABEL) {
        if (b->sentence != AST_MAY) {
            FOUND(p, "E0219", peek(p, 0)->at,
                  "clauses are suspended only by a right: after `may`");
            return false;
        }
        take(p);
        b->predicate = AST_SUSPEND;
        return parse_labels(p, &b->suspends);
    }
    b->predicate = AST_ACT;
    if (!parse_act(p, false, &b->act))
        return false;
    /* "release 2.5 captive", and not the next clause, "1.2 belmar shall ..." */
    if (at(p, T_LABEL) && !peek(p, 0)->line_start && name_at(p, 1) &&
        peek(p, 2)->kind != T_COMMA && !kw_at(p, 2, KW_shall) &&
        !kw_at(p, 2, KW_may) && !kw_at(p, 2, KW_and))
        return parse_int(p, "a number", 0, INT64_MAX, &b->quantity.n);
    if (quantity_at(p, 0))
        return amount(p, b);
    return !name_at(p, 0) || peek(p, 0)->line_start ||
           parse_selection(p, &b->selection);
}

static bool modal(struct parser *p, struct ast_body *b)
{
    if (accept_kw(p, KW_shall)) {
        b->sentence = accept_kw(p, KW_not) ? AST_SHALL_NOT : AST_SHALL;
        return true;
    }
    if (accept_kw(p, KW_may)) {
        b->sentence = AST_MAY;
        return true;
    }
    struct suggest near;
    suggest_init(&near, lex_bytes(&p->lex, peek(p, 0)));
    suggest_offer(&near, STR("shall"));
    expected(p, "`shall`, `shall not` or `may`");
    if (!at(p, T_WORD) || parse_usage(p))
        return false;
    if (near.best.n > 0)
        FOUND_HINT(p, "did you mean `shall`?");
    else
        FOUND_HINT(p,
                   "a sentence that binds nobody named, or that no one can "
                   "count, is kept as text: \"A commission meets each week.\" "
                   "judged by mechanism");
    return false;
}

static bool sentence(struct parser *p, struct ast_body *b)
{
    if (accept_kw2(p, KW_of, KW_these)) {
        b->sentence = AST_OF_THESE;
        if (!quantity_at(p, 0))
            return expected(p, "a quantity such as `at least 5`");
        return quantity(p, &b->quantity) && of_categories(p, &b->selection.of);
    }
    if (quantity_at(p, 0)) {
        b->sentence = AST_SHALL;
        b->predicate = AST_ACT;
        return amount(p, b) && expect_kw(p, KW_shall) &&
               parse_act(p, false, &b->act);
    }
    if (at(p, T_LBRACKET)) {
        FOUND(p, "E0222", peek(p, 0)->at, "a bracket stands inside a sentence");
        return false;
    }
    return parse_names(p, "who is bound, such as `ardania shall`",
                       &b->bearers) &&
           modal(p, b) && predicate(p, b);
}

static bool quoted(struct parser *p, struct ast_body *b)
{
    b->sentence = AST_QUOTED;
    if (!parse_string(p, "", &b->quoted))
        return false;
    if (accept_kw(p, KW_declaratory))
        return true;
    if (accept_kw(p, KW_judged))
        return expect_kw(p, KW_by) &&
               parse_name(p, "who decides", &b->judged_by);
    FOUND(p, "E0213", b->quoted.at,
          "the text in quotes does not say who decides");
    return false;
}

/* --- bodies
 * -----------------------------------------------------------------------------------------
 */

/* Whether the body ends here. */
static bool body_ends(struct parser *p, enum ast_form form)
{
    const struct token *t = peek(p, 0);
    if (unit_at(p, 0) || misplaced_unit_at(p))
        return true;
    if (form == AST_DRAFT)
        return t->kind == T_PIPE || t->kind == T_RBRACKET;
    return form == AST_READINGS && at_kw(p, KW_reading);
}

/* Something that begins no phrase. */
static bool no_phrase(struct parser *p, const struct ast_body *b)
{
    const struct token *t = peek(p, 0);
    struct suggest s;
    static const enum keyword firsts[] = {
        KW_in,        KW_into,     KW_from,         KW_at,        KW_within,
        KW_beyond,    KW_to,       KW_on,           KW_by,        KW_before,
        KW_not,       KW_until,    KW_each,         KW_between,   KW_throughout,
        KW_for,       KW_carrying, KW_chosen,       KW_notified,  KW_after,
        KW_if,        KW_while,    KW_unless,       KW_verified,  KW_counted,
        KW_confirmed, KW_accepted, KW_validated,    KW_exception, KW_cure,
        KW_lapses,    KW_reported, KW_confidential, KW_matched,   KW_text,
        KW_source,    KW_note};
    if (t->kind == T_LBRACKET) {
        FOUND(p, "E0222", t->at, "a bracket stands inside a sentence");
        return false;
    }
    FOUND(p, "E0208", t->at, "%s begins no phrase of a clause",
          token_words(p, t).s);
    if (parse_usage(p) || t->kind != T_WORD)
        return false;
    suggest_init(&s, lex_bytes(&p->lex, t));
    for (size_t i = 0; i < COUNT_OF(firsts); i++)
        suggest_offer(&s, keyword_text(firsts[i]));
    suggest_offer(&s, STR("article"));
    if (s.best.n > 0) {
        FOUND_HINT(p, "did you mean `%.*s`?", STR_ARG(s.best));
        return false;
    }
    /* "withdraw form north": what was misspelt passed for an item. */
    if (b->quantity.amount == AST_NO_AMOUNT &&
        b->selection.item.at.length > 0 && b->selection.of.n == 0) {
        suggest_init(&s, b->selection.item.text);
        for (size_t i = 0; i < COUNT_OF(firsts); i++)
            suggest_offer(&s, keyword_text(firsts[i]));
        if (s.best.n > 0) {
            FOUND_HINT(p, "did you mean `%.*s` instead of `%.*s`?",
                       STR_ARG(s.best), STR_ARG(b->selection.item.text));
            return false;
        }
    }
    /* "verified by Red Cross", "heavy weapons" */
    FOUND_HINT(p, "a name is one word, as `red_cross`; in words it stands in "
                  "quotes where it is declared");
    return false;
}

static bool phrases(struct parser *p, enum ast_form form, struct ast_body *b)
{
    for (;;) {
        if (tail_at(p)) {
            if (!tails(p, &b->tails, &b->n_tails))
                return false;
            continue;
        }
        if (body_ends(p, form))
            return true;
        (void)accept(p, T_COMMA);
        enum ast_phrase ph = phrase_at(p);
        if (ph == PH_COUNT)
            return no_phrase(p, b);
        struct span first = peek(p, 0)->at;
        if (ast_has(b, ph)) {
            FOUND(p, "E0207", first,
                  "%s stands twice in this clause; the first one is in line %u",
                  phrase_names[ph], b->phrase_at[ph].line);
            return false;
        }
        if (!phrase(p, ph, b))
            return false;
        b->phrase_at[ph] = span_since(p, first);
        if (ph == PH_FROM && ast_has(b, PH_UNTIL) &&
            b->phrase_at[PH_UNTIL].offset > first.offset)
            b->phrase_at[ph].length =
                b->from->at.offset + b->from->at.length - first.offset;
    }
}

static bool body(struct parser *p, enum ast_form form, struct ast_body *b)
{
    struct span first = peek(p, 0)->at;
    bool good = true;
    p->n_sentences++;
    if (at_kw2(p, KW_for, KW_each) || at_kw(p, KW_when))
        good = trigger(p, b);
    struct span begin = peek(p, 0)->at;
    good = good && (at(p, T_STRING) && b->trigger.kind == AST_NO_TRIGGER
                        ? quoted(p, b)
                        : sentence(p, b));
    b->sentence_at = span_since(p, begin);
    good = good && phrases(p, form, b);
    b->at = span_since(p, first);
    b->broken = !good;
    return good;
}

/* --- clauses
 * ------------------------------------------------------------------------------------------
 */

typedef VEC(struct ast_body) body_vec;

static bool alternative(struct parser *p, body_vec *v)
{
    struct ast_body b = {0};
    struct span first = peek(p, 0)->at;
    if (at(p, T_LBRACKET)) {
        FOUND(p, "E0222", first, "a bracket stands inside a bracket");
        return false;
    }
    if (!parse_new_name(p, "the name of an alternative, such as `a:`", &b.id) ||
        !expect(p, T_COLON, "`:` and the alternative"))
        return false;
    for (size_t i = 0; i < v->n; i++) {
        if (str_eq(v->p[i].id.text, b.id.text)) {
            FOUND(p, "E0214", first,
                  "the alternative `%.*s` stands twice; the first one is in "
                  "line %u",
                  STR_ARG(b.id.text), v->p[i].at.line);
            return false;
        }
    }
    bool good = body(p, AST_DRAFT, &b);
    b.at = span_since(p, first);
    PUSH(p, v, b);
    return good;
}

/* What follows the bracket belongs to whichever alternative is chosen, so none
 * of them may have the same. */
static bool tails_apart(struct parser *p, const struct ast_clause *c)
{
    for (uint32_t i = 0; i < c->n_bodies; i++) {
        const struct ast_body *b = &c->bodies[i];
        for (uint32_t k = 0; k < b->n_tails * c->n_tails; k++) {
            const struct ast_tail *t = &c->tails[k % c->n_tails];
            if (same_tail(&b->tails[k / c->n_tails], t)) {
                FOUND(p, "E0207", t->at,
                      "this stands twice in this clause; the first one is in "
                      "line %u",
                      b->tails[k / c->n_tails].at.line);
                return false;
            }
        }
    }
    return true;
}

static bool draft(struct parser *p, struct ast_clause *out)
{
    enum { ALTERNATIVES = 64 };
    body_vec v = {0};
    bool good;
    out->form = AST_DRAFT;
    take(p);
    do {
        if (v.n == ALTERNATIVES) {
            FOUND(p, "E0218", peek(p, 0)->at,
                  "a bracket has more than %d alternatives", ALTERNATIVES);
            good = false;
            break;
        }
        good = alternative(p, &v);
    } while (good && accept(p, T_PIPE));
    good = good && expect(p, T_RBRACKET, "`|` and another alternative, or `]`");
    out->bodies = v.p;
    out->n_bodies = (uint32_t)v.n;
    return good && tails(p, &out->tails, &out->n_tails) && tails_apart(p, out);
}

static bool reading(struct parser *p, struct ast_body *b)
{
    struct span first = peek(p, 0)->at;
    take(p);
    if (!parse_new_name(p, "a name for the reading", &b->id) ||
        !expect_kw2(p, KW_held, KW_by) ||
        !parse_names(p, "who holds this reading", &b->held_by) ||
        !expect(p, T_COLON, "`:` and the reading"))
        return false;
    bool good = body(p, AST_READINGS, b);
    b->at = span_since(p, first);
    return good;
}

static bool readings(struct parser *p, struct ast_clause *out)
{
    enum { READINGS = 64 };
    body_vec v = {0};
    bool good = true;
    out->form = AST_READINGS;
    while (good && at_kw(p, KW_reading)) {
        struct ast_body b = {0};
        struct span first = peek(p, 0)->at;
        if (v.n == READINGS) {
            FOUND(p, "E0218", first, "a clause has more than %d readings",
                  READINGS);
            good = false;
            break;
        }
        good = reading(p, &b);
        for (size_t i = 0; good && i < v.n; i++) {
            if (str_eq(v.p[i].id.text, b.id.text)) {
                FOUND(p, "E0214", first,
                      "the reading `%.*s` stands twice; the first one is in "
                      "line %u",
                      STR_ARG(b.id.text), v.p[i].at.line);
                good = false;
            }
        }
        PUSH(p, &v, b);
    }
    out->bodies = v.p;
    out->n_bodies = (uint32_t)v.n;
    return good;
}

static bool plain(struct parser *p, struct ast_clause *out)
{
    struct ast_body *b = arena_alloc(p->a, sizeof *b);
    if (b == NULL) {
        parse_note(p, arena_fail(p->cx, p->a));
        return false;
    }
    out->form = AST_PLAIN;
    out->bodies = b;
    out->n_bodies = 1;
    return body(p, AST_PLAIN, b);
}

/* The label's first part is the article's name. */
static bool label_fits(struct parser *p, const struct ast_article *in,
                       const struct ast_name *label)
{
    str id, rest;
    (void)str_cut(label->text, '.', &id, &rest);
    if (in->id.text.n == 0 || str_eq(id, in->id.text))
        return true;
    FOUND(p, "E0210", label->at, "the clause %.*s stands in article %.*s",
          STR_ARG(label->text), STR_ARG(in->id.text));
    FOUND_HINT(p,
               "name it %.*s.%.*s, or write the heading of article %.*s "
               "above it",
               STR_ARG(in->id.text), STR_ARG(rest), STR_ARG(id));
    return false;
}

void parse_clause(struct parser *p, const struct ast_article *in,
                  struct ast_clause *out)
{
    *out = (struct ast_clause){.at = peek(p, 0)->at};
    if (!peek(p, 0)->line_start)
        FOUND(p, "E0203", peek(p, 0)->at, "a clause begins a new line");
    out->label = (struct ast_name){parse_text(p, peek(p, 0)), out->at};
    take(p);
    bool good, fits = label_fits(p, in, &out->label);
    if (at(p, T_LBRACKET))
        good = draft(p, out);
    else if (at_kw(p, KW_reading))
        good = readings(p, out);
    else
        good = plain(p, out);
    if (good && !unit_at(p, 0) && !misplaced_unit_at(p)) {
        FOUND(p, "E0208", peek(p, 0)->at, "%s stands after the bracket",
              token_words(p, peek(p, 0)).s);
        FOUND_HINT(p, "phrases stand inside the bracket, in each alternative; "
                      "after it only `text`, `source` and `note`");
        good = false;
    }
    out->broken = !good || !fits;
    if (!good)
        parse_recover(p);
    out->at = span_since(p, out->at);
}
