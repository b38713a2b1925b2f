/* web/frame.c: what is around every page: head, clock, links, times, foot. */
#include "web/web_int.h"

#include "time/civil.h"

#include <inttypes.h>

static void put_head(const struct web_view *v, struct buf *b, str title)
{
    buf_c(b, "<!DOCTYPE html>\n<html lang=\"");
    html_text(b, word(v, W_LANGUAGE_TAG));
    buf_c(b, "\" dir=\"");
    html_text(b, word(v, W_DIRECTION));
    buf_c(b, "\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_text(b, title);
    if (v->c != NULL) {
        buf_c(b, " · ");
        html_text(b, v->c->ag->title);
    }
    if (v->room != NULL) {
        buf_c(b, " · ");
        html_text(b, v->room->self);
    }
    buf_c(b, "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n");
    buf_c(b, "<script type=\"module\" src=\"/page.js\"></script>\n</head>\n");
    buf_c(b, v->kiosk ? "<body class=\"kiosk\"" : "<body");
    if (v->follows) {
        buf_c(b, " data-seen=\"");
        buf_uint(b, v->seen);
        buf_char(b, '"');
    }
    buf_c(b, ">\n");
    buf_c(b, "<a class=\"skip\" href=\"#content\">");
    say(v, b, W_SKIP);
    buf_c(b, "</a>\n");
}

/* "Day 41 of 42", then the hour in the zone of the agreement and in UTC. */
static void put_clock(const struct web_view *v, struct buf *b)
{
    const struct verdicts *x = v->c->v;
    int32_t days = v->c->ag->life_days;
    int64_t day = x->in_force ? day_of(v, x->at) : 0;
    struct text n = count_text(v, day), of = count_text(v, days);
    buf_c(b, "<p class=\"clock\"><strong>");
    if (!x->in_force || day < 1)
        say(v, b, W_CLOCK_NOT_IN_FORCE);
    else if (days > 0 && day > days && x->n_phases > 0 &&
             x->phases[0].has_end && x->at > x->phases[0].end)
        say(v, b, W_CLOCK_AFTER);
    else if (days > 0 && day <= days)
        SAY(v, b, W_CLOCK_DAY_OF, text_str(&n), text_str(&of));
    else
        SAY(v, b, W_CLOCK_DAY, text_str(&n));
    buf_c(b, "</strong> ");
    char room[CIVIL_PRINT_SIZE];
    struct text date = date_text(v, x->at, true);
    struct civil_local here = civil_local(v->c->tz, x->at);
    struct civil_local utc = civil_local(tz_utc(), x->at);
    put_when(b, v, x->at, &date);
    buf_c(b, " <bdi>");
    buf_str(b,
            civil_clock_print((struct civil_clock){here.civil.clock.hour,
                                                   here.civil.clock.minute, 0},
                              room));
    buf_c(b, "</bdi> <span class=\"zone\"><bdi>");
    html_text(b, tz_name(v->c->tz));
    buf_c(b, "</bdi> · <bdi>");
    buf_str(b,
            civil_clock_print((struct civil_clock){utc.civil.clock.hour,
                                                   utc.civil.clock.minute, 0},
                              room));
    buf_c(b, " UTC</bdi></span></p>\n");
}

static const struct nav_item items[] = {
    {NAV_TODAY, W_NAV_TODAY, "", "t"},
    {NAV_AGREEMENT, W_NAV_AGREEMENT, "agreement", "a"},
    {NAV_CALENDAR, W_NAV_CALENDAR, "calendar", "c"},
    {NAV_INCIDENTS, W_NAV_INCIDENTS, "incidents", "i"},
    {NAV_EVIDENCE, W_NAV_EVIDENCE, "evidence", "p"},
    {NAV_AID, W_NAV_AID, "aid", "q"},
    {NAV_EXCHANGES, W_NAV_EXCHANGES, "exchanges", "x"},
    {NAV_MAP, W_NAV_MAP, "map", "m"},
    {NAV_STATEMENTS, W_NAV_STATEMENTS, "statements", "s"},
    {NAV_CONTEXT, W_NAV_CONTEXT, "context", "o"},
    {NAV_REPORTS, W_NAV_REPORTS, "reports", "r"},
    {NAV_RECORD, W_NAV_RECORD, "record", "e"},
    {NAV_FINDINGS, W_NAV_FINDINGS, "findings", "f"},
};

const struct nav_item *nav_items(size_t *n)
{
    *n = COUNT_OF(items);
    return items;
}

static bool sees_evidence(const struct web_view *v)
{
    return v->is_case && v->me != NULL &&
           role_extent_of(v->me->role, MAY_SEE_EVIDENCE) != FOR_NOBODY;
}

static void put_nav(const struct web_view *v, struct buf *b, enum nav now)
{
    buf_c(b, "<nav aria-label=\"");
    say(v, b, W_NAV);
    buf_c(b, "\"><ul>");
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        if ((items[i].nav == NAV_RECORD && (!v->is_case || v->withheld)) ||
            (items[i].nav == NAV_STATEMENTS && !v->has_statements) ||
            (items[i].nav == NAV_CONTEXT && !v->has_context) ||
            (items[i].nav == NAV_EVIDENCE && !sees_evidence(v)))
            continue;
        buf_c(b, "<li>");
        char attributes[64];
        snprintf(attributes, sizeof attributes, "aria-keyshortcuts=\"%s\"%s",
                 items[i].key,
                 items[i].nav == now ? " aria-current=\"page\"" : "");
        LINK(v, b, attributes, str_of(items[i].path));
        say(v, b, items[i].w);
        link_end(b);
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul></nav>\n");
}

static const struct nav_item room_items[] = {
    {NAV_ROOM, W_NAV_ROOM, "", "t"},
    {NAV_ROOM_DRAFT, W_NAV_DRAFT, "draft", "a"},
    {NAV_ROOM_WORDS, W_NAV_WORDS, "words", "w"},
    {NAV_ROOM_TABLE, W_NAV_TABLE, "table", "m"},
    {NAV_ROOM_PACKAGES, W_NAV_PACKAGES, "packages", "p"},
    {NAV_ROOM_SIGNING, W_NAV_SIGNING, "signing", "s"},
    {NAV_ROOM_LOG, W_NAV_LOG, "log", "l"},
};

/* The table is the mediators'. */
static void put_room_nav(const struct web_view *v, struct buf *b, enum nav now)
{
    buf_c(b, "<nav aria-label=\"");
    say(v, b, W_NAV);
    buf_c(b, "\"><ul>");
    for (size_t i = 0; i < COUNT_OF(room_items); i++) {
        const struct nav_item *x = &room_items[i];
        char attributes[64];
        if (x->nav == NAV_ROOM_TABLE && !v->room->mediator)
            continue;
        snprintf(attributes, sizeof attributes, "aria-keyshortcuts=\"%s\"%s",
                 x->key, x->nav == now ? " aria-current=\"page\"" : "");
        buf_c(b, "<li>");
        LINK(v, b, attributes, str_of(x->path));
        say(v, b, x->w);
        link_end(b);
        buf_c(b, "</li>");
    }
    buf_c(b, "</ul></nav>\n");
}

/* The day that is looked at shows how one is written. */
static void put_field(const struct web_view *v, struct buf *b, enum word label,
                      const char *name, str value)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_date day = civil_local(v->c->tz, v->c->v->at).civil.date;
    buf_c(b, "<label>");
    say(v, b, label);
    buf_printf(b, " <input name=\"%s\" value=\"", name);
    html_text(b, value);
    buf_c(b, "\" dir=\"ltr\" autocomplete=\"off\" size=\"16\" "
             "placeholder=\"");
    buf_str(b, civil_date_print(day, room));
    buf_c(b, "\"></label> ");
}

static void put_one_hidden(struct buf *b, str name, str value)
{
    buf_c(b, "<input type=\"hidden\" name=\"");
    html_text(b, name);
    buf_c(b, "\" value=\"");
    html_text(b, value);
    buf_c(b, "\">");
}

/* What else this page was asked for. */
static void put_rest(const struct web_view *v, struct buf *b)
{
    enum { MOST = 512 };
    str rest = v->rest, item, key, value;
    while (rest.n > 0) {
        char room[MOST];
        size_t n;
        str_cut(rest, '&', &item, &rest);
        str_cut(item, '=', &key, &value);
        /* Another time has other pages. */
        if (!str_eq(key, STR("page")) && value.n <= MOST &&
            url_decode(value, room, &n))
            put_one_hidden(b, key, (str){room, n});
    }
}

/* The same page a civil day earlier or later. */
static void put_day_link(const struct web_view *v, struct buf *b, enum word w,
                         const char *rel, int days)
{
    char room[CIVIL_PRINT_SIZE];
    struct civil_date d = civil_local(v->c->tz, v->c->v->at).civil.date;
    struct civil_span day = civil_day_span(v->c->tz, d);
    instant at = days < 0 ? day.begin - 1 : day.end;
    if (at <= INSTANT_MIN || at >= INSTANT_MAX)
        return;
    d = civil_local(v->c->tz, at).civil.date;
    buf_printf(b, " <a rel=\"%s\" aria-keyshortcuts=\"%s\" href=\"", rel,
               days < 0 ? "[" : "]");
    html_text(b, v->path);
    put_query(v, b, v->lang, v->lang_given, civil_date_print(d, room), v->known,
              v->rest);
    buf_c(b, "\">");
    say(v, b, w);
    buf_c(b, "</a>");
}

/* Which of the two times a page is about. */
enum times {
    TIMES_NONE = 0,
    TIMES_AT = 1,
    TIMES_KNOWN = 2,
    TIMES_BOTH = TIMES_AT | TIMES_KNOWN
};

/* A control that would change nothing is not shown; its time stays in the
 * links. */
static enum times times_of(enum nav nav)
{
    switch (nav) {
    case NAV_EVIDENCE: /* these are of the log, which stands as it grew */
    case NAV_RECORD:
        return TIMES_KNOWN;
    case NAV_STATEMENTS: /* tables beside the record */
    case NAV_CONTEXT:
        return TIMES_AT;
    case NAV_TODAY:
    case NAV_AGREEMENT:
    case NAV_CALENDAR:
    case NAV_INCIDENTS:
    case NAV_AID:
    case NAV_EXCHANGES:
    case NAV_MAP:
    case NAV_REPORTS:
        return TIMES_BOTH;
    case NAV_FINDINGS: /* a case has one text */
    case NAV_NONE:
    case NAV_ROOM:
    case NAV_ROOM_DRAFT:
    case NAV_ROOM_WORDS:
    case NAV_ROOM_TABLE:
    case NAV_ROOM_PACKAGES:
    case NAV_ROOM_SIGNING:
    case NAV_ROOM_LOG:
        break;
    }
    return TIMES_NONE;
}

/* Back to what is now, of the times that the page is about. */
static void put_latest_link(const struct web_view *v, struct buf *b,
                            enum times times)
{
    str at = times & TIMES_AT ? STR("") : v->at;
    str known = times & TIMES_KNOWN ? STR("") : v->known;
    if (at.n == v->at.n && known.n == v->known.n)
        return;
    buf_c(b, " <a href=\"");
    html_text(b, v->path);
    put_query(v, b, v->lang, v->lang_given, at, known, v->rest);
    buf_c(b, "\">");
    say(v, b, W_ASOF_LATEST);
    buf_c(b, "</a>");
}

/* The two times, or one, as a form that works everywhere. */
static void put_times(const struct web_view *v, struct buf *b, enum times times)
{
    buf_c(b, "<form class=\"times\" method=\"get\" action=\"");
    html_text(b, v->path);
    buf_c(b, "\"><fieldset><legend>");
    say(v, b, W_ASOF);
    buf_c(b, "</legend>");
    if (v->lang_given)
        put_one_hidden(b, STR("lang"), word(v, W_LANGUAGE_TAG));
    put_rest(v, b);
    if (times & TIMES_AT)
        put_field(v, b, W_ASOF_AT, "at", v->at);
    else if (v->at.n > 0)
        put_one_hidden(b, STR("at"), v->at);
    if (times & TIMES_KNOWN)
        put_field(v, b, W_ASOF_KNOWN, "known", v->known);
    else if (v->known.n > 0)
        put_one_hidden(b, STR("known"), v->known);
    buf_c(b, "<button>");
    say(v, b, W_ASOF_SHOW);
    buf_c(b, "</button>");
    if ((times & TIMES_AT) && v->c->v->in_force)
        put_day_link(v, b, W_DAY_BEFORE, "prev", -1);
    if ((times & TIMES_AT) && v->at.n > 0)
        put_day_link(v, b, W_DAY_AFTER, "next", 1);
    put_latest_link(v, b, times);
    buf_c(b, "</fieldset></form>\n");
}

static void put_me_link(const struct web_view *v, struct buf *b,
                        const char *path, enum word w)
{
    buf_printf(b, "<a href=\"%s", path);
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b,
          str_eq(v->path, str_of(path)) ? "\" aria-current=\"page\">" : "\">");
    say(v, b, w);
    buf_c(b, "</a> ");
}

/* Who is logged in, what is open to that role alone, and the way out. */
static void put_me(const struct web_view *v, struct buf *b)
{
    if (v->me == NULL)
        return;
    buf_c(b, "<div class=\"me\">");
    if (v->c != NULL && role_may(v->me->role, MAY_REPORT, true))
        put_me_link(v, b, "/report/new", W_ENTER_TITLE);
    if ((v->c != NULL || v->room != NULL) &&
        role_may(v->me->role, MAY_KEEP_PEOPLE, true))
        put_me_link(v, b, "/people", W_PEOPLE_TITLE);
    buf_c(b, "<a href=\"/account");
    put_query(v, b, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(b, "\">");
    put_bdi(b, v->me->name);
    buf_c(b, "</a> <span class=\"what\">");
    say(v, b, person_word(v, v->me->role));
    if (v->me->of.n > 0) {
        buf_c(b, " · ");
        put_bdi(b, v->me->of);
    }
    buf_c(b, "</span> <form method=\"post\" action=\"/account\">");
    put_hidden_field(b, "form", v->me->form_token);
    put_hidden_field(b, "do", STR("logout"));
    buf_c(b, "<button>");
    say(v, b, W_LOGOUT);
    buf_c(b, "</button></form></div>\n");
}

/* Words for page.js, which shows one of them. */
static void put_live(const struct web_view *v, struct buf *b)
{
    static const struct {
        const char *name;
        enum word w;
    } words[] = {{"on", W_LIVE_ON},
                 {"new", W_LIVE_NEW},
                 {"show", W_LIVE_SHOW},
                 {"off", W_LIVE_OFF}};
    buf_c(b, "<p class=\"live\" role=\"status\" hidden");
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        buf_printf(b, " data-%s=\"", words[i].name);
        html_text(b, word(v, words[i].w));
        buf_char(b, '"');
    }
    buf_c(b, "></p>\n");
}

static void begin(const struct web_view *v, struct buf *b, enum nav nav,
                  str title, enum times times)
{
    put_head(v, b, title);
    buf_c(b, "<header>\n<div class=\"top\"><p class=\"case\">");
    if (v->c != NULL)
        put_bdi(b, v->c->ag->title);
    else if (v->room != NULL && v->room->talks.n == 0)
        put_bdi(b, v->room->self); /* it has not begun */
    else if (v->room != NULL)
        SAY(v, b, W_ROOM_OF, v->room->talks, v->room->self);
    else
        buf_c(b, "truce");
    buf_c(b, "</p>\n");
    if (v->c != NULL)
        put_clock(v, b);
    buf_c(b, "</div>\n");
    if (v->follows)
        put_live(v, b);
    if (!v->kiosk)
        put_me(v, b);
    if (v->c != NULL && !v->kiosk)
        put_nav(v, b, nav);
    if (v->room != NULL && v->room->see && v->room->talks.n > 0)
        put_room_nav(v, b, nav);
    buf_c(b, "</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    if (v->c != NULL && times != TIMES_NONE && !v->kiosk)
        put_times(v, b, times);
    buf_c(b, "<h1>");
    put_bdi(b, title);
    buf_c(b, "</h1>\n");
}

void page_begin(const struct web_view *v, struct buf *b, enum nav nav,
                str title)
{
    begin(v, b, nav, title, times_of(nav));
}

void page_begin_now(const struct web_view *v, struct buf *b, enum nav nav,
                    str title)
{
    begin(v, b, nav, title, TIMES_NONE);
}

static void put_languages(const struct web_view *v, struct buf *b)
{
    buf_c(b, "<nav class=\"languages\" aria-label=\"");
    say(v, b, W_LANGUAGES);
    buf_c(b, "\"><ul>");
    for (int i = 0; i < N_LANGS; i++) {
        enum web_lang l = (enum web_lang)i;
        buf_c(b, "<li><a href=\"");
        html_text(b, v->path);
        put_query(v, b, l, true, v->at, v->known, v->rest);
        buf_c(b, "\" lang=\"");
        html_text(b, word_in(l, W_LANGUAGE_TAG));
        buf_c(b, l == v->lang ? "\" aria-current=\"true\">" : "\">");
        html_text(b, word_in(l, W_LANGUAGE));
        buf_c(b, "</a></li>");
    }
    buf_c(b, "</ul></nav>\n");
}

/* "Over 95 reports ...": the number leads to them. */
static void put_basis(const struct web_view *v, struct buf *b)
{
    str form = word(v, W_BASIS);
    struct text n = count_text(v, (int64_t)v->c->records);
    size_t at = str_find(form, STR("{1}"));
    html_text(b, str_sub(form, 0, at));
    LINK(v, b, "", STR("reports"));
    put_bdi(b, text_str(&n));
    link_end(b);
    html_text(b, str_sub(form, at + 3, form.n));
}

void page_end(const struct web_view *v, struct buf *b)
{
    buf_c(b, "</main>\n<footer>\n");
    if (v->c != NULL) {
        buf_c(b, "<p>");
        put_basis(v, b);
        if (v->known.n > 0) {
            buf_char(b, ' ');
            SAY(v, b, W_BASIS_KNOWN, v->known);
        }
        buf_char(b, ' ');
        say(v, b, W_BASIS_RULE);
        if (v->withheld) {
            buf_char(b, ' ');
            say(v, b, W_BASIS_WITHHELD);
        }
        buf_c(b, "</p>\n");
    }
    if (!v->kiosk) {
        put_languages(v, b);
        buf_c(b, "<p class=\"help\">");
        if (v->c != NULL) {
            LINK(v, b, "aria-keyshortcuts=\"?\"", STR("keys"));
            say(v, b, W_KEYS_TITLE);
            link_end(b);
        }
        buf_c(b, "</p>\n");
    }
    buf_c(b, "</footer>\n</body>\n</html>\n");
}

/* What is looked at, for a form that asks for something else. */
void put_hidden(const struct web_view *v, struct buf *b)
{
    const struct {
        const char *name;
        str value;
    } keep[] = {
        {"lang", v->lang_given ? word(v, W_LANGUAGE_TAG) : STR("")},
        {"at", v->at},
        {"known", v->known},
    };
    for (size_t i = 0; i < COUNT_OF(keep); i++)
        if (keep[i].value.n > 0)
            put_one_hidden(b, str_of(keep[i].name), keep[i].value);
}

void exports_begin(const struct web_view *v, struct buf *b, const char *name)
{
    static const struct {
        const char *end, *rest, *shown;
    } forms[] = {{".csv", "", "CSV"},
                 {".csv", "hxl=1", "CSV + HXL"},
                 {".json", "", "JSON"}};
    buf_c(b, "<p class=\"exports\">");
    say(v, b, W_EXPORT_AS);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct buf rest;
        buf_init(&rest, b->arena, SIZE_MAX);
        buf_str(&rest, v->rest);
        if (rest.n > 0 && forms[i].rest[0] != '\0')
            buf_char(&rest, '&');
        buf_c(&rest, forms[i].rest);
        buf_printf(b, " <a href=\"/%s%s", name, forms[i].end);
        put_query(v, b, v->lang, false, v->at, v->known, buf_view(&rest));
        buf_printf(b, "\"><bdi>%s</bdi></a>", forms[i].shown);
    }
}

void exports_end(struct buf *b)
{
    buf_c(b, "</p>\n");
}

void put_export_links(const struct web_view *v, struct buf *b, const char *name)
{
    exports_begin(v, b, name);
    exports_end(b);
}

void put_export_link(const struct web_view *v, struct buf *b, const char *path,
                     const char *shown)
{
    buf_printf(b, " <a href=\"%s", path);
    put_query(v, b, v->lang, false, v->at, v->known, STR(""));
    buf_printf(b, "\"><bdi>%s</bdi></a>", shown);
}

static void put_page_link(const struct web_view *v, struct buf *b, enum word w,
                          const char *rel, const char *name, uint32_t page,
                          str rest)
{
    struct buf q;
    buf_init(&q, b->arena, SIZE_MAX);
    buf_str(&q, rest);
    buf_printf(&q, "%s%s=%" PRIu32, rest.n > 0 ? "&" : "", name, page);
    buf_printf(b, "<a rel=\"%s\" href=\"", rel);
    html_text(b, v->path);
    put_query(v, b, v->lang, v->lang_given, v->at, v->known, buf_view(&q));
    buf_c(b, "\">");
    say(v, b, w);
    buf_c(b, "</a> ");
}

void put_pages(const struct web_view *v, struct buf *b, uint32_t page,
               uint32_t pages, str rest)
{
    put_pages_of(v, b, "page", page, pages, rest);
}

void put_pages_of(const struct web_view *v, struct buf *b, const char *name,
                  uint32_t page, uint32_t pages, str rest)
{
    struct text n = count_text(v, page), of = count_text(v, pages);
    if (pages < 2)
        return;
    buf_c(b, "<p class=\"pages\">");
    if (page > 1)
        put_page_link(v, b, W_PAGE_BEFORE, "prev", name, page - 1, rest);
    SAY(v, b, W_PAGE_OF, text_str(&n), text_str(&of));
    buf_char(b, ' ');
    if (page < pages)
        put_page_link(v, b, W_PAGE_NEXT, "next", name, page + 1, rest);
    buf_c(b, "</p>\n");
}

/* Columns of figures, whose units stand under units. */
static bool is_of_figures(enum word column)
{
    static const enum word all[] = {
        W_COLUMN_FIGURE,  W_COLUMN_NEEDED,         W_REPORT_QUANTITY,
        W_EVI_BYTES,      W_TODAY_TOOK_N,          W_TODAY_TOOK_MEDIAN,
        W_MARK_AGREED,    W_MARK_CONDITIONAL,      W_MARK_OPEN,
        W_DISTANCE_DAYS,  W_DISTANCE_ALTERNATIVES, W_DISTANCE_AMOUNT,
        W_INC_TOOK_AFTER, W_ROOM_LACKING,          W_CHAINS_HAS};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (all[i] == column)
            return true;
    return false;
}

/* A wide table scrolls in a box of its own, which the keyboard reaches. */
void table_begin(const struct web_view *v, struct buf *b, const char *class,
                 str caption, const enum word *columns)
{
    buf_c(b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"");
    html_text(b, caption);
    buf_printf(b, "\"><table class=\"%s\"><caption>", class);
    html_text(b, caption);
    buf_c(b, "</caption><thead><tr>");
    for (size_t i = 0; columns[i] != N_WORDS; i++) {
        buf_c(b, is_of_figures(columns[i]) ? "<th scope=\"col\" class=\"num\">"
                                           : "<th scope=\"col\">");
        say(v, b, columns[i]);
        buf_c(b, "</th>");
    }
    buf_c(b, "</tr></thead><tbody>\n");
}

void cell_begin(const struct web_view *v, struct buf *b, enum word label)
{
    buf_c(b, is_of_figures(label) ? "<td class=\"num\" data-label=\""
                                  : "<td data-label=\"");
    say(v, b, label);
    buf_c(b, "\">");
}

void table_end(struct buf *b)
{
    buf_c(b, "</tbody></table></div>\n");
}

err web_problem(struct cx *cx, const struct web_view *v, unsigned status,
                str what, str hint, struct buf *out)
{
    enum word w = status == 404 ? W_MISSING_TITLE : W_BAD_TITLE;
    /* Its title and its link have said as much. */
    bool more = !str_eq(what, word_in(LANG_EN, W_FAULT_NO_PAGE));
    page_begin(v, out, NAV_NONE, word(v, w));
    if (what.n > 0 && more)
        put_fault(v, out, what);
    else
        put_prose(out, "p", STR(""), word(v, W_MISSING_TEXT));
    if (hint.n > 0 && more)
        put_fault(v, out, hint);
    buf_c(out, "<p><a href=\"/");
    put_query(v, out, v->lang, v->lang_given, STR(""), STR(""), STR(""));
    buf_c(out, "\">");
    say(v, out, W_HOME);
    buf_c(out, "</a></p>\n");
    page_end(v, out);
    return buf_finish(cx, out);
}

err web_opening(struct cx *cx, const struct web_view *v, unsigned percent,
                struct buf *out)
{
    struct text n = count_text(v, percent);
    page_begin(v, out, NAV_NONE, word(v, W_OPENING_TITLE));
    buf_c(out, "<p>");
    SAY(v, out, W_OPENING_TEXT, text_str(&n));
    buf_printf(out,
               "</p>\n<p><progress max=\"100\" value=\"%u\"></progress></p>\n",
               percent);
    page_end(v, out);
    return buf_finish(cx, out);
}
