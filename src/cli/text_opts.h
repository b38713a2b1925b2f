/* cli/text_opts.h: what fmt, diff and hash share: a text without mistakes, and
 * --choose. */
#ifndef CLI_TEXT_OPTS_H
#define CLI_TEXT_OPTS_H

#include "app/text.h"
#include "cli/cli.h"

#define TEXT_CHOOSE_OPT                                                        \
    {                                                                          \
        .name = "choose", .value = "LABEL=ALTERNATIVE", .repeats = true,       \
        .kind = ARG_TEXT,                                                      \
        .help = "Takes one of the alternatives of a clause that still stands " \
                "in brackets. May be given for several clauses."               \
    }

/* Reads the text of `path`; what is wrong with it goes to standard error.
 * `args` is for --choose; NULL if the command has no such option. */
MUST_USE err text_opts_read(struct cli *c, const struct args *args,
                            const char *path, struct app_text *out);

#endif
