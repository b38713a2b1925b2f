/* app/talks_over.c: how talks end that do not go on: keys or members have
 * changed, and what stands goes on under a new charter; or they failed, and
 * what was said is destroyed, if the charter says so.
 *
 * The keys of a charter never change. New keys, a new member, a mediator less
 * are new talks, and each node says again there what of its own still stood.
 * Nobody does it for another: what is carried over is signed anew by who said
 * it, in the same rooms, and reaches whom the new charter seals to. See
 * talks.h. */
#include "app/talks_int.h"

#include "base/sys.h"
#include "base/sys_tree.h"

struct over {
    struct seat_file *to;
    const struct seat_file *from;
    size_t said[TALKS_TYPES];
    size_t consents; /* not conveyed: to be given anew */
};

static bool same_fields(const struct talks_object *a,
                        const struct talks_object *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_eq(a->field[i], b->field[i]))
            return false;
    return true;
}

/* How many of its fields say what it is about: the last of these holds. */
static size_t key_fields(enum talks_type t)
{
    return t == TALKS_POSITION ? 3 : t == TALKS_LABEL ? 3 : 0;
}

/* Said by this node, of a type that goes over. */
static bool is_ours(const struct seat_file *n, const struct talks_item *x)
{
    return x->open && x->standing == TALKS_COUNTS &&
           str_eq(x->e.sender, n->self->name) &&
           (x->o.type == TALKS_POSITION || x->o.type == TALKS_WEIGHTS ||
            x->o.type == TALKS_LABEL);
}

/* Items are in the order of their chain. */
static bool is_last(const struct seat_file *n, size_t at)
{
    const struct talks_item *x = &n->talks.items.p[at];
    for (size_t i = at + 1; i < n->talks.items.n; i++) {
        const struct talks_item *y = &n->talks.items.p[i];
        if (is_ours(n, y) && y->o.type == x->o.type &&
            str_eq(y->e.room, x->e.room) &&
            same_fields(&x->o, &y->o, key_fields(x->o.type)))
            return false;
    }
    return true;
}

/* Whether the new talks have it already: it may be done twice. */
static bool is_said(const struct seat_file *n, const struct talks_object *o)
{
    for (size_t i = n->talks.items.n; i-- > 0;) {
        const struct talks_item *x = &n->talks.items.p[i];
        if (is_ours(n, x) && x->o.type == o->type &&
            str_eq(x->e.room, o->room) &&
            same_fields(&x->o, o, key_fields(o->type)))
            return same_fields(&x->o, o, TALKS_FIELDS_MAX) &&
                   str_eq(x->o.body, o->body);
    }
    return false;
}

static err say_again(struct cx *cx, struct over *v, const struct talks_item *x)
{
    struct talks_object o = {.type = x->o.type, .body = x->o.body};
    o.room = talks_room(&v->to->charter, x->e.room);
    memcpy(o.field, x->o.field, sizeof o.field);
    if (o.room.n == 0 || is_said(v->to, &o))
        return OK; /* the room of a party that is no more there */
    TRY(cx, seat_say(cx, v->to, &o));
    v->said[o.type]++;
    return OK;
}

/* The mediators bring the draft on the table; the first of them does. */
static err bring_draft(struct cx *cx, struct arena *a, struct over *v)
{
    struct seat_draft old, new;
    struct talks_object o = {.type = TALKS_DRAFT, .room = STR("table")};
    TRY(cx, seat_last_draft(cx, a, v->from, &old));
    TRY(cx, seat_last_draft(cx, a, v->to, &new));
    if (old.item == NULL || new.item != NULL ||
        v->to->self->role != TALKS_MEDIATOR)
        return OK;
    o.body = old.item->o.body;
    TRY(cx, seat_say(cx, v->to, &o));
    v->said[o.type]++;
    return OK;
}

static bool is_conveyed(const struct seat_file *n, const struct talks_item *x)
{
    for (size_t i = 0; i < n->talks.items.n; i++) {
        const struct talks_item *y = &n->talks.items.p[i];
        hash re;
        if (y->open && y->o.type == TALKS_CONVEYED &&
            hash_parse(talks_field(&y->o, "re"), &re) && hash_eq(re, x->o.id))
            return true;
    }
    return false;
}

static err go_over(struct cx *cx, struct arena *a, struct over *v)
{
    TRY(cx, bring_draft(cx, a, v));
    for (size_t i = 0; i < v->from->talks.items.n; i++) {
        const struct talks_item *x = &v->from->talks.items.p[i];
        if (x->open && x->standing == TALKS_COUNTS &&
            x->o.type == TALKS_CONSENT &&
            str_eq(x->e.sender, v->from->self->name))
            v->consents += !is_conveyed(v->from, x);
        if (is_ours(v->from, x) && is_last(v->from, i) &&
            !str_eq(talks_field(&x->o, "stance"), STR("withdraw")))
            TRY(cx, say_again(cx, v, x));
    }
    return OK;
}

static err must_follow(struct cx *cx, const struct over *v)
{
    const struct talks_node *a = v->to->self, *b = v->from->self;
    if (hash_eq(charter_id(&v->to->charter), charter_id(&v->from->charter)))
        return fail_hint(cx, ERR_CONFLICT,
                         "It is for a node that has begun under a new "
                         "charter: truce talks begin.",
                         "both nodes are of the same talks");
    if (!str_eq(a->name, b->name) || a->role != b->role)
        return fail_hint(cx, ERR_INPUT,
                         "Each says again what it has said itself, and "
                         "nothing for another.",
                         "the new node is %.*s (%s), the old one %.*s (%s)",
                         STR_ARG(a->name), talks_role_name(a->role),
                         STR_ARG(b->name), talks_role_name(b->role));
    return OK;
}

static void print_over(const struct over *v, struct buf *out)
{
    size_t n = 0;
    for (int t = 0; t < TALKS_TYPES; t++)
        if (v->said[t] > 0) {
            buf_printf(out, "  said again: %zu %s%s\n", v->said[t],
                       talks_type_name((enum talks_type)t),
                       v->said[t] == 1 || t == TALKS_WEIGHTS ? "" : "s");
            n += v->said[t];
        }
    if (n == 0)
        buf_c(out, "  nothing is to be said again\n");
    if (v->consents > 0)
        buf_printf(out,
                   "  consents that were not conveyed: %zu; to be given anew\n",
                   v->consents);
}

err talks_carry_over(struct cx *cx, struct arena *a, const char *node,
                     const char *old, struct buf *out)
{
    struct seat_file from, to;
    struct over v = {.to = &to, .from = &from};
    TRY(cx, seat_open(cx, a, old, &from));
    err e = seat_open(cx, a, node, &to);
    if (!is_ok(e)) {
        seat_close(&from);
        return e;
    }
    e = must_follow(cx, &v);
    if (is_ok(e))
        e = seat_batch_begin(cx, &to);
    if (is_ok(e))
        e = go_over(cx, a, &v);
    if (is_ok(e))
        e = seat_batch_end(cx, &to);
    if (is_ok(e))
        print_over(&v, out);
    seat_close(&to);
    seat_close(&from);
    return e;
}

/* --- destroyed
 * -----------------------------------------------------------------------
 */

/* The store holds what was said, opened; the keys what was sealed to them. */
static err remove_said(struct cx *cx, struct arena *a, const char *node)
{
    static const char *const files[] = {"talks.db-wal", "talks.db-shm",
                                        "talks.db", "age.key", "node.key"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        const char *path;
        TRY(cx, seat_path(cx, a, node, files[i], &path));
        sys_remove(path);
        if (sys_exists(path))
            return fail_hint(cx, ERR_RESOURCE, "Remove it by hand.",
                             "%s cannot be removed", path);
    }
    return sys_sync_folder(cx, node);
}

err talks_destroy(struct cx *cx, struct arena *a, const char *node,
                  const char *talks, struct buf *out)
{
    struct seat_file n;
    char hex[2 * CRY_HASH_BYTES];
    str want = str_of(talks);
    TRY(cx, seat_open(cx, a, node, &n));
    bool destroy = n.charter.destroy;
    size_t count = n.talks.items.n;
    hash_print(charter_id(&n.charter), hex);
    seat_close(&n);
    if (!destroy)
        return fail_hint(cx, ERR_DENIED,
                         "It is a rule of these talks: failed keep.",
                         "the charter says that what was said is kept");
    if (want.n < 12 || !str_starts((str){hex, sizeof hex}, want))
        return fail_hint(cx, ERR_INPUT,
                         "truce talks show NODE prints it; 12 digits at least.",
                         "%s is not the name of these talks", talks);
    TRY(cx, remove_said(cx, a, node));
    buf_safe(out, str_of(node));
    buf_printf(out,
               ": what was said (%zu envelopes) and the keys are removed; the "
               "charter stays\n",
               count);
    buf_c(out, "  Copies of this folder, and what the other nodes hold, are "
               "not; a disk may keep\n  removed bytes until it is written "
               "over.\n");
    return OK;
}
