/* fuzz/fuzz_witness.c: requests to a witness that stands at nothing, with a
 * folder that is not there: whatever is asked, it refuses, or fails for want
 * of its folder; it never cosigns. */
#include "base/cx.h"
#include "record/witness.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

/* A log whose secret is known to nobody here: an entry of the seeds' log. */
static const char policy_text[] =
    "log mediators.example/harbour+"
    "8be07b94+Ad5inQqBQMvTJkz8xdDF5NN7E1TM0CKdv01lNvwGxsBg\n"
    "quorum none\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch;
    struct witness w = {.folder = "/nonexistent/truce-fuzz"};
    struct buf b;
    enum witness_status status;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    struct policy *p = arena_alloc(&scratch, sizeof *p);
    must(p != NULL);
    must(is_ok(policy_parse(&cx, str_of(policy_text), p)));
    must(is_ok(signer_make(&cx, STR("w"), NOTE_COSIGNATURE, &w.signer)));
    w.logs = p;
    buf_init(&b, &scratch, WITNESS_REQUEST_MAX);
    err e = witness_add_checkpoint(&cx, &w, (str){(const char *)data, size},
                                   1737280800, &status, &b);
    if (is_ok(e))
        must(status != WITNESS_OK && buf_view(&b).n > 0);
    else
        must(e.code != ERR_BUG);
    signer_wipe(&w.signer);
    cx_release(&cx);
    return 0;
}
