/* web/page_agreement.c: every clause with its status, article by article. */
#include "web/web_int.h"

static bool fits(const struct clause_run *r, int group)
{
    for (int s = 0; s < N_STATUS; s++)
        if (r->by_status[s] > 0 && (int)status_group((enum status)s) == group)
            return true;
    return group < 0;
}

/* One symbol an occasion, each a link: the calendar strip of a clause. */
static void put_strip(const struct web_view *v, struct buf *b,
                      const struct clause_run *r)
{
    enum { MOST = 400 };
    buf_c(b, "<ol class=\"strip\">");
    for (uint32_t i = r->from; i < r->to && i < r->from + MOST; i++) {
        const struct verdict *x = &v->c->v->v[i];
        buf_c(b, "<li>");
        link_occasion(v, b, x->clause, x->bearer, x->instance, "");
        buf_printf(b,
                   "<i class=\"st %s\" aria-hidden=\"true\">%s</i>"
                   "<span class=\"tip\">",
                   status_class(x->status), status_symbol(x->status));
        put_bdi(b, name_of_occasion(v, b->arena, x->clause, x->instance));
        if (x->bearer != NONE) {
            buf_char(b, ' ');
            put_bdi(b, name_of_actor(v, x->bearer));
        }
        buf_char(b, ' ');
        html_text(b, status_word(v, x->status));
        buf_c(b, "</span>");
        link_end(b);
        buf_c(b, "</li>");
    }
    buf_c(b, "</ol>");
}

/* The occasions of a clause that have this status. */
static void link_tally(const struct web_view *v, struct buf *b,
                       const struct clause *cl, enum status s)
{
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_c(&rest, "show=");
    url_part(&rest, status_name(s));
    if (cl->reading.n > 0) {
        buf_c(&rest, "&reading=");
        url_part(&rest, cl->reading);
    }
    buf_c(b, "<a class=\"fig\" href=\"/clause/");
    url_part(b, cl->label);
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_c(b, "\">");
}

/* How many occasions have each status. */
static void put_tally(const struct web_view *v, struct buf *b,
                      const struct clause *cl, const struct clause_run *r)
{
    buf_c(b, "<ul class=\"tally\">");
    for (int s = 0; s < N_STATUS; s++) {
        if (r->by_status[s] == 0)
            continue;
        struct text t = count_text(v, r->by_status[s]);
        buf_c(b, "<li>");
        link_tally(v, b, cl, (enum status)s);
        buf_c(b, "<b>");
        html_text(b, text_str(&t));
        buf_c(b, "</b> ");
        put_status(v, b, (enum status)s);
        link_end(b);
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul>");
}

static void put_one(const struct web_view *v, struct buf *b,
                    const struct verdict *x)
{
    put_status(v, b, x->status);
    buf_char(b, ' ');
    link_done(v, b, x);
    put_marks(v, b, x);
    if (x->accounts_differ || x->status == ST_CONTESTED)
        put_accounts(v, b, x, false);
}

static void put_due_of(const struct web_view *v, struct buf *b,
                       const struct clause_run *r)
{
    const struct verdict *x;
    if (r->to != r->from + 1)
        return;
    x = &v->c->v->v[r->from];
    if (x->has_due) {
        struct text t = moment_text(v, x->due_hi, true);
        put_when(b, v, x->due_hi, &t);
    }
}

static void put_clause(const struct web_view *v, struct buf *b, int clause,
                       const struct clause_run *r)
{
    const struct clause *cl = &v->c->ag->clauses[clause];
    buf_c(b, "<tr><th scope=\"row\">");
    LINK(v, b, "", STR("clause"), cl->label);
    put_bdi(b, cl->label);
    link_end(b);
    if (cl->reading.n > 0) {
        buf_c(b, "<br>");
        put_bdi(b, cl->reading);
    }
    buf_c(b, "</th><td>");
    put_clause_words(v, b, cl, NONE);
    buf_c(b, "</td><td>");
    if (r->to == r->from + 1) {
        put_one(v, b, &v->c->v->v[r->from]);
    } else if (r->to > r->from) {
        put_tally(v, b, cl, r);
        put_strip(v, b, r);
    } else {
        put_status(v, b, ST_WAITING);
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_DUE);
    put_due_of(v, b, r);
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_STANDARD);
    put_standard(v, b, cl);
    buf_c(b, "</td></tr>\n");
}

static void put_choice(const struct web_view *v, struct buf *b, int group)
{
    static const enum status of[] = {ST_MET,
                                     ST_MET_LATE,
                                     ST_PARTLY_MET,
                                     ST_CONTESTED,
                                     ST_REPORTED_NOT_VERIFIED,
                                     ST_UNMET,
                                     ST_NOT_REPORTED,
                                     ST_RUNNING};
    buf_c(b, "<form class=\"filter\" method=\"get\" action=\"/agreement\">");
    put_hidden(v, b);
    buf_c(b, "<label>");
    say(v, b, W_AGREEMENT_FILTER);
    buf_c(b, " <select name=\"show\"><option value=\"\">");
    say(v, b, W_AGREEMENT_ALL);
    buf_c(b, "</option>");
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        int g = (int)status_group(of[i]);
        buf_printf(b, "<option value=\"%d\"%s>", g,
                   g == group ? " selected" : "");
        html_text(b, status_word(v, of[i]));
        buf_c(b, "</option>");
    }
    buf_c(b, "</select></label> <button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

/* "2 Captives", as the text has it. */
static void put_article(struct buf *b, const struct clause *cl)
{
    struct buf t;
    buf_init(&t, b->arena, SIZE_MAX);
    buf_str(&t, cl->article);
    if (cl->article_title.n > 0) {
        buf_char(&t, ' ');
        buf_str(&t, cl->article_title);
    }
    put_prose(b, "h2", STR(""), buf_view(&t));
}

err web_agreement(struct cx *cx, const struct web_view *v, int group,
                  struct buf *out)
{
    static const enum word columns[] = {W_COLUMN_CLAUSE,   W_COLUMN_WHAT,
                                        W_COLUMN_STATUS,   W_COLUMN_DUE,
                                        W_COLUMN_STANDARD, N_WORDS};
    const struct agreement *ag = v->c->ag;
    str article = {NULL, 0};
    bool open = false;
    page_begin(v, out, NAV_AGREEMENT, word(v, W_AGREEMENT_TITLE));
    struct web_view all = *v; /* they have all clauses, whatever is shown */
    all.rest = STR("");
    put_export_links(&all, out, "status");
    put_choice(v, out, group);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct clause_run *r = &v->c->v->runs[i];
        if (!fits(r, group))
            continue;
        if (article.p == NULL || !str_eq(article, ag->clauses[i].article)) {
            article = ag->clauses[i].article;
            if (open)
                table_end(out);
            open = true;
            if (article.n > 0)
                put_article(out, &ag->clauses[i]);
            table_begin(v, out, "rows clauses",
                        article.n > 0 ? article : word(v, W_NAV_AGREEMENT),
                        columns);
        }
        put_clause(v, out, (int)i, r);
    }
    if (open)
        table_end(out);
    else
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    struct text formal = count_text(v, v->c->coverage.formal);
    struct text judged = count_text(v, v->c->coverage.judged);
    struct text declared = count_text(v, v->c->coverage.declaratory);
    buf_c(out, "<p>");
    SAY(v, out, W_AGREEMENT_COVERAGE, text_str(&formal), text_str(&judged),
        text_str(&declared));
    buf_c(out, "</p>\n");
    page_end(v, out);
    return buf_finish(cx, out);
}
