/* plan/play.c: invented courses of events, see play.h.
 *
 * Everything is stated by each account that some clause needs to hear, at
 * once and in agreement: what is doubtful in a rehearsal is the text, never
 * the reports (silence is played by leaving a source out). */
#include "plan/play.h"

#include "base/json_out.h"
#include "plan/plan_int.h"

/* A course of one agreement at its largest: every day of years. */
enum { EVENTS_MOST = 1000000 };

err play_new(struct cx *cx, struct arena *a, const struct plan *p,
             struct play **out)
{
    struct play *w;
    TRY_NEW(cx, a, w);
    w->cx = cx;
    w->a = a;
    w->p = p;
    *out = w;
    return OK;
}

static err push(struct play *w, struct play_event e)
{
    if (w->n == w->cap) {
        uint32_t cap = w->cap == 0 ? 16 : 2 * w->cap;
        void *v;
        if (w->n >= EVENTS_MOST)
            return fail(w->cx, ERR_LIMIT, "a rehearsal of more than %d records",
                        EVENTS_MOST);
        v = arena_grow(w->a, w->v, w->cap * sizeof *w->v, cap * sizeof *w->v);
        if (v == NULL)
            return arena_fail(w->cx, w->a);
        w->v = v;
        w->cap = cap;
    }
    e.number = w->made + 1;
    TRY_ROOM(w->cx, w->a,
             arena_printf(w->a, &e.f.id, "r%u", (unsigned)++w->made));
    w->v[w->n++] = e;
    return OK;
}

static struct play_event blank(enum fact_kind kind, int source, instant from,
                               instant to)
{
    struct play_event x = {
        .f = fact_begin(kind, source, from, to), .clause = NONE, .shown = true};
    x.f.lo = x.f.hi = 1;
    x.f.effective = from;
    return x;
}

/* --- Entry into force -------------------------------------------------------
 */

static actor_set parties(const struct agreement *ag)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (ag->actors[i].role == ROLE_PARTY)
            s |= (actor_set)1 << i;
    return s;
}

err play_sign(struct play *w)
{
    const struct agreement *ag = w->p->ag;
    instant at = w->p->force;
    bool signs = ag->force == FORCE_SIGNED;
    if (ag->force == FORCE_AT || ag->force == FORCE_UNSTATED)
        return OK;
    for (int i = 0; i < (int)ag->n_actors; i++) {
        if (((ag->force_by >> i) & 1) == 0)
            continue;
        struct play_event e =
            blank(signs ? FACT_SIGNATURE : FACT_ANNOUNCEMENT, i, at, at + 1);
        e.f.will = signs ? WILL_NONE : WILL_IN_FORCE;
        TRY(w->cx, push(w, e));
        if (!signs)
            break;
    }
    return OK;
}

/* --- Who has to say it ------------------------------------------------------
 */

static actor_set bearers_of(const struct clause *c)
{
    actor_set s = 0;
    for (uint32_t i = 0; i < c->n_bearers; i++)
        s |= (actor_set)1 << c->bearers[i];
    return s;
}

static actor_set side(const struct agreement *ag, actor_set s)
{
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (((s >> i) & 1) != 0 && ag->actors[i].role == ROLE_FORCE &&
            ag->actors[i].of != NONE)
            s = (s & ~((actor_set)1 << i)) | (actor_set)1 << ag->actors[i].of;
    return s;
}

/* Those whose statement that it was done is accepted for a clause. */
static actor_set voices(const struct agreement *ag, const struct clause *c,
                        int bearer)
{
    actor_set all = parties(ag);
    switch (c->standard.kind) {
    case STD_NAMED:
        return (actor_set)1 << c->standard.by;
    case STD_KOF:
        return c->standard.of;
    case STD_INTEREST:
        if (c->n_bearers == 0)
            return all;
        all &= ~side(ag, bearer == NONE ? bearers_of(c)
                                        : (actor_set)1 << c->bearers[bearer]);
        return c->creditors != 0 ? c->creditors : all;
    }
    BUG("a standard of no kind");
}

/* The same for the events that open instances of a clause (sem 7). */
static actor_set openers(const struct agreement *ag, const struct clause *c)
{
    if (c->standard.kind == STD_INTEREST)
        return c->n_bearers == 0 ? parties(ag) : side(ag, bearers_of(c));
    return voices(ag, c, NONE);
}

/* Every account that some clause needs to hear this deed from. */
static actor_set who_says(const struct agreement *ag, int clause, int bearer)
{
    const struct clause *c = &ag->clauses[clause];
    actor_set s = voices(ag, c, bearer);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *x = &ag->clauses[i];
        if (x->kind != CLAUSE_DUTY)
            continue;
        if (x->trigger == TRIG_EVENT && selectors_meet(ag, c, &x->trig))
            s |= openers(ag, x);
        if ((int)i != clause && selectors_meet(ag, c, &x->perf))
            s |= voices(ag, x, NONE);
    }
    return s;
}

static int first_of(actor_set s)
{
    for (int i = 0; i < MAX_ACTORS; i++)
        if ((s >> i) & 1)
            return i;
    return NONE;
}

/* --- Deeds ------------------------------------------------------------------
 */

static int item_of(const struct selector *s)
{
    if (s->item == NONE || s->n_item_words == 0)
        return s->item;
    if ((s->items[s->item / 64] >> (s->item % 64)) & 1)
        return s->item;
    for (uint32_t i = 0; i < s->n_item_words * 64; i++)
        if ((s->items[i / 64] >> (i % 64)) & 1)
            return (int)i;
    return s->item;
}

static void describe(const struct play *w, const struct clause *c, int bearer,
                     struct fact *f)
{
    const struct agreement *ag = w->p->ag;
    f->act = c->perf.act;
    f->item = item_of(&c->perf);
    f->zone = c->perf.place;
    f->to = first_of(c->perf.to);
    f->did_not = c->perf.did_not;
    if (bearer != NONE)
        f->performer = c->bearers[bearer];
    for (int z = 0; f->zone != NONE && z < (int)ag->n_zones; z++)
        if (zones_nest(ag, f->zone, z))
            f->in.w[z / 64] |= (uint64_t)1 << (z % 64);
}

static err validate(struct play *w, int body, str id, instant at, int64_t n)
{
    struct play_event e = blank(FACT_ASSESSMENT, body, at, at + 1);
    str *refs;
    TRY_NEW_ARRAY(w->cx, w->a, 1, refs);
    refs[0] = id;
    e.f.refs = refs;
    e.f.n_refs = 1;
    e.f.valid = n;
    e.f.invalid = 0;
    e.shown = false;
    return push(w, e);
}

static instant hours_end(const struct clause *c, instant at)
{
    return at + c->hours.seconds + c->hours.days * 86400;
}

/* Where an exchange counts by category, a deed without one would count for
 * nothing: the category that the exchange names first. */
static int category(const struct agreement *ag, const struct clause *c,
                    int item)
{
    for (uint32_t i = 0; item != NONE && i < ag->n_clauses; i++) {
        const struct clause *x = &ag->clauses[i];
        if (x->trigger != TRIG_EVENT || x->n_ratios == 0 ||
            !selectors_meet(ag, c, &x->trig))
            continue;
        for (uint32_t k = 0; k < x->n_ratios; k++) {
            int up = x->ratios[k].item;
            while (up != NONE && up != item)
                up = ag->items[up].parent;
            if (up == item)
                return x->ratios[k].item;
        }
    }
    return item;
}

err play_do(struct play *w, int clause, int bearer, instant at, int64_t n)
{
    const struct agreement *ag = w->p->ag;
    const struct clause *c = &ag->clauses[clause];
    actor_set who = who_says(ag, clause, bearer);
    bool first = true;
    for (int i = 0; i < (int)ag->n_actors; i++) {
        if (((who >> i) & 1) == 0)
            continue;
        struct play_event e =
            blank(c->measure == MEASURE_LEVEL ? FACT_LEVEL : FACT_EVENT, i, at,
                  c->measure == MEASURE_HOURS ? hours_end(c, at) : at + 1);
        describe(w, c, bearer, &e.f);
        e.f.item = category(ag, c, e.f.item);
        if (c->measure == MEASURE_SUM || c->measure == MEASURE_LEVEL)
            e.f.lo = e.f.hi = n;
        e.clause = clause;
        e.shown = first;
        first = false;
        TRY(w->cx, push(w, e));
        if (c->validated_by != NONE)
            TRY(w->cx, validate(w, c->validated_by, w->v[w->n - 1].f.id, at + 1,
                                e.f.hi));
    }
    return OK;
}

err play_not_done(struct play *w, int clause, int bearer, instant from,
                  instant to)
{
    const struct clause *c = &w->p->ag->clauses[clause];
    int who = c->standard.kind == STD_NAMED ? c->standard.by
              : bearer == NONE              ? NONE
                                            : c->bearers[bearer];
    if (c->standard.kind == STD_KOF || who == NONE || c->need.cmp != AT_LEAST ||
        to <= from)
        return OK;
    struct play_event e = blank(FACT_TOTAL, who, from, to);
    describe(w, c, bearer, &e.f);
    e.f.item = c->perf.item;
    e.f.to = NONE;
    e.f.final = true;
    e.f.lo = e.f.hi = 0;
    e.clause = clause;
    return push(w, e);
}

err play_opening(struct play *w, int clause, instant at)
{
    const struct agreement *ag = w->p->ag;
    const struct clause *c = &ag->clauses[clause];
    const struct selector *s = &c->trig;
    actor_set who = openers(ag, c);
    bool first = true;
    for (int i = 0; i < (int)ag->n_actors; i++) {
        if (((who >> i) & 1) == 0)
            continue;
        struct play_act x = {.act = s->act,
                             .performer = first_of(s->performers),
                             .item = item_of(s),
                             .zone = s->place,
                             .to = first_of(s->to),
                             .n = c->trig_per > 0 ? c->trig_per : 1};
        if (c->n_ratios > 0)
            x.item = c->ratios[0].item;
        TRY(w->cx, play_event(w, &x, i, at));
        w->v[w->n - 1].f.did_not = s->did_not;
        w->v[w->n - 1].shown = first;
        first = false;
    }
    return OK;
}

err play_event(struct play *w, const struct play_act *x, int by, instant at)
{
    const struct agreement *ag = w->p->ag;
    struct play_event e = blank(FACT_EVENT, by, at, at + 1);
    e.f.act = x->act;
    e.f.performer = x->performer;
    e.f.item = x->item;
    e.f.to = x->to;
    e.f.zone = x->zone;
    e.f.lo = e.f.hi = x->n;
    for (int z = 0; x->zone != NONE && z < (int)ag->n_zones; z++)
        if (zones_nest(ag, x->zone, z))
            e.f.in.w[z / 64] |= (uint64_t)1 << (z % 64);
    return push(w, e);
}

err play_condition(struct play *w, int condition, instant at, bool holds)
{
    struct play_event e =
        blank(FACT_FINDING, w->p->ag->conditions[condition].by, at, at + 1);
    e.f.condition = condition;
    e.f.will = WILL_HOLDS;
    e.f.holds = holds;
    return push(w, e);
}

err play_state(struct play *w, int clause, const struct atom *atom, instant at,
               bool holds)
{
    const struct agreement *ag = w->p->ag;
    const struct clause *c = &ag->clauses[clause];
    actor_set who = c->standard.kind == STD_NAMED
                        ? (actor_set)1 << c->standard.by
                        : parties(ag);
    int place = atom->there ? c->perf.place : atom->place;
    for (int i = 0; i < (int)ag->n_actors; i++) {
        if (((who >> i) & 1) == 0)
            continue;
        struct play_event e = blank(FACT_STATE, i, at, at + 1);
        e.f.state = atom->ref;
        e.f.holds = holds;
        e.f.zone = place;
        for (int z = 0; place != NONE && z < (int)ag->n_zones; z++)
            if (zones_nest(ag, place, z))
                e.f.in.w[z / 64] |= (uint64_t)1 << (z % 64);
        TRY(w->cx, push(w, e));
    }
    return OK;
}

instant play_told_at(const struct play_event *e)
{
    return e->f.kind == FACT_TOTAL ? e->f.to_ - 1 : e->f.from;
}

static int by_time(const void *a, const void *b)
{
    const struct play_event *x = a, *y = b;
    if (play_told_at(x) != play_told_at(y))
        return play_told_at(x) < play_told_at(y) ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

void play_order(struct play *w)
{
    if (w->n > 1)
        qsort(w->v, w->n, sizeof *w->v, by_time);
}

/* --- The engine -------------------------------------------------------------
 */

static err feed(struct play *w, struct engine *e)
{
    const struct agreement *ag = w->p->ag;
    int source;
    bool dup;
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        const struct actor *x = &ag->actors[i];
        TRY(w->cx, engine_source(
                       w->cx, e, x->id, x->name,
                       x->role == ROLE_FORCE && x->of != NONE ? x->of : (int)i,
                       &source));
    }
    for (uint32_t i = 0; i < w->n; i++)
        if (((w->silent >> w->v[i].f.source) & 1) == 0)
            TRY(w->cx, engine_add(w->cx, e, &w->v[i].f, &dup));
    return OK;
}

err play_run(struct play *w, struct arena *a, struct verdicts *out)
{
    struct engine *e;
    TRY(w->cx, engine_new(w->cx, w->p->ag, &e));
    err x = feed(w, e);
    if (is_ok(x))
        x = engine_status(w->cx, e, w->at, a, out);
    engine_free(e);
    return x;
}

/* --- Words ------------------------------------------------------------------
 */

static void deed_words(const struct agreement *ag, const struct fact *f,
                       struct buf *out)
{
    /* who speaks of its own deed was named already */
    if (f->kind != FACT_TOTAL || f->performer != f->source) {
        if (f->performer != NONE)
            buf_str(out, actor_name(ag, f->performer));
        else
            buf_c(out, "somebody");
        buf_c(out, ": ");
    }
    buf_c(out, f->did_not ? "not " : "");
    buf_str(out, f->act == NONE ? STR("state") : ag->acts[f->act].inf);
    if (f->item != NONE) {
        if (f->lo > 0)
            buf_printf(out, " %lld", (long long)f->lo);
        buf_char(out, ' ');
        item_print(ag, f->item, out);
    }
    if (f->to != NONE) {
        buf_c(out, " to ");
        buf_str(out, actor_name(ag, f->to));
    }
    if (f->zone != NONE) {
        buf_c(out, ", ");
        zone_print(ag, f->zone, out);
    }
}

void play_words(const struct play *w, uint32_t i, struct buf *out)
{
    const struct agreement *ag = w->p->ag;
    const struct play_event *e = &w->v[i];
    const struct fact *f = &e->f;
    switch (f->kind) {
    case FACT_SIGNATURE:
        buf_str(out, actor_name(ag, f->source));
        buf_c(out, " signs");
        return;
    case FACT_ANNOUNCEMENT:
        buf_str(out, actor_name(ag, f->source));
        buf_c(out, " announces the entry into force");
        return;
    case FACT_TOTAL:
        buf_str(out, actor_name(ag, f->source));
        buf_printf(out, " states: %s%s",
                   f->lo == 0 ? "not done" : "all that was done",
                   f->performer == f->source ? ": " : ". ");
        deed_words(ag, f, out);
        break;
    case FACT_EVENT:
    case FACT_LEVEL:
        deed_words(ag, f, out);
        break;
    case FACT_STATE:
        buf_str(out, actor_name(ag, f->source));
        buf_printf(out, " states: %.*s %s", STR_ARG(ag->states[f->state].id),
                   f->holds ? "holds" : "does not hold");
        break;
    case FACT_FINDING:
        buf_str(out, actor_name(ag, f->source));
        buf_c(out, " finds");
        if (f->condition != NONE)
            buf_printf(out, ": %.*s %s",
                       STR_ARG(ag->conditions[f->condition].id),
                       f->holds ? "holds" : "does not hold");
        break;
    case FACT_INCIDENT:
    case FACT_ASSESSMENT:
    case FACT_CONSENT:
    case FACT_NOTICE:
    case FACT_REPLY:
        buf_str(out, actor_name(ag, f->source));
        buf_c(out, " states");
        break;
    }
    if (e->clause != NONE)
        buf_printf(out, " (%.*s)", STR_ARG(ag->clauses[e->clause].label));
}

/* --- Lines ------------------------------------------------------------------
 */

static void time_field(struct json_out *j, const char *key, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key_text(j, key, civil_rfc3339_print(tz_utc(), at, room));
}

static const char *type_of(const struct fact *f)
{
    switch (f->kind) {
    case FACT_SIGNATURE:
        return "signature";
    case FACT_ANNOUNCEMENT:
        return "announcement";
    case FACT_ASSESSMENT:
        return "assessment";
    case FACT_FINDING:
        return "finding";
    case FACT_TOTAL:
        return f->final ? "return" : "report";
    case FACT_CONSENT:
        return "consent";
    case FACT_NOTICE:
        return "notice";
    case FACT_INCIDENT:
        return "incident";
    case FACT_EVENT:
    case FACT_LEVEL:
    case FACT_STATE:
    case FACT_REPLY:
        return "report";
    }
    BUG("a fact of no kind");
}

static void what_fields(const struct agreement *ag, const struct fact *f,
                        struct json_out *j)
{
    if (f->kind == FACT_LEVEL)
        json_key_c(j, "kind", "level");
    if (f->kind == FACT_STATE)
        json_key_c(j, "kind", "state");
    if (f->act != NONE)
        json_key_text(j, "act", ag->acts[f->act].id);
    if (f->performer != NONE)
        json_key_text(j, "actor", ag->actors[f->performer].id);
    if (f->to != NONE)
        json_key_text(j, "to", ag->actors[f->to].id);
    if (f->item != NONE)
        json_key_text(j, "item", ag->items[f->item].id);
    if (f->zone != NONE && ag->zones[f->zone].base == NONE)
        json_key_text(j, "place", ag->zones[f->zone].id);
    if (f->did_not)
        json_key_bool(j, "did_not", true);
    if (f->state != NONE) {
        json_key_text(j, "state", ag->states[f->state].id);
        json_key_bool(j, "holds", f->holds);
    } else if (f->kind == FACT_TOTAL || f->item != NONE) {
        json_key_int(j, "quantity", f->lo);
    }
}

static void line(const struct agreement *ag, const struct fact *f,
                 struct json_out *j)
{
    json_obj_begin(j);
    json_key_c(j, "type", type_of(f));
    json_key_text(j, "id", f->id);
    json_key_text(j, "source", ag->actors[f->source].id);
    if (f->to_ - f->from == 1) {
        time_field(j, "occurred", f->from);
    } else {
        json_key(j, "occurred");
        json_obj_begin(j);
        time_field(j, "from", f->from);
        time_field(j, "to", f->to_);
        json_obj_end(j);
    }
    if (f->kind == FACT_ANNOUNCEMENT)
        json_key_c(j, "announces", "in_force");
    if (f->kind == FACT_ASSESSMENT) {
        json_key(j, "reports");
        json_arr_begin(j);
        for (uint32_t i = 0; i < f->n_refs; i++)
            json_str(j, f->refs[i]);
        json_arr_end(j);
        json_key_int(j, "valid", f->valid);
        json_key_int(j, "invalid", f->invalid);
    } else if (f->kind == FACT_FINDING && f->condition != NONE) {
        json_key_text(j, "condition", ag->conditions[f->condition].id);
        json_key_bool(j, "holds", f->holds);
    } else if (f->kind != FACT_SIGNATURE && f->kind != FACT_ANNOUNCEMENT) {
        what_fields(ag, f, j);
    }
    json_obj_end(j);
    json_line_end(j);
}

void play_lines(const struct play *w, struct buf *out)
{
    struct json_out j;
    for (uint32_t i = 0; i < w->n; i++) {
        if ((w->silent >> w->v[i].f.source) & 1)
            continue;
        json_init(&j, out, 0);
        line(w->p->ag, &w->v[i].f, &j);
    }
}
