/* web/page_context.c: events as other collections tell them, with their terms.
 */
#include "web/web_int.h"

/* Whose data it is, and what their owners ask of who uses it. */
void put_context_terms(const struct web_view *v, struct buf *b, bool acled,
                       bool ged)
{
    if (acled) {
        buf_c(b, "<p class=\"exports\">");
        SAY(v, b, W_CONTEXT_ACLED, STR("ACLED"), STR("acleddata.com"));
        buf_c(b, "</p>\n");
    }
    if (ged) {
        buf_c(b, "<p class=\"exports\">");
        SAY(v, b, W_CONTEXT_GED, STR("UCDP GED"), STR("ucdp.uu.se"),
            STR("CC BY 4.0"));
        buf_c(b, "</p>\n");
    }
}

static void put_day(const struct web_view *v, struct buf *b,
                    struct civil_date from, struct civil_date to)
{
    instant begin = civil_day_span(v->c->tz, from).begin;
    struct text t = date_text(v, begin, true);
    put_when(b, v, begin, &t);
    if (civil_days(to) > civil_days(from)) {
        instant end = civil_day_span(v->c->tz, to).begin;
        t = date_text(v, end, true);
        buf_c(b, " – ");
        put_when(b, v, end, &t);
    }
}

static void put_small(struct buf *b, str s)
{
    if (s.n == 0)
        return;
    buf_c(b, "<br><small>");
    put_bdi(b, s);
    buf_c(b, "</small>");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct context_event *e)
{
    buf_c(b, "<tr><th scope=\"row\">");
    put_day(v, b, e->from, e->to);
    put_small(b, e->id);
    buf_c(b, "</th>");
    cell_begin(v, b, W_CONTEXT_TYPE);
    put_bdi(b, e->type);
    put_small(b, e->detail);
    buf_c(b, "</td>");
    cell_begin(v, b, W_CONTEXT_ACTORS);
    put_bdi(b, e->actor1); /* the two alike */
    if (e->actor2.n > 0) {
        buf_c(b, "<br>");
        put_bdi(b, e->actor2);
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_PLACE);
    put_bdi(b, e->place);
    buf_c(b, "</td>");
    cell_begin(v, b, W_CONTEXT_DEATHS);
    if (e->has_deaths) {
        struct text n = e->low == e->high ? count_text(v, e->best)
                                          : figure_text(v, e->low, e->high);
        html_text(b, text_str(&n));
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_SOURCE);
    put_bdi(b, context_set_name(e->set));
    put_small(b, e->source);
    buf_c(b, "</td></tr>\n");
}

/* Rows that could not be used, with their lines in the table. */
static void put_problems(const struct web_view *v, struct buf *b,
                         const struct web_context *d)
{
    enum { MOST = 20 };
    struct text n = count_text(v, d->n_problems);
    if (d->n_problems == 0)
        return;
    buf_c(b, "<details><summary>");
    SAY(v, b, W_CONTEXT_LEFT_OUT, text_str(&n));
    buf_c(b, "</summary><ul lang=\"en\" dir=\"ltr\">");
    for (uint32_t i = 0; i < d->n_problems && i < MOST; i++) {
        const struct facts_problem *p = &d->problems[i];
        buf_printf(b, "<li>%u: ", (unsigned)p->line);
        if (p->field.n > 0) {
            html_text(b, p->field);
            buf_c(b, ": ");
        }
        html_text(b, p->message);
        buf_c(b, " (");
        html_text(b, p->hint);
        buf_c(b, ")</li>");
    }
    buf_c(b, "</ul></details>\n");
}

static void put_search(const struct web_view *v, struct buf *b, str words)
{
    buf_c(b, "<form class=\"filter\" role=\"search\" method=\"get\" "
             "action=\"/context\">");
    put_hidden(v, b);
    buf_c(b, "<label>");
    say(v, b, W_REPORTS_SEARCH);
    buf_c(
        b,
        " <input type=\"search\" aria-keyshortcuts=\"/\" name=\"q\" value=\"");
    html_text(b, words);
    buf_c(b, "\"></label> <button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

err web_context(struct cx *cx, const struct web_view *v,
                const struct web_context *d, struct buf *out)
{
    static const enum word columns[] = {
        W_COLUMN_DATE,    W_CONTEXT_TYPE, W_CONTEXT_ACTORS, W_REPORT_PLACE,
        W_CONTEXT_DEATHS, W_SAID_SOURCE,  N_WORDS};
    struct text n = count_text(v, d->fit), of = count_text(v, d->of);
    page_begin(v, out, NAV_CONTEXT, word(v, W_CONTEXT_TITLE));
    put_prose(out, "p", STR(""), word(v, W_CONTEXT_INTRO));
    put_context_terms(v, out, d->acled, d->ged);
    exports_begin(v, out, "context");
    put_export_link(v, out, "/context.geojson", "GeoJSON");
    exports_end(out);
    put_search(v, out, d->words);
    buf_c(out, "<p>");
    SAY(v, out, W_OF, text_str(&n), text_str(&of));
    buf_c(out, "</p>\n");
    put_problems(v, out, d);
    if (d->n > 0) {
        table_begin(v, out, "rows", word(v, W_CONTEXT_TITLE), columns);
        for (uint32_t i = 0; i < d->n; i++)
            put_row(v, out, d->v[i]);
        table_end(out);
    } else {
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    }
    put_pages(v, out, d->page, d->pages, d->rest);
    page_end(v, out);
    return buf_finish(cx, out);
}
