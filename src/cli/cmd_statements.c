/* cli/cmd_statements.c: `truce statements`. */
#include "app/statements.h"
#include "cli/case_opts.h"

static const struct opt opts[] = {
    {.name = "json", .help = "Prints them as JSON."},
    {.name = "csv",
     .help = "Prints them as one table, in order of their dates."},
    {.name = NULL},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    bool json = args_flag(args, "json"), csv = args_flag(args, "csv");
    struct statements s;
    struct sheet sheet;
    struct buf problems;
    if (json && csv)
        return usage_fail(c, "one of them", "both --json and --csv");
    TRY(c->cx, app_statements_read(c->cx, c->arena, args->operands,
                                   args->operands_n, &s));
    buf_init(&problems, c->arena, SIZE_MAX);
    app_statements_problems(&s, &problems);
    case_opts_print_err(buf_view(&problems));
    if (s.problems.n > 0)
        *status = EXIT_ERROR;
    if (!json && !csv) {
        app_statements_text(&s, c->out);
        return OK;
    }
    app_statement_head(&sheet, c->out, json ? SHEET_JSON : SHEET_CSV);
    for (size_t i = 0; i < s.all.n; i++)
        app_statement_row(&sheet, &s.all.p[i]);
    sheet_end(&sheet);
    return OK;
}

static const struct example examples[] = {
    {"truce statements examples/gaza-2025-07-proposal/statements.csv",
     "What was said in July 2025, and who reported it", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed"},
    {EXIT_ERROR, "some lines could not be used; the others are printed"},
    {0, NULL},
};

const struct cmd cmd_statements = {
    .name = "statements",
    .group = GROUP_STATUS,
    .stability = CMD_CHANGING,
    .summary = "checks and prints a register of public statements",
    .operands = "TABLE...",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "A register lists what was said in public about an agreement: "
        "statements, forecasts, published figures, and proceedings elsewhere; "
        "each with who said it and who reported it. It is a CSV table "
        "(docs/statements.md). Sources that disagree stand beside each other, "
        "and what became of a forecast is noted with its own source.\n"
        "\n"
        "A register gives no status: truce status never reads it. truce serve "
        "--statements TABLE shows it beside a case.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
