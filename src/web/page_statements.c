/* web/page_statements.c: what was said in public, and who reported it. */
#include "web/web_int.h"

static enum word kind_title(enum statement_kind k)
{
    switch (k) {
    case STATEMENT_FORECAST:
        return W_SAID_FORECASTS;
    case STATEMENT_FIGURE:
        return W_SAID_FIGURES;
    case STATEMENT_PROCEEDING:
        return W_SAID_PROCEEDINGS;
    case STATEMENT_SAID:
    case STATEMENT_KINDS:
        break;
    }
    return W_SAID_STATEMENTS;
}

static enum word bound_word(enum statement_bound b)
{
    switch (b) {
    case BOUND_ABOUT:
        return W_BOUND_ABOUT;
    case BOUND_AT_LEAST:
        return W_AT_LEAST;
    case BOUND_MORE_THAN:
        return W_BOUND_MORE_THAN;
    case BOUND_AT_MOST:
        return W_BOUND_AT_MOST;
    case BOUND_LESS_THAN:
        return W_BOUND_LESS_THAN;
    case BOUND_EXACTLY:
    case BOUND_NONE:
        break;
    }
    return W_BOUND_EXACTLY;
}

static void put_day(const struct web_view *v, struct buf *b,
                    struct civil_date d)
{
    instant at = civil_day_span(v->c->tz, d).begin;
    struct text t = date_text(v, at, true);
    put_when(b, v, at, &t);
}

static bool is_web(str url)
{
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

static void put_source(struct buf *b, str source, str url)
{
    if (is_web(url)) {
        buf_c(b, "<a rel=\"noreferrer noopener\" href=\"");
        html_text(b, url);
        buf_c(b, "\">");
    }
    put_bdi(b, source);
    if (is_web(url))
        buf_c(b, "</a>");
}

static void put_outcome(const struct web_view *v, struct buf *b,
                        const struct statement *s)
{
    if (s->outcome.n == 0)
        return;
    buf_c(b, "<p class=\"later\"><small>");
    say(v, b, W_SAID_LATER);
    buf_c(b, " ");
    put_day(v, b, s->outcome_date);
    buf_c(b, ":</small> ");
    put_prose(b, "span", STR(""), s->outcome);
    buf_c(b, " <small>");
    put_bdi(b, s->outcome_source);
    buf_c(b, "</small></p>");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct statement *s)
{
    buf_c(b, "<tr><th scope=\"row\">");
    put_day(v, b, s->date);
    buf_c(b, "</th>");
    cell_begin(v, b, W_SAID_BY);
    put_bdi(b, s->speaker);
    if (s->role.n > 0) {
        buf_c(b, " <small>");
        put_bdi(b, s->role);
        buf_c(b, "</small>");
    }
    if (s->venue.n > 0) {
        buf_c(b, "<br><small>");
        put_bdi(b, s->venue);
        buf_c(b, "</small>");
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_WHAT);
    if (s->bound != BOUND_NONE) {
        struct text n = count_text(v, s->quantity);
        /* Together: a number alone would stand behind its unit where the page
         * runs from the right. */
        buf_c(b, "<strong><bdi>");
        SAY(v, b, bound_word(s->bound), text_str(&n));
        buf_char(b, ' ');
        put_bdi(b, s->unit);
        buf_c(b, "</bdi></strong> ");
    }
    put_prose(b, "span", STR(""), s->text);
    put_outcome(v, b, s);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_ABOUT);
    put_bdi(b, s->about);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_SOURCE);
    put_source(b, s->source, s->url);
    buf_c(b, "</td></tr>\n");
}

static void put_kind(const struct web_view *v, struct buf *b,
                     const struct web_statements *d, enum statement_kind k)
{
    static const enum word columns[] = {W_COLUMN_DATE, W_SAID_BY,
                                        W_SAID_WHAT,   W_SAID_ABOUT,
                                        W_SAID_SOURCE, N_WORDS};
    bool any = false;
    for (uint32_t i = 0; i < d->n; i++) {
        if (d->v[i].kind != k)
            continue;
        if (!any) {
            buf_c(b, "<h2>");
            say(v, b, kind_title(k));
            buf_c(b, "</h2>\n");
            table_begin(v, b, "rows", word(v, kind_title(k)), columns);
        }
        any = true;
        put_row(v, b, &d->v[i]);
    }
    if (any)
        table_end(b);
}

static void put_filter(const struct web_view *v, struct buf *b,
                       const struct web_statements *d)
{
    buf_c(b, "<form class=\"filter\" role=\"search\" method=\"get\" "
             "action=\"/statements\">");
    put_hidden(v, b);
    buf_c(b, "<label>");
    say(v, b, W_REPORTS_SEARCH);
    buf_c(
        b,
        " <input type=\"search\" aria-keyshortcuts=\"/\" name=\"q\" value=\"");
    html_text(b, d->words);
    buf_c(b, "\"></label> <label>");
    say(v, b, W_COLUMN_TYPE);
    buf_c(b, " <select name=\"kind\"><option value=\"\">");
    say(v, b, W_REPORTS_ANY);
    buf_c(b, "</option>");
    for (int k = 0; k < STATEMENT_KINDS; k++) {
        buf_c(b, "<option value=\"");
        html_text(b, statement_kind_name((enum statement_kind)k));
        buf_c(b, d->kind == k ? "\" selected>" : "\">");
        say(v, b, kind_title((enum statement_kind)k));
        buf_c(b, "</option>");
    }
    buf_c(b, "</select></label> <button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

err web_statements(struct cx *cx, const struct web_view *v,
                   const struct web_statements *d, struct buf *out)
{
    struct text n = count_text(v, d->n), of = count_text(v, d->of);
    page_begin(v, out, NAV_STATEMENTS, word(v, W_SAID_TITLE));
    put_prose(out, "p", STR(""), word(v, W_SAID_INTRO));
    put_export_links(v, out, "statements");
    put_filter(v, out, d);
    buf_c(out, "<p>");
    SAY(v, out, W_OF, text_str(&n), text_str(&of));
    buf_c(out, "</p>\n");
    if (d->left_out > 0) {
        struct text left = count_text(v, d->left_out);
        buf_c(out, "<p>");
        SAY(v, out, W_SAID_LEFT_OUT, text_str(&left));
        buf_c(out, "</p>\n");
    }
    if (d->n == 0)
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    for (int k = 0; k < STATEMENT_KINDS; k++)
        put_kind(v, out, d, (enum statement_kind)k);
    page_end(v, out);
    return buf_finish(cx, out);
}
