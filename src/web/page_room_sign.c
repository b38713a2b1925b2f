/* web/page_room_sign.c: the agreed text, its hash to be compared on paper, and
 * its signatures. See rooms.h. */
#include "web/room_int.h"

void put_groups(struct buf *b, str hex)
{
    buf_c(b, "<p class=\"groups\" dir=\"ltr\">");
    for (size_t i = 0; i < hex.n; i += 4) {
        buf_c(b, i == 0 ? "<code>" : i == hex.n / 2 ? "<br><code>" : " <code>");
        html_text(b, str_sub(hex, i, i + 4));
        buf_c(b, "</code>");
    }
    buf_c(b, "</p>\n");
}

static void put_commands(struct buf *b, const char *lines)
{
    buf_c(b, "<pre dir=\"ltr\" lang=\"en\">");
    html_text(b, str_of(lines));
    buf_c(b, "</pre>\n");
}

static void put_signatures(const struct web_view *v, struct buf *b,
                           const struct web_signing *s)
{
    static const enum word columns[] = {W_SIGN_BY, W_SIGN_KEY, W_SAID_MADE,
                                        W_SIGN_FILES, N_WORDS};
    put_heading(v, b, W_SIGN_SIGNED);
    if (s->n > 0) {
        table_begin(v, b, "rows", word(v, W_SIGN_SIGNED), columns);
        for (size_t i = 0; i < s->n; i++) {
            const struct web_signed *x = &s->v[i];
            str name;
            buf_c(b, "<tr><th scope=\"row\">");
            put_bdi(b, x->who);
            buf_c(b, "</th>");
            cell_begin(v, b, W_SIGN_KEY);
            buf_c(b, "<code dir=\"ltr\">");
            html_text(b, x->key);
            buf_c(b, "</code></td>");
            cell_begin(v, b, W_SAID_MADE);
            put_made(b, x->x->o.made);
            buf_c(b, "</td>");
            cell_begin(v, b, W_SIGN_FILES);
            if (arena_printf(b->arena, &name, "%.*s.sig", STR_ARG(x->who))) {
                LINK(v, b, "", STR("signing"), name);
                put_bdi(b, name);
                link_end(b);
                buf_char(b, ' ');
            }
            if (arena_printf(b->arena, &name, "%.*s.pub", STR_ARG(x->who))) {
                LINK(v, b, "", STR("signing"), name);
                put_bdi(b, name);
                link_end(b);
            }
            buf_c(b, "</td></tr>\n");
        }
        table_end(b);
    }
    for (size_t i = 0; i < s->n_missing; i++) {
        buf_c(b, "<p>");
        SAY(v, b, W_SIGN_MISSING, s->missing[i]);
        buf_c(b, "</p>\n");
    }
}

static void put_sign_form(const struct web_view *v, struct buf *b)
{
    put_heading(v, b, W_SIGN_HOW);
    put_paragraph(v, b, W_SIGN_HOW_HELP);
    put_commands(b, "sha256sum agreement.truce\n"
                    "ssh-keygen -Y sign -n agreement@truce -f KEY "
                    "agreement.truce");
    form_here(v, b, "sign", true);
    put_file_field(v, b,
                   &(struct field){.name = "file",
                                   .label = W_SIGN_FILE,
                                   .help = W_SIGN_FILE_HELP,
                                   .required = true});
    form_end(v, b, W_SIGN_SEND);
}

/* Shown and filled in by entry.js, where the browser has passkeys. */
static void put_passkey_form(const struct web_view *v, struct buf *b,
                             const struct web_signing *s)
{
    static const char *const makes[] = {"client", "attestation", NULL};
    static const char *const signs[] = {"id", "client", "data", "signature",
                                        NULL};
    bool has = s->credential.n > 0;
    buf_printf(b, "<div hidden data-passkey=\"%s\" data-user=\"",
               has ? "sign" : "make");
    html_text(b, s->user);
    buf_c(b, "\" data-account=\"");
    html_text(b, v->me->name);
    buf_c(b, "\" data-credential=\"");
    html_text(b, s->credential);
    buf_c(b, "\">");
    put_heading(v, b, W_SIGN_PASSKEY);
    put_paragraph(v, b, W_SIGN_PASSKEY_HELP);
    if (has) {
        pairs_begin(b);
        pair_term(v, b, W_SIGN_PASSKEY_KEY);
        buf_c(b, "<code dir=\"ltr\" class=\"long\">");
        html_text(b, s->print);
        buf_c(b, "</code> <small>");
        say(v, b, W_SIGN_PASSKEY_KEY_HELP);
        buf_c(b, "</small></dd>");
        pairs_end(b);
    }
    form_here(v, b, has ? "passkey" : "make", false);
    put_hidden_field(b, "challenge", s->challenge);
    put_empty_fields(b, has ? signs : makes);
    buf_c(b, "<p role=\"status\"></p>");
    form_end(v, b, has ? W_SIGN_PASSKEY_SEND : W_SIGN_PASSKEY_MAKE);
    buf_c(b, "</div>\n");
    put_entry_script(b);
}

/* From the talks into a case of its own. */
static void put_on(const struct web_view *v, struct buf *b,
                   const struct web_signing *s)
{
    put_heading(v, b, W_SIGN_NEXT);
    put_paragraph(v, b, s->n_missing == 0 ? W_SIGN_ALL : W_SIGN_NOT_ALL);
    put_commands(b, "truce talks out NODE signed-text\n"
                    "truce init CASE --origin HOST/NAME "
                    "signed-text/agreement.truce\n"
                    "truce record key CASE --purpose sign --holder PARTY --key "
                    "signed-text/PARTY.pub\n"
                    "truce sign CASE --as PARTY --with signed-text/PARTY.sig\n"
                    "truce serve CASE");
}

/* What is signed in words, in each language that the text has for it. */
static void put_prose_of_text(const struct web_view *v, struct buf *b,
                              const struct agreement *ag)
{
    bool any = false;
    for (uint32_t k = 0; k < ag->n_clauses; k++) {
        const struct clause *c = &ag->clauses[k];
        if (c->n_prose == 0)
            continue;
        if (!any)
            put_heading(v, b, W_CLAUSE_PROSE);
        any = true;
        buf_c(b, "<section><h3>");
        put_bdi(b, c->label);
        buf_c(b, "</h3><div class=\"side\">");
        for (uint32_t i = 0; i < c->n_prose; i++)
            put_prose(b, "p", c->prose[i].lang, c->prose[i].text);
        buf_c(b, "</div></section>\n");
    }
}

err web_room_signing(struct cx *cx, const struct web_view *v,
                     const struct web_signing *s, struct buf *out)
{
    page_begin(v, out, NAV_ROOM_SIGNING, word(v, W_NAV_SIGNING));
    put_problem(v, out);
    if (s->agreed == NULL) {
        put_paragraph(v, out, W_SIGN_NONE);
        page_end(v, out);
        return buf_finish(cx, out);
    }
    pairs_begin(out);
    pair_term(v, out, W_SAID_MADE);
    put_made(out, s->agreed->o.made);
    buf_char(out, ' ');
    put_bdi(out, s->agreed->e.sender);
    buf_c(out, "</dd>");
    pair_term(v, out, W_SIGN_CHOICE);
    put_bdi(out, s->choice);
    buf_c(out, "</dd>");
    pair_term(v, out, W_SIGN_FORCE);
    put_prose(out, "p", STR("en"), s->force);
    buf_c(out, "</dd>");
    pairs_end(out);
    put_heading(v, out, W_SIGN_HASH);
    put_paragraph(v, out, W_SIGN_COMPARE);
    put_groups(out, s->hash);
    buf_c(out, "<p>");
    LINK(v, out, "", STR("signing"), STR("agreement.truce"));
    say(v, out, W_SIGN_DOWNLOAD);
    link_end(out);
    buf_c(out, "</p>\n");
    if (v->room->bind && !v->room->mediator)
        put_sign_form(v, out);
    if (s->user.n > 0)
        put_passkey_form(v, out, s);
    put_signatures(v, out, s);
    put_on(v, out, s);
    put_prose_of_text(v, out, s->ag);
    put_heading(v, out, W_SIGN_TEXT);
    put_prose(out, "pre", STR("en"), s->agreed->o.body);
    page_end(v, out);
    return buf_finish(cx, out);
}
