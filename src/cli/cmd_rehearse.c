/* cli/cmd_rehearse.c: `truce rehearse`. */
#include "cli/cli.h"
#include "cli/text_opts.h"

#include "app/rehearse.h"

static void flush(void *self)
{
    struct cli *c = self;
    struct fault before = c->cx->fault;
    /* What cannot be written is reported at the end; output is sticky. */
    if (!is_ok(buf_finish(c->cx, c->out)))
        c->cx->fault = before;
}

static err run(struct cli *c, const struct args *args, int *status)
{
    struct rehearse_options o = {
        .path = args->operands_n > 0 ? args->operands[0] : NULL,
        .scenario = args_value(args, "scenario"),
        .flush = flush,
        .self = c,
        .start = args_value(args, "start"),
        .courses = args_value(args, "courses"),
        .compare = args_value(args, "compare"),
        .html = args_value(args, "html"),
        .all = args_flag(args, "all"),
        .width = c->width,
        .colour = c->colour,
    };
    const char **choices, *v;
    uint32_t breaks = 0;
    struct buf messages;
    if (!str_int(str_of(args_value(args, "late")), 1, 3650, &o.late_days))
        return usage_fail(c, "for instance --late 3",
                          "--late: \"%s\" is no number of days (1 to 3650)",
                          args_value(args, "late"));
    while (args_value_at(args, "choose", o.n_choices) != NULL)
        o.n_choices++;
    TRY_NEW_ARRAY(c->cx, c->arena, o.n_choices, choices);
    for (size_t i = 0; (v = args_value_at(args, "choose", i)) != NULL; i++)
        choices[i] = v;
    o.choices = choices;
    o.person = o.scenario != NULL && strcmp(o.scenario, "-") == 0;
    if (strcmp(args_value(args, "format"), "json") == 0)
        o.format = REHEARSE_JSON;
    buf_init(&messages, c->arena, SIZE_MAX);
    err e = app_rehearse(c->cx, c->arena, &o, c->out, &messages, &breaks);
    str s = buf_view(&messages);
    (void)fwrite(s.p, 1, s.n, stderr);
    if (is_ok(e) && breaks > 0)
        *status = EXIT_NO;
    return e;
}

static const char *const formats[] = {"text", "json", NULL};

static const struct opt opts[] = {
    TEXT_CHOOSE_OPT,
    {.name = "compare",
     .value = "LABEL",
     .help = "Sets the alternatives of a clause that is still open side by "
             "side, all else alike: how many findings each has, and which only "
             "it has."},
    {.name = "start",
     .value = "TIME",
     .help = "The entry into force to reckon with, where the text fixes no "
             "day. Without it: the earliest date that the text names, else "
             "Monday 7 January 2030."},
    {.name = "late",
     .value = "DAYS",
     .otherwise = "1",
     .help = "How late each step is in the rehearsals in which one is late."},
    {.name = "html",
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Also writes a page: findings, a chart of the steps with the "
             "exposure of each side, rehearsals. It needs no network and no "
             "script, and can be printed."},
    {.name = "all",
     .letter = 'a',
     .help = "Every moment of exposure and every rehearsal, not only the "
             "worst."},
    {.name = "scenario",
     .letter = 's',
     .value = "FILE",
     .kind = ARG_FILE,
     .help = "Plays a table-top exercise instead: orders from a file, or typed "
             "(-): play days, stop a side, bring an event, look, go back, "
             "branch. See docs/rehearsal.md."},
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
    {"truce rehearse examples/harbour-draft/agreement.truce --compare 2.2",
     "What each of two alternatives would change", EXIT_DONE},
    {"truce rehearse --scenario examples/harbour/stop.scenario",
     "A table-top exercise from a file of orders", EXIT_DONE},
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
    .operands_min = 0,
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
