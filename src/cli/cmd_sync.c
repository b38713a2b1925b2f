/* cli/cmd_sync.c: `truce sync`: talks through a relay. */
#include "app/talks.h"
#include "cli/cli.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    bool honest;
    TRY(c->cx, talks_sync(c->cx, c->arena, args->operands[0], args->operands[1],
                          c->out, &honest));
    if (!honest)
        *status = EXIT_NO;
    return OK;
}

static const struct example examples[] = {
    {"truce sync ardania https://relay.harbour.example",
     "Where the charter names no relay it says so, and what else can be done",
     EXIT_ERROR},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "fetched and left"},
    {EXIT_NO, "the same, and the relay keeps something back or has dropped "
              "something: the proof is named"},
    {0, NULL},
};

const struct cmd cmd_sync = {
    .name = "sync",
    .group = GROUP_TALKS,
    .stability = CMD_CHANGING,
    .summary = "exchanges talks with the others through a relay",
    .operands = "NODE URL",
    .operands_min = 2,
    .operands_max = 2,
    .operand_kind = ARG_FILE,
    .text =
        "Fetches what the relay has for this node, checks it, acknowledges it, "
        "and leaves there what is new here. A node that was off for a week "
        "catches up. What is missing now comes with the next call.\n\n"
        "The relay signs a receipt for what it takes, and on each call how "
        "much it has. If the two do not fit, both words are written into the "
        "node's folder: truce relay check shows anybody that it dropped "
        "something.",
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
