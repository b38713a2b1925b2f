/* lang/print_words.c: the words of each part of an agreement.
 *
 * The inverse of the parser, piece by piece; see print_int.h.  Where the parser
 * takes several forms, this writes the one form of docs/language.md 3. */
#include "lang/print_int.h"

void put_string(struct buf *b, str s)
{
    buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_char(b, '\\');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

/* 1_234_567: groups of three, from the right. */
static void put_grouped(struct buf *b, int64_t n)
{
    if (n < 1000) {
        buf_int(b, n);
        return;
    }
    put_grouped(b, n / 1000);
    buf_char(b, '_');
    buf_uint_pad(b, (uint64_t)(n % 1000), 3);
}

void put_number(struct buf *b, int64_t n)
{
    if (n < 10000)
        buf_int(b, n);
    else
        put_grouped(b, n);
}

void put_name(struct buf *b, struct ast_name n)
{
    buf_str(b, n.text);
}

static void put_list(struct buf *b, const struct ast_names *n,
                     const char *between, const char *last)
{
    for (uint32_t i = 0; i < n->n; i++) {
        if (i > 0)
            buf_c(b, i + 1 == n->n ? last : between);
        put_name(b, n->v[i]);
    }
}

void put_names(struct buf *b, const struct ast_names *n)
{
    put_list(b, n, ", ", ", ");
}

void put_names_and(struct buf *b, const struct ast_names *n)
{
    put_list(b, n, ", ", " and ");
}

void put_named(struct buf *b, const struct ast_named *n)
{
    put_name(b, n->id);
    if (n->name.at.length != 0) {
        buf_char(b, ' ');
        put_string(b, n->name.text);
    }
}

/* --- time -------------------------------------------------------------------
 */

void put_duration(struct buf *b, const struct ast_duration *d)
{
    static const char *const units[] = {[AST_MINUTES] = " minute",
                                        [AST_HOURS] = " hour",
                                        [AST_DAYS] = " day",
                                        [AST_WEEKS] = " week"};
    put_number(b, d->n);
    buf_c(b, units[d->unit]);
    if (d->n != 1)
        buf_char(b, 's');
}

void put_time(struct buf *b, const struct ast_time *t)
{
    buf_uint_pad(b, t->clock.hour, 2);
    buf_char(b, ':');
    buf_uint_pad(b, t->clock.minute, 2);
    if (t->seconds) {
        buf_char(b, ':');
        buf_uint_pad(b, t->clock.second, 2);
    }
}

void put_date(struct buf *b, const struct ast_date *d)
{
    char room[CIVIL_PRINT_SIZE];
    buf_str(b, civil_date_print(d->date, room));
}

static void put_time_if(struct buf *b, const struct ast_time *t)
{
    if (t->at.length == 0)
        return;
    buf_char(b, ' ');
    put_time(b, t);
}

void put_point(struct buf *b, const struct ast_point *p)
{
    switch (p->kind) {
    case AST_POINT_DAY:
        buf_c(b, "day ");
        put_number(b, p->n);
        put_time_if(b, &p->time);
        return;
    case AST_POINT_DATE:
        put_date(b, &p->date);
        put_time_if(b, &p->time);
        return;
    case AST_POINT_FORCE:
        buf_c(b, "entry into force");
        return;
    case AST_POINT_SIGNATURE:
        buf_c(b, "signature");
        return;
    case AST_POINT_START:
    case AST_POINT_END:
        buf_c(b, p->kind == AST_POINT_START ? "start of " : "end of ");
        put_name(b, p->name);
        return;
    case AST_POINT_MET:
    case AST_POINT_VERIFIED:
        put_name(b, p->name);
        buf_c(b, p->kind == AST_POINT_MET ? " is met" : " is verified");
        return;
    case AST_POINT_AFTER:
    case AST_POINT_BEFORE:
        put_duration(b, &p->plus);
        buf_c(b, p->kind == AST_POINT_AFTER ? " after " : " before ");
        put_point(b, p->base);
        return;
    }
    BUG("point");
}

void put_deadline(struct buf *b, const struct ast_deadline *d)
{
    static const char *const words[] = {
        [AST_DUE_ON] = "on ",         [AST_DUE_BY] = "by ",
        [AST_DUE_BEFORE] = "before ", [AST_DUE_AT] = "at ",
        [AST_DUE_WITHIN] = "within ", [AST_DUE_AT_ONCE] = "at once"};
    buf_c(b, words[d->kind]);
    if (d->kind == AST_DUE_WITHIN) {
        put_duration(b, &d->within);
        if (d->point != NULL)
            buf_c(b, " after ");
    }
    if (d->point != NULL)
        put_point(b, d->point);
}

void put_period(struct buf *b, enum period_kind k)
{
    buf_c(b, k == PERIOD_WEEK ? "each week" : "each day");
}

/* --- selections, quantities, places, standards
 * -------------------------------- */

static void put_of(struct buf *b, const struct ast_names *of)
{
    if (of->n == 0)
        return;
    buf_c(b, " of ");
    put_names(b, of);
}

void put_selection(struct buf *b, const struct ast_selection *s)
{
    put_name(b, s->item);
    put_of(b, &s->of);
}

void put_quantity(struct buf *b, const struct ast_quantity *q)
{
    static const char *const compares[] = {[AST_BARE] = "",
                                           [AST_AT_LEAST] = "at least ",
                                           [AST_AT_MOST] = "at most ",
                                           [AST_EXACTLY] = "exactly "};
    switch (q->amount) {
    case AST_NO_AMOUNT:
        return;
    case AST_ALL:
        buf_c(b, "all");
        return;
    case AST_NUMBER:
        buf_c(b, compares[q->compare]);
        put_number(b, q->n);
        return;
    case AST_PERCENT:
        put_number(b, q->n);
        buf_c(b, " % of ");
        put_name(b, q->of);
        if (q->base == BASE_AT_DEADLINE)
            buf_c(b, " as registered at the deadline");
        else if (q->base == BASE_FINAL)
            buf_c(b, " as finally registered");
        return;
    }
    BUG("amount");
}

void put_place(struct buf *b, const struct ast_place *p)
{
    static const char *const words[] = {
        [AST_IN] = "in ", [AST_INTO] = "into ",     [AST_FROM] = "from ",
        [AST_AT] = "at ", [AST_WITHIN] = "within ", [AST_BEYOND] = "beyond "};
    buf_c(b, words[p->kind]);
    if (p->kind == AST_WITHIN || p->kind == AST_BEYOND) {
        put_number(b, p->n);
        buf_c(b, p->km ? " km " : " m ");
        buf_c(b, p->kind == AST_WITHIN ? "of " : "from ");
    }
    put_name(b, p->name);
}

void put_accepted(struct buf *b, const struct ast_accepted *a)
{
    switch (a->kind) {
    case AST_NOT_STATED:
        return;
    case AST_VERIFIED_BY:
        buf_c(b, "verified by ");
        put_names(b, &a->by);
        return;
    case AST_COUNTED_BY:
        buf_c(b, "counted by ");
        put_names(b, &a->by);
        return;
    case AST_CONFIRMED_BY:
        buf_c(b, "confirmed by ");
        put_number(b, a->k);
        buf_c(b, " of (");
        put_names(b, &a->by);
        buf_char(b, ')');
        return;
    case AST_INTEREST:
        buf_c(b, "accepted against interest");
        return;
    }
    BUG("standard");
}

/* --- declarations
 * ----------------------------------------------------------------- */

void put_act(struct buf *b, const struct ast *t, struct ast_act a, bool done)
{
    if (NEVER(a.act == NONE || (uint32_t)a.act >= t->n_acts))
        return;
    buf_str(b, done ? t->acts[a.act].done : t->acts[a.act].inf);
}

void put_extension(struct buf *b, const struct ast *t,
                   const struct ast_extension *e)
{
    switch (e->kind) {
    case EXT_CONSENT:
        buf_c(b, "extended by consent of ");
        put_names_and(b, &e->by);
        break;
    case EXT_ANNOUNCEMENT:
        buf_c(b, "extended by announcement of ");
        put_names_and(b, &e->by);
        break;
    case EXT_EARNED:
        buf_c(b, "extended ");
        put_duration(b, &e->each);
        buf_c(b, " for each ");
        put_number(b, e->per);
        buf_char(b, ' ');
        put_selection(b, &e->selection);
        buf_char(b, ' ');
        put_act(b, t, e->act, true);
        break;
    }
    if (e->cap_kind == AST_NO_CAP)
        return;
    buf_c(b, " at most ");
    put_duration(b, &e->cap);
    buf_c(b, e->cap_kind == AST_CAP_FURTHER ? " further" : " in all");
}

void put_option(struct buf *b, const struct ast_verifier *v, enum ast_option o)
{
    switch (o) {
    case OPT_CHAIRED:
        buf_c(b, "chaired by ");
        put_names(b, &v->chaired_by);
        return;
    case OPT_MEMBERS:
        buf_c(b, "members ");
        put_names(b, &v->members);
        return;
    case OPT_ATTRIBUTE:
        buf_c(b, v->may_attribute ? "may attribute" : "may not attribute");
        if (v->confidence > 0) {
            buf_c(b, " at ");
            put_number(b, v->confidence);
            buf_c(b, " % confidence");
        }
        return;
    case OPT_CLASSES:
        buf_c(b, "classes (");
        for (uint32_t i = 0; i < v->n_classes; i++) {
            buf_c(b, i == 0 ? "" : " | ");
            put_named(b, &v->classes[i]);
        }
        buf_char(b, ')');
        return;
    case OPT_DECIDES:
        buf_c(b, "decides by ");
        if (v->decides == DECIDES_KOF) {
            put_number(b, v->k);
            buf_c(b, " of ");
            put_number(b, v->of);
        } else {
            buf_c(b,
                  v->decides == DECIDES_CONSENSUS ? "consensus" : "majority");
        }
        if (v->else_by.at.length != 0) {
            buf_c(b, " else by ");
            put_name(b, v->else_by);
        }
        return;
    case OPT_READY:
        buf_c(b, "ready ");
        put_deadline(b, &v->ready);
        return;
    case OPT_ACCESS:
        buf_c(b, "access to ");
        put_names(b, &v->access);
        return;
    case OPT_REPORTS:
        buf_c(b, "reports ");
        put_period(b, v->reports);
        if (v->reports_to.n > 0) {
            buf_c(b, " to ");
            put_names(b, &v->reports_to);
        }
        return;
    case OPT_COUNT:
        break;
    }
    BUG("option");
}

void put_capacity(struct buf *b, const struct ast_capacity *c)
{
    static const char *const each[] = {[CAPACITY_IN_ALL] = "",
                                       [CAPACITY_HOUR] = " each hour",
                                       [CAPACITY_DAY] = " each day",
                                       [CAPACITY_WEEK] = " each week"};
    put_number(b, c->n);
    buf_char(b, ' ');
    put_selection(b, &c->selection);
    buf_c(b, each[c->per]);
    if (c->place.at.length != 0) {
        buf_c(b, " at ");
        put_name(b, c->place);
    }
    if (c->between.at.length != 0) {
        buf_c(b, " between ");
        put_time(b, &c->between);
        buf_c(b, " and ");
        put_time(b, &c->between_end);
    }
    if (c->by.at.length != 0) {
        buf_c(b, " by ");
        put_name(b, c->by);
    }
    if (c->from != NULL) {
        buf_c(b, " from ");
        put_point(b, c->from);
    }
}

static void put_force_rule(struct buf *b, const struct ast_clock *c)
{
    switch (c->force) {
    case AST_FORCE_AT:
        buf_c(b, "at ");
        put_date(b, &c->date);
        buf_char(b, ' ');
        put_time(b, &c->time);
        return;
    case AST_FORCE_ON:
        buf_c(b, "on ");
        put_date(b, &c->date);
        return;
    case AST_FORCE_SIGNED:
        buf_c(b, "when ");
        put_names_and(b, &c->by);
        buf_c(b, " have signed");
        return;
    case AST_FORCE_ANNOUNCED:
        buf_c(b, "when announced by ");
        put_names_and(b, &c->by);
        return;
    }
    BUG("entry into force");
}

void put_clockline(struct buf *b, const struct ast_clock *c,
                   enum ast_clockline l)
{
    switch (l) {
    case CLOCK_ZONE:
        buf_c(b, "time zone ");
        put_name(b, c->zone);
        return;
    case CLOCK_FORCE:
        buf_c(b, "in force ");
        put_force_rule(b, c);
        return;
    case CLOCK_DAY1:
        buf_printf(b, "day 1 is the day %s entry into force",
                   c->day1_after ? "after" : "of");
        return;
    case CLOCK_LASTS:
        buf_c(b, "lasts ");
        if (c->lasts == AST_LASTS_DAYS) {
            put_number(b, c->days);
            buf_c(b, c->days == 1 ? " day" : " days");
        } else if (c->lasts == AST_LASTS_UNTIL) {
            buf_c(b, "until ");
            put_date(b, &c->until);
        } else {
            buf_c(b, "without end");
        }
        return;
    case CLOCK_COUNT:
        break;
    }
    BUG("line of the clock");
}

/* --- sentences
 * -------------------------------------------------------------------- */

static const char *key_word(enum key_kind k)
{
    switch (k) {
    case KEY_OBJECT:
        return "object";
    case KEY_ROUND:
        return "round";
    case KEY_PLACE:
        return "place";
    case KEY_NONE:
        break;
    }
    BUG("key");
}

static void put_for_each(struct buf *b, const struct ast *t,
                         const struct ast_body *v)
{
    const struct ast_trigger *g = &v->trigger;
    buf_c(b, "for each ");
    if (g->kind == AST_FOR_EACH) {
        if (g->per != 1) {
            put_number(b, g->per);
            buf_char(b, ' ');
        }
        put_selection(b, &g->selection);
        buf_char(b, ' ');
    }
    put_act(b, t, g->act, g->kind == AST_FOR_EACH);
    if (g->by.n > 0) {
        buf_c(b, " by ");
        put_list(b, &g->by, " and ", " and ");
    }
    if (g->place.name.at.length != 0) {
        buf_char(b, ' ');
        put_place(b, &g->place);
    }
    if (ast_has(v, PH_KEY))
        buf_printf(b, ", matched by %s", key_word(v->key));
}

void put_trigger(struct buf *b, const struct ast *t, const struct ast_body *v)
{
    switch (v->trigger.kind) {
    case AST_NO_TRIGGER:
        return;
    case AST_FOR_EACH:
    case AST_FOR_EACH_ACT:
        put_for_each(b, t, v);
        return;
    case AST_WHEN_MET:
    case AST_WHEN_VERIFIED:
    case AST_WHEN_UNMET:
        buf_c(b, "when ");
        put_name(b, v->trigger.label);
        buf_c(b, v->trigger.kind == AST_WHEN_MET        ? " is met"
                 : v->trigger.kind == AST_WHEN_VERIFIED ? " is verified"
                                                        : " is unmet");
        return;
    }
    BUG("trigger");
}

static void put_amount(struct buf *b, const struct ast_body *v)
{
    put_quantity(b, &v->quantity);
    bool item = v->selection.item.at.length != 0;
    if (v->quantity.amount != AST_NO_AMOUNT && item)
        buf_char(b, ' ');
    if (item)
        put_selection(b, &v->selection);
    else
        put_of(b, &v->selection.of);
}

void put_bearers(struct buf *b, const struct ast_body *v)
{
    switch (v->sentence) {
    case AST_QUOTED:
        return;
    case AST_OF_THESE:
        buf_c(b, "of these");
        return;
    case AST_SHALL:
    case AST_SHALL_NOT:
    case AST_MAY:
        if (v->bearers.n == 0)
            put_amount(b, v);
        else
            put_names(b, &v->bearers);
        buf_c(b, v->sentence == AST_MAY     ? " may"
                 : v->sentence == AST_SHALL ? " shall"
                                            : " shall not");
        return;
    }
    BUG("sentence");
}

void put_predicate(struct buf *b, const struct ast *t, const struct ast_body *v)
{
    switch (v->predicate) {
    case AST_NO_PREDICATE:
        if (v->sentence == AST_OF_THESE)
            put_amount(b, v);
        return;
    case AST_ACT:
        put_act(b, t, v->act, false);
        if (v->bearers.n > 0 && (v->quantity.amount != AST_NO_AMOUNT ||
                                 v->selection.item.at.length != 0)) {
            buf_char(b, ' ');
            put_amount(b, v);
        }
        return;
    case AST_KEEP_STATE:
        buf_c(b, "keep ");
        put_name(b, v->thing);
        buf_char(b, ' ');
        put_name(b, v->state);
        return;
    case AST_KEEP_LEVEL:
        buf_c(b, "keep ");
        put_amount(b, v);
        return;
    case AST_SUSPEND:
        buf_c(b, "suspend ");
        put_names(b, &v->suspends);
        return;
    }
    BUG("predicate");
}

/* --- phrases
 * ------------------------------------------------------------------------ */

void put_step(struct buf *b, const struct ast_step *s)
{
    put_number(b, s->n);
    buf_char(b, ' ');
    put_deadline(b, &s->due);
}

void put_ratio(struct buf *b, const struct ast_ratio *r)
{
    put_number(b, r->n);
    buf_c(b, " for ");
    put_name(b, r->item);
}

static void put_atom(struct buf *b, const struct ast_atom *a)
{
    switch (a->kind) {
    case AST_ATOM_MET:
        put_name(b, a->name);
        buf_c(b, a->negated ? " is not met" : " is met");
        return;
    case AST_ATOM_PHASE:
        buf_c(b, "phase ");
        put_name(b, a->name);
        buf_c(b, " runs");
        return;
    case AST_ATOM_HOLDS:
        put_name(b, a->name);
        buf_c(b, a->negated ? " does not hold" : " holds");
        if (a->there) {
            buf_c(b, " there");
        } else if (a->in.at.length != 0) {
            buf_c(b, " in ");
            put_name(b, a->in);
        }
        return;
    }
    BUG("atom");
}

void put_guard(struct buf *b, const struct ast_body *v)
{
    buf_c(b, v->guard == GUARD_IF      ? "if "
             : v->guard == GUARD_WHILE ? "while "
                                       : "unless ");
    for (uint32_t i = 0; i < v->n_atoms; i++) {
        if (i > 0)
            buf_c(b, v->guard_any ? " or " : " and ");
        put_atom(b, &v->atoms[i]);
    }
}

static void put_exception(struct buf *b, const struct ast_body *v)
{
    buf_c(b, "exception ");
    put_named(b, &v->exception);
    if (v->exception_notice.at.length != 0) {
        buf_c(b, ", notified within ");
        put_duration(b, &v->exception_notice);
    }
    if (v->exception_decided_by.at.length != 0) {
        buf_c(b, ", decided by ");
        put_name(b, v->exception_decided_by);
    }
}

static void put_word_name(struct buf *b, const char *words, struct ast_name n)
{
    buf_c(b, words);
    put_name(b, n);
}

static void put_word_duration(struct buf *b, const char *words,
                              const struct ast_duration *d)
{
    buf_c(b, words);
    put_duration(b, d);
}

void put_phrase(struct buf *b, const struct ast_body *v, enum ast_phrase p)
{
    switch (p) {
    case PH_PLACE:
        put_place(b, &v->place);
        return;
    case PH_TO:
        buf_c(b, "to ");
        put_names(b, &v->to);
        return;
    case PH_STEPS:
        buf_c(b, "in steps (");
        for (uint32_t i = 0; i < v->n_steps; i++) {
            if (i > 0)
                buf_c(b, ", ");
            put_step(b, &v->steps[i]);
        }
        buf_char(b, ')');
        return;
    case PH_RATIOS:
        buf_c(b, "at ");
        for (uint32_t i = 0; i < v->n_ratios; i++) {
            if (i > 0)
                buf_c(b, ", ");
            put_ratio(b, &v->ratios[i]);
        }
        return;
    case PH_AFTER:
        put_word_name(b, "after ", v->after);
        buf_c(b, v->after_verified ? " is verified" : " is met");
        return;
    case PH_DEADLINE:
        put_deadline(b, &v->deadline);
        return;
    case PH_FROM:
        buf_c(b, v->not_before ? "not before " : "from ");
        put_point(b, v->from);
        return;
    case PH_UNTIL:
        buf_c(b, "until ");
        put_point(b, v->until);
        return;
    case PH_THROUGHOUT:
        buf_c(b, "throughout");
        if (v->throughout.at.length != 0)
            put_word_name(b, " ", v->throughout);
        return;
    case PH_EACH:
        put_period(b, v->each);
        return;
    case PH_BETWEEN:
        buf_c(b, "between ");
        put_time(b, &v->between);
        buf_c(b, " and ");
        put_time(b, &v->between_end);
        return;
    case PH_HOURS:
        put_word_duration(b, "for ", &v->hours);
        buf_c(b, v->unbroken ? " without a break" : " in total");
        return;
    case PH_CARRY:
        buf_c(b, "carrying over surplus");
        return;
    case PH_CHOSEN:
        put_word_name(b, "chosen by ", v->chosen_by);
        return;
    case PH_NOTIFIED_BY:
        buf_c(b, "notified by ");
        put_time(b, &v->notified_by);
        buf_c(b, " the day before");
        return;
    case PH_NOTIFIED_WITHIN:
        put_word_duration(b, "notified within ", &v->notified_within);
        return;
    case PH_GUARD:
        put_guard(b, v);
        return;
    case PH_ACCEPTED:
        put_accepted(b, &v->accepted);
        return;
    case PH_VALIDATED:
        put_word_name(b, "validated by ", v->validated_by);
        if (v->validated_within.at.length != 0)
            put_word_duration(b, " within ", &v->validated_within);
        return;
    case PH_IN_ADDITION:
        put_word_name(b, "in addition to ", v->in_addition_to);
        return;
    case PH_IN_PARALLEL:
        put_word_name(b, "in parallel with ", v->in_parallel_with);
        return;
    case PH_IN_STEP:
        put_word_name(b, "in step with ", v->in_step_with);
        return;
    case PH_EXCEPTION:
        put_exception(b, v);
        return;
    case PH_CURE:
        put_word_duration(b, "cure within ", &v->cure);
        return;
    case PH_LAPSES:
        buf_c(b, "lapses at the deadline");
        return;
    case PH_REPORTED:
        put_word_duration(b, "reported within ", &v->reported_within);
        return;
    case PH_CONFIDENTIAL:
        buf_c(b, "confidential to ");
        put_names(b, &v->confidential_to);
        return;
    case PH_KEY:
        buf_printf(b, "matched by %s", key_word(v->key));
        return;
    case PH_COUNT:
        break;
    }
    BUG("phrase");
}
