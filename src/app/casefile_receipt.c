/* app/casefile_receipt.c: whether a case still keeps the word of a receipt.
 *
 * The case may be any copy: the host's, another party's. What is wrong is
 * proved by two things that the sequencer signed: the receipt, and a head. */
#include "app/casefile_int.h"

#include "base/sys.h"
#include "record/receipt.h"

#include <inttypes.h>

struct looking {
    hash leaf;
    bool found;
    uint64_t at;
};

static err look(struct cx *cx, void *self, uint64_t number, str note)
{
    struct looking *l = self;
    (void)cx;
    if (!l->found && hash_eq(merkle_leaf(note), l->leaf)) {
        l->found = true;
        l->at = number;
    }
    return OK;
}

static err judge(struct cx *cx, struct arena *a, const struct casefile *c,
                 const struct receipt *r, struct buf *out, bool *holds)
{
    struct looking l = {.leaf = r->leaf};
    struct checkpoint head;
    hash leaf = {{0}};
    str note, entry;
    TRY(cx, log_head(cx, c->log, a, &note, &head));
    uint64_t size = log_size(c->log);
    if (r->entry < size) {
        TRY(cx, store_entry(cx, c->store, a, r->entry, &entry));
        leaf = merkle_leaf(entry);
    }
    *holds = r->entry < size && hash_eq(leaf, r->leaf);
    buf_printf(out, "entry %" PRIu64 ", number %" PRIu64 " of ", r->entry,
               r->number);
    buf_safe(out, r->sender);
    if (*holds && r->entry < head.size) {
        buf_printf(out, ": is there, under a head of %" PRIu64 " entries\n",
                   head.size);
        return OK;
    }
    if (*holds) {
        buf_c(out, ": is there, and under no signed head\n");
        *holds = false;
        return OK;
    }
    TRY(cx, store_entries(cx, c->store, 0, size, look, &l));
    if (l.found)
        buf_printf(out, ": was moved: here it is entry %" PRIu64 "\n", l.at);
    else if (r->entry >= size)
        buf_printf(out, ": is not there: this case has %" PRIu64 " entries\n",
                   size);
    else
        buf_c(out, ": was dropped: another stands in its place\n");
    buf_c(out, "  = promised under every head from ");
    buf_safe(out, r->by);
    buf_c(out, " on; this case's head and the receipt are both signed by ");
    buf_safe(out, r->log);
    buf_c(out, r->entry < head.size || l.found
                   ? ": together they prove it\n"
                   : ": a head that is later than the receipt proves it, such "
                     "as one with a cosignature of a later time\n");
    return OK;
}

err casefile_verify_receipt(struct cx *cx, struct arena *a, const char *path,
                            const char *receipt, struct buf *out, bool *holds)
{
    struct casefile c;
    struct note_key k;
    struct receipt r;
    str text;
    TRY(cx, sys_read_file(cx, a, receipt, NOTE_MAX_BYTES, &text));
    TRY(cx, casefile_must_be(cx, path));
    TRY(cx, casefile_open(cx, a, path, STORE_READ, &c));
    err e = log_key(cx, c.log, log_origin(c.log), &k);
    if (is_ok(e))
        e = receipt_open(cx, a, text, &k, &r);
    if (is_ok(e))
        e = judge(cx, a, &c, &r, out, holds);
    casefile_close(&c);
    return e;
}
