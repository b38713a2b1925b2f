/* facts/context.c: see context.h. */
#include "facts/context.h"

#include "facts/csv.h"

#include <stdlib.h>

str context_set_name(enum context_set s)
{
    return s == CONTEXT_ACLED ? STR("ACLED") : STR("UCDP GED");
}

/* --- Columns -------------------------------------------------------------- */

enum column {
    COL_ID,
    COL_FROM,
    COL_TO,
    COL_TYPE,
    COL_DETAIL,
    COL_ACTOR1,
    COL_ACTOR2,
    COL_PLACE,
    COL_LAT,
    COL_LON,
    COL_PRECISION,
    COL_SOURCE,
    COL_NOTES,
    COL_BEST,
    COL_LOW,
    COL_HIGH,
    N_COLUMNS
};
/* NULL: the set has no such column. */
static const char *const columns[CONTEXT_SETS][N_COLUMNS] = {
    [CONTEXT_ACLED] = {"event_id_cnty", "event_date", NULL, "event_type",
                       "sub_event_type", "actor1", "actor2", "location",
                       "latitude", "longitude", "geo_precision", "source",
                       "notes", "fatalities", NULL, NULL},
    [CONTEXT_GED] = {"id", "date_start", "date_end", "type_of_violence", NULL,
                     "side_a", "side_b", "where_coordinates", "latitude",
                     "longitude", "where_prec", "source_article",
                     "where_description", "best", "low", "high"},
};
/* Some releases of GED have no head: 49 columns in this order. */
static const char *const ged_order[] = {"id",
                                        "relid",
                                        "year",
                                        "active_year",
                                        "code_status",
                                        "type_of_violence",
                                        "conflict_dset_id",
                                        "conflict_new_id",
                                        "conflict_name",
                                        "dyad_dset_id",
                                        "dyad_new_id",
                                        "dyad_name",
                                        "side_a_dset_id",
                                        "side_a_new_id",
                                        "side_a",
                                        "side_b_dset_id",
                                        "side_b_new_id",
                                        "side_b",
                                        "number_of_sources",
                                        "source_article",
                                        "source_office",
                                        "source_date",
                                        "source_headline",
                                        "source_original",
                                        "where_prec",
                                        "where_coordinates",
                                        "where_description",
                                        "adm_1",
                                        "adm_2",
                                        "latitude",
                                        "longitude",
                                        "geom_wkt",
                                        "priogrid_gid",
                                        "country",
                                        "country_id",
                                        "region",
                                        "event_clarity",
                                        "date_prec",
                                        "date_start",
                                        "date_end",
                                        "deaths_a",
                                        "deaths_b",
                                        "deaths_civilians",
                                        "deaths_unknown",
                                        "best",
                                        "high",
                                        "low",
                                        "gwnoa",
                                        "gwnob"};
static const enum column needed[] = {COL_ID, COL_FROM, COL_LAT, COL_LON};

struct reading {
    struct cx *cx;
    struct arena *a;
    struct context *out;
    str path;
    enum context_set set;
    size_t place[N_COLUMNS]; /* of the column in a row; SIZE_MAX: not there */
    size_t wide;             /* columns of the head */
};

static size_t place_of(const struct csv_row *head, const char *name)
{
    for (size_t i = 0; name != NULL && i < head->n; i++)
        if (str_eq(str_trim(head->cells[i]), str_of(name)))
            return i;
    return SIZE_MAX;
}

static bool find_columns(struct reading *r, const struct csv_row *head)
{
    for (size_t c = 0; c < N_COLUMNS; c++)
        r->place[c] = place_of(head, columns[r->set][c]);
    r->wide = head->n;
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (r->place[needed[i]] == SIZE_MAX)
            return false;
    return true;
}

static bool is_without_head(const struct csv_row *row)
{
    int64_t id;
    return row->n == COUNT_OF(ged_order) &&
           str_int(str_trim(row->cells[0]), 0, INT64_MAX, &id);
}

/* *head: whether the row names the columns. */
static err find_set(struct reading *r, const struct csv_row *row, bool *head)
{
    str names[COUNT_OF(ged_order)];
    const struct csv_row ordered = {.cells = names, .n = COUNT_OF(names)};
    *head = true;
    for (int s = 0; s < CONTEXT_SETS; s++) {
        r->set = (enum context_set)s;
        if (find_columns(r, row))
            return OK;
    }
    *head = false;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        names[i] = str_of(ged_order[i]);
    r->set = CONTEXT_GED;
    if (is_without_head(row) && find_columns(r, &ordered))
        return OK;
    return fail_hint(
        r->cx, ERR_INPUT,
        "ACLED: event_id_cnty, event_date, latitude, longitude ...; UCDP GED: "
        "id, date_start, latitude, longitude ...",
        "%.*s:1: these are the columns of neither ACLED nor UCDP GED",
        STR_ARG(r->path));
}

/* --- Cells ---------------------------------------------------------------- */

static str cell_of(const struct reading *r, const struct csv_row *row,
                   enum column c)
{
    return r->place[c] < row->n ? str_trim(row->cells[r->place[c]]) : STR("");
}

static err wrong(struct reading *r, uint32_t line, const char *field,
                 const char *message, const char *hint)
{
    struct facts_problem p = {.file = r->path,
                              .line = line,
                              .column = 1,
                              .field = str_of(field),
                              .message = str_of(message),
                              .hint = str_of(hint)};
    if (r->out->problems.n < LIMIT_DIAGNOSTICS)
        TRY_ROOM(r->cx, r->a, vec_push(r->a, &r->out->problems, p));
    return OK;
}

static bool month_of(str name, uint8_t *out)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    for (size_t i = 0; i < COUNT_OF(months); i++)
        if (str_eq(name, str_of(months[i]))) {
            *out = (uint8_t)(i + 1);
            return true;
        }
    return false;
}

/* 2025-01-19, with or without a time of day, or 19 January 2025. */
static bool read_day(struct cx *cx, str text, struct civil_date *out)
{
    enum { ISO = 10, LAST_YEAR = 9999 };
    str day, month, year;
    int64_t d, y;
    if (text.n == ISO ||
        (text.n > ISO && (text.p[ISO] == ' ' || text.p[ISO] == 'T'))) {
        if (is_ok(civil_date_parse(cx, str_sub(text, 0, ISO), out)))
            return true;
        fault_clear(cx);
    }
    if (!str_cut(text, ' ', &day, &month) ||
        !str_cut(month, ' ', &month, &year) || !str_int(day, 1, 31, &d) ||
        !str_int(year, 1, LAST_YEAR, &y) || !month_of(month, &out->month))
        return false;
    out->day = (uint8_t)d;
    out->year = (int16_t)y;
    return civil_date_is_valid(*out);
}

/* Decimal degrees, times 10^7; what is beyond is cut off. */
static bool read_degrees(str text, int64_t most, int32_t *out)
{
    enum { DIGITS = 7 };
    bool minus = str_starts(text, STR("-"));
    str whole, part;
    int64_t n, v = 0;
    str_cut(minus ? str_sub(text, 1, text.n) : text, '.', &whole, &part);
    if (str_starts(whole, STR("+")) || !str_int(whole, 0, most, &n))
        return false;
    for (size_t i = 0; i < part.n; i++)
        if (part.p[i] < '0' || part.p[i] > '9')
            return false;
    for (size_t i = 0; i < DIGITS; i++)
        v = v * 10 + (i < part.n ? part.p[i] - '0' : 0);
    v += n * 10000000;
    if (v > most * 10000000)
        return false;
    *out = (int32_t)(minus ? -v : v);
    return true;
}

static int64_t number_or(str text, int64_t otherwise)
{
    int64_t n;
    return str_int(text, 0, INT64_C(1000000000), &n) ? n : otherwise;
}

static void read_deaths(const struct reading *r, const struct csv_row *row,
                        struct context_event *e)
{
    e->best = number_or(cell_of(r, row, COL_BEST), -1);
    e->has_deaths = e->best >= 0;
    e->low = number_or(cell_of(r, row, COL_LOW), e->best);
    e->high = number_or(cell_of(r, row, COL_HIGH), e->best);
}

static str type_of(const struct reading *r, str cell)
{
    if (r->set == CONTEXT_ACLED)
        return cell;
    return str_eq(cell, STR("1"))   ? STR("State-based conflict")
           : str_eq(cell, STR("2")) ? STR("Non-state conflict")
           : str_eq(cell, STR("3")) ? STR("One-sided violence")
                                    : cell;
}

static err read_row(struct reading *r, const struct csv_row *row)
{
    struct context_event e = {.set = r->set, .line = row->line};
    str lat = cell_of(r, row, COL_LAT), lon = cell_of(r, row, COL_LON);
    str to = cell_of(r, row, COL_TO);
    if (row->n != r->wide)
        return wrong(r, row->line, "",
                     "the row has not as many cells as the "
                     "first line",
                     "a cell with a comma stands in quotes");
    e.id = cell_of(r, row, COL_ID);
    if (e.id.n == 0)
        return wrong(r, row->line, columns[r->set][COL_ID],
                     "the event has no id", "each row has one of its own");
    if (!read_day(r->cx, cell_of(r, row, COL_FROM), &e.from))
        return wrong(r, row->line, columns[r->set][COL_FROM], "that is no day",
                     "2025-01-19 or 19 January 2025");
    e.to = e.from;
    if (to.n > 0 &&
        (!read_day(r->cx, to, &e.to) || civil_days(e.to) < civil_days(e.from)))
        return wrong(r, row->line, columns[r->set][COL_TO],
                     "that is no day, or one before the first", "2025-01-19");
    e.has_point = lat.n > 0 || lon.n > 0;
    if (e.has_point && (!read_degrees(lat, 90, &e.at.lat_e7) ||
                        !read_degrees(lon, 180, &e.at.lon_e7)))
        return wrong(r, row->line, "latitude", "these are no degrees",
                     "decimal degrees: 31.5, -9.25");
    e.type = type_of(r, cell_of(r, row, COL_TYPE));
    e.detail = cell_of(r, row, COL_DETAIL);
    e.actor1 = cell_of(r, row, COL_ACTOR1);
    e.actor2 = cell_of(r, row, COL_ACTOR2);
    e.place = cell_of(r, row, COL_PLACE);
    e.source = cell_of(r, row, COL_SOURCE);
    e.notes = cell_of(r, row, COL_NOTES);
    e.precision = (int)number_or(cell_of(r, row, COL_PRECISION), 0);
    read_deaths(r, row, &e);
    r->out->has[r->set] = true;
    TRY_ROOM(r->cx, r->a, vec_push(r->a, &r->out->all, e));
    return OK;
}

err context_read(struct cx *cx, struct arena *a, str path, str bytes,
                 struct context *out)
{
    struct reading r = {.cx = cx, .a = a, .out = out, .path = path};
    struct csv csv;
    struct csv_row row;
    bool more, head = true;
    csv_init(&csv, bytes, ',');
    do
        TRY(cx, csv_next(cx, a, &csv, &row, &more));
    while (more && row.n == 0);
    if (!more || row.wrong != NULL)
        row.n = 0;
    TRY(cx, find_set(&r, &row, &head));
    if (!head)
        r.wide = COUNT_OF(ged_order);
    for (bool first = !head; more; first = false) {
        if (!first)
            TRY(cx, csv_next(cx, a, &csv, &row, &more));
        if (!more)
            break;
        if (row.wrong != NULL)
            TRY(cx, wrong(&r, row.wrong_line, "", row.wrong, row.hint));
        else if (row.n > 0)
            TRY(cx, read_row(&r, &row));
    }
    return OK;
}

static int by_date(const void *a, const void *b)
{
    const struct context_event *x = a, *y = b;
    int64_t dx = civil_days(x->from), dy = civil_days(y->from);
    if (dx != dy)
        return dx < dy ? -1 : 1;
    if (x->set != y->set)
        return x->set < y->set ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

void context_settle(struct context *c)
{
    if (c->all.n > 0)
        qsort(c->all.p, c->all.n, sizeof *c->all.p, by_date);
}
