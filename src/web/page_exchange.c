/* web/page_exchange.c: who and what is exchanged: rounds, ratios, lists and
 * totals, by the account of each.
 *
 * Numbers only: a name is never needed, and none is asked for. */
#include "web/web_int.h"

/* --- Ratios and lists ----------------------------------------------------- */

static void put_ratio(const struct web_view *v, struct buf *b,
                      const struct clause *cl)
{
    buf_c(b, "<tr><th scope=\"row\">");
    LINK(v, b, "", STR("clause"), cl->label);
    put_bdi(b, cl->label);
    link_end(b);
    buf_c(b, "</th>");
    cell_begin(v, b, W_COLUMN_BEARER);
    for (uint32_t i = 0; i < cl->n_bearers; i++) {
        buf_c(b, i > 0 ? " · " : "");
        put_bdi(b, name_of_actor(v, cl->bearers[i]));
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_EXCHANGE_GIVES);
    put_bdi(b, name_of_item(v, cl->perf.item));
    buf_c(b, "</td>");
    cell_begin(v, b, W_EXCHANGE_FOR_EACH);
    buf_c(b, "<ul class=\"plain\">");
    for (uint32_t i = 0; i < cl->n_ratios; i++) {
        struct text n = count_text(v, cl->ratios[i].n);
        buf_c(b, "<li>");
        SAY(v, b, W_EXCHANGE_RATIO, text_str(&n),
            name_of_item(v, cl->ratios[i].item));
        buf_c(b, "</li>");
    }
    if (cl->n_ratios == 0) {
        struct text n = count_text(v, cl->need.n);
        buf_c(b, "<li>");
        SAY(v, b, W_EXCHANGE_RATIO, text_str(&n),
            name_of_item(v, cl->trig.item));
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul></td></tr>\n");
}

static bool is_ratio(const struct clause *cl)
{
    return cl->kind == CLAUSE_DUTY && cl->trigger == TRIG_EVENT &&
           cl->trig.item != NONE && cl->perf.item != NONE;
}

static void put_ratios(const struct web_view *v, struct buf *b)
{
    static const enum word columns[] = {W_COLUMN_CLAUSE, W_COLUMN_BEARER,
                                        W_EXCHANGE_GIVES, W_EXCHANGE_FOR_EACH,
                                        N_WORDS};
    const struct agreement *ag = v->c->ag;
    bool any = false;
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        if (!is_ratio(&ag->clauses[i]))
            continue;
        if (!any) {
            buf_c(b, "<h2 id=\"ratios\">");
            say(v, b, W_EXCHANGE_RATIOS);
            buf_c(b, "</h2>\n");
            table_begin(v, b, "rows", word(v, W_EXCHANGE_RATIOS), columns);
        }
        any = true;
        put_ratio(v, b, &ag->clauses[i]);
    }
    if (any)
        table_end(b);
}

static void put_lists(const struct web_view *v, struct buf *b)
{
    static const enum word columns[] = {W_EXCHANGE_LIST, W_EXCHANGE_ENTRIES,
                                        N_WORDS};
    const struct agreement *ag = v->c->ag;
    bool any = false;
    for (uint32_t i = 0; i < ag->n_items; i++) {
        if (ag->items[i].registered < 0)
            continue;
        if (!any) {
            buf_c(b, "<h2 id=\"lists\">");
            say(v, b, W_EXCHANGE_LISTS);
            buf_c(b, "</h2>\n");
            put_prose(b, "p", STR(""), word(v, W_EXCHANGE_LISTS_HELP));
            table_begin(v, b, "rows", word(v, W_EXCHANGE_LISTS), columns);
        }
        any = true;
        struct text n = count_text(v, ag->items[i].registered);
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, name_of_item(v, (int)i));
        buf_c(b, "</th>");
        cell_begin(v, b, W_EXCHANGE_ENTRIES);
        put_bdi(b, text_str(&n));
        buf_c(b, "</td></tr>\n");
    }
    if (any)
        table_end(b);
}

/* --- Rounds --------------------------------------------------------------- */

static str round_of(const struct web_view *v, uint32_t fact,
                    struct fact *buffer)
{
    const struct fact *f = v->c->fact(v->c->self, fact, buffer);
    return f == NULL ? STR("") : f->round;
}

static void put_round_report(const struct web_view *v, struct buf *b,
                             uint32_t fact)
{
    struct fact buffer;
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return;
    struct text when = span_text(v, f->from, f->to_);
    buf_c(b, "<li>");
    put_when(b, v, f->from, &when);
    buf_char(b, ' ');
    put_statement(v, b, fact);
    buf_char(b, ' ');
    link_report(v, b, fact);
    buf_c(b, "</li>\n");
}

static void put_rounds(const struct web_view *v, struct buf *b,
                       const struct web_exchange *d)
{
    str now = STR("");
    if (d->n == 0)
        return;
    buf_c(b, "<h2 id=\"rounds\">");
    say(v, b, W_EXCHANGE_ROUNDS);
    buf_c(b, "</h2>\n");
    put_prose(b, "p", STR(""), word(v, W_AID_NEVER_ADDED));
    for (uint32_t i = 0; i < d->n; i++) {
        struct fact buffer;
        str round = round_of(v, d->facts[i], &buffer);
        if (i == 0 || !str_eq(round, now)) {
            buf_c(b, i == 0 ? "<h3>" : "</ul><h3>");
            SAY(v, b, W_EXCHANGE_ROUND, round);
            buf_c(b, "</h3><ul class=\"plain\">\n");
            now = round;
        }
        put_round_report(v, b, d->facts[i]);
    }
    buf_c(b, "</ul>\n");
    put_pages(v, b, d->page, d->pages, STR(""));
}

err web_exchanges(struct cx *cx, const struct web_view *v,
                  const struct web_exchange *d, struct buf *out)
{
    bool any = false;
    page_begin(v, out, NAV_EXCHANGES, word(v, W_EXCHANGE_TITLE));
    put_prose(out, "p", STR(""), word(v, W_EXCHANGE_INTRO));
    put_export_links(v, out, "exchanges");
    put_lists(v, out);
    put_ratios(v, out);
    TRY(cx, put_quantities(cx, v, out, AREA_EXCHANGE, &any));
    if (!any)
        put_prose(out, "p", STR(""), word(v, W_EXCHANGE_NONE));
    put_rounds(v, out, d);
    page_end(v, out);
    return buf_finish(cx, out);
}
