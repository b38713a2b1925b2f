/* app/status.c: `truce status`. */
#include "app/case_int.h"

#include "base/suggest.h"

err case_status(struct app_case *c, enum case_format format, bool brief,
                struct buf *out)
{
    struct report_choice choice = c->choice;
    choice.brief = brief;
    switch (format) {
    case CASE_TEXT:
        return report_status_text(c->cx, &c->report, &choice, out);
    case CASE_JSON:
        return report_status_json(c->cx, &c->report, &choice, out);
    case CASE_CSV:
        return report_status_csv(c->cx, &c->report, &choice, out);
    }
    BUG("not a format");
}

static err find_status(struct app_case *c, const char *name, enum status *out)
{
    struct suggest s;
    suggest_init(&s, str_of(name));
    for (int i = 0; i < N_STATUS; i++) {
        if (str_eq(status_name((enum status)i), str_of(name))) {
            *out = (enum status)i;
            return OK;
        }
        suggest_offer(&s, status_name((enum status)i));
    }
    str hint = STR("the statuses are those of docs/semantics.md: unmet, "
                   "'partly met', contested, ...");
    if (s.best.n > 0)
        TRY_ROOM(
            c->cx, c->a,
            arena_printf(c->a, &hint, "did you mean '%.*s'?", STR_ARG(s.best)));
    return fail_typed(c->cx, ERR_INPUT, hint.p,
                      "--fail-on: there is no status \"%s\"", name);
}

/* The status that is shown: the chosen account's, if one is chosen. */
static bool has(const struct app_case *c, const struct verdict *v,
                enum status s)
{
    if (c->choice.clause.n > 0 &&
        !str_eq(c->choice.clause, c->ag->clauses[v->clause].label))
        return false;
    if (c->choice.account == NONE)
        return v->status == s;
    for (uint32_t i = 0; i < v->n_accounts; i++)
        if (v->accounts[i].account == c->choice.account)
            return v->accounts[i].status == s;
    return false;
}

err case_has_status(struct app_case *c, const char *const *names, size_t n,
                    bool *any_out)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        enum status s;
        TRY(c->cx, find_status(c, names[i], &s));
        for (uint32_t k = 0; k < c->verdicts.n; k++)
            any = any || has(c, &c->verdicts.v[k], s);
    }
    *any_out = any;
    return OK;
}
