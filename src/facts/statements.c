/* facts/statements.c: see statements.h. */
#include "facts/statements.h"

#include "base/suggest.h"
#include "facts/csv.h"

#include <inttypes.h>
#include <stdlib.h>

/* --- Names ---------------------------------------------------------------- */

static const char *const kinds[STATEMENT_KINDS] = {
    [STATEMENT_SAID] = "statement",
    [STATEMENT_FORECAST] = "forecast",
    [STATEMENT_FIGURE] = "figure",
    [STATEMENT_PROCEEDING] = "proceeding",
};

str statement_kind_name(enum statement_kind k)
{
    return str_of(kinds[k]);
}

bool statement_kind_find(str name, enum statement_kind *out)
{
    for (int i = 0; i < STATEMENT_KINDS; i++)
        if (str_eq(name, str_of(kinds[i]))) {
            *out = (enum statement_kind)i;
            return true;
        }
    return false;
}

static const char *const bounds[] = {
    [BOUND_NONE] = "",
    [BOUND_EXACTLY] = "exactly",
    [BOUND_ABOUT] = "about",
    [BOUND_AT_LEAST] = "at least",
    [BOUND_MORE_THAN] = "more than",
    [BOUND_AT_MOST] = "at most",
    [BOUND_LESS_THAN] = "less than",
};

str statement_bound_name(enum statement_bound b)
{
    return str_of(bounds[b]);
}

enum column {
    COL_ID,
    COL_KIND,
    COL_DATE,
    COL_SPEAKER,
    COL_ROLE,
    COL_VENUE,
    COL_ABOUT,
    COL_STATEMENT,
    COL_QUANTITY,
    COL_UNIT,
    COL_BOUND,
    COL_SOURCE,
    COL_URL,
    COL_OUTCOME,
    COL_OUTCOME_DATE,
    COL_OUTCOME_SOURCE,
    N_COLUMNS
};
static const char *const columns[N_COLUMNS] = {
    "id",    "kind",      "date",         "speaker",       "role",  "venue",
    "about", "statement", "quantity",     "unit",          "bound", "source",
    "url",   "outcome",   "outcome_date", "outcome_source"};
static const bool is_needed[N_COLUMNS] = {
    [COL_ID] = true,      [COL_KIND] = true,      [COL_DATE] = true,
    [COL_SPEAKER] = true, [COL_STATEMENT] = true, [COL_SOURCE] = true};

/* --- Reading -------------------------------------------------------------- */

struct reading {
    struct cx *cx;
    struct arena *a;
    struct statements *out;
    str path;
    size_t place[N_COLUMNS]; /* of the column in a row; SIZE_MAX: not there */
};

static err add_problem(struct reading *r, uint32_t line, str field, str message,
                       str hint)
{
    struct statements *s = r->out;
    struct facts_problem p = {.file = r->path,
                              .line = line,
                              .column = 1,
                              .field = field,
                              .message = message,
                              .hint = hint};
    if (s->problems.n < LIMIT_DIAGNOSTICS)
        TRY_ROOM(r->cx, r->a, vec_push(r->a, &s->problems, p));
    return OK;
}

#define WRONG(r, line, column, hint, ...)                                      \
    do {                                                                       \
        str message_;                                                          \
        TRY_ROOM((r)->cx, (r)->a,                                              \
                 arena_printf((r)->a, &message_, __VA_ARGS__));                \
        TRY((r)->cx, add_problem((r), (line), str_of(columns[column]),         \
                                 message_, str_of(hint)));                     \
        *good = false;                                                         \
    } while (0)

static err find_columns(struct reading *r, const struct csv_row *head)
{
    for (size_t c = 0; c < N_COLUMNS; c++)
        r->place[c] = SIZE_MAX;
    for (size_t i = 0; i < head->n; i++) {
        struct suggest s;
        size_t c = 0;
        str name = str_trim(head->cells[i]);
        suggest_init(&s, name);
        while (c < N_COLUMNS && !str_eq(name, str_of(columns[c])))
            suggest_offer(&s, str_of(columns[c++]));
        if (c == N_COLUMNS || r->place[c] != SIZE_MAX)
            return fail_hint(r->cx, ERR_INPUT,
                             "id, kind, date, speaker, role, venue, about, "
                             "statement, quantity, unit, bound, source, url, "
                             "outcome, outcome_date, outcome_source",
                             "%.*s:1: column %zu, \"%.*s\", is %s",
                             STR_ARG(r->path), i + 1, STR_ARG(name),
                             c == N_COLUMNS ? "none of a register"
                                            : "there twice");
        r->place[c] = i;
    }
    for (size_t c = 0; c < N_COLUMNS; c++)
        if (is_needed[c] && r->place[c] == SIZE_MAX)
            return fail_hint(r->cx, ERR_INPUT,
                             "the first line names the columns",
                             "%.*s:1: there is no column \"%s\"",
                             STR_ARG(r->path), columns[c]);
    return OK;
}

static str cell_of(const struct reading *r, const struct csv_row *row,
                   enum column c)
{
    return r->place[c] == SIZE_MAX ? STR("")
                                   : str_trim(row->cells[r->place[c]]);
}

static err read_date(struct reading *r, const struct csv_row *row,
                     enum column c, struct civil_date *out, bool *good)
{
    str text = cell_of(r, row, c);
    if (is_ok(civil_date_parse(r->cx, text, out)))
        return OK;
    fault_clear(r->cx);
    WRONG(r, row->line, c, "for instance 2025-07-10",
          "\"%.*s\" is no day of the calendar", STR_ARG(text));
    return OK;
}

static err read_quantity(struct reading *r, const struct csv_row *row,
                         struct statement *s, bool *good)
{
    str n = cell_of(r, row, COL_QUANTITY), b = cell_of(r, row, COL_BOUND);
    s->unit = cell_of(r, row, COL_UNIT);
    if (n.n == 0) {
        if (b.n > 0 || s->unit.n > 0)
            WRONG(r, row->line, COL_QUANTITY,
                  "a whole number, or leave unit and bound empty",
                  "a unit or bound without a quantity");
        return OK;
    }
    if (!str_int(n, 0, INT64_C(999999999999), &s->quantity))
        WRONG(r, row->line, COL_QUANTITY,
              "digits only, at most 999999999999: 57700",
              "\"%.*s\" is no whole number", STR_ARG(n));
    for (size_t i = 1; i < COUNT_OF(bounds); i++)
        if (str_eq(b, str_of(bounds[i])))
            s->bound = (enum statement_bound)i;
    if (s->bound == BOUND_NONE)
        WRONG(r, row->line, COL_BOUND,
              "exactly, about, at least, more than, at most, less than",
              "\"%.*s\" is no bound of a quantity", STR_ARG(b));
    if (s->unit.n == 0)
        WRONG(r, row->line, COL_UNIT, "for instance persons, days, trucks",
              "a quantity needs its unit");
    return OK;
}

static err read_outcome(struct reading *r, const struct csv_row *row,
                        struct statement *s, bool *good)
{
    s->outcome = cell_of(r, row, COL_OUTCOME);
    s->outcome_source = cell_of(r, row, COL_OUTCOME_SOURCE);
    bool dated = cell_of(r, row, COL_OUTCOME_DATE).n > 0;
    if (s->outcome.n == 0 && s->outcome_source.n == 0 && !dated)
        return OK;
    if (s->outcome.n == 0)
        WRONG(r, row->line, COL_OUTCOME, "say what became of it",
              "a date or source of an outcome that is not given");
    if (s->outcome_source.n == 0)
        WRONG(r, row->line, COL_OUTCOME_SOURCE, "who reported it",
              "an outcome needs a source of its own");
    TRY(r->cx, read_date(r, row, COL_OUTCOME_DATE, &s->outcome_date, good));
    s->has_outcome_date = true;
    if (*good && civil_days(s->outcome_date) < civil_days(s->date))
        WRONG(r, row->line, COL_OUTCOME_DATE, "is the year right?",
              "the outcome lies before what was said");
    return OK;
}

static err read_row(struct reading *r, const struct csv_row *row,
                    struct statement *s, bool *good)
{
    static const enum column needed[] = {COL_ID, COL_SPEAKER, COL_STATEMENT,
                                         COL_SOURCE};
    str kind = cell_of(r, row, COL_KIND);
    s->file = r->path;
    s->line = row->line;
    s->id = cell_of(r, row, COL_ID);
    s->speaker = cell_of(r, row, COL_SPEAKER);
    s->role = cell_of(r, row, COL_ROLE);
    s->venue = cell_of(r, row, COL_VENUE);
    s->about = cell_of(r, row, COL_ABOUT);
    s->text = cell_of(r, row, COL_STATEMENT);
    s->source = cell_of(r, row, COL_SOURCE);
    s->url = cell_of(r, row, COL_URL);
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (cell_of(r, row, needed[i]).n == 0)
            WRONG(r, row->line, needed[i],
                  "every line says who said what, and who reported it",
                  "is empty");
    if (!statement_kind_find(kind, &s->kind))
        WRONG(r, row->line, COL_KIND,
              "statement, forecast, figure or proceeding",
              "\"%.*s\" is no kind of statement", STR_ARG(kind));
    TRY(r->cx, read_date(r, row, COL_DATE, &s->date, good));
    TRY(r->cx, read_quantity(r, row, s, good));
    if (s->kind == STATEMENT_FIGURE && s->bound == BOUND_NONE && *good)
        WRONG(r, row->line, COL_QUANTITY, "a whole number with its bound",
              "a figure without a quantity");
    return read_outcome(r, row, s, good);
}

static err broken_row(struct reading *r, const struct csv_row *row, size_t want)
{
    str message;
    if (row->wrong != NULL)
        return add_problem(r, row->wrong_line, STR(""), str_of(row->wrong),
                           str_of(row->hint));
    TRY_ROOM(r->cx, r->a,
             arena_printf(r->a, &message,
                          "%zu cells, but the first line names %zu columns",
                          row->n, want));
    return add_problem(r, row->line, STR(""), message,
                       STR("a comma within a cell needs quotes around it"));
}

err statements_read(struct cx *cx, struct arena *a, str path, str bytes,
                    struct statements *out)
{
    struct reading r = {.cx = cx, .a = a, .out = out, .path = path};
    struct csv csv;
    struct csv_row row;
    bool more;
    csv_init(&csv, bytes, ',');
    TRY(cx, csv_next(cx, a, &csv, &row, &more));
    if (!more || row.wrong != NULL || row.n == 0)
        return fail_hint(cx, ERR_INPUT, "the first line names the columns",
                         "%.*s:1: no register of statements", STR_ARG(path));
    TRY(cx, find_columns(&r, &row));
    for (size_t want = row.n;;) {
        struct statement s = {0};
        bool good = true;
        TRY(cx, csv_next(cx, a, &csv, &row, &more));
        if (!more)
            return OK;
        if (row.n == 0 && row.wrong == NULL)
            continue;
        if (row.wrong != NULL || row.n != want) {
            TRY(cx, broken_row(&r, &row, want));
            continue;
        }
        TRY(cx, read_row(&r, &row, &s, &good));
        if (good)
            TRY_ROOM(cx, a, vec_push(a, &out->all, s));
    }
}

/* --- Order ---------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct statement *const *x = a, *const *y = b;
    int d = str_cmp((*x)->id, (*y)->id);
    return d != 0 ? d : *x < *y ? -1 : *x > *y;
}

static int by_date(const void *a, const void *b)
{
    const struct statement *x = a, *y = b;
    int64_t dx = civil_days(x->date), dy = civil_days(y->date);
    if (dx != dy)
        return dx < dy ? -1 : 1;
    int d = str_cmp(x->file, y->file);
    return d != 0 ? d : x->line < y->line ? -1 : x->line > y->line;
}

err statements_settle(struct cx *cx, struct arena *a, struct statements *s)
{
    struct statement **order;
    size_t n = 0;
    TRY_NEW_ARRAY(cx, a, s->all.n + 1, order);
    for (size_t i = 0; i < s->all.n; i++)
        order[i] = &s->all.p[i];
    if (s->all.n > 1)
        qsort(order, s->all.n, sizeof(struct statement *), by_id);
    for (size_t i = 1; i < s->all.n; i++) {
        struct reading r = {.cx = cx, .a = a, .out = s, .path = order[i]->file};
        bool unused, *good = &unused;
        if (!str_eq(order[i]->id, order[i - 1]->id))
            continue;
        WRONG(&r, order[i]->line, COL_ID, "each line has an id of its own",
              "\"%.*s\" is there twice", STR_ARG(order[i]->id));
        order[i]->line = 0; /* the first one stands */
    }
    for (size_t i = 0; i < s->all.n; i++)
        if (s->all.p[i].line != 0)
            s->all.p[n++] = s->all.p[i];
    s->all.n = n;
    if (n > 1)
        qsort(s->all.p, n, sizeof *s->all.p, by_date);
    return OK;
}
