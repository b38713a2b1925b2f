/* web/page_import.c: a table becomes reports: the file, what its columns mean,
 * what would be made of it. Each is a form that works without a script. */
#include "web/web_int.h"

const struct web_import_field web_import_fields[IMPORT_FIELDS] = {
    {"act", IMPORT_OF_ACTS},     {"actor", IMPORT_OF_ACTORS},
    {"to", IMPORT_OF_ACTORS},    {"item", IMPORT_OF_ITEMS},
    {"place", IMPORT_OF_PLACES}, {"quantity", IMPORT_NUMBER},
    {"day", IMPORT_DAY},         {"hour", IMPORT_HOUR},
    {"note", IMPORT_TEXT},       {"url", IMPORT_TEXT}};
static const enum word labels[IMPORT_FIELDS] = {
    W_REPORT_ACT,   W_REPORT_PERFORMER, W_REPORT_TO, W_REPORT_ITEM,
    W_REPORT_PLACE, W_REPORT_QUANTITY,  W_ENTER_DAY, W_ENTER_HOUR,
    W_REPORT_NOTE,  W_REPORT_URL};
const char *const web_import_days[] = {
    "YYYY-MM-DD", "DD/MM/YYYY",   "D/M/YYYY", "MM/DD/YYYY",
    "M/D/YYYY",   "DD.MM.YYYY",   "D.M.YYYY", "DD-MM-YYYY",
    "D MON YYYY", "D MONTH YYYY", NULL};
const struct web_import_sign web_import_delimiters[] = {
    {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}, {NULL, 0}};
static const enum word delimiter_words[] = {W_IMPORT_COMMA, W_IMPORT_SEMICOLON,
                                            W_IMPORT_TAB, W_IMPORT_BAR};
const struct web_import_sign web_import_thousands[] = {
    {"none", 0},    {"comma", ','},       {"point", '.'},
    {"blank", ' '}, {"apostrophe", '\''}, {NULL, 0}};
static const enum word thousands_words[] = {W_IMPORT_NOTHING, W_IMPORT_COMMA,
                                            W_IMPORT_POINT, W_IMPORT_BLANK,
                                            W_IMPORT_APOSTROPHE};

static str of_me(const struct web_view *v)
{
    const struct agreement *ag = v->c->ag;
    for (uint32_t i = 0; i < ag->n_actors; i++)
        if (str_eq(ag->actors[i].id, v->me->of))
            return name_of_actor(v, (int)i);
    return v->me->of;
}

static void heading(const struct web_view *v, struct buf *b, enum word w)
{
    buf_c(b, "<h2>");
    say(v, b, w);
    buf_c(b, "</h2>\n");
}

static void link_step(const struct web_view *v, struct buf *b,
                      const char *second, enum word w)
{
    const str parts[] = {STR("import"), str_of(second)};
    buf_c(b, "<p>");
    link_to(v, b, parts, parts[1].n > 0 ? 2 : 1, "");
    say(v, b, w);
    link_end(b);
    buf_c(b, "</p>\n");
}

/* --- The file --------------------------------------------------------------
 */

static void put_file(const struct web_view *v, struct buf *b, const char *name,
                     enum word label, enum word help, bool required)
{
    buf_printf(b, "<p class=\"field\"><label for=\"f-%s\">", name);
    say(v, b, label);
    buf_printf(b,
               "</label> <input type=\"file\" id=\"f-%s\" name=\"%s\"%s "
               "aria-describedby=\"h-%s\"> <small id=\"h-%s\">",
               name, name, required ? " required" : "", name, name);
    say(v, b, help);
    buf_c(b, "</small></p>\n");
}

static void put_draft(const struct web_view *v, struct buf *b,
                      const struct web_import *d)
{
    struct text columns = count_text(v, (int64_t)d->columns);
    struct text bytes = count_text(v, (int64_t)d->bytes);
    buf_c(b, "<div class=\"made\" role=\"status\"><p>");
    SAY(v, b, W_IMPORT_HERE, text_str(&columns), text_str(&bytes));
    buf_c(b, "</p>\n");
    link_step(v, b, "columns", W_IMPORT_COLUMNS);
    form_begin(v, b, "/import");
    put_hidden_field(b, "do", STR("drop"));
    form_end(v, b, W_IMPORT_DROP);
    buf_c(b, "</div>\n");
}

err web_import(struct cx *cx, const struct web_view *v,
               const struct web_import *d, struct buf *out)
{
    static const struct field kept = {.name = "kept",
                                      .label = W_IMPORT_MAPPING};
    page_begin(v, out, NAV_NONE, word(v, W_IMPORT_TITLE));
    put_problem(v, out);
    buf_c(out, "<p>");
    SAY(v, out, W_IMPORT_INTRO, of_me(v));
    buf_c(out, "</p>\n");
    if (d->has_table)
        put_draft(v, out, d);
    buf_c(out, "<form class=\"entry\" method=\"post\" "
               "enctype=\"multipart/form-data\" action=\"/import");
    put_query(v, out, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(out, "\">");
    put_hidden_field(out, "form", v->me->form_token);
    put_hidden_field(out, "do", STR("take"));
    put_file(v, out, "table", W_IMPORT_FILE, W_IMPORT_FILE_HELP, true);
    select_begin(v, out, &kept);
    option_put(v, out, &kept, STR(""), word(v, W_IMPORT_MAPPING_NEW));
    for (size_t i = 0; i < d->n_mappings; i++)
        option_put(v, out, &kept, d->mappings[i], d->mappings[i]);
    select_end(v, out, &kept);
    put_file(v, out, "mapping", W_IMPORT_MAPPING_FILE,
             W_IMPORT_MAPPING_FILE_HELP, false);
    form_end(v, out, W_IMPORT_SEND);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- What the columns mean -------------------------------------------------
 */

/* <select> in a cell of a table: named by its row and its column. */
static void cell_select(const struct web_view *v, struct buf *b,
                        const struct field *f, str row, str column)
{
    buf_printf(b, "<select name=\"%s\" aria-label=\"", f->name);
    html_text(b, row);
    buf_c(b, ": ");
    html_text(b, column);
    buf_char(b, '"');
    if (v->form != NULL && str_eq(v->form->wrong, str_of(f->name)))
        buf_c(b, " aria-invalid=\"true\"");
    buf_char(b, '>');
}

static void put_ids(const struct web_view *v, struct buf *b,
                    const struct field *f, enum web_import_kind kind)
{
    const struct agreement *ag = v->c->ag;
    switch (kind) {
    case IMPORT_OF_ACTS:
        for (uint32_t i = 0; i < ag->n_acts; i++)
            option_put(v, b, f, ag->acts[i].id, ag->acts[i].inf);
        break;
    case IMPORT_OF_ACTORS:
        for (uint32_t i = 0; i < ag->n_actors; i++)
            option_put(v, b, f, ag->actors[i].id, name_of_actor(v, (int)i));
        break;
    case IMPORT_OF_ITEMS:
        for (uint32_t i = 0; i < ag->n_items; i++)
            option_put(v, b, f, ag->items[i].id, name_of_item(v, (int)i));
        break;
    case IMPORT_OF_PLACES:
        for (uint32_t i = 0; i < ag->n_zones; i++)
            if (ag->zones[i].base == NONE)
                option_put(v, b, f, ag->zones[i].id, name_of_zone(v, (int)i));
        break;
    case IMPORT_NUMBER:
    case IMPORT_DAY:
    case IMPORT_HOUR:
    case IMPORT_TEXT:
        break;
    }
}

static void column_options(const struct web_view *v, struct buf *b,
                           const struct field *f,
                           const struct web_import_columns *d)
{
    for (uint32_t i = 0; i < d->n_columns; i++) {
        char room[16];
        int n = snprintf(room, sizeof room, "%u", i);
        if (d->columns[i].n > 0 && n > 0)
            option_put(v, b, f, (str){room, (size_t)n}, d->columns[i]);
    }
}

static void put_always(const struct web_view *v, struct buf *b, size_t i)
{
    const struct web_import_field *x = &web_import_fields[i];
    char name[24];
    const struct field f = {.name = name};
    snprintf(name, sizeof name, "v-%s", x->name);
    if (x->kind < IMPORT_NUMBER) {
        cell_select(v, b, &f, word(v, labels[i]), word(v, W_IMPORT_ALWAYS));
        option_put(v, b, &f, STR(""), word(v, W_ENTER_NOT_SAID));
        put_ids(v, b, &f, x->kind);
        buf_c(b, "</select>");
        return;
    }
    buf_printf(b,
               "<input name=\"%s\" type=\"%s\" autocomplete=\"off\" dir=\"%s\" "
               "aria-label=\"",
               name,
               x->kind == IMPORT_DAY    ? "date"
               : x->kind == IMPORT_HOUR ? "time"
                                        : "text",
               x->kind == IMPORT_TEXT ? "auto" : "ltr");
    say(v, b, labels[i]);
    buf_c(b, ": ");
    say(v, b, W_IMPORT_ALWAYS);
    buf_c(b, "\" value=\"");
    html_text(b, typed(v, name, STR("")));
    buf_c(b, "\">");
}

static void put_signs(const struct web_view *v, struct buf *b,
                      const struct field *f,
                      const struct web_import_sign *signs,
                      const enum word *words)
{
    for (size_t i = 0; signs[i].name != NULL; i++)
        option_put(v, b, f, str_of(signs[i].name), word(v, words[i]));
}

/* How the cells of a column are written, where that must be said. */
static void put_written(const struct web_view *v, struct buf *b, size_t i)
{
    static const struct field day = {.name = "day-written"},
                              thousands = {.name = "thousands"},
                              exact = {.name = "exact"};
    static const char *const values[] = {"", "at_least", "at_most", "about"};
    static const enum word words[] = {W_ENTER_EXACTLY, W_ENTER_AT_LEAST,
                                      W_ENTER_AT_MOST, W_ENTER_ABOUT};
    if (web_import_fields[i].kind == IMPORT_DAY) {
        cell_select(v, b, &day, word(v, labels[i]), word(v, W_IMPORT_WRITTEN));
        for (size_t k = 0; web_import_days[k] != NULL; k++)
            option_put(v, b, &day, str_of(web_import_days[k]),
                       str_of(web_import_days[k]));
        buf_c(b, "</select>");
    } else if (web_import_fields[i].kind == IMPORT_NUMBER) {
        buf_c(b, "<small>");
        say(v, b, W_IMPORT_THOUSANDS);
        buf_c(b, "</small> ");
        cell_select(v, b, &thousands, word(v, labels[i]),
                    word(v, W_IMPORT_THOUSANDS));
        put_signs(v, b, &thousands, web_import_thousands, thousands_words);
        buf_c(b, "</select> ");
        cell_select(v, b, &exact, word(v, labels[i]), word(v, W_ENTER_EXACT));
        for (size_t k = 0; k < COUNT_OF(values); k++)
            option_put(v, b, &exact, str_of(values[k]), word(v, words[k]));
        buf_c(b, "</select>");
    }
}

static void put_fields(const struct web_view *v, struct buf *b,
                       const struct web_import_columns *d)
{
    static const enum word columns[] = {W_IMPORT_FIELD, W_IMPORT_COLUMN,
                                        W_IMPORT_ALWAYS, W_IMPORT_WRITTEN,
                                        N_WORDS};
    table_begin(v, b, "rows chosen", word(v, W_IMPORT_COLUMNS), columns);
    for (size_t i = 0; i < IMPORT_FIELDS; i++) {
        char name[24];
        const struct field f = {.name = name};
        snprintf(name, sizeof name, "c-%s", web_import_fields[i].name);
        buf_c(b, "<tr><th scope=\"row\">");
        say(v, b, labels[i]);
        buf_c(b, "</th>");
        cell_begin(v, b, W_IMPORT_COLUMN);
        cell_select(v, b, &f, word(v, labels[i]), word(v, W_IMPORT_COLUMN));
        option_put(v, b, &f, STR(""), word(v, W_IMPORT_NONE));
        column_options(v, b, &f, d);
        buf_c(b, "</select></td>");
        cell_begin(v, b, W_IMPORT_ALWAYS);
        put_always(v, b, i);
        buf_c(b, "</td>");
        cell_begin(v, b, W_IMPORT_WRITTEN);
        put_written(v, b, i);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
}

static void put_first_rows(const struct web_view *v, struct buf *b,
                           const struct web_import_columns *d)
{
    buf_c(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    say(v, b, W_IMPORT_FIRST_ROWS);
    buf_c(b, "\"><table class=\"sheet\"><caption>");
    say(v, b, W_IMPORT_FIRST_ROWS);
    buf_c(b, "</caption><thead><tr>");
    for (uint32_t i = 0; i < d->n_columns; i++) {
        buf_c(b, "<th scope=\"col\">");
        put_bdi(b, d->columns[i]);
        buf_c(b, "</th>");
    }
    buf_c(b, "</tr></thead><tbody>\n");
    for (uint32_t r = 0; r < d->n_rows; r++) {
        buf_c(b, "<tr>");
        for (uint32_t i = 0; i < d->n_columns; i++)
            put_prose(b, "td", STR(""), d->rows[(size_t)r * d->n_columns + i]);
        buf_c(b, "</tr>\n");
    }
    table_end(b);
}

static void put_general(const struct web_view *v, struct buf *b,
                        const struct web_import_columns *d)
{
    static const struct field type = {.name = "type", .label = W_ENTER_TYPE};
    static const struct field id = {
        .name = "id-column", .label = W_IMPORT_ID, .help = W_IMPORT_ID_HELP};
    static const char *const values[] = {"report", "not_done", "return"};
    static const enum word words[] = {
        W_ENTER_TYPE_REPORT, W_ENTER_TYPE_NOT_DONE, W_ENTER_TYPE_RETURN};
    str now = STR("comma");
    for (size_t i = 0; web_import_delimiters[i].name != NULL; i++)
        if (web_import_delimiters[i].sign == d->delimiter)
            now = str_of(web_import_delimiters[i].name);
    const struct field delimiter = {
        .name = "delimiter", .label = W_IMPORT_DELIMITER, .value = now};
    put_hidden_field(b, "table", d->table);
    put_hidden_field(b, "delimiter-was", now);
    pair_begin(b);
    select_begin(v, b, &delimiter);
    put_signs(v, b, &delimiter, web_import_delimiters, delimiter_words);
    select_end(v, b, &delimiter);
    select_begin(v, b, &type);
    for (size_t i = 0; i < COUNT_OF(values); i++)
        option_put(v, b, &type, str_of(values[i]), word(v, words[i]));
    select_end(v, b, &type);
    select_begin(v, b, &id);
    option_put(v, b, &id, STR(""), word(v, W_IMPORT_ID_ROW));
    column_options(v, b, &id, d);
    select_end(v, b, &id);
    put_text_field(v, b,
                   &(struct field){.name = "id-name",
                                   .label = W_IMPORT_ID_NAME,
                                   .help = W_IMPORT_ID_NAME_HELP,
                                   .value = STR("table"),
                                   .required = true,
                                   .ltr = true});
    pair_end(b);
}

static void put_cells(const struct web_view *v, struct buf *b,
                      const struct web_import_columns *d,
                      const struct web_import_cells *c)
{
    const struct web_import_field *x = &web_import_fields[c->field];
    char room[40];
    int n = snprintf(room, sizeof room, "%u", c->column);
    buf_c(b, "<fieldset><legend>");
    SAY(v, b, W_IMPORT_CELLS_IN, word(v, labels[c->field]),
        d->columns[c->column]);
    buf_c(b, "</legend>");
    {
        char asked[24];
        snprintf(asked, sizeof asked, "asked-%s", x->name);
        put_hidden_field(b, asked, (str){room, n < 0 ? 0 : (size_t)n});
    }
    pair_begin(b);
    for (uint32_t i = 0; i < c->n; i++) {
        const struct field f = {.name = room, .value = c->means[i]};
        snprintf(room, sizeof room, "m-%s-%u", x->name, i);
        buf_printf(b, "<p class=\"field\"><label for=\"f-%s\">", room);
        put_bdi(b, c->cells[i]);
        buf_printf(b, "</label> <select id=\"f-%s\" name=\"%s\"", room, room);
        if (v->form != NULL && str_eq(v->form->wrong, str_of(room)))
            buf_c(b, " aria-invalid=\"true\"");
        buf_char(b, '>');
        option_put(v, b, &f, STR(""), word(v, W_IMPORT_CHOOSE));
        put_ids(v, b, &f, x->kind);
        option_put(v, b, &f, STR("-"), word(v, W_IMPORT_LEAVE_OUT));
        buf_c(b, "</select></p>\n");
    }
    pair_end(b);
    buf_c(b, "</fieldset>\n");
}

err web_import_columns(struct cx *cx, const struct web_view *v,
                       const struct web_import_columns *d, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_IMPORT_COLUMNS));
    if (v->form != NULL && v->form->problem.n > 0)
        put_problem(v, out);
    heading(v, out, W_IMPORT_FIRST_ROWS);
    put_first_rows(v, out, d);
    buf_c(out, "<div class=\"wide\">");
    form_begin(v, out, "/import/columns");
    put_general(v, out, d);
    heading(v, out, W_IMPORT_COLUMNS);
    put_fields(v, out, d);
    if (d->n_cells > 0)
        heading(v, out, W_IMPORT_CELLS);
    for (uint32_t i = 0; i < d->n_cells; i++)
        put_cells(v, out, d, &d->cells[i]);
    form_end(v, out, W_IMPORT_GO_ON);
    buf_c(out, "</div>\n");
    link_step(v, out, "", W_IMPORT_TITLE);
    page_end(v, out);
    return buf_finish(cx, out);
}

/* --- What would be made ----------------------------------------------------
 */

static void put_number(const struct web_view *v, struct buf *b, int64_t n)
{
    struct text t = count_text(v, n);
    put_bdi(b, text_str(&t));
}

static void put_counts(const struct web_view *v, struct buf *b,
                       const struct import_result *r)
{
    struct text rows = count_text(v, (int64_t)r->rows);
    struct text made = count_text(v, (int64_t)r->made);
    struct text skipped = count_text(v, (int64_t)r->skipped);
    struct text refused = count_text(v, (int64_t)r->refused);
    struct text fresh = count_text(v, (int64_t)r->records);
    struct text same = count_text(v, (int64_t)r->same);
    buf_c(b, "<p>");
    SAY(v, b, W_IMPORT_COUNTS, text_str(&rows), text_str(&made),
        text_str(&skipped), text_str(&refused));
    buf_c(b, "</p><p><strong>");
    SAY(v, b, W_IMPORT_NEW, text_str(&fresh), text_str(&same));
    buf_c(b, "</strong></p>\n");
    if (r->n_reasons == 0)
        return;
    buf_c(b, "<ul>");
    for (uint32_t i = 0; i < r->n_reasons; i++) {
        struct text n = count_text(v, (int64_t)r->reasons[i].rows);
        buf_c(b, "<li>");
        SAY(v, b, W_IMPORT_SKIPPED, text_str(&n), r->reasons[i].text);
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul>\n");
}

static void put_problems(const struct web_view *v, struct buf *b,
                         const struct import_result *r)
{
    static const enum word columns[] = {W_IMPORT_LINE, W_IMPORT_COLUMN,
                                        W_IMPORT_WHAT, W_IMPORT_REPAIR,
                                        N_WORDS};
    if (r->n_problems == 0)
        return;
    heading(v, b, W_IMPORT_PROBLEMS);
    table_begin(v, b, "rows", word(v, W_IMPORT_PROBLEMS), columns);
    for (uint32_t i = 0; i < r->n_problems; i++) {
        const struct import_problem *p = &r->problems[i];
        buf_c(b, "<tr><th scope=\"row\">");
        if (p->line > 0)
            put_number(v, b, p->line);
        else
            say(v, b, W_IMPORT_MAPPING);
        buf_c(b, "</th>");
        cell_begin(v, b, W_IMPORT_COLUMN);
        put_bdi(b, p->column.n > 0 ? p->column : p->field);
        buf_c(b, "</td>");
        cell_begin(v, b, W_IMPORT_WHAT);
        put_prose(b, "span", STR("en"), p->message);
        buf_c(b, "</td>");
        cell_begin(v, b, W_IMPORT_REPAIR);
        put_prose(b, "span", STR("en"), p->hint);
        buf_c(b, "</td></tr>\n");
    }
    table_end(b);
    if (r->left_out > 0) {
        struct text n = count_text(v, (int64_t)r->left_out);
        buf_c(b, "<p>");
        SAY(v, b, W_IMPORT_LEFT_OUT, text_str(&n));
        buf_c(b, "</p>\n");
    }
}

static void put_shown(const struct web_view *v, struct buf *b,
                      const struct import_result *r)
{
    static const enum word columns[] = {
        W_IMPORT_LINE, W_ENTER_TYPE,      W_IMPORT_ID, W_REPORT_OCCURRED,
        W_REPORT_ACT,  W_REPORT_QUANTITY, N_WORDS};
    static const unsigned cells[] = {0, 1, 2, 4, 5}; /* not the source */
    if (r->n_shown == 0)
        return;
    heading(v, b, W_IMPORT_PREVIEW);
    table_begin(v, b, "rows", word(v, W_IMPORT_PREVIEW), columns);
    for (uint32_t i = 0; i < r->n_shown; i++) {
        buf_c(b, "<tr><th scope=\"row\">");
        put_number(v, b, r->shown[i].line);
        buf_c(b, "</th>");
        for (size_t c = 0; c < COUNT_OF(cells); c++) {
            cell_begin(v, b, columns[c + 1]);
            put_bdi(b, r->shown[i].cell[cells[c]]);
            buf_c(b, "</td>");
        }
        buf_c(b, "</tr>\n");
    }
    table_end(b);
}

static void put_enter(const struct web_view *v, struct buf *b,
                      const struct import_result *r)
{
    struct text n = count_text(v, (int64_t)r->records);
    if (r->records == 0) {
        put_prose(b, "p", STR(""), word(v, W_IMPORT_NOTHING_NEW));
        return;
    }
    form_begin(v, b, "/import/check");
    put_hidden_field(b, "do", STR("enter"));
    buf_c(b, "<p>");
    SAY(v, b, W_ENTER_AS, of_me(v), v->me->name);
    buf_c(b, "</p><p><button>");
    SAY(v, b, W_IMPORT_ENTER, text_str(&n));
    buf_c(b, "</button></p></form>\n");
}

err web_import_check(struct cx *cx, const struct web_view *v,
                     const struct web_import_check *d, struct buf *out)
{
    page_begin(v, out, NAV_NONE, word(v, W_IMPORT_CHECK));
    put_problem(v, out);
    put_counts(v, out, d->r);
    put_enter(v, out, d->r);
    put_problems(v, out, d->r);
    put_shown(v, out, d->r);
    heading(v, out, W_IMPORT_MAPPING);
    buf_c(out, "<details><summary>");
    say(v, out, W_IMPORT_MAPPING_TEXT);
    buf_c(out, "</summary><pre dir=\"ltr\" tabindex=\"0\">");
    html_text(out, d->mapping);
    buf_c(out, "</pre></details>\n");
    form_begin(v, out, "/import/check");
    put_hidden_field(out, "do", STR("keep"));
    put_text_field(v, out,
                   &(struct field){.name = "name",
                                   .label = W_IMPORT_KEEP_NAME,
                                   .help = W_IMPORT_KEEP_HELP,
                                   .required = true,
                                   .ltr = true});
    form_end(v, out, W_IMPORT_KEEP);
    link_step(v, out, "columns", W_IMPORT_COLUMNS);
    link_step(v, out, "", W_IMPORT_TITLE);
    page_end(v, out);
    return buf_finish(cx, out);
}
