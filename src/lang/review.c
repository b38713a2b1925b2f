/* lang/review.c: the checks before signature: what a text leaves open, each
 * with the case that teaches why it matters.
 *
 * Waivers, edits, and how findings are told. The table is in lint_table.c.
 *
 * Not here: mistakes (compile.c), schedules, deadlock and exposure. */
#include "lang/lint_int.h"

#include "base/vec.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

const struct lint *lint_find(str code)
{
    for (size_t i = 0; i < lints_n; i++)
        if (str_eq(str_of(lints[i].row.code), code))
            return &lints[i];
    return NULL;
}

const struct diag_code *lint_code_find(const char *code)
{
    const struct lint *l = lint_find(str_of(code));
    return l == NULL ? NULL : &l->row;
}

bool lang_is_lint(str code)
{
    return lint_find(code) != NULL;
}

/* --- Waivers
 * ------------------------------------------------------------------ */

/* Makes l the check that runs, and finds the waivers of it. */
static err take_check(struct review *r, const struct lint *l)
{
    r->lint = l;
    r->waiver = NULL;
    map_init(&r->waiver_at, r->a, r->cx);
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d == NULL || d->kind != DECL_WAIVER || d->broken ||
            !str_eq(d->code.text, str_of(l->row.code)))
            continue;
        if (d->label.at.length == 0)
            r->waiver = r->waiver == NULL ? d : r->waiver;
        else if (!map_get(&r->waiver_at, d->label.text, NULL) &&
                 !map_put(&r->waiver_at, d->label.text, i))
            return arena_fail(r->cx, r->a);
    }
    return OK;
}

/* The waiver of the check that runs, for a label, or (label empty, or no label
 * in the waiver) altogether; NULL if there is none. */
static const struct ast_decl *waiver(const struct review *r, str label)
{
    uint64_t i;
    return map_get(&r->waiver_at, label, &i) ? r->t->parts[i].decl : r->waiver;
}

static str waived(const struct review *r, str label)
{
    const struct ast_decl *d = waiver(r, label);
    return d == NULL ? (str){"", 0} : d->because.text;
}

bool lint_is_waived(const struct review *r, int clause)
{
    return waiver(r, r->ag->clauses[clause].label) != NULL;
}

/* Notes that a waiver waived something. */
static err use(struct review *r, const struct ast_decl *d)
{
    struct diagnostics *g = r->d;
    for (uint32_t i = 0; d != NULL && i < g->n_used; i++)
        if (g->used[i] == d->at.offset)
            d = NULL;
    if (d == NULL)
        return OK;
    if ((g->n_used & (g->n_used - 1)) == 0) {
        size_t have = g->n_used, want = have == 0 ? 1 : have * 2;
        uint32_t *v =
            arena_grow(r->a, g->used, have * sizeof *v, want * sizeof *v);
        if (v == NULL)
            return arena_fail(r->cx, r->a);
        g->used = v;
    }
    g->used[g->n_used++] = d->at.offset;
    return OK;
}

/* Messages are short but for lists of labels, which are cut; a list of parties
 * that is longer helps nobody. */
enum { MESSAGE_BYTES = 2000, IDS_BYTES = 100 };

/* The actor of a role if there is one and no other. */
static actor_set only(const struct review *r, enum actor_role role)
{
    int i = lint_only(r, role);
    return i == NONE ? 0 : (actor_set)1 << i;
}

/* Who of a text might decide between its sides: its mediator if it has only
 * one; where it has none, its guarantor. */
static const char *between_sides(const struct review *r, char *room)
{
    bool mediator = false, guarantor = false;
    for (uint32_t i = 0; i < r->ag->n_actors; i++) {
        mediator = mediator || r->ag->actors[i].role == ROLE_MEDIATOR;
        guarantor = guarantor || r->ag->actors[i].role == ROLE_GUARANTOR;
    }
    enum actor_role role =
        mediator || !guarantor ? ROLE_MEDIATOR : ROLE_GUARANTOR;
    lint_ids(r, only(r, role), "", room, IDS_BYTES);
    if (room[0] == '\0' && role == ROLE_GUARANTOR)
        return "GUARANTOR";
    return room;
}

/* The remedy with the names of the text: its parties where it has "A and B" or
 * "A, B", and its verifier or mediator, if it has only one. */
static err name_actors(struct review *r)
{
    static const struct {
        const char *general, *sep;
        enum actor_role role;
    } rows[] = {{"A and B", " and ", ROLE_PARTY},
                {"A, B", ", ", ROLE_PARTY},
                {"BODY", "", ROLE_VERIFIER},
                {"MEDIATOR", "", ROLE_MEDIATOR}};
    char room[COUNT_OF(rows)][IDS_BYTES];
    const char *ids[COUNT_OF(rows)];
    struct buf b;
    if (r->made == 0)
        return OK;
    str *hint = &r->d->v[r->made - 1].hint;
    for (size_t k = 0; k < COUNT_OF(rows); k++)
        ids[k] =
            rows[k].role == ROLE_MEDIATOR
                ? between_sides(r, room[k])
                : lint_ids(r,
                           rows[k].role == ROLE_PARTY ? lint_parties(r)
                                                      : only(r, rows[k].role),
                           rows[k].sep, room[k], IDS_BYTES);
    buf_init(&b, r->a, SIZE_MAX);
    for (size_t i = 0; i < hint->n;) {
        str rest = str_sub(*hint, i, hint->n);
        size_t k = 0;
        while (
            k < COUNT_OF(rows) &&
            (ids[k][0] == '\0' || !str_starts(rest, str_of(rows[k].general))))
            k++;
        if (k == COUNT_OF(rows)) {
            buf_char(&b, hint->p[i++]);
            continue;
        }
        buf_c(&b, ids[k]);
        i += strlen(rows[k].general);
    }
    TRY(r->cx, buf_finish(r->cx, &b));
    *hint = buf_view(&b);
    return OK;
}

static err add(struct review *r, struct span at, str reason, const char *text)
{
    uint32_t before = r->d->n;
    TRY(r->cx, diag_add(r->cx, r->a, r->d, r->lint->row.code, at, "%s", text));
    r->made = r->d->n > before ? r->d->n : 0;
    TRY(r->cx, name_actors(r));
    if (reason.n == 0)
        return OK;
    if (r->lint->row.severity == SEV_ERROR)
        r->d->errors--;
    if (r->d->n > before)
        r->d->v[before].waived = reason;
    return OK;
}

err lint_at(struct review *r, struct span at, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    TRY(r->cx, use(r, waiver(r, (str){"", 0})));
    return add(r, at, waived(r, (str){"", 0}), text);
}

static struct span label_span(const struct review *r, int clause)
{
    return r->clauses[clause]->label.at;
}

static err about_clause(struct review *r, int clause, struct span at,
                        const char *more)
{
    char text[MESSAGE_BYTES];
    str label = r->ag->clauses[clause].label;
    snprintf(text, sizeof text, "%.*s %s", STR_ARG(label), more);
    TRY(r->cx, use(r, waiver(r, label)));
    return add(r, at, waived(r, label), text);
}

err lint_clause(struct review *r, int clause, const char *fmt, ...)
{
    char more[MESSAGE_BYTES - 200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(more, sizeof more, fmt, ap);
    va_end(ap);
    return about_clause(r, clause, label_span(r, clause), more);
}

err lint_clause_at(struct review *r, int clause, struct span at,
                   const char *fmt, ...)
{
    char more[MESSAGE_BYTES - 200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(more, sizeof more, fmt, ap);
    va_end(ap);
    return about_clause(r, clause, at, more);
}

static void weigh(struct diagnostics *d, uint32_t i, enum severity severity)
{
    if (d->v[i].severity == SEV_ERROR && severity != SEV_ERROR &&
        d->v[i].waived.n == 0)
        d->errors--;
    d->v[i].severity = severity;
}

void lint_as_note(struct review *r)
{
    if (r->made > 0)
        weigh(r->d, r->made - 1, SEV_NOTE);
}

err lint_why(struct review *r, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return diag_why(r->cx, r->a, r->d, "%s", text);
}

err lint_hint(struct review *r, const char *fmt, ...)
{
    char text[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    TRY(r->cx, diag_hint(r->cx, r->a, r->d, "%s", text));
    return name_actors(r);
}

/* --- Many clauses, one finding
 * --------------------------------------------------- */

err lint_gather(struct review *r, int clause)
{
    struct lint_group *g = &r->group;
    /* readings of one label are one */
    if (g->n > 0 && str_eq(r->ag->clauses[g->v[g->n - 1]].label,
                           r->ag->clauses[clause].label))
        return OK;
    if (g->n == g->cap) {
        uint32_t cap = g->cap == 0 ? 16 : g->cap * 2;
        int *v = arena_grow(r->a, g->v, g->cap * sizeof *v, cap * sizeof *v);
        if (v == NULL)
            return arena_fail(r->cx, r->a);
        g->v = v;
        g->cap = cap;
    }
    g->v[g->n++] = clause;
    return OK;
}

/* Tells those of the group that are waived for `reason` (empty: not). */
static err tell_some(struct review *r, const str *reasons, str reason,
                     const char *one, const char *many)
{
    const struct lint_group *g = &r->group;
    struct buf b;
    uint32_t n = 0;
    int first = NONE;
    for (uint32_t i = 0; i < g->n; i++) {
        if (!str_eq(reasons[i], reason))
            continue;
        TRY(r->cx, use(r, waiver(r, r->ag->clauses[g->v[i]].label)));
        first = first == NONE ? g->v[i] : first;
        n++;
    }
    if (n == 0)
        return OK;
    buf_init(&b, r->a, MESSAGE_BYTES * 2);
    if (n == 1) {
        buf_str(&b, r->ag->clauses[first].label);
        buf_printf(&b, " %s", one);
    } else {
        uint32_t told = 0;
        buf_printf(&b, "%" PRIu32 " clauses %s: ", n, many);
        for (uint32_t i = 0; i < g->n && told < 60; i++) {
            if (!str_eq(reasons[i], reason))
                continue;
            if (told++ > 0)
                buf_c(&b, ", ");
            buf_str(&b, r->ag->clauses[g->v[i]].label);
        }
        if (told < n)
            buf_printf(&b, " and %" PRIu32 " more", n - told);
    }
    buf_char(&b, '\0');
    TRY(r->cx, buf_finish(r->cx, &b));
    TRY(r->cx, add(r, label_span(r, first), reason, buf_view(&b).p));
    for (uint32_t i = 0; r->fix != NULL && i < g->n; i++)
        if (str_eq(reasons[i], reason))
            TRY(r->cx, r->fix(r, g->v[i]));
    return OK;
}

err lint_tell(struct review *r, const char *one, const char *many)
{
    const struct lint_group *g = &r->group;
    struct map told;
    str *reasons;
    TRY_NEW_ARRAY(r->cx, r->a, g->n, reasons);
    for (uint32_t i = 0; i < g->n; i++)
        reasons[i] = waived(r, r->ag->clauses[g->v[i]].label);
    map_init(&told, r->a, r->cx);
    TRY(r->cx, tell_some(r, reasons, (str){"", 0}, one, many));
    for (uint32_t i = 0; i < g->n; i++) {
        if (reasons[i].n == 0 || map_get(&told, reasons[i], NULL))
            continue;
        if (!map_put(&told, reasons[i], i))
            return arena_fail(r->cx, r->a);
        TRY(r->cx, tell_some(r, reasons, reasons[i], one, many));
    }
    r->group.n = 0;
    return OK;
}

/* --- Edits
 * ------------------------------------------------------------------------- */

static err edit(struct review *r, uint32_t offset, uint32_t length, str text)
{
    struct diagnostic *f;
    struct text_edit *v;
    if (r->made == 0 || r->d->v[r->made - 1].waived.n > 0)
        return OK;
    f = &r->d->v[r->made - 1];
    TRY_NEW_ARRAY(r->cx, r->a, f->n_edits + 1, v);
    if (f->n_edits > 0)
        memcpy(v, f->edits, f->n_edits * sizeof *v);
    v[f->n_edits] = (struct text_edit){offset, length, text};
    f->edits = v;
    f->n_edits++;
    return OK;
}

static uint32_t end_of(struct span at)
{
    return at.offset + at.length;
}

/* Where the sentence of a body ends, without its texts and notes. */
static uint32_t sentence_end(const struct ast_body *b)
{
    uint32_t end = end_of(b->sentence_at);
    for (int p = 0; p < PH_COUNT; p++)
        if (b->phrase_at[p].length != 0 && end_of(b->phrase_at[p]) > end)
            end = end_of(b->phrase_at[p]);
    return end;
}

err lint_propose(struct review *r, int clause, uint32_t offset, uint32_t length,
                 str words)
{
    const struct ast_body *b = r->bodies[clause];
    uint32_t from = b->at.offset, to = sentence_end(b);
    str source = r->t->source, text;
    if (r->clauses[clause]->form != AST_PLAIN)
        return OK;
    if (offset == AT_THE_END)
        offset = to;
    if (offset + length > to)
        to = end_of(b->at);
    str before = str_sub(source, from, offset),
        after = str_sub(source, (size_t)offset + length, to);
    if (!arena_printf(r->a, &text, " | %s: %.*s%.*s%.*s ]", r->lint->row.code,
                      STR_ARG(before), STR_ARG(words), STR_ARG(after)))
        return arena_fail(r->cx, r->a);
    TRY(r->cx, edit(r, from, 0, STR("[ written: ")));
    return edit(r, to, 0, text);
}

/* --- Reading the normal form
 * ------------------------------------------------------------- */

struct span lint_verifier_at(const struct review *r, int actor)
{
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_decl *d = r->t->parts[i].decl;
        if (d != NULL && d->kind == DECL_VERIFIER && !d->broken &&
            d->n_names > 0 &&
            str_eq(d->names[0].id.text, r->ag->actors[actor].id))
            return d->names[0].id.at;
    }
    return r->title_at;
}

int lint_only(const struct review *r, enum actor_role role)
{
    int found = NONE;
    for (uint32_t i = 0; i < r->ag->n_actors; i++) {
        if (r->ag->actors[i].role != role)
            continue;
        if (found != NONE)
            return NONE;
        found = (int)i;
    }
    return found;
}

str lint_text_language(const struct review *r)
{
    return r->ag->n_languages > 0 ? r->ag->languages[0] : STR("");
}

bool lint_has_clauses(const struct review *r)
{
    for (uint32_t i = 0; i < r->ag->n_clauses; i++)
        if (r->ag->clauses[i].kind != CLAUSE_DECLARATORY)
            return true;
    return r->ag->n_open > 0;
}

actor_set lint_parties(const struct review *r)
{
    actor_set set = 0;
    for (uint32_t i = 0; i < r->ag->n_actors; i++)
        if (r->ag->actors[i].role == ROLE_PARTY)
            set |= (actor_set)1 << i;
    return set;
}

const char *lint_ids(const struct review *r, actor_set set, const char *sep,
                     char *room, size_t n)
{
    size_t used = 0;
    room[0] = '\0';
    for (uint32_t i = 0; i < r->ag->n_actors; i++) {
        if (((set >> i) & 1) == 0)
            continue;
        int k = snprintf(room + used, n - used, "%s%.*s", used == 0 ? "" : sep,
                         STR_ARG(r->ag->actors[i].id));
        if (k < 0 || (size_t)k >= n - used) {
            room[0] = '\0';
            return room;
        }
        used += (size_t)k;
    }
    return room;
}

bool lint_is_act(const struct review *r, int act, const char *const *ids)
{
    if (act == NONE)
        return false;
    for (size_t i = 0; ids[i] != NULL; i++)
        if (str_eq(r->ag->acts[act].id, str_of(ids[i])))
            return true;
    return false;
}

/* --- The whole
 * --------------------------------------------------------------------- */

/* Finds the tree of each clause: same label, and same reading. */
static err match_tree(struct review *r)
{
    const struct agreement *ag = r->ag;
    uint32_t next = 0;
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, r->clauses);
    TRY_NEW_ARRAY(r->cx, r->a, ag->n_clauses, r->bodies);
    /* clauses stand in the order of the text, so one pass suffices */
    for (uint32_t i = 0; i < r->t->n_parts; i++) {
        const struct ast_article *art = r->t->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++) {
            const struct ast_clause *c = &art->clauses[k];
            for (uint32_t j = 0; j < c->n_bodies; j++) {
                const struct clause *n;
                if (next == ag->n_clauses)
                    return OK;
                n = &ag->clauses[next];
                if (!str_eq(n->label, c->label.text) ||
                    (n->reading.n > 0 &&
                     !str_eq(n->reading, c->bodies[j].id.text)) ||
                    (n->reading.n == 0 && n->line != c->label.at.line))
                    continue;
                r->clauses[next] = c;
                r->bodies[next] = &c->bodies[j];
                next++;
            }
        }
    }
    if (NEVER(next != ag->n_clauses))
        return fail(r->cx, ERR_BUG, "clauses without a place in the text");
    return OK;
}

static void prose_of(struct lint_prose *v, uint32_t *n, int clause,
                     const struct ast_tail *tails, uint32_t n_tails,
                     bool quoted)
{
    for (uint32_t i = 0; i < n_tails; i++)
        if (tails[i].kind == AST_TEXT)
            v[(*n)++] = (struct lint_prose){clause, tails[i].lang.text,
                                            tails[i].text.text,
                                            tails[i].text.at, quoted};
}

static err gather_prose(struct review *r)
{
    const struct agreement *ag = r->ag;
    str first = lint_text_language(r);
    size_t most = 0;
    for (uint32_t i = 0; i < ag->n_clauses; i++)
        most += 1 + (size_t)r->bodies[i]->n_tails + r->clauses[i]->n_tails;
    TRY_NEW_ARRAY(r->cx, r->a, most, r->prose);
    for (uint32_t i = 0; i < ag->n_clauses; i++) {
        const struct ast_body *b = r->bodies[i];
        bool quoted = b->sentence == AST_QUOTED;
        if (quoted)
            r->prose[r->n_prose++] = (struct lint_prose){
                (int)i, first, b->quoted.text, b->quoted.at, true};
        prose_of(r->prose, &r->n_prose, (int)i, b->tails, b->n_tails, quoted);
        if (r->clauses[i]->form != AST_PLAIN)
            prose_of(r->prose, &r->n_prose, (int)i, r->clauses[i]->tails,
                     r->clauses[i]->n_tails, quoted);
    }
    return OK;
}

err lang_review(struct cx *cx, struct arena *a, const struct ast *t,
                const struct agreement *ag, struct diagnostics *d)
{
    struct review r = {.cx = cx, .a = a, .t = t, .ag = ag, .d = d};
    r.title_at = t->title.at.length != 0 ? t->title.at : t->agreement_at;
    if (r.title_at.line == 0) /* a text without its first line */
        r.title_at = (struct span){0, 0, 1, 1};
    r.clock_at = r.title_at;
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *c = t->parts[i].decl;
        if (c == NULL || c->kind != DECL_CLOCK ||
            (r.clock != NULL && r.clock_at.length != 0))
            continue;
        r.clock = c->clock;
        r.clock_at = c->at;
        if (c->broken) /* of a clock that could not be read nothing is asked,
                          unless there is another one */
            r.clock_at.length = 0;
    }
    TRY(cx, match_tree(&r));
    TRY(cx, gather_prose(&r));
    for (size_t i = 0; i < lints_n; i++) {
        if (lints[i].run == NULL)
            continue;
        TRY(cx, take_check(&r, &lints[i]));
        r.group.n = 0;
        r.fix = NULL;
        TRY(cx, lints[i].run(&r));
    }
    diag_sort(d);
    return OK;
}

err lang_review_waivers(struct cx *cx, struct arena *a, const struct ast *t,
                        const struct agreement *ag, struct diagnostics *d)
{
    struct review r = {.cx = cx, .a = a, .t = t, .ag = ag, .d = d};
    TRY(cx, take_check(&r, lint_find(STR("L44"))));
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *w = t->parts[i].decl;
        bool used = w == NULL || w->kind != DECL_WAIVER || w->broken ||
                    !lang_is_lint(w->code.text);
        for (uint32_t k = 0; !used && k < d->n_used; k++)
            used = d->used[k] == w->at.offset;
        if (used)
            continue;
        bool at = w->label.at.length != 0;
        TRY(cx, lint_at(&r, w->at, "waives %.*s%s%.*s, which finds nothing%s",
                        STR_ARG(w->code.text), at ? " at " : "",
                        STR_ARG(w->label.text), at ? " there" : ""));
        /* with its line, if nothing else stands there */
        uint32_t end = w->at.offset + w->at.length;
        str after = str_sub(t->source, end, t->source.n);
        uint32_t line = str_starts(after, STR("\r\n")) ? 2
                        : str_starts(after, STR("\n")) ? 1
                                                       : 0;
        if (w->at.offset != 0 && t->source.p[w->at.offset - 1] != '\n')
            line = 0;
        TRY(cx, edit(&r, w->at.offset, w->at.length + line, STR("")));
    }
    diag_sort(d);
    return OK;
}

err lang_add_file_finding(struct cx *cx, struct arena *a, const struct ast *t,
                          const struct agreement *ag, struct diagnostics *d,
                          const char *code, enum severity severity, str id,
                          uint32_t line, str message, str hint)
{
    struct review r = {.cx = cx, .a = a, .t = t, .ag = ag, .d = d};
    struct span at = {0, 0, line, 1};
    uint32_t before = d->n;
    const struct lint *l = lint_find(str_of(code));
    if (NEVER(l == NULL))
        return fail(cx, ERR_BUG, "%s is no check", code);
    TRY(cx, take_check(&r, l));
    for (uint32_t i = 0; i < t->n_parts; i++) {
        const struct ast_decl *c = t->parts[i].decl;
        if (c != NULL && c->n_names > 0 && str_eq(c->names[0].id.text, id) &&
            c->names[0].id.at.line == line)
            at = c->from_file.at.length != 0 ? c->from_file.at
                                             : c->names[0].id.at;
    }
    TRY(cx, lint_at(&r, at, "%.*s", STR_ARG(message)));
    if (d->n == before)
        return OK;
    weigh(d, before, severity);
    return hint.n == 0 ? OK : diag_hint(cx, a, d, "%.*s", STR_ARG(hint));
}

void lang_sort_findings(struct diagnostics *d)
{
    diag_sort(d);
}

/* --- A check's page
 * ------------------------------------------------------------------ */

enum { PAGE_COLUMNS = 78 };

/* "NAME: text", wrapped; ASCII is all that these texts have. */
static void paragraph(struct buf *out, const char *name, const char *text)
{
    size_t column = strlen(name) + 1;
    buf_printf(out, "%s:", name);
    for (const char *word = text; *word != '\0';) {
        size_t n = strcspn(word, " ");
        if (column + 1 + n > PAGE_COLUMNS) {
            buf_c(out, "\n  ");
            column = 1;
        } else {
            buf_char(out, ' ');
        }
        buf_bytes(out, word, n);
        column += n + 1;
        word += n + (word[n] == ' ');
    }
    buf_c(out, "\n");
}

static void put_waiver(const struct lint *l, struct buf *out)
{
    if (l->about == LINT_UNWAIVED)
        return;
    buf_c(out, "\nIf the text means it so, say why in the text itself:\n");
    if ((l->about & LINT_OF_CLAUSES) != 0)
        buf_printf(out, "  waive %s at LABEL because \"...\"\n", l->row.code);
    if ((l->about & LINT_OF_TEXT) != 0)
        buf_printf(out, "  waive %s because \"...\"\n", l->row.code);
}

bool lang_code_page(str code, struct buf *out)
{
    char room[8];
    /* codes have capitals; who asks may leave them out */
    if (!str_to_c(code, room, sizeof room))
        return false;
    for (char *p = room; *p != '\0'; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    const struct lint *l = lint_find(str_of(room));
    if (l != NULL) {
        buf_printf(out, "%s  %s (%s)\n\n", l->row.code, l->title,
                   severity_name(l->row.severity));
        paragraph(out, "What is looked at", l->checks);
        paragraph(out, "Why it matters", l->row.why);
        if (l->precedent[0] != '\0')
            paragraph(out, "Precedent", l->precedent);
        paragraph(out, "Source", l->source);
        paragraph(out, "Remedy", l->row.hint);
        put_waiver(l, out);
        return true;
    }
    const struct diag_code *row = diag_code_find(room);
    if (row == NULL)
        return false;
    buf_printf(out, "%s  (%s)\n\n", row->code, severity_name(row->severity));
    paragraph(out, "Why it matters",
              row->why[0] != '\0' ? row->why
                                  : "a text that can be read in two ways will "
                                    "be read in two ways");
    paragraph(out, "Remedy",
              row->hint[0] != '\0' ? row->hint
                                   : "the finding itself says what mends it");
    return true;
}

str lang_lint_title(str code)
{
    const struct lint *l = lint_find(code);
    return l == NULL ? (str){"", 0} : str_of(l->title);
}

str lang_lint_precedent(str code, str *source)
{
    const struct lint *l = lint_find(code);
    bool any = l != NULL && l->precedent[0] != '\0';
    *source = any ? str_of(l->source) : STR("");
    return any ? str_of(l->precedent) : STR("");
}

str lang_lint_nth(size_t i)
{
    return i < lints_n ? str_of(lints[i].row.code) : (str){"", 0};
}
