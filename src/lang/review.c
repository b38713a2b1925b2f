/* lang/review.c: the checks before signature: what a text leaves open, each
 * with the case that teaches why it matters.
 *
 * The table, waivers, and how findings are told. To add a check: a row here,
 * a function in a lint_*.c, its name in lint_int.h, and a text in tests/lang/.
 *
 * Not here: mistakes (compile.c), schedules, deadlock and exposure. */
#include "lang/lint_int.h"

#include "base/vec.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define ROW(code, severity, why, hint)                                         \
    {                                                                          \
        code, severity, why, hint                                              \
    }

/* In the order of the codes. */
const struct lint lints[] = {
    {ROW("L01", SEV_ERROR,
         "Each side counts the days from its own moment, and the first "
         "incident falls between them.",
         "write under `clock`: in force at DATE HH:MM, or in force when A and "
         "B have signed"),
     "No exact entry into force",
     "The clock names neither an instant with its time zone nor an event "
     "(signature, announcement) by which the agreement enters into force.",
     "UN DPPA, Guidance on Mediation of Ceasefires (2022), ch. 1: a ceasefire "
     "states the date and time of its effect.",
     lint_force},
    {ROW("L02", SEV_ERROR,
         "\"As soon as possible\" has no day on which it is too late.",
         "give the clause a deadline, or the phase a latest day"),
     "The start of a phase is open",
     "A phase begins when a clause is met, and that clause has no deadline; or "
     "it begins at the end of a phase that has none.",
     "Cambodia, Paris agreements 1991, annex 2 (\"should commence as soon as "
     "possible\"); Gaza 2025, the passage from the first phase to the second.",
     lint_phase_start},
    {ROW("L03", SEV_WARNING,
         "Between signature and effect positions are improved by force.",
         "add a clause `from signature`, such as not to seek advantage"),
     "The gap between signature and effect is not regulated",
     "The agreement enters into force at a date or an announcement, so later "
     "than its signature, and no clause runs from signature.",
     "Jeddah 2023 bound both sides for the 48 hours of the gap; before "
     "Minsk II (2015) took effect fighting rose in the three days.",
     lint_gap},
    {ROW("L04", SEV_ERROR,
         "At the end of the written days each side had its own view of whether "
         "anything still held.",
         "write under `clock`: lasts N days, extended by consent of A and B at "
         "most N days further; or lasts without end"),
     "No duration, or nobody who may extend it",
     "The clock does not say how long the agreement lasts, or it lasts a "
     "number of days and names nobody who may extend it.",
     "UN DPPA guidance, ch. 1; Lebanon, January 2025: the sixty days were "
     "extended by a communique of a third state (ifpnews 2025-01-27).",
     lint_duration},
    {ROW("L05", SEV_ERROR,
         "\"As long as talks go on\" ends when one side says that they do not.",
         "add `until` with a day, or let the agreement have an end"),
     "An end that nobody is bound to bring about",
     "A clause holds while a condition or a state holds, and neither the "
     "clause nor the agreement has a day on which it ends otherwise.",
     "Gaza, January 2025, annex I, paragraph 1: measures of the first phase "
     "go on so long as the negotiations are ongoing (thenational 2025-01-16).",
     lint_open_end},
    {ROW("L06", SEV_ERROR,
         "Where it holds is the first thing that was disputed.",
         "name a zone: in ZONE, from ZONE, within N km of LINE"),
     "No geographic scope",
     "A prohibition of attack, fire, flight, entry or deployment, or a duty to "
     "withdraw, redeploy, vacate or clear, names no place.",
     "UN DPPA guidance, ch. 1; Haysom and Hottinger, Do's and Don'ts of "
     "sustainable ceasefire arrangements; Hodeidah 2018.",
     lint_scope},
    {ROW("L07", SEV_ERROR,
         "About seven in ten complaints were over territory, because the lines "
         "had never been agreed.",
         "draw it, and write: zone NAME from \"zones.geojson\""),
     "A place without a map",
     "A zone or line that a clause uses is bound to no shape in a GeoJSON "
     "file.",
     "Myanmar, joint monitoring committee (irrawaddy 2017-07-06); Gaza 2025, "
     "whose maps are not in the text that was published.",
     lint_map},
    {ROW("L08", SEV_ERROR,
         "A map that can be read in two ways is worse than none: both sides "
         "stand on their own side of it.",
         "mend the file, or draw the zone anew"),
     "A map with defects",
     "A GeoJSON file that a zone names cannot be read; a shape is of the wrong "
     "kind, crosses itself, or does not lie in the zone that is said to hold "
     "it.",
     "RFC 7946; Myanmar, joint monitoring committee (irrawaddy 2017-07-06).",
     NULL},
    {ROW("L12", SEV_ERROR, "What \"the sides\" owe, no side owes.",
         "begin the sentence with the party that owes it"),
     "Nobody is bound",
     "A duty, prohibition or state to keep names no bearer, or binds somebody "
     "who is not a party to the text.",
     "Minsk 2014 and 2015, which left open who answers for an armed party "
     "(Allan, Chatham House 2020).",
     lint_bearer},
    {ROW("L14", SEV_ERROR,
         "Without a day nothing is ever late, and everything is.",
         "add: by day N, by DATE, or within N days after ..."),
     "No deadline",
     "A duty has no day, no period and no end. `At once` and `as soon as "
     "possible` are no deadlines.",
     "Minsk Protocol 2014, without a timetable; the Peace Accords and "
     "implementation trackers (PAIMT) count pace against a deadline.",
     lint_deadline},
    {ROW("L15", SEV_ERROR,
         "A schedule that cannot be kept is broken by whoever is first in it.",
         "move the deadline, or what it waits for"),
     "Due before it can begin",
     "The deadline of a clause lies before the day on which it can first "
     "arise, or before which its performance does not count.",
     "Hodeidah 2018: twenty-one days for steps that first had to wait for "
     "others.",
     lint_too_early},
    {ROW("L17", SEV_ERROR,
         "Each side waits for the other, each is right by the text, and "
         "nothing moves.",
         "let one of them begin by a day, or split both into steps that "
         "alternate"),
     "A circle of preconditions",
     "Clauses or phases that, one after the other, wait for each other to be "
     "met before they arise; or whose deadlines only count from each other.",
     "Lebanon, November 2024: withdrawal and deployment each conditional on "
     "the other (newsrael, quoting a statement of 2025-01); Minsk II.",
     lint_circle},
    {ROW("L20", SEV_ERROR,
         "Where nobody is named who sees it, each side is the judge of the "
         "other.",
         "add: verified by BODY, counted by BODY, or confirmed by 2 of (A, B, "
         "C); if statements against interest are to be enough, `accepted "
         "against interest`"),
     "Nobody verifies it",
     "A duty, prohibition or state to keep has no standard of proof: neither "
     "the clause, nor the item it counts, nor the agreement names one.",
     "UN DPPA guidance, ch. 1; Fortna, International Organization 57 (2003): "
     "monitoring and dispute resolution make agreements last.",
     lint_verifier},
    {ROW("L21", SEV_ERROR,
         "Monitors were turned back, and the text gave them no right to pass.",
         "add to the verifier: access to ZONE"),
     "A verifier without access",
     "A verifier is declared, and the text gives it no right of access.",
     "OSCE SMM, reports on restrictions of movement; CTSAMVM counted denials "
     "of access by both sides (eyeradio 2019-03-26).",
     lint_access},
    {ROW("L22", SEV_WARNING,
         "The first duties fall due while the monitors are still being hired.",
         "add to the verifier: ready by day N, before the first duty"),
     "A verifier that may come too late",
     "A verifier has no day by which it is ready, or one after the first "
     "deadline that it verifies.",
     "Hodeidah (UNMHA), at initial capacity for months; Colombia 2016, where "
     "the mechanism deployed before D-day.",
     lint_ready},
    {ROW("L27", SEV_ERROR,
         "Findings came later and later, and nobody could say who held them "
         "back.",
         "add to the verifier: reports each day to A, B"),
     "No rhythm of reports",
     "A verifier is declared, and neither its declaration nor a clause nor "
     "`reporting` says how often it reports.",
     "S. Stigant (USIP), evidence to the Canadian House committee FAAE no. "
     "115, on CTSAMVM.",
     lint_reports},
    {ROW("L29", SEV_ERROR,
         "Two readings of one sentence ended agreements that both sides had "
         "kept until then.",
         "add to the verifier: decides by consensus, by majority, or by K of "
         "N; or a clause on disputes that names its body"),
     "Nobody decides a dispute",
     "No declared body decides by a stated rule, and no clause speaks of "
     "disputes or interpretation.",
     "Fortna, International Organization 57 (2003), doi "
     "10.1017/S0020818303572046: joint commissions for dispute resolution "
     "lengthen peace.",
     lint_dispute},
    {ROW("L33", SEV_WARNING,
         "Both sides invoked self-defence, and disagreed on what it entails.",
         "add to the exception: notified within N hours, decided by BODY"),
     "An exception without limits",
     "An exception may be invoked without notice, or nobody decides on it.",
     "Lebanon, November 2024, paragraph 4.", lint_exception},
    {ROW("L36", SEV_ERROR,
         "Trucks were counted where they crossed, part-loaded ones included, "
         "and where they were unloaded, re-packed: two true figures that never "
         "met.",
         "write the number, where it is counted and by whom: item truck unit "
         "truck counted when entered in CROSSING by BODY"),
     "An incomplete quantity",
     "A handover or delivery of an item states no number; or a quota that "
     "recurs names no place where, or nobody by whom, it is counted.",
     "Gaza 2024 and 2025: counts of COGAT and of the UN side by side.",
     lint_quantity},
    {ROW("L38", SEV_ERROR,
         "Lists were negotiated for years after the exchange had been agreed.",
         "declare `list NAME of ITEM N`, and a ratio for each category"),
     "An exchange that does not close",
     "An exchange has no list of those exchanged; or no ratio for a category "
     "it takes; or lists whose numbers its ratios cannot meet; or `all` of "
     "something that nobody has listed.",
     "Yemen, Stockholm 2018 (dailyyemen 2022-08-02); Gaza 2025, ratios by "
     "category.",
     lint_exchange},
    {ROW("L40", SEV_ERROR,
         "\"Sixty days\" ended on two dates, and \"04:00\" came twice.",
         "write under `clock`: time zone REGION/CITY, and day 1 is the day of "
         "entry into force (or the day after)"),
     "A time that can be read in two ways",
     "Days or hours are used and no time zone is written, or days are numbered "
     "and the text does not say which day is day 1.",
     "OSCE SMM (all times in one zone); Jeddah 2023 (Khartoum time); Lebanon "
     "2024 (04:00 in two zones).",
     lint_time},
    {ROW("L43", SEV_WARNING,
         "Whether one truck, or one prisoner, counts for two promises was "
         "settled by neither text.",
         "write `in addition to LABEL` if a unit counts once; if it may count "
         "for both, waive this check with that reason"),
     "Two clauses count the same units",
     "Two duties count units of the same act and item, and neither is in "
     "addition to the other or a part of it.",
     "Gaza 2025: ratios, totals and sub-quotas of the same exchanges.",
     lint_overlap},
};

const size_t lints_n = COUNT_OF(lints);

const struct diag_code *lint_code_find(const char *code)
{
    for (size_t i = 0; i < lints_n; i++)
        if (strcmp(lints[i].row.code, code) == 0)
            return &lints[i].row;
    return NULL;
}

bool lang_is_lint(str code)
{
    for (size_t i = 0; i < lints_n; i++)
        if (str_eq(str_of(lints[i].row.code), code))
            return true;
    return false;
}

/* --- Waivers
 * ------------------------------------------------------------------ */

/* The reason for which the check that runs is waived, for a label or (label
 * empty, or no label in the waiver) altogether. */
static str waived(const struct review *r, str label)
{
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_WAIVER || d->broken ||
            !str_eq(d->code.text, str_of(r->lint->row.code)))
            continue;
        if (d->label.at.length == 0 || str_eq(d->label.text, label))
            return d->because.text;
    }
    return (str){"", 0};
}

bool lint_is_waived(const struct review *r, int clause)
{
    return waived(r, r->ag->clauses[clause].label).n > 0;
}

static err add(struct review *r, struct span at, str reason, const char *text)
{
    uint32_t before = r->d->n;
    TRY(r->cx, diag_add(r->cx, r->a, r->d, r->lint->row.code, at, "%s", text));
    if (reason.n == 0)
        return OK;
    if (r->lint->row.severity == SEV_ERROR)
        r->d->errors--;
    if (r->d->n > before)
        r->d->v[before].waived = reason;
    return OK;
}

/* Messages are short but for lists of labels, which are cut. */
enum { MESSAGE_BYTES = 2000 };

err lint_at(struct review *r, struct span at, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return add(r, at, waived(r, (str){"", 0}), text);
}

static struct span label_span(const struct review *r, int clause)
{
    return r->clauses[clause]->label.at;
}

err lint_clause(struct review *r, int clause, const char *fmt, ...)
{
    char text[MESSAGE_BYTES], more[MESSAGE_BYTES - 200];
    str label = r->ag->clauses[clause].label;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(more, sizeof more, fmt, ap);
    va_end(ap);
    snprintf(text, sizeof text, "%.*s %s", STR_ARG(label), more);
    return add(r, label_span(r, clause), waived(r, label), text);
}

err lint_why(struct review *r, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return diag_why(r->cx, r->a, r->d, "%s", text);
}

err lint_hint(struct review *r, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return diag_hint(r->cx, r->a, r->d, "%s", text);
}

/* --- Many clauses, one finding
 * --------------------------------------------------- */

err lint_gather(struct review *r, int clause)
{
    struct lint_group *g = &r->group;
    /* readings of one label are one */
    if (g->n > 0 && str_eq(r->ag->clauses[g->v[g->n - 1]].label,
                           r->ag->clauses[clause].label))
        return OK;
    if (g->n == g->cap) {
        uint32_t cap = g->cap == 0 ? 16 : g->cap * 2;
        int *v = arena_grow(r->a, g->v, g->cap * sizeof *v, cap * sizeof *v);
        if (v == NULL)
            return arena_fail(r->cx, r->a);
        g->v = v;
        g->cap = cap;
    }
    g->v[g->n++] = clause;
    return OK;
}

/* Tells those of the group that are waived for `reason` (empty: not). */
static err tell_some(struct review *r, str reason, const char *one,
                     const char *many)
{
    const struct lint_group *g = &r->group;
    struct buf b;
    uint32_t n = 0;
    int first = NONE;
    for (uint32_t i = 0; i < g->n; i++) {
        if (!str_eq(waived(r, r->ag->clauses[g->v[i]].label), reason))
            continue;
        first = first == NONE ? g->v[i] : first;
        n++;
    }
    if (n == 0)
        return OK;
    buf_init(&b, r->a, MESSAGE_BYTES * 2);
    if (n == 1) {
        buf_str(&b, r->ag->clauses[first].label);
        buf_printf(&b, " %s", one);
    } else {
        uint32_t told = 0;
        buf_printf(&b, "%" PRIu32 " clauses %s: ", n, many);
        for (uint32_t i = 0; i < g->n && told < 60; i++) {
            str label = r->ag->clauses[g->v[i]].label;
            if (!str_eq(waived(r, label), reason))
                continue;
            if (told++ > 0)
                buf_c(&b, ", ");
            buf_str(&b, label);
        }
        if (told < n)
            buf_printf(&b, " and %" PRIu32 " more", n - told);
    }
    buf_char(&b, '\0');
    TRY(r->cx, buf_finish(r->cx, &b));
    return add(r, label_span(r, first), reason, buf_view(&b).p);
}

err lint_tell(struct review *r, const char *one, const char *many)
{
    const struct lint_group *g = &r->group;
    TRY(r->cx, tell_some(r, (str){"", 0}, one, many));
    for (uint32_t i = 0; i < g->n; i++) {
        str reason = waived(r, r->ag->clauses[g->v[i]].label);
        bool told = reason.n == 0;
        for (uint32_t k = 0; k < i && !told; k++)
            told = str_eq(waived(r, r->ag->clauses[g->v[k]].label), reason);
        if (!told)
            TRY(r->cx, tell_some(r, reason, one, many));
    }
    r->group.n = 0;
    return OK;
}

bool lint_is_act(const struct review *r, int act, const char *const *ids)
{
    if (act == NONE)
        return false;
    for (size_t i = 0; ids[i] != NULL; i++)
        if (str_eq(r->ag->acts[act].id, str_of(ids[i])))
            return true;
    return false;
}

/* --- The whole
 * --------------------------------------------------------------------- */

/* Finds the tree of each clause: same label, and same reading. */
static err match_tree(struct review *r)
{
    const struct agreement *ag = r->ag;
    uint32_t next = 0;
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, r->clauses);
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, r->bodies);
    /* clauses stand in the order of the text, so one pass suffices */
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_article *art = r->t->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++) {
            const struct ast_clause *c = &art->clauses[k];
            for (uint32_t j = 0; j < c->n_bodies; j++) {
                const struct clause *n;
                if (next == ag->n_clauses)
                    return OK;
                n = &ag->clauses[next];
                if (!str_eq(n->label, c->label.text) ||
                    (n->reading.n > 0 &&
                     !str_eq(n->reading, c->bodies[j].id.text)) ||
                    (n->reading.n == 0 && n->line != c->label.at.line))
                    continue;
                r->clauses[next] = c;
                r->bodies[next] = &c->bodies[j];
                next++;
            }
        }
    }
    if (NEVER(next != ag->n_clauses))
        return fail(r->cx, ERR_BUG, "clauses without a place in the text");
    return OK;
}

err lang_review(struct cx *cx, struct arena *a, const struct ast *t,
                const struct agreement *ag, struct diagnostics *d)
{
    struct review r = {.cx = cx, .a = a, .t = t, .ag = ag, .d = d};
    r.title_at = t->title.at.length != 0 ? t->title.at : t->agreement_at;
    if (r.title_at.line == 0) /* a text without its first line */
        r.title_at = (struct span){0, 0, 1, 1};
    r.clock_at = r.title_at;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *c = t->parts[i].decl;
        if (c == NULL || c->kind != DECL_CLOCK ||
            (r.clock != NULL && r.clock_at.length != 0))
            continue;
        r.clock = c->clock;
        r.clock_at = c->at;
        if (c->broken) /* of a clock that could not be read nothing is asked,
                          unless there is another one */
            r.clock_at.length = 0;
    }
    TRY(cx, match_tree(&r));
    for (size_t i = 0; i < lints_n; i++) {
        if (lints[i].run == NULL)
            continue;
        r.lint = &lints[i];
        r.group.n = 0;
        TRY(cx, lints[i].run(&r));
    }
    diag_sort(d);
    return OK;
}

err lang_add_map_finding(struct cx *cx, struct arena *a, const struct ast *t,
                         const struct agreement *ag, struct diagnostics *d,
                         const char *code, enum severity severity, int zone,
                         str message)
{
    struct review r = {.cx = cx, .a = a, .t = t, .ag = ag, .d = d};
    const struct zone *z = &ag->zones[zone];
    struct span at = {0, 0, z->decl_line, 1};
    uint32_t before = d->n;
    for (size_t i = 0; i < lints_n; i++)
        if (strcmp(lints[i].row.code, code) == 0)
            r.lint = &lints[i];
    if (NEVER(r.lint == NULL))
        return fail(cx, ERR_BUG, "%s is no check", code);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *c = t->parts[i].decl;
        if (c != NULL && (c->kind == DECL_ZONE || c->kind == DECL_LINE) &&
            c->n_names > 0 && str_eq(c->names[0].id.text, z->id) &&
            c->names[0].id.at.line == z->decl_line)
            at = c->from_file.at.length != 0 ? c->from_file.at
                                             : c->names[0].id.at;
    }
    TRY(cx, lint_at(&r, at, "%.*s", STR_ARG(message)));
    if (d->n == before || severity == r.lint->row.severity)
        return OK;
    if (d->v[before].severity == SEV_ERROR && d->v[before].waived.n == 0)
        d->errors--;
    d->v[before].severity = severity;
    return OK;
}

void lang_sort_findings(struct diagnostics *d)
{
    diag_sort(d);
}

/* --- A check's page
 * ------------------------------------------------------------------ */

static const char *severity_word(enum severity s)
{
    switch (s) {
    case SEV_ERROR:
        return "error";
    case SEV_WARNING:
        return "warning";
    case SEV_NOTE:
        return "note";
    }
    BUG("a severity of no kind");
}

enum { PAGE_COLUMNS = 78 };

/* "NAME: text", wrapped; ASCII is all that these texts have. */
static void paragraph(struct buf *out, const char *name, const char *text)
{
    size_t column = strlen(name) + 1;
    buf_printf(out, "%s:", name);
    for (const char *word = text; *word != '\0';) {
        size_t n = strcspn(word, " ");
        if (column + 1 + n > PAGE_COLUMNS) {
            buf_c(out, "\n  ");
            column = 1;
        } else {
            buf_char(out, ' ');
        }
        buf_bytes(out, word, n);
        column += n + 1;
        word += n + (word[n] == ' ');
    }
    buf_c(out, "\n");
}

bool lang_code_page(str code, struct buf *out)
{
    char room[8];
    for (size_t i = 0; i < lints_n; i++) {
        const struct lint *l = &lints[i];
        if (!str_eq(str_of(l->row.code), code))
            continue;
        buf_printf(out, "%s  %s (%s)\n\n", l->row.code, l->title,
                   severity_word(l->row.severity));
        paragraph(out, "What is looked at", l->checks);
        paragraph(out, "Why it matters", l->row.why);
        paragraph(out, "Where it was learned", l->source);
        paragraph(out, "Remedy", l->row.hint);
        buf_printf(out,
                   "\nIf the text means it so, say why in the text itself:\n"
                   "  waive %s at LABEL because \"...\"\n",
                   l->row.code);
        return true;
    }
    if (!str_to_c(code, room, sizeof room))
        return false;
    const struct diag_code *row = diag_code_find(room);
    if (row == NULL)
        return false;
    buf_printf(out, "%s  (%s)\n\n", row->code, severity_word(row->severity));
    paragraph(out, "Why it matters",
              row->why[0] != '\0' ? row->why
                                  : "a text that can be read in two ways will "
                                    "be read in two ways");
    paragraph(out, "Remedy",
              row->hint[0] != '\0' ? row->hint
                                   : "the finding itself says what mends it");
    return true;
}

str lang_lint_title(str code)
{
    for (size_t i = 0; i < lints_n; i++)
        if (str_eq(str_of(lints[i].row.code), code))
            return str_of(lints[i].title);
    return (str){"", 0};
}

str lang_lint_nth(size_t i)
{
    return i < lints_n ? str_of(lints[i].row.code) : (str){"", 0};
}
