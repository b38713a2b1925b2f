/* talks/object.c: envelopes, what lies in them, and what crosses between rooms.
 *
 *     truce envelope 1             truce talk 1
 *     talks <charter's hash>       talks <charter's hash>
 *     room ardania                 room ardania
 *     sender delvia                sender delvia
 *     number 4                     number 4
 *     after <hash, or ->           made 2026-06-01T10:00:00Z
 *     sealed <hash>                type question
 *                                  on 4.1
 *                                  re -
 *                                  body 27
 *                                  How many trucks in a week?
 *
 * docs/talks-format.md 3 to 5. Read next: state.c. */
#include "talks/talks_int.h"

#include "base/utf8.h"

/* --- envelopes ---------------------------------------------------------------
 */

void envelope_print(const struct charter *c, const struct envelope *e,
                    struct buf *out)
{
    put_head(out, "envelope", c);
    put_line(out, "room", e->room);
    put_line(out, "sender", e->sender);
    buf_c(out, "number ");
    buf_uint(out, e->number);
    buf_char(out, '\n');
    put_after(out, "after", e->has_after, e->after);
    put_hash(out, "sealed", e->sealed);
}

/* Finds the lines `room` and `sender` of a note that is not yet checked: who
 * must have signed it. */
static err read_place(struct cx *cx, struct lines *l, const struct charter *c,
                      const char *kind, str *room, str *sender,
                      uint64_t *number)
{
    TRY(cx, take_head(cx, l, kind, c));
    TRY(cx, lines_take(cx, l, "room", room));
    *room = talks_room(c, *room);
    if (room->n == 0)
        return lines_bad(cx, l, "there is no such room");
    TRY(cx, lines_take(cx, l, "sender", sender));
    const struct talks_node *n = charter_node(c, *sender);
    if (n == NULL)
        return lines_bad(cx, l, "the charter has no such node");
    *sender = n->name;
    if (!str_eq(*room, STR("own")) && !talks_is_member(c, *room, n))
        return lines_bad(cx, l, "the sender is not in this room");
    return lines_number(cx, l, "number", number);
}

err envelope_open(struct cx *cx, const struct charter *c, str bytes,
                  enum talks_origin origin, struct envelope *out)
{
    struct envelope e = {0};
    struct lines l = {"the envelope", bytes, 0};
    str text;
    TRY(cx, read_place(cx, &l, c, "envelope", &e.room, &e.sender, &e.number));
    TRY(cx, open_signed(cx, bytes, "envelope", &charter_node(c, e.sender)->key,
                        origin, &text));
    /* Now the rest, and that nothing follows it. */
    TRY(cx, lines_after(cx, &l, "after", &e.has_after, &e.after));
    if (e.has_after != (e.number != 0))
        return lines_bad(cx, &l, "only number 0 comes after nothing");
    TRY(cx, lines_hash(cx, &l, "sealed", &e.sealed));
    if (l.rest.p != text.p + text.n)
        return lines_bad(cx, &l, "there are further lines");
    e.id = cry_sha256(text, STR(""));
    e.text = text;
    e.note = bytes;
    *out = e;
    return OK;
}

/* --- what may be said, by whom, where ----------------------------------------
 */

enum { OWN = 1, PRIVATE = 2, TABLE = 4, MEDIATORS = 8 };
enum {
    ALL_ROOMS = OWN | PRIVATE | TABLE | MEDIATORS,
    ANYBODY = TALKS_PARTY | TALKS_MEDIATOR | TALKS_OBSERVER
};

static const struct {
    const char *name;
    unsigned by, in;
    const char *field[TALKS_FIELDS_MAX];
} types[TALKS_TYPES] = {
    [TALKS_DRAFT] = {"draft", ANYBODY, ALL_ROOMS, {"parent"}},
    [TALKS_LABEL] = {"label",
                     TALKS_PARTY | TALKS_MEDIATOR,
                     OWN | PRIVATE | MEDIATORS,
                     {"draft", "on", "alternative", "by"}},
    [TALKS_POSITION] = {"position",
                        TALKS_PARTY,
                        OWN | PRIVATE,
                        {"on", "alternative", "words", "stance", "if",
                         "standing"}},
    [TALKS_PROPOSAL] = {"proposal",
                        TALKS_PARTY | TALKS_MEDIATOR,
                        ALL_ROOMS,
                        {"on", "re"}},
    [TALKS_QUESTION] = {"question", ANYBODY, ALL_ROOMS, {"on", "re"}},
    [TALKS_ANSWER] = {"answer", ANYBODY, ALL_ROOMS, {"on", "re"}},
    [TALKS_COMMENT] = {"comment", ANYBODY, ALL_ROOMS, {"on", "re"}},
    [TALKS_MEETING] = {"meeting", ANYBODY, ALL_ROOMS, {"on", "when", "with"}},
    [TALKS_CONSENT] = {"consent",
                       TALKS_PARTY,
                       PRIVATE,
                       {"re", "on", "to", "wording"}},
    [TALKS_ASSENT] = {"assent", TALKS_MEDIATOR, MEDIATORS, {"re"}},
    [TALKS_CONVEYANCE] = {"conveyance", TALKS_MEDIATOR, PRIVATE, {0}},
    [TALKS_CONVEYED] = {"conveyed", TALKS_MEDIATOR, PRIVATE, {"re"}},
    [TALKS_RECEIPT] = {"receipt",
                       ANYBODY,
                       PRIVATE | TABLE | MEDIATORS,
                       {"have"}},
    [TALKS_ROUND] = {"round", TALKS_MEDIATOR, PRIVATE, {"round", "count"}},
    [TALKS_OVERLAP] = {"overlap",
                       TALKS_MEDIATOR,
                       PRIVATE,
                       {"round", "accepted"}},
    [TALKS_WEIGHTS] = {"weights", TALKS_PARTY, OWN | PRIVATE, {0}},
    [TALKS_AGREED] = {"agreed", TALKS_MEDIATOR, TABLE, {"draft", "choice"}},
    [TALKS_SIGNATURE] = {"signature", TALKS_PARTY, TABLE, {"agreed"}},
};

const char *talks_type_name(enum talks_type t)
{
    return types[t].name;
}

const char *talks_type_field(enum talks_type t, size_t i)
{
    return i < TALKS_FIELDS_MAX ? types[t].field[i] : NULL;
}

str talks_field(const struct talks_object *o, const char *name)
{
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++) {
        const char *f = types[o->type].field[i];
        if (f != NULL && strcmp(f, name) == 0)
            return o->field[i];
    }
    return STR("");
}

static unsigned kind_of_room(str room)
{
    return str_eq(room, STR("own"))         ? OWN
           : str_eq(room, STR("table"))     ? TABLE
           : str_eq(room, STR("mediators")) ? MEDIATORS
                                            : PRIVATE;
}

static err check_place(struct cx *cx, const struct charter *c,
                       const struct talks_object *o)
{
    const struct talks_node *n = charter_node(c, o->sender);
    if (NEVER(n == NULL) || (types[o->type].by & n->role) == 0)
        return fail(cx, ERR_INPUT, "a %s is not for a %s to write",
                    types[o->type].name,
                    n == NULL ? "stranger" : talks_role_name(n->role));
    if ((types[o->type].in & kind_of_room(o->room)) == 0)
        return fail(cx, ERR_INPUT, "a %s has no place in the room %.*s",
                    types[o->type].name, STR_ARG(o->room));
    return OK;
}

static bool value_is_valid(str v)
{
    if (v.n == 0 || v.n > TALKS_FIELD_MAX || !utf8_valid(v, NULL))
        return false;
    for (size_t i = 0; i < v.n; i++)
        if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
            return false;
    return true;
}

static err check_body(struct cx *cx, str body)
{
    size_t at = 0;
    if (body.n > TALKS_BODY_MAX)
        return fail(cx, ERR_LIMIT, "a text of %zu bytes; at most %d", body.n,
                    TALKS_BODY_MAX);
    if (!utf8_valid(body, &at))
        return fail(cx, ERR_INPUT, "byte %zu of the text is not UTF-8", at + 1);
    for (size_t i = 0; i < body.n; i++)
        if (((unsigned char)body.p[i] < 0x20 && body.p[i] != '\n') ||
            body.p[i] == 0x7f)
            return fail_hint(cx, ERR_INPUT,
                             "Only line ends are allowed; write blanks for "
                             "tabs.",
                             "byte %zu of the text is a control character",
                             i + 1);
    return OK;
}

err talks_object_print(struct cx *cx, const struct charter *c,
                       const struct talks_object *o, struct buf *out)
{
    TRY(cx, check_place(cx, c, o));
    TRY(cx, check_body(cx, o->body));
    put_head(out, "talk", c);
    put_line(out, "room", o->room);
    put_line(out, "sender", o->sender);
    buf_c(out, "number ");
    buf_uint(out, o->number);
    buf_char(out, '\n');
    put_line(out, "made", o->made);
    buf_c(out, "type ");
    buf_c(out, types[o->type].name);
    buf_char(out, '\n');
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++) {
        const char *f = types[o->type].field[i];
        if (f == NULL)
            break;
        str v = o->field[i].n == 0 ? STR("-") : o->field[i];
        if (!value_is_valid(v))
            return fail(cx, ERR_INPUT,
                        "%s: one line of at most %d bytes is needed", f,
                        TALKS_FIELD_MAX);
        put_line(out, f, v);
    }
    put_body(out, o->body);
    return buf_finish(cx, out);
}

static err read_type(struct cx *cx, struct lines *l, enum talks_type *out)
{
    str v;
    TRY(cx, lines_take(cx, l, "type", &v));
    for (int t = 0; t < TALKS_TYPES; t++)
        if (str_eq(v, str_of(types[t].name))) {
            *out = (enum talks_type)t;
            return OK;
        }
    return lines_bad(cx, l, "an unknown type");
}

err talks_object_open(struct cx *cx, const struct charter *c, str bytes,
                      enum talks_origin origin, struct talks_object *out)
{
    struct talks_object o = {0};
    struct lines l = {"the object", bytes, 0};
    TRY(cx, read_place(cx, &l, c, "talk", &o.room, &o.sender, &o.number));
    TRY(cx, open_signed(cx, bytes, "object", &charter_node(c, o.sender)->key,
                        origin, &o.text));
    l.rest = str_sub(o.text, (size_t)(l.rest.p - bytes.p), o.text.n);
    TRY(cx, lines_take(cx, &l, "made", &o.made));
    if (!entry_time_is_valid(o.made))
        return lines_bad(cx, &l, "not a time");
    TRY(cx, read_type(cx, &l, &o.type));
    for (size_t i = 0; i < TALKS_FIELDS_MAX; i++)
        if (types[o.type].field[i] != NULL) {
            TRY(cx, lines_take(cx, &l, types[o.type].field[i], &o.field[i]));
            if (!value_is_valid(o.field[i]))
                return lines_bad(cx, &l, "too long");
        }
    TRY(cx, lines_body(cx, &l, &o.body));
    TRY(cx, check_place(cx, c, &o));
    o.id = cry_sha256(o.text, STR(""));
    o.note = bytes;
    *out = o;
    return OK;
}

/* --- conveyances
 * --------------------------------------------------------------
 */

static const char *const wordings[] = {"as-theirs", "as-ours",
                                       "as-hypothetical", "bridging"};

bool talks_wording_is_valid(str wording)
{
    for (size_t i = 0; i < COUNT_OF(wordings); i++)
        if (str_eq(wording, str_of(wordings[i])))
            return true;
    return false;
}

static err check_conveyance(struct cx *cx, const struct charter *c,
                            const struct conveyance *v)
{
    const struct talks_node *to = charter_node(c, v->to);
    const struct talks_node *from = charter_node(c, v->from);
    if (to == NULL || to->role != TALKS_PARTY)
        return fail(cx, ERR_INPUT, "%.*s is no party to convey to",
                    STR_ARG(v->to));
    if (!talks_wording_is_valid(v->wording))
        return fail(cx, ERR_INPUT,
                    "the wording is none of as-theirs, as-ours, "
                    "as-hypothetical, bridging");
    bool named = str_eq(v->wording, STR("as-theirs"));
    if (named ? from == NULL || from->role != TALKS_PARTY || from == to
              : !str_eq(v->from, STR("-")))
        return fail(cx, ERR_INPUT,
                    "only what is conveyed as-theirs names its owner, another "
                    "party");
    if (!value_is_valid(v->on))
        return fail(cx, ERR_INPUT, "the clause of a conveyance is one line");
    return check_body(cx, v->words);
}

err conveyance_print(struct cx *cx, const struct charter *c,
                     const struct conveyance *v, struct buf *out)
{
    TRY(cx, check_conveyance(cx, c, v));
    put_head(out, "conveyance", c);
    put_line(out, "to", v->to);
    put_line(out, "wording", v->wording);
    put_line(out, "from", v->from);
    put_line(out, "on", v->on);
    put_body(out, v->words);
    return buf_finish(cx, out);
}

/* Whose signatures are there. */
static err count_mediators(struct cx *cx, const struct charter *c,
                           const struct note *n, bool *allowed)
{
    size_t signed_by = 0, mediators = 0;
    bool lead = false;
    for (size_t i = 0; i < c->n_nodes; i++) {
        bool holds;
        if (c->node[i].role != TALKS_MEDIATOR)
            continue;
        mediators++;
        TRY(cx, note_verify(cx, n, &c->node[i].key, &holds, NULL));
        signed_by += holds;
        lead = lead || (holds && str_eq(c->node[i].name, c->lead));
    }
    *allowed = c->convey == CONVEY_ALL    ? signed_by == mediators
               : c->convey == CONVEY_LEAD ? lead
                                          : signed_by > 0;
    return OK;
}

err conveyance_open(struct cx *cx, const struct charter *c, str bytes,
                    struct conveyance *out, bool *allowed)
{
    struct note *n;
    struct conveyance v = {0};
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_NEW(cx, cx->scratch, n);
    err e = note_parse(cx, cx->scratch, bytes, n);
    if (is_ok(e)) {
        e = count_mediators(cx, c, n, allowed);
        v.text = n->text;
    }
    arena_rewind(cx->scratch, mark);
    TRY(cx, e);
    struct lines l = {"the conveyance", v.text, 0};
    TRY(cx, take_head(cx, &l, "conveyance", c));
    TRY(cx, lines_take(cx, &l, "to", &v.to));
    TRY(cx, lines_take(cx, &l, "wording", &v.wording));
    TRY(cx, lines_take(cx, &l, "from", &v.from));
    TRY(cx, lines_take(cx, &l, "on", &v.on));
    TRY(cx, lines_body(cx, &l, &v.words));
    TRY(cx, check_conveyance(cx, c, &v));
    *out = v;
    return OK;
}
