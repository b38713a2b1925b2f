/* report/strip.c: the calendar strip: a row for each clause, a cell for each
 * day (or, where there are more days than columns, for several).
 *
 *              19 Jan 26 Jan 2 Feb
 *              day 1  day 8  day 15
 *     b2.1     ●     ●      ●
 *     b10.2          ◑→→
 *     b13.1    ●●●●●◔○○○○○
 *
 * A cell stands on the day something is due (or, where nothing is due on a
 * day, was done); an arrow leads from a day that passed to the day on which it
 * was done; a line is a prohibition in force, with the days on it for which an
 * act is reported. Symbols, not colour, carry the meaning. */
#include "report/report_int.h"

#include "base/utf8.h"

/* A cell: nothing, a status, or one of two lines. */
enum { CELL_EMPTY = -1, CELL_ARROW = N_STATUS, CELL_LINE };

struct strip {
    const struct report_case *c;
    int64_t days; /* columns stand for day 1 to this day */
    int64_t per;  /* days a cell */
    size_t cells;
};

/* Which of two statuses a shared cell shows: what deserves a look first. */
static int weight(int cell)
{
    if (cell == CELL_EMPTY)
        return -3;
    if (cell == CELL_LINE)
        return -2;
    if (cell == CELL_ARROW)
        return -1;
    switch (status_group((enum status)cell)) {
    case GROUP_UNMET:
        return 9;
    case GROUP_CONTESTED:
        return 8;
    case GROUP_UNVERIFIED:
        return 7;
    case GROUP_BANS:
        return 6;
    case GROUP_PARTLY:
        return 5;
    case GROUP_LATE:
        return 4;
    case GROUP_SILENT:
        return 3;
    case GROUP_DEPENDS:
        return 3;
    case GROUP_MET:
        return 2;
    case GROUP_RUNNING:
        return 1;
    case GROUP_ASIDE:
    case GROUP_JUDGED:
    case GROUP_DECLARED:
    case N_GROUPS:
        break;
    }
    return 0;
}

static void set(const struct strip *s, int *row, int64_t day, int cell)
{
    if (day < 1 || day > s->days)
        return;
    int64_t at = (day - 1) / s->per;
    if (weight(cell) > weight(row[at]))
        row[at] = cell;
}

static void set_reports(const struct strip *s, int *row, const uint32_t *facts,
                        uint32_t n, enum status status)
{
    struct fact buffer;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = s->c->fact(s->c->self, facts[i], &buffer);
        if (f != NULL && f->lo > 0)
            set(s, row, day_number(s->c, f->from), (int)status);
    }
}

static void set_ban(const struct strip *s, int *row, const struct verdict *v)
{
    int64_t last = day_number(s->c, s->c->v->at);
    int64_t end = v->window_to > v->window_from
                      ? day_number(s->c, v->window_to - 1)
                      : last;
    for (int64_t d = day_number(s->c, v->window_from);
         d <= end && d <= last && d <= s->days; d++)
        set(s, row, d, CELL_LINE);
    if (v->status == ST_NONE_REPORTED)
        return;
    set_reports(s, row, v->reports, v->n_reports, v->status);
    for (uint32_t i = 0; i < v->n_accounts; i++)
        set_reports(s, row, v->accounts[i].reports, v->accounts[i].n_reports,
                    ST_REPORTED);
}

static bool is_overall(const struct verdict *v)
{
    return str_eq(v->instance, STR("overall"));
}

static void set_duty(const struct strip *s, int *row, const struct verdict *v,
                     const struct clause *cl)
{
    int cell = (int)v->status;
    if (cl->period != PERIOD_NONE) {
        set(s, row, day_number(s->c, v->window_from), cell);
        return;
    }
    if (v->has_due) {
        int64_t due = day_number(s->c, v->due_hi);
        set(s, row, due, cell);
        if (v->status == ST_MET_LATE && v->has_met)
            for (int64_t d = due + 1; d <= day_number(s->c, v->met_from); d++)
                set(s, row, d, CELL_ARROW);
        return;
    }
    if (v->has_met)
        set(s, row, day_number(s->c, v->met_from), cell);
    else
        set_reports(s, row, v->reports, v->n_reports, v->status);
}

static bool has_row(const struct clause *cl)
{
    return cl->kind == CLAUSE_DUTY || cl->kind == CLAUSE_BAN ||
           cl->kind == CLAUSE_KEEP;
}

static bool same_label(const struct clause *a, const struct clause *b)
{
    return str_eq(a->label, b->label);
}

/* The last day that has a column. */
static int64_t last_day(const struct report_case *c)
{
    const struct verdicts *v = c->v;
    int64_t at = day_number(c, v->at), last = 1;
    for (uint32_t i = 0; i < v->n; i++) {
        /* A date far off must not push all others together. */
        int64_t d = v->v[i].has_due ? day_number(c, v->v[i].due_hi) : 1;
        if (d > last && d < 4000)
            last = d;
    }
    if (v->n_phases > 0 && v->phases[0].has_end) {
        int64_t end = day_number(c, v->phases[0].end - 1);
        return end > last ? end : last;
    }
    return at > last ? at : last;
}

/* Dates, or numbers of days, each seven cells. */
static void put_ticks(const struct strip *s, size_t indent, bool numbers,
                      struct buf *out)
{
    struct civil_date day1 = civil_local(s->c->tz, s->c->v->day1).civil.date;
    buf_fill(out, ' ', indent);
    size_t used = 0;
    /* The last one may not stand out over the cells. */
    for (size_t cell = 0; cell == 0 || cell + 6 <= s->cells; cell += 7) {
        int64_t day = (int64_t)cell * s->per + 1;
        buf_fill(out, ' ', cell - used);
        used = cell;
        if (numbers) {
            buf_c(out, cell == 0 ? "day " : "");
            used += cell == 0 ? 4 : 0;
            buf_int(out, day);
            for (int64_t k = day; k > 0; k /= 10)
                used++;
            continue;
        }
        struct civil_date d = civil_from_days(civil_days(day1) + day - 1);
        static const char months[][4] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
        buf_printf(out, "%u %s", (unsigned)d.day, months[d.month - 1]);
        used += d.day < 10 ? 5 : 6;
    }
    buf_char(out, '\n');
}

static void put_row(const struct report_choice *choice, const struct strip *s,
                    const int *row, struct buf *out)
{
    size_t last = 0;
    for (size_t i = 0; i < s->cells; i++)
        if (row[i] != CELL_EMPTY)
            last = i + 1;
    for (size_t i = 0; i < last; i++) {
        if (row[i] == CELL_EMPTY) {
            buf_char(out, ' ');
            continue;
        }
        if (row[i] == CELL_ARROW || row[i] == CELL_LINE) {
            buf_styled(out, choice->colour, STYLE_DIM,
                       row[i] == CELL_ARROW ? STR("→") : STR("─"));
            continue;
        }
        enum status st = (enum status)row[i];
        buf_styled(out, choice->colour, status_style(st),
                   str_of(status_symbol(st)));
    }
    buf_char(out, '\n');
}

static size_t label_width(const struct report_case *c)
{
    size_t most = 0;
    for (uint32_t i = 0; i < c->ag->n_clauses; i++) {
        size_t w = utf8_width(c->ag->clauses[i].label);
        if (has_row(&c->ag->clauses[i]) && w > most)
            most = w;
    }
    return most > 12 ? 12 : most;
}

static bool wanted(const struct report_choice *choice, const struct clause *cl)
{
    return has_row(cl) &&
           (choice->clause.n == 0 || str_eq(choice->clause, cl->label));
}

/* Makes v what one account says; false if it says nothing. */
static bool see(struct verdict *v, int account)
{
    if (account == NONE)
        return true;
    for (uint32_t i = 0; i < v->n_accounts; i++) {
        if (v->accounts[i].account != account)
            continue;
        v->status = v->accounts[i].status;
        v->reports = v->accounts[i].reports;
        v->n_reports = v->accounts[i].n_reports;
        v->accounts = &v->accounts[i];
        v->n_accounts = 1;
        return true;
    }
    return false;
}

/* All verdicts of one label in one row. */
static void fill(const struct strip *s, int *row, int clause, int account)
{
    const struct report_case *c = s->c;
    const struct clause *cl = &c->ag->clauses[clause];
    for (size_t i = 0; i < s->cells; i++)
        row[i] = CELL_EMPTY;
    for (uint32_t i = 0; i < c->v->n; i++) {
        const struct verdict *v = &c->v->v[i];
        const struct clause *of = &c->ag->clauses[v->clause];
        struct verdict seen = *v;
        if (!same_label(of, cl) || !see(&seen, account))
            continue;
        if (of->kind == CLAUSE_DUTY)
            set_duty(s, row, &seen, of);
        else if (is_overall(v))
            set_ban(s, row, &seen);
    }
}

/* Writes what a row is about into at most `width` columns: several who owe it
 * only where that leaves room for what they owe. */
static err put_words(struct cx *cx, const struct report_case *c,
                     const struct clause *cl, size_t width, struct buf *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf words;
    buf_init(&words, cx->scratch, SIZE_MAX);
    show_clause_words(c, cl, NONE, &words);
    if (cl->n_bearers > 1 && utf8_width(buf_view(&words)) > width) {
        buf_init(&words, cx->scratch, SIZE_MAX);
        show_clause_act(c, cl, &words);
    }
    TRY(cx, buf_finish(cx, &words));
    size_t used = show_cut(out, buf_view(&words), width);
    buf_fill(out, ' ', width - used);
    arena_rewind(cx->scratch, mark);
    return OK;
}

err show_strip(struct cx *cx, const struct report_case *c,
               const struct report_choice *choice, struct buf *out)
{
    enum { WORDS_LEAST = 16, WORDS_MOST = 44 };
    struct strip s = {.c = c, .per = 1};
    size_t label = label_width(c), words = 0;
    if (!c->v->in_force)
        return OK;
    s.days = last_day(c);
    size_t room = choice->width > label + 12 ? choice->width - label - 4 : 8;
    while ((s.days + s.per - 1) / s.per > (int64_t)room)
        s.per++;
    s.cells = (size_t)((s.days + s.per - 1) / s.per);
    if (room > s.cells + WORDS_LEAST)
        words = room - s.cells - 2;
    if (words > WORDS_MOST)
        words = WORDS_MOST;
    size_t indent = 2 + label + 1 + (words > 0 ? words + 1 : 0);

    int *row;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_NEW_ARRAY(cx, cx->scratch, s.cells, row);
    buf_style_on(out, choice->colour, STYLE_DIM);
    put_ticks(&s, indent, false, out);
    put_ticks(&s, indent, true, out);
    buf_style_off(out, choice->colour, STYLE_DIM);
    int64_t now = day_number(c, c->v->at);
    if (now >= 1 && now <= s.days) {
        buf_fill(out, ' ', indent + (size_t)((now - 1) / s.per));
        buf_c(out, "▼\n");
    }
    for (uint32_t i = 0; i < c->ag->n_clauses; i++) {
        const struct clause *cl = &c->ag->clauses[i];
        if (!wanted(choice, cl) ||
            (i > 0 && same_label(cl, &c->ag->clauses[i - 1])))
            continue;
        fill(&s, row, (int)i, choice->account);
        buf_c(out, "  ");
        size_t used = show_cut(out, cl->label, label);
        buf_fill(out, ' ', label - used + 1);
        if (words > 0) {
            TRY(cx, put_words(cx, c, cl, words, out));
            buf_char(out, ' ');
        }
        put_row(choice, &s, row, out);
    }
    if (s.per > 1) {
        buf_fill(out, ' ', indent);
        buf_printf(out, "a cell is %d days\n", (int)s.per);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}
