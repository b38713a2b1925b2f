/* web/page_room.c: a node of talks: its first page, its log, and what its pages
 * share. See rooms.h. */
#include "web/room_int.h"

/* --- parts ---------------------------------------------------------------- */

void put_made(struct buf *b, str made)
{
    if (made.n < 16) {
        put_bdi(b, made);
        return;
    }
    buf_c(b, "<time dir=\"ltr\" datetime=\"");
    html_text(b, made);
    buf_c(b, "\">");
    html_text(b, str_sub(made, 0, 10));
    buf_char(b, ' ');
    html_text(b, str_sub(made, 11, 16));
    buf_c(b, "</time>");
}

enum word type_word(enum talks_type t)
{
    static const enum word words[TALKS_TYPES] = {
        [TALKS_DRAFT] = W_TYPE_DRAFT,
        [TALKS_LABEL] = W_TYPE_LABEL,
        [TALKS_POSITION] = W_TYPE_POSITION,
        [TALKS_PROPOSAL] = W_TYPE_PROPOSAL,
        [TALKS_QUESTION] = W_TYPE_QUESTION,
        [TALKS_ANSWER] = W_TYPE_ANSWER,
        [TALKS_COMMENT] = W_TYPE_COMMENT,
        [TALKS_MEETING] = W_TYPE_MEETING,
        [TALKS_CONSENT] = W_TYPE_CONSENT,
        [TALKS_ASSENT] = W_TYPE_ASSENT,
        [TALKS_CONVEYANCE] = W_TYPE_CONVEYANCE,
        [TALKS_CONVEYED] = W_TYPE_CONVEYED,
        [TALKS_RECEIPT] = W_TYPE_RECEIPT,
        [TALKS_ROUND] = W_TYPE_ROUND,
        [TALKS_OVERLAP] = W_TYPE_OVERLAP,
        [TALKS_WEIGHTS] = W_TYPE_WEIGHTS,
        [TALKS_AGREED] = W_TYPE_AGREED,
        [TALKS_SIGNATURE] = W_TYPE_SIGNATURE,
    };
    return words[t];
}

void put_room_name(const struct web_view *v, struct buf *b, str room)
{
    if (str_eq(room, STR("own")))
        say(v, b, W_ROOM_OWN);
    else if (str_eq(room, STR("table")))
        say(v, b, W_ROOM_TABLE);
    else if (str_eq(room, STR("mediators")))
        say(v, b, W_ROOM_MEDIATORS);
    else
        SAY(v, b, W_ROOM_WITH, room);
}

void put_stance(const struct web_view *v, struct buf *b,
                const struct talks_item *x)
{
    static const struct {
        str stance;
        enum word w;
        const char *class;
    } stances[] = {{STR_INIT("reserve"), W_STANCE_RESERVE, "reserve"},
                   {STR_INIT("reject"), W_STANCE_REJECT, "reject"},
                   {STR_INIT("red-line"), W_STANCE_RED_LINE, "red-line"},
                   {STR_INIT("withdraw"), W_STANCE_WITHDRAW, "none"}};
    str stance = x == NULL ? STR("") : talks_field(&x->o, "stance");
    str condition = x == NULL ? STR("-") : talks_field(&x->o, "if");
    if (str_eq(stance, STR("accept"))) {
        bool plain = str_eq(condition, STR("-"));
        buf_printf(b, "<span class=\"stance %s\">",
                   plain ? "accept" : "accept-if");
        if (plain)
            say(v, b, W_STANCE_ACCEPT);
        else
            SAY(v, b, W_STANCE_ACCEPT_IF, condition);
        buf_c(b, "</span>");
        if (str_eq(talks_field(&x->o, "standing"), STR("yes"))) {
            buf_c(b, " <small>");
            say(v, b, W_POSITION_REVEALABLE);
            buf_c(b, "</small>");
        }
        return;
    }
    for (size_t i = 0; i < COUNT_OF(stances); i++)
        if (str_eq(stance, stances[i].stance)) {
            buf_printf(b, "<span class=\"stance %s\">", stances[i].class);
            say(v, b, stances[i].w);
            buf_c(b, "</span>");
            return;
        }
    buf_c(b, "<span class=\"stance none\">");
    say(v, b, W_STANCE_NONE);
    buf_c(b, "</span>");
}

static str id_text(hash id, char room[2 * CRY_HASH_BYTES])
{
    hash_print(id, room);
    return (str){room, 12};
}

void put_said_link(const struct web_view *v, struct buf *b,
                   const struct talks_item *x)
{
    char room[2 * CRY_HASH_BYTES];
    LINK(v, b, "", STR("said"), id_text(x->o.id, room));
    say(v, b, type_word(x->o.type));
    link_end(b);
}

void put_on_link(const struct web_view *v, struct buf *b, str on)
{
    if (on.n == 0 || str_eq(on, STR("-")))
        return;
    LINK(v, b, "", STR("on"), on);
    if (str_eq(on, STR("rest")))
        say(v, b, W_DRAFT_REST);
    else
        put_bdi(b, on);
    link_end(b);
}

void put_standing(const struct web_view *v, struct buf *b,
                  const struct talks_item *x)
{
    enum word w = W_STANDING_SEALED;
    switch (x->standing) {
    case TALKS_COUNTS:
        if (x->open)
            return;
        break;
    case TALKS_WAITS:
        w = W_STANDING_WAITS;
        break;
    case TALKS_FORKED:
        w = W_STANDING_FORKED;
        break;
    case TALKS_REFUSED:
        w = W_STANDING_REFUSED;
        break;
    }
    buf_c(b, " <span class=\"mark\">");
    say(v, b, w);
    buf_c(b, "</span>");
}

void put_heading(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<h2>");
    say(v, b, w);
    buf_c(b, "</h2>\n");
}

void put_paragraph(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<p>");
    say(v, b, w);
    buf_c(b, "</p>\n");
}

void row_begin(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<tr><th scope=\"row\">");
    say(v, b, w);
    buf_c(b, "</th><td>");
}

void row_end(struct buf *b)
{
    buf_c(b, "</td></tr>\n");
}

void pairs_begin(struct buf *b)
{
    buf_c(b, "<dl class=\"pairs\">");
}

void pair_term(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<dt>");
    say(v, b, w);
    buf_c(b, "</dt><dd>");
}

void pairs_end(struct buf *b)
{
    buf_c(b, "</dl>\n");
}

void put_button_form(const struct web_view *v, struct buf *b, const char *deed,
                     enum word w)
{
    form_here(v, b, deed, false);
    form_end(v, b, w);
}

void put_wording(const struct web_view *v, struct buf *b, str wording, str from)
{
    if (str_eq(wording, STR("as-theirs")))
        SAY(v, b, W_WORDING_THEIRS, from);
    else
        say(v, b,
            str_eq(wording, STR("as-ours"))           ? W_WORDING_OURS
            : str_eq(wording, STR("as-hypothetical")) ? W_WORDING_HYPOTHETICAL
                                                      : W_WORDING_BRIDGING);
}

/* What it says, as far as there is room in a row. */
static str words_of(const struct talks_item *x)
{
    if (!x->open)
        return STR("");
    switch (x->o.type) {
    case TALKS_POSITION:
    case TALKS_PROPOSAL:
    case TALKS_QUESTION:
    case TALKS_ANSWER:
    case TALKS_COMMENT:
    case TALKS_MEETING:
    case TALKS_CONSENT:
    case TALKS_WEIGHTS:
        return x->o.body;
    case TALKS_LABEL:
        return talks_field(&x->o, "by");
    case TALKS_ROUND:
        return talks_field(&x->o, "round");
    case TALKS_OVERLAP:
        return talks_field(&x->o, "accepted");
    case TALKS_DRAFT:
    case TALKS_ASSENT:
    case TALKS_CONVEYANCE:
    case TALKS_CONVEYED:
    case TALKS_RECEIPT:
    case TALKS_AGREED:
    case TALKS_SIGNATURE:
    case TALKS_TYPES:
        break;
    }
    return STR("");
}

size_t beginning_of(str s, size_t most)
{
    size_t end = s.n < most ? s.n : most;
    while (end < s.n && ((unsigned char)s.p[end] & 0xc0) == 0x80)
        end++;
    return end;
}

static void put_beginning(struct buf *b, const struct talks_item *x)
{
    enum { BEGINNING = 240 };
    str s = words_of(x);
    size_t end = beginning_of(s, BEGINNING);
    if (x->open && x->o.type == TALKS_MEETING) {
        put_bdi(b, talks_field(&x->o, "when"));
        buf_char(b, ' ');
        put_bdi(b, talks_field(&x->o, "with"));
        buf_c(b, s.n > 0 ? ": " : "");
    }
    put_bdi(b, str_sub(s, 0, end));
    if (end < s.n)
        buf_c(b, " …");
}

static void put_row(const struct web_view *v, struct buf *b,
                    const struct talks_item *x)
{
    buf_c(b, "<tr>");
    cell_begin(v, b, W_SAID_MADE);
    put_made(b, x->open ? x->o.made : STR(""));
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_BY);
    put_bdi(b, x->e.sender);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_ROOM);
    put_room_name(v, b, x->e.room);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAY_KIND);
    if (x->open) {
        put_said_link(v, b, x);
        if (x->o.type == TALKS_POSITION) {
            buf_char(b, ' ');
            put_stance(v, b, x);
        }
    }
    put_standing(v, b, x);
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAID_ABOUT);
    str id = x->open ? talks_field(&x->o, "alternative") : STR("");
    put_on_link(v, b, x->open ? talks_field(&x->o, "on") : STR(""));
    if (id.n > 0 && !str_eq(id, STR("-"))) {
        buf_char(b, ' ');
        put_bdi(b, id);
    }
    buf_c(b, "</td>");
    cell_begin(v, b, W_SAY_TEXT);
    put_beginning(b, x);
    buf_c(b, "</td></tr>\n");
}

void put_said_table(const struct web_view *v, struct buf *b, str caption,
                    const struct talks_item *const *list, size_t n)
{
    static const enum word columns[] = {W_SAID_MADE, W_SAID_BY,    W_SAID_ROOM,
                                        W_SAY_KIND,  W_SAID_ABOUT, W_SAY_TEXT,
                                        N_WORDS};
    if (n == 0) {
        put_paragraph(v, b, W_SAID_NONE);
        return;
    }
    table_begin(v, b, "rows", caption, columns);
    for (size_t i = 0; i < n; i++)
        put_row(v, b, list[i]);
    table_end(b);
}

/* --- home ----------------------------------------------------------------- */

static void put_wait(const struct web_view *v, struct buf *b,
                     const struct web_wait *w)
{
    struct text n = count_text(v, w->n);
    str who = w->x == NULL ? STR("") : w->x->e.sender;
    buf_c(b, "<li>");
    switch (w->kind) {
    case WAIT_QUESTION:
        SAY(v, b, W_WAIT_QUESTION, who);
        break;
    case WAIT_CARRY:
        SAY(v, b, W_WAIT_CARRY, who);
        break;
    case WAIT_ASSENT:
        SAY(v, b, W_WAIT_ASSENT, who);
        break;
    case WAIT_POSITION:
        SAY(v, b, W_WAIT_POSITION, text_str(&n));
        buf_c(b, " · ");
        LINK(v, b, "", STR("draft"));
        say(v, b, W_NAV_DRAFT);
        link_end(b);
        break;
    case WAIT_REST:
        say(v, b, W_WAIT_REST);
        buf_c(b, " · ");
        put_on_link(v, b, STR("rest"));
        break;
    case WAIT_MEET:
        SAY(v, b, W_WAIT_MEET, text_str(&n));
        buf_c(b, " · ");
        LINK(v, b, "", STR("table"));
        say(v, b, W_NAV_TABLE);
        link_end(b);
        break;
    case WAIT_REVEAL:
        SAY(v, b, W_WAIT_REVEAL, text_str(&n));
        buf_c(b, " · ");
        LINK(v, b, "", STR("table"));
        say(v, b, W_NAV_TABLE);
        link_end(b);
        break;
    case WAIT_SIGN:
        say(v, b, W_WAIT_SIGN);
        buf_c(b, " · ");
        LINK(v, b, "", STR("signing"));
        say(v, b, W_NAV_SIGNING);
        link_end(b);
        break;
    case WAIT_MISSING:
        SAY(v, b, W_WAIT_MISSING, who, text_str(&n));
        break;
    case WAIT_FORK:
        SAY(v, b, W_WAIT_FORK, who, text_str(&n));
        break;
    }
    if (w->x != NULL && w->x->open && w->kind != WAIT_MISSING &&
        w->kind != WAIT_FORK) {
        buf_c(b, " · ");
        put_said_link(v, b, w->x);
        buf_char(b, ' ');
        put_made(b, w->x->o.made);
    }
    buf_c(b, "</li>\n");
}

void put_rules(const struct web_view *v, struct buf *b, const struct charter *c,
               str id)
{
    put_heading(v, b, W_ROOM_RULES);
    pairs_begin(b);
    pair_term(v, b, W_RULE_CONVEY);
    if (c->convey == CONVEY_LEAD)
        SAY(v, b, W_RULE_CONVEY_LEAD, c->lead);
    else
        say(v, b,
            c->convey == CONVEY_ALL ? W_RULE_CONVEY_ALL : W_RULE_CONVEY_ANY);
    buf_c(b, "</dd>");
    pair_term(v, b, W_RULE_AGREED);
    say(v, b, c->articles ? W_RULE_AGREED_ARTICLES : W_RULE_AGREED_WHOLE);
    buf_c(b, "</dd>");
    pair_term(v, b, W_RULE_FAILED);
    say(v, b, c->destroy ? W_RULE_FAILED_DESTROY : W_RULE_FAILED_KEEP);
    buf_c(b, "</dd>");
    pair_term(v, b, W_RULE_LANGUAGES);
    put_bdi(b, c->languages);
    buf_c(b, "</dd>");
    pair_term(v, b, W_RULE_ID);
    buf_c(b, "<code dir=\"ltr\">");
    html_text(b, id);
    buf_c(b, "</code></dd>");
    pairs_end(b);
}

enum word role_of_node(const struct talks_node *n)
{
    return n->role == TALKS_PARTY      ? W_ROOM_PARTY
           : n->role == TALKS_MEDIATOR ? W_ROOM_MEDIATOR
                                       : W_ROOM_OBSERVER;
}

/* Who takes part, and a bundle for each of the others. */
static void put_peers(const struct web_view *v, struct buf *b,
                      const struct web_home *h)
{
    static const enum word columns[] = {W_ROOM_NODE,    W_PEOPLE_ROLE,
                                        W_ROOM_LAST,    W_ROOM_LACKING,
                                        W_BUNDLE_TITLE, N_WORDS};
    table_begin(v, b, "rows", word(v, W_ROOM_WHO), columns);
    for (size_t i = 0; i < h->n_peers; i++) {
        const struct web_peer *p = &h->peers[i];
        struct text n = count_text(v, p->lacking);
        bool self = str_eq(p->node->name, v->room->self);
        buf_c(b, "<tr><th scope=\"row\">");
        put_bdi(b, p->node->name);
        buf_c(b, "</th>");
        cell_begin(v, b, W_PEOPLE_ROLE);
        say(v, b, role_of_node(p->node));
        buf_c(b, "</td>");
        cell_begin(v, b, W_ROOM_LAST);
        if (self)
            say(v, b, W_ROOM_SELF);
        else
            put_made(b, p->last);
        buf_c(b, "</td>");
        cell_begin(v, b, W_ROOM_LACKING);
        if (!self)
            put_bdi(b, text_str(&n));
        buf_c(b, "</td>");
        cell_begin(v, b, W_BUNDLE_TITLE);
        if (!self) {
            LINK(v, b, "", STR("bundle"), p->node->name);
            SAY(v, b, W_BUNDLE_FOR, p->node->name);
            link_end(b);
        }
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

static void put_sync(const struct web_view *v, struct buf *b,
                     const struct web_home *h)
{
    put_heading(v, b, W_SYNC_TITLE);
    if (h->relay.n == 0) {
        put_paragraph(v, b, W_SYNC_NONE);
    } else {
        pairs_begin(b);
        pair_term(v, b, W_RULE_RELAY);
        put_bdi(b, h->relay);
        buf_c(b, "</dd>");
        pair_term(v, b, W_SYNC_LAST);
        if (h->synced.n > 0)
            put_made(b, h->synced);
        else
            say(v, b, W_SYNC_NEVER);
        buf_c(b, "</dd>");
        pairs_end(b);
        if (h->exchanges) {
            buf_c(b, "<p role=\"status\">");
            say(v, b, W_SYNC_UNDER_WAY);
            buf_c(b, "</p>\n");
        } else if (h->said.n > 0)
            put_prose(b, "pre", STR("en"), h->said);
        if (v->room->speak && !h->exchanges)
            put_button_form(v, b, "sync", W_SYNC_NOW);
    }
    put_peers(v, b, h);
    put_paragraph(v, b, W_BUNDLE_HELP);
    if (!v->room->speak)
        return;
    form_here(v, b, "bundle", true);
    put_file_field(v, b,
                   &(struct field){.name = "file",
                                   .label = W_BUNDLE_FILE,
                                   .required = true});
    form_end(v, b, W_BUNDLE_TAKE);
}

static void put_chains(const struct web_view *v, struct buf *b,
                       const struct web_home *h)
{
    static const enum word columns[] = {W_SAID_ROOM, W_SAID_BY, W_CHAINS_HAS,
                                        N_WORDS};
    put_heading(v, b, W_CHAINS_TITLE);
    table_begin(v, b, "rows", word(v, W_CHAINS_TITLE), columns);
    for (size_t i = 0; i < h->n_chains; i++) {
        const struct web_chain *c = &h->chains[i];
        struct text whole = count_text(v, c->whole);
        struct text waits = count_text(v, c->waits);
        struct text first = count_text(v, c->first);
        buf_c(b, "<tr>");
        cell_begin(v, b, W_SAID_ROOM);
        put_room_name(v, b, c->room);
        buf_c(b, "</td>");
        cell_begin(v, b, W_SAID_BY);
        put_bdi(b, c->sender);
        buf_c(b, "</td>");
        cell_begin(v, b, W_CHAINS_HAS);
        put_bdi(b, text_str(&whole));
        if (c->forked) {
            buf_c(b, " · ");
            SAY(v, b, W_WAIT_FORK, c->sender, text_str(&first));
        } else if (c->waits > 0) {
            buf_c(b, " · ");
            SAY(v, b, W_CHAINS_WAIT, text_str(&waits), text_str(&first));
        }
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

err web_room_home(struct cx *cx, const struct web_view *v,
                  const struct web_home *h, struct buf *out)
{
    struct text n = count_text(v, (int64_t)h->round);
    page_begin(v, out, NAV_ROOM, word(v, W_NAV_ROOM));
    put_problem(v, out);
    if (!v->room->see) {
        put_paragraph(v, out, W_ROOM_CLOSED);
        page_end(v, out);
        return buf_finish(cx, out);
    }
    put_heading(v, out, W_ROOM_WAITS);
    if (h->n_waits == 0)
        put_paragraph(v, out, W_ROOM_WAITS_NONE);
    else
        buf_c(out, "<ul class=\"waits\">\n");
    for (size_t i = 0; i < h->n_waits; i++)
        put_wait(v, out, &h->waits[i]);
    buf_c(out, h->n_waits > 0 ? "</ul>\n<p>" : "<p>");
    if (h->has_round)
        SAY(v, out, W_ROUND_LAST, text_str(&n));
    else
        say(v, out, W_ROUND_NONE);
    buf_c(out, "</p>\n");
    put_sync(v, out, h);
    put_rules(v, out, h->charter, h->id);
    put_chains(v, out, h);
    page_end(v, out);
    return buf_finish(cx, out);
}

err web_room_log(struct cx *cx, const struct web_view *v,
                 const struct web_said_list *l, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_LOG, word(v, W_NAV_LOG));
    put_pages(v, out, l->page, l->pages, STR(""));
    put_said_table(v, out, word(v, W_NAV_LOG), l->v, l->n);
    put_pages(v, out, l->page, l->pages, STR(""));
    page_end(v, out);
    return buf_finish(cx, out);
}
