/* web/page_incidents.c: the list of incidents, and what waits for whom.
 *
 * What is reported, by whom, stands apart from what was assessed; the two are
 * never added. One of them whole: page_incident.c. */
#include "web/web_int.h"

#include "time/civil.h"

void link_incident(const struct web_view *v, struct buf *b, str id)
{
    LINK(v, b, "", STR("incident"), id);
    put_id(b, id);
    link_end(b);
}

static enum word stage_word(enum incident_stage s)
{
    static const enum word words[N_STAGES] = {
        [STAGE_ALLEGED] = W_INC_STAGE_ALLEGED,
        [STAGE_OPEN] = W_INC_STAGE_OPEN,
        [STAGE_ASSIGNED] = W_INC_STAGE_ASSIGNED,
        [STAGE_VERIFIED] = W_INC_STAGE_VERIFIED,
        [STAGE_FOUND] = W_INC_STAGE_FOUND,
        [STAGE_FOLLOW_UP] = W_INC_STAGE_FOLLOW_UP,
        [STAGE_CLOSED] = W_INC_STAGE_CLOSED};
    return words[s];
}

void put_stage(const struct web_view *v, struct buf *b, enum incident_stage s)
{
    buf_c(b, "<span class=\"stage\">");
    say(v, b, stage_word(s));
    buf_c(b, "</span>");
}

void put_incident_what(const struct web_view *v, struct buf *b,
                       const struct incident *x)
{
    if (x->denial)
        say(v, b, W_INC_DENIAL);
    else if (x->act != NONE)
        put_bdi(b, v->c->ag->acts[x->act].inf);
    else
        buf_c(b, "–");
}

void put_incident_named(const struct web_view *v, struct buf *b,
                        const struct incident *x)
{
    if (x->claims_differ)
        say(v, b, W_INC_DIFFER);
    else if (x->claimed != NONE)
        put_bdi(b, name_of_actor(v, x->claimed));
    else
        buf_c(b, "–");
}

struct text due_text(const struct web_view *v, instant due)
{
    const struct tz *tz = v->c->tz;
    struct civil_date next = civil_local(tz, due + 1).civil.date;
    bool whole_day = civil_day_span(tz, next).begin == due + 1;
    return whole_day ? date_text(v, due, true) : moment_text(v, due, true);
}

void put_incident_waits(const struct web_view *v, struct buf *b,
                        const struct incident *x)
{
    static const enum word words[N_STAGES] = {
        [STAGE_ALLEGED] = W_INC_NEXT_ALLEGED,
        [STAGE_OPEN] = W_INC_NEXT_OPEN,
        [STAGE_ASSIGNED] = W_INC_NEXT_ASSIGNED,
        [STAGE_VERIFIED] = W_INC_NEXT_VERIFIED,
        [STAGE_FOUND] = W_INC_NEXT_FOUND,
        [STAGE_FOLLOW_UP] = W_INC_NEXT_FOLLOW_UP};
    if (x->waits_for == NONE || x->stage == STAGE_CLOSED) {
        buf_c(b, "–");
        return;
    }
    SAY(v, b, words[x->stage], name_of_actor(v, x->waits_for));
    if (!x->has_due)
        return;
    struct text t = due_text(v, x->due);
    buf_c(b, " <span class=\"until\">");
    SAY(v, b, W_INC_DUE, text_str(&t));
    buf_c(b, "</span>");
    if (x->overdue) {
        buf_c(b, " <strong class=\"overdue\">⚠ ");
        say(v, b, W_INC_OVERDUE);
        buf_c(b, "</strong>");
    }
}

static void put_when_where(const struct web_view *v, struct buf *b,
                           const struct incident *x)
{
    if (x->from != INSTANT_MIN) {
        struct text t = span_text(v, x->from, x->to_);
        put_when(b, v, x->from, &t);
    }
    if (x->zone != NONE) {
        buf_c(b, "<br>");
        put_bdi(b, name_of_zone(v, x->zone));
    } else if (x->places_differ) {
        buf_c(b, "<br>");
        say(v, b, W_INC_PLACES_DIFFER);
    }
}

/* --- What they are counted as ----------------------------------------------
 */

static void counts_begin(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<div><h2>");
    say(v, b, w);
    buf_c(b, "</h2><ul class=\"numbers\">");
}

/* A number and its name: a link to the list of what it counts. */
static void put_count(const struct web_view *v, struct buf *b, const char *of,
                      str is, str shown, uint32_t n)
{
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_c(&rest, of);
    buf_char(&rest, '=');
    url_part(&rest, is);
    struct text t = count_text(v, n);
    buf_c(b, "<li><a href=\"/incidents");
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_c(b, "\">");
    put_bdi(b, shown);
    buf_c(b, " <b>");
    html_text(b, text_str(&t));
    buf_c(b, "</b></a></li>\n");
}

static enum word state_word(enum incident_state s)
{
    static const enum word words[N_INC_STATES] = {
        [INC_IS_VERIFIED] = W_INC_VERIFIED_YES,
        [INC_IS_UNCLEAR] = W_INC_VERIFIED_UNCLEAR,
        [INC_IS_NOT_CONFIRMED] = W_INC_VERIFIED_NO,
        [INC_IS_ADOPTED] = W_INC_COUNT_FOUND,
        [INC_IS_DENIAL] = W_INC_DENIAL,
        [INC_IS_OVERDUE] = W_INC_COUNT_OVERDUE};
    return words[s];
}

static void put_counts(const struct web_view *v, struct buf *b,
                       const struct incident_counts *k)
{
    buf_c(b, "<section class=\"apart\">");
    counts_begin(v, b, W_INC_COUNT_REPORTS);
    for (uint32_t i = 0; i < k->n_accounts; i++) {
        int account = k->accounts[i].account;
        put_count(v, b, "source", v->c->account(v->c->self, account),
                  name_of_account(v, account), k->accounts[i].reports);
    }
    buf_c(b, "</ul></div>\n");
    counts_begin(v, b, W_INC_COUNT_STAGES);
    for (int i = 0; i < N_STAGES; i++)
        put_count(v, b, "stage", incident_stage_name((enum incident_stage)i),
                  word(v, stage_word((enum incident_stage)i)), k->stages[i]);
    buf_c(b, "</ul></div>\n");
    counts_begin(v, b, W_INC_COUNT_ASSESSED);
    for (int i = 0; i < N_INC_STATES; i++)
        put_count(v, b, "is", incident_state_name((enum incident_state)i),
                  word(v, state_word((enum incident_state)i)), k->states[i]);
    buf_c(b, "</ul></div></section>\n");
    put_prose(b, "p", STR(""), word(v, W_INC_RULE));
}

/* --- Which of them
 * ---------------------------------------------------------- */

static void choice_begin(const struct web_view *v, struct buf *b, enum word w,
                         const char *name)
{
    buf_c(b, "<label>");
    say(v, b, w);
    buf_printf(b, " <select name=\"%s\"><option value=\"\">", name);
    say(v, b, W_INC_ANY);
    buf_c(b, "</option>");
}

static void put_choice(struct buf *b, str value, str chosen, str text)
{
    if (value.n == 0)
        return;
    buf_c(b, "<option value=\"");
    html_text(b, value);
    buf_c(b, str_eq(value, chosen) ? "\" selected>" : "\">");
    html_text(b, text);
    buf_c(b, "</option>");
}

static void choice_end(struct buf *b)
{
    buf_c(b, "</select></label> ");
}

static void put_filter(const struct web_view *v, struct buf *b,
                       const struct web_incidents *d)
{
    const struct agreement *ag = v->c->ag;
    buf_c(b, "<form class=\"filter\" method=\"get\" action=\"/incidents\">");
    put_hidden(v, b);
    choice_begin(v, b, W_INC_STAGE, "stage");
    for (int i = 0; i < N_STAGES; i++)
        put_choice(b, incident_stage_name((enum incident_stage)i), d->stage,
                   word(v, stage_word((enum incident_stage)i)));
    choice_end(b);
    choice_begin(v, b, W_COLUMN_CLAUSE, "clause");
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (i == 0 || !str_eq(ag->clauses[i].label, ag->clauses[i - 1].label))
            put_choice(b, ag->clauses[i].label, d->clause,
                       ag->clauses[i].label);
    choice_end(b);
    choice_begin(v, b, W_INC_WHERE, "place");
    for (uint32_t i = 0; i < ag->n_zones; i++)
        put_choice(b, ag->zones[i].id, d->place, name_of_zone(v, (int)i));
    choice_end(b);
    choice_begin(v, b, W_INC_WAITS, "waits");
    for (uint32_t i = 0; i < ag->n_actors; i++)
        put_choice(b, ag->actors[i].id, d->waits, name_of_actor(v, (int)i));
    choice_end(b);
    choice_begin(v, b, W_REPORT_SOURCE, "source");
    for (uint32_t i = 0; i < d->list->counts.n_accounts; i++) {
        int account = d->list->counts.accounts[i].account;
        put_choice(b, v->c->account(v->c->self, account), d->source,
                   name_of_account(v, account));
    }
    choice_end(b);
    choice_begin(v, b, W_COLUMN_STATE, "is");
    for (int i = 0; i < N_INC_STATES; i++)
        put_choice(b, incident_state_name((enum incident_state)i), d->is,
                   word(v, state_word((enum incident_state)i)));
    choice_end(b);
    buf_c(b, "<button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct incident *x)
{
    buf_c(b, "<tr><th scope=\"row\">");
    link_incident(v, b, x->id);
    buf_c(b, "</th>");
    cell_begin(v, b, W_INC_STAGE);
    put_stage(v, b, x->stage);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_WHAT);
    put_incident_what(v, b, x);
    if (x->clause != NONE) {
        str label = v->c->ag->clauses[x->clause].label;
        buf_c(b, " · ");
        LINK(v, b, "", STR("clause"), label);
        put_bdi(b, label);
        link_end(b);
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_WHEN);
    put_when_where(v, b, x);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_NAMED);
    put_incident_named(v, b, x);
    buf_c(b, "</td>");
    cell_begin(v, b, W_INC_WAITS);
    put_incident_waits(v, b, x);
    buf_c(b, "</td></tr>\n");
}

err web_incidents(struct cx *cx, const struct web_view *v,
                  const struct web_incidents *d, struct buf *out)
{
    static const enum word columns[] = {
        W_NAV_INCIDENTS, W_INC_STAGE, W_INC_WHAT, W_INC_WHEN,
        W_INC_NAMED,     W_INC_WAITS, N_WORDS};
    page_begin(v, out, NAV_INCIDENTS, word(v, W_NAV_INCIDENTS));
    if (d->may_report) {
        buf_c(out, "<p>");
        LINK(v, out, "class=\"action\"", STR("incidents"), STR("new"));
        say(v, out, W_INC_NEW);
        link_end(out);
        buf_c(out, "</p>\n");
    }
    put_filter(v, out, d);
    exports_begin(v, out, "incidents");
    put_export_link(v, out, "/incidents.geojson", "GeoJSON");
    put_export_link(v, out, "/incidents.ics", "iCalendar");
    put_export_link(v, out, "/acled.csv", "ACLED");
    put_export_link(v, out, "/ged.csv", "UCDP GED");
    exports_end(out);
    if (d->n > 0) {
        table_begin(v, out, "rows", word(v, W_NAV_INCIDENTS), columns);
        for (uint32_t i = 0; i < d->n; i++)
            put_row(v, out, &d->list->v[d->rows[i]]);
        table_end(out);
    } else {
        put_prose(out, "p", STR(""), word(v, W_NO_ROWS));
    }
    put_pages(v, out, d->page, d->pages, d->rest);
    put_counts(v, out, &d->list->counts);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- On the first page
 * -------------------------------------------------------- */

void put_incident_todo(const struct web_view *v, struct buf *b,
                       const struct web_today *t)
{
    enum { MOST = 8 };
    if (t->incidents == NULL || t->incidents->n == 0)
        return;
    buf_c(b, "<section><h2>");
    say(v, b, W_INC_TODO);
    buf_c(b, "</h2>");
    if (t->n_todo == 0)
        put_prose(b, "p", STR(""), word(v, W_INC_TODO_NONE));
    buf_c(b, "<ul class=\"plain\">");
    for (uint32_t i = 0; i < t->n_todo && i < MOST; i++) {
        const struct incident *x = &t->incidents->v[t->todo[i]];
        buf_c(b, "<li>");
        link_incident(v, b, x->id);
        buf_c(b, " · ");
        put_incident_what(v, b, x);
        buf_c(b, " · ");
        put_incident_waits(v, b, x);
        buf_c(b, "</li>\n");
    }
    buf_c(b, "</ul><p>");
    if (t->n_todo > MOST) {
        struct text n = count_text(v, MOST), of = count_text(v, t->n_todo);
        SAY(v, b, W_OF, text_str(&n), text_str(&of));
        buf_c(b, " · ");
    }
    LINK(v, b, "", STR("incidents"));
    say(v, b, W_INC_TODO_ALL);
    link_end(b);
    buf_c(b, "</p></section>\n");
}
