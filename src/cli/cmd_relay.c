/* cli/cmd_relay.c: `truce relay`: a mailbox without keys. */
#include "app/talks.h"
#include "cli/case_opts.h"

static err usage(struct cli *c, const char *text)
{
    return usage_fail(c, "", "usage: truce relay %s", text);
}

static err do_init(struct cli *c, const struct args *args)
{
    const char *name = args_value(args, "name");
    if (args->operands_n != 2 || name == NULL)
        return usage(c, "init FOLDER --name NAME");
    return relay_make(c->cx, c->arena, args->operands[1], name, c->out);
}

static err do_begin(struct cli *c, const struct args *args)
{
    if (args->operands_n != 3)
        return usage(c, "begin FOLDER CHARTER");
    return relay_begin(c->cx, c->arena, args->operands[1], args->operands[2],
                       c->out);
}

static void print_note(void *self, str line)
{
    case_opts_print_line(self, line);
}

static err do_serve(struct cli *c, const struct args *args)
{
    const char *listen = args_value(args, "listen");
    if (args->operands_n != 2 || listen == NULL)
        return usage(c, "serve FOLDER --listen ADDRESS");
    return relay_serve(c->cx, c->arena, args->operands[1], listen, print_note,
                       c);
}

static err do_check(struct cli *c, const struct args *args, int *status)
{
    bool dropped;
    if (args->operands_n != 4)
        return usage(c, "check CHARTER RECEIPT HEAD");
    TRY(c->cx,
        relay_check(c->cx, c->arena, args->operands[1], args->operands[2],
                    args->operands[3], c->out, &dropped));
    if (!dropped)
        *status = EXIT_NO;
    return OK;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *action = args->operands[0];
    if (strcmp(action, "init") == 0)
        return do_init(c, args);
    if (strcmp(action, "begin") == 0)
        return do_begin(c, args);
    if (strcmp(action, "serve") == 0)
        return do_serve(c, args);
    if (strcmp(action, "check") == 0)
        return do_check(c, args, status);
    return usage_fail(c, "there are: init, begin, serve, check",
                      "there is no truce relay %s", action);
}

static const struct opt opts[] = {
    {.name = "name",
     .value = "NAME",
     .help = "For init: the name of the relay's key, such as "
             "relay.harbour.example."},
    {.name = "listen",
     .value = "ADDRESS",
     .help = "For serve: HOST:PORT, such as 127.0.0.1:8070; port 0 leaves the "
             "choice to the system."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce relay init relay --name relay.harbour.example",
     "The key of the relay, for the charter of the talks", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "done; check: it is shown that something was dropped"},
    {EXIT_NO, "check: that is not shown"},
    {0, NULL},
};

const struct cmd cmd_relay = {
    .name = "relay",
    .group = GROUP_TALKS,
    .stability = CMD_CHANGING,
    .summary = "is a mailbox for talks that can read none of them",
    .operands = "ACTION [...]",
    .operands_min = 2,
    .operands_max = 4,
    .operand_kind = ARG_FILE,
    .text =
        "A relay keeps sealed envelopes and gives each node those of its "
        "rooms. It can open none, make none, and drop none without its own "
        "signed receipt against it. It sees which node leaves how many "
        "envelopes, when, in which room, and of which size.\n\n"
        " init FOLDER                 makes its key, and prints it\n"
        " begin FOLDER CHARTER        the charter, signed by all, that names "
        "it\n"
        " serve FOLDER                listens; truce sync is the other side\n"
        " check CHARTER RECEIPT HEAD  whether the two prove that it dropped "
        "something\n\n"
        "serve speaks HTTP without TLS: on the open internet a web server such "
        "as nginx stands in front. SIGTERM ends it.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
