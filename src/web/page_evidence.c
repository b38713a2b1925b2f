/* web/page_evidence.c: files of evidence, who had them, and the form that adds
 * one: an ordinary form with a file, which works without a script. */
#include "web/web_int.h"

#include <inttypes.h>

/* An act that has a word of ours; what somebody else wrote stays as it is. */
static str act_word(const struct web_view *v, str act)
{
    static const struct {
        str act;
        enum word w;
    } acts[] = {{STR_INIT("received"), W_EVI_ACT_RECEIVED},
                {STR_INIT("copied"), W_EVI_ACT_COPIED},
                {STR_INIT("opened"), W_EVI_ACT_OPENED},
                {STR_INIT("sealed"), W_EVI_ACT_SEALED},
                {STR_INIT("exported"), W_EVI_ACT_EXPORTED}};
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (str_eq(acts[i].act, act))
            return word(v, acts[i].w);
    return act;
}

static void put_custody(const struct web_view *v, struct buf *b,
                        const struct web_evidence *e)
{
    buf_c(b, "<ul class=\"plain\">");
    for (uint32_t i = 0; i < e->n_custody; i++) {
        const struct web_custody *c = &e->custody[i];
        buf_c(b, "<li><bdi dir=\"ltr\">");
        html_text(b, c->when);
        buf_c(b, "</bdi> ");
        SAY(v, b, W_EVI_BY, act_word(v, c->act), c->who);
        if (c->purpose.n > 0) {
            buf_char(b, ' ');
            put_prose(b, "q", STR(""), c->purpose);
        }
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul>");
}

static void put_file(const struct web_view *v, struct buf *b,
                     const struct web_evidence *e)
{
    struct text bytes = count_text(v, (int64_t)e->bytes);
    buf_c(b, "<tr id=\"f-");
    html_text(b, e->hex);
    buf_c(b, "\"><td data-label=\"");
    say(v, b, W_EVI_FILE);
    buf_c(b, "\">");
    put_bdi(b, e->name.n > 0 ? e->name : STR("–"));
    buf_c(b, "<br><small>");
    put_bdi(b, e->type);
    buf_c(b, "</small></td>");
    cell_begin(v, b, W_EVI_HASH);
    buf_c(b, "<code dir=\"ltr\">");
    html_text(b, e->hex);
    buf_c(b, "</code></td>");
    cell_begin(v, b, W_EVI_BYTES);
    html_text(b, text_str(&bytes));
    buf_c(b, "</td>");
    cell_begin(v, b, W_EVI_FROM);
    put_bdi(b, e->from.n > 0 ? e->from : STR("–"));
    buf_c(b, "</td>");
    cell_begin(v, b, W_EVI_CUSTODY);
    put_custody(v, b, e);
    buf_c(b, "</td></tr>\n");
}

/* --- Files to choose from ---------------------------------------------------
 */

/* Enough of a hash to compare by eye. */
enum { HASH_SHOWN = 12 };

static void put_short_hash(struct buf *b, str hex)
{
    buf_c(b, "<code dir=\"ltr\" title=\"");
    html_text(b, hex);
    buf_c(b, "\">");
    html_text(b, str_sub(hex, 0, HASH_SHOWN));
    buf_c(b, "…</code>");
}

static void put_choice(const struct web_view *v, struct buf *b,
                       const struct web_evidence *e)
{
    struct text bytes = count_text(v, (int64_t)e->bytes);
    buf_c(b, "<li><label><input type=\"checkbox\" name=\"cite\" value=\"");
    html_text(b, e->hex);
    buf_c(b, is_chosen(v, "cite", e->hex) ? "\" checked> " : "\"> ");
    put_bdi(b, e->name.n > 0 ? e->name : STR("–"));
    buf_c(b, " <small>");
    if (e->from.n > 0) {
        put_bdi(b, e->from);
        buf_c(b, " · ");
    }
    buf_c(b, "<bdi dir=\"ltr\">");
    html_text(b, str_sub(e->received, 0, 10)); /* the day */
    buf_c(b, "</bdi> · ");
    SAY(v, b, W_EVI_SIZE, text_str(&bytes));
    buf_c(b, " · ");
    put_short_hash(b, e->hex);
    buf_c(b, "</small></label></li>\n");
}

void put_files_choice(const struct web_view *v, struct buf *b,
                      const struct web_files *files)
{
    enum { LISTED = 200, FEW = 6 };
    buf_c(b, "<fieldset class=\"choose\"><legend>");
    say(v, b, W_INC_EVIDENCE);
    buf_c(b, "</legend>\n");
    if (files->n > FEW) {
        buf_c(b, "<p class=\"find\"><label>");
        say(v, b, W_EVI_FIND);
        buf_c(b, " <input type=\"search\" autocomplete=\"off\" "
                 "dir=\"auto\"></label></p>\n");
    }
    if (files->n > 0)
        buf_c(b, "<ul>\n");
    for (uint32_t i = 0; i < files->n && i < LISTED; i++)
        put_choice(v, b, &files->v[i]);
    buf_c(b, files->n > 0 ? "</ul>\n<p>" : "<p>");
    if (files->n == 0) {
        say(v, b, W_EVI_NONE);
        buf_char(b, ' ');
    }
    buf_c(b, "<a href=\"/evidence");
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b, "\">");
    say(v, b, W_EVI_ADD);
    buf_c(b, "</a></p></fieldset>\n");
    if (files->n > LISTED)
        put_text_field(v, b,
                       &(struct field){.name = "evidence",
                                       .label = W_INC_DO_EVIDENCE,
                                       .ltr = true});
}

static bool is_file(const struct web_evidence *e, str id)
{
    static const str scheme = STR_INIT("sha256:");
    return str_starts(id, scheme) &&
           str_eq(str_sub(id, scheme.n, id.n), e->hex);
}

void put_cited(const struct web_view *v, struct buf *b,
               const struct web_files *files, str id)
{
    for (uint32_t i = 0; i < files->n; i++) {
        const struct web_evidence *e = &files->v[i];
        if (!is_file(e, id))
            continue;
        buf_c(b, "<a href=\"/evidence");
        put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
        buf_c(b, "#f-");
        html_text(b, e->hex);
        buf_c(b, "\">");
        put_bdi(b, e->name.n > 0 ? e->name : STR("–"));
        buf_c(b, "</a> ");
        put_short_hash(b, e->hex);
        return;
    }
    buf_c(b, "<code title=\"");
    html_text(b, id);
    buf_c(b, "\" dir=\"ltr\">");
    html_text(b, str_sub(id, 0, 7 + HASH_SHOWN));
    buf_c(b, "…</code>");
}

/* --- The page
 * ------------------------------------------------------------------- */

static void put_form(const struct web_view *v, struct buf *b)
{
    const struct field from = {.name = "from", .label = W_EVI_FROM};
    buf_c(b, "<section><h2>");
    say(v, b, W_EVI_ADD);
    buf_c(b, "</h2>\n<form class=\"entry\" method=\"post\" "
             "enctype=\"multipart/form-data\" action=\"/evidence");
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    /* What entry.js says while it sends the file in slices. */
    buf_c(b, "\" data-slices=\"");
    html_text(b, word(v, W_EVI_PART));
    buf_c(b, "\" data-hashing=\"");
    html_text(b, word(v, W_EVI_HASHING));
    buf_c(b, "\" data-stopped=\"");
    html_text(b, word(v, W_EVI_STOPPED));
    buf_c(b, "\">");
    put_hidden_field(b, "form", v->me->form_token);
    put_hidden_field(b, "once", v->me->once);
    buf_c(b, "<p class=\"field\"><label for=\"f-file\">");
    say(v, b, W_EVI_FILE);
    buf_c(b, "</label> <input type=\"file\" id=\"f-file\" name=\"file\" "
             "required aria-describedby=\"h-file\"> <small id=\"h-file\">");
    say(v, b, W_EVI_ADD_HELP);
    buf_c(b, "</small></p>\n");
    put_text_field(v, b, &from);
    buf_c(b, "<p hidden>");
    say(v, b, W_EVI_HASH);
    buf_c(b, ": <code dir=\"ltr\"></code></p><p><progress hidden "
             "aria-label=\"");
    say(v, b, W_EVI_FILE);
    buf_c(b, "\"></progress> <span role=\"status\"></span></p>\n");
    form_end(v, b, W_INC_SEND);
    put_entry_script(b);
    buf_c(b, "</section>\n");
}

err web_evidence(struct cx *cx, const struct web_view *v,
                 const struct web_evidence_page *d, struct buf *out)
{
    static const enum word columns[] = {W_EVI_FILE, W_EVI_HASH,    W_EVI_BYTES,
                                        W_EVI_FROM, W_EVI_CUSTODY, N_WORDS};
    page_begin(v, out, NAV_EVIDENCE, word(v, W_NAV_EVIDENCE));
    put_export_links(v, out, "evidence");
    put_problem(v, out);
    put_prose(out, "p", STR(""), word(v, W_EVI_INTRO));
    if (d->has_part) {
        struct text part = count_text(v, (int64_t)d->part);
        struct text of = count_text(v, (int64_t)d->of);
        buf_c(out, "<p role=\"status\" data-part=\"");
        buf_uint(out, d->part);
        buf_c(out, "\">");
        SAY(v, out, W_EVI_PART, text_str(&part), text_str(&of));
        buf_c(out, "</p>\n");
    }
    if (d->may_add)
        put_form(v, out);
    if (d->n > 0) {
        table_begin(v, out, "rows", word(v, W_NAV_EVIDENCE), columns);
        for (uint32_t i = 0; i < d->n; i++)
            put_file(v, out, &d->v[i]);
        table_end(out);
    } else {
        put_prose(out, "p", STR(""), word(v, W_EVI_NONE));
    }
    page_end(v, out);
    return buf_finish(cx, out);
}
