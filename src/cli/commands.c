/* cli/commands.c: the table of commands, made of the files cmd_*.c. */
#include "cli/cli.h"

#define CMD(name) extern const struct cmd cmd_##name;
#include "cmd_list.h"
#undef CMD

const struct cmd *const commands[] = {
#define CMD(name) &cmd_##name,
#include "cmd_list.h"
#undef CMD
    NULL,
};

const char *const group_titles[GROUPS] = {
    [GROUP_TEXT] = "Write and check an agreement",
    [GROUP_STATUS] = "See where it stands",
    [GROUP_INPUT] = "Bring reports in",
    [GROUP_ABOUT] = "About the program",
};

const struct cmd *command_find(const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

const struct cmd *command_next(enum cmd_group g, size_t *i)
{
    while (commands[*i] != NULL) {
        const struct cmd *cmd = commands[(*i)++];
        if (cmd->group == g)
            return cmd;
    }
    return NULL;
}
