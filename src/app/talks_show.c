/* app/talks_show.c: what a node has, as text. See talks.h.
 *
 * What others wrote is shown through buf_safe(), line by line. */
#include "app/talks_int.h"

#include "app/casefile_int.h"
#include "app/text.h"
#include "base/sys.h"

#include <inttypes.h>

static void put_column(struct buf *out, str s, size_t width)
{
    buf_safe(out, s);
    buf_fill(out, ' ', s.n < width ? width - s.n : 1);
}

static void put_lines(struct buf *out, str body)
{
    str line;
    while (body.n > 0) {
        (void)str_cut(body, '\n', &line, &body);
        buf_c(out, "    ");
        buf_safe(out, line);
        buf_char(out, '\n');
    }
}

/* --- the talks as a whole
 * -----------------------------------------------------------
 */

static void show_rules(const struct charter *c, struct buf *out)
{
    buf_c(out, "talks      ");
    buf_str(out, c->name);
    buf_c(out, "  ");
    casefile_print_hash(charter_id(c), out);
    buf_c(out, "\nconveyed   ");
    if (c->convey == CONVEY_LEAD) {
        buf_c(out, "with the assent of ");
        buf_str(out, c->lead);
    } else {
        buf_c(out, c->convey == CONVEY_ANY
                       ? "by any mediator"
                       : "with the assent of all mediators");
    }
    buf_c(out, c->articles
                   ? "\nagreed     article by article\n"
                   : "\nagreed     nothing until everything is agreed\n");
    buf_c(out, c->destroy ? "if failed  what was said is destroyed\n"
                          : "if failed  what was said is kept\n");
    buf_c(out, "languages  ");
    buf_safe(out, c->languages);
    buf_c(out, "\nrelay      ");
    buf_str(out, c->has_relay ? c->relay.name : STR("none"));
    buf_char(out, '\n');
}

/* One line for each chain; what is missing or forked is named. */
static void show_chains(const struct seat_file *n, struct buf *out)
{
    const struct talks *t = &n->talks;
    buf_c(out, "\n  room             sender            has\n");
    for (size_t i = 0; i < t->items.n;) {
        const struct talks_item *x = &t->items.p[i];
        uint64_t whole = 0, waits = 0, forked = 0;
        size_t k = i;
        uint64_t first = 0;
        for (; k < t->items.n && str_eq(t->items.p[k].e.room, x->e.room) &&
               str_eq(t->items.p[k].e.sender, x->e.sender);
             k++) {
            const struct talks_item *y = &t->items.p[k];
            waits += y->standing == TALKS_WAITS;
            forked += y->standing == TALKS_FORKED;
            whole +=
                y->standing == TALKS_COUNTS || y->standing == TALKS_REFUSED;
            first = y->waits_for;
        }
        buf_c(out, "  ");
        put_column(out, x->e.room, 17);
        put_column(out, x->e.sender, 17);
        buf_printf(out, "%4" PRIu64, whole);
        if (forked > 0)
            buf_printf(out, ", then two of number %" PRIu64 ": a fork", first);
        else if (waits > 0)
            buf_printf(out, ", and %" PRIu64 " that wait for number %" PRIu64,
                       waits, first);
        buf_char(out, '\n');
        i = k;
    }
}

static err do_show(struct cx *cx, struct arena *a, struct seat_file *n,
                   struct buf *out)
{
    struct seat_draft d;
    show_rules(&n->charter, out);
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *x = &n->charter.node[i];
        buf_c(out, "node       ");
        put_column(out, x->name, 17);
        buf_printf(out, "%s%s\n", talks_role_name(x->role),
                   x == n->self ? ", this node" : "");
    }
    show_chains(n, out);
    TRY(cx, seat_last_draft(cx, a, n, &d));
    if (d.item != NULL) {
        buf_c(out, "\ndraft on the table  ");
        casefile_print_hash(d.hash, out);
        buf_char(out, '\n');
    }
    return OK;
}

err talks_show(struct cx *cx, struct arena *a, const char *node,
               struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_show(cx, a, &n, out);
    seat_close(&n);
    return e;
}

/* --- the log
 * -------------------------------------------------------------------------
 */

/* By the time that each says it was made; then as the state has them. */
static err in_time(struct cx *cx, struct arena *a, const struct seat_file *n,
                   const struct talks_item ***out)
{
    const struct talks_item **v, **w;
    size_t count = n->talks.items.n;
    TRY_NEW_ARRAY(cx, a, count, v);
    TRY_NEW_ARRAY(cx, a, count, w);
    for (size_t i = 0; i < count; i++)
        v[i] = &n->talks.items.p[i];
    for (size_t step = 1; step < count; step *= 2) {
        for (size_t lo = 0; lo < count; lo += 2 * step) {
            size_t mid = lo + step < count ? lo + step : count, i = lo, k = mid;
            size_t hi = lo + 2 * step < count ? lo + 2 * step : count;
            for (size_t o = lo; o < hi; o++) {
                bool left = k >= hi || (i < mid && str_cmp(v[i]->o.made,
                                                           v[k]->o.made) <= 0);
                w[o] = left ? v[i++] : v[k++];
            }
        }
        const struct talks_item **x = v;
        v = w;
        w = x;
    }
    *out = v;
    return OK;
}

static const char *standing_text(const struct talks_item *x)
{
    switch (x->standing) {
    case TALKS_COUNTS:
        return x->open ? "" : "cannot be read: sealed to others, or malformed";
    case TALKS_WAITS:
        return "waits for what is before it";
    case TALKS_FORKED:
        return "does not count: its sender wrote two of one number";
    case TALKS_REFUSED:
        return x->why;
    }
    return "";
}

/* For mediators: what was conveyed as an owner's, or for one, without consent.
 */
static err check_consent(struct cx *cx, const struct seat_file *n,
                         const struct talks_item *x, bool *missing)
{
    struct conveyance v;
    bool allowed;
    *missing = false;
    if (!x->open || x->standing != TALKS_COUNTS ||
        x->o.type != TALKS_CONVEYANCE || n->self->role != TALKS_MEDIATOR)
        return OK;
    TRY(cx, conveyance_open(cx, &n->charter, x->o.body, &v, &allowed));
    *missing = !str_eq(v.wording, STR("bridging")) &&
               talks_consent_for(&n->talks, &v) == NULL;
    return OK;
}

static void log_line(const struct talks_item *x, bool missing, struct buf *out)
{
    if (x->open)
        seat_print_id(x->o.id, out);
    else
        buf_c(out, "-           ");
    buf_c(out, "  ");
    put_column(out, x->open ? x->o.made : STR("-"), 22);
    put_column(out, x->e.room, 12);
    put_column(out, x->e.sender, 12);
    buf_c(out, x->open ? talks_type_name(x->o.type) : "?");
    str on = x->open ? talks_field(&x->o, "on") : STR("");
    if (on.n > 0 && !str_eq(on, STR("-"))) {
        str id = talks_field(&x->o, "alternative");
        buf_char(out, ' ');
        buf_safe(out, on);
        if (id.n > 0 && !str_eq(id, STR("-"))) {
            buf_char(out, '=');
            buf_safe(out, id);
        }
    }
    if (x->open && x->o.type == TALKS_POSITION) {
        str needs = talks_field(&x->o, "if");
        buf_char(out, ' ');
        buf_safe(out, talks_field(&x->o, "stance"));
        if (needs.n > 0 && !str_eq(needs, STR("-"))) {
            buf_c(out, " if ");
            buf_safe(out, needs);
        }
    }
    if (standing_text(x)[0] != '\0')
        buf_printf(out, "  (%s)", standing_text(x));
    if (missing)
        buf_c(out, "  (no owner's consent to it is here)");
    buf_char(out, '\n');
}

static err do_log(struct cx *cx, struct arena *a, struct seat_file *n,
                  const char *room, struct buf *out)
{
    const struct talks_item **v;
    TRY(cx, in_time(cx, a, n, &v));
    for (size_t i = 0; i < n->talks.items.n; i++) {
        bool missing;
        if ((room != NULL && !str_eq(v[i]->e.room, str_of(room))) ||
            (v[i]->open && v[i]->o.type == TALKS_RECEIPT))
            continue;
        TRY(cx, check_consent(cx, n, v[i], &missing));
        log_line(v[i], missing, out);
    }
    return OK;
}

err talks_log(struct cx *cx, struct arena *a, const char *node,
              const char *room, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_log(cx, a, &n, room, out);
    seat_close(&n);
    return e;
}

/* --- one object
 * ------------------------------------------------------------------------
 */

static err show_conveyance(struct cx *cx, const struct charter *c, str note,
                           struct buf *out)
{
    struct conveyance v;
    bool allowed;
    TRY(cx, conveyance_open(cx, c, note, &v, &allowed));
    buf_printf(out, "  to       %.*s\n  wording  %.*s\n", STR_ARG(v.to),
               STR_ARG(v.wording));
    if (!str_eq(v.from, STR("-")))
        buf_printf(out, "  from     %.*s\n", STR_ARG(v.from));
    if (!str_eq(v.on, STR("-"))) {
        buf_c(out, "  on       ");
        buf_safe(out, v.on);
        buf_char(out, '\n');
    }
    buf_c(out, allowed ? "  signed by the mediators as the charter asks\n"
                       : "  not signed as the charter asks\n");
    put_lines(out, v.words);
    return OK;
}

static err show_object(struct cx *cx, const struct charter *c,
                       const struct talks_object *o, struct buf *out)
{
    casefile_print_hash(o->id, out);
    buf_printf(out, "\n  %s by %.*s in the room %.*s, number %" PRIu64 "\n",
               talks_type_name(o->type), STR_ARG(o->sender), STR_ARG(o->room),
               o->number);
    buf_printf(out, "  made     %.*s (as its sender says)\n", STR_ARG(o->made));
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++) {
        const char *f = talks_type_field(o->type, i);
        if (f == NULL || str_eq(o->field[i], STR("-")))
            continue;
        buf_c(out, "  ");
        put_column(out, str_of(f), 9);
        buf_safe(out, o->field[i]);
        buf_char(out, '\n');
    }
    if (o->type == TALKS_CONVEYANCE || o->type == TALKS_CONVEYED ||
        o->type == TALKS_ASSENT)
        return show_conveyance(cx, c, o->body, out);
    put_lines(out, o->body);
    return OK;
}

static err do_read(struct cx *cx, struct seat_file *n, const char *id,
                   bool proof, struct buf *out)
{
    const struct talks_item *x;
    TRY(cx, seat_find(cx, n, id, &x));
    if (proof) {
        buf_str(out, x->o.note);
        return OK;
    }
    TRY(cx, show_object(cx, &n->charter, &x->o, out));
    if (standing_text(x)[0] != '\0')
        buf_printf(out, "  %s\n", standing_text(x));
    return OK;
}

err talks_read(struct cx *cx, struct arena *a, const char *node, const char *id,
               bool proof, struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_read(cx, &n, id, proof, out);
    seat_close(&n);
    return e;
}

err talks_check_proof(struct cx *cx, struct arena *a, const char *charter,
                      const char *proof, struct buf *out)
{
    struct charter *c;
    struct talks_object o;
    str bytes;
    TRY_NEW(cx, a, c);
    TRY(cx, seat_read_charter(cx, a, charter, true, c));
    TRY(cx, sys_read_file(cx, a, proof, NOTE_MAX_BYTES, &bytes));
    TRY(cx, talks_object_open(cx, c, bytes, TALKS_CAME, &o));
    buf_printf(out, "the signature of %.*s holds, in the talks %.*s\n",
               STR_ARG(o.sender), STR_ARG(c->name));
    return show_object(cx, c, &o, out);
}

/* --- the mediators' table
 * ---------------------------------------------------------------
 */

static const char *const mark_names[] = {"open", "conditional", "agreed"};

static void show_cell(const struct talks_item *x, struct buf *out)
{
    char room[64];
    if (x == NULL) {
        put_column(out, STR("-"), 18);
        return;
    }
    str stance = talks_field(&x->o, "stance");
    bool conditional = !str_eq(talks_field(&x->o, "if"), STR("-"));
    (void)snprintf(room, sizeof room, "%.*s%s", STR_ARG(str_sub(stance, 0, 40)),
                   conditional ? " if" : "");
    put_column(out, str_of(room), 18);
}

static void show_conditions(const struct talks_table *t, size_t row,
                            struct buf *out)
{
    for (size_t p = 0; p < t->n_parties; p++) {
        const struct talks_item *x = t->cell[row * t->n_parties + p];
        if (x == NULL || str_eq(talks_field(&x->o, "if"), STR("-")))
            continue;
        buf_printf(out, "            %.*s: if ", STR_ARG(t->party[p]->name));
        buf_safe(out, talks_field(&x->o, "if"));
        buf_char(out, '\n');
    }
}

static void show_table(const struct talks_table *t, struct buf *out)
{
    buf_c(out, "  clause    ");
    for (size_t p = 0; p < t->n_parties; p++)
        put_column(out, t->party[p]->name, 18);
    buf_char(out, '\n');
    for (size_t i = 0; i < t->n_clauses; i++)
        for (size_t k = 0; k < t->clause[i].n; k++) {
            const struct talks_clause *c = &t->clause[i];
            size_t row = t->first[i] + k;
            char room[160];
            bool bracket = !str_eq(c->alternative[k].id, STR("-"));
            str id = bracket ? str_sub(c->alternative[k].id, 0, 60) : STR("");
            (void)snprintf(room, sizeof room, "%.*s%s%.*s",
                           STR_ARG(str_sub(c->label, 0, 60)),
                           bracket ? "=" : "", STR_ARG(id));
            buf_c(out, "  ");
            put_column(out, str_of(room), 10);
            for (size_t p = 0; p < t->n_parties; p++)
                show_cell(t->cell[row * t->n_parties + p], out);
            buf_c(out, mark_names[t->mark[row]]);
            buf_char(out, '\n');
            show_conditions(t, row, out);
        }
    buf_printf(out, "  %zu clauses: %zu agreed, %zu conditional, %zu open\n",
               t->n_clauses, t->count[MARK_AGREED], t->count[MARK_CONDITIONAL],
               t->count[MARK_OPEN]);
}

/* The draft that a table is over. */
static err need_draft(struct cx *cx, struct arena *a, const struct seat_file *n,
                      struct seat_draft *d)
{
    TRY(cx, seat_last_draft(cx, a, n, d));
    if (d->item == NULL)
        return fail_hint(cx, ERR_CONFLICT,
                         "truce talks draft NODE FILE --room table.",
                         "there is no draft on the table yet");
    return OK;
}

static err do_table(struct cx *cx, struct arena *a, struct seat_file *n,
                    struct buf *out)
{
    struct seat_draft d;
    struct talks_table t;
    struct talks_limit limit = {0};
    const struct talks_item *agreed = seat_find_agreed(n);
    TRY(cx, need_draft(cx, a, n, &d));
    TRY(cx, talks_tabulate(cx, a, &n->talks, d.clause, d.n, &limit, &t));
    show_table(&t, out);
    if (agreed != NULL) {
        buf_c(out, "  a text was agreed at ");
        buf_safe(out, agreed->o.made);
        buf_c(out, "; truce talks out writes it\n");
    }
    if (n->self->role != TALKS_MEDIATOR)
        buf_c(out, "  positions of others are not for this node\n");
    return OK;
}

err talks_print_table(struct cx *cx, struct arena *a, const char *node,
                      struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_table(cx, a, &n, out);
    seat_close(&n);
    return e;
}

static err do_match(struct cx *cx, struct arena *a, struct seat_file *n,
                    struct buf *out)
{
    struct seat_draft d;
    struct talks_table t;
    struct talks_limit limit = {0};
    size_t *choice, agreed;
    bool exact;
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, need_draft(cx, a, n, &d));
    TRY(cx, talks_tabulate(cx, a, &n->talks, d.clause, d.n, &limit, &t));
    TRY_NEW_ARRAY(cx, a, d.n, choice);
    TRY(cx, talks_match(cx, &t, choice, &agreed, &exact));
    for (size_t i = 0; i < d.n; i++) {
        const struct talks_clause *c = &d.clause[i];
        if (choice[i] == SIZE_MAX || c->n == 0)
            continue;
        if (t.mark[t.first[i] + choice[i]] == MARK_AGREED &&
            str_eq(c->alternative[0].id, STR("-")))
            continue;
        buf_c(out, "  ");
        put_column(out, c->label, 8);
        put_column(out, c->alternative[choice[i]].id, 6);
        buf_c(out, t.mark[t.first[i] + choice[i]] == MARK_AGREED
                       ? "accepted by all\n"
                       : "accepted by all, as the conditions meet\n");
    }
    buf_printf(out, "  %zu of %zu clauses can be agreed together%s\n", agreed,
               d.n, exact ? "" : ", at least: the search was cut short");
    return OK;
}

err talks_print_match(struct cx *cx, struct arena *a, const char *node,
                      struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_match(cx, a, &n, out);
    seat_close(&n);
    return e;
}

/* --- distance
 * ---------------------------------------------------------------------------
 */

static err do_distance(struct cx *cx, struct arena *a, struct seat_file *n,
                       struct buf *out)
{
    struct seat_draft d;
    struct talks_terms *terms;
    struct talks_day *day;
    size_t n_days;
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, need_draft(cx, a, n, &d));
    TRY(cx, talks_terms_of(cx, a, &d, &terms));
    TRY(cx,
        talks_distance(cx, a, &n->talks, d.clause, d.n, terms, &day, &n_days));
    buf_c(out, "  day         agreed  conditional  open  alternatives  days  "
               "quantities\n");
    for (size_t i = 0; i < n_days; i++) {
        const struct talks_day *x = &day[i];
        buf_printf(
            out,
            "  %.*s  %6zu  %11zu  %4zu  %12zu  %4" PRId64 "  %10" PRId64 "\n",
            STR_ARG(x->day), x->count[MARK_AGREED], x->count[MARK_CONDITIONAL],
            x->count[MARK_OPEN], x->alternatives, x->days, x->amount);
    }
    if (n_days > 0)
        buf_c(out, "  alternatives still open in brackets, and how far apart "
                   "these are: in days by\n  which they are due, and in what "
                   "they ask for\n");
    return OK;
}

err talks_print_distance(struct cx *cx, struct arena *a, const char *node,
                         struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_distance(cx, a, &n, out);
    seat_close(&n);
    return e;
}

/* --- packages
 * -----------------------------------------------------------------------------
 */

/* The last weights of a party, into those of its place. */
static bool take_weights(const struct seat_file *n,
                         const struct talks_node *party, size_t place,
                         const struct seat_draft *d, const size_t *index,
                         struct package_clause *p)
{
    const struct talks_item *last = NULL;
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_WEIGHTS && str_eq(x->e.room, party->name) &&
            str_eq(x->e.sender, party->name))
            last = x;
    }
    if (last == NULL)
        return false;
    str body = last->o.body, line, on, weight, label, id;
    while (body.n > 0) {
        int64_t v;
        (void)str_cut(body, '\n', &line, &body);
        if (!str_cut(line, ' ', &on, &weight) ||
            !str_cut(on, '=', &label, &id) ||
            !str_int(weight, 0, PACKAGE_WEIGHT_MAX, &v))
            continue;
        for (size_t i = 0; i < d->n; i++)
            for (size_t k = 0; index[i] != SIZE_MAX && k < d->clause[i].n; k++)
                if (str_eq(d->clause[i].label, label) &&
                    str_eq(d->clause[i].alternative[k].id, id))
                    p[index[i]].weight[place][k] = v;
    }
    return true;
}

static void show_package(const struct seat_draft *d, const size_t *index,
                         const struct package *p, struct buf *out)
{
    for (size_t i = 0; i < d->n; i++)
        if (index[i] != SIZE_MAX) {
            buf_char(out, ' ');
            buf_safe(out, d->clause[i].label);
            buf_char(out, '=');
            buf_safe(out, d->clause[i].alternative[p->choice[index[i]]].id);
        }
    buf_char(out, '\n');
}

/* The clauses in brackets; SIZE_MAX for others. */
static err index_brackets(struct cx *cx, struct arena *a,
                          const struct seat_draft *d, size_t **index,
                          struct package_clause **clause, size_t *n)
{
    *n = 0;
    TRY_NEW_ARRAY(cx, a, d->n, *index);
    TRY_NEW_ARRAY(cx, a, d->n, *clause);
    for (size_t i = 0; i < d->n; i++) {
        bool bracket = !str_eq(d->clause[i].alternative[0].id, STR("-"));
        (*index)[i] = bracket ? *n : SIZE_MAX;
        if (bracket)
            (*clause)[(*n)++].n = d->clause[i].n;
    }
    return OK;
}

static err do_packages(struct cx *cx, struct arena *a, struct seat_file *n,
                       struct buf *out)
{
    enum { SHOWN = 40 };
    struct seat_draft d;
    struct package_clause *clause;
    struct package *front;
    size_t *index, clauses, count, place = 0;
    TRY(cx, talks_must_mediate(cx, n));
    TRY(cx, need_draft(cx, a, n, &d));
    TRY(cx, index_brackets(cx, a, &d, &index, &clause, &clauses));
    for (size_t i = 0; i < n->charter.n_nodes; i++) {
        const struct talks_node *p = &n->charter.node[i];
        if (p->role != TALKS_PARTY)
            continue;
        if (place == 2)
            return fail(cx, ERR_LIMIT,
                        "packages are compared for two parties; these talks "
                        "have more");
        if (!take_weights(n, p, place, &d, index, clause))
            return fail_hint(cx, ERR_CONFLICT,
                             "The party sends them: truce talks say NODE "
                             "weights --file FILE.",
                             "%.*s has given no weights", STR_ARG(p->name));
        buf_c(out, place == 0 ? "  " : "");
        put_column(out, p->name, 12);
        place++;
    }
    buf_c(out, "package\n");
    TRY(cx, package_front(cx, a, clause, clauses, &front, &count));
    size_t nash = package_nash(front, count);
    size_t even = package_maxmin(front, count);
    for (size_t i = 0; i < count; i++) {
        if (i >= SHOWN && i != nash && i != even)
            continue;
        buf_printf(out, "  %-12" PRId64 "%-12" PRId64, front[i].value[0],
                   front[i].value[1]);
        buf_c(out, i == nash ? "N" : " ");
        buf_c(out, i == even ? "M" : " ");
        show_package(&d, index, &front[i], out);
    }
    buf_printf(out,
               "  %zu packages that no other beats for both. N: greatest "
               "product (Nash); M: greatest smaller share of the best that "
               "each could have (max-min).\n",
               count);
    return OK;
}

err talks_print_packages(struct cx *cx, struct arena *a, const char *node,
                         struct buf *out)
{
    struct seat_file n;
    TRY(cx, seat_open(cx, a, node, &n));
    err e = do_packages(cx, a, &n, out);
    seat_close(&n);
    return e;
}
