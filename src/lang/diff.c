/* lang/diff.c: what differs between two agreements, clause by clause.
 *
 * Each tree becomes a list of units (a clause, a declared thing, the heading of
 * an article), each unit a list of fields ("deadline", "on day 7") in a fixed
 * order; units are paired, and the fields of a pair compared as printed.  So
 * nothing is said about comments, layout, or two spellings of one phrase.
 *
 * Pairing: first units with the same label and content, then clauses with the
 * same content under another label (renumbered), then the same label.
 *
 * Deliberately not here: what a difference does to a verdict. */
#include "lang/lang.h"

#include "base/json_out.h"
#include "base/map.h"
#include "base/vec.h"
#include "lang/print_int.h"

struct field {
    str what, value;
};
typedef VEC(struct field) field_vec;

struct unit {
    str label; /* "2.1", "zone north", "article 2" */
    field_vec fields;
    struct map index; /* of `what`, if there are many (a draft); else empty */
    str content;      /* all fields, as one text */
    uint32_t pair;    /* index in the other list, or UNPAIRED */
    str article;      /* of a clause */
    const struct ast *t;
    const struct ast_clause *clause; /* NULL: no clause */
};
typedef VEC(struct unit) unit_vec;

#define UNPAIRED UINT32_MAX

struct change {
    str clause, what, from, to;
    bool has_from, has_to;
    bool stale; /* it stays as it was, beside what changed */
};

/* Sticky: after a refused allocation nothing more is added. */
struct differ {
    struct cx *cx;
    struct arena *a;
    const struct ast *t; /* the tree being read */
    unit_vec *units;
    struct buf b; /* the value being written */
    VEC(struct change) changes;
    err e;
};

static void note(struct differ *d, err e)
{
    if (is_ok(d->e))
        d->e = e;
}

#define PUSH(d, v, x)                                                          \
    (vec_push((d)->a, (v), (x)) ? (void)0                                      \
                                : note((d), arena_fail((d)->cx, (d)->a)))

static str keep(struct differ *d, str s)
{
    str out = {"", 0};
    if (!arena_dup_str(d->a, s, &out))
        note(d, arena_fail(d->cx, d->a));
    return out;
}

/* --- fields ------------------------------------------------------------------
 */

/* What is written to the buffer it gives becomes the next field's value. */
static struct buf *value(struct differ *d)
{
    buf_clear(&d->b);
    return &d->b;
}

/* Ends the value begun last. */
static void field_str(struct differ *d, struct unit *u, str what)
{
    if (d->b.state != BUF_OK)
        note(d, buf_finish(d->cx, &d->b));
    struct field f = {what, keep(d, buf_view(&d->b))};
    PUSH(d, &u->fields, f);
}

static void field(struct differ *d, struct unit *u, const char *what)
{
    field_str(d, u, str_of(what));
}

static void field_name(struct differ *d, struct unit *u, const char *what,
                       struct ast_name n)
{
    if (n.at.length == 0)
        return;
    put_name(value(d), n);
    field(d, u, what);
}

static void field_text(struct differ *d, struct unit *u, const char *what,
                       struct ast_string s)
{
    if (s.at.length == 0)
        return;
    put_string(value(d), s.text);
    field(d, u, what);
}

/* Begins a unit; good until the next one begins. */
static struct unit *unit(struct differ *d, const char *fmt, str label)
{
    struct unit u = {.pair = UNPAIRED, .t = d->t};
    if (!arena_printf(d->a, &u.label, "%s%.*s", fmt, STR_ARG(label)))
        note(d, arena_fail(d->cx, d->a));
    PUSH(d, d->units, u);
    return is_ok(d->e) ? vec_last(d->units) : NULL;
}

/* --- sentences
 * ---------------------------------------------------------------- */

static const char *const phrase_words[PH_COUNT] = {
    [PH_PLACE] = "place",
    [PH_TO] = "recipients",
    [PH_STEPS] = "steps",
    [PH_RATIOS] = "ratios",
    [PH_AFTER] = "precondition",
    [PH_DEADLINE] = "deadline",
    [PH_FROM] = "beginning",
    [PH_UNTIL] = "end",
    [PH_THROUGHOUT] = "duration",
    [PH_EACH] = "period",
    [PH_BETWEEN] = "hours of the day",
    [PH_HOURS] = "length",
    [PH_CARRY] = "surplus",
    [PH_CHOSEN] = "choice",
    [PH_NOTIFIED_BY] = "notice",
    [PH_NOTIFIED_WITHIN] = "notice within",
    [PH_GUARD] = "condition",
    [PH_ACCEPTED] = "standard",
    [PH_VALIDATED] = "validation",
    [PH_IN_ADDITION] = "addition",
    [PH_IN_PARALLEL] = "parallel clause",
    [PH_IN_STEP] = "clause in step",
    [PH_EXCEPTION] = "exception",
    [PH_CURE] = "cure",
    [PH_LAPSES] = "lapse",
    [PH_REPORTED] = "time to report",
    [PH_CONFIDENTIAL] = "confidentiality",
    [PH_KEY] = "matching",
};

static const char *modal(enum ast_sentence s)
{
    switch (s) {
    case AST_QUOTED:
        return "text in quotes";
    case AST_SHALL:
        return "shall";
    case AST_SHALL_NOT:
        return "shall not";
    case AST_MAY:
        return "may";
    case AST_OF_THESE:
        return "of these";
    }
    BUG("sentence");
}

static void put_amount(struct buf *b, const struct ast_body *v)
{
    put_quantity(b, &v->quantity);
    bool item = v->selection.item.at.length != 0;
    if (v->quantity.amount != AST_NO_AMOUNT && (item || v->selection.of.n > 0))
        buf_char(b, ' ');
    if (item) {
        put_selection(b, &v->selection);
    } else if (v->selection.of.n > 0) {
        buf_c(b, "of ");
        put_names(b, &v->selection.of);
    }
}

static void sentence_fields(struct differ *d, struct unit *u,
                            const struct ast_body *v)
{
    if (v->trigger.kind != AST_NO_TRIGGER) {
        put_trigger(value(d), d->t, v);
        field(d, u, "trigger");
    }
    if (v->bearers.n > 0) {
        put_names(value(d), &v->bearers);
        field(d, u, "bound");
    }
    buf_c(value(d), modal(v->sentence));
    field(d, u, "modal");
    if (v->sentence == AST_QUOTED) {
        put_string(value(d), v->quoted.text);
        field(d, u, "text");
        if (v->judged_by.at.length != 0)
            put_name(value(d), v->judged_by);
        else
            buf_c(value(d), "nobody: declaratory");
        field(d, u, "judged by");
    }
    if (v->predicate == AST_ACT) {
        put_act(value(d), d->t, v->act, false);
        field(d, u, "act");
    } else if (v->predicate != AST_NO_PREDICATE) {
        put_predicate(value(d), d->t, v);
        field(d, u, "state or right");
    }
    if (v->predicate != AST_KEEP_LEVEL &&
        (v->quantity.amount != AST_NO_AMOUNT ||
         v->selection.item.at.length != 0)) {
        put_amount(value(d), v);
        field(d, u,
              v->quantity.amount == AST_NO_AMOUNT ? "object" : "quantity");
    }
}

static void tail_fields(struct differ *d, struct unit *u,
                        const struct ast_tail *tails, uint32_t n)
{
    static const enum ast_tail_kind order[] = {AST_TEXT, AST_SOURCE, AST_NOTE};
    for (size_t k = 0; k < COUNT_OF(order); k++) {
        for (uint32_t i = 0; i < n; i++) {
            str what = STR("note");
            if (tails[i].kind != order[k])
                continue;
            if (tails[i].kind == AST_TEXT &&
                !arena_printf(d->a, &what, "prose (%.*s)",
                              STR_ARG(tails[i].lang.text)))
                note(d, arena_fail(d->cx, d->a));
            else if (tails[i].kind == AST_SOURCE)
                what = STR("source");
            put_string(value(d), tails[i].text.text);
            field_str(d, u, what);
        }
    }
}

static void body_fields(struct differ *d, struct unit *u,
                        const struct ast_body *v)
{
    sentence_fields(d, u, v);
    for (uint32_t p = 0; p < PH_COUNT; p++) {
        if (!ast_has(v, (enum ast_phrase)p) ||
            (p == PH_KEY && key_in_trigger(v)))
            continue;
        put_phrase(value(d), v, (enum ast_phrase)p);
        field(d, u, phrase_words[p]);
    }
    tail_fields(d, u, v->tails, v->n_tails);
}

/* A body as one text: for what is added or dropped as a whole. */
static void put_body(struct buf *b, const struct ast *t,
                     const struct ast_body *v)
{
    if (v->sentence == AST_QUOTED) {
        put_string(b, v->quoted.text);
        if (v->judged_by.at.length != 0) {
            buf_c(b, " judged by ");
            put_name(b, v->judged_by);
        } else {
            buf_c(b, " declaratory");
        }
    } else {
        put_trigger(b, t, v);
        if (v->trigger.kind != AST_NO_TRIGGER)
            buf_char(b, ' ');
        put_bearers(b, v);
        buf_char(b, ' ');
        put_predicate(b, t, v);
    }
    for (uint32_t p = 0; p < PH_COUNT; p++) {
        if (ast_has(v, (enum ast_phrase)p) &&
            !(p == PH_KEY && key_in_trigger(v))) {
            buf_char(b, ' ');
            put_phrase(b, v, (enum ast_phrase)p);
        }
    }
}

/* --- clauses
 * -------------------------------------------------------------------- */

/* Fields of alternative or reading `v`: "alternative a: deadline". */
static void part_fields(struct differ *d, struct unit *u, const char *kind,
                        const struct ast_body *v)
{
    struct unit part = {0};
    body_fields(d, &part, v);
    str head;
    if (!arena_printf(d->a, &head, "%s %.*s", kind, STR_ARG(v->id.text))) {
        note(d, arena_fail(d->cx, d->a));
        return;
    }
    struct buf *b = value(d);
    if (v->held_by.n > 0) {
        buf_c(b, "held by ");
        put_names(b, &v->held_by);
        buf_c(b, ": ");
    }
    put_body(b, d->t, v);
    field_str(d, u, head);
    if (v->held_by.n > 0) {
        put_names(value(d), &v->held_by);
        field(d, &part, "held by");
    }
    for (size_t i = 0; i < part.fields.n; i++) {
        struct field f = part.fields.p[i];
        str what = f.what;
        if (!arena_printf(d->a, &f.what, "%.*s: %.*s", STR_ARG(head),
                          STR_ARG(what)))
            note(d, arena_fail(d->cx, d->a));
        PUSH(d, &u->fields, f);
    }
}

static void clause_unit(struct differ *d, const struct ast_article *in,
                        const struct ast_clause *c)
{
    struct unit *u = unit(d, "", c->label.text);
    if (u == NULL)
        return;
    u->clause = c;
    u->article = in->id.text;
    if (c->form == AST_PLAIN) {
        body_fields(d, u, &c->bodies[0]);
        return;
    }
    const char *kind = c->form == AST_DRAFT ? "alternative" : "reading";
    struct buf *b = value(d);
    for (uint32_t i = 0; i < c->n_bodies; i++) {
        buf_c(b, i == 0 ? "" : ", ");
        put_name(b, c->bodies[i].id);
    }
    field(d, u, c->form == AST_DRAFT ? "open between" : "readings");
    for (uint32_t i = 0; i < c->n_bodies; i++)
        part_fields(d, u, kind, &c->bodies[i]);
    tail_fields(d, u, c->tails, c->n_tails);
}

/* --- declarations
 * ------------------------------------------------------------------ */

static void actor_units(struct differ *d, const struct ast_decl *e)
{
    for (uint32_t i = 0; i < e->n_names; i++) {
        struct unit *u = unit(d, "actor ", e->names[i].id.text);
        if (u == NULL)
            return;
        buf_str(value(d), ast_decl_word(e->kind));
        field(d, u, "role");
        field_text(d, u, "name", e->names[i].name);
        field_name(d, u, "of", e->of);
        for (uint32_t o = 0; e->verifier != NULL && o < OPT_COUNT; o++) {
            static const char *const words[OPT_COUNT] = {
                [OPT_CHAIRED] = "chair",         [OPT_MEMBERS] = "members",
                [OPT_ATTRIBUTE] = "mandate",     [OPT_CLASSES] = "classes",
                [OPT_DECIDES] = "decisions",     [OPT_READY] = "readiness",
                [OPT_ACCESS] = "access granted", [OPT_REPORTS] = "own reports"};
            if (e->verifier->option_at[o].length == 0)
                continue;
            put_option(value(d), e->verifier, (enum ast_option)o);
            field(d, u, words[o]);
        }
    }
}

static void extension_fields(struct differ *d, struct unit *u,
                             const struct ast_extension *e, uint32_t n)
{
    if (n == 0)
        return;
    struct buf *b = value(d);
    for (uint32_t i = 0; i < n; i++) {
        buf_c(b, i == 0 ? "" : ", ");
        put_extension(b, d->t, &e[i]);
    }
    field(d, u, "extension");
}

static void clock_fields(struct differ *d, struct unit *u,
                         const struct ast_clock *c)
{
    static const char *const words[CLOCK_COUNT] = {[CLOCK_ZONE] = "time zone",
                                                   [CLOCK_FORCE] =
                                                       "entry into force",
                                                   [CLOCK_DAY1] = "day 1",
                                                   [CLOCK_LASTS] = "length"};
    for (uint32_t l = 0; l < CLOCK_COUNT; l++) {
        if (c->line_at[l].length == 0)
            continue;
        put_clockline(value(d), c, (enum ast_clockline)l);
        field(d, u, words[l]);
    }
    extension_fields(d, u, c->ext, c->n_ext);
}

static void phase_fields(struct differ *d, struct unit *u,
                         const struct ast_phase *h)
{
    put_point(value(d), h->from);
    field(d, u, "beginning");
    if (h->has_lasts) {
        put_duration(value(d), &h->lasts);
        field(d, u, "length");
    } else {
        put_point(value(d), h->until);
        field(d, u, "end");
    }
    extension_fields(d, u, h->ext, h->n_ext);
}

static void item_fields(struct differ *d, struct unit *u,
                        const struct ast_decl *e)
{
    if (e->n_categories > 0) {
        struct buf *b = value(d);
        for (uint32_t i = 0; i < e->n_categories; i++) {
            buf_c(b, i == 0 ? "" : " | ");
            put_named(b, &e->categories[i]);
        }
        field(d, u, "categories");
    }
    field_name(d, u, "unit", e->unit);
    if (e->counted.at.length != 0) {
        struct buf *b = value(d);
        put_act(b, d->t, e->counted.act, true);
        if (e->counted.in.at.length != 0) {
            buf_c(b, " in ");
            put_name(b, e->counted.in);
        }
        if (e->counted.by.at.length != 0) {
            buf_c(b, " by ");
            put_name(b, e->counted.by);
        }
        field(d, u, "counted when");
    }
}

/* The label of a declaration that has no name of its own. */
static str nameless(struct differ *d, const struct ast_decl *e)
{
    str s = {"", 0};
    if (e->kind == DECL_ACT)
        return d->t->acts[e->act].id;
    if (e->kind == DECL_TERM)
        return e->term.text;
    if (e->kind == DECL_WAIVER) {
        bool at = e->label.at.length != 0;
        if (!arena_printf(d->a, &s, "%.*s%s%.*s", STR_ARG(e->code.text),
                          at ? " at " : "", STR_ARG(e->label.text)))
            note(d, arena_fail(d->cx, d->a));
    }
    if (e->kind == DECL_CAPACITY) {
        put_selection(value(d), &e->capacity->selection);
        return keep(d, buf_view(&d->b));
    }
    return s;
}

static void thing_unit(struct differ *d, const struct ast_decl *e)
{
    str word = ast_decl_word(e->kind), label = nameless(d, e);
    if (e->n_names > 0)
        label = e->names[0].id.text;
    struct unit *u = unit(d, "", word);
    if (u == NULL)
        return;
    if (label.n > 0 && !arena_printf(d->a, &u->label, "%.*s %.*s",
                                     STR_ARG(word), STR_ARG(label)))
        note(d, arena_fail(d->cx, d->a));
    if (e->n_names > 0)
        field_text(d, u, "name", e->names[0].name);
    field_name(d, u, "in", e->in);
    field_name(d, u, "of", e->of);
    if (e->kind == DECL_LIST && e->count >= 0) {
        put_number(value(d), e->count);
        field(d, u, "entries");
    }
    field_text(d, u, "file", e->from_file);
    field_name(d, u, "judged by", e->by);
    if (e->kind == DECL_ITEM)
        item_fields(d, u, e);
    if (e->kind == DECL_ACT) {
        const struct ast_vocab *v = &d->t->acts[e->act];
        put_string(value(d), v->inf);
        field(d, u, "words");
        put_string(value(d), v->done);
        field(d, u, "done form");
        if (v->of_all) {
            buf_c(value(d), "all of it");
            field(d, u, "place");
        }
    }
    field_text(d, u, "meaning", e->meaning);
    field_text(d, u, "reason", e->because);
    if (e->kind == DECL_STANDARD) {
        put_accepted(value(d), &e->accepted);
        field(d, u, "standard");
    }
    if (e->kind == DECL_REPORTING) {
        put_period(value(d), e->each);
        field(d, u, "period");
        if (e->due.at.length != 0) {
            put_duration(value(d), &e->due);
            field(d, u, "due");
        }
    }
    if (e->kind == DECL_ACT && d->t->acts[e->act].seen.at.length != 0)
        field_text(d, u, "seen as", d->t->acts[e->act].seen);
    field_text(d, u, "hash", e->hash);
    if (e->capacity != NULL) {
        put_capacity(value(d), e->capacity);
        field(d, u, "capacity");
    }
    if (e->provision != NULL) {
        field_text(d, u, "text", e->provision->text);
        if (e->provision->by.n > 0) {
            put_names(value(d), &e->provision->by);
            field(d, u, "by");
        }
        if (e->provision->due.at.length != 0) {
            put_deadline(value(d), &e->provision->due);
            field(d, u, "deadline");
        }
    }
    if (e->clock != NULL)
        clock_fields(d, u, e->clock);
    if (e->phase != NULL)
        phase_fields(d, u, e->phase);
}

static void header_unit(struct differ *d)
{
    struct unit *u = unit(d, "agreement", STR(""));
    if (u == NULL)
        return;
    field_text(d, u, "title", d->t->title);
    if (d->t->languages.n > 0) {
        put_names(value(d), &d->t->languages);
        field(d, u, "languages");
    }
    field_name(d, u, "prevailing language", d->t->prevails);
    buf_c(value(d), d->t->formal_prevails_at.length != 0 ? "the formal text"
                                                         : "the prose");
    field(d, u, "prevails");
}

static bool is_broken(const struct ast_clause *c)
{
    bool broken = c->broken;
    for (uint32_t i = 0; i < c->n_bodies; i++)
        broken |= c->bodies[i].broken;
    return broken;
}

/* So that a draft of many alternatives is compared in linear time. */
static void index_fields(struct differ *d, struct unit *u)
{
    enum { MANY = 100 };
    if (u->fields.n < MANY)
        return;
    map_init(&u->index, d->a, d->cx);
    for (size_t i = 0; i < u->fields.n && is_ok(d->e); i++) {
        if (!map_put(&u->index, u->fields.p[i].what, i))
            note(d, arena_fail(d->cx, d->a));
    }
}

/* All units of a tree, in the order of the text. */
static void read_units(struct differ *d, const struct ast *t, unit_vec *out)
{
    d->t = t;
    d->units = out;
    header_unit(d);
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *e = t->parts[i].decl;
        const struct ast_article *a = t->parts[i].article;
        if (e != NULL && !e->broken) {
            if (e->kind <= DECL_VERIFIER)
                actor_units(d, e);
            else
                thing_unit(d, e);
        }
        if (a == NULL)
            continue;
        struct unit *u = unit(d, "article ", a->id.text);
        if (u != NULL)
            field_text(d, u, "title", a->title);
        for (uint32_t k = 0; k < a->n_clauses; k++) {
            if (!is_broken(&a->clauses[k]))
                clause_unit(d, a, &a->clauses[k]);
        }
    }
    for (size_t i = 0; i < out->n; i++) {
        struct buf *b = value(d);
        for (size_t k = 0; k < out->p[i].fields.n; k++) {
            buf_str(b, out->p[i].fields.p[k].what);
            buf_char(b, '\n');
            buf_str(b, out->p[i].fields.p[k].value);
            buf_char(b, '\n');
        }
        out->p[i].content = keep(d, buf_view(b));
        index_fields(d, &out->p[i]);
    }
}

/* --- pairing
 * -------------------------------------------------------------------------- */

/* What two units must share to be paired in one round. */
enum round { SAME, RENUMBERED, LABEL };

static str round_key(struct differ *d, const struct unit *u, enum round r)
{
    str s = {"", 0};
    switch (r) {
    case SAME:
        if (!arena_printf(d->a, &s, "%.*s\n\n%.*s", STR_ARG(u->label),
                          STR_ARG(u->content)))
            note(d, arena_fail(d->cx, d->a));
        return s;
    case RENUMBERED:
        return u->content;
    case LABEL:
        return u->label;
    }
    BUG("round");
}

/* Pairs what is still unpaired and shares a key; the first with the first. */
static void pair_round(struct differ *d, unit_vec *from, unit_vec *to,
                       enum round r)
{
    struct map first; /* key: the first unpaired unit of `to`, plus 1 */
    uint32_t *next;   /* the one after it with the same key */
    next = arena_alloc_array(d->a, to->n, sizeof *next);
    if (next == NULL) {
        note(d, arena_fail(d->cx, d->a));
        return;
    }
    map_init(&first, d->a, d->cx);
    for (size_t i = to->n; i-- > 0 && is_ok(d->e);) {
        struct unit *u = &to->p[i];
        uint64_t after = 0;
        if (u->pair != UNPAIRED || (r == RENUMBERED && u->clause == NULL))
            continue;
        str key = round_key(d, u, r);
        (void)map_get(&first, key, &after);
        next[i] = (uint32_t)after;
        if (!map_put(&first, key, i + 1))
            note(d, arena_fail(d->cx, d->a));
    }
    for (size_t i = 0; i < from->n && is_ok(d->e); i++) {
        struct unit *u = &from->p[i];
        uint64_t k;
        if (u->pair != UNPAIRED || (r == RENUMBERED && u->clause == NULL))
            continue;
        str key = round_key(d, u, r);
        if (!map_get(&first, key, &k) || k == 0)
            continue;
        u->pair = (uint32_t)k - 1;
        to->p[k - 1].pair = (uint32_t)i;
        if (!map_put(&first, key, next[k - 1]))
            note(d, arena_fail(d->cx, d->a));
    }
}

/* --- changes
 * ----------------------------------------------------------------------------
 */

static void change(struct differ *d, str clause, str what, const str *from,
                   const str *to)
{
    struct change c = {.clause = clause, .what = what};
    c.has_from = from != NULL;
    c.has_to = to != NULL;
    if (from != NULL)
        c.from = *from;
    if (to != NULL)
        c.to = *to;
    PUSH(d, &d->changes, c);
}

static const struct field *find_field(const struct unit *u, str what)
{
    uint64_t k;
    if (u->index.n > 0)
        return map_get(&u->index, what, &k) ? &u->fields.p[k] : NULL;
    for (size_t i = 0; i < u->fields.n; i++) {
        if (str_eq(u->fields.p[i].what, what))
            return &u->fields.p[i];
    }
    return NULL;
}

/* "alternative a" where `what` is "alternative a: deadline", else nothing. */
static str part_of(str what)
{
    size_t colon = str_find(what, STR(": "));
    return colon == what.n ? STR("") : str_sub(what, 0, colon);
}

/* Whether the field is told by another one: the whole of an alternative when
 * both sides have it, its parts when one side has not. */
static bool told_elsewhere(const struct field *f, const struct unit *other)
{
    str part = part_of(f->what);
    if (part.n > 0)
        return find_field(other, part) == NULL;
    bool whole = str_starts(f->what, STR("alternative ")) ||
                 str_starts(f->what, STR("reading "));
    return whole && find_field(other, f->what) != NULL;
}

static bool is_prose(str what)
{
    size_t head = part_of(what).n;
    return str_starts(str_sub(what, head > 0 ? head + 2 : 0, what.n),
                      STR("prose ("));
}

/* Of a clause that changed (not only in sources and notes): prose that stays as
 * it was. Prose of the whole clause says what its alternatives say. */
static void tell_stale(struct differ *d, const struct unit *from,
                       const struct unit *to, size_t since)
{
    size_t n = d->changes.n;
    for (size_t i = 0; i < to->fields.n; i++) {
        const struct field *f = &to->fields.p[i];
        const struct field *g = find_field(from, f->what);
        str part = part_of(f->what);
        bool stale = false;
        if (!is_prose(f->what) || g == NULL || !str_eq(f->value, g->value))
            continue;
        for (size_t k = since; k < n; k++) {
            str what = d->changes.p[k].what;
            stale = stale || ((part.n == 0 || str_eq(part, part_of(what))) &&
                              !str_ends(what, STR("source")) &&
                              !str_ends(what, STR("note")));
        }
        if (!stale)
            continue;
        change(d, to->label, f->what, &f->value, &f->value);
        if (is_ok(d->e))
            vec_last(&d->changes)->stale = true;
    }
}

static void compare_fields(struct differ *d, const struct unit *from,
                           const struct unit *to)
{
    size_t since = d->changes.n;
    for (size_t i = 0; i < from->fields.n; i++) {
        const struct field *f = &from->fields.p[i];
        const struct field *g = find_field(to, f->what);
        if (told_elsewhere(f, to) || (g != NULL && str_eq(f->value, g->value)))
            continue;
        change(d, to->label, f->what, &f->value, g == NULL ? NULL : &g->value);
    }
    for (size_t i = 0; i < to->fields.n; i++) {
        const struct field *g = &to->fields.p[i];
        if (find_field(from, g->what) == NULL && !told_elsewhere(g, from))
            change(d, to->label, g->what, NULL, &g->value);
    }
    if (to->clause != NULL && d->changes.n > since)
        tell_stale(d, from, to, since);
}

/* Whether the value says by itself what it is. */
static bool is_plain_field(const struct unit *u, const struct field *f)
{
    static const char *const thing[] = {"role", "name", "title", "text",
                                        "standard"};
    static const char *const named[] = {"alternative", "reading ", "judged",
                                        "prose",       "source",   "note"};
    for (size_t i = 0; u->clause == NULL && i < COUNT_OF(thing); i++)
        if (str_eq(f->what, str_of(thing[i])))
            return true;
    for (size_t i = 0; u->clause != NULL && i < COUNT_OF(named); i++)
        if (str_starts(f->what, str_of(named[i])))
            return false;
    return u->clause != NULL;
}

/* The unit in one line, for what is added or dropped. */
static str summary(struct differ *d, const struct unit *u)
{
    struct buf *b = value(d);
    for (size_t i = 0; i < u->fields.n; i++) {
        const struct field *f = &u->fields.p[i];
        bool modal_verb = str_eq(f->what, STR("modal"));
        if (part_of(f->what).n > 0 ||
            (modal_verb && str_starts(f->value, STR("text"))))
            continue;
        if (b->n > 0)
            buf_c(b, u->clause != NULL ? " " : ", ");
        if (!is_plain_field(u, f)) {
            buf_str(b, f->what);
            buf_char(b, ' ');
        }
        buf_str(b, f->value);
    }
    return keep(d, buf_view(b));
}

/* --- brackets that open and close
 * ------------------------------------------------ */

static bool is_draft(const struct unit *u)
{
    return u->clause != NULL && u->clause->form == AST_DRAFT;
}

static bool is_plain(const struct unit *u)
{
    return u->clause != NULL && u->clause->form == AST_PLAIN;
}

/* An alternative of a draft as a unit of its own, as if it had been chosen. */
static struct unit alternative_unit(struct differ *d, const struct unit *draft,
                                    uint32_t k)
{
    struct unit u = {.label = draft->label, .clause = draft->clause};
    d->t = draft->t;
    body_fields(d, &u, &draft->clause->bodies[k]);
    tail_fields(d, &u, draft->clause->tails, draft->clause->n_tails);
    return u;
}

static size_t distance(const struct unit *x, const struct unit *y)
{
    size_t n = 0;
    for (size_t i = 0; i < x->fields.n; i++) {
        const struct field *f = &x->fields.p[i];
        const struct field *g = find_field(y, f->what);
        n += g == NULL || !str_eq(f->value, g->value);
    }
    for (size_t i = 0; i < y->fields.n; i++)
        n += find_field(x, y->fields.p[i].what) == NULL;
    return n;
}

/* A draft on one side, an agreed text on the other: says which alternative it
 * is (the nearest), and what else differs. */
static void compare_bracket(struct differ *d, const struct unit *from,
                            const struct unit *to)
{
    const struct unit *draft = is_draft(from) ? from : to;
    const struct unit *plain = is_draft(from) ? to : from;
    struct unit best = {0};
    str name = {"", 0};
    for (uint32_t k = 0; k < draft->clause->n_bodies; k++) {
        struct unit u = alternative_unit(d, draft, k);
        if (k == 0 || distance(&u, plain) < distance(&best, plain)) {
            best = u;
            name = draft->clause->bodies[k].id.text;
        }
    }
    str open = draft->fields.p[0].value;
    if (draft == from) {
        change(d, to->label, STR("bracket settled"), &open, &name);
        compare_fields(d, &best, plain);
    } else {
        change(d, to->label, STR("bracket opened"), &name, &open);
        compare_fields(d, plain, &best);
    }
}

static void compare(struct differ *d, unit_vec *from, unit_vec *to)
{
    uint32_t last = 0; /* of `from`: units in order so far */
    for (size_t i = 0; i < to->n; i++) {
        const struct unit *u = &to->p[i];
        str what = u->clause != NULL ? STR("clause") : STR("declaration");
        if (str_starts(u->label, STR("article ")))
            what = STR("article");
        if (u->pair == UNPAIRED) {
            str text = summary(d, u);
            change(d, u->label, what, NULL, &text);
            continue;
        }
        const struct unit *was = &from->p[u->pair];
        if (!str_eq(u->label, was->label))
            change(d, u->label,
                   str_eq(u->article, was->article) ? STR("number")
                                                    : STR("place and number"),
                   &was->label, &u->label);
        else if (u->pair < last)
            change(d, u->label, STR("order"), NULL, NULL);
        if (u->pair > last && str_eq(u->label, was->label))
            last = u->pair;
        bool bracket =
            (is_draft(was) && is_plain(u)) || (is_plain(was) && is_draft(u));
        if (bracket)
            compare_bracket(d, was, u);
        else
            compare_fields(d, was, u);
    }
    for (size_t i = 0; i < from->n; i++) {
        const struct unit *u = &from->p[i];
        str what = u->clause != NULL ? STR("clause") : STR("declaration");
        if (str_starts(u->label, STR("article ")))
            what = STR("article");
        if (u->pair == UNPAIRED) {
            str text = summary(d, u);
            change(d, u->label, what, &text, NULL);
        }
    }
}

/* --- output
 * ---------------------------------------------------------------------------------
 */

static void put_json(const struct differ *d, struct buf *out)
{
    struct json_out j;
    json_init(&j, out, 2);
    json_obj_begin(&j);
    json_key(&j, "changes");
    json_arr_begin(&j);
    for (size_t i = 0; i < d->changes.n; i++) {
        const struct change *c = &d->changes.p[i];
        json_obj_begin(&j);
        json_key_text(&j, "clause", c->clause);
        json_key_text(&j, "what", c->what);
        json_key(&j, "from");
        if (c->has_from)
            json_str(&j, c->from);
        else
            json_null(&j);
        json_key(&j, "to");
        if (c->has_to)
            json_str(&j, c->to);
        else
            json_null(&j);
        json_key(&j, "stale");
        json_bool(&j, c->stale);
        json_obj_end(&j);
    }
    json_arr_end(&j);
    json_obj_end(&j);
    json_line_end(&j);
}

/* Bytes with which both values begin and that say nothing beside the name of
 * the field: "on day 7", "on day 10" differ in "day 7" and "day 10". */
static size_t shared_words(str what, str a, str b)
{
    static const struct {
        str what;
        uint32_t words;
    } rows[] = {{STR_INIT("deadline"), 1},   {STR_INIT("place"), 1},
                {STR_INIT("beginning"), 1},  {STR_INIT("end"), 1},
                {STR_INIT("recipients"), 1}, {STR_INIT("precondition"), 1},
                {STR_INIT("steps"), 2},      {STR_INIT("ratios"), 1},
                {STR_INIT("exception"), 1},  {STR_INIT("length"), 1}};
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (uint32_t k = 0; str_eq(rows[i].what, what) && k < rows[i].words;
             k++)
            n += str_find_char(str_sub(a, n, a.n), ' ') + 1;
    }
    bool same =
        n < a.n && n < b.n && str_eq(str_sub(a, 0, n), str_sub(b, 0, n));
    return same ? n : 0;
}

static void put_text(const struct differ *d, struct buf *out)
{
    for (size_t i = 0; i < d->changes.n; i++) {
        const struct change *c = &d->changes.p[i];
        buf_safe(out, c->clause);
        buf_c(out, ": ");
        if (!c->has_from && !c->has_to) {
            buf_c(out, "stands in another place");
        } else if (c->stale) {
            buf_safe(out, c->what);
            buf_c(out, " stays as it was: ");
            buf_safe(out, c->to);
        } else if (str_ends(c->what, STR("number"))) {
            buf_c(out, str_eq(c->what, STR("number")) ? "renumbered, was "
                                                      : "moved, was ");
            buf_safe(out, c->from);
        } else if (c->has_from && c->has_to) {
            size_t n = shared_words(c->what, c->from, c->to);
            buf_safe(out, c->what);
            buf_char(out, ' ');
            buf_safe(out, str_sub(c->from, n, c->from.n));
            buf_c(out, " -> ");
            buf_safe(out, str_sub(c->to, n, c->to.n));
        } else {
            str v = c->has_to ? c->to : c->from;
            buf_safe(out, c->what);
            buf_c(out, c->has_to ? " added" : " dropped");
            if (v.n > 0)
                buf_c(out, ": ");
            buf_safe(out, v);
        }
        buf_char(out, '\n');
    }
}

err lang_diff(struct cx *cx, struct arena *a, const struct ast *from,
              const struct ast *to, bool json, struct buf *out,
              uint32_t *n_changes)
{
    struct differ d = {.cx = cx, .a = a, .e = OK};
    unit_vec x = {0}, y = {0};
    buf_init(&d.b, a, SIZE_MAX);
    read_units(&d, from, &x);
    read_units(&d, to, &y);
    for (uint32_t r = SAME; r <= LABEL; r++)
        pair_round(&d, &x, &y, (enum round)r);
    compare(&d, &x, &y);
    TRY(cx, d.e);
    if (json)
        put_json(&d, out);
    else
        put_text(&d, out);
    *n_changes = (uint32_t)d.changes.n;
    return OK;
}
