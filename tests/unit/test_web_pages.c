/* Tests of the pages that show quantities, exchanges, places and statements,
 * and of the same as lists for programs. */
#include "tests/test.h"

#include "app/node.h"
#include "http/gate.h"

static const char *const reports[] = {"tests/web/pages.jsonl"};
static const struct case_options valleys = {.agreement =
                                                "tests/web/pages.truce",
                                            .reports = reports,
                                            .reports_n = 1,
                                            .width = 80};

static str ask(struct node *n, const char *target, struct node_reply *reply)
{
    struct buf b;
    struct node_request r = {.language = STR("")};
    char room[2048];
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK(gate_path(str_of(target), room, sizeof room, &r.path, &r.query));
    CHECK_OK(test_cx(), node_answer(test_cx(), n, &r, test_arena(), &b, reply));
    return buf_view(&b);
}

static bool says(str page, const char *what)
{
    return str_find(page, str_of(what)) < page.n;
}

/* What stands somewhere, in `not` nowhere. */
struct row {
    const char *target, *says;
    bool not ;
};

static void check_rows(const struct row *rows, size_t n)
{
    struct node *node;
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &valleys, &node));
    for (size_t i = 0; i < n; i++) {
        struct node_reply reply;
        CASE("%s: %s", rows[i].target, rows[i].says);
        str page = ask(node, rows[i].target, &reply);
        CHECK_INT(reply.status, 200);
        if (says(page, rows[i].says) == rows[i].not )
            FAIL("%s", rows[i].not ? "says it" : "does not say it");
    }
    node_close(node);
}

void test_web_pages__aid_shows_every_counter(void)
{
    static const struct row rows[] = {
        /* 44 by one and 50 by another: they differ by 6, and nobody adds. */
        {"/aid", "<bdi>44</bdi>", false},
        {"/aid", "<bdi>50</bdi>", false},
        {"/aid", "<bdi>6</bdi></a></td><td>", false},
        {"/aid", "class=\"fig\"><bdi>44</bdi></a>", false},
        {"/agreement", "/clause/1.1?show=met\"><b>", false},
        {"/clause/1.1?show=met", "All occasions", false},
        {"/clause/1.1?show=met", "not reported", true},
        {"/clause/1.1", "All occasions", true},
        {"/calendar?rows=9", "class=\"gantt\"", false},
        {"/aid", "<bdi>94</bdi>", true},
        {"/aid", "<bdi>at least 31</bdi>", false},
        /* A total of five days gives no day a figure of its own. */
        {"/aid", "<bdi>90</bdi>", false},
        {"/aid", "class=\"chart\"", false},
        {"/aid", "<bdi>convoy 7</bdi>", false},
        {"/aid", "<bdi>collected</bdi>", false},
        {"/aid?source=post", "Reports of quantities: <bdi>3</bdi>", false},
        {"/aid?item=truck.food", "Reports of quantities: <bdi>1</bdi>", false},
        {"/aid?place=mill", "Reports of quantities: <bdi>4</bdi>", false},
        {"/aid?place=valley", "Reports of quantities: <bdi>7</bdi>", false},
        /* Before it came in, it is not there. */
        {"/aid?at=2025-03-10", "id=p2", true},
        {"/aid?at=2025-03-10", "id=p1", false},
        {"/aid", "prisoner", true},
        /* Counters by name; a figure leads to the reports behind it. */
        {"/aid", "#whole\"><bdi>at least", false},
        /* What was recorded with its day is shown as one. */
        {"/reports", ":59</time>", true},
    };
    check_rows(rows, COUNT_OF(rows));
}

void test_web_pages__counts_lead_to_what_they_count(void)
{
    static const struct row rows[] = {
        {"/incidents", "<a href=\"/incidents?is=unclear\">", false},
        {"/incidents", "<a href=\"/incidents?source=post\">", false},
        {"/incidents?source=post", "There is nothing to show", true},
        {"/incidents?is=overdue", "There is nothing to show", false},
        {"/incidents?source=post", "/incidents.csv?source=post", false},
        {"/incidents?source=post", "<option value=\"post\" selected>", false},
        /* Names, not ids; titles, not numbers alone. */
        {"/incident/i1", "<strong>Dissent of <bdi>Agencies</bdi>", false},
        {"/agreement", "<h2 dir=\"auto\">3 Quiet</h2>", false},
    };
    check_rows(rows, COUNT_OF(rows));
}

void test_web_pages__exchanges(void)
{
    static const struct row rows[] = {
        {"/exchanges", "<bdi>4</bdi> for each <bdi>civilian</bdi>", false},
        {"/exchanges", "<bdi>6</bdi> for each <bdi>soldier</bdi>", false},
        {"/exchanges", "<bdi>12</bdi>", false}, /* entries of the list */
        {"/exchanges", "Round <bdi>first</bdi>", false},
        /* Three by one side, two by the other. */
        {"/exchanges", "<bdi>at least 3</bdi>", false},
        {"/exchanges", "<bdi>at least 2</bdi>", false},
        {"/exchanges", "<bdi>at least 5</bdi>", true},
        {"/exchanges", "truck", true},
    };
    check_rows(rows, COUNT_OF(rows));
}

void test_web_pages__map(void)
{
    static const struct row rows[] = {
        {"/map", "class=\"zone-area\"", false},
        {"/map", "class=\"front\"", false},
        /* Moved, by links; a zone beats where it was. */
        {"/map?under=lines",
         "href=\"/map?under=lines&amp;view=40.0050000,-30.0450000,10178#map",
         false},
        {"/map?view=40.02,-30.02,3000",
         "data-view=\"40.0200000,-30.0200000,3000\"", false},
        {"/map?view=85,-180,20000000", "#map\"", false},
        {"/map?view=40.02,-30.02,3000&zone=mill",
         "data-view=\"40.0200000,-30.0200000", true},
        {"/map", "40.0212345, -30.0512345 ±20 m", false},
        {"/map", "<title>g2</title>", false},
        {"/map?at=2025-03-11", "<title>g2</title>", true},
        {"/map?coarse=5000", "40.0212345", true},
        {"/map?coarse=5000", "moved to the middle", false},
        {"/map?zone=mill", "<option value=\"mill\" selected>", false},
        {"/map.geojson", "\"coordinates\":[-30.0512345,40.0212345]", false},
        {"/map.geojson", "\"layer\":\"line\"", false},
        {"/map.geojson?coarse=5000", "40.0212345", true},
        {"/map.geojson?coarse=5000", "\"displaced\":true", false},
        {"/reports.geojson?q=shots", "\"id\":\"g1\"", false},
        {"/reports.geojson?q=shots", "\"id\":\"g2\"", true},
        {"/reports.geojson?q=nothing", "\"features\":[]", false},
    };
    check_rows(rows, COUNT_OF(rows));
}

/* What the node allows holds, whatever is asked for. */
void test_web_pages__coarse_is_the_least(void)
{
    static const char *const asked[] = {"/map", "/map?coarse=1", "/map.geojson",
                                        "/map.geojson?coarse=1000",
                                        "/reports.geojson"};
    struct node *n;
    static const char *const maps[] = {"tests/web/pages.geojson",
                                       "tests/web/pages.jsonl"};
    struct node_extras x = {
        .base_maps = maps, .base_maps_n = 1, .coarse_m = 20000};
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &valleys, &n));
    CHECK_OK(test_cx(), node_extend(test_cx(), n, &x));
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct node_reply reply;
        CASE("%s", asked[i]);
        str page = ask(n, asked[i], &reply);
        CHECK_INT(reply.status, 200);
        CHECK(!says(page, "40.0212") && !says(page, "-30.0500000,40.02"));
    }
    struct node_reply reply;
    CHECK(says(ask(n, "/map", &reply), "class=\"base-name\""));
    CHECK(!says(ask(n, "/map?under=lines", &reply), "class=\"base-name\""));
    CHECK(!says(ask(n, "/map?under=nothing", &reply), "class=\"base\""));
    CHECK(!says(ask(n, "/map", &reply), "<image"));
    ask(n, "/tile/0/0/0", &reply);
    CHECK_INT(reply.status, 404);
    x.base_maps = maps + 1;
    CHECK_FAILS(test_cx(), node_extend(test_cx(), n, &x), ERR_INPUT);
    node_close(n);
}

/* Events of other collections are shown as theirs, and give no status. */
void test_web_pages__context(void)
{
    static const char *const tables[] = {"tests/web/acled.csv",
                                         "tests/web/ged.csv"};
    static const char *const wrong[] = {"tests/web/pages.geojson"};
    static const struct node_extras none = {.context = wrong, .context_n = 1};
    static const struct node_extras x = {.context = tables, .context_n = 2};
    static const struct row rows[] = {
        {"/context", "3</bdi> of <bdi>3", false},
        {"/context", "Armed clash", false},
        {"/context", "State-based conflict", false},
        {"/context", "1 to 5", false},
        {"/context", "4: event_date: that is no day", false},
        {"/context", "5: latitude: these are no degrees", false},
        {"/context", "CC BY 4.0", false},
        {"/context?q=ridge", "Armed clash", true},
        {"/context?q=SLOPE", "State-based conflict", false},
        {"/context?at=2025-03-12", "Shelling", true},
        {"/context.csv", "VAL102,ACLED,2025-03-13,2025-03-13,", false},
        {"/context.csv", ",40.0300000,-30.0700000,2,0,0,0,", false},
        {"/context.csv?hxl=1", "#geo+lat", false},
        {"/context.json?q=slope", "\"deaths_high\": 5", false},
        {"/context.geojson", "[-30.0210000,40.0120000]", false},
        {"/map", "UCDP GED 500001: State-based conflict", false},
        {"/map?context=hidden", "<rect", true},
        {"/map.geojson", "VAL101", true},
        {"/aid", "href=\"/context\"", false},
    };
    struct node *n;
    struct node_reply reply;
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &valleys, &n));
    str before = ask(n, "/status.json", &reply);
    ask(n, "/context", &reply);
    CHECK_INT(reply.status, 404);
    CHECK_FAILS(test_cx(), node_extend(test_cx(), n, &none), ERR_INPUT);
    CHECK_OK(test_cx(), node_extend(test_cx(), n, &x));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s: %s", rows[i].target, rows[i].says);
        str page = ask(n, rows[i].target, &reply);
        CHECK_INT(reply.status, 200);
        if (says(page, rows[i].says) == rows[i].not )
            FAIL("%s", rows[i].not ? "says it" : "does not say it");
    }
    CHECK_STR(ask(n, "/status.json", &reply), before);
    node_close(n);
}

/* What is read beside the case is shown, and gives no status. */
void test_web_pages__statements(void)
{
    static const char *const tables[] = {
        "examples/gaza-2025-07-proposal/statements.csv"};
    static const struct node_extras x = {.statements = tables,
                                         .statements_n = 1};
    static const struct row rows[] = {
        {"/statements", "more than <bdi>57,700</bdi>", false},
        {"/statements", "US Secretary of State", false},
        {"/statements", "one side accepted a version", false},
        {"/statements?at=2025-07-31", "one side accepted a version", true},
        {"/statements", "<input name=\"at\"", false},
        {"/statements", "<input name=\"known\"", true},
        {"/statements?known=2025-03-12",
         "<input type=\"hidden\" name=\"known\" value=\"2025-03-12\">", false},
        {"/statements?at=2025-07-09", "US Secretary of State", true},
        {"/statements?kind=figure", "US President", true},
        {"/statements?q=court", "International Court of Justice", false},
        {"/statements?q=court", "US President", true},
        {"/statements?q=zzzz", "There is nothing to show.", false},
        /* Figure and unit are one. */
        {"/statements?lang=ar",
         "<strong><bdi><bdi>60</bdi> <bdi>days</bdi></bdi></strong>", false},
        {"/statements.json?kind=figure", "\"quantity\": 57700", false},
        {"/statements.csv?hxl=1", "#date,#contact+name", false},
        {"/aid", "href=\"/statements\"", false},
    };
    struct node *n;
    struct node_reply reply;
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &valleys, &n));
    str before = ask(n, "/status.json", &reply);
    ask(n, "/statements", &reply);
    CHECK_INT(reply.status, 404);
    CHECK_OK(test_cx(), node_extend(test_cx(), n, &x));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s: %s", rows[i].target, rows[i].says);
        str page = ask(n, rows[i].target, &reply);
        CHECK_INT(reply.status, 200);
        if (says(page, rows[i].says) == rows[i].not )
            FAIL("%s", rows[i].not ? "says it" : "does not say it");
    }
    CHECK_STR(ask(n, "/status.json", &reply), before);
    ask(n, "/statements?kind=rumour", &reply);
    CHECK_INT(reply.status, 400);
    node_close(n);
}

void test_web_pages__lists_for_programs(void)
{
    static const struct row rows[] = {
        {"/aid.csv", "report,from,to,recorded,kind", false},
        {"/aid.csv", "#meta+id", true},
        {"/aid.csv?hxl=1", "\r\n#meta+id,#date+start,", false},
        {"/aid.csv", "\r\np2,2025-03-11T00:00:00Z,", false},
        {"/aid.csv", ",post,38,,truck,", false}, /* at least */
        {"/aid.json", "\"consignment\": \"convoy 7\"", false},
        {"/aid.json?place=mill", "\"report\": \"u1\"", true},
        {"/aid.csv", "prisoner", true},
        {"/exchanges.csv", ",first,", false},
        {"/exchanges.json", "\"round\": \"first\"", false},
        {"/reports.csv?q=shots", "Shots heard", false},
        {"/reports.csv?q=shots", "\r\nu1,", true},
        {"/reports.json", "\"at_most\": null", false},
        {"/findings.csv", "code,severity,line,", false},
        {"/findings?at=2025-03-12", "<form class=\"times\"", true},
        {"/findings?at=2025-03-12", "href=\"/aid?at=2025-03-12\"", false},
        {"/status.csv", "#meta+clause", true},
        {"/status.csv?hxl=1", "label_status\n#meta+clause,#meta+reading,",
         false},
        {"/agreement", "<a href=\"/status.csv?hxl=1\">", false},
        {"/agreement?show=3", "<a href=\"/status.csv?hxl=1\">", false},
        {"/findings.json", "\"severity\": \"", false},
        {"/acled.csv", "i1,2025-03-12,2025,1,,,attack,Lower valley,", false},
        {"/acled.csv", ",40.0212345,-30.0512345,1,Board,", false},
        {"/acled.csv?coarse=5000", "40.0212345", true},
        /* Before it was adopted there is nothing. */
        {"/acled.csv?at=2025-03-12", "i1", true},
        {"/incidents.csv?hxl=1", "\r\n#event+id,#status,#event+type,", false},
        {"/incidents.csv", "\r\ni1,found,attack,3.1,yes,", false},
        {"/incidents.csv", ",adopted,lower,1,board,,,40.0212345,", false},
        {"/incidents.csv?coarse=5000", "40.0212345", true},
        {"/incidents.csv?coarse=5000", ",3621,yes\r\n", false},
        {"/incidents.csv?stage=open", "i1", true},
        {"/incidents.csv?at=2025-03-12", ",adopted,", true},
        {"/incidents.geojson", "\"coordinates\":[-30.0512345,40.0212345]",
         false},
        {"/incidents.geojson?stage=open", "i1", true},
        {"/incidents.ics", "BEGIN:VEVENT", true},
        {"/ged.csv", "POINT (-30.0512345 40.0212345)", false},
        {"/openapi.json", "\"/clause/{part}\": {", false},
        {"/openapi.json", "\"openapi\": \"3.1.0\"", false},
        {"/openapi.json", "\"text/event-stream\"", false},
        {"/calendar.ics", "SUMMARY:Two Valleys: last day\r\n", false},
        {"/calendar.ics", "DTSTART;VALUE=DATE:20250408\r\n", false},
        {"/calendar.ics", "(food) to enter\\, Valley\r\n", false},
        {"/calendar.ics", "SUMMARY:1.1 2025-03-10", true},
        {"/calendar.ics?daily=1", "SUMMARY:1.1 2025-03-10", false},
    };
    check_rows(rows, COUNT_OF(rows));
}

void test_web_pages__what_is_not_there(void)
{
    static const struct {
        const char *target;
        unsigned status;
    } rows[] = {
        {"/aid?item=boat", 404},
        {"/aid?place=moon", 404},
        {"/aid?source=nobody", 404},
        {"/aid?page=2", 404},
        {"/aid.csv?item=boat", 404},
        {"/exchanges?page=9", 404},
        {"/record.csv", 404},
        {"/map?zone=moon", 404},
        {"/map?coarse=x", 400},
        {"/map?view=40.02,-30.02", 400},
        {"/map?view=86,0,5000", 400},
        {"/map?view=85.00000001,0,5000", 400},
        {"/map?view=85.0000001,0,5000", 400},
        {"/map?view=0,-180.1,5000", 400},
        {"/map?view=0,0,999", 400},
        {"/map?view=0,0,20000001", 400},
        {"/map?view=--1,0,5000", 400},
        {"/map?view=1.-5,0,5000", 400},
        {"/map?view=0,0,5000,1", 400},
        {"/map.geojson?coarse=0", 400},
        {"/aid/x", 404},
    };
    struct node *n;
    CHECK_OK(test_cx(), node_open(test_cx(), test_arena(), &valleys, &n));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct node_reply reply;
        CASE("%s", rows[i].target);
        ask(n, rows[i].target, &reply);
        CHECK_INT(reply.status, rows[i].status);
    }
    node_close(n);
}
