/* cli/cmd_bundle.c: `truce bundle`: talks by courier. */
#include "app/talks.h"
#include "cli/cli.h"

static err do_out(struct cli *c, const struct args *args)
{
    const char *to = args_value(args, "to");
    if (args->operands_n != 3 || to == NULL)
        return usage_fail(c, "", "usage: truce bundle out NODE FILE --to NAME");
    return bundle_write(c->cx, c->arena, args->operands[1], to,
                        args_flag(args, "all"), args->operands[2], c->out);
}

static err do_in(struct cli *c, const struct args *args, int *status)
{
    bool whole = true;
    if (args->operands_n < 3 || args_value(args, "to") != NULL ||
        args_flag(args, "all"))
        return usage_fail(c, "", "usage: truce bundle in NODE FILE...");
    for (size_t i = 2; i < args->operands_n; i++) {
        bool one;
        TRY(c->cx, bundle_read(c->cx, c->arena, args->operands[1],
                               args->operands[i], c->out, &one));
        whole = whole && one;
    }
    if (!whole)
        *status = EXIT_NO;
    return OK;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    if (strcmp(args->operands[0], "out") == 0)
        return do_out(c, args);
    if (strcmp(args->operands[0], "in") == 0)
        return do_in(c, args, status);
    return usage_fail(c, "there are: out, in", "there is no truce bundle %s",
                      args->operands[0]);
}

static const struct opt opts[] = {
    {.name = "to",
     .value = "NAME",
     .help = "For out: the node that it is for. It holds nothing of rooms "
             "where that node is not."},
    {.name = "all",
     .help = "For out: everything that the node may have, also what it has "
             "acknowledged and what it wrote itself: for a node that was lost "
             "or restored from an old copy."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce bundle out delvia stick --to ardania",
     "A file for the courier to Ardania", EXIT_DONE},
    {"truce bundle out delvia stick --to ardania > made && "
     "truce bundle in ardania stick",
     "What came is taken in; once more does no harm", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {EXIT_NO, "in: a file was cut; what came was taken in"},
    {0, NULL},
};

const struct cmd cmd_bundle = {
    .name = "bundle",
    .group = GROUP_TALKS,
    .stability = CMD_CHANGING,
    .summary = "carries talks between nodes in files",
    .operands = "out|in NODE FILE...",
    .operands_min = 3,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text =
        "A bundle holds sealed envelopes for one node, to be carried on a "
        "stick. It may be lost, come twice, late, or in another order: that "
        "only delays. What the receiver has acknowledged is left out of the "
        "next one.\n\n"
        " out NODE FILE --to NAME  writes one\n"
        " in NODE FILE...          takes them in\n\n"
        "Who finds the stick learns how many envelopes there are, of which "
        "sizes, and between whom; nothing of what is in them.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
