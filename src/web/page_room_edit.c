/* web/page_room_edit.c: a draft, or a clause of it, to be written: what a check
 * finds in it, what changes, what its alternatives do, and only then the button
 * that puts it. See rooms.h. */
#include "web/room_int.h"

static int64_t lines_of(str text)
{
    int64_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static void put_finding(const struct web_view *v, struct buf *b,
                        const struct web_edit *e, const struct diagnostic *d)
{
    int64_t line = (int64_t)d->line - e->lines_before;
    struct text n = count_text(v, line);
    buf_c(b, "<li>");
    if (line > 0 && line <= lines_of(e->text)) /* else it is not in the field */
        SAY(v, b, W_EDIT_LINE, text_str(&n));
    buf_c(b, " <code dir=\"ltr\">");
    html_text(b, str_of(d->code));
    buf_c(b, "</code> ");
    put_found(v, b, "span", d->message);
    if (d->hint.n > 0) {
        buf_c(b, "<br>");
        put_found(v, b, "small", d->hint);
    }
    buf_c(b, "</li>\n");
}

static void put_checked(const struct web_view *v, struct buf *b,
                        const struct web_edit *e)
{
    put_heading(v, b, W_EDIT_FOUND);
    if (!e->sound)
        put_paragraph(v, b, W_EDIT_BROKEN);
    if (e->n_findings == 0)
        put_paragraph(v, b, W_EDIT_SOUND);
    else
        buf_c(b, "<ul class=\"findings\">\n");
    for (size_t i = 0; i < e->n_findings; i++)
        put_finding(v, b, e, e->finding[i]);
    if (e->n_findings > 0)
        buf_c(b, "</ul>\n");
    if (e->has_changes) {
        put_heading(v, b, W_EDIT_CHANGES);
        put_changes(v, b, e->changes, e->n_changes);
    }
    if (e->effects != NULL) {
        put_heading(v, b, W_EDIT_ALTERNATIVES);
        put_effects(v, b, e->effects);
    }
}

static void put_edit_form(const struct web_view *v, struct buf *b,
                          const struct web_edit *e)
{
    form_open(v, b, false);
    put_area(v, b,
             &(struct field){.name = "text",
                             .label = W_EDIT_TEXT,
                             .help = W_EDIT_HELP,
                             .value = e->text,
                             .required = true,
                             .ltr = true,
                             .code = true,
                             .rows = e->label.n > 0 ? 12 : 30});
    if (e->sound) {
        put_hidden_field(b, "checked", e->print);
        put_draft_room(v, b, e->room);
    } else
        put_hidden_field(b, "room", e->room);
    buf_c(b, "<p>");
    form_deed(v, b, "check", W_EDIT_CHECK);
    if (e->sound)
        form_deed(v, b, "draft", W_DRAFT_PUT);
    buf_c(b, "</p></form>\n");
}

err web_room_edit(struct cx *cx, const struct web_view *v,
                  const struct web_edit *e, struct buf *out)
{
    struct buf title;
    buf_init(&title, out->arena, SIZE_MAX);
    if (e->label.n > 0)
        SAY_PLAIN(v, &title, W_EDIT_CLAUSE, e->label);
    else
        buf_str(&title, word(v, W_EDIT_TITLE));
    TRY(cx, buf_finish(cx, &title));
    page_begin(v, out, NAV_ROOM_DRAFT, buf_view(&title));
    put_problem(v, out);
    if (e->checked)
        put_checked(v, out, e);
    put_edit_form(v, out, e);
    page_end(v, out);
    return buf_finish(cx, out);
}
