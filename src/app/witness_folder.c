/* app/witness_folder.c: a witness: a folder, asked by files or over HTTP.
 *
 * The folder: key (its secret), policy (the logs it serves), heads/ (what it
 * cosigned last, by log), lock (held while it answers), place.
 *
 * A witness that was restored from a copy has forgotten heads that it cosigned,
 * and could cosign a second history. `place` says which file `key` was when the
 * folder was made or taken over, by its number in the file system: a copy has
 * another, and does not answer until it is given the newest heads that it
 * cosigned (witness_folder_restore). A whole disk set back by its host is not
 * noticed: docs/threats.md.
 * Read next: record/witness.h. */
#include "app/casefile_int.h"

#include "base/sys.h"
#include "http/http.h"
#include "record/witness.h"

#include <inttypes.h>

static err in_folder(struct cx *cx, struct arena *a, const char *folder,
                     const char *name, const char **out)
{
    str s;
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s/%s", folder, name));
    *out = s.p;
    return OK;
}

struct folder {
    const char *path, *key, *policy, *heads, *lock, *place;
};

static err paths_of(struct cx *cx, struct arena *a, const char *folder,
                    struct folder *out)
{
    out->path = folder;
    TRY(cx, in_folder(cx, a, folder, "key", &out->key));
    TRY(cx, in_folder(cx, a, folder, "place", &out->place));
    TRY(cx, in_folder(cx, a, folder, "policy", &out->policy));
    TRY(cx, in_folder(cx, a, folder, "heads", &out->heads));
    return in_folder(cx, a, folder, "lock", &out->lock);
}

/* The number of the key's file, in decimal, and LF. */
static str place_of(const struct folder *f, char room[32])
{
    struct sys_file s;
    if (!sys_file_state(f->key, &s))
        return STR("");
    int n = snprintf(room, 32, "%" PRIu64 "\n", s.inode);
    return (str){room, n < 0 ? 0 : (size_t)n};
}

static err check_place(struct cx *cx, struct arena *a, const struct folder *f)
{
    char room[32];
    str have = STR("");
    if (sys_exists(f->place))
        TRY(cx, sys_read_file(cx, a, f->place, 100, &have));
    if (have.n > 0 && str_eq(have, place_of(f, room)))
        return OK;
    return fail_hint(cx, ERR_CONFLICT,
                     "If it was moved or restored: truce witness restore "
                     "FOLDER HEAD..., with the newest head of each log that it "
                     "cosigned. Else make a new witness.",
                     "%s is a copy of a witness's folder: it may have "
                     "forgotten heads that it cosigned",
                     f->path);
}

static err fill_folder(struct cx *cx, const struct folder *f, str key,
                       str policy)
{
    char room[32];
    TRY(cx, sys_write_new(cx, f->key, true, key));
    TRY(cx, sys_write_new(cx, f->policy, false, policy));
    TRY(cx, sys_make_folder(cx, f->heads));
    return sys_write_new(cx, f->place, false, place_of(f, room));
}

err witness_folder_init(struct cx *cx, struct arena *a, const char *folder,
                        const char *name, const char *policy, struct buf *out)
{
    struct folder f;
    struct policy *p;
    CLEANUP(signer_wipe) struct signer s = {0};
    struct secret_text key;
    str text;
    TRY(cx, paths_of(cx, a, folder, &f));
    TRY(cx, sys_read_file(cx, a, policy, NOTE_MAX_BYTES, &text));
    TRY_NEW(cx, a, p);
    TRY(cx, policy_parse(cx, text, p));
    if (p->n_logs == 0)
        return fail_hint(cx, ERR_INPUT, "truce record policy CASE prints one.",
                         "%s: the policy names no log to be a witness of",
                         policy);
    TRY(cx, signer_make(cx, str_of(name), NOTE_COSIGNATURE, &s));
    TRY(cx, signer_print(cx, &s, &key));
    err e = sys_make_folder(cx, folder);
    if (is_ok(e))
        e = fill_folder(cx, &f, secret_text_view(&key), text);
    secret_release(&key.room);
    TRY(cx, e);
    /* The line for the policy of the case, and nothing else. */
    buf_c(out, "witness ");
    buf_str(out, s.key.name);
    buf_char(out, ' ');
    note_key_print(&s.key, out);
    buf_char(out, '\n');
    return OK;
}

static err answer(struct cx *cx, struct arena *a, struct witness *w,
                  str request, enum witness_status *status, struct buf *b)
{
    instant now = cx->now(cx->self);
    if (now <= 0)
        return fail(cx, ERR_RESOURCE, "the machine has no clock");
    buf_init(b, a, WITNESS_REQUEST_MAX);
    TRY(cx, witness_add_checkpoint(cx, w, request, (uint64_t)now, status, b));
    return buf_finish(cx, b);
}

/* Whether the request said truly where the witness stands, and was refused all
 * the same: its head has as many entries, and another root. */
static bool is_fork(str request, str body)
{
    str old;
    uint64_t asked, stands;
    (void)str_cut(request, '\n', &old, &request);
    return str_starts(old, STR("old ")) &&
           note_decimal(str_sub(old, 4, old.n), &asked) &&
           note_decimal(str_trim(body), &stands) && asked == stands;
}

static err write_answer(struct cx *cx, struct arena *a, const char *path,
                        str request, enum witness_status status, str body,
                        struct buf *out)
{
    bool fork = status == WITNESS_UNPROVEN ||
                (status == WITNESS_CONFLICT && is_fork(request, body));
    struct buf all;
    buf_init(&all, a, WITNESS_REQUEST_MAX);
    if (status != WITNESS_OK)
        buf_printf(&all, "%d\n", (int)status);
    buf_str(&all, body);
    TRY(cx, buf_finish(cx, &all));
    TRY(cx, sys_write_file(cx, path, buf_view(&all)));
    if (status == WITNESS_OK) {
        buf_printf(out, "%s: cosigned\n", path);
        return OK;
    }
    buf_c(out, "not cosigned: ");
    if (status == WITNESS_CONFLICT)
        buf_c(out, fork ? "this witness cosigned another head of so many "
                          "entries: "
                        : "this witness stands at another number of entries: ");
    buf_safe(out, str_trim(body));
    buf_char(out, '\n');
    if (fork)
        buf_c(out,
              "  = the head that is asked for does not go on from the one "
              "that this witness cosigned: if the proof is not merely\n"
              "    damaged, there are two histories under one key. Keep the "
              "request and the folder, and show both to all parties\n");
    return OK;
}

/* A folder that is open: its key in memory, its policy read. */
struct open_witness {
    struct folder f;
    struct witness w;
};

static void close_witness(struct open_witness *o)
{
    signer_wipe(&o->w.signer);
}

static err open_witness(struct cx *cx, struct arena *a, const char *folder,
                        struct open_witness *o)
{
    struct policy *p;
    str policy;
    TRY(cx, paths_of(cx, a, folder, &o->f));
    if (!sys_exists(o->f.key))
        return fail_hint(cx, ERR_NOT_FOUND, "truce witness init makes one.",
                         "%s is no folder of a witness", folder);
    TRY(cx, sys_read_file(cx, a, o->f.policy, NOTE_MAX_BYTES, &policy));
    TRY_NEW(cx, a, p);
    TRY(cx, policy_parse(cx, policy, p));
    o->w.logs = p;
    o->w.folder = o->f.heads;
    TRY(cx, casefile_read_key(cx, cx->scratch, o->f.key, &o->w.signer));
    if (o->w.signer.key.alg != NOTE_COSIGNATURE)
        return fail(cx, ERR_INPUT, "%s is not the key of a witness", o->f.key);
    return OK;
}

err witness_folder_answer(struct cx *cx, struct arena *a, const char *folder,
                          const char *request, const char *response,
                          struct buf *out, bool *cosigned)
{
    CLEANUP(close_witness) struct open_witness o = {0};
    CLEANUP(sys_close) int lock = -1;
    enum witness_status status;
    struct buf body;
    str text;
    TRY(cx, open_witness(cx, a, folder, &o));
    TRY(cx, sys_lock(cx, o.f.lock, CASEFILE_WAIT_MS, &lock));
    TRY(cx, check_place(cx, a, &o.f));
    TRY(cx, sys_read_file(cx, a, request, WITNESS_REQUEST_MAX, &text));
    TRY(cx, answer(cx, a, &o.w, text, &status, &body));
    TRY(cx, write_answer(cx, a, response, text, status, buf_view(&body), out));
    *cosigned = status == WITNESS_OK;
    return OK;
}

/* --- restored --------------------------------------------------------------
 */

err witness_folder_restore(struct cx *cx, struct arena *a, const char *folder,
                           const char *const *heads, size_t n, struct buf *out)
{
    CLEANUP(close_witness) struct open_witness o = {0};
    CLEANUP(sys_close) int lock = -1;
    char room[32];
    bool *given;
    TRY(cx, open_witness(cx, a, folder, &o));
    TRY(cx, sys_lock(cx, o.f.lock, CASEFILE_WAIT_MS, &lock));
    TRY_NEW_ARRAY(cx, a, POLICY_MAX_LOGS, given);
    for (size_t i = 0; i < n; i++) {
        struct checkpoint head;
        str text;
        TRY(cx, sys_read_file(cx, a, heads[i], NOTE_MAX_BYTES, &text));
        TRY(cx, witness_take_over(cx, &o.w, text, &head));
        for (size_t k = 0; k < o.w.logs->n_logs; k++)
            given[k] = given[k] || str_eq(o.w.logs->log[k].name, head.origin);
        buf_safe(out, head.origin);
        buf_printf(out, ": stands at %" PRIu64 " entries\n", head.size);
    }
    for (size_t k = 0; k < o.w.logs->n_logs; k++)
        if (!given[k])
            return fail_hint(cx, ERR_INPUT,
                             "Each party's copy of the case has it: truce "
                             "record head CASE. Or make a new witness.",
                             "the newest head of %.*s that this witness "
                             "cosigned is not given",
                             STR_ARG(o.w.logs->log[k].name));
    return sys_write_file(cx, o.f.place, place_of(&o.f, room));
}

/* --- over HTTP -------------------------------------------------------------
 */

struct serving {
    struct open_witness *o;
    void (*note)(void *self, str line);
    void *self;
};

static err show_witness(struct cx *cx, struct serving *s, struct http_call *c)
{
    struct buf b;
    const struct note_key *k = &s->o->w.signer.key;
    buf_init(&b, cx->scratch, 10000);
    buf_c(&b, "witness ");
    buf_str(&b, k->name);
    buf_char(&b, ' ');
    note_key_print(k, &b);
    buf_char(&b, '\n');
    for (size_t i = 0; i < s->o->w.logs->n_logs; i++) {
        buf_c(&b, "log ");
        note_key_print(&s->o->w.logs->log[i], &b);
        buf_char(&b, '\n');
    }
    TRY(cx, buf_finish(cx, &b));
    struct http_answer a = {.status = 200,
                            .type = "text/plain; charset=utf-8",
                            .body = buf_view(&b)};
    http_send(c, &a);
    return OK;
}

static err add_checkpoint(struct cx *cx, struct serving *s, struct http_call *c)
{
    CLEANUP(sys_close) int lock = -1;
    enum witness_status status;
    struct buf body;
    TRY(cx, sys_lock(cx, s->o->f.lock, CASEFILE_WAIT_MS, &lock));
    TRY(cx, check_place(cx, cx->scratch, &s->o->f));
    TRY(cx, answer(cx, cx->scratch, &s->o->w, c->body, &status, &body));
    struct http_answer a = {.status = (unsigned)status,
                            .type = status == WITNESS_CONFLICT
                                        ? "text/x.tlog.size"
                                        : "text/plain; charset=utf-8",
                            .body = buf_view(&body)};
    http_send(c, &a);
    return OK;
}

static err on_call(struct cx *cx, void *self, struct http_call *c)
{
    struct serving *s = self;
    if (str_eq(c->path, STR("/add-checkpoint"))) {
        if (c->method == HTTP_POST)
            return add_checkpoint(cx, s, c);
        static const struct http_field allow = {"Allow", "POST"};
        struct http_answer a = {.status = 405,
                                .type = "text/plain; charset=utf-8",
                                .body = STR("checkpoints are sent by POST\n"),
                                .fields = &allow,
                                .n_fields = 1};
        http_send(c, &a);
        return OK;
    }
    if (str_eq(c->path, STR("/")) && c->method != HTTP_POST)
        return show_witness(cx, s, c);
    http_send_text(c, 404, STR("there are / and /add-checkpoint"));
    return OK;
}

static void on_fault(struct cx *cx, void *self)
{
    struct serving *s = self;
    s->note(s->self, str_of(cx->fault.message));
}

err witness_folder_serve(struct cx *cx, struct arena *a, const char *folder,
                         const char *listen, void (*note)(void *self, str line),
                         void *self)
{
    CLEANUP(close_witness) struct open_witness o = {0};
    struct serving serving = {&o, note, self};
    struct http_server *s;
    str line;
    TRY(cx, open_witness(cx, a, folder, &o));
    TRY(cx, check_place(cx, a, &o.f));
    struct http_options options = {.listen = listen,
                                   .body_bytes = WITNESS_REQUEST_MAX,
                                   .handler = on_call,
                                   .fault = on_fault,
                                   .self = &serving};
    TRY(cx, http_server_new(cx, &options, &s));
    err e = OK;
    if (arena_printf(a, &line, "%.*s listens at port %u",
                     STR_ARG(o.w.signer.key.name), http_server_port(s)))
        note(self, line);
    else
        e = arena_fail(cx, a);
    if (is_ok(e))
        e = http_server_run(s);
    http_server_free(s);
    return e;
}
