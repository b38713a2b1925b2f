/* lang/lint_clauses.c: checks of single clauses: who, what, by when, and
 * verified by whom. A sub-quota says again what its whole says, so it is asked
 * nothing that the whole was asked. */
#include "lang/lint_int.h"

#include <inttypes.h>

err lint_bearer(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (lint_binds(c) && c->subquota_of == NONE && c->n_bearers == 0)
            TRY(r->cx, lint_gather(r, (int)i));
    }
    TRY(r->cx,
        lint_tell(r, "names nobody who owes it", "name nobody who owes them"));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (!lint_binds(c) || c->subquota_of != NONE)
            continue;
        for (uint32_t k = 0; k < c->n_bearers; k++) {
            const struct actor *a = &ag->actors[c->bearers[k]];
            int party = a->role == ROLE_FORCE ? a->of : c->bearers[k];
            bool outside = a->role == ROLE_AGENCY || a->role == ROLE_OBSERVER;
            bool unsigned_by = ag->force == FORCE_SIGNED && party != NONE &&
                               ag->actors[party].role == ROLE_PARTY &&
                               ((ag->force_by >> party) & 1) == 0;
            if (outside) {
                TRY(r->cx, lint_clause(r, (int)i,
                                       "binds `%.*s`, which is not a party to "
                                       "the text",
                                       STR_ARG(a->id)));
                TRY(r->cx, lint_hint(r,
                                     "bind the party that is to let it happen, "
                                     "or see to it; or, if it takes this on "
                                     "itself, declare what it is: `guarantor "
                                     "%.*s`, `verifier %.*s`",
                                     STR_ARG(a->id), STR_ARG(a->id)));
            } else if (unsigned_by) {
                TRY(r->cx, lint_clause(r, (int)i,
                                       "binds `%.*s`, whose signature is not "
                                       "asked for",
                                       STR_ARG(a->id)));
                TRY(r->cx, lint_hint(r, "write under `clock`: `in force when A "
                                        "and B have signed`"));
            }
        }
    }
    return OK;
}

err lint_deadline(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (lint_is_duty(c) && c->subquota_of == NONE &&
            c->due.kind == DUE_NONE && c->n_steps == 0 &&
            c->period == PERIOD_NONE && c->until.kind == POINT_NEVER)
            TRY(r->cx, lint_gather(r, (int)i));
    }
    return lint_tell(r, "has no deadline", "have no deadline");
}

/* Whether the text itself says that statements against interest suffice. */
static bool says_interest(const struct review *r, int clause)
{
    if (r->bodies[clause]->accepted.kind == AST_INTEREST)
        return true;
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d != NULL && d->kind == DECL_STANDARD && !d->broken &&
            d->accepted.kind == AST_INTEREST)
            return true;
    }
    return false;
}

/* Where there is one verifier, it may be the one who verifies. */
static err fix_verifier(struct review *r, int clause)
{
    const struct clause *c = &r->ag->clauses[clause];
    int v = lint_only(r, ROLE_VERIFIER);
    bool own = v == NONE;
    str words;
    for (uint32_t k = 0; k < c->n_bearers; k++)
        own = own || c->bearers[k] == v;
    if (own)
        return OK;
    if (!arena_printf(r->a, &words, " verified by %.*s",
                      STR_ARG(r->ag->actors[v].id)))
        return arena_fail(r->cx, r->a);
    return lint_propose(r, clause, AT_THE_END, 0, words);
}

err lint_verifier(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (lint_binds(c) && c->subquota_of == NONE &&
            c->standard.kind == STD_INTEREST && !says_interest(r, (int)i))
            TRY(r->cx, lint_gather(r, (int)i));
    }
    r->fix = fix_verifier;
    return lint_tell(r, "names nobody who verifies it",
                     "name nobody who verifies them");
}

err lint_exception(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (!c->has_exception || c->subquota_of != NONE)
            continue;
        if (!c->exception.has_notice)
            TRY(r->cx, lint_clause(r, (int)i,
                                   "has an exception, `%.*s`, that may be "
                                   "invoked without notice",
                                   STR_ARG(c->exception.id)));
        if (c->exception.decided_by == NONE)
            TRY(r->cx, lint_clause(r, (int)i,
                                   "has an exception, `%.*s`, on which nobody "
                                   "decides",
                                   STR_ARG(c->exception.id)));
    }
    return OK;
}

/* Handing over or delivering something is of a number of it. */
static bool number_missing(const struct review *r, const struct clause *c)
{
    static const char *const acts[] = {"release",  "hand_over", "return",
                                       "transfer", "admit",     "deliver",
                                       "offload",  "disarm",    NULL};
    return c->kind == CLAUSE_DUTY && c->measure == MEASURE_EXISTS &&
           c->perf.item != NONE && lint_is_act(r, c->perf.act, acts);
}

err lint_quantity(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (!number_missing(r, c) || c->subquota_of != NONE)
            continue;
        TRY(r->cx, lint_clause(r, (int)i, "does not say how many `%.*s`",
                               STR_ARG(ag->items[c->perf.item].id)));
        TRY(r->cx, lint_why(r, "\"An agreed number\" that the text does not "
                               "give is agreed anew at every exchange."));
        TRY(r->cx, lint_hint(r,
                             "write a number or `all` before `%.*s`; in an "
                             "exchange, a ratio: `at N for CATEGORY`",
                             STR_ARG(ag->items[c->perf.item].id)));
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        if (c->kind != CLAUSE_DUTY || c->subquota_of != NONE ||
            c->measure != MEASURE_SUM || c->period == PERIOD_NONE)
            continue;
        bool nobody = c->standard.kind != STD_NAMED;
        bool nowhere = c->perf.place == NONE && c->perf.to == 0;
        if (nobody || nowhere) {
            TRY(r->cx,
                lint_clause(r, (int)i,
                            "does not say %s the units of %s are counted",
                            nobody && nowhere ? "where and by whom"
                            : nobody          ? "by whom"
                                              : "where",
                            c->period == PERIOD_DAY ? "a day" : "a week"));
            TRY(r->cx, lint_hint(r, "say so in the clause: %s%s%s",
                                 nowhere ? "`at ZONE`" : "",
                                 nobody && nowhere ? ", and " : "",
                                 nobody ? "`counted by BODY`" : ""));
        }
    }
    return OK;
}

/* --- L24: what cannot be seen
 * ----------------------------------------------------- */

err lint_unseen(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        const struct act *a =
            c->perf.act == NONE ? NULL : &ag->acts[c->perf.act];
        if (c->kind != CLAUSE_BAN || a == NULL || a->standard || a->seen.n > 0)
            continue;
        TRY(r->cx, lint_clause(r, (int)i,
                               "forbids to %.*s, and the text does not say by "
                               "what that is seen",
                               STR_ARG(a->inf)));
        TRY(r->cx,
            lint_hint(r,
                      "say how it shows: `act %.*s \"%.*s\" \"%.*s\" "
                      "seen as \"...\"`",
                      STR_ARG(a->id), STR_ARG(a->inf), STR_ARG(a->done)));
    }
    return OK;
}

/* --- L37: cargo and consignor
 * ------------------------------------------------------ */

static bool has_categories(const struct agreement *ag, int item)
{
    if (ag->items[item].parent != NONE)
        return true;
    for (uint32_t i = 0; i < ag->n_items; i++)
        if (ag->items[i].parent == item)
            return true;
    return false;
}

err lint_cargo(struct review *r)
{
    static const char *const acts[] = {"admit", "deliver", "offload", NULL};
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        int item = c->perf.item;
        bool counted = item != NONE && (lint_is_act(r, c->perf.act, acts) ||
                                        ag->items[item].act == c->perf.act);
        if (c->kind != CLAUSE_DUTY || c->measure != MEASURE_SUM || !counted ||
            c->subquota_of != NONE || c->period == PERIOD_NONE ||
            has_categories(ag, item))
            continue;
        TRY(r->cx, lint_clause(r, (int)i,
                               "counts each `%.*s`, and the text does not say "
                               "of what cargo, or whose",
                               STR_ARG(ag->items[item].id)));
        TRY(r->cx, lint_hint(r,
                             "give the item its kinds, of consignor or of "
                             "cargo: `item %.*s of (un | commercial | private) "
                             "unit %.*s`",
                             STR_ARG(ag->items[item].id),
                             STR_ARG(ag->items[item].unit)));
    }
    return OK;
}
