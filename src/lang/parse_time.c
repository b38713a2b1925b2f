/* lang/parse_time.c: durations, points in time, deadlines.
 *
 * spec: lang 2 (clock), 3 (deadline).  What they mean: docs/semantics.md 3. */
#include "lang/parse_int.h"

static bool unit_of(struct parser *p, uint32_t k, enum ast_unit *out)
{
    static const struct {
        enum keyword kw;
        enum ast_unit unit;
    } units[] = {{KW_minute, AST_MINUTES}, {KW_minutes, AST_MINUTES},
                 {KW_hour, AST_HOURS},     {KW_hours, AST_HOURS},
                 {KW_day, AST_DAYS},       {KW_days, AST_DAYS},
                 {KW_week, AST_WEEKS},     {KW_weeks, AST_WEEKS}};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (kw_at(p, k, units[i].kw)) {
            *out = units[i].unit;
            return true;
        }
    }
    return false;
}

bool parse_duration(struct parser *p, struct ast_duration *out)
{
    struct span first = peek(p, 0)->at;
    bool decimal = at(p, T_LABEL) && !peek(p, 0)->line_start;
    if (!at(p, T_INT) && !decimal)
        return expected(p, "a duration such as `24 hours` or `7 days`");
    if (!parse_int(p, "a number", 0, 10000000, &out->n))
        return false;
    if (!unit_of(p, 0, &out->unit))
        return expected(p, "`minutes`, `hours`, `days` or `weeks`");
    take(p);
    out->at = span_since(p, first);
    return true;
}

bool parse_time_of_day(struct parser *p, struct ast_time *out)
{
    if (!at(p, T_TIME))
        return expected(p, "a time of day such as `18:00`");
    const struct token *t = peek(p, 0);
    *out = (struct ast_time){t->clock, t->seconds, t->at};
    take(p);
    return true;
}

bool parse_date(struct parser *p, struct ast_date *out)
{
    if (!at(p, T_DATE))
        return expected(p, "a date such as `2025-01-19`");
    const struct token *t = peek(p, 0);
    *out = (struct ast_date){t->date, t->at};
    take(p);
    return true;
}

bool point_at(struct parser *p, uint32_t k)
{
    const struct token *t = peek(p, k);
    enum ast_unit unit;
    switch (t->kind) {
    case T_DATE:
        return true;
    case T_LABEL:
        return kw_at(p, k + 1, KW_is);
    case T_INT:
        return unit_of(p, k + 1, &unit);
    case T_WORD:
        return kw_at(p, k, KW_day) || kw_at(p, k, KW_entry) ||
               kw_at(p, k, KW_signature) || kw_at(p, k, KW_start) ||
               kw_at(p, k, KW_end);
    case T_END:
    case T_PATH:
    case T_TIME:
    case T_STRING:
    case T_COMMA:
    case T_SEMI:
    case T_COLON:
    case T_PIPE:
    case T_LPAREN:
    case T_RPAREN:
    case T_LBRACKET:
    case T_RBRACKET:
    case T_PERCENT:
        return false;
    }
    BUG("token kind");
}

/* "met" or "verified", after LABEL "is". */
static bool met_or_verified(struct parser *p, struct ast_point *out)
{
    if (accept_kw(p, KW_met))
        out->kind = AST_POINT_MET;
    else if (accept_kw(p, KW_verified))
        out->kind = AST_POINT_VERIFIED;
    else
        return expected(p, "`met` or `verified`");
    return true;
}

/* A phase's name, or `agreement`. */
static bool phase_or_agreement(struct parser *p, struct ast_name *out)
{
    if (at_kw(p, KW_agreement))
        return parse_word(p, "a phase", out);
    return parse_name(p, "the name of a phase, or `agreement`", out);
}

static bool offset_point(struct parser *p, struct ast_point *out)
{
    if (!parse_duration(p, &out->plus))
        return false;
    if (accept_kw(p, KW_after))
        out->kind = AST_POINT_AFTER;
    else if (accept_kw(p, KW_before))
        out->kind = AST_POINT_BEFORE;
    else
        return expected(p, "`after` or `before` and a point in time");
    if (p->depth == LIMIT_DEPTH) {
        FOUND(p, "E0211", peek(p, 0)->at,
              "points in time are nested more than %d deep", LIMIT_DEPTH);
        return false;
    }
    p->depth++;
    bool good = parse_point(p, &out->base);
    p->depth--;
    return good;
}

static bool point(struct parser *p, struct ast_point *out)
{
    if (accept_kw(p, KW_day)) {
        out->kind = AST_POINT_DAY;
        if (!parse_int(p, "the number of a day", 1, 1000000, &out->n))
            return false;
        return !at(p, T_TIME) || parse_time_of_day(p, &out->time);
    }
    if (at(p, T_DATE)) {
        out->kind = AST_POINT_DATE;
        if (!parse_date(p, &out->date))
            return false;
        return !at(p, T_TIME) || parse_time_of_day(p, &out->time);
    }
    if (accept_kw(p, KW_entry)) {
        out->kind = AST_POINT_FORCE;
        return expect_kw2(p, KW_into, KW_force);
    }
    if (accept_kw(p, KW_signature)) {
        out->kind = AST_POINT_SIGNATURE;
        return true;
    }
    if (at_kw(p, KW_start) || at_kw(p, KW_end)) {
        out->kind = at_kw(p, KW_start) ? AST_POINT_START : AST_POINT_END;
        take(p);
        return expect_kw(p, KW_of) && phase_or_agreement(p, &out->name);
    }
    if (at(p, T_LABEL) && !unit_at(p, 0))
        return parse_label(p, "a label", &out->name) && expect_kw(p, KW_is) &&
               met_or_verified(p, out);
    if (at(p, T_INT))
        return offset_point(p, out);
    return expected(p, "a point in time such as `day 7`, `2025-01-19 08:30`, "
                       "`entry into force` or `24 hours after 2.1 is met`");
}

bool parse_point(struct parser *p, const struct ast_point **out)
{
    struct ast_point *made =
        arena_alloc_array(p->a, 1, sizeof(struct ast_point));
    if (made == NULL) {
        parse_note(p, arena_fail(p->cx, p->a));
        return false;
    }
    struct span first = peek(p, 0)->at;
    if (!point(p, made))
        return false;
    made->at = span_since(p, first);
    *out = made;
    return true;
}

bool deadline_at(struct parser *p)
{
    enum ast_unit unit;
    if (at_kw(p, KW_on) || at_kw(p, KW_by) || at_kw(p, KW_before))
        return true;
    if (at_kw(p, KW_at))
        return kw_at(p, 1, KW_once) || point_at(p, 1);
    return at_kw(p, KW_within) && peek(p, 1)->kind == T_INT &&
           unit_of(p, 2, &unit);
}

/* "by" and a name: what was meant is a standard. */
static bool by_whom(struct parser *p)
{
    str name = parse_text(p, peek(p, 0));
    expected(p, "a point in time after `by`, such as `day 7`");
    FOUND_HINT(p,
               "for the body that accepts it, write `verified by %.*s` or "
               "`counted by %.*s`",
               STR_ARG(name), STR_ARG(name));
    return false;
}

bool parse_deadline(struct parser *p, struct ast_deadline *out)
{
    struct span first = peek(p, 0)->at;
    if (accept_kw2(p, KW_at, KW_once)) {
        out->kind = AST_DUE_AT_ONCE;
    } else if (accept_kw(p, KW_within)) {
        out->kind = AST_DUE_WITHIN;
        if (!parse_duration(p, &out->within))
            return false;
        if (accept_kw(p, KW_after) && !parse_point(p, &out->point))
            return false;
    } else {
        if (accept_kw(p, KW_on))
            out->kind = AST_DUE_ON;
        else if (accept_kw(p, KW_by))
            out->kind = AST_DUE_BY;
        else if (accept_kw(p, KW_before))
            out->kind = AST_DUE_BEFORE;
        else if (accept_kw(p, KW_at))
            out->kind = AST_DUE_AT;
        else
            return expected(p, "a deadline such as `by day 7` or `within 24 "
                               "hours`");
        if (out->kind == AST_DUE_BY && name_at(p, 0))
            return by_whom(p);
        if (!parse_point(p, &out->point))
            return false;
    }
    out->at = span_since(p, first);
    return true;
}
