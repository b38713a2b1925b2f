/* app/case.c: opens an agreement with its reports.
 *
 * The order: text, reader, engine, records, then what ties records together
 * (case_tie.c). Not here: what is asked of it (status.c, explain.c, timeline.c,
 * follow.c). */
#include "app/case_int.h"

#include "app/agreement.h"
#include "app/incident_int.h"
#include "app/signatures.h"
#include "base/suggest.h"
#include "base/sys.h"
#include "lang/ast.h"

#include <inttypes.h>

/* --- The text ----------------------------------------------------------- */

static err list_open(struct app_case *c)
{
    for (uint32_t i = 0; i < c->ast->n_parts; i++) {
        const struct ast_article *art = c->ast->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++) {
            const struct ast_clause *cl = &art->clauses[k];
            struct buf b;
            if (cl->form != AST_DRAFT || cl->broken)
                continue;
            buf_init(&b, c->a, SIZE_MAX);
            for (uint32_t n = 0; n < cl->n_bodies; n++) {
                buf_c(&b, n == 0 ? "" : ", ");
                buf_str(&b, cl->bodies[n].id.text);
            }
            TRY(c->cx, buf_finish(c->cx, &b));
            struct report_open o = {.label = cl->label.text,
                                    .choices = buf_view(&b),
                                    .line = cl->label.at.line};
            TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->open, o));
        }
    }
    return OK;
}

static err count_clauses(struct app_case *c)
{
    struct coverage k;
    TRY(c->cx, lang_coverage(c->cx, c->a, c->ast, c->ag, &k));
    c->coverage = (struct report_coverage){k.formal, k.judged, k.declaratory};
    return OK;
}

/* So many are shown before truce check is pointed to. */
enum { ERRORS_MOST = 5 };

/* Only the errors: what the text leaves open is the business of check. */
static err print_errors(struct app_case *c, const struct diagnostics *d)
{
    struct diagnostics errors = {0};
    TRY_NEW_ARRAY(c->cx, c->a, (size_t)d->n + 1, errors.v);
    for (uint32_t i = 0; i < d->n && errors.n < ERRORS_MOST; i++)
        if (d->v[i].severity == SEV_ERROR)
            errors.v[errors.n++] = d->v[i];
    errors.errors = d->errors;
    diagnostics_print_text(&errors, str_of(c->o->agreement), c->source,
                           c->o->colour, &c->messages);
    return OK;
}

/* Of a case file: its last agreement before c->below. */
static err agreement_of_record(struct app_case *c, struct app_agreement *out)
{
    struct casefile_entry e;
    bool found;
    TRY(c->cx,
        casefile_open(c->cx, c->a, c->o->agreement, STORE_READ, &c->record));
    TRY(c->cx, casefile_last(c->cx, c->a, &c->record, "agreement", c->below, &e,
                             &found));
    if (!found || !e.there)
        return fail_hint(c->cx, ERR_INPUT,
                         "truce init CASE AGREEMENT enters one.",
                         "%s holds no agreement%s", c->o->agreement,
                         c->below == UINT64_MAX ? "" : " up to there");
    c->text_hash = cry_sha256(e.content, STR(""));
    return app_compile_agreement(c->cx, c->a, c->o->agreement, e.content,
                                 c->o->choices, c->o->choices_n, out);
}

err case_read_agreement(struct app_case *c)
{
    struct app_agreement loaded;
    if (casefile_is(c->o->agreement))
        TRY(c->cx, agreement_of_record(c, &loaded));
    else
        TRY(c->cx, app_load_agreement(c->cx, c->a, c->o->agreement,
                                      c->o->choices, c->o->choices_n, &loaded));
    c->source = loaded.source;
    c->ast = loaded.ast;
    c->ag = loaded.ag;
    if (!app_agreement_is_sound(&loaded)) {
        TRY(c->cx, print_errors(c, &loaded.diagnostics));
        return fail_hint(c->cx, ERR_INPUT,
                         "truce check shows all that was found",
                         "%s has %" PRIu32 " error%s: nothing was evaluated",
                         c->o->agreement, loaded.diagnostics.errors,
                         loaded.diagnostics.errors == 1 ? "" : "s");
    }
    TRY(c->cx, list_open(c));
    TRY(c->cx, count_clauses(c));
    return tz_find(c->cx, c->ag->time_zone, &c->tz);
}

/* --- The reports -------------------------------------------------------- */

static err sink_account(struct cx *cx, void *self, str id, str name, int *out)
{
    struct app_case *c = self;
    struct named_account n;
    TRY(cx, engine_account(cx, c->engine, id, name, out));
    n.account = *out;
    TRY_ROOM(cx, &c->records, arena_dup_str(&c->records, id, &n.id));
    TRY_ROOM(cx, &c->records, arena_dup_str(&c->records, name, &n.name));
    TRY_ROOM(cx, &c->records, vec_push(&c->records, &c->accounts, n));
    return OK;
}

static err sink_source(struct cx *cx, void *self, str id, str name, int account,
                       int *out)
{
    struct app_case *c = self;
    c->n_sources++;
    return engine_source(cx, c->engine, id, name, account, out);
}

err case_add_input(struct app_case *c, const char *path)
{
    struct sys_map map = {0};
    CLEANUP(sys_close) int fd = -1;
    bool standard = strcmp(path, "-") == 0;
    if (standard)
        TRY(c->cx, sys_open_read(c->cx, path, &fd));
    else
        TRY(c->cx, sys_map_or_open(c->cx, path, &map, &fd));
    if (fd < 0) {
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->maps, map));
        return facts_add_bytes(c->cx, c->facts, str_of(path), map.bytes);
    }
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->fds, fd));
    int open = fd;
    fd = -1; /* closed with the case */
    return facts_add_stream(c->cx, c->facts,
                            standard ? STR("standard input") : str_of(path),
                            open, false);
}

/* Beyond so many records with something to show, notes are left out: their
 * memory would exceed the engine's. */
enum { SHOWN_MOST = 2000000 };

static err keep_str(struct app_case *c, str s, str *out)
{
    *out = STR("");
    if (s.n > 0)
        TRY_ROOM(c->cx, &c->records, arena_dup_str(&c->records, s, out));
    return OK;
}

static bool shows_anything(const struct facts_shown *s)
{
    return (s->note.n | s->reasons.n | s->severity.n | s->label.n | s->url.n |
            s->stage.n | s->author.n | s->access.n | s->access_denied_by.n |
            s->n_via | s->n_evidence) != 0 ||
           s->intent;
}

/* The texts of a report_shown, in the order in which they are packed. */
#define SHOWN_TEXTS(X)                                                         \
    X(note)                                                                    \
    X(label)                                                                   \
    X(url)                                                                     \
    X(stage)                                                                   \
    X(via)                                                                     \
    X(author)                                                                  \
    X(access)                                                                  \
    X(access_denied_by)                                                        \
    X(evidence)

static err pack_shown(struct app_case *c, const struct report_shown *s,
                      struct case_shown *k)
{
    size_t n = 0;
    uint16_t bit = 1;
#define SIZE(text) n += s->text.n > 0 ? sizeof(uint32_t) + s->text.n : 0;
    SHOWN_TEXTS(SIZE)
#undef SIZE
    char *p = arena_alloc(&c->records, n);
    if (p == NULL)
        return arena_fail(c->cx, &c->records);
    k->texts = p;
#define PACK(text)                                                             \
    if (s->text.n > 0) { /* of a line: under LIMIT_LINE_BYTES */               \
        uint32_t length = (uint32_t)s->text.n;                                 \
        memcpy(p, &length, sizeof length);                                     \
        memcpy(p + sizeof length, s->text.p, length);                          \
        p += sizeof length + length;                                           \
        k->has |= bit;                                                         \
    }                                                                          \
    bit = (uint16_t)(bit << 1);
    SHOWN_TEXTS(PACK)
#undef PACK
    return OK;
}

static void unpack_shown(const struct case_shown *k, struct report_shown *out)
{
    const char *p = k->texts;
    uint16_t bit = 1;
#define UNPACK(text)                                                           \
    if (k->has & bit) {                                                        \
        uint32_t length;                                                       \
        memcpy(&length, p, sizeof length);                                     \
        out->text = (str){p + sizeof length, length};                          \
        p += sizeof length + length;                                           \
    }                                                                          \
    bit = (uint16_t)(bit << 1);
    SHOWN_TEXTS(UNPACK)
#undef UNPACK
    out->intent = k->intent;
}

static err join(struct app_case *c, const str *v, uint32_t n, const char *by,
                struct buf *b)
{
    buf_init(b, c->cx->scratch, SIZE_MAX);
    for (uint32_t i = 0; i < n; i++) {
        buf_c(b, i == 0 ? "" : by);
        buf_str(b, v[i]);
    }
    return buf_finish(c->cx, b);
}

/* A record may name thousands of files; its page needs no more of them. */
static err name_evidence(struct app_case *c, const struct facts_shown *s,
                         struct buf *b)
{
    enum { MOST = 100 };
    TRY(c->cx, join(c, s->evidence, s->n_evidence < MOST ? s->n_evidence : MOST,
                    " ", b));
    if (s->n_evidence > MOST)
        buf_printf(b, " %" PRIu32, s->n_evidence);
    return buf_finish(c->cx, b);
}

static err keep_shown(struct app_case *c, uint32_t fact,
                      const struct facts_record *r)
{
    const struct facts_shown *s = &r->shown;
    struct case_shown k = {.fact = fact, .intent = s->intent};
    struct arena_mark mark = arena_mark(c->cx->scratch);
    struct buf via, evidence;
    if (!c->keep_shown || !shows_anything(s))
        return OK;
    if (c->shown.n >= SHOWN_MOST) {
        c->keep_shown = false;
        return OK;
    }
    TRY(c->cx, join(c, s->via, s->n_via, ", ", &via));
    TRY(c->cx, name_evidence(c, s, &evidence));
    struct report_shown shown = {.note = s->note.n > 0      ? s->note
                                         : s->reasons.n > 0 ? s->reasons
                                                            : s->severity,
                                 .label = s->label,
                                 .url = s->url,
                                 .stage = s->stage,
                                 .via = buf_view(&via),
                                 .author = s->author,
                                 .access = s->access,
                                 .access_denied_by = s->access_denied_by,
                                 .evidence = buf_view(&evidence)};
    TRY(c->cx, pack_shown(c, &shown, &k));
    arena_rewind(c->cx->scratch, mark);
    TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->shown, k));
    return OK;
}

static err keep_links(struct app_case *c, uint32_t n, const struct fact *f)
{
    struct pending_link p = {.by = n};
    for (uint32_t i = 0; i < f->n_replies; i++) {
        if (f->replies[i].kind == REPLY_CORROBORATES)
            continue;
        p.takes_out = f->replies[i].kind != REPLY_DISPUTES;
        TRY(c->cx, keep_str(c, f->replies[i].id, &p.to));
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->pending, p));
    }
    p.takes_out = false;
    p.is_step = f->kind == FACT_REPLY;
    for (uint32_t i = 0; i < f->n_refs; i++) {
        TRY(c->cx, keep_str(c, f->refs[i], &p.to));
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->pending, p));
    }
    return OK;
}

/* A report of a quantity that somebody counted. */
static bool is_count(const struct fact *f)
{
    return f->item != NONE && (f->kind == FACT_EVENT || f->kind == FACT_TOTAL ||
                               f->kind == FACT_LEVEL);
}

/* What pages of their own list. */
static err keep_listed(struct app_case *c, uint32_t n,
                       const struct facts_record *r)
{
    if (r->shown.stage.n > 0)
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->staged.v, n));
    if (is_count(&r->fact))
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->counts, n));
    if (r->fact.round.n > 0)
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->rounds.v, n));
    if (r->fact.round.n > 0 && r->shown.label.n > 0)
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->labelled, n));
    if (r->shown.has_point) {
        struct report_point p = {n, (int32_t)r->shown.lon_e7,
                                 (int32_t)r->shown.lat_e7,
                                 (int32_t)r->shown.precision_m};
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->points, p));
    }
    return OK;
}

static bool is_said(enum fact_kind k)
{
    return k == FACT_NOTICE || k == FACT_ANNOUNCEMENT || k == FACT_FINDING ||
           k == FACT_ASSESSMENT;
}

/* --- signatures of a case file ------------------------------------------
 *
 * From its first signing key on an actor signs with its keys and in no other
 * way (docs/record-format.md 7.4). */

static err add_problem(struct app_case *c, str file, uint32_t line, str message,
                       str hint)
{
    struct facts_problem p = {.file = file,
                              .line = line,
                              .column = 1,
                              .message = message,
                              .hint = hint};
    struct report_problem r = {.file = p.file,
                               .line = line,
                               .column = 1,
                               .field = STR(""),
                               .message = message,
                               .hint = hint};
    TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->problems, r));
    if (!c->is_open)
        facts_problem_print(&p, &c->messages);
    return OK;
}

/* A casefile_fn. */
static err read_signature(struct cx *cx, void *self,
                          const struct casefile_entry *e)
{
    struct app_case *c = self;
    struct signature_seen s;
    struct case_signed x = {.number = e->number};
    str message;
    if (e->number >= c->below || !e->there)
        return OK;
    err r = signature_read(cx, cx->scratch, &c->record, e, &s);
    if (r.code == ERR_RESOURCE || r.code == ERR_BUG)
        return r;
    if (!is_ok(r)) {
        TRY_ROOM(cx, c->a,
                 arena_printf(c->a, &message, "the signature does not hold: %s",
                              cx->fault.message));
        fault_clear(cx);
        return add_problem(c, str_of(c->o->agreement), (uint32_t)e->number,
                           message, STR(""));
    }
    /* One on a former text stays what it is, and says nothing of this one. */
    if (s.verified && !hash_eq(s.text, c->text_hash))
        return OK;
    x.verified = s.verified;
    TRY_ROOM(cx, c->a, arena_dup_str(c->a, s.line, &x.line));
    if (s.verified) {
        TRY_ROOM(cx, c->a, arena_dup_str(c->a, s.id, &x.id));
        TRY_ROOM(cx, c->a, arena_dup_str(c->a, s.actor, &x.actor));
        TRY_ROOM(cx, c->a, map_put(&c->verified, x.id, e->number));
    }
    TRY_ROOM(cx, c->a, vec_push(c->a, &c->signatures, x));
    return OK;
}

static const struct case_signed *find_signature(const struct app_case *c,
                                                uint64_t number)
{
    size_t lo = 0, hi = c->signatures.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->signatures.p[mid].number < number)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->signatures.n && c->signatures.p[lo].number == number
               ? &c->signatures.p[lo]
               : NULL;
}

/* A casefile_line_fn. */
static str line_of_signature(void *self, uint64_t number)
{
    const struct case_signed *s = find_signature(self, number);
    return s == NULL ? STR("") : s->line;
}

/* A key of a party's force does not sign for the party. */
static bool is_verified(const struct app_case *c, const struct facts_record *r,
                        str account)
{
    const struct case_signed *s = find_signature(c, r->line);
    return s != NULL && s->verified && str_eq(s->actor, account) &&
           str_eq(r->shown.file, str_of(c->o->agreement));
}

static bool takes_back(const struct app_case *c, const struct fact *f)
{
    for (uint32_t i = 0; i < f->n_replies; i++)
        if ((f->replies[i].kind == REPLY_AMENDS ||
             f->replies[i].kind == REPLY_RETRACTS) &&
            map_get(&c->verified, f->replies[i].id, NULL))
            return true;
    return false;
}

/* Whether a record would be a signature, or take one back, without a key. */
static bool lacks_signature(const struct app_case *c,
                            const struct facts_record *r)
{
    const struct fact *f = &r->fact;
    if (c->record.log == NULL)
        return false;
    if (takes_back(c, f))
        return true;
    if (f->kind != FACT_SIGNATURE)
        return false;
    bool inside = str_eq(r->shown.file, str_of(c->o->agreement));
    const struct source *s = engine_source_at(c->engine, f->source);
    if (NEVER(s == NULL))
        return true;
    str account = engine_account_id(c->engine, s->account);
    return !is_verified(c, r, account) &&
           keyring_has_signer(log_keys(c->record.log), account,
                              inside ? r->line : UINT64_MAX);
}

err case_keep_unsigned(struct app_case *c, size_t said)
{
    static const str said_of[] = {
        [NO_KEY] = STR_INIT("a signature without one of its signer's keys does "
                            "not count"),
        [KEY_OF_FORCE] = STR_INIT("the key of a force signs for the force, not "
                                  "for its party"),
        [TAKES_BACK] = STR_INIT("a signature by a key is not taken back by a "
                                "report")};
    for (size_t i = said; i < c->unsigned_.n; i++)
        TRY(c->cx,
            add_problem(c, str_of(c->o->agreement), c->unsigned_.p[i].line,
                        said_of[c->unsigned_.p[i].why],
                        STR("an actor with a signing key signs with it: truce "
                            "sign")));
    return OK;
}

static err keep_line(struct app_case *c, uint32_t n,
                     const struct facts_record *r)
{
    str file = r->shown.file;
    if (c->files.n == 0 || vec_last(&c->files)->file.p != file.p) {
        struct case_file f = {n, file};
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->files, f));
    }
    TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->lines, r->line));
    return OK;
}

str case_file_of(const struct app_case *c, uint32_t n)
{
    size_t lo = 0, hi = c->files.n; /* files.p[lo].first <= n */
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->files.p[mid].first <= n)
            lo = mid;
        else
            hi = mid;
    }
    return c->files.p[lo].file;
}

#define SAME_ID "line %" PRIu32 " of %.*s has the same id with other content"

/* The engine has found that r has the id of another one, of other content; n:
 * the number r has if it stands. Says so of that which does not. */
static err same_id(struct app_case *c, const struct facts_record *r, uint32_t n)
{
    static const char *const hint =
        "give one of them an id of its own; that which was recorded first "
        "stands";
    uint32_t other = engine_conflict(c->engine);
    str file = case_file_of(c, other);
    uint32_t line = c->lines.p[other];
    if (engine_n_facts(c->engine) == n)
        return facts_refuse(c->cx, c->facts, r->shown.file, r->line, "id", hint,
                            SAME_ID, line, STR_ARG(file));
    TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->replaced, other));
    return facts_refuse(c->cx, c->facts, file, line, "id", hint, SAME_ID,
                        r->line, STR_ARG(r->shown.file));
}

/* Gives it to the engine, as the n-th. */
static err enter(struct app_case *c, const struct facts_record *r, uint32_t n)
{
    bool dup_record = false;
    err e = engine_add(c->cx, c->engine, &r->fact, &dup_record);
    if (e.code == ERR_CONFLICT) {
        fault_clear(c->cx);
        return same_id(c, r, n);
    }
    if (is_ok(e) && !dup_record)
        c->n_records++;
    return e;
}

err case_add(struct app_case *c, const struct facts_record *r)
{
    enum { ONE_DAY = 26 * 3600, PROGRESS_EACH = 16384 };
    const struct fact *f = &r->fact;
    if (c->has_known_at && f->recorded > c->known_at)
        return OK;
    if (lacks_signature(c, r)) {
        const struct case_signed *by = find_signature(c, r->line);
        struct case_unsigned u = {r->line, takes_back(c, f) ? TAKES_BACK
                                           : by != NULL && by->verified
                                               ? KEY_OF_FORCE
                                               : NO_KEY};
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->unsigned_, u));
        return OK;
    }
    uint32_t n = engine_n_facts(c->engine);
    TRY(c->cx, enter(c, r, n));
    if (c->o->progress != NULL && c->n_records % PROGRESS_EACH == 0)
        c->o->progress(c->o->progress_self, c->n_records, 0);
    if (engine_n_facts(c->engine) == n)
        return OK;
    TRY(c->cx, keep_line(c, n, r));
    TRY(c->cx, keep_shown(c, n, r));
    TRY(c->cx, keep_listed(c, n, r));
    TRY(c->cx, case_keep_said(c, n, r));
    if (f->n_replies > 0 || f->n_refs > 0)
        TRY(c->cx, keep_links(c, n, f));
    if (f->kind == FACT_TOTAL && f->to_ - f->from > ONE_DAY)
        TRY_ROOM(c->cx, &c->records, vec_push(&c->records, &c->spans, n));
    if (is_said(f->kind) && f->clause != NONE) {
        struct report_notice notice = {f->clause, n};
        TRY_ROOM(c->cx, &c->records,
                 vec_push(&c->records, &c->notices, notice));
    }
    return OK;
}

/* Everything that a pass over the records has gathered. */
static void forget(struct app_case *c)
{
    engine_free(c->engine);
    c->engine = NULL;
    incidents_free(c->incidents);
    c->incidents = NULL;
    arena_reset(&c->records);
    c->accounts.p = NULL;
    c->accounts.n = c->accounts.cap = 0;
    c->n_sources = 0;
    c->shown.p = NULL;
    c->shown.n = c->shown.cap = 0;
    c->said.p = NULL;
    c->said.n = c->said.cap = 0;
    c->pending.p = NULL;
    c->pending.n = c->pending.cap = 0;
    c->unsigned_.p = NULL;
    c->unsigned_.n = c->unsigned_.cap = 0;
    c->spans.p = NULL;
    c->spans.n = c->spans.cap = 0;
    c->staged = c->rounds = (struct case_listed){.ordered = 0};
    c->counts.p = NULL;
    c->counts.n = c->counts.cap = 0;
    c->labelled.p = NULL;
    c->labelled.n = c->labelled.cap = 0;
    c->points.p = NULL;
    c->points.n = c->points.cap = 0;
    c->notices.p = NULL;
    c->notices.n = c->notices.cap = 0;
    case_untie(c);
    c->lines.p = NULL;
    c->lines.n = c->lines.cap = 0;
    c->files.p = NULL;
    c->files.n = c->files.cap = 0;
    c->replaced.p = NULL;
    c->replaced.n = c->replaced.cap = 0;
    c->recorded_to.p = NULL;
    c->recorded_to.n = c->recorded_to.cap = 0;
    c->n_noted = 0;
    c->n_records = 0;
    c->keep_shown = true;
}

err case_keep_problems(struct app_case *c, size_t said)
{
    size_t n;
    uint64_t left_out;
    const struct facts_problem *p = facts_problems(c->facts, &n, &left_out);
    for (size_t i = said; i < n; i++) {
        struct report_problem r = {.file = p[i].file,
                                   .line = p[i].line,
                                   .column = p[i].column,
                                   .field = p[i].field,
                                   .message = p[i].message,
                                   .hint = p[i].hint};
        TRY_ROOM(c->cx, c->a, vec_push(c->a, &c->problems, r));
        facts_problem_print(&p[i], &c->messages);
    }
    if (left_out > 0)
        buf_printf(&c->messages, "and %" PRIu64 " more lines with problems\n",
                   left_out);
    return OK;
}

err case_begin(struct app_case *c)
{
    struct facts_sink sink = {c, sink_account, sink_source};
    forget(c);
    TRY(c->cx, case_said_init(c));
    TRY(c->cx, engine_new(c->cx, c->ag, &c->engine));
    return facts_begin(c->cx, c->facts, sink);
}

/* All records into an engine. */
static err read_records(struct app_case *c)
{
    struct facts_record r;
    TRY(c->cx, case_begin(c));
    for (;;) {
        TRY(c->cx, facts_next(c->cx, c->facts, &r));
        if (r.line == 0)
            return OK;
        TRY(c->cx, case_add(c, &r));
    }
}

err case_read_reports(struct app_case *c)
{
    struct facts_options options = {.trust_ids = true}; /* the engine's work */
    TRY(c->cx, case_read_zones(c, &options));
    TRY(c->cx, facts_new(c->cx, c->a, c->ag, &options, &c->facts));
    if (c->record.log != NULL) {
        const struct facts_pieces pieces = {&c->entered, casefile_lines_rewind,
                                            casefile_lines_next};
        map_init(&c->verified, c->a, c->cx);
        TRY(c->cx,
            casefile_each(c->cx, &c->record, "signature", read_signature, c));
        TRY(c->cx, casefile_lines_init(c->cx, c->a, &c->entered, &c->record,
                                       c->below, line_of_signature, c));
        TRY(c->cx, facts_add_pieces(c->cx, c->facts, str_of(c->o->agreement),
                                    &pieces));
    }
    for (size_t i = 0; i < c->o->reports_n; i++)
        TRY(c->cx, case_add_input(c, c->o->reports[i]));
    TRY(c->cx, read_records(c));
    TRY(c->cx, case_keep_unsigned(c, 0));
    return case_keep_problems(c, 0);
}

/* --- What report/ asks -------------------------------------------------- */

static const struct fact *ask_fact(void *self, uint32_t n, struct fact *buffer)
{
    struct app_case *c = self;
    return n < engine_n_facts(c->engine) ? engine_fact(c->engine, n, buffer)
                                         : NULL;
}

/* The first of c->shown that is of fact n or a later one. Whoever reads all of
 * them in turn finds each beside the last one. */
static size_t find_shown(struct app_case *c, uint32_t n)
{
    const struct case_shown *v = c->shown.p;
    size_t lo = 0, hi = c->shown.n, last = c->last_shown;
    for (size_t i = last > 0 ? last - 1 : 0; i <= last + 1 && i <= hi; i++)
        if ((i == 0 || v[i - 1].fact < n) && (i == hi || v[i].fact >= n))
            return c->last_shown = i;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (v[mid].fact < n)
            lo = mid + 1;
        else
            hi = mid;
    }
    return c->last_shown = lo;
}

static void ask_shown(void *self, uint32_t n, struct report_shown *out)
{
    struct app_case *c = self;
    size_t lo = find_shown(c, n);
    if (lo < c->shown.n && c->shown.p[lo].fact == n)
        unpack_shown(&c->shown.p[lo], out);
    if (n < c->lines.n) {
        out->file = case_file_of(c, n);
        out->line = c->lines.p[n];
    }
}

static const struct source *ask_source(void *self, int source)
{
    struct app_case *c = self;
    return engine_source_at(c->engine, source);
}

static str ask_account(void *self, int account)
{
    struct app_case *c = self;
    return engine_account_id(c->engine, account);
}

static str ask_account_name(void *self, int account)
{
    struct app_case *c = self;
    return engine_account_name(c->engine, account);
}

static err note_recorded(struct app_case *c)
{
    struct fact buffer;
    for (instant at; c->n_noted < engine_n_facts(c->engine); c->n_noted++) {
        at = engine_fact_brief(c->engine, c->n_noted, &buffer)->recorded;
        if (c->n_noted % RECORDED_EACH == 0)
            TRY_ROOM(c->cx, &c->records,
                     vec_push(&c->records, &c->recorded_to, at));
        else if (at > *vec_last(&c->recorded_to))
            *vec_last(&c->recorded_to) = at;
    }
    return OK;
}

uint32_t case_recorded_from(const struct app_case *c, uint32_t n, instant from)
{
    while (n / RECORDED_EACH < c->recorded_to.n &&
           c->recorded_to.p[n / RECORDED_EACH] < from)
        n = n - n % RECORDED_EACH + RECORDED_EACH;
    return n;
}

err case_settle(struct app_case *c)
{
    uint32_t n = engine_n_facts(c->engine);
    c->report = (struct report_case){.self = c, .fact = ask_fact};
    TRY(c->cx, note_recorded(c));
    TRY(c->cx, case_tie(c));
    c->report = (struct report_case){
        .ag = c->ag,
        .tz = c->tz,
        .v = &c->verdicts,
        .has_known_at = c->has_known_at,
        .known_at = c->known_at,
        .self = c,
        .fact = ask_fact,
        .shown = ask_shown,
        .source = ask_source,
        .account = ask_account,
        .account_name = ask_account_name,
        .n_facts = n,
        .gone = c->gone,
        .records = c->n_records,
        .spans = c->spans.p,
        .n_spans = (uint32_t)c->spans.n,
        .labelled = c->labelled.p,
        .n_labelled = (uint32_t)c->labelled.n,
        .points = c->points.p,
        .n_points = (uint32_t)c->points.n,
        .links = c->links.p,
        .n_links = (uint32_t)c->links.n,
        .notices = c->notices.p,
        .n_notices = (uint32_t)c->notices.n,
        .problems = c->problems.p,
        .n_problems = (uint32_t)c->problems.n,
        .open = c->open.p,
        .n_open = (uint32_t)c->open.n,
        .coverage = c->coverage,
    };
    return OK;
}

err case_evaluate(struct app_case *c, instant at, struct arena *a)
{
    return engine_status(c->cx, c->engine, at, a, &c->verdicts);
}

/* --- What a user types --------------------------------------------------- */

static err parse_day(struct app_case *c, const char *what, str digits,
                     instant *out)
{
    int64_t n;
    struct civil_date date;
    struct verdicts v;
    const struct rows_wanted none = {.clause = NONE};
    uint32_t rows;
    if (!str_int(str_trim(digits), 1, 100000, &n))
        return fail_typed(c->cx, ERR_INPUT, "for instance --at 'day 7'",
                          "%s: \"day %.*s\" is not a day of the truce", what,
                          STR_ARG(str_trim(digits)));
    struct arena_mark mark = arena_mark(&c->judged);
    TRY(c->cx, engine_rows(c->cx, c->engine, INSTANT_MAX, &none, &c->judged, &v,
                           &rows));
    arena_rewind(&c->judged, mark);
    if (!v.in_force)
        return fail_typed(c->cx, ERR_INPUT, "give a date instead",
                          "%s: the agreement is not in force, so its days have "
                          "no numbers",
                          what);
    TRY(c->cx,
        civil_day_n(c->cx, civil_local(c->tz, v.day1).civil.date, n, &date));
    *out = civil_day_span(c->tz, date).end - 1;
    return OK;
}

err case_parse_time(struct app_case *c, const char *what, const char *text,
                    instant *out)
{
    struct civil_span span;
    str s = str_of(text);
    if (str_starts(s, STR("day")) && c->engine != NULL)
        return parse_day(c, what, str_sub(s, 3, s.n), out);
    if (!is_ok(civil_span_parse(c->cx, s, c->tz, &span, NULL))) {
        struct fault why = c->cx->fault;
        return fail_typed(
            c->cx, ERR_INPUT,
            why.hint[0] != '\0'
                ? why.hint
                : "for instance 2025-01-25, 2025-01-25T08:30 or 'day 7'",
            "%s: \"%s\" is no time: %s", what, text, why.message);
    }
    *out = span.end - 1;
    return OK;
}

err case_find_clause(struct app_case *c, str label, int *out)
{
    struct suggest s;
    suggest_init(&s, label);
    for (uint32_t i = 0; i < c->ag->n_clauses; i++) {
        if (str_eq(c->ag->clauses[i].label, label)) {
            *out = (int)i;
            return OK;
        }
        suggest_offer(&s, c->ag->clauses[i].label);
    }
    for (size_t i = 0; i < c->open.n; i++)
        if (str_eq(c->open.p[i].label, label))
            return fail_typed(c->cx, ERR_NOT_FOUND,
                              "choose with --choose LABEL=ALTERNATIVE",
                              "clause %.*s is open in the draft: %.*s",
                              STR_ARG(label), STR_ARG(c->open.p[i].choices));
    str hint = STR("truce check --coverage lists what the text has");
    if (s.best.n > 0)
        TRY_ROOM(
            c->cx, c->a,
            arena_printf(c->a, &hint, "did you mean %.*s?", STR_ARG(s.best)));
    return fail_typed(c->cx, ERR_NOT_FOUND, hint.p,
                      "there is no clause \"%.*s\" in %s", STR_ARG(label),
                      c->o->agreement);
}

/* The i-th account there is: the actors', a force's being its party's, then
 * those that the reports declare. False when there are no more. */
static bool nth_account(const struct app_case *c, size_t i, str *id, int *out)
{
    if (i < c->ag->n_actors) {
        const struct actor *a = &c->ag->actors[i];
        *id = a->id;
        *out = a->role == ROLE_FORCE && a->of != NONE ? a->of : (int)i;
        return true;
    }
    i -= c->ag->n_actors;
    if (i >= c->accounts.n)
        return false;
    *id = c->accounts.p[i].id;
    *out = c->accounts.p[i].account;
    return true;
}

static err no_account(struct app_case *c, str wanted, str best)
{
    enum { NAMED_MOST = 20 };
    struct buf b;
    str id;
    int account;
    buf_init(&b, c->a, SIZE_MAX);
    if (best.n > 0)
        buf_printf(&b, "did you mean %.*s?", STR_ARG(best));
    for (size_t i = 0; best.n == 0 && i < NAMED_MOST; i++) {
        if (!nth_account(c, i, &id, &account))
            break;
        buf_c(&b, i == 0 ? "there are: " : ", ");
        buf_str(&b, id);
    }
    buf_char(&b, '\0');
    TRY(c->cx, buf_finish(c->cx, &b));
    return fail_typed(c->cx, ERR_NOT_FOUND, buf_view(&b).p,
                      "there is no account \"%.*s\"", STR_ARG(wanted));
}

static err find_account(struct app_case *c, str wanted, int *out)
{
    struct suggest s;
    str id;
    suggest_init(&s, wanted);
    for (size_t i = 0; nth_account(c, i, &id, out); i++) {
        if (str_eq(id, wanted))
            return OK;
        suggest_offer(&s, id);
    }
    return no_account(c, wanted, s.best);
}

/* --- Opening -------------------------------------------------------------- */

static err read_choice(struct app_case *c)
{
    c->choice = (struct report_choice){
        .account = NONE, .width = c->o->width, .colour = c->o->colour};
    if (c->o->account != NULL)
        TRY(c->cx, find_account(c, str_of(c->o->account), &c->choice.account));
    if (c->o->clause != NULL) {
        int clause;
        c->choice.clause = str_of(c->o->clause);
        TRY(c->cx, case_find_clause(c, c->choice.clause, &clause));
    }
    return OK;
}

/* --known-at entry:N: the record up to and with entry N. */
static err known_at_entry(struct app_case *c)
{
    str s = c->o->known_at == NULL ? STR("") : str_of(c->o->known_at);
    int64_t n;
    if (!str_starts(s, STR("entry:")))
        return OK;
    if (!casefile_is(c->o->agreement))
        return fail_hint(c->cx, ERR_INPUT,
                         "name the case file that truce init made",
                         "--known-at entry:N needs a case file; %s is none",
                         c->o->agreement);
    if (!str_int(str_sub(s, 6, s.n), 0, INT64_MAX - 1, &n))
        return fail_hint(c->cx, ERR_INPUT, "for instance --known-at entry:12",
                         "--known-at: \"%.*s\" is no number of an entry",
                         STR_ARG(s));
    c->below = (uint64_t)n + 1;
    return OK;
}

/* Which day is day 7 the record says, all of it that is seen; then what was
 * recorded after that day is forgotten. */
static err read_up_to_day(struct app_case *c)
{
    TRY(c->cx, case_read_reports(c));
    if (c->o->sees != NULL)
        TRY(c->cx, case_forget_unseen(c));
    TRY(c->cx, case_parse_time(c, "--known-at", c->o->known_at, &c->known_at));
    c->has_known_at = true;
    return case_forget_after(c);
}

static err read_up_to(struct app_case *c)
{
    /* What somebody sees is a matter of all that is recorded. */
    if (str_starts(str_of(c->o->known_at), STR("day")) || c->o->sees != NULL)
        return read_up_to_day(c);
    TRY(c->cx, case_parse_time(c, "--known-at", c->o->known_at, &c->known_at));
    c->has_known_at = true;
    return case_read_reports(c);
}

/* Replies that lead to each other in a circle fall (sem 2): that is said. */
err case_tell_broken(struct app_case *c)
{
    uint32_t last = UINT32_MAX;
    size_t told = 0;
    if (ALWAYS(c->n_broken <= c->problems.n))
        c->problems.n -= c->n_broken; /* those of the last time */
    c->n_broken = 0;
    for (size_t i = 0; i < c->pending.n && told < LIMIT_DIAGNOSTICS; i++) {
        const struct pending_link *p = &c->pending.p[i];
        if (!p->takes_out || p->by == last ||
            !engine_is_broken(c->engine, p->by))
            continue;
        last = p->by;
        told++;
        c->n_broken++;
        TRY(c->cx, add_problem(c, case_file_of(c, p->by), c->lines.p[p->by],
                               STR("records that amend or retract each other "
                                   "in a circle: none of them counts"),
                               STR("let the one that is right name none of the "
                                   "others, or enter it again with a new id")));
    }
    c->report.problems = c->problems.p;
    c->report.n_problems = (uint32_t)c->problems.n;
    return OK;
}

/* There is one standard input. */
static err check_standard_input(struct app_case *c)
{
    size_t n = strcmp(c->o->agreement, "-") == 0;
    for (size_t i = 0; i < c->o->reports_n; i++)
        n += strcmp(c->o->reports[i], "-") == 0;
    if (n < 2)
        return OK;
    return fail_typed(c->cx, ERR_INPUT, "give the others as files",
                      "standard input (-) is named %zu times, and can be read "
                      "once",
                      n);
}

static err read_text(struct app_case *c)
{
    TRY(c->cx, check_standard_input(c));
    TRY(c->cx, known_at_entry(c));
    return case_read_agreement(c);
}

static err read_rest(struct app_case *c)
{
    if (c->o->known_at != NULL && c->below == UINT64_MAX)
        TRY(c->cx, read_up_to(c));
    else
        TRY(c->cx, case_read_reports(c));
    if (c->o->sees != NULL && !c->has_known_at)
        TRY(c->cx, case_forget_unseen(c));
    /* A node shows entries, too: as many as were there by then. How many there
     * are is nothing for who sees part of them. */
    if (c->o->grows && c->has_known_at && c->record.log != NULL &&
        c->o->sees == NULL)
        TRY(c->cx, casefile_made_by(c->cx, &c->record, c->known_at, &c->below));
    TRY(c->cx, case_settle(c));
    TRY(c->cx, read_choice(c));
    if (c->o->at != NULL) {
        c->has_at = true;
        TRY(c->cx, case_parse_time(c, "--at", c->o->at, &c->at));
    }
    c->report.at_given = c->has_at;
    TRY(c->cx, c->o->grows
                   ? engine_current(c->cx, c->engine, c->at, &c->verdicts)
                   : case_evaluate(c, c->at, &c->judged));
    return c->o->sees != NULL ? OK : case_tell_broken(c);
}

err case_new(struct cx *cx, struct arena *a, const struct case_options *o,
             struct app_case **out)
{
    struct app_case *c;
    *out = NULL;
    TRY_NEW(cx, a, c);
    c->cx = cx;
    c->a = a;
    c->o = o;
    c->at = INSTANT_MAX;
    c->day_before_at = INSTANT_MIN;
    c->below = UINT64_MAX;
    arena_init(&c->recorded, cx->mem, "record", cx->limits.reports_bytes);
    arena_init(&c->records, cx->mem, "reports", cx->limits.reports_bytes);
    arena_init(&c->settled, cx->mem, "reports", cx->limits.reports_bytes);
    arena_init(&c->judged, cx->mem, "verdicts", cx->limits.reports_bytes);
    arena_init(&c->stood, cx->mem, "the day before", cx->limits.reports_bytes);
    buf_init(&c->messages, a, SIZE_MAX);
    *out = c;
    return OK;
}

err case_open_begin(struct cx *cx, struct arena *a,
                    const struct case_options *o, struct app_case **out)
{
    TRY(cx, case_new(cx, a, o, out));
    return read_text(*out);
}

err case_open_end(struct app_case *c)
{
    TRY(c->cx, read_rest(c));
    c->is_open = true;
    return OK;
}

err case_open(struct cx *cx, struct arena *a, const struct case_options *o,
              struct app_case **out)
{
    TRY(cx, case_open_begin(cx, a, o, out));
    return case_open_end(*out);
}

void case_close(struct app_case *c)
{
    if (c == NULL)
        return;
    engine_free(c->engine);
    facts_free(c->facts);
    incidents_free(c->incidents);
    for (size_t i = 0; i < c->maps.n; i++)
        sys_unmap(&c->maps.p[i]);
    for (size_t i = 0; i < c->fds.n; i++)
        sys_close(&c->fds.p[i]);
    arena_release(&c->records);
    arena_release(&c->settled);
    arena_release(&c->judged);
    arena_release(&c->stood);
    arena_release(&c->recorded);
    casefile_lines_release(&c->entered);
    casefile_close(&c->record);
}

str case_messages(const struct app_case *c)
{
    return c == NULL ? STR("") : buf_view(&c->messages);
}

size_t case_problems(const struct app_case *c)
{
    return c->problems.n;
}
