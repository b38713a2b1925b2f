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
    [GROUP_TALKS] = "Hold talks",
    [GROUP_RECORD] = "Keep the record, and check it",
    [GROUP_SEAL] = "Seal what is confidential",
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

bool command_status(const struct cmd *cmd, size_t i, struct exit_row *out)
{
    static const struct exit_row shared[] = {
        {EXIT_USAGE, "the command line is wrong"},
        {EXIT_ERROR, "the work could not be done, or not all of it"},
    };
    bool told[EXIT_ERROR + 1] = {false};
    for (const struct exit_row *r = cmd->statuses; r->when != NULL; r++) {
        told[r->status] = true;
        if (i-- == 0) {
            *out = *r;
            return true;
        }
    }
    for (size_t k = 0; k < COUNT_OF(shared); k++)
        if (!told[shared[k].status] && i-- == 0) {
            *out = shared[k];
            return true;
        }
    return false;
}
