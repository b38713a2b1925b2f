/* app/casefile_witness.c: cosignatures by files on a stick: the case writes a
 * request, the witness an answer, the case takes it in.
 *
 * An answer is the body of the witness protocol: signature lines. Where the
 * witness says no, it is the status of the protocol on a line of its own, then
 * the body.
 *
 * A witness is a folder: key (its secret), policy (the logs it serves), heads/
 * (what it cosigned last, by log), lock. */
#include "app/casefile_int.h"

#include "base/sys.h"
#include "record/witness.h"

#include <inttypes.h>

/* --- the case
 * ------------------------------------------------------------------ */

err casefile_ask(struct cx *cx, struct arena *a, const char *path, uint64_t old,
                 const char *request, struct buf *out)
{
    struct casefile c;
    struct checkpoint head;
    struct buf b;
    str note;
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    buf_init(&b, a, WITNESS_REQUEST_MAX);
    err e = log_head(cx, c.log, a, &note, &head);
    if (is_ok(e) && old > head.size)
        e = fail_hint(cx, ERR_INPUT, "--old is where the witness stands.",
                      "the last head covers %" PRIu64 " entries, fewer than "
                      "%" PRIu64,
                      head.size, old);
    if (is_ok(e))
        e = witness_request(cx, c.log, old, &b);
    if (is_ok(e))
        e = sys_write_file(cx, request, buf_view(&b));
    if (is_ok(e))
        buf_printf(out, "%s: asks for a cosignature of %" PRIu64 " entries\n",
                   request, head.size);
    casefile_close(&c);
    return e;
}

/* What a refusal says. */
static bool is_refusal(str response, struct buf *out)
{
    str status, body;
    int64_t n;
    (void)str_cut(response, '\n', &status, &body);
    if (status.n != 3 || !str_int(status, 100, 599, &n))
        return false;
    body = str_trim(body);
    buf_c(out, "the witness did not cosign: ");
    if (n == WITNESS_CONFLICT)
        buf_c(out, "it stands at another number of entries; ask with --old ");
    buf_safe(out, body);
    buf_char(out, '\n');
    return true;
}

static err take_in(struct cx *cx, struct arena *a, struct casefile *c,
                   str response, struct buf *out, unsigned *added)
{
    struct policy *p;
    uint64_t size = 0;
    str text;
    TRY(cx, casefile_policy(cx, a, c, &p, &text));
    TRY(cx, log_cosign(cx, c->log, p, response, added, &size));
    if (*added > 0)
        buf_printf(out,
                   "the head of %" PRIu64 " entries has %u more "
                   "cosignature%s\n",
                   size, *added, *added == 1 ? "" : "s");
    else if (size > 0)
        buf_printf(out, "the head of %" PRIu64 " entries has it already\n",
                   size);
    else
        buf_c(out, "no line is a cosignature of a head of this case by a "
                   "witness of its policy\n");
    if (size > 0 && *added == 0)
        *added = 1;
    return OK;
}

err casefile_cosign(struct cx *cx, struct arena *a, const char *path,
                    const char *response, struct buf *out, unsigned *added)
{
    struct casefile c;
    str text, lock_path;
    CLEANUP(sys_close) int lock = -1;
    *added = 0;
    TRY(cx, sys_read_file(cx, a, response, WITNESS_REQUEST_MAX, &text));
    TRY(cx, casefile_must_be(cx, path));
    if (is_refusal(text, out))
        return OK;
    TRY_ROOM(cx, a, arena_printf(a, &lock_path, "%s.lock", path));
    TRY(cx, sys_lock(cx, lock_path.p, CASEFILE_WAIT_MS, &lock));
    TRY(cx, casefile_open(cx, a, path, STORE_WRITE, &c));
    err e = take_in(cx, a, &c, text, out, added);
    casefile_close(&c);
    return e;
}

/* --- the witness
 * ----------------------------------------------------------------- */

static err in_folder(struct cx *cx, struct arena *a, const char *folder,
                     const char *name, const char **out)
{
    str s;
    TRY_ROOM(cx, a, arena_printf(a, &s, "%s/%s", folder, name));
    *out = s.p;
    return OK;
}

struct folder {
    const char *key, *policy, *heads, *lock;
};

static err paths_of(struct cx *cx, struct arena *a, const char *folder,
                    struct folder *out)
{
    TRY(cx, in_folder(cx, a, folder, "key", &out->key));
    TRY(cx, in_folder(cx, a, folder, "policy", &out->policy));
    TRY(cx, in_folder(cx, a, folder, "heads", &out->heads));
    return in_folder(cx, a, folder, "lock", &out->lock);
}

static err fill_folder(struct cx *cx, const struct folder *f, str key,
                       str policy)
{
    TRY(cx, sys_write_new(cx, f->key, true, key));
    TRY(cx, sys_write_new(cx, f->policy, false, policy));
    return sys_make_folder(cx, f->heads);
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

static err write_answer(struct cx *cx, struct arena *a, const char *path,
                        enum witness_status status, str body, struct buf *out)
{
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
        buf_c(out, "this witness stands at another number of entries: ");
    buf_safe(out, str_trim(body));
    buf_char(out, '\n');
    return OK;
}

err witness_folder_answer(struct cx *cx, struct arena *a, const char *folder,
                          const char *request, const char *response,
                          struct buf *out, bool *cosigned)
{
    struct folder f;
    struct policy *p;
    struct witness w;
    enum witness_status status;
    struct buf body;
    str text, policy;
    CLEANUP(sys_close) int lock = -1;
    TRY(cx, paths_of(cx, a, folder, &f));
    if (!sys_exists(f.key))
        return fail_hint(cx, ERR_NOT_FOUND, "truce witness init makes one.",
                         "%s is no folder of a witness", folder);
    TRY(cx, sys_lock(cx, f.lock, CASEFILE_WAIT_MS, &lock));
    TRY(cx, sys_read_file(cx, a, f.policy, NOTE_MAX_BYTES, &policy));
    TRY_NEW(cx, a, p);
    TRY(cx, policy_parse(cx, policy, p));
    TRY(cx, sys_read_file(cx, a, request, WITNESS_REQUEST_MAX, &text));
    w = (struct witness){.logs = p, .folder = f.heads};
    TRY(cx, casefile_read_key(cx, f.key, &w.signer));
    err e = OK;
    if (w.signer.key.alg != NOTE_COSIGNATURE)
        e = fail(cx, ERR_INPUT, "%s is not the key of a witness", f.key);
    if (is_ok(e))
        e = answer(cx, a, &w, text, &status, &body);
    if (is_ok(e))
        e = write_answer(cx, a, response, status, buf_view(&body), out);
    if (is_ok(e))
        *cosigned = status == WITNESS_OK;
    signer_wipe(&w.signer);
    return e;
}
