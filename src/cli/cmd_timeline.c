/* cli/cmd_timeline.c: `truce timeline`. */
#include "cli/case_opts.h"

static const struct opt opts[] = {
    CASE_OPTS,
    {.name = "from",
     .value = "DAY",
     .kind = ARG_TEXT,
     .help = "Begins with this day: a date or 'day N'. Without it: day 1."},
    {.name = "to",
     .value = "DAY",
     .kind = ARG_TEXT,
     .help = "Ends with this day. Without it: the time looked at."},
    {.name = "clause",
     .value = "LABEL",
     .kind = ARG_TEXT,
     .help = "Shows what is due and what changes of this clause alone."},
    {.name = "format",
     .letter = 'f',
     .value = "FORMAT",
     .choices = case_text_or_json,
     .otherwise = "text",
     .help = "How to print: text or json."},
    {.name = NULL},
};

static err run(struct cli *c, const struct args *args, int *status)
{
    struct case_options o;
    struct app_case *k;
    TRY(c->cx, case_opts_read(c, args, args->operands_n - 1, &o));
    o.clause = args_value(args, "clause");
    err e = case_opts_open(c, &o, &k);
    if (is_ok(e))
        e = case_timeline(k, args_value(args, "from"), args_value(args, "to"),
                          case_opts_format(args), c->out);
    if (is_ok(e) && case_problems(k) > 0)
        *status = EXIT_ERROR;
    case_close(k);
    return e;
}

static const struct example examples[] = {
    {"truce timeline examples/gaza-2025-01/agreement.truce "
     "examples/gaza-2025-01/reports.jsonl --from 'day 7' --to 'day 9'",
     "What was due on day 7, what was said of it, and what came of it",
     EXIT_DONE},
    {"truce timeline examples/harbour/agreement.truce "
     "examples/harbour/reports.jsonl --clause 4.1 --format json",
     "The days of one clause", EXIT_DONE},
    {NULL, NULL, 0},
};

static const struct exit_row statuses[] = {
    {EXIT_DONE, "printed, and every line of the reports was used"},
    {0, NULL},
};

const struct cmd cmd_timeline = {
    .name = "timeline",
    .group = GROUP_STATUS,
    .stability = CMD_STABLE,
    .summary = "shows day by day what was due, done and changed",
    .operands = "AGREEMENT [REPORTS...]",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operand_kind = ARG_FILE,
    .text = "For each civil day of the truce: what was due, which statuses "
            "changed and on which reports (of whose account) that rests, and "
            "what was reported or said to have happened on that day. Days "
            "without anything are left out. Each day is looked at from its "
            "end, with all that is known (or known at --known-at).",
    .opts = opts,
    .examples = examples,
    .statuses = statuses,
    .run = run,
};
