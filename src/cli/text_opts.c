/* cli/text_opts.c: see text_opts.h. */
#include "cli/text_opts.h"

err text_opts_read(struct cli *c, const struct args *args, const char *path,
                   struct app_text *out)
{
    const char **choices;
    size_t n = 0;
    struct buf messages;
    while (args != NULL && args_value_at(args, "choose", n) != NULL)
        n++;
    TRY_NEW_ARRAY(c->cx, c->arena, n, choices);
    for (size_t i = 0; i < n; i++)
        choices[i] = args_value_at(args, "choose", i);
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = app_read_sound_text(c->cx, c->arena, path, choices, n,
                                c->colour_err, &messages, out);
    str s = buf_view(&messages);
    (void)fwrite(s.p, 1, s.n, stderr);
    return e;
}
