/* cli/cmd_rebuild.c: `truce rebuild`. */
#include "app/casefile.h"
#include "cli/cli.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    (void)status;
    return casefile_rebuild(c->cx, c->arena, args->operands[0], c->out);
}

static const struct example examples[] = {
    {"truce rebuild harbour.case", "Tiles, senders and index, made again",
     EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "made again"},
    {EXIT_ERROR, "an entry, chain or head does not hold; nothing was changed"},
    {0, NULL},
};

const struct cmd cmd_rebuild = {
    .name = "rebuild",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "makes the views of a case again from its entries",
    .operands = "CASE",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text = "Only entries, heads and contents are truth in a case file; tiles, "
            "the ends of the senders' chains and the index are views of them. "
            "This makes them again, whatever they were. Every signature and "
            "chain is checked on the way, and the root against the last head: "
            "if something does not hold, nothing is changed.",
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
