/* report/status_text.c: `truce status` for a reader: the clock, the calendar,
 * then what is met, late, partly done, contested, not reported, and what
 * nobody counts.
 *
 * A duty that repeats is shown once for each status, with its days as ranges;
 * days on which accounts differ stand by themselves. Not here: how a single
 * verdict came about (explain.c). */
#include "report/report_int.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <inttypes.h>
#include <stdio.h>

/* What all parts below need. */
struct page {
    struct cx *cx;
    const struct report_case *c;
    const struct report_choice *choice;
    struct buf *out;
    size_t indent; /* of the lines under a verdict */
    size_t label;  /* columns of the label column */
    size_t account;
};

enum { INDENT = 6 };

static const struct clause *clause_of(const struct page *p,
                                      const struct verdict *v)
{
    return &p->c->ag->clauses[v->clause];
}

/* The view of the chosen account, or NULL. */
static const struct account_view *chosen(const struct page *p,
                                         const struct verdict *v)
{
    for (uint32_t i = 0; i < v->n_accounts; i++)
        if (v->accounts[i].account == p->choice->account)
            return &v->accounts[i];
    return NULL;
}

/* False where there is nothing to show: another clause, or the chosen account
 * does not speak. */
static bool shown_status(const struct page *p, const struct verdict *v,
                         enum status *out)
{
    const struct clause *cl = clause_of(p, v);
    if (p->choice->clause.n > 0 && !str_eq(p->choice->clause, cl->label))
        return false;
    *out = v->status;
    if (p->choice->account == NONE)
        return true;
    const struct account_view *a = chosen(p, v);
    if (a == NULL)
        return false;
    *out = a->status;
    return true;
}

/* --- Parts of a line --------------------------------------------------- */

static void put_label(const struct page *p, const struct verdict *v,
                      bool instance, struct buf *b)
{
    const struct clause *cl = clause_of(p, v);
    buf_str(b, cl->label);
    if (cl->reading.n > 0) {
        buf_char(b, ' ');
        buf_str(b, cl->reading);
    }
    if (instance && v->instance.n > 0 && !str_eq(v->instance, STR("overall"))) {
        buf_char(b, ' ');
        buf_str(b, v->instance);
    }
}

static void put_hours(struct buf *b, int64_t seconds)
{
    show_count(b, seconds / 3600);
    buf_c(b, " h");
    if (seconds % 3600 != 0)
        buf_printf(b, " %02d min", (int)(seconds % 3600 / 60));
}

/* A figure in the clause's own measure. What has no upper bound is shown as
 * what is reported so far. */
static void put_amount(const struct clause *cl, struct buf *b, int64_t lo,
                       int64_t hi)
{
    if (cl->measure == MEASURE_HOURS) {
        put_hours(b, lo);
        return;
    }
    show_count(b, lo);
    if (hi != QTY_INF && hi > lo) {
        buf_c(b, " to ");
        show_count(b, hi);
    }
}

/* "339 of 600"; nothing for an act without a quantity. */
static void put_done(const struct clause *cl, struct buf *b, int64_t lo,
                     int64_t hi, int64_t required)
{
    if (cl->kind != CLAUSE_DUTY || cl->measure == MEASURE_EXISTS)
        return;
    put_amount(cl, b, lo, hi);
    if (required <= 0)
        return;
    buf_c(b, " of ");
    if (cl->measure == MEASURE_HOURS)
        put_hours(b, required);
    else
        show_count(b, required);
}

/* What is sure, and what is possible (sem 9), where that is more and something
 * is open. */
static void put_figures(const struct clause *cl, enum status s, int64_t lo,
                        int64_t hi, int64_t possible, int64_t required,
                        struct buf *b)
{
    enum group g = status_group(s);
    size_t before = b->n;
    put_done(cl, b, lo, hi, required);
    if (b->n == before || possible <= (hi == QTY_INF ? lo : hi) ||
        g == GROUP_MET || g == GROUP_LATE)
        return;
    buf_c(b, ", possible ");
    if (possible == QTY_INF)
        buf_c(b, "without bound");
    else
        put_amount(cl, b, possible, possible);
}

static void put_sep(struct buf *b)
{
    if (buf_view(b).n > 0)
        buf_c(b, ", ");
}

static void put_times(const struct page *p, const struct verdict *v,
                      struct buf *b)
{
    const struct report_case *c = p->c;
    if (v->has_due && clause_of(p, v)->period == PERIOD_NONE) {
        put_sep(b);
        buf_c(b, "due ");
        show_moment(c, b, v->due_hi, true);
    }
    if (!v->has_met)
        return;
    if (v->status != ST_MET && v->status != ST_MET_LATE)
        return;
    put_sep(b);
    buf_c(b, "done ");
    show_moment(c, b, v->met_to - 1, true);
    if (v->status == ST_MET_LATE && v->has_due) {
        int64_t days = days_in(c, v->due_hi, v->met_to) - 1;
        if (days > 0)
            buf_printf(b, " (%" PRId64 " day%s late)", days,
                       days == 1 ? "" : "s");
    }
}

/* Ids of reports, at most `most`. */
static void put_ids(const struct page *p, const uint32_t *facts, uint32_t n,
                    uint32_t most, struct buf *b)
{
    struct fact buffer;
    for (uint32_t i = 0; i < n && i < most; i++) {
        const struct fact *f = p->c->fact(p->c->self, facts[i], &buffer);
        if (i > 0)
            buf_c(b, ", ");
        if (f != NULL)
            buf_safe(b, f->id);
    }
    if (n > most)
        buf_printf(b, " and %" PRIu32 " more", n - most);
}

/* Marks that a repeating duty may have on most of its days: shown as ranges. */
#define MARKS_OF_DAYS ((unsigned)(MARK_NOT_NOTIFIED | MARK_REPORTED_LATE))

static void put_marks(unsigned marks, struct buf *b)
{
    unsigned i = 0;
    const char *name;
    /* Who invoked what has a line of its own. */
    marks &= ~(unsigned)MARK_INVOKED;
    while ((name = mark_name(marks, &i)) != NULL) {
        put_sep(b);
        buf_c(b, name);
    }
}

/* --- Lines ------------------------------------------------------------- */

/* A line of its own under a verdict, wrapped. */
static void put_note(const struct page *p, struct buf *text)
{
    buf_fill(p->out, ' ', p->indent);
    show_wrapped(p->out, buf_view(text), p->indent, p->indent + 2,
                 p->choice->width);
}

/* Symbol, label, words and, at the right edge, `right`; what does not fit there
 * stands beneath, with `more`. */
static void put_line(const struct page *p, enum status s, str label, str words,
                     str right, str more)
{
    struct buf *out = p->out;
    size_t used = 2;
    buf_c(out, "  ");
    buf_styled(out, p->choice->colour, status_style(s),
               str_of(status_symbol(s)));
    buf_char(out, ' ');
    used += 2;
    buf_style_on(out, p->choice->colour, STYLE_BOLD);
    size_t w = show_cut(out, label, p->label);
    buf_style_off(out, p->choice->colour, STYLE_BOLD);
    buf_fill(out, ' ', p->label - w + 2);
    used += p->label + 2;
    size_t rw = utf8_width(right), width = p->choice->width;
    bool beside = rw > 0 && used + utf8_width(words) + 2 + rw <= width;
    size_t room = width > used ? width - used : 1;
    if (beside)
        room -= rw + 2;
    w = show_cut(out, words, room);
    if (beside) {
        buf_fill(out, ' ', room - w + 2);
        buf_str(out, right);
        right = STR("");
    }
    buf_char(out, '\n');
    if (right.n + more.n == 0)
        return;
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    buf_str(&b, right);
    if (right.n > 0 && more.n > 0)
        buf_c(&b, "; ");
    buf_str(&b, more);
    put_note(p, &b);
    arena_rewind(p->cx->scratch, mark);
}

/* An account that bounds a figure and says nothing of it is not shown. */
static bool says_nothing(const struct account_view *a)
{
    return a->fig.lo == 0 && a->fig.hi > 0 &&
           (a->status == ST_NOT_REPORTED || a->status == ST_RUNNING);
}

static void put_account_line(const struct page *p, const struct clause *cl,
                             const struct account_view *a, str instance)
{
    if (says_nothing(a))
        return;
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    if (instance.n > 0) {
        buf_str(&b, instance);
        buf_c(&b, "  ");
    }
    str name = show_account_name(p->c, a->account);
    buf_safe(&b, name);
    if (utf8_width(name) < p->account)
        buf_fill(&b, ' ', p->account - utf8_width(name));
    buf_c(&b, "  ");
    size_t before = b.n;
    put_figures(cl, a->status, a->fig.lo, a->fig.hi, a->fig.may, a->required,
                &b);
    if (cl->kind == CLAUSE_BAN || cl->kind == CLAUSE_KEEP)
        put_amount(cl, &b, a->fig.lo, a->fig.hi);
    if (b.n > before)
        buf_c(&b, "  ");
    buf_str(&b, status_name(a->status));
    buf_c(&b, "  ");
    put_ids(p, a->reports, a->n_reports, 4, &b);
    buf_fill(p->out, ' ', INDENT);
    show_cut(p->out, buf_view(&b), p->choice->width - INDENT);
    buf_char(p->out, '\n');
    arena_rewind(p->cx->scratch, mark);
}

/* "Disputed by Israel, 25 Jan [id]: note". */
static void put_reply(const struct page *p, const char *what, uint32_t n,
                      const struct fact *f)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    struct report_shown s = {0};
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    p->c->shown(p->c->self, n, &s);
    const struct source *src = p->c->source(p->c->self, f->source);
    buf_c(&b, what);
    buf_c(&b, " by ");
    buf_str(&b, src->name.n > 0 ? src->name : src->id);
    buf_c(&b, ", ");
    show_span(p->c, &b, f->from, f->to_);
    buf_c(&b, " [");
    buf_str(&b, f->id);
    buf_char(&b, ']');
    if ((f->kind == FACT_ASSESSMENT || f->kind == FACT_FINDING) &&
        f->valid >= 0) {
        buf_c(&b, ": valid ");
        show_count(&b, f->valid);
        if (f->invalid >= 0) {
            buf_c(&b, ", not valid ");
            show_count(&b, f->invalid);
        }
    }
    str text = f->text.n > 0 ? f->text : s.note.n > 0 ? s.note : s.label;
    if (text.n > 0) {
        buf_c(&b, ": ");
        buf_str(&b, text);
    }
    put_note(p, &b);
    arena_rewind(p->cx->scratch, mark);
}

/* What is said about the reports of a verdict, and about its clause. */
typedef VEC(uint32_t) said_vec;

static uint32_t first_link(const struct report_case *c, uint32_t to)
{
    uint32_t lo = 0, hi = c->n_links;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->links[mid].to < to)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static err add_said(const struct page *p, uint32_t fact, said_vec *said)
{
    for (size_t i = 0; i < said->n; i++)
        if (said->p[i] == fact)
            return OK;
    TRY_ROOM(p->cx, p->cx->scratch, vec_push(p->cx->scratch, said, fact));
    return OK;
}

/* When an instance is over: its due, else when it was done. */
static instant over(const struct verdict *v)
{
    if (v->has_due)
        return v->due_hi;
    return v->has_met ? v->met_to - 1 : INSTANT_MAX;
}

/* The row of which v, of an explanation, is a copy. */
static const struct verdict *same_verdict(const struct page *p,
                                          const struct verdict *v)
{
    for (uint32_t i = 0; i < p->c->v->n; i++) {
        const struct verdict *w = &p->c->v->v[i];
        if (w->clause == v->clause && w->bearer == v->bearer &&
            str_eq(w->instance, v->instance))
            return w;
    }
    return NULL;
}

/* A notice that names a clause and none of its instances stands beside the
 * first that is not over when it was given, else beside the last. */
static bool stands_beside(const struct page *p, const struct fact *f,
                          const struct verdict *v)
{
    const struct verdict *begin = p->c->v->v, *end = begin + p->c->v->n;
    if (v < begin || v >= end)
        v = same_verdict(p, v);
    if (v == NULL)
        return false;
    if (f->instance.n > 0)
        return str_eq(f->instance, v->instance);
    if (clause_of(p, v)->kind == CLAUSE_BAN ||
        clause_of(p, v)->kind == CLAUSE_KEEP)
        return str_eq(v->instance, STR("overall"));
    if (over(v) < f->from)
        return v + 1 == end || v[1].clause != v->clause ||
               v[1].bearer != v->bearer;
    return v == begin || v[-1].clause != v->clause ||
           v[-1].bearer != v->bearer || over(&v[-1]) < f->from;
}

/* Reports after what completed a duty are in the lists of its accounts; what is
 * said of them belongs elsewhere. */
static bool is_past(const struct page *p, const struct verdict *v,
                    uint32_t fact)
{
    struct fact buffer;
    if (!v->has_met || (v->status != ST_MET && v->status != ST_MET_LATE))
        return false;
    const struct fact *f = p->c->fact(p->c->self, fact, &buffer);
    return f != NULL && f->from >= v->met_to &&
           (!v->has_due || f->from > v->due_hi);
}

/* Instances that share their reports, by running totals (sem 8). */
static bool shares_reports(const struct clause *cl)
{
    return cl->n_steps > 0 ||
           (cl->trigger == TRIG_EVENT && cl->key == KEY_NONE);
}

static err add_links(const struct page *p, const struct verdict *v,
                     const uint32_t *facts, uint32_t n, said_vec *said)
{
    const struct report_case *c = p->c;
    struct fact buffer;
    if (c->n_links == 0)
        return OK;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = first_link(c, facts[i]);
             k < c->n_links && c->links[k].to == facts[i]; k++) {
            const struct fact *f = c->fact(c->self, c->links[k].by, &buffer);
            if (f == NULL || is_past(p, v, facts[i]) ||
                (shares_reports(clause_of(p, v)) && !stands_beside(p, f, v)))
                continue;
            TRY(p->cx, add_said(p, c->links[k].by, said));
        }
    return OK;
}

/* What names a record is found through it. */
static bool has_target(const struct fact *f)
{
    for (uint32_t i = 0; i < f->n_replies; i++)
        if (f->replies[i].kind == REPLY_DISPUTES)
            return true;
    return f->n_refs > 0;
}

static err add_notices(const struct page *p, const struct verdict *v,
                       said_vec *said)
{
    const struct report_case *c = p->c;
    struct fact buffer;
    uint32_t lo = 0, hi = c->n_notices;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->notices[mid].clause < v->clause)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < c->n_notices && c->notices[lo].clause == v->clause; lo++) {
        const struct fact *f = c->fact(c->self, c->notices[lo].fact, &buffer);
        if (f == NULL || !stands_beside(p, f, v))
            continue;
        /* Its record is shown beside another clause, or beside none. */
        if (has_target(f) && clause_of(p, v)->kind == CLAUSE_BAN)
            continue;
        TRY(p->cx, add_said(p, c->notices[lo].fact, said));
    }
    return OK;
}

static err said_about(const struct page *p, const struct verdict *v,
                      said_vec *said)
{
    *said = (said_vec){0};
    TRY(p->cx, add_links(p, v, v->reports, v->n_reports, said));
    for (uint32_t i = 0; i < v->n_accounts; i++)
        TRY(p->cx, add_links(p, v, v->accounts[i].reports,
                             v->accounts[i].n_reports, said));
    return add_notices(p, v, said);
}

static const char *reply_word(const struct fact *f)
{
    switch (f->kind) {
    case FACT_NOTICE:
        return f->will == WILL_NOTIFY ? "notice" : "invoked";
    case FACT_ANNOUNCEMENT:
        return "announced";
    case FACT_ASSESSMENT:
        return f->valid >= 0 ? "assessed" : "stated";
    case FACT_FINDING:
        return "found";
    case FACT_EVENT:
    case FACT_TOTAL:
    case FACT_LEVEL:
    case FACT_STATE:
    case FACT_INCIDENT:
    case FACT_CONSENT:
    case FACT_SIGNATURE:
    case FACT_REPLY:
        break;
    }
    return "disputed";
}

static err put_replies(const struct page *p, const struct verdict *v)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct fact buffer;
    said_vec said;
    TRY(p->cx, said_about(p, v, &said));
    for (size_t i = 0; i < said.n; i++) {
        const struct fact *f = p->c->fact(p->c->self, said.p[i], &buffer);
        if (f != NULL && f->from <= p->c->v->at)
            put_reply(p, reply_word(f), said.p[i], f);
    }
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

static err has_replies(const struct page *p, const struct verdict *v, bool *out)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    said_vec said;
    TRY(p->cx, said_about(p, v, &said));
    *out = said.n > 0;
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

/* Whether the accounts are worth a line each. */
static bool wants_accounts(const struct verdict *v)
{
    switch (status_group(v->status)) {
    case GROUP_MET:
    case GROUP_LATE:
    case GROUP_RUNNING:
        return v->accounts_differ;
    case GROUP_PARTLY:
    case GROUP_CONTESTED:
    case GROUP_UNVERIFIED:
    case GROUP_UNMET:
    case GROUP_SILENT:
    case GROUP_DEPENDS:
    case GROUP_BANS:
        return v->n_accounts > 0;
    case GROUP_ASIDE:
    case GROUP_JUDGED:
    case GROUP_DECLARED:
    case N_GROUPS:
        break;
    }
    return false;
}

/* On which reports it rests. */
static void put_basis(const struct page *p, const struct verdict *v,
                      struct buf *b)
{
    if (v->n_reports == 0 || v->sure == 0)
        return;
    if (buf_view(b).n > 0)
        buf_c(b, "; ");
    buf_c(b, "by ");
    put_ids(p, v->reports, v->n_reports, 6, b);
}

static void put_differ(const struct page *p, const struct verdict *v,
                       unsigned marks)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    if (v->accounts_differ)
        buf_c(&b, v->on_status ? "accounts differ in status"
                               : "accounts differ in figure");
    put_marks(v->marks & marks, &b);
    if (buf_view(&b).n > 0)
        put_note(p, &b);
    arena_rewind(p->cx->scratch, mark);
}

/* Who gave a complete count; and the periods on which something is reported. */
static void put_covering(const struct page *p, const struct verdict *v)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    const char *sep = "a complete count was given by ";
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    for (uint32_t i = 0; i < p->c->ag->n_actors; i++) {
        if (((v->covering >> i) & 1) == 0)
            continue;
        buf_c(&b, sep);
        buf_str(&b, show_actor_name(p->c->ag, (int)i));
        sep = ", ";
    }
    if (v->unattributed > 0) {
        buf_c(&b, v->covering == 0 ? "" : "; ");
        show_count(&b, v->unattributed);
        buf_c(&b, " of which nobody says who did it");
    }
    sep = buf_view(&b).n > 0 ? "; reported in the period from "
                             : "reported in "
                               "the period "
                               "from ";
    const struct verdict *end = p->c->v->v + p->c->v->n;
    for (const struct verdict *w = v + 1;
         w < end && w->clause == v->clause && w->bearer == v->bearer; w++) {
        if (w->status == ST_NONE_REPORTED || w->possible == 0)
            continue;
        buf_c(&b, sep);
        show_date(p->c, &b, w->window_from, false);
        sep = ", ";
    }
    if (buf_view(&b).n > 0)
        put_note(p, &b);
    arena_rewind(p->cx->scratch, mark);
}

/* A ban: what is admitted or found, and what is reported at most. */
static void put_ban_figure(const struct verdict *v, struct buf *b)
{
    if (v->possible == 0 && v->sure == 0) {
        buf_str(b, status_name(v->status));
        if (v->status == ST_NONE_REPORTED && v->covering == 0)
            buf_c(b, ", and nobody gave a complete count");
        return;
    }
    buf_str(b, status_name(v->status));
    buf_char(b, ' ');
    show_count(b, v->status == ST_REPORTED ? v->possible : v->sure);
    if (v->status != ST_REPORTED && v->possible > v->sure) {
        buf_c(b, ", reported ");
        show_count(b, v->possible);
    }
}

/* Whether the title of its group leaves the status open. */
static bool says_which(enum status s)
{
    enum group g = status_group(s);
    return g == GROUP_RUNNING || g == GROUP_DEPENDS || g == GROUP_ASIDE;
}

static err put_verdict(const struct page *p, const struct verdict *v,
                       enum status s)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    const struct clause *cl = clause_of(p, v);
    const struct account_view *a = chosen(p, v);
    struct buf label, words, right, more;
    buf_init(&label, p->cx->scratch, SIZE_MAX);
    put_label(p, v, true, &label);
    buf_init(&words, p->cx->scratch, SIZE_MAX);
    show_clause_words(p->c, cl, v->bearer, &words);
    buf_init(&right, p->cx->scratch, SIZE_MAX);
    bool ban = cl->kind == CLAUSE_BAN || cl->kind == CLAUSE_KEEP;
    if (ban)
        put_ban_figure(v, &right);
    else if (a != NULL)
        put_figures(cl, a->status, a->fig.lo, a->fig.hi, a->fig.may,
                    a->required, &right);
    else if (s != ST_WAITING && s != ST_NOT_ARISING)
        put_figures(cl, v->status, v->sure, v->sure, v->possible, v->required,
                    &right);
    if (a == NULL && !ban)
        put_times(p, v, &right);
    if (buf_view(&right).n == 0 && says_which(s))
        buf_str(&right, status_name(s)); /* no date is known */
    buf_init(&more, p->cx->scratch, SIZE_MAX);
    bool by_account = p->choice->account == NONE && wants_accounts(v);
    if (a != NULL)
        put_ids(p, a->reports, a->n_reports, 6, &more);
    else if (!by_account && p->choice->account == NONE)
        put_basis(p, v, &more);
    put_line(p, s, buf_view(&label), buf_view(&words), buf_view(&right),
             buf_view(&more));
    if (p->choice->account == NONE)
        put_differ(p, v, ~0u);
    for (uint32_t i = 0; by_account && i < v->n_accounts; i++)
        put_account_line(p, cl, &v->accounts[i], STR(""));
    if (ban)
        put_covering(p, v);
    TRY(p->cx, put_replies(p, v));
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

/* --- What repeats ------------------------------------------------------ */

static bool same_series(const struct verdict *a, const struct verdict *b)
{
    return a->clause == b->clause && a->bearer == b->bearer;
}

static bool is_day_by_day(enum group g)
{
    return g == GROUP_CONTESTED || g == GROUP_UNVERIFIED || g == GROUP_PARTLY ||
           g == GROUP_UNMET;
}

static err stands_alone(const struct page *p, const struct verdict *v,
                        bool *out)
{
    enum group g = status_group(v->status);
    *out = false;
    if (p->choice->account != NONE)
        return OK;
    *out = v->accounts_differ || (v->marks & ~MARKS_OF_DAYS) != 0 ||
           is_day_by_day(g);
    return *out ? OK : has_replies(p, v, out);
}

/* The days of a group that have a mark, as ranges. */
static void put_marked_days(const struct page *p, uint32_t start, enum group g,
                            enum mark mark)
{
    const struct verdicts *vs = p->c->v;
    const struct verdict *begin = NULL, *last = NULL;
    struct arena_mark m = arena_mark(p->cx->scratch);
    unsigned i = 0;
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    buf_c(&b, mark_name(mark, &i));
    const char *sep = ": ";
    for (uint32_t k = start;; k++) {
        const struct verdict *v = k < vs->n ? &vs->v[k] : NULL;
        enum status s;
        if (v != NULL && !same_series(v, &vs->v[start]))
            v = NULL;
        if (v != NULL && (v->marks & (unsigned)mark) != 0 &&
            shown_status(p, v, &s) && status_group(s) == g) {
            begin = begin == NULL ? v : begin;
            last = v;
            continue;
        }
        if (begin != NULL) {
            buf_c(&b, sep);
            show_span(p->c, &b, begin->window_from, last->window_to);
            sep = "; ";
            begin = NULL;
        }
        if (v == NULL)
            break;
    }
    if (last != NULL && p->choice->account == NONE)
        put_note(p, &b);
    arena_rewind(p->cx->scratch, m);
}

/* Days of one status as ranges; figures where there are few. */
static err put_series(const struct page *p, uint32_t first, enum group g)
{
    enum { FIGURES_MOST = 12 };
    const struct verdicts *vs = p->c->v;
    const struct verdict *head = &vs->v[first];
    const struct clause *cl = clause_of(p, head);
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf label, words, right, days, figures;
    buf_init(&label, p->cx->scratch, SIZE_MAX);
    buf_init(&words, p->cx->scratch, SIZE_MAX);
    buf_init(&right, p->cx->scratch, SIZE_MAX);
    buf_init(&days, p->cx->scratch, SIZE_MAX);
    buf_init(&figures, p->cx->scratch, SIZE_MAX);
    put_label(p, head, false, &label);
    show_clause_words(p->c, cl, head->bearer, &words);

    uint32_t n = 0, all = 0;
    enum status s, shown = head->status;
    const struct verdict *begin = NULL, *last = NULL;
    const char *sep = "";
    uint32_t start = first;
    while (start > 0 && same_series(&vs->v[start - 1], head))
        start--;
    for (uint32_t i = start;; i++) {
        const struct verdict *v = i < vs->n ? &vs->v[i] : NULL;
        if (v != NULL && !same_series(v, head))
            v = NULL;
        bool in = v != NULL && shown_status(p, v, &s) && status_group(s) == g;
        if (v != NULL)
            all++;
        if (in) {
            shown = s;
            n++;
            if (begin == NULL)
                begin = v;
            const struct account_view *a = chosen(p, v);
            if ((g == GROUP_MET || g == GROUP_LATE) && n <= FIGURES_MOST) {
                buf_c(&figures, n == 1 ? "" : ", ");
                put_amount(cl, &figures, a != NULL ? a->fig.lo : v->sure,
                           a != NULL ? a->fig.hi : v->sure);
            }
            last = v;
            continue;
        }
        if (begin != NULL) {
            buf_c(&days, sep);
            show_span(p->c, &days, begin->window_from, last->window_to);
            sep = "; ";
            begin = NULL;
        }
        if (v == NULL)
            break;
    }
    buf_printf(&right, "%" PRIu32 " of %" PRIu32 " %s", n, all,
               cl->period == PERIOD_WEEK ? "weeks" : "days");
    put_line(p, shown, buf_view(&label), buf_view(&words), buf_view(&right),
             STR(""));
    if (figures.n > 0 && n <= FIGURES_MOST && cl->measure != MEASURE_EXISTS) {
        buf_c(&days, ": ");
        buf_str(&days, buf_view(&figures));
    }
    /* Where each day has lines of its own, their list says nothing more. */
    if (g != GROUP_RUNNING && !(n <= FIGURES_MOST && is_day_by_day(g)))
        put_note(p, &days);
    put_marked_days(p, start, g, MARK_NOT_NOTIFIED);
    put_marked_days(p, start, g, MARK_REPORTED_LATE);
    for (uint32_t i = first; i < vs->n; i++) {
        const struct verdict *v = &vs->v[i];
        bool alone;
        if (!same_series(v, head))
            break;
        if (!shown_status(p, v, &s) || status_group(s) != g)
            continue;
        TRY(p->cx, stands_alone(p, v, &alone));
        if (!alone)
            continue;
        struct buf when;
        buf_init(&when, p->cx->scratch, SIZE_MAX);
        show_span(p->c, &when, v->window_from, v->window_to);
        if (v->n_accounts == 0)
            put_note(p, &when);
        for (uint32_t k = 0; k < v->n_accounts; k++)
            put_account_line(p, cl, &v->accounts[k], buf_view(&when));
        put_differ(p, v, ~MARKS_OF_DAYS);
        TRY(p->cx, put_replies(p, v));
    }
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

/* --- Groups ------------------------------------------------------------ */

/* Of a prohibition the row over all is shown; its periods stand beneath. */
static bool is_period_of_ban(const struct page *p, const struct verdict *v)
{
    enum clause_kind k = clause_of(p, v)->kind;
    return (k == CLAUSE_BAN || k == CLAUSE_KEEP) &&
           !str_eq(v->instance, STR("overall"));
}

static uint32_t count_group(const struct page *p, enum group g)
{
    uint32_t n = 0;
    enum status s;
    for (uint32_t i = 0; i < p->c->v->n; i++)
        if (shown_status(p, &p->c->v->v[i], &s) && status_group(s) == g &&
            !is_period_of_ban(p, &p->c->v->v[i]))
            n++;
    return n;
}

static void put_title(const struct page *p, const char *title, uint32_t n)
{
    buf_char(p->out, '\n');
    buf_style_on(p->out, p->choice->colour, STYLE_BOLD);
    buf_printf(p->out, "%s (%" PRIu32 ")", title, n);
    buf_style_off(p->out, p->choice->colour, STYLE_BOLD);
    buf_char(p->out, '\n');
}

static err put_group(const struct page *p, enum group g)
{
    const struct verdicts *vs = p->c->v;
    uint32_t n = count_group(p, g);
    const struct verdict *series = NULL;
    if (n == 0)
        return OK;
    put_title(p, group_title(g), n);
    for (uint32_t i = 0; i < vs->n; i++) {
        const struct verdict *v = &vs->v[i];
        enum status s;
        if (!shown_status(p, v, &s) || status_group(s) != g ||
            is_period_of_ban(p, v))
            continue;
        if (clause_of(p, v)->kind != CLAUSE_DUTY ||
            clause_of(p, v)->period == PERIOD_NONE) {
            TRY(p->cx, put_verdict(p, v, s));
            continue;
        }
        if (series != NULL && same_series(series, v))
            continue;
        series = v;
        TRY(p->cx, put_series(p, i, g));
    }
    return OK;
}

/* --- Totals over time -------------------------------------------------- */

/* Whether a total is about what the clause counts, exactly (sem 4). */
static bool is_total_of(const struct clause *cl, const struct fact *f)
{
    return cl->period != PERIOD_NONE && cl->kind == CLAUSE_DUTY &&
           cl->measure == MEASURE_SUM && !cl->need.percent &&
           cl->need.cmp == AT_LEAST && cl->need.n > 0 &&
           f->act == cl->perf.act && f->item == cl->perf.item &&
           f->zone == cl->perf.place && f->did_not == cl->perf.did_not;
}

static void put_total(const struct page *p, const struct clause *cl,
                      uint32_t n_fact, const struct fact *f)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    int64_t n = days_in(p->c, f->from, f->to_), need = cl->need.n;
    const char *unit = "day";
    if (cl->period == PERIOD_WEEK) {
        n = (n + 6) / 7;
        unit = "week";
    }
    const struct source *src = p->c->source(p->c->self, f->source);
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    buf_str(&b, cl->label);
    buf_char(&b, ' ');
    buf_str(&b, src->name.n > 0 ? src->name : src->id);
    buf_c(&b, ", ");
    show_span(p->c, &b, f->from, f->to_);
    buf_c(&b, ": ");
    if (f->lo == 0 && f->hi == QTY_INF) {
        struct report_shown shown = {0};
        p->c->shown(p->c->self, n_fact, &shown);
        buf_c(&b, "no figure that decides");
        if (shown.note.n > 0) {
            buf_c(&b, ". ");
            buf_str(&b, shown.note);
        }
        buf_c(&b, " [");
        buf_str(&b, f->id);
        buf_char(&b, ']');
        buf_c(p->out, "  ");
        show_wrapped(p->out, buf_view(&b), 2, 4, p->choice->width);
        arena_rewind(p->cx->scratch, mark);
        return;
    }
    show_figure(&b, f->lo, f->hi);
    int64_t all;
    if (mul_ok(n, need, &all)) {
        buf_c(&b, " of ");
        show_count(&b, all);
    }
    int64_t most = (f->hi == QTY_INF ? f->lo : f->hi) / need;
    buf_c(&b, f->hi == QTY_INF
                  ? ". No upper bound is stated; that number alone would be "
                  : ". It proves ");
    buf_printf(&b, "at most %" PRId64 " of %" PRId64 " %ss met, never which",
               most < n ? most : n, n, unit);
    buf_c(&b, " [");
    buf_str(&b, f->id);
    buf_char(&b, ']');
    buf_c(p->out, "  ");
    show_wrapped(p->out, buf_view(&b), 2, 4, p->choice->width);
    arena_rewind(p->cx->scratch, mark);
}

static void put_totals(const struct page *p)
{
    struct fact buffer;
    bool any = false;
    for (uint32_t i = 0; i < p->c->ag->n_clauses; i++) {
        const struct clause *cl = &p->c->ag->clauses[i];
        if (p->choice->clause.n > 0 && !str_eq(p->choice->clause, cl->label))
            continue;
        for (uint32_t k = 0; k < p->c->n_spans; k++) {
            const struct fact *f =
                p->c->fact(p->c->self, p->c->spans[k], &buffer);
            if (f == NULL || !is_total_of(cl, f))
                continue;
            if (!any) {
                buf_char(p->out, '\n');
                buf_styled(p->out, p->choice->colour, STYLE_BOLD,
                           STR("Totals over several days, side by side"));
                buf_char(p->out, '\n');
            }
            any = true;
            put_total(p, cl, p->c->spans[k], f);
        }
    }
}

/* --- What no clause counts --------------------------------------------- */

static err used_facts(const struct page *p, bool **out)
{
    const struct verdicts *vs = p->c->v;
    bool *used;
    TRY_NEW_ARRAY(p->cx, p->cx->scratch, (size_t)p->c->n_facts + 1, used);
    for (uint32_t i = 0; i < vs->n; i++) {
        for (uint32_t k = 0; k < vs->v[i].n_reports; k++)
            used[vs->v[i].reports[k]] = true;
        for (uint32_t a = 0; a < vs->v[i].n_accounts; a++)
            for (uint32_t k = 0; k < vs->v[i].accounts[a].n_reports; k++)
                used[vs->v[i].accounts[a].reports[k]] = true;
    }
    for (uint32_t i = 0; i < vs->n_series; i++)
        for (uint32_t a = 0; a < vs->series[i].n_accounts; a++)
            for (uint32_t k = 0; k < vs->series[i].accounts[a].n_reports; k++)
                used[vs->series[i].accounts[a].reports[k]] = true;
    *out = used;
    return OK;
}

static bool is_statement(const struct fact *f, instant at)
{
    switch (f->kind) {
    case FACT_EVENT:
    case FACT_TOTAL:
    case FACT_LEVEL:
    case FACT_STATE:
        return f->from <= at;
    case FACT_ASSESSMENT:
    case FACT_NOTICE:
        return f->from <= at && f->clause == NONE;
    case FACT_ANNOUNCEMENT:
        return f->from <= at && f->clause == NONE && f->will == WILL_NONE;
    case FACT_INCIDENT:
    case FACT_FINDING:
    case FACT_CONSENT:
    case FACT_SIGNATURE:
    case FACT_REPLY:
        break;
    }
    return false;
}

static void put_fact(const struct page *p, uint32_t n, const struct fact *f)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    show_span(p->c, &b, f->from, f->to_);
    buf_c(&b, ", ");
    show_statement(p->c, n, f, &b);
    buf_c(p->out, "  ");
    show_wrapped(p->out, buf_view(&b), 2, 4, p->choice->width);
    arena_rewind(p->cx->scratch, mark);
}

static err put_unused(const struct page *p)
{
    enum { SHOWN_MOST = 20 };
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct fact buffer;
    bool *used;
    uint32_t n = 0, *unused;
    if (p->choice->clause.n > 0 || p->choice->account != NONE)
        return OK;
    TRY(p->cx, used_facts(p, &used));
    TRY_NEW_ARRAY(p->cx, p->cx->scratch, (size_t)p->c->n_facts + 1, unused);
    for (uint32_t i = 0; i < p->c->n_facts; i++) {
        const struct fact *f = used[i] || (p->c->gone != NULL && p->c->gone[i])
                                   ? NULL
                                   : p->c->fact(p->c->self, i, &buffer);
        if (f != NULL && is_statement(f, p->c->v->at))
            unused[n++] = i;
    }
    TRY(p->cx, report_order(p->cx, p->c, unused, n));
    if (n > 0)
        put_title(p, "Reported or said, and counted under no clause", n);
    for (uint32_t i = 0; i < n && i < SHOWN_MOST; i++)
        put_fact(p, unused[i], p->c->fact(p->c->self, unused[i], &buffer));
    if (n > SHOWN_MOST)
        buf_printf(p->out, "  and %" PRIu32 " more\n", n - SHOWN_MOST);
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

/* --- Head and foot ----------------------------------------------------- */

/* "Tuesday 18 Mar 2025, 23:59 Africa/Cairo (21:59 UTC)": both clocks, always.
 */
static void put_local_and_utc(const struct page *p, instant at, struct buf *b)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_local l = civil_local(p->c->tz, at);
    struct civil_local u = civil_local(tz_utc(), at);
    /* The last second of a minute is that minute. */
    if (l.civil.clock.second == 59)
        l.civil.clock.second = 0;
    if (u.civil.clock.second == 59)
        u.civil.clock.second = 0;
    buf_str(b, civil_weekday_name(civil_weekday(l.civil.date)));
    buf_char(b, ' ');
    show_date(p->c, b, at, true);
    buf_c(b, ", ");
    buf_str(b, civil_clock_print(l.civil.clock, room));
    buf_char(b, ' ');
    buf_str(b, tz_name(p->c->tz));
    buf_c(b, " (");
    if (civil_days(u.civil.date) != civil_days(l.civil.date)) {
        buf_str(b, civil_date_print(u.civil.date, room));
        buf_char(b, ' ');
    }
    buf_str(b, civil_clock_print(u.civil.clock, room));
    buf_c(b, " UTC)");
}

/* "day 20 of 42". */
static void put_day(const struct page *p, struct buf *b)
{
    const struct verdicts *v = p->c->v;
    if (!v->in_force) {
        buf_c(b, "not in force");
        return;
    }
    const struct phase_view *life = v->n_phases > 0 ? &v->phases[0] : NULL;
    int64_t day = day_number(p->c, v->at);
    if (day < 1) {
        buf_c(b, "before day 1");
        return;
    }
    buf_printf(b, "day %" PRId64, day);
    if (life == NULL || !life->has_end)
        return;
    int64_t last = day_number(p->c, life->end - 1);
    buf_printf(b, " of %" PRId64, last);
    if (day > last)
        buf_c(b, ", over");
}

static void put_clock_line(const struct page *p)
{
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    put_day(p, &b);
    buf_style_on(p->out, p->choice->colour, STYLE_BOLD);
    buf_str(p->out, buf_view(&b));
    buf_style_off(p->out, p->choice->colour, STYLE_BOLD);
    buf_c(p->out, "  ");
    size_t used = utf8_width(buf_view(&b)) + 2;
    buf_clear(&b);
    if (p->c->v->at == INSTANT_MIN)
        buf_c(&b, "no record speaks of any time");
    else
        put_local_and_utc(p, p->c->v->at, &b);
    show_wrapped(p->out, buf_view(&b), used, 2, p->choice->width);
    if (p->c->has_known_at) {
        buf_clear(&b);
        buf_c(&b, "as known at ");
        put_local_and_utc(p, p->c->known_at, &b);
        show_wrapped(p->out, buf_view(&b), 0, 2, p->choice->width);
    }
    arena_rewind(p->cx->scratch, mark);
}

static void put_phase(const struct page *p, const struct phase_view *f,
                      struct buf *b)
{
    if (f->phase == NONE) {
        buf_c(b, "lasts");
    } else {
        const struct phase *ph = &p->c->ag->phases[f->phase];
        buf_str(b, ph->name.n > 0 ? ph->name : ph->id);
    }
    if (!f->started) {
        buf_c(b, " has not begun");
        return;
    }
    if (f->has_end) {
        buf_c(b, f->end <= p->c->v->at ? " ended " : " until ");
        show_moment(p->c, b, f->end - 1, true);
        int year = civil_local(p->c->tz, f->end - 1).civil.date.year;
        if (year != civil_local(p->c->tz, p->c->v->at).civil.date.year)
            buf_printf(b, " %d", year);
    } else {
        buf_c(b, " without a stated end");
    }
    if (f->extended_days != 0)
        buf_printf(b, " (extended by %" PRId64 " days)", f->extended_days);
}

static void put_phases(const struct page *p)
{
    const struct verdicts *v = p->c->v;
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    if (!v->in_force)
        return;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    buf_c(&b, "in force since ");
    show_date(p->c, &b, v->force, true);
    for (uint32_t i = 0; i < v->n_phases; i++) {
        const struct phase_view *f = &v->phases[i];
        /* The phases say it, unless the whole was extended. */
        if (f->phase == NONE && p->c->ag->n_phases > 0 && f->extended_days == 0)
            continue;
        buf_c(&b, "; ");
        put_phase(p, f, &b);
    }
    show_wrapped(p->out, buf_view(&b), 0, 2, p->choice->width);
    arena_rewind(p->cx->scratch, mark);
}

static void put_legend(const struct page *p)
{
    uint32_t by[N_STATUS] = {0};
    enum status s;
    size_t used = 0;
    for (uint32_t i = 0; i < p->c->v->n; i++)
        if (shown_status(p, &p->c->v->v[i], &s) &&
            !is_period_of_ban(p, &p->c->v->v[i]))
            by[s]++;
    buf_char(p->out, '\n');
    for (int i = 0; i < N_STATUS; i++) {
        if (by[i] == 0)
            continue;
        char text[64];
        snprintf(text, sizeof text, "%" PRIu32 " %.*s", by[i],
                 STR_ARG(status_name((enum status)i)));
        size_t w = utf8_width(str_of(text)) + 2;
        if (used > 0 && used + 2 + w > p->choice->width) {
            buf_char(p->out, '\n');
            used = 0;
        }
        buf_c(p->out, used > 0 ? "  " : "");
        used += (used > 0 ? 2 : 0) + w;
        buf_styled(p->out, p->choice->colour, status_style((enum status)i),
                   str_of(status_symbol((enum status)i)));
        buf_char(p->out, ' ');
        buf_c(p->out, text);
    }
    buf_char(p->out, '\n');
}

/* Whether v is the first row of its label for this bearer and instance. */
static bool first_of_label(const struct page *p, const struct verdict *v)
{
    const struct verdict *all = p->c->v->v;
    str label = clause_of(p, v)->label;
    for (const struct verdict *o = v;
         o > all && str_eq(clause_of(p, o - 1)->label, label); o--)
        if ((o - 1)->bearer == v->bearer &&
            str_eq((o - 1)->instance, v->instance))
            return false;
    return true;
}

/* sem 21: what the readings of one label say, side by side. */
static void put_readings(const struct page *p)
{
    enum { MOST = 40 };
    uint32_t n = 0;
    enum status s;
    if (p->choice->account != NONE)
        return; /* each account is shown under each reading */
    for (int print = 0; print < 2; print++) {
        uint32_t done = 0;
        for (uint32_t i = 0; i < p->c->v->n; i++) {
            const struct verdict *v = &p->c->v->v[i];
            if (v->label_status != ST_DEPENDS_ON_READING ||
                !shown_status(p, v, &s) || is_period_of_ban(p, v) ||
                !first_of_label(p, v))
                continue;
            n += print == 0;
            if (print == 0 || done++ >= MOST)
                continue;
            struct arena_mark mark = arena_mark(p->cx->scratch);
            struct buf b;
            buf_init(&b, p->cx->scratch, SIZE_MAX);
            buf_str(&b, clause_of(p, v)->label);
            if (v->instance.n > 0 && !str_eq(v->instance, STR("overall")))
                buf_printf(&b, " %.*s", STR_ARG(v->instance));
            if (v->bearer != NONE) {
                buf_c(&b, ", ");
                buf_str(&b, show_actor_name(p->c->ag, v->bearer));
            }
            buf_c(&b, ": ");
            show_readings(p->c, v, &b);
            buf_c(p->out, "  ");
            show_wrapped(p->out, buf_view(&b), 2, INDENT, p->choice->width);
            arena_rewind(p->cx->scratch, mark);
        }
        if (n == 0)
            return;
        if (print == 0)
            put_title(p, "Depends on reading", n);
        else if (n > MOST)
            buf_printf(p->out, "  and %" PRIu32 " more\n", n - MOST);
    }
}

static void put_open(const struct page *p)
{
    if (p->c->n_open == 0)
        return;
    put_title(p, "Open in the draft, not evaluated", p->c->n_open);
    for (uint32_t i = 0; i < p->c->n_open; i++) {
        const struct report_open *o = &p->c->open[i];
        buf_c(p->out, "  ");
        buf_safe(p->out, o->label);
        buf_c(p->out, "  choose one of ");
        buf_safe(p->out, o->choices);
        buf_char(p->out, '\n');
    }
}

static void put_foot(const struct page *p)
{
    const struct report_case *c = p->c;
    struct arena_mark mark = arena_mark(p->cx->scratch);
    struct buf b;
    buf_init(&b, p->cx->scratch, SIZE_MAX);
    buf_printf(&b, "Over the entries readable here, up to record %" PRIu64 ": ",
               c->records);
    buf_printf(&b,
               "%" PRIu32 " formal clauses evaluated, %" PRIu32
               " left to a body to judge, %" PRIu32 " declaratory.",
               c->coverage.formal, c->coverage.judged, c->coverage.declaratory);
    if (c->n_problems > 0)
        buf_printf(&b,
                   " %" PRIu32 " line%s of the input could not be used and "
                   "%s not counted.",
                   c->n_problems, c->n_problems == 1 ? "" : "s",
                   c->n_problems == 1 ? "is" : "are");
    buf_c(&b, " What is not reported here is neither done nor not done.");
    buf_char(p->out, '\n');
    show_wrapped(p->out, buf_view(&b), 0, 0, p->choice->width);
    arena_rewind(p->cx->scratch, mark);
}

static void put_head(const struct page *p)
{
    buf_style_on(p->out, p->choice->colour, STYLE_BOLD);
    show_cut(p->out, p->c->ag->title, p->choice->width);
    buf_style_off(p->out, p->choice->colour, STYLE_BOLD);
    buf_char(p->out, '\n');
    put_clock_line(p);
    put_phases(p);
    if (p->choice->account != NONE) {
        buf_c(p->out, "by the account of ");
        buf_safe(p->out, show_account_name(p->c, p->choice->account));
        buf_c(p->out, " alone\n");
    }
}

/* Widths of the columns, by what stands in them. */
static err measure(struct page *p)
{
    enum { LABEL_MOST = 20, ACCOUNT_LEAST = 8, ACCOUNT_MOST = 16 };
    struct arena_mark mark = arena_mark(p->cx->scratch);
    enum status s;
    for (uint32_t i = 0; i < p->c->v->n; i++) {
        const struct verdict *v = &p->c->v->v[i];
        if (!shown_status(p, v, &s))
            continue;
        struct arena_mark inner = arena_mark(p->cx->scratch);
        struct buf b;
        buf_init(&b, p->cx->scratch, SIZE_MAX);
        put_label(p, v, clause_of(p, v)->period == PERIOD_NONE, &b);
        TRY(p->cx, buf_finish(p->cx, &b));
        size_t w = utf8_width(buf_view(&b));
        if (w > p->label)
            p->label = w;
        for (uint32_t k = 0; k < v->n_accounts; k++) {
            w = utf8_width(show_account_name(p->c, v->accounts[k].account));
            if (w > p->account)
                p->account = w;
        }
        arena_rewind(p->cx->scratch, inner);
    }
    if (p->label > LABEL_MOST)
        p->label = LABEL_MOST;
    if (p->account < ACCOUNT_LEAST)
        p->account = ACCOUNT_LEAST;
    if (p->account > ACCOUNT_MOST)
        p->account = ACCOUNT_MOST;
    arena_rewind(p->cx->scratch, mark);
    return OK;
}

err show_said(struct cx *cx, const struct report_case *c,
              const struct report_choice *choice, const struct verdict *v,
              size_t indent, struct buf *out)
{
    struct page p = {
        .cx = cx, .c = c, .choice = choice, .out = out, .indent = indent};
    return put_replies(&p, v);
}

err report_instances_text(struct cx *cx, const struct report_case *c,
                          const struct report_choice *choice, struct buf *out)
{
    struct page p = {
        .cx = cx, .c = c, .choice = choice, .out = out, .indent = INDENT};
    TRY(cx, measure(&p));
    TRY(cx, show_strip(cx, c, choice, out));
    put_legend(&p);
    for (int g = 0; g < N_GROUPS; g++)
        TRY(cx, put_group(&p, (enum group)g));
    put_totals(&p);
    return report_apart_text(cx, c, choice, out);
}

/* The clock, the calendar and the counts. */
static err put_overview(const struct page *p)
{
    put_head(p);
    if (p->c->v->in_force)
        buf_char(p->out, '\n');
    TRY(p->cx, show_strip(p->cx, p->c, p->choice, p->out));
    put_legend(p);
    return OK;
}

err report_status_text(struct cx *cx, const struct report_case *c,
                       const struct report_choice *choice, struct buf *out)
{
    struct page p = {
        .cx = cx, .c = c, .choice = choice, .out = out, .indent = INDENT};
    TRY(cx, measure(&p));
    if (!choice->last)
        TRY(cx, put_overview(&p));
    for (int g = 0; g < N_GROUPS && !choice->brief; g++)
        TRY(cx, put_group(&p, (enum group)g));
    if (!choice->brief) {
        put_totals(&p);
        TRY(cx, report_apart_text(cx, c, choice, out));
        put_readings(&p);
        TRY(cx, put_unused(&p));
    }
    if (choice->last) {
        buf_char(out, '\n');
        TRY(cx, put_overview(&p));
    }
    put_open(&p);
    put_foot(&p);
    return OK;
}
