/* app/node_room_edit.c: a draft is written in the browser: the whole text, or
 * one clause of it. It is checked as often as one likes, and what changes is
 * shown, before it is put; a text that was not looked at is not put. See
 * node_room.h. */
#include "app/node_room.h"

#include "lang/ast.h"

/* What is edited: [from, to) of the last draft, which is `whole`. */
struct edited {
    const struct talks_item *last; /* NULL: there is no draft yet */
    struct ast *before;            /* of it */
    str whole, label;
    size_t from, to;
};

static const struct ast_clause *find_clause(const struct ast *t, str label)
{
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_article *article = t->parts[i].article;
        for (uint32_t k = 0; article != NULL && k < article->n_clauses; k++)
            if (str_eq(article->clauses[k].label.text, label))
                return &article->clauses[k];
    }
    return NULL;
}

static err find_edited(struct ask *q, struct edited *e)
{
    struct seat_draft d;
    struct diagnostics found = {0};
    *e = (struct edited){.label = q->parts > 1 ? q->part[1] : STR("")};
    TRY(q->cx, seat_last_draft(q->cx, q->a, seat_of(q), &d));
    e->last = d.item;
    if (d.item != NULL)
        e->whole = d.item->o.body;
    e->to = e->whole.n;
    TRY(q->cx, lang_parse(q->cx, q->a, STR("the draft"), e->whole, &e->before,
                          &found));
    if (q->parts < 2)
        return OK;
    const struct ast_clause *c = find_clause(e->before, e->label);
    if (c == NULL)
        return fail(q->cx, ERR_NOT_FOUND, "the draft has no clause %.*s",
                    STR_ARG(e->label));
    e->from = c->at.offset;
    e->to = e->from + c->at.length;
    return OK;
}

/* A form sends its lines ended by CR LF. */
static err without_cr(struct ask *q, str s, str *out)
{
    struct buf b;
    buf_init(&b, q->a, SIZE_MAX);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
            buf_char(&b, s.p[i]);
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

/* The whole text with what was typed in its place. */
static err put_together(struct ask *q, const struct edited *e, str typed,
                        str *out)
{
    struct buf b;
    buf_init(&b, q->a, LIMIT_TEXT_BYTES);
    buf_str(&b, str_sub(e->whole, 0, e->from));
    buf_str(&b, e->label.n > 0 ? str_trim(typed) : typed);
    buf_str(&b, str_sub(e->whole, e->to, e->whole.n));
    TRY(q->cx, buf_finish(q->cx, &b));
    *out = buf_view(&b);
    return OK;
}

static err hash_of(struct ask *q, str text, str *out)
{
    return room_hex(q, cry_sha256(text, STR("")), out);
}

/* What was found by reading it, where it could not be read to its end. */
static err reading_faults(struct ask *q, const struct diagnostics *d,
                          struct web_edit *w)
{
    const struct diagnostic **v;
    TRY_NEW_ARRAY(q->cx, q->a, d->n, v);
    for (uint32_t i = 0; i < d->n; i++)
        v[i] = &d->v[i];
    w->finding = v;
    w->n_findings = d->n;
    return OK;
}

static err find_effects(struct ask *q, const struct edited *e,
                        const struct seat_draft *d, struct web_edit *w)
{
    struct web_effects *x;
    size_t *choice, clause = SIZE_MAX;
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->clause[i].label, e->label) && d->clause[i].n > 1)
            clause = i;
    if (clause == SIZE_MAX)
        return OK;
    TRY_NEW(q->cx, q->a, x);
    TRY_NEW_ARRAY(q->cx, q->a, d->n, choice);
    *x = (struct web_effects){.label = e->label};
    TRY(q->cx, talks_effects_of(q->cx, q->a, d, choice, clause, x));
    w->effects = x;
    return OK;
}

static err find_changes(struct ask *q, const struct edited *e,
                        const struct ast *after, struct web_edit *w)
{
    struct buf b;
    uint32_t n;
    if (e->last == NULL)
        return OK;
    buf_init(&b, q->a, SIZE_MAX);
    TRY(q->cx, lang_diff(q->cx, q->a, e->before, after, false, &b, &n));
    TRY(q->cx, buf_finish(q->cx, &b));
    w->changes = buf_view(&b);
    w->n_changes = n;
    w->has_changes = true;
    return OK;
}

/* A text in which something stands that makes no agreement is not put. */
static bool is_sound(const struct web_edit *w)
{
    for (size_t i = 0; i < w->n_findings; i++)
        if (w->finding[i]->severity == SEV_ERROR &&
            !lang_is_lint(str_of(w->finding[i]->code)))
            return false;
    return true;
}

/* What is found in it, what changes, and what the alternatives do. */
static err check(struct ask *q, const struct edited *e, str whole,
                 struct web_edit *w)
{
    struct diagnostics d = {0};
    struct ast *after;
    struct talks_item *x;
    struct seat_draft draft = {0};
    w->checked = true;
    w->lines_before = 0;
    for (size_t i = 0; i < e->from; i++)
        w->lines_before += e->whole.p[i] == '\n';
    TRY(q->cx, lang_parse(q->cx, q->a, STR("the draft"), whole, &after, &d));
    if (d.errors > 0)
        return reading_faults(q, &d, w);
    TRY_NEW(q->cx, q->a, x);
    *x = (struct talks_item){.o.body = whole};
    TRY(q->cx, draft_clauses(q->cx, q->a, whole, &draft));
    draft.item = x;
    const struct diagnostic **v;
    TRY(q->cx, talks_findings_of(q->cx, q->a, &draft, &v, &w->n_findings));
    w->finding = v;
    w->sound = is_sound(w);
    TRY(q->cx, find_changes(q, e, after, w));
    return w->sound ? find_effects(q, e, &draft, w) : OK;
}

static err edit(struct ask *q)
{
    struct edited e;
    struct web_edit w = {0};
    TRY(q->cx, find_edited(q, &e));
    w.label = e.label;
    w.text = str_sub(e.whole, e.from, e.to);
    return web_room_edit(q->cx, &q->view, &w, q->out);
}

/* The page again, with what a check says. */
static err show_checked(struct ask *q, const struct edited *e, str text,
                        str whole)
{
    struct web_edit w = {.label = e->label, .text = text};
    TRY(q->cx, check(q, e, whole, &w));
    TRY(q->cx, hash_of(q, whole, &w.print));
    w.room = ask_field(q, "room");
    return web_room_edit(q->cx, &q->view, &w, q->out);
}

static err put(struct ask *q, str whole)
{
    const char *room;
    struct buf out;
    str text;
    TRY(q->cx, room_text(q, "room", &room));
    if (room != NULL && strcmp(room, "table") == 0)
        TRY(q->cx, room_must_bind(q));
    q->wrong_field = STR("text");
    TRY(q->cx, seat_canonical(q->cx, q->a, whole, &text));
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, seat_put_draft(q->cx, q->a, seat_of(q), text, room, &out));
    return room_done(q, "draft", STR("/draft"));
}

static err do_edit(struct ask *q)
{
    struct edited e;
    str text, whole, print;
    TRY(q->cx, room_must_speak(q));
    if (!room_does(q, "check") && !room_does(q, "draft"))
        return room_not_ours(q);
    TRY(q->cx, find_edited(q, &e));
    TRY(q->cx, without_cr(q, form_value(&q->form, "text"), &text));
    TRY(q->cx, put_together(q, &e, text, &whole));
    TRY(q->cx, hash_of(q, whole, &print));
    if (room_does(q, "check") || !str_eq(print, ask_field(q, "checked")))
        return show_checked(q, &e, text, whole);
    return put(q, whole);
}

static const struct form_route routes[] = {
    {{"edit", 1, edit, NULL, "", "The text, to be written, checked and put."},
     MAY_SPEAK,
     do_edit},
    {{"edit", 2, edit, NULL, "", "/edit/CLAUSE: the same of one clause."},
     MAY_SPEAK,
     do_edit},
};
const struct form_table room_edit_routes = {routes, COUNT_OF(routes)};
