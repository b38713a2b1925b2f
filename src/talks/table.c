/* talks/table.c: clause by party: what is open, conditional, agreed; and which
 * conditions meet.
 *
 * A position is about words: the hash of an alternative's canonical text. It
 * stands through all drafts that leave those words alone, and lapses with them.
 * docs/talks-format.md 7. Read next: package.c. */
#include "talks/talks_int.h"

/* --- positions
 * ------------------------------------------------------------------
 */

hash talks_rest(const struct talks_clause *clause, size_t n)
{
    struct hasher h;
    cry_hasher_init(&h);
    for (size_t i = 0; i < n; i++)
        if (str_eq(clause[i].alternative[0].id, STR("-")))
            cry_hasher_add(&h,
                           (str){(const char *)clause[i].alternative[0].words.b,
                                 CRY_HASH_BYTES});
    return cry_hasher_result(&h);
}

bool talks_round(const struct talks *t, str party, uint64_t *round,
                 uint64_t *count)
{
    bool found = false;
    for (size_t i = 0; i < t->items.n; i++) {
        const struct talks_item *x = &t->items.p[i];
        uint64_t r, n;
        if (!x->open || x->standing != TALKS_COUNTS ||
            x->o.type != TALKS_ROUND || !str_eq(x->e.room, party) ||
            !note_decimal(talks_field(&x->o, "round"), &r) ||
            !note_decimal(talks_field(&x->o, "count"), &n))
            continue;
        /* Two mediators may close the same one: the smaller count holds. */
        if (!found || r > *round || (r == *round && n < *count)) {
            *round = r;
            *count = n;
        }
        found = true;
    }
    return found;
}

static bool is_looked_at(const struct talks_item *x,
                         const struct talks_limit *limit, uint64_t below)
{
    return x->open && x->standing == TALKS_COUNTS &&
           x->o.type == TALKS_POSITION && x->e.number < below &&
           (limit->until.n == 0 || str_cmp(x->o.made, limit->until) <= 0);
}

/* The positions of one party that are looked at, in the order of its chain,
 * found by the hash of the words that they are about. */
struct position {
    const struct talks_item *x;
    size_t before; /* the last one before it of these words; SIZE_MAX: none */
};
struct positions {
    VEC(struct position) list;
    struct map last; /* hexadecimal digits: index in list */
};

static err gather(struct cx *cx, const struct talks *t, str party,
                  const struct talks_limit *limit, struct positions *out)
{
    uint64_t round, below = UINT64_MAX;
    if (limit->rounds && !talks_round(t, party, &round, &below))
        below = 0;
    map_init(&out->last, cx->scratch, cx);
    for (size_t i = 0; i < t->items.n; i++) {
        struct position p = {.x = &t->items.p[i]};
        uint64_t before;
        if (!is_looked_at(p.x, limit, below) || !str_eq(p.x->e.room, party) ||
            !str_eq(p.x->e.sender, party))
            continue;
        str words = talks_field(&p.x->o, "words");
        p.before = map_get(&out->last, words, &before) ? before : SIZE_MAX;
        TRY_ROOM(cx, cx->scratch,
                 map_put(&out->last, words, out->list.n) &&
                     vec_push(cx->scratch, &out->list, p));
    }
    return OK;
}

/* From `at` back to one that is about this clause and alternative: the words
 * are what the party says they are. SIZE_MAX: there is none. */
static size_t skip_others(const struct positions *p, size_t at, str on, str id)
{
    while (at != SIZE_MAX &&
           (!str_eq(talks_field(&p->list.p[at].x->o, "on"), on) ||
            !str_eq(talks_field(&p->list.p[at].x->o, "alternative"), id)))
        at = p->list.p[at].before;
    return at;
}

static size_t last_about(const struct positions *p, hash words, str on, str id)
{
    char hex[2 * CRY_HASH_BYTES];
    uint64_t at;
    hash_print(words, hex);
    if (!map_get(&p->last, (str){hex, sizeof hex}, &at))
        return SIZE_MAX;
    return skip_others(p, (size_t)at, on, id);
}

/* The last one about an alternative; a withdrawal is a stance. */
static const struct talks_item *position_of(const struct positions *p,
                                            str label,
                                            const struct talks_alternative *alt,
                                            hash rest, bool rounds)
{
    size_t x = last_about(p, alt->words, label, alt->id);
    if (str_eq(alt->id, STR("-"))) {
        size_t y = last_about(p, rest, STR("rest"), alt->id);
        if (x == SIZE_MAX || (y != SIZE_MAX && y > x))
            x = y;
    }
    if (x == SIZE_MAX)
        return NULL;
    const struct talks_item *i = p->list.p[x].x;
    return rounds && !str_eq(talks_field(&i->o, "standing"), STR("yes")) ? NULL
                                                                         : i;
}

static bool accepts(const struct talks_item *x, bool *conditional)
{
    if (x == NULL || !str_eq(talks_field(&x->o, "stance"), STR("accept")))
        return false;
    if (!str_eq(talks_field(&x->o, "if"), STR("-")))
        *conditional = true;
    return true;
}

static enum talks_mark mark_of(const struct talks_item *const *cell, size_t n)
{
    bool conditional = false;
    for (size_t p = 0; p < n; p++)
        if (!accepts(cell[p], &conditional))
            return MARK_OPEN;
    return conditional ? MARK_CONDITIONAL : MARK_AGREED;
}

static void fill_row(const struct positions *of, bool rounds, hash rest,
                     size_t clause, size_t k, struct talks_table *x)
{
    const struct talks_clause *c = &x->clause[clause];
    size_t row = x->first[clause] + k;
    for (size_t p = 0; p < x->n_parties; p++)
        x->cell[row * x->n_parties + p] =
            position_of(&of[p], c->label, &c->alternative[k], rest, rounds);
    x->mark[row] = mark_of(&x->cell[row * x->n_parties], x->n_parties);
}

static err fill(struct cx *cx, const struct talks *t,
                const struct talks_limit *limit, struct talks_table *x)
{
    struct positions *of;
    hash rest = talks_rest(x->clause, x->n_clauses);
    TRY_NEW_ARRAY(cx, cx->scratch, x->n_parties, of);
    for (size_t p = 0; p < x->n_parties; p++)
        TRY(cx, gather(cx, t, x->party[p]->name, limit, &of[p]));
    for (size_t i = 0; i < x->n_clauses; i++) {
        enum talks_mark best = MARK_OPEN;
        for (size_t k = 0; k < x->clause[i].n; k++) {
            fill_row(of, limit->rounds, rest, i, k, x);
            if (x->mark[x->first[i] + k] > best)
                best = x->mark[x->first[i] + k];
        }
        x->count[best]++;
    }
    return OK;
}

/* A table in which nobody has said anything. */
static err begin_table(struct cx *cx, struct arena *a, const struct charter *c,
                       const struct talks_clause *clause, size_t n,
                       struct talks_table *x)
{
    *x = (struct talks_table){.clause = clause, .n_clauses = n};
    for (size_t i = 0; i < c->n_nodes; i++)
        if (c->node[i].role == TALKS_PARTY)
            x->party[x->n_parties++] = &c->node[i];
    TRY_NEW_ARRAY(cx, a, n, x->first);
    for (size_t i = 0; i < n; i++) {
        x->first[i] = x->n_rows;
        x->n_rows += clause[i].n;
    }
    TRY_NEW_ARRAY(cx, a, x->n_rows * x->n_parties, x->cell);
    TRY_NEW_ARRAY(cx, a, x->n_rows, x->mark);
    return OK;
}

err talks_tabulate(struct cx *cx, struct arena *a, const struct talks *t,
                   const struct talks_clause *clause, size_t n,
                   const struct talks_limit *limit, struct talks_table *out)
{
    struct talks_table x;
    TRY(cx, begin_table(cx, a, t->charter, clause, n, &x));
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = fill(cx, t, limit, &x);
    arena_rewind(cx->scratch, mark);
    TRY(cx, e);
    *out = x;
    return OK;
}

/* --- conditions that meet
 * ----------------------------------------------------------
 */

/* Choosing `row` asks for row `needs` of clause `clause`. */
struct condition {
    size_t row, clause, needs;
};
struct matcher {
    const struct talks_table *t;
    VEC(struct condition) conditions; /* by row */
    size_t *first;                    /* of each row's; n_rows + 1 of them */
    bool *usable; /* row: accepted by all, conditions can be met */
    size_t *choice, *best;
    size_t chosen, best_n;
    size_t *rest; /* usable clauses from here on */
    uint64_t steps;
};
enum { MATCH_STEPS = 2000000 };

/* "3.1=A" or "3.1": which row of which clause; false: there is none. */
static bool find_row(const struct talks_table *t, str text, size_t *clause,
                     size_t *row)
{
    str label, id;
    if (!str_cut(text, '=', &label, &id))
        id = STR("-");
    for (size_t i = 0; i < t->n_clauses; i++)
        for (size_t k = 0; k < t->clause[i].n; k++)
            if (str_eq(t->clause[i].label, label) &&
                str_eq(t->clause[i].alternative[k].id, id)) {
                *clause = i;
                *row = t->first[i] + k;
                return true;
            }
    return false;
}

static err read_conditions(struct cx *cx, struct matcher *m, size_t row)
{
    const struct talks_table *t = m->t;
    m->usable[row] = t->mark[row] != MARK_OPEN;
    for (size_t p = 0; m->usable[row] && p < t->n_parties; p++) {
        str list = talks_field(&t->cell[row * t->n_parties + p]->o, "if"), one;
        bool more = !str_eq(list, STR("-"));
        while (more) {
            struct condition c = {.row = row};
            more = str_cut(list, ',', &one, &list);
            if (!find_row(t, str_trim(one), &c.clause, &c.needs))
                m->usable[row] = false;
            else
                TRY_ROOM(cx, cx->scratch,
                         vec_push(cx->scratch, &m->conditions, c));
        }
    }
    m->first[row + 1] = m->conditions.n;
    return OK;
}

/* Whether clause i may become `row`, as far as the clauses before it say. */
static bool fits(const struct matcher *m, size_t i, size_t row)
{
    for (size_t k = m->first[row]; k < m->first[row + 1]; k++) {
        const struct condition *c = &m->conditions.p[k];
        if (c->clause == i ? c->needs != row
                           : c->clause < i && m->choice[c->clause] != c->needs)
            return false;
    }
    return true;
}

/* Whether what clauses before i ask of it is met by `row` (SIZE_MAX: left
 * open). */
static bool is_asked(const struct matcher *m, size_t i, size_t row)
{
    for (size_t b = 0; b < i; b++)
        for (size_t k = m->choice[b] == SIZE_MAX ? 0 : m->first[m->choice[b]];
             m->choice[b] != SIZE_MAX && k < m->first[m->choice[b] + 1]; k++)
            if (m->conditions.p[k].clause == i &&
                m->conditions.p[k].needs != row)
                return false;
    return true;
}

/* Depth-first: no deeper than there are clauses, which LIMIT_CLAUSES bounds, so
 * it keeps its own stack. */
static void search(struct matcher *m, size_t *next)
{
    const struct talks_table *t = m->t;
    size_t i = 0;
    next[0] = 0;
    for (;;) {
        if (m->steps++ > MATCH_STEPS)
            return;
        bool deeper = false;
        if (i == t->n_clauses) {
            if (m->chosen > m->best_n) {
                m->best_n = m->chosen;
                memcpy(m->best, m->choice, i * sizeof *m->best);
            }
        } else if (m->chosen + m->rest[i] > m->best_n) {
            while (next[i] <= t->clause[i].n && !deeper) {
                size_t k = next[i]++;
                size_t row = k < t->clause[i].n ? t->first[i] + k : SIZE_MAX;
                if ((row == SIZE_MAX || (m->usable[row] && fits(m, i, row))) &&
                    is_asked(m, i, row)) {
                    m->choice[i] = row;
                    m->chosen += row != SIZE_MAX;
                    deeper = true;
                }
            }
        }
        if (deeper) {
            i++;
            next[i] = 0;
        } else {
            if (i == 0)
                return;
            i--;
            m->chosen -= m->choice[i] != SIZE_MAX;
        }
    }
}

static err match(struct cx *cx, struct matcher *m)
{
    const struct talks_table *t = m->t;
    size_t *next;
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_rows + 1, m->first);
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_rows, m->usable);
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_clauses, m->choice);
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_clauses, m->best);
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_clauses + 1, m->rest);
    TRY_NEW_ARRAY(cx, cx->scratch, t->n_clauses + 1, next);
    for (size_t r = 0; r < t->n_rows; r++)
        TRY(cx, read_conditions(cx, m, r));
    for (size_t i = t->n_clauses; i-- > 0;) {
        bool any = false;
        for (size_t k = 0; k < t->clause[i].n; k++)
            any = any || m->usable[t->first[i] + k];
        m->rest[i] = m->rest[i + 1] + any;
        m->best[i] = SIZE_MAX;
    }
    search(m, next);
    return OK;
}

err talks_match(struct cx *cx, const struct talks_table *t, size_t *choice,
                size_t *agreed, bool *exact)
{
    struct matcher m = {.t = t};
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = match(cx, &m);
    if (is_ok(e)) {
        for (size_t i = 0; i < t->n_clauses; i++)
            choice[i] =
                m.best[i] == SIZE_MAX ? SIZE_MAX : m.best[i] - t->first[i];
        *agreed = m.best_n;
        *exact = m.steps <= MATCH_STEPS;
    }
    arena_rewind(cx->scratch, mark);
    return e;
}
