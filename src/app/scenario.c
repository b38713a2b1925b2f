/* app/scenario.c: see scenario.h.
 *
 * The state of an exercise is the clock and the list of what was ordered, each
 * with the clock at which it was: going back drops what came later, a branch
 * is a copy of the list. What happens is worked out anew from them each time.
 */
#include "app/scenario.h"

#include "app/agreement.h"
#include "base/style.h"
#include "base/suggest.h"
#include "base/sys.h"
#include "base/vec.h"
#include "plan/play.h"
#include "plan/sim.h"
#include "report/report.h"
#include "time/civil.h"

#include <inttypes.h>

enum { WORDS_MOST = 40, BRANCHES_MOST = 100, DAYS_MOST = 3650 };

struct ordered {
    instant at; /* the clock when it was ordered */
    struct sim_move move;
};
typedef VEC(struct ordered) ordered_vec;

struct branch {
    str name;
    instant clock;
    ordered_vec orders;
};

/* A row's status, as last shown. */
struct shown_row {
    str key;
    enum status status;
};

struct table {
    struct cx *cx;
    struct arena *a;
    const struct plan *p;
    const struct scenario_options *o;
    struct buf *out;
    instant clock;
    ordered_vec orders;
    VEC(struct branch) branches;
    struct arena work, room; /* of the course last played */
    struct play *w;
    struct verdicts v;
    VEC(struct shown_row) rows;
    bool done;
};

struct line {
    str text;
    str w[WORDS_MOST];
    size_t n;
};

/* --- Words
 * -------------------------------------------------------------------- */

static void split(str text, struct line *l)
{
    str rest = text;
    l->text = text;
    l->n = 0;
    while (l->n < WORDS_MOST && rest.n > 0) {
        str word;
        rest = str_trim(rest);
        if (rest.n == 0 || rest.p[0] == '#')
            break;
        if (!str_cut(rest, ' ', &word, &rest))
            rest = STR("");
        l->w[l->n++] = str_trim(word);
    }
}

static bool is(const struct line *l, size_t i, const char *word)
{
    return i < l->n && str_eq(l->w[i], str_of(word));
}

static err wrong(struct table *t, const char *hint, str what)
{
    return fail_hint(t->cx, ERR_INPUT, hint, "%.*s", STR_ARG(what));
}

static err find_actor(struct table *t, str id, int *out)
{
    const struct agreement *ag = t->p->ag;
    struct suggest s;
    str hint = STR("actors are named by their ids");
    suggest_init(&s, id);
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (str_eq(ag->actors[i].id, id)) {
            *out = (int)i;
            return OK;
        }
        suggest_offer(&s, ag->actors[i].id);
    }
    if (s.best.n > 0)
        TRY_ROOM(
            t->cx, t->a,
            arena_printf(t->a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_hint(t->cx, ERR_INPUT, hint.p, "there is no actor \"%.*s\"",
                     STR_ARG(id));
}

static err find_clause(struct table *t, str label, int *out)
{
    const struct agreement *ag = t->p->ag;
    struct suggest s;
    str hint = STR("clauses are named by their labels");
    suggest_init(&s, label);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        if (str_eq(ag->clauses[i].label, label)) {
            *out = (int)i;
            return OK;
        }
        suggest_offer(&s, ag->clauses[i].label);
    }
    if (s.best.n > 0)
        TRY_ROOM(
            t->cx, t->a,
            arena_printf(t->a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_hint(t->cx, ERR_INPUT, hint.p, "there is no clause \"%.*s\"",
                     STR_ARG(label));
}

/* "2.2", or "2.2 step 1": *i moves past it. */
static err find_step(struct table *t, const struct line *l, size_t *i,
                     int *clause, int *step)
{
    int64_t n;
    *step = NONE;
    if (*i >= l->n)
        return wrong(t, "for instance: omit 2.2 step 1",
                     STR("a clause is missing"));
    TRY(t->cx, find_clause(t, l->w[(*i)++], clause));
    if (!is(l, *i, "step"))
        return OK;
    if (*i + 1 >= l->n || !str_int(l->w[*i + 1], 1, INT32_MAX, &n) ||
        n > t->p->ag->clauses[*clause].n_steps)
        return wrong(t, "steps are numbered from 1",
                     STR("the clause has no such step"));
    *step = (int)n - 1;
    *i += 2;
    return OK;
}

static err number(struct table *t, const struct line *l, size_t i, int64_t most,
                  int64_t *out)
{
    if (i >= l->n || !str_int(l->w[i], 0, most, out))
        return fail_hint(t->cx, ERR_INPUT, "help shows each order",
                         "a number from 0 to %" PRId64 " is missing", most);
    return OK;
}

static err end_of(struct table *t, const struct line *l, size_t i)
{
    if (i < l->n)
        return fail_hint(t->cx, ERR_INPUT, "docs/rehearsal.md lists the orders",
                         "\"%.*s\" is too much", STR_ARG(l->w[i]));
    return OK;
}

/* --- Playing
 * ------------------------------------------------------------------- */

static err play_until(struct table *t, instant at)
{
    struct sim_move *m;
    TRY_NEW_ARRAY(t->cx, t->a, t->orders.n, m);
    for (size_t i = 0; i < t->orders.n; i++)
        m[i] = t->orders.p[i].move;
    arena_reset(&t->work);
    TRY(t->cx, sim_course(t->cx, &t->work, t->p, m, (uint32_t)t->orders.n, at,
                          at, &t->w, &t->room, &t->v));
    if (t->w->cut_short)
        buf_c(t->out, "  more follows than can be played here\n");
    return OK;
}

static void day_words(struct table *t, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil c = civil_local(t->p->tz, at).civil;
    bool end = civil_day_span(t->p->tz, c.date).end == at + 1;
    buf_printf(t->out, "%sday %" PRId64 ", ", end ? "end of " : "",
               plan_day(t->p, at));
    buf_str(t->out, civil_weekday_name(civil_weekday(c.date)));
    buf_char(t->out, ' ');
    buf_str(t->out,
            end ? civil_date_print(c.date, room) : civil_print(c, room));
}

static void clock_line(struct table *t)
{
    buf_style_on(t->out, t->o->colour, STYLE_BOLD);
    buf_c(t->out, "== ");
    day_words(t, t->clock);
    buf_style_off(t->out, t->o->colour, STYLE_BOLD);
    buf_char(t->out, '\n');
}

static void events_between(struct table *t, instant after, instant to)
{
    instant last = INSTANT_MIN;
    for (uint32_t i = 0; i < t->w->n; i++) {
        const struct play_event *e = &t->w->v[i];
        instant told = play_told_at(e);
        if (!e->shown || told <= after || told > to)
            continue;
        buf_c(t->out, "  ");
        if (told != last) {
            plan_when(t->p, told, t->out);
            buf_c(t->out, ":\n  ");
        }
        last = told;
        buf_c(t->out, "  ");
        play_words(t->w, i, t->out);
        buf_char(t->out, '\n');
    }
}

static err row_key(struct table *t, const struct verdict *v, str *out)
{
    TRY_ROOM(t->cx, t->a,
             arena_printf(t->a, out, "%d %d %.*s", v->clause, v->bearer,
                          STR_ARG(v->instance)));
    return OK;
}

static bool was_shown(const struct table *t, str key, enum status *out)
{
    for (size_t i = 0; i < t->rows.n; i++)
        if (str_eq(t->rows.p[i].key, key)) {
            *out = t->rows.p[i].status;
            return true;
        }
    return false;
}

static bool is_quiet(enum status s)
{
    return s == ST_RUNNING || s == ST_WAITING || s == ST_NONE_REPORTED ||
           s == ST_PERMITTED || s == ST_DECLARATORY || s == ST_NOT_JUDGED;
}

static void row_words(struct table *t, const struct verdict *v)
{
    const struct agreement *ag = t->p->ag;
    const struct clause *c = &ag->clauses[v->clause];
    buf_str(t->out, c->label);
    if (v->instance.n > 0)
        buf_printf(t->out, " %.*s", STR_ARG(v->instance));
    if (v->bearer != NONE && c->n_bearers > 1)
        buf_printf(t->out, " %.*s", STR_ARG(ag->actors[v->bearer].id));
    buf_c(t->out, ": ");
}

/* What has changed since it was last shown; keeps what stands now. */
static err changes(struct table *t)
{
    bool any = false;
    VEC(struct shown_row) now = {0};
    for (uint32_t i = 0; i < t->v.n; i++) {
        const struct verdict *v = &t->v.v[i];
        struct shown_row r = {STR(""), v->status};
        enum status before = ST_RUNNING;
        TRY(t->cx, row_key(t, v, &r.key));
        bool had = was_shown(t, r.key, &before);
        TRY_ROOM(t->cx, t->a, vec_push(t->a, &now, r));
        if (had ? before == v->status : is_quiet(v->status))
            continue;
        any = true;
        buf_c(t->out, "  -> ");
        row_words(t, v);
        if (had) {
            buf_str(t->out, status_name(before));
            buf_c(t->out, ", now ");
        }
        buf_str(t->out, status_name(v->status));
        if (v->has_due && is_quiet(v->status)) {
            buf_c(t->out, ", due ");
            plan_when(t->p, v->due_hi, t->out);
        }
        buf_char(t->out, '\n');
    }
    if (!any)
        buf_c(t->out, "  no status changes\n");
    t->rows.p = now.p;
    t->rows.n = now.n;
    t->rows.cap = now.cap;
    return OK;
}

/* --- Orders
 * --------------------------------------------------------------------- */

static err move_clock(struct table *t, instant to)
{
    instant before = t->clock;
    TRY(t->cx, play_until(t, to));
    t->clock = to;
    clock_line(t);
    events_between(t, before, to);
    return changes(t);
}

static instant day_end(const struct plan *p, int64_t n)
{
    return civil_day_span(p->tz, civil_from_days(p->day1_number + n - 1)).end -
           1;
}

static err order_play(struct table *t, const struct line *l)
{
    int64_t n = 1, day = plan_day(t->p, t->clock);
    if (is(l, 1, "to") && is(l, 2, "day")) {
        TRY(t->cx, number(t, l, 3, DAYS_MOST, &n));
        TRY(t->cx, end_of(t, l, 4));
        if (day_end(t->p, n) <= t->clock)
            return wrong(t, "go back with: back N days",
                         STR("that day has passed"));
        return move_clock(t, day_end(t->p, n));
    }
    if (l->n > 1) {
        TRY(t->cx, number(t, l, 1, DAYS_MOST, &n));
        TRY(t->cx, end_of(t, l, is(l, 2, "day") || is(l, 2, "days") ? 3 : 2));
    }
    /* the first day is played from entry into force to its end */
    if (day_end(t->p, day) > t->clock)
        n--;
    if (day + n > DAYS_MOST)
        return wrong(t, "an exercise has 3650 days at most",
                     STR("that is too far"));
    return move_clock(t, day_end(t->p, day + n));
}

static err add(struct table *t, struct sim_move m)
{
    struct ordered o = {t->clock, m};
    TRY_ROOM(t->cx, t->a, vec_push(t->a, &t->orders, o));
    buf_c(t->out, "  from now on: ");
    sim_words(t->p, &m, t->out);
    buf_char(t->out, '\n');
    return OK;
}

static struct sim_move blank_move(const struct table *t, enum sim_kind kind)
{
    return (struct sim_move){.kind = kind,
                             .actor = NONE,
                             .clause = NONE,
                             .step = NONE,
                             .node = NONE,
                             .at = t->clock + 1};
}

static err order_actor(struct table *t, const struct line *l,
                       enum sim_kind kind)
{
    struct sim_move m = blank_move(t, kind);
    if (l->n < 2)
        return wrong(t, "for instance: stop ardania",
                     STR("an actor is missing"));
    TRY(t->cx, find_actor(t, l->w[1], &m.actor));
    TRY(t->cx, end_of(t, l, 2));
    return add(t, m);
}

static err order_resume(struct table *t, const struct line *l)
{
    int actor;
    bool any = false;
    if (l->n < 2)
        return wrong(t, "for instance: resume ardania",
                     STR("an actor is missing"));
    TRY(t->cx, find_actor(t, l->w[1], &actor));
    TRY(t->cx, end_of(t, l, 2));
    for (size_t i = 0; i < t->orders.n; i++) {
        struct sim_move *m = &t->orders.p[i].move;
        if (m->actor == actor && m->to == 0) {
            m->to = t->clock + 1;
            any = true;
        }
    }
    if (!any)
        return wrong(t, "nothing has to be done", STR("it has not stopped"));
    buf_printf(t->out, "  %.*s resumes\n", STR_ARG(l->w[1]));
    return OK;
}

static err order_omit(struct table *t, const struct line *l)
{
    struct sim_move m = blank_move(t, SIM_OMITS);
    size_t i = 1;
    TRY(t->cx, find_step(t, l, &i, &m.clause, &m.step));
    TRY(t->cx, end_of(t, l, i));
    return add(t, m);
}

static err order_late(struct table *t, const struct line *l)
{
    struct sim_move m = blank_move(t, SIM_LATE);
    size_t i = 1;
    int64_t n;
    TRY(t->cx, find_step(t, l, &i, &m.clause, &m.step));
    if (!is(l, i, "by"))
        return wrong(t, "for instance: late 2.1 by 2 days",
                     STR("by how much is missing"));
    TRY(t->cx, number(t, l, i + 1, DAYS_MOST, &n));
    bool hours = is(l, i + 2, "hours") || is(l, i + 2, "hour");
    bool unit = hours || is(l, i + 2, "days") || is(l, i + 2, "day");
    m.seconds = n * (hours ? 3600 : 86400);
    TRY(t->cx, end_of(t, l, i + 2 + unit));
    return add(t, m);
}

static err order_cut(struct table *t, const struct line *l)
{
    struct sim_move m = blank_move(t, SIM_CUT);
    size_t i = 1;
    TRY(t->cx, find_step(t, l, &i, &m.clause, &m.step));
    if (!is(l, i, "to") || !is(l, i + 2, "in"))
        return wrong(t, "for instance: cut 4.1 to 1 in 2",
                     STR("to which share is missing"));
    TRY(t->cx, number(t, l, i + 1, 1000000, &m.num));
    TRY(t->cx, number(t, l, i + 3, 1000000, &m.den));
    if (m.den == 0)
        return wrong(t, "for instance: cut 4.1 to 1 in 2",
                     STR("a share of 0 parts"));
    TRY(t->cx, end_of(t, l, i + 4));
    return add(t, m);
}

static err order_amount(struct table *t, const struct line *l)
{
    struct sim_move m = blank_move(t, SIM_AMOUNT);
    size_t i = 3;
    TRY(t->cx, number(t, l, 1, 999999999999, &m.num));
    if (!is(l, 2, "of"))
        return wrong(t, "for instance: do 3 of 2.2 step 1",
                     STR("`of` and a clause are missing"));
    TRY(t->cx, find_step(t, l, &i, &m.clause, &m.step));
    TRY(t->cx, end_of(t, l, i));
    return add(t, m);
}

/* --- Events that nobody owes
 * ------------------------------------------------------
 */

static err find_act(struct table *t, str id, int *out)
{
    const struct agreement *ag = t->p->ag;
    struct suggest s;
    str hint = STR("acts are named by their ids, such as hand_over");
    suggest_init(&s, id);
    for (uint32_t i = 0; i < ag->n_acts; i++) {
        if (str_eq(ag->acts[i].id, id)) {
            *out = (int)i;
            return OK;
        }
        suggest_offer(&s, ag->acts[i].id);
    }
    if (s.best.n > 0)
        TRY_ROOM(
            t->cx, t->a,
            arena_printf(t->a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_hint(t->cx, ERR_INPUT, hint.p, "there is no act \"%.*s\"",
                     STR_ARG(id));
}

static err find_zone(struct table *t, str id, int *out)
{
    for (uint32_t i = 0; i < t->p->ag->n_zones; i++)
        if (str_eq(t->p->ag->zones[i].id, id)) {
            *out = (int)i;
            return OK;
        }
    return fail_hint(t->cx, ERR_INPUT, "zones are named by their ids",
                     "there is no zone \"%.*s\"", STR_ARG(id));
}

static err find_item(struct table *t, str id, int *out)
{
    for (uint32_t i = 0; i < t->p->ag->n_items; i++)
        if (str_eq(t->p->ag->items[i].id, id)) {
            *out = (int)i;
            return OK;
        }
    return fail_hint(t->cx, ERR_INPUT, "items are named by their ids",
                     "there is no item \"%.*s\"", STR_ARG(id));
}

/* event ACTOR ACT [N ITEM] [in ZONE] [to ACTOR] said by ACTOR [ACTOR ...] */
static err order_event(struct table *t, const struct line *l)
{
    struct play_act x = {.item = NONE, .zone = NONE, .to = NONE, .n = 1};
    size_t i = 3;
    int who;
    if (l->n < 3)
        return wrong(t,
                     "for instance: event belmar attack in harbour said by "
                     "ardania",
                     STR("an actor and an act are missing"));
    TRY(t->cx, find_actor(t, l->w[1], &x.performer));
    TRY(t->cx, find_act(t, l->w[2], &x.act));
    if (i + 1 < l->n && str_int(l->w[i], 0, 999999999999, &x.n)) {
        TRY(t->cx, find_item(t, l->w[i + 1], &x.item));
        i += 2;
    }
    if (is(l, i, "in") && i + 1 < l->n) {
        TRY(t->cx, find_zone(t, l->w[i + 1], &x.zone));
        i += 2;
    }
    if (is(l, i, "to") && i + 1 < l->n) {
        TRY(t->cx, find_actor(t, l->w[i + 1], &x.to));
        i += 2;
    }
    if (!is(l, i, "said") || !is(l, i + 1, "by") || i + 2 >= l->n)
        return wrong(t, "end it with: said by ACTOR",
                     STR("who says so is missing"));
    for (i += 2; i < l->n; i++) {
        struct sim_move m = blank_move(t, SIM_EVENT);
        TRY(t->cx, find_actor(t, l->w[i], &who));
        m.actor = NONE;
        m.by = who;
        m.act = x;
        m.at = t->clock;
        struct ordered o = {t->clock, m};
        TRY_ROOM(t->cx, t->a, vec_push(t->a, &t->orders, o));
    }
    TRY(t->cx, play_until(t, t->clock));
    buf_c(t->out, "  entered\n");
    return changes(t);
}

/* condition NAME holds | fails */
static err order_condition(struct table *t, const struct line *l)
{
    struct sim_move m = blank_move(t, SIM_CONDITION);
    const struct agreement *ag = t->p->ag;
    if (l->n != 3 || !(is(l, 2, "holds") || is(l, 2, "fails")))
        return wrong(t, "for instance: condition calm fails",
                     STR("a condition, and holds or fails, are missing"));
    for (uint32_t i = 0; i < ag->n_conditions; i++)
        if (str_eq(ag->conditions[i].id, l->w[1]))
            m.clause = (int)i;
    if (m.clause == NONE)
        return fail_hint(t->cx, ERR_INPUT, "conditions are named by their ids",
                         "there is no condition \"%.*s\"", STR_ARG(l->w[1]));
    m.num = is(l, 2, "holds");
    m.at = t->clock;
    struct ordered o = {t->clock, m};
    TRY_ROOM(t->cx, t->a, vec_push(t->a, &t->orders, o));
    TRY(t->cx, play_until(t, t->clock));
    return changes(t);
}

/* --- Looking, going back, branching
 * ------------------------------------------------
 */

static err order_status(struct table *t, const struct line *l)
{
    int only = NONE;
    if (l->n > 1)
        TRY(t->cx, find_clause(t, l->w[1], &only));
    TRY(t->cx, end_of(t, l, 2));
    TRY(t->cx, play_until(t, t->clock));
    for (uint32_t i = 0; i < t->v.n; i++) {
        const struct verdict *v = &t->v.v[i];
        const struct clause *c = &t->p->ag->clauses[v->clause];
        if (only == NONE ? c->period != PERIOD_NONE && v->status == ST_MET
                         : v->clause != only)
            continue;
        buf_c(t->out, "  ");
        row_words(t, v);
        buf_str(t->out, status_name(v->status));
        if (v->required > 1)
            buf_printf(t->out, ", %" PRId64 " of %" PRId64, v->sure,
                       v->required);
        if (v->has_due) {
            buf_c(t->out, ", due ");
            plan_when(t->p, v->due_hi, t->out);
        }
        buf_char(t->out, '\n');
    }
    return OK;
}

static err order_back(struct table *t, const struct line *l)
{
    int64_t n = 1, day = plan_day(t->p, t->clock);
    size_t kept = 0, dropped = t->orders.n;
    if (is(l, 1, "to") && is(l, 2, "day")) {
        TRY(t->cx, number(t, l, 3, DAYS_MOST, &n));
        TRY(t->cx, end_of(t, l, 4));
        n = day - n;
    } else if (l->n > 1) {
        TRY(t->cx, number(t, l, 1, DAYS_MOST, &n));
        TRY(t->cx, end_of(t, l, is(l, 2, "day") || is(l, 2, "days") ? 3 : 2));
    }
    if (n < 0)
        return wrong(t, "go on with: play to day N",
                     STR("that day is still to come"));
    t->clock = day - n < 1 ? t->p->force : day_end(t->p, day - n);
    for (size_t i = 0; i < t->orders.n; i++) {
        struct ordered o = t->orders.p[i];
        if (o.move.to > t->clock + 1)
            o.move.to = 0;
        if (o.at < t->clock || o.at == t->p->force)
            t->orders.p[kept++] = o;
    }
    t->orders.n = kept;
    TRY(t->cx, play_until(t, t->clock));
    clock_line(t);
    buf_printf(t->out, "  %zu order%s taken back\n", dropped - kept,
               dropped - kept == 1 ? "" : "s");
    t->rows.n = 0;
    for (uint32_t i = 0; i < t->v.n; i++) {
        struct shown_row r = {STR(""), t->v.v[i].status};
        TRY(t->cx, row_key(t, &t->v.v[i], &r.key));
        TRY_ROOM(t->cx, t->a, vec_push(t->a, &t->rows, r));
    }
    return OK;
}

static struct branch *branch_of(struct table *t, str name)
{
    for (size_t i = 0; i < t->branches.n; i++)
        if (str_eq(t->branches.p[i].name, name))
            return &t->branches.p[i];
    return NULL;
}

static err copy_orders(struct table *t, const ordered_vec *from,
                       ordered_vec *to)
{
    *to = (ordered_vec){0};
    for (size_t i = 0; i < from->n; i++)
        TRY_ROOM(t->cx, t->a, vec_push(t->a, to, from->p[i]));
    return OK;
}

static err order_branch(struct table *t, const struct line *l)
{
    struct branch b = {.clock = t->clock}, *old;
    if (l->n != 2)
        return wrong(t, "for instance: branch before-the-stop",
                     STR("a name is missing"));
    TRY_ROOM(t->cx, t->a, arena_dup_str(t->a, l->w[1], &b.name));
    TRY(t->cx, copy_orders(t, &t->orders, &b.orders));
    old = branch_of(t, b.name);
    if (old != NULL)
        *old = b;
    else if (t->branches.n >= BRANCHES_MOST)
        return wrong(t, "use a name again", STR("there are 100 branches"));
    else
        TRY_ROOM(t->cx, t->a, vec_push(t->a, &t->branches, b));
    buf_printf(t->out, "  this point is now called %.*s\n", STR_ARG(b.name));
    return OK;
}

static err order_return(struct table *t, const struct line *l)
{
    const struct branch *b;
    if (l->n != 2)
        return wrong(t, "for instance: return before-the-stop",
                     STR("a name is missing"));
    b = branch_of(t, l->w[1]);
    if (b == NULL)
        return fail_hint(t->cx, ERR_INPUT, "make one with: branch NAME",
                         "no point is called \"%.*s\"", STR_ARG(l->w[1]));
    t->clock = b->clock;
    TRY(t->cx, copy_orders(t, &b->orders, &t->orders));
    TRY(t->cx, play_until(t, t->clock));
    clock_line(t);
    return changes(t);
}

static err order_orders(struct table *t)
{
    for (size_t i = 0; i < t->orders.n; i++) {
        buf_c(t->out, "  ");
        plan_when(t->p, t->orders.p[i].at, t->out);
        buf_c(t->out, ": ");
        sim_words(t->p, &t->orders.p[i].move, t->out);
        buf_char(t->out, '\n');
    }
    if (t->orders.n == 0)
        buf_c(t->out, "  everything at its deadline\n");
    return OK;
}

static err order_reports(struct table *t, const struct line *l)
{
    struct buf b;
    char path[4096];
    if (l->n != 2 || !str_to_c(l->w[1], path, sizeof path))
        return wrong(t, "for instance: write day5.jsonl",
                     STR("a file is missing"));
    if (!t->o->writes)
        return wrong(t, "", STR("no file is written here"));
    TRY(t->cx, play_until(t, t->clock));
    buf_init(&b, &t->work, SIZE_MAX);
    play_lines(t->w, &b);
    TRY(t->cx, buf_finish(t->cx, &b));
    /* orders may come from somebody else: nothing is written over */
    TRY(t->cx, sys_write_new(t->cx, path, false, buf_view(&b)));
    buf_printf(t->out, "  %u records\n", t->w->n);
    return OK;
}

static const char orders_text[] =
    "  play [N days], play to day N     let time pass\n"
    "  stop ACTOR, silent ACTOR         it does, or says, nothing from now on\n"
    "  resume ACTOR                     it goes on\n"
    "  omit CLAUSE [step N]             it is not done\n"
    "  late CLAUSE [step N] by N days   it is done late\n"
    "  do N of CLAUSE [step N]          so much of it is done\n"
    "  cut CLAUSE to N in M             so much of it is done each time\n"
    "  event ACTOR ACT [N ITEM] [in ZONE] [to ACTOR] said by ACTOR ...\n"
    "  condition NAME holds|fails       its body finds so\n"
    "  status [CLAUSE], orders          look\n"
    "  back [N days], back to day N     undo what was ordered since\n"
    "  branch NAME, return NAME         name a point; go there\n"
    "  write FILE                       the records so far, for truce status\n"
    "  say TEXT, help, end\n";

static err obey(struct table *t, const struct line *l)
{
    static const struct {
        const char *word;
        err (*run)(struct table *t, const struct line *l);
    } table[] = {
        {"play", order_play},     {"resume", order_resume},
        {"omit", order_omit},     {"late", order_late},
        {"cut", order_cut},       {"do", order_amount},
        {"event", order_event},   {"condition", order_condition},
        {"status", order_status}, {"back", order_back},
        {"branch", order_branch}, {"return", order_return},
        {"write", order_reports},
    };
    struct suggest s;
    str hint = STR("help lists the orders");
    suggest_init(&s, l->w[0]);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (is(l, 0, table[i].word))
            return table[i].run(t, l);
        suggest_offer(&s, str_of(table[i].word));
    }
    suggest_offer(&s, STR("stop"));
    suggest_offer(&s, STR("silent"));
    if (is(l, 0, "stop"))
        return order_actor(t, l, SIM_STOPS);
    if (is(l, 0, "silent"))
        return order_actor(t, l, SIM_SILENT);
    if (is(l, 0, "orders"))
        return order_orders(t);
    if (is(l, 0, "say")) {
        buf_c(t->out, "  ");
        buf_safe(t->out, str_trim(str_sub(str_trim(l->text), 3, l->text.n)));
        buf_char(t->out, '\n');
        return OK;
    }
    if (is(l, 0, "help")) {
        buf_c(t->out, orders_text);
        return OK;
    }
    if (is(l, 0, "end") || is(l, 0, "quit")) {
        t->done = true;
        return OK;
    }
    if (s.best.n > 0)
        TRY_ROOM(
            t->cx, t->a,
            arena_printf(t->a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_hint(t->cx, ERR_INPUT, hint.p, "\"%.*s\" is no order",
                     STR_ARG(l->w[0]));
}

/* --- Lines
 * ------------------------------------------------------------------------
 */

static bool is_head(const struct line *l)
{
    return is(l, 0, "agreement") || is(l, 0, "choose") || is(l, 0, "start");
}

static void prompt(struct table *t)
{
    if (!t->o->person)
        return;
    buf_printf(t->out, "day %" PRId64 "> ", plan_day(t->p, t->clock));
    t->o->flush(t->o->self);
}

static err one_line(struct table *t, str text, size_t number, bool *begun)
{
    struct line l;
    split(str_trim(text), &l);
    if (l.n == 0 || (!*begun && is_head(&l)))
        return OK;
    *begun = true;
    if (!t->o->person) {
        buf_styled(t->out, t->o->colour, STYLE_DIM, STR("> "));
        buf_safe(t->out, str_trim(text));
        buf_char(t->out, '\n');
    }
    err e = obey(t, &l);
    if (is_ok(e) || e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    struct fault why = t->cx->fault;
    if (!t->o->person)
        return fail_hint(t->cx, e.code, why.hint, "%s:%zu: %s", t->o->path,
                         number, why.message);
    fault_clear(t->cx);
    buf_printf(t->out, "  %s\n", why.message);
    if (why.hint[0] != '\0')
        buf_printf(t->out, "  hint: %s\n", why.hint);
    return OK;
}

/* A person's lines are obeyed as they come. */
static err typed(struct table *t)
{
    char room[4096];
    size_t have = 0, number = 0;
    bool begun = false, end = false;
    prompt(t);
    while (!t->done && !end) {
        size_t n = 0, used = 0;
        if (have == sizeof room)
            return fail(t->cx, ERR_LIMIT, "a line of more than %zu bytes",
                        sizeof room);
        TRY(t->cx, sys_read(t->cx, 0, "standard input", room + have,
                            sizeof room - have, &n));
        end = n == 0;
        have += n;
        str rest = {room, have}, text;
        while (!t->done &&
               (str_cut(rest, '\n', &text, &rest) || (end && text.n > 0))) {
            used = (size_t)(rest.p - room);
            TRY(t->cx, one_line(t, text, ++number, &begun));
            if (end && rest.n == 0)
                break;
            prompt(t);
        }
        if (used > 0 && used <= have) {
            memmove(room, room + used, have - used);
            have -= used;
        }
    }
    buf_char(t->out, '\n');
    return OK;
}

static err scripted(struct table *t)
{
    str line, rest = t->o->text;
    size_t number = 0;
    bool begun = false, more = true;
    while (more && !t->done) {
        more = str_cut(rest, '\n', &line, &rest);
        TRY(t->cx, one_line(t, line, ++number, &begun));
        t->o->flush(t->o->self);
    }
    return OK;
}

err scenario_read_head(struct cx *cx, struct arena *a, const char *path,
                       str text, struct scenario_head *out)
{
    str line, rest = text;
    bool more = true;
    size_t number = 0;
    VEC(const char *) choices = {0};
    *out = (struct scenario_head){0};
    while (more) {
        struct line l;
        more = str_cut(rest, '\n', &line, &rest);
        split(str_trim(line), &l);
        number++;
        if (l.n == 0)
            continue;
        if (!is_head(&l))
            break;
        if (l.n != 2)
            return fail_hint(cx, ERR_INPUT,
                             "for instance: agreement truce.truce, start "
                             "2025-03-10, choose 2.2=A",
                             "%s:%zu: one word has to follow \"%.*s\"", path,
                             number, STR_ARG(l.w[0]));
        str value;
        TRY_ROOM(cx, a, arena_dup_str(a, l.w[1], &value));
        if (is(&l, 0, "agreement")) {
            TRY(cx, app_side_path(cx, a, str_of(path), value, &value));
            TRY_ROOM(cx, a, arena_dup_str(a, value, &value));
            out->agreement = value.p;
        } else if (is(&l, 0, "start")) {
            out->start = value.p;
        } else {
            TRY_ROOM(cx, a, vec_push(a, &choices, value.p));
        }
    }
    out->choices = choices.p;
    out->n_choices = choices.n;
    return OK;
}

err scenario_run(struct cx *cx, struct arena *a, const struct plan *p,
                 const struct scenario_options *o, struct buf *out)
{
    struct table t = {
        .cx = cx, .a = a, .p = p, .o = o, .out = out, .clock = p->force};
    arena_init(&t.work, cx->mem, "exercise", cx->limits.document_bytes);
    arena_init(&t.room, cx->mem, "verdicts", cx->limits.document_bytes);
    buf_printf(out,
               "Exercise on \"%.*s\"; everything happens at its deadline "
               "unless ordered otherwise\n",
               STR_ARG(p->ag->title));
    err e = play_until(&t, t.clock);
    if (is_ok(e)) {
        clock_line(&t);
        e = changes(&t);
    }
    if (is_ok(e))
        e = o->person ? typed(&t) : scripted(&t);
    arena_release(&t.work);
    arena_release(&t.room);
    return e;
}
