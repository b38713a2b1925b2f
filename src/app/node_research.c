/* app/node_research.c: adopted findings on incidents in the shape of two data
 * sets that researchers know: ACLED and UCDP GED.
 *
 * Only the shape is theirs: who adopted the finding stands as the source,
 * whatever they code and the record does not say is empty (deaths, types of
 * violence, actors where nobody was named by a finding with a mandate).
 * Incidents on which nothing was adopted are not here. Places are told no more
 * exactly than the node allows. */
#include "app/node_int.h"

#include "app/incident.h"

struct row {
    const struct incident *i;
    bool has_point;
    struct web_place place;
};

bool node_is_adopted(const struct incident *i)
{
    return i->finding != NULL &&
           (i->finding->adoption.state == ADOPTION_HOLDS ||
            i->finding->adoption.state == ADOPTION_NO_RULE);
}

static void find_point(struct ask *q, struct row *r, uint32_t fact,
                       int64_t coarse_m)
{
    const struct app_case *c = q->n->c;
    size_t lo = 0, hi = c->points.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->points.p[mid].fact < fact)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == c->points.n || c->points.p[lo].fact != fact)
        return;
    struct web_place p = node_place(&c->points.p[lo], coarse_m);
    /* Of several the most exact. */
    if (!r->has_point || p.precision_m < r->place.precision_m)
        r->place = p;
    r->has_point = true;
}

static void read_row(struct ask *q, const struct incident *i, int64_t coarse_m,
                     struct row *r)
{
    *r = (struct row){.i = i};
    find_point(q, r, i->fact, coarse_m);
    for (uint32_t k = 0; k < i->n_steps; k++)
        if (i->steps[k].said->kind == INC_REPORT)
            find_point(q, r, i->steps[k].said->fact, coarse_m);
}

bool node_incident_place(struct ask *q, const struct incident *i,
                         int64_t coarse_m, struct web_place *out)
{
    struct row r;
    read_row(q, i, coarse_m, &r);
    *out = r.place;
    return r.has_point;
}

static struct civil_date day(const struct ask *q, instant at)
{
    return civil_local(q->n->c->tz, at).civil.date;
}

static void put_day(struct ask *q, struct sheet *s, instant at)
{
    char room[CIVIL_PRINT_SIZE];
    sheet_text(s, civil_date_print(day(q, at), room));
}

static void put_none(struct sheet *s, int n)
{
    for (; n > 0; n--)
        sheet_none(s);
}

/* 1: the day, 2: within a week, 3: a month, 4: longer. */
static int date_precision(const struct row *r)
{
    int64_t days = (r->i->to_ - r->i->from) / 86400;
    return days <= 1 ? 1 : days <= 7 ? 2 : days <= 31 ? 3 : 4;
}

/* 1: the place itself, 2: within 25 km of it, 3: a wider area. */
static int place_precision(const struct row *r)
{
    return !r->has_point                   ? 3
           : r->place.precision_m <= 1000  ? 1
           : r->place.precision_m <= 25000 ? 2
                                           : 3;
}

static void put_degrees(struct sheet *s, const struct row *r, bool lat)
{
    if (r->has_point)
        sheet_degrees(s, lat ? r->place.at.lat_e7 : r->place.at.lon_e7);
    else
        sheet_none(s);
}

static str body_of(const struct ask *q, const struct row *r)
{
    const struct agreement *ag = q->n->c->ag;
    int body = r->i->finding->adoption.body != NONE
                   ? r->i->finding->adoption.body
                   : r->i->body;
    if (body == NONE)
        return STR("");
    return ag->actors[body].name.n > 0 ? ag->actors[body].name
                                       : ag->actors[body].id;
}

static str attributed(const struct ask *q, const struct row *r)
{
    const struct agreement *ag = q->n->c->ag;
    int to = r->i->finding->said->attributed_to;
    return to == NONE                  ? STR("")
           : ag->actors[to].name.n > 0 ? ag->actors[to].name
                                       : ag->actors[to].id;
}

static str place_name(const struct ask *q, const struct row *r)
{
    const struct agreement *ag = q->n->c->ag;
    return r->i->zone == NONE ? STR("") : ag->zones[r->i->zone].name;
}

static str act_name(const struct ask *q, const struct row *r)
{
    return r->i->act == NONE ? STR("") : q->n->c->ag->acts[r->i->act].id;
}

/* --- ACLED ---------------------------------------------------------------- */

static const struct sheet_column acled_columns[] = {
    {"event_id_cnty", ""},
    {"event_date", ""},
    {"year", ""},
    {"time_precision", ""},
    {"disorder_type", ""},
    {"event_type", ""},
    {"sub_event_type", ""},
    {"actor1", ""},
    {"assoc_actor_1", ""},
    {"inter1", ""},
    {"actor2", ""},
    {"assoc_actor_2", ""},
    {"inter2", ""},
    {"interaction", ""},
    {"civilian_targeting", ""},
    {"iso", ""},
    {"region", ""},
    {"country", ""},
    {"admin1", ""},
    {"admin2", ""},
    {"admin3", ""},
    {"location", ""},
    {"latitude", ""},
    {"longitude", ""},
    {"geo_precision", ""},
    {"source", ""},
    {"source_scale", ""},
    {"notes", ""},
    {"fatalities", ""},
    {"tags", ""},
    {"timestamp", ""},
};

static void put_acled(struct ask *q, struct sheet *s, const struct row *r)
{
    sheet_text(s, r->i->id);
    put_day(q, s, r->i->from);
    sheet_int(s, day(q, r->i->from).year);
    sheet_int(s, date_precision(r) > 3 ? 3 : date_precision(r));
    put_none(s, 2);
    sheet_text(s, act_name(q, r));
    sheet_text(s, attributed(q, r));
    put_none(s, 13);
    sheet_text(s, place_name(q, r));
    put_degrees(s, r, true);
    put_degrees(s, r, false);
    sheet_int(s, place_precision(r));
    sheet_text(s, body_of(q, r));
    put_none(s, 1);
    sheet_text(s, r->i->finding->said->reasons);
    put_none(s, 1);
    sheet_text(s, STR("truce: adopted finding"));
    sheet_int(s, r->i->finding->at);
}

/* --- UCDP GED ------------------------------------------------------------- */

static const struct sheet_column ged_columns[] = {
    {"id", ""},
    {"relid", ""},
    {"year", ""},
    {"active_year", ""},
    {"code_status", ""},
    {"type_of_violence", ""},
    {"conflict_dset_id", ""},
    {"conflict_new_id", ""},
    {"conflict_name", ""},
    {"dyad_dset_id", ""},
    {"dyad_new_id", ""},
    {"dyad_name", ""},
    {"side_a_dset_id", ""},
    {"side_a_new_id", ""},
    {"side_a", ""},
    {"side_b_dset_id", ""},
    {"side_b_new_id", ""},
    {"side_b", ""},
    {"number_of_sources", ""},
    {"source_article", ""},
    {"source_office", ""},
    {"source_date", ""},
    {"source_headline", ""},
    {"source_original", ""},
    {"where_prec", ""},
    {"where_coordinates", ""},
    {"where_description", ""},
    {"adm_1", ""},
    {"adm_2", ""},
    {"latitude", ""},
    {"longitude", ""},
    {"geom_wkt", ""},
    {"priogrid_gid", ""},
    {"country", ""},
    {"country_id", ""},
    {"region", ""},
    {"event_clarity", ""},
    {"date_prec", ""},
    {"date_start", ""},
    {"date_end", ""},
    {"deaths_a", ""},
    {"deaths_b", ""},
    {"deaths_civilians", ""},
    {"deaths_unknown", ""},
    {"best", ""},
    {"high", ""},
    {"low", ""},
    {"gwnoa", ""},
    {"gwnob", ""},
};

static err put_wkt(struct ask *q, struct sheet *s, const struct row *r)
{
    struct buf b;
    if (!r->has_point) {
        sheet_none(s);
        return OK;
    }
    buf_init(&b, q->a, SIZE_MAX);
    buf_c(&b, "POINT (");
    buf_degrees(&b, r->place.at.lon_e7);
    buf_char(&b, ' ');
    buf_degrees(&b, r->place.at.lat_e7);
    buf_char(&b, ')');
    TRY(q->cx, buf_finish(q->cx, &b));
    sheet_text(s, buf_view(&b));
    return OK;
}

static err put_ged(struct ask *q, struct sheet *s, const struct row *r,
                   int64_t number)
{
    uint32_t reports = 0;
    for (uint32_t k = 0; k < r->i->n_steps; k++)
        reports += r->i->steps[k].said->kind == INC_REPORT;
    sheet_int(s, number);
    sheet_text(s, r->i->id);
    sheet_int(s, day(q, r->i->from).year);
    put_none(s, 5);
    sheet_text(s, q->n->c->ag->title);
    put_none(s, 5);
    sheet_text(s, attributed(q, r));
    put_none(s, 3);
    sheet_int(s, reports > 0 ? reports : 1);
    put_none(s, 1);
    sheet_text(s, body_of(q, r));
    put_day(q, s, r->i->finding->at);
    put_none(s, 2);
    sheet_int(s, place_precision(r));
    sheet_text(s, place_name(q, r));
    sheet_text(s, act_name(q, r));
    put_none(s, 2);
    put_degrees(s, r, true);
    put_degrees(s, r, false);
    TRY(q->cx, put_wkt(q, s, r));
    put_none(s, 4);
    sheet_int(s, 1);
    sheet_int(s, date_precision(r));
    put_day(q, s, r->i->from);
    put_day(q, s, r->i->to_ > r->i->from ? r->i->to_ - 1 : r->i->from);
    put_none(s, 9);
    return OK;
}

static err research(struct ask *q, bool ged)
{
    struct incident_list l;
    struct sheet s;
    int64_t coarse_m, number = 0;
    TRY(q->cx, node_coarse(q, &coarse_m));
    TRY(q->cx, node_incidents(q->cx, q->n, &l));
    if (ged)
        sheet_begin(&s, q->out, SHEET_CSV, ged_columns, COUNT_OF(ged_columns));
    else
        sheet_begin(&s, q->out, SHEET_CSV, acled_columns,
                    COUNT_OF(acled_columns));
    for (uint32_t i = l.n; i-- > 0;) { /* oldest first */
        struct row r;
        if (!node_is_adopted(&l.v[i]))
            continue;
        read_row(q, &l.v[i], coarse_m, &r);
        if (ged)
            TRY(q->cx, put_ged(q, &s, &r, ++number));
        else
            put_acled(q, &s, &r);
    }
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err acled_csv(struct ask *q)
{
    return research(q, false);
}

static err ged_csv(struct ask *q)
{
    return research(q, true);
}

static const struct route routes[] = {
    {"acled.csv", 1, acled_csv, TYPE_CSV, "coarse",
     "Adopted findings on incidents, in the columns of ACLED."},
    {"ged.csv", 1, ged_csv, TYPE_CSV, "coarse",
     "Adopted findings on incidents, in the columns of UCDP GED."},
};

const struct route_table node_research_routes = {routes, COUNT_OF(routes)};
