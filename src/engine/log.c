/* log.c - the records as they came, packed.
 *
 * Not here: what stands (stand.c), who looks at what (select.c). A record is
 * never removed: its number is its place. Where two records have one id and
 * different content, the one kept does not depend on which came first
 * (sem 2). Read next: stand.c. */
#include "engine/names_int.h"

enum { MAX_SOURCES = UINT16_MAX };

err engine_new(struct cx *cx, const struct agreement *ag, struct engine **out)
{
    struct arena a;
    struct engine *e;
    arena_init(&a, cx->mem, "reports", cx->limits.reports_bytes);
    e = arena_alloc(&a, sizeof *e);
    if (e == NULL) {
        err x = arena_fail(cx, &a);
        arena_release(&a);
        return x;
    }
    e->arena = a;
    e->ag = ag;
    /* Not the key of the maps: this one is used in a simpler way (22). */
    e->hash_key[0] = hash_bytes(cx->hash_key, "names", 5);
    e->hash_key[1] = hash_bytes(cx->hash_key, "forms", 5);
    e->latest = INSTANT_MIN;
    e->day1_of = INSTANT_MAX;
    map_init(&e->place_index, &e->arena, cx);
    e->common = arena_alloc_array(&e->arena, N_COMMON, sizeof *e->common);
    e->visited = arena_alloc(&e->arena, sizeof *e->visited);
    err x = e->common == NULL || e->visited == NULL ? arena_fail(cx, &e->arena)
                                                    : OK;
    if (is_ok(x) && (ag->n_acts > INT16_MAX || ag->n_states > INT16_MAX ||
                     ag->n_items > INT16_MAX || ag->n_actors > MAX_ACTORS ||
                     ag->n_zones > MAX_ZONES || ag->n_clauses > INT16_MAX))
        x = fail(cx, ERR_LIMIT, "the agreement has too many names or clauses");
    if (is_ok(x))
        x = ag->time_zone.n == 0 ? (e->tz = tz_utc(), OK)
                                 : tz_find(cx, ag->time_zone, &e->tz);
    for (uint32_t i = 0; is_ok(x) && i < ag->n_actors; i++) {
        int account;
        x = engine_account(cx, e, ag->actors[i].id, ag->actors[i].name,
                           &account);
    }
    if (is_ok(x))
        x = stand_init(cx, e);
    if (is_ok(x))
        x = select_init(cx, e);
    if (is_ok(x))
        x = keep_init(cx, e);
    if (is_ok(x))
        x = circle_init(cx, e);
    if (!is_ok(x)) {
        engine_free(e);
        return x;
    }
    *out = e;
    return OK;
}

void engine_free(struct engine *e)
{
    if (e == NULL)
        return;
    struct arena a = e->arena; /* e lives in it */
    current_free(e->current);
    changes_free(e->changes);
    arena_release(&a);
}

static err keep(struct cx *cx, struct engine *e, str s, str *out)
{
    TRY_ROOM(cx, &e->arena, arena_dup_str(&e->arena, s, out));
    return OK;
}

err engine_account(struct cx *cx, struct engine *e, str id, str name,
                   int *account_out)
{
    struct account_name n;
    TRY(cx, keep(cx, e, id, &n.id));
    TRY(cx, keep(cx, e, name, &n.name));
    if (e->accounts.n >= INT32_MAX)
        return fail(cx, ERR_LIMIT, "more accounts than can be counted");
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->accounts, n));
    *account_out = (int)(e->accounts.n - 1);
    e->version++;
    return OK;
}

err engine_source(struct cx *cx, struct engine *e, str id, str name,
                  int account, int *source_out)
{
    struct source s = {.account = account};
    if (account < 0 || (size_t)account >= e->accounts.n)
        return fail(cx, ERR_INPUT, "source %.*s names no account", STR_ARG(id));
    if (e->sources.n >= MAX_SOURCES)
        return fail(cx, ERR_LIMIT, "there are more than %d sources",
                    MAX_SOURCES);
    TRY(cx, keep(cx, e, id, &s.id));
    TRY(cx, keep(cx, e, name, &s.name));
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->sources, s));
    *source_out = (int)(e->sources.n - 1);
    return OK;
}

/* --- Reading a packed record --------------------------------------------- */

instant rec_effective(const struct engine *e, const struct rec *r)
{
    const struct fact *x = rec_ext_or_null(e, r);
    return x == NULL || x->effective == INSTANT_NONE ? r->from : x->effective;
}

str rec_id(const struct engine *e, const struct rec *r)
{
    return name_at(e, r->id);
}

bool log_find(struct engine *e, str id, uint32_t *n)
{
    uint32_t v = names_get(e, &e->ids, id);
    *n = v - 1;
    return v != 0;
}

int rec_order(const struct engine *e, uint32_t a, uint32_t b)
{
    const struct rec *x = rec_at(e, a), *y = rec_at(e, b);
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    instant p = rec_recorded(e, x), q = rec_recorded(e, y);
    if (p != q)
        return p < q ? -1 : 1;
    return str_cmp(rec_id(e, x), rec_id(e, y));
}

struct fact fact_begin(enum fact_kind kind, int source, instant from,
                       instant to)
{
    return (struct fact){.kind = kind,
                         .source = source,
                         .act = NONE,
                         .item = NONE,
                         .performer = NONE,
                         .to = NONE,
                         .state = NONE,
                         .zone = NONE,
                         .object = STR(""),
                         .round = STR(""),
                         .from = from,
                         .to_ = to,
                         .recorded = to,
                         .valid = -1,
                         .invalid = -1,
                         .clause = NONE,
                         .phase = NONE,
                         .condition = NONE,
                         .instance = STR(""),
                         .proposal = STR(""),
                         .text = STR(""),
                         .effective = INSTANT_NONE};
}

const struct fact *engine_fact_brief(const struct engine *e, uint32_t n,
                                     struct fact *buffer)
{
    if (n >= e->recs.n)
        return NULL;
    ++*e->visited;
    const struct rec *r = rec_at(e, n);
    const struct fact *more = rec_ext_or_null(e, r);
    const struct form *f = r->form;
    if (more != NULL)
        *buffer = *more;
    else
        *buffer = (struct fact){.valid = -1,
                                .invalid = -1,
                                .clause = NONE,
                                .phase = NONE,
                                .condition = NONE,
                                .effective = INSTANT_NONE};
    buffer->id = rec_id(e, r);
    buffer->kind = (enum fact_kind)f->kind;
    buffer->source = f->source;
    buffer->act = f->act;
    buffer->item = f->item;
    buffer->performer = f->performer;
    buffer->to = f->to;
    buffer->state = f->state;
    buffer->zone = f->zone;
    buffer->in = e->places.p[f->in];
    buffer->object = buffer->round = STR("");
    buffer->did_not = f->did_not;
    buffer->holds = f->holds;
    buffer->final = f->final;
    buffer->from = r->from;
    buffer->to_ = rec_to(e, r);
    buffer->recorded = rec_recorded(e, r);
    buffer->lo = rec_lo(e, r);
    buffer->hi = rec_hi(e, r);
    return buffer;
}

void engine_glance(const struct engine *e, uint32_t n, struct glance *out)
{
    ++*e->visited;
    const struct rec *r = rec_at(e, n);
    const struct fact *more = rec_ext_or_null(e, r);
    const struct form *f = r->form;
    *out = (struct glance){.from = r->from,
                           .recorded = rec_recorded(e, r),
                           .id = rec_id(e, r),
                           .text = more != NULL ? more->text : STR(""),
                           .source = f->source,
                           .act = f->act,
                           .item = f->item,
                           .zone = f->zone};
}

const struct fact *engine_fact(const struct engine *e, uint32_t n,
                               struct fact *buffer)
{
    if (engine_fact_brief(e, n, buffer) == NULL)
        return NULL;
    uint32_t object = rec_object(e, rec_at(e, n));
    uint32_t round = rec_round(e, rec_at(e, n));
    buffer->object = object == 0 ? STR("") : word_at(e, object);
    buffer->round = round == 0 ? STR("") : word_at(e, round);
    return buffer;
}

/* Of a record's id, and of its object or else its round. */
struct keys {
    struct name_key id, word;
};

static str only_word(const struct fact *f)
{
    return f->object.n > 0 ? f->object : f->round;
}

static void keys_of(struct engine *e, const struct fact *f, struct keys *k)
{
    names_key(e, &e->ids, f->id, &k->id);
    names_key(e, &e->words, only_word(f), &k->word);
}

/* --- Packing one -----------------------------------------------------------
 */

static bool is_index(int i, uint32_t n)
{
    return i >= NONE && (i < 0 || (uint32_t)i < n);
}

static err check_names(struct cx *cx, const struct engine *e,
                       const struct fact *f)
{
    const struct agreement *ag = e->ag;
    if (f->source < 0 || (size_t)f->source >= e->sources.n ||
        !is_index(f->act, ag->n_acts) || !is_index(f->item, ag->n_items) ||
        !is_index(f->performer, ag->n_actors) ||
        !is_index(f->to, ag->n_actors) || !is_index(f->state, ag->n_states) ||
        !is_index(f->zone, ag->n_zones))
        return fail(cx, ERR_INPUT,
                    "record %.*s names something that the agreement does not "
                    "declare",
                    STR_ARG(f->id));
    return OK;
}

static inline err check_values(struct cx *cx, const struct fact *f)
{
    if (f->id.n == 0)
        return fail(cx, ERR_INPUT, "a record has no id");
    if (f->from < INSTANT_MIN || f->to_ > INSTANT_MAX || f->to_ <= f->from ||
        f->recorded < INSTANT_MIN || f->recorded > INSTANT_MAX)
        return fail(cx, ERR_INPUT,
                    "record %.*s has a time that ends before it begins, or "
                    "lies outside the years 1 to 9999",
                    STR_ARG(f->id));
    if (f->lo < 0 || f->hi < f->lo || (f->hi != QTY_INF && f->hi > QTY_MAX) ||
        f->lo > QTY_MAX)
        return fail(cx, ERR_INPUT, "record %.*s has an impossible quantity",
                    STR_ARG(f->id));
    return OK;
}

/* Whether the kind of record has fields that are not packed. */
static bool has_more(const struct fact *f)
{
    return f->kind >= FACT_INCIDENT;
}

static err place_index(struct cx *cx, struct engine *e, const struct fact *f,
                       uint16_t *out)
{
    uint64_t i;
    size_t zone = (size_t)((int64_t)f->zone + 1);
    if (e->places.n == 0) {
        zone_set none = {{0}};
        TRY_NEW_ARRAY(cx, &e->arena, e->ag->n_zones + (size_t)1,
                      e->place_of_zone);
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->places, none));
    }
    uint16_t last = e->place_of_zone[zone];
    if (memcmp(&e->places.p[last], &f->in, sizeof f->in) == 0) {
        *out = last;
        return OK;
    }
    str key = {(const char *)&f->in, sizeof f->in};
    if (!map_get(&e->place_index, key, &i)) {
        i = e->places.n;
        if (i > UINT16_MAX)
            return fail(cx, ERR_LIMIT,
                        "reports lie in more than %d different sets of zones",
                        UINT16_MAX);
        TRY(cx, keep(cx, e, key, &key));
        TRY_ROOM(cx, &e->arena, map_put(&e->place_index, key, i));
        TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->places, f->in));
    }
    *out = e->place_of_zone[zone] = (uint16_t)i;
    return OK;
}

static err keep_more(struct cx *cx, struct engine *e, const struct fact *f,
                     const struct fact **out)
{
    struct fact *x;
    struct reply *replies;
    str *refs;
    TRY_NEW(cx, &e->arena, x);
    *x = *f;
    x->id = x->object = x->round = STR("");
    TRY_NEW_ARRAY(cx, &e->arena, f->n_replies, replies);
    TRY_NEW_ARRAY(cx, &e->arena, f->n_refs, refs);
    for (uint32_t i = 0; i < f->n_replies; i++) {
        replies[i].kind = f->replies[i].kind;
        TRY(cx, keep(cx, e, f->replies[i].id, &replies[i].id));
    }
    for (uint32_t i = 0; i < f->n_refs; i++)
        TRY(cx, keep(cx, e, f->refs[i], &refs[i]));
    x->replies = replies;
    x->refs = refs;
    if (!has_more(f)) {
        x->will = WILL_NONE;
        x->valid = x->invalid = -1;
        x->clause = x->phase = x->condition = NONE;
        x->instance = x->proposal = x->text = STR("");
        x->days = 0;
        x->effective = INSTANT_NONE;
    }
    TRY(cx, keep(cx, e, x->instance, &x->instance));
    TRY(cx, keep(cx, e, x->proposal, &x->proposal));
    TRY(cx, keep(cx, e, x->text, &x->text));
    *out = x;
    return OK;
}

/* --- Forms ------------------------------------------------------------------
 */

static uint64_t form_hash(const struct engine *e, const struct form *f)
{
    uint64_t w[FORM_BYTES / 8];
    memcpy(w, f, sizeof w);
    unsigned __int128 m =
        (unsigned __int128)(w[0] + e->hash_key[0]) * (w[1] + e->hash_key[1]);
    uint64_t h = (uint64_t)m ^ (uint64_t)(m >> 64);
    m = (unsigned __int128)(h ^ w[2]) * (e->hash_key[0] | 1);
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static bool same_form(const struct form *a, const struct form *b)
{
    uint64_t x[FORM_BYTES / 8], y[FORM_BYTES / 8];
    memcpy(x, a, sizeof x);
    memcpy(y, b, sizeof y);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2])) == 0;
}

static err more_forms(struct cx *cx, struct engine *e)
{
    size_t cap = e->cap_forms == 0 ? 64 : e->cap_forms * 2;
    struct form **table;
    TRY_NEW_ARRAY(cx, &e->arena, cap, table);
    for (size_t k = 0; k < e->cap_forms; k++) {
        if (e->forms[k] == NULL)
            continue;
        size_t i = form_hash(e, e->forms[k]) & (cap - 1);
        while (table[i] != NULL)
            i = (i + 1) & (cap - 1);
        table[i] = e->forms[k];
    }
    arena_drop(&e->arena, e->forms, e->cap_forms * sizeof(struct form *));
    e->forms = table;
    e->cap_forms = cap;
    return OK;
}

static err form_of(struct cx *cx, struct engine *e, const struct form *key,
                   const struct form **out)
{
    struct form *f;
    if (e->n_forms * 2 >= e->cap_forms)
        TRY(cx, more_forms(cx, e));
    size_t i = form_hash(e, key) & (e->cap_forms - 1);
    for (; e->forms[i] != NULL; i = (i + 1) & (e->cap_forms - 1)) {
        if (same_form(e->forms[i], key)) {
            *out = e->forms[i];
            return OK;
        }
    }
    TRY_NEW(cx, &e->arena, f);
    *f = *key;
    TRY(cx, select_form(cx, e, f));
    e->forms[i] = f;
    e->n_forms++;
    *out = f;
    return OK;
}

/* Whether a record needs more room than it has. */
static inline bool is_wide(const struct fact *f)
{
    instant late = f->recorded - f->from;
    return f->to_ - f->from >= UINT32_MAX || late <= INT32_MIN ||
           late > INT32_MAX || f->lo > INT32_MAX ||
           (f->hi != f->lo && f->hi != QTY_INF) ||
           (f->object.n > 0 && f->round.n > 0) || has_more(f) ||
           f->n_replies > 0 || f->n_refs > 0;
}

static err pack_wide(struct cx *cx, struct engine *e, const struct fact *f,
                     uint32_t *out)
{
    struct ext x = {
        .to = f->to_, .recorded = f->recorded, .lo = f->lo, .hi = f->hi};
    struct name_key k;
    names_key(e, &e->words, f->object, &k);
    TRY(cx, names_word(cx, e, f->object, &k, &x.object));
    names_key(e, &e->words, f->round, &k);
    TRY(cx, names_word(cx, e, f->round, &k, &x.round));
    if (has_more(f) || f->n_replies > 0 || f->n_refs > 0)
        TRY(cx, keep_more(cx, e, f, &x.more));
    TRY_ROOM(cx, &e->arena, vec_push(&e->arena, &e->exts, x));
    *out = (uint32_t)e->exts.n;
    return OK;
}

STATIC_ASSERT(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "bit fields begin at the lowest bit of the first word");
STATIC_ASSERT(INSTANT_MAX<(int64_t)1 << 39 && INSTANT_MIN> - ((int64_t)1 << 39),
              "an instant has 40 bits");
static inline void rec_begin(struct rec *r, instant from, uint64_t length)
{
    r->head = ((uint64_t)from & (((uint64_t)1 << 40) - 1)) |
              (uint64_t)REC_STANDS << 40 | length << 48;
    ASSERT(r->from == from && r->flags == REC_STANDS && r->length == length);
}

/* The form of a fact; wide: of its extension. */
static err find_form(struct cx *cx, struct engine *e, const struct fact *f,
                     bool wide, const struct form **out)
{
    instant length = f->to_ - f->from;
    struct form key = {.source = (uint16_t)f->source,
                       .act = (int16_t)f->act,
                       .item = (int16_t)f->item,
                       .state = (int16_t)f->state,
                       .zone = (int16_t)f->zone,
                       .performer = (int8_t)f->performer,
                       .to = (int8_t)f->to,
                       .kind = (uint8_t)f->kind,
                       .did_not = f->did_not,
                       .holds = f->holds,
                       .final = f->final};
    if (length >= MAX_SHORT)
        key.length = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
    key.hi = f->hi == f->lo ? HI_EXACT : f->hi == QTY_INF ? HI_OPEN : HI_EXT;
    key.word = wide              ? WORD_EXT
               : f->object.n > 0 ? WORD_OBJECT
               : f->round.n > 0  ? WORD_ROUND
                                 : WORD_NONE;
    TRY(cx, place_index(cx, e, f, &key.in));
    return form_of(cx, e, &key, out);
}

/* What facts have in common, where it stands in them. */
static const char *common_part(const struct fact *f)
{
    return (const char *)f + offsetof(struct fact, kind);
}

static inline uint64_t common_rest(const struct fact *f)
{
    STATIC_ASSERT(offsetof(struct fact, final) ==
                      offsetof(struct fact, did_not) + 2,
                  "three in a row");
    uint16_t flags;
    memcpy(&flags, &f->did_not, sizeof flags);
    return flags | (uint64_t)f->final << 16 |
           (uint64_t)(f->object.n > 0) << 24 |
           (uint64_t)(f->round.n > 0) << 25 | (uint64_t)(f->hi != f->lo) << 26;
}

/* The place among the common ones of a fact that is not wide and is short. */
static struct common *common_of(const struct engine *e, const struct fact *f,
                                uint64_t rest)
{
    uint64_t w[COMMON_WORDS];
    memcpy(w, common_part(f), sizeof w);
    const uint64_t k = 0x9E3779B97F4A7C15u;
    uint64_t h = ((w[0] ^ w[1] << 7) * k ^ w[2] ^ w[3] ^ rest << 32) * k;
    h ^= h >> 32 ^ w[4] ^ w[5] ^ w[6] ^ w[7];
    return &e->common[h * k >> 55];
}

static bool is_common(const struct common *c, const struct fact *f,
                      uint64_t rest)
{
    return c->form != NULL && c->last == rest &&
           memcmp(c->w, common_part(f), sizeof c->w) == 0;
}

/* One with an extension, or longer than most. */
static err pack_wide_or_long(struct cx *cx, struct engine *e,
                             const struct fact *f, const struct keys *k,
                             struct rec *r)
{
    instant length = f->to_ - f->from, late = f->recorded - f->from;
    bool wide = is_wide(f);
    rec_begin(r, f->from,
              length < MAX_SHORT ? (uint64_t)length : (uint64_t)MAX_SHORT);
    r->late = late > INT32_MIN && late <= INT32_MAX ? (int32_t)late : INT32_MIN;
    r->lo = f->lo <= INT32_MAX ? (int32_t)f->lo : INT32_MIN;
    TRY(cx, check_names(cx, e, f));
    TRY(cx, find_form(cx, e, f, wide, &r->form));
    if (wide)
        return pack_wide(cx, e, f, &r->word);
    return names_word(cx, e, only_word(f), &k->word, &r->word);
}

/* The form of a fact that is neither wide nor long. */
static inline err common_form(struct cx *cx, struct engine *e,
                              const struct fact *f, const struct form **out)
{
    uint64_t rest = common_rest(f);
    struct common *c = common_of(e, f, rest);
    if (!is_common(c, f, rest)) {
        const struct form *form;
        TRY(cx, check_names(cx, e, f));
        TRY(cx, find_form(cx, e, f, false, &form));
        memcpy(c->w, common_part(f), sizeof c->w);
        c->last = rest;
        c->form = form;
    }
    *out = c->form;
    return OK;
}

/* Packs a fact, once its names are seen to be declared. */
static inline err pack(struct cx *cx, struct engine *e, const struct fact *f,
                       const struct keys *k, struct rec *r)
{
    instant length = f->to_ - f->from;
    if (length >= MAX_SHORT || is_wide(f))
        return pack_wide_or_long(cx, e, f, k, r);
    rec_begin(r, f->from, (uint64_t)length);
    r->late = (int32_t)(f->recorded - f->from);
    r->lo = (int32_t)f->lo;
    TRY(cx, common_form(cx, e, f, &r->form));
    return names_word(cx, e, only_word(f), &k->word, &r->word);
}

/* --- The same id twice ------------------------------------------------------
 */

#define BY(x, y)                                                               \
    if ((x) != (y))                                                            \
    return (x) < (y) ? -1 : 1
#define BY_STR(x, y)                                                           \
    if (!str_eq((x), (y)))                                                     \
    return str_cmp((x), (y))

/* Order of the fields of struct fact. */
static int content_cmp(const struct fact *a, const struct fact *b)
{
    BY(a->kind, b->kind);
    BY(a->source, b->source);
    BY(a->act, b->act);
    BY(a->item, b->item);
    BY(a->performer, b->performer);
    BY(a->to, b->to);
    BY(a->state, b->state);
    BY(a->zone, b->zone);
    for (size_t i = 0; i < COUNT_OF(a->in.w); i++)
        BY(a->in.w[i], b->in.w[i]);
    BY_STR(a->object, b->object);
    BY_STR(a->round, b->round);
    BY(a->did_not, b->did_not);
    BY(a->holds, b->holds);
    BY(a->final, b->final);
    BY(a->from, b->from);
    BY(a->to_, b->to_);
    BY(a->recorded, b->recorded);
    BY(a->lo, b->lo);
    BY(a->hi, b->hi);
    BY(a->n_replies, b->n_replies);
    for (uint32_t i = 0; i < a->n_replies; i++) {
        BY(a->replies[i].kind, b->replies[i].kind);
        BY_STR(a->replies[i].id, b->replies[i].id);
    }
    BY(a->n_refs, b->n_refs);
    for (uint32_t i = 0; i < a->n_refs; i++)
        BY_STR(a->refs[i], b->refs[i]);
    if (!has_more(a))
        return 0;
    BY(a->valid, b->valid);
    BY(a->invalid, b->invalid);
    BY(a->will, b->will);
    BY(a->clause, b->clause);
    BY(a->phase, b->phase);
    BY(a->condition, b->condition);
    BY_STR(a->instance, b->instance);
    BY_STR(a->proposal, b->proposal);
    BY_STR(a->text, b->text);
    BY(a->days, b->days);
    BY(a->effective, b->effective);
    return 0;
}

/* value: its place in the table of ids; it may hold another record. */
static inline err append(struct cx *cx, struct engine *e, const struct fact *f,
                         const struct keys *k, uint32_t *value)
{
    uint32_t n = (uint32_t)e->recs.n;
    if (e->recs.n >= UINT32_MAX - 1)
        return fail(cx, ERR_LIMIT, "there are more than 4 billion records");
    TRY_ROOM(cx, &e->arena, vec_room(&e->arena, &e->recs, 1));
    struct rec *r = &e->recs.p[n];
    TRY(cx, pack(cx, e, f, k, r));
    TRY(cx, names_push(cx, e, f->id, &r->id));
    e->recs.n++;
    if (*value == 0)
        names_taken(&e->ids, &k->id, value);
    *value = n + 1;
    err x = r->form->is_bare && e->awaited.n == 0 ? OK : stand_add(cx, e, n, f);
    if (is_ok(x))
        x = select_add(cx, e, n);
    if (!is_ok(x)) { /* no memory: half known is not known */
        e->recs.p[n].flags = REC_DEAD;
        return x;
    }
    if (f->to_ - 1 > e->latest)
        e->latest = f->to_ - 1;
    if (f->recorded > e->latest)
        e->latest = f->recorded;
    e->version++;
    return OK;
}

/* A record whose id another one has. */
static NO_INLINE err add_again(struct cx *cx, struct engine *e,
                               const struct fact *f, const struct keys *k,
                               uint32_t *value, bool *dup_out)
{
    struct fact kept = {0};
    uint32_t old = *value;
    TRY(cx, check_names(cx, e, f));
    engine_fact(e, old - 1, &kept);
    int c = content_cmp(f, &kept);
    if (c == 0) {
        *dup_out = true;
        return OK;
    }
    if (f->recorded != kept.recorded)
        c = f->recorded < kept.recorded ? -1 : 1;
    if (c < 0) { /* sem 2: which one is kept does not depend on arrival */
        TRY(cx, append(cx, e, f, k, value));
        TRY(cx, stand_replace(cx, e, old - 1, (uint32_t)e->recs.n - 1));
    }
    e->conflict = old - 1;
    return fail_hint(
        cx, ERR_CONFLICT,
        "give the second one an id of its own, or let it amend the first",
        "two records with the id %.*s differ", STR_ARG(f->id));
}

static err add(struct cx *cx, struct engine *e, const struct fact *f,
               const struct keys *k, bool *dup_out)
{
    uint32_t *value;
    TRY(cx, check_values(cx, f));
    TRY(cx, names_slot(cx, e, &e->ids, &k->id, f->id, &value));
    if (*value != 0)
        return add_again(cx, e, f, k, value, dup_out);
    TRY(cx, append(cx, e, f, k, value));
    *dup_out = false;
    return OK;
}

uint64_t engine_visited(const struct engine *e)
{
    return *e->visited;
}

uint32_t engine_conflict(const struct engine *e)
{
    return e->conflict;
}

bool engine_is_broken(const struct engine *e, uint32_t n)
{
    return n < e->recs.n && (rec_at(e, n)->flags & REC_BROKEN) != 0;
}

err engine_add(struct cx *cx, struct engine *e, const struct fact *f,
               bool *dup_out)
{
    struct keys k;
    keys_of(e, f, &k);
    return add(cx, e, f, &k, dup_out);
}

enum { GROUP = 24 };

/* What the records of a group will read is asked for before the first is
 * added: slots of the tables, then words, then the rows of their keys. */
static void fetch_group(const struct engine *e, const struct keys *k, size_t n)
{
    uint32_t word[GROUP];
    for (size_t i = 0; i < n; i++) {
        names_fetch(&e->ids, &k[i].id);
        names_fetch(&e->words, &k[i].word);
    }
    for (size_t i = 0; i < n; i++) {
        word[i] = names_peek(&e->words, &k[i].word);
        if (word[i] != 0)
            PREFETCH(&e->word.p[word[i] - 1]);
    }
    for (size_t i = 0; i < n; i++) {
        if (word[i] == 0 || e->word.p[word[i] - 1].clause == NONE)
            continue;
        const struct word *w = &e->word.p[word[i] - 1];
        const struct clause_state *s = &e->clauses[w->clause];
        PREFETCH(&s->keys.p[w->kinst]);
        if (s->kept.rows.n > (size_t)w->kinst * s->n_bearers)
            PREFETCH(&s->kept.rows.p[(size_t)w->kinst * s->n_bearers]);
    }
}

err engine_add_many(struct cx *cx, struct engine *e, const struct fact *f,
                    size_t n, size_t *added_out)
{
    struct keys k[GROUP];
    *added_out = 0;
    for (size_t from = 0; from < n; from += GROUP) {
        size_t m = n - from < GROUP ? n - from : GROUP;
        for (size_t i = 0; i < m; i++)
            keys_of(e, &f[from + i], &k[i]);
        fetch_group(e, k, m);
        for (size_t i = 0; i < m; i++) {
            bool dup;
            TRY(cx, add(cx, e, &f[from + i], &k[i], &dup));
            ++*added_out;
        }
    }
    return OK;
}

/* --- What was added ---------------------------------------------------------
 */

const struct source *engine_source_at(const struct engine *e, int source)
{
    return source < 0 || (size_t)source >= e->sources.n ? NULL
                                                        : &e->sources.p[source];
}

str engine_account_id(const struct engine *e, int account)
{
    return account < 0 || (size_t)account >= e->accounts.n
               ? STR("")
               : e->accounts.p[account].id;
}

str engine_account_name(const struct engine *e, int account)
{
    return account < 0 || (size_t)account >= e->accounts.n
               ? STR("")
               : e->accounts.p[account].name;
}

bool engine_find(struct engine *e, str id, uint32_t *n)
{
    return log_find(e, id, n);
}

uint32_t engine_n_facts(const struct engine *e)
{
    return (uint32_t)e->recs.n;
}

instant engine_latest(const struct engine *e)
{
    return e->latest;
}
