/* app/casefile_write.c: making a case, and adding to it.
 *
 * One process writes at a time: it holds CASE.lock from before its batch until
 * the head over it is signed. What a batch says it recorded is on the disk and
 * under a signed head. */
#include "app/casefile_int.h"

#include "app/agreement.h"
#include "app/case_int.h"
#include "app/text.h"
#include "base/sys.h"
#include "base/sys_tree.h"
#include "lang/ast.h"
#include "record/receipt.h"

#include <inttypes.h>

/* --- what is entered
 * ---------------------------------------------------------- */

/* The policy's text: the file, after a line with the log's own key unless it
 * has one. */
static err policy_text(struct cx *cx, struct arena *a,
                       const struct note_key *log, const char *path, str *out)
{
    struct policy *p;
    struct buf b, vkey;
    str file = STR("quorum none\n"), line, rest;
    bool has_log = false;
    if (path != NULL)
        TRY(cx, sys_read_file(cx, a, path, LIMIT_SIDE_FILE_BYTES, &file));
    for (rest = file; !has_log && rest.n > 0;) {
        str_cut(rest, '\n', &line, &rest);
        has_log = str_starts(str_trim(line), STR("log "));
    }
    buf_init(&vkey, a, 1000);
    note_key_print(log, &vkey);
    TRY(cx, buf_finish(cx, &vkey));
    buf_init(&b, a, LIMIT_SIDE_FILE_BYTES);
    if (!has_log) {
        buf_c(&b, "log ");
        buf_str(&b, buf_view(&vkey));
        buf_char(&b, '\n');
    }
    buf_str(&b, file);
    TRY(cx, buf_finish(cx, &b));
    TRY_NEW(cx, a, p);
    TRY(cx, policy_parse(cx, buf_view(&b), p));
    for (size_t i = 0; i < p->n_logs; i++)
        if (p->log[i].id == log->id && str_eq(p->log[i].name, log->name)) {
            *out = buf_view(&b);
            return OK;
        }
    return fail_hint(
        cx, ERR_INPUT, "Leave the line `log` out: it is put in by itself.",
        "%s is a policy for another log than %.*s", path, STR_ARG(log->name));
}

typedef VEC(str) str_vec;
struct to_enter {
    str canonical;
    str_vec annexes; /* contents of entries */
};

err casefile_must_be_settled(struct cx *cx, const char *path,
                             const struct ast *ast)
{
    for (uint32_t i = 0; i < ast->n_parts; i++) {
        const struct ast_article *art = ast->parts[i].article;
        for (uint32_t k = 0; art != NULL && k < art->n_clauses; k++)
            if (art->clauses[k].form == AST_DRAFT)
                return fail_hint(
                    cx, ERR_INPUT,
                    "Settle it in the text, or choose with --choose "
                    "LABEL=ALTERNATIVE.",
                    "%s is a draft: clause %.*s is still open", path,
                    STR_ARG(art->clauses[k].label.text));
    }
    return OK;
}

/* The maps that the agreement names, once each: its text alone does not say
 * where a place is. */
static err read_annexes(struct cx *cx, struct arena *a,
                        const struct app_agreement *g, str_vec *out)
{
    for (uint32_t i = 0; i < g->ag->n_zones; i++) {
        str file = g->ag->zones[i].file, path, bytes;
        struct buf b;
        bool seen = file.n == 0;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = str_eq(g->ag->zones[k].file, file);
        if (seen)
            continue;
        TRY(cx, app_side_path(cx, a, g->path, file, &path));
        err e = sys_read_file(cx, a, path.p, LIMIT_SIDE_FILE_BYTES, &bytes);
        if (e.code == ERR_NOT_FOUND) {
            const struct fault why = cx->fault;
            return fail_hint(cx, e.code,
                             "A map goes into the case with the agreement that "
                             "names it: put it in its place.",
                             "%s", why.message);
        }
        TRY(cx, e);
        buf_init(&b, a, LIMIT_SIDE_FILE_BYTES + 4096);
        buf_str(&b, file);
        buf_char(&b, '\n');
        buf_str(&b, bytes);
        TRY(cx, buf_finish(cx, &b));
        TRY_ROOM(cx, a, vec_push(a, out, buf_view(&b)));
    }
    return OK;
}

/* A text that is sound and has nothing open: its canonical bytes, and its maps.
 * All of it is read before anything is made. */
static err read_agreement(struct cx *cx, struct arena *a, const char *path,
                          const char *const *choices, size_t n_choices,
                          struct buf *messages, struct to_enter *out)
{
    struct app_agreement g;
    struct app_text t;
    TRY(cx, app_load_agreement(cx, a, path, choices, n_choices, &g));
    if (!app_agreement_is_sound(&g)) {
        diagnostics_print_text(&g.diagnostics, g.path, g.source, false,
                               messages);
        return fail_hint(cx, ERR_INPUT, "truce check names all of them.",
                         "%s has mistakes: nothing was made", path);
    }
    TRY(cx, casefile_must_be_settled(cx, path, g.ast));
    t = (struct app_text){g.path, g.source, g.ast, g.diagnostics};
    TRY(cx, app_canonical_text(cx, a, &t, &out->canonical));
    return read_annexes(cx, a, &g, &out->annexes);
}

static err write_annexes(struct cx *cx, struct casefile *c,
                         const struct signer *by, const struct to_enter *t,
                         str made)
{
    for (size_t i = 0; i < t->annexes.n; i++) {
        uint64_t number;
        TRY(cx, log_write(cx, c->log, by, STR("annex"), t->annexes.p[i], made,
                          &number));
    }
    return OK;
}

/* --- init
 * ------------------------------------------------------------------------ */

static err must_be_new(struct cx *cx, const char *path)
{
    if (sys_exists(path))
        return fail_hint(cx, ERR_CONFLICT,
                         "Nothing is ever overwritten; choose another name.",
                         "%s is there already", path);
    return OK;
}

/* What a power cut in `truce init` can leave, besides the whole case: a key,
 * and a file without entries. */
static err must_be_new_case(struct cx *cx, const char *path)
{
    struct store *s;
    uint64_t entries = 0;
    if (!sys_exists(path))
        return OK;
    err e = store_open_file(cx, path, STORE_READ, &s);
    if (is_ok(e)) {
        e = store_count(cx, s, &entries);
        store_close(s);
    }
    fault_clear(cx);
    if (is_ok(e) && entries > 0)
        return fail_hint(cx, ERR_CONFLICT,
                         "Go on with it, or choose another name.",
                         "%s is there already: a case with %" PRIu64 " entries",
                         path, entries);
    return fail_hint(cx, ERR_CONFLICT,
                     "If truce init was stopped before it had made it, delete "
                     "it with its .key, .head and .lock, and make it again. "
                     "Nothing is ever overwritten.",
                     "%s is there already, and is no case with entries", path);
}

static err must_be_new_key(struct cx *cx, const char *path)
{
    if (sys_exists(path))
        return fail_hint(cx, ERR_CONFLICT,
                         "A truce init that was stopped leaves it: delete it "
                         "if no case belongs to it; else choose another name.",
                         "%s is there already", path);
    return OK;
}

static err write_key_file(struct cx *cx, const char *path,
                          const struct signer *s)
{
    struct secret_text t;
    TRY(cx, signer_print(cx, s, &t));
    err e = sys_write_new(cx, path, true, secret_text_view(&t));
    secret_release(&t.room);
    return e;
}

/* All of it in one transaction: a power cut leaves the whole case or none. */
static err fill_case(struct cx *cx, struct casefile *c, const struct signer *by,
                     str policy, const struct to_enter *text)
{
    char room[40];
    uint64_t n;
    str made;
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx,
        log_begin_new(cx, c->store, c->head_path, by, policy, made, &c->log));
    if (text != NULL) {
        TRY(cx, log_write(cx, c->log, by, STR("agreement"), text->canonical,
                          made, &n));
        TRY(cx, write_annexes(cx, c, by, text, made));
    }
    TRY(cx, log_commit(cx, c->log));
    TRY(cx, log_sign(cx, c->log, by));
    return log_settle(cx, c->log);
}

static void print_made(const struct casefile *c, const struct signer *by,
                       const struct to_enter *text, struct buf *out)
{
    buf_printf(out, "%s: a case with %" PRIu64 " entries\n", c->path,
               log_size(c->log));
    buf_c(out, "  origin      ");
    buf_str(out, by->key.name);
    buf_c(out, "\n  key         ");
    note_key_print(&by->key, out);
    if (text != NULL) {
        buf_c(out, "\n  agreement   ");
        casefile_print_hash(cry_sha256(text->canonical, STR("")), out);
        buf_printf(out, "\n              with %zu map file%s", text->annexes.n,
                   text->annexes.n == 1 ? "" : "s");
    }
    buf_printf(
        out,
        "\n  secret key  %s (keep it apart, and a copy of it)\n"
        "  last head   %s (keep it with the case)\n"
        "next: give the key to every party; it names this log for good\n"
        "      truce record key %s --name NAME     a key for each sender\n"
        "      truce record add %s REPORTS.jsonl   what was reported\n",
        c->key_path, c->head_path, c->path, c->path);
}

void casefile_unmake(const char *path)
{
    static const char *const ends[] = {"",      "-journal", "-wal", "-shm",
                                       ".head", ".lock",    ".key"};
    char room[4096];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        int n = snprintf(room, sizeof room, "%s%s", path, ends[i]);
        if (n > 0 && (size_t)n < sizeof room)
            sys_remove(room);
    }
}

err casefile_init(struct cx *cx, struct arena *a,
                  const struct casefile_init *what, struct buf *messages,
                  struct buf *out)
{
    struct casefile c = {.path = what->path};
    bool ours = false;
    CLEANUP(signer_wipe) struct signer by = {0};
    struct to_enter text = {0};
    str policy, key, head;
    CLEANUP(sys_close) int lock = -1;
    TRY_ROOM(cx, a, arena_printf(a, &key, "%s.key", what->path));
    TRY_ROOM(cx, a, arena_printf(a, &head, "%s.head", what->path));
    TRY(cx, must_be_new_case(cx, what->path));
    TRY(cx, must_be_new_key(cx, key.p));
    TRY(cx, must_be_new(cx, head.p));
    if (what->agreement != NULL)
        TRY(cx, read_agreement(cx, a, what->agreement, what->choices,
                               what->n_choices, messages, &text));
    TRY(cx, signer_make(cx, str_of(what->origin), NOTE_ED25519, &by));
    err e = policy_text(cx, a, &by.key, what->policy, &policy);
    if (is_ok(e)) {
        e = write_key_file(cx, key.p, &by);
        ours = is_ok(e); /* of two at once one makes it */
    }
    if (is_ok(e))
        e = casefile_open(cx, a, what->path, STORE_CREATE, &c);
    if (is_ok(e))
        e = sys_lock(cx, c.lock_path, CASEFILE_WAIT_MS, &lock);
    if (is_ok(e))
        e = fill_case(cx, &c, &by, policy,
                      what->agreement == NULL ? NULL : &text);
    if (is_ok(e))
        print_made(&c, &by, what->agreement == NULL ? NULL : &text, out);
    casefile_close(&c);
    if (!is_ok(e) && ours)
        casefile_unmake(what->path);
    return e;
}

/* --- a few entries by the sequencer
 * ------------------------------------------------ */

void casefile_writer_close(struct cx *cx, struct casefile_writer *w)
{
    /* A head that cannot be put into the store is in the copy all the same. */
    const struct fault why = cx->fault;
    if (w->c.log != NULL && !is_ok(log_settle(cx, w->c.log)))
        fault_clear(cx);
    cx->fault = why;
    casefile_close(&w->c);
    signer_wipe(&w->sender);
    signer_wipe(&w->sequencer);
    sys_close(&w->lock);
}

static err must_be_sequencer(struct cx *cx, const struct casefile_writer *w)
{
    if (str_eq(w->sequencer.key.name, log_origin(w->c.log)))
        return OK;
    return fail(cx, ERR_DENIED, "%s is not the key of %s, whose log is %.*s",
                w->c.key_path, w->c.path, STR_ARG(log_origin(w->c.log)));
}

err casefile_writer_open(struct cx *cx, struct arena *a, const char *path,
                         const char *key, struct casefile_writer *out)
{
    struct casefile_writer w = {.lock = -1};
    str lock;
    TRY(cx, casefile_must_be(cx, path));
    TRY_ROOM(cx, a, arena_printf(a, &lock, "%s.lock", path));
    TRY(cx, sys_lock(cx, lock.p, CASEFILE_WAIT_MS, &w.lock));
    err e = casefile_open(cx, a, path, STORE_WRITE, &w.c);
    if (is_ok(e))
        e = casefile_read_key(cx, a, w.c.key_path, &w.sequencer);
    if (is_ok(e))
        e = must_be_sequencer(cx, &w);
    if (is_ok(e) && key != NULL)
        e = casefile_read_key(cx, a, key, &w.sender);
    if (!is_ok(e)) {
        casefile_writer_close(cx, &w);
        return e;
    }
    *out = w;
    out->by = key == NULL ? &out->sequencer : &out->sender;
    return OK;
}

err casefile_enter(struct cx *cx, struct casefile_writer *w, const char *type,
                   str content, uint64_t *number)
{
    char room[40];
    str made;
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, log_begin(cx, w->c.log));
    err e = log_write(cx, w->c.log, w->by, str_of(type), content, made, number);
    if (is_ok(e))
        e = log_commit(cx, w->c.log);
    if (!is_ok(e)) {
        log_rollback(w->c.log);
        return e;
    }
    return log_sign(cx, w->c.log, &w->sequencer);
}

err casefile_enter_policy(struct cx *cx, struct arena *a, const char *path,
                          const char *policy, struct buf *out)
{
    struct casefile_writer w;
    uint64_t number;
    str text;
    TRY(cx, casefile_writer_open(cx, a, path, NULL, &w));
    err e = policy_text(cx, a, &w.sequencer.key, policy, &text);
    if (is_ok(e))
        e = casefile_enter(cx, &w, "policy", text, &number);
    if (is_ok(e))
        buf_printf(out, "entry %" PRIu64 ": the policy in force from here on\n",
                   number);
    casefile_writer_close(cx, &w);
    return e;
}

/* --- reports
 * ------------------------------------------------------------------------ */

/* Lines that are committed under one head; from SHARED on they share a
 * signature. Fewer are signed one by one: each can then be shown alone. */
enum { BATCH = 1000, SHARED = 100 };

struct input {
    const char *name;
    str bytes;
    struct sys_map map;
    uint8_t *refused; /* a bit for each line, from 1 on */
    uint32_t lines;
};

struct adding {
    const struct casefile_add *what;
    struct app_case *check; /* agreement and maps, from the record */
    struct input *in;
    size_t n;
    uint64_t total, done, refused;
};

static err count_lines(struct cx *cx, struct arena *a, struct input *in)
{
    size_t n = 1;
    for (const char *p = in->bytes.p, *end = p + in->bytes.n;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        n++;
    if (n >= UINT32_MAX)
        return fail(cx, ERR_LIMIT, "%s has more than %u lines", in->name,
                    UINT32_MAX);
    in->lines = (uint32_t)n;
    TRY_NEW_ARRAY(cx, a, n / 8 + 2, in->refused);
    return OK;
}

static err open_input(struct cx *cx, struct arena *a, const char *path,
                      const str *bytes, struct input *in)
{
    bool mapped = false;
    in->name = path;
    if (bytes != NULL) {
        in->bytes = *bytes;
        return count_lines(cx, a, in);
    }
    if (strcmp(path, "-") != 0)
        TRY(cx, sys_map_file(cx, path, &in->map, &mapped));
    in->bytes = in->map.bytes;
    if (!mapped)
        TRY(cx,
            sys_read_file(cx, a, path, cx->limits.reports_bytes, &in->bytes));
    return count_lines(cx, a, in);
}

static void on_refused(void *self, str file, uint32_t line)
{
    struct adding *d = self;
    for (size_t i = 0; i < d->n; i++) {
        struct input *in = &d->in[i];
        if (!str_eq(file, str_of(in->name)) || line > in->lines)
            continue;
        in->refused[line / 8] |= (uint8_t)(1u << line % 8);
        return;
    }
}

static bool is_refused(const struct input *in, uint32_t line)
{
    return (in->refused[line / 8] >> line % 8 & 1) != 0;
}

static err add_source(struct cx *cx, void *self, const struct casefile_entry *e)
{
    struct buf *b = self;
    (void)cx;
    if (e->there && str_find_char(e->content, '\n') == e->content.n) {
        buf_str(b, e->content);
        buf_char(b, '\n');
    }
    return OK;
}

/* An actor with a signing key signs with it. What speaks for it under another
 * name is found when the case is read. */
static void refuse_unsigned(struct adding *d, const struct facts_record *r,
                            const struct keyring *keys, struct buf *messages)
{
    struct facts_problem p = {
        .file = r->shown.file,
        .line = r->line,
        .column = 1,
        .message = STR("a signature without one of its signer's keys does not "
                       "count"),
        .hint = STR("an actor with a signing key signs with it: truce sign")};
    if (r->fact.kind != FACT_SIGNATURE ||
        !keyring_has_signer(keys, r->shown.source, UINT64_MAX))
        return;
    on_refused(d, r->shown.file, r->line);
    facts_problem_print(&p, messages);
}

/* Reads everything once, to know which lines can be used. */
static err pass(struct cx *cx, struct adding *d, struct facts *f,
                const struct keyring *keys, struct buf *messages)
{
    enum { EACH = 16384 };
    int counter[2];
    size_t said = messages->n;
    do {
        struct facts_record r;
        messages->n = said;
        for (size_t i = 0; i < d->n; i++)
            memset(d->in[i].refused, 0, d->in[i].lines / 8 + 2);
        TRY(cx, facts_begin(cx, f, facts_sink_none(counter)));
        for (uint64_t n = 0;; n++) {
            TRY(cx, facts_next(cx, f, &r));
            if (r.line == 0)
                break;
            refuse_unsigned(d, &r, keys, messages);
            if (d->what->progress != NULL && n % EACH == 0)
                d->what->progress(d->what->progress_self, n / 2, d->total);
        }
    } while (facts_must_restart(f));
    return OK;
}

static void print_problems(const struct adding *d, const struct facts *f,
                           struct buf *messages)
{
    size_t n;
    uint64_t left_out;
    const struct facts_problem *p = facts_problems(f, &n, &left_out);
    for (size_t i = 0; i < n; i++) {
        facts_problem_print(&p[i], messages);
        if (d->what->problem != NULL)
            d->what->problem(d->what->problem_self, &p[i]);
    }
    if (left_out > 0)
        buf_printf(messages, "and %" PRIu64 " more lines with problems\n",
                   left_out);
}

static err check_lines(struct cx *cx, struct arena *a, struct adding *d,
                       const struct casefile *c, struct buf *messages)
{
    static const struct agreement nothing;
    struct facts_options o = {.refused = on_refused, .refused_self = d};
    struct buf sources;
    struct facts *f;
    o.any_names = d->check->ag == NULL;
    if (!o.any_names)
        TRY(cx, case_read_zones(d->check, &o));
    TRY(cx, facts_new(cx, a, o.any_names ? &nothing : d->check->ag, &o, &f));
    buf_init(&sources, a, cx->limits.reports_bytes);
    err e = casefile_each(cx, c, "source", add_source, &sources);
    if (is_ok(e))
        e = buf_finish(cx, &sources);
    if (is_ok(e))
        e = facts_add_bytes(cx, f, str_of(c->path), buf_view(&sources));
    for (size_t i = 0; is_ok(e) && i < d->n; i++)
        e = facts_add_bytes(cx, f, str_of(d->in[i].name), d->in[i].bytes);
    if (is_ok(e))
        e = pass(cx, d, f, log_keys(c->log), messages);
    if (is_ok(e))
        print_problems(d, f, messages);
    facts_free(f);
    return e;
}

/* The value of the member "type" of an object that has been read as sound JSON
 * before; empty if it is not spelt plainly. */
static str type_of(str line)
{
    int depth = 0;
    bool is_key = false, wanted = false;
    for (size_t i = 0; i < line.n; i++) {
        char ch = line.p[i];
        if (ch == '{' || ch == '[') {
            depth++;
            is_key = ch == '{';
        } else if (ch == '}' || ch == ']') {
            depth--;
        } else if (ch == ',') {
            is_key = true;
            wanted = false;
        } else if (ch == ':') {
            is_key = false;
        } else if (ch == '"') {
            size_t from = ++i;
            while (i < line.n && line.p[i] != '"')
                i += line.p[i] == '\\' ? 2 : 1;
            str s = str_sub(line, from, i);
            if (depth == 1 && is_key)
                wanted = str_eq(s, STR("type"));
            else if (depth == 1 && wanted)
                return s;
        }
    }
    return STR("");
}

struct cursor {
    size_t input;
    size_t at;
    uint32_t line;
};

/* The next line that can be used; its n is 0 at the end. */
static str next_line(struct adding *d, struct cursor *p)
{
    while (p->input < d->n) {
        const struct input *in = &d->in[p->input];
        str rest = str_sub(in->bytes, p->at, in->bytes.n), line, tail;
        if (rest.n == 0) {
            *p = (struct cursor){p->input + 1, 0, 0};
            continue;
        }
        str_cut(rest, '\n', &line, &tail);
        p->at = in->bytes.n - tail.n;
        p->line++;
        d->done++;
        if (p->line == 1 && str_starts(line, STR("\xef\xbb\xbf")))
            line = str_sub(line, 3, line.n);
        line = str_trim(line);
        if (line.n == 0)
            continue;
        if (!is_refused(in, p->line))
            return line;
        d->refused++;
    }
    return STR("");
}

/* Whether so many lines come that they share a signature. */
static bool many_come(const struct adding *d, struct cursor p)
{
    struct adding ahead = *d;
    int n = 0;
    while (n < SHARED && next_line(&ahead, &p).n > 0)
        n++;
    return n == SHARED;
}

static err add_batch(struct cx *cx, struct adding *d, struct casefile_writer *w,
                     struct cursor *p, str made, uint64_t *n)
{
    bool shared = many_come(d, *p);
    uint64_t number;
    *n = 0;
    while (*n < BATCH) {
        str line = next_line(d, p);
        if (line.n == 0)
            break;
        str type = type_of(line);
        if (type.n == 0)
            return fail(cx, ERR_INPUT,
                        "%s:%" PRIu32 ": \"type\" is written "
                        "with escapes; write it plainly",
                        d->in[p->input].name, p->line);
        TRY(cx, (shared ? log_write_in_batch : log_write)(
                    cx, w->c.log, w->by, type, line, made, &number));
        (*n)++;
    }
    if (shared)
        TRY(cx, log_end_batch(cx, w->c.log, w->by, made, &number));
    return OK;
}

static err one_batch(struct cx *cx, struct adding *d, struct casefile_writer *w,
                     struct cursor *p, uint64_t *n, uint64_t *size)
{
    char room[40];
    str made;
    TRY(cx, casefile_now(cx, room, &made));
    TRY(cx, log_begin(cx, w->c.log));
    uint64_t from = log_size(w->c.log);
    err e =
        d->what->expected != 0 && d->done == 0 && d->what->expected != from
            ? fail(cx, ERR_CONFLICT,
                   "%s has grown meanwhile: look again, and repeat", w->c.path)
            : add_batch(cx, d, w, p, made, n);
    *size = log_size(w->c.log);
    if (is_ok(e) && *n > 0)
        e = log_commit(cx, w->c.log);
    if (!is_ok(e) || *n == 0) {
        log_rollback(w->c.log);
        return e;
    }
    TRY(cx, log_sign(cx, w->c.log, &w->sequencer));
    if (d->what->recorded != NULL)
        d->what->recorded(d->what->recorded_self, from, *size);
    return OK;
}

static err write_lines(struct cx *cx, struct adding *d,
                       struct casefile_writer *w, struct casefile_added *out)
{
    /* Another process may want its turn. */
    enum { TURN = 16, PAUSE_MS = 2 };
    struct cursor p = {0};
    uint64_t n = 1;
    for (unsigned batch = 0; n > 0; batch++) {
        if (w->lock < 0)
            TRY(cx, sys_lock(cx, w->c.lock_path, CASEFILE_WAIT_MS, &w->lock));
        TRY(cx, one_batch(cx, d, w, &p, &n, &out->size));
        out->entered += n;
        out->refused = d->refused;
        if (n < BATCH)
            break;
        if (d->what->progress != NULL)
            d->what->progress(d->what->progress_self, (d->total + d->done) / 2,
                              d->total);
        if (batch % TURN == TURN - 1) {
            sys_close(&w->lock);
            sys_sleep_ms(PAUSE_MS);
        }
    }
    return OK;
}

/* What would be entered. */
static void count_usable(struct adding *d, struct casefile_added *out)
{
    struct cursor p = {0};
    while (next_line(d, &p).n > 0)
        out->entered++;
    out->refused = d->refused;
}

/* For the last entry: it covers the sender's whole chain. The head over it is
 * signed, so the promise is kept already. */
static err write_receipt(struct cx *cx, struct arena *a, struct adding *d,
                         struct casefile_writer *w)
{
    struct buf b;
    char room[40];
    str now;
    TRY(cx, casefile_now(cx, room, &now));
    buf_init(&b, a, NOTE_MAX_BYTES); /* receipt_give gives scratch back */
    TRY(cx,
        receipt_give(cx, w->c.log, &w->sequencer, w->by->key.name, now, &b));
    return sys_write_file(cx, d->what->receipt, buf_view(&b));
}

static err add_all(struct cx *cx, struct arena *a, struct adding *d,
                   struct casefile_writer *w, struct buf *messages,
                   struct casefile_added *out)
{
    struct note_key k;
    TRY(cx, log_key(cx, w->c.log, w->by->key.name, &k));
    sys_close(&w->lock); /* checking takes long, and writes nothing */
    TRY_NEW_ARRAY(cx, a, d->what->n_inputs, d->in);
    for (; d->n < d->what->n_inputs; d->n++) {
        const str *bytes =
            d->what->bytes == NULL ? NULL : &d->what->bytes[d->n];
        TRY(cx, open_input(cx, a, d->what->inputs[d->n], bytes, &d->in[d->n]));
        d->total += d->in[d->n].lines - str_ends(d->in[d->n].bytes, STR("\n"));
    }
    TRY(cx, check_lines(cx, a, d, &w->c, messages));
    if (d->what->only_check) {
        count_usable(d, out);
        return OK;
    }
    TRY(cx, write_lines(cx, d, w, out));
    if (d->what->receipt != NULL && out->entered > 0)
        TRY(cx, write_receipt(cx, a, d, w));
    return OK;
}

/* The agreement of the record, if it has one: d->check->ag is NULL else. */
static err read_check(struct cx *cx, struct arena *a, const struct casefile *c,
                      const struct case_options *o, struct adding *d)
{
    struct casefile_entry x;
    bool found;
    TRY(cx, case_new(cx, a, o, &d->check));
    TRY(cx, casefile_last(cx, a, c, "agreement", UINT64_MAX, &x, &found));
    return found ? case_read_agreement(d->check) : OK;
}

err casefile_add(struct cx *cx, struct arena *a,
                 const struct casefile_add *what, struct buf *messages,
                 struct casefile_added *out)
{
    struct adding d = {.what = what};
    struct case_options o = {.agreement = what->path};
    struct casefile_writer w;
    *out = (struct casefile_added){0};
    TRY(cx, casefile_writer_open(cx, a, what->path, what->key, &w));
    err e = read_check(cx, a, &w.c, &o, &d);
    if (is_ok(e))
        e = add_all(cx, a, &d, &w, messages, out);
    for (size_t i = 0; i < d.n; i++)
        sys_unmap(&d.in[i].map);
    case_close(d.check);
    casefile_writer_close(cx, &w);
    return e;
}
