/* record/receipt.c: see receipt.h. */
#include "record/receipt.h"

#include "base/cx.h"
#include "record/log_int.h"

enum { RECEIPT_MAX_BYTES = 4096 };

static void print(const struct receipt *r, struct buf *out)
{
    char hex[2 * CRY_HASH_BYTES];
    hash_print(r->leaf, hex);
    buf_c(out, "truce receipt 1\nlog ");
    buf_str(out, r->log);
    buf_c(out, "\nsender ");
    buf_str(out, r->sender);
    buf_c(out, "\nnumber ");
    buf_uint(out, r->number);
    buf_c(out, "\nleaf ");
    buf_bytes(out, hex, sizeof hex);
    buf_c(out, "\nentry ");
    buf_uint(out, r->entry);
    buf_c(out, "\nby ");
    buf_str(out, r->by);
    buf_char(out, '\n');
}

/* The entry of a sender's last leaf: it is among the last of the log. */
static err find_place(struct cx *cx, struct log *l, hash leaf, uint64_t *out)
{
    for (uint64_t n = l->tree.size; n-- > 0;) {
        hash h;
        TRY(cx, tree_node(cx, &l->tree, 0, n, &h));
        if (hash_eq(h, leaf)) {
            *out = n;
            return OK;
        }
    }
    return fail(cx, ERR_CORRUPT, "a sender's last entry is not in the log");
}

static err sign(struct cx *cx, const struct receipt *r, const struct signer *by,
                struct buf *out)
{
    struct buf text;
    buf_init(&text, cx->scratch, RECEIPT_MAX_BYTES);
    print(r, &text);
    TRY(cx, buf_finish(cx, &text));
    buf_str(out, buf_view(&text));
    buf_char(out, '\n');
    TRY(cx, note_sign(cx, buf_view(&text), &by->key, by->secret.p, 0, out));
    return buf_finish(cx, out);
}

/* What it says of the last entry of this sender, all but `by`. */
static err draft(struct cx *cx, struct log *l, str sender, struct receipt *out)
{
    const struct sender *s = log_find_sender(l, sender);
    if (s == NULL || !s->any)
        return fail(cx, ERR_INPUT, "%.*s has sent nothing", STR_ARG(sender));
    struct receipt r = {.log = l->origin,
                        .sender = s->key.name,
                        .number = s->number,
                        .leaf = s->last};
    TRY(cx, find_place(cx, l, s->last, &r.entry));
    *out = r;
    return OK;
}

err receipt_give(struct cx *cx, struct log *l, const struct signer *sequencer,
                 str sender, str by, struct buf *out)
{
    struct receipt r;
    if (sequencer->key.id != l->key.id)
        return fail(cx, ERR_DENIED, "receipts are given by the sequencer");
    TRY(cx, draft(cx, l, sender, &r));
    if (r.entry >= l->signed_head.size)
        return fail(cx, ERR_CONFLICT, "entry %llu is under no signed head yet",
                    (unsigned long long)r.entry);
    r.by = by;
    struct arena_mark mark = arena_mark(cx->scratch);
    err e = sign(cx, &r, sequencer, out);
    arena_rewind(cx->scratch, mark);
    return e;
}

/* The rest of a line that begins with `word`; the lines come in one order. */
static bool line_of(str *text, const char *word, str *value)
{
    str line;
    if (!str_cut(*text, '\n', &line, text) || !str_starts(line, str_of(word)))
        return false;
    *value = str_sub(line, strlen(word), line.n);
    return true;
}

static bool read_lines(str text, struct receipt *r)
{
    str first, number, leaf, entry;
    return line_of(&text, "truce receipt 1", &first) && first.n == 0 &&
           line_of(&text, "log ", &r->log) &&
           line_of(&text, "sender ", &r->sender) &&
           line_of(&text, "number ", &number) &&
           note_decimal(number, &r->number) && line_of(&text, "leaf ", &leaf) &&
           hash_parse(leaf, &r->leaf) && line_of(&text, "entry ", &entry) &&
           note_decimal(entry, &r->entry) && line_of(&text, "by ", &r->by) &&
           text.n == 0;
}

err receipt_open(struct cx *cx, struct arena *a, str bytes,
                 const struct note_key *log, struct receipt *out)
{
    struct note *n;
    struct receipt r;
    bool holds;
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, bytes, n));
    if (!read_lines(n->text, &r))
        return fail_hint(cx, ERR_INPUT,
                         "truce record add --receipt writes one.",
                         "this is no receipt");
    TRY(cx, note_verify(cx, n, log, &holds, NULL));
    if (!holds || !str_eq(r.log, log->name))
        return fail(cx, ERR_INPUT, "the receipt is not signed by the log %.*s",
                    STR_ARG(log->name));
    *out = r;
    return OK;
}
