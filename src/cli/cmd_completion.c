/* cli/cmd_completion.c: `truce completion SHELL`. */
#include "cli/cli.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    const char *shell = args->operands[0];
    (void)status;
    if (strcmp(shell, "bash") == 0)
        complete_bash(c->out);
    else if (strcmp(shell, "zsh") == 0)
        complete_zsh(c->out);
    else
        complete_fish(c->out);
    return OK;
}

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static const struct example examples[] = {
    {"truce completion bash", "To be loaded by: source <(...)", EXIT_DONE},
    {"truce completion zsh", "To be loaded by: source <(...)", EXIT_DONE},
    {"truce completion fish", "To be loaded by: ... | source", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed"},
    {0, NULL},
};

const struct cmd cmd_completion = {
    .name = "completion",
    .group = GROUP_ABOUT,
    .stability = CMD_STABLE,
    .summary = "prints a completion script for a shell",
    .operands = "SHELL",
    .operands_min = 1,
    .operands_max = 1,
    .operand_choices = shells,
    .text = "Prints a script that completes commands, options and their values "
            "in bash, zsh or fish. For bash, put this line into ~/.bashrc:\n"
            "\n"
            "    source <(truce completion bash)",
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
