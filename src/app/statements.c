/* app/statements.c: see statements.h. */
#include "app/statements.h"

#include "base/limits.h"
#include "base/sys.h"

err app_statements_read(struct cx *cx, struct arena *a,
                        const char *const *paths, size_t n,
                        struct statements *out)
{
    *out = (struct statements){0};
    for (size_t i = 0; i < n; i++) {
        str bytes;
        TRY(cx, sys_read_file(cx, a, paths[i], LIMIT_SIDE_FILE_BYTES, &bytes));
        TRY(cx, statements_read(cx, a, str_of(paths[i]), bytes, out));
    }
    return statements_settle(cx, a, out);
}

static void put_date(struct buf *out, struct civil_date d)
{
    char room[CIVIL_PRINT_SIZE];
    buf_str(out, civil_date_print(d, room));
}

static void put_one(const struct statement *s, struct buf *out)
{
    put_date(out, s->date);
    buf_c(out, "  ");
    buf_str(out, statement_kind_name(s->kind));
    buf_c(out, "  ");
    buf_safe(out, s->speaker);
    if (s->venue.n > 0) {
        buf_c(out, ", ");
        buf_safe(out, s->venue);
    }
    buf_c(out, "\n    ");
    buf_safe(out, s->text);
    if (s->bound != BOUND_NONE) {
        buf_c(out, " (");
        buf_str(out, statement_bound_name(s->bound));
        buf_char(out, ' ');
        buf_int(out, s->quantity);
        buf_char(out, ' ');
        buf_safe(out, s->unit);
        buf_char(out, ')');
    }
    buf_c(out, "\n    reported by ");
    buf_safe(out, s->source);
    buf_c(out, "  [");
    buf_safe(out, s->id);
    buf_c(out, "]\n");
    if (s->outcome.n > 0) {
        buf_c(out, "    later, ");
        put_date(out, s->outcome_date);
        buf_c(out, ": ");
        buf_safe(out, s->outcome);
        buf_c(out, " (");
        buf_safe(out, s->outcome_source);
        buf_c(out, ")\n");
    }
}

void app_statements_text(const struct statements *s, struct buf *out)
{
    for (size_t i = 0; i < s->all.n; i++)
        put_one(&s->all.p[i], out);
    buf_printf(out, "%zu in all. They give no status.\n", s->all.n);
}

static const struct sheet_column columns[] = {
    {"id", "#meta+id"},
    {"kind", "#meta+type"},
    {"date", "#date"},
    {"speaker", "#contact+name"},
    {"role", "#contact+type"},
    {"venue", "#loc+name"},
    {"about", "#subsector"},
    {"statement", "#description"},
    {"quantity", "#value"},
    {"unit", "#value+unit"},
    {"bound", "#value+bound"},
    {"source", "#meta+source"},
    {"url", "#meta+url"},
    {"outcome", "#status+outcome"},
    {"outcome_date", "#date+outcome"},
    {"outcome_source", "#meta+source+outcome"},
};

struct sheet_columns app_statement_columns(void)
{
    return (struct sheet_columns){columns, COUNT_OF(columns)};
}

void app_statement_head(struct sheet *sheet, struct buf *out,
                        enum sheet_form form)
{
    sheet_begin(sheet, out, form, columns, COUNT_OF(columns));
}

void app_statement_row(struct sheet *t, const struct statement *s)
{
    char room[CIVIL_PRINT_SIZE];
    sheet_text(t, s->id);
    sheet_text(t, statement_kind_name(s->kind));
    sheet_text(t, civil_date_print(s->date, room));
    sheet_text(t, s->speaker);
    sheet_text(t, s->role);
    sheet_text(t, s->venue);
    sheet_text(t, s->about);
    sheet_text(t, s->text);
    if (s->bound == BOUND_NONE)
        sheet_none(t);
    else
        sheet_int(t, s->quantity);
    sheet_text(t, s->unit);
    sheet_text(t, statement_bound_name(s->bound));
    sheet_text(t, s->source);
    sheet_text(t, s->url);
    sheet_text(t, s->outcome);
    if (s->has_outcome_date)
        sheet_text(t, civil_date_print(s->outcome_date, room));
    else
        sheet_none(t);
    sheet_text(t, s->outcome_source);
}

void app_statements_problems(const struct statements *s, struct buf *out)
{
    for (size_t i = 0; i < s->problems.n; i++)
        facts_problem_print(&s->problems.p[i], out);
}
