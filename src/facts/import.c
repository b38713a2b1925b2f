/* facts/import.c: rows of a table become records. See import.h, docs/import.md.
 *
 *     row --mapping--> values --json_out--> lines --facts_next--> kept or not
 *
 * Read next: mapping.c, csv.c. */
#include "facts/import_int.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/json_out.h"
#include "base/map.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "facts/csv.h"
#include "facts/reader_int.h"
#include "time/civil.h"

/* A line that has been made. */
struct made {
    size_t begin, end; /* in the text of all lines */
    uint32_t row;      /* index in rows; NO_ROW: the mapping's own */
    uint32_t rule;     /* which record of the mapping */
    bool good;
    bool same; /* it is there already */
};
enum { NO_ROW = UINT32_MAX, REASONS = 100 };
enum row_state { ROW_MADE, ROW_SKIPPED, ROW_REFUSED };
struct row_info {
    uint32_t line;
    enum row_state state;
};

struct importer {
    struct cx *cx;
    struct arena *a;   /* results */
    struct arena *row; /* one row */
    const struct mapping *m;
    const struct import_own *own; /* or NULL */
    struct import_result *result;
    VEC(struct import_problem) problems;
    VEC(struct import_reason) reasons;
    VEC(struct row_info) rows;
    VEC(struct made) made;
    struct buf lines;
    int *place; /* column of the mapping -> cell of a row */
    /* the row */
    const struct csv_row *cells;
    struct row_info *info;
    const char *field; /* of the record, for problems; NULL: none */
    bool refused, skipped;
};

/* What a rule gives for a row. */
enum value_kind {
    VALUE_NOTHING,
    VALUE_TEXT,
    VALUE_INT,
    VALUE_BOOL,
    VALUE_OBJECT,
    VALUE_LIST
};
struct value {
    enum value_kind kind;
    str text;
    int64_t n;
    const str *names;
    struct value *values;
    uint32_t n_values;
};

PRINTF_LIKE(6, 7)
static err cell_problem(struct importer *im, uint32_t line, str column,
                        const char *field, const char *hint, const char *fmt,
                        ...)
{
    im->refused = true;
    if (im->problems.n == LIMIT_DIAGNOSTICS) {
        im->result->left_out++;
        return OK;
    }
    char text[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct import_problem p = {.line = line, .column = column};
    TRY_ROOM(im->cx, im->a, arena_dup_str(im->a, str_of(text), &p.message));
    TRY_ROOM(im->cx, im->a,
             arena_dup_str(im->a, str_of(hint == NULL ? "" : hint), &p.hint));
    TRY_ROOM(
        im->cx, im->a,
        arena_dup_str(im->a, str_of(field == NULL ? "" : field), &p.field));
    TRY_ROOM(im->cx, im->a, vec_push(im->a, &im->problems, p));
    return OK;
}

static str column_name(const struct importer *im, int column)
{
    return column < 0 ? STR("") : im->m->columns[column];
}

#define CELL_BAD(im, column, hint, ...)                                        \
    cell_problem((im), (im)->info->line, column_name((im), (column)),          \
                 (im)->field, (hint), __VA_ARGS__)

/* The row is skipped, and why is counted. */
PRINTF_LIKE(2, 3)
static err skip(struct importer *im, const char *fmt, ...)
{
    if (im->skipped)
        return OK;
    im->skipped = true;
    char text[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    for (size_t i = 0; i < im->reasons.n; i++)
        if (str_eq(im->reasons.p[i].text, str_of(text))) {
            im->reasons.p[i].rows++;
            return OK;
        }
    if (im->reasons.n == REASONS) {
        im->reasons.p[REASONS - 1].rows++;
        return OK;
    }
    struct import_reason reason = {.rows = 1};
    TRY_ROOM(im->cx, im->a,
             arena_dup_str(im->a,
                           im->reasons.n == REASONS - 1 ? STR("other reasons")
                                                        : str_of(text),
                           &reason.text));
    TRY_ROOM(im->cx, im->a, vec_push(im->a, &im->reasons, reason));
    return OK;
}

static str cell(const struct importer *im, int column)
{
    return str_trim(im->cells->cells[im->place[column]]);
}

/* --- Dates -----------------------------------------------------------------
 */

static bool take_digits(str *s, size_t least, size_t most, unsigned *out)
{
    size_t n = 0;
    unsigned v = 0;
    while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (unsigned)(s->p[n++] - '0');
    if (n < least)
        return false;
    *s = str_sub(*s, n, s->n);
    *out = v;
    return true;
}

static bool same_letters(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    return true;
}

static bool take_month(str *s, bool whole, unsigned *out)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    for (unsigned i = 0; i < 12; i++) {
        str name = str_of(months[i]);
        if (!whole)
            name.n = 3;
        if (same_letters(str_sub(*s, 0, name.n), name)) {
            *s = str_sub(*s, name.n, s->n);
            *out = i + 1;
            return true;
        }
    }
    return false;
}

static bool take(str *s, str prefix)
{
    if (!str_starts(*s, prefix))
        return false;
    *s = str_sub(*s, prefix.n, s->n);
    return true;
}

struct parts {
    unsigned y, mo, d, h, mi, s;
    bool time, seconds;
};

/* Reads s by a format of YYYY MM M DD D MONTH MON hh mm ss and other
 * characters, which stand for themselves. */
static bool read_date(str s, str format, struct parts *out)
{
    *out = (struct parts){.y = 0};
    while (format.n > 0) {
        bool ok;
        if (take(&format, STR("YYYY"))) {
            ok = take_digits(&s, 4, 4, &out->y);
        } else if (take(&format, STR("MONTH"))) {
            ok = take_month(&s, true, &out->mo);
        } else if (take(&format, STR("MON"))) {
            ok = take_month(&s, false, &out->mo);
        } else if (take(&format, STR("MM"))) {
            ok = take_digits(&s, 2, 2, &out->mo);
        } else if (take(&format, STR("M"))) {
            ok = take_digits(&s, 1, 2, &out->mo);
        } else if (take(&format, STR("DD"))) {
            ok = take_digits(&s, 2, 2, &out->d);
        } else if (take(&format, STR("D"))) {
            ok = take_digits(&s, 1, 2, &out->d);
        } else if (take(&format, STR("hh"))) {
            ok = take_digits(&s, 1, 2, &out->h);
            out->time = true;
        } else if (take(&format, STR("mm"))) {
            ok = take_digits(&s, 2, 2, &out->mi);
        } else if (take(&format, STR("ss"))) {
            ok = take_digits(&s, 2, 2, &out->s);
            out->seconds = true;
        } else {
            ok = s.n > 0 && s.p[0] == format.p[0];
            s = str_sub(s, 1, s.n);
            format = str_sub(format, 1, format.n);
        }
        if (!ok)
            return false;
    }
    struct civil_date date = {(int16_t)out->y, (uint8_t)out->mo,
                              (uint8_t)out->d};
    return s.n == 0 && out->y <= CIVIL_YEAR_MAX && civil_date_is_valid(date) &&
           out->h < 24 && out->mi < 60 && out->s < 60;
}

static err date_value(struct importer *im, const struct rule *u, str s,
                      struct value *out)
{
    struct parts p = {.y = 0}, other;
    bool found = false;
    for (uint32_t i = 0; i < u->n_dates; i++) {
        if (!read_date(s, u->dates[i], &other))
            continue;
        if (found && (p.mo != other.mo || p.d != other.d))
            return CELL_BAD(im, u->column, "name one format only",
                            "\"%.*s\" may be two different days",
                            STR_ARG(str_sub(s, 0, 60)));
        found = true;
        p = other;
    }
    if (!found) {
        char hint[120];
        snprintf(hint, sizeof hint, "the mapping expects %.*s",
                 STR_ARG(str_sub(u->dates[0], 0, 60)));
        return CELL_BAD(im, u->column, hint, "\"%.*s\" is no such date",
                        STR_ARG(str_sub(s, 0, 60)));
    }
    if (u->time_column != NONE) {
        str t = cell(im, u->time_column);
        struct civil_clock clock;
        bool seconds;
        if (t.n > 0) {
            if (!is_ok(civil_clock_parse(im->cx, t, &clock, &seconds))) {
                fault_clear(im->cx);
                return CELL_BAD(im, u->time_column, "write 08:30",
                                "\"%.*s\" is no time of day",
                                STR_ARG(str_sub(t, 0, 60)));
            }
            p.time = true;
            p.h = clock.hour;
            p.mi = clock.minute;
            p.s = clock.second;
            p.seconds = seconds;
        }
    }
    bool ok = p.time ? p.seconds ? arena_printf(im->row, &out->text,
                                                "%04u-%02u-%02uT%02u:%02u:%02u",
                                                p.y, p.mo, p.d, p.h, p.mi, p.s)
                                 : arena_printf(im->row, &out->text,
                                                "%04u-%02u-%02uT%02u:%02u", p.y,
                                                p.mo, p.d, p.h, p.mi)
                     : arena_printf(im->row, &out->text, "%04u-%02u-%02u", p.y,
                                    p.mo, p.d);
    TRY_ROOM(im->cx, im->row, ok);
    out->kind = VALUE_TEXT;
    return OK;
}

/* --- Values -----------------------------------------------------------------
 */

static err number_value(struct importer *im, const struct rule *u, str s,
                        struct value *out)
{
    char digits[40];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof digits; i++)
        if (u->thousands == 0 || s.p[i] != u->thousands)
            digits[n++] = s.p[i];
    int64_t v;
    if (n == sizeof digits ||
        !str_int((str){digits, n}, INT64_MIN, INT64_MAX, &v))
        return CELL_BAD(im, u->column,
                        "whole numbers only; \"thousands\" names a separator",
                        "\"%.*s\" is no whole number",
                        STR_ARG(str_sub(s, 0, 60)));
    *out = (struct value){.kind = VALUE_INT, .n = v};
    if (u->form.n == 0)
        return OK;
    struct value *inner;
    str *name;
    TRY_NEW(im->cx, im->row, inner);
    TRY_NEW(im->cx, im->row, name);
    *inner = *out;
    *name = u->form;
    *out = (struct value){
        .kind = VALUE_OBJECT, .names = name, .values = inner, .n_values = 1};
    return OK;
}

static err evaluate(struct importer *im, const struct rule *u,
                    struct value *out);

static err not_value(struct importer *im, const struct rule *u,
                     enum when_not what, str s, struct value *out)
{
    str name = column_name(im, u->column);
    switch (what) {
    case NOT_OMIT:
        return OK;
    case NOT_KEEP:
        *out = (struct value){.kind = VALUE_TEXT, .text = s};
        return OK;
    case NOT_SKIP:
        if (s.n == 0)
            return skip(im, "%.*s is empty", STR_ARG(str_sub(name, 0, 60)));
        return skip(im, "%.*s is \"%.*s\"", STR_ARG(str_sub(name, 0, 60)),
                    STR_ARG(str_sub(s, 0, 60)));
    case NOT_ERROR:
        break;
    }
    if (s.n == 0)
        return CELL_BAD(im, u->column,
                        "fill it in, or say \"empty\": "
                        "\"omit\" in the mapping",
                        "an empty cell");
    char hint[100] = "add it to the mapping's \"map\"";
    struct suggest near;
    suggest_init(&near, s);
    for (uint32_t i = 0; i < u->n_map; i++)
        suggest_offer(&near, u->map[i].cell);
    if (near.best.n > 0)
        snprintf(hint, sizeof hint,
                 "did you mean \"%.*s\"? or add it to the "
                 "mapping's \"map\"",
                 STR_ARG(near.best));
    return CELL_BAD(im, u->column, hint, "the mapping does not know \"%.*s\"",
                    STR_ARG(str_sub(s, 0, 60)));
}

static err split_value(struct importer *im, const struct rule *u, str s,
                       struct value *out)
{
    VEC(struct value) v = {0};
    str part;
    bool more = true;
    while (more) {
        more = str_cut(s, u->split, &part, &s);
        part = str_trim(part);
        struct value one = {.kind = VALUE_TEXT, .text = part};
        if (part.n > 0)
            TRY_ROOM(im->cx, im->row, vec_push(im->row, &v, one));
    }
    *out = (struct value){
        .kind = VALUE_LIST, .values = v.p, .n_values = (uint32_t)v.n};
    return OK;
}

static err column_value(struct importer *im, const struct rule *u,
                        struct value *out)
{
    if (u->column == COLUMN_ROW) {
        *out = (struct value){.kind = VALUE_INT, .n = (int64_t)im->rows.n};
        return OK;
    }
    str s = cell(im, u->column);
    if (u->has_map) {
        for (uint32_t i = 0; i < u->n_map; i++)
            if (str_eq(u->map[i].cell, s))
                return evaluate(im, u->map[i].value, out);
        if (s.n > 0)
            return not_value(im, u, u->otherwise, s, out);
    }
    if (s.n == 0)
        return not_value(im, u, u->empty, s, out);
    if (u->n_dates > 0)
        return date_value(im, u, s, out);
    if (u->number)
        return number_value(im, u, s, out);
    if (u->split != 0)
        return split_value(im, u, s, out);
    *out = (struct value){.kind = VALUE_TEXT, .text = s};
    return OK;
}

static err template_value(struct importer *im, const struct rule *u,
                          struct value *out)
{
    struct buf b;
    buf_init(&b, im->row, LIMIT_LINE_BYTES);
    for (uint32_t i = 0; i < u->n_parts; i++) {
        const struct rule_part *p = &u->parts[i];
        if (p->column == NONE)
            buf_str(&b, p->text);
        else if (p->column == COLUMN_ROW)
            buf_uint(&b, im->rows.n);
        else
            buf_str(&b, cell(im, p->column));
    }
    TRY(im->cx, buf_finish(im->cx, &b));
    *out = (struct value){.kind = VALUE_TEXT, .text = buf_view(&b)};
    return OK;
}

static err evaluate(struct importer *im, const struct rule *u,
                    struct value *out)
{
    *out = (struct value){.kind = VALUE_NOTHING};
    switch (u->kind) {
    case RULE_NOTHING:
        return OK;
    case RULE_TEXT:
        *out = (struct value){.kind = VALUE_TEXT, .text = u->text};
        return OK;
    case RULE_INT:
    case RULE_BOOL:
        *out = (struct value){
            .kind = u->kind == RULE_INT ? VALUE_INT : VALUE_BOOL, .n = u->n};
        return OK;
    case RULE_COLUMN:
        return column_value(im, u, out);
    case RULE_TEMPLATE:
        return template_value(im, u, out);
    case RULE_OBJECT:
    case RULE_LIST:
        break;
    }
    struct value *v;
    str *names;
    uint32_t n = 0;
    TRY_NEW_ARRAY(im->cx, im->row, u->n_rules + 1u, v);
    TRY_NEW_ARRAY(im->cx, im->row, u->n_rules + 1u, names);
    const char *was = im->field;
    for (uint32_t i = 0; i < u->n_rules; i++) {
        if (u->kind == RULE_OBJECT && was == NULL)
            im->field = u->names[i].p;
        TRY(im->cx, evaluate(im, u->rules[i], &v[n]));
        if (v[n].kind == VALUE_NOTHING)
            continue;
        if (u->kind == RULE_OBJECT)
            names[n] = u->names[i];
        n++;
    }
    im->field = was;
    if (n == 0) /* nothing in it: no field at all */
        return OK;
    *out = (struct value){.kind = u->kind == RULE_OBJECT ? VALUE_OBJECT
                                                         : VALUE_LIST,
                          .names = names,
                          .values = v,
                          .n_values = n};
    return OK;
}

static void print(struct json_out *j, const struct value *v)
{
    switch (v->kind) {
    case VALUE_NOTHING:
        json_null(j);
        return;
    case VALUE_TEXT:
        json_str(j, v->text);
        return;
    case VALUE_INT:
        json_int(j, v->n);
        return;
    case VALUE_BOOL:
        json_bool(j, v->n != 0);
        return;
    case VALUE_OBJECT:
        json_obj_begin(j);
        for (uint32_t i = 0; i < v->n_values; i++) {
            json_key_str(j, v->names[i]);
            print(j, &v->values[i]);
        }
        json_obj_end(j);
        return;
    case VALUE_LIST:
        json_arr_begin(j);
        for (uint32_t i = 0; i < v->n_values; i++)
            print(j, &v->values[i]);
        json_arr_end(j);
        return;
    }
}

/* --- Records of one account ------------------------------------------------
 */

static const struct value *member(const struct value *v, const char *name)
{
    for (uint32_t i = 0; i < v->n_values; i++)
        if (str_eq(v->names[i], str_of(name)))
            return &v->values[i];
    return NULL;
}

/* A problem of what the mapping says, at the row that it is said of. */
#define OWN_BAD(im, row, what, hint, ...)                                      \
    cell_problem((im), (row) == NO_ROW ? 0 : (im)->info->line, STR(""),        \
                 (what), (hint), __VA_ARGS__)

/* Refuses what is not the account's to say, and puts in what is not the
 * mapping's: source, author, the time of entering. */
static err make_own(struct importer *im, uint32_t row, struct value *v)
{
    enum { PUT_IN = 3 };
    static const char *const kept[] = {"author", "recorded"};
    const struct import_own *own = im->own;
    const struct value *type = member(v, "type"), *source;
    if (type == NULL || type->kind != VALUE_TEXT ||
        (!str_eq(type->text, STR("report")) &&
         !str_eq(type->text, STR("return"))))
        return OWN_BAD(im, row, "type", "\"report\" or \"return\"",
                       "only reports and returns are entered from a table");
    source = member(v, "source");
    if (source != NULL &&
        (source->kind != VALUE_TEXT || !str_eq(source->text, own->source)))
        return OWN_BAD(im, row, "source", "leave it out of the mapping",
                       "this account speaks for \"%.*s\" alone",
                       STR_ARG(own->source));
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (member(v, kept[i]) != NULL)
            return OWN_BAD(im, row, kept[i], "leave it out of the mapping",
                           "that is put in when it is entered");
    str *names;
    struct value *values;
    uint32_t n = v->n_values;
    TRY_NEW_ARRAY(im->cx, im->row, n + PUT_IN, names);
    TRY_NEW_ARRAY(im->cx, im->row, n + PUT_IN, values);
    memcpy(names, v->names, n * sizeof *names);
    memcpy(values, v->values, n * sizeof *values);
    const struct {
        str name, text;
    } put[PUT_IN] = {{STR("author"), own->author},
                     {STR("recorded"), own->recorded},
                     {STR("source"), own->source}};
    for (size_t i = 0; i < PUT_IN - (source != NULL); i++) {
        names[n] = put[i].name;
        values[n++] = (struct value){.kind = VALUE_TEXT, .text = put[i].text};
    }
    v->names = names;
    v->values = values;
    v->n_values = n;
    return OK;
}

static err make(struct importer *im, const struct rule *u, uint32_t row,
                uint32_t rule)
{
    struct value v;
    im->field = NULL;
    TRY(im->cx, evaluate(im, u, &v));
    if (im->refused || im->skipped)
        return OK;
    if (im->own != NULL && v.kind == VALUE_OBJECT)
        TRY(im->cx, make_own(im, row, &v));
    if (im->refused)
        return OK;
    struct made made = {.begin = im->lines.n, .row = row, .rule = rule};
    struct json_out j;
    if (v.kind != VALUE_OBJECT)
        return cell_problem(im, row == NO_ROW ? 0 : im->info->line, STR(""),
                            NULL, "name fields in the mapping",
                            "an empty record");
    json_init(&j, &im->lines, 0);
    print(&j, &v);
    buf_char(&im->lines, '\n');
    made.end = im->lines.n;
    TRY_ROOM(im->cx, im->a, vec_push(im->a, &im->made, made));
    return OK;
}

/* --- Rows -------------------------------------------------------------------
 */

static bool test_holds(const struct importer *im, const struct test *t)
{
    str s = cell(im, t->column);
    bool any = false;
    for (uint32_t i = 0; i < t->n_values; i++)
        any |= str_eq(t->values[i], s);
    return any != t->negated;
}

static err one_row(struct importer *im, const struct csv_row *cells,
                   size_t n_columns)
{
    uint32_t row = (uint32_t)im->rows.n;
    size_t made = im->made.n, bytes = im->lines.n;
    struct row_info info = {.line = cells->line};
    TRY_ROOM(im->cx, im->a, vec_push(im->a, &im->rows, info));
    im->info = vec_last(&im->rows);
    im->cells = cells;
    im->refused = im->skipped = false;
    im->field = NULL;
    if (cells->wrong != NULL) {
        str column = STR("");
        for (uint32_t i = 0; i < im->m->n_columns; i++)
            if (im->place[i] >= 0 && (size_t)im->place[i] == cells->wrong_cell)
                column = im->m->columns[i];
        TRY(im->cx,
            cell_problem(im, cells->wrong_line, column, NULL, cells->hint,
                         "cell %zu: %s", cells->wrong_cell + 1, cells->wrong));
    } else if (cells->n != n_columns) {
        TRY(im->cx,
            cell_problem(im, cells->line, STR(""), NULL,
                         "put a cell that holds the delimiter in quotes",
                         "%zu cells, but there are %zu columns", cells->n,
                         n_columns));
    } else {
        for (uint32_t i = 0; i < im->m->n_where && !im->skipped; i++) {
            const struct test *t = &im->m->where[i];
            if (!test_holds(im, t))
                TRY(im->cx,
                    skip(im, "%.*s is \"%.*s\"",
                         STR_ARG(str_sub(im->m->columns[t->column], 0, 60)),
                         STR_ARG(str_sub(cell(im, t->column), 0, 60))));
        }
        for (uint32_t i = 0; i < im->m->n_records && !im->skipped; i++) {
            const struct record_rule *r = &im->m->records[i];
            bool when = true;
            for (uint32_t k = 0; k < r->n_when; k++)
                when &= test_holds(im, &r->when[k]);
            if (when)
                TRY(im->cx, make(im, r->object, row, i));
        }
        if (!im->skipped && !im->refused && im->made.n == made)
            TRY(im->cx, skip(im, "no record of the mapping is meant for it"));
    }
    if (im->refused || im->skipped) {
        im->made.n = made;
        im->lines.n = bytes;
    }
    vec_last(&im->rows)->state = im->refused   ? ROW_REFUSED
                                 : im->skipped ? ROW_SKIPPED
                                               : ROW_MADE;
    return OK;
}

/* Where each column of the mapping stands in the table. */
static err columns_place(struct importer *im, const str *header, size_t n)
{
    const struct mapping *m = im->m;
    for (uint32_t c = 0; c < m->n_columns; c++) {
        struct suggest s;
        suggest_init(&s, m->columns[c]);
        im->place[c] = NONE;
        for (size_t i = 0; i < n; i++) {
            str name = str_trim(header[i]);
            suggest_offer(&s, name);
            if (!str_eq(name, m->columns[c]))
                continue;
            if (im->place[c] != NONE)
                return fail_hint(
                    im->cx, ERR_INPUT, "give the columns different names",
                    "the column \"%.*s\" stands twice", STR_ARG(name));
            im->place[c] = (int)i;
        }
        char hint[200] = "is the delimiter right? is there a header?";
        if (s.best.n > 0)
            snprintf(hint, sizeof hint, "did you mean \"%.*s\"?",
                     STR_ARG(str_sub(s.best, 0, 100)));
        if (im->place[c] == NONE)
            return fail_hint(im->cx, ERR_INPUT, hint,
                             "the table has no column \"%.*s\"",
                             STR_ARG(m->columns[c]));
    }
    for (size_t i = 0; i < n && !m->ignore_all; i++) {
        str name = str_trim(header[i]);
        bool known = false;
        for (uint32_t c = 0; c < m->n_columns; c++)
            known |= im->place[c] == (int)i;
        for (uint32_t c = 0; c < m->n_ignore; c++)
            known |= str_eq(m->ignore[c], name);
        if (!known)
            return fail_hint(im->cx, ERR_INPUT,
                             "use it, or name it in \"ignore\" (\"*\": all "
                             "others)",
                             "the mapping does not say what to do with the "
                             "column \"%.*s\"",
                             STR_ARG(str_sub(name, 0, 100)));
    }
    return OK;
}

/* A row of HXL tags: cells that begin with #, others empty. */
static bool is_hxl(const struct csv_row *row)
{
    bool any = false;
    for (size_t i = 0; i < row->n; i++) {
        str s = str_trim(row->cells[i]);
        if (s.n == 0)
            continue;
        if (s.p[0] != '#' || s.n < 2 || (s.p[1] | 0x20) < 'a' ||
            (s.p[1] | 0x20) > 'z')
            return false;
        any = true;
    }
    return any;
}

static err read_rows(struct importer *im, str bytes)
{
    const struct mapping *m = im->m;
    struct csv csv;
    struct csv_row row;
    bool more, header = m->header, first = true;
    size_t n_columns = m->header ? 0 : m->n_columns;
    if (str_starts(bytes, STR("\xff\xfe")) ||
        str_starts(bytes, STR("\xfe\xff")))
        return fail_hint(im->cx, ERR_INPUT, "save it as CSV UTF-8",
                         "the table is UTF-16");
    csv_init(&csv, bytes, m->delimiter);
    for (uint32_t i = 0; i < m->skip_lines; i++) {
        str rest = str_sub(bytes, csv.pos, bytes.n);
        size_t nl = str_find_char(rest, '\n');
        csv.pos += nl < rest.n ? nl + 1 : rest.n;
        csv.line++;
    }
    for (uint32_t c = 0; !m->header && c < m->n_columns; c++)
        im->place[c] = (int)c;
    for (;;) {
        arena_reset(im->row);
        TRY(im->cx, csv_next(im->cx, im->row, &csv, &row, &more));
        if (!more)
            break;
        if (row.n == 0 && row.wrong == NULL)
            continue; /* an empty line is no row */
        if (header) {
            if (row.wrong != NULL)
                return fail_hint(im->cx, ERR_INPUT, row.hint,
                                 "the header, cell %zu: %s", row.wrong_cell + 1,
                                 row.wrong);
            TRY(im->cx, columns_place(im, row.cells, row.n));
            n_columns = row.n;
            header = false;
            continue;
        }
        if (first && row.wrong == NULL && is_hxl(&row)) {
            first = false;
            continue;
        }
        first = false;
        if (im->rows.n == NO_ROW - 1)
            return fail(im->cx, ERR_LIMIT, "too many rows");
        TRY(im->cx, one_row(im, &row, n_columns));
    }
    if (header)
        return fail_hint(im->cx, ERR_INPUT, "is it the right file?",
                         "the table has no header");
    return OK;
}

/* --- What was made, read -----------------------------------------------------
 */

/* The column that a field of a record comes from, for messages. */
static str column_of(const struct importer *im, const struct made *m, str field)
{
    if (m->row == NO_ROW)
        return STR("");
    const struct rule *u = im->m->records[m->rule].object;
    str name;
    (void)str_cut(field, '.', &name, &field);
    for (uint32_t i = 0; i < u->n_rules; i++) {
        if (!str_eq(u->names[i], name))
            continue;
        const struct rule *v = u->rules[i];
        while (v->kind == RULE_OBJECT || v->kind == RULE_LIST) {
            if (v->n_rules == 0)
                return STR("");
            v = v->rules[0];
        }
        if (v->kind == RULE_COLUMN)
            return column_name(im, v->column);
        for (uint32_t k = 0; v->kind == RULE_TEMPLATE && k < v->n_parts; k++)
            if (v->parts[k].column >= 0)
                return column_name(im, v->parts[k].column);
    }
    return STR("");
}

/* A record that the reader took. */
static err look_at(struct importer *im, struct made *m, const struct fact *f)
{
    enum import_seen seen = im->own == NULL || im->own->seen == NULL
                                ? IMPORT_NEW
                                : im->own->seen(im->own->self, f);
    m->good = seen != IMPORT_OTHER;
    m->same = seen == IMPORT_SAME;
    if (m->good)
        return OK;
    return cell_problem(im, m->row == NO_ROW ? 0 : im->rows.p[m->row].line,
                        column_of(im, m, STR("id")), "id",
                        "a correction is a report with an id of its own that "
                        "amends this one",
                        "something else is entered under the id \"%.*s\"",
                        STR_ARG(str_sub(f->id, 0, 100)));
}

static err check_records(struct importer *im, struct facts *f)
{
    int counter[2];
    struct facts_record r;
    str all = buf_view(&im->lines);
    TRY(im->cx, facts_add_bytes(im->cx, f, STR("records"), all));
    TRY(im->cx, facts_begin(im->cx, f, facts_sink_none(counter)));
    for (;;) {
        TRY(im->cx, facts_next(im->cx, f, &r));
        if (r.line == 0)
            break;
        TRY(im->cx, look_at(im, &im->made.p[r.line - 1], &r.fact));
    }
    size_t n;
    const struct facts_problem *p =
        facts_problems(f, &n, &im->result->left_out);
    /* A source record gives no fact: it is good if nothing is wrong. */
    for (size_t i = 0; i < im->made.n; i++) {
        struct made *m = &im->made.p[i];
        str line = str_sub(all, m->begin, m->end);
        if (str_find(line, STR("\"type\":\"source\"")) < line.n)
            m->good = true;
    }
    for (size_t i = 0; i < n; i++) {
        struct made *m = &im->made.p[p[i].line - 1];
        m->good = false;
        uint32_t line = m->row == NO_ROW ? 0 : im->rows.p[m->row].line;
        char hint[400], field[80];
        snprintf(hint, sizeof hint, "%.*s", STR_ARG(p[i].hint));
        snprintf(field, sizeof field, "%.*s", STR_ARG(p[i].field));
        TRY(im->cx, cell_problem(im, line, column_of(im, m, p[i].field), field,
                                 hint, "%.*s", STR_ARG(p[i].message)));
    }
    return OK;
}

static str id_of(str line)
{
    static const char key[] = "\"id\":\"";
    size_t at = str_find(line, (str){key, sizeof key - 1});
    str rest = str_sub(line, at + sizeof key - 1, line.n);
    return str_sub(rest, 0, str_find_char(rest, '"'));
}

/* Rows that give one id: an equal record is kept once. */
static err check_ids(struct importer *im)
{
    struct map ids;
    str all = buf_view(&im->lines);
    map_init(&ids, im->a, im->cx);
    for (size_t i = 0; i < im->made.n; i++) {
        struct made *m = &im->made.p[i];
        if (!m->good ||
            (m->row != NO_ROW && im->rows.p[m->row].state != ROW_MADE))
            continue;
        str line = str_sub(all, m->begin, m->end), id = id_of(line);
        uint64_t other;
        if (!map_get(&ids, id, &other)) {
            TRY_ROOM(im->cx, im->a, map_put(&ids, id, i));
            continue;
        }
        const struct made *o = &im->made.p[other];
        m->good = false;
        if (str_eq(line, str_sub(all, o->begin, o->end))) {
            if (m->row == NO_ROW || m->row == o->row)
                continue;
            im->skipped = false;
            TRY(im->cx, skip(im, "its record is equal to that of another row"));
            im->rows.p[m->row].state = ROW_SKIPPED;
            continue;
        }
        TRY(im->cx,
            cell_problem(
                im, m->row == NO_ROW ? 0 : im->rows.p[m->row].line,
                column_of(im, m, STR("id")), "id",
                "make the id of columns that tell the rows apart, or of "
                "{row}",
                "the id \"%.*s\" is that of line %u too",
                STR_ARG(str_sub(id, 0, 100)),
                o->row == NO_ROW ? 0 : im->rows.p[o->row].line));
        if (m->row != NO_ROW)
            im->rows.p[m->row].state = ROW_REFUSED;
    }
    return OK;
}

/* --- The table of a dry run ------------------------------------------------
 */

enum { TABLE_WIDTH = 28 };

static str rec_text(const struct rec *r, enum field field)
{
    return r->has >> field & 1 ? r->v[field].s : STR("");
}

/* What record r shows in column c; room is for numbers. */
static str table_cell(const struct rec *r, size_t c, char room[64])
{
    static const char *const signs[] = {
        [QTY_EXACT] = "",
        [QTY_AT_LEAST] = "at least ",
        [QTY_MORE_THAN] = "more than ",
        [QTY_AT_MOST] = "at most ",
        [QTY_BETWEEN] = "from ",
        [QTY_ROUNDED] = "rounded ",
        [QTY_ABOUT] = "about ",
    };
    str item = rec_text(r, FIELD_item);
    switch (c) {
    case 0:
        return rec_text(r, FIELD_type);
    case 1:
        return rec_text(r, FIELD_id);
    case 2:
        if (!(r->has & BIT(occurred)))
            return STR("");
        return r->occurred.text.p != NULL ? r->occurred.text : r->occurred.from;
    case 3:
        return rec_text(r, FIELD_source);
    case 4:
        return r->has & BIT(act) ? r->v[FIELD_act].s : rec_text(r, FIELD_name);
    default:
        if (!(r->has & BIT(quantity)))
            return item;
        snprintf(room, 64, "%s%" PRId64 " %.*s", signs[r->quantity.form],
                 r->quantity.a, STR_ARG(str_sub(item, 0, 24)));
        return str_of(room);
    }
}

/* The first records into the result. */
static err keep_shown(struct importer *im, size_t most)
{
    struct field_hash fields;
    str all = buf_view(&im->lines);
    struct import_result *r = im->result;
    field_hash_init(&fields);
    if (most > im->made.n)
        most = im->made.n;
    TRY_NEW_ARRAY(im->cx, im->a, most + 1, r->shown);
    for (size_t i = 0; i < im->made.n && r->n_shown < most; i++) {
        const struct made *m = &im->made.p[i];
        struct import_shown *to = &r->shown[r->n_shown];
        struct rec rec;
        struct scan sc;
        const char *field;
        str line = str_sub(all, m->begin, m->end);
        char *copy;
        if (!m->good)
            continue;
        TRY_NEW_ARRAY(im->cx, im->a, line.n + SCAN_PAD, copy);
        memcpy(copy, line.p, line.n);
        scan_init(&sc, copy, copy + line.n - 1, im->a);
        if (!rec_scan(&fields, &sc, &rec, &field))
            BUG("a record that was good is not any more");
        to->line = m->row == NO_ROW ? 0 : im->rows.p[m->row].line;
        for (size_t c = 0; c < IMPORT_CELLS; c++) {
            char room[64];
            TRY_ROOM(
                im->cx, im->a,
                arena_dup_str(im->a, table_cell(&rec, c, room), &to->cell[c]));
        }
        r->n_shown++;
    }
    return OK;
}

static size_t table_width(str s)
{
    size_t w = utf8_width(s);
    return w > TABLE_WIDTH ? TABLE_WIDTH : w;
}

/* Prints s, cut to TABLE_WIDTH, and blanks up to width; 0: no blanks. */
static void table_put(struct buf *out, str s, size_t width)
{
    size_t w = utf8_width(s);
    if (w > TABLE_WIDTH) {
        size_t n = s.n < TABLE_WIDTH - 3 ? s.n : TABLE_WIDTH - 3;
        while (n > 0 && !utf8_valid(str_sub(s, 0, n), NULL))
            n--;
        s = str_sub(s, 0, n);
        w = utf8_width(s) + 3;
        buf_safe(out, s);
        buf_c(out, "...");
    } else {
        buf_safe(out, s);
    }
    if (width > w)
        buf_fill(out, ' ', width - w);
}

static void table_row(struct buf *out, const str *cells, const size_t *width)
{
    for (size_t c = 0; c < IMPORT_CELLS; c++) {
        buf_c(out, "  ");
        table_put(out, cells[c], c + 1 < IMPORT_CELLS ? width[c] : 0);
    }
    buf_char(out, '\n');
}

void import_print_shown(const struct import_result *r, struct buf *out)
{
    static const str heads[IMPORT_CELLS] = {
        STR_INIT("type"),   STR_INIT("id"),  STR_INIT("occurred"),
        STR_INIT("source"), STR_INIT("act"), STR_INIT("quantity")};
    size_t width[IMPORT_CELLS];
    for (size_t c = 0; c < IMPORT_CELLS; c++) {
        width[c] = heads[c].n;
        for (uint32_t i = 0; i < r->n_shown; i++) {
            size_t w = table_width(r->shown[i].cell[c]);
            width[c] = w > width[c] ? w : width[c];
        }
    }
    buf_c(out, "  line");
    table_row(out, heads, width);
    for (uint32_t i = 0; i < r->n_shown; i++) {
        if (r->shown[i].line == 0)
            buf_c(out, "     -");
        else
            buf_printf(out, "%6" PRIu32, r->shown[i].line);
        table_row(out, r->shown[i].cell, width);
    }
    if (r->records + r->same > r->n_shown)
        buf_printf(out, "  ... and %" PRIu64 " more records\n",
                   r->records + r->same - r->n_shown);
}

err import_run(struct cx *cx, struct arena *a, const struct mapping *m, str csv,
               const struct import_how *how, struct buf *out,
               struct import_result *result)
{
    static const struct agreement nothing = {.time_zone = STR_INIT("UTC"),
                                             .force = FORCE_UNSTATED};
    struct arena row;
    struct importer im = {.cx = cx,
                          .a = a,
                          .row = &row,
                          .m = m,
                          .own = how->own,
                          .result = result};
    const struct agreement *ag = how->ag;
    memset(result, 0, sizeof *result);
    arena_init(&row, cx->mem, "a row", cx->limits.scratch_bytes);
    buf_init(&im.lines, a, cx->limits.reports_bytes);
    TRY_NEW_ARRAY(cx, a, m->n_columns + 1u, im.place);
    struct row_info own = {0};
    im.info = &own;
    err e = OK;
    for (uint32_t i = 0; i < m->n_prelude && is_ok(e); i++)
        e = make(&im, m->prelude[i], NO_ROW, i);
    if (is_ok(e))
        e = read_rows(&im, csv);
    arena_release(&row);
    TRY(cx, e);
    TRY(cx, buf_finish(cx, &im.lines));

    struct facts_options opt = {.trust_ids = true, .any_names = ag == NULL};
    struct facts *f;
    TRY(cx, facts_new(cx, a, ag == NULL ? &nothing : ag, &opt, &f));
    e = check_records(&im, f);
    facts_free(f);
    TRY(cx, e);
    for (size_t i = 0; i < im.made.n; i++)
        if (im.made.p[i].row != NO_ROW && !im.made.p[i].good)
            im.rows.p[im.made.p[i].row].state = ROW_REFUSED;
    TRY(cx, check_ids(&im));

    str all = buf_view(&im.lines);
    for (size_t i = 0; i < im.made.n; i++) {
        const struct made *k = &im.made.p[i];
        if (k->good && k->row != NO_ROW && im.rows.p[k->row].state != ROW_MADE)
            im.made.p[i].good = false;
        if (!k->good)
            continue;
        if (out != NULL && !k->same)
            buf_str(out, str_sub(all, k->begin, k->end));
        if (k->same)
            result->same++;
        else
            result->records++;
    }
    TRY(cx, keep_shown(&im, how->show));
    result->rows = im.rows.n;
    for (size_t i = 0; i < im.rows.n; i++) {
        result->made += im.rows.p[i].state == ROW_MADE;
        result->skipped += im.rows.p[i].state == ROW_SKIPPED;
        result->refused += im.rows.p[i].state == ROW_REFUSED;
    }
    result->reasons = im.reasons.p;
    result->n_reasons = (uint32_t)im.reasons.n;
    result->problems = im.problems.p;
    result->n_problems = (uint32_t)im.problems.n;
    return OK;
}

void import_print(const struct import_result *r, str name, struct buf *out)
{
    for (uint32_t i = 0; i < r->n_problems; i++) {
        const struct import_problem *p = &r->problems[i];
        if (p->line == 0)
            buf_c(out, "the mapping's own records");
        else {
            buf_safe(out, name);
            buf_printf(out, ":%u", p->line);
        }
        buf_c(out, ": ");
        if (p->column.n > 0) {
            buf_c(out, "column \"");
            buf_safe(out, p->column);
            buf_c(out, "\": ");
        }
        if (p->field.n > 0) {
            buf_safe(out, p->field);
            buf_c(out, ": ");
        }
        buf_safe(out, p->message);
        buf_char(out, '\n');
        if (p->hint.n > 0) {
            buf_c(out, "  hint: ");
            buf_safe(out, p->hint);
            buf_char(out, '\n');
        }
    }
    if (r->left_out > 0)
        buf_printf(out, "... and %" PRIu64 " more problems\n", r->left_out);
    buf_printf(out,
               "%" PRIu64 " rows read: %" PRIu64 " used, %" PRIu64
               " skipped, %" PRIu64 " refused; %" PRIu64 " record%s made\n",
               r->rows, r->made, r->skipped, r->refused, r->records,
               r->records == 1 ? "" : "s");
    for (uint32_t i = 0; i < r->n_reasons; i++) {
        buf_printf(out, "  skipped %" PRIu64 ": ", r->reasons[i].rows);
        buf_safe(out, r->reasons[i].text);
        buf_char(out, '\n');
    }
}
