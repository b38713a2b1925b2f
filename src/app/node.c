/* app/node.c: what an address means, and its answer.
 *
 * Everything that decides what is shown stands in the address: lang, at,
 * known. What is answered is in the tables of routes. */
#include "app/node_int.h"

#include "app/talks_int.h"
#include "base/html.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "geo/geo.h"

#include <inttypes.h>
#include <limits.h>

/* --- Opening
 * ---------------------------------------------------------------
 */

/* CASE.people, if it is there. */
static err open_people(struct cx *cx, struct node *n)
{
    str path;
    if (n->c->record.log == NULL)
        return OK;
    TRY_ROOM(cx, n->a, arena_printf(n->a, &path, "%s.people", n->o->agreement));
    if (!sys_exists(path.p))
        return OK;
    sys_forbid_dumps(); /* passwords come by */
    return people_open(cx, path.p, &n->people);
}

err node_open(struct cx *cx, struct arena *a, const struct case_options *o,
              struct node **out)
{
    return node_open_beside(cx, a, o, UINT_MAX, out);
}

err node_open_beside(struct cx *cx, struct arena *a,
                     const struct case_options *o, unsigned patience_ms,
                     struct node **out)
{
    struct node *n;
    bool ready;
    TRY_NEW(cx, a, n);
    n->patience_ms = patience_ms;
    n->o = o;
    n->a = a;
    node_case_init(cx, n);
    *out = n;
    if (seat_is_folder(o->agreement))
        return room_open(cx, n);
    TRY(cx, node_open_latest(cx, n, &ready));
    if (n->c->record.log != NULL)
        TRY(cx, store_open_file(cx, o->agreement, STORE_READ, &n->store));
    return open_people(cx, n);
}

err node_opened(struct cx *cx, struct node *n)
{
    struct opening *o = &n->opening;
    bool taken;
    return o->thread == NULL && o->is_first
               ? (is_ok(o->result) ? OK : (cx->fault = o->cx.fault, o->result))
               : node_opening_take(cx, n, 0, &taken);
}

bool node_has_people(const struct node *n)
{
    return n->people != NULL;
}

void node_forget_people(struct node *n)
{
    people_close(n->people);
    n->people = NULL;
}

void node_set_secure(struct node *n, bool secure)
{
    n->secure = secure;
}

static err add_base_map(struct cx *cx, struct node *n, const char *path)
{
    bool tiles = tiles_is_file(path);
    str bytes;
    if (tiles ? n->more.tiles != NULL : n->more.base != NULL)
        return fail_hint(cx, ERR_INPUT,
                         "one GeoJSON file, and one map in tiles",
                         "%s: a second base map of its kind", path);
    if (tiles)
        return tiles_open(cx, n->a, path, &n->more.tiles);
    TRY(cx, sys_read_file(cx, n->a, path, LIMIT_SIDE_FILE_BYTES, &bytes));
    return geo_read(cx, n->a, bytes, path, &n->more.base);
}

err node_extend(struct cx *cx, struct node *n, const struct node_extras *x)
{
    n->more.coarse_m = x->coarse_m;
    n->more.statements = x->statements;
    n->more.statements_n = x->statements_n;
    n->more.relay = x->relay;
    n->more.exchange = x->exchange;
    n->more.exchanges = x->exchanges;
    n->more.self = x->self;
    for (size_t i = 0; i < x->base_maps_n; i++)
        TRY(cx, add_base_map(cx, n, x->base_maps[i]));
    return node_read_context(cx, n, x->context, x->context_n);
}

void node_close(struct node *n)
{
    if (n == NULL)
        return;
    people_close(n->people);
    tiles_close(n->more.tiles);
    room_close(n);
    node_case_release(n);
    store_close(n->store);
}

bool node_is_talks(const struct node *n)
{
    return n->talks != NULL;
}

str node_messages(const struct node *n)
{
    return n == NULL || n->talks != NULL || n->opening.thread != NULL
               ? STR("")
               : case_messages(n->c);
}

str node_title(const struct node *n)
{
    return n->talks != NULL ? room_title(n) : n->c->ag->title;
}

/* --- Reading an address ----------------------------------------------------
 */

static err decode(struct ask *q, str s, str *out)
{
    char *room;
    TRY_NEW_ARRAY(q->cx, q->a, s.n + 1, room);
    out->p = room;
    if (!url_decode(s, room, &out->n))
        return fail(q->cx, ERR_INPUT,
                    "the query of the address is not well formed");
    return OK;
}

/* The value of a name in the query; empty if it is not there. */
err param_if(struct ask *q, const char *name, str *out, bool *there)
{
    str rest = q->query, item, key, value;
    *out = STR("");
    *there = false;
    while (rest.n > 0) {
        str_cut(rest, '&', &item, &rest);
        str_cut(item, '=', &key, &value);
        if (!str_eq(key, str_of(name)))
            continue;
        *there = true;
        return decode(q, value, out);
    }
    return OK;
}

err param(struct ask *q, const char *name, str *out)
{
    bool there;
    return param_if(q, name, out, &there);
}

bool node_is_by_then(const struct ask *q, struct civil_date d)
{
    const struct app_case *c = q->n->c;
    return q->view.at.n == 0 ||
           civil_days(d) <=
               civil_days(civil_local(c->tz, c->verdicts.at).civil.date);
}

err node_has_words(struct ask *q, const str *parts, size_t n, str words,
                   bool *out)
{
    struct buf b;
    str folded;
    *out = true;
    if (words.n == 0)
        return OK;
    struct arena_mark mark = arena_mark(q->cx->scratch);
    buf_init(&b, q->cx->scratch, SIZE_MAX);
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, parts[i]);
        buf_char(&b, ' ');
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    TRY(q->cx, utf8_fold(q->cx, q->cx->scratch, buf_view(&b), &folded));
    *out = str_find(folded, words) < folded.n;
    arena_rewind(q->cx->scratch, mark);
    return OK;
}

static void read_path(struct ask *q, str path)
{
    path = str_sub(path, 1, path.n);
    while (path.n > 0 && q->parts < PATH_PARTS)
        str_cut(path, '/', &q->part[q->parts++], &path);
}

/* The path of this page, each part escaped. */
static err keep_path(struct ask *q)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (size_t i = 0; i < q->parts; i++) {
        buf_char(&b, '/');
        url_part(&b, q->part[i]);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    if (b.n > 0)
        q->view.path = buf_view(&b);
    return OK;
}

/* The other parameters of this page, as they stand: for links to itself. */
static err keep_rest(struct ask *q)
{
    struct buf b;
    str rest = q->query, item, key, value;
    buf_init(&b, q->a, SIZE_MAX);
    while (rest.n > 0) {
        str_cut(rest, '&', &item, &rest);
        str_cut(item, '=', &key, &value);
        if (item.n == 0 || str_eq(key, STR("lang")) || str_eq(key, STR("at")) ||
            str_eq(key, STR("known")))
            continue;
        if (b.n > 0)
            buf_char(&b, '&');
        buf_str(&b, item);
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    q->view.rest = buf_view(&b);
    return OK;
}

err page_of(struct ask *q, uint64_t rows, uint32_t a_page, uint32_t *page,
            uint32_t *pages)
{
    str text;
    int64_t n = 1;
    *pages = rows == 0 ? 1 : (uint32_t)((rows - 1) / a_page + 1);
    TRY(q->cx, param(q, "page", &text));
    if (text.n > 0 && !str_int(text, 1, *pages, &n))
        return fail(q->cx, ERR_NOT_FOUND, "page: there are %" PRIu32 " pages",
                    *pages);
    *page = (uint32_t)n;
    return OK;
}

err page_number(struct ask *q, uint64_t rows, uint32_t *page, uint32_t *pages)
{
    return page_of(q, rows, ROWS, page, pages);
}

static err read_view(struct ask *q, str accept)
{
    str lang, kiosk;
    TRY(q->cx, param(q, "lang", &lang));
    q->view.lang_given = web_lang_find(lang, &q->view.lang);
    if (!q->view.lang_given)
        q->view.lang = web_lang_accept(accept);
    TRY(q->cx, param(q, "at", &q->view.at));
    TRY(q->cx, param(q, "known", &q->view.known));
    TRY(q->cx, param(q, "kiosk", &kiosk));
    q->view.kiosk = str_eq(kiosk, STR("1"));
    q->reply->renew = q->view.kiosk;
    q->view.at = str_trim(q->view.at);
    q->view.known = str_trim(q->view.known);
    return keep_rest(q);
}

/* The time that is looked at, and the verdicts at it. */
static err asked_time(struct ask *q, instant *at)
{
    struct app_case *c = q->n->c;
    char text[64];
    *at = c->at;
    if (q->view.at.n == 0)
        return OK;
    if (!str_to_c(q->view.at, text, sizeof text))
        return fail(q->cx, ERR_INPUT, "at: that is no time");
    return case_parse_time(c, "at", text, at);
}

/* What says of obligations how they stand. All else needs the time and where
 * the clock stands at it, and no more. */
static enum view_need need_of(const struct route *r)
{
    static const char *const names[] = {
        "agreement",   "clause",     "calendar", "calendar.ics", "exchanges",
        "status.json", "status.csv", "report",   "aid"};
    if (r->parts == 0)
        return NEED_CHANGES;
    if (r->parts > 1 && strcmp(r->name, "report") == 0)
        return NEED_TIME; /* the form for a new one */
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(r->name, names[i]) == 0)
            return NEED_ROWS;
    return NEED_TIME;
}

/* What the case keeps of it stays when the answer goes: the mark is set anew.
 */
static err evaluate(struct ask *q, bool *ready)
{
    instant at;
    TRY(q->cx, asked_time(q, &at));
    arena_rewind(&q->held->room, q->mark);
    q->n->c->report.at_given = q->view.at.n > 0;
    err e = node_evaluate(q->cx, q->n, at, need_of(q->route), ready);
    q->mark = arena_mark(&q->held->room);
    return e;
}

/* --- Routes
 * ------------------------------------------------------------------------
 */

static const struct route_table *const tables[] = {
    &node_pages_routes,         &node_aid_routes,        &node_export_routes,
    &node_map_routes,           &node_statements_routes, &node_calendar_routes,
    &node_research_routes,      &node_openapi_routes,    &node_incident_routes,
    &node_incident_list_routes, &node_live_routes,       &node_context_routes,
};
static const struct form_table *const form_tables[] = {
    &node_login_routes,   &node_enter_routes,   &node_people_routes,
    &node_incident_forms, &node_evidence_forms, &node_import_routes,
};

bool node_route_at(size_t i, struct form_route *out)
{
    for (size_t t = 0; t < COUNT_OF(tables); t++) {
        if (i < tables[t]->n) {
            *out = (struct form_route){.page = tables[t]->v[i]};
            return true;
        }
        i -= tables[t]->n;
    }
    for (size_t t = 0; t < COUNT_OF(form_tables); t++) {
        if (i < form_tables[t]->n) {
            *out = form_tables[t]->v[i];
            return true;
        }
        i -= form_tables[t]->n;
    }
    return false;
}

static bool is_at(const struct route *r, const struct ask *q)
{
    return r->parts == q->parts &&
           (q->parts == 0 || str_eq(q->part[0], str_of(r->name)));
}

/* The route of the path, with what it takes; none: q->route is NULL. */
static void find_route(struct ask *q)
{
    if (q->n->talks != NULL) {
        const struct form_route *r = room_find_route(q);
        if (r != NULL) {
            q->route = &r->page;
            q->action = r->action;
            q->post = r->post;
        }
        return;
    }
    for (size_t t = 0; t < COUNT_OF(tables); t++)
        for (size_t i = 0; i < tables[t]->n; i++)
            if (is_at(&tables[t]->v[i], q)) {
                q->route = &tables[t]->v[i];
                return;
            }
    for (size_t t = 0; t < COUNT_OF(form_tables); t++)
        for (size_t i = 0; i < form_tables[t]->n; i++) {
            const struct form_route *r = &form_tables[t]->v[i];
            if (is_at(&r->page, q)) {
                q->route = &r->page;
                q->action = r->action;
                q->post = r->post;
                return;
            }
        }
}

/* What the answer depends on, beside the case: empty where on more. */
static err key_of(struct ask *q, str *out)
{
    struct buf b;
    *out = STR("");
    /* Registers of statements are files that change by themselves; with
     * accounts a page is somebody's own. */
    if (q->n->people != NULL || q->request->post || q->action != MAY_READ ||
        (q->parts > 0 && str_starts(q->part[0], STR("statements"))))
        return OK;
    buf_init(&b, q->a, SIZE_MAX);
    buf_str(&b, q->request->path);
    buf_char(&b, '?');
    buf_str(&b, q->query);
    buf_char(&b, '\n');
    buf_uint(&b, q->view.lang);
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* Pages and lists on which stands what is withheld from others: that somebody
 * who sees it has looked is noted. (Those of one incident, of evidence and of
 * the node's log note more exactly themselves.) */
static const char *const sensitive[] = {
    "incidents",    "incidents.json",  "reports", "reports.csv",
    "reports.json", "reports.geojson", "report",  "record",
    "record.csv",   "record.json",     "people",  "people.csv",
    "people.json"};

bool node_is_sensitive(const struct route *r)
{
    for (size_t i = 0; i < COUNT_OF(sensitive); i++)
        if (strcmp(r->name, sensitive[i]) == 0)
            return true;
    return false;
}

/* A page that is left open asks for itself again and again: of the same look
 * one line in a while. */
static err note_look(struct ask *q)
{
    enum { MOST = 200, AGAIN_S = 15 * 60 };
    str what;
    if (q->who == NULL || q->request->post || q->reply->status != 200 ||
        !node_is_sensitive(q->route) ||
        (!ask_may_at_all(q, MAY_SEE_INTAKE) && q->action != MAY_KEEP_PEOPLE))
        return OK;
    str path = str_sub(q->request->path, 0, MOST);
    str query = str_sub(q->request->query, 0, MOST);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &what, "%.*s%s%.*s", STR_ARG(path),
                          query.n > 0 ? "?" : "", STR_ARG(query)));
    return people_note_again(q->cx, q->n->people, q->who->name,
                             action_name(q->action), what, AGAIN_S);
}

/* The case is being read, or judged. How much of it there is, not everybody may
 * know. */
static err show_opening(struct ask *q)
{
    q->reply->status = 503;
    q->reply->soon = true;
    return web_opening(q->cx, &q->view, node_opening_percent(q->n), q->out);
}

/* The page of the case that is open. */
static err read_case(struct ask *q)
{
    str key, body;
    const char *type;
    bool ready;
    TRY(q->cx, key_of(q, &key));
    if (key.n > 0 && node_held(q, key, &body, &type)) {
        q->reply->type = type;
        buf_str(q->out, body);
        return buf_finish(q->cx, q->out);
    }
    TRY(q->cx, evaluate(q, &ready));
    if (!ready)
        return show_opening(q);
    q->view.c = &q->n->c->report;
    q->view.has_statements = q->n->more.statements_n > 0;
    q->view.has_context = q->n->more.context != NULL;
    q->view.is_case = q->n->c->record.log != NULL;
    q->view.follows = q->view.is_case && q->view.known.n == 0;
    if (q->view.follows)
        q->view.seen = node_seen(q->n->now);
    if (q->route->type != NULL)
        q->reply->type = q->route->type;
    TRY(q->cx, q->request->post ? node_post(q) : q->route->answer(q));
    TRY(q->cx, buf_finish(q->cx, q->out)); /* never half of it */
    TRY(q->cx, note_look(q));
    if (key.n > 0 && q->n->dropped == q->dropped && q->reply->status == 200 &&
        node_is_fresh(q->n))
        node_hold(q, key, buf_view(q->out), q->reply->type);
    return OK;
}

/* For whose eyes the case is opened: as in struct case_options. */
static err read_sight(struct ask *q, const char **sees)
{
    str of = STR(""), copy;
    *sees = NULL;
    if (ask_sees_all(q))
        return OK;
    /* Between two entries that one may see lie as many as may not be told. */
    if (str_starts(q->view.known, STR("entry:")))
        return fail_hint(q->cx, ERR_DENIED, "for instance known=2025-01-25",
                         "entries are counted by who sees all of the record");
    if (q->who != NULL)
        of = node_sight_of(q->who);
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &copy, "%.*s", STR_ARG(of)));
    *sees = copy.p;
    q->view.withheld = true;
    return OK;
}

/* A file that is part of the program, into the answer. */
static bool is_asset(struct ask *q)
{
    static const struct {
        const char *name, *type;
        str (*bytes)(void);
    } assets[] = {
        {"style.css", "text/css; charset=utf-8", web_style},
        {"page.js", "text/javascript; charset=utf-8", web_script},
        {"entry.js", "text/javascript; charset=utf-8", web_entry_script},
    };
    for (size_t i = 0; i < COUNT_OF(assets); i++) {
        if (!str_eq(q->part[0], str_of(assets[i].name)))
            continue;
        q->reply->type = assets[i].type;
        q->reply->keep = true;
        buf_str(q->out, assets[i].bytes());
        return true;
    }
    return false;
}

/* Of the map under a case: nothing of the case. */
static bool is_picture(const struct route *r)
{
    return r != NULL && r->type != NULL && strcmp(r->type, TYPE_IMAGE) == 0;
}

/* For whatever watches over the node. */
static err health(struct ask *q)
{
    bool taken;
    err e = node_opening_take(q->cx, q->n, 0, &taken);
    if (!is_ok(e))
        fault_clear(q->cx);
    bool ready = q->n->opening.thread == NULL || !q->n->opening.is_first;
    q->reply->type = "text/plain; charset=utf-8";
    q->reply->status = ready ? 200 : 503;
    buf_c(q->out, ready ? "ready\n" : "loading\n");
    return buf_finish(q->cx, q->out);
}

static err answer(struct ask *q, const struct node_request *r)
{
    read_path(q, r->path);
    q->query = r->query;
    TRY(q->cx, read_view(q, r->language));
    if (q->parts == 1 && is_asset(q))
        return buf_finish(q->cx, q->out);
    if (q->parts == 1 && str_eq(q->part[0], STR("health")))
        return health(q);
    find_route(q);
    const struct route *to = q->route;
    bool open = q->action == MAY_ENTER_NODE;
    bool apart = open || node_is_stream(to) || is_picture(to);
    TRY(q->cx, node_who(q));
    if (q->n->people != NULL && q->who == NULL && !open)
        return node_ask_login(q);
    if (to == NULL || (q->n->people == NULL && !ask_may_at_all(q, q->action)))
        return fail_hint(q->cx, ERR_NOT_FOUND, "begin at the first page",
                         "there is no such page");
    if (!ask_may_at_all(q, q->action))
        return fail_hint(q->cx, ERR_DENIED,
                         "an administrator of this node gives roles",
                         "your role does not see this page");
    TRY(q->cx, keep_path(q));
    if (!open && q->n->talks != NULL)
        return room_answer(q);
    if (!apart) {
        const char *sees;
        TRY(q->cx, read_sight(q, &sees));
        bool ready;
        TRY(q->cx, node_case_of(q->cx, q->n, sees, q->view.known, &ready));
        if (!ready)
            return show_opening(q);
        q->held = q->n->now;
        q->mark = arena_mark(&q->held->room);
        q->dropped = q->n->dropped;
        return read_case(q);
    }
    if (to->type != NULL)
        q->reply->type = to->type;
    return q->request->post ? node_post(q) : to->answer(q);
}

unsigned node_status(err e)
{
    switch (e.code) {
    case ERR_NOT_FOUND:
        return 404;
    case ERR_INPUT:
        return 400;
    case ERR_DENIED:
        return 403;
    case ERR_CONFLICT:
        return 409;
    case ERR_OK:
    case ERR_CORRUPT:
    case ERR_LIMIT:
    case ERR_RESOURCE:
    case ERR_BUG:
        break;
    }
    return 500;
}

str node_told(struct ask *q, str message)
{
    const char *name = q->n->o->agreement;
    str path = str_of(name == NULL ? "" : name), rest = message;
    size_t at, n = path.n;
    struct buf b;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    if (n < 2) /* it lies where one is, or at the root */
        return rest;
    str folder = str_sub(path, 0, n);
    buf_init(&b, q->a, SIZE_MAX);
    while ((at = str_find(rest, folder)) < rest.n) {
        buf_str(&b, str_sub(rest, 0, at));
        rest = str_sub(rest, at + folder.n, rest.n);
    }
    buf_str(&b, rest);
    err e = buf_finish(q->cx, &b);
    if (is_ok(e))
        return buf_view(&b);
    fault_clear(q->cx);
    return STR("");
}

str node_hint(struct ask *q, const char *hint)
{
    str s = str_of(hint);
    bool typed = str_starts(s, STR("truce ")) || str_find(s, STR("--")) < s.n;
    /* Without accounts who looks is mostly who typed `truce serve`. */
    return typed && q->n->people != NULL ? STR("") : node_told(q, s);
}

/* Who asked for a language by the address keeps it on the page that follows. */
static err keep_language(struct ask *q)
{
    str to = q->reply->location;
    if (q->reply->status != 303 || !q->view.lang_given ||
        str_find(to, STR("?lang=")) < to.n ||
        str_find(to, STR("&lang=")) < to.n)
        return OK;
    char sep = str_find_char(to, '?') < to.n ? '&' : '?';
    str tag = web_lang_tag(q->view.lang);
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &q->reply->location, "%.*s%clang=%.*s",
                          STR_ARG(to), sep, STR_ARG(tag)));
    return OK;
}

err node_answer(struct cx *cx, struct node *n, const struct node_request *r,
                struct arena *a, struct buf *body, struct node_reply *reply)
{
    struct ask q = {
        .cx = cx, .n = n, .a = a, .out = body, .reply = reply, .request = r};
    q.view.path = STR("/");
    *reply =
        (struct node_reply){.status = 200, .type = "text/html; charset=utf-8"};
    err e = answer(&q, r);
    if (is_ok(e))
        e = keep_language(&q);
    if (!is_ok(e)) {
        struct fault f = cx->fault;
        fault_clear(cx);
        *reply = (struct node_reply){.status = node_status(e),
                                     .type = "text/html; charset=utf-8"};
        buf_clear(body);
        q.view.c = NULL;
        e = web_problem(cx, &q.view, reply->status,
                        node_told(&q, str_of(f.message)), node_hint(&q, f.hint),
                        body);
    }
    /* What answering took of the case's memory goes with the answer. */
    if (q.held != NULL && n->dropped == q.dropped)
        arena_rewind(&q.held->room, q.mark);
    return e;
}
