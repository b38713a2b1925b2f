/* web/page_calendar.c: the times of the clauses as a chart, then day by day. */
#include "web/web_int.h"

#include "lang/deps.h"

#include <inttypes.h>

/* --- The chart ---
 *
 * One row an obligation that has a deadline and does not repeat daily. The
 * picture says nothing that the list of days does not say too. */

enum { ROW = 22, LEFT = 150, WIDTH = 900, HEAD = 24, ROWS_MOST = 300 };

struct chart {
    instant from, to;
    uint32_t of, first, rows; /* so many rows, of which it shows these */
    bool rtl;
};

static bool is_in_chart(const struct web_view *v, const struct verdict *x)
{
    return x->has_due && x->due_hi != INSTANT_MAX &&
           v->c->ag->clauses[x->clause].period == PERIOD_NONE;
}

static instant begin_of(const struct web_view *v, const struct verdict *x)
{
    instant from = x->has_window ? x->window_from : v->c->v->force;
    return from < v->c->v->force ? v->c->v->force : from;
}

static struct chart measure(const struct web_view *v, uint32_t page)
{
    const struct verdicts *x = v->c->v;
    struct chart k = {.from = x->in_force ? x->day1 : x->at, .to = x->at};
    if (x->n_phases > 0 && x->phases[0].has_end && x->phases[0].end > k.to)
        k.to = x->phases[0].end;
    for (uint32_t i = 0; i < x->n; i++) {
        if (!is_in_chart(v, &x->v[i]))
            continue;
        k.of++;
        if (x->v[i].due_hi > k.to)
            k.to = x->v[i].due_hi;
    }
    if (k.to <= k.from)
        k.to = k.from + 86400;
    uint32_t last = k.of == 0 ? 0 : (k.of - 1) / ROWS_MOST;
    k.first = (page - 1 < last ? page - 1 : last) * ROWS_MOST;
    k.rows = k.of - k.first < ROWS_MOST ? k.of - k.first : ROWS_MOST;
    k.rtl = str_eq(word(v, W_DIRECTION), STR("rtl"));
    return k;
}

/* The place of an instant along the line, in whole units of the picture. */
static int x_of(const struct chart *k, instant at)
{
    if (at < k->from)
        at = k->from;
    if (at > k->to)
        at = k->to;
    int64_t x = (at - k->from) * (WIDTH - LEFT - 20) / (k->to - k->from);
    return k->rtl ? WIDTH - LEFT - (int)x : LEFT + (int)x;
}

static void put_scale(const struct web_view *v, struct buf *b,
                      const struct chart *k, int height)
{
    int64_t days = (k->to - k->from) / 86400 + 1;
    int64_t step = days <= 14 ? 1 : days <= 100 ? 7 : days <= 400 ? 30 : 90;
    for (int64_t d = 0; d < days; d += step) {
        instant at = k->from + d * 86400;
        struct text t = date_text(v, at, false);
        int x = x_of(k, at);
        buf_printf(b,
                   "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" "
                   "y2=\"%d\"/><text class=\"tick\" x=\"%d\" y=\"14\">",
                   x, x, HEAD, height, x);
        html_text(b, text_str(&t));
        buf_c(b, "</text>");
    }
}

static void put_bar(const struct web_view *v, struct buf *b,
                    const struct chart *k, const struct verdict *d,
                    uint32_t row)
{
    const struct clause *cl = &v->c->ag->clauses[d->clause];
    int y = HEAD + (int)row * ROW;
    int x1 = x_of(k, begin_of(v, d)), x2 = x_of(k, d->due_hi);
    int left = x1 < x2 ? x1 : x2, wide = x1 < x2 ? x2 - x1 : x1 - x2;
    link_occasion(v, b, d->clause, d->bearer, d->instance, "");
    buf_printf(b, "<text class=\"name\" x=\"%d\" y=\"%d\">", k->rtl ? WIDTH : 0,
               y + 15);
    html_text(b, cl->label);
    if (d->instance.n > 0) {
        buf_char(b, ' ');
        html_text(b, name_of_occasion(v, b->arena, d->clause, d->instance));
    }
    if (cl->n_bearers > 1 && d->bearer != NONE) {
        buf_char(b, ' ');
        html_text(b, v->c->ag->actors[d->bearer].id);
    }
    buf_printf(b,
               "</text><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" "
               "height=\"10\" rx=\"2\"/>",
               left, y + 6, wide < 3 ? 3 : wide);
    buf_printf(b, "<text class=\"mark\" x=\"%d\" y=\"%d\">%s<title>",
               d->has_met ? x_of(k, d->met_to - 1) : x2, y + 16,
               status_symbol(d->status));
    html_text(b, cl->label);
    buf_c(b, ": ");
    html_text(b, status_word(v, d->status));
    buf_c(b, "</title></text>");
    link_end(b);
}

/* --- What waits for what, as lines between bars --- */

struct rows_of {
    const struct verdict **v; /* by row */
    uint32_t n;
};

/* The row of that clause on which this one waits: of the same occasion, or the
 * only one that it has. UINT32_MAX: the text does not say which. */
static uint32_t row_waited_for(const struct rows_of *r, const struct verdict *x,
                               uint32_t clause)
{
    uint32_t only = UINT32_MAX, n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        if (r->v[i]->clause != (int)clause)
            continue;
        if (x->instance.n > 0 && str_eq(r->v[i]->instance, x->instance) &&
            r->v[i]->bearer == x->bearer)
            return i;
        only = i;
        n++;
    }
    return n == 1 ? only : UINT32_MAX;
}

static int end_of(const struct chart *k, const struct verdict *d)
{
    return x_of(k, d->has_met ? d->met_to - 1 : d->due_hi);
}

/* From the end of what is waited for, between two rows, to the beginning of
 * what waits. */
static void put_wait(const struct web_view *v, struct buf *b,
                     const struct chart *k, const struct rows_of *r,
                     uint32_t from, uint32_t to)
{
    enum { MIDDLE = 11, OUT = 6, TIP = 4 };
    int side = k->rtl ? -1 : 1;
    int x1 = end_of(k, r->v[from]), x2 = x_of(k, begin_of(v, r->v[to]));
    int y1 = HEAD + (int)from * ROW + MIDDLE;
    int y2 = HEAD + (int)to * ROW + MIDDLE;
    buf_printf(b, "<path class=\"wait\" d=\"M%d %dh%dV%dH%dV%dH%d", x1, y1,
               side * OUT, y1 + (y2 > y1 ? ROW / 2 : -ROW / 2), x2 - side * OUT,
               y2, x2);
    buf_printf(b, "l%d-3m%d 3l%d 3\"><title>", -side * TIP, side * TIP,
               -side * TIP);
    SAY_PLAIN(v, b, W_CALENDAR_WAITS, v->c->ag->clauses[r->v[to]->clause].label,
              v->c->ag->clauses[r->v[from]->clause].label);
    buf_c(b, "</title></path>");
}

static err rows_read(struct cx *cx, const struct web_view *v, struct arena *a,
                     const struct chart *k, struct rows_of *r)
{
    uint32_t row = 0;
    TRY_NEW_ARRAY(cx, a, (size_t)k->rows + 1, r->v);
    for (uint32_t i = 0; i < v->c->v->n && r->n < k->rows; i++)
        if (is_in_chart(v, &v->c->v->v[i]) && row++ >= k->first)
            r->v[r->n++] = &v->c->v->v[i];
    return OK;
}

static err put_waits(struct cx *cx, const struct web_view *v, struct buf *b,
                     const struct chart *k, const struct rows_of *rows)
{
    const struct rows_of r = *rows;
    struct deps d;
    TRY(cx, deps_make(cx, b->arena, v->c->ag, &d));
    for (uint32_t i = 0; i < r.n; i++) {
        uint32_t clause = (uint32_t)r.v[i]->clause, before = UINT32_MAX;
        for (uint32_t e = d.first[clause]; e < d.first[clause + 1]; e++) {
            if (d.v[e].to >= d.n_clauses || d.v[e].to == before)
                continue;
            before = d.v[e].to;
            uint32_t row = row_waited_for(&r, r.v[i], before);
            if (row != UINT32_MAX && row != i)
                put_wait(v, b, k, &r, row, i);
        }
    }
    return OK;
}

/* Which rows these are, and the way to the others; the days stay where they
 * are. */
static void put_chart_pages(const struct web_view *v, struct buf *b,
                            const struct chart *k, uint32_t days)
{
    struct text from = count_text(v, k->first + 1);
    struct text to = count_text(v, k->first + k->rows);
    struct text of = count_text(v, k->of);
    struct buf rest;
    if (k->of <= ROWS_MOST)
        return;
    buf_init(&rest, b->arena, SIZE_MAX);
    if (days > 1)
        buf_printf(&rest, "page=%" PRIu32, days);
    buf_c(b, "<p>");
    SAY(v, b, W_CALENDAR_ROWS, text_str(&from), text_str(&to), text_str(&of));
    buf_c(b, "</p>\n");
    put_pages_of(v, b, "rows", k->first / ROWS_MOST + 1,
                 (k->of - 1) / ROWS_MOST + 1, buf_view(&rest));
}

static err put_chart(struct cx *cx, const struct web_view *v, uint32_t rows,
                     uint32_t days, struct buf *b)
{
    struct chart k = measure(v, rows);
    struct rows_of r = {.n = 0};
    int height = HEAD + (int)k.rows * ROW + 6;
    if (k.rows == 0)
        return OK;
    TRY(cx, rows_read(cx, v, b->arena, &k, &r));
    buf_c(b, "<section><h2>");
    say(v, b, W_CALENDAR_CHART);
    buf_c(b, "</h2><p>");
    say(v, b, W_CALENDAR_CHART_HELP);
    buf_printf(b, "</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                  "aria-label=\"");
    say(v, b, W_CALENDAR_CHART);
    buf_printf(b,
               "\"><svg class=\"gantt\" viewBox=\"0 0 %d %d\" "
               "role=\"group\" aria-label=\"",
               WIDTH, height);
    say(v, b, W_CALENDAR_CHART);
    buf_c(b, "\">");
    put_scale(v, b, &k, height);
    TRY(cx, put_waits(cx, v, b, &k, &r));
    for (uint32_t i = 0; i < r.n; i++)
        put_bar(v, b, &k, r.v[i], i);
    int now = x_of(&k, v->c->v->at);
    buf_printf(b,
               "<line class=\"now\" x1=\"%d\" x2=\"%d\" y1=\"%d\" "
               "y2=\"%d\"/></svg></div>\n",
               now, now, HEAD, height);
    put_chart_pages(v, b, &k, days);
    buf_c(b, "</section>\n");
    return OK;
}

/* --- Day by day ----------------------------------------------------------- */

/* By clause, with how many: its page has them all. */
static void put_due(const struct web_view *v, struct buf *b,
                    const struct report_day *day)
{
    if (day->n_due == 0)
        return;
    buf_c(b, "<p class=\"due\">");
    say(v, b, W_COLUMN_FALLS_DUE);
    buf_char(b, ':');
    for (uint32_t i = 0, k; i < day->n_due; i = k) {
        const struct verdict *x = &v->c->v->v[day->due[i]];
        str label = v->c->ag->clauses[x->clause].label;
        for (k = i + 1; k < day->n_due; k++)
            if (v->c->v->v[day->due[k]].clause != x->clause)
                break;
        buf_char(b, ' ');
        if (k == i + 1)
            link_occasion(v, b, x->clause, x->bearer, x->instance, "");
        else
            LINK(v, b, "", STR("clause"), label);
        put_bdi(b, label);
        link_end(b);
        if (k > i + 1) {
            struct text n = count_text(v, k - i);
            buf_c(b, " ×");
            put_bdi(b, text_str(&n));
        }
    }
    buf_c(b, "</p>");
}

/* A link to the reports of a day, by their number. */
static void put_day_reports(const struct web_view *v, struct buf *b,
                            const struct report_day *day)
{
    char date[CIVIL_PRINT_SIZE];
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_c(&rest, "day=");
    buf_str(&rest, civil_date_print(
                       civil_local(v->c->tz, day->begin).civil.date, date));
    buf_c(b, "<a href=\"/reports");
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_c(b, "\">");
    say_count(v, b, W_REPORTS, day->n_facts);
    buf_c(b, "</a>");
}

static void put_day(const struct web_view *v, struct buf *b,
                    const struct report_day *day)
{
    enum { MOST = 40 };
    struct text date = date_text(v, day->begin, true);
    struct text n = count_text(v, day_of(v, day->begin));
    buf_c(b, "<section class=\"day\"><h3>");
    SAY(v, b, W_CLOCK_DAY, text_str(&n));
    buf_c(b, " <small>");
    put_when(b, v, day->begin, &date);
    buf_c(b, "</small></h3>");
    put_due(v, b, day);
    put_change_list(v, b, day->changes, day->n_changes, STR(""));
    if (day->n_facts > 0) {
        buf_c(b, "<details><summary>");
        say_count(v, b, W_REPORTS, day->n_facts);
        buf_c(b, "</summary><ul class=\"plain\">");
        for (uint32_t i = 0; i < day->n_facts && i < MOST; i++) {
            buf_c(b, "<li>");
            link_report(v, b, day->facts[i]);
            buf_char(b, ' ');
            put_statement(v, b, day->facts[i]);
            buf_c(b, "</li>\n");
        }
        if (day->n_facts > MOST) {
            buf_c(b, "<li>… ");
            put_day_reports(v, b, day);
            buf_c(b, "</li>\n");
        }
        buf_c(b, "</ul></details>");
    }
    buf_c(b, "</section>\n");
}

err web_calendar_begin(struct cx *cx, const struct web_view *v, uint32_t rows,
                       uint32_t page, struct buf *out)
{
    page_begin(v, out, NAV_CALENDAR, word(v, W_CALENDAR_TITLE));
    buf_c(out, "<p class=\"exports\">");
    say(v, out, W_EXPORT_AS);
    put_export_link(v, out, "/calendar.ics", "iCalendar");
    put_export_link(v, out, "/timeline.json", "JSON");
    buf_c(out, "</p>\n");
    TRY(cx, put_chart(cx, v, rows, page, out));
    buf_c(out, "<h2>");
    say(v, out, W_CALENDAR_DAYS);
    buf_c(out, "</h2>\n");
    return OK;
}

void web_calendar_day(const struct web_view *v, const struct report_day *day,
                      struct buf *out)
{
    if (day->n_changes + day->n_facts + day->n_due > 0)
        put_day(v, out, day);
}

/* Of a large record: a link to the first page as of that day. */
void web_calendar_brief_day(const struct web_view *v,
                            const struct report_day *day, struct buf *b)
{
    char room[CIVIL_PRINT_SIZE];
    struct text date = date_text(v, day->begin, true);
    struct text n = count_text(v, day_of(v, day->begin));
    str at =
        civil_date_print(civil_local(v->c->tz, day->begin).civil.date, room);
    buf_c(b, "<section class=\"day\"><h3><a href=\"/");
    put_query(v, b, v->lang, v->lang_given, at, v->known, STR(""));
    buf_c(b, "\">");
    SAY(v, b, W_CLOCK_DAY, text_str(&n));
    buf_c(b, "</a> <small>");
    put_when(b, v, day->begin, &date);
    buf_c(b, "</small></h3>");
    put_due(v, b, day);
    if (day->n_facts > 0) {
        buf_c(b, "<p>");
        put_day_reports(v, b, day);
        buf_c(b, "</p>");
    }
    buf_c(b, "</section>\n");
}

void web_calendar_is_large(const struct web_view *v, struct buf *out)
{
    put_prose(out, "p", STR(""), word(v, W_CALENDAR_LARGE));
}

err web_calendar_end(struct cx *cx, const struct web_view *v, uint32_t rows,
                     uint32_t page, uint32_t pages, struct buf *out)
{
    struct buf rest;
    buf_init(&rest, out->arena, SIZE_MAX);
    if (rows > 1)
        buf_printf(&rest, "rows=%" PRIu32, rows);
    put_pages(v, out, page, pages, buf_view(&rest));
    page_end(v, out);
    return buf_finish(cx, out);
}
