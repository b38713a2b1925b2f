/* lang/diag.c: a list of findings, kept short and in order.
 *
 * How they are shown is in diag_print.c; what they are is in codes.c. */
#include "lang/diag.h"

#include "base/arena.h"

#include <stdlib.h>

static bool is_full(const struct diagnostics *d)
{
    return d->n >= LIMIT_DIAGNOSTICS;
}

/* Room for one more; the array doubles. */
static err make_room(struct cx *cx, struct arena *a, struct diagnostics *d)
{
    if (d->n != 0 && (d->n < 8 || (d->n & (d->n - 1)) != 0))
        return OK;
    size_t have = d->n == 0 ? 0 : d->n, want = d->n == 0 ? 8 : (size_t)d->n * 2;
    struct diagnostic *v =
        arena_grow(a, d->v, have * sizeof *v, want * sizeof *v);
    if (v == NULL)
        return arena_fail(cx, a);
    d->v = v;
    return OK;
}

static str text_of(const char *s)
{
    return str_of(s);
}

/* *out = what the caller's format and arguments give; returns from the caller
 * if there is no room.  A macro, because a va_list that is handed on is beyond
 * clang's analyzer. */
#define TRY_FORMAT(cx, a, out, fmt)                                            \
    do {                                                                       \
        va_list ap_;                                                           \
        va_start(ap_, fmt);                                                    \
        int n_ = vsnprintf(NULL, 0, fmt, ap_);                                 \
        va_end(ap_);                                                           \
        size_t size_ = ALWAYS(n_ >= 0) ? (size_t)n_ : 0;                       \
        char *p_ = arena_alloc((a), size_ + 1);                                \
        if (p_ == NULL)                                                        \
            return arena_fail((cx), (a));                                      \
        va_start(ap_, fmt);                                                    \
        (void)vsnprintf(p_, size_ + 1, fmt, ap_);                              \
        va_end(ap_);                                                           \
        *(out) = (str){p_, size_};                                             \
    } while (0)

err diag_add(struct cx *cx, struct arena *a, struct diagnostics *d,
             const char *code, struct span at, const char *fmt, ...)
{
    const struct diag_code *row = diag_code_find(code);
    struct diagnostic f = {.code = code,
                           .severity = row == NULL ? SEV_ERROR : row->severity,
                           .line = at.line,
                           .column = at.column,
                           .offset = at.offset,
                           .length = at.length};
    if (is_full(d)) {
        d->errors += f.severity == SEV_ERROR;
        return OK;
    }
    TRY(cx, make_room(cx, a, d));
    if (row != NULL) {
        f.why = text_of(row->why);
        f.hint = text_of(row->hint);
    }
    if (d->n + 1 == LIMIT_DIAGNOSTICS) {
        const struct diag_code *last = diag_code_find("E0001");
        d->errors += f.severity == SEV_ERROR;
        f.code = "E0001";
        f.severity = last->severity;
        f.why = text_of(last->why);
        f.hint = text_of(last->hint);
        f.message = STR("there are more findings than are shown");
        d->v[d->n++] = f;
        return OK;
    }
    TRY_FORMAT(cx, a, &f.message, fmt);
    d->errors += f.severity == SEV_ERROR;
    d->v[d->n++] = f;
    return OK;
}

err diag_hint(struct cx *cx, struct arena *a, struct diagnostics *d,
              const char *fmt, ...)
{
    if (d->n == 0 || is_full(d))
        return OK;
    TRY_FORMAT(cx, a, &d->v[d->n - 1].hint, fmt);
    return OK;
}

err diag_why(struct cx *cx, struct arena *a, struct diagnostics *d,
             const char *fmt, ...)
{
    if (d->n == 0 || is_full(d))
        return OK;
    TRY_FORMAT(cx, a, &d->v[d->n - 1].why, fmt);
    return OK;
}

static bool is_last(const struct diagnostic *f)
{
    return strcmp(f->code, "E0001") == 0;
}

/* By place, code, message: equal ones are equal in all that is shown. */
static int order(const void *x, const void *y)
{
    const struct diagnostic *a = x, *b = y;
    if (is_last(a) != is_last(b))
        return is_last(a) ? 1 : -1;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    int c = strcmp(a->code, b->code);
    return c != 0 ? c : str_cmp(a->message, b->message);
}

void diag_sort(struct diagnostics *d)
{
    if (d->n > 1)
        qsort(d->v, d->n, sizeof *d->v, order);
}
