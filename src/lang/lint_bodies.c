/* lang/lint_bodies.c: checks of verifiers, and of what the frame of a text
 * should say in words: publication, hotline, authority, orders, an end. */
#include "lang/lint_int.h"

#include "lang/lint_words.h"

#include <inttypes.h>

enum { IDS = 600 };

static bool is_verifier(const struct review *r, uint32_t i)
{
    return r->ag->actors[i].mandate != NULL;
}

static bool provides(const struct review *r, enum provision_kind kind)
{
    for (uint32_t i = 0; i < r->ag->n_provisions; i++)
        if (r->ag->provisions[i].kind == kind)
            return true;
    return false;
}

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
static const char *const *dispute_words(const struct lint_language *l)
{
    return l->dispute;
}
static const char *const *contact_words(const struct lint_language *l)
{
    return l->contact;
}

/* The first clause of which the prose, in the language it is in, speaks of it;
 * NONE if there is none. What is only declaratory does not count. */
static int clause_speaks(const struct review *r, words_of *of)
{
    for (uint32_t i = 0; i < r->n_prose; i++) {
        const struct lint_prose *p = &r->prose[i];
        if (r->ag->clauses[p->clause].kind != CLAUSE_DECLARATORY &&
            words_in(p->text, p->lang, of))
            return p->clause;
    }
    return NONE;
}

/* The same, or a provision. */
static bool prose_speaks(const struct review *r, words_of *of)
{
    for (uint32_t i = 0; i < r->ag->n_provisions; i++)
        if (words_in(r->ag->provisions[i].text, lint_text_language(r), of))
            return true;
    return clause_speaks(r, of) != NONE;
}

/* Whether a line between the sides also takes notices: those by which a text
 * is ended are others. */
static bool hotline_notices(const struct review *r)
{
    for (uint32_t i = 0; i < r->ag->n_provisions; i++)
        if (r->ag->provisions[i].kind == PROVISION_HOTLINE &&
            words_in(r->ag->provisions[i].text, lint_text_language(r),
                     notice_words))
            return true;
    return false;
}

/* --- L23: a veto -----------------------------------------------------------
 */

/* Whether the body can find nothing that one of its members does not want. */
static bool must_agree(const struct mandate *m)
{
    return m->decides == DECIDES_CONSENSUS ||
           (m->decides == DECIDES_KOF && m->k == m->of);
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
            lint_at(r, lint_verifier_at(r, (int)i),
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
        if (ag->actors[i].may_attribute && m->confidence == 0)
            TRY(r->cx,
                lint_at(r, lint_verifier_at(r, (int)i),
                        "the verifier `%.*s` may attribute, and the text "
                        "does not say from which confidence on",
                        STR_ARG(ag->actors[i].id)));
        else if (!m->attribute_stated && verifies)
            TRY(r->cx, lint_at(r, lint_verifier_at(r, (int)i),
                               "the text does not say whether the verifier "
                               "`%.*s` may attribute what it finds",
                               STR_ARG(ag->actors[i].id)));
    }
    return OK;
}

static bool forbidden(const struct agreement *ag, int act)
{
    for (uint32_t i = 0; i < ag->n_clauses; i++)
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
            if (!asks_condition(ag, m->classes[k])) {
                TRY(r->cx,
                    lint_at(r, lint_verifier_at(r, (int)i),
                            "nothing follows from the class `%.*s` of the "
                            "verifier `%.*s`",
                            STR_ARG(ag->conditions[m->classes[k]].id),
                            STR_ARG(ag->actors[i].id)));
                TRY(r->cx,
                    lint_hint(r, "let a clause ask for it: `if %.*s holds`",
                              STR_ARG(ag->conditions[m->classes[k]].id)));
            }
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
    if (!lint_has_clauses(r) || provides(r, PROVISION_HOTLINE))
        return OK;
    /* a thing of that name, with a clause that asks for it, is a line */
    for (uint32_t i = 0; i < r->ag->n_clauses; i++) {
        const struct selector *perf = &r->ag->clauses[i].perf;
        int item = perf->item == NONE ? perf->state_item : perf->item;
        if (lint_binds(&r->ag->clauses[i]) && item != NONE &&
            words_in(r->ag->items[item].name, lint_text_language(r),
                     contact_words))
            return OK;
    }
    int c = clause_speaks(r, contact_words);
    if (c == NONE)
        return lint_at(r, r->title_at,
                       "the sides have no line on which they reach each other");
    TRY(r->cx, lint_clause(r, c,
                           "speaks of a line between the sides, and no "
                           "`hotline` says who answers, and when"));
    lint_as_note(r);
    return OK;
}

err lint_orders(struct review *r)
{
    bool binds = false;
    for (uint32_t i = 0; i < r->ag->n_clauses; i++)
        binds = binds || r->ag->clauses[i].kind == CLAUSE_BAN;
    if (!binds || has_duty(r, tells) || prose_speaks(r, orders_words))
        return OK;
    for (uint32_t i = 0; i < r->ag->n_clauses; i++) {
        int act = r->ag->clauses[i].perf.act;
        if (lint_is_duty(&r->ag->clauses[i]) && act != NONE &&
            words_in(r->ag->acts[act].inf, lint_text_language(r), orders_words))
            return OK;
    }
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
    bool channel = has_duty(r, notify) || hotline_notices(r) ||
                   clause_speaks(r, notice_words) != NONE;
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
            TRY(r->cx, lint_hint(r, "add until when: `within N hours`"));
        }
    }
    return OK;
}

/* --- L29: who decides a dispute ---------------------------------------------
 */

static struct span provision_at(const struct review *r,
                                const struct provision *p)
{
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d != NULL && d->at.line == p->line)
            return d->at;
    }
    return r->title_at;
}

/* The clauses of an article bind nobody, or there are none. */
static bool binds_nobody(const struct review *r, const struct ast_article *a)
{
    for (uint32_t i = 0; i < r->ag->n_clauses; i++)
        if (str_eq(r->ag->clauses[i].article, a->id.text) &&
            r->ag->clauses[i].kind != CLAUSE_DECLARATORY)
            return false;
    return true;
}

/* The article whose title speaks of disputes; NULL if there is none. */
static const struct ast_article *about_disputes(const struct review *r)
{
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_article *a = r->t->parts[i].article;
        if (a != NULL && !binds_nobody(r, a) &&
            words_in(a->title.text, lint_text_language(r), dispute_words))
            return a;
    }
    return NULL;
}

err lint_dispute(struct review *r)
{
    const struct agreement *ag = r->ag;
    if (!lint_has_clauses(r))
        return OK;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (is_verifier(r, i) &&
            ag->actors[i].mandate->decides != DECIDES_UNSTATED)
            return OK;
    for (uint32_t i = 0; i < ag->n_provisions; i++) {
        const struct provision *p = &ag->provisions[i];
        if (p->kind == PROVISION_DISPUTES && p->by != 0) {
            if (p->due.kind != DUE_NONE)
                return OK;
            TRY(r->cx, lint_at(r, provision_at(r, p),
                               "nothing says by when a dispute is decided"));
            TRY(r->cx, lint_hint(r, "add to it: `within N days`"));
            lint_as_note(r);
            return OK;
        }
    }
    const struct ast_article *a = about_disputes(r);
    int c = clause_speaks(r, dispute_words);
    if (c == NONE && a == NULL) {
        bool verifier = false;
        for (uint32_t i = 0; i < ag->n_actors; i++)
            verifier = verifier || is_verifier(r, i);
        TRY(r->cx, lint_at(r, r->title_at,
                           "nobody is named who decides when the text is read "
                           "in two ways"));
        return verifier ? OK
                        : lint_hint(r, "declare who decides: `disputes \"...\" "
                                       "by MEDIATOR within N days`");
    }
    if (c == NONE)
        TRY(r->cx, lint_at(r, a->title.at,
                           "an article is about disputes, and no declaration "
                           "says who decides them"));
    else
        TRY(r->cx, lint_clause(r, c,
                               "speaks of disputes, and no declaration says "
                               "who decides them, and by when"));
    lint_as_note(r);
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
    if ((parties & ~sure) != 0) {
        lint_ids(r, parties & ~sure, ", ", room, sizeof room);
        TRY(r->cx, lint_at(r, r->title_at,
                           "nothing says by what authority those who sign bind "
                           "%s",
                           room));
        return lint_hint(r,
                         "write: `authority \"by what power they sign\"%s%s`",
                         room[0] == '\0' ? "" : " by ", room);
    }
    if (ag->force == FORCE_SIGNED || ag->force == FORCE_UNSTATED ||
        has_duty(r, sign) || r->clock_at.length == 0)
        return OK;
    TRY(r->cx, lint_at(r, r->clock_at,
                       "the text does not ask for the parties' signatures"));
    return lint_hint(r, "write under `clock`: `in force when A and B have "
                        "signed`; or add a clause: `A, B shall sign by day "
                        "1`");
}

err lint_final(struct review *r)
{
    const struct agreement *ag = r->ag;
    static const struct {
        const char *missing, *remedy;
    } rows[] = {
        {"who pays for the mechanism", "`funding \"...\" by GUARANTOR`"},
        {"how it is amended", "`amendment \"...\"`"},
        {"how it is ended", "`termination \"...\"`"},
        {"which language prevails", NULL},
    };
    enum { LISTED = 8 }; /* languages: a remedy is no list of more */
    bool verifier = false, no_end, is[COUNT_OF(rows)];
    struct buf what, how;
    if (!lint_has_clauses(r))
        return OK;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        verifier = verifier || ag->actors[i].role == ROLE_VERIFIER;
    no_end = ag->life.until.kind == POINT_NEVER && !ag->life.has_lasts;
    is[0] = verifier && !provides(r, PROVISION_FUNDING);
    is[1] = !provides(r, PROVISION_AMENDMENT);
    is[2] = !provides(r, PROVISION_TERMINATION) && no_end &&
            r->clock_at.length != 0;
    is[3] = ag->n_languages > 1 && ag->prevails.n == 0 && !ag->formal_prevails;
    buf_init(&what, r->a, 500);
    buf_init(&how, r->a, 4000);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!is[i])
            continue;
        buf_printf(&what, "%s%s", what.n > 0 ? ", " : "", rows[i].missing);
        buf_c(&how, how.n > 0 ? ", " : "");
        if (rows[i].remedy != NULL) {
            buf_c(&how, rows[i].remedy);
            continue;
        }
        buf_c(&how, "`languages ");
        for (uint32_t k = 0; k < ag->n_languages && k < LISTED; k++)
            buf_printf(&how, "%.*s, ", STR_ARG(ag->languages[k]));
        buf_c(&how, "LANGUAGE prevails`");
    }
    if (what.n == 0)
        return OK;
    TRY(r->cx, lint_at(r, r->title_at, "the text does not say %.*s",
                       STR_ARG(buf_view(&what))));
    return lint_hint(r, "write: %.*s", STR_ARG(buf_view(&how)));
}
