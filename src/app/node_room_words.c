/* app/node_room_words.c: messages of the rooms, one object, and what crosses.
 * See node_room.h. */
#include "app/node_room.h"

/* --- saying something
 * ---------------------------------------------------------------------
 */

err room_say(struct ask *q)
{
    static const char *const kinds[] = {"comment", "question", "proposal"};
    struct say_job job = {0};
    struct buf out;
    TRY(q->cx, room_must_speak(q));
    TRY(q->cx, room_text(q, "kind", &job.type));
    TRY(q->cx, room_text(q, "room", &job.room));
    TRY(q->cx, room_text(q, "on", &job.on));
    TRY(q->cx, room_text(q, "words", &job.text));
    bool known = false;
    for (size_t i = 0; job.type != NULL && i < COUNT_OF(kinds); i++)
        known = known || strcmp(job.type, kinds[i]) == 0;
    if (!known)
        return room_not_ours(q);
    if (job.room != NULL && strcmp(job.room, "table") == 0)
        TRY(q->cx, room_must_bind(q)); /* all read it, for good */
    buf_init(&out, q->a, SIZE_MAX);
    return seat_speak(q->cx, q->a, seat_of(q), &job, &out);
}

static err meeting(struct ask *q)
{
    struct say_job job = {.type = "meeting"};
    struct buf out;
    TRY(q->cx, room_text(q, "when", &job.when));
    TRY(q->cx, room_text(q, "with", &job.with));
    TRY(q->cx, room_text(q, "on", &job.on));
    TRY(q->cx, room_text(q, "notes", &job.text));
    if (room_mediates(q))
        job.room = "mediators";
    buf_init(&out, q->a, SIZE_MAX);
    return seat_speak(q->cx, q->a, seat_of(q), &job, &out);
}

static err bridge(struct ask *q)
{
    const char *to, *on, *text;
    struct buf out;
    TRY(q->cx, room_must_bind(q));
    TRY(q->cx, room_text(q, "to", &to));
    TRY(q->cx, room_text(q, "on", &on));
    TRY(q->cx, room_text(q, "bridge", &text));
    if (to == NULL || text == NULL)
        return fail(q->cx, ERR_INPUT,
                    "a bridging text needs a receiver and "
                    "words");
    buf_init(&out, q->a, SIZE_MAX);
    return seat_bridge(q->cx, q->a, seat_of(q), to, on, text, &out);
}

static err do_words(struct ask *q)
{
    TRY(q->cx, room_must_speak(q));
    if (room_does(q, "say")) {
        TRY(q->cx, room_say(q));
        return room_done(q, "say", STR("/words"));
    }
    if (room_does(q, "meeting")) {
        TRY(q->cx, meeting(q));
        return room_done(q, "meeting", STR("/words"));
    }
    if (!room_does(q, "bridge"))
        return room_not_ours(q);
    TRY(q->cx, bridge(q));
    return room_done(q, "bridge", STR("/words"));
}

/* --- what crosses
 * -------------------------------------------------------------------------
 */

/* Its words, receiver and wording. */
static err read_crossing(struct ask *q, const struct talks_item *x,
                         struct web_crossing *out)
{
    struct conveyance v;
    bool allowed;
    *out = (struct web_crossing){.x = x};
    if (x->o.type == TALKS_CONSENT) {
        out->to = talks_field(&x->o, "to");
        out->wording = talks_field(&x->o, "wording");
        out->on = talks_field(&x->o, "on");
        out->from = x->e.sender;
        out->words = x->o.body;
        return OK;
    }
    err e =
        conveyance_open(q->cx, &seat_of(q)->charter, x->o.body, &v, &allowed);
    if (e.code == ERR_INPUT || e.code == ERR_LIMIT) {
        fault_clear(q->cx); /* shown as refused; its words are not */
        out->x = NULL;
        return OK;
    }
    TRY(q->cx, e);
    out->to = v.to;
    out->wording = v.wording;
    out->on = v.on;
    out->from = v.from;
    out->words = v.words;
    return OK;
}

static bool refers(const struct talks_item *x, hash id)
{
    hash re;
    return x->open && x->standing == TALKS_COUNTS &&
           hash_parse(talks_field(&x->o, "re"), &re) && hash_eq(re, id);
}

/* What became of a consent. */
static void follow(struct ask *q, struct web_crossing *c)
{
    const struct seat_file *n = seat_of(q);
    hash of = c->x->o.id, re;
    if (c->x->o.type == TALKS_ASSENT &&
        hash_parse(talks_field(&c->x->o, "re"), &re))
        of = re;
    if (c->x->o.type == TALKS_ASSENT)
        c->mine = str_eq(c->x->e.sender, n->self->name);
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (!refers(x, of))
            continue;
        if (x->o.type == TALKS_CONVEYED)
            c->conveyed = x;
        if (x->o.type == TALKS_ASSENT && str_eq(x->e.sender, n->self->name))
            c->mine = true;
    }
}

static bool is_crossing(const void *self, const struct talks_item *x)
{
    (void)self;
    return x->open && x->standing == TALKS_COUNTS &&
           (x->o.type == TALKS_CONSENT || x->o.type == TALKS_CONVEYANCE ||
            x->o.type == TALKS_ASSENT);
}

/* The last ones; the rest is in the log. An assent is shown only of a bridging
 * text: else its consent is. */
static err list_crossing(struct ask *q, struct web_words *w)
{
    enum { MOST = 50 };
    const struct talks_item **v;
    struct web_crossing *c;
    size_t n;
    TRY(q->cx, room_list(q, is_crossing, NULL, &v, &n));
    TRY_NEW_ARRAY(q->cx, q->a, n, c);
    for (size_t i = 0; i < n && w->n_crossing < MOST; i++) {
        struct web_crossing *y = &c[w->n_crossing];
        if (v[i]->o.type == TALKS_ASSENT &&
            !str_eq(talks_field(&v[i]->o, "re"), STR("-")))
            continue;
        TRY(q->cx, read_crossing(q, v[i], y));
        if (y->x == NULL)
            continue;
        follow(q, y);
        w->n_crossing++;
    }
    w->crossing = c;
    return OK;
}

static bool is_said(const void *self, const struct talks_item *x)
{
    (void)self;
    return x->open &&
           (x->o.type == TALKS_PROPOSAL || x->o.type == TALKS_QUESTION ||
            x->o.type == TALKS_ANSWER || x->o.type == TALKS_COMMENT ||
            x->o.type == TALKS_MEETING || x->o.type == TALKS_OVERLAP);
}

static err words(struct ask *q)
{
    struct web_words w = {.charter = &seat_of(q)->charter};
    const struct talks_item **v;
    size_t n;
    TRY(q->cx, room_list(q, is_said, NULL, &v, &n));
    TRY(q->cx, page_number(q, n, &w.page, &w.pages));
    size_t from = (size_t)(w.page - 1) * ROWS;
    w.v = v + from;
    w.n = (uint32_t)(n - from < ROWS ? n - from : ROWS);
    TRY(q->cx, list_crossing(q, &w));
    return web_room_words(q->cx, &q->view, &w, q->out);
}

/* --- one object
 * -----------------------------------------------------------------------------
 */

static bool is_reply(const void *self, const struct talks_item *x)
{
    return refers(x, ((const struct talks_item *)self)->o.id);
}

static err list_holders(struct ask *q, const struct talks_item *x,
                        struct web_said *s)
{
    const struct seat_file *n = seat_of(q);
    const struct talks_node **v;
    TRY_NEW_ARRAY(q->cx, q->a, n->charter.n_nodes, v);
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *y = &n->charter.node[i];
        if (str_eq(y->name, x->e.sender) ||
            !talks_is_member(&n->charter, x->e.room, y))
            continue;
        if (y == n->self || room_has(n, x, y->name))
            v[s->n_has++] = y;
    }
    s->has = v;
    return OK;
}

static bool can_be_said(enum talks_type t)
{
    return t == TALKS_PROPOSAL || t == TALKS_QUESTION || t == TALKS_ANSWER ||
           t == TALKS_COMMENT;
}

static void what_may_be_done(struct ask *q, struct web_said *s)
{
    const struct seat_file *n = seat_of(q);
    const struct talks_item *x = s->x;
    const struct web_room *v = &q->n->talks->view;
    bool own = str_eq(x->e.sender, n->self->name);
    bool counts = x->standing == TALKS_COUNTS;
    s->may_answer = v->speak && counts && x->o.type == TALKS_QUESTION && !own;
    s->may_consent = v->bind && counts && own && can_be_said(x->o.type) &&
                     n->self->role == TALKS_PARTY;
    s->may_convey = v->bind && counts && v->mediator && s->crossing.x != NULL &&
                    s->crossing.conveyed == NULL && !s->crossing.mine &&
                    (x->o.type == TALKS_CONSENT || x->o.type == TALKS_ASSENT);
}

static err said(struct ask *q)
{
    struct web_said s = {.charter = &seat_of(q)->charter};
    const struct talks_item **v;
    hash re;
    TRY(q->cx, room_find(q, q->part[1], &s.x));
    if (hash_parse(talks_field(&s.x->o, "re"), &re))
        s.about = talks_by_id(&seat_of(q)->talks, re);
    if (s.x->o.type == TALKS_CONSENT || s.x->o.type == TALKS_CONVEYANCE ||
        s.x->o.type == TALKS_CONVEYED || s.x->o.type == TALKS_ASSENT) {
        TRY(q->cx, read_crossing(q, s.x, &s.crossing));
        if (s.crossing.x != NULL)
            follow(q, &s.crossing);
    }
    TRY(q->cx, room_list(q, is_reply, s.x, &v, &s.n_replies));
    s.replies = v;
    TRY(q->cx, list_holders(q, s.x, &s));
    what_may_be_done(q, &s);
    return web_room_said(q->cx, &q->view, &s, q->out);
}

static err answer(struct ask *q, const struct talks_item *x, const char *id,
                  struct buf *out)
{
    str room;
    struct say_job job = {.type = "answer", .re = id};
    const char *on;
    TRY(q->cx, room_must_speak(q));
    TRY(q->cx, room_text(q, "answer", &job.text));
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, x->e.room, &room));
    job.room = room.p; /* where it was asked */
    TRY_ROOM(q->cx, q->a, arena_dup_str(q->a, talks_field(&x->o, "on"), &room));
    on = room.p;
    if (room.n > 0 && strcmp(on, "-") != 0)
        job.on = on;
    if (strcmp(job.room, "table") == 0)
        TRY(q->cx, room_must_bind(q));
    return seat_speak(q->cx, q->a, seat_of(q), &job, out);
}

static err consent(struct ask *q, const char *id, struct buf *out)
{
    struct consent_job job = {.id = id};
    TRY(q->cx, room_must_bind(q));
    TRY(q->cx, room_text(q, "to", &job.to));
    TRY(q->cx, room_text(q, "wording", &job.wording));
    TRY(q->cx, room_text(q, "words", &job.words));
    if (job.to == NULL || job.wording == NULL)
        return room_not_ours(q);
    if (job.words == NULL)
        return fail(q->cx, ERR_INPUT, "no words are there that could cross");
    return seat_consent(q->cx, q->a, seat_of(q), &job, out);
}

static err do_said(struct ask *q)
{
    const struct talks_item *x;
    struct buf out;
    str id, to;
    TRY(q->cx, room_find(q, q->part[1], &x));
    TRY(q->cx, room_hex(q, x->o.id, &id));
    TRY_ROOM(q->cx, q->a, arena_printf(q->a, &to, "/said/%.12s", id.p));
    buf_init(&out, q->a, SIZE_MAX);
    if (room_does(q, "answer")) {
        TRY(q->cx, answer(q, x, id.p, &out));
        return room_done(q, "answer", to);
    }
    if (room_does(q, "consent")) {
        TRY(q->cx, consent(q, id.p, &out));
        return room_done(q, "consent", to);
    }
    if (!room_does(q, "convey"))
        return room_not_ours(q);
    TRY(q->cx, room_must_bind(q));
    TRY(q->cx, seat_convey(q->cx, q->a, seat_of(q), id.p, &out));
    return room_done(q, "convey", to);
}

static err proof(struct ask *q)
{
    const struct talks_item *x;
    TRY(q->cx, room_find(q, q->part[1], &x));
    buf_str(q->out, x->o.note);
    return buf_finish(q->cx, q->out);
}

static const struct form_route routes[] = {
    {{"words", 1, words, NULL, "page", "What was said, and what crosses."},
     MAY_SEE_TALKS,
     do_words},
    {{"said", 2, said, NULL, "", "/said/ID: one object."},
     MAY_SEE_TALKS,
     do_said},
    {{"proof", 2, proof, "text/plain; charset=utf-8", "",
      "/proof/ID: the signed object."},
     MAY_SEE_TALKS,
     NULL},
};
const struct form_table room_words_routes = {routes, COUNT_OF(routes)};
