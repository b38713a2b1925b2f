/* app/casefile_verify.c: checking one entry with its proof, which needs no case
 * and trusts nothing but the policy; checking a whole case; making the views
 * again. */
#include "app/casefile_int.h"
#include "app/signatures.h"

#include "base/sys.h"
#include "proof/batch.h"
#include "record/audit.h"

#include <inttypes.h>

/* --- one entry
 * ------------------------------------------------------------------ */

struct proving {
    const struct casefile_proof *what;
    str policy, entry, proof, blob, batch;
    struct policy *p;
    struct entry e;
    struct bundle b;
    struct checkpoint head;
    struct policy_verdict v;
};

static err read_files(struct cx *cx, struct arena *a, struct proving *x)
{
    const struct casefile_proof *w = x->what;
    TRY(cx, sys_read_file(cx, a, w->policy, NOTE_MAX_BYTES, &x->policy));
    TRY(cx, sys_read_file(cx, a, w->entry, ENTRY_MAX_BYTES, &x->entry));
    TRY(cx, sys_read_file(cx, a, w->proof, 2 * NOTE_MAX_BYTES, &x->proof));
    if (w->blob != NULL)
        TRY(cx, sys_read_file(cx, a, w->blob, STORE_BLOB_MAX, &x->blob));
    if (w->batch != NULL)
        TRY(cx, sys_read_file(cx, a, w->batch, ENTRY_MAX_BYTES, &x->batch));
    TRY_NEW(cx, a, x->p);
    return policy_parse(cx, x->policy, x->p);
}

/* Its own signature, or that of the entry which signs its batch. */
static err check_sender(struct cx *cx, struct arena *a, const struct proving *x,
                        const struct note *n)
{
    struct note_key k;
    struct entry by;
    hash path[BATCH_PATH_MAX];
    size_t count;
    TRY(cx, note_key_parse(cx, str_of(x->what->key), &k));
    if (!x->e.in_batch)
        return entry_check_signature(cx, n, &x->e, &k);
    if (x->what->batch == NULL)
        return fail(cx, ERR_INPUT,
                    "the entry is in a batch: --batch names the file of the "
                    "entry that signs it");
    TRY(cx, entry_open(cx, a, x->batch, &k, &by));
    TRY(cx, batch_path_parse(cx, x->b.extra, path, &count));
    if (!batch_holds(&by, &x->e, merkle_leaf(x->entry), path, count))
        return fail(cx, ERR_INPUT, "%s does not sign for the entry",
                    x->what->batch);
    return OK;
}

static err check_proof(struct cx *cx, struct arena *a, struct proving *x)
{
    struct note *n;
    TRY_NEW(cx, a, n);
    TRY(cx, entry_read(cx, a, x->entry, n, &x->e));
    TRY(cx, bundle_parse(cx, x->proof, &x->b));
    if (x->what->key != NULL)
        TRY(cx, check_sender(cx, a, x, n));
    TRY(cx, bundle_check(cx, a, &x->b, x->entry, x->p, &x->head, &x->v));
    if (!str_eq(x->e.log, x->head.origin))
        return fail(cx, ERR_INPUT,
                    "the entry is for the log %.*s, the proof "
                    "is of %.*s",
                    STR_ARG(x->e.log), STR_ARG(x->head.origin));
    if (x->what->blob != NULL &&
        (!x->e.has_content ||
         !hash_eq(cry_sha256(x->blob, STR("")), x->e.content)))
        return fail(cx, ERR_INPUT, "%s is not the content that the entry names",
                    x->what->blob);
    if (!x->v.recorded)
        return fail(cx, ERR_INPUT,
                    "the head is not signed by a log of the "
                    "policy");
    return OK;
}

static void print_proven(const struct proving *x, struct buf *out)
{
    buf_printf(out, "entry %" PRIu64 " of ", x->b.index);
    buf_safe(out, x->head.origin);
    buf_c(out, "\n  type       ");
    buf_safe(out, x->e.type);
    buf_c(out, "\n  sender     ");
    buf_safe(out, x->e.sender);
    buf_c(out, x->what->key != NULL
                   ? ", whose signature holds"
                   : "; its signature was not checked (--key)");
    buf_printf(out, "\n  made       %s, by the sender's clock\n  content    ",
               x->e.made);
    if (!x->e.has_content)
        buf_c(out, "none");
    else
        buf_c(out, x->what->blob != NULL ? "is the blob given"
                                         : "was not given (--blob)");
    buf_printf(out,
               "\n  recorded   under a head of %" PRIu64 " entries\n"
               "  witnessed  ",
               x->head.size);
    if (x->p->quorum < 0) {
        buf_c(out, "the policy asks for no witness\n");
    } else if (x->v.witnessed) {
        buf_c(out, "since ");
        casefile_print_time((instant)x->v.witnessed_at, out);
        buf_printf(out, ", by %u cosignature%s\n", x->v.n_cosigned,
                   x->v.n_cosigned == 1 ? "" : "s");
    } else {
        buf_printf(out, "not yet: %u cosignature%s of the policy's\n",
                   x->v.n_cosigned, x->v.n_cosigned == 1 ? "" : "s");
    }
}

err casefile_verify_proof(struct cx *cx, struct arena *a,
                          const struct casefile_proof *what, struct buf *out,
                          bool *holds)
{
    struct proving x = {.what = what};
    TRY(cx, read_files(cx, a, &x));
    err e = check_proof(cx, a, &x);
    if (e.code == ERR_RESOURCE || e.code == ERR_BUG)
        return e;
    *holds = is_ok(e);
    if (*holds) {
        print_proven(&x, out);
        return OK;
    }
    buf_c(out, "does not hold: ");
    buf_safe(out, str_of(cx->fault.message));
    buf_char(out, '\n');
    fault_clear(cx);
    return OK;
}

/* --- a whole case
 * ---------------------------------------------------------------- */

struct report {
    struct buf *out;
    const char *path;
};

static err print_finding(struct cx *cx, void *self,
                         const struct audit_finding *f)
{
    struct report *r = self;
    (void)cx;
    buf_safe(r->out, str_of(f->place));
    buf_c(r->out, ": ");
    buf_safe(r->out, str_of(f->what));
    buf_c(r->out, "\n  = repair: ");
    buf_c(r->out, f->repair);
    buf_char(r->out, '\n');
    return OK;
}

static void print_counts(const char *path, const struct audit_counts *n,
                         uint64_t people, struct buf *out)
{
    buf_printf(out,
               "%s: %" PRIu64 " entries, %" PRIu64 " signed heads, %" PRIu64
               " contents",
               path, n->entries, n->heads, n->blobs);
    if (n->left_out > 0)
        buf_printf(out, " (%" PRIu64 " left out)", n->left_out);
    if (people > 0)
        buf_printf(out, ", %" PRIu64 " signature%s of people", people,
                   people == 1 ? "" : "s");
    if (n->findings > n->missing)
        buf_printf(out, ": damaged in %" PRIu64 " place%s\n", n->findings,
                   n->findings == 1 ? "" : "s");
    else if (n->missing > 0)
        buf_printf(out,
                   ": all of it holds but %" PRIu64 " content%s, missing\n",
                   n->missing, n->missing == 1 ? "" : "s");
    else
        buf_c(out, ": all of it holds\n");
    if (n->unsigned_entries > 0)
        buf_printf(out,
                   "the last %" PRIu64 " entries are under no head yet; the "
                   "next truce record add signs one\n",
                   n->unsigned_entries);
}

/* Only where the log itself holds: else its keys are not known. */
static err check_signatures(struct cx *cx, struct arena *a, const char *path,
                            struct audit_counts *n, uint64_t *good,
                            struct buf *out)
{
    struct casefile c;
    uint64_t bad;
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = signatures_check_case(cx, a, &c, out, good, &bad);
    casefile_close(&c);
    n->findings += is_ok(e) ? bad : 0;
    return e;
}

/* Of whoever has the wrong file, or one whose beginning was spoilt. */
static err must_be_a_case(struct cx *cx, const char *path)
{
    if (casefile_is(path))
        return OK;
    return fail_hint(
        cx, sys_exists(path) ? ERR_INPUT : ERR_NOT_FOUND,
        "Give a case, a package (folder or zip file), an entry and its "
        "proof with --policy, or a text and its signatures with --signers. "
        "If it was a case, restore a copy.",
        sys_exists(path) ? "%s is neither a case nor a package"
                         : "%s: there is no such file",
        path);
}

err casefile_verify(struct cx *cx, struct arena *a, const char *path,
                    const struct casefile_progress *p, struct buf *out,
                    bool *holds)
{
    struct report r = {out, path};
    struct audit ask = {.found = print_finding,
                        .progress = p->progress,
                        .self = &r,
                        .progress_self = p->self};
    struct audit_counts n = {0};
    uint64_t people = 0;
    struct store *s;
    str head;
    TRY(cx, must_be_a_case(cx, path));
    TRY_ROOM(cx, a, arena_printf(a, &head, "%s.head", path));
    err e = OK;
    e = store_open_file(cx, path, STORE_READ, &s);
    if (e.code == ERR_CORRUPT) {
        struct audit_finding f = {path, cx->fault.message,
                                  "restore a copy of the case"};
        *holds = false;
        TRY(cx, print_finding(cx, &r, &f));
        fault_clear(cx);
        return OK;
    }
    TRY(cx, e);
    err looked = log_audit(cx, s, head.p, &ask, &n);
    store_close(s);
    TRY(cx, looked);
    if (n.findings == n.missing)
        TRY(cx, check_signatures(cx, a, path, &n, &people, out));
    print_counts(path, &n, people, out);
    *holds = n.findings == 0;
    return OK;
}

/* --- views
 * ------------------------------------------------------------------------- */

err casefile_rebuild(struct cx *cx, struct arena *a, const char *path,
                     struct buf *out)
{
    struct store *s;
    str head, lock_path;
    uint64_t size = 0;
    CLEANUP(sys_close) int lock = -1;
    TRY(cx, casefile_must_be(cx, path));
    TRY_ROOM(cx, a, arena_printf(a, &head, "%s.head", path));
    TRY_ROOM(cx, a, arena_printf(a, &lock_path, "%s.lock", path));
    TRY(cx, sys_lock(cx, lock_path.p, CASEFILE_WAIT_MS, &lock));
    TRY(cx, store_open_file(cx, path, STORE_WRITE, &s));
    err e = log_rebuild(cx, s, head.p);
    if (is_ok(e))
        e = store_count(cx, s, &size);
    store_close(s);
    TRY(cx, e);
    buf_printf(out, "%s: the views of %" PRIu64 " entries are made again\n",
               path, size);
    return OK;
}
