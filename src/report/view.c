/* report/view.c: names, dates, figures and wrapping, shared by all renderings.
 *
 * Not here: what goes where (status_text.c and its neighbours). */
#include "report/report_int.h"

#include "base/utf8.h"

#include <inttypes.h>

/* --- Statuses ---------------------------------------------------------- */

const char *status_symbol(enum status s)
{
    switch (s) {
    case ST_MET:
        return "●";
    case ST_MET_LATE:
        return "◑";
    case ST_PARTLY_MET:
    case ST_PARTLY:
        return "◔";
    case ST_CONTESTED:
        return "◆";
    case ST_REPORTED_NOT_VERIFIED:
        return "◇";
    case ST_UNMET:
        return "✕";
    case ST_NOT_REPORTED:
        return "○";
    case ST_DEPENDS:
    case ST_DEPENDS_ON_READING:
    case ST_WAITING_ON_EACH_OTHER:
        return "?";
    case ST_SUSPENDED:
    case ST_WAIVED:
    case ST_EXCUSED:
    case ST_LAPSED:
    case ST_NOT_ARISING:
        return "-";
    case ST_WAITING:
    case ST_RUNNING:
        return "·";
    case ST_NONE_REPORTED:
        return "□";
    case ST_REPORTED:
    case ST_ADMITTED:
        return "▲";
    case ST_FOUND:
        return "■";
    case ST_JUDGED:
        return "=";
    case ST_NOT_JUDGED:
        return "~";
    case ST_DECLARATORY:
    case ST_PERMITTED:
    case N_STATUS:
        break;
    }
    return " ";
}

enum style status_style(enum status s)
{
    switch (status_group(s)) {
    case GROUP_MET:
        return STYLE_GOOD;
    case GROUP_LATE:
    case GROUP_PARTLY:
    case GROUP_CONTESTED:
    case GROUP_UNVERIFIED:
    case GROUP_UNMET:
        return STYLE_WARNING;
    case GROUP_DEPENDS:
        return STYLE_NOTE;
    case GROUP_SILENT:
    case GROUP_ASIDE:
    case GROUP_RUNNING:
    case GROUP_JUDGED:
    case GROUP_DECLARED:
        return STYLE_DIM;
    case GROUP_BANS:
        return s == ST_NONE_REPORTED ? STYLE_DIM : STYLE_WARNING;
    case N_GROUPS:
        break;
    }
    return STYLE_NONE;
}

enum group status_group(enum status s)
{
    switch (s) {
    case ST_MET:
        return GROUP_MET;
    case ST_MET_LATE:
        return GROUP_LATE;
    case ST_PARTLY_MET:
    case ST_PARTLY:
        return GROUP_PARTLY;
    case ST_CONTESTED:
        return GROUP_CONTESTED;
    case ST_REPORTED_NOT_VERIFIED:
        return GROUP_UNVERIFIED;
    case ST_UNMET:
        return GROUP_UNMET;
    case ST_NOT_REPORTED:
        return GROUP_SILENT;
    case ST_DEPENDS:
    case ST_DEPENDS_ON_READING:
    case ST_WAITING_ON_EACH_OTHER:
        return GROUP_DEPENDS;
    case ST_SUSPENDED:
    case ST_WAIVED:
    case ST_EXCUSED:
    case ST_LAPSED:
    case ST_NOT_ARISING:
        return GROUP_ASIDE;
    case ST_WAITING:
    case ST_RUNNING:
        return GROUP_RUNNING;
    case ST_NONE_REPORTED:
    case ST_REPORTED:
    case ST_ADMITTED:
    case ST_FOUND:
        return GROUP_BANS;
    case ST_JUDGED:
    case ST_NOT_JUDGED:
        return GROUP_JUDGED;
    case ST_DECLARATORY:
    case ST_PERMITTED:
    case N_STATUS:
        break;
    }
    return GROUP_DECLARED;
}

const char *group_title(enum group g)
{
    static const char *const titles[N_GROUPS] = {
        [GROUP_MET] = "Met",
        [GROUP_LATE] = "Met late",
        [GROUP_PARTLY] = "Partly",
        [GROUP_CONTESTED] = "Contested",
        [GROUP_UNVERIFIED] = "Reported, not verified",
        [GROUP_UNMET] = "Unmet",
        [GROUP_SILENT] = "Not reported",
        [GROUP_DEPENDS] = "Depends",
        [GROUP_ASIDE] = "Suspended, waived, excused, lapsed, not arising",
        [GROUP_RUNNING] = "Running or waiting",
        [GROUP_BANS] = "Prohibitions and states to keep",
        [GROUP_JUDGED] = "Left to a body to judge",
        [GROUP_DECLARED] = "Declaratory, permissions",
    };
    return titles[g];
}

const char *mark_name(unsigned marks, unsigned *i)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        {MARK_TIME_UNCERTAIN, "time uncertain"},
        {MARK_CURED, "cured"},
        {MARK_LATE, "late"},
        {MARK_NO_SUM, "does not add up"},
        {MARK_TRIGGER_LATE, "recorded after its deadline"},
        {MARK_MOVED_LATE, "moved after it had passed"},
        {MARK_INVOKED, "invoked"},
        {MARK_UNATTRIBUTED, "unattributed"},
        {MARK_CONTESTED, "contested"},
        {MARK_SUSPENSION_CLAIMED, "suspension claimed"},
        {MARK_NOT_NOTIFIED, "not notified in time"},
        {MARK_REPORTED_LATE, "reported late"},
        {MARK_PART, "of a part of the place"},
    };
    while (*i < COUNT_OF(names)) {
        unsigned at = (*i)++;
        if ((marks & names[at].bit) != 0)
            return names[at].name;
    }
    return NULL;
}

/* --- Names ------------------------------------------------------------- */

static str named(str name, str id)
{
    return name.n > 0 ? name : id;
}

str show_actor_name(const struct agreement *ag, int actor)
{
    if (actor == NONE)
        return STR("");
    return named(ag->actors[actor].name, ag->actors[actor].id);
}

str report_bearer(const struct agreement *ag, int bearer)
{
    return bearer == NONE ? STR("") : ag->actors[bearer].id;
}

str show_item_name(const struct agreement *ag, int item)
{
    return named(ag->items[item].name, ag->items[item].id);
}

str show_zone_name(const struct agreement *ag, int zone)
{
    return named(ag->zones[zone].name, ag->zones[zone].id);
}

str show_unit_of(const struct agreement *ag, const struct clause *c)
{
    if (c->measure == MEASURE_HOURS)
        return STR("second");
    if (c->perf.item != NONE && c->measure != MEASURE_EXISTS)
        return ag->items[c->perf.item].unit;
    return STR("");
}

static int label_of(const struct agreement *ag, int clause)
{
    int first = ag->clauses[clause].reading_of;
    return first == NONE ? clause : first;
}

void show_readings(const struct report_case *c, const struct verdict *v,
                   struct buf *b)
{
    const struct agreement *ag = c->ag;
    int label = label_of(ag, v->clause);
    for (int k = label; k < (int)ag->n_clauses && label_of(ag, k) == label;
         k++) {
        const struct clause *cl = &ag->clauses[k];
        const struct verdict *there = NULL;
        bool held = false;
        if (cl->reading.n == 0)
            return;
        if (k > label)
            buf_c(b, "; ");
        buf_str(b, cl->reading);
        for (int i = 0; i < (int)ag->n_actors; i++) {
            if ((cl->reading_holders >> i & 1) == 0)
                continue;
            buf_c(b, held ? ", " : " (held by ");
            buf_str(b, show_actor_name(ag, i));
            held = true;
        }
        buf_c(b, held ? "): " : ": ");
        for (uint32_t i = 0; i < c->v->n && there == NULL; i++) {
            const struct verdict *o = &c->v->v[i];
            if (o->clause == k && o->bearer == v->bearer &&
                str_eq(o->instance, v->instance))
                there = o;
        }
        if (there == NULL)
            buf_c(b, "it does not arise");
        else
            buf_str(b, status_name(there->status));
    }
}

str show_account_name(const struct report_case *c, int account)
{
    return c->account(c->self, account);
}

/* --- Dates ------------------------------------------------------------- */

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void show_date(const struct report_case *c, struct buf *b, instant at,
               bool year)
{
    struct civil_date d = civil_local(c->tz, at).civil.date;
    if (NEVER(d.month < 1 || d.month > 12))
        return;
    buf_printf(b, "%u %s", (unsigned)d.day, months[d.month - 1]);
    if (year)
        buf_printf(b, " %d", (int)d.year);
}

static void put_clock(const struct report_case *c, struct buf *b, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_clock k = civil_local(c->tz, at).civil.clock;
    buf_str(b, civil_clock_print(k, room));
}

static bool is_day_begin(const struct report_case *c, instant at)
{
    struct civil_date d = civil_local(c->tz, at).civil.date;
    return civil_day_span(c->tz, d).begin == at;
}

void show_moment(const struct report_case *c, struct buf *b, instant at,
                 bool end)
{
    show_date(c, b, at, false);
    if (end ? is_day_begin(c, at + 1) : is_day_begin(c, at))
        return;
    buf_char(b, ' ');
    /* The last second of a minute is shown as that minute. */
    if (end && (at + 1) % 60 == 0)
        at -= 59;
    put_clock(c, b, at);
}

void show_span(const struct report_case *c, struct buf *b, instant from,
               instant to)
{
    if (is_day_begin(c, from) && is_day_begin(c, to)) {
        show_date(c, b, from, false);
        if (days_in(c, from, to) > 1) {
            buf_c(b, " to ");
            show_date(c, b, to - 1, false);
        }
        return;
    }
    show_date(c, b, from, false);
    buf_char(b, ' ');
    put_clock(c, b, from);
    if (to - from <= 60)
        return;
    buf_c(b, " to ");
    show_moment(c, b, to - 1, true);
}

int64_t days_in(const struct report_case *c, instant from, instant to)
{
    if (to <= from)
        return 0;
    return civil_days(civil_local(c->tz, to - 1).civil.date) -
           civil_days(civil_local(c->tz, from).civil.date) + 1;
}

int64_t day_number(const struct report_case *c, instant at)
{
    return civil_day_number(civil_local(c->tz, c->v->day1).civil.date,
                            civil_local(c->tz, at).civil.date);
}

/* --- Figures ----------------------------------------------------------- */

void show_count(struct buf *b, int64_t n)
{
    char digits[24];
    size_t k = 0;
    uint64_t u = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    do {
        digits[k++] = (char)('0' + u % 10);
        u /= 10;
    } while (u > 0);
    if (n < 0)
        buf_char(b, '-');
    while (k-- > 0) {
        buf_char(b, digits[k]);
        if (k > 0 && k % 3 == 0)
            buf_char(b, ',');
    }
}

void show_figure(struct buf *b, int64_t lo, int64_t hi)
{
    if (hi == QTY_INF && lo == 0) {
        buf_c(b, "no figure");
        return;
    }
    if (hi == QTY_INF)
        buf_c(b, "at least ");
    show_count(b, lo);
    if (hi != QTY_INF && hi != lo) {
        buf_c(b, " to ");
        show_count(b, hi);
    }
}

/* --- Clauses in few words ---------------------------------------------- */

void show_item(const struct agreement *ag, int item, struct buf *b)
{
    int top = item;
    while (ag->items[top].parent != NONE)
        top = ag->items[top].parent;
    buf_str(b, show_item_name(ag, top));
    if (top == item)
        return;
    buf_c(b, " (");
    buf_str(b, show_item_name(ag, item));
    buf_char(b, ')');
}

static void put_place(const struct agreement *ag, int place, struct buf *b)
{
    const struct zone *z = &ag->zones[place];
    if (z->base == NONE) {
        buf_c(b, ", ");
        buf_str(b, show_zone_name(ag, place));
        return;
    }
    buf_c(b, z->beyond ? ", beyond " : ", within ");
    if (z->metres % 1000 == 0)
        buf_printf(b, "%" PRId64 " km of ", z->metres / 1000);
    else
        buf_printf(b, "%" PRId64 " m of ", z->metres);
    buf_str(b, show_zone_name(ag, z->base));
}

static void put_need(const struct clause *cl, struct buf *b)
{
    if (cl->measure == MEASURE_EXISTS || cl->n_ratios > 0 || cl->n_steps > 0)
        return;
    if (cl->need.all) {
        buf_c(b, " all");
        return;
    }
    buf_c(b, cl->need.cmp == AT_MOST   ? " at most "
             : cl->need.cmp == EXACTLY ? " exactly "
                                       : " ");
    show_count(b, cl->need.n);
    if (cl->need.percent)
        buf_c(b, " %");
}

static void put_hours(const struct clause *cl, struct buf *b)
{
    int64_t s = cl->hours.seconds + cl->hours.days * 86400;
    if (s % 3600 == 0)
        buf_printf(b, " for %" PRId64 " h", s / 3600);
    else
        buf_printf(b, " for %" PRId64 " min", s / 60);
}

static void put_act(const struct agreement *ag, const struct clause *cl,
                    struct buf *b)
{
    const struct selector *s = &cl->perf;
    bool ban = cl->kind == CLAUSE_BAN || cl->measure == MEASURE_HOURS;
    if (cl->kind == CLAUSE_KEEP && s->act == NONE) {
        buf_c(b, "keep");
        if (s->state_item != NONE) {
            buf_char(b, ' ');
            show_item(ag, s->state_item, b);
        } else if (s->place != NONE) {
            buf_char(b, ' ');
            buf_str(b, show_zone_name(ag, s->place));
        } else if (s->item != NONE) {
            put_need(cl, b);
            buf_char(b, ' ');
            show_item(ag, s->item, b);
        }
        if (s->state != NONE) {
            buf_char(b, ' ');
            buf_str(b,
                    named(ag->states[s->state].name, ag->states[s->state].id));
        }
        return;
    }
    buf_c(b, cl->kind == CLAUSE_MAY ? "may " : ban ? "not " : "");
    if (s->act != NONE)
        buf_str(b, ag->acts[s->act].inf);
    if (cl->measure == MEASURE_HOURS)
        put_hours(cl, b);
    else if (cl->kind == CLAUSE_DUTY)
        put_need(cl, b);
    if (s->item != NONE) {
        buf_char(b, ' ');
        show_item(ag, s->item, b);
    }
    if (s->place != NONE)
        put_place(ag, s->place, b);
}

/* "Israel, Hamas: ": by name as far as a line has room for them. */
static void put_bearers(const struct agreement *ag, const struct clause *cl,
                        struct buf *b)
{
    enum { NAMED_MOST = 3 };
    if (cl->n_bearers == 0)
        return;
    if (cl->n_bearers > NAMED_MOST)
        buf_printf(b, "each of %" PRIu32, cl->n_bearers);
    else
        for (uint32_t i = 0; i < cl->n_bearers; i++) {
            buf_c(b, i > 0 ? ", " : "");
            buf_str(b, show_actor_name(ag, cl->bearers[i]));
        }
    buf_c(b, ": ");
}

static bool is_quoted(const struct clause *cl)
{
    return cl->kind == CLAUSE_JUDGED || cl->kind == CLAUSE_DECLARATORY;
}

void show_clause_act(const struct report_case *c, const struct clause *cl,
                     struct buf *b)
{
    const struct agreement *ag = c->ag;
    if (is_quoted(cl)) {
        buf_str(b, cl->quoted);
        return;
    }
    if (cl->kind == CLAUSE_DUTY && cl->n_bearers == 0 &&
        cl->perf.item != NONE && cl->perf.act != NONE) {
        /* Nobody is named: what is to happen, not who is to do it. */
        show_count(b, cl->need.n);
        buf_char(b, ' ');
        show_item(ag, cl->perf.item, b);
        buf_c(b, " to ");
        buf_str(b, ag->acts[cl->perf.act].inf);
        if (cl->perf.place != NONE)
            put_place(ag, cl->perf.place, b);
    } else {
        put_act(ag, cl, b);
    }
    if (cl->trigger == TRIG_EVENT && cl->trig.item != NONE) {
        buf_c(b, " for each ");
        show_item(ag, cl->trig.item, b);
    }
}

void show_clause_words(const struct report_case *c, const struct clause *cl,
                       int bearer, struct buf *b)
{
    if (bearer != NONE && !is_quoted(cl)) {
        buf_str(b, show_actor_name(c->ag, bearer));
        buf_c(b, ": ");
    } else if (!is_quoted(cl)) {
        put_bearers(c->ag, cl, b);
    }
    show_clause_act(c, cl, b);
}

void show_standard(const struct agreement *ag, const struct standard *s,
                   struct buf *b)
{
    switch (s->kind) {
    case STD_INTEREST:
        buf_c(b, "against interest");
        return;
    case STD_NAMED:
        buf_c(b, s->counted ? "counted by " : "verified by ");
        buf_str(b, ag->actors[s->by].id);
        return;
    case STD_KOF:
        break;
    }
    const char *sep = "";
    buf_printf(b, "confirmed by %" PRIu32 " of (", s->k);
    for (uint32_t i = 0; i < ag->n_actors; i++) {
        if (((s->of >> i) & 1) == 0)
            continue;
        buf_c(b, sep);
        buf_str(b, ag->actors[i].id);
        sep = ", ";
    }
    buf_char(b, ')');
}

/* --- Records ------------------------------------------------------------- */

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
        return f->valid >= 0 ? "assessed" : "stated";
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

void show_statement(const struct report_case *c, uint32_t n,
                    const struct fact *f, struct buf *b)
{
    const struct agreement *ag = c->ag;
    struct report_shown s = {0};
    const struct source *src = c->source(c->self, f->source);
    c->shown(c->self, n, &s);
    buf_str(b, src->name.n > 0 ? src->name : src->id);
    buf_c(b, *verb(f) != '\0' ? " " : ":");
    buf_c(b, verb(f));
    if (f->performer != NONE && *verb(f) == '\0') {
        buf_char(b, ' ');
        buf_str(b, show_actor_name(ag, f->performer));
    }
    bool none = f->kind == FACT_TOTAL && f->hi == 0;
    if (f->act != NONE) {
        if (f->performer != NONE && *verb(f) == '\0')
            buf_c(b, " has");
        buf_c(b, f->did_not || none ? " not " : " ");
        buf_str(b, ag->acts[f->act].done);
    }
    if (f->state != NONE) {
        if (f->item != NONE) {
            buf_char(b, ' ');
            buf_str(b, show_item_name(ag, f->item));
        }
        buf_char(b, ' ');
        buf_str(b, ag->states[f->state].name.n > 0 ? ag->states[f->state].name
                                                   : ag->states[f->state].id);
        buf_c(b, f->holds ? ", it holds" : ", it does not hold");
    } else if (f->item != NONE && (f->lo != 0 || f->hi != QTY_INF)) {
        buf_char(b, ' ');
        if (!none) {
            show_figure(b, f->lo, f->hi);
            buf_char(b, ' ');
        }
        buf_str(b, show_item_name(ag, f->item));
        buf_c(b, none ? "" : kind_words(f));
    }
    if (f->zone != NONE) {
        buf_c(b, ", ");
        buf_str(b, show_zone_name(ag, f->zone));
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

/* --- Width ------------------------------------------------------------- */

size_t show_cut(struct buf *b, str text, size_t width)
{
    if (utf8_width(text) <= width) {
        buf_safe(b, text);
        return utf8_width(text);
    }
    if (width == 0)
        return 0;
    size_t used = 0, at = 0;
    while (at < text.n) {
        uint32_t cp;
        size_t n = utf8_decode(str_sub(text, at, text.n), &cp);
        if (n == 0)
            n = 1;
        size_t w = utf8_width(str_sub(text, at, at + n));
        if (used + w + 1 > width)
            break;
        used += w;
        at += n;
    }
    while (at > 0 && text.p[at - 1] == ' ')
        at--;
    buf_safe(b, str_sub(text, 0, at));
    used = utf8_width(str_sub(text, 0, at));
    buf_c(b, "…");
    return used + 1;
}

void show_wrapped(struct buf *b, str text, size_t used, size_t indent,
                  size_t width)
{
    bool first = true;
    str rest = str_trim(text);
    while (rest.n > 0) {
        str word;
        if (!str_cut(rest, ' ', &word, &rest))
            rest = STR("");
        if (word.n == 0)
            continue;
        size_t w = utf8_width(word);
        if (!first && used + 1 + w > width) {
            buf_char(b, '\n');
            buf_fill(b, ' ', indent);
            used = indent;
            first = true;
        }
        if (!first) {
            buf_char(b, ' ');
            used++;
        }
        buf_safe(b, word);
        used += w;
        first = false;
    }
    buf_char(b, '\n');
}
