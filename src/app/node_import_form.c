/* app/node_import_form.c: from the form about a table's columns to a mapping.
 *
 * The form says less than a mapping can: one record a row, its fields from a
 * column or the same in every row, cells of names one by one. What it makes is
 * text, read by facts/mapping.c like any other mapping: nothing is imported by
 * rules of its own. */
#include "app/node_int.h"

#include "base/json_out.h"
#include "facts/csv.h"

enum {
    FIRST_ROWS = 5,
    CELLS_MOST = 40,     /* different ones of a column */
    CELLS_OF_FORM = 120, /* of all columns: FORM_FIELDS_MAX */
    ID_NAME_MOST = 60
};

str import_typed(const struct ask *q, const char *name)
{
    for (size_t i = 0; q->view.form != NULL && i < q->view.form->n; i++)
        if (str_eq(q->view.form->fields[i].name, str_of(name)))
            return str_trim(q->view.form->fields[i].value);
    return STR("");
}

/* A field of the form about one of the record. */
static str typed_of(const struct ask *q, const char *what, const char *field)
{
    char name[40];
    snprintf(name, sizeof name, "%s-%s", what, field);
    return import_typed(q, name);
}

PRINTF_LIKE(4, 5)
static err wrong(struct ask *q, const char *what, const char *field,
                 const char *fmt, ...)
{
    char text[300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &q->wrong_field, "%s%s%s", what,
                          *field == '\0' ? "" : "-", field));
    return fail(q->cx, ERR_INPUT, "%s", text);
}

/* --- The table
 * --------------------------------------------------------------- */

static err header_of(struct ask *q, str bytes, char delimiter, struct csv *csv,
                     struct csv_row *row)
{
    bool more;
    csv_init(csv, bytes, delimiter);
    do
        TRY(q->cx, csv_next(q->cx, q->a, csv, row, &more));
    while (more && row->n == 0 && row->wrong == NULL);
    if (!more)
        return fail_hint(q->cx, ERR_INPUT, "is it the right file?",
                         "the table has no header");
    if (row->wrong != NULL)
        return fail_hint(q->cx, ERR_INPUT, row->hint,
                         "line %u of the table, cell %zu: %s", row->wrong_line,
                         row->wrong_cell + 1, row->wrong);
    return OK;
}

static err guess_delimiter(struct ask *q, str bytes, char *out)
{
    size_t most = 0;
    for (size_t i = 0; web_import_delimiters[i].name != NULL; i++) {
        struct csv csv;
        struct csv_row row;
        err e = header_of(q, bytes, web_import_delimiters[i].sign, &csv, &row);
        if (!is_ok(e) && (e.code != ERR_INPUT || i == 0))
            return e;
        if (!is_ok(e))
            fault_clear(q->cx);
        else if (row.n > most) {
            most = row.n;
            *out = web_import_delimiters[i].sign;
        }
    }
    return OK;
}

err import_table_read(struct ask *q, str bytes, char delimiter,
                      struct import_table *out)
{
    struct csv csv;
    struct csv_row row;
    char hex[2 * CRY_HASH_BYTES];
    bool more = true;
    *out = (struct import_table){.bytes = bytes, .delimiter = delimiter};
    if (delimiter == 0)
        TRY(q->cx, guess_delimiter(q, bytes, &out->delimiter));
    TRY(q->cx, header_of(q, bytes, out->delimiter, &csv, &row));
    out->n_columns = (uint32_t)row.n;
    TRY_NEW_ARRAY(q->cx, q->a, row.n, out->columns);
    TRY_NEW_ARRAY(q->cx, q->a, row.n * FIRST_ROWS, out->rows);
    for (size_t i = 0; i < row.n; i++)
        out->columns[i] = str_trim(row.cells[i]);
    while (more && out->n_rows < FIRST_ROWS) {
        TRY(q->cx, csv_next(q->cx, q->a, &csv, &row, &more));
        if (!more || row.n == 0)
            continue;
        for (size_t i = 0; i < out->n_columns; i++)
            out->rows[(size_t)out->n_rows * out->n_columns + i] =
                row.wrong == NULL && i < row.n ? row.cells[i] : STR("");
        out->n_rows++;
    }
    hash_print(cry_sha256(bytes, STR("")), hex);
    TRY_ROOM(q->cx, q->a,
             arena_dup_str(q->a, (str){hex, sizeof hex}, &out->hash));
    return OK;
}

/* The column that a field of the form names, or NONE. */
static err column_typed(struct ask *q, const struct import_table *t,
                        const char *what, const char *field, int *out)
{
    str s = typed_of(q, what, field);
    int64_t n;
    *out = NONE;
    if (s.n == 0)
        return OK;
    if (!str_int(s, 0, (int64_t)t->n_columns - 1, &n))
        return wrong(q, what, field, "the table has no such column");
    *out = (int)n;
    return OK;
}

/* --- Cells that are names
 * ---------------------------------------------------- */

static bool same_name(str a, str b)
{
    if (a.n != b.n || a.n == 0)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i], y = b.p[i];
        x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
        y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
        if (x != y)
            return false;
    }
    return true;
}

/* What the text declares under this id or name; empty without one. The page
 * shows it, and somebody confirms it. */
static str declared(const struct agreement *ag, enum web_import_kind kind,
                    str cell)
{
    if (kind == IMPORT_OF_ACTS)
        for (uint32_t i = 0; i < ag->n_acts; i++)
            if (same_name(cell, ag->acts[i].id) ||
                same_name(cell, ag->acts[i].inf))
                return ag->acts[i].id;
    if (kind == IMPORT_OF_ACTORS)
        for (uint32_t i = 0; i < ag->n_actors; i++)
            if (same_name(cell, ag->actors[i].id) ||
                same_name(cell, ag->actors[i].name))
                return ag->actors[i].id;
    if (kind == IMPORT_OF_ITEMS)
        for (uint32_t i = 0; i < ag->n_items; i++)
            if (same_name(cell, ag->items[i].id) ||
                same_name(cell, ag->items[i].name))
                return ag->items[i].id;
    if (kind == IMPORT_OF_PLACES)
        for (uint32_t i = 0; i < ag->n_zones; i++)
            if (ag->zones[i].base == NONE &&
                (same_name(cell, ag->zones[i].id) ||
                 same_name(cell, ag->zones[i].name)))
                return ag->zones[i].id;
    return STR("");
}

/* The different cells of a column, in the order of their rows. */
static err different(struct ask *q, const struct import_table *t,
                     struct web_import_cells *c)
{
    const struct web_import_field *x = &web_import_fields[c->field];
    struct csv csv;
    struct csv_row row;
    bool more = true;
    str *cells, *means;
    TRY_NEW_ARRAY(q->cx, q->a, CELLS_MOST, cells);
    TRY_NEW_ARRAY(q->cx, q->a, CELLS_MOST, means);
    c->cells = cells;
    c->means = means;
    TRY(q->cx, header_of(q, t->bytes, t->delimiter, &csv, &row));
    for (;;) {
        uint32_t i = 0;
        TRY(q->cx, csv_next(q->cx, q->a, &csv, &row, &more));
        if (!more)
            return OK;
        if (row.wrong != NULL || c->column >= row.n)
            continue;
        str cell = str_trim(row.cells[c->column]);
        if (cell.n == 0 || cell.p[0] == '#') /* HXL tags */
            continue;
        while (i < c->n && !str_eq(cells[i], cell))
            i++;
        if (i < c->n)
            continue;
        if (c->n == CELLS_MOST)
            return fail_hint(q->cx, ERR_INPUT,
                             "a mapping from a file can say more",
                             "the column \"%.*s\" has more than %d different "
                             "cells",
                             STR_ARG(t->columns[c->column]), CELLS_MOST);
        cells[c->n] = cell;
        means[c->n++] = declared(q->n->c->ag, x->kind, cell);
    }
}

err import_cells_read(struct ask *q, const struct import_table *t,
                      const struct web_import_cells **out, uint32_t *n)
{
    struct web_import_cells *v;
    uint32_t all = 0;
    *n = 0;
    TRY_NEW_ARRAY(q->cx, q->a, IMPORT_FIELDS, v);
    *out = v;
    for (size_t i = 0; i < IMPORT_FIELDS; i++) {
        int column;
        if (web_import_fields[i].kind >= IMPORT_NUMBER)
            continue;
        TRY(q->cx, column_typed(q, t, "c", web_import_fields[i].name, &column));
        if (column == NONE)
            continue;
        v[*n] =
            (struct web_import_cells){.field = i, .column = (uint32_t)column};
        TRY(q->cx, different(q, t, &v[*n]));
        all += v[(*n)++].n;
    }
    if (all > CELLS_OF_FORM)
        return fail_hint(q->cx, ERR_INPUT, "a mapping from a file can say more",
                         "more than %d different cells in all", CELLS_OF_FORM);
    return OK;
}

/* --- The mapping
 * ------------------------------------------------------------- */

struct form_of {
    struct ask *q;
    const struct import_table *t;
    const struct web_import_cells *cells;
    uint32_t n_cells;
    bool *used; /* by column */
    struct json_out j;
};

static str meant(const struct form_of *f, const struct web_import_cells *c,
                 uint32_t i)
{
    char name[40];
    snprintf(name, sizeof name, "m-%s-%u", web_import_fields[c->field].name, i);
    return import_typed(f->q, name);
}

static err must_mean(struct form_of *f)
{
    for (uint32_t k = 0; k < f->n_cells; k++)
        for (uint32_t i = 0; i < f->cells[k].n; i++) {
            char field[40];
            snprintf(field, sizeof field, "%s-%u",
                     web_import_fields[f->cells[k].field].name, i);
            if (meant(f, &f->cells[k], i).n == 0)
                return wrong(
                    f->q, "m", field,
                    "say what \"%.*s\" in the column \"%.*s\" means, "
                    "or leave its rows out",
                    STR_ARG(str_sub(f->cells[k].cells[i], 0, 60)),
                    STR_ARG(str_sub(f->t->columns[f->cells[k].column], 0, 60)));
        }
    return OK;
}

/* Rows with these cells are left out. */
static void put_where(struct form_of *f)
{
    json_key(&f->j, "where");
    json_arr_begin(&f->j);
    for (uint32_t k = 0; k < f->n_cells; k++) {
        bool any = false;
        for (uint32_t i = 0; i < f->cells[k].n; i++) {
            if (!str_eq(meant(f, &f->cells[k], i), STR("-")))
                continue;
            if (!any) {
                json_obj_begin(&f->j);
                json_key_text(&f->j, "column",
                              f->t->columns[f->cells[k].column]);
                json_key(&f->j, "is_not");
                json_arr_begin(&f->j);
            }
            any = true;
            json_str(&f->j, f->cells[k].cells[i]);
        }
        if (any) {
            json_arr_end(&f->j);
            json_obj_end(&f->j);
        }
    }
    json_arr_end(&f->j);
}

static void put_map(struct form_of *f, size_t field)
{
    json_key(&f->j, "map");
    json_obj_begin(&f->j);
    for (uint32_t k = 0; k < f->n_cells; k++)
        for (uint32_t i = 0; i < f->cells[k].n; i++)
            if (f->cells[k].field == field &&
                !str_eq(meant(f, &f->cells[k], i), STR("-"))) {
                json_key_str(&f->j, f->cells[k].cells[i]);
                json_str(&f->j, meant(f, &f->cells[k], i));
            }
    json_obj_end(&f->j);
}

static void begin_column(struct form_of *f, int column)
{
    f->used[column] = true;
    json_obj_begin(&f->j);
    json_key_text(&f->j, "column", f->t->columns[column]);
}

static void put_number(struct form_of *f, int column)
{
    str thousands = import_typed(f->q, "thousands"),
        exact = import_typed(f->q, "exact");
    begin_column(f, column);
    json_key_bool(&f->j, "number", true);
    for (size_t i = 0; web_import_thousands[i].name != NULL; i++)
        if (str_eq(thousands, str_of(web_import_thousands[i].name)) &&
            web_import_thousands[i].sign != 0)
            json_key_text(&f->j, "thousands",
                          (str){&web_import_thousands[i].sign, 1});
    if (exact.n > 0)
        json_key_text(&f->j, "form", exact);
    /* Without a number the row counts nothing. */
    json_key_c(&f->j, "empty", "skip");
    json_obj_end(&f->j);
}

/* A number that is the same in every row. */
static err put_same_number(struct form_of *f, str s)
{
    str exact = import_typed(f->q, "exact");
    int64_t n;
    if (!str_int(s, 0, 999999999999, &n))
        return wrong(f->q, "v", "quantity",
                     "quantity: \"%.*s\" is no whole number",
                     STR_ARG(str_sub(s, 0, 60)));
    if (exact.n > 0) {
        json_obj_begin(&f->j);
        json_key_str(&f->j, exact);
    }
    json_int(&f->j, n);
    if (exact.n > 0)
        json_obj_end(&f->j);
    return OK;
}

static bool is_written(str s)
{
    for (size_t i = 0; web_import_days[i] != NULL; i++)
        if (str_eq(s, str_of(web_import_days[i])))
            return true;
    return false;
}

static err put_day(struct form_of *f, int column, str always)
{
    struct ask *q = f->q;
    str written = import_typed(q, "day-written");
    str hour = typed_of(q, "v", "hour");
    int hours;
    TRY(q->cx, column_typed(q, f->t, "c", "hour", &hours));
    if (hours != NONE && (hour.n > 0 || column == NONE))
        return wrong(q, "c", "hour",
                     "the hours of a column belong to days of a column");
    json_key(&f->j, "occurred");
    if (column == NONE) {
        char room[64];
        int n = snprintf(room, sizeof room, "%.*s%s%.*s",
                         STR_ARG(str_sub(always, 0, 24)), hour.n > 0 ? "T" : "",
                         STR_ARG(str_sub(hour, 0, 24)));
        json_str(&f->j, (str){room, n < 0 ? 0 : (size_t)n});
        return OK;
    }
    if (hour.n > 0)
        return wrong(q, "v", "hour",
                     "the hour of a day in a column stands in "
                     "a column too");
    if (!is_written(written))
        return wrong(q, "day-written", "", "say how the day is written");
    begin_column(f, column);
    json_key_text(&f->j, "date", written);
    if (hours != NONE) {
        f->used[hours] = true;
        json_key_text(&f->j, "time", f->t->columns[hours]);
    }
    json_key_c(&f->j, "empty", "error");
    json_obj_end(&f->j);
    return OK;
}

static err put_field(struct form_of *f, size_t i)
{
    const struct web_import_field *x = &web_import_fields[i];
    struct ask *q = f->q;
    str always = typed_of(q, "v", x->name);
    int column;
    TRY(q->cx, column_typed(q, f->t, "c", x->name, &column));
    if (column != NONE && always.n > 0)
        return wrong(q, "v", x->name,
                     "%s: from a column, or the same in every row, not both",
                     x->name);
    if (x->kind == IMPORT_HOUR)
        return OK; /* with the day */
    if (column == NONE && always.n == 0)
        return x->kind == IMPORT_DAY
                   ? wrong(q, "c", "day", "say in which column the day stands")
                   : OK;
    if (x->kind == IMPORT_DAY)
        return put_day(f, column, always);
    json_key(&f->j, x->name);
    if (column == NONE && x->kind == IMPORT_NUMBER)
        return put_same_number(f, always);
    if (column == NONE) {
        json_str(&f->j, always);
        return OK;
    }
    if (x->kind == IMPORT_NUMBER) {
        put_number(f, column);
        return OK;
    }
    begin_column(f, column);
    if (x->kind < IMPORT_NUMBER)
        put_map(f, i);
    json_obj_end(&f->j);
    return OK;
}

static err put_id(struct form_of *f)
{
    static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    struct ask *q = f->q;
    str name = import_typed(q, "id-name"), id;
    int column;
    bool good = name.n > 0 && name.n <= ID_NAME_MOST;
    for (size_t i = 0; good && i < name.n; i++)
        good = memchr(set, name.p[i], sizeof set - 1) != NULL;
    if (!good)
        return wrong(q, "id-name", "",
                     "ids begin with a-z, 0-9, . _ and -, at most %d of them",
                     ID_NAME_MOST);
    TRY(q->cx, column_typed(q, f->t, "id", "column", &column));
    if (column != NONE)
        f->used[column] = true;
    str of = column == NONE ? STR("row") : f->t->columns[column];
    TRY_ROOM(
        q->cx, q->a,
        arena_printf(q->a, &id, "%.*s-{%.*s}", STR_ARG(name), STR_ARG(of)));
    json_key(&f->j, "id");
    json_obj_begin(&f->j);
    json_key_text(&f->j, "template", id);
    json_obj_end(&f->j);
    return OK;
}

static err put_record(struct form_of *f)
{
    str type = import_typed(f->q, "type");
    json_key(&f->j, "record");
    json_obj_begin(&f->j);
    json_key_c(&f->j, "type",
               str_eq(type, STR("return")) ? "return" : "report");
    if (str_eq(type, STR("not_done")))
        json_key_c(&f->j, "kind", "not_done");
    json_key_text(&f->j, "source", f->q->who->of);
    TRY(f->q->cx, put_id(f));
    for (size_t i = 0; i < IMPORT_FIELDS; i++)
        TRY(f->q->cx, put_field(f, i));
    json_obj_end(&f->j);
    return OK;
}

err import_form_print(struct ask *q, const struct import_table *t,
                      const struct web_import_cells *cells, uint32_t n,
                      struct buf *out)
{
    struct form_of f = {.q = q, .t = t, .cells = cells, .n_cells = n};
    TRY_NEW_ARRAY(q->cx, q->a, t->n_columns, f.used);
    TRY(q->cx, must_mean(&f));
    json_init(&f.j, out, 2);
    json_obj_begin(&f.j);
    json_key_text(&f.j, "delimiter", (str){&t->delimiter, 1});
    put_where(&f);
    TRY(q->cx, put_record(&f));
    json_key(&f.j, "ignore");
    json_arr_begin(&f.j);
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (!f.used[i])
            json_str(&f.j, t->columns[i]);
    json_arr_end(&f.j);
    json_obj_end(&f.j);
    json_line_end(&f.j);
    return buf_finish(q->cx, out);
}
