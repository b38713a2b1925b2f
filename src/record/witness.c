/* record/witness.c: the witness protocol without its transport.
 * Read next: witness.h. */
#include "record/witness.h"

#include "base/cx.h"
#include "base/sys.h"

struct request {
    uint64_t old;
    hash proof[WITNESS_PROOF_MAX];
    size_t n;
    struct note *note;
    struct checkpoint head;
};

static err answer(enum witness_status code, const char *why,
                  enum witness_status *status, struct buf *out)
{
    *status = code;
    buf_c(out, why);
    buf_char(out, '\n');
    return OK;
}

/* false: not a request. */
static bool split(str body, struct request *r, str *checkpoint)
{
    str line;
    size_t n;
    if (!str_cut(body, '\n', &line, &body) || !str_starts(line, STR("old ")) ||
        !note_decimal(str_sub(line, 4, line.n), &r->old))
        return false;
    r->n = 0;
    for (;;) {
        if (!str_cut(body, '\n', &line, &body))
            return false;
        if (line.n == 0)
            break;
        if (r->n == WITNESS_PROOF_MAX ||
            !cry_base64_decode(line, r->proof[r->n].b, CRY_HASH_BYTES, &n) ||
            n != CRY_HASH_BYTES)
            return false;
        r->n++;
    }
    *checkpoint = body;
    return true;
}

/* Input that is wrong is no failure of ours; all else is. */
static err parse(struct cx *cx, str body, struct request *r, bool *good)
{
    str checkpoint;
    *good = body.n <= WITNESS_REQUEST_MAX && split(body, r, &checkpoint);
    if (!*good)
        return OK;
    TRY_NEW(cx, cx->scratch, r->note);
    err e = note_parse(cx, cx->scratch, checkpoint, r->note);
    if (is_ok(e))
        e = checkpoint_parse(cx, r->note->text, &r->head);
    *good = is_ok(e);
    if (e.code == ERR_INPUT || e.code == ERR_LIMIT) {
        fault_clear(cx);
        return OK;
    }
    return e;
}

static err state_path(struct cx *cx, const struct witness *w, str origin,
                      const char **out)
{
    char hex[2 * CRY_HASH_BYTES];
    str path;
    hash_print(cry_sha256(origin, STR("")), hex);
    TRY_ROOM(cx, cx->scratch,
             arena_printf(cx->scratch, &path, "%s/%.*s", w->folder,
                          (int)sizeof hex, hex));
    *out = path.p;
    return OK;
}

/* The last head cosigned: size 0 if none. It must bear our own signature. */
static err read_state(struct cx *cx, const struct witness *w, const char *path,
                      struct checkpoint *last)
{
    str bytes;
    struct note *n;
    bool holds;
    *last = (struct checkpoint){.root = merkle_empty()};
    if (!sys_exists(path))
        return OK;
    TRY(cx, sys_read_file(cx, cx->scratch, path, NOTE_MAX_BYTES, &bytes));
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, note_parse(cx, cx->scratch, bytes, n));
    TRY(cx, checkpoint_parse(cx, n->text, last));
    TRY(cx, note_verify(cx, n, &w->signer.key, &holds, NULL));
    if (!holds)
        return fail_hint(cx, ERR_CORRUPT,
                         "Take a new key for this witness, and a new folder.",
                         "%s: not a head that this witness cosigned", path);
    return OK;
}

static err check_signed(struct cx *cx, const struct witness *w,
                        const struct request *r, bool *known, bool *holds)
{
    *known = *holds = false;
    for (size_t i = 0; i < w->logs->n_logs && !*holds; i++) {
        if (!str_eq(w->logs->log[i].name, r->head.origin))
            continue;
        *known = true;
        TRY(cx, note_verify(cx, r->note, &w->logs->log[i], holds, NULL));
    }
    return OK;
}

static bool goes_on(const struct request *r, const struct checkpoint *last)
{
    if (r->head.size == 0 && !hash_eq(r->head.root, merkle_empty()))
        return false;
    if (r->old == 0)
        return r->n == 0;
    return merkle_check_consistency(r->old, r->head.size, r->proof, r->n,
                                    last->root, r->head.root);
}

/* Keeps the head with our line on it, then gives the line. */
static err cosign(struct cx *cx, const struct witness *w,
                  const struct request *r, const char *path, uint64_t now,
                  struct buf *out)
{
    struct buf line, kept;
    buf_init(&line, cx->scratch, 10000);
    TRY(cx, note_sign(cx, r->note->text, &w->signer.key, w->signer.secret.p,
                      now, &line));
    TRY(cx, buf_finish(cx, &line));
    buf_init(&kept, cx->scratch, NOTE_MAX_BYTES);
    buf_str(&kept, r->note->text);
    buf_char(&kept, '\n');
    buf_str(&kept, buf_view(&line));
    TRY(cx, buf_finish(cx, &kept));
    TRY(cx, sys_write_file(cx, path, buf_view(&kept)));
    buf_str(out, buf_view(&line));
    return OK;
}

static err respond(struct cx *cx, const struct witness *w, str request,
                   uint64_t now, enum witness_status *status, struct buf *out)
{
    struct request *r;
    struct checkpoint last;
    const char *path;
    bool good, known, holds;
    TRY_NEW(cx, cx->scratch, r);
    TRY(cx, parse(cx, request, r, &good));
    if (!good)
        return answer(WITNESS_MALFORMED, "not an add-checkpoint request",
                      status, out);
    TRY(cx, check_signed(cx, w, r, &known, &holds));
    if (!known)
        return answer(WITNESS_UNKNOWN, "unknown log", status, out);
    if (!holds)
        return answer(WITNESS_FORBIDDEN, "invalid signature of the log", status,
                      out);
    if (r->old > r->head.size)
        return answer(WITNESS_MALFORMED, "the old size is over the new one",
                      status, out);
    TRY(cx, state_path(cx, w, r->head.origin, &path));
    TRY(cx, read_state(cx, w, path, &last));
    if (r->old != last.size ||
        (r->old == r->head.size && !hash_eq(r->head.root, last.root))) {
        *status = WITNESS_CONFLICT;
        buf_uint(out, last.size);
        buf_char(out, '\n');
        return OK;
    }
    if (!goes_on(r, &last))
        return answer(WITNESS_UNPROVEN, "invalid consistency proof", status,
                      out);
    TRY(cx, cosign(cx, w, r, path, now, out));
    *status = WITNESS_OK;
    return OK;
}

err witness_add_checkpoint(struct cx *cx, const struct witness *w, str request,
                           uint64_t now, enum witness_status *status,
                           struct buf *out)
{
    if (NEVER(w->signer.key.alg != NOTE_COSIGNATURE || now == 0))
        return fail(cx, ERR_BUG, "a witness needs its own kind of key");
    return respond(cx, w, request, now, status, out);
}

err witness_take_over(struct cx *cx, const struct witness *w, str bytes,
                      struct checkpoint *head)
{
    struct request *r;
    struct checkpoint last;
    const char *path;
    bool known, holds, own;
    TRY_NEW(cx, cx->scratch, r);
    TRY_NEW(cx, cx->scratch, r->note);
    TRY(cx, note_parse(cx, cx->scratch, bytes, r->note));
    TRY(cx, checkpoint_parse(cx, r->note->text, &r->head));
    TRY(cx, check_signed(cx, w, r, &known, &holds));
    TRY(cx, note_verify(cx, r->note, &w->signer.key, &own, NULL));
    if (!holds || !own)
        return fail_hint(cx, ERR_INPUT,
                         "A head that was witnessed bears both signatures: "
                         "truce record head CASE prints one.",
                         "the head is not signed by a log that this witness "
                         "serves and cosigned by this witness");
    TRY(cx, state_path(cx, w, r->head.origin, &path));
    TRY(cx, read_state(cx, w, path, &last));
    if (last.size > r->head.size ||
        (last.size == r->head.size && !hash_eq(last.root, r->head.root)))
        return fail(cx, ERR_CONFLICT,
                    "%.*s: this witness stands at %llu entries, and the head "
                    "given is %s",
                    STR_ARG(r->head.origin), (unsigned long long)last.size,
                    last.size > r->head.size ? "older" : "of another history");
    TRY(cx, sys_write_file(cx, path, bytes));
    *head = r->head;
    return OK;
}

err witness_request(struct cx *cx, struct log *l, uint64_t old, struct buf *out)
{
    hash proof[MERKLE_CONSISTENCY_MAX];
    struct checkpoint head;
    char line[44];
    size_t n;
    str note;
    TRY(cx, log_head(cx, l, cx->scratch, &note, &head));
    TRY(cx, merkle_prove_consistency(cx, old, head.size, tree_node, log_tree(l),
                                     proof, &n));
    buf_c(out, "old ");
    buf_uint(out, old);
    buf_char(out, '\n');
    for (size_t i = 0; i < n; i++) {
        buf_str(out, (str){line, cry_base64(proof[i].b, CRY_HASH_BYTES, line)});
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
    buf_str(out, note);
    return buf_finish(cx, out);
}

err witness_stands_at(struct cx *cx, const char *folder, str origin,
                      uint64_t *size)
{
    const struct witness w = {.folder = folder};
    struct checkpoint last;
    struct note *n;
    const char *path;
    str bytes;
    *size = 0;
    TRY(cx, state_path(cx, &w, origin, &path));
    if (!sys_exists(path))
        return OK;
    TRY(cx, sys_read_file(cx, cx->scratch, path, NOTE_MAX_BYTES, &bytes));
    TRY_NEW(cx, cx->scratch, n);
    TRY(cx, note_parse(cx, cx->scratch, bytes, n));
    TRY(cx, checkpoint_parse(cx, n->text, &last));
    *size = last.size;
    return OK;
}
