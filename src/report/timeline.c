/* report/timeline.c: day by day, and change by change: what `truce timeline`,
 * `follow` and the replay print. Which changes there are is found by the
 * caller, from verdicts of two instants. */
#include "report/report_int.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

/* --- Text ---------------------------------------------------------------- */

static void put_name(const struct report_case *c, int clause, str instance,
                     struct buf *b)
{
    const struct clause *cl = &c->ag->clauses[clause];
    buf_str(b, cl->label);
    if (cl->reading.n > 0) {
        buf_char(b, ' ');
        buf_str(b, cl->reading);
    }
    if (instance.n > 0) {
        buf_char(b, ' ');
        buf_safe(b, instance);
    }
}

/* The records that changed it, or how many they are among. */
static void put_causes(const struct report_case *c,
                       const struct report_change *ch, struct buf *b)
{
    enum { MOST = 3 };
    struct fact buffer;
    if (ch->among > 0) {
        buf_c(b, ", through some of ");
        show_count(b, (int64_t)ch->among);
        buf_c(b, " records");
        return;
    }
    for (size_t i = 0; i < ch->n_causes && i < MOST; i++) {
        const struct fact *f = c->fact(c->self, ch->causes[i], &buffer);
        if (f == NULL)
            continue;
        buf_c(b, i == 0 ? ", through " : ", ");
        buf_safe(b, f->id);
    }
    if (ch->n_causes > MOST)
        buf_printf(b, " and %zu more", ch->n_causes - MOST);
}

/* Ids of reports with the accounts that state them: "un-1 (un)". */
static void put_by(const struct report_case *c, const uint32_t *facts,
                   uint32_t n, struct buf *b)
{
    enum { MOST = 3 };
    struct fact buffer;
    for (uint32_t i = 0; i < n && i < MOST; i++) {
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (f == NULL)
            continue;
        buf_c(b, i == 0 ? "" : ", ");
        buf_safe(b, f->id);
        buf_c(b, " (");
        buf_safe(b,
                 show_account_name(c, c->source(c->self, f->source)->account));
        buf_char(b, ')');
    }
    if (n > MOST)
        buf_printf(b, " and %" PRIu32 " more", n - MOST);
}

static void put_change(const struct report_case *c,
                       const struct report_choice *choice,
                       const struct report_change *ch, struct buf *out)
{
    buf_styled(out, choice->colour, status_style(ch->to),
               str_of(status_symbol(ch->to)));
    buf_char(out, ' ');
    buf_style_on(out, choice->colour, STYLE_BOLD);
    put_name(c, ch->clause, ch->instance, out);
    buf_style_off(out, choice->colour, STYLE_BOLD);
    if (ch->bearer != NONE) {
        buf_c(out, " (");
        buf_safe(out, show_actor_name(c->ag, ch->bearer));
        buf_char(out, ')');
    }
    buf_c(out, ": ");
    if (!ch->is_new) {
        buf_str(out, status_name(ch->from));
        buf_c(out, " → ");
    }
    buf_str(out, status_name(ch->to));
    if (ch->n_reports > 0) {
        buf_c(out, ", by ");
        put_by(c, ch->reports, ch->n_reports, out);
    }
    put_causes(c, ch, out);
    buf_char(out, '\n');
}

void report_change_text(const struct report_case *c,
                        const struct report_choice *choice, instant when,
                        const struct report_change *change, struct buf *out)
{
    show_moment(c, out, when, true);
    buf_c(out, "  ");
    put_change(c, choice, change, out);
}

static void put_head(const struct report_case *c,
                     const struct report_choice *choice, instant begin,
                     struct buf *out)
{
    char number[32];
    struct civil_date d = civil_local(c->tz, begin).civil.date;
    snprintf(number, sizeof number, "day %" PRId64, day_number(c, begin));
    buf_char(out, '\n');
    buf_style_on(out, choice->colour, STYLE_BOLD);
    buf_c(out, number);
    buf_c(out, "  ");
    buf_str(out, civil_weekday_name(civil_weekday(d)));
    buf_char(out, ' ');
    show_date(c, out, begin, true);
    buf_style_off(out, choice->colour, STYLE_BOLD);
    buf_char(out, '\n');
}

/* A period of a clause that repeats, over which nothing was reported. */
static bool is_silent_day(const struct report_case *c,
                          const struct report_change *ch)
{
    return c->ag->clauses[ch->clause].period != PERIOD_NONE &&
           ch->to == ST_NOT_REPORTED;
}

static err put_silent(struct cx *cx, const struct report_case *c,
                      const struct report_choice *choice,
                      const struct report_day *day, struct buf *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    bool any = false;
    buf_init(&b, cx->scratch, SIZE_MAX);
    for (uint32_t i = 0; i < day->n_changes; i++) {
        const struct report_change *ch = &day->changes[i];
        if (!is_silent_day(c, ch))
            continue;
        buf_c(&b, any ? ", " : "not reported: ");
        put_name(c, ch->clause, ch->instance, &b);
        any = true;
    }
    if (any) {
        buf_c(out, "  ");
        buf_styled(out, choice->colour, STYLE_DIM,
                   str_of(status_symbol(ST_NOT_REPORTED)));
        buf_char(out, ' ');
        show_wrapped(out, buf_view(&b), 4, 6, choice->width);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

err report_day_text(struct cx *cx, const struct report_case *c,
                    const struct report_choice *choice,
                    const struct report_day *day, struct buf *out)
{
    struct fact buffer;
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    put_head(c, choice, day->begin, out);
    if (day->n_due > 0) {
        buf_init(&b, cx->scratch, SIZE_MAX);
        buf_c(&b, "due:");
        for (uint32_t i = 0; i < day->n_due; i++) {
            const struct verdict *v = &c->v->v[day->due[i]];
            buf_c(&b, i == 0 ? " " : ", ");
            put_name(c, v->clause, v->instance, &b);
        }
        buf_c(out, "  ");
        show_wrapped(out, buf_view(&b), 2, 7, choice->width);
    }
    for (uint32_t i = 0; i < day->n_changes; i++) {
        if (is_silent_day(c, &day->changes[i]))
            continue;
        buf_c(out, "  ");
        put_change(c, choice, &day->changes[i], out);
    }
    TRY(cx, put_silent(cx, c, choice, day, out));
    for (uint32_t i = 0; i < day->n_facts; i++) {
        const struct fact *f = c->fact(c->self, day->facts[i], &buffer);
        if (f == NULL)
            continue;
        struct arena_mark inner = arena_mark(cx->scratch);
        buf_init(&b, cx->scratch, SIZE_MAX);
        show_statement(c, day->facts[i], f, &b);
        buf_c(out, "    ");
        show_wrapped(out, buf_view(&b), 4, 6, choice->width);
        arena_rewind(cx->scratch, inner);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* --- JSON ---------------------------------------------------------------- */

static void put_ids_json(struct json_out *j, const struct report_case *c,
                         const uint32_t *facts, size_t n)
{
    struct fact buffer;
    json_arr_begin(j);
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = c->fact(c->self, facts[i], &buffer);
        if (f != NULL)
            json_str(j, f->id);
    }
    json_arr_end(j);
}

static void put_change_json(struct json_out *j, const struct report_case *c,
                            const struct report_change *ch)
{
    struct fact buffer;
    const struct clause *cl = &c->ag->clauses[ch->clause];
    json_key_text(j, "clause", cl->label);
    if (cl->reading.n > 0)
        json_key_text(j, "reading", cl->reading);
    json_key_text(j, "instance", ch->instance);
    json_key(j, "bearer");
    if (ch->bearer == NONE)
        json_null(j);
    else
        json_str(j, c->ag->actors[ch->bearer].id);
    json_key(j, "from");
    if (ch->is_new)
        json_null(j);
    else
        json_str(j, status_name(ch->from));
    json_key_text(j, "to", status_name(ch->to));
    json_key(j, "reports");
    put_ids_json(j, c, ch->reports, ch->n_reports);
    json_key(j, "cause");
    const struct fact *f =
        ch->n_causes == 0
            ? NULL
            : c->fact(c->self, ch->causes[ch->n_causes - 1], &buffer);
    if (f == NULL)
        json_null(j);
    else
        json_str(j, f->id);
}

static void put_causes_json(struct json_out *j, const struct report_case *c,
                            const struct report_change *ch)
{
    json_key(j, "causes");
    put_ids_json(j, c, ch->causes, ch->n_causes);
    if (ch->among > 0) {
        json_key(j, "among");
        json_int(j, (int64_t)ch->among);
    }
}

void report_change_json(const struct report_case *c, instant when,
                        const struct report_change *change, struct buf *out)
{
    char room[CIVIL_PRINT_SIZE];
    struct json_out j;
    json_init(&j, out, 0);
    json_obj_begin(&j);
    json_key_text(&j, "at", civil_rfc3339_print(c->tz, when, room));
    put_change_json(&j, c, change);
    put_causes_json(&j, c, change);
    json_obj_end(&j);
    buf_char(out, '\n');
}

void report_day_json(const struct report_case *c, const struct report_day *day,
                     struct json_out *j)
{
    char room[CIVIL_PRINT_SIZE];
    struct fact buffer;
    struct civil_date d = civil_local(c->tz, day->begin).civil.date;
    json_obj_begin(j);
    json_key_text(j, "date", civil_date_print(d, room));
    json_key_int(j, "day", day_number(c, day->begin));
    json_key(j, "due");
    json_arr_begin(j);
    for (uint32_t i = 0; i < day->n_due; i++) {
        const struct verdict *v = &c->v->v[day->due[i]];
        json_obj_begin(j);
        json_key_text(j, "clause", c->ag->clauses[v->clause].label);
        json_key_text(j, "instance", v->instance);
        json_obj_end(j);
    }
    json_arr_end(j);
    json_key(j, "changes");
    json_arr_begin(j);
    for (uint32_t i = 0; i < day->n_changes; i++) {
        json_obj_begin(j);
        put_change_json(j, c, &day->changes[i]);
        json_obj_end(j);
    }
    json_arr_end(j);
    json_key(j, "reports");
    json_arr_begin(j);
    for (uint32_t i = 0; i < day->n_facts; i++) {
        const struct fact *f = c->fact(c->self, day->facts[i], &buffer);
        if (f != NULL)
            json_str(j, f->id);
    }
    json_arr_end(j);
    json_obj_end(j);
}

/* --- One line a day ------------------------------------------------------ */

static bool is_overall(str instance)
{
    return str_eq(instance, STR("overall"));
}

static bool is_today(const struct report_case *c, str instance, instant begin)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_date d = civil_local(c->tz, begin).civil.date;
    return str_eq(instance, civil_date_print(d, room));
}

/* "day  7  25 Jan  ", sixteen columns. */
static void put_replay_head(const struct report_case *c,
                            const struct report_choice *choice, instant begin,
                            struct buf *out)
{
    struct civil_date d = civil_local(c->tz, begin).civil.date;
    buf_style_on(out, choice->colour, STYLE_BOLD);
    buf_printf(out, "day %2" PRId64, day_number(c, begin));
    buf_style_off(out, choice->colour, STYLE_BOLD);
    buf_c(out, d.day < 10 ? "   " : "  ");
    show_date(c, out, begin, false);
    buf_c(out, "  ");
}

err report_replay_line(struct cx *cx, const struct report_case *c,
                       const struct report_choice *choice,
                       const struct report_day *day, struct buf *out)
{
    enum { HEAD = 16 };
    struct arena_mark mark = arena_mark(cx->scratch);
    size_t used = 0;
    for (uint32_t i = 0; i < day->n_changes; i++) {
        const struct report_change *ch = &day->changes[i];
        struct arena_mark inner = arena_mark(cx->scratch);
        struct buf b;
        if (is_silent_day(c, ch) || status_group(ch->to) == GROUP_RUNNING)
            continue;
        if (used == 0) {
            put_replay_head(c, choice, day->begin, out);
            used = HEAD;
        }
        buf_init(&b, cx->scratch, SIZE_MAX);
        put_name(c, ch->clause,
                 is_today(c, ch->instance, day->begin) ||
                         is_overall(ch->instance)
                     ? STR("")
                     : ch->instance,
                 &b);
        size_t w = utf8_width(buf_view(&b)) + 4;
        if (used + w > choice->width) {
            buf_char(out, '\n');
            buf_fill(out, ' ', HEAD);
            used = HEAD;
        }
        buf_c(out, used == HEAD ? "" : "  ");
        used += w;
        buf_styled(out, choice->colour, status_style(ch->to),
                   str_of(status_symbol(ch->to)));
        buf_char(out, ' ');
        buf_str(out, buf_view(&b));
        arena_rewind(cx->scratch, inner);
    }
    if (used > 0)
        buf_char(out, '\n');
    arena_rewind(cx->scratch, mark);
    return OK;
}

void report_replay_legend(const struct report_choice *choice, struct buf *out)
{
    static const enum status shown[] = {
        ST_MET,   ST_MET_LATE, ST_PARTLY,       ST_CONTESTED,
        ST_UNMET, ST_REPORTED, ST_NOT_REPORTED, ST_REPORTED_NOT_VERIFIED};
    size_t used = 0;
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        size_t w = utf8_width(status_name(shown[i])) + 2;
        bool breaks = used > 0 && used + 2 + w > choice->width;
        buf_c(out, used == 0 ? "" : breaks ? "\n" : "  ");
        used = used == 0 || breaks ? w : used + 2 + w;
        buf_styled(out, choice->colour, status_style(shown[i]),
                   str_of(status_symbol(shown[i])));
        buf_char(out, ' ');
        buf_str(out, status_name(shown[i]));
    }
    buf_c(out, "\n\n");
}
