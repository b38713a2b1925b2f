/* app/node_export.c: lists for programs: what their columns share, and the
 * lists of the reports, the record and the findings. */
#include "app/node_int.h"

#include "report/sheet.h"

str node_kind_name(enum fact_kind k)
{
    switch (k) {
    case FACT_EVENT:
        return STR("event");
    case FACT_TOTAL:
        return STR("total");
    case FACT_LEVEL:
        return STR("level");
    case FACT_STATE:
        return STR("state");
    case FACT_INCIDENT:
        return STR("incident");
    case FACT_ASSESSMENT:
        return STR("assessment");
    case FACT_FINDING:
        return STR("finding");
    case FACT_CONSENT:
        return STR("consent");
    case FACT_ANNOUNCEMENT:
        return STR("announcement");
    case FACT_SIGNATURE:
        return STR("signature");
    case FACT_NOTICE:
        return STR("notice");
    case FACT_REPLY:
        return STR("reply");
    }
    return STR("");
}

void node_sheet_time(struct ask *q, struct sheet *s, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    /* a node of talks has no case, and so no time zone of a text */
    const struct tz *tz = q->n->c == NULL ? tz_utc() : q->n->c->tz;
    if (at <= INSTANT_MIN || at >= INSTANT_MAX)
        sheet_none(s);
    else
        sheet_text(s, civil_rfc3339_print(tz, at, room));
}

err node_sheet_form(struct ask *q, bool json, enum sheet_form *out)
{
    str hxl;
    *out = json ? SHEET_JSON : SHEET_CSV;
    TRY(q->cx, param(q, "hxl", &hxl));
    if (!json && str_eq(hxl, STR("1")))
        *out = SHEET_HXL;
    return OK;
}

static err reports(struct ask *q, bool json)
{
    uint32_t *facts, n;
    TRY(q->cx, node_find_reports(q, &facts, &n));
    return node_sheet_reports(q, facts, n, json);
}

static err reports_csv(struct ask *q)
{
    return reports(q, false);
}

static err reports_json(struct ask *q)
{
    return reports(q, true);
}

/* --- The record ----------------------------------------------------------- */

static const struct sheet_column record_columns[] = {
    {"number", "#meta+id"},       {"type", "#meta+type"},
    {"sender", "#org+reporting"}, {"made", "#date+reported"},
    {"state", "#status"},
};

struct sheet_columns node_record_columns(void)
{
    return (struct sheet_columns){record_columns, COUNT_OF(record_columns)};
}

static err put_entry(struct cx *cx, void *self, const struct casefile_row *row)
{
    struct sheet *s = self;
    (void)cx;
    sheet_int(s, (int64_t)row->number);
    sheet_text(s, row->type);
    sheet_text(s, row->sender);
    sheet_text(s, row->made);
    sheet_text(s, row->state);
    return OK;
}

static err record(struct ask *q, bool json)
{
    struct app_case *c = q->n->c;
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_need_log(q));
    TRY(q->cx, node_sheet_form(q, json, &form));
    sheet_begin(&s, q->out, form, record_columns, COUNT_OF(record_columns));
    TRY(q->cx, casefile_rows(q->cx, q->a, &c->record, 0, node_entries(q),
                             put_entry, &s));
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err record_csv(struct ask *q)
{
    return record(q, false);
}

static err record_json(struct ask *q)
{
    return record(q, true);
}

/* --- What truce check finds ----------------------------------------------- */

static const struct sheet_column finding_columns[] = {
    {"code", "#meta+code"},       {"severity", "#severity"},
    {"line", "#meta+line"},       {"message", "#description"},
    {"why", "#description+why"},  {"repair", "#description+repair"},
    {"waived", "#status+waived"}, {"precedent", "#description+precedent"},
    {"source", "#meta+source"},
};

struct sheet_columns node_finding_columns(void)
{
    return (struct sheet_columns){finding_columns, COUNT_OF(finding_columns)};
}

static err findings(struct ask *q, bool json)
{
    struct web_finding *f;
    uint32_t n;
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_findings(q, &f, &n));
    TRY(q->cx, node_sheet_form(q, json, &form));
    sheet_begin(&s, q->out, form, finding_columns, COUNT_OF(finding_columns));
    for (uint32_t i = 0; i < n; i++) {
        sheet_text(&s, f[i].code);
        sheet_text(&s, f[i].severity);
        sheet_int(&s, f[i].line);
        sheet_text(&s, f[i].message);
        sheet_text(&s, f[i].why);
        sheet_text(&s, f[i].hint);
        sheet_text(&s, f[i].waived);
        sheet_text(&s, f[i].precedent);
        sheet_text(&s, f[i].source);
    }
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err findings_csv(struct ask *q)
{
    return findings(q, false);
}

static err findings_json(struct ask *q)
{
    return findings(q, true);
}

static err keys(struct ask *q)
{
    return web_keys(q->cx, &q->view, q->out);
}

static const struct route routes[] = {
    {"keys", 1, keys, NULL, "", "The keys of the pages."},
    {"reports.csv", 1, reports_csv, TYPE_CSV, "q source day hxl",
     "The reports, newest first."},
    {"reports.json", 1, reports_json, TYPE_JSON, "q source day",
     "The reports, newest first."},
    {"record.csv", 1, record_csv, TYPE_CSV, "hxl",
     "The entries of the case, oldest first."},
    {"record.json", 1, record_json, TYPE_JSON, "",
     "The entries of the case, oldest first."},
    {"findings.csv", 1, findings_csv, TYPE_CSV, "hxl",
     "What truce check finds."},
    {"findings.json", 1, findings_json, TYPE_JSON, "",
     "What truce check finds."},
};

const struct route_table node_export_routes = {routes, COUNT_OF(routes)};
