/* app/node_openapi.c: what the node answers, for programs: /openapi.json.
 *
 * Made of the tables of routes and of the columns of the lists, so that it
 * cannot say something else than is so (OpenAPI 3.1.0). Only what is read:
 * forms are for people. tests/peers/node.py asks every path and holds the
 * answers against it. */
#include "app/node_int.h"

#include "app/statements.h"
#include "version.h"

struct sheet_of {
    const char *route;
    struct sheet_columns (*columns)(void);
};
static const struct sheet_of sheets[] = {
    {"aid.json", node_report_columns},
    {"exchanges.json", node_report_columns},
    {"reports.json", node_report_columns},
    {"record.json", node_record_columns},
    {"findings.json", node_finding_columns},
    {"context.json", node_context_columns},
    {"statements.json", app_statement_columns},
};

static void put_type(struct json_out *j, const char *type)
{
    json_obj_begin(j);
    json_key_c(j, "type", type);
    json_obj_end(j);
}

/* An object with these members, and perhaps more. */
static void put_object(struct json_out *j, const char *const *members)
{
    json_obj_begin(j);
    json_key_c(j, "type", "object");
    json_key(j, "required");
    json_arr_begin(j);
    for (size_t i = 0; members[i] != NULL; i++)
        json_c(j, members[i]);
    json_arr_end(j);
    json_obj_end(j);
}

static void put_rows(struct json_out *j, struct sheet_columns columns)
{
    json_obj_begin(j);
    json_key_c(j, "type", "array");
    json_key(j, "items");
    json_obj_begin(j);
    json_key_c(j, "type", "object");
    json_key_bool(j, "additionalProperties", false);
    json_key(j, "required");
    json_arr_begin(j);
    for (size_t i = 0; i < columns.n; i++)
        json_c(j, columns.v[i].name);
    json_arr_end(j);
    json_key(j, "properties");
    json_obj_begin(j);
    for (size_t i = 0; i < columns.n; i++) {
        json_key(j, columns.v[i].name);
        json_obj_begin(j);
        json_key(j, "type");
        json_arr_begin(j);
        json_c(j, "string");
        json_c(j, "number");
        json_c(j, "null");
        json_arr_end(j);
        json_obj_end(j);
    }
    json_obj_end(j);
    json_obj_end(j);
    json_obj_end(j);
}

static void put_schema(struct json_out *j, const struct route *r)
{
    static const char *const collection[] = {"type", "features", NULL};
    static const char *const status[] = {"at", "obligations", "basis", NULL};
    static const char *const nothing[] = {NULL};
    str type = str_of(r->type == NULL ? "" : r->type);
    for (size_t i = 0; i < COUNT_OF(sheets); i++)
        if (strcmp(sheets[i].route, r->name) == 0) {
            put_rows(j, sheets[i].columns());
            return;
        }
    if (str_eq(type, str_of(TYPE_GEOJSON)))
        put_object(j, collection);
    else if (strcmp(r->name, "status.json") == 0)
        put_object(j, status);
    else if (str_eq(type, str_of(TYPE_JSON)))
        put_object(j, nothing);
    else
        put_type(j, "string");
}

/* Without "; charset=utf-8". */
static str media_type(const struct route *r)
{
    str type = str_of(r->type == NULL ? "text/html" : r->type), head, rest;
    str_cut(type, ';', &head, &rest);
    return head;
}

static void put_answer(struct json_out *j, const char *status,
                       const char *about, str type, const struct route *r)
{
    json_key(j, status);
    json_obj_begin(j);
    json_key_c(j, "description", about);
    json_key(j, "content");
    json_obj_begin(j);
    json_key_str(j, type);
    json_obj_begin(j);
    json_key(j, "schema");
    if (r == NULL)
        put_type(j, "string");
    else
        put_schema(j, r);
    json_obj_end(j);
    json_obj_end(j);
    json_obj_end(j);
}

static void put_nothing(struct json_out *j, const char *status,
                        const char *about)
{
    json_key(j, status);
    json_obj_begin(j);
    json_key_c(j, "description", about);
    json_obj_end(j);
}

static void put_param(struct json_out *j, str name, const char *in)
{
    json_obj_begin(j);
    json_key_text(j, "name", name);
    json_key_c(j, "in", in);
    json_key_bool(j, "required", strcmp(in, "path") == 0);
    json_key(j, "schema");
    put_type(j, "string");
    json_obj_end(j);
}

static void put_params(struct json_out *j, const struct route *r)
{
    str rest = str_of(r->params), name;
    json_key(j, "parameters");
    json_arr_begin(j);
    for (size_t i = 1; i < r->parts; i++)
        put_param(j,
                  i == 1   ? STR("part")
                  : i == 2 ? STR("next")
                           : STR("last"),
                  "path");
    put_param(j, STR("lang"), "query");
    put_param(j, STR("at"), "query");
    put_param(j, STR("known"), "query");
    while (rest.n > 0) {
        str_cut(rest, ' ', &name, &rest);
        put_param(j, name, "query");
    }
    json_arr_end(j);
}

static void put_path(struct json_out *j, const struct route *r)
{
    char path[128];
    snprintf(path, sizeof path, "/%s%s%s%s", r->name,
             r->parts > 1 ? "/{part}" : "", r->parts > 2 ? "/{next}" : "",
             r->parts > 3 ? "/{last}" : "");
    json_key(j, path);
    json_obj_begin(j);
    json_key(j, "get");
    json_obj_begin(j);
    json_key_c(j, "summary", r->about);
    put_params(j, r);
    json_key(j, "responses");
    json_obj_begin(j);
    put_answer(j, "200", "What was asked for.", media_type(r), r);
    if (node_is_stream(r))
        put_nothing(j, "204", "These are files: there will be no more.");
    put_answer(j, "400", "The address asks for what cannot be.",
               STR("text/html"), NULL);
    put_answer(j, "404", "There is no such thing in this case.",
               STR("text/html"), NULL);
    json_obj_end(j);
    json_obj_end(j);
    json_obj_end(j);
}

static err openapi(struct ask *q)
{
    struct json_out j;
    struct form_route r;
    json_init(&j, q->out, 2);
    json_obj_begin(&j);
    json_key_c(&j, "openapi", "3.1.0");
    json_key(&j, "info");
    json_obj_begin(&j);
    json_key_text(&j, "title", q->n->c->ag->title);
    json_key_c(&j, "version", TRUCE_VERSION);
    json_key_c(&j, "description",
               "A case as truce serve answers it. at: the time that is looked "
               "at (2025-01-25, day 7); known: what was known then; lang: of "
               "the pages. Nothing is changed by asking.");
    json_obj_end(&j);
    json_key(&j, "paths");
    json_obj_begin(&j);
    for (size_t i = 0; node_route_at(i, &r); i++)
        if (r.action == MAY_READ && r.post == NULL)
            put_path(&j, &r.page);
    json_obj_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
    return buf_finish(q->cx, q->out);
}

static const struct route routes[] = {
    {"openapi.json", 1, openapi, TYPE_JSON, "", "This description."},
};

const struct route_table node_openapi_routes = {routes, COUNT_OF(routes)};
