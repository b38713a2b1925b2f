/* lang/compile.c: sentences into the clauses of the normal form.
 *
 * Three steps: every label is known before any sentence is looked at, so that
 * a clause may refer to a later one; each sentence becomes a clause, or is
 * marked as left out (a mistake, or a draft without a choice); what refers to
 * a clause left out is left out too, and the rest is numbered anew. Circles
 * are looked for last.
 *
 * Not here: declarations (declare.c), time (compile_time.c), what a text
 * leaves open (review.c). */
#include "lang/compile_int.h"

#include "lang/deps.h"
#include "lang/norm_check.h"
#include "lang/vocab.h"

#include <inttypes.h>

/* --- References ------------------------------------------------------------
 */

err find_label(struct comp *c, const struct ast_name *n, int *out)
{
    uint64_t i;
    *out = NONE;
    if (str_eq(n->text, c->self_label)) {
        SPOIL(c, "E0602", n->at, "%.*s refers to itself", STR_ARG(n->text));
        return OK;
    }
    if (map_get(&c->labels, n->text, &i)) {
        const struct label *l = &c->label_v.p[i];
        switch (l->state) {
        case LABEL_CLAUSE:
            *out = l->index;
            break;
        case LABEL_OPEN:
            c->open = true;
            break;
        case LABEL_BROKEN:
            c->bad = true; /* it has had its diagnostic */
            break;
        }
        return OK;
    }
    SPOIL(c, "E0601", n->at, "there is no clause %.*s", STR_ARG(n->text));
    struct suggest s;
    suggest_init(&s, n->text);
    for (size_t k = 0; k < c->label_v.n; k++)
        if (!str_eq(c->label_v.p[k].text, c->self_label))
            suggest_offer(&s, c->label_v.p[k].text);
    if (s.best.n > 0)
        HINT(c, "did you mean %.*s?", STR_ARG(s.best));
    return OK;
}

/* What a clause's outcome is waited for in. */
enum waited { WAITED_MET, WAITED_UNMET };

/* A clause whose outcome somebody waits for must have one. The sentences of
 * the target are looked at, since it may come later in the text. */
static err check_has_outcome(struct comp *c, int clause, enum waited w,
                             struct span at)
{
    if (clause == NONE)
        return OK;
    const struct ast_body *b = c->made.p[clause].body;
    str label = c->made.p[clause].of->label.text;
    bool kept =
        b->predicate == AST_KEEP_STATE || b->predicate == AST_KEEP_LEVEL;
    if (b->sentence == AST_QUOTED) {
        SPOIL(c, "E0605", at, "%.*s is %s and is never met or unmet",
              STR_ARG(label),
              written(&b->judged_by) ? "judged" : "declaratory");
        HINT(c, "write what is waited for as a `condition ... judged by ...`");
    } else if (b->sentence == AST_MAY) {
        SPOIL(c, "E0605", at, "%.*s is a permission and is never met or unmet",
              STR_ARG(label));
    } else if ((b->sentence == AST_SHALL_NOT && !ast_has(b, PH_HOURS)) ||
               kept) {
        REMARK(c, "E0607", at,
               "%.*s is %s; it is found broken or not, but never %s",
               STR_ARG(label), kept ? "a state to keep" : "a prohibition",
               w == WAITED_MET ? "met" : "unmet");
    }
    return OK;
}

static err find_outcome(struct comp *c, const struct ast_name *n, enum waited w,
                        int *out)
{
    TRY(c->cx, find_label(c, n, out));
    return check_has_outcome(c, *out, w, n->at);
}

static enum place_word place_word(enum ast_place_kind kind)
{
    switch (kind) {
    case AST_IN:
        return PLACE_IN;
    case AST_INTO:
        return PLACE_INTO;
    case AST_FROM:
        return PLACE_FROM;
    case AST_AT:
        return PLACE_AT;
    case AST_WITHIN:
    case AST_BEYOND:
        break; /* the strip says so itself */
    }
    return PLACE_UNSAID;
}

/* --- Phrases ----------------------------------------------------------------
 */

static err make_trigger(struct comp *c, const struct ast_trigger *t,
                        struct clause *k)
{
    switch (t->kind) {
    case AST_NO_TRIGGER:
        return OK;
    case AST_FOR_EACH:
    case AST_FOR_EACH_ACT:
        k->trigger = TRIG_EVENT;
        k->trig.act = t->act.act;
        k->trig_per = 1;
        if (t->kind == AST_FOR_EACH) {
            TRY(c->cx, find_selection(c, &t->selection, &k->trig));
            k->trig_per = t->per;
            if (t->per < 1)
                SPOIL(c, "E0409", t->at, "nothing can be counted by the 0");
        }
        TRY(c->cx, find_actors(c, &t->by, ANY_ROLE, "do this",
                               &k->trig.performers, NULL, NULL));
        for (size_t i = 0; i < c->actors.n; i++)
            if ((k->trig.performers >> i) & 1)
                k->trig.performers |= c->actors.p[i].answers;
        if (written(&t->place.name)) {
            k->trig.said = place_word(t->place.kind);
            TRY(c->cx, find_place(c, &t->place, &k->trig.place));
        }
        return OK;
    case AST_WHEN_MET:
    case AST_WHEN_VERIFIED:
    case AST_WHEN_UNMET:
        k->trigger = t->kind == AST_WHEN_MET        ? TRIG_MET
                     : t->kind == AST_WHEN_VERIFIED ? TRIG_VERIFIED
                                                    : TRIG_UNMET;
        return find_outcome(
            c, &t->label, t->kind == AST_WHEN_UNMET ? WAITED_UNMET : WAITED_MET,
            &k->trig_clause);
    }
    BUG("a trigger of no kind");
}

static err make_need(struct comp *c, const struct ast_quantity *q,
                     struct clause *k)
{
    struct need *n = &k->need;
    *n = (struct need){.cmp = AT_LEAST, .base_item = NONE};
    switch (q->compare) {
    case AST_BARE:
    case AST_AT_LEAST:
        break;
    case AST_AT_MOST:
        n->cmp = AT_MOST;
        break;
    case AST_EXACTLY:
        n->cmp = EXACTLY;
        break;
    }
    switch (q->amount) {
    case AST_NO_AMOUNT:
        n->n = 1;
        return OK;
    case AST_NUMBER:
        n->n = q->n;
        if (q->n == 0 && n->cmp == AT_LEAST)
            REMARK(c, "E0409", q->at, "at least 0 is met by doing nothing");
        return OK;
    case AST_PERCENT:
        n->percent = true;
        n->n = q->n;
        if (q->n < 1 || q->n > 100)
            SPOIL(c, "E0408", q->at,
                  "a share is from 1 to 100 %%, not %" PRId64 " %%", q->n);
        TRY(c->cx,
            find_name(c, &q->of, SYM_ITEM, "an item", &n->base_item, NULL));
        break;
    case AST_ALL:
        n->percent = n->all = true;
        n->n = 100;
        n->base_item = k->perf.item;
        break;
    }
    if (n->base_item == NONE)
        return OK;
    const struct item *base = &c->items.p[n->base_item];
    n->base = q->base;
    if (n->base == BASE_NONE && base->registered >= 0) {
        n->base = BASE_FIXED;
        n->base_fixed = base->registered;
    } else if (n->base == BASE_NONE && n->all) {
        n->base = BASE_FINAL;
    } else if (n->base == BASE_NONE) {
        SPOIL(c, "E0407", q->at, "%" PRId64 " %% of which number of `%.*s`?",
              q->n, STR_ARG(base->id));
        HINT(c,
             "declare `list ... of %.*s N`, or write `as registered at the "
             "deadline` or `as finally registered`",
             STR_ARG(base->id));
    }
    return OK;
}

/* The unit of a share's base is that of what is counted. */
static err check_share(struct comp *c, const struct ast_quantity *q,
                       const struct clause *k)
{
    if (!k->need.percent || k->need.base_item == NONE || k->perf.item == NONE)
        return OK;
    const struct item *of = &c->items.p[k->need.base_item];
    const struct item *it = &c->items.p[k->perf.item];
    if (!str_eq(of->unit, it->unit))
        SPOIL(c, "E0401", q->at,
              "a share of `%.*s` (in %.*s) cannot be reached by `%.*s` (in "
              "%.*s)",
              STR_ARG(of->id), STR_ARG(of->unit), STR_ARG(it->id),
              STR_ARG(it->unit));
    return OK;
}

/* A phrase that the sentence leaves no room for. */
static err misplaced(struct comp *c, const struct ast_body *b,
                     enum ast_phrase ph, const char *why)
{
    if (ast_has(b, ph))
        SPOIL(c, "E0415", b->phrase_at[ph],
              "this phrase has no meaning here: %s", why);
    return OK;
}

static err make_steps(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    struct step *v;
    int64_t sum = 0;
    int32_t day = 0;
    TRY_NEW_ARRAY(c->cx, c->a, b->n_steps, v);
    for (uint32_t i = 0; i < b->n_steps; i++) {
        v[i].n = b->steps[i].n;
        TRY(c->cx,
            make_deadline(c, &b->steps[i].due,
                          k->trigger == TRIG_NONE ? POINT_FORCE : POINT_TRIGGER,
                          &v[i].due, NULL));
        if (v[i].n == 0)
            SPOIL(c, "E0409", b->steps[i].at, "a step of 0 is no step");
        if (v[i].due.kind == DUE_NONE && !c->bad)
            SPOIL(c, "E0415", b->steps[i].at,
                  "a step needs a deadline, and `at once` is none");
        if (!add_ok(sum, v[i].n, &sum))
            sum = INT64_MAX;
        const struct point *p = &v[i].due.p;
        if (p->kind == POINT_DAY_N && p->n < day)
            REMARK(c, "E0509", b->steps[i].at,
                   "this step is due on day %" PRId32
                   ", before the one written before it",
                   p->n);
        if (p->kind == POINT_DAY_N)
            day = p->n;
    }
    k->steps = v;
    k->n_steps = b->n_steps;
    if (b->quantity.amount == AST_NUMBER && b->quantity.n != sum) {
        SPOIL(c, "E0406", b->phrase_at[PH_STEPS],
              "the steps come to %" PRId64 ", the sentence says %" PRId64, sum,
              b->quantity.n);
    } else if (b->quantity.amount == AST_PERCENT ||
               b->quantity.amount == AST_ALL) {
        SPOIL(c, "E0406", b->phrase_at[PH_STEPS],
              "steps are in units, the sentence asks for a share");
        HINT(c, "write one clause for each share and its day");
    }
    k->need.n = sum;
    return OK;
}

static err make_ratios(struct comp *c, const struct ast_body *b,
                       struct clause *k)
{
    struct ratio *v;
    uint32_t n = 0;
    TRY_NEW_ARRAY(c->cx, c->a, b->n_ratios, v);
    if (b->trigger.kind != AST_FOR_EACH) {
        SPOIL(c, "E0405", b->phrase_at[PH_RATIOS],
              "`at N for CATEGORY` needs a `for each ITEM` to exchange for");
        return OK;
    }
    if (b->quantity.amount != AST_NO_AMOUNT)
        SPOIL(c, "E0405", b->quantity.at,
              "the number follows from the ratios; write it in one place only");
    if (k->trig.item == NONE)
        return OK;
    int top = k->trig.item;
    if (c->items.p[top].parent != NONE)
        top = c->items.p[top].parent;
    for (uint32_t i = 0; i < b->n_ratios; i++) {
        const struct ast_name *name = &b->ratios[i].item;
        int item = category_of(c, top, name->text);
        if (item == NONE && str_eq(c->items.p[top].id, name->text))
            item = top;
        if (item == NONE) {
            SPOIL(c, "E0404", name->at, "`%.*s` has no category `%.*s`",
                  STR_ARG(c->items.p[top].id), STR_ARG(name->text));
            HINT(c, "ratios are for categories of what is exchanged, `%.*s`",
                 STR_ARG(c->items.p[top].id));
            continue;
        }
        bool taken = (k->trig.items[item / 64] >> (item % 64)) & 1;
        if (!taken)
            SPOIL(c, "E0404", name->at,
                  "`%.*s` is not among what the clause is for each of",
                  STR_ARG(name->text));
        for (uint32_t j = 0; j < n; j++)
            if (v[j].item == item)
                SPOIL(c, "E0310", name->at, "`%.*s` is named twice here",
                      STR_ARG(name->text));
        v[n++] = (struct ratio){item, b->ratios[i].n};
    }
    k->ratios = v;
    k->n_ratios = n;
    return OK;
}

static err make_guard(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    struct atom *v;
    TRY_NEW_ARRAY(c->cx, c->a, b->n_atoms, v);
    for (uint32_t i = 0; i < b->n_atoms; i++) {
        const struct ast_atom *w = &b->atoms[i];
        enum sym_kind kind = SYM_STATE;
        v[i] = (struct atom){ATOM_MET, w->negated, NONE, NONE, w->there};
        switch (w->kind) {
        case AST_ATOM_MET:
            TRY(c->cx, find_outcome(c, &w->name, WAITED_MET, &v[i].ref));
            break;
        case AST_ATOM_PHASE:
            v[i].kind = ATOM_PHASE;
            TRY(c->cx,
                find_name(c, &w->name, SYM_PHASE, "a phase", &v[i].ref, NULL));
            break;
        case AST_ATOM_HOLDS:
            TRY(c->cx, find_name(c, &w->name, SYM_STATE | SYM_CONDITION,
                                 "a state or a condition", &v[i].ref, &kind));
            v[i].kind = kind == SYM_STATE ? ATOM_STATE : ATOM_CONDITION;
            if (written(&w->in))
                TRY(c->cx, find_name(c, &w->in, SYM_ZONE, "a zone", &v[i].place,
                                     NULL));
            if (v[i].kind == ATOM_CONDITION && (written(&w->in) || w->there))
                SPOIL(c, "E0415", w->at,
                      "a condition holds or not; only a state has a place");
            break;
        }
    }
    k->guard = (struct guard){b->guard, b->guard_any, v, b->n_atoms};
    return OK;
}

static int32_t time_of_day(const struct ast_time *t)
{
    return t->clock.hour * 3600 + t->clock.minute * 60 + t->clock.second;
}

static err make_times(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    if (ast_has(b, PH_FROM)) {
        TRY(c->cx, make_point(c, b->from, &k->from));
        k->not_before = b->not_before;
        TRY(c->cx, check_in_life(c, &k->from, b->phrase_at[PH_FROM]));
    }
    if (ast_has(b, PH_UNTIL))
        TRY(c->cx, make_point(c, b->until, &k->until));
    if (ast_has(b, PH_THROUGHOUT)) {
        if (ast_has(b, PH_FROM) || ast_has(b, PH_UNTIL))
            SPOIL(c, "E0508", b->phrase_at[PH_THROUGHOUT],
                  "`throughout` already says from when until when");
        k->until = point_of(POINT_PHASE_END);
        if (written(&b->throughout)) {
            int ph;
            TRY(c->cx,
                find_name(c, &b->throughout, SYM_PHASE, "a phase", &ph, NULL));
            k->from = point_of(POINT_PHASE_START);
            k->from.ref = k->until.ref = ph;
        }
    }
    if (ast_has(b, PH_EACH))
        k->period = b->each;
    if (ast_has(b, PH_BETWEEN)) {
        k->tod_from = time_of_day(&b->between);
        k->tod_to = time_of_day(&b->between_end);
        if (k->tod_from == k->tod_to)
            SPOIL(c, "E0507", b->phrase_at[PH_BETWEEN],
                  "between an hour and the same hour there is no time");
    }
    if (ast_has(b, PH_DEADLINE))
        TRY(c->cx,
            make_deadline(c, &b->deadline,
                          k->trigger == TRIG_NONE ? POINT_FORCE : POINT_TRIGGER,
                          &k->due, &k->at_once));
    if (ast_has(b, PH_AFTER)) {
        k->after = b->after_verified ? POINT_CLAUSE_VERIFIED : POINT_CLAUSE_MET;
        TRY(c->cx, find_outcome(c, &b->after, WAITED_MET, &k->after_clause));
    }
    if (ast_has(b, PH_NOTIFIED_BY))
        k->notified_tod = time_of_day(&b->notified_by);
    if (ast_has(b, PH_NOTIFIED_WITHIN))
        TRY(c->cx, make_duration(c, &b->notified_within, &k->notified_within));
    return OK;
}

static err make_bodies(struct comp *c, const struct ast_body *b,
                       struct clause *k)
{
    if (ast_has(b, PH_CHOSEN))
        TRY(c->cx,
            find_actor(c, &b->chosen_by, BODIES, "choose", &k->chosen_by));
    if (ast_has(b, PH_ACCEPTED)) {
        TRY(c->cx, find_standard(c, &b->accepted, &k->standard));
        for (uint32_t i = 0; i < k->n_bearers; i++)
            if (k->standard.kind == STD_NAMED &&
                k->standard.by == k->bearers[i] && k->kind != CLAUSE_MAY)
                SPOIL(c, "E0307", b->phrase_at[PH_ACCEPTED],
                      "`%.*s` would verify what it does itself",
                      STR_ARG(c->actors.p[k->standard.by].id));
    }
    if (ast_has(b, PH_VALIDATED)) {
        TRY(c->cx, find_actor(c, &b->validated_by, BODIES, "validate",
                              &k->validated_by));
        TRY(c->cx,
            make_duration(c, &b->validated_within, &k->validated_within));
    }
    if (ast_has(b, PH_EXCEPTION)) {
        k->has_exception = true;
        k->exception.id = b->exception.id.text;
        k->exception.name = b->exception.name.at.length != 0
                                ? b->exception.name.text
                                : b->exception.id.text;
        k->exception.has_notice = b->exception_notice.at.length != 0;
        TRY(c->cx,
            make_duration(c, &b->exception_notice, &k->exception.notice));
        if (written(&b->exception_decided_by))
            TRY(c->cx,
                find_actor(c, &b->exception_decided_by, BODIES,
                           "decide on an exception", &k->exception.decided_by));
    }
    if (ast_has(b, PH_CONFIDENTIAL))
        TRY(c->cx,
            find_actors(c, &b->confidential_to, BODIES, "be told in confidence",
                        &k->confidential_to, NULL, NULL));
    return OK;
}

/* `in addition to` and its like: another clause that counts. */
static err find_counted(struct comp *c, const struct ast_name *n,
                        const struct clause *k, bool same_unit, int *out)
{
    TRY(c->cx, find_outcome(c, n, WAITED_MET, out));
    if (*out == NONE || !same_unit)
        return OK;
    const struct clause *x = &c->made.p[*out].c;
    /* Units are compared when both are made: see check_units. */
    (void)x;
    if (k->perf.item == NONE || k->measure != MEASURE_SUM)
        SPOIL(c, "E0402", n->at,
              "this clause counts no units that could be in "
              "addition to those of %.*s",
              STR_ARG(n->text));
    return OK;
}

static err make_links(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    if (ast_has(b, PH_IN_ADDITION))
        TRY(c->cx,
            find_counted(c, &b->in_addition_to, k, true, &k->in_addition_to));
    if (ast_has(b, PH_IN_PARALLEL))
        TRY(c->cx, find_counted(c, &b->in_parallel_with, k, false,
                                &k->in_parallel_with));
    if (ast_has(b, PH_IN_STEP))
        TRY(c->cx,
            find_counted(c, &b->in_step_with, k, false, &k->in_step_with));
    return OK;
}

static err make_tails(struct comp *c, const struct ast_tail *v, uint32_t n,
                      struct clause *k)
{
    struct prose *prose;
    uint32_t n_prose = k->n_prose;
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)n + n_prose, prose);
    for (uint32_t i = 0; i < n_prose; i++)
        prose[i] = k->prose[i];
    for (uint32_t i = 0; i < n; i++) {
        const struct ast_tail *t = &v[i];
        bool known = false;
        switch (t->kind) {
        case AST_SOURCE:
            k->source = t->text.text;
            break;
        case AST_NOTE:
            k->note = t->text.text;
            break;
        case AST_TEXT:
            for (uint32_t j = 0; j < c->ag->n_languages; j++)
                known = known || str_eq(c->ag->languages[j], t->lang.text);
            if (!known) {
                SPOIL(c, "E0308", t->lang.at,
                      "`%.*s` is not among the languages of the agreement",
                      STR_ARG(t->lang.text));
                HINT(c, "write it into the line `languages ...`");
            }
            for (uint32_t j = 0; j < n_prose; j++)
                if (str_eq(prose[j].lang, t->lang.text))
                    SPOIL(c, "E0306", t->at,
                          "the text in `%.*s` is written twice",
                          STR_ARG(t->lang.text));
            prose[n_prose++] = (struct prose){t->lang.text, t->text.text};
            break;
        }
    }
    k->prose = prose;
    k->n_prose = n_prose;
    return OK;
}

/* --- Sentences
 * ---------------------------------------------------------------- */

static struct clause empty_clause(const struct comp *c)
{
    struct clause k = {.judged_by = NONE,
                       .reading_of = NONE,
                       .trig_per = 1,
                       .trig_clause = NONE,
                       .after = POINT_NEVER,
                       .after_clause = NONE,
                       .tod_from = NONE,
                       .tod_to = NONE,
                       .chosen_by = NONE,
                       .notified_tod = NONE,
                       .validated_by = NONE,
                       .in_addition_to = NONE,
                       .in_parallel_with = NONE,
                       .in_step_with = NONE,
                       .subquota_of = NONE};
    k.trig = k.perf = empty_selector();
    k.need = (struct need){.cmp = AT_LEAST, .n = 1, .base_item = NONE};
    k.from = point_of(POINT_FORCE);
    k.until = point_of(POINT_NEVER);
    k.due.p = point_of(POINT_NEVER);
    k.standard = c->ag->standard;
    k.exception.decided_by = NONE;
    return k;
}

static err make_bearers(struct comp *c, const struct ast_body *b,
                        struct clause *k)
{
    int *list;
    actor_set set;
    TRY(c->cx, find_actors(c, &b->bearers, ANY_ROLE & ~ROLE(ROLE_PRESS),
                           "be bound by a clause", &set, &list, &k->n_bearers));
    k->bearers = list;
    for (uint32_t i = 0; i < k->n_bearers; i++)
        k->perf.performers |= c->actors.p[list[i]].answers;
    return OK;
}

/* Creditors are the parties among the recipients; a force's is its party. */
static err make_recipients(struct comp *c, const struct ast_body *b,
                           struct clause *k)
{
    TRY(c->cx, find_actors(c, &b->to, ANY_ROLE, "receive anything", &k->perf.to,
                           NULL, NULL));
    for (size_t i = 0; i < c->actors.n; i++) {
        const struct actor *a = &c->actors.p[i];
        if (((k->perf.to >> i) & 1) == 0)
            continue;
        if (a->role == ROLE_PARTY)
            k->creditors |= (actor_set)1 << i;
        else if (a->role == ROLE_FORCE && a->of != NONE)
            k->creditors |= (actor_set)1 << a->of;
    }
    return OK;
}

/* "counted when entered ... by un": the act, the place and the counter come
 * from the item where a duty counts units of it. */
static void apply_counting(const struct comp *c, struct clause *k)
{
    if (k->perf.item == NONE)
        return;
    const struct item *it = &c->items.p[k->perf.item];
    if (it->act != NONE) {
        k->perf.act = it->act;
        k->perf.anybody = true;
    }
    if (it->at != NONE && k->perf.place == NONE)
        k->perf.place = it->at;
    if (it->by != NONE)
        k->standard =
            (struct standard){.kind = STD_NAMED, .by = it->by, .counted = true};
}

/* What follows the act: an item, or a zone ("vacate north"). */
static err make_object(struct comp *c, const struct ast_body *b,
                       struct clause *k)
{
    const struct ast_selection *s = &b->selection;
    if (!written(&s->item)) {
        if (b->quantity.amount == AST_PERCENT && written(&b->quantity.of)) {
            struct ast_selection base = {.item = b->quantity.of,
                                         .at = b->quantity.at};
            return find_selection(c, &base, &k->perf);
        }
        return OK;
    }
    const struct sym *sym = symbol(c, s->item.text);
    if (sym == NULL || sym->kind != SYM_ZONE)
        return find_selection(c, s, &k->perf);
    if (b->quantity.amount != AST_NO_AMOUNT || s->of.n > 0) {
        SPOIL(c, "E0304", s->item.at,
              "`%.*s` is a zone; a quantity is of an item",
              STR_ARG(s->item.text));
        return OK;
    }
    if (ast_has(b, PH_PLACE))
        SPOIL(c, "E0411", b->phrase_at[PH_PLACE],
              "the place is already said: `%.*s`", STR_ARG(s->item.text));
    if (sym->index == NONE)
        c->bad = true;
    else
        k->perf.place = sym->index;
    k->perf.said = PLACE_BARE;
    return OK;
}

static err make_place(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    if (!ast_has(b, PH_PLACE))
        return OK;
    k->perf.said = place_word(b->place.kind);
    return find_place(c, &b->place, &k->perf.place);
}

/* What a place is to an act. A declared one says so by `of all`, and is then
 * like those by which a place is emptied. */
static enum act_place act_place(const struct comp *c, int act)
{
    if ((uint32_t)act < lang_vocab_n)
        return lang_vocab[act].place;
    return c->t->acts[act].of_all ? PLACE_LEFT : PLACE_WHERE;
}

/* Whether a duty without a number is done to all of its place (sem 4). A strip
 * along a line has no name that a report could give for all of it. */
static bool is_of_whole(const struct comp *c, const struct ast_body *b,
                        const struct clause *k)
{
    int act = k->perf.act;
    bool direct = !ast_has(b, PH_PLACE);
    if (k->perf.place == NONE || act == NONE)
        return false;
    switch (act_place(c, act)) {
    case PLACE_WHERE:
        return false;
    case PLACE_GIVEN:
        return direct && k->perf.item == NONE;
    case PLACE_LEFT:
        return direct || b->place.kind == AST_IN || b->place.kind == AST_FROM;
    case PLACE_LEFT_FROM:
        return !direct && b->place.kind == AST_FROM;
    }
    return false;
}

static err make_hours(struct comp *c, const struct ast_body *b,
                      struct clause *k)
{
    if (b->sentence != AST_SHALL_NOT || b->predicate != AST_ACT) {
        SPOIL(c, "E0413", b->phrase_at[PH_HOURS],
              "hours are counted without an act: `shall not ... for N hours "
              "in total`");
        HINT(c, "for a state to keep at certain hours write `between HH:MM and "
                "HH:MM`");
        return OK;
    }
    TRY(c->cx, make_duration(c, &b->hours, &k->hours));
    k->kind = CLAUSE_DUTY;
    k->measure = MEASURE_HOURS;
    k->unbroken = b->unbroken;
    k->perf.did_not = true;
    k->need = (struct need){.cmp = AT_LEAST,
                            .n = k->hours.seconds + k->hours.days * 86400,
                            .base_item = NONE};
    int64_t most = b->each == PERIOD_WEEK ? 7 * 86400 : 86400;
    if (ast_has(b, PH_EACH) && k->need.n > most)
        SPOIL(c, "E0507", b->phrase_at[PH_HOURS],
              "there are only %" PRId64 " hours in the period", most / 3600);
    return OK;
}

static err make_act(struct comp *c, const struct ast_body *b, struct clause *k)
{
    bool amount = b->quantity.amount != AST_NO_AMOUNT;
    k->perf.act = b->act.act;
    TRY(c->cx, make_object(c, b, k));
    TRY(c->cx, make_place(c, b, k));
    if (k->kind == CLAUSE_BAN) {
        if (amount) {
            SPOIL(c, "E0414", b->quantity.at, "a prohibition has no quantity");
            HINT(c, "write `shall ... at most N ...`");
        }
        k->measure = k->perf.item == NONE ? MEASURE_EXISTS : MEASURE_SUM;
        k->need = (struct need){.cmp = AT_MOST, .n = 0, .base_item = NONE};
    } else {
        TRY(c->cx, make_need(c, &b->quantity, k));
        TRY(c->cx, check_share(c, &b->quantity, k));
        k->measure = amount || ast_has(b, PH_RATIOS) || ast_has(b, PH_STEPS)
                         ? MEASURE_SUM
                         : MEASURE_EXISTS;
        if (k->measure == MEASURE_SUM && k->perf.item == NONE && !c->bad) {
            SPOIL(c, "E0418", b->sentence_at,
                  "a number of what? The sentence names no item");
            HINT(c, "declare `item NAME unit UNIT` and name it");
        }
        if (k->kind == CLAUSE_DUTY && k->measure == MEASURE_SUM)
            apply_counting(c, k);
        k->perf.whole = k->kind == CLAUSE_DUTY &&
                        k->measure == MEASURE_EXISTS && is_of_whole(c, b, k);
    }
    if (ast_has(b, PH_HOURS))
        TRY(c->cx, make_hours(c, b, k));
    return OK;
}

static err make_keep(struct comp *c, const struct ast_body *b, struct clause *k)
{
    enum sym_kind kind = SYM_ZONE;
    int thing;
    k->kind = CLAUSE_KEEP;
    if (b->predicate == AST_KEEP_LEVEL) {
        TRY(c->cx, find_selection(c, &b->selection, &k->perf));
        TRY(c->cx, make_place(c, b, k));
        k->measure = MEASURE_LEVEL;
        TRY(c->cx, make_need(c, &b->quantity, k));
        return check_share(c, &b->quantity, k);
    }
    TRY(c->cx, find_name(c, &b->thing, SYM_ZONE | SYM_ITEM, "a zone or an item",
                         &thing, &kind));
    TRY(c->cx,
        find_name(c, &b->state, SYM_STATE, "a state", &k->perf.state, NULL));
    if (kind == SYM_ITEM) {
        k->perf.state_item = thing;
        TRY(c->cx, make_place(c, b, k));
    } else {
        if (ast_has(b, PH_PLACE))
            SPOIL(c, "E0411", b->phrase_at[PH_PLACE],
                  "the place is already said: `%.*s`", STR_ARG(b->thing.text));
        k->perf.place = thing;
    }
    k->need = (struct need){.cmp = AT_MOST, .n = 0, .base_item = NONE};
    return OK;
}

static err make_suspends(struct comp *c, const struct ast_body *b,
                         struct clause *k)
{
    int *v;
    uint32_t n = 0;
    TRY_NEW_ARRAY(c->cx, c->a, b->suspends.n, v);
    for (uint32_t i = 0; i < b->suspends.n; i++) {
        int x;
        TRY(c->cx, find_label(c, &b->suspends.v[i], &x));
        if (x == NONE)
            continue;
        const struct ast_body *t = c->made.p[x].body;
        if (t->sentence == AST_QUOTED || t->sentence == AST_MAY)
            SPOIL(c, "E0605", b->suspends.v[i].at,
                  "%.*s binds nobody, so that nothing of it can be suspended",
                  STR_ARG(b->suspends.v[i].text));
        v[n++] = x;
    }
    k->suspends = v;
    k->n_suspends = n;
    return OK;
}

/* "of these at least 5 of fuel": the clause above, narrowed. */
static err make_sub_quota(struct comp *c, const struct ast_body *b, int whole,
                          struct clause *k)
{
    const struct made *m = &c->made.p[whole];
    const struct clause *up = &m->c;
    if (m->bad || m->open) {
        c->bad = c->bad || m->bad;
        c->open = c->open || m->open;
        return OK;
    }
    if (up->measure != MEASURE_SUM || up->perf.item == NONE ||
        up->kind == CLAUSE_BAN || up->kind == CLAUSE_MAY || up->n_ratios > 0) {
        SPOIL(c, "E0611", b->sentence_at,
              "%.*s counts no number of units of which these could be a part",
              STR_ARG(up->label));
        return OK;
    }
    str label = k->label, article = k->article, title = k->article_title,
        source = k->source, note = k->note;
    uint32_t line = k->line, column = k->column;
    *k = *up;
    k->label = label;
    k->article = article;
    k->article_title = title;
    k->line = line;
    k->column = column;
    k->source = source;
    k->note = note;
    k->prose = NULL;
    k->n_prose = 0;
    k->quoted = (str){"", 0};
    k->reading = (str){"", 0};
    k->reading_holders = 0;
    k->reading_of = NONE;
    k->subquota_of = whole;
    k->in_addition_to = NONE;
    if (up->n_steps > 0)
        k->due = up->steps[up->n_steps - 1].due;
    k->n_steps = 0;
    if (b->selection.of.n > 0) {
        struct ast_selection s = b->selection;
        struct selector sel = k->perf;
        s.item.text = c->items.p[up->perf.item].id;
        if (c->items.p[up->perf.item].parent != NONE) {
            SPOIL(c, "E0403", b->selection.at,
                  "`%.*s` is a category and has none of its own",
                  STR_ARG(s.item.text));
            return OK;
        }
        TRY(c->cx, find_selection(c, &s, &sel));
        k->perf = sel;
    }
    TRY(c->cx, make_place(c, b, k));
    TRY(c->cx, make_need(c, &b->quantity, k));
    if (b->quantity.amount == AST_NUMBER && !up->need.percent &&
        k->need.cmp != AT_MOST && k->need.n > up->need.n)
        SPOIL(c, "E0416", b->quantity.at,
              "of the %" PRId64 " of %.*s there cannot be %" PRId64, up->need.n,
              STR_ARG(up->label), k->need.n);
    return OK;
}

static err check_phrases(struct comp *c, const struct ast_body *b,
                         const struct clause *k)
{
    bool timeless = k->kind == CLAUSE_BAN || k->kind == CLAUSE_KEEP;
    if (k->kind == CLAUSE_JUDGED || k->kind == CLAUSE_DECLARATORY) {
        for (int ph = 0; ph < PH_COUNT; ph++)
            TRY(c->cx, misplaced(c, b, (enum ast_phrase)ph,
                                 "the clause is kept as text"));
        return OK;
    }
    if (timeless) {
        static const char *why =
            "what holds all the time has no deadline; say from when until when";
        TRY(c->cx, misplaced(c, b, PH_DEADLINE, why));
        TRY(c->cx, misplaced(c, b, PH_STEPS, why));
        TRY(c->cx, misplaced(c, b, PH_CURE, why));
        TRY(c->cx, misplaced(c, b, PH_LAPSES, why));
    }
    if (k->kind == CLAUSE_MAY) {
        static const char *why = "a permission need not be performed";
        TRY(c->cx, misplaced(c, b, PH_STEPS, why));
        TRY(c->cx, misplaced(c, b, PH_CURE, why));
        TRY(c->cx, misplaced(c, b, PH_CARRY, why));
    }
    if (k->period == PERIOD_NONE)
        TRY(c->cx, misplaced(c, b, PH_CARRY,
                             "surplus carries from one `each day` or `each "
                             "week` to the next"));
    if (k->trigger == TRIG_EVENT) {
        TRY(c->cx,
            misplaced(c, b, PH_EACH, "the clause is already for each event"));
        TRY(c->cx,
            misplaced(c, b, PH_STEPS, "the clause is already for each event"));
    } else if (k->trigger == TRIG_NONE) {
        TRY(c->cx,
            misplaced(c, b, PH_KEY, "only a clause `for each ...` is matched"));
    }
    if (ast_has(b, PH_STEPS))
        TRY(c->cx, misplaced(c, b, PH_EACH, "steps have their own deadlines"));
    if (ast_has(b, PH_STEPS))
        TRY(c->cx,
            misplaced(c, b, PH_DEADLINE, "each step has its own deadline"));
    return OK;
}

/* Bans, states and what recurs end with the agreement where no end is said. */
static void default_until(struct clause *k)
{
    if (k->until.kind == POINT_NEVER &&
        (k->period != PERIOD_NONE || k->kind == CLAUSE_BAN ||
         k->kind == CLAUSE_KEEP))
        k->until = point_of(POINT_PHASE_END);
}

static err make_clause(struct comp *c, int index, int whole)
{
    const struct ast_body *b = c->made.p[index].body;
    struct clause k = c->made.p[index].c;
    switch (b->sentence) {
    case AST_QUOTED:
        k.quoted = b->quoted.text;
        k.kind = written(&b->judged_by) ? CLAUSE_JUDGED : CLAUSE_DECLARATORY;
        if (k.kind == CLAUSE_JUDGED)
            TRY(c->cx,
                find_actor(c, &b->judged_by, BODIES, "judge", &k.judged_by));
        break;
    case AST_SHALL:
        k.kind = CLAUSE_DUTY;
        break;
    case AST_SHALL_NOT:
        k.kind = CLAUSE_BAN;
        break;
    case AST_MAY:
        k.kind = CLAUSE_MAY;
        break;
    case AST_OF_THESE:
        if (whole == NONE) {
            SPOIL(c, "E0611", b->sentence_at,
                  "`of these` has no clause above it in the article");
            break;
        }
        TRY(c->cx, make_sub_quota(c, b, whole, &k));
        break;
    }
    if (b->sentence != AST_OF_THESE) {
        TRY(c->cx, make_trigger(c, &b->trigger, &k));
        TRY(c->cx, make_bearers(c, b, &k));
        if (ast_has(b, PH_TO))
            TRY(c->cx, make_recipients(c, b, &k));
    }
    switch (b->predicate) {
    case AST_NO_PREDICATE:
        break;
    case AST_ACT:
        TRY(c->cx, make_act(c, b, &k));
        break;
    case AST_KEEP_STATE:
    case AST_KEEP_LEVEL:
        TRY(c->cx, make_keep(c, b, &k));
        if (ast_has(b, PH_HOURS))
            TRY(c->cx, make_hours(c, b, &k));
        break;
    case AST_SUSPEND:
        TRY(c->cx, make_suspends(c, b, &k));
        break;
    }
    if (ast_has(b, PH_STEPS))
        TRY(c->cx, make_steps(c, b, &k));
    if (ast_has(b, PH_RATIOS))
        TRY(c->cx, make_ratios(c, b, &k));
    if (ast_has(b, PH_KEY))
        k.key = b->key;
    TRY(c->cx, make_times(c, b, &k));
    if (ast_has(b, PH_GUARD))
        TRY(c->cx, make_guard(c, b, &k));
    TRY(c->cx, make_bodies(c, b, &k));
    TRY(c->cx, make_links(c, b, &k));
    if (ast_has(b, PH_CARRY))
        k.carry = true;
    if (ast_has(b, PH_CURE)) {
        k.has_cure = true;
        TRY(c->cx, make_duration(c, &b->cure, &k.cure));
    }
    if (ast_has(b, PH_LAPSES))
        k.lapses = true;
    if (ast_has(b, PH_REPORTED)) {
        k.has_reported_within = true;
        TRY(c->cx, make_duration(c, &b->reported_within, &k.reported_within));
    }
    TRY(c->cx, check_phrases(c, b, &k));
    default_until(&k);
    TRY(c->cx, make_tails(c, b->tails, b->n_tails, &k));
    TRY(c->cx, make_tails(c, c->made.p[index].of->tails,
                          c->made.p[index].of->n_tails, &k));
    c->made.p[index].c = k;
    return OK;
}

/* --- Labels
 * -------------------------------------------------------------------- */

static err enter_body(struct comp *c, const struct ast_article *art,
                      const struct ast_clause *k, const struct ast_body *b,
                      int reading_of)
{
    struct made m = {.c = empty_clause(c), .body = b, .of = k, .number = NONE};
    m.bad = b->broken || k->broken;
    m.open = k->form == AST_DRAFT;
    m.c.label = k->label.text;
    m.c.article = art->id.text;
    m.c.article_title = art->title.text;
    m.c.line = k->label.at.line;
    m.c.column = k->label.at.column;
    if (k->form == AST_READINGS) {
        m.c.reading = b->id.text;
        m.c.line = b->id.at.line;
        m.c.column = b->id.at.column;
        m.c.reading_of = reading_of;
    }
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->made, m));
    return OK;
}

static err enter_clause(struct comp *c, const struct ast_article *art,
                        const struct ast_clause *k)
{
    struct label l = {k->label.text, LABEL_CLAUSE, (int)c->made.n, k->label.at};
    uint64_t old;
    bool twice = false;
    if (!written(&k->label))
        return OK;
    if (map_get(&c->labels, l.text, &old)) {
        SPOIL(c, "E0303", k->label.at, "there are two clauses %.*s",
              STR_ARG(l.text));
        HINT(c, "the first one is on line %" PRIu32, c->label_v.p[old].at.line);
        twice = true;
    }
    if (k->form == AST_DRAFT)
        l.state = LABEL_OPEN;
    if (k->broken || k->n_bodies == 0 ||
        (k->form == AST_PLAIN && k->bodies[0].broken))
        l.state = LABEL_BROKEN;
    for (uint32_t i = 0; i < k->n_bodies; i++)
        TRY(c->cx,
            enter_body(c, art, k, &k->bodies[i], i == 0 ? NONE : l.index));
    if (twice) {
        for (size_t i = (size_t)l.index; i < c->made.n; i++)
            c->made.p[i].bad = true;
        return OK;
    }
    TRY_ROOM(c->cx, c->a, map_put(&c->labels, l.text, c->label_v.n));
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->label_v, l));
    return OK;
}

static err enter_labels(struct comp *c)
{
    const struct ast *t = c->t;
    struct map articles;
    uint64_t old;
    map_init(&articles, c->a, c->cx);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *art = t->parts[i].article;
        if (art == NULL)
            continue;
        if (written(&art->id) && map_get(&articles, art->id.text, &old)) {
            SPOIL(c, "E0306", art->id.at, "there are two articles %.*s",
                  STR_ARG(art->id.text));
            HINT(c, "the first one is on line %" PRIu32,
                 t->parts[old].article->id.at.line);
        } else if (written(&art->id)) {
            TRY_ROOM(c->cx, c->a, map_put(&articles, art->id.text, i));
        }
        for (uint32_t k = 0; k < art->n_clauses; k++)
            TRY(c->cx, enter_clause(c, art, &art->clauses[k]));
    }
    return OK;
}

static err make_reading(struct comp *c, struct made *m)
{
    if (m->of->form != AST_READINGS)
        return OK;
    return find_actors(c, &m->body->held_by, BODIES, "hold a reading",
                       &m->c.reading_holders, NULL, NULL);
}

static err make_clauses(struct comp *c)
{
    const struct ast_clause *above = NULL; /* the clause of `whole` */
    int whole = NONE;
    str article = {"", 0};
    for (size_t i = 0; i < c->made.n; i++) {
        struct made *m = &c->made.p[i];
        if (!str_eq(m->c.article, article)) {
            whole = NONE;
            above = NULL;
            article = m->c.article;
        }
        if (!m->body->broken && !m->of->broken) {
            bool was_bad = m->bad, was_open = m->open;
            c->bad = c->open = false;
            c->self_label = m->of->label.text;
            TRY(c->cx, make_reading(c, m));
            TRY(c->cx, make_clause(c, (int)i, whole));
            m = &c->made.p[i];
            m->bad = was_bad || c->bad;
            m->open = was_open || c->open;
        }
        /* of several readings or alternatives the first is the whole */
        if (m->body->sentence != AST_OF_THESE && m->of != above) {
            whole = (int)i;
            above = m->of;
        }
    }
    c->self_label = (str){"", 0};
    return OK;
}

/* --- Between clauses ---------------------------------------------------------
 */

static err check_units(struct comp *c)
{
    for (size_t i = 0; i < c->made.n; i++) {
        struct made *m = &c->made.p[i];
        int to = m->c.in_addition_to;
        if (m->bad || to == NONE || c->made.p[to].bad)
            continue;
        const struct clause *x = &c->made.p[to].c;
        if (x->perf.item == NONE || x->measure != MEASURE_SUM) {
            SPOIL(c, "E0402", m->body->in_addition_to.at,
                  "%.*s counts no units that these could be in addition to",
                  STR_ARG(x->label));
            m->bad = true;
            continue;
        }
        const struct item *a = &c->items.p[m->c.perf.item];
        const struct item *b = &c->items.p[x->perf.item];
        if (str_eq(a->unit, b->unit))
            continue;
        SPOIL(c, "E0402", m->body->in_addition_to.at,
              "`%.*s` (in %.*s) cannot be in addition to `%.*s` (in %.*s) of "
              "%.*s",
              STR_ARG(a->id), STR_ARG(a->unit), STR_ARG(b->id),
              STR_ARG(b->unit), STR_ARG(x->label));
        m->bad = true;
    }
    return OK;
}

static err check_additions(struct comp *c)
{
    for (size_t i = 0; i < c->made.n; i++) {
        int to = c->made.p[i].c.in_addition_to;
        for (size_t step = 0; to != NONE && step <= c->made.n; step++) {
            if (to != (int)i) {
                to = c->made.p[to].c.in_addition_to;
                continue;
            }
            struct made *m = &c->made.p[i];
            SPOIL(c, "E0609", m->body->in_addition_to.at,
                  "%.*s is in addition to %.*s, which by one clause after the "
                  "other is in addition to it",
                  STR_ARG(m->c.label),
                  STR_ARG(c->made.p[m->c.in_addition_to].c.label));
            m->bad = true;
            to = m->c.in_addition_to = NONE;
        }
    }
    return OK;
}

/* What follows another clause is matched by the key of that clause. */
static err check_keys(struct comp *c)
{
    for (size_t i = 0; i < c->made.n; i++) {
        struct made *m = &c->made.p[i];
        const struct clause *x = &m->c;
        if (m->bad || x->key == KEY_NONE || x->trigger == TRIG_EVENT)
            continue;
        for (size_t step = 0; step <= c->made.n && x->trigger != TRIG_EVENT;
             step++) {
            int to = x->trigger != TRIG_NONE   ? x->trig_clause
                     : x->after != POINT_NEVER ? x->after_clause
                                               : NONE;
            bool duty = x->kind == CLAUSE_DUTY || x->measure == MEASURE_LEVEL;
            if (to == NONE || x->n_steps > 0 || x->period != PERIOD_NONE ||
                !duty)
                break;
            x = &c->made.p[to].c;
        }
        bool duty = x->kind == CLAUSE_DUTY || x->measure == MEASURE_LEVEL;
        if (x->trigger == TRIG_EVENT && x->key == m->c.key && duty &&
            x->period == PERIOD_NONE)
            continue;
        SPOIL(c, "E0415", m->body->phrase_at[PH_KEY],
              "this phrase has no meaning here: what %.*s follows is not "
              "matched by the same",
              STR_ARG(m->c.label));
        m->bad = true;
    }
    return OK;
}

/* A right to suspend is for one's own duties. */
static err check_suspends(struct comp *c)
{
    for (size_t i = 0; i < c->made.n; i++) {
        const struct made *m = &c->made.p[i];
        for (uint32_t k = 0; !m->bad && k < m->c.n_suspends; k++) {
            const struct clause *x = &c->made.p[m->c.suspends[k]].c;
            bool own = false;
            for (uint32_t j = 0; j < x->n_bearers; j++)
                own = own || ((m->c.perf.performers >> x->bearers[j]) & 1);
            if (own || c->made.p[m->c.suspends[k]].bad)
                continue;
            REMARK(c, "E0608", m->body->sentence_at,
                   "%.*s does not bind the one who may suspend it",
                   STR_ARG(x->label));
        }
    }
    return OK;
}

/* "In parallel with X" takes X's deadline where none is written. */
static void share_deadlines(struct comp *c)
{
    for (size_t i = 0; i < c->made.n; i++) {
        struct clause *k = &c->made.p[i].c;
        if (k->in_parallel_with == NONE || k->kind != CLAUSE_DUTY ||
            k->due.kind != DUE_NONE || k->n_steps > 0 ||
            k->period != PERIOD_NONE)
            continue;
        const struct clause *x = &c->made.p[k->in_parallel_with].c;
        if (x->due.kind != DUE_NONE && x->due.p.kind != POINT_TRIGGER)
            k->due = x->due;
    }
}

/* --- Leaving out, numbering
 * --------------------------------------------------- */

typedef void ref_fn(void *self, int *ref);

static void visit_point(struct point *p, ref_fn *fn, void *self)
{
    if (p->kind == POINT_CLAUSE_MET || p->kind == POINT_CLAUSE_VERIFIED)
        fn(self, &p->ref);
}

/* Calls fn for every reference of a clause to another one. */
static void visit_refs(struct clause *k, ref_fn *fn, void *self)
{
    int *single[] = {&k->trig_clause,      &k->after_clause, &k->in_addition_to,
                     &k->in_parallel_with, &k->in_step_with, &k->subquota_of,
                     &k->reading_of};
    for (size_t i = 0; i < COUNT_OF(single); i++)
        fn(self, single[i]);
    visit_point(&k->from, fn, self);
    visit_point(&k->until, fn, self);
    visit_point(&k->due.p, fn, self);
    /* these arrays are ours: made above, const for the readers */
    struct step *steps = (struct step *)(uintptr_t)k->steps;
    for (uint32_t i = 0; i < k->n_steps; i++)
        visit_point(&steps[i].due.p, fn, self);
    struct atom *atoms = (struct atom *)(uintptr_t)k->guard.atoms;
    for (uint32_t i = 0; i < k->guard.n; i++)
        if (atoms[i].kind == ATOM_MET)
            fn(self, &atoms[i].ref);
    int *suspends = (int *)(uintptr_t)k->suspends;
    for (uint32_t i = 0; i < k->n_suspends; i++)
        fn(self, &suspends[i]);
}

struct spread {
    struct comp *c;
    struct made *m;
    bool changed;
};

static void spread_ref(void *self, int *ref)
{
    struct spread *s = self;
    if (*ref == NONE || ref == &s->m->c.reading_of)
        return;
    const struct made *to = &s->c->made.p[*ref];
    if ((to->bad && !s->m->bad) || (to->open && !s->m->open)) {
        s->m->bad = s->m->bad || to->bad;
        s->m->open = s->m->open || to->open;
        s->changed = true;
    }
}

static void number_ref(void *self, int *ref)
{
    const struct comp *c = self;
    if (*ref != NONE)
        *ref = c->made.p[*ref].number;
}

static void number_point(struct comp *c, struct point *p)
{
    visit_point(p, number_ref, c);
    if ((p->kind == POINT_CLAUSE_MET || p->kind == POINT_CLAUSE_VERIFIED) &&
        p->ref == NONE)
        *p = point_of(POINT_NEVER);
}

/* A step shared by a whole and its parts must be numbered once: the parts
 * have none of their own (make_sub_quota), but guards are shared. */
static err unshare(struct comp *c, struct clause *k)
{
    struct atom *atoms;
    TRY_NEW_ARRAY(c->cx, c->a, k->guard.n, atoms);
    for (uint32_t i = 0; i < k->guard.n; i++)
        atoms[i] = k->guard.atoms[i];
    k->guard.atoms = atoms;
    return OK;
}

static err leave_out(struct comp *c)
{
    struct spread s = {c, NULL, true};
    struct agreement *ag = c->ag;
    int n = 0;
    while (s.changed) {
        s.changed = false;
        for (size_t i = 0; i < c->made.n; i++) {
            s.m = &c->made.p[i];
            visit_refs(&s.m->c, spread_ref, &s);
        }
    }
    for (size_t i = 0; i < c->made.n; i++) {
        struct made *m = &c->made.p[i];
        /* of a reading whose first is left out, the next becomes the first */
        if (!m->bad && !m->open)
            m->number = n++;
    }
    TRY_NEW_ARRAY(c->cx, c->a, c->made.n, ag->left_out);
    for (size_t i = 0; i < c->made.n; i++) {
        const struct made *m = &c->made.p[i];
        bool open = m->open && !m->bad;
        if (m->number != NONE || (i > 0 && c->made.p[i - 1].of == m->of))
            continue;
        ag->left_out[ag->n_left_out++] =
            (struct left_out){m->of->label.text, open};
        ag->n_open += open;
    }
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)n, ag->clauses);
    for (size_t i = 0; i < c->made.n; i++) {
        struct made *m = &c->made.p[i];
        if (m->number == NONE)
            continue;
        TRY(c->cx, unshare(c, &m->c));
        visit_refs(&m->c, number_ref, c);
        ag->clauses[ag->n_clauses++] = m->c;
    }
    for (uint32_t i = 1; i < ag->n_clauses; i++) {
        struct clause *k = &ag->clauses[i];
        if (k->reading.n == 0)
            continue;
        k->reading_of = NONE;
        const struct clause *up = &ag->clauses[i - 1];
        if (str_eq(up->label, k->label))
            k->reading_of =
                up->reading_of == NONE ? (int)i - 1 : up->reading_of;
    }
    for (size_t i = 0; i < c->phases.n; i++) {
        number_point(c, &c->phases.p[i].from);
        number_point(c, &c->phases.p[i].until);
    }
    for (size_t i = 0; i < c->actors.n; i++)
        if (c->actors.p[i].mandate != NULL)
            number_point(c,
                         &((struct mandate *)(uintptr_t)c->actors.p[i].mandate)
                              ->ready.p);
    return OK;
}

static void set_tables(struct comp *c)
{
    struct agreement *ag = c->ag;
    ag->actors = c->actors.p;
    ag->n_actors = (uint32_t)c->actors.n;
    ag->zones = c->zones.p;
    ag->n_zones = (uint32_t)c->zones.n;
    ag->items = c->items.p;
    ag->n_items = (uint32_t)c->items.n;
    ag->states = c->states.p;
    ag->n_states = (uint32_t)c->states.n;
    ag->conditions = c->conditions.p;
    ag->n_conditions = (uint32_t)c->conditions.n;
    ag->phases = c->phases.p;
    ag->n_phases = (uint32_t)c->phases.n;
    ag->capacities = c->capacities.p;
    ag->n_capacities = (uint32_t)c->capacities.n;
    ag->provisions = c->provisions.p;
    ag->n_provisions = (uint32_t)c->provisions.n;
    ag->instruments = c->instruments.p;
    ag->n_instruments = (uint32_t)c->instruments.n;
}

static err set_acts(struct comp *c)
{
    struct agreement *ag = c->ag;
    TRY_NEW_ARRAY(c->cx, c->a, c->t->n_acts, ag->acts);
    for (uint32_t i = 0; i < c->t->n_acts; i++)
        ag->acts[i] = (struct act){.id = c->t->acts[i].id,
                                   .inf = c->t->acts[i].inf,
                                   .done = c->t->acts[i].done,
                                   .place = act_place(c, (int)i),
                                   .standard = c->t->acts[i].at.length == 0,
                                   .seen = c->t->acts[i].seen.text};
    ag->n_acts = c->t->n_acts;
    return OK;
}

/* --- Circles
 * -------------------------------------------------------------------- */

static void node_words(struct comp *c, uint32_t node, struct buf *out)
{
    const struct agreement *ag = c->ag;
    if (node < ag->n_clauses) {
        buf_str(out, ag->clauses[node].label);
    } else {
        buf_c(out, "phase ");
        buf_str(out, ag->phases[node - ag->n_clauses].id);
    }
}

static void dep_words(struct comp *c, const struct dep *e, struct buf *out)
{
    const struct clause *k = NULL;
    node_words(c, e->from, out);
    if (e->from < c->ag->n_clauses)
        k = &c->ag->clauses[e->from];
    switch (e->kind) {
    case DEP_TRIGGER:
        buf_c(out, k->trigger == TRIG_UNMET      ? " (when unmet) "
                   : k->trigger == TRIG_VERIFIED ? " (when verified) "
                                                 : " (when met) ");
        break;
    case DEP_AFTER:
        buf_c(out, " (after) ");
        break;
    case DEP_GUARD:
        buf_c(out, k->guard.kind == GUARD_UNLESS  ? " (unless) "
                   : k->guard.kind == GUARD_WHILE ? " (while) "
                                                  : " (if) ");
        break;
    case DEP_START:
        buf_c(out, " (from) ");
        break;
    case DEP_DUE:
        buf_c(out, " (deadline) ");
        break;
    case DEP_PHASE:
        buf_c(out, " (runs by) ");
        break;
    case DEP_KINDS:
        break;
    }
    buf_c(out, "-> ");
}

static struct span node_span(struct comp *c, uint32_t node)
{
    if (node < c->ag->n_clauses) {
        for (size_t i = 0; i < c->made.n; i++)
            if (c->made.p[i].number == (int)node)
                return c->made.p[i].of->label.at;
    } else {
        const struct sym *s =
            symbol(c, c->ag->phases[node - c->ag->n_clauses].id);
        if (s != NULL)
            return s->at;
    }
    return (struct span){0, 0, 1, 1};
}

static err refuse_circle(struct comp *c, const char *code, const char *what,
                         const struct deps *d, const struct dep_groups *g,
                         const struct dep *e, unsigned kinds)
{
    struct dep *path;
    uint32_t n;
    struct buf words;
    TRY(c->cx, deps_path(c->cx, c->a, d, g, kinds, e->to, e->from, &path, &n));
    buf_init(&words, c->a, 4000);
    dep_words(c, e, &words);
    for (uint32_t i = 0; i < n; i++)
        dep_words(c, &path[i], &words);
    node_words(c, e->from, &words);
    SPOIL(c, code, node_span(c, e->from), "%s: %.*s", what,
          STR_ARG(buf_view(&words)));
    return OK;
}

static err check_circles(struct comp *c)
{
    struct deps d;
    struct dep_groups g;
    bool *told;
    unsigned all = (1u << DEP_KINDS) - 1;
    TRY(c->cx, deps_make(c->cx, c->a, c->ag, &d));
    TRY(c->cx, deps_groups(c->cx, c->a, &d, all, &g));
    TRY_NEW_ARRAY(c->cx, c->a, g.n, told);
    for (uint32_t i = 0; i < d.n; i++) {
        const struct dep *e = &d.v[i];
        if (g.group[e->from] != g.group[e->to] || told[g.group[e->from]] ||
            !e->negated)
            continue;
        told[g.group[e->from]] = true;
        TRY(c->cx, refuse_circle(
                       c, "E0603",
                       "whether this clause applies depends on its own outcome",
                       &d, &g, e, all));
    }
    TRY(c->cx, deps_groups(c->cx, c->a, &d, 1u << DEP_PHASE, &g));
    TRY_NEW_ARRAY(c->cx, c->a, g.n, told);
    for (uint32_t i = 0; i < d.n; i++) {
        const struct dep *e = &d.v[i];
        if (e->kind != DEP_PHASE || g.group[e->from] != g.group[e->to] ||
            !g.in_circle[g.group[e->from]] || told[g.group[e->from]])
            continue;
        told[g.group[e->from]] = true;
        TRY(c->cx,
            refuse_circle(c, "E0604",
                          "the times of this phase follow from themselves", &d,
                          &g, e, 1u << DEP_PHASE));
    }
    return OK;
}

/* --- Waivers
 * -------------------------------------------------------------------- */

static err check_waivers(struct comp *c)
{
    for (uint32_t i = 0; i < c->t->n_parts; i++) {
        const struct ast_decl *d = c->t->parts[i].decl;
        uint64_t at;
        if (d == NULL || d->kind != DECL_WAIVER || d->broken)
            continue;
        if (!lang_is_lint(d->code.text)) {
            SPOIL(c, "E0610", d->code.at,
                  "`%.*s` is no check that could be waived",
                  STR_ARG(d->code.text));
            HINT(c, "checks that can be waived have codes from L01 to L43");
        }
        if (written(&d->label) && !map_get(&c->labels, d->label.text, &at))
            TRY(c->cx, find_label(c, &d->label, &(int){NONE}));
        if (str_trim(d->because.text).n == 0)
            SPOIL(c, "E0610", d->because.at, "a waiver needs a reason");
    }
    return OK;
}

err lang_compile(struct cx *cx, struct arena *a, const struct ast *t,
                 struct agreement **out, struct diagnostics *d)
{
    struct comp c = {.cx = cx, .a = a, .t = t, .d = d};
    TRY_NEW(cx, a, c.ag);
    map_init(&c.names, a, cx);
    map_init(&c.labels, a, cx);
    c.ag->title = t->title.text;
    c.ag->file = t->file;
    c.ag->force = FORCE_UNSTATED;
    c.ag->force_at = point_of(POINT_NEVER);
    c.ag->standard = (struct standard){.kind = STD_INTEREST, .by = NONE};
    c.ag->life.from = point_of(POINT_FORCE);
    c.ag->life.until = point_of(POINT_NEVER);
    TRY(cx, declare_all(&c));
    TRY(cx, enter_labels(&c));
    TRY(cx, declare_times(&c));
    TRY(cx, make_clauses(&c));
    TRY(cx, check_units(&c));
    TRY(cx, check_additions(&c));
    TRY(cx, check_keys(&c));
    TRY(cx, check_suspends(&c));
    share_deadlines(&c);
    TRY(cx, leave_out(&c));
    set_tables(&c);
    TRY(cx, set_acts(&c));
    TRY(cx, check_circles(&c));
    TRY(cx, check_waivers(&c));
    diag_sort(d);
    agreement_check(c.ag);
    *out = c.ag;
    return OK;
}
