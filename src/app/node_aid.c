/* app/node_aid.c: quantities and exchanges: which reports the pages list, and
 * the same lists for programs. */
#include "app/node_int.h"

#include "base/html.h"
#include "report/sheet.h"

#include <inttypes.h>
#include <stdlib.h>

struct wanted {
    bool exchanged;
    int item, zone, source;
};

static bool is_within(const struct agreement *ag, int item, int whole)
{
    while (item != NONE && item != whole)
        item = ag->items[item].parent;
    return item == whole;
}

static bool fits(const struct ask *q, const struct wanted *w,
                 const bool *exchanged, uint32_t n, const struct fact *f)
{
    const struct app_case *c = q->n->c;
    if (exchanged[f->item] != w->exchanged || c->gone[n] ||
        f->recorded > c->verdicts.at)
        return false;
    if (w->source != NONE && f->source != w->source)
        return false;
    if (w->item != NONE && !is_within(c->ag, f->item, w->item))
        return false;
    return w->zone == NONE ||
           ((f->in.w[w->zone / 64] >> (w->zone % 64)) & 1) != 0;
}

typedef VEC(uint32_t) fact_vec;

/* The reports that fit, newest first. */
static err gather(struct ask *q, const struct wanted *w, fact_vec *out)
{
    struct app_case *c = q->n->c;
    struct fact buffer;
    bool *exchanged;
    uint32_t *held, n;
    str key;
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &key, "counts %d %d %d %d %" PRId64,
                          w->exchanged, w->item, w->zone, w->source,
                          c->verdicts.at));
    if (node_held_facts(q, key, &held, &n)) {
        *out = (fact_vec){.p = held, .n = n, .cap = n};
        return OK;
    }
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)c->ag->n_items + 1, exchanged);
    for (uint32_t i = 0; i < c->ag->n_items; i++)
        exchanged[i] = report_is_exchanged(c->ag, (int)i);
    for (size_t k = c->counts.n; k-- > 0;) {
        uint32_t i = c->counts.p[k];
        const struct fact *f = engine_fact_brief(c->engine, i, &buffer);
        if (fits(q, w, exchanged, i, f))
            TRY_ROOM(q->cx, q->a, vec_push(q->a, out, i));
    }
    node_hold_facts(q, key, out->p, (uint32_t)out->n);
    return OK;
}

/* A name in the query that must be one of the text; NONE if none is given. */
static err find_item(struct ask *q, int *out)
{
    const struct agreement *ag = q->n->c->ag;
    str id;
    *out = NONE;
    TRY(q->cx, param(q, "item", &id));
    for (uint32_t i = 0; id.n > 0 && i < ag->n_items; i++)
        if (str_eq(ag->items[i].id, id))
            *out = (int)i;
    if (id.n > 0 && *out == NONE)
        return fail(q->cx, ERR_NOT_FOUND, "there is no item \"%.*s\"",
                    STR_ARG(id));
    return OK;
}

err node_find_zone(struct ask *q, const char *name, int *out)
{
    const struct agreement *ag = q->n->c->ag;
    str id;
    *out = NONE;
    TRY(q->cx, param(q, name, &id));
    for (uint32_t i = 0; id.n > 0 && i < ag->n_zones; i++)
        if (str_eq(ag->zones[i].id, id))
            *out = (int)i;
    if (id.n > 0 && *out == NONE)
        return fail(q->cx, ERR_NOT_FOUND, "there is no place \"%.*s\"",
                    STR_ARG(id));
    return OK;
}

static err read_wanted(struct ask *q, bool exchanged, struct wanted *w)
{
    str source;
    w->exchanged = exchanged;
    TRY(q->cx, find_item(q, &w->item));
    TRY(q->cx, node_find_zone(q, "place", &w->zone));
    TRY(q->cx, param(q, "source", &source));
    return node_find_source(q, source, &w->source);
}

static err rest_of(struct ask *q, str *out)
{
    static const char *const names[] = {"item", "place", "source"};
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        str value;
        TRY(q->cx, param(q, names[i], &value));
        if (value.n == 0)
            continue;
        if (b.n > 0)
            buf_char(&b, '&');
        buf_printf(&b, "%s=", names[i]);
        url_part(&b, value);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* --- Stages and rounds: by their name, then by time ------------------------
 */

struct keyed {
    str key;
    instant at;
    uint32_t fact;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int d = str_cmp(x->key, y->key);
    if (d != 0)
        return d;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static struct keyed keyed_of(const struct app_case *c, uint32_t fact,
                             bool by_round)
{
    struct fact buffer;
    const struct fact *f = engine_fact(c->engine, fact, &buffer);
    return (struct keyed){by_round ? f->round : f->object, f->from, fact};
}

static err sort_all(struct ask *q, uint32_t *facts, size_t n, bool by_round)
{
    struct keyed *k;
    TRY_NEW_ARRAY(q->cx, q->a, n + 1, k);
    for (size_t i = 0; i < n; i++)
        k[i] = keyed_of(q->n->c, facts[i], by_round);
    qsort(k, n, sizeof *k, by_key);
    for (size_t i = 0; i < n; i++)
        facts[i] = k[i].fact;
    return OK;
}

/* The last of them goes to where it belongs among the others. */
static void put_last(const struct app_case *c, uint32_t *facts, size_t n,
                     bool by_round)
{
    struct keyed last = keyed_of(c, facts[n - 1], by_round);
    size_t lo = 0, hi = n - 1;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        struct keyed other = keyed_of(c, facts[mid], by_round);
        if (by_key(&other, &last) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    memmove(facts + lo + 1, facts + lo, (n - 1 - lo) * sizeof *facts);
    facts[lo] = last.fact;
}

/* A list of the case, of which so many have been put in order; few come later.
 */
static err keep_order(struct ask *q, struct case_listed *l, bool by_round)
{
    enum { FEW = 100 };
    if (l->v.n - l->ordered > FEW)
        TRY(q->cx, sort_all(q, l->v.p, l->v.n, by_round));
    else
        while (l->ordered < l->v.n)
            put_last(q->n->c, l->v.p, ++l->ordered, by_round);
    l->ordered = l->v.n;
    return OK;
}

static err in_order(struct ask *q, struct case_listed *l, bool by_round,
                    uint32_t **out, uint32_t *n_out)
{
    struct app_case *c = q->n->c;
    str held;
    struct glance f;
    uint32_t m = 0;
    bool all = case_was_known(c, c->verdicts.at);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &held, "%s %" PRId64,
                          by_round ? "rounds" : "stages", c->verdicts.at));
    if (node_held_facts(q, held, out, n_out))
        return OK;
    TRY(q->cx, keep_order(q, l, by_round));
    TRY_NEW_ARRAY(q->cx, q->a, l->v.n + 1, *out);
    for (size_t i = 0; i < l->v.n; i++) {
        if (c->gone[l->v.p[i]])
            continue;
        if (!all)
            engine_glance(c->engine, l->v.p[i], &f);
        if (all || f.recorded <= c->verdicts.at)
            (*out)[m++] = l->v.p[i];
    }
    *n_out = m;
    node_hold_facts(q, held, *out, m);
    return OK;
}

/* --- The pages ------------------------------------------------------------ */

static err series_of(struct ask *q, enum report_area area)
{
    const struct agreement *ag = q->n->c->ag;
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        if (report_area_of(ag, &ag->clauses[i]) == area)
            TRY(q->cx, node_series(q->cx, q->n, (int)i));
    return OK;
}

static err aid(struct ask *q)
{
    enum { STAGES_MOST = 1000 };
    struct app_case *c = q->n->c;
    struct web_aid d = {.n_sources = c->n_sources};
    struct wanted w;
    fact_vec found = {0};
    uint32_t *stages;
    TRY(q->cx, read_wanted(q, false, &w));
    TRY(q->cx, gather(q, &w, &found));
    TRY(q->cx, page_number(q, found.n, &d.page, &d.pages));
    TRY(q->cx, rest_of(q, &d.rest));
    TRY(q->cx, in_order(q, &c->staged, false, &stages, &d.n_stages));
    d.stages = stages;
    if (d.n_stages > STAGES_MOST) {
        d.stages_left = d.n_stages - STAGES_MOST;
        d.n_stages = STAGES_MOST;
    }
    uint32_t from = (d.page - 1) * ROWS;
    d.item = w.item;
    d.zone = w.zone;
    d.source = w.source;
    d.of = (uint32_t)found.n;
    d.n = d.of - from < ROWS ? d.of - from : ROWS;
    d.facts = found.p + from;
    TRY(q->cx, series_of(q, AREA_AID));
    return web_aid(q->cx, &q->view, &d, q->out);
}

static err exchanges(struct ask *q)
{
    struct app_case *c = q->n->c;
    struct web_exchange d = {0};
    uint32_t *facts, n;
    TRY(q->cx, in_order(q, &c->rounds, true, &facts, &n));
    TRY(q->cx, page_number(q, n, &d.page, &d.pages));
    uint32_t from = (d.page - 1) * ROWS;
    d.facts = facts + from;
    d.n = n - from < ROWS ? n - from : ROWS;
    TRY(q->cx, series_of(q, AREA_EXCHANGE));
    return web_exchanges(q->cx, &q->view, &d, q->out);
}

/* --- For programs --------------------------------------------------------- */

static const struct sheet_column columns[] = {
    {"report", "#meta+id"},        {"from", "#date+start"},
    {"to", "#date+end"},           {"recorded", "#date+reported"},
    {"kind", "#indicator+type"},   {"act", "#activity"},
    {"by", "#org+performer"},      {"to_whom", "#org+recipient"},
    {"item", "#item+code"},        {"item_name", "#item+name"},
    {"place", "#loc+code"},        {"place_name", "#loc+name"},
    {"counter", "#org+reporting"}, {"at_least", "#value+min"},
    {"at_most", "#value+max"},     {"unit", "#item+unit"},
    {"stage", "#status+stage"},    {"consignment", "#item+id"},
    {"round", "#round"},           {"note", "#description"},
    {"url", "#meta+url"},
};

struct sheet_columns node_report_columns(void)
{
    return (struct sheet_columns){columns, COUNT_OF(columns)};
}

static str name_if(const struct actor *actors, int actor)
{
    return actor == NONE ? STR("") : actors[actor].id;
}

static void quantity(struct sheet *s, bool known, int64_t n)
{
    if (known)
        sheet_int(s, n);
    else
        sheet_none(s);
}

static void put_row(struct ask *q, struct sheet *s, uint32_t fact)
{
    struct app_case *c = q->n->c;
    const struct agreement *ag = c->ag;
    struct fact buffer;
    const struct fact *f = engine_fact(c->engine, fact, &buffer);
    struct report_shown x = {0};
    c->report.shown(c, fact, &x);
    bool counted = f->lo != 0 || f->hi != QTY_INF;
    sheet_text(s, f->id);
    node_sheet_time(q, s, f->from);
    node_sheet_time(q, s, f->to_ - 1);
    node_sheet_time(q, s, f->recorded);
    sheet_text(s, node_kind_name(f->kind));
    sheet_text(s, f->act == NONE ? STR("") : ag->acts[f->act].id);
    sheet_text(s, name_if(ag->actors, f->performer));
    sheet_text(s, name_if(ag->actors, f->to));
    sheet_text(s, f->item == NONE ? STR("") : ag->items[f->item].id);
    sheet_text(s, f->item == NONE ? STR("") : ag->items[f->item].name);
    sheet_text(s, f->zone == NONE ? STR("") : ag->zones[f->zone].id);
    sheet_text(s, f->zone == NONE ? STR("") : ag->zones[f->zone].name);
    sheet_text(s, engine_source_at(c->engine, f->source)->id);
    quantity(s, counted, f->lo);
    quantity(s, counted && f->hi != QTY_INF, f->hi);
    sheet_text(s, f->item == NONE ? STR("") : ag->items[f->item].unit);
    sheet_text(s, x.stage);
    sheet_text(s, f->object);
    sheet_text(s, f->round);
    sheet_text(s, f->text.n > 0 ? f->text : x.note);
    sheet_text(s, x.url);
}

err node_sheet_reports(struct ask *q, const uint32_t *facts, size_t n,
                       bool json)
{
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, node_sheet_form(q, json, &form));
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (size_t i = 0; i < n; i++)
        put_row(q, &s, facts[i]);
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err counts(struct ask *q, bool exchanged, bool json)
{
    struct wanted w;
    fact_vec found = {0};
    TRY(q->cx, read_wanted(q, exchanged, &w));
    TRY(q->cx, gather(q, &w, &found));
    return node_sheet_reports(q, found.p, found.n, json);
}

static err aid_csv(struct ask *q)
{
    return counts(q, false, false);
}

static err aid_json(struct ask *q)
{
    return counts(q, false, true);
}

static err exchanges_csv(struct ask *q)
{
    return counts(q, true, false);
}

static err exchanges_json(struct ask *q)
{
    return counts(q, true, true);
}

static const struct route routes[] = {
    {"aid", 1, aid, NULL, "item place source page",
     "Quantities against what is owed, counter by counter."},
    {"aid.csv", 1, aid_csv, TYPE_CSV, "item place source hxl",
     "Reports of quantities, newest first."},
    {"aid.json", 1, aid_json, TYPE_JSON, "item place source",
     "Reports of quantities, newest first."},
    {"exchanges", 1, exchanges, NULL, "page",
     "Lists, ratios, totals and rounds of what is exchanged."},
    {"exchanges.csv", 1, exchanges_csv, TYPE_CSV, "item place source hxl",
     "Reports of what was exchanged, newest first."},
    {"exchanges.json", 1, exchanges_json, TYPE_JSON, "item place source",
     "Reports of what was exchanged, newest first."},
};

const struct route_table node_aid_routes = {routes, COUNT_OF(routes)};
