/* plan/findings.c: words that all of the module uses, and the list of what was
 * found. */
#include "plan/plan_int.h"

#include <stdarg.h>
#include <stdio.h>

struct plan_finding *finding_new(struct model *m, enum plan_topic topic,
                                 enum plan_weight weight, int clause)
{
    struct plan_finding *f = arena_alloc(m->a, sizeof *f);
    if (f == NULL)
        return NULL;
    f->topic = topic;
    f->weight = weight;
    f->about = NONE;
    f->title = f->detail = f->hint = STR("");
    (void)clause;
    return f;
}

err finding_add(struct model *m, struct plan_finding f, const int *clauses,
                uint32_t n)
{
    int *copy;
    TRY_NEW_ARRAY(m->cx, m->a, n, copy);
    for (uint32_t i = 0; i < n; i++)
        copy[i] = clauses[i];
    f.clauses = copy;
    f.n_clauses = n;
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->findings, f));
    return OK;
}

err words_end(struct model *m, struct buf *b, str *out)
{
    TRY(m->cx, buf_finish(m->cx, b));
    *out = buf_view(b);
    return OK;
}

err note_uncovered(struct model *m, const char *fmt, ...)
{
    char room[400];
    va_list ap;
    str s;
    va_start(ap, fmt);
    (void)vsnprintf(room, sizeof room, fmt, ap);
    va_end(ap);
    TRY_ROOM(m->cx, m->a, arena_dup_str(m->a, str_of(room), &s));
    TRY_ROOM(m->cx, m->a, vec_push(m->a, &m->not_covered, s));
    return OK;
}

str joined(struct model *m, const char *a, str b, const char *c, str d,
           const char *e)
{
    str s;
    if (!arena_printf(m->a, &s, "%s%.*s%s%.*s%s", a, STR_ARG(b), c, STR_ARG(d),
                      e))
        return STR("");
    return s;
}

str actor_name(const struct agreement *ag, int actor)
{
    const struct actor *a = &ag->actors[actor];
    return a->name.n > 0 ? a->name : a->id;
}

void actors_print(const struct agreement *ag, actor_set s, struct buf *out)
{
    uint32_t left = 0;
    bool first = true;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        left += (s >> i) & 1;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (((s >> i) & 1) == 0)
            continue;
        if (!first)
            buf_c(out, left == 1 ? " and " : ", ");
        buf_str(out, actor_name(ag, (int)i));
        first = false;
        left--;
    }
}

static str named(str id, str name)
{
    return name.n > 0 ? name : id;
}

void item_print(const struct agreement *ag, int item, struct buf *out)
{
    int top = item;
    while (ag->items[top].parent != NONE)
        top = ag->items[top].parent;
    buf_str(out, named(ag->items[top].id, ag->items[top].name));
    if (top == item)
        return;
    buf_c(out, " (");
    buf_str(out, named(ag->items[item].id, ag->items[item].name));
    buf_char(out, ')');
}

void zone_print(const struct agreement *ag, int zone, struct buf *out)
{
    const struct zone *z = &ag->zones[zone];
    if (z->base != NONE) {
        bool km = z->metres % 1000 == 0;
        buf_printf(out, "%s %lld %s of ", z->beyond ? "beyond" : "within",
                   (long long)(km ? z->metres / 1000 : z->metres),
                   km ? "km" : "m");
        z = &ag->zones[z->base];
    }
    buf_str(out, named(z->id, z->name));
}

int64_t plan_day(const struct plan *p, instant at)
{
    return civil_days(civil_local(p->tz, at).civil.date) - p->day1_number + 1;
}

/* Whether a moment has a name of its own: the first or last of a day. */
static bool is_edge(const struct plan *p, instant at)
{
    struct civil_span s = civil_day_span(
        p->tz, civil_from_days(p->day1_number + plan_day(p, at) - 1));
    return at == s.end - 1 || at == s.begin;
}

void plan_when(const struct plan *p, instant at, struct buf *out)
{
    if (at >= INSTANT_MAX || at <= INSTANT_MIN) {
        buf_c(out, "no date");
        return;
    }
    if (at == p->force) {
        buf_c(out, "entry into force");
        return;
    }
    int64_t day = plan_day(p, at);
    if (is_edge(p, at)) {
        buf_printf(out, "%s of day %lld", is_edge(p, at + 1) ? "end" : "start",
                   (long long)day);
    } else {
        char room[CIVIL_PRINT_SIZE];
        str t = civil_clock_print(civil_local(p->tz, at).civil.clock, room);
        buf_printf(out, "day %lld, %.*s", (long long)day, STR_ARG(t));
    }
}

void plan_when_after(const struct plan *p, const char *word, instant at,
                     struct buf *out)
{
    bool named = at >= INSTANT_MAX || at <= INSTANT_MIN || at == p->force;
    bool on = !named && !is_edge(p, at) && strcmp(word, "at") == 0;
    buf_c(out, on ? "on" : word);
    buf_c(out, !named && is_edge(p, at) ? " the " : " ");
    plan_when(p, at, out);
}

static void part(int64_t n, const char *one, bool *any, struct buf *out)
{
    if (n == 0)
        return;
    buf_printf(out, "%s%lld %s%s", *any ? " " : "", (long long)n, one,
               n == 1 ? "" : "s");
    *any = true;
}

void plan_length(int64_t seconds, struct buf *out)
{
    bool any = false;
    if (seconds < 0) {
        buf_char(out, '-');
        seconds = -seconds;
    }
    /* a deadline ends with the last second of a day or hour */
    if (seconds % 60 == 59)
        seconds++;
    part(seconds / 86400, "day", &any, out);
    part(seconds / 3600 % 24, "hour", &any, out);
    if (seconds < 86400)
        part(seconds / 60 % 60, "minute", &any, out);
    if (seconds < 3600)
        part(seconds % 60, "second", &any, out);
    if (!any)
        buf_c(out, "no time");
}

static const struct {
    str name, title;
} topics[N_PLAN_TOPICS] = {
    [PLAN_CIRCLE] = {STR_INIT("circle"), STR_INIT("Circles of waits")},
    [PLAN_DEAD] = {STR_INIT("dead"), STR_INIT("What can never come about")},
    [PLAN_TIME] = {STR_INIT("time"), STR_INIT("Deadlines")},
    [PLAN_CLASH] = {STR_INIT("clash"), STR_INIT("Forbidden and required")},
    [PLAN_COMPLY] = {STR_INIT("comply"), STR_INIT("Duties in another's hand")},
    [PLAN_STUCK] = {STR_INIT("stuck"), STR_INIT("Where all comes to a halt")},
    [PLAN_OBSERVE] = {STR_INIT("observe"), STR_INIT("Who sees it")},
    [PLAN_CAPACITY] = {STR_INIT("capacity"), STR_INIT("What can be carried")},
};

str plan_topic_name(enum plan_topic t)
{
    return topics[t].name;
}

str plan_topic_title(enum plan_topic t)
{
    return topics[t].title;
}

str plan_weight_name(enum plan_weight w)
{
    switch (w) {
    case PLAN_BREAKS:
        return STR("breaks");
    case PLAN_RISK:
        return STR("risk");
    case PLAN_NOTE:
        return STR("note");
    }
    BUG("a weight of no name");
}

void plan_hand_name(const struct plan *p, const struct plan_hand *h,
                    struct buf *out)
{
    const struct plan_node *n = &p->nodes[h->node];
    buf_str(out, h->extra ? p->ag->clauses[n->clause].label : n->name);
    buf_c(out, h->extra ? " beyond what is owed" : "");
}

void plan_hand_words(const struct plan *p, const struct plan_hand *h,
                     struct buf *out)
{
    if (h->kind == HAND_OWN) {
        buf_c(out, "yes");
        return;
    }
    if (h->kind == HAND_SOON) {
        if (h->event)
            buf_c(out, "unless what opens it comes as soon as it may (");
        else
            buf_printf(out, "unless %.*s is done as soon as it may be (",
                       STR_ARG(p->nodes[h->by].name));
        plan_when(p, h->at, out);
        buf_printf(out, "); then %.*s is ",
                   STR_ARG(p->ag->clauses[p->nodes[h->node].clause].label));
        buf_str(out, status_name(h->status));
        return;
    }
    if (h->kind == HAND_WAITS) {
        buf_c(out, "if its own side does not do too soon what its deadline "
                   "counts from");
        return;
    }
    if (h->kind == HAND_NEVER) {
        buf_c(out, "no, whatever anybody does");
        return;
    }
    if (h->event)
        buf_c(out, "unless what opens it comes ");
    else
        buf_printf(out, "unless %.*s is done ", STR_ARG(p->nodes[h->by].name));
    plan_when_after(p, "after", h->due, out);
    buf_c(out, h->event                 ? ", which is nobody's duty"
               : h->kind == HAND_RIGHTS ? ", which is in time"
                                        : "");
    if (h->held == 2)
        buf_c(out, ", and one more step is held back");
    else if (h->held > 2)
        buf_printf(out, ", and %u more steps are held back", h->held - 1);
    buf_printf(out, "; then %.*s is ",
               STR_ARG(p->ag->clauses[p->nodes[h->node].clause].label));
    buf_str(out, status_name(h->status));
}
