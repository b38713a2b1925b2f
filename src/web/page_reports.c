/* web/page_reports.c: the list of reports, and one of them whole. */
#include "web/web_int.h"

static void put_search(const struct web_view *v, struct buf *b,
                       const struct web_reports *r)
{
    buf_c(b, "<form class=\"filter\" role=\"search\" method=\"get\" "
             "action=\"/reports\">");
    put_hidden(v, b);
    buf_c(b, "<label>");
    say(v, b, W_REPORTS_SEARCH);
    buf_c(
        b,
        " <input type=\"search\" aria-keyshortcuts=\"/\" name=\"q\" value=\"");
    html_text(b, r->words);
    buf_c(b, "\"></label> <label>");
    say(v, b, W_REPORTS_SOURCE);
    buf_c(b, " <select name=\"source\"><option value=\"\">");
    say(v, b, W_REPORTS_ANY);
    buf_c(b, "</option>");
    for (uint32_t i = 0; i < r->n_sources; i++) {
        const struct source *s = v->c->source(v->c->self, (int)i);
        buf_c(b, "<option value=\"");
        html_text(b, s->id);
        buf_c(b, (int)i == r->source ? "\" selected>" : "\">");
        html_text(b, name_of_source(v, (int)i));
        buf_c(b, "</option>");
    }
    buf_c(b, "</select></label> <label>");
    say(v, b, W_ENTER_DAY);
    buf_c(b, " <input name=\"day\" size=\"12\" dir=\"ltr\" "
             "placeholder=\"2025-01-25\" value=\"");
    html_text(b, r->day);
    buf_c(b, "\"></label> <button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

static void put_row(const struct web_view *v, struct buf *b, uint32_t fact)
{
    struct fact buffer;
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return;
    struct text when = span_text(v, f->from, f->to_);
    struct text recorded = moment_text(v, f->recorded, true);
    bool gone = v->c->gone != NULL && v->c->gone[fact];
    buf_printf(b, "<tr%s><th scope=\"row\">", gone ? " class=\"gone\"" : "");
    link_report(v, b, fact);
    buf_c(b, "</th>");
    cell_begin(v, b, W_REPORT_OCCURRED);
    put_when(b, v, f->from, &when);
    buf_c(b, "</td>");
    cell_begin(v, b, W_REPORT_RECORDED);
    put_when(b, v, f->recorded, &recorded);
    buf_c(b, "</td><td>");
    put_statement(v, b, fact);
    if (gone) {
        buf_char(b, ' ');
        put_prose(b, "small", STR(""), word(v, W_REPORT_REPLACED));
    }
    buf_c(b, "</td></tr>\n");
}

err web_reports(struct cx *cx, const struct web_view *v,
                const struct web_reports *r, struct buf *out)
{
    static const enum word columns[] = {W_COLUMN_REPORTS, W_REPORT_OCCURRED,
                                        W_REPORT_RECORDED, W_COLUMN_HAPPENED,
                                        N_WORDS};
    struct text of = count_text(v, v->c->n_facts), n = count_text(v, r->of);
    page_begin(v, out, NAV_REPORTS, word(v, W_REPORTS_TITLE));
    put_search(v, out, r);
    put_export_links(v, out, "reports");
    buf_c(out, "<p>");
    SAY(v, out, W_REPORTS_COUNT, text_str(&n), text_str(&of));
    buf_c(out, "</p>\n");
    if (r->n > 0) {
        table_begin(v, out, "rows", word(v, W_REPORTS_TITLE), columns);
        for (uint32_t i = 0; i < r->n; i++)
            put_row(v, out, r->facts[i]);
        table_end(out);
    } else {
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    }
    put_pages(v, out, r->page, r->pages, r->rest);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- One report ----------------------------------------------------------- */

static void pair(const struct web_view *v, struct buf *b, enum word w, str s)
{
    if (s.n == 0)
        return;
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt>");
    put_prose(b, "dd", STR(""), s);
    buf_char(b, '\n');
}

static void pair_time(const struct web_view *v, struct buf *b, enum word w,
                      instant at, const struct text *t)
{
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt><dd>");
    put_when(b, v, at, t);
    buf_c(b, "</dd>\n");
}

/* A link only to what a browser fetches; anything else stays text. */
static void pair_url(const struct web_view *v, struct buf *b, str url)
{
    if (url.n == 0)
        return;
    buf_c(b, "<dt>");
    say(v, b, W_REPORT_URL);
    buf_c(b, "</dt><dd dir=\"ltr\">");
    bool web =
        str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
    if (web) {
        buf_c(b, "<a rel=\"noreferrer noopener\" href=\"");
        html_text(b, url);
        buf_c(b, "\">");
    }
    html_text(b, url);
    buf_c(b, web ? "</a></dd>\n" : "</dd>\n");
}

static void pair_evidence(const struct web_view *v, struct buf *b,
                          const struct web_files *files, str ids)
{
    str id;
    if (ids.n == 0)
        return;
    buf_c(b, "<dt>");
    say(v, b, W_INC_EVIDENCE);
    buf_c(b, "</dt><dd>");
    for (int n = 0; ids.n > 0; n++) {
        str_cut(ids, ' ', &id, &ids);
        if (str_starts(id, STR("sha256:")))
            put_cited(v, b, files, id);
        else
            buf_printf(b, "<bdi>%d / %.*s</bdi>", n, STR_ARG(id));
        buf_c(b, ids.n > 0 ? "<br>" : "");
    }
    buf_c(b, "</dd>");
}

static void put_fields(const struct web_view *v, struct buf *b, uint32_t fact,
                       const struct fact *f, const struct web_files *files)
{
    const struct agreement *ag = v->c->ag;
    const struct source *src = v->c->source(v->c->self, f->source);
    struct report_shown s = {0};
    v->c->shown(v->c->self, fact, &s);
    struct text when = span_text(v, f->from, f->to_);
    struct text recorded = moment_text(v, f->recorded, true);
    buf_c(b, "<dl class=\"pairs\">");
    pair(v, b, W_REPORT_KIND, word(v, kind_word(f->kind)));
    pair(v, b, W_REPORT_SOURCE, name_of_source(v, f->source));
    pair(v, b, W_REPORT_ACCOUNT, v->c->account(v->c->self, src->account));
    pair(v, b, W_REPORT_VIA, s.via);
    pair(v, b, W_REPORT_AUTHOR, s.author);
    pair_time(v, b, W_REPORT_OCCURRED, f->from, &when);
    pair_time(v, b, W_REPORT_RECORDED, f->recorded, &recorded);
    pair(v, b, W_REPORT_PERFORMER, name_of_actor(v, f->performer));
    if (f->act != NONE)
        pair(v, b, W_REPORT_ACT, ag->acts[f->act].done);
    pair(v, b, W_REPORT_TO, name_of_actor(v, f->to));
    if (f->item != NONE && (f->lo != 0 || f->hi != QTY_INF)) {
        struct text t = figure_text(v, f->lo, f->hi);
        pair(v, b, W_REPORT_QUANTITY, text_str(&t));
    }
    if (f->item != NONE)
        pair(v, b, W_REPORT_ITEM, name_of_item(v, f->item));
    if (f->zone != NONE)
        pair(v, b, W_REPORT_PLACE, name_of_zone(v, f->zone));
    pair(v, b, W_REPORT_OBJECT, f->object);
    if (f->clause != NONE)
        pair(v, b, W_COLUMN_CLAUSE, ag->clauses[f->clause].label);
    pair(v, b, W_REPORT_NOTE, f->text.n > 0 ? f->text : s.note);
    pair(v, b, W_REPORT_ACCESS, s.access);
    pair_evidence(v, b, files, s.evidence);
    pair_url(v, b, s.url);
    buf_c(b, "</dl>\n");
}

static void put_about(const struct web_view *v, struct buf *b, uint32_t fact)
{
    bool any = false;
    for (uint32_t i = 0; i < v->c->n_links; i++) {
        if (v->c->links[i].to == fact)
            put_statement_item(v, b, v->c->links[i].by, W_REPORT_ABOUT, &any);
    }
    if (any)
        buf_c(b, "</ul>\n");
}

static bool is_in(const uint32_t *list, uint32_t n, uint32_t fact)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == fact)
            return true;
    return false;
}

static bool is_used(const struct verdict *x, uint32_t fact)
{
    if (is_in(x->reports, x->n_reports, fact))
        return true;
    for (uint32_t i = 0; i < x->n_accounts; i++)
        if (is_in(x->accounts[i].reports, x->accounts[i].n_reports, fact))
            return true;
    return false;
}

/* The obligations that rest on it, by the clause's standard or an account. */
static void put_used(const struct web_view *v, struct buf *b, uint32_t fact)
{
    enum { MOST = 100 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->c->v->n && n < MOST; i++) {
        const struct verdict *x = &v->c->v->v[i];
        if (!is_used(x, fact))
            continue;
        if (n++ == 0) {
            buf_c(b, "<h2>");
            say(v, b, W_REPORT_USED);
            buf_c(b, "</h2><ul class=\"plain\">");
        }
        buf_c(b, "<li>");
        link_occasion(v, b, x->clause, x->bearer, x->instance, "");
        put_bdi(b, v->c->ag->clauses[x->clause].label);
        buf_char(b, ' ');
        put_bdi(b, name_of_occasion(v, b->arena, x->clause, x->instance));
        link_end(b);
        buf_char(b, ' ');
        put_status(v, b, x->status);
        buf_c(b, "</li>\n");
    }
    if (n > 0)
        buf_c(b, "</ul>\n");
}

err web_report(struct cx *cx, const struct web_view *v, uint32_t fact,
               const struct web_files *files, struct buf *out)
{
    struct fact buffer;
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return buf_finish(cx, out);
    page_begin(v, out, NAV_REPORTS, f->id);
    if (v->c->gone != NULL && v->c->gone[fact])
        put_prose(out, "p", STR(""), word(v, W_REPORT_REPLACED));
    put_fields(v, out, fact, f, files);
    put_about(v, out, fact);
    put_used(v, out, fact);
    page_end(v, out);
    return buf_finish(cx, out);
}
