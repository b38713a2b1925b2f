/* cli/cmd_rehearse.c: `truce rehearse`. */
#include "cli/cli.h"
#include "cli/text_opts.h"

#include "app/rehearse.h"

static err run(struct cli *c, const struct args *args, int *status)
{
    struct rehearse_options o = {
        .path = args->operands[0],
        .start = args_value(args, "start"),
        .courses = args_value(args, "courses"),
        .all = args_flag(args, "all"),
        .width = c->width,
        .colour = c->colour,
    };
    const char **choices, *v;
    uint32_t breaks = 0;
    struct buf messages;
    while (args_value_at(args, "choose", o.n_choices) != NULL)
        o.n_choices++;
    TRY_NEW_ARRAY(c->cx, c->arena, o.n_choices, choices);
    for (size_t i = 0; (v = args_value_at(args, "choose", i)) != NULL; i++)
        choices[i] = v;
    o.choices = choices;
    if (strcmp(args_value(args, "format"), "json") == 0)
        o.format = REHEARSE_JSON;
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = app_rehearse(c->cx, c->arena, &o, c->out, &messages, &breaks,
                         &c->usage);
    str s = buf_view(&messages);
    (void)fwrite(s.p, 1, s.n, stderr);
    if (is_ok(e) && breaks > 0)
        *status = EXIT_NO;
    return e;
}

static const char *const formats[] = {"text", "json", NULL};

static const struct opt opts[] = {
    TEXT_CHOOSE_OPT,
    {.name = "start",
     .value = "TIME",
     .help = "The entry into force to reckon with, where the text fixes no "
             "day. Without it: the earliest date that the text names, else "
             "Monday 7 January 2030."},
    {.name = "all",
     .letter = 'a',
     .help = "Every moment of exposure, not only the worst five."},
    {.name = "courses",
     .value = "FOLDER",
     .kind = ARG_FILE,
     .help = "Also writes the course of events of each finding that has one, "
             "as reports that truce status reads."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = formats,
     .otherwise = "text",
     .help = "How to print: text, or json (one object)."},
    {.name = NULL},
};

static const struct example examples[] = {
    {"truce rehearse examples/harbour-draft/agreement.truce",
     "A draft in which two clauses wait for each other", EXIT_NO},
    {"truce rehearse examples/harbour/agreement.truce",
     "The same truce as it was signed", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "nothing was found that cannot work as written"},
    {EXIT_NO, "something cannot work as it is written"},
    {0, NULL},
};

const struct cmd cmd_rehearse = {
    .name = "rehearse",
    .group = GROUP_TEXT,
    .stability = CMD_CHANGING,
    .summary = "shows before signature what will make an agreement fail",
    .operands = "AGREEMENT",
    .operands_min = 1,
    .operands_max = 1,
    .operand_kind = ARG_FILE,
    .text =
        "Works through everything that can happen under an agreement: when "
        "each step can and must be done, which clauses wait for each other, "
        "which can never become active, which duties another side can make it "
        "impossible to keep, what is both forbidden and required, who sees "
        "each "
        "duty, and, for each step, who stands exposed if the other side stops "
        "there. The worst comes first; each claim names its clauses and, where "
        "it needs one, a course of events, whose statuses are the engine's.\n"
        "\n"
        "What each claim means exactly, and where it ends, is in "
        "docs/analysis.md.",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
