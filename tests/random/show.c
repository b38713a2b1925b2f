/* tests/random/show.c: cases and verdicts as text. The text of verdicts is
 * what is compared; that of cases is for the person who reads a failure. */
#include "tests/random/random.h"

#include "time/civil.h"

#include <inttypes.h>
#include <stdlib.h>

void time_print(struct cx *cx, const struct rcase *c, instant at,
                struct buf *out)
{
    const struct tz *tz;
    char text[CIVIL_PRINT_SIZE];
    if (at == INSTANT_MAX) {
        buf_c(out, "latest");
        return;
    }
    if (at <= INSTANT_MIN || at > INSTANT_MAX ||
        !is_ok(tz_find(cx, c->ag.time_zone, &tz))) {
        buf_int(out, at);
        return;
    }
    buf_str(out, civil_print(civil_local(tz, at).civil, text));
}

static void show_time(const struct show *s, instant at, struct buf *out)
{
    if (s->pretty)
        time_print(s->cx, s->c, at, out);
    else
        buf_int(out, at);
}

static void show_actor(const struct show *s, int actor, struct buf *out)
{
    if (actor == NONE) {
        buf_char(out, '-');
        return;
    }
    if (s->map != NULL && actor < MAX_ACTORS)
        actor = s->map[actor];
    if (actor < (int)s->c->ag.n_actors)
        buf_str(out, s->c->ag.actors[actor].id);
    else
        buf_printf(out, "account%d", actor);
}

static void show_quantity(int64_t n, struct buf *out)
{
    if (n == QTY_INF)
        buf_c(out, "inf");
    else
        buf_int(out, n);
}

static void show_reports(const struct show *s, const uint32_t *v, uint32_t n,
                         struct buf *out)
{
    buf_c(out, " by [");
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(out, ' ');
        buf_str(out, s->id_of(s->self, v[i]));
    }
    buf_c(out, "]\n");
}

static void show_key(const struct show *s, int clause, int bearer, str instance,
                     struct buf *out)
{
    const struct clause *c = &s->c->ag.clauses[clause];
    buf_str(out, c->label);
    if (c->reading.n > 0)
        buf_printf(out, "/%.*s", STR_ARG(c->reading));
    buf_char(out, ' ');
    show_actor(s, bearer, out);
    buf_c(out, " \"");
    buf_str(out, instance);
    buf_c(out, "\": ");
}

static void show_due(const struct show *s, bool has, instant lo, instant hi,
                     struct buf *out)
{
    buf_c(out, " due ");
    if (!has) {
        buf_char(out, '-');
        return;
    }
    show_time(s, lo, out);
    if (hi != lo) {
        buf_c(out, "..");
        show_time(s, hi, out);
    }
}

static void show_marks(unsigned marks, struct buf *out)
{
    static const struct {
        enum mark m;
        const char *name;
    } names[] = {{MARK_TIME_UNCERTAIN, "time-uncertain"},
                 {MARK_CURED, "cured"},
                 {MARK_LATE, "late"},
                 {MARK_NO_SUM, "does-not-add-up"},
                 {MARK_TRIGGER_LATE, "trigger-late"},
                 {MARK_MOVED_LATE, "moved-late"},
                 {MARK_INVOKED, "invoked"},
                 {MARK_UNATTRIBUTED, "unattributed"},
                 {MARK_CONTESTED, "contested"},
                 {MARK_SUSPENSION_CLAIMED, "suspension-claimed"},
                 {MARK_NOT_NOTIFIED, "not-notified"},
                 {MARK_REPORTED_LATE, "reported-late"},
                 {MARK_PART, "part"}};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if ((marks & (unsigned)names[i].m) != 0)
            buf_printf(out, " +%s", names[i].name);
}

static const char *status_text(enum status st)
{
    static const char *const names[] = {"waiting",
                                        "running",
                                        "met",
                                        "met late",
                                        "contested",
                                        "reported, not verified",
                                        "partly met",
                                        "unmet",
                                        "partly",
                                        "not reported",
                                        "suspended",
                                        "waived",
                                        "excused",
                                        "lapsed",
                                        "not arising",
                                        "depends",
                                        "depends on reading",
                                        "waiting on each other",
                                        "none reported",
                                        "reported",
                                        "admitted",
                                        "found",
                                        "judged",
                                        "not judged",
                                        "declaratory",
                                        "permitted"};
    return (unsigned)st < COUNT_OF(names) ? names[st] : "?";
}

static void show_verdict(const struct show *s, const struct verdict *v,
                         struct buf *out)
{
    show_key(s, v->clause, v->bearer, v->instance, out);
    buf_c(out, status_text(v->status));
    if (v->label_status != v->status)
        buf_printf(out, " (%s)", status_text(v->label_status));
    show_marks(v->marks, out);
    buf_c(out, " sure ");
    show_quantity(v->sure, out);
    buf_c(out, " possible ");
    show_quantity(v->possible, out);
    buf_c(out, " of ");
    show_quantity(v->required, out);
    buf_c(out, " after ");
    show_quantity(v->before, out);
    show_due(s, v->has_due, v->due_lo, v->due_hi, out);
    if (v->has_met) {
        buf_c(out, " met ");
        show_time(s, v->met_from, out);
        buf_c(out, "..");
        show_time(s, v->met_to, out);
    }
    if (v->unattributed != 0)
        buf_printf(out, " unattributed %" PRId64, v->unattributed);
    if (v->accounts_differ)
        buf_printf(out, " differ on %s", v->on_status ? "status" : "figure");
    if (v->covering != 0) {
        buf_c(out, " covering");
        for (int p = 0; p < MAX_ACTORS; p++) {
            /* in the order of the renamed actors */
            for (int i = 0; i < MAX_ACTORS; i++) {
                int as = s->map != NULL ? s->map[i] : i;
                if (as == p && (v->covering >> i & 1) != 0) {
                    buf_char(out, ' ');
                    show_actor(s, i, out);
                }
            }
        }
    }
    show_reports(s, v->reports, v->n_reports, out);
    for (uint32_t i = 0; i < v->n_accounts; i++) {
        const struct account_view *w = &v->accounts[i];
        show_key(s, v->clause, v->bearer, v->instance, out);
        buf_c(out, "  ");
        show_actor(s, w->account, out);
        buf_printf(out, ": %s%s", status_text(w->status),
                   w->arises ? "" : " (does not arise)");
        buf_c(out, " [");
        show_quantity(w->fig.lo, out);
        buf_c(out, ", ");
        show_quantity(w->fig.hi, out);
        buf_c(out, "] may ");
        show_quantity(w->fig.may, out);
        buf_c(out, " of ");
        show_quantity(w->required, out);
        show_due(s, w->has_due, w->due_lo, w->due_hi, out);
        show_reports(s, w->reports, w->n_reports, out);
    }
}

static int line_cmp(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static void sort_lines(struct arena *a, struct buf *b, size_t from)
{
    str all = str_sub(buf_view(b), from, b->n), line, copy;
    size_t n = 0;
    str *v = arena_alloc_array(a, all.n + 1, sizeof *v);
    if (v == NULL || !arena_dup_str(a, all, &copy))
        abort();
    while (copy.n > 0) {
        str_cut(copy, '\n', &line, &copy);
        v[n++] = line;
    }
    if (n > 0)
        qsort(v, n, sizeof *v, line_cmp);
    b->n = from;
    for (size_t i = 0; i < n; i++) {
        buf_str(b, v[i]);
        buf_char(b, '\n');
    }
}

void verdicts_print(const struct show *s, const struct verdicts *v,
                    struct arena *a, struct buf *out)
{
    size_t begin = out->n;
    buf_c(out, "at ");
    show_time(s, v->at, out);
    if (v->in_force) {
        buf_c(out, " in force ");
        show_time(s, v->force, out);
        buf_c(out, " day 1 ");
        show_time(s, v->day1, out);
    }
    buf_char(out, '\n');
    for (uint32_t i = 0; i < v->n_phases; i++) {
        const struct phase_view *p = &v->phases[i];
        buf_printf(out, "phase %d:%s", p->phase,
                   p->started ? " started " : " not started");
        if (p->started)
            show_time(s, p->start, out);
        if (p->has_end) {
            buf_c(out, " end ");
            show_time(s, p->end, out);
        }
        buf_printf(out, " extended %" PRId64 "\n", p->extended_days);
    }
    for (uint32_t i = 0; i < v->n; i++)
        show_verdict(s, &v->v[i], out);
    for (uint32_t i = 0; i < v->n_series; i++) {
        const struct series *r = &v->series[i];
        show_key(s, r->clause, r->bearer, STR("series"), out);
        for (int k = 0; k < N_STATUS; k++)
            if (r->by_status[k] > 0)
                buf_printf(out, "%s %u, ", status_text((enum status)k),
                           r->by_status[k]);
        buf_printf(out, "need %" PRId64 " sure ", r->need);
        show_quantity(r->sure, out);
        buf_c(out, " possible ");
        show_quantity(r->possible, out);
        buf_char(out, '\n');
        if (s->c->ag.clauses[r->clause].key != KEY_NONE)
            continue; /* over all keys: shown, not defined */
        for (uint32_t k = 0; k < r->n_accounts; k++) {
            const struct account_view *w = &r->accounts[k];
            show_key(s, r->clause, r->bearer, STR("series"), out);
            buf_c(out, "  ");
            show_actor(s, w->account, out);
            buf_c(out, ": [");
            show_quantity(w->fig.lo, out);
            buf_c(out, ", ");
            show_quantity(w->fig.hi, out);
            buf_c(out, "] may ");
            show_quantity(w->fig.may, out);
            buf_char(out, '\n');
        }
    }
    if (s->sorted)
        sort_lines(a, out, begin);
}

/* --- The case ----------------------------------------------------------- */

static void p_actor(const struct rcase *c, int i, struct buf *b)
{
    if (i == NONE)
        buf_char(b, '-');
    else if (i < (int)c->ag.n_actors)
        buf_str(b, c->ag.actors[i].id);
    else
        buf_printf(b, "account%d", i);
}

static void p_set(const struct rcase *c, actor_set s, struct buf *b)
{
    buf_char(b, '(');
    for (int i = 0, n = 0; i < (int)c->ag.n_actors; i++) {
        if ((s >> i & 1) == 0)
            continue;
        if (n++ > 0)
            buf_char(b, ' ');
        p_actor(c, i, b);
    }
    buf_char(b, ')');
}

static void p_duration(struct duration d, struct buf *b)
{
    if (d.days != 0)
        buf_printf(b, " + %" PRId64 " days", d.days);
    if (d.seconds != 0)
        buf_printf(b, " + %" PRId64 " s", d.seconds);
}

static void p_point(struct cx *cx, const struct rcase *c, const struct point *p,
                    struct buf *b)
{
    switch (p->kind) {
    case POINT_NEVER:
        buf_c(b, "never");
        break;
    case POINT_INSTANT:
        time_print(cx, c, p->at, b);
        buf_c(b, p->whole_day        ? " (day)"
                 : p->at_end > p->at ? " (minute)"
                                     : " (second)");
        break;
    case POINT_DAY_N:
        buf_printf(b, "day %d", p->n);
        if (p->tod != NONE)
            buf_printf(b, " %02d:%02d:%02d", p->tod / 3600, p->tod / 60 % 60,
                       p->tod % 60);
        break;
    case POINT_FORCE:
        buf_c(b, "entry into force");
        break;
    case POINT_SIGNED:
        buf_c(b, "signature");
        break;
    case POINT_PHASE_START:
        buf_printf(b, "start of phase %d", p->ref);
        break;
    case POINT_PHASE_END:
        if (p->ref == NONE)
            buf_c(b, "end of the agreement");
        else
            buf_printf(b, "end of phase %d", p->ref);
        break;
    case POINT_CLAUSE_MET:
    case POINT_CLAUSE_VERIFIED:
        buf_str(b, c->ag.clauses[p->ref].label);
        buf_c(b, p->kind == POINT_CLAUSE_MET ? " is met" : " is verified");
        break;
    case POINT_TRIGGER:
        buf_c(b, "trigger");
        break;
    }
    p_duration(p->plus, b);
}

static void p_deadline(struct cx *cx, const struct rcase *c,
                       const struct deadline *d, struct buf *b)
{
    if (d->kind == DUE_NONE)
        return;
    buf_c(b, d->kind == DUE_START ? " before " : " by ");
    p_point(cx, c, &d->p, b);
}

static void p_name(const char *what, str id, struct buf *b)
{
    buf_printf(b, " %s ", what);
    buf_str(b, id);
}

static void p_selector(const struct rcase *c, const struct selector *s,
                       struct buf *b)
{
    if (s->act != NONE)
        p_name("act", c->ag.acts[s->act].id, b);
    if (s->item != NONE)
        p_name("item", c->ag.items[s->item].id, b);
    for (uint32_t i = 0; s->item != NONE && i < c->ag.n_items; i++)
        if (i != (uint32_t)s->item && (s->items[0] >> i & 1) != 0)
            p_name("+", c->ag.items[i].id, b);
    if (s->place != NONE)
        p_name(s->whole ? "of all of" : "in", c->ag.zones[s->place].id, b);
    if (s->state != NONE)
        p_name("state", c->ag.states[s->state].id, b);
    if (s->state_item != NONE)
        p_name("of item", c->ag.items[s->state_item].id, b);
    if (s->performers != 0) {
        buf_c(b, " performers ");
        p_set(c, s->performers, b);
    }
    if (s->to != 0) {
        buf_c(b, " to ");
        p_set(c, s->to, b);
    }
    if (s->anybody)
        buf_c(b, " anybody");
    if (s->did_not)
        buf_c(b, " did-not");
}

static void p_standard(const struct rcase *c, const struct standard *s,
                       struct buf *b)
{
    switch (s->kind) {
    case STD_INTEREST:
        buf_c(b, " [against interest]");
        break;
    case STD_NAMED:
        buf_c(b, " [verified by ");
        p_actor(c, s->by, b);
        buf_char(b, ']');
        break;
    case STD_KOF:
        buf_printf(b, " [%u of ", s->k);
        p_set(c, s->of, b);
        buf_char(b, ']');
        break;
    }
}

static const char *const key_names[] = {"", "object", "round", "place"};

static void p_guard(const struct rcase *c, const struct guard *g, struct buf *b)
{
    static const char *const names[] = {"", "if", "while", "unless"};
    if (g->kind == GUARD_NONE)
        return;
    buf_printf(b, "\n      %s", names[g->kind]);
    for (uint32_t i = 0; i < g->n; i++) {
        const struct atom *a = &g->atoms[i];
        buf_c(b, i == 0 ? " " : g->any ? " or " : " and ");
        if (a->negated)
            buf_c(b, "not ");
        switch (a->kind) {
        case ATOM_MET:
            buf_str(b, c->ag.clauses[a->ref].label);
            buf_c(b, " is met");
            break;
        case ATOM_STATE:
            buf_str(b, c->ag.states[a->ref].id);
            if (a->place != NONE)
                p_name("in", c->ag.zones[a->place].id, b);
            if (a->there)
                buf_c(b, " there");
            break;
        case ATOM_CONDITION:
            buf_str(b, c->ag.conditions[a->ref].id);
            break;
        case ATOM_PHASE:
            buf_printf(b, "phase %d runs", a->ref);
            break;
        }
    }
}

static void p_clause(struct cx *cx, const struct rcase *c,
                     const struct clause *k, struct buf *b)
{
    static const char *const kinds[] = {"duty", "ban",    "keep",
                                        "may",  "judged", "declaratory"};
    static const char *const measures[] = {"exists", "sum", "level", "hours"};
    static const char *const cmps[] = {"at least", "at most", "exactly"};
    static const char *const bases[] = {"none", "fixed", "at deadline",
                                        "final"};
    buf_c(b, "  ");
    buf_str(b, k->label);
    buf_printf(b, " %s of", kinds[k->kind]);
    for (uint32_t i = 0; i < k->n_bearers; i++) {
        buf_char(b, ' ');
        p_actor(c, k->bearers[i], b);
    }
    if (k->creditors != 0) {
        buf_c(b, " owed to ");
        p_set(c, k->creditors, b);
    }
    if (k->kind == CLAUSE_MAY) {
        for (uint32_t i = 0; i < k->n_suspends; i++)
            p_name("suspend", c->ag.clauses[k->suspends[i]].label, b);
    }
    if (k->kind == CLAUSE_JUDGED || k->kind == CLAUSE_DECLARATORY) {
        buf_char(b, '\n');
        return;
    }
    if (k->kind != CLAUSE_MAY) {
        buf_printf(b, " %s %s %" PRId64 "%s%s", measures[k->measure],
                   cmps[k->need.cmp], k->need.n,
                   k->need.percent ? " percent" : "",
                   k->need.all ? " all" : "");
        if (k->need.percent) {
            buf_printf(b, " base %s %" PRId64, bases[k->need.base],
                       k->need.base_fixed);
            if (k->need.base_item != NONE)
                p_name("of", c->ag.items[k->need.base_item].id, b);
        }
        p_selector(c, &k->perf, b);
        p_standard(c, &k->standard, b);
    }
    if (k->trigger == TRIG_EVENT) {
        buf_printf(b, "\n      for each %" PRId64, k->trig_per);
        p_selector(c, &k->trig, b);
        for (uint32_t i = 0; i < k->n_ratios; i++) {
            buf_printf(b, " %" PRId64 " for ", k->ratios[i].n);
            buf_str(b, c->ag.items[k->ratios[i].item].id);
        }
    } else if (k->trigger != TRIG_NONE) {
        p_name("\n      when", c->ag.clauses[k->trig_clause].label, b);
        buf_c(b, k->trigger == TRIG_MET        ? " is met"
                 : k->trigger == TRIG_VERIFIED ? " is verified"
                                               : " is unmet");
    }
    if (k->key != KEY_NONE)
        buf_printf(b, " matched by %s", key_names[k->key]);
    if (k->after != POINT_NEVER) {
        p_name("\n      after", c->ag.clauses[k->after_clause].label, b);
        buf_c(b, k->after == POINT_CLAUSE_MET ? " is met" : " is verified");
    }
    for (uint32_t i = 0; i < k->n_steps; i++) {
        buf_printf(b, "\n      step %" PRId64, k->steps[i].n);
        p_deadline(cx, c, &k->steps[i].due, b);
    }
    if (k->period != PERIOD_NONE)
        buf_printf(b, "\n      each %s%s",
                   k->period == PERIOD_DAY ? "day" : "week",
                   k->carry ? " carrying over" : "");
    buf_c(b, "\n     ");
    p_deadline(cx, c, &k->due, b);
    if (k->from.kind != POINT_FORCE || k->from.plus.days != 0 ||
        k->from.plus.seconds != 0) {
        buf_c(b, " from ");
        p_point(cx, c, &k->from, b);
    }
    if (k->until.kind != POINT_NEVER) {
        buf_c(b, " until ");
        p_point(cx, c, &k->until, b);
    }
    if (k->measure == MEASURE_HOURS) {
        buf_c(b, " hours");
        p_duration(k->hours, b);
        buf_c(b, k->unbroken ? " unbroken" : " in total");
    }
    if (k->tod_from != NONE)
        buf_printf(b, " between %d and %d s", k->tod_from, k->tod_to);
    if (k->validated_by != NONE) {
        buf_c(b, " validated by ");
        p_actor(c, k->validated_by, b);
    }
    if (k->in_addition_to != NONE)
        p_name("in addition to", c->ag.clauses[k->in_addition_to].label, b);
    if (k->in_step_with != NONE)
        p_name("in step with", c->ag.clauses[k->in_step_with].label, b);
    if (k->chosen_by != NONE) {
        buf_c(b, " chosen by ");
        p_actor(c, k->chosen_by, b);
    }
    if (k->notified_tod != NONE)
        buf_printf(b, " notified by %d s the day before", k->notified_tod);
    if (k->notified_within.days != 0 || k->notified_within.seconds != 0) {
        buf_c(b, " notified within");
        p_duration(k->notified_within, b);
    }
    if (k->has_reported_within) {
        buf_c(b, " reported within");
        p_duration(k->reported_within, b);
    }
    if (k->has_cure) {
        buf_c(b, " cure");
        p_duration(k->cure, b);
    }
    if (k->lapses)
        buf_c(b, " lapses");
    if (k->has_exception) {
        buf_c(b, " exception decided by ");
        p_actor(c, k->exception.decided_by, b);
    }
    p_guard(c, &k->guard, b);
    buf_char(b, '\n');
}

static void p_extensions(const struct rcase *c, const struct phase *p,
                         struct buf *b)
{
    for (uint32_t i = 0; i < p->n_ext; i++) {
        const struct extension *e = &p->ext[i];
        buf_c(b, "\n    extended ");
        if (e->kind == EXT_EARNED) {
            buf_printf(b, "%" PRId64 " days for each %" PRId64, e->each.days,
                       e->per);
            p_selector(c, &e->sel, b);
        } else {
            buf_c(b, e->kind == EXT_CONSENT ? "by consent of "
                                            : "by announcement of ");
            p_set(c, e->by, b);
        }
        if (e->capped)
            buf_printf(b, " at most %" PRId64 " days %s", e->cap.days,
                       e->cap_in_all ? "in all" : "further");
    }
    buf_char(b, '\n');
}

static void p_fact(struct cx *cx, const struct rcase *c, const struct fact *f,
                   struct buf *b)
{
    static const char *const kinds[] = {"event",     "total",    "level",
                                        "state",     "incident", "assessment",
                                        "finding",   "consent",  "announcement",
                                        "signature", "notice",   "reply"};
    static const char *const wills[] = {
        "",         "extend", "waive",  "suspend", "resume",
        "in force", "invoke", "excuse", "holds",   "outcome"};
    static const char *const replies[] = {"amends", "retracts", "corroborates",
                                          "disputes"};
    buf_c(b, "  ");
    buf_str(b, f->id);
    buf_char(b, ' ');
    buf_str(b, c->sources[f->source].id);
    buf_char(b, ' ');
    buf_c(b, kinds[f->kind]);
    if (f->final)
        buf_c(b, " (final)");
    if (f->will != WILL_NONE)
        buf_printf(b, " %s", wills[f->will]);
    if (f->act != NONE)
        p_name("act", c->ag.acts[f->act].id, b);
    if (f->did_not)
        buf_c(b, " did not");
    if (f->item != NONE)
        p_name("item", c->ag.items[f->item].id, b);
    if (f->performer != NONE)
        p_name("by", c->ag.actors[f->performer].id, b);
    if (f->to != NONE)
        p_name("to", c->ag.actors[f->to].id, b);
    if (f->state != NONE) {
        p_name("state", c->ag.states[f->state].id, b);
        buf_c(b, f->holds ? " holds" : " does not hold");
    } else if (f->holds) {
        buf_c(b, " holds");
    }
    if (f->zone != NONE)
        p_name("in", c->ag.zones[f->zone].id, b);
    for (uint32_t i = 0; f->zone == NONE && i < c->ag.n_zones; i++)
        if ((f->in.w[i / 64] >> (i % 64) & 1) != 0)
            p_name("at a point in", c->ag.zones[i].id, b);
    if ((f->in.w[SOMEWHERE / 64] >> (SOMEWHERE % 64) & 1) != 0)
        buf_c(b, " somewhere");
    if (f->object.n > 0)
        p_name("object", f->object, b);
    if (f->round.n > 0)
        p_name("round", f->round, b);
    buf_c(b, " n [");
    show_quantity(f->lo, b);
    buf_c(b, ", ");
    show_quantity(f->hi, b);
    buf_c(b, "] ");
    time_print(cx, c, f->from, b);
    buf_c(b, " .. ");
    time_print(cx, c, f->to_, b);
    buf_c(b, " recorded ");
    time_print(cx, c, f->recorded, b);
    if (f->will != WILL_NONE && f->effective != f->from) {
        buf_c(b, " effective ");
        time_print(cx, c, f->effective, b);
    }
    for (uint32_t i = 0; i < f->n_replies; i++)
        p_name(replies[f->replies[i].kind], f->replies[i].id, b);
    for (uint32_t i = 0; i < f->n_refs; i++)
        p_name("of", f->refs[i], b);
    if (f->valid >= 0)
        buf_printf(b, " valid %" PRId64, f->valid);
    if (f->invalid >= 0)
        buf_printf(b, " invalid %" PRId64, f->invalid);
    if (f->clause != NONE)
        p_name("on", c->ag.clauses[f->clause].label, b);
    if (f->phase != NONE)
        buf_printf(b, " on phase %d", f->phase);
    if (f->instance.n > 0)
        p_name("instance", f->instance, b);
    if (f->proposal.n > 0)
        p_name("proposal", f->proposal, b);
    if (f->days != 0)
        buf_printf(b, " %" PRId64 " days", f->days);
    buf_char(b, '\n');
}

void rcase_print(struct cx *cx, const struct rcase *c, struct buf *b)
{
    static const char *const forces[] = {"at", "when signed by",
                                         "when announced by", "unstated"};
    const struct agreement *ag = &c->ag;
    buf_c(b, "agreement in ");
    buf_str(b, ag->time_zone);
    buf_printf(b, ", in force %s ", forces[ag->force]);
    if (ag->force == FORCE_AT)
        p_point(cx, c, &ag->force_at, b);
    else
        p_set(c, ag->force_by, b);
    buf_printf(b, ", day 1 is the day %s", ag->day1_after ? "after" : "of");
    if (ag->life_days > 0)
        buf_printf(b, ", lasts %d days", ag->life_days);
    if (ag->life.until.kind != POINT_NEVER) {
        buf_c(b, ", lasts until ");
        p_point(cx, c, &ag->life.until, b);
    }
    if (ag->reporting != PERIOD_NONE)
        buf_printf(b, ", reporting each %s",
                   ag->reporting == PERIOD_DAY ? "day" : "week");
    p_standard(c, &ag->standard, b);
    p_extensions(c, &ag->life, b);
    for (uint32_t i = 0; i < ag->n_phases; i++) {
        const struct phase *p = &ag->phases[i];
        buf_printf(b, "  phase %u from ", i);
        p_point(cx, c, &p->from, b);
        if (p->until.kind != POINT_NEVER) {
            buf_c(b, " until ");
            p_point(cx, c, &p->until, b);
        }
        if (p->has_lasts) {
            buf_c(b, " lasts");
            p_duration(p->lasts, b);
        }
        p_extensions(c, p, b);
    }
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        p_clause(cx, c, &ag->clauses[i], b);
    buf_c(b, "sources");
    for (uint32_t i = 0; i < c->n_sources; i++) {
        buf_char(b, ' ');
        buf_str(b, c->sources[i].id);
        buf_c(b, " of ");
        p_actor(c, c->sources[i].account, b);
        buf_char(b, i + 1 < c->n_sources ? ',' : '\n');
    }
    for (uint32_t i = 0; i < c->n_facts; i++)
        p_fact(cx, c, &c->facts[i], b);
    buf_c(b, "asked at");
    for (uint32_t i = 0; i < c->n_at; i++) {
        buf_char(b, ' ');
        time_print(cx, c, c->at[i], b);
    }
    buf_char(b, '\n');
}
