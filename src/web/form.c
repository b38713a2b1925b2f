/* web/form.c: forms that change something: what they carry, their fields.
 *
 * Each field has its label, its help and what was typed before; what is wrong
 * is said once at the top, and the field is marked. */
#include "web/web_int.h"

str typed(const struct web_view *v, const char *name, str otherwise)
{
    if (v->form == NULL)
        return otherwise;
    for (size_t i = 0; i < v->form->n; i++)
        if (str_eq(v->form->fields[i].name, str_of(name)))
            return v->form->fields[i].value;
    return otherwise;
}

bool is_chosen(const struct web_view *v, const char *name, str value)
{
    for (size_t i = 0; v->form != NULL && i < v->form->n; i++)
        if (str_eq(v->form->fields[i].name, str_of(name)) &&
            str_eq(v->form->fields[i].value, value))
            return true;
    return false;
}

void put_hidden_field(struct buf *b, const char *name, str value)
{
    buf_printf(b, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_text(b, value);
    buf_c(b, "\">");
}

void put_empty_fields(struct buf *b, const char *const *names)
{
    for (; *names != NULL; names++)
        put_hidden_field(b, *names, STR(""));
}

void form_begin(const struct web_view *v, struct buf *b, const char *path)
{
    buf_printf(b, "<form class=\"entry\" method=\"post\" action=\"%s", path);
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b, "\">");
    if (v->me != NULL) {
        put_hidden_field(b, "form", v->me->form_token);
        put_hidden_field(b, "once", v->me->once);
    }
    buf_char(b, '\n');
}

void form_open(const struct web_view *v, struct buf *b, bool file)
{
    buf_printf(b, "<form class=\"entry\" method=\"post\"%s action=\"",
               file ? " enctype=\"multipart/form-data\"" : "");
    html_text(b, v->path);
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b, "\">");
    if (v->me != NULL) {
        put_hidden_field(b, "form", v->me->form_token);
        put_hidden_field(b, "once", v->me->once);
    }
    buf_char(b, '\n');
}

void form_here(const struct web_view *v, struct buf *b, const char *deed,
               bool file)
{
    form_open(v, b, file);
    put_hidden_field(b, "do", str_of(deed));
    buf_char(b, '\n');
}

void form_deed(const struct web_view *v, struct buf *b, const char *deed,
               enum word button)
{
    buf_printf(b, "<button name=\"do\" value=\"%s\">", deed);
    say(v, b, button);
    buf_c(b, "</button> ");
}

void form_end(const struct web_view *v, struct buf *b, enum word button)
{
    buf_c(b, "<p><button>");
    say(v, b, button);
    buf_c(b, "</button></p></form>\n");
}

void put_entry_script(struct buf *b)
{
    buf_c(b, "<script type=\"module\" src=\"/entry.js\"></script>\n");
}

void put_problem(const struct web_view *v, struct buf *b)
{
    if (v->form == NULL)
        return;
    buf_c(b, "<div class=\"problem\" role=\"alert\"><p><strong>");
    say(v, b, W_FORM_PROBLEM);
    buf_c(b, "</strong></p>");
    put_fault(v, b, v->form->problem);
    if (v->form->hint.n > 0)
        put_fault(v, b, v->form->hint);
    buf_c(b, "</div>\n");
}

void pair_begin(struct buf *b)
{
    buf_c(b, "<div class=\"pair\">\n");
}

void pair_end(struct buf *b)
{
    buf_c(b, "</div>\n");
}

static const char *id_of(const struct field *f)
{
    return f->id == NULL ? f->name : f->id;
}

/* <p><label ...>words</label>, up to the field itself. */
static void begin(const struct web_view *v, struct buf *b,
                  const struct field *f)
{
    buf_printf(b, "<p class=\"field\"><label for=\"f-%s\">", id_of(f));
    say(v, b, f->label);
    buf_c(b, "</label> ");
}

static void put_attributes(const struct web_view *v, struct buf *b,
                           const struct field *f, bool is_choice)
{
    buf_printf(b, " id=\"f-%s\" name=\"%s\"", id_of(f), f->name);
    if (f->ltr)
        buf_c(b, " dir=\"ltr\"");
    else if (!is_choice)
        buf_c(b, " dir=\"auto\"");
    if (f->required)
        buf_c(b, " required");
    if (f->help != 0)
        buf_printf(b, " aria-describedby=\"h-%s\"", id_of(f));
    if (v->form != NULL && str_eq(v->form->wrong, str_of(f->name)))
        buf_c(b, " aria-invalid=\"true\"");
}

/* An example that our words isolate (U+2066 to U+2069) reads left to right:
 * html_text() leaves such characters out, as it must of what others wrote. */
static void put_help(const struct web_view *v, struct buf *b, enum word help)
{
    static const str begins = STR_INIT("\xe2\x81\xa6"),
                     ends = STR_INIT("\xe2\x81\xa9");
    str text = word(v, help);
    size_t from = str_find(text, begins), to = str_find(text, ends);
    if (from >= text.n || to >= text.n || to < from) {
        html_text(b, text);
        return;
    }
    html_text(b, str_sub(text, 0, from));
    buf_c(b, "<bdi dir=\"ltr\">");
    html_text(b, str_sub(text, from + begins.n, to));
    buf_c(b, "</bdi>");
    html_text(b, str_sub(text, to + ends.n, text.n));
}

static void end(const struct web_view *v, struct buf *b, const struct field *f)
{
    if (f->help != 0) {
        buf_printf(b, " <small id=\"h-%s\">", id_of(f));
        put_help(v, b, f->help);
        buf_c(b, "</small>");
    }
    buf_c(b, "</p>\n");
}

void put_text_field(const struct web_view *v, struct buf *b,
                    const struct field *f)
{
    bool secret = f->type != NULL && strcmp(f->type, "password") == 0;
    begin(v, b, f);
    buf_printf(b, "<input type=\"%s\" autocomplete=\"%s\"",
               f->type == NULL ? "text" : f->type,
               f->autocomplete == NULL ? "off" : f->autocomplete);
    put_attributes(v, b, f, false);
    if (!secret) {
        buf_c(b, " value=\"");
        html_text(b, typed(v, f->name, f->value));
        buf_char(b, '"');
    }
    buf_char(b, '>');
    end(v, b, f);
}

void put_area(const struct web_view *v, struct buf *b, const struct field *f)
{
    begin(v, b, f);
    buf_printf(b, "<textarea%s rows=\"%u\"",
               f->code ? " class=\"code\" spellcheck=\"false\"" : "",
               f->rows == 0 ? 4 : f->rows);
    put_attributes(v, b, f, false);
    buf_c(b, ">\n");
    html_text(b, typed(v, f->name, f->value));
    buf_c(b, "</textarea>");
    end(v, b, f);
}

void put_file_field(const struct web_view *v, struct buf *b,
                    const struct field *f)
{
    begin(v, b, f);
    buf_c(b, "<input type=\"file\"");
    put_attributes(v, b, f, true);
    buf_char(b, '>');
    end(v, b, f);
}

void put_check_field(const struct web_view *v, struct buf *b,
                     const struct field *f)
{
    buf_printf(b, "<p class=\"check\"><input type=\"checkbox\" value=\"yes\"");
    put_attributes(v, b, f, true);
    if (str_eq(typed(v, f->name, f->value), STR("yes")))
        buf_c(b, " checked");
    buf_printf(b, "> <label for=\"f-%s\">", id_of(f));
    say(v, b, f->label);
    buf_c(b, "</label>");
    end(v, b, f);
}

void select_begin(const struct web_view *v, struct buf *b,
                  const struct field *f)
{
    begin(v, b, f);
    buf_c(b, "<select");
    put_attributes(v, b, f, true);
    buf_char(b, '>');
}

void option_put(const struct web_view *v, struct buf *b, const struct field *f,
                str value, str text)
{
    buf_c(b, "<option value=\"");
    html_text(b, value);
    buf_c(b,
          str_eq(typed(v, f->name, f->value), value) ? "\" selected>" : "\">");
    html_text(b, text);
    buf_c(b, "</option>");
}

void select_end(const struct web_view *v, struct buf *b, const struct field *f)
{
    buf_c(b, "</select>");
    end(v, b, f);
}
