/* cli/case_opts.h: the options that every command over a case shares: status,
 * explain, timeline, follow, demo. */
#ifndef CLI_CASE_OPTS_H
#define CLI_CASE_OPTS_H

#include "app/case.h"
#include "cli/cli.h"

extern const char *const case_formats[];      /* text, json, csv */
extern const char *const case_text_or_json[]; /* text, json */

#define CASE_OPTS                                                              \
    {.name = "at",                                                             \
     .value = "TIME",                                                          \
     .kind = ARG_TEXT,                                                         \
     .help =                                                                   \
         "Looks at this time: a date (its end), a minute, an instant with "    \
         "its offset, or 'day N' of the truce. Without it: the latest "        \
         "that the reports speak of."},                                        \
        {.name = "known-at",                                                   \
         .value = "TIME",                                                      \
         .kind = ARG_TEXT,                                                     \
         .help = "As it was known then: only what had been recorded by this "  \
                 "time."},                                                     \
    {                                                                          \
        .name = "choose", .value = "LABEL=A", .repeats = true,                 \
        .kind = ARG_TEXT,                                                      \
        .help = "Takes alternative A of a clause that is open in a draft."     \
    }

/* Fills o from the command line: the agreement, `reports` operands after it,
 * and CASE_OPTS. */
MUST_USE err case_opts_read(struct cli *c, const struct args *args,
                            size_t reports, struct case_options *o);
/* The same for a command that has --choose alone of them. */
MUST_USE err case_opts_read_plain(struct cli *c, const struct args *args,
                                  size_t reports, struct case_options *o);
/* Whether an operand names an input: "-", or a file that is there. */
bool case_opts_is_input(const char *operand);
enum case_format case_opts_format(const struct args *args);
/* Opens it; what was found goes to standard error. */
MUST_USE err case_opts_open(struct cli *c, struct case_options *o,
                            struct app_case **out);
/* A line to standard error, at once, behind the command's name. */
void case_opts_print_line(struct cli *c, str line);
/* Text as it is to standard error. */
void case_opts_print_err(str text);

#endif
