/* web/page_room_words.c: what is said in the rooms, and what crosses between
 * them: proposals, consent, conveyance. See rooms.h. */
#include "web/room_int.h"

/* --- saying something ------------------------------------------------------
 */

static void put_rooms(const struct web_view *v, struct buf *b,
                      const struct charter *c)
{
    static const struct field room = {
        .name = "room", .id = "say-room", .label = W_SAID_ROOM};
    select_begin(v, b, &room);
    if (!v->room->mediator)
        option_put(v, b, &room, STR(""), word(v, W_ROOM_US));
    for (size_t i = 0; c != NULL && v->room->mediator && i < c->n_nodes; i++)
        if (c->node[i].role == TALKS_PARTY) {
            struct buf text;
            buf_init(&text, b->arena, SIZE_MAX);
            SAY_PLAIN(v, &text, W_ROOM_WITH, c->node[i].name);
            option_put(v, b, &room, c->node[i].name, buf_view(&text));
        }
    if (v->room->mediator)
        option_put(v, b, &room, STR("mediators"), word(v, W_ROOM_MEDIATORS));
    option_put(v, b, &room, STR("own"), word(v, W_ROOM_OWN));
    if (v->room->bind)
        option_put(v, b, &room, STR("table"), word(v, W_ROOM_TABLE));
    select_end(v, b, &room);
}

static void put_kinds(const struct web_view *v, struct buf *b)
{
    static const enum talks_type kinds[] = {TALKS_COMMENT, TALKS_QUESTION,
                                            TALKS_PROPOSAL};
    static const struct field kind = {.name = "kind", .label = W_SAY_KIND};
    select_begin(v, b, &kind);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        option_put(v, b, &kind, str_of(talks_type_name(kinds[i])),
                   word(v, type_word(kinds[i])));
    select_end(v, b, &kind);
}

static void put_say(const struct web_view *v, struct buf *b, str on,
                    const struct charter *c)
{
    if (!v->room->speak)
        return;
    put_heading(v, b, W_SAY_TITLE);
    form_here(v, b, "say", false);
    put_kinds(v, b);
    put_rooms(v, b, c);
    if (on.n > 0)
        put_hidden_field(b, "on", on);
    else
        put_text_field(v, b,
                       &(struct field){.name = "on",
                                       .label = W_SAY_ON,
                                       .help = W_SAY_ON_HELP,
                                       .ltr = true});
    put_area(v, b,
             &(struct field){
                 .name = "words", .label = W_SAY_TEXT, .required = true});
    form_end(v, b, W_SAY_SEND);
}

void put_say_form(const struct web_view *v, struct buf *b, str on)
{
    put_say(v, b, on, NULL);
}

static void put_meeting(const struct web_view *v, struct buf *b)
{
    if (!v->room->speak)
        return;
    put_heading(v, b, W_TYPE_MEETING);
    form_here(v, b, "meeting", false);
    pair_begin(b);
    put_text_field(v, b,
                   &(struct field){.name = "when",
                                   .label = W_MEETING_WHEN,
                                   .help = W_MEETING_WHEN_HELP,
                                   .required = true,
                                   .ltr = true});
    put_text_field(v, b,
                   &(struct field){.name = "with",
                                   .label = W_MEETING_WITH,
                                   .required = true});
    pair_end(b);
    put_text_field(
        v, b,
        &(struct field){
            .name = "on", .id = "meeting-on", .label = W_SAY_ON, .ltr = true});
    put_area(v, b, &(struct field){.name = "notes", .label = W_MEETING_NOTES});
    form_end(v, b, W_SAY_SEND);
}

static void put_parties(const struct web_view *v, struct buf *b,
                        const struct charter *c, const struct field *f)
{
    select_begin(v, b, f);
    for (size_t i = 0; i < c->n_nodes; i++)
        if (c->node[i].role == TALKS_PARTY &&
            !str_eq(c->node[i].name, v->room->self))
            option_put(v, b, f, c->node[i].name, c->node[i].name);
    select_end(v, b, f);
}

static void put_bridge(const struct web_view *v, struct buf *b,
                       const struct charter *c)
{
    static const struct field to = {
        .name = "to", .id = "bridge-to", .label = W_CROSS_TO};
    if (!v->room->mediator || !v->room->bind)
        return;
    put_heading(v, b, W_BRIDGE_TITLE);
    form_here(v, b, "bridge", false);
    put_parties(v, b, c, &to);
    put_text_field(
        v, b,
        &(struct field){
            .name = "on", .id = "bridge-on", .label = W_SAY_ON, .ltr = true});
    put_area(v, b,
             &(struct field){
                 .name = "bridge", .label = W_SAY_TEXT, .required = true});
    form_end(v, b, W_CROSS_CARRY);
}

/* --- what crosses -----------------------------------------------------------
 */

static void put_crossing(const struct web_view *v, struct buf *b,
                         const struct web_crossing *c)
{
    pairs_begin(b);
    pair_term(v, b, W_CROSS_TO);
    put_bdi(b, c->to);
    buf_c(b, "</dd>");
    pair_term(v, b, W_CROSS_AS);
    put_wording(v, b, c->wording, c->from);
    buf_c(b, "</dd>");
    if (c->on.n > 0 && !str_eq(c->on, STR("-"))) {
        pair_term(v, b, W_SAY_ON);
        put_on_link(v, b, c->on);
        buf_c(b, "</dd>");
    }
    pair_term(v, b, W_CROSS_STATE);
    if (c->x->o.type == TALKS_CONVEYANCE || c->conveyed != NULL)
        say(v, b, W_CROSS_DONE);
    else
        say(v, b, c->mine ? W_CROSS_OTHERS : W_CROSS_WAITS);
    if (c->conveyed != NULL) {
        buf_c(b, " · ");
        put_said_link(v, b, c->conveyed);
        buf_char(b, ' ');
        put_made(b, c->conveyed->o.made);
    }
    buf_c(b, "</dd>");
    pairs_end(b);
    put_prose(b, "blockquote", STR(""), c->words);
}

static void put_crossings(const struct web_view *v, struct buf *b,
                          const struct web_words *w)
{
    put_heading(v, b, W_WORDS_CROSSING);
    if (w->n_crossing == 0)
        put_paragraph(v, b, W_SAID_NONE);
    for (size_t i = 0; i < w->n_crossing; i++) {
        const struct web_crossing *c = &w->crossing[i];
        buf_c(b, "<section class=\"crossing\"><h3>");
        put_said_link(v, b, c->x);
        buf_c(b, " <small>");
        put_bdi(b, c->x->e.sender);
        buf_char(b, ' ');
        put_made(b, c->x->o.made);
        buf_c(b, "</small></h3>\n");
        put_crossing(v, b, c);
        buf_c(b, "</section>\n");
    }
}

err web_room_words(struct cx *cx, const struct web_view *v,
                   const struct web_words *w, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_WORDS, word(v, W_NAV_WORDS));
    put_problem(v, out);
    put_crossings(v, out, w);
    put_heading(v, out, W_WORDS_ALL);
    put_pages(v, out, w->page, w->pages, STR(""));
    put_said_table(v, out, word(v, W_WORDS_ALL), w->v, w->n);
    put_pages(v, out, w->page, w->pages, STR(""));
    put_say(v, out, STR(""), w->charter);
    put_bridge(v, out, w->charter);
    put_meeting(v, out);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- one object
 * --------------------------------------------------------------- */

static void put_fields(const struct web_view *v, struct buf *b,
                       const struct web_said *s)
{
    const struct talks_item *x = s->x;
    pairs_begin(b);
    pair_term(v, b, W_SAID_BY);
    put_bdi(b, x->e.sender);
    buf_c(b, "</dd>");
    pair_term(v, b, W_SAID_MADE);
    put_made(b, x->o.made);
    buf_c(b, "</dd>");
    pair_term(v, b, W_SAID_ROOM);
    put_room_name(v, b, x->e.room);
    put_standing(v, b, x);
    buf_c(b, "</dd>");
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++) {
        const char *f = talks_type_field(x->o.type, i);
        if (f == NULL || x->o.field[i].n == 0 ||
            str_eq(x->o.field[i], STR("-")) || strcmp(f, "re") == 0)
            continue;
        if (strcmp(f, "on") == 0) {
            pair_term(v, b, W_SAY_ON);
            put_on_link(v, b, x->o.field[i]);
        } else {
            /* Words of the format, as other programs show them too. */
            buf_printf(b, "<dt dir=\"ltr\" lang=\"en\">%s</dt><dd>", f);
            put_bdi(b, x->o.field[i]);
        }
        buf_c(b, "</dd>");
    }
    if (s->about != NULL) {
        pair_term(v, b, W_SAID_ABOUT);
        put_said_link(v, b, s->about);
        buf_char(b, ' ');
        put_bdi(b, s->about->e.sender);
        buf_char(b, ' ');
        put_made(b, s->about->o.made);
        buf_c(b, "</dd>");
    }
    pair_term(v, b, W_SAID_HAS);
    for (size_t i = 0; i < s->n_has; i++) {
        buf_c(b, i > 0 ? ", " : "");
        put_bdi(b, s->has[i]->name);
    }
    if (s->n_has == 0)
        say(v, b, W_SAID_HAS_NOBODY);
    buf_c(b, "</dd>");
    pairs_end(b);
}

static void put_consent_form(const struct web_view *v, struct buf *b,
                             const struct web_said *s)
{
    static const struct {
        const char *value;
        enum word w;
    } wordings[] = {{"as-theirs", W_WORDING_OUR_NAME},
                    {"as-ours", W_WORDING_OURS},
                    {"as-hypothetical", W_WORDING_HYPOTHETICAL}};
    static const struct field to = {.name = "to", .label = W_CROSS_TO};
    static const struct field wording = {.name = "wording",
                                         .label = W_CROSS_AS};
    if (!s->may_consent)
        return;
    put_heading(v, b, W_CONSENT_TITLE);
    form_here(v, b, "consent", false);
    put_parties(v, b, s->charter, &to);
    select_begin(v, b, &wording);
    for (size_t i = 0; i < COUNT_OF(wordings); i++)
        option_put(v, b, &wording, str_of(wordings[i].value),
                   word(v, wordings[i].w));
    select_end(v, b, &wording);
    put_area(v, b,
             &(struct field){.name = "words",
                             .id = "consent-words",
                             .label = W_SAY_TEXT,
                             .help = W_CONSENT_HELP,
                             .value = s->x->o.body,
                             .required = true});
    form_end(v, b, W_CONSENT_SEND);
}

err web_room_said(struct cx *cx, const struct web_view *v,
                  const struct web_said *s, struct buf *out)
{
    char room[2 * CRY_HASH_BYTES];
    page_begin(v, out, NAV_ROOM_WORDS, word(v, type_word(s->x->o.type)));
    put_problem(v, out);
    put_fields(v, out, s);
    if (s->x->o.type == TALKS_POSITION) {
        buf_c(out, "<p>");
        put_stance(v, out, s->x);
        buf_c(out, "</p>\n");
    }
    if (s->crossing.x != NULL)
        put_crossing(v, out, &s->crossing);
    else if (s->x->o.type == TALKS_DRAFT || s->x->o.type == TALKS_AGREED)
        put_prose(out, "pre", STR("en"), s->x->o.body);
    else if (s->x->o.body.n > 0)
        put_prose(out, "blockquote", STR(""), s->x->o.body);
    if (s->may_convey) {
        put_paragraph(v, out, W_CROSS_RULE);
        put_button_form(v, out, "convey", W_CROSS_CARRY);
    }
    put_consent_form(v, out, s);
    if (s->n_replies > 0) {
        put_heading(v, out, W_SAID_REPLIES);
        put_said_table(v, out, word(v, W_SAID_REPLIES), s->replies,
                       s->n_replies);
    }
    if (s->may_answer) {
        put_heading(v, out, W_TYPE_ANSWER);
        form_here(v, out, "answer", false);
        put_area(v, out,
                 &(struct field){
                     .name = "answer", .label = W_SAY_TEXT, .required = true});
        form_end(v, out, W_SAY_SEND);
    }
    hash_print(s->x->o.id, room);
    buf_c(out, "<p>");
    LINK(v, out, "", STR("proof"), ((str){room, sizeof room}));
    say(v, out, W_SAID_PROOF);
    link_end(out);
    buf_c(out, " <code dir=\"ltr\">");
    html_text(out, (str){room, sizeof room});
    buf_c(out, "</code></p>\n");
    page_end(v, out);
    return buf_finish(cx, out);
}
