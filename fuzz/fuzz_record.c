/* fuzz/fuzz_record.c: the readers of what comes from outside to a record:
 * notes, keys, checkpoints, entries, policies, proofs, requests to a witness.
 * The first byte chooses the reader; 'w' takes a request through a witness's
 * rules without its folder. What is accepted has one spelling only. */
#include "base/cx.h"
#include "proof/bundle.h"
#include "proof/entry.h"
#include "proof/policy.h"
#include "record/log.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* A failure has a class that is not a bug, and says something. */
static void must_tell(const struct cx *cx, err e)
{
    must(e.code != ERR_BUG && cx->fault.message[0] != '\0');
}

static void one_note(struct cx *cx, struct arena *a, str s)
{
    struct note *n = arena_alloc(a, sizeof *n);
    struct checkpoint c;
    struct entry e;
    struct buf b;
    must(n != NULL);
    err r = note_parse(cx, a, s, n);
    if (!is_ok(r)) {
        must_tell(cx, r);
        return;
    }
    must(str_starts(s, n->text) && n->n > 0);
    if (is_ok(checkpoint_parse(cx, n->text, &c))) {
        buf_init(&b, a, SIZE_MAX);
        checkpoint_print(&c, &b);
        must(str_eq(buf_view(&b), n->text));
    }
    if (is_ok(entry_parse(cx, n->text, &e))) {
        buf_init(&b, a, SIZE_MAX);
        must(is_ok(entry_print(cx, &e, &b)));
        must(str_eq(buf_view(&b), n->text));
    }
}

static void one_entry(struct cx *cx, struct arena *a, str s)
{
    struct note *n = arena_alloc(a, sizeof *n);
    struct entry e;
    struct buf b;
    must(n != NULL);
    err r = entry_read(cx, a, s, n, &e);
    if (!is_ok(r)) {
        must_tell(cx, r);
        return;
    }
    must(e.in_batch == (n->n == 0) && (e.covers == 0 || !e.in_batch));
    buf_init(&b, a, SIZE_MAX);
    must(is_ok(entry_print(cx, &e, &b)));
    must(str_eq(buf_view(&b), n->text));
    must(!e.in_batch || str_eq(n->text, s));
}

static void one_key(struct cx *cx, struct arena *a, str s)
{
    struct note_key k;
    struct signer by;
    struct buf b;
    buf_init(&b, a, SIZE_MAX);
    err e = note_key_parse(cx, s, &k);
    if (is_ok(e)) {
        note_key_print(&k, &b);
        must(str_eq(buf_view(&b), s));
    } else {
        must_tell(cx, e);
    }
    buf_clear(&b);
    if (is_ok(signer_parse(cx, s, &by))) {
        struct secret_text t;
        must(is_ok(signer_print(cx, &by, &t)));
        str line = secret_text_view(&t);
        must(str_eq(str_sub(line, 0, line.n - 1), s));
        secret_release(&t.room);
        signer_wipe(&by);
    }
}

static void one_policy(struct cx *cx, struct arena *a, str s)
{
    struct policy *p = arena_alloc(a, sizeof *p);
    must(p != NULL);
    err e = policy_parse(cx, s, p);
    if (!is_ok(e)) {
        must_tell(cx, e);
        return;
    }
    must(p->n_logs <= POLICY_MAX_LOGS && p->n_members <= POLICY_MAX_MEMBERS);
    must(p->quorum >= -1 && p->quorum < (int)p->n_members);
    for (size_t i = 0; i < p->n_members; i++) {
        const struct policy_member *m = &p->member[i];
        must(!m->group || (m->k >= 1 && m->k <= m->n));
        must(m->in == -1 || (m->in > (int)i && p->member[m->in].group));
    }
}

static void one_bundle(struct cx *cx, struct arena *a, str s)
{
    struct bundle x;
    struct buf b;
    err e = bundle_parse(cx, s, &x);
    if (!is_ok(e)) {
        must_tell(cx, e);
        return;
    }
    buf_init(&b, a, SIZE_MAX);
    bundle_print(&x, &b);
    must(str_eq(buf_view(&b), s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        switch (data[0]) {
        case 'k':
            one_key(&cx, &a, s);
            break;
        case 'p':
            one_policy(&cx, &a, s);
            break;
        case 'b':
            one_bundle(&cx, &a, s);
            break;
        default:
            one_note(&cx, &a, s);
            one_entry(&cx, &a, s);
            break;
        }
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
