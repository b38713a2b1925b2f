/* cli/cmd_import.c: `truce import`. */
#include "app/import.h"
#include "cli/cli.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *choices[64];
    struct app_import what = {.mapping = args_value(args, "map"),
                              .table = args->operands[0],
                              .agreement = args_value(args, "agreement"),
                              .choices = choices,
                              .dry_run = args_flag(args, "dry-run")};
    struct buf notes;
    uint64_t refused = 0;
    if (what.mapping == NULL)
        return usage_fail(c, "truce import --map MAP.json TABLE.csv",
                          "a mapping is missing");
    while (what.n_choices < COUNT_OF(choices) &&
           (choices[what.n_choices] =
                args_value_at(args, "choose", what.n_choices)) != NULL)
        what.n_choices++;
    buf_init(&notes, c->arena, SIZE_MAX);
    TRY(c->cx, app_import(c->cx, c->arena, &what, c->out, &notes, &refused));
    TRY(c->cx, buf_finish(c->cx, &notes));
    str text = buf_view(&notes);
    fwrite(text.p, 1, text.n, stderr);
    if (refused > 0)
        *status = EXIT_ERROR;
    return OK;
}

static const struct opt opts[] = {
    {.name = "map",
     .letter = 'm',
     .value = "MAP",
     .kind = ARG_FILE,
     .help = "The mapping: a JSON file that says which column becomes which "
             "field (docs/import.md)."},
    {.name = "agreement",
     .letter = 'a',
     .value = "AGREEMENT",
     .kind = ARG_FILE,
     .help = "Checks every name against this agreement. Without it only the "
             "form of the records is checked."},
    {.name = "choose",
     .value = "LABEL=ALTERNATIVE",
     .repeats = true,
     .help = "Of a draft: the alternative to take for a clause."},
    {.name = "dry-run",
     .letter = 'n',
     .help = "Prints a table of what would be made, and no records."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce import --map examples/harbour/gate.map.json "
     "examples/harbour/gate.csv --dry-run",
     "What would be made of a table, its HXL tags passed over", EXIT_DONE},
    {"truce import -m examples/harbour/gate.map.json "
     "-a examples/harbour/agreement.truce examples/harbour/gate.csv",
     "Records as JSON Lines, their names checked", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "every row was used or skipped as the mapping says"},
    {EXIT_ERROR, "a row was refused; the others are printed"},
    {0, NULL},
};

const struct cmd cmd_import = {
    .name = "import",
    .group = GROUP_INPUT,
    .stability = CMD_CHANGING,
    .summary = "makes reports of the rows of a CSV table",
    .operands = "TABLE",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text = "Reads a table (CSV, UTF-8; - is standard input) and a mapping "
            "and prints a record for each row, as JSON Lines for truce "
            "status. docs/import.md describes mappings.\n"
            "\n"
            "Every row is used, skipped for a reason that the mapping gives, "
            "or refused because of a cell; standard error names the line, the "
            "column, the cause and the remedy, and counts them all.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
