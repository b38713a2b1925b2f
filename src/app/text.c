/* app/text.c: see text.h. */
#include "app/text.h"

#include "base/buf.h"
#include "base/sys.h"

err app_read_text(struct cx *cx, struct arena *a, const char *path,
                  const char *const *choices, size_t n_choices,
                  struct app_text *out)
{
    struct app_text t = {0};
    str *chosen;
    TRY_NEW_ARRAY(cx, a, n_choices, chosen);
    for (size_t i = 0; i < n_choices; i++)
        chosen[i] = str_of(choices[i]);
    TRY_ROOM(cx, a, arena_dup_str(a, str_of(path), &t.path));
    TRY(cx, sys_read_file(cx, a, path, LIMIT_TEXT_BYTES, &t.source));
    TRY(cx, lang_parse(cx, a, t.path, t.source, &t.ast, &t.diagnostics));
    TRY(cx, lang_choose(cx, a, t.ast, chosen, (uint32_t)n_choices));
    *out = t;
    return OK;
}

err app_read_sound_text(struct cx *cx, struct arena *a, const char *path,
                        const char *const *choices, size_t n_choices,
                        bool colour, struct buf *messages, struct app_text *out)
{
    struct app_text t = {0};
    TRY(cx, app_read_text(cx, a, path, choices, n_choices, &t));
    diagnostics_print_text(&t.diagnostics, t.path, t.source, colour, messages);
    if (t.diagnostics.errors > 0)
        return fail_hint(cx, ERR_INPUT, "mend the text first",
                         "%s: %u mistake%s in the text", path,
                         t.diagnostics.errors,
                         t.diagnostics.errors == 1 ? "" : "s");
    *out = t;
    return OK;
}

static err print(struct cx *cx, struct arena *a, const struct app_text *t,
                 bool canonical, str *out)
{
    struct buf b;
    /* Layout adds blanks: at most a line's indent for each piece. */
    buf_init(&b, a, LIMIT_TEXT_BYTES * 64);
    if (canonical)
        lang_print_canonical(t->ast, &b);
    else
        lang_print(t->ast, &b);
    TRY(cx, buf_finish(cx, &b));
    *out = buf_view(&b);
    return OK;
}

err app_format_text(struct cx *cx, struct arena *a, const struct app_text *t,
                    str *out)
{
    return print(cx, a, t, false, out);
}

err app_canonical_text(struct cx *cx, struct arena *a, const struct app_text *t,
                       str *out)
{
    return print(cx, a, t, true, out);
}

void app_print_hash(str bytes, struct buf *out)
{
    hash h = cry_sha256(bytes, STR(""));
    for (size_t i = 0; i < sizeof h.b; i++)
        buf_printf(out, "%02x", h.b[i]);
}
