/* app/node_enter.c: a report or return entered in the browser.
 *
 * The form becomes one line of docs/reports.md, which is read as every other
 * line is: this file decides nothing about what can be reported. Its source is
 * the actor that the account speaks for, its author the account. Its id comes
 * from the form, so that a form that is sent twice is one report. */
#include "app/casefile_int.h"
#include "app/node_int.h"
#include "base/html.h"
#include "base/json_out.h"

static err enter(struct ask *q)
{
    struct web_files files;
    if (!str_eq(q->part[1], STR("new")))
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, node_files(q, true, &files));
    return web_enter(q->cx, &q->view, &files, q->out);
}

/* A member with what was typed; nothing where nothing was. */
static void put_text(struct ask *q, struct json_out *j, const char *name)
{
    str s = ask_field(q, name);
    if (s.n > 0)
        json_key_text(j, name, s);
}

/* "2025-01-25" and perhaps "T08:30". */
static void put_moment(struct ask *q, struct json_out *j, const char *day,
                       const char *hour)
{
    char room[64];
    str d = ask_field(q, day), h = ask_field(q, hour);
    int n =
        snprintf(room, sizeof room, "%.*s%s%.*s", STR_ARG(str_sub(d, 0, 24)),
                 h.n > 0 ? "T" : "", STR_ARG(str_sub(h, 0, 24)));
    json_str(j, (str){room, n < 0 ? 0 : (size_t)n});
}

static void put_occurred(struct ask *q, struct json_out *j)
{
    json_key(j, "occurred");
    if (ask_field(q, "day-to").n == 0 && ask_field(q, "hour-to").n == 0) {
        put_moment(q, j, "day", "hour");
        return;
    }
    json_obj_begin(j);
    json_key(j, "from");
    put_moment(q, j, "day", "hour");
    json_key(j, "to");
    /* Without a day of its own it ends on the same one. */
    put_moment(q, j, ask_field(q, "day-to").n > 0 ? "day-to" : "day",
               "hour-to");
    json_obj_end(j);
}

static err put_quantity(struct ask *q, struct json_out *j)
{
    static const char *const bounds[] = {"at_least", "at_most", "about"};
    int64_t n;
    str text = ask_field(q, "quantity"), exact = ask_field(q, "exact");
    if (text.n == 0)
        return OK;
    if (!str_int(text, 0, 999999999999, &n)) {
        q->wrong_field = STR("quantity");
        return fail_hint(q->cx, ERR_INPUT, "a whole number without separators",
                         "quantity: \"%.*s\" is no number", STR_ARG(text));
    }
    json_key(j, "quantity");
    for (size_t i = 0; i < COUNT_OF(bounds); i++)
        if (str_eq(exact, str_of(bounds[i]))) {
            json_obj_begin(j);
            json_key_int(j, bounds[i], n);
            json_obj_end(j);
            return OK;
        }
    json_int(j, n);
    return OK;
}

static err put_evidence(struct ask *q, struct json_out *j)
{
    const char *const *v;
    size_t n;
    TRY(q->cx, node_cited(q, &v, &n));
    if (n == 0)
        return OK;
    json_key(j, "evidence");
    json_arr_begin(j);
    for (size_t i = 0; i < n; i++) {
        str id;
        TRY_ROOM(q->cx, q->a, arena_printf(q->a, &id, "sha256:%s", v[i]));
        json_str(j, id);
    }
    json_arr_end(j);
    return OK;
}

static err print_line(struct ask *q, str id, struct buf *b)
{
    static const char *const texts[] = {"act",  "actor",     "to",
                                        "item", "place",     "note",
                                        "url",  "how_known", "amends"};
    struct json_out j;
    char room[40];
    str now, type = ask_field(q, "type");
    bool is_return = str_eq(type, STR("return"));
    TRY(q->cx, casefile_now(q->cx, room, &now));
    json_init(&j, b, 0);
    json_obj_begin(&j);
    json_key_c(&j, "type", is_return ? "return" : "report");
    json_key_text(&j, "id", id);
    json_key_text(&j, "source", q->who->of);
    json_key_text(&j, "author", q->who->name);
    json_key_text(&j, "recorded", now);
    json_key_text(&j, "reported", now);
    put_occurred(q, &j);
    if (!is_return && str_eq(type, STR("not_done")))
        json_key_c(&j, "kind", "not_done");
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        put_text(q, &j, texts[i]);
    TRY(q->cx, put_quantity(q, &j));
    TRY(q->cx, put_evidence(q, &j));
    json_obj_end(&j);
    return buf_finish(q->cx, b);
}

static err go_to_report(struct ask *q, str id)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    buf_c(&b, "/report?id=");
    url_part(&b, id);
    TRY(q->cx, buf_finish(q->cx, &b));
    ask_go_to(q, buf_view(&b));
    return OK;
}

static err do_enter(struct ask *q)
{
    struct buf line;
    str once, id;
    if (!str_eq(q->part[1], STR("new")))
        return fail(q->cx, ERR_NOT_FOUND, "there is no such page");
    TRY(q->cx, ask_must(q, MAY_REPORT, q->who->of));
    TRY(q->cx, ask_once(q, &once));
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &id, "web-%.*s", STR_ARG(once)));
    if (!ask_has_report(q, id)) {
        buf_init(&line, q->a, STORE_BLOB_MAX);
        TRY(q->cx, print_line(q, id, &line));
        TRY(q->cx, ask_enter(q, buf_view(&line)));
        TRY(q->cx, ask_note(q, id));
    }
    return go_to_report(q, id);
}

static const struct form_route routes[] = {
    {{"report", 2, enter, NULL, "", "/report/new: a report is entered."},
     MAY_REPORT,
     do_enter},
};

const struct form_table node_enter_routes = {routes, COUNT_OF(routes)};
