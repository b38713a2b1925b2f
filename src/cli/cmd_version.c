/* cli/cmd_version.c: `truce version`. */
#include "cli/cli.h"

#include "base/utf8.h"
#include "time/tz.h"
#include "version.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    (void)args;
    (void)status;
    buf_c(c->out, "truce " TRUCE_VERSION "\n");
    buf_printf(c->out, "tzdata %.*s\n", STR_ARG(tz_release()));
    buf_printf(c->out, "utf8proc %s\n", utf8_library_version());
    return OK;
}

static const struct example examples[] = {
    {"truce version", "The versions", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "always"},
    {0, NULL},
};

const struct cmd cmd_version = {
    .name = "version",
    .group = GROUP_ABOUT,
    .stability = CMD_STABLE,
    .summary = "prints the version, and those of the data it was built with",
    .operands = "",
    .text = "Prints the version of the program, and of the data compiled into "
            "it. Two computers that print the same lines give the same status "
            "for the same text and reports.",
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
