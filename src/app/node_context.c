/* app/node_context.c: events of data sets outside of the case (facts/context.h)
 * beside it: a page, lists for programs, and points on the map. Nothing of them
 * reaches the engine. */
#include "app/node_int.h"

#include "base/html.h"
#include "base/limits.h"
#include "base/utf8.h"

err node_read_context(struct cx *cx, struct node *n, const char *const *paths,
                      size_t n_paths)
{
    struct context *c;
    if (n_paths == 0)
        return OK;
    TRY_NEW(cx, n->a, c);
    for (size_t i = 0; i < n_paths; i++) {
        str bytes;
        TRY(cx,
            sys_read_file(cx, n->a, paths[i], LIMIT_SIDE_FILE_BYTES, &bytes));
        TRY(cx, context_read(cx, n->a, str_of(paths[i]), bytes, c));
    }
    context_settle(c);
    n->more.context = c;
    return OK;
}

static err has_words(struct ask *q, const struct context_event *e, str words,
                     bool *out)
{
    const str parts[] = {e->id,     e->type,  e->detail, e->actor1,
                         e->actor2, e->place, e->source, e->notes};
    return node_has_words(q, parts, COUNT_OF(parts), words, out);
}

/* Newest first, those of the words by the time asked for. */
static err find(struct ask *q, struct web_context *w)
{
    const struct context *c = q->n->more.context;
    const struct context_event **fit;
    str folded;
    *w = (struct web_context){0};
    if (c == NULL)
        return fail_hint(q->cx, ERR_NOT_FOUND,
                         "truce serve --context TABLE shows one",
                         "there are no events of other collections here");
    TRY(q->cx, param(q, "q", &w->words));
    TRY(q->cx, utf8_fold(q->cx, q->a, w->words, &folded));
    TRY_NEW_ARRAY(q->cx, q->a, c->all.n + 1, fit);
    for (size_t i = c->all.n; i-- > 0;) {
        bool has = node_is_by_then(q, c->all.p[i].from);
        if (has)
            TRY(q->cx, has_words(q, &c->all.p[i], folded, &has));
        if (has)
            fit[w->n++] = &c->all.p[i];
    }
    w->v = fit;
    w->of = (uint32_t)c->all.n;
    w->problems = c->problems.p;
    w->n_problems = (uint32_t)c->problems.n;
    w->acled = c->has[CONTEXT_ACLED];
    w->ged = c->has[CONTEXT_GED];
    return OK;
}

err node_context_points(struct ask *q, uint32_t most,
                        const struct context_event ***out, uint32_t *n,
                        uint32_t *of)
{
    struct web_context w;
    str shown;
    *n = *of = 0;
    TRY(q->cx, param(q, "context", &shown));
    if (q->n->more.context == NULL || str_eq(shown, STR("hidden")))
        return OK;
    TRY(q->cx, find(q, &w));
    TRY_NEW_ARRAY(q->cx, q->a, (size_t)most, *out);
    for (uint32_t i = 0; i < w.n; i++) {
        *of += w.v[i]->has_point;
        if (w.v[i]->has_point && *n < most)
            (*out)[(*n)++] = w.v[i];
    }
    return OK;
}

static err context(struct ask *q)
{
    struct web_context w;
    struct buf rest;
    TRY(q->cx, find(q, &w));
    w.fit = w.n;
    TRY(q->cx, page_number(q, w.n, &w.page, &w.pages));
    uint32_t first = (w.page - 1) * ROWS;
    w.v += first;
    w.n = w.n - first < ROWS ? w.n - first : ROWS;
    buf_init(&rest, q->a, SIZE_MAX);
    if (w.words.n > 0) {
        buf_c(&rest, "q=");
        url_part(&rest, w.words);
    }
    TRY(q->cx, buf_finish(q->cx, &rest));
    w.rest = buf_view(&rest);
    return web_context(q->cx, &q->view, &w, q->out);
}

/* --- Lists ---------------------------------------------------------------- */

static const struct sheet_column columns[] = {
    {"id", "#meta+id"},
    {"collection", "#meta+source"},
    {"from", "#date+start"},
    {"to", "#date+end"},
    {"type", "#event+type"},
    {"detail", "#event+subtype"},
    {"actor1", "#group"},
    {"actor2", "#group"},
    {"place", "#loc+name"},
    {"latitude", "#geo+lat"},
    {"longitude", "#geo+lon"},
    {"precision_code", "#geo+precision"},
    {"deaths", "#affected+killed"},
    {"deaths_low", "#affected+killed+min"},
    {"deaths_high", "#affected+killed+max"},
    {"source", "#meta+reference"},
    {"notes", "#description"},
};

struct sheet_columns node_context_columns(void)
{
    return (struct sheet_columns){columns, COUNT_OF(columns)};
}

static void put_number(struct sheet *s, bool known, int64_t n)
{
    if (known)
        sheet_int(s, n);
    else
        sheet_none(s);
}

static void put_row(struct sheet *s, const struct context_event *e)
{
    char room[CIVIL_PRINT_SIZE];
    sheet_text(s, e->id);
    sheet_text(s, context_set_name(e->set));
    sheet_text(s, civil_date_print(e->from, room));
    sheet_text(s, civil_date_print(e->to, room));
    sheet_text(s, e->type);
    sheet_text(s, e->detail);
    sheet_text(s, e->actor1);
    sheet_text(s, e->actor2);
    sheet_text(s, e->place);
    if (e->has_point) {
        sheet_degrees(s, e->at.lat_e7);
        sheet_degrees(s, e->at.lon_e7);
    } else {
        sheet_none(s);
        sheet_none(s);
    }
    put_number(s, e->precision > 0, e->precision);
    put_number(s, e->has_deaths, e->best);
    put_number(s, e->has_deaths, e->low);
    put_number(s, e->has_deaths, e->high);
    sheet_text(s, e->source);
    sheet_text(s, e->notes);
}

static err list(struct ask *q, bool json)
{
    struct web_context w;
    struct sheet s;
    enum sheet_form form;
    TRY(q->cx, find(q, &w));
    TRY(q->cx, node_sheet_form(q, json, &form));
    sheet_begin(&s, q->out, form, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < w.n; i++)
        put_row(&s, w.v[i]);
    sheet_end(&s);
    return buf_finish(q->cx, q->out);
}

static err context_csv(struct ask *q)
{
    return list(q, false);
}

static err context_json(struct ask *q)
{
    return list(q, true);
}

static void put_feature(struct json_out *j, const struct context_event *e)
{
    char room[CIVIL_PRINT_SIZE];
    geojson_feature(j, e->id, "context");
    json_key_text(j, "collection", context_set_name(e->set));
    json_key_text(j, "from", civil_date_print(e->from, room));
    json_key_text(j, "to", civil_date_print(e->to, room));
    json_key_text(j, "event_type", e->type);
    if (e->place.n > 0)
        json_key_text(j, "place", e->place);
    geojson_point(j, e->at);
}

static err context_geojson(struct ask *q)
{
    struct web_context w;
    struct json_out j;
    TRY(q->cx, find(q, &w));
    geojson_begin(&j, q);
    for (uint32_t i = 0; i < w.n; i++)
        if (w.v[i]->has_point)
            put_feature(&j, w.v[i]);
    return geojson_end(&j, q);
}

static const struct route routes[] = {
    {"context", 1, context, NULL, "q page",
     "Events as other collections tell them; they give no status."},
    {"context.csv", 1, context_csv, TYPE_CSV, "q hxl",
     "Events as other collections tell them."},
    {"context.json", 1, context_json, TYPE_JSON, "q",
     "Events as other collections tell them."},
    {"context.geojson", 1, context_geojson, TYPE_GEOJSON, "q",
     "Events of other collections with a point."},
};

const struct route_table node_context_routes = {routes, COUNT_OF(routes)};
