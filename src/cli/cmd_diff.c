/* cli/cmd_diff.c: `truce diff`. */
#include "cli/text_opts.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    struct app_text from, to;
    uint32_t n = 0;
    bool json = strcmp(args_value(args, "format"), "json") == 0;
    TRY(c->cx, text_opts_read(c, NULL, args->operands[0], &from));
    TRY(c->cx, text_opts_read(c, NULL, args->operands[1], &to));
    TRY(c->cx, lang_diff(c->cx, c->arena, from.ast, to.ast, json, c->out, &n));
    if (n > 0)
        *status = EXIT_NO;
    return OK;
}

static const char *const formats[] = {"text", "json", NULL};

static const struct opt opts[] = {
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = formats,
     .otherwise = "text",
     .help = "How the changes are written: text, one line each, or json."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce diff examples/harbour-draft/agreement.truce "
     "examples/harbour/agreement.truce",
     "What the last round of talks changed", EXIT_NO},
    {"truce diff examples/harbour/agreement.truce "
     "examples/harbour/agreement.truce",
     "Nothing, for two texts that say the same", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "the two texts say the same"},
    {EXIT_NO, "they differ"},
    {0, NULL},
};

const struct cmd cmd_diff = {
    .name = "diff",
    .group = GROUP_TEXT,
    .stability = CMD_STABLE,
    .summary = "says what differs between two agreements, by clause",
    .operands = "FROM TO",
    .operands_min = 2,
    .operands_max = 2,
    .operand_kind = ARG_FILE,
    .text = "Compares two texts clause by clause and declaration by "
            "declaration, and prints one line for each change: a deadline, a "
            "quantity, who is bound, a clause added, dropped, renumbered or "
            "moved, a bracket settled, prose changed. Where a clause changes, "
            "or its prose in one language, prose that stays as it was is told, "
            "too. Comments and layout are not compared.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
