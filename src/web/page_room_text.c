/* web/page_room_text.c: the draft and its brackets, a clause with the positions
 * on it, what changed between versions, what alternatives do. See rooms.h. */
#include "web/room_int.h"

/* --- the draft ------------------------------------------------------------ */

static size_t indent_of(str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == ' ')
        n++;
    return n;
}

/* The text of a clause as it stands in the source, its later lines moved to
 * where it begins. */
static void put_law(struct buf *b, str text)
{
    enum { STEP = 4 };
    str line, rest;
    size_t least = SIZE_MAX;
    for (bool more = str_cut(text, '\n', &line, &rest); more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (str_trim(line).n > 0 && indent_of(line) < least)
            least = indent_of(line);
    }
    buf_c(b, "<pre class=\"law\" dir=\"ltr\" lang=\"en\">");
    bool more = str_cut(text, '\n', &line, &rest);
    html_text(b, line);
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        buf_char(b, '\n');
        buf_fill(b, ' ', STEP);
        html_text(b, str_sub(line, least, line.n));
    }
    buf_c(b, "</pre>");
}

static void put_mine(const struct web_view *v, struct buf *b,
                     const struct web_alternative *a)
{
    if (v->room->mediator && a->own == NULL && a->noted == NULL)
        return;
    buf_c(b, "<p class=\"mine\">");
    if (!v->room->mediator) {
        say(v, b, W_DRAFT_OURS);
        buf_c(b, ": ");
        put_stance(v, b, a->own);
    }
    if (a->noted != NULL) {
        buf_c(b, " · ");
        say(v, b, W_DRAFT_NOTED);
        buf_c(b, ": ");
        put_stance(v, b, a->noted);
        if (a->noted->o.body.n > 0) {
            buf_char(b, ' ');
            put_bdi(b, a->noted->o.body);
        }
    }
    buf_c(b, "</p>");
}

/* level: of the headings. */
static void put_alternatives(const struct web_view *v, struct buf *b,
                             const struct web_room_clause *c, int level)
{
    for (size_t k = 0; k < c->n; k++) {
        const struct web_alternative *a = &c->v[k];
        if (c->bracket) {
            buf_printf(b, "<section class=\"alternative\"><h%d>", level);
            put_bdi(b, a->id);
            if (a->by.n > 0) {
                buf_c(b, " <small>");
                SAY(v, b, W_DRAFT_BY, a->by);
                buf_c(b, "</small>");
            }
            buf_printf(b, "</h%d>", level);
        }
        put_law(b, a->text);
        if (c->bracket || a->noted != NULL)
            put_mine(v, b, a);
        buf_c(b, c->bracket ? "</section>\n" : "\n");
    }
}

static void put_clause(const struct web_view *v, struct buf *b,
                       const struct web_room_clause *c)
{
    if (c->article.n > 0) {
        buf_c(b, "<h2><bdi>");
        html_text(b, c->article);
        buf_c(b, "</bdi> ");
        put_bdi(b, c->title);
        buf_c(b, "</h2>\n");
    }
    buf_printf(b, "<section class=\"clause%s\"><h3>",
               c->bracket ? " bracket" : "");
    put_on_link(v, b, c->label);
    if (c->bracket) {
        buf_c(b, " <span class=\"mark\">");
        say(v, b, W_DRAFT_OPEN);
        buf_c(b, "</span>");
    }
    if (c->words > 0) {
        struct text n = count_text(v, c->words);
        buf_c(b, " <small>");
        SAY(v, b, W_DRAFT_WORDS, text_str(&n));
        buf_c(b, "</small>");
    }
    buf_c(b, "</h3>\n");
    put_alternatives(v, b, c, 4);
    buf_c(b, "</section>\n");
}

static void put_diff_link(const struct web_view *v, struct buf *b,
                          const struct web_version *x)
{
    char room[2 * CRY_HASH_BYTES];
    struct buf rest;
    if (x->before.n == 0)
        return;
    hash_print(x->x->o.id, room);
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_printf(&rest, "from=%.*s&to=%.12s", STR_ARG(x->before), room);
    buf_c(b, "<a href=\"/diff");
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), buf_view(&rest));
    buf_c(b, "\">");
    say(v, b, W_DRAFT_BEFORE);
    buf_c(b, "</a>");
}

static void put_versions(const struct web_view *v, struct buf *b,
                         const struct web_draft *d)
{
    static const enum word columns[] = {W_SAID_MADE,    W_SAID_BY,
                                        W_SAID_ROOM,    W_SAY_KIND,
                                        W_DRAFT_BEFORE, N_WORDS};
    if (d->n_versions == 0)
        return;
    put_heading(v, b, W_DRAFT_VERSIONS);
    table_begin(v, b, "rows", word(v, W_DRAFT_VERSIONS), columns);
    for (size_t i = 0; i < d->n_versions; i++) {
        const struct web_version *x = &d->version[i];
        buf_c(b, "<tr>");
        cell_begin(v, b, W_SAID_MADE);
        put_made(b, x->x->o.made);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SAID_BY);
        put_bdi(b, x->x->e.sender);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SAID_ROOM);
        put_room_name(v, b, x->x->e.room);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SAY_KIND);
        put_said_link(v, b, x->x);
        if (x->last) {
            buf_c(b, " <strong>");
            say(v, b, W_DRAFT_LAST);
            buf_c(b, "</strong>");
        }
        buf_c(b, "</td>");
        cell_begin(v, b, W_DRAFT_BEFORE);
        put_diff_link(v, b, x);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

void put_draft_room(const struct web_view *v, struct buf *b, str value)
{
    const struct field room = {
        .name = "room", .label = W_SAID_ROOM, .value = value};
    select_begin(v, b, &room);
    if (v->room->bind)
        option_put(v, b, &room, STR("table"), word(v, W_ROOM_TABLE));
    if (v->room->mediator)
        option_put(v, b, &room, STR("mediators"), word(v, W_ROOM_MEDIATORS));
    else
        option_put(v, b, &room, v->room->self, word(v, W_ROOM_US));
    option_put(v, b, &room, STR("own"), word(v, W_ROOM_OWN));
    select_end(v, b, &room);
}

static void put_new_version(const struct web_view *v, struct buf *b)
{
    if (!v->room->speak)
        return;
    put_heading(v, b, W_DRAFT_PUT);
    buf_c(b, "<p>");
    LINK(v, b, "", STR("edit"));
    say(v, b, W_EDIT_TITLE);
    link_end(b);
    buf_c(b, "</p>\n");
    form_here(v, b, "draft", true);
    put_file_field(v, b,
                   &(struct field){.name = "file",
                                   .label = W_DRAFT_FILE,
                                   .help = W_DRAFT_FILE_HELP,
                                   .required = true});
    put_draft_room(v, b, STR(""));
    form_end(v, b, W_DRAFT_PUT);
}

err web_room_draft(struct cx *cx, const struct web_view *v,
                   const struct web_draft *d, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_DRAFT, word(v, W_NAV_DRAFT));
    put_problem(v, out);
    if (d->hash.n == 0) {
        put_paragraph(v, out, W_DRAFT_NONE);
    } else {
        pairs_begin(out);
        pair_term(v, out, W_DRAFT_TITLE);
        put_bdi(out, d->title);
        buf_c(out, "</dd>");
        pair_term(v, out, W_DRAFT_HASH);
        buf_c(out, "<code dir=\"ltr\">");
        html_text(out, d->hash);
        buf_c(out, "</code></dd>");
        if (!v->room->mediator) {
            pair_term(v, out, W_DRAFT_REST);
            put_stance(v, out, d->rest);
            buf_c(out, " · ");
            put_on_link(v, out, STR("rest"));
            buf_c(out, "</dd>");
        }
        pairs_end(out);
    }
    for (size_t i = 0; i < d->n; i++)
        put_clause(v, out, &d->clause[i]);
    put_versions(v, out, d);
    put_new_version(v, out);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- one clause ----------------------------------------------------------- */

static void put_position_form(const struct web_view *v, struct buf *b,
                              const struct web_on *o)
{
    static const struct {
        const char *value;
        enum word w;
    } stances[] = {{"accept", W_STANCE_ACCEPT},
                   {"reserve", W_STANCE_RESERVE},
                   {"reject", W_STANCE_REJECT},
                   {"red-line", W_STANCE_RED_LINE},
                   {"withdraw", W_STANCE_WITHDRAW}};
    static const struct field alternative = {.name = "alternative",
                                             .label = W_POSITION_ON};
    static const struct field stance = {.name = "stance",
                                        .label = W_TYPE_POSITION};
    if (!v->room->speak || v->room->mediator)
        return;
    put_heading(v, b, W_POSITION_TITLE);
    form_here(v, b, "position", false);
    if (o->c != NULL && o->c->bracket) {
        select_begin(v, b, &alternative);
        for (size_t k = 0; k < o->c->n; k++)
            option_put(v, b, &alternative, o->c->v[k].id, o->c->v[k].id);
        select_end(v, b, &alternative);
    }
    select_begin(v, b, &stance);
    for (size_t i = 0; i < COUNT_OF(stances); i++)
        option_put(v, b, &stance, str_of(stances[i].value),
                   word(v, stances[i].w));
    select_end(v, b, &stance);
    put_text_field(v, b,
                   &(struct field){.name = "if",
                                   .label = W_POSITION_IF,
                                   .help = W_POSITION_IF_HELP,
                                   .ltr = true});
    put_check_field(v, b,
                    &(struct field){.name = "standing",
                                    .label = W_POSITION_STANDING,
                                    .help = W_POSITION_STANDING_HELP});
    put_check_field(v, b,
                    &(struct field){.name = "own", .label = W_POSITION_OWN});
    put_area(
        v, b,
        &(struct field){.name = "text", .id = "why", .label = W_POSITION_WHY});
    form_end(v, b, W_POSITION_SEND);
}

static void put_label_form(const struct web_view *v, struct buf *b,
                           const struct web_on *o)
{
    static const struct field alternative = {
        .name = "alternative", .id = "label-of", .label = W_POSITION_ON};
    if (!v->room->speak || o->c == NULL || !o->c->bracket)
        return;
    put_heading(v, b, W_TYPE_LABEL);
    form_here(v, b, "label", false);
    select_begin(v, b, &alternative);
    for (size_t k = 0; k < o->c->n; k++)
        option_put(v, b, &alternative, o->c->v[k].id, o->c->v[k].id);
    select_end(v, b, &alternative);
    put_text_field(
        v, b,
        &(struct field){
            .name = "by", .label = W_LABEL_BY, .required = true, .ltr = true});
    form_end(v, b, W_SAY_SEND);
}

/* What its alternatives do; to write it. */
static void put_clause_links(const struct web_view *v, struct buf *b,
                             const struct web_room_clause *c)
{
    if (c->bracket) {
        buf_c(b, "<p>");
        LINK(v, b, "", STR("effects"), c->label);
        SAY(v, b, W_EFFECTS_TITLE, c->label);
        link_end(b);
        buf_c(b, "</p>\n");
    }
    if (!v->room->speak)
        return;
    buf_c(b, "<p>");
    LINK(v, b, "", STR("edit"), c->label);
    SAY(v, b, W_EDIT_CLAUSE, c->label);
    link_end(b);
    buf_c(b, "</p>\n");
}

err web_room_on(struct cx *cx, const struct web_view *v, const struct web_on *o,
                struct buf *out)
{
    struct buf title;
    buf_init(&title, out->arena, SIZE_MAX);
    if (o->c == NULL)
        buf_str(&title, word(v, W_DRAFT_REST));
    else
        SAY_PLAIN(v, &title, W_ON_TITLE, o->c->label);
    TRY(cx, buf_finish(cx, &title));
    page_begin(v, out, NAV_ROOM_DRAFT, buf_view(&title));
    put_problem(v, out);
    if (o->c != NULL) {
        put_alternatives(v, out, o->c, 2);
        put_clause_links(v, out, o->c);
    } else {
        put_paragraph(v, out, W_ON_REST_HELP);
        buf_c(out, "<p>");
        put_stance(v, out, o->rest);
        buf_c(out, "</p>\n");
    }
    put_position_form(v, out, o);
    put_pages(v, out, o->page, o->pages, STR(""));
    put_heading(v, out, W_ON_POSITIONS);
    put_said_table(v, out, word(v, W_ON_POSITIONS), o->positions,
                   o->n_positions);
    put_heading(v, out, W_ON_WORDS);
    put_said_table(v, out, word(v, W_ON_WORDS), o->words, o->n_words);
    put_pages(v, out, o->page, o->pages, STR(""));
    put_say_form(v, out, o->c == NULL ? STR("rest") : o->c->label);
    put_label_form(v, out, o);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- two versions --------------------------------------------------------- */

void put_changes(const struct web_view *v, struct buf *b, str changes,
                 int64_t n)
{
    str rest = changes, line;
    if (n == 0) {
        put_paragraph(v, b, W_DIFF_NONE);
        return;
    }
    buf_c(b, "<ul class=\"changes\" dir=\"ltr\" lang=\"en\">\n");
    while (rest.n > 0) {
        (void)str_cut(rest, '\n', &line, &rest);
        buf_c(b, "<li>");
        html_text(b, line);
        buf_c(b, "</li>\n");
    }
    buf_c(b, "</ul>\n");
}

err web_room_diff(struct cx *cx, const struct web_view *v,
                  const struct web_diff *d, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_DRAFT, word(v, W_DIFF_TITLE));
    buf_c(out, "<p>");
    put_said_link(v, out, d->from);
    buf_char(out, ' ');
    put_made(out, d->from->o.made);
    buf_c(out, " → ");
    put_said_link(v, out, d->to);
    buf_char(out, ' ');
    put_made(out, d->to->o.made);
    buf_c(out, "</p>\n");
    put_changes(v, out, d->changes, d->n);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- what alternatives do ------------------------------------------------- */

static void put_days(const struct web_view *v, struct buf *b, int64_t days)
{
    struct text n = count_text(v, days);
    if (days < 0)
        say(v, b, W_EFFECTS_NO_END);
    else
        put_bdi(b, text_str(&n));
}

static void put_exposed(const struct web_view *v, struct buf *b,
                        const struct web_exposed *x)
{
    struct text n = count_text(v, x->unreturned);
    if (!x->any) {
        say(v, b, W_EFFECTS_NOT_EXPOSED);
        return;
    }
    SAY(v, b, W_EFFECTS_AT_WORST, x->stopper, x->step);
    buf_c(b, "<br>");
    say(v, b, W_EFFECTS_UNRETURNED);
    buf_c(b, ": ");
    put_bdi(b, text_str(&n));
    buf_c(b, "<br>");
    say(v, b, W_EFFECTS_STILL_OWED);
    buf_c(b, ": ");
    put_days(v, b, x->days);
}

static void put_number(const struct web_view *v, struct buf *b, int64_t n)
{
    struct text t = count_text(v, n);
    buf_c(b, "<td>");
    if (n >= 0)
        put_bdi(b, text_str(&t));
    else
        buf_c(b, "–");
    buf_c(b, "</td>");
}

struct effect_row {
    enum word w;
    size_t at; /* of an int64_t in struct web_effect */
};

/* A column for each alternative, so that they stand side by side. */
void put_effects(const struct web_view *v, struct buf *b,
                 const struct web_effects *e)
{
    static const struct effect_row rows[] = {
        {W_EFFECTS_BREAKS, offsetof(struct web_effect, breaks)},
        {W_EFFECTS_RISKS, offsetof(struct web_effect, risks)},
        {W_EFFECTS_NOTES, offsetof(struct web_effect, notes)},
        {W_EFFECTS_ERRORS, offsetof(struct web_effect, errors)},
        {W_EFFECTS_CHECKS, offsetof(struct web_effect, open)},
        {W_EFFECTS_LAST, offsetof(struct web_effect, last_day)},
        {W_EFFECTS_DUE, offsetof(struct web_effect, within)},
    };
    buf_c(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    SAY_PLAIN(v, b, W_EFFECTS_TITLE, e->label);
    buf_c(b, "\"><table class=\"effects\"><caption>");
    SAY(v, b, W_EFFECTS_TITLE, e->label);
    buf_c(b, "</caption><thead><tr><td></td>");
    for (size_t k = 0; k < e->n; k++) {
        buf_c(b, "<th scope=\"col\">");
        put_bdi(b, e->v[k].id);
        buf_c(b, "</th>");
    }
    buf_c(b, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        buf_c(b, "<tr><th scope=\"row\">");
        say(v, b, rows[i].w);
        buf_c(b, "</th>");
        for (size_t k = 0; k < e->n; k++) {
            int64_t n;
            memcpy(&n, (const char *)&e->v[k] + rows[i].at, sizeof n);
            put_number(v, b, e->v[k].problem.n > 0 ? -1 : n);
        }
        buf_c(b, "</tr>\n");
    }
    for (size_t s = 0; e->n > 0 && s < e->v[0].n_sides; s++) {
        buf_c(b, "<tr><th scope=\"row\">");
        SAY(v, b, W_EFFECTS_EXPOSED, e->v[0].side[s].who);
        buf_c(b, "</th>");
        for (size_t k = 0; k < e->n; k++) {
            buf_c(b, "<td>");
            if (s < e->v[k].n_sides)
                put_exposed(v, b, &e->v[k].side[s]);
            buf_c(b, "</td>");
        }
        buf_c(b, "</tr>\n");
    }
    buf_c(b, "<tr><th scope=\"row\">");
    say(v, b, W_EFFECTS_ONLY);
    buf_c(b, "</th>");
    for (size_t k = 0; k < e->n; k++) {
        str rest = e->v[k].problem.n > 0 ? e->v[k].problem : e->v[k].only, one;
        buf_c(b, "<td>");
        while (rest.n > 0) {
            (void)str_cut(rest, '\n', &one, &rest);
            put_prose(b, "p", STR("en"), one);
        }
        buf_c(b, "</td>");
    }
    buf_c(b, "</tr>\n</tbody></table></div>\n");
}

/* Which alternative is taken of each other bracket, for the page to be asked
 * again with others. */
static void put_others(const struct web_view *v, struct buf *b,
                       const struct web_effects *e)
{
    if (e->n_others == 0)
        return;
    put_heading(v, b, W_EFFECTS_OTHERS);
    buf_c(b, "<form class=\"filter\" method=\"get\" action=\"");
    html_text(b, v->path);
    buf_c(b, "\">");
    put_hidden(v, b);
    for (size_t i = 0; i < e->n_others; i++) {
        const struct web_other *o = &e->others[i];
        buf_c(b, "<label>");
        put_bdi(b, o->label);
        buf_c(b, " <select name=\"choose\" dir=\"ltr\">");
        for (size_t k = 0; k < o->c->n; k++) {
            str id = o->c->alternative[k].id;
            buf_c(b, "<option value=\"");
            html_text(b, o->label);
            buf_char(b, '=');
            html_text(b, id);
            buf_c(b, str_eq(id, o->chosen) ? "\" selected>" : "\">");
            html_text(b, id);
            buf_c(b, "</option>");
        }
        buf_c(b, "</select></label> ");
    }
    buf_c(b, "<button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button></form>\n");
}

err web_room_effects(struct cx *cx, const struct web_view *v,
                     const struct web_effects *e, struct buf *out)
{
    struct buf title;
    buf_init(&title, out->arena, SIZE_MAX);
    SAY_PLAIN(v, &title, W_EFFECTS_TITLE, e->label);
    TRY(cx, buf_finish(cx, &title));
    page_begin(v, out, v->room->mediator ? NAV_ROOM_TABLE : NAV_ROOM_DRAFT,
               buf_view(&title));
    put_paragraph(v, out, W_EFFECTS_HELP);
    put_effects(v, out, e);
    put_others(v, out, e);
    page_end(v, out);
    return buf_finish(cx, out);
}
