/* report/plan_html.c: a plan as one page: no script, no network, nothing beside
 * it. Light and dark by the reader's setting, printable, usable with the
 * keyboard alone; text of the agreement stands in <bdi>, so that names in any
 * script keep their direction. No party has a colour or place of its own.
 *
 * Not here: what is claimed (plan/), the terminal (plan_text.c). */
#include "base/html.h"
#include "lang/lang.h"
#include "report/report_int.h"

#include <inttypes.h>

struct page {
    struct cx *cx;
    const struct report_plan *r;
    const struct plan *p;
    const struct agreement *ag;
    struct buf *out;
    struct buf word; /* scratch for what needs escaping */
};

static void raw(struct page *g, const char *s)
{
    buf_c(g->out, s);
}

static void text(struct page *g, str s)
{
    html_text(g->out, s);
}

static void flush(struct page *g)
{
    text(g, buf_view(&g->word));
    buf_clear(&g->word);
}

static void bdi(struct page *g, str s)
{
    raw(g, "<bdi>");
    text(g, s);
    raw(g, "</bdi>");
}

/* A sentence of this program that may begin with a name of the text: it reads
 * from left to right, whatever the name's script. */
static void sentence(struct page *g, str s)
{
    raw(g, "<bdi dir=\"ltr\">");
    text(g, s);
    raw(g, "</bdi>");
}

static void when(struct page *g, instant at)
{
    plan_when(g->p, at, &g->word);
    flush(g);
}

static void label(struct page *g, int clause)
{
    raw(g, "<a class=\"label\" href=\"#c-");
    text(g, g->ag->clauses[clause].label);
    raw(g, "\">");
    text(g, g->ag->clauses[clause].label);
    raw(g, "</a>");
}

/* --- Style
 * --------------------------------------------------------------------- */

static const char style[] =
    "<style>\n"
    ":root{color-scheme:light dark;--bg:#fbfaf7;--card:#fff;--ink:#1d2327;"
    "--soft:#5a646b;--line:#d8d5cc;--bar:#3d6b8e;--may:#b9cfdf;--ban:#8a8f94;"
    "--mark:#8a4b08;--stop:#9b2226;--band:#c58a2b;--link:#1f5a86}\n"
    "@media (prefers-color-scheme:dark){:root{--bg:#14181b;--card:#1c2226;"
    "--ink:#e6e3dc;--soft:#a3abb0;--line:#3a4247;--bar:#7fb2d6;--may:#34536a;"
    "--ban:#7b8388;--mark:#e3a857;--stop:#f08a8d;--band:#d9a441;"
    "--link:#8fc3ea}}\n"
    "*{box-sizing:border-box}\n"
    "html{scroll-padding-block-start:1rem}\n"
    "body{margin:0;background:var(--bg);color:var(--ink);"
    "font:1rem/1.55 system-ui,'Noto Sans',sans-serif}\n"
    "main,header,nav,footer{max-inline-size:70rem;margin-inline:auto;"
    "padding-inline:clamp(1rem,4vw,2.5rem)}\n"
    "header{padding-block:2.5rem 1rem}\n"
    "h1{font-size:clamp(1.5rem,4.5vw,2.2rem);line-height:1.2;margin:0 0 .6rem;"
    "text-wrap:balance}\n"
    "h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 1rem;"
    "border-block-start:2px solid var(--ink);padding-block-start:.7rem}\n"
    "h3{font-size:1.05rem;line-height:1.35;margin:0 0 .4rem}\n"
    "p{margin:.4rem 0;max-inline-size:46rem}\n"
    "a{color:var(--link)}\n"
    "a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{"
    "outline:3px solid var(--band);outline-offset:2px}\n"
    ".skip{position:absolute;inset-inline-start:-999rem}\n"
    ".skip:focus{inset-inline-start:1rem;inset-block-start:1rem;"
    "background:var(--card);padding:.5rem}\n"
    ".soft{color:var(--soft)}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;"
    "padding:0;margin:.5rem 0}\n"
    ".sum{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))"
    ";"
    "gap:1rem;margin:1.2rem 0;padding:0;list-style:none}\n"
    ".sum li{background:var(--card);border:1px solid var(--line);"
    "border-radius:.5rem;padding:.9rem 1.1rem}\n"
    ".sum b{display:block;font-size:2rem;line-height:1.1;"
    "font-variant-numeric:tabular-nums}\n"
    ".find{background:var(--card);border:1px solid var(--line);"
    "border-inline-start:.4rem solid var(--soft);border-radius:.4rem;"
    "padding:1rem 1.2rem;margin:0 0 1rem;break-inside:avoid}\n"
    ".find.breaks{border-inline-start-color:var(--stop)}\n"
    ".find.risk{border-inline-start-color:var(--mark)}\n"
    ".tag{font-size:.8rem;color:var(--soft);display:flex;flex-wrap:wrap;"
    "gap:.2rem .8rem;margin:0 0 .3rem}\n"
    ".mend{border-block-start:1px dashed var(--line);padding-block-start:.5rem;"
    "margin-block-start:.6rem}\n"
    ".wide{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem;"
    "background:var(--card);margin:1rem 0}\n"
    "table{border-collapse:collapse;inline-size:100%;font-size:.92rem;"
    "font-variant-numeric:tabular-nums}\n"
    "th,td{text-align:start;vertical-align:top;padding:.4rem .8rem;"
    "border-block-end:1px solid var(--line)}\n"
    "th{font-weight:600;white-space:nowrap}\n"
    "tbody tr:last-child>*{border-block-end:0}\n"
    ".course{font-size:.92rem;margin:.5rem 0;inline-size:auto}\n"
    ".course caption{text-align:start}\n"
    ".steps td:nth-child(n+3){white-space:nowrap}\n"
    ".steps td:nth-child(2){min-inline-size:14rem}\n"
    ".seen td:nth-child(2){min-inline-size:18rem}\n"
    ".course td{padding:.15rem .8rem .15rem 0;border:0}\n"
    ".course td:first-child{white-space:nowrap;color:var(--soft)}\n"
    ".course tr:last-child td{font-weight:600}\n"
    "svg{display:block;min-inline-size:46rem;inline-size:100%;block-size:auto}"
    "\n"
    "svg text{font:12.5px system-ui,'Noto Sans',sans-serif;fill:var(--ink)}\n"
    "svg .soft{fill:var(--soft)}\n"
    ".bar{fill:var(--bar)}.may{fill:var(--may)}.ban{fill:var(--ban);"
    "opacity:.45}.band{fill:var(--band)}.grid{stroke:var(--line)}\n"
    ".late{fill:var(--stop)}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;"
    "margin:.4rem 0}\n"
    "dt{color:var(--soft)}dd{margin:0}\n"
    "@media (max-width:34rem){dl{grid-template-columns:1fr}"
    "dd{margin-block-end:.4rem}}\n"
    "@media screen and (max-width:34rem){.steps thead{display:none}"
    ".steps,.steps tbody{display:block}.steps tr{display:grid;"
    "grid-template-columns:repeat(3,minmax(0,1fr));"
    "border-block-end:1px solid var(--line);padding-block:.4rem}"
    ".steps tbody tr>*{border:0;padding:.1rem .6rem}"
    ".steps td:nth-child(n+3){white-space:normal}"
    ".steps td:nth-child(2){grid-column:2/4;min-inline-size:0}"
    ".steps td:nth-child(n+3)::before{display:block;color:var(--soft);"
    "font-size:.8rem}.steps td:nth-child(3)::before{content:'can begin'}"
    ".steps td:nth-child(4)::before{content:'due or end'}"
    ".steps td:nth-child(5)::before{content:'room'}}\n"
    "summary{cursor:pointer;font-weight:600}\n"
    "footer{padding-block:2rem 3rem;color:var(--soft);font-size:.9rem}\n"
    "@page{margin:16mm}\n"
    "@media "
    "print{:root{font-size:9.5pt;--bg:#fff;--card:#fff;--ink:#000;--soft:#444;"
    "--line:#bbb;--bar:#345;--may:#ccd6de;--ban:#888;--band:#999;--link:#000;"
    "--stop:#000;--mark:#555}body{line-height:1.4}nav,.skip{display:none}"
    "main,header,footer{max-inline-size:none;padding-inline:0}"
    ".wide{overflow:visible;border:0}svg{min-inline-size:0}"
    "details::details-content{content-visibility:visible;block-size:auto}"
    "th,td{padding:.2rem .6rem}h2{margin-block-start:1.6rem}"
    ".course td{padding-block:.1rem}.find{padding:.6rem .9rem}"
    "h2,h2+p,caption{break-after:avoid}tr,p,footer{break-inside:avoid}"
    "a{text-decoration:none}}\n"
    "</style>\n";

/* --- Head
 * ------------------------------------------------------------------------
 */

static uint32_t count(const struct plan *p, enum plan_weight weight)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_findings; i++)
        n += p->findings[i].weight == weight;
    return n;
}

static void sum(struct page *g, uint32_t n, const char *words, const char *mark)
{
    buf_printf(g->out,
               "<li><b>%" PRIu32 "</b> <span aria-hidden=\"true\">%s"
               "</span> %s</li>\n",
               n, mark, words);
}

static void head(struct page *g)
{
    const struct plan *p = g->p;
    char room[CIVIL_PRINT_SIZE];
    struct civil c = civil_local(p->tz, p->force).civil;
    raw(g, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
           "charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width,initial-scale=1\">\n<meta "
           "http-equiv=\"Content-Security-Policy\" content=\"default-src "
           "'none'; style-src 'unsafe-inline'\">\n<title>Rehearsal: ");
    text(g, g->ag->title);
    raw(g, "</title>\n");
    raw(g, style);
    raw(g, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the "
           "findings</a>\n<header>\n<p class=\"soft\">Before signature: "
           "rehearsal of</p>\n<h1>");
    bdi(g, g->ag->title);
    raw(g, "</h1>\n<p>");
    if (g->r->unstated)
        raw(g, "The text does not say when it enters into force. ");
    raw(g, p->force_assumed ? "Entry into force is taken as "
                            : "Entry into force is ");
    text(g, civil_weekday_name(civil_weekday(c.date)));
    raw(g, " ");
    text(g, civil_print(c, room));
    raw(g, " (");
    text(g, tz_name(p->tz));
    raw(g, ")");
    if (p->force_assumed && !g->r->unstated)
        raw(g, "; the text fixes no day, so days are what counts");
    raw(g, ". The agreement ");
    if (p->end >= INSTANT_MAX) {
        raw(g, "has no end.");
    } else {
        raw(g, "lasts to the ");
        when(g, p->end - 1);
        raw(g, "; extensions are not used.");
    }
    raw(g, "</p>\n");
    for (uint32_t i = 0; i < g->r->n_open; i++) {
        raw(g, "<p>");
        text(g, g->r->open[i].label);
        raw(g, " is open in the draft (");
        text(g, g->r->open[i].choices);
        raw(g, ") and left out.</p>\n");
    }
    raw(g, "<ul class=\"sum\">\n");
    sum(g, count(p, PLAN_BREAKS), "cannot work as written", "■");
    sum(g, count(p, PLAN_RISK), "work only if somebody so chooses", "▲");
    sum(g, count(p, PLAN_NOTE), "to note", "●");
    raw(g, "</ul>\n</header>\n<nav aria-label=\"Sections\"><ul>"
           "<li><a href=\"#main\">Findings</a></li>"
           "<li><a href=\"#steps\">Steps</a></li>"
           "<li><a href=\"#exposure\">Exposure</a></li>"
           "<li><a href=\"#rehearsed\">Rehearsed</a></li>"
           "<li><a href=\"#hands\">In whose hand</a></li>"
           "<li><a href=\"#seen\">Who sees it</a></li></ul></nav>\n"
           "<main id=\"main\" tabindex=\"-1\">\n");
}

/* --- Findings
 * ---------------------------------------------------------------------
 */

static void course(struct page *g, const struct plan_finding *f)
{
    const struct play *w = f->witness;
    instant last = INSTANT_MIN;
    raw(g, "<table class=\"course\"><caption class=\"soft\">Course of "
           "events</caption><tbody>\n");
    for (uint32_t i = 0; i < w->n; i++) {
        if (!w->v[i].shown)
            continue;
        raw(g, "<tr><td>");
        if (play_told_at(&w->v[i]) != last)
            when(g, play_told_at(&w->v[i]));
        last = play_told_at(&w->v[i]);
        raw(g, "</td><td>");
        play_words(w, i, &g->word);
        flush(g);
        raw(g, "</td></tr>\n");
    }
    raw(g, "<tr><td>");
    when(g, w->at);
    raw(g, "</td><td>");
    if (f->about != NONE) {
        text(g, g->ag->clauses[f->about].label);
        raw(g, " is then: ");
        text(g, status_name(f->status));
    }
    raw(g, "</td></tr></tbody></table>\n");
}

static void finding(struct page *g, uint32_t i)
{
    const struct plan_finding *f = &g->p->findings[i];
    raw(g, "<article class=\"find ");
    text(g, plan_weight_name(f->weight));
    buf_printf(g->out,
               "\" id=\"f%" PRIu32 "\">\n<div class=\"tag\"><a "
               "href=\"#f%" PRIu32 "\">%" PRIu32 "</a><span>",
               i + 1, i + 1, i + 1);
    text(g, plan_topic_title(f->topic));
    raw(g, "</span><span>");
    for (uint32_t k = 0; k < f->n_clauses; k++) {
        raw(g, k == 0 ? "" : " ");
        if (f->clauses[k] != NONE)
            label(g, f->clauses[k]);
    }
    raw(g, "</span></div>\n<h3>");
    text(g, f->title);
    raw(g, "</h3>\n");
    if (plan_gist(g->p, f, &g->word)) {
        raw(g, "<p class=\"soft\">");
        sentence(g, buf_view(&g->word));
        buf_clear(&g->word);
        raw(g, "</p>\n");
    }
    if (f->detail.n > 0) {
        raw(g, "<p>");
        text(g, f->detail);
        raw(g, "</p>\n");
    }
    if (f->witness != NULL)
        course(g, f);
    if (f->hint.n > 0) {
        raw(g, "<p class=\"mend\"><b>To mend:</b> ");
        text(g, f->hint);
        raw(g, "</p>\n");
    }
    raw(g, "</article>\n");
}

static void findings(struct page *g)
{
    static const char *const titles[] = {
        [PLAN_BREAKS] = "As written this cannot work",
        [PLAN_RISK] = "This works only if somebody so chooses",
        [PLAN_NOTE] = "To note",
    };
    if (g->p->n_findings == 0)
        raw(g, "<h2>Findings</h2>\n<p>Nothing was found.</p>\n");
    for (int k = PLAN_BREAKS; k <= PLAN_NOTE; k++) {
        if (count(g->p, (enum plan_weight)k) == 0)
            continue;
        buf_printf(g->out, "<section>\n<h2>%s</h2>\n", titles[k]);
        for (uint32_t i = 0; i < g->p->n_findings; i++)
            if ((int)g->p->findings[i].weight == k)
                finding(g, i);
        raw(g, "</section>\n");
    }
}

/* --- The chart
 * ----------------------------------------------------------------------
 */

enum { LEFT = 300, WIDTH = 960, ROW = 26, TOP = 30 };

struct scale {
    instant from, to;
};

static int64_t x_of(const struct scale *s, instant at)
{
    if (at <= s->from)
        return LEFT;
    if (at >= s->to)
        return WIDTH - 10;
    return LEFT + (at - s->from) * (WIDTH - 10 - LEFT) / (s->to - s->from);
}

static void rect(struct page *g, const struct scale *s, int64_t y, int64_t h,
                 instant from, instant to, const char *class)
{
    int64_t a = x_of(s, from), b = x_of(s, to);
    if (b < a + 3)
        b = a + 3;
    buf_printf(g->out,
               "<rect class=\"%s\" x=\"%" PRId64 "\" y=\"%" PRId64
               "\" width=\"%" PRId64 "\" height=\"%" PRId64 "\" rx=\"2\">",
               class, a, y, b - a, h);
}

static void days_axis(struct page *g, const struct scale *s, int64_t height)
{
    int64_t days = plan_day(g->p, s->to), step = days <= 16   ? 1
                                                 : days <= 40 ? 5
                                                 : days <= 90 ? 10
                                                              : 30;
    while (days / step > 20)
        step *= 2;
    for (int64_t d = 1; d <= days; d += d == 1 && step > 1 ? step - 1 : step) {
        instant at =
            civil_day_span(g->p->tz, civil_from_days(g->p->day1_number + d - 1))
                .begin;
        int64_t x = x_of(s, at);
        buf_printf(g->out,
                   "<line class=\"grid\" x1=\"%" PRId64 "\" x2=\"%" PRId64
                   "\" y1=\"22\" y2=\"%" PRId64 "\"/><text class=\"soft\" "
                   "x=\"%" PRId64 "\" y=\"16\">%" PRId64 "</text>\n",
                   x, x, height, x, d);
    }
}

static void name_text(struct page *g, int64_t y, str name)
{
    buf_printf(g->out, "<text x=\"6\" y=\"%" PRId64 "\">", y + 17);
    (void)show_cut(&g->word, name, 42);
    flush(g);
    raw(g, "</text>");
}

static void bar(struct page *g, const struct scale *s, int64_t y,
                const struct plan_node *n)
{
    const struct clause *c = &g->ag->clauses[n->clause];
    instant to = n->deed ? (n->has_due ? n->due.hi : s->to) : n->done.hi;
    const char *class = n->late                      ? "late"
                        : !n->deed && !n->series     ? "ban"
                        : n->optional || !n->has_due ? "may"
                                                     : "bar";
    if (n->series)
        class = "may";
    struct buf b;
    buf_init(&b, g->cx->scratch, 2000);
    plan_step_words(g->p, n, &b);
    name_text(g, y, buf_view(&b));
    if (n->never) {
        buf_printf(g->out,
                   "<text class=\"soft\" x=\"%d\" y=\"%" PRId64
                   "\">never arises</text>\n",
                   LEFT, y + 17);
        return;
    }
    if (n->deed && n->has_due && !n->optional && n->done.hi < n->due.hi)
        rect(g, s, y + 5, ROW - 10, n->arise.lo, to, "may"), raw(g, "</rect>");
    if (n->deed && n->has_due && !n->optional && n->done.hi < to)
        to = n->done.hi;
    rect(g, s, y + (c->kind == CLAUSE_DUTY ? 5 : 9),
         c->kind == CLAUSE_DUTY ? ROW - 10 : ROW - 18, n->arise.lo, to, class);
    raw(g, "<title>");
    text(g, n->name);
    raw(g, ": ");
    when(g, n->arise.lo);
    raw(g, " to ");
    when(g, to);
    raw(g, "</title></rect>\n");
}

/* Steps of a party that would go unanswered, if another stopped between one
 * moment and the next. */
static uint32_t level_at(const struct plan *p, int party, instant at)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_moments; i++)
        if (p->moments[i].exposed == party && p->moments[i].at == at &&
            p->moments[i].unreturned > n)
            n = p->moments[i].unreturned;
    return n;
}

static instant next_moment(const struct plan *p, int party, instant after)
{
    instant at = INSTANT_MAX;
    for (uint32_t i = 0; i < p->n_moments; i++)
        if (p->moments[i].exposed == party && p->moments[i].at > after &&
            p->moments[i].at < at)
            at = p->moments[i].at;
    return at;
}

static void bands(struct page *g, const struct scale *s, int party, int64_t y)
{
    struct buf b;
    buf_init(&b, g->cx->scratch, 2000);
    buf_c(&b, "exposed: ");
    buf_str(&b, show_actor_name(g->ag, party));
    name_text(g, y, buf_view(&b));
    instant at = next_moment(g->p, party, INSTANT_MIN);
    while (at < INSTANT_MAX) {
        instant next = next_moment(g->p, party, at);
        uint32_t n = level_at(g->p, party, at);
        if (n > 0) {
            rect(g, s, y + 5, ROW - 10, at, next < s->to ? next : at + 86400,
                 "band");
            buf_printf(g->out,
                       "<title>%" PRIu32 "</title></rect><text x=\"%" PRId64
                       "\" y=\"%" PRId64 "\">%" PRIu32 "</text>\n",
                       n, x_of(s, at) + 3, y + 17, n);
        }
        at = next;
    }
}

static bool has_moments(const struct plan *p, int party)
{
    for (uint32_t i = 0; i < p->n_moments; i++)
        if (p->moments[i].exposed == party)
            return true;
    return false;
}

enum { BARS_MOST = 400 };

static void chart(struct page *g)
{
    struct scale s = {g->p->force, sim_horizon(g->p)};
    int64_t y = TOP;
    uint32_t rows = g->p->n_nodes < BARS_MOST ? g->p->n_nodes : BARS_MOST;
    int64_t height = TOP + (int64_t)rows * ROW + 10;
    for (int i = 0; i < (int)g->ag->n_actors; i++)
        height += has_moments(g->p, i) ? ROW : 0;
    raw(g, "<div class=\"wide\" role=\"region\" aria-label=\"Chart of the "
           "steps\" tabindex=\"0\">\n");
    buf_printf(g->out,
               "<svg viewBox=\"0 0 %d %" PRId64 "\" role=\"img\" "
               "aria-labelledby=\"chart-t chart-d\"><title "
               "id=\"chart-t\">Steps by day</title><desc id=\"chart-d\">Each "
               "bar runs from when a step can begin to its deadline; the table "
               "below has the same dates.</desc>\n",
               WIDTH, height);
    days_axis(g, &s, height - 6);
    for (int i = 0; i < (int)g->ag->n_actors; i++) {
        if (!has_moments(g->p, i))
            continue;
        bands(g, &s, i, y);
        y += ROW;
    }
    for (uint32_t c = 0; c < g->ag->n_clauses; c++)
        for (uint32_t i = g->p->first[c]; i < g->p->last[c] && rows > 0; i++) {
            bar(g, &s, y, &g->p->nodes[i]);
            y += ROW;
            rows--;
        }
    raw(g, "</svg></div>\n<p class=\"soft\">Rows at the top: for each side, "
           "how many of its steps would go unanswered if another side stopped "
           "then. Dark bars: owed by a deadline. Light bars: each day, without "
           "deadline, only if it arises, or past what is still in time for "
           "others. Thin bars: prohibitions, states, permissions.</p>\n");
}

static void step_row(struct page *g, const struct plan_node *n)
{
    const struct clause *c = &g->ag->clauses[n->clause];
    raw(g, "<tr><th scope=\"row\">");
    text(g, n->name);
    raw(g, n->critical ? " <span title=\"on the longest chain of "
                         "waits\">*</span></th><td>"
                       : "</th><td>");
    for (uint32_t i = 0; i < c->n_bearers; i++) {
        raw(g, i == 0 ? "" : ", ");
        bdi(g, show_actor_name(g->ag, c->bearers[i]));
    }
    raw(g, c->n_bearers > 0 ? ": " : "");
    plan_deed_words(g->ag, n->clause, &g->word);
    flush(g);
    raw(g, "</td><td>");
    if (n->never) {
        raw(g, "never arises</td><td></td><td></td></tr>\n");
        return;
    }
    when(g, n->arise.lo);
    raw(g, "</td><td>");
    if (n->deed && !n->has_due)
        raw(g, "no deadline");
    else
        when(g, n->deed                     ? n->due.hi
                : n->done.hi >= INSTANT_MAX ? INSTANT_MAX
                                            : n->done.hi - !n->series);
    raw(g, "</td><td>");
    if (!n->deed) {
        raw(g, c->kind == CLAUSE_BAN      ? "prohibition"
               : c->kind == CLAUSE_KEEP   ? "state to keep"
               : c->kind == CLAUSE_MAY    ? "permission"
               : c->period == PERIOD_WEEK ? "each week"
                                          : "each day");
    } else if (n->outside) {
        raw(g, "after the end");
    } else if (n->late) {
        raw(g, "too late");
    } else if (n->done.hi < INSTANT_MAX) {
        plan_length(n->done.hi - n->arise.lo, &g->word);
        if (n->notice_s >= 0 && n->notice_s < n->done.hi - n->arise.lo) {
            buf_c(&g->word, ", at least ");
            plan_length(n->notice_s, &g->word);
        }
        flush(g);
    }
    raw(g, n->optional && !n->outside ? " (if it arises)</td></tr>\n"
                                      : "</td></tr>\n");
}

static void steps(struct page *g)
{
    raw(g, "<section id=\"steps\">\n<h2>Steps: when each can and must "
           "happen</h2>\n");
    chart(g);
    raw(g, "<div class=\"wide\" role=\"region\" aria-label=\"Table of the "
           "steps\" tabindex=\"0\"><table class=\"steps\"><thead><tr><th "
           "scope=\"col\">Step</th><th scope=\"col\">Who, what</th><th "
           "scope=\"col\">Can begin</th><th "
           "scope=\"col\">Due or end</th><th "
           "scope=\"col\">Room</th></tr></thead><tbody>\n");
    for (uint32_t c = 0; c < g->ag->n_clauses; c++)
        for (uint32_t i = g->p->first[c]; i < g->p->last[c]; i++)
            step_row(g, &g->p->nodes[i]);
    raw(g, "</tbody></table></div>\n");
    if (g->p->n_chain > 1) {
        raw(g, "<p>* The longest chain of waits: ");
        for (uint32_t i = 0; i < g->p->n_chain; i++) {
            raw(g, i == 0 ? "" : ", then ");
            text(g, g->p->nodes[g->p->chain[i]].name);
        }
        raw(g, ".</p>\n");
    }
    raw(g, "</section>\n");
}

/* --- Exposure
 * -----------------------------------------------------------------------
 */

static void given(struct page *g, const struct plan_moment *x, int by)
{
    bool any = false;
    raw(g, "<dt>");
    bdi(g, show_actor_name(g->ag, by));
    raw(g, " has given</dt><dd>");
    for (uint32_t i = 0; i < x->n_given; i++) {
        const struct plan_amount *a = &x->given[i];
        if (a->giver != by)
            continue;
        raw(g, any ? "; " : "");
        if (a->unit.n > 0) {
            show_figure(&g->word, a->lo, a->hi);
            buf_char(&g->word, ' ');
            flush(g);
        }
        sentence(g, a->what);
        if (a->unit.n == 0 && a->lo == 0)
            raw(g, " (perhaps)");
        raw(g, " (");
        text(g, g->ag->clauses[a->clause].label);
        raw(g, ")");
        any = true;
    }
    raw(g, any ? "</dd>\n" : "nothing that the text asks for</dd>\n");
}

static void left(struct page *g, const struct plan_moment *x, bool falls)
{
    bool any = false;
    raw(g, "<dt>");
    bdi(g, show_actor_name(g->ag, x->exposed));
    raw(g, falls ? " no longer owes</dt><dd>" : " still owes</dt><dd>");
    for (uint32_t i = 0; i < x->n_left; i++) {
        const struct plan_duty_left *d = &x->left[i];
        if (d->falls != falls)
            continue;
        raw(g, any ? ", " : "");
        text(g, g->p->nodes[d->node].name);
        if (d->undated)
            raw(g, " (its deadline never starts)");
        else if (!falls && d->days >= 0)
            buf_printf(g->out, " (%" PRId64 " day%s)", d->days,
                       d->days == 1 ? "" : "s");
        else if (!falls)
            raw(g, " (without end)");
        any = true;
    }
    raw(g, any ? "</dd>\n" : "nothing</dd>\n");
}

enum { MOMENTS_OPEN = 5, MOMENTS_SHOWN = 200 };

static void moment(struct page *g, uint32_t i)
{
    const struct plan_moment *x = &g->p->moments[i];
    buf_printf(g->out,
               "<article class=\"find\" id=\"m%" PRIu32 "\">\n<div "
               "class=\"tag\"><a href=\"#m%" PRIu32 "\">rank %" PRIu32
               "</a><span>",
               i + 1, i + 1, x->rank);
    when(g, x->at);
    raw(g, "</span></div>\n<h3>");
    bdi(g, show_actor_name(g->ag, x->stopper));
    raw(g, " stops before ");
    plan_step_words(g->p, &g->p->nodes[x->node], &g->word);
    sentence(g, buf_view(&g->word));
    buf_clear(&g->word);
    raw(g, ": ");
    bdi(g, show_actor_name(g->ag, x->exposed));
    buf_printf(g->out,
               " has done %" PRIu32 " step%s whose answer no longer "
               "comes</h3>\n<dl>",
               x->unreturned, x->unreturned == 1 ? "" : "s");
    given(g, x, x->exposed);
    given(g, x, x->stopper);
    left(g, x, false);
    if (x->falls > 0)
        left(g, x, true);
    raw(g, "</dl></article>\n");
}

static void exposure(struct page *g)
{
    uint32_t n = g->p->n_moments;
    raw(g, "<section id=\"exposure\">\n<h2>Who stands exposed, if the other "
           "stops</h2>\n");
    if (n == 0) {
        raw(g, "<p>No step with a deadline is owed by one side to "
               "another.</p></section>\n");
        return;
    }
    raw(g, "<p>Each owed step at its deadline; then one side does nothing "
           "more. Ranked by steps whose answer no longer comes, then by the "
           "days of what is still owed, never by who it is.</p>\n");
    for (uint32_t i = 0; i < n && i < MOMENTS_OPEN; i++)
        moment(g, i);
    if (n > MOMENTS_OPEN) {
        buf_printf(g->out,
                   "<details><summary>%" PRIu32 " more "
                   "moments</summary>\n",
                   n - MOMENTS_OPEN);
        for (uint32_t i = MOMENTS_OPEN; i < n && i < MOMENTS_SHOWN; i++)
            moment(g, i);
        raw(g, "</details>\n");
    }
    if (n > MOMENTS_SHOWN)
        buf_printf(g->out,
                   "<p>The page shows the first %d of %" PRIu32
                   "; <code>--format json</code> has all.</p>\n",
                   MOMENTS_SHOWN, n);
    raw(g, "</section>\n");
}

/* --- Rehearsals
 * ---------------------------------------------------------------------
 */

static void outcome(struct page *g, const struct sim_outcome *o)
{
    uint32_t total = 0;
    bool any = false;
    for (int i = 0; i < N_STATUS; i++)
        total += o->by_status[i];
    text(g, g->ag->clauses[o->clause].label);
    for (int i = 0; i < N_STATUS; i++) {
        if (o->by_status[i] == 0)
            continue;
        raw(g, any ? ", " : " ");
        if (total > 1)
            buf_printf(g->out, "%" PRIu32 " ", o->by_status[i]);
        text(g, status_name((enum status)i));
        any = true;
    }
}

static void rehearsals(struct page *g)
{
    const struct sim_all *s = g->r->sims;
    raw(g, "<section id=\"rehearsed\">\n<h2>Rehearsed: what each disturbance "
           "changes</h2>\n");
    if (s == NULL || s->n_on_time == 0) {
        raw(g, "<p>Nothing was played.</p></section>\n");
        return;
    }
    raw(g, "<div class=\"wide\" role=\"region\" aria-label=\"Rehearsals\" "
           "tabindex=\"0\"><table><thead><tr><th scope=\"col\">If</th><th "
           "scope=\"col\">then, against the course on time</th></tr></thead>"
           "<tbody>\n");
    bool any = false;
    raw(g, "<tr><td>everything at its deadline</td><td>");
    for (uint32_t i = 0; i < s->n_on_time; i++) {
        const struct sim_outcome *o = &s->on_time[i];
        uint32_t total = 0;
        for (int k = 0; k < N_STATUS; k++)
            total += o->by_status[k];
        if (g->ag->clauses[o->clause].kind != CLAUSE_DUTY ||
            o->by_status[ST_MET] == total)
            continue;
        raw(g, any ? "; " : "all is met but ");
        outcome(g, o);
        any = true;
    }
    raw(g, any ? "</td></tr>\n" : "all is met</td></tr>\n");
    for (uint32_t i = 0; i < s->n; i++) {
        raw(g, "<tr><td>");
        sim_words(g->p, &s->v[i].move, &g->word);
        flush(g);
        raw(g, "</td><td>");
        for (uint32_t k = 0; k < s->v[i].n; k++) {
            raw(g, k == 0 ? "" : "; ");
            outcome(g, &s->v[i].v[k]);
        }
        raw(g, s->v[i].n == 0 ? "nothing else changes</td></tr>\n"
                              : "</td></tr>\n");
    }
    raw(g, "</tbody></table></div></section>\n");
}

/* --- Who sees it
 * ----------------------------------------------------------------------
 */

static void watch(struct page *g, const struct plan_watch *x)
{
    raw(g, "<tr id=\"c-");
    text(g, g->ag->clauses[x->clause].label);
    raw(g, "\"><th scope=\"row\">");
    text(g, g->ag->clauses[x->clause].label);
    raw(g, "</th><td>");
    lang_clause_print(g->cx, g->ag, x->clause, &g->word);
    str said = buf_view(&g->word); /* "1.1: ..." */
    sentence(g, str_sub(said, str_find(said, STR(": ")) + 2, said.n));
    buf_clear(&g->word);
    raw(g, "</td><td>");
    if (x->voices == 0)
        raw(g, "the sides themselves");
    else if (x->by == NONE)
        buf_printf(g->out, "%" PRIu32 " of several", x->k);
    else
        bdi(g, show_actor_name(g->ag, x->by));
    if (x->party)
        raw(g, ", a party");
    raw(g, "</td><td>");
    if (x->by != NONE && !x->party && g->ag->actors[x->by].mandate != NULL)
        raw(g, x->access && x->access_written ? "written"
               : x->access_written            ? "not there"
                                              : "not written");
    raw(g, "</td><td>");
    if (x->ready < INSTANT_MAX)
        when(g, x->ready);
    raw(g, "</td></tr>\n");
}

static void hand(struct page *g, const struct plan_hand *h)
{
    raw(g, "<tr><th scope=\"row\">");
    plan_hand_name(g->p, h, &g->word);
    flush(g);
    raw(g, "</th><td>");
    text(g, show_actor_name(g->ag, h->bearer));
    raw(g, "</td><td>");
    plan_hand_words(g->p, h, &g->word);
    flush(g);
    raw(g, "</td></tr>\n");
}

/* Those that others can spoil, one by one; of the rest, how many. */
static void hands(struct page *g)
{
    uint32_t own = 0;
    for (uint32_t i = 0; i < g->p->n_hands; i++)
        own += g->p->hands[i].kind == HAND_OWN;
    if (g->p->n_hands == 0)
        return;
    raw(g, "<section id=\"hands\">\n<h2>Can its bearer keep it in time, "
           "whatever the others do?</h2>\n");
    if (own < g->p->n_hands) {
        raw(g, "<div class=\"wide\" role=\"region\" aria-label=\"In whose "
               "hand\" tabindex=\"0\"><table><thead><tr><th "
               "scope=\"col\">Step</th><th scope=\"col\">Bearer</th><th "
               "scope=\"col\">In time</th></tr></thead><tbody>\n");
        for (uint32_t i = 0; i < g->p->n_hands; i++)
            if (g->p->hands[i].kind != HAND_OWN)
                hand(g, &g->p->hands[i]);
        raw(g, "</tbody></table></div>\n");
    }
    if (own > 0)
        buf_printf(g->out, "<p>All%s duties (%" PRIu32 "): yes.</p>\n",
                   own < g->p->n_hands ? " other" : "", own);
    raw(g, "</section>\n");
}

static void watches(struct page *g)
{
    raw(g, "<section id=\"seen\">\n<h2>Who sees whether it is kept</h2>\n<div "
           "class=\"wide seen\" role=\"region\" aria-label=\"Who sees it\" "
           "tabindex=\"0\"><table><thead><tr><th scope=\"col\">Clause</th><th "
           "scope=\"col\">As understood</th><th "
           "scope=\"col\">Seen by</th><th scope=\"col\">Access</th><th "
           "scope=\"col\">Ready</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < g->p->n_watches; i++)
        watch(g, &g->p->watches[i]);
    raw(g, "</tbody></table></div></section>\n");
}

static void bounds(struct page *g)
{
    const struct sim_all *s = g->r->sims;
    if (g->p->n_not_covered == 0 && (s == NULL || s->n_not_covered == 0))
        return;
    raw(g, "<section>\n<h2>What was not covered</h2>\n<ul>\n");
    for (uint32_t i = 0; i < g->p->n_not_covered; i++) {
        raw(g, "<li>");
        text(g, g->p->not_covered[i]);
        raw(g, "</li>\n");
    }
    for (uint32_t i = 0; s != NULL && i < s->n_not_covered; i++) {
        raw(g, "<li>");
        text(g, s->not_covered[i]);
        raw(g, "</li>\n");
    }
    raw(g, "</ul></section>\n");
}

err report_plan_html(struct cx *cx, const struct report_plan *r,
                     struct buf *out)
{
    struct arena_mark m = arena_mark(cx->scratch);
    struct page g = {.cx = cx, .r = r, .p = r->p, .ag = r->p->ag, .out = out};
    buf_init(&g.word, cx->scratch, SIZE_MAX);
    head(&g);
    findings(&g);
    steps(&g);
    exposure(&g);
    rehearsals(&g);
    hands(&g);
    watches(&g);
    bounds(&g);
    raw(&g, "</main>\n<footer><p>A rehearsal is about the text, not about what "
            "anybody will do. What each claim means, and where it ends, is in "
            "docs/analysis.md of truce.</p></footer>\n</body>\n</html>\n");
    err e = buf_finish(cx, &g.word);
    arena_rewind(cx->scratch, m);
    return e;
}
