/* record/tally.c: see tally.h. */
#include "record/tally.h"

#include "base/cx.h"
#include "proof/entry.h"

#include <inttypes.h>

static void toggle(struct tally *t, uint64_t size, str note)
{
    char room[24];
    int n = snprintf(room, sizeof room, "%" PRIu64 "\n", size);
    hash h = cry_sha256((str){room, (size_t)n}, note);
    for (size_t i = 0; i < sizeof h.b; i++)
        t->sum.b[i] ^= h.b[i];
}

err tally_read(struct cx *cx, struct store *s, struct tally *out)
{
    struct tally t;
    str row, count, hex;
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, store_view_get(cx, s, cx->scratch, TALLY_VIEW, STR("heads"), &row));
    bool good = str_cut(row, ' ', &count, &hex) &&
                note_decimal(count, &t.count) && hash_parse(hex, &t.sum);
    arena_rewind(cx->scratch, mark);
    if (!good)
        return fail_hint(cx, ERR_CORRUPT,
                         "Make the views again with `truce rebuild`.",
                         "the row of the view \"heads\" is damaged");
    *out = t;
    return OK;
}

err tally_write(struct cx *cx, struct store *s, const struct tally *t)
{
    char room[24 + 2 * CRY_HASH_BYTES];
    int n = snprintf(room, 24, "%" PRIu64 " ", t->count);
    hash_print(t->sum, room + n);
    return store_view_put(cx, s, TALLY_VIEW, STR("heads"),
                          (str){room, (size_t)n + 2 * CRY_HASH_BYTES});
}

/* The row of this size or the next one; NOT_FOUND after the last. */
static err row_from(struct cx *cx, struct store *s, uint64_t from,
                    uint64_t *size, str *note)
{
    err e = store_head(cx, s, cx->scratch, STORE_AT_LEAST, from, size, note);
    if (e.code == ERR_NOT_FOUND)
        fault_clear(cx);
    return e;
}

err tally_of_rows(struct cx *cx, struct store *s, struct tally *out)
{
    struct tally t = {0};
    for (uint64_t from = 0; from <= INT64_MAX; t.count++) {
        str note;
        struct arena_mark mark = arena_mark(cx->scratch);
        err e = row_from(cx, s, from, &from, &note);
        if (e.code == ERR_NOT_FOUND)
            break;
        TRY(cx, e);
        toggle(&t, from++, note);
        arena_rewind(cx->scratch, mark);
    }
    *out = t;
    return OK;
}

static err read_or_count(struct cx *cx, struct store *s, struct tally *out)
{
    err e = tally_read(cx, s, out);
    if (e.code != ERR_NOT_FOUND)
        return e;
    fault_clear(cx);
    return tally_of_rows(cx, s, out);
}

/* The row that is replaced goes out of the sum. */
static err take_out(struct cx *cx, struct store *s, uint64_t size,
                    struct tally *t)
{
    uint64_t found = 0;
    str old;
    err e = row_from(cx, s, size, &found, &old);
    if (is_ok(e) && found == size) {
        toggle(t, size, old);
        t->count--;
    }
    return e.code == ERR_NOT_FOUND ? OK : e;
}

err tally_put_head(struct cx *cx, struct store *s, uint64_t size, str note)
{
    struct tally t;
    TRY(cx, read_or_count(cx, s, &t));
    struct arena_mark mark = arena_mark(cx->scratch);
    TRY(cx, take_out(cx, s, size, &t));
    arena_rewind(cx->scratch, mark);
    t.count++;
    toggle(&t, size, note);
    TRY(cx, store_put_head(cx, s, size, note));
    return tally_write(cx, s, &t);
}
