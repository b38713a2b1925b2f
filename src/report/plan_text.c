/* report/plan_text.c: what a plan says, on a terminal: an hour's reading, the
 * worst first.
 *
 * Not here: JSON (plan_data.c), the page (plan_html.c). */
#include "base/utf8.h"
#include "report/report_int.h"

#include <inttypes.h>

struct pen {
    struct cx *cx;
    const struct report_plan *r;
    const struct plan *p;
    const struct agreement *ag;
    struct buf *out;
    struct buf line; /* one paragraph in the making */
};

static void para(struct pen *w, size_t used, size_t indent)
{
    show_wrapped(w->out, buf_view(&w->line), used, indent, w->r->width);
    buf_clear(&w->line);
}

static void title(struct pen *w, const char *text)
{
    buf_char(w->out, '\n');
    buf_styled(w->out, w->r->colour, STYLE_BOLD, str_of(text));
    buf_c(w->out, "\n\n");
}

static void pad(struct buf *b, size_t from, size_t width)
{
    size_t n = utf8_width(str_sub(buf_view(b), from, b->n));
    buf_fill(b, ' ', n < width ? width - n : 1);
}

/* --- Head --------------------------------------------------------------------
 */

static void head(struct pen *w)
{
    const struct plan *p = w->p;
    char room[CIVIL_PRINT_SIZE];
    struct civil c = civil_local(p->tz, p->force).civil;
    buf_styled(w->out, w->r->colour, STYLE_BOLD, STR("Rehearsal of \""));
    buf_style_on(w->out, w->r->colour, STYLE_BOLD);
    buf_safe(w->out, w->ag->title);
    buf_style_off(w->out, w->r->colour, STYLE_BOLD);
    buf_styled(w->out, w->r->colour, STYLE_BOLD, STR("\"\n"));
    if (w->r->unstated)
        buf_c(&w->line, "The text does not say when it enters into force. ");
    buf_c(&w->line, p->force_assumed ? "Entry into force is taken as "
                                     : "Entry into force is ");
    buf_str(&w->line, civil_weekday_name(civil_weekday(c.date)));
    buf_char(&w->line, ' ');
    buf_str(&w->line, civil_print(c, room));
    buf_printf(&w->line, " (%.*s)", STR_ARG(tz_name(p->tz)));
    if (p->force_assumed && !w->r->unstated)
        buf_c(&w->line, "; the text fixes no day, so days are what counts");
    buf_c(&w->line, ". The agreement ");
    if (p->end >= INSTANT_MAX) {
        buf_c(&w->line, "has no end.");
    } else {
        buf_c(&w->line, "lasts to the ");
        plan_when(p, p->end - 1, &w->line);
        buf_c(&w->line, "; extensions are not used.");
    }
    para(w, 0, 0);
    for (uint32_t i = 0; i < w->r->n_open; i++) {
        const struct report_open *o = &w->r->open[i];
        buf_printf(&w->line, "%.*s is open in the draft (%.*s) and left out.",
                   STR_ARG(o->label), STR_ARG(o->choices));
        para(w, 0, 0);
    }
}

static uint32_t count(const struct plan *p, enum plan_weight weight)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_findings; i++)
        n += p->findings[i].weight == weight;
    return n;
}

static void summary(struct pen *w)
{
    uint32_t a = count(w->p, PLAN_BREAKS), b = count(w->p, PLAN_RISK),
             c = count(w->p, PLAN_NOTE);
    buf_printf(&w->line,
               "%" PRIu32 " that cannot work as written, %" PRIu32
               " that work only if somebody so chooses, %" PRIu32 " to note.",
               a, b, c);
    para(w, 0, 0);
}

/* --- Findings
 * ------------------------------------------------------------------
 */

static void course(struct pen *w, const struct plan_finding *f)
{
    const struct play *x = f->witness;
    instant last = INSTANT_MIN;
    buf_c(w->out, "     Course of events:\n");
    for (uint32_t i = 0; i < x->n; i++) {
        size_t from;
        if (!x->v[i].shown)
            continue;
        buf_c(w->out, "       ");
        from = w->out->n;
        if (play_told_at(&x->v[i]) != last)
            plan_when(w->p, play_told_at(&x->v[i]), w->out);
        last = play_told_at(&x->v[i]);
        pad(w->out, from, 20);
        play_words(x, i, &w->line);
        para(w, 27, 29);
    }
    buf_c(w->out, "       ");
    size_t from = w->out->n;
    plan_when(w->p, x->at, w->out);
    pad(w->out, from, 20);
    if (f->about != NONE) {
        buf_str(&w->line, w->ag->clauses[f->about].label);
        buf_c(&w->line, " is then: ");
        buf_str(&w->line, status_name(f->status));
    }
    para(w, 27, 29);
}

/* --- A clause in a few words, so that no label has to be looked up -------- */

void plan_deed_words(const struct agreement *ag, int clause, struct buf *b)
{
    const struct clause *c = &ag->clauses[clause];
    if (c->perf.act != NONE) {
        buf_c(b, c->kind == CLAUSE_BAN || c->perf.did_not ? "not " : "");
        buf_str(b, ag->acts[c->perf.act].inf);
    } else if (c->perf.state != NONE) {
        buf_c(b, "keep");
    }
    if (c->perf.state_item != NONE) {
        buf_char(b, ' ');
        show_item(ag, c->perf.state_item, b);
    }
    if (c->perf.item != NONE) {
        buf_char(b, ' ');
        show_item(ag, c->perf.item, b);
    }
    if (c->perf.place != NONE) {
        buf_c(b, c->perf.state != NONE ? " " : ", ");
        buf_str(b, show_zone_name(ag, c->perf.place));
    }
    if (c->perf.state != NONE) {
        const struct state *s = &ag->states[c->perf.state];
        buf_char(b, ' ');
        buf_str(b, s->name.n > 0 ? s->name : s->id);
    }
}

void plan_step_words(const struct plan *p, const struct plan_node *n,
                     struct buf *b)
{
    buf_str(b, n->name);
    buf_char(b, ' ');
    plan_deed_words(p->ag, n->clause, b);
}

enum { GIST_MOST = 3 };

bool plan_gist(const struct plan *p, const struct plan_finding *f,
               struct buf *b)
{
    bool list = f->topic == PLAN_OBSERVE && f->n_clauses > 1; /* of one kind */
    if (f->n_clauses == 0 || f->n_clauses > GIST_MOST || list)
        return false;
    for (uint32_t k = 0; k < f->n_clauses; k++) {
        const struct clause *c = &p->ag->clauses[f->clauses[k]];
        buf_c(b, k == 0 ? "" : "; ");
        buf_str(b, c->label);
        for (uint32_t i = 0; i < c->n_bearers; i++) {
            buf_c(b, i == 0 ? " " : ", ");
            buf_str(b, show_actor_name(p->ag, c->bearers[i]));
        }
        buf_c(b, c->n_bearers > 0 ? ": " : " ");
        plan_deed_words(p->ag, f->clauses[k], b);
    }
    return true;
}

static void finding(struct pen *w, uint32_t i)
{
    const struct plan_finding *f = &w->p->findings[i];
    static const enum style styles[] = {
        [PLAN_BREAKS] = STYLE_ERROR,
        [PLAN_RISK] = STYLE_WARNING,
        [PLAN_NOTE] = STYLE_NOTE,
    };
    char number[16];
    (void)snprintf(number, sizeof number, "%3" PRIu32 "  ", i + 1);
    buf_styled(w->out, w->r->colour, styles[f->weight], str_of(number));
    buf_str(&w->line, f->title);
    para(w, 5, 5);
    if (plan_gist(w->p, f, &w->line)) {
        buf_c(w->out, "     ");
        para(w, 5, 7);
    }
    if (f->detail.n > 0) {
        buf_c(w->out, "     ");
        buf_str(&w->line, f->detail);
        para(w, 5, 5);
    }
    if (f->witness != NULL)
        course(w, f);
    if (f->hint.n > 0) {
        buf_c(w->out, "     ");
        buf_c(&w->line, "To mend: ");
        buf_str(&w->line, f->hint);
        para(w, 5, 7);
    }
    buf_char(w->out, '\n');
}

static void findings(struct pen *w)
{
    static const char *const titles[] = {
        [PLAN_BREAKS] = "As written this cannot work",
        [PLAN_RISK] = "This works only if somebody so chooses",
        [PLAN_NOTE] = "To note",
    };
    for (int k = PLAN_BREAKS; k <= PLAN_NOTE; k++) {
        bool any = false;
        for (uint32_t i = 0; i < w->p->n_findings; i++) {
            if ((int)w->p->findings[i].weight != k)
                continue;
            if (!any)
                title(w, titles[k]);
            any = true;
            finding(w, i);
        }
    }
}

/* --- The calendar of steps
 * ------------------------------------------------------
 */

static void cell(struct pen *w, const char *text, size_t width)
{
    size_t from = w->out->n;
    buf_c(w->out, text);
    pad(w->out, from, width);
}

static void when_cell(struct pen *w, instant at, size_t width)
{
    size_t from = w->out->n;
    plan_when(w->p, at, w->out);
    pad(w->out, from, width);
}

enum { STEP_COLUMNS = 31 };

static void node_row(struct pen *w, const struct plan_node *n)
{
    const struct clause *c = &w->ag->clauses[n->clause];
    size_t from = w->out->n;
    buf_c(w->out, n->critical ? "* " : "  ");
    plan_step_words(w->p, n, &w->line);
    (void)show_cut(w->out, buf_view(&w->line), STEP_COLUMNS - 3);
    buf_clear(&w->line);
    pad(w->out, from, STEP_COLUMNS);
    if (n->never) {
        buf_c(w->out, "never arises\n");
        return;
    }
    when_cell(w, n->arise.lo, 17);
    if (n->deed && !n->has_due)
        cell(w, "-", 15);
    else
        when_cell(w,
                  n->deed                     ? n->due.hi
                  : n->done.hi >= INSTANT_MAX ? INSTANT_MAX
                                              : n->done.hi - !n->series,
                  15);
    if (!n->deed) {
        buf_c(&w->line, c->kind == CLAUSE_BAN      ? "prohibition"
                        : c->kind == CLAUSE_KEEP   ? "state"
                        : c->kind == CLAUSE_MAY    ? "permission"
                        : c->period == PERIOD_WEEK ? "each week"
                                                   : "each day");
    } else if (n->outside) {
        buf_c(&w->line, "after the end");
    } else if (n->late) {
        buf_c(&w->line, "too late");
    } else if (n->done.hi >= INSTANT_MAX) {
        buf_c(&w->line, "no end");
    } else {
        plan_length(n->done.hi - n->arise.lo, &w->line);
        if (n->notice_s >= 0 && n->notice_s < n->done.hi - n->arise.lo) {
            buf_c(&w->line, ", at least ");
            plan_length(n->notice_s, &w->line);
        }
    }
    if (n->deed && n->optional && !n->outside)
        buf_c(&w->line, " (if it arises)");
    para(w, STEP_COLUMNS + 32, STEP_COLUMNS + 32);
}

static void calendar(struct pen *w)
{
    title(w, "Steps: when each can and must happen");
    buf_styled(w->out, w->r->colour, STYLE_DIM,
               STR("  step                         can begin        due or "
                   "end     room\n"));
    for (uint32_t c = 0; c < w->ag->n_clauses; c++)
        for (uint32_t i = w->p->first[c]; i < w->p->last[c]; i++)
            node_row(w, &w->p->nodes[i]);
    if (w->p->n_chain > 1) {
        buf_c(&w->line, "* the longest chain of waits: ");
        for (uint32_t i = 0; i < w->p->n_chain; i++) {
            buf_c(&w->line, i == 0 ? "" : ", then ");
            buf_str(&w->line, w->p->nodes[w->p->chain[i]].name);
        }
        buf_char(w->out, '\n');
        para(w, 0, 2);
    }
}

/* --- In whose hand
 * ---------------------------------------------------------------
 */

static void hand(struct pen *w, const struct plan_hand *h)
{
    size_t from = w->out->n;
    buf_c(w->out, "  ");
    plan_hand_name(w->p, h, &w->line);
    (void)show_cut(w->out, buf_view(&w->line), 19);
    buf_clear(&w->line);
    pad(w->out, from, 22);
    buf_str(&w->line, show_actor_name(w->ag, h->bearer));
    buf_c(&w->line, ": ");
    plan_hand_words(w->p, h, &w->line);
    para(w, 22, 24);
}

static void hands(struct pen *w)
{
    uint32_t own = 0;
    for (uint32_t i = 0; i < w->p->n_hands; i++)
        own += w->p->hands[i].kind == HAND_OWN;
    if (own == w->p->n_hands)
        return;
    title(w, "Can its bearer keep it in time, whatever the others do?");
    for (uint32_t i = 0; i < w->p->n_hands; i++)
        if (w->p->hands[i].kind != HAND_OWN)
            hand(w, &w->p->hands[i]);
    if (own > 0) {
        buf_printf(&w->line, "All other duties (%" PRIu32 "): yes.", own);
        buf_c(w->out, "  ");
        para(w, 2, 4);
    }
}

/* --- Exposure
 * -------------------------------------------------------------------
 */

static void amount(struct pen *w, const struct plan_amount *a)
{
    if (a->unit.n > 0) {
        show_figure(&w->line, a->lo, a->hi);
        buf_char(&w->line, ' ');
        buf_str(&w->line, a->what);
    } else {
        buf_str(&w->line, a->what);
        if (a->lo == 0)
            buf_c(&w->line, " (perhaps)");
    }
    buf_printf(&w->line, " (%.*s)", STR_ARG(w->ag->clauses[a->clause].label));
}

static void given(struct pen *w, const struct plan_moment *x, int by)
{
    bool any = false;
    buf_c(w->out, "     ");
    buf_str(&w->line, show_actor_name(w->ag, by));
    buf_c(&w->line, " has given: ");
    for (uint32_t i = 0; i < x->n_given; i++) {
        if (x->given[i].giver != by)
            continue;
        buf_c(&w->line, any ? "; " : "");
        amount(w, &x->given[i]);
        any = true;
    }
    if (!any)
        buf_c(&w->line, "nothing that the text asks for");
    buf_char(&w->line, '.');
    para(w, 5, 7);
}

static void left(struct pen *w, const struct plan_moment *x, bool falls)
{
    bool any = false;
    buf_c(w->out, "     ");
    buf_str(&w->line, show_actor_name(w->ag, x->exposed));
    buf_c(&w->line, falls ? " no longer owes: " : " still owes: ");
    for (uint32_t i = 0; i < x->n_left; i++) {
        const struct plan_duty_left *d = &x->left[i];
        if (d->falls != falls)
            continue;
        buf_c(&w->line, any ? ", " : "");
        buf_str(&w->line, w->p->nodes[d->node].name);
        if (d->undated)
            buf_c(&w->line, " (its deadline never starts)");
        else if (!falls && d->days >= 0)
            buf_printf(&w->line, " (%" PRId64 " day%s)", d->days,
                       d->days == 1 ? "" : "s");
        else if (!falls)
            buf_c(&w->line, " (without end)");
        any = true;
    }
    if (!any)
        buf_c(&w->line, "nothing");
    buf_char(&w->line, '.');
    para(w, 5, 7);
}

static void moment(struct pen *w, const struct plan_moment *x)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%3" PRIu32 "  ", x->rank);
    buf_c(w->out, number);
    buf_str(&w->line, show_actor_name(w->ag, x->stopper));
    buf_c(&w->line, " stops before ");
    buf_str(&w->line, w->p->nodes[x->node].name);
    buf_c(&w->line, " (");
    plan_deed_words(w->ag, w->p->nodes[x->node].clause, &w->line);
    buf_c(&w->line, "; ");
    plan_when(w->p, x->at, &w->line);
    buf_c(&w->line, "): ");
    buf_str(&w->line, show_actor_name(w->ag, x->exposed));
    buf_printf(&w->line,
               " has done %" PRIu32 " step%s whose answer no longer "
               "comes",
               x->unreturned, x->unreturned == 1 ? "" : "s");
    para(w, 5, 5);
    given(w, x, x->exposed);
    given(w, x, x->stopper);
    left(w, x, false);
    if (x->falls > 0)
        left(w, x, true);
    buf_char(w->out, '\n');
}

enum { MOMENTS_FIRST = 5 };

static void exposure(struct pen *w)
{
    uint32_t n = w->p->n_moments, shown = n;
    if (n == 0)
        return;
    if (!w->r->all && n > MOMENTS_FIRST)
        shown = MOMENTS_FIRST;
    title(w, "Who stands exposed, if the other stops");
    buf_c(&w->line,
          "Each owed step at its deadline; then one side does nothing more. "
          "Ranked by steps whose answer no longer comes, then by the days of "
          "what is still owed, never by who it is.");
    para(w, 0, 0);
    buf_char(w->out, '\n');
    for (uint32_t i = 0; i < shown; i++)
        moment(w, &w->p->moments[i]);
    if (shown < n) {
        buf_printf(&w->line, "%" PRIu32 " more moments: --all", n - shown);
        para(w, 0, 0);
    }
}

/* --- Who sees it
 * -----------------------------------------------------------------
 */

/* Whose statement counts, how it gets there and when it is ready. */
static void seen_by(struct pen *w, const struct plan_watch *x, struct buf *b)
{
    if (x->voices == 0) {
        buf_c(b, "the sides themselves");
        return;
    }
    if (x->by == NONE) {
        bool any = false;
        buf_printf(b, "%" PRIu32 " of ", x->k);
        for (int i = 0; i < (int)w->ag->n_actors; i++) {
            if (((x->voices >> i) & 1) == 0)
                continue;
            buf_c(b, any ? ", " : "");
            buf_str(b, show_actor_name(w->ag, i));
            any = true;
        }
        return;
    }
    buf_str(b, show_actor_name(w->ag, x->by));
    if (x->party) {
        buf_c(b, ", a party");
    } else if (w->ag->actors[x->by].mandate != NULL) {
        buf_c(b, x->access && x->access_written ? "; access written"
                 : x->access_written            ? "; no access there"
                                                : "; no access written");
        if (x->ready < INSTANT_MAX) {
            buf_c(b, "; ready by ");
            plan_when(w->p, x->ready, b);
        } else {
            buf_c(b, "; ready: not written");
        }
    }
}

/* One line for all that is seen in the same way: by whom, then what. */
static void watches(struct pen *w)
{
    struct buf x, y;
    if (w->p->n_watches == 0)
        return;
    title(w, "Who sees whether it is kept");
    buf_init(&x, w->cx->scratch, SIZE_MAX);
    buf_init(&y, w->cx->scratch, SIZE_MAX);
    for (uint32_t i = 0; i < w->p->n_watches; i++) {
        bool told = false;
        buf_clear(&x);
        seen_by(w, &w->p->watches[i], &x);
        for (uint32_t k = 0; k < w->p->n_watches; k++) {
            buf_clear(&y);
            seen_by(w, &w->p->watches[k], &y);
            if (!str_eq(buf_view(&x), buf_view(&y)))
                continue;
            if (k < i) /* told there */
                break;
            buf_c(&w->line, told ? ", " : "");
            buf_str(&w->line, w->ag->clauses[w->p->watches[k].clause].label);
            told = true;
        }
        if (!told)
            continue;
        buf_c(&w->line, ": ");
        buf_str(&w->line, buf_view(&x));
        buf_c(w->out, "  ");
        para(w, 2, 4);
    }
}

/* --- Rehearsals
 * -----------------------------------------------------------------
 */

static void outcome(struct pen *w, const struct sim_outcome *o)
{
    uint32_t total = 0;
    bool any = false;
    for (int i = 0; i < N_STATUS; i++)
        total += o->by_status[i];
    buf_str(&w->line, w->ag->clauses[o->clause].label);
    for (int i = 0; i < N_STATUS; i++) {
        if (o->by_status[i] == 0)
            continue;
        buf_c(&w->line, any ? ", " : " ");
        if (total > 1)
            buf_printf(&w->line, "%" PRIu32 " ", o->by_status[i]);
        buf_str(&w->line, status_name((enum status)i));
        any = true;
    }
}

static void played(struct pen *w, const struct sim_result *r)
{
    buf_c(w->out, "  ");
    sim_words(w->p, &r->move, &w->line);
    buf_c(&w->line, ": ");
    for (uint32_t i = 0; i < r->n; i++) {
        buf_c(&w->line, i == 0 ? "" : "; ");
        outcome(w, &r->v[i]);
    }
    if (r->n == 0)
        buf_c(&w->line, "nothing else changes");
    para(w, 2, 4);
}

static void on_time(struct pen *w)
{
    bool any = false;
    buf_c(w->out, "  ");
    buf_c(&w->line, "everything at its deadline: ");
    for (uint32_t i = 0; i < w->r->sims->n_on_time; i++) {
        const struct sim_outcome *o = &w->r->sims->on_time[i];
        const struct clause *c = &w->ag->clauses[o->clause];
        uint32_t total = 0;
        for (int k = 0; k < N_STATUS; k++)
            total += o->by_status[k];
        if (c->kind != CLAUSE_DUTY || o->by_status[ST_MET] == total)
            continue;
        buf_c(&w->line, any ? "; " : "all is met but ");
        outcome(w, o);
        any = true;
    }
    if (!any)
        buf_c(&w->line, "all is met");
    para(w, 2, 4);
}

enum { PLAYED_FIRST = 4 };

static void rehearsals(struct pen *w)
{
    const struct sim_all *s = w->r->sims;
    uint32_t of_kind = 0, left_out = 0;
    if (s == NULL)
        return;
    title(w, "Rehearsed: what each disturbance changes");
    if (s->n_on_time == 0)
        buf_c(w->out, "  Nothing was played.\n");
    else
        on_time(w);
    for (uint32_t i = 0; i < s->n; i++) {
        bool first = i == 0 || s->v[i].move.kind != s->v[i - 1].move.kind;
        of_kind = first ? 0 : of_kind + 1;
        if (of_kind < PLAYED_FIRST || w->r->all)
            played(w, &s->v[i]);
        else
            left_out++;
    }
    if (left_out > 0) {
        buf_printf(&w->line, "%" PRIu32 " more rehearsals: --all", left_out);
        para(w, 0, 0);
    }
}

static void bounds(struct pen *w)
{
    const struct sim_all *s = w->r->sims;
    if (w->p->n_not_covered == 0 && (s == NULL || s->n_not_covered == 0))
        return;
    title(w, "What was not covered");
    for (uint32_t i = 0; s != NULL && i < s->n_not_covered; i++) {
        buf_c(w->out, "  ");
        buf_str(&w->line, s->not_covered[i]);
        para(w, 2, 4);
    }
    for (uint32_t i = 0; i < w->p->n_not_covered; i++) {
        buf_c(w->out, "  ");
        buf_str(&w->line, w->p->not_covered[i]);
        para(w, 2, 4);
    }
}

err report_plan_text(struct cx *cx, const struct report_plan *r,
                     struct buf *out)
{
    struct arena_mark m = arena_mark(cx->scratch);
    struct buf text; /* columns are counted in it */
    struct pen w = {.cx = cx, .r = r, .p = r->p, .ag = r->p->ag, .out = &text};
    buf_init(&text, cx->scratch, SIZE_MAX);
    buf_init(&w.line, cx->scratch, SIZE_MAX);
    head(&w);
    summary(&w);
    findings(&w);
    calendar(&w);
    hands(&w);
    exposure(&w);
    rehearsals(&w);
    watches(&w);
    bounds(&w);
    buf_str(out, buf_view(&text));
    err e = buf_finish(cx, &w.line);
    if (is_ok(e))
        e = buf_finish(cx, &text);
    arena_rewind(cx->scratch, m);
    return e;
}
