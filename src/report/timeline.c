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
        buf_safe(b, account_name(c, c->source(c->self, f->source)->account));
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
        buf_safe(out, actor_name(c->ag, ch->bearer));
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
    if (ch->cause != UINT32_MAX) {
        struct fact buffer;
        const struct fact *f = c->fact(c->self, ch->cause, &buffer);
        if (f != NULL) {
            buf_c(out, ", through ");
            buf_safe(out, f->id);
        }
    }
    buf_char(out, '\n');
}

void report_change_text(const struct report_case *c,
                        const struct report_choice *choice, instant when,
                        const struct report_change *change, struct buf *out)
{
    put_moment(c, out, when, true);
    buf_c(out, "  ");
    put_change(c, choice, change, out);
}

static const char *kind_words(const struct fact *f)
{
    switch (f->kind) {
    case FACT_TOTAL:
        return f->final ? " in all, complete" : " in all";
    case FACT_LEVEL:
        return " there";
    case FACT_EVENT:
    case FACT_STATE:
    case FACT_INCIDENT:
    case FACT_ASSESSMENT:
    case FACT_FINDING:
    case FACT_CONSENT:
    case FACT_ANNOUNCEMENT:
    case FACT_SIGNATURE:
    case FACT_NOTICE:
    case FACT_REPLY:
        break;
    }
    return "";
}

static const char *verb(const struct fact *f)
{
    switch (f->kind) {
    case FACT_SIGNATURE:
        return "signed";
    case FACT_NOTICE:
        return "gave notice";
    case FACT_ANNOUNCEMENT:
        return "announced";
    case FACT_CONSENT:
        return "consented";
    case FACT_ASSESSMENT:
        return "assessed";
    case FACT_FINDING:
        return "found";
    case FACT_INCIDENT:
        return "opened an incident";
    case FACT_REPLY:
        return "replied";
    case FACT_EVENT:
    case FACT_TOTAL:
    case FACT_LEVEL:
    case FACT_STATE:
        break;
    }
    return "";
}

/* "Reuters: Hamas released 4 hostage (female soldier), Gaza". */
static void put_statement(const struct report_case *c, uint32_t n,
                          const struct fact *f, struct buf *b)
{
    const struct agreement *ag = c->ag;
    struct report_shown s = {0};
    const struct source *src = c->source(c->self, f->source);
    c->shown(c->self, n, &s);
    buf_str(b, src->name.n > 0 ? src->name : src->id);
    buf_c(b, *verb(f) != '\0' ? " " : ":");
    buf_c(b, verb(f));
    if (f->performer != NONE) {
        buf_char(b, ' ');
        buf_str(b, actor_name(ag, f->performer));
    }
    if (f->act != NONE) {
        buf_c(b, f->did_not ? " not " : " ");
        buf_str(b, ag->acts[f->act].done);
    }
    if (f->state != NONE) {
        buf_char(b, ' ');
        buf_str(b, ag->states[f->state].name.n > 0 ? ag->states[f->state].name
                                                   : ag->states[f->state].id);
        buf_c(b, f->holds ? " holds" : " does not hold");
    }
    if (f->item != NONE && (f->lo != 0 || f->hi != QTY_INF)) {
        buf_char(b, ' ');
        put_figure(b, f->lo, f->hi);
        buf_char(b, ' ');
        buf_str(b, item_name(ag, f->item));
        buf_c(b, kind_words(f));
    }
    if (f->zone != NONE) {
        buf_c(b, ", ");
        buf_str(b, zone_name(ag, f->zone));
    }
    if (f->clause != NONE) {
        buf_c(b, ", on ");
        buf_str(b, ag->clauses[f->clause].label);
    }
    str text = f->text.n > 0 ? f->text : s.note.n > 0 ? s.note : s.label;
    if (text.n > 0) {
        buf_c(b, ": ");
        buf_str(b, text);
    }
    buf_c(b, " [");
    buf_str(b, f->id);
    buf_char(b, ']');
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
    put_date(c, out, begin, true);
    buf_style_off(out, choice->colour, STYLE_BOLD);
    buf_char(out, '\n');
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
        put_wrapped(out, buf_view(&b), 2, 7, choice->width);
    }
    for (uint32_t i = 0; i < day->n_changes; i++) {
        buf_c(out, "  ");
        put_change(c, choice, &day->changes[i], out);
    }
    for (uint32_t i = 0; i < day->n_facts; i++) {
        const struct fact *f = c->fact(c->self, day->facts[i], &buffer);
        if (f == NULL)
            continue;
        struct arena_mark inner = arena_mark(cx->scratch);
        buf_init(&b, cx->scratch, SIZE_MAX);
        put_statement(c, day->facts[i], f, &b);
        buf_c(out, "    ");
        put_wrapped(out, buf_view(&b), 4, 6, choice->width);
        arena_rewind(cx->scratch, inner);
    }
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* --- JSON ---------------------------------------------------------------- */

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
    json_arr_begin(j);
    for (uint32_t i = 0; i < ch->n_reports; i++) {
        const struct fact *f = c->fact(c->self, ch->reports[i], &buffer);
        if (f != NULL)
            json_str(j, f->id);
    }
    json_arr_end(j);
    json_key(j, "cause");
    const struct fact *f =
        ch->cause == UINT32_MAX ? NULL : c->fact(c->self, ch->cause, &buffer);
    if (f == NULL)
        json_null(j);
    else
        json_str(j, f->id);
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

err report_replay_line(struct cx *cx, const struct report_case *c,
                       const struct report_choice *choice,
                       const struct report_day *day, struct buf *out)
{
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    TRY(cx, report_day_line(cx, c, choice, out));
    size_t used = 16 + 7 * 7;
    bool first = true;
    for (uint32_t i = 0; i < day->n_changes; i++) {
        const struct report_change *ch = &day->changes[i];
        struct arena_mark inner = arena_mark(cx->scratch);
        buf_init(&b, cx->scratch, SIZE_MAX);
        put_name(c, ch->clause, ch->instance, &b);
        size_t w = utf8_width(buf_view(&b)) + 3;
        if (used + w + 2 > choice->width) {
            buf_c(out, " …");
            break;
        }
        buf_c(out, first ? "  " : " ");
        used += w;
        first = false;
        buf_styled(out, choice->colour, status_style(ch->to),
                   str_of(status_symbol(ch->to)));
        buf_char(out, ' ');
        buf_str(out, buf_view(&b));
        arena_rewind(cx->scratch, inner);
    }
    buf_char(out, '\n');
    arena_rewind(cx->scratch, mark);
    return OK;
}
