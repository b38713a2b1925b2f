/* proof/bundle.c: reads, writes and checks proofs of inclusion as files.
 * Read next: bundle.h. */
#include "proof/bundle.h"

#include "base/cx.h"

static const char first_line[] = "c2sp.org/tlog-proof@v1";

static err parse_index(struct cx *cx, str line, uint64_t *out)
{
    if (!str_starts(line, STR("index ")) ||
        !note_decimal(str_sub(line, 6, line.n), out))
        return fail(cx, ERR_INPUT,
                    "the proof does not say `index` and a number");
    return OK;
}

static err parse_extra(struct cx *cx, str line, str *out)
{
    uint8_t *b;
    size_t n;
    str base64 = str_sub(line, 6, line.n);
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY_NEW_ARRAY(cx, cx->scratch, base64.n + 1, b);
    bool good = cry_base64_decode(base64, b, base64.n, &n);
    arena_rewind(cx->scratch, mark);
    if (!good)
        return fail(cx, ERR_INPUT, "the extra data of the proof is not base64");
    *out = base64;
    return OK;
}

err bundle_parse(struct cx *cx, str text, struct bundle *out)
{
    str line, rest;
    struct bundle b = {0};
    size_t n;
    if (text.n > NOTE_MAX_BYTES + 65536)
        return fail(cx, ERR_LIMIT, "a proof of %zu bytes", text.n);
    if (!str_cut(text, '\n', &line, &rest) || !str_eq(line, str_of(first_line)))
        return fail(cx, ERR_INPUT, "the proof does not begin with %s",
                    first_line);
    (void)str_cut(rest, '\n', &line, &rest);
    if (str_starts(line, STR("extra "))) {
        TRY(cx, parse_extra(cx, line, &b.extra));
        (void)str_cut(rest, '\n', &line, &rest);
    }
    TRY(cx, parse_index(cx, line, &b.index));
    for (;;) {
        if (!str_cut(rest, '\n', &line, &rest))
            return fail(cx, ERR_INPUT, "the proof ends before its checkpoint");
        if (line.n == 0)
            break;
        if (b.n == MERKLE_INCLUSION_MAX)
            return fail(cx, ERR_INPUT, "the proof has more than %d hashes",
                        MERKLE_INCLUSION_MAX);
        if (!cry_base64_decode(line, b.path[b.n].b, CRY_HASH_BYTES, &n) ||
            n != CRY_HASH_BYTES)
            return fail(cx, ERR_INPUT,
                        "hash %zu of the proof is not base64 of 32 bytes",
                        b.n + 1);
        b.n++;
    }
    b.checkpoint = rest;
    *out = b;
    return OK;
}

void bundle_print(const struct bundle *b, struct buf *out)
{
    char line[44];
    buf_c(out, first_line);
    if (b->extra.n > 0) {
        buf_c(out, "\nextra ");
        buf_str(out, b->extra);
    }
    buf_c(out, "\nindex ");
    buf_uint(out, b->index);
    buf_char(out, '\n');
    for (size_t i = 0; i < b->n; i++) {
        buf_str(out,
                (str){line, cry_base64(b->path[i].b, CRY_HASH_BYTES, line)});
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
    buf_str(out, b->checkpoint);
}

err bundle_check(struct cx *cx, struct arena *a, const struct bundle *b,
                 str entry, const struct policy *p, struct checkpoint *head,
                 struct policy_verdict *out)
{
    struct note *n;
    struct checkpoint c;
    struct policy_verdict v;
    TRY_NEW(cx, a, n);
    TRY(cx, note_parse(cx, a, b->checkpoint, n));
    TRY(cx, policy_judge(cx, p, n, &c, &v));
    if (!v.recorded)
        return fail_hint(cx, ERR_INPUT,
                         "Check that the policy names this log's key.",
                         "no log of the policy signed the checkpoint");
    if (!merkle_check_inclusion(merkle_leaf(entry), b->index, c.size, b->path,
                                b->n, c.root))
        return fail_hint(cx, ERR_INPUT,
                         "The entry, the proof or the checkpoint was changed, "
                         "or they do not belong together.",
                         "these bytes are not entry %llu of the log",
                         (unsigned long long)b->index);
    *head = c;
    *out = v;
    return OK;
}
