/* plan/clash.c: the same act by the same actor at the same place and time,
 * forbidden and required, or forbidden and permitted.
 *
 * Prohibitions and duties are laid side by side on the line of time (an
 * interval sweep: sorted by their beginnings, compared only where they meet);
 * places by containment. Not here: acts that a reader would call the same but
 * the text names differently. */
#include "plan/plan_int.h"

struct stretch {
    int clause;
    uint32_t node;
    instant from, to; /* [from, to) in which the act is forbidden or asked */
};

static bool is_ban(const struct clause *c)
{
    return c->kind == CLAUSE_BAN && !c->perf.did_not && c->perf.act != NONE;
}

static bool asks(const struct clause *c)
{
    return (c->kind == CLAUSE_DUTY && !c->perf.did_not &&
            c->need.cmp != AT_MOST && c->perf.act != NONE) ||
           (c->kind == CLAUSE_MAY && c->perf.act != NONE);
}

static struct stretch stretch_of(const struct model *m, uint32_t i)
{
    const struct plan_node *n = &m->nodes.p[i];
    struct stretch s = {n->clause, i, n->arise.lo, n->done.hi};
    if (n->deed) {
        s.to = n->has_due ? n->due.hi : m->p->end;
        if (s.to < INSTANT_MAX)
            s.to++;
    }
    return s;
}

static actor_set bound(const struct agreement *ag, const struct clause *c)
{
    actor_set s = 0;
    if (c->n_bearers == 0)
        return ~(actor_set)0;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        s |= ag->actors[c->bearers[i]].answers;
    return s;
}

enum place_relation { APART, PARTLY, WHOLLY };

/* How much of where the duty is done the prohibition covers. */
static enum place_relation places(const struct agreement *ag, int ban, int duty)
{
    if (ban == NONE)
        return WHOLLY;
    if (duty == NONE)
        return PARTLY;
    if (zones_nest(ag, duty, ban))
        return WHOLLY;
    return zones_nest(ag, ban, duty) ? PARTLY : APART;
}

static bool items_meet(const struct selector *ban, const struct selector *duty)
{
    if (ban->item == NONE)
        return true;
    if (duty->item == NONE)
        return false;
    for (uint32_t i = 0; i < ban->n_item_words && i < duty->n_item_words; i++)
        if ((ban->items[i] & duty->items[i]) != 0)
            return true;
    return false;
}

enum { DAY_S = 24 * 60 * 60 };

/* "between 22:00 and 06:00": the rest of the day is free. */
static bool only_hours(const struct clause *c)
{
    return c->tod_from != NONE;
}

static bool hour_in(const struct clause *c, int64_t t)
{
    return c->tod_from < c->tod_to ? t >= c->tod_from && t < c->tod_to
                                   : t >= c->tod_from || t < c->tod_to;
}

/* Whether the hours of two clauses meet; a clause without hours has all. */
static bool hours_meet(const struct clause *x, const struct clause *y)
{
    return !only_hours(x) || !only_hours(y) || hour_in(x, y->tod_from) ||
           hour_in(y, x->tod_from);
}

static int64_t hours_length(const struct clause *c)
{
    int64_t n = (c->tod_to - c->tod_from + DAY_S) % DAY_S;
    return n == 0 ? DAY_S : n;
}

/* Whether the ban holds in all hours that the duty has. */
static bool hours_cover(const struct clause *ban, const struct clause *duty)
{
    if (!only_hours(ban) || !only_hours(duty))
        return !only_hours(ban);
    int64_t late = (duty->tod_from - ban->tod_from + DAY_S) % DAY_S;
    return late + hours_length(duty) <= hours_length(ban);
}

static err tell(struct model *m, const struct stretch *ban,
                const struct stretch *duty, enum place_relation where)
{
    const struct agreement *ag = m->ag;
    const struct clause *b = &ag->clauses[ban->clause];
    const struct clause *d = &ag->clauses[duty->clause];
    actor_set both = bound(ag, b) & bound(ag, d);
    bool may = d->kind == CLAUSE_MAY;
    bool always = ban->from <= duty->from && ban->to >= duty->to &&
                  hours_cover(b, d) && b->guard.kind == GUARD_NONE;
    bool every = (bound(ag, d) & ~bound(ag, b)) == 0;
    struct plan_finding *f;
    struct buf t;
    int on[2] = {duty->clause, ban->clause};
    if (both == 0 || (where == PARTLY && !may && b->perf.place != NONE &&
                      d->perf.place == NONE && m->nodes.p[duty->node].deed))
        return OK;
    f = finding_new(m, PLAN_CLASH,
                    always && where == WHOLLY && every && !may ? PLAN_BREAKS
                                                               : PLAN_RISK,
                    duty->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    buf_init(&t, m->a, SIZE_MAX);
    buf_printf(&t, "%.*s %s what %.*s forbids: %.*s", STR_ARG(d->label),
               may ? "permits" : "requires", STR_ARG(b->label),
               STR_ARG(ag->acts[d->perf.act].inf));
    if (d->perf.place != NONE || b->perf.place != NONE) {
        int z = where == WHOLLY && d->perf.place != NONE ? d->perf.place
                                                         : b->perf.place;
        if (z != NONE) {
            buf_c(&t, ag->zones[z].base == NONE ? " in " : " ");
            zone_print(ag, z, &t);
        }
    }
    TRY(m->cx, words_end(m, &t, &f->title));
    buf_init(&t, m->a, SIZE_MAX);
    buf_c(&t, "By ");
    if (both == ~(actor_set)0)
        buf_c(&t, "anybody");
    else
        actors_print(ag, both, &t);
    buf_c(&t, ", from ");
    plan_when(m->p, ban->from > duty->from ? ban->from : duty->from, &t);
    instant to = ban->to < duty->to ? ban->to : duty->to;
    if (to < INSTANT_MAX) {
        buf_c(&t, " to ");
        plan_when(m->p, to - 1, &t);
    } else {
        buf_c(&t, " on");
    }
    buf_char(&t, '.');
    if (where == PARTLY)
        buf_c(&t, " Elsewhere it remains free.");
    if (b->guard.kind != GUARD_NONE)
        buf_c(&t, " Only while the condition of the prohibition holds.");
    if (only_hours(b))
        buf_c(&t, " Only in the hours that the prohibition names.");
    if (!always && b->guard.kind == GUARD_NONE && !only_hours(b))
        buf_c(&t, " The rest of the duty's time is free.");
    if (b->has_exception)
        buf_c(&t, " The exception of the prohibition may be invoked, but takes "
                  "nothing out of a count.");
    TRY(m->cx, words_end(m, &t, &f->detail));
    f->hint = STR("say in the prohibition what it does not cover, or narrow "
                  "one of the two in place or time");
    return finding_add(m, *f, on, 2);
}

static int by_from(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static bool told(const struct model *m, int duty, int ban)
{
    for (size_t i = 0; i < m->findings.n; i++) {
        const struct plan_finding *f = &m->findings.p[i];
        if (f->topic == PLAN_CLASH && f->clauses[0] == duty &&
            f->clauses[1] == ban)
            return true;
    }
    return false;
}

static err pair(struct model *m, const struct stretch *x,
                const struct stretch *y)
{
    const struct agreement *ag = m->ag;
    const struct stretch *ban = is_ban(&ag->clauses[x->clause]) ? x : y;
    const struct stretch *duty = ban == x ? y : x;
    const struct clause *b = &ag->clauses[ban->clause];
    const struct clause *d = &ag->clauses[duty->clause];
    if (!is_ban(b) || !asks(d) || b->perf.act != d->perf.act ||
        !items_meet(&b->perf, &d->perf) || !hours_meet(b, d))
        return OK;
    enum place_relation where = places(ag, b->perf.place, d->perf.place);
    if (where == APART || told(m, duty->clause, ban->clause))
        return OK;
    return tell(m, ban, duty, where);
}

/* At least n and at most fewer, of the same thing at the same time. */
static bool same_measure(const struct clause *x, const struct clause *y)
{
    const struct selector *a = &x->perf, *b = &y->perf;
    if (x->measure != y->measure || a->act != b->act || a->item != b->item ||
        a->place != b->place || a->to != b->to || x->period != y->period ||
        a->state != b->state || x->n_bearers != y->n_bearers ||
        x->trigger != TRIG_NONE || y->trigger != TRIG_NONE)
        return false;
    for (uint32_t i = 0; i < x->n_bearers; i++)
        if (x->bearers[i] != y->bearers[i])
            return false;
    for (uint32_t i = 0; i < a->n_item_words && i < b->n_item_words; i++)
        if (a->items[i] != b->items[i])
            return false;
    return !x->need.percent && !y->need.percent && !x->need.all && !y->need.all;
}

static err limits(struct model *m, const struct stretch *x,
                  const struct stretch *y)
{
    const struct clause *a = &m->ag->clauses[x->clause];
    const struct clause *b = &m->ag->clauses[y->clause];
    struct plan_finding *f;
    int on[2] = {x->clause, y->clause};
    if (a->kind == CLAUSE_BAN || b->kind == CLAUSE_BAN ||
        a->kind == CLAUSE_MAY || b->kind == CLAUSE_MAY || a->perf.did_not ||
        b->perf.did_not || !same_measure(a, b) || a->n_steps > 0 ||
        b->n_steps > 0)
        return OK;
    int64_t least_a = a->need.cmp == AT_MOST ? 0 : a->need.n;
    int64_t least_b = b->need.cmp == AT_MOST ? 0 : b->need.n;
    int64_t most_a = a->need.cmp == AT_LEAST ? INT64_MAX : a->need.n;
    int64_t most_b = b->need.cmp == AT_LEAST ? INT64_MAX : b->need.n;
    if (least_a <= most_b && least_b <= most_a)
        return OK;
    f = finding_new(m, PLAN_CLASH, PLAN_BREAKS, x->clause);
    if (f == NULL)
        return arena_fail(m->cx, m->a);
    f->title = joined(m, "", a->label, " and ", b->label,
                      " ask for amounts that cannot both be kept");
    f->detail = STR("They bind the same actor for the same thing, place and "
                    "time.");
    f->hint = STR("give one of them another time, place or number");
    return finding_add(m, *f, on, 2);
}

err clash_findings(struct model *m)
{
    struct stretch *v;
    uint32_t n = 0;
    TRY_NEW_ARRAY(m->cx, m->a, m->nodes.n, v);
    for (uint32_t i = 0; i < m->nodes.n; i++)
        if (!m->nodes.p[i].never && m->nodes.p[i].arise.lo < INSTANT_MAX)
            v[n++] = stretch_of(m, i);
    if (n > 1)
        qsort(v, n, sizeof *v, by_from);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n && v[k].from < v[i].to; k++) {
            if (v[k].to <= v[i].from || v[i].clause == v[k].clause)
                continue;
            TRY(m->cx, pair(m, &v[i], &v[k]));
            TRY(m->cx, limits(m, v[i].clause < v[k].clause ? &v[i] : &v[k],
                              v[i].clause < v[k].clause ? &v[k] : &v[i]));
        }
    }
    return OK;
}
