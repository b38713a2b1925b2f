/* cli/cmd_help.c: `truce help`, and what the build and the tests derive from
 * the commands' tables. */
#include "cli/cli.h"

static err find(struct cli *c, const char *name, const struct cmd **out)
{
    *out = command_find(name);
    if (*out == NULL)
        return usage_fail(c, "`truce help` lists the commands",
                          "there is no command \"%s\"", name);
    return OK;
}

/* One line per example: exit status, tab, command. */
static void list_examples(struct cli *c)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        for (const struct example *e = commands[i]->examples; e->line != NULL;
             e++)
            buf_printf(c->out, "%d\t%s\n", e->status, e->line);
}

static err run(struct cli *c, const struct args *args, int *status)
{
    const struct cmd *cmd = NULL;
    (void)status;
    if (args->operands_n > 0)
        TRY(c->cx, find(c, args->operands[0], &cmd));
    if (args_flag(args, "examples")) {
        list_examples(c);
    } else if (args_flag(args, "list")) {
        for (size_t i = 0; commands[i] != NULL; i++)
            buf_printf(c->out, "%s\n", commands[i]->name);
    } else if (args_flag(args, "man")) {
        man_page(c->out, cmd);
    } else if (cmd == NULL) {
        help_overview(c->out, c->colour);
    } else {
        help_command(c->out, c->colour, cmd);
    }
    return OK;
}

static const struct opt opts[] = {
    {.name = "examples",
     .help = "Lists the examples of all commands: exit status, tab, command."},
    {.name = "list", .help = "Lists the names of the commands."},
    {.name = "man",
     .help = "Prints the man page of the command, or truce(1), for man(1)."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce help", "The commands", EXIT_DONE},
    {"truce help version", "Everything about one of them", EXIT_DONE},
    {"truce help --man version | man -l -", "The same as a man page",
     EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed"},
    {0, NULL},
};

const struct cmd cmd_help = {
    .name = "help",
    .group = GROUP_ABOUT,
    .stability = CMD_STABLE,
    .summary = "lists the commands, or tells everything about one",
    .operands = "[COMMAND]",
    .operands_max = 1,
    .operand_kind = ARG_COMMAND,
    .text = "Without a command, lists the commands. With one, prints the same "
            "as its --help.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
