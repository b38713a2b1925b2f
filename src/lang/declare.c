/* lang/declare.c: what the declarations of a text mean: actors, zones, items
 * with their categories, states, conditions, the clock, phases; and the
 * finding of names.
 *
 * Not here: clauses (compile.c), points in time (compile_time.c). */
#include "lang/compile_int.h"

#include <inttypes.h>

#include "lang/usage.h"

static const struct {
    enum sym_kind kind;
    const char *one;
} kind_words[] = {
    {SYM_ACTOR, "an actor"}, {SYM_ZONE, "a zone"},
    {SYM_ITEM, "an item"},   {SYM_LIST, "a list"},
    {SYM_STATE, "a state"},  {SYM_CONDITION, "a condition"},
    {SYM_PHASE, "a phase"},  {SYM_INSTRUMENT, "an instrument"},
};

static const char *kind_word(enum sym_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(kind_words); i++)
        if (kind_words[i].kind == kind)
            return kind_words[i].one;
    BUG("a symbol of no kind");
}

static const char *role_word(enum actor_role role)
{
    switch (role) {
    case ROLE_PARTY:
        return "a party";
    case ROLE_FORCE:
        return "a force";
    case ROLE_MEDIATOR:
        return "a mediator";
    case ROLE_GUARANTOR:
        return "a guarantor";
    case ROLE_AGENCY:
        return "an agency";
    case ROLE_OBSERVER:
        return "an observer";
    case ROLE_PRESS:
        return "press";
    case ROLE_VERIFIER:
        return "a verifier";
    }
    BUG("an actor of no role");
}

const struct sym *symbol(const struct comp *c, str id)
{
    uint64_t i;
    return map_get(&c->names, id, &i) ? &c->syms.p[i] : NULL;
}

int category_of(const struct comp *c, int item, str id)
{
    str own = c->items.p[item].id;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *it = &c->items.p[i];
        if (it->parent == item && it->id.n == own.n + 1 + id.n &&
            str_eq(str_sub(it->id, own.n + 1, it->id.n), id))
            return (int)i;
    }
    return NONE;
}

static str short_id(const struct comp *c, int category)
{
    const struct item *it = &c->items.p[category];
    return str_sub(it->id, c->items.p[it->parent].id.n + 1, it->id.n);
}

static err hint_names(struct comp *c, const struct ast_name *n, unsigned kinds,
                      const char *wanted)
{
    struct suggest s;
    suggest_init(&s, n->text);
    for (size_t i = 0; i < c->syms.n; i++)
        if (c->syms.p[i].kind & kinds)
            suggest_offer(&s, c->syms.p[i].id);
    const struct usage *u = usage_of_name(n->text);
    if (u != NULL)
        HINT(c, "%s: `%s`", u->say, u->clause);
    else if (s.best.n > 0)
        HINT(c, "did you mean `%.*s`?", STR_ARG(s.best));
    else
        HINT(c, "declare it before the articles as %s", wanted);
    return OK;
}

err find_name(struct comp *c, const struct ast_name *n, unsigned kinds,
              const char *wanted, int *out, enum sym_kind *kind_out)
{
    const struct sym *s = symbol(c, n->text);
    *out = NONE;
    if (s == NULL) {
        SPOIL(c, "E0301", n->at, "nothing called `%.*s` is declared",
              STR_ARG(n->text));
        return hint_names(c, n, kinds, wanted);
    }
    if (((unsigned)s->kind & kinds) == 0) {
        SPOIL(c, "E0304", n->at, "`%.*s` is %s, but %s is needed here",
              STR_ARG(n->text), kind_word(s->kind), wanted);
        HINT(c, "`%.*s` is declared on line %" PRIu32, STR_ARG(n->text),
             s->at.line);
        return OK;
    }
    if (s->index == NONE) {
        c->bad = true; /* its declaration has had its diagnostic */
        return OK;
    }
    *out = s->index;
    if (kind_out != NULL)
        *kind_out = s->kind;
    return OK;
}

err find_actor(struct comp *c, const struct ast_name *n, unsigned roles,
               const char *what, int *out)
{
    int i;
    *out = NONE;
    TRY(c->cx, find_name(c, n, SYM_ACTOR, "an actor (`party`, `agency` ...)",
                         &i, NULL));
    if (i == NONE)
        return OK;
    if ((roles & ROLE(c->actors.p[i].role)) == 0) {
        SPOIL(c, "E0307", n->at, "`%.*s` is %s and cannot %s", STR_ARG(n->text),
              role_word(c->actors.p[i].role), what);
        if (c->actors.p[i].role == ROLE_FORCE && c->actors.p[i].of != NONE)
            HINT(c, "name the party that answers for it, `%.*s`",
                 STR_ARG(c->actors.p[c->actors.p[i].of].id));
        return OK;
    }
    *out = i;
    return OK;
}

err find_actors(struct comp *c, const struct ast_names *names, unsigned roles,
                const char *what, actor_set *set_out, int **list_out,
                uint32_t *n_out)
{
    actor_set set = 0;
    int *list;
    uint32_t n = 0;
    TRY_NEW_ARRAY(c->cx, c->a, names->n, list);
    for (uint32_t k = 0; k < names->n; k++) {
        int i;
        TRY(c->cx, find_actor(c, &names->v[k], roles, what, &i));
        if (i == NONE)
            continue;
        if ((set >> i) & 1) {
            SPOIL(c, "E0310", names->v[k].at, "`%.*s` is named twice here",
                  STR_ARG(names->v[k].text));
            continue;
        }
        set |= (actor_set)1 << i;
        list[n++] = i;
    }
    *set_out = set;
    if (list_out != NULL) {
        *list_out = list;
        *n_out = n;
    }
    return OK;
}

/* --- Declaring ------------------------------------------------------------ */

/* Enters a name; *fresh is false, with a diagnostic, if it is taken. */
static err enter(struct comp *c, const struct ast_name *n, enum sym_kind kind,
                 int index, bool *fresh)
{
    struct sym s = {kind, index, n->text, n->at};
    const struct sym *old = symbol(c, n->text);
    *fresh = old == NULL;
    if (old != NULL) {
        SPOIL(c, "E0302", n->at, "`%.*s` is already declared as %s",
              STR_ARG(n->text), kind_word(old->kind));
        HINT(c,
             "the first declaration is on line %" PRIu32
             "; give one of them another name",
             old->at.line);
        return OK;
    }
    TRY_ROOM(c->cx, c->a, map_put(&c->names, n->text, c->syms.n));
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->syms, s));
    return OK;
}

/* Whether there is room for one more; a diagnostic if not. */
static err room(struct comp *c, size_t n, size_t most, const char *what,
                struct span at, bool *fits)
{
    *fits = n < most;
    if (!*fits)
        SPOIL(c, "E0309", at, "an agreement has at most %zu %s", most, what);
    return OK;
}

static str name_or_id(const struct ast_named *n)
{
    return n->name.at.length != 0 ? n->name.text : n->id.text;
}

static bool is_actor(enum ast_decl_kind kind, enum actor_role *role)
{
    switch (kind) {
    case DECL_PARTY:
        *role = ROLE_PARTY;
        return true;
    case DECL_FORCE:
        *role = ROLE_FORCE;
        return true;
    case DECL_MEDIATOR:
        *role = ROLE_MEDIATOR;
        return true;
    case DECL_GUARANTOR:
        *role = ROLE_GUARANTOR;
        return true;
    case DECL_AGENCY:
        *role = ROLE_AGENCY;
        return true;
    case DECL_OBSERVER:
        *role = ROLE_OBSERVER;
        return true;
    case DECL_PRESS:
        *role = ROLE_PRESS;
        return true;
    case DECL_VERIFIER:
        *role = ROLE_VERIFIER;
        return true;
    case DECL_ZONE:
    case DECL_LINE:
    case DECL_ITEM:
    case DECL_LIST:
    case DECL_ACT:
    case DECL_STATE:
    case DECL_CONDITION:
    case DECL_TERM:
    case DECL_STANDARD:
    case DECL_REPORTING:
    case DECL_CLOCK:
    case DECL_PHASE:
    case DECL_WAIVER:
    case DECL_INSTRUMENT:
    case DECL_CAPACITY:
    case DECL_PUBLICATION:
    case DECL_HOTLINE:
    case DECL_AUTHORITY:
    case DECL_AMENDMENT:
    case DECL_TERMINATION:
    case DECL_FUNDING:
    case DECL_DISPUTES:
    case DECL_COUNT:
        return false;
    }
    BUG("a declaration of no kind");
}

/* A class of breaches is a condition that its verifier judges. */
static err declare_class(struct comp *c, const struct ast_named *n, int by)
{
    struct condition s = {n->id.text, name_or_id(n), by};
    bool fresh;
    TRY(c->cx, enter(c, &n->id, SYM_CONDITION, (int)c->conditions.n, &fresh));
    if (fresh)
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->conditions, s));
    return OK;
}

static err declare_actor(struct comp *c, const struct ast_decl *d,
                         const struct ast_named *n, enum actor_role role)
{
    struct actor a = {.id = n->id.text,
                      .name = name_or_id(n),
                      .role = role,
                      .of = NONE,
                      .line = n->id.at.line};
    bool fits, fresh;
    TRY(c->cx, room(c, c->actors.n, MAX_ACTORS, "actors", n->id.at, &fits));
    TRY(c->cx,
        enter(c, &n->id, SYM_ACTOR, fits ? (int)c->actors.n : NONE, &fresh));
    if (!fits || !fresh)
        return OK;
    a.answers = (actor_set)1 << c->actors.n;
    if (d->verifier != NULL)
        a.may_attribute = d->verifier->may_attribute;
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->actors, a));
    for (uint32_t i = 0; d->verifier != NULL && i < d->verifier->n_classes; i++)
        TRY(c->cx,
            declare_class(c, &d->verifier->classes[i], (int)c->actors.n - 1));
    return OK;
}

static err declare_zone(struct comp *c, const struct ast_decl *d,
                        const struct ast_named *n)
{
    struct zone z = {.id = n->id.text,
                     .name = name_or_id(n),
                     .in = NONE,
                     .file = d->from_file.text,
                     .line = d->kind == DECL_LINE,
                     .base = NONE,
                     .decl_line = n->id.at.line};
    bool fits, fresh;
    TRY(c->cx, room(c, c->zones.n, MAX_ZONES, "zones", n->id.at, &fits));
    TRY(c->cx,
        enter(c, &n->id, SYM_ZONE, fits ? (int)c->zones.n : NONE, &fresh));
    if (!fits || !fresh)
        return OK;
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->zones, z));
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->zone_at, n->id.at));
    return OK;
}

static err declare_category(struct comp *c, const struct ast_decl *d, int item,
                            const struct ast_named *n)
{
    struct item it = c->items.p[item];
    bool fits;
    if (category_of(c, item, n->id.text) != NONE) {
        SPOIL(c, "E0302", n->id.at,
              "`%.*s` is already declared as a category of `%.*s`",
              STR_ARG(n->id.text), STR_ARG(it.id));
        return OK;
    }
    TRY(c->cx, room(c, c->items.n, MAX_ITEMS, "items and categories", n->id.at,
                    &fits));
    if (!fits)
        return OK;
    TRY_ROOM(c->cx, c->a,
             arena_printf(c->a, &it.id, "%.*s.%.*s",
                          STR_ARG(d->names[0].id.text), STR_ARG(n->id.text)));
    it.name = name_or_id(n);
    it.parent = item;
    it.registered = -1;
    it.line = n->id.at.line;
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->items, it));
    return OK;
}

static err declare_item(struct comp *c, const struct ast_decl *d,
                        const struct ast_named *n)
{
    struct item it = {.id = n->id.text,
                      .name = name_or_id(n),
                      .parent = NONE,
                      .unit = d->unit.text,
                      .act = NONE,
                      .at = NONE,
                      .by = NONE,
                      .registered = -1,
                      .line = n->id.at.line};
    bool fits, fresh;
    int index = (int)c->items.n;
    TRY(c->cx, room(c, c->items.n, MAX_ITEMS, "items and categories", n->id.at,
                    &fits));
    TRY(c->cx, enter(c, &n->id, SYM_ITEM, fits ? index : NONE, &fresh));
    if (!fits || !fresh)
        return OK;
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->items, it));
    for (uint32_t k = 0; k < d->n_categories; k++)
        TRY(c->cx, declare_category(c, d, index, &d->categories[k]));
    return OK;
}

static err declare_one(struct comp *c, const struct ast_decl *d,
                       const struct ast_named *n)
{
    enum actor_role role;
    bool fresh;
    if (is_actor(d->kind, &role))
        return declare_actor(c, d, n, role);
    switch (d->kind) {
    case DECL_ZONE:
    case DECL_LINE:
        return declare_zone(c, d, n);
    case DECL_ITEM:
        return declare_item(c, d, n);
    case DECL_LIST:
        return enter(c, &n->id, SYM_LIST, 0, &fresh);
    case DECL_STATE: {
        struct state s = {n->id.text, name_or_id(n)};
        TRY(c->cx, enter(c, &n->id, SYM_STATE, (int)c->states.n, &fresh));
        if (fresh)
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->states, s));
        return OK;
    }
    case DECL_CONDITION: {
        struct condition s = {n->id.text, name_or_id(n), NONE};
        TRY(c->cx,
            enter(c, &n->id, SYM_CONDITION, (int)c->conditions.n, &fresh));
        if (fresh)
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->conditions, s));
        return OK;
    }
    case DECL_INSTRUMENT: {
        struct instrument x = {.id = n->id.text,
                               .name = name_or_id(n),
                               .file = d->from_file.text,
                               .hash = d->hash.text,
                               .line = n->id.at.line};
        TRY(c->cx,
            enter(c, &n->id, SYM_INSTRUMENT, (int)c->instruments.n, &fresh));
        if (fresh)
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->instruments, x));
        return OK;
    }
    case DECL_PHASE: {
        struct phase p = {
            .id = n->id.text, .name = name_or_id(n), .line = n->id.at.line};
        p.from = p.until = point_of(POINT_NEVER);
        TRY(c->cx, enter(c, &n->id, SYM_PHASE, (int)c->phases.n, &fresh));
        if (fresh)
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->phases, p));
        return OK;
    }
    case DECL_PARTY:
    case DECL_FORCE:
    case DECL_MEDIATOR:
    case DECL_GUARANTOR:
    case DECL_AGENCY:
    case DECL_OBSERVER:
    case DECL_PRESS:
    case DECL_VERIFIER:
    case DECL_ACT:
    case DECL_TERM:
    case DECL_STANDARD:
    case DECL_REPORTING:
    case DECL_CLOCK:
    case DECL_WAIVER:
    case DECL_CAPACITY:
    case DECL_PUBLICATION:
    case DECL_HOTLINE:
    case DECL_AUTHORITY:
    case DECL_AMENDMENT:
    case DECL_TERMINATION:
    case DECL_FUNDING:
    case DECL_DISPUTES:
    case DECL_COUNT:
        return OK;
    }
    BUG("a declaration of no kind");
}

/* The names of a declaration that could not be read: known, and silent. */
static err declare_broken(struct comp *c, const struct ast_decl *d)
{
    enum actor_role role;
    enum sym_kind kind = is_actor(d->kind, &role) ? SYM_ACTOR
                         : d->kind == DECL_ZONE || d->kind == DECL_LINE
                             ? SYM_ZONE
                         : d->kind == DECL_ITEM       ? SYM_ITEM
                         : d->kind == DECL_LIST       ? SYM_LIST
                         : d->kind == DECL_STATE      ? SYM_STATE
                         : d->kind == DECL_CONDITION  ? SYM_CONDITION
                         : d->kind == DECL_INSTRUMENT ? SYM_INSTRUMENT
                                                      : SYM_PHASE;
    for (uint32_t k = 0; k < d->n_names; k++) {
        bool fresh;
        if (written(&d->names[k].id) && symbol(c, d->names[k].id.text) == NULL)
            TRY(c->cx, enter(c, &d->names[k].id, kind, NONE, &fresh));
    }
    return OK;
}

/* --- References between declarations ---------------------------------------
 */

static void set_zone(zone_set *s, int i)
{
    s->w[i / 64] |= (uint64_t)1 << (i % 64);
}

/* Refuses circles of `in`, and closes `inside`. */
static err nest_zones(struct comp *c)
{
    for (size_t i = 0; i < c->zones.n; i++) {
        int z = c->zones.p[i].in;
        for (size_t step = 0; z != NONE && step <= c->zones.n; step++) {
            if (z != (int)i) {
                z = c->zones.p[z].in;
                continue;
            }
            SPOIL(c, "E0606", c->zone_at.p[i],
                  "`%.*s` lies in itself: by `in`, one zone after the other "
                  "leads back to it",
                  STR_ARG(c->zones.p[i].id));
            c->zones.p[i].in = NONE;
            z = NONE;
        }
    }
    for (size_t i = 0; i < c->zones.n; i++)
        for (int z = (int)i; z != NONE; z = c->zones.p[z].in)
            set_zone(&c->zones.p[z].inside, (int)i);
    return OK;
}

static err refer_force(struct comp *c, const struct ast_decl *d, int self)
{
    int of;
    TRY(c->cx, find_actor(c, &d->of, ROLE(ROLE_PARTY),
                          "answer for a force: only a party can", &of));
    if (of == NONE)
        return OK;
    c->actors.p[self].of = of;
    c->actors.p[of].answers |= (actor_set)1 << self;
    return OK;
}

static err refer_item(struct comp *c, const struct ast_decl *d, int self)
{
    struct item *it = &c->items.p[self];
    int at = NONE, by = NONE;
    if (d->counted.at.length == 0)
        return OK;
    if (written(&d->counted.in))
        TRY(c->cx, find_name(c, &d->counted.in, SYM_ZONE, "a zone", &at, NULL));
    if (written(&d->counted.by))
        TRY(c->cx, find_actor(c, &d->counted.by, BODIES, "count units", &by));
    for (size_t i = (size_t)self; i < c->items.n; i++) {
        it = &c->items.p[i];
        if ((int)i != self && it->parent != self)
            continue;
        it->act = d->counted.act.act;
        it->at = at;
        it->by = by;
    }
    return OK;
}

/* "of" a list: an item, or a category that only one item has. */
static err find_listed(struct comp *c, const struct ast_name *n, int *out)
{
    int found = NONE;
    *out = NONE;
    if (symbol(c, n->text) != NULL)
        return find_name(c, n, SYM_ITEM, "an item", out, NULL);
    for (size_t i = 0; i < c->items.n; i++) {
        if (c->items.p[i].parent == NONE ||
            !str_eq(short_id(c, (int)i), n->text))
            continue;
        if (found != NONE) {
            SPOIL(c, "E0304", n->at, "several items have a category `%.*s`",
                  STR_ARG(n->text));
            return OK;
        }
        found = (int)i;
    }
    if (found == NONE)
        return find_name(c, n, SYM_ITEM, "an item", out, NULL);
    *out = found;
    return OK;
}

static err refer_list(struct comp *c, const struct ast_decl *d)
{
    int item;
    TRY(c->cx, find_listed(c, &d->of, &item));
    if (item == NONE || d->count < 0)
        return OK;
    if (c->items.p[item].registered >= 0)
        SPOIL(c, "E0302", d->of.at, "`%.*s` already has a list with a number",
              STR_ARG(d->of.text));
    else
        c->items.p[item].registered = d->count;
    return OK;
}

static err once(struct comp *c, struct span *seen, struct span at,
                const char *what)
{
    if (seen->length != 0) {
        SPOIL(c, "E0306", at, "%s is written twice", what);
        HINT(c, "the first one is on line %" PRIu32, seen->line);
    }
    *seen = at;
    return OK;
}

/* What uses this name from now on is left out without a word. */
static void forget(struct comp *c, str id)
{
    uint64_t i;
    if (map_get(&c->names, id, &i))
        c->syms.p[i].index = NONE;
}

static err check_hash(struct comp *c, const struct ast_decl *d)
{
    size_t digits = 0;
    if (d->hash.at.length == 0)
        return OK;
    for (size_t i = 0; i < d->hash.text.n; i++)
        digits += strchr("0123456789abcdef", d->hash.text.p[i]) != NULL;
    if (digits != 64 || d->hash.text.n != 64)
        SPOIL(c, "E0419", d->hash.at,
              "a hash is 64 hexadecimal digits, 0 to 9 and a to f");
    return OK;
}

static err refer(struct comp *c, const struct ast_decl *d, struct span *seen)
{
    const struct sym *s =
        d->n_names == 1 ? symbol(c, d->names[0].id.text) : NULL;
    /* a name declared twice leads to its first declaration */
    int self =
        s != NULL && s->at.offset == d->names[0].id.at.offset ? s->index : NONE;
    switch (d->kind) {
    case DECL_FORCE:
        return self == NONE || !written(&d->of) ? OK : refer_force(c, d, self);
    case DECL_ZONE:
        if (self == NONE || !written(&d->in))
            return OK;
        return find_name(c, &d->in, SYM_ZONE, "a zone", &c->zones.p[self].in,
                         NULL);
    case DECL_ITEM:
        return self == NONE ? OK : refer_item(c, d, self);
    case DECL_LIST:
        return refer_list(c, d);
    case DECL_CONDITION:
        if (self == NONE)
            return OK;
        TRY(c->cx, find_actor(c, &d->by, BODIES, "judge a condition",
                              &c->conditions.p[self].by));
        /* one that nobody judges has had its diagnostic */
        if (c->conditions.p[self].by == NONE)
            forget(c, d->names[0].id.text);
        return OK;
    case DECL_STANDARD:
        TRY(c->cx, once(c, &seen[DECL_STANDARD], d->at, "the standard"));
        return find_standard(c, &d->accepted, &c->ag->standard);
    case DECL_REPORTING:
        TRY(c->cx, once(c, &seen[DECL_REPORTING], d->at, "the reporting"));
        c->ag->reporting = d->each;
        return make_duration(c, &d->due, &c->ag->reporting_due);
    case DECL_CLOCK:
        return once(c, &seen[DECL_CLOCK], d->at, "the clock");
    case DECL_INSTRUMENT:
        return self == NONE ? OK : check_hash(c, d);
    case DECL_PARTY:
    case DECL_MEDIATOR:
    case DECL_GUARANTOR:
    case DECL_AGENCY:
    case DECL_OBSERVER:
    case DECL_PRESS:
    case DECL_VERIFIER:
    case DECL_LINE:
    case DECL_ACT:
    case DECL_STATE:
    case DECL_TERM:
    case DECL_PHASE:
    case DECL_WAIVER:
    case DECL_CAPACITY:
    case DECL_PUBLICATION:
    case DECL_HOTLINE:
    case DECL_AUTHORITY:
    case DECL_AMENDMENT:
    case DECL_TERMINATION:
    case DECL_FUNDING:
    case DECL_DISPUTES:
    case DECL_COUNT:
        return OK;
    }
    BUG("a declaration of no kind");
}

static err check_acts(struct comp *c)
{
    for (uint32_t i = 0; i < c->t->n_acts; i++) {
        const struct ast_vocab *v = &c->t->acts[i];
        for (uint32_t k = 0; v->at.length != 0 && k < i; k++) {
            const struct ast_vocab *w = &c->t->acts[k];
            if (!str_eq(v->id, w->id) && !str_eq(v->inf, w->inf))
                continue;
            SPOIL(c, "E0302", v->at, "the act `%.*s` is already declared%s",
                  STR_ARG(v->id),
                  w->at.length == 0 ? ": it is in the standard vocabulary"
                                    : "");
            break;
        }
    }
    return OK;
}

static err check_terms(struct comp *c)
{
    for (uint32_t i = 0; i < c->t->n_parts; i++) {
        const struct ast_decl *d = c->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_TERM || d->broken)
            continue;
        for (uint32_t k = 0; k < i; k++) {
            const struct ast_decl *e = c->t->parts[k].decl;
            if (e == NULL || e->kind != DECL_TERM || e->broken ||
                !str_eq(d->term.text, e->term.text))
                continue;
            SPOIL(c, "E0302", d->term.at, "the term \"%.*s\" is defined twice",
                  STR_ARG(d->term.text));
            break;
        }
    }
    return OK;
}

static err declare_clock_zone(struct comp *c)
{
    c->ag->time_zone = STR("UTC");
    c->tz = tz_utc();
    for (uint32_t i = 0; i < c->t->n_parts; i++) {
        const struct ast_decl *d = c->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_CLOCK || d->clock == NULL ||
            !written(&d->clock->zone) || c->ag->has_time_zone)
            continue;
        const struct ast_name *z = &d->clock->zone;
        str near;
        if (is_ok(tz_find(c->cx, z->text, &c->tz))) {
            c->ag->has_time_zone = true;
            c->ag->time_zone = tz_name(c->tz);
            continue;
        }
        fault_clear(c->cx);
        SPOIL(c, "E0504", z->at, "there is no time zone called `%.*s`",
              STR_ARG(z->text));
        if (tz_suggest(z->text, &near))
            HINT(c, "did you mean `%.*s`?", STR_ARG(near));
        else
            HINT(c, "zones are named by region and city, as in "
                    "`Europe/Lisbon`");
    }
    return OK;
}

/* The length of life is known before any point is checked against it. */
static void declare_life(struct comp *c)
{
    for (uint32_t i = 0; i < c->t->n_parts; i++) {
        const struct ast_decl *d = c->t->parts[i].decl;
        if (d == NULL || d->broken || d->kind != DECL_CLOCK)
            continue;
        const struct ast_clock *k = d->clock;
        c->ag->day1_after = k->day1_after;
        if (k->line_at[CLOCK_LASTS].length != 0 && k->lasts == AST_LASTS_DAYS &&
            k->days >= 1 && k->days <= 36525)
            c->ag->life_days = (int32_t)k->days;
        c->ag->life.n_ext = k->n_ext; /* filled in by declare_times */
        return;
    }
}

static err check_languages(struct comp *c)
{
    const struct ast *t = c->t;
    str *v;
    TRY_NEW_ARRAY(c->cx, c->a, t->languages.n, v);
    for (uint32_t i = 0; i < t->languages.n; i++) {
        v[i] = t->languages.v[i].text;
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(v[i], v[k]))
                SPOIL(c, "E0310", t->languages.v[i].at,
                      "`%.*s` is named twice here", STR_ARG(v[i]));
    }
    c->ag->languages = v;
    c->ag->n_languages = t->languages.n;
    c->ag->prevails = t->prevails.text;
    c->ag->formal_prevails = t->formal_prevails_at.length != 0;
    bool found = !written(&t->prevails);
    for (uint32_t i = 0; i < t->languages.n; i++)
        found = found || str_eq(v[i], t->prevails.text);
    if (!found)
        SPOIL(c, "E0308", t->prevails.at,
              "`%.*s` prevails, but is not among the languages",
              STR_ARG(t->prevails.text));
    return OK;
}

err declare_all(struct comp *c)
{
    struct span seen[DECL_COUNT] = {{0, 0, 0, 0}};
    const struct ast *t = c->t;
    TRY(c->cx, check_languages(c));
    TRY(c->cx, declare_clock_zone(c));
    declare_life(c);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *d = t->parts[i].decl;
        if (d == NULL)
            continue;
        if (d->broken) {
            TRY(c->cx, declare_broken(c, d));
            continue;
        }
        for (uint32_t k = 0; k < d->n_names; k++)
            TRY(c->cx, declare_one(c, d, &d->names[k]));
    }
    for (uint32_t i = 0; i < t->n_parts; i++)
        if (t->parts[i].decl != NULL && !t->parts[i].decl->broken)
            TRY(c->cx, refer(c, t->parts[i].decl, seen));
    TRY(c->cx, nest_zones(c));
    TRY(c->cx, check_acts(c));
    TRY(c->cx, check_terms(c));
    return OK;
}

/* --- The clock, phases, mandates -------------------------------------------
 */

static err make_extensions(struct comp *c, const struct ast_extension *v,
                           uint32_t n, struct phase *ph)
{
    struct extension *out;
    TRY_NEW_ARRAY(c->cx, c->a, n, out);
    for (uint32_t i = 0; i < n; i++) {
        const struct ast_extension *x = &v[i];
        struct extension *e = &out[i];
        e->kind = x->kind;
        e->sel = empty_selector();
        e->per = 1;
        switch (x->kind) {
        case EXT_CONSENT:
            TRY(c->cx, find_actors(c, &x->by, BODIES, "consent to an extension",
                                   &e->by, NULL, NULL));
            break;
        case EXT_ANNOUNCEMENT:
            TRY(c->cx, find_actors(c, &x->by, BODIES, "announce an extension",
                                   &e->by, NULL, NULL));
            break;
        case EXT_EARNED:
            TRY(c->cx, make_duration(c, &x->each, &e->each));
            e->per = x->per;
            if (x->per < 1)
                SPOIL(c, "E0409", x->at, "nothing can be counted by the 0");
            e->sel.act = x->act.act;
            TRY(c->cx, find_selection(c, &x->selection, &e->sel));
            break;
        }
        e->capped = x->cap_kind != AST_NO_CAP;
        e->cap_in_all = x->cap_kind == AST_CAP_IN_ALL;
        TRY(c->cx, make_duration(c, &x->cap, &e->cap));
    }
    ph->ext = out;
    ph->n_ext = n;
    return OK;
}

static err make_clock(struct comp *c, const struct ast_clock *k)
{
    struct agreement *ag = c->ag;
    if (k->line_at[CLOCK_FORCE].length != 0) {
        switch (k->force) {
        case AST_FORCE_AT:
        case AST_FORCE_ON:
            ag->force = FORCE_AT;
            TRY(c->cx, make_date(c, &k->date,
                                 k->force == AST_FORCE_AT ? &k->time : NULL,
                                 &ag->force_at));
            break;
        case AST_FORCE_SIGNED:
            ag->force = FORCE_SIGNED;
            TRY(c->cx, find_actors(c, &k->by, BODIES, "sign the agreement",
                                   &ag->force_by, NULL, NULL));
            break;
        case AST_FORCE_ANNOUNCED:
            ag->force = FORCE_ANNOUNCED;
            TRY(c->cx,
                find_actors(c, &k->by, BODIES, "announce entry into force",
                            &ag->force_by, NULL, NULL));
            break;
        }
    }
    if (k->line_at[CLOCK_LASTS].length == 0)
        return OK;
    switch (k->lasts) {
    case AST_LASTS_DAYS:
        if (ag->life_days == 0)
            SPOIL(c, "E0506", k->line_at[CLOCK_LASTS],
                  "an agreement lasts from 1 to 36525 days, not %" PRId64,
                  k->days);
        ag->life.has_lasts = true;
        ag->life.lasts.days = ag->life_days;
        break;
    case AST_LASTS_UNTIL:
        TRY(c->cx, make_date(c, &k->until, NULL, &ag->life.until));
        if (ag->force == FORCE_AT && ag->life.until.at_end < ag->force_at.at)
            SPOIL(c, "E0503", k->until.at,
                  "the agreement would end before it enters into force");
        break;
    case AST_LASTS_NO_END:
        break;
    }
    return make_extensions(c, k->ext, k->n_ext, &ag->life);
}

static err make_phase(struct comp *c, const struct ast_phase *p,
                      struct phase *out)
{
    TRY(c->cx, make_point(c, p->from, &out->from));
    out->has_lasts = p->has_lasts;
    if (p->has_lasts)
        TRY(c->cx, make_duration(c, &p->lasts, &out->lasts));
    else if (p->until != NULL)
        TRY(c->cx, make_point(c, p->until, &out->until));
    return make_extensions(c, p->ext, p->n_ext, out);
}

static err make_classes(struct comp *c, const struct ast_verifier *v,
                        struct mandate *m)
{
    int *out;
    TRY_NEW_ARRAY(c->cx, c->a, v->n_classes, out);
    for (uint32_t i = 0; i < v->n_classes; i++) {
        const struct sym *s = symbol(c, v->classes[i].id.text);
        if (s != NULL && s->kind == SYM_CONDITION && s->index != NONE &&
            s->at.offset == v->classes[i].id.at.offset)
            out[m->n_classes++] = s->index;
    }
    m->classes = out;
    return OK;
}

static err make_mandate(struct comp *c, const struct ast_verifier *v,
                        struct actor *self)
{
    struct mandate *m;
    TRY_NEW(c->cx, c->a, m);
    TRY(c->cx, find_actors(c, &v->chaired_by, BODIES, "chair a verifier",
                           &m->chaired_by, NULL, NULL));
    TRY(c->cx, find_actors(c, &v->members, BODIES, "sit on a verifier",
                           &m->members, NULL, NULL));
    m->attribute_stated = v->option_at[OPT_ATTRIBUTE].length != 0;
    m->confidence = (uint32_t)v->confidence;
    TRY(c->cx, make_classes(c, v, m));
    m->else_by = NONE;
    if (written(&v->else_by))
        TRY(c->cx, find_actor(c, &v->else_by, BODIES,
                              "decide in place of a verifier", &m->else_by));
    if (v->option_at[OPT_DECIDES].length != 0) {
        m->decides = v->decides;
        /* the parser sees to 1 <= k <= n */
        m->k = (uint32_t)v->k;
        m->of = (uint32_t)v->of;
    }
    m->ready.p = point_of(POINT_NEVER);
    if (v->option_at[OPT_READY].length != 0) {
        m->has_ready = true;
        TRY(c->cx, make_deadline(c, &v->ready, POINT_FORCE, &m->ready, NULL));
    }
    for (uint32_t i = 0; i < v->access.n; i++) {
        int z;
        TRY(c->cx, find_name(c, &v->access.v[i], SYM_ZONE, "a zone", &z, NULL));
        m->has_access = true;
        if (z == NONE)
            continue;
        for (size_t w = 0; w < COUNT_OF(m->access.w); w++)
            m->access.w[w] |= c->zones.p[z].inside.w[w];
    }
    if (v->option_at[OPT_REPORTS].length != 0) {
        m->reports = v->reports;
        TRY(c->cx, find_actors(c, &v->reports_to, ANY_ROLE, "be reported to",
                               &m->reports_to, NULL, NULL));
    }
    self->mandate = m;
    return OK;
}

static int32_t tod(const struct ast_time *t)
{
    return t->at.length == 0
               ? NONE
               : t->clock.hour * 3600 + t->clock.minute * 60 + t->clock.second;
}

static err make_capacity(struct comp *c, const struct ast_decl *d)
{
    const struct ast_capacity *x = d->capacity;
    struct capacity k = {.n = x->n,
                         .per = x->per,
                         .what = empty_selector(),
                         .place = NONE,
                         .by = NONE,
                         .tod_from = tod(&x->between),
                         .tod_to = tod(&x->between_end),
                         .has_from = x->from != NULL,
                         .from = point_of(POINT_NEVER),
                         .line = d->at.line};
    c->bad = false;
    TRY(c->cx, find_selection(c, &x->selection, &k.what));
    if (written(&x->place))
        TRY(c->cx, find_name(c, &x->place, SYM_ZONE, "a zone or a line",
                             &k.place, NULL));
    if (written(&x->by))
        TRY(c->cx, find_actor(c, &x->by, ANY_ROLE & ~ROLE(ROLE_PRESS),
                              "have a capacity", &k.by));
    if (x->from != NULL)
        TRY(c->cx, make_point(c, x->from, &k.from));
    if (k.tod_from != NONE && k.tod_from == k.tod_to)
        SPOIL(c, "E0507", x->between_end.at,
              "between an hour and the same hour there is no time");
    if (!c->bad)
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->capacities, k));
    return OK;
}

static err make_provision(struct comp *c, const struct ast_decl *d)
{
    struct provision v = {.kind =
                              (enum provision_kind)(d->kind - DECL_PUBLICATION),
                          .text = d->provision->text.text,
                          .line = d->at.line};
    static_assert(DECL_DISPUTES - DECL_PUBLICATION == PROVISION_DISPUTES,
                  "provisions stand in the order of their declarations");
    if (str_trim(v.text).n == 0)
        SPOIL(c, "E0420", d->provision->text.at, "the text is empty");
    TRY(c->cx, find_actors(c, &d->provision->by, ANY_ROLE, "do this", &v.by,
                           NULL, NULL));
    v.due.p = point_of(POINT_NEVER);
    if (d->provision->due.at.length != 0)
        TRY(c->cx, make_deadline(c, &d->provision->due,
                                 d->kind == DECL_DISPUTES ? POINT_TRIGGER
                                                          : POINT_FORCE,
                                 &v.due, NULL));
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->provisions, v));
    return OK;
}

err declare_times(struct comp *c)
{
    bool clock = false;
    for (uint32_t i = 0; i < c->t->n_parts; i++) {
        const struct ast_decl *d = c->t->parts[i].decl;
        if (d == NULL || d->broken)
            continue;
        if (d->kind == DECL_CLOCK && !clock) {
            clock = true;
            TRY(c->cx, make_clock(c, d->clock));
        }
        if (d->capacity != NULL)
            TRY(c->cx, make_capacity(c, d));
        if (d->provision != NULL)
            TRY(c->cx, make_provision(c, d));
        if ((d->kind != DECL_PHASE && d->kind != DECL_VERIFIER) ||
            d->n_names == 0)
            continue;
        const struct sym *s = symbol(c, d->names[0].id.text);
        if (s == NULL || s->index == NONE ||
            s->at.offset != d->names[0].id.at.offset)
            continue;
        if (d->kind == DECL_PHASE)
            TRY(c->cx, make_phase(c, d->phase, &c->phases.p[s->index]));
        else if (d->verifier != NULL)
            TRY(c->cx, make_mandate(c, d->verifier, &c->actors.p[s->index]));
    }
    return OK;
}

/* --- Parts of sentences -----------------------------------------------------
 */

/* "within 5 km of the river", in the names of the text. */
static err name_distance(struct comp *c, struct zone *z)
{
    const struct zone *of = &c->zones.p[z->base];
    bool km = z->metres % 1000 == 0;
    TRY_ROOM(c->cx, c->a,
             arena_printf(c->a, &z->name, "%s %" PRId64 " %s of %.*s",
                          z->beyond ? "beyond" : "within",
                          km ? z->metres / 1000 : z->metres, km ? "km" : "m",
                          STR_ARG(of->name.n > 0 ? of->name : of->id)));
    return OK;
}

err find_place(struct comp *c, const struct ast_place *p, int *out)
{
    struct zone z = {.base = NONE, .in = NONE};
    bool fits, beyond = p->kind == AST_BEYOND;
    int base;
    *out = NONE;
    TRY(c->cx,
        find_name(c, &p->name, SYM_ZONE, "a zone or a line", &base, NULL));
    if (base == NONE)
        return OK;
    z = c->zones.p[base];
    if (p->kind != AST_WITHIN && p->kind != AST_BEYOND) {
        if (z.line && (p->kind == AST_IN || p->kind == AST_INTO)) {
            SPOIL(c, "E0410", p->at, "`%.*s` is a line and has no inside",
                  STR_ARG(z.id));
            HINT(c, "write `at %.*s`, or `within N km of %.*s`", STR_ARG(z.id),
                 STR_ARG(z.id));
        } else {
            *out = base;
        }
        return OK;
    }
    if (!z.line) {
        SPOIL(c, "E0410", p->at,
              "`%.*s` is an area; a distance is measured from a line",
              STR_ARG(z.id));
        HINT(c, "declare the line from which the distance counts: `line ...`");
        return OK;
    }
    int64_t most = p->km ? 20000 : 20000000;
    if (p->n < 1 || p->n > most) {
        SPOIL(c, "E0412", p->at,
              "a distance is from 1 to %" PRId64 " %s, not %" PRId64, most,
              p->km ? "km" : "m", p->n);
        return OK;
    }
    int64_t metres = p->km ? p->n * 1000 : p->n;
    for (size_t i = 0; i < c->zones.n; i++) {
        const struct zone *k = &c->zones.p[i];
        if (k->base == base && k->metres == metres && k->beyond == beyond) {
            *out = (int)i;
            return OK;
        }
    }
    TRY(c->cx, room(c, c->zones.n, MAX_ZONES, "zones", p->at, &fits));
    if (!fits)
        return OK;
    z = (struct zone){.in = NONE,
                      .base = base,
                      .metres = metres,
                      .beyond = beyond,
                      .file = {"", 0},
                      .decl_line = p->at.line};
    TRY_ROOM(c->cx, c->a,
             arena_printf(c->a, &z.id, "%s %" PRId64 " m of %.*s",
                          beyond ? "beyond" : "within", metres,
                          STR_ARG(c->zones.p[base].id)));
    TRY(c->cx, name_distance(c, &z));
    *out = (int)c->zones.n;
    set_zone(&z.inside, *out);
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->zones, z));
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->zone_at, p->at));
    return OK;
}

static err find_category(struct comp *c, int item, const struct ast_name *n,
                         int *out)
{
    struct suggest s;
    *out = category_of(c, item, n->text);
    if (*out != NONE)
        return OK;
    SPOIL(c, "E0403", n->at, "`%.*s` has no category `%.*s`",
          STR_ARG(c->items.p[item].id), STR_ARG(n->text));
    suggest_init(&s, n->text);
    for (size_t i = 0; i < c->items.n; i++)
        if (c->items.p[i].parent == item)
            suggest_offer(&s, short_id(c, (int)i));
    if (s.best.n > 0)
        HINT(c, "did you mean `%.*s`?", STR_ARG(s.best));
    else
        HINT(c, "write it into the declaration: `item %.*s of (%.*s | ...)`",
             STR_ARG(c->items.p[item].id), STR_ARG(n->text));
    return OK;
}

static err items_room(struct comp *c, struct selector *sel)
{
    sel->n_item_words = (uint32_t)((c->items.n + 63) / 64);
    TRY_NEW_ARRAY(c->cx, c->a, sel->n_item_words, sel->items);
    return OK;
}

static void take_item(struct selector *sel, int i)
{
    sel->items[i / 64] |= (uint64_t)1 << (i % 64);
}

err select_item(struct comp *c, int item, struct selector *sel)
{
    TRY(c->cx, items_room(c, sel));
    sel->item = item;
    take_item(sel, item);
    for (size_t i = 0; i < c->items.n; i++)
        if (c->items.p[i].parent == item)
            take_item(sel, (int)i);
    return OK;
}

err find_selection(struct comp *c, const struct ast_selection *s,
                   struct selector *sel)
{
    int item, category;
    TRY(c->cx, find_name(c, &s->item, SYM_ITEM, "an item", &item, NULL));
    if (item == NONE)
        return OK;
    if (s->of.n == 0)
        return select_item(c, item, sel);
    TRY(c->cx, items_room(c, sel));
    sel->item = item;
    for (uint32_t i = 0; i < s->of.n; i++) {
        TRY(c->cx, find_category(c, item, &s->of.v[i], &category));
        if (category == NONE)
            continue;
        if ((sel->items[category / 64] >> (category % 64)) & 1)
            SPOIL(c, "E0310", s->of.v[i].at, "`%.*s` is named twice here",
                  STR_ARG(s->of.v[i].text));
        take_item(sel, category);
        if (s->of.n == 1)
            sel->item = category;
    }
    return OK;
}

err find_standard(struct comp *c, const struct ast_accepted *a,
                  struct standard *out)
{
    struct standard s = {.kind = STD_INTEREST, .by = NONE};
    bool was_bad = c->bad;
    c->bad = false;
    switch (a->kind) {
    case AST_NOT_STATED:
        s = *out;
        break;
    case AST_INTEREST:
        break;
    case AST_VERIFIED_BY:
    case AST_COUNTED_BY:
        s.kind = STD_NAMED;
        s.counted = a->kind == AST_COUNTED_BY;
        TRY(c->cx, find_actor(c, &a->by.v[0], BODIES,
                              s.counted ? "be the one who counts"
                                        : "be the one who verifies",
                              &s.by));
        break;
    case AST_CONFIRMED_BY:
        s.kind = STD_KOF;
        TRY(c->cx, find_actors(c, &a->by, ANY_ROLE & ~ROLE(ROLE_FORCE),
                               "confirm", &s.of, NULL, NULL));
        s.k = (uint32_t)a->k; /* from 1 to n: the parser sees to it */
        break;
    }
    /* half a standard would be another one */
    if (!c->bad)
        *out = s;
    c->bad = c->bad || was_bad;
    return OK;
}
