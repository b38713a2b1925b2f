/* app/node_room_table.c: the mediators' table, rounds, and packages. See
 * node_room.h. */
#include "app/node_room.h"

#include <inttypes.h>

/* --- the table
 * ---------------------------------------------------------------------------
 */

static err match(struct ask *q, const struct talks_table *t,
                 struct web_table *w)
{
    size_t *choice;
    TRY_NEW_ARRAY(q->cx, q->a, t->n_clauses, choice);
    TRY(q->cx, talks_match(q->cx, t, choice, &w->agreed, &w->exact));
    w->choice = choice;
    return OK;
}

/* What the last round froze; nothing before one is closed for all. */
static err frozen(struct ask *q, struct web_table *w)
{
    struct frozen f = {0};
    struct seat_file *n = seat_of(q);
    err e = talks_find_frozen(q->cx, q->a, n, &f);
    if (e.code == ERR_CONFLICT || e.code == ERR_LIMIT) {
        fault_clear(q->cx);
        return OK;
    }
    TRY(q->cx, e);
    w->has_round = true;
    w->round = f.round;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        uint64_t r;
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_OVERLAP &&
            note_decimal(talks_field(&x->o, "round"), &r) && r == f.round)
            w->revealed = true;
    }
    return talks_choice_text(q->cx, q->a, &f, &w->accepted);
}

static err table(struct ask *q)
{
    struct seat_file *n = seat_of(q);
    struct web_table w = {.text = seat_find_agreed(n)};
    struct room_draft d = {0};
    struct talks_table t;
    struct talks_limit limit = {0};
    struct talks_terms *terms;
    struct talks_day *day;
    TRY(q->cx, talks_must_mediate(q->cx, n));
    TRY(q->cx, seat_last_draft(q->cx, q->a, n, &d.d));
    if (d.d.item == NULL)
        return web_room_table(q->cx, &q->view, &w, q->out);
    TRY(q->cx,
        talks_tabulate(q->cx, q->a, &n->talks, d.d.clause, d.d.n, &limit, &t));
    w.t = &t;
    TRY(q->cx, room_read_text(q, &d));
    w.clause = d.clause;
    TRY(q->cx, match(q, &t, &w));
    TRY(q->cx, frozen(q, &w));
    TRY(q->cx, talks_terms_of(q->cx, q->a, &d.d, &terms));
    TRY(q->cx, talks_distance(q->cx, q->a, &n->talks, d.d.clause, d.d.n, terms,
                              &day, &w.n_days));
    w.day = day;
    return web_room_table(q->cx, &q->view, &w, q->out);
}

static err do_table(struct ask *q)
{
    struct seat_file *n = seat_of(q);
    struct buf out;
    TRY(q->cx, room_must_bind(q));
    buf_init(&out, q->a, SIZE_MAX);
    if (room_does(q, "round")) {
        TRY(q->cx, seat_close_round(q->cx, q->a, n, &out));
        return room_done(q, "round", STR("/table"));
    }
    if (room_does(q, "reveal")) {
        TRY(q->cx, seat_reveal(q->cx, q->a, n, &out));
        return room_done(q, "reveal", STR("/table"));
    }
    if (!room_does(q, "agree"))
        return room_not_ours(q);
    TRY(q->cx, seat_agree(q->cx, q->a, n, &out));
    return room_done(q, "agree", STR("/signing"));
}

/* --- packages
 * ------------------------------------------------------------------------------
 */

/* The clauses in brackets. */
static err brackets(struct ask *q, const struct seat_draft *d,
                    struct talks_clause **out, size_t *n)
{
    TRY_NEW_ARRAY(q->cx, q->a, d->n, *out);
    *n = 0;
    for (size_t i = 0; i < d->n; i++)
        if (!str_eq(d->clause[i].alternative[0].id, STR("-")))
            (*out)[(*n)++] = d->clause[i];
    return OK;
}

/* The last weights of a party, line by line: "4.1=B 120". */
static bool last_weights(const struct seat_file *n, str party, str *body)
{
    bool any = false;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_WEIGHTS && str_eq(x->e.room, party) &&
            str_eq(x->e.sender, party)) {
            *body = x->o.body;
            any = true;
        }
    }
    return any;
}

static int64_t weight_of(str body, str label, str id)
{
    str line, on, weight, l, i;
    int64_t v, last = 0;
    while (body.n > 0) {
        (void)str_cut(body, '\n', &line, &body);
        if (str_cut(line, ' ', &on, &weight) && str_cut(on, '=', &l, &i) &&
            str_eq(l, label) && str_eq(i, id) &&
            str_int(weight, 0, PACKAGE_WEIGHT_MAX, &v))
            last = v;
    }
    return last;
}

static err own_weights(struct ask *q, struct web_packages *w)
{
    const struct seat_file *n = seat_of(q);
    str body = STR("");
    int64_t *v;
    size_t rows = 0, at = 0;
    for (size_t i = 0; i < w->n; i++)
        rows += w->clause[i].n;
    TRY_NEW_ARRAY(q->cx, q->a, rows + 1, v);
    (void)last_weights(n, n->self->name, &body);
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = 0; k < w->clause[i].n; k++)
            v[at++] = weight_of(body, w->clause[i].label,
                                w->clause[i].alternative[k].id);
    w->weight = v;
    return OK;
}

static err name_choices(struct ask *q, const struct web_packages *w,
                        const struct package *p, struct web_package *out)
{
    str *v;
    TRY_NEW_ARRAY(q->cx, q->a, w->n, v);
    for (size_t i = 0; i < w->n; i++)
        TRY_ROOM(
            q->cx, q->a,
            arena_printf(q->a, &v[i], "%.*s=%.*s", STR_ARG(w->clause[i].label),
                         STR_ARG(w->clause[i].alternative[p->choice[i]].id)));
    out->choice = v;
    return OK;
}

/* Not more than can be read; the two marked ones in any case. */
static err front(struct ask *q, struct web_packages *w,
                 const struct package_clause *clause)
{
    enum { SHOWN = 60 };
    struct package *p;
    struct web_package *v;
    TRY(q->cx, package_front(q->cx, q->a, clause, w->n, &p, &w->of));
    size_t nash = package_nash(p, w->of), even = package_maxmin(p, w->of);
    TRY_NEW_ARRAY(q->cx, q->a, SHOWN + 2, v);
    for (size_t i = 0; i < w->of; i++) {
        for (size_t s = 0; s < 2; s++)
            if (p[i].value[s] > w->best[s])
                w->best[s] = p[i].value[s];
        if (i >= SHOWN && i != nash && i != even)
            continue;
        struct web_package *x = &v[w->n_shown++];
        *x = (struct web_package){.value = {p[i].value[0], p[i].value[1]},
                                  .nash = i == nash,
                                  .maxmin = i == even};
        TRY(q->cx, name_choices(q, w, &p[i], x));
    }
    w->v = v;
    return OK;
}

static err compare(struct ask *q, struct web_packages *w)
{
    const struct seat_file *n = seat_of(q);
    struct package_clause *clause;
    size_t place = 0;
    str body[2] = {STR(""), STR("")};
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        if (p->role != TALKS_PARTY)
            continue;
        if (place == 2)
            return OK; /* more than two: said on the page */
        w->has[place] = last_weights(n, p->name, &body[place]);
        w->party[place++] = p;
    }
    w->two = place == 2;
    if (!w->two || !w->has[0] || !w->has[1] || w->n == 0)
        return OK;
    TRY_NEW_ARRAY(q->cx, q->a, w->n, clause);
    for (size_t i = 0; i < w->n; i++) {
        const struct talks_clause *c = &w->clause[i];
        clause[i].n = c->n;
        for (size_t s = 0; s < 2; s++)
            for (size_t k = 0; k < c->n && k < PACKAGE_ALTERNATIVES_MAX; k++)
                clause[i].weight[s][k] =
                    weight_of(body[s], c->label, c->alternative[k].id);
    }
    return front(q, w, clause);
}

static err packages(struct ask *q)
{
    const struct seat_file *n = seat_of(q);
    struct web_packages w = {0};
    struct seat_draft d;
    struct talks_clause *clause;
    TRY(q->cx, seat_last_draft(q->cx, q->a, n, &d));
    TRY(q->cx, brackets(q, &d, &clause, &w.n));
    w.clause = clause;
    if (n->self->role == TALKS_PARTY && q->n->talks->view.speak)
        TRY(q->cx, own_weights(q, &w));
    else if (n->self->role == TALKS_MEDIATOR)
        TRY(q->cx, compare(q, &w));
    return web_room_packages(q->cx, &q->view, &w, q->out);
}

/* Fields w0-0, w0-1 ... in the order of the brackets. */
static err read_weights(struct ask *q, const struct talks_clause *clause,
                        size_t n, struct buf *body)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < clause[i].n; k++) {
            char name[48];
            int64_t v = 0;
            snprintf(name, sizeof name, "w%zu-%zu", i, k);
            str s = ask_field(q, name);
            if (s.n > 0 && !str_int(s, 0, PACKAGE_WEIGHT_MAX, &v)) {
                TRY_ROOM(q->cx, q->a,
                         arena_dup_str(q->a, str_of(name), &q->wrong_field));
                return fail(q->cx, ERR_INPUT,
                            "%.*s=%.*s: a weight is a whole number from 0 to "
                            "%d",
                            STR_ARG(clause[i].label),
                            STR_ARG(clause[i].alternative[k].id),
                            PACKAGE_WEIGHT_MAX);
            }
            buf_str(body, clause[i].label);
            buf_char(body, '=');
            buf_str(body, clause[i].alternative[k].id);
            buf_printf(body, " %" PRId64 "\n", v);
        }
    buf_char(body, '\0');
    return buf_finish(q->cx, body);
}

static err do_packages(struct ask *q)
{
    struct seat_draft d;
    struct talks_clause *clause;
    struct buf body, out;
    struct say_job job = {.type = "weights"};
    size_t n;
    TRY(q->cx, room_must_speak(q));
    if (!room_does(q, "weights") || seat_of(q)->self->role != TALKS_PARTY)
        return room_not_ours(q);
    TRY(q->cx, seat_last_draft(q->cx, q->a, seat_of(q), &d));
    TRY(q->cx, brackets(q, &d, &clause, &n));
    buf_init(&body, q->a, TALKS_BODY_MAX);
    TRY(q->cx, read_weights(q, clause, n, &body));
    job.text = body.p;
    buf_init(&out, q->a, SIZE_MAX);
    TRY(q->cx, seat_speak(q->cx, q->a, seat_of(q), &job, &out));
    return room_done(q, "weights", STR("/packages"));
}

static const struct form_route routes[] = {
    {{"table", 1, table, NULL, "", "Clause by party, for the mediators."},
     MAY_SEE_TALKS,
     do_table},
    {{"packages", 1, packages, NULL, "", "What no other choice beats."},
     MAY_SEE_TALKS,
     do_packages},
};
const struct form_table room_table_routes = {routes, COUNT_OF(routes)};
