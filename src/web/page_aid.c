/* web/page_aid.c: quantities against what is owed, counter by counter.
 *
 * Every figure is the engine's or a report's. Figures of different counters
 * stand beside each other and are never added; where they differ, the
 * difference is shown. The picture says nothing that the table under it does
 * not say too. */
#include "web/web_int.h"

#include <inttypes.h>

/* A clause with its occasions, of one bearer. */
struct lane {
    const struct clause *cl;
    int clause, bearer;
    const struct verdict **v; /* by time */
    uint32_t n;
    int accounts[8]; /* that speak in any of them, as first met */
    uint32_t n_accounts;
};

/* GAPS_SHOWN: beyond so many days their numbers would cover each other. */
enum { LANE_ACCOUNTS = 8, DAYS_MOST = 400, GAPS_SHOWN = 20 };

static const struct account_view *view_of(const struct verdict *x, int account)
{
    for (uint32_t i = 0; i < x->n_accounts; i++)
        if (x->accounts[i].account == account)
            return x->accounts[i].arises ? &x->accounts[i] : NULL;
    return NULL;
}

static bool speaks(const struct account_view *a)
{
    return a != NULL && (a->fig.lo > 0 || a->fig.hi != QTY_INF);
}

/* Whether it says something of this occasion by itself: a total over many days
 * gives each of them no more than an upper bound. */
static bool is_of_occasion(const struct account_view *a)
{
    return speaks(a) && (a->fig.lo > 0 || a->fig.lo == a->fig.hi);
}

static void note_accounts(struct lane *l, const struct verdict *x)
{
    for (uint32_t i = 0; i < x->n_accounts; i++) {
        uint32_t k = 0;
        if (!speaks(&x->accounts[i]))
            continue;
        while (k < l->n_accounts && l->accounts[k] != x->accounts[i].account)
            k++;
        if (k == l->n_accounts && k < LANE_ACCOUNTS)
            l->accounts[l->n_accounts++] = x->accounts[i].account;
    }
}

/* The latest DAYS_MOST occasions. */
static err lane_of(struct cx *cx, const struct web_view *v, struct arena *a,
                   int clause, int bearer, struct lane *out)
{
    const struct verdicts *all = v->c->v;
    const struct clause_run *r = &all->runs[clause];
    uint32_t of = 0, skip;
    *out = (struct lane){
        .cl = &v->c->ag->clauses[clause], .clause = clause, .bearer = bearer};
    for (uint32_t i = r->from; i < r->to; i++)
        of += all->v[i].bearer == bearer;
    skip = of > DAYS_MOST ? of - DAYS_MOST : 0;
    TRY_NEW_ARRAY(cx, a, (size_t)of + 1, out->v);
    for (uint32_t i = r->from; i < r->to; i++) {
        const struct verdict *x = &all->v[i];
        if (x->bearer != bearer)
            continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        out->v[out->n++] = x;
        note_accounts(out, x);
    }
    return OK;
}

/* By how much the accounts of an occasion differ at least: from the least that
 * one of them allows to the most that another one claims. 0: they can all be
 * right. */
static int64_t difference(const struct lane *l, const struct verdict *x,
                          int64_t *from)
{
    int64_t low = 0, high = INT64_MAX;
    for (uint32_t k = 0; k < l->n_accounts; k++) {
        const struct account_view *a = view_of(x, l->accounts[k]);
        if (!speaks(a))
            continue;
        if (a->fig.lo > low)
            low = a->fig.lo;
        if (a->fig.hi < high)
            high = a->fig.hi;
    }
    *from = high;
    return high == INT64_MAX || low <= high ? 0 : low - high;
}

/* --- The chart ------------------------------------------------------------ */

enum { WIDTH = 900, RIGHT = 10, TOP = 12, PLOT = 170, FOOT = 24 };

struct plot {
    const struct lane *l;
    int64_t most;
    int left; /* as much as its largest figure takes */
    bool rtl;
};

static int x_at(const struct plot *p, uint32_t day, int offset)
{
    enum { APART = 9 };
    int room = WIDTH - p->left - RIGHT;
    int n = p->l->n > 0 ? (int)p->l->n : 1;
    int x = p->left + (int)((int64_t)room * (2 * (int64_t)day + 1) / (2 * n));
    int step = room / n / (int)(p->l->n_accounts + 1);
    x += offset * (step > APART ? APART : step);
    return p->rtl ? WIDTH - x : x;
}

static int y_at(const struct plot *p, int64_t n)
{
    return TOP + PLOT - (int)(n * PLOT / p->most);
}

/* A shape for each account, in the order in which they are listed: told apart
 * without colour. */
static void put_shape(struct buf *b, uint32_t account, int x, int y)
{
    static const char *const paths[LANE_ACCOUNTS] = {
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", /* circle */
        "m-4-4h8v8h-8z",                      /* square */
        "m0-5l5 5l-5 5l-5-5z",                /* diamond */
        "m0-5l5 9h-10z",                      /* triangle */
        "m0 5l5-9h-10z",
        "m-4-4l8 8m0-8l-8 8",
        "m-5 0h10m-5-5v10",
        "m-4-3h8v6h-8z",
    };
    buf_printf(b, "<path class=\"shape s%u\" d=\"M%d %d%s\"/>",
               account % LANE_ACCOUNTS, x, y, paths[account % LANE_ACCOUNTS]);
}

static void put_range(struct buf *b, const char *class, int x, int y1, int y2)
{
    buf_printf(b,
               "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" "
               "y2=\"%d\"/>",
               class, x, x, y1, y2);
}

/* To a number that is easy to read: 1, 2, 4, 5, 6, 8 or 10 and zeros. */
static int64_t round_up(int64_t n)
{
    int64_t unit = 1;
    while (n / unit >= 10)
        unit *= 10;
    n = (n + unit - 1) / unit;
    if (n > 2 && !(n == 5 && unit > 1))
        n = (n + 1) / 2 * 2;
    return n * unit;
}

static int64_t most_of(const struct lane *l)
{
    int64_t most = 1;
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->v[i]->required > most)
            most = l->v[i]->required;
        for (uint32_t k = 0; k < l->n_accounts; k++) {
            const struct account_view *a = view_of(l->v[i], l->accounts[k]);
            if (!is_of_occasion(a))
                continue;
            if (a->fig.lo > most)
                most = a->fig.lo;
            if (a->fig.hi != QTY_INF && a->fig.hi > most)
                most = a->fig.hi;
        }
    }
    return round_up(most > INT64_MAX / (40 * PLOT) ? INT64_MAX / (40 * PLOT)
                                                   : most);
}

static void put_level(const struct web_view *v, struct buf *b,
                      const struct plot *p, int64_t n)
{
    struct text t = count_text(v, n);
    int y = y_at(p, n), x = p->rtl ? WIDTH - p->left + 6 : p->left - 6;
    buf_printf(b,
               "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" "
               "y2=\"%d\"/><text class=\"level\" x=\"%d\" y=\"%d\">",
               p->rtl ? RIGHT : p->left,
               p->rtl ? WIDTH - p->left : WIDTH - RIGHT, y, y, x, y + 4);
    html_text(b, text_str(&t));
    buf_c(b, "</text>");
}

static void put_days(const struct web_view *v, struct buf *b,
                     const struct plot *p)
{
    uint32_t n = p->l->n, step = n <= 10 ? 1 : n <= 70 ? 7 : n <= 200 ? 30 : 60;
    for (uint32_t i = 0; i < n; i += step) {
        struct text t = date_text(v, p->l->v[i]->window_from, false);
        buf_printf(b, "<text class=\"tick\" x=\"%d\" y=\"%d\">", x_at(p, i, 0),
                   TOP + PLOT + 18);
        html_text(b, text_str(&t));
        buf_c(b, "</text>");
    }
}

/* What is owed: a step for each occasion. */
static void put_need(struct buf *b, const struct plot *p)
{
    int n = p->l->n > 0 ? (int)p->l->n : 1;
    int half = (WIDTH - p->left - RIGHT) / (2 * n);
    buf_c(b, "<path class=\"need\" d=\"");
    for (uint32_t i = 0; i < p->l->n; i++) {
        int x = x_at(p, i, 0), y = y_at(p, p->l->v[i]->required);
        int from = p->rtl ? x + half : x - half;
        buf_printf(b, "%c%d %dH%d", i == 0 ? 'M' : 'L', from, y,
                   p->rtl ? x - half : x + half);
    }
    buf_c(b, "\"/>");
}

static void put_marks_of(const struct web_view *v, struct buf *b,
                         const struct plot *p, uint32_t day)
{
    const struct verdict *x = p->l->v[day];
    int middle = (int)p->l->n_accounts - 1;
    int64_t from;
    for (uint32_t k = 0; k < p->l->n_accounts; k++) {
        const struct account_view *a = view_of(x, p->l->accounts[k]);
        if (!is_of_occasion(a))
            continue;
        int at = x_at(p, day, (2 * (int)k - middle) / 2);
        int y1 = y_at(p, a->fig.lo);
        int y2 = a->fig.hi == QTY_INF ? TOP : y_at(p, a->fig.hi);
        if (y2 < y1)
            put_range(b, a->fig.hi == QTY_INF ? "open" : "range", at, y1, y2);
        put_shape(b, k, at, y1);
    }
    int64_t gap = difference(p->l, x, &from);
    if (gap > 0) {
        int low = y_at(p, from), top = y_at(p, from + gap);
        put_range(b, "differ", x_at(p, day, 0), low, top);
        if (p->l->n <= GAPS_SHOWN) {
            struct text t = count_text(v, gap);
            buf_printf(b, "<text class=\"gap\" x=\"%d\" y=\"%d\">",
                       x_at(p, day, 0) + (p->rtl ? -8 : 8), (low + top) / 2);
            html_text(b, text_str(&t));
            buf_c(b, "</text>");
        }
    }
}

static void put_legend(const struct web_view *v, struct buf *b,
                       const struct lane *l)
{
    buf_c(b, "<ul class=\"legend\">");
    for (uint32_t k = 0; k < l->n_accounts; k++) {
        buf_c(b, "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">");
        put_shape(b, k, 8, 8);
        buf_c(b, "</svg> ");
        put_bdi(b, name_of_account(v, l->accounts[k]));
        buf_c(b, "</li>");
    }
    buf_c(b, "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
             "<path class=\"need\" d=\"M0 8H16\"/></svg> ");
    say(v, b, W_COLUMN_NEEDED);
    buf_c(b, "</li><li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
             "<path class=\"differ\" d=\"M8 0V16\"/></svg> ");
    say(v, b, W_AID_DIFFERENCE);
    buf_c(b, "</li></ul>\n");
}

/* Room for it beside the plot, at the size that phones show it in. */
static int width_of_level(const struct web_view *v, int64_t most)
{
    enum { LEAST = 60, DIGIT = 9, APART = 12 };
    struct text t = count_text(v, most);
    int n = (int)t.n * DIGIT + APART;
    return n > LEAST ? n : LEAST;
}

static void put_chart(const struct web_view *v, struct buf *b,
                      const struct lane *l)
{
    int64_t most = most_of(l);
    struct plot p = {.l = l,
                     .most = most,
                     .left = width_of_level(v, most),
                     .rtl = str_eq(word(v, W_DIRECTION), STR("rtl"))};
    put_legend(v, b, l);
    buf_c(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    SAY_PLAIN(v, b, W_AID_CHART, l->cl->label);
    buf_printf(b,
               "\"><svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" "
               "aria-label=\"",
               WIDTH, TOP + PLOT + FOOT);
    SAY_PLAIN(v, b, W_AID_CHART, l->cl->label);
    buf_c(b, "\">");
    put_level(v, b, &p, 0);
    if (p.most % 2 == 0)
        put_level(v, b, &p, p.most / 2);
    put_level(v, b, &p, p.most);
    put_days(v, b, &p);
    put_need(b, &p);
    for (uint32_t i = 0; i < l->n; i++)
        put_marks_of(v, b, &p, i);
    buf_c(b, "</svg></div>\n");
}

/* --- The table ------------------------------------------------------------ */

static void put_head(const struct web_view *v, struct buf *b,
                     const struct lane *l)
{
    buf_c(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    SAY_PLAIN(v, b, W_AID_TABLE, l->cl->label);
    buf_c(b, "\"><table class=\"figures\"><caption>");
    SAY(v, b, W_AID_TABLE, l->cl->label);
    buf_c(b, "</caption><thead><tr><th scope=\"col\">");
    say(v, b, W_COLUMN_OCCASION);
    buf_c(b, "</th><th scope=\"col\" class=\"num\">");
    say(v, b, W_COLUMN_NEEDED);
    buf_c(b, "</th>");
    for (uint32_t k = 0; k < l->n_accounts; k++) {
        buf_c(b, "<th scope=\"col\">");
        put_bdi(b, name_of_account(v, l->accounts[k]));
        buf_c(b, "</th>");
    }
    buf_c(b, "<th scope=\"col\" class=\"num\">");
    say(v, b, W_AID_DIFFERENCE);
    buf_c(b, "</th><th scope=\"col\">");
    say(v, b, W_COLUMN_STATUS);
    buf_c(b, "</th></tr></thead><tbody>\n");
}

static void put_cell(const struct web_view *v, struct buf *b,
                     const struct verdict *x, const struct account_view *a)
{
    buf_c(b, "<td>");
    if (speaks(a)) {
        struct text t = figure_text(v, a->fig.lo, a->fig.hi);
        link_occasion(v, b, x->clause, x->bearer, x->instance, "class=\"fig\"");
        put_bdi(b, text_str(&t));
        link_end(b);
        buf_char(b, ' ');
        put_reports(v, b, a->reports, a->n_reports, 2, occasion_of(x));
    } else {
        buf_c(b, "<span class=\"more\">–</span>");
    }
    buf_c(b, "</td>");
}

static void put_occasion_row(const struct web_view *v, struct buf *b,
                             const struct lane *l, const struct verdict *x)
{
    struct text need = count_text(v, x->required);
    int64_t from, gap = difference(l, x, &from);
    buf_c(b, "<tr><th scope=\"row\">");
    link_occasion(v, b, x->clause, x->bearer, x->instance, "");
    if (x->has_window && l->cl->period == PERIOD_DAY) {
        struct text t = date_text(v, x->window_from, false);
        put_when(b, v, x->window_from, &t);
    } else {
        put_bdi(b, x->instance.n > 0
                       ? name_of_occasion(v, b->arena, x->clause, x->instance)
                       : l->cl->label);
    }
    link_end(b);
    buf_c(b, "</th><td class=\"num\">");
    put_bdi(b, text_str(&need));
    buf_c(b, "</td>");
    for (uint32_t k = 0; k < l->n_accounts; k++)
        put_cell(v, b, x, view_of(x, l->accounts[k]));
    buf_c(b, "<td class=\"num\">");
    if (gap > 0) {
        struct text t = count_text(v, gap);
        link_occasion(v, b, x->clause, x->bearer, x->instance, "class=\"fig\"");
        put_bdi(b, text_str(&t));
        link_end(b);
    }
    buf_c(b, "</td><td>");
    put_status(v, b, x->status);
    buf_c(b, "</td></tr>\n");
}

/* Whether nobody says anything of this day by itself. */
static bool is_silent(const struct lane *l, const struct verdict *x)
{
    for (uint32_t k = 0; k < l->n_accounts; k++)
        if (is_of_occasion(view_of(x, l->accounts[k])))
            return false;
    return x->has_window && l->cl->period == PERIOD_DAY;
}

static bool is_like(const struct lane *l, const struct verdict *x,
                    const struct verdict *y)
{
    for (uint32_t k = 0; k < l->n_accounts; k++) {
        const struct account_view *a = view_of(x, l->accounts[k]);
        const struct account_view *c = view_of(y, l->accounts[k]);
        if (speaks(a) != speaks(c) ||
            (speaks(a) && (a->fig.lo != c->fig.lo || a->fig.hi != c->fig.hi)))
            return false;
    }
    return x->status == y->status && x->required == y->required;
}

/* The end of a run of silent days that are alike, from i on. */
static uint32_t run_end(const struct lane *l, uint32_t i)
{
    uint32_t to = i;
    while (to < l->n && is_silent(l, l->v[to]) && is_like(l, l->v[i], l->v[to]))
        to++;
    return to;
}

static void put_run_row(const struct web_view *v, struct buf *b,
                        const struct lane *l, uint32_t from, uint32_t to)
{
    const struct verdict *first = l->v[from], *last = l->v[to - 1];
    struct text t = span_text(v, first->window_from, last->due_hi + 1);
    struct text need = count_text(v, first->required);
    buf_c(b, "<tr><th scope=\"row\">");
    put_when(b, v, first->window_from, &t);
    buf_c(b, "</th><td class=\"num\">");
    put_bdi(b, text_str(&need));
    buf_c(b, "</td>");
    for (uint32_t k = 0; k < l->n_accounts; k++)
        put_cell(v, b, first, view_of(first, l->accounts[k]));
    buf_c(b, "<td></td><td>");
    put_status(v, b, first->status);
    buf_c(b, " <small>");
    say_count(v, b, W_AID_DAYS, to - from);
    buf_c(b, "</small></td></tr>\n");
}

static void put_table(const struct web_view *v, struct buf *b,
                      const struct lane *l)
{
    put_head(v, b, l);
    for (uint32_t i = 0; i < l->n;) {
        uint32_t to = run_end(l, i);
        if (to > i + 2) {
            put_run_row(v, b, l, i, to);
            i = to;
        } else {
            put_occasion_row(v, b, l, l->v[i++]);
        }
    }
    table_end(b);
}

/* --- Over the whole time -------------------------------------------------- */

static const struct series *series_of(const struct web_view *v, int clause,
                                      int bearer)
{
    const struct verdicts *x = v->c->v;
    for (uint32_t i = 0; i < x->n_series; i++)
        if (x->series[i].clause == clause && x->series[i].bearer == bearer)
            return &x->series[i];
    return NULL;
}

/* Each account's own total over all occasions, where it has one. */
static void put_totals(const struct web_view *v, struct buf *b,
                       const struct lane *l)
{
    const struct series *s = series_of(v, l->clause, l->bearer);
    if (s == NULL)
        return;
    struct text need = count_text(v, s->need);
    buf_c(b, "<p>");
    say(v, b, W_CLAUSE_SERIES);
    buf_c(b, ": ");
    say(v, b, W_COLUMN_NEEDED);
    buf_char(b, ' ');
    put_bdi(b, text_str(&need));
    for (uint32_t i = 0; i < s->n_accounts; i++) {
        const struct account_view *a = &s->accounts[i];
        if (!speaks(a))
            continue;
        struct text t = figure_text(v, a->fig.lo, a->fig.hi);
        buf_c(b, "; ");
        put_bdi(b, name_of_account(v, a->account));
        buf_char(b, ' ');
        LINK_AT(v, b, "whole", STR("clause"), l->cl->label);
        put_bdi(b, text_str(&t));
        link_end(b);
    }
    buf_c(b, "</p>\n");
}

/* --- A clause ------------------------------------------------------------- */

static void put_clause_title(const struct web_view *v, struct buf *b,
                             const struct lane *l)
{
    buf_c(b, "<h2>");
    LINK(v, b, "", STR("clause"), l->cl->label);
    put_bdi(b, l->cl->label);
    link_end(b);
    buf_char(b, ' ');
    put_clause_words(v, b, l->cl, l->bearer);
    buf_c(b, "</h2>\n<p><small>");
    put_standard(v, b, l->cl);
    buf_c(b, "</small></p>\n");
}

err put_quantities(struct cx *cx, const struct web_view *v, struct buf *b,
                   enum report_area area, bool *any)
{
    const struct agreement *ag = v->c->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause *cl = &ag->clauses[i];
        if (report_area_of(ag, cl) != area)
            continue;
        for (uint32_t k = 0; k == 0 || k < cl->n_bearers; k++) {
            int bearer = cl->n_bearers > 0 ? cl->bearers[k] : NONE;
            struct lane l;
            TRY(cx, lane_of(cx, v, b->arena, (int)i, bearer, &l));
            if (l.n == 0)
                continue;
            *any = true;
            buf_c(b, "<section class=\"quantity\">");
            put_clause_title(v, b, &l);
            put_totals(v, b, &l);
            if (cl->period == PERIOD_DAY && l.n > 1 && l.n_accounts > 0)
                put_chart(v, b, &l);
            put_table(v, b, &l);
            buf_c(b, "</section>\n");
        }
    }
    return OK;
}

/* --- As reported ---------------------------------------------------------- */

static void put_choice(struct buf *b, const char *name, bool chosen, str id,
                       str shown)
{
    (void)name;
    buf_c(b, "<option value=\"");
    html_text(b, id);
    buf_c(b, chosen ? "\" selected>" : "\">");
    html_text(b, shown);
    buf_c(b, "</option>");
}

static void put_select(const struct web_view *v, struct buf *b, enum word label,
                       const char *name)
{
    buf_c(b, "<label>");
    say(v, b, label);
    buf_printf(b, " <select name=\"%s\"><option value=\"\">", name);
    say(v, b, W_REPORTS_ANY);
    buf_c(b, "</option>");
}

static void put_filter(const struct web_view *v, struct buf *b,
                       const struct web_aid *d)
{
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<form class=\"filter\" method=\"get\" action=\"/aid\">");
    put_hidden(v, b);
    put_select(v, b, W_REPORT_ITEM, "item");
    for (uint32_t i = 0; i < ag->n_items; i++)
        if (!report_is_exchanged(ag, (int)i))
            put_choice(b, "item", d->item == (int)i, ag->items[i].id,
                       name_of_item(v, (int)i));
    buf_c(b, "</select></label> ");
    put_select(v, b, W_REPORT_PLACE, "place");
    for (uint32_t i = 0; i < ag->n_zones; i++)
        if (ag->zones[i].base == NONE)
            put_choice(b, "place", d->zone == (int)i, ag->zones[i].id,
                       name_of_zone(v, (int)i));
    buf_c(b, "</select></label> ");
    put_select(v, b, W_AID_COUNTER, "source");
    for (uint32_t i = 0; i < d->n_sources; i++) {
        const struct source *s = v->c->source(v->c->self, (int)i);
        put_choice(b, "source", d->source == (int)i, s->id,
                   name_of_source(v, (int)i));
    }
    buf_c(b, "</select></label> <button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

static void put_report_row(const struct web_view *v, struct buf *b,
                           uint32_t fact)
{
    struct fact buffer;
    struct report_shown s = {0};
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return;
    v->c->shown(v->c->self, fact, &s);
    struct text when = span_text(v, f->from, f->to_);
    struct text n = figure_text(v, f->lo, f->hi);
    buf_c(b, "<tr><th scope=\"row\">");
    link_report(v, b, fact);
    buf_c(b, "</th>");
    cell_begin(v, b, W_COLUMN_DATE);
    put_when(b, v, f->from, &when);
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_PLACE);
    if (f->zone != NONE)
        put_bdi(b, name_of_zone(v, f->zone));
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_ITEM);
    if (f->item != NONE)
        put_bdi(b, name_of_item(v, f->item));
    buf_c(b, "</td>");
    cell_begin(v, b, W_AID_COUNTER);
    put_bdi(b, name_of_source(v, f->source));
    if (s.via.n > 0) {
        buf_c(b, " <small>");
        put_bdi(b, s.via);
        buf_c(b, "</small>");
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_QUANTITY);
    put_bdi(b, text_str(&n));
    buf_c(b, "</td>");
    cell_begin(v, b, W_AID_STAGE);
    if (s.stage.n > 0)
        put_bdi(b, s.stage);
    buf_c(b, "</td></tr>\n");
}

static const enum word reported_columns[] = {
    W_COLUMN_REPORTS, W_COLUMN_DATE,     W_REPORT_PLACE, W_REPORT_ITEM,
    W_AID_COUNTER,    W_REPORT_QUANTITY, W_AID_STAGE,    N_WORDS};

static void put_reported(const struct web_view *v, struct buf *b,
                         const struct web_aid *d)
{
    struct text n = count_text(v, d->of);
    buf_c(b, "<h2 id=\"reported\">");
    say(v, b, W_AID_REPORTED);
    buf_c(b, "</h2>\n");
    put_prose(b, "p", STR(""), word(v, W_AID_NEVER_ADDED));
    put_filter(v, b, d);
    buf_c(b, "<p>");
    SAY(v, b, W_AID_COUNT, text_str(&n));
    buf_c(b, "</p>\n");
    if (d->n == 0)
        return;
    table_begin(v, b, "rows", word(v, W_AID_REPORTED), reported_columns);
    for (uint32_t i = 0; i < d->n; i++)
        put_report_row(v, b, d->facts[i]);
    table_end(b);
    put_pages(v, b, d->page, d->pages, d->rest);
}

/* --- Stages of a consignment ---------------------------------------------- */

static void put_stages(const struct web_view *v, struct buf *b,
                       const struct web_aid *d)
{
    static const enum word columns[] = {
        W_AID_CONSIGNMENT, W_AID_STAGE,      W_COLUMN_DATE, W_AID_COUNTER,
        W_REPORT_QUANTITY, W_COLUMN_REPORTS, N_WORDS};
    struct fact buffer;
    if (d->n_stages == 0)
        return;
    buf_c(b, "<h2 id=\"stages\">");
    say(v, b, W_AID_STAGES);
    buf_c(b, "</h2>\n");
    put_prose(b, "p", STR(""), word(v, W_AID_STAGES_HELP));
    table_begin(v, b, "rows", word(v, W_AID_STAGES), columns);
    for (uint32_t i = 0; i < d->n_stages; i++) {
        struct report_shown s = {0};
        const struct fact *f = v->c->fact(v->c->self, d->stages[i], &buffer);
        if (NEVER(f == NULL))
            continue;
        v->c->shown(v->c->self, d->stages[i], &s);
        struct text when = span_text(v, f->from, f->to_);
        struct text n = figure_text(v, f->lo, f->hi);
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, f->object);
        buf_c(b, "</th>");
        cell_begin(v, b, W_AID_STAGE);
        put_bdi(b, s.stage);
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_DATE);
        put_when(b, v, f->from, &when);
        buf_c(b, "</td>");
        cell_begin(v, b, W_AID_COUNTER);
        put_bdi(b, name_of_source(v, f->source));
        buf_c(b, "</td>");
        cell_begin(v, b, W_REPORT_QUANTITY);
        put_bdi(b, text_str(&n));
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_REPORTS);
        link_report(v, b, d->stages[i]);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    if (d->stages_left > 0) {
        struct text n = count_text(v, d->stages_left);
        buf_c(b, "<p>");
        SAY(v, b, W_AID_MORE, text_str(&n));
        buf_c(b, "</p>\n");
    }
}

err web_aid(struct cx *cx, const struct web_view *v, const struct web_aid *d,
            struct buf *out)
{
    bool any = false;
    page_begin(v, out, NAV_AID, word(v, W_AID_TITLE));
    put_prose(out, "p", STR(""), word(v, W_AID_INTRO));
    put_export_links(v, out, "aid");
    TRY(cx, put_quantities(cx, v, out, AREA_AID, &any));
    if (!any)
        put_prose(out, "p", STR(""), word(v, W_AID_NONE));
    put_stages(v, out, d);
    put_reported(v, out, d);
    page_end(v, out);
    return buf_finish(cx, out);
}
