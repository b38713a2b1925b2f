/* lang/lint_bodies.c: checks of verifiers, and of what the frame of a text
 * should say in words: publication, hotline, authority, orders, an end. */
#include "lang/lint_int.h"

#include "lang/lint_words.h"

#include <inttypes.h>

enum { IDS = 600 };

static struct span verifier_at(const struct review *r, int actor)
{
    const struct ast_decl *d = lint_verifier_decl(r, actor);
    return d == NULL ? r->title_at : d->names[0].id.at;
}

static bool is_verifier(const struct review *r, uint32_t i)
{
    return r->ag->actors[i].role == ROLE_VERIFIER &&
           r->ag->actors[i].mandate != NULL;
}

static bool provides(const struct review *r, enum provision_kind kind)
{
    for (uint32_t i = 0; i < r->ag->n_provisions; i++)
        if (r->ag->provisions[i].kind == kind)
            return true;
    return false;
}

typedef const char *const *words_of(const struct lint_language *l);

static const char *const *breach_words(const struct lint_language *l)
{
    return l->breach;
}
static const char *const *orders_words(const struct lint_language *l)
{
    return l->orders;
}
static const char *const *notice_words(const struct lint_language *l)
{
    return l->notice;
}

static bool speaks(str text, words_of *of)
{
    const struct lint_language *l;
    size_t at, n;
    for (size_t i = 0; (l = lint_language_nth(i)) != NULL; i++)
        if (phrase_any(text, of(l), &at, &n))
            return true;
    return false;
}

/* Whether a judged clause, an authentic text of a clause, or a provision
 * speaks of it, in whatever language. */
static bool prose_speaks(const struct review *r, words_of *of)
{
    for (uint32_t i = 0; i < r->n_prose; i++)
        if (r->ag->clauses[r->prose[i].clause].kind != CLAUSE_DECLARATORY &&
            speaks(r->prose[i].text, of))
            return true;
    for (uint32_t i = 0; i < r->ag->n_provisions; i++)
        if (speaks(r->ag->provisions[i].text, of))
            return true;
    return false;
}

/* --- L23: a veto -----------------------------------------------------------
 */

/* Whether the body can find nothing that one of its members does not want. */
static bool must_agree(const struct mandate *m)
{
    return m->decides == DECIDES_CONSENSUS ||
           (m->decides == DECIDES_KOF && m->k == m->of && m->k > 1);
}

err lint_veto(struct review *r)
{
    const struct agreement *ag = r->ag;
    char room[IDS];
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (!is_verifier(r, i))
            continue;
        const struct mandate *m = ag->actors[i].mandate;
        actor_set in = (m->members | m->chaired_by) & lint_parties(r);
        if (!must_agree(m) || in == 0 || m->else_by != NONE)
            continue;
        TRY(r->cx,
            lint_at(r, verifier_at(r, (int)i),
                    "the verifier `%.*s` decides by the consent of all, and %s "
                    "sit%s on it",
                    STR_ARG(ag->actors[i].id),
                    lint_ids(r, in, " and ", room, sizeof room),
                    (in & (in - 1)) == 0 ? "s" : ""));
    }
    return OK;
}

/* --- L25, L26, L30: attribution, classes, consequences ----------------------
 */

err lint_attribution(struct review *r)
{
    const struct agreement *ag = r->ag;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (!is_verifier(r, i))
            continue;
        const struct mandate *m = ag->actors[i].mandate;
        bool verifies = false;
        for (uint32_t k = 0; k < ag->n_clauses; k++)
            verifies = verifies || (ag->clauses[k].standard.kind == STD_NAMED &&
                                    ag->clauses[k].standard.by == (int)i);
        if (m->attribute_stated && ag->actors[i].may_attribute &&
            m->confidence == 0)
            TRY(r->cx,
                lint_at(r, verifier_at(r, (int)i),
                        "the verifier `%.*s` may attribute, and the text "
                        "does not say from which confidence on",
                        STR_ARG(ag->actors[i].id)));
        else if (!m->attribute_stated && verifies)
            TRY(r->cx, lint_at(r, verifier_at(r, (int)i),
                               "the text does not say whether the verifier "
                               "`%.*s` may attribute what it finds",
                               STR_ARG(ag->actors[i].id)));
    }
    return OK;
}

static bool forbidden(const struct agreement *ag, int act)
{
    for (uint32_t i = 0; act != NONE && i < ag->n_clauses; i++)
        if (ag->clauses[i].kind == CLAUSE_BAN && ag->clauses[i].perf.act == act)
            return true;
    return false;
}

/* Whether a clause follows from another one's breach. */
static bool follows(const struct agreement *ag, const struct clause *c)
{
    if (c->trigger == TRIG_UNMET || c->n_suspends > 0)
        return true;
    if (c->trigger == TRIG_EVENT && forbidden(ag, c->trig.act))
        return true;
    for (uint32_t k = 0; k < c->guard.n; k++)
        if (c->guard.atoms[k].kind == ATOM_MET && c->guard.atoms[k].negated)
            return true;
    return false;
}

static bool asks_condition(const struct agreement *ag, int condition)
{
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        for (uint32_t k = 0; k < ag->clauses[i].guard.n; k++)
            if (ag->clauses[i].guard.atoms[k].kind == ATOM_CONDITION &&
                ag->clauses[i].guard.atoms[k].ref == condition)
                return true;
    return false;
}

static const char *const looks[] = {"inspect", "investigate", "report",
                                    "notify",  "complain",    NULL};

err lint_classes(struct review *r)
{
    const struct agreement *ag = r->ag;
    int first = NONE;
    bool any = false;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (!is_verifier(r, i))
            continue;
        const struct mandate *m = ag->actors[i].mandate;
        any = any || m->n_classes > 0;
        for (uint32_t k = 0; k < m->n_classes; k++)
            if (!asks_condition(ag, m->classes[k]))
                TRY(r->cx,
                    lint_at(r, verifier_at(r, (int)i),
                            "nothing follows from the class `%.*s` of the "
                            "verifier `%.*s`",
                            STR_ARG(ag->conditions[m->classes[k]].id),
                            STR_ARG(ag->actors[i].id)));
    }
    /* to look into a breach is what classes it, no consequence of its class */
    for (uint32_t i = 0; i < ag->n_clauses && first == NONE; i++)
        if (follows(ag, &ag->clauses[i]) &&
            !lint_is_act(r, ag->clauses[i].perf.act, looks))
            first = (int)i;
    if (any || first == NONE)
        return OK;
    return lint_clause(r, first,
                       "follows from a breach, and the text has no classes of "
                       "breaches");
}

err lint_consequence(struct review *r)
{
    const struct agreement *ag = r->ag;
    bool binds = false;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        if (follows(ag, &ag->clauses[i]))
            return OK;
        binds = binds || lint_binds(&ag->clauses[i]);
        for (uint32_t k = 0; k < ag->clauses[i].guard.n; k++) {
            const struct atom *at = &ag->clauses[i].guard.atoms[k];
            for (uint32_t j = 0; j < ag->n_actors; j++)
                for (uint32_t n = 0;
                     is_verifier(r, j) && n < ag->actors[j].mandate->n_classes;
                     n++)
                    if (at->kind == ATOM_CONDITION &&
                        at->ref == ag->actors[j].mandate->classes[n])
                        return OK;
        }
    }
    if (!binds || prose_speaks(r, breach_words))
        return OK;
    return lint_at(r, r->title_at, "nothing follows when a clause is not kept");
}

/* --- L28, L31, L32, L39: who is told ----------------------------------------
 */

static const char *const tells[] = {"announce", "publish", NULL};

static bool has_duty(const struct review *r, const char *const *acts)
{
    for (uint32_t i = 0; i < r->ag->n_clauses; i++)
        if (lint_is_duty(&r->ag->clauses[i]) &&
            lint_is_act(r, r->ag->clauses[i].perf.act, acts))
            return true;
    return false;
}

err lint_publication(struct review *r)
{
    static const char *const acts[] = {"publish", NULL};
    if (!lint_has_clauses(r) || provides(r, PROVISION_PUBLICATION) ||
        has_duty(r, acts))
        return OK;
    return lint_at(r, r->title_at, "nothing says what is made public");
}

err lint_hotline(struct review *r)
{
    static const char *const words[] = {"hotline*",       "liaison*",
                                        "línea directa",  "enlace",
                                        "ligne directe",  "горячая линия",
                                        "خط ساخن",        "ضباط الاتصال",
                                        "communication*", NULL};
    size_t at, n;
    if (!lint_has_clauses(r) || provides(r, PROVISION_HOTLINE))
        return OK;
    for (uint32_t i = 0; i < r->ag->n_items; i++)
        if (phrase_any(r->ag->items[i].name, words, &at, &n))
            return OK;
    for (uint32_t i = 0; i < r->n_prose; i++)
        if (r->ag->clauses[r->prose[i].clause].kind != CLAUSE_DECLARATORY &&
            phrase_any(r->prose[i].text, words, &at, &n))
            return OK;
    return lint_at(r, r->title_at,
                   "the sides have no line on which they reach each other");
}

err lint_orders(struct review *r)
{
    bool binds = false;
    for (uint32_t i = 0; i < r->ag->n_clauses; i++)
        binds = binds || r->ag->clauses[i].kind == CLAUSE_BAN;
    if (!binds || has_duty(r, tells) || prose_speaks(r, orders_words))
        return OK;
    for (uint32_t i = 0; i < r->ag->n_acts; i++)
        if (!r->ag->acts[i].standard &&
            speaks(r->ag->acts[i].inf, orders_words))
            return OK;
    return lint_at(r, r->title_at,
                   "nobody is bound to give orders down the chain of command, "
                   "or to tell the public");
}

/* An act by which aid goes in, or people out of danger. */
static const char *const relief[] = {"admit", "deliver", "offload", "evacuate",
                                     NULL};

err lint_notices(struct review *r)
{
    static const char *const notify[] = {"notify", NULL};
    const struct agreement *ag = r->ag;
    int first = NONE;
    bool channel = has_duty(r, notify) || prose_speaks(r, notice_words);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        bool aid = lint_binds(c) && c->subquota_of == NONE &&
                   lint_is_act(r, c->perf.act, relief);
        first = first == NONE && aid ? (int)i : first;
        channel = channel || c->notified_tod != NONE ||
                  c->notified_within.days != 0 ||
                  c->notified_within.seconds != 0;
    }
    if (first != NONE && !channel)
        TRY(r->cx, lint_clause(r, first,
                               "lets aid pass, and the text has no way in "
                               "which its movements are notified"));
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *c = &ag->clauses[i];
        bool on_notice =
            c->kind == CLAUSE_MAY &&
            ((c->trigger == TRIG_EVENT &&
              lint_is_act(r, c->trig.act, notify)) ||
             (c->trigger == TRIG_MET &&
              lint_is_act(r, ag->clauses[c->trig_clause].perf.act, notify)));
        bool ends =
            c->due.kind != DUE_NONE ||
            (c->until.kind != POINT_NEVER &&
             !(c->until.kind == POINT_PHASE_END && c->until.ref == NONE));
        if (on_notice && !ends) {
            TRY(r->cx, lint_clause(r, (int)i,
                                   "is allowed on a notice that never lapses"));
            TRY(r->cx, lint_hint(r, "add until when: within N hours"));
        }
    }
    return OK;
}

/* --- L41, L42: signatures, and the end of a text -----------------------------
 */

err lint_authority(struct review *r)
{
    const struct agreement *ag = r->ag;
    static const char *const sign[] = {"sign", NULL};
    actor_set sure = 0, parties = lint_parties(r);
    char room[IDS];
    if (!lint_has_clauses(r) || parties == 0)
        return OK;
    for (uint32_t i = 0; i < ag->n_provisions; i++)
        if (ag->provisions[i].kind == PROVISION_AUTHORITY)
            sure |= ag->provisions[i].by == 0 ? parties : ag->provisions[i].by;
    /* where nothing is said of signatories, signatures are not asked for */
    if ((parties & ~sure) != 0)
        return lint_at(r, r->title_at,
                       "nothing says by what authority those who sign bind %s",
                       lint_ids(r, parties & ~sure, ", ", room, sizeof room));
    if (ag->force == FORCE_SIGNED || ag->force == FORCE_UNSTATED ||
        has_duty(r, sign) || r->clock_at.length == 0)
        return OK;
    TRY(r->cx, lint_at(r, r->clock_at,
                       "the text does not ask for the parties' signatures"));
    return lint_hint(r, "let it be in force when the parties have signed, or "
                        "add a clause: A, B shall sign ...");
}

err lint_final(struct review *r)
{
    const struct agreement *ag = r->ag;
    bool verifier = false;
    const char *missing[4];
    size_t n = 0;
    if (!lint_has_clauses(r))
        return OK;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        verifier = verifier || ag->actors[i].role == ROLE_VERIFIER;
    if (verifier && !provides(r, PROVISION_FUNDING))
        missing[n++] = "who pays for the mechanism";
    if (!provides(r, PROVISION_AMENDMENT))
        missing[n++] = "how it is amended";
    if (!provides(r, PROVISION_TERMINATION) &&
        r->ag->life.until.kind == POINT_NEVER && !r->ag->life.has_lasts &&
        r->clock_at.length != 0)
        missing[n++] = "how it is ended";
    if (ag->n_languages > 1 && ag->prevails.n == 0 && !ag->formal_prevails)
        missing[n++] = "which language prevails";
    if (n == 0)
        return OK;
    return lint_at(r, r->title_at, "the text does not say %s%s%s%s%s%s%s",
                   missing[0], n > 1 ? ", " : "", n > 1 ? missing[1] : "",
                   n > 2 ? ", " : "", n > 2 ? missing[2] : "",
                   n > 3 ? ", " : "", n > 3 ? missing[3] : "");
}
