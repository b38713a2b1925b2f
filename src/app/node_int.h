/* app/node_int.h: what the files of a node share: a request taken apart, and
 * the table of routes.
 *
 * A new page is a function in a file of its area, and a line in the table at
 * the end of that file; node.c lists the tables. */
#ifndef APP_NODE_INT_H
#define APP_NODE_INT_H

#include "app/case_int.h"
#include "app/node.h"
#include "base/sys.h"
#include "report/sheet.h"
#include "web/web.h"

enum { PATH_PARTS = 3, ROWS = 100 };

struct node {
    const struct case_options *o;
    struct arena *a;
    struct arena room; /* of the case */
    struct app_case *c;
    struct case_options options; /* those of `c` */
    str known;                   /* "as known at" of c; empty: all */
    struct sys_file file;        /* as it stood when c was opened */
    char known_room[64];
};

/* A request taken apart. */
struct ask {
    struct cx *cx;
    struct node *n;
    struct arena *a;
    struct buf *out;
    struct node_reply *reply;
    str part[PATH_PARTS]; /* "clause", "2.1", "step 1" */
    size_t parts;
    str query;
    struct web_view view;
};

/* The value of a name in the query, decoded; empty if it is not there. */
MUST_USE err param(struct ask *q, const char *name, str *out);
MUST_USE err param_if(struct ask *q, const char *name, str *out, bool *there);
/* "page" of the query, of so many rows, ROWS a page. */
MUST_USE err page_number(struct ask *q, uint64_t rows, uint32_t *page,
                         uint32_t *pages);

#define TYPE_CSV  "text/csv; charset=utf-8"
#define TYPE_JSON "application/json"

/* node_pages.c: what the pages and the lists for programs share. Reports that
 * fit `q` and `source` of the query, newest first. */
MUST_USE err node_find_source(struct ask *q, str id, int *out);
MUST_USE err node_find_reports(struct ask *q, uint32_t **facts, uint32_t *n);
MUST_USE err node_need_record(struct ask *q); /* fails without one */
MUST_USE err node_findings(struct ask *q, struct web_finding **out,
                           uint32_t *n);
/* node_aid.c: the zone named in the query, or NONE. */
MUST_USE err node_find_zone(struct ask *q, const char *name, int *out);
MUST_USE err node_sheet_reports(struct ask *q, const uint32_t *facts, size_t n,
                                bool json);
/* node_export.c. */
str node_kind_name(enum fact_kind k);
void node_sheet_time(struct ask *q, struct sheet *s, instant at);
/* hxl=1 of the query asks for the row of tags. */
MUST_USE err node_sheet_form(struct ask *q, bool json, enum sheet_form *out);

/* Called with the case as it was known, evaluated at the time asked for. */
struct route {
    const char *name; /* the first part of the path, as it stands there */
    size_t parts;     /* of the path, this one included */
    err (*answer)(struct ask *q);
    const char *type;   /* of what is sent; NULL: HTML */
    const char *params; /* names in the query besides lang, at, known */
    const char *about;  /* one sentence for programmers */
};
struct route_table {
    const struct route *v;
    size_t n;
};
extern const struct route_table node_pages_routes, node_aid_routes,
    node_export_routes;

#endif
