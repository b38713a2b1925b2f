/* report/explain.c: `truce explain`: one verdict, taken apart.
 *
 * The clause as written and what it means; how each date was found; the
 * figures of the accounts and the comparison; every report that was looked at,
 * counted or not, and why; the fewest reports that alone give the status; and
 * what would change it. The rules are those of docs/semantics.md, whose
 * sections are named ("sem 9"). */
#include "report/report_int.h"

#include "base/utf8.h"
#include "lang/lang.h"

#include <inttypes.h>

struct sheet {
    struct cx *cx;
    const struct report_case *c;
    const struct report_choice *choice;
    struct buf *out;
    const struct explanation *x;
    const struct clause *cl;
};

static const char *refusal_words(enum refusal why)
{
    switch (why) {
    case REF_COUNTED:
        return "counted";
    case REF_AMENDED:
        return "amended by a later record of its source";
    case REF_RETRACTED:
        return "retracted by its source";
    case REF_BEFORE_WINDOW:
        return "before the time that counts";
    case REF_AFTER_WINDOW:
        return "after the time that counts";
    case REF_PERFORMER:
        return "done by another, or it is not said by whom";
    case REF_ITEM:
        return "about another item";
    case REF_PLACE:
        return "at another place, or it is not said where";
    case REF_RECIPIENT:
        return "to another recipient";
    case REF_KEY:
        return "of another object, round or place";
    case REF_STANDARD:
        return "not of a source that the standard accepts";
    case REF_NOT_VALID:
        return "assessed as not valid";
    case REF_PART:
        return "of a part of the place only";
    case REF_SAME_INCIDENT:
        return "of the same incident as another that is counted";
    case REF_USED_BEFORE:
        return "used up by earlier instances";
    case REF_SUSPENDED:
        return "during a suspension";
    case REF_UNDECIDING:
        return "says nothing that decides";
    }
    return "";
}

static const char *refusal_name(enum refusal why)
{
    static const char *const names[] = {
        [REF_COUNTED] = "counted",
        [REF_AMENDED] = "amended",
        [REF_RETRACTED] = "retracted",
        [REF_BEFORE_WINDOW] = "before window",
        [REF_AFTER_WINDOW] = "after window",
        [REF_PERFORMER] = "performer",
        [REF_ITEM] = "item",
        [REF_PLACE] = "place",
        [REF_RECIPIENT] = "recipient",
        [REF_KEY] = "key",
        [REF_STANDARD] = "standard",
        [REF_NOT_VALID] = "not valid",
        [REF_PART] = "part of the place",
        [REF_SAME_INCIDENT] = "same incident",
        [REF_USED_BEFORE] = "used before",
        [REF_SUSPENDED] = "suspended",
        [REF_UNDECIDING] = "undeciding",
    };
    return names[why];
}

/* --- Layout ------------------------------------------------------------- */

enum { LEFT = 12 };

static void put_heading(const struct sheet *s, const char *text)
{
    buf_c(s->out, "  ");
    buf_style_on(s->out, s->choice->colour, STYLE_BOLD);
    buf_c(s->out, text);
    buf_style_off(s->out, s->choice->colour, STYLE_BOLD);
    size_t w = utf8_width(str_of(text)) + 2;
    buf_fill(s->out, ' ', w < LEFT ? LEFT - w : 1);
}

/* A heading and a paragraph beside it. */
static void put_part(const struct sheet *s, const char *heading, str text)
{
    if (text.n == 0)
        return;
    if (*heading != '\0')
        put_heading(s, heading);
    else
        buf_fill(s->out, ' ', LEFT);
    show_wrapped(s->out, text, LEFT, LEFT, s->choice->width);
}

static void begin(const struct sheet *s, struct buf *b)
{
    buf_init(b, s->cx->scratch, SIZE_MAX);
}

/* --- Dates -------------------------------------------------------------- */

static void put_exact(const struct sheet *s, struct buf *b, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    show_date(s->c, b, at, true);
    buf_char(b, ' ');
    buf_str(b, civil_clock_print(civil_local(s->c->tz, at).civil.clock, room));
    buf_char(b, ' ');
    buf_str(b, tz_name(s->c->tz));
    buf_c(b, " (");
    buf_str(b, civil_rfc3339_print(tz_utc(), at, room));
    buf_char(b, ')');
}

static const struct deadline *deadline_of(const struct sheet *s)
{
    str instance = s->x->verdict.instance;
    int64_t n;
    if (s->cl->n_steps > 0 && str_starts(instance, STR("step ")) &&
        str_int(str_sub(instance, 5, instance.n), 1, s->cl->n_steps, &n))
        return &s->cl->steps[n - 1].due;
    return &s->cl->due;
}

static void put_due_words(const struct sheet *s, struct buf *b)
{
    const struct deadline *d = deadline_of(s);
    if (s->cl->period != PERIOD_NONE && d->kind == DUE_NONE)
        buf_c(b, s->cl->period == PERIOD_DAY ? "the end of that civil day"
                                             : "the end of that week");
    else
        lang_deadline_print(s->cx, s->c->ag, d, b);
}

static bool uses_day_number(const struct point *p)
{
    return p->kind == POINT_DAY_N;
}

static void put_dates(const struct sheet *s)
{
    struct arena_mark mark = arena_mark(s->cx->scratch);
    const struct verdict *v = &s->x->verdict;
    struct buf b;
    begin(s, &b);
    if (!s->c->v->in_force) {
        put_part(s, "Window", STR("not known: the agreement is not in force"));
        arena_rewind(s->cx->scratch, mark);
        return;
    }
    buf_c(&b, "what counts in time begins ");
    put_exact(s, &b, v->window_from);
    if (v->window_to < INSTANT_MAX && v->window_to > v->window_from) {
        buf_c(&b, " and ends before ");
        put_exact(s, &b, v->window_to);
    }
    put_part(s, "Window", buf_view(&b));
    begin(s, &b);
    if (!v->has_due && s->cl->in_step_with != NONE) {
        buf_c(&b, "in step with ");
        buf_str(&b, s->c->ag->clauses[s->cl->in_step_with].label);
        buf_c(&b, ": its counterpart there has not happened, so nothing is "
                  "due yet (sem 16)");
        put_part(s, "Due", buf_view(&b));
    } else if (!v->has_due) {
        buf_c(&b, s->cl->kind == CLAUSE_DUTY
                      ? "no date: the text states none, or what it hangs on "
                        "is not known"
                      : "none");
        put_part(s, "Due", buf_view(&b));
    } else {
        put_due_words(s, &b);
        if (b.n > 0)
            buf_c(&b, ": ");
        put_exact(s, &b, v->due_hi);
        if (v->due_lo != v->due_hi) {
            buf_c(&b, "; it may be as early as ");
            put_exact(s, &b, v->due_lo);
        }
        put_part(s, "Due", buf_view(&b));
    }
    if (v->has_due && s->cl->in_step_with != NONE) {
        begin(s, &b);
        buf_c(&b, "in step with ");
        buf_str(&b, s->c->ag->clauses[s->cl->in_step_with].label);
        buf_c(&b, ": not due before its counterpart there has happened (sem "
                  "16)");
        put_part(s, "", buf_view(&b));
    }
    if (s->c->v->in_force &&
        (uses_day_number(&deadline_of(s)->p) || uses_day_number(&s->cl->from) ||
         uses_day_number(&s->cl->until))) {
        begin(s, &b);
        buf_c(&b, "day 1 is ");
        show_date(s->c, &b, s->c->v->day1, true);
        buf_c(&b, s->c->ag->day1_after ? ", the day after entry into force"
                                       : ", the day of entry into force");
        put_part(s, "", buf_view(&b));
    }
    if (v->has_met && (v->status == ST_MET || v->status == ST_MET_LATE)) {
        begin(s, &b);
        show_span(s->c, &b, v->met_from, v->met_to);
        buf_c(&b, ", by the report that completes it");
        put_part(s, "Done", buf_view(&b));
    }
    arena_rewind(s->cx->scratch, mark);
}

/* --- Arithmetic --------------------------------------------------------- */

static void put_quantity(const struct sheet *s, struct buf *b, int64_t n)
{
    str unit = show_unit_of(s->c->ag, s->cl);
    show_count(b, n);
    if (unit.n > 0) {
        buf_char(b, ' ');
        buf_str(b, unit);
    }
}

static void put_comparison(const struct sheet *s)
{
    struct arena_mark mark = arena_mark(s->cx->scratch);
    const struct verdict *v = &s->x->verdict;
    struct buf b;
    begin(s, &b);
    bool ban = s->cl->kind == CLAUSE_BAN || s->cl->kind == CLAUSE_KEEP;
    buf_c(&b, ban ? "found or admitted, " : "needed ");
    if (ban)
        show_standard(s->c->ag, &s->cl->standard, &b);
    else if (s->cl->measure == MEASURE_EXISTS)
        buf_c(&b, "once");
    else
        put_quantity(s, &b, v->required);
    if (v->before > 0) {
        buf_c(&b, ", beyond the ");
        show_count(&b, v->before);
        buf_c(&b, " that earlier instances or clauses use (sem 8)");
    }
    if (!ban) {
        buf_c(&b, "; accepted, ");
        show_standard(s->c->ag, &s->cl->standard, &b);
    }
    buf_c(&b, ": ");
    show_count(&b, v->sure);
    buf_c(&b, ban ? "; reported at most: " : "; possible at most: ");
    if (v->possible == QTY_INF)
        buf_c(&b, "no bound");
    else
        show_count(&b, v->possible);
    put_part(s, "Figures", buf_view(&b));
    for (uint32_t i = 0; i < v->n_accounts; i++) {
        const struct account_view *a = &v->accounts[i];
        begin(s, &b);
        buf_str(&b, show_account_name(s->c, a->account));
        buf_c(&b, " alone: ");
        show_figure(&b, a->fig.lo, a->fig.hi);
        if (!ban && s->cl->measure != MEASURE_EXISTS) {
            buf_c(&b, " of ");
            show_count(&b, a->required);
        }
        buf_c(&b, ", ");
        buf_str(&b, status_name(a->status));
        put_part(s, "", buf_view(&b));
    }
    if (v->accounts_differ)
        put_part(s, "",
                 v->on_status ? STR("The accounts differ in status (sem 13).")
                              : STR("The accounts differ in figure: no number "
                                    "fits both (sem 13)."));
    arena_rewind(s->cx->scratch, mark);
}

/* Why this status and no other, from the table of sem 10, 16, 17. */
static const char *because(enum status s)
{
    switch (s) {
    case ST_MET:
        return "what is accepted reaches the need in time";
    case ST_MET_LATE:
        return "what is accepted reaches the need, but not by the due time; "
               "the duty survives its deadline";
    case ST_RUNNING:
        return "the need is not reached and the due time has not passed, or "
               "there is none";
    case ST_WAITING:
        return "it has not begun, or what it depends on is not there yet";
    case ST_CONTESTED:
        return "the need is possible but not accepted, and somebody states "
               "otherwise";
    case ST_REPORTED_NOT_VERIFIED:
        return "the need is reported as reached, but not by whom the standard "
               "accepts, and nobody states otherwise";
    case ST_PARTLY_MET:
        return "the due time has passed, a source that can close it has closed "
               "it, and less than the need is possible";
    case ST_UNMET:
        return "the due time has passed, a source that can close it has closed "
               "it, and nothing is possible";
    case ST_PARTLY:
        return "the due time has passed and less than the need is reported; "
               "nobody who could close it has done so";
    case ST_NOT_REPORTED:
        return "the due time has passed and nothing is reported; no report is "
               "neither compliance nor breach";
    case ST_SUSPENDED:
        return "its due lies in a suspension that the text or the creditors "
               "allow";
    case ST_WAIVED:
        return "all to whom it is owed have consented";
    case ST_EXCUSED:
        return "a finding, or the consent of all to whom it is owed, says so";
    case ST_LAPSED:
        return "it was only waiting when the agreement ended, or the text "
               "lets it lapse";
    case ST_NOT_ARISING:
        return "its condition does not hold";
    case ST_DEPENDS:
        return "what it hangs on is not known, and the answer would differ";
    case ST_DEPENDS_ON_READING:
        return "the readings of the clause give different answers";
    case ST_WAITING_ON_EACH_OTHER:
        return "clauses wait for each other in a circle";
    case ST_NONE_REPORTED:
        return "nobody reports such an act; that is not a count of none";
    case ST_REPORTED:
        return "somebody reports it; it is neither admitted nor found";
    case ST_ADMITTED:
        return "a source of a bearer states it";
    case ST_FOUND:
        return "the body that the clause names has found it";
    case ST_JUDGED:
        return "the named body has said so";
    case ST_NOT_JUDGED:
        return "the named body has not decided";
    case ST_DECLARATORY:
        return "there is nothing to decide";
    case ST_PERMITTED:
        return "a permission";
    case N_STATUS:
        break;
    }
    return "";
}

/* --- Reports ------------------------------------------------------------ */

static void put_report(const struct sheet *s, const struct considered *r,
                       const char *heading)
{
    struct arena_mark mark = arena_mark(s->cx->scratch);
    struct fact buffer;
    struct report_shown shown = {0};
    struct buf b;
    const struct fact *f = s->c->fact(s->c->self, r->fact, &buffer);
    if (f == NULL)
        return;
    begin(s, &b);
    const struct source *src = s->c->source(s->c->self, f->source);
    s->c->shown(s->c->self, r->fact, &shown);
    buf_str(&b, f->id);
    buf_c(&b, ": ");
    buf_str(&b, src->name.n > 0 ? src->name : src->id);
    buf_c(&b, ", ");
    show_span(s->c, &b, f->from, f->to_);
    buf_c(&b, ", ");
    if (s->cl->measure == MEASURE_EXISTS)
        buf_c(&b, r->lo > 0 ? "done" : "not done");
    else
        show_figure(&b, r->lo, r->hi);
    if (shown.via.n > 0) {
        buf_c(&b, ", by way of ");
        buf_str(&b, shown.via);
    }
    if (shown.note.n > 0) {
        buf_c(&b, ". ");
        buf_str(&b, shown.note);
    }
    put_part(s, heading, buf_view(&b));
    arena_rewind(s->cx->scratch, mark);
}

static void put_counted(const struct sheet *s)
{
    enum { COUNTED_MOST = 40 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->x->n_reports; i++) {
        const struct considered *r = &s->x->reports[i];
        if (r->why == REF_COUNTED && n++ < COUNTED_MOST)
            put_report(s, r, n == 1 ? "Counted" : "");
    }
    if (n > COUNTED_MOST) {
        buf_fill(s->out, ' ', LEFT);
        buf_printf(s->out, "and %" PRIu32 " more\n", n - COUNTED_MOST);
    }
    if (n == 0)
        put_part(s, "Counted", STR("no report"));
    if (s->x->n_left > 0) {
        buf_fill(s->out, ' ', LEFT);
        buf_printf(s->out,
                   "the latest %" PRIu32 " reports of the act are told of; "
                   "%" PRIu32 " are earlier\n",
                   s->x->n_reports, s->x->n_left);
    }
}

/* The others, by reason. */
static void put_refused(const struct sheet *s)
{
    enum { IDS_MOST = 20 };
    struct arena_mark mark = arena_mark(s->cx->scratch);
    struct fact buffer;
    bool any = false;
    for (int why = REF_COUNTED + 1; why <= REF_UNDECIDING; why++) {
        struct buf b;
        uint32_t n = 0;
        begin(s, &b);
        for (uint32_t i = 0; i < s->x->n_reports; i++) {
            const struct considered *r = &s->x->reports[i];
            const struct fact *f =
                (int)r->why == why ? s->c->fact(s->c->self, r->fact, &buffer)
                                   : NULL;
            if (f == NULL || n++ >= IDS_MOST)
                continue;
            buf_c(&b, n == 1 ? refusal_words((enum refusal)why) : "");
            buf_c(&b, n == 1 ? ": " : ", ");
            buf_str(&b, f->id);
        }
        if (n > IDS_MOST)
            buf_printf(&b, " and %" PRIu32 " more", n - IDS_MOST);
        if (n > 0)
            put_part(s, any ? "" : "Not", buf_view(&b));
        any = any || n > 0;
    }
    arena_rewind(s->cx->scratch, mark);
}

/* Each statement of a total that sources differ on. */
static err put_apart(const struct sheet *s)
{
    enum { MOST = 16 };
    struct arena_mark mark = arena_mark(s->cx->scratch);
    uint32_t *facts = NULL, n;
    struct buf b;
    TRY(s->cx, show_apart(s->cx, s->c, &s->x->verdict, &facts, &n));
    for (uint32_t i = 0; i < n && i < MOST; i++) {
        begin(s, &b);
        show_apart_line(s->c, &s->x->verdict, facts[i], &b);
        put_part(s, i == 0 ? "Alone" : "", buf_view(&b));
    }
    if (n > MOST) {
        buf_fill(s->out, ' ', LEFT);
        buf_printf(s->out, "and %" PRIu32 " more\n", n - MOST);
    }
    if (n > 0)
        put_part(s, "", STR("Figures of different sources are never added."));
    arena_rewind(s->cx->scratch, mark);
    return OK;
}

static void put_minimal(const struct sheet *s)
{
    struct arena_mark mark = arena_mark(s->cx->scratch);
    struct fact buffer;
    struct buf b;
    if (s->x->n_minimal == 0)
        return;
    begin(s, &b);
    for (uint32_t i = 0; i < s->x->n_minimal; i++) {
        const struct fact *f =
            s->c->fact(s->c->self, s->x->minimal[i], &buffer);
        buf_c(&b, i == 0 ? "" : ", ");
        if (f != NULL)
            buf_str(&b, f->id);
    }
    buf_c(&b, ": these alone give the same status");
    put_part(s, "Rests on", buf_view(&b));
    arena_rewind(s->cx->scratch, mark);
}

/* --- What would change it ----------------------------------------------- */

static void put_who(const struct sheet *s, struct buf *b)
{
    const struct standard *st = &s->cl->standard;
    const struct agreement *ag = s->c->ag;
    switch (st->kind) {
    case STD_NAMED:
        buf_str(b, show_actor_name(ag, st->by));
        return;
    case STD_KOF: {
        const char *sep = "";
        buf_printf(b, "%" PRIu32 " of ", st->k);
        for (uint32_t i = 0; i < ag->n_actors; i++) {
            if (((st->of >> i) & 1) == 0)
                continue;
            buf_c(b, sep);
            buf_str(b, show_actor_name(ag, (int)i));
            sep = ", ";
        }
        return;
    }
    case STD_INTEREST:
        break;
    }
    buf_c(b, "a party to whom it is owed");
}

static void put_missing(const struct sheet *s, struct buf *b)
{
    const struct verdict *v = &s->x->verdict;
    int64_t missing = v->required - v->sure;
    if (s->cl->measure == MEASURE_EXISTS || missing <= 0) {
        buf_c(b, "a report of it");
    } else {
        put_quantity(s, b, missing);
        buf_c(b, " more");
    }
    buf_c(b, ", stated by ");
    put_who(s, b);
}

/* Who could close the window, or that nobody can (sem 9). */
static void put_closing(const struct sheet *s, struct buf *b)
{
    switch (s->cl->standard.kind) {
    case STD_NAMED:
        buf_c(b, " A complete count of less by ");
        put_who(s, b);
        buf_c(b, " would close it: partly met, or unmet at none.");
        return;
    case STD_KOF:
        buf_c(b, " Nobody is named who could close it, so no report makes it "
                 "unmet.");
        return;
    case STD_INTEREST:
        break;
    }
    if (s->cl->n_bearers == 0)
        buf_c(b, " No bearer is named, so nobody can close it.");
    else
        buf_c(b, " The bearer's own statement of less would close it: partly "
                 "met, or unmet at none.");
}

static void change_duty(const struct sheet *s, struct buf *b)
{
    const struct verdict *v = &s->x->verdict;
    switch (v->status) {
    case ST_MET:
        buf_c(b, "It would no longer be met if the reports it rests on were "
                 "retracted, or amended to less than what is needed.");
        return;
    case ST_MET_LATE:
        buf_c(b, "It would be met in time if an accepted report placed its "
                 "completion at or before the due time.");
        return;
    case ST_NOT_REPORTED:
    case ST_PARTLY:
    case ST_REPORTED_NOT_VERIFIED:
    case ST_CONTESTED:
        buf_c(b, "Met, by ");
        put_missing(s, b);
        buf_c(b, ", as done by the due time; met late, as done after it.");
        put_closing(s, b);
        return;
    case ST_UNMET:
    case ST_PARTLY_MET:
        buf_c(b, "Met or met late, by ");
        put_missing(s, b);
        buf_c(b, ". A correction of the count that closed it would open it "
                 "again.");
        return;
    case ST_RUNNING:
        buf_c(b, "Met, by ");
        put_missing(s, b);
        buf_c(b, ".");
        return;
    case ST_WAITING:
    case ST_SUSPENDED:
    case ST_WAIVED:
    case ST_EXCUSED:
    case ST_LAPSED:
    case ST_NOT_ARISING:
    case ST_DEPENDS:
    case ST_DEPENDS_ON_READING:
    case ST_WAITING_ON_EACH_OTHER:
    case ST_NONE_REPORTED:
    case ST_REPORTED:
    case ST_ADMITTED:
    case ST_FOUND:
    case ST_JUDGED:
    case ST_NOT_JUDGED:
    case ST_DECLARATORY:
    case ST_PERMITTED:
    case N_STATUS:
        break;
    }
    if (v->waits_for != NONE) {
        buf_c(b, "It waits for ");
        buf_str(b, s->c->ag->clauses[v->waits_for].label);
        buf_char(b, '.');
    }
}

static void put_change(const struct sheet *s, struct buf *b)
{
    switch (s->cl->kind) {
    case CLAUSE_DUTY:
        change_duty(s, b);
        return;
    case CLAUSE_BAN:
    case CLAUSE_KEEP:
        buf_c(b, "Found, by a finding of the body that the clause names; "
                 "admitted, by a statement of the bearer. A complete count of "
                 "none shows who looked; it is no finding that nothing "
                 "happened.");
        return;
    case CLAUSE_JUDGED:
        buf_c(b, "A finding of ");
        buf_str(b, show_actor_name(s->c->ag, s->cl->judged_by));
        buf_c(b, " on this clause.");
        return;
    case CLAUSE_MAY:
    case CLAUSE_DECLARATORY:
        break;
    }
}

/* --- The whole ---------------------------------------------------------- */

static void put_text_lines(const struct sheet *s, str text)
{
    while (text.n > 0) {
        str line;
        if (!str_cut(text, '\n', &line, &text))
            text = STR("");
        size_t blanks = 0;
        while (blanks < line.n && line.p[blanks] == ' ')
            blanks++;
        buf_c(s->out, "  | ");
        buf_fill(s->out, ' ', blanks);
        show_wrapped(s->out, line, 4 + blanks, 4 + blanks, s->choice->width);
    }
}

err report_explain_clause(struct cx *cx, const struct report_case *c,
                          const struct report_choice *choice, int clause,
                          str text, str meaning, struct buf *out)
{
    const struct clause *cl = &c->ag->clauses[clause];
    struct sheet s = {.cx = cx, .c = c, .choice = choice, .out = out, .cl = cl};
    buf_style_on(out, choice->colour, STYLE_BOLD);
    buf_str(out, cl->label);
    buf_style_off(out, choice->colour, STYLE_BOLD);
    buf_c(out, "  ");
    buf_safe(out, c->ag->title);
    buf_printf(out, ", line %" PRIu32 "\n", cl->line);
    put_text_lines(&s, text);
    buf_char(out, '\n');
    put_part(&s, "Meaning", meaning);
    put_part(&s, "Source", cl->source);
    put_part(&s, "Note", cl->note);
    return OK;
}

err report_explain_text(struct cx *cx, const struct report_case *c,
                        const struct report_choice *choice,
                        const struct explanation *x, struct buf *out)
{
    const struct verdict *v = &x->verdict;
    struct sheet s = {.cx = cx,
                      .c = c,
                      .choice = choice,
                      .out = out,
                      .x = x,
                      .cl = &c->ag->clauses[v->clause]};
    struct arena_mark mark = arena_mark(cx->scratch);
    struct buf b;
    buf_char(out, '\n');
    buf_styled(out, choice->colour, status_style(v->status),
               str_of(status_symbol(v->status)));
    buf_char(out, ' ');
    buf_style_on(out, choice->colour, STYLE_BOLD);
    buf_str(out, s.cl->label);
    if (v->instance.n > 0) {
        buf_char(out, ' ');
        buf_safe(out, v->instance);
    }
    if (v->bearer != NONE) {
        buf_c(out, ", ");
        buf_safe(out, show_actor_name(c->ag, v->bearer));
    }
    buf_c(out, ": ");
    buf_str(out, status_name(v->status));
    buf_style_off(out, choice->colour, STYLE_BOLD);
    buf_char(out, '\n');
    begin(&s, &b);
    buf_c(&b, because(v->status));
    unsigned i = 0;
    const char *mark_text;
    while ((mark_text = mark_name(v->marks, &i)) != NULL) {
        buf_c(&b, "; ");
        buf_c(&b, mark_text);
    }
    put_part(&s, "Because", buf_view(&b));
    if (s.cl->reading.n > 0) {
        begin(&s, &b);
        show_readings(c, v, &b);
        if (v->label_status == ST_DEPENDS_ON_READING)
            buf_c(&b, ". The status depends on the reading (sem 21)");
        put_part(&s, "Readings", buf_view(&b));
    }
    if (s.cl->kind != CLAUSE_JUDGED && s.cl->kind != CLAUSE_DECLARATORY) {
        put_dates(&s);
        put_comparison(&s);
        put_counted(&s);
        TRY(cx, put_apart(&s));
        put_refused(&s);
        put_minimal(&s);
    }
    TRY(cx, show_said(cx, c, choice, v, LEFT, out));
    begin(&s, &b);
    put_change(&s, &b);
    put_part(&s, "Change", buf_view(&b));
    arena_rewind(cx->scratch, mark);
    return OK;
}

/* --- JSON ---------------------------------------------------------------- */

static void key_time(struct json_out *j, const struct report_case *c,
                     const char *key, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    json_key(j, key);
    if (at >= INSTANT_MIN && at <= INSTANT_MAX)
        json_str(j, civil_rfc3339_print(c->tz, at, room));
    else
        json_null(j);
}

static void report_json(struct json_out *j, const struct report_case *c,
                        const struct considered *r)
{
    struct fact buffer;
    const struct fact *f = c->fact(c->self, r->fact, &buffer);
    if (f == NULL)
        return;
    const struct source *src = c->source(c->self, f->source);
    json_obj_begin(j);
    json_key_text(j, "id", f->id);
    json_key_text(j, "source", src->id);
    json_key_text(j, "account", show_account_name(c, src->account));
    json_key_c(j, "outcome", refusal_name(r->why));
    key_time(j, c, "from", f->from);
    key_time(j, c, "to", f->to_);
    json_key_int(j, "at_least", r->lo);
    json_key(j, "at_most");
    if (r->hi == QTY_INF)
        json_null(j);
    else
        json_int(j, r->hi);
    if (r->why != REF_COUNTED)
        json_key_c(j, "why", refusal_words(r->why));
    json_obj_end(j);
}

err report_explain_json(struct cx *cx, const struct report_case *c,
                        const struct report_choice *choice,
                        const struct explanation *x, struct json_out *j)
{
    struct sheet s = {.cx = cx,
                      .c = c,
                      .choice = choice,
                      .x = x,
                      .cl = &c->ag->clauses[x->verdict.clause]};
    struct arena_mark mark = arena_mark(cx->scratch);
    struct fact buffer;
    struct buf b;
    json_obj_begin(j);
    json_key(j, "obligation");
    show_verdict_json(cx, j, c, &x->verdict, NONE);
    json_key_c(j, "because", because(x->verdict.status));
    begin(&s, &b);
    put_due_words(&s, &b);
    json_key_text(j, "due_as_written", buf_view(&b));
    json_key(j, "considered");
    json_arr_begin(j);
    for (uint32_t i = 0; i < x->n_reports; i++)
        report_json(j, c, &x->reports[i]);
    json_arr_end(j);
    if (x->n_left > 0)
        json_key_int(j, "considered_earlier", x->n_left);
    json_key(j, "minimal");
    json_arr_begin(j);
    for (uint32_t i = 0; i < x->n_minimal; i++) {
        const struct fact *f = c->fact(c->self, x->minimal[i], &buffer);
        if (f != NULL)
            json_str(j, f->id);
    }
    json_arr_end(j);
    begin(&s, &b);
    put_change(&s, &b);
    json_key_text(j, "change", buf_view(&b));
    uint32_t *facts = NULL, n;
    TRY(cx, show_apart(cx, c, &x->verdict, &facts, &n));
    show_apart_json(j, c, &x->verdict, facts, n);
    json_obj_end(j);
    arena_rewind(cx->scratch, mark);
    return OK;
}
