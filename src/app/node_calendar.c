/* app/node_calendar.c: what falls due, for the calendar of a phone or desk.
 *
 * One event for each occasion that has a deadline, and for the end of each
 * phase. An event keeps its UID however its time moves; whoever fetches the
 * calendar again gets a higher SEQUENCE once more is known. What no longer
 * arises is cancelled, not gone. What is owed every day or week is left out,
 * since it would bury the rest; daily=1 asks for it. */
#include "app/node_int.h"

#include "app/incident.h"
#include "proof/entry.h"
#include "report/ics.h"

/* Made of what names the occasion, so that nobody need keep it. */
static void put_uid(struct ask *q, struct buf *out, const str *parts, size_t n)
{
    char hex[2 * CRY_HASH_BYTES];
    enum { SHOWN = 32 };
    struct buf b, line;
    buf_init(&b, q->a, SIZE_MAX);
    buf_str(&b, q->n->c->ag->title);
    for (size_t i = 0; i < n; i++) {
        buf_char(&b, '\0');
        buf_str(&b, parts[i]);
    }
    hash_print(cry_sha256(buf_view(&b), STR("")), hex);
    buf_init(&line, q->a, SIZE_MAX);
    buf_str(&line, (str){hex, SHOWN});
    buf_c(&line, "@truce");
    ics_line(out, "UID", buf_view(&line));
}

static void put_sequence(struct ask *q, struct buf *out)
{
    uint64_t n = q->n->c->n_records;
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    buf_uint(&b, n > INT32_MAX ? INT32_MAX : n);
    ics_line(out, "SEQUENCE", buf_view(&b));
}

/* A whole day where the deadline is the end of one, else the minute. */
static void put_when(struct ask *q, struct buf *out, instant due)
{
    const struct tz *tz = q->n->c->tz;
    struct civil_date d = civil_local(tz, due).civil.date;
    if (civil_day_span(tz, d).end == due + 1)
        ics_day(out, "DTSTART", d);
    else
        ics_time(out, "DTSTART", due);
}

static void begin_event(struct ask *q, struct buf *out, const str *uid,
                        size_t n, instant due)
{
    ics_line(out, "BEGIN", STR("VEVENT"));
    put_uid(q, out, uid, n);
    ics_time(out, "DTSTAMP", q->n->c->verdicts.at);
    put_sequence(q, out);
    put_when(q, out, due);
    ics_line(out, "TRANSP", STR("TRANSPARENT"));
}

static void put_alarm(struct buf *out, str text)
{
    ics_line(out, "BEGIN", STR("VALARM"));
    ics_line(out, "ACTION", STR("DISPLAY"));
    ics_line(out, "TRIGGER", STR("-P1D"));
    ics_text(out, "DESCRIPTION", text);
    ics_line(out, "END", STR("VALARM"));
}

static bool is_dropped(enum status s)
{
    return status_group(s) == GROUP_ASIDE;
}

static void put_occasion(struct ask *q, const struct verdict *v)
{
    struct app_case *c = q->n->c;
    const struct clause *cl = &c->ag->clauses[v->clause];
    str bearer = report_bearer(c->ag, v->bearer);
    const str uid[] = {cl->label, cl->reading, v->instance, bearer};
    struct buf text;
    buf_init(&text, q->a, SIZE_MAX);
    buf_str(&text, cl->label);
    buf_char(&text, ' ');
    if (v->instance.n > 0) {
        buf_str(&text, v->instance);
        buf_c(&text, ": ");
    }
    show_clause_words(&c->report, cl, v->bearer, &text);
    begin_event(q, q->out, uid, COUNT_OF(uid), v->due_hi);
    ics_text(q->out, "SUMMARY", buf_view(&text));
    ics_text(q->out, "CATEGORIES", status_name(v->status));
    ics_text(q->out, "DESCRIPTION", status_name(v->status));
    ics_line(q->out, "STATUS",
             is_dropped(v->status) ? STR("CANCELLED") : STR("CONFIRMED"));
    if (v->due_hi > c->verdicts.at && !is_dropped(v->status))
        put_alarm(q->out, buf_view(&text));
    ics_line(q->out, "END", STR("VEVENT"));
}

static void put_phase(struct ask *q, const struct phase_view *p)
{
    struct app_case *c = q->n->c;
    bool all = p->phase == NONE;
    str id = all ? STR("") : c->ag->phases[p->phase].id;
    str name = all ? c->ag->title : c->ag->phases[p->phase].name;
    const str uid[] = {STR("phase"), id};
    struct buf text;
    buf_init(&text, q->a, SIZE_MAX);
    buf_str(&text, name.n > 0 ? name : id);
    buf_c(&text, ": last day");
    begin_event(q, q->out, uid, COUNT_OF(uid), p->end - 1);
    ics_text(q->out, "SUMMARY", buf_view(&text));
    ics_line(q->out, "STATUS", STR("CONFIRMED"));
    ics_line(q->out, "END", STR("VEVENT"));
}

static err calendar_ics(struct ask *q)
{
    struct app_case *c = q->n->c;
    str daily;
    TRY(q->cx, param(q, "daily", &daily));
    ics_begin(q->out, c->ag->title);
    for (uint32_t i = 0; i < c->verdicts.n_phases; i++)
        if (c->verdicts.phases[i].has_end)
            put_phase(q, &c->verdicts.phases[i]);
    for (uint32_t i = 0; i < c->verdicts.n; i++) {
        const struct verdict *v = &c->verdicts.v[i];
        const struct clause *cl = &c->ag->clauses[v->clause];
        if (v->has_due && v->due_hi < INSTANT_MAX &&
            (cl->period == PERIOD_NONE || str_eq(daily, STR("1"))))
            put_occasion(q, v);
    }
    ics_end(q->out);
    return buf_finish(q->cx, q->out);
}

/* Whoever an incident waits for has until then: it leaves the list when it is
 * done, so that it is the page that says what is open. */
static void put_incident(struct ask *q, const struct incident *i)
{
    const struct agreement *ag = q->n->c->ag;
    const str uid[] = {STR("incident"), i->id};
    struct buf text;
    buf_init(&text, q->a, SIZE_MAX);
    buf_str(&text, i->id);
    buf_c(&text, ": ");
    buf_str(&text, incident_stage_name(i->stage));
    if (i->waits_for != NONE) {
        buf_c(&text, ", waits for ");
        buf_str(&text, ag->actors[i->waits_for].name.n > 0
                           ? ag->actors[i->waits_for].name
                           : ag->actors[i->waits_for].id);
    }
    begin_event(q, q->out, uid, COUNT_OF(uid), i->due);
    ics_text(q->out, "SUMMARY", buf_view(&text));
    ics_text(q->out, "CATEGORIES", incident_stage_name(i->stage));
    ics_line(q->out, "STATUS", STR("CONFIRMED"));
    if (i->due > q->n->c->verdicts.at)
        put_alarm(q->out, buf_view(&text));
    ics_line(q->out, "END", STR("VEVENT"));
}

static err incidents_ics(struct ask *q)
{
    struct incident_list l;
    bool *show;
    TRY(q->cx, node_incidents(q->cx, q->n, &l));
    TRY(q->cx, node_incidents_shown(q, &l, &show));
    ics_begin(q->out, q->n->c->ag->title);
    for (uint32_t i = 0; i < l.n; i++)
        if (show[i] && l.v[i].has_due)
            put_incident(q, &l.v[i]);
    ics_end(q->out);
    return buf_finish(q->cx, q->out);
}

static const struct route routes[] = {
    {"incidents.ics", 1, incidents_ics, TYPE_ICS, "stage clause place waits",
     "By when incidents wait for somebody, as iCalendar."},
    {"calendar.ics", 1, calendar_ics, TYPE_ICS, "daily",
     "What falls due, as iCalendar."},
};

const struct route_table node_calendar_routes = {routes, COUNT_OF(routes)};
