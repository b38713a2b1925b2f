/* web/page_join.c: a node that has not begun: its line, the charter that came,
 * who has signed it. See rooms.h. */
#include "web/room_int.h"

static void put_line(const struct web_view *v, struct buf *b, str line)
{
    put_heading(v, b, W_JOIN_LINE);
    put_paragraph(v, b, W_JOIN_LINE_HELP);
    buf_c(b, "<pre dir=\"ltr\" lang=\"en\" class=\"line\">");
    html_text(b, line);
    buf_c(b, "</pre>\n");
}

static void put_nodes(const struct web_view *v, struct buf *b,
                      const struct web_joining *j)
{
    static const enum word columns[] = {W_ROOM_NODE, W_PEOPLE_ROLE, W_SIGN_KEY,
                                        W_JOIN_STATE, N_WORDS};
    table_begin(v, b, "rows", word(v, W_ROOM_WHO), columns);
    for (size_t i = 0; i < j->charter->n_nodes; i++) {
        const struct talks_node *n = &j->charter->node[i];
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, n->name);
        buf_c(b, "</th>");
        cell_begin(v, b, W_PEOPLE_ROLE);
        say(v, b, role_of_node(n));
        if (str_eq(n->name, v->room->self)) {
            buf_c(b, " · ");
            say(v, b, W_ROOM_SELF);
        }
        buf_c(b, "</td>");
        cell_begin(v, b, W_SIGN_KEY);
        buf_c(b, "<code dir=\"ltr\" class=\"long\">");
        html_text(b, n->vkey);
        buf_c(b, "</code></td>");
        cell_begin(v, b, W_JOIN_STATE);
        say(v, b, j->signed_by[i] ? W_JOIN_SIGNED : W_JOIN_UNSIGNED);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

static void put_charter(const struct web_view *v, struct buf *b,
                        const struct web_joining *j)
{
    put_nodes(v, b, j);
    put_rules(v, b, j->charter, j->id);
    put_heading(v, b, W_RULE_ID);
    put_paragraph(v, b, W_JOIN_COMPARE);
    put_groups(b, j->id);
    buf_c(b, "<p>");
    LINK(v, b, "download", STR("charter"));
    say(v, b, W_JOIN_PASS);
    link_end(b);
    buf_c(b, "</p>\n");
    if (!v->room->bind)
        return;
    if (j->all) {
        put_paragraph(v, b, W_JOIN_BEGIN_HELP);
        put_button_form(v, b, "begin", W_JOIN_BEGIN);
    } else if (!j->mine) {
        put_paragraph(v, b, W_JOIN_SIGN_HELP);
        put_button_form(v, b, "sign", W_JOIN_SIGN);
    }
}

static void put_take_form(const struct web_view *v, struct buf *b)
{
    form_here(v, b, "take", true);
    put_file_field(v, b,
                   &(struct field){.name = "file",
                                   .label = W_JOIN_TAKE_FILE,
                                   .help = W_JOIN_TAKE_HELP,
                                   .required = true});
    form_end(v, b, W_JOIN_TAKE_SEND);
}

static void put_choice(const struct web_view *v, struct buf *b,
                       const char *name, enum word label,
                       const char *const *values, const enum word *words,
                       size_t n)
{
    struct field f = {.name = name, .label = label};
    select_begin(v, b, &f);
    for (size_t i = 0; i < n; i++)
        option_put(v, b, &f, str_of(values[i]), word(v, words[i]));
    select_end(v, b, &f);
}

static void put_make_form(const struct web_view *v, struct buf *b, str line)
{
    static const char *const convey[] = {"all", "any", "lead"};
    static const enum word convey_words[] = {W_RULE_CONVEY_ALL,
                                             W_RULE_CONVEY_ANY, W_JOIN_LEAD};
    static const char *const agreed[] = {"whole", "articles"};
    static const enum word agreed_words[] = {W_RULE_AGREED_WHOLE,
                                             W_RULE_AGREED_ARTICLES};
    static const char *const failed[] = {"keep", "destroy"};
    static const enum word failed_words[] = {W_RULE_FAILED_KEEP,
                                             W_RULE_FAILED_DESTROY};
    put_heading(v, b, W_JOIN_MAKE);
    put_paragraph(v, b, W_JOIN_MAKE_HELP);
    form_here(v, b, "make", false);
    put_text_field(v, b,
                   &(struct field){.name = "talks",
                                   .label = W_JOIN_NAME,
                                   .required = true,
                                   .ltr = true});
    put_area(v, b,
             &(struct field){.name = "lines",
                             .label = W_JOIN_LINES,
                             .help = W_JOIN_LINES_HELP,
                             .value = line,
                             .rows = 8,
                             .code = true,
                             .required = true,
                             .ltr = true});
    put_choice(v, b, "convey", W_RULE_CONVEY, convey, convey_words,
               COUNT_OF(convey));
    put_text_field(v, b,
                   &(struct field){.name = "lead",
                                   .label = W_JOIN_LEAD,
                                   .help = W_JOIN_LEAD_HELP,
                                   .ltr = true});
    put_choice(v, b, "agreed", W_RULE_AGREED, agreed, agreed_words,
               COUNT_OF(agreed));
    put_choice(v, b, "failed", W_RULE_FAILED, failed, failed_words,
               COUNT_OF(failed));
    put_text_field(v, b,
                   &(struct field){.name = "languages",
                                   .label = W_RULE_LANGUAGES,
                                   .value = STR("en"),
                                   .ltr = true});
    put_text_field(v, b,
                   &(struct field){.name = "relay",
                                   .label = W_JOIN_RELAY,
                                   .help = W_JOIN_RELAY_HELP,
                                   .ltr = true});
    form_end(v, b, W_JOIN_MAKE_SEND);
}

err web_room_joining(struct cx *cx, const struct web_view *v,
                     const struct web_joining *j, struct buf *out)
{
    page_begin(v, out, NAV_ROOM, word(v, W_JOIN_TITLE));
    put_problem(v, out);
    if (!v->room->see) {
        put_paragraph(v, out, W_ROOM_CLOSED);
        page_end(v, out);
        return buf_finish(cx, out);
    }
    if (!j->there)
        put_line(v, out, j->line);
    put_heading(v, out, W_JOIN_CHARTER);
    if (j->there)
        put_charter(v, out, j);
    else
        put_paragraph(v, out, W_JOIN_NONE);
    if (v->room->bind) {
        put_take_form(v, out);
        if (j->there)
            put_button_form(v, out, "drop", W_JOIN_DROP);
        else if (v->room->mediator)
            put_make_form(v, out, j->line);
    }
    page_end(v, out);
    return buf_finish(cx, out);
}
