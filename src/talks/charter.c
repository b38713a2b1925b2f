/* talks/charter.c: who takes part in talks, with which keys, by which rules.
 *
 *     truce charter 1
 *     name harbour
 *     convey any
 *     agreed whole
 *     failed keep
 *     languages en
 *     relay -
 *     node ardania party ardania+530d903a+AekyeRrm56hA... age1...
 *
 * docs/talks-format.md 2. Read next: object.c. */
#include "talks/talks_int.h"

#include "seal/roster.h"

/* --- lines ------------------------------------------------------------------
 */

err lines_bad(struct cx *cx, const struct lines *l, const char *what)
{
    return fail(cx, ERR_INPUT, "%s, line %zu: %s", l->what, l->line, what);
}

err lines_take(struct cx *cx, struct lines *l, const char *word, str *value)
{
    str line, first, rest, v;
    l->line++;
    if (!str_cut(l->rest, '\n', &line, &rest) ||
        !str_cut(line, ' ', &first, &v) || !str_eq(first, str_of(word)) ||
        v.n == 0)
        return fail(cx, ERR_INPUT, "%s, line %zu is not `%s ...`", l->what,
                    l->line, word);
    l->rest = rest;
    *value = v;
    return OK;
}

err lines_hash(struct cx *cx, struct lines *l, const char *word, hash *out)
{
    str v;
    TRY(cx, lines_take(cx, l, word, &v));
    if (!hash_parse(v, out))
        return lines_bad(cx, l, "no hash of 64 hexadecimal digits");
    return OK;
}

err lines_after(struct cx *cx, struct lines *l, const char *word, bool *has,
                hash *out)
{
    str v;
    TRY(cx, lines_take(cx, l, word, &v));
    *has = !str_eq(v, STR("-"));
    if (*has && !hash_parse(v, out))
        return lines_bad(cx, l, "no hash of 64 hexadecimal digits, and not -");
    return OK;
}

err lines_number(struct cx *cx, struct lines *l, const char *word,
                 uint64_t *out)
{
    str v;
    TRY(cx, lines_take(cx, l, word, &v));
    if (!note_decimal(v, out))
        return lines_bad(cx, l, "not a number");
    return OK;
}

err lines_body(struct cx *cx, struct lines *l, str *out)
{
    uint64_t n;
    TRY(cx, lines_number(cx, l, "body", &n));
    if (n > TALKS_BODY_MAX || l->rest.n != n + 1 || l->rest.p[n] != '\n')
        return lines_bad(cx, l, "what follows is not as long as it says");
    *out = str_sub(l->rest, 0, (size_t)n);
    return OK;
}

void put_line(struct buf *b, const char *word, str value)
{
    buf_c(b, word);
    buf_char(b, ' ');
    buf_str(b, value);
    buf_char(b, '\n');
}

void put_hash(struct buf *b, const char *word, hash h)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(h, hex);
    put_line(b, word, (str){hex, sizeof hex});
}

void put_after(struct buf *b, const char *word, bool has, hash h)
{
    if (has)
        put_hash(b, word, h);
    else
        put_line(b, word, STR("-"));
}

void put_body(struct buf *b, str body)
{
    buf_c(b, "body ");
    buf_uint(b, body.n);
    buf_char(b, '\n');
    buf_str(b, body);
    buf_char(b, '\n');
}

void put_head(struct buf *b, const char *kind, const struct charter *c)
{
    buf_c(b, "truce ");
    buf_c(b, kind);
    buf_c(b, " 1\n");
    put_hash(b, "talks", charter_id(c));
}

err take_head(struct cx *cx, struct lines *l, const char *kind,
              const struct charter *c)
{
    str v, word, version;
    hash id;
    TRY(cx, lines_take(cx, l, "truce", &v));
    if (!str_cut(v, ' ', &word, &version) || !str_eq(word, str_of(kind)) ||
        !str_eq(version, STR("1")))
        return fail(cx, ERR_INPUT, "this is no %s of version 1", kind);
    TRY(cx, lines_hash(cx, l, "talks", &id));
    if (!hash_eq(id, charter_id(c)))
        return fail_hint(cx, ERR_INPUT,
                         "Compare the hash of the charter on both nodes: "
                         "truce talks show.",
                         "this %s is of other talks", kind);
    return OK;
}

/* --- names and rooms ---------------------------------------------------------
 */

bool talks_name_is_valid(str name)
{
    return roster_name_is_valid(name) && !str_eq(name, STR("table")) &&
           !str_eq(name, STR("mediators")) && !str_eq(name, STR("own")) &&
           !str_eq(name, STR("-"));
}

const char *talks_role_name(enum talks_role role)
{
    return role == TALKS_PARTY      ? "party"
           : role == TALKS_MEDIATOR ? "mediator"
                                    : "observer";
}

const struct talks_node *charter_node(const struct charter *c, str name)
{
    for (size_t i = 0; i < c->n_nodes; i++)
        if (str_eq(c->node[i].name, name))
            return &c->node[i];
    return NULL;
}

str talks_room(const struct charter *c, str room)
{
    static const str rooms[] = {STR_INIT("table"), STR_INIT("mediators"),
                                STR_INIT("own")};
    const struct talks_node *n = charter_node(c, room);
    for (size_t i = 0; i < COUNT_OF(rooms); i++)
        if (str_eq(room, rooms[i]))
            return rooms[i];
    return n != NULL && n->role == TALKS_PARTY ? n->name : STR("");
}

bool talks_room_exists(const struct charter *c, str room)
{
    return talks_room(c, room).n > 0;
}

bool talks_is_member(const struct charter *c, str room,
                     const struct talks_node *n)
{
    if (str_eq(room, STR("table")))
        return true;
    if (str_eq(room, STR("mediators")))
        return n->role == TALKS_MEDIATOR;
    if (!talks_room_exists(c, room) || str_eq(room, STR("own")))
        return false;
    return n->role == TALKS_MEDIATOR || str_eq(n->name, room);
}

hash charter_id(const struct charter *c)
{
    return c->id;
}

/* --- the text ----------------------------------------------------------------
 */

static err read_role(struct cx *cx, const struct lines *l, str word,
                     enum talks_role *out)
{
    if (str_eq(word, STR("party")))
        *out = TALKS_PARTY;
    else if (str_eq(word, STR("mediator")))
        *out = TALKS_MEDIATOR;
    else if (str_eq(word, STR("observer")))
        *out = TALKS_OBSERVER;
    else
        return lines_bad(cx, l,
                         "the role is none of party, mediator, observer");
    return OK;
}

static err must_be_new(struct cx *cx, const struct lines *l,
                       const struct charter *c, const struct talks_node *n)
{
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct talks_node *o = &c->node[i];
        if (str_eq(o->name, n->name))
            return lines_bad(cx, l, "this node stands there already");
        if (recipient_eq(&o->recipient, &n->recipient) ||
            memcmp(o->key.public_key, n->key.public_key,
                   sizeof n->key.public_key) == 0)
            return lines_bad(cx, l, "another node has this key");
    }
    return OK;
}

static err read_node(struct cx *cx, const struct lines *l, str words,
                     struct charter *c)
{
    struct talks_node n;
    str role, age;
    if (!str_cut(words, ' ', &n.name, &words) ||
        !str_cut(words, ' ', &role, &words) ||
        !str_cut(words, ' ', &n.vkey, &age))
        return lines_bad(cx, l, "a node is `node NAME ROLE KEY age1...`");
    if (!talks_name_is_valid(n.name))
        return lines_bad(cx, l, "this cannot be the name of a node");
    TRY(cx, read_role(cx, l, role, &n.role));
    TRY(cx, note_key_parse(cx, n.vkey, &n.key));
    if (n.key.alg != NOTE_ED25519 || !str_eq(n.key.name, n.name))
        return lines_bad(cx, l, "the key is not one of this name");
    TRY(cx, recipient_parse(cx, "charter: ", age, &n.recipient));
    if (c->n_nodes == TALKS_NODES_MAX)
        return lines_bad(cx, l, "more than 32 nodes");
    TRY(cx, must_be_new(cx, l, c, &n));
    c->node[c->n_nodes++] = n;
    return OK;
}

static err read_convey(struct cx *cx, struct lines *l, struct charter *c)
{
    str v;
    TRY(cx, lines_take(cx, l, "convey", &v));
    if (str_eq(v, STR("any")))
        c->convey = CONVEY_ANY;
    else if (str_eq(v, STR("all")))
        c->convey = CONVEY_ALL;
    else if (str_starts(v, STR("lead "))) {
        c->convey = CONVEY_LEAD;
        c->lead = str_sub(v, 5, v.n);
    } else
        return lines_bad(cx, l, "conveyed is by any, all, or lead NAME");
    return OK;
}

/* One of two words. */
static err read_either(struct cx *cx, struct lines *l, const char *word,
                       const char *no, const char *yes, bool *out)
{
    str v;
    TRY(cx, lines_take(cx, l, word, &v));
    if (!str_eq(v, str_of(no)) && !str_eq(v, str_of(yes)))
        return fail(cx, ERR_INPUT, "%s, line %zu: %s is %s or %s", l->what,
                    l->line, word, no, yes);
    *out = str_eq(v, str_of(yes));
    return OK;
}

static err read_relay(struct cx *cx, struct lines *l, struct charter *c)
{
    TRY(cx, lines_take(cx, l, "relay", &c->relay_vkey));
    c->has_relay = !str_eq(c->relay_vkey, STR("-"));
    if (!c->has_relay)
        return OK;
    TRY(cx, note_key_parse(cx, c->relay_vkey, &c->relay));
    if (c->relay.alg != NOTE_ED25519)
        return lines_bad(cx, l, "this is the key of a witness");
    return OK;
}

static err read_head(struct cx *cx, struct lines *l, struct charter *c)
{
    str v;
    TRY(cx, lines_take(cx, l, "truce", &v));
    if (!str_eq(v, STR("charter 1")))
        return lines_bad(cx, l, "not a charter of version 1");
    TRY(cx, lines_take(cx, l, "name", &c->name));
    if (!roster_name_is_valid(c->name))
        return lines_bad(cx, l, "this cannot be the name of talks");
    TRY(cx, read_convey(cx, l, c));
    TRY(cx, read_either(cx, l, "agreed", "whole", "articles", &c->articles));
    TRY(cx, read_either(cx, l, "failed", "keep", "destroy", &c->destroy));
    TRY(cx, lines_take(cx, l, "languages", &c->languages));
    return read_relay(cx, l, c);
}

static err check_nodes(struct cx *cx, const struct charter *c)
{
    size_t n[8] = {0};
    for (size_t i = 0; i < c->n_nodes; i++)
        n[c->node[i].role]++;
    if (n[TALKS_PARTY] < 2 || n[TALKS_MEDIATOR] < 1)
        return fail_hint(cx, ERR_INPUT,
                         "Each line `node` comes from a node: truce talks "
                         "join prints it.",
                         "talks have two parties and a mediator at least; "
                         "this charter has %zu and %zu",
                         n[TALKS_PARTY], n[TALKS_MEDIATOR]);
    if (c->convey == CONVEY_LEAD) {
        const struct talks_node *lead = charter_node(c, c->lead);
        if (lead == NULL || lead->role != TALKS_MEDIATOR)
            return fail(cx, ERR_INPUT, "the lead, %.*s, is no mediator",
                        STR_ARG(c->lead));
    }
    return OK;
}

err charter_parse(struct cx *cx, str text, struct charter *out)
{
    struct lines l = {"the charter", text, 0};
    str v;
    *out = (struct charter){.text = text};
    if (text.n > TALKS_CHARTER_MAX)
        return fail(cx, ERR_LIMIT, "a charter of %zu bytes; at most %d", text.n,
                    TALKS_CHARTER_MAX);
    out->id = cry_sha256(text, STR(""));
    TRY(cx, read_head(cx, &l, out));
    while (l.rest.n > 0) {
        TRY(cx, lines_take(cx, &l, "node", &v));
        TRY(cx, read_node(cx, &l, v, out));
    }
    return check_nodes(cx, out);
}

void charter_print(const struct charter *c, struct buf *out)
{
    buf_c(out, "truce charter 1\n");
    put_line(out, "name", c->name);
    buf_c(out, c->convey == CONVEY_ANY   ? "convey any"
               : c->convey == CONVEY_ALL ? "convey all"
                                         : "convey lead ");
    if (c->convey == CONVEY_LEAD)
        buf_str(out, c->lead);
    buf_c(out, c->articles ? "\nagreed articles\n" : "\nagreed whole\n");
    buf_c(out, c->destroy ? "failed destroy\n" : "failed keep\n");
    put_line(out, "languages", c->languages);
    put_line(out, "relay", c->has_relay ? c->relay_vkey : STR("-"));
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct talks_node *n = &c->node[i];
        buf_c(out, "node ");
        buf_str(out, n->name);
        buf_printf(out, " %s ", talks_role_name(n->role));
        buf_str(out, n->vkey);
        buf_char(out, ' ');
        recipient_print(&n->recipient, out);
        buf_char(out, '\n');
    }
}

err charter_check(struct cx *cx, const struct note *n, const struct charter *c)
{
    for (size_t i = 0; i < c->n_nodes; i++) {
        bool holds;
        TRY(cx, note_verify(cx, n, &c->node[i].key, &holds, NULL));
        if (!holds)
            return fail_hint(
                cx, ERR_INPUT, "Each node signs it: truce talks sign-charter.",
                "the charter is not signed by %.*s", STR_ARG(c->node[i].name));
    }
    return OK;
}

/* What this node itself has checked and kept: its text is what stands before
 * the last empty line. */
static err open_kept(struct cx *cx, str bytes, const char *what, str *text)
{
    size_t split = bytes.n;
    while (split > 1 &&
           (bytes.p[split - 1] != '\n' || bytes.p[split - 2] != '\n'))
        split--;
    if (split < 2 || !note_text_is_valid(bytes))
        return fail(cx, ERR_CORRUPT, "the disk has an %s that is no note",
                    what);
    *text = str_sub(bytes, 0, split - 1);
    return OK;
}

err open_signed(struct cx *cx, str bytes, const char *what,
                const struct note_key *k, enum talks_origin origin, str *text)
{
    struct note *n;
    bool holds = false;
    struct arena_mark mark = arena_mark(cx->scratch);
    if (origin == TALKS_KEPT)
        return open_kept(cx, bytes, what, text);
    TRY_NEW(cx, cx->scratch, n);
    err e = note_parse(cx, cx->scratch, bytes, n);
    if (is_ok(e) && n->n == 1)
        e = note_verify(cx, n, k, &holds, NULL);
    str t = n->text;
    arena_rewind(cx->scratch, mark);
    TRY(cx, e);
    if (!holds)
        return fail(cx, ERR_INPUT, "this %s is not signed by %.*s alone", what,
                    STR_ARG(k->name));
    *text = t;
    return OK;
}
