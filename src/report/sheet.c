/* report/sheet.c: see sheet.h. */
#include "report/sheet.h"

#include "base/cc.h"

static void name_row(struct sheet *s, bool tags)
{
    for (size_t i = 0; i < s->n; i++) {
        buf_c(s->out, i == 0 ? "" : ",");
        buf_c(s->out, tags ? s->columns[i].hxl : s->columns[i].name);
    }
    buf_c(s->out, "\r\n");
}

void sheet_begin(struct sheet *s, struct buf *out, enum sheet_form form,
                 const struct sheet_column *columns, size_t n)
{
    *s = (struct sheet){
        .out = out, .form = form, .columns = columns, .n = n, .at = 0};
    if (form == SHEET_JSON) {
        json_init(&s->json, out, 2);
        json_arr_begin(&s->json);
        return;
    }
    name_row(s, false);
    if (form == SHEET_HXL)
        name_row(s, true);
}

/* Before a cell: its name, or what divides it from the last one. */
static void cell_begins(struct sheet *s)
{
    if (s->form != SHEET_JSON) {
        if (s->at > 0)
            buf_char(s->out, ',');
        return;
    }
    if (s->at == 0)
        json_obj_begin(&s->json);
    json_key(&s->json, s->columns[s->at].name);
}

static void cell_ends(struct sheet *s)
{
    if (++s->at < s->n)
        return;
    s->at = 0;
    if (s->form == SHEET_JSON)
        json_obj_end(&s->json);
    else
        buf_c(s->out, "\r\n");
}

static bool is_formula(str s)
{
    return s.n > 0 && s.p[0] != '\0' && strchr("=+-@\t\r", s.p[0]) != NULL;
}

static void csv_text(struct buf *out, str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] != '\0' && strchr(",\"\n\r", s.p[i]) != NULL;
    buf_c(out, quote ? "\"" : "");
    buf_c(out, is_formula(s) ? "'" : "");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, s.p[i]);
    }
    buf_c(out, quote ? "\"" : "");
}

void sheet_none(struct sheet *s)
{
    cell_begins(s);
    if (s->form == SHEET_JSON)
        json_null(&s->json);
    cell_ends(s);
}

void sheet_text(struct sheet *s, str text)
{
    if (text.n == 0) {
        sheet_none(s);
        return;
    }
    cell_begins(s);
    if (s->form == SHEET_JSON)
        json_str(&s->json, text);
    else
        csv_text(s->out, text);
    cell_ends(s);
}

void sheet_int(struct sheet *s, int64_t n)
{
    cell_begins(s);
    if (s->form == SHEET_JSON)
        json_int(&s->json, n);
    else
        buf_int(s->out, n);
    cell_ends(s);
}

void sheet_degrees(struct sheet *s, int64_t e7)
{
    cell_begins(s);
    if (s->form == SHEET_JSON)
        json_degrees(&s->json, e7);
    else
        buf_degrees(s->out, e7);
    cell_ends(s);
}

void sheet_end(struct sheet *s)
{
    if (s->form != SHEET_JSON)
        return;
    json_arr_end(&s->json);
    json_line_end(&s->json);
}
