/* web/page_today.c: the first page: where it stands, what needs somebody. */
#include "web/web_int.h"

enum { DAYS_AHEAD = 7, DAY = 86400 };

/* How many obligations are in each group; a link to them. */
static void put_counts(const struct web_view *v, struct buf *b)
{
    static const struct {
        enum group group;
        enum status as;
    } shown[] = {
        {GROUP_MET, ST_MET},
        {GROUP_LATE, ST_MET_LATE},
        {GROUP_PARTLY, ST_PARTLY_MET},
        {GROUP_CONTESTED, ST_CONTESTED},
        {GROUP_UNVERIFIED, ST_REPORTED_NOT_VERIFIED},
        {GROUP_UNMET, ST_UNMET},
        {GROUP_SILENT, ST_NOT_REPORTED},
        {GROUP_RUNNING, ST_RUNNING},
    };
    uint32_t n[N_GROUPS] = {0};
    for (uint32_t i = 0; i < v->c->ag->n_clauses; i++)
        for (int s = 0; s < N_STATUS; s++)
            n[status_group((enum status)s)] += v->c->v->runs[i].by_status[s];
    buf_c(b, "<section><h2>");
    say(v, b, W_TODAY_WHERE);
    buf_c(b, "</h2><ul class=\"counts\">");
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        struct text t = count_text(v, n[shown[i].group]);
        struct buf rest;
        buf_init(&rest, b->arena, SIZE_MAX);
        buf_printf(&rest, "show=%d", (int)shown[i].group);
        buf_c(b, "<li><a href=\"/agreement");
        put_query(v, b, v->lang, v->lang_given, v->at, v->known,
                  buf_view(&rest));
        buf_c(b, "\"><b>");
        html_text(b, text_str(&t));
        buf_c(b, "</b> ");
        put_status(v, b, shown[i].as);
        buf_c(b, "</a></li>");
    }
    buf_c(b, "</ul></section>\n");
}

static void put_phases(const struct web_view *v, struct buf *b)
{
    const struct verdicts *x = v->c->v;
    buf_c(b, "<ul class=\"phases\">");
    for (uint32_t i = 0; i < x->n_phases; i++) {
        const struct phase_view *p = &x->phases[i];
        const struct phase *ph =
            p->phase == NONE ? &v->c->ag->life : &v->c->ag->phases[p->phase];
        str name = p->phase == NONE ? word(v, W_AGREEMENT_ITSELF)
                   : ph->name.n > 0 ? ph->name
                                    : ph->id;
        buf_c(b, "<li>");
        if (!p->started) {
            SAY(v, b, W_PHASE_NOT_BEGUN, name);
        } else {
            struct text from = date_text(v, p->start, true);
            if (p->has_end) {
                struct text to = date_text(v, p->end, true);
                SAY(v, b, W_PHASE_RUNS, name, text_str(&from), text_str(&to));
            } else {
                SAY(v, b, W_PHASE_OPEN, name, text_str(&from));
            }
            if (p->extended_days > 0) {
                buf_c(b, " (");
                say_count(v, b, W_PHASE_EXTENDED, p->extended_days);
                buf_char(b, ')');
            }
        }
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul>\n");
}

static const enum word row_columns[] = {W_COLUMN_CLAUSE, W_COLUMN_WHAT,
                                        W_COLUMN_STATUS, W_COLUMN_DUE, N_WORDS};

static void put_row(const struct web_view *v, struct buf *b,
                    const struct verdict *x)
{
    const struct clause *cl = &v->c->ag->clauses[x->clause];
    buf_c(b, "<tr><th scope=\"row\">");
    link_occasion(v, b, x->clause, x->bearer, x->instance, "");
    put_bdi(b, cl->label);
    if (x->instance.n > 0) {
        buf_char(b, ' ');
        put_bdi(b, name_of_occasion(v, b->arena, x->clause, x->instance));
    }
    link_end(b);
    buf_c(b, "</th><td>");
    put_clause_words(v, b, cl, x->bearer);
    buf_c(b, "</td>");
    put_status_cells(v, b, x);
    buf_c(b, "</tr>\n");
}

/* Past due and not simply met; what nobody counts day after day once. */
static bool needs(const struct web_view *v, const struct verdict *x)
{
    bool past = x->has_due && x->due_hi <= v->c->v->at;
    switch (status_group(x->status)) {
    case GROUP_CONTESTED:
    case GROUP_DEPENDS:
        return true;
    case GROUP_UNVERIFIED:
    case GROUP_UNMET:
    case GROUP_PARTLY:
        return past;
    case GROUP_SILENT:
        return past && v->c->ag->clauses[x->clause].period == PERIOD_NONE;
    case GROUP_BANS:
        return x->status == ST_REPORTED;
    case GROUP_MET:
    case GROUP_LATE:
        return x->accounts_differ && x->on_status;
    case GROUP_ASIDE:
    case GROUP_RUNNING:
    case GROUP_JUDGED:
    case GROUP_DECLARED:
    case N_GROUPS:
        break;
    }
    return false;
}

static bool is_due_soon(const struct web_view *v, const struct verdict *x)
{
    return status_group(x->status) == GROUP_RUNNING && x->has_due &&
           x->due_hi > v->c->v->at &&
           x->due_hi - v->c->v->at <= (instant)DAYS_AHEAD * DAY;
}

/* So many of a list; then how many more there are. */
enum { LISTED_MOST = 200 };

static void put_left(const struct web_view *v, struct buf *b, uint32_t n)
{
    if (n <= LISTED_MOST)
        return;
    struct text t = count_text(v, n - LISTED_MOST);
    buf_c(b, "<p>");
    SAY(v, b, W_MORE_ROWS, text_str(&t));
    buf_c(b, "</p>");
}

/* Those that are so, in a section; `none` where there are none. */
static void put_rows(const struct web_view *v, struct buf *b, enum word caption,
                     enum word none,
                     bool (*is)(const struct web_view *v,
                                const struct verdict *x))
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->c->v->n; i++) {
        if (!is(v, &v->c->v->v[i]) || n++ >= LISTED_MOST)
            continue;
        if (n == 1)
            table_begin(v, b, "rows", word(v, caption), row_columns);
        put_row(v, b, &v->c->v->v[i]);
    }
    if (n > 0)
        table_end(b);
    else
        put_prose(b, "p", STR(""), word(v, none));
    put_left(v, b, n);
    buf_c(b, "</section>\n");
}

static void put_needs(const struct web_view *v, struct buf *b)
{
    buf_c(b, "<section><h2>");
    say(v, b, W_TODAY_NEEDS);
    buf_c(b, "</h2>");
    put_rows(v, b, W_TODAY_NEEDS, W_TODAY_NEEDS_NONE, needs);
}

static void put_due(const struct web_view *v, struct buf *b)
{
    struct text n = count_text(v, DAYS_AHEAD);
    buf_c(b, "<section><h2>");
    SAY(v, b, W_TODAY_DUE, text_str(&n));
    buf_c(b, "</h2>");
    put_rows(v, b, W_COLUMN_FALLS_DUE, W_TODAY_DUE_NONE, is_due_soon);
}

/* That something begins to run, or that nothing is reported yet, is no news. */
static bool is_news(const struct report_change *ch)
{
    return ch->to != ST_RUNNING && ch->to != ST_WAITING &&
           ch->to != ST_NONE_REPORTED;
}

static void put_change(const struct web_view *v, struct buf *b,
                       const struct report_change *ch)
{
    const struct clause *cl = &v->c->ag->clauses[ch->clause];
    buf_c(b, "<li>");
    link_occasion(v, b, ch->clause, ch->bearer, ch->instance, "");
    put_bdi(b, cl->label);
    if (ch->instance.n > 0) {
        buf_char(b, ' ');
        put_bdi(b, name_of_occasion(v, b->arena, ch->clause, ch->instance));
    }
    link_end(b);
    buf_char(b, ' ');
    put_status(v, b, ch->to);
    if (!ch->is_new && ch->from != ST_WAITING && ch->from != ST_RUNNING) {
        buf_c(b, " <span class=\"was\">(");
        SAY(v, b, W_TODAY_WAS, status_word(v, ch->from));
        buf_c(b, ")</span>");
    }
    buf_c(b, " <span class=\"what\">· ");
    put_clause_words(v, b, cl, ch->bearer);
    buf_c(b, "</span> ");
    put_reports(v, b, ch->reports, ch->n_reports, 4,
                (struct occasion){ch->clause, ch->bearer, ch->instance});
    buf_c(b, "</li>\n");
}

void put_change_list(const struct web_view *v, struct buf *b,
                     const struct report_change *changes, uint32_t n, str none)
{
    uint32_t news = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_news(&changes[i]))
            continue;
        if (news == 0)
            buf_c(b, "<ul class=\"plain\">");
        if (news++ < LISTED_MOST)
            put_change(v, b, &changes[i]);
    }
    if (news > 0)
        buf_c(b, "</ul>");
    put_left(v, b, news);
    if (news == 0 && none.n > 0)
        put_prose(b, "p", STR(""), none);
}

static void put_changes(const struct web_view *v, struct buf *b,
                        const struct web_today *t)
{
    buf_c(b, "<section><h2>");
    say(v, b, W_TODAY_CHANGED);
    buf_c(b, "</h2>");
    put_change_list(v, b, t->changes, t->n_changes,
                    word(v, W_TODAY_CHANGED_NONE));
    buf_c(b, "</section>\n");
}

static void put_news(const struct web_view *v, struct buf *b,
                     const struct web_today *t)
{
    buf_c(b, "<section id=\"new\"><h2>");
    say(v, b, W_TODAY_NEW);
    buf_c(b, "</h2>");
    if (t->n_news == 0)
        put_prose(b, "p", STR(""), word(v, W_TODAY_NEW_NONE));
    buf_c(b, "<ul class=\"plain news\">");
    for (uint32_t i = 0; i < t->n_news && i < LISTED_MOST; i++) {
        buf_c(b, "<li>");
        if (t->incidents == NULL ||
            !put_incident_news(v, b, t->incidents, t->news[i])) {
            link_report(v, b, t->news[i]);
            buf_char(b, ' ');
            put_statement(v, b, t->news[i]);
        }
        buf_c(b, "</li>\n");
    }
    buf_c(b, "</ul>");
    put_left(v, b, t->n_news);
    buf_c(b, "</section>\n");
}

static void put_incident_of(const struct web_view *v, struct buf *b,
                            uint32_t fact)
{
    struct fact buffer;
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (ALWAYS(f != NULL))
        link_incident(v, b, f->id);
}

/* How long what came in took: who waits for a report sees where it waited. */
static void put_took(const struct web_view *v, struct buf *b,
                     const struct web_today *t)
{
    static const enum word columns[] = {W_INC_TOOK_STEP, W_TODAY_TOOK_N,
                                        W_TODAY_TOOK_MEDIAN,
                                        W_TODAY_TOOK_LONGEST, N_WORDS};
    static const enum word steps[N_PATH_STEPS] = {
        [PATH_RECORDED] = W_INC_TOOK_RECORDED,
        [PATH_TAKEN_UP] = W_INC_DID_GROUP,
        [PATH_ASSIGNED] = W_INC_DID_ASSIGN,
        [PATH_ASSESSED] = W_INC_DID_ASSESS,
        [PATH_FOUND] = W_INC_DID_FIND,
        [PATH_CLOSED] = W_INC_DID_CLOSE};
    bool is_any = false;
    for (int i = 0; i < N_PATH_STEPS; i++)
        is_any |= t->path[i].n > 0;
    if (!is_any)
        return;
    buf_c(b, "<section><h2>");
    say(v, b, W_INC_TOOK);
    buf_c(b, "</h2>\n");
    put_prose(b, "p", STR(""), word(v, W_TODAY_TOOK_HELP));
    table_begin(v, b, "rows took", word(v, W_INC_TOOK), columns);
    for (int i = 0; i < N_PATH_STEPS; i++) {
        const struct web_path *p = &t->path[i];
        struct text n = count_text(v, p->n);
        if (p->n == 0)
            continue;
        buf_c(b, "<tr><th scope=\"row\">");
        say(v, b, steps[i]);
        buf_c(b, "</th>");
        cell_begin(v, b, W_TODAY_TOOK_N);
        buf_c(b, "<a href=\"#new\">"); /* each of them stands there */
        put_bdi(b, text_str(&n));
        buf_c(b, "</a></td>");
        cell_begin(v, b, W_TODAY_TOOK_MEDIAN);
        put_length(v, b, p->median_s);
        buf_c(b, "</td>");
        cell_begin(v, b, W_TODAY_TOOK_LONGEST);
        put_length(v, b, p->longest_s);
        buf_char(b, ' ');
        if (i == PATH_RECORDED)
            link_report(v, b, p->longest);
        else
            put_incident_of(v, b, p->longest);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    buf_c(b, "</section>\n");
}

err web_today(struct cx *cx, const struct web_view *v,
              const struct web_today *t, struct buf *out)
{
    page_begin(v, out, NAV_TODAY, word(v, W_TODAY_TITLE));
    put_phases(v, out);
    put_counts(v, out);
    put_incident_todo(v, out, t);
    put_needs(v, out);
    put_due(v, out);
    buf_c(out, "<div class=\"beside\">\n");
    put_changes(v, out, t);
    put_news(v, out, t);
    buf_c(out, "</div>\n");
    put_took(v, out, t);
    page_end(v, out);
    return buf_finish(cx, out);
}
