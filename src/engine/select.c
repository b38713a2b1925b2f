/* select.c - which reports a clause looks at (sem 4).
 *
 * Each selector of the agreement has a book. A record is put in the books of
 * its act (or state) whose selector it fits; clauses with a key have one
 * instance for each key instead, found by a table. Records are never taken
 * out: what does not stand is passed over when it is read. */
#include "engine/names_int.h"

static err add_book(struct cx *cx, struct engine *e, struct book *b, int *index)
{
    int i = (int)e->books.n;
    int_vec *list = NULL;
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->books, *b));
    if (b->sel.act != NONE)
        list = &e->by_act[b->sel.act];
    else if (b->sel.state != NONE && e->ag->n_states > 0)
        list = &e->by_state[b->sel.state];
    else if (b->sel.state == NONE)
        list = &e->no_act;
    if (list != NULL)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, list, i));
    *index = i;
    return OK;
}

/* The books of what is registered: item `item` and its categories. */
static err base_selector(struct cx *cx, struct engine *e, int item,
                         struct selector *s)
{
    const struct agreement *ag = e->ag;
    *s = (struct selector){.act = NONE,
                           .item = item,
                           .anybody = true,
                           .place = NONE,
                           .state = NONE,
                           .state_item = NONE};
    for (uint32_t i = 0; i < ag->n_acts; i++)
        if (str_eq(ag->acts[i].id, STR("register")))
            s->act = (int)i;
    s->n_item_words = ag->n_items / 64 + 1;
    TRY_NEW_ARRAY(cx, &e->arena, s->n_item_words, s->items);
    for (uint32_t i = 0; i < ag->n_items; i++)
        for (int up = (int)i; up != NONE; up = ag->items[up].parent)
            if (up == item)
                s->items[i / 64] |= (uint64_t)1 << (i % 64);
    return OK;
}

static err clause_books(struct cx *cx, struct engine *e, int clause)
{
    const struct clause *c = &e->ag->clauses[clause];
    struct clause_state *s = &e->clauses[clause];
    s->perf = s->trig = s->base = NONE;
    s->n_bearers = c->n_bearers == 0 ? 1 : c->n_bearers;
    if (c->kind != CLAUSE_DUTY && c->kind != CLAUSE_BAN &&
        c->kind != CLAUSE_KEEP)
        return OK;
    struct book b = {.sel = c->perf,
                     .clause = clause,
                     .role = BOOK_PERF,
                     .key = c->key,
                     .performers = c->perf.performers,
                     .anyone = c->perf.anybody || c->kind == CLAUSE_BAN};
    if (c->n_bearers > 0) {
        b.performers = 0;
        for (uint32_t i = 0; i < c->n_bearers; i++)
            b.performers |= e->ag->actors[c->bearers[i]].answers;
    }
    if (c->perf.anybody || c->perf.state != NONE)
        b.performers = 0;
    TRY(cx, add_book(cx, e, &b, &s->perf));
    if (c->trigger == TRIG_EVENT) {
        b = (struct book){.sel = c->trig,
                          .clause = clause,
                          .role = BOOK_TRIG,
                          .key = c->key,
                          .performers =
                              c->trig.anybody ? 0 : c->trig.performers,
                          .anyone = c->trig.anybody};
        TRY(cx, add_book(cx, e, &b, &s->trig));
    }
    if (c->need.base == BASE_AT_DEADLINE || c->need.base == BASE_FINAL) {
        b = (struct book){.clause = clause, .role = BOOK_BASE};
        TRY(cx, base_selector(cx, e, c->need.base_item, &b.sel));
        TRY(cx, add_book(cx, e, &b, &s->base));
    }
    return OK;
}

static err phase_books(struct cx *cx, struct engine *e, const struct phase *p)
{
    for (uint32_t i = 0; i < p->n_ext; i++) {
        int index;
        struct book b = {
            .sel = p->ext[i].sel,
            .clause = NONE,
            .role = BOOK_EARN,
            .performers = p->ext[i].sel.anybody ? 0 : p->ext[i].sel.performers};
        if (p->ext[i].kind == EXT_EARNED)
            TRY(cx, add_book(cx, e, &b, &index));
    }
    return OK;
}

err select_init(struct cx *cx, struct engine *e)
{
    const struct agreement *ag = e->ag;
    TRY_NEW_ARRAY(cx, &e->arena, ag->n_acts, e->by_act);
    TRY_NEW_ARRAY(cx, &e->arena, ag->n_states, e->by_state);
    TRY_NEW_ARRAY(cx, &e->arena, ag->n_clauses, e->clauses);
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        TRY(cx, clause_books(cx, e, (int)i));
    TRY(cx, phase_books(cx, e, &ag->life));
    for (uint32_t i = 0; i < ag->n_phases; i++)
        TRY(cx, phase_books(cx, e, &ag->phases[i]));
    return OK;
}

/* --- Fitting -----------------------------------------------------------------
 */

static bool has_item(const struct selector *s, int item)
{
    if (s->item == NONE && s->n_item_words == 0)
        return true;
    return item != NONE && (uint32_t)item / 64 < s->n_item_words &&
           (s->items[item / 64] >> (item % 64) & 1) != 0;
}

/* Whether records of a form fit a book. */
static bool fits(const struct engine *e, const struct book *b,
                 const struct form *r)
{
    const struct selector *s = &b->sel;
    const zone_set *in = &e->places.p[r->in];
    if (s->state != NONE) { /* sem 17: a statement that a state does not hold */
        if (r->kind != FACT_STATE || r->state != s->state || r->holds)
            return false;
        if (s->state_item != NONE)
            return r->item == s->state_item;
    } else {
        if (!form_is_statement(r) || (s->act != NONE && r->act != s->act) ||
            !has_item(s, r->item) || r->did_not != s->did_not)
            return false;
        if (b->performers != 0 &&
            (r->performer == NONE ? !b->anyone
                                  : (b->performers >> r->performer & 1) == 0))
            return false;
        if (s->to != 0 && r->to != NONE && (s->to >> r->to & 1) == 0)
            return false;
    }
    return s->place == NONE || (in->w[s->place / 64] >> (s->place % 64) & 1);
}

bool select_is_exact(const struct engine *e, const struct book *b,
                     const struct rec *r)
{
    const struct selector *s = &b->sel;
    if (s->state != NONE)
        return true;
    const zone_set *in = &e->places.p[r->form->in];
    bool placed = (in->w[0] | in->w[1] | in->w[2] | in->w[3]) != 0;
    /* a point in a zone is not the zone, and no place it is not either */
    bool there = s->place != NONE ? r->form->zone == s->place : !placed;
    return r->form->item == s->item && (b->key == KEY_PLACE || there) &&
           (rec_object(e, r) == 0 || b->key == KEY_OBJECT) &&
           (rec_round(e, r) == 0 || b->key == KEY_ROUND) &&
           (r->form->to == NONE || s->to != 0);
}

/* --- Keys --------------------------------------------------------------------
 */

/* Numbers of words and zones find their slots in the cache in order of
 * arrival, and nobody can choose them. Days, and days with zones, are what
 * reports say: they are put where the secret says. */
static size_t key_place(const struct clause_state *s, uint32_t key)
{
    if (s->mix == 0)
        return key & (s->n_slots - 1);
    uint64_t h = key * s->mix;
    return (size_t)(h >> 40 ^ h >> 16) & (s->n_slots - 1);
}

/* Numbers of words lie in runs, which meet where the table is short. */
static bool is_full(const struct clause_state *s)
{
    return s->n_in_slots * 2 >= s->n_slots;
}

/* The word that is the key, NULL where keys are no words. A word remembers its
 * instance in the first clause that has one, mostly the only; these instances
 * are in no table. */
static struct word *word_of(const struct engine *e, int clause, uint32_t key)
{
    enum key_kind kind = e->ag->clauses[clause].key;
    return kind == KEY_OBJECT || kind == KEY_ROUND ? &e->word.p[key - 1] : NULL;
}

static bool find_in_slots(const struct clause_state *s, uint32_t key,
                          uint32_t *index)
{
    if (s->n_slots == 0)
        return false;
    for (size_t i = key_place(s, key); s->slots[i].index != 0;
         i = (i + 1) & (s->n_slots - 1)) {
        if (s->slots[i].key == key) {
            *index = s->slots[i].index - 1;
            return true;
        }
    }
    return false;
}

bool select_find_key(const struct engine *e, int clause, uint32_t key,
                     uint32_t *index)
{
    const struct word *w = key == 0 ? NULL : word_of(e, clause, key);
    if (w == NULL || (w->clause != NONE && w->clause != clause))
        return find_in_slots(&e->clauses[clause], key, index);
    *index = w->kinst;
    return w->clause == clause;
}

static void put_key(struct clause_state *s, struct key_slot x)
{
    size_t i = key_place(s, x.key);
    while (s->slots[i].index != 0)
        i = (i + 1) & (s->n_slots - 1);
    s->slots[i] = x;
}

static err more_slots(struct cx *cx, struct engine *e, struct clause_state *s)
{
    size_t was = s->n_slots, n = was == 0 ? 64 : was * 2;
    struct key_slot *old = s->slots, *slots;
    TRY_NEW_ARRAY(cx, &e->arena, n, slots);
    s->slots = slots;
    s->n_slots = n;
    for (size_t i = 0; i < was; i++)
        if (old[i].index != 0)
            put_key(s, old[i]);
    arena_drop(&e->arena, old, was * sizeof *old);
    return OK;
}

err select_key_of(struct cx *cx, struct engine *e, int clause, uint32_t key,
                  uint32_t *index)
{
    struct clause_state *s = &e->clauses[clause];
    struct kinst fresh = {.key = key};
    if (select_find_key(e, clause, key, index))
        return OK;
    struct word *w = word_of(e, clause, key);
    bool remembers = w != NULL && w->clause == NONE;
    if (!remembers && is_full(s))
        TRY(cx, more_slots(cx, e, s));
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &s->keys, fresh));
    *index = (uint32_t)s->keys.n - 1;
    if (remembers) {
        w->clause = (int16_t)clause;
        w->kinst = *index;
        return OK;
    }
    put_key(s, (struct key_slot){key, *index + 1});
    s->n_in_slots++;
    return OK;
}

bool select_named_key(struct engine *e, int clause, str name, uint32_t *index)
{
    uint32_t key = 0;
    if (e->ag->clauses[clause].key != KEY_PLACE)
        key = names_find_word(e, name);
    for (uint32_t i = 0; e->ag->clauses[clause].key == KEY_PLACE &&
                         i < e->ag->n_zones && key == 0;
         i++)
        key = str_eq(e->ag->zones[i].id, name) ? i + 1 : 0;
    return key != 0 && select_find_key(e, clause, key, index);
}

/* --- Adding ------------------------------------------------------------------
 */

/* Puts record n in a list of a key's instance. */
static inline err link_to(struct cx *cx, struct engine *e, struct kinst *k,
                          enum key_list list, uint32_t n)
{
    uint32_t *head = list == LIST_TRIG   ? &k->trig
                     : list == LIST_PERF ? &k->perf
                                         : &k->misfit;
    struct link l = {.fact = n, .next = *head & MAX_LINKS};
    if (e->links.n >= MAX_LINKS)
        return fail(cx, ERR_LIMIT, "more than a billion reports under keys");
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->links, l));
    *head = (uint32_t)e->links.n;
    return OK;
}

err select_link(struct cx *cx, struct engine *e, int clause, uint32_t key,
                enum key_list list, uint32_t n, uint32_t *index)
{
    TRY(cx, select_key_of(cx, e, clause, key, index));
    return link_to(cx, e, &e->clauses[clause].keys.p[*index], list, n);
}

err select_link_day(struct cx *cx, struct engine *e, int clause, uint32_t key,
                    enum key_list list, uint32_t n, struct put *p,
                    uint32_t *index)
{
    if (p->day != key) {
        TRY(cx, select_key_of(cx, e, clause, key, &p->index));
        p->day = key;
    }
    *index = p->index;
    return link_to(cx, e, &e->clauses[clause].keys.p[*index], list, n);
}

static inline err put(struct cx *cx, struct engine *e, struct put *p,
                      uint32_t n, const struct rec *r)
{
    struct book *b = &e->books.p[p->book];
    uint32_t key, index;
    if (b->key == KEY_NONE) {
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &b->facts, n));
        return b->role == BOOK_PERF ? keep_put(cx, e, b->clause, n, p) : OK;
    }
    key = select_key(e, r, b->key);
    if (key == 0)
        return OK;
    if (b->key != KEY_PLACE && e->word.p[key - 1].clause == b->clause)
        index = e->word.p[key - 1].kinst; /* as most */
    else
        TRY(cx, select_key_of(cx, e, b->clause, key, &index));
    struct kinst *k = &e->clauses[b->clause].keys.p[index];
    TRY(cx, link_to(cx, e, k, b->role == BOOK_TRIG ? LIST_TRIG : LIST_PERF, n));
    return b->role == BOOK_PERF
               ? keep_reported_again(cx, e, b->clause, index, n + 1)
               : keep_dirty(cx, e, b->clause, index, n + 1);
}

/* What an explanation lists beside what fits: the act and a key, but done by
 * another, of another item or elsewhere. */
static bool is_misfit(const struct book *b, const struct form *r)
{
    return b->role == BOOK_PERF && b->key != KEY_NONE && b->sel.act != NONE &&
           b->sel.act == r->act && r->did_not == b->sel.did_not;
}

static void put_form(const struct engine *e, const int_vec *books,
                     struct form *f)
{
    for (size_t i = 0; i < books->n; i++) {
        const struct book *b = &e->books.p[books->p[i]];
        bool fit = fits(e, b, f);
        if (fit || is_misfit(b, f))
            f->puts[f->n_puts++] =
                (struct put){.book = (uint32_t)books->p[i], .misfit = !fit};
    }
}

/* The books of its act or state, then those that ask for none. */
err select_form(struct cx *cx, struct engine *e, struct form *f)
{
    const int_vec none = {0}, *of = &none, *any = &none;
    bool statement = form_is_statement(f);
    f->is_bare = f->kind < FACT_STATE && f->word != WORD_EXT;
    if (f->kind == FACT_STATE && f->state != NONE)
        of = &e->by_state[f->state];
    else if (statement && f->act != NONE)
        of = &e->by_act[f->act];
    if (statement)
        any = &e->no_act;
    TRY_NEW_ARRAY(cx, &e->arena, of->n + any->n, f->puts);
    put_form(e, of, f);
    put_form(e, any, f);
    return OK;
}

/* What a record bears on beside the books that it fits. */
static err add_others(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    if (r->form->kind == FACT_ASSESSMENT || r->form->kind == FACT_FINDING)
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->assessments, n));
    if (rec_is_will(e, r))
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->wills, n));
    return keep_added(cx, e, n);
}

err select_add(struct cx *cx, struct engine *e, uint32_t n)
{
    const struct rec *r = rec_at(e, n);
    const struct form *f = r->form;
    uint32_t index;
    if (f->kind == FACT_STATE)
        TRY(cx, guard_add_state(cx, e, n));
    for (uint32_t i = 0; i < f->n_puts; i++) {
        if (!f->puts[i].misfit) {
            TRY(cx, put(cx, e, &f->puts[i], n, r));
            continue;
        }
        const struct book *b = &e->books.p[f->puts[i].book];
        uint32_t key = select_key(e, r, b->key);
        if (key != 0)
            TRY(cx, select_link(cx, e, b->clause, key, LIST_MISFIT, n, &index));
    }
    if (!f->is_bare)
        TRY(cx, add_others(cx, e, n));
    return e->changes == NULL || (f->is_bare && !e->notes_all)
               ? OK
               : changes_note(cx, e, n);
}
