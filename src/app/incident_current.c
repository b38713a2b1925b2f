/* app/incident_current.c: all incidents, kept as a case grows.
 *
 * Records that name each other, directly or through others, are a knot; an
 * incident lies within one (incident.c). What is entered, or taken back, bears
 * on its knot alone: its incidents are gathered anew, all others stay. Most
 * reports name nothing and are named by nothing: they are a knot of one record,
 * of which nothing is kept but that.
 *
 * Time alone only makes something overdue. Where a record came in the place of
 * another, or an earlier time is asked for, all of it is made anew. */
#include "app/incident_int.h"

#include <stdlib.h>

/* What x->knot has of a fact; else the number of its knot, and KNOTS. */
enum { NO_KNOT, ALONE, KNOTS };

/* Where an incident is in the list. */
struct place {
    instant from;
    str id;
};

struct knot {
    uint32_t parent; /* that took it in; itself: none did */
    bool changed;
    VEC(uint32_t) said;       /* its records: indices in c->said */
    VEC(struct place) listed; /* its incidents */
    instant due;              /* of them the next to be overdue */
};

struct incidents {
    struct app_case *c;
    struct arena *a;
    struct arena room; /* a, where it is kept */
    size_t made;       /* bytes of it, when all of it was made */
    bool grows;
    instant at, due; /* due: when the first of them is overdue next */
    size_t n_said, n_went, n_replaced;
    uint32_t n_facts;
    uint32_t *knot, *owner; /* by fact */
    size_t n_by_fact;
    VEC(struct knot) knots;
    VEC(uint32_t) changed; /* knots */
    VEC(uint32_t) alone;   /* new ones: indices in c->said */
    VEC(uint32_t) waiting; /* facts that name what has not come */
    VEC(struct place) gone;
    /* The list: at the end of its room, since most that is new goes before it.
     */
    struct incident *list;
    size_t list_room, list_first;
    struct incident_counts counts;
    VEC(struct incident_account) accounts;
};

/* --- Knots ------------------------------------------------------------------
 */

static uint32_t knot_of(const struct incidents *x, uint32_t k)
{
    while (x->knots.p[k].parent != k)
        k = x->knots.p[k].parent;
    return k;
}

static err note_changed(struct incidents *x, uint32_t k)
{
    if (x->knots.p[k].changed)
        return OK;
    x->knots.p[k].changed = true;
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->changed, k));
    return OK;
}

static err note_place(struct incidents *x, struct knot *k, instant from, str id)
{
    struct place p = {.from = from};
    TRY_ROOM(x->c->cx, x->a, arena_dup_str(x->a, id, &p.id));
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &k->listed, p));
    return OK;
}

/* A report that was alone is so no more. */
static err take_alone(struct incidents *x, struct knot *k, uint32_t fact)
{
    struct fact buffer;
    uint32_t said;
    const struct fact *f = engine_fact_brief(x->c->engine, fact, &buffer);
    if (NEVER(!incident_is_said(x->c, fact, &said)))
        return OK;
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &k->said, said));
    return note_place(x, k, f->from, f->id);
}

/* The knot of a fact, made if there is none. */
static err knot_for(struct incidents *x, uint32_t fact, uint32_t *out)
{
    uint32_t has = x->knot[fact];
    struct knot k = {.parent = (uint32_t)x->knots.n, .due = INSTANT_MAX};
    if (has >= KNOTS) {
        *out = knot_of(x, has - KNOTS);
        return OK;
    }
    if (has == ALONE)
        TRY(x->c->cx, take_alone(x, &k, fact));
    *out = k.parent;
    x->knot[fact] = k.parent + KNOTS;
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->knots, k));
    return OK;
}

/* Both are one; the larger takes in the other. */
static err tie_knots(struct incidents *x, uint32_t a, uint32_t b)
{
    if (a == b)
        return OK;
    bool swap = x->knots.p[a].said.n < x->knots.p[b].said.n;
    uint32_t large = swap ? b : a, small = swap ? a : b;
    struct knot *to = &x->knots.p[large], *from = &x->knots.p[small];
    for (size_t i = 0; i < from->said.n; i++)
        TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &to->said, from->said.p[i]));
    for (size_t i = 0; i < from->listed.n; i++)
        TRY_ROOM(x->c->cx, x->a,
                 vec_push(x->a, &to->listed, from->listed.p[i]));
    from->said.n = from->listed.n = 0;
    from->parent = large;
    return note_changed(x, large);
}

static err tie_facts(struct incidents *x, uint32_t a, uint32_t b)
{
    uint32_t ka, kb;
    TRY(x->c->cx, knot_for(x, a, &ka));
    TRY(x->c->cx, knot_for(x, b, &kb));
    return tie_knots(x, ka, kb);
}

/* --- What a record names ----------------------------------------------------
 */

static bool names_anything(const struct fact *f)
{
    for (uint32_t k = 0; k < f->n_replies; k++)
        if (f->replies[k].kind == REPLY_AMENDS)
            return true;
    return f->n_refs > 0;
}

static err tie_name(struct incidents *x, uint32_t fact, str name, bool *all)
{
    uint32_t to;
    if (!engine_find(x->c->engine, name, &to)) {
        *all = false;
        return OK;
    }
    return tie_facts(x, fact, to);
}

/* *all: all of it has come. */
static err tie_named(struct incidents *x, uint32_t fact, const struct fact *f,
                     bool *all)
{
    for (uint32_t k = 0; k < f->n_refs; k++)
        TRY(x->c->cx, tie_name(x, fact, f->refs[k], all));
    for (uint32_t k = 0; k < f->n_replies; k++)
        if (f->replies[k].kind == REPLY_AMENDS)
            TRY(x->c->cx, tie_name(x, fact, f->replies[k].id, all));
    return OK;
}

/* What a grouping names is an account, whatever it is, and what that names
 * counts too (add_grouped in incident.c). */
static err tie_grouped(struct incidents *x, const struct fact *grouping,
                       bool *all)
{
    struct fact buffer;
    uint32_t to, said;
    for (uint32_t k = 0; k < grouping->n_refs; k++) {
        if (!engine_find(x->c->engine, grouping->refs[k], &to) ||
            incident_is_said(x->c, to, &said))
            continue;
        TRY(x->c->cx,
            tie_named(x, to, engine_fact_brief(x->c->engine, to, &buffer),
                      all));
    }
    return OK;
}

static err tie_record(struct incidents *x, uint32_t fact)
{
    struct fact buffer;
    bool all = true;
    const struct fact *f = engine_fact_brief(x->c->engine, fact, &buffer);
    TRY(x->c->cx, tie_named(x, fact, f, &all));
    if (f->kind == FACT_INCIDENT)
        TRY(x->c->cx, tie_grouped(x, f, &all));
    if (!all)
        TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->waiting, fact));
    return OK;
}

/* --- What is new ------------------------------------------------------------
 */

static err take_said(struct incidents *x, const struct gathering *g,
                     uint32_t said)
{
    const struct incident_said *s = x->c->said.p[said];
    struct fact buffer;
    uint32_t k;
    const struct fact *f = engine_fact_brief(x->c->engine, s->fact, &buffer);
    if (s->kind == INC_REPORT && x->knot[s->fact] == NO_KNOT &&
        !names_anything(f)) {
        x->knot[s->fact] = ALONE;
        if (gathering_sees(g, f) && !gathering_lacks(g, s->fact))
            TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->alone, said));
        return OK;
    }
    TRY(x->c->cx, knot_for(x, s->fact, &k));
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->knots.p[k].said, said));
    TRY(x->c->cx, note_changed(x, k));
    return tie_record(x, s->fact);
}

/* Those that name what had not come: perhaps it has. */
static err take_waiting(struct incidents *x)
{
    size_t n = x->waiting.n;
    for (size_t i = 0; i < n; i++)
        TRY(x->c->cx, tie_record(x, x->waiting.p[i]));
    if (n > 0) { /* those that wait on are behind them */
        x->waiting.n -= n;
        memmove(x->waiting.p, x->waiting.p + n,
                x->waiting.n * sizeof *x->waiting.p);
    }
    return OK;
}

static err take_gone(struct incidents *x, uint32_t fact)
{
    struct fact buffer;
    struct place p;
    if (x->knot[fact] >= KNOTS)
        return note_changed(x, knot_of(x, x->knot[fact] - KNOTS));
    if (x->knot[fact] != ALONE)
        return OK;
    const struct fact *f = engine_fact_brief(x->c->engine, fact, &buffer);
    p = (struct place){f->from, f->id};
    TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->gone, p));
    return OK;
}

/* Knots of which something is overdue now, and was not. */
static err take_overdue(struct incidents *x)
{
    if (x->due >= x->at)
        return OK;
    x->due = INSTANT_MAX;
    for (uint32_t k = 0; k < x->knots.n; k++) {
        const struct knot *knot = &x->knots.p[k];
        if (knot->parent != k)
            continue;
        if (knot->due < x->at)
            TRY(x->c->cx, note_changed(x, k));
        else if (knot->due < x->due)
            x->due = knot->due;
    }
    return OK;
}

/* Room for what is known of each fact. */
static err make_room(struct incidents *x)
{
    size_t n = (size_t)engine_n_facts(x->c->engine) + 1, old = x->n_by_fact;
    if (n <= old)
        return OK;
    if (old > 0)
        n += n / 8;
    uint32_t *knot =
        arena_grow(x->a, x->knot, old * sizeof *knot, n * sizeof *knot);
    if (knot == NULL)
        return arena_fail(x->c->cx, x->a);
    x->knot = knot;
    uint32_t *owner =
        arena_grow(x->a, x->owner, old * sizeof *owner, n * sizeof *owner);
    if (owner == NULL)
        return arena_fail(x->c->cx, x->a);
    x->owner = owner;
    x->n_by_fact = n;
    return OK;
}

static err take_new(struct incidents *x, const struct gathering *g)
{
    TRY(x->c->cx, make_room(x));
    for (; x->n_said < x->c->said.n; x->n_said++)
        TRY(x->c->cx, take_said(x, g, (uint32_t)x->n_said));
    if (x->n_facts != engine_n_facts(x->c->engine))
        TRY(x->c->cx, take_waiting(x));
    x->n_facts = engine_n_facts(x->c->engine);
    for (; x->n_went < x->c->went.n; x->n_went++)
        TRY(x->c->cx, take_gone(x, x->c->went.p[x->n_went]));
    return take_overdue(x);
}

/* --- The list ---------------------------------------------------------------
 */

static int compare(instant from, str id, instant other, str other_id)
{
    if (from != other)
        return from > other ? -1 : 1;
    return str_cmp(id, other_id);
}

static int newest_first(const void *a, const void *b)
{
    const struct incident *x = a, *y = b;
    return compare(x->from, x->id, y->from, y->id);
}

/* Accounts in the order of the agreement, then as they first speak. */
static err count_report(struct incidents *x, int account, bool more)
{
    size_t i = 0;
    struct incident_account fresh = {account, 0};
    while (i < x->accounts.n && x->accounts.p[i].account < account)
        i++;
    if (i == x->accounts.n || x->accounts.p[i].account != account) {
        TRY_ROOM(x->c->cx, x->a, vec_push(x->a, &x->accounts, fresh));
        struct incident_account *p = x->accounts.p;
        memmove(&p[i + 1], &p[i], (x->accounts.n - 1 - i) * sizeof *p);
        p[i] = fresh;
    }
    struct incident_account *p = &x->accounts.p[i];
    p->reports += more ? 1 : (uint32_t)-1;
    if (p->reports > 0)
        return OK;
    memmove(p, p + 1, (x->accounts.n - 1 - i) * sizeof *p);
    x->accounts.n--;
    return OK;
}

static err count(struct incidents *x, const struct incident *i, bool more)
{
    struct fact buffer;
    const uint32_t by = more ? 1 : (uint32_t)-1;
    x->counts.stages[i->stage] += by;
    for (int s = 0; s < N_INC_STATES; s++)
        if (incident_is(i, (enum incident_state)s))
            x->counts.states[s] += by;
    for (uint32_t s = 0; s < i->n_steps; s++) {
        const struct incident_said *said = i->steps[s].said;
        if (said->kind != INC_REPORT)
            continue;
        const struct fact *f =
            engine_fact_brief(x->c->engine, said->fact, &buffer);
        TRY(x->c->cx,
            count_report(x, engine_source_at(x->c->engine, f->source)->account,
                         more));
    }
    return OK;
}

/* Where it is in the list; false: it is not. */
static bool find(const struct incidents *x, const struct place *p, size_t *at)
{
    size_t lo = x->list_first, hi = x->list_room;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct incident *i = &x->list[mid];
        if (compare(i->from, i->id, p->from, p->id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *at = lo;
    return lo < x->list_room && x->list[lo].from == p->from &&
           str_eq(x->list[lo].id, p->id);
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Takes x->gone out of the list: what is before them moves up. */
static err take_out(struct incidents *x)
{
    struct arena *tmp = x->c->cx->scratch;
    struct arena_mark mark = arena_mark(tmp);
    size_t n = 0, *at;
    TRY_NEW_ARRAY(x->c->cx, tmp, x->gone.n + 1, at);
    for (size_t i = 0; i < x->gone.n; i++)
        n += find(x, &x->gone.p[i], &at[n]);
    qsort(at, n, sizeof *at, by_number);
    for (size_t i = 0; i < n; i++)
        TRY(x->c->cx, count(x, &x->list[at[i]], false));
    for (size_t i = n; i-- > 0;) {
        size_t from = i > 0 ? at[i - 1] + 1 : x->list_first;
        memmove(x->list + from + (n - i), x->list + from,
                (at[i] - from) * sizeof *x->list);
    }
    x->list_first += n;
    x->gone.n = 0;
    arena_rewind(tmp, mark);
    return OK;
}

/* Room for n more before the list. */
static err make_list_room(struct incidents *x, size_t n)
{
    enum { SHARE = 16 };
    struct incident *v;
    size_t has = x->list_room - x->list_first;
    if (n <= x->list_first)
        return OK;
    size_t room = has + n + (x->grows ? (has + n) / SHARE + 1 : 0);
    TRY_NEW_ARRAY(x->c->cx, x->a, room, v);
    if (has > 0)
        memcpy(v + room - has, x->list + x->list_first, has * sizeof *v);
    if (x->list != NULL)
        arena_drop(x->a, x->list, x->list_room * sizeof *v);
    x->list = v;
    x->list_room = room;
    x->list_first = room - has;
    return OK;
}

/* Among the others, which move down as far as they are newer. */
static err put_in(struct incidents *x, struct incident *v, size_t n)
{
    if (n > 1)
        qsort(v, n, sizeof *v, newest_first);
    TRY(x->c->cx, make_list_room(x, n));
    size_t to = x->list_first - n, from = x->list_first;
    x->list_first = to;
    for (size_t i = 0; i < n;) {
        bool old =
            from < x->list_room && newest_first(&x->list[from], &v[i]) < 0;
        x->list[to++] = old ? x->list[from] : v[i];
        from += old;
        i += !old;
    }
    for (size_t i = 0; i < n; i++)
        TRY(x->c->cx, count(x, &v[i], true));
    return OK;
}

/* --- All of it --------------------------------------------------------------
 */

static int by_index(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Of a knot that changed: what was listed of it, and what is to be. */
static err make_knot(struct incidents *x, struct gathering *g, struct knot *k)
{
    struct arena_mark mark = arena_mark(g->tmp);
    size_t first = g->found.n;
    for (size_t i = 0; i < k->listed.n; i++)
        TRY_ROOM(g->cx, x->a, vec_push(x->a, &x->gone, k->listed.p[i]));
    k->listed.n = 0;
    k->changed = false;
    k->due = INSTANT_MAX;
    if (k->said.n > 1)
        qsort(k->said.p, k->said.n, sizeof *k->said.p, by_index);
    g->said.p = NULL;
    g->said.n = g->said.cap = 0;
    g->groups.p = NULL;
    g->groups.n = g->groups.cap = 0;
    for (size_t i = 0; i < k->said.n; i++)
        TRY_ROOM(g->cx, g->tmp,
                 vec_push(g->tmp, &g->said, x->c->said.p[k->said.p[i]]));
    TRY(g->cx, gathering_make(g));
    arena_rewind(g->tmp, mark);
    for (size_t i = first; i < g->found.n; i++) {
        const struct incident *found = &g->found.p[i];
        struct place p = {found->from, found->id};
        TRY_ROOM(g->cx, x->a, vec_push(x->a, &k->listed, p));
        if (found->has_due && !found->overdue && found->due < k->due)
            k->due = found->due;
    }
    x->due = k->due < x->due ? k->due : x->due;
    return OK;
}

static err make_alone(struct incidents *x, struct gathering *g)
{
    struct arena_mark mark = arena_mark(g->tmp);
    struct fact buffer;
    g->said.p = NULL;
    g->said.n = g->said.cap = 0;
    for (size_t i = 0; i < x->alone.n; i++) {
        const struct incident_said *s = x->c->said.p[x->alone.p[i]];
        if (x->knot[s->fact] == ALONE)
            TRY(g->cx,
                gathering_make_alone(
                    g, s, engine_fact_brief(x->c->engine, s->fact, &buffer)));
    }
    x->alone.n = 0;
    arena_rewind(g->tmp, mark);
    return OK;
}

static err take_in(struct incidents *x, struct gathering *g)
{
    g->owner = x->owner;
    TRY(g->cx, take_new(x, g));
    g->owner = x->owner; /* it may have moved */
    for (size_t i = 0; i < x->changed.n; i++) {
        struct knot *k = &x->knots.p[x->changed.p[i]];
        if (k->parent == x->changed.p[i])
            TRY(g->cx, make_knot(x, g, k));
    }
    x->changed.n = 0;
    TRY(g->cx, make_alone(x, g));
    TRY(g->cx, take_out(x));
    return put_in(x, g->found.p, g->found.n);
}

/* As of c->verdicts. */
static err take_all(struct incidents *x, struct incident_list *out)
{
    struct app_case *c = x->c;
    struct arena found;
    struct gathering g = {.c = c,
                          .cx = c->cx,
                          .a = x->a,
                          .tmp = c->cx->scratch,
                          .at = c->verdicts.at,
                          .found_room = &found};
    x->at = g.at;
    x->n_replaced = c->replaced.n;
    arena_init(&found, c->cx->mem, "incidents", c->cx->limits.reports_bytes);
    err e = take_in(x, &g);
    arena_release(&found);
    if (!is_ok(e))
        return e;
    x->counts.accounts = x->accounts.p;
    x->counts.n_accounts = (uint32_t)x->accounts.n;
    *out = (struct incident_list){.at = x->at,
                                  .v = x->list + x->list_first,
                                  .n = (uint32_t)(x->list_room - x->list_first),
                                  .counts = x->counts};
    return OK;
}

err incidents_read(struct app_case *c, struct arena *a,
                   struct incident_list *out)
{
    struct incidents x = {.c = c, .a = a, .due = INSTANT_MAX};
    return take_all(&x, out);
}

/* So much of it is of incidents that are no more: then it is made anew. */
static bool is_stale(const struct incidents *x)
{
    enum { LEAST = 1 << 20 };
    return x->room.used_bytes > 2 * x->made + LEAST;
}

static err begin_anew(struct app_case *c)
{
    incidents_free(c->incidents);
    if (c->incidents == NULL)
        TRY_NEW(c->cx, &c->records, c->incidents);
    *c->incidents =
        (struct incidents){.c = c, .grows = true, .due = INSTANT_MAX};
    arena_init(&c->incidents->room, c->cx->mem, "incidents",
               c->cx->limits.reports_bytes);
    c->incidents->a = &c->incidents->room;
    return OK;
}

err incidents_current(struct app_case *c, struct incident_list *out)
{
    struct incidents *x = c->incidents;
    bool keeps = x != NULL && x->made > 0 && c->verdicts.at >= x->at &&
                 x->n_replaced == c->replaced.n && !is_stale(x);
    if (!keeps)
        TRY(c->cx, begin_anew(c));
    x = c->incidents;
    size_t made = x->made;
    x->made = 0; /* half of it would be of no use */
    TRY(c->cx, take_all(x, out));
    x->made = keeps ? made : x->room.used_bytes;
    return OK;
}

void incidents_free(struct incidents *x)
{
    if (x != NULL)
        arena_release(&x->room);
}
