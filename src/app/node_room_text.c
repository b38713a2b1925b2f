/* app/node_room_text.c: the draft, a clause of it, two versions, and what
 * alternatives do. See node_room.h. */
#include "app/node_room.h"

#include "base/html.h"
#include "lang/ast.h"

/* --- the draft with its words
 * ---------------------------------------------------------
 */

static str text_at(const struct ast *t, struct span at)
{
    return str_sub(t->source, at.offset, (size_t)at.offset + at.length);
}

static err take_clause(struct ask *q, const struct ast *t,
                       const struct ast_article *article, uint32_t k,
                       struct web_room_clause *out)
{
    const struct ast_clause *c = &article->clauses[k];
    struct web_alternative *v;
    bool bracket = c->form == AST_DRAFT;
    size_t n = bracket ? c->n_bodies : 1;
    TRY_NEW_ARRAY(q->cx, q->a, n, v);
    for (size_t i = 0; i < n; i++) {
        v[i].id = bracket ? c->bodies[i].id.text : STR("-");
        v[i].text = text_at(t, bracket ? c->bodies[i].at : c->at);
    }
    *out = (struct web_room_clause){
        .label = c->label.text, .v = v, .n = n, .bracket = bracket};
    if (k == 0) {
        out->article = article->id.text;
        out->title = article->title.text;
    }
    return OK;
}

err room_read_text(struct ask *q, struct room_draft *out)
{
    struct ast *t;
    struct diagnostics d = {0};
    size_t at = 0;
    TRY(q->cx,
        lang_parse(q->cx, q->a, STR("the draft"), out->d.item->o.body, &t, &d));
    TRY_NEW_ARRAY(q->cx, q->a, out->d.n, out->clause);
    out->title = t->title.text;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *article = t->parts[i].article;
        for (uint32_t k = 0; article != NULL && k < article->n_clauses; k++)
            if (ALWAYS(at < out->d.n))
                TRY(q->cx, take_clause(q, t, article, k, &out->clause[at++]));
    }
    return OK;
}

/* "4.1" or "4.1=B" to the place of a clause and alternative. */
struct places {
    struct map of;
};

static err find_places(struct ask *q, const struct seat_draft *d,
                       struct places *p)
{
    map_init(&p->of, q->a, q->cx);
    for (size_t i = 0; i < d->n; i++)
        TRY_ROOM(q->cx, q->a, map_put(&p->of, d->clause[i].label, i));
    return OK;
}

static bool find_place(const struct room_draft *d, const struct places *p,
                       const struct talks_item *x, size_t *clause, size_t *k)
{
    uint64_t at;
    str id = talks_field(&x->o, "alternative");
    if (!map_get(&p->of, talks_field(&x->o, "on"), &at))
        return false;
    *clause = (size_t)at;
    for (*k = 0; *k < d->d.clause[at].n; ++*k)
        if (str_eq(d->d.clause[at].alternative[*k].id, id))
            return true;
    return false;
}

static struct web_alternative *at(struct room_draft *d, size_t i, size_t k)
{
    /* ours to fill in: take_clause() made it */
    struct web_alternative *v;
    memcpy(&v, &d->clause[i].v, sizeof v);
    return &v[k];
}

static bool is_word(enum talks_type t)
{
    return t == TALKS_COMMENT || t == TALKS_QUESTION || t == TALKS_PROPOSAL ||
           t == TALKS_ANSWER;
}

/* What is noted for oneself, who proposes what, how much is said about it. */
static void take_item(struct ask *q, struct room_draft *d,
                      const struct places *p, const struct talks_item *x)
{
    size_t i, k;
    hash h;
    uint64_t place;
    (void)q;
    if (x->o.type == TALKS_POSITION && str_eq(x->e.room, STR("own")) &&
        find_place(d, p, x, &i, &k) &&
        hash_parse(talks_field(&x->o, "words"), &h) &&
        hash_eq(h, d->d.clause[i].alternative[k].words))
        at(d, i, k)->noted = x;
    else if (x->o.type == TALKS_LABEL && find_place(d, p, x, &i, &k) &&
             hash_parse(talks_field(&x->o, "draft"), &h) &&
             hash_eq(h, d->d.hash))
        at(d, i, k)->by = talks_field(&x->o, "by");
    else if (is_word(x->o.type)) {
        str on = talks_field(&x->o, "on"), label, id;
        (void)str_cut(on, '=', &label, &id);
        if (map_get(&p->of, label, &place))
            d->clause[place].words++;
    }
}

/* The own positions in force, as the table has them. */
static err take_positions(struct ask *q, struct room_draft *d)
{
    const struct seat_file *n = seat_of(q);
    struct talks_limit limit = {0};
    struct talks_table t;
    size_t self = SIZE_MAX;
    TRY(q->cx, talks_tabulate(q->cx, q->a, &n->talks, d->d.clause, d->d.n,
                              &limit, &t));
    for (size_t p = 0; p < t.n_parties; p++)
        if (t.party[p] == n->self)
            self = p;
    for (size_t i = 0; self != SIZE_MAX && i < d->d.n; i++)
        for (size_t k = 0; k < d->d.clause[i].n; k++) {
            const struct talks_item *x =
                t.cell[(t.first[i] + k) * t.n_parties + self];
            at(d, i, k)->own = x;
            if (x != NULL && str_eq(talks_field(&x->o, "on"), STR("rest")))
                d->rest = x;
        }
    return OK;
}

err room_read_draft(struct ask *q, struct room_draft *out)
{
    const struct seat_file *n = seat_of(q);
    struct places p;
    *out = (struct room_draft){0};
    TRY(q->cx, seat_last_draft(q->cx, q->a, n, &out->d));
    if (out->d.item == NULL)
        return OK;
    TRY(q->cx, room_read_text(q, out));
    TRY(q->cx, find_places(q, &out->d, &p));
    for (size_t i = 0; i < n->talks.items.n; i++)
        if (n->talks.items.p[i].open &&
            n->talks.items.p[i].standing == TALKS_COUNTS)
            take_item(q, out, &p, &n->talks.items.p[i]);
    return take_positions(q, out);
}

/* --- its page
 * --------------------------------------------------------------------------
 */

static bool is_draft(const void *self, const struct talks_item *x)
{
    (void)self;
    return x->open && x->standing == TALKS_COUNTS && x->o.type == TALKS_DRAFT;
}

/* The draft of this hash that is here, by its id. */
static err before_of(struct ask *q, const struct talks_item *const *v, size_t n,
                     const struct talks_item *x, str *out)
{
    hash parent;
    *out = STR("");
    if (!hash_parse(talks_field(&x->o, "parent"), &parent))
        return OK;
    for (size_t i = 0; i < n; i++)
        if (v[i] != x && hash_eq(cry_sha256(v[i]->o.body, STR("")), parent)) {
            TRY(q->cx, room_hex(q, v[i]->o.id, out));
            *out = str_sub(*out, 0, 12);
            return OK;
        }
    return OK;
}

static err list_versions(struct ask *q, const struct room_draft *d,
                         struct web_draft *out)
{
    const struct talks_item **v;
    struct web_version *w;
    size_t n;
    TRY(q->cx, room_list(q, is_draft, NULL, &v, &n));
    TRY_NEW_ARRAY(q->cx, q->a, n, w);
    for (size_t i = 0; i < n; i++) {
        w[i] = (struct web_version){.x = v[i], .last = v[i] == d->d.item};
        TRY(q->cx, before_of(q, v, n, v[i], &w[i].before));
    }
    out->version = w;
    out->n_versions = n;
    return OK;
}

static err draft(struct ask *q)
{
    struct room_draft d;
    struct web_draft w = {0};
    TRY(q->cx, room_read_draft(q, &d));
    TRY(q->cx, list_versions(q, &d, &w));
    if (d.d.item != NULL) {
        TRY(q->cx, room_hex(q, d.d.hash, &w.hash));
        w.title = d.title;
        w.clause = d.clause;
        w.n = d.d.n;
        w.rest = d.rest;
    }
    return web_room_draft(q->cx, &q->view, &w, q->out);
}

static err do_draft(struct ask *q)
{
    const struct form_field *f = form_file(&q->form, "file");
    const char *room;
    struct buf out;
    str text;
    TRY(q->cx, room_must_speak(q));
    if (!room_does(q, "draft"))
        return room_not_ours(q);
    TRY(q->cx, room_text(q, "room", &room));
    if (room != NULL && strcmp(room, "table") == 0)
        TRY(q->cx, room_must_bind(q));
    q->wrong_field = STR("file");
    if (f == NULL || f->value.n == 0)
        return fail(q->cx, ERR_INPUT, "no file was sent");
    TRY(q->cx, seat_canonical(q->cx, q->a, f->value, &text));
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, seat_put_draft(q->cx, q->a, seat_of(q), text, room, &out));
    return room_done(q, "draft", STR("/draft"));
}

/* --- a clause
 * --------------------------------------------------------------------------
 */

static bool is_about(const void *self, const struct talks_item *x)
{
    str label, id;
    if (!x->open || x->o.type == TALKS_CONVEYANCE)
        return false;
    (void)str_cut(talks_field(&x->o, "on"), '=', &label, &id);
    return str_eq(label, *(const str *)self);
}

static bool is_position_on(const void *self, const struct talks_item *x)
{
    return is_about(self, x) && x->o.type == TALKS_POSITION;
}

static bool is_said_on(const void *self, const struct talks_item *x)
{
    return is_about(self, x) && x->o.type != TALKS_POSITION;
}

/* Of each of two lists, what stands on this page; they turn over together. */
static void cut_to_page(uint32_t page, const struct talks_item *const **v,
                        size_t *n)
{
    size_t from = (size_t)(page - 1) * ROWS;
    from = from < *n ? from : *n;
    *v += from;
    *n = *n - from < ROWS ? *n - from : ROWS;
}

static err list_about(struct ask *q, str label, struct web_on *o)
{
    const struct talks_item **v;
    TRY(q->cx, room_list(q, is_position_on, &label, &v, &o->n_positions));
    o->positions = v;
    TRY(q->cx, room_list(q, is_said_on, &label, &v, &o->n_words));
    o->words = v;
    TRY(q->cx, page_number(
                   q, o->n_positions > o->n_words ? o->n_positions : o->n_words,
                   &o->page, &o->pages));
    cut_to_page(o->page, &o->positions, &o->n_positions);
    cut_to_page(o->page, &o->words, &o->n_words);
    return OK;
}

static err on(struct ask *q)
{
    struct room_draft d;
    struct web_on o = {0};
    str label = q->part[1];
    TRY(q->cx, room_read_draft(q, &d));
    for (size_t i = 0; i < d.d.n; i++)
        if (str_eq(d.clause[i].label, label))
            o.c = &d.clause[i];
    if (o.c == NULL && !str_eq(label, STR("rest")))
        return fail(q->cx, ERR_NOT_FOUND, "the draft has no clause %.*s",
                    STR_ARG(label));
    o.rest = d.rest;
    TRY(q->cx, list_about(q, label, &o));
    return web_room_on(q->cx, &q->view, &o, q->out);
}

/* "4.1=B", "1.1" or "rest". */
static err on_text(struct ask *q, const char **out)
{
    const char *id;
    str s;
    TRY(q->cx, room_text(q, "alternative", &id));
    TRY_ROOM(q->cx, q->a,
             arena_printf(q->a, &s, "%.*s%s%s", STR_ARG(q->part[1]),
                          id == NULL ? "" : "=", id == NULL ? "" : id));
    *out = s.p;
    return OK;
}

static err do_position(struct ask *q, const char *where, struct buf *out)
{
    struct position_job job = {.on = where};
    TRY(q->cx, room_text(q, "stance", &job.stance));
    TRY(q->cx, room_text(q, "if", &job.condition));
    TRY(q->cx, room_text(q, "text", &job.text));
    job.standing = str_eq(ask_field(q, "standing"), STR("yes"));
    job.own = str_eq(ask_field(q, "own"), STR("yes"));
    if (job.stance == NULL || room_mediates(q))
        return room_not_ours(q);
    return seat_position(q->cx, q->a, seat_of(q), &job, out);
}

static err do_on(struct ask *q)
{
    const char *where;
    struct buf out, to;
    struct say_job job = {0};
    buf_init(&out, q->a, SIZE_MAX);
    buf_init(&to, q->a, SIZE_MAX);
    buf_c(&to, "/on/");
    url_part(&to, q->part[1]);
    TRY(q->cx, buf_finish(q->cx, &to));
    TRY(q->cx, room_must_speak(q));
    TRY(q->cx, on_text(q, &where));
    if (room_does(q, "position")) {
        TRY(q->cx, do_position(q, where, &out));
        return room_done(q, "position", buf_view(&to));
    }
    job.on = where;
    if (room_does(q, "label")) {
        job.type = "label";
        TRY(q->cx, room_text(q, "by", &job.by));
        TRY(q->cx, seat_speak(q->cx, q->a, seat_of(q), &job, &out));
        return room_done(q, "label", buf_view(&to));
    }
    if (!room_does(q, "say"))
        return room_not_ours(q);
    TRY(q->cx, room_say(q));
    return room_done(q, "say", buf_view(&to));
}

/* --- two versions
 * ----------------------------------------------------------------------
 */

static err parse(struct ask *q, const struct talks_item *x, struct ast **out)
{
    struct diagnostics d = {0};
    if (x->o.type != TALKS_DRAFT && x->o.type != TALKS_AGREED)
        return fail(q->cx, ERR_NOT_FOUND, "that is no version of the text");
    return lang_parse(q->cx, q->a, STR("the draft"), x->o.body, out, &d);
}

static err diff(struct ask *q)
{
    struct web_diff w = {0};
    struct ast *from, *to;
    struct buf b;
    uint32_t n;
    str id;
    TRY(q->cx, param(q, "from", &id));
    TRY(q->cx, room_find(q, id, &w.from));
    TRY(q->cx, param(q, "to", &id));
    TRY(q->cx, room_find(q, id, &w.to));
    TRY(q->cx, parse(q, w.from, &from));
    TRY(q->cx, parse(q, w.to, &to));
    buf_init(&b, q->a, SIZE_MAX);
    TRY(q->cx, lang_diff(q->cx, q->a, from, to, false, &b, &n));
    TRY(q->cx, buf_finish(q->cx, &b));
    w.changes = buf_view(&b);
    w.n = n;
    return web_room_diff(q->cx, &q->view, &w, q->out);
}

/* --- what alternatives do
 * ---------------------------------------------------------------
 */

/* "choose=2.2=A" of the query, one for each of the other brackets. */
static err read_choices(struct ask *q, const struct seat_draft *d,
                        size_t *choice)
{
    str rest = q->query, item, key, value, label, id;
    while (rest.n > 0) {
        char room[256];
        size_t n;
        (void)str_cut(rest, '&', &item, &rest);
        (void)str_cut(item, '=', &key, &value);
        if (!str_eq(key, STR("choose")))
            continue;
        if (value.n > sizeof room || !url_decode(value, room, &n))
            return fail(q->cx, ERR_INPUT, "choose: that is no alternative");
        (void)str_cut((str){room, n}, '=', &label, &id);
        for (size_t i = 0; i < d->n; i++)
            for (size_t k = 0; k < d->clause[i].n; k++)
                if (str_eq(d->clause[i].label, label) &&
                    str_eq(d->clause[i].alternative[k].id, id))
                    choice[i] = k;
    }
    return OK;
}

static err effects(struct ask *q)
{
    struct seat_draft d;
    struct web_effects w = {.label = q->part[1]};
    size_t *choice, clause = SIZE_MAX;
    TRY(q->cx, seat_last_draft(q->cx, q->a, seat_of(q), &d));
    for (size_t i = 0; i < d.n; i++)
        if (str_eq(d.clause[i].label, q->part[1]) && d.clause[i].n > 1)
            clause = i;
    if (clause == SIZE_MAX)
        return fail(q->cx, ERR_NOT_FOUND, "the draft has no bracket at %.*s",
                    STR_ARG(q->part[1]));
    TRY_NEW_ARRAY(q->cx, q->a, d.n, choice);
    TRY(q->cx, read_choices(q, &d, choice));
    TRY(q->cx, talks_effects_of(q->cx, q->a, &d, choice, clause, &w));
    return web_room_effects(q->cx, &q->view, &w, q->out);
}

static const struct form_route routes[] = {
    {{"draft", 1, draft, NULL, "", "The text, its brackets and versions."},
     MAY_SEE_TALKS,
     do_draft},
    {{"on", 2, on, NULL, "page",
      "/on/CLAUSE: positions on it, and what was said."},
     MAY_SEE_TALKS,
     do_on},
    {{"diff", 1, diff, NULL, "from to", "What changed between two versions."},
     MAY_SEE_TALKS,
     NULL},
    {{"effects", 2, effects, NULL, "choose",
      "/effects/CLAUSE: what each alternative does."},
     MAY_SEE_TALKS,
     NULL},
};
const struct form_table room_text_routes = {routes, COUNT_OF(routes)};
