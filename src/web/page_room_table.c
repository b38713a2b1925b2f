/* web/page_room_table.c: the mediators' table, the distance over time as a
 * chart, and packages. See rooms.h. */
#include "time/civil.h"
#include "web/room_int.h"

static bool is_bracket(const struct talks_clause *c)
{
    return c->n > 0 && !str_eq(c->alternative[0].id, STR("-"));
}

/* --- clause by party --------------------------------------------------------
 */

static void put_mark(const struct web_view *v, struct buf *b, enum talks_mark m)
{
    static const struct {
        const char *class, *symbol;
        enum word w;
    } marks[MARKS] = {
        [MARK_OPEN] = {"open", "○", W_MARK_OPEN},
        [MARK_CONDITIONAL] = {"conditional", "◐", W_MARK_CONDITIONAL},
        [MARK_AGREED] = {"agreed", "●", W_MARK_AGREED}};
    buf_printf(b, "<span class=\"agreement %s\"><span aria-hidden=\"true\">%s",
               marks[m].class, marks[m].symbol);
    buf_c(b, "</span> ");
    say(v, b, marks[m].w);
    buf_c(b, "</span>");
}

/* The words it is about without their label, "1.1" or "B:", which stands above;
 * their beginning: the whole is a click away. */
static void put_gist(struct buf *b, str label, str text)
{
    enum { GIST = 100 };
    if (str_starts(text, label))
        text = str_sub(text, label.n, text.n);
    if (str_starts(text, STR(":")))
        text = str_sub(text, 1, text.n);
    text = str_trim(text);
    size_t end = beginning_of(text, GIST), word = end;
    while (word > 0 && text.p[word - 1] != ' ')
        word--;
    if (end < text.n && word > 0)
        end = word; /* whole words */
    buf_c(b, "<small class=\"gist\" dir=\"ltr\" lang=\"en\">");
    html_text(b, str_sub(text, 0, end));
    buf_c(b, end < text.n ? "…</small>" : "</small>");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct web_table *w, size_t i, size_t k)
{
    const struct talks_table *t = w->t;
    const struct talks_clause *c = &t->clause[i];
    size_t row = t->first[i] + k;
    bool chosen = w->choice[i] == k && t->mark[row] != MARK_AGREED;
    buf_c(b, "<tr><th scope=\"row\">");
    put_on_link(v, b, c->label);
    if (is_bracket(c)) {
        buf_char(b, ' ');
        put_bdi(b, c->alternative[k].id);
    }
    put_gist(b, is_bracket(c) ? c->alternative[k].id : c->label,
             w->clause[i].v[k].text);
    buf_c(b, "</th>");
    for (size_t p = 0; p < t->n_parties; p++) {
        buf_c(b, "<td data-label=\"");
        html_text(b, t->party[p]->name);
        buf_c(b, "\">");
        put_stance(v, b, t->cell[row * t->n_parties + p]);
        buf_c(b, "</td>");
    }
    cell_begin(v, b, W_TABLE_STATE);
    put_mark(v, b, t->mark[row]);
    if (chosen) {
        buf_c(b, " <small>");
        say(v, b, W_TABLE_MEETS);
        buf_c(b, "</small>");
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_EFFECTS_LINK);
    if (is_bracket(c) && k == 0) {
        LINK(v, b, "", STR("effects"), c->label);
        say(v, b, W_EFFECTS_LINK);
        link_end(b);
    }
    buf_c(b, "</td></tr>\n");
}

static void put_matrix(const struct web_view *v, struct buf *b,
                       const struct web_table *w)
{
    const struct talks_table *t = w->t;
    struct text n = count_text(v, (int64_t)t->count[MARK_AGREED]);
    struct text of = count_text(v, (int64_t)t->n_clauses);
    buf_c(b, "<p class=\"lead\">");
    SAY(v, b, W_TABLE_COUNT, text_str(&n), text_str(&of));
    buf_c(b, "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    say(v, b, W_TABLE_TITLE);
    buf_c(b, "\"><table class=\"rows\"><caption>");
    say(v, b, W_TABLE_PRIVATE);
    buf_c(b, "</caption><thead><tr><th scope=\"col\">");
    say(v, b, W_SAY_ON);
    buf_c(b, "</th>");
    for (size_t p = 0; p < t->n_parties; p++) {
        buf_c(b, "<th scope=\"col\">");
        put_bdi(b, t->party[p]->name);
        buf_c(b, "</th>");
    }
    buf_c(b, "<th scope=\"col\">");
    say(v, b, W_TABLE_STATE);
    buf_c(b, "</th><th scope=\"col\">");
    say(v, b, W_EFFECTS_LINK);
    buf_c(b, "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < t->n_clauses; i++)
        for (size_t k = 0; k < t->clause[i].n; k++)
            put_row(v, b, w, i, k);
    table_end(b);
    n = count_text(v, (int64_t)w->agreed);
    buf_c(b, "<p>");
    SAY(v, b, W_TABLE_MEET, text_str(&n), text_str(&of));
    if (!w->exact) {
        buf_char(b, ' ');
        say(v, b, W_TABLE_CUT);
    }
    buf_c(b, "</p>\n");
}

/* --- distance ----------------------------------------------------------------
 */

enum { WIDTH = 900, LEFT = 60, RIGHT = 28, TOP = 14, PLOT = 130, FOOT = 26 };
enum { SERIES = 3 };

struct distance_series {
    enum word w;
    int64_t (*of)(const struct talks_day *d);
};

static int64_t alternatives_of(const struct talks_day *d)
{
    return (int64_t)d->alternatives;
}

static int64_t days_of(const struct talks_day *d)
{
    return d->days;
}

static int64_t amount_of(const struct talks_day *d)
{
    return d->amount;
}

static const struct distance_series series[SERIES] = {
    {W_DISTANCE_ALTERNATIVES, alternatives_of},
    {W_DISTANCE_DAYS, days_of},
    {W_DISTANCE_AMOUNT, amount_of},
};

/* "2026-06-01"; false for what is no day: it is a claim. */
static bool read_day(str s, struct civil_date *out)
{
    int64_t y, m, d;
    if (s.n != 10 || !str_int(str_sub(s, 0, 4), 1900, 2999, &y) ||
        !str_int(str_sub(s, 5, 7), 1, 12, &m) ||
        !str_int(str_sub(s, 8, 10), 1, 31, &d))
        return false;
    *out = (struct civil_date){(int16_t)y, (uint8_t)m, (uint8_t)d};
    return true;
}

/* Where day i stands between the first and the last; in equal steps where they
 * are no days. */
static int x_at(bool rtl, const struct web_table *w, size_t i)
{
    enum { ROOM = WIDTH - LEFT - RIGHT };
    struct civil_date first, last, at;
    int64_t of = (int64_t)w->n_days - 1, n = (int64_t)i;
    if (read_day(w->day[0].day, &first) &&
        read_day(w->day[w->n_days - 1].day, &last) &&
        read_day(w->day[i].day, &at)) {
        of = civil_day_number(first, last) - 1;
        n = civil_day_number(first, at) - 1;
    }
    int x = LEFT + (of > 0 ? (int)(ROOM * n / of) : ROOM / 2);
    return rtl ? WIDTH - x : x;
}

static int y_at(int64_t v, int64_t most)
{
    if (most > INT64_MAX / PLOT)
        return TOP + PLOT - (int)(v / (most / PLOT));
    return TOP + PLOT - (int)(v * PLOT / most);
}

static void put_level(const struct web_view *v, struct buf *b, bool rtl,
                      int64_t value, int64_t most)
{
    struct text t = count_text(v, value);
    int y = y_at(value, most);
    buf_printf(b,
               "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" "
               "y2=\"%d\"/><text class=\"level\" x=\"%d\" y=\"%d\">",
               rtl ? RIGHT : LEFT, rtl ? WIDTH - LEFT : WIDTH - RIGHT, y, y,
               rtl ? WIDTH - LEFT + 6 : LEFT - 6, y + 4);
    html_text(b, text_str(&t));
    buf_c(b, "</text>");
}

static void put_dates(struct buf *b, const struct web_table *w, bool rtl)
{
    enum { APART = 60 };
    int before = 0;
    for (size_t i = 0; i < w->n_days; i++) {
        int x = x_at(rtl, w, i), apart = rtl ? before - x : x - before;
        if (i > 0 && apart < APART)
            continue;
        before = x;
        buf_printf(b, "<text class=\"tick\" x=\"%d\" y=\"%d\">", x,
                   TOP + PLOT + 18);
        html_text(b, str_sub(w->day[i].day, 5, 10));
        buf_c(b, "</text>");
    }
}

/* A chart for each: they have no unit in common. */
static void put_chart(const struct web_view *v, struct buf *b,
                      const struct web_table *w,
                      const struct distance_series *s)
{
    bool rtl = str_eq(word(v, W_DIRECTION), STR("rtl"));
    int64_t most = 1;
    for (size_t i = 0; i < w->n_days; i++)
        if (s->of(&w->day[i]) > most)
            most = s->of(&w->day[i]);
    buf_c(b, "<figure><figcaption>");
    say(v, b, s->w);
    buf_c(b, "</figcaption><div class=\"scroll newest\" tabindex=\"0\" "
             "role=\"region\" aria-label=\"");
    say(v, b, s->w);
    buf_printf(b,
               "\"><svg class=\"chart distance\" viewBox=\"0 0 %d %d\" "
               "role=\"img\" aria-label=\"",
               WIDTH, TOP + PLOT + FOOT);
    say(v, b, s->w);
    buf_c(b, "\">");
    put_level(v, b, rtl, 0, most);
    if (most % 2 == 0)
        put_level(v, b, rtl, most / 2, most);
    put_level(v, b, rtl, most, most);
    put_dates(b, w, rtl);
    buf_c(b, "<path class=\"way\" d=\"");
    for (size_t i = 0; i < w->n_days; i++) { /* it stands until it changes */
        int x = x_at(rtl, w, i), y = y_at(s->of(&w->day[i]), most);
        if (i == 0)
            buf_printf(b, "M%d %d", x, y);
        else
            buf_printf(b, "H%dV%d", x, y);
    }
    buf_c(b, "\"/>");
    for (size_t i = 0; i < w->n_days; i++)
        buf_printf(b, "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"3\"/>",
                   x_at(rtl, w, i), y_at(s->of(&w->day[i]), most));
    buf_c(b, "</svg></div></figure>\n");
}

static void put_figure(const struct web_view *v, struct buf *b, enum word w,
                       int64_t n)
{
    struct text t = count_text(v, n);
    cell_begin(v, b, w);
    put_bdi(b, text_str(&t));
    buf_c(b, "</td>");
}

static void put_distance(const struct web_view *v, struct buf *b,
                         const struct web_table *w)
{
    static const enum word columns[] = {
        W_DISTANCE_DAY,          W_MARK_AGREED,
        W_MARK_CONDITIONAL,      W_MARK_OPEN,
        W_DISTANCE_ALTERNATIVES, W_DISTANCE_DAYS,
        W_DISTANCE_AMOUNT,       N_WORDS};
    put_heading(v, b, W_DISTANCE_TITLE);
    put_paragraph(v, b, W_DISTANCE_HELP);
    if (w->n_days == 0)
        return;
    for (size_t i = 0; w->n_days > 1 && i < SERIES; i++) /* a point is no way */
        put_chart(v, b, w, &series[i]);
    table_begin(v, b, "rows", word(v, W_DISTANCE_TITLE), columns);
    for (size_t i = w->n_days; i-- > 0;) {
        const struct talks_day *d = &w->day[i];
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, d->day);
        buf_c(b, "</th>");
        put_figure(v, b, W_MARK_AGREED, (int64_t)d->count[MARK_AGREED]);
        put_figure(v, b, W_MARK_CONDITIONAL,
                   (int64_t)d->count[MARK_CONDITIONAL]);
        put_figure(v, b, W_MARK_OPEN, (int64_t)d->count[MARK_OPEN]);
        for (size_t k = 0; k < SERIES; k++)
            put_figure(v, b, series[k].w, series[k].of(d));
        buf_c(b, "</tr>\n");
    }
    table_end(b);
}

/* --- the page
 * ------------------------------------------------------------------ */

static void put_round(const struct web_view *v, struct buf *b,
                      const struct web_table *w)
{
    struct text n = count_text(v, (int64_t)w->round);
    put_heading(v, b, W_ROUND_TITLE);
    buf_c(b, "<p>");
    if (w->has_round)
        SAY(v, b, W_ROUND_LAST, text_str(&n));
    else
        say(v, b, W_ROUND_NONE);
    buf_char(b, ' ');
    say(v, b, W_ROUND_HELP);
    buf_c(b, "</p>\n");
    if (w->accepted.n > 0) {
        buf_c(b, "<p>");
        SAY(v, b, W_ROUND_ACCEPTED, w->accepted);
        buf_c(b, "</p>\n");
    }
    if (!v->room->bind)
        return;
    put_button_form(v, b, "round", W_ROUND_CLOSE);
    if (w->has_round && !w->revealed)
        put_button_form(v, b, "reveal", W_ROUND_REVEAL);
    if (w->has_round) {
        put_paragraph(v, b, W_AGREE_HELP);
        put_button_form(v, b, "agree", W_AGREE_SEND);
    }
}

/* That a text was agreed, when, and by whose hand it was put there. */
static void put_agreed(const struct web_view *v, struct buf *b,
                       const struct talks_item *x)
{
    buf_c(b, "<p class=\"agreed\">");
    LINK(v, b, "", STR("signing"));
    say(v, b, W_TYPE_AGREED);
    link_end(b);
    buf_c(b, " · ");
    put_made(b, x->o.made);
    buf_char(b, ' ');
    put_bdi(b, x->e.sender);
    buf_c(b, "</p>\n");
}

err web_room_table(struct cx *cx, const struct web_view *v,
                   const struct web_table *t, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_TABLE, word(v, W_TABLE_TITLE));
    put_problem(v, out);
    if (t->t == NULL) {
        put_paragraph(v, out, W_DRAFT_NONE);
    } else {
        if (t->text != NULL)
            put_agreed(v, out, t->text);
        put_matrix(v, out, t);
        put_round(v, out, t);
        put_distance(v, out, t);
    }
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- packages
 * ------------------------------------------------------------------- */

static void put_weights(const struct web_view *v, struct buf *b,
                        const struct web_packages *p)
{
    size_t at = 0;
    put_heading(v, b, W_PACKAGES_WEIGHTS);
    put_paragraph(v, b, W_PACKAGES_SEALED);
    if (p->n == 0) {
        put_paragraph(v, b, W_PACKAGES_NO_BRACKET);
        return;
    }
    form_here(v, b, "weights", false);
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->clause[i].n; k++, at++) {
            str id = p->clause[i].alternative[k].id;
            struct buf name, value;
            buf_init(&name, b->arena, SIZE_MAX);
            buf_printf(&name, "w%zu-%zu", i, k);
            buf_init(&value, b->arena, SIZE_MAX);
            buf_int(&value, p->weight[at]);
            buf_c(b, "<p class=\"weight\"><label for=\"f-");
            buf_str(b, buf_view(&name));
            buf_c(b, "\"><bdi>");
            html_text(b, p->clause[i].label);
            buf_c(b, "</bdi> <bdi>");
            html_text(b, id);
            buf_c(b, "</bdi></label> <input inputmode=\"numeric\" dir=\"ltr\" "
                     "autocomplete=\"off\" size=\"8\" id=\"f-");
            buf_str(b, buf_view(&name));
            buf_c(b, "\" name=\"");
            buf_str(b, buf_view(&name));
            buf_c(b, "\" value=\"");
            buf_char(&name, '\0');
            html_text(b, typed(v, buf_view(&name).p, buf_view(&value)));
            buf_c(b, "\"></p>\n");
        }
    form_end(v, b, W_PACKAGES_SEND);
}

static void put_value(const struct web_view *v, struct buf *b,
                      const struct web_packages *p, const struct web_package *x,
                      size_t side)
{
    struct text n = count_text(v, x->value[side]), percent;
    buf_c(b, "<td data-label=\"");
    html_text(b, p->party[side]->name);
    buf_c(b, "\">");
    put_bdi(b, text_str(&n));
    if (p->best[side] > 0) {
        percent = count_text(v, x->value[side] * 100 / p->best[side]);
        buf_c(b, " <small>");
        SAY(v, b, W_PACKAGES_SHARE, text_str(&percent));
        buf_c(b, "</small>");
    }
    buf_c(b, "</td>");
}

static void put_package(const struct web_view *v, struct buf *b,
                        const struct web_packages *p,
                        const struct web_package *x)
{
    buf_c(b, "<tr><th scope=\"row\">");
    for (size_t i = 0; i < p->n; i++) {
        if (i > 0)
            buf_char(b, ' ');
        put_bdi(b, x->choice[i]);
    }
    buf_c(b, "</th>");
    put_value(v, b, p, x, 0);
    put_value(v, b, p, x, 1);
    cell_begin(v, b, W_PACKAGES_EVEN);
    if (x->nash)
        say(v, b, W_PACKAGES_NASH);
    if (x->nash && x->maxmin)
        buf_c(b, "<br>");
    if (x->maxmin)
        say(v, b, W_PACKAGES_MAXMIN);
    buf_c(b, "</td></tr>\n");
}

static void put_front(const struct web_view *v, struct buf *b,
                      const struct web_packages *p)
{
    struct text n = count_text(v, (int64_t)p->n_shown);
    struct text of = count_text(v, (int64_t)p->of);
    put_paragraph(v, b, W_PACKAGES_HELP);
    for (size_t i = 0; i < 2; i++)
        if (!p->has[i]) {
            buf_c(b, "<p>");
            SAY(v, b, W_PACKAGES_MISSING, p->party[i]->name);
            buf_c(b, "</p>\n");
        }
    if (!p->has[0] || !p->has[1] || p->n == 0) {
        if (p->n == 0)
            put_paragraph(v, b, W_PACKAGES_NO_BRACKET);
        return;
    }
    buf_c(b, "<p>");
    SAY(v, b, W_PACKAGES_COUNT, text_str(&n), text_str(&of));
    buf_c(b, "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    say(v, b, W_NAV_PACKAGES);
    buf_c(b, "\"><table class=\"rows\"><caption>");
    say(v, b, W_PACKAGES_CAPTION);
    buf_c(b, "</caption><thead><tr><th scope=\"col\">");
    say(v, b, W_PACKAGES_CHOICE);
    buf_c(b, "</th>");
    for (size_t i = 0; i < 2; i++) {
        buf_c(b, "<th scope=\"col\">");
        put_bdi(b, p->party[i]->name);
        buf_c(b, "</th>");
    }
    buf_c(b, "<th scope=\"col\">");
    say(v, b, W_PACKAGES_EVEN);
    buf_c(b, "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < p->n_shown; i++)
        put_package(v, b, p, &p->v[i]);
    table_end(b);
    put_paragraph(v, b, W_PACKAGES_NASH_HELP);
    put_paragraph(v, b, W_PACKAGES_MAXMIN_HELP);
}

err web_room_packages(struct cx *cx, const struct web_view *v,
                      const struct web_packages *p, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_PACKAGES, word(v, W_NAV_PACKAGES));
    put_problem(v, out);
    if (p->weight != NULL)
        put_weights(v, out, p);
    else if (v->room->mediator && p->two)
        put_front(v, out, p);
    else
        put_paragraph(v, out,
                      v->room->mediator ? W_PACKAGES_TWO : W_PACKAGES_NOT_HERE);
    page_end(v, out);
    return buf_finish(cx, out);
}
