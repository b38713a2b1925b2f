/* cli/cmd_stamp.c: `truce stamp ACTION CASE ...`. */
#include "app/stamp.h"
#include "cli/cli.h"

static err misuse(struct cli *c)
{
    return usage_fail(
        c, "",
        "usage: truce stamp ask CASE --out QUERY | add CASE ANSWER "
        "--authority NAME --chain CERTIFICATES | check CASE");
}

static err do_add(struct cli *c, const struct args *args)
{
    struct stamp_add what = {.path = args->operands[1],
                             .key = args_value(args, "as"),
                             .answer = args->operands[2],
                             .chain = args_value(args, "chain"),
                             .authority = args_value(args, "authority")};
    if (what.chain == NULL || what.authority == NULL)
        return misuse(c);
    return stamp_add(c->cx, c->arena, &what, c->out);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *action = args->operands[0], *path = args->operands[1];
    const char *query = args_value(args, "out");
    bool holds = true;
    if (strcmp(action, "add") == 0 && args->operands_n == 3)
        return do_add(c, args);
    if (strcmp(action, "ask") == 0 && args->operands_n == 2 && query != NULL)
        return stamp_ask(c->cx, c->arena, path, query, c->out);
    if (strcmp(action, "check") != 0 || args->operands_n != 2)
        return misuse(c);
    TRY(c->cx, stamp_check(c->cx, c->arena, path,
                           args_value(args, "authorities"), c->out, &holds));
    if (!holds)
        *status = EXIT_NO;
    return OK;
}

static const struct opt opts[] = {
    {.name = "out",
     .letter = 'o',
     .value = "QUERY",
     .kind = ARG_FILE,
     .help = "For ask: the file of the query; the head goes to QUERY.head."},
    {.name = "authority",
     .value = "NAME",
     .help = "For add: a name for the authority, such as tsa.mission.example."},
    {.name = "chain",
     .value = "CERTIFICATES",
     .kind = ARG_FILE,
     .help = "For add: the authority's certificates (PEM), root included. "
             "They are entered with the stamp."},
    {.name = "authorities",
     .value = "CERTIFICATES",
     .kind = ARG_FILE,
     .help = "For check: the authorities that you trust (PEM). Without it "
             "each stamp is checked by what was entered with it."},
    {.name = "as",
     .value = "KEYFILE",
     .kind = ARG_FILE,
     .help = "For add: signs the entry with this secret key. Without it with "
             "the sequencer's, CASE.key."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce stamp ask harbour.case --out today.tsq",
     "A query for the last head, to be sent to an authority", EXIT_DONE},
    {"truce stamp check harbour.case",
     "Every stamp again, and whether today has two", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done"},
    {EXIT_NO, "check: a stamp does not hold"},
    {0, NULL},
};

const struct cmd cmd_stamp = {
    .name = "stamp",
    .group = GROUP_RECORD,
    .stability = CMD_CHANGING,
    .summary = "has a case's heads stamped by time authorities",
    .operands = "ACTION CASE [ANSWER]",
    .operands_min = 2,
    .operands_max = 3,
    .operand_kind = ARG_FILE,
    .text =
        "A time stamp (RFC 3161) shows that all entries up to a head existed "
        "at a time that an authority's clock gave. Once a day, have a head "
        "stamped by two authorities of different countries; a mission can run "
        "one itself with openssl ts. The program sends nothing: the query and "
        "the answer are files.\n\n"
        " ask CASE            writes a query for the last head\n"
        " add CASE ANSWER     checks the answer and enters it\n"
        " check CASE          checks every stamp again\n\n"
        "An answer holds if the signer that it names was valid at the stamped "
        "time, for time stamps alone, with a chain to one of the certificates "
        "given, and if it is over this head. Whether a certificate was revoked "
        "is not looked up. docs/evidence.md shows a whole round.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
