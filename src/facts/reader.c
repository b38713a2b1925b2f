/* facts/reader.c: inputs in, facts out: source records, ids, problems, and the
 * order of things. See facts.h. */
#include "facts/reader_int.h"

#include <stdarg.h>

#include "base/suggest.h"
#include "base/utf8.h"

enum { WAITING_BYTES = 64 << 20, WAITING_OVERHEAD = 128 };

/* --- Problems ----------------------------------------------------------- */

static uint32_t column_of(const struct facts *f, const char *at)
{
    if (at == NULL || at < f->line || at > f->end)
        return 1;
    uint32_t column = 1;
    for (const char *p = f->line; p < at; p++)
        column += ((unsigned char)*p & 0xc0) != 0x80;
    return column;
}

PRINTF_LIKE(6, 0)
static err problem_v(struct cx *cx, struct facts *f, const char *at,
                     const char *field, const char *hint, const char *fmt,
                     va_list args)
{
    if (f->quiet)
        return OK;
    if (!f->line_refused) {
        f->counts.refused++;
        if (f->opt.refused != NULL)
            f->opt.refused(f->opt.refused_self, f->in->name, f->number);
    }
    f->line_refused = true;
    if (f->problems.n == LIMIT_DIAGNOSTICS) {
        f->problems_left_out++;
        return OK;
    }
    char text[FAULT_MESSAGE_BYTES];
    int n = vsnprintf(text, sizeof text, fmt, args);
    if (n < 0)
        n = 0;
    str message = {text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
    if (message.n < (size_t)n) { /* cut, but not inside a character */
        while (message.n > 0 && !utf8_valid(message, NULL))
            message.n--;
    }
    struct facts_problem p = {
        .file = f->in->name, .line = f->number, .column = column_of(f, at)};
    TRY_ROOM(cx, &f->pass, arena_dup_str(&f->pass, message, &p.message));
    TRY_ROOM(
        cx, &f->pass,
        arena_dup_str(&f->pass, str_of(hint == NULL ? "" : hint), &p.hint));
    TRY_ROOM(cx, &f->pass, arena_dup_str(&f->pass, str_of(field), &p.field));
    TRY_ROOM(cx, &f->pass, vec_push(&f->pass, &f->problems, p));
    return OK;
}

err problem(struct cx *cx, struct facts *f, const char *at, const char *field,
            const char *hint, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    err e = problem_v(cx, f, at, field, hint, fmt, args);
    va_end(args);
    return e;
}

err facts_refuse(struct cx *cx, struct facts *f, str file, uint32_t line,
                 const char *field, const char *hint, const char *fmt, ...)
{
    struct input in = {.name = file};
    struct input *was = f->in;
    bool last = was != NULL && line == f->number && str_eq(file, was->name);
    if (!last)
        f->line = f->end = NULL;
    f->in = &in;
    f->number = line;
    f->line_refused = false;
    va_list args;
    va_start(args, fmt);
    err e = problem_v(cx, f, last ? f->rec.at[FIELD_id] : NULL, field, hint,
                      fmt, args);
    va_end(args);
    f->in = was;
    return e;
}

const struct facts_problem *facts_problems(const struct facts *f, size_t *n,
                                           uint64_t *left_out)
{
    *n = f->problems.n;
    if (left_out != NULL)
        *left_out = f->problems_left_out;
    return f->problems.p;
}

void facts_problem_print(const struct facts_problem *p, struct buf *out)
{
    buf_safe(out, p->file);
    buf_printf(out, ":%u:%u: ", p->line, p->column);
    if (p->field.n > 0) {
        buf_str(out, p->field);
        buf_c(out, ": ");
    }
    buf_safe(out, p->message);
    buf_char(out, '\n');
    if (p->hint.n > 0) {
        buf_c(out, "  hint: ");
        buf_safe(out, p->hint);
        buf_char(out, '\n');
    }
}

/* --- Making a reader ---------------------------------------------------- */

static bool in_zone(const zone_set *s, uint32_t z)
{
    return s->w[z / 64] >> (z % 64) & 1;
}

/* Turns "what lies in it" around to "in what it lies", by declaration, by
 * shape, and from one to the other. */
static err zones_around(struct cx *cx, struct facts *f)
{
    const struct agreement *ag = f->ag;
    TRY_NEW_ARRAY(cx, &f->own, ag->n_zones + 1, f->zone_in);
    for (uint32_t z = 0; z < ag->n_zones; z++) {
        if (f->opt.zone_in != NULL)
            f->zone_in[z] = f->opt.zone_in[z];
        f->zone_in[z].w[z / 64] |= (uint64_t)1 << (z % 64);
    }
    for (uint32_t outer = 0; outer < ag->n_zones; outer++)
        for (uint32_t z = 0; z < ag->n_zones; z++)
            if (in_zone(&ag->zones[outer].inside, z))
                f->zone_in[z].w[outer / 64] |= (uint64_t)1 << (outer % 64);
    for (uint32_t by = 0; by < ag->n_zones; by++)
        for (uint32_t z = 0; z < ag->n_zones; z++)
            for (size_t i = 0;
                 in_zone(&f->zone_in[z], by) && i < COUNT_OF(f->zone_in->w);
                 i++)
                f->zone_in[z].w[i] |= f->zone_in[by].w[i];
    return OK;
}

err facts_new(struct cx *cx, struct arena *a, const struct agreement *ag,
              const struct facts_options *options, struct facts **out)
{
    struct facts *f;
    TRY_NEW(cx, a, f);
    size_t limit = cx->limits.reports_bytes;
    arena_init(&f->own, cx->mem, "reports", limit);
    arena_init(&f->pass, cx->mem, "reports", limit);
    arena_init(&f->room, cx->mem, "a report", limit);
    arena_init(&f->other, cx->mem, "a report", limit);
    arena_init(&f->ids, cx->mem, "ids", limit);
    f->ag = ag;
    if (options != NULL)
        f->opt = *options;
    if (f->opt.max_waiting_bytes == 0)
        f->opt.max_waiting_bytes = WAITING_BYTES;
    field_hash_init(&f->fields);
    f->force_lo = ag->force == FORCE_AT && ag->force_at.kind == POINT_INSTANT
                      ? ag->force_at.at
                      : INSTANT_MIN;
    err e =
        tz_find(cx, ag->time_zone.n > 0 ? ag->time_zone : STR("UTC"), &f->tz);
    if (is_ok(e))
        e = names_init(cx, &f->own, ag, &f->names);
    if (is_ok(e))
        e = zones_around(cx, f);
    if (!is_ok(e)) {
        facts_free(f);
        return e;
    }
    *out = f;
    return OK;
}

void facts_free(struct facts *f)
{
    if (f == NULL)
        return;
    arena_release(&f->own);
    arena_release(&f->pass);
    arena_release(&f->room);
    arena_release(&f->other);
    arena_release(&f->ids);
}

static err input_add(struct cx *cx, struct facts *f, str name,
                     struct input **out)
{
    struct input *in;
    TRY_NEW(cx, &f->own, in);
    TRY_ROOM(cx, &f->own, arena_dup_str(&f->own, name, &in->name));
    TRY_ROOM(cx, &f->own, vec_push(&f->own, &f->inputs, in));
    *out = in;
    return OK;
}

err facts_add_bytes(struct cx *cx, struct facts *f, str name, str bytes)
{
    struct input *in;
    TRY(cx, input_add(cx, f, name, &in));
    in->bytes = bytes;
    in->base = f->memory_bytes;
    if (!add_ok(f->memory_bytes, bytes.n, &f->memory_bytes) ||
        f->memory_bytes >> 43 != 0)
        return fail(cx, ERR_LIMIT, "more than 8 TiB of reports");
    return OK;
}

err facts_add_pieces(struct cx *cx, struct facts *f, str name,
                     const struct facts_pieces *pieces)
{
    struct input *in;
    if (NEVER(!f->opt.trust_ids))
        return fail(cx, ERR_BUG, "ids in pieces cannot be compared");
    TRY(cx, input_add(cx, f, name, &in));
    in->pieces = *pieces;
    return OK;
}

err facts_continue(struct cx *cx, struct facts *f, str name, str bytes,
                   uint32_t line)
{
    if (NEVER(!f->begun || f->current != f->inputs.n || line == 0))
        return fail(cx, ERR_BUG, "facts_continue() within a pass");
    TRY(cx, facts_add_bytes(cx, f, name, bytes));
    f->inputs.p[f->inputs.n - 1]->line = line - 1;
    return OK;
}

err facts_add_stream(struct cx *cx, struct facts *f, str name, int fd,
                     bool grows)
{
    struct input *in;
    TRY(cx, input_add(cx, f, name, &in));
    in->stream = true;
    in->grows = grows;
    in->fd = fd;
    return OK;
}

/* --- Sources ------------------------------------------------------------ */

int source_find(const struct facts *f, str id)
{
    /* Actors are the first sources, in the order of the agreement. */
    int actor = names_find(&f->names, NAME_ACTOR, id);
    uint64_t i;
    if (actor != NONE)
        return actor;
    return map_get(&f->source_index, id, &i) ? (int)i : NONE;
}

static err account_add(struct cx *cx, struct facts *f, str id, str name,
                       int bound, int *out)
{
    struct account_entry a = {.id = id, .name = name, .bound = bound};
    TRY_ROOM(cx, &f->pass, vec_push(&f->pass, &f->accounts, a));
    *out = (int)f->accounts.n - 1;
    return OK;
}

static err source_add(struct cx *cx, struct facts *f, struct source_entry s)
{
    TRY_ROOM(cx, &f->pass,
             map_put(&f->source_index, s.id, (uint64_t)f->sources.n));
    TRY_ROOM(cx, &f->pass, vec_push(&f->pass, &f->sources, s));
    return OK;
}

/* Gives the sink what it does not know yet of an account and a source. */
static err source_declare(struct cx *cx, struct facts *f,
                          struct source_entry *s)
{
    struct account_entry *a = &f->accounts.p[s->account];
    if (a->bound == NONE)
        TRY(cx, f->sink.account(cx, f->sink.self, a->id, a->name, &a->bound));
    return f->sink.source(cx, f->sink.self, s->id, s->name, a->bound,
                          &s->bound);
}

/* The account of sources of class press: an actor called press, else the only
 * actor of that role, else one of its own. */
static err press_account(struct cx *cx, struct facts *f, int *out)
{
    int only = names_find(&f->names, NAME_ACTOR, STR("press"));
    uint32_t n = only == NONE ? 0 : 1;
    if (n == 0)
        for (uint32_t i = 0; i < f->ag->n_actors; i++)
            if (f->ag->actors[i].role == ROLE_PRESS) {
                only = (int)i;
                n++;
            }
    if (n == 1) {
        *out = only;
        return OK;
    }
    for (size_t i = f->ag->n_actors; i < f->accounts.n; i++)
        if (str_eq(f->accounts.p[i].id, STR("press"))) {
            *out = (int)i;
            return OK;
        }
    return account_add(cx, f, STR("press"), STR("press"), NONE, out);
}

/* Finds out in whose account each source speaks that is not resolved yet. A
 * source in the account of another one waits for that one. */
static err sources_resolve(struct cx *cx, struct facts *f)
{
    bool again = true;
    while (again) {
        again = false;
        f->unresolved_sources = false;
        for (size_t i = 0; i < f->sources.n; i++) {
            struct source_entry *s = &f->sources.p[i];
            if (s->resolved)
                continue;
            if (s->account_ref.n > 0 && !str_eq(s->account_ref, s->id)) {
                int other = source_find(f, s->account_ref);
                if (other == NONE || !f->sources.p[other].resolved) {
                    f->unresolved_sources = true;
                    continue;
                }
                s->account = f->sources.p[other].account;
            } else if (s->account_ref.n == 0 &&
                       str_eq(s->class_, STR("press"))) {
                TRY(cx, press_account(cx, f, &s->account));
            } else {
                TRY(cx, account_add(cx, f, s->id, s->name, NONE, &s->account));
            }
            s->resolved = true;
            again = true;
            TRY(cx, source_declare(cx, f, s));
        }
    }
    return OK;
}

static err dup_or_empty(struct cx *cx, struct facts *f, const struct rec *r,
                        enum field field, str otherwise, str *out)
{
    *out = otherwise;
    if ((r->has >> field & 1) && r->v[field].s.n > 0)
        TRY_ROOM(cx, &f->pass, arena_dup_str(&f->pass, r->v[field].s, out));
    return OK;
}

/* Takes a source record. */
static err source_record(struct cx *cx, struct facts *f, const struct rec *r)
{
    static const str classes[] = {STR_INIT("press"), STR_INIT("agency"),
                                  STR_INIT("party"), STR_INIT("other")};
    struct source_entry s = {
        .file = f->in->name, .line = f->number, .account = NONE, .bound = NONE};
    if (r->v[FIELD_id].s.n == 0 || r->v[FIELD_id].s.n > LIMIT_NAME_BYTES)
        return problem(cx, f, r->at[FIELD_id], "id",
                       "at least 1, at most 128 bytes",
                       "an id of %zu bytes cannot be that of a source",
                       r->v[FIELD_id].s.n);
    TRY(cx, dup_or_empty(cx, f, r, FIELD_id, STR(""), &s.id));
    TRY(cx, dup_or_empty(cx, f, r, FIELD_name, s.id, &s.name));
    TRY(cx, dup_or_empty(cx, f, r, FIELD_class, STR(""), &s.class_));
    TRY(cx, dup_or_empty(cx, f, r, FIELD_account, STR(""), &s.account_ref));
    if (s.class_.n > 0) {
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(classes); i++)
            known |= str_eq(s.class_, classes[i]);
        if (!known)
            return problem(cx, f, r->at[FIELD_class], "class",
                           "press, agency, party, other",
                           "\"%.*s\" is no class of source", STR_ARG(s.class_));
    }
    int old = source_find(f, s.id);
    if (old != NONE && (uint32_t)old < f->ag->n_actors)
        return problem(cx, f, r->at[FIELD_id], "id",
                       "leave this record out: every actor is a source",
                       "\"%.*s\" is an actor of the agreement", STR_ARG(s.id));
    if (old != NONE) {
        const struct source_entry *o = &f->sources.p[old];
        if (str_eq(o->name, s.name) && str_eq(o->class_, s.class_) &&
            str_eq(o->account_ref, s.account_ref)) {
            f->counts.repeated++;
            return OK;
        }
        char hint[200];
        snprintf(hint, sizeof hint,
                 "it stands, differently, in line %u of %.*s", o->line,
                 (int)(o->file.n > 100 ? 100 : o->file.n), o->file.p);
        return problem(cx, f, r->at[FIELD_id], "id", hint,
                       "the source \"%.*s\" is declared twice", STR_ARG(s.id));
    }
    f->counts.sources++;
    return source_add(cx, f, s);
}

static err unknown_source(struct cx *cx, struct facts *f, str id,
                          const char *at)
{
    char hint[200] = "add a record of type source, or name an actor";
    struct suggest s;
    suggest_init(&s, id);
    for (size_t i = 0; i < f->sources.n; i++)
        suggest_offer(&s, f->sources.p[i].id);
    if (s.best.n > 0)
        snprintf(hint, sizeof hint, "did you mean \"%.*s\"?", STR_ARG(s.best));
    return problem(cx, f, at, "source", hint, "no source is called \"%.*s\"",
                   STR_ARG(id));
}

/* After the last one that could come: those that name no account. */
static err sources_unresolved(struct cx *cx, struct facts *f)
{
    if (f->opt.any_names)
        return OK;
    for (size_t i = 0; i < f->sources.n; i++) {
        struct source_entry *s = &f->sources.p[i];
        if (s->resolved)
            continue;
        bool circle = source_find(f, s->account_ref) != NONE;
        TRY(cx,
            facts_refuse(cx, f, s->file, s->line, "account",
                         circle ? "let one of them speak for itself"
                                : "an actor, or the id of a source record",
                         circle ? "the accounts of \"%.*s\" and \"%.*s\" lead "
                                  "to each other"
                                : "the source \"%.*s\" is to speak in the "
                                  "account of \"%.*s\", which is unknown",
                         STR_ARG(s->id), STR_ARG(s->account_ref)));
        /* What it says is not lost: it speaks for itself. */
        TRY(cx, account_add(cx, f, s->id, s->name, NONE, &s->account));
        s->resolved = true;
        TRY(cx, source_declare(cx, f, s));
    }
    f->unresolved_sources = false;
    return OK;
}

/* --- One line ------------------------------------------------------------ */

/* What tables of incidents call the fields. */
static str field_meant(str key)
{
    static const struct {
        const char *word, *field;
    } other[] = {
        {"date", "occurred"},   {"time", "occurred"},
        {"when", "occurred"},   {"day", "occurred"},
        {"who", "actor"},       {"by", "actor"},
        {"party", "actor"},     {"performer", "actor"},
        {"reporter", "source"}, {"reported_by", "source"},
        {"count", "quantity"},  {"number", "quantity"},
        {"amount", "quantity"}, {"where", "place"},
        {"location", "place"},  {"zone", "place"},
        {"site", "place"},      {"what", "act"},
        {"action", "act"},      {"goods", "item"},
        {"comment", "note"},    {"comments", "note"},
        {"remarks", "note"},    {"description", "note"},
        {"link", "url"},
    };
    for (size_t i = 0; i < COUNT_OF(other); i++) {
        if (str_eq(key, str_of(other[i].word)))
            return str_of(other[i].field);
    }
    return STR("");
}

static err unknown_field(struct cx *cx, struct facts *f, str key,
                         const char *at)
{
    char hint[80] = "docs/reports.md lists the fields";
    struct suggest s;
    suggest_init(&s, key);
    str meant = field_meant(key);
    if (meant.n > 0)
        s = (struct suggest){.word = key, .best = meant};
    for (size_t i = 0; i < N_FIELDS; i++)
        suggest_offer(&s, field_table[i].name);
    if (s.best.n > 0)
        snprintf(hint, sizeof hint, "did you mean \"%.*s\"?", STR_ARG(s.best));
    return problem(cx, f, at, "", hint, "\"%.*s\" is not a field",
                   STR_ARG(str_sub(key, 0, 100)));
}

/* The line f->line to f->end as a record whose fields fit its type. */
static err parse(struct cx *cx, struct facts *f, struct arena *room,
                 struct rec *r, bool *good)
{
    struct scan sc;
    const char *field;
    scan_init(&sc, f->line, f->end, room);
    *good = false;
    if (!rec_scan(&f->fields, &sc, r, &field)) {
        if (sc.no_room)
            return arena_fail(cx, room);
        if (sc.why == NULL)
            return unknown_field(cx, f, r->unknown, sc.wrong);
        return problem(cx, f, sc.wrong, field, sc.hint, "%s", sc.why);
    }
    if (!(r->has & BIT(type)))
        return problem(cx, f, NULL, "type",
                       "what happened, or was counted, is \"type\":\"report\"; "
                       "docs/reports.md lists the others",
                       "a record without a type");
    size_t t = 0;
    while (t < N_TYPES && !scan_eq(type_table[t].name, r->v[FIELD_type].s))
        t++;
    if (t == N_TYPES) {
        char hint[80] = "docs/reports.md lists the types";
        struct suggest s;
        suggest_init(&s, r->v[FIELD_type].s);
        for (size_t i = 0; i < N_TYPES; i++)
            suggest_offer(&s, type_table[i].name);
        if (s.best.n > 0)
            snprintf(hint, sizeof hint, "did you mean \"%.*s\"?",
                     STR_ARG(s.best));
        return problem(cx, f, r->at[FIELD_type], "type", hint,
                       "\"%.*s\" is no type of record",
                       STR_ARG(str_sub(r->v[FIELD_type].s, 0, 100)));
    }
    r->type = (enum rec_type)t;
    uint64_t extra = r->has & ~type_table[t].may;
    uint64_t missing = type_table[t].must & ~r->has;
    *good = extra == 0 && missing == 0;
    for (size_t i = 0; i < N_FIELDS && !*good; i++) {
        if (extra >> i & 1)
            TRY(cx, problem(cx, f, r->at[i], field_table[i].name.p,
                            "leave it out, or write it into the note",
                            "a record of type %s has no such field",
                            type_table[t].name.p));
        if (missing >> i & 1)
            TRY(cx, problem(cx, f, NULL, field_table[i].name.p, "add it",
                            "a record of type %s must have it",
                            type_table[t].name.p));
    }
    return OK;
}

/* --- Ids ------------------------------------------------------------------ */

static int cmp_i(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int facts_compare(const struct fact *a, const struct fact *b)
{
    int c = cmp_i(a->recorded, b->recorded);
#define NUMBER(x)                                                              \
    if (c == 0)                                                                \
    c = cmp_i((int64_t)a->x, (int64_t)b->x)
#define TEXT(x)                                                                \
    if (c == 0)                                                                \
    c = str_cmp(a->x, b->x)
    TEXT(id);
    NUMBER(kind);
    NUMBER(source);
    NUMBER(act);
    NUMBER(item);
    NUMBER(performer);
    NUMBER(to);
    NUMBER(state);
    NUMBER(zone);
    for (size_t i = 0; i < COUNT_OF(a->in.w) && c == 0; i++)
        c = (a->in.w[i] > b->in.w[i]) - (a->in.w[i] < b->in.w[i]);
    TEXT(object);
    TEXT(round);
    NUMBER(did_not);
    NUMBER(holds);
    NUMBER(final);
    NUMBER(from);
    NUMBER(to_);
    NUMBER(lo);
    NUMBER(hi);
    NUMBER(n_replies);
    for (uint32_t i = 0; c == 0 && i < a->n_replies; i++) {
        NUMBER(replies[i].kind);
        TEXT(replies[i].id);
    }
    NUMBER(n_refs);
    for (uint32_t i = 0; c == 0 && i < a->n_refs; i++)
        TEXT(refs[i]);
    NUMBER(valid);
    NUMBER(invalid);
    NUMBER(will);
    NUMBER(clause);
    NUMBER(phase);
    NUMBER(condition);
    TEXT(instance);
    TEXT(proposal);
    TEXT(text);
    NUMBER(days);
    NUMBER(effective);
#undef NUMBER
#undef TEXT
    return c;
}

/* The input and line number of a line by its offset among all in memory. */
static struct input *input_at(struct facts *f, uint64_t offset, uint32_t *line)
{
    for (size_t i = 0; i < f->inputs.n; i++) {
        struct input *in = f->inputs.p[i];
        if (in->stream || offset < in->base || offset >= in->base + in->bytes.n)
            continue;
        if (line != NULL) {
            const char *p = in->bytes.p;
            const char *end = p + (offset - in->base);
            *line = 1;
            while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
                p++;
                ++*line;
            }
        }
        return in;
    }
    BUG("an offset outside all inputs");
}

static int source_of(const struct facts *f, const struct rec *r)
{
    int s = source_find(f, r->v[FIELD_source].s);
    /* Without an agreement it does not matter whose words they are. */
    return s == NONE && f->opt.any_names ? 0 : s;
}

static void set_source(const struct facts *f, const struct rec *r, int source,
                       struct facts_record *out)
{
    out->fact.source = f->sources.p[source].bound;
    /* What a party, body or agency declares, it declares for itself. */
    if (out->fact.performer == NONE && (uint32_t)source < f->ag->n_actors &&
        (r->type == TYPE_CONSENT || r->type == TYPE_SIGNATURE ||
         r->type == TYPE_ANNOUNCEMENT || r->type == TYPE_NOTICE))
        out->fact.performer = source;
}

/* Reads the line at offset once more, as a fact in f->other. */
static err read_again(struct cx *cx, struct facts *f, uint64_t offset,
                      struct facts_record *out)
{
    struct input *in = input_at(f, offset, NULL);
    const char *line = in->bytes.p + (offset - in->base);
    size_t rest = in->bytes.n - (size_t)(offset - in->base);
    const char *nl = memchr(line, '\n', rest);
    size_t n = nl == NULL ? rest : (size_t)(nl - line);
    arena_reset(&f->other);
    TRY(cx, lines_pad(cx, f, (str){line, n}, &f->pad2, &f->pad2_cap));

    const char *was_line = f->line, *was_end = f->end;
    f->line = f->pad2;
    f->end = f->pad2 + n;
    f->quiet = true;
    bool good;
    err e = parse(cx, f, &f->other, &f->rec2, &good);
    if (is_ok(e) && good)
        e = resolve(cx, f, &f->other, &f->rec2, out, &good);
    f->quiet = false;
    f->line = was_line;
    f->end = was_end;
    TRY(cx, e);
    if (!good)
        BUG("a line that was good is not any more");
    set_source(f, &f->rec2, source_of(f, &f->rec2), out);
    return OK;
}

/* A table twice as large; at first one for as many records as the inputs may
 * hold by their size. */
static err table_grow(struct cx *cx, struct facts *f)
{
    struct id_table *t = &f->table;
    size_t slots = t->slots == NULL ? 1024 : (t->mask + 1) * 2;
    while (t->slots == NULL && slots < (size_t)1 << 24 &&
           slots < f->memory_bytes / 128)
        slots *= 2;
    if (t->n >= UINT32_MAX / 2)
        return fail(cx, ERR_LIMIT, "more than 2147483647 records");
    /* As much as the table takes; what is not written costs no memory. */
    TRY_ROOM(cx, &f->pass, vec_room(&f->pass, &f->ids_of, slots / 2 - t->n));
    struct arena ids;
    arena_init(&ids, cx->mem, "ids", cx->limits.reports_bytes);
    struct id_table bigger = {.n = t->n, .mask = slots - 1};
    bigger.slots = arena_alloc_array(&ids, slots, sizeof *bigger.slots);
    if (bigger.slots == NULL) {
        err e = arena_fail(cx, &ids);
        arena_release(&ids);
        return e;
    }
    for (size_t i = 0; i < t->n; i++) {
        size_t to = f->ids_of.p[i].hash & bigger.mask;
        while (bigger.slots[to] != 0)
            to = (to + 1) & bigger.mask;
        bigger.slots[to] = (uint32_t)i + 1;
    }
    *t = bigger;
    arena_release(&f->ids);
    f->ids = ids;
    return OK;
}

/* The line being read has the id of that at offset, with other content. */
static err same_id(struct cx *cx, struct facts *f, uint64_t offset)
{
    uint32_t line = 0;
    /* Lines are counted only for a problem that will be shown. */
    struct input *in =
        input_at(f, offset, f->problems.n < LIMIT_DIAGNOSTICS ? &line : NULL);
    return problem(cx, f, f->rec.at[FIELD_id], "id",
                   "give one of them an id of its own; that which was recorded "
                   "first stands",
                   "line %u of %.*s has the same id with other content", line,
                   STR_ARG(in->name));
}

/* Compares the record r, good and of the line at `offset`, with an earlier one
 * of its id in memory. *give: it is new. */
static err id_in_memory(struct cx *cx, struct facts *f, uint64_t offset,
                        const struct facts_record *r, bool *give)
{
    struct id_table *t = &f->table;
    uint64_t winner;
    *give = false;
    if (f->settled && map_get(&f->contested, r->fact.id, &winner)) {
        /* An earlier pass has found which of them stands. */
        *give = offset == winner;
        if (*give)
            return OK;
        struct facts_record other;
        TRY(cx, read_again(cx, f, winner, &other));
        if (facts_compare(&other.fact, &r->fact) != 0)
            return same_id(cx, f, winner);
        f->counts.repeated++;
        return OK;
    }
    if (t->slots == NULL || t->n >= (t->mask + 1) / 2)
        TRY(cx, table_grow(cx, f));
    uint32_t hash =
        (uint32_t)hash_bytes(f->source_index.key, r->fact.id.p, r->fact.id.n);
    size_t i = hash & t->mask;
    for (; t->slots[i] != 0; i = (i + 1) & t->mask) {
        struct id_place *place = &f->ids_of.p[t->slots[i] - 1];
        if (place->hash != hash)
            continue;
        struct facts_record old;
        uint64_t at = (uint64_t)place->high << 32 | place->low;
        TRY(cx, read_again(cx, f, at, &old));
        if (!str_eq(old.fact.id, r->fact.id))
            continue;
        int c = facts_compare(&old.fact, &r->fact);
        if (c == 0) {
            f->counts.repeated++;
            return OK;
        }
        if (c > 0) { /* the one given already must go: the next pass */
            place->high = (uint32_t)(offset >> 32);
            place->low = (uint32_t)offset;
            f->restart = true;
        }
        str id = r->fact.id;
        if (!map_get(&f->contested, id, NULL))
            TRY_ROOM(cx, &f->own, arena_dup_str(&f->own, id, &id));
        TRY_ROOM(cx, &f->own, map_put(&f->contested, id, c > 0 ? offset : at));
        return same_id(cx, f, at);
    }
    struct id_place place = {hash, (uint32_t)(offset >> 32), (uint32_t)offset};
    TRY_ROOM(cx, &f->pass, vec_push(&f->pass, &f->ids_of, place));
    t->slots[i] = (uint32_t)++t->n;
    *give = true;
    return OK;
}

/* --- The pass ------------------------------------------------------------- */

static bool is_blank(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\r'))
        line++;
    return line == end;
}

static bool begins(const char *line, const char *end, const char *with,
                   size_t n)
{
    return (size_t)(end - line) >= n && memcmp(line, with, n) == 0;
}

/* Whether a line may be a source record: cheap, and never wrongly no. A record
 * that begins with another type is none; else "source" must stand in it as a
 * value, which only costs the few records that have it. */
static bool may_be_source(const char *line, const char *end)
{
    static const char first[] = "{\"type\":\"";
    if (begins(line, end, first, sizeof first - 1)) {
        /* A second "type" behind this one would be an error. */
        char c = line[sizeof first - 1];
        return c == '\\' || begins(line + sizeof first - 1, end, "source\"", 7);
    }
    static const char type[] = "\"type\"";
    const char *p = line;
    if (memchr(line, '\\', (size_t)(end - line)) != NULL)
        return true;
    while ((p = memchr(p, '"', (size_t)(end - p))) != NULL) {
        if (begins(p, end, type, sizeof type - 1)) {
            p += sizeof type - 1;
            while (p < end && (*p == ' ' || *p == '\t' || *p == ':'))
                p++;
            if (begins(p, end, "\"source\"", 8))
                return true;
        }
        if (p < end)
            p++;
    }
    return false;
}

static void input_begin(struct input *in, bool sources)
{
    in->pos = 0;
    in->line = 0;
    if (in->pieces.next != NULL) {
        in->bytes = STR("");
        in->pieces.rewind(in->pieces.self, sources);
        return;
    }
    if (str_starts(in->bytes, STR("\xef\xbb\xbf")))
        in->pos = 3;
}

/* Looks for the source records of an input in memory. */
static err find_sources(struct cx *cx, struct facts *f, struct input *in)
{
    const char *line, *end;
    enum line_state state;
    input_begin(in, true);
    for (;;) {
        TRY(cx, lines_next(cx, f, in, &line, &end, &state));
        if (state == LINE_NONE)
            break;
        if (state == LINE_TOO_LONG || !may_be_source(line, end))
            continue;
        f->in = in;
        f->line = line;
        f->end = end;
        f->number = in->line;
        arena_reset(&f->room);
        /* Whatever is wrong with the line is said when its turn comes; what is
         * wrong with a good source record is said now. */
        f->quiet = true;
        bool good;
        err e = parse(cx, f, &f->room, &f->rec, &good);
        f->quiet = false;
        TRY(cx, e);
        f->line_refused = false;
        if (good && f->rec.type == TYPE_SOURCE)
            TRY(cx, source_record(cx, f, &f->rec));
    }
    input_begin(in, false);
    return OK;
}

static int account_of_actor(const struct agreement *ag, uint32_t actor)
{
    const struct actor *a = &ag->actors[actor];
    return a->role == ROLE_FORCE && a->of != NONE ? a->of : (int)actor;
}

err facts_begin(struct cx *cx, struct facts *f, struct facts_sink sink)
{
    for (size_t i = 0; i < f->inputs.n; i++)
        if (f->begun && f->inputs.p[i]->stream)
            return fail(cx, ERR_INPUT,
                        "%.*s is a stream and cannot be read twice",
                        STR_ARG(f->inputs.p[i]->name));
    arena_release(&f->pass);
    arena_release(&f->ids);
    f->sink = sink;
    f->settled = f->begun;
    f->begun = true;
    f->restart = false;
    f->current = 0;
    memset(&f->accounts, 0, sizeof f->accounts);
    memset(&f->sources, 0, sizeof f->sources);
    memset(&f->problems, 0, sizeof f->problems);
    memset(&f->waiting, 0, sizeof f->waiting);
    f->waiting_at = f->waiting_bytes = 0;
    memset(&f->counts, 0, sizeof f->counts);
    memset(&f->table, 0, sizeof f->table);
    memset(&f->ids_of, 0, sizeof f->ids_of);
    f->problems_left_out = 0;
    map_init(&f->source_index, &f->pass, cx);
    if (f->contested.arena == NULL)
        map_init(&f->contested, &f->own, cx);

    for (uint32_t i = 0; i < f->ag->n_actors; i++) {
        const struct actor *a = &f->ag->actors[i];
        int ignored;
        TRY(cx, account_add(cx, f, a->id, a->name, (int)i, &ignored));
        struct source_entry s = {.id = a->id,
                                 .name = a->name,
                                 .resolved = true,
                                 .account = account_of_actor(f->ag, i),
                                 .bound = NONE};
        TRY(cx, source_add(cx, f, s));
    }
    if (f->opt.any_names && f->sources.n == 0) {
        struct source_entry s = {.resolved = true, .bound = NONE};
        TRY(cx, account_add(cx, f, STR(""), STR(""), 0, &s.account));
        TRY(cx, source_add(cx, f, s));
    }
    for (size_t i = 0; i < f->sources.n; i++)
        TRY(cx, source_declare(cx, f, &f->sources.p[i]));
    bool streams = false;
    for (size_t i = 0; i < f->inputs.n; i++) {
        streams |= f->inputs.p[i]->stream;
        if (!f->inputs.p[i]->stream)
            TRY(cx, find_sources(cx, f, f->inputs.p[i]));
    }
    TRY(cx, sources_resolve(cx, f));
    if (!streams)
        TRY(cx, sources_unresolved(cx, f));
    return OK;
}

/* Keeps the line being read until its source is known. */
static err wait_for(struct cx *cx, struct facts *f, str source, bool *kept)
{
    size_t n = (size_t)(f->end - f->line);
    *kept = !f->in->grows ||
            n + WAITING_OVERHEAD <= f->opt.max_waiting_bytes - f->waiting_bytes;
    if (!*kept)
        return OK;
    struct waiting w = {.in = f->in, .number = f->number};
    char *copy = arena_alloc(&f->pass, n + 1 + SCAN_PAD);
    if (copy == NULL)
        return arena_fail(cx, &f->pass);
    memcpy(copy, f->line, n);
    memset(copy + n, '\n', 1 + SCAN_PAD);
    w.line = (str){copy, n};
    TRY_ROOM(cx, &f->pass, arena_dup_str(&f->pass, source, &w.source));
    TRY_ROOM(cx, &f->pass, vec_push(&f->pass, &f->waiting, w));
    f->waiting_bytes += n + WAITING_OVERHEAD;
    f->counts.waiting++;
    return OK;
}

/* The line being read. *give: out is a record to be given. */
static err one_line(struct cx *cx, struct facts *f, uint64_t offset,
                    bool may_wait, struct facts_record *out, bool *give)
{
    bool good;
    struct rec *r = &f->rec;
    *give = false;
    f->line_refused = false;
    arena_reset(&f->room);
    TRY(cx, parse(cx, f, &f->room, r, &good));
    if (!good)
        return OK;
    if (r->type == TYPE_SOURCE) {
        if (!f->in->stream) /* taken when the pass began */
            return OK;
        TRY(cx, source_record(cx, f, r));
        TRY(cx, sources_resolve(cx, f));
        /* What does not grow gives at its end all that has waited. */
        for (size_t i = 0; f->in->grows && i < f->waiting.n; i++) {
            struct waiting *w = &f->waiting.p[i];
            int s = source_find(f, w->source);
            w->ready = s != NONE && f->sources.p[s].resolved;
            f->any_ready |= w->ready;
        }
        f->waiting_at = 0;
        return OK;
    }
    str source = r->v[FIELD_source].s;
    int s = source_of(f, r);
    if (s == NONE || !f->sources.p[s].resolved) {
        bool kept = false;
        if (may_wait && f->in->stream)
            TRY(cx, wait_for(cx, f, source, &kept));
        if (kept)
            return OK;
        return unknown_source(cx, f, source, r->at[FIELD_source]);
    }
    if (!f->in->stream && !f->opt.trust_ids) {
        /* Its slot is fetched from memory while the record is resolved. */
        f->id_hash = (uint32_t)hash_bytes(
            f->source_index.key, r->v[FIELD_id].s.p, r->v[FIELD_id].s.n);
        if (f->table.slots != NULL)
            PREFETCH(&f->table.slots[f->id_hash & f->table.mask]);
    }
    TRY(cx, resolve(cx, f, &f->room, r, out, &good));
    if (!good)
        return OK;
    set_source(f, r, s, out);
    out->shown.file = f->in->name;
    out->line = f->number;
    if (f->opt.trust_ids || f->in->stream) {
        *give = true;
        return OK;
    }
    return id_in_memory(cx, f, offset, out, give);
}

/* A record that waited for its source, if one can be given now. */
static err one_waiting(struct cx *cx, struct facts *f, bool all,
                       struct facts_record *out, bool *give)
{
    *give = false;
    while (f->waiting_at < f->waiting.n && !*give) {
        struct waiting *w = &f->waiting.p[f->waiting_at++];
        if (w->line.p == NULL || !(w->ready || all))
            continue;
        f->in = w->in;
        f->number = w->number;
        f->line = w->line.p;
        f->end = w->line.p + w->line.n;
        f->waiting_bytes -= w->line.n + WAITING_OVERHEAD;
        f->counts.waiting--;
        TRY(cx, one_line(cx, f, 0, false, out, give));
        w->line = (str){NULL, 0};
    }
    if (*give)
        return OK;
    f->any_ready = false;
    f->waiting_at = 0;
    if (f->counts.waiting == 0)
        f->waiting.n = 0;
    return OK;
}

err facts_next(struct cx *cx, struct facts *f, struct facts_record *out)
{
    bool give = false;
    if (NEVER(!f->begun))
        return fail(cx, ERR_BUG, "facts_next() before facts_begin()");
    out->line = 0;
    for (;;) {
        if (f->any_ready) {
            TRY(cx, one_waiting(cx, f, false, out, &give));
            if (give)
                break;
        }
        if (f->current == f->inputs.n) {
            if (f->unresolved_sources)
                TRY(cx, sources_unresolved(cx, f));
            if (f->counts.waiting > 0)
                TRY(cx, one_waiting(cx, f, true, out, &give));
            if (give)
                break;
            out->line = 0;
            return OK;
        }
        struct input *in = f->inputs.p[f->current];
        const char *line, *end;
        enum line_state state;
        uint64_t offset = in->base + in->pos;
        TRY(cx, lines_next(cx, f, in, &line, &end, &state));
        if (state == LINE_NONE) {
            if (in->grows && !f->ended) {
                out->line = 0;
                return OK;
            }
            f->current++;
            continue;
        }
        f->in = in;
        f->line = line;
        f->end = end;
        f->number = in->line;
        f->counts.lines++;
        f->line_refused = false;
        if (state == LINE_TOO_LONG) {
            TRY(cx, problem(cx, f, NULL, "",
                            "is a line end missing, or is this no file of "
                            "reports?",
                            "a line of more than %zu bytes",
                            (size_t)LIMIT_LINE_BYTES));
            continue;
        }
        if (in->stream && in->line == 1 && begins(line, end, "\xef\xbb\xbf", 3))
            f->line += 3;
        if (is_blank(f->line, end)) {
            f->counts.blank++;
            continue;
        }
        TRY(cx, one_line(cx, f, offset, true, out, &give));
        if (give)
            break;
    }
    f->counts.records++;
    return OK;
}

void facts_end(struct facts *f)
{
    f->ended = true;
}

bool facts_must_restart(const struct facts *f)
{
    return f->restart;
}

struct facts_counts facts_counted(const struct facts *f)
{
    return f->counts;
}
