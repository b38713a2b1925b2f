/* cli/case_opts.c: see case_opts.h. */
#include "cli/case_opts.h"

#include "base/sys.h"

#include <stdio.h>
#include <string.h>

const char *const case_formats[] = {"text", "json", "csv", NULL};
const char *const case_text_or_json[] = {"text", "json", NULL};

void case_opts_print_err(str text)
{
    if (text.n > 0)
        fwrite(text.p, 1, text.n, stderr);
}

void case_opts_print_line(struct cli *c, str line)
{
    struct buf b;
    struct arena_mark mark = arena_mark(c->arena);
    buf_init(&b, c->arena, 4096);
    buf_printf(&b, "truce %s: ", c->cmd->name);
    buf_safe(&b, line);
    buf_char(&b, '\n');
    case_opts_print_err(buf_view(&b));
    arena_rewind(c->arena, mark);
}

bool case_opts_is_input(const char *operand)
{
    return strcmp(operand, "-") == 0 || sys_exists(operand);
}

err case_opts_read_plain(struct cli *c, const struct args *args, size_t reports,
                         struct case_options *o)
{
    const char **choices;
    size_t n = 0;
    while (args_value_at(args, "choose", n) != NULL)
        n++;
    TRY_NEW_ARRAY(c->cx, c->arena, n + 1, choices);
    for (size_t i = 0; i < n; i++)
        choices[i] = args_value_at(args, "choose", i);
    *o = (struct case_options){
        .agreement = args->operands[0],
        .reports = args->operands + 1,
        .reports_n = reports,
        .choices = choices,
        .choices_n = n,
        .width = c->width,
        .colour = c->colour,
    };
    return OK;
}

err case_opts_read(struct cli *c, const struct args *args, size_t reports,
                   struct case_options *o)
{
    TRY(c->cx, case_opts_read_plain(c, args, reports, o));
    o->at = args_value(args, "at");
    o->known_at = args_value(args, "known-at");
    return OK;
}

enum case_format case_opts_format(const struct args *args)
{
    const char *f = args_value(args, "format");
    return strcmp(f, "json") == 0  ? CASE_JSON
           : strcmp(f, "csv") == 0 ? CASE_CSV
                                   : CASE_TEXT;
}

err case_opts_open(struct cli *c, struct case_options *o, struct app_case **out)
{
    struct progress p;
    progress_begin(&p, c, "reports");
    o->progress = progress_update;
    o->progress_self = &p;
    err e = case_open(c->cx, c->arena, o, out);
    progress_end(&p);
    o->progress = NULL;
    case_opts_print_err(case_messages(*out));
    return e;
}
