/* changes.c - what changed under the own standard since the last call.
 *
 * What a record may matter to is noted when it comes (changes_touch), so that
 * each change can name its cause. */
#include "engine/engine_int.h"

struct seen {
    enum row_name name;
    uint32_t key;
    int64_t ordinal;
    enum status status;
};
typedef VEC(struct seen) seen_vec;

struct touch {
    int clause;
    uint32_t kinst; /* UINT32_MAX: the clause has no key */
    uint32_t fact;
};

struct changes {
    struct arena keep; /* of a question; what it took serves the next */
    seen_vec **seen;   /* [clause][bearer] */
    VEC(struct touch) touched;
    uint32_t last_will; /* the last act of will since then, or UINT32_MAX */
};

static err start(struct cx *cx, struct engine *e)
{
    struct changes *ch;
    TRY_NEW(cx, &e->arena, ch);
    TRY_NEW_ARRAY(cx, &e->arena, e->ag->n_clauses, ch->seen);
    for (uint32_t i = 0; i < e->ag->n_clauses; i++)
        TRY_NEW_ARRAY(cx, &e->arena, e->clauses[i].n_bearers, ch->seen[i]);
    for (uint32_t i = 0; i < e->ag->n_clauses; i++)
        e->notes_all = e->notes_all || e->clauses[i].kept.shape == SHAPE_NONE;
    ch->last_will = UINT32_MAX;
    arena_init(&ch->keep, cx->mem, "evaluation", cx->limits.reports_bytes);
    e->changes = ch;
    return OK;
}

void changes_free(struct changes *ch)
{
    if (ch != NULL)
        arena_release(&ch->keep);
}

err changes_note(struct cx *cx, struct engine *e, uint32_t n)
{
    struct changes *ch = e->changes;
    const struct rec *r = rec_at(e, n);
    if (r->form->kind >= FACT_STATE)
        ch->last_will = n;
    for (uint32_t i = 0; e->notes_all && i < r->form->n_puts; i++) {
        const struct book *b = &e->books.p[r->form->puts[i].book];
        struct touch t = {b->clause, UINT32_MAX, n};
        if (b->clause == NONE)
            continue;
        if (b->key != KEY_NONE &&
            !select_find_key(e, b->clause, select_key(e, r, b->key), &t.kinst))
            continue;
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &ch->touched, t));
    }
    return OK;
}

err changes_touch(struct cx *cx, struct engine *e, uint32_t n)
{
    e->version++;
    if (e->changes != NULL)
        TRY(cx, changes_note(cx, e, n));
    return keep_touch(cx, e, n);
}

/* The last record that may have changed a row; UINT32_MAX: the clock. */
static uint32_t cause_of(const struct query *q, const struct sheet *s,
                         const struct row *r)
{
    const struct changes *ch = q->e->changes;
    const struct clause *c = &q->ag->clauses[s->clause];
    for (size_t i = ch->touched.n; i-- > 0;) {
        const struct touch *t = &ch->touched.p[i];
        const struct rec *f = rec_at(q->e, t->fact);
        if (t->clause != s->clause) {
            if (t->clause == c->trig_clause || t->clause == c->after_clause ||
                t->clause == c->in_step_with)
                return t->fact;
            continue;
        }
        if (t->kinst != r->kinst)
            continue;
        if (r->name == NAME_DAY &&
            (f->from >= r->end || rec_to(q->e, f) <= r->a))
            continue;
        return t->fact;
    }
    return ch->last_will;
}

struct report {
    struct arena *a;
    VEC(struct change) out;
};

static bool same(const struct seen *x, const struct row *r)
{
    return x->name == r->name && x->key == r->key &&
           (x->name == NAME_WORD || x->name == NAME_PLACE ||
            x->ordinal == r->ordinal);
}

static err push_change(struct query *q, struct report *out,
                       const struct sheet *s, const struct row *r,
                       enum status from, enum status to)
{
    const struct clause *c = &q->ag->clauses[s->clause];
    struct change x = {.clause = s->clause,
                       .bearer =
                           c->n_bearers == 0 ? NONE : c->bearers[s->bearer],
                       .from = from,
                       .to = to,
                       .cause = cause_of(q, s, r)};
    TRY(q->cx, row_name(q, out->a, c, r, &x.instance));
    TRY_ROOM(q->cx, out->a, vec_push(out->a, &out->out, x));
    return OK;
}

static uint64_t seen_id(enum row_name name, uint32_t key, int64_t ordinal)
{
    return (uint64_t)name << 60 ^
           (name == NAME_WORD || name == NAME_PLACE ? key : (uint64_t)ordinal);
}

/* Compares a sheet with what was seen, and keeps it. Rows that are gone (a
 * trigger retracted) are waiting again. */
static err compare(struct query *q, struct report *out, const struct sheet *s)
{
    struct engine *e = q->e;
    seen_vec *seen = &e->changes->seen[s->clause][s->bearer], now = {0};
    struct map_u64 index;
    bool *still;
    map_u64_init(&index, q->keep, q->cx);
    TRY_NEW_ARRAY(q->cx, q->keep, seen->n, still);
    for (size_t i = 0; i < seen->n; i++)
        TRY_ROOM(q->cx, q->keep,
                 map_u64_put(&index,
                             seen_id(seen->p[i].name, seen->p[i].key,
                                     seen->p[i].ordinal),
                             i));
    for (size_t i = 0; i < s->rows.n; i++) {
        const struct row *r = &s->rows.p[i];
        struct seen x = {r->name, r->key, r->ordinal, ST_WAITING};
        enum status from = ST_WAITING;
        TRY(q->cx, status_shown(q, s, r, &x.status));
        uint64_t k = i;
        bool found = i < seen->n && same(&seen->p[i], r);
        if (found ||
            map_u64_get(&index, seen_id(r->name, r->key, r->ordinal), &k)) {
            from = seen->p[k].status;
            still[k] = true;
        }
        if (from != x.status)
            TRY(q->cx, push_change(q, out, s, r, from, x.status));
        TRY_ROOM(q->cx, q->keep, vec_push(q->keep, &now, x));
    }
    for (size_t i = 0; i < seen->n; i++) {
        struct row gone = {.name = seen->p[i].name,
                           .key = seen->p[i].key,
                           .ordinal = seen->p[i].ordinal,
                           .kinst = UINT32_MAX,
                           .status = ST_WAITING,
                           .end = INSTANT_MAX};
        if (still[i] || seen->p[i].status == ST_WAITING)
            continue;
        if (gone.key != 0)
            select_find_key(e, s->clause, gone.key, &gone.kinst);
        TRY(q->cx,
            push_change(q, out, s, &gone, seen->p[i].status, ST_WAITING));
    }
    seen->n = 0;
    TRY_ROOM(q->cx, &e->arena, vec_room(&e->arena, seen, now.n));
    if (now.n > 0)
        memcpy(seen->p, now.p, now.n * sizeof *now.p);
    seen->n = now.n;
    return OK;
}

/* A clause that is not evaluated has one row. */
static err compare_unevaluated(struct query *q, struct report *out, int clause)
{
    struct engine *e = q->e;
    const struct clause *c = &q->ag->clauses[clause];
    seen_vec *seen = &e->changes->seen[clause][0];
    struct seen x = {.status = ST_WAITING};
    struct change change = {.clause = clause,
                            .bearer = c->n_bearers > 0 ? c->bearers[0] : NONE,
                            .instance = STR("")};
    if (seen->n == 0)
        TRY_ROOM(q->cx, &e->arena, vec_push(&e->arena, seen, x));
    change.from = seen->p[0].status;
    change.to = status_unevaluated(q, clause, &change.cause);
    seen->p[0].status = change.to;
    if (change.from != change.to)
        TRY_ROOM(q->cx, out->a, vec_push(out->a, &out->out, change));
    return OK;
}

err changes_was_told(struct query *q, int clause, uint32_t bearer,
                     const struct row *name, enum status status)
{
    struct engine *e = q->e;
    struct seen x = {name->name, name->key, name->ordinal, status};
    if (e->changes == NULL)
        return OK;
    e->notes_all = true;
    TRY_ROOM(q->cx, &e->arena,
             vec_push(&e->arena, &e->changes->seen[clause][bearer], x));
    return OK;
}

enum { AHEAD = 24 }; /* so many rows ahead their names are asked for */

/* Copies of names that are words, in one piece of memory. */
struct copies {
    char *room; /* for as many short words as may come yet */
};

static err copy_word(struct query *q, struct arena *a, struct copies *to,
                     uint32_t key, str *out)
{
    const struct word *w = &q->e->word.p[key - 1];
    if (w->n == WORD_LONG) {
        TRY_ROOM(q->cx, a, arena_dup_str(a, word_at(q->e, key), out));
        return OK;
    }
    memcpy(to->room, w->text, sizeof w->text); /* of known length: no call */
    *out = (str){to->room, w->n};
    to->room += w->n;
    return OK;
}

/* The kept rows that changed. */
static err report_kept(struct query *q, struct report *out, int clause,
                       uint32_t bearer)
{
    const struct clause *c = &q->ag->clauses[clause];
    const struct clause_state *s = &q->e->clauses[clause];
    bool words = s->kept.shape == SHAPE_KEYED && c->key != KEY_PLACE;
    struct copies names = {NULL};
    struct place *v;
    size_t n;
    TRY(q->cx, keep_moved(q, clause, bearer, &v, &n));
    if (n == 0)
        return OK;
    TRY_ROOM(q->cx, out->a, vec_room(out->a, &out->out, n));
    if (words) {
        names.room = arena_grow_raw(out->a, NULL, 0,
                                    n * sizeof((struct word *)NULL)->text);
        if (names.room == NULL)
            return arena_fail(q->cx, out->a);
    }
    for (size_t i = 0; i < n; i++) {
        const struct kept_row *r = &s->kept.rows.p[v[i].row * s->n_bearers];
        uint32_t cause = r->cause;
        r += bearer;
        struct change *x = &out->out.p[out->out.n];
        *x = (struct change){
            .clause = clause,
            .bearer = c->n_bearers == 0 ? NONE : c->bearers[bearer],
            .from = keep_told_as(r->seen),
            .to = keep_told_as(r->now),
            .cause = cause == 0 ? q->e->changes->last_will : cause - 1};
        if (words && i + AHEAD < n)
            PREFETCH(&q->e->word.p[s->keys.p[v[i + AHEAD].row].key - 1]);
        if (words) {
            TRY(q->cx, copy_word(q, out->a, &names, s->keys.p[v[i].row].key,
                                 &x->instance));
        } else {
            struct row named = keep_named(q->e, clause, v[i].row);
            TRY(q->cx, row_name(q, out->a, c, &named, &x->instance));
        }
        out->out.n++;
    }
    return OK;
}

static err compare_all(struct query *q, struct report *out)
{
    for (uint32_t i = 0; i < q->ag->n_clauses; i++) {
        const struct clause *c = &q->ag->clauses[i];
        const struct kept *k = &q->e->clauses[i].kept;
        if (k->shape != SHAPE_NONE) {
            bool any = k->moved.n > 0 || !q->e->keep.told;
            for (uint32_t b = 0; any && b < q->e->clauses[i].n_bearers; b++)
                TRY(q->cx, report_kept(q, out, (int)i, b));
            continue;
        }
        if (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
            c->kind != CLAUSE_KEEP) {
            TRY(q->cx, compare_unevaluated(q, out, (int)i));
            continue;
        }
        for (uint32_t b = 0; b < q->e->clauses[i].n_bearers; b++) {
            const struct sheet *s;
            TRY(q->cx, instance_sheet(q, (int)i, b, OWN, false, &s));
            TRY(q->cx, compare(q, out, s));
        }
    }
    return OK;
}

err engine_changes(struct cx *cx, struct engine *e, instant clock,
                   struct arena *a, struct change **out, uint32_t *n)
{
    struct query q;
    struct report r = {.a = a};
    if (e->changes == NULL)
        TRY(cx, start(cx, e));
    struct arena_mark m = arena_mark(cx->scratch);
    err x = query_begin(cx, e, clock == INSTANT_MAX ? e->latest : clock,
                        &e->changes->keep, &q);
    if (is_ok(x))
        x = keep_settle(&q);
    if (is_ok(x))
        x = compare_all(&q, &r);
    arena_rewind(cx->scratch, m);
    arena_reset(&e->changes->keep);
    if (!is_ok(x))
        return x;
    keep_tell(e);
    e->changes->touched.n = 0;
    e->changes->last_will = UINT32_MAX;
    *out = r.out.p;
    *n = (uint32_t)r.out.n;
    return OK;
}
