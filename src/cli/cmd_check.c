/* cli/cmd_check.c: `truce check`. */
#include "cli/cli.h"

#include "app/check.h"
#include "app/fix.h"
#include "base/sys.h"

static err explain(struct cli *c, const struct args *args)
{
    const char *code = args_value(args, "explain");
    return app_check_explain(c->cx, str_of(code), c->out);
}

/* Shows what can be mended as a diff, and on request writes it. */
static err fix(struct cli *c, const struct args *args, int *status)
{
    struct fix_result r;
    const char *path = args->operands[0];
    bool write = args_flag(args, "write");
    if (write && strcmp(path, "-") == 0)
        return usage_fail(c, "leave out --write",
                          "standard input cannot be written in place");
    TRY(c->cx, app_fix(c->cx, c->arena, path, c->out, &r));
    if (r.mended == 0)
        fputs("nothing that can be mended, or proposed, without the sides\n",
              stderr);
    if (r.errors > 0)
        *status = EXIT_NO;
    return write && r.mended > 0 ? sys_write_file(c->cx, path, r.source) : OK;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    struct check_options o = {
        .coverage = args_flag(args, "coverage"),
        .norm = args_flag(args, "meaning"),
        .colour = c->colour,
    };
    const char *format = args_value(args, "format"), **choices, *v;
    uint32_t errors = 0;
    if (args_value(args, "explain") != NULL)
        return explain(c, args);
    if (args->operands_n == 0)
        return usage_fail(c, "truce check agreement.truce",
                          "the agreement is missing");
    if (args_flag(args, "fix"))
        return fix(c, args, status);
    if (args_flag(args, "write"))
        return usage_fail(c, "add --fix", "--write goes with --fix");
    while (args_value_at(args, "choose", o.n_choices) != NULL)
        o.n_choices++;
    TRY_NEW_ARRAY(c->cx, c->arena, o.n_choices, choices);
    for (size_t i = 0; (v = args_value_at(args, "choose", i)) != NULL; i++)
        choices[i] = v;
    o.choices = choices;
    o.path = args->operands[0];
    o.format = strcmp(format, "json") == 0    ? CHECK_JSON
               : strcmp(format, "sarif") == 0 ? CHECK_SARIF
                                              : CHECK_TEXT;
    TRY(c->cx, app_check(c->cx, c->arena, &o, c->out, &errors));
    if (errors > 0)
        *status = EXIT_NO;
    return OK;
}

static const char *const formats[] = {"text", "json", "sarif", NULL};

static const struct opt opts[] = {
    {.name = "coverage",
     .help = "Also lists every clause that is not evaluated, with the reason."},
    {.name = "meaning",
     .help = "Also prints, in plain English, what each clause was understood "
             "to mean."},
    {.name = "explain",
     .value = "CODE",
     .help = "Prints the page of a code instead: what is looked at, why it "
             "matters, where it was learned, and the remedy."},
    {.name = "fix",
     .help = "Prints instead, as a diff, what would mend findings, and never "
             "chooses for the sides: a clause is put in brackets, its words as "
             "written beside those that would mend it ([ written: ... | L20: "
             "... ]), and stays open until somebody chooses. Only a waiver of "
             "what is no longer there is taken out. Nothing is written."},
    {.name = "write",
     .letter = 'w',
     .help = "With --fix: writes it into the file too."},
    {.name = "choose",
     .value = "LABEL=ALTERNATIVE",
     .repeats = true,
     .help = "Takes one of the alternatives of a clause that still stands in "
             "brackets. May be given for several clauses."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = formats,
     .otherwise = "text",
     .help = "How the findings are written: text for people, json for "
             "programs, sarif for editors and review tools."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce check examples/harbour/agreement.truce",
     "A text in which nothing is found", EXIT_DONE},
    {"truce check examples/gaza-2025-07-proposal/agreement.truce",
     "What a real proposal left open", EXIT_NO},
    {"truce check examples/harbour-draft/agreement.truce --choose 4.1=A",
     "A draft, with one of its alternatives chosen", EXIT_NO},
    {"truce check --fix examples/cambodia-1991/agreement.truce",
     "What would mend it, put beside what is written, as a diff", EXIT_NO},
    {"truce check --explain L17", "What stands behind a finding", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "nothing was found that must be mended or waived"},
    {EXIT_NO, "there is a finding of the severity error that is not waived"},
    {0, NULL},
};

const struct cmd cmd_check = {
    .name = "check",
    .group = GROUP_TEXT,
    .stability = CMD_STABLE,
    .summary = "names mistakes in an agreement, and what it leaves open",
    .operands = "AGREEMENT",
    .operands_min = 0,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text =
        "Reads an agreement and names, with their place, cause and remedy: "
        "mistakes (codes that begin with E: a name that is not declared, a "
        "quantity in the wrong unit, a day that does not exist), and what the "
        "text leaves open (codes that begin with L: no deadline, nobody who "
        "verifies, preconditions in a circle, a place without a map), each "
        "with the case in which it was seen and where that can be read. What "
        "has to be mended or waived before signature comes first.\n\n"
        "A finding that is meant so can be waived in the text itself, with its "
        "reason: waive L33 at 1.1 because \"...\". It is then still shown.\n\n"
        "The last lines count the clauses that the program can evaluate, those "
        "that a named body judges, and those in which there is nothing to "
        "decide.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
