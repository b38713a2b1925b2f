/* app/node_incident_lists.c: incidents for programs: as a table, on a map.
 * Which are listed is the filter of the page (node_incidents.c). */
#include "app/node_int.h"

#include "app/incident.h"

static const struct sheet_column columns[] = {
    {"id", "#event+id"},
    {"stage", "#status"},
    {"what", "#event+type"},
    {"clause", "#meta+clause"},
    {"in_scope", "#status+scope"},
    {"place", "#loc"},
    {"from", "#date+occurred+start"},
    {"to", "#date+occurred+end"},
    {"reports", "#meta+count"},
    {"said_of", "#org+said"},
    {"verified", "#status+verified"},
    {"confidence", "#indicator+confidence"},
    {"severity", "#severity"},
    {"finding", "#status+finding"},
    {"attributed_to", "#org+attributed"},
    {"dissents", "#meta+count+dissent"},
    {"waits_for", "#org+waiting"},
    {"due", "#date+due"},
    {"overdue", "#status+overdue"},
    {"latitude", "#geo+lat"},
    {"longitude", "#geo+lon"},
    {"precision_m", "#geo+precision"},
    {"displaced", "#geo+displaced"},
};

static str actor_id(const struct ask *q, int actor)
{
    return actor == NONE ? STR("") : q->n->c->ag->actors[actor].id;
}

static str yes_no(bool b)
{
    return b ? STR("yes") : STR("no");
}

/* "attack", "access denied" where no act was named. */
static str what_of(const struct ask *q, const struct incident *i)
{
    if (i->denial)
        return STR("access denied");
    return i->act == NONE ? STR("") : q->n->c->ag->acts[i->act].id;
}

static str clause_of(const struct ask *q, const struct incident *i)
{
    return i->clause == NONE ? STR("") : q->n->c->ag->clauses[i->clause].label;
}

/* What was decided; nothing that is only proposed attributes anything. */
static str finding_of(const struct incident *i)
{
    return node_is_adopted(i)   ? STR("adopted")
           : i->finding != NULL ? STR("not adopted")
                                : STR("");
}

static uint32_t reports_of(const struct incident *i)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < i->n_steps; k++)
        n += i->steps[k].said->kind == INC_REPORT;
    return n > 0 ? n : 1; /* its own report, which nobody took up */
}

static void put_verified(struct sheet *s, const struct incident *i)
{
    const struct incident_said *a =
        i->assessment == NULL ? NULL : i->assessment->said;
    sheet_text(s, a == NULL ? STR("") : a->verified);
    if (a != NULL && a->confidence >= 0)
        sheet_int(s, a->confidence);
    else
        sheet_none(s);
    sheet_text(s, a == NULL ? STR("") : a->severity);
}

static void put_finding(struct ask *q, struct sheet *s,
                        const struct incident *i)
{
    bool adopted = node_is_adopted(i);
    sheet_text(s, finding_of(i));
    sheet_text(s, adopted ? actor_id(q, i->finding->said->attributed_to)
                          : STR(""));
    if (adopted)
        sheet_int(s, i->finding->said->n_dissent);
    else
        sheet_none(s);
}

static void put_point(struct sheet *s, const struct web_place *p)
{
    if (p == NULL) {
        for (int i = 0; i < 4; i++)
            sheet_none(s);
        return;
    }
    sheet_degrees(s, p->at.lat_e7);
    sheet_degrees(s, p->at.lon_e7);
    sheet_int(s, p->precision_m);
    sheet_text(s, yes_no(p->displaced));
}

static void put_row(struct ask *q, struct sheet *s, const struct incident *i,
                    const struct web_place *p)
{
    const struct agreement *ag = q->n->c->ag;
    sheet_text(s, i->id);
    sheet_text(s, incident_stage_name(i->stage));
    sheet_text(s, what_of(q, i));
    sheet_text(s, clause_of(q, i));
    sheet_text(s, yes_no(i->in_scope));
    sheet_text(s, i->zone == NONE ? STR("") : ag->zones[i->zone].id);
    node_sheet_time(q, s, i->from);
    node_sheet_time(q, s, i->to_ - 1);
    sheet_int(s, reports_of(i));
    sheet_text(s, i->claims_differ ? STR("accounts differ")
                                   : actor_id(q, i->claimed));
    put_verified(s, i);
    put_finding(q, s, i);
    sheet_text(s, actor_id(q, i->waits_for));
    node_sheet_time(q, s, i->has_due ? i->due : INSTANT_MIN);
    sheet_text(s, i->has_due ? yes_no(i->overdue) : STR(""));
    put_point(s, p);
}

static err read_shown(struct ask *q, struct incident_list *l, bool **show,
                      int64_t *coarse_m)
{
    TRY(q->cx, node_coarse(q, coarse_m));
    TRY(q->cx, node_incidents(q->cx, q->n, l));
    return node_incidents_shown(q, l, show);
}

static err incidents_csv(struct ask *q)
{
    struct incident_list l;
    struct sheet s;
    enum sheet_form form;
    int64_t coarse_m;
    bool *show;
    TRY(q->cx, read_shown(q, &l, &show, &coarse_m));
    TRY(q->cx, node_sheet_form(q, false, &form));
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < l.n; i++) {
        struct web_place p;
        if (!show[i])
            continue;
        bool there = node_incident_place(q, &l.v[i], coarse_m, &p);
        put_row(q, &s, &l.v[i], there ? &p : NULL);
    }
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

/* --- On a map (RFC 7946) ---------------------------------------------------
 */

static void put_known(struct json_out *j, const char *name, str s)
{
    if (s.n > 0)
        json_key_text(j, name, s);
}

static void put_feature(struct ask *q, struct json_out *j,
                        const struct incident *i, const struct web_place *p)
{
    char room[CIVIL_PRINT_SIZE];
    geojson_feature(j, i->id, "incident");
    json_key_text(j, "stage", incident_stage_name(i->stage));
    put_known(j, "what", what_of(q, i));
    put_known(j, "clause", clause_of(q, i));
    json_key_text(j, "from", civil_rfc3339_print(q->n->c->tz, i->from, room));
    json_key_text(j, "to", civil_rfc3339_print(q->n->c->tz, i->to_ - 1, room));
    put_known(j, "finding", finding_of(i));
    json_key_int(j, "precision_m", p->precision_m);
    json_key_bool(j, "displaced", p->displaced);
    geojson_point(j, p->at);
}

static err incidents_geojson(struct ask *q)
{
    struct incident_list l;
    struct json_out j;
    int64_t coarse_m;
    bool *show;
    TRY(q->cx, read_shown(q, &l, &show, &coarse_m));
    geojson_begin(&j, q);
    for (uint32_t i = 0; i < l.n; i++) {
        struct web_place p;
        if (show[i] && node_incident_place(q, &l.v[i], coarse_m, &p))
            put_feature(q, &j, &l.v[i], &p);
    }
    return geojson_end(&j, q);
}

static const struct route routes[] = {
    {"incidents.csv", 1, incidents_csv, TYPE_CSV,
     "stage clause place waits source is coarse hxl",
     "Incidents, newest first."},
    {"incidents.geojson", 1, incidents_geojson, TYPE_GEOJSON,
     "stage clause place waits source is coarse", "Incidents with a point."},
};

const struct route_table node_incident_list_routes = {routes, COUNT_OF(routes)};
