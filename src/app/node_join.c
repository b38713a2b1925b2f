/* app/node_join.c: a node that has keys and has not begun: its line for the
 * charter, the charter that came, its signatures, and the beginning. `truce
 * talks charter`, sign-charter and begin do the same. See node_room.h. */
#include "app/node_room.h"

#include "app/casefile_int.h"

static const char *folder_of(const struct ask *q)
{
    return q->n->o->agreement;
}

err join_open(struct cx *cx, struct node *n)
{
    struct web_room *v = &n->talks->view;
    str role, line;
    TRY(cx, seat_line(cx, n->a, n->o->agreement, &v->self, &role, &line));
    v->mediator = str_eq(role, STR("mediator"));
    return OK;
}

static err home(struct ask *q)
{
    struct web_joining j = {0};
    struct coming *c;
    str name, role;
    if (!q->n->talks->view.see)
        return web_room_joining(q->cx, &q->view, &j, q->out);
    TRY_NEW(q->cx, q->a, c);
    TRY(q->cx, seat_line(q->cx, q->a, folder_of(q), &name, &role, &j.line));
    TRY(q->cx, coming_read(q->cx, q->a, folder_of(q), &j.there, c));
    if (j.there) {
        TRY(q->cx, room_hex(q, charter_id(&c->charter), &j.id));
        j.charter = &c->charter;
        j.signed_by = c->signed_by;
        j.mine = c->mine;
        j.all = c->all;
    }
    return web_room_joining(q->cx, &q->view, &j, q->out);
}

/* Lines as they were pasted: of a mail, with blanks and CR. */
static err node_lines(struct ask *q, str pasted, str *out)
{
    struct buf b;
    buf_init(&b, q->a, TALKS_CHARTER_MAX);
    while (pasted.n > 0) {
        str line;
        (void)str_cut(pasted, '\n', &line, &pasted);
        line = str_trim(line);
        if (line.n == 0)
            continue;
        buf_str(&b, line);
        buf_char(&b, '\n');
    }
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err one_line(struct ask *q, const char *name, const char *otherwise,
                    const char **out)
{
    TRY(q->cx, room_text(q, name, out));
    if (*out == NULL)
        *out = otherwise;
    q->wrong_field = str_of(name);
    if (strchr(*out, '\n') != NULL)
        return fail(q->cx, ERR_INPUT, "%s: that is more than one line", name);
    q->wrong_field = STR("");
    return OK;
}

static err make(struct ask *q)
{
    struct charter_job job = {0};
    struct charter *c;
    const char *lead, *relay;
    str convey, lines;
    TRY(q->cx, one_line(q, "talks", "", &job.name));
    TRY(q->cx, one_line(q, "convey", "any", &job.convey));
    TRY(q->cx, one_line(q, "lead", "", &lead));
    TRY(q->cx, one_line(q, "agreed", "whole", &job.agreed));
    TRY(q->cx, one_line(q, "failed", "keep", &job.failed));
    TRY(q->cx, one_line(q, "languages", "en", &job.languages));
    TRY(q->cx, one_line(q, "relay", "-", &relay));
    TRY(q->cx, node_lines(q, ask_field(q, "lines"), &lines));
    if (strcmp(job.convey, "lead") == 0) {
        TRY_ROOM(q->cx, q->a, arena_printf(q->a, &convey, "lead %s", lead));
        job.convey = convey.p;
    }
    TRY_NEW(q->cx, q->a, c);
    TRY(q->cx, seat_charter_text(q->cx, q->a, &job, str_of(relay), lines, c));
    return coming_take(q->cx, q->a, folder_of(q), c->text);
}

static err take(struct ask *q)
{
    const struct form_field *f = form_file(&q->form, "file");
    q->wrong_field = STR("file");
    if (f == NULL || f->value.n == 0)
        return fail(q->cx, ERR_INPUT, "no file was sent");
    return coming_take(q->cx, q->a, folder_of(q), f->value);
}

static err do_home(struct ask *q)
{
    const char *path;
    struct buf said;
    buf_init(&said, q->a, SIZE_MAX);
    TRY(q->cx, room_must_bind(q));
    TRY(q->cx, coming_path(q->cx, q->a, folder_of(q), &path));
    if (room_does(q, "make"))
        TRY(q->cx, make(q));
    else if (room_does(q, "take"))
        TRY(q->cx, take(q));
    else if (room_does(q, "sign"))
        TRY(q->cx, talks_sign_charter(q->cx, q->a, folder_of(q), path, &said));
    else if (room_does(q, "begin"))
        TRY(q->cx, talks_begin(q->cx, q->a, folder_of(q), path, &said));
    else if (room_does(q, "drop"))
        TRY(q->cx, coming_drop(q->cx, q->a, folder_of(q)));
    else
        return room_not_ours(q);
    str deed;
    TRY_ROOM(
        q->cx, q->a,
        arena_printf(q->a, &deed, "charter %.*s", STR_ARG(ask_field(q, "do"))));
    return room_done(q, deed.p, STR("/"));
}

static err file(struct ask *q)
{
    struct coming *c;
    bool there;
    TRY_NEW(q->cx, q->a, c);
    TRY(q->cx, coming_read(q->cx, q->a, folder_of(q), &there, c));
    if (!there)
        return fail(q->cx, ERR_NOT_FOUND, "there is no charter here yet");
    buf_str(q->out, c->bytes);
    return buf_finish(q->cx, q->out);
}

static const struct form_route routes[] = {
    {{"", 0, home, NULL, "", "Joining the talks."}, MAY_READ, do_home},
    {{"charter", 1, file, "application/octet-stream", "",
      "The charter with the signatures that are here."},
     MAY_SEE_TALKS,
     NULL},
};
const struct form_table room_join_routes = {routes, COUNT_OF(routes)};
