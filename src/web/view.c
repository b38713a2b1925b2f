/* web/view.c: names, dates, figures, statuses and links, as all pages show
 * them.
 *
 * Not here: what goes where (page_*.c), the frame around it (frame.c). */
#include "web/web_int.h"

#include "time/civil.h"

#include <inttypes.h>

/* --- Text of others ------------------------------------------------------- */

void put_bdi(struct buf *b, str s)
{
    if (s.n == 0) /* so that an empty cell is one, to the style sheet too */
        return;
    buf_c(b, "<bdi>");
    html_text(b, s);
    buf_c(b, "</bdi>");
}

void put_prose(struct buf *b, const char *element, str lang, str s)
{
    buf_printf(b, "<%s dir=\"auto\"", element);
    if (lang.n > 0) {
        buf_c(b, " lang=\"");
        html_text(b, lang);
        buf_char(b, '"');
    }
    buf_char(b, '>');
    html_text(b, s);
    buf_printf(b, "</%s>", element);
}

void put_codes(struct buf *b, str s)
{
    bool code = false;
    str part;
    for (bool more = true; more; code = !code) {
        more = str_cut(s, '`', &part, &s);
        if (code)
            buf_c(b, "<code dir=\"ltr\">");
        html_text(b, part);
        if (code)
            buf_c(b, "</code>");
    }
}

void put_english(struct buf *b, const char *element, str s)
{
    buf_printf(b, "<%s lang=\"en\" dir=\"ltr\">", element);
    put_codes(b, s);
    buf_printf(b, "</%s>", element);
}

/* --- Short texts ---------------------------------------------------------- */

static void add(struct text *t, str s)
{
    size_t n = s.n < TEXT_ROOM - t->n ? s.n : TEXT_ROOM - t->n;
    memcpy(t->room + t->n, s.p, n);
    t->n += n;
}

static void fill(struct text *t, str pattern, const struct text *args, size_t n)
{
    while (pattern.n > 0) {
        size_t at = str_find_char(pattern, '{');
        add(t, str_sub(pattern, 0, at));
        if (at + 2 >= pattern.n)
            break;
        size_t which = (size_t)(pattern.p[at + 1] - '1');
        if (ALWAYS(which < n))
            add(t, text_str(&args[which]));
        pattern = str_sub(pattern, at + 3, pattern.n);
    }
}

static struct text number_text(int64_t n)
{
    struct text t;
    t.n = (size_t)snprintf(t.room, sizeof t.room, "%" PRId64, n);
    return t;
}

struct text count_text(const struct web_view *v, int64_t n)
{
    struct text plain = number_text(n), t = {.n = 0};
    size_t digits = plain.n - (n < 0);
    for (size_t i = 0; i < plain.n; i++) {
        size_t left = plain.n - i; /* this digit included */
        if (left < digits && left % 3 == 0)
            add(&t, word(v, W_NUMBER_GROUP));
        add(&t, (str){plain.room + i, 1});
    }
    return t;
}

/* "11 h", "11 h 30 min". */
static struct text hours_text(const struct web_view *v, int64_t s)
{
    enum { MINUTE = 60, HOUR = 3600 };
    struct text t = {.n = 0}, args[2] = {count_text(v, s / HOUR),
                                         count_text(v, s % HOUR / MINUTE)};
    fill(&t, word(v, s % HOUR < MINUTE ? W_HOURS : W_INC_HOURS), args, 2);
    return t;
}

static struct text range_text(const struct web_view *v, int64_t lo, int64_t hi,
                              struct text (*one)(const struct web_view *v,
                                                 int64_t n))
{
    struct text t = {.n = 0}, args[2] = {one(v, lo), one(v, hi)};
    if (hi == QTY_INF && lo == 0)
        add(&t, word(v, W_NO_FIGURE));
    else if (hi == QTY_INF)
        fill(&t, word(v, W_AT_LEAST), args, 1);
    else if (hi != lo)
        fill(&t, word(v, W_SPAN), args, 2);
    else
        t = args[0];
    return t;
}

struct text figure_text(const struct web_view *v, int64_t lo, int64_t hi)
{
    return range_text(v, lo, hi, count_text);
}

struct text amount_text(const struct web_view *v, const struct clause *cl,
                        int64_t lo, int64_t hi)
{
    return range_text(v, lo, hi,
                      cl->measure == MEASURE_HOURS ? hours_text : count_text);
}

/* Without a case times are in UTC. */
static const struct tz *zone_of(const struct web_view *v)
{
    return v->c == NULL ? tz_utc() : v->c->tz;
}

/* The year of the agreement goes without saying. */
static bool is_other_year(const struct web_view *v, struct civil_date d)
{
    if (v->c == NULL || !v->c->v->in_force)
        return false;
    return civil_local(v->c->tz, v->c->v->day1).civil.date.year != d.year;
}

struct text date_text(const struct web_view *v, instant at, bool year)
{
    struct civil_date d = civil_local(zone_of(v), at).civil.date;
    struct text t = {.n = 0},
                args[3] = {number_text(d.day), {.n = 0}, number_text(d.year)};
    if (NEVER(d.month < 1 || d.month > 12))
        return t;
    add(&args[1], word(v, (enum word)(W_MONTH_1 + d.month - 1)));
    year |= is_other_year(v, d);
    fill(&t, word(v, year ? W_DATE_YEAR : W_DATE), args, 3);
    return t;
}

static bool is_day_begin(const struct web_view *v, instant at)
{
    struct civil_date d = civil_local(zone_of(v), at).civil.date;
    return civil_day_span(zone_of(v), d).begin == at;
}

static void add_clock(const struct web_view *v, struct text *t, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    add(t, STR(" "));
    add(t, civil_clock_print(civil_local(zone_of(v), at).civil.clock, room));
}

struct text moment_text(const struct web_view *v, instant at, bool end)
{
    struct text t = date_text(v, at, false);
    if (end ? is_day_begin(v, at + 1) : is_day_begin(v, at))
        return t;
    /* Minutes are enough to read: the second stands in <time>. */
    add_clock(v, &t, at - (at % 60 + 60) % 60);
    return t;
}

struct text span_text(const struct web_view *v, instant from, instant to)
{
    struct text args[2] = {moment_text(v, from, false),
                           moment_text(v, to - 1, true)};
    struct text t = {.n = 0};
    bool days = is_day_begin(v, from) && is_day_begin(v, to);
    if (days ? day_of(v, to - 1) == day_of(v, from) : to - from <= 60)
        return args[0];
    fill(&t, word(v, W_SPAN), args, 2);
    return t;
}

void put_when(struct buf *b, const struct web_view *v, instant at,
              const struct text *t)
{
    char room[CIVIL_PRINT_SIZE];
    buf_c(b, "<time datetime=\"");
    html_text(b, civil_rfc3339_print(zone_of(v), at, room));
    buf_c(b, "\">");
    html_text(b, text_str(t));
    buf_c(b, "</time>");
}

int64_t day_of(const struct web_view *v, instant at)
{
    return civil_day_number(civil_local(v->c->tz, v->c->v->day1).civil.date,
                            civil_local(v->c->tz, at).civil.date);
}

/* --- Names ---------------------------------------------------------------- */

static str named(str name, str id)
{
    return name.n > 0 ? name : id;
}

str name_of_actor(const struct web_view *v, int actor)
{
    if (actor == NONE)
        return STR("");
    return named(v->c->ag->actors[actor].name, v->c->ag->actors[actor].id);
}

str name_of_id(const struct web_view *v, str id)
{
    for (uint32_t k = 0; k < v->c->ag->n_actors; k++)
        if (str_eq(v->c->ag->actors[k].id, id))
            return name_of_actor(v, (int)k);
    return id;
}

/* A step and what is looked at as a whole have words of ours; all else is a
 * date, a number, or what others called it. */
str name_of_occasion(const struct web_view *v, struct arena *a, int clause,
                     str instance)
{
    const struct clause *cl = &v->c->ag->clauses[clause];
    str step = STR("step "), own;
    if ((cl->kind == CLAUSE_BAN || cl->kind == CLAUSE_KEEP) &&
        str_eq(instance, STR("overall")))
        return word(v, W_OCCASION_OVERALL);
    if (cl->n_steps == 0 || !str_starts(instance, step))
        return instance;
    struct text n = {.n = 0}, t = {.n = 0};
    add(&n, str_sub(instance, step.n, instance.n));
    fill(&t, word(v, W_OCCASION_STEP), &n, 1);
    return arena_dup_str(a, text_str(&t), &own) ? own : instance;
}

str name_of_item(const struct web_view *v, int item)
{
    return named(v->c->ag->items[item].name, v->c->ag->items[item].id);
}

str name_of_zone(const struct web_view *v, int zone)
{
    return named(v->c->ag->zones[zone].name, v->c->ag->zones[zone].id);
}

str name_of_source(const struct web_view *v, int source)
{
    const struct source *s = v->c->source(v->c->self, source);
    return named(s->name, s->id);
}

str name_of_account(const struct web_view *v, int account)
{
    return account < (int)v->c->ag->n_actors
               ? name_of_actor(v, account)
               : named(v->c->account_name(v->c->self, account),
                       v->c->account(v->c->self, account));
}

/* --- Statuses ------------------------------------------------------------- */

str status_word(const struct web_view *v, enum status s)
{
    static const enum word words[N_STATUS] = {
        [ST_WAITING] = W_STATUS_WAITING,
        [ST_RUNNING] = W_STATUS_RUNNING,
        [ST_MET] = W_STATUS_MET,
        [ST_MET_LATE] = W_STATUS_MET_LATE,
        [ST_CONTESTED] = W_STATUS_CONTESTED,
        [ST_REPORTED_NOT_VERIFIED] = W_STATUS_REPORTED_NOT_VERIFIED,
        [ST_PARTLY_MET] = W_STATUS_PARTLY_MET,
        [ST_UNMET] = W_STATUS_UNMET,
        [ST_PARTLY] = W_STATUS_PARTLY,
        [ST_NOT_REPORTED] = W_STATUS_NOT_REPORTED,
        [ST_SUSPENDED] = W_STATUS_SUSPENDED,
        [ST_WAIVED] = W_STATUS_WAIVED,
        [ST_EXCUSED] = W_STATUS_EXCUSED,
        [ST_LAPSED] = W_STATUS_LAPSED,
        [ST_NOT_ARISING] = W_STATUS_NOT_ARISING,
        [ST_DEPENDS] = W_STATUS_DEPENDS,
        [ST_DEPENDS_ON_READING] = W_STATUS_DEPENDS_ON_READING,
        [ST_WAITING_ON_EACH_OTHER] = W_STATUS_WAITING_ON_EACH_OTHER,
        [ST_NONE_REPORTED] = W_STATUS_NONE_REPORTED,
        [ST_REPORTED] = W_STATUS_REPORTED,
        [ST_ADMITTED] = W_STATUS_ADMITTED,
        [ST_FOUND] = W_STATUS_FOUND,
        [ST_JUDGED] = W_STATUS_JUDGED,
        [ST_NOT_JUDGED] = W_STATUS_NOT_JUDGED,
        [ST_DECLARATORY] = W_STATUS_DECLARATORY,
        [ST_PERMITTED] = W_STATUS_PERMITTED,
    };
    return word(v, words[s]);
}

/* The class says the group, for the style sheet; the symbol and the word say
 * the same without colour. */
static const char *const group_class[N_GROUPS] = {
    [GROUP_MET] = "met",         [GROUP_LATE] = "late",
    [GROUP_PARTLY] = "partly",   [GROUP_CONTESTED] = "contested",
    [GROUP_UNVERIFIED] = "open", [GROUP_UNMET] = "unmet",
    [GROUP_SILENT] = "silent",   [GROUP_DEPENDS] = "depends",
    [GROUP_ASIDE] = "aside",     [GROUP_RUNNING] = "running",
    [GROUP_BANS] = "ban",        [GROUP_JUDGED] = "aside",
    [GROUP_DECLARED] = "aside",
};

const char *status_class(enum status s)
{
    return group_class[status_group(s)];
}

void put_status(const struct web_view *v, struct buf *b, enum status s)
{
    buf_printf(b, "<span class=\"st %s\"><i aria-hidden=\"true\">%s</i> ",
               status_class(s), status_symbol(s));
    html_text(b, status_word(v, s));
    buf_c(b, "</span>");
}

void put_marks(const struct web_view *v, struct buf *b, const struct verdict *x)
{
    static const struct {
        unsigned bit;
        enum word w;
    } marks[] = {
        {MARK_TIME_UNCERTAIN, W_MARK_TIME_UNCERTAIN},
        {MARK_CURED, W_MARK_CURED},
        {MARK_LATE, W_MARK_LATE},
        {MARK_NO_SUM, W_MARK_NO_SUM},
        {MARK_TRIGGER_LATE, W_MARK_TRIGGER_LATE},
        {MARK_MOVED_LATE, W_MARK_MOVED_LATE},
        {MARK_INVOKED, W_MARK_INVOKED},
        {MARK_UNATTRIBUTED, W_MARK_UNATTRIBUTED},
        {MARK_CONTESTED, W_MARK_CONTESTED},
        {MARK_SUSPENSION_CLAIMED, W_MARK_SUSPENSION_CLAIMED},
        {MARK_PART, W_MARK_PART},
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if ((x->marks & marks[i].bit) != 0) {
            buf_c(b, " <span class=\"mark\">");
            say(v, b, marks[i].w);
            buf_c(b, "</span>");
        }
    if (x->accounts_differ) {
        buf_c(b, " <span class=\"mark differ\">");
        say(v, b, x->on_status ? W_DIFFER_STATUS : W_DIFFER_FIGURE);
        buf_c(b, "</span>");
    }
}

static void add_actors(const struct web_view *v, struct buf *b, actor_set set)
{
    bool any = false;
    for (uint32_t i = 0; i < v->c->ag->n_actors; i++) {
        if (((set >> i) & 1) == 0)
            continue;
        if (any) {
            buf_str(b, word(v, W_LIST_COMMA));
            buf_char(b, ' ');
        }
        buf_str(b, name_of_actor(v, (int)i));
        any = true;
    }
}

void put_standard(const struct web_view *v, struct buf *b,
                  const struct clause *cl)
{
    if (cl->kind == CLAUSE_JUDGED)
        SAY(v, b, W_STANDARD_JUDGED, name_of_actor(v, cl->judged_by));
    else if (cl->kind == CLAUSE_DECLARATORY || cl->kind == CLAUSE_MAY)
        say(v, b, W_STANDARD_DECLARATORY);
    else if (cl->standard.kind == STD_NAMED)
        SAY(v, b,
            cl->standard.counted ? W_STANDARD_COUNTED : W_STANDARD_VERIFIED,
            name_of_actor(v, cl->standard.by));
    else if (cl->standard.kind == STD_INTEREST)
        say(v, b, W_STANDARD_INTEREST);
    else {
        struct text k = count_text(v, cl->standard.k);
        struct buf names;
        buf_init(&names, b->arena, SIZE_MAX);
        add_actors(v, &names, cl->standard.of);
        SAY(v, b, W_STANDARD_KOF, text_str(&k), buf_view(&names));
    }
}

void put_clause_words(const struct web_view *v, struct buf *b,
                      const struct clause *cl, int bearer)
{
    str tag = word(v, W_LANGUAGE_TAG);
    for (uint32_t i = 0; i < cl->n_prose; i++)
        if (str_eq(cl->prose[i].lang, tag)) {
            put_prose(b, "span", tag, cl->prose[i].text);
            return;
        }
    struct buf words;
    buf_init(&words, b->arena, SIZE_MAX);
    show_clause_words(v->c, cl, bearer, &words);
    put_prose(b, "span", STR(""), buf_view(&words));
}

/* --- Figures -------------------------------------------------------------- */

bool is_counted(const struct web_view *v, const struct clause *cl)
{
    (void)v;
    return cl->kind == CLAUSE_DUTY && cl->measure != MEASURE_EXISTS;
}

/* "4 of 5"; without the need where there is no figure. Nobody may have said how
 * many `all` are, on which then the status depends. */
static void put_figure(const struct web_view *v, struct buf *b,
                       const struct clause *cl, enum status s, int64_t lo,
                       int64_t hi, int64_t required)
{
    struct text done = amount_text(v, cl, lo, hi);
    struct text need = amount_text(v, cl, required, required);
    bool of_all = cl->need.all && required == 0;
    if (lo == 0 && hi == QTY_INF)
        put_bdi(b, text_str(&done));
    else if (of_all && s == ST_DEPENDS)
        SAY(v, b, W_OF_UNKNOWN, text_str(&done));
    else if (of_all)
        put_bdi(b, text_str(&done));
    else
        SAY(v, b, W_OF, text_str(&done), text_str(&need));
}

void put_done(const struct web_view *v, struct buf *b, const struct verdict *x)
{
    const struct clause *cl = &v->c->ag->clauses[x->clause];
    if (!is_counted(v, cl))
        return;
    put_figure(v, b, cl, x->status, x->sure, x->possible, x->required);
}

void link_done(const struct web_view *v, struct buf *b, const struct verdict *x)
{
    if (!is_counted(v, &v->c->ag->clauses[x->clause]))
        return;
    link_occasion(v, b, x->clause, x->bearer, x->instance, "class=\"fig\"");
    put_done(v, b, x);
    link_end(b);
}

void put_status_cells(const struct web_view *v, struct buf *b,
                      const struct verdict *x)
{
    buf_c(b, "<td>");
    put_status(v, b, x->status);
    buf_char(b, ' ');
    link_done(v, b, x);
    put_marks(v, b, x);
    buf_c(b, "</td>");
    cell_begin(v, b, W_COLUMN_DUE);
    if (x->has_due) {
        struct text t = moment_text(v, x->due_hi, true);
        put_when(b, v, x->due_hi, &t);
    }
    buf_c(b, "</td>");
}

static void put_account(const struct web_view *v, struct buf *b,
                        const struct verdict *x, const struct account_view *a,
                        bool here)
{
    const struct clause *cl = &v->c->ag->clauses[x->clause];
    buf_c(b, "<li><span class=\"who\">");
    put_bdi(b, name_of_account(v, a->account));
    buf_c(b, "</span> ");
    if (!a->arises) {
        put_status(v, b, ST_NOT_ARISING);
        buf_c(b, "</li>");
        return;
    }
    put_status(v, b, a->status);
    if (is_counted(v, cl)) {
        buf_char(b, ' ');
        if (!here)
            link_occasion(v, b, x->clause, x->bearer, x->instance,
                          "class=\"fig\"");
        put_figure(v, b, cl, a->status, a->fig.lo, a->fig.hi, a->required);
        if (!here)
            link_end(b);
    }
    buf_char(b, ' ');
    put_reports(v, b, a->reports, a->n_reports, 6, occasion_of(x));
    buf_c(b, "</li>");
}

void put_accounts(const struct web_view *v, struct buf *b,
                  const struct verdict *x, bool here)
{
    if (x->n_accounts == 0)
        return;
    buf_c(b, "<ul class=\"accounts\">");
    for (uint32_t i = 0; i < x->n_accounts; i++)
        put_account(v, b, x, &x->accounts[i], here);
    buf_c(b, "</ul>");
}

void put_reports(const struct web_view *v, struct buf *b, const uint32_t *facts,
                 uint32_t n, uint32_t most, struct occasion of)
{
    for (uint32_t i = 0; i < n && i < most; i++) {
        if (i > 0)
            buf_char(b, ' ');
        link_report(v, b, facts[i]);
    }
    if (n > most) {
        struct text t = count_text(v, n - most);
        buf_char(b, ' ');
        if (of.clause != NONE)
            link_occasion(v, b, of.clause, of.bearer, of.instance,
                          "class=\"more\"");
        buf_c(b, "<bdi dir=\"ltr\">+");
        html_text(b, text_str(&t));
        buf_c(b, "</bdi>");
        if (of.clause != NONE)
            link_end(b);
    }
}

/* What is stated, as one run of text in the language of the agreement: its
 * parts are never put in another order by the direction of the page, which
 * would change who is said to have done what. */
static void put_act(const struct web_view *v, struct buf *b,
                    const struct fact *f)
{
    const struct agreement *ag = v->c->ag;
    struct buf t;
    buf_init(&t, b->arena, SIZE_MAX);
    if (f->performer != NONE &&
        (f->act != NONE || !str_eq(name_of_actor(v, f->performer),
                                   name_of_source(v, f->source)))) {
        buf_str(&t, name_of_actor(v, f->performer));
        buf_char(&t, ' ');
    }
    if (f->act != NONE) {
        buf_str(&t, ag->acts[f->act].done);
        buf_char(&t, ' ');
    }
    if (f->state != NONE) {
        buf_str(&t, named(ag->states[f->state].name, ag->states[f->state].id));
        buf_char(&t, ' ');
    } else if (f->item != NONE && (f->lo != 0 || f->hi != QTY_INF)) {
        /* Signs, not words: the run is in the agreement's language. */
        struct text lo = count_text(v, f->lo), hi = count_text(v, f->hi);
        buf_c(&t, f->hi == QTY_INF ? "\xe2\x89\xa5 " : "");
        buf_str(&t, text_str(&lo));
        if (f->hi != QTY_INF && f->hi != f->lo) {
            buf_c(&t, "\xe2\x80\x93");
            buf_str(&t, text_str(&hi));
        }
        buf_char(&t, ' ');
    }
    if (f->item != NONE) {
        buf_str(&t, name_of_item(v, f->item));
        buf_char(&t, ' ');
    }
    if (f->zone != NONE)
        buf_str(&t, name_of_zone(v, f->zone));
    if (t.n > 0)
        put_prose(b, "span", STR(""), str_trim(buf_view(&t)));
}

enum word kind_word(enum fact_kind k)
{
    switch (k) {
    case FACT_EVENT:
        return W_KIND_EVENT;
    case FACT_TOTAL:
        return W_KIND_TOTAL;
    case FACT_LEVEL:
        return W_KIND_LEVEL;
    case FACT_STATE:
        return W_KIND_STATE;
    case FACT_INCIDENT:
        return W_KIND_INCIDENT;
    case FACT_ASSESSMENT:
        return W_KIND_ASSESSMENT;
    case FACT_FINDING:
        return W_KIND_FINDING;
    case FACT_CONSENT:
        return W_KIND_CONSENT;
    case FACT_ANNOUNCEMENT:
        return W_KIND_ANNOUNCEMENT;
    case FACT_SIGNATURE:
        return W_KIND_SIGNATURE;
    case FACT_NOTICE:
        return W_KIND_NOTICE;
    case FACT_REPLY:
        return W_KIND_REPLY;
    }
    return W_KIND_EVENT;
}

/* What is no account of an event is called what it is: an assessment of an
 * attack is none. */
static bool is_of_its_kind(const struct fact *f)
{
    switch (f->kind) {
    case FACT_EVENT:
    case FACT_TOTAL:
    case FACT_LEVEL:
    case FACT_STATE:
    case FACT_ANNOUNCEMENT:
        return false;
    case FACT_INCIDENT:
    case FACT_ASSESSMENT:
    case FACT_FINDING:
    case FACT_CONSENT:
    case FACT_SIGNATURE:
    case FACT_NOTICE:
    case FACT_REPLY:
        return true;
    }
    return false;
}

void put_statement(const struct web_view *v, struct buf *b, uint32_t fact)
{
    struct fact buffer;
    struct report_shown s = {0};
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return;
    v->c->shown(v->c->self, fact, &s);
    buf_c(b, "<span class=\"who\">");
    put_bdi(b, name_of_source(v, f->source));
    buf_c(b, "</span>: ");
    if (is_of_its_kind(f)) {
        say(v, b, kind_word(f->kind));
        buf_char(b, ' ');
    }
    if (f->did_not && (f->item == NONE || f->hi != 0)) {
        say(v, b, W_DID_NOT);
        buf_c(b, ": ");
    }
    put_act(v, b, f);
    if (f->state != NONE) {
        buf_char(b, ' ');
        say(v, b, f->holds ? W_HOLDS : W_HOLDS_NOT);
    }
    str note = f->text.n > 0 ? f->text : s.note.n > 0 ? s.note : s.label;
    if (note.n > 0) {
        buf_char(b, ' ');
        put_prose(b, "q", STR(""), note);
    }
}

void put_statement_item(const struct web_view *v, struct buf *b, uint32_t fact,
                        enum word title, bool *any)
{
    if (!*any) {
        buf_c(b, "<h2>");
        say(v, b, title);
        buf_c(b, "</h2><ul class=\"plain\">");
    }
    *any = true;
    buf_c(b, "<li>");
    link_report(v, b, fact);
    buf_char(b, ' ');
    put_statement(v, b, fact);
    buf_c(b, "</li>\n");
}

/* --- Links ---------------------------------------------------------------- */

static void put_param(struct buf *b, char *sep, const char *name, str value)
{
    if (value.n == 0)
        return;
    if (*sep == '&')
        buf_c(b, "&amp;");
    else
        buf_char(b, *sep);
    buf_c(b, name);
    buf_char(b, '=');
    url_part(b, value);
    *sep = '&';
}

void put_query(const struct web_view *v, struct buf *b, enum web_lang lang,
               bool lang_given, str at, str known, str rest)
{
    char sep = '?';
    (void)v;
    if (lang_given)
        put_param(b, &sep, "lang", word_in(lang, W_LANGUAGE_TAG));
    put_param(b, &sep, "at", at);
    put_param(b, &sep, "known", known);
    if (rest.n > 0) {
        buf_c(b, sep == '?' ? "?" : "&amp;");
        html_text(b, rest);
    }
}

static void put_address(const struct web_view *v, struct buf *b,
                        const str *parts, size_t n)
{
    buf_c(b, "<a href=\"");
    for (size_t i = 0; i < n; i++) {
        buf_char(b, '/');
        url_part(b, parts[i]);
    }
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, STR(""));
}

void link_at(const struct web_view *v, struct buf *b, const str *parts,
             size_t n, const char *place)
{
    put_address(v, b, parts, n);
    buf_printf(b, "#%s\">", place);
}

void link_to(const struct web_view *v, struct buf *b, const str *parts,
             size_t n, const char *attributes)
{
    put_address(v, b, parts, n);
    buf_printf(b, "\"%s%s>", *attributes == '\0' ? "" : " ", attributes);
}

void link_end(struct buf *b)
{
    buf_c(b, "</a>");
}

void link_occasion(const struct web_view *v, struct buf *b, int clause,
                   int bearer, str instance, const char *attributes)
{
    const struct clause *cl = &v->c->ag->clauses[clause];
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_c(&rest, "occasion=");
    url_part(&rest, instance);
    if (bearer != NONE && cl->n_bearers > 1) {
        buf_c(&rest, "&by=");
        url_part(&rest, v->c->ag->actors[bearer].id);
    }
    if (cl->reading.n > 0) {
        buf_c(&rest, "&reading=");
        url_part(&rest, cl->reading);
    }
    buf_c(b, "<a href=\"/clause/");
    url_part(b, cl->label);
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_printf(b, "\"%s%s>", *attributes == '\0' ? "" : " ", attributes);
}

/* Ids stand in the query: in a path, browsers would take some of them apart. */
void link_report_begin(const struct web_view *v, struct buf *b, str id)
{
    struct buf rest;
    buf_init(&rest, b->arena, SIZE_MAX);
    buf_c(&rest, "id=");
    url_part(&rest, id);
    buf_c(b, "<a class=\"rep\" href=\"/report");
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&rest));
    buf_c(b, "\">");
}

void link_report_id(const struct web_view *v, struct buf *b, str id)
{
    link_report_begin(v, b, id);
    put_id(b, id);
    link_end(b);
}

void put_id(struct buf *b, str id)
{
    enum { LONG = 16, SHOWN = 6 };
    size_t digits = 0;
    while (digits < id.n &&
           strchr("0123456789abcdef", id.p[id.n - 1 - digits]) != NULL)
        digits++;
    if (digits < LONG || digits == id.n) {
        put_bdi(b, id);
        return;
    }
    buf_c(b, "<bdi title=\"");
    html_text(b, id);
    buf_c(b, "\">");
    html_text(b, str_sub(id, 0, id.n - digits + SHOWN));
    buf_c(b, "…</bdi>");
}

void link_report(const struct web_view *v, struct buf *b, uint32_t fact)
{
    struct fact buffer;
    const struct fact *f = v->c->fact(v->c->self, fact, &buffer);
    if (NEVER(f == NULL))
        return;
    link_report_id(v, b, f->id);
}
