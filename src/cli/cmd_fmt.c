/* cli/cmd_fmt.c: `truce fmt`. */
#include "base/sys.h"
#include "cli/text_opts.h"

static err one(struct cli *c, const struct args *args, const char *path,
               int *status)
{
    struct app_text t;
    str formatted;
    TRY(c->cx, text_opts_read(c, NULL, path, &t));
    TRY(c->cx, app_format_text(c->cx, c->arena, &t, &formatted));
    bool same = str_eq(formatted, t.source);
    if (args_flag(args, "check")) {
        if (!same) {
            buf_safe(c->out, t.path);
            buf_char(c->out, '\n');
            *status = EXIT_NO;
        }
        return OK;
    }
    if (!args_flag(args, "write")) {
        buf_str(c->out, formatted);
        return OK;
    }
    if (strcmp(path, "-") == 0)
        return usage_fail(c, "leave out --write",
                          "standard input cannot be written in place");
    return same ? OK : sys_write_file(c->cx, path, formatted);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    if (args_flag(args, "check") && args_flag(args, "write"))
        return usage_fail(c, "take one of the two",
                          "--check and --write do not go together");
    for (size_t i = 0; i < args->operands_n; i++)
        TRY(c->cx, one(c, args, args->operands[i], status));
    return OK;
}

static const struct opt opts[] = {
    {.name = "check",
     .help = "Prints the names of the files that are not in this layout, and "
             "ends with 1 if there are any."},
    {.name = "write",
     .letter = 'w',
     .help = "Writes each file in place, if it changes."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce fmt examples/harbour/agreement.truce",
     "The text, clauses aligned, comments where they were", EXIT_DONE},
    {"truce fmt --check examples/harbour/agreement.truce",
     "Nothing: the file is in this layout", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed, or written, or nothing to change"},
    {EXIT_NO, "with --check: a file is not in this layout"},
    {0, NULL},
};

const struct cmd cmd_fmt = {
    .name = "fmt",
    .group = GROUP_TEXT,
    .stability = CMD_STABLE,
    .summary = "prints an agreement in its canonical layout",
    .operands = "AGREEMENT...",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text = "Prints the text with its declarations and clauses aligned, its "
            "phrases in their usual order, and its comments where they were. "
            "What the text means stays the same, and so does its hash. A text "
            "with mistakes is left as it is; they are named.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
