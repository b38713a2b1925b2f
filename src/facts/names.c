/* facts/names.c: the names that an agreement declares, found by their bytes.
 *
 * One table for all kinds, at most a quarter full. Only the agreement puts
 * names in, at most a few thousand, so a fixed hash is safe: what a report
 * asks for costs a probe or two. */
#include "facts/reader_int.h"

const char *const name_kind_word[N_NAME_KINDS] = {
    [NAME_ACTOR] = "an actor",         [NAME_ZONE] = "a zone",
    [NAME_ITEM] = "an item",           [NAME_ACT] = "an act",
    [NAME_STATE] = "a state",          [NAME_CONDITION] = "a condition",
    [NAME_PHASE] = "a phase",          [NAME_CLAUSE] = "a clause",
    [NAME_EXCEPTION] = "an exception",
};
const char *const name_kind_plural[N_NAME_KINDS] = {
    [NAME_ACTOR] = "actors",         [NAME_ZONE] = "zones",
    [NAME_ITEM] = "items",           [NAME_ACT] = "acts",
    [NAME_STATE] = "states",         [NAME_CONDITION] = "conditions",
    [NAME_PHASE] = "phases",         [NAME_CLAUSE] = "clauses",
    [NAME_EXCEPTION] = "exceptions",
};

bool names_nth(const struct agreement *ag, enum name_kind kind, uint32_t i,
               str *name)
{
    *name = STR("");
    switch (kind) {
    case NAME_ACTOR:
        if (i >= ag->n_actors)
            return false;
        *name = ag->actors[i].id;
        return true;
    case NAME_ZONE:
        if (i >= ag->n_zones)
            return false;
        if (ag->zones[i].base == NONE) /* else it has no name of its own */
            *name = ag->zones[i].id;
        return true;
    case NAME_ITEM:
        if (i >= ag->n_items)
            return false;
        *name = ag->items[i].id;
        return true;
    case NAME_ACT:
        if (i >= ag->n_acts)
            return false;
        *name = ag->acts[i].id;
        return true;
    case NAME_STATE:
        if (i >= ag->n_states)
            return false;
        *name = ag->states[i].id;
        return true;
    case NAME_CONDITION:
        if (i >= ag->n_conditions)
            return false;
        *name = ag->conditions[i].id;
        return true;
    case NAME_PHASE:
        if (i >= ag->n_phases)
            return false;
        *name = ag->phases[i].id;
        return true;
    case NAME_CLAUSE: /* the first reading stands for the label */
        if (i >= ag->n_clauses)
            return false;
        if (ag->clauses[i].reading_of == NONE)
            *name = ag->clauses[i].label;
        return true;
    case NAME_EXCEPTION:
        if (i >= ag->n_clauses)
            return false;
        if (ag->clauses[i].has_exception)
            *name = ag->clauses[i].exception.id;
        return true;
    case N_NAME_KINDS:
        break;
    }
    BUG("an unknown kind of name");
}

static size_t name_hash(uint64_t factor, int kind, str name)
{
    uint64_t h = (uint64_t)kind * 0x9e3779b97f4a7c15u ^ name.n;
    const char *p = name.p;
    size_t n = name.n;
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        h = (h ^ w) * factor;
        h ^= h >> 29;
    }
    uint64_t w = 0;
    if (n & 4) {
        uint32_t x;
        memcpy(&x, p, 4);
        w = x;
        p += 4;
    }
    if (n & 2) {
        uint16_t x;
        memcpy(&x, p, 2);
        w = w << 16 | x;
        p += 2;
    }
    if (n & 1)
        w = w << 8 | (unsigned char)*p;
    h = (h ^ w) * factor;
    return (size_t)(h ^ h >> 32);
}

static struct name_slot *slot_of(const struct names *n, int kind, str name)
{
    for (size_t i = name_hash(n->factor, kind, name);; i++) {
        struct name_slot *s = &n->slots[i & n->mask];
        if (s->kind == -1 || (s->kind == kind && scan_eq(s->name, name)))
            return s;
    }
}

err names_init(struct cx *cx, struct arena *a, const struct agreement *ag,
               struct names *out)
{
    size_t n = 0;
    str name;
    for (enum name_kind k = 0; k < N_NAME_KINDS; k++)
        for (uint32_t i = 0; names_nth(ag, k, i, &name); i++)
            n++;
    size_t cap = 64;
    while (cap < 4 * n)
        cap *= 2;
    struct names names = {.mask = cap - 1, .factor = 0xbf58476d1ce4e5b9u};
    TRY_NEW_ARRAY(cx, a, cap, names.slots);
    for (size_t i = 0; i < cap; i++)
        names.slots[i].kind = -1;
    for (enum name_kind k = 0; k < N_NAME_KINDS; k++)
        for (uint32_t i = 0; names_nth(ag, k, i, &name); i++) {
            if (name.n == 0)
                continue;
            struct name_slot *s = slot_of(&names, (int)k, name);
            if (s->kind == -1) /* the first of equal names stands */
                *s = (struct name_slot){name, (int32_t)i, (int32_t)k};
        }
    *out = names;
    return OK;
}

int names_find(const struct names *n, enum name_kind kind, str name)
{
    const struct name_slot *s = slot_of(n, (int)kind, name);
    return s->kind == -1 ? NONE : s->value;
}
