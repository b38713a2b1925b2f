/* web/page_clause.c: one clause, and one occasion of it taken apart. */
#include "web/web_int.h"

static void put_pair_begin(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt><dd>");
}

static bool is_of_label(const struct web_view *v, int clause, str label)
{
    return str_eq(v->c->ag->clauses[clause].label, label);
}

static void put_texts(const struct web_view *v, struct buf *b,
                      const struct web_clause *k)
{
    const struct clause *cl = &v->c->ag->clauses[k->clause];
    buf_c(b, "<dl class=\"pairs\">");
    if (k->text.n > 0) {
        put_pair_begin(v, b, W_CLAUSE_TEXT);
        put_prose(b, "pre", STR(""), k->text);
        buf_c(b, "</dd>");
    }
    for (uint32_t i = 0; i < k->n_meaning; i++) {
        put_pair_begin(v, b, W_CLAUSE_MEANING);
        put_prose(b, "p", STR("en"), k->meaning[i]);
        buf_c(b, "</dd>");
    }
    put_pair_begin(v, b, W_COLUMN_STANDARD);
    put_standard(v, b, cl);
    buf_c(b, "</dd>");
    if (cl->source.n > 0) {
        put_pair_begin(v, b, W_CLAUSE_SOURCE);
        put_bdi(b, cl->source);
        buf_c(b, "</dd>");
    }
    if (cl->note.n > 0) {
        put_pair_begin(v, b, W_CLAUSE_NOTE);
        put_bdi(b, cl->note);
        buf_c(b, "</dd>");
    }
    buf_c(b, "</dl>\n");
    if (cl->n_prose == 0)
        return;
    buf_c(b, "<section><h2>");
    say(v, b, W_CLAUSE_PROSE);
    buf_c(b, "</h2><div class=\"side\">");
    for (uint32_t i = 0; i < cl->n_prose; i++)
        put_prose(b, "p", cl->prose[i].lang, cl->prose[i].text);
    buf_c(b, "</div></section>\n");
}

static void put_occasion(const struct web_view *v, struct buf *b,
                         const struct verdict *x)
{
    buf_c(b, "<tr><th scope=\"row\">");
    link_occasion(v, b, x->clause, x->bearer, x->instance, "");
    put_bdi(b, x->instance.n > 0
                   ? name_of_occasion(v, b->arena, x->clause, x->instance)
                   : v->c->ag->clauses[x->clause].label);
    link_end(b);
    buf_c(b, "</th><td>");
    put_bdi(b, name_of_actor(v, x->bearer));
    buf_c(b, "</td>");
    put_status_cells(v, b, x);
    cell_begin(v, b, W_COLUMN_DONE);
    if (x->has_met) {
        struct text t = span_text(v, x->met_from, x->met_to);
        put_when(b, v, x->met_from, &t);
    }
    buf_c(b, "</td><td>");
    put_accounts(v, b, x, false);
    buf_c(b, "</td></tr>\n");
}

/* Where they are those of one status: which, and the way to all. */
static void put_only(const struct web_view *v, struct buf *b,
                     const struct web_clause *k)
{
    if (!k->only)
        return;
    buf_c(b, "<p>");
    say(v, b, W_CLAUSE_ONLY);
    buf_char(b, ' ');
    put_status(v, b, k->status);
    buf_c(b, " · ");
    LINK(v, b, "", STR("clause"), v->c->ag->clauses[k->clause].label);
    say(v, b, W_CLAUSE_ALL);
    link_end(b);
    buf_c(b, "</p>\n");
}

static void put_occasions(const struct web_view *v, struct buf *b,
                          const struct web_clause *k)
{
    static const enum word columns[] = {
        W_COLUMN_OCCASION, W_COLUMN_BEARER,  W_COLUMN_STATUS, W_COLUMN_DUE,
        W_COLUMN_DONE,     W_COLUMN_ACCOUNT, N_WORDS};
    put_only(v, b, k);
    if (k->n == 0) {
        put_prose(b, "p", STR(""), word(v, W_NO_ROWS));
        return;
    }
    table_begin(v, b, "rows", word(v, W_CLAUSE_INSTANCES), columns);
    for (uint32_t i = 0; i < k->n; i++)
        put_occasion(v, b, &v->c->v->v[k->rows[i]]);
    table_end(b);
    put_pages(v, b, k->page, k->pages, k->rest);
}

/* Each account's figure over the whole time. */
static void put_series(const struct web_view *v, struct buf *b, str label)
{
    static const enum word columns[] = {W_COLUMN_ACCOUNT, W_COLUMN_FIGURE,
                                        W_COLUMN_NEEDED, W_COLUMN_REPORTS,
                                        N_WORDS};
    bool first = true;
    for (uint32_t i = 0; i < v->c->v->n_series; i++) {
        const struct series *s = &v->c->v->series[i];
        if (!is_of_label(v, s->clause, label) || s->n_accounts == 0)
            continue;
        buf_c(b, first ? "<h2 id=\"whole\">" : "<h2>");
        first = false;
        say(v, b, W_CLAUSE_SERIES);
        buf_c(b, "</h2>\n");
        table_begin(v, b, "rows", word(v, W_CLAUSE_SERIES), columns);
        for (uint32_t k = 0; k < s->n_accounts; k++) {
            const struct account_view *a = &s->accounts[k];
            const struct clause *cl = &v->c->ag->clauses[s->clause];
            struct text fig = amount_text(v, cl, a->fig.lo, a->fig.hi);
            struct text need = amount_text(v, cl, s->need, s->need);
            buf_c(b, "<tr><th scope=\"row\">");
            put_bdi(b, name_of_account(v, a->account));
            buf_c(b, "</th>");
            cell_begin(v, b, W_COLUMN_FIGURE);
            put_bdi(b, text_str(&fig));
            buf_c(b, "</td>");
            cell_begin(v, b, W_COLUMN_NEEDED);
            put_bdi(b, text_str(&need));
            buf_c(b, "</td>");
            cell_begin(v, b, W_COLUMN_REPORTS);
            put_reports(v, b, a->reports, a->n_reports, 100,
                        (struct occasion){.clause = NONE});
            buf_c(b, "</td></tr>\n");
        }
        table_end(b);
    }
}

static void put_said(const struct web_view *v, struct buf *b, int clause)
{
    bool any = false;
    for (uint32_t i = 0; i < v->c->n_notices; i++) {
        if (!is_of_label(v, v->c->notices[i].clause,
                         v->c->ag->clauses[clause].label))
            continue;
        put_statement_item(v, b, v->c->notices[i].fact, W_CLAUSE_SAID, &any);
    }
    if (any)
        buf_c(b, "</ul>\n");
}

err web_clause(struct cx *cx, const struct web_view *v,
               const struct web_clause *k, struct buf *out)
{
    const struct clause *cl = &v->c->ag->clauses[k->clause];
    page_begin(v, out, NAV_AGREEMENT, cl->label);
    buf_c(out, "<p class=\"lead\">");
    put_clause_words(v, out, cl, NONE);
    buf_c(out, "</p>\n");
    put_texts(v, out, k);
    buf_c(out, "<section><h2>");
    say(v, out, W_CLAUSE_INSTANCES);
    buf_c(out, "</h2>");
    put_occasions(v, out, k);
    buf_c(out, "</section>\n");
    put_series(v, out, cl->label);
    put_said(v, out, k->clause);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- One occasion --------------------------------------------------------- */

static enum word outcome_word(enum refusal r)
{
    switch (r) {
    case REF_COUNTED:
        return W_OUTCOME_COUNTED;
    case REF_AMENDED:
        return W_OUTCOME_AMENDED;
    case REF_RETRACTED:
        return W_OUTCOME_RETRACTED;
    case REF_BEFORE_WINDOW:
        return W_OUTCOME_BEFORE_WINDOW;
    case REF_AFTER_WINDOW:
        return W_OUTCOME_AFTER_WINDOW;
    case REF_PERFORMER:
        return W_OUTCOME_PERFORMER;
    case REF_ITEM:
        return W_OUTCOME_ITEM;
    case REF_PLACE:
        return W_OUTCOME_PLACE;
    case REF_RECIPIENT:
        return W_OUTCOME_RECIPIENT;
    case REF_KEY:
        return W_OUTCOME_KEY;
    case REF_STANDARD:
        return W_OUTCOME_STANDARD;
    case REF_NOT_VALID:
        return W_OUTCOME_NOT_VALID;
    case REF_PART:
        return W_OUTCOME_PART;
    case REF_SAME_INCIDENT:
        return W_OUTCOME_SAME_INCIDENT;
    case REF_USED_BEFORE:
        return W_OUTCOME_USED_BEFORE;
    case REF_SUSPENDED:
        return W_OUTCOME_SUSPENDED;
    case REF_UNDECIDING:
        return W_OUTCOME_UNDECIDING;
    }
    return W_OUTCOME_UNDECIDING;
}

static void put_number(const struct web_view *v, struct buf *b, enum word w,
                       const struct clause *cl, int64_t n)
{
    struct text t = amount_text(v, cl, n, n);
    put_pair_begin(v, b, w);
    put_bdi(b, text_str(&t));
    buf_c(b, "</dd>");
}

static void put_arithmetic(const struct web_view *v, struct buf *b,
                           const struct explanation *x)
{
    const struct verdict *d = &x->verdict;
    const struct clause *cl = &v->c->ag->clauses[d->clause];
    buf_c(b, "<dl class=\"pairs\">");
    put_pair_begin(v, b, W_COLUMN_STATUS);
    put_status(v, b, d->status);
    buf_char(b, ' ');
    put_done(v, b, d);
    put_marks(v, b, d);
    buf_c(b, "</dd>");
    put_pair_begin(v, b, W_COLUMN_STANDARD);
    put_standard(v, b, cl);
    buf_c(b, "</dd>");
    if (d->has_window) {
        struct text t = d->window_to == INSTANT_MAX
                            ? moment_text(v, d->window_from, false)
                            : span_text(v, d->window_from, d->window_to);
        put_pair_begin(v, b, W_EXPLAIN_WINDOW);
        put_bdi(b, text_str(&t));
        buf_c(b, "</dd>");
    }
    if (d->has_due) {
        struct text t = moment_text(v, d->due_hi, true);
        put_pair_begin(v, b, W_COLUMN_DUE);
        put_when(b, v, d->due_hi, &t);
        if (cl->due.words.n > 0) {
            buf_c(b, " ");
            put_prose(b, "q", STR(""), cl->due.words);
        }
        buf_c(b, "</dd>");
    }
    if (x->has_trigger && x->trigger != UINT32_MAX) {
        put_pair_begin(v, b, W_EXPLAIN_AROSE);
        link_report(v, b, x->trigger);
        buf_char(b, ' ');
        put_statement(v, b, x->trigger);
        buf_c(b, "</dd>");
    }
    if (is_counted(v, cl)) {
        put_number(v, b, W_EXPLAIN_REQUIRED, cl, d->required);
        if (d->before > 0)
            put_number(v, b, W_EXPLAIN_BEFORE, cl, d->before);
        put_number(v, b, W_EXPLAIN_SURE, cl, d->sure);
        if (d->possible == QTY_INF) {
            put_pair_begin(v, b, W_EXPLAIN_POSSIBLE);
            say(v, b, W_NO_FIGURE);
            buf_c(b, "</dd>");
        } else {
            put_number(v, b, W_EXPLAIN_POSSIBLE, cl, d->possible);
        }
    }
    put_pair_begin(v, b, W_EXPLAIN_MINIMAL);
    if (x->n_minimal == 0)
        say(v, b, W_EXPLAIN_NONE);
    else
        put_reports(v, b, x->minimal, x->n_minimal, 50,
                    occasion_of(&x->verdict));
    buf_c(b, "</dd></dl>\n");
}

/* How many reports the list above leaves out. */
static void put_left(const struct web_view *v, struct buf *b,
                     const struct explanation *x)
{
    struct text n = count_text(v, x->n_left);
    if (x->n_left == 0)
        return;
    buf_c(b, "<p>");
    SAY(v, b, W_EXPLAIN_LEFT, text_str(&n));
    buf_char(b, ' ');
    LINK(v, b, "", STR("reports"));
    say(v, b, W_EXPLAIN_ALL);
    link_end(b);
    buf_c(b, "</p>\n");
}

static void put_considered(const struct web_view *v, struct buf *b,
                           const struct explanation *x)
{
    const struct clause *cl = &v->c->ag->clauses[x->verdict.clause];
    static const enum word columns[] = {W_COLUMN_REPORTS, W_COLUMN_HAPPENED,
                                        W_COLUMN_DATE,    W_COLUMN_OUTCOME,
                                        W_COLUMN_FIGURE,  N_WORDS};
    if (x->n_reports == 0)
        return;
    buf_c(b, "<h2>");
    say(v, b, W_EXPLAIN_CONSIDERED);
    buf_c(b, "</h2>\n");
    table_begin(v, b, "rows", word(v, W_EXPLAIN_CONSIDERED), columns);
    for (uint32_t i = 0; i < x->n_reports; i++) {
        const struct considered *k = &x->reports[i];
        struct fact buffer;
        const struct fact *f = v->c->fact(v->c->self, k->fact, &buffer);
        if (NEVER(f == NULL))
            continue;
        struct text when = span_text(v, f->from, f->to_);
        buf_printf(b, "<tr%s><th scope=\"row\">",
                   k->why == REF_COUNTED ? " class=\"counted\"" : "");
        link_report(v, b, k->fact);
        buf_c(b, "</th><td>");
        put_statement(v, b, k->fact);
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_DATE);
        put_when(b, v, f->from, &when);
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_OUTCOME);
        say(v, b, outcome_word(k->why));
        buf_c(b, "</td>");
        cell_begin(v, b, W_COLUMN_FIGURE);
        if (k->why == REF_COUNTED && is_counted(v, cl) &&
            cl->measure != MEASURE_HOURS) {
            struct text t = figure_text(v, k->lo, k->hi);
            put_bdi(b, text_str(&t));
        }
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    put_left(v, b, x);
}

err web_occasion(struct cx *cx, const struct web_view *v,
                 const struct explanation *x, struct buf *out)
{
    const struct verdict *d = &x->verdict;
    const struct clause *cl = &v->c->ag->clauses[d->clause];
    struct buf title;
    buf_init(&title, out->arena, SIZE_MAX);
    buf_str(&title, cl->label);
    if (d->instance.n > 0) {
        buf_char(&title, ' ');
        buf_str(&title,
                name_of_occasion(v, out->arena, d->clause, d->instance));
    }
    page_begin(v, out, NAV_AGREEMENT, buf_view(&title));
    buf_c(out, "<p class=\"lead\">");
    put_clause_words(v, out, cl, d->bearer);
    buf_c(out, "</p>\n<p>");
    LINK(v, out, "", STR("clause"), cl->label);
    SAY(v, out, W_CLAUSE_TITLE, cl->label);
    link_end(out);
    buf_c(out, "</p>\n<h2>");
    say(v, out, W_EXPLAIN_HOW);
    buf_c(out, "</h2>\n");
    put_arithmetic(v, out, x);
    if (d->n_accounts > 0) {
        buf_c(out, "<h2>");
        say(v, out, W_COLUMN_ACCOUNT);
        buf_c(out, "</h2>\n");
        put_accounts(v, out, d, true);
    }
    put_considered(v, out, x);
    page_end(v, out);
    return buf_finish(cx, out);
}
