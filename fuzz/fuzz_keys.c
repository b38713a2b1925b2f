/* fuzz/fuzz_keys.c: whose keys are whose, as text. The first byte chooses: 's'
 * a statement about a key, 'a' a file allowed_signers, 'r' a list of revoked
 * keys, 'o' a roster, 'l' a person's lines for one. What has one spelling and
 * is accepted prints as itself. */
#include "base/cx.h"
#include "proof/allowed.h"
#include "proof/keys.h"
#include "seal/roster.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static bool must_tell(const struct cx *cx, err e)
{
    if (is_ok(e))
        return true;
    must(e.code == ERR_INPUT || e.code == ERR_LIMIT);
    must(cx->fault.message[0] != '\0');
    return false;
}

static void one_statement(struct cx *cx, struct arena *a, str s)
{
    struct key_statement k;
    struct buf b;
    str line, signatures;
    key_content_split(s, &line, &signatures);
    must(line.n + signatures.n <= s.n);
    if (!must_tell(cx, key_statement_parse(cx, a, line, &k)))
        return;
    buf_init(&b, a, SIZE_MAX);
    must(is_ok(key_statement_print(cx, &k, &b)));
    must(str_eq(buf_view(&b), line));
}

/* The key is that of the file's first line, if there is one. */
static void one_list(struct cx *cx, struct arena *a, str s, bool revoked)
{
    struct sshkey k;
    str holder = STR(""), line = str_sub(s, 0, str_find(s, STR("\n")));
    size_t at = str_find(line, STR("ssh-"));
    bool there;
    if (!must_tell(
            cx, sshkey_parse_text(cx, a, str_sub(line, at, line.n), &k, NULL)))
        return;
    if (revoked) {
        if (must_tell(cx, revoked_has(cx, a, s, &k, &there)))
            must(at > 0 || there);
    } else if (must_tell(cx,
                         allowed_find(cx, a, s, &k, KEYS_NS_AGREEMENT,
                                      STR("2025-01-19T10:00:00Z"), &holder))) {
        must(holder.n > 0 && holder.p >= s.p && holder.p < s.p + s.n);
    }
}

static void one_roster(struct cx *cx, struct arena *a, str s, bool lines)
{
    struct roster *r = arena_alloc(a, sizeof *r);
    struct roster *again = arena_alloc(a, sizeof *again);
    struct buf b;
    must(r != NULL && again != NULL);
    if (lines) {
        r->sign = 1;
        must_tell(cx, roster_read_lines(cx, "lines", s, r));
        return;
    }
    if (!must_tell(cx, roster_parse(cx, s, r)))
        return;
    buf_init(&b, a, SIZE_MAX);
    roster_print(r, &b);
    must(str_eq(buf_view(&b), s));
    must(is_ok(roster_parse(cx, buf_view(&b), again)));
    must(hash_eq(roster_hash(r), roster_hash(again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cx cx;
    struct arena scratch, a;
    cx_init_fixed(&cx, &scratch, mem_system(), 0, 1);
    arena_init(&a, mem_system(), "fuzz", (size_t)64 << 20);
    if (size > 0) {
        str s = {(const char *)data + 1, size - 1};
        if (data[0] == 's')
            one_statement(&cx, &a, s);
        else if (data[0] == 'a' || data[0] == 'r')
            one_list(&cx, &a, s, data[0] == 'r');
        else
            one_roster(&cx, &a, s, data[0] == 'l');
    }
    arena_release(&a);
    cx_release(&cx);
    return 0;
}
